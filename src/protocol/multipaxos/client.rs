//! A client: it asks for one thing at a time, and asks again elsewhere when no answer comes.

use super::super::{Canonical, Effects, NodeId, Projection, Renamed, Renaming, Value};
use super::{Command, Config, Message, MultiPaxos, Reason, StateMachine, Timer, Write};

/// A client's memory. The number of its last command is on its disk, so that no number is used twice.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Client {
    id: NodeId,
    sequence: u32,
    /// The server that it asks next: the one that answered last.
    server: NodeId,
    waits_for: Option<Command>,
    attempts: u32,
}

impl Client {
    /// A client that has used this number last.
    pub(super) fn boot(id: NodeId, config: &Config, sequence: u32) -> Self {
        // Different clients begin with different servers.
        let server = NodeId::all(config.servers).cycle().nth(id.index()).unwrap_or(id);
        Self { id, sequence, server, waits_for: None, attempts: 0 }
    }

    /// What it waits for.
    pub fn waits_for(&self) -> Option<&Command> {
        self.waits_for.as_ref()
    }

    /// The server that it asks.
    pub fn server(&self) -> NodeId {
        self.server
    }

    /// A person has it ask for something.
    pub(super) fn request<S: StateMachine>(&mut self, operation: Value, out: &mut Effects<MultiPaxos<S>>) {
        if let Some(waits_for) = &self.waits_for {
            return out.explain(Reason::Busy { asked: operation, waits_for: waits_for.clone() });
        }
        self.sequence = self.sequence.saturating_add(1);
        out.persist(Write::Asked(self.sequence));
        let command = Command { client: self.id, sequence: self.sequence, operation };
        self.attempts = 0;
        self.ask(command, out);
    }

    /// No answer came: it asks the next server for the same.
    pub(super) fn retry<S: StateMachine>(&mut self, config: &Config, out: &mut Effects<MultiPaxos<S>>) {
        let Some(command) = self.waits_for.take() else { return };
        self.server = NodeId::new(self.server.number() % config.servers + 1).unwrap_or(self.server);
        self.ask(command, out);
    }

    fn ask<S: StateMachine>(&mut self, command: Command, out: &mut Effects<MultiPaxos<S>>) {
        self.attempts = self.attempts.saturating_add(1);
        self.waits_for = Some(command.clone());
        out.explain(Reason::Asks { command: command.clone(), server: self.server, attempt: self.attempts });
        out.set_timer(Timer::Retry, self.attempts);
        out.send(self.server, Message::Request { command, forwarded: false });
    }

    /// Forgets how often it has asked.
    pub(super) fn settle(&mut self) {
        self.attempts = 0;
    }

    /// An answer.
    pub(super) fn reply<S: StateMachine>(
        &mut self,
        from: NodeId,
        sequence: u32,
        answer: Option<Value>,
        out: &mut Effects<MultiPaxos<S>>,
    ) {
        if self.waits_for.as_ref().is_none_or(|command| command.sequence != sequence) {
            return out.explain(Reason::Stale { from });
        }
        self.waits_for = None;
        self.server = from;
        out.cancel_timer(Timer::Retry);
        out.explain(Reason::Answered { sequence, answer });
    }
}

impl Renamed for Client {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self {
            id: self.id.renamed(renaming),
            sequence: self.sequence,
            server: self.server.renamed(renaming),
            waits_for: self.waits_for.renamed(renaming),
            attempts: renaming.attempts(self.attempts),
        }
    }
}

impl Canonical for Client {
    fn project(&self, out: &mut Projection) {
        self.id.project(out);
        out.u32(self.sequence);
        self.server.project(out);
        self.waits_for.project(out);
        out.u32(self.attempts);
    }
}
