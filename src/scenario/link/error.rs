//! Why a link cannot be written or opened.

use crate::scenario::ScenarioError;
use std::fmt;

/// Why a link cannot be written or opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LinkError {
    /// There is nothing.
    Empty,
    /// It does not begin as our links do (`p1.`).
    NotOurs {
        /// How it begins.
        found: String,
    },
    /// It was written by a newer program.
    NewerVersion {
        /// Its version, as written.
        found: String,
        /// The newest version read here.
        newest: u32,
    },
    /// It has, or would have, more characters than this.
    TooLong {
        /// The most that is written or read, in characters.
        limit_chars: usize,
    },
    /// The scenario in it has, or would have, more bytes of text than this.
    TextTooLarge {
        /// The most that is written or read, in bytes.
        limit_bytes: usize,
    },
    /// It is not as it was written.
    Damaged(Damage),
    /// It is whole, but the scenario in it cannot be read.
    Scenario(ScenarioError),
}

/// What became of a link.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Damage {
    /// A character that no link has.
    Character {
        /// The character.
        character: char,
        /// Its place in the link, from 1, address and spaces not counted.
        position: usize,
    },
    /// Its end is missing.
    CutOff {
        /// How many characters behind `p1.` are there.
        found_chars: usize,
        /// How many there were, if so much can be told.
        expected_chars: Option<usize>,
    },
    /// The checksum is another: some character was changed, added or left out.
    Checksum,
    /// The checksum is right, but what is in it makes no sense: it was made by something else.
    Content,
}

impl std::error::Error for LinkError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            LinkError::Scenario(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LinkError::Empty => {
                f.write_str("There is no link. Paste one that begins with “p1.”, or the address that ends with it.")
            }
            LinkError::NotOurs { found } => {
                write!(
                    f,
                    "“{found}” is not the beginning of a link of this page: those begin with “p1.”. Copy the whole link."
                )
            }
            LinkError::NewerVersion { found, newest } => write!(
                f,
                "This link is of version {found}, and this page reads up to version {newest}. Open it with a newer version of the page."
            ),
            LinkError::TooLong { limit_chars } => {
                write!(
                    f,
                    "This run is too large for a link, which may have {limit_chars} characters. Pass on its text instead."
                )
            }
            LinkError::TextTooLarge { limit_bytes } => {
                write!(f, "The scenario of this link is too large: its text may have {limit_bytes} bytes.")
            }
            LinkError::Damaged(damage) => damage.fmt(f),
            LinkError::Scenario(error) => {
                write!(f, "The link is whole, but the scenario in it cannot be read: {error}")
            }
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Damage::Character { character, position } => write!(
                f,
                "This link is damaged: “{}”, its character {position}, is none that a link has. Copy it once more.",
                character.escape_debug()
            ),
            Damage::CutOff { found_chars, expected_chars: Some(expected_chars) } => write!(
                f,
                "This link is cut off: {found_chars} of {expected_chars} characters are left behind “p1.”. Some programs cut long \
                 links; copy it once more, or ask for the run's text."
            ),
            Damage::CutOff { expected_chars: None, .. } => {
                f.write_str("This link is cut off right behind its beginning. Copy the whole link.")
            }
            Damage::Checksum => {
                f.write_str("This link is damaged: a character was changed, added or left out. Copy it once more.")
            }
            Damage::Content => {
                f.write_str("This link is whole, but what is in it makes no sense: it was not made by this page.")
            }
        }
    }
}
