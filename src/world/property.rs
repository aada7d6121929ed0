//! What must be true, stated on the ledger: of votes as in Lamport's Voting specification (`Voting.tla` of the TLA+ Examples), and of primaries and their
//! transactions as the Zab paper has it (see [`PrimaryOrder`]).

use super::{CastVote, Delivered, Disorder, Electorate, Learned, Ledger, PrimaryOrder, Read};
use crate::protocol::{Ballot, Map, NodeId, ProtocolName, Quorums, Slot, Vote};

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
    /// One of primaries and their transactions.
    Order(PrimaryOrder),
    /// Of a log: a server does what is chosen slot by slot. Before what it does it has done what stands in the slot below, or taken over the state to which that
    /// led (Paxos Made Simple, section 3: commands 138 to 140 "can't be executed because commands 136 and 137 haven't yet been chosen").
    NothingSkipped,
    /// Of a log: a command that only reads is answered from a state to which everything belongs that any client was told before it was asked for
    /// (linearizability, of reads: M. Herlihy and J. Wing, 1990).
    FreshReads,
    /// Of a log: servers that have done as much of it have come to the same state (F. Schneider, Implementing Fault-Tolerant Services Using the State Machine Approach, 1990).
    /// Where the same was done, the machine is then a function of what it does, and a snapshot the state that it stands for.
    EqualStates,
}

impl Property {
    /// Those of votes, the one that people care about most first.
    pub const VOTES: [Property; 5] = [
        Property::Agreement,
        Property::Validity,
        Property::OneValuePerBallot,
        Property::VotesSafe,
        Property::LearnedChosen,
    ];

    /// Those of primaries and their transactions, the one that people care about most first.
    pub const ORDER: [Property; 10] = {
        let mut all = [Property::Order(PrimaryOrder::AnsweredKept); 10];
        let mut place = 0;
        while place < all.len() {
            all[place] = Property::Order(PrimaryOrder::ALL[place]);
            place += 1;
        }
        all
    };

    /// Those of a log that is chosen vote by vote: of each slot what is true of a single decision, and of what is done.
    pub const LOG: [Property; 12] = [
        Property::Agreement,
        Property::Validity,
        Property::OneValuePerBallot,
        Property::VotesSafe,
        Property::LearnedChosen,
        Property::Order(PrimaryOrder::AnsweredKept),
        Property::Order(PrimaryOrder::Agreement),
        Property::Order(PrimaryOrder::TotalOrder),
        Property::Order(PrimaryOrder::DoneOnce),
        Property::NothingSkipped,
        Property::FreshReads,
        Property::EqualStates,
    ];

    /// Those of primaries and their transactions, and of what these lead to.
    pub const ZAB: [Property; 11] = {
        let mut all = [Property::EqualStates; 11];
        let mut place = 0;
        while place < Self::ORDER.len() {
            all[place] = Self::ORDER[place];
            place += 1;
        }
        all
    };

    /// What must be true of a protocol.
    pub fn of(protocol: ProtocolName) -> &'static [Property] {
        match protocol {
            ProtocolName::Synod => &Self::VOTES,
            ProtocolName::MultiPaxos => &Self::LOG,
            ProtocolName::Zab => &Self::ZAB,
        }
    }

    /// All of them.
    pub fn all() -> impl Iterator<Item = Property> + Clone {
        let of_logs =
            Self::LOG.into_iter().filter(|property| !Self::VOTES.contains(property) && !Self::ORDER.contains(property));
        Self::VOTES.into_iter().chain(Self::ORDER).chain(of_logs)
    }

    /// Its word in scenarios.
    pub fn word(self) -> &'static str {
        match self {
            Property::Agreement => "agreement",
            Property::Validity => "validity",
            Property::OneValuePerBallot => "one-value-per-ballot",
            Property::VotesSafe => "votes-safe",
            Property::LearnedChosen => "learned-chosen",
            Property::Order(order) => order.word(),
            Property::NothingSkipped => "nothing-skipped",
            Property::FreshReads => "fresh-reads",
            Property::EqualStates => "equal-states",
        }
    }

    /// The property that scenarios call so.
    pub fn from_word(word: &str) -> Option<Property> {
        Self::all().find(|property| property.word() == word)
    }

    /// Judges the property; if it fails, the votes that prove it.
    pub fn judge(self, ledger: &Ledger, quorums: Quorums, acceptor_count: u8) -> Option<Breach> {
        // What is about no slot is judged at the first.
        (0..ledger.end().max(1)).find_map(|slot| self.judge_slot(slot, ledger, quorums, acceptor_count))
    }

    /// The same of one slot. What is voted and learned in one decides nothing in another; of what is delivered, a property of several places is judged at each
    /// of them.
    pub fn judge_slot(self, slot: Slot, ledger: &Ledger, quorums: Quorums, acceptor_count: u8) -> Option<Breach> {
        match self {
            Property::Agreement => agreement(slot, ledger, quorums),
            Property::Validity => validity(slot, ledger, quorums),
            Property::OneValuePerBallot => one_value_per_ballot(slot, ledger),
            Property::VotesSafe => votes_safe(slot, ledger, quorums, acceptor_count),
            Property::LearnedChosen => learned_chosen(slot, ledger, quorums),
            Property::Order(order) => order.judge_at(slot, ledger.broadcasts(), acceptor_count).map(Breach::Order),
            Property::NothingSkipped => nothing_skipped(slot, ledger),
            Property::FreshReads => fresh_reads(slot, ledger),
            Property::EqualStates => {
                let servers = ledger.broadcasts().parted(slot)?;
                Some(Breach::TwoStates { place: slot, servers })
            }
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
    /// Primaries or their transactions are out of order.
    Order(Disorder),
    /// The server has done this without what stands in the slot below.
    Skipped(Delivered),
    /// The command was answered from a state of too few entries.
    Stale {
        /// The answer.
        read: Read,
        /// How many entries had led to what some client was told before the command was asked for.
        told: Slot,
    },
    /// Both have done the entries up to this one, and have come to different states; before it they had not. (Or the same server, when it did them again.)
    TwoStates {
        /// The last of these entries, from 0.
        place: Slot,
        /// The servers.
        servers: [NodeId; 2],
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
    (0..ledger.votes().end()).flat_map(|slot| chosen_in(slot, ledger, quorums)).collect()
}

/// What is chosen in a slot, by ballot and value.
pub fn chosen_in(slot: Slot, ledger: &Ledger, quorums: Quorums) -> Vec<Chosen> {
    ledger.electorate(slot, quorums).chosen(ledger.votes().of(slot))
}

fn agreement(slot: Slot, ledger: &Ledger, quorums: Quorums) -> Option<Breach> {
    let all = chosen_in(slot, ledger, quorums);
    all.windows(2)
        .find(|pair| pair[0].vote.value != pair[1].vote.value)
        .map(|pair| Breach::TwoChosen(pair[0].clone(), pair[1].clone()))
}

fn validity(slot: Slot, ledger: &Ledger, quorums: Quorums) -> Option<Breach> {
    let all = chosen_in(slot, ledger, quorums);
    all.into_iter().find(|chosen| !ledger.is_asked(&chosen.vote.value)).map(Breach::NeverAsked)
}

fn one_value_per_ballot(slot: Slot, ledger: &Ledger) -> Option<Breach> {
    let votes = ledger.votes().of(slot);
    let differ = |(one, other): &(&CastVote, &CastVote)| {
        one.vote.ballot == other.vote.ballot && one.vote.value != other.vote.value
    };
    let (one, other) = votes.clone().zip(votes.skip(1)).find(differ)?;
    Some(Breach::TwoValues(one.clone(), other.clone()))
}

fn learned_chosen(slot: Slot, ledger: &Ledger, quorums: Quorums) -> Option<Breach> {
    let all = chosen_in(slot, ledger, quorums);
    let is_chosen = |learned: &Learned| all.iter().any(|one| one.vote.value == learned.value);
    let learned = ledger.learned().of(slot).find(|learned| !is_chosen(learned))?;
    let votes = ledger.votes().of(slot).filter(|cast| cast.vote.value == learned.value);
    Some(Breach::NotChosen { learned: learned.clone(), votes: votes.cloned().collect() })
}

fn nothing_skipped(slot: Slot, ledger: &Ledger) -> Option<Breach> {
    let facts = ledger.broadcasts();
    let mut here = facts.delivered().of(slot);
    here.find(|delivered| !facts.has_come_to(delivered.server, slot)).cloned().map(Breach::Skipped)
}

fn fresh_reads(slot: Slot, ledger: &Ledger) -> Option<Breach> {
    let read = ledger.reads().stale(slot, ledger.broadcasts())?;
    Some(Breach::Stale { told: ledger.reads().has_to_know(&read.value), read })
}

/// Every vote must be `SafeAt` its ballot: for every lower ballot `c`, no other value was or can be chosen in `c`
/// (`NoneOtherChoosableAt`): a quorum of acceptors each voted in `c` for the same value, or did not vote in `c` and has
/// promised more than `c`, so never will.
fn votes_safe(slot: Slot, ledger: &Ledger, quorums: Quorums, acceptor_count: u8) -> Option<Breach> {
    let mut by_ballot = ByBallot::new_vec();
    let electorate = ledger.electorate(slot, quorums);
    for cast in ledger.votes().of(slot) {
        by_ballot.entry(cast.vote.ballot).or_default().push(cast);
    }
    let mut judged: Option<&Vote> = None;
    for cast in ledger.votes().of(slot) {
        if judged == Some(&cast.vote) {
            continue;
        }
        judged = Some(&cast.vote);
        for below in ballots_to_judge(&by_ballot, cast, acceptor_count) {
            let there = by_ballot.get(&below).map_or(&[][..], Vec::as_slice);
            if let Some(breach) = other_choosable(ledger, &electorate, acceptor_count, cast, below, there) {
                return Some(breach);
            }
        }
    }
    None
}

/// The votes of a slot.
type ByBallot<'a> = Map<Ballot, Vec<&'a CastVote>>;

/// The ballots below a vote that have to be judged: those with votes, and the highest without any. (Of ballots without votes the
/// condition is that a quorum has promised more, and whoever promised more than the highest promised more than all of them.)
fn ballots_to_judge(by_ballot: &ByBallot<'_>, cast: &CastVote, acceptor_count: u8) -> Vec<Ballot> {
    let mut ballots: Vec<_> = by_ballot.keys().filter(|ballot| **ballot < cast.vote.ballot).copied().collect();
    let mut unvoted = cast.vote.ballot.below(acceptor_count);
    while let Some(ballot) = unvoted.filter(|ballot| by_ballot.contains_key(ballot)) {
        unvoted = ballot.below(acceptor_count);
    }
    ballots.extend(unvoted);
    ballots
}

fn other_choosable(
    ledger: &Ledger,
    electorate: &Electorate,
    node_count: u8,
    cast: &CastVote,
    below: Ballot,
    there: &[&CastVote],
) -> Option<Breach> {
    let mut blocked = 0_u8;
    let mut undecided = Vec::new();
    for acceptor in NodeId::all(node_count).filter(|acceptor| electorate.has(*acceptor)) {
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
    if blocked >= electorate.quorums.phase1 {
        return None;
    }
    let others = there.iter().filter(|vote| vote.vote.value != cast.vote.value);
    Some(Breach::Unsafe { vote: cast.clone(), below, others: others.map(|vote| (*vote).clone()).collect(), undecided })
}
