//! What servers and clients say to each other. The table in [`multipaxos`](super) says who sends what to whom.

use super::super::{Ballot, Canonical, Projection, Renamed, Renaming, Slot, Value};
use super::{Command, Entry, SlotVote, Snapshot, StateMachine};
use std::sync::Arc;

/// A message of Multi-Paxos.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Message<S: StateMachine> {
    /// 1a, for every slot at once. "Will you take part in this ballot, and in none below it? Of slots from here on I know nothing."
    Prepare {
        /// The ballot to be begun.
        ballot: Ballot,
        /// The first slot that its owner does not know.
        from: Slot,
    },
    /// 1b, for every slot at once. "I promise. My last votes were these."
    Promise {
        /// The ballot promised.
        ballot: Ballot,
        /// What stands for the slots that were asked about and are in the log no more.
        snapshot: Option<Arc<Snapshot<S>>>,
        /// In each slot that was asked about, the vote of the highest ballot, if there is one.
        votes: Vec<(Slot, SlotVote)>,
    },
    /// "No: I have promised a higher ballot."
    Refuse {
        /// The ballot refused.
        ballot: Ballot,
        /// The higher ballot promised.
        promised: Ballot,
    },
    /// 2a. "Vote for this in this slot."
    Accept {
        /// The ballot.
        ballot: Ballot,
        /// The slot.
        slot: Slot,
        /// What is to be chosen there.
        entry: Entry,
        /// Everything below this slot is chosen.
        commit: Slot,
    },
    /// 2b. "I have voted."
    Accepted {
        /// The ballot.
        ballot: Ballot,
        /// The slot.
        slot: Slot,
        /// For what.
        entry: Entry,
    },
    /// "I still lead."
    Heartbeat {
        /// The ballot.
        ballot: Ballot,
        /// Everything below this slot is chosen.
        commit: Slot,
        /// The round of the lease that it asks for, if it asks for one.
        lease: Option<u32>,
    },
    /// "For a while I promise nobody else anything."
    Granted {
        /// The ballot in which the receiver leads.
        ballot: Ballot,
        /// The round of its lease.
        round: u32,
    },
    /// "I do not know what was chosen from this slot on."
    Fetch {
        /// The ballot in which the receiver leads.
        ballot: Ballot,
        /// The first slot that is not known.
        from: Slot,
    },
    /// "What was chosen there is not in my log any more: this is what it led to."
    Install {
        /// The ballot.
        ballot: Ballot,
        /// The state.
        snapshot: Arc<Snapshot<S>>,
    },
    /// "Do this." Of a client, or of a server that takes the receiver for the leader.
    Request {
        /// The command.
        command: Command,
        /// A server passes it on: it is not passed on again.
        forwarded: bool,
    },
    /// "It is done."
    Reply {
        /// The client's number of the command.
        sequence: u32,
        /// What it came to.
        answer: Option<Value>,
    },
}

impl<S: StateMachine> Renamed for Message<S> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        let mut message = self.clone();
        match &mut message {
            Message::Prepare { ballot, .. }
            | Message::Heartbeat { ballot, .. }
            | Message::Granted { ballot, .. }
            | Message::Fetch { ballot, .. } => *ballot = ballot.renamed(renaming),
            Message::Promise { ballot, snapshot, votes } => {
                *ballot = ballot.renamed(renaming);
                *snapshot = snapshot.as_ref().map(|snapshot| Arc::new(snapshot.renamed(renaming)));
                votes.iter_mut().for_each(|(_, vote)| *vote = vote.renamed(renaming));
            }
            Message::Refuse { ballot, promised } => {
                *ballot = ballot.renamed(renaming);
                *promised = promised.renamed(renaming);
            }
            Message::Accept { ballot, entry, .. } | Message::Accepted { ballot, entry, .. } => {
                *ballot = ballot.renamed(renaming);
                *entry = entry.renamed(renaming);
            }
            Message::Install { ballot, snapshot } => {
                *ballot = ballot.renamed(renaming);
                *snapshot = Arc::new(snapshot.renamed(renaming));
            }
            Message::Request { command, .. } => *command = command.renamed(renaming),
            Message::Reply { .. } => {}
        }
        message
    }
}

impl<S: StateMachine> Canonical for Message<S> {
    fn project(&self, out: &mut Projection) {
        let mut tagged = |tag: u8, ballot: &Ballot| {
            out.u8(tag);
            ballot.project(out);
        };
        match self {
            Message::Prepare { ballot, from } => {
                tagged(1, ballot);
                out.u64(*from);
            }
            Message::Promise { ballot, snapshot, votes } => {
                tagged(2, ballot);
                snapshot.as_deref().project(out);
                out.u32(u32::try_from(votes.len()).unwrap_or(u32::MAX));
                for (slot, vote) in votes {
                    out.u64(*slot);
                    vote.project(out);
                }
            }
            Message::Refuse { ballot, promised } => {
                tagged(3, ballot);
                promised.project(out);
            }
            Message::Accept { ballot, slot, entry, commit } => {
                tagged(4, ballot);
                out.u64(*slot);
                entry.project(out);
                out.u64(*commit);
            }
            Message::Accepted { ballot, slot, entry } => {
                tagged(5, ballot);
                out.u64(*slot);
                entry.project(out);
            }
            Message::Heartbeat { ballot, commit, lease } => {
                tagged(6, ballot);
                out.u64(*commit);
                // (Nothing where none is asked for, as before there were leases.)
                lease.iter().for_each(|round| out.u32(*round));
            }
            Message::Granted { ballot, round } => {
                tagged(11, ballot);
                out.u32(*round);
            }
            Message::Fetch { ballot, from } => {
                tagged(7, ballot);
                out.u64(*from);
            }
            Message::Install { ballot, snapshot } => {
                tagged(8, ballot);
                snapshot.project(out);
            }
            Message::Request { command, forwarded } => {
                out.u8(9);
                command.project(out);
                out.u8(u8::from(*forwarded));
            }
            Message::Reply { sequence, answer } => {
                out.u8(10);
                out.u32(*sequence);
                answer.project(out);
            }
        }
    }
}
