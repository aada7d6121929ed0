use super::super::{Bounds, Coverage, Search, Verdict};
use super::*;
use crate::protocol::Value;
use crate::protocol::synod::{Config, Synod};

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

fn search(model: Cluster<Synod>) -> (Verdict<Step<Synod>>, Coverage) {
    let mut search = Search::new(model, Bounds::default());
    let verdict = search.run().clone();
    (verdict, search.covered())
}

const ONE_BALLOT: Allowance = Allowance { ballots: 1, crashes: 0, wipes: 0 };

/// A walk through the model: in each state the step at this place of those that lead somewhere.
fn walk(model: &Cluster<Synod>, choices: impl IntoIterator<Item = usize>) -> Vec<Checked<Synod>> {
    let mut states = model.initial_states();
    for choice in choices {
        let state = states.last().expect("there is an initial state");
        let mut steps = Vec::new();
        model.steps(state, &mut steps);
        let nexts: Vec<_> = steps.iter().filter_map(|step| model.next(state, step)).collect();
        let Some(next) = nexts.get(choice % nexts.len().max(1)) else { break };
        states.push(next.clone());
    }
    states
}

#[test]
fn what_is_allowed_is_searched_to_the_end() {
    let (verdict, covered) = search(cluster(3, &[1], ONE_BALLOT));
    assert_eq!((verdict, covered.distinct), (Verdict::Holds, 81));
    let (verdict, covered) = search(cluster(3, &[1, 2], ONE_BALLOT));
    assert_eq!((verdict, covered.distinct), (Verdict::Holds, 53_883));
}

#[test]
fn a_wiped_disk_breaks_what_was_promised() {
    let allowance = Allowance { crashes: 1, wipes: 1, ..ONE_BALLOT };
    let model = cluster(3, &[1, 2], allowance);
    let (verdict, _) = search(model.clone());
    let Verdict::Violated { property, script, .. } = verdict else { panic!("{verdict:?}") };
    assert_eq!(world::Property::ALL[property], world::Property::VotesSafe);
    let mut state = model.initial_states().remove(0);
    for step in &script {
        assert!(model.holds(property, &state), "already before {step:?}");
        state = model.next(&state, step).expect("it leads somewhere");
    }
    assert!(!model.holds(property, &state));
}

#[test]
fn a_crash_may_cut_a_step_between_any_two_writes_and_sends() {
    let model = cluster(3, &[1], Allowance { crashes: 1, ..ONE_BALLOT });
    let start = model.initial_states().remove(0);
    let mut steps = Vec::new();
    model.steps(&start, &mut steps);
    // Asked, n1 promises itself (one write) and sends to two: two places between, besides before and after.
    let cuts: Vec<_> = steps.iter().filter_map(|step| step.crash_after).collect();
    assert_eq!(cuts, [1, 2]);
    let crashed = steps.iter().filter(|step| step.crash_after == Some(2)).find_map(|step| model.next(&start, step));
    let crashed = crashed.expect("it can be taken");
    assert_eq!(crashed.world().network().distinct().count(), 1, "one of the two prepares went out");
    let mut after = Vec::new();
    model.steps(&crashed, &mut after);
    let crashes = |step: &Step<Synod>| step.crash_after.is_some() || matches!(step.action, Action::Crash(_));
    assert!(!after.iter().any(crashes), "the only crash has happened: {after:?}");
}

#[test]
fn each_request_is_made_once_and_ballots_are_counted() {
    let model = cluster(3, &[1], Allowance { ballots: 2, ..ONE_BALLOT });
    for state in walk(&model, (0..200).map(|turn| turn * 7)) {
        let prepares = state.world().network().distinct().filter(|envelope| {
            matches!(envelope.message, crate::protocol::synod::Message::Prepare { .. }) && envelope.to == node(2)
        });
        assert!(prepares.count() <= 2);
        assert!(state.world().ledger().asked().len() <= 1);
    }
}

#[test]
fn fingerprints_kept_up_step_by_step_are_those_worked_out_anew() {
    let allowance = Allowance { ballots: 2, crashes: 2, wipes: 1 };
    let model = cluster(3, &[1, 3], allowance);
    for seed in 0..60_u64 {
        let choices = (0..60).map(|turn| mix(seed << 32 | turn) as usize >> 8);
        for state in walk(&model, choices) {
            let anew = Sums::of(&state.world, &state.left);
            assert_eq!(state.sums, anew, "seed {seed}");
        }
    }
}
