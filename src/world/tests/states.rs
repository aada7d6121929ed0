//! Equal states at equal slots, and a machine that does not keep to it.

use super::super::{Action, Breach, Envelope, NetworkKind, Property, Step, World};
use crate::protocol::clients::{KeyValue, Served, StateMachine};
use crate::protocol::multipaxos::{Config, Message, MultiPaxos, Timer};
use crate::protocol::{Canonical, NodeId, Projection, ProtocolName, Value};
use std::cell::Cell;

thread_local! {
    static DONE: Cell<u64> = const { Cell::new(0) };
}

/// It is no function of what it does: each time it comes to another state, whichever server it belongs to.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
struct Moody(u64);

impl StateMachine for Moody {
    fn apply(&mut self, _operation: &Value) -> Option<Value> {
        self.0 = DONE.replace(DONE.get() + 1);
        None
    }
}

impl Canonical for Moody {
    fn project(&self, out: &mut Projection) {
        out.u64(self.0);
    }
}

fn next<S: StateMachine>(world: &World<MultiPaxos<S>>) -> Option<Envelope<Message<S>>> {
    world.network().distinct().next().cloned()
}

/// Three servers: n1 leads, a client's command is chosen, and all do it.
fn played<S: StateMachine>() -> World<MultiPaxos<S>> {
    let mut world = World::<MultiPaxos<S>>::new(Config::majorities(3, 1), NetworkKind::Bag);
    let client = NodeId::client(1).expect("a client");
    let ask = Action::Request(client, Value::new("x=1").expect("a value"));
    for action in [Action::Fire(NodeId::FIRST, Timer::Election), ask, Action::Fire(NodeId::FIRST, Timer::Heartbeat)] {
        world.apply(&Step { action, crash_after: None }).expect("it is possible");
        while let Some(envelope) = next(&world) {
            world.apply(&Step { action: Action::Deliver(envelope), crash_after: None }).expect("it is under way");
        }
    }
    let done = |server| world.place(server)?.running.as_ref()?.node.done().map(|(count, _)| count);
    assert!(NodeId::all(3).all(|server| done(server) == Some(1)), "all have done one command");
    world
}

/// The properties that fail, each with what proves it.
fn broken<S: StateMachine>(world: &World<MultiPaxos<S>>) -> Vec<(Property, Breach)> {
    let quorums = world.config().quorums;
    let judged = |property: &Property| Some((*property, property.judge(world.ledger(), quorums, 3)?));
    Property::of(ProtocolName::MultiPaxos).iter().filter_map(judged).collect()
}

#[test]
fn servers_that_have_done_as_much_are_in_the_same_state() {
    assert_eq!(broken(&played::<KeyValue>()), []);
}

/// All else is in order all the same: the same is done everywhere.
#[test]
fn a_machine_that_is_no_function_of_what_it_does_is_found() {
    let servers = [1, 2].map(|number| NodeId::new(number).expect("a server"));
    assert_eq!(broken(&played::<Moody>()), [(Property::EqualStates, Breach::TwoStates { place: 0, servers })]);
}
