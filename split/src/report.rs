//! What was decided, for people: every function with its size, by file, the largest first; then the data that stays, and who reads it.

use crate::choice::Choice;
use crate::data::Parts;
use crate::module::Module;
use std::fmt::Write;

/// The report.
pub fn text(module: &Module<'_>, choice: &Choice, data: &Parts<'_>) -> String {
    let mut functions: Vec<_> = module.own().filter_map(|index| Some((index, module.function(index)?))).collect();
    functions.sort_by_key(|(index, function)| (choice.moved.contains(index), usize::MAX - function.size));
    let mut text = String::new();
    for (index, function) in functions {
        let place = match (choice.moved.contains(&index), choice.stubs.contains_key(&index)) {
            (false, _) => "first ",
            (true, false) => "second",
            (true, true) => "stub  ",
        };
        let _ = writeln!(text, "{place} {:>6} {}", function.size, function.name);
    }
    let mut kept: Vec<_> = data.kept.iter().collect();
    kept.sort_by_key(|(place, _)| (std::cmp::Reverse(place.end - place.start), place.start));
    for (place, reader) in kept {
        let _ = writeln!(text, "data   {:>6} at {}, read by {reader}", place.end - place.start, place.start);
    }
    text
}
