//! The command line, for authors and for CI: the core that runs in the page, without the page.
//!
//! A verb is a file of its own, which says what it is called, how it is used and what it does ([`Verb`]); to add one, write the file and name
//! it in [`VERBS`]. Results go to stdout; progress, notes and errors go to stderr. All input is read and understood before anything
//! is played, so bad input leaves nothing behind but one error.

mod calling_off;
mod chaos;
mod check;
mod input;
mod link;
mod markdown;
mod output;
mod play;
mod report;
mod run;
mod searching;
mod spec;
mod text;
mod verb;
mod words;

use lexopt::Arg::{Long, Short, Value};
use lexopt::Parser;
use output::{Failure, Outcome};
use paxos_playground::scenario::closest;
use std::process::ExitCode;
use verb::Verb;

/// Every verb, in the order of the help.
const VERBS: [&Verb; 6] = [&run::VERB, &check::VERB, &chaos::VERB, &spec::VERB, &link::VERB, &text::VERB];

/// Exit status: something that a scenario expects did not come true, or that is claimed does not hold.
const REFUTED: u8 = 1;
/// Exit status: the input or the command line cannot be understood.
const BAD_INPUT: u8 = 2;

fn main() -> ExitCode {
    match begin(&mut Parser::from_env()) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Refuted) => ExitCode::from(REFUTED),
        Ok(Outcome::CalledOff) => ExitCode::from(calling_off::CALLED_OFF),
        Err(Failure(message)) => {
            output::tell(&message);
            ExitCode::from(BAD_INPUT)
        }
    }
}

fn begin(arguments: &mut Parser) -> Result<Outcome, Failure> {
    let failure = |message: String| Failure(format!("paxos-playground: {message}"));
    match arguments.next().map_err(|error| failure(format!("{error}.")))? {
        None => Err(Failure(help().trim_end().to_owned())),
        Some(Short('h') | Long("help")) => output::print(&help()),
        Some(Short('V') | Long("version")) => {
            output::print(concat!("paxos-playground ", env!("CARGO_PKG_VERSION"), "\n"))
        }
        Some(Value(name)) => match VERBS.into_iter().find(|verb| name == verb.name) {
            Some(verb) => (verb.main)(arguments),
            None => Err(failure(unknown_verb(&name.to_string_lossy()))),
        },
        Some(option @ (Short(_) | Long(_))) => {
            let options = ["--help", "--version"];
            Err(failure(verb::unknown_option(&option, &options, "See paxos-playground --help.")))
        }
    }
}

fn unknown_verb(name: &str) -> String {
    let names = VERBS.map(|verb| verb.name);
    match closest(name, &names) {
        Some(meant) => format!("there is no verb “{name}”. Did you mean “{meant}”?"),
        None => format!("there is no verb “{name}”. There are: {}. See paxos-playground --help.", names.join(", ")),
    }
}

fn help() -> String {
    let verbs: Vec<String> = VERBS.iter().map(|verb| format!("  {:<28}{}", verb.usage, verb.summary)).collect();
    format!(
        "\
Plays scenarios of Paxos Playground, searches them for what goes wrong, and makes links of them and texts of links.

Usage: paxos-playground VERB …

{}

paxos-playground VERB --help tells the rest. --version prints the version.

FILE is a scenario, or Markdown with scenarios in it: the fenced blocks marked “paxos”. - is what comes on stdin.

Exit status: 0 all is well; 1 something that a scenario expects did not come true, or a property is violated; 2 bad input or usage;
130 it was called off with Ctrl-C, and says what it had come to.
",
        verbs.join("\n")
    )
}
