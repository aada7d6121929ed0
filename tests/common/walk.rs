//! A replicated log, walked at random.

#![allow(dead_code, reason = "each of the tests that include this uses a part of it")]

use super::golden::Dice;
use paxos_playground::protocol::clients::{Applied, Served};
use paxos_playground::protocol::{NodeId, Value};
use paxos_playground::world::{Action, Step, World};
use std::collections::BTreeMap;

/// A step that is enabled, where this may be asked for, drawn by weight. Of those that a node takes, one in so many is cut by a crash.
pub fn drawn<P: Served>(
    world: &World<P>,
    requests: &[(NodeId, Value)],
    dice: &mut Dice,
    crash_in: u64,
    weight: impl Fn(&Action<P>) -> u64,
) -> Option<Step<P>> {
    let mut enabled = Vec::new();
    world.enabled(requests, &mut enabled);
    let mut place = dice.below(enabled.iter().map(|step| weight(&step.action)).sum());
    let mut step = enabled.into_iter().find(|step| {
        let weight = weight(&step.action);
        let found = place < weight;
        place = place.saturating_sub(weight);
        found
    })?;
    let is_taken =
        matches!(step.action, Action::Deliver(_) | Action::Fire(..) | Action::Request(..) | Action::Notice { .. });
    if is_taken && dice.below(crash_in) == 0 {
        step.crash_after = Some(dice.below(4) as u16);
    }
    Some(step)
}

/// What servers have come to: after as many entries always the same state, whoever did them and when.
pub struct States<P: Served>(BTreeMap<u64, Applied<P::Machine>>);

impl<P: Served> Default for States<P> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<P: Served> States<P> {
    pub fn look(&mut self, world: &World<P>) {
        for server in NodeId::all(P::servers(world.config())) {
            let running = world.place(server).and_then(|place| place.running.as_ref());
            let Some((count, state)) = running.and_then(|running| running.node.done()) else { continue };
            let same = self.0.entry(count).or_insert_with(|| state.clone());
            assert_eq!(same, state, "two states after {count} entries");
            // The ledger has noted it.
            let noted = |place| world.ledger().broadcasts().states_at(place).any(|at| at == (server, state.digest()));
            assert!(
                count.checked_sub(1).is_none_or(noted),
                "{server} has done {count} entries, and nobody knows to what end"
            );
        }
    }

    /// Most entries that any server has done.
    pub fn most(&self) -> u64 {
        self.0.keys().last().copied().unwrap_or_default()
    }
}
