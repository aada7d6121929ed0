//! Multi-Paxos, searched: every schedule within what is allowed.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/log.rs"]
mod log;
#[path = "common/multipaxos.rs"]
mod multipaxos;

use log::{Node, client, value};
use multipaxos::Play;
use paxos_playground::check::{Allowance, Bound, Bounds, Cluster, Model, Question, Search, Verdict};
use paxos_playground::protocol::multipaxos::Config;
use paxos_playground::protocol::{Kind, Quorums, Variant};
use paxos_playground::world::{NetworkKind, PrimaryOrder, Property, World};

fn cluster(config: Config, operations: &[(u8, &str)], allowance: Allowance) -> Cluster<Node> {
    let quorums = config.quorums;
    let request = |(number, operation): &(u8, &str)| (client(*number), value(operation));
    Cluster::new(World::new(config, NetworkKind::Set), operations.iter().map(request).collect(), quorums, allowance)
}

const ONE_BALLOT: Allowance = Allowance { ballots: 1, crashes: 0, wipes: 0 };

/// What a search within so many steps comes to, and how many states it saw.
fn search(
    config: Config,
    operations: &[(u8, &str)],
    allowance: Allowance,
    max_depth: u32,
) -> (Verdict<<Cluster<Node> as Model>::Step>, u64) {
    let bounds = Bounds { max_depth, ..Bounds::default() };
    let mut search = Search::new(cluster(config, operations, allowance), bounds);
    (search.run().clone(), search.covered().distinct)
}

/// Every state was seen, so many of them, and every property holds in each, that of steps as well.
#[track_caller]
fn holds(config: Config, operations: &[(u8, &str)], allowance: Allowance, distinct: u64) {
    let (verdict, seen) = search(config, operations, allowance, u32::MAX);
    assert!(matches!(verdict, Verdict::Holds));
    assert_eq!(seen, distinct);
}

#[test]
fn two_servers_that_may_both_lead() {
    holds(Config::majorities(2, 1), &[(1, "x=1")], Allowance { crashes: 1, ..ONE_BALLOT }, 30_148);
    holds(Config::majorities(2, 1), &[(1, "x=1"), (1, "x=2")], ONE_BALLOT, 200_598);
}

/// A snapshot after every command.
#[test]
fn two_servers_whose_logs_are_always_short() {
    let config = Config { snapshot_every: Some(1), ..Config::majorities(2, 1) };
    holds(config, &[(1, "x=1"), (1, "x=2")], ONE_BALLOT, 280_278);
}

/// Nobody asks for anything: all that three candidates may do to each other.
#[test]
fn three_servers_that_may_all_lead() {
    holds(Config::majorities(3, 1), &[], ONE_BALLOT, 384_271);
}

/// With a command there are more than 60 million states.
#[test]
fn three_servers_and_a_command_as_far_as_it_goes() {
    let (verdict, seen) = search(Config::majorities(3, 1), &[(1, "x=1")], ONE_BALLOT, 12);
    assert!(matches!(verdict, Verdict::HoldsWithin(Bound::Depth(12))));
    assert!(seen > 300_000, "only {seen}");
}

/// One vote is enough, and two promises are: two leaders choose two commands for one slot.
#[test]
fn quorums_that_do_not_meet_are_found() {
    let config = Config { quorums: Quorums { phase1: 2, phase2: 1 }, ..Config::majorities(3, 1) };
    let model = cluster(config, &[(1, "x=1"), (1, "x=2")], ONE_BALLOT);
    let mut search = Search::new(model.asked(vec![Question::Holds(Property::Agreement)]), Bounds::default());
    let Verdict::Violated { script, .. } = search.run() else { panic!("agreement holds") };
    assert_eq!(script.len(), 12);
}

fn is_long() -> bool {
    std::env::var_os("PAXOS_LONG").is_some()
}

/// A start, what clients may ask from there, and what else may happen.
struct Trial {
    config: Config,
    start: fn(Config) -> Play,
    operations: &'static [(u8, &'static str)],
    allowance: Allowance,
}

/// With the mistake the property is broken after so many steps and no fewer; without it, it holds within as many.
#[track_caller]
fn found(variant: Variant, question: &Question, trial: &Trial, steps: usize) {
    let model = |config: Config| {
        let (quorums, start) = (config.quorums, (trial.start)(config).world);
        let request = |(number, operation): &(u8, &str)| (client(*number), value(operation));
        let requests = trial.operations.iter().map(request).collect();
        Cluster::new(start, requests, quorums, trial.allowance).asked(vec![question.clone()])
    };
    let run = |config: Config, max_depth: u32| {
        let mut search = Search::new(model(config), Bounds { max_depth, ..Bounds::default() });
        (search.run().clone(), search.covered().distinct)
    };
    let (verdict, seen) =
        run(Config { variants: trial.config.variants.with(variant), ..trial.config.clone() }, u32::MAX);
    let Verdict::Violated { script, .. } = verdict else { panic!("{}: {verdict:?}", variant.word()) };
    let (verdict, without) = run(trial.config.clone(), steps as u32);
    eprintln!("{}: {} steps, {seen} states; without it {without}", variant.word(), script.len());
    assert_eq!(script.len(), steps, "{}", variant.word());
    assert!(matches!(verdict, Verdict::Holds | Verdict::HoldsWithin(Bound::Depth(_))), "{verdict:?}");
}

/// Nothing has happened.
fn fresh(config: Config) -> Play {
    Play::unjudged(config)
}

/// n1 leads, and all know.
fn led(config: Config) -> Play {
    let mut play = Play::unjudged(config);
    play.elect(1, &[2, 3]);
    play
}

/// n1 has proposed x, and n2 has voted for it, which nobody knows; n1 is down.
fn chosen_unknown(config: Config) -> Play {
    let mut play = led(config);
    play.ask(1, "x=1");
    play.pass_from(client(1), 1, Kind::Request);
    play.pass(1, 2, Kind::Accept);
    play.crash(1);
    play
}

/// A leader that does not look at what was reported proposes in an open slot what it likes.
#[test]
fn a_leader_that_ignores_reports_is_found() {
    let question = Question::Holds(Property::VotesSafe);
    let config = Config::majorities(3, 2);
    let trial =
        Trial { config: config.clone(), start: chosen_unknown, operations: &[(2, "x=2")], allowance: ONE_BALLOT };
    found(Variant::IgnorePromises, &question, &trial, 5);
    if is_long() {
        let operations = &[(1, "x=1"), (1, "x=2")];
        found(
            Variant::IgnorePromises,
            &question,
            &Trial { config, start: fresh, operations, allowance: ONE_BALLOT },
            14,
        );
    }
}

/// What a client asks for again gets another slot, and is done again there.
#[test]
fn a_command_done_twice_is_found() {
    let trial =
        Trial { config: Config::majorities(3, 1), start: led, operations: &[(1, "x=1")], allowance: ONE_BALLOT };
    found(Variant::ApplyTwice, &Question::Holds(Property::Order(PrimaryOrder::DoneOnce)), &trial, 7);
}

/// n1 has led and proposed in slots 0 and 1; only what stands in 1 came to anybody: to n2. n1 is down.
fn gap_left(config: Config) -> Play {
    let mut play = led(config);
    play.ask(1, "x=1");
    play.pass_from(client(1), 1, Kind::Request);
    play.ask(2, "x=2");
    play.pass_from(client(2), 2, Kind::Request);
    play.pass(2, 1, Kind::Request);
    play.pass(1, 2, Kind::Accept);
    play.crash(1);
    play
}

/// n2 leads without n1, and passes over slot 0.
#[test]
fn a_gap_that_is_passed_over_is_found() {
    let trial = Trial { config: Config::majorities(3, 2), start: gap_left, operations: &[], allowance: ONE_BALLOT };
    found(Variant::SkipGap, &Question::Holds(Property::NothingSkipped), &trial, 5);
}

/// n1 proposed x in 1.n1, for which n2 voted; it crashed, leads again, and proposes x in 2.n1: for that n3 votes. In neither ballot have three of the four voted.
fn voted_in_two_ballots(config: Config) -> Play {
    let mut play = led(config);
    play.ask(1, "x=1");
    play.pass_from(client(1), 1, Kind::Request);
    play.pass(1, 2, Kind::Accept);
    play.crash(1);
    play.restart(1);
    play
}

#[test]
fn votes_of_different_ballots_counted_together_are_found() {
    let trial =
        Trial { config: Config::majorities(4, 1), start: voted_in_two_ballots, operations: &[], allowance: ONE_BALLOT };
    found(Variant::VotesAcrossBallots, &Question::Holds(Property::LearnedChosen), &trial, 8);
}
