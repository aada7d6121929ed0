//! What is to be done to a run, and when.

use super::{Command, Moment};

/// A line of a script.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// When; without it, right after the entry before (in a manual run, a command comes [`MANUAL_PACE_TICKS`] later).
    pub at: Option<Moment>,
    /// What.
    pub act: Act,
}

/// What a line of a script does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Act {
    /// Something is done to the run: an event.
    Command(Command),
    /// Time passes; no event.
    Run(Run),
    /// Whoever drives the run wants to know that it got here (captions, expectations); no event.
    Mark,
}

/// How long time passes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Run {
    /// `run 30`: this many ticks.
    Ticks(u64),
    /// `run to 58+2`: until this moment.
    To(Moment),
    /// `run`: until nothing is due any more, or for [`QUIET_LIMIT_TICKS`].
    Quiet,
}

/// In a manual run time does not pass by itself; each command takes this long, so that the diagram has room.
pub const MANUAL_PACE_TICKS: u64 = 10;

/// The longest that `run` waits for quiet.
pub const QUIET_LIMIT_TICKS: u64 = 20_000;
