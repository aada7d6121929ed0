//! Chaos for the page's worker: it is driven as the search is ([`Check`](super::Check)), by budgets, which are runs here.

use super::{error, link_error, to_js};
use crate::chaos::MAX_EVENTS;
use crate::chaos::{self, Finding, Verdict};
use crate::scenario::{Item, What, format, format_item};
use crate::session::{LinkOptions, Session};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Runs of a cluster with every fault, until one fails; and that one, shrunk.
#[wasm_bindgen]
pub struct Chaos {
    chaos: chaos::Chaos,
}

#[wasm_bindgen]
impl Chaos {
    /// So many runs of the cluster of the run that the link holds, from this seed on (in digits: it may be larger than a number of JavaScript is exact);
    /// each may wipe so many disks, and as many as the run's own commands do.
    ///
    /// # Errors
    /// The text is no link, or the seed is none: an `Error`.
    #[wasm_bindgen(constructor)]
    pub fn new(link: &str, wipes: u8, first_seed: &str, runs: u32) -> Result<Chaos, JsValue> {
        let opened = Session::open(link).map_err(|error| link_error(&error))?;
        let first_seed = first_seed.parse().map_err(|_| error(format!("“{first_seed}” is no seed.")))?;
        let chaos = opened.session.chaos(wipes, first_seed, u64::from(runs));
        Ok(Self { chaos })
    }

    /// Plays at most so many runs, of seeds or to shrink one that failed; true once there is a result.
    pub fn advance(&mut self, budget: u32) -> bool {
        self.chaos.advance(budget)
    }

    /// Calls it off: then there is a result.
    pub fn stop(&mut self) {
        self.chaos.stop();
    }

    /// How far it has come.
    ///
    /// # Errors
    /// None that a person can cause.
    pub fn progress(&self) -> Result<JsValue, JsValue> {
        to_js(&Played::of(&self.chaos))
    }

    /// What it came to; undefined if it has not come to its end.
    ///
    /// # Errors
    /// None that a person can cause.
    pub fn result(&self) -> Result<JsValue, JsValue> {
        self.chaos.verdict().map_or(Ok(JsValue::UNDEFINED), |verdict| to_js(&Told::of(&self.chaos, verdict)))
    }
}

/// What was played so far, and what was demanded of it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Played {
    runs: f64,
    events: f64,
    decided: f64,
    cut_short: f64,
    max_events: f64,
    trials: u32,
    decision_within_ticks: f64,
}

impl Played {
    fn of(chaos: &chaos::Chaos) -> Self {
        let chaos::Progress { runs, events, decided, cut_short, trials } = chaos.progress();
        Self {
            runs: runs as f64,
            events: events as f64,
            decided: decided as f64,
            cut_short: cut_short as f64,
            max_events: MAX_EVENTS as f64,
            trials,
            decision_within_ticks: chaos.terms().patience_ticks() as f64,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    /// `found-nothing`, `found` or `stopped`.
    verdict: &'static str,
    #[serde(flatten)]
    played: Played,
    found: Option<Found>,
}

/// A run that failed, shrunk.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    /// The property that it breaks, or `decision` or `answer`.
    word: &'static str,
    seed: String,
    commands_before: usize,
    commands: usize,
    minimal: bool,
    /// Its commands, a line each; all of it as a text; a link that plays it, if it is not too large for one.
    script: Vec<String>,
    text: String,
    link: Option<String>,
}

impl Told {
    fn of(chaos: &chaos::Chaos, verdict: &Verdict) -> Self {
        let (verdict, found) = match verdict {
            Verdict::FoundNothing => ("found-nothing", None),
            Verdict::Found(finding) => ("found", Some(Found::of(finding))),
            Verdict::Stopped => ("stopped", None),
        };
        Self { verdict, played: Played::of(chaos), found }
    }
}

impl Found {
    fn of(finding: &Finding) -> Self {
        let Finding { seed, failed, commands_before, commands, minimal, scenario } = finding;
        Self {
            word: failed.failure.word(),
            seed: seed.to_string(),
            commands_before: *commands_before,
            commands: *commands,
            minimal: *minimal,
            script: scenario.body.iter().filter(|item| is_command(item)).map(format_item).collect(),
            text: format(scenario),
            link: Session::new(scenario.clone()).link(LinkOptions::default()).ok(),
        }
    }
}

fn is_command(item: &Item) -> bool {
    matches!(item.what, What::Command(_))
}
