//! Zab: a primary broadcasts transactions, and every server delivers them in the order in which they were broadcast, whoever is the primary.
//!
//! Source: F. Junqueira, B. Reed, M. Serafini, *Zab: High-performance broadcast for primary-backup systems* (DSN 2011), with the names that ZooKeeper gives
//! to what it sends. It differs from Multi-Paxos in what it promises: a transaction may depend on all that were broadcast before it ("primary order"), so none
//! is delivered without those.
//!
//! | word | what it means |
//! | --- | --- |
//! | epoch | the reign of one leader; the next is above all in which a quorum takes part |
//! | zxid | an epoch, and a counter in it: orders transactions |
//! | `acceptedEpoch` | f.p of the paper: a server takes part in none below; on its disk |
//! | `currentEpoch` | f.a of the paper: the epoch of which its history is; on its disk, written later |
//! | history | the transactions of a server, in order: a snapshot, and a log behind it |
//! | established | a quorum has the leader's history: the leader is the primary of its epoch |
//! | learner | one that follows a leader: a follower, which votes, or an observer, which does not |
//!
//! Servers are the nodes from 1 on, the last of them observers, if there are any; clients are nodes behind them.
//!
//! | phase | message | from | to | purpose |
//! | --- | --- | --- | --- | --- |
//! | 0 election | notification | server | voters, or one that asks | its vote, and whether it has settled |
//! | 1 discovery | FOLLOWERINFO | learner | leader | it follows; the epoch that it has accepted |
//! | | LEADERINFO | leader | learner | the new epoch |
//! | | ACKEPOCH | learner | leader | it takes part; how recent it is |
//! | 2 synchronization | DIFF, TRUNC, SNAP | leader | learner | what follows is what it lacks; cut off behind; take this state |
//! | | PROPOSAL | leader | learner | a transaction of the history |
//! | | NEWLEADER | leader | learner | that was the history of the epoch |
//! | | ACK | learner | leader | it has it on its disk |
//! | | UPTODATE | leader | learner | the leader is established; up to where all is committed |
//! | 3 broadcast | PROPOSAL | leader | follower | a transaction |
//! | | ACK | follower | leader | it has it on its disk |
//! | | COMMIT | leader | follower | a quorum has it |
//! | | INFORM | leader | observer | a transaction that a quorum has |
//! | always | ping | leader, learner | each other | it is there |
//! | | request | client, or a server that passes it on | server | a command |
//! | | reply | leader | client | what it came to |
//!
//! Notifications, requests and replies travel on their own; everything else on connections, in order, and a connection that is gone sends a learner back to
//! phase 0. Left out of ZooKeeper's own: SYNC and local reads, sessions and watches, weights and groups of voters, and changes of who votes.

mod broadcast;
mod discovery;
mod election;
mod follower;
mod leader;
mod log;
mod message;
mod reason;
mod server;
mod sync;
mod zxid;

pub use super::clients::{Answered, Applied, Client, Command, KeyValue, StateMachine};
pub use broadcast::MAX_OUTSTANDING;
pub use election::Looking;
pub use follower::{Following, Progress};
pub use leader::{Leading, Learner, Outstanding, Stage};
pub use log::{Durable, Snapshot, Txn, Write};
pub use message::{Message, State, Ticket};
pub use reason::{Cause, Reason, SyncBy};
pub use server::{Role, Server};
pub use zxid::Zxid;

use super::clients::{Asking, Served};
use super::{
    Ballot, Canonical, Channel, Effect, Effects, Input, Kind, Label, NodeId, Projection, Protocol, Renamed, Renaming,
    Set, Testimony, TimerName, Value, Variants, Wait,
};

/// How a server comes to a leader.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Election {
    /// By fast leader election; a leader and its learners find out by pings whether the other is there.
    Fast,
    /// By an oracle that may say anything at any time, as the paper has it: it names any voter to any server, and has a leader or a learner give up. That is every
    /// election and every failure of one, in far fewer steps: for searches, and to try what the other phases stand.
    Oracle,
}

/// What every node knows.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Config {
    /// How many servers.
    pub servers: u8,
    /// How many of them only observe: the last ones.
    pub observers: u8,
    /// How many clients.
    pub clients: u8,
    /// How many committed transactions a leader keeps at hand to bring learners up: in ZooKeeper 500.
    pub committed_log: u32,
    /// How many delivered transactions a log holds before a snapshot takes their place; never, if nothing is said.
    pub snapshot_every: Option<u32>,
    /// How a server comes to a leader.
    pub election: Election,
    /// Mistakes that are switched on. Of those that there are, this protocol makes [`Variant::ZAB`](super::Variant::ZAB).
    pub variants: Variants,
}

impl Config {
    /// So many servers that all vote, so many clients, fast leader election, 500 transactions at hand and no snapshots.
    pub fn majorities(servers: u8, clients: u8) -> Self {
        Self {
            servers,
            observers: 0,
            clients,
            committed_log: 500,
            snapshot_every: None,
            election: Election::Fast,
            variants: Variants::default(),
        }
    }

    /// How many servers vote: the first ones.
    pub fn voters(&self) -> u8 {
        self.servers - self.observers
    }

    /// Does it vote?
    pub fn is_voter(&self, id: NodeId) -> bool {
        !id.is_client() && id.number() <= self.voters()
    }

    /// Does it observe?
    pub fn is_observer(&self, id: NodeId) -> bool {
        !id.is_client() && !self.is_voter(id)
    }

    fn all_voters(&self) -> impl Iterator<Item = NodeId> + Clone + use<> {
        NodeId::all(self.voters())
    }
}

/// A node: a server, or a client.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Zab<S: StateMachine> {
    /// One of the cluster.
    Server(Box<Server<S>>),
    /// One that asks the cluster.
    Client(Client),
}

/// The timers of a node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    /// Of a server that looks for a leader: time to tell its vote again.
    Notify,
    /// Of a server whose vote a quorum shares: no better vote has come.
    Finalize,
    /// Of a server that looks for a leader: the oracle names this one.
    Oracle(NodeId),
    /// Of a leader: time to be heard.
    Ping,
    /// Of a leader: time to look whether a quorum is there.
    Quorum,
    /// Of a learner: the leader was not heard.
    Silence,
    /// Of a client: no answer came.
    Retry,
}

impl<S: StateMachine> Zab<S> {
    /// The server, if it is one.
    pub fn server(&self) -> Option<&Server<S>> {
        match self {
            Zab::Server(server) => Some(server),
            Zab::Client(_) => None,
        }
    }

    /// The client, if it is one.
    pub fn client(&self) -> Option<&Client> {
        match self {
            Zab::Server(_) => None,
            Zab::Client(client) => Some(client),
        }
    }
}

impl<S: StateMachine> Server<S> {
    fn fire(&mut self, config: &Config, timer: Timer, out: &mut Effects<Zab<S>>) {
        match timer {
            Timer::Notify => self.notify_again(config, out),
            Timer::Finalize => self.finalize(config, out),
            Timer::Oracle(leader) => self.oracle(config, leader, out),
            Timer::Ping => self.ping(out),
            Timer::Quorum => self.check_quorum(config, out),
            Timer::Silence => self.missed_leader(config, out),
            Timer::Retry => {}
        }
    }
}

impl<S: StateMachine> Protocol for Zab<S> {
    type Config = Config;
    type Message = Message<S>;
    type Request = Value;
    type Timer = Timer;
    type Durable = Durable<S>;
    type Write = Write<S>;
    type Reason = Reason;

    const STREAMS: bool = true;

    fn boot(id: NodeId, config: &Config, disk: &Durable<S>, out: &mut Effects<Self>) -> Self {
        match id.is_client() {
            true => Zab::Client(Client::boot(id, config.servers, disk.asked)),
            false => Zab::Server(Box::new(Server::boot(id, config, disk, out))),
        }
    }

    fn handle(&mut self, config: &Config, input: Input<Self>, out: &mut Effects<Self>) {
        match (self, input) {
            (Zab::Server(server), Input::Deliver { from, message }) => server.deliver(config, from, message, out),
            (Zab::Server(server), Input::Fire(timer)) => server.fire(config, timer, out),
            (Zab::Server(server), Input::Closed { peer }) => server.closed(config, peer, out),
            // Whom nobody asks in the name of a client asks nothing.
            (Zab::Server(_), Input::Request(_)) => {}
            (Zab::Client(client), Input::Deliver { from, message: Message::Reply { sequence, answer } }) => {
                client.reply(from, sequence, answer, out);
            }
            (Zab::Client(_), Input::Deliver { from, .. } | Input::Closed { peer: from }) => {
                out.explain(Reason::Stale { from });
            }
            (Zab::Client(client), Input::Fire(_)) => client.retry(config, out),
            (Zab::Client(client), Input::Request(operation)) => client.request(operation, out),
        }
    }

    fn fold(disk: &mut Durable<S>, write: &Write<S>) {
        disk.fold(write);
    }

    fn channel(message: &Message<S>) -> Channel {
        match message {
            Message::Notification { .. } | Message::Request { .. } | Message::Reply { .. } => Channel::Datagram,
            _ => Channel::Stream,
        }
    }

    fn is_idle_client(&self) -> bool {
        self.client().is_some_and(|client| client.waits_for().is_none())
    }

    fn label(from: NodeId, to: NodeId, message: &Message<S>) -> Label {
        label(from, to, message)
    }

    fn wait(timer: Timer) -> Wait {
        match timer {
            Timer::Oracle(_) => Wait::Election,
            Timer::Notify | Timer::Finalize | Timer::Ping => Wait::Heartbeat,
            Timer::Quorum | Timer::Silence | Timer::Retry => Wait::Timeout,
        }
    }

    fn timer_name(timer: Timer) -> Option<TimerName> {
        match timer {
            Timer::Notify => Some(TimerName::Notify),
            Timer::Finalize => Some(TimerName::Finalize),
            Timer::Oracle(leader) => Some(TimerName::Naming(leader)),
            Timer::Ping => Some(TimerName::Ping),
            Timer::Quorum => Some(TimerName::Quorum),
            Timer::Silence | Timer::Retry => None,
        }
    }

    fn testimony(effect: &Effect<Self>) -> Option<Testimony> {
        match effect {
            Effect::Persist(Write::Logged(txn)) => Some(Testimony::Logged(txn.transaction())),
            Effect::Explain(Reason::Client(Asking::Asks { command, .. })) => Some(Testimony::Asked(command.value())),
            Effect::Explain(Reason::Proposes { txn, delivered }) => {
                Some(Testimony::Broadcast { transaction: txn.transaction(), delivered: *delivered })
            }
            Effect::Explain(Reason::InstallsSnapshot { count, state, .. }) => {
                Some(Testimony::TookOver { up_to: *count, state: *state })
            }
            Effect::Explain(Reason::Delivered { place, txn, done, state }) => {
                let transaction = txn.transaction();
                Some(Testimony::Delivered { place: *place, transaction, done: *done, state: *state })
            }
            Effect::Explain(Reason::Answers { place, txn }) => {
                Some(Testimony::Answered { place: *place, transaction: txn.transaction() })
            }
            Effect::Explain(Reason::AnsweredBefore { command }) => Some(Testimony::Told(command.value())),
            Effect::Explain(Reason::Established { epoch, history }) => {
                Some(Testimony::Established { epoch: *epoch, history: *history })
            }
            _ => None,
        }
    }

    /// Each search for a leader but the first after a start.
    fn begun(effect: &Effect<Self>) -> Option<Ballot> {
        match effect {
            Effect::Explain(Reason::Looks { round, .. }) => Some(Ballot::new(*round, NodeId::FIRST)),
            _ => None,
        }
    }

    fn asked_value(_request: &Value) -> Option<Value> {
        // The client makes a command of it first.
        None
    }

    fn node_count(config: &Config) -> u8 {
        config.servers
    }

    fn client_count(config: &Config) -> u8 {
        config.clients
    }

    fn acceptor_count(config: &Config) -> u8 {
        config.voters()
    }

    /// How often a client has tried tells only the driver how long to wait.
    fn settle(&mut self, _config: &Config, _timers: &mut Set<Timer>, _spent: bool) {
        if let Zab::Client(client) = self {
            client.settle();
        }
    }
}

/// What a message is called. Of an election: the round, and the server voted for. Of a leader and its learners: the epoch, with the leader as its owner, and
/// where it is about one transaction, that one's zxid: the epoch, and the counter as the slot.
fn label<S: StateMachine>(from: NodeId, to: NodeId, message: &Message<S>) -> Label {
    let at = |kind: Kind, zxid: Zxid, leader: NodeId| Label {
        kind,
        ballot: Ballot::new(zxid.epoch, leader),
        slot: Some(zxid.counter.into()),
    };
    let of = |kind: Kind, epoch: u32, leader: NodeId| Label::of_ballot(kind, Ballot::new(epoch, leader));
    match message {
        Message::Notification { round, vote, .. } => of(Kind::Notification, *round, vote.leader),
        Message::FollowerInfo { accepted } => of(Kind::FollowerInfo, *accepted, to),
        Message::LeaderInfo { epoch } => of(Kind::LeaderInfo, *epoch, from),
        Message::AckEpoch { last, .. } => at(Kind::AckEpoch, *last, to),
        Message::Diff { to: last } => at(Kind::Diff, *last, from),
        Message::Trunc { to: last } => at(Kind::Trunc, *last, from),
        Message::Snap { snapshot } => at(Kind::Snap, snapshot.last, from),
        Message::NewLeader { epoch } => of(Kind::NewLeader, *epoch, from),
        Message::Ack { zxid } => at(Kind::Ack, *zxid, to),
        Message::UpToDate { committed } => at(Kind::UpToDate, *committed, from),
        Message::Proposal { txn } => at(Kind::Proposal, txn.zxid, from),
        Message::Commit { zxid } => at(Kind::Commit, *zxid, from),
        Message::Inform { txn } => at(Kind::Inform, txn.zxid, from),
        Message::Ping => of(Kind::Ping, 0, from),
        Message::Request { command, .. } => of(Kind::Request, command.sequence, command.client),
        Message::Reply { sequence, .. } => of(Kind::Reply, *sequence, to),
    }
}

impl<S: StateMachine> Served for Zab<S> {
    type Machine = S;

    fn done(&self) -> Option<(u64, &Applied<S>)> {
        self.server().map(|server| (server.delivered(), server.applied()))
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

impl<S: StateMachine> Renamed for Zab<S> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        match self {
            Zab::Server(server) => Zab::Server(Box::new(server.renamed(renaming))),
            Zab::Client(client) => Zab::Client(client.renamed(renaming)),
        }
    }
}

impl<S: StateMachine> Canonical for Zab<S> {
    fn project(&self, out: &mut Projection) {
        match self {
            Zab::Server(server) => {
                out.u8(1);
                server.project(out);
            }
            Zab::Client(client) => {
                out.u8(2);
                client.project(out);
            }
        }
    }
}

impl Canonical for Timer {
    fn project(&self, out: &mut Projection) {
        let (tag, node) = match self {
            Timer::Notify => (1, None),
            Timer::Finalize => (2, None),
            Timer::Oracle(node) => (3, Some(*node)),
            Timer::Ping => (4, None),
            Timer::Quorum => (5, None),
            Timer::Silence => (6, None),
            Timer::Retry => (7, None),
        };
        out.u8(tag);
        node.project(out);
    }
}
