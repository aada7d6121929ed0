//! The name of a node.

use super::{Canonical, Projection};
use std::fmt;

/// The largest cluster that runs.
pub const MAX_NODES: u8 = 99;

/// The most clients that a cluster may have.
pub const MAX_CLIENTS: u8 = 20;

/// What is added to a client's number, so that clients come behind all nodes.
const CLIENTS: u8 = 100;

/// The name of a node, written `n1` to `n99`, or of a client of the cluster, written `c1` to `c20`. Clients come behind nodes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(u8);

impl NodeId {
    /// `n1`.
    pub const FIRST: NodeId = NodeId(1);

    /// The node of this number, if it lies between 1 and [`MAX_NODES`].
    pub fn new(number: u8) -> Option<Self> {
        (1..=MAX_NODES).contains(&number).then_some(Self(number))
    }

    /// The client of this number, if it lies between 1 and [`MAX_CLIENTS`].
    pub fn client(number: u8) -> Option<Self> {
        (1..=MAX_CLIENTS).contains(&number).then(|| Self(CLIENTS + number))
    }

    /// Is it a client's?
    pub fn is_client(self) -> bool {
        self.0 > CLIENTS
    }

    /// The number in its name, from 1.
    pub fn number(self) -> u8 {
        if self.is_client() { self.0 - CLIENTS } else { self.0 }
    }

    /// Its place in a list of all nodes, or of all clients, from 0.
    pub fn index(self) -> usize {
        usize::from(self.number()) - 1
    }

    /// Its place in a list of so many nodes with the clients behind them, from 0. (Behind the end, if there is no such node.)
    pub fn place(self, node_count: u8) -> usize {
        match (self.is_client(), self.index()) {
            (true, index) => usize::from(node_count) + index,
            (false, index) if index < usize::from(node_count) => index,
            (false, _) => usize::MAX,
        }
    }

    /// The node or client of this place.
    pub fn at_place(place: u8, node_count: u8) -> Option<Self> {
        match place.checked_sub(node_count) {
            Some(client) => Self::client(client.checked_add(1)?),
            None => Self::new(place + 1),
        }
    }

    /// Every node of a cluster of this size, in the order of their numbers.
    pub fn all(node_count: u8) -> impl Iterator<Item = NodeId> + Clone {
        (1..=node_count.min(MAX_NODES)).map(NodeId)
    }

    /// Every client of a cluster with so many, in the order of their numbers.
    pub fn clients(client_count: u8) -> impl Iterator<Item = NodeId> + Clone {
        (1..=client_count.min(MAX_CLIENTS)).map(|number| NodeId(CLIENTS + number))
    }
}

/// How many nodes a cluster has, and how many clients.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Roster {
    /// Nodes, from `n1` on.
    pub nodes: u8,
    /// Clients, from `c1` on.
    pub clients: u8,
}

impl Roster {
    /// Is there such a node or client?
    pub fn has(self, id: NodeId) -> bool {
        id.number() <= if id.is_client() { self.clients } else { self.nodes }
    }

    /// Every node, then every client.
    pub fn ids(self) -> impl Iterator<Item = NodeId> + Clone {
        NodeId::all(self.nodes).chain(NodeId::clients(self.clients))
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.is_client() { 'c' } else { 'n' }, self.number())
    }
}

impl Canonical for NodeId {
    fn project(&self, out: &mut Projection) {
        out.u8(self.0);
    }
}
