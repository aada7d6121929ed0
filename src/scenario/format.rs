//! From scenario to text, in the one canonical form: settings in a fixed order and only where they differ from the defaults, one
//! space between words, one empty line before the body and before each branch.

use super::ast::{Bilingual, Expectation, Item, Scenario, Settings, SlotContent, What};
use super::parse::FORMAT_VERSION;
use super::settings::{allowance_words, election_word, learning_word};
use crate::protocol::{Ballot, Membership, NodeId};
use crate::sim::{Command, Load, Run};
use std::fmt::{Display, Write};

/// The canonical text of a scenario. Parsed again, it is the same scenario.
pub fn format(scenario: &Scenario) -> String {
    let mut text = format!("paxos {FORMAT_VERSION}\n");
    for comment in &scenario.head_comments {
        push_comment(&mut text, comment);
    }
    for (word, words) in [("title", &scenario.title), ("about", &scenario.about)] {
        if *words != Bilingual::default() {
            push_line(&mut text, &format!("{word} {}", bilingual(words)));
        }
    }
    push_settings(&mut text, &scenario.settings);
    for checked in &scenario.checked {
        push_line(&mut text, &format!("checked {checked}"));
    }
    push_section(&mut text, &scenario.body);
    for branch in &scenario.branches {
        push_line(&mut text, &format!("\nbranch from {} at {}", branch.parent, branch.from));
        push_items(&mut text, &branch.body);
    }
    text
}

/// One line of the body, without a line break.
pub fn format_item(item: &Item) -> String {
    match item.at {
        Some(at) => format!("at {at} {}", format_what(&item.what)),
        None => format_what(&item.what),
    }
}

/// One line of the body without its time.
pub fn format_what(what: &What) -> String {
    match what {
        What::Command(command) => format_command(command),
        What::Run(Run::Quiet) => "run".to_owned(),
        What::Run(Run::Ticks(ticks)) => format!("run {ticks}"),
        What::Run(Run::To(moment)) => format!("run to {moment}"),
        What::Caption(words) => format!("caption {}", bilingual(words)),
        What::Expect(expectation) => format_expectation(expectation),
        What::Comment(comment) => {
            let mut text = String::new();
            push_comment(&mut text, comment);
            text.trim_end_matches('\n').to_owned()
        }
    }
}

/// A command as it stands in a scenario: `drop n1->n3 accept 2.n1`.
pub fn format_command(command: &Command) -> String {
    match command {
        Command::Propose { node, value, crash_after } => {
            format!("propose {node} {}{}", quoted(value.as_str()), crashing(*crash_after))
        }
        Command::Deliver { message, crash_after } => format!("deliver {message}{}", crashing(*crash_after)),
        Command::Drop(message) => format!("drop {message}"),
        Command::Duplicate(message) => format!("duplicate {message}"),
        Command::Hold(message) => format!("hold {message}"),
        Command::Release(message) => format!("release {message}"),
        Command::Fire { node, crash_after } => format!("fire {node}{}", crashing(*crash_after)),
        Command::FireOf { node, timer, crash_after } => format!("fire {node} {timer}{}", crashing(*crash_after)),
        Command::Notice { node, peer, crash_after } => format!("notice {node} lost {peer}{}", crashing(*crash_after)),
        Command::Crash(node) => format!("crash {node}"),
        Command::Restart(node) => format!("restart {node}"),
        Command::Wipe(node) => format!("wipe {node}"),
        Command::Cut(link) => format!("cut {link}"),
        Command::Heal(link) => format!("heal {link}"),
        Command::HealAll => "heal".to_owned(),
        Command::Partition(groups) => {
            let groups: Vec<String> = groups.iter().map(|group| nodes(group)).collect();
            format!("partition {}", groups.join(" | "))
        }
        Command::Break(one, other) => format!("break {one}--{other}"),
        Command::Isolate(node) => format!("isolate {node}"),
        Command::SetLoss(share) => format!("set loss {share}"),
        Command::SetDuplication(share) => format!("set duplication {share}"),
        Command::SetLatency { link: None, latency } => format!("set latency {latency}"),
        Command::SetLatency { link: Some(link), latency } => format!("set latency {link} {latency}"),
    }
}

/// An expectation as it stands in a scenario: `expect n2 promised 3.n1`.
pub fn format_expectation(expectation: &Expectation) -> String {
    let ballot = |ballot: &Option<Ballot>| ballot.map_or_else(|| "nothing".to_owned(), |ballot| ballot.to_string());
    match expectation {
        Expectation::Chosen(value) => format!("expect chosen {}", quoted(value.as_str())),
        Expectation::NothingChosen => "expect nothing chosen".to_owned(),
        Expectation::Learned(node, None) => format!("expect {node} learned nothing"),
        Expectation::Learned(node, Some(value)) => format!("expect {node} learned {}", quoted(value.as_str())),
        Expectation::Promised(node, promised) => format!("expect {node} promised {}", ballot(promised)),
        Expectation::Accepted(node, None) => format!("expect {node} accepted nothing"),
        Expectation::Accepted(node, Some((ballot, value))) => {
            format!("expect {node} accepted {ballot} {}", quoted(value.as_str()))
        }
        Expectation::Leads(node, leads) => format!("expect {node} leads {}", ballot(leads)),
        Expectation::Up(node, up) => format!("expect {node} {}", if *up { "up" } else { "down" }),
        Expectation::Slot(slot, SlotContent::Nothing) => format!("expect slot {slot} chosen nothing"),
        Expectation::Slot(slot, SlotContent::NoOp) => format!("expect slot {slot} chosen no-op"),
        Expectation::Slot(slot, SlotContent::Operation(value)) => {
            format!("expect slot {slot} chosen {}", quoted(value.as_str()))
        }
        Expectation::Applied(node, slots) => format!("expect {node} applied {slots}"),
        Expectation::Store(node, pair) => format!("expect {node} store {}", quoted(pair.as_str())),
        Expectation::Beside(expectation) => {
            let text = format_expectation(expectation);
            text.replacen("expect ", "expect beside ", 1)
        }
        Expectation::Answered(client, commands) => format!("expect {client} answered {commands}"),
        Expectation::Property(property, holds) => {
            format!("expect {} {}", property.word(), if *holds { "holds" } else { "broken" })
        }
    }
}

/// A text in quotes. Control characters that the format has no way to write become spaces.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            control if control.is_control() => quoted.push(' '),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

fn bilingual(words: &Bilingual) -> String {
    match (&words.en, &words.zh) {
        (Some(en), Some(zh)) => format!("{} zh {}", quoted(en), quoted(zh)),
        (None, Some(zh)) => format!("zh {}", quoted(zh)),
        (en, None) => quoted(en.as_deref().unwrap_or_default()),
    }
}

fn nodes(group: &[NodeId]) -> String {
    let names: Vec<String> = group.iter().map(NodeId::to_string).collect();
    names.join(" ")
}

fn quorums(settings: &Settings) -> String {
    format!("{} {}", settings.quorums.phase1, settings.quorums.phase2)
}

fn crashing(after: Option<u16>) -> String {
    after.map_or_else(String::new, |count| format!(" crashing after {count}"))
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// A comment of several lines becomes several comments.
fn push_comment(text: &mut String, comment: &str) {
    for line in comment.split('\n') {
        push_line(text, format!("# {line}").trim_end());
    }
}

fn push_settings(text: &mut String, settings: &Settings) {
    let defaults = Settings::defaults_of(settings.protocol, settings.node_count);
    let proposers = nodes(&settings.proposers);
    push_line(text, &format!("protocol {}", settings.protocol.word()));
    push_line(text, &format!("nodes {}", settings.node_count));
    push_other(text, "clients", &settings.client_count, &defaults.client_count);
    if let Some(Load { commands, pause_ticks }) = settings.load {
        let pause = if pause_ticks == Load::PAUSE_TICKS { String::new() } else { format!(" pause {pause_ticks}") };
        push_line(text, &format!("load {commands}{pause}"));
    }
    push_other(text, "observers", &settings.observer_count, &defaults.observer_count);
    push_other(text, "election", &election_word(settings.election), &election_word(defaults.election));
    push_other(text, "quorums", &quorums(settings), &quorums(&defaults));
    push_other(text, "proposers", &proposers, &nodes(&defaults.proposers));
    push_line(text, &format!("seed {}", settings.seed));
    push_other(text, "latency", &settings.latency, &defaults.latency);
    push_other(text, "loss", &settings.loss, &defaults.loss);
    push_other(text, "duplication", &settings.duplication, &defaults.duplication);
    push_other(text, "timeout", &settings.timeout_ticks, &defaults.timeout_ticks);
    push_other(text, "backoff", &settings.backoff, &defaults.backoff);
    push_other(text, "learning", &learning_word(settings.learning), &learning_word(defaults.learning));
    push_other(text, "window", &settings.window, &defaults.window);
    if let Some(slots) = settings.snapshot_every {
        push_line(text, &format!("snapshots {slots}"));
    }
    if let Some(Membership { alpha, first, .. }) = settings.membership {
        let members = if first == settings.node_count { String::new() } else { format!(" members {first}") };
        push_line(text, &format!("alpha {alpha}{members}"));
    }
    if settings.lease {
        push_line(text, "lease");
    }
    push_other(text, "drift", &settings.drift, &defaults.drift);
    for variant in settings.variants.iter() {
        push_line(text, &format!("variant {}", variant.word()));
    }
    push_other(text, "allow", &allowance_words(settings.allow), &allowance_words(defaults.allow));
    if let Some(beside) = settings.beside {
        push_line(text, &format!("beside {}", beside.word()));
    }
    if settings.manual {
        push_line(text, "manual");
    }
}

/// A setting, if it differs from its default.
fn push_other<T: Display + PartialEq>(text: &mut String, word: &str, value: &T, default: &T) {
    if value != default {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{word} {value}");
    }
}

fn push_section(text: &mut String, items: &[Item]) {
    if !items.is_empty() {
        text.push('\n');
        push_items(text, items);
    }
}

fn push_items(text: &mut String, items: &[Item]) {
    for item in items {
        push_line(text, &format_item(item));
    }
}
