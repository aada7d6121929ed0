//! How much is kept of a state once it was seen: its place in the set, and how it was reached.

use paxos_playground::check::{Bounds, Search};
use paxos_playground::scenario::parse;

/// More than a million states.
const SCENARIO: &str = "paxos 1
nodes 3
allow ballots 2
at 0 propose n1 \"blue\"
at 0 propose n2 \"green\"
";

/// States that are expanded between two looks.
const BUDGET: usize = 100;

/// From so many states on: before, what is laid out in advance is more than what is used.
const MANY: u64 = 100_000;

pub fn tell() {
    let model = parse(SCENARIO).expect("a scenario").model().expect("few requests");
    let mut search = Search::new(model, Bounds { max_bytes: usize::MAX, ..Bounds::default() });
    let mut most = 0.0_f64;
    while !search.advance(BUDGET) {
        let distinct = search.covered().distinct;
        if distinct >= MANY {
            most = most.max(search.seen_bytes() as f64 / distinct as f64);
        }
    }
    let covered = search.covered();
    println!("Synod, three nodes, two proposers of two ballots: {} states", covered.distinct);
    println!(
        "  seen set and parents  {:.1} bytes a state; {most:.1} at most, from {MANY} states on",
        search.seen_bytes() as f64 / covered.distinct as f64
    );
}
