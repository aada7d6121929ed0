//! The record of one branch, of whatever protocol: what the session needs of a timeline and of a state, without their types.

use super::looks;
use super::shown::Shown;
use super::{
    ChosenView, History, LogView, MessageView, NetworkView, NodeView, PropertyView, QuorumView, TraceEnd, TraceHold,
};
use crate::protocol::synod::Synod;
use crate::protocol::{Canonical, Effect, NodeId, Projection, ProtocolName, Set, Slot, Testimony};
use crate::scenario::{Expectation, Settings};
use crate::sim::{Command, CommandError, Entry, Event, LossCause, Moment, Occurrence, Reached, Simulation, Timeline};
use crate::world::{self, Breach, Chosen, Ledger, Performed, Property};
use std::fmt;
use std::rc::Rc;

/// What [`Reel::advance`] came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Advanced {
    /// Nothing was due.
    Nothing,
    /// An event; it is in the history.
    Event,
    /// A line that is no event was reached.
    Line,
}

/// A timeline that keeps the history of what happens in it.
pub(super) trait Reel {
    /// A copy.
    fn copy(&self) -> Box<dyn Reel>;
    /// The furthest state.
    fn frontier(&self) -> &dyn State;
    /// Lines that are no events and have been reached, in order.
    fn reached(&self) -> &[Reached];
    /// When the next thing happens beyond the frontier.
    fn next_tick(&self) -> Option<u64>;
    /// How many events have happened by a moment.
    fn position_at(&self, moment: Moment) -> usize;
    /// The state after so many events, when time stands at a moment before the next.
    fn state_at(&self, position: usize, moment: Moment) -> Rc<dyn State>;
    /// Takes the next thing up to and including a moment.
    fn advance(&mut self, until: Moment, history: &mut Rc<History>) -> Advanced;
    /// Takes the next line if it is no event and due by this moment.
    fn advance_entry(&mut self, until: Moment) -> bool;
    /// Has another script from now on, which means the same.
    fn reword(&mut self, script: Vec<Entry>);
    /// Goes back and on with another script: see [`Timeline::rewrite`].
    fn rewrite(&mut self, position: usize, moment: Moment, same: usize, script: Vec<Entry>, history: &mut History);
}

/// A state in virtual time.
pub(super) trait State {
    /// The moment right after the last event.
    fn now(&self) -> Moment;
    /// The first line that is not done.
    fn next_entry(&self) -> usize;
    /// When the line before it was done.
    fn entry_base(&self) -> Moment;
    /// Why a command is not possible, if it is not.
    fn refusal(&self, command: &Command) -> Option<CommandError>;
    /// Appends all of it, for a digest.
    fn project(&self, out: &mut Projection);
    /// Does an expectation hold?
    fn holds(&self, expectation: &Expectation) -> bool;
    /// What can be seen of it.
    fn look(&self) -> Look;
    /// Every property, judged: of what the history says was broken before.
    fn judge(&self, history: &History) -> Vec<PropertyView>;
    /// The state of a single decision, if it is one.
    fn synod(&self) -> Option<&Simulation<Synod>>;
}

/// What can be seen of a state: parts of a [`View`](super::View).
pub(super) struct Look {
    pub nodes: Vec<NodeView>,
    pub messages: Vec<MessageView>,
    pub cuts: Vec<(NodeId, NodeId)>,
    pub groups: Vec<Vec<NodeId>>,
    pub chosen: Vec<ChosenView>,
    pub quorums: Vec<QuorumView>,
    pub network: NetworkView,
    pub log: Option<LogView>,
}

/// (Not all of it: that would have to be known of every protocol wherever one is shown.)
impl fmt::Debug for dyn Reel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reel")
    }
}

impl fmt::Debug for dyn State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "State({})", self.now())
    }
}

impl Clone for Box<dyn Reel> {
    fn clone(&self) -> Self {
        self.copy()
    }
}

/// Nothing has happened yet in a cluster of these settings.
pub(super) fn reel(settings: &Settings, script: Vec<Entry>) -> Box<dyn Reel> {
    match settings.protocol {
        ProtocolName::Synod => Box::new(Played::<Synod>::new(settings.config(), settings, script)),
        ProtocolName::MultiPaxos => super::log::multipaxos(settings, script),
    }
}

/// A timeline of a protocol, and what its frontier's ledger says: to tell what an event changed.
#[derive(Clone, Debug)]
pub(super) struct Played<P: Shown> {
    timeline: Timeline<P>,
    ledger: Ledger,
    broken: Set<(Property, Slot)>,
}

impl<P: Shown> Played<P> {
    /// Nothing has happened yet.
    pub fn new(config: P::Config, settings: &Settings, script: Vec<Entry>) -> Self {
        let timeline = Timeline::new(config, settings.setup(), script);
        let ledger = timeline.frontier().world().ledger().clone();
        Self { timeline, ledger, broken: Set::default() }
    }

    /// The last event goes into the history.
    fn record(&mut self, history: &mut History) {
        let frontier = self.timeline.frontier();
        let Some(event) = self.timeline.events().last() else { return };
        let place = self.timeline.events().len() - 1;
        for id in &event.sent {
            if let Some(flight) = frontier.flights().get(id) {
                history.messages.push(Rc::new(looks::trace::<P>(flight, event.moment, place)));
            }
        }
        match event.what {
            Occurrence::Delivered(id) => end_trace(history, id, event.moment, place, None),
            Occurrence::Lost(id, cause, progress) => {
                end_trace(history, id, event.moment, place, Some((cause, progress)));
            }
            Occurrence::Held(id) | Occurrence::Released(id) => follow_flight(history, id, frontier, Some(place)),
            _ => {}
        }
        let mut view = looks::event(event);
        let slots = slots_touched(event);
        if !slots.is_empty() {
            let (world, quorums) = (frontier.world(), P::quorums(frontier.world().config()));
            let was_broken = |broken: &Set<(Property, Slot)>, asked| broken.iter().any(|(known, _)| *known == asked);
            let before = self.broken.clone();
            for slot in slots.iter().copied() {
                let known = world::chosen_in(slot, &self.ledger, quorums);
                let now = world::chosen_in(slot, world.ledger(), quorums).into_iter();
                let is_new = |chosen: &Chosen| known.iter().all(|known| known.vote != chosen.vote);
                view.newly_chosen.extend(now.filter(is_new).map(|chosen| (slot, chosen.vote)));
                for property in Property::ALL {
                    match property.judge_slot(slot, world.ledger(), quorums, world.acceptor_count()) {
                        None => {
                            self.broken.remove(&(property, slot));
                        }
                        Some(_) if self.broken.insert((property, slot)) => history.broken.push((place, property, slot)),
                        Some(_) => {}
                    }
                }
            }
            let newly = |asked: &Property| was_broken(&self.broken, *asked) && !was_broken(&before, *asked);
            view.newly_broken = Property::ALL.into_iter().filter(newly).collect();
            self.ledger = world.ledger().clone();
        }
        history.events.push(Rc::new(view));
    }

    fn go_back(&mut self, history: &mut History) {
        let frontier = self.timeline.frontier();
        self.ledger = frontier.world().ledger().clone();
        cut_back(history, &self.timeline);
        self.broken = Set::default();
        for (property, slot, _) in broken(frontier, history) {
            self.broken.insert((property, slot));
        }
    }
}

/// Slots about which an event tells the ledger something.
fn slots_touched<P: Shown>(event: &Event<P>) -> Vec<Slot> {
    let slot = |performed: &Performed<P>| match &performed.effect {
        Effect::Decide { slot, .. } => Some(*slot),
        effect => match P::testimony(effect) {
            Some(Testimony::Voted(slot, _)) => Some(slot),
            _ => None,
        },
    };
    let mut slots: Vec<Slot> = event.performed.iter().filter_map(slot).collect();
    slots.sort_unstable();
    slots.dedup();
    slots
}

/// What the history says was broken at some time, and still is in this state, with the votes that prove it.
fn broken<'a, P: Shown>(
    state: &'a Simulation<P>,
    history: &'a History,
) -> impl Iterator<Item = (Property, Slot, Breach)> + 'a {
    let (world, quorums) = (state.world(), P::quorums(state.world().config()));
    history.broken.iter().filter_map(move |(_, property, slot)| {
        let breach = property.judge_slot(*slot, world.ledger(), quorums, world.acceptor_count())?;
        Some((*property, *slot, breach))
    })
}

impl<P: Shown> Reel for Played<P> {
    fn copy(&self) -> Box<dyn Reel> {
        Box::new(self.clone())
    }

    fn frontier(&self) -> &dyn State {
        self.timeline.frontier()
    }

    fn reached(&self) -> &[Reached] {
        self.timeline.reached()
    }

    fn next_tick(&self) -> Option<u64> {
        self.timeline.next_tick()
    }

    fn position_at(&self, moment: Moment) -> usize {
        self.timeline.position_at(moment)
    }

    fn state_at(&self, position: usize, moment: Moment) -> Rc<dyn State> {
        Rc::new(self.timeline.state_at(position, moment))
    }

    fn advance(&mut self, until: Moment, history: &mut Rc<History>) -> Advanced {
        let events = self.timeline.events().len();
        if !self.timeline.advance(until) {
            return Advanced::Nothing;
        }
        if self.timeline.events().len() == events {
            return Advanced::Line;
        }
        self.record(Rc::make_mut(history));
        Advanced::Event
    }

    fn advance_entry(&mut self, until: Moment) -> bool {
        self.timeline.advance_entry(until)
    }

    fn reword(&mut self, script: Vec<Entry>) {
        self.timeline.reword(script);
    }

    fn rewrite(&mut self, position: usize, moment: Moment, same: usize, script: Vec<Entry>, history: &mut History) {
        self.timeline.rewrite(position, moment, same, script);
        self.go_back(history);
    }
}

impl<P: Shown> State for Simulation<P> {
    fn now(&self) -> Moment {
        Simulation::now(self)
    }

    fn next_entry(&self) -> usize {
        Simulation::next_entry(self)
    }

    fn entry_base(&self) -> Moment {
        Simulation::entry_base(self)
    }

    fn refusal(&self, command: &Command) -> Option<CommandError> {
        Simulation::refusal(self, command)
    }

    fn project(&self, out: &mut Projection) {
        Canonical::project(self, out);
    }

    fn holds(&self, expectation: &Expectation) -> bool {
        P::holds(expectation, self.world())
    }

    fn look(&self) -> Look {
        looks::state(self)
    }

    fn judge(&self, history: &History) -> Vec<PropertyView> {
        let mut properties: Vec<PropertyView> =
            Property::ALL.into_iter().map(|property| PropertyView { property, breach: None }).collect();
        for (property, _, breach) in broken(self, history) {
            let judged = properties.iter_mut().find(|judged| judged.property == property);
            judged
                .into_iter()
                .filter(|judged| judged.breach.is_none())
                .for_each(|judged| judged.breach = Some(breach.clone()));
        }
        properties
    }

    fn synod(&self) -> Option<&Simulation<Synod>> {
        P::as_synod(self)
    }
}

fn end_trace(history: &mut History, id: u32, moment: Moment, event: usize, lost: Option<(LossCause, u16)>) {
    if let Some(trace) = history.messages.get_mut(id as usize) {
        let trace = Rc::make_mut(trace);
        let progress_permille = lost.map_or(1000, |(_, progress)| progress);
        trace.end = Some(TraceEnd { moment, event, lost: lost.map(|(cause, _)| cause), progress_permille });
        trace.held = None;
    }
}

/// Tells of a message under way when it is due now, and where it is held, if it is: by the event of this place.
fn follow_flight<P: Shown>(history: &mut History, id: u32, state: &Simulation<P>, held_by: Option<usize>) {
    let (Some(trace), Some(flight)) = (history.messages.get_mut(id as usize), state.flights().get(&id)) else { return };
    let hold = |(tick, event)| TraceHold { event, progress_permille: flight.progress_permille(tick) };
    let held = flight.held_since_tick.zip(held_by).map(hold);
    if (trace.due_tick, &trace.held) != (flight.due_tick, &held) {
        let trace = Rc::make_mut(trace);
        (trace.due_tick, trace.held) = (flight.due_tick, held);
    }
}

/// Leaves of a history what has happened in the timeline, which was cut back. (Its captions are lines, of which the branch knows.)
fn cut_back<P: Shown>(history: &mut History, timeline: &Timeline<P>) {
    let position = timeline.events().len();
    history.events.truncate(position);
    history.broken.retain(|(place, ..)| *place < position);
    let sent = history.messages.partition_point(|trace| trace.sent_by < position);
    history.messages.truncate(sent);
    for trace in &mut history.messages {
        if trace.end.as_ref().is_some_and(|end| end.event >= position) {
            Rc::make_mut(trace).end = None;
        }
    }
    // What held messages or let them go may be undone.
    for (id, flight) in timeline.frontier().flights() {
        let holds = |event: &Event<P>| event.what == Occurrence::Held(*id);
        let held_by = flight.held_since_tick.and_then(|_| timeline.events().iter().rposition(holds));
        follow_flight(history, *id, timeline.frontier(), held_by);
    }
}
