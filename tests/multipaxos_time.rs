//! Multi-Paxos in virtual time, under every fault and then healed: nothing breaks, nothing that was acknowledged is lost, and all is done in time.
//! `PAXOS_LONG=1` plays 10,000 seeds.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/faults.rs"]
mod faults;
#[path = "common/golden.rs"]
mod golden;
#[path = "common/log.rs"]
mod log;

use faults::{Faults, done};
use log::{Node, acknowledged};
use paxos_playground::protocol::multipaxos::Config;
use paxos_playground::protocol::{ProtocolName, Quorums};
use paxos_playground::sim::Simulation;
use paxos_playground::world::{self, Property};
use std::collections::BTreeSet;

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
}

/// Plays a seed: how long after it was healed all was done, and how many slots there were.
fn play(seed: u64, config: &Config) -> (u64, u64) {
    let patience = if config.lease { PROGRESS_WITH_LEASES_TICKS } else { PROGRESS_WITHIN_TICKS };
    let mut told = BTreeSet::new();
    let (state, ticks) =
        FAULTS.play::<Node>(seed, config, patience, |event| told.extend(acknowledged(&event.performed)));
    check_state(&state, &told);
    (ticks, done(&state).max().unwrap_or_default())
}

#[test]
fn under_every_fault_nothing_breaks_and_healed_all_is_done_in_time() {
    let seeds = if std::env::var_os("PAXOS_LONG").is_some() { 10_000 } else { 100 };
    let plain = Config::majorities(SERVERS, CLIENTS);
    let small = Config { window: 2, snapshot_every: Some(5), ..plain.clone() };
    let leased = Config { lease: true, ..plain.clone() };
    let flexible = Config { quorums: Quorums { phase1: 4, phase2: 2 }, ..plain.clone() };
    let (mut latest, mut slots) = (0, 0);
    for seed in 0..seeds {
        let (ticks, count) = play(seed, [&plain, &small, &leased, &flexible][(seed % 4) as usize]);
        latest = latest.max(ticks);
        slots += count;
    }
    eprintln!("{seeds} seeds, {slots} slots; all was done within {latest} ticks after healing");
    assert!(slots > 10 * seeds, "only {slots}");
}
