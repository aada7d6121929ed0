//! Time: playing, stepping, the scrubber, the speed; and beside them the branches and the faults of the network.

mod branches;
mod driver;
mod faults;
mod readout;
mod scrubber;
mod slider;

pub use driver::Driver;

use super::embed::Controls;
use super::i18n::Lang;
use super::i18n::fill::fill;
use super::i18n::shell::{ShellWords, speed_text};
use super::icons::{Sign, icon};
use super::menu::Menu;
use super::playground::Playground;
use super::store::{Dialog, NORMAL_SPEED, SPEEDS, Shown};
use branches::branches;
use faults::faults;
use readout::Readout;
use scrubber::Scrubber;
use std::rc::Rc;
use yew::{Callback, Html, InputEvent, TargetCast, html};

/// What [`transport`] takes.
pub struct TransportProps {
    /// The run.
    pub playground: Playground,
    /// As it is shown now.
    pub shown: Rc<Shown>,
    /// Time is passing.
    pub playing: bool,
    /// How fast.
    pub speed: usize,
    /// The language.
    pub lang: Lang,
    /// How much is shown.
    pub controls: Controls,
    /// Nothing can be changed.
    pub read_only: bool,
    /// There is no header, in which the search would be asked.
    pub without_header: bool,
}

/// The transport.
pub fn transport(props: &TransportProps) -> Html {
    let words = ShellWords::of(props.lang);
    let TransportProps { playground, shown, lang, .. } = props;
    let full = props.controls == Controls::Full;
    html! {
        <section class="transport" aria-label={words.time}>
            <div class="transport-buttons">{buttons(props, words)}</div>
            <Readout clock={playground.clock()} shown={shown.clone()} playing={props.playing} lang={*lang} />
            <Scrubber playground={playground.clone()} shown={shown.clone()} lang={*lang} />
            <div class="transport-more">
                {speed(props)}
                if full {
                    {branches(props)}
                    if !props.read_only {
                        {faults(props)}
                        if props.without_header {
                            {check_button(props, words)}
                        }
                    }
                }
            </div>
        </section>
    }
}

fn buttons(props: &TransportProps, words: &ShellWords) -> Html {
    let view = &props.shown.view;
    let at_start = view.position == 0 && view.moment.tick == 0;
    let at_end = view.position >= view.event_count && view.moment >= view.frontier;
    let button = |sign: Sign, name: &'static str, disabled: bool, call: fn(&Playground)| {
        let playground = props.playground.clone();
        let onclick = Callback::from(move |_| call(&playground));
        html! {
            <button key={name} type="button" class="button icon-button" title={name} aria-label={name} {disabled} {onclick}>
                {icon(sign)}
            </button>
        }
    };
    let (sign, name) = if props.playing { (Sign::Pause, words.pause) } else { (Sign::Play, words.play) };
    let toggle = {
        let playground = props.playground.clone();
        Callback::from(move |_| playground.toggle())
    };
    html! {
        <>
            {button(Sign::Start, words.to_start, at_start, Playground::to_start)}
            {button(Sign::Back, words.step_back, at_start, Playground::step_back)}
            <button type="button" class="button primary play-button" aria-label={name} onclick={toggle}>
                {icon(sign)}<span>{name}</span>
            </button>
            {button(Sign::Step, words.step, false, Playground::step)}
            {button(Sign::End, words.to_end, at_end, Playground::to_end)}
        </>
    }
}

fn check_button(props: &TransportProps, words: &ShellWords) -> Html {
    let playground = props.playground.clone();
    let onclick = Callback::from(move |_| playground.open_dialog(Dialog::Check));
    html! {
        <button type="button" class="button" aria-haspopup="dialog" title={words.check_title} aria-label={words.check} {onclick}>
            {icon(Sign::Check)}<span>{words.check}</span>
        </button>
    }
}

/// The speed, on a scale where each step is about as large as the next.
fn speed(props: &TransportProps) -> Html {
    let words = ShellWords::of(props.lang);
    let text = speed_text(SPEEDS.get(props.speed).copied().unwrap_or(SPEEDS[NORMAL_SPEED]));
    let oninput = {
        let playground = props.playground.clone();
        Callback::from(move |event: InputEvent| {
            let value = event.target_unchecked_into::<web_sys::HtmlInputElement>().value_as_number();
            playground.set_speed(value.max(0.0) as usize);
        })
    };
    let slider = html! {
        <input type="range" min="0" max={(SPEEDS.len() - 1).to_string()} step="1" value={props.speed.to_string()}
            aria-label={words.speed} aria-valuetext={fill(words.speed_value, &[("speed", &text.trim_end_matches('×'))])} {oninput} />
    };
    html! {
        <>
            <label class="speed" title={words.speed}>{slider.clone()}<span class="speed-text">{text.clone()}</span></label>
            // Where there is no room for a slider, a button that opens it.
            <div class="speed-narrow">
                <Menu id="speed" name={format!("{} {text}", words.speed)} face={html! { <span class="count">{text}</span> }} upwards={true}>
                    <label class="speed-sheet"><span>{words.speed}</span>{slider}</label>
                </Menu>
            </div>
        </>
    }
}
