//! The checker held against stateright: the same models, searched by an engine that others trust, have the same states and the same verdicts.
#![cfg(not(target_arch = "wasm32"))]

mod adapter;

use adapter::Plain;
use paxos_playground::check::{Bounds, Search, Verdict};
use paxos_playground::protocol::Variant;
use paxos_playground::scenario::{gallery, parse};
use stateright::{Checker, Model};

/// More states than this take stateright too long here.
const MOST_STATES: u32 = 80_000;

/// So many are compared, at least.
const LEAST_SCENARIOS: usize = 9;
const LEAST_MISTAKES: u32 = 22;

/// Both engines see the same states, and come to the same verdict; false if there are too many to compare.
fn agree(model: &Plain, most_states: u32) -> bool {
    let mut ours = Search::new(model.cluster(), Bounds { max_states: most_states, ..Bounds::default() });
    let within = |states| model.clone().checker().target_max_depth(states).spawn_bfs().join();
    match ours.run().clone() {
        Verdict::Holds => {
            let theirs = model.clone().checker().spawn_bfs().join();
            assert!(theirs.discovery("all hold").is_none());
            assert_eq!(theirs.unique_state_count() as u64, ours.covered().distinct);
        }
        Verdict::Violated { script, .. } => {
            // It counts states, and cuts before it judges the last one.
            assert!(within(script.len() + 1).discovery("all hold").is_none(), "it finds a shorter one");
            assert!(within(script.len() + 2).discovery("all hold").is_some(), "it finds none as short");
        }
        _ => return false,
    }
    true
}

/// The same for three nodes with these lines, and proposals of the first so many.
fn check(lines: &str, proposals: u32) {
    let model = Plain::of(&parse(&text(lines, proposals)).expect("a scenario"));
    assert!(agree(&model, u32::MAX), "too many states");
}

fn text(lines: &str, proposals: u32) -> String {
    let proposals: String = (1..=proposals).map(|node| format!("at 0 propose n{node} \"v{node}\"\n")).collect();
    format!("paxos 1\nnodes 3\n{lines}\n{proposals}")
}

#[test]
fn one_proposer_and_its_timeouts() {
    check("allow ballots 2", 1);
}

#[test]
fn two_proposers() {
    check("", 2);
}

#[test]
fn one_proposer_and_a_crash() {
    check("allow ballots 2 crashes 1", 1);
}

#[test]
fn a_wiped_disk() {
    check("allow crashes 1 wipes 1", 2);
}

#[test]
fn every_scenario_of_the_gallery_that_is_small_enough() {
    let scenarios = gallery().iter().map(|entry| (entry.name, parse(entry.text).expect("a scenario")));
    let compared: Vec<_> =
        scenarios.filter(|(_, scenario)| agree(&Plain::of(scenario), MOST_STATES)).map(|(name, _)| name).collect();
    assert!(compared.len() >= LEAST_SCENARIOS, "only {compared:?}");
}

/// Three nodes, two that propose, and for mistakes that show only then a second ballot or a crash.
#[test]
fn every_mistake() {
    let mut compared = 0;
    for variant in Variant::ALL {
        for allow in ["ballots 1", "ballots 1 crashes 1"] {
            let text = text(&format!("variant {}\nallow {allow}", variant.word()), 2);
            compared += u32::from(agree(&Plain::of(&parse(&text).expect("a scenario")), MOST_STATES));
        }
    }
    assert!(compared >= LEAST_MISTAKES, "only {compared}");
}
