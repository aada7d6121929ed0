//! The claims of L. Lamport, *Paxos Made Simple* (2001), section 3, *Implementing a State Machine*, one test each, in the paper's order. Those of its last paragraph, on servers
//! that change, stand in `multipaxos_members.rs`. Every property is judged after every step.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/log.rs"]
mod log;
#[path = "common/multipaxos.rs"]
mod multipaxos;

use log::{Node, client, node};
use multipaxos::Play;
use paxos_playground::protocol::multipaxos::{Config, Entry, KeyValue, Leader, Message, Reason, Role, Timer};
use paxos_playground::protocol::{Ballot, Effect, Kind, Protocol, Slot};
use paxos_playground::world::{Action, Envelope, chosen};
use std::cell::RefCell;
use std::collections::BTreeMap;

type Sent = Envelope<Message<KeyValue>>;

/// Three servers, and so many clients: c1 and c4 begin with n1, c2 and c5 with n2.
fn three(clients: u8) -> Play {
    Play::new(Config::majorities(3, clients))
}

fn kind(sent: &Sent) -> Kind {
    Node::label(sent.from, sent.to, &sent.message).kind
}

/// Everything arrives until nothing is under way, but for what is lost: what arrived.
fn settled_without(play: &mut Play, lost: impl Fn(&Sent) -> bool) -> Vec<Sent> {
    let arrived = RefCell::new(Vec::new());
    play.settle_without(|sent| {
        let is_lost = lost(sent);
        if !is_lost {
            arrived.borrow_mut().push(sent.clone());
        }
        is_lost
    });
    arrived.into_inner()
}

fn settled(play: &mut Play) -> Vec<Sent> {
    settled_without(play, |_| false)
}

/// What of this is under way arrives, and what of it that sends; everything else stays under way. What arrived, and why what came of it was done.
fn arrive(play: &mut Play, wanted: impl Fn(&Sent) -> bool) -> (Vec<Sent>, Vec<Reason>) {
    let (mut arrived, mut reasons) = (Vec::new(), Vec::new());
    let runs = |play: &Play, sent: &Sent| play.world.place(sent.to).is_some_and(|place| place.running.is_some());
    while let Some(sent) = play.under_way(|sent| wanted(sent) && runs(play, sent)) {
        let outcome = play.take(Action::Deliver(sent.clone()));
        arrived.push(sent);
        reasons.extend(outcome.performed.into_iter().filter_map(|performed| match performed.effect {
            Effect::Explain(reason) => Some(reason),
            _ => None,
        }));
    }
    (arrived, reasons)
}

fn count(sent: &[Sent]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    sent.iter().for_each(|sent| *counts.entry(kind(sent).word()).or_default() += 1);
    counts
}

fn leader(play: &Play, number: u8) -> &Leader {
    match play.server(number).role() {
        Role::Leader(leader) => leader,
        role => panic!("n{number} does not lead: {role:?}"),
    }
}

/// The client asks, and its command is done, and everybody knows.
fn done(play: &mut Play, leader: u8, client: u8, operation: &str) {
    play.ask(client, operation);
    play.settle();
    play.fire(leader, Timer::Heartbeat);
    play.settle();
}

/// What is chosen, by slot, as the ledger has it.
fn all_chosen(play: &Play) -> BTreeMap<Slot, String> {
    let chosen = chosen(play.world.ledger(), play.world.config().quorums);
    chosen.into_iter().map(|chosen| (chosen.slot, chosen.vote.value.to_string())).collect()
}

fn is_accept(sent: &Sent) -> bool {
    kind(sent) == Kind::Accept
}

fn is_phase_1(sent: &Sent) -> bool {
    matches!(kind(sent), Kind::Prepare | Kind::Promise)
}

/// A request of a client, which may be passed on; nothing else is delivered.
fn is_request(sent: &Sent) -> bool {
    kind(sent) == Kind::Request
}

// ----- a state machine on many servers

/// "Because the state machine is deterministic, all the servers will produce the same sequences of states and outputs if they all execute the same sequence of
/// commands. A client issuing a command can then use the output generated for it by any server."
#[test]
fn s3_servers_that_execute_the_same_commands_come_to_the_same_states_and_outputs() {
    let mut play = three(3);
    play.lead(1);
    for (asks, operation) in [(1, "x=1"), (2, "x=2"), (3, "x?"), (1, "y=1"), (2, "x=3")] {
        done(&mut play, 1, asks, operation);
        for other in [2, 3] {
            assert_eq!(play.server(other).commit(), play.server(1).commit());
            assert_eq!(play.server(other).applied(), play.server(1).applied(), "{operation}");
        }
    }
    // What n1 tells c1 is lost, and n1 crashes; c2 sets the key again. Of n2 the client has what n1 would have told it.
    play.ask(1, "x=4");
    play.settle_without(|sent| kind(sent) == Kind::Reply);
    let told_by_n1 = play.server(1).applied().answered(client(1)).cloned().expect("it was done");
    play.crash(1);
    play.fire(2, Timer::Election);
    play.settle_without(|sent| kind(sent) == Kind::Reply);
    done(&mut play, 2, 2, "x=5");
    play.fire(1, Timer::Retry);
    let answer = |sent: &Sent| match &sent.message {
        Message::Reply { answer, .. } if sent.to == client(1) => Some(answer.as_ref().map(ToString::to_string)),
        _ => None,
    };
    let answers: Vec<_> = settled(&mut play).iter().filter_map(answer).collect();
    assert_eq!(answers, [Some("3".to_owned())], "what stood there before");
    assert_eq!(told_by_n1.answer.map(|answer| answer.to_string()).as_deref(), Some("3"));
}

/// "... the value chosen by the i-th instance being the i-th state machine command in the sequence."
#[test]
fn s3_the_value_chosen_in_the_ith_instance_is_the_ith_command_of_every_server() {
    let mut play = three(3);
    play.lead(1);
    for (asks, operation) in [(2, "x=1"), (1, "y=1"), (3, "x=2"), (1, "x=3")] {
        done(&mut play, 1, asks, operation);
    }
    let chosen = all_chosen(&play);
    assert_eq!(chosen.keys().copied().collect::<Vec<_>>(), [0, 1, 2, 3]);
    for (slot, value) in chosen {
        let executed: Vec<_> = play.world.ledger().broadcasts().delivered().of(slot).collect();
        assert_eq!(executed.len(), 3, "each server once");
        assert!(executed.iter().all(|executed| executed.transaction.value.as_str() == value), "{executed:?}");
    }
}

/// "Each server plays all the roles (proposer, acceptor, and learner) in each instance of the algorithm."
#[test]
fn s3_each_server_is_proposer_acceptor_and_learner() {
    for number in 1..=3 {
        let mut play = three(1);
        play.lead(number);
        done(&mut play, number, 1, "x=1");
        for server in 1..=3 {
            let vote = play.server(server).disk().vote(0).expect("an acceptor");
            assert_eq!(vote.ballot.node, node(number), "which n{number} proposed");
            assert_eq!((play.server(server).commit(), play.holds(server, "x").as_deref()), (1, Some("1")), "a learner");
        }
    }
}

/// "A single server is elected to be the leader, which acts as the distinguished proposer (the only one that tries to issue proposals) in all instances."
#[test]
fn s3_only_the_leader_issues_proposals() {
    let mut play = three(3);
    play.lead(2);
    for asks in 1..=3 {
        play.ask(asks, &format!("k{asks}=1"));
        let sent = settled(&mut play);
        let proposers: Vec<_> = sent.iter().filter(|sent| is_accept(sent)).map(|sent| sent.from).collect();
        assert_eq!(proposers, [node(2), node(2)], "whichever server was asked");
    }
    assert_eq!(all_chosen(&play).len(), 3);
}

/// "Clients send commands to the leader, who decides where in the sequence each command should appear."
#[test]
fn s3_the_leader_decides_where_in_the_sequence_a_command_appears() {
    let mut play = three(4);
    play.lead(1);
    play.ask(1, "x=first");
    play.ask(4, "x=second");
    // The one that asked second is heard first.
    arrive(&mut play, |sent| is_request(sent) && sent.from == client(4));
    play.settle();
    assert_eq!(play.log(1), ["x=second #c4.1", "x=first #c1.1"]);
}

/// "It might fail because ... another server also believes itself to be the leader and has a different idea of what the 135th command should be. But the consensus algorithm
/// ensures that at most one command can be chosen as the 135th one."
#[test]
fn s3_at_most_one_command_is_chosen_where_two_leaders_have_different_ideas() {
    let mut play = three(2);
    play.lead(1);
    play.ask(1, "x=one");
    arrive(&mut play, is_request);
    // n2 leads with n3; n1 hears nothing of it, and its messages are slow.
    play.fire(2, Timer::Election);
    arrive(&mut play, |sent| is_phase_1(sent) && sent.to != node(1));
    assert!(leader(&play, 1).ballot < leader(&play, 2).ballot);
    play.ask(2, "x=other");
    arrive(&mut play, |sent| is_request(sent) && sent.from == client(2));
    let ideas = [1, 2].map(|number| leader(&play, number).open[&0].entry.to_string());
    assert_eq!(ideas, ["x=one #c1.1", "x=other #c2.1"]);
    arrive(&mut play, |sent| is_accept(sent) && sent.from == node(2) && sent.to == node(3));
    play.settle();
    assert_eq!(all_chosen(&play).into_values().collect::<Vec<_>>(), ["x=other #c2.1"]);
    play.lead(1);
    assert_eq!(play.log(1), ["x=other #c2.1"], "which the other learns when it leads again");
}

/// "Key to the efficiency of this approach is that ... the value to be proposed is not chosen until phase 2."
#[test]
fn s3_the_value_to_be_proposed_is_not_chosen_until_phase_2() {
    let mut play = three(1);
    play.fire(1, Timer::Election);
    for sent in arrive(&mut play, is_phase_1).0 {
        match sent.message {
            // There is nothing else in it: no value.
            Message::Prepare { ballot: _, from: 0 } => {}
            Message::Promise { ballot: _, snapshot: None, votes } => assert!(votes.is_empty()),
            message => panic!("{message:?}"),
        }
    }
    let ballot = leader(&play, 1).ballot;
    play.ask(1, "x=1");
    arrive(&mut play, is_request);
    let accept = play.under_way(is_accept).expect("phase 2");
    assert!(matches!(accept.message, Message::Accept { ballot: of, entry: Entry::Command(_), .. } if of == ballot));
}

// ----- a new leader

/// "System startup is a special case in which no commands have yet been proposed."
#[test]
fn s3_at_startup_every_value_is_free_and_there_is_no_gap() {
    let mut play = three(1);
    play.fire(1, Timer::Election);
    let (_, reasons) = arrive(&mut play, is_phase_1);
    assert!(reasons.iter().any(|reason| matches!(reason, Reason::Leads { open: (0, 0), .. })), "{reasons:?}");
    assert!(leader(&play, 1).reported.is_empty() && leader(&play, 1).open.is_empty());
    play.settle();
    assert_eq!(all_chosen(&play), BTreeMap::new());
}

/// The example of section 3. The new leader knows commands 1 to 134; the outcome of phase 1 determines what it proposes in 135 and 140, and leaves it
/// unconstrained elsewhere. Here: 0 is known, 1 and 4 are determined, 2 and 3 are the gap. n1, which led, is down; n2 heard of 1 and 4; n3 of nothing.
fn example() -> Play {
    let mut play = three(5);
    play.lead(1);
    done(&mut play, 1, 1, "a=1");
    for asks in 2..=5 {
        play.ask(asks, &format!("k{asks}=1"));
        arrive(&mut play, is_request);
    }
    play.settle_without(|sent| match &sent.message {
        Message::Accept { slot, .. } => sent.to == node(3) || [2, 3].contains(slot),
        Message::Accepted { .. } => true,
        _ => false,
    });
    assert_eq!(play.server(2).disk().votes_from(0).map(|(slot, _)| slot).collect::<Vec<_>>(), [0, 1, 4]);
    play.crash(1);
    play
}

/// The same, when n2 has finished phase 1.
fn example_led() -> Play {
    let mut play = example();
    play.fire(2, Timer::Election);
    arrive(&mut play, is_phase_1);
    play
}

/// "A newly chosen leader executes phase 1 for infinitely many instances ... Using the same proposal number for all instances, it can do this by sending a single
/// reasonably short message to the other servers."
#[test]
fn s3_phase_1_of_infinitely_many_instances_is_a_single_short_message() {
    for commands in [0, 1, 50] {
        let mut play = three(1);
        play.lead(1);
        for number in 0..commands {
            done(&mut play, 1, 1, &format!("x={number}"));
        }
        play.crash(1);
        play.fire(2, Timer::Election);
        let sent: Vec<_> = play.world.network().distinct().cloned().collect();
        assert_eq!(sent.iter().map(|sent| sent.to).collect::<Vec<_>>(), [node(1), node(3)], "one to each other server");
        for sent in sent {
            // For every instance that it does not know; and there is nothing else in it, however long the log is.
            let Message::Prepare { ballot, from } = sent.message else { panic!("{sent:?}") };
            assert_eq!((ballot, from), (Ballot::new(2, node(2)), commands));
        }
    }
}

/// "In phase 1, an acceptor responds with more than a simple OK only if it has already received a phase 2 message from some proposer. (In the scenario, this was the case only
/// for instances 135 and 140.) Thus, a server (acting as acceptor) can respond for all instances with a single reasonably short message."
#[test]
fn s3_an_acceptor_responds_with_more_than_ok_only_where_it_received_a_phase_2_message() {
    let mut play = example();
    play.crash(2);
    play.restart(2);
    play.fire(3, Timer::Election);
    assert!(play.server(3).disk().votes_from(1).next().is_none(), "n3 received none");
    let (sent, _) = arrive(&mut play, is_phase_1);
    let promises: Vec<_> = sent.iter().filter(|sent| kind(sent) == Kind::Promise).collect();
    let [Envelope { from, message: Message::Promise { votes, snapshot: None, .. }, .. }] = &promises[..] else {
        panic!("a single message of n2: {promises:?}")
    };
    let slots: Vec<_> = votes.iter().map(|(slot, _)| *slot).collect();
    assert_eq!((*from, slots), (node(2), vec![1, 4]), "and 0 was not asked about");
    // The other way round, n3 answers with a simple OK.
    let mut play = example();
    play.fire(2, Timer::Election);
    let (sent, _) = arrive(&mut play, is_phase_1);
    let ok = |sent: &&Sent| matches!(&sent.message, Message::Promise { votes, .. } if votes.is_empty());
    assert_eq!(sent.iter().filter(ok).map(|sent| sent.from).collect::<Vec<_>>(), [node(3)]);
}

/// "The leader then executes phase 2 for instances 135 and 140 ... we let it fill the gap immediately by proposing, as commands 136 and 137, a special 'no-op' command."
#[test]
fn s3_a_new_leader_proposes_what_phase_1_determined_and_fills_the_gap_with_no_ops() {
    let mut play = example_led();
    let open = leader(&play, 2).open.iter().map(|(slot, open)| (*slot, open.entry.to_string()));
    let expected = [(1, "k2=1 #c2.1"), (2, "no-op"), (3, "no-op"), (4, "k5=1 #c5.1")];
    assert_eq!(open.collect::<Vec<_>>(), expected.map(|(slot, entry)| (slot, entry.to_owned())));
    play.fire(2, Timer::Heartbeat);
    play.settle();
    play.fire(2, Timer::Heartbeat);
    play.settle();
    for server in [2, 3] {
        assert_eq!(play.log(server), ["a=1 #c1.1", "k2=1 #c2.1", "no-op", "no-op", "k5=1 #c5.1"]);
        assert_eq!(play.holds(server, "k5").as_deref(), Some("1"));
    }
}

/// "It can't execute commands 138-140, which it also knows, because commands 136 and 137 have yet to be chosen. ... Once these no-op commands have been chosen, commands 138-140
/// can be executed."
#[test]
fn s3_what_is_chosen_behind_a_gap_cannot_be_executed_before_the_gap_is_filled() {
    let mut play = example_led();
    let of = |slots: [Slot; 2]| {
        move |sent: &Sent| match &sent.message {
            Message::Accept { slot, .. } | Message::Accepted { slot, .. } => slots.contains(slot),
            _ => false,
        }
    };
    let (_, reasons) = arrive(&mut play, of([1, 4]));
    assert_eq!(all_chosen(&play).into_keys().collect::<Vec<_>>(), [0, 1, 4]);
    assert!(reasons.iter().any(|reason| matches!(reason, Reason::Chosen { slot: 4, waits: true, .. })), "{reasons:?}");
    assert_eq!((play.server(2).commit(), play.holds(2, "k5")), (2, None), "0 and 1 are executed, and 4 is not");
    arrive(&mut play, of([2, 3]));
    assert_eq!((play.server(2).commit(), play.holds(2, "k5").as_deref()), (5, Some("1")));
}

/// "A special 'no-op' command that leaves the state unchanged."
#[test]
fn s3_a_no_op_leaves_the_state_unchanged() {
    let mut play = example_led();
    let upto = |last: Slot| {
        move |sent: &Sent| match &sent.message {
            Message::Accept { slot, .. } | Message::Accepted { slot, .. } => *slot <= last,
            _ => false,
        }
    };
    arrive(&mut play, upto(1));
    let before = play.server(2).applied().clone();
    arrive(&mut play, upto(3));
    assert_eq!((play.server(2).commit(), play.server(2).applied()), (4, &before));
}

/// "The leader has also completed phase 1 for all instances greater than 140 ... It assigns command number 141 to the next command requested by a client, proposing it
/// as the value in phase 2 of instance 141 ... the next client command it receives as command 142, and so on."
#[test]
fn s3_the_next_commands_get_the_next_numbers_without_phase_1() {
    let mut play = example_led();
    play.settle();
    let begins = play.server(2).commit();
    for number in 0..3 {
        play.ask(2, &format!("x={number}"));
        let sent = settled(&mut play);
        assert!(!sent.iter().any(is_phase_1));
        let proposed = sent.iter().find_map(|sent| match &sent.message {
            Message::Accept { slot, entry, .. } => Some((*slot, entry.to_string())),
            _ => None,
        });
        assert_eq!(proposed, Some((begins + number, format!("x={number} #c2.{}", number + 2))));
    }
    assert_eq!(play.server(2).commit(), begins + 3);
}

// ----- the steady state

/// n1 leads; what it proposes in slot 0 is lost, and what it proposes in slot 1 is chosen.
fn second_before_first() -> Play {
    let mut play = three(4);
    play.lead(1);
    for asks in [1, 4] {
        play.ask(asks, &format!("k{asks}=1"));
        arrive(&mut play, is_request);
    }
    play.settle_without(|sent| matches!(sent.message, Message::Accept { slot: 0, .. }));
    play
}

/// "The leader can propose command 142 before it learns that its proposed command 141 has been chosen. It's possible for all the messages it sent in proposing command 141 to be
/// lost, and for command 142 to be chosen before any other server has learned what the leader proposed as command 141."
#[test]
fn s3_a_command_can_be_chosen_before_any_other_server_knows_of_the_one_before_it() {
    let play = second_before_first();
    assert_eq!(all_chosen(&play), BTreeMap::from([(1, "k4=1 #c4.1".to_owned())]));
    assert!([2, 3].iter().all(|number| play.server(*number).disk().vote(0).is_none()));
    assert_eq!(play.server(1).commit(), 0, "and nothing is executed");
}

/// "When the leader fails to receive the expected response to its phase 2 messages in instance 141, it will retransmit those messages."
#[test]
fn s3_a_leader_retransmits_what_was_not_answered() {
    let mut play = second_before_first();
    let mut again = Vec::new();
    for _ in 0..2 {
        play.fire(1, Timer::Heartbeat);
        again.extend(settled(&mut play));
    }
    let slots = again.iter().filter_map(|sent| match sent.message {
        Message::Accept { slot, .. } => Some((sent.to, slot)),
        _ => None,
    });
    assert_eq!(slots.collect::<Vec<_>>(), [(node(2), 0), (node(3), 0)], "and only those");
    assert_eq!(play.log(1), ["k1=1 #c1.1", "k4=1 #c4.1"]);
}

/// "However, it could fail first, leaving a gap in the sequence of chosen commands. In general, suppose a leader can get alpha commands ahead ... A gap of up to alpha - 1 commands could
/// then arise."
#[test]
fn s3_a_leader_that_fails_leaves_a_gap_of_at_most_alpha_minus_1_commands() {
    for alpha in 1..=5_u8 {
        let ahead = usize::from(alpha);
        let mut play = Play::new(Config { window: alpha, ..Config::majorities(3, 7) });
        play.lead(1);
        for asks in 1..=7 {
            play.ask(asks, &format!("k{asks}=1"));
            arrive(&mut play, is_request);
        }
        assert_eq!(leader(&play, 1).open.len(), ahead, "no further ahead than that");
        assert_eq!(leader(&play, 1).waiting.len(), 7 - ahead);
        // Of what it has proposed, only the last is heard.
        let last = Slot::from(alpha) - 1;
        play.settle_without(|sent| match &sent.message {
            Message::Accept { slot, .. } => *slot != last,
            _ => kind(sent) == Kind::Accepted,
        });
        play.crash(1);
        assert_eq!(all_chosen(&play).into_keys().collect::<Vec<_>>(), [last], "a gap of {last}");
        play.lead(2);
        let log = play.log(2);
        assert_eq!(log.len(), ahead);
        assert!(log[..ahead - 1].iter().all(|entry| entry == "no-op") && log[ahead - 1] != "no-op", "{log:?}");
    }
}

/// "The effective cost of executing a state machine command ... is the cost of executing only phase 2 of the consensus algorithm."
#[test]
fn s3_a_command_costs_one_phase_2() {
    for servers in [3, 5, 7] {
        let mut play = Play::new(Config::majorities(servers, 1));
        play.lead(1);
        let others = usize::from(servers) - 1;
        let phase_2 = BTreeMap::from([("request", 1), ("accept", others), ("accepted", others), ("reply", 1)]);
        for number in 0..20 {
            play.ask(1, &format!("x={number}"));
            assert_eq!(count(&settled(&mut play)), phase_2);
        }
        assert_eq!(play.server(1).commit(), 20);
    }
}

// ----- abnormal circumstances

/// "If no server is acting as leader, then no new commands will be proposed."
#[test]
fn s3_without_a_leader_nothing_is_proposed() {
    let mut play = three(3);
    let ask_all = |play: &mut Play| {
        (1..=3).for_each(|asks| play.ask(asks, "x=1"));
        (0..4).for_each(|_| {
            (1..=3).for_each(|asks| play.fire(asks, Timer::Retry));
            assert!(!settled(play).iter().any(is_accept));
        });
    };
    ask_all(&mut play);
    assert_eq!(play.world.ledger().votes().iter().count(), 0);
    play.lead(1);
    (1..=3).for_each(|asks| play.fire(asks, Timer::Retry));
    play.settle();
    let before = all_chosen(&play);
    play.crash(1);
    ask_all(&mut play);
    assert_eq!(all_chosen(&play), before);
}

/// "If multiple servers think they are leaders, then they can all propose values in the same instance of the consensus algorithm, which could prevent any value from being
/// chosen. However, safety is preserved ... Election of a single leader is needed only to ensure progress."
#[test]
fn s3_several_leaders_can_prevent_progress_and_break_no_safety() {
    let mut play = three(2);
    for (round, (number, other)) in [(1, 2), (2, 1), (1, 2), (2, 1)].into_iter().enumerate() {
        // n3 takes part, and the two never hear each other.
        let with_n3 = |sent: &Sent| sent.from != node(other) && sent.to != node(other);
        play.fire(number, Timer::Election);
        arrive(&mut play, |sent| is_phase_1(sent) && with_n3(sent));
        if round < 2 {
            play.ask(number, &format!("x={number}"));
            arrive(&mut play, |sent| is_request(sent) && sent.from == client(number));
        }
        let (ballot, idea) = (leader(&play, number).ballot, leader(&play, number).open[&0].entry.to_string());
        assert_eq!(idea, format!("x={number} #c{number}.1"), "both propose in the same instance");
        // What the one before proposed comes now.
        let of = |sent: &Sent| Node::label(sent.from, sent.to, &sent.message).ballot;
        let (late, _) = arrive(&mut play, |sent| is_accept(sent) && of(sent) < ballot && sent.to == node(3));
        assert_eq!(late.len(), usize::from(round > 0));
        arrive(&mut play, |sent| kind(sent) == Kind::Refuse);
        assert_eq!(all_chosen(&play), BTreeMap::new(), "nothing is chosen");
    }
    // n2 is left alone.
    play.settle();
    play.fire(2, Timer::Heartbeat);
    play.settle();
    assert_eq!(all_chosen(&play).into_keys().collect::<Vec<_>>(), [0]);
    for number in 1..=3 {
        assert_eq!(play.log(number), ["x=2 #c2.1"], "all agree on it");
    }
}

/// Nor can one that still thinks that it leads, and that nobody hears, choose anything; and it finds out.
#[test]
fn s3_an_old_leader_in_the_minority_chooses_nothing() {
    let mut play = three(2);
    play.lead(1);
    let away = |sent: &Sent| sent.from == node(1) || sent.to == node(1);
    play.fire(2, Timer::Election);
    play.settle_without(away);
    assert!(leader(&play, 1).ballot < leader(&play, 2).ballot);
    play.ask(1, "x=late");
    play.settle_without(|sent| away(sent) && sent.from != client(1));
    assert_eq!(play.server(1).commit(), 0, "it has its own vote only");
    play.fire(1, Timer::Heartbeat);
    play.settle();
    assert!(matches!(play.server(1).role(), Role::Follower), "it was refused");
}

/// What the old leader got chosen stays, whatever the new one wants.
#[test]
fn s3_what_was_chosen_stays_chosen_under_a_new_leader() {
    let mut play = three(2);
    play.lead(1);
    play.ask(1, "x=old");
    // n1 and n2 choose it; n3 hears nothing of it, and nobody hears that it is chosen.
    play.settle_without(|sent| sent.to == node(3) || matches!(kind(sent), Kind::Accepted | Kind::Reply));
    assert_eq!(all_chosen(&play).len(), 1);
    play.crash(1);
    play.lead(3);
    assert_eq!(play.log(3), ["x=old #c1.1"]);
    done(&mut play, 3, 2, "x=new");
    assert_eq!(play.log(3), ["x=old #c1.1", "x=new #c2.1"]);
}
