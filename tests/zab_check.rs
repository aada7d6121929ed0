//! Zab, searched: every schedule within what is allowed. An oracle names leaders and has servers give up, at any time: every election there may be, and every failure of
//! one.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/zab.rs"]
mod zab;

use paxos_playground::check::{Allowance, Bound, Bounds, Cluster, Model, Question, Search, Verdict};
use paxos_playground::protocol::zab::{Config, Timer};
use paxos_playground::protocol::{Quorums, Variant};
use paxos_playground::world::{Action, NetworkKind, PrimaryOrder, World};
use zab::{Node, Play, node, oracle, value, with};

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
    let request = |(client, operation): &(u8, &str)| (node(*client), value(operation));
    let allowance = Allowance { ballots: allowed.looks, crashes: allowed.crashes, wipes: 0 };
    let model = Cluster::new(start, operations.iter().map(request).collect(), quorums, allowance);
    model.breaking(allowed.breaks).asked(Question::primary_order())
}

fn fresh(config: Config) -> World<Node> {
    World::new(config, NetworkKind::Set)
}

/// What a search within so many steps comes to, and how many states it saw.
fn search(model: Cluster<Node>, max_depth: u32) -> (Verdict<<Cluster<Node> as Model>::Step>, u64, u32) {
    let mut search = Search::new(model, Bounds { max_depth, ..Bounds::default() });
    let verdict = search.run().clone();
    (verdict, search.covered().distinct, search.covered().depth)
}

#[test]
fn probe() {
    for (servers, ops, allowed, depth) in [
        (2, 0, Allowed { looks: 1, ..NOTHING }, u32::MAX),
        (2, 1, NOTHING, u32::MAX),
        (2, 1, Allowed { crashes: 1, ..NOTHING }, u32::MAX),
        (2, 1, Allowed { breaks: 1, ..NOTHING }, u32::MAX),
        (2, 1, Allowed { looks: 1, ..NOTHING }, 30),
        (3, 0, NOTHING, 30),
        (3, 1, NOTHING, 16),
    ] {
        let at = std::time::Instant::now();
        let operations = [(servers + 1, "x=1")];
        let (verdict, seen, deep) = search(cluster(fresh(oracle(servers, 1)), &operations[..ops], allowed), depth);
        let verdict = format!("{verdict:?}").chars().take(60).collect::<String>();
        eprintln!(
            "{servers} servers {ops} ops looks {} crashes {} breaks {}: {verdict} {seen} states depth {deep}, {:?}",
            allowed.looks,
            allowed.crashes,
            allowed.breaks,
            at.elapsed()
        );
    }
    let _ = (Timer::Ping, Variant::ZAB, PrimaryOrder::ALL, Bound::Depth(1), Play::new);
    let _: Option<Action<Node>> = None;
    let _ = with;
}
