//! A run taken away as a link and opened by somebody else.

use super::{at, crashes, give, session};
use crate::scenario::link::{Link, decode, encode};
use crate::scenario::{gallery, parse};
use crate::session::{LinkOptions, Session};
use crate::sim::Moment;

/// The run as somebody else opens it from its link.
fn followed(session: &Session, options: LinkOptions) -> Session {
    let link = session.link(options).unwrap_or_else(|error| panic!("{error}\n{}", session.text(true)));
    let opened = Session::open(&link).unwrap_or_else(|error| panic!("{error}\n{}", session.text(true)));
    assert!(opened.faithful, "{}", session.text(true));
    opened.session
}

const HERE: LinkOptions = LinkOptions { all_branches: true, here: true };
const FROM_START: LinkOptions = LinkOptions { all_branches: true, here: false };

#[test]
fn a_scenario_of_which_nothing_was_played_opens_with_nothing_played() {
    for entry in gallery() {
        let session = Session::new(parse(entry.text).unwrap_or_else(|error| panic!("{}: {error}", entry.name)));
        for options in [HERE, FROM_START] {
            let opened = followed(&session, options);
            assert_eq!(opened.view(), session.view(), "{}", entry.name);
            assert_eq!(opened.view().event_count, 0, "{}", entry.name);
        }
    }
}

#[test]
fn a_run_that_was_not_played_on_opens_without_a_future() {
    let mut session = session("at 0 propose n1 \"blue\"\nat 60 crash n2\nrun");
    session.play_to(25);
    let mut opened = followed(&session, HERE);
    assert_eq!(opened.view(), session.view());
    give(&mut opened, "crash n3");
    assert_eq!(opened.view().branches.len(), 1, "a command at the frontier opened a branch");
    opened.play_out();
    assert_eq!(crashes(&opened), [at(25, 1), at(60, 1)]);
}

#[test]
fn a_link_to_the_start_has_the_future_that_was_played() {
    let mut session = session("at 0 propose n1 \"blue\"\nat 60 crash n2\nrun");
    session.play_to(25);
    let mut opened = followed(&session, FROM_START);
    assert_eq!(opened.moment(), Moment::default());
    assert_eq!(opened.history(), session.history());
    give(&mut opened, "crash n3");
    assert_eq!(opened.view().branches.len(), 2, "a command in the past opened no branch");
}

#[test]
fn each_branch_opens_as_far_as_it_was_played() {
    let mut session = session("at 0 propose n1 \"blue\"\nrun");
    session.play_to(40);
    session.seek(at(12, 0));
    give(&mut session, "crash n3");
    session.play_to(20);
    session.show_branch(0);
    let mut opened = followed(&session, HERE);
    assert_eq!(opened.view(), session.view());
    assert!(opened.show_branch(1) && session.show_branch(1));
    assert_eq!(opened.view(), session.view());
    let alone = followed(&session, LinkOptions { all_branches: false, here: true });
    assert_eq!(alone.history(), session.history());
}

/// Time that passed with nothing in it belongs to a link to this moment, not to the run.
#[test]
fn a_link_to_a_moment_after_the_last_event_opens_there() {
    let mut session = session("at 0 propose n1 \"blue\"");
    session.play_to(5_000);
    assert_eq!(followed(&session, HERE).view(), session.view());
    let from_start = followed(&session, FROM_START).view();
    assert_eq!((from_start.moment, from_start.frontier.tick < 500), (Moment::default(), true));
}

#[test]
fn a_branch_opened_after_a_link_leaves_out_what_was_done_by_hand_before_it() {
    let mut session = session("at 0 propose n1 \"blue\"\nat 30 crash n1");
    session.play_to(20);
    give(&mut session, "crash n2");
    let mut opened = followed(&session, HERE);
    for session in [&mut session, &mut opened] {
        session.seek(at(9, 0));
        give(session, "crash n3");
        session.play_to(100);
        assert_eq!(crashes(session), [at(9, 1), at(30, 1)]);
    }
}

#[test]
fn a_replay_that_comes_to_another_state_is_not_faithful() {
    let mut session = session("at 0 propose n1 \"blue\"");
    session.play_to(40);
    let link = session.link(HERE).and_then(|link| decode(&link)).expect("a link");
    let changed = |change: &dyn Fn(&mut Link)| {
        let mut link = link.clone();
        change(&mut link);
        encode(&link).and_then(|link| Session::open(&link)).expect("a link").faithful
    };
    assert!(changed(&|_| ()));
    assert!(!changed(&|link| link.digest += 1));
    assert!(!changed(&|link| link.scenario.settings.seed += 1));
    assert!(!changed(&|link| link.frontiers[0] = at(80, 0)), "something else has happened by then");
}

#[test]
fn a_frontier_beyond_all_that_happens_is_time_that_passes() {
    let mut link = Link::unplayed(parse("paxos 1\nat 0 propose n1 \"blue\"").expect("a scenario"), 0);
    link.frontiers = vec![at(crate::scenario::MAX_TICK, 7)];
    let opened = encode(&link).and_then(|link| Session::open(&link)).expect("a link");
    let view = opened.session.view();
    assert!(!opened.faithful);
    assert!(view.frontier.tick < 500 && view.next_tick.is_some() && view.event_count > 10, "{view:?}");
}
