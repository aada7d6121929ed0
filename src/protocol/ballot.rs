//! Ballots: the numbers that order attempts.

use super::{Canonical, NodeId, Projection};
use std::fmt;

/// A ballot, written `round.node`. Totally ordered, first by round, then by the node that owns it; no two nodes own the same
/// ballot, so a ballot has one proposer (Paxos Made Simple, section 2.2: proposals have distinct numbers).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Ballot {
    /// The attempt, from 1.
    pub round: u32,
    /// The node that may use this ballot, and nobody else.
    pub node: NodeId,
}

impl Ballot {
    /// The ballot of this round and owner.
    pub fn new(round: u32, node: NodeId) -> Self {
        Self { round, node }
    }

    /// The ballot right below this one in a cluster of this size, or nothing below `1.n1`.
    pub fn below(self, node_count: u8) -> Option<Ballot> {
        match NodeId::new(self.node.number() - 1) {
            Some(node) => Some(Ballot::new(self.round, node)),
            None if self.round > 1 => Some(Ballot::new(self.round - 1, NodeId::new(node_count)?)),
            None => None,
        }
    }
}

impl fmt::Display for Ballot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.round, self.node)
    }
}

impl Canonical for Ballot {
    fn project(&self, out: &mut Projection) {
        out.u32(self.round);
        self.node.project(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ballot(round: u32, node: u8) -> Ballot {
        Ballot::new(round, NodeId::new(node).expect("a node"))
    }

    #[test]
    fn rounds_come_before_owners() {
        assert!(ballot(1, 3) < ballot(2, 1));
        assert!(ballot(2, 1) < ballot(2, 3));
        assert_eq!(ballot(2, 3).to_string(), "2.n3");
    }

    #[test]
    fn below_walks_down_to_the_first() {
        let mut at = ballot(2, 2);
        let mut seen = vec![at.to_string()];
        while let Some(next) = at.below(3) {
            at = next;
            seen.push(at.to_string());
        }
        assert_eq!(seen, ["2.n2", "2.n1", "1.n3", "1.n2", "1.n1"]);
    }
}
