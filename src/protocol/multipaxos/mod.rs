//! Multi-Paxos: the servers choose one command after the other, and each does them in that order.
//!
//! Source: L. Lamport, *Paxos Made Simple* (2001), section 3. A log of *slots*; each is an instance of the Synod protocol, and phase 1 is done for all
//! of them at once. What a server needs to keep is on its disk: promise, votes, and a snapshot of what the first commands have led to.
//! Clients are nodes too.
//!
//! | word | what it means |
//! | --- | --- |
//! | slot | a place in the log, from 0; one entry is chosen for it |
//! | entry | a client's command, or a no-op |
//! | window | how many slots beyond the commit index a leader proposes in |
//! | alpha | where who votes may change: what stands in a slot says who votes so many slots further on; no window is wider |
//! | commit index | the first slot that is not known to be chosen; everything below is done |
//! | snapshot | the state that all entries below a slot lead to |
//! | lease | for a while no other server can come to lead: the leader answers reads from its own state |
//!
//! | message | from | to | purpose |
//! | --- | --- | --- | --- |
//! | prepare (1a) | a server that missed the leader | every server | asks for promises, and for the votes in every slot that it does not know |
//! | promise (1b) | server | the candidate | promises, and reports its votes; its snapshot, if its log begins later than that |
//! | refuse | server | candidate or leader | turns the ballot down, and names the higher one promised |
//! | accept (2a) | leader | every server | asks for votes in a slot; says up to where all is chosen |
//! | accepted (2b) | server | the leader | the vote |
//! | heartbeat | leader | every server | it still leads; up to where all is chosen; asks for its lease |
//! | granted | server | leader | for a while the server promises nobody else anything |
//! | fetch | server that lags | leader | asks for what was chosen from a slot on |
//! | install | leader, or a server that knows more than it | server | a snapshot, where the log begins later |
//! | request | client, or a server that passes it on | server | a command |
//! | reply | leader | client | what it came to |

mod entry;
mod leader;
mod lease;
mod log;
mod members;
mod message;
mod reason;
mod server;

pub use super::clients::{Answered, Applied, Client, Command, KeyValue, StateMachine};
pub use entry::{Entry, SlotVote};
pub use leader::{Candidate, Leader, MAX_WAITING, Open};
pub use lease::{Grant, Lease};
pub use log::{Durable, Snapshot, Write};
pub use message::Message;
pub use reason::Reason;
pub use server::{Role, Server};

use super::clients::{Asking, Served};
use super::{
    Ballot, Canonical, Effect, Effects, Input, Kind, Label, Membership, NodeId, Projection, Protocol, Quorums, Renamed,
    Renaming, Set, Testimony, Transaction, Value, Variants, Wait,
};

/// What every node knows.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Config {
    /// How many servers.
    pub servers: u8,
    /// How many clients.
    pub clients: u8,
    /// How many servers each phase needs.
    pub quorums: Quorums,
    /// In how many slots beyond its commit index a leader proposes.
    pub window: u8,
    /// How long a log grows before a snapshot takes its place; never, if nothing is said.
    pub snapshot_every: Option<u32>,
    /// A leader asks for a lease, and while it holds one answers reads from its own state (see [`Lease`]).
    pub lease: bool,
    /// Clocks may drift: of two timers of different nodes either may run out first. Only a search asks, and a hand; in virtual time the driver's clocks say.
    pub drift: bool,
    /// Who votes may change, by commands in the log: what stands in a slot says who votes so many slots further on (Lamport's alpha). Quorums are then majorities
    /// of whoever votes. Never, if nothing is said.
    pub alpha: Option<u8>,
    /// Where who votes may change: how many servers vote at the start, the first ones.
    pub members: u8,
    /// Mistakes that are switched on. Of those that there are, this protocol makes [`Variant::MULTIPAXOS`](super::Variant::MULTIPAXOS).
    pub variants: Variants,
}

impl Config {
    /// So many servers with majority quorums, so many clients, a window of 8, and no snapshots.
    pub fn majorities(servers: u8, clients: u8) -> Self {
        let variants = Variants::default();
        Self {
            servers,
            clients,
            quorums: Quorums::majorities(servers),
            window: 8,
            snapshot_every: None,
            lease: false,
            drift: false,
            alpha: None,
            members: servers,
            variants,
        }
    }
}

/// A node: a server, or a client.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum MultiPaxos<S: StateMachine> {
    /// One of the cluster.
    Server(Box<Server<S>>),
    /// One that asks the cluster.
    Client(Client),
}

/// The timers of a node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    /// Of a server: no leader was heard, or too few promised.
    Election,
    /// Of a leader: time to be heard.
    Heartbeat,
    /// Of a client: no answer came.
    Retry,
    /// Of a leader: a round of its lease with an odd number.
    OddLease,
    /// Of a leader: a round of its lease with an even number.
    EvenLease,
    /// Of a server: what it has granted.
    Grant,
}

impl<S: StateMachine> MultiPaxos<S> {
    /// The server, if it is one.
    pub fn server(&self) -> Option<&Server<S>> {
        match self {
            MultiPaxos::Server(server) => Some(server),
            MultiPaxos::Client(_) => None,
        }
    }

    /// The client, if it is one.
    pub fn client(&self) -> Option<&Client> {
        match self {
            MultiPaxos::Server(_) => None,
            MultiPaxos::Client(client) => Some(client),
        }
    }
}

impl<S: StateMachine> Server<S> {
    fn deliver(&mut self, config: &Config, from: NodeId, message: Message<S>, out: &mut Effects<MultiPaxos<S>>) {
        match message {
            Message::Prepare { ballot, from: first } => self.prepare(config, from, ballot, first, out),
            Message::Promise { ballot, snapshot, votes } => self.promise(config, from, ballot, snapshot, votes, out),
            Message::Refuse { ballot, promised } => self.refused(from, ballot, promised, out),
            Message::Accept { ballot, slot, entry, commit } => {
                self.accept(config, from, (slot, SlotVote { ballot, entry }), commit, out);
            }
            Message::Accepted { ballot, slot, .. } => self.accepted(config, from, ballot, slot, out),
            Message::Heartbeat { ballot, commit, lease } => {
                self.heartbeat(config, from, ballot, (commit, lease), out);
            }
            Message::Granted { ballot, round } => self.granted(config, from, (ballot, round), out),
            Message::Fetch { ballot, from: first } => self.fetch(config, from, ballot, first, out),
            Message::Install { ballot, snapshot } => self.receive_snapshot(config, from, ballot, &snapshot, out),
            Message::Request { command, forwarded } => self.request(config, command, forwarded, out),
            Message::Reply { .. } => out.explain(Reason::Stale { from }),
        }
    }
}

impl<S: StateMachine> Protocol for MultiPaxos<S> {
    type Config = Config;
    type Message = Message<S>;
    type Request = Value;
    type Timer = Timer;
    type Durable = Durable<S>;
    type Write = Write<S>;
    type Reason = Reason;

    fn boot(id: NodeId, config: &Config, disk: &Durable<S>, out: &mut Effects<Self>) -> Self {
        match id.is_client() {
            true => MultiPaxos::Client(Client::boot(id, config.servers, disk.asked)),
            false => MultiPaxos::Server(Box::new(Server::boot(id, config, disk, out))),
        }
    }

    fn handle(&mut self, config: &Config, input: Input<Self>, out: &mut Effects<Self>) {
        match (self, input) {
            (MultiPaxos::Server(server), Input::Deliver { from, message }) => {
                server.deliver(config, from, message, out);
            }
            // Nothing that it sends belongs to a connection.
            (_, Input::Closed { .. }) => {}
            (MultiPaxos::Server(server), Input::Fire(Timer::Heartbeat)) => server.beat(config, out),
            (MultiPaxos::Server(server), Input::Fire(Timer::Grant)) => server.grant_over(out),
            (MultiPaxos::Server(server), Input::Fire(timer @ (Timer::OddLease | Timer::EvenLease))) => {
                server.lease_over(config, timer, out);
            }
            (MultiPaxos::Server(server), Input::Fire(_)) => server.begin(config, out),
            // Whom nobody asks in the name of a client asks nothing.
            (MultiPaxos::Server(_), Input::Request(_)) => {}
            (MultiPaxos::Client(client), Input::Deliver { from, message: Message::Reply { sequence, answer } }) => {
                client.reply(from, sequence, answer, out);
            }
            (MultiPaxos::Client(_), Input::Deliver { from, .. }) => out.explain(Reason::Stale { from }),
            (MultiPaxos::Client(client), Input::Fire(_)) => client.retry(config, out),
            (MultiPaxos::Client(client), Input::Request(operation)) => client.request(operation, out),
        }
    }

    fn fold(disk: &mut Durable<S>, write: &Write<S>) {
        disk.fold(write);
    }

    fn is_idle_client(&self) -> bool {
        self.client().is_some_and(|client| client.waits_for().is_none())
    }

    fn label(_from: NodeId, to: NodeId, message: &Message<S>) -> Label {
        let (kind, ballot) = match message {
            Message::Prepare { ballot, .. } => (Kind::Prepare, *ballot),
            Message::Promise { ballot, .. } => (Kind::Promise, *ballot),
            Message::Refuse { ballot, .. } => (Kind::Refuse, *ballot),
            Message::Accept { ballot, .. } => (Kind::Accept, *ballot),
            Message::Accepted { ballot, .. } => (Kind::Accepted, *ballot),
            Message::Heartbeat { ballot, .. } => (Kind::Heartbeat, *ballot),
            Message::Granted { ballot, .. } => (Kind::Granted, *ballot),
            Message::Fetch { ballot, .. } => (Kind::Fetch, *ballot),
            Message::Install { ballot, .. } => (Kind::Install, *ballot),
            Message::Request { command, .. } => (Kind::Request, Ballot::new(command.sequence, command.client)),
            Message::Reply { sequence, .. } => (Kind::Reply, Ballot::new(*sequence, to)),
        };
        let slot = match message {
            Message::Accept { slot, .. } | Message::Accepted { slot, .. } => Some(*slot),
            _ => None,
        };
        Label { kind, ballot, slot }
    }

    fn wait(timer: Timer) -> Wait {
        match timer {
            Timer::Election => Wait::Election,
            Timer::Heartbeat => Wait::Heartbeat,
            Timer::Retry => Wait::Timeout,
            Timer::OddLease | Timer::EvenLease => Wait::Lease,
            Timer::Grant => Wait::Grant,
        }
    }

    fn testimony(effect: &Effect<Self>) -> Option<Testimony> {
        match effect {
            Effect::Persist(Write::Promised(ballot)) => Some(Testimony::Promised(*ballot)),
            Effect::Persist(Write::Voted(slot, vote)) => Some(Testimony::Voted(*slot, vote.vote())),
            Effect::Send { message: Message::Promise { ballot, .. }, .. } => Some(Testimony::Promised(*ballot)),
            Effect::Send { message: Message::Accepted { ballot, slot, entry }, .. } => {
                Some(Testimony::Voted(*slot, SlotVote { ballot: *ballot, entry: entry.clone() }.vote()))
            }
            Effect::Explain(Reason::Client(Asking::Asks { command, .. })) => {
                let value = Entry::Command(command.clone()).value();
                let asked = if S::only_reads(&command.operation) { Testimony::AskedToRead } else { Testimony::Asked };
                Some(asked(value))
            }
            Effect::Explain(Reason::Reads { command, commit }) => {
                Some(Testimony::Read { value: Entry::Command(command.clone()).value(), place: *commit })
            }
            Effect::Explain(Reason::Applied { slot, entry, idle, state }) => {
                let transaction = Transaction::in_slot(entry.value());
                Some(Testimony::Delivered { place: *slot, transaction, done: !idle, state: *state })
            }
            Effect::Explain(Reason::Answers { command }) => {
                Some(Testimony::Told(Entry::Command(command.clone()).value()))
            }
            Effect::Explain(Reason::InstalledSnapshot { up_to, state }) => {
                Some(Testimony::TookOver { up_to: *up_to, state: *state })
            }
            // A no-op may be chosen wherever there is a gap.
            Effect::Explain(Reason::FillsGap { .. }) => Some(Testimony::Asked(Entry::NoOp.value())),
            _ => None,
        }
    }

    fn begun(effect: &Effect<Self>) -> Option<Ballot> {
        match effect {
            Effect::Explain(Reason::Began { ballot, .. } | Reason::AsksForLease { ballot, .. }) => Some(*ballot),
            _ => None,
        }
    }

    const CLOCKS: bool = true;

    fn may_run_out<'a>(
        config: &Config,
        timer: (NodeId, Timer),
        node: &dyn Fn(NodeId) -> Option<&'a MultiPaxos<S>>,
    ) -> bool
    where
        Self: 'a,
    {
        lease::may_run_out(config, timer, node)
    }

    fn asked_value(_request: &Value) -> Option<Value> {
        // The client makes a command of it first.
        None
    }

    fn membership(config: &Config) -> Option<Membership> {
        config.membership()
    }

    fn node_count(config: &Config) -> u8 {
        config.servers
    }

    fn client_count(config: &Config) -> u8 {
        config.clients
    }

    /// How often it has tried tells only the driver how long to wait; and who may begin no ballot waits for no leader.
    fn settle(&mut self, _config: &Config, timers: &mut Set<Timer>, spent: bool) {
        match self {
            MultiPaxos::Server(server) => server.attempts = 0,
            MultiPaxos::Client(client) => client.settle(),
        }
        if spent {
            timers.remove(&Timer::Election);
        }
    }
}

impl<S: StateMachine> Served for MultiPaxos<S> {
    type Machine = S;

    fn done(&self) -> Option<(u64, &Applied<S>)> {
        self.server().map(|server| (server.commit(), server.applied()))
    }

    fn servers(config: &Config) -> u8 {
        config.servers
    }

    fn retry() -> Timer {
        Timer::Retry
    }

    fn ask(command: Command) -> Message<S> {
        Message::Request { command, forwarded: false }
    }

    fn asked(sequence: u32) -> Write<S> {
        Write::Asked(sequence)
    }

    fn explain(why: Asking) -> Reason {
        Reason::Client(why)
    }
}

impl<S: StateMachine> Renamed for MultiPaxos<S> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        match self {
            MultiPaxos::Server(server) => MultiPaxos::Server(Box::new(server.renamed(renaming))),
            MultiPaxos::Client(client) => MultiPaxos::Client(client.renamed(renaming)),
        }
    }
}

impl<S: StateMachine> Canonical for MultiPaxos<S> {
    fn project(&self, out: &mut Projection) {
        match self {
            MultiPaxos::Server(server) => {
                out.u8(1);
                server.project(out);
            }
            MultiPaxos::Client(client) => {
                out.u8(2);
                client.project(out);
            }
        }
    }
}

impl Canonical for Timer {
    fn project(&self, out: &mut Projection) {
        out.u8(match self {
            Timer::Election => 1,
            Timer::Heartbeat => 2,
            Timer::Retry => 3,
            Timer::OddLease => 4,
            Timer::EvenLease => 5,
            Timer::Grant => 6,
        });
    }
}
