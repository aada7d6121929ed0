//! Searches that were asked for, and chaos: what each was asked, how far it is, what it came to; and the way to the checker, which `boot.js` loads at the
//! first.

pub mod chaos;

use super::i18n::Lang;
use super::i18n::check::CheckWords;
use super::i18n::fill::fill;
use super::i18n::naming::property_name;
use super::playground::Playground;
use super::store::Action;
use crate::check::Allowance;
use crate::scenario::{Asked, Bilingual, Checked, MAX_TITLE_CHARS, parse_checked};
use crate::session::{COVERED, CheckFrom, LinkOptions, Session};
use crate::sim::Moment;
use crate::world::Property;
use js_sys::{Array, Function, Object, Reflect};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

/// What a search in a tab may take, in megabytes: of two gigabytes, what the page leaves, and a table that is there twice while it grows.
const MAX_MEGABYTES: u32 = 1_300;

#[wasm_bindgen]
extern "C" {
    /// To the checker (`boot.js`).
    #[wasm_bindgen(js_name = paxosCheck)]
    fn to_checker(message: &JsValue, report: &Function);
}

/// A question to the search.
#[derive(Clone, PartialEq, Debug)]
pub struct Question {
    /// What is asked.
    pub asked: Asked,
    /// Where it begins.
    pub from: CheckFrom,
    /// What may happen beyond the commands.
    pub allow: Allowance,
    /// At most so many states.
    pub max_states: u32,
    /// What whoever asks believes: that it holds, or can be chosen.
    pub guess: Option<bool>,
}

/// What is to be done.
#[derive(Clone, PartialEq, Debug)]
pub enum Task {
    /// Every schedule is searched.
    Schedules(Question),
    /// Random runs are played, with every fault.
    Chaos(chaos::Question),
}

/// A check that was asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct CheckEntry {
    /// Tells it from others.
    pub id: u32,
    /// Which run it is about: see [`Facts::run`](super::store::Facts::run).
    pub run: u32,
    /// What that is called.
    pub title: Bilingual,
    /// The moment shown when it was asked for.
    pub moment: Moment,
    /// What was asked.
    pub task: Task,
    /// How it stands.
    pub state: CheckState,
}

/// How a check stands.
#[derive(Clone, PartialEq, Debug)]
pub enum CheckState {
    /// Nothing was heard of it yet.
    Waiting,
    /// A search is under way.
    Running(Rc<Far>),
    /// At its end; of chaos too, if it had not begun.
    Done(Rc<Told>),
    /// Chaos is under way.
    Playing(Rc<chaos::Far>),
    /// Chaos is at its end.
    Played(Rc<chaos::Told>),
    /// It could not be carried out: why.
    Failed(String),
}

/// How far a search has come.
#[derive(Clone, PartialEq, Debug)]
pub struct Far {
    /// What it has covered.
    pub covered: Covered,
    /// States to go on from.
    pub frontier: f64,
    /// How much of the nearest bound is used up, in thousandths.
    pub bound_permille: f64,
    /// It waits until somebody lets it go on.
    pub paused: bool,
}

/// What a search has covered.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Covered {
    /// Different states.
    pub distinct: f64,
    /// Steps from the start to the furthest.
    pub depth: f64,
    /// Memory taken.
    pub bytes: f64,
    /// States in which nothing more can happen, and nothing is chosen.
    pub dead_ends: f64,
    /// How long it searched.
    pub seconds: f64,
}

/// What a search came to.
#[derive(Clone, PartialEq, Debug)]
pub struct Told {
    /// What it covered.
    pub covered: Covered,
    /// The chance that two states were taken for one, at most.
    pub collision_chance: f64,
    /// The verdict.
    pub verdict: Verdict,
    /// Some of the runs that were covered, where nothing was found.
    pub sample: Vec<Schedule>,
    /// What is kept of it with the scenario.
    pub kept: Option<Checked>,
}

/// A verdict, as the checker tells it.
#[derive(Clone, PartialEq, Debug)]
pub enum Verdict {
    /// Everything allowed was seen, and holds.
    Holds,
    /// Found nothing within a bound: `states`, `depth` or `bytes`, and how many.
    HoldsWithin(String, f64),
    /// A property can be broken.
    Violated(Schedule),
    /// The goal can be reached.
    Reached(Schedule),
    /// Everything allowed was seen, and the goal is not reached.
    Unreachable,
    /// There was no more memory.
    OutOfMemory,
    /// It was called off.
    Stopped,
}

/// A schedule that was found, or covered.
#[derive(Clone, PartialEq, Debug)]
pub struct Schedule {
    /// The property that it breaks, if it breaks one.
    pub property: Option<Property>,
    /// It breaks and reaches nothing: it is one of those that were covered.
    pub covered: bool,
    /// How many steps it has.
    pub length: f64,
    /// The steps.
    pub script: Vec<String>,
    /// A link that plays it, if it can be told.
    pub link: Option<String>,
    /// The value that is chosen in the end, if it tells of one.
    pub chosen: Option<String>,
}

/// What can be done with a check that is under way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Op {
    /// It waits.
    Pause,
    /// It goes on.
    Resume,
    /// It is called off.
    Cancel,
}

impl Question {
    /// Writes it into the message to the checker.
    fn write(&self, message: &JsValue) {
        let (asked, value) = match &self.asked {
            Asked::Holds(property) => (property.word(), ""),
            Asked::States => ("states", ""),
            Asked::CanChoose(value) => ("can-choose", value.as_str()),
        };
        let Allowance { ballots, crashes, wipes, breaks } = self.allow;
        let allow = [ballots, crashes, wipes, breaks].map(JsValue::from);
        set(message, "search", &"schedules".into());
        set(message, "here", &(self.from == CheckFrom::Here).into());
        set(message, "asked", &asked.into());
        set(message, "value", &value.into());
        set(message, "allow", &allow.into_iter().collect::<Array>());
        set(message, "maxStates", &self.max_states.into());
        set(message, "maxMegabytes", &MAX_MEGABYTES.into());
    }
}

thread_local! {
    /// Of each check that has come to no end yet, its number and which run it is about.
    static ASKED: RefCell<Vec<(u32, u32)>> = const { RefCell::new(Vec::new()) };
}

impl Playground {
    /// Asks the checker; false if the run is too large for a link, in which the checker is handed the run.
    pub fn ask(&self, task: Task) -> bool {
        let Ok(link) = self.link(false, true) else { return false };
        let (shown, id) = (self.shown(), self.next_check());
        let message = message(id, "start");
        set(&message, "link", &link.into());
        match &task {
            Task::Schedules(question) => question.write(&message),
            Task::Chaos(question) => question.write(&message),
        }
        ASKED.with_borrow_mut(|asked| asked.push((id, shown.facts.run)));
        let entry = CheckEntry {
            id,
            run: shown.facts.run,
            title: shown.facts.title.clone(),
            moment: shown.view.moment,
            task,
            state: CheckState::Waiting,
        };
        self.dispatch(Action::Asked(Rc::new(entry)));
        self.send(&message);
        true
    }

    /// Has a check that is under way pause, go on or end.
    pub fn steer(&self, id: u32, op: Op) {
        let op = match op {
            Op::Pause => "pause",
            Op::Resume => "resume",
            Op::Cancel => "cancel",
        };
        self.send(&message(id, op));
    }

    fn send(&self, message: &JsValue) {
        thread_local! {
            /// The one that hears what the checker reports, as long as the page lives.
            static EAR: OnceCell<Closure<dyn FnMut(JsValue)>> = const { OnceCell::new() };
        }
        EAR.with(|ear| {
            let ear = ear.get_or_init(|| {
                let playground = self.clone();
                Closure::new(move |news: JsValue| hear(&playground, &news))
            });
            to_checker(message, ear.as_ref().unchecked_ref());
        });
    }
}

fn message(id: u32, op: &str) -> JsValue {
    let message: JsValue = Object::new().into();
    set(&message, "id", &id.into());
    set(&message, "op", &op.into());
    message
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    // Setting a property of a fresh object cannot fail.
    drop(Reflect::set(object, &name.into(), value));
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn number(object: &JsValue, name: &str) -> f64 {
    get(object, name).as_f64().unwrap_or_default()
}

fn text(object: &JsValue, name: &str) -> Option<String> {
    get(object, name).as_string()
}

/// Empty if there is none.
fn list(object: &JsValue, name: &str) -> Array {
    get(object, name).dyn_into().unwrap_or_default()
}

fn lines(object: &JsValue, name: &str) -> Vec<String> {
    list(object, name).iter().filter_map(|line| line.as_string()).collect()
}

fn hear(playground: &Playground, news: &JsValue) {
    let state = match text(news, "kind").as_deref() {
        Some("progress") if chaos::is_of_chaos(news) => CheckState::Playing(Rc::new(chaos::far(news))),
        Some("result") if chaos::is_of_chaos(news) => CheckState::Played(Rc::new(chaos::told(news))),
        Some("progress") => CheckState::Running(Rc::new(Far {
            covered: covered(news),
            frontier: number(news, "frontier"),
            bound_permille: number(news, "boundPermille"),
            paused: get(news, "paused").is_truthy(),
        })),
        Some("result") => CheckState::Done(Rc::new(told(news))),
        _ => CheckState::Failed(text(news, "message").unwrap_or_default()),
    };
    let id = number(news, "id") as u32;
    let kept = match &state {
        CheckState::Done(told) => told.kept.clone(),
        _ => None,
    };
    let ended = !matches!(state, CheckState::Running(_) | CheckState::Playing(_));
    playground.dispatch(Action::Heard(id, state));
    if ended {
        let run = ASKED.with_borrow_mut(|asked| {
            let place = asked.iter().position(|(of, _)| *of == id)?;
            Some(asked.swap_remove(place).1)
        });
        if let (Some(run), Some(kept)) = (run, kept)
            && run == playground.shown().facts.run
        {
            playground.keep_check(kept);
        }
    }
}

fn covered(news: &JsValue) -> Covered {
    Covered {
        distinct: number(news, "distinct"),
        depth: number(news, "depth"),
        bytes: number(news, "bytes"),
        dead_ends: number(news, "deadEnds"),
        seconds: number(news, "seconds"),
    }
}

fn told(news: &JsValue) -> Told {
    let verdict = match text(news, "verdict").as_deref() {
        Some("holds") => Verdict::Holds,
        Some("holds-within") => {
            let bound = list(news, "bound");
            Verdict::HoldsWithin(
                bound.get(0).as_string().unwrap_or_default(),
                bound.get(1).as_f64().unwrap_or_default(),
            )
        }
        Some("violated") => Verdict::Violated(titled(schedule(&get(news, "schedule")))),
        Some("reached") => Verdict::Reached(titled(schedule(&get(news, "schedule")))),
        Some("unreachable") => Verdict::Unreachable,
        Some("out-of-memory") => Verdict::OutOfMemory,
        _ => Verdict::Stopped,
    };
    let sample = list(news, "sample").iter().map(|run| titled(schedule(&run))).collect();
    let kept = text(news, "kept").and_then(|kept| parse_checked(&kept).ok());
    Told { covered: covered(news), collision_chance: number(news, "collisionChance"), verdict, sample, kept }
}

fn schedule(told: &JsValue) -> Schedule {
    Schedule {
        property: text(told, "word").and_then(|word| Property::from_word(&word)),
        covered: text(told, "word").as_deref() == Some(COVERED),
        length: number(told, "length"),
        script: lines(told, "script"),
        link: text(told, "link"),
        chosen: text(told, "chosen"),
    }
}

/// The schedule with a link whose run is called what it is.
fn titled(schedule: Schedule) -> Schedule {
    let named = schedule.link.as_deref().and_then(|link| named(link, |lang| name(lang, &schedule)));
    let link = named.and_then(|session| session.link(LinkOptions::default()).ok());
    Schedule { link: link.or(schedule.link), ..schedule }
}

fn name(lang: Lang, schedule: &Schedule) -> String {
    let words = CheckWords::of(lang);
    let length = schedule.length;
    match (schedule.covered, schedule.property, &schedule.chosen) {
        (false, Some(property), _) => {
            fill(words.title_broken, &[("property", &property_name(lang, property)), ("length", &length)])
        }
        (false, None, Some(value)) => fill(words.title_chosen, &[("value", value), ("length", &length)]),
        _ => words.title_covered.to_owned(),
    }
}

/// The run of a link under a name in each language, behind the title of the run that was checked.
fn named(link: &str, name: impl Fn(Lang) -> String) -> Option<Session> {
    let opened = Session::open(link).ok()?;
    let old = &opened.session.scenario().title;
    let title = Bilingual {
        en: Some(behind(Lang::En, old.en.as_deref(), name(Lang::En))),
        zh: Some(behind(Lang::Zh, old.zh.as_deref().or(old.en.as_deref()), name(Lang::Zh))),
    };
    Some(opened.session.retitled(title))
}

fn behind(lang: Lang, of: Option<&str>, name: String) -> String {
    let between = CheckWords::of(lang).title_behind;
    let room = MAX_TITLE_CHARS.saturating_sub(name.chars().count() + between.chars().count());
    let of: String = of.unwrap_or_default().chars().take(room).collect();
    if of.is_empty() { name } else { format!("{of}{between}{name}") }
}
