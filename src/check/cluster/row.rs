//! A state of a cluster, in numbers.

use super::local::Tables;
use super::{Allowance, Kind, Move, mix};
use crate::protocol::Protocol;

/// A state: where each node is, what the ledger holds, what is left of the allowance, and which messages were sent; all as numbers
/// of one model. And its fingerprint, of what the numbers stand for, kept up as it changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Sums of the hashes of the parts, each mixed with where it stands.
    pub(super) sum: u64,
    /// The places, by node; the ledger; requests not made yet, as a set; crashes, wipes and breaks left; ballots begun, by node, four to a
    /// number; messages sent, as a set.
    words: Box<[u32]>,
    /// Directions of connections, by sender and receiver; none where the protocol has no streams.
    ways: Box<[u32]>,
}

/// Where the parts stand in a row of so many nodes.
const fn ledger_at(nodes: usize) -> usize {
    nodes
}

const fn requests_at(nodes: usize) -> usize {
    nodes + 1
}

const fn left_at(nodes: usize) -> usize {
    nodes + 2
}

const fn begun_at(nodes: usize) -> usize {
    nodes + 3
}

const fn messages_at(nodes: usize) -> usize {
    begun_at(nodes) + nodes.div_ceil(4)
}

impl Row {
    pub(super) fn new<P: Protocol>(
        places: &[u32],
        ledger: u32,
        requests: usize,
        allowance: Allowance,
        messages: &[u32],
        tables: &Tables<P>,
    ) -> Self {
        let nodes = places.len();
        let mut words = vec![0; messages_at(nodes)];
        words[..nodes].copy_from_slice(places);
        words[ledger_at(nodes)] = ledger;
        words[requests_at(nodes)] = ((1_u64 << requests) - 1) as u32;
        words[left_at(nodes)] = u32::from(allowance.crashes) | u32::from(allowance.wipes) << 8;
        let mut change = Change { before: u64::MAX, sum: 0, nodes, words, ways: Vec::new() };
        change.sum = change.sum.wrapping_add(change.left_hash());
        change.sum = places.iter().fold(change.sum, |sum, place| sum.wrapping_add(tables.places.hash(*place)));
        change.sum = change.sum.wrapping_add(mix(tables.ledgers.hash(ledger)));
        messages.iter().for_each(|message| change.message(*message, tables.messages.hash(*message)));
        Self { sum: change.sum, words: change.words.into(), ways: Box::default() }
    }

    /// The hash of what is left of the allowance.
    pub(super) fn left_hash(&self, nodes: usize) -> u64 {
        left_hash(&self.words, nodes)
    }

    pub(super) fn places(&self, nodes: usize) -> &[u32] {
        &self.words[..nodes]
    }

    pub(super) fn ledger(&self, nodes: usize) -> u32 {
        self.words[ledger_at(nodes)]
    }

    pub(super) fn requests(&self, nodes: usize) -> u32 {
        self.words[requests_at(nodes)]
    }

    pub(super) fn crashes(&self, nodes: usize) -> u8 {
        self.words[left_at(nodes)] as u8
    }

    pub(super) fn wipes(&self, nodes: usize) -> u8 {
        (self.words[left_at(nodes)] >> 8) as u8
    }

    pub(super) fn breaks(&self, nodes: usize) -> u8 {
        (self.words[left_at(nodes)] >> 16) as u8
    }

    pub(super) fn ways(&self) -> &[u32] {
        &self.ways
    }

    pub(super) fn begun(&self, nodes: usize, node: u8) -> u8 {
        (self.words[begun_at(nodes) + usize::from(node / 4)] >> (8 * (node % 4))) as u8
    }

    /// The messages sent, in the order of their numbers.
    pub(super) fn messages(&self, nodes: usize) -> impl Iterator<Item = u32> {
        members(&self.words[messages_at(nodes)..])
    }

    /// Begins a change of a copy.
    pub(super) fn change(&self, nodes: usize) -> Change {
        Change { before: self.sum, sum: self.sum, nodes, words: self.words.to_vec(), ways: self.ways.to_vec() }
    }

    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + size_of_val(&*self.words) + size_of_val(&*self.ways)
    }
}

fn left_hash(words: &[u32], nodes: usize) -> u64 {
    let left = &words[requests_at(nodes)..messages_at(nodes)];
    left.iter().fold(1, |sum, word| mix(sum ^ u64::from(*word)).wrapping_add(1))
}

/// The members of a set, in order.
fn members(words: &[u32]) -> impl Iterator<Item = u32> {
    members_of(words.iter().copied())
}

fn members_of(words: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
    (0_u32..).zip(words).flat_map(|(word, mut bits)| {
        std::iter::from_fn(move || {
            let bit = (bits != 0).then(|| bits.trailing_zeros())?;
            bits &= bits - 1;
            Some(word * 32 + bit)
        })
    })
}

/// A row that is being changed.
pub(super) struct Change {
    before: u64,
    sum: u64,
    nodes: usize,
    words: Vec<u32>,
    ways: Vec<u32>,
}

impl Change {
    /// Has these connections, and may break so many.
    pub fn connect(&mut self, ways: Vec<u32>, breaks: u8) {
        let old = self.left_hash();
        self.words[left_at(self.nodes)] |= u32::from(breaks) << 16;
        self.sum = self.sum.wrapping_sub(old).wrapping_add(self.left_hash());
        self.ways = ways;
    }

    /// Where the direction stands.
    pub fn way_at(&self, from: u8, to: u8) -> usize {
        usize::from(from) * self.nodes + usize::from(to)
    }

    pub fn way(&self, place: usize) -> u32 {
        self.ways[place]
    }

    /// Puts another number for a direction, and for what the first has added to the sum what it adds.
    pub fn set_way(&mut self, place: usize, way: u32, old: u64, new: u64) {
        self.ways[place] = way;
        self.sum = self.sum.wrapping_sub(old).wrapping_add(new);
    }

    pub fn place<P: Protocol>(&mut self, node: u8, place: u32, tables: &Tables<P>) {
        let word = &mut self.words[usize::from(node)];
        let (old, new) = (tables.places.hash(*word), tables.places.hash(place));
        *word = place;
        self.sum = self.sum.wrapping_sub(old).wrapping_add(new);
    }

    pub fn ledger<P: Protocol>(&mut self, ledger: u32, tables: &Tables<P>) {
        let word = &mut self.words[ledger_at(self.nodes)];
        if *word != ledger {
            let (old, new) = (mix(tables.ledgers.hash(*word)), mix(tables.ledgers.hash(ledger)));
            *word = ledger;
            self.sum = self.sum.wrapping_sub(old).wrapping_add(new);
        }
    }

    /// Takes off what a move costs.
    pub fn pay(&mut self, a_move: &Move, begun: u8) {
        let old = self.left_hash();
        let left = &mut self.words[left_at(self.nodes)];
        *left -= u32::from(a_move.kind == Kind::Crash || a_move.crash_after > 0);
        *left -= u32::from(a_move.kind == Kind::Wipe) << 8;
        *left -= u32::from(matches!(a_move.kind, Kind::Break(_))) << 16;
        if let Kind::Request(request) = a_move.kind {
            self.words[requests_at(self.nodes)] &= !(1 << request);
        }
        self.words[begun_at(self.nodes) + usize::from(a_move.node / 4)] += u32::from(begun) << (8 * (a_move.node % 4));
        self.sum = self.sum.wrapping_sub(old).wrapping_add(self.left_hash());
    }

    pub fn message(&mut self, message: u32, hash: u64) {
        let at = messages_at(self.nodes) + (message / 32) as usize;
        if self.words.len() <= at {
            self.words.resize(at + 1, 0);
        }
        let bit = 1 << (message % 32);
        if self.words[at] & bit == 0 {
            self.words[at] |= bit;
            self.sum = self.sum.wrapping_add(mix(hash));
        }
    }

    pub fn forget(&mut self, message: u32, hash: u64) {
        let word = &mut self.words[messages_at(self.nodes) + (message / 32) as usize];
        *word &= !(1 << (message % 32));
        self.sum = self.sum.wrapping_sub(mix(hash));
    }

    pub fn messages(&self) -> impl Iterator<Item = u32> {
        members(&self.words[messages_at(self.nodes)..])
    }

    /// The messages that are in this set too.
    pub fn messages_among(&self, set: &[u32]) -> impl Iterator<Item = u32> {
        members_of(self.words[messages_at(self.nodes)..].iter().zip(set).map(|(mine, theirs)| mine & theirs))
    }

    pub fn has(&self, message: u32) -> bool {
        let word = self.words.get(messages_at(self.nodes) + (message / 32) as usize);
        word.is_some_and(|word| word & 1 << (message % 32) != 0)
    }

    pub fn place_of(&self, node: u8) -> u32 {
        self.words[usize::from(node)]
    }

    pub fn requests(&self) -> u32 {
        self.words[requests_at(self.nodes)]
    }

    pub fn crashes(&self) -> u8 {
        self.words[left_at(self.nodes)] as u8
    }

    pub fn wipes(&self) -> u8 {
        (self.words[left_at(self.nodes)] >> 8) as u8
    }

    pub fn begun(&self, node: u8) -> u8 {
        (self.words[begun_at(self.nodes) + usize::from(node / 4)] >> (8 * (node % 4))) as u8
    }

    fn left_hash(&self) -> u64 {
        left_hash(&self.words, self.nodes)
    }

    /// The row.
    pub fn row(self) -> Row {
        Row { sum: self.sum, words: self.words.into(), ways: self.ways.into() }
    }

    /// The row, unless it is what it was.
    pub fn done(self) -> Option<Row> {
        (self.sum != self.before).then(|| self.row())
    }
}
