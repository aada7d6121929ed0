//! Why a command cannot be carried out.

use super::MessageName;
use crate::protocol::NodeId;

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
    /// The node has no timer armed.
    NoTimer(NodeId),
    /// The link from the first to the second is cut.
    LinkCut(NodeId, NodeId),
    /// The message is held already.
    AlreadyHeld(MessageName),
    /// The message is not held.
    NotHeld(MessageName),
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
    /// The run has reached its bound on commands.
    TooManyCommands(usize),
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
}
