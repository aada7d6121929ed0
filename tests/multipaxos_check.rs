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
use paxos_playground::world::{PrimaryOrder, Property};

fn cluster(config: Config, operations: &[(u8, &str)], allowance: Allowance) -> Cluster<Node> {
    cluster_from(Play::unjudged(config), operations, allowance)
}

/// From what was played by hand.
fn cluster_from(start: Play, operations: &[(u8, &str)], allowance: Allowance) -> Cluster<Node> {
    let quorums = start.world.config().quorums;
    let request = |(number, operation): &(u8, &str)| (client(*number), value(operation));
    Cluster::new(start.world, operations.iter().map(request).collect(), quorums, allowance)
}

/// What a search within so many steps comes to, and how many states it saw.
fn run(model: Cluster<Node>, max_depth: u32) -> (Verdict<<Cluster<Node> as Model>::Step>, u64) {
    let mut search = Search::new(model, Bounds { max_depth, ..Bounds::default() });
    (search.run().clone(), search.covered().distinct)
}

const ONE_BALLOT: Allowance = Allowance { ballots: 1, crashes: 0, wipes: 0, breaks: 0 };

/// Every state was seen, so many of them, and every property holds in each, that of steps as well.
#[track_caller]
fn holds(config: Config, operations: &[(u8, &str)], allowance: Allowance, distinct: u64) {
    let (verdict, seen) = run(cluster(config, operations, allowance), u32::MAX);
    assert!(matches!(verdict, Verdict::Holds));
    assert_eq!(seen, distinct);
}

#[test]
fn two_servers_that_may_both_lead() {
    holds(Config::majorities(2, 1), &[(1, "x=1")], Allowance { crashes: 1, ..ONE_BALLOT }, 30_148);
    holds(Config::majorities(2, 1), &[(1, "x=1"), (1, "x=2")], ONE_BALLOT, 200_598);
}

/// What is only searched with `PAXOS_LONG`: a minute, and some gigabytes.
#[test]
fn two_servers_and_two_ballots() {
    if is_long() {
        holds(Config::majorities(2, 1), &[(1, "x=1")], Allowance { ballots: 2, ..ONE_BALLOT }, 6_203_610);
    }
}

/// A command asks for a server that there is not: in no schedule does anybody ask that one for anything.
#[test]
fn who_is_no_server_is_never_asked() {
    let config = Config { alpha: Some(1), members: 2, ..Config::majorities(2, 1) };
    let (verdict, _) = run(cluster(config, &[(1, "+n3"), (1, "x=1")], ONE_BALLOT), u32::MAX);
    assert!(matches!(verdict, Verdict::Holds), "{verdict:?}");
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
    let (verdict, seen) = run(cluster(Config::majorities(3, 1), &[(1, "x=1")], ONE_BALLOT), 12);
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

/// A mistake is found within so many states.
const MOST_STATES: u64 = 2_500_000;

/// With the mistake the property is broken after so many steps and no fewer; without it, it holds within as many.
#[track_caller]
fn found(variant: Variant, question: &Question, trial: &Trial, steps: usize) {
    let run = |config: Config, max_depth: u32| {
        let model = cluster_from((trial.start)(config), trial.operations, trial.allowance);
        run(model.asked(vec![question.clone()]), max_depth)
    };
    let (verdict, seen) =
        run(Config { variants: trial.config.variants.with(variant), ..trial.config.clone() }, u32::MAX);
    let Verdict::Violated { script, .. } = verdict else { panic!("{}: {verdict:?}", variant.word()) };
    let (verdict, without) = run(trial.config.clone(), steps as u32);
    eprintln!("{}: {} steps, {seen} states; without it {without}", variant.word(), script.len());
    assert_eq!(script.len(), steps, "{}", variant.word());
    assert!(seen <= MOST_STATES, "{}: {seen} states", variant.word());
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

/// From where nothing has happened yet. What was promised or voted, and forgotten in a crash, is missed by the first vote that should not have been cast.
#[test]
fn mistakes_are_found_from_the_start() {
    let once: &[(u8, &str)] = &[(1, "x=1")];
    let crash = Allowance { crashes: 1, ..ONE_BALLOT };
    let changing = Config { alpha: Some(1), members: 3, ..Config::majorities(4, 2) };
    let done_once = Question::Holds(Property::Order(PrimaryOrder::DoneOnce));
    let three = || Config::majorities(3, 1);
    for (variant, question, config, operations, allowance, steps) in [
        (Variant::LosePromise, Question::VotingStep, three(), once, crash, 8),
        (Variant::LoseVote, Question::VotingStep, three(), once, crash, 12),
        (Variant::ApplyTwice, done_once, three(), once, ONE_BALLOT, 10),
        (Variant::WideWindow, Question::VotingStep, changing, &[(1, "+n4"), (2, "x=1")], ONE_BALLOT, 9),
    ] {
        found(variant, &question, &Trial { config, start: fresh, operations, allowance }, steps);
    }
}

// ----- leases

/// A leader that asks for leases, and what each server may begin: a ballot, and a round of a lease.
const LEASED: Allowance = Allowance { ballots: 2, crashes: 0, wipes: 0, breaks: 0 };

fn leasing(servers: u8, clients: u8) -> Config {
    Config { lease: true, ..Config::majorities(servers, clients) }
}

/// n1 leads, and holds a lease that n2 has granted; c2 has asked n2 for something.
fn leased(config: Config) -> Play {
    let mut play = Play::unjudged(config);
    play.elect(1, &[2]);
    play.pass(2, 1, Kind::Granted);
    play.ask(2, "x=1");
    play
}

const READ: &[(u8, &str)] = &[(1, "x?")];

/// n2 promises n3 something while n1 counts on its lease: n1 answers from what it knows, and a client was told more.
#[test]
fn a_lease_that_lasts_too_long_is_found() {
    let trial = Trial { config: leasing(3, 2), start: leased, operations: READ, allowance: LEASED };
    found(Variant::LongLease, &Question::Holds(Property::FreshReads), &trial, 10);
}

/// With clocks that drift the grant of n2 may run out first; with those that do not it never does.
#[test]
fn a_lease_by_clocks_that_drift_is_broken() {
    let model =
        |config: Config| cluster_from(leased(config), READ, LEASED).asked(vec![Question::Holds(Property::FreshReads)]);
    let (verdict, _) = run(model(Config { drift: true, ..leasing(3, 2) }), u32::MAX);
    let Verdict::Violated { script, .. } = verdict else { panic!("{verdict:?}") };
    assert_eq!(script.len(), 9);
    let (verdict, seen) = run(model(leasing(3, 2)), if is_long() { 11 } else { 10 });
    eprintln!("without drift: {verdict:?}, {seen} states");
    assert!(matches!(verdict, Verdict::HoldsWithin(Bound::Depth(_))), "{verdict:?}");
}

/// A leader with a lease and one that comes after it, to the end.
#[test]
fn two_servers_with_leases() {
    holds(leasing(2, 1), &[(1, "x?")], LEASED, 85_950);
}

// ----- who votes changes

/// n1 leads three voters, promised by n2; it has been asked to add n4, from the next slot on, and for something that may come next.
fn about_to_change(config: Config) -> Play {
    let mut play = Play::unjudged(config);
    play.elect(1, &[2]);
    play.ask(1, "+n4");
    play.pass_from(client(1), 1, Kind::Request);
    play.ask(2, "x=1");
    play.pass_from(client(2), 2, Kind::Request);
    play.pass(2, 1, Kind::Request);
    play
}

/// A leader that proposes in slot 1 before slot 0 says who votes there: two of three are enough for it, and it takes three of four.
#[test]
fn a_window_wider_than_alpha_is_found() {
    let config = Config { alpha: Some(1), members: 3, ..Config::majorities(4, 2) };
    let trial = Trial { config, start: about_to_change, operations: &[], allowance: ONE_BALLOT };
    found(Variant::WideWindow, &Question::Holds(Property::LearnedChosen), &trial, 4);
}

/// One of two voters is removed, to the end.
#[test]
fn two_servers_of_which_one_votes_no_more() {
    let config = Config { alpha: Some(1), members: 2, ..Config::majorities(2, 1) };
    holds(config, &[(1, "-n2"), (1, "x=1")], ONE_BALLOT, 489_046);
}
