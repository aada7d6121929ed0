//! What is worked out again of a history is what it was; and clients that ask by themselves.

use super::*;
use crate::scenario::gallery;
use crate::session::{EventView, LinkOptions, NodeView, TraceView};
use crate::sim::KEYFRAME_EVENTS;
use std::rc::Rc;

/// Everything of a history that is worked out again.
fn seen(session: &Session) -> (Vec<Rc<EventView>>, Vec<Rc<TraceView>>) {
    (session.history().events().collect(), session.history().messages().collect())
}

/// All of it is there as it came, looked at and forgotten.
fn is_the_same_again(session: &Session) {
    assert!(session.history().event_count() <= 64 * KEYFRAME_EVENTS, "it is all there as it came");
    let kept = seen(session);
    session.branch().chronicle.forget_blocks();
    let (events, messages) = seen(session);
    for (place, (again, kept)) in events.iter().zip(&kept.0).enumerate() {
        assert_eq!(again, kept, "event {place}");
    }
    for (id, (again, kept)) in messages.iter().zip(&kept.1).enumerate() {
        assert_eq!(again, kept, "message {id}");
    }
    assert_eq!((events.len(), messages.len()), (kept.0.len(), kept.1.len()));
}

/// Who goes to a moment is told of its step, and of every message that is under way there, without anything of its block.
fn is_the_same_where_one_goes(session: &mut Session) {
    let (events, messages) = seen(session);
    // (So that not even the first step is known from before. The last state is not simulated again.)
    session.seek_position(3);
    for position in if events.len() > 3 { 1..events.len() } else { 0..0 } {
        session.branch().chronicle.forget_blocks();
        session.seek_position(position);
        let (history, event) = (session.history(), &events[position - 1]);
        // What was passed on the way, from the keyframe on,
        let passed = position - position.saturating_sub(1) % KEYFRAME_EVENTS - 1..position;
        let again: Vec<_> = passed.clone().filter_map(|place| history.event(place)).collect();
        assert!(again == events[passed.clone()], "events {passed:?}");
        let sent = history.sent_before(passed.start)..history.sent_before(passed.end);
        let again: Vec<_> = sent.clone().filter_map(|id| history.message(id as u32)).collect();
        assert!(again == messages[sent], "messages of events {passed:?}");
        // and, without that, the last step alone.
        session.branch().chronicle.forget_blocks();
        assert_eq!(history.event(position - 1).as_ref(), Some(event), "event {}", position - 1);
        // (Two runs side by side are compared by their histories.)
        let compared = session.scenario().settings.beside.is_some();
        assert!(compared || session.branch().chronicle.has_no_blocks(), "event {}", position - 1);
        let under_way = session.view().messages.into_iter().map(|message| message.id);
        let ended = match event.what {
            Happening::Delivered(id) => Some(id),
            _ => None,
        };
        for id in under_way.chain(ended) {
            assert_eq!(
                history.message(id).as_ref(),
                Some(&messages[id as usize]),
                "message {id} after {position} events"
            );
        }
    }
}

#[test]
fn what_is_worked_out_again_is_what_it_was() {
    for entry in gallery() {
        let mut session = Session::new(parse(entry.text).expect("a scenario"));
        session.play_out();
        is_the_same_again(&session);
        is_the_same_where_one_goes(&mut session);
    }
}

/// Messages that are lost, copied, held and let go, and a history that is cut back.
#[test]
fn what_is_lost_and_held_is_told_again() {
    let head = "clients 2\nload 60\nseed 3\nloss 5%\nduplication 5%";
    let mut session = session_under("multipaxos", head, "at 200 crash n2\nat 300 restart n2");
    session.play_to(150);
    let under_way = |session: &Session| session.view().messages.last().map(|message| message.name);
    while under_way(&session).is_none() {
        assert!(session.step());
    }
    let name = under_way(&session).expect("it is under way");
    give(&mut session, &format!("hold {name}"));
    session.play_to(240);
    is_the_same_again(&session);
    give(&mut session, &format!("release {name}"));
    session.play_to(1_500);
    let counts = (session.history().event_count(), session.history().noted().len());
    assert!(counts.0 > 4 * crate::sim::KEYFRAME_EVENTS && counts.1 > 20, "{counts:?}");
    is_the_same_again(&session);
    is_the_same_where_one_goes(&mut session);
    session.seek(Moment::after_tick(1_500));
    session.undo();
    is_the_same_again(&session);
    session.seek(Moment::after_tick(90));
    give(&mut session, "crash n1");
    is_the_same_again(&session);
    session.play_to(1_500);
    is_the_same_again(&session);
}

/// A view of a moment long ago, of which nothing is kept as it looked, is what it was when it was new.
#[test]
fn what_is_long_over_looks_as_it_did() {
    let mut session = session_under("multipaxos", "clients 2\nload 2000 pause 1\nlatency 1..3\ntimeout 100", "");
    session.play_to(1_500);
    let (early, event) = (session.view(), session.history().last_event());
    let position = early.position;
    session.play_to(20_000);
    assert!(session.history().event_count() > 100 * crate::sim::KEYFRAME_EVENTS);
    session.seek_position(position);
    let late = session.view();
    assert_eq!((late.nodes, late.messages, late.log), (early.nodes, early.messages, early.log));
    assert_eq!(session.history().event(position - 1), event);
}

#[test]
fn clients_ask_by_themselves_until_they_have_asked_for_all() {
    for protocol in ["multipaxos", "zab"] {
        let body = "at 300 crash c1\nat 400 restart c1";
        let mut session = session_under(protocol, "clients 2\nload 25 pause 3\nseed 2", body);
        session.play_to(450);
        let is_idle = |session: &Session| {
            let client = session.view().nodes.last().and_then(|node| node.client.clone());
            client.is_some_and(|client| client.waits_for.is_none())
        };
        while !is_idle(&session) {
            assert!(session.step());
        }
        // What a person asks for comes in between.
        give(&mut session, "propose c2 \"own=1\"");
        session.play_to(5_000);
        let asks = |client: &str, commanded: bool| {
            let of_client = |event: &Rc<EventView>| event.node.is_some_and(|node| node.to_string() == client);
            let asks = |event: &Rc<EventView>| matches!(event.what, Happening::Proposed(_));
            let events = session.history().events().filter(|event| event.commanded == commanded);
            events.filter(|event| of_client(event) && asks(event)).count()
        };
        assert_eq!((asks("c1", false), asks("c2", false), asks("c2", true)), (25, 25, 1), "{protocol}");
        let view = session.view();
        let waiting = |node: &NodeView| node.client.as_ref().is_some_and(|client| client.waits_for.is_some());
        assert!(!view.nodes.iter().any(waiting), "{protocol}");
        let store = view.nodes[0].server.as_ref().map(|server| server.store.clone()).unwrap_or_default();
        let told: Vec<_> = store.iter().map(|(key, value)| format!("{key}={value}")).collect();
        assert_eq!(told, ["k0=19", "k1=25", "own=1"], "{protocol}");
        // Whoever opens its link has the same run.
        let link = session.link(LinkOptions { all_branches: true, here: true }).expect("a link");
        let opened = Session::open(&link).expect("a link of ours");
        assert!(opened.faithful);
        assert_eq!(opened.session.digest(), session.digest());
    }
}
