//! `chaos FILE --seeds N`: runs with every fault, until one fails.

use super::calling_off::{self, is_called_off};
use super::input::{self, Placed};
use super::link;
use super::output::{self, Failure, Outcome};
use super::report::{PlacedReport, counted, print_json};
use super::searching::SILENCE;
use super::verb::Verb;
use lexopt::Arg::{Long, Short, Value};
use lexopt::Parser;
use paxos_playground::chaos::MAX_EVENTS;
use paxos_playground::chaos::{self, Chaos, Finding, MAX_TRIALS, Progress, Verdict};
use paxos_playground::scenario::format;
use serde::Serialize;
use std::time::Instant;

/// The verb.
pub const VERB: Verb = Verb {
    name: "chaos",
    usage: "chaos FILE --seeds N [--json] […]",
    summary: "Plays a scenario's cluster with every fault, seed by seed, until a run fails.",
    help: &[HELP, input::HELP],
    options: &["--seeds", "--first-seed", "--json", "--help"],
    main,
};

const HELP: &str = "  --seeds N        plays the runs of so many seeds
  --first-seed S   from this one on, and not from 1
  --json           prints exactly one object:
                     {\"runs\": 32, \"events\": 1898, \"decided\": 31, \"cut_short\": 0, \"decision_within_ticks\": 9216, \"seconds\": 0.01,
                      \"found\": {\"property\": \"votes-safe\", \"seed\": 32, \"moment\": \"69+1\", \"commands_before\": 18, \"commands\": 3,
                                \"minimal\": true, \"scenario\": \"paxos 1\\n…\", \"link\": \"#p1.…\"}}
                   found is null if nothing was. The last of the runs is the one that failed; decided counts runs in which the
                   decision (of a log, the answers) that was demanded came in time, within decision_within_ticks; cut_short counts runs that came to
                   the bound on events, and were judged only so far. Of Markdown, for each scenario the same with the line of
                   its opening fence: {\"scenarios\": [{\"line\": 33, \"runs\": …}, …]}

Each seed is a run of the scenario's cluster: its proposers are asked for its values at any time, nodes crash, also in the middle of a step, and come back
with their disks, links are cut, messages are lost, late, held and copied, connections break (where there are any: there nothing is copied). Disks are wiped only as often as the scenario allows it (allow wipes 1) or does
it itself. After every event the properties are judged. Then everything heals, a node is asked, and it has to know a decision within so many
ticks: until the slowest message has arrived, and 16 times as long as a proposer gives a ballot and waits at most after a refusal.
If it does not, the property is called “decision”. Of a log, a client is asked, and every client has to have its answer: within 16 times as long as a server waits
for a leader at most, and as often as there are servers as long as a client waits before it asks the next. If one has none, the property is called “answer”.

The first run that fails is shrunk, until no command can be left out of it, and printed as a scenario that expects what went wrong, and as its link. It
is played again by “run”, and by whoever opens the link. That nothing was found proves nothing.

Exit status: 0 nothing was found; 1 a run failed; 2 bad input or usage; 130 it was called off with Ctrl-C, and says how many runs it had
played (a second Ctrl-C ends it at once).
";

/// Runs between two looks at the clock.
const BUDGET_RUNS: u32 = 200;

/// What is asked for.
struct Asked {
    first_seed: u64,
    seeds: u64,
}

fn main(arguments: &mut Parser) -> Result<Outcome, Failure> {
    let (mut file, mut seeds, mut first_seed, mut json) = (None, None, 1, false);
    while let Some(argument) = VERB.next(arguments)? {
        match argument {
            Short('h') | Long("help") => return VERB.print_help(),
            Long("seeds") => seeds = Some(VERB.number("--seeds", arguments)?),
            Long("first-seed") => first_seed = VERB.number("--first-seed", arguments)?,
            Long("json") => json = true,
            Value(name) if file.is_none() => file = Some(name),
            other => return Err(VERB.unexpected(&other)),
        }
    }
    let file = file.ok_or_else(|| VERB.missing("FILE"))?;
    let asked = asked(first_seed, seeds.ok_or_else(|| VERB.missing("--seeds N"))?)?;
    let input = input::read(&file)?;
    let mut outcome = Outcome::Fine;
    let mut reports = Vec::new();
    for placed in &input.scenarios {
        let report = played(&asked, placed, &input.place(placed))?;
        outcome = outcome.and(report.outcome());
        if !json {
            output::print(&report.for_people(&input.place(placed), asked.first_seed))?;
        }
        reports.push(PlacedReport { line: placed.line, report });
        if is_called_off() {
            break;
        }
    }
    if json {
        print_json(&input, reports)?;
    }
    Ok(outcome)
}

fn asked(first_seed: u64, seeds: u64) -> Result<Asked, Failure> {
    match seeds.checked_sub(1).map(|more| first_seed.checked_add(more)) {
        None => Err(VERB.failure("--seeds is 1 at least, not 0.")),
        Some(None) => {
            Err(VERB.failure(&format!("there are no {seeds} seeds from {first_seed} on: the highest is {}.", u64::MAX)))
        }
        Some(Some(_)) => Ok(Asked { first_seed, seeds }),
    }
}

/// Plays seed by seed, telling of progress on stderr.
fn played(asked: &Asked, placed: &Placed, place: &str) -> Result<Report, Failure> {
    let started = Instant::now();
    let mut told = started;
    let mut chaos = Chaos::new(&placed.scenario, asked.first_seed, asked.seeds);
    calling_off::listen();
    while !chaos.advance(BUDGET_RUNS) {
        if is_called_off() {
            chaos.stop();
        }
        if told.elapsed() >= SILENCE {
            told = Instant::now();
            output::tell(&format!("{place}: {}", so_far(&chaos.progress(), started)));
        }
    }
    Report::new(&chaos, place, started.elapsed().as_secs_f64())
}

fn so_far(progress: &Progress, started: Instant) -> String {
    let Progress { runs, trials, .. } = *progress;
    if trials > 0 {
        return format!("a run failed, and {trials} were played to shrink it");
    }
    format!("{runs} runs, {:.0} runs a second", runs as f64 / started.elapsed().as_secs_f64())
}

/// What `--json` prints of a scenario.
#[derive(Serialize)]
struct Report {
    runs: u64,
    events: u64,
    decided: u64,
    cut_short: u64,
    decision_within_ticks: u64,
    seconds: f64,
    found: Option<Found>,
    #[serde(skip)]
    called_off: bool,
    /// The run keeps a log.
    #[serde(skip)]
    of_log: bool,
}

#[derive(Serialize)]
struct Found {
    property: &'static str,
    seed: u64,
    moment: String,
    commands_before: usize,
    commands: usize,
    minimal: bool,
    scenario: String,
    link: String,
}

impl Report {
    fn new(chaos: &Chaos, place: &str, seconds: f64) -> Result<Self, Failure> {
        let found = match chaos.verdict() {
            Some(Verdict::Found(finding)) => Some(Found::new(finding, place)?),
            Some(Verdict::FoundNothing | Verdict::Stopped) | None => None,
        };
        let Progress { runs, events, decided, cut_short, .. } = chaos.progress();
        let decision_within_ticks = chaos.terms().patience_ticks();
        let (called_off, of_log) = (is_called_off(), chaos.terms().settings().protocol.keeps_log());
        Ok(Self { runs, events, decided, cut_short, decision_within_ticks, seconds, found, called_off, of_log })
    }

    fn outcome(&self) -> Outcome {
        match self.found {
            Some(_) => Outcome::Refuted,
            None if self.called_off => Outcome::CalledOff,
            None => Outcome::Fine,
        }
    }

    fn for_people(&self, place: &str, first_seed: u64) -> String {
        let Self { runs, events, decided: _, cut_short, decision_within_ticks: within, seconds, found, .. } = self;
        let runs_of = if *runs == 1 { "1 run".to_owned() } else { format!("{runs} runs") };
        let called_off = if self.called_off { "called off: " } else { "" };
        let cut = match cut_short {
            0 => String::new(),
            cut => format!(
                "{cut} of them came to {MAX_EVENTS} events, the most that a run may have, and were judged only so far.\n"
            ),
        };
        let demanded = if self.of_log { "answers were" } else { "a decision was" };
        let last_seed = first_seed.saturating_add(runs.saturating_sub(1));
        let played = format!(
            "{runs_of} of the seeds {first_seed} to {last_seed}, {events} events, in {seconds:.2} s; after everything healed {demanded} \
             demanded within {within} ticks\n{cut}"
        );
        match found {
            None => format!("{place}: {called_off}found nothing in {runs_of}.\n{played}"),
            Some(found) => format!("{place}: {}{played}", found.for_people(*within, self.called_off)),
        }
    }
}

impl Found {
    fn new(finding: &Finding, place: &str) -> Result<Self, Failure> {
        let Finding { seed, failed, commands_before, commands, minimal, scenario } = finding;
        Ok(Self {
            property: failed.failure.word(),
            seed: *seed,
            moment: failed.moment.to_string(),
            commands_before: *commands_before,
            commands: *commands,
            minimal: *minimal,
            scenario: format(scenario),
            link: link::unplayed(scenario, place)?,
        })
    }

    fn for_people(&self, within_ticks: u64, called_off: bool) -> String {
        let Self { property, seed, moment, commands_before, commands, scenario, link, .. } = self;
        let is = |failure: chaos::Failure| *property == failure.word();
        let what = match () {
            () if is(chaos::Failure::NoDecision) => {
                format!("no decision within {within_ticks} ticks after everything healed")
            }
            () if is(chaos::Failure::NoAnswer) => {
                format!("no answer within {within_ticks} ticks after everything healed")
            }
            () => format!("{property} is broken"),
        };
        let shrunk = match self.minimal {
            true => "none of which can be left out".to_owned(),
            false if called_off => "and perhaps not as few as it could be: it was called off".to_owned(),
            false => format!("and perhaps not as few as it could be: {MAX_TRIALS} runs were tried, and no more"),
        };
        let was = counted(*commands_before, "command");
        format!(
            "{what}, at {moment}, with the seed {seed}.\nShrunk from {was} to {commands}, {shrunk}:\n\n{scenario}\n{link}\n\n"
        )
    }
}
