//! What the ledger holds of commands that only read: what each has to know, and from which state it was answered.

use super::{Broadcasts, Delivered, OfSlot, Slotted};
use crate::protocol::{NodeId, Renamed, Renaming, Slot, Value};
use rpds::RedBlackTreeMapSync;

/// An answer from a server's own state.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Read {
    /// How many entries have led to the state.
    pub place: Slot,
    /// The command that only reads.
    pub value: Value,
    /// The server.
    pub server: NodeId,
}

/// Every command that only reads, and every answer from a server's own state. There is no time in here: of each command it is noted, when it is asked for first, what
/// anybody had been told by then.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Reads {
    /// By command: how many entries had led to what anybody was told before it was asked for.
    asked: RedBlackTreeMapSync<Value, Slot>,
    answered: Slotted<Read>,
}

impl Default for Reads {
    fn default() -> Self {
        Self { asked: RedBlackTreeMapSync::new_sync(), answered: Slotted::default() }
    }
}

impl OfSlot for Read {
    fn slot(&self) -> Slot {
        self.place
    }
}

impl Reads {
    /// How many entries had led to what anybody was told before the command was asked for; 0 of one that was not, or that does not only read.
    pub fn has_to_know(&self, value: &Value) -> Slot {
        self.asked.get(value).copied().unwrap_or_default()
    }

    /// Every answer from a server's own state, by how many entries had led to it.
    pub fn answered(&self) -> &Slotted<Read> {
        &self.answered
    }

    /// A client asks for a command that only reads; the first time counts. (That it was told is taken from when the answer set out.)
    pub(super) fn ask(&mut self, value: Value, told: &Broadcasts) {
        if !self.asked.contains_key(&value) {
            // What was answered from a state of so many entries tells of the last of them.
            let read = self.answered.end().saturating_sub(1);
            self.asked.insert_mut(value, read.max(told.answered().end()));
        }
    }

    /// A server answers from its own state.
    pub(super) fn answer(&mut self, read: Read) {
        self.answered.insert(read);
    }

    /// An answer from a state of so many entries, or of a command that only reads in this slot, which does not know what it has to.
    pub(super) fn stale(&self, place: Slot, told: &Broadcasts) -> Option<Read> {
        let misses = |value: &Value| self.has_to_know(value) > place;
        let through_log = |told: &Delivered| Read { place, value: told.transaction.value.clone(), server: told.server };
        let mut own = self.answered.of(place).filter(|read| misses(&read.value)).cloned();
        let mut log = told.answered().of(place).filter(|told| misses(&told.transaction.value)).map(through_log);
        own.next().or_else(|| log.next())
    }
}

impl Renamed for Read {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { server: self.server.renamed(renaming), ..self.clone() }
    }
}

impl Renamed for Reads {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { asked: self.asked.clone(), answered: self.answered.renamed(renaming) }
    }
}
