//! Chaos that was asked for: the question, how far it has come, what it came to.

use super::{get, lines, named, number, set, text};
use crate::chaos::Failure;
use crate::session::LinkOptions;
use crate::ui::i18n::Lang;
use crate::ui::i18n::chaos::ChaosWords;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::naming::property_name;
use crate::world::Property;
use wasm_bindgen::JsValue;

/// A question to chaos.
#[derive(Clone, PartialEq, Debug)]
pub struct Question {
    /// At most so many runs,
    pub runs: u32,
    /// with this seed and the next ones.
    pub first_seed: u64,
    /// How many disks a run may wipe beyond its commands.
    pub wipes: u8,
    /// What whoever asks believes: that no run fails.
    pub guess: Option<bool>,
    /// The run keeps a log: answers are demanded, and no decision.
    pub of_log: bool,
}

/// What was played so far.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Played {
    /// Runs, one that failed included.
    pub runs: f64,
    /// Events of all of them.
    pub events: f64,
    /// Runs that decided in time, or answered every client, when everything had healed.
    pub decided: f64,
    /// Runs that were judged only up to the bound on events.
    pub cut_short: f64,
    /// That bound.
    pub max_events: f64,
    /// Runs that were tried to shrink one that failed.
    pub trials: f64,
    /// Within so many ticks a decision was demanded, or every answer.
    pub within_ticks: f64,
    /// How long it took.
    pub seconds: f64,
}

/// How far chaos has come.
#[derive(Clone, PartialEq, Debug)]
pub struct Far {
    /// What was played.
    pub played: Played,
    /// It waits until somebody lets it go on.
    pub paused: bool,
}

/// What chaos came to.
#[derive(Clone, PartialEq, Debug)]
pub struct Told {
    /// What was played.
    pub played: Played,
    /// The verdict.
    pub verdict: Verdict,
}

/// A verdict, as the checker tells it.
#[derive(Clone, PartialEq, Debug)]
pub enum Verdict {
    /// No run failed.
    FoundNothing,
    /// A run failed.
    Found(Finding),
    /// It was called off before one did.
    Stopped,
}

/// A run that failed, shrunk.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// In which way it failed.
    pub failure: Failure,
    /// Its seed.
    pub seed: String,
    /// How many commands it had.
    pub commands_before: f64,
    /// How many are left.
    pub commands: f64,
    /// None of them can be left out.
    pub minimal: bool,
    /// The commands that are left, a line each.
    pub script: Vec<String>,
    /// What is left, as the text of a run.
    pub text: String,
    /// A link that plays it, if it is not too large for one.
    pub link: Option<String>,
}

impl Question {
    /// Writes it into the message to the checker.
    pub(super) fn write(&self, message: &JsValue) {
        set(message, "search", &"chaos".into());
        set(message, "runs", &self.runs.into());
        set(message, "firstSeed", &self.first_seed.to_string().into());
        set(message, "wipes", &self.wipes.into());
    }
}

/// Is this news of chaos, and not of a search?
pub(super) fn is_of_chaos(news: &JsValue) -> bool {
    !get(news, "runs").is_undefined()
}

pub(super) fn far(news: &JsValue) -> Far {
    Far { played: played(news), paused: get(news, "paused").is_truthy() }
}

pub(super) fn told(news: &JsValue) -> Told {
    let verdict = match text(news, "verdict").as_deref() {
        Some("found-nothing") => Verdict::FoundNothing,
        Some("found") => Verdict::Found(titled(finding(&get(news, "found")))),
        _ => Verdict::Stopped,
    };
    Told { played: played(news), verdict }
}

fn played(news: &JsValue) -> Played {
    Played {
        runs: number(news, "runs"),
        events: number(news, "events"),
        decided: number(news, "decided"),
        cut_short: number(news, "cutShort"),
        max_events: number(news, "maxEvents"),
        trials: number(news, "trials"),
        within_ticks: number(news, "decisionWithinTicks"),
        seconds: number(news, "seconds"),
    }
}

fn finding(told: &JsValue) -> Finding {
    Finding {
        failure: failure(&text(told, "word").unwrap_or_default()),
        seed: text(told, "seed").unwrap_or_default(),
        commands_before: number(told, "commandsBefore"),
        commands: number(told, "commands"),
        minimal: get(told, "minimal").is_truthy(),
        script: lines(told, "script"),
        text: text(told, "text").unwrap_or_default(),
        link: text(told, "link"),
    }
}

/// What this word says.
fn failure(word: &str) -> Failure {
    let others = [Failure::NoAnswer, Failure::NoDecision];
    let broken = Property::from_word(word).map(Failure::Broken);
    broken.or_else(|| others.into_iter().find(|other| other.word() == word)).unwrap_or(Failure::NoDecision)
}

/// The finding with a text and a link whose run is called what it is.
fn titled(found: Finding) -> Finding {
    let Some(session) = found.link.as_deref().and_then(|link| named(link, |lang| name(lang, &found))) else {
        return found;
    };
    let link = session.link(LinkOptions::default()).ok();
    Finding { text: session.text(false), link: link.or(found.link), ..found }
}

fn name(lang: Lang, found: &Finding) -> String {
    let words = ChaosWords::of(lang);
    let (name, property) = match found.failure {
        Failure::Broken(property) => (words.title_broken, property_name(lang, property)),
        Failure::NoAnswer => (words.title_no_answer, ""),
        Failure::NoDecision => (words.title_no_decision, ""),
    };
    fill(name, &[("property", &property), ("seed", &found.seed)])
}
