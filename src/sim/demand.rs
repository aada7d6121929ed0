//! What clients ask for by themselves, where a scenario has a load: each one thing after another, a pause after the answer to the one before.

use super::Simulation;
use super::simulation::Due;
use crate::protocol::{Canonical, Map, NodeId, Projection, Protocol, Value};

/// Commands of a client are about so many keys,
const KEYS: u32 = 10;

/// and so many in a row about the same one: what stands together in sorted collections then changes together.
const ROW: u32 = 20;

/// How many commands each client has asked for by itself, and when it asks for the next, if it is to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Demands(Map<NodeId, Demand>);

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
struct Demand {
    asked: u32,
    due_tick: Option<u64>,
}

impl Default for Demands {
    fn default() -> Self {
        Self(Map::new_vec())
    }
}

impl Demands {
    /// Has no client asked for anything by itself?
    pub fn is_blank(&self) -> bool {
        self.0.is_empty()
    }
}

impl<P: Protocol<Request = Value>> Simulation<P> {
    /// After a client has done something: one that waits for nothing asks again after the pause, if it has more to ask for; one that does wait, or is down,
    /// does not.
    pub(super) fn see_to_demand(&mut self, client: NodeId, tick: u64) {
        let Some(load) = self.setup().load.filter(|_| client.is_client()) else { return };
        let running = self.world.place(client).and_then(|place| place.running.as_ref());
        let idle = running.is_some_and(|running| running.node.is_idle_client());
        let demand = self.demands.0.entry(client).or_default();
        match demand.due_tick {
            None if idle && demand.asked < load.commands => {
                let due_tick = tick.saturating_add(load.pause_ticks.into());
                demand.due_tick = Some(due_tick);
                self.agenda.insert((due_tick, Due::Demand(client)));
            }
            Some(due_tick) if !idle => {
                demand.due_tick = None;
                self.agenda.remove(&(due_tick, Due::Demand(client)));
            }
            _ => {}
        }
    }

    /// What the client asks for now, by itself.
    pub(super) fn take_demand(&mut self, client: NodeId) -> Value {
        let demand = self.demands.0.entry(client).or_default();
        demand.asked += 1;
        let value = Value::new(&format!("k{}={}", demand.asked / ROW % KEYS, demand.asked)).expect("a short word");
        if let Some(due_tick) = demand.due_tick.take() {
            self.agenda.remove(&(due_tick, Due::Demand(client)));
        }
        value
    }
}

impl Canonical for Demands {
    fn project(&self, out: &mut Projection) {
        for (client, demand) in &self.0 {
            client.project(out);
            out.u32(demand.asked);
            out.u64(demand.due_tick.unwrap_or(u64::MAX));
        }
    }
}
