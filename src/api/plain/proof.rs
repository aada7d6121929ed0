//! What proves that a property fails, as plain objects: votes, deliveries, or what is said of one in `kind`.

use super::{name, names, slot, ticks};
use crate::protocol::{NodeId, Transaction as CoreTransaction, Vote as CoreVote};
use crate::world::{Breach, CastVote as CoreCast, Chosen, Delivered, Disorder};
use serde::Serialize;

/// A vote, and who cast it.
#[derive(Serialize)]
pub(super) struct CastVote {
    acceptor: String,
    slot: Option<f64>,
    ballot: String,
    value: String,
}

/// See `ProofView` in `paxos.d.ts`.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub(super) enum Proof {
    TwoChosen,
    NeverAsked,
    TwoValues,
    Unsafe { below: String, undecided: Vec<String> },
    NotChosen { node: String, slot: Option<f64>, value: String },
    NeverBroadcast { delivery: Delivery },
    Reordered { deliveries: [Delivery; 2] },
    Diverged { deliveries: [Delivery; 2] },
    WithoutPredecessor { delivery: Delivery, missed: Transaction },
    EpochsReversed { deliveries: [Delivery; 2] },
    NotDelivered { primary: String, broadcast: Transaction, delivered_count: f64, missed: Delivery },
    TwoPrimaries { epoch: u32, primaries: [String; 2] },
    NoQuorum { delivery: Delivery, logged_by: Vec<String> },
    DoneTwice { deliveries: [Delivery; 2] },
    Overwritten { answered: Delivery, delivery: Delivery },
    Forgotten { answered: Delivery, primary: String, epoch: u32, history_count: f64 },
    Skipped { delivery: Delivery },
    Stale { server: String, value: String, place: f64, told_count: f64 },
    TwoStates { servers: [String; 2], place: f64 },
}

/// See `DeliveryView` in `paxos.d.ts`.
#[derive(Serialize)]
pub(super) struct Delivery {
    server: String,
    place: f64,
    zxid: Option<String>,
    value: String,
}

/// What a primary broadcast.
#[derive(Serialize)]
pub(super) struct Transaction {
    zxid: Option<String>,
    value: String,
}

impl Proof {
    /// What is said of a breach besides its votes. The slot of a vote says something in a log alone.
    pub(super) fn of(breach: &Breach, keeps_log: bool) -> Self {
        match breach {
            Breach::TwoChosen(..) => Proof::TwoChosen,
            Breach::NeverAsked(_) => Proof::NeverAsked,
            Breach::TwoValues(..) => Proof::TwoValues,
            Breach::Unsafe { below, undecided, .. } => {
                Proof::Unsafe { below: below.to_string(), undecided: names(undecided) }
            }
            Breach::NotChosen { learned, .. } => Proof::NotChosen {
                node: name(learned.node),
                slot: slot(learned.slot, keeps_log),
                value: learned.value.to_string(),
            },
            Breach::Order(disorder) => disorder.into(),
            Breach::Skipped(done) => Proof::Skipped { delivery: done.into() },
            Breach::Stale { read, told } => Proof::Stale {
                server: name(read.server),
                value: read.value.to_string(),
                place: ticks(read.place),
                told_count: ticks(*told),
            },
            Breach::TwoStates { place, servers } => {
                Proof::TwoStates { servers: servers.map(name), place: ticks(*place) }
            }
        }
    }
}

impl From<&Disorder> for Proof {
    fn from(disorder: &Disorder) -> Self {
        let both = |one: &Delivered, other: &Delivered| [one.into(), other.into()];
        match disorder {
            Disorder::NeverBroadcast(one) => Proof::NeverBroadcast { delivery: one.into() },
            Disorder::Reordered(one, other) => Proof::Reordered { deliveries: both(one, other) },
            Disorder::Diverged(one, other) => Proof::Diverged { deliveries: both(one, other) },
            Disorder::WithoutPredecessor(one, missed) => {
                Proof::WithoutPredecessor { delivery: one.into(), missed: missed.into() }
            }
            Disorder::EpochsReversed(one, other) => Proof::EpochsReversed { deliveries: both(one, other) },
            Disorder::NotDelivered { broadcast, primary, delivered, missed } => Proof::NotDelivered {
                primary: name(*primary),
                broadcast: broadcast.into(),
                delivered_count: ticks(*delivered),
                missed: missed.into(),
            },
            Disorder::TwoPrimaries(epoch, one, other) => {
                Proof::TwoPrimaries { epoch: *epoch, primaries: [name(*one), name(*other)] }
            }
            Disorder::NoQuorum(one, servers) => Proof::NoQuorum { delivery: one.into(), logged_by: names(servers) },
            Disorder::DoneTwice(one, other) => Proof::DoneTwice { deliveries: both(one, other) },
            Disorder::Overwritten(answered, other) => {
                Proof::Overwritten { answered: answered.into(), delivery: other.into() }
            }
            Disorder::Forgotten(answered, later) => Proof::Forgotten {
                answered: answered.into(),
                primary: name(later.primary),
                epoch: later.epoch,
                history_count: ticks(later.history),
            },
        }
    }
}

impl From<&Delivered> for Delivery {
    fn from(delivered: &Delivered) -> Self {
        let Transaction { zxid, value } = (&delivered.transaction).into();
        Self { server: name(delivered.server), place: ticks(delivered.place), zxid, value }
    }
}

impl From<&CoreTransaction> for Transaction {
    fn from(transaction: &CoreTransaction) -> Self {
        let CoreTransaction { epoch, counter, value } = transaction;
        // What stands in a slot under Multi-Paxos is of no epoch.
        Self { zxid: (*epoch > 0).then(|| format!("{epoch}:{counter}")), value: value.to_string() }
    }
}

/// The votes that prove a breach; none where it is no votes that do.
pub(super) fn votes(breach: &Breach, keeps_log: bool) -> Vec<CastVote> {
    let vote = |acceptor: NodeId, at: u64, vote: &CoreVote| CastVote {
        acceptor: name(acceptor),
        slot: slot(at, keeps_log),
        ballot: vote.ballot.to_string(),
        value: vote.value.to_string(),
    };
    let cast = |cast: &CoreCast| vote(cast.acceptor, cast.slot, &cast.vote);
    let all = |chosen: &Chosen| {
        let voters = chosen.voters.iter();
        voters.map(|acceptor| vote(*acceptor, chosen.slot, &chosen.vote)).collect::<Vec<_>>()
    };
    match breach {
        Breach::TwoChosen(one, other) => all(one).into_iter().chain(all(other)).collect(),
        Breach::NeverAsked(chosen) => all(chosen),
        Breach::TwoValues(one, other) => vec![cast(one), cast(other)],
        Breach::Unsafe { vote, others, .. } => [vote].into_iter().chain(others).map(cast).collect(),
        Breach::NotChosen { votes, .. } => votes.iter().map(cast).collect(),
        Breach::Order(_) | Breach::Skipped(_) | Breach::Stale { .. } | Breach::TwoStates { .. } => Vec::new(),
    }
}
