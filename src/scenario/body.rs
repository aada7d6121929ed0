//! A line of the body, without its time: commands, `run`, captions and expectations.

use super::ast::{Expectation, Settings, SlotContent, What};
use super::cursor::{Cursor, Fault, Read};
use super::error::{BODY_WORDS, Expected, Problem, Quantity, TextRole};
use super::limits::{MAX_CAPTION_CHARS, MAX_CRASH_AFTER, MAX_RUN_TICKS, MAX_SLOT};
use crate::protocol::synod::Learning;
use crate::protocol::{Kind, Label, NodeId, ProtocolName, Roster, TimerName};
use crate::sim::{Command, Link, MessageName, Moment, Run};
use crate::world::Property;

const END: &[Expected] = &[Expected::EndOfLine];
const ADDRESS: &[Expected] = &[Expected::BallotAndSlot];

/// The first word of a line of the body.
pub(super) fn body_word(word: &str) -> Option<&'static str> {
    BODY_WORDS.into_iter().find(|first| *first == word)
}

/// An end of a message.
enum End {
    Sender,
    Receiver,
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

    fn nodes(self) -> Roster {
        self.settings.roster()
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
                let node = self.asked(rest)?;
                let value = rest.value(&[Expected::Text])?;
                Command::Propose { node, value, crash_after: crash_after(rest, AFTER_STEP)? }
            }
            "fire" => self.fired(rest)?,
            "notice" => self.noticed(rest)?,
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
            "break" => self.broken(rest)?,
            "isolate" => Command::Isolate(rest.node(self.nodes())?),
            "cut" => Command::Cut(rest.link(self.nodes(), &[Expected::Link])?.0),
            "heal" if rest.is_at_end() => Command::HealAll,
            "heal" => Command::Heal(rest.link(self.nodes(), &[Expected::Link, Expected::EndOfLine])?.0),
            "partition" => self.partition(rest)?,
            _ => self.set(rest)?,
        })
    }

    /// Who is asked for something: in a log a client, in the Synod protocol a node.
    fn asked(self, rest: &mut Cursor<'_>) -> Read<NodeId> {
        let column = rest.column();
        let found = rest.node(self.nodes())?;
        match self.settings.asked().first() {
            Some(suggestion) if self.settings.protocol.keeps_log() && !found.is_client() => {
                Err(Fault { column, problem: Problem::WrongRole { found, suggestion: *suggestion } })
            }
            _ => Ok(found),
        }
    }

    /// `n1->n3 accept 2.n1 #2`, and whether it was counted.
    fn message(self, rest: &mut Cursor<'_>) -> Read<(MessageName, bool)> {
        let from_column = rest.column();
        if self.settings.is_of_two_protocols() {
            return Err(Fault { column: from_column, problem: Problem::MessageOfTwo });
        }
        let (link, to_column) = rest.link(self.nodes(), &[Expected::Message])?;
        let protocol = self.settings.protocol;
        let kinds: &[Expected] = match protocol {
            ProtocolName::Synod => &[Expected::Kind(ProtocolName::Synod)],
            ProtocolName::MultiPaxos => &[Expected::Kind(ProtocolName::MultiPaxos)],
            ProtocolName::Zab => &[Expected::Kind(ProtocolName::Zab)],
        };
        let kind = rest.choice(kinds, |word| Kind::from_word(protocol, word))?;
        let least = u32::from(protocol != ProtocolName::Zab);
        let label = if protocol.keeps_log() && kind.has_slot() {
            let (ballot, slot) = rest.word(ADDRESS)?.ballot_and_slot(least, self.nodes(), ADDRESS)?;
            Label { kind, ballot, slot: Some(slot) }
        } else {
            Label::of_ballot(
                kind,
                rest.word(&[Expected::Ballot])?.ballot_from(least, self.nodes(), &[Expected::Ballot])?,
            )
        };
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

    /// Most kinds of message have the owner of its ballot at one end: who begins the ballot, and whom its acceptors answer.
    fn wrong_end(self, message: MessageName) -> Option<Problem> {
        let MessageName { from, to, label, .. } = message;
        let owner = label.ballot.node;
        match self.owners_end(label.kind)? {
            End::Sender if from != owner => {
                let to = if to == owner { from } else { to };
                Some(Problem::WrongSender { message, suggestion: MessageName { from: owner, to, ..message } })
            }
            End::Receiver if to != owner => {
                let from = if from == owner { to } else { from };
                Some(Problem::WrongReceiver { message, suggestion: MessageName { from, to: owner, ..message } })
            }
            End::Sender | End::Receiver => None,
        }
    }

    /// At which end of such a message the owner of its ballot is, if it has to be at one.
    fn owners_end(self, kind: Kind) -> Option<End> {
        match kind {
            Kind::Prepare | Kind::Accept | Kind::Chosen | Kind::Heartbeat => Some(End::Sender),
            Kind::Accepted if self.settings.learning == Learning::Votes => None,
            Kind::Promise | Kind::Refuse | Kind::Accepted | Kind::Granted | Kind::Fetch | Kind::Reply => {
                Some(End::Receiver)
            }
            // A snapshot may come from whoever knows more, and a command from whoever passes it on.
            Kind::Install | Kind::Request => None,
            // A vote is for anybody.
            Kind::Notification => None,
            Kind::FollowerInfo | Kind::AckEpoch | Kind::Ack => Some(End::Receiver),
            Kind::LeaderInfo
            | Kind::Diff
            | Kind::Trunc
            | Kind::Snap
            | Kind::NewLeader
            | Kind::UpToDate
            | Kind::Proposal
            | Kind::Commit
            | Kind::Inform
            | Kind::Ping => Some(End::Sender),
        }
    }

    /// The rest of `fire n1`, and of `fire n1 naming n3`, where nodes have several timers.
    fn fired(self, rest: &mut Cursor<'_>) -> Read<Command> {
        let node = rest.node(self.nodes())?;
        let is_named = rest.peek_word().is_some_and(|word| word.text != "crashing");
        if !is_named || !self.is_of_zab_alone() {
            return Ok(Command::Fire { node, crash_after: crash_after(rest, AFTER_STEP)? });
        }
        let timer = match rest.accept(TimerName::NAMING) {
            true => TimerName::Naming(self.server(rest)?),
            false => rest.choice(AFTER_FIRED, TimerName::from_word)?,
        };
        Ok(Command::FireOf { node, timer, crash_after: crash_after(rest, AFTER_STEP)? })
    }

    /// A node that is no client.
    fn server(self, rest: &mut Cursor<'_>) -> Read<NodeId> {
        let column = rest.column();
        let found = rest.node(self.nodes())?;
        match found.is_client() {
            true => Err(Fault { column, problem: Problem::WrongRole { found, suggestion: NodeId::FIRST } }),
            false => Ok(found),
        }
    }

    /// The rest of `notice n1 lost n2`.
    fn noticed(self, rest: &mut Cursor<'_>) -> Read<Command> {
        if !self.is_of_zab_alone() {
            return Err(self.strange("notice", 1));
        }
        let node = self.server(rest)?;
        rest.require("lost", &[Expected::Word("lost")])?;
        let column = rest.column();
        let peer = self.server(rest)?;
        if node == peer {
            return Err(Fault { column, problem: Problem::ToItself(node) });
        }
        Ok(Command::Notice { node, peer, crash_after: crash_after(rest, AFTER_STEP)? })
    }

    /// The rest of `break n1--n2`: a connection goes both ways.
    fn broken(self, rest: &mut Cursor<'_>) -> Read<Command> {
        if !self.is_of_zab_alone() {
            return Err(self.strange("break", rest.column()));
        }
        let (Link { from, to, .. }, _) = rest.link(self.nodes(), &[Expected::Connection])?;
        Ok(Command::Break(from, to))
    }

    fn partition(self, rest: &mut Cursor<'_>) -> Read<Command> {
        const MORE: &[Expected] = &[Expected::Node, Expected::Word("|"), Expected::EndOfLine];
        let mut groups: Vec<Vec<NodeId>> = Vec::new();
        let mut named: Vec<NodeId> = Vec::new();
        loop {
            let mut group = Vec::new();
            while group.is_empty() || rest.peek_word().is_some() {
                let column = rest.column();
                let node = rest.node(self.nodes())?;
                if named.contains(&node) {
                    return Err(Fault { column, problem: Problem::NamedTwice(node) });
                }
                named.push(node);
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
        if let Some(settings) = self.settings.of_beside().filter(|_| rest.accept("beside")) {
            let of_beside = BodyReader { settings: &settings, reached: self.reached };
            return Ok(Expectation::Beside(Box::new(of_beside.expectation(rest)?)));
        }
        let subject_words = match self.settings.protocol {
            ProtocolName::Synod => SUBJECT,
            ProtocolName::MultiPaxos => MULTIPAXOS_SUBJECT,
            ProtocolName::Zab => ZAB_SUBJECT,
        };
        if rest.accept("chosen") {
            return Ok(Expectation::Chosen(rest.value(&[Expected::Text])?));
        }
        if rest.accept("nothing") {
            rest.require("chosen", &[Expected::Word("chosen")])?;
            return Ok(Expectation::NothingChosen);
        }
        let column = rest.column();
        if rest.accept("slot") {
            self.of_log("slot", column)?;
            return expected_slot(rest);
        }
        let subject = rest.peek_word().ok_or_else(|| rest.unexpected(subject_words))?;
        if let Some(property) = Property::from_word(subject.text) {
            if !Property::of(self.settings.protocol).contains(&property) {
                return Err(self.strange(property.word(), column));
            }
            rest.word(subject_words)?;
            let holds = rest.choice(&[Expected::Word("holds"), Expected::Word("broken")], |word| match word {
                "holds" => Some(true),
                "broken" => Some(false),
                _ => None,
            })?;
            return Ok(Expectation::Property(property, holds));
        }
        let node = subject.named_node(subject_words)?.within(self.nodes())?;
        rest.word(subject_words)?;
        self.expectation_of(node, rest)
    }

    /// What may stand there in a scenario of the Synod protocol, or of a log.
    fn of_protocol(self, synod: &'static [Expected], log: &'static [Expected]) -> &'static [Expected] {
        if self.settings.protocol.keeps_log() { log } else { synod }
    }

    /// May a line name connections, and one of the timers of a node? Under another protocol beside there are none such.
    fn is_of_zab_alone(self) -> bool {
        self.settings.protocol == ProtocolName::Zab && !self.settings.is_of_two_protocols()
    }

    fn strange(self, word: &'static str, column: u32) -> Fault {
        Fault { column, problem: Problem::NotOfProtocol { word, protocol: self.settings.protocol } }
    }

    /// Such an expectation is of a log.
    fn of_log(self, word: &'static str, column: u32) -> Read<()> {
        if self.settings.protocol.keeps_log() { Ok(()) } else { Err(self.strange(word, column)) }
    }

    /// The rest of `expect n2 applied …`, `expect n2 store …` and `expect c1 answered …`.
    fn expectation_of_log(self, id: NodeId, verb: &str, column: u32, rest: &mut Cursor<'_>) -> Read<Expectation> {
        let of_client = verb == "answered";
        if id.is_client() != of_client {
            let suggestion = if of_client { NodeId::clients(1).next() } else { Some(NodeId::FIRST) };
            let problem = Problem::WrongRole { found: id, suggestion: suggestion.unwrap_or(id) };
            return Err(Fault { column, problem });
        }
        Ok(match verb {
            "applied" => Expectation::Applied(id, rest.word(&[Expected::Number])?.number(Quantity::Slot, 0, MAX_SLOT)?),
            "store" => Expectation::Store(id, rest.value(&[Expected::Text])?),
            _ => {
                let word = rest.word(&[Expected::Number])?;
                Expectation::Answered(id, word.small_number(Quantity::Commands, 0, u32::MAX)?)
            }
        })
    }

    /// The rest of `expect n2 …`.
    fn expectation_of(self, node: NodeId, rest: &mut Cursor<'_>) -> Read<Expectation> {
        let column = rest.column();
        let verb = |word: &str| VERBS.iter().chain(LOG_VERBS).flat_map(|verb| verb.words()).find(|verb| *verb == word);
        let verb = rest.choice(self.of_protocol(VERBS, LOG_VERBS), verb)?;
        Ok(match verb {
            "up" => Expectation::Up(node, true),
            "down" => Expectation::Up(node, false),
            "applied" | "store" | "answered" => {
                self.of_log(verb, column)?;
                self.expectation_of_log(node, verb, column, rest)?
            }
            "learned" | "accepted" if self.settings.protocol.keeps_log() => {
                return Err(self.strange(verb, column));
            }
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

/// The rest of `expect slot …`.
fn expected_slot(rest: &mut Cursor<'_>) -> Read<Expectation> {
    const CONTENT: &[Expected] = &[Expected::Text, Expected::Word("no-op"), Expected::Word("nothing")];
    let slot = rest.word(&[Expected::Number])?.number(Quantity::Slot, 0, MAX_SLOT)?;
    rest.require("chosen", &[Expected::Word("chosen")])?;
    let content = if rest.accept("no-op") {
        SlotContent::NoOp
    } else if rest.accept("nothing") {
        SlotContent::Nothing
    } else {
        SlotContent::Operation(rest.value(CONTENT)?)
    };
    Ok(Expectation::Slot(slot, content))
}

const SUBJECT: &[Expected] =
    &[Expected::Word("chosen"), Expected::Word("nothing"), Expected::Node, Expected::Property(ProtocolName::Synod)];
const MULTIPAXOS_SUBJECT: &[Expected] = &[
    Expected::Word("chosen"),
    Expected::Word("nothing"),
    Expected::Word("slot"),
    Expected::Node,
    Expected::Property(ProtocolName::MultiPaxos),
];
const ZAB_SUBJECT: &[Expected] = &[
    Expected::Word("chosen"),
    Expected::Word("nothing"),
    Expected::Word("slot"),
    Expected::Node,
    Expected::Property(ProtocolName::Zab),
];
const VERBS: &[Expected] = &[
    Expected::Word("learned"),
    Expected::Word("promised"),
    Expected::Word("accepted"),
    Expected::Word("leads"),
    Expected::Word("up"),
    Expected::Word("down"),
];
const LOG_VERBS: &[Expected] = &[
    Expected::Word("applied"),
    Expected::Word("store"),
    Expected::Word("answered"),
    Expected::Word("promised"),
    Expected::Word("leads"),
    Expected::Word("up"),
    Expected::Word("down"),
];
const BALLOT_OR_NOTHING: &[Expected] = &[Expected::Ballot, Expected::Word("nothing")];
const AFTER_FIRED: &[Expected] = &[Expected::Timer, Expected::Word("crashing"), Expected::EndOfLine];
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
