//! What clients ask for.

use super::super::{Canonical, NodeId, Projection, Renamed, Renaming, Value};
use std::fmt;

/// What a client wants done, once: it is known again by the client and the number that it gave it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Command {
    /// Who asks.
    pub client: NodeId,
    /// The client's number of it, from 1: it numbers what it asks for, and asks for one thing at a time.
    pub sequence: u32,
    /// What is to be done, in the words of the state machine.
    pub operation: Value,
    /// All of it as one value. Written once: every vote for it is told to the ledger with this.
    value: Value,
}

impl Command {
    /// What this client asks for under this number.
    pub fn new(client: NodeId, sequence: u32, operation: Value) -> Self {
        let value = Value::of_parts(&format!("{operation} #{client}.{sequence}"));
        Self { client, sequence, operation, value }
    }

    /// The command as the ledger has it.
    pub fn value(&self) -> Value {
        self.value.clone()
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
        self.value.fmt(f)
    }
}

impl Renamed for Command {
    fn renamed(&self, renaming: &Renaming) -> Self {
        let client = self.client.renamed(renaming);
        // (Clients keep their names.)
        if client == self.client { self.clone() } else { Self::new(client, self.sequence, self.operation.clone()) }
    }
}

impl Canonical for Command {
    fn project(&self, out: &mut Projection) {
        self.client.project(out);
        out.u32(self.sequence);
        self.operation.project(out);
    }
}
