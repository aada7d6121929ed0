//! What happens to a cluster: commands, drawn from the seed and from the state that the run has come to.

use super::Terms;
use super::course::is_up;
use super::demand::Demanding;
use super::dice::Dice;
use crate::protocol::{NodeId, ProtocolName};
use crate::scenario::Settings;
use crate::sim::{Command, Link, MessageName, Share, Simulation, Span};

/// A kind of command.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Propose,
    ProposeCrashing,
    Deliver,
    DeliverCrashing,
    Drop,
    Duplicate,
    Hold,
    Release,
    Fire,
    FireCrashing,
    Crash,
    Restart,
    Wipe,
    Cut,
    Heal,
    HealAll,
    Partition,
    Isolate,
    SetLoss,
    SetDuplication,
    SetLatency,
    SetLinkLatency,
    Break,
}

/// How often each kind is drawn beside the others, in a run that has it.
const WEIGHTS: [(Kind, u64); 23] = [
    (Kind::Propose, 10),
    (Kind::ProposeCrashing, 2),
    (Kind::Deliver, 6),
    (Kind::DeliverCrashing, 4),
    (Kind::Drop, 6),
    (Kind::Duplicate, 8),
    (Kind::Hold, 6),
    (Kind::Release, 6),
    (Kind::Fire, 6),
    (Kind::FireCrashing, 2),
    (Kind::Crash, 6),
    (Kind::Restart, 10),
    (Kind::Wipe, 5),
    (Kind::Cut, 4),
    (Kind::Heal, 4),
    (Kind::HealAll, 2),
    (Kind::Partition, 2),
    (Kind::Isolate, 2),
    (Kind::SetLoss, 1),
    (Kind::SetDuplication, 1),
    (Kind::SetLatency, 1),
    (Kind::SetLinkLatency, 2),
    (Kind::Break, 3),
];

/// How much of everything there is in a run.
struct Measure {
    /// A run has this many commands at least, and one less than so many more at most (without those of its beginning and those that heal).
    count: (u64, u64),
    /// Commands are this far apart at most: so many quarters of what takes longest, of which a run has one.
    gaps_quarters: [u64; 4],
    /// So many times as often as in a single decision somebody asks.
    asking: u64,
    losses_basis_points: [u16; 4],
}

/// Of a single decision. What takes longest is a message.
const DECISION: Measure =
    Measure { count: (8, 48), gaps_quarters: [1, 2, 3, 6], asking: 1, losses_basis_points: [500, 1_500, 3_000, 6_000] };

/// Of a log. What takes longest is to wait for a leader, and several lead, one after the other.
const LOG: Measure = Measure { count: (16, 80), gaps_quarters: [1, 2, 4, 8], asking: 3, ..DECISION };

/// Of a log in which a message that is lost takes its connection with it.
const CONNECTED: Measure = Measure { losses_basis_points: [50, 200, 500, 1_500], ..LOG };

/// A run has each fault but once in so many runs.
const WITHOUT: u64 = 3;
/// So many commands are drawn before it is given up to find one that is possible now.
const TRIES: usize = 4;
/// In the middle of a step a node crashes after fewer writes and sends than this.
const CRASHES_BEFORE: u64 = 5;

const DUPLICATIONS_BASIS_POINTS: [u16; 3] = [500, 2_000, 5_000];

/// What may happen in one run, and how often.
pub struct Faults<'a> {
    terms: &'a Terms,
    measure: Measure,
    weights: Vec<(Kind, u64)>,
    /// The nodes that clients ask.
    asked: Vec<NodeId>,
    count: u64,
    longest_gap_ticks: u64,
    wipes_left: u8,
}

impl<'a> Faults<'a> {
    /// Draws what a run has.
    pub fn new<P: Demanding>(terms: &'a Terms, dice: &mut Dice) -> Self {
        let is_known = |kind: Kind| P::STREAMS || kind != Kind::Break;
        let mut has = |kind: Kind| is_known(kind) && (kind.mends() || !dice.once_in(WITHOUT));
        let measure = measure_of(P::NAME);
        let weight = |(kind, weight)| (kind, if kind == Kind::Propose { weight * measure.asking } else { weight });
        let weights = WEIGHTS.into_iter().filter(|(kind, _)| has(*kind)).map(weight).collect();
        let quarters = dice.pick(&measure.gaps_quarters).copied().unwrap_or_default();
        let Settings { latency, timeout_ticks, .. } = terms.settings();
        let longest_ticks = if P::NAME.keeps_log() { *timeout_ticks } else { latency.high_ticks() };
        Self {
            terms,
            weights,
            asked: some(terms.asked(), dice),
            count: measure.count.0 + dice.below(measure.count.1),
            // (Where messages take no time, some has to pass between commands all the same.)
            longest_gap_ticks: (u64::from(longest_ticks) * quarters / 4).max(1),
            wipes_left: terms.wipes(),
            measure,
        }
    }

    /// How many commands are drawn.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// How far they are apart at most.
    pub fn longest_gap_ticks(&self) -> u64 {
        self.longest_gap_ticks
    }

    /// What is done at the very beginning: the network gets as bad as it is in this run, and a client asks.
    pub fn first(&self, dice: &mut Dice) -> Vec<Command> {
        let has = |kind| self.weights.iter().any(|(other, _)| *other == kind);
        let settings = [Kind::SetLoss, Kind::SetDuplication, Kind::SetLatency].into_iter().filter(|kind| has(*kind));
        let mut commands: Vec<_> = settings.filter_map(|kind| self.setting(kind, dice)).collect();
        if has(Kind::SetLinkLatency) {
            for _ in 0..dice.below(u64::from(self.terms.settings().node_count) + 1) {
                commands.extend(self.setting(Kind::SetLinkLatency, dice));
            }
        }
        commands.extend(self.propose(dice, None));
        commands
    }

    /// Draws a command that is possible now, if it does not take too long to find one.
    pub fn next<P: Demanding>(&mut self, dice: &mut Dice, state: &Simulation<P>) -> Option<Command> {
        for _ in 0..TRIES {
            let kind = self.kind(dice)?;
            let drawn = self.command(kind, dice, state);
            if let Some(command) = drawn.filter(|command| state.refusal(command).is_none()) {
                self.wipes_left -= u8::from(kind == Kind::Wipe);
                return Some(command);
            }
        }
        None
    }

    fn kind(&self, dice: &mut Dice) -> Option<Kind> {
        let all: u64 = self.weights.iter().map(|(_, weight)| weight).sum();
        let mut left = dice.below(all);
        let drawn = self.weights.iter().find(|(_, weight)| match left.checked_sub(*weight) {
            Some(rest) => {
                left = rest;
                false
            }
            None => true,
        });
        drawn.map(|(kind, _)| *kind)
    }

    fn command<P: Demanding>(&self, kind: Kind, dice: &mut Dice, state: &Simulation<P>) -> Option<Command> {
        match kind {
            Kind::Propose => self.propose(dice, None),
            Kind::ProposeCrashing => {
                let crash_after = crash_after(dice);
                self.propose(dice, crash_after)
            }
            Kind::Deliver | Kind::DeliverCrashing | Kind::Drop | Kind::Duplicate | Kind::Hold | Kind::Release => {
                of_message(kind, dice, state)
            }
            Kind::Fire | Kind::FireCrashing | Kind::Crash | Kind::Restart | Kind::Wipe | Kind::Isolate => {
                self.of_node(kind, dice, state)
            }
            Kind::Cut | Kind::Heal => self.of_link(kind, dice, state),
            Kind::Break => of_connection(dice, state),
            Kind::HealAll => Some(Command::HealAll),
            Kind::Partition => Some(self.partition(dice)),
            Kind::SetLoss | Kind::SetDuplication | Kind::SetLatency | Kind::SetLinkLatency => self.setting(kind, dice),
        }
    }

    fn propose(&self, dice: &mut Dice, crash_after: Option<u16>) -> Option<Command> {
        let node = *dice.pick(&self.asked)?;
        let value = dice.pick(self.terms.values())?.clone();
        Some(Command::Propose { node, value, crash_after })
    }

    fn of_node<P: Demanding>(&self, kind: Kind, dice: &mut Dice, state: &Simulation<P>) -> Option<Command> {
        let world = state.world();
        let fits = |node: &NodeId| match kind {
            Kind::Fire | Kind::FireCrashing => state.timers().keys().any(|(armed, _)| armed == node),
            Kind::Crash => is_up(world, *node),
            Kind::Restart => !is_up(world, *node),
            Kind::Wipe => self.wipes_left > 0,
            _ => true,
        };
        // (Clients do not crash on their own, nor are they cut off; but one that crashed in a step comes back.)
        let with_clients = matches!(kind, Kind::Fire | Kind::FireCrashing | Kind::Restart);
        let nodes: Vec<_> = world.ids().filter(|node| with_clients || !node.is_client()).filter(fits).collect();
        let busy: Vec<_> = P::busy(world, &self.asked).into_iter().filter(fits).collect();
        let of_busy = dice.once_in(2) && !busy.is_empty();
        let node = *dice.pick(if of_busy { &busy } else { &nodes })?;
        Some(match kind {
            Kind::Fire => Command::Fire { node, crash_after: None },
            Kind::FireCrashing => Command::Fire { node, crash_after: crash_after(dice) },
            Kind::Crash => Command::Crash(node),
            Kind::Restart => Command::Restart(node),
            Kind::Wipe => Command::Wipe(node),
            _ => Command::Isolate(node),
        })
    }

    fn of_link<P: Demanding>(&self, kind: Kind, dice: &mut Dice, state: &Simulation<P>) -> Option<Command> {
        let both_ways = dice.once_in(2);
        if kind == Kind::Heal {
            let cuts: Vec<_> = state.world().cuts().iter().copied().collect();
            let (from, to) = *dice.pick(&cuts)?;
            return Some(Command::Heal(Link { from, to, both_ways }));
        }
        self.link(dice).map(|link| Command::Cut(Link { both_ways, ..link }))
    }

    /// One way, from a node to another.
    fn link(&self, dice: &mut Dice) -> Option<Link> {
        let nodes: Vec<_> = self.nodes().collect();
        let from = *dice.pick(&nodes)?;
        let others: Vec<_> = nodes.into_iter().filter(|node| *node != from).collect();
        let to = *dice.pick(&others)?;
        Some(Link { from, to, both_ways: false })
    }

    /// Every node on one side or the other; both may be all of them.
    fn partition(&self, dice: &mut Dice) -> Command {
        let (one, other): (Vec<_>, Vec<_>) = self.nodes().partition(|_| dice.once_in(2));
        Command::Partition([one, other].into_iter().filter(|group| !group.is_empty()).collect())
    }

    fn setting(&self, kind: Kind, dice: &mut Dice) -> Option<Command> {
        match kind {
            Kind::SetLoss => share(dice, &self.measure.losses_basis_points).map(Command::SetLoss),
            Kind::SetDuplication => share(dice, &DUPLICATIONS_BASIS_POINTS).map(Command::SetDuplication),
            Kind::SetLatency => self.latency(dice).map(|latency| Command::SetLatency { link: None, latency }),
            _ => {
                let link = self.link(dice)?;
                self.latency(dice).map(|latency| Command::SetLatency { link: Some(link), latency })
            }
        }
    }

    /// From a quarter of the scenario's shortest latency, or from its own, to its own or to the widest.
    fn latency(&self, dice: &mut Dice) -> Option<Span> {
        let own = self.terms.settings().latency;
        let low_ticks = if dice.once_in(2) { own.low_ticks() / 4 } else { own.low_ticks() };
        let high_ticks = if dice.once_in(3) { own.high_ticks() } else { self.terms.widest_latency_ticks() };
        Span::new(low_ticks, high_ticks)
    }

    fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        NodeId::all(self.terms.settings().node_count)
    }
}

fn measure_of(protocol: ProtocolName) -> Measure {
    match protocol {
        ProtocolName::Synod => DECISION,
        ProtocolName::MultiPaxos => LOG,
        ProtocolName::Zab => CONNECTED,
    }
}

impl Kind {
    /// Does it mend something, or make work? That is in every run.
    fn mends(self) -> bool {
        matches!(self, Kind::Propose | Kind::Release | Kind::Restart | Kind::Heal | Kind::HealAll)
    }
}

fn of_message<P: Demanding>(kind: Kind, dice: &mut Dice, state: &Simulation<P>) -> Option<Command> {
    let held = |held: Option<u64>| held.is_some() == (kind == Kind::Release);
    let fits = |held_since| !matches!(kind, Kind::Hold | Kind::Release) || held(held_since);
    let flights = state.flights().values().filter(|flight| fits(flight.held_since_tick));
    let names: Vec<MessageName> = flights.map(|flight| flight.name).collect();
    let message = *dice.pick(&names)?;
    Some(match kind {
        Kind::Deliver => Command::Deliver { message, crash_after: None },
        Kind::DeliverCrashing => Command::Deliver { message, crash_after: crash_after(dice) },
        Kind::Drop => Command::Drop(message),
        Kind::Duplicate => Command::Duplicate(message),
        Kind::Hold => Command::Hold(message),
        _ => Command::Release(message),
    })
}

fn of_connection<P: Demanding>(dice: &mut Dice, state: &Simulation<P>) -> Option<Command> {
    let mut connected: Vec<_> = state.world().network().streams().iter().map(|(from, to, _)| (from, to)).collect();
    connected.retain(|(from, to)| from < to);
    dice.pick(&connected).map(|(one, other)| Command::Break(*one, *other))
}

/// Some of them, at least one.
fn some(of: &[NodeId], dice: &mut Dice) -> Vec<NodeId> {
    if dice.once_in(2) {
        return of.to_vec();
    }
    let sure = dice.place(of.len());
    let places = of.iter().enumerate();
    places.filter(|(place, _)| Some(*place) == sure || dice.once_in(2)).map(|(_, node)| *node).collect()
}

fn crash_after(dice: &mut Dice) -> Option<u16> {
    u16::try_from(dice.below(CRASHES_BEFORE)).ok()
}

fn share(dice: &mut Dice, of: &[u16]) -> Option<Share> {
    dice.pick(of).copied().and_then(Share::from_basis_points)
}
