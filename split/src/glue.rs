//! The JavaScript that wasm-bindgen wrote for the file, and the names that both call things by: long ones, with hashes in them, and
//! each of them twice. Here they become short.

use crate::module::Module;
use anyhow::{Result, ensure};
use std::collections::BTreeMap;

/// A name shorter than this stays as it is.
const LONG_CHARS: usize = 8;

/// Short names for long ones.
#[derive(Default)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// Short names for what the file imports and exports under names made by wasm-bindgen.
    pub fn of(module: &Module<'_>) -> Self {
        let imports = module.imports.iter().map(|import| import.name);
        let exports = module.exports.iter().map(|export| export.name);
        let long = imports.chain(exports).filter(|name| name.starts_with("__w") && name.len() > LONG_CHARS);
        let mut names = BTreeMap::new();
        for name in long {
            let number = names.len();
            names.entry(name.to_owned()).or_insert_with(|| format!("_{number}"));
        }
        Self(names)
    }

    /// What it is called in the files that are written.
    pub fn short<'n>(&'n self, name: &'n str) -> &'n str {
        self.0.get(name).map_or(name, String::as_str)
    }

    /// The JavaScript with the short names.
    ///
    /// # Errors
    /// A name does not occur in it: it belongs to another file.
    pub fn shorten(&self, script: &str) -> Result<String> {
        let mut seen = BTreeMap::new();
        let mut short = String::with_capacity(script.len());
        let mut rest = script;
        while let Some(start) = rest.find(is_word) {
            let word = &rest[start..];
            let word = &word[..word.find(|c| !is_word(c)).unwrap_or(word.len())];
            short.push_str(&rest[..start]);
            short.push_str(self.short(word));
            seen.insert(word, ());
            rest = &rest[start + word.len()..];
        }
        short.push_str(rest);
        for name in self.0.keys() {
            ensure!(seen.contains_key(name.as_str()), "{name} does not occur in the JavaScript: is it another file's?");
        }
        Ok(short)
    }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

#[cfg(test)]
mod tests {
    use super::Names;

    fn names() -> Names {
        Names([("__wbg_long_name".to_owned(), "_0".to_owned())].into())
    }

    #[test]
    fn whole_words_are_shortened_and_parts_of_words_are_not() {
        let script = "x = { __wbg_long_name: y }; wasm.__wbg_long_name(); __wbg_long_name_2()";
        assert_eq!(names().shorten(script).unwrap(), "x = { _0: y }; wasm._0(); __wbg_long_name_2()");
    }

    #[test]
    fn a_script_that_lacks_a_name_is_another_files() {
        assert!(names().shorten("nothing of the kind").is_err());
    }
}
