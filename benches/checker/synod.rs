//! The same World, searched by our engine and, through an adapter that derives `Hash` and `Clone` plainly, by stateright's breadth-first
//! search: both on one thread, both to the end, and neither takes anything for one.

use super::adapter::Plain;
use super::{Speed, TURNS, search, time};
use paxos_playground::scenario::parse;
use stateright::{Checker, Model};

/// The cluster. The benchmark of the browser (`e2e/src/bench.rs`) searches the same.
const SCENARIO: &str = include_str!("synod.paxos");

pub fn compare() {
    let model = Plain::of(&parse(SCENARIO).expect("a scenario"));
    let (states, _) = search(model.cluster());
    let (mut ours, mut theirs) = (Speed::of(states), Speed::of(states));
    for _ in 0..TURNS {
        ours.add(time(|| search(model.cluster())).0);
        let (seconds, unique) = time(|| model.clone().checker().spawn_bfs().join().unique_state_count());
        assert_eq!(unique as u64, states, "both see the same states");
        theirs.add(seconds);
    }
    println!("Synod, three nodes, two proposers of one ballot, one crash, taking nothing for one: {states} states");
    ours.tell("ours");
    theirs.tell("stateright");
    ours.tell_ratio(&theirs);
}
