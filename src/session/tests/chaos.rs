//! Runs put to chaos.

use super::{give, session_of};
use crate::chaos::{Chaos, Failure, Finding, Verdict};
use crate::scenario::format;
use crate::session::{LinkOptions, Session};
use crate::world::Property;

fn found(mut chaos: Chaos) -> Option<Finding> {
    while !chaos.advance(100) {}
    match chaos.verdict() {
        Some(Verdict::Found(finding)) => Some((**finding).clone()),
        _ => None,
    }
}

/// What it finds opens from a link, plays, and comes to what is told.
#[test]
fn a_mistake_is_found_and_played_from_a_link() {
    let session = session_of("nodes 3\nvariant lose-vote", "at 0 propose n1 \"red\"\nat 0 propose n2 \"blue\"");
    let finding = found(session.chaos(0, 1, 1_000)).expect("a run that fails");
    let link = Session::new(finding.scenario.clone()).link(LinkOptions::default()).expect("a link");
    let mut played = Session::open(&link).expect("a run").session;
    played.play_out();
    played.seek_position(usize::MAX);
    assert!(played.expectations().iter().all(|expected| expected.held == Some(true)), "{}", played.transcript());
    assert_eq!(played.moment(), finding.failed.moment);
}

/// Whether disks are wiped is what whoever asks says, and not what the scenario allows.
#[test]
fn disks_are_wiped_as_often_as_was_asked() {
    let session = session_of("nodes 3\nallow wipes 1", "at 0 propose n1 \"red\"\nat 0 propose n2 \"blue\"");
    assert_eq!(session.chaos(0, 1, 1).terms().wipes(), 0);
    assert_eq!(found(session.chaos(0, 1, 300)), None);
    let finding = found(session.chaos(1, 1, 10_000)).expect("a run in which a wiped disk does harm");
    assert!(matches!(finding.failed.failure, Failure::Broken(Property::Agreement | Property::VotesSafe)));
    assert!(format(&finding.scenario).contains(" wipe n"), "{}", format(&finding.scenario));
}

/// Where the cursor stands changes nothing about the runs, which begin at the start; what was proposed by hand is asked for like the rest, also by who
/// has the run from a link.
#[test]
fn what_was_done_by_hand_counts_and_where_the_cursor_stands_does_not() {
    let mut session = session_of("nodes 3\nvariant lose-promise", "at 0 propose n1 \"red\"");
    session.play_to(12);
    let values = |session: &Session| -> Vec<String> {
        session.chaos(0, 1, 1).terms().values().iter().map(|value| value.as_str().to_owned()).collect()
    };
    assert!(!values(&session).contains(&"green".to_owned()));
    give(&mut session, "propose n3 \"green\"");
    assert!(values(&session).contains(&"green".to_owned()));
    let link = session.link(LinkOptions { all_branches: false, here: true }).expect("a link");
    let again = Session::open(&link).expect("a run").session;
    session.seek_position(0);
    let finding = found(session.chaos(0, 1, 1_000));
    assert!(finding.is_some());
    assert_eq!(found(again.chaos(0, 1, 1_000)), finding);
}
