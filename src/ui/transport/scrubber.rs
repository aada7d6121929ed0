//! The slider over everything that has been simulated, with marks where commands were given and faults struck. Its scale is time; in a run in
//! which nothing moves unless commanded, hardly any time passes, and the scale is events; as it is for as long as all stands at tick 0.

use crate::session::History;
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::shell::ShellWords;
use crate::ui::model::HistoryHandle;
use crate::ui::playground::Playground;
use crate::ui::store::Shown;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, Properties, TargetCast, component, html, use_effect_with, use_node_ref};

/// Properties of [`Scrubber`].
#[derive(Properties, PartialEq)]
pub struct ScrubberProps {
    /// The run.
    pub playground: Playground,
    /// As it is shown now.
    pub shown: Rc<Shown>,
    /// The language.
    pub lang: Lang,
}

/// The slider.
#[component]
pub fn Scrubber(props: &ScrubberProps) -> Html {
    let words = ShellWords::of(props.lang);
    let view = &props.shown.view;
    let by_events = view.manual || view.frontier.tick == 0;
    let (now, end) = match by_events {
        true => (view.position as u64, view.event_count as u64),
        false => (view.moment.tick, view.frontier.tick),
    };
    let slider = use_node_ref();
    // While time passes the thumb runs with the clock, between the steps that are rendered.
    use_effect_with((slider.clone(), props.playground.clone(), by_events), |(slider, playground, by_events)| {
        let slider = slider.clone();
        // It stands on whole ticks: to set it more often would only lay it out anew.
        let shown = Cell::new(f64::NAN);
        let run = move |time: f64| {
            let tick = time.round();
            if shown.replace(tick) != tick
                && let Some(slider) = slider.cast::<HtmlInputElement>()
            {
                slider.set_value_as_number(tick);
            }
        };
        let subscription = (!by_events).then(|| playground.clock().on_frame(run));
        move || drop(subscription)
    });
    let oninput = {
        let playground = props.playground.clone();
        Callback::from(move |event: InputEvent| {
            let value = event.target_unchecked_into::<HtmlInputElement>().value_as_number().max(0.0);
            if by_events { playground.seek_position(value as usize) } else { playground.scrub_to(value as u64) }
        })
    };
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("moment", &view.moment), ("position", &view.position), ("count", &view.event_count)];
    html! {
        <div class="scrubber" title={(end == 0).then_some(words.scrubber_empty)}>
            { drawn(&props.shown.history, by_events, end) }
            <input ref={slider} type="range" min="0" max={end.max(1).to_string()} step="1" value={now.to_string()} disabled={end == 0}
                aria-label={words.scrubber} aria-valuetext={fill(words.scrubber_value, &values)} {oninput} />
        </div>
    }
}

/// The marks: a command in the accent's colour, a fault in red and taller.
fn drawn(history: &HistoryHandle, by_events: bool, end: u64) -> Html {
    let marks = history.read(|history| marks(history, by_events, end));
    html! {
        <svg class="marks" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            for (place, fault) in marks {
                <path key={place * 2 + u32::from(fault)} class={if fault { "mark-fault" } else { "mark-command" }}
                    d={format!("M{place} {}V{}", if fault { 2 } else { 5 }, if fault { 18 } else { 15 })} vector-effect="non-scaling-stroke" />
            }
        </svg>
    }
}

/// Where the marks stand, in thousandths of the way, and whether each is a fault. No two of a kind stand at the same place.
fn marks(history: History<'_>, by_events: bool, end: u64) -> Vec<(u32, bool)> {
    let mut marks: Vec<(u32, bool)> = Vec::new();
    for noted in history.noted().iter().filter(|noted| noted.fault || noted.commanded) {
        let at = if by_events { noted.place as u64 + 1 } else { history.moments()[noted.place].tick };
        marks.push(((at.min(end) * 1000 / end.max(1)) as u32, noted.fault));
    }
    marks.sort_unstable();
    marks.dedup();
    marks
}
