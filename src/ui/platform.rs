//! What the shell asks of the browser, with every refusal of the browser turned into a value: storage that is blocked, a clipboard
//! that is not there, an old engine without some interface. Nothing in here knows of Paxos.

use js_sys::{Array, Function, Reflect};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, BlobPropertyBag, Document, Element, Event, EventTarget, HtmlAnchorElement, HtmlElement, HtmlTextAreaElement,
    MediaQueryList, SvgGraphicsElement, SvgTransform, Url, UrlSearchParams, Window,
};

#[wasm_bindgen]
extern "C" {
    /// In www/boot.js: sees to it that the second file of the WebAssembly is there. Whatever was moved into that file asks for it by
    /// itself, through the stub that `split/` leaves in its place and that calls this import; so nobody has to.
    #[wasm_bindgen(js_name = paxosLoadSecond)]
    pub fn load_second();
}

/// The window, if the code runs in a page.
pub fn window() -> Option<Window> {
    web_sys::window()
}

/// The time, in milliseconds since some moment.
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// The document, if the code runs in a page.
pub fn document() -> Option<Document> {
    window()?.document()
}

/// Where the page mounts: only a page of our own has it.
pub fn root() -> Option<Element> {
    // In a worker there is no window, and asking for one answers nothing.
    document()?.get_element_by_id("paxos-app")
}

/// Brings the element of this id to the top of what it scrolls in, and gives it the focus: who uses the keyboard goes on from there.
pub fn bring_into_view(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        element.scroll_into_view();
        if let Some(element) = element.dyn_ref::<HtmlElement>() {
            let _ = element.focus();
        }
    }
}

/// Whether the page stands in another's frame, and leaves its own address alone.
pub fn is_embedded() -> bool {
    root().is_some_and(|root| root.has_attribute("data-embed"))
}

/// An event listener that is removed when this is dropped.
pub struct Listener {
    target: EventTarget,
    kind: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Listens for events of this kind.
    pub fn new(target: &EventTarget, kind: &'static str, on_event: impl FnMut(Event) + 'static) -> Self {
        let closure = Closure::<dyn FnMut(Event)>::new(on_event);
        let _ = target.add_event_listener_with_callback(kind, closure.as_ref().unchecked_ref());
        Self { target: target.clone(), kind, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.target.remove_event_listener_with_callback(self.kind, self.closure.as_ref().unchecked_ref());
    }
}

/// Something that will be done after a while, unless this is dropped before.
pub struct Timeout {
    id: i32,
    _closure: Closure<dyn FnMut()>,
}

impl Timeout {
    /// Calls back after this many milliseconds.
    pub fn new(milliseconds: i32, then: impl FnOnce() + 'static) -> Option<Self> {
        let closure = Closure::once(then);
        let callback = closure.as_ref().unchecked_ref();
        let id = window()?.set_timeout_with_callback_and_timeout_and_arguments_0(callback, milliseconds).ok()?;
        Some(Self { id, _closure: closure })
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        if let Some(window) = window() {
            window.clear_timeout_with_handle(self.id);
        }
    }
}

/// Why something was not kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeepError {
    /// There is no storage here (a sandboxed frame, a private window, a setting).
    NoStorage,
    /// The storage is full.
    Full,
}

fn storage() -> Option<web_sys::Storage> {
    window()?.local_storage().ok().flatten()
}

/// What was kept under this key.
pub fn kept(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps a text over a reload.
///
/// # Errors
/// There is no storage, or it is full.
pub fn keep(key: &str, text: &str) -> Result<(), KeepError> {
    storage().ok_or(KeepError::NoStorage)?.set_item(key, text).map_err(|_| KeepError::Full)
}

/// Forgets what was kept under this key.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// What follows the `#` in the address, if anything does.
pub fn address_hash() -> Option<String> {
    let hash = window()?.location().hash().ok()?;
    let hash = hash.strip_prefix('#').unwrap_or(&hash);
    (!hash.is_empty()).then(|| hash.to_owned())
}

/// What followed the `#` in the address before it changed, if anything did.
pub fn old_hash(event: &Event) -> Option<String> {
    let old = Reflect::get(event, &"oldURL".into()).ok()?.as_string()?;
    let (_, hash) = old.split_once('#')?;
    (!hash.is_empty()).then(|| hash.to_owned())
}

/// Puts a `#…` into the address, or takes it out, without a new entry in the history.
pub fn set_address_hash(hash: Option<&str>) {
    let Some(window) = window() else { return };
    let location = window.location();
    if let (Ok(history), Ok(path), Ok(query)) = (window.history(), location.pathname(), location.search()) {
        let hash = hash.map(|hash| format!("#{hash}")).unwrap_or_default();
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("{path}{query}{hash}")));
    }
}

/// The address of a page beside this one, without query and hash.
pub fn address_of(page: &str) -> String {
    let here = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    Url::new_with_base(page, &here).map(|url| url.href()).unwrap_or_else(|_| page.to_owned())
}

/// The address of the page with everything on it: the folder's own, which every host answers with the first page.
pub fn whole_page() -> String {
    address_of("./")
}

/// Points a link somewhere else.
pub fn set_href(link: Option<EventTarget>, address: &str) {
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(address);
    }
}

/// The value of a parameter in the query string.
pub fn query_parameter(name: &str) -> Option<String> {
    let search = window()?.location().search().ok()?;
    UrlSearchParams::new_with_str(&search).ok()?.get(name)
}

/// The languages that the person prefers, the best first.
pub fn preferred_languages() -> Vec<String> {
    let Some(window) = window() else { return Vec::new() };
    window.navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

thread_local! {
    /// Asked in every frame: the query is made once, and its list follows the setting.
    static REDUCED_MOTION: Option<MediaQueryList> = media_query("(prefers-reduced-motion: reduce)");
}

/// Whether the person asked for little motion.
pub fn prefers_reduced_motion() -> bool {
    REDUCED_MOTION.with(|list| list.as_ref().is_some_and(MediaQueryList::matches))
}

/// Whether a media query holds now.
pub fn media_matches(query: &str) -> bool {
    media_query(query).is_some_and(|list| list.matches())
}

fn media_query(query: &str) -> Option<MediaQueryList> {
    window()?.match_media(query).ok().flatten()
}

/// The first entry of an SVG element's `transform`, to be set by numbers: what moves in every frame goes without texts that one side
/// writes and the other reads. It serves for as long as nobody sets the attribute anew.
pub fn first_transform(element: Element) -> Option<SvgTransform> {
    element.dyn_into::<SvgGraphicsElement>().ok()?.transform().base_val().get_item(0).ok()
}

/// Whether nobody can see the page: there are no animation frames then.
pub fn is_hidden() -> bool {
    document().is_none_or(|document| document.hidden())
}

/// Sets the language of the page, for screen readers and fonts.
pub fn set_page_language(tag: &str) {
    if let Some(html) = document().and_then(|document| document.document_element()) {
        let _ = html.set_attribute("lang", tag);
    }
}

/// Sets `data-theme` on the page, or takes it away so that the system decides.
pub fn set_page_theme(theme: Option<&str>) {
    let Some(html) = document().and_then(|document| document.document_element()) else { return };
    let _ = match theme {
        Some(theme) => html.set_attribute("data-theme", theme),
        None => html.remove_attribute("data-theme"),
    };
}

/// Sets the title of the page.
pub fn set_page_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Calls one of the functions that `boot.js` offers, if it does.
pub fn call_boot(function: &str, argument: &str) {
    if let Ok(function) = Reflect::get(&js_sys::global(), &JsValue::from_str(function))
        && let Some(function) = function.dyn_ref::<Function>()
    {
        let _ = function.call1(&JsValue::UNDEFINED, &JsValue::from_str(argument));
    }
}

/// Moves the focus.
pub fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Does any element have the focus, other than the page as a whole?
pub fn has_focus() -> bool {
    let active = document().and_then(|document| document.active_element());
    active.is_some_and(|element| element.tag_name() != "BODY")
}

/// Does something once what is under way is drawn. (Nothing if the browser refuses.)
pub fn soon(then: impl FnOnce() + 'static) {
    if let Some(window) = window() {
        let callback = Closure::once_into_js(then);
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(callback.unchecked_ref(), 0);
    }
}

/// Moves the focus to the first element of this kind, if there is one.
pub fn focus_first(selectors: &str) -> bool {
    let element = document().and_then(|document| document.query_selector(selectors).ok().flatten());
    element.and_then(|element| element.dyn_into::<HtmlElement>().ok()).is_some_and(|element| element.focus().is_ok())
}

/// Puts a text into the clipboard, and says whether that worked.
pub fn copy(text: &str, then: impl FnOnce(bool) + 'static) {
    let clipboard = window().and_then(|window| Reflect::get(&window.navigator(), &"clipboard".into()).ok());
    let Some(clipboard) = clipboard.and_then(|clipboard| clipboard.dyn_into::<web_sys::Clipboard>().ok()) else {
        then(copy_by_selection(text));
        return;
    };
    // Exactly one of the two is called; the other is freed with the promise.
    let then = Rc::new(Cell::new(Some(then)));
    let (done, refused, text_again) = (then.clone(), then, text.to_owned());
    let on_done = Closure::<dyn FnMut(JsValue)>::new(move |_| {
        if let Some(then) = done.take() {
            then(true);
        }
    });
    let on_refused = Closure::<dyn FnMut(JsValue)>::new(move |_| {
        if let Some(then) = refused.take() {
            then(copy_by_selection(&text_again));
        }
    });
    let _ = clipboard.write_text(text).then2(&on_done, &on_refused);
    // A few dozen bytes for each copy that a person makes: the promise has no owner that could free them.
    on_done.forget();
    on_refused.forget();
}

/// The old way, for pages that are not served securely and frames without the permission.
fn copy_by_selection(text: &str) -> bool {
    let copied = || -> Option<bool> {
        let document = document()?;
        // Inside an open dialog everything outside of it is inert.
        let place =
            document.query_selector("dialog[open]").ok().flatten().or_else(|| document.body().map(Element::from))?;
        let field = document.create_element("textarea").ok()?.dyn_into::<HtmlTextAreaElement>().ok()?;
        let focused = document.active_element();
        field.set_class_name("copy-field");
        field.set_value(text);
        place.append_child(&field).ok()?;
        field.select();
        let command = Reflect::get(&document, &"execCommand".into()).ok()?.dyn_into::<Function>().ok()?;
        let copied = command.call1(&document, &"copy".into()).ok().and_then(|answer| answer.as_bool());
        field.remove();
        if let Some(focused) = focused.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = focused.focus();
        }
        copied
    };
    copied().unwrap_or(false)
}

/// Offers a text to the person as a file.
pub fn save_file(name: &str, kind: &str, text: &str) -> bool {
    let saved = || -> Option<()> {
        let options = BlobPropertyBag::new();
        options.set_type(kind);
        let parts = Array::of1(&JsValue::from_str(text));
        let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
        let url = Url::create_object_url_with_blob(&blob).ok()?;
        let link = document()?.create_element("a").ok()?.dyn_into::<HtmlAnchorElement>().ok()?;
        link.set_href(&url);
        link.set_download(name);
        link.click();
        let _ = Url::revoke_object_url(&url);
        Some(())
    };
    saved().is_some()
}

/// A seed for a new run, from the browser's own source of randomness. It fits into the digits that a person can type.
pub fn random_seed() -> u64 {
    let mut bytes = [0; 4];
    match getrandom::fill(&mut bytes) {
        Ok(()) => u64::from(u32::from_le_bytes(bytes)),
        // No source of randomness at all: any seed plays, and the person can type another.
        Err(_) => 1,
    }
}

/// Whether the page is dark now, by its own theme or the system's.
pub fn is_dark() -> bool {
    let html = document().and_then(|document| document.document_element());
    match html.and_then(|html| html.get_attribute("data-theme")).as_deref() {
        Some("dark") => true,
        Some("light") => false,
        _ => media_matches("(prefers-color-scheme: dark)"),
    }
}
