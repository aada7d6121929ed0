//! Command lines: words, `--name value` and `--flag`.

use anyhow::{Context, Result, bail};
use std::str::FromStr;

/// What is left of a command line; each question takes its answer out.
pub struct Options(Vec<String>);

impl Options {
    pub fn from_args() -> Self {
        Self(std::env::args().skip(1).collect())
    }

    /// The next word that is no option.
    pub fn word(&mut self) -> Option<String> {
        let first = self.0.first()?;
        (!first.starts_with("--")).then(|| self.0.remove(0))
    }

    pub fn flag(&mut self, name: &str) -> bool {
        let Some(at) = self.0.iter().position(|arg| arg == name) else { return false };
        self.0.remove(at);
        true
    }

    pub fn value(&mut self, name: &str) -> Result<Option<String>> {
        let Some(at) = self.0.iter().position(|arg| arg == name) else { return Ok(None) };
        if at + 1 == self.0.len() {
            bail!("{name} wants a value");
        }
        self.0.remove(at);
        Ok(Some(self.0.remove(at)))
    }

    pub fn parsed<T: FromStr>(&mut self, name: &str, otherwise: T) -> Result<T> {
        match self.value(name)? {
            None => Ok(otherwise),
            Some(text) => text.parse().ok().with_context(|| format!("{name} cannot be {text:?}")),
        }
    }

    /// `--size 1280x800`.
    pub fn size(&mut self, otherwise: (u32, u32)) -> Result<(u32, u32)> {
        let Some(text) = self.value("--size")? else { return Ok(otherwise) };
        text.split_once('x')
            .and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)))
            .with_context(|| format!("--size is WIDTHxHEIGHT, not {text:?}"))
    }

    /// Complains about what nobody asked for.
    pub fn done(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { bail!("not understood: {}", self.0.join(" ")) }
    }
}
