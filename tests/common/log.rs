//! A replicated log in the tests: its nodes, and what its clients were told.

#![allow(dead_code, reason = "each of the tests that include this uses a part of it")]

use paxos_playground::protocol::multipaxos::{KeyValue, Message, MultiPaxos};
use paxos_playground::protocol::{Effect, NodeId, Value};
use paxos_playground::world::Performed;

pub type Node = MultiPaxos<KeyValue>;

pub fn node(number: u8) -> NodeId {
    NodeId::new(number).expect("a node")
}

pub fn client(number: u8) -> NodeId {
    NodeId::client(number).expect("a client")
}

pub fn value(text: &str) -> Value {
    Value::new(text).expect("a value")
}

/// How the commands end, in the ledger, whose client is told that they are done.
pub fn acknowledged(performed: &[Performed<Node>]) -> impl Iterator<Item = String> {
    performed.iter().filter_map(|performed| match &performed.effect {
        Effect::Send { to, message: Message::Reply { sequence, .. } } => Some(format!(" #{to}.{sequence}")),
        _ => None,
    })
}
