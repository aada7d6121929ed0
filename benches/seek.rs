//! A log of 100,000 commands, as the page plays it: how many steps a second it takes, and how long it takes to go to any moment of it; of a short log too, for
//! comparison. `cargo bench --bench seek`. (In a browser the same is measured by `./dev measure`.)
#![cfg(not(target_arch = "wasm32"))]

use paxos_playground::scenario::parse;
use paxos_playground::session::Session;
use std::time::Instant;

/// So many moments are gone to.
const SEEKS: usize = 1_001;

fn session(protocol: &str, commands: usize) -> Session {
    let text = format!("paxos 1\nprotocol {protocol}\nnodes 3\nload {commands} pause 1\nlatency 1..3\ntimeout 200\n");
    Session::new(parse(&text).expect("a scenario"))
}

/// Plays until every command is answered: steps, and steps a second.
fn play(session: &mut Session, commands: usize) -> (usize, f64) {
    let started = Instant::now();
    let answered = |session: &Session| {
        let view = session.view();
        let client = view.nodes.last().and_then(|node| node.client.clone()).expect("a client");
        client.asked as usize == commands && client.waits_for.is_none()
    };
    let mut tick = 0;
    while !answered(session) {
        tick += 1_000;
        session.play_to(tick);
    }
    let steps = session.view().event_count;
    (steps, steps as f64 / started.elapsed().as_secs_f64())
}

/// How long it takes to stand at a moment, see the state and the step that led to it, in milliseconds: the median, and the slowest.
fn seek(session: &mut Session) -> (f64, f64) {
    let count = session.view().event_count;
    let mut place = 0;
    let mut taken: Vec<f64> = (0..SEEKS)
        .map(|_| {
            // Far from the moment before, and from where anything is kept.
            place = (place + count * 618_034 / 1_000_000) % count;
            let started = Instant::now();
            session.seek_position(place);
            let seen = (session.view(), session.history().event(place));
            assert!(seen.0.position == place && seen.1.is_some());
            started.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    taken.sort_by(f64::total_cmp);
    (taken[SEEKS / 2], taken[SEEKS - 1])
}

fn main() {
    for protocol in ["multipaxos", "zab"] {
        for commands in [1_000, 100_000] {
            let mut session = session(protocol, commands);
            let (steps, speed) = play(&mut session, commands);
            let (median, slowest) = seek(&mut session);
            println!(
                "{protocol:<10} {commands:>7} commands: {steps:>9} steps, {speed:>9.0} a second; to any moment {median:.2} ms (median), {slowest:.2} ms at most"
            );
        }
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .filter(|line| line.starts_with("VmHWM"))
        .for_each(|line| println!("memory at most: {}", &line[6..].trim()));
}
