//! Zab, walked at random: whatever happens, every property of the paper holds after every step. `PAXOS_LONG=1` walks a hundred times as much.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/golden.rs"]
mod golden;
#[path = "common/walk.rs"]
mod walk;
#[path = "common/zab.rs"]
mod zab;
#[path = "common/zab_walk.rs"]
mod zab_walk;

use golden::Dice;
use paxos_playground::protocol::Variant;
use paxos_playground::protocol::zab::{Config, Reason};
use paxos_playground::world::{Disorder, NetworkKind, PrimaryOrder, World};
use std::collections::BTreeMap;
use walk::States;
use zab::{Cluster, Node, broken, node, oracle, reasons, with};
use zab_walk::random_step;

/// What a walk came to.
#[derive(Default)]
struct Walk {
    /// What servers have done so far.
    states: States<Node>,
    /// Clients' commands of which they were told.
    answered: u64,
    /// Leaders that were established.
    established: u64,
    /// Learners brought up, by how.
    synced: BTreeMap<String, u64>,
}

impl Walk {
    fn look(&mut self, world: &Cluster, judge_states: bool) {
        for number in 1..=world.config().servers {
            let running = world.place(node(number)).and_then(|place| place.running.as_ref());
            let Some(server) = running.and_then(|running| running.node.server()) else { continue };
            assert_eq!(world.place(node(number)).map(|place| &place.disk), Some(server.disk()), "memory and disk");
        }
        if judge_states {
            self.states.look(world);
        }
    }

    fn count(&mut self, reasons: Vec<Reason>) {
        for reason in reasons {
            match reason {
                Reason::Answers { .. } => self.answered += 1,
                Reason::Established { .. } => self.established += 1,
                Reason::Synchronizes { by, .. } => *self.synced.entry(format!("{by:?}")).or_default() += 1,
                _ => {}
            }
        }
    }
}

/// Walks so many steps, and stops at what is broken.
fn walk(config: &Config, seed: u64, steps: usize, crash_in: u64, sum: &mut Walk) -> Option<(PrimaryOrder, Disorder)> {
    let mut world: Cluster = World::new(config.clone(), NetworkKind::Bag);
    let mut dice = Dice(seed);
    sum.states = States::default();
    for _ in 0..steps {
        let step = random_step(&world, &mut dice, crash_in)?;
        let outcome = world.apply(&step).unwrap_or_else(|error| panic!("{error:?}: {step:?}"));
        sum.look(&world, config.variants.is_empty());
        sum.count(reasons(&outcome));
        let found = broken(&world);
        if found.is_some() {
            return found;
        }
    }
    None
}

fn small_logs(config: Config) -> Config {
    Config { committed_log: 2, snapshot_every: Some(3), ..config }
}

/// Loss, copies, any order, connections that break, crashes in the middle of a step.
#[test]
fn whatever_happens_every_property_holds() {
    let observed = Config { servers: 5, observers: 2, ..Config::majorities(5, 2) };
    let configs = [
        Config::majorities(3, 2),
        small_logs(Config::majorities(3, 2)),
        small_logs(observed),
        Config::majorities(5, 3),
        oracle(3, 2),
        small_logs(oracle(3, 2)),
        small_logs(oracle(5, 3)),
        oracle(4, 1),
    ];
    let seeds = if std::env::var_os("PAXOS_LONG").is_some() { 2_000 } else { 20 };
    let mut sum = Walk::default();
    for config in configs {
        for seed in 0..seeds {
            assert_eq!(walk(&config, seed, 1_000, 150, &mut sum), None, "seed {seed}: {config:?}");
        }
    }
    eprintln!("{} answered, {} established, learners by {:?}", sum.answered, sum.established, sum.synced);
    assert!(sum.answered > 100 * seeds && sum.established > 20 * seeds, "too little happened");
    assert_eq!(sum.synced.len(), 6, "{:?}", sum.synced);
}

/// Each mistake is found out, by some walk. (The one that needs a crash between a message and a write is given many crashes, and many walks.)
#[test]
fn mistakes_are_found() {
    for variant in Variant::ZAB {
        let (seeds, crash_in) = if variant == Variant::AckEpochUnwritten { (3_000, 12) } else { (60, 150) };
        let found = [oracle(3, 2), oracle(5, 2), Config::majorities(3, 2)].into_iter().find_map(|config| {
            let config = with(config, variant);
            let walk = |seed| walk(&config, seed, 1_000, crash_in, &mut Walk::default());
            (0..seeds).find_map(|seed| Some((seed, walk(seed)?)))
        });
        let (seed, (property, _)) = found.unwrap_or_else(|| panic!("{} is not found", variant.word()));
        eprintln!("{}: {} by the seed {seed}", variant.word(), property.word());
    }
}
