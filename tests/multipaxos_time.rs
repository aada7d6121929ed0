//! Multi-Paxos in virtual time, under every fault and then healed: nothing breaks, nothing that was acknowledged is lost, and all is done in time.
//! `PAXOS_LONG=1` plays 10,000 seeds.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/faults.rs"]
mod faults;
#[path = "common/golden.rs"]
mod golden;
#[path = "common/log.rs"]
mod log;

use faults::Faults;
use golden::Dice;
use log::{Node, acknowledged};
use paxos_playground::protocol::multipaxos::{Config, KeyValue, Server};
use paxos_playground::protocol::{NodeId, ProtocolName};
use paxos_playground::sim::{Advance, Moment, Simulation};
use paxos_playground::world::{self, Property};
use std::collections::BTreeSet;
use std::sync::Arc;

const SERVERS: u8 = 5;
const CLIENTS: u8 = 3;

/// So long after all is healed, at most, each client has its answer and every server has done the same.
const PROGRESS_WITHIN_TICKS: u64 = 1_000;

/// The same with leases: whoever is bound by one promises nothing yet, and candidates try again.
const PROGRESS_WITH_LEASES_TICKS: u64 = 2_000;

const FAULTS: Faults = Faults {
    servers: SERVERS,
    clients: CLIENTS,
    pace_ticks: 40,
    weights: [20, 1, 2, 4, 1, 1, 1, 3, 1],
    loss_percent: (20, 40),
    reads: true,
};

fn servers(state: &Simulation<Node>) -> impl Iterator<Item = &Server<KeyValue>> {
    let running = |id| state.world().place(id).and_then(|place| place.running.as_ref());
    NodeId::all(SERVERS).filter_map(move |id| running(id)?.node.server())
}

/// Has every client its answer, and every server done the same?
fn all_is_done(state: &Simulation<Node>) -> bool {
    let running = |id| state.world().place(id).and_then(|place| place.running.as_ref());
    let clients = state.world().ids().filter_map(|id| running(id)?.node.client());
    let mut commits: Vec<u64> = servers(state).map(Server::commit).collect();
    commits.dedup();
    clients.into_iter().all(|client| client.waits_for().is_none()) && commits.len() == 1
}

fn check_state(state: &Simulation<Node>, acknowledged: &BTreeSet<String>) {
    let (world, ledger) = (state.world(), state.world().ledger());
    let quorums = world.config().quorums;
    for property in Property::of(ProtocolName::MultiPaxos) {
        assert_eq!(property.judge(ledger, quorums, SERVERS), None, "{property:?}");
    }
    let chosen = world::chosen(ledger, quorums);
    let read = |command: &String| ledger.reads().answered().iter().any(|read| read.value.as_str().ends_with(command));
    for command in acknowledged.iter().filter(|command| !read(command)) {
        assert!(chosen.iter().any(|chosen| chosen.vote.value.as_str().ends_with(command)), "{command} is lost");
    }
    let furthest = servers(state).map(Server::commit).max().unwrap_or_default();
    for server in servers(state).filter(|server| server.commit() == furthest) {
        let other = servers(state).find(|server| server.commit() == furthest).expect("the same or another");
        assert_eq!(server.applied(), other.applied(), "two states after {furthest} slots");
    }
}

/// Plays a seed: how long after it was healed all was done, and how many slots there were.
fn play(seed: u64, config: &Config) -> (u64, u64) {
    let mut dice = Dice(seed);
    let setup = FAULTS.setup(seed, &mut dice);
    let script = FAULTS.script(&mut dice);
    let healed = script.last().and_then(|entry| entry.at).map_or(0, |at| at.tick);
    let mut state = Simulation::<Node>::new(config.clone(), Arc::new(setup));
    let mut told = BTreeSet::new();
    let patience = if config.lease { PROGRESS_WITH_LEASES_TICKS } else { PROGRESS_WITHIN_TICKS };
    while let Some(advance) = state.advance(&script, Moment::after_tick(healed + patience)) {
        if let Advance::Event(event) = advance {
            told.extend(acknowledged(&event.performed));
        }
        if state.next_entry() == script.len() && all_is_done(&state) {
            check_state(&state, &told);
            let slots = servers(&state).map(Server::commit).max().unwrap_or_default();
            return (state.now().tick - healed, slots);
        }
    }
    panic!("seed {seed}: not all was done {patience} ticks after everything had healed");
}

#[test]
fn under_every_fault_nothing_breaks_and_healed_all_is_done_in_time() {
    let seeds = if std::env::var_os("PAXOS_LONG").is_some() { 10_000 } else { 100 };
    let plain = Config::majorities(SERVERS, CLIENTS);
    let small = Config { window: 2, snapshot_every: Some(5), ..plain.clone() };
    let leased = Config { lease: true, ..plain.clone() };
    let (mut latest, mut slots) = (0, 0);
    for seed in 0..seeds {
        let (ticks, count) = play(seed, [&plain, &small, &leased][(seed % 3) as usize]);
        latest = latest.max(ticks);
        slots += count;
    }
    eprintln!("{seeds} seeds, {slots} slots; all was done within {latest} ticks after healing");
    assert!(slots > 10 * seeds, "only {slots}");
}
