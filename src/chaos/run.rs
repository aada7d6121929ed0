//! One run: faults, then everything heals and progress is demanded.

use super::course::{Course, healing};
use super::demand::Demanding;
use super::dice::Dice;
use super::faults::Faults;
use super::{Failed, Failure, MAX_EVENTS, Script, Terms};
use crate::scenario::{Settings, with_protocol};
use crate::sim::Command;
use crate::world::Property;

/// What came of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// The run.
    pub script: Script,
    /// How many events it had.
    pub events: usize,
    /// The node that was asked last came to know a decision in time; of a log, every client came to its answer.
    pub decided: bool,
    /// How it failed, if it did.
    pub failed: Option<Failed>,
    /// It came to [`MAX_EVENTS`] before it ended, and was judged only so far.
    pub cut_short: bool,
}

/// The run of a seed: a function of the terms and the seed alone.
pub fn run(terms: &Terms, seed: u64) -> Run {
    with_protocol!(terms.settings().protocol, P => run_of::<P>(terms, seed))
}

fn run_of<P: Demanding>(terms: &Terms, seed: u64) -> Run {
    let settings = Settings { seed, ..terms.settings().clone() };
    let mut script = Script { settings, entries: Vec::new() };
    let mut course = Course::<P>::new(&script, Property::of(P::NAME));
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
fn disturb<P: Demanding>(course: &mut Course<P>, terms: &Terms, dice: &mut Dice) -> Result<u64, Failure> {
    let mut faults = Faults::new::<P>(terms, dice);
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

/// Everything heals; then one is asked, one that has not come to what it was asked for if there is one, and it has to come of it in time: true if it does.
fn demand<P: Demanding>(course: &mut Course<P>, terms: &Terms, dice: &mut Dice, tick: u64) -> Result<bool, Failure> {
    for command in healing(course.state(), terms.settings()) {
        course.order(tick, command)?;
    }
    let asked = terms.asked().iter().copied();
    let waiting: Vec<_> = asked.filter(|node| !P::is_content(course.state().world(), *node)).collect();
    let candidates = if waiting.is_empty() { terms.asked() } else { &waiting };
    let (Some(node), Some(value)) = (dice.pick(candidates).copied(), dice.pick(terms.values()).cloned()) else {
        return Ok(false);
    };
    course.order(tick, Command::Propose { node, value, crash_after: None })?;
    course.pass(tick + terms.patience_ticks(), |state| P::is_done(state.world(), node))?;
    // Of a run that was cut short it is not known whether it would have come to it.
    let decided = P::is_done(course.state().world(), node);
    if !decided && course.events() < MAX_EVENTS { Err(P::LATE) } else { Ok(decided) }
}
