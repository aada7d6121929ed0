//! Multi-Paxos, walked at random: whatever happens, every vote is one that Lamport's Voting specification allows, and every property holds.
//! `PAXOS_LONG=1` walks a hundred times as much.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/golden.rs"]
mod golden;
#[path = "common/log.rs"]
mod log;
#[path = "common/multipaxos.rs"]
mod multipaxos;
#[path = "common/walk.rs"]
mod walk;

use golden::Dice;
use log::{Node, acknowledged, node, value};
use multipaxos::{Cluster, broken};
use paxos_playground::protocol::multipaxos::{Config, Timer};
use paxos_playground::protocol::{NodeId, Quorums, Variant, Variants};
use paxos_playground::world::{Action, NetworkKind, Outcome, Step, World, chosen, misvote};
use std::collections::BTreeSet;
use walk::{States, drawn};

/// What servers have done so far, and what was acknowledged.
#[derive(Default)]
struct Seen {
    states: States<Node>,
    acknowledged: BTreeSet<String>,
    /// Most changes of who votes, of any server.
    changes: usize,
}

impl Seen {
    fn look(&mut self, world: &Cluster, outcome: &Outcome<Node>) {
        self.states.look(world);
        for number in 1..=world.config().servers {
            let running = world.place(node(number)).and_then(|place| place.running.as_ref());
            let Some(server) = running.and_then(|running| running.node.server()) else { continue };
            self.changes = self.changes.max(server.voters().iter().count().saturating_sub(1));
        }
        self.acknowledged.extend(acknowledged(&outcome.performed));
    }

    /// Nothing that was acknowledged is lost: it is chosen, and in one slot only it is done (see [`Applied`]); or it was read without a slot.
    fn check_acknowledged(&self, world: &Cluster) {
        let config = world.config();
        let chosen = chosen(world.ledger(), config.quorums);
        let read = |command: &String| {
            world.ledger().reads().answered().iter().any(|read| read.value.as_str().ends_with(command))
        };
        for command in self.acknowledged.iter().filter(|command| !read(command)) {
            assert!(chosen.iter().any(|chosen| chosen.vote.value.as_str().ends_with(command)), "{command} is lost");
        }
    }
}

/// One step of a random walk: mostly messages arrive.
fn random_step(world: &Cluster, dice: &mut Dice) -> Option<Step<Node>> {
    let config = world.config();
    let mut operation = || {
        let (key, number) = (dice.below(3), dice.below(12));
        match number {
            0..9 => format!("k{key}={number}"),
            9 | 10 if config.alpha.is_some() => {
                let sign = if number == 9 { '+' } else { '-' };
                format!("{sign}n{}", 1 + dice.below(config.servers.into()))
            }
            _ => format!("k{key}?"),
        }
    };
    let requests: Vec<_> = NodeId::clients(config.clients).map(|client| (client, value(&operation()))).collect();
    drawn(world, &requests, dice, 60, |action| match action {
        Action::Deliver(_) => 12,
        Action::Request(..) => 3,
        Action::Fire(_, Timer::Heartbeat) => 2,
        Action::Restart(_) => 6,
        Action::Fire(..) | Action::Drop(_) | Action::Duplicate(_) | Action::Crash(_) => 1,
        _ => 0,
    })
}

/// How many slots were done, and how often who votes was changed.
fn walk(config: &Config, seed: u64, steps: usize) -> (u64, usize) {
    let mut world = World::new(config.clone(), NetworkKind::Bag);
    let (mut dice, mut seen) = (Dice(seed), Seen::default());
    for _ in 0..steps {
        let Some(step) = random_step(&world, &mut dice) else { break };
        let before = world.ledger().clone();
        let outcome = world.apply(&step).unwrap_or_else(|error| panic!("{error:?}: {step:?}"));
        let misvote = misvote(&before, world.ledger(), config.quorums, config.servers);
        assert_eq!(misvote, None, "seed {seed}: {step:?}");
        assert_eq!(broken(&world), None, "seed {seed}: {step:?}");
        seen.look(&world, &outcome);
    }
    seen.check_acknowledged(&world);
    (seen.states.most(), seen.changes)
}

/// Loss, copies, any order, crashes in the middle of a step: every vote is one that Lamport's Voting specification allows, and every property holds.
#[test]
fn whatever_happens_every_property_holds() {
    let configs = [
        Config::majorities(3, 2),
        Config { window: 1, ..Config::majorities(3, 2) },
        Config { window: 3, snapshot_every: Some(3), ..Config::majorities(3, 3) },
        Config { snapshot_every: Some(2), ..Config::majorities(5, 2) },
        Config { quorums: Quorums { phase1: 4, phase2: 2 }, ..Config::majorities(5, 2) },
        Config { alpha: Some(1), members: 3, ..Config::majorities(4, 2) },
        Config { alpha: Some(3), members: 2, ..Config::majorities(4, 3) },
        Config { alpha: Some(2), members: 3, snapshot_every: Some(3), ..Config::majorities(5, 3) },
        Config { lease: true, ..Config::majorities(3, 2) },
        Config { lease: true, snapshot_every: Some(3), ..Config::majorities(5, 3) },
        Config { lease: true, quorums: Quorums { phase1: 4, phase2: 2 }, ..Config::majorities(5, 2) },
    ];
    let seeds = if std::env::var_os("PAXOS_LONG").is_some() { 4_000 } else { 40 };
    let (mut done, mut changes) = (0, 0);
    for config in configs {
        for (slots, changed) in (0..seeds).map(|seed| walk(&config, seed, 600)) {
            (done, changes) = (done + slots, changes + changed);
        }
    }
    assert!(done > 800 && changes > 40, "only {done} slots were done in all, and {changes} changes");
}

/// Each mistake is found out, by some walk.
#[test]
fn mistakes_are_found() {
    for variant in
        [Variant::LosePromise, Variant::LoseVote, Variant::IgnorePromises, Variant::ApplyTwice, Variant::SkipGap]
    {
        let config = Config { variants: Variants::default().with(variant), ..Config::majorities(3, 2) };
        let fails = |seed| std::panic::catch_unwind(|| walk(&config, seed, 600)).is_err();
        assert!((0..40).any(fails), "{}", variant.word());
    }
}

/// So is a window wider than alpha.
#[test]
fn a_window_wider_than_alpha_is_found() {
    let variants = Variants::default().with(Variant::WideWindow);
    let config = Config { alpha: Some(1), members: 3, variants, ..Config::majorities(5, 4) };
    let fails = |seed| std::panic::catch_unwind(|| walk(&config, seed, 600)).is_err();
    assert!((0..200).any(fails));
}

/// Quorums that do not meet are found out: the walks can fail.
#[test]
fn quorums_that_do_not_meet_are_found() {
    let quorums = Quorums { phase1: 2, phase2: 2 };
    let config = Config { quorums, ..Config::majorities(4, 2) };
    let fails = |seed| std::panic::catch_unwind(|| walk(&config, seed, 600)).is_err();
    assert!((0..40).any(fails));
}
