//! What can still be chosen, asked of a run from wherever it stands.
#![cfg(not(target_arch = "wasm32"))]

use paxos_playground::check::{Bounds, Cluster, Model, Question, Search, Verdict};
use paxos_playground::protocol::synod::{Message, Synod};
use paxos_playground::protocol::{NodeId, Value};
use paxos_playground::scenario::{Scenario, parse};
use paxos_playground::world::{Action, NetworkKind, Step, World, chosen};

const BOTH: &str = "paxos 1\nnodes 3\nat 0 propose n1 \"blue\"\nat 0 propose n3 \"green\"\n";

fn value(text: &str) -> Value {
    Value::new(text).expect("a value")
}

/// The length of the shortest schedule on which the value is chosen from here; nothing if there is none. The schedule is taken, and does.
fn still(scenario: &Scenario, world: &World<Synod>, text: &str) -> Option<usize> {
    let model = Cluster::new(world.clone(), scenario.requests(), world.config().quorums, scenario.allowance());
    let mut search = Search::new(model.asked(vec![Question::CanChoose(value(text))]), Bounds::default());
    match search.run().clone() {
        Verdict::Unreachable { property: 0 } => None,
        Verdict::Holds => {
            let (_, script) = search.schedule_to(0).expect("it was reached");
            assert_eq!(search.model().properties()[0].name, "can-choose");
            let mut played = world.clone();
            for step in &script {
                played.apply(&search.model().step(*step)).expect("the world allows the step");
            }
            let is_chosen = |world: &World<Synod>| {
                let all = chosen(world.ledger(), world.config().quorums);
                all.iter().any(|chosen| chosen.vote.value == value(text))
            };
            assert!(is_chosen(&played));
            Some(script.len())
        }
        other => panic!("{other:?}"),
    }
}

/// n1 asks for promises and votes of n2 alone, as a bag has it; what can be chosen after each step.
#[test]
fn what_can_still_be_chosen_changes_as_a_run_goes_on() {
    let scenario = parse(BOTH).expect("a scenario");
    let mut world = World::new(scenario.settings.config(), NetworkKind::Bag);
    assert_eq!((still(&scenario, &world, "blue"), still(&scenario, &world, "green")), (Some(4), Some(4)));
    assert_eq!(still(&scenario, &world, "red"), None, "nobody asks for it");
    let [n1, n2] = [1, 2].map(|number| NodeId::new(number).expect("a node"));
    let take = |world: &mut World<Synod>, action| {
        world.apply(&Step { action, crash_after: None }).expect("an enabled step");
    };
    take(&mut world, Action::Request(n1, value("blue")));
    for answer in [false, true, false] {
        let between = if answer { (n2, n1) } else { (n1, n2) };
        let is_next = |message: &Message| !matches!(message, Message::Refuse { .. });
        let mut sent = world.network().distinct();
        let next = sent.find(|sent| (sent.from, sent.to) == between && is_next(&sent.message)).cloned();
        drop(sent);
        assert!(still(&scenario, &world, "green").is_some(), "not all is lost before anything is chosen");
        take(&mut world, Action::Deliver(next.expect("it is under way")));
    }
    assert_eq!((still(&scenario, &world, "blue"), still(&scenario, &world, "green")), (Some(0), None));
}
