//! Parsing and formatting undo each other, and no text makes the parser panic.

use super::arbitrary::{nearly_a_scenario, scenario};
use super::arbitrary_log;
use crate::scenario::{format, parse};
use proptest::prelude::*;

/// Whatever the text says, its error is inside it; if it has none, its canonical form means the same.
fn check_any_text(text: &str) -> Result<(), TestCaseError> {
    match parse(text) {
        Ok(scenario) => {
            let canonical = format(&scenario);
            let again = parse(&canonical).map_err(|error| TestCaseError::fail(format!("{error}\n{canonical}")))?;
            prop_assert_eq!(again.clone().without_lines(), scenario.without_lines());
            prop_assert_eq!(format(&again), canonical);
        }
        Err(error) => {
            let line = text.split('\n').nth(error.line as usize - 1);
            prop_assert!(line.is_some_and(|line| error.column as usize <= line.chars().count() + 1), "{}", error);
            prop_assert!(
                error
                    .problem
                    .to_string()
                    .ends_with(['.', '?', '“', '”', '„', '«', '»', '\'', '‘', '’', '「', '」', '＂']),
                "{}",
                error
            );
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_scenario_survives_its_text(scenario in prop_oneof![2 => scenario(), 1 => arbitrary_log::scenario()]) {
        let text = format(&scenario);
        let parsed = parse(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(parsed.clone().without_lines(), scenario);
        prop_assert_eq!(format(&parsed), text);
    }

    #[test]
    fn any_text_is_a_scenario_or_an_error(text in any::<String>()) {
        check_any_text(&text)?;
    }

    #[test]
    fn anything_like_a_scenario_is_one_or_an_error(text in nearly_a_scenario()) {
        check_any_text(&text)?;
    }

    #[test]
    fn a_damaged_scenario_is_one_or_an_error(scenario in scenario(), at in any::<prop::sample::Index>(), other in any::<char>()) {
        let mut characters: Vec<char> = format(&scenario).chars().collect();
        let at = at.index(characters.len());
        characters[at] = other;
        check_any_text(&characters.into_iter().collect::<String>())?;
    }
}
