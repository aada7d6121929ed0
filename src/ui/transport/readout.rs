//! The time, as a number that runs while time passes, without going through the virtual DOM for each tick.

use crate::sim::Moment;
use crate::ui::i18n::Lang;
use crate::ui::i18n::shell::ShellWords;
use crate::ui::model::Clock;
use crate::ui::store::Shown;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::Element;
use yew::{Html, Properties, component, html, use_effect_with, use_node_ref};

/// Properties of [`Readout`].
#[derive(Properties, PartialEq)]
pub struct ReadoutProps {
    /// The time that the page shows.
    pub clock: Clock,
    /// The run.
    pub shown: Rc<Shown>,
    /// Time is passing.
    pub playing: bool,
    /// The language.
    pub lang: Lang,
}

/// `t = 58+2`; while time passes, the tick alone.
#[component]
pub fn Readout(props: &ReadoutProps) -> Html {
    let place = use_node_ref();
    let still = props.shown.view.moment;
    use_effect_with(
        (place.clone(), props.clock.clone(), props.playing, still, props.lang),
        |(place, clock, playing, still, lang)| {
            let words = ShellWords::of(*lang);
            let place = place.cast::<Element>();
            let write = move |moment: Moment| {
                if let Some(place) = &place {
                    place.set_text_content(Some(&words.moment_text(moment)));
                }
            };
            let subscription = if *playing {
                let written = Cell::new(u64::MAX);
                let running = move |time: f64| {
                    let tick = time.max(0.0) as u64;
                    if written.replace(tick) != tick {
                        write(Moment::at_tick(tick));
                    }
                };
                running(clock.tick());
                Some(clock.on_frame(running))
            } else {
                write(*still);
                None
            };
            move || drop(subscription)
        },
    );
    html! { <output class="readout" ref={place} aria-live="off"></output> }
}
