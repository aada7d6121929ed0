//! A state in virtual time, and what happens next.

mod canonical;

use super::demand::Demands;
use super::draw::{self, Purpose};
use super::flight::{self, Flight};
use super::sends::{Description, Sends};
use super::streams::Passages;
use super::{
    Act, Entry, Event, FaultProfile, LossCause, MANUAL_PACE_TICKS, MessageName, Moment, Occurrence, QUIET_LIMIT_TICKS,
    Run, Setup, Span,
};
use crate::protocol::{Canonical, Channel, Effect, Label, Map, NodeId, Projection, Protocol, Set, Value, Wait};
use crate::world::{Action, Envelope, NetworkKind, NotEnabled, Outcome, Performed, Step, World};
use std::sync::Arc;

/// How often a leader is heard, if nothing is lost, in the time after which it may be missed.
const HEARTBEATS_IN_A_TIMEOUT: u32 = 4;

/// An armed timer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ArmedTimer {
    /// When it was armed.
    pub set_tick: u64,
    /// When it runs out.
    pub due_tick: u64,
}

/// Something that falls due by time; at one tick messages come before timers, each in the order of their numbers; then what is noticed, and what clients
/// ask for by themselves.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Due<T> {
    Flight(u32),
    Timer(NodeId, T),
    /// The second notices that its connection with the first is gone.
    Closed(NodeId, NodeId),
    /// A client asks for the next thing by itself.
    Demand(NodeId),
}

/// What [`Simulation::advance`] came to.
#[expect(clippy::large_enum_variant, reason = "it is taken apart at once, and nearly always an event")]
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Advance<P: Protocol> {
    /// An event.
    Event(Event<P>),
    /// An entry of the script that is no event has been reached: a mark, or the end of a run; its place in the script.
    Reached(usize),
}

/// A state in virtual time.
#[derive(Clone, Debug)]
pub struct Simulation<P: Protocol> {
    setup: Arc<Setup>,
    pub(super) world: World<P>,
    pub(super) profile: FaultProfile,
    /// The moment right after the last event.
    now: Moment,
    pub(super) flights: Map<u32, Arc<Flight<P::Message>>>,
    next_flight: u32,
    sends: Sends,
    pub(super) timers: Map<(NodeId, P::Timer), ArmedTimer>,
    timer_counts: Map<(NodeId, P::Timer), u32>,
    pub(super) agenda: Set<(u64, Due<P::Timer>)>,
    pub(super) passages: Passages,
    pub(super) demands: Demands,
    /// The next entry of the script.
    next_entry: usize,
    /// When the entry before it was done.
    entry_base: Moment,
}

impl<P: Protocol<Request = Value>> Simulation<P> {
    /// The state before anything has happened.
    pub fn new(config: P::Config, setup: Arc<Setup>) -> Self {
        let mut start = Self {
            world: World::new(config, NetworkKind::Bag),
            profile: setup.profile.clone(),
            setup,
            now: Moment::default(),
            flights: Map::new_vec(),
            next_flight: 0,
            sends: Sends::default(),
            timers: Map::new_vec(),
            timer_counts: Map::new_vec(),
            agenda: Set::default(),
            passages: Passages::default(),
            demands: Demands::default(),
            next_entry: 0,
            entry_base: Moment::default(),
        };
        for id in start.world.ids() {
            let running = start.world.place(id).and_then(|place| place.running.as_ref());
            let timers: Vec<P::Timer> =
                running.map(|running| running.timers.iter().copied().collect()).unwrap_or_default();
            timers.into_iter().for_each(|timer| start.arm(id, timer, 1, 0));
            start.see_to_demand(id, 0);
        }
        start
    }

    /// The cluster.
    pub fn world(&self) -> &World<P> {
        &self.world
    }

    /// The network as it is now.
    pub fn profile(&self) -> &FaultProfile {
        &self.profile
    }

    /// The settings that hold from the start.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The moment right after the last event.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// Messages under way, by number.
    pub fn flights(&self) -> &Map<u32, Arc<Flight<P::Message>>> {
        &self.flights
    }

    /// Armed timers.
    pub fn timers(&self) -> &Map<(NodeId, P::Timer), ArmedTimer> {
        &self.timers
    }

    /// The first entry of the script that is not done.
    pub fn next_entry(&self) -> usize {
        self.next_entry
    }

    /// When the entry before the next one was done.
    pub fn entry_base(&self) -> Moment {
        self.entry_base
    }

    /// How many messages of this description have set out, copies included.
    pub fn sent_of(&self, from: NodeId, to: NodeId, label: Label) -> u32 {
        self.sends.all((from, to, label))
    }

    /// When the next thing happens by time or by the script, if anything does.
    pub fn next_tick(&self, script: &[Entry]) -> Option<u64> {
        let entry = self.entry_due(script).map(|moment| moment.tick);
        let timed = self.next_due().map(|(tick, _)| tick);
        match (entry, timed) {
            (Some(entry), Some(timed)) => Some(entry.min(timed)),
            (entry, timed) => entry.or(timed),
        }
        .map(|tick| tick.max(self.now.tick))
    }

    /// Takes the next thing that happens up to and including the moment `until`; nothing if nothing does.
    pub fn advance(&mut self, script: &[Entry], until: Moment) -> Option<Advance<P>> {
        let entry = self.entry_due(script);
        let timed = self.next_due();
        match (entry, timed) {
            (Some(due), timed) if timed.is_none_or(|(tick, _)| self.entry_comes_first(due, tick)) => {
                self.entry_done_by(script, due, until).then(|| self.take_entry(script, due))
            }
            (_, Some((tick, due))) if self.moment_after(tick) <= until => {
                Some(Advance::Event(self.take_due(tick, due)))
            }
            _ => None,
        }
    }

    /// Is the next entry of the script, due then, done by the moment `until`?
    fn entry_done_by(&self, script: &[Entry], due: Moment, until: Moment) -> bool {
        match script[self.next_entry].act {
            Act::Command(_) => self.moment_after(due.tick) <= until,
            Act::Run(_) | Act::Mark => due <= until,
        }
    }

    /// How many events of this tick have happened.
    fn happened(&self, tick: u64) -> u32 {
        if self.now.tick == tick { self.now.events } else { 0 }
    }

    /// The moment right after the next event, if it happens at this tick.
    fn moment_after(&self, tick: u64) -> Moment {
        let tick = tick.max(self.now.tick);
        Moment { tick, events: self.happened(tick).saturating_add(1) }
    }

    /// Takes the next entry of the script if it is no event and due by this moment; its place.
    pub(super) fn advance_entry(&mut self, script: &[Entry], until: Moment) -> Option<usize> {
        let due = self.entry_due(script).filter(|due| *due <= until)?;
        if matches!(script[self.next_entry].act, Act::Command(_)) {
            return None;
        }
        match self.take_entry(script, due) {
            Advance::Reached(place) => Some(place),
            Advance::Event(_) => None,
        }
    }

    /// Entries that are no events change nothing but this.
    pub(super) fn set_script_position(&mut self, next_entry: usize, entry_base: Moment) {
        self.next_entry = next_entry;
        self.entry_base = entry_base;
    }

    fn entry_comes_first(&self, entry: Moment, timed_tick: u64) -> bool {
        entry.tick < timed_tick || (entry.tick == timed_tick && self.happened(entry.tick) >= entry.events)
    }

    /// When the next entry of the script is due. An entry whose moment has passed is due at once.
    fn entry_due(&self, script: &[Entry]) -> Option<Moment> {
        let entry = script.get(self.next_entry)?;
        let start = entry.at.unwrap_or(self.entry_base);
        let due = match &entry.act {
            Act::Command(_) if entry.at.is_none() && self.setup.manual => {
                Moment::at_tick(start.tick.saturating_add(MANUAL_PACE_TICKS))
            }
            Act::Command(_) | Act::Mark => start,
            Act::Run(Run::Ticks(ticks)) => Moment::at_tick(start.tick.saturating_add(*ticks)),
            Act::Run(Run::To(moment)) => *moment,
            Act::Run(Run::Quiet) if self.next_due().is_none() => start,
            Act::Run(Run::Quiet) => Moment::at_tick(start.tick.saturating_add(QUIET_LIMIT_TICKS)),
        };
        let due = due.max(self.now);
        // A tick may have fewer events than the moment says.
        let over = self.next_due().is_none_or(|(tick, _)| tick > due.tick);
        Some(if over { Moment { events: due.events.min(self.happened(due.tick)), ..due } } else { due })
    }

    fn next_due(&self) -> Option<(u64, Due<P::Timer>)> {
        if self.setup.manual { None } else { self.agenda.first().copied() }
    }

    fn take_entry(&mut self, script: &[Entry], due: Moment) -> Advance<P> {
        let place = self.next_entry;
        self.next_entry += 1;
        match &script[place].act {
            Act::Command(command) => {
                let moment = self.tick_on(due.tick);
                let event = self.order(command, moment);
                self.entry_base = moment;
                Advance::Event(event)
            }
            Act::Run(_) | Act::Mark => {
                // The tick may have had fewer events than the moment says.
                self.entry_base = Moment { events: due.events.min(self.happened(due.tick)), ..due };
                Advance::Reached(place)
            }
        }
    }

    /// The moment right after the next event, which happens at this tick.
    fn tick_on(&mut self, tick: u64) -> Moment {
        self.now = self.moment_after(tick);
        self.now
    }

    fn take_due(&mut self, tick: u64, due: Due<P::Timer>) -> Event<P> {
        let moment = self.tick_on(tick);
        match due {
            Due::Timer(id, timer) => {
                let outcome = self.fire(id, timer, None);
                self.event(moment, Some(id), Occurrence::Fired(timer), outcome)
            }
            Due::Closed(from, to) => {
                let outcome = self.must(Action::Notice { from, to }, None);
                self.event(moment, Some(to), Occurrence::Noticed(from), outcome)
            }
            Due::Demand(client) => {
                let value = self.take_demand(client);
                let outcome = self.request(client, value.clone(), None);
                self.event(moment, Some(client), Occurrence::Requested(value), outcome)
            }
            Due::Flight(number) => {
                let flight = &self.flights[&number];
                let (from, to) = (flight.name.from, flight.name.to);
                let lost_by_network = flight.loss_tick.is_some();
                let cause = if lost_by_network {
                    Some(LossCause::Network)
                } else if self.world.cuts().contains(&(from, to)) {
                    Some(LossCause::LinkCut)
                } else if self.world.place(to).is_none_or(|place| place.running.is_none()) {
                    Some(LossCause::ReceiverDown)
                } else {
                    None
                };
                match cause {
                    Some(cause) => self.lose(moment, number, cause),
                    None => {
                        let outcome = self.deliver(number, None);
                        self.event(moment, Some(to), Occurrence::Delivered(number), outcome)
                    }
                }
            }
        }
    }

    /// A step that the simulation knows to be allowed.
    fn must(&mut self, action: Action<P>, crash_after: Option<u16>) -> Outcome<P> {
        let outcome: Result<_, NotEnabled> = self.world.apply(&Step { action, crash_after });
        debug_assert!(outcome.is_ok(), "the simulation took a step that the world does not allow: {outcome:?}");
        outcome.unwrap_or_default()
    }

    pub(super) fn deliver(&mut self, number: u32, crash_after: Option<u16>) -> Outcome<P> {
        match self.take_flight(number) {
            Some(flight) => self.must(Action::Deliver(flight.envelope.clone()), crash_after),
            None => Outcome::default(),
        }
    }

    pub(super) fn lose(&mut self, moment: Moment, number: u32, cause: LossCause) -> Event<P> {
        let flight = self.take_flight(number);
        let progress = flight.as_ref().map_or(0, |flight| flight.progress_permille(moment.tick));
        if let Some(flight) = flight {
            let action = match P::channel(&flight.envelope.message) {
                Channel::Datagram => Action::Drop(flight.envelope.clone()),
                Channel::Stream => Action::Break(flight.name.from, flight.name.to),
            };
            self.must(action, None);
        }
        self.event(moment, None, Occurrence::Lost(number, cause, progress), Outcome::default())
    }

    pub(super) fn fire(&mut self, id: NodeId, timer: P::Timer, crash_after: Option<u16>) -> Outcome<P> {
        self.disarm(id, timer);
        self.must(Action::Fire(id, timer), crash_after)
    }

    pub(super) fn request(&mut self, id: NodeId, value: Value, crash_after: Option<u16>) -> Outcome<P> {
        self.must(Action::Request(id, value), crash_after)
    }

    pub(super) fn crash(&mut self, id: NodeId) {
        self.must(Action::Crash(id), None);
        self.disarm_all(id);
    }

    pub(super) fn restart(&mut self, id: NodeId, wiped: bool) -> Outcome<P> {
        self.must(if wiped { Action::RestartWiped(id) } else { Action::Restart(id) }, None)
    }

    pub(super) fn notice(&mut self, id: NodeId, peer: NodeId, crash_after: Option<u16>) -> Outcome<P> {
        self.must(Action::Notice { from: peer, to: id }, crash_after)
    }

    pub(super) fn break_stream(&mut self, one: NodeId, other: NodeId) {
        self.must(Action::Break(one, other), None);
    }

    pub(super) fn rewire(&mut self, from: NodeId, to: NodeId, cut: bool) {
        self.must(if cut { Action::Cut(from, to) } else { Action::Heal(from, to) }, None);
    }

    pub(super) fn duplicate(&mut self, number: u32, tick: u64) -> Option<u32> {
        let flight = self.flights.get(&number)?;
        let (envelope, send) = (flight.envelope.clone(), flight.send);
        self.must(Action::Duplicate(envelope.clone()), None);
        Some(self.launch_copy(envelope, send, tick))
    }

    pub(super) fn hold(&mut self, number: u32, tick: u64) {
        if let Some(flight) = self.flights.get_mut(&number) {
            self.agenda.remove(&(flight.end_tick(), Due::Flight(number)));
            Arc::make_mut(flight).held_since_tick = Some(tick);
        }
    }

    pub(super) fn release(&mut self, number: u32, tick: u64) {
        if let Some(flight) = self.flights.get_mut(&number) {
            Arc::make_mut(flight).release(tick);
        }
        self.schedule(number);
    }

    fn take_flight(&mut self, number: u32) -> Option<Arc<Flight<P::Message>>> {
        let flight = self.flights.remove(&number)?;
        self.passages.remove((flight.name.from, flight.name.to), number);
        self.agenda.remove(&(flight.end_tick(), Due::Flight(number)));
        Some(flight)
    }

    /// An event, with what the node did carried into virtual time: its messages set out, its timers are armed.
    pub(super) fn event(
        &mut self,
        moment: Moment,
        node: Option<NodeId>,
        what: Occurrence<P>,
        outcome: Outcome<P>,
    ) -> Event<P> {
        let mut sent = Vec::new();
        if let Some(id) = node {
            for Performed { effect, to_itself, vanished } in &outcome.performed {
                match effect {
                    Effect::Send { to, message } if !to_itself && !vanished => {
                        let envelope = Envelope { from: id, to: *to, message: message.clone() };
                        self.launch(envelope, moment.tick, &mut sent);
                    }
                    Effect::SetTimer { timer, attempt } => self.arm(id, *timer, *attempt, moment.tick),
                    Effect::CancelTimer(timer) => self.disarm(id, *timer),
                    _ => {}
                }
            }
            if outcome.crashed_after.is_some() {
                self.disarm_all(id);
            }
            self.see_to_demand(id, moment.tick);
        }
        let lost = self.catch_up_on_streams(moment.tick);
        let Outcome { performed, crashed_after } = outcome;
        Event { moment, what, node, commanded: false, performed, crashed_after, sent, lost }
    }

    fn launch(&mut self, envelope: Envelope<P::Message>, tick: u64, sent: &mut Vec<u32>) {
        let send = self.sends.send(description::<P>(&envelope));
        let (number, duplicated) = self.take_off(envelope.clone(), send, 0, tick);
        sent.push(number);
        if duplicated {
            self.must(Action::Duplicate(envelope.clone()), None);
            sent.push(self.launch_copy(envelope, send, tick));
        }
    }

    fn launch_copy(&mut self, envelope: Envelope<P::Message>, send: u32, tick: u64) -> u32 {
        let copy = self.sends.copy(description::<P>(&envelope), send);
        self.take_off(envelope, send, copy, tick).0
    }

    fn take_off(&mut self, envelope: Envelope<P::Message>, send: u32, copy: u32, tick: u64) -> (u32, bool) {
        let (from, to, label) = description::<P>(&envelope);
        let name = MessageName { from, to, label, occurrence: self.sends.set_out((from, to, label)) };
        let fate = flight::fate(self.setup.seed, &self.profile, &name, send, copy);
        let flight = Flight {
            envelope,
            name,
            send,
            copy,
            sent_tick: tick,
            due_tick: tick.saturating_add(fate.latency_ticks),
            loss_tick: fate.lost_after_ticks.map(|ticks| tick.saturating_add(ticks)),
            held_since_tick: None,
        };
        let number = self.next_flight;
        self.next_flight += 1;
        let on_stream = P::channel(&flight.envelope.message) == Channel::Stream;
        self.flights.insert(number, Arc::new(flight));
        if on_stream {
            self.follow(number);
        }
        self.schedule(number);
        (number, fate.duplicated && !on_stream)
    }

    fn arm(&mut self, id: NodeId, timer: P::Timer, attempt: u32, tick: u64) {
        self.disarm(id, timer);
        let count = self.timer_counts.entry((id, timer)).or_default();
        *count += 1;
        let count = *count;
        let drawn = |span| {
            let mut key = Projection::default();
            id.project(&mut key);
            timer.project(&mut key);
            key.u32(count);
            draw::ticks_within(draw::draw(self.setup.seed, Purpose::BackOff, &key), span)
        };
        let timeout_ticks = self.setup.timeout_ticks;
        let ticks = match P::wait(timer) {
            Wait::Timeout => u64::from(timeout_ticks),
            Wait::BackOff => drawn(self.backoff_span(attempt)),
            Wait::Election => drawn(Span { low_ticks: timeout_ticks, high_ticks: timeout_ticks.saturating_mul(2) }),
            Wait::Heartbeat => u64::from(timeout_ticks / HEARTBEATS_IN_A_TIMEOUT),
            Wait::Lease => u64::from(timeout_ticks),
            // By the same clock, and from the same tick on, it would still run out later.
            Wait::Grant => u64::from(timeout_ticks) + 1,
        };
        let ticks = self.by_clock_of(id, ticks);
        // A timer that runs out in the tick in which it was set could stop time.
        let due_tick = tick.saturating_add(ticks.max(1));
        self.timers.insert((id, timer), ArmedTimer { set_tick: tick, due_tick });
        self.agenda.insert((due_tick, Due::Timer(id, timer)));
    }

    /// How many ticks pass while the node's clock counts so many.
    fn by_clock_of(&self, id: NodeId, ticks: u64) -> u64 {
        let most = u64::from(self.setup.drift.basis_points());
        if most == 0 {
            return ticks;
        }
        let mut key = Projection::default();
        id.project(&mut key);
        // From that share fewer in 10,000 to that share more.
        let rate = 10_000 - most + draw::scale(draw::draw(self.setup.seed, Purpose::Drift, &key), 2 * most + 1);
        ticks.saturating_mul(rate) / 10_000
    }

    /// The range from which the back-off of an attempt (from 1) is drawn.
    fn backoff_span(&self, attempt: u32) -> Span {
        let doublings = attempt.saturating_sub(1).min(3);
        let Span { low_ticks, high_ticks } = self.setup.backoff;
        Span { low_ticks, high_ticks: high_ticks << doublings }
    }

    fn disarm(&mut self, id: NodeId, timer: P::Timer) {
        if let Some(armed) = self.timers.remove(&(id, timer)) {
            self.agenda.remove(&(armed.due_tick, Due::Timer(id, timer)));
        }
    }

    fn disarm_all(&mut self, id: NodeId) {
        let armed: Vec<_> = self.timers.keys().filter(|(node, _)| *node == id).copied().collect();
        for (node, timer) in armed {
            self.disarm(node, timer);
        }
    }
}

fn description<P: Protocol>(envelope: &Envelope<P::Message>) -> Description {
    let Envelope { from, to, message } = envelope;
    (*from, *to, P::label(*from, *to, message))
}
