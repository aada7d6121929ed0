//! States that differ only in which of several nodes did what are taken for one.
//!
//! Nodes that no client asks begin no ballot; so they own none, and may be called whatever one likes: a permutation of them leaves ballots and
//! their order, configuration, requests and properties as they are, and makes of a schedule another schedule
//! ([`Protocol::are_alike`] says whether the protocol does the same by other names). It is the fingerprint that knows of
//! it: that of a state is the least of those of all the states that permutations make of it. The states themselves stay
//! what they are, so every schedule that is found is one of the world's own; and breadth first, the first state of a kind is found
//! as soon as any of its kind could be, so none is shorter.
//!
//! One thing does go by names: a node sends to the others in the order of their names, and a crash cuts between any two. So states in which a crash is
//! left are taken for what they are, and only those for one in which all that are allowed have happened: nothing leads back.

use super::interned::Interned;
use super::local::Tables;
use super::row::Row;
use super::{hash, mix};
use crate::protocol::{NodeId, Protocol, Renamed, Renaming};
use std::hash::Hash;

/// The most nodes that are taken for one another, in all their 24 orders; of more, the rest keep their names.
const MAX_ALIKE: usize = 4;

/// The orders of nodes that are alike, and the hashes by each of everything met so far.
#[derive(Clone, Default, Debug)]
pub(super) struct Symmetry {
    /// All but the one that changes nothing.
    orders: Vec<Renaming>,
    places: Vec<u64>,
    messages: Vec<u64>,
    ledgers: Vec<u64>,
}

impl Symmetry {
    /// Of a cluster in which these nodes are alike.
    pub fn of(node_count: u8, alike: &[NodeId]) -> Self {
        let alike = &alike[..alike.len().min(MAX_ALIKE)];
        let renaming = |order: Vec<NodeId>| {
            let mut names: Vec<NodeId> = NodeId::all(node_count).collect();
            alike.iter().zip(order).for_each(|(node, name)| names[node.index()] = name);
            Renaming::of_nodes(names)
        };
        let changing = orders(alike).into_iter().filter(|order| order != alike);
        Self { orders: changing.map(renaming).collect(), ..Self::default() }
    }

    /// In how many orders each state is looked at: so many times fewer there are, at most.
    pub fn order(&self) -> usize {
        self.orders.len() + 1
    }

    /// Works out the hashes of what is new.
    pub fn catch_up<P: Protocol>(&mut self, tables: &Tables<P>) {
        let Self { orders, places, messages, ledgers } = self;
        if orders.is_empty() {
            return;
        }
        extend(places, &tables.places, orders, |(index, place), renaming| {
            let node =
                NodeId::at_place(*index, tables.node_count).expect("places are those of nodes").renamed(renaming);
            hash(&(tables.place_of(node), place.renamed(renaming)))
        });
        extend(messages, &tables.messages, orders, |message, renaming| mix(hash(&message.renamed(renaming))));
        extend(ledgers, &tables.ledgers, orders, |ledger, renaming| mix(hash(&ledger.renamed(renaming))));
    }

    /// The least sum of the state and of those that permutations make of it.
    pub fn least_sum(&self, row: &Row, nodes: usize) -> u64 {
        let count = self.orders.len();
        if count == 0 || row.crashes(nodes) > 0 {
            return row.sum;
        }
        let mut sums = [row.left_hash(nodes); 23];
        let mut add = |hashes: &[u64], number: u32| {
            let hashes = &hashes[number as usize * count..][..count];
            sums.iter_mut().zip(hashes).for_each(|(sum, hash)| *sum = sum.wrapping_add(*hash));
        };
        row.places(nodes).iter().for_each(|place| add(&self.places, *place));
        row.messages(nodes).for_each(|message| add(&self.messages, message));
        add(&self.ledgers, row.ledger(nodes));
        sums[..count].iter().fold(row.sum, |least, sum| least.min(*sum))
    }

    /// How much memory it takes, in bytes.
    pub fn bytes(&self) -> usize {
        size_of::<u64>() * (self.places.capacity() + self.messages.capacity() + self.ledgers.capacity())
    }
}

/// The hashes of the things that have none yet, by each order.
fn extend<T: Eq + Hash>(
    hashes: &mut Vec<u64>,
    things: &Interned<T>,
    orders: &[Renaming],
    of: impl Fn(&T, &Renaming) -> u64,
) {
    for number in hashes.len() / orders.len()..things.len() {
        hashes.extend(orders.iter().map(|renaming| of(things.thing(number as u32), renaming)));
    }
}

/// Every order of these.
fn orders(of: &[NodeId]) -> Vec<Vec<NodeId>> {
    let Some((first, rest)) = of.split_first() else { return vec![Vec::new()] };
    let put_in = |order: Vec<NodeId>| {
        (0..=order.len()).map(move |at| [&order[..at], &[*first], &order[at..]].concat()).collect::<Vec<_>>()
    };
    orders(rest).into_iter().flat_map(put_in).collect()
}
