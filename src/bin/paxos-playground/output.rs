//! What leaves the program.

use serde::Serialize;
use std::io::{self, ErrorKind, Write};

/// How something ended that could be done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// As it should.
    Fine,
    /// Something that a scenario expects did not come true, or that is claimed does not hold.
    Refuted,
    /// It was called off, and came to what it printed until then.
    CalledOff,
}

impl Outcome {
    /// How both ended together: what was refuted stays so, and what was called off says nothing of the rest.
    #[must_use]
    pub fn and(self, other: Outcome) -> Outcome {
        match (self, other) {
            (Outcome::Refuted, _) | (_, Outcome::Refuted) => Outcome::Refuted,
            (Outcome::CalledOff, _) | (_, Outcome::CalledOff) => Outcome::CalledOff,
            (Outcome::Fine, Outcome::Fine) => Outcome::Fine,
        }
    }
}

/// Why something could not be done, for a person to read.
#[derive(Debug)]
pub struct Failure(pub String);

/// Writes to stdout. That the reader has left (`| head`) is no failure: it has what it wanted.
///
/// # Errors
/// It cannot be written.
pub fn print(text: &str) -> Result<Outcome, Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure(format!("paxos-playground: stdout: {error}")))
        }
        _ => Ok(Outcome::Fine),
    }
}

/// Writes exactly one object to stdout, in a line.
///
/// # Errors
/// It cannot be written.
pub fn print_object(object: &impl Serialize) -> Result<Outcome, Failure> {
    let json = serde_json::to_string(object).map_err(|error| Failure(format!("paxos-playground: {error}")))?;
    print(&format!("{json}\n"))
}

/// Writes a line to stderr. If nobody reads it, there is nobody to tell.
pub fn tell(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
