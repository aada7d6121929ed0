//! Connections: what is under way in order, between two nodes.
//!
//! A message that belongs to a [`Stream`](crate::protocol::Channel::Stream) travels on the connection of its pair of nodes. Each direction, a
//! [`Way`], is a queue; only its head arrives. What a connection promises is what TCP does: in order, each once, and what is lost is a *suffix*,
//! of which both ends are told. They are told by a [`Item::Closed`], which stands in the queue like a message and is noticed when it is the head.
//!
//! | what happens | to what the node has sent | to what was sent to it |
//! | --- | --- | --- |
//! | it sends | behind all that; but if there is a `Closed` that it has yet to notice, the connection is gone, and the message vanishes | |
//! | it closes its end | arrives, with a `Closed` behind it | lost, up to where the other end closed, if it did; it has nothing to notice |
//! | it crashes | arrives, with a `Closed` behind it | lost, all of it |
//! | the connection breaks | lost, all of it | lost, all of it; each end that was open has a `Closed` to notice |
//!
//! Who has noticed opens a new connection with the next message that it sends; it stands behind the `Closed` that the other end may have yet to
//! notice, so that nobody takes what belongs to one connection for the other's. An end is *open* from when the node has sent or received on it until it has
//! closed it or noticed that it is gone. An end that never was open has nothing to notice: its node never knew that it was to be one.
//!
//! Why a break loses everything, and not some suffix of it: what arrived before the loss may as well have arrived before the break, so every suffix is
//! lost in some schedule.

use crate::protocol::{Canonical, Map, NodeId, Projection, Renamed, Renaming};
use rpds::QueueSync;
use std::hash::Hash;

/// What stands in a queue.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Item<M> {
    /// A message.
    Message(M),
    /// The receiver has yet to notice that the connection is gone.
    Closed,
}

/// One direction of a connection. A copy costs the same however much is under way.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Way<M> {
    items: QueueSync<Item<M>>,
    /// How many of them are `Closed`.
    closed: u32,
    /// The last of them, if there is one, is `Closed`.
    ends_closed: bool,
    /// The receiver's end is open.
    open: bool,
}

impl<M> Default for Way<M> {
    fn default() -> Self {
        Self { items: QueueSync::new_sync(), closed: 0, ends_closed: false, open: false }
    }
}

impl<M: Clone> Way<M> {
    /// What is under way, the next first.
    pub fn items(&self) -> impl Iterator<Item = &Item<M>> {
        self.items.iter()
    }

    /// The next.
    pub fn head(&self) -> Option<&Item<M>> {
        self.items.peek()
    }

    /// Is the receiver's end open?
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Has the receiver something to notice?
    pub fn is_closing(&self) -> bool {
        self.closed > 0
    }

    /// Is there nothing of a connection?
    pub(crate) fn is_blank(&self) -> bool {
        self.items.is_empty() && !self.open
    }

    /// The same with other messages.
    pub(crate) fn map<N>(&self, mut message: impl FnMut(&M) -> N) -> Way<N> {
        let item = |item: &Item<M>| match item {
            Item::Message(here) => Item::Message(message(here)),
            Item::Closed => Item::Closed,
        };
        let items = self.items.iter().map(item).collect();
        Way { items, closed: self.closed, ends_closed: self.ends_closed, open: self.open }
    }

    fn has_messages(&self) -> bool {
        self.items.len() > self.closed as usize
    }

    /// Once all that is under way has arrived, is the receiver's end open?
    fn stays_open(&self) -> bool {
        if self.items.is_empty() { self.open } else { !self.ends_closed }
    }

    fn push(&mut self, item: Item<M>) {
        self.ends_closed = matches!(item, Item::Closed);
        self.closed += u32::from(self.ends_closed);
        self.items.enqueue_mut(item);
    }

    /// The head is gone: it has arrived, or was noticed.
    fn pop(&mut self) -> Option<Item<M>> {
        let head = self.items.peek().cloned()?;
        self.items.dequeue_mut();
        self.closed -= u32::from(matches!(head, Item::Closed));
        self.ends_closed &= !self.items.is_empty();
        Some(head)
    }

    fn clear(&mut self) {
        *self = Self { open: self.open, ..Self::default() };
    }

    /// The head arrives: a message opens the receiver's end, and a `Closed` closes it.
    pub(crate) fn arrive(&mut self) {
        let head = self.pop();
        self.open = matches!(head, Some(Item::Message(_)));
    }

    fn close_behind(&mut self) {
        if self.stays_open() {
            self.push(Item::Closed);
        }
    }

    /// Its part of a break: all is lost, and an open end has something to notice.
    fn lose(&mut self) {
        self.clear();
        if self.open {
            self.push(Item::Closed);
        }
    }
}

/// A node sends: `out` leads away from it, and `back` to it. False if the message vanishes, since the connection is gone and the node has yet to notice.
pub(crate) fn send<M: Clone>(out: &mut Way<M>, back: &mut Way<M>, message: M) -> bool {
    if back.is_closing() {
        return false;
    }
    back.open = true;
    out.push(Item::Message(message));
    true
}

/// A node closes its end, if it is open. What stands behind a `Closed` that it did not notice belongs to a later connection.
pub(crate) fn close<M: Clone>(out: &mut Way<M>, back: &mut Way<M>) {
    if !back.open {
        return;
    }
    back.open = false;
    if back.is_closing() {
        while matches!(back.pop(), Some(Item::Message(_))) {}
    } else {
        back.clear();
        out.close_behind();
    }
}

/// A node crashes.
pub(crate) fn crash<M: Clone>(out: &mut Way<M>, back: &mut Way<M>) {
    *back = Way::default();
    out.close_behind();
}

/// Would a break change anything?
pub(crate) fn can_break<M: Clone>(one: &Way<M>, other: &Way<M>) -> bool {
    [one, other].iter().any(|way| way.has_messages() || (way.open && !way.is_closing()))
}

/// The connection breaks.
pub(crate) fn break_both<M: Clone>(one: &mut Way<M>, other: &mut Way<M>) {
    one.lose();
    other.lose();
}

/// Every direction of every connection.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Streams<M> {
    /// By sender and receiver; only those of which there is anything.
    ways: Map<(NodeId, NodeId), Way<M>>,
}

impl<M> Default for Streams<M> {
    fn default() -> Self {
        Self { ways: Map::new_vec() }
    }
}

impl<M: Clone> Streams<M> {
    /// Of which there is anything, by sender and receiver.
    pub fn iter(&self) -> impl Iterator<Item = (NodeId, NodeId, &Way<M>)> {
        self.ways.iter().map(|((from, to), way)| (*from, *to, way))
    }

    /// One direction, if there is anything of it.
    pub fn way(&self, from: NodeId, to: NodeId) -> Option<&Way<M>> {
        self.ways.get(&(from, to))
    }

    /// Is there nothing at all?
    pub fn is_empty(&self) -> bool {
        self.ways.is_empty()
    }

    /// Would it change anything if the connection of these two broke?
    pub fn can_break(&self, one: NodeId, other: NodeId) -> bool {
        let way = |from, to| self.ways.get(&(from, to)).cloned().unwrap_or_default();
        can_break(&way(one, other), &way(other, one))
    }

    /// Puts in what is under way in one direction.
    pub(crate) fn put(&mut self, from: NodeId, to: NodeId, way: Way<M>) {
        match way.is_blank() {
            true => self.ways.remove(&(from, to)),
            false => self.ways.insert((from, to), way),
        };
    }

    /// The head of a direction arrives.
    pub(super) fn arrive(&mut self, from: NodeId, to: NodeId) {
        let mut way = self.ways.remove(&(from, to)).unwrap_or_default();
        way.arrive();
        self.put(from, to, way);
    }

    /// Does something to both directions of a connection, that from `node` to `peer` first.
    pub(super) fn with_both<T>(
        &mut self,
        node: NodeId,
        peer: NodeId,
        change: impl FnOnce(&mut Way<M>, &mut Way<M>) -> T,
    ) -> T {
        let mut out = self.ways.remove(&(node, peer)).unwrap_or_default();
        let mut back = self.ways.remove(&(peer, node)).unwrap_or_default();
        let result = change(&mut out, &mut back);
        self.put(node, peer, out);
        self.put(peer, node, back);
        result
    }

    /// A node crashes: all its connections are closed.
    pub(super) fn crash(&mut self, node: NodeId) {
        let peers: Vec<NodeId> =
            self.ways.keys().flat_map(|(from, to)| [*from, *to]).filter(|id| *id != node).collect();
        peers.into_iter().for_each(|peer| self.with_both(node, peer, crash));
    }
}

impl<M: Clone + Renamed> Renamed for Streams<M> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        let mut renamed = Self::default();
        for (from, to, way) in self.iter() {
            let way = way.map(|message| message.renamed(renaming));
            renamed.put(from.renamed(renaming), to.renamed(renaming), way);
        }
        renamed
    }
}

impl<M: Canonical> Canonical for Item<M> {
    fn project(&self, out: &mut Projection) {
        out.u8(u8::from(matches!(self, Item::Closed)));
        if let Item::Message(message) = self {
            message.project(out);
        }
    }
}

impl<M: Canonical> Canonical for Streams<M> {
    /// Each direction by sender and receiver: whether the receiver's end is open, and what is under way. (The rest follows from that.)
    fn project(&self, out: &mut Projection) {
        out.u32(u32::try_from(self.ways.len()).unwrap_or(u32::MAX));
        for (ends, way) in &self.ways {
            ends.project(out);
            out.u8(u8::from(way.open));
            out.u32(u32::try_from(way.items.len()).unwrap_or(u32::MAX));
            way.items.iter().for_each(|item| item.project(out));
        }
    }
}
