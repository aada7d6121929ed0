//! A run for other people's scripts.

use super::{command, error, link_error, plain, to_js};
use crate::scenario::{ScenarioError, parse, parse_moment};
use crate::session::{LinkOptions, Session};
use crate::sim::{CommandError, Moment};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A run. `free()` gives its memory back.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Playground {
    session: Session,
}

#[wasm_bindgen]
impl Playground {
    /// A run of the scenario that the text describes, at its start.
    ///
    /// # Errors
    /// The text is no scenario: an `Error` with `line` and `column`.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Playground, JsValue> {
        let scenario = parse(text).map_err(|error| scenario_error(&error))?;
        Ok(Self { session: Session::new(scenario) })
    }

    /// The run that a link holds, played as far as it was, at the moment that the link names. A replay that comes to another state than
    /// when the link was made is an error.
    ///
    /// # Errors
    /// The text is no link, damaged, too large, of a newer version, or its replay does not match: an `Error`.
    pub fn open(link: &str) -> Result<Playground, JsValue> {
        let opened = Session::open(link).map_err(|error| link_error(&error))?;
        if opened.faithful {
            Ok(Self { session: opened.session })
        } else {
            Err(error(
                "This link was made by a version that plays differently: its replay does not come to the state that it recorded.",
            ))
        }
    }

    /// Carries out a command at the cursor: a line as in a scenario, or an object (see `Command` in `paxos.d.ts`). In the past it opens a branch.
    ///
    /// # Errors
    /// The command cannot be read (an `Error` with `column`), or is not possible now (an `Error` with `reason`).
    pub fn execute(&mut self, command: JsValue) -> Result<(), JsValue> {
        let settings = self.session.scenario().settings.clone();
        let command = command::read(command, &settings)?;
        self.session.execute(command).map_err(|error| command_error(&error))
    }

    /// Lets this many ticks pass, with all that happens in them. False if nothing is due after that.
    ///
    /// # Errors
    /// The number is negative or no number.
    pub fn advance(&mut self, ticks: f64) -> Result<bool, JsValue> {
        let tick = self.session.moment().tick.saturating_add(whole(ticks)?);
        Ok(self.session.play_to(tick))
    }

    /// One event forward. False if nothing is due.
    pub fn step(&mut self) -> bool {
        self.session.step()
    }

    /// One event back. False at the start.
    #[wasm_bindgen(js_name = stepBack)]
    pub fn step_back(&mut self) -> bool {
        self.session.step_back()
    }

    /// Goes to a moment: a tick as a number, or `"58+2"`.
    ///
    /// # Errors
    /// It is no moment.
    pub fn seek(&mut self, moment: &JsValue) -> Result<(), JsValue> {
        let moment = match (moment.as_f64(), moment.as_string()) {
            (Some(tick), _) => Moment { tick: whole(tick)?, events: u32::MAX },
            (None, Some(text)) => parse_moment(&text).map_err(|error| scenario_error(&error))?,
            (None, None) => return Err(error("A moment is a number of ticks or a text such as \"58+2\".")),
        };
        self.session.seek(moment);
        Ok(())
    }

    /// Takes the last command back. False if there is none.
    ///
    /// # Errors
    /// There is no room for what the run would come to (an `Error` with `reason`).
    pub fn undo(&mut self) -> Result<bool, JsValue> {
        match self.session.undo_refusal() {
            Some(error) => Err(command_error(&error)),
            None => Ok(self.session.undo().is_some()),
        }
    }

    /// Gives a command again that was taken back. False if there is none.
    pub fn redo(&mut self) -> bool {
        self.session.redo().is_some()
    }

    /// The state at the cursor, as plain data (see `View` in `paxos.d.ts`).
    ///
    /// # Errors
    /// None that a person can cause.
    pub fn view(&self) -> Result<JsValue, JsValue> {
        to_js(&plain::View::of(&self.session))
    }

    /// Everything that happened in the branch shown, as plain data (see `RunEvent` in `paxos.d.ts`).
    ///
    /// # Errors
    /// None that a person can cause.
    pub fn events(&self) -> Result<JsValue, JsValue> {
        to_js(&plain::events(&self.session))
    }

    /// What the scenario expects, and whether it held where the run has got there.
    ///
    /// # Errors
    /// None that a person can cause.
    pub fn expectations(&self) -> Result<JsValue, JsValue> {
        let all: Vec<_> = self.session.expectations().iter().map(plain::Expectation::from).collect();
        to_js(&all)
    }

    /// The run as text, with every branch if asked for.
    pub fn text(&self, all_branches: Option<bool>) -> String {
        self.session.text(all_branches.unwrap_or(false))
    }

    /// The run as the part of a link behind `#`, played as far as it is, opening at the start, or at the cursor if `here`; with every
    /// branch if asked for.
    ///
    /// # Errors
    /// The run is too large for a link.
    pub fn link(&self, here: Option<bool>, all_branches: Option<bool>) -> Result<String, JsValue> {
        let options = LinkOptions { all_branches: all_branches.unwrap_or(false), here: here.unwrap_or(false) };
        self.session.link(options).map_err(|error| link_error(&error))
    }
}

fn whole(ticks: f64) -> Result<u64, JsValue> {
    // The largest whole number that JavaScript counts without gaps.
    const MAX_SAFE: f64 = 9_007_199_254_740_991.0;
    match ticks {
        ticks if (0.0..=MAX_SAFE).contains(&ticks) => Ok(ticks as u64),
        _ => Err(error("A number of ticks is a number from 0 up.")),
    }
}

fn with(error: JsValue, name: &str, value: impl Into<JsValue>) -> JsValue {
    // Setting a property of a fresh object cannot fail.
    let _ = js_sys::Reflect::set(&error, &name.into(), &value.into());
    error
}

pub(super) fn scenario_error(problem: &ScenarioError) -> JsValue {
    let line = with(error(problem), "line", problem.line);
    with(line, "column", problem.column)
}

fn command_error(problem: &CommandError) -> JsValue {
    with(error(problem), "reason", problem.word())
}
