//! Reading a line from left to right: nodes, links, ballots, moments, numbers and texts, each refused at its place.

use super::ast::Bilingual;
use super::error::{Expected, Found, Problem, Quantity, TextRole};
use super::lexer::{Line, Token, TokenKind};
use super::limits::{MAX_EVENTS, MAX_ROUND, MAX_SLOT, MAX_TICK};
use super::suggest::closest;
use crate::protocol::{Ballot, MAX_NODES, NodeId, Roster, Slot, Value};
use crate::sim::{Link, MAX_SPAN_TICKS, Moment, Share, Span};

/// How many characters of a word or text an error repeats.
const MAX_FOUND_CHARS: usize = 40;

/// A problem and its column; the line is added by whoever knows it.
#[derive(Debug)]
pub(super) struct Fault {
    pub column: u32,
    pub problem: Problem,
}

/// What reading a part of a line comes to.
pub(super) type Read<T> = Result<T, Fault>;

/// A word, or a part of one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    pub text: &'a str,
    pub column: u32,
}

/// A node as named, and where; whether the cluster has it is judged once its size is known.
#[derive(Clone, Debug)]
pub(super) struct NamedNode {
    /// Nothing if no cluster can have it.
    id: Option<NodeId>,
    found: String,
    column: u32,
}

impl NamedNode {
    /// The node or client, if this cluster has it.
    pub fn within(&self, roster: Roster) -> Read<NodeId> {
        let found = || self.found.clone();
        let problem = match self.id {
            Some(id) if roster.has(id) => return Ok(id),
            _ if self.found.starts_with('c') => Problem::NoSuchClient { found: found(), client_count: roster.clients },
            _ => Problem::NoSuchNode { found: found(), node_count: roster.nodes },
        };
        Err(Fault { column: self.column, problem })
    }

    /// Where it is named.
    pub fn column(&self) -> u32 {
        self.column
    }
}

/// A number as written, and where; what it may be is judged once that is known.
#[derive(Clone, Debug)]
pub(super) struct LaterNumber {
    /// Nothing if it is too large for any use.
    number: Option<u8>,
    found: String,
    column: u32,
}

impl LaterNumber {
    /// The number, if it lies between 1 and `high`.
    pub fn up_to(&self, quantity: Quantity, high: u8) -> Read<u8> {
        self.between(quantity, 1, high)
    }

    /// The number, if it lies between these.
    pub fn between(&self, quantity: Quantity, low: u8, high: u8) -> Read<u8> {
        self.number.filter(|number| (low..=high).contains(number)).ok_or_else(|| Fault {
            column: self.column,
            problem: Problem::OutOfRange { quantity, found: self.found.clone(), low: low.into(), high: high.into() },
        })
    }
}

impl<'a> Piece<'a> {
    fn fault(self, problem: Problem) -> Fault {
        Fault { column: self.column, problem }
    }

    /// This is none of what is `expected`. Without a better suggestion, the closest of the expected words is suggested.
    pub fn unexpected(self, expected: &'static [Expected], suggestion: Option<String>) -> Fault {
        let words = || expected.iter().flat_map(|one| one.words()).collect::<Vec<_>>();
        let suggestion = suggestion.or_else(|| closest(self.text, &words()).map(str::to_owned));
        self.fault(Problem::Unexpected { found: Found::Word(shortened(self.text)), expected, suggestion })
    }

    /// The parts before and after the first `sign`.
    fn split(self, sign: &str) -> Option<(Piece<'a>, Piece<'a>)> {
        let (before, after) = self.text.split_once(sign)?;
        let offset = u32::try_from(before.chars().count() + sign.chars().count()).unwrap_or(u32::MAX);
        let after = Piece { text: after, column: self.column.saturating_add(offset) };
        Some((Piece { text: before, column: self.column }, after))
    }

    fn is_digits(self) -> bool {
        is_digits(self.text)
    }

    fn out_of_range(self, quantity: Quantity, low: u64, high: u64) -> Fault {
        self.fault(Problem::OutOfRange { quantity, found: shortened(self.text), low, high })
    }

    /// A whole number from `low` to `high`.
    pub fn number(self, quantity: Quantity, low: u64, high: u64) -> Read<u64> {
        self.number_among(&[Expected::Number], quantity, low, high)
    }

    /// The same, where other things than a number are expected too.
    pub fn number_among(self, expected: &'static [Expected], quantity: Quantity, low: u64, high: u64) -> Read<u64> {
        if !self.is_digits() {
            return Err(self.unexpected(expected, None));
        }
        match self.text.parse::<u64>() {
            Ok(number) if (low..=high).contains(&number) => Ok(number),
            _ => Err(self.out_of_range(quantity, low, high)),
        }
    }

    /// The same, for numbers of at most 32 bits.
    pub fn small_number(self, quantity: Quantity, low: u32, high: u32) -> Read<u32> {
        let number = self.number(quantity, low.into(), high.into())?;
        u32::try_from(number).map_err(|_| self.out_of_range(quantity, low.into(), high.into()))
    }

    /// A whole number whose bounds are not known yet.
    pub fn later_number(self) -> Read<LaterNumber> {
        if !self.is_digits() {
            return Err(self.unexpected(&[Expected::Number], None));
        }
        Ok(LaterNumber { number: self.text.parse().ok(), found: shortened(self.text), column: self.column })
    }

    /// The number of a branch, of which there are this many.
    pub fn branch(self, branch_count: usize) -> Read<usize> {
        if !self.is_digits() {
            return Err(self.unexpected(&[Expected::Number], None));
        }
        let number = self.text.parse::<usize>().ok().filter(|number| (1..=branch_count).contains(number));
        number.ok_or_else(|| self.fault(Problem::NoSuchBranch { found: shortened(self.text), branch_count }))
    }

    /// The problem with this as the format's version, if it is a newer one.
    pub fn newer_version(self, newest: u32) -> Option<Problem> {
        let is_newer = self.is_digits() && self.text.parse::<u32>().map_or(true, |version| version > newest);
        is_newer.then(|| Problem::NewerVersion { found: shortened(self.text), newest })
    }

    /// `n1`, or else a complaint that it is none of what is `expected`.
    pub fn named_node(self, expected: &'static [Expected]) -> Read<NamedNode> {
        let is_client = self.text.starts_with('c');
        let digits = Piece { text: self.text.strip_prefix(['n', 'c']).unwrap_or_default(), column: self.column };
        if !digits.is_digits() {
            let bare = self.text.strip_prefix('N').unwrap_or(self.text);
            let number = bare.parse::<u8>().ok().filter(|number| (1..=MAX_NODES).contains(number));
            return Err(self.unexpected(expected, number.map(|number| format!("n{number}"))));
        }
        let number = digits.text.parse::<u8>().ok();
        let id = number.and_then(if is_client { NodeId::client } else { NodeId::new });
        Ok(NamedNode { id, found: shortened(self.text), column: self.column })
    }

    /// `n1` or `c1`, of this cluster.
    pub fn node(self, roster: Roster) -> Read<NodeId> {
        self.named_node(&[Expected::Node])?.within(roster)
    }

    /// `2.n1`, or else a complaint that it is none of what is `expected`.
    pub fn ballot(self, roster: Roster, expected: &'static [Expected]) -> Read<Ballot> {
        self.ballot_from(1, roster, expected)
    }

    /// The same, of no lower round than this. (What is under way before there is an epoch under Zab is of epoch 0.)
    pub fn ballot_from(self, least: u32, roster: Roster, expected: &'static [Expected]) -> Read<Ballot> {
        match self.split(".") {
            Some((round, owner)) if round.is_digits() && owner.named_node(&[]).is_ok() => {
                let round = round.small_number(Quantity::Round, least, MAX_ROUND)?;
                Ok(Ballot::new(round, owner.node(roster)?))
            }
            parts => Err(self.unexpected(expected, parts.and_then(meant_ballot))),
        }
    }

    /// `2.n1@5`, of no lower round than this.
    pub fn ballot_and_slot(self, least: u32, roster: Roster, expected: &'static [Expected]) -> Read<(Ballot, Slot)> {
        let Some((ballot, slot)) = self.split("@") else { return Err(self.unexpected(expected, None)) };
        Ok((ballot.ballot_from(least, roster, expected)?, slot.number(Quantity::Slot, 0, MAX_SLOT)?))
    }

    /// `58` or `58+2`.
    pub fn moment(self) -> Read<Moment> {
        let (tick, events) = self.split("+").map_or((self, None), |(tick, events)| (tick, Some(events)));
        if !tick.is_digits() || events.is_some_and(|events| !events.is_digits()) {
            return Err(self.unexpected(&[Expected::Moment], None));
        }
        let tick = tick.number(Quantity::Tick, 0, MAX_TICK)?;
        let events = events.map_or(Ok(0), |events| events.small_number(Quantity::Events, 0, MAX_EVENTS))?;
        Ok(Moment { tick, events })
    }

    /// A moment that does not lie before what the run has reached.
    pub fn moment_from(self, reached: Moment) -> Read<Moment> {
        match self.moment()? {
            at if at < reached => Err(self.fault(Problem::BackInTime { at, reached })),
            at => Ok(at),
        }
    }

    /// `12.5%`: at most two decimals.
    pub fn share(self) -> Read<Share> {
        let no_share = |suggestion| Err(self.unexpected(&[Expected::Share], suggestion));
        let Some(number) = self.text.strip_suffix('%') else {
            let is_number = self.text.len() <= 5 && self.text.split('.').all(is_digits);
            return no_share(is_number.then(|| format!("{}%", self.text)));
        };
        let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
        let whole = Piece { text: whole, column: self.column };
        if !whole.is_digits() || !is_digits(decimals) || decimals.len() > 2 {
            return no_share(None);
        }
        let hundredths = format!("{decimals:0<2}").parse::<u16>().unwrap_or_default();
        let whole_hundredths = whole.text.parse::<u16>().ok().and_then(|whole| whole.checked_mul(100));
        let share = whole_hundredths.and_then(|whole| Share::from_basis_points(whole.checked_add(hundredths)?));
        share.ok_or_else(|| self.out_of_range(Quantity::Share, 0, 100))
    }

    /// `10` or `8..12`, in ticks.
    pub fn span(self) -> Read<Span> {
        let (low, high) = self.split("..").unwrap_or((self, self));
        if !low.is_digits() || !high.is_digits() {
            let meant = self.split("-").filter(|(low, high)| low.is_digits() && high.is_digits());
            let meant = meant.map(|(low, high)| format!("{}..{}", shortened(low.text), shortened(high.text)));
            return Err(self.unexpected(&[Expected::Span], meant));
        }
        let low_ticks = low.small_number(Quantity::SpanEnd, 0, MAX_SPAN_TICKS)?;
        let high_ticks = high.small_number(Quantity::SpanEnd, 0, MAX_SPAN_TICKS)?;
        let backwards = Problem::RangeBackwards { start_ticks: low_ticks, end_ticks: high_ticks };
        Span::new(low_ticks, high_ticks).ok_or_else(|| self.fault(backwards))
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What `n1.2` and `2.1` were meant to be.
fn meant_ballot((left, right): (Piece<'_>, Piece<'_>)) -> Option<String> {
    let number = |text: &str| text.trim_start_matches(['n', 'N']).parse::<u32>().ok().filter(|number| *number > 0);
    let (round, owner) = if left.is_digits() { (left, right) } else { (right, left) };
    let (round, owner) = (number(round.text)?, number(owner.text)?);
    (owner <= u32::from(MAX_NODES)).then(|| format!("{round}.n{owner}"))
}

/// The first characters, for an error.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_FOUND_CHARS) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// What is left to read of a line.
pub(super) struct Cursor<'a> {
    tokens: &'a [Token<'a>],
    end_column: u32,
}

impl<'a> Cursor<'a> {
    pub fn new(line: &'a Line<'a>) -> Self {
        Self { tokens: &line.tokens, end_column: line.end_column }
    }

    fn peek(&self) -> Option<&'a Token<'a>> {
        self.tokens.first()
    }

    fn skip(&mut self) {
        self.tokens = self.tokens.get(1..).unwrap_or_default();
    }

    /// Where the next token stands, or would stand.
    pub fn column(&self) -> u32 {
        self.peek().map_or(self.end_column, |token| token.column)
    }

    /// Whether the line is read.
    pub fn is_at_end(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The next token cannot stand here; if one of the expected words is close to it, that is suggested.
    pub fn unexpected(&self, expected: &'static [Expected]) -> Fault {
        let column = self.column();
        let (column, problem) = match self.peek() {
            None => (column, Problem::Unexpected { found: Found::EndOfLine, expected, suggestion: None }),
            Some(Token { kind: TokenKind::Bad(problem), .. }) => (column, problem.clone()),
            Some(Token { kind: TokenKind::Text(text), .. }) => {
                let found = Found::Text(shortened(text));
                (column, Problem::Unexpected { found, expected, suggestion: None })
            }
            Some(token) => return Piece { text: token.source, column }.unexpected(expected, None),
        };
        Fault { column, problem }
    }

    /// Whatever problem there is, at the next token.
    pub fn fault(&self, problem: Problem) -> Fault {
        Fault { column: self.column(), problem }
    }

    /// The next token, if it is a word; it is not read yet.
    pub fn peek_word(&self) -> Option<Piece<'a>> {
        match self.peek()? {
            Token { kind: TokenKind::Word, source, column } => Some(Piece { text: source, column: *column }),
            _ => None,
        }
    }

    /// Reads a word.
    pub fn word(&mut self, expected: &'static [Expected]) -> Read<Piece<'a>> {
        let word = self.peek_word().ok_or_else(|| self.unexpected(expected))?;
        self.skip();
        Ok(word)
    }

    /// Reads this word if it is the next.
    pub fn accept(&mut self, word: &str) -> bool {
        let is_next = self.peek_word().is_some_and(|next| next.text == word);
        if is_next {
            self.skip();
        }
        is_next
    }

    /// Reads a `|` if it is next.
    pub fn accept_bar(&mut self) -> bool {
        let is_next = self.peek().is_some_and(|token| token.kind == TokenKind::Bar);
        if is_next {
            self.skip();
        }
        is_next
    }

    /// Reads the only word that may stand here.
    pub fn require(&mut self, word: &str, expected: &'static [Expected]) -> Read<()> {
        if self.accept(word) { Ok(()) } else { Err(self.unexpected(expected)) }
    }

    /// Reads one of a choice of words.
    pub fn choice<T>(&mut self, expected: &'static [Expected], from_word: impl Fn(&str) -> Option<T>) -> Read<T> {
        let found = self.peek_word().and_then(|word| from_word(word.text));
        let found = found.ok_or_else(|| self.unexpected(expected))?;
        self.skip();
        Ok(found)
    }

    /// The line has to end here; `expected` says what else might have stood here.
    pub fn end(&self, expected: &'static [Expected]) -> Read<()> {
        if self.is_at_end() { Ok(()) } else { Err(self.unexpected(expected)) }
    }

    /// `n1` or `c1`.
    pub fn node(&mut self, roster: Roster) -> Read<NodeId> {
        self.word(&[Expected::Node])?.node(roster)
    }

    /// `n1->n2`, or where a link is expected `n1--n2`; and the column of the second node.
    pub fn link(&mut self, roster: Roster, expected: &'static [Expected]) -> Read<(Link, u32)> {
        let from = self.word(expected)?.named_node(expected)?.within(roster)?;
        let (one_way, both) = match expected {
            // A connection goes both ways.
            [Expected::Connection] => (false, true),
            _ => (true, expected.contains(&Expected::Link)),
        };
        let both_ways = match self.peek().map(|token| &token.kind) {
            Some(TokenKind::Arrow) if one_way => false,
            Some(TokenKind::BothWays) if both => true,
            _ if !one_way => return Err(self.unexpected(BOTH_WAYS)),
            _ => return Err(self.unexpected(if both { BOTH_SIGNS } else { ARROW })),
        };
        self.skip();
        let to = self.word(&[Expected::Node])?;
        let link = Link { from, to: to.node(roster)?, both_ways };
        if link.from == link.to { Err(to.fault(Problem::ToItself(link.to))) } else { Ok((link, to.column)) }
    }

    /// `2.n1`.
    pub fn ballot(&mut self, roster: Roster, expected: &'static [Expected]) -> Read<Ballot> {
        self.word(expected)?.ballot(roster, expected)
    }

    /// `#2`, if it is next.
    pub fn occurrence(&mut self) -> Read<Option<u32>> {
        match self.peek() {
            Some(Token { kind: TokenKind::Occurrence, source, column }) => {
                let digits = Piece { text: source.trim_start_matches('#'), column: column.saturating_add(1) };
                let whole = Piece { text: source, column: *column };
                if !digits.is_digits() {
                    return Err(whole.unexpected(&[Expected::Occurrence], None));
                }
                self.skip();
                digits.small_number(Quantity::Occurrence, 1, MAX_EVENTS).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// A quoted text and its column.
    pub fn text(&mut self, expected: &'static [Expected]) -> Read<(&'a str, u32)> {
        match self.peek() {
            Some(Token { kind: TokenKind::Text(text), column, .. }) => {
                self.skip();
                Ok((text, *column))
            }
            _ => Err(self.unexpected(expected)),
        }
    }

    /// A quoted value.
    pub fn value(&mut self, expected: &'static [Expected]) -> Read<Value> {
        let (text, column) = self.text(expected)?;
        Value::new(text).map_err(|error| Fault { column, problem: Problem::NoValue(error) })
    }

    /// `"…"`, `"…" zh "…"` or `zh "…"`, and then the line ends.
    pub fn bilingual(&mut self, role: TextRole, limit_chars: usize) -> Read<Bilingual> {
        const EITHER: &[Expected] = &[Expected::Text, Expected::Word("zh")];
        let limited = |(text, column): (&str, u32)| match text.char_indices().nth(limit_chars) {
            Some(_) => Err(Fault { column, problem: Problem::TextTooLong { role, limit_chars } }),
            None => Ok(Some(text.to_owned())),
        };
        let mut words = Bilingual::default();
        let starts_with_zh = self.peek_word().is_some_and(|word| word.text == "zh");
        if !starts_with_zh {
            words.en = limited(self.text(EITHER)?)?;
        }
        if self.accept("zh") {
            words.zh = limited(self.text(&[Expected::Text])?)?;
            self.end(&[Expected::EndOfLine])?;
        }
        self.end(&[Expected::Word("zh"), Expected::EndOfLine])?;
        Ok(words)
    }
}

const ARROW: &[Expected] = &[Expected::Word("->")];
const BOTH_WAYS: &[Expected] = &[Expected::Word("--")];
const BOTH_SIGNS: &[Expected] = &[Expected::Word("->"), Expected::Word("--")];
