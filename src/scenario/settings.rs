//! The head of a scenario: its settings, in any order, each at most once; of `variant` each mistake at most once; and any `checked`.

use super::ast::{Beside, Bilingual, Settings};
use super::checked::Checked;
use super::cursor::{Cursor, Fault, LaterNumber, NamedNode, Read, shortened};
use super::error::{Expected, Found, Problem, Quantity, SETTING_WORDS, ScenarioError, TextRole};
use super::limits::{MAX_ABOUT_CHARS, MAX_CHECKED, MAX_LOAD, MAX_SNAPSHOT_EVERY, MAX_TITLE_CHARS};
use crate::check::Allowance;
use crate::protocol::synod::Learning;
use crate::protocol::zab::Election;
use crate::protocol::{MAX_CLIENTS, MAX_NODES, Membership, NodeId, ProtocolName, Quorums, Roster, Variant, Variants};
use crate::sim::{Load, MAX_SPAN_TICKS, Share, Span};

/// How many nodes a scenario has that does not say so.
const DEFAULT_NODE_COUNT: u8 = 3;

/// What means nothing where who votes may change: a leader asks for no lease then, and quorums are majorities of those who vote.
const NOT_WITH_ALPHA: [&str; 3] = ["lease", "quorums", "half-quorum"];

/// What says who votes, each in a protocol that the other log does not know it of: beside that one it would be another cluster.
const WHO_VOTES: [&str; 2] = ["alpha", "observers"];

/// The setting of this word.
pub(super) fn setting_word(word: &str) -> Option<&'static str> {
    SETTING_WORDS.into_iter().find(|setting| *setting == word)
}

/// What the head has said so far.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub title: Bilingual,
    pub about: Bilingual,
    /// Which settings were given, and where: line and column.
    given: Vec<(&'static str, u32, u32)>,
    protocol: ProtocolName,
    node_count: Option<u8>,
    client_count: Option<u8>,
    /// Judged at the end, when it is known how many nodes there are.
    observers: Option<LaterNumber>,
    observers_line: u32,
    election: Option<Election>,
    window: Option<u8>,
    snapshot_every: Option<u32>,
    load: Option<Load>,
    /// Their nodes are judged at the end, when it is known how many there are.
    proposers: Vec<NamedNode>,
    proposers_line: u32,
    /// Those of phase 1 and phase 2, judged at the end as well.
    quorums: Option<(LaterNumber, LaterNumber)>,
    quorums_line: u32,
    seed: Option<u64>,
    latency: Option<Span>,
    loss: Option<Share>,
    duplication: Option<Share>,
    timeout_ticks: Option<u32>,
    backoff: Option<Span>,
    learning: Option<Learning>,
    variants: Variants,
    allow: Option<Allowance>,
    /// Judged at the end, when it is known what the protocol is.
    beside: Option<NamedBeside>,
    manual: bool,
    alpha: Option<u8>,
    /// Judged at the end, when it is known how many nodes there are.
    members: Option<LaterNumber>,
    alpha_line: u32,
    lease: bool,
    drift: Option<Share>,
    pub checked: Vec<Checked>,
}

impl Head {
    /// Reads the rest of a setting's line.
    pub fn read(&mut self, setting: &'static str, column: u32, line: u32, rest: &mut Cursor<'_>) -> Read<()> {
        if setting == "variant" {
            self.read_variant(line, rest)?;
            return rest.end(&[Expected::EndOfLine]);
        }
        if setting == "checked" {
            if self.checked.len() == MAX_CHECKED {
                return Err(Fault { column, problem: Problem::TooManyChecked { limit: MAX_CHECKED } });
            }
            self.checked.push(Checked::read(Some(self.protocol), rest)?);
            return rest.end(&[Expected::EndOfLine]);
        }
        self.give(setting, column, line)?;
        match setting {
            "title" => self.title = rest.bilingual(TextRole::Title, MAX_TITLE_CHARS)?,
            "about" => self.about = rest.bilingual(TextRole::About, MAX_ABOUT_CHARS)?,
            "protocol" => self.protocol = rest.choice(&[Expected::Protocol], ProtocolName::from_word)?,
            "proposers" => {
                self.proposers_line = line;
                self.read_proposers(rest)?;
            }
            "quorums" => {
                self.only_quorums(Variant::HalfQuorum.word(), column)?;
                self.quorums_line = line;
                let size = |rest: &mut Cursor<'_>| rest.word(&[Expected::Number])?.later_number();
                self.quorums = Some((size(rest)?, size(rest)?));
            }
            "observers" => {
                self.observers_line = line;
                self.observers = Some(rest.word(&[Expected::Number])?.later_number()?);
            }
            "election" => self.election = Some(rest.choice(ELECTIONS, election)?),
            "learning" => self.learning = Some(rest.choice(&[Expected::Learning], learning)?),
            "allow" => {
                let (allow, breaks_column) = allowance(rest)?;
                self.allow = Some(allow);
                self.given.extend(breaks_column.map(|column| ("breaks", line, column)));
            }
            "beside" => {
                let column = rest.column();
                let found = rest.word(&[Expected::Protocol])?.text.to_owned();
                self.beside = Some(NamedBeside { found, line, column });
            }
            "manual" => self.manual = true,
            "lease" => self.lease = true,
            "load" => self.load = Some(load(rest)?),
            "alpha" => {
                self.alpha_line = line;
                self.read_alpha(rest)?;
            }
            _ => self.read_number(setting, rest)?,
        }
        rest.end(&[Expected::EndOfLine])
    }

    /// Notes that this was given, unless it was before.
    fn give(&mut self, setting: &'static str, column: u32, line: u32) -> Read<()> {
        if let Some(first_line) = self.line_of(setting) {
            return Err(Fault { column, problem: Problem::SettingTwice { setting, first_line } });
        }
        self.given.push((setting, line, column));
        Ok(())
    }

    fn line_of(&self, setting: &str) -> Option<u32> {
        self.place_of(setting).map(|(_, line, _)| line)
    }

    /// The other thing that says how large quorums are must not be given too.
    fn only_quorums(&self, other: &str, column: u32) -> Read<()> {
        let first_line = self.line_of(other);
        first_line.map_or(Ok(()), |first_line| Err(Fault { column, problem: Problem::QuorumsTwice { first_line } }))
    }

    fn read_variant(&mut self, line: u32, rest: &mut Cursor<'_>) -> Read<()> {
        let column = rest.column();
        let variant = rest.choice(variants_of(self.protocol), Variant::from_word)?;
        if variant == Variant::HalfQuorum {
            self.only_quorums("quorums", column)?;
        }
        self.give(variant.word(), column, line)?;
        self.variants = self.variants.with(variant);
        Ok(())
    }

    fn read_number(&mut self, setting: &str, rest: &mut Cursor<'_>) -> Read<()> {
        match setting {
            "latency" => self.latency = Some(rest.word(&[Expected::Span])?.span()?),
            "backoff" => self.backoff = Some(rest.word(&[Expected::Span])?.span()?),
            "loss" => self.loss = Some(rest.word(&[Expected::Share])?.share()?),
            "duplication" => self.duplication = Some(rest.word(&[Expected::Share])?.share()?),
            "drift" => self.drift = Some(rest.word(&[Expected::Share])?.share()?),
            "nodes" => {
                let count = rest.word(&[Expected::Number])?.number(Quantity::Nodes, 1, MAX_NODES.into())?;
                self.node_count = u8::try_from(count).ok();
            }
            "clients" => {
                let count = rest.word(&[Expected::Number])?.number(Quantity::Clients, 1, MAX_CLIENTS.into())?;
                self.client_count = u8::try_from(count).ok();
            }
            "window" => {
                let slots = rest.word(&[Expected::Number])?.number(Quantity::Window, 1, u8::MAX.into())?;
                self.window = u8::try_from(slots).ok();
            }
            "snapshots" => {
                let word = rest.word(&[Expected::Number])?;
                self.snapshot_every = Some(word.small_number(Quantity::SnapshotEvery, 1, MAX_SNAPSHOT_EVERY)?);
            }
            "seed" => self.seed = Some(rest.word(&[Expected::Number])?.number(Quantity::Seed, 0, u64::MAX)?),
            _ => {
                let word = rest.word(&[Expected::Number])?;
                self.timeout_ticks = Some(word.small_number(Quantity::Timeout, 1, MAX_SPAN_TICKS)?);
            }
        }
        Ok(())
    }

    /// `3`, or `3 members 2`.
    fn read_alpha(&mut self, rest: &mut Cursor<'_>) -> Read<()> {
        const MORE: &[Expected] = &[Expected::Word("members"), Expected::EndOfLine];
        let slots = rest.word(&[Expected::Number])?.number(Quantity::Alpha, 1, u8::MAX.into())?;
        self.alpha = u8::try_from(slots).ok();
        if !rest.is_at_end() {
            rest.require("members", MORE)?;
            self.members = Some(rest.word(&[Expected::Number])?.later_number()?);
        }
        Ok(())
    }

    fn read_proposers(&mut self, rest: &mut Cursor<'_>) -> Read<()> {
        const MORE: &[Expected] = &[Expected::Node, Expected::EndOfLine];
        let mut expected: &'static [Expected] = &[Expected::Node];
        while self.proposers.is_empty() || !rest.is_at_end() {
            self.proposers.push(rest.word(expected)?.named_node(&[Expected::Node])?);
            expected = MORE;
        }
        Ok(())
    }

    /// The settings, with defaults for those not given.
    ///
    /// # Errors
    /// A proposer does not exist or is named twice, a quorum is larger than the cluster, or a setting means nothing in the protocol, or beside another.
    pub fn settings(&self) -> Result<Settings, ScenarioError> {
        self.only_of_protocol()?;
        let beside = self.beside()?;
        self.only_of_beside(beside)?;
        self.only_with_alpha(beside)?;
        self.only_by_itself()?;
        let defaults = Settings::defaults_of(self.protocol, self.node_count.unwrap_or(DEFAULT_NODE_COUNT));
        let at =
            |fault: Fault| ScenarioError { line: self.proposers_line, column: fault.column, problem: fault.problem };
        let named = self.proposers(defaults.node_count).map_err(at)?;
        Ok(Settings {
            proposers: if named.is_empty() { defaults.proposers } else { named },
            seed: self.seed.unwrap_or(defaults.seed),
            latency: self.latency.unwrap_or(defaults.latency),
            loss: self.loss.unwrap_or(defaults.loss),
            duplication: self.duplication.unwrap_or(defaults.duplication),
            timeout_ticks: self.timeout_ticks.unwrap_or(defaults.timeout_ticks),
            backoff: self.backoff.unwrap_or(defaults.backoff),
            learning: self.learning.unwrap_or(defaults.learning),
            quorums: self.quorums(defaults.node_count)?.unwrap_or(defaults.quorums),
            variants: self.variants,
            allow: self.allow.unwrap_or(defaults.allow),
            manual: self.manual,
            beside,
            membership: self.membership(defaults.node_count)?,
            lease: self.lease,
            drift: self.drift.unwrap_or(defaults.drift),
            client_count: self.client_count.unwrap_or(defaults.client_count),
            observer_count: self.observers(defaults.node_count)?,
            election: self.election.unwrap_or(defaults.election),
            window: self.window.unwrap_or(defaults.window),
            snapshot_every: self.snapshot_every.or(defaults.snapshot_every),
            load: self.load,
            ..defaults
        })
    }

    /// What is given has a meaning in the protocol.
    fn only_of_protocol(&self) -> Result<(), ScenarioError> {
        let protocol = self.protocol;
        let strange = self.given.iter().find(|(word, ..)| !means_something(word, protocol));
        strange.map_or(Ok(()), |&(word, line, column)| {
            Err(ScenarioError { line, column, problem: Problem::NotOfProtocol { word, protocol } })
        })
    }

    /// Where who votes may change, nothing is given that means nothing there, nor made beside.
    fn only_with_alpha(&self, beside: Option<Beside>) -> Result<(), ScenarioError> {
        let made_beside =
            self.beside.as_ref().zip(beside).map(|(named, beside)| (beside.word(), named.line, named.column));
        let mut given = self.given.iter().copied().chain(made_beside);
        let strange = given.find(|(word, ..)| NOT_WITH_ALPHA.contains(word));
        let problem = |setting| move |first_line| Problem::NotWithAlpha { setting, first_line };
        strange.map_or(Ok(()), |strange| either(self.place_of("alpha"), Some(strange), problem(strange.0)))
    }

    /// Clients that ask by themselves, or nothing by itself.
    fn only_by_itself(&self) -> Result<(), ScenarioError> {
        either(self.place_of("load"), self.place_of("manual"), |first_line| Problem::LoadByHand { first_line })
    }

    /// What is played beside can differ, and is of the same cluster.
    fn only_of_beside(&self, beside: Option<Beside>) -> Result<(), ScenarioError> {
        let Some((named, beside)) = self.beside.as_ref().zip(beside) else { return Ok(()) };
        match beside {
            Beside::Protocol(protocol) => {
                let strange = self.given.iter().find(|(word, ..)| WHO_VOTES.contains(word));
                strange.map_or(Ok(()), |&(word, line, column)| {
                    Err(ScenarioError { line, column, problem: Problem::NotOfProtocol { word, protocol } })
                })
            }
            Beside::Variant(variant) => {
                let without = needed_by(variant).filter(|setting| self.place_of(setting).is_none());
                without.map_or(Ok(()), |without| {
                    let problem = Problem::NeverBeside { variant: variant.word(), without };
                    Err(ScenarioError { line: named.line, column: named.column, problem })
                })
            }
        }
    }

    /// A setting that is given, and where.
    fn place_of(&self, setting: &str) -> Option<(&'static str, u32, u32)> {
        self.given.iter().copied().find(|(given, ..)| *given == setting)
    }

    fn quorums(&self, node_count: u8) -> Result<Option<Quorums>, ScenarioError> {
        let Some((phase1, phase2)) = &self.quorums else { return Ok(None) };
        let size = |number: &LaterNumber| {
            let at =
                |fault: Fault| ScenarioError { line: self.quorums_line, column: fault.column, problem: fault.problem };
            number.up_to(Quantity::Quorum, node_count).map_err(at)
        };
        Ok(Some(Quorums { phase1: size(phase1)?, phase2: size(phase2)? }))
    }

    /// What is played beside: another log, or a mistake that the protocol makes.
    fn beside(&self) -> Result<Option<Beside>, ScenarioError> {
        let Some(NamedBeside { found, line, column }) = &self.beside else { return Ok(None) };
        let protocol = ProtocolName::from_word(found);
        let other_log =
            protocol.filter(|other| other.keeps_log() && self.protocol.keeps_log() && *other != self.protocol);
        let made = || Variant::from_word(found).filter(|variant| self.protocol.makes(*variant));
        let beside = other_log.map(Beside::Protocol).or_else(|| made().map(Beside::Variant));
        let problem = Problem::Unexpected {
            found: Found::Word(shortened(found)),
            expected: beside_of(self.protocol),
            suggestion: None,
        };
        beside.map(Some).ok_or(ScenarioError { line: *line, column: *column, problem })
    }

    fn membership(&self, node_count: u8) -> Result<Option<Membership>, ScenarioError> {
        let Some(alpha) = self.alpha else { return Ok(None) };
        let at = |fault: Fault| ScenarioError { line: self.alpha_line, column: fault.column, problem: fault.problem };
        let first = self.members.as_ref().map_or(Ok(node_count), |number| number.up_to(Quantity::Members, node_count));
        Ok(Some(Membership { alpha, first: first.map_err(at)?, servers: node_count }))
    }

    /// (One node has to vote.)
    fn observers(&self, node_count: u8) -> Result<u8, ScenarioError> {
        let Some(number) = &self.observers else { return Ok(0) };
        let at =
            |fault: Fault| ScenarioError { line: self.observers_line, column: fault.column, problem: fault.problem };
        number.between(Quantity::Observers, 0, node_count - 1).map_err(at)
    }

    fn proposers(&self, node_count: u8) -> Read<Vec<NodeId>> {
        let mut nodes: Vec<NodeId> = Vec::new();
        for named in &self.proposers {
            let node = named.within(Roster { nodes: node_count, clients: 0 })?;
            if nodes.contains(&node) {
                return Err(Fault { column: named.column(), problem: Problem::NamedTwice(node) });
            }
            nodes.push(node);
        }
        nodes.sort_unstable();
        Ok(nodes)
    }
}

/// Of two things that do not go together, each with its line and column, the second is the error.
fn either(
    one: Option<(&str, u32, u32)>,
    other: Option<(&str, u32, u32)>,
    problem: impl Fn(u32) -> Problem,
) -> Result<(), ScenarioError> {
    let (Some((_, one_line, one_column)), Some((_, other_line, other_column))) = (one, other) else { return Ok(()) };
    let (first_line, line, column) = match one_line < other_line {
        true => (one_line, other_line, other_column),
        false => (other_line, one_line, one_column),
    };
    Err(ScenarioError { line, column, problem: problem(first_line) })
}

/// The setting without which nobody can make the mistake.
fn needed_by(variant: Variant) -> Option<&'static str> {
    match variant {
        Variant::LongLease => Some("lease"),
        Variant::WideWindow => Some("alpha"),
        _ => None,
    }
}

/// A word behind `beside`, and where it stands.
#[derive(Debug)]
struct NamedBeside {
    found: String,
    line: u32,
    column: u32,
}

/// What may be played beside a protocol.
fn beside_of(protocol: ProtocolName) -> &'static [Expected] {
    match protocol {
        ProtocolName::Synod => &[Expected::Variant(ProtocolName::Synod)],
        ProtocolName::MultiPaxos => &[Expected::Word("zab"), Expected::Variant(ProtocolName::MultiPaxos)],
        ProtocolName::Zab => &[Expected::Word("multipaxos"), Expected::Variant(ProtocolName::Zab)],
    }
}

/// A mistake that the protocol makes.
fn variants_of(protocol: ProtocolName) -> &'static [Expected] {
    match protocol {
        ProtocolName::Synod => &[Expected::Variant(ProtocolName::Synod)],
        ProtocolName::MultiPaxos => &[Expected::Variant(ProtocolName::MultiPaxos)],
        ProtocolName::Zab => &[Expected::Variant(ProtocolName::Zab)],
    }
}

/// Does the setting, or the mistake, mean anything in this protocol?
fn means_something(word: &str, protocol: ProtocolName) -> bool {
    match word {
        "proposers" | "learning" => !protocol.keeps_log(),
        "clients" | "load" | "snapshots" => protocol.keeps_log(),
        "window" | "alpha" | "lease" => protocol == ProtocolName::MultiPaxos,
        "observers" | "election" | "breaks" => protocol == ProtocolName::Zab,
        "quorums" => protocol != ProtocolName::Zab,
        _ => Variant::from_word(word).is_none_or(|variant| protocol.makes(variant)),
    }
}

/// `1000`, or `1000 pause 5`.
fn load(rest: &mut Cursor<'_>) -> Read<Load> {
    const MORE: &[Expected] = &[Expected::Word("pause"), Expected::EndOfLine];
    let commands = rest.word(&[Expected::Number])?.small_number(Quantity::Load, 1, MAX_LOAD)?;
    let mut load = Load { commands, pause_ticks: Load::PAUSE_TICKS };
    if !rest.is_at_end() {
        rest.require("pause", MORE)?;
        load.pause_ticks = rest.word(&[Expected::Number])?.small_number(Quantity::Pause, 1, MAX_SPAN_TICKS)?;
    }
    Ok(load)
}

/// `ballots 2 crashes 1`: each at most once, in any order. And where it speaks of breaks, if it does: few protocols have connections.
fn allowance(rest: &mut Cursor<'_>) -> Read<(Allowance, Option<u32>)> {
    let mut allow = Allowance::DEFAULT;
    let mut given = Vec::new();
    let mut breaks_column = None;
    while given.is_empty() || !rest.is_at_end() {
        let column = rest.column();
        let known = |word: &str| Allowance::WORDS.into_iter().find(|known| *known == word);
        let word = rest.choice(&[Expected::Allowance], known)?;
        if given.contains(&word) {
            return Err(Fault { column, problem: Problem::AllowedTwice(word) });
        }
        given.push(word);
        if word == "breaks" {
            breaks_column = Some(column);
        }
        let number = rest.word(&[Expected::Number])?.small_number(Quantity::Allowed, 0, Allowance::MAX.into())?;
        if let Some(allowed) = allow.of_mut(word) {
            *allowed = u8::try_from(number).unwrap_or(Allowance::MAX);
        }
    }
    Ok((allow, breaks_column))
}

/// The words of an allowance, each with its number; no breaks where there are none.
pub(super) fn allowance_words(allow: Allowance) -> String {
    let Allowance { ballots, crashes, wipes, breaks } = allow;
    let breaks = if breaks > 0 { format!(" breaks {breaks}") } else { String::new() };
    format!("ballots {ballots} crashes {crashes} wipes {wipes}{breaks}")
}

const ELECTIONS: &[Expected] = &[Expected::Word("fast"), Expected::Word("oracle")];

fn election(word: &str) -> Option<Election> {
    match word {
        "fast" => Some(Election::Fast),
        "oracle" => Some(Election::Oracle),
        _ => None,
    }
}

/// The word of a way to come to a leader.
pub(super) fn election_word(election: Election) -> &'static str {
    match election {
        Election::Fast => "fast",
        Election::Oracle => "oracle",
    }
}

fn learning(word: &str) -> Option<Learning> {
    match word {
        "notification" => Some(Learning::Notification),
        "votes" => Some(Learning::Votes),
        _ => None,
    }
}

/// The word of a way of learning.
pub(super) fn learning_word(learning: Learning) -> &'static str {
    match learning {
        Learning::Notification => "notification",
        Learning::Votes => "votes",
    }
}
