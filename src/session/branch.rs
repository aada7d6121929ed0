//! One branch of a run: its lines, its timeline, and its history as views.

use super::looks;
use super::{Happening, History, TraceEnd, TraceHold};
use crate::protocol::synod::Synod;
use crate::protocol::{Quorums, Vote};
use crate::scenario::{Item, What};
use crate::sim::{Act, Entry, Event, Moment, Occurrence, Reached, Setup, Simulation, Timeline};
use crate::world::{self, Property};
use std::rc::Rc;

/// A line of a branch, and who wrote it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Line {
    pub item: Item,
    /// Given by the person during the run, not written in the scenario.
    pub by_hand: bool,
    /// What the run after it said before this one came into its midst; it meant the same.
    pub displaced: Option<Item>,
}

/// One branch.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    /// The branch it came from, and where it leaves it.
    pub parent: Option<(usize, Moment)>,
    /// Every line from the start, those shared with the parent included.
    pub lines: Vec<Line>,
    /// How many of the lines are shared with the parent.
    pub shared: usize,
    pub timeline: Timeline<Synod>,
    pub history: Rc<History>,
    /// What is chosen and which properties fail at the frontier, to tell what an event changed.
    judged: Judged,
    /// Expectations that were reached: the line's place, and whether it held.
    pub verdicts: Vec<(usize, bool)>,
}

#[derive(Clone, Default, Debug)]
struct Judged {
    votes: usize,
    learned: usize,
    chosen: Vec<Vote>,
    broken: Vec<Property>,
}

impl Line {
    /// A line of the scenario.
    pub fn written(item: &Item) -> Self {
        Self { item: item.clone(), by_hand: false, displaced: None }
    }
}

/// The script of these lines.
pub(super) fn entries(lines: &[Line]) -> Vec<Entry> {
    let act = |what: &What| match what {
        What::Command(command) => Act::Command(command.clone()),
        What::Run(run) => Act::Run(*run),
        What::Caption(_) | What::Expect(_) | What::Comment(_) => Act::Mark,
    };
    lines.iter().map(|line| Entry { at: line.item.at, act: act(&line.item.what) }).collect()
}

impl Branch {
    pub fn new(config: crate::protocol::synod::Config, setup: Setup, lines: Vec<Line>) -> Self {
        let timeline = Timeline::new(config, setup, entries(&lines));
        Self {
            parent: None,
            lines,
            shared: 0,
            timeline,
            history: Rc::default(),
            judged: Judged::default(),
            verdicts: Vec::new(),
        }
    }

    /// Back to the state after this many events, with time standing at a moment before the next, and on with other lines, which agree
    /// with these on all that is done by then, but at most on the first `same`.
    pub fn rewrite(&mut self, position: usize, moment: Moment, same: usize, lines: Vec<Line>) {
        let went_on = position < self.timeline.events().len();
        self.timeline.rewrite(position, moment, same, entries(&lines));
        self.lines = lines;
        cut_back(Rc::make_mut(&mut self.history), &self.timeline, &self.lines);
        let done = self.timeline.frontier().next_entry();
        self.verdicts.retain(|(place, _)| *place < done);
        if went_on {
            self.judged = judge(self.timeline.frontier());
        }
        // So that the frontier, which is all that a link says of it, tells which lines are done.
        self.settle(self.frontier());
    }

    /// The lines have other words for what is done by now, and for what comes in the same places.
    pub fn reword(&mut self) {
        self.timeline.reword(entries(&self.lines));
    }

    /// The state when time stands at a moment, also where nobody has played to it.
    pub fn state_by(&self, moment: Moment) -> Simulation<Synod> {
        let state = |timeline: &Timeline<Synod>| timeline.state_at(timeline.position_at(moment), moment);
        if self.frontier() >= moment {
            return state(&self.timeline);
        }
        let mut played = self.clone();
        played.play_to(moment);
        state(&played.timeline)
    }

    /// Takes the next thing up to and including the moment `until`: true if there was one.
    pub fn advance(&mut self, until: Moment) -> bool {
        let events = self.timeline.events().len();
        if !self.timeline.advance(until) {
            return false;
        }
        match self.timeline.events().get(events) {
            Some(_) => self.record_event(events),
            None => self.record_reached(),
        }
        true
    }

    /// Takes every line that is no event and due by this moment, which must not lie beyond the next event.
    pub fn settle(&mut self, moment: Moment) {
        while self.timeline.advance_entry(moment) {
            self.record_reached();
        }
    }

    /// Plays up to and including the moment, if it has not come so far.
    pub fn play_to(&mut self, moment: Moment) {
        while self.advance(moment) {}
        if self.timeline.position_at(moment) == self.timeline.events().len() {
            self.settle(moment);
        }
    }

    /// Forgets what was simulated after the moment.
    pub fn cut_to(&mut self, moment: Moment) {
        if self.frontier() > moment {
            self.rewrite(self.timeline.position_at(moment), moment, usize::MAX, self.lines.clone());
        }
    }

    /// Plays to the end of the lines; false if the bound on events came first.
    pub fn play_out(&mut self) -> bool {
        while self.timeline.frontier().next_entry() < self.lines.len() {
            if !self.advance(Moment::END) {
                return false;
            }
        }
        true
    }

    fn record_event(&mut self, place: usize) {
        let frontier = self.timeline.frontier();
        let event = &self.timeline.events()[place];
        let history = Rc::make_mut(&mut self.history);
        for id in &event.sent {
            if let Some(flight) = frontier.flights().get(id) {
                history.messages.push(Rc::new(looks::trace(flight, event.moment, place)));
            }
        }
        match event.what {
            Occurrence::Delivered(id) => end_trace(history, id, event.moment, place, None),
            Occurrence::Lost(id, cause, progress) => {
                end_trace(history, id, event.moment, place, Some((cause, progress)))
            }
            Occurrence::Held(id) | Occurrence::Released(id) => follow_flight(history, id, frontier, Some(place)),
            _ => {}
        }
        let mut view = looks::event(event);
        let ledger = frontier.world().ledger();
        if (ledger.votes().len(), ledger.learned().len()) != (self.judged.votes, self.judged.learned) {
            let now = judge(frontier);
            view.newly_chosen = now.chosen.iter().filter(|vote| !self.judged.chosen.contains(vote)).cloned().collect();
            view.newly_broken =
                now.broken.iter().filter(|broken| !self.judged.broken.contains(broken)).copied().collect();
            self.judged = now;
        }
        history.events.push(Rc::new(view));
    }

    fn record_reached(&mut self) {
        let Some(Reached { place, moment, events_before, .. }) = self.timeline.reached().last().copied() else {
            return;
        };
        match self.lines.get(place).map(|line| &line.item.what) {
            Some(What::Caption(words)) => {
                let caption = (events_before, moment, looks::words(words));
                Rc::make_mut(&mut self.history).captions.push(caption);
            }
            Some(What::Expect(expectation)) => {
                let holds = expectation.holds(self.timeline.frontier().world());
                self.verdicts.push((place, holds));
            }
            _ => {}
        }
    }

    /// The furthest moment simulated.
    pub fn frontier(&self) -> Moment {
        let events = self.timeline.frontier().now();
        let entries = self.timeline.reached().last().map_or(Moment::default(), |reached| reached.moment);
        events.max(entries)
    }
}

fn judge(state: &Simulation<Synod>) -> Judged {
    let world = state.world();
    let quorums: Quorums = world.config().quorums;
    let broken = |property: &Property| property.judge(world.ledger(), quorums, world.acceptor_count()).is_some();
    Judged {
        votes: world.ledger().votes().len(),
        learned: world.ledger().learned().len(),
        chosen: world::chosen(world.ledger(), quorums).into_iter().map(|chosen| chosen.vote).collect(),
        broken: Property::ALL.into_iter().filter(broken).collect(),
    }
}

fn end_trace(history: &mut History, id: u32, moment: Moment, event: usize, lost: Option<(crate::sim::LossCause, u16)>) {
    if let Some(trace) = history.messages.get_mut(id as usize) {
        let trace = Rc::make_mut(trace);
        let progress_permille = lost.map_or(1000, |(_, progress)| progress);
        trace.end = Some(TraceEnd { moment, event, lost: lost.map(|(cause, _)| cause), progress_permille });
        trace.held = None;
    }
}

/// Tells of a message under way when it is due now, and where it is held, if it is: by the event of this place.
fn follow_flight(history: &mut History, id: u32, state: &Simulation<Synod>, held_by: Option<usize>) {
    let (Some(trace), Some(flight)) = (history.messages.get_mut(id as usize), state.flights().get(&id)) else { return };
    let hold = |(tick, event)| TraceHold { event, progress_permille: flight.progress_permille(tick) };
    let held = flight.held_since_tick.zip(held_by).map(hold);
    if (trace.due_tick, &trace.held) != (flight.due_tick, &held) {
        let trace = Rc::make_mut(trace);
        (trace.due_tick, trace.held) = (flight.due_tick, held);
    }
}

/// Leaves of a history what has happened in the timeline, which was cut back.
fn cut_back(history: &mut History, timeline: &Timeline<Synod>, lines: &[Line]) {
    let position = timeline.events().len();
    history.events.truncate(position);
    let sent = history.messages.partition_point(|trace| trace.sent_by < position);
    history.messages.truncate(sent);
    for trace in &mut history.messages {
        if trace.end.as_ref().is_some_and(|end| end.event >= position) {
            Rc::make_mut(trace).end = None;
        }
    }
    // What held messages or let them go may be undone.
    for (id, flight) in timeline.frontier().flights() {
        let holds = |event: &Event<Synod>| event.what == Occurrence::Held(*id);
        let held_by = flight.held_since_tick.and_then(|_| timeline.events().iter().rposition(holds));
        follow_flight(history, *id, timeline.frontier(), held_by);
    }
    let is_caption =
        |reached: &&Reached| lines.get(reached.place).is_some_and(|line| matches!(line.item.what, What::Caption(_)));
    history.captions.truncate(timeline.reached().iter().filter(is_caption).count());
}

/// What an occurrence is as a view.
pub(super) fn happening(event: &Event<Synod>) -> Happening {
    match &event.what {
        Occurrence::Requested(value) => Happening::Proposed(value.clone()),
        Occurrence::Delivered(id) => Happening::Delivered(*id),
        Occurrence::Lost(id, cause, _) => Happening::Lost(*id, *cause),
        Occurrence::Duplicated(id, copy) => Happening::Duplicated(*id, *copy),
        Occurrence::Held(id) => Happening::Held(*id),
        Occurrence::Released(id) => Happening::Released(*id),
        Occurrence::Fired(timer) => Happening::Fired(*timer),
        Occurrence::Noticed(peer) => Happening::Noticed(*peer),
        Occurrence::Crashed => Happening::Crashed,
        Occurrence::Restarted => Happening::Restarted,
        Occurrence::Wiped => Happening::Wiped,
        Occurrence::Rewired { command, cut, healed } => {
            Happening::Rewired { command: command.clone(), cut: cut.clone(), healed: healed.clone() }
        }
        Occurrence::Set(command) => Happening::Set(command.clone()),
        Occurrence::Impossible(command, error) => Happening::Impossible(command.clone(), error.clone()),
    }
}
