//! When an expectation holds.

use super::Expectation;
use crate::protocol::NodeId;
use crate::protocol::synod::{Durable, Phase, Synod};
use crate::world::{self, World};

impl Expectation {
    /// Does it hold in this state? What is chosen is judged from the ledger; what a node promised and accepted is what its disk holds
    /// (a running node remembers the same).
    pub fn holds(&self, world: &World<Synod>) -> bool {
        match self {
            Expectation::Chosen(value) => all_chosen(world).any(|chosen| chosen == *value),
            Expectation::NothingChosen => all_chosen(world).next().is_none(),
            Expectation::Learned(node, value) => {
                let learner = running(world, *node).map(|node| node.learner());
                let learned = learner.and_then(|learner| learner.learned()).map(|learned| &learned.vote.value);
                learned == value.as_ref()
            }
            Expectation::Promised(node, ballot) => disk(world, *node).is_some_and(|disk| disk.promised == *ballot),
            Expectation::Accepted(node, vote) => disk(world, *node).is_some_and(|disk| {
                let held = disk.vote.as_ref().map(|vote| (vote.ballot, &vote.value));
                held == vote.as_ref().map(|(ballot, value)| (*ballot, value))
            }),
            Expectation::Leads(node, ballot) => {
                let led = running(world, *node).and_then(|node| match node.proposer().phase() {
                    Phase::Preparing { ballot, .. } => Some(*ballot),
                    Phase::Proposing { vote, .. } => Some(vote.ballot),
                    Phase::Idle | Phase::BackingOff { .. } => None,
                });
                led == *ballot
            }
            Expectation::Up(node, up) => running(world, *node).is_some() == *up,
            Expectation::Property(property, holds) => {
                let breach = property.judge(world.ledger(), world.config().quorums, world.node_count());
                breach.is_none() == *holds
            }
        }
    }
}

fn all_chosen(world: &World<Synod>) -> impl Iterator<Item = crate::protocol::Value> {
    world::chosen(world.ledger(), world.config().quorums).into_iter().map(|chosen| chosen.vote.value)
}

fn disk(world: &World<Synod>, node: NodeId) -> Option<&Durable> {
    world.place(node).map(|place| &place.disk)
}

fn running(world: &World<Synod>, node: NodeId) -> Option<&Synod> {
    world.place(node)?.running.as_ref().map(|running| &running.node)
}
