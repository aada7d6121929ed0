//! Chaos against the bug lab: which mistakes it finds, in how many runs; that it finds nothing where there is no mistake; and that what it
//! finds is a scenario, which any session plays to the same end.
//!
//! `PAXOS_LONG=1 cargo test --release --test chaos` plays many more runs.
#![cfg(not(target_arch = "wasm32"))]

use paxos_playground::chaos::{Chaos, Failure, Finding, Progress, Script, Terms, Verdict, run};
use paxos_playground::protocol::{ProtocolName, Quorums, Variant, Variants};
use paxos_playground::scenario::{Scenario, What, format, gallery_of, parse};
use paxos_playground::session::{Happening, LinkOptions, Session};
use paxos_playground::sim::{Advance, Moment, Simulation};
use paxos_playground::world::{Property, chosen};
use std::collections::BTreeSet;
use std::sync::Arc;

#[path = "common/golden.rs"]
mod golden;
#[path = "common/log.rs"]
mod log;

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

/// One leads, another does, and the first again, while its followers' votes are still under way.
const OFTEN_LED: &str = "nodes 5\nclients 3\nlatency 5..60\ntimeout 100";

/// Clients that read, and leaders with leases.
const READ: &str = "nodes 3\nclients 3\nlease\n\nat 0 propose c1 \"x?\"\nat 0 propose c2 \"x=1\"";

/// Who votes changes.
const CHANGED: &str = "nodes 5\nclients 3\nalpha 1 members 3\n\nat 0 propose c1 \"+n4\"\nat 0 propose c1 \"-n4\"\nat 0 propose c2 \"+n5\"\nat 0 propose c3 \"x=1\"";

/// Each mistake of a log, with a cluster in which it does harm, and in the how-manieth run it is found there.
const FOUND_IN_LOGS: [(ProtocolName, Variant, &str, u64); 16] = [
    (ProtocolName::MultiPaxos, Variant::HalfQuorum, "nodes 4", 36),
    (ProtocolName::MultiPaxos, Variant::LosePromise, "nodes 3", 1_088),
    (ProtocolName::MultiPaxos, Variant::LoseVote, "nodes 3", 1),
    (ProtocolName::MultiPaxos, Variant::IgnorePromises, "nodes 3", 1),
    (ProtocolName::MultiPaxos, Variant::VotesAcrossBallots, OFTEN_LED, 11_490),
    (ProtocolName::MultiPaxos, Variant::ApplyTwice, "nodes 3", 1),
    (ProtocolName::MultiPaxos, Variant::SkipGap, "nodes 3\nclients 3", 2),
    (ProtocolName::MultiPaxos, Variant::LongLease, READ, 67_941),
    (ProtocolName::MultiPaxos, Variant::WideWindow, CHANGED, 4),
    (ProtocolName::Zab, Variant::AckEpochUnwritten, "nodes 3", 6_632),
    (ProtocolName::Zab, Variant::CommitWithoutQuorum, "nodes 3", 1),
    (ProtocolName::Zab, Variant::SkipTrunc, "nodes 3", 7),
    (ProtocolName::Zab, Variant::ActiveUnsynchronized, "nodes 3", 1),
    (ProtocolName::Zab, Variant::OldEpochProposal, "nodes 3", 643),
    (ProtocolName::Zab, Variant::ForgetLateJoiner, "nodes 3", 6),
    (ProtocolName::Zab, Variant::ApplyTwice, "nodes 3", 4),
];

/// After so many it is given up.
const MOST_RUNS: u64 = 100_000;

/// A cluster in which it does no harm that votes count across ballots: of three servers a leader and one other are a quorum of the older ballot as well, for the
/// same entry.
const LOG_NO_HARM: &str = "protocol multipaxos\nclients 2";

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
fn every_mistake_of_a_log_is_found_in_the_stated_number_of_runs() {
    for protocol in [ProtocolName::MultiPaxos, ProtocolName::Zab] {
        let stated = || FOUND_IN_LOGS.iter().filter(|(of, ..)| *of == protocol).map(|(_, variant, ..)| *variant);
        let makes = Variant::ALL.into_iter().filter(|variant| protocol.makes(*variant));
        assert!(makes.eq(stated()), "each once");
    }
    let with = |protocol: ProtocolName, variant: Variant, head| {
        scenario(&format!("protocol {}\nvariant {}\n{head}", protocol.word(), variant.word()))
    };
    // (One takes minutes.)
    let played = FOUND_IN_LOGS.into_iter().filter(|(.., stated)| is_long() || *stated < 20_000);
    let wrong =
        played.filter_map(|(protocol, variant, head, stated)| found_otherwise(&with(protocol, variant, head), stated));
    assert_eq!(wrong.collect::<Vec<_>>(), Vec::<String>::new());
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
    let runs = if is_long() { 100_000 } else { 300 };
    assert_eq!(found(&with(LOG_NO_HARM, Variant::VotesAcrossBallots), runs), None);
}

/// Clusters of logs, and networks.
const LOGS: [&str; 10] = [
    "protocol multipaxos",
    "protocol multipaxos\nnodes 5\nclients 3\nsnapshots 3\nwindow 2",
    "protocol multipaxos\nnodes 4\nclients 2\nloss 10%\nduplication 10%",
    "protocol multipaxos\nnodes 2\nclients 2",
    "protocol zab",
    "protocol zab\nnodes 5\nclients 3\nsnapshots 3",
    "protocol zab\nnodes 5\nclients 2\nobservers 2\nloss 2%",
    "protocol multipaxos\nnodes 3\nclients 3\nlease\n\nat 0 propose c1 \"x?\"\nat 0 propose c2 \"x=1\"",
    "protocol multipaxos\nnodes 5\nclients 2\nquorums 4 2",
    "protocol multipaxos\nnodes 5\nclients 3\nalpha 3 members 3\n\nat 0 propose c1 \"+n4\"\nat 0 propose c2 \"-n4\"\nat 0 propose c3 \"x=1\"",
];

/// No property of theirs is broken, and every client has its answer in time.
#[test]
fn in_logs_nothing_is_found() {
    let runs = if is_long() { 10_000 } else { 100 };
    for head in LOGS {
        let mut chaos = Chaos::new(&scenario(head), 1, runs);
        while !chaos.advance(1_000) {}
        assert_eq!(chaos.verdict(), Some(&Verdict::FoundNothing), "{head}");
        let Progress { decided, cut_short, .. } = chaos.progress();
        assert_eq!((decided, cut_short), (runs, 0), "{head}");
    }
}

/// Whatever a client was told is chosen. (Of Zab that is a property.)
#[test]
fn what_was_acknowledged_is_never_lost() {
    let runs = if is_long() { 10_000 } else { 100 };
    for head in &LOGS[..4] {
        let terms = Terms::of(&scenario(head));
        let mut told = 0;
        for seed in 0..runs {
            told += check_acknowledged(&run(&terms, seed).script);
        }
        assert!(told > runs, "{head}: only {told} answers");
    }
}

/// How many answers there were.
fn check_acknowledged(script: &Script) -> u64 {
    let setup = Arc::new(script.settings.setup());
    let mut state = Simulation::<log::Node>::new(script.settings.multipaxos(), setup);
    let mut told = BTreeSet::new();
    let end = script.entries.last().and_then(|entry| entry.at).map_or(0, |at| at.tick) + 500;
    while let Some(advance) = state.advance(&script.entries, Moment::after_tick(end)) {
        if let Advance::Event(event) = advance {
            told.extend(log::acknowledged(&event.performed));
        }
    }
    let world = state.world();
    let chosen = chosen(world.ledger(), world.config().quorums);
    for command in &told {
        assert!(chosen.iter().any(|chosen| chosen.vote.value.as_str().ends_with(command)), "{command} is lost");
    }
    told.len() as u64
}

/// Chaos found it: n4 leads, and knows by a snapshot that in the slot in which it was told of c1's third command another was chosen.
const SUPERSEDED: &str = r#"paxos 1
protocol multipaxos
nodes 5
clients 3
seed 1695
snapshots 3

at 0 set loss 30%
at 0 set duplication 50%
at 0 set latency n3->n1 8..48
at 0 set latency n4->n2 8..48
at 0 set latency n5->n3 8..48
at 0 propose c3 "x=2"
at 80 partition n1 n2 n5 | n3 n4
at 115 propose c1 "x=1"
at 145 heal
at 164 propose c2 "x=1"
at 190 isolate n1
at 230 crash n5
at 375 heal n3--n1
at 392 drop n4->n3 heartbeat 4.n4
at 462 restart n5
at 496 isolate n3
at 534 heal
at 564 propose c3 "x=1"
at 595 crash n2
at 678 propose c1 "x=3"
at 692 propose c2 "x=2"
at 716 cut n3--n4
at 750 restart n2
at 852 propose c1 "x=2"
at 1053 heal n4--n3
at 1089 set loss 0%
at 1089 set duplication 0%
at 1089 set latency 8..12
at 1089 propose c2 "x=3"
at 3357 expect c1 answered 3
"#;

/// A command of which a vote was reported, where something else was chosen since, is not under way: it is proposed in another slot.
#[test]
fn a_command_that_lost_its_slot_is_proposed_again() {
    let session = played(&parse(SUPERSEDED).expect("a scenario"));
    assert_eq!(session.expectations()[0].held, Some(true), "{}", session.transcript());
}

/// A leader cannot be heard in time, so that there is never one for long.
#[test]
fn a_log_that_makes_no_progress_is_found_and_told_as_what_it_is() {
    for protocol in ["multipaxos", "zab"] {
        let hasty = scenario(&format!("protocol {protocol}\nnodes 3\nlatency 100..120\ntimeout 40"));
        let (finding, _) = found(&hasty, 100).expect("nobody leads for long");
        assert_eq!(finding.failed.failure, Failure::NoAnswer, "{}", format(&finding.scenario));
        let session = played(&finding.scenario);
        let judged: Vec<_> =
            session.expectations().iter().map(|expected| (expected.held, expected.judged_at)).collect();
        let [(Some(true), Some((_, moment)))] = judged[..] else { panic!("{judged:?}") };
        assert_eq!(moment, finding.failed.moment);
        assert!(
            format(&finding.scenario).trim_end().ends_with(" expect c1 answered 0"),
            "{}",
            format(&finding.scenario)
        );
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
    assert!(!session.history().events().any(|event| impossible(&event.what)), "{text}");
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
    history.events().find(|event| event.newly_broken.contains(&property)).map(|event| event.moment)
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
            let commanded = session.history().events().filter(|event| event.commanded).count();
            assert_eq!(commanded, run.script.entries.len(), "{} with the seed {seed}", entry.name);
            assert!(session.history().event_count() <= run.events);
        }
    }
}
