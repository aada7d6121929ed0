//! Zab, searched: every schedule within what is allowed. An oracle names leaders and has servers give up, at any time: every election there may be, and every failure of
//! one.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/zab.rs"]
mod zab;

use paxos_playground::check::{Allowance, Bound, Bounds, Cluster, Model, Question, Search, Verdict};
use paxos_playground::protocol::zab::{Config, Election, Message};
use paxos_playground::protocol::{Quorums, Variant};
use paxos_playground::world::{Action, Envelope, NetworkKind, PrimaryOrder, Property, World};
use zab::{Node, Play, client, node, oracle, value, with};

/// What is allowed: `looks` is how often each server may give up a leader.
#[derive(Clone, Copy)]
struct Allowed {
    looks: u8,
    crashes: u8,
    breaks: u8,
}

const NOTHING: Allowed = Allowed { looks: 0, crashes: 0, breaks: 0 };

fn cluster(start: World<Node>, operations: &[(u8, &str)], allowed: Allowed) -> Cluster<Node> {
    let quorums = Quorums::majorities(start.config().voters());
    let request = |(number, operation): &(u8, &str)| (client(*number), value(operation));
    let allowance = Allowance { ballots: allowed.looks, crashes: allowed.crashes, wipes: 0, breaks: allowed.breaks };
    let model = Cluster::new(start, operations.iter().map(request).collect(), quorums, allowance);
    model.asked(Question::primary_order())
}

fn fresh(config: Config) -> World<Node> {
    World::new(config, NetworkKind::Set)
}

/// What a search within so many steps comes to, and how many states it saw.
fn search(model: Cluster<Node>, max_depth: u32) -> (Verdict<<Cluster<Node> as Model>::Step>, u64) {
    let mut search = Search::new(model, Bounds { max_depth, ..Bounds::default() });
    let verdict = search.run().clone();
    (verdict, search.covered().distinct)
}

/// Every state was seen, so many of them, and every property holds in each.
#[track_caller]
fn holds(config: Config, operations: &[(u8, &str)], allowed: Allowed, distinct: u64) {
    let (verdict, seen) = search(cluster(fresh(config), operations, allowed), u32::MAX);
    assert!(matches!(verdict, Verdict::Holds), "{verdict:?}");
    assert_eq!(seen, distinct);
}

fn is_long() -> bool {
    std::env::var_os("PAXOS_LONG").is_some()
}

#[test]
fn two_servers_that_may_both_lead() {
    holds(oracle(2, 1), &[(1, "x=1")], NOTHING, 190);
    holds(oracle(2, 1), &[(1, "x=1")], Allowed { breaks: 1, ..NOTHING }, 470);
    holds(oracle(2, 1), &[(1, "x=1")], Allowed { crashes: 1, ..NOTHING }, 3_201);
    holds(oracle(2, 1), &[(1, "x=1")], Allowed { looks: 1, ..NOTHING }, 8_481);
    if is_long() {
        holds(oracle(2, 1), &[(1, "x=1")], Allowed { looks: 2, crashes: 1, breaks: 0 }, 2_081_802);
        holds(oracle(2, 1), &[(1, "x=1"), (1, "x=2")], Allowed { looks: 1, crashes: 1, breaks: 1 }, 5_409_336);
    }
}

#[test]
fn three_servers_and_what_may_happen_to_them() {
    holds(oracle(3, 1), &[(1, "x=1")], NOTHING, 39_870);
    holds(oracle(3, 1), &[(1, "x=1")], Allowed { breaks: 1, ..NOTHING }, 165_006);
    holds(oracle(3, 1), &[], Allowed { looks: 1, ..NOTHING }, 488_944);
    if is_long() {
        holds(oracle(3, 1), &[(1, "x=1"), (1, "x=2")], NOTHING, 1_356_759);
        holds(oracle(3, 1), &[(1, "x=1")], Allowed { crashes: 1, ..NOTHING }, 1_437_031);
    }
}

/// Fast leader election itself, by its notifications.
#[test]
fn two_servers_that_elect() {
    let config = Config { election: Election::Fast, ..Config::majorities(2, 1) };
    let (verdict, seen) = search(cluster(fresh(config), &[], NOTHING), 14);
    assert!(matches!(verdict, Verdict::HoldsWithin(Bound::Depth(14))), "{verdict:?}");
    assert!(seen > 500, "only {seen}");
}

/// A start, what clients may ask from there, and what else may happen.
struct Trial {
    start: fn(Config) -> Play,
    operations: &'static [(u8, &'static str)],
    allowed: Allowed,
}

/// A mistake is found within so many states.
const MOST_STATES: u64 = 1_100_000;

/// With the mistake the property is broken after so many steps and no fewer; without it, it holds within as many.
#[track_caller]
fn found(variant: Variant, property: PrimaryOrder, trial: &Trial, steps: usize) {
    let model = |config: Config| {
        let start = (trial.start)(config).world;
        cluster(start, trial.operations, trial.allowed).asked(vec![Question::Holds(Property::Order(property))])
    };
    let (verdict, seen) = search(model(with(oracle(3, 2), variant)), u32::MAX);
    let Verdict::Violated { script, .. } = verdict else { panic!("{}: {verdict:?}", variant.word()) };
    let (verdict, without) = search(model(oracle(3, 2)), steps as u32);
    eprintln!("{}: {} steps, {seen} states; without it {without}", variant.word(), script.len());
    assert_eq!(script.len(), steps, "{}", variant.word());
    assert!(seen <= MOST_STATES, "{}: {seen} states", variant.word());
    assert!(matches!(verdict, Verdict::Holds | Verdict::HoldsWithin(Bound::Depth(_))), "{verdict:?}");
}

/// n1 leads, n2 follows, and n3 looks for a leader.
fn led(config: Config) -> Play {
    let mut play = Play::unjudged(config);
    play.lead(1, &[2]);
    play
}

const LOOKS: Allowed = Allowed { looks: 1, ..NOTHING };

/// A primary that asks nobody, is answered for, and gives up.
#[test]
fn commit_without_quorum_is_found() {
    let trial = Trial { start: led, operations: &[(1, "x=1")], allowed: LOOKS };
    found(Variant::CommitWithoutQuorum, PrimaryOrder::AnsweredKept, &trial, 11);
}

/// n3 is sent the history, a proposal is made, then n3 acknowledges the history, and the next proposal.
#[test]
fn forget_late_joiner_is_found() {
    let trial = Trial { start: led, operations: &[(1, "x=1"), (2, "x=2")], allowed: NOTHING };
    found(Variant::ForgetLateJoiner, PrimaryOrder::LocalPrimaryOrder, &trial, 19);
}

#[test]
fn apply_twice_is_found() {
    let trial = Trial { start: led, operations: &[(1, "x=1")], allowed: NOTHING };
    found(Variant::ApplyTwice, PrimaryOrder::DoneOnce, &trial, 7);
}

/// n2 leaves n1 for n3, and acknowledges a proposal of n1 all the same.
#[test]
fn old_epoch_proposal_is_found() {
    let trial = Trial { start: led, operations: &[(1, "x=1")], allowed: LOOKS };
    found(Variant::OldEpochProposal, PrimaryOrder::AnsweredKept, &trial, 13);
}

/// n1 broadcast what nobody heard, crashed and came back; n2 leads n3. What n1 has nobody else has, and it is told to cut it off.
fn left_over(config: Config) -> Play {
    let mut play = led(config);
    play.ask(1, "x=1");
    play.settle_without(|_, _, message| !matches!(message, Some(Message::Request { .. })));
    play.crash(1);
    play.take(Action::Break(node(1), node(2)));
    play.settle();
    play.restart(1);
    play.lead(2, &[3]);
    play
}

#[test]
fn skip_trunc_is_found() {
    let trial = Trial { start: left_over, operations: &[(2, "x=2")], allowed: NOTHING };
    found(Variant::SkipTrunc, PrimaryOrder::TotalOrder, &trial, 13);
}

/// n2 acknowledges an epoch of n1 and crashes before anything else: whether that stands on its disk is the question.
fn crashed_in_discovery(config: Config) -> Play {
    let mut play = Play::unjudged(config);
    play.name(1, 1);
    play.name(2, 1);
    play.next(2, 1);
    let envelope = Envelope { from: node(1), to: node(2), message: Message::LeaderInfo { epoch: 1 } };
    play.crash_in(Action::Deliver(envelope), Some(1));
    play
}

/// n3 leads epoch 1 with n2, which then comes to n1, who takes it for one of its own epoch 1.
#[test]
fn ack_epoch_unwritten_is_found() {
    let trial = Trial { start: crashed_in_discovery, operations: &[], allowed: LOOKS };
    found(Variant::AckEpochUnwritten, PrimaryOrder::OnePrimary, &trial, 18);
}

/// n1 is active before anybody has its history: what is committed in its epoch and what was in its history are two things.
#[test]
fn active_unsynchronized_is_found() {
    let trial = Trial { start: left_over, operations: &[], allowed: LOOKS };
    found(Variant::ActiveUnsynchronized, PrimaryOrder::QuorumLogged, &trial, 8);
}

/// Those that take longest, from where nothing has happened yet: minutes.
#[test]
fn from_the_very_beginning() {
    if !is_long() {
        return;
    }
    let crash = Allowed { crashes: 1, ..LOOKS };
    let operations: &[(u8, &str)] = &[(1, "x=1"), (1, "x=2")];
    for (variant, property, operations, allowed, steps) in [
        (Variant::OldEpochProposal, PrimaryOrder::AnsweredKept, &operations[..1], LOOKS, 22),
        (Variant::ActiveUnsynchronized, PrimaryOrder::AnsweredKept, operations, LOOKS, 20),
        (Variant::AckEpochUnwritten, PrimaryOrder::OnePrimary, &[], crash, 22),
    ] {
        let model = cluster(fresh(with(oracle(3, 1), variant)), operations, allowed);
        let (verdict, seen) = search(model.asked(vec![Question::Holds(Property::Order(property))]), u32::MAX);
        let Verdict::Violated { script, .. } = verdict else { panic!("{}: {verdict:?}", variant.word()) };
        eprintln!("{}: {} steps, {seen} states", variant.word(), script.len());
        assert_eq!(script.len(), steps, "{}", variant.word());
    }
}
