//! `check FILE`: every schedule of a scenario's cluster.

use super::input;
use super::output::{Failure, Outcome};
use super::searching::{MAX_BYTES, Told, search};
use super::verb::Verb;
use lexopt::Arg::{Long, Short, Value};
use lexopt::Parser;
use paxos_playground::check::{Allowance, Bounds, Cluster, MAX_REQUESTS, Move};
use paxos_playground::protocol::synod::Synod;
use paxos_playground::scenario::{Expectation, Scenario, Scheduled, What, format, format_command, quoted};
use paxos_playground::world::Property;

/// The verb.
pub const VERB: Verb = Verb {
    name: "check",
    usage: "check FILE [--json] […]",
    summary: "Searches every schedule of a scenario's cluster for one that breaks a property.",
    help: &[HELP, input::HELP],
    options: &["--max-states", "--max-depth", "--no-reduction", "--json", "--help"],
    main,
};

const HELP: &str = "  --max-states N   sees at most so many different states
  --max-depth N    takes at most so many steps from the start
  --no-reduction   takes no states for one that differ only in what can make no difference any more
  --json           prints exactly one object:
                     {\"verdict\": \"holds\" | \"holds-within\" | \"violated\" | \"stopped\", \"property\": \"votes-safe\",
                      \"distinct\": 3205, \"generated\": 6288, \"depth\": 8, \"length\": 7, \"script\": [\"propose n1 \\\"blue\\\"\", …],
                      \"seconds\": 0.01, \"scenario\": \"paxos 1\\n…\"}
                   depth counts states, the initial one too; property, length and script are null where nothing is violated; otherwise scenario
                   is a text that plays the script, with the copies that it needs: what was sent may be delivered again and again

Every message that was sent may be delivered at any time, late, never or several times; each value that the scenario proposes may be asked for at any
time, once. What else may happen the scenario says: allow ballots 2 crashes 1 wipes 0 (one ballot for each proposer and nothing else, if it
says nothing), and as many crashes and wipes more as it has commands for them. The verdict is about that, and nothing more.

Exit status: 0 nothing was found; 1 a property is violated; 2 bad input or usage.
";

fn main(arguments: &mut Parser) -> Result<Outcome, Failure> {
    let mut bounds = Bounds { max_bytes: MAX_BYTES, ..Bounds::default() };
    let (mut file, mut json, mut reduced) = (None, false, true);
    while let Some(argument) = VERB.next(arguments)? {
        match argument {
            Short('h') | Long("help") => return VERB.print_help(),
            Long("json") => json = true,
            Long("max-states") => bounds.max_states = VERB.number("--max-states", arguments)?,
            Long("max-depth") => bounds.max_depth = VERB.number("--max-depth", arguments)?,
            Long("no-reduction") => reduced = false,
            Value(name) if file.is_none() => file = Some(name),
            other => return Err(VERB.unexpected(&other)),
        }
    }
    let input = input::read(&file.ok_or_else(|| VERB.missing("FILE"))?)?;
    let [placed] = &input.scenarios[..] else {
        return Err(Failure(format!("{}: there are several scenarios in it; check one at a time.", input.name)));
    };
    let too_many = || Failure(format!("{}: more than {MAX_REQUESTS} values are proposed.", input.place(placed)));
    let model = placed.scenario.model().ok_or_else(too_many)?;
    let model = if reduced { model } else { model.unreduced() };
    let found = search(model, bounds, |model, property, script| told(&placed.scenario, model, property, script));
    found.allowing(allowed(&placed.scenario)).print(json)
}

/// What was allowed, in a line.
fn allowed(scenario: &Scenario) -> String {
    let Allowance { ballots, crashes, wipes } = scenario.allowance();
    let requests: Vec<String> =
        scenario.requests().iter().map(|(node, value)| format!("{node} {}", quoted(value.as_str()))).collect();
    let requests = if requests.is_empty() { "nothing".to_owned() } else { requests.join(", ") };
    format!(
        "Allowed: proposing {requests}; ballots of each node: {ballots}; crashes in all: {crashes}; wiped disks in all: {wipes}; any loss, delay and \
         duplication.\n"
    )
}

/// A schedule that breaks a property, as its steps and as a scenario that plays it.
fn told(scenario: &Scenario, model: &Cluster<Synod>, property: &str, script: &[Move]) -> Told {
    let steps: Vec<_> = script.iter().map(|a_move| model.step(*a_move)).collect();
    let broken = Property::from_word(property).map(|property| Expectation::Property(property, false));
    match scenario.of_schedule(&[], &steps, broken) {
        Ok(Scheduled { scenario, places }) => {
            let commands = places.iter().map(|place| scenario.body[*place].what.clone());
            let line = |what| if let What::Command(command) = what { format_command(&command) } else { String::new() };
            Told { lines: commands.map(line).collect(), scenario: Some(format(&scenario)) }
        }
        Err(unplayable) => Told { lines: vec![unplayable.to_string()], scenario: None },
    }
}
