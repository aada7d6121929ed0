//! The record of one branch: everything that happened, and the way back to any moment of it.

use super::{Advance, Entry, Event, Moment, Setup, Simulation};
use crate::protocol::{Protocol, Value};
use std::cell::{Ref, RefCell};
use std::sync::Arc;

/// The most events that a branch may have: what bounds its memory. (A log of 100,000 commands on three servers has about a million.)
pub const MAX_EVENTS: usize = 1_500_000;

/// A keyframe is kept every so many events.
pub const KEYFRAME_EVENTS: usize = 128;

/// The block from whose keyframe the state after so many events is simulated again: with its last step, so that this one is known too.
pub fn block_before(position: usize) -> usize {
    position.saturating_sub(1) / KEYFRAME_EVENTS
}

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

/// The record of one branch. The *frontier* is the furthest state that was simulated. Of an event only its moment is kept: what it was is simulated again, from
/// the keyframe before it.
#[derive(Clone, Debug)]
pub struct Timeline<P: Protocol> {
    script: Arc<[Entry]>,
    /// The state after `place * KEYFRAME_EVENTS` events.
    keyframes: Vec<Arc<Simulation<P>>>,
    moments: Vec<Moment>,
    /// What the last [`Timeline::advance`] came to, if it was an event.
    last: Option<Event<P>>,
    reached: Vec<Reached>,
    frontier: Simulation<P>,
    /// The step that was simulated again last: whoever looks at a state asks for its step too.
    step: RefCell<Option<Step<P>>>,
}

/// A step that was simulated again.
#[derive(Clone, Debug)]
pub struct Step<P: Protocol> {
    /// Its event, by its place.
    pub place: usize,
    /// The event.
    pub event: Event<P>,
    /// The state before it: before any entry of the script that is reached between the step before and this one.
    pub before: Simulation<P>,
    /// The state that it led to.
    pub after: Simulation<P>,
}

impl<P: Protocol<Request = Value>> Timeline<P> {
    /// Nothing has happened.
    pub fn new(config: P::Config, setup: Setup, script: Vec<Entry>) -> Self {
        let start = Simulation::new(config, Arc::new(setup));
        Self {
            script: script.into(),
            keyframes: Vec::new(),
            moments: Vec::new(),
            last: None,
            reached: Vec::new(),
            frontier: start,
            step: RefCell::default(),
        }
    }

    /// What is to be done.
    pub fn script(&self) -> &[Entry] {
        &self.script
    }

    /// The moment right after each event.
    pub fn moments(&self) -> &[Moment] {
        &self.moments
    }

    /// The event that the last [`Timeline::advance`] took, if it was one.
    pub fn last_event(&self) -> Option<&Event<P>> {
        self.last.as_ref()
    }

    /// Everything that has happened, simulated again.
    pub fn events(&self) -> Vec<Event<P>> {
        let mut events = Vec::with_capacity(self.moments.len());
        for block in 0..self.keyframes.len() {
            self.replay_block(block, |event, _| events.push(event.clone()));
        }
        events
    }

    /// The state from which the events of a block are simulated: there are [`KEYFRAME_EVENTS`] in each, but for the last.
    pub fn keyframe(&self, block: usize) -> Option<&Simulation<P>> {
        self.keyframes.get(block).map(|keyframe| &**keyframe)
    }

    /// Simulates the events of a block again: each, with the state that it leads to.
    pub fn replay_block(&self, block: usize, mut each: impl FnMut(&Event<P>, &Simulation<P>)) {
        let Some(mut state) = self.keyframe(block).cloned() else { return };
        let mut left = (self.moments.len() - block * KEYFRAME_EVENTS).min(KEYFRAME_EVENTS);
        while left > 0 {
            match state.advance(&self.script, Moment::END) {
                Some(Advance::Event(event)) => {
                    left -= 1;
                    each(&event, &state);
                }
                Some(Advance::Reached(_)) => {}
                None => break,
            }
        }
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
        if self.moments.len() >= MAX_EVENTS { None } else { self.frontier.next_tick(&self.script) }
    }

    /// Takes the next thing up to and including the moment `until`: true if there was one.
    pub fn advance(&mut self, until: Moment) -> bool {
        self.last = None;
        if self.moments.len() >= MAX_EVENTS {
            return false;
        }
        // (Not when it is made: nothing has happened yet when the page opens.)
        if self.keyframes.is_empty() {
            self.keyframes.push(Arc::new(self.frontier.clone()));
        }
        let base_before = self.frontier.entry_base();
        match self.frontier.advance(&self.script, until) {
            None => return false,
            Some(Advance::Reached(place)) => self.note(place, base_before),
            Some(Advance::Event(event)) => {
                self.moments.push(event.moment);
                self.last = Some(event);
                if self.moments.len().is_multiple_of(KEYFRAME_EVENTS) {
                    self.keyframes.push(Arc::new(self.frontier.clone()));
                }
            }
        }
        true
    }

    /// Takes the next entry of the script if it is no event and due by this moment, which must not lie beyond the next event: true if there was one.
    pub fn advance_entry(&mut self, until: Moment) -> bool {
        let base_before = self.frontier.entry_base();
        let start = self.keyframes.is_empty().then(|| self.frontier.clone());
        match self.frontier.advance_entry(&self.script, until) {
            Some(place) => {
                self.keyframes.extend(start.map(Arc::new));
                self.note(place, base_before);
                true
            }
            None => false,
        }
    }

    fn note(&mut self, place: usize, base_before: Moment) {
        let (moment, events_before) = (self.frontier.entry_base(), self.moments.len());
        self.reached.push(Reached { place, moment, events_before, base_before });
    }

    /// How many events have happened by a moment.
    pub fn position_at(&self, moment: Moment) -> usize {
        self.moments.partition_point(|at| *at <= moment)
    }

    /// The state after this many events, when time stands at a moment before the next: entries of the script that are no events
    /// and come later are not done.
    pub fn state_at(&self, position: usize, moment: Moment) -> Simulation<P> {
        self.state_seen(position, moment, |_, _| {})
    }

    /// The same. What is simulated again on the way is handed over: from the first event of [`block_before`] on, or nothing.
    pub fn state_seen(
        &self,
        position: usize,
        moment: Moment,
        each: impl FnMut(&Event<P>, &Simulation<P>),
    ) -> Simulation<P> {
        let position = position.min(self.moments.len());
        let here = self.reached.iter().filter(|reached| reached.events_before == position);
        if position == self.moments.len() {
            let mut state = self.frontier.clone();
            if let Some(later) = here.into_iter().find(|reached| reached.moment > moment) {
                state.set_script_position(later.place, later.base_before);
            }
            return state;
        }
        let mut state = self.replay(position, each);
        if let Some(last) = here.take_while(|reached| reached.moment <= moment).last() {
            state.set_script_position(last.place + 1, last.moment);
        }
        state
    }

    fn replay(&self, position: usize, mut each: impl FnMut(&Event<P>, &Simulation<P>)) -> Simulation<P> {
        if let Some(step) = &*self.step.borrow() {
            if step.place == position {
                return step.before.clone();
            }
            if step.place + 1 == position {
                return step.after.clone();
            }
        }
        let block = block_before(position);
        let mut state = Simulation::clone(&self.keyframes[block]);
        let mut done = block * KEYFRAME_EVENTS;
        let mut before = None;
        while done < position {
            if done + 1 == position && before.is_none() {
                before = Some(state.clone());
            }
            match state.advance(&self.script, Moment::END) {
                Some(Advance::Event(event)) => {
                    each(&event, &state);
                    if let Some(before) = before.take() {
                        self.step.replace(Some(Step { place: done, event, before, after: state.clone() }));
                    }
                    done += 1;
                }
                Some(Advance::Reached(_)) => {}
                None => break,
            }
        }
        state
    }

    /// The step that was simulated again last, if there is one.
    pub fn step_again(&self) -> Ref<'_, Option<Step<P>>> {
        self.step.borrow()
    }

    /// Has another script from now on, which means the same in other words.
    pub fn reword(&mut self, script: Vec<Entry>) {
        self.script = script.into();
    }

    /// Goes back to the state after this many events, with time standing at a moment before the next, and on with another script,
    /// which agrees with this one on all that is done by then, but at most on the first `entries`.
    pub fn rewrite(&mut self, position: usize, moment: Moment, entries: usize, script: Vec<Entry>) {
        let position = position.min(self.moments.len());
        let mut frontier = self.state_at(position, moment);
        if let Some(first) = self.reached.iter().find(|reached| reached.place >= entries)
            && first.place < frontier.next_entry()
        {
            frontier.set_script_position(first.place, first.base_before);
        }
        self.reached.retain(|reached| reached.place < frontier.next_entry());
        self.keyframes.truncate(position / KEYFRAME_EVENTS + 1);
        self.moments.truncate(position);
        self.last = None;
        self.step.take();
        self.script = script.into();
        self.frontier = frontier;
    }
}
