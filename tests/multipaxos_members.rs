//! Multi-Paxos in which who votes changes, driven by hand: the claims of *Paxos Made Simple*, section 3, last paragraph, and what follows from them.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/log.rs"]
mod log;
#[path = "common/multipaxos.rs"]
mod multipaxos;

use log::node;
use multipaxos::Play;
use paxos_playground::protocol::multipaxos::{Config, KeyValue, Message, Role, Timer};
use paxos_playground::protocol::{NodeId, Variant, Variants};
use paxos_playground::world::{Action, Envelope, chosen_in};

/// So many servers of which three vote at the start.
fn changing(servers: u8, alpha: u8) -> Config {
    Config { alpha: Some(alpha), members: 3, ..Config::majorities(servers, 4) }
}

fn numbers(voters: &[NodeId]) -> Vec<u8> {
    voters.iter().map(|voter| voter.number()).collect()
}

/// Requests arrive, and nothing else does.
fn requests_arrive(play: &mut Play) {
    let is_request = |envelope: &Envelope<Message<KeyValue>>| matches!(envelope.message, Message::Request { .. });
    while let Some(request) = play.under_way(is_request) {
        play.take(Action::Deliver(request));
    }
}

fn done(play: &mut Play, client: u8, operation: &str) {
    play.ask(client, operation);
    play.settle();
}

/// "The current set of servers can be made part of the state and can be changed with ordinary state-machine commands."
#[test]
fn s3_the_set_of_servers_is_part_of_the_state_and_changed_with_ordinary_commands() {
    let mut play = Play::new(changing(4, 2));
    play.lead(1);
    for (operation, voters) in [("x=1", vec![1, 2, 3]), ("+n4", vec![1, 2, 3, 4]), ("-n2", vec![1, 3, 4])] {
        let slot = play.server(1).commit();
        done(&mut play, 1, operation);
        for _ in 0..2 {
            play.fire(1, Timer::Heartbeat);
            play.settle();
        }
        let chosen = chosen_in(slot, play.world.ledger(), play.world.config().quorums);
        assert_eq!(chosen[0].vote.value.as_str(), format!("{operation} #c1.{}", slot + 1), "in a slot like any other");
        for server in 1..=3 {
            assert_eq!(play.server(server).commit(), slot + 1);
            assert_eq!(numbers(play.server(server).voters_of(slot + 2)), voters, "n{server}, after {operation}");
        }
    }
    // A server that comes back finds it where it finds the rest of the state.
    play.crash(3);
    play.restart(3);
    assert_eq!(numbers(play.server(3).voters_of(9)), [1, 2, 3], "before it has executed anything");
    for _ in 0..2 {
        play.fire(1, Timer::Heartbeat);
        play.settle();
    }
    assert_eq!(numbers(play.server(3).voters_of(9)), [1, 3, 4]);
}

/// "... letting the set of servers that execute instance i + alpha of the consensus algorithm be specified by the state after execution of the i-th state machine command."
#[test]
fn s3_the_state_after_command_i_says_who_executes_instance_i_plus_alpha() {
    let mut play = Play::new(changing(4, 3));
    play.lead(1);
    done(&mut play, 1, "+n4");
    let voters = |play: &Play, slot| numbers(play.server(1).voters_of(slot));
    assert_eq!((voters(&play, 2), voters(&play, 3)), (vec![1, 2, 3], vec![1, 2, 3, 4]));
    for slot in 1..=4 {
        done(&mut play, 1, &format!("x={slot}"));
    }
    let voted = |play: &Play, server: u8| -> Vec<u64> {
        let place = play.world.place(node(server)).expect("a place");
        place.disk.votes_from(0).map(|(slot, _)| slot).collect()
    };
    assert_eq!((voted(&play, 4), voted(&play, 1)), (vec![3, 4], vec![0, 1, 2, 3, 4]));
}

/// "We can allow a leader to get alpha commands ahead", and no further.
#[test]
fn s3_a_leader_gets_alpha_commands_ahead_and_no_further() {
    for (alpha, variants, ahead) in [
        (2, Variants::default(), 2),
        (3, Variants::default(), 3),
        (2, Variants::default().with(Variant::WideWindow), 4),
    ] {
        let mut play = Play::new(Config { variants, ..changing(4, alpha) });
        play.lead(1);
        (1..=4).for_each(|client| play.ask(client, &format!("k{client}=1")));
        requests_arrive(&mut play);
        let Role::Leader(leader) = play.server(1).role() else { panic!("it leads") };
        assert_eq!((leader.open.len(), leader.waiting.len()), (ahead, 4 - ahead), "{variants:?}");
    }
}

/// A command may ask for what cannot be: it stands in the log like any other, and who votes stays as it is.
#[test]
fn who_is_no_server_comes_never_to_vote() {
    let mut play = Play::new(changing(4, 1));
    play.lead(1);
    for operation in ["+n9", "+n2", "-n4"] {
        let slot = play.server(1).commit();
        done(&mut play, 1, operation);
        assert_eq!(play.server(1).commit(), slot + 1, "{operation}");
        assert_eq!(numbers(play.server(1).voters_of(slot + 1)), [1, 2, 3], "{operation}");
    }
}

/// Of four voters three have to vote: two that were enough of three are not.
#[test]
fn a_slot_is_chosen_by_its_own_voters() {
    let mut play = Play::new(changing(4, 1));
    play.lead(1);
    done(&mut play, 1, "+n4");
    [3, 4].iter().for_each(|number| play.crash(*number));
    done(&mut play, 1, "x=1");
    assert_eq!(play.server(1).commit(), 1, "n1 and n2 are too few");
    play.restart(4);
    play.fire(1, Timer::Heartbeat);
    play.fire(1, Timer::Heartbeat);
    play.settle();
    assert_eq!(play.server(1).commit(), 2);
}

/// Voters that come later have promised nothing yet: the leader asks them, and proposes in their slots once a quorum has.
#[test]
fn a_leader_is_promised_by_the_voters_of_each_slot() {
    let mut play = Play::new(changing(4, 1));
    play.fire(1, Timer::Election);
    play.settle_without(|envelope| envelope.to == node(3));
    done(&mut play, 1, "+n4");
    play.ask(1, "x=1");
    requests_arrive(&mut play);
    let Role::Leader(leader) = play.server(1).role() else { panic!("it leads") };
    assert_eq!((leader.next, leader.promises.len()), (1, 2), "two of four have promised");
    play.settle();
    play.fire(1, Timer::Heartbeat);
    play.settle();
    let Role::Leader(leader) = play.server(1).role() else { panic!("it leads") };
    assert!(leader.next == 2 && leader.promises.len() == 4);
}

#[test]
fn who_votes_no_more_leads_no_more() {
    let mut play = Play::new(changing(4, 2));
    play.lead(1);
    done(&mut play, 1, "-n1");
    done(&mut play, 1, "x=1");
    assert!(matches!(play.server(1).role(), Role::Leader(_)), "slot 1 is still its");
    play.fire(1, Timer::Heartbeat);
    play.settle();
    assert!(matches!(play.server(1).role(), Role::Follower));
    play.fire(1, Timer::Election);
    assert!(matches!(play.server(1).role(), Role::Follower), "and it begins nothing");
    play.lead(2);
    play.ask(2, "x=2");
    play.settle();
    assert_eq!(play.holds(2, "x").as_deref(), Some("2"));
    assert_eq!(play.server(2).disk().vote(2).map(|vote| vote.ballot.node), Some(node(2)));
}

/// A server that votes later is brought up by the state itself, who votes included; and it can lead with that.
#[test]
fn who_is_added_knows_what_was_done_and_can_lead() {
    let mut play = Play::new(changing(4, 1));
    play.lead(1);
    for operation in ["x=1", "+n4", "y=1"] {
        done(&mut play, 1, operation);
    }
    for number in [1, 1] {
        play.fire(number, Timer::Heartbeat);
        play.settle();
    }
    assert_eq!(play.server(4).applied(), play.server(1).applied());
    assert_eq!(numbers(play.server(4).voters_of(9)), [1, 2, 3, 4]);
    play.crash(1);
    play.lead(4);
    play.ask(4, "z=1");
    play.settle();
    assert_eq!(play.holds(4, "z").as_deref(), Some("1"));
}
