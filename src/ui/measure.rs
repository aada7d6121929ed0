//! The size of an element, followed as it changes.

use super::platform;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

/// Width and height of the element, in whole pixels; nothing until it has been laid out.
#[hook]
pub fn use_size(element: &NodeRef) -> Option<(f64, f64)> {
    let size = use_state_eq(|| None);
    let setter = size.setter();
    use_effect_with(element.clone(), move |element| {
        let watched = element.cast::<Element>();
        let measure = {
            let watched = watched.clone();
            Rc::new(move || {
                if let Some(element) = &watched {
                    let (width, height) = (element.client_width(), element.client_height());
                    if width > 0 && height > 0 {
                        setter.set(Some((f64::from(width), f64::from(height))));
                    }
                }
            })
        };
        measure();
        // Not at once: what is drawn anew may change the size again, and an observer must not do that within its callback.
        let changed = Closure::<dyn FnMut()>::new(move || {
            let measure = Rc::clone(&measure);
            platform::soon(move || measure());
        });
        let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok();
        if let (Some(observer), Some(element)) = (&observer, &watched) {
            observer.observe(element);
        }
        move || {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop(changed);
        }
    });
    *size
}
