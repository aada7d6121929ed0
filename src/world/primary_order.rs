//! What must be true of primaries and their transactions, stated on the ledger by the names of *Zab: High-performance broadcast for primary-backup
//! systems* (DSN 2011), section III.
//!
//! A server that comes back from a crash delivers again, from its snapshot on: what it delivers where it delivered before has to be the same. What it takes over as
//! a snapshot it delivers in a lump; so its deliveries may have gaps, and what is judged is what is there.

use super::{Broadcast, Broadcasts, Delivered, Established};
use crate::protocol::{NodeId, Transaction, majority};
use std::fmt;

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
        (0..facts.end().max(1)).find_map(|place| self.judge_at(place, facts, voters))
    }

    /// The same of one place of the history. What is about epochs, and no place, is judged at the first.
    pub fn judge_at(self, place: u64, facts: &Broadcasts, voters: u8) -> Option<Disorder> {
        match self {
            PrimaryOrder::Integrity => integrity(place, facts),
            PrimaryOrder::TotalOrder => {
                two_at_a_place(place, facts).filter(|disorder| matches!(disorder, Disorder::Reordered(..)))
            }
            PrimaryOrder::Agreement => {
                two_at_a_place(place, facts).filter(|disorder| matches!(disorder, Disorder::Diverged(..)))
            }
            PrimaryOrder::LocalPrimaryOrder => local_primary_order(place, facts),
            PrimaryOrder::GlobalPrimaryOrder => global_primary_order(place, facts),
            PrimaryOrder::PrimaryIntegrity => primary_integrity(place, facts),
            PrimaryOrder::OnePrimary => (place == 0).then(|| one_primary(facts)).flatten(),
            PrimaryOrder::QuorumLogged => quorum_logged(place, facts, voters),
            PrimaryOrder::DoneOnce => done_once(place, facts),
            PrimaryOrder::AnsweredKept => answered_kept(place, facts),
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

/// In English, for programs and tests; the interface has its own words.
impl fmt::Display for Disorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Disorder::NeverBroadcast(one) => write!(f, "{one}, which was never broadcast"),
            Disorder::Reordered(one, other) => write!(f, "{one}, and {other}: in two orders"),
            Disorder::Diverged(one, other) => write!(f, "{one}, and {other}"),
            Disorder::WithoutPredecessor(one, missed) => write!(f, "{one}, and not {missed} before it"),
            Disorder::EpochsReversed(one, other) => write!(f, "{one}, and then {other}"),
            Disorder::NotDelivered { broadcast, primary, delivered, missed } => {
                write!(f, "{primary} broadcast {broadcast} having delivered {delivered}, while {missed}")
            }
            Disorder::TwoPrimaries(epoch, one, other) => {
                write!(f, "{one} and {other} both are the primary of epoch {epoch}")
            }
            Disorder::NoQuorum(one, servers) => write!(f, "{one}, which only {} of them have", servers.len()),
            Disorder::DoneTwice(one, other) => write!(f, "{one}, and {other}: twice the same"),
            Disorder::Overwritten(one, other) => write!(f, "a client was told of {one}, and {other}"),
            Disorder::Forgotten(one, later) => write!(
                f,
                "a client was told of {one}, and {} became the primary of epoch {} with {} transactions",
                later.primary, later.epoch, later.history
            ),
        }
    }
}

/// What the server delivered at a place, if that is known.
fn at(facts: &Broadcasts, server: NodeId, place: Option<u64>) -> impl Iterator<Item = &Delivered> {
    let here = place.into_iter().flat_map(|place| facts.delivered().of(place));
    here.filter(move |delivered| delivered.server == server)
}

fn integrity(place: u64, facts: &Broadcasts) -> Option<Disorder> {
    let mut here = facts.delivered().of(place);
    here.find(|delivered| !facts.is_broadcast(&delivered.transaction)).cloned().map(Disorder::NeverBroadcast)
}

/// Two transactions at one place: where the order differs, or what is delivered at all.
fn two_at_a_place(place: u64, facts: &Broadcasts) -> Option<Disorder> {
    let one = facts.delivered().of(place).next()?;
    let other = facts.delivered().of(place).find(|other| other.transaction != one.transaction)?;
    let delivers = |server: NodeId, what: &Delivered| {
        let mut all = facts.delivered().iter();
        all.any(|delivered| delivered.server == server && delivered.transaction == what.transaction)
    };
    let reordered = one.server != other.server && (delivers(one.server, other) || delivers(other.server, one));
    let disorder = if reordered { Disorder::Reordered } else { Disorder::Diverged };
    Some(disorder(one.clone(), other.clone()))
}

fn local_primary_order(place: u64, facts: &Broadcasts) -> Option<Disorder> {
    for delivered in facts.delivered().of(place).filter(|delivered| delivered.transaction.counter > 1) {
        // Of the places below, downwards, for as long as they are known.
        let mut place = delivered.place.checked_sub(1);
        let (epoch, before) = (delivered.transaction.epoch, delivered.transaction.counter - 1);
        let is_it = |other: &Delivered| (other.transaction.epoch, other.transaction.counter) == (epoch, before);
        while at(facts, delivered.server, place).next().is_some() && !at(facts, delivered.server, place).any(is_it) {
            place = place.and_then(|place| place.checked_sub(1));
        }
        if place.is_none()
            && let Some(missed) = facts.broadcast_as(epoch, before).next()
        {
            return Some(Disorder::WithoutPredecessor(delivered.clone(), missed.clone()));
        }
    }
    None
}

fn global_primary_order(place: u64, facts: &Broadcasts) -> Option<Disorder> {
    facts.delivered().of(place).find_map(|delivered| {
        let mut before = at(facts, delivered.server, place.checked_sub(1));
        let above = before.find(|before| before.transaction.epoch > delivered.transaction.epoch)?;
        Some(Disorder::EpochsReversed(above.clone(), delivered.clone()))
    })
}

/// (Whoever broadcasts its first transaction has delivered least.)
fn primary_integrity(place: u64, facts: &Broadcasts) -> Option<Disorder> {
    facts.delivered().of(place).find_map(|missed| {
        let mut above = facts.firsts_above(missed.transaction.epoch);
        let Broadcast { transaction, primary, delivered } = above.find(|first| first.delivered <= place)?.clone();
        Some(Disorder::NotDelivered { broadcast: transaction, primary, delivered, missed: missed.clone() })
    })
}

fn one_primary(facts: &Broadcasts) -> Option<Disorder> {
    let mut primaries = facts.primaries();
    primaries.sort_unstable();
    primaries.dedup();
    let pair = primaries.windows(2).find(|pair| pair[0].0 == pair[1].0)?;
    Some(Disorder::TwoPrimaries(pair[0].0, pair[0].1, pair[1].1))
}

fn quorum_logged(place: u64, facts: &Broadcasts, voters: u8) -> Option<Disorder> {
    facts.delivered().of(place).find_map(|delivered| {
        let mut logged = facts.logged_by(&delivered.transaction);
        logged.retain(|server| !server.is_client() && server.number() <= voters);
        let too_few = logged.len() < usize::from(majority(voters));
        too_few.then(|| Disorder::NoQuorum(delivered.clone(), logged))
    })
}

fn done_once(place: u64, facts: &Broadcasts) -> Option<Disorder> {
    facts.delivered().of(place).filter(|delivered| delivered.done).find_map(|delivered| {
        let value = &delivered.transaction.value;
        let first = facts.done_at(delivered.server, value).find(|other| *other != place)?;
        let is_same = |other: &&Delivered| other.done && other.transaction.value == *value;
        let other = at(facts, delivered.server, Some(first)).find(is_same)?;
        let (one, two) = if first < place { (other, delivered) } else { (delivered, other) };
        Some(Disorder::DoneTwice(one.clone(), two.clone()))
    })
}

fn answered_kept(place: u64, facts: &Broadcasts) -> Option<Disorder> {
    facts.answered().of(place).find_map(|answered| {
        let other = facts.delivered().of(place).find(|other| other.transaction != answered.transaction);
        if let Some(other) = other {
            return Some(Disorder::Overwritten(answered.clone(), other.clone()));
        }
        let shorter = |later: &&Established| later.epoch > answered.transaction.epoch && later.history <= place;
        let later = facts.established().find(shorter)?;
        Some(Disorder::Forgotten(answered.clone(), *later))
    })
}
