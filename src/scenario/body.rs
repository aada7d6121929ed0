//! A line of the body, without its time: commands, `run`, captions and expectations.

use super::ast::{Expectation, Settings, What};
use super::cursor::{Cursor, Fault, Read};
use super::error::{BODY_WORDS, Expected, Problem, Quantity, TextRole};
use super::limits::{MAX_CAPTION_CHARS, MAX_CRASH_AFTER, MAX_RUN_TICKS};
use crate::protocol::synod::Learning;
use crate::protocol::{Kind, Label, NodeId};
use crate::sim::{Command, MessageName, Moment, Run};
use crate::world::Property;

const END: &[Expected] = &[Expected::EndOfLine];

/// The first word of a line of the body.
pub(super) fn body_word(word: &str) -> Option<&'static str> {
    BODY_WORDS.into_iter().find(|first| *first == word)
}

/// Reads the lines of the body of one scenario.
#[derive(Clone, Copy)]
pub(super) struct BodyReader<'s> {
    settings: &'s Settings,
    reached: Moment,
}

impl<'s> BodyReader<'s> {
    /// A reader for lines of a run that has come to `reached` at least.
    pub fn new(settings: &'s Settings, reached: Moment) -> Self {
        Self { settings, reached }
    }

    fn nodes(self) -> u8 {
        self.settings.node_count
    }

    /// Reads the rest of a line that begins with `first`.
    pub fn read(self, first: &'static str, rest: &mut Cursor<'_>) -> Read<What> {
        let what = match first {
            "run" => What::Run(self.run(rest)?),
            "caption" => What::Caption(rest.bilingual(TextRole::Caption, MAX_CAPTION_CHARS)?),
            "expect" => What::Expect(self.expectation(rest)?),
            _ => What::Command(self.command(first, rest)?),
        };
        rest.end(END)?;
        Ok(what)
    }

    /// The rest of `run …`.
    fn run(self, rest: &mut Cursor<'_>) -> Read<Run> {
        const HOW_LONG: &[Expected] = &[Expected::Number, Expected::Word("to"), Expected::EndOfLine];
        if rest.is_at_end() {
            return Ok(Run::Quiet);
        }
        if rest.accept("to") {
            let word = rest.word(&[Expected::Moment])?;
            return Ok(Run::To(word.moment_from(self.reached)?));
        }
        let word = rest.word(HOW_LONG)?;
        Ok(Run::Ticks(word.number_among(HOW_LONG, Quantity::RunTicks, 0, MAX_RUN_TICKS)?))
    }

    fn command(self, first: &str, rest: &mut Cursor<'_>) -> Read<Command> {
        Ok(match first {
            "propose" => {
                let node = rest.node(self.nodes())?;
                let value = rest.value(&[Expected::Text])?;
                Command::Propose { node, value, crash_after: crash_after(rest, AFTER_STEP)? }
            }
            "fire" => {
                let node = rest.node(self.nodes())?;
                Command::Fire { node, crash_after: crash_after(rest, AFTER_STEP)? }
            }
            "deliver" => {
                let (message, counted) = self.message(rest)?;
                let also = if counted { AFTER_STEP } else { AFTER_UNCOUNTED_DELIVERY };
                Command::Deliver { message, crash_after: crash_after(rest, also)? }
            }
            "drop" => Command::Drop(self.only_message(rest)?),
            "duplicate" => Command::Duplicate(self.only_message(rest)?),
            "hold" => Command::Hold(self.only_message(rest)?),
            "release" => Command::Release(self.only_message(rest)?),
            "crash" => Command::Crash(rest.node(self.nodes())?),
            "restart" => Command::Restart(rest.node(self.nodes())?),
            "wipe" => Command::Wipe(rest.node(self.nodes())?),
            "isolate" => Command::Isolate(rest.node(self.nodes())?),
            "cut" => Command::Cut(rest.link(self.nodes(), &[Expected::Link])?.0),
            "heal" if rest.is_at_end() => Command::HealAll,
            "heal" => Command::Heal(rest.link(self.nodes(), &[Expected::Link, Expected::EndOfLine])?.0),
            "partition" => self.partition(rest)?,
            _ => self.set(rest)?,
        })
    }

    /// `n1->n3 accept 2.n1 #2`, and whether it was counted.
    fn message(self, rest: &mut Cursor<'_>) -> Read<(MessageName, bool)> {
        let from_column = rest.column();
        let (link, to_column) = rest.link(self.nodes(), &[Expected::Message])?;
        let kind = rest.choice(&[Expected::Kind], Kind::from_word)?;
        let ballot = rest.ballot(self.nodes(), &[Expected::Ballot])?;
        let label = Label { kind, ballot };
        let occurrence = rest.occurrence()?;
        let message = MessageName { from: link.from, to: link.to, label, occurrence: occurrence.unwrap_or(1) };
        match self.wrong_end(message) {
            Some(problem @ Problem::WrongSender { .. }) => Err(Fault { column: from_column, problem }),
            Some(problem) => Err(Fault { column: to_column, problem }),
            None => Ok((message, occurrence.is_some())),
        }
    }

    /// The same, where nothing may follow.
    fn only_message(self, rest: &mut Cursor<'_>) -> Read<MessageName> {
        let (message, counted) = self.message(rest)?;
        rest.end(if counted { END } else { &[Expected::Occurrence, Expected::EndOfLine] })?;
        Ok(message)
    }

    /// Every kind of message has the owner of its ballot at one end: who begins the ballot, and whom its acceptors answer.
    fn wrong_end(self, message: MessageName) -> Option<Problem> {
        let MessageName { from, to, label, .. } = message;
        let owner = label.ballot.node;
        match label.kind {
            Kind::Prepare | Kind::Accept | Kind::Chosen if from != owner => {
                let to = if to == owner { from } else { to };
                Some(Problem::WrongSender { message, suggestion: MessageName { from: owner, to, ..message } })
            }
            Kind::Prepare | Kind::Accept | Kind::Chosen => None,
            Kind::Accepted if self.settings.learning == Learning::Votes => None,
            Kind::Promise | Kind::Refuse | Kind::Accepted if to != owner => {
                let from = if from == owner { to } else { from };
                Some(Problem::WrongReceiver { message, suggestion: MessageName { from, to: owner, ..message } })
            }
            Kind::Promise | Kind::Refuse | Kind::Accepted => None,
            // No scenario names them yet.
            _ => None,
        }
    }

    fn partition(self, rest: &mut Cursor<'_>) -> Read<Command> {
        const MORE: &[Expected] = &[Expected::Node, Expected::Word("|"), Expected::EndOfLine];
        let mut groups: Vec<Vec<NodeId>> = Vec::new();
        let mut named = [false; 256];
        loop {
            let mut group = Vec::new();
            while group.is_empty() || rest.peek_word().is_some() {
                let column = rest.column();
                let node = rest.node(self.nodes())?;
                if std::mem::replace(&mut named[usize::from(node.number())], true) {
                    return Err(Fault { column, problem: Problem::NamedTwice(node) });
                }
                group.push(node);
            }
            groups.push(group);
            if rest.is_at_end() {
                return Ok(Command::Partition(groups));
            }
            if !rest.accept_bar() {
                return Err(rest.unexpected(MORE));
            }
        }
    }

    /// The rest of `set …`.
    fn set(self, rest: &mut Cursor<'_>) -> Read<Command> {
        const WHAT: &[Expected] = &[Expected::Word("loss"), Expected::Word("duplication"), Expected::Word("latency")];
        const LATENCY: &[Expected] = &[Expected::Span, Expected::Link];
        if rest.accept("loss") {
            return Ok(Command::SetLoss(rest.word(&[Expected::Share])?.share()?));
        }
        if rest.accept("duplication") {
            return Ok(Command::SetDuplication(rest.word(&[Expected::Share])?.share()?));
        }
        rest.require("latency", WHAT)?;
        let starts_with_digit = |text: &str| text.starts_with(|first: char| first.is_ascii_digit());
        match rest.peek_word() {
            Some(word) if starts_with_digit(word.text) => {
                let latency = rest.word(LATENCY)?.span()?;
                Ok(Command::SetLatency { link: None, latency })
            }
            _ => {
                let link = Some(rest.link(self.nodes(), LATENCY)?.0);
                Ok(Command::SetLatency { link, latency: rest.word(&[Expected::Span])?.span()? })
            }
        }
    }

    /// The rest of `expect …`.
    fn expectation(self, rest: &mut Cursor<'_>) -> Read<Expectation> {
        const SUBJECT: &[Expected] =
            &[Expected::Word("chosen"), Expected::Word("nothing"), Expected::Node, Expected::Property];
        if rest.accept("chosen") {
            return Ok(Expectation::Chosen(rest.value(&[Expected::Text])?));
        }
        if rest.accept("nothing") {
            rest.require("chosen", &[Expected::Word("chosen")])?;
            return Ok(Expectation::NothingChosen);
        }
        let subject = rest.peek_word().ok_or_else(|| rest.unexpected(SUBJECT))?;
        if let Some(property) = Property::from_word(subject.text) {
            rest.word(SUBJECT)?;
            let holds = rest.choice(&[Expected::Word("holds"), Expected::Word("broken")], |word| match word {
                "holds" => Some(true),
                "broken" => Some(false),
                _ => None,
            })?;
            return Ok(Expectation::Property(property, holds));
        }
        let node = subject.named_node(SUBJECT)?.within(self.nodes())?;
        rest.word(SUBJECT)?;
        self.expectation_of(node, rest)
    }

    /// The rest of `expect n2 …`.
    fn expectation_of(self, node: NodeId, rest: &mut Cursor<'_>) -> Read<Expectation> {
        const VERBS: &[Expected] = &[
            Expected::Word("learned"),
            Expected::Word("promised"),
            Expected::Word("accepted"),
            Expected::Word("leads"),
            Expected::Word("up"),
            Expected::Word("down"),
        ];
        let verb = rest.choice(VERBS, |word| VERBS.iter().flat_map(|verb| verb.words()).find(|verb| *verb == word))?;
        Ok(match verb {
            "up" => Expectation::Up(node, true),
            "down" => Expectation::Up(node, false),
            "learned" if rest.accept("nothing") => Expectation::Learned(node, None),
            "learned" => Expectation::Learned(node, Some(rest.value(&[Expected::Text, Expected::Word("nothing")])?)),
            "accepted" if rest.accept("nothing") => Expectation::Accepted(node, None),
            "accepted" => {
                let ballot = rest.ballot(self.nodes(), BALLOT_OR_NOTHING)?;
                Expectation::Accepted(node, Some((ballot, rest.value(&[Expected::Text])?)))
            }
            verb => {
                let ballot = match rest.accept("nothing") {
                    true => None,
                    false => Some(rest.ballot(self.nodes(), BALLOT_OR_NOTHING)?),
                };
                if verb == "leads" { Expectation::Leads(node, ballot) } else { Expectation::Promised(node, ballot) }
            }
        })
    }
}

const BALLOT_OR_NOTHING: &[Expected] = &[Expected::Ballot, Expected::Word("nothing")];
const AFTER_STEP: &[Expected] = &[Expected::Word("crashing"), Expected::EndOfLine];
const AFTER_UNCOUNTED_DELIVERY: &[Expected] = &[Expected::Occurrence, Expected::Word("crashing"), Expected::EndOfLine];

/// `crashing after 1`, or the end of the line.
fn crash_after(rest: &mut Cursor<'_>, expected: &'static [Expected]) -> Read<Option<u16>> {
    if rest.is_at_end() {
        return Ok(None);
    }
    rest.require("crashing", expected)?;
    rest.require("after", &[Expected::Word("after")])?;
    let count = rest.word(&[Expected::Number])?.small_number(Quantity::CrashAfter, 0, MAX_CRASH_AFTER.into())?;
    Ok(u16::try_from(count).ok())
}
