//! What the ledger holds of primaries and their transactions.

use super::{OfSlot, Slotted};
use crate::protocol::{NodeId, Renamed, Renaming, Slot, Testimony, Transaction};
use rpds::{RedBlackTreeMapSync, RedBlackTreeSetSync};

/// A transaction that a server delivered, or a client was told of, at a place of the history.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Delivered {
    /// How many transactions come before it.
    pub place: u64,
    /// The transaction.
    pub transaction: Transaction,
    /// The server.
    pub server: NodeId,
    /// It did something: its command had not been done before.
    pub done: bool,
}

/// A server that became the primary of an epoch.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Established {
    /// The epoch.
    pub epoch: u32,
    /// The server.
    pub primary: NodeId,
    /// How many transactions its history had.
    pub history: u64,
}

/// Every transaction ever broadcast, written, delivered and answered, and every primary, without order or time. A copy costs the same however much that is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Broadcasts {
    /// By transaction and the server that broadcast it: how many it had delivered.
    broadcast: RedBlackTreeMapSync<(Transaction, NodeId), u64>,
    logged: RedBlackTreeSetSync<(Transaction, NodeId)>,
    delivered: Slotted<Delivered>,
    answered: Slotted<Delivered>,
    established: RedBlackTreeSetSync<Established>,
}

impl Default for Broadcasts {
    fn default() -> Self {
        Self {
            broadcast: RedBlackTreeMapSync::new_sync(),
            logged: RedBlackTreeSetSync::new_sync(),
            delivered: Slotted::default(),
            answered: Slotted::default(),
            established: RedBlackTreeSetSync::new_sync(),
        }
    }
}

impl OfSlot for Delivered {
    fn slot(&self) -> Slot {
        self.place
    }
}

impl Broadcasts {
    /// Every transaction ever broadcast, with who broadcast it and how many that had delivered by then, by transaction.
    pub fn broadcast(&self) -> impl Iterator<Item = (&Transaction, NodeId, u64)> {
        self.broadcast.iter().map(|((transaction, primary), delivered)| (transaction, *primary, *delivered))
    }

    /// Was it broadcast?
    pub fn is_broadcast(&self, transaction: &Transaction) -> bool {
        let from = (transaction.clone(), NodeId::FIRST);
        self.broadcast.range(from..).next().is_some_and(|((other, _), _)| other == transaction)
    }

    /// The servers that ever had the transaction on their disks, as a list of its own, in order.
    pub fn logged_by(&self, transaction: &Transaction) -> Vec<NodeId> {
        let all = self.logged.range((transaction.clone(), NodeId::FIRST)..);
        all.take_while(|(other, _)| other == transaction).map(|(_, server)| *server).collect()
    }

    /// Everything that servers ever delivered, by place.
    pub fn delivered(&self) -> &Slotted<Delivered> {
        &self.delivered
    }

    /// Everything of which clients were told that it is done, by place; the server is the one that told.
    pub fn answered(&self) -> &Slotted<Delivered> {
        &self.answered
    }

    /// Every server that ever became a primary, by epoch.
    pub fn established(&self) -> impl Iterator<Item = &Established> {
        self.established.iter()
    }

    /// Notes what a server testifies, if it is of this kind.
    pub(super) fn record(&mut self, server: NodeId, testimony: Testimony) {
        match testimony {
            Testimony::Broadcast { transaction, delivered } => {
                self.broadcast.insert_mut((transaction, server), delivered);
            }
            Testimony::Logged(transaction) => self.logged.insert_mut((transaction, server)),
            Testimony::Delivered { place, transaction, done } => {
                self.delivered.insert(Delivered { place, transaction, server, done });
            }
            Testimony::Answered { place, transaction } => {
                self.answered.insert(Delivered { place, transaction, server, done: true });
            }
            Testimony::Established { epoch, history } => {
                self.established.insert_mut(Established { epoch, primary: server, history });
            }
            Testimony::Promised(_) | Testimony::Voted(..) | Testimony::Asked(_) => {}
        }
    }
}

impl Renamed for Delivered {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { server: self.server.renamed(renaming), ..self.clone() }
    }
}

impl Renamed for Broadcasts {
    fn renamed(&self, renaming: &Renaming) -> Self {
        let broadcast = self.broadcast.iter();
        let renamed = |id: &NodeId| id.renamed(renaming);
        Self {
            broadcast: broadcast.map(|((what, by), delivered)| ((what.clone(), renamed(by)), *delivered)).collect(),
            logged: self.logged.iter().map(|(what, by)| (what.clone(), renamed(by))).collect(),
            delivered: self.delivered.renamed(renaming),
            answered: self.answered.renamed(renaming),
            established: (self.established.iter())
                .map(|established| Established { primary: renamed(&established.primary), ..*established })
                .collect(),
        }
    }
}
