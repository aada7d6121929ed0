//! Why a command cannot be carried out.

use super::MessageName;
use crate::protocol::{NodeId, TimerName};
use std::fmt;

/// Why a command cannot be carried out now. The sentence is made in the interface.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CommandError {
    /// The cluster has no such node; it has this many.
    NoSuchNode(NodeId, u8),
    /// No such message is under way. How many of its description have set out so far, and which of them are under way.
    NoSuchMessage {
        /// The name given.
        name: MessageName,
        /// How many of this description have set out.
        sent: u32,
        /// The occurrences that are still under way.
        under_way: Vec<u32>,
    },
    /// The node is down.
    NodeDown(NodeId),
    /// The node is up already.
    NodeUp(NodeId),
    /// No person asks this node: the clients of its cluster do.
    NotAsked(NodeId),
    /// The node has no timer armed.
    NoTimer(NodeId),
    /// This timer of the node is not armed.
    NoSuchTimer(NodeId, TimerName),
    /// The node is bound by a lease, and its timer runs out after that of the leader, which still counts on one.
    BoundByLease(NodeId),
    /// The first has nothing to notice of its connection with the second.
    NothingToNotice(NodeId, NodeId),
    /// The link from the first to the second is cut.
    LinkCut(NodeId, NodeId),
    /// The message is not the next on its connection.
    NotNext(MessageName),
    /// The message travels on a connection, where nothing is doubled.
    OnConnection(MessageName),
    /// Another run is under the same script, whose messages, timers and connections are others: none is named.
    MessageOfTwo,
    /// The message is held already.
    AlreadyHeld(MessageName),
    /// The message is not held.
    NotHeld(MessageName),
    /// The two have no connection that could break.
    NoConnection(NodeId, NodeId),
    /// The link is cut already.
    AlreadyCut(NodeId, NodeId),
    /// The link is not cut.
    NotCut(NodeId, NodeId),
    /// No link is cut.
    NothingCut,
    /// A node and itself: there is no such link.
    SelfLink(NodeId),
    /// A node is named twice in a partition.
    NamedTwice(NodeId),
    /// The run has reached its bound on events; nothing more can happen in it.
    TooManyEvents(usize),
    /// The run has reached its bound on branches.
    TooManyBranches(usize),
    /// The run has reached its bound on lines.
    TooManyCommands(usize),
    /// The text of the run has reached its bound, in bytes.
    TextFull(usize),
}

/// Why a message was lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LossCause {
    /// A command dropped it.
    ByHand,
    /// The network lost it: a draw from the seed.
    Network,
    /// Its link was cut when it fell due.
    LinkCut,
    /// Its receiver was down when it fell due.
    ReceiverDown,
    /// The connection that it travelled on is gone.
    Disconnected,
}

impl CommandError {
    /// One word for programs.
    pub fn word(&self) -> &'static str {
        match self {
            CommandError::NoSuchNode(..) => "no-such-node",
            CommandError::NoSuchMessage { .. } => "no-such-message",
            CommandError::NodeDown(_) => "node-down",
            CommandError::NodeUp(_) => "node-up",
            CommandError::NotAsked(_) => "not-asked",
            CommandError::NoTimer(_) => "no-timer",
            CommandError::NoSuchTimer(..) => "no-such-timer",
            CommandError::BoundByLease(_) => "bound-by-lease",
            CommandError::NothingToNotice(..) => "nothing-to-notice",
            CommandError::LinkCut(..) => "link-cut",
            CommandError::NotNext(_) => "not-next",
            CommandError::OnConnection(_) => "on-connection",
            CommandError::MessageOfTwo => "message-of-two",
            CommandError::AlreadyHeld(_) => "already-held",
            CommandError::NotHeld(_) => "not-held",
            CommandError::NoConnection(..) => "no-connection",
            CommandError::AlreadyCut(..) => "already-cut",
            CommandError::NotCut(..) => "not-cut",
            CommandError::NothingCut => "nothing-cut",
            CommandError::SelfLink(_) => "self-link",
            CommandError::NamedTwice(_) => "named-twice",
            CommandError::TooManyEvents(_) => "too-many-events",
            CommandError::TooManyBranches(_) => "too-many-branches",
            CommandError::TooManyCommands(_) => "too-many-commands",
            CommandError::TextFull(_) => "text-full",
        }
    }
}

/// In English, for programs and tests; the interface has its own words.
impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CommandError::NoSuchNode(node, count) => write!(f, "there is no {node}: the cluster has {count} nodes"),
            CommandError::NoSuchMessage { name, sent: 0, .. } => write!(f, "no message {name} has set out yet"),
            CommandError::NoSuchMessage { name, under_way, .. } if under_way.is_empty() => {
                write!(f, "{name} is not under way any more")
            }
            CommandError::NoSuchMessage { name, under_way, .. } => {
                let others: Vec<_> = under_way.iter().map(|occurrence| format!("#{occurrence}")).collect();
                write!(f, "{name} is not under way; of this description there is {}", others.join(", "))
            }
            CommandError::NodeDown(node) => write!(f, "{node} is down: restart it first"),
            CommandError::NodeUp(node) => write!(f, "{node} is up already"),
            CommandError::NotAsked(node) => write!(f, "{node} is a server: have a client (c1) ask for it"),
            CommandError::NoTimer(node) => write!(f, "{node} has no timer running"),
            CommandError::NoSuchTimer(node, timer) => write!(f, "the timer “{timer}” of {node} is not running"),
            CommandError::BoundByLease(node) => write!(
                f,
                "{node} is bound by a lease: by clocks that do not drift, the timer of the leader, which still counts on one, runs out first"
            ),
            CommandError::NothingToNotice(node, peer) => {
                write!(f, "{node} has nothing to notice of its connection with {peer}")
            }
            CommandError::LinkCut(from, to) => write!(f, "the link from {from} to {to} is cut: heal it first"),
            CommandError::NotNext(name) => write!(f, "{name} is not the next on its connection"),
            CommandError::OnConnection(name) => write!(f, "{name} travels on a connection, where nothing is doubled"),
            CommandError::MessageOfTwo => f.write_str(
                "another run is under the same script, whose messages, timers and connections are others: name nodes, links and times",
            ),
            CommandError::AlreadyHeld(name) => write!(f, "{name} is held already"),
            CommandError::NotHeld(name) => write!(f, "{name} is not held"),
            CommandError::NoConnection(one, other) => {
                write!(f, "{one} and {other} have no connection that could break")
            }
            CommandError::AlreadyCut(from, to) => write!(f, "the link from {from} to {to} is cut already"),
            CommandError::NotCut(from, to) => write!(f, "the link from {from} to {to} is not cut"),
            CommandError::NothingCut => f.write_str("no link is cut"),
            CommandError::SelfLink(node) => write!(f, "{node} has no link to itself"),
            CommandError::NamedTwice(node) => write!(f, "{node} is named twice"),
            CommandError::TooManyEvents(most) => write!(f, "a run has at most {most} events"),
            CommandError::TooManyBranches(most) => write!(f, "a run has at most {most} branches"),
            CommandError::TooManyCommands(most) => write!(f, "a run has at most {most} lines"),
            CommandError::TextFull(most) => write!(f, "the text of a run has at most {most} bytes"),
        }
    }
}

impl std::error::Error for CommandError {}
