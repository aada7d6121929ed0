//! Chaos against the bug lab: which mistakes it finds, in how many runs; that it finds nothing where there is no mistake; and that what it
//! finds is a scenario, which any session plays to the same end.
//!
//! `PAXOS_LONG=1 cargo test --release --test chaos` plays many more runs.
#![cfg(not(target_arch = "wasm32"))]

use paxos_playground::chaos::{Chaos, Failure, Finding, Terms, Verdict, run};
use paxos_playground::protocol::{ProtocolName, Quorums, Variant, Variants};
use paxos_playground::scenario::{Scenario, What, format, gallery_of, parse};
use paxos_playground::session::{Happening, LinkOptions, Session};
use paxos_playground::sim::Moment;
use paxos_playground::world::Property;

#[path = "common/golden.rs"]
mod golden;

fn is_long() -> bool {
    std::env::var_os("PAXOS_LONG").is_some()
}

fn scenario(head: &str) -> Scenario {
    let text = format!("paxos 1\n{head}\n");
    parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// What is found in so many runs, if anything, and in how many it was.
fn found(scenario: &Scenario, runs: u64) -> Option<(Finding, u64)> {
    let mut chaos = Chaos::new(scenario, 1, runs);
    while !chaos.advance(1_000) {}
    assert_eq!(chaos.progress().cut_short, 0);
    match chaos.verdict() {
        Some(Verdict::Found(finding)) => Some(((**finding).clone(), chaos.progress().runs)),
        _ => None,
    }
}

// ----- the bug lab

/// Each mistake with a cluster in which it does harm, and in the how-manieth run it is found there. (Every one is found.)
const FOUND_IN: [(Variant, &str, u64); 16] = [
    (Variant::HalfQuorum, "nodes 4", 14),
    (Variant::LosePromise, "nodes 3", 156),
    (Variant::LoseVote, "nodes 3", 1),
    (Variant::IgnorePromises, "nodes 3", 1),
    (Variant::AnyValue, "nodes 3", 142),
    (Variant::LowestBallotValue, "nodes 3", 43),
    (Variant::GreatestValue, "nodes 3", 142),
    (Variant::AcceptUnchecked, "nodes 3", 21),
    (Variant::NoRaise, "nodes 3", 8_974),
    (Variant::PromiseUnchecked, "nodes 3", 155),
    (Variant::DuplicatePromise, "nodes 5", 18),
    (Variant::DuplicateVote, "nodes 3\nlearning votes", 1),
    (Variant::StalePromises, "nodes 3", 3),
    (Variant::VotesAcrossBallots, "nodes 3\nlearning votes", 9),
    (Variant::BallotReuse, "nodes 3", 564),
    (Variant::PrepareStoresValue, "nodes 3", 1),
];

/// The same for what is no switch of its own: nothing is written at all, and quorums that do not meet.
const FOUND_TOO: [(&str, u64); 6] = [
    ("nodes 3\nvariant lose-promise\nvariant lose-vote", 1),
    ("nodes 3\nquorums 1 2", 4),
    ("nodes 3\nquorums 2 1", 10),
    ("nodes 4\nquorums 2 2", 14),
    ("nodes 5\nquorums 2 3", 50),
    ("nodes 5\nquorums 3 2", 58),
];

/// After so many it is given up.
const MOST_RUNS: u64 = 100_000;

/// Mistakes with a cluster in which they are none: half of an odd number is a majority, and of three the two that a proposer needs are itself and
/// one other, however often it hears of that.
const NO_HARM: [(Variant, &str); 3] =
    [(Variant::HalfQuorum, "nodes 3"), (Variant::HalfQuorum, "nodes 5"), (Variant::DuplicatePromise, "nodes 3")];

fn with(head: &str, variant: Variant) -> Scenario {
    scenario(&format!("{head}\nvariant {}", variant.word()))
}

#[test]
fn every_mistake_is_found_in_the_stated_number_of_runs() {
    assert_eq!(FOUND_IN.map(|(variant, ..)| variant), Variant::SYNOD, "each once");
    let wrong = FOUND_IN.map(|(variant, head, stated)| found_otherwise(&with(head, variant), stated));
    assert_eq!(wrong.into_iter().flatten().collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn what_is_no_switch_of_its_own_is_found_in_the_stated_number_of_runs() {
    let wrong = FOUND_TOO.map(|(head, stated)| found_otherwise(&scenario(head), stated));
    assert_eq!(wrong.into_iter().flatten().collect::<Vec<_>>(), Vec::<String>::new());
}

/// What is said if it is not found in so many runs.
fn found_otherwise(scenario: &Scenario, stated: u64) -> Option<String> {
    let finding = found(scenario, MOST_RUNS);
    if let Some((finding, _)) = &finding {
        check_finding(finding);
    }
    let runs = finding.map(|(_, runs)| runs);
    (runs != Some(stated)).then(|| format!("found in {runs:?} runs, and not in {stated}:\n{}", format(scenario)))
}

#[test]
fn mistakes_that_do_no_harm_are_not_found() {
    for (variant, head) in NO_HARM {
        let runs = if is_long() { 100_000 } else { 2_000 };
        assert_eq!(found(&with(head, variant), runs), None, "{} in {head}", variant.word());
    }
}

/// It is a text that says what it finds, a link, and a run that comes to the same in a session; no command of it can be left out; and it
/// is the mistake that is to blame.
fn check_finding(finding: &Finding) {
    let text = format(&finding.scenario);
    assert!(finding.minimal, "{text}");
    assert_eq!(parse(&text).map(Scenario::without_lines).as_ref(), Ok(&finding.scenario), "{text}");
    let Failure::Broken(property) = finding.failed.failure else { panic!("{text}") };
    let session = played(&finding.scenario);
    let expectations = session.expectations();
    assert_eq!(expectations.len(), 1, "{text}");
    assert_eq!(expectations[0].held, Some(true), "{text}{}", session.transcript());
    assert_eq!(broken_at(&session, property), Some(finding.failed.moment), "{text}");
    let impossible = |what: &Happening| matches!(what, Happening::Impossible(..));
    assert!(!session.history().events.iter().any(|event| impossible(&event.what)), "{text}");
    let link = session.link(LinkOptions { all_branches: true, here: true }).expect("a link");
    assert!(Session::open(&link).is_ok_and(|opened| opened.faithful), "{text}");
    check_minimal(&finding.scenario, property);
    let mut correct = finding.scenario.clone();
    correct.settings.variants = Variants::default();
    correct.settings.quorums = Quorums::majorities(correct.settings.node_count);
    assert_eq!(broken_at(&played(&correct), property), None, "without the mistake as well:\n{text}");
}

/// Without any of its commands the property does not fail, however long one waits.
fn check_minimal(scenario: &Scenario, property: Property) {
    let patience_ticks = Terms::of(scenario).patience_ticks();
    for place in (0..scenario.body.len()).filter(|place| matches!(scenario.body[*place].what, What::Command(_))) {
        let mut without = scenario.clone();
        let left_out = without.body.remove(place);
        let mut session = played(&without);
        session.play_to(session.moment().tick + patience_ticks);
        assert_eq!(broken_at(&session, property), None, "{left_out:?} can be left out of\n{}", format(scenario));
    }
}

/// The run of a scenario, played to the end of its lines.
fn played(scenario: &Scenario) -> Session {
    let mut session = Session::new(scenario.clone());
    session.play_out();
    session.seek_position(usize::MAX);
    session
}

/// When the property first failed.
fn broken_at(session: &Session, property: Property) -> Option<Moment> {
    let history = session.history();
    history.events.iter().find(|event| event.newly_broken.contains(&property)).map(|event| event.moment)
}

// ----- no mistake

/// But for the one whose body wipes a disk, from which Paxos is not safe.
#[test]
fn in_the_gallery_nothing_is_found_but_what_a_wiped_disk_breaks() {
    let runs = if is_long() { 200_000 } else { 1_000 };
    for entry in gallery_of(ProtocolName::Synod) {
        let finding = found(&parse(entry.text).expect("a scenario of the gallery"), runs);
        match (entry.name, finding) {
            ("wiped-disk", Some((finding, _))) => assert!(format(&finding.scenario).contains(" wipe n"), "{finding:?}"),
            ("wiped-disk", None) => panic!("a wiped disk breaks nothing in {runs} runs"),
            (name, Some((finding, _))) => panic!("{name}: {:?}\n{}", finding.failed, format(&finding.scenario)),
            (_, None) => {}
        }
    }
}

/// Quorums of other sizes that meet, other clusters, bad networks, and little time.
#[test]
fn where_a_decision_can_be_had_it_is() {
    let runs = if is_long() { 100_000 } else { 300 };
    for head in [
        "nodes 1",
        "nodes 2",
        "nodes 5\nquorums 4 2",
        "nodes 7\nlearning votes",
        "nodes 3\nloss 60%\nduplication 40%",
        "nodes 3\ntimeout 49\nbackoff 0..10",
        "nodes 4\nlatency 0..100\ntimeout 500",
    ] {
        let finding = found(&scenario(head), runs);
        assert!(finding.is_none(), "{head}: {finding:?}");
    }
}

/// A ballot takes four messages, one after the other: up to 160 ticks.
#[test]
fn a_timeout_that_is_too_short_is_found_and_told_as_what_it_is() {
    let (finding, _) = found(&scenario("nodes 3\nlatency 30..40\ntimeout 60"), 100).expect("no ballot can be finished");
    assert_eq!(finding.failed.failure, Failure::NoDecision);
    assert!(finding.minimal && finding.commands < finding.commands_before);
    let session = played(&finding.scenario);
    let judged: Vec<_> = session.expectations().iter().map(|expected| (expected.held, expected.judged_at)).collect();
    let [(Some(true), Some((_, moment)))] = judged[..] else { panic!("{judged:?}") };
    assert_eq!(moment, finding.failed.moment);
    assert!(format(&finding.scenario).trim_end().ends_with(" learned nothing"), "{}", format(&finding.scenario));
}

// ----- determinism

#[test]
fn golden_runs() {
    golden::check_chaos();
}

/// A run is the same scenario in a session, event by event.
#[test]
fn a_run_is_a_scenario() {
    for entry in gallery_of(ProtocolName::Synod) {
        let terms = Terms::of(&parse(entry.text).expect("a scenario of the gallery"));
        for seed in 0..10 {
            let run = run(&terms, seed);
            let session = played(&run.script.to_scenario(run.failed));
            let commanded = session.history().events.iter().filter(|event| event.commanded).count();
            assert_eq!(commanded, run.script.entries.len(), "{} with the seed {seed}", entry.name);
            assert!(session.history().events.len() <= run.events);
        }
    }
}
