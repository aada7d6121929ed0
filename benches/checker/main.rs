//! How fast the checker is, and how little it keeps: ratios from one run, on whatever machine this is, and never a timed test.
//! `cargo bench --bench checker` measures what is native; `./dev bench` also what is in a browser, and fetches TLC.
//!
//! Each engine has its turn several times, one after the other. Told are the best of each, the spread, and the ratio: of the best, and of our
//! slowest run to the other's fastest.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../../tests/adapter/mod.rs"]
mod adapter;
mod memory;
mod synod;
mod tlc;

use paxos_playground::check::{Bounds, Model, Search, Verdict};
use std::time::Instant;

/// How often each engine has its turn.
const TURNS: usize = 3;

fn main() {
    synod::compare();
    tlc::compare();
    memory::tell();
}

/// How fast an engine was.
struct Speed {
    states: u64,
    best: f64,
    worst: f64,
}

impl Speed {
    /// An engine that has seen so many states and had no turn yet.
    fn of(states: u64) -> Self {
        Self { states, best: f64::MAX, worst: 0.0 }
    }

    fn add(&mut self, seconds: f64) {
        self.best = self.best.min(seconds);
        self.worst = self.worst.max(seconds);
    }

    fn tell(&self, name: &str) {
        let rate = |seconds: f64| self.states as f64 / seconds;
        println!(
            "  {name:<12}{:>10.0} states a second; {:.0} at worst ({:.2} to {:.2} s)",
            rate(self.best),
            rate(self.worst),
            self.best,
            self.worst
        );
    }

    /// Tells how many times faster this was.
    fn tell_ratio(&self, other: &Speed) {
        println!("  {:<12}{:>10.1} times; {:.1} at worst", "ratio", other.best / self.best, other.best / self.worst);
    }
}

/// Searches to the end: how many states there are, and how many steps the furthest is away.
fn search<M: Model>(model: M) -> (u64, u32) {
    let mut search = Search::new(model, Bounds { max_bytes: usize::MAX, ..Bounds::default() });
    assert!(matches!(search.run(), Verdict::Holds), "it was searched to the end");
    let covered = search.covered();
    (covered.distinct, covered.depth)
}

/// How many seconds it takes, and what comes of it.
fn time<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let started = Instant::now();
    let result = work();
    (started.elapsed().as_secs_f64(), result)
}
