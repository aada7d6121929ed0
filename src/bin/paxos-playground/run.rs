//! `run FILE`: plays a scenario, and judges what it expects.

use super::input::{self, Input, Placed};
use super::output::{self, Failure, Outcome};
use super::play::{Played, play};
use super::report::{PlacedReport, Report, for_people, print_json};
use super::verb::Verb;
use lexopt::Arg::{Long, Short, Value};
use lexopt::Parser;

/// The verb.
pub const VERB: Verb = Verb {
    name: "run",
    usage: "run FILE [--json]",
    summary: "Plays a scenario to the end of what it says, and judges what it expects.",
    help: &[HELP, input::HELP],
    options: &["--json", "--help"],
    main,
};

const HELP: &str = "  --json   prints exactly one object:
             {\"digest\": \"…\", \"ticks\": 80, \"events\": 21,
              \"chosen\": [{\"ballot\": \"1.n1\", \"value\": \"blue\", \"voters\": [\"n1\", \"n2\"]}],
              \"properties\": {\"agreement\": true, …},
              \"expectations\": {\"passed\": 3, \"failed\": 0}}
           and of Markdown, for each scenario the same with the line of its opening fence:
             {\"scenarios\": [{\"line\": 33, \"digest\": …}, …]}

Branches of a scenario are played too, and what they expect is judged and counted; all else in the object tells of the body.
A run ends with the last line of its text: what is to happen after that is played by a last line “run”. One that would never end is
cut short, and says so: “run” waits 20000 ticks at most, and a branch has 1500000 events at most.
Each expectation that fails is told on stderr with its line and the reason, and so is a command that was not possible.

Exit status: 0 every expectation held; 1 one failed; 2 bad input or usage, with one error on stderr and nothing on stdout.
";

fn main(arguments: &mut Parser) -> Result<Outcome, Failure> {
    let (mut file, mut json) = (None, false);
    while let Some(argument) = VERB.next(arguments)? {
        match argument {
            Short('h') | Long("help") => return VERB.print_help(),
            Long("json") => json = true,
            Value(name) if file.is_none() => file = Some(name),
            other => return Err(VERB.unexpected(&other)),
        }
    }
    let input = input::read(&file.ok_or_else(|| VERB.missing("FILE"))?)?;
    let mut outcome = Outcome::Fine;
    let mut reports = Vec::new();
    for (number, placed) in (1..).zip(&input.scenarios) {
        let place = input.place(placed);
        if input.scenarios.len() > 1 {
            output::tell(&format!("{place}: playing {number} of {}", input.scenarios.len()));
        }
        let played = play(placed.scenario.clone());
        if json {
            reports.push(PlacedReport { line: placed.line, report: Report::from(&played) });
        } else {
            output::print(&for_people(&heading(&place, placed), &played))?;
        }
        if tell_what_went_wrong(&input, &place, &played) {
            outcome = Outcome::Refuted;
        }
    }
    if json {
        print_json(&input, reports)?;
    }
    Ok(outcome)
}

fn heading(place: &str, placed: &Placed) -> String {
    match input::in_english(&placed.scenario.title) {
        Some(title) => format!("{place}: {title}"),
        None => place.to_owned(),
    }
}

/// Notes, and expectations that failed; true if there are any of these.
fn tell_what_went_wrong(input: &Input, place: &str, played: &Played) -> bool {
    let at = |line: Option<u32>| line.map_or_else(|| place.to_owned(), |line| format!("{}:{line}", input.name));
    for note in &played.notes {
        output::tell(&format!("{}: note: {}.", at(note.line), note.text));
    }
    let mut failed = false;
    for judged in &played.expectations {
        if let Some(failure) = &judged.failure {
            failed = true;
            output::tell(&format!("{}: expectation “{}” {failure}.", at(Some(judged.line)), judged.text));
        }
    }
    failed
}
