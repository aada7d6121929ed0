//! Our models for stateright, shared by the test that compares the engines and the benchmark that times them.

use paxos_playground::check::{Allowance, Claim, Cluster, Model};
use paxos_playground::protocol::synod::{Config, Synod};
use paxos_playground::protocol::{NodeId, Value};
use paxos_playground::world::{NetworkKind, World};
use stateright::{Expectation, Model as Stateright, Property};
use std::fmt::Debug;
use std::hash::Hash;

/// Hands one of our models to stateright.
pub struct Adapter<M>(pub M);

impl<M: Model> Stateright for Adapter<M>
where
    M::State: Clone + Debug + Hash + PartialEq,
    M::Step: Clone + Debug + PartialEq,
{
    type State = M::State;
    type Action = M::Step;

    fn init_states(&self) -> Vec<M::State> {
        self.0.initial_states()
    }

    fn actions(&self, state: &M::State, actions: &mut Vec<M::Step>) {
        self.0.steps(state, actions);
    }

    fn next_state(&self, state: &M::State, action: M::Step) -> Option<M::State> {
        self.0.next(state, &action)
    }

    /// It stops as soon as every property has been decided: the first of these never is.
    fn properties(&self) -> Vec<Property<Self>> {
        let holds = |model: &Self, state: &M::State| {
            let claims =
                model.0.properties().iter().enumerate().filter(|(_, property)| property.claim == Claim::Always);
            claims.map(|(place, _)| place).all(|place| model.0.holds(place, state))
        };
        vec![
            Property { expectation: Expectation::Always, name: "never fails", condition: |_, _| true },
            Property { expectation: Expectation::Always, name: "all hold", condition: holds },
        ]
    }
}

fn node(number: u8) -> NodeId {
    NodeId::new(number).expect("a node")
}

/// A cluster with majorities in which each of these nodes is asked for a value of its own.
pub fn cluster(node_count: u8, proposers: &[u8], allowance: Allowance) -> Cluster<Synod> {
    let config = Config::majorities(node_count);
    let quorums = config.quorums;
    let value = |number: u8| Value::new(&format!("v{number}")).expect("a value");
    let requests = proposers.iter().map(|number| (node(*number), value(*number))).collect();
    Cluster::new(World::new(config, NetworkKind::Set), requests, quorums, allowance)
}
