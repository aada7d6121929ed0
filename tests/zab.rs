//! Zab in a world of its own, driven by hand: what ZooKeeper adds to the paper, whose claims stand in `zab_paper.rs`: each way in which a learner is brought up, observers, pings,
//! clients. Every property is judged after every step.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/zab.rs"]
mod zab;

use paxos_playground::protocol::zab::{Config, KeyValue, Message, Progress, Reason, Stage, SyncBy, Timer, Txn};
use paxos_playground::protocol::{Effect, Effects, Input, Protocol, Variant};
use paxos_playground::world::{Action, Disorder, Envelope, PrimaryOrder};
use zab::{Node, Play, asked, broken, done, has, missed, node, oracle, reasons, three, with, zxid};

fn is_proposal(message: Option<&Message<KeyValue>>) -> bool {
    matches!(message, Some(Message::Proposal { .. }))
}

// ----- synchronization

/// How a learner was brought up.
fn synced(play: &mut Play, learner: u8, leader: u8) -> SyncBy {
    play.name(learner, leader);
    loop {
        let to_leader = !play.on_way(learner, leader).is_empty();
        let outcome = if to_leader { play.next(learner, leader) } else { play.next(leader, learner) };
        let by = |reason: Reason| match reason {
            Reason::Synchronizes { by, .. } => Some(by),
            _ => None,
        };
        if let Some(by) = reasons(&outcome).into_iter().find_map(by) {
            play.settle();
            return by;
        }
    }
}

#[test]
fn a_learner_that_has_all_gets_an_empty_diff() {
    let mut play = missed(oracle(3, 2), 0);
    assert_eq!(synced(&mut play, 3, 1), SyncBy::Nothing);
    assert!(play.arrived.iter().any(|text| text == "n1->n3 DIFF(0:0)"));
    assert_eq!(play.following(3).stage, Progress::UpToDate);
}

#[test]
fn a_learner_that_lacks_a_little_gets_a_diff_from_what_is_at_hand() {
    let mut play = missed(oracle(3, 2), 5);
    assert_eq!(synced(&mut play, 3, 1), SyncBy::CommittedLog);
    assert_eq!(play.log(3), ["1:1", "1:2", "1:3", "1:4", "1:5"]);
    assert_eq!(play.server(3).applied(), play.server(1).applied());
}

#[test]
fn a_learner_that_lacks_more_gets_a_diff_from_the_log() {
    let mut play = missed(Config { committed_log: 2, ..oracle(3, 2) }, 5);
    assert_eq!(synced(&mut play, 3, 1), SyncBy::TransactionLog);
    assert_eq!(play.server(3).delivered(), 5);
}

#[test]
fn a_learner_that_lacks_too_much_gets_a_snapshot_and_what_follows() {
    let mut play = missed(Config { committed_log: 2, snapshot_every: Some(3), ..oracle(3, 2) }, 8);
    assert_eq!(synced(&mut play, 3, 1), SyncBy::Snapshot);
    assert_eq!((play.log(3), play.server(3).delivered()), (vec!["1:7".to_owned(), "1:8".to_owned()], 8));
    assert_eq!(play.server(3).applied(), play.server(1).applied());
    // It keeps that over a crash.
    play.crash(3);
    play.restart(3);
    assert_eq!(play.server(3).delivered(), 6);
}

/// n1 broadcasts what nobody hears of; the next primary never had it.
#[test]
fn a_learner_above_what_is_committed_cuts_that_off() {
    let mut play = missed(oracle(3, 2), 1);
    asked(&mut play, 1, "lost=1");
    assert_eq!(play.log(1), ["1:1", "1:2"]);
    play.crash(1);
    play.settle_without(|_, _, message| is_proposal(message));
    // The proposal to n2 is lost with the connection.
    assert_eq!(play.world.apply(&step(Action::Break(node(1), node(2)))).err(), None);
    play.settle();
    play.lead(2, &[3]);
    play.restart(1);
    assert_eq!(synced(&mut play, 1, 2), SyncBy::Truncation);
    assert_eq!(play.log(1), ["1:1"]);
    assert_eq!(play.holds(1, "lost"), None);
}

#[test]
fn a_learner_with_what_the_leader_never_had_cuts_that_off_and_gets_what_it_lacks() {
    let mut play = missed(oracle(3, 2), 1);
    asked(&mut play, 1, "lost=1");
    play.crash(1);
    assert_eq!(play.world.apply(&step(Action::Break(node(1), node(2)))).err(), None);
    play.settle();
    play.lead(2, &[3]);
    done(&mut play, 2, "kept=1");
    play.restart(1);
    assert_eq!(synced(&mut play, 1, 2), SyncBy::TruncationAndLog);
    assert_eq!(play.log(1), ["1:1", "2:1"]);
}

fn step(action: Action<Node>) -> paxos_playground::world::Step<Node> {
    paxos_playground::world::Step { action, crash_after: None }
}

// ----- broadcast

#[test]
fn a_command_is_proposed_acknowledged_committed_delivered_and_answered() {
    let mut play = three();
    play.lead(1, &[2, 3]);
    play.arrived.clear();
    done(&mut play, 1, "x=1");
    let between: Vec<&str> =
        play.arrived.iter().map(String::as_str).filter(|text| text.starts_with("n1->n2")).collect();
    assert_eq!(between, ["n1->n2 PROPOSAL(1:1)", "n1->n2 COMMIT(1:1)"]);
    for number in 1..=3 {
        assert_eq!(play.holds(number, "x").as_deref(), Some("1"));
    }
}

/// A proposal that comes twice is acknowledged twice, and stands in the log once.
#[test]
fn a_duplicate_proposal_is_tolerated() {
    let mut play = three();
    play.lead(1, &[2]);
    done(&mut play, 1, "x=1");
    let config = play.world.config().clone();
    let mut server = play.running(2).expect("it runs").clone();
    let txn: Txn = play.server(2).disk().log().next().expect("x").clone();
    let mut out = Effects::<Node>::default();
    server.handle(&config, Input::Deliver { from: node(1), message: Message::Proposal { txn } }, &mut out);
    let effects = out.into_vec();
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Persist(_))));
    assert!(effects.contains(&Effect::Send { to: node(1), message: Message::Ack { zxid: zxid(1, 1) } }));
}

/// A follower acknowledges, leaves, comes back and is told to cut that off: what it said before does not count any more.
#[test]
fn what_a_follower_acknowledged_before_it_came_back_does_not_count() {
    let mut play = Play::new(oracle(5, 1));
    play.lead(1, &[2, 3, 4, 5]);
    asked(&mut play, 1, "x=1");
    play.next(1, 2);
    play.next(2, 1);
    assert_eq!(play.leading(1).outstanding[0].acks.len(), 2);
    play.fire(2, Timer::Silence);
    play.next(2, 1);
    play.name(2, 1);
    while !play.on_way(1, 2).iter().any(|text| text.starts_with("TRUNC")) {
        match play.on_way(2, 1).is_empty() {
            true => play.next(1, 2),
            false => play.next(2, 1),
        };
    }
    assert_eq!(play.leading(1).outstanding[0].acks.len(), 1, "its own");
    play.settle();
    assert_eq!(play.holds(2, "x").as_deref(), Some("1"));
}

#[test]
fn an_observer_is_told_what_is_committed_and_never_counts() {
    let mut play = Play::new(Config { servers: 4, observers: 1, ..oracle(4, 1) });
    play.name(1, 1);
    play.name(4, 1);
    play.settle();
    assert_eq!(play.leading(1).epoch, None, "one voter and an observer are no quorum of three");
    play.name(2, 1);
    play.settle();
    assert_eq!(play.following(4).stage, Progress::UpToDate);
    play.arrived.clear();
    done(&mut play, 1, "x=1");
    assert!(play.arrived.contains(&"n1->n4 INFORM(1:1)".to_owned()));
    assert!(!play.arrived.iter().any(|text| text.starts_with("n4->n1 ACK")));
    assert_eq!(play.holds(4, "x").as_deref(), Some("1"));
    // And by its own votes it is never elected.
    let mut play = Play::new(Config { servers: 4, observers: 1, ..Config::majorities(4, 1) });
    play.elect();
    assert_eq!(play.following(4).leader, node(3));
}

// ----- who is there

#[test]
fn pings_keep_a_leader_and_its_followers_together() {
    let mut play = Play::new(Config::majorities(3, 1));
    play.elect();
    for _ in 0..5 {
        play.fire(3, Timer::Ping);
        play.settle();
        play.fire(3, Timer::Quorum);
        assert_eq!(play.leading(3).stage, Stage::Broadcast);
    }
}

// ----- clients

#[test]
fn a_follower_passes_a_command_on_and_a_command_asked_for_again_is_done_once() {
    let mut play = three();
    play.lead(1, &[2, 3]);
    // n5 begins with n2.
    play.ask(2, "x=1");
    play.settle_without(|_, _, message| matches!(message, Some(Message::Reply { .. })));
    assert_eq!(play.holds(1, "x").as_deref(), Some("1"));
    done(&mut play, 1, "x=2");
    play.fire(2, Timer::Retry);
    play.settle();
    assert_eq!(play.client(2).waits_for(), None);
    assert_eq!((play.holds(1, "x").as_deref(), play.log(1).len()), (Some("2"), 2));
}

/// n1 commits, and crashes before it tells its client. n2 does the transaction, comes to lead, and is asked for it again: what it answers is what a client was told, like any answer.
#[test]
fn an_answer_that_is_given_again_is_one_that_must_be_kept() {
    let mut play = three();
    play.lead(1, &[2]);
    asked(&mut play, 1, "x=1");
    play.next(1, 2);
    let ack = Envelope { from: node(2), to: node(1), message: Message::Ack { zxid: zxid(1, 1) } };
    play.crash_in(Action::Deliver(ack), Some(1));
    assert_eq!(play.on_way(1, 2).first().map(String::as_str), Some("COMMIT(1:1)"));
    play.next(1, 2);
    let told =
        |play: &Play| play.world.ledger().broadcasts().answered().of(0).map(|told| told.server).collect::<Vec<_>>();
    assert_eq!((play.server(2).delivered(), told(&play)), (1, vec![]), "n2 has done it, and nobody was told");
    play.settle();
    play.name(3, 2);
    play.name(2, 2);
    play.settle();
    assert_eq!(told(&play), [], "a new primary answers only what it does then");
    while play.client(1).waits_for().is_some() {
        play.fire(1, Timer::Retry);
        play.settle();
    }
    assert_eq!(told(&play), [node(2)]);
}

/// A client that has gone on is not told of what it asked for before: a request that comes late is not answered.
#[test]
fn a_request_of_long_ago_is_not_answered() {
    let mut play = three();
    play.lead(1, &[2, 3]);
    play.ask(1, "x=1");
    let Envelope { from, message, .. } = play.world.network().distinct().next().cloned().expect("it asks");
    play.settle();
    done(&mut play, 1, "x=2");
    let (config, mut server) = (play.world.config().clone(), play.running(1).expect("n1 runs").clone());
    let mut out = Effects::<Node>::default();
    server.handle(&config, Input::Deliver { from, message }, &mut out);
    let effects = out.into_vec();
    assert!(matches!(effects[..], [Effect::Explain(Reason::Stale { .. })]), "{effects:?}");
}

// ----- mistakes

/// A mistake that is made says so.
#[test]
fn a_mistake_is_told_where_it_is_made() {
    let mut play = Play::unjudged(with(oracle(3, 2), Variant::CommitWithoutQuorum));
    play.lead(1, &[2]);
    play.ask(1, "x=1");
    let request = play.world.network().distinct().next().cloned().expect("it asks");
    let outcome = play.take(Action::Deliver(request));
    assert!(has(&outcome, |reason| matches!(reason, Reason::Mistake(Variant::CommitWithoutQuorum))));
    let (property, disorder) = broken(&play.world).expect("it is broken");
    assert_eq!(property, PrimaryOrder::QuorumLogged);
    assert!(matches!(disorder, Disorder::NoQuorum(_, servers) if servers == [node(1)]));
}
