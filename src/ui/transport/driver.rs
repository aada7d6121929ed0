//! The one loop of animation frames. It lets virtual time pass on the clock, and calls the run forward when an event falls due; between
//! events nothing else in the page runs.

use crate::ui::platform;
use crate::ui::playground::{Inner, Playground, glides};
use crate::ui::store::FASTEST_SEEN;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// At speed 1, a message with a latency of 10 ticks is under way for a second and a bit: long enough to see who overtakes whom.
const TICKS_PER_MILLISECOND: f64 = 0.009;
/// A single step glides to its event within this time, however far it is.
const GLIDE_MILLISECONDS: f64 = 220.0;
/// Where nothing moves unless commanded, playing gives one command after another, at speed 1 after this many ticks' worth of time.
const TICKS_PER_MANUAL_EVENT: f64 = 9.0;
/// After a frame that took longer (a tab in the background, a debugger), time goes on from where it was.
const LONGEST_FRAME_MILLISECONDS: f64 = 100.0;
/// Ticks with events that one frame plays at most, to stay a frame; the rest follows in the next.
const TICKS_PER_FRAME: usize = 40;
/// A frame at a speed at which steps are not seen simulates for so long, and shows what it has come to.
const RUSH_MILLISECONDS: f64 = 30.0;

/// What the loop is doing.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
enum Motion {
    /// Nothing: no frames are asked for.
    #[default]
    Still,
    /// Time passes.
    Playing,
    /// A single step: to this tick, with so many ticks a millisecond.
    Gliding { to: f64, rate: f64 },
}

type FrameClosure = Closure<dyn FnMut(f64)>;

/// The loop's state.
pub struct Driver {
    motion: Cell<Motion>,
    /// The time that the loop has reached. With reduced motion the clock lags behind it, from event to event.
    time: Cell<f64>,
    /// Virtual time since the last event of a run in which nothing moves unless commanded.
    waited: Cell<f64>,
    speed: Cell<f64>,
    last_frame: Cell<Option<f64>>,
    asked: Cell<bool>,
    on_frame: RefCell<Option<FrameClosure>>,
}

impl Default for Driver {
    fn default() -> Self {
        Self {
            motion: Cell::default(),
            time: Cell::default(),
            waited: Cell::default(),
            speed: Cell::new(1.0),
            last_frame: Cell::default(),
            asked: Cell::default(),
            on_frame: RefCell::default(),
        }
    }
}

impl Driver {
    /// Time passes.
    pub fn is_playing(&self) -> bool {
        self.motion.get() == Motion::Playing
    }

    /// How fast; 1 is about nine ticks a second.
    pub fn set_speed(&self, speed: f64) {
        self.speed.set(speed);
    }

    /// Lets time pass from now on.
    pub fn play(&self, playground: &Playground) {
        if !self.is_playing() {
            self.complete_glide(playground);
            // The first command of a manual run comes at once.
            self.waited.set(TICKS_PER_MANUAL_EVENT);
            self.begin(playground, Motion::Playing);
        }
    }

    /// Begins to glide to a tick, and then steps. False if nothing glides (the event is due now, or the person wants no motion).
    pub fn glide(&self, playground: &Playground, tick: u64) -> bool {
        let (from, to) = (playground.0.clock.tick(), tick as f64);
        if to <= from || !glides() {
            return false;
        }
        self.begin(playground, Motion::Gliding { to, rate: (to - from) / GLIDE_MILLISECONDS });
        true
    }

    /// Stops; a glide is given up where it is. The time reached, if time was passing.
    pub fn stop(&self) -> Option<f64> {
        (self.motion.replace(Motion::Still) == Motion::Playing).then(|| self.time.get())
    }

    /// A glide that is under way ends at once, with its step.
    pub fn complete_glide(&self, playground: &Playground) {
        if matches!(self.motion.get(), Motion::Gliding { .. }) {
            self.motion.set(Motion::Still);
            playground.step_now();
        }
    }

    fn begin(&self, playground: &Playground, motion: Motion) {
        self.motion.set(motion);
        self.time.set(playground.0.clock.tick());
        self.last_frame.set(None);
        self.ask_for_frame(playground);
    }

    fn ask_for_frame(&self, playground: &Playground) {
        let Some(window) = platform::window().filter(|_| !self.asked.get()) else { return };
        let mut on_frame = self.on_frame.borrow_mut();
        let closure = on_frame.get_or_insert_with(|| {
            let inner = Rc::downgrade(&playground.0);
            Closure::new(move |now| frame(&inner, now))
        });
        let asked = window.request_animation_frame(closure.as_ref().unchecked_ref());
        self.asked.set(asked.is_ok());
    }

    /// Milliseconds since the last frame.
    fn elapsed(&self, now: f64) -> f64 {
        let last = self.last_frame.replace(Some(now));
        last.map_or(0.0, |last| (now - last).clamp(0.0, LONGEST_FRAME_MILLISECONDS))
    }

    fn ticks_passed(&self, milliseconds: f64) -> f64 {
        milliseconds * TICKS_PER_MILLISECOND * self.speed.get()
    }

    fn glide_on(&self, playground: &Playground, to: f64, passed: f64) {
        let time = self.time.get() + passed;
        if time >= to {
            self.complete_glide(playground);
        } else {
            self.time.set(time);
            playground.0.clock.show(time);
        }
    }

    fn play_on(&self, playground: &Playground, passed: f64) {
        let due = playground.shown().view.next_tick;
        // Where all commands stand at one tick, time alone would give them all at once.
        if playground.shown().view.manual && due.is_some_and(|due| (due as f64) <= self.time.get()) {
            let waited = self.waited.get() + passed;
            self.waited.set(waited % TICKS_PER_MANUAL_EVENT);
            if waited >= TICKS_PER_MANUAL_EVENT {
                playground.step_now();
            }
            return;
        }
        let target = self.time.get() + passed;
        if self.speed.get() > FASTEST_SEEN {
            return self.rush_on(playground, target);
        }
        self.time.set(target);
        for _ in 0..TICKS_PER_FRAME {
            match playground.shown().view.next_tick {
                None => return playground.finish(),
                Some(due) if (due as f64) <= target => playground.play_to(due),
                Some(_) => {
                    if glides() {
                        playground.0.clock.show(target);
                    }
                    return;
                }
            }
            if !self.is_playing() {
                return;
            }
        }
        // Too much is due: time waits for the run.
        let reached = playground.shown().view.moment.tick as f64;
        self.time.set(reached);
        playground.0.clock.show(reached);
    }

    /// So fast that the steps are not seen: as far as a frame has time for.
    #[inline(never)]
    fn rush_on(&self, playground: &Playground, target: f64) {
        let more = playground.rush_to(target as u64, RUSH_MILLISECONDS);
        let reached = playground.shown().view.moment.tick as f64;
        // What of a tick is left over counts, or slow speeds would stand still.
        self.time.set(if reached < target.floor() { reached } else { target });
        playground.0.clock.show(reached);
        if !more {
            playground.finish();
        }
    }
}

fn frame(inner: &Weak<Inner>, now: f64) {
    let Some(playground) = inner.upgrade().map(Playground) else { return };
    let driver = &playground.0.driver;
    driver.asked.set(false);
    let milliseconds = driver.elapsed(now);
    match driver.motion.get() {
        Motion::Still => {}
        Motion::Gliding { to, rate } => driver.glide_on(&playground, to, milliseconds * rate),
        Motion::Playing => driver.play_on(&playground, driver.ticks_passed(milliseconds)),
    }
    if driver.motion.get() != Motion::Still {
        driver.ask_for_frame(&playground);
    }
}
