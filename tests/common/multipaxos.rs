//! Multi-Paxos in a world of its own, driven by hand.

#![allow(dead_code, reason = "each of the tests that include this uses a part of it")]

use super::log::{Node, client, node, value};
use paxos_playground::protocol::multipaxos::Role;
use paxos_playground::protocol::multipaxos::{Config, KeyValue, Message, Server, Timer};
use paxos_playground::protocol::{Kind, NodeId, Protocol, ProtocolName};
use paxos_playground::world::{Action, Breach, Envelope, NetworkKind, Outcome, Property, Step, World};

/// What must be true of a log, and is not.
pub fn broken(world: &Cluster) -> Option<(Property, Breach)> {
    let (config, ledger) = (world.config(), world.ledger());
    let breach = |property: Property| Some((property, property.judge(ledger, config.quorums, config.servers)?));
    Property::of(ProtocolName::MultiPaxos).iter().copied().find_map(breach)
}

pub type Cluster = World<Node>;

/// A cluster that is driven by hand.
#[derive(Clone)]
pub struct Play {
    pub world: Cluster,
    /// Every property is judged after every step.
    pub judged: bool,
}

impl Play {
    pub fn new(config: Config) -> Self {
        Self { world: World::new(config, NetworkKind::Bag), judged: true }
    }

    /// The same, whatever is broken; and each message may come whenever it suits.
    pub fn unjudged(config: Config) -> Self {
        Self { world: World::new(config, NetworkKind::Set), judged: false }
    }

    #[track_caller]
    pub fn take(&mut self, action: Action<Node>) -> Outcome<Node> {
        let step = Step { action, crash_after: None };
        let outcome = self.world.apply(&step);
        if self.judged {
            self.check();
        }
        outcome.unwrap_or_else(|error| panic!("{error:?}: {step:?}"))
    }

    #[track_caller]
    pub fn check(&self) {
        assert_eq!(broken(&self.world), None);
    }

    pub fn server(&self, number: u8) -> &Server<KeyValue> {
        let place = self.world.place(node(number)).and_then(|place| place.running.as_ref());
        place.and_then(|running| running.node.server()).expect("a server that runs")
    }

    pub fn fire(&mut self, number: u8, timer: Timer) {
        let of = if timer == Timer::Retry { client(number) } else { node(number) };
        self.take(Action::Fire(of, timer));
    }

    /// The client asks for something.
    pub fn ask(&mut self, number: u8, operation: &str) {
        self.take(Action::Request(client(number), value(operation)));
    }

    pub fn crash(&mut self, number: u8) {
        self.take(Action::Crash(node(number)));
    }

    pub fn restart(&mut self, number: u8) {
        self.take(Action::Restart(node(number)));
    }

    /// The message of this kind and of the highest ballot that goes from one to the other arrives; what it breaks is for the caller to judge.
    #[track_caller]
    pub fn pass(&mut self, from: u8, to: u8, kind: Kind) {
        self.pass_from(node(from), to, kind);
    }

    #[track_caller]
    pub fn pass_from(&mut self, from: NodeId, to: u8, kind: Kind) {
        let is_it = |envelope: &&Envelope<Message<KeyValue>>| {
            (envelope.from, envelope.to) == (from, node(to))
                && Node::label(from, envelope.to, &envelope.message).kind == kind
        };
        let envelope = self.world.network().distinct().filter(is_it).last().cloned();
        let envelope = envelope.unwrap_or_else(|| panic!("no {} from {from} to n{to}", kind.word()));
        let step = Step { action: Action::Deliver(envelope), crash_after: None };
        assert!(self.world.apply(&step).is_ok());
    }

    /// The first message under way of which this is true.
    pub fn under_way(
        &self,
        wanted: impl Fn(&Envelope<Message<KeyValue>>) -> bool,
    ) -> Option<Envelope<Message<KeyValue>>> {
        self.world.network().distinct().find(|envelope| wanted(envelope)).cloned()
    }

    /// Delivers what is under way until nothing is: but what is for nodes that are down, or of which this is true, is lost.
    pub fn settle_without(&mut self, lost: impl Fn(&Envelope<Message<KeyValue>>) -> bool) {
        while let Some(envelope) = self.under_way(|_| true) {
            let down = self.world.place(envelope.to).is_none_or(|place| place.running.is_none());
            let action = if down || lost(&envelope) { Action::Drop(envelope) } else { Action::Deliver(envelope) };
            self.take(action);
        }
    }

    pub fn settle(&mut self) {
        self.settle_without(|_| false);
    }

    /// The server leads, promised by these.
    pub fn elect(&mut self, number: u8, others: &[u8]) {
        self.fire(number, Timer::Election);
        for other in others {
            self.pass(number, *other, Kind::Prepare);
            self.pass(*other, number, Kind::Promise);
        }
        others.iter().for_each(|other| self.pass(number, *other, Kind::Heartbeat));
        assert!(matches!(self.server(number).role(), Role::Leader(_)), "n{number} leads");
    }

    /// The server leads, and everybody knows.
    pub fn lead(&mut self, number: u8) {
        self.fire(number, Timer::Election);
        self.settle();
        assert!(matches!(self.server(number).role(), Role::Leader(_)), "n{number} leads");
    }

    /// What is chosen in each slot, as the server knows it, from the start of its log.
    pub fn log(&self, number: u8) -> Vec<String> {
        let server = self.server(number);
        let known = server.disk().votes_from(0).filter(|(slot, _)| *slot < server.commit());
        known.map(|(_, vote)| vote.entry.to_string()).collect()
    }

    pub fn holds(&self, number: u8, key: &str) -> Option<String> {
        self.server(number).applied().machine().get(&value(key)).map(ToString::to_string)
    }
}
