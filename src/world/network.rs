//! What is under way between nodes.

use super::Streams;
use crate::protocol::{Canonical, NodeId, Projection, Renamed, Renaming};
use std::collections::BTreeMap;

/// A message with its sender and receiver.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Envelope<M> {
    /// Who sent it.
    pub from: NodeId,
    /// Whom it is for.
    pub to: NodeId,
    /// What it says.
    pub message: M,
}

impl<M: Renamed> Renamed for Envelope<M> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self {
            from: self.from.renamed(renaming),
            to: self.to.renamed(renaming),
            message: self.message.renamed(renaming),
        }
    }
}

impl<M: Renamed + Ord + Clone> Renamed for Network<M> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        let copies = self.copies.iter().map(|(envelope, count)| (envelope.renamed(renaming), *count));
        Self { kind: self.kind, copies: copies.collect(), streams: self.streams.renamed(renaming) }
    }
}

/// How a network treats what was sent on no connection.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NetworkKind {
    /// As played: a message is delivered, dropped or duplicated, and is gone.
    Bag,
    /// As checked: what was sent stays deliverable for ever, which is all loss, duplication and delay at once.
    Set,
}

/// The messages under way: those that travel on their own, sorted by sender, receiver and content; and the connections, which are the same in a bag and a
/// set.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Network<M: Ord> {
    kind: NetworkKind,
    copies: BTreeMap<Envelope<M>, u32>,
    pub(super) streams: Streams<M>,
}

impl<M: Ord + Clone> Network<M> {
    /// Nothing under way.
    pub fn new(kind: NetworkKind) -> Self {
        Self { kind, copies: BTreeMap::new(), streams: Streams::default() }
    }

    /// Bag or set.
    pub fn kind(&self) -> NetworkKind {
        self.kind
    }

    /// Every connection.
    pub fn streams(&self) -> &Streams<M> {
        &self.streams
    }

    /// Is at least one such message under way on its own?
    pub fn contains(&self, envelope: &Envelope<M>) -> bool {
        self.copies.contains_key(envelope)
    }

    /// Each different message under way on its own, in order.
    pub fn distinct(&self) -> impl Iterator<Item = &Envelope<M>> {
        self.copies.keys()
    }

    /// One more message.
    pub(super) fn insert(&mut self, envelope: &Envelope<M>) {
        match (self.kind, self.copies.get_mut(envelope)) {
            (NetworkKind::Bag, Some(count)) => *count += 1,
            (NetworkKind::Set, Some(_)) => {}
            (_, None) => {
                self.copies.insert(envelope.clone(), 1);
            }
        }
    }

    /// One message less.
    pub(super) fn remove(&mut self, envelope: &Envelope<M>) {
        match self.copies.get_mut(envelope) {
            Some(count) if *count > 1 => *count -= 1,
            _ => {
                self.copies.remove(envelope);
            }
        }
    }

    /// A message arrives: a bag loses it, a set keeps it.
    pub(super) fn deliver(&mut self, envelope: &Envelope<M>) {
        if self.kind == NetworkKind::Bag {
            self.remove(envelope);
        }
    }
}

impl<M: Ord + Clone + Canonical> Canonical for Network<M> {
    /// The kind, what travels on its own, and connections if there are any.
    fn project(&self, out: &mut Projection) {
        out.u8(match self.kind {
            NetworkKind::Bag => 0,
            NetworkKind::Set => 1,
        });
        out.u32(u32::try_from(self.copies.len()).unwrap_or(u32::MAX));
        for (envelope, count) in &self.copies {
            envelope.from.project(out);
            envelope.to.project(out);
            envelope.message.project(out);
            out.u32(*count);
        }
        if !self.streams.is_empty() {
            self.streams.project(out);
        }
    }
}
