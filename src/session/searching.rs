//! A search of a cluster, of whatever protocol: what a check needs of it, without its types.

use super::reel::State;
use crate::check::{Allowance, Bounds, Cluster, Coverage, Move, Question, Search, Verdict};
use crate::protocol::{NodeId, Value};
use crate::scenario::{Expectation, Judging, Scenario, Scheduled, Unplayable, with_protocol};
use crate::sim::{Command, Simulation};
use crate::world::{NetworkKind, World};

/// A search.
pub(super) trait Searching {
    /// Expands at most so many states; true once there is a verdict.
    fn advance(&mut self, budget: usize) -> bool;
    /// Calls it off.
    fn stop(&mut self);
    /// What it has covered.
    fn covered(&self) -> Coverage;
    /// States seen and not expanded yet.
    fn frontier(&self) -> usize;
    /// What it came to, if it has.
    fn verdict(&self) -> Option<Verdict<Move>>;
    /// The shortest schedule to the goal of this place, if it was reached.
    fn schedule_to(&mut self, goal: usize) -> Option<Vec<Move>>;
    /// A run of at most so many steps through what was seen, and what can be expected in its end.
    fn wander(&mut self, steps: u32, pick: &mut dyn FnMut(usize) -> usize) -> (Vec<Move>, Expectation);
    /// A schedule as a scenario, behind what was done.
    fn told(
        &self,
        scenario: &Scenario,
        done: &[Command],
        script: &[Move],
        end: Option<Expectation>,
    ) -> Result<Scheduled, Unplayable>;
    /// The same from its beginning, taking no state for another.
    fn plain(self: Box<Self>, bounds: Bounds) -> Box<dyn Searching>;
}

/// What is searched: from which state of the scenario's cluster, if not from its start, what may be asked, and what is allowed.
pub(super) struct Subject<'a> {
    pub scenario: &'a Scenario,
    pub state: Option<&'a dyn State>,
    pub requests: Vec<(NodeId, Value)>,
    pub allowance: Allowance,
    pub questions: Vec<Question>,
}

/// The search of a subject.
pub(super) fn searching(subject: Subject<'_>, bounds: Bounds) -> Box<dyn Searching> {
    with_protocol!(subject.scenario.settings.protocol, P => Box::new(searched::<P>(subject, bounds)))
}

struct Searched<P: Judging>(Search<Cluster<P>>);

fn searched<P: Judging>(subject: Subject<'_>, bounds: Bounds) -> Searched<P> {
    let Subject { scenario, state, requests, allowance, questions } = subject;
    let config = P::config(&scenario.settings);
    let quorums = P::quorums(&config);
    let here = state.and_then(|state| state.as_any().downcast_ref::<Simulation<P>>());
    let start = here.map_or_else(|| World::new(config, NetworkKind::Set), |state| state.world().clone());
    Searched(Search::new(Cluster::new(start, requests, quorums, allowance).asked(questions), bounds))
}

impl<P: Judging> Searching for Searched<P> {
    fn advance(&mut self, budget: usize) -> bool {
        self.0.advance(budget)
    }

    fn stop(&mut self) {
        self.0.stop();
    }

    fn covered(&self) -> Coverage {
        self.0.covered()
    }

    fn frontier(&self) -> usize {
        self.0.frontier()
    }

    fn verdict(&self) -> Option<Verdict<Move>> {
        self.0.verdict().cloned()
    }

    fn schedule_to(&mut self, goal: usize) -> Option<Vec<Move>> {
        Some(self.0.schedule_to(goal)?.1)
    }

    fn wander(&mut self, steps: u32, pick: &mut dyn FnMut(usize) -> usize) -> (Vec<Move>, Expectation) {
        let (script, end) = self.0.wander(steps, pick);
        (script, P::end_of(&self.0.model().world(&end)))
    }

    fn told(
        &self,
        scenario: &Scenario,
        done: &[Command],
        script: &[Move],
        end: Option<Expectation>,
    ) -> Result<Scheduled, Unplayable> {
        let steps: Vec<_> = script.iter().map(|a_move| self.0.model().step(*a_move)).collect();
        scenario.of_schedule::<P>(done, &steps, end)
    }

    fn plain(self: Box<Self>, bounds: Bounds) -> Box<dyn Searching> {
        let model = self.0.into_model().unreduced().without_symmetry();
        Box::new(Self(Search::new(model, bounds)))
    }
}
