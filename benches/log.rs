//! How fast a replicated log runs, and how the cost of a step grows with it: ratios from one run, on whatever machine this is, and never a timed test.
//! `cargo bench --bench log`.
//!
//! A step is an event in virtual time: a message arrives, or a command is given. While it is timed, states are kept as the record of a run keeps
//! them, one in every 128, so that what a copy costs is in it.
#![cfg(not(target_arch = "wasm32"))]

use paxos_playground::protocol::multipaxos::{Config, KeyValue, MultiPaxos};
use paxos_playground::protocol::{Map, NodeId, Value};
use paxos_playground::sim::{Act, Advance, Command, Entry, FaultProfile, Moment, Setup, Share, Simulation, Span};
use std::sync::Arc;
use std::time::Instant;

type Log = Simulation<MultiPaxos<KeyValue>>;

const SERVERS: u8 = 3;

/// Commands of which the log consists in the end.
const COMMANDS: usize = 100_000;

/// So many commands are timed together,
const WINDOW: usize = 1_000;

/// and so many such windows, of which the best counts.
const WINDOWS: usize = 5;

/// A command comes when the one before it is done.
const PACE_TICKS: u64 = 12;

/// A state is kept after so many steps.
const KEYFRAME_STEPS: usize = 128;

fn setup() -> Setup {
    let span = |low, high| Span::new(low, high).expect("a span");
    let profile = FaultProfile {
        loss: Share::default(),
        duplication: Share::default(),
        latency: span(1, 3),
        link_latency: Map::new_vec(),
    };
    Setup {
        seed: 1,
        profile,
        timeout_ticks: 200,
        backoff: span(1, 1),
        drift: Share::default(),
        manual: false,
        load: None,
    }
}

fn script() -> Vec<Entry> {
    let client = NodeId::client(1).expect("a client");
    let command = |number: usize| {
        let value = Value::new(&format!("k{}={number}", number % 10)).expect("a value");
        let at = Moment::at_tick(1_000 + number as u64 * PACE_TICKS);
        Entry { at: Some(at), act: Act::Command(Command::Propose { node: client, value, crash_after: None }) }
    };
    (0..COMMANDS).map(command).collect()
}

/// Steps a second while the log grows by so many windows, at best.
fn speed(state: &mut Log, script: &[Entry], kept: &mut Vec<Log>) -> f64 {
    let window = |state: &mut Log, kept: &mut Vec<Log>| {
        let (started, until, mut steps) = (Instant::now(), state.next_entry() + WINDOW, 0);
        while state.next_entry() < until
            && let Some(advance) = state.advance(script, Moment::END)
        {
            if matches!(advance, Advance::Event(_)) {
                steps += 1;
                if steps % KEYFRAME_STEPS == 0 {
                    kept.push(state.clone());
                }
            }
        }
        steps as f64 / started.elapsed().as_secs_f64()
    };
    (0..WINDOWS).map(|_| window(state, kept)).fold(0.0, f64::max)
}

fn main() {
    let (script, mut kept) = (script(), Vec::new());
    let mut state = Log::new(Config::majorities(SERVERS, 1), Arc::new(setup()));
    while state.next_entry() < WINDOW && state.advance(&script, Moment::END).is_some() {}
    let short = speed(&mut state, &script, &mut kept);
    while state.next_entry() < COMMANDS - WINDOW * WINDOWS && state.advance(&script, Moment::END).is_some() {}
    let long = speed(&mut state, &script, &mut kept);
    let commit = |state: &Log| Some(state.world().place(NodeId::FIRST)?.running.as_ref()?.node.server()?.commit());
    println!("Multi-Paxos, {SERVERS} servers, one client, no faults, no snapshots");
    println!("  a log of     1,000 to   6,000 commands   {short:>9.0} steps a second");
    println!("  a log of    95,000 to 100,000 commands   {long:>9.0} steps a second");
    println!("  a step of the long log takes {:.2} times as long", short / long);
    println!("  done in the end: {} slots", commit(&state).unwrap_or_default());
}
