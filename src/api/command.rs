//! Commands from JavaScript: a line of a scenario, or an object that says the same.

use super::error;
use super::run::scenario_error;
use crate::scenario::{Settings, What, parse_line, quoted};
use crate::sim::Command;
use serde::Deserialize;
use wasm_bindgen::JsValue;

/// A command as an object. It is written as a line, and read like one: there is one way to read a command.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Order {
    command: String,
    node: Option<String>,
    value: Option<String>,
    message: Option<String>,
    link: Option<String>,
    groups: Option<Vec<Vec<String>>>,
    setting: Option<String>,
    to: Option<String>,
    crashing_after: Option<u16>,
}

/// Reads a command.
pub(super) fn read(command: JsValue, settings: &Settings) -> Result<Command, JsValue> {
    let line = match command.as_string() {
        Some(line) => line,
        None => serde_wasm_bindgen::from_value::<Order>(command).map_err(error)?.line(),
    };
    let item = parse_line(&line, settings).map_err(|problem| scenario_error(&problem))?;
    match item.map(|item| (item.at, item.what)) {
        Some((None, What::Command(command))) => Ok(command),
        Some((Some(_), _)) => {
            Err(error("A command is carried out now: go to its moment with seek(), and leave out `at`."))
        }
        _ => Err(error(format_args!("`{line}` is no command."))),
    }
}

impl Order {
    fn line(self) -> String {
        let groups =
            self.groups.map(|groups| groups.iter().map(|group| group.join(" ")).collect::<Vec<_>>().join(" | "));
        let value = self.value.as_deref().map(quoted);
        let crashing = self.crashing_after.map(|after| format!("crashing after {after}"));
        let words =
            [Some(self.command), self.setting, self.node, self.message, self.link, groups, value, self.to, crashing];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}
