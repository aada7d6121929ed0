//! Zab in a world of its own, driven by hand: election and discovery, phases 0 and 1 of *Zab: High-performance broadcast for primary-backup systems*.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/zab.rs"]
mod zab;

use paxos_playground::protocol::zab::{Cause, Config, Message, Progress, Reason, State, Timer};
use paxos_playground::protocol::{Effect, Effects, Input, Protocol};
use paxos_playground::world::{Action, Envelope};
use zab::{Node, Play, done, has, node, three};

// ----- the handshake, and election

/// FOLLOWERINFO, LEADERINFO, ACKEPOCH, DIFF, NEWLEADER, ACK, UPTODATE, in exactly this order.
#[test]
fn a_handshake_in_its_order() {
    let mut play = three();
    play.name(1, 1);
    play.name(2, 1);
    play.settle();
    let expected = [
        "n2->n1 FOLLOWERINFO(0)",
        "n1->n2 LEADERINFO(1)",
        "n2->n1 ACKEPOCH(0, 0:0)",
        "n1->n2 DIFF(0:0)",
        "n1->n2 NEWLEADER(1:0)",
        "n2->n1 ACK(1:0)",
        "n1->n2 UPTODATE(0:0)",
    ];
    assert_eq!(play.arrived, expected);
}

#[test]
fn the_most_recent_by_epoch_then_zxid_then_number_is_elected() {
    let mut play = Play::new(Config::majorities(3, 1));
    play.elect();
    assert_eq!(play.server(3).state(), State::Leading, "by number");
    // n1 and n2 go on without n3; it comes back with less, and is not elected whatever its number.
    play.crash(3);
    play.settle();
    play.elect();
    assert_eq!(play.leading(2).epoch, Some(2));
    done(&mut play, 1, "x=1");
    play.crash(1);
    play.crash(2);
    [1, 3].into_iter().for_each(|number| play.restart(number));
    play.elect();
    assert_eq!(play.leading(1).epoch, Some(3), "it has x, and n3 has not");
}

/// Each of two votes for itself, and neither has a quorum: the votes are compared, and the split is over.
#[test]
fn a_split_vote_is_settled_by_the_order_of_votes() {
    let mut play = Play::new(Config::majorities(4, 1));
    // n1 and n2 hear each other only, and so do n3 and n4: two of four are no quorum.
    let apart = |from: u8, to: u8| (from <= 2) != (to <= 2);
    (1..=4).for_each(|number| drop(play.fire(number, Timer::Notify)));
    play.settle_without(|from, to, _| apart(from.number(), to.number()));
    for (number, vote) in [(1, 2), (2, 2), (3, 4), (4, 4)] {
        assert_eq!((play.server(number).vote().leader, play.is_looking(number)), (node(vote), true));
    }
    play.elect();
    assert_eq!(play.leading(4).history_acks.len(), 4);
}

#[test]
fn who_comes_late_joins_those_that_have_settled_whatever_its_round() {
    let mut play = Play::new(Config::majorities(3, 1));
    play.crash(3);
    play.elect();
    let round = play.server(2).round();
    play.restart(3);
    play.fire(3, Timer::Notify);
    play.settle();
    assert_eq!(play.following(3).leader, node(2));
    assert_eq!(play.server(3).round(), round);
}

#[test]
fn a_quorum_that_agrees_waits_a_little_for_a_better_vote() {
    let mut play = Play::new(Config::majorities(3, 1));
    let from_3 = |from, to| from == node(3) || to == node(3);
    [1, 2].into_iter().for_each(|number| drop(play.fire(number, Timer::Notify)));
    play.settle_without(|from, to, _| from_3(from, to));
    assert!(play.is_looking(1), "it waits");
    play.fire(3, Timer::Notify);
    play.settle();
    play.elect();
    assert_eq!(play.following(1).leader, node(3));
}

// ----- discovery

/// "A new epoch number e' such that e' is larger than any e received in a CEPOCH message" (phase 1).
#[test]
fn the_new_epoch_is_above_all_that_a_quorum_has_accepted() {
    let mut play = three();
    for epoch in 1..=3 {
        play.lead(1, &[2]);
        assert_eq!(play.leading(1).epoch, Some(epoch));
        play.fire(1, Timer::Quorum);
        play.settle();
    }
    play.lead(2, &[3]);
    assert_eq!(play.leading(2).epoch, Some(4), "n3 knew of none, and n2 of 3");
}

/// What is acknowledged stands on the disk before, whatever crashes.
#[test]
fn an_epoch_is_written_before_it_is_acknowledged() {
    for crash_after in 0..2 {
        let mut play = three();
        play.name(1, 1);
        play.name(2, 1);
        play.next(2, 1);
        let message = Message::LeaderInfo { epoch: 1 };
        let envelope = Envelope { from: node(1), to: node(2), message };
        play.crash_in(Action::Deliver(envelope), Some(crash_after));
        let said = play.on_way(2, 1).iter().any(|text| text.starts_with("ACKEPOCH"));
        let written = play.world.place(node(2)).expect("a place").disk.accepted_epoch == 1;
        assert!(written || !said);
        assert_eq!((written, said), (crash_after == 1, false));
    }
}

/// A follower answers an epoch that it has accepted before, but is not counted: it may have been another leader's.
#[test]
fn an_equal_epoch_is_answered_and_not_counted() {
    let mut play = three();
    play.name(3, 3);
    play.name(2, 3);
    play.next(2, 3);
    play.next(3, 2);
    play.crash(2);
    play.restart(2);
    play.name(2, 3);
    // What it said before, that it is gone, and that it follows again.
    (0..3).for_each(|_| drop(play.next(2, 3)));
    let outcome = play.next(3, 2);
    assert!(has(&outcome, |reason| matches!(reason, Reason::AcceptedBefore { epoch: 1 })), "{outcome:?}");
    assert_eq!(play.on_way(2, 3), ["ACKEPOCH(-, 0:0)"]);
    let before = play.leading(3).epoch_acks.len();
    let outcome = play.next(2, 3);
    assert!(has(&outcome, |reason| matches!(reason, Reason::EpochAckNotCounted { .. })));
    assert_eq!(play.leading(3).epoch_acks.len(), before);
}

/// "f.p: the last new epoch proposal follower f acknowledged": it takes part in none below.
#[test]
fn an_older_epoch_is_refused() {
    let mut play = three();
    play.lead(1, &[2]);
    play.fire(1, Timer::Quorum);
    play.settle();
    play.lead(1, &[2]);
    assert_eq!(play.leading(1).epoch, Some(2));
    // n3 knows of no epoch; of what n1 has accepted it hears nothing in time.
    play.crash(1);
    play.settle();
    play.restart(1);
    play.crash(2);
    play.name(3, 3);
    let mut server = play.running(1).expect("it runs").clone();
    let mut out = Effects::<Node>::default();
    let config = play.world.config().clone();
    server.handle(&config, Input::Fire(Timer::Oracle(node(3))), &mut out);
    let mut out = Effects::<Node>::default();
    let message = Message::LeaderInfo { epoch: 1 };
    server.handle(&config, Input::Deliver { from: node(3), message }, &mut out);
    let effects = out.into_vec();
    let refused = Cause::OldEpoch { leader: node(3), epoch: 1, accepted: 2 };
    let is_it =
        |effect: &Effect<Node>| matches!(effect, Effect::Explain(Reason::Looks { cause, .. }) if *cause == refused);
    assert!(effects.iter().any(is_it), "{effects:?}");
    assert!(effects.contains(&Effect::Close { peer: node(3) }));
}

/// The leader of an epoch is at least as recent as everybody of its quorum; one that finds it is not gives up.
#[test]
fn a_leader_gives_up_if_a_follower_is_more_recent() {
    let mut play = three();
    play.lead(1, &[2]);
    done(&mut play, 1, "x=1");
    play.fire(1, Timer::Quorum);
    play.settle();
    play.name(3, 3);
    play.name(2, 3);
    play.settle();
    assert!(play.is_looking(3) && play.is_looking(2));
    assert_eq!(play.log(3), [""; 0]);
}

#[test]
fn a_leader_that_is_below_what_a_follower_has_accepted_gives_up() {
    let mut play = three();
    // n3 chooses epoch 1, and then 2, with nobody to take part in it.
    for _ in 0..2 {
        play.name(3, 3);
        play.name(2, 3);
        play.next(2, 3);
        play.crash(2);
        play.restart(2);
        play.fire(3, Timer::Quorum);
        play.settle();
    }
    assert_eq!((play.server(3).disk().accepted_epoch, play.server(2).disk().accepted_epoch), (2, 0));
    play.lead(1, &[2]);
    assert_eq!(play.leading(1).epoch, Some(1));
    play.name(3, 1);
    play.settle();
    assert!(play.is_looking(1), "n3 could never take part in epoch 1");
    play.lead(1, &[2, 3]);
    assert_eq!(play.leading(1).epoch, Some(2));
    assert_eq!(play.following(3).stage, Progress::UpToDate, "which it may take part in, though it is not counted");
}
