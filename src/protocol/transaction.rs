//! What a primary broadcasts, as the ledger has it.

use super::Value;
use std::fmt;

/// A transaction of a primary-backup protocol: two are the same only if all of this is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Transaction {
    /// The epoch of the primary that broadcast it.
    pub epoch: u32,
    /// The how-manieth of that epoch it is, from 1.
    pub counter: u32,
    /// What it says.
    pub value: Value,
}

impl fmt::Display for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} {}", self.epoch, self.counter, self.value)
    }
}
