//! The checker held against stateright: the same models, searched by an engine that others trust, have the same states and the same verdicts.
#![cfg(not(target_arch = "wasm32"))]

mod adapter;

use adapter::{Adapter, cluster};
use paxos_playground::check::{Allowance, Bounds, Model, Search, Verdict};
use stateright::{Checker, Model as _};
use std::fmt::Debug;
use std::hash::Hash;

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
