//! Zab in virtual time, under every fault and then healed: nothing breaks, nothing that was acknowledged is lost, and all is done in time.
//! `PAXOS_LONG=1` plays 10,000 seeds.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/faults.rs"]
mod faults;
#[path = "common/golden.rs"]
mod golden;
#[path = "common/zab.rs"]
mod zab;

use faults::{Faults, done};
use paxos_playground::protocol::zab::{Config, KeyValue, Message, Reason, Server};
use paxos_playground::protocol::{Effect, NodeId, Quorums};
use paxos_playground::sim::{Event, Occurrence, Simulation};
use paxos_playground::world::Property;
use std::collections::BTreeSet;
use zab::{Node, broken};

const SERVERS: u8 = 5;
const CLIENTS: u8 = 3;

/// So long after all is healed, at most, each client has its answer and every server has done the same.
const PROGRESS_WITHIN_TICKS: u64 = 1_000;

const FAULTS: Faults = Faults {
    servers: SERVERS,
    clients: CLIENTS,
    pace_ticks: 60,
    weights: [24, 1, 1, 4, 1, 1, 1, 4, 1],
    loss_percent: (10, 15),
    reads: false,
};

fn servers(state: &Simulation<Node>) -> impl Iterator<Item = &Server<KeyValue>> {
    let running = |id| state.world().place(id).and_then(|place| place.running.as_ref());
    NodeId::all(state.world().config().servers).filter_map(move |id| running(id)?.node.server())
}

/// What a run came to.
#[derive(Default)]
struct Run {
    told: BTreeSet<(NodeId, u32)>,
    established: u64,
    broken_connections: u64,
}

impl Run {
    fn note(&mut self, event: &Event<Node>) {
        self.broken_connections += u64::from(matches!(event.what, Occurrence::Noticed(_)));
        for performed in &event.performed {
            match &performed.effect {
                Effect::Send { to, message: Message::Reply { sequence, .. } } => {
                    self.told.insert((*to, *sequence));
                }
                Effect::Explain(Reason::Established { .. }) => self.established += 1,
                _ => {}
            }
        }
    }
}

fn check_state(state: &Simulation<Node>, run: &Run) {
    assert_eq!(broken(state.world()), None);
    let world = state.world();
    let quorums = Quorums::majorities(world.config().voters());
    assert_eq!(Property::EqualStates.judge(world.ledger(), quorums, world.acceptor_count()), None);
    for (client, sequence) in &run.told {
        for server in servers(state) {
            let answered = server.applied().answered(*client);
            assert!(answered.is_some_and(|answered| answered.sequence >= *sequence), "{client}.{sequence} is lost");
        }
    }
}

/// Plays a seed: how long after it was healed all was done, what it came to, and how many transactions there were.
fn play(seed: u64, config: &Config) -> (u64, Run, u64) {
    let mut run = Run::default();
    let (state, ticks) = FAULTS.play::<Node>(seed, config, PROGRESS_WITHIN_TICKS, |event| run.note(event));
    check_state(&state, &run);
    (ticks, run, done(&state).max().unwrap_or_default())
}

#[test]
fn under_every_fault_nothing_breaks_and_healed_all_is_done_in_time() {
    let seeds = if std::env::var_os("PAXOS_LONG").is_some() { 10_000 } else { 100 };
    let plain = Config::majorities(SERVERS, CLIENTS);
    let small = Config { committed_log: 3, snapshot_every: Some(5), ..plain.clone() };
    let observed = Config { observers: 2, ..small.clone() };
    let (mut latest, mut count, mut established, mut noticed) = (0, 0, 0, 0);
    for seed in 0..seeds {
        let config = [&plain, &small, &observed][seed as usize % 3];
        let (ticks, run, transactions) = play(seed, config);
        latest = latest.max(ticks);
        count += transactions;
        established += run.established;
        noticed += run.broken_connections;
    }
    eprintln!(
        "{seeds} seeds, {count} transactions, {established} primaries, {noticed} ends of connections noticed; all was done within {latest} ticks \
         after healing"
    );
    assert!(count > 5 * seeds && established > 2 * seeds, "only {count} transactions, {established} primaries");
}
