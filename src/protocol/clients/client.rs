//! A client: it asks for one thing at a time, and asks again elsewhere when no answer comes.

use super::super::{Canonical, Effects, NodeId, Projection, Protocol, Renamed, Renaming, Value};
use super::{Applied, Command, StateMachine};

/// A protocol whose servers clients ask: what a client does, in its words.
pub trait Served: Protocol<Request = Value> {
    /// What the log drives.
    type Machine: StateMachine;

    /// Of a server: how many entries of its log it has done, and what they have led to.
    fn done(&self) -> Option<(u64, &Applied<Self::Machine>)>;

    /// How many servers there are: the nodes from 1 on.
    fn servers(config: &Self::Config) -> u8;

    /// The timer of a client that waits for an answer.
    fn retry() -> Self::Timer;

    /// The message that asks for a command.
    fn ask(command: Command) -> Self::Message;

    /// The write that keeps the number of a client's last command.
    fn asked(sequence: u32) -> Self::Write;

    /// Why a client did what it did.
    fn explain(why: Asking) -> Self::Reason;
}

/// Why a client did what it did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asking {
    /// It asks a server.
    Asks {
        /// The command.
        command: Command,
        /// Whom.
        server: NodeId,
        /// The how-manieth time, from 1.
        attempt: u32,
    },
    /// It has its answer.
    Answered {
        /// Its number of the command.
        sequence: u32,
        /// The answer.
        answer: Option<Value>,
    },
    /// It waits for an answer: it asks for one thing at a time.
    Busy {
        /// What it was to ask for.
        asked: Value,
        /// What it waits for.
        waits_for: Command,
    },
    /// The answer belongs to what is over.
    Stale {
        /// Whose.
        from: NodeId,
    },
}

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
    pub(in super::super) fn boot(id: NodeId, servers: u8, sequence: u32) -> Self {
        // Different clients begin with different servers.
        let server = NodeId::all(servers).cycle().nth(id.index()).unwrap_or(id);
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
    pub(in super::super) fn request<P: Served>(&mut self, operation: Value, out: &mut Effects<P>) {
        if let Some(waits_for) = &self.waits_for {
            return out.explain(P::explain(Asking::Busy { asked: operation, waits_for: waits_for.clone() }));
        }
        self.sequence = self.sequence.saturating_add(1);
        out.persist(P::asked(self.sequence));
        let command = Command::new(self.id, self.sequence, operation);
        self.attempts = 0;
        self.ask(command, out);
    }

    /// No answer came: it asks the next server for the same.
    pub(in super::super) fn retry<P: Served>(&mut self, config: &P::Config, out: &mut Effects<P>) {
        let Some(command) = self.waits_for.take() else { return };
        self.server = NodeId::new(self.server.number() % P::servers(config) + 1).unwrap_or(self.server);
        self.ask(command, out);
    }

    fn ask<P: Served>(&mut self, command: Command, out: &mut Effects<P>) {
        self.attempts = self.attempts.saturating_add(1);
        self.waits_for = Some(command.clone());
        out.explain(P::explain(Asking::Asks { command: command.clone(), server: self.server, attempt: self.attempts }));
        out.set_timer(P::retry(), self.attempts);
        out.send(self.server, P::ask(command));
    }

    /// Forgets how often it has asked.
    pub(in super::super) fn settle(&mut self) {
        self.attempts = 0;
    }

    /// An answer.
    pub(in super::super) fn reply<P: Served>(
        &mut self,
        from: NodeId,
        sequence: u32,
        answer: Option<Value>,
        out: &mut Effects<P>,
    ) {
        if self.waits_for.as_ref().is_none_or(|command| command.sequence != sequence) {
            return out.explain(P::explain(Asking::Stale { from }));
        }
        self.waits_for = None;
        self.server = from;
        out.cancel_timer(P::retry());
        out.explain(P::explain(Asking::Answered { sequence, answer }));
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
