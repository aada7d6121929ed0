//! The checker held against stateright: the same models, searched by an engine that others trust, have the same states and the same verdicts.
#![cfg(not(target_arch = "wasm32"))]

mod adapter;

use adapter::Plain;
use paxos_playground::check::{Allowance, Bounds, Search, Verdict};
use stateright::{Checker, Model};

/// Both engines see the same states, and come to the same verdict.
fn agree(proposers: &[u8], allowance: Allowance) {
    let model = Plain::new(3, proposers, allowance);
    let mut ours = Search::new(model.cluster(), Bounds::default());
    let within = |states| model.clone().checker().target_max_depth(states).spawn_bfs().join();
    match ours.run().clone() {
        Verdict::Holds => {
            let theirs = model.checker().spawn_bfs().join();
            assert!(theirs.discovery("all hold").is_none());
            assert_eq!(theirs.unique_state_count() as u64, ours.covered().distinct);
        }
        Verdict::Violated { script, .. } => {
            // It counts states, and cuts before it judges the last one.
            assert!(within(script.len() + 1).discovery("all hold").is_none(), "it finds a shorter one");
            assert!(within(script.len() + 2).discovery("all hold").is_some(), "it finds none as short");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_proposer_and_its_timeouts() {
    agree(&[1], Allowance { ballots: 2, crashes: 0, wipes: 0 });
}

#[test]
fn two_proposers() {
    agree(&[1, 2], Allowance { ballots: 1, crashes: 0, wipes: 0 });
}

#[test]
fn one_proposer_and_a_crash() {
    agree(&[1], Allowance { ballots: 2, crashes: 1, wipes: 0 });
}

#[test]
fn a_wiped_disk() {
    agree(&[1, 2], Allowance { ballots: 1, crashes: 1, wipes: 1 });
}
