//! A slider with a field for the number beside it. It tells the new number when it is settled: on release of the slider, on Enter or
//! leaving the field; not on the way.

use web_sys::HtmlInputElement;
use yew::{AttrValue, Callback, Event, Html, InputEvent, Properties, TargetCast, component, html, use_effect_with, use_state};

/// Properties of [`Slider`].
#[derive(Properties, PartialEq)]
pub struct SliderProps {
    /// What it sets.
    pub name: AttrValue,
    /// What the number counts.
    pub unit: AttrValue,
    /// The number now.
    pub value: f64,
    /// The largest number that the slider reaches.
    pub slider_max: f64,
    /// The largest number that the field takes.
    pub max: f64,
    /// From one number to the next in the field.
    pub step: f64,
    /// The new number, once it is settled.
    pub on_settled: Callback<f64>,
}

/// A slider and a field for one number.
#[component]
pub fn Slider(props: &SliderProps) -> Html {
    // What is being dragged or typed, before it is settled.
    let draft = use_state(|| None::<f64>);
    use_effect_with(props.value, {
        let draft = draft.clone();
        move |_| draft.set(None)
    });
    let shown = draft.unwrap_or(props.value);
    let on_drag = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| {
            draft.set(Some(event.target_unchecked_into::<HtmlInputElement>().value_as_number()));
        })
    };
    let on_change = {
        let (draft, settled, value, max) = (draft.clone(), props.on_settled.clone(), props.value, props.max);
        Callback::from(move |event: Event| {
            let field = event.target_unchecked_into::<HtmlInputElement>();
            let typed = field.value_as_number();
            let number = if typed.is_finite() { typed.clamp(0.0, max) } else { value };
            field.set_value(&number.to_string());
            if (number - value).abs() > f64::EPSILON {
                settled.emit(number);
            } else {
                draft.set(None);
            }
        })
    };
    html! {
        <div class="slider">
            <span class="slider-name">{props.name.clone()}</span>
            <input type="range" min="0" max={props.slider_max.to_string()} step={props.step.max(1.0).to_string()}
                value={shown.to_string()} aria-label={props.name.clone()} oninput={on_drag} onchange={on_change.clone()} />
            <input type="number" min="0" max={props.max.to_string()} step={props.step.to_string()} value={shown.to_string()}
                aria-label={format!("{} ({})", props.name, props.unit)} onchange={on_change} />
            <span class="slider-unit">{props.unit.clone()}</span>
        </div>
    }
}
