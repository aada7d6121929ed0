//! Why a node did what it did, as data: the sentence is made where sentences are made. Every step has one.

use super::super::clients::{Asking, Command};
use super::super::{NodeId, Variant};
use super::{Ticket, Txn, Zxid};

/// Why a server looks for a leader (again).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// The connection with its leader is gone.
    LeaderGone(NodeId),
    /// Nothing was heard of its leader for too long.
    LeaderSilent(NodeId),
    /// Its leader wants an epoch below the one that it has accepted: it refuses.
    OldEpoch {
        /// The leader.
        leader: NodeId,
        /// The epoch that it wants.
        epoch: u32,
        /// The epoch accepted.
        accepted: u32,
    },
    /// It leads, and this follower has accepted an epoch above its own, in which it could never take part: a new epoch has to be above both.
    FollowerAhead {
        /// The follower.
        follower: NodeId,
        /// The epoch that it has accepted.
        accepted: u32,
        /// The leader's.
        epoch: u32,
    },
    /// It leads, and too few were heard: so many of so many, itself included.
    NoQuorum {
        /// Voters heard.
        have: u8,
        /// Voters needed.
        need: u8,
    },
    /// It was elected, and did not become established for too long, though a quorum is heard.
    NotEstablished,
    /// The oracle that elects here lets it look for another leader.
    Oracle,
    /// It leads, and this follower is more recent than it is: by current epoch, then by last transaction.
    FollowerMoreRecent {
        /// The follower.
        follower: NodeId,
        /// How recent that is.
        theirs: (u32, Zxid),
        /// How recent it is itself.
        ours: (u32, Zxid),
    },
}

/// In which way a learner is brought to the leader's history.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SyncBy {
    /// It has all of it: an empty DIFF.
    Nothing,
    /// It is above what is committed: TRUNC.
    Truncation,
    /// It has what the leader never had, and lacks what the leader has: TRUNC to the last that both have, and what follows.
    TruncationAndLog,
    /// DIFF from the transactions that the leader keeps at hand.
    CommittedLog,
    /// DIFF from the log on its disk: it reaches further back than what is kept at hand.
    TransactionLog,
    /// SNAP: not even the log reaches so far back.
    Snapshot,
}

/// Why a node did what it did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// It starts again with what its disk kept.
    Recovered {
        /// The epoch accepted.
        accepted: u32,
        /// The epoch of its history.
        current: u32,
        /// The last transaction of its history. What of it is committed it will be told.
        last: Zxid,
    },

    // ----- election
    /// It begins a round of the election, with a vote for itself.
    Looks {
        /// The round.
        round: u32,
        /// Why.
        cause: Cause,
    },
    /// Nothing has come of the round so far: it tells its vote again.
    TellsVoteAgain {
        /// The round.
        round: u32,
        /// The vote.
        vote: Ticket,
    },
    /// A vote for one more recent than the one it votes for: it votes so too.
    TakesVote {
        /// Who voted so.
        from: NodeId,
        /// The vote.
        vote: Ticket,
        /// Its own before.
        before: Ticket,
    },
    /// A vote that is not better than its own is counted.
    CountsVote {
        /// Who voted so.
        from: NodeId,
        /// The vote.
        vote: Ticket,
        /// How many of this round vote as it does.
        have: u8,
        /// How many are needed.
        need: u8,
    },
    /// Somebody is in a later round: it joins that, and what it has counted is void.
    JoinsRound {
        /// Who.
        from: NodeId,
        /// The later round.
        round: u32,
    },
    /// The vote is of an earlier round: its sender is told the present one.
    OldRound {
        /// Whose.
        from: NodeId,
        /// The earlier round.
        round: u32,
    },
    /// Somebody looks for a leader: it is told whom this server follows, or votes for.
    TellsState {
        /// To whom.
        to: NodeId,
    },
    /// A quorum votes as it does: it waits a little whether a better vote comes.
    QuorumAgrees {
        /// The vote.
        vote: Ticket,
        /// How many.
        have: u8,
        /// How many are needed.
        need: u8,
    },
    /// What others follow already is noted: so many follow that leader, and whether it says itself that it leads.
    CountsSettled {
        /// The leader.
        leader: NodeId,
        /// How many follow or are it.
        have: u8,
        /// How many are needed.
        need: u8,
        /// The leader says so itself.
        confirmed: bool,
    },
    /// It has taken this one for its leader.
    Follows {
        /// The leader.
        leader: NodeId,
        /// The epoch that it tells it to have accepted.
        accepted: u32,
        /// An oracle has named it.
        named: bool,
    },
    /// It has been elected.
    Leads {
        /// The round.
        round: u32,
        /// An oracle has named it.
        named: bool,
    },

    // ----- discovery
    /// A server wants to follow it before it knows that it leads.
    KeepsForLater {
        /// Who.
        from: NodeId,
    },
    /// It leads nobody: it hangs up.
    DoesNotLead {
        /// On whom.
        from: NodeId,
    },
    /// A follower has told which epoch it has accepted.
    InfoCounted {
        /// Who.
        from: NodeId,
        /// The epoch.
        accepted: u32,
        /// How many have, itself included.
        have: u8,
        /// How many are needed.
        need: u8,
    },
    /// An observer, or a follower that comes late, is told the epoch.
    TellsEpoch {
        /// Whom.
        to: NodeId,
        /// The epoch.
        epoch: u32,
    },
    /// A quorum has told which epochs it has accepted: its own is to be one above the highest.
    NewEpoch {
        /// The epoch.
        epoch: u32,
        /// What each has accepted.
        accepted: Vec<(NodeId, u32)>,
    },
    /// The leader's epoch is above the one it has accepted: it accepts that, and tells how recent it is.
    AcceptsEpoch {
        /// The epoch.
        epoch: u32,
        /// The one before.
        before: u32,
    },
    /// It has accepted this very epoch before: it answers, but must not be counted.
    AcceptedBefore {
        /// The epoch.
        epoch: u32,
    },
    /// A follower takes part in the epoch.
    EpochAckCounted {
        /// Who.
        from: NodeId,
        /// How many do, itself included.
        have: u8,
        /// How many are needed.
        need: u8,
    },
    /// A server takes part in the epoch, but is not counted: it had accepted it before, or it observes, or there is a quorum already.
    EpochAckNotCounted {
        /// Who.
        from: NodeId,
    },

    // ----- synchronization
    /// A quorum takes part in its epoch, and nobody of it is more recent: its history is that of the epoch.
    TakesEpoch {
        /// The epoch.
        epoch: u32,
        /// How many transactions its history has.
        history: u64,
    },
    /// It brings a learner to its history.
    Synchronizes {
        /// Whom.
        learner: NodeId,
        /// How.
        by: SyncBy,
        /// The last transaction of that learner.
        last: Zxid,
        /// The last that it is brought to.
        to: Zxid,
    },
    /// Transactions that are under way are queued behind what brings the learner up.
    QueuesOutstanding {
        /// For whom.
        learner: NodeId,
        /// How many.
        count: usize,
    },
    /// It lacks what follows.
    IsBroughtTo {
        /// The last transaction.
        to: Zxid,
    },
    /// It cuts off what the leader does not have.
    Truncates {
        /// The last transaction that it keeps.
        to: Zxid,
        /// How many it loses.
        lost: u64,
    },
    /// It takes over the leader's state.
    InstallsSnapshot {
        /// How many transactions led to it.
        count: u64,
        /// The last of them.
        last: Zxid,
        /// A digest of the state.
        state: u64,
    },
    /// A transaction that is committed, told to an observer.
    TakesInformed {
        /// The transaction.
        txn: Txn,
    },
    /// A transaction of the leader's history.
    TakesHistory {
        /// The transaction.
        txn: Txn,
    },
    /// It has the leader's history now: it is of this epoch.
    TakesNewLeader {
        /// The epoch.
        epoch: u32,
    },
    /// A learner has its history.
    NewLeaderAcked {
        /// Who.
        from: NodeId,
        /// How many voters have, itself included.
        have: u8,
        /// How many are needed.
        need: u8,
    },
    /// A quorum has its history: all of that is committed, and it is the primary of the epoch.
    Established {
        /// The epoch.
        epoch: u32,
        /// How many transactions the history has.
        history: u64,
    },
    /// A learner may serve from here on.
    TellsUpToDate {
        /// Whom.
        to: NodeId,
        /// The last committed transaction.
        committed: Zxid,
    },
    /// It may serve from here on.
    IsUpToDate {
        /// The last committed transaction.
        committed: Zxid,
    },

    // ----- broadcast
    /// It broadcasts a transaction.
    Proposes {
        /// The transaction.
        txn: Txn,
        /// How many transactions it has delivered by then.
        delivered: u64,
    },
    /// It writes the transaction down, and says so.
    Logs {
        /// The transaction.
        txn: Txn,
    },
    /// It has this transaction already.
    Duplicate {
        /// The transaction.
        zxid: Zxid,
    },
    /// The transaction is not of the epoch that it follows, or not of its leader.
    NotOfEpoch {
        /// Whose.
        from: NodeId,
        /// The transaction.
        zxid: Zxid,
        /// The epoch that it follows, if it does.
        epoch: Option<u32>,
        /// It follows another, or none, and so hangs up.
        hangs_up: bool,
    },
    /// A follower has the transaction on its disk.
    AckCounted {
        /// Who.
        from: NodeId,
        /// The transaction.
        zxid: Zxid,
        /// How many voters have it, itself included.
        have: u8,
        /// How many are needed.
        need: u8,
    },
    /// A quorum has the transaction, but one before it is not committed: it waits for that.
    WaitsForOrder {
        /// The transaction.
        zxid: Zxid,
        /// The one that it waits for.
        first: Zxid,
    },
    /// A quorum has it, and all before it are committed: it commits it.
    Commits {
        /// The transaction.
        zxid: Zxid,
        /// Who has it.
        by: Vec<NodeId>,
    },
    /// What is committed it will do once it is up to date.
    NotesCommit {
        /// The transaction.
        zxid: Zxid,
    },
    /// It delivers a transaction.
    Delivered {
        /// Its place in the history, from 0.
        place: u64,
        /// The transaction.
        txn: Txn,
        /// It did something: its command had not been done before.
        done: bool,
        /// A digest of the state that it led to.
        state: u64,
    },
    /// The client has been told.
    Answers {
        /// The transaction's place in the history, from 0.
        place: u64,
        /// The transaction.
        txn: Txn,
    },
    /// A snapshot takes the place of the first transactions of its log.
    TookSnapshot {
        /// How many transactions led to it.
        count: u64,
    },

    // ----- who is there
    /// It tells its followers that it is there.
    Pings,
    /// Its leader is there; it is too.
    AnswersPing,
    /// A follower is there.
    Heard {
        /// Who.
        from: NodeId,
    },
    /// A quorum was heard.
    HasQuorum {
        /// Voters heard, itself included.
        have: u8,
        /// Voters needed.
        need: u8,
    },
    /// The connection with a learner is gone.
    LearnerGone {
        /// Who.
        learner: NodeId,
    },

    // ----- clients
    /// It passes the command on to its leader.
    Forwards {
        /// The command.
        command: Command,
        /// To whom.
        to: NodeId,
    },
    /// It knows no leader that serves: the client will ask elsewhere.
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
    /// So many transactions are under way already: the client will ask again.
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
