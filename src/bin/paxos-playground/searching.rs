//! Searches to a verdict, and tells what it comes to: what `spec` and `check` share.

use super::calling_off::{self, is_called_off};
use super::output::{self, Failure, Outcome};
use super::report::counted;
use super::verb::Verb;
use lexopt::Parser;
use paxos_playground::check::{Bound, Bounds, Claim, Coverage, Model, Search, Verdict, collision_chance};
use serde::Serialize;
use std::time::{Duration, Instant};

/// States that are expanded between two looks at the clock.
const BUDGET: usize = 20_000;
/// How long nothing is told of progress.
pub const SILENCE: Duration = Duration::from_secs(2);
/// The most memory that a search takes here if nothing else is said, in megabytes.
const MAX_MEGABYTES: usize = 8 << 10;

/// What a search came to, as one object.
#[derive(Serialize)]
pub struct Found {
    verdict: &'static str,
    property: Option<&'static str>,
    distinct: u64,
    generated: u64,
    /// Of the search, in states: an initial state is 1.
    depth: u32,
    /// Of the schedule, in steps.
    length: Option<usize>,
    script: Option<Vec<String>>,
    seconds: f64,
    /// A text that plays the schedule.
    #[serde(skip_serializing_if = "Option::is_none")]
    scenario: Option<String>,
    /// How many of the schedule's last steps can be repeated for ever, if that is what it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    cycle: Option<usize>,
    #[serde(skip)]
    bound: Option<Bound>,
    /// Somebody called it off.
    #[serde(skip)]
    called_off: bool,
    /// States from which no step leads anywhere, and those of them in which nothing is chosen.
    #[serde(skip)]
    ends: (u64, u64),
    /// What was allowed, and what was taken for one, in words.
    #[serde(skip)]
    remarks: String,
}

/// A schedule, told.
pub struct Told {
    /// Its steps.
    pub lines: Vec<String>,
    /// A scenario that plays it.
    pub scenario: Option<String>,
}

/// The bounds of a search of which nothing is said.
pub fn no_bounds() -> Bounds {
    Bounds { max_bytes: MAX_MEGABYTES << 20, ..Bounds::default() }
}

/// Reads what stands behind `--max-states`, `--max-depth` or `--max-memory`.
///
/// # Errors
/// It is no such number.
pub fn bound(bounds: &mut Bounds, option: &str, verb: &Verb, arguments: &mut Parser) -> Result<(), Failure> {
    match option {
        "--max-states" => bounds.max_states = verb.count(option, arguments)?,
        "--max-depth" => bounds.max_depth = verb.number(option, arguments)?,
        _ => bounds.max_bytes = verb.count::<u32>(option, arguments)? as usize * (1 << 20),
    }
    Ok(())
}

/// Searches, telling of progress on stderr; a schedule that breaks a property is told by `tell`.
pub fn search<M: Model>(model: M, bounds: Bounds, tell: impl Fn(&M, &str, &[M::Step]) -> Told) -> Found {
    let started = Instant::now();
    let mut search = Search::new(model, bounds);
    let mut told = started;
    calling_off::listen();
    while !search.advance(BUDGET) {
        if is_called_off() {
            search.stop();
        }
        if told.elapsed() >= SILENCE {
            told = Instant::now();
            let rate = search.covered().distinct as f64 / started.elapsed().as_secs_f64();
            output::tell(&format!("{}; {rate:.0} states a second", covered(&search.covered(), search.frontier())));
        }
    }
    found(search, started.elapsed(), tell)
}

/// What the search came to, in so long.
fn found<M: Model>(mut search: Search<M>, elapsed: Duration, tell: impl Fn(&M, &str, &[M::Step]) -> Told) -> Found {
    let Coverage { distinct, generated, depth, terminal, dead_ends, .. } = search.covered();
    let properties = search.model().properties().to_vec();
    let goal = properties.iter().position(|property| property.claim == Claim::Sometimes);
    let (mut bound, mut property, mut script) = (None, goal, None);
    let verdict = match search.verdict().cloned() {
        Some(Verdict::Holds) => {
            script = goal.and_then(|goal| search.schedule_to(goal));
            "holds"
        }
        Some(Verdict::HoldsWithin(within)) => {
            bound = Some(within);
            // That something was not reached yet speaks for nothing.
            if goal.is_some() { "stopped" } else { "holds-within" }
        }
        Some(Verdict::Unreachable { property: unreached }) => {
            property = Some(unreached);
            "violated"
        }
        Some(Verdict::Violated { property: broken, initial, script: schedule }) => {
            (property, script) = (Some(broken), Some((initial, schedule)));
            "violated"
        }
        Some(Verdict::OutOfMemory | Verdict::Stopped) | None => "stopped",
    };
    let property = property.and_then(|place| properties.get(place)).map(|property| property.name);
    let script = script.map(|(_, steps)| steps);
    let told = script.as_ref().map(|steps| tell(search.model(), property.unwrap_or_default(), steps));
    Found {
        verdict,
        property,
        distinct,
        generated,
        depth: script.as_ref().map_or(depth, |script| script.len() as u32) + 1,
        length: script.as_ref().map(Vec::len),
        script: told.as_ref().map(|told| told.lines.clone()),
        scenario: told.and_then(|told| told.scenario),
        seconds: elapsed.as_secs_f64(),
        cycle: None,
        bound,
        called_off: matches!(search.verdict(), Some(Verdict::Stopped)),
        ends: (terminal, dead_ends),
        remarks: String::new(),
    }
}

fn covered(covered: &Coverage, frontier: usize) -> String {
    let Coverage { distinct, depth, bytes, .. } = covered;
    format!("{distinct} states, {depth} steps deep, {frontier} still to be expanded, {} MB", bytes >> 20)
}

impl Found {
    /// A schedule whose last steps, so many of them, can be repeated for ever, and nothing is ever decided.
    pub fn never_decides(told: Told, cycle: usize, rounds_later: u32, elapsed: Duration) -> Self {
        let Told { lines: script, scenario } = told;
        let states = script.len() as u64 + 1;
        Self {
            verdict: "violated",
            property: Some("always-decides"),
            distinct: states,
            generated: states,
            depth: states as u32,
            length: Some(script.len()),
            script: Some(script),
            seconds: elapsed.as_secs_f64(),
            scenario,
            cycle: Some(cycle),
            bound: None,
            called_off: false,
            ends: (0, 0),
            remarks: format!(
                "The last {cycle} steps lead to the same state in ballots {rounds_later} rounds later, and so on for ever.\n"
            ),
        }
    }

    /// The same, with a remark for people.
    pub fn remarking(self, remark: &str) -> Self {
        Self { remarks: self.remarks + remark, ..self }
    }

    /// Prints it.
    pub fn print(&self, json: bool) -> Result<Outcome, Failure> {
        match json {
            true => output::print_object(self)?,
            false => output::print(&self.for_people())?,
        };
        Ok(self.outcome())
    }

    /// How it ended: a violation is what was not expected.
    pub fn outcome(&self) -> Outcome {
        match self.verdict {
            "violated" => Outcome::Refuted,
            _ if self.called_off => Outcome::CalledOff,
            _ => Outcome::Fine,
        }
    }

    /// What it came to, in lines.
    pub fn for_people(&self) -> String {
        let property = self.property.unwrap_or_default();
        let after = |script: &[String]| {
            let steps = (1..).zip(script).map(|(number, step)| format!("{number:>4}  {step}\n")).collect::<String>();
            format!("after {} steps and no fewer:\n{steps}", script.len())
        };
        if let (Some(_), Some(script)) = (self.cycle, &self.script) {
            let steps = (1..).zip(script).map(|(number, step)| format!("{number:>4}  {step}\n")).collect::<String>();
            return format!("{property} is violated, by this schedule:\n{steps}{}{}", self.remarks, self.played());
        }
        let within = self.within();
        let verdict = match (self.verdict, &self.script) {
            ("violated", Some(script)) => format!("{property} is violated, {}", after(script)),
            ("violated", None) => format!("{property}: it cannot be reached; every state that is allowed was seen.\n"),
            ("holds", Some(script)) => format!("{property}: it is reached, {}", after(script)),
            ("holds", None) => "Holds: every state that is allowed was seen.\n".to_owned(),
            ("holds-within", _) => format!("Found nothing within {within}; the rest was not seen.\n"),
            _ if self.bound.is_some() => {
                format!("{property}: it was not reached within {within}; the rest was not seen.\n")
            }
            _ if self.called_off => "Called off: nothing was found until then; the rest was not seen.\n".to_owned(),
            _ => "Stopped: there was no more memory, and nothing was found until then.\n".to_owned(),
        };
        verdict + &self.seen() + &self.remarks + &self.played()
    }

    fn played(&self) -> String {
        self.scenario.as_ref().map_or_else(String::new, |text| format!("\nTo be played:\n\n{text}"))
    }

    fn within(&self) -> String {
        match self.bound {
            Some(Bound::States(states)) => counted(states as usize, "state"),
            Some(Bound::Depth(steps)) => counted(steps as usize, "step"),
            Some(Bound::Bytes(bytes)) => format!("{} MB of memory", bytes >> 20),
            None => String::new(),
        }
    }

    fn seen(&self) -> String {
        let Found { distinct, generated, depth, seconds, ends: (terminal, dead_ends), .. } = self;
        format!(
            "{distinct} different states seen (come to {generated} times), {} steps deep, in {seconds:.2} s; two of them may have been taken for one with \
             a chance of at most {:.0e}\nFrom {terminal} of them no step leads on; in {dead_ends} of these nothing is chosen.\n",
            depth - 1,
            collision_chance(*distinct)
        )
    }
}
