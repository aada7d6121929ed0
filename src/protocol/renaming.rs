//! The same, with other names: what a search needs to see that two states differ in nothing but who did it, or in which round.

use super::{Ballot, Map, NodeId, Set, Vote};

/// Other names for nodes, and other rounds for ballots.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Renaming {
    names: Vec<NodeId>,
    rounds_later: u32,
    counts_attempts: bool,
}

impl Renaming {
    /// Each node gets the name that stands in its place. Ballots keep theirs: who owns one is what orders them, so that only nodes which
    /// own none can be taken for one another.
    pub fn of_nodes(names: Vec<NodeId>) -> Self {
        Self { names, rounds_later: 0, counts_attempts: true }
    }

    /// Every ballot becomes that of so many rounds later; nodes keep their names. How often a node has tried is forgotten: it only tells the
    /// driver how long to wait.
    pub fn of_rounds(node_count: u8, rounds_later: u32) -> Self {
        Self { names: NodeId::all(node_count).collect(), rounds_later, counts_attempts: false }
    }

    /// The round that becomes of this one; 0 is none, and stays it.
    pub fn round(&self, round: u32) -> u32 {
        if round == 0 { 0 } else { round + self.rounds_later }
    }

    /// What becomes of a number of attempts.
    pub fn attempts(&self, attempts: u32) -> u32 {
        if self.counts_attempts { attempts } else { 0 }
    }
}

/// A thing in which nodes and ballots are named.
pub trait Renamed {
    /// The same with other names.
    #[must_use]
    fn renamed(&self, renaming: &Renaming) -> Self;
}

impl Renamed for NodeId {
    fn renamed(&self, renaming: &Renaming) -> Self {
        // (Clients keep their names.)
        let name = renaming.names.get(self.index()).filter(|_| !self.is_client());
        name.copied().unwrap_or(*self)
    }
}

impl Renamed for Ballot {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { round: renaming.round(self.round), node: self.node }
    }
}

impl Renamed for Vote {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { ballot: self.ballot.renamed(renaming), value: self.value.clone() }
    }
}

impl<T: Renamed> Renamed for Option<T> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        self.as_ref().map(|thing| thing.renamed(renaming))
    }
}

impl<T: Renamed + Ord> Renamed for Set<T> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        let mut set = Self::default();
        for thing in self {
            set.insert(thing.renamed(renaming));
        }
        set
    }
}

impl<K: Renamed + Ord, V: Renamed> Renamed for Map<K, V> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        self.iter().map(|(key, value)| (key.renamed(renaming), value.renamed(renaming))).collect()
    }
}

impl Renamed for u8 {
    /// A number names nobody.
    fn renamed(&self, _: &Renaming) -> Self {
        *self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever nodes are called, clients keep their names.
    #[test]
    fn clients_keep_their_names() {
        let swapped = Renaming::of_nodes([2, 1].map(|number| NodeId::new(number).expect("a node")).to_vec());
        let client = NodeId::client(1).expect("a client");
        for renaming in [&swapped, &Renaming::of_rounds(3, 4)] {
            assert_eq!(client.renamed(renaming), client);
        }
        assert_eq!(NodeId::FIRST.renamed(&swapped), NodeId::new(2).expect("a node"));
    }
}
