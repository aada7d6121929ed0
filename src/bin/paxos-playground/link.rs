//! `link FILE`: a scenario as a link.

use super::input;
use super::output::{self, Failure, Outcome};
use super::verb::Verb;
use lexopt::Arg::{Long, Short, Value};
use lexopt::Parser;
use paxos_playground::scenario::Scenario;
use paxos_playground::session::{LinkOptions, Session};

/// The verb.
pub const VERB: Verb = Verb {
    name: "link",
    usage: "link FILE [--base URL]",
    summary: "Prints the link of a scenario, to be opened with the page.",
    help: &[HELP, input::HELP],
    options: &["--base", "--help"],
    main,
};

const HELP: &str = "  --base URL   the page's address: prints the whole address, and not only what stands behind it, from the # on

The link opens the scenario at its start, with nothing played. Of Markdown, a line is printed for each scenario: the line of its
opening fence, a colon, and the link.
";

fn main(arguments: &mut Parser) -> Result<Outcome, Failure> {
    let (mut file, mut base) = (None, String::new());
    while let Some(argument) = VERB.next(arguments)? {
        match argument {
            Short('h') | Long("help") => return VERB.print_help(),
            Long("base") => {
                let value = arguments.value().map_err(|_| VERB.missing("The URL of --base"))?;
                base = value.into_string().map_err(|_| VERB.failure("the URL of --base is no UTF-8."))?;
            }
            Value(name) if file.is_none() => file = Some(name),
            other => return Err(VERB.unexpected(&other)),
        }
    }
    let input = input::read(&file.ok_or_else(|| VERB.missing("FILE"))?)?;
    // An address that was copied from the page may end in a link of its own.
    let page = base.split('#').next().unwrap_or_default();
    let mut links = String::new();
    for placed in &input.scenarios {
        let link = unplayed(&placed.scenario, &input.place(placed))?;
        let line = if input.is_markdown { format!("{}: ", placed.line) } else { String::new() };
        links += &format!("{line}{page}{link}\n");
    }
    output::print(&links)
}

/// The link of a scenario of which nothing has been played, from the # on.
pub fn unplayed(scenario: &Scenario, place: &str) -> Result<String, Failure> {
    let options = LinkOptions { all_branches: true, here: false };
    let link = Session::new(scenario.clone()).link(options);
    link.map(|link| format!("#{link}")).map_err(|error| Failure(format!("{place}: {error}")))
}
