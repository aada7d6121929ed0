//! What a verb is, and what is said of arguments that none of them understands.

use super::output::{self, Failure, Outcome};
use lexopt::{Arg, Parser};
use paxos_playground::scenario::closest;
use std::str::FromStr;

/// Something that the program can be asked to do.
pub struct Verb {
    /// What it is called.
    pub name: &'static str,
    /// Its name and its arguments.
    pub usage: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    /// What it does, in full: paragraphs.
    pub help: &'static [&'static str],
    /// Its options, as they are written.
    pub options: &'static [&'static str],
    /// Does it, with the arguments behind its name.
    pub main: fn(&mut Parser) -> Result<Outcome, Failure>,
}

impl Verb {
    /// Prints the help.
    pub fn print_help(&self) -> Result<Outcome, Failure> {
        output::print(&format!(
            "{}\n\nUsage: paxos-playground {}\n\n{}",
            self.summary,
            self.usage,
            self.help.join("\n")
        ))
    }

    /// The next argument.
    pub fn next<'a>(&self, arguments: &'a mut Parser) -> Result<Option<Arg<'a>>, Failure> {
        arguments.next().map_err(|error| self.failure(&format!("{error}. {}", self.see_help())))
    }

    /// An argument that this verb has no use for.
    pub fn unexpected(&self, argument: &Arg<'_>) -> Failure {
        match argument {
            Arg::Value(value) => {
                let value = value.to_string_lossy();
                self.failure(&format!("“{value}” is one argument too many. {}", self.see_help()))
            }
            option => self.failure(&unknown_option(option, self.options, &self.see_help())),
        }
    }

    /// An argument that is not there.
    pub fn missing(&self, what: &str) -> Failure {
        self.failure(&format!("{what} is missing. {}", self.see_help()))
    }

    /// What stands behind an option.
    pub fn text(&self, option: &str, arguments: &mut Parser) -> Result<String, Failure> {
        let value = arguments.value().map_err(|_| self.missing(&format!("The value of {option}")))?;
        value.into_string().map_err(|_| self.failure(&format!("the value of {option} is no UTF-8.")))
    }

    /// The number that stands behind an option.
    pub fn number<T: FromStr>(&self, option: &str, arguments: &mut Parser) -> Result<T, Failure> {
        let text = self.text(option, arguments)?;
        text.parse().map_err(|_| self.failure(&format!("{option} is a whole number, and not so large, not “{text}”.")))
    }

    /// The number of things that stands behind an option: one at least.
    pub fn count<T: FromStr + Default + PartialEq>(&self, option: &str, arguments: &mut Parser) -> Result<T, Failure> {
        match self.number(option, arguments)? {
            none if none == T::default() => Err(self.failure(&format!("{option} is 1 at least, not 0."))),
            count => Ok(count),
        }
    }

    /// Something that is wrong with what was asked.
    pub fn failure(&self, message: &str) -> Failure {
        Failure(format!("paxos-playground {}: {message}", self.name))
    }

    fn see_help(&self) -> String {
        format!("See paxos-playground {} --help.", self.name)
    }
}

/// What is said of an option that does not exist: what was probably meant, or else where to look.
pub fn unknown_option(option: &Arg<'_>, options: &[&'static str], otherwise: &str) -> String {
    let written = match option {
        Arg::Short(letter) => format!("-{letter}"),
        Arg::Long(name) => format!("--{name}"),
        Arg::Value(value) => value.to_string_lossy().into_owned(),
    };
    match closest(&written, options) {
        Some(meant) => format!("there is no option {written}. Did you mean {meant}?"),
        None => format!("there is no option {written}. {otherwise}"),
    }
}
