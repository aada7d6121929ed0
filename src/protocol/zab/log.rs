//! What a server keeps: two epochs, and its history, the end of it as a log and what comes before as a snapshot.

use super::super::clients::{Applied, Command, StateMachine};
use super::super::{Canonical, Growing, Projection, Renamed, Renaming, Transaction};
use super::Zxid;
use std::fmt;
use std::hash::Hash;
use std::sync::Arc;

/// A transaction: what a primary broadcasts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Txn {
    /// Its number.
    pub zxid: Zxid,
    /// What is to be done.
    pub command: Command,
}

impl Txn {
    /// The transaction as the ledger has it.
    pub fn transaction(&self) -> Transaction {
        let Zxid { epoch, counter } = self.zxid;
        Transaction { epoch, counter, value: self.command.value() }
    }
}

impl fmt::Display for Txn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.zxid, self.command)
    }
}

/// The state to which the first transactions lead.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Snapshot<S> {
    /// How many they are.
    pub count: u64,
    /// The last of them.
    pub last: Zxid,
    /// The state.
    pub applied: Applied<S>,
}

/// What the disk of a node holds. A copy is cheap however long the log is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Durable<S: StateMachine> {
    /// `acceptedEpoch`, f.p of the paper: the highest epoch whose LEADERINFO it has accepted. It takes part in none below.
    pub accepted_epoch: u32,
    /// `currentEpoch`, f.a of the paper: the last epoch whose NEWLEADER it has accepted. Its history is of that epoch.
    pub current_epoch: u32,
    /// Of a client: the number of its last command.
    pub asked: u32,
    snapshot: Arc<Snapshot<S>>,
    log: Growing<Txn>,
}

/// A write to the disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Write<S: StateMachine> {
    /// The epoch accepted.
    AcceptedEpoch(u32),
    /// The epoch whose history this is.
    CurrentEpoch(u32),
    /// A transaction, at the end of the log.
    Logged(Txn),
    /// The log is cut off behind this transaction.
    Truncated(Zxid),
    /// A snapshot of its own, which takes the place of the transactions in it.
    Compacted(Arc<Snapshot<S>>),
    /// A snapshot of another, which takes the place of everything.
    Installed(Arc<Snapshot<S>>),
    /// Of a client: the number of its next command.
    Asked(u32),
}

impl<S: StateMachine> Default for Durable<S> {
    fn default() -> Self {
        Self { accepted_epoch: 0, current_epoch: 0, asked: 0, snapshot: Arc::default(), log: Growing::default() }
    }
}

impl<S: StateMachine> Durable<S> {
    /// What comes before the log.
    pub fn snapshot(&self) -> &Arc<Snapshot<S>> {
        &self.snapshot
    }

    /// The log, in order.
    pub fn log(&self) -> impl Iterator<Item = &Txn> {
        self.log.iter()
    }

    /// How many transactions the history has, those in the snapshot included.
    pub fn count(&self) -> u64 {
        self.snapshot.count + self.log.len() as u64
    }

    /// The last transaction of the history.
    pub fn last(&self) -> Zxid {
        self.last_of(self.count())
    }

    /// The last of the first so many transactions.
    pub fn last_of(&self, count: u64) -> Zxid {
        let place = count.checked_sub(1);
        place.and_then(|place| self.at(place)).map_or(self.snapshot.last, |txn| txn.zxid)
    }

    /// The transaction at a place of the history, from 0, if it is in the log.
    pub fn at(&self, place: u64) -> Option<&Txn> {
        self.log.get(usize::try_from(place.checked_sub(self.snapshot.count)?).ok()?)
    }

    /// How many transactions of the history are not above this one.
    pub fn count_up_to(&self, zxid: Zxid) -> u64 {
        // Newest first: what is asked about is mostly near the end.
        let above =
            (0..self.log.len()).rev().take_while(|place| self.log.get(*place).is_some_and(|txn| txn.zxid > zxid));
        self.count() - above.count() as u64
    }

    /// Is this the last transaction of the snapshot, or one of the log?
    pub fn has(&self, zxid: Zxid) -> bool {
        self.last_of(self.count_up_to(zxid)) == zxid
    }

    /// What a write makes of it.
    pub fn fold(&mut self, write: &Write<S>) {
        match write {
            Write::AcceptedEpoch(epoch) => self.accepted_epoch = *epoch,
            Write::CurrentEpoch(epoch) => self.current_epoch = *epoch,
            Write::Logged(txn) => self.log.push(txn.clone()),
            Write::Truncated(zxid) => {
                while self.log.last().is_some_and(|txn| txn.zxid > *zxid) {
                    self.log.pop();
                }
            }
            Write::Compacted(snapshot) => {
                let gone = snapshot.count.saturating_sub(self.snapshot.count);
                self.log = self.log.iter().skip(usize::try_from(gone).unwrap_or(usize::MAX)).cloned().collect();
                self.snapshot = Arc::clone(snapshot);
            }
            Write::Installed(snapshot) => {
                self.log = Growing::default();
                self.snapshot = Arc::clone(snapshot);
            }
            Write::Asked(sequence) => self.asked = *sequence,
        }
    }
}

impl Renamed for Txn {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { zxid: self.zxid, command: self.command.renamed(renaming) }
    }
}

impl<S: StateMachine> Renamed for Snapshot<S> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { applied: self.applied.renamed(renaming), ..self.clone() }
    }
}

impl<S: StateMachine> Renamed for Durable<S> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self {
            snapshot: Arc::new(self.snapshot.renamed(renaming)),
            log: self.log.iter().map(|txn| txn.renamed(renaming)).collect(),
            ..self.clone()
        }
    }
}

impl Canonical for Txn {
    fn project(&self, out: &mut Projection) {
        self.zxid.project(out);
        self.command.project(out);
    }
}

impl<S: StateMachine> Canonical for Snapshot<S> {
    fn project(&self, out: &mut Projection) {
        out.u64(self.count);
        self.last.project(out);
        self.applied.project(out);
    }
}

impl<S: StateMachine> Canonical for Durable<S> {
    fn project(&self, out: &mut Projection) {
        out.u32(self.accepted_epoch);
        out.u32(self.current_epoch);
        out.u32(self.asked);
        self.snapshot.project(out);
        out.u32(u32::try_from(self.log.len()).unwrap_or(u32::MAX));
        self.log.iter().for_each(|txn| txn.project(out));
    }
}
