//! What came of a scenario: for people, and for programs.

use super::input::Input;
use super::output::{self, Failure, Outcome};
use super::play::{End, Played};
use super::words;
use paxos_playground::protocol::NodeId;
use serde::Serialize;
use std::collections::BTreeMap;

/// What `--json` prints of a scenario. All but the expectations tells of the body; those of the branches are counted too.
#[derive(Serialize)]
pub struct Report {
    /// The digest of the last state.
    digest: String,
    /// How many ticks were played.
    ticks: u64,
    /// How many events there were.
    events: usize,
    /// What is chosen at the end: more than one value, if agreement is broken.
    chosen: Vec<Chosen>,
    /// Whether each property holds at the end.
    properties: BTreeMap<&'static str, bool>,
    /// What became of the expectations.
    expectations: Expectations,
}

/// What came of a scenario of a file.
#[derive(Serialize)]
pub struct PlacedReport<R> {
    /// The line at which it begins.
    pub line: u32,
    /// What came of it.
    #[serde(flatten)]
    pub report: R,
}

/// What `--json` prints of a Markdown file.
#[derive(Serialize)]
struct MarkdownReport<R> {
    /// Its scenarios, in order.
    scenarios: Vec<PlacedReport<R>>,
}

/// Prints what came of the scenarios of a file as one object: of Markdown, all of them with their lines.
pub fn print_json<R: Serialize>(input: &Input, mut reports: Vec<PlacedReport<R>>) -> Result<Outcome, Failure> {
    match reports.pop() {
        Some(only) if !input.is_markdown => output::print_object(&only.report),
        last => {
            reports.extend(last);
            output::print_object(&MarkdownReport { scenarios: reports })
        }
    }
}

#[derive(Serialize)]
struct Chosen {
    ballot: String,
    value: String,
    voters: Vec<String>,
}

#[derive(Serialize)]
struct Expectations {
    passed: usize,
    failed: usize,
}

impl From<&Played> for Report {
    fn from(played: &Played) -> Self {
        let End { view, digest, .. } = &played.ends[0];
        let chosen = view.chosen.iter().map(|chosen| Chosen {
            ballot: chosen.vote.ballot.to_string(),
            value: chosen.vote.value.to_string(),
            voters: chosen.voters.iter().map(NodeId::to_string).collect(),
        });
        Self {
            digest: digest.clone(),
            ticks: view.frontier.tick,
            events: view.event_count,
            chosen: chosen.collect(),
            properties: view
                .properties
                .iter()
                .map(|judged| (judged.property.word(), judged.breach.is_none()))
                .collect(),
            expectations: Expectations { passed: passed(played), failed: played.expectations.len() - passed(played) },
        }
    }
}

fn passed(played: &Played) -> usize {
    played.expectations.iter().filter(|judged| judged.failure.is_none()).count()
}

/// What a person is told of a scenario, without what went wrong.
pub fn for_people(heading: &str, played: &Played) -> String {
    let mut lines = vec![heading.to_owned()];
    for (number, end) in (1..).zip(&played.ends) {
        lines.extend(end.line.map(|line| format!("  branch {number}, of line {line}")));
        let indent = if end.line.is_some() { "    " } else { "  " };
        lines.extend(facts(end).into_iter().map(|fact| format!("{indent}{fact}")));
    }
    lines.push(match played.expectations.len() {
        0 => "  nothing is expected".to_owned(),
        expected => format!("  {} of {expected} expectations held", passed(played)),
    });
    lines.join("\n") + "\n"
}

fn facts(end: &End) -> Vec<String> {
    let view = &end.view;
    let mut facts = vec![format!(
        "{} up to tick {}, digest {}",
        counted(view.event_count, "event"),
        view.frontier.tick,
        end.digest
    )];
    if !view.variants.is_empty() {
        let words: Vec<&str> = view.variants.iter().map(|variant| variant.word()).collect();
        facts.push(format!("mistakes switched on: {}", words.join(", ")));
    }
    if !view.messages.is_empty() {
        facts.push(format!("{} under way at the end", counted(view.messages.len(), "message")));
    }
    if view.chosen.is_empty() {
        facts.push(words::chosen(view));
    }
    for chosen in &view.chosen {
        let since = end.chosen_at.iter().find(|(vote, _)| *vote == chosen.vote);
        let since = since.map_or_else(String::new, |(_, moment)| format!(", since {moment}"));
        facts.push(format!("{}{since}", words::by_voters(&chosen.vote, &chosen.voters)));
    }
    facts.extend(view.properties.iter().map(|judged| words::property(judged.property, view)));
    facts
}

/// `1 event`, `2 events`.
pub fn counted(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}
