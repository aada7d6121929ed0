//! Multi-Paxos in virtual time, under every fault and then healed: nothing breaks, nothing that was acknowledged is lost, and all is done in time.
//! `PAXOS_LONG=1` plays 10,000 seeds.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/golden.rs"]
mod golden;
#[path = "common/log.rs"]
mod log;

use golden::Dice;
use log::{Node, acknowledged, client, node, value};
use paxos_playground::protocol::multipaxos::{Config, KeyValue, Server};
use paxos_playground::protocol::{Map, NodeId, ProtocolName};
use paxos_playground::sim::{Act, Advance, Command, Entry, FaultProfile, Link, Moment, Setup, Share, Simulation, Span};
use paxos_playground::world::{self, Property};
use std::collections::BTreeSet;
use std::sync::Arc;

const SERVERS: u8 = 5;
const CLIENTS: u8 = 3;
const TIMEOUT_TICKS: u32 = 200;

/// So long after all is healed, at most, each client has its answer and every server has done the same.
const PROGRESS_WITHIN_TICKS: u64 = 1_000;

/// The same with leases: whoever is bound by one promises nothing yet, and candidates try again.
const PROGRESS_WITH_LEASES_TICKS: u64 = 2_000;

/// How long faults go on.
const DISTURBED_TICKS: u64 = 4_000;

/// One of the servers.
fn any(dice: &mut Dice) -> NodeId {
    node(1 + dice.below(SERVERS.into()) as u8)
}

/// One of the clients.
fn any_client(dice: &mut Dice) -> NodeId {
    client(1 + dice.below(CLIENTS.into()) as u8)
}

fn share(percent: u64) -> Share {
    Share::from_basis_points(percent as u16 * 100).expect("a share")
}

fn setup(seed: u64, dice: &mut Dice) -> Setup {
    Setup {
        seed,
        profile: FaultProfile {
            loss: share(dice.below(20)),
            duplication: share(dice.below(20)),
            latency: Span::new(1, 1 + dice.below(40) as u32).expect("a span"),
            link_latency: Map::new_vec(),
        },
        timeout_ticks: TIMEOUT_TICKS,
        backoff: Span::new(1, 1).expect("a span"),
        drift: Share::default(),
        manual: false,
        load: None,
    }
}

/// Faults and requests, each at its tick; then all is healed.
fn script(dice: &mut Dice) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut tick = 0;
    let entry = |tick: u64, command: Command| Entry { at: Some(Moment::at_tick(tick)), act: Act::Command(command) };
    while tick < DISTURBED_TICKS {
        tick += dice.below(40);
        let server = any(dice);
        let command = match dice.below(34) {
            0..=19 => {
                let (key, number) = (dice.below(4), dice.below(1_000));
                let text = if number < 800 { format!("k{key}={number}") } else { format!("k{key}?") };
                let value = value(&text);
                Command::Propose { node: any_client(dice), value, crash_after: None }
            }
            20 => Command::Fire { node: server, crash_after: Some(dice.below(5) as u16) },
            21 | 22 => Command::Crash(server),
            23..=26 => Command::Restart(server),
            27 => Command::Isolate(server),
            28 => {
                let cut = 1 + dice.below(u64::from(SERVERS) - 1) as u8;
                let nodes = |from: u8, to: u8| (from..=to).filter_map(NodeId::new).collect::<Vec<_>>();
                let with_clients = nodes(cut + 1, SERVERS).into_iter().chain(NodeId::clients(CLIENTS)).collect();
                Command::Partition(vec![nodes(1, cut), with_clients])
            }
            29 => {
                let to = any(dice);
                if server == to {
                    continue;
                }
                Command::Cut(Link { from: server, to, both_ways: dice.below(2) == 0 })
            }
            30..=32 => Command::HealAll,
            _ => Command::SetLoss(share(dice.below(40))),
        };
        entries.push(entry(tick, command));
    }
    entries.push(entry(tick, Command::HealAll));
    entries.push(entry(tick, Command::SetLoss(share(0))));
    entries.extend(NodeId::all(SERVERS).map(|server| entry(tick, Command::Restart(server))));
    entries
}

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
    let setup = setup(seed, &mut dice);
    let script = script(&mut dice);
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
