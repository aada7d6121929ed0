//! What servers and clients say to each other. The table in [`zab`](super) says who sends what to whom.

use super::super::clients::{Command, StateMachine};
use super::super::{Canonical, NodeId, Projection, Renamed, Renaming, Value};
use super::{Snapshot, Txn, Zxid};
use std::sync::Arc;

/// Whom a server wants to lead, and how recent that server is. Ordered as election compares: by epoch, then by last transaction, then by number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Ticket {
    /// The current epoch of the one voted for.
    pub epoch: u32,
    /// The last transaction of its history.
    pub zxid: Zxid,
    /// The one voted for.
    pub leader: NodeId,
}

/// What a server is, as it tells others in an election.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// It looks for a leader.
    Looking,
    /// It follows one (an observer observes one).
    Following,
    /// It leads.
    Leading,
}

/// A message of Zab.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Message<S: StateMachine> {
    /// Election. "This is my vote."
    Notification {
        /// The round of the election in which it was cast.
        round: u32,
        /// What its sender is.
        state: State,
        /// The vote.
        vote: Ticket,
    },
    /// Discovery: CEPOCH of the paper. "I follow you. I have accepted this epoch."
    FollowerInfo {
        /// `acceptedEpoch`.
        accepted: u32,
    },
    /// Discovery: NEWEPOCH of the paper. "This is to be my epoch."
    LeaderInfo {
        /// The epoch.
        epoch: u32,
    },
    /// Discovery: ACK-E of the paper. "I take part in your epoch, and in none below."
    AckEpoch {
        /// `currentEpoch`; nothing if it had accepted this very epoch before, so that it must not be counted.
        current: Option<u32>,
        /// The last transaction of its history.
        last: Zxid,
    },
    /// Synchronization. "You lack what follows, up to this transaction."
    Diff {
        /// The last transaction that it is brought to.
        to: Zxid,
    },
    /// Synchronization. "Cut your log off behind this transaction."
    Trunc {
        /// The last transaction that it keeps.
        to: Zxid,
    },
    /// Synchronization. "You lack too much: this is what it led to."
    Snap {
        /// The state.
        snapshot: Arc<Snapshot<S>>,
    },
    /// Synchronization. "You have my history now, of this epoch."
    NewLeader {
        /// The epoch.
        epoch: u32,
    },
    /// "I have it on my disk": the transaction, or with the counter 0 the history of the epoch.
    Ack {
        /// What.
        zxid: Zxid,
    },
    /// Synchronization, its end: COMMIT-LD of the paper. "A quorum has my history. Up to here all is committed."
    UpToDate {
        /// The last committed transaction.
        committed: Zxid,
    },
    /// Broadcast; and before NEWLEADER, a transaction of the history.
    Proposal {
        /// The transaction.
        txn: Txn,
    },
    /// Broadcast. "A quorum has it."
    Commit {
        /// The transaction.
        zxid: Zxid,
    },
    /// Broadcast, to an observer: proposal and commit in one.
    Inform {
        /// The transaction.
        txn: Txn,
    },
    /// "I am here", both ways.
    Ping,
    /// "Do this." Of a client, or of a server that passes it on to its leader.
    Request {
        /// The command.
        command: Command,
        /// A server passes it on.
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

impl Renamed for Ticket {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { leader: self.leader.renamed(renaming), ..*self }
    }
}

impl<S: StateMachine> Renamed for Message<S> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        let mut message = self.clone();
        match &mut message {
            Message::Notification { vote, .. } => *vote = vote.renamed(renaming),
            Message::Snap { snapshot } => *snapshot = Arc::new(snapshot.renamed(renaming)),
            Message::Proposal { txn } | Message::Inform { txn } => *txn = txn.renamed(renaming),
            Message::Request { command, .. } => *command = command.renamed(renaming),
            _ => {}
        }
        message
    }
}

impl Canonical for Ticket {
    fn project(&self, out: &mut Projection) {
        out.u32(self.epoch);
        self.zxid.project(out);
        self.leader.project(out);
    }
}

impl Canonical for State {
    fn project(&self, out: &mut Projection) {
        out.u8(*self as u8);
    }
}

impl<S: StateMachine> Canonical for Message<S> {
    fn project(&self, out: &mut Projection) {
        let mut numbered = |tag: u8, number: u32| {
            out.u8(tag);
            out.u32(number);
        };
        match self {
            Message::Notification { round, state, vote } => {
                numbered(1, *round);
                state.project(out);
                vote.project(out);
            }
            Message::FollowerInfo { accepted } => numbered(2, *accepted),
            Message::LeaderInfo { epoch } => numbered(3, *epoch),
            Message::AckEpoch { current, last } => {
                numbered(4, current.map_or(0, |current| current.saturating_add(1)));
                last.project(out);
            }
            Message::Diff { to } => tagged(5, to, out),
            Message::Trunc { to } => tagged(6, to, out),
            Message::Snap { snapshot } => tagged(7, &**snapshot, out),
            Message::NewLeader { epoch } => numbered(8, *epoch),
            Message::Ack { zxid } => tagged(9, zxid, out),
            Message::UpToDate { committed } => tagged(10, committed, out),
            Message::Proposal { txn } => tagged(11, txn, out),
            Message::Commit { zxid } => tagged(12, zxid, out),
            Message::Inform { txn } => tagged(13, txn, out),
            Message::Ping => out.u8(14),
            Message::Request { command, forwarded } => {
                tagged(15, command, out);
                out.u8(u8::from(*forwarded));
            }
            Message::Reply { sequence, answer } => {
                numbered(16, *sequence);
                answer.project(out);
            }
        }
    }
}

fn tagged(tag: u8, thing: &impl Canonical, out: &mut Projection) {
    out.u8(tag);
    thing.project(out);
}
