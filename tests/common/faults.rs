//! A log in virtual time under every fault, and then healed: what happens to it, drawn from a seed.

#![allow(dead_code, reason = "each of the tests that include this uses a part of it")]

use super::golden::Dice;
use paxos_playground::protocol::clients::Served;
use paxos_playground::protocol::{Map, NodeId, Value};
use paxos_playground::sim::{
    Act, Advance, Command, Entry, Event, FaultProfile, Link, Moment, Setup, Share, Simulation, Span,
};
use std::sync::Arc;

/// How much happens.
pub struct Faults {
    pub servers: u8,
    pub clients: u8,
    /// Commands and faults come this far apart at most.
    pub pace_ticks: u64,
    /// How often, in comparison: a client asks, a timer runs out and the node crashes in it, a node crashes, one restarts, one is isolated, the cluster is parted, a link is cut, everything
    /// heals, and messages are lost more or less often.
    pub weights: [u64; 9],
    /// How many of a hundred messages are lost at most: from the start, and later.
    pub loss_percent: (u64, u64),
    /// One in five commands only reads.
    pub reads: bool,
}

/// How long faults go on.
const DISTURBED_TICKS: u64 = 4_000;

const TIMEOUT_TICKS: u32 = 200;

fn share(percent: u64) -> Share {
    Share::from_basis_points(percent as u16 * 100).expect("a share")
}

/// How many entries each server that runs has done.
pub fn done<P: Served>(state: &Simulation<P>) -> impl Iterator<Item = u64> {
    let running = |id| state.world().place(id).and_then(|place| place.running.as_ref());
    let done = move |id| running(id)?.node.done().map(|(count, _)| count);
    NodeId::all(P::servers(state.world().config())).filter_map(done)
}

/// Has every client its answer, and every server done as much?
fn all_is_done<P: Served>(state: &Simulation<P>) -> bool {
    let world = state.world();
    let idle = |id| {
        world.place(id).is_some_and(|place| place.running.as_ref().is_some_and(|running| running.node.is_idle_client()))
    };
    let counts: Vec<u64> = done(state).collect();
    counts.len() == usize::from(P::servers(world.config()))
        && counts.windows(2).all(|pair| pair[0] == pair[1])
        && NodeId::clients(P::client_count(world.config())).all(idle)
}

impl Faults {
    /// Plays a seed's faults, and on until all is done; how many ticks after everything had healed that was.
    pub fn play<P: Served>(
        &self,
        seed: u64,
        config: &P::Config,
        patience_ticks: u64,
        mut note: impl FnMut(&Event<P>),
    ) -> (Simulation<P>, u64) {
        let mut dice = Dice(seed);
        let setup = self.setup(seed, &mut dice);
        let script = self.script(&mut dice);
        let healed = script.last().and_then(|entry| entry.at).map_or(0, |at| at.tick);
        let mut state = Simulation::<P>::new(config.clone(), Arc::new(setup));
        while let Some(advance) = state.advance(&script, Moment::after_tick(healed + patience_ticks)) {
            if let Advance::Event(event) = advance {
                note(&event);
            }
            if state.next_entry() == script.len() && all_is_done(&state) {
                let ticks = state.now().tick - healed;
                return (state, ticks);
            }
        }
        let counts: Vec<u64> = done(&state).collect();
        panic!("seed {seed}: not all was done {patience_ticks} ticks after everything had healed: {counts:?}");
    }

    fn setup(&self, seed: u64, dice: &mut Dice) -> Setup {
        Setup {
            seed,
            profile: FaultProfile {
                loss: share(dice.below(self.loss_percent.0)),
                duplication: share(dice.below(20)),
                latency: Span::new(1, 1 + dice.below(40) as u32).expect("a span"),
                link_latency: Map::new_vec(),
            },
            timeout_ticks: TIMEOUT_TICKS,
            backoff: Span::new(1, 1).expect("a span"),
            drift: Share::default(),
            manual: false,
            load: None,
        }
    }

    /// Faults and requests, each at its tick; then all is healed.
    fn script(&self, dice: &mut Dice) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut tick = 0;
        let entry = |tick: u64, command: Command| Entry { at: Some(Moment::at_tick(tick)), act: Act::Command(command) };
        while tick < DISTURBED_TICKS {
            tick += dice.below(self.pace_ticks);
            entries.extend(self.command(dice).map(|command| entry(tick, command)));
        }
        entries.push(entry(tick, Command::HealAll));
        entries.push(entry(tick, Command::SetLoss(share(0))));
        entries.extend(NodeId::all(self.servers).map(|server| entry(tick, Command::Restart(server))));
        entries
    }

    fn any_server(&self, dice: &mut Dice) -> NodeId {
        NodeId::new(1 + dice.below(self.servers.into()) as u8).expect("a node")
    }

    fn command(&self, dice: &mut Dice) -> Option<Command> {
        let server = self.any_server(dice);
        let mut drawn = dice.below(self.weights.iter().sum());
        let kind = self.weights.iter().position(|weight| {
            let is_it = drawn < *weight;
            drawn = drawn.saturating_sub(*weight);
            is_it
        });
        Some(match kind? {
            0 => self.request(dice),
            1 => Command::Fire { node: server, crash_after: Some(dice.below(5) as u16) },
            2 => Command::Crash(server),
            3 => Command::Restart(server),
            4 => Command::Isolate(server),
            5 => {
                let cut = 1 + dice.below(u64::from(self.servers) - 1) as u8;
                let nodes = |from: u8, to: u8| (from..=to).filter_map(NodeId::new).collect::<Vec<_>>();
                let clients = NodeId::clients(self.clients);
                Command::Partition(vec![
                    nodes(1, cut),
                    nodes(cut + 1, self.servers).into_iter().chain(clients).collect(),
                ])
            }
            6 => {
                let to = self.any_server(dice);
                if server == to {
                    return None;
                }
                Command::Cut(Link { from: server, to, both_ways: dice.below(2) == 0 })
            }
            7 => Command::HealAll,
            _ => Command::SetLoss(share(dice.below(self.loss_percent.1))),
        })
    }

    fn request(&self, dice: &mut Dice) -> Command {
        let (key, number) = (dice.below(4), dice.below(1_000));
        let text = if self.reads && number >= 800 { format!("k{key}?") } else { format!("k{key}={number}") };
        let node = NodeId::client(1 + dice.below(self.clients.into()) as u8).expect("a client");
        Command::Propose { node, value: Value::new(&text).expect("a value"), crash_after: None }
    }
}
