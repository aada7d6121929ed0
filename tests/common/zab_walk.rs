//! Zab, walked at random.

use super::golden::Dice;
use super::zab::{Cluster, Node, value};
use paxos_playground::protocol::NodeId;
use paxos_playground::protocol::zab::Timer;
use paxos_playground::world::{Action, Step};

/// One step of a random walk: mostly messages arrive. One in so many steps is cut by a crash.
pub fn random_step(world: &Cluster, dice: &mut Dice, crash_in: u64) -> Option<Step<Node>> {
    let config = world.config();
    let clients = NodeId::clients(config.clients);
    let requests: Vec<_> =
        clients.map(|client| (client, value(&format!("k{}={}", dice.below(3), dice.below(9))))).collect();
    let mut enabled = Vec::new();
    world.enabled(&requests, &mut enabled);
    let weight = |step: &Step<Node>| match &step.action {
        Action::Deliver(_) => 40,
        Action::Notice { .. } => 20,
        Action::Request(..) => 12,
        Action::Restart(_) => 12,
        Action::Fire(_, Timer::Notify | Timer::Finalize | Timer::Retry) => 6,
        Action::Fire(_, Timer::Oracle(_)) => 4,
        Action::Fire(_, Timer::Ping) => 2,
        Action::Fire(_, Timer::Silence | Timer::Quorum) => 1,
        Action::Drop(_) | Action::Duplicate(_) | Action::Crash(_) | Action::Break(..) => 1,
        _ => 0,
    };
    let all: usize = enabled.iter().map(weight).sum();
    let mut place = dice.below(all as u64) as usize;
    let mut step = enabled.into_iter().find(|step| {
        let found = place < weight(step);
        place = place.saturating_sub(weight(step));
        found
    })?;
    let handled = matches!(step.action, Action::Deliver(_) | Action::Fire(..) | Action::Notice { .. });
    if handled && dice.below(crash_in) == 0 {
        step.crash_after = Some(dice.below(4) as u16);
    }
    Some(step)
}
