//! Random walks with mistakes switched on, and with quorums of any size: nothing panics, properties are judged as their definitions say, and
//! what is switched on does what it does to the properties.

use super::*;
use crate::protocol::{Variant, Variants};

/// Walks as those of correct clusters go, but crashes come more often.
fn walk_in_lab(seed: u64, config: Config) -> Walk {
    let kind = if seed.is_multiple_of(3) { NetworkKind::Set } else { NetworkKind::Bag };
    let mut dice = Dice(seed);
    let mut walk = Walk::new(World::new(config, kind));
    // Only what a correct cluster never does twice is noted of a walk; here that may be.
    walk.wiped = true;
    for _ in 0..100 {
        let nodes = usize::from(walk.world.node_count());
        let requests = [(node(1 + dice.below(nodes) as u8), value(["a", "b", "c"][dice.below(3)]))];
        let all = enabled(&walk.world, &requests);
        let wanted = |step: &&Step<Synod>| match step.action {
            Action::RestartWiped(_) | Action::Cut(..) | Action::Heal(..) => false,
            Action::Crash(_) | Action::Drop(_) | Action::Fire(..) => dice.one_in(4),
            _ => true,
        };
        let some: Vec<_> = all.iter().filter(wanted).collect();
        let Some(step) = some.get(dice.below(some.len().max(1))) else { continue };
        let mut step = (*step).clone();
        if matches!(step.action, Action::Deliver(_) | Action::Request(..)) && dice.one_in(12) {
            step.crash_after = Some(dice.below(5) as u16);
        }
        walk.take(step);
        walk.check_judgements();
    }
    walk
}

/// Which properties fail at the end of some of so many walks.
fn broken(count: u64, config: impl Fn(u64) -> Config) -> BTreeSet<Property> {
    let mut broken = BTreeSet::new();
    for seed in 0..times(count) {
        let walk = walk_in_lab(seed, config(seed));
        broken.extend(Property::VOTES.into_iter().filter(|property| !holds(*property, &walk.world)));
    }
    broken
}

fn with(seed: u64, nodes: u8, variants: Variants) -> Config {
    let learning = if seed.is_multiple_of(2) { Learning::Votes } else { Learning::Notification };
    let half = variants.has(Variant::HalfQuorum);
    let quorums = if half { Quorums::halves(nodes) } else { Quorums::majorities(nodes) };
    Config { node_count: nodes, quorums, learning, variants }
}

#[test]
fn every_mistake_alone_is_judged_right() {
    for variant in Variant::SYNOD {
        let nodes = |seed: u64| [3, 4, 5, 3, 2, 1][(seed % 6) as usize];
        let found = broken(24, |seed| with(seed, nodes(seed), [variant].into_iter().collect()));
        assert!(!found.contains(&Property::Validity), "{variant:?} makes a value up: {found:?}");
    }
}

#[test]
fn mistakes_together_are_judged_right() {
    for seed in 0..times(60) {
        let mut dice = Dice(seed);
        let variants = Variant::SYNOD.into_iter().filter(|_| dice.one_in(3)).collect();
        walk_in_lab(seed, with(seed, 3 + (seed % 3) as u8, variants));
    }
}

#[test]
fn without_mistakes_nothing_is_broken() {
    let correct = |seed| with(seed, 3 + (seed % 3) as u8, Variants::default());
    assert_eq!(broken(90, correct), BTreeSet::new());
}

#[test]
fn half_of_an_odd_number_breaks_nothing() {
    let half = |seed| with(seed, [3, 5][(seed % 2) as usize], [Variant::HalfQuorum].into_iter().collect());
    assert_eq!(broken(90, half), BTreeSet::new());
}

#[test]
fn quorums_that_meet_break_nothing_whatever_their_sizes() {
    let flexible = |seed| {
        let (phase1, phase2) = [(1, 4), (2, 3), (3, 2), (4, 1), (4, 2)][(seed % 5) as usize];
        Config { quorums: Quorums { phase1, phase2 }, ..with(seed, 4, Variants::default()) }
    };
    assert_eq!(broken(120, flexible), BTreeSet::new());
}

#[test]
fn quorums_that_need_not_meet_break_agreement() {
    let apart = |seed| {
        let (phase1, phase2) = [(1, 2), (2, 2), (1, 1)][(seed % 3) as usize];
        Config { quorums: Quorums { phase1, phase2 }, ..with(seed, 4, Variants::default()) }
    };
    assert!(broken(120, apart).contains(&Property::Agreement));
}
