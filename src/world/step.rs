//! Steps of a world, and what came of them.

use super::Envelope;
use crate::protocol::{Effect, NodeId, Protocol, Renamed, Renaming};

/// One step: an action, cut by a crash of the node that handles it or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step<P: Protocol> {
    /// What happens.
    pub action: Action<P>,
    /// The node crashes after this many of the writes and sends that the action makes it do, and loses its memory;
    /// only deliver, fire, request and notice have any. A number that is not reached means a crash right after the last.
    pub crash_after: Option<u16>,
}

/// What happens in a step.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Action<P: Protocol> {
    /// A message arrives; its link is whole and its receiver up. On a connection, it is the next.
    Deliver(Envelope<P::Message>),
    /// A message is lost, which travels on its own.
    Drop(Envelope<P::Message>),
    /// A message is copied, which travels on its own.
    Duplicate(Envelope<P::Message>),
    /// An armed timer runs out.
    Fire(NodeId, P::Timer),
    /// A client asks a node that is up.
    Request(NodeId, P::Request),
    /// A node that is up keeps its disk and loses the rest.
    Crash(NodeId),
    /// A node that is down starts with its disk.
    Restart(NodeId),
    /// A node that is down starts with a blank disk.
    RestartWiped(NodeId),
    /// Nothing can be delivered from the first to the second any more.
    Cut(NodeId, NodeId),
    /// It can again.
    Heal(NodeId, NodeId),
    /// A node that is up notices that the connection on which the first sent is gone. No link has to be whole: it is its own system that tells it.
    Notice {
        /// The other end.
        from: NodeId,
        /// The node.
        to: NodeId,
    },
    /// The connection of the two breaks: what is under way on it is lost, and both will notice.
    Break(NodeId, NodeId),
}

/// What came of a step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome<P: Protocol> {
    /// Every effect that was performed, in order, those of messages of the node to itself right behind the sending.
    pub performed: Vec<Performed<P>>,
    /// The node crashed in the step, after this many writes and sends.
    pub crashed_after: Option<u16>,
}

/// An effect that was performed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Performed<P: Protocol> {
    /// The effect.
    pub effect: Effect<P>,
    /// It is a message of the node to itself, handled at once.
    pub to_itself: bool,
    /// It is a message on a connection that is gone already: it went nowhere.
    pub vanished: bool,
}

impl<P: Protocol> Action<P> {
    /// The node that it happens to; of a link, the one that sends.
    pub fn node(&self) -> NodeId {
        match self {
            Action::Deliver(envelope) | Action::Drop(envelope) | Action::Duplicate(envelope) => envelope.to,
            Action::Fire(node, _)
            | Action::Request(node, _)
            | Action::Crash(node)
            | Action::Restart(node)
            | Action::RestartWiped(node)
            | Action::Cut(node, _)
            | Action::Heal(node, _)
            | Action::Break(node, _) => *node,
            Action::Notice { to, .. } => *to,
        }
    }
}

impl<P: Protocol> Renamed for Action<P> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        let node = |node: &NodeId| node.renamed(renaming);
        match self {
            Action::Deliver(envelope) => Action::Deliver(envelope.renamed(renaming)),
            Action::Drop(envelope) => Action::Drop(envelope.renamed(renaming)),
            Action::Duplicate(envelope) => Action::Duplicate(envelope.renamed(renaming)),
            Action::Fire(of, timer) => Action::Fire(node(of), *timer),
            Action::Request(of, request) => Action::Request(node(of), request.clone()),
            Action::Crash(of) => Action::Crash(node(of)),
            Action::Restart(of) => Action::Restart(node(of)),
            Action::RestartWiped(of) => Action::RestartWiped(node(of)),
            Action::Cut(from, to) => Action::Cut(node(from), node(to)),
            Action::Heal(from, to) => Action::Heal(node(from), node(to)),
            Action::Notice { from, to } => Action::Notice { from: node(from), to: node(to) },
            Action::Break(one, other) => Action::Break(node(one), node(other)),
        }
    }
}

impl<P: Protocol> Renamed for Step<P> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { action: self.action.renamed(renaming), crash_after: self.crash_after }
    }
}

impl<P: Protocol> Performed<P> {
    /// Can it be told afterwards that it was performed, by the disk or by others? Between such effects a crash may cut.
    pub fn lasts(&self) -> bool {
        matches!(self.effect, Effect::Persist(_)) || (matches!(self.effect, Effect::Send { .. }) && !self.to_itself)
    }

    /// The message that went out, sent by this node, if one did.
    pub fn sent_by(&self, from: NodeId) -> Option<Envelope<P::Message>> {
        match &self.effect {
            Effect::Send { to, message } if !self.to_itself && !self.vanished => {
                Some(Envelope { from, to: *to, message: message.clone() })
            }
            _ => None,
        }
    }
}

impl<P: Protocol> Default for Outcome<P> {
    fn default() -> Self {
        Self { performed: Vec::new(), crashed_after: None }
    }
}

/// Why a step is not allowed now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotEnabled {
    /// The cluster has no such node.
    NoSuchNode(NodeId),
    /// No such message is under way, or on a connection it is not the next (in a set, and on connections, nothing can be dropped or duplicated).
    NoSuchMessage,
    /// The node is down.
    NodeDown(NodeId),
    /// The node is up.
    NodeUp(NodeId),
    /// The timer is not armed.
    TimerNotArmed,
    /// The link is cut.
    LinkCut(NodeId, NodeId),
    /// The link is not cut.
    LinkWhole(NodeId, NodeId),
    /// A node has no link to itself.
    SelfLink(NodeId),
    /// The second has nothing to notice next of the connection with the first.
    NothingToNotice(NodeId, NodeId),
    /// The two have no connection that could break.
    NotConnected(NodeId, NodeId),
}
