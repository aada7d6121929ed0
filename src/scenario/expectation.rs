//! When an expectation holds.

use super::{Expectation, Settings, SlotContent};
use crate::protocol::clients::{Applied, Client, KeyValue};
use crate::protocol::multipaxos::{Entry, MultiPaxos, Role};
use crate::protocol::synod::{Phase, Synod};
use crate::protocol::zab::{self, Stage, Zab};
use crate::protocol::{Ballot, NodeId, Protocol, ProtocolName, Quorums, Slot, Value};
use crate::world::{self, Chosen, Ledger, World};

/// A protocol that a scenario can be of, and of which it can expect something.
pub trait Judging: Protocol<Request = Value> + 'static {
    /// Which it is.
    const NAME: ProtocolName;

    /// What every node of the scenario's cluster knows.
    fn config(settings: &Settings) -> Self::Config;

    /// How many acceptors each phase needs.
    fn quorums(config: &Self::Config) -> Quorums;

    /// What is chosen in a slot, by the ledger: by the votes of a quorum, or under Zab, since some server delivered it.
    fn chosen_in(slot: Slot, ledger: &Ledger, quorums: Quorums) -> Vec<Chosen> {
        world::chosen_in(slot, ledger, quorums)
    }

    /// What can be expected of a run that ends so: what is chosen, if anything is.
    fn end_of(world: &World<Self>) -> Expectation {
        let (ledger, quorums) = (world.ledger(), Self::quorums(world.config()));
        let chosen = (0..ledger.end()).flat_map(|slot| Self::chosen_in(slot, ledger, quorums));
        let entry = |chosen: Chosen| Some((chosen.slot, Entry::of_value(&chosen.vote.value)?));
        match chosen.filter_map(entry).next() {
            Some((_, Entry::Command(command))) => Expectation::Chosen(command.operation),
            Some((slot, Entry::NoOp)) => Expectation::Slot(slot, SlotContent::NoOp),
            None => Expectation::NothingChosen,
        }
    }

    /// Does it hold in this state? What is chosen is judged from the ledger; what a node promised and accepted is what its disk holds
    /// (a running node remembers the same). What means nothing in the protocol does not hold; no text says such a thing.
    fn holds(expectation: &Expectation, world: &World<Self>) -> bool;
}

impl Judging for Synod {
    const NAME: ProtocolName = ProtocolName::Synod;

    fn config(settings: &Settings) -> Self::Config {
        settings.config()
    }

    fn quorums(config: &Self::Config) -> Quorums {
        config.quorums
    }

    fn end_of(world: &World<Self>) -> Expectation {
        let chosen = world::chosen(world.ledger(), world.config().quorums).into_iter().next();
        chosen.map_or(Expectation::NothingChosen, |chosen| Expectation::Chosen(chosen.vote.value))
    }

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
            Expectation::Slot(..)
            | Expectation::Applied(..)
            | Expectation::Store(..)
            | Expectation::Answered(..)
            | Expectation::Beside(_) => false,
        }
    }
}

impl Judging for MultiPaxos<KeyValue> {
    const NAME: ProtocolName = ProtocolName::MultiPaxos;

    fn config(settings: &Settings) -> Self::Config {
        settings.multipaxos()
    }

    fn quorums(config: &Self::Config) -> Quorums {
        config.quorums
    }

    fn holds(expectation: &Expectation, world: &World<Self>) -> bool {
        let server = |id: NodeId| running(world, id).and_then(Self::server);
        match expectation {
            Expectation::Promised(node, ballot) => disk(world, *node).is_some_and(|disk| disk.promised == *ballot),
            Expectation::Leads(node, ballot) => {
                let leads = server(*node).and_then(|server| match server.role() {
                    Role::Leader(leader) => Some(leader.ballot),
                    Role::Follower | Role::Candidate(_) => None,
                });
                leads == *ballot
            }
            Expectation::Applied(node, slots) => server(*node).is_some_and(|server| server.commit() == *slots),
            Expectation::Store(node, pair) => server(*node).is_some_and(|server| stores(server.applied(), pair)),
            Expectation::Answered(id, commands) => running(world, *id).and_then(Self::client).is_some_and(|client| {
                let asked = disk(world, *id).map_or(0, |disk| disk.asked);
                answered(client, asked) == *commands
            }),
            other => holds_of_log(other, world),
        }
    }
}

impl Judging for Zab<KeyValue> {
    const NAME: ProtocolName = ProtocolName::Zab;

    fn config(settings: &Settings) -> zab::Config {
        settings.zab()
    }

    fn quorums(config: &zab::Config) -> Quorums {
        Quorums::majorities(config.voters())
    }

    fn chosen_in(slot: Slot, ledger: &Ledger, _quorums: Quorums) -> Vec<Chosen> {
        world::delivered_in(slot, ledger)
    }

    /// A primary leads the ballot of its epoch; what a server promised is the epoch that it accepted, in the name of whoever leads.
    fn holds(expectation: &Expectation, world: &World<Self>) -> bool {
        let server = |id: NodeId| running(world, id).and_then(Self::server);
        match expectation {
            Expectation::Promised(node, ballot) => disk(world, *node).is_some_and(|disk| {
                let wanted = ballot.map_or(0, |ballot| ballot.round);
                disk.accepted_epoch == wanted
            }),
            Expectation::Leads(node, ballot) => {
                let leads = server(*node).and_then(|server| match server.role() {
                    zab::Role::Leading(leading) if leading.stage == Stage::Broadcast => leading.epoch,
                    _ => None,
                });
                leads.map(|epoch| Ballot::new(epoch, *node)) == *ballot
            }
            Expectation::Applied(node, count) => server(*node).is_some_and(|server| server.delivered() == *count),
            Expectation::Store(node, pair) => server(*node).is_some_and(|server| stores(server.applied(), pair)),
            Expectation::Answered(id, commands) => running(world, *id).and_then(Self::client).is_some_and(|client| {
                let asked = disk(world, *id).map_or(0, |disk| disk.asked);
                answered(client, asked) == *commands
            }),
            other => holds_of_log(other, world),
        }
    }
}

/// What can be expected of any log: of what is chosen, who is up, and what must be true.
fn holds_of_log<P: Judging>(expectation: &Expectation, world: &World<P>) -> bool {
    let slots = || 0..world.ledger().end();
    match expectation {
        Expectation::Chosen(value) => slots().any(|slot| is_chosen(world, slot, Some(value))),
        Expectation::NothingChosen => !slots().any(|slot| is_chosen(world, slot, None)),
        Expectation::Slot(slot, SlotContent::Nothing) => !is_chosen(world, *slot, None),
        Expectation::Slot(slot, SlotContent::NoOp) => chosen_entries(world, *slot).contains(&Some(Entry::NoOp)),
        Expectation::Slot(slot, SlotContent::Operation(value)) => is_chosen(world, *slot, Some(value)),
        Expectation::Up(node, up) => running(world, *node).is_some() == *up,
        Expectation::Property(property, holds) => {
            let (quorums, acceptors) = (P::quorums(world.config()), world.acceptor_count());
            property.judge(world.ledger(), quorums, acceptors).is_none() == *holds
        }
        _ => false,
    }
}

/// Does the key hold this? `x=1`, or `x=` for nothing.
fn stores(applied: &Applied<KeyValue>, pair: &Value) -> bool {
    let (key, held) = pair.as_str().split_once('=').unwrap_or((pair.as_str(), ""));
    let key = Value::new(key).ok();
    let found = key.and_then(|key| applied.machine().get(&key).cloned());
    found.as_ref().map_or("", Value::as_str) == held
}

/// To how many of its commands a client has an answer.
fn answered(client: &Client, asked: u32) -> u32 {
    asked - u32::from(client.waits_for().is_some())
}

/// What is chosen in a slot; nothing for what is none of its entries.
fn chosen_entries<P: Judging>(world: &World<P>, slot: Slot) -> Vec<Option<Entry>> {
    let all = P::chosen_in(slot, world.ledger(), P::quorums(world.config())).into_iter();
    all.map(|chosen| Entry::of_value(&chosen.vote.value)).collect()
}

/// Is this operation chosen in the slot, or anything, if none is named?
fn is_chosen<P: Judging>(world: &World<P>, slot: Slot, operation: Option<&Value>) -> bool {
    chosen_entries(world, slot).into_iter().any(|entry| match (entry, operation) {
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
