//! What may stand at a place of a text, and the names of numbers and texts: the words that errors are made of.

use crate::check::Allowance;
use crate::protocol::{Kind, ProtocolName, TimerName, Variant};
use crate::world::Property;
use std::fmt;

/// What may stand at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Expected {
    /// Exactly this word or sign.
    Word(&'static str),
    /// The first word of a setting.
    Setting,
    /// The first word of a line of the body, of a timed one too: [`BODY_WORDS`].
    BodyLine,
    /// The first word of a section: `at` or `branch`.
    Placed,
    /// A kind of message.
    Kind(ProtocolName),
    /// A protocol.
    Protocol,
    /// A way of learning.
    Learning,
    /// A property of what a protocol does.
    Property(ProtocolName),
    /// A mistake of the bug lab that a protocol makes.
    Variant(ProtocolName),
    /// Something of which a search may be allowed so much.
    Allowance,
    /// A timer of a node, among several.
    Timer,
    /// A node.
    Node,
    /// A link, one way or both.
    Link,
    /// A connection.
    Connection,
    /// A message under way.
    Message,
    /// A ballot.
    Ballot,
    /// A ballot and a slot.
    BallotAndSlot,
    /// A moment.
    Moment,
    /// A whole number.
    Number,
    /// A digest.
    Digest,
    /// A share in percent.
    Share,
    /// A range of ticks.
    Span,
    /// A text in double quotes.
    Text,
    /// Which of several messages: `#2`.
    Occurrence,
    /// Nothing more (but a comment).
    EndOfLine,
}

/// The settings, in canonical order.
pub const SETTING_WORDS: [&str; 27] = [
    "title",
    "about",
    "protocol",
    "nodes",
    "clients",
    "load",
    "observers",
    "election",
    "quorums",
    "proposers",
    "seed",
    "latency",
    "loss",
    "duplication",
    "timeout",
    "backoff",
    "learning",
    "window",
    "snapshots",
    "alpha",
    "lease",
    "drift",
    "variant",
    "allow",
    "beside",
    "manual",
    "checked",
];

/// What the lines of the body begin with, after their time.
pub const BODY_WORDS: [&str; 20] = [
    "propose",
    "deliver",
    "drop",
    "duplicate",
    "hold",
    "release",
    "fire",
    "crash",
    "restart",
    "wipe",
    "cut",
    "heal",
    "partition",
    "isolate",
    "break",
    "notice",
    "set",
    "run",
    "caption",
    "expect",
];

impl Expected {
    /// The words that it stands for, if it is a choice of words.
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Expected::Word(word) => vec![word],
            Expected::Setting => SETTING_WORDS.to_vec(),
            Expected::BodyLine => BODY_WORDS.to_vec(),
            Expected::Placed => vec!["at", "branch"],
            Expected::Kind(protocol) => Kind::of(protocol).iter().map(|kind| kind.word()).collect(),
            Expected::Protocol => ProtocolName::ALL.map(ProtocolName::word).to_vec(),
            Expected::Learning => vec!["notification", "votes"],
            Expected::Property(protocol) => Property::of(protocol).iter().map(|property| property.word()).collect(),
            Expected::Variant(protocol) => {
                let made = Variant::ALL.into_iter().filter(|variant| protocol.makes(*variant));
                made.map(Variant::word).collect()
            }
            Expected::Allowance => Allowance::WORDS.to_vec(),
            Expected::Timer => TimerName::WORDS.to_vec(),
            _ => Vec::new(),
        }
    }

    /// What it would be one of, in English, if there is a name for it.
    pub fn noun(self) -> Option<&'static str> {
        Some(match self {
            Expected::Kind(_) => "kind of message",
            Expected::Protocol => "protocol",
            Expected::Learning => "way of learning",
            Expected::Property(_) => "property",
            Expected::Variant(_) => "mistake",
            Expected::Allowance => "thing that can be allowed",
            Expected::Timer => "timer",
            Expected::Node => "node",
            Expected::Link => "link",
            Expected::Connection => "connection",
            Expected::Message => "message",
            Expected::Ballot => "ballot",
            Expected::BallotAndSlot => "ballot with a slot",
            Expected::Moment => "moment",
            Expected::Number => "number",
            Expected::Digest => "digest",
            Expected::Share => "share",
            Expected::Span => "range of ticks",
            Expected::Text => "text in double quotes",
            Expected::Occurrence => "count of messages",
            Expected::Word(_) | Expected::Setting | Expected::BodyLine | Expected::Placed | Expected::EndOfLine => {
                return None;
            }
        })
    }

    /// How it is written, by example, if it is not a choice of words.
    pub fn example(self) -> Option<&'static str> {
        Some(match self {
            Expected::Node => "n1",
            Expected::Link => "n1->n2 or n1--n2",
            Expected::Connection => "n1--n2",
            Expected::Message => "n1->n3 accept 2.n1",
            Expected::Ballot => "2.n1",
            Expected::BallotAndSlot => "2.n1@5",
            Expected::Moment => "58 or 58+2",
            Expected::Number => "30",
            Expected::Digest => "20c8fd91a7d2be23",
            Expected::Share => "12.5%",
            Expected::Span => "10 or 8..12",
            Expected::Text => "\"blue\"",
            Expected::Occurrence => "#2",
            _ => return None,
        })
    }
}

/// A number in a scenario.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quantity {
    /// How many nodes.
    Nodes,
    /// How many clients.
    Clients,
    /// How many nodes only observe.
    Observers,
    /// How many slots further on a change of who votes holds.
    Alpha,
    /// How many servers vote at the start.
    Members,
    /// How many of them are a quorum.
    Quorum,
    /// How often something is allowed.
    Allowed,
    /// The seed.
    Seed,
    /// The time that a proposer waits, in ticks.
    Timeout,
    /// An end of a range, in ticks.
    SpanEnd,
    /// A share, in percent.
    Share,
    /// Which of several messages.
    Occurrence,
    /// After how many writes and sends a node crashes.
    CrashAfter,
    /// A ballot's round.
    Round,
    /// A slot of the log, or how many of them.
    Slot,
    /// In how many slots a leader may propose ahead.
    Window,
    /// How long a log grows before a snapshot.
    SnapshotEvery,
    /// How many commands a client asks for by itself.
    Load,
    /// How long it pauses before the next.
    Pause,
    /// How many commands of a client.
    Commands,
    /// A point in time, in ticks.
    Tick,
    /// How many events of a tick have happened.
    Events,
    /// How long to run, in ticks.
    RunTicks,
    /// How many states a search has seen, or what its bound was.
    Seen,
    /// How many steps a schedule has.
    Steps,
}

impl Quantity {
    /// Its name in an English sentence.
    pub fn name(self) -> &'static str {
        match self {
            Quantity::Nodes => "the number of nodes",
            Quantity::Clients => "the number of clients",
            Quantity::Observers => "the number of observers",
            Quantity::Slot => "a slot",
            Quantity::Window => "the window",
            Quantity::Alpha => "alpha",
            Quantity::Members => "the number of servers that vote at the start",
            Quantity::SnapshotEvery => "the length of a log before a snapshot",
            Quantity::Load => "the number of commands of each client",
            Quantity::Pause => "the pause before a client's next command",
            Quantity::Commands => "the number of commands",
            Quantity::Quorum => "the size of a quorum",
            Quantity::Allowed => "how often it is allowed",
            Quantity::Seed => "the seed",
            Quantity::Timeout => "the timeout",
            Quantity::SpanEnd => "a number of ticks",
            Quantity::Share => "a share in percent",
            Quantity::Occurrence => "the count of a message",
            Quantity::CrashAfter => "the number of writes and sends before the crash",
            Quantity::Round => "the round of a ballot",
            Quantity::Tick => "a point in time",
            Quantity::Events => "the number of events of a tick",
            Quantity::RunTicks => "the number of ticks to run",
            Quantity::Seen => "what a search has seen",
            Quantity::Steps => "the number of steps",
        }
    }
}

/// What a longer text is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextRole {
    /// The title.
    Title,
    /// What the scenario is about.
    About,
    /// A caption.
    Caption,
}

impl TextRole {
    /// Its word in scenarios.
    pub fn word(self) -> &'static str {
        match self {
            TextRole::Title => "title",
            TextRole::About => "about",
            TextRole::Caption => "caption",
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expected::EndOfLine => f.write_str("the end of the line"),
            Expected::Setting => write!(f, "a setting ({})", SETTING_WORDS.join(", ")),
            Expected::Occurrence => f.write_str("a count (#2)"),
            other => match (other.noun(), other.example()) {
                (Some(noun), Some(example)) => write!(f, "a {noun} ({example})"),
                _ => f.write_str(&listed(&other.words())),
            },
        }
    }
}

/// `Expected a, b or c.`, with choices of words spread out.
pub(super) fn expectation(expected: &[Expected]) -> String {
    let mut items: Vec<String> = Vec::new();
    for one in expected {
        match one {
            Expected::Setting => items.push(one.to_string()),
            _ if one.words().is_empty() => items.push(one.to_string()),
            _ => items.extend(one.words().into_iter().map(str::to_owned)),
        }
    }
    format!("Expected {}.", listed(&items))
}

/// `a, b or c`.
fn listed<S: AsRef<str>>(items: &[S]) -> String {
    let mut text = String::new();
    for (index, item) in items.iter().enumerate() {
        text.push_str(match index {
            0 => "",
            index if index + 1 == items.len() => " or ",
            _ => ", ",
        });
        text.push_str(item.as_ref());
    }
    text
}
