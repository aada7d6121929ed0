//! A button that opens a small panel beside it. Escape, a press elsewhere and the focus going elsewhere close it.

use super::platform::{self, Listener};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};
use yew::{AttrValue, Callback, Children, Classes, FocusEvent, Html, KeyboardEvent, Properties};
use yew::{classes, component, html, use_callback, use_effect_with, use_node_ref, use_state};

/// Properties of [`Menu`].
#[derive(Properties, PartialEq)]
pub struct MenuProps {
    /// The panel's id; there is one of each on the page.
    pub id: AttrValue,
    /// The button's name, and the panel's.
    pub name: AttrValue,
    /// What stands on the button.
    pub face: Html,
    /// The button's classes, besides `button`.
    #[prop_or_default]
    pub class: Classes,
    /// The panel opens upwards.
    #[prop_or_default]
    pub upwards: bool,
    /// A press on something in the panel that has `data-closes` closes it.
    #[prop_or_default]
    pub children: Children,
}

/// A button with a panel.
#[component]
pub fn Menu(props: &MenuProps) -> Html {
    let open = use_state(|| false);
    let (whole, button) = (use_node_ref(), use_node_ref());
    let close = use_callback((open.clone(), button.clone()), |refocus: bool, (open, button)| {
        open.set(false);
        if refocus && let Some(button) = button.cast::<HtmlElement>() {
            let _ = button.focus();
        }
    });
    use_effect_with((*open, whole.clone()), {
        let close = close.clone();
        move |(open, whole)| {
            let outside = open.then(|| {
                let whole = whole.clone();
                let target = platform::window()?;
                Some(Listener::new(&target, "pointerdown", move |event| {
                    if !contains(whole.get(), event.target()) {
                        close.emit(false);
                    }
                }))
            });
            move || drop(outside)
        }
    });
    let on_button = {
        let open = open.clone();
        Callback::from(move |_| open.set(!*open))
    };
    let on_key = {
        let (close, is_open) = (close.clone(), *open);
        Callback::from(move |event: KeyboardEvent| {
            if is_open && event.key() == "Escape" {
                event.prevent_default();
                event.stop_propagation();
                close.emit(true);
            }
        })
    };
    let on_focus_out = {
        let (close, whole) = (close.clone(), whole.clone());
        Callback::from(move |event: FocusEvent| {
            // Nothing has the focus while a window is switched or a dead area is pressed: that closes nothing.
            if event.related_target().is_some() && !contains(whole.get(), event.related_target()) {
                close.emit(false);
            }
        })
    };
    let on_panel = {
        let close = close.clone();
        Callback::from(move |event: yew::MouseEvent| {
            let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            if target.is_some_and(|target| target.closest("[data-closes]").ok().flatten().is_some()) {
                close.emit(true);
            }
        })
    };
    html! {
        <div class="menu" ref={whole} onkeydown={on_key} onfocusout={on_focus_out}>
            <button ref={button} type="button" class={classes!("button", props.class.clone())} title={props.name.clone()}
                aria-label={props.name.clone()} aria-expanded={open.to_string()}
                aria-controls={open.then(|| props.id.clone())} onclick={on_button}>
                {props.face.clone()}
            </button>
            if *open {
                <div id={props.id.clone()} class={classes!("menu-panel", props.upwards.then_some("menu-up"))} role="group"
                    aria-label={props.name.clone()} onclick={on_panel}>
                    {props.children.clone()}
                </div>
            }
        </div>
    }
}

fn contains(whole: Option<Node>, target: Option<web_sys::EventTarget>) -> bool {
    let target = target.and_then(|target| target.dyn_into::<Node>().ok());
    whole.is_some_and(|whole| whole.contains(target.as_ref()))
}
