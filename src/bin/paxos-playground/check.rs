//! `check FILE`: every schedule of a scenario's cluster.

use super::calling_off::is_called_off;
use super::input::{self, Input, Placed};
use super::output::{self, Failure, Outcome};
use super::report::{PlacedReport, print_json};
use super::searching::{Found, Told, bound, no_bounds, search};
use super::verb::Verb;
use super::words;
use lexopt::Arg::{Long, Short, Value};
use lexopt::Parser;
use paxos_playground::check::{Allowance, Bounds, Cluster, Lasso, MAX_REQUESTS, Question, duel};
use paxos_playground::protocol::clients::KeyValue;
use paxos_playground::protocol::multipaxos::MultiPaxos;
use paxos_playground::protocol::synod::Synod;
use paxos_playground::protocol::zab::Zab;
use paxos_playground::protocol::{self, MAX_VALUE_CHARS, ProtocolName};
use paxos_playground::scenario::{
    Bilingual, Expectation, Item, Judging, Scenario, Scheduled, What, closest, format, quoted,
};
use paxos_playground::world::{NetworkKind, Step, World};
use std::ffi::OsString;
use std::time::Instant;

/// The verb.
pub const VERB: Verb = Verb {
    name: "check",
    usage: "check FILE [--json] […]",
    summary: "Searches every schedule of a scenario's cluster for one that breaks a property.",
    help: &[HELP, input::HELP],
    options: &[
        "--property",
        "--can-choose",
        "--duel",
        "--max-states",
        "--max-depth",
        "--max-memory",
        "--no-symmetry",
        "--no-reduction",
        "--json",
        "--help",
    ],
    main,
};

const HELP: &str = "  --property WORD  asks for this alone (may be given several times): agreement, validity, one-value-per-ballot,
                   votes-safe, learned-chosen, or voting-step: every step is one of Lamport's Voting specification, or changes
                   nothing there. Under Zab those of primaries and their transactions: answered-kept, agreement-of-prefixes and so
                   on (a wrong word is answered with all of them). All of them, if it is left out: what fails first is told, and of what one step breaks the first.
                   Or can-decide: from every state, once all nodes are up and links whole, and with fresh ballots beyond what is
                   allowed, some schedule leads to a decision (one is played for each; if it fails, those that were tried do not)
  --can-choose VALUE
                   asks instead whether this value can be chosen, and how
  --duel           asks for no search but for a schedule on which nothing is ever decided: the first two nodes that are asked for
                   something never let each other finish. Its last steps, so many as \"cycle\" says in the object, can be repeated
                   for ever; the property is always-decides, which no protocol can promise
  --max-states N   sees at most so many different states
  --max-depth N    takes at most so many steps from the start
  --max-memory MB  takes at most so many megabytes for what it saw and what it has still to look at (8192, if left out)
  --no-symmetry    takes no states for one that differ only in which of several nodes that are never asked did what
  --no-reduction   takes no states for one that differ only in what can make no difference any more
  --json           prints exactly one object (in Markdown, {\"scenarios\": [{\"line\": 33, \"verdict\": …}, …]}):
                     {\"verdict\": \"holds\" | \"holds-within\" | \"violated\" | \"stopped\", \"property\": \"votes-safe\",
                      \"distinct\": 3205, \"generated\": 6288, \"depth\": 8, \"length\": 7, \"script\": [\"propose n1 \\\"blue\\\"\", …],
                      \"seconds\": 0.01, \"scenario\": \"paxos 1\\n…\"}
                   depth counts states, the initial one too; property, length and script are null where nothing is violated. Scenario, where there
                   is a script, is a text that plays it, with the copies that it needs: what was sent may be delivered again and again.
                   With --can-choose the property is can-choose, and the verdict \"holds\" (script and length are of the shortest
                   schedule to it), \"violated\" (it cannot be: every state was seen, and script and length are null) or \"stopped\"
                   (not within the bounds; nothing is known of the rest)

Every message that was sent may be delivered at any time, late, never or several times; each value that the scenario proposes may be asked for at any
time, once. What else may happen the scenario says: allow ballots 2 crashes 1 wipes 0 (one ballot for each proposer and nothing else, if it
says nothing), and as many crashes and wipes more as it has commands for them. The verdict is about that, and nothing more.

Under Zab, what travels on connections arrives in order and once, unless a connection breaks (allow breaks 1), and “ballots” says how often each server may look
for a leader again. Who leads an oracle says, as the paper has it: at any time it may name any leader to any server, which is every election that there may be. A
schedule that is found is played with that oracle (election oracle): fire n2 naming n1.

A vote that should not have been cast breaks voting-step at once, and agreement later, if at all: ask for the property whose
shortest schedule you want to see.

Exit status: 0 nothing was found; 1 a property is violated; 2 bad input or usage; 130 it was called off with Ctrl-C, and says what it
had seen (a second Ctrl-C ends it at once).
";

/// What the arguments ask for.
#[derive(Default)]
struct Asked {
    bounds: Bounds,
    file: Option<OsString>,
    /// Words of properties.
    questions: Vec<String>,
    goal: Option<String>,
    duel: bool,
    json: bool,
    without_symmetry: bool,
    unreduced: bool,
}

/// What is to be done with a scenario.
enum Task {
    /// Its model is to be searched, for answers to this.
    Search(Vec<Question>),
    /// Nothing: it has been told.
    Told(Found),
}

fn main(arguments: &mut Parser) -> Result<Outcome, Failure> {
    let mut asked = Asked { bounds: no_bounds(), ..Asked::default() };
    while let Some(argument) = VERB.next(arguments)? {
        match argument {
            Short('h') | Long("help") => return VERB.print_help(),
            Long("json") => asked.json = true,
            Long("property") => asked.questions.push(known(VERB.text("--property", arguments)?)?),
            Long("can-choose") => asked.goal = Some(VERB.text("--can-choose", arguments)?),
            Long(option @ ("max-states" | "max-depth" | "max-memory")) => {
                let option = format!("--{option}");
                bound(&mut asked.bounds, &option, &VERB, arguments)?;
            }
            Long("duel") => asked.duel = true,
            Long("no-symmetry") => asked.without_symmetry = true,
            Long("no-reduction") => asked.unreduced = true,
            Value(name) if asked.file.is_none() => asked.file = Some(name),
            other => return Err(VERB.unexpected(&other)),
        }
    }
    let input = input::read(asked.file.as_ref().ok_or_else(|| VERB.missing("FILE"))?)?;
    asked.at_odds()?;
    // Whatever is wrong is said before anything is printed.
    let tasks: Vec<_> = input.scenarios.iter().map(|placed| asked.task(placed, &input)).collect::<Result<_, _>>()?;
    let mut outcome = Outcome::Fine;
    let mut reports = Vec::new();
    for (placed, task) in input.scenarios.iter().zip(tasks) {
        let found = asked.found(placed, task);
        outcome = outcome.and(found.outcome());
        if !asked.json {
            let place = if input.is_markdown { format!("{}:\n", input.place(placed)) } else { String::new() };
            output::print(&format!("{place}{}", found.for_people()))?;
        }
        reports.push(PlacedReport { line: placed.line, report: found });
        if is_called_off() {
            break;
        }
    }
    if asked.json {
        print_json(&input, reports)?;
    }
    Ok(outcome)
}

impl Asked {
    /// What is to be done with a scenario.
    fn task(&self, placed: &Placed, input: &Input) -> Result<Task, Failure> {
        let (place, protocol) = (input.place(placed), placed.scenario.settings.protocol);
        let questions = self.questions(protocol).map_err(|Failure(why)| Failure(format!("{place}: {why}")))?;
        if self.duel {
            return never_decides(&placed.scenario).map(Task::Told);
        }
        match placed.scenario.requests().len() > MAX_REQUESTS {
            true => Err(Failure(format!("{place}: more than {MAX_REQUESTS} values are proposed."))),
            false => Ok(Task::Search(questions)),
        }
    }

    /// What comes of it.
    fn found(&self, placed: &Placed, task: Task) -> Found {
        let questions = match task {
            Task::Search(questions) => questions,
            Task::Told(found) => return found,
        };
        match placed.scenario.settings.protocol {
            ProtocolName::Synod => self.searched::<Synod>(placed, &questions),
            ProtocolName::MultiPaxos => self.searched::<MultiPaxos<KeyValue>>(placed, &questions),
            ProtocolName::Zab => self.searched::<Zab<KeyValue>>(placed, &questions),
        }
    }

    fn searched<P: Judging>(&self, placed: &Placed, questions: &[Question]) -> Found {
        let model = placed.scenario.model_of::<P>().expect("it is of this protocol, and its requests were counted");
        let model = self.search(model.asked(questions.to_vec()));
        let order = model.symmetry_order();
        let found = search(model, self.bounds, |model, property, script| {
            let steps: Vec<_> = script.iter().map(|a_move| model.step(*a_move)).collect();
            let question = answered(questions, property);
            let end = question.and_then(Expectation::answering);
            told(&placed.scenario, &steps, end, question.and_then(words::beyond_states))
        });
        found.remarking(&symmetry(order)).remarking(&allowed(&placed.scenario))
    }

    /// What the arguments ask of this protocol.
    fn questions(&self, protocol: ProtocolName) -> Result<Vec<Question>, Failure> {
        let of_decisions = self.duel || self.goal.is_some();
        if of_decisions && protocol.keeps_log() {
            let option = if self.duel { "--duel" } else { "--can-choose" };
            let of = protocol.word();
            return Err(Failure(format!("{option} asks about single decisions, and this scenario is of “{of}”.")));
        }
        match (&self.goal, &self.questions[..]) {
            (None, []) => Ok(Question::all_of(protocol)),
            (None, words) => words.iter().map(|word| question(protocol, word)).collect(),
            (Some(value), []) => Ok(vec![Question::CanChoose(value_of(value)?)]),
            (Some(_), _) => Err(VERB.failure(TWO_QUESTIONS)),
        }
    }

    /// What the arguments ask, whatever the scenario, is one question.
    fn at_odds(&self) -> Result<(), Failure> {
        match (self.duel, &self.goal, self.questions.is_empty()) {
            (true, Some(_), _) | (true, _, false) => {
                Err(VERB.failure("--duel is a question of its own; ask one at a time."))
            }
            (false, Some(_), false) => Err(VERB.failure(TWO_QUESTIONS)),
            (false, Some(value), true) => value_of(value).map(|_| ()),
            _ => Ok(()),
        }
    }

    /// The model, searched as the arguments say.
    fn search<P: Judging>(&self, model: Cluster<P>) -> Cluster<P> {
        let model = if self.without_symmetry { model.without_symmetry() } else { model };
        if self.unreduced { model.unreduced() } else { model }
    }
}

/// The question of this word, among those that were asked.
fn answered<'a>(questions: &'a [Question], word: &str) -> Option<&'a Question> {
    questions.iter().find(|question| question.word() == word)
}

/// The duel of the first two nodes that are asked for something.
fn never_decides(scenario: &Scenario) -> Result<Found, Failure> {
    let started = Instant::now();
    let requests = scenario.requests();
    let first = requests.first();
    let rival = first.and_then(|(node, _)| requests.iter().find(|(other, _)| other != node));
    let (Some(first), Some(rival)) = (first, rival) else {
        return Err(VERB.failure("a duel needs two nodes that are asked for something."));
    };
    let start = World::<Synod>::new(scenario.settings.config(), NetworkKind::Bag);
    let none = || VERB.failure("these two decide something, or do not come to repeat themselves.");
    let Lasso { prefix, cycle, rounds_later } = duel(&start, [first.clone(), rival.clone()]).ok_or_else(none)?;
    let steps: Vec<_> = prefix.iter().chain(&cycle).cloned().collect();
    let told = told(scenario, &steps, Some(Expectation::NothingChosen), None);
    Ok(Found::never_decides(told, cycle.len(), rounds_later, started.elapsed()))
}

const TWO_QUESTIONS: &str = "--can-choose and --property are two questions; ask one at a time.";

fn value_of(text: &str) -> Result<protocol::Value, Failure> {
    let no_value = |_| VERB.failure(&format!("“{text}” is no value: 1 to {MAX_VALUE_CHARS} characters."));
    protocol::Value::new(text).map_err(no_value)
}

/// The word, if it is that of something that can be asked of some protocol.
fn known(word: String) -> Result<String, Failure> {
    // (What Multi-Paxos is asked, single decisions are asked too.)
    let asked = [ProtocolName::Synod, ProtocolName::Zab].into_iter().flat_map(Question::worded);
    let words: Vec<_> = asked.map(|question| question.word()).collect();
    if words.contains(&word.as_str()) {
        return Ok(word);
    }
    Err(VERB.failure(&match closest(&word, &words) {
        Some(meant) => format!("there is no property “{word}”. Did you mean “{meant}”?"),
        None => format!("there is no property “{word}”. There are: {}.", words.join(", ")),
    }))
}

fn question(protocol: ProtocolName, word: &str) -> Result<Question, Failure> {
    Question::from_word(protocol, word).ok_or_else(|| {
        let words: Vec<_> = Question::worded(protocol).iter().map(Question::word).collect();
        let of = protocol.word();
        Failure(format!("“{word}” is no property of the protocol “{of}”. There are: {}.", words.join(", ")))
    })
}

/// What was taken for one, in a line, if anything was.
fn symmetry(order: usize) -> String {
    match order {
        1 => String::new(),
        _ => format!(
            "States that {order} orders of the nodes that are never asked make of each other are taken for one: at most {order} times fewer.\n"
        ),
    }
}

const ELECTED: &str = "An oracle elects: at any time it may name any leader to any server.\n";

/// What was allowed, in a line.
fn allowed(scenario: &Scenario) -> String {
    let Allowance { ballots, crashes, wipes, breaks } = scenario.allowance();
    let is_connected = scenario.settings.protocol == ProtocolName::Zab;
    let network = match is_connected {
        false => "any loss, delay and duplication".to_owned(),
        true => format!(
            "breaks of connections in all: {breaks}; any delay, and of what travels on its own any loss and duplication"
        ),
    };
    let (begun, elected) = match is_connected {
        false => ("ballots of each node", ""),
        true => ("how often each server may look for a leader again", ELECTED),
    };
    let requests: Vec<String> =
        scenario.requests().iter().map(|(node, value)| format!("{node} {}", quoted(value.as_str()))).collect();
    let requests = if requests.is_empty() { "nothing".to_owned() } else { requests.join(", ") };
    format!(
        "Allowed: proposing {requests}; {begun}: {ballots}; crashes in all: {crashes}; wiped disks in all: {wipes}; {network}.\n{elected}"
    )
}

/// A schedule as its steps, and as a scenario that plays it, ends so, and says so.
fn told<P: Judging>(
    scenario: &Scenario,
    steps: &[Step<P>],
    end: Option<Expectation>,
    caption: Option<Bilingual>,
) -> Told {
    match scenario.of_schedule(&[], steps, end) {
        Ok(Scheduled { mut scenario, places }) => {
            let said = caption.map(|words| Item { at: None, what: What::Caption(words), line: 0 });
            scenario.body.extend(said);
            let text = format(&scenario);
            Told { lines: Scheduled { scenario, places }.lines(), scenario: Some(text) }
        }
        Err(unplayable) => Told { lines: vec![unplayable.to_string()], scenario: None },
    }
}
