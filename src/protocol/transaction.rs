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

impl Transaction {
    /// What stands in a slot of a log that no primary broadcasts: it is of no epoch.
    pub fn in_slot(value: Value) -> Self {
        Self { epoch: 0, counter: 0, value }
    }
}

impl fmt::Display for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.epoch == 0 {
            return self.value.fmt(f);
        }
        write!(f, "{}:{} {}", self.epoch, self.counter, self.value)
    }
}
