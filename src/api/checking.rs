//! The search for the page's worker.

use super::{error, link_error, to_js};
use crate::check::{Allowance, Bound, Bounds, Coverage};
use crate::scenario::{Scheduled, What, format, format_command};
use crate::session::{self, CheckBreach, CheckFrom, CheckRefusal, CheckResult, CheckVerdict, LinkOptions, Session};
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
    /// A search of the run that the link holds, from its start or from the state at which it opens: with so many ballots for each node, crashes and wipes
    /// beyond its commands; which sees at most so many states and takes at most so many megabytes.
    ///
    /// # Errors
    /// The text is no link, or the run is too large to be searched: an `Error`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        link: &str,
        here: bool,
        ballots: u8,
        crashes: u8,
        wipes: u8,
        max_states: u32,
        max_megabytes: u32,
    ) -> Result<Check, JsValue> {
        let opened = Session::open(link).map_err(|error| link_error(&error))?;
        let from = if here { CheckFrom::Here } else { CheckFrom::Start };
        let max_bytes = (max_megabytes as usize).saturating_mul(1 << 20);
        let bounds = Bounds { max_states, max_bytes, ..Bounds::default() };
        let check =
            opened.session.check(from, Allowance { ballots, crashes, wipes }, bounds).map_err(
                |refusal| match refusal {
                    CheckRefusal::TooManyProposals(count) => {
                        error(format!("{count} values are proposed; a search can have {}.", crate::check::MAX_REQUESTS))
                    }
                },
            )?;
        Ok(Self { check })
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
    pub fn result(&self) -> Result<JsValue, JsValue> {
        self.check.result().map_or(Ok(JsValue::UNDEFINED), |result| to_js(&Told::of(&result)))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Covered {
    distinct: f64,
    generated: f64,
    depth: u32,
    terminal: f64,
    bytes: f64,
}

impl From<Coverage> for Covered {
    fn from(covered: Coverage) -> Self {
        Self {
            distinct: covered.distinct as f64,
            generated: covered.generated as f64,
            depth: covered.depth,
            terminal: covered.terminal as f64,
            bytes: covered.bytes as f64,
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
    breach: Option<Breach>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Breach {
    property: &'static str,
    length: usize,
    /// The steps, a line each; a link and a text that play them. Nothing if they cannot be told.
    script: Vec<String>,
    text: Option<String>,
    link: Option<String>,
}

impl Told {
    fn of(result: &CheckResult) -> Self {
        let (verdict, bound, breach) = match &result.verdict {
            CheckVerdict::Holds => ("holds", None, None),
            CheckVerdict::HoldsWithin(bound) => ("holds-within", Some(bound_of(*bound)), None),
            CheckVerdict::Violated(breach) => ("violated", None, Some(Breach::of(breach))),
            CheckVerdict::OutOfMemory => ("out-of-memory", None, None),
            CheckVerdict::Stopped => ("stopped", None, None),
        };
        let covered = Covered::from(result.covered);
        Self { verdict, covered, collision_chance: result.collision_chance, bound, breach }
    }
}

fn bound_of(bound: Bound) -> (&'static str, f64) {
    match bound {
        Bound::States(states) => ("states", f64::from(states)),
        Bound::Depth(steps) => ("depth", f64::from(steps)),
        Bound::Bytes(bytes) => ("bytes", bytes as f64),
    }
}

impl Breach {
    fn of(breach: &CheckBreach) -> Self {
        let CheckBreach { property, length, scheduled } = breach;
        let told = scheduled.as_ref().ok();
        let session = told.map(|told| Session::new(told.scenario.clone()));
        Self {
            property: property.word(),
            length: *length,
            script: told.map(lines).unwrap_or_default(),
            text: told.map(|told| format(&told.scenario)),
            link: session.and_then(|session| session.link(LinkOptions::default()).ok()),
        }
    }
}

fn lines(Scheduled { scenario, places }: &Scheduled) -> Vec<String> {
    let commands = places.iter().filter_map(|place| match &scenario.body[*place].what {
        What::Command(command) => Some(format_command(command)),
        _ => None,
    });
    commands.collect()
}
