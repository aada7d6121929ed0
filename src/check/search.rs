//! A breadth-first search that can be paused, and that says what it covered.

use super::seen::{Full, Seen};
use super::{Claim, Model};
use std::collections::VecDeque;

/// Where a search stops although there is more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bounds {
    /// At most so many different states.
    pub max_states: u32,
    /// No step from states that are so many steps from the start.
    pub max_depth: u32,
    /// At most so much memory, in bytes: for what was seen and for the states still to be expanded.
    pub max_bytes: usize,
}

impl Default for Bounds {
    /// As many states as can be numbered, in a gigabyte.
    fn default() -> Self {
        Self { max_states: u32::MAX - 1, max_depth: u32::MAX, max_bytes: 1 << 30 }
    }
}

/// The bound that cut a search short.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bound {
    /// [`Bounds::max_states`].
    States(u32),
    /// [`Bounds::max_depth`].
    Depth(u32),
    /// [`Bounds::max_bytes`].
    Bytes(usize),
}

/// What a search has come to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict<Step> {
    /// Every property is as it is claimed: every state that the model allows was seen. Or nothing is claimed but that things can be
    /// reached ([`Claim::Sometimes`]), and they were: then that was enough ([`Search::schedule_to`]).
    Holds,
    /// Every state that the model allows was seen, and this property, of which it is claimed that it can be reached, holds in none of them.
    Unreachable {
        /// Its place in [`Model::properties`].
        property: usize,
    },
    /// Nothing was found in what was seen, and this bound left the rest unseen.
    HoldsWithin(Bound),
    /// A property fails.
    Violated {
        /// Its place in [`Model::properties`].
        property: usize,
        /// Which initial state the schedule begins in.
        initial: usize,
        /// The schedule: no shorter one breaks any property, unless the model takes steps together.
        script: Vec<Step>,
    },
    /// The machine had no more memory, or there are more states than can be numbered: of the rest nothing is known.
    OutOfMemory,
    /// It was called off: of the rest nothing is known.
    Stopped,
}

/// What a search has covered so far.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Coverage {
    /// Different states seen.
    pub distinct: u64,
    /// States come to, counting every time, initial ones included.
    pub generated: u64,
    /// States that have been expanded.
    pub expanded: u64,
    /// Steps from the start to the states that are being expanded; in the end, to the furthest of all.
    pub depth: u32,
    /// States from which no step leads anywhere.
    pub terminal: u64,
    /// Those of them in which something is left undone ([`Model::is_unfinished`]).
    pub dead_ends: u64,
    /// Memory for what was seen and for states to be expanded, in bytes, about.
    pub bytes: usize,
}

/// A search. Advance it by budgets until it has a verdict.
pub struct Search<M: Model> {
    model: M,
    bounds: Bounds,
    seen: Seen,
    /// States that were seen and not expanded yet, in the order of their numbers.
    queue: VecDeque<M::State>,
    queue_bytes: usize,
    covered: Coverage,
    /// How many states had been found when the level being expanded was complete.
    level_end: u64,
    /// Of each property, what it claims.
    claims: Vec<Claim>,
    /// Of each property of the kind `Sometimes`, the first state in which it was seen to hold.
    reached: Vec<Option<u32>>,
    depth_cut: bool,
    verdict: Option<Verdict<M::Step>>,
    steps: Vec<M::Step>,
}

impl<M: Model> Search<M> {
    /// A search of the model, with nothing seen but its initial states.
    pub fn new(mut model: M, bounds: Bounds) -> Self {
        let claims: Vec<Claim> = model.properties().iter().map(|property| property.claim).collect();
        let initial = model.initial_states();
        let mut search = Self {
            model,
            bounds,
            seen: Seen::default(),
            queue: VecDeque::new(),
            queue_bytes: 0,
            covered: Coverage::default(),
            level_end: 0,
            reached: vec![None; claims.len()],
            claims,
            depth_cut: false,
            verdict: None,
            steps: Vec::new(),
        };
        for (choice, state) in (0_u32..).zip(initial) {
            search.meet(state, None, choice);
        }
        search.level_end = search.seen.len() as u64;
        search
    }

    /// The model.
    pub fn model(&self) -> &M {
        &self.model
    }

    /// The model, and nothing of what was seen.
    pub fn into_model(self) -> M {
        self.model
    }

    /// What was covered.
    pub fn covered(&self) -> Coverage {
        Coverage { distinct: self.seen.len() as u64, bytes: self.bytes(), ..self.covered }
    }

    /// Memory for what was seen and how it was reached, in bytes: without the states to be expanded.
    pub fn seen_bytes(&self) -> usize {
        self.seen.bytes()
    }

    fn bytes(&self) -> usize {
        self.seen.bytes() + self.queue_bytes + self.model.own_bytes()
    }

    /// States that were seen and not expanded yet.
    pub fn frontier(&self) -> usize {
        self.queue.len()
    }

    /// Has a state been seen in which this property, a [`Claim::Sometimes`], holds?
    pub fn reached(&self, property: usize) -> bool {
        self.reached.get(property).is_some_and(Option::is_some)
    }

    /// How a state was reached in which this property, a [`Claim::Sometimes`], holds: the initial state, and the steps from there. No
    /// schedule to any such state is shorter.
    pub fn schedule_to(&mut self, property: usize) -> Option<(usize, Vec<M::Step>)> {
        let place = (*self.reached.get(property)?)?;
        Some(self.script(place))
    }

    /// How many steps from the start every state was seen, if not all were.
    fn complete_steps(&self) -> Option<u32> {
        match self.verdict {
            Some(Verdict::Holds | Verdict::Unreachable { .. }) => None,
            Some(Verdict::HoldsWithin(Bound::Depth(depth))) => Some(depth),
            _ => Some(self.covered.depth),
        }
    }

    /// A schedule of at most so many steps through states that were seen, and the state that it ends in. `draw` says which of so many steps
    /// is taken, each time.
    pub fn wander(&mut self, most_steps: u32, mut draw: impl FnMut(usize) -> usize) -> (Vec<M::Step>, M::State) {
        let mut initial = self.model.initial_states();
        let mut state = initial.swap_remove(draw(initial.len()));
        let mut script = Vec::new();
        let most_steps = self.complete_steps().map_or(most_steps, |complete| complete.min(most_steps));
        while script.len() < most_steps as usize {
            let mut steps = Vec::new();
            self.model.steps(&state, &mut steps);
            let leading = steps.into_iter().filter_map(|step| Some((self.model.next(&state, &step)?, step)));
            let mut leading: Vec<_> = leading.collect();
            if leading.is_empty() {
                break;
            }
            let (next, step) = leading.swap_remove(draw(leading.len()));
            script.push(step);
            state = next;
        }
        (script, state)
    }

    /// What the search has come to, if it has.
    pub fn verdict(&self) -> Option<&Verdict<M::Step>> {
        self.verdict.as_ref()
    }

    /// Expands at most so many states. True once there is a verdict.
    pub fn advance(&mut self, budget: usize) -> bool {
        for _ in 0..budget {
            if self.verdict.is_some() {
                break;
            }
            self.expand();
        }
        self.verdict.is_some()
    }

    /// Searches to the end.
    pub fn run(&mut self) -> &Verdict<M::Step> {
        while self.verdict.is_none() {
            self.expand();
        }
        self.verdict.as_ref().unwrap_or(&Verdict::OutOfMemory)
    }

    /// Calls the search off, unless it has a verdict.
    pub fn stop(&mut self) {
        self.verdict.get_or_insert(Verdict::Stopped);
    }

    /// Expands the next state, or comes to a verdict.
    fn expand(&mut self) {
        let Some(state) = self.queue.pop_front() else {
            let of = |place: &usize| self.claims[*place] == Claim::Sometimes && self.reached[*place].is_none();
            self.verdict = Some(match (self.depth_cut, (0..self.claims.len()).find(of)) {
                (true, _) => Verdict::HoldsWithin(Bound::Depth(self.bounds.max_depth)),
                (false, Some(property)) => Verdict::Unreachable { property },
                (false, None) => Verdict::Holds,
            });
            return;
        };
        self.queue_bytes -= self.model.state_bytes(&state);
        if self.covered.expanded == self.level_end {
            self.covered.depth += 1;
            self.level_end = self.seen.len() as u64;
        }
        let place = self.covered.expanded as u32;
        self.covered.expanded += 1;
        let mut steps = std::mem::take(&mut self.steps);
        steps.clear();
        self.model.steps(&state, &mut steps);
        if self.covered.depth >= self.bounds.max_depth {
            self.depth_cut |= steps.iter().any(|step| self.leads_on(&state, step));
        } else {
            self.take_all(place, &state, &steps);
        }
        self.steps = steps;
    }

    /// Does the step lead to a state that was not seen?
    fn leads_on(&mut self, state: &M::State, step: &M::Step) -> bool {
        let next = self.model.next(state, step);
        next.is_some_and(|next| !self.seen.contains(self.model.fingerprint(&next)))
    }

    fn take_all(&mut self, place: u32, state: &M::State, steps: &[M::Step]) {
        let mut taken = false;
        for (choice, step) in (0_u32..).zip(steps) {
            let Some(next) = self.model.next(state, step) else { continue };
            taken = true;
            if let Some(property) = self.broken_step(state, step, &next) {
                self.violated(property, place, Some(step.clone()));
                return;
            }
            self.meet(next, Some(place), choice);
            if self.verdict.is_some() {
                return;
            }
        }
        if !taken {
            self.covered.terminal += 1;
            self.covered.dead_ends += u64::from(self.model.is_unfinished(state));
        }
    }

    /// The first property that the step breaks, if one of steps is among those that it breaks.
    fn broken_step(&mut self, before: &M::State, step: &M::Step, after: &M::State) -> Option<usize> {
        let claims = self.claims.iter().enumerate();
        let mut of_steps = claims.filter(|(_, claim)| **claim == Claim::EachStep).map(|(place, _)| place);
        let broken = of_steps.find(|place| !self.model.step_holds(*place, before, step, after))?;
        let mut before_it = (0..broken).filter(|place| self.claims[*place] == Claim::Always);
        Some(before_it.find(|place| !self.model.holds(*place, after)).unwrap_or(broken))
    }

    /// Comes to a state: notes it if it is new, judges it, and keeps it to be expanded.
    fn meet(&mut self, state: M::State, parent: Option<u32>, choice: u32) {
        self.covered.generated += 1;
        let fingerprint = self.model.fingerprint(&state);
        if self.seen.len() as u64 >= u64::from(self.bounds.max_states) {
            if !self.seen.contains(fingerprint) {
                self.verdict = Some(Verdict::HoldsWithin(Bound::States(self.bounds.max_states)));
            }
            return;
        }
        let place = match self.seen.insert(fingerprint, parent, choice) {
            Ok(Some(place)) => place,
            Ok(None) => return,
            Err(Full) => {
                self.verdict = Some(Verdict::OutOfMemory);
                return;
            }
        };
        if let Some(property) = self.judge(place, &state) {
            self.violated(property, place, None);
            return;
        }
        if self.verdict.is_some() {
            return;
        }
        self.queue_bytes += self.model.state_bytes(&state);
        if self.queue.try_reserve(1).is_err() {
            self.verdict = Some(Verdict::OutOfMemory);
            return;
        }
        self.queue.push_back(state);
        if self.bytes() > self.bounds.max_bytes {
            self.verdict = Some(Verdict::HoldsWithin(Bound::Bytes(self.bounds.max_bytes)));
        }
    }

    /// The first property that fails in a new state; and what is reached in it is noted.
    fn judge(&mut self, number: u32, state: &M::State) -> Option<usize> {
        for (place, claim) in self.claims.iter().enumerate() {
            match claim {
                Claim::Always if !self.model.holds(place, state) => return Some(place),
                Claim::Sometimes if self.reached[place].is_none() => {
                    self.reached[place] = self.model.holds(place, state).then_some(number);
                }
                _ => {}
            }
        }
        if !self.reached.is_empty() && self.reached.iter().all(Option::is_some) {
            self.verdict = Some(Verdict::Holds);
        }
        None
    }

    fn violated(&mut self, property: usize, place: u32, last: Option<M::Step>) {
        let (initial, mut script) = self.script(place);
        script.extend(last);
        self.verdict = Some(Verdict::Violated { property, initial, script });
    }

    /// How a state was reached: found again by replaying the choices.
    fn script(&mut self, place: u32) -> (usize, Vec<M::Step>) {
        let choices = self.seen.choices(place);
        let initial = choices[0] as usize;
        let mut state = self.model.initial_states().swap_remove(initial);
        let mut script = Vec::with_capacity(choices.len());
        for choice in &choices[1..] {
            let mut steps = Vec::new();
            self.model.steps(&state, &mut steps);
            let step = steps.swap_remove(*choice as usize);
            state = self.model.next(&state, &step).expect("the step was taken before, from the same state");
            script.push(step);
        }
        (initial, script)
    }
}

#[cfg(test)]
mod tests;
