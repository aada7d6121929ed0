//! Sessions of logs: what no hand may do, what goes nowhere, and slots that are judged again because of others.

use super::{command, give};
use crate::protocol::{Kind, NodeId};
use crate::scenario::parse;
use crate::session::{CellView, EntryView, EventView, Session, WrittenView};
use crate::sim::CommandError;
use std::rc::Rc;

fn session(text: &str) -> Session {
    Session::new(parse(&format!("paxos 1\n{text}")).expect("a scenario"))
}

fn node(number: u8) -> NodeId {
    NodeId::new(number).expect("a node")
}

fn last_event(session: &Session) -> Rc<EventView> {
    session.history().last_event().expect("an event")
}

/// n2 leads and holds a lease; n1 and n3 have heard of its last round.
fn leased(setting: &str) -> Session {
    let text = format!("protocol multipaxos\nnodes 3\nclients 1\nlatency 5..5\ntimeout 60\nlease\n{setting}");
    let mut session = session(&format!("{text}\nat 0 fire n2"));
    session.play_to(58);
    session
}

#[test]
fn by_hand_a_grant_does_not_run_out_before_the_lease() {
    let mut session = leased("");
    let refused = |session: &Session, line: &str| session.refusal(&command(session, line));
    let bound = Some(CommandError::BoundByLease(node(3)));
    assert_eq!(
        (refused(&session, "fire n3"), refused(&session, "fire n3 crashing after 1")),
        (bound.clone(), bound.clone())
    );
    // After a restart it does not know what it has granted, and is bound all the same.
    give(&mut session, "crash n3");
    give(&mut session, "restart n3");
    assert_eq!(refused(&session, "fire n3"), bound);
    // The leader's own timers run out; and with the leader its lease is gone.
    assert_eq!(refused(&session, "fire n2"), None);
    give(&mut session, "crash n2");
    assert_eq!(refused(&session, "fire n3"), None);
}

#[test]
fn a_clock_that_drifts_lets_a_grant_run_out() {
    let session = leased("drift 5%");
    assert_eq!(session.refusal(&command(&session, "fire n3")), None);
}

#[test]
fn what_is_sent_on_a_connection_that_is_gone_is_told() {
    let mut session = session("protocol zab\nnodes 3\nclients 1");
    session.play_to(151);
    give(&mut session, "fire n3 ping");
    assert_eq!((last_event(&session).sent.len(), last_event(&session).vanished.len()), (2, 0));
    give(&mut session, "break n1--n3");
    give(&mut session, "fire n3 ping");
    let event = last_event(&session);
    let vanished: Vec<_> = event.vanished.iter().map(|(to, label)| (*to, label.kind)).collect();
    assert_eq!((event.sent.len(), vanished), (1, vec![(node(1), Kind::Ping)]));
}

/// By a leader that does not wait for alpha: that slot 0 removes n4 makes two votes in slot 1 enough.
const WIDE_WINDOW: &str = "protocol multipaxos\nnodes 4\nclients 5\nmanual\nalpha 1\nvariant wide-window\n
fire n1
deliver n1->n2 prepare 1.n1
deliver n1->n3 prepare 1.n1
deliver n2->n1 promise 1.n1
deliver n3->n1 promise 1.n1
propose c1 \"-n4\"
deliver c1->n1 request 1.c1
propose c5 \"x=1\"
deliver c5->n1 request 1.c5
deliver n1->n2 accept 1.n1@1
deliver n1->n2 accept 1.n1@0
deliver n1->n3 accept 1.n1@0";

#[test]
fn who_votes_changes_what_is_chosen_in_later_slots() {
    let mut session = session(WIDE_WINDOW);
    while session.step() {}
    assert!(session.history().events().rev().skip(1).all(|event| event.newly_chosen.is_empty()));
    let event = last_event(&session);
    let chosen: Vec<_> = event.newly_chosen.iter().map(|(slot, vote)| format!("{slot} {}", vote.value)).collect();
    assert_eq!(chosen, ["0 -n4 #c1.1", "1 x=1 #c5.1"]);
}

/// What a server has in a slot now.
fn cell(session: &Session, slot: u64, server: u8) -> CellView {
    let log = session.view().log.expect("a log");
    let slot = log.slots.get((slot - log.from) as usize).expect("it is looked at");
    slot.servers[usize::from(server) - 1].clone()
}

fn operation(entry: &EntryView) -> &str {
    match entry {
        EntryView::Command { operation, .. } => operation.as_str(),
        EntryView::NoOp => "",
    }
}

#[test]
fn what_trunc_cuts_off_is_told_where_it_stood() {
    let text = include_str!("../../scenario/gallery/zab-trunc.paxos");
    let mut session = Session::new(parse(text).expect("a scenario"));
    let cut = |session: &Session| {
        let event = session.history().last_event();
        event.is_some_and(|event| event.written.iter().any(|write| matches!(write, WrittenView::Truncated(_))))
    };
    let before = loop {
        let before = session.view();
        assert!(session.step(), "it ends without a TRUNC");
        if cut(&session) {
            break before;
        }
    };
    let stood = &before.log.expect("a log").slots[0].servers[2];
    let CellView::Vote { ballot, counter, entry, applied: false } = stood else { panic!("{stood:?}") };
    assert_eq!((counter, operation(entry)), (&Some(1), "x=1"));
    let gone = CellView::Gone { ballot: *ballot, counter: *counter, entry: entry.clone() };
    assert_eq!((cell(&session, 0, 3), ballot.node), (gone, node(3)));
    // The others never had it; and what comes in its place stands there.
    assert!(matches!(cell(&session, 0, 1), CellView::Vote { ballot, .. } if ballot.node == node(2)));
    assert!(session.step());
    assert!(matches!(cell(&session, 0, 3), CellView::Vote { ballot, .. } if ballot.node == node(2)));
}

#[test]
fn what_is_cut_off_behind_the_end_of_all_logs_is_told_too() {
    let script = "at 0 fire n3\nfire n1\nfire n2\nat 300 propose c1 \"x=1\"";
    let mut session = session(&format!("protocol zab\nnodes 3\nclients 1\nlatency 10..10\ntimeout 400\n{script}"));
    while !matches!(session.view().log.expect("a log").slots.first(), Some(slot) if slot.servers.iter().any(|cell| matches!(cell, CellView::Vote { .. })))
    {
        assert!(session.step(), "nothing is logged");
    }
    let logged = (1..=3).find(|id| matches!(cell(&session, 0, *id), CellView::Vote { .. })).expect("by somebody");
    // It alone has it, and loses its disk: nobody has anything, and still one sees what there was.
    assert_eq!((1..=3).filter(|id| matches!(cell(&session, 0, *id), CellView::Vote { .. })).count(), 1);
    give(&mut session, &format!("crash n{logged}"));
    give(&mut session, &format!("wipe n{logged}"));
    assert!(
        matches!(cell(&session, 0, logged), CellView::Gone { counter: Some(1), ref entry, .. } if operation(entry) == "x=1")
    );
}

#[test]
fn what_a_wiped_disk_held_is_told_where_it_stood() {
    let mut session = session(
        "protocol multipaxos\nnodes 3\nclients 1\nlatency 5..5\ntimeout 200\nat 0 fire n1\nat 100 propose c1 \"x=1\"",
    );
    session.play_to(180);
    let CellView::Vote { ballot, entry, .. } = cell(&session, 0, 2) else { panic!("n2 has not voted") };
    give(&mut session, "crash n2");
    assert!(matches!(cell(&session, 0, 2), CellView::Vote { .. }), "a crash takes nothing of the disk");
    give(&mut session, "wipe n2");
    assert_eq!(cell(&session, 0, 2), CellView::Gone { ballot, counter: None, entry });
}
