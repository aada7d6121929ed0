//! What a scenario expects, and what came of it.

use super::Session;
use super::branch::Branch;
use crate::scenario::{Expectation, What, format_expectation};
use crate::sim::Moment;

/// An expectation of the scenario, judged when the run got there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExpectationView {
    /// Its line in the text, from 1 (0 where the scenario was not read from a text).
    pub line: u32,
    /// What it says.
    pub text: String,
    /// The same, for programs.
    pub expectation: Expectation,
    /// True if it held, false if not; nothing while the run has not got there.
    pub held: Option<bool>,
    /// Where it was judged: after how many events, and when.
    pub judged_at: Option<(usize, Moment)>,
}

impl Session {
    /// Every expectation of the branch shown, in order.
    pub fn expectations(&self) -> Vec<ExpectationView> {
        let branch = self.branch();
        // The lines of the run beside are the same, one by one.
        let of = |expectation: &Expectation| match (expectation, self.beside()) {
            (Expectation::Beside(_), Some(beside)) => beside.branch(),
            _ => branch,
        };
        let verdict = |branch: &Branch, place| {
            branch.verdicts.iter().find(|(reached, _)| *reached == place).map(|(_, held)| *held)
        };
        let judged_at = |branch: &Branch, place| {
            let reached = branch.reel.reached().iter().find(|reached| reached.place == place);
            reached.map(|reached| (reached.events_before, reached.moment))
        };
        let lines = branch.lines.iter().enumerate();
        lines
            .filter_map(|(place, line)| match &line.item.what {
                What::Expect(expectation) => Some(ExpectationView {
                    line: line.item.line,
                    text: format_expectation(expectation),
                    expectation: expectation.clone(),
                    held: verdict(of(expectation), place),
                    judged_at: judged_at(of(expectation), place),
                }),
                _ => None,
            })
            .collect()
    }
}
