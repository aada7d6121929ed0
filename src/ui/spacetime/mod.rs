//! The space-time diagram: a line for each node, an arrow for each message, time to the right.
//!
//! `time` maps virtual time to places, `layout` makes a list of strokes and texts (with `labels` finding room for words), both pure;
//! the component draws that list in tiles, and `export` writes it as an SVG that stands alone.

mod export;
mod labels;
mod layout;
mod log;
#[cfg(test)]
mod tests;
mod tiles;
mod time;
mod zab;

pub use self::export::{SvgOptions, spacetime_svg};

use self::layout::{BOTTOM, Options, TOP, height, layout, line_y, message_at};
use self::tiles::{Layer, drawn, tiled};
use self::time::{LEFT, MOST_EVENTS, TimeScale, stretch};
use crate::session::View;
use crate::ui::draw::px;
use crate::ui::i18n::Lang;
use crate::ui::i18n::spacetime::SpaceTimeWords;
use crate::ui::measure::use_size;
use crate::ui::model::{Clock, HistoryHandle, Selection, Shared};
use crate::ui::pace::{FAR_PAUSE_MILLISECONDS, is_far, use_wait};
use crate::ui::platform;
use crate::ui::stage::geometry::Point;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::Element;
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
/// Beyond this many pixels outside the visible part nothing is drawn.
const MARGIN: f64 = 500.0;
/// And beyond this many right after a run has gone far: what is out of sight, or still to come, follows where it stays.
const NEAR_MARGIN: f64 = 30.0;
/// Where that takes longer than this, half a frame, all of it follows: the rest of the page is to be drawn in time.
const MOST_MILLISECONDS: f64 = 8.0;
/// For so long; then it is tried again.
const LATE_MILLISECONDS: f64 = 5_000.0;
/// With more messages than this under way their lines are not dashed.
const CROWD: usize = 60;
/// In such a crowd the diagram is drawn anew only so often, in a frame of its own: the messages on the stage go on meanwhile.
const PAUSE_MILLISECONDS: i32 = 240;
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
    let scrolled = use_state_eq(|| 0.0_f64);
    let apart = between(view);
    let first = stretch(view.position, view.event_count).start;
    let newest = Sighted { history: props.history.clone(), first, position: view.position, scrolled: *scrolled };
    let kept = use_memo((), |()| Kept::of(newest.clone()));
    let pause = crowded && kept.drawn.borrow().history != newest.history;
    let pause = use_wait(pause.then_some(PAUSE_MILLISECONDS));
    let far = is_far(kept.rested.get(), view.position, view.event_count);
    let far = use_wait(far.then_some(FAR_PAUSE_MILLISECONDS));
    if !(pause || far && kept.is_late()) {
        kept.since.set(far.then(platform::now));
        kept.drawn.replace(newest);
    }
    let sighted = kept.drawn.borrow().clone();
    let Sighted { history, first, position, .. } = &sighted;
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
    let sight = Sight { root: root.clone(), kept: Rc::clone(&kept), seen: size.0, whole: width + NAMES };
    let options = options(props, size, &sight.part(&sighted, here, far), &scale);
    let tiles =
        use_memo((history.clone(), options.clone(), Shared::from(Rc::clone(&scale))), |(history, options, scale)| {
            history.read(|history| tiled(layout(history, scale, options)))
        });
    let cursor = use_cursor(props, *position, &scale, &sight);
    let onclick = use_seek(props, &scale, &options);
    let onscroll = {
        let scrolled = scrolled.setter();
        Callback::from(move |event: Event| {
            if let Some(element) = event.target_dyn_into::<Element>() {
                kept.left.set(f64::from(element.scroll_left()));
                scrolled.set(in_steps(kept.left.get()));
            }
        })
    };
    let high = height(&options);
    let here = position.checked_sub(1).map_or(f64::NEG_INFINITY, |last| scale.event(last));
    let picked = match props.selection {
        Some(Selection::Message(id)) => Some(id),
        _ => None,
    };
    html! {
        <div class="spacetime">
            <div ref={root} class="spacetime-scroll" tabindex="0" role="group" aria-label={words.diagram} aria-description={words.help} {onscroll}>
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

/// What the diagram is drawn of.
#[derive(Clone)]
struct Sighted {
    history: HistoryHandle,
    /// Where its stretch of the run begins.
    first: usize,
    /// Where the cursor stands.
    position: usize,
    /// How far it is scrolled, in large steps.
    scrolled: f64,
}

/// What is kept from one drawing to the next.
struct Kept {
    drawn: RefCell<Sighted>,
    /// The cursor was here.
    followed: Cell<usize>,
    /// And here when everything was drawn, also what is a little out of sight.
    rested: Cell<usize>,
    /// How far it is scrolled.
    left: Cell<f64>,
    /// Since when it is drawn for a far moment at once.
    since: Cell<Option<f64>>,
    /// Until then far moments are drawn only where one stays: the last took too long.
    late_until: Cell<f64>,
    /// What of it was drawn.
    part: Cell<Part>,
}

/// What of the diagram is drawn.
#[derive(Clone, Copy, Default)]
struct Part {
    window: (f64, f64),
    /// No more than this many of all events.
    most: usize,
}

impl Kept {
    fn of(drawn: Sighted) -> Self {
        Self {
            followed: Cell::new(usize::MAX),
            rested: Cell::new(drawn.position),
            left: Cell::default(),
            since: Cell::default(),
            late_until: Cell::default(),
            part: Cell::default(),
            drawn: RefCell::new(drawn),
        }
    }

    fn is_late(&self) -> bool {
        platform::now() < self.late_until.get()
    }

    /// It is drawn, and laid out.
    fn done(&self) {
        let now = platform::now();
        if self.since.take().is_some_and(|since| now - since > MOST_MILLISECONDS) {
            self.late_until.set(now + LATE_MILLISECONDS);
        }
    }
}

/// In large steps: drawing anew for each pixel would be too much.
fn in_steps(scrolled: f64) -> f64 {
    (scrolled / (MARGIN / 2.0)).floor() * (MARGIN / 2.0)
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

/// What can be seen of the diagram. Kept here, since to ask the browser in every frame would make it lay out the page each time.
#[derive(Clone)]
struct Sight {
    root: NodeRef,
    kept: Rc<Kept>,
    /// How wide the part in sight is.
    seen: f64,
    /// And all there is.
    whole: f64,
}

impl Sight {
    /// How far it has to be scrolled so that this place is in sight, if it is not.
    fn left_of(&self, x: f64) -> Option<f64> {
        let left = self.kept.left.get();
        let out = x < left + NAMES + 24.0 || x > left + self.seen - 90.0;
        out.then(|| (x - self.seen * 0.45).min(self.whole - self.seen).max(0.0).floor())
    }

    /// What of it is drawn: what is in sight, or is going to be once it has followed the cursor to this place, and something beside it.
    fn part(&self, sighted: &Sighted, here: f64, far: bool) -> Part {
        let kept = &self.kept;
        let follows = kept.followed.replace(sighted.position) != sighted.position;
        let goes = self.left_of(here).filter(|_| follows);
        let around = |left: f64, margin: f64| (left - margin, left + self.seen + margin);
        let part = match far {
            true if !follows => kept.part.get(),
            true => {
                let left = goes.unwrap_or(kept.left.get());
                Part { window: around(left, NEAR_MARGIN), most: sighted.position }
            }
            false => {
                kept.rested.set(sighted.position);
                Part { window: around(goes.map_or(sighted.scrolled, in_steps), MARGIN), most: usize::MAX }
            }
        };
        kept.part.set(part);
        part
    }

    /// Scrolls so that this place is seen.
    fn keep(&self, x: f64) {
        if let Some(left) = self.left_of(x)
            && let Some(root) = self.root.cast::<Element>()
        {
            root.set_scroll_left(left as i32);
            self.kept.left.set(left);
        }
    }
}

/// The cursor and the veil over what is still to come: moved outside the virtual DOM, and kept in sight.
#[hook]
fn use_cursor(props: &SpaceTimeProps, position: usize, scale: &Rc<TimeScale>, sight: &Sight) -> NodeRef {
    let cursor = use_node_ref();
    let shown = use_mut_ref(|| None::<(usize, Rc<TimeScale>, Sight)>);
    let last = use_memo((), |()| Cell::new(f64::NAN));
    let paint = {
        let (cursor, shown) = (cursor.clone(), Rc::clone(&shown));
        Rc::new(move |tick: f64| {
            let (Some(element), Some((position, scale, sight))) = (cursor.cast::<Element>(), &*shown.borrow()) else {
                return;
            };
            let x = scale.cursor(*position, tick);
            if (x - last.get()).abs() < 0.2 {
                return;
            }
            last.set(x);
            if let Some(place) = platform::first_transform(element) {
                drop(place.set_translate(x as f32, 0.0));
            }
            // (It may be about to be drawn for another moment.)
            if scale.shows(*position) {
                sight.keep(x + NAMES);
            }
        })
    };
    use_effect_with((props.view.clone(), position, Shared::from(Rc::clone(scale)), sight.seen), {
        let (paint, clock, scale, sight) = (Rc::clone(&paint), props.clock.clone(), Rc::clone(scale), sight.clone());
        move |_| {
            let kept = Rc::clone(&sight.kept);
            shown.replace(Some((position, scale, sight)));
            paint(clock.tick());
            kept.done();
        }
    });
    use_effect_with(props.clock.clone(), move |clock: &Clock| {
        let subscription = clock.on_frame(move |tick| paint(tick));
        move || drop(subscription)
    });
    cursor
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
