//! Multi-Paxos in a world of its own, driven by hand: what *Paxos Made Simple* leaves to whoever builds it, clients that ask again, servers that lag, snapshots. (Its claims stand in
//! `multipaxos_paper.rs`.)

#![cfg(not(target_arch = "wasm32"))]

#[path = "common/log.rs"]
mod log;
#[path = "common/multipaxos.rs"]
mod multipaxos;

use log::{Node, client, node, value};
use multipaxos::Play;
use paxos_playground::protocol::multipaxos::{Command, Config, Entry, KeyValue, Message, Role, Timer};
use paxos_playground::protocol::{Ballot, Effect, Kind, Quorums, Variant, Variants};
use paxos_playground::world::{Action, Breach, Envelope, Property};

/// Three servers, and two clients n4 and n5.
fn three() -> Play {
    Play::new(Config::majorities(3, 2))
}

// ----- a log in the steady state

#[test]
fn a_command_is_chosen_done_everywhere_and_answered() {
    let mut play = three();
    play.lead(1);
    play.ask(1, "x=1");
    play.settle();
    assert_eq!(play.holds(1, "x").as_deref(), Some("1"));
    // The others hear of it with the next heartbeat.
    assert_eq!(play.server(2).commit(), 0);
    play.fire(1, Timer::Heartbeat);
    play.settle();
    for server in 1..=3 {
        assert_eq!((play.server(server).commit(), play.holds(server, "x").as_deref()), (1, Some("1")), "n{server}");
    }
    let client = play.world.place(client(1)).and_then(|place| place.running.as_ref()).expect("it runs");
    assert_eq!(client.node.client().expect("a client").waits_for(), None, "it has its answer");
}

/// Flexible quorums: five servers, of which four have to promise, and two to vote.
#[test]
fn quorums_of_the_two_phases_are_as_large_as_they_are_set() {
    let quorums = Quorums { phase1: 4, phase2: 2 };
    let mut play = Play::new(Config { quorums, ..Config::majorities(5, 1) });
    play.fire(1, Timer::Election);
    for (other, leads) in [(2, false), (3, false), (4, true)] {
        play.pass(1, other, Kind::Prepare);
        play.pass(other, 1, Kind::Promise);
        assert_eq!(matches!(play.server(1).role(), Role::Leader(_)), leads, "promised by n{other} too");
    }
    play.ask(1, "x=1");
    play.pass_from(client(1), 1, Kind::Request);
    assert_eq!(play.server(1).commit(), 0, "its own vote is not enough");
    play.pass(1, 5, Kind::Accept);
    play.pass(5, 1, Kind::Accepted);
    assert_eq!((play.server(1).commit(), play.holds(1, "x").as_deref()), (1, Some("1")));
    play.check();
}

// ----- clients

#[test]
fn a_command_that_is_asked_for_again_is_done_once_and_answered_again() {
    let mut play = three();
    play.lead(1);
    play.ask(1, "x=1");
    play.settle_without(|envelope| matches!(envelope.message, Message::Reply { .. }));
    play.ask(2, "x=2");
    play.settle();
    play.fire(1, Timer::Retry);
    play.settle();
    assert_eq!(play.holds(1, "x").as_deref(), Some("2"), "it was not set back");
    assert_eq!(play.server(1).commit(), 2);
    let client = play.world.place(client(1)).and_then(|place| place.running.as_ref()).expect("it runs");
    assert_eq!(client.node.client().expect("a client").waits_for(), None, "it has its answer");
}

#[test]
fn a_client_without_an_answer_asks_the_next_server_and_in_the_end_all() {
    let mut play = three();
    play.ask(1, "x=1");
    let mut asked = Vec::new();
    for _ in 0..4 {
        let envelope = play.under_way(|envelope| matches!(envelope.message, Message::Request { .. })).expect("it asks");
        asked.push(envelope.to);
        play.take(Action::Drop(envelope));
        play.fire(1, Timer::Retry);
    }
    assert_eq!(asked, [node(1), node(2), node(3), node(1)]);
}

/// The old leader proposed a command in slot 1, where one server heard of it; the client asks the next leader, which does not know, and it is chosen in
/// slot 0; the one after that knows both. It is in the log twice, and done once.
#[test]
fn a_command_that_is_chosen_twice_is_done_once() {
    let mut play = Play::new(Config::majorities(5, 2));
    play.lead(1);
    play.ask(2, "y=1");
    let is_accept = |envelope: &Envelope<Message<KeyValue>>| matches!(envelope.message, Message::Accept { .. });
    play.settle_without(is_accept);
    play.ask(1, "x=1");
    play.settle_without(|envelope| is_accept(envelope) && envelope.to != node(2));
    assert_eq!(play.server(2).disk().votes_from(0).map(|(slot, _)| slot).collect::<Vec<_>>(), [1]);
    play.crash(1);
    play.crash(2);
    play.lead(3);
    for _ in 0..2 {
        play.fire(1, Timer::Retry);
        play.settle_without(|envelope| matches!(envelope.message, Message::Reply { .. }));
    }
    assert_eq!(play.log(3), ["x=1 #c1.1"]);
    play.crash(3);
    play.restart(2);
    // Its first ballot is below that of n3.
    play.fire(2, Timer::Election);
    play.settle();
    play.lead(2);
    assert_eq!(play.log(2), ["x=1 #c1.1", "x=1 #c1.1"]);
    let answered = play.server(2).applied().answered(client(1)).expect("it was done");
    assert_eq!(answered.answer, None, "nothing was there before it: had it been done twice, there would have been");
}

#[test]
fn a_follower_passes_a_command_on_to_the_leader_it_believes_in() {
    let mut play = three();
    play.lead(1);
    // n5 begins with n2.
    play.ask(2, "x=1");
    let request = play.under_way(|envelope| envelope.to == node(2)).expect("it asks n2");
    let outcome = play.take(Action::Deliver(request));
    let passed_on = |effect: &Effect<Node>| matches!(effect, Effect::Send { to, message: Message::Request { forwarded: true, .. } } if *to == node(1));
    assert!(outcome.performed.iter().any(|performed| passed_on(&performed.effect)));
    play.settle();
    assert_eq!(play.holds(1, "x").as_deref(), Some("1"));
}

/// What two servers that take each other for the leader pass on does not go on for ever.
#[test]
fn a_command_is_passed_on_once() {
    let mut play = three();
    play.lead(1);
    play.crash(1);
    play.restart(1);
    play.ask(2, "x=1");
    play.settle();
    assert_eq!(play.server(1).commit(), 0, "nobody leads: the client will ask again");
}

// ----- servers that lag

#[test]
fn a_server_that_missed_slots_fetches_them() {
    let mut play = three();
    play.lead(1);
    for number in 0..50 {
        play.ask(1, &format!("k{number}=1"));
        play.settle_without(|envelope| envelope.to == node(3) || envelope.from == node(3));
    }
    assert_eq!((play.server(1).commit(), play.server(3).commit()), (50, 0));
    // 32 with each heartbeat.
    for commit in [32, 50] {
        play.fire(1, Timer::Heartbeat);
        play.settle();
        assert_eq!(play.server(3).commit(), commit);
    }
    assert_eq!(play.server(3).applied(), play.server(1).applied());
}

#[test]
fn a_server_that_missed_what_is_in_no_log_any_more_gets_a_snapshot() {
    let mut play = Play::new(Config { snapshot_every: Some(10), ..Config::majorities(3, 1) });
    play.lead(1);
    for number in 0..25 {
        play.ask(1, &format!("k{number}=1"));
        play.settle_without(|envelope| envelope.to == node(3) || envelope.from == node(3));
    }
    assert_eq!((play.server(1).disk().first(), play.server(1).commit()), (20, 25));
    play.fire(1, Timer::Heartbeat);
    play.settle();
    assert_eq!((play.server(3).disk().first(), play.server(3).commit()), (20, 20));
    play.fire(1, Timer::Heartbeat);
    play.settle();
    assert_eq!((play.server(3).commit(), play.server(3).applied()), (25, play.server(1).applied()));
    // And it can lead with that.
    play.crash(1);
    play.lead(3);
    play.ask(1, "after=1");
    play.fire(1, Timer::Retry);
    play.settle();
    assert_eq!(play.holds(3, "after").as_deref(), Some("1"));
}

/// A candidate whose log is behind the snapshots of all who promise: they send them along.
#[test]
fn a_candidate_that_knows_less_than_those_who_promise_leads_from_their_snapshot() {
    let mut play = Play::new(Config { snapshot_every: Some(4), ..Config::majorities(3, 1) });
    play.lead(1);
    for number in 0..6 {
        play.ask(1, &format!("k{number}=1"));
        play.settle_without(|envelope| envelope.to == node(3) || envelope.from == node(3));
        play.fire(1, Timer::Heartbeat);
        play.settle_without(|envelope| envelope.to == node(3) || envelope.from == node(3));
    }
    play.crash(1);
    play.lead(3);
    assert_eq!((play.server(3).commit(), play.server(3).applied()), (6, play.server(2).applied()));
}

#[test]
fn a_server_that_restarts_has_its_votes_and_learns_again_what_was_chosen() {
    let mut play = Play::new(Config { snapshot_every: Some(2), ..Config::majorities(3, 1) });
    play.lead(1);
    for number in 0..3 {
        play.ask(1, &format!("k{number}=1"));
        play.settle();
    }
    play.fire(1, Timer::Heartbeat);
    play.settle();
    play.crash(2);
    play.restart(2);
    assert_eq!((play.server(2).commit(), play.server(2).disk().end()), (2, 3), "what is in its snapshot");
    play.fire(1, Timer::Heartbeat);
    play.settle();
    assert_eq!(play.server(2).applied(), play.server(1).applied());
}

/// A ballot that was begun is on the disk before anybody hears of it.
#[test]
fn no_ballot_is_begun_twice_over_a_restart() {
    let mut play = three();
    play.lead(1);
    let before = play.server(1).leader();
    play.crash(1);
    play.restart(1);
    play.fire(1, Timer::Election);
    let after = play.server(1).role().ballot();
    assert_eq!((before, after), (Some(Ballot::new(1, node(1))), Some(Ballot::new(2, node(1)))));
}

#[test]
fn two_entries_have_one_value_in_the_ledger_only_if_they_are_the_same() {
    let command = |number: u8, sequence, operation: &str| {
        Entry::Command(Command::new(client(number), sequence, value(operation)))
    };
    let entries = [
        Entry::NoOp,
        command(1, 1, "x=1"),
        command(1, 2, "x=1"),
        command(2, 1, "x=1"),
        command(1, 1, "x=1 #c1.1"),
        command(1, 1, "no-op"),
    ];
    for (place, one) in entries.iter().enumerate() {
        for other in &entries[..place] {
            assert_ne!(one.value(), other.value());
        }
    }
}

// ----- a mistake

/// n1 and n2 vote for x in 1.n1, and n3 alone for y in 2.n3; n1 leads again and proposes y, for which n4 votes; then the vote of n2 for x comes.
/// That is the third for the slot, and of those for y in the ballot there are two: of five, too few.
fn a_late_vote_of_another_ballot(variants: Variants) -> Play {
    let config = Config { variants, ..Config::majorities(5, 2) };
    let mut play = Play::unjudged(config);
    let lead = |play: &mut Play, leader: u8, others: [u8; 2]| {
        play.fire(leader, Timer::Election);
        others.iter().for_each(|other| play.pass(leader, *other, Kind::Prepare));
        others.iter().for_each(|other| play.pass(*other, leader, Kind::Promise));
        assert!(matches!(play.server(leader).role(), Role::Leader(_)), "n{leader} leads");
    };
    lead(&mut play, 1, [2, 3]);
    play.ask(1, "x=1");
    play.pass_from(client(1), 1, Kind::Request);
    play.pass(1, 2, Kind::Accept);
    lead(&mut play, 3, [4, 5]);
    play.ask(2, "y=1");
    play.fire(2, Timer::Retry);
    play.pass_from(client(2), 3, Kind::Request);
    play.pass(3, 1, Kind::Heartbeat);
    lead(&mut play, 1, [3, 4]);
    play.pass(1, 4, Kind::Accept);
    play.pass(4, 1, Kind::Accepted);
    play.pass(2, 1, Kind::Accepted);
    play
}

#[test]
fn votes_of_different_ballots_choose_nothing_together() {
    let play = a_late_vote_of_another_ballot(Variants::default());
    play.check();
    assert_eq!(play.server(1).commit(), 0);
    let mistaken = a_late_vote_of_another_ballot(Variants::default().with(Variant::VotesAcrossBallots));
    assert_eq!(mistaken.server(1).commit(), 1, "it takes y for chosen");
    let (config, ledger) = (mistaken.world.config(), mistaken.world.ledger());
    let breach = Property::LearnedChosen.judge(ledger, config.quorums, config.servers);
    assert!(matches!(breach, Some(Breach::NotChosen { .. })), "{breach:?}");
}
