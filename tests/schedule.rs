//! What a search finds, the stage can play: a schedule of the network as a set, exported to the network as a bag, ends in the breach that was found,
//! and nothing is broken before its last step.
#![cfg(not(target_arch = "wasm32"))]

use paxos_playground::check::{Bounds, Model, Question, Search, Verdict};
use paxos_playground::protocol::Variant;
use paxos_playground::protocol::clients::KeyValue;
use paxos_playground::protocol::multipaxos::MultiPaxos;
use paxos_playground::protocol::synod::Synod;
use paxos_playground::protocol::zab::Zab;
use paxos_playground::scenario::{Expectation, Judging, Scenario, Scheduled, What, format, parse};
use paxos_playground::session::{Happening, Session};
use paxos_playground::world::{PrimaryOrder, Property};

/// More states than this are not worth the time here.
const MOST_STATES: u32 = 300_000;

/// So many schedules are found among the mistakes, at least, and so many of them deliver something twice.
const LEAST_FOUND: usize = 19;
const LEAST_WITH_COPIES: usize = 2;

fn scenario(lines: &str) -> Scenario {
    parse(&format!("paxos 1\n{lines}\nat 0 propose n1 \"red\"\nat 0 propose n2 \"blue\"\n")).expect("a scenario")
}

/// The shortest schedule that breaks something, as a scenario, and how long it is; nothing if none is found.
fn found<P: Judging>(scenario: &Scenario, max_states: u32) -> Option<(Scheduled, usize)> {
    let bounds = Bounds { max_states, ..Bounds::default() };
    let model = scenario.model_of::<P>().expect("few requests");
    let mut search = Search::new(model.asked(Question::states_of(P::NAME)), bounds);
    let Verdict::Violated { property, script, .. } = search.run().clone() else { return None };
    let steps: Vec<_> = script.iter().map(|a_move| search.model().step(*a_move)).collect();
    let property = Property::from_word(search.model().properties()[property].name).expect("a property of the ledger");
    let end = Expectation::Property(property, false);
    let scheduled = scenario.of_schedule(&[], &steps, Some(end)).unwrap_or_else(|error| panic!("{error}: {steps:#?}"));
    Some((scheduled, steps.len()))
}

/// Plays it: each line is possible, nothing is broken before the last event, and the end is as expected.
fn check_played(scenario: &Scenario) {
    let text = format(scenario);
    let mut session = Session::new(parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}")));
    assert!(session.play_out());
    let history = session.history();
    let (last, earlier) = history.events.split_last().expect("something happened");
    assert!(!history.events.iter().any(|event| matches!(event.what, Happening::Impossible(..))), "{text}");
    assert!(earlier.iter().all(|event| event.newly_broken.is_empty()), "broken earlier\n{text}");
    assert!(!last.newly_broken.is_empty(), "{text}");
    assert!(session.expectations().iter().all(|expected| expected.held == Some(true)), "{text}");
}

#[test]
fn the_schedule_of_every_mistake_plays() {
    let (mut schedules, mut with_copies) = (0, 0);
    let models = ["nodes 3\nallow ballots 1", "nodes 3\nallow ballots 1 crashes 1", "nodes 4\nallow ballots 1"];
    for variant in Variant::SYNOD {
        for model in models {
            let scenario = scenario(&format!("{model}\nvariant {}", variant.word()));
            let Some((Scheduled { scenario, places }, length)) = found::<Synod>(&scenario, MOST_STATES) else {
                continue;
            };
            check_played(&scenario);
            assert_eq!(places.len(), length);
            schedules += 1;
            // Its expectation is the last line.
            with_copies += usize::from(scenario.body.len() > length + 1);
        }
    }
    assert!(schedules >= LEAST_FOUND, "only {schedules}");
    assert!(with_copies >= LEAST_WITH_COPIES, "only {with_copies}");
}

#[test]
fn a_wiped_disk_is_played_as_well() {
    let (scheduled, _) = found::<Synod>(&scenario("nodes 3\nallow crashes 1 wipes 1"), MOST_STATES)
        .expect("a wiped disk breaks a promise");
    check_played(&scheduled.scenario);
}

/// The head of a log's scenario and its body; how long the shortest schedule is that breaks something, and what it breaks.
type OfLog = (&'static str, &'static str, usize, Property);

const DONE_ONCE: Property = Property::Order(PrimaryOrder::DoneOnce);

const ASKED: &str = "at 0 propose c1 \"x=1\"";
const ASKED_TWICE: &str = "at 0 propose c1 \"x=1\"\nat 0 propose c1 \"x=2\"";

fn check_log<P: Judging>((head, body, length, broken): OfLog) {
    let text = format!("paxos 1\nprotocol {}\n{head}\n\n{body}\n", P::NAME.word());
    let scenario = parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let (scheduled, found) = found::<P>(&scenario, 6_000_000).unwrap_or_else(|| panic!("nothing is found\n{text}"));
    assert_eq!((found, scheduled.places.len()), (length, length), "{text}");
    let end = scheduled.scenario.body.last().map(|line| &line.what);
    let expected = Expectation::Property(broken, false);
    assert!(matches!(end, Some(What::Expect(end)) if *end == expected), "{end:?}");
    check_played(&scheduled.scenario);
}

/// Quorums of one leader alone, a command that is done twice, and quorums that do not meet.
#[test]
fn schedules_of_multipaxos_play() {
    for of_log in [
        ("nodes 2\nvariant half-quorum", ASKED_TWICE, 8, Property::Agreement),
        ("nodes 3\nvariant apply-twice", ASKED, 10, DONE_ONCE),
        ("nodes 3\nquorums 2 1", ASKED_TWICE, 12, Property::Agreement),
    ] {
        check_log::<MultiPaxos<KeyValue>>(of_log);
    }
}

/// By oracle; and what is told of connections that break is who notices.
#[test]
fn schedules_of_zab_play() {
    for of_log in [
        (
            "nodes 3\nallow ballots 0\nvariant commit-without-quorum",
            ASKED,
            10,
            Property::Order(PrimaryOrder::QuorumLogged),
        ),
        ("nodes 3\nallow ballots 0\nvariant apply-twice", ASKED, 16, DONE_ONCE),
        ("nodes 3\nvariant active-unsynchronized", ASKED, 13, Property::Order(PrimaryOrder::QuorumLogged)),
        (
            "nodes 3\nclients 2\nallow ballots 0\nvariant forget-late-joiner",
            FROM_TWO,
            28,
            Property::Order(PrimaryOrder::AnsweredKept),
        ),
    ] {
        check_log::<Zab<KeyValue>>(of_log);
    }
}

const FROM_TWO: &str = "at 0 propose c1 \"x=1\"\nat 0 propose c2 \"x=2\"";
