//! How fast each protocol runs, and of those that keep a log, how the cost of a step grows with it: ratios from one run, on whatever machine this is, and never a timed test.
//! `cargo bench --bench log`.
//!
//! A step is an event in virtual time: a message arrives, a timer runs out, or a command is given. While steps are timed, states are kept as the record of a run keeps
//! them, one in every 128, so that what a copy costs is in it. Short and long logs take turns, from the same two states each time, and the best turn of each counts: what else
//! the machine does meanwhile slows both.
#![cfg(not(target_arch = "wasm32"))]

use paxos_playground::protocol::multipaxos::MultiPaxos;
use paxos_playground::protocol::synod::Synod;
use paxos_playground::protocol::zab::Zab;
use paxos_playground::protocol::{Map, NodeId, Protocol, Value, clients::KeyValue, multipaxos, synod, zab};
use paxos_playground::sim::{Act, Advance, Command, Entry, FaultProfile, Moment, Setup, Share, Simulation, Span};
use std::sync::Arc;
use std::time::{Duration, Instant};

const SERVERS: u8 = 3;

/// So many commands stand in a short log,
const SHORT: usize = 1_000;

/// and so many in a long one.
const LONG: usize = 100_000;

/// So many commands more are timed.
const WINDOW: usize = 1_000;

/// How often each is timed: with fewer turns, what else the machine does is a tenth of the ratio.
const TURNS: usize = 41;

/// A command comes when the one before it is done: four messages later, of three ticks each at most.
const PACE_TICKS: u64 = 16;

/// Where who votes may change: what stands in a slot says who votes so many slots further on.
const ALPHA: u8 = 4;

/// A state is kept after so many steps.
const KEYFRAME_STEPS: usize = 128;

/// A protocol that keeps a log.
trait Log: Protocol<Request = Value> {
    /// How many commands a server has done.
    fn done(&self) -> Option<u64>;
}

impl Log for MultiPaxos<KeyValue> {
    fn done(&self) -> Option<u64> {
        Some(self.server()?.commit())
    }
}

impl Log for Zab<KeyValue> {
    fn done(&self) -> Option<u64> {
        Some(self.server()?.delivered())
    }
}

fn setup(seed: u64) -> Arc<Setup> {
    let span = |low, high| Span::new(low, high).expect("a span");
    let profile = FaultProfile {
        loss: Share::default(),
        duplication: Share::default(),
        latency: span(1, 3),
        link_latency: Map::new_vec(),
    };
    Arc::new(Setup {
        seed,
        profile,
        timeout_ticks: 200,
        backoff: span(1, 1),
        drift: Share::default(),
        manual: false,
        load: None,
    })
}

fn asked(at_tick: u64, node: NodeId, text: &str) -> Entry {
    let value = Value::new(text).expect("a value");
    let propose = Command::Propose { node, value, crash_after: None };
    Entry { at: Some(Moment::at_tick(at_tick)), act: Act::Command(propose) }
}

/// One command after the other, of one client.
fn script() -> Vec<Entry> {
    let client = NodeId::client(1).expect("a client");
    let command =
        // (All equally long: how long they are is another matter than how many there are.)
        |number: usize| asked(1_000 + number as u64 * PACE_TICKS, client, &format!("k{}={number:06}", number % 10));
    (0..LONG + WINDOW).map(command).collect()
}

/// Plays until so many entries of the script are done; how many steps that took.
fn play<P: Protocol<Request = Value>>(
    state: &mut Simulation<P>,
    script: &[Entry],
    until: usize,
    mut each: impl FnMut(usize, &Simulation<P>),
) -> usize {
    let mut steps = 0;
    while state.next_entry() < until
        && let Some(advance) = state.advance(script, Moment::END)
    {
        if matches!(advance, Advance::Event(_)) {
            steps += 1;
            each(steps, state);
        }
    }
    steps
}

/// Seconds a step, while the log grows from what it is by one window.
fn cost<P: Log>(start: &Simulation<P>, script: &[Entry]) -> f64 {
    let (mut state, mut kept) = (start.clone(), Vec::new());
    let until = start.next_entry() + WINDOW;
    let started = Instant::now();
    let steps = play(&mut state, script, until, |steps, state| {
        if steps % KEYFRAME_STEPS == 0 {
            kept.push(state.clone());
        }
    });
    started.elapsed().as_secs_f64() / steps as f64
}

/// How many commands the server has done that has done most.
fn done<P: Log>(state: &Simulation<P>) -> u64 {
    let running = NodeId::all(SERVERS).filter_map(|id| state.world().place(id)?.running.as_ref());
    running.filter_map(|running| running.node.done()).max().unwrap_or_default()
}

fn measure<P: Log>(name: &str, config: P::Config, script: &[Entry]) {
    let mut short = Simulation::<P>::new(config, setup(1));
    play(&mut short, script, SHORT, |_, _| {});
    let mut long = short.clone();
    play(&mut long, script, LONG, |_, _| {});
    let (mut short_cost, mut long_cost) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..TURNS {
        short_cost = short_cost.min(cost(&short, script));
        long_cost = long_cost.min(cost(&long, script));
    }
    println!("{name}, {SERVERS} servers, one client, no faults, no snapshots");
    println!("  a log of {SHORT:>7} commands   {:>9.0} steps a second", 1.0 / short_cost);
    println!("  a log of {LONG:>7} commands   {:>9.0} steps a second", 1.0 / long_cost);
    println!("  a step of the long log takes {:.2} times as long", long_cost / short_cost);
    println!("  done by then: {} and {}", done(&short), done(&long));
}

/// One decision after the other, each in a run of its own: two of three nodes propose.
fn measure_synod() {
    const RUNS: u64 = 2_000;
    let script: Vec<_> = [(0, 1, "blue"), (5, 3, "green")]
        .into_iter()
        .map(|(tick, number, text)| asked(tick, NodeId::new(number).expect("a node"), text))
        .collect();
    let turn = || {
        let (mut steps, mut elapsed) = (0, Duration::ZERO);
        for seed in 0..RUNS {
            let mut state = Simulation::<Synod>::new(synod::Config::majorities(SERVERS), setup(seed));
            let started = Instant::now();
            // (Until nothing is due any more.)
            steps += play(&mut state, &script, usize::MAX, |_, _| {});
            elapsed += started.elapsed();
        }
        (steps, steps as f64 / elapsed.as_secs_f64())
    };
    let turns: Vec<_> = (0..TURNS).map(|_| turn()).collect();
    let best = turns.iter().map(|(_, speed)| *speed).fold(0.0, f64::max);
    println!("Synod, {SERVERS} nodes, two of which propose, no faults");
    println!("  {:>27} {best:>9.0} steps a second", "");
    println!("  a run takes {:.0} steps", turns[0].0 as f64 / RUNS as f64);
}

fn main() {
    let script = script();
    measure_synod();
    let config = multipaxos::Config::majorities(SERVERS, 1);
    measure::<MultiPaxos<KeyValue>>("Multi-Paxos", config.clone(), &script);
    let may_change = multipaxos::Config { alpha: Some(ALPHA), ..config };
    measure::<MultiPaxos<KeyValue>>("Multi-Paxos, where who votes may change", may_change, &script);
    measure::<Zab<KeyValue>>("Zab", zab::Config::majorities(SERVERS, 1), &script);
}
