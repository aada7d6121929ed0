//! Two runs on one clock.

use super::super::{Differing, EntryView, LinkOptions, Session};
use crate::scenario::{format, parse};
use crate::sim::{Command, CommandError, Moment};

/// Both logs, with a leader each, and a client asked at tick 500.
const PAIR: &str = "paxos 1\nprotocol multipaxos\nnodes 3\nseed 42\nlatency 20..28\ntimeout 400\nbeside zab\n\n\
                    at 10 fire n3\nat 500 propose c1 \"x=1\"\nrun to 700\nexpect slot 0 chosen \"x=1\"\nexpect beside slot 0 chosen \"x=1\"\n\
                    expect beside n3 leads 1.n3\nexpect beside slot 1 chosen \"x=2\"\n";

/// A mistake that shows: a primary that asks nobody, and is cut off.
const MISTAKE: &str = "paxos 1\nprotocol zab\nnodes 3\nclients 3\nseed 42\nlatency 20..28\ntimeout 400\nbeside commit-without-quorum\n\n\
                       at 10 fire n3\nat 400 partition n3 c3 | n1 n2\nat 410 propose c3 \"x=1\"\nrun to 900\n\
                       expect answered-kept holds\nexpect beside answered-kept broken\n";

fn session(text: &str) -> Session {
    Session::new(parse(text).unwrap_or_else(|error| panic!("{error}\n{text}")))
}

#[test]
fn the_run_beside_stands_at_the_same_tick_wherever_the_cursor_goes() {
    let mut session = session(PAIR);
    assert_eq!(session.beside().expect("a run beside").moment(), Moment::default());
    for tick in [55, 300, 620, 40, 0, 700] {
        session.play_to(tick);
        let beside = session.beside().expect("a run beside");
        assert_eq!(beside.moment().tick, tick);
        let mut alone = Session::new(beside.to_scenario(false));
        alone.play_to(tick);
        assert_eq!(beside.digest(), alone.digest(), "at {tick}");
    }
    session.seek_position(0);
    assert_eq!(session.beside().expect("a run beside").moment(), Moment::default());
}

#[test]
fn a_step_goes_to_the_next_event_of_either() {
    let mut session = session(PAIR);
    let mut ticks = Vec::new();
    while session.moment().tick < 400 && session.step() {
        ticks.push(session.moment().tick);
    }
    for tick in [33, 36, 54, 60] {
        assert!(ticks.contains(&tick), "{tick} is one of one of them: {ticks:?}");
    }
    assert!(ticks.is_sorted());
}

#[test]
fn what_is_expected_of_the_run_beside_is_judged_there() {
    let mut session = session(PAIR);
    session.play_out();
    let held: Vec<_> = session.expectations().into_iter().map(|expected| expected.held).collect();
    assert_eq!(held, [Some(true), Some(true), Some(true), Some(false)]);
}

#[test]
fn under_two_protocols_the_first_command_that_is_another_is_the_difference() {
    let text = include_str!("../../scenario/gallery/log-dependent.paxos");
    let mut session = session(text);
    session.play_to(1_690);
    assert_eq!(session.difference(), None, "one has done more than the other, and nothing else");
    session.play_to(1_820);
    let difference = session.difference().expect("b=a+1 against d=1");
    let operation = |entry: &EntryView| match entry {
        EntryView::Command { operation, .. } => operation.to_string(),
        EntryView::NoOp => String::new(),
    };
    let Differing::Command { number, here, beside } = &difference.what else { panic!("{difference:?}") };
    assert_eq!((*number, here.0, beside.0), (1, 1, 1));
    assert_eq!((operation(&here.1), operation(&beside.1)), ("b=a+1".to_owned(), "d=1".to_owned()));
    session.play_to(difference.tick - 1);
    assert_eq!(session.difference(), None, "it has not come to that yet");
}

#[test]
fn with_and_without_a_mistake_the_first_event_that_is_another_is_the_difference() {
    let mut session = session(MISTAKE);
    session.play_to(420);
    assert_eq!(session.difference(), None);
    session.play_to(900);
    let difference = session.difference().expect("one of them is answered");
    let Differing::Event(Some(here), Some(beside)) = &difference.what else { panic!("{difference:?}") };
    assert!((430..=440).contains(&difference.tick), "as the command comes to n3: {difference:?}");
    assert_eq!((here.moment, here.node), (beside.moment, beside.node));
    assert!(here.reasons.len() < beside.reasons.len());
    let held: Vec<_> = session.expectations().into_iter().map(|expected| expected.held).collect();
    assert_eq!(held, [Some(true), Some(true)]);
}

#[test]
fn a_command_is_given_to_both_and_taken_back_from_both() {
    let mut session = session(PAIR);
    session.play_to(450);
    let n1 = crate::protocol::NodeId::FIRST;
    let up = |session: &Session| session.view().node(n1).is_some_and(|node| node.up);
    session.execute(Command::Crash(n1)).expect("n1 is up");
    assert!(!up(&session) && !up(session.beside().expect("a run beside")));
    session.undo();
    assert!(up(&session) && up(session.beside().expect("a run beside")));
    session.play_to(505);
    let name = session.view().messages[0].name;
    assert_eq!(session.execute(Command::Drop(name)), Err(CommandError::MessageOfTwo));
}

/// What no line of two protocols may say no hand may do: its link could not be opened.
#[test]
fn no_hand_does_what_a_text_of_two_protocols_cannot_say() {
    let zab = |beside: &str| {
        session(&format!(
            "paxos 1\nprotocol zab\nnodes 3\nseed 42\nlatency 20..28\ntimeout 400\n{beside}\nat 10 fire n3\n"
        ))
    };
    let (mut pair, mut alone) = (zab("beside multipaxos\n"), zab(""));
    pair.play_to(450);
    alone.play_to(450);
    for line in ["fire n3 ping", "break n1--n3"] {
        let command = super::command(&alone, line);
        assert_eq!(alone.refusal(&command), None, "{line}");
        assert_eq!(pair.refusal(&command), Some(CommandError::MessageOfTwo), "{line}");
    }
    assert_eq!(pair.refusal(&super::command(&pair, "fire n3")), None);
}

#[test]
fn one_link_holds_both() {
    let mut session = session(PAIR);
    session.play_to(640);
    let link = session.link(LinkOptions { all_branches: false, here: true }).expect("a short run");
    let opened = Session::open(&link).expect("a link");
    assert!(opened.faithful);
    let (beside, again) = (session.beside().expect("one"), opened.session.beside().expect("one"));
    assert_eq!((beside.moment(), beside.digest()), (again.moment(), again.digest()));
    assert_eq!(format(opened.session.scenario()), format(session.scenario()));
}

#[test]
fn what_cannot_be_beside_is_refused() {
    let error = |text: &str| parse(text).expect_err("an error").to_string();
    let twice = "paxos 1\nprotocol zab\nnodes 3\nseed 1\nbeside zab";
    assert_eq!(
        error(twice),
        "line 5, column 8: “zab” is out of place. Expected multipaxos, ack-epoch-unwritten, commit-without-quorum, skip-trunc, \
         active-unsynchronized, old-epoch-proposal, forget-late-joiner or apply-twice."
    );
    let message = "paxos 1\nprotocol zab\nnodes 3\nseed 1\nbeside multipaxos\n\nat 5 drop n1->n2 ping 0.n1";
    assert_eq!(
        error(message),
        "line 7, column 11: this scenario is played under two protocols, whose messages are not the same: name nodes, links and times \
         instead."
    );
    let alone = "paxos 1\nprotocol zab\nnodes 3\nseed 1\n\nexpect beside n1 up";
    assert!(error(alone).starts_with("line 6, column 8: “beside” is out of place."), "{}", error(alone));
}
