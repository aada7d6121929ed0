//! Playing by itself once the frame comes into view, if its host asks for that.

use super::platform;
use super::playground::Playground;
use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{IntersectionObserver, IntersectionObserverEntry};
use yew::{hook, use_effect_with};

type OnSeen = Closure<dyn FnMut(Array, IntersectionObserver)>;

/// Plays once, as soon as the page is seen. Whoever wants little motion starts it by hand.
#[hook]
pub fn use_autoplay(playground: &Playground, wanted: bool) {
    use_effect_with((playground.clone(), wanted), |(playground, wanted)| {
        let observing = (*wanted && !platform::prefers_reduced_motion()).then(|| observe(playground.clone())).flatten();
        move || {
            if let Some((observer, on_seen)) = observing {
                observer.disconnect();
                drop(on_seen);
            }
        }
    });
}

fn observe(playground: Playground) -> Option<(IntersectionObserver, OnSeen)> {
    let on_seen = OnSeen::new(move |entries: Array, observer: IntersectionObserver| {
        let seen = entries.iter().filter_map(|entry| entry.dyn_into::<IntersectionObserverEntry>().ok());
        if seen.into_iter().any(|entry| entry.is_intersecting()) {
            observer.disconnect();
            playground.play();
        }
    });
    let observer = IntersectionObserver::new(on_seen.as_ref().unchecked_ref()).ok()?;
    observer.observe(&platform::root()?);
    Some((observer, on_seen))
}
