//! Which functions move to the second file, and what each file needs of the other.

use crate::module::Module;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use wasmparser::ExternalKind;

/// A function that is named in the table, or called from the first file, leaves a stub of about this size: a smaller one stays.
const STUB_BYTES: usize = 32;

/// A line of the file of names.
pub struct Pattern {
    part: String,
    later: bool,
}

impl Pattern {
    /// Reads the file: a line that begins with `#` is a comment, one that begins with `!` names what is needed at first after all. The
    /// last line that fits a function decides.
    pub fn read(text: &str) -> Vec<Self> {
        let lines = text.lines().map(str::trim);
        let pattern = |line: &str| match line.strip_prefix('!') {
            Some(part) => Self { part: part.trim().to_owned(), later: false },
            None => Self { part: line.to_owned(), later: true },
        };
        lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(pattern).collect()
    }

    fn fits(&self, name: &str) -> bool {
        name.contains(&self.part)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.later { "" } else { "!" }, self.part)
    }
}

/// What moves.
pub struct Choice {
    /// The functions that move, in their old order.
    pub moved: BTreeSet<u32>,
    /// Those of them that leave a stub, and the slot through which it calls.
    pub stubs: BTreeMap<u32, u32>,
    /// Functions of the first file that the second calls.
    pub shared: BTreeSet<u32>,
    /// How large table 0 has to be.
    pub table_size: u64,
    /// Patterns that fit no function.
    pub unused: Vec<String>,
}

impl Choice {
    /// Chooses by parts of names.
    pub fn make(module: &Module<'_>, patterns: &[Pattern]) -> Self {
        let fixed = reached_from_outside(module);
        let callers = callers(module);
        let mut moved = BTreeSet::new();
        let mut used = BTreeSet::new();
        for index in module.own() {
            let Some(function) = module.function(index) else { continue };
            let fitting: Vec<_> =
                patterns.iter().enumerate().filter(|(_, pattern)| pattern.fits(&function.name)).collect();
            used.extend(fitting.iter().map(|(place, _)| *place));
            let comes_later = fitting.last().is_some_and(|(_, pattern)| pattern.later);
            if comes_later && (function.size > STUB_BYTES || !fixed.contains(&index)) {
                moved.insert(index);
            }
        }
        settle(module, &fixed, &callers, &mut moved);
        let unused = patterns.iter().enumerate().filter(|(place, _)| !used.contains(place));
        let unused = unused.map(|(_, pattern)| pattern.to_string()).collect();
        let (stubs, table_size) = stubs(module, &callers, &moved);
        let calls = moved.iter().filter_map(|index| module.function(*index)).flat_map(|function| &function.calls);
        let shared = calls.copied().filter(|index| !moved.contains(index)).collect();
        Self { moved, stubs, shared, table_size, unused }
    }
}

/// Functions that are exported or stand in the table: who calls them cannot be seen.
fn reached_from_outside(module: &Module<'_>) -> BTreeSet<u32> {
    let exported = module.exports.iter().filter(|export| export.kind == ExternalKind::Func).map(|export| export.index);
    exported.chain(module.slots.values().copied()).collect()
}

fn callers(module: &Module<'_>) -> BTreeMap<u32, Vec<u32>> {
    let mut callers: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for index in module.own() {
        for called in module.function(index).iter().flat_map(|function| &function.calls) {
            callers.entry(*called).or_default().push(index);
        }
    }
    callers
}

/// What is called only by functions that move goes with them; what is smaller than its stub and is still called stays.
fn settle(module: &Module<'_>, fixed: &BTreeSet<u32>, callers: &BTreeMap<u32, Vec<u32>>, moved: &mut BTreeSet<u32>) {
    loop {
        let follows = |index: &u32| {
            let callers = callers.get(index).map(Vec::as_slice).unwrap_or_default();
            let callers: Vec<_> = callers.iter().filter(|caller| *caller != index).collect();
            !moved.contains(index)
                && !fixed.contains(index)
                && !callers.is_empty()
                && callers.iter().all(|caller| moved.contains(caller))
        };
        let followers: Vec<_> = module.own().filter(follows).collect();
        if followers.is_empty() {
            break;
        }
        moved.extend(followers);
    }
    let called_from_first =
        |index: &u32| callers.get(index).is_some_and(|callers| callers.iter().any(|caller| !moved.contains(caller)));
    let small = |index: &u32| module.function(*index).is_some_and(|function| function.size <= STUB_BYTES);
    let staying: Vec<_> = moved.iter().copied().filter(|index| small(index) && called_from_first(index)).collect();
    for index in staying {
        moved.remove(&index);
    }
}

/// The functions that leave a stub, each with its slot: the one it has, or a new one at the end of the table.
fn stubs(module: &Module<'_>, callers: &BTreeMap<u32, Vec<u32>>, moved: &BTreeSet<u32>) -> (BTreeMap<u32, u32>, u64) {
    let mut table_size = module.tables.first().map_or(0, |table| table.initial);
    let mut stubs = BTreeMap::new();
    for (slot, function) in &module.slots {
        if moved.contains(function) {
            stubs.entry(*function).or_insert(*slot);
        }
    }
    let exported =
        |index| module.exports.iter().any(|export| export.kind == ExternalKind::Func && export.index == index);
    for index in moved {
        let called = callers.get(index).is_some_and(|callers| callers.iter().any(|caller| !moved.contains(caller)));
        if (called || exported(*index)) && !stubs.contains_key(index) {
            stubs.insert(*index, table_size as u32);
            table_size += 1;
        }
    }
    (stubs, table_size)
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn the_last_line_that_fits_decides_and_closures_are_no_comments() {
        let patterns = Pattern::read("# a comment\n\na::b\n!a::b::{closure#1}\n");
        let later = |name: &str| patterns.iter().rev().find(|pattern| pattern.fits(name)).map(|pattern| pattern.later);
        assert_eq!(patterns.len(), 2);
        assert_eq!(later("x::a::b::{closure#0}"), Some(true));
        assert_eq!(later("x::a::b::{closure#1}"), Some(false));
        assert_eq!(later("x::c"), None);
    }
}
