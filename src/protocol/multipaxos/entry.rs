//! What a slot of the log holds.

use super::super::clients::Command;
use super::super::{Ballot, Canonical, Projection, Renamed, Renaming, Value, Vote};
use std::fmt;

/// How the ledger has what does nothing.
const NO_OP: &str = "no-op";

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
        match self {
            Entry::NoOp => Value::of_parts(NO_OP),
            Entry::Command(command) => command.value(),
        }
    }
}

impl Entry {
    /// The entry that has this value in the ledger, if one has.
    pub fn of_value(value: &Value) -> Option<Entry> {
        let Some((operation, _)) = value.as_str().rsplit_once(" #") else {
            return (value.as_str() == NO_OP).then_some(Entry::NoOp);
        };
        let (client, sequence) = Command::number_of(value)?;
        let operation = Value::new(operation).ok()?;
        Some(Entry::Command(Command::new(client, sequence, operation)))
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
            Entry::NoOp => f.write_str(NO_OP),
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

#[cfg(test)]
mod tests {
    use super::super::super::NodeId;
    use super::*;

    #[test]
    fn a_value_of_the_ledger_tells_the_entry() {
        let operation = |text| Value::new(text).expect("a value");
        let of = |client, sequence, text| {
            Entry::Command(Command::new(NodeId::client(client).expect("a client"), sequence, operation(text)))
        };
        for entry in [Entry::NoOp, of(1, 1, "x=1"), of(20, 4_000_000_000, "no-op"), of(2, 7, "a #c1.1")] {
            assert_eq!(Entry::of_value(&entry.value()), Some(entry));
        }
        assert_eq!(Entry::of_value(&operation("x=1")), None);
    }
}
