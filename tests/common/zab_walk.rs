//! Zab, walked at random.

use super::golden::Dice;
use super::walk::drawn;
use super::zab::{Cluster, Node, value};
use paxos_playground::protocol::NodeId;
use paxos_playground::protocol::zab::Timer;
use paxos_playground::world::{Action, Step};

/// One step of a random walk: mostly messages arrive. One in so many steps is cut by a crash.
pub fn random_step(world: &Cluster, dice: &mut Dice, crash_in: u64) -> Option<Step<Node>> {
    let clients = NodeId::clients(world.config().clients);
    let requests: Vec<_> =
        clients.map(|client| (client, value(&format!("k{}={}", dice.below(3), dice.below(9))))).collect();
    drawn(world, &requests, dice, crash_in, |action| match action {
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
    })
}
