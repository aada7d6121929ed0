//! A run as what it is: a scenario.

use super::course::{Course, deadline, healing};
use super::demand::Demanding;
use super::{Failed, Failure};
use crate::protocol::NodeId;
use crate::scenario::{Expectation, Item, Scenario, Settings, What, with_protocol};
use crate::sim::{Act, Command, Entry, Moment};

/// A run: settings with its seed, and commands, each at the beginning of a tick.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Script {
    /// The settings.
    pub settings: Settings,
    /// The commands, in the order of their times.
    pub entries: Vec<Entry>,
}

impl Script {
    /// Plays it: when it first fails in this way, if it does, and how many of its commands came before that.
    ///
    /// It is played on for `patience_ticks` after its last command. Without progress it fails only if that command asks for something, all is healed when
    /// the patience ends, and there is still somebody who waits.
    pub fn replay(&self, failure: Failure, patience_ticks: u64) -> Option<(Moment, usize)> {
        with_protocol!(self.settings.protocol, P => self.replay_of::<P>(failure, patience_ticks))
    }

    fn replay_of<P: Demanding>(&self, failure: Failure, patience_ticks: u64) -> Option<(Moment, usize)> {
        let watched = match failure {
            Failure::Broken(property) => vec![property],
            Failure::NoDecision | Failure::NoAnswer => Vec::new(),
        };
        let mut course = Course::<P>::new(self, &watched);
        let broken = course.pass(deadline(&self.entries, patience_ticks), |_| false).is_err();
        let state = course.state();
        let fails = match failure {
            Failure::Broken(_) => broken,
            Failure::NoDecision | Failure::NoAnswer => {
                let healed = || healing(state, &self.settings).is_empty();
                self.asked_last().is_some_and(|node| !P::is_done(state.world(), node) && healed())
            }
        };
        fails.then(|| (course.moment_of(failure, patience_ticks), state.next_entry()))
    }

    /// The one that the last command asks, if it asks one.
    fn asked_last(&self) -> Option<NodeId> {
        match &self.entries.last()?.act {
            Act::Command(Command::Propose { node, .. }) => Some(*node),
            _ => None,
        }
    }

    /// What can be seen at this moment of whoever waits in vain.
    fn seen(&self, moment: Moment) -> Option<Expectation> {
        with_protocol!(self.settings.protocol, P => self.seen_of::<P>(moment))
    }

    fn seen_of<P: Demanding>(&self, moment: Moment) -> Option<Expectation> {
        let mut course = Course::<P>::new(self, &[]);
        // Nothing is watched, so nothing fails.
        let asked = self.asked_last()?;
        course.pass(moment.tick, |_| false).ok()?;
        Some(P::late(course.state().world(), asked))
    }

    /// The scenario. If the run failed, it expects what went wrong, at the moment at which it did.
    pub fn to_scenario(&self, failed: Option<Failed>) -> Scenario {
        let expected = failed.and_then(|Failed { failure, moment }| {
            let expectation = match failure {
                Failure::Broken(property) => Expectation::Property(property, false),
                Failure::NoDecision | Failure::NoAnswer => self.seen(moment)?,
            };
            Some((Some(moment), What::Expect(expectation)))
        });
        let commands = self.entries.iter().filter_map(|Entry { at, act }| match act {
            Act::Command(command) => Some((*at, What::Command(command.clone()))),
            Act::Run(_) | Act::Mark => None,
        });
        let mut scenario = Scenario::new(self.settings.clone());
        scenario.body = commands.chain(expected).map(|(at, what)| Item { at, what, line: 0 }).collect();
        scenario
    }
}
