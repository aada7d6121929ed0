//! What can be seen of a log: its servers and clients, and what stands in it.

use crate::protocol::zab::{Learner, Progress, Stage, Ticket, Zxid};
use crate::protocol::{Ballot, NodeId, Slot, Value};

/// A server of a protocol that keeps a log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ServerView {
    /// What it is now; nothing while it is down.
    pub role: Option<RoleView>,
    /// The first slot of the log on its disk: what lies below is in a snapshot.
    pub first: Slot,
    /// The slot behind the last in which it has voted.
    pub end: Slot,
    /// Everything below this slot it knows to be chosen, and has done. Of a server that is down: what its snapshot holds.
    pub commit: Slot,
    /// The ballot whose leader it follows, or leads itself.
    pub leader: Option<Ballot>,
    /// What the commands have led to: keys with what they hold.
    pub store: Vec<(Value, Value)>,
    /// What its disk holds besides, under Zab.
    pub epochs: Option<EpochsView>,
    /// It has a vote: in the next slot, where who votes may change, as far as what has been done settles it.
    pub votes: bool,
    /// Who votes, where that may change, and from which slot on: as far as what it has done settles it.
    pub voters: Vec<(Slot, Vec<NodeId>)>,
    /// What becomes of a lease here, under Multi-Paxos with leases.
    pub lease: Option<LeaseView>,
}

/// A lease, as a server has to do with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LeaseView {
    /// It leads, and a quorum has granted it: it answers reads from its own state.
    Held,
    /// It leads, and has asked for one.
    Asked,
    /// It has granted one to the leader of this ballot, and promises nobody else anything; after a restart it does not know to whom.
    Granted(Option<Ballot>),
}

/// What the disk of a server holds under Zab, besides the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EpochsView {
    /// `acceptedEpoch`: it takes part in none below.
    pub accepted: u32,
    /// `currentEpoch`: the epoch of which its history is.
    pub current: u32,
    /// The last transaction of its history.
    pub last: Zxid,
}

impl ServerView {
    /// The ballot that it leads, or wants to.
    pub fn leads(&self) -> Option<Ballot> {
        match &self.role {
            Some(RoleView::Leader(ballot, _)) => Some(*ballot),
            Some(RoleView::Candidate(candidate)) => Some(candidate.ballot),
            Some(RoleView::Leading(leading)) => leading.ballot,
            _ => None,
        }
    }
}

/// What a server is besides an acceptor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RoleView {
    /// It follows.
    Follower,
    /// It wants to lead.
    Candidate(CandidateView),
    /// It leads. So many commands wait for a slot.
    Leader(Ballot, usize),
    /// Zab: it looks for a leader.
    Looking(LookingView),
    /// Zab: it follows a leader, or observes one.
    Learning(LearningView),
    /// Zab: it leads, or is to.
    Leading(LeadingView),
}

/// A server that wants to lead under Multi-Paxos.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CandidateView {
    /// Its ballot.
    pub ballot: Ballot,
    /// Those that have promised.
    pub promises: Vec<NodeId>,
    /// How many of them count, and how many it needs: where who votes may change, of the first electorate of which it has too few.
    pub have: u8,
    /// See `have`.
    pub need: u8,
}

/// A server that looks for a leader.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LookingView {
    /// The round of the election.
    pub round: u32,
    /// Its vote.
    pub vote: Ticket,
    /// The voters of this round that vote so too, itself included.
    pub agreeing: Vec<NodeId>,
    /// It never votes: it observes.
    pub observes: bool,
}

/// A server that follows a leader, or observes one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LearningView {
    /// Whom.
    pub leader: NodeId,
    /// The leader's epoch, once it has been told.
    pub epoch: Option<u32>,
    /// How far it has come.
    pub progress: Progress,
    /// It only observes.
    pub observes: bool,
}

/// A server that leads, or is to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeadingView {
    /// Its epoch, as a ballot of its own, once there is one.
    pub ballot: Option<Ballot>,
    /// How far it has come.
    pub stage: Stage,
    /// The voters that it has for this stage, itself included.
    pub with_it: Vec<NodeId>,
    /// Those that follow and observe it, and how far each has come.
    pub learners: Vec<(NodeId, Learner)>,
    /// How many transactions are broadcast and not committed.
    pub outstanding: usize,
}

/// A client.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClientView {
    /// How many commands it has asked for.
    pub asked: u32,
    /// What it waits for: its number of the command, and the command.
    pub waits_for: Option<(u32, Value)>,
    /// The server that it asks.
    pub server: Option<NodeId>,
}

/// How many slots before the end of the log are looked at, at most.
pub(in crate::session) const SLOTS_SHOWN: Slot = 32;

/// The first slot that is looked at of a log with this end: it moves on by several slots at a time, so that what shows the log seldom has to move what it shows.
pub(in crate::session) fn first_shown(end: Slot) -> Slot {
    const AT_A_TIME: Slot = 8;
    end.saturating_sub(SLOTS_SHOWN).next_multiple_of(AT_A_TIME)
}

/// The log, as the servers have it: of a long one, the last slots.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogView {
    /// The first slot that is shown.
    pub from: Slot,
    /// The slots from there on.
    pub slots: Vec<SlotView>,
}

/// A slot of the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SlotView {
    /// What is chosen in it, by the ledger.
    pub chosen: Option<EntryView>,
    /// What each server has there, in the order of their numbers.
    pub servers: Vec<CellView>,
}

/// An entry of the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EntryView {
    /// It fills a gap.
    NoOp,
    /// A client's command.
    Command {
        /// Who asked.
        client: NodeId,
        /// The client's number of it.
        sequence: u32,
        /// What is to be done.
        operation: Value,
    },
}

/// What a server has in a slot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CellView {
    /// Nothing.
    Empty,
    /// What it led to: it is in the server's snapshot.
    Snapshot,
    /// A vote; under Zab, a transaction on its disk.
    Vote {
        /// The ballot in which it was cast; of a transaction, the epoch and its primary.
        ballot: Ballot,
        /// Of a transaction, the how-manieth of its epoch it is.
        counter: Option<u32>,
        /// For what.
        entry: EntryView,
        /// The server knows it to be chosen, and has done it.
        applied: bool,
    },
    /// Nothing, and by the ledger there once was this: it was cut off (TRUNC), lost with the disk, or, by mistake, never written.
    Gone {
        /// The ballot of the vote; of a transaction, the epoch and its primary.
        ballot: Ballot,
        /// Of a transaction, the how-manieth of its epoch it is.
        counter: Option<u32>,
        /// What it was.
        entry: EntryView,
    },
}
