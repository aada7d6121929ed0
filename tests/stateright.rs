//! The checker held against stateright: the same models, searched by an engine that others trust, have the same states and the same verdicts.
#![cfg(not(target_arch = "wasm32"))]

use paxos_playground::check::{Allowance, Bounds, Claim, Cluster, Model, Search, Verdict};
use paxos_playground::protocol::synod::{Config, Synod};
use paxos_playground::protocol::{NodeId, Value};
use paxos_playground::world::{NetworkKind, World};
use stateright::{Checker, Expectation, Model as Stateright, Property};
use std::fmt::Debug;
use std::hash::Hash;

/// Hands one of our models to stateright.
struct Adapter<M>(M);

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

fn cluster(node_count: u8, proposers: &[u8], allowance: Allowance) -> Cluster<Synod> {
    let config = Config::majorities(node_count);
    let quorums = config.quorums;
    let value = |number: u8| Value::new(&format!("v{number}")).expect("a value");
    let requests = proposers.iter().map(|number| (node(*number), value(*number))).collect();
    Cluster::new(World::new(config, NetworkKind::Set), requests, quorums, allowance)
}

/// Both engines see the same states, and come to the same verdict.
fn agree<M>(model: impl Fn() -> M)
where
    M: Model + Send + Sync + 'static,
    M::State: Clone + Debug + Hash + PartialEq + Send + Sync + 'static,
    M::Step: Clone + Debug + PartialEq + Send + Sync + 'static,
{
    let mut ours = Search::new(model(), Bounds::default());
    let verdict = ours.run().clone();
    match verdict {
        Verdict::Holds => {
            let theirs = Adapter(model()).checker().spawn_bfs().join();
            assert_eq!(theirs.discovery("all hold").map(|path| path.into_actions()), None);
            assert_eq!(theirs.unique_state_count() as u64, ours.covered().distinct);
        }
        Verdict::Violated { script, .. } => {
            // It counts states, and cuts before it judges the last one.
            let within = |states| Adapter(model()).checker().target_max_depth(states).spawn_bfs().join();
            assert!(within(script.len() + 1).discovery("all hold").is_none(), "it finds a shorter one");
            assert!(within(script.len() + 2).discovery("all hold").is_some(), "it finds none as short");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_proposer_and_its_timeouts() {
    agree(|| cluster(3, &[1], Allowance { ballots: 2, crashes: 0, wipes: 0 }));
}

#[test]
fn two_proposers() {
    agree(|| cluster(3, &[1, 2], Allowance { ballots: 1, crashes: 0, wipes: 0 }));
}

#[test]
fn one_proposer_and_a_crash() {
    agree(|| cluster(3, &[1], Allowance { ballots: 2, crashes: 1, wipes: 0 }));
}

#[test]
fn a_wiped_disk() {
    agree(|| cluster(3, &[1, 2], Allowance { ballots: 1, crashes: 1, wipes: 1 }));
}
