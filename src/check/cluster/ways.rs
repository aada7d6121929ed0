//! Connections in a row: each direction as a number, by sender and receiver; what stands in it are numbers of messages.

use super::local::Tables;
use super::row::Change;
use super::{Cluster, Row, mix};
use crate::protocol::{NodeId, Protocol};
use crate::world::{Envelope, Item, Streams, Way, break_both, can_break, close, crash, send};

/// What a node does to its connections, in order.
#[derive(Clone, Copy, Debug)]
pub(super) enum Doing {
    /// It sends the message of this number to the node of this index.
    Send(u8, u32),
    /// It closes its end of the connection with the node of this index.
    Close(u8),
}

/// What the direction adds to the sum of a row; nothing, if there is nothing of it.
fn hash_of<P: Protocol>(tables: &Tables<P>, place: usize, way: u32) -> u64 {
    if tables.ways.thing(way).is_blank() { 0 } else { mix(tables.ways.hash(way) ^ mix(place as u64 + 1)) }
}

impl<P: Protocol> Tables<P> {
    /// The next of a direction: the number of the message, or none where the end is to be noticed. Nothing if nothing is under way.
    pub fn head(&self, way: u32) -> Option<Option<u32>> {
        self.ways.thing(way).head().map(|item| match item {
            Item::Message(message) => Some(*message),
            Item::Closed => None,
        })
    }

    /// Would a break of these two directions change anything?
    pub fn can_break(&self, one: u32, other: u32) -> bool {
        can_break(self.ways.thing(one), self.ways.thing(other))
    }

    fn put(&mut self, change: &mut Change, (from, to): (u8, u8), way: Way<u32>) {
        let place = change.way_at(from, to);
        let (before, after) = (change.way(place), self.ways.number(way));
        if before != after {
            change.set_way(place, after, hash_of(self, place, before), hash_of(self, place, after));
        }
    }

    /// The head of a direction arrives.
    pub fn arrive(&mut self, change: &mut Change, from: u8, to: u8) {
        let mut way = self.ways.thing(change.way(change.way_at(from, to))).clone();
        way.arrive();
        self.put(change, (from, to), way);
    }

    /// Does something to both directions between two nodes, that from the first to the second first.
    fn with_both(&mut self, change: &mut Change, one: u8, other: u8, act: impl FnOnce(&mut Way<u32>, &mut Way<u32>)) {
        let mut out = self.ways.thing(change.way(change.way_at(one, other))).clone();
        let mut back = self.ways.thing(change.way(change.way_at(other, one))).clone();
        act(&mut out, &mut back);
        self.put(change, (one, other), out);
        self.put(change, (other, one), back);
    }

    /// A node has done this to its connections.
    pub fn do_all(&mut self, change: &mut Change, node: u8, doings: &[Doing]) {
        for doing in doings {
            match *doing {
                Doing::Send(to, message) => {
                    self.with_both(change, node, to, |out, back| {
                        send(out, back, message);
                    });
                }
                Doing::Close(peer) => self.with_both(change, node, peer, close),
            }
        }
    }

    /// A node has crashed.
    pub fn hang_up(&mut self, change: &mut Change, node: u8, nodes: u8) {
        for peer in (0..nodes).filter(|peer| *peer != node) {
            self.with_both(change, node, peer, crash);
        }
    }

    /// The connection of two nodes breaks.
    pub fn break_between(&mut self, change: &mut Change, one: u8, other: u8) {
        self.with_both(change, one, other, break_both);
    }

    /// The connections of a row.
    pub fn streams(&self, row: &Row, nodes: usize) -> Streams<P::Message> {
        let mut streams = Streams::default();
        let id = |place: usize| NodeId::at_place(u8::try_from(place).ok()?, self.node_count);
        let ids: Vec<NodeId> = (0..nodes).filter_map(id).collect();
        for (place, way) in row.ways().iter().enumerate() {
            let (from, to) = (ids[place / nodes], ids[place % nodes]);
            let way = self.ways.thing(*way).map(|message| self.messages.thing(*message).message.clone());
            streams.put(from, to, way);
        }
        streams
    }
}

impl<P: Protocol> Cluster<P> {
    /// The row with the connections with which the model begins, and with breaks to come.
    pub(super) fn connected(&mut self, row: Row) -> Row {
        if !P::STREAMS {
            return row;
        }
        let count = self.node_count();
        let blank = self.tables.ways.number(Way::default());
        let mut change = row.change(count);
        change.connect(vec![blank; count * count], self.allowance.breaks);
        let start: Vec<_> =
            self.start.network().streams().iter().map(|(from, to, way)| (from, to, way.clone())).collect();
        for (from, to, way) in start {
            let way = way.map(|message| self.tables.message(Envelope { from, to, message: message.clone() }));
            self.tables.put(&mut change, (self.tables.place_of(from), self.tables.place_of(to)), way);
        }
        change.row()
    }
}
