//! The record of one branch, of whatever protocol: what the session needs of a timeline and of a state, without their types.

use super::history::{Chronicle, Lateness, Seen};
use super::judged::{Judged, broken};
use super::looks;
use super::shown::Shown;
use super::{
    ChosenView, EventView, LogView, MessageView, NetworkView, NodeView, PropertyView, QuorumView, TraceHold, TraceView,
};
use crate::protocol::synod::Synod;
use crate::protocol::{Canonical, NodeId, Projection, ProtocolName};
use crate::scenario::{Expectation, Settings};
use crate::sim::{
    Command, CommandError, Entry, Event, KEYFRAME_EVENTS, LossCause, Moment, Occurrence, Reached, Simulation, Step,
    Timeline, block_before,
};
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

/// A timeline, and how what happens in it looks.
pub(super) trait Reel {
    /// A copy.
    fn copy(&self) -> Box<dyn Reel>;
    /// The furthest state.
    fn frontier(&self) -> &dyn State;
    /// Lines that are no events and have been reached, in order.
    fn reached(&self) -> &[Reached];
    /// When the next thing happens beyond the frontier.
    fn next_tick(&self) -> Option<u64>;
    /// The moment right after each event.
    fn moments(&self) -> &[Moment];
    /// The events of a block as they look, worked out again. (What became of messages later is not in it.)
    fn seen_again(&self, block: usize, chronicle: &Chronicle) -> Vec<Seen>;
    /// The event of a place as it looks, if its step is the one that was simulated again last: without its block.
    fn event_again(&self, place: usize, chronicle: &Chronicle) -> Option<EventView>;
    /// A message that sets out in the event of this place, as it looked then, if it is under way in the step that was simulated again last, and was never held.
    fn message_again(&self, id: u32, sent_by: usize) -> Option<TraceView>;
    /// How many events have happened by a moment.
    fn position_at(&self, moment: Moment) -> usize;
    /// The state after so many events, when time stands at a moment before the next.
    fn state_at(&self, position: usize, moment: Moment) -> Rc<dyn State>;
    /// The same, for whoever stands there and looks back: what is seen on the way there is kept for a while.
    fn state_seen(&self, position: usize, moment: Moment, chronicle: &Chronicle) -> Rc<dyn State>;
    /// Takes the next thing up to and including a moment.
    fn advance(&mut self, until: Moment, chronicle: &mut Chronicle) -> Advanced;
    /// Takes the next line if it is no event and due by this moment.
    fn advance_entry(&mut self, until: Moment) -> bool;
    /// Has another script from now on, which means the same.
    fn reword(&mut self, script: Vec<Entry>);
    /// Goes back and on with another script: see [`Timeline::rewrite`].
    fn rewrite(&mut self, position: usize, moment: Moment, same: usize, script: Vec<Entry>, chronicle: &mut Chronicle);
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
    /// Every property, judged: of what the chronicle says was broken before.
    fn judge(&self, chronicle: &Chronicle) -> Vec<PropertyView>;
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

    /// The last event goes into the chronicle.
    fn record(&mut self, chronicle: &mut Chronicle) {
        let frontier = self.timeline.frontier();
        let Some(event) = self.timeline.last_event() else { return };
        let place = self.timeline.moments().len() - 1;
        chronicle.append(place, seen(event, frontier, place, &mut self.judged));
        let here = (place, event.moment);
        match event.what {
            Occurrence::Delivered(id) => chronicle.end(id, here, None),
            Occurrence::Lost(id, cause, progress) => chronicle.end(id, here, Some((cause, progress))),
            Occurrence::Held(id) => {
                chronicle.holds(id, place);
                follow_flight(chronicle, id, frontier);
            }
            Occurrence::Released(id) => follow_flight(chronicle, id, frontier),
            _ => {}
        }
        for (id, progress) in &event.lost {
            chronicle.end(*id, here, Some((LossCause::Disconnected, *progress)));
        }
    }

    /// Nothing of this block is seen yet.
    fn seeing(&self, block: usize, chronicle: &Chronicle) -> Option<Seeing> {
        let first = block * KEYFRAME_EVENTS;
        let by_then = chronicle.broken_before(first + KEYFRAME_EVENTS);
        let judged = Judged::again(self.timeline.keyframe(block)?, chronicle.broken_before(first), by_then);
        Some(Seeing { first, judged, all: Vec::new() })
    }

    fn go_back(&mut self, chronicle: &mut Chronicle) {
        let frontier = self.timeline.frontier();
        chronicle.cut_back(self.timeline.moments().len());
        // What held messages or let them go may be undone.
        frontier.flights().keys().for_each(|id| follow_flight(chronicle, *id, frontier));
        self.judged = Judged::of(frontier, chronicle.broken_before(usize::MAX));
    }
}

/// The events of a block, as they are seen again one after the other.
struct Seeing {
    first: usize,
    judged: Judged,
    all: Vec<Seen>,
}

impl Seeing {
    /// The next event, which leads to this state.
    fn see<P: Shown>(&mut self, event: &Event<P>, state: &Simulation<P>) {
        self.all.push(seen(event, state, self.first + self.all.len(), &mut self.judged));
    }
}

/// What is seen of the event of a place, which led to a state.
fn seen<P: Shown>(event: &Event<P>, state: &Simulation<P>, place: usize, judged: &mut Judged) -> Seen {
    let flights = event.sent.iter().filter_map(|id| state.flights().get(id));
    let sent = flights.map(|flight| looks::trace::<P>(flight, event.moment, place)).collect();
    let mut view = looks::event(event);
    let broken = judged.judge(event, state.world(), &mut view);
    Seen { event: view, sent, broken }
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

    fn moments(&self) -> &[Moment] {
        self.timeline.moments()
    }

    fn seen_again(&self, block: usize, chronicle: &Chronicle) -> Vec<Seen> {
        let Some(mut seeing) = self.seeing(block, chronicle) else { return Vec::new() };
        self.timeline.replay_block(block, |event, state| seeing.see(event, state));
        seeing.all
    }

    fn event_again(&self, place: usize, chronicle: &Chronicle) -> Option<EventView> {
        let step = self.timeline.step_again();
        let Step { event, before, after, .. } = step.as_ref().filter(|step| step.place == place)?;
        let mut judged = Judged::again(before, chronicle.broken_before(place), chronicle.broken_before(place + 1));
        Some(seen(event, after, place, &mut judged).event)
    }

    fn message_again(&self, id: u32, sent_by: usize) -> Option<TraceView> {
        let step = self.timeline.step_again();
        let Step { before, after, .. } = step.as_ref()?;
        let flight = before.flights().get(&id).or_else(|| after.flights().get(&id))?;
        Some(looks::trace::<P>(flight, *self.moments().get(sent_by)?, sent_by))
    }

    fn position_at(&self, moment: Moment) -> usize {
        self.timeline.position_at(moment)
    }

    fn state_at(&self, position: usize, moment: Moment) -> Rc<dyn State> {
        Rc::new(self.timeline.state_at(position, moment))
    }

    fn state_seen(&self, position: usize, moment: Moment, chronicle: &Chronicle) -> Rc<dyn State> {
        let block = block_before(position);
        let Some(mut seeing) = self.seeing(block, chronicle).filter(|_| !chronicle.knows(block)) else {
            return self.state_at(position, moment);
        };
        let state = self.timeline.state_seen(position, moment, |event, state| seeing.see(event, state));
        chronicle.glimpse(block, seeing.all, self.moments());
        Rc::new(state)
    }

    fn advance(&mut self, until: Moment, chronicle: &mut Chronicle) -> Advanced {
        if !self.timeline.advance(until) {
            return Advanced::Nothing;
        }
        if self.timeline.last_event().is_none() {
            return Advanced::Line;
        }
        self.record(chronicle);
        Advanced::Event
    }

    fn advance_entry(&mut self, until: Moment) -> bool {
        self.timeline.advance_entry(until)
    }

    fn reword(&mut self, script: Vec<Entry>) {
        self.timeline.reword(script);
    }

    fn rewrite(&mut self, position: usize, moment: Moment, same: usize, script: Vec<Entry>, chronicle: &mut Chronicle) {
        self.timeline.rewrite(position, moment, same, script);
        self.go_back(chronicle);
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

    fn judge(&self, chronicle: &Chronicle) -> Vec<PropertyView> {
        let mut properties: Vec<PropertyView> =
            Property::of(P::NAME).iter().map(|property| PropertyView { property: *property, breach: None }).collect();
        for (property, _, breach) in broken(self, chronicle.broken_before(usize::MAX)) {
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

/// Tells of a message under way when it is due now, and where it is held, if it is.
fn follow_flight<P: Shown>(chronicle: &mut Chronicle, id: u32, state: &Simulation<P>) {
    let Some(flight) = state.flights().get(&id) else { return };
    let hold = |(tick, event)| TraceHold { event, progress_permille: flight.progress_permille(tick) };
    let held = flight.held_since_tick.zip(chronicle.held_by(id)).map(hold);
    chronicle.follow(id, Lateness { due_tick: flight.due_tick, held });
}
