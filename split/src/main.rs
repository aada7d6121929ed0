//! Splits a WebAssembly file in two: what the first screen needs, and what can come later.
//!
//! Nothing in the program's source knows of it. A function that moves to the second file leaves a stub under its old number:
//!
//! ```text
//! if not ready { call load }            load is an import: JavaScript fetches the second file, at once and in place
//! call_indirect SLOT (its parameters)   SLOT is the function's place in the table of functions
//! ```
//!
//! The second file imports the memory, the tables, the globals and those functions of the first that it calls; as it is
//! instantiated it writes its functions into their slots and its data into the memory, and then says that it is ready. So a call into
//! it is right whenever it comes; only the first one may have to wait. JavaScript (www/boot.js) fetches the file before that, as
//! soon as somebody begins to act.
//!
//! What moves is decided by names: `--later` is a file of lines, each a part of the names of functions that are not needed at first.
//! What is called only by such functions moves with them, and so does data that nothing in the first file can reach (the linker's own
//! output, `--linked`, says what points at what).
//!
//! - `module`: the file as it was read. `linked`: its data as the linker saw it. `choice`, `data`: which functions and which data move.
//!   `first`, `second`: the two files that are written. `glue`: the JavaScript beside them. `report`: what was decided, for people.

mod choice;
mod data;
mod first;
mod glue;
mod linked;
mod module;
mod report;
mod second;

use anyhow::{Context, Result, bail, ensure};
use choice::{Choice, Pattern};
use glue::Names;
use linked::Linked;
use module::Module;
use std::path::PathBuf;

const USAGE: &str = "split IN --linked LINKED --later NAMES --load IMPORT --glue SCRIPT --first OUT --second OUT [--report FILE]

  IN       what wasm-bindgen wrote, with the names of functions in it
  LINKED   what the linker wrote and wasm-bindgen read, linked with --emit-relocs
  NAMES    a file: each line a part of the names of functions that can come later, or with ! before it of such that cannot; the last
           line that fits decides; a line that begins with # is a comment
  IMPORT   a part of the name of the imported function () -> () that loads the second file
  SCRIPT   the JavaScript that wasm-bindgen wrote with IN: it is written anew, with short names";

struct Options {
    input: PathBuf,
    linked: PathBuf,
    later: PathBuf,
    load: String,
    glue: PathBuf,
    first: PathBuf,
    second: PathBuf,
    report: Option<PathBuf>,
}

impl Options {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Self> {
        let (mut input, mut linked, mut later, mut load) = (None, None, None, None);
        let (mut glue, mut first, mut second, mut report) = (None, None, None, None);
        while let Some(word) = words.next() {
            let mut value = || words.next().with_context(|| format!("{word} wants a value"));
            match word.as_str() {
                "--linked" => linked = Some(value()?.into()),
                "--later" => later = Some(value()?.into()),
                "--load" => load = Some(value()?),
                "--glue" => glue = Some(value()?.into()),
                "--first" => first = Some(value()?.into()),
                "--second" => second = Some(value()?.into()),
                "--report" => report = Some(value()?.into()),
                _ if input.is_none() && !word.starts_with('-') => input = Some(word.into()),
                _ => bail!("not understood: {word}"),
            }
        }
        let input = input.context("no input")?;
        let linked = linked.context("--linked is missing")?;
        let later = later.context("--later is missing")?;
        let load = load.context("--load is missing")?;
        let glue = glue.context("--glue is missing")?;
        let first = first.context("--first is missing")?;
        let second = second.context("--second is missing")?;
        Ok(Self { input, linked, later, load, glue, first, second, report })
    }
}

fn main() -> std::process::ExitCode {
    match run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("split: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let options = Options::read(std::env::args().skip(1)).context(USAGE)?;
    let (bytes, linked) = (read(&options.input)?, read(&options.linked)?);
    let module = Module::read(&bytes).with_context(|| format!("{} cannot be split", options.input.display()))?;
    let linked = Linked::read(&linked)
        .with_context(|| format!("{} does not tell what points at what", options.linked.display()))?;
    let patterns = Pattern::read(&String::from_utf8_lossy(&read(&options.later)?));
    ensure!(!patterns.is_empty(), "{} names nothing", options.later.display());
    let choice = Choice::make(&module, &patterns);
    for pattern in &choice.unused {
        eprintln!("note: no function's name has {pattern:?} in it ({})", options.later.display());
    }
    let data = data::divide(&module, &choice, &linked);
    let load = module.imported(&options.load)?;
    let names = Names::of(&module);
    let script = names.shorten(&String::from_utf8_lossy(&read(&options.glue)?))?;
    write(&options.first, &first::encode(&module, &choice, &data, &names, load)?)?;
    write(&options.second, &second::encode(&module, &choice, &data)?)?;
    std::fs::write(&options.glue, script).with_context(|| options.glue.display().to_string())?;
    if let Some(file) = &options.report {
        std::fs::write(file, report::text(&module, &choice, &data)).with_context(|| file.display().to_string())?;
    }
    Ok(())
}

fn read(file: &PathBuf) -> Result<Vec<u8>> {
    std::fs::read(file).with_context(|| file.display().to_string())
}

/// Nothing that is not valid leaves this program.
fn write(file: &PathBuf, bytes: &[u8]) -> Result<()> {
    wasmparser::Validator::new()
        .validate_all(bytes)
        .with_context(|| format!("{} would not be valid WebAssembly", file.display()))?;
    std::fs::write(file, bytes).with_context(|| file.display().to_string())
}
