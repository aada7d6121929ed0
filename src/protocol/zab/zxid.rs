//! What orders transactions.

use super::super::{Canonical, Projection};
use std::fmt;

/// The number of a transaction: the epoch of the primary that broadcast it, and how many it had broadcast by then, itself included. Ordered by epoch first
/// (Zab, section IV). Written `2:1`; ZooKeeper keeps both in 64 bits, `epoch << 32 | counter`.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Zxid {
    /// The epoch.
    pub epoch: u32,
    /// The place among the epoch's transactions, from 1. 0 stands for the beginning of the epoch: no transaction has it.
    pub counter: u32,
}

impl Zxid {
    /// Before every transaction.
    pub const ZERO: Zxid = Zxid { epoch: 0, counter: 0 };

    /// The transaction of this epoch and place.
    pub fn new(epoch: u32, counter: u32) -> Self {
        Self { epoch, counter }
    }
}

impl fmt::Display for Zxid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.epoch, self.counter)
    }
}

impl Canonical for Zxid {
    fn project(&self, out: &mut Projection) {
        out.u32(self.epoch);
        out.u32(self.counter);
    }
}
