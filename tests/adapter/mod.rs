//! The same World for stateright, shared by the test that compares the engines and the benchmark that times them. It is written
//! plainly, with derived `Hash` and `Clone`, on the World alone: nothing of our engine or its tables is in it.

use paxos_playground::check::{Allowance, Cluster, Question};
use paxos_playground::protocol::synod::{Config, Synod};
use paxos_playground::protocol::{NodeId, Protocol, Value};
use paxos_playground::scenario::Scenario;
use paxos_playground::world::{self, Action, NetworkKind, Outcome, Step, World};
use stateright::{Expectation, Model, Property};

/// What is searched: a cluster whose nodes are asked for these values, each once.
#[derive(Clone)]
pub struct Plain {
    config: Config,
    requests: Vec<(NodeId, Value)>,
    allowance: Allowance,
}

/// A world, what is left to ask for, and what of the allowance was used.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct State {
    world: World<Synod>,
    requests: Vec<(NodeId, Value)>,
    crashes: u8,
    wipes: u8,
    begun: Vec<u8>,
}

impl Plain {
    /// The cluster of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let (config, allowance) = (scenario.settings.config(), scenario.allowance());
        Self { config, requests: scenario.requests(), allowance }
    }

    /// The same for our engine.
    pub fn cluster(&self) -> Cluster<Synod> {
        let cluster = Cluster::new(self.start(), self.requests.clone(), self.config.quorums, self.allowance);
        cluster.asked(Question::states()).unreduced().without_symmetry()
    }

    fn start(&self) -> World<Synod> {
        World::new(self.config.clone(), NetworkKind::Set)
    }
}

/// Where a crash may cut the step: between any two writes and sends.
fn cuts(state: &State, step: &Step<Synod>) -> u16 {
    let outcome = state.world.clone().apply(step).expect("it is enabled");
    outcome.performed.iter().filter(|performed| performed.lasts()).count() as u16
}

fn ballots(outcome: &Outcome<Synod>) -> u8 {
    outcome.performed.iter().filter(|performed| Synod::begun(&performed.effect).is_some()).count() as u8
}

impl Model for Plain {
    type State = State;
    type Action = Step<Synod>;

    fn init_states(&self) -> Vec<State> {
        let begun = vec![0; usize::from(self.config.node_count)];
        vec![State { world: self.start(), requests: self.requests.clone(), crashes: 0, wipes: 0, begun }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Step<Synod>>) {
        let mut enabled = Vec::new();
        state.world.enabled(&state.requests, &mut enabled);
        for step in enabled {
            let handled = matches!(step.action, Action::Deliver(_) | Action::Fire(..) | Action::Request(..));
            let cuts = if handled && state.crashes < self.allowance.crashes { cuts(state, &step) } else { 0 };
            let cut = |after| Step { action: step.action.clone(), crash_after: Some(after) };
            let cut: Vec<_> = (1..cuts).map(cut).collect();
            actions.push(step);
            actions.extend(cut);
        }
    }

    /// What would go on for ever is bounded by [`Self::within_boundary`]. (Cutting links is loss, and what is lost may as well be late.)
    fn next_state(&self, state: &State, step: Step<Synod>) -> Option<State> {
        let mut next = state.clone();
        let outcome = next.world.apply(&step).ok()?;
        next.crashes += u8::from(step.crash_after.is_some());
        match &step.action {
            Action::Cut(..) | Action::Heal(..) => return None,
            Action::Crash(_) => next.crashes += 1,
            Action::RestartWiped(_) => next.wipes += 1,
            Action::Request(node, value) => next.requests.retain(|request| *request != (*node, value.clone())),
            _ => {}
        }
        next.begun[step.action.node().index()] += ballots(&outcome);
        Some(next)
    }

    fn within_boundary(&self, state: &State) -> bool {
        let Allowance { ballots, crashes, wipes, .. } = self.allowance;
        state.crashes <= crashes && state.wipes <= wipes && state.begun.iter().all(|begun| *begun <= ballots)
    }

    /// It stops as soon as every property has been decided: the first of these never is.
    fn properties(&self) -> Vec<Property<Self>> {
        let all_hold = |_: &Self, state: &State| {
            let (ledger, quorums) = (state.world.ledger(), state.world.config().quorums);
            let holds =
                |property: &world::Property| property.judge(ledger, quorums, state.world.node_count()).is_none();
            world::Property::VOTES.iter().all(holds)
        };
        vec![
            Property { expectation: Expectation::Always, name: "never fails", condition: |_, _| true },
            Property { expectation: Expectation::Always, name: "all hold", condition: all_hold },
        ]
    }
}
