//! What a slot of the log holds.

use super::super::clients::Command;
use super::super::{Ballot, Canonical, Projection, Renamed, Renaming, Value, Vote};
use std::fmt;

/// What is chosen in a slot.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Entry {
    /// Nothing is to be done: it fills a gap, so that what comes behind it can be done (Paxos Made Simple, section 3: a "no-op" command
    /// that leaves the state unchanged).
    NoOp,
    /// A client's command.
    Command(Command),
}

/// An acceptor's vote in a slot.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SlotVote {
    /// The ballot in which it was cast.
    pub ballot: Ballot,
    /// The entry voted for.
    pub entry: Entry,
}

impl Entry {
    /// The entry as a value of the ledger: two are the same exactly if the entries are.
    pub fn value(&self) -> Value {
        Value::of_parts(&self.to_string())
    }
}

impl SlotVote {
    /// The vote as the ledger has it.
    pub fn vote(&self) -> Vote {
        Vote { ballot: self.ballot, value: self.entry.value() }
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Entry::NoOp => f.write_str("no-op"),
            Entry::Command(command) => command.fmt(f),
        }
    }
}

impl Renamed for Entry {
    fn renamed(&self, renaming: &Renaming) -> Self {
        match self {
            Entry::NoOp => Entry::NoOp,
            Entry::Command(command) => Entry::Command(command.renamed(renaming)),
        }
    }
}

impl Renamed for SlotVote {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { ballot: self.ballot.renamed(renaming), entry: self.entry.renamed(renaming) }
    }
}

impl Canonical for Entry {
    fn project(&self, out: &mut Projection) {
        match self {
            Entry::NoOp => out.u8(0),
            Entry::Command(command) => {
                out.u8(1);
                command.project(out);
            }
        }
    }
}

impl Canonical for SlotVote {
    fn project(&self, out: &mut Projection) {
        self.ballot.project(out);
        self.entry.project(out);
    }
}
