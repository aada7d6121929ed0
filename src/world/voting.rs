//! The property of steps: each is one of Lamport's Voting specification (`Voting.tla` of the TLA+ Examples), or changes nothing there.
//!
//! The ledger is Voting's state: the votes ever cast are its `votes`, and the highest ballot that an acceptor ever promised or voted in
//! is its `maxBal`. What a specification may do that refines another is to be seen in each step alone, without any history: whatever
//! Voting promises of its states (`VotesSafe`, `OneValuePerBallot`, and where quorums meet, agreement) holds for as long as every
//! step is one of its own. So this fails no later than those do, and often earlier: with the first vote that should not have been cast,
//! however well it ends.
//!
//! | step of Voting | when |
//! | --- | --- |
//! | `IncreaseMaxBal(a, b)` | b > maxBal\[a\] |
//! | `VoteFor(a, b, v)` | maxBal\[a\] <= b; nobody has voted in b for another value, nor a for any; some phase-1 quorum shows v safe at b (`ShowsSafeAt`). maxBal\[a\] becomes b |

use super::{CastVote, Electorate, Ledger};
use crate::protocol::{Ballot, NodeId, Quorums, Set, Testimony};

/// What the property is called in scenarios and on the command line.
pub const VOTING_STEP: &str = "voting-step";

/// A vote that Voting does not allow.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Misvote {
    /// The acceptor had promised a higher ballot, or voted in one.
    BelowPromise {
        /// The vote.
        vote: CastVote,
        /// The higher ballot.
        promised: Ballot,
    },
    /// In the same ballot somebody has voted for another value.
    OtherValue {
        /// The vote.
        vote: CastVote,
        /// The other.
        other: CastVote,
    },
    /// No quorum shows that the value is safe at the ballot.
    NotShownSafe {
        /// The vote.
        vote: CastVote,
    },
}

/// Judges the step between two ledgers; if it is none of Voting, the first vote in it that is not allowed.
///
/// A step of a world may be several of Voting, all of one acceptor: where one promise is enough, a proposer's acceptor promises and votes
/// in one go. They are judged in the order of their ballots. Promises need no judgement: a ledger's highest ballots never sink, so that
/// they are `IncreaseMaxBal`, or nothing.
pub fn misvote(before: &Ledger, after: &Ledger, quorums: Quorums, node_count: u8) -> Option<Misvote> {
    let mut now = before.clone();
    for cast in after.votes().since(before.votes()) {
        let misvote = vote_for(&now, cast, quorums, node_count);
        if misvote.is_some() {
            return misvote;
        }
        now.record(cast.acceptor, Testimony::Voted(cast.slot, cast.vote.clone()));
    }
    None
}

/// `VoteFor`: what of it fails. (That maxBal may first have been raised to the ballot is `IncreaseMaxBal`.)
fn vote_for(ledger: &Ledger, cast: &CastVote, quorums: Quorums, node_count: u8) -> Option<Misvote> {
    let vote = cast.clone();
    if let Some(promised) = ledger.highest(cast.acceptor).filter(|promised| *promised > cast.vote.ballot) {
        return Some(Misvote::BelowPromise { vote, promised });
    }
    let contradicts = |other: &&CastVote| other.vote.ballot == cast.vote.ballot && other.vote.value != cast.vote.value;
    if let Some(other) = ledger.votes().of(cast.slot).find(contradicts) {
        return Some(Misvote::OtherValue { vote, other: other.clone() });
    }
    let electorate = ledger.electorate(cast.slot, quorums);
    (!is_shown_safe(ledger, cast, &electorate, node_count)).then_some(Misvote::NotShownSafe { vote })
}

/// `ShowsSafeAt(Q, b, v)` for some quorum Q of so many acceptors: each has promised or voted in b or more, and either none of them has
/// voted below b, or the highest ballot below b in which any of them has voted is one in which one of them has voted for v.
fn is_shown_safe(ledger: &Ledger, cast: &CastVote, electorate: &Electorate, node_count: u8) -> bool {
    let ballot = cast.vote.ballot;
    let below = || ledger.votes().of(cast.slot).filter(|other| other.vote.ballot < ballot);
    let has_reached = |acceptor: &NodeId| *acceptor == cast.acceptor || ledger.highest(*acceptor) >= Some(ballot);
    // Those that have voted nowhere between c and b: of them a quorum for c may be formed.
    let silent_above = |c: Option<Ballot>| {
        let spoke = |acceptor: &NodeId| below().any(|other| other.acceptor == *acceptor && Some(other.vote.ballot) > c);
        NodeId::all(node_count)
            .filter(|id| electorate.has(*id))
            .filter(has_reached)
            .filter(move |acceptor| !spoke(acceptor))
            .collect::<Vec<_>>()
    };
    let is_quorum = |acceptors: &[NodeId]| acceptors.len() >= usize::from(electorate.quorums.phase1);
    let mut ballots = Set::default();
    below().filter(|other| other.vote.value == cast.vote.value).for_each(|other| {
        ballots.insert(other.vote.ballot);
    });
    let is_shown_by = |c: &Ballot| {
        let silent = silent_above(Some(*c));
        let voted = |other: &CastVote| {
            other.vote.ballot == *c && other.vote.value == cast.vote.value && silent.contains(&other.acceptor)
        };
        is_quorum(&silent) && below().any(voted)
    };
    is_quorum(&silent_above(None)) || ballots.iter().any(is_shown_by)
}
