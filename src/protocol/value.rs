//! Values: what clients want chosen.

use super::{Canonical, Projection};
use std::fmt;
use std::sync::Arc;

/// The longest value, in characters: it has to be readable on a message.
pub const MAX_VALUE_CHARS: usize = 40;

/// A value that a client may propose: some short text. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Value(Arc<str>);

/// Why a text is no value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ValueError {
    /// Nothing was given.
    Empty,
    /// More than [`MAX_VALUE_CHARS`] characters.
    TooLong,
    /// A control character, at this place (counted in characters from 0).
    Control(usize),
}

impl Value {
    /// The value of this text.
    ///
    /// # Errors
    /// The text is empty, longer than [`MAX_VALUE_CHARS`] characters, or holds a control character.
    pub fn new(text: &str) -> Result<Self, ValueError> {
        if text.is_empty() {
            return Err(ValueError::Empty);
        }
        if text.chars().nth(MAX_VALUE_CHARS).is_some() {
            return Err(ValueError::TooLong);
        }
        match text.chars().position(char::is_control) {
            Some(at) => Err(ValueError::Control(at)),
            None => Ok(Self(text.into())),
        }
    }

    /// A text made of a value and numbers, which may be longer than what clients may ask for.
    pub(super) fn of_parts(text: &str) -> Self {
        Self(text.into())
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Canonical for Value {
    fn project(&self, out: &mut Projection) {
        out.text(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_short_plain_texts() {
        assert_eq!(Value::new("蓝色").map(|v| v.to_string()), Ok("蓝色".to_owned()));
        assert_eq!(Value::new(""), Err(ValueError::Empty));
        assert_eq!(Value::new(&"a".repeat(41)), Err(ValueError::TooLong));
        assert_eq!(Value::new("a\tb"), Err(ValueError::Control(1)));
    }
}
