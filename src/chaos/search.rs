//! Runs, seed by seed, until one fails; and that one, shrunk. It can be paused, or called off, at any run.

use super::shrink::Shrink;
use super::{Failed, Terms, run};
use crate::scenario::{Bilingual, Scenario};

/// The most runs that are tried to shrink a failing one.
pub const MAX_TRIALS: u32 = 5_000;

/// What chaos has done so far.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Progress {
    /// Runs that were played, the failing one included.
    pub runs: u64,
    /// The events of all of them.
    pub events: u64,
    /// Runs in which the node that was asked when everything had healed came to know a decision in time, or of a log, every client to its answer.
    pub decided: u64,
    /// Runs that came to the bound on events before they ended, and were judged only so far.
    pub cut_short: u64,
    /// Runs that were tried to shrink the one that failed.
    pub trials: u32,
}

/// What chaos has come to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Nothing was found in the runs of all seeds, and nothing is known of others.
    FoundNothing,
    /// A run failed.
    Found(Box<Finding>),
    /// It was called off; nothing was found until then.
    Stopped,
}

/// A run that failed, shrunk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// Its seed.
    pub seed: u64,
    /// How it fails now that it is shrunk: in the way in which it did, but perhaps at another moment.
    pub failed: Failed,
    /// How many commands it had when it failed.
    pub commands_before: usize,
    /// How many are left.
    pub commands: usize,
    /// No single one of them can be left out. If not, [`MAX_TRIALS`] was reached first, or it was called off.
    pub minimal: bool,
    /// The run, under the title of the scenario that it is one of, with what it fails in as something that it expects.
    pub scenario: Scenario,
}

/// A search for a seed whose run fails. Advance it by budgets until it has a verdict.
pub struct Chaos {
    title: Bilingual,
    terms: Terms,
    next_seed: u64,
    runs_left: u64,
    progress: Progress,
    shrinking: Option<Shrinking>,
    verdict: Option<Verdict>,
}

struct Shrinking {
    seed: u64,
    commands_before: usize,
    shrink: Shrink,
}

impl Chaos {
    /// Runs of a scenario with so many seeds, from the first on (after the highest there is comes 0).
    pub fn new(scenario: &Scenario, first_seed: u64, seeds: u64) -> Self {
        Self {
            title: scenario.title.clone(),
            terms: Terms::of(scenario),
            next_seed: first_seed,
            runs_left: seeds,
            progress: Progress::default(),
            shrinking: None,
            verdict: (seeds == 0).then_some(Verdict::FoundNothing),
        }
    }

    /// What holds for every run.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// What was done so far.
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// What it has come to, when it has.
    pub fn verdict(&self) -> Option<&Verdict> {
        self.verdict.as_ref()
    }

    /// Plays so many runs, of seeds or to shrink one; true if there is a verdict.
    pub fn advance(&mut self, budget_runs: u32) -> bool {
        for _ in 0..budget_runs {
            match &mut self.shrinking {
                _ if self.verdict.is_some() => return true,
                None => self.play(),
                Some(shrinking) => {
                    let goes_on = shrinking.shrink.step();
                    self.progress.trials = shrinking.shrink.trials();
                    if !goes_on {
                        self.verdict = Some(Verdict::Found(Box::new(shrinking.finding(&self.title))));
                    }
                }
            }
        }
        self.verdict.is_some()
    }

    /// Calls it off, if it has no verdict yet. A run that is being shrunk is what was found, as far as it has shrunk.
    pub fn stop(&mut self) {
        let found =
            || self.shrinking.as_ref().map(|shrinking| Verdict::Found(Box::new(shrinking.finding(&self.title))));
        self.verdict = self.verdict.take().or_else(found).or(Some(Verdict::Stopped));
    }

    /// Plays the run of the next seed.
    fn play(&mut self) {
        let seed = self.next_seed;
        (self.next_seed, self.runs_left) = (seed.wrapping_add(1), self.runs_left - 1);
        let run = run(&self.terms, seed);
        self.progress.runs += 1;
        self.progress.events += run.events as u64;
        self.progress.decided += u64::from(run.decided);
        self.progress.cut_short += u64::from(run.cut_short);
        if let Some(failed) = run.failed {
            let commands_before = run.script.entries.len();
            let shrink = Shrink::new(run.script, failed, self.terms.patience_ticks(), MAX_TRIALS);
            self.shrinking = Some(Shrinking { seed, commands_before, shrink });
        } else if self.runs_left == 0 {
            self.verdict = Some(Verdict::FoundNothing);
        }
    }
}

impl Shrinking {
    fn finding(&self, title: &Bilingual) -> Finding {
        let (script, failed) = (self.shrink.script(), self.shrink.failed());
        Finding {
            seed: self.seed,
            failed,
            commands_before: self.commands_before,
            commands: script.entries.len(),
            minimal: self.shrink.is_minimal(),
            scenario: Scenario { title: title.clone(), ..script.to_scenario(Some(failed)) },
        }
    }
}
