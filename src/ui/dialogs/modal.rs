//! The frame of every dialog: the browser's own modal `<dialog>`, which keeps the focus within, closes on Escape and makes the rest of
//! the page inert. A press beside it closes it too, and the focus goes back to where it was. It begins on what has
//! `data-first`, or else on the title.

use crate::ui::i18n::Lang;
use crate::ui::i18n::dialogs::DialogWords;
use crate::ui::icons::{Sign, icon};
use crate::ui::platform;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};
use yew::{AttrValue, Callback, Children, Classes, Event, Html, MouseEvent, Properties};
use yew::{classes, component, html, use_effect_with, use_node_ref};

/// Properties of [`Modal`].
#[derive(Properties, PartialEq)]
pub struct ModalProps {
    /// What it is called.
    pub title: AttrValue,
    /// The language.
    pub lang: Lang,
    /// It is to close.
    pub on_close: Callback<()>,
    /// Further classes.
    #[prop_or_default]
    pub class: Classes,
    /// What stands in it.
    #[prop_or_default]
    pub children: Children,
    /// Buttons that stay in sight below it while it is scrolled.
    #[prop_or_default]
    pub foot: Option<Html>,
}

/// A modal dialog, open for as long as it is there.
#[component]
pub fn Modal(props: &ModalProps) -> Html {
    let dialog = use_node_ref();
    use_effect_with(dialog.clone(), |dialog| {
        let before = platform::document().and_then(|document| document.active_element());
        let dialog = dialog.cast::<HtmlDialogElement>();
        if let Some(dialog) = &dialog {
            let _ = dialog.show_modal();
            let found = |selectors| dialog.query_selector(selectors).ok().flatten();
            let first = found("[data-first]").or_else(|| found("h2"));
            if let Some(first) = first.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
                let _ = first.focus();
            }
            // What has the focus may stand at the end: a dialog is read from the start.
            if let Some(content) = found(".modal-body") {
                content.set_scroll_top(0);
            }
        }
        move || {
            if let Some(dialog) = dialog {
                dialog.close();
            }
            let before = before.and_then(|element| element.dyn_into::<HtmlElement>().ok());
            if let Some(before) = before.filter(|element| element.is_connected()) {
                let _ = before.focus();
            }
        }
    });
    let close = {
        let on_close = props.on_close.clone();
        Callback::from(move |_: MouseEvent| on_close.emit(()))
    };
    let on_cancel = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: Event| {
            // The store decides what is open, and takes the dialog away.
            event.prevent_default();
            on_close.emit(());
        })
    };
    let on_closed = {
        let on_close = props.on_close.clone();
        Callback::from(move |_: Event| on_close.emit(()))
    };
    let on_press = {
        let (on_close, dialog) = (props.on_close.clone(), dialog.clone());
        Callback::from(move |event: MouseEvent| {
            let on_backdrop = event.target().is_some_and(|target| {
                dialog.get().is_some_and(|dialog| target.dyn_ref::<web_sys::Node>() == Some(&dialog))
            });
            if on_backdrop {
                on_close.emit(());
            }
        })
    };
    let words = DialogWords::of(props.lang);
    html! {
        <dialog ref={dialog} class={classes!("modal", props.class.clone())} aria-labelledby="modal-title" oncancel={on_cancel}
            onclose={on_closed} onmousedown={on_press}>
            <div class="modal-frame">
                <div class="modal-head">
                    <h2 id="modal-title" tabindex="-1">{props.title.clone()}</h2>
                    <button type="button" class="button icon-button quiet" aria-label={words.close} title={words.close} onclick={close}>
                        {icon(Sign::Close)}
                    </button>
                </div>
                <div class="modal-body" tabindex="0" role="group" aria-labelledby="modal-title">{props.children.clone()}</div>
                if let Some(foot) = &props.foot {
                    <div class="modal-buttons modal-foot">{foot.clone()}</div>
                }
            </div>
        </dialog>
    }
}
