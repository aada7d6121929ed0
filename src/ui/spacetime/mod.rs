//! The space-time diagram: a line for each node, an arrow for each message, time to the right.
//!
//! `time` maps virtual time to places, `layout` makes a list of strokes and texts (with `labels` finding room for words), both pure;
//! the component draws that list in `tiles`, as much of it as `sight` says, and `export` writes it as an SVG that stands alone.

mod export;
mod labels;
mod layout;
mod log;
mod sight;
#[cfg(test)]
mod tests;
mod tiles;
mod time;
mod zab;

pub use self::export::{SvgOptions, spacetime_svg};

use self::layout::{BOTTOM, Options, TOP, height, layout, line_y, message_at};
use self::sight::{Part, Sighted, use_cursor, use_look};
use self::tiles::{Layer, drawn, tiled};
use self::time::{LEFT, MOST_EVENTS, TimeScale};
use crate::session::View;
use crate::ui::draw::px;
use crate::ui::i18n::Lang;
use crate::ui::i18n::spacetime::SpaceTimeWords;
use crate::ui::measure::use_size;
use crate::ui::model::{Clock, HistoryHandle, Selection, Shared};
use crate::ui::platform;
use crate::ui::stage::geometry::Point;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`SpaceTime`].
#[derive(Properties, PartialEq)]
pub struct SpaceTimeProps {
    /// The state shown.
    pub view: Shared<View>,
    /// What happened, and what will.
    pub history: HistoryHandle,
    /// The language.
    pub lang: Lang,
    /// What is picked.
    pub selection: Option<Selection>,
    /// Picks something.
    pub on_select: Callback<Option<Selection>>,
    /// Goes to after this many events.
    pub on_seek: Callback<usize>,
    /// The time shown.
    pub clock: Clock,
}

/// Pixels for a tick, from narrow to wide.
const SCALES: [f64; 7] = [1.5, 2.5, 4.0, 6.0, 9.0, 14.0, 22.0];
const FIRST_SCALE: usize = 3;
/// With more messages than this under way their lines are not dashed.
const CROWD: usize = 60;
/// The room for the nodes' names.
const NAMES: f64 = 40.0;

/// Pixels between events of one tick.
fn between(view: &View) -> f64 {
    match view.nodes.len() {
        _ if view.manual => 46.0,
        0..=5 => 5.0,
        6..=12 => 3.0,
        _ => 1.5,
    }
}

/// The diagram. It fills its container.
#[component]
pub fn SpaceTime(props: &SpaceTimeProps) -> Html {
    let SpaceTimeProps { view, lang, .. } = props;
    let crowded = view.messages.len() > CROWD;
    let words = SpaceTimeWords::of(*lang);
    let root = use_node_ref();
    let size = use_size(&root).unwrap_or((800.0, 190.0));
    let zoom = use_state_eq(|| FIRST_SCALE);
    let apart = between(view);
    let look = use_look(props, crowded);
    let Sighted { history, first, position, .. } = &look.sighted;
    let scale = use_memo((history.clone(), *first, *zoom, apart), |(history, first, zoom, apart)| {
        history.read(|history| {
            let end = history.event_count().min(first + MOST_EVENTS);
            TimeScale::new(history.moments(), *first.min(&end)..end, SCALES[*zoom], *apart)
        })
    });
    // Time may have passed beyond the last event; but not where the stretch is not the last.
    let end = match scale.shows(view.event_count) {
        true => scale.tick(scale.last_tick().max(view.moment.tick) as f64),
        false => scale.frontier(),
    };
    let width = (end + 240.0).max(size.0 - NAMES - 2.0);
    let here = scale.cursor(*position, view.moment.tick as f64) + NAMES;
    let sight = look.sight(&root, size.0, width + NAMES);
    let options = options(props, size, &look.part(&sight, here), &scale);
    let tiles =
        use_memo((history.clone(), options.clone(), Shared::from(Rc::clone(&scale))), |(history, options, scale)| {
            history.read(|history| tiled(layout(history, scale, options)))
        });
    let cursor = use_cursor(props, *position, &scale, &sight);
    let onclick = use_seek(props, &scale, &options);
    let high = height(&options);
    let here = position.checked_sub(1).map_or(f64::NEG_INFINITY, |last| scale.event(last));
    let picked = match props.selection {
        Some(Selection::Message(id)) => Some(id),
        _ => None,
    };
    html! {
        <div class="spacetime">
            <div ref={root} class="spacetime-scroll" tabindex="0" role="group" aria-label={words.diagram} aria-description={words.help} onscroll={look.onscroll.clone()}>
                <svg class="spacetime-names" width={px(NAMES)} height={px(high)} aria-hidden="true">
                    for node in view.nodes.iter() {
                        <text x="10" y={px(line_y(&options, node.id) + 4.5)}>{ node.id.to_string() }</text>
                    }
                </svg>
                <svg class={classes!("spacetime-drawing", crowded.then_some("is-crowded"))} width={px(width)} height={px(high)} role="img" aria-label={words.diagram} {onclick}>
                    { drawn(&tiles, Layer::Ground, picked) }
                    <g ref={cursor} class="cursor" transform="translate(0 0)">
                        <rect class="cursor-veil" width={px(width + 20_000.0)} height={px(high)} />
                        <path class="cursor-line" d={format!("M0 2V{}", px(high - BOTTOM / 2.0))} />
                    </g>
                    { drawn(&tiles, Layer::Labels(here), None) }
                </svg>
                if view.event_count == 0 {
                    <p class="spacetime-empty">{ words.empty }</p>
                }
            </div>
            { tools(props, &zoom) }
        </div>
    }
}

fn options(props: &SpaceTimeProps, size: (f64, f64), part: &Part, scale: &TimeScale) -> Options {
    let view = &props.view;
    let rows = view.nodes.len().saturating_sub(1).max(1) as f64;
    let row = ((size.1 - TOP - BOTTOM) / rows).clamp(19.0, 120.0);
    let frontier = scale.tick(scale.last_tick().max(view.frontier.tick) as f64);
    Options {
        lang: props.lang,
        nodes: view.nodes.len(),
        node_count: view.node_count,
        row,
        until: usize::MAX,
        // Messages under way at the frontier are drawn all the way to where they are due; the veil says that it is not yet.
        now: if view.manual { frontier } else { f64::INFINITY },
        window: part.window,
        most: part.most,
        manual: view.manual,
    }
}

/// A click near a message picks it, elsewhere it goes to that moment.
#[hook]
fn use_seek(props: &SpaceTimeProps, scale: &Rc<TimeScale>, options: &Options) -> Callback<MouseEvent> {
    let (scale, options, history) = (Rc::clone(scale), options.clone(), props.history.clone());
    let (on_seek, on_select) = (props.on_seek.clone(), props.on_select.clone());
    Callback::from(move |event: MouseEvent| {
        let at = Point::new(f64::from(event.offset_x()), f64::from(event.offset_y()));
        match history.read(|history| message_at(history, &scale, &options, at)) {
            Some(id) => on_select.emit(Some(Selection::Message(id))),
            None => on_seek.emit(scale.position(at.x.max(LEFT) + 2.0)),
        }
    })
}

fn tools(props: &SpaceTimeProps, zoom: &UseStateHandle<usize>) -> Html {
    let words = SpaceTimeWords::of(props.lang);
    let step = |by: isize| {
        let (setter, now) = (zoom.setter(), **zoom);
        Callback::from(move |_: MouseEvent| setter.set(now.saturating_add_signed(by).min(SCALES.len() - 1)))
    };
    let svg = {
        let (history, view, lang, zoom) = (props.history.clone(), props.view.clone(), props.lang, **zoom);
        move || {
            let options = SvgOptions { lang, dark: platform::is_dark(), per_tick: SCALES[zoom] };
            history.read(|history| spacetime_svg(history, &view, &options))
        }
    };
    let copy = {
        let svg = svg.clone();
        Callback::from(move |_: MouseEvent| platform::copy(&svg(), |_| ()))
    };
    let save = Callback::from(move |_: MouseEvent| {
        platform::save_file("paxos-space-time.svg", "image/svg+xml", &svg());
    });
    html! {
        <div class="spacetime-tools">
            { button(words.zoom_out, html! { "−" }, step(-1)) }
            { button(words.zoom_in, html! { "+" }, step(1)) }
            { button(words.copy_svg, sign("M5 5V2.5h8.5V11H11M2.5 5H11v8.5H2.5Z"), copy) }
            { button(words.save_svg, sign("M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11"), save) }
        </div>
    }
}

fn button(name: &'static str, face: Html, onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" aria-label={name} title={name} {onclick}>{ face }</button> }
}

fn sign(data: &'static str) -> Html {
    html! { <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d={data} /></svg> }
}
