//! Runs with every fault, drawn from a seed: safety first, and then everything heals and progress is demanded. A run that fails is
//! shrunk until nothing can be left out of it.
//!
//! A run **is** a scenario: the settings of the one that it is about, with a seed of its own, and commands, each at the beginning of a tick. So one that
//! fails is a text, a link and a test, and is played again by whoever plays scenarios. This is why chaos stands above [`scenario`](crate::scenario),
//! and not beside it; it drives a [`Simulation`](crate::sim::Simulation) itself, without history and views, since it plays thousands of runs a second.
//!
//! 1. **Faults.** A client asks at tick 0, and then 8 to 55 commands (of a log, 16 to 95, further apart) are drawn, one after the other: what, for whom and when is a function
//!    of the seed and of the state that the run has come to, so that a message that is held, copied or lost is one that is under way. The
//!    kinds and their weights stand in `faults`; of what travels on connections nothing is copied, what is lost takes its connection with it, and connections break. A run has each fault, whatever breaks rather than mends, in two cases of three: runs that have all
//!    of them are all alike. Wiping a disk is allowed as often as the scenario has it, in its `allow` or its body (never, if it says nothing: Paxos is not safe
//!    from that); all the rest always, since no loss, delay, copy, cut or crash may do any harm. So what the scenario allows of crashes and ballots is not asked.
//! 2. **Safety.** After every event every [`Property`] of the protocol is judged on the ledger, of the slots about which the event has told it something.
//! 3. **Healing.** Links are whole, held messages go on, the network is the scenario's without loss and duplication, and every node is up, with its disk.
//!    Then a node is asked, and has to know a decision within [`Terms::patience_ticks`]; of a log, a client is, and every client has to have its answer. Safety
//!    is judged until then.
//!
//! [`Chaos`] plays seed after seed by budgets, so that a worker can report and be called off. What it finds nothing in proves nothing.

mod course;
mod demand;
mod dice;
mod faults;
mod run;
mod script;
mod search;
mod shrink;
mod terms;

pub use dice::Dice;
pub use run::{Run, run};
pub use script::Script;
pub use search::{Chaos, Finding, MAX_TRIALS, Progress, Verdict};
pub use terms::Terms;

use crate::sim::Moment;
use crate::world::Property;

/// The most events that a run of chaos may have.
pub const MAX_EVENTS: usize = 50_000;

/// A way to fail.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Failure {
    /// A property of the ledger fails: what must never happen.
    Broken(Property),
    /// Everything has healed, a node was asked, and within the ticks that are demanded it has learned no decision.
    NoDecision,
    /// Everything has healed, and within the ticks that are demanded a client of a log has no answer.
    NoAnswer,
}

impl Failure {
    /// One word for programs: that of the property, or `decision`, or `answer`.
    pub fn word(self) -> &'static str {
        match self {
            Failure::Broken(property) => property.word(),
            Failure::NoDecision => "decision",
            Failure::NoAnswer => "answer",
        }
    }
}

/// How a run failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Failed {
    /// In which way.
    pub failure: Failure,
    /// When: right after the event with which it failed, or at the end of the patience.
    pub moment: Moment,
}

#[cfg(test)]
mod tests;
