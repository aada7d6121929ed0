//! Equal states at equal slots, and a machine that does not keep to it.

use super::super::{Action, Envelope, NetworkKind, Property, Step, World, two_states};
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

#[test]
fn servers_that_have_done_as_much_are_in_the_same_state() {
    assert_eq!(two_states(&played::<KeyValue>()), None);
}

/// The ledger is in order all the same: it tells what is done, and not what it leads to.
#[test]
fn a_machine_that_is_no_function_of_what_it_does_is_found() {
    let world = played::<Moody>();
    let quorums = world.config().quorums;
    let mut properties = Property::of(ProtocolName::MultiPaxos).iter();
    assert_eq!(properties.find_map(|property| property.judge(world.ledger(), quorums, 3)), None);
    assert_eq!(two_states(&world), NodeId::new(2).map(|second| (NodeId::FIRST, second)));
}
