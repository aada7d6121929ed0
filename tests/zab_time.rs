//! Zab in virtual time, under every fault and then healed: nothing breaks, nothing that was acknowledged is lost, and all is done in time.
//! `PAXOS_LONG=1` plays 10,000 seeds.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/faults.rs"]
mod faults;
#[path = "common/golden.rs"]
mod golden;
#[path = "common/zab.rs"]
mod zab;

use faults::Faults;
use golden::Dice;
use paxos_playground::protocol::zab::{Config, KeyValue, Message, Reason, Server};
use paxos_playground::protocol::{Effect, NodeId};
use paxos_playground::sim::{Advance, Event, Moment, Occurrence, Simulation};
use std::collections::BTreeSet;
use std::sync::Arc;
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

/// Has every client its answer, and every server done the same?
fn all_is_done(state: &Simulation<Node>) -> bool {
    let config = state.world().config();
    let running = |id| state.world().place(id).and_then(|place| place.running.as_ref());
    let mut clients = NodeId::clients(config.clients).filter_map(|id| running(id)?.node.client());
    let mut delivered: Vec<u64> = servers(state).map(Server::delivered).collect();
    let count = delivered.len();
    delivered.dedup();
    count == usize::from(config.servers) && delivered.len() == 1 && clients.all(|client| client.waits_for().is_none())
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
    for (client, sequence) in &run.told {
        for server in servers(state) {
            let answered = server.applied().answered(*client);
            assert!(answered.is_some_and(|answered| answered.sequence >= *sequence), "{client}.{sequence} is lost");
        }
    }
    let first = servers(state).next().expect("there are servers");
    assert!(servers(state).all(|server| server.applied() == first.applied()), "two states after as many transactions");
}

/// Plays a seed: how long after it was healed all was done, and what it came to.
fn play(seed: u64, config: &Config) -> (u64, Run, u64) {
    let mut dice = Dice(seed);
    let setup = FAULTS.setup(seed, &mut dice);
    let script = FAULTS.script(&mut dice);
    let healed = script.last().and_then(|entry| entry.at).map_or(0, |at| at.tick);
    let mut state = Simulation::<Node>::new(config.clone(), Arc::new(setup));
    let mut run = Run::default();
    while let Some(advance) = state.advance(&script, Moment::after_tick(healed + PROGRESS_WITHIN_TICKS)) {
        if let Advance::Event(event) = advance {
            run.note(&event);
        }
        if state.next_entry() == script.len() && all_is_done(&state) {
            check_state(&state, &run);
            let count = servers(&state).map(Server::delivered).max().unwrap_or_default();
            return (state.now().tick - healed, run, count);
        }
    }
    let roles: Vec<_> = servers(&state).map(|server| (server.state(), server.vote(), server.delivered())).collect();
    panic!("seed {seed}: not all was done {PROGRESS_WITHIN_TICKS} ticks after everything had healed: {roles:?}");
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
