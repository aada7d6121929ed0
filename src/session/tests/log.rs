//! Sessions of logs: what no hand may do.

use super::{command, give};
use crate::protocol::NodeId;
use crate::scenario::parse;
use crate::session::Session;
use crate::sim::CommandError;

fn session(text: &str) -> Session {
    Session::new(parse(&format!("paxos 1\n{text}")).expect("a scenario"))
}

fn node(number: u8) -> NodeId {
    NodeId::new(number).expect("a node")
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
