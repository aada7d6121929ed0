//! Searches to a verdict, and tells what it comes to: what `spec` and `check` share.

use super::output::{self, Failure, Outcome};
use paxos_playground::check::{Bound, Bounds, Coverage, Model, Search, Verdict, collision_chance};
use serde::Serialize;
use std::time::{Duration, Instant};

/// States that are expanded between two looks at the clock.
const BUDGET: usize = 20_000;
/// How long nothing is told of progress.
pub const SILENCE: Duration = Duration::from_secs(2);
/// The most memory that a search takes here, in bytes.
pub const MAX_BYTES: usize = 8 << 30;

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
    #[serde(skip)]
    bound: Option<Bound>,
    /// What was allowed, in words.
    #[serde(skip)]
    allowed: String,
}

/// A schedule, told.
pub struct Told {
    /// Its steps.
    pub lines: Vec<String>,
    /// A scenario that plays it.
    pub scenario: Option<String>,
}

/// Searches, telling of progress on stderr; a schedule that breaks a property is told by `tell`.
pub fn search<M: Model>(model: M, bounds: Bounds, tell: impl Fn(&M, &str, &[M::Step]) -> Told) -> Found {
    let started = Instant::now();
    let mut search = Search::new(model, bounds);
    let mut told = started;
    while !search.advance(BUDGET) {
        if told.elapsed() >= SILENCE {
            told = Instant::now();
            let rate = search.covered().distinct as f64 / started.elapsed().as_secs_f64();
            output::tell(&format!("{}; {rate:.0} states a second", covered(&search.covered(), search.frontier())));
        }
    }
    let Coverage { distinct, generated, depth, .. } = search.covered();
    let mut found = Found {
        verdict: "stopped",
        property: None,
        distinct,
        generated,
        depth: depth + 1,
        length: None,
        script: None,
        seconds: started.elapsed().as_secs_f64(),
        scenario: None,
        bound: None,
        allowed: String::new(),
    };
    match search.verdict() {
        Some(Verdict::Holds) => found.verdict = "holds",
        Some(Verdict::HoldsWithin(bound)) => (found.verdict, found.bound) = ("holds-within", Some(*bound)),
        Some(Verdict::Violated { property, script, .. }) => {
            found.verdict = "violated";
            let name = search.model().properties().get(*property).map_or("", |property| property.name);
            let told = tell(search.model(), name, script);
            found.property = Some(name);
            found.length = Some(script.len());
            found.depth = script.len() as u32 + 1;
            found.script = Some(told.lines);
            found.scenario = told.scenario;
        }
        Some(Verdict::OutOfMemory | Verdict::Stopped) | None => {}
    }
    found
}

fn covered(covered: &Coverage, frontier: usize) -> String {
    let Coverage { distinct, depth, bytes, .. } = covered;
    format!("{distinct} states, {depth} steps deep, {frontier} still to be expanded, {} MB", bytes >> 20)
}

impl Found {
    /// The same, with what was allowed, in words.
    pub fn allowing(self, allowed: String) -> Self {
        Self { allowed, ..self }
    }

    /// Prints it; a violation is what was not expected.
    pub fn print(&self, json: bool) -> Result<Outcome, Failure> {
        match json {
            true => output::print_object(self)?,
            false => output::print(&self.for_people())?,
        };
        Ok(if self.verdict == "violated" { Outcome::Refuted } else { Outcome::Fine })
    }

    fn for_people(&self) -> String {
        let Found { distinct, generated, depth, seconds, .. } = self;
        let seen = format!(
            "{distinct} different states seen (come to {generated} times), {} steps deep, in {seconds:.2} s; two of them may have been taken for one with \
             a chance of at most {:.0e}\n",
            depth - 1,
            collision_chance(*distinct)
        ) + &self.allowed;
        match (self.verdict, &self.script) {
            ("violated", Some(script)) => {
                let steps: Vec<String> =
                    (1..).zip(script).map(|(number, step)| format!("{number:>4}  {step}\n")).collect();
                let property = self.property.unwrap_or_default();
                let played =
                    self.scenario.as_ref().map_or_else(String::new, |text| format!("\nTo be played:\n\n{text}"));
                let length = script.len();
                format!("{property} is violated, after {length} steps and no fewer:\n{}{seen}{played}", steps.concat())
            }
            ("holds", _) => format!("Holds: every state that is allowed was seen.\n{seen}"),
            ("holds-within", _) => {
                let bound = match self.bound {
                    Some(Bound::States(states)) => format!("{states} states"),
                    Some(Bound::Depth(steps)) => format!("{steps} steps"),
                    Some(Bound::Bytes(bytes)) => format!("{} MB of memory", bytes >> 20),
                    None => String::new(),
                };
                format!("Found nothing within {bound}; the rest was not seen.\n{seen}")
            }
            _ => format!("Stopped: there was no more memory, and nothing was found until then.\n{seen}"),
        }
    }
}
