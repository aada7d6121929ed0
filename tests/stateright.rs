//! The checker held against stateright: the same models, searched by an engine that others trust, have the same states and the same verdicts.
//! `PAXOS_LONG=1` compares one more, of several minutes.
#![cfg(not(target_arch = "wasm32"))]

mod adapter;
#[path = "common/harmful.rs"]
mod harmful;

use adapter::Plain;
use harmful::harmful;
use paxos_playground::check::{Bound, Bounds, Search, Verdict};
use paxos_playground::protocol::{ProtocolName, Variant};
use paxos_playground::scenario::{gallery_of, parse};
use stateright::{Checker, Model};

/// More states than this take stateright too long here.
const MOST_STATES: u32 = 80_000;

/// So many are compared, at least.
const LEAST_SCENARIOS: usize = 9;
const LEAST_MISTAKES: u32 = 22;

/// How many states there are, or there are within so many steps, if there are not too many.
fn states(model: &Plain, bounds: Bounds) -> Option<u64> {
    // Asked for nothing, it does not stop at what is broken.
    let mut search = Search::new(model.cluster().asked(Vec::new()), bounds);
    match search.run() {
        Verdict::Holds | Verdict::HoldsWithin(Bound::Depth(_)) => Some(search.covered().distinct),
        _ => None,
    }
}

/// What both engines came to.
struct Agreed {
    broken_after: Option<u32>,
}

/// Both engines see the same states and come to the same verdict: all states, or where those are too many and something is broken, all up to there.
/// Nothing if there are too many to compare.
fn agree(model: &Plain, most_states: u32) -> Option<Agreed> {
    let bounds = Bounds { max_states: most_states, ..Bounds::default() };
    let all = states(model, bounds);
    let broken_after = broken_after(model, bounds);
    let theirs = match (all, broken_after) {
        (Some(_), _) => model.clone().checker().spawn_bfs().join(),
        (None, Some(length)) => model.clone().checker().target_max_depth(length as usize + 1).spawn_bfs().join(),
        (None, None) => return None,
    };
    let ours = all.or_else(|| states(model, Bounds { max_depth: broken_after?, ..Bounds::default() }));
    assert_eq!(Some(theirs.unique_state_count() as u64), ours);
    assert_eq!(theirs.discovery("all hold").is_some(), all.is_some() && broken_after.is_some());
    Some(Agreed { broken_after })
}

/// After how many steps something is broken, if anything is: by both engines.
fn broken_after(model: &Plain, bounds: Bounds) -> Option<u32> {
    let mut search = Search::new(model.cluster(), bounds);
    let Verdict::Violated { script, .. } = search.run() else { return None };
    let length = script.len();
    // It counts states, and cuts before it judges the last one.
    let within = |states| model.clone().checker().target_max_depth(states).spawn_bfs().join();
    assert!(within(length + 1).discovery("all hold").is_none(), "it finds a shorter one");
    assert!(within(length + 2).discovery("all hold").is_some(), "it finds none as short");
    u32::try_from(length).ok()
}

/// The same for three nodes with these lines, and proposals of the first so many.
fn check(lines: &str, proposals: u32) {
    let model = Plain::of(&parse(&text(lines, proposals)).expect("a scenario"));
    assert!(agree(&model, u32::MAX - 1).is_some(), "too many states");
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
    let proposals = if std::env::var_os("PAXOS_LONG").is_some() { 2 } else { 1 };
    check("allow crashes 1 wipes 1", proposals);
}

#[test]
fn every_scenario_of_the_gallery_that_is_small_enough() {
    let scenarios = gallery_of(ProtocolName::Synod).map(|entry| (entry.name, parse(entry.text).expect("a scenario")));
    let compared: Vec<_> = scenarios
        .filter(|(_, scenario)| agree(&Plain::of(scenario), MOST_STATES).is_some())
        .map(|(name, _)| name)
        .collect();
    assert!(compared.len() >= LEAST_SCENARIOS, "only {compared:?}");
}

/// Three nodes, two that propose, and for mistakes that show only then a crash: some of them do no harm there.
#[test]
fn every_mistake_that_is_small_enough() {
    let mut compared = 0;
    for variant in Variant::SYNOD {
        for allow in ["ballots 1", "ballots 1 crashes 1"] {
            let text = text(&format!("variant {}\nallow {allow}", variant.word()), 2);
            compared += u32::from(agree(&Plain::of(&parse(&text).expect("a scenario")), MOST_STATES).is_some());
        }
    }
    assert!(compared >= LEAST_MISTAKES, "only {compared}");
}

/// The same states, and the harm no sooner. (Most of these searches, to the end, would take stateright hours.)
#[test]
fn every_mistake_where_it_does_harm() {
    for (text, length) in harmful() {
        let model = Plain::of(&parse(&text).expect("a scenario"));
        let agreed = agree(&model, MOST_STATES).unwrap_or_else(|| panic!("too many states: {text}"));
        assert_eq!(agreed.broken_after, Some(length), "{text}");
    }
}
