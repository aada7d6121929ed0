//! What of the diagram is drawn, and when. What is in sight and something beside it; in a crowd only so often; for a far moment at once what is in sight of what
//! has happened, and the rest where one stays. The cursor moves outside the virtual DOM, and is kept in sight.

use super::time::{TimeScale, stretch};
use super::{NAMES, SpaceTimeProps};
use crate::ui::model::{Clock, HistoryHandle, Shared};
use crate::ui::pace::{FAR_PAUSE_MILLISECONDS, is_far, use_wait};
use crate::ui::platform;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// Beyond this many pixels outside the visible part nothing is drawn.
const MARGIN: f64 = 500.0;
/// And beyond this many right after a run has gone far: what is out of sight, or still to come, follows where it stays.
const NEAR_MARGIN: f64 = 30.0;
/// Where that takes longer than this, half a frame, all of it follows: the rest of the page is to be drawn in time.
const MOST_MILLISECONDS: f64 = 8.0;
/// For so long; then it is tried again.
const LATE_MILLISECONDS: f64 = 5_000.0;
/// In a crowd the diagram is drawn anew only so often, in a frame of its own: the messages on the stage go on meanwhile.
const PAUSE_MILLISECONDS: i32 = 240;

/// What the diagram is drawn of.
#[derive(Clone)]
pub struct Sighted {
    /// What happened, and what will.
    pub history: HistoryHandle,
    /// Where its stretch of the run begins.
    pub first: usize,
    /// Where the cursor stands.
    pub position: usize,
    /// How far it is scrolled, in large steps.
    scrolled: f64,
}

/// What of the diagram is drawn.
#[derive(Clone, Copy, Default)]
pub struct Part {
    /// From this place to that, in pixels.
    pub window: (f64, f64),
    /// No more than this many of all events.
    pub most: usize,
}

/// What is kept from one drawing to the next.
struct Kept {
    drawn: RefCell<Sighted>,
    /// The cursor was here.
    followed: Cell<usize>,
    /// And here when everything was drawn, also what is a little out of sight.
    rested: Cell<usize>,
    /// How far it is scrolled. Kept here, since to ask the browser in every frame would make it lay out the page each time.
    left: Cell<f64>,
    /// Since when it is drawn for a far moment at once.
    since: Cell<Option<f64>>,
    /// Until then far moments are drawn only where one stays: the last took too long.
    late_until: Cell<f64>,
    /// What of it was drawn.
    part: Cell<Part>,
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

/// What the diagram is drawn of in this frame.
pub struct Look {
    /// What is drawn.
    pub sighted: Sighted,
    /// To be called when it is scrolled.
    pub onscroll: Callback<Event>,
    /// The run has just gone far: what is out of sight is to wait.
    far: bool,
    kept: Rc<Kept>,
}

impl Look {
    /// What can be seen of the diagram, which stands in this element: how wide the part in sight is, and all there is.
    pub fn sight(&self, root: &NodeRef, seen: f64, whole: f64) -> Sight {
        Sight { root: root.clone(), kept: Rc::clone(&self.kept), seen, whole }
    }

    /// What of it is drawn, with the cursor at this place.
    pub fn part(&self, sight: &Sight, here: f64) -> Part {
        sight.part(&self.sighted, here, self.far)
    }
}

/// What the diagram is drawn of now: the state shown, or for a little while still the one that was.
#[hook]
pub fn use_look(props: &SpaceTimeProps, crowded: bool) -> Look {
    let view = &props.view;
    let scrolled = use_state_eq(|| 0.0_f64);
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
    let onscroll = {
        let (kept, scrolled) = (Rc::clone(&kept), scrolled.setter());
        Callback::from(move |event: Event| {
            if let Some(element) = event.target_dyn_into::<Element>() {
                kept.left.set(f64::from(element.scroll_left()));
                scrolled.set(in_steps(kept.left.get()));
            }
        })
    };
    let sighted = kept.drawn.borrow().clone();
    Look { sighted, onscroll, far, kept }
}

/// In large steps: drawing anew for each pixel would be too much.
fn in_steps(scrolled: f64) -> f64 {
    (scrolled / (MARGIN / 2.0)).floor() * (MARGIN / 2.0)
}

/// What can be seen of the diagram.
#[derive(Clone)]
pub struct Sight {
    root: NodeRef,
    kept: Rc<Kept>,
    seen: f64,
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
pub fn use_cursor(props: &SpaceTimeProps, position: usize, scale: &Rc<TimeScale>, sight: &Sight) -> NodeRef {
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
