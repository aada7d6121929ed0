//! Zab in a world of its own, driven by hand: fast leader election, which the paper leaves open, the handshake in ZooKeeper's words, and what follows from both. (The claims of the
//! paper on discovery stand in `zab_paper.rs`.)
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/zab.rs"]
mod zab;

use paxos_playground::protocol::zab::{Config, Progress, State, Timer};
use zab::{Play, done, node, three};

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
