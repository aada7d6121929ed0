//! A failing run, made as small as it gets: delta debugging over its commands (A. Zeller, R. Hildebrandt, *Simplifying and Isolating
//! Failure-Inducing Input*, 2002).
//!
//! First whole stretches of commands are left out, of half of them, of a quarter and so on, then single ones, over and over until none can
//! be left out any more. Then what may be simpler is tried: a network without loss and duplication, a step that no crash cuts. The
//! seed stays, and with it the luck of every message that is still sent.

use super::{Failed, Script};
use crate::sim::{Act, Command, Share};

/// A run that is being shrunk. What it has come to always fails.
pub struct Shrink {
    script: Script,
    failed: Failed,
    patience_ticks: u64,
    /// How many commands are left out at once,
    length: usize,
    /// and from which on.
    place: usize,
    /// Something was left out since the first place.
    progressed: bool,
    /// Which simplification comes next, when single commands cannot be left out any more.
    simplification: Option<usize>,
    trials: u32,
    max_trials: u32,
    ended: bool,
}

impl Shrink {
    /// A run that failed so; it takes `max_trials` trials at most.
    pub fn new(script: Script, failed: Failed, patience_ticks: u64, max_trials: u32) -> Self {
        Self {
            length: (script.entries.len() / 2).max(1),
            script,
            failed,
            patience_ticks,
            place: 0,
            progressed: false,
            simplification: None,
            trials: 0,
            max_trials,
            ended: false,
        }
    }

    /// What it has come to.
    pub fn script(&self) -> &Script {
        &self.script
    }

    /// How that fails.
    pub fn failed(&self) -> Failed {
        self.failed
    }

    /// How many runs were tried.
    pub fn trials(&self) -> u32 {
        self.trials
    }

    /// Was it found that no command can be left out? If not, the bound on trials came first.
    pub fn is_minimal(&self) -> bool {
        self.ended
    }

    /// Tries one more run: false if there is nothing left to be tried, or the bound has been reached.
    pub fn step(&mut self) -> bool {
        if self.ended || self.trials >= self.max_trials {
            return false;
        }
        self.trials += 1;
        match self.simplification {
            None => self.leave_out(),
            Some(number) => self.simplify(number),
        }
        !self.ended
    }

    /// Tries without one stretch of commands.
    fn leave_out(&mut self) {
        let mut candidate = self.script.clone();
        let end = (self.place + self.length).min(candidate.entries.len());
        if self.place < end {
            candidate.entries.drain(self.place..end);
            match self.take_if_it_fails(candidate) {
                true => self.progressed = true,
                false => self.place = end,
            }
        }
        if self.place >= self.script.entries.len() {
            self.pass_over();
        }
    }

    /// Every stretch of this length has been tried.
    fn pass_over(&mut self) {
        match self.length {
            1 if !self.progressed => self.simplification = Some(0),
            1 => {}
            length => self.length = length / 2,
        }
        (self.place, self.progressed) = (0, false);
    }

    /// Tries the simplification of this number; after one that succeeds, single commands once more.
    fn simplify(&mut self, number: usize) {
        let Some(candidate) = simplified(&self.script, number) else {
            self.ended = true;
            return;
        };
        self.simplification = Some(number + 1);
        if candidate != self.script && self.take_if_it_fails(candidate) {
            self.simplification = None;
        }
    }

    fn take_if_it_fails(&mut self, mut candidate: Script) -> bool {
        match candidate.replay(self.failed.failure, self.patience_ticks) {
            Some((moment, entries)) => {
                // What would come after the failure makes no difference.
                candidate.entries.truncate(entries);
                self.failed.moment = moment;
                self.script = candidate;
                true
            }
            None => false,
        }
    }
}

/// The simplification of this number, if there are so many. It may change nothing.
fn simplified(script: &Script, number: usize) -> Option<Script> {
    let mut script = script.clone();
    match number {
        0 => script.settings.loss = Share::default(),
        1 => script.settings.duplication = Share::default(),
        number => uncut(&mut script.entries.get_mut(number - 2)?.act),
    }
    Some(script)
}

/// The same without a crash in the middle.
fn uncut(act: &mut Act) {
    if let Act::Command(
        Command::Propose { crash_after, .. } | Command::Deliver { crash_after, .. } | Command::Fire { crash_after, .. },
    ) = act
    {
        *crash_after = None;
    }
}
