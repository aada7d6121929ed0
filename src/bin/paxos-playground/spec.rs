//! `spec paxos`: Lamport's specification, to hold the checker against TLC.

use super::output::{Failure, Outcome};
use super::searching::{Told, bound, no_bounds, search};
use super::verb::Verb;
use lexopt::Arg::{Long, Short, Value};
use lexopt::Parser;
use paxos_playground::check::Bounds;
use paxos_playground::check::spec::paxos::{Constants, ConstantsError, MAX_ACCEPTORS, Mutation, Paxos, Question};
use paxos_playground::protocol::Quorums;
use paxos_playground::scenario::closest;

/// The verb.
pub const VERB: Verb = Verb {
    name: "spec",
    usage: "spec paxos --acceptors N --values V --ballots B […]",
    summary: "Searches Lamport's specification of Paxos, or one with a mistake in it.",
    help: &[HELP],
    options: &[
        "--acceptors",
        "--values",
        "--ballots",
        "--quorum",
        "--q1",
        "--q2",
        "--mutation",
        "--property",
        "--symmetry",
        "--max-states",
        "--max-depth",
        "--max-memory",
        "--json",
        "--help",
    ],
    main,
};

const HELP: &str = "  --acceptors N     1 to 15
  --values V        how many values may be proposed
  --ballots B       ballots are 0 to B
  --quorum Q        acceptors in a quorum: a majority, if it is left out
  --q1 N --q2 N     or so many for phase 1, and so many for phase 2
  --mutation NAME   a mistake: skip-phase-1, ballot-reuse, stale-promises, duplicate-promise, duplicate-vote, ignore-promises,
                    hide-vote, accept-unchecked, promise-unchecked, lose-promise, lose-vote, lose-both, any-value,
                    lowest-ballot-value, greatest-value, no-raise, votes-across-ballots, re-promise, accept-strict
  --property NAME   agreement (as when left out): at most one value is chosen; or never-chosen: none is, whose violation is the
                    shortest way to choose one; or can-decide: with one more ballot than B, in which all take part, one is
                    chosen from every state (if it fails, that one schedule leads nowhere)
  --symmetry        takes states for one that differ only in the names of acceptors and values
  --max-states N    sees at most so many different states
  --max-depth N     takes at most so many steps from the start
  --max-memory MB   takes at most so many megabytes for what it saw and what it has still to look at (8192, if left out)
  --json            prints exactly one object:
                      {\"verdict\": \"holds\" | \"holds-within\" | \"violated\" | \"stopped\", \"property\": \"agreement\",
                       \"distinct\": 338, \"generated\": 1150, \"depth\": 7, \"length\": 6, \"script\": [\"2a(0,v1)\", …], \"seconds\": 0.01}
                    depth counts states, the initial one too, as TLC does; length counts the steps of the schedule that violates the
                    property; property, length and script are null where none does

Exit status: 0 nothing was found; 1 the property is violated; 2 bad usage; 130 it was called off with Ctrl-C, and says what it had
seen (a second Ctrl-C ends it at once).
";

/// What was asked for.
#[derive(Default)]
struct Asked {
    acceptors: Option<u8>,
    values: Option<u8>,
    ballots: Option<u8>,
    quorum: Option<u8>,
    phase1: Option<u8>,
    phase2: Option<u8>,
    mutation: Option<Mutation>,
    question: Question,
    symmetry: bool,
    bounds: Bounds,
    json: bool,
}

fn main(arguments: &mut Parser) -> Result<Outcome, Failure> {
    let mut asked = Asked { bounds: no_bounds(), ..Asked::default() };
    let mut named = false;
    while let Some(argument) = VERB.next(arguments)? {
        match argument {
            Short('h') | Long("help") => return VERB.print_help(),
            Value(name) if !named && name == "paxos" => named = true,
            Value(name) if !named => {
                let name = name.to_string_lossy();
                return Err(VERB.failure(&format!("there is no specification “{name}”. There is: paxos.")));
            }
            Long(option) if VERB.options.contains(&format!("--{option}").as_str()) => {
                let option = format!("--{option}");
                asked.read(&option, arguments)?;
            }
            other => return Err(VERB.unexpected(&other)),
        }
    }
    if !named {
        return Err(VERB.missing("The specification (paxos)"));
    }
    let found = search(asked.model()?, asked.bounds, |_, _, steps: &[_]| Told {
        lines: steps.iter().map(ToString::to_string).collect(),
        scenario: None,
    });
    found.print(asked.json)
}

impl Asked {
    fn read(&mut self, option: &str, arguments: &mut Parser) -> Result<(), Failure> {
        match option {
            "--acceptors" => self.acceptors = Some(VERB.number(option, arguments)?),
            "--values" => self.values = Some(VERB.number(option, arguments)?),
            "--ballots" => self.ballots = Some(VERB.number(option, arguments)?),
            "--quorum" => self.quorum = Some(VERB.number(option, arguments)?),
            "--q1" => self.phase1 = Some(VERB.number(option, arguments)?),
            "--q2" => self.phase2 = Some(VERB.number(option, arguments)?),
            "--max-states" | "--max-depth" | "--max-memory" => bound(&mut self.bounds, option, &VERB, arguments)?,
            "--mutation" => self.mutation = Some(mutation(&VERB.text(option, arguments)?)?),
            "--property" => self.question = question(&VERB.text(option, arguments)?)?,
            "--symmetry" => self.symmetry = true,
            _ => self.json = true,
        }
        Ok(())
    }

    fn model(&self) -> Result<Paxos, Failure> {
        let given = |number: Option<u8>, option: &str| number.ok_or_else(|| VERB.missing(option));
        let acceptors = given(self.acceptors, "--acceptors N")?;
        let quorums = match (self.quorum, self.phase1, self.phase2) {
            (None, None, None) => Quorums::majorities(acceptors),
            (Some(quorum), None, None) => Quorums { phase1: quorum, phase2: quorum },
            (None, Some(phase1), Some(phase2)) => Quorums { phase1, phase2 },
            _ => return Err(VERB.failure("quorums are either --quorum Q, or both --q1 N and --q2 N.")),
        };
        let constants = Constants {
            acceptors,
            values: given(self.values, "--values V")?,
            highest_ballot: given(self.ballots, "--ballots B")?,
            quorums,
        };
        Paxos::new(constants, self.mutation, self.question, self.symmetry)
            .map_err(|error| VERB.failure(&refusal(error)))
    }
}

fn refusal(error: ConstantsError) -> String {
    match error {
        ConstantsError::Acceptors(count) => format!("there can be 1 to {MAX_ACCEPTORS} acceptors, not {count}."),
        ConstantsError::NoValue => "there has to be a value.".to_owned(),
        ConstantsError::Quorum(size) => format!("a quorum is of 1 acceptor up to all of them, not {size}."),
        ConstantsError::TooManyMessages => {
            "so many ballots and values make too many different messages: ballots x (1 + ballots x values) is 128 at most, where B counts as B + 1 ballots."
                .to_owned()
        }
        ConstantsError::TooManyOrders => "with symmetry there can be 7 values at most.".to_owned(),
    }
}

fn mutation(name: &str) -> Result<Mutation, Failure> {
    Mutation::from_name(name).ok_or_else(|| {
        let names = Mutation::ALL.map(Mutation::name);
        VERB.failure(&match closest(name, &names) {
            Some(meant) => format!("there is no mutation “{name}”. Did you mean “{meant}”?"),
            None => format!("there is no mutation “{name}”. There are: {}.", names.join(", ")),
        })
    })
}

fn question(name: &str) -> Result<Question, Failure> {
    Question::ALL.into_iter().find(|question| question.name() == name).ok_or_else(|| {
        let names = Question::ALL.map(Question::name).join(", ");
        VERB.failure(&format!("there is no property “{name}”. There are: {names}."))
    })
}
