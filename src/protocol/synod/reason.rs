//! Why a node did what it did, as data. The sentence that a person reads is made in the interface.

use super::super::{Ballot, NodeId, Value, Vote};
use super::Mistake;

/// One reason: what happened in one handler, and the facts that decided it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    // ----- the node
    /// It starts with what its disk kept.
    Recovered {
        /// The promise kept.
        promised: Option<Ballot>,
        /// The vote kept.
        vote: Option<Vote>,
    },
    // ----- the proposer
    /// It begins a ballot (phase 1a).
    Began {
        /// The new ballot.
        ballot: Ballot,
        /// Why now.
        cause: BallotCause,
    },
    /// It is asked for a value while it still wants another.
    Busy {
        /// The value asked for.
        asked: Value,
        /// The value it wants already.
        wants: Value,
    },
    /// It is asked for a value when it knows the decision.
    AlreadyDecided {
        /// The value asked for.
        asked: Value,
        /// The value it knows to be chosen.
        learned: Value,
    },
    /// A timer ran out, and there was nothing to try again.
    NothingToRetry,
    /// A promise counts, and it takes more.
    PromiseCounted {
        /// Who promised.
        from: NodeId,
        /// The ballot.
        ballot: Ballot,
        /// The vote reported.
        vote: Option<Vote>,
        /// Promises so far.
        have: u8,
        /// Promises needed.
        need: u8,
        /// The same acceptor's promise had been counted already.
        counted_before: bool,
    },
    /// A promise of a ballot that it no longer leads, or never led.
    StalePromise {
        /// Who promised.
        from: NodeId,
        /// The ballot.
        ballot: Ballot,
    },
    /// A promise of its ballot, after the value was settled.
    LatePromise {
        /// Who promised.
        from: NodeId,
        /// The ballot.
        ballot: Ballot,
    },
    /// A quorum has promised: it proposes (phase 2a).
    Proposes {
        /// The ballot.
        ballot: Ballot,
        /// The value proposed.
        value: Value,
        /// The value it wants.
        wants: Value,
        /// The reported vote that forced the value, and who reported it.
        reported: Option<(NodeId, Vote)>,
        /// The quorum.
        promised_by: Vec<NodeId>,
    },
    /// It gives its ballot up, since an acceptor has promised a higher one.
    GivesUp {
        /// Who refused.
        from: NodeId,
        /// The ballot given up.
        ballot: Ballot,
        /// The higher ballot.
        higher: Ballot,
    },
    /// A refusal of a ballot that it no longer leads.
    StaleRefusal {
        /// Who refused.
        from: NodeId,
        /// The ballot refused.
        ballot: Ballot,
        /// The higher ballot.
        promised: Ballot,
    },
    // ----- the acceptor
    /// It promises (phase 1b).
    Promised {
        /// Who asked.
        from: NodeId,
        /// The ballot.
        ballot: Ballot,
        /// What it had promised before; less than this ballot, but by mistake.
        before: Option<Ballot>,
        /// The vote it reports.
        vote: Option<Vote>,
    },
    /// It has promised this ballot already, and says nothing.
    AlreadyPromised {
        /// Who asked.
        from: NodeId,
        /// The ballot.
        ballot: Ballot,
    },
    /// It refuses: the ballot is lower than the one promised.
    Refused {
        /// Who asked.
        from: NodeId,
        /// The ballot refused.
        ballot: Ballot,
        /// The ballot promised.
        promised: Ballot,
        /// True if a vote was asked for, false if a promise.
        vote_asked: bool,
    },
    /// It votes (phase 2b).
    Voted {
        /// Who asked.
        from: NodeId,
        /// The vote.
        vote: Vote,
        /// Its vote before.
        before: Option<Vote>,
        /// What it had promised before; never more than the vote's ballot, but by mistake.
        promised: Option<Ballot>,
        /// It had cast this very vote already, and only tells it again.
        again: bool,
    },
    // ----- the learner
    /// A vote counts, and it takes more, or the decision is known already.
    VoteCounted {
        /// Who voted.
        from: NodeId,
        /// The vote.
        vote: Vote,
        /// Votes so far in this ballot.
        have: u8,
        /// Votes needed.
        need: u8,
        /// The same acceptor's vote had been counted already.
        counted_before: bool,
    },
    /// A quorum has voted: it knows the decision.
    LearnedByVotes {
        /// What is chosen.
        vote: Vote,
        /// The quorum.
        voters: Vec<NodeId>,
    },
    /// It is told the decision.
    LearnedByNotification {
        /// Who told.
        from: NodeId,
        /// What is chosen.
        vote: Vote,
    },
    /// It is told what it knows.
    KnownAlready {
        /// Who told.
        from: NodeId,
        /// What is chosen.
        vote: Vote,
    },
    /// It is told a decision other than the one it knows: agreement is broken.
    Contradicted {
        /// Who told.
        from: NodeId,
        /// What it is told.
        vote: Vote,
        /// What it knows.
        known: Vote,
    },
    // ----- the bug lab
    /// It did what it should not have done: a mistake is switched on.
    Mistake(Mistake),
}

/// Why a proposer begins a ballot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BallotCause {
    /// A client asked for this value.
    Asked(Value),
    /// Its last ballot got too few promises in time.
    NoQuorum {
        /// The last ballot.
        ballot: Ballot,
        /// How many promises it got.
        promises: u8,
    },
    /// Its last ballot proposed a value, and it heard of no decision in time.
    NoDecision {
        /// The last ballot.
        ballot: Ballot,
    },
    /// It has waited long enough after a refusal.
    BackedOff {
        /// The ballot given up.
        ballot: Ballot,
        /// The higher ballot.
        higher: Ballot,
    },
}
