//! What a node wants done: an appendable list, in order.

use super::{NodeId, Protocol, Slot, Value};

/// One thing that a node wants done. See the table in [`protocol`](super).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect<P: Protocol> {
    /// Write to the disk.
    Persist(P::Write),
    /// Send a message; to itself, it is handled at once.
    Send {
        /// The receiver.
        to: NodeId,
        /// What it says.
        message: P::Message,
    },
    /// Close the connection with another node: what was sent on it still arrives, and what is under way to this node is lost.
    Close {
        /// The other end.
        peer: NodeId,
    },
    /// Arm a timer (again, if it was armed).
    SetTimer {
        /// Which.
        timer: P::Timer,
        /// The how-manieth attempt it belongs to, from 1: later attempts may wait longer.
        attempt: u32,
    },
    /// Disarm a timer.
    CancelTimer(P::Timer),
    /// The node has learned what is chosen.
    Decide {
        /// In which slot.
        slot: Slot,
        /// The value.
        value: Value,
    },
    /// Why the node did what it did.
    Explain(P::Reason),
}

/// The effects of one input, in the order in which they are to happen.
#[derive(Clone, Debug)]
pub struct Effects<P: Protocol>(Vec<Effect<P>>);

impl<P: Protocol> Default for Effects<P> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<P: Protocol> Effects<P> {
    /// Writes to the disk.
    pub fn persist(&mut self, write: P::Write) {
        self.0.push(Effect::Persist(write));
    }

    /// Sends one message.
    pub fn send(&mut self, to: NodeId, message: P::Message) {
        self.0.push(Effect::Send { to, message });
    }

    /// Sends to every node: to the sender itself first, then the others in order. Itself first, because handling its own
    /// message may write to the disk, and that has to be there before anybody else hears of it.
    pub fn broadcast(&mut self, sender: NodeId, node_count: u8, message: &P::Message) {
        self.send(sender, message.clone());
        self.send_to_others(sender, node_count, message);
    }

    /// Sends to every node but the sender, in order.
    pub fn send_to_others(&mut self, sender: NodeId, node_count: u8, message: &P::Message) {
        for to in NodeId::all(node_count).filter(|to| *to != sender) {
            self.send(to, message.clone());
        }
    }

    /// Closes the connection with another node.
    pub fn close(&mut self, peer: NodeId) {
        self.0.push(Effect::Close { peer });
    }

    /// Arms a timer.
    pub fn set_timer(&mut self, timer: P::Timer, attempt: u32) {
        self.0.push(Effect::SetTimer { timer, attempt });
    }

    /// Disarms a timer.
    pub fn cancel_timer(&mut self, timer: P::Timer) {
        self.0.push(Effect::CancelTimer(timer));
    }

    /// Tells that the node knows what is chosen.
    pub fn decide(&mut self, slot: Slot, value: Value) {
        self.0.push(Effect::Decide { slot, value });
    }

    /// Tells why.
    pub fn explain(&mut self, reason: P::Reason) {
        self.0.push(Effect::Explain(reason));
    }

    /// The effects, in order.
    pub fn into_vec(self) -> Vec<Effect<P>> {
        self.0
    }
}
