//! A slider with a field for the number beside it. It tells the new number when it is settled: on release of the slider, on Enter or
//! leaving the field; not on the way.

use web_sys::HtmlInputElement;
use yew::{
    AttrValue, Callback, Event, Html, InputEvent, Properties, TargetCast, component, html, use_effect_with, use_state,
};

/// Properties of [`Slider`].
#[derive(Properties, PartialEq)]
pub struct SliderProps {
    /// What it sets.
    pub name: AttrValue,
    /// What the number counts.
    pub unit: AttrValue,
    /// The number now, as it is written. (Numbers go in as text: writing fractions would cost the page some kilobytes.)
    pub value: AttrValue,
    /// The largest number that the slider reaches.
    pub slider_max: u32,
    /// The largest number that the field takes.
    pub max: u32,
    /// From one number to the next in the field.
    pub step: &'static str,
    /// The new number, once it is settled.
    pub on_settled: Callback<f64>,
}

/// A slider and a field for one number.
#[component]
pub fn Slider(props: &SliderProps) -> Html {
    // What is being dragged or typed, before it is settled.
    let draft = use_state(|| None::<AttrValue>);
    use_effect_with(props.value.clone(), {
        let draft = draft.clone();
        move |_| draft.set(None)
    });
    let shown = (*draft).clone().unwrap_or_else(|| props.value.clone());
    let on_drag = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| {
            draft.set(Some(event.target_unchecked_into::<HtmlInputElement>().value().into()));
        })
    };
    let on_change = {
        let (draft, settled, value, max) =
            (draft.clone(), props.on_settled.clone(), props.value.clone(), f64::from(props.max));
        Callback::from(move |event: Event| {
            let field = event.target_unchecked_into::<HtmlInputElement>();
            let typed = field.value_as_number();
            if typed.is_finite() && field.value() != *value {
                settled.emit(typed.clamp(0.0, max));
            }
            // What stands there until the answer comes: if the number is not taken, the one from before.
            field.set_value(&value);
            draft.set(None);
        })
    };
    html! {
        <div class="slider">
            <span class="slider-name">{props.name.clone()}</span>
            <input type="range" min="0" max={props.slider_max.to_string()} step="1"
                value={shown.clone()} aria-label={props.name.clone()} oninput={on_drag} onchange={on_change.clone()} />
            <input type="number" min="0" max={props.max.to_string()} step={props.step} value={shown}
                aria-label={format!("{} ({})", props.name, props.unit)} onchange={on_change} />
            <span class="slider-unit">{props.unit.clone()}</span>
        </div>
    }
}
