//! The name of a node.

use super::{Canonical, Projection};
use std::fmt;

/// The largest cluster that runs.
pub const MAX_NODES: u8 = 99;

/// A node's number, from 1 to [`MAX_NODES`]; written `n1` to `n99`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(u8);

impl NodeId {
    /// `n1`.
    pub const FIRST: NodeId = NodeId(1);

    /// The node of this number, if it lies between 1 and [`MAX_NODES`].
    pub fn new(number: u8) -> Option<Self> {
        (1..=MAX_NODES).contains(&number).then_some(Self(number))
    }

    /// Its number, from 1.
    pub fn number(self) -> u8 {
        self.0
    }

    /// Its place in a list of all nodes, from 0.
    pub fn index(self) -> usize {
        usize::from(self.0) - 1
    }

    /// Every node of a cluster of this size, in the order of their numbers.
    pub fn all(node_count: u8) -> impl Iterator<Item = NodeId> + Clone {
        (1..=node_count.min(MAX_NODES)).map(NodeId)
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "n{}", self.0)
    }
}

impl Canonical for NodeId {
    fn project(&self, out: &mut Projection) {
        out.u8(self.0);
    }
}
