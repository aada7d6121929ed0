//! Nodes that say what they are asked to, and remember what they heard: a protocol with nothing in it but channels.

#![allow(dead_code, reason = "each of the tests that include this uses a part of it")]

use paxos_playground::protocol::{
    Ballot, Canonical, Channel, Effect, Effects, Input, Kind, Label, NodeId, Projection, Protocol, Renamed, Renaming,
    Testimony, Value, Wait,
};

pub fn node(number: u8) -> NodeId {
    NodeId::new(number).expect("a node")
}

pub fn value(text: &str) -> Value {
    Value::new(text).expect("a value")
}

/// Asked `n2 text`, it says so on the connection with n2; asked `n2 ~text`, it says so on its own; asked `n2 close`, it closes the connection.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Talk {
    pub heard: Vec<(NodeId, String)>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Words(pub Value);

impl Canonical for Words {
    fn project(&self, out: &mut Projection) {
        self.0.project(out);
    }
}

impl Renamed for Words {
    fn renamed(&self, _: &Renaming) -> Self {
        self.clone()
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NoTimer;

impl Canonical for NoTimer {
    fn project(&self, _: &mut Projection) {}
}

#[derive(Clone, Default, PartialEq, Eq, Hash, Debug)]
pub struct NoDisk;

impl Canonical for NoDisk {
    fn project(&self, _: &mut Projection) {}
}

impl Renamed for NoDisk {
    fn renamed(&self, _: &Renaming) -> Self {
        Self
    }
}

impl Canonical for Talk {
    fn project(&self, out: &mut Projection) {
        for (from, text) in &self.heard {
            from.project(out);
            out.text(text);
        }
    }
}

impl Renamed for Talk {
    fn renamed(&self, _: &Renaming) -> Self {
        self.clone()
    }
}

impl Protocol for Talk {
    /// How many nodes.
    type Config = u8;
    type Message = Words;
    type Request = Value;
    type Timer = NoTimer;
    type Durable = NoDisk;
    type Write = ();
    type Reason = ();

    const STREAMS: bool = true;

    fn boot(_: NodeId, _: &u8, _: &NoDisk, _: &mut Effects<Self>) -> Self {
        Self { heard: Vec::new() }
    }

    fn handle(&mut self, _: &u8, input: Input<Self>, out: &mut Effects<Self>) {
        match input {
            Input::Deliver { from, message } => self.heard.push((from, message.0.to_string())),
            Input::Closed { peer } => self.heard.push((peer, "closed".to_owned())),
            Input::Fire(NoTimer) => {}
            Input::Request(asked) => {
                let (to, text) = asked.as_str().split_once(' ').expect("to whom, and what");
                let to = node(to[1..].parse().expect("a number"));
                for text in text.split(',') {
                    match text {
                        "close" => out.close(to),
                        text => out.send(to, Words(value(text))),
                    }
                }
            }
        }
    }

    fn fold(_: &mut NoDisk, (): &()) {}

    fn channel(message: &Words) -> Channel {
        if message.0.as_str().starts_with('~') { Channel::Datagram } else { Channel::Stream }
    }

    fn label(_from: NodeId, _to: NodeId, _: &Words) -> Label {
        Label::of_ballot(Kind::Request, Ballot::new(1, NodeId::FIRST))
    }

    fn wait(NoTimer: NoTimer) -> Wait {
        Wait::Timeout
    }

    fn testimony(_: &Effect<Self>) -> Option<Testimony> {
        None
    }

    fn begun(_: &Effect<Self>) -> Option<Ballot> {
        None
    }

    fn asked_value(_: &Value) -> Option<Value> {
        None
    }

    fn node_count(nodes: &u8) -> u8 {
        *nodes
    }
}
