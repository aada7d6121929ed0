//! `text LINK`: a link as a text.

use super::output::{self, Failure, Outcome};
use super::verb::Verb;
use lexopt::Arg::{Long, Short, Value};
use lexopt::Parser;
use paxos_playground::session::Session;

/// The verb.
pub const VERB: Verb = Verb {
    name: "text",
    usage: "text LINK [--all-branches]",
    summary: "Prints the text of the run that a link holds.",
    help: &[HELP],
    options: &["--all-branches", "--help"],
    main,
};

const HELP: &str = "  --all-branches   prints every branch of the run, and not only the one that the link shows

LINK is a whole address, what stands in it from the # on (in quotes: to a shell, # begins a comment), or the code alone.
";

fn main(arguments: &mut Parser) -> Result<Outcome, Failure> {
    let (mut link, mut all_branches) = (None, false);
    while let Some(argument) = VERB.next(arguments)? {
        match argument {
            Short('h') | Long("help") => return VERB.print_help(),
            Long("all-branches") => all_branches = true,
            Value(value) if link.is_none() => link = Some(value),
            other => return Err(VERB.unexpected(&other)),
        }
    }
    let link = link.ok_or_else(|| VERB.missing("LINK (in quotes, if it begins with #)"))?;
    let opened = Session::open(&link.to_string_lossy()).map_err(|error| VERB.failure(&error.to_string()))?;
    let printed = output::print(&opened.session.text(all_branches))?;
    if !opened.faithful {
        output::tell(
            "note: the link was made by a version that plays differently: the text plays otherwise than it did there.",
        );
    }
    Ok(printed)
}
