//! Equal states at equal slots: what the properties, which are stated on the ledger, cannot see.

use super::World;
use crate::protocol::clients::Served;
use crate::protocol::{Map, NodeId};

/// Two servers that have done as many entries of the log and have come to different states, if there are any. Where the ledger is in order they have done the
/// same; then the machine is no function of what it does, or what was taken over as a snapshot was another state.
pub fn two_states<P: Served>(world: &World<P>) -> Option<(NodeId, NodeId)> {
    let mut first = Map::new_vec();
    NodeId::all(P::servers(world.config())).find_map(|server| {
        let (count, state) = world.place(server)?.running.as_ref()?.node.done()?;
        let (before, same) = *first.entry(count).or_insert((server, state));
        (same != state).then_some((before, server))
    })
}
