//! What happened in a run.

use super::{Command, CommandError, LossCause, Moment};
use crate::protocol::{NodeId, Protocol};
use crate::world::Performed;

/// One event of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event<P: Protocol> {
    /// The moment right after it.
    pub moment: Moment,
    /// What happened.
    pub what: Occurrence<P>,
    /// The node to which it happened, if to one.
    pub node: Option<NodeId>,
    /// A command made it happen, rather than time.
    pub commanded: bool,
    /// What the node did, in order.
    pub performed: Vec<Performed<P>>,
    /// The node crashed in the middle, after this many writes and sends.
    pub crashed_after: Option<u16>,
    /// Numbers of the messages that set out.
    pub sent: Vec<u32>,
    /// Numbers of the messages that were lost because their connection is gone, besides the one that the event is about, with how many thousandths of their way
    /// they had come.
    pub lost: Vec<(u32, u16)>,
}

/// What an event is. Messages are named by their numbers in the branch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Occurrence<P: Protocol> {
    /// A client asked the node.
    Requested(P::Request),
    /// A message was delivered.
    Delivered(u32),
    /// A message was lost, having come so many thousandths of its way.
    Lost(u32, LossCause, u16),
    /// A message was copied; the copy.
    Duplicated(u32, u32),
    /// A message was held.
    Held(u32),
    /// A message was released.
    Released(u32),
    /// A timer ran out.
    Fired(P::Timer),
    /// The node noticed that its connection with this one is gone.
    Noticed(NodeId),
    /// The node crashed.
    Crashed,
    /// The node started again with its disk.
    Restarted,
    /// The node started with a blank disk.
    Wiped,
    /// Links were cut and healed.
    Rewired {
        /// The command.
        command: Command,
        /// Directed links cut now.
        cut: Vec<(NodeId, NodeId)>,
        /// Directed links healed now.
        healed: Vec<(NodeId, NodeId)>,
    },
    /// The connection of these two was broken.
    Broken(NodeId, NodeId),
    /// A setting of the network changed.
    Set(Command),
    /// A command could not be carried out.
    Impossible(Command, CommandError),
}
