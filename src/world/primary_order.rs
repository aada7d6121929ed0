//! What must be true of primaries and their transactions, stated on the ledger by the names of *Zab: High-performance broadcast for primary-backup
//! systems* (DSN 2011), section III.
//!
//! A server that comes back from a crash delivers again, from its snapshot on: what it delivers where it delivered before has to be the same. What it takes over as
//! a snapshot it delivers in a lump; so its deliveries may have gaps, and what is judged is what is there.

use super::{Broadcasts, Delivered, Established};
use crate::protocol::{NodeId, Transaction, majority};

/// A property of every state.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PrimaryOrder {
    /// Who delivers a transaction delivers one that was broadcast.
    Integrity,
    /// If one delivers a before b, whoever delivers b delivers a before it.
    TotalOrder,
    /// Of two servers that deliver a and b, one delivers both.
    Agreement,
    /// If a primary broadcasts a before b, whoever delivers b delivers a before it.
    LocalPrimaryOrder,
    /// If a is broadcast in a lower epoch than b, whoever delivers both delivers a first.
    GlobalPrimaryOrder,
    /// Whatever anybody delivers of lower epochs a primary has delivered before it broadcasts.
    PrimaryIntegrity,
    /// An epoch has one primary (Leadership, of ZooKeeper's specification).
    OnePrimary,
    /// What is delivered is on the disks of a quorum, or was.
    QuorumLogged,
    /// A command is done once.
    DoneOnce,
    /// What a client was told to be done stays so: it is in the history of every primary established in a later epoch, at its place, and nothing else is delivered
    /// there.
    AnsweredKept,
}

impl PrimaryOrder {
    /// All of them, the one that people care about most first.
    pub const ALL: [PrimaryOrder; 10] = [
        PrimaryOrder::AnsweredKept,
        PrimaryOrder::Agreement,
        PrimaryOrder::TotalOrder,
        PrimaryOrder::Integrity,
        PrimaryOrder::LocalPrimaryOrder,
        PrimaryOrder::GlobalPrimaryOrder,
        PrimaryOrder::PrimaryIntegrity,
        PrimaryOrder::OnePrimary,
        PrimaryOrder::DoneOnce,
        PrimaryOrder::QuorumLogged,
    ];

    /// Its word, as it is to stand in scenarios.
    pub fn word(self) -> &'static str {
        match self {
            PrimaryOrder::Integrity => "integrity",
            PrimaryOrder::TotalOrder => "total-order",
            PrimaryOrder::Agreement => "delivery-agreement",
            PrimaryOrder::LocalPrimaryOrder => "local-primary-order",
            PrimaryOrder::GlobalPrimaryOrder => "global-primary-order",
            PrimaryOrder::PrimaryIntegrity => "primary-integrity",
            PrimaryOrder::OnePrimary => "one-primary",
            PrimaryOrder::QuorumLogged => "quorum-logged",
            PrimaryOrder::DoneOnce => "done-once",
            PrimaryOrder::AnsweredKept => "answered-kept",
        }
    }

    /// The property of this word.
    pub fn from_word(word: &str) -> Option<PrimaryOrder> {
        Self::ALL.into_iter().find(|property| property.word() == word)
    }

    /// Judges the property in a cluster of so many voters; if it fails, what proves it.
    pub fn judge(self, facts: &Broadcasts, voters: u8) -> Option<Disorder> {
        match self {
            PrimaryOrder::Integrity => integrity(facts),
            PrimaryOrder::TotalOrder => {
                two_at_a_place(facts).filter(|disorder| matches!(disorder, Disorder::Reordered(..)))
            }
            PrimaryOrder::Agreement => {
                two_at_a_place(facts).filter(|disorder| matches!(disorder, Disorder::Diverged(..)))
            }
            PrimaryOrder::LocalPrimaryOrder => local_primary_order(facts),
            PrimaryOrder::GlobalPrimaryOrder => global_primary_order(facts),
            PrimaryOrder::PrimaryIntegrity => primary_integrity(facts),
            PrimaryOrder::OnePrimary => one_primary(facts),
            PrimaryOrder::QuorumLogged => quorum_logged(facts, voters),
            PrimaryOrder::DoneOnce => done_once(facts),
            PrimaryOrder::AnsweredKept => answered_kept(facts),
        }
    }
}

/// Proof that a property fails.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Disorder {
    /// This was delivered and never broadcast.
    NeverBroadcast(Delivered),
    /// These stand at the same place, and one of the servers delivers the other's as well, elsewhere.
    Reordered(Delivered, Delivered),
    /// These stand at the same place, and neither server delivers the other's.
    Diverged(Delivered, Delivered),
    /// The server delivered this without the one that its primary broadcast right before it.
    WithoutPredecessor(Delivered, Transaction),
    /// The server delivered the first before the second, which is of a lower epoch.
    EpochsReversed(Delivered, Delivered),
    /// The primary broadcast this, having delivered so many, without having delivered that of a lower epoch.
    NotDelivered {
        /// What it broadcast.
        broadcast: Transaction,
        /// The primary.
        primary: NodeId,
        /// How many transactions it had delivered.
        delivered: u64,
        /// What it had not.
        missed: Delivered,
    },
    /// Both were the primary of one epoch: established, or by what they broadcast.
    TwoPrimaries(u32, NodeId, NodeId),
    /// This was delivered, and only these servers ever had it on their disks.
    NoQuorum(Delivered, Vec<NodeId>),
    /// The server did this at both places.
    DoneTwice(Delivered, Delivered),
    /// A client was told of the first, and the second stands at its place.
    Overwritten(Delivered, Delivered),
    /// A client was told of this, and the history of that later primary ends before it.
    Forgotten(Delivered, Established),
}

fn all(facts: &Broadcasts) -> impl Iterator<Item = &Delivered> {
    facts.delivered().iter()
}

/// What the server delivered at a place, if that is known.
fn at(facts: &Broadcasts, server: NodeId, place: Option<u64>) -> impl Iterator<Item = &Delivered> {
    let here = place.into_iter().flat_map(|place| facts.delivered().of(place));
    here.filter(move |delivered| delivered.server == server)
}

fn integrity(facts: &Broadcasts) -> Option<Disorder> {
    all(facts).find(|delivered| !facts.is_broadcast(&delivered.transaction)).cloned().map(Disorder::NeverBroadcast)
}

/// Two transactions at one place: where the order differs, or what is delivered at all.
fn two_at_a_place(facts: &Broadcasts) -> Option<Disorder> {
    let places = 0..facts.delivered().end();
    let pair = places.into_iter().find_map(|place| {
        let one = facts.delivered().of(place).next()?;
        let other = facts.delivered().of(place).find(|other| other.transaction != one.transaction)?;
        Some((one.clone(), other.clone()))
    });
    let (one, other) = pair?;
    let delivers = |server: NodeId, what: &Delivered| {
        all(facts).any(|delivered| delivered.server == server && delivered.transaction == what.transaction)
    };
    Some(match one.server != other.server && (delivers(one.server, &other) || delivers(other.server, &one)) {
        true => Disorder::Reordered(one, other),
        false => Disorder::Diverged(one, other),
    })
}

fn local_primary_order(facts: &Broadcasts) -> Option<Disorder> {
    for delivered in all(facts).filter(|delivered| delivered.transaction.counter > 1) {
        // Of the places below, downwards, for as long as they are known.
        let mut place = delivered.place.checked_sub(1);
        let (epoch, before) = (delivered.transaction.epoch, delivered.transaction.counter - 1);
        let is_it = |other: &Delivered| (other.transaction.epoch, other.transaction.counter) == (epoch, before);
        while at(facts, delivered.server, place).next().is_some() && !at(facts, delivered.server, place).any(is_it) {
            place = place.and_then(|place| place.checked_sub(1));
        }
        if place.is_none() {
            let mut broadcast = facts.broadcast().map(|(transaction, ..)| transaction);
            let missed = broadcast.find(|other| (other.epoch, other.counter) == (epoch, before));
            if let Some(missed) = missed {
                return Some(Disorder::WithoutPredecessor(delivered.clone(), missed.clone()));
            }
        }
    }
    None
}

fn global_primary_order(facts: &Broadcasts) -> Option<Disorder> {
    all(facts).find_map(|delivered| {
        let before = at(facts, delivered.server, delivered.place.checked_sub(1));
        let above = before.into_iter().find(|before| before.transaction.epoch > delivered.transaction.epoch)?;
        Some(Disorder::EpochsReversed(above.clone(), delivered.clone()))
    })
}

fn primary_integrity(facts: &Broadcasts) -> Option<Disorder> {
    // Whoever broadcasts its first transaction has delivered least.
    let firsts: Vec<_> = facts.broadcast().filter(|(transaction, ..)| transaction.counter == 1).collect();
    firsts.into_iter().find_map(|(broadcast, primary, delivered)| {
        let missed = (delivered..facts.delivered().end()).flat_map(|place| facts.delivered().of(place));
        let missed = missed.into_iter().find(|missed| missed.transaction.epoch < broadcast.epoch)?.clone();
        Some(Disorder::NotDelivered { broadcast: broadcast.clone(), primary, delivered, missed })
    })
}

fn one_primary(facts: &Broadcasts) -> Option<Disorder> {
    let established = facts.established().map(|established| (established.epoch, established.primary));
    let broadcast = facts.broadcast().map(|(transaction, primary, _)| (transaction.epoch, primary));
    let mut primaries: Vec<(u32, NodeId)> = established.chain(broadcast).collect();
    primaries.sort_unstable();
    primaries.dedup();
    let pair = primaries.windows(2).find(|pair| pair[0].0 == pair[1].0)?;
    Some(Disorder::TwoPrimaries(pair[0].0, pair[0].1, pair[1].1))
}

fn quorum_logged(facts: &Broadcasts, voters: u8) -> Option<Disorder> {
    all(facts).find_map(|delivered| {
        let mut logged = facts.logged_by(&delivered.transaction);
        logged.retain(|server| !server.is_client() && server.number() <= voters);
        let too_few = logged.len() < usize::from(majority(voters));
        too_few.then(|| Disorder::NoQuorum(delivered.clone(), logged))
    })
}

fn done_once(facts: &Broadcasts) -> Option<Disorder> {
    let mut done: Vec<&Delivered> = all(facts).filter(|delivered| delivered.done).collect();
    done.sort_unstable_by_key(|delivered| (delivered.server, &delivered.transaction.value, delivered.place));
    let same = |pair: &&[&Delivered]| {
        (pair[0].server, &pair[0].transaction.value) == (pair[1].server, &pair[1].transaction.value)
            && pair[0].place != pair[1].place
    };
    let pair = done.windows(2).find(same)?;
    Some(Disorder::DoneTwice(pair[0].clone(), pair[1].clone()))
}

fn answered_kept(facts: &Broadcasts) -> Option<Disorder> {
    facts.answered().iter().find_map(|answered| {
        let other = facts.delivered().of(answered.place).find(|other| other.transaction != answered.transaction);
        if let Some(other) = other {
            return Some(Disorder::Overwritten(answered.clone(), other.clone()));
        }
        let shorter =
            |later: &&Established| later.epoch > answered.transaction.epoch && later.history <= answered.place;
        let later = facts.established().find(shorter)?;
        Some(Disorder::Forgotten(answered.clone(), *later))
    })
}
