//! The log on a server's disk: its votes, slot by slot, behind a snapshot of everything below.

use super::super::{Ballot, Canonical, Electorates, Growing, Projection, Renamed, Renaming, Slot};
use super::{Applied, SlotVote, StateMachine};
use std::hash::Hash;
use std::sync::Arc;

/// The state that all commands below a slot lead to.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Snapshot<S> {
    /// The first slot that is not in it.
    pub up_to: Slot,
    /// The state.
    pub applied: Applied<S>,
    /// Who votes, where that may change: as far as these slots settle it.
    pub voters: Electorates,
}

/// What the disk of a node holds. A copy is cheap however long the log is: copies share what they have in common.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Durable<S: StateMachine> {
    /// The highest ballot promised or voted in, for all slots at once.
    pub promised: Option<Ballot>,
    /// Of a client: the number of its last command.
    pub asked: u32,
    snapshot: Arc<Snapshot<S>>,
    /// The vote of the highest ballot in each slot from the snapshot on, if there is one.
    votes: Growing<Option<SlotVote>>,
}

/// A write to the disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Write<S: StateMachine> {
    /// The ballot promised.
    Promised(Ballot),
    /// A vote; it raises the promise as well.
    Voted(Slot, SlotVote),
    /// A snapshot, which takes the place of all votes below it.
    Snapshot(Arc<Snapshot<S>>),
    /// Of a client: the number of its next command.
    Asked(u32),
}

impl<S: StateMachine> Default for Durable<S> {
    fn default() -> Self {
        Self { promised: None, asked: 0, snapshot: Arc::default(), votes: Growing::default() }
    }
}

impl<S: StateMachine> Durable<S> {
    /// Everything below the first slot of the log.
    pub fn snapshot(&self) -> &Arc<Snapshot<S>> {
        &self.snapshot
    }

    /// The first slot of the log.
    pub fn first(&self) -> Slot {
        self.snapshot.up_to
    }

    /// The slot behind the last in which there is a vote.
    pub fn end(&self) -> Slot {
        self.first() + self.votes.len() as Slot
    }

    /// The vote of the highest ballot in a slot, if it is in the log and there is one.
    pub fn vote(&self, slot: Slot) -> Option<&SlotVote> {
        self.votes.get(self.place(slot)?)?.as_ref()
    }

    /// The votes from a slot on, in order.
    pub fn votes_from(&self, slot: Slot) -> impl Iterator<Item = (Slot, &SlotVote)> {
        let from = slot.max(self.first());
        (from..self.end()).filter_map(|slot| Some((slot, self.vote(slot)?)))
    }

    /// What a write makes of it.
    pub fn fold(&mut self, write: &Write<S>) {
        match write {
            Write::Promised(ballot) => self.promised = Some(*ballot),
            Write::Voted(slot, vote) => {
                self.promised = self.promised.max(Some(vote.ballot));
                self.put(*slot, vote.clone());
            }
            Write::Snapshot(snapshot) => self.begin_after(Arc::clone(snapshot)),
            Write::Asked(sequence) => self.asked = *sequence,
        }
    }

    fn place(&self, slot: Slot) -> Option<usize> {
        usize::try_from(slot.checked_sub(self.first())?).ok()
    }

    fn put(&mut self, slot: Slot, vote: SlotVote) {
        let Some(place) = self.place(slot) else { return };
        while self.votes.len() <= place {
            self.votes.push(None);
        }
        if let Some(here) = self.votes.get_mut(place) {
            *here = Some(vote);
        }
    }

    fn begin_after(&mut self, snapshot: Arc<Snapshot<S>>) {
        let left = usize::try_from(snapshot.up_to.saturating_sub(self.first())).unwrap_or(usize::MAX);
        self.votes = self.votes.iter().skip(left).cloned().collect();
        self.snapshot = snapshot;
    }
}

impl<S: StateMachine> Renamed for Snapshot<S> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { up_to: self.up_to, applied: self.applied.renamed(renaming), voters: self.voters.renamed(renaming) }
    }
}

impl<S: StateMachine> Renamed for Durable<S> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self {
            promised: self.promised.renamed(renaming),
            asked: self.asked,
            snapshot: Arc::new(self.snapshot.renamed(renaming)),
            votes: self.votes.iter().map(|vote| vote.renamed(renaming)).collect(),
        }
    }
}

impl<S: StateMachine> Canonical for Snapshot<S> {
    fn project(&self, out: &mut Projection) {
        out.u64(self.up_to);
        self.applied.project(out);
        self.voters.project(out);
    }
}

impl<S: StateMachine> Canonical for Durable<S> {
    fn project(&self, out: &mut Projection) {
        self.promised.project(out);
        out.u32(self.asked);
        self.snapshot.project(out);
        out.u32(u32::try_from(self.votes.len()).unwrap_or(u32::MAX));
        self.votes.iter().for_each(|vote| vote.project(out));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{NodeId, Value};
    use super::super::{Command, Entry, KeyValue};
    use super::*;

    fn vote(round: u32, operation: &str) -> SlotVote {
        let node = NodeId::new(1).expect("a node");
        let operation = Value::new(operation).expect("a value");
        let entry = Entry::Command(Command::new(node, round, operation));
        SlotVote { ballot: Ballot::new(round, node), entry }
    }

    #[test]
    fn votes_stand_in_their_slots_and_the_latest_counts() {
        let mut disk = Durable::<KeyValue>::default();
        disk.fold(&Write::Voted(2, vote(1, "c")));
        disk.fold(&Write::Voted(0, vote(1, "a")));
        disk.fold(&Write::Voted(0, vote(3, "b")));
        assert_eq!((disk.vote(0), disk.vote(1), disk.vote(2)), (Some(&vote(3, "b")), None, Some(&vote(1, "c"))));
        assert_eq!((disk.end(), disk.promised), (3, Some(vote(3, "b").ballot)));
        assert_eq!(disk.votes_from(1).map(|(slot, _)| slot).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn a_snapshot_takes_the_place_of_what_is_below_it() {
        let mut disk = Durable::<KeyValue>::default();
        (0..5).for_each(|slot| disk.fold(&Write::Voted(slot, vote(1, "a"))));
        let snapshot = Arc::new(Snapshot { up_to: 3, ..Snapshot::default() });
        disk.fold(&Write::Snapshot(Arc::clone(&snapshot)));
        assert_eq!((disk.first(), disk.end(), disk.vote(2)), (3, 5, None));
        assert_eq!(disk.vote(3), Some(&vote(1, "a")));
        // A vote below it says nothing any more.
        disk.fold(&Write::Voted(1, vote(2, "z")));
        assert_eq!((disk.first(), disk.end(), disk.vote(1)), (3, 5, None));
        let beyond = Arc::new(Snapshot { up_to: 9, ..Snapshot::default() });
        disk.fold(&Write::Snapshot(beyond));
        assert_eq!((disk.first(), disk.end()), (9, 9));
    }
}
