//! What a search of the scenario's schedules came to, kept with it as a line of its head:
//! `checked agreement from start allow ballots 1 crashes 0 wipes 0 of 20c8fd91a7d2be23 seen 1773 holds`.
//!
//! It is what somebody's search said, and no proof: whoever doubts it checks again. Of which cluster, and of what in store, it is, the
//! digest says; after a change of the scenario it is another one.

use super::cursor::{Cursor, Read};
use super::error::{Expected, Quantity};
use super::format::quoted;
use super::settings::allowance_words;
use crate::check::Allowance;
use crate::protocol::{ProtocolName, Value};
use crate::sim::{Moment, digest_text};
use crate::world::Property;
use std::fmt;

/// What a search came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checked {
    /// What was asked.
    pub asked: Asked,
    /// Where it began: at this moment of a run, or at the start.
    pub from: Option<Moment>,
    /// What was allowed beyond the commands.
    pub allow: Allowance,
    /// The digest of what was searched.
    pub of: u64,
    /// How many different states were seen.
    pub seen: u64,
    /// The verdict.
    pub outcome: Outcome,
}

/// What may be asked of a search.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asked {
    /// Can this property fail?
    Holds(Property),
    /// Can any property of states fail?
    States,
    /// Can this value be chosen?
    CanChoose(Value),
}

/// A verdict that is worth keeping.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Every state that was allowed was seen, and nothing fails.
    Holds,
    /// Nothing was found within this bound.
    Within(Limit, u64),
    /// This property can be broken, in so many steps.
    Broken(Property, u32),
    /// The value can be chosen, in so many steps.
    Chosen(u32),
    /// It cannot.
    NeverChosen,
}

/// What cut a search short.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Limit {
    /// The states that it may see.
    States,
    /// The steps that a schedule may have.
    Steps,
    /// The memory that it may take, in bytes.
    Bytes,
}

impl Limit {
    /// All of them.
    pub const ALL: [Limit; 3] = [Limit::States, Limit::Steps, Limit::Bytes];

    /// Its word in scenarios.
    pub fn word(self) -> &'static str {
        match self {
            Limit::States => "states",
            Limit::Steps => "steps",
            Limit::Bytes => "bytes",
        }
    }
}

/// `states`: any property of states.
const STATES: &str = "states";
const CAN_CHOOSE: &str = "can-choose";

/// The first words of an outcome.
const OUTCOMES: &[Expected] = &[
    Expected::Word("holds"),
    Expected::Word("within"),
    Expected::Word("broken"),
    Expected::Word("chosen"),
    Expected::Word("never"),
];

impl Checked {
    /// Reads what follows the word `checked` in a scenario of this protocol, which stands above; or of any.
    pub(super) fn read(protocol: Option<ProtocolName>, rest: &mut Cursor<'_>) -> Read<Checked> {
        let asked = asked(protocol, rest)?;
        rest.require("from", &[Expected::Word("from")])?;
        let from = beginning(rest)?;
        rest.require("allow", &[Expected::Word("allow")])?;
        let allow = allowance(rest)?;
        rest.require("of", &[Expected::Word("of")])?;
        let of = rest.choice(&[Expected::Digest], digest)?;
        rest.require("seen", &[Expected::Word("seen")])?;
        let seen = count(rest)?;
        Ok(Checked { asked, from, allow, of, seen, outcome: outcome(protocol, rest)? })
    }
}

fn beginning(rest: &mut Cursor<'_>) -> Read<Option<Moment>> {
    let is_moment = rest.peek_word().is_some_and(|word| word.text.starts_with(|first: char| first.is_ascii_digit()));
    if is_moment {
        return rest.word(&[Expected::Moment])?.moment().map(Some);
    }
    rest.require("start", &[Expected::Word("start"), Expected::Moment])?;
    Ok(None)
}

fn asked(protocol: Option<ProtocolName>, rest: &mut Cursor<'_>) -> Read<Asked> {
    const SYNOD: &[Expected] =
        &[Expected::Property(ProtocolName::Synod), Expected::Word(STATES), Expected::Word(CAN_CHOOSE)];
    const MULTIPAXOS: &[Expected] = &[Expected::Property(ProtocolName::MultiPaxos), Expected::Word(STATES)];
    const ZAB: &[Expected] = &[Expected::Property(ProtocolName::Zab), Expected::Word(STATES)];
    if rest.accept(STATES) {
        Ok(Asked::States)
    } else if protocol.is_none_or(|protocol| !protocol.keeps_log()) && rest.accept(CAN_CHOOSE) {
        Ok(Asked::CanChoose(rest.value(&[Expected::Text])?))
    } else {
        let expected = match protocol.unwrap_or_default() {
            ProtocolName::Synod => SYNOD,
            ProtocolName::MultiPaxos => MULTIPAXOS,
            ProtocolName::Zab => ZAB,
        };
        Ok(Asked::Holds(rest.choice(expected, property_of(protocol))?))
    }
}

/// The property of this word, if it is one of the protocol's.
fn property_of(protocol: Option<ProtocolName>) -> impl Fn(&str) -> Option<Property> {
    let is_its = move |property: &Property| protocol.is_none_or(|protocol| Property::of(protocol).contains(property));
    move |word| Property::from_word(word).filter(is_its)
}

/// All of it, in the canonical order; the last, breaks, where there are any.
fn allowance(rest: &mut Cursor<'_>) -> Read<Allowance> {
    const EXPECTED: [&[Expected]; 3] =
        [&[Expected::Word("ballots")], &[Expected::Word("crashes")], &[Expected::Word("wipes")]];
    let mut allow = Allowance::DEFAULT;
    let mut expected = EXPECTED.into_iter();
    for word in Allowance::WORDS {
        match expected.next() {
            Some(expected) => rest.require(word, expected)?,
            None if !rest.accept(word) => break,
            None => {}
        }
        let number = rest.word(&[Expected::Number])?.small_number(Quantity::Allowed, 0, Allowance::MAX.into())?;
        if let Some(allowed) = allow.of_mut(word) {
            *allowed = u8::try_from(number).unwrap_or(Allowance::MAX);
        }
    }
    Ok(allow)
}

fn digest(word: &str) -> Option<u64> {
    let is_digest = word.len() == 16 && word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    u64::from_str_radix(word, 16).ok().filter(|_| is_digest)
}

fn outcome(protocol: Option<ProtocolName>, rest: &mut Cursor<'_>) -> Read<Outcome> {
    if rest.accept("within") {
        const LIMITS: &[Expected] = &[Expected::Word("states"), Expected::Word("steps"), Expected::Word("bytes")];
        let limit = rest.choice(LIMITS, |word| Limit::ALL.into_iter().find(|limit| limit.word() == word))?;
        return Ok(Outcome::Within(limit, count(rest)?));
    }
    if rest.accept("broken") {
        let expected: &[Expected] = match protocol.unwrap_or_default() {
            ProtocolName::Synod => &[Expected::Property(ProtocolName::Synod)],
            ProtocolName::MultiPaxos => &[Expected::Property(ProtocolName::MultiPaxos)],
            ProtocolName::Zab => &[Expected::Property(ProtocolName::Zab)],
        };
        let property = rest.choice(expected, property_of(protocol))?;
        return Ok(Outcome::Broken(property, steps(rest)?));
    }
    if rest.accept("chosen") {
        return Ok(Outcome::Chosen(steps(rest)?));
    }
    if rest.accept("never") {
        rest.require("chosen", &[Expected::Word("chosen")])?;
        return Ok(Outcome::NeverChosen);
    }
    rest.require("holds", OUTCOMES)?;
    Ok(Outcome::Holds)
}

fn steps(rest: &mut Cursor<'_>) -> Read<u32> {
    rest.require("in", &[Expected::Word("in")])?;
    rest.word(&[Expected::Number])?.small_number(Quantity::Steps, 0, u32::MAX)
}

fn count(rest: &mut Cursor<'_>) -> Read<u64> {
    rest.word(&[Expected::Number])?.number(Quantity::Seen, 0, u64::MAX)
}

/// What stands behind the word `checked`.
impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Checked { asked, from, allow, of, seen, outcome } = self;
        let from = from.map_or_else(|| "start".to_owned(), |moment| moment.to_string());
        let (allow, of) = (allowance_words(*allow), digest_text(*of));
        write!(f, "{asked} from {from} allow {allow} of {of} seen {seen} {outcome}")
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Asked::Holds(property) => f.write_str(property.word()),
            Asked::States => f.write_str(STATES),
            Asked::CanChoose(value) => write!(f, "{CAN_CHOOSE} {}", quoted(value.as_str())),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outcome::Holds => f.write_str("holds"),
            Outcome::Within(limit, most) => write!(f, "within {} {most}", limit.word()),
            Outcome::Broken(property, steps) => write!(f, "broken {} in {steps}", property.word()),
            Outcome::Chosen(steps) => write!(f, "chosen in {steps}"),
            Outcome::NeverChosen => f.write_str("never chosen"),
        }
    }
}
