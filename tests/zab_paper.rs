//! The claims of F. Junqueira, B. Reed, M. Serafini, *Zab: High-performance broadcast for primary-backup systems* (DSN 2011), sections II and IV, one test each: s2 what it asks
//! of a protocol, s4_1 to s4_3 the steps of its three phases. Those of section III stand in `zab_orders.rs`. Every property is judged after every step.
//!
//! The paper's words and ZooKeeper's: CEPOCH is FOLLOWERINFO, NEWEPOCH is LEADERINFO, ACK-E is ACKEPOCH; f.p is `acceptedEpoch`, f.a is `currentEpoch`. The leader is elected to be the most recent,
//! so that the initial history of an epoch is its own, and ACK-E carries the last zxid in place of a history.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/zab.rs"]
mod zab;

use paxos_playground::protocol::zab::{Cause, Config, Message, Progress, Reason, Stage, Timer, Txn, Write};
use paxos_playground::protocol::{Effect, Effects, Input, Protocol};
use paxos_playground::world::{Action, Envelope};
use zab::{Node, Play, asked, done, has, missed, node, oracle, three, zxid};

fn delivered(play: &Play, numbers: &[u8]) -> Vec<u64> {
    numbers.iter().map(|number| play.server(*number).delivered()).collect()
}

// ----- II: what primary-backup systems need

/// "Multiple outstanding transactions": a primary broadcasts the next before the one before it is delivered, and they are delivered in order.
#[test]
fn s2_several_transactions_are_outstanding_at_a_time() {
    let mut play = Play::new(oracle(3, 3));
    play.lead(1, &[2, 3]);
    (1..=3).for_each(|client| asked(&mut play, client, &format!("k{client}=1")));
    assert_eq!((play.leading(1).outstanding.len(), delivered(&play, &[1, 2, 3])), (3, vec![0, 0, 0]));
    play.settle();
    for number in 1..=3 {
        assert_eq!(
            (play.log(number), play.server(number).delivered()),
            (vec!["1:1".into(), "1:2".into(), "1:3".into()], 3)
        );
    }
}

/// "Efficient recovery": which transactions are to be recovered is told by the last zxid alone, and what everybody has is not sent again, however long it is.
#[test]
fn s2_recovery_compares_last_zxids_and_sends_nothing_that_is_there() {
    let mut play = missed(oracle(3, 2), 50);
    play.fire(1, Timer::Quorum);
    play.settle();
    play.arrived.clear();
    play.lead(1, &[2]);
    let expected = [
        "n2->n1 FOLLOWERINFO(1)",
        "n1->n2 LEADERINFO(2)",
        "n2->n1 ACKEPOCH(1, 1:50)",
        "n1->n2 DIFF(1:50)",
        "n1->n2 NEWLEADER(2:0)",
        "n2->n1 ACK(2:0)",
        "n1->n2 UPTODATE(1:50)",
    ];
    assert_eq!(play.arrived, expected);
}

/// The example of section II: with Paxos slot by slot, B may be chosen without the A that it depends on. Here it is not.
#[test]
fn s2_what_depends_on_what_is_lost_is_lost_with_it() {
    let mut play = Play::new(oracle(3, 3));
    play.lead(1, &[2, 3]);
    // n1 broadcasts A and B, and nobody hears.
    asked(&mut play, 1, "a=1");
    asked(&mut play, 2, "b=1");
    play.crash(1);
    for peer in [2, 3] {
        play.take(Action::Break(node(1), node(peer)));
    }
    play.settle();
    // n2 broadcasts C, and nobody hears.
    play.lead(2, &[3]);
    asked(&mut play, 3, "c=1");
    assert_eq!((play.log(1).len(), play.log(2)), (2, vec!["2:1".to_owned()]));
    play.crash(2);
    play.take(Action::Break(node(2), node(3)));
    play.settle();
    // n1 and n2 come back. Of all three n2 is the most recent: what n1 has is of an epoch that was over when n2 was established.
    play.restart(1);
    play.restart(2);
    play.lead(2, &[1, 3]);
    for number in 1..=3 {
        assert_eq!(
            (play.log(number), play.server(number).delivered()),
            (vec!["2:1".to_owned()], 1),
            "C, and neither A nor B"
        );
    }
}

// ----- IV, phase 1: discovery

/// Step f.1.1 and f.1.2: CEPOCH carries f.p, and ACK-E carries f.a and how far the history goes. After NEWEPOCH f.p is ahead of f.a.
#[test]
fn s4_1_a_follower_tells_f_p_and_then_f_a_and_its_last_zxid() {
    let mut play = missed(oracle(3, 2), 3);
    play.fire(1, Timer::Quorum);
    play.settle();
    play.name(1, 1);
    play.name(2, 1);
    assert_eq!(play.on_way(2, 1), ["FOLLOWERINFO(1)"]);
    play.next(2, 1);
    play.next(1, 2);
    assert_eq!(play.on_way(2, 1), ["ACKEPOCH(1, 1:3)"]);
    let disk = play.server(2).disk();
    assert_eq!((disk.accepted_epoch, disk.current_epoch), (2, 1));
}

/// "Upon receiving CEPOCH(e) messages from a quorum of followers": and not before.
#[test]
fn s4_1_no_epoch_is_proposed_before_a_quorum_has_told_what_it_acknowledged() {
    let mut play = Play::new(oracle(5, 1));
    [1, 2].into_iter().for_each(|number| play.name(number, 1));
    play.settle();
    assert_eq!(play.leading(1).epoch, None, "two of five");
    play.name(3, 1);
    play.settle();
    assert_eq!(play.leading(1).epoch, Some(1));
}

/// "A new epoch number e' such that e' is larger than any e received in a CEPOCH message" (phase 1).
#[test]
fn s4_1_the_new_epoch_is_later_than_any_that_a_quorum_has_acknowledged() {
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
fn s4_1_an_epoch_is_on_stable_storage_before_it_is_acknowledged() {
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
fn s4_1_an_epoch_acknowledged_before_is_not_acknowledged_again() {
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
fn s4_1_an_earlier_epoch_is_refused() {
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
fn s4_1_nobody_of_the_quorum_is_more_recent_than_the_leader() {
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

/// Of histories that of the latest f.a is selected, and only among those of the same that of the latest zxid: n1 has a transaction and n3 has none, but n3 was of a later epoch, in
/// which nobody had it.
#[test]
fn s4_1_f_a_decides_before_the_last_zxid() {
    let mut play = three();
    play.lead(1, &[2]);
    asked(&mut play, 1, "x=1");
    play.crash(1);
    play.take(Action::Break(node(1), node(2)));
    play.settle();
    play.lead(2, &[3]);
    play.crash(2);
    play.settle();
    play.restart(1);
    assert_eq!((play.log(1), play.log(3)), (vec!["1:1".to_owned()], Vec::new()));
    let f_a = |number: u8| play.server(number).disk().current_epoch;
    assert_eq!((f_a(1), f_a(3)), (1, 2));
    play.name(1, 1);
    play.name(3, 1);
    play.settle();
    assert!(play.is_looking(1), "n1 is not the more recent, for all that it has");
    play.lead(3, &[1]);
    assert_eq!((play.leading(3).stage, play.log(1)), (Stage::Broadcast, Vec::new()), "and it takes the history of n3");
}

// ----- IV, phase 2: synchronization

/// Step f.2.1: "if f.p is not e'", a follower does not take NEWLEADER(e'): it has acknowledged a later epoch since.
#[test]
fn s4_2_a_follower_that_acknowledged_a_later_epoch_does_not_take_the_history() {
    let mut play = Play::new(oracle(5, 1));
    [1, 2, 3].into_iter().for_each(|number| play.name(number, 1));
    let is_new_leader = |message: Option<&Message<_>>| matches!(message, Some(Message::NewLeader { .. }));
    play.settle_without(|_, _, message| is_new_leader(message));
    assert_eq!(play.on_way(1, 2), ["NEWLEADER(1:0)"]);
    play.fire(2, Timer::Silence);
    assert_eq!(play.on_way(1, 2), [""; 0], "what was under way is gone with the connection");
    [4, 5, 2].into_iter().for_each(|number| play.name(number, 4));
    play.settle_without(|_, _, message| is_new_leader(message));
    assert_eq!(play.server(2).disk().accepted_epoch, 2);
    // And should it come through, it is not taken.
    let config = play.world.config().clone();
    let mut server = play.running(2).expect("it runs").clone();
    let mut out = Effects::<Node>::default();
    server.handle(&config, Input::Deliver { from: node(1), message: Message::NewLeader { epoch: 1 } }, &mut out);
    let effects = out.into_vec();
    let takes = |effect: &Effect<Node>| matches!(effect, Effect::Persist(_) | Effect::Send { .. });
    assert!(!effects.iter().any(takes), "{effects:?}");
}

/// "Upon receiving acknowledgements from a quorum of followers", and not before, the leader sends a commit; what n1 got to n2 alone is committed with the history of n2.
#[test]
fn s4_2_the_history_is_committed_once_a_quorum_has_acknowledged_it() {
    let mut play = Play::new(oracle(5, 1));
    play.lead(1, &[2, 3]);
    asked(&mut play, 1, "x=1");
    play.next(1, 2);
    play.crash(1);
    play.settle();
    [2, 3, 4].into_iter().for_each(|number| play.name(number, 2));
    play.settle_without(|_, _, message| matches!(message, Some(Message::Ack { .. })));
    let has_it = |number| play.log(number) == ["1:1"];
    assert!([2, 3, 4].into_iter().all(has_it), "all have the history");
    play.next(3, 2);
    assert_eq!((play.leading(2).stage, delivered(&play, &[2])), (Stage::Synchronization, vec![0]), "two of five");
    assert_eq!(play.on_way(2, 3), [""; 0], "no commit");
    play.next(4, 2);
    assert_eq!((play.leading(2).stage, delivered(&play, &[2])), (Stage::Broadcast, vec![1]));
    assert_eq!(
        (play.on_way(2, 3), play.on_way(2, 4)),
        (vec!["UPTODATE(1:1)".to_owned()], vec!["UPTODATE(1:1)".to_owned()])
    );
    play.settle();
    assert_eq!(delivered(&play, &[3, 4]), [1, 1]);
}

/// History first, then its epoch, then the acknowledgement: who has the epoch has the history, whatever crashes.
#[test]
fn s4_2_the_history_is_accepted_before_its_epoch_is_acknowledged() {
    let mut play = missed(oracle(3, 2), 2);
    play.name(3, 1);
    let mut log = Vec::new();
    loop {
        let outcome = if play.on_way(3, 1).is_empty() { play.next(1, 3) } else { play.next(3, 1) };
        log.extend(outcome.performed.into_iter().filter_map(|performed| match performed.effect {
            Effect::Persist(Write::Logged(txn)) => Some(txn.zxid.to_string()),
            Effect::Persist(Write::CurrentEpoch(epoch)) => Some(format!("current {epoch}")),
            Effect::Persist(Write::AcceptedEpoch(epoch)) => Some(format!("accepted {epoch}")),
            Effect::Send { message: Message::Ack { zxid }, .. } => Some(format!("ack {zxid}")),
            _ => None,
        }));
        if play.following(3).stage == Progress::UpToDate {
            break;
        }
    }
    assert_eq!(log, ["accepted 1", "1:1", "1:2", "current 1", "ack 1:0"]);
}

/// "The leader proposes its initial history, and a quorum accepts it, before it broadcasts anything" (phase 2): the history is committed with it, also what was
/// not before.
#[test]
fn s4_2_the_commit_delivers_the_whole_initial_history() {
    let mut play = missed(oracle(3, 2), 0);
    asked(&mut play, 1, "x=1");
    play.next(1, 2);
    play.crash(1);
    play.settle();
    assert_eq!((play.log(2), play.server(2).delivered()), (vec!["1:1".to_owned()], 0));
    play.lead(2, &[3]);
    for number in [2, 3] {
        assert_eq!((play.server(number).delivered(), play.holds(number, "x").as_deref()), (1, Some("1")));
    }
}

// ----- IV, phase 3: broadcast

/// "In increasing order of zxid, such that for each proposal epoch(z) = e'": from the first counter on, whatever the history ends with.
#[test]
fn s4_3_a_primary_proposes_in_the_order_of_zxids_of_its_own_epoch() {
    let mut play = Play::new(oracle(3, 3));
    play.lead(1, &[2, 3]);
    done(&mut play, 1, "a=1");
    play.fire(1, Timer::Quorum);
    play.settle();
    play.lead(2, &[1, 3]);
    (1..=3).for_each(|client| {
        play.ask(client, &format!("k{client}=1"));
        play.settle_without(|_, _, message| !matches!(message, Some(Message::Request { .. })));
    });
    for follower in [1, 3] {
        assert_eq!(play.on_way(2, follower), ["PROPOSAL(2:1)", "PROPOSAL(2:2)", "PROPOSAL(2:3)"]);
    }
}

/// A follower "accepts proposals from the leader following reception order and appends them to its history", and acknowledges what is on its disk.
#[test]
fn s4_3_a_follower_appends_in_the_order_of_reception_and_then_acknowledges() {
    let mut play = three();
    play.lead(1, &[2, 3]);
    asked(&mut play, 1, "a=1");
    asked(&mut play, 2, "b=1");
    for counter in 1..=2 {
        let outcome = play.next(1, 2);
        let steps: Vec<_> = outcome
            .performed
            .into_iter()
            .filter_map(|performed| match performed.effect {
                Effect::Persist(Write::Logged(txn)) => Some(format!("log {}", txn.zxid)),
                Effect::Send { message: Message::Ack { zxid }, .. } => Some(format!("ack {zxid}")),
                _ => None,
            })
            .collect();
        assert_eq!(steps, [format!("log 1:{counter}"), format!("ack 1:{counter}")]);
    }
    // A crash in between leaves what was not acknowledged, and never the other way round.
    for crash_after in 0..2 {
        let mut play = three();
        play.lead(1, &[2, 3]);
        asked(&mut play, 1, "a=1");
        let txn: Txn = play.server(1).disk().log().next().expect("it").clone();
        let proposal = Envelope { from: node(1), to: node(3), message: Message::Proposal { txn } };
        play.crash_in(Action::Deliver(proposal), Some(crash_after));
        let said = play.on_way(3, 1).contains(&"ACK(1:1)".to_owned());
        assert_eq!((play.log(3).len(), said), (usize::from(crash_after), false));
    }
}

/// "Upon receiving acknowledgments from a quorum of followers to a given proposal, the leader sends a commit to all followers": those that have not acknowledged it as well, behind the
/// proposal.
#[test]
fn s4_3_a_quorum_of_acknowledgements_commits_for_everybody() {
    let mut play = Play::new(oracle(5, 1));
    play.lead(1, &[2, 3, 4, 5]);
    asked(&mut play, 1, "x=1");
    play.next(1, 2);
    play.next(2, 1);
    assert_eq!((delivered(&play, &[1]), play.on_way(1, 2)), (vec![0], Vec::new()), "two of five");
    play.next(1, 3);
    play.next(3, 1);
    assert_eq!(delivered(&play, &[1]), [1]);
    for (follower, expected) in [(2, &["COMMIT(1:1)"][..]), (4, &["PROPOSAL(1:1)", "COMMIT(1:1)"][..])] {
        assert_eq!(play.on_way(1, follower), expected);
    }
    play.settle();
    assert_eq!(delivered(&play, &[2, 3, 4, 5]), [1, 1, 1, 1]);
}

#[test]
fn s4_3_a_primary_broadcasts_only_once_a_quorum_has_its_history() {
    let mut play = three();
    play.name(1, 1);
    play.name(2, 1);
    play.settle_without(|_, _, message| matches!(message, Some(Message::Ack { .. })));
    assert_eq!(play.leading(1).stage, Stage::Synchronization);
    asked(&mut play, 1, "x=1");
    assert_eq!(play.log(1), [""; 0], "the client will ask again");
}

/// "If a primary broadcasts ⟨v, z⟩ before ⟨v', z'⟩, a process that delivers the second delivers the first before it": nothing is committed out of order, whatever
/// order acknowledgements come in.
#[test]
fn s4_3_a_transaction_is_committed_only_behind_all_that_come_before_it() {
    let mut play = Play::new(oracle(5, 2));
    play.lead(1, &[2, 3, 4, 5]);
    asked(&mut play, 1, "a=1");
    asked(&mut play, 2, "b=1");
    assert_eq!(play.leading(1).outstanding.len(), 2);
    let config = play.world.config().clone();
    let mut server = play.running(1).expect("it runs").clone();
    let ack = |server: &mut Node, from: u8, counter: u32| {
        let mut out = Effects::<Node>::default();
        let message = Message::Ack { zxid: zxid(1, counter) };
        server.handle(&config, Input::Deliver { from: node(from), message }, &mut out);
        out.into_vec()
    };
    let delivered = |effects: &[Effect<Node>]| {
        let is_it = |effect: &&Effect<Node>| matches!(effect, Effect::Explain(Reason::Delivered { .. }));
        effects.iter().filter(is_it).count()
    };
    assert_eq!(delivered(&ack(&mut server, 2, 2)), 0);
    let effects = ack(&mut server, 3, 2);
    assert_eq!(delivered(&effects), 0, "2 has a quorum, and 1 has not");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Explain(Reason::WaitsForOrder { .. }))));
    assert_eq!(delivered(&ack(&mut server, 2, 1)), 0);
    assert_eq!(delivered(&ack(&mut server, 3, 1)), 2, "and then both");
}

/// Who joins while proposals are under way gets them behind its history, and those that are made before it has acknowledged that.
#[test]
fn s4_3_a_late_follower_gets_the_history_and_what_was_broadcast_since() {
    let mut play = three();
    play.lead(1, &[2]);
    asked(&mut play, 1, "a=1");
    play.name(3, 1);
    play.settle_without(|from, to, message| {
        from == node(2) || to == node(2) || matches!(message, Some(Message::NewLeader { .. }))
    });
    assert_eq!(play.on_way(1, 3), ["NEWLEADER(1:0)", "PROPOSAL(1:1)"]);
    asked(&mut play, 2, "b=1");
    assert_eq!(play.on_way(1, 3), ["NEWLEADER(1:0)", "PROPOSAL(1:1)", "PROPOSAL(1:2)"]);
    play.settle();
    assert_eq!((play.log(3), play.server(3).delivered()), (vec!["1:1".to_owned(), "1:2".to_owned()], 2));
}

/// "Global primary order", and who has left an epoch takes nothing of it any more.
#[test]
fn s4_3_a_follower_that_has_left_an_epoch_accepts_no_proposal_of_it() {
    let mut play = three();
    play.lead(1, &[2, 3]);
    play.fire(2, Timer::Silence);
    play.fire(3, Timer::Silence);
    asked(&mut play, 1, "late=1");
    play.settle_without(|from, _, _| from == node(1));
    assert_eq!((play.log(1), play.on_way(1, 2)), (vec!["1:1".to_owned()], Vec::new()), "it vanishes");
    play.lead(2, &[3]);
    play.settle();
    assert_eq!((play.log(2), play.log(3)), (Vec::new(), Vec::new()));
    // And should it come through, it is not taken.
    let config = play.world.config().clone();
    let mut server = play.running(3).expect("it runs").clone();
    let txn: Txn = play.world.place(node(1)).expect("a place").disk.log().next().expect("it").clone();
    for from in [1, 2] {
        let mut out = Effects::<Node>::default();
        let message = Message::Proposal { txn: txn.clone() };
        server.handle(&config, Input::Deliver { from: node(from), message }, &mut out);
        let effects = out.into_vec();
        assert!(
            effects.iter().any(|effect| matches!(effect, Effect::Explain(Reason::NotOfEpoch { .. }))),
            "{effects:?}"
        );
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Persist(_))));
    }
}

#[test]
fn s4_3_a_leader_without_a_quorum_gives_up() {
    let mut play = Play::new(Config::majorities(3, 1));
    play.elect();
    play.crash(1);
    play.fire(3, Timer::Quorum);
    play.settle();
    assert_eq!(play.leading(3).stage, Stage::Broadcast, "n2 was heard");
    play.crash(2);
    play.settle();
    let outcome = play.fire(3, Timer::Quorum);
    assert!(has(&outcome, |reason| matches!(
        reason,
        Reason::Looks { cause: Cause::NoQuorum { have: 1, need: 2 }, .. }
    )));
}

#[test]
fn s4_3_a_follower_that_loses_its_leader_goes_back_to_phase_0() {
    let mut play = three();
    play.lead(1, &[2, 3]);
    play.take(Action::Break(node(1), node(2)));
    play.settle();
    assert!(play.is_looking(2));
    assert_eq!(play.leading(1).learners.len(), 1);
    play.name(2, 1);
    play.settle();
    assert_eq!(play.following(2).stage, Progress::UpToDate);
}

/// "Upon receiving an acknowledgment of NEWLEADER from f, Q is Q and f": from then on it is one of the quorum, and before it is not.
#[test]
fn s4_3_a_late_follower_is_one_of_the_quorum_once_it_has_the_history() {
    let mut play = three();
    play.lead(1, &[2]);
    done(&mut play, 1, "a=1");
    play.name(3, 1);
    play.settle_without(|from, _, message| from == node(3) && matches!(message, Some(Message::Ack { .. })));
    assert!(!play.leading(1).history_acks.contains(&node(3)));
    play.settle();
    assert!(play.leading(1).history_acks.contains(&node(3)));
    play.crash(2);
    play.settle();
    done(&mut play, 1, "b=1");
    assert_eq!((delivered(&play, &[1, 3]), play.log(3)), (vec![2, 2], vec!["1:1".to_owned(), "1:2".to_owned()]));
}
