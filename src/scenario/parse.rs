//! From text to scenario.
//!
//! A text is read line by line, each line from left to right, and the first thing that is wrong ends it. Whatever the text is,
//! that takes time in proportion to its length, and never panics. Some errors are noticed only where the head ends: a proposer that
//! does not exist, one that is named twice, and a quorum larger than the cluster, because the number of nodes may stand below.

use super::ast::{BranchSection, Item, Scenario, Settings, What};
use super::body::{BodyReader, body_word};
use super::checked::Checked;
use super::cursor::{Cursor, Fault, Piece, Read};
use super::error::{Expected, Found, Problem, ScenarioError};
use super::format::format;
use super::lexer::Line;
use super::limits::{MAX_BRANCHES, MAX_ITEMS, MAX_TEXT_BYTES};
use super::settings::{Head, setting_word};
use crate::sim::Moment;

/// The version of the format that this program writes, and the newest that it reads.
pub const FORMAT_VERSION: u32 = 1;

/// Reads a scenario.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn parse(text: &str) -> Result<Scenario, ScenarioError> {
    check_size(text)?;
    let mut parser = Parser::default();
    let mut last_line = 1;
    for (index, line) in text.strip_prefix('\u{feff}').unwrap_or(text).split('\n').enumerate() {
        last_line = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let read = Line::read(line);
        parser.line(last_line, &read)?;
    }
    let scenario = parser.finish(last_line)?;
    // The canonical text is what links hold. It can be longer than the text given, but never twice as long and a head.
    if text.len() >= MAX_TEXT_BYTES / 4 {
        check_size(&format(&scenario))?;
    }
    Ok(scenario)
}

/// Reads one line of a body, as a person might type it at a prompt: `at 58+2 drop n1->n3 accept 2.n1`. Nothing, if it says nothing.
///
/// # Errors
/// What is wrong with it.
pub fn parse_line(text: &str, settings: &Settings) -> Result<Option<Item>, ScenarioError> {
    check_size(text)?;
    let first_line = text.split('\n').next().unwrap_or_default();
    let read = Line::read(first_line);
    let mut cursor = Cursor::new(&read);
    if cursor.is_at_end() {
        return Ok(None);
    }
    let item = read_item(&mut cursor, settings, Moment::default());
    item.map(|(at, what)| Some(Item { at, what, line: 1 })).map_err(|fault| on_line(1, fault))
}

/// Reads a line of the head that says what a search came to, without the word `checked`.
///
/// # Errors
/// What is wrong with it.
pub fn parse_checked(text: &str) -> Result<Checked, ScenarioError> {
    check_size(text)?;
    let read = Line::read(text);
    let mut cursor = Cursor::new(&read);
    let checked = Checked::read(None, &mut cursor);
    checked.and_then(|checked| cursor.end(&[Expected::EndOfLine]).map(|()| checked)).map_err(|fault| on_line(1, fault))
}

/// Reads a moment: `58` or `58+2`.
///
/// # Errors
/// It is none, or too large.
pub fn parse_moment(text: &str) -> Result<Moment, ScenarioError> {
    check_size(text)?;
    let read = Line::read(text);
    let mut cursor = Cursor::new(&read);
    let moment = cursor.word(&[Expected::Moment]).and_then(Piece::moment);
    let moment = moment.and_then(|moment| cursor.end(&[Expected::EndOfLine]).map(|()| moment));
    moment.map_err(|fault| on_line(1, fault))
}

fn on_line(line: u32, fault: Fault) -> ScenarioError {
    ScenarioError { line, column: fault.column, problem: fault.problem }
}

/// Bounds a text; the error stands at the first character that is too much.
fn check_size(text: &str) -> Result<(), ScenarioError> {
    if text.len() <= MAX_TEXT_BYTES {
        return Ok(());
    }
    let limit = (0..=MAX_TEXT_BYTES).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let before = &text[..limit];
    let in_line = before.rsplit('\n').next().unwrap_or_default();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).saturating_add(1);
    Err(ScenarioError {
        line: count(before.matches('\n').count()),
        column: count(in_line.chars().count()),
        problem: Problem::TextTooLarge { limit_bytes: MAX_TEXT_BYTES },
    })
}

/// What has been read so far.
#[derive(Default)]
struct Parser {
    /// Whether `paxos 1` has been read.
    versioned: bool,
    head: Head,
    head_comments: Vec<String>,
    /// Comment lines that belong to whatever comes next.
    pending: Vec<Item>,
    /// The body and the branches, once the first line of the body has been read.
    started: Option<Started>,
}

/// What has been read of the body.
struct Started {
    settings: Settings,
    body: Vec<Item>,
    branches: Vec<BranchSection>,
    item_count: usize,
    /// A moment that the lines so far have reached at least.
    reached: Moment,
}

impl Parser {
    fn line(&mut self, number: u32, line: &Line<'_>) -> Result<(), ScenarioError> {
        let comment = line.comment.map(|text| Item { at: None, what: What::Comment(text.to_owned()), line: number });
        if line.tokens.is_empty() {
            self.pending.extend(comment);
            // Comments of the head are not counted as lines of the body, but they may become some.
            return self.check_pending(number);
        }
        let mut cursor = Cursor::new(line);
        if !self.versioned {
            read_version(&mut cursor).map_err(|fault| on_line(number, fault))?;
            self.versioned = true;
            self.pending.extend(comment);
            self.pending_to_head();
            return Ok(());
        }
        let first = cursor.peek_word();
        match first.and_then(|first| setting_word(first.text).map(|setting| (first, setting))) {
            Some((first, setting)) => {
                self.setting(first, setting, number, &mut cursor)?;
                self.pending.extend(comment);
                self.pending_to_head();
                Ok(())
            }
            None => self.body_line(number, &mut cursor, comment),
        }
    }

    fn setting(
        &mut self,
        first: Piece<'_>,
        setting: &'static str,
        line: u32,
        cursor: &mut Cursor<'_>,
    ) -> Result<(), ScenarioError> {
        if self.started.is_some() {
            let problem = Problem::SettingTooLate { setting };
            return Err(ScenarioError { line, column: first.column, problem });
        }
        cursor.word(&[Expected::Setting]).map_err(|fault| on_line(line, fault))?;
        self.head.read(setting, first.column, line, cursor).map_err(|fault| on_line(line, fault))
    }

    fn body_line(&mut self, number: u32, cursor: &mut Cursor<'_>, comment: Option<Item>) -> Result<(), ScenarioError> {
        const IN_HEAD: &[Expected] = &[Expected::Setting, Expected::Placed, Expected::BodyLine];
        const IN_BODY: &[Expected] = &[Expected::Placed, Expected::BodyLine];
        let first = cursor.peek_word().map(|word| word.text);
        if !first.is_some_and(|first| first == "at" || first == "branch" || body_word(first).is_some()) {
            let expected = if self.started.is_some() { IN_BODY } else { IN_HEAD };
            return Err(on_line(number, cursor.unexpected(expected)));
        }
        let started = match self.started.take() {
            Some(started) => started,
            None => Started::new(self.head.settings()?),
        };
        let started = self.started.insert(started);
        started.add(self.pending.drain(..), number)?;
        if cursor.accept("branch") {
            started.open_branch(number, cursor).map_err(|fault| on_line(number, fault))?;
            return started.add(comment, number);
        }
        let (at, what) =
            read_item(cursor, &started.settings, started.reached).map_err(|fault| on_line(number, fault))?;
        let item = Item { at, what, line: number };
        started.reached = item.reaches(started.reached);
        started.add(comment.into_iter().chain([item]), number)
    }

    fn pending_to_head(&mut self) {
        self.head_comments.extend(self.pending.drain(..).filter_map(|item| match item.what {
            What::Comment(text) => Some(text),
            _ => None,
        }));
    }

    fn check_pending(&self, line: u32) -> Result<(), ScenarioError> {
        let before = self.started.as_ref().map_or(0, |started| started.item_count);
        check_item_count(before + self.pending.len(), line)
    }

    fn finish(mut self, last_line: u32) -> Result<Scenario, ScenarioError> {
        if !self.versioned {
            let problem = Problem::NoVersion { found: Found::EndOfText };
            return Err(ScenarioError { line: last_line, column: 1, problem });
        }
        let mut started = match self.started.take() {
            Some(started) => started,
            None => Started::new(self.head.settings()?),
        };
        started.add(self.pending, last_line)?;
        Ok(Scenario {
            title: self.head.title,
            about: self.head.about,
            settings: started.settings,
            checked: self.head.checked,
            head_comments: self.head_comments,
            body: started.body,
            branches: started.branches,
        })
    }
}

impl Started {
    fn new(settings: Settings) -> Self {
        Self { settings, body: Vec::new(), branches: Vec::new(), item_count: 0, reached: Moment::default() }
    }

    /// Adds lines to the section that is being read.
    fn add(&mut self, items: impl IntoIterator<Item = Item>, line: u32) -> Result<(), ScenarioError> {
        let section = self.branches.last_mut().map_or(&mut self.body, |branch| &mut branch.body);
        let before = section.len();
        section.extend(items);
        self.item_count += section.len() - before;
        check_item_count(self.item_count, line)
    }

    /// Reads the rest of `branch from 1 at 58+2`.
    fn open_branch(&mut self, line: u32, rest: &mut Cursor<'_>) -> Read<()> {
        rest.require("from", &[Expected::Word("from")])?;
        let word = rest.word(&[Expected::Number])?;
        let parent = word.branch(self.branches.len() + 1)?;
        rest.require("at", &[Expected::Word("at")])?;
        let from = rest.word(&[Expected::Moment])?.moment()?;
        rest.end(&[Expected::EndOfLine])?;
        if self.branches.len() == MAX_BRANCHES {
            return Err(Fault { column: 1, problem: Problem::TooManyBranches { limit: MAX_BRANCHES } });
        }
        self.branches.push(BranchSection { parent, from, body: Vec::new(), line });
        self.reached = from;
        Ok(())
    }
}

fn check_item_count(count: usize, line: u32) -> Result<(), ScenarioError> {
    if count <= MAX_ITEMS {
        return Ok(());
    }
    Err(ScenarioError { line, column: 1, problem: Problem::TooManyItems { limit: MAX_ITEMS } })
}

/// Reads `paxos 1`.
fn read_version(line: &mut Cursor<'_>) -> Read<()> {
    const VERSION: &[Expected] = &[Expected::Word("1")];
    if !line.accept("paxos") {
        let fault = line.unexpected(&[Expected::Word("paxos")]);
        return Err(match fault.problem {
            Problem::Unexpected { found, .. } => Fault { column: fault.column, problem: Problem::NoVersion { found } },
            problem => Fault { column: fault.column, problem },
        });
    }
    let word = line.peek_word().ok_or_else(|| line.unexpected(VERSION))?;
    if let Some(problem) = word.newer_version(FORMAT_VERSION) {
        return Err(line.fault(problem));
    }
    line.choice(VERSION, |word| (word.parse() == Ok(FORMAT_VERSION)).then_some(()))?;
    line.end(&[Expected::EndOfLine])
}

/// Reads a line of the body, with its time if it has one.
fn read_item(line: &mut Cursor<'_>, settings: &Settings, reached: Moment) -> Read<(Option<Moment>, What)> {
    let mut at = None;
    if line.accept("at") {
        let word = line.word(&[Expected::Moment])?;
        at = Some(word.moment_from(reached)?);
    }
    let setting = line.peek_word().and_then(|word| setting_word(word.text));
    if let Some(setting) = setting {
        return Err(line.fault(Problem::SettingTooLate { setting }));
    }
    let first = line.choice(&[Expected::BodyLine], body_word)?;
    Ok((at, BodyReader::new(settings, at.unwrap_or(reached)).read(first, line)?))
}
