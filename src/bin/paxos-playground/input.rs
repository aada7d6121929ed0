//! FILE: a scenario, or Markdown with scenarios in it; a file, or stdin.

use super::markdown::{self, Block};
use super::output::Failure;
use paxos_playground::scenario::{Bilingual, Scenario, ScenarioError, parse};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// The most that is read, in bytes. A scenario may have much less; this bounds Markdown, and files that never end.
const MAX_FILE_BYTES: usize = 4 * 1024 * 1024;

/// The name of the file that is stdin.
const STDIN: &str = "-";

/// What the help says of FILE.
pub const HELP: &str = "\
FILE is a scenario, or Markdown (its name ends in .md, or it has such a block): then every fenced block marked “paxos” in it
is a scenario, and every line number is the file's. - is what comes on stdin.
";

/// What was read, every scenario of it understood.
pub struct Input {
    /// What the file is called in messages.
    pub name: String,
    /// Whether it is Markdown, so that there may be several scenarios.
    pub is_markdown: bool,
    /// Its scenarios, at least one. Their line numbers are those of the file.
    pub scenarios: Vec<Placed>,
}

/// A scenario, and where it stands.
pub struct Placed {
    /// The scenario.
    pub scenario: Scenario,
    /// The line at which it begins, from 1: in Markdown, that of the opening fence.
    pub line: u32,
}

impl Input {
    /// What a scenario is called in messages: the file, and in Markdown the line.
    pub fn place(&self, placed: &Placed) -> String {
        if self.is_markdown { format!("{}:{}", self.name, placed.line) } else { self.name.clone() }
    }
}

/// A text in the one language that is spoken here, or in the other if it was written in that alone.
pub fn in_english(words: &Bilingual) -> Option<&str> {
    words.en.as_deref().or(words.zh.as_deref())
}

/// Reads FILE.
///
/// # Errors
/// It cannot be read, or the first thing that is wrong in it.
pub fn read(file: &OsStr) -> Result<Input, Failure> {
    let name = if file == STDIN { "stdin".into() } else { file.to_string_lossy() }.into_owned();
    let bytes = bytes(file).map_err(|error| Failure(format!("{name}: {}", in_words(&error))))?;
    if bytes.len() > MAX_FILE_BYTES {
        return Err(Failure(format!("{name}: the file is too large: it may have {MAX_FILE_BYTES} bytes.")));
    }
    let text = utf8(bytes, &name)?;
    // An editor's byte order mark would hide a fence in the first line.
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let blocks = markdown::blocks(text);
    let is_markdown = is_named_markdown(file) || !blocks.is_empty();
    let scenarios = match (is_markdown, blocks.as_slice()) {
        (true, []) => {
            let message = "there is no scenario in it. In Markdown, the fenced blocks marked “paxos” are scenarios.";
            return Err(Failure(format!("{name}: {message}")));
        }
        (true, blocks) => blocks.iter().map(|block| in_block(block, &name)).collect::<Result<_, _>>()?,
        (false, _) => vec![Placed { scenario: parse(text).map_err(|error| at(&name, &error))?, line: 1 }],
    };
    Ok(Input { name, is_markdown, scenarios })
}

fn bytes(file: &OsStr) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = MAX_FILE_BYTES as u64 + 1;
    if file == STDIN {
        io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        // Said before it is opened: not every system has words for it afterwards.
        if fs::metadata(file)?.is_dir() {
            return Err(ErrorKind::IsADirectory.into());
        }
        File::open(file)?.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

fn in_words(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file.".to_owned(),
        ErrorKind::IsADirectory => "this is a folder, and not a file.".to_owned(),
        ErrorKind::PermissionDenied => "this file may not be read.".to_owned(),
        _ => error.to_string(),
    }
}

fn utf8(bytes: Vec<u8>, name: &str) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..valid]);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
        let byte = error.as_bytes()[valid];
        Failure(format!("{name}:{line}:{column}: the byte {byte:#04x} is no UTF-8 here. Save the file as UTF-8."))
    })
}

fn is_named_markdown(file: &OsStr) -> bool {
    let ending = Path::new(file).extension();
    ending.is_some_and(|ending| ["md", "markdown"].iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// A block's scenario, with the line numbers of the Markdown.
fn in_block(block: &Block, name: &str) -> Result<Placed, Failure> {
    let mut scenario = parse(&block.text).map_err(|mut error| {
        error.column = block.column_of(error.line, error.column);
        error.lines_mut().for_each(|line| *line = block.line_of(*line));
        at(name, &error)
    })?;
    let sections = scenario.branches.iter_mut();
    let bodies = sections.map(|section| {
        section.line = block.line_of(section.line);
        &mut section.body
    });
    for item in bodies.chain([&mut scenario.body]).flatten() {
        item.line = block.line_of(item.line);
    }
    Ok(Placed { scenario, line: block.line })
}

fn at(name: &str, error: &ScenarioError) -> Failure {
    Failure(format!("{name}:{}:{}: {}", error.line, error.column, error.problem))
}
