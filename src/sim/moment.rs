//! Points in virtual time.

use std::fmt;

/// A point in a run, written `58+2`: the tick, and how many events of that tick have happened. `58` alone is `58+0`, before any of them.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Moment {
    /// Virtual time, in ticks from the start.
    pub tick: u64,
    /// Events of this tick that have happened.
    pub events: u32,
}

impl Moment {
    /// After everything.
    pub const END: Moment = Moment { tick: u64::MAX, events: u32::MAX };

    /// After everything that happens at this tick.
    pub fn after_tick(tick: u64) -> Self {
        Self { tick, events: u32::MAX }
    }

    /// Before anything happens at this tick.
    pub fn at_tick(tick: u64) -> Self {
        Self { tick, events: 0 }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.events {
            0 => write!(f, "{}", self.tick),
            events => write!(f, "{}+{events}", self.tick),
        }
    }
}
