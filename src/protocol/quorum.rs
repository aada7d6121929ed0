//! Quorums: how many are enough.

/// The smallest number of `node_count` nodes of which any two sets must share a node: floor(n/2) + 1.
pub fn majority(node_count: u8) -> u8 {
    node_count / 2 + 1
}

/// Half of `node_count` nodes, rounded up: what is too few where the number is even (see [`Variant::HalfQuorum`](super::Variant::HalfQuorum)).
pub fn half(node_count: u8) -> u8 {
    node_count.div_ceil(2)
}

/// How many acceptors each phase needs. Safe when every phase-1 quorum meets every phase-2 quorum, that is when
/// `phase1 + phase2 > n` (Flexible Paxos, section 3).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Quorums {
    /// Promises needed before a value may be proposed.
    pub phase1: u8,
    /// Votes needed for a value to be chosen.
    pub phase2: u8,
}

impl Quorums {
    /// A majority for both phases, as in Paxos Made Simple.
    pub fn majorities(node_count: u8) -> Self {
        let enough = majority(node_count);
        Self { phase1: enough, phase2: enough }
    }

    /// Half of the nodes for both phases, which is a mistake.
    pub fn halves(node_count: u8) -> Self {
        let enough = half(node_count);
        Self { phase1: enough, phase2: enough }
    }

    /// Does every phase-1 quorum share an acceptor with every phase-2 quorum?
    pub fn meet(self, node_count: u8) -> bool {
        u16::from(self.phase1) + u16::from(self.phase2) > u16::from(node_count)
    }
}

#[cfg(test)]
mod tests {
    use super::{Quorums, half, majority};

    /// Each row: nodes, majority, what it shows.
    const TABLE: [(u8, u8, &str); 8] = [
        (4, 3, "an even cluster: two of four are only half, and the other half could choose something else"),
        (1, 1, "a cluster of one decides alone"),
        (2, 2, "two nodes need both: no failure is survived"),
        (3, 2, "the smallest cluster that survives a failure"),
        (5, 3, "survives two"),
        (6, 4, "survives two as well: the sixth node buys nothing"),
        (98, 50, "half of an even cluster is never enough"),
        (99, 50, "the largest cluster here"),
    ];

    #[test]
    fn majorities() {
        for (nodes, expected, shows) in TABLE {
            assert_eq!(majority(nodes), expected, "{nodes} nodes: {shows}");
            assert!(2 * u32::from(majority(nodes)) > u32::from(nodes), "two majorities of {nodes} must meet");
            assert!(2 * u32::from(majority(nodes) - 1) <= u32::from(nodes), "the majority of {nodes} is the smallest");
        }
    }

    #[test]
    fn halves_meet_only_where_the_number_is_odd() {
        for nodes in 1..=99 {
            assert!(Quorums::majorities(nodes).meet(nodes));
            assert_eq!(Quorums::halves(nodes).meet(nodes), nodes % 2 == 1, "{nodes} nodes");
            assert_eq!(half(nodes) == majority(nodes), nodes % 2 == 1, "{nodes} nodes");
        }
    }

    #[test]
    fn flexible_quorums_meet_when_they_are_more_than_all_together() {
        for (phase1, phase2, meet) in [(4, 2, true), (2, 4, true), (1, 5, true), (2, 3, false), (1, 1, false)] {
            assert_eq!(Quorums { phase1, phase2 }.meet(5), meet, "{phase1} and {phase2} of 5");
        }
    }
}
