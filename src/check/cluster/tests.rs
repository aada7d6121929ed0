use super::super::{Bounds, Coverage, Search, Verdict};
use super::*;
use crate::protocol::synod::{Config, Synod};
use crate::protocol::{Renamed, Renaming, Value, Variant};
use crate::world::{self, NetworkKind};
use std::collections::{BTreeMap, BTreeSet};
use symmetry::renamings;

mod helper;
mod symmetry;

fn node(number: u8) -> NodeId {
    NodeId::new(number).expect("a node")
}

/// A cluster with majorities in which each of these nodes is asked for a value of its own.
fn cluster(node_count: u8, proposers: &[u8], allowance: Allowance) -> Cluster<Synod> {
    let config = Config::majorities(node_count);
    let quorums = config.quorums;
    let value = |number: u8| Value::new(&format!("v{number}")).expect("a value");
    let requests = proposers.iter().map(|number| (node(*number), value(*number))).collect();
    Cluster::new(World::new(config, NetworkKind::Set), requests, quorums, allowance)
}

/// The same with this mistake switched on.
fn with_mistake(model: Cluster<Synod>, variant: Variant) -> Cluster<Synod> {
    let Cluster { mut config, requests, allowance, .. } = model;
    let quorums = config.quorums;
    config.variants = config.variants.with(variant);
    Cluster::new(World::new(config, NetworkKind::Set), requests, quorums, allowance)
}

fn search(model: Cluster<Synod>) -> (Verdict<Move>, Coverage) {
    let mut search = Search::new(model, Bounds::default());
    let verdict = search.run().clone();
    (verdict, search.covered())
}

const ONE_BALLOT: Allowance = Allowance { ballots: 1, crashes: 0, wipes: 0, breaks: 0 };

/// A walk through the model: in each state the step at this place of those that lead somewhere.
fn walk(model: &mut Cluster<Synod>, choices: impl IntoIterator<Item = usize>) -> Vec<Row> {
    let mut states = model.initial_states();
    for choice in choices {
        let state = states.last().expect("there is an initial state").clone();
        let mut steps = Vec::new();
        model.steps(&state, &mut steps);
        let nexts: Vec<_> = steps.iter().filter_map(|step| model.next(&state, step)).collect();
        let Some(next) = nexts.get(choice % nexts.len().max(1)) else { break };
        states.push(next.clone());
    }
    states
}

#[test]
fn what_is_allowed_is_searched_to_the_end() {
    let (verdict, covered) = search(cluster(3, &[1], ONE_BALLOT).unreduced().without_symmetry());
    assert_eq!((verdict, covered.distinct), (Verdict::Holds, 81));
    let (verdict, covered) = search(cluster(3, &[1, 2], ONE_BALLOT).unreduced());
    assert_eq!((verdict, covered.distinct), (Verdict::Holds, 53_883));
}

#[test]
fn a_wiped_disk_breaks_what_was_promised() {
    let model = cluster(3, &[1, 2], Allowance { crashes: 1, wipes: 1, ..ONE_BALLOT });
    let mut model = model.asked(Question::states());
    let mut search = Search::new(model.clone(), Bounds::default());
    let Verdict::Violated { property, script, .. } = search.run().clone() else { panic!("nothing was found") };
    assert_eq!(world::Property::VOTES[property], world::Property::VotesSafe);
    // The schedule is one of the world's own: taken there, it ends in the violation and not before.
    let start = model.initial_states().remove(0);
    let mut world = model.world(&start);
    let holds = |world: &World<Synod>| {
        world::Property::VotesSafe.judge(world.ledger(), world.config().quorums, world.node_count()).is_none()
    };
    for a_move in &script {
        assert!(holds(&world), "already before {a_move:?}");
        world.apply(&search.model().step(*a_move)).expect("the world allows the step");
    }
    assert!(!holds(&world));
}

#[test]
fn a_crash_may_cut_a_step_between_any_two_writes_and_sends() {
    let mut model = cluster(3, &[1], Allowance { crashes: 1, ..ONE_BALLOT });
    let start = model.initial_states().remove(0);
    let mut steps = Vec::new();
    model.steps(&start, &mut steps);
    // Asked, n1 promises itself (one write) and sends to two: two places between, besides before and after.
    let cuts: Vec<_> = steps.iter().filter_map(|step| model.step(*step).crash_after).collect();
    assert_eq!(cuts, [1, 2]);
    let cut = *steps.iter().find(|step| step.crash_after == 2).expect("it is offered");
    let crashed = model.next(&start, &cut).expect("it can be taken");
    assert_eq!(model.world(&crashed).network().distinct().count(), 1, "one of the two prepares went out");
    let mut after = Vec::new();
    model.steps(&crashed, &mut after);
    assert!(!after.iter().any(|step| step.crash_after > 0 || step.kind == Kind::Crash), "the only crash has happened");
}

#[test]
fn each_request_is_made_once_and_ballots_are_counted() {
    let mut model = cluster(3, &[1], Allowance { ballots: 2, ..ONE_BALLOT });
    let mut most = 0;
    for seed in 0..20 {
        for state in walk(&mut model, (0..60).map(|turn| mix(seed << 32 | turn) as usize >> 8)) {
            let world = model.world(&state);
            let prepares = world.network().distinct().filter(|envelope| {
                matches!(envelope.message, crate::protocol::synod::Message::Prepare { .. }) && envelope.to == node(2)
            });
            most = most.max(prepares.count());
            assert!(world.ledger().asked().len() <= 1);
        }
    }
    assert_eq!(most, 2);
}

/// States are numbers, and steps are looked up: what comes of them is what the world itself makes of the same steps, and the
/// fingerprint kept up on the way is that of the state worked out anew.
#[test]
fn rows_are_worlds() {
    let allowance = Allowance { ballots: 2, crashes: 2, wipes: 1, breaks: 0 };
    let mut model = cluster(3, &[1, 3], allowance).unreduced();
    for seed in 0..40_u64 {
        let mut state = model.initial_states().remove(0);
        let mut world = model.world(&state);
        for turn in 0..60 {
            let mut steps = Vec::new();
            model.steps(&state, &mut steps);
            let choice = mix(seed << 32 | turn) as usize >> 8;
            let nexts: Vec<_> = steps.iter().filter_map(|step| Some((*step, model.next(&state, step)?))).collect();
            let Some((step, next)) = nexts.get(choice % nexts.len().max(1)).cloned() else { break };
            world.apply(&model.step(step)).expect("the world allows the step");
            state = next;
            assert_eq!(model.world(&state), world, "seed {seed}, turn {turn}");
            assert_eq!(state.sum, anew(&model, &state), "seed {seed}, turn {turn}");
        }
    }
}

/// The sum of a row, worked out from its parts alone.
fn anew(model: &Cluster<Synod>, state: &Row) -> u64 {
    let count = model.node_count();
    let messages: Vec<u32> = state.messages(count).collect();
    let row = Row::new(state.places(count), state.ledger(count), 0, model.allowance, &messages, &model.tables);
    // What is left of the allowance is the one part that a new row does not take over.
    row.sum.wrapping_sub(row.left_hash(count)).wrapping_add(state.left_hash(count))
}

/// The hashes of two ledgers, the least of those by all other names of the nodes that are alike.
fn pair(model: &Cluster<Synod>, before: u32, after: u32, alike: &[NodeId]) -> (u64, u64) {
    let renamings = renamings(model.start.node_count(), alike);
    let by = |number, renaming: &Renaming| hash(&model.tables.ledgers.thing(number).renamed(renaming));
    renamings.iter().map(|renaming| (by(before, renaming), by(after, renaming))).min().expect("the names as they are")
}

/// Every pair of different ledgers between which a step leads, with the fewest steps to it: all that the properties ever see. And how many states
/// were seen.
fn ledgers(mut model: Cluster<Synod>, alike: &[NodeId]) -> (BTreeMap<(u64, u64), u32>, usize) {
    let mut found = BTreeMap::new();
    let mut known = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut level = model.initial_states();
    for depth in 0.. {
        level.retain(|state| seen.insert(model.fingerprint(state)));
        if level.is_empty() {
            break;
        }
        let mut next = Vec::new();
        for state in &level {
            let mut steps = Vec::new();
            model.steps(state, &mut steps);
            for step in &steps {
                let Some(after) = model.next(state, step) else { continue };
                let numbers = (state.ledger(model.node_count()), after.ledger(model.node_count()));
                if numbers.0 != numbers.1 && known.insert(numbers) {
                    found.entry(pair(&model, numbers.0, numbers.1, alike)).or_insert(depth);
                }
                next.push(after);
            }
        }
        level = next;
    }
    (found, seen.len())
}

#[test]
fn the_reduction_changes_nothing_that_a_property_can_see() {
    let allowances = [
        (&[1][..], ONE_BALLOT),
        (&[1], Allowance { ballots: 2, crashes: 1, wipes: 0, breaks: 0 }),
        (&[1, 2], ONE_BALLOT),
        (&[1], Allowance { ballots: 2, crashes: 1, wipes: 1, breaks: 0 }),
    ];
    for (proposers, allowance) in allowances {
        let model = || cluster(3, proposers, allowance).without_symmetry();
        let (plain, plain_states) = ledgers(model().unreduced(), &[]);
        let (reduced, states) = ledgers(model(), &[]);
        assert!(states < plain_states, "{proposers:?} {allowance:?}: {states} of {plain_states}");
        assert_eq!(reduced, plain, "{proposers:?} {allowance:?}");
    }
}

/// The same of votes and promises alone: all that is seen by who does not ask about learning.
fn votes(mut model: Cluster<Synod>) -> (BTreeMap<u64, u32>, usize) {
    let (mut found, mut seen) = (BTreeMap::new(), BTreeSet::new());
    let mut level = model.initial_states();
    for depth in 0.. {
        level.retain(|state| seen.insert(model.fingerprint(state)));
        if level.is_empty() {
            break;
        }
        let mut next = Vec::new();
        for state in &level {
            let ledger = model.tables.ledgers.thing(state.ledger(model.node_count()));
            let highest: Vec<_> = NodeId::all(model.start.node_count()).map(|id| ledger.highest(id)).collect();
            found.entry(hash(&(ledger.votes(), highest))).or_insert(depth);
            let mut steps = Vec::new();
            model.steps(state, &mut steps);
            next.extend(steps.iter().filter_map(|step| model.next(state, step)));
        }
        level = next;
    }
    (found, seen.len())
}

#[test]
fn who_does_not_ask_about_learning_misses_no_vote_where_nobody_learns() {
    let without = [None].into_iter().chain(Variant::SYNOD.map(Some));
    for variant in without {
        for allowance in [
            ONE_BALLOT,
            Allowance { crashes: 1, ..ONE_BALLOT },
            Allowance { wipes: 1, crashes: 1, ballots: 1, breaks: 0 },
        ] {
            let model = || cluster(3, &[1], allowance);
            let model = || variant.map_or_else(model, |variant| with_mistake(model(), variant)).without_symmetry();
            let (plain, plain_states) = votes(model().unreduced());
            let (taught, taught_states) = votes(model());
            let (found, states) = votes(model().asked(vec![Question::VotingStep]));
            assert_eq!((&found, &taught), (&plain, &plain), "{variant:?} {allowance:?}");
            let fewer = states < taught_states && taught_states < plain_states;
            assert!(fewer, "{variant:?} {allowance:?}: {states}, {taught_states}, {plain_states}");
        }
    }
}

#[test]
fn the_reduction_changes_nothing_with_mistakes_either() {
    let mut fewer = 0;
    for variant in Variant::SYNOD {
        // With promises that sink a second ballot makes too many states.
        let sinks = [Variant::AcceptUnchecked, Variant::PromiseUnchecked].contains(&variant);
        for allowance in [
            Allowance { ballots: if sinks { 1 } else { 2 }, crashes: 0, wipes: 0, breaks: 0 },
            Allowance { ballots: 1, crashes: 1, wipes: 1, breaks: 0 },
        ] {
            let model = || with_mistake(cluster(3, &[1], allowance), variant).without_symmetry();
            let (plain, plain_states) = ledgers(model().unreduced(), &[]);
            let (reduced, states) = ledgers(model(), &[]);
            assert_eq!(reduced, plain, "{variant:?} {allowance:?}");
            fewer += usize::from(states < plain_states);
        }
    }
    assert_eq!(fewer, 2 * Variant::SYNOD.len(), "each has something that makes no difference");
}
