//! What may be drawn a little later than the rest. Who drags the slider through a long run sees the stage follow in every frame; what would take longer than a
//! frame follows where he stays.

use super::platform::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::prelude::*;

/// With more events than this not all of them are kept as they look: a far moment has to be worked out first.
const LONG_EVENTS: usize = 4_000;
/// So far everything is drawn at once all the same.
const FAR_EVENTS: usize = 400;
/// Else so much later.
pub const FAR_PAUSE_MILLISECONDS: i32 = 90;

/// In a run of so many events, is one of these positions far away from the other?
pub fn is_far(one: usize, other: usize, events: usize) -> bool {
    events > LONG_EVENTS && one.abs_diff(other) > FAR_EVENTS
}

/// What is not to be drawn at once keeps this from one drawing to the next.
#[derive(Default)]
struct Pace {
    over: Cell<bool>,
    timeout: RefCell<Option<Timeout>>,
}

/// Whether to leave everything as it is drawn: for so long, if there is a pause. Renders once it is over.
#[hook]
pub fn use_wait(pause_milliseconds: Option<i32>) -> bool {
    let pace = use_memo((), |()| Pace::default());
    let render = use_force_update();
    let over = pace.over.take();
    let Some(pause) = pause_milliseconds.filter(|_| !over) else {
        pace.timeout.take();
        return false;
    };
    if pace.timeout.borrow().is_none() {
        let then = {
            let pace = Rc::clone(&pace);
            move || {
                pace.over.set(true);
                render.force_update();
            }
        };
        pace.timeout.replace(Timeout::new(pause, then));
    }
    true
}
