//! Ctrl-C: what is under way ends with what it has come to, and says so. A second one ends the program at once.

use std::process;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// Exit status: it was called off (128 and the number of SIGINT, as shells have it).
pub const CALLED_OFF: u8 = 130;

static IS_CALLED_OFF: AtomicBool = AtomicBool::new(false);
static LISTENING: Once = Once::new();

/// From now on Ctrl-C is heard by [`is_called_off`].
pub fn listen() {
    // Where it cannot be heard, Ctrl-C ends the program as it always does.
    LISTENING.call_once(|| drop(ctrlc::set_handler(call_off)));
}

fn call_off() {
    if IS_CALLED_OFF.swap(true, Ordering::Relaxed) {
        process::exit(CALLED_OFF.into());
    }
}

/// Has somebody pressed Ctrl-C?
pub fn is_called_off() -> bool {
    IS_CALLED_OFF.load(Ordering::Relaxed)
}
