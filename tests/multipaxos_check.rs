//! Multi-Paxos, searched: every schedule within what is allowed.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/log.rs"]
mod log;

use log::{Node, client, value};
use paxos_playground::check::{Allowance, Bound, Bounds, Cluster, Model, Question, Search, Verdict};
use paxos_playground::protocol::multipaxos::Config;
use paxos_playground::protocol::{Quorums, Variant, Variants};
use paxos_playground::world::{NetworkKind, Property, World};

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

/// A leader that does not look at what was reported: a vote that is not safe, after 14 steps and no fewer.
#[test]
fn a_leader_that_ignores_reports_is_found() {
    let config = Config { variants: Variants::default().with(Variant::IgnorePromises), ..Config::majorities(3, 1) };
    let model = cluster(config, &[(1, "x=1"), (1, "x=2")], ONE_BALLOT);
    let mut search = Search::new(model.asked(vec![Question::Holds(Property::VotesSafe)]), Bounds::default());
    let Verdict::Violated { script, .. } = search.run() else { panic!("every vote is safe") };
    assert_eq!(script.len(), 14);
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
