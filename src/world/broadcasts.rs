//! What the ledger holds of primaries and their transactions.

use super::numbered::number_of_command;
use super::{Chosen, Ledger, Numbered, OfSlot, Slotted};
use crate::protocol::{Ballot, NodeId, Renamed, Renaming, Slot, Testimony, Transaction, Value, Vote};
use rpds::RedBlackTreeSetSync;
use std::fmt;

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
    /// A digest of the state that it led to. (Of what a client was told, 0.) No server's name is in a state, so that it is the same whatever servers are called.
    pub state: u64,
}

impl fmt::Display for Delivered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} delivers {} at place {}", self.server, self.transaction, self.place)
    }
}

/// A server that took over the state to which the first so many entries led.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TookOver {
    /// How many.
    pub up_to: Slot,
    /// The server.
    pub server: NodeId,
    /// A digest of the state.
    pub state: u64,
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

/// That a primary broadcast a transaction.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Broadcast {
    /// The transaction.
    pub transaction: Transaction,
    /// The primary.
    pub primary: NodeId,
    /// How many it had delivered by then.
    pub delivered: u64,
}

/// Every transaction ever broadcast, written, delivered and answered, and every primary, without order or time. A copy costs the same however much that is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Broadcasts {
    /// By epoch and counter.
    broadcast: Numbered<Broadcast>,
    /// By epoch and counter: on whose disk it ever was.
    logged: Numbered<(Transaction, NodeId)>,
    delivered: Slotted<Delivered>,
    answered: Slotted<Delivered>,
    /// By client and number of a command: the places at which servers did it.
    done: Numbered<(NodeId, Value, u64)>,
    took_over: RedBlackTreeSetSync<TookOver>,
    established: RedBlackTreeSetSync<Established>,
}

impl Default for Broadcasts {
    fn default() -> Self {
        Self {
            broadcast: Numbered::default(),
            logged: Numbered::default(),
            delivered: Slotted::default(),
            answered: Slotted::default(),
            done: Numbered::default(),
            took_over: RedBlackTreeSetSync::new_sync(),
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
    /// Was it broadcast?
    pub fn is_broadcast(&self, transaction: &Transaction) -> bool {
        self.primary_of(transaction).is_some()
    }

    /// What was broadcast under this number: several transactions only if something is wrong.
    pub fn broadcast_as(&self, epoch: u32, counter: u32) -> impl Iterator<Item = &Transaction> {
        self.broadcast.of((epoch, counter)).map(|broadcast| &broadcast.transaction)
    }

    /// The first transactions of every epoch above this one.
    pub(super) fn firsts_above(&self, epoch: u32) -> impl Iterator<Item = &Broadcast> {
        let above = self.broadcast.firsts().filter(move |other| *other > epoch);
        above.flat_map(|epoch| self.broadcast.of((epoch, 1)))
    }

    /// The places at which a server did what this command says, in order: several only if something is wrong.
    pub(super) fn done_at<'a>(&'a self, server: NodeId, value: &'a Value) -> impl Iterator<Item = u64> + 'a {
        let same = move |(other, done, _): &&(NodeId, Value, u64)| (*other, done) == (server, value);
        self.done.of(number_of_command(value)).filter(same).map(|(.., place)| *place)
    }

    /// The primaries of each epoch: by what they were established, and by what they broadcast. Some of them more than once.
    pub(super) fn primaries(&self) -> Vec<(u32, NodeId)> {
        let mut primaries: Vec<_> = self.established().map(|one| (one.epoch, one.primary)).collect();
        // Whoever broadcasts anything has broadcast a first.
        primaries.extend(self.firsts_above(0).map(|first| (first.transaction.epoch, first.primary)));
        primaries
    }

    /// Who broadcast the transaction first, if anybody did: the primary of its epoch.
    pub fn primary_of(&self, transaction: &Transaction) -> Option<NodeId> {
        let mut all = self.broadcast.of((transaction.epoch, transaction.counter));
        all.find(|broadcast| broadcast.transaction == *transaction).map(|broadcast| broadcast.primary)
    }

    /// The place behind the last at which anything was delivered.
    pub fn end(&self) -> Slot {
        self.delivered.end().max(self.answered.end())
    }

    /// The servers that ever had the transaction on their disks, as a list of its own, in order.
    pub fn logged_by(&self, transaction: &Transaction) -> Vec<NodeId> {
        let all = self.logged.of((transaction.epoch, transaction.counter));
        all.filter(|(other, _)| other == transaction).map(|(_, server)| *server).collect()
    }

    /// Did the server ever have the transaction on its disk?
    pub fn has_logged(&self, server: NodeId, transaction: &Transaction) -> bool {
        let mut all = self.logged.of((transaction.epoch, transaction.counter));
        all.any(|(other, by)| (other, *by) == (transaction, server))
    }

    /// Everything that servers ever delivered, by place.
    pub fn delivered(&self) -> &Slotted<Delivered> {
        &self.delivered
    }

    /// Everything of which clients were told that it is done, by place; the server is the one that told.
    pub fn answered(&self) -> &Slotted<Delivered> {
        &self.answered
    }

    /// Could the server go on at this place: because it has delivered what stands before it, or has taken over the state to which that led?
    pub fn has_come_to(&self, server: NodeId, place: u64) -> bool {
        let delivered = |before: u64| self.delivered.of(before).any(|delivered| delivered.server == server);
        let took_over = || self.took_over_at(place).any(|took_over| took_over.server == server);
        place.checked_sub(1).is_none_or(delivered) || took_over()
    }

    /// The servers that took over the state to which the first so many entries led.
    fn took_over_at(&self, up_to: Slot) -> impl Iterator<Item = &TookOver> {
        let all = self.took_over.range(TookOver { up_to, server: NodeId::FIRST, state: 0 }..);
        all.take_while(move |took_over| took_over.up_to == up_to)
    }

    /// The servers that came to a state by what was delivered up to this place, each with a digest of it.
    pub fn states_at(&self, place: u64) -> impl Iterator<Item = (NodeId, u64)> {
        let delivered = self.delivered.of(place).map(|delivered| (delivered.server, delivered.state));
        delivered.chain(self.took_over_at(place + 1).map(|took_over| (took_over.server, took_over.state)))
    }

    /// Two servers, or twice the same, whose states part at this place: by what was delivered up to here they are different, and were the same by what was delivered before.
    pub(super) fn parted(&self, place: u64) -> Option<[NodeId; 2]> {
        let differ = |place| {
            let mut all = self.states_at(place);
            let (one, state) = all.next()?;
            all.find(|(_, other)| *other != state).map(|(other, _)| [one, other])
        };
        // (Else each place behind it would tell of it again.)
        differ(place).filter(|_| place.checked_sub(1).is_none_or(|before| differ(before).is_none()))
    }

    /// The last delivery at which the command of this value was done, whoever did it.
    pub fn done(&self, value: &Value) -> Option<&Delivered> {
        let is_it = |delivered: &&Delivered| delivered.done && delivered.transaction.value == *value;
        let places = self.done.of(number_of_command(value)).filter(|(_, done, _)| done == value);
        self.delivered.of(places.map(|(.., place)| *place).max()?).find(is_it)
    }

    /// What the primaries broadcast at a place of the history, the last epochs first. (No more than some epochs are looked at.)
    pub fn broadcast_at(&self, place: u64) -> impl Iterator<Item = &Transaction> {
        const MOST_EPOCHS: usize = 8;
        let at = move |one: &Established| {
            let counter = place.checked_sub(one.history)?.checked_add(1)?;
            Some((one.epoch, u32::try_from(counter).ok()?))
        };
        let numbers = self.established.iter().rev().take(MOST_EPOCHS).filter_map(at);
        numbers.flat_map(|(epoch, counter)| self.broadcast_as(epoch, counter))
    }

    /// Every server that ever became a primary, by epoch.
    pub fn established(&self) -> impl Iterator<Item = &Established> {
        self.established.iter()
    }

    /// Notes what a server testifies, if it is of this kind.
    pub(super) fn record(&mut self, server: NodeId, testimony: Testimony) {
        match testimony {
            Testimony::Broadcast { transaction, delivered } => {
                let number = (transaction.epoch, transaction.counter);
                self.broadcast.insert(number, Broadcast { transaction, primary: server, delivered });
            }
            Testimony::Logged(transaction) => {
                self.logged.insert((transaction.epoch, transaction.counter), (transaction, server));
            }
            Testimony::Delivered { place, transaction, done, state } => {
                if done {
                    let value = transaction.value.clone();
                    self.done.insert(number_of_command(&value), (server, value, place));
                }
                self.delivered.insert(Delivered { place, transaction, server, done, state });
            }
            Testimony::Answered { place, transaction } => {
                self.answered.insert(Delivered { place, transaction, server, done: true, state: 0 });
            }
            Testimony::Told(value) => {
                if let Some(done) = self.done(&value).cloned() {
                    self.answered.insert(Delivered { server, state: 0, ..done });
                }
            }
            Testimony::TookOver { up_to, state } => self.took_over.insert_mut(TookOver { up_to, server, state }),
            Testimony::Established { epoch, history } => {
                self.established.insert_mut(Established { epoch, primary: server, history });
            }
            Testimony::Promised(_)
            | Testimony::Voted(..)
            | Testimony::Asked(_)
            | Testimony::AskedToRead(_)
            | Testimony::Read { .. } => {}
        }
    }
}

/// What was delivered at a place of the history, by transaction: with the ballot of the epoch and its primary, and the servers that ever had it on their disks.
pub fn delivered_in(place: Slot, ledger: &Ledger) -> Vec<Chosen> {
    let facts = ledger.broadcasts();
    let mut found: Vec<&Transaction> = facts.delivered().of(place).map(|delivered| &delivered.transaction).collect();
    found.dedup();
    let chosen = |transaction: &Transaction| {
        let ballot = Ballot::new(transaction.epoch, facts.primary_of(transaction).unwrap_or(NodeId::FIRST));
        let vote = Vote { ballot, value: transaction.value.clone() };
        Chosen { slot: place, vote, voters: facts.logged_by(transaction) }
    };
    found.into_iter().map(chosen).collect()
}

impl Renamed for Delivered {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { server: self.server.renamed(renaming), ..self.clone() }
    }
}

impl Renamed for Broadcasts {
    fn renamed(&self, renaming: &Renaming) -> Self {
        let renamed = |id: &NodeId| id.renamed(renaming);
        Self {
            broadcast: (self.broadcast.iter())
                .map(|(number, one)| (number, Broadcast { primary: renamed(&one.primary), ..one.clone() }))
                .collect(),
            logged: (self.logged.iter()).map(|(number, (what, by))| (number, (what.clone(), renamed(by)))).collect(),
            delivered: self.delivered.renamed(renaming),
            answered: self.answered.renamed(renaming),
            done: (self.done.iter())
                .map(|(number, (by, what, place))| (number, (renamed(by), what.clone(), *place)))
                .collect(),
            took_over: (self.took_over.iter())
                .map(|took_over| TookOver { server: renamed(&took_over.server), ..*took_over })
                .collect(),
            established: (self.established.iter())
                .map(|established| Established { primary: renamed(&established.primary), ..*established })
                .collect(),
        }
    }
}
