//! The faults of the network: how many messages get lost or arrive twice, and how long they take.

use super::TransportProps;
use super::slider::Slider;
use crate::sim::{Command, MAX_SPAN_TICKS, Share, Span};
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::shell::ShellWords;
use crate::ui::icons::{Sign, icon};
use crate::ui::menu::Menu;
use yew::{Callback, Html, classes, html};

/// The latency that the sliders reach; the fields take more.
const SLIDER_TICKS: u32 = 100;

/// The button and the panel. The button shows when the network is not what it should be.
pub fn faults(props: &TransportProps) -> Html {
    let words = ShellWords::of(props.lang);
    let view = &props.shown.view;
    let network = &view.network;
    let faulty = network.loss != Share::default() || network.duplication != Share::default() || !view.cuts.is_empty();
    let face = html! { <>{icon(Sign::Bolt)}<span>{words.faults}</span></> };
    let cuts = match view.cuts.len() {
        0 => words.nothing_cut.to_owned(),
        count => fill(words.cut_count, &[("count", &count)]),
    };
    html! {
        <Menu id="faults" name={words.faults} {face} upwards={true} class={classes!(faulty.then_some("is-on"))}>
            <div class="faults">
                <p class="dim">{words.faults_about}</p>
                {share_slider(props, words.loss, network.loss, Command::SetLoss)}
                {share_slider(props, words.duplication, network.duplication, Command::SetDuplication)}
                {latency_slider(props, words.latency_low, network.latency.low_ticks(), |low, span| {
                    Span::new(low, span.high_ticks().max(low))
                })}
                {latency_slider(props, words.latency_high, network.latency.high_ticks(), |high, span| {
                    Span::new(span.low_ticks().min(high), high)
                })}
                <div class="faults-row">
                    <button type="button" class="button" disabled={view.cuts.is_empty()} onclick={heal_all(props)}>{words.heal_all}</button>
                    <span class="dim">{cuts}</span>
                </div>
                <p class="dim">{fill(words.seed_is, &[("seed", &network.seed)])}</p>
            </div>
        </Menu>
    }
}

fn share_slider(props: &TransportProps, name: &'static str, share: Share, command: fn(Share) -> Command) -> Html {
    let playground = props.playground.clone();
    let on_settled = Callback::from(move |percent: f64| {
        if let Some(share) = Share::from_basis_points((percent * 100.0).round() as u16) {
            playground.command(command(share));
        }
    });
    let value = share.to_string().trim_end_matches('%').to_owned();
    let unit = ShellWords::of(props.lang).percent;
    html! { <Slider {name} {unit} {value} slider_max={100} max={100} step="0.01" {on_settled} /> }
}

/// The two ends of the latency push each other along.
fn latency_slider(props: &TransportProps, name: &'static str, ticks: u32, with: fn(u32, Span) -> Option<Span>) -> Html {
    let (playground, now) = (props.playground.clone(), props.shown.view.network.latency);
    let on_settled = Callback::from(move |ticks: f64| {
        if let Some(latency) = with(ticks.round() as u32, now) {
            playground.command(Command::SetLatency { link: None, latency });
        }
    });
    let value = ticks.to_string();
    let unit = ShellWords::of(props.lang).ticks;
    html! { <Slider {name} {unit} {value} slider_max={SLIDER_TICKS} max={MAX_SPAN_TICKS} step="1" {on_settled} /> }
}

fn heal_all(props: &TransportProps) -> Callback<yew::MouseEvent> {
    let playground = props.playground.clone();
    Callback::from(move |_| playground.command(Command::HealAll))
}
