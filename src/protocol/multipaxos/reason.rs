//! Why a server or a client did what it did, as data; the sentence is made in the interface.

use super::super::clients::Asking;
use super::super::{Ballot, Change, NodeId, Slot, Variant};
use super::{Command, Entry, SlotVote};

/// Why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// It started with this on its disk.
    Recovered {
        /// The highest ballot promised.
        promised: Option<Ballot>,
        /// The first slot of its log, and the one behind the last.
        log: (Slot, Slot),
    },
    /// A ballot begins: nothing was heard of a leader for too long, or too few promised the ballot before.
    Began {
        /// The ballot.
        ballot: Ballot,
        /// The first slot that it asks about.
        from: Slot,
        /// The leader that was not heard, if one was ever.
        missed: Option<Ballot>,
    },
    /// It takes part in the ballot, and in none below.
    Promised {
        /// Whose.
        from: NodeId,
        /// The ballot.
        ballot: Ballot,
        /// What was promised before.
        before: Option<Ballot>,
        /// In how many slots it reports a vote.
        votes: usize,
        /// It sends a snapshot along, since its log begins later than what was asked about.
        snapshot: bool,
    },
    /// It has promised this very ballot, and answered.
    AlreadyPromised {
        /// The ballot.
        ballot: Ballot,
    },
    /// It has promised a higher ballot.
    Refused {
        /// Who is turned down.
        from: NodeId,
        /// The ballot.
        ballot: Ballot,
        /// The higher one.
        promised: Ballot,
    },
    /// One promise more, and too few yet.
    PromiseCounted {
        /// Whose.
        from: NodeId,
        /// So many.
        have: u8,
        /// Of so many.
        need: u8,
    },
    /// Enough have promised: it leads, for every slot from here on.
    Leads {
        /// The ballot.
        ballot: Ballot,
        /// Who promised.
        promised_by: Vec<NodeId>,
        /// Slots in which votes were reported, or that lie below such a slot: from here, to here.
        open: (Slot, Slot),
    },
    /// A higher ballot stands in the way.
    GivesUp {
        /// The ballot given up.
        ballot: Ballot,
        /// The higher one.
        higher: Ballot,
    },
    /// In an open slot the reported vote of the highest ballot binds (P2c of Paxos Made Simple).
    ProposesReported {
        /// The slot.
        slot: Slot,
        /// The vote.
        vote: SlotVote,
    },
    /// Nobody reported a vote in this slot, and what comes behind it waits: it is filled.
    FillsGap {
        /// The slot.
        slot: Slot,
    },
    /// A client's command is next.
    Proposes {
        /// The slot.
        slot: Slot,
        /// The command.
        command: Command,
    },
    /// It votes.
    Voted {
        /// The slot.
        slot: Slot,
        /// The vote.
        vote: SlotVote,
        /// Its vote there before.
        before: Option<SlotVote>,
    },
    /// One vote more, and too few yet.
    VoteCounted {
        /// Whose.
        from: NodeId,
        /// The slot.
        slot: Slot,
        /// So many.
        have: u8,
        /// Of so many.
        need: u8,
    },
    /// A quorum has voted.
    Chosen {
        /// The slot.
        slot: Slot,
        /// The entry.
        entry: Entry,
        /// Something below is not chosen yet: it has to wait.
        waits: bool,
    },
    /// It knows that the entry is chosen, and does what it says: as the leader that counted, or because the leader says so of all
    /// slots below its commit index, and it has voted there in the leader's ballot.
    Applied {
        /// The slot.
        slot: Slot,
        /// The entry.
        entry: Entry,
        /// It changed nothing: a no-op, or a command that was done before.
        idle: bool,
        /// A digest of the state that it led to.
        state: u64,
    },
    /// It takes the slot for an empty one, and goes on behind it: a mistake.
    PassesOver {
        /// The slot.
        slot: Slot,
    },
    /// The client has been told what its command came to.
    Answers {
        /// The command.
        command: Command,
    },
    /// With its heartbeats it asks for a round of its lease.
    AsksForLease {
        /// Its ballot.
        ballot: Ballot,
        /// The round.
        round: u32,
    },
    /// It grants a round of the leader's lease.
    Grants {
        /// The leader's ballot.
        ballot: Ballot,
        /// The round.
        round: u32,
    },
    /// One grant more, and too few yet.
    GrantCounted {
        /// Whose.
        from: NodeId,
        /// So many.
        have: u8,
        /// Of so many.
        need: u8,
    },
    /// A quorum has granted a round: until its timer runs out the leader counts on it.
    HoldsLease {
        /// Its ballot.
        ballot: Ballot,
        /// The round.
        round: u32,
    },
    /// The timer of a round has run out: the leader counts on it no more.
    LeaseOver {
        /// Its ballot.
        ballot: Ballot,
        /// The round.
        round: u32,
    },
    /// Its own timer has run out: it is free to promise.
    GrantOver,
    /// It has granted a lease that is not over, and promises another candidate nothing.
    Bound {
        /// The candidate.
        from: NodeId,
        /// Its ballot.
        ballot: Ballot,
    },
    /// It would begin a ballot, and has granted a lease that is not over.
    WaitsForGrant,
    /// It has restarted, and does not know what it has granted: it waits as if it had.
    AssumesGranted,
    /// It holds a lease, and answers a command that only reads from its own state.
    Reads {
        /// The command.
        command: Command,
        /// The first slot that is not in the state.
        commit: Slot,
    },
    /// What stands in the slot that it has just done changes who votes.
    VotersChange {
        /// From this slot on.
        from: Slot,
        /// Who votes then.
        voters: Vec<NodeId>,
    },
    /// What stands in the slot that it has just done was to change who votes, and changes nothing.
    VotersStay {
        /// What it asks for.
        change: Change,
    },
    /// It leads, and in its next slot others vote than have promised: they are asked.
    AsksNewVoters {
        /// Its ballot.
        ballot: Ballot,
        /// The slot.
        slot: Slot,
    },
    /// It leads, and somebody has promised who votes in slots that it comes to.
    PromisedLater {
        /// Who.
        from: NodeId,
    },
    /// It does not vote in this slot, and so does not lead.
    IsNoMember {
        /// The slot.
        slot: Slot,
    },
    /// It hears the leader.
    Follows {
        /// The leader's ballot.
        ballot: Ballot,
    },
    /// The leader knows of chosen entries that it has not got: it asks for them.
    LagsBehind {
        /// The first of them.
        from: Slot,
        /// The leader's commit index.
        commit: Slot,
    },
    /// It sends what was chosen again.
    CatchesUp {
        /// To whom.
        to: NodeId,
        /// From this slot on.
        from: Slot,
        /// It is in the log no more: a snapshot goes instead.
        snapshot: bool,
    },
    /// It replaces the log below this slot by the state that it led to.
    TookSnapshot {
        /// The first slot that is not in it.
        up_to: Slot,
    },
    /// It takes over another server's snapshot.
    InstalledSnapshot {
        /// The first slot that is not in it.
        up_to: Slot,
        /// A digest of the state.
        state: u64,
    },
    /// It leads: the command waits for a slot.
    Queued {
        /// The command.
        command: Command,
    },
    /// It passes the command on to the server that it takes for the leader.
    Forwards {
        /// The command.
        command: Command,
        /// To whom.
        to: NodeId,
    },
    /// It knows no leader, or the leader it was taken for it is not: the client will ask elsewhere.
    KnowsNoLeader {
        /// The command.
        command: Command,
    },
    /// The command is under way already.
    UnderWay {
        /// The command.
        command: Command,
    },
    /// The command was done before: its client is told again.
    AnsweredBefore {
        /// The command.
        command: Command,
    },
    /// So many commands wait for a slot already: the client will ask again.
    TooManyWait {
        /// The command.
        command: Command,
    },
    /// What a client does.
    Client(Asking),
    /// It does so by a mistake that is switched on.
    Mistake(Variant),
    /// The message belongs to what is over.
    Stale {
        /// Whose.
        from: NodeId,
    },
}
