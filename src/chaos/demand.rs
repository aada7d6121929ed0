//! What is demanded of each protocol once everything has healed.

use super::Failure;
use crate::protocol::clients::{Client, KeyValue};
use crate::protocol::multipaxos::{MultiPaxos, Role};
use crate::protocol::synod::Synod;
use crate::protocol::zab::{self, Zab};
use crate::protocol::{NodeId, Protocol};
use crate::scenario::{Expectation, Judging};
use crate::world::World;

/// A protocol that can be put to chaos.
pub trait Demanding: Judging {
    /// How it fails that makes no progress.
    const LATE: Failure;

    /// Those with whom most happens: about half of what happens to nodes happens to them.
    fn busy(world: &World<Self>, asked: &[NodeId]) -> Vec<NodeId>;

    /// Has this one come to what it was asked for?
    fn is_content(world: &World<Self>, asked: NodeId) -> bool;

    /// Is there nothing left to wait for, this one having been asked last?
    fn is_done(world: &World<Self>, asked: NodeId) -> bool;

    /// What can be seen where there is something to wait for.
    fn late(world: &World<Self>, asked: NodeId) -> Expectation;
}

/// A node that is asked has to know the decision.
impl Demanding for Synod {
    const LATE: Failure = Failure::NoDecision;

    fn busy(_world: &World<Self>, asked: &[NodeId]) -> Vec<NodeId> {
        asked.to_vec()
    }

    fn is_content(world: &World<Self>, asked: NodeId) -> bool {
        running(world, asked).is_some_and(|node| node.learner().learned().is_some())
    }

    fn is_done(world: &World<Self>, asked: NodeId) -> bool {
        Self::is_content(world, asked)
    }

    fn late(_world: &World<Self>, asked: NodeId) -> Expectation {
        Expectation::Learned(asked, None)
    }
}

/// Every client has to have its answer.
impl Demanding for MultiPaxos<KeyValue> {
    const LATE: Failure = Failure::NoAnswer;

    fn busy(world: &World<Self>, _asked: &[NodeId]) -> Vec<NodeId> {
        let leads = |id: &NodeId| {
            running(world, *id).and_then(Self::server).is_some_and(|server| matches!(server.role(), Role::Leader(_)))
        };
        NodeId::all(world.node_count()).filter(leads).collect()
    }

    fn is_content(world: &World<Self>, asked: NodeId) -> bool {
        is_answered(running(world, asked).and_then(Self::client))
    }

    fn is_done(world: &World<Self>, _asked: NodeId) -> bool {
        waiting(world).is_none()
    }

    fn late(world: &World<Self>, asked: NodeId) -> Expectation {
        unanswered(world, asked, |disk| disk.asked)
    }
}

/// Every client has to have its answer.
impl Demanding for Zab<KeyValue> {
    const LATE: Failure = Failure::NoAnswer;

    fn busy(world: &World<Self>, _asked: &[NodeId]) -> Vec<NodeId> {
        let leads = |id: &NodeId| {
            let server = running(world, *id).and_then(Self::server);
            server.is_some_and(|server| matches!(server.role(), zab::Role::Leading(_)))
        };
        NodeId::all(world.node_count()).filter(leads).collect()
    }

    fn is_content(world: &World<Self>, asked: NodeId) -> bool {
        is_answered(running(world, asked).and_then(Self::client))
    }

    fn is_done(world: &World<Self>, _asked: NodeId) -> bool {
        waiting(world).is_none()
    }

    fn late(world: &World<Self>, asked: NodeId) -> Expectation {
        unanswered(world, asked, |disk| disk.asked)
    }
}

fn running<P: Protocol>(world: &World<P>, node: NodeId) -> Option<&P> {
    world.place(node)?.running.as_ref().map(|running| &running.node)
}

/// A client that is up waits for nothing.
fn is_answered(client: Option<&Client>) -> bool {
    client.is_some_and(|client| client.waits_for().is_none())
}

/// The first client that has no answer.
fn waiting<P: Demanding>(world: &World<P>) -> Option<NodeId> {
    NodeId::clients(P::client_count(world.config())).find(|client| !P::is_content(world, *client))
}

/// The first client that waits, or this one, has asked for so many commands, and all but the last are answered.
fn unanswered<P: Demanding>(world: &World<P>, asked: NodeId, count: impl Fn(&P::Durable) -> u32) -> Expectation {
    let client = waiting(world).unwrap_or(asked);
    Expectation::Answered(client, world.place(client).map_or(0, |place| count(&place.disk)).saturating_sub(1))
}
