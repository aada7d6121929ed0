//! What clients ask for.

use super::super::{Canonical, NodeId, Projection, Renamed, Renaming, Value};
use std::fmt::{self, Write};

/// What a client wants done, once: it is known again by the client and the number that it gave it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Command {
    /// Who asks.
    pub client: NodeId,
    /// The client's number of it, from 1: it numbers what it asks for, and asks for one thing at a time.
    pub sequence: u32,
    /// What is to be done, in the words of the state machine.
    pub operation: Value,
}

impl Command {
    /// The command as the ledger has it.
    pub fn value(&self) -> Value {
        // (Room for what it is written with: this is done again and again.)
        let mut text = String::with_capacity(self.operation.as_str().len() + 16);
        let written = write!(text, "{self}");
        debug_assert!(written.is_ok(), "a text takes whatever is written to it");
        Value::of_parts(&text)
    }

    /// The client and its number of a command, as the ledger has it.
    pub fn number_of(value: &Value) -> Option<(NodeId, u32)> {
        let (_, from) = value.as_str().rsplit_once(" #")?;
        let (client, sequence) = from.strip_prefix('c')?.split_once('.')?;
        Some((NodeId::client(client.parse().ok()?)?, sequence.parse().ok()?))
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} #{}.{}", self.operation, self.client, self.sequence)
    }
}

impl Renamed for Command {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { client: self.client.renamed(renaming), ..self.clone() }
    }
}

impl Canonical for Command {
    fn project(&self, out: &mut Projection) {
        self.client.project(out);
        out.u32(self.sequence);
        self.operation.project(out);
    }
}
