//! The record of one branch: everything that happened, and the way back to any moment of it.

use super::{Advance, Entry, Event, Moment, Setup, Simulation};
use crate::protocol::{Protocol, Value};
use std::sync::Arc;

/// The most events that a branch may have: what bounds its memory.
pub const MAX_EVENTS: usize = 50_000;

/// A keyframe is kept every so many events.
const KEYFRAME_EVENTS: usize = 128;

/// An entry of the script that is no event, and was reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reached {
    /// Its place in the script.
    pub place: usize,
    /// When.
    pub moment: Moment,
    /// How many events came before.
    pub events_before: usize,
    /// When the entry before it was done.
    base_before: Moment,
}

/// The record of one branch. The *frontier* is the furthest state that was simulated.
#[derive(Clone, Debug)]
pub struct Timeline<P: Protocol> {
    script: Arc<[Entry]>,
    /// The state after `place * KEYFRAME_EVENTS` events.
    keyframes: Vec<Simulation<P>>,
    events: Vec<Event<P>>,
    reached: Vec<Reached>,
    frontier: Simulation<P>,
}

impl<P: Protocol<Request = Value>> Timeline<P> {
    /// Nothing has happened.
    pub fn new(config: P::Config, setup: Setup, script: Vec<Entry>) -> Self {
        let start = Simulation::new(config, Arc::new(setup));
        Self {
            script: script.into(),
            keyframes: vec![start.clone()],
            events: Vec::new(),
            reached: Vec::new(),
            frontier: start,
        }
    }

    /// What is to be done.
    pub fn script(&self) -> &[Entry] {
        &self.script
    }

    /// Everything that has happened.
    pub fn events(&self) -> &[Event<P>] {
        &self.events
    }

    /// Entries of the script that are no events and have been reached, in order.
    pub fn reached(&self) -> &[Reached] {
        &self.reached
    }

    /// The furthest state.
    pub fn frontier(&self) -> &Simulation<P> {
        &self.frontier
    }

    /// When the next thing happens beyond the frontier.
    pub fn next_tick(&self) -> Option<u64> {
        if self.events.len() >= MAX_EVENTS { None } else { self.frontier.next_tick(&self.script) }
    }

    /// Takes the next thing up to and including the moment `until`: true if there was one.
    pub fn advance(&mut self, until: Moment) -> bool {
        if self.events.len() >= MAX_EVENTS {
            return false;
        }
        let base_before = self.frontier.entry_base();
        match self.frontier.advance(&self.script, until) {
            None => return false,
            Some(Advance::Reached(place)) => self.note(place, base_before),
            Some(Advance::Event(event)) => {
                self.events.push(event);
                if self.events.len().is_multiple_of(KEYFRAME_EVENTS) {
                    self.keyframes.push(self.frontier.clone());
                }
            }
        }
        true
    }

    /// Takes the next entry of the script if it is no event and due by this moment, which must not lie beyond the next event: true if there was one.
    pub fn advance_entry(&mut self, until: Moment) -> bool {
        let base_before = self.frontier.entry_base();
        match self.frontier.advance_entry(&self.script, until) {
            Some(place) => {
                self.note(place, base_before);
                true
            }
            None => false,
        }
    }

    fn note(&mut self, place: usize, base_before: Moment) {
        let (moment, events_before) = (self.frontier.entry_base(), self.events.len());
        self.reached.push(Reached { place, moment, events_before, base_before });
    }

    /// How many events have happened by a moment.
    pub fn position_at(&self, moment: Moment) -> usize {
        self.events.partition_point(|event| event.moment <= moment)
    }

    /// The state after this many events, when time stands at a moment before the next: entries of the script that are no events
    /// and come later are not done.
    pub fn state_at(&self, position: usize, moment: Moment) -> Simulation<P> {
        let position = position.min(self.events.len());
        let here = self.reached.iter().filter(|reached| reached.events_before == position);
        if position == self.events.len() {
            let mut state = self.frontier.clone();
            if let Some(later) = here.into_iter().find(|reached| reached.moment > moment) {
                state.set_script_position(later.place, later.base_before);
            }
            return state;
        }
        let mut state = self.replay(position);
        if let Some(last) = here.take_while(|reached| reached.moment <= moment).last() {
            state.set_script_position(last.place + 1, last.moment);
        }
        state
    }

    fn replay(&self, position: usize) -> Simulation<P> {
        let mut state = self.keyframes[position / KEYFRAME_EVENTS].clone();
        let mut done = position - position % KEYFRAME_EVENTS;
        while done < position {
            match state.advance(&self.script, Moment::END) {
                Some(Advance::Event(_)) => done += 1,
                Some(Advance::Reached(_)) => {}
                None => break,
            }
        }
        state
    }

    /// Has another script from now on, which means the same in other words.
    pub fn reword(&mut self, script: Vec<Entry>) {
        self.script = script.into();
    }

    /// Goes back to the state after this many events, with time standing at a moment before the next, and on with another script,
    /// which agrees with this one on all that is done by then, but at most on the first `entries`.
    pub fn rewrite(&mut self, position: usize, moment: Moment, entries: usize, script: Vec<Entry>) {
        let position = position.min(self.events.len());
        let mut frontier = self.state_at(position, moment);
        if let Some(first) = self.reached.iter().find(|reached| reached.place >= entries)
            && first.place < frontier.next_entry()
        {
            frontier.set_script_position(first.place, first.base_before);
        }
        self.reached.retain(|reached| reached.place < frontier.next_entry());
        self.keyframes.truncate(position / KEYFRAME_EVENTS + 1);
        self.events.truncate(position);
        self.script = script.into();
        self.frontier = frontier;
    }
}
