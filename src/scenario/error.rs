//! What can be wrong with a scenario's text: one typed error, at its place, with all that a sentence in any language needs.

use super::expected::expectation;
pub use super::expected::{BODY_WORDS, Expected, Quantity, SETTING_WORDS, TextRole};
use crate::protocol::{MAX_VALUE_CHARS, NodeId, ProtocolName, ValueError};
use crate::sim::{MessageName, Moment};
use std::fmt;

/// The first thing that is wrong with a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScenarioError {
    /// The line, from 1.
    pub line: u32,
    /// The column, in characters, from 1.
    pub column: u32,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    /// The text, or what it would be in canonical form, has more bytes than this.
    TextTooLarge {
        /// The most that is read, in bytes.
        limit_bytes: usize,
    },
    /// The first line that says anything is not `paxos 1`.
    NoVersion {
        /// What stands there.
        found: Found,
    },
    /// The format is newer than this program.
    NewerVersion {
        /// Its version, as written.
        found: String,
        /// The newest version read here.
        newest: u32,
    },
    /// Something else belongs here.
    Unexpected {
        /// What stands there.
        found: Found,
        /// What may stand there: any of these.
        expected: &'static [Expected],
        /// What was probably meant, to be written instead of what stands there.
        suggestion: Option<String>,
    },
    /// A number is too small or too large.
    OutOfRange {
        /// Which number.
        quantity: Quantity,
        /// As written.
        found: String,
        /// The smallest allowed.
        low: u64,
        /// The largest allowed.
        high: u64,
    },
    /// A range of ticks whose end lies before its start.
    RangeBackwards {
        /// Its start, in ticks.
        start_ticks: u32,
        /// Its end, in ticks.
        end_ticks: u32,
    },
    /// The cluster has no such node.
    NoSuchNode {
        /// As written.
        found: String,
        /// How many nodes there are.
        node_count: u8,
    },
    /// The cluster has no such client.
    NoSuchClient {
        /// As written.
        found: String,
        /// How many clients there are; none, where the protocol has none.
        client_count: u8,
    },
    /// A client where a server belongs, or the other way round.
    WrongRole {
        /// As written.
        found: NodeId,
        /// What was probably meant.
        suggestion: NodeId,
    },
    /// A word that is none of this protocol's.
    NotOfProtocol {
        /// The word: of a setting, a mistake, or an expectation.
        word: &'static str,
        /// The scenario's protocol.
        protocol: ProtocolName,
    },
    /// There is no such branch above this line.
    NoSuchBranch {
        /// As written.
        found: String,
        /// How many there are above, the body included.
        branch_count: usize,
    },
    /// A link or a message from a node to itself.
    ToItself(NodeId),
    /// Messages of this kind are sent by the owner of their ballot only.
    WrongSender {
        /// As written.
        message: MessageName,
        /// What was probably meant.
        suggestion: MessageName,
    },
    /// Messages of this kind are sent to the owner of their ballot only.
    WrongReceiver {
        /// As written.
        message: MessageName,
        /// What was probably meant.
        suggestion: MessageName,
    },
    /// A line names a message, in a scenario that is played under two protocols.
    MessageOfTwo,
    /// A node is named twice in one list.
    NamedTwice(NodeId),
    /// An allowance is given twice in a line.
    AllowedTwice(&'static str),
    /// A setting, or a mistake, is given a second time.
    SettingTwice {
        /// Its word.
        setting: &'static str,
        /// Where it was given first.
        first_line: u32,
    },
    /// Quorums of given sizes, and the mistake of half as a quorum: both say how large quorums are.
    QuorumsTwice {
        /// Where the first of the two was given.
        first_line: u32,
    },
    /// A setting that means nothing where who votes may change, and `alpha`, by which it does.
    NotWithAlpha {
        /// Its word.
        setting: &'static str,
        /// Where the first of the two was given.
        first_line: u32,
    },
    /// What clients ask for by themselves, and `manual`, by which nothing happens by itself.
    LoadByHand {
        /// Where the first of the two was given.
        first_line: u32,
    },
    /// A mistake is to be made beside that nobody can make without this setting: the two runs would be the same.
    NeverBeside {
        /// The word of the mistake.
        variant: &'static str,
        /// The word of the setting.
        without: &'static str,
    },
    /// A setting stands below the first line of the body.
    SettingTooLate {
        /// Its word.
        setting: &'static str,
    },
    /// A line that is to happen before an earlier one.
    BackInTime {
        /// When it is to happen.
        at: Moment,
        /// What the lines before it have reached at least.
        reached: Moment,
    },
    /// A text has too many characters.
    TextTooLong {
        /// Which text.
        role: TextRole,
        /// How many it may have.
        limit_chars: usize,
    },
    /// A text that cannot be a value.
    NoValue(ValueError),
    /// A text has no closing quote on its line.
    TextNotClosed,
    /// A backslash before something else than `"`, `\` and `n` (or before nothing).
    BadEscape(Option<char>),
    /// A control character in a text.
    ControlCharacter(char),
    /// A typographic quotation mark where a plain one has to stand.
    WrongQuote(char),
    /// The body and the branches have too many lines.
    TooManyItems {
        /// How many they may have together.
        limit: usize,
    },
    /// There are too many checks in the head.
    TooManyChecked {
        /// How many there may be.
        limit: usize,
    },
    /// There are too many branches.
    TooManyBranches {
        /// How many there may be, the body not counted.
        limit: usize,
    },
}

/// What stands at the place of an error.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// A word or a sign, shortened if it is long.
    Word(String),
    /// A quoted text, shortened if it is long.
    Text(String),
    /// Nothing: the line ends.
    EndOfLine,
    /// Nothing: the text ends.
    EndOfText,
}

impl std::error::Error for ScenarioError {}

impl ScenarioError {
    /// Every line that it names, to be counted otherwise: where the text stands within another.
    pub fn lines_mut(&mut self) -> impl Iterator<Item = &mut u32> {
        let first = match &mut self.problem {
            Problem::SettingTwice { first_line, .. }
            | Problem::QuorumsTwice { first_line }
            | Problem::NotWithAlpha { first_line, .. }
            | Problem::LoadByHand { first_line } => Some(first_line),
            _ => None,
        };
        [&mut self.line].into_iter().chain(first)
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.problem)
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Found::Word(word) => write!(f, "“{word}”"),
            Found::Text(text) => write!(f, "the text \"{text}\""),
            Found::EndOfLine => f.write_str("the end of the line"),
            Found::EndOfText => f.write_str("the end of the text"),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Unexpected { found, expected, suggestion } => {
                match (found, expected) {
                    (Found::EndOfLine | Found::EndOfText, _) => f.write_str("the line ends too early.")?,
                    (Found::Word(word), [one]) if one.noun().is_some() => {
                        write!(f, "“{word}” is no {}.", one.noun().unwrap_or_default())?;
                    }
                    _ => write!(f, "{found} is out of place.")?,
                }
                write!(f, " {}", expectation(expected))?;
                match suggestion {
                    Some(suggestion) => write!(f, " Did you mean “{suggestion}”?"),
                    None => Ok(()),
                }
            }
            Problem::OutOfRange { quantity, found, low, high } => {
                write!(f, "{} has to lie between {low} and {high}, not {found}.", quantity.name())
            }
            Problem::RangeBackwards { start_ticks, end_ticks } => write!(
                f,
                "the range {start_ticks}..{end_ticks} ends before it starts. Did you mean “{end_ticks}..{start_ticks}”?"
            ),
            _ => self.fmt_cluster(f),
        }
    }
}

impl Problem {
    /// Sentences about nodes, messages and branches.
    fn fmt_cluster(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::NoSuchNode { found, node_count: 1 } => {
                write!(f, "there is no node {found}: this scenario has one node, n1.")
            }
            Problem::NoSuchNode { found, node_count } => {
                write!(f, "there is no node {found}: this scenario has {node_count} nodes, n1 to n{node_count}.")
            }
            Problem::NoSuchClient { found, client_count: 0 } => {
                write!(
                    f,
                    "there is no client {found}: the protocol of this scenario has none. Nodes are called n1, n2 and so on."
                )
            }
            Problem::NoSuchClient { found, client_count } => write!(
                f,
                "there is no client {found}: this scenario has {client_count}, c1 to c{client_count}. The setting “clients” says how many."
            ),
            Problem::WrongRole { found, suggestion } if found.is_client() => {
                write!(f, "{found} is a client, and here a server has to stand. Did you mean “{suggestion}”?")
            }
            Problem::WrongRole { found, suggestion } => {
                write!(f, "{found} is a server, and here a client has to stand. Did you mean “{suggestion}”?")
            }
            Problem::NotOfProtocol { word, protocol } => {
                write!(f, "“{word}” means nothing in a scenario of the protocol “{}”.", protocol.word())
            }
            Problem::NoSuchBranch { found, branch_count: 1 } => {
                write!(f, "there is no branch {found} above this line: only 1, the body.")
            }
            Problem::NoSuchBranch { found, branch_count } => {
                write!(f, "there is no branch {found} above this line: only 1 (the body) to {branch_count}.")
            }
            Problem::ToItself(node) => write!(f, "{node} and itself: a link joins two different nodes."),
            Problem::WrongSender { message, suggestion } => write!(
                f,
                "{} is sent by {}, the owner of its ballot, and not by {}. Did you mean “{suggestion}”?",
                message.label, message.label.ballot.node, message.from
            ),
            Problem::WrongReceiver { message, suggestion } => write!(
                f,
                "{} is sent to {}, the owner of its ballot, and not to {}. Did you mean “{suggestion}”?",
                message.label, message.label.ballot.node, message.to
            ),
            Problem::MessageOfTwo => f.write_str(
                "this scenario is played under two protocols, whose messages are not the same: name nodes, links and times instead.",
            ),
            Problem::AllowedTwice(word) => write!(f, "how many {word} are allowed was said already."),
            Problem::NamedTwice(node) => write!(f, "{node} is named twice here."),
            Problem::BackInTime { at, reached } => {
                write!(f, "time {at} is over here: the lines above have reached {reached}.")
            }
            _ => self.fmt_form(f),
        }
    }

    /// Sentences about the text itself.
    fn fmt_form(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::TextTooLarge { limit_bytes } => {
                write!(f, "the scenario is too large: it may have {limit_bytes} bytes.")
            }
            Problem::NoVersion { found } => {
                write!(f, "a scenario begins with the line “paxos 1”, the version of its format. Found {found}.")
            }
            Problem::NewerVersion { found, newest } => write!(
                f,
                "this scenario is written in version {found} of the format; this program reads up to version {newest}."
            ),
            Problem::SettingTwice { setting, first_line } => {
                write!(f, "“{setting}” is given a second time; the first is in line {first_line}.")
            }
            Problem::QuorumsTwice { first_line } => write!(
                f,
                "“quorums” and “half-quorum” both say how large a quorum is, and only one of them can; the first is in line {first_line}."
            ),
            Problem::NotWithAlpha { setting: "lease", first_line } => write!(
                f,
                "“lease” and “alpha” do not go together: a leader asks for no lease where who votes may change. Expected only one of them; leave out \
                 either this line or line {first_line}."
            ),
            Problem::NotWithAlpha { setting, first_line } => write!(
                f,
                "“{setting}” and “alpha” do not go together: where who votes may change, quorums are majorities of those who vote. Expected only one \
                 of them; leave out either this line or line {first_line}."
            ),
            Problem::LoadByHand { first_line } => write!(
                f,
                "“load” and “manual” do not go together: clients that ask by themselves would never ask, since nothing happens by itself. Expected only \
                 one of them; leave out either this line or line {first_line}."
            ),
            Problem::NeverBeside { variant, without } => write!(
                f,
                "“{variant}” is a mistake that nobody can make without the setting “{without}”: the run beside would be the same. Did you mean to set \
                 “{without}” too?"
            ),
            Problem::SettingTooLate { setting } => match *setting {
                "latency" | "loss" | "duplication" => write!(
                    f,
                    "“{setting}” is a setting and has to stand above the body. Did you mean “set {setting}”, from here on?"
                ),
                _ => write!(f, "“{setting}” is a setting and has to stand above the body."),
            },
            Problem::TextTooLong { role, limit_chars } => {
                write!(f, "this {} is too long: it may have {limit_chars} characters.", role.word())
            }
            Problem::NoValue(ValueError::Empty) => f.write_str("a value needs at least one character."),
            Problem::NoValue(ValueError::TooLong) => {
                write!(f, "this value is too long: it may have {MAX_VALUE_CHARS} characters.")
            }
            Problem::NoValue(ValueError::Control(_)) => f.write_str("a value is one line of plain text."),
            Problem::TextNotClosed => f.write_str("this text has no closing \" on its line."),
            Problem::BadEscape(Some(character)) => {
                write!(f, "\\{} means nothing in a text. Expected \\\", \\\\ or \\n.", character.escape_debug())
            }
            Problem::BadEscape(None) => f.write_str("the text ends after a backslash. Expected \\\", \\\\ or \\n."),
            Problem::ControlCharacter(character) => {
                write!(f, "a text may not hold the control character {}.", character.escape_unicode())
            }
            Problem::WrongQuote(quote) => write!(f, "texts stand in plain double quotes: \" instead of {quote}"),
            Problem::TooManyItems { limit } => write!(f, "too many lines: the body and its branches may have {limit}."),
            Problem::TooManyChecked { limit } => write!(f, "too many checks: {limit} may be kept."),
            Problem::TooManyBranches { limit } => write!(f, "too many branches: there may be {limit}."),
            // The others are told by the functions that called this one.
            _ => Ok(()),
        }
    }
}
