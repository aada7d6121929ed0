//! What a node did that it should not have done, because a mistake of the bug lab is switched on; as data, like every reason.

use super::super::{Ballot, NodeId, Variant, Vote};

/// A wrong rule that made a difference in this step. Where it makes none, the ordinary reason is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mistake {
    /// `ballot-reuse`: it begins a ballot that is not above what its own acceptor has promised.
    BallotNotAbove {
        /// The ballot begun.
        ballot: Ballot,
        /// What its acceptor has promised.
        promised: Ballot,
    },
    /// `prepare-stores-value`: it stores what the prepare carries, as its vote.
    StoresValue {
        /// Who asked for a promise.
        from: NodeId,
        /// What it stores.
        vote: Vote,
        /// The vote that was there.
        before: Option<Vote>,
    },
    /// `duplicate-promise`: it counts a promise that it has counted.
    CountsPromiseAgain {
        /// Who promised.
        from: NodeId,
        /// The ballot.
        ballot: Ballot,
        /// Promises counted so far.
        have: u8,
        /// Promises needed.
        need: u8,
    },
    /// `stale-promises`: it counts a promise of an older ballot.
    CountsStalePromise {
        /// Who promised.
        from: NodeId,
        /// The ballot promised.
        ballot: Ballot,
        /// The ballot for which it is counted.
        led: Ballot,
        /// Promises counted so far.
        have: u8,
        /// Promises needed.
        need: u8,
    },
    /// It proposes another value than the one that it must.
    Proposes {
        /// By which wrong rule.
        variant: Variant,
        /// The ballot and the value proposed.
        vote: Vote,
        /// The report that it went by, if by any, and whose it is.
        used: Option<(NodeId, Vote)>,
        /// The highest vote reported, whose value it must propose, and who reported it.
        forced: (NodeId, Vote),
        /// Whose promises it counted.
        promised_by: Vec<NodeId>,
    },
    /// `duplicate-vote`: it counts a vote that it has counted.
    CountsVoteAgain {
        /// Who voted.
        from: NodeId,
        /// The vote.
        vote: Vote,
        /// Votes counted so far.
        have: u8,
        /// Votes needed.
        need: u8,
    },
    /// `votes-across-ballots`: it counts a vote together with those of other ballots.
    CountsVotesAcross {
        /// Who voted.
        from: NodeId,
        /// The vote.
        vote: Vote,
        /// Who has voted for its value, in whatever ballots.
        voters: Vec<NodeId>,
        /// Votes counted so far.
        have: u8,
        /// Votes needed.
        need: u8,
    },
}

impl Mistake {
    /// Which mistake it is.
    pub fn variant(&self) -> Variant {
        match self {
            Mistake::BallotNotAbove { .. } => Variant::BallotReuse,
            Mistake::StoresValue { .. } => Variant::PrepareStoresValue,
            Mistake::CountsPromiseAgain { .. } => Variant::DuplicatePromise,
            Mistake::CountsStalePromise { .. } => Variant::StalePromises,
            Mistake::Proposes { variant, .. } => *variant,
            Mistake::CountsVoteAgain { .. } => Variant::DuplicateVote,
            Mistake::CountsVotesAcross { .. } => Variant::VotesAcrossBallots,
        }
    }
}
