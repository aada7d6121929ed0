//! The record of one branch, of whatever protocol: what the session needs of a timeline and of a state, without their types.

use super::judged::{Judged, broken};
use super::looks;
use super::shown::Shown;
use super::{
    ChosenView, History, LogView, MessageView, NetworkView, NodeView, PropertyView, QuorumView, TraceEnd, TraceHold,
};
use crate::protocol::synod::Synod;
use crate::protocol::{Canonical, NodeId, Projection, ProtocolName};
use crate::scenario::{Expectation, Settings};
use crate::sim::{Command, CommandError, Entry, Event, LossCause, Moment, Occurrence, Reached, Simulation, Timeline};
use crate::world::Property;
use std::any::Any;
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
    /// Appends its world, for the digest of what a search searches.
    fn project_world(&self, out: &mut Projection);
    /// The state, by whoever knows its type.
    fn as_any(&self) -> &dyn Any;
}

/// What can be seen of a state: parts of a [`View`](super::View).
pub(super) struct Look {
    pub nodes: Vec<NodeView>,
    pub messages: Vec<MessageView>,
    pub cuts: Vec<(NodeId, NodeId)>,
    pub connections: Vec<(NodeId, NodeId)>,
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
        ProtocolName::Zab => super::zab::zab(settings, script),
    }
}

/// A timeline of a protocol, and what is known of its frontier: to tell what an event changed.
#[derive(Clone, Debug)]
pub(super) struct Played<P: Shown> {
    timeline: Timeline<P>,
    judged: Judged,
}

impl<P: Shown> Played<P> {
    /// Nothing has happened yet.
    pub fn new(config: P::Config, settings: &Settings, script: Vec<Entry>) -> Self {
        let timeline = Timeline::new(config, settings.setup(), script);
        let judged = Judged::new(timeline.frontier().world());
        Self { timeline, judged }
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
        for (id, progress) in &event.lost {
            end_trace(history, *id, event.moment, place, Some((LossCause::Disconnected, *progress)));
        }
        let mut view = looks::event(event);
        self.judged.judge(event, frontier.world(), (place, &mut view, history));
        history.events.push(Rc::new(view));
    }

    fn go_back(&mut self, history: &mut History) {
        cut_back(history, &self.timeline);
        self.judged = Judged::of(self.timeline.frontier(), history);
    }
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
            Property::of(P::NAME).iter().map(|property| PropertyView { property: *property, breach: None }).collect();
        for (property, _, breach) in broken(self, history) {
            let judged = properties.iter_mut().find(|judged| judged.property == property);
            judged
                .into_iter()
                .filter(|judged| judged.breach.is_none())
                .for_each(|judged| judged.breach = Some(breach.clone()));
        }
        properties
    }

    fn project_world(&self, out: &mut Projection) {
        self.world().project(out);
    }

    fn as_any(&self) -> &dyn Any {
        self
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
