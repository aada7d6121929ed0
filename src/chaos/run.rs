//! One run: faults, then everything heals and a decision is demanded.

use super::course::{Course, Watch, healing, knows};
use super::dice::Dice;
use super::faults::Faults;
use super::{Failed, Failure, Script, Terms};
use crate::scenario::Settings;
use crate::sim::{Command, MAX_EVENTS};
use crate::world::Property;

/// What came of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// The run.
    pub script: Script,
    /// How many events it had.
    pub events: usize,
    /// The node that was asked last came to know a decision in time.
    pub decided: bool,
    /// How it failed, if it did.
    pub failed: Option<Failed>,
    /// It came to [`MAX_EVENTS`] before it ended, and was judged only so far.
    pub cut_short: bool,
}

/// The run of a seed: a function of the terms and the seed alone.
pub fn run(terms: &Terms, seed: u64) -> Run {
    let settings = Settings { seed, ..terms.settings().clone() };
    let mut script = Script { settings, entries: Vec::new() };
    let mut course = Course::new(&script, Watch::new(&Property::VOTES));
    let mut dice = Dice::new(seed);
    let ended = disturb(&mut course, terms, &mut dice).and_then(|tick| demand(&mut course, terms, &mut dice, tick));
    let decided = ended.is_ok_and(|decided| decided);
    let failed =
        ended.err().map(|failure| Failed { failure, moment: course.moment_of(failure, terms.patience_ticks()) });
    let events = course.events();
    script.entries = course.into_entries();
    Run { script, events, decided, failed, cut_short: events >= MAX_EVENTS }
}

/// A time of faults; when it ended.
fn disturb(course: &mut Course, terms: &Terms, dice: &mut Dice) -> Result<u64, Failure> {
    let mut faults = Faults::new(terms, dice);
    let mut tick = 0;
    for command in faults.first(dice) {
        course.order(tick, command)?;
    }
    for _ in 0..faults.count() {
        tick += dice.below(faults.longest_gap_ticks() + 1);
        course.pass(tick, |_| false)?;
        if let Some(command) = faults.next(dice, course.state()) {
            course.order(tick, command)?;
        }
    }
    // What the last of them led to may still show while it is not healed.
    tick += dice.below(2 * u64::from(terms.settings().timeout_ticks));
    course.pass(tick, |_| false)?;
    Ok(tick)
}

/// Everything heals; then a node is asked, one that knows no decision if there is one among the proposers, and has to know one in time: true if it does.
fn demand(course: &mut Course, terms: &Terms, dice: &mut Dice, tick: u64) -> Result<bool, Failure> {
    for command in healing(course.state(), terms.settings()) {
        course.order(tick, command)?;
    }
    let proposers = terms.proposers().iter().copied();
    let unknowing: Vec<_> = proposers.filter(|node| !knows(course.state().world(), *node)).collect();
    let candidates = if unknowing.is_empty() { terms.proposers() } else { &unknowing };
    let (Some(node), Some(value)) = (dice.pick(candidates).copied(), dice.pick(terms.values()).cloned()) else {
        return Ok(false);
    };
    course.order(tick, Command::Propose { node, value, crash_after: None })?;
    course.pass(tick + terms.patience_ticks(), |state| knows(state.world(), node))?;
    // Of a run that was cut short it is not known whether it would have come to one.
    let decided = knows(course.state().world(), node);
    if !decided && course.events() < MAX_EVENTS { Err(Failure::NoDecision) } else { Ok(decided) }
}
