//! When an expectation holds.

use super::{Expectation, SlotContent};
use crate::protocol::multipaxos::{Entry, KeyValue, MultiPaxos, Role};
use crate::protocol::synod::{Phase, Synod};
use crate::protocol::{NodeId, Protocol, Value};
use crate::world::{self, World};

/// A protocol of which a scenario can expect something.
pub trait Judging: Protocol {
    /// Does it hold in this state? What is chosen is judged from the ledger; what a node promised and accepted is what its disk holds
    /// (a running node remembers the same). What means nothing in the protocol does not hold; no text says such a thing.
    fn holds(expectation: &Expectation, world: &World<Self>) -> bool;
}

impl Judging for Synod {
    fn holds(expectation: &Expectation, world: &World<Self>) -> bool {
        let all_chosen = || world::chosen(world.ledger(), world.config().quorums).into_iter();
        match expectation {
            Expectation::Chosen(value) => all_chosen().any(|chosen| chosen.vote.value == *value),
            Expectation::NothingChosen => all_chosen().next().is_none(),
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
            Expectation::Slot(..) | Expectation::Applied(..) | Expectation::Store(..) | Expectation::Answered(..) => {
                false
            }
        }
    }
}

impl Judging for MultiPaxos<KeyValue> {
    fn holds(expectation: &Expectation, world: &World<Self>) -> bool {
        let server = |id: NodeId| running(world, id).and_then(Self::server);
        let slots = || 0..world.ledger().votes().end();
        match expectation {
            Expectation::Chosen(value) => slots().any(|slot| is_chosen(world, slot, Some(value))),
            Expectation::NothingChosen => !slots().any(|slot| is_chosen(world, slot, None)),
            Expectation::Slot(slot, SlotContent::Nothing) => !is_chosen(world, *slot, None),
            Expectation::Slot(slot, SlotContent::NoOp) => {
                chosen_entries(world, *slot).any(|entry| entry == Some(Entry::NoOp))
            }
            Expectation::Slot(slot, SlotContent::Operation(value)) => is_chosen(world, *slot, Some(value)),
            Expectation::Promised(node, ballot) => disk(world, *node).is_some_and(|disk| disk.promised == *ballot),
            Expectation::Leads(node, ballot) => {
                let leads = server(*node).and_then(|server| match server.role() {
                    Role::Leader(leader) => Some(leader.ballot),
                    Role::Follower | Role::Candidate(_) => None,
                });
                leads == *ballot
            }
            Expectation::Applied(node, slots) => server(*node).is_some_and(|server| server.commit() == *slots),
            Expectation::Store(node, pair) => server(*node).is_some_and(|server| {
                let (key, held) = pair.as_str().split_once('=').unwrap_or((pair.as_str(), ""));
                let key = Value::new(key).ok();
                let found = key.and_then(|key| server.applied().machine().get(&key).cloned());
                found.as_ref().map_or("", Value::as_str) == held
            }),
            Expectation::Answered(id, commands) => running(world, *id).and_then(Self::client).is_some_and(|client| {
                let asked = disk(world, *id).map_or(0, |disk| disk.asked);
                asked - u32::from(client.waits_for().is_some()) == *commands
            }),
            Expectation::Up(node, up) => running(world, *node).is_some() == *up,
            Expectation::Property(property, holds) => {
                let breach = property.judge(world.ledger(), world.config().quorums, world.node_count());
                breach.is_none() == *holds
            }
            Expectation::Learned(..) | Expectation::Accepted(..) => false,
        }
    }
}

/// What is chosen in a slot; nothing for what is none of its entries.
fn chosen_entries(world: &World<MultiPaxos<KeyValue>>, slot: u64) -> impl Iterator<Item = Option<Entry>> {
    let all = world::chosen_in(slot, world.ledger(), world.config().quorums).into_iter();
    all.map(|chosen| Entry::of_value(&chosen.vote.value))
}

/// Is this operation chosen in the slot, or anything, if none is named?
fn is_chosen(world: &World<MultiPaxos<KeyValue>>, slot: u64, operation: Option<&Value>) -> bool {
    chosen_entries(world, slot).any(|entry| match (entry, operation) {
        (Some(Entry::Command(command)), Some(operation)) => command.operation == *operation,
        (_, asked) => asked.is_none(),
    })
}

fn disk<P: Protocol>(world: &World<P>, node: NodeId) -> Option<&P::Durable> {
    world.place(node).map(|place| &place.disk)
}

fn running<P: Protocol>(world: &World<P>, node: NodeId) -> Option<&P> {
    world.place(node)?.running.as_ref().map(|running| &running.node)
}
