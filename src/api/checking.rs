//! The search for the page's worker.

use super::{error, link_error, to_js};
use crate::check::{Allowance, Bound, Bounds, Coverage, Question};
use crate::protocol::{ProtocolName, Value};
use crate::scenario::{Expectation, Scheduled, SlotContent, What};
use crate::session::{self, CheckFrom, CheckRefusal, CheckResult, CheckSchedule, CheckVerdict, LinkOptions, Session};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A search of the schedules of a run.
#[wasm_bindgen]
pub struct Check {
    check: session::Check,
}

#[wasm_bindgen]
impl Check {
    /// A search of the run that the link holds, from its start or from the state at which it opens: for a breach of a property (`states`: of any that
    /// states have; or its word), or for a way to have `value` chosen (`can-choose`); with so many ballots for each node, crashes, wipes
    /// and breaks of connections beyond its commands; which sees at most so many states and takes at most so many megabytes.
    ///
    /// # Errors
    /// The text is no link, or the run is too large to be searched: an `Error`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        link: &str,
        here: bool,
        asked: &str,
        value: &str,
        allow: &[u8],
        max_states: u32,
        max_megabytes: u32,
    ) -> Result<Check, JsValue> {
        let &[ballots, crashes, wipes, breaks] = allow else { return Err(error("An allowance is four numbers.")) };
        let opened = Session::open(link).map_err(|error| link_error(&error))?;
        let protocol = opened.session.scenario().settings.protocol;
        let from = if here { CheckFrom::Here } else { CheckFrom::Start };
        let max_bytes = (max_megabytes as usize).saturating_mul(1 << 20);
        let bounds = Bounds { max_states, max_bytes, ..Bounds::default() };
        let check = opened
            .session
            .check(from, questions(protocol, asked, value)?, Allowance { ballots, crashes, wipes, breaks }, bounds)
            .map_err(refused)?;
        Ok(Self { check })
    }

    /// The same from its beginning, taking no state for another: for benchmarks.
    #[must_use]
    pub fn plain(self) -> Check {
        Self { check: self.check.plain() }
    }

    /// Expands at most so many states; true once there is a result.
    pub fn advance(&mut self, budget: u32) -> bool {
        self.check.advance(budget as usize)
    }

    /// Calls it off: then there is a result.
    pub fn stop(&mut self) {
        self.check.stop();
    }

    /// How far it has come.
    ///
    /// # Errors
    /// None that a person can cause.
    pub fn progress(&self) -> Result<JsValue, JsValue> {
        let progress = self.check.progress();
        to_js(&Progress {
            covered: Covered::from(progress.covered),
            frontier: progress.frontier as f64,
            bound_permille: progress.bound_permille,
        })
    }

    /// What it came to; undefined if it has not come to its end.
    ///
    /// # Errors
    /// None that a person can cause.
    pub fn result(&mut self) -> Result<JsValue, JsValue> {
        self.check.result().map_or(Ok(JsValue::UNDEFINED), |result| to_js(&Told::of(&result)))
    }
}

fn questions(protocol: ProtocolName, asked: &str, value: &str) -> Result<Vec<Question>, JsValue> {
    match asked {
        "states" => Ok(Question::states_of(protocol)),
        "can-choose" => {
            let value = Value::new(value).map_err(|_| error(format!("“{value}” is no value.")))?;
            Ok(vec![Question::CanChoose(value)])
        }
        word => {
            let question =
                Question::from_word(protocol, word).ok_or_else(|| error(format!("There is no property “{word}”.")))?;
            Ok(vec![question])
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Covered {
    distinct: f64,
    depth: u32,
    bytes: f64,
    dead_ends: f64,
}

impl From<Coverage> for Covered {
    fn from(covered: Coverage) -> Self {
        Self {
            distinct: covered.distinct as f64,
            depth: covered.depth,
            bytes: covered.bytes as f64,
            dead_ends: covered.dead_ends as f64,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Progress {
    #[serde(flatten)]
    covered: Covered,
    frontier: f64,
    bound_permille: u16,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    verdict: &'static str,
    #[serde(flatten)]
    covered: Covered,
    collision_chance: f64,
    /// The bound that cut it short: `states`, `depth` or `bytes`, and how many.
    bound: Option<(&'static str, f64)>,
    schedule: Option<Schedule>,
    /// Some of the runs that were covered, where nothing was found.
    sample: Vec<Schedule>,
    /// What can be kept of it with the scenario, as a line of its head without the word `checked`.
    kept: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schedule {
    /// What it breaks or reaches.
    word: &'static str,
    length: usize,
    /// The steps, a line each; a link that plays them. Nothing if they cannot be told.
    script: Vec<String>,
    link: Option<String>,
    /// The value that is chosen in the end, if the schedule says that one is.
    chosen: Option<String>,
}

impl Told {
    fn of(result: &CheckResult) -> Self {
        let (verdict, bound, schedule) = match &result.verdict {
            CheckVerdict::Holds => ("holds", None, None),
            CheckVerdict::HoldsWithin(bound) => ("holds-within", Some(bound_of(*bound)), None),
            CheckVerdict::Violated(schedule) => ("violated", None, Some(Schedule::of(schedule))),
            CheckVerdict::Reached(schedule) => ("reached", None, Some(Schedule::of(schedule))),
            CheckVerdict::Unreachable => ("unreachable", None, None),
            CheckVerdict::OutOfMemory => ("out-of-memory", None, None),
            CheckVerdict::Stopped => ("stopped", None, None),
        };
        let covered = Covered::from(result.covered);
        let kept = result.kept.as_ref().map(ToString::to_string);
        let sample = result.sample.iter().map(Schedule::of).collect();
        Self { verdict, covered, collision_chance: result.collision_chance, bound, schedule, sample, kept }
    }
}

fn bound_of(bound: Bound) -> (&'static str, f64) {
    match bound {
        Bound::States(states) => ("states", f64::from(states)),
        Bound::Depth(steps) => ("steps", f64::from(steps)),
        Bound::Bytes(bytes) => ("bytes", bytes as f64),
    }
}

impl Schedule {
    fn of(schedule: &CheckSchedule) -> Self {
        let CheckSchedule { word, length, scheduled } = schedule;
        let told = scheduled.as_ref().ok();
        let chosen = told.and_then(|told| match &told.scenario.body.last()?.what {
            What::Expect(Expectation::Chosen(value)) => Some(value.as_str().to_owned()),
            What::Expect(Expectation::Slot(_, SlotContent::NoOp)) => Some("no-op".to_owned()),
            _ => None,
        });
        let session = told.map(|told| Session::new(told.scenario.clone()));
        Self {
            word,
            length: *length,
            script: told.map(Scheduled::lines).unwrap_or_default(),
            link: session.and_then(|session| session.link(LinkOptions::default()).ok()),
            chosen,
        }
    }
}

/// Why a run cannot be searched.
fn refused(refusal: CheckRefusal) -> JsValue {
    match refusal {
        CheckRefusal::TooManyProposals(count) => {
            error(format!("{count} values are proposed; a search can have {}.", crate::check::MAX_REQUESTS))
        }
        CheckRefusal::NotAsked(protocol) => {
            error(format!("This is not asked of runs of the protocol “{}”.", protocol.word()))
        }
    }
}
