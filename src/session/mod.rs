//! The facade of a run: commands in, plain-data views out.
#![allow(missing_docs)]
mod view;

pub use view::*;

use crate::scenario::Scenario;
use crate::sim::{Command, CommandError, Moment};

#[derive(Debug)]
pub struct Session;

#[derive(Clone, Debug)]
pub struct LinkOptions { pub all_branches: bool, pub moment: Option<Moment> }

impl Session {
    pub fn new(_scenario: Scenario) -> Session { Session }
    pub fn scenario(&self) -> &Scenario { todo!() }
    pub fn view(&self) -> View { todo!() }
    pub fn history(&self) -> &History { todo!() }
    pub fn moment(&self) -> Moment { todo!() }
    pub fn step(&mut self) -> bool { todo!() }
    pub fn step_back(&mut self) -> bool { todo!() }
    pub fn play_to(&mut self, _tick: u64) -> bool { todo!() }
    pub fn seek(&mut self, _moment: Moment) { todo!() }
    pub fn seek_position(&mut self, _position: usize) { todo!() }
    pub fn execute(&mut self, _command: Command) -> Result<(), CommandError> { todo!() }
    pub fn refusal(&self, _command: &Command) -> Option<CommandError> { todo!() }
    pub fn undo(&mut self) -> Option<Command> { todo!() }
    pub fn redo(&mut self) -> Option<Command> { todo!() }
    pub fn show_branch(&mut self, _branch: usize) { todo!() }
    pub fn to_scenario(&self, _all_branches: bool) -> Scenario { todo!() }
    pub fn text(&self, _all_branches: bool) -> String { todo!() }
    pub fn link(&self, _options: LinkOptions) -> String { todo!() }
}
