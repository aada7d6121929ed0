//! What must be true, stated on the ledger as in Lamport's Voting specification (`Voting.tla` of the TLA+ Examples).

use super::{CastVote, Learned, Ledger};
use crate::protocol::{Ballot, Map, NodeId, Quorums, Slot, Vote};

/// A property of every state.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Property {
    /// At most one value is chosen (in a slot).
    Agreement,
    /// Only a value that a client asked for is chosen.
    Validity,
    /// No two votes of one ballot are for different values (`OneValuePerBallot`).
    OneValuePerBallot,
    /// Every vote is for a value that is safe at its ballot: no other value has been or ever can be chosen below (`VotesSafe`).
    VotesSafe,
    /// A node learns only what is chosen (Paxos Made Simple, section 2.1: "A process never learns that a value has been chosen unless it
    /// actually has been"). What was learned too early fails it until it is chosen, if it ever is.
    LearnedChosen,
}

impl Property {
    /// All of them, the one that people care about most first.
    pub const ALL: [Property; 5] = [
        Property::Agreement,
        Property::Validity,
        Property::OneValuePerBallot,
        Property::VotesSafe,
        Property::LearnedChosen,
    ];

    /// Its word in scenarios.
    pub fn word(self) -> &'static str {
        match self {
            Property::Agreement => "agreement",
            Property::Validity => "validity",
            Property::OneValuePerBallot => "one-value-per-ballot",
            Property::VotesSafe => "votes-safe",
            Property::LearnedChosen => "learned-chosen",
        }
    }

    /// The property that scenarios call so.
    pub fn from_word(word: &str) -> Option<Property> {
        Self::ALL.into_iter().find(|property| property.word() == word)
    }

    /// Judges the property; if it fails, the votes that prove it.
    pub fn judge(self, ledger: &Ledger, quorums: Quorums, node_count: u8) -> Option<Breach> {
        match self {
            Property::Agreement => agreement(ledger, quorums),
            Property::Validity => validity(ledger, quorums),
            Property::OneValuePerBallot => one_value_per_ballot(ledger),
            Property::VotesSafe => votes_safe(ledger, quorums, node_count),
            Property::LearnedChosen => learned_chosen(ledger, quorums),
        }
    }
}

/// Proof that a property fails.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Breach {
    /// Both are chosen, with different values.
    TwoChosen(Chosen, Chosen),
    /// This is chosen, and no client ever asked for it.
    NeverAsked(Chosen),
    /// Two votes of one ballot for different values.
    TwoValues(CastVote, CastVote),
    /// This vote is for a value that was not safe: in the ballot below, another value is or may yet be chosen, by these acceptors.
    Unsafe {
        /// The vote.
        vote: CastVote,
        /// The ballot below it.
        below: Ballot,
        /// Votes cast in that ballot for another value.
        others: Vec<CastVote>,
        /// Acceptors that could still vote in that ballot, having promised nothing above it.
        undecided: Vec<NodeId>,
    },
    /// The node has learned what is not chosen.
    NotChosen {
        /// What it learned.
        learned: Learned,
        /// All votes for this value, in whatever ballots: too few in each.
        votes: Vec<CastVote>,
    },
}

/// A value that is chosen: a quorum has voted for it in one ballot (`ChosenAt`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chosen {
    /// The slot.
    pub slot: Slot,
    /// The ballot and the value.
    pub vote: Vote,
    /// The acceptors that voted.
    pub voters: Vec<NodeId>,
}

/// Everything that is chosen, by slot, ballot and value.
pub fn chosen(ledger: &Ledger, quorums: Quorums) -> Vec<Chosen> {
    let mut found: Vec<Chosen> = Vec::new();
    // Votes are sorted by slot, ballot and value, so voters of one thing stand together.
    for cast in ledger.votes() {
        match found.last_mut() {
            Some(last) if last.slot == cast.slot && last.vote == cast.vote => last.voters.push(cast.acceptor),
            _ => found.push(Chosen { slot: cast.slot, vote: cast.vote.clone(), voters: vec![cast.acceptor] }),
        }
    }
    found.retain(|chosen| chosen.voters.len() >= usize::from(quorums.phase2));
    found
}

fn agreement(ledger: &Ledger, quorums: Quorums) -> Option<Breach> {
    let all = chosen(ledger, quorums);
    all.windows(2)
        .find(|pair| pair[0].slot == pair[1].slot && pair[0].vote.value != pair[1].vote.value)
        .map(|pair| Breach::TwoChosen(pair[0].clone(), pair[1].clone()))
}

fn validity(ledger: &Ledger, quorums: Quorums) -> Option<Breach> {
    let all = chosen(ledger, quorums);
    all.into_iter().find(|chosen| !ledger.asked().contains(&chosen.vote.value)).map(Breach::NeverAsked)
}

fn one_value_per_ballot(ledger: &Ledger) -> Option<Breach> {
    let votes: Vec<_> = ledger.votes().iter().collect();
    votes
        .windows(2)
        .find(|pair| {
            let same_ballot = pair[0].slot == pair[1].slot && pair[0].vote.ballot == pair[1].vote.ballot;
            same_ballot && pair[0].vote.value != pair[1].vote.value
        })
        .map(|pair| Breach::TwoValues(pair[0].clone(), pair[1].clone()))
}

fn learned_chosen(ledger: &Ledger, quorums: Quorums) -> Option<Breach> {
    let all = chosen(ledger, quorums);
    let is_chosen =
        |learned: &Learned| all.iter().any(|one| one.slot == learned.slot && one.vote.value == learned.value);
    let learned = ledger.learned().iter().find(|learned| !is_chosen(learned))?;
    let votes = ledger.votes().iter().filter(|cast| cast.slot == learned.slot && cast.vote.value == learned.value);
    Some(Breach::NotChosen { learned: learned.clone(), votes: votes.cloned().collect() })
}

/// Every vote must be `SafeAt` its ballot: for every lower ballot `c`, no other value was or can be chosen in `c`
/// (`NoneOtherChoosableAt`): a quorum of acceptors each voted in `c` for the same value, or did not vote in `c` and has
/// promised more than `c`, so never will.
fn votes_safe(ledger: &Ledger, quorums: Quorums, node_count: u8) -> Option<Breach> {
    let by_ballot = votes_by_ballot(ledger);
    let mut judged: Option<(Slot, &Vote)> = None;
    for cast in ledger.votes() {
        if judged == Some((cast.slot, &cast.vote)) {
            continue;
        }
        judged = Some((cast.slot, &cast.vote));
        for below in ballots_to_judge(&by_ballot, cast, node_count) {
            let there = by_ballot.get(&(cast.slot, below)).map_or(&[][..], Vec::as_slice);
            if let Some(breach) = other_choosable(ledger, quorums, node_count, cast, below, there) {
                return Some(breach);
            }
        }
    }
    None
}

type ByBallot<'a> = Map<(Slot, Ballot), Vec<&'a CastVote>>;

fn votes_by_ballot(ledger: &Ledger) -> ByBallot<'_> {
    let mut by_ballot = ByBallot::new_vec();
    for cast in ledger.votes() {
        by_ballot.entry((cast.slot, cast.vote.ballot)).or_default().push(cast);
    }
    by_ballot
}

/// The ballots below a vote that have to be judged: those with votes, and the highest without any. (Of ballots without votes the
/// condition is that a quorum has promised more, and whoever promised more than the highest promised more than all of them.)
fn ballots_to_judge(by_ballot: &ByBallot<'_>, cast: &CastVote, node_count: u8) -> Vec<Ballot> {
    let voted = by_ballot.keys().filter(|(slot, ballot)| *slot == cast.slot && *ballot < cast.vote.ballot);
    let mut ballots: Vec<_> = voted.map(|(_, ballot)| *ballot).collect();
    let mut unvoted = cast.vote.ballot.below(node_count);
    while let Some(ballot) = unvoted.filter(|ballot| by_ballot.contains_key(&(cast.slot, *ballot))) {
        unvoted = ballot.below(node_count);
    }
    ballots.extend(unvoted);
    ballots
}

fn other_choosable(
    ledger: &Ledger,
    quorums: Quorums,
    node_count: u8,
    cast: &CastVote,
    below: Ballot,
    there: &[&CastVote],
) -> Option<Breach> {
    let mut blocked = 0_u8;
    let mut undecided = Vec::new();
    for acceptor in NodeId::all(node_count) {
        let mut votes = there.iter().filter(|vote| vote.acceptor == acceptor).peekable();
        let voted = votes.peek().is_some();
        if votes.any(|vote| vote.vote.value == cast.vote.value) {
            blocked += 1;
        } else if !voted {
            match ledger.highest(acceptor) {
                Some(highest) if highest > below => blocked += 1,
                _ => undecided.push(acceptor),
            }
        }
    }
    if blocked >= quorums.phase1 {
        return None;
    }
    let others = there.iter().filter(|vote| vote.vote.value != cast.vote.value);
    Some(Breach::Unsafe { vote: cast.clone(), below, others: others.map(|vote| (*vote).clone()).collect(), undecided })
}
