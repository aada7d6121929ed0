//! Runs put to the search.

use super::{at, give, session_of};
use crate::check::{Bounds, Question};
use crate::protocol::{ProtocolName, Value};
use crate::scenario::{Asked, Checked, Limit, MAX_CHECKED, Outcome, Scheduled, format, parse};
use crate::session::{
    COVERED, CheckFrom, CheckRefusal, CheckResult, CheckSchedule, CheckVerdict, Happening, LinkOptions, SAMPLE_RUNS,
    Session,
};
use crate::world::Property;

fn asked(session: &Session, from: CheckFrom, questions: Vec<Question>) -> CheckResult {
    let bounds = Bounds { max_states: 400_000, ..Bounds::default() };
    let mut check = session.check(from, questions, session.scenario().settings.allow, bounds).expect("few proposals");
    while !check.advance(1000) {}
    check.result().expect("it came to an end")
}

fn checked(session: &Session, from: CheckFrom) -> CheckResult {
    asked(session, from, Question::states_of(session.scenario().settings.protocol))
}

fn breach(session: &Session, from: CheckFrom) -> CheckSchedule {
    match checked(session, from).verdict {
        CheckVerdict::Violated(breach) => *breach,
        other => panic!("{other:?}"),
    }
}

/// Plays what was found from its text: nothing is impossible, and it ends as expected.
fn play(breach: &CheckSchedule) -> Session {
    let Scheduled { scenario, .. } = breach.scheduled.as_ref().expect("it can be played");
    let text = format(scenario);
    let mut session = Session::new(parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}")));
    session.play_out();
    session.seek_position(usize::MAX);
    let history = session.history();
    assert!(!history.events().any(|event| matches!(event.what, Happening::Impossible(..))), "{text}");
    assert!(session.expectations().iter().all(|expected| expected.held == Some(true)), "{text}");
    session
}

#[test]
fn a_correct_run_holds_and_says_what_was_covered() {
    let session = session_of("nodes 3", "at 0 propose n1 \"a\"\nat 0 propose n2 \"b\"");
    let result = checked(&session, CheckFrom::Start);
    assert_eq!(result.verdict, CheckVerdict::Holds);
    assert!(result.covered.distinct > 1000 && result.covered.expanded == result.covered.distinct);
    assert!(result.collision_chance > 0.0 && result.collision_chance < 1e-6);
}

/// As many states as another engine sees: what it is compared by.
#[test]
fn a_plain_search_takes_nothing_for_one() {
    let session = session_of("nodes 3", "at 0 propose n1 \"a\"\nat 0 propose n2 \"b\"");
    let check =
        session.check(CheckFrom::Start, Question::states(), session.scenario().settings.allow, Bounds::default());
    let mut plain = check.expect("few proposals").plain();
    while !plain.advance(1000) {}
    let result = plain.result().expect("it came to an end");
    assert_eq!((result.verdict, result.covered.distinct), (CheckVerdict::Holds, 53_883));
}

#[test]
fn a_mistake_is_found_from_the_start_and_played() {
    let session = session_of("nodes 4\nvariant half-quorum", "at 0 propose n1 \"a\"\nat 0 propose n2 \"b\"");
    let breach = breach(&session, CheckFrom::Start);
    assert_eq!((breach.word, breach.length), (Property::Agreement.word(), 8));
    play(&breach);
}

/// From the state on the stage the way is shorter, by what was done already; and what was done is done again first, by hand.
#[test]
fn a_mistake_is_found_from_the_state_on_the_stage() {
    let settings = "nodes 4\nvariant half-quorum\nloss 20%\nduplication 30%\nseed 7";
    let mut session = session_of(settings, "at 0 propose n1 \"a\"\nat 90 propose n2 \"b\"");
    session.play_to(15);
    let under_way = session.view().messages[0].name;
    give(&mut session, &format!("hold {under_way}"));
    give(&mut session, "cut n1--n2");
    let done = session.view().event_count;
    let breach = breach(&session, CheckFrom::Here);
    assert!(breach.length < 8, "{}", breach.length);
    let played = play(&breach);
    assert!(played.history().event_count() > breach.length && done > 3);
    assert_eq!(breach.word, Property::Agreement.word());
}

/// What can happen from here is what the branch shown has in store, and no more.
#[test]
fn from_the_end_of_a_run_nothing_new_is_proposed() {
    let mut session = session_of("nodes 3", "at 0 propose n1 \"a\"\nat 0 propose n2 \"b\"");
    let whole = checked(&session, CheckFrom::Start).covered.distinct;
    session.play_out();
    session.play_to(500);
    let rest = checked(&session, CheckFrom::Here);
    assert_eq!(rest.verdict, CheckVerdict::Holds);
    assert!(rest.covered.distinct < whole / 10, "{} of {whole}", rest.covered.distinct);
    session.seek(at(0, 0));
    assert_eq!(checked(&session, CheckFrom::Here).covered.distinct, whole);
}

#[test]
fn it_can_be_called_off_and_tells_how_far_it_came() {
    let session = session_of("nodes 3\nallow ballots 2 crashes 1", "at 0 propose n1 \"a\"\nat 0 propose n2 \"b\"");
    let bounds = Bounds { max_states: 20_000, ..Bounds::default() };
    let mut check =
        session.check(CheckFrom::Start, Question::states(), session.scenario().settings.allow, bounds).expect("few");
    assert!(!check.advance(100));
    let progress = check.progress();
    assert!(progress.frontier > 0 && progress.covered.expanded == 100 && progress.bound_permille > 0);
    check.stop();
    assert_eq!(check.result().map(|result| result.verdict), Some(CheckVerdict::Stopped));
}

/// “From here, can this still be chosen?”
#[test]
fn whether_a_value_can_still_be_chosen_is_answered_with_a_schedule_or_for_sure() {
    let mut session = session_of("nodes 3", "at 0 propose n1 \"a\"\nat 0 propose n2 \"b\"");
    let can = |session: &Session, value: &str| {
        let question = Question::CanChoose(Value::new(value).expect("a value"));
        asked(session, CheckFrom::Here, vec![question]).verdict
    };
    for value in ["a", "b"] {
        match can(&session, value) {
            CheckVerdict::Reached(schedule) => assert_eq!(play(&schedule).view().chosen[0].vote.value.as_str(), value),
            other => panic!("{value}: {other:?}"),
        }
    }
    assert_eq!(can(&session, "c"), CheckVerdict::Unreachable);
    session.play_out();
    session.play_to(2_000);
    let chosen = session.view().chosen[0].vote.value.clone();
    let other = if chosen.as_str() == "a" { "b" } else { "a" };
    assert_eq!(can(&session, other), CheckVerdict::Unreachable);
    assert!(matches!(can(&session, chosen.as_str()), CheckVerdict::Reached(schedule) if schedule.length == 0));
}

#[test]
fn where_nothing_is_found_some_of_the_runs_that_were_covered_can_be_played() {
    let mut session = session_of("nodes 3", "at 0 propose n1 \"a\"\nat 0 propose n2 \"b\"");
    session.play_to(12);
    for from in [CheckFrom::Start, CheckFrom::Here] {
        let result = checked(&session, from);
        assert_eq!(result.verdict, CheckVerdict::Holds);
        assert_eq!(result.sample.len(), SAMPLE_RUNS);
        for run in &result.sample {
            assert!(run.word == COVERED && run.length > 5, "{run:?}");
            play(run);
        }
        assert!(result.sample.windows(2).any(|pair| pair[0] != pair[1]), "they differ");
        assert_eq!(result.sample, checked(&session, from).sample, "the same seed, the same sample");
    }
    let broken = session_of("nodes 4\nvariant half-quorum", "at 0 propose n1 \"a\"\nat 0 propose n2 \"b\"");
    assert_eq!(checked(&broken, CheckFrom::Start).sample, []);
}

/// What is kept says by it what it is about: so it stays, in every version and on every machine.
#[test]
fn the_digest_of_what_is_searched_stays() {
    let mut session =
        session_of("nodes 3\nvariant no-raise", "at 0 propose n1 \"a\"\nat 0 propose n2 \"b\"\nat 40 crash n3");
    session.play_to(12);
    let digests = [CheckFrom::Start, CheckFrom::Here].map(|from| crate::sim::digest_text(session.subject(from)));
    assert_eq!(digests, ["2302ba852b575110", "c098d26e639a33b1"]);
}

/// What a search came to goes with the scenario, in its text and its link, and says of which run it is.
#[test]
fn what_a_check_came_to_is_kept_with_the_scenario() {
    let mut session = session_of("nodes 3", "at 0 propose n1 \"a\"\nat 0 propose n2 \"b\"");
    session.play_to(12);
    let kept = |session: &Session, from| checked(session, from).kept.expect("an answer");
    let (start, here) = (kept(&session, CheckFrom::Start), kept(&session, CheckFrom::Here));
    assert_eq!((start.asked.clone(), start.from, start.outcome), (Asked::States, None, Outcome::Holds));
    assert_eq!((here.from, here.outcome), (Some(session.moment()), Outcome::Holds));
    assert!(start.of == session.subject(CheckFrom::Start) && here.of == session.subject(CheckFrom::Here));
    assert_ne!(start.of, here.of);
    for checked in [&start, &here, &start] {
        assert_eq!(session.keep_check(checked.clone()), Ok(()));
    }
    assert_eq!(session.scenario().checked, [here.clone(), start.clone()], "the same question is kept once");

    let link = session.link(LinkOptions { all_branches: true, here: true }).expect("small enough");
    let mut again = Session::open(&link).expect("our own").session;
    assert_eq!(again.scenario().checked, session.scenario().checked);
    assert!(start.of == again.subject(CheckFrom::Start) && here.of == again.subject(CheckFrom::Here));
    give(&mut again, "propose n3 \"c\"");
    assert_ne!(again.subject(CheckFrom::Start), start.of, "one more is proposed");
    again.forget_check(&start);
    assert_eq!(again.scenario().checked, [here]);

    for seen in 0..2 * MAX_CHECKED as u64 {
        assert_eq!(again.keep_check(Checked { of: seen, ..start.clone() }), Ok(()));
    }
    let seen: Vec<u64> = again.scenario().checked.iter().map(|checked| checked.of).collect();
    assert_eq!(seen, (MAX_CHECKED as u64..2 * MAX_CHECKED as u64).collect::<Vec<_>>(), "the latest");
    assert!(parse(&again.text(true)).is_ok());
}

#[test]
fn each_answer_can_be_kept_and_what_is_none_cannot() {
    let broken = session_of("nodes 4\nvariant half-quorum", "at 0 propose n1 \"a\"\nat 0 propose n2 \"b\"");
    let agreement = vec![Question::Holds(Property::Agreement)];
    let outcome = |session: &Session, questions: Vec<Question>| {
        asked(session, CheckFrom::Start, questions).kept.map(|checked| checked.outcome)
    };
    assert_eq!(outcome(&broken, agreement.clone()), Some(Outcome::Broken(Property::Agreement, 8)));
    let value = |text| vec![Question::CanChoose(Value::new(text).expect("a value"))];
    assert_eq!(outcome(&broken, value("a")), Some(Outcome::Chosen(4)));
    assert_eq!(outcome(&broken, value("c")), Some(Outcome::NeverChosen));
    assert_eq!(outcome(&broken, vec![Question::CanDecide]), None, "it has no line of its own");

    let large = session_of("nodes 3", "at 0 propose n1 \"a\"\nat 0 propose n2 \"b\"");
    let bounds = Bounds { max_states: 100, ..Bounds::default() };
    let allow = large.scenario().settings.allow;
    let mut check = large.check(CheckFrom::Start, agreement, allow, bounds).expect("few proposals");
    assert!(check.advance(1000));
    let kept = check.result().expect("a result").kept.expect("an answer");
    assert_eq!((kept.seen, kept.outcome), (100, Outcome::Within(Limit::States, 100)));
}

fn log_session(protocol: &str, settings: &str, body: &str) -> Session {
    let text = format!("paxos 1\nprotocol {protocol}\n{settings}\n\n{body}\n");
    Session::new(parse(&text).unwrap_or_else(|error| panic!("{error:?}\n{text}")))
}

/// A sample of what was covered plays as well: with crashes, broken connections, and whoever notices.
#[test]
fn logs_hold_and_some_of_what_was_covered_can_be_played() {
    let asked = "at 0 propose c1 \"x=1\"";
    for (protocol, settings, states) in [
        ("multipaxos", "nodes 2\nallow crashes 1", 30_148),
        ("multipaxos", "nodes 2\nsnapshots 1", 3_959),
        ("zab", "nodes 2", 8_481),
        ("zab", "nodes 2\nallow ballots 0 crashes 1 breaks 1", 7_742),
        ("zab", "nodes 3\nallow ballots 0 breaks 1", 165_006),
    ] {
        let session = log_session(protocol, settings, asked);
        let result = checked(&session, CheckFrom::Start);
        assert_eq!(result.verdict, CheckVerdict::Holds, "{settings}");
        assert_eq!(result.covered.distinct, states, "{settings}");
        let kept = result.kept.expect("an answer");
        assert_eq!(
            (kept.asked.clone(), kept.outcome, kept.of),
            (Asked::States, Outcome::Holds, session.subject(CheckFrom::Start))
        );
        let text = format!("paxos 1\nprotocol {protocol}\nchecked {kept}\n");
        assert_eq!(parse(&text).map(|scenario| scenario.checked), Ok(vec![kept]), "{text}");
        for run in &result.sample {
            assert!(run.length > 5, "{run:?}");
            play(run);
        }
    }
}

/// What was done until here is done again by hand, and then come the steps that were found: under Zab as servers elect there, by messages.
#[test]
fn logs_are_searched_from_the_state_on_the_stage() {
    let body = "at 0 propose c1 \"x=1\"\nat 5000 propose c1 \"x=2\"";
    let mut session = log_session("zab", "nodes 3\nvariant apply-twice\nallow ballots 0", body);
    session.play_to(400);
    give(&mut session, "break n1--n3");
    session.play_to(700);
    let breach = breach(&session, CheckFrom::Here);
    assert_eq!(breach.word, "done-once");
    let played = play(&breach);
    assert!(played.history().event_count() > 100);

    let mut session = log_session("multipaxos", "nodes 2", body);
    session.play_to(200);
    let result = checked(&session, CheckFrom::Here);
    assert_eq!(result.verdict, CheckVerdict::Holds);
    result.sample.iter().for_each(|run| drop(play(run)));
}

/// A search is asked what its protocol is asked.
#[test]
fn what_a_protocol_is_not_asked_is_refused() {
    let session = log_session("zab", "nodes 3", "at 0 propose c1 \"x=1\"");
    let check = |questions| {
        session.check(CheckFrom::Start, questions, session.scenario().settings.allow, Bounds::default()).err()
    };
    assert_eq!(check(vec![Question::Holds(Property::Agreement)]), Some(CheckRefusal::NotAsked(ProtocolName::Zab)));
    let value = Value::new("x=1").expect("a value");
    assert_eq!(check(vec![Question::CanChoose(value)]), Some(CheckRefusal::NotAsked(ProtocolName::Zab)));
    assert_eq!(check(Question::states_of(ProtocolName::Zab)), None);
}
