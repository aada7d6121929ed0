//! A line as words, texts and signs, each with its column.
//!
//! What cannot be read becomes a [`TokenKind::Bad`] at its place and ends the line, so that whatever reads the tokens from left
//! to right meets the first thing that is wrong, be it a wrong word or a wrong character.

use super::error::Problem;

/// A piece of a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Token<'a> {
    /// Where it starts, in characters from 1.
    pub column: u32,
    /// As written, quotes and all.
    pub source: &'a str,
    /// What it is.
    pub kind: TokenKind,
}

/// What a piece of a line is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum TokenKind {
    /// Letters, digits and whatever else is no sign of its own.
    Word,
    /// A text, without its quotes and escapes.
    Text(String),
    /// `->`, or the arrow that word processors make of it.
    Arrow,
    /// `--`, or the dash that word processors make of it.
    BothWays,
    /// `|`.
    Bar,
    /// `#2`: which of several messages.
    Occurrence,
    /// What cannot be read, and why.
    Bad(Problem),
}

/// A line, taken apart.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// Its pieces.
    pub tokens: Vec<Token<'a>>,
    /// What stands behind `#`, without the space after it; a `#` right before a digit begins a comment only at the start of a line.
    pub comment: Option<&'a str>,
    /// The column after the last piece: where something is missing, it is missing here.
    pub end_column: u32,
}

impl<'a> Line<'a> {
    /// Takes a line apart. Never fails: see [`TokenKind::Bad`].
    pub fn read(text: &'a str) -> Self {
        let mut scanner = Scanner { rest: text, column: 1 };
        let mut line = Line { tokens: Vec::new(), comment: None, end_column: 1 };
        while let Some(first) = scanner.skip_space() {
            if let Some(behind) = scanner.rest.strip_prefix('#') {
                let is_count = behind.starts_with(|next: char| next.is_ascii_digit());
                if !is_count || line.tokens.is_empty() {
                    let text = behind.trim_end();
                    line.comment = Some(text.strip_prefix(' ').unwrap_or(text));
                    break;
                }
            }
            let token = scanner.token(first);
            line.end_column = scanner.column;
            let is_bad = matches!(token.kind, TokenKind::Bad(_));
            line.tokens.push(token);
            if is_bad {
                break;
            }
        }
        line
    }
}

/// What is left of a line.
struct Scanner<'a> {
    rest: &'a str,
    column: u32,
}

impl<'a> Scanner<'a> {
    /// Goes past spaces; the character after them.
    fn skip_space(&mut self) -> Option<char> {
        while let Some(first) = self.rest.chars().next() {
            if !first.is_whitespace() {
                return Some(first);
            }
            self.take(first.len_utf8());
        }
        None
    }

    /// Takes this many bytes off the front.
    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        let characters = taken.chars().count();
        self.column = self.column.saturating_add(u32::try_from(characters).unwrap_or(u32::MAX));
        self.rest = rest;
        taken
    }

    /// Takes the next token, which starts with `first`.
    fn token(&mut self, first: char) -> Token<'a> {
        let column = self.column;
        let (bytes, kind) = match first {
            '"' => return self.text(),
            '|' => (1, TokenKind::Bar),
            '#' => (1 + word_bytes(&self.rest[1..]), TokenKind::Occurrence),
            quote if is_wrong_quote(quote) => (quote.len_utf8(), TokenKind::Bad(Problem::WrongQuote(quote))),
            _ => match sign(self.rest) {
                Some(sign) => sign,
                None => (word_bytes(self.rest), TokenKind::Word),
            },
        };
        Token { column, source: self.take(bytes), kind }
    }

    /// Takes a quoted text. An error has the column of the character at fault; for a missing quote, that of the opening one.
    fn text(&mut self) -> Token<'a> {
        let (start, column) = (self.rest, self.column);
        let mut text = String::new();
        self.take(1);
        loop {
            let (at, from) = (self.column, self.rest);
            let bad = |problem| Token { column: at, source: from, kind: TokenKind::Bad(problem) };
            let Some(character) = from.chars().next() else {
                return Token { column, source: start, kind: TokenKind::Bad(Problem::TextNotClosed) };
            };
            self.take(character.len_utf8());
            match character {
                '"' => {
                    let source = &start[..start.len() - self.rest.len()];
                    return Token { column, source, kind: TokenKind::Text(text) };
                }
                '\\' => match self.rest.chars().next() {
                    Some(escaped @ ('"' | '\\' | 'n')) => {
                        text.push(if escaped == 'n' { '\n' } else { escaped });
                        self.take(1);
                    }
                    other => return bad(Problem::BadEscape(other)),
                },
                control if control.is_control() => return bad(Problem::ControlCharacter(control)),
                other => text.push(other),
            }
        }
    }
}

/// A sign at the start of `rest`, and its length in bytes.
fn sign(rest: &str) -> Option<(usize, TokenKind)> {
    if rest.starts_with("->") {
        Some((2, TokenKind::Arrow))
    } else if rest.starts_with("--") {
        Some((2, TokenKind::BothWays))
    } else {
        let first = rest.chars().next()?;
        match first {
            '→' => Some((first.len_utf8(), TokenKind::Arrow)),
            '↔' | '–' | '—' => Some((first.len_utf8(), TokenKind::BothWays)),
            _ => None,
        }
    }
}

/// The quotation marks that word processors and other keyboards make.
fn is_wrong_quote(character: char) -> bool {
    matches!(character, '“' | '”' | '„' | '«' | '»' | '＂' | '「' | '」' | '\'' | '‘' | '’')
}

/// How many bytes belong to the word at the start of `rest`.
fn word_bytes(rest: &str) -> usize {
    let ends = |(at, character): (usize, char)| {
        character.is_whitespace()
            || matches!(character, '"' | '|' | '#')
            || is_wrong_quote(character)
            || sign(&rest[at..]).is_some()
    };
    rest.char_indices().find(|place| ends(*place)).map_or(rest.len(), |(at, _)| at)
}
