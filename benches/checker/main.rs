//! How fast the checker is: ratios from one run, on whatever machine this is. `cargo bench --bench checker`
//!
//! The same World is searched by our engine and, through an adapter that derives `Hash` and `Clone` plainly, by stateright's
//! breadth-first search, both on one thread and to the end. Each is run in turn, several times; the best time of each counts.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../tests/adapter/mod.rs"]
mod adapter;

use adapter::Plain;
use paxos_playground::check::spec::paxos::{Constants, Paxos, Question};
use paxos_playground::check::{Bounds, Model, Search};
use paxos_playground::protocol::Quorums;
use paxos_playground::scenario::parse;
use stateright::{Checker, Model as _};
use std::time::Instant;

/// How often each engine has its turn.
const TURNS: usize = 3;

fn main() {
    let text = "paxos 1\nnodes 3\nat 0 propose n1 \"blue\"\nat 0 propose n2 \"green\"\n";
    let model = Plain::of(&parse(text).expect("a scenario"));
    let mut ours = f64::MAX;
    let mut theirs = f64::MAX;
    let mut states = 0;
    for _ in 0..TURNS {
        let (seconds, distinct) = time(|| search(model.cluster()));
        (ours, states) = (ours.min(seconds), distinct);
        let (seconds, unique) = time(|| model.clone().checker().spawn_bfs().join().unique_state_count() as u64);
        assert_eq!(unique, distinct, "both see the same states");
        theirs = theirs.min(seconds);
    }
    let rate = |seconds: f64| states as f64 / seconds;
    println!("Synod, three nodes, two proposers of one ballot: {states} states");
    println!("  ours        {:>10.0} states a second", rate(ours));
    println!("  stateright  {:>10.0} states a second", rate(theirs));
    println!("  ratio       {:>10.1}", theirs / ours);

    let constants = Constants { acceptors: 3, values: 1, highest_ballot: 2, quorums: Quorums::majorities(3) };
    let spec = || Paxos::new(constants, None, Question::Agreement, false).expect("constants that fit");
    let runs = (0..TURNS).map(|_| time(|| search(spec())));
    if let Some((seconds, states)) = runs.min_by(|one, other| one.0.total_cmp(&other.0)) {
        println!("Lamport's specification, three acceptors, one value, ballots 0..2: {states} states");
        println!("  ours        {:>10.0} states a second", states as f64 / seconds);
    }
}

/// Searches to the end; how many states there are.
fn search<M: Model>(model: M) -> u64 {
    let mut search = Search::new(model, Bounds { max_bytes: usize::MAX, ..Bounds::default() });
    search.run();
    search.covered().distinct
}

/// How many seconds it takes, and what comes of it.
fn time<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let started = Instant::now();
    let result = work();
    (started.elapsed().as_secs_f64(), result)
}
