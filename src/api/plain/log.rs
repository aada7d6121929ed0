//! Servers, clients and the log, as plain objects. What is one of several kinds says so in `kind`.

use super::{name, names, ticks};
use crate::protocol::zab::{Learner as CoreLearner, Progress, Stage, Ticket, Zxid};
use crate::protocol::{Ballot, NodeId, Slot as CoreSlot, Value};
use crate::session::{CellView, ClientView, EntryView, LeaseView, LogView, RoleView, ServerView, SlotView};
use serde::Serialize;

/// See `ServerView` in `paxos.d.ts`.
#[derive(Serialize)]
pub(super) struct Server {
    role: Option<Role>,
    leader: Option<String>,
    first: f64,
    end: f64,
    commit: f64,
    store: Vec<Held>,
    epochs: Option<Epochs>,
    voters: Vec<Voters>,
    lease: Option<Lease>,
}

/// A key of the store, with what it holds.
#[derive(Serialize)]
struct Held {
    key: String,
    value: String,
}

#[derive(Serialize)]
struct Epochs {
    accepted: u32,
    current: u32,
    last: String,
}

/// Who votes from a slot on.
#[derive(Serialize)]
struct Voters {
    from: f64,
    voters: Vec<String>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Lease {
    Held,
    Asked,
    Granted { ballot: Option<String> },
}

/// See `RoleView` in `paxos.d.ts`.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
enum Role {
    Follower,
    Candidate {
        ballot: String,
        promises: Vec<String>,
    },
    Leader {
        ballot: String,
        waiting: usize,
    },
    Looking {
        round: u32,
        vote: ElectionVote,
        agreeing: Vec<String>,
        observes: bool,
    },
    Learning {
        leader: String,
        epoch: Option<u32>,
        progress: &'static str,
        observes: bool,
    },
    Leading {
        ballot: Option<String>,
        stage: &'static str,
        with_it: Vec<String>,
        learners: Vec<Learner>,
        outstanding: usize,
    },
}

/// A vote in an election.
#[derive(Serialize)]
struct ElectionVote {
    leader: String,
    epoch: u32,
    zxid: String,
}

/// What a leader knows of one that follows or observes it.
#[derive(Serialize)]
struct Learner {
    node: String,
    progress: &'static str,
    zxid: Option<String>,
}

/// See `ClientView` in `paxos.d.ts`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Client {
    asked: u32,
    waits_for: Option<Awaited>,
    server: Option<String>,
}

/// A command that is not answered yet.
#[derive(Serialize)]
struct Awaited {
    sequence: u32,
    operation: String,
}

/// See `LogView` in `paxos.d.ts`.
#[derive(Serialize)]
pub(super) struct Log {
    from: f64,
    slots: Vec<Slot>,
}

#[derive(Serialize)]
struct Slot {
    slot: f64,
    chosen: Option<Entry>,
    servers: Vec<Cell>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Entry {
    NoOp,
    Command { client: String, sequence: u32, operation: String },
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Cell {
    Empty,
    Snapshot,
    Vote { ballot: String, counter: Option<u32>, entry: Entry, applied: bool },
    Gone { ballot: String, counter: Option<u32>, entry: Entry },
}

impl From<&ServerView> for Server {
    fn from(server: &ServerView) -> Self {
        let held = |(key, value): &(Value, Value)| Held { key: key.to_string(), value: value.to_string() };
        let voters = |(from, voters): &(CoreSlot, Vec<NodeId>)| Voters { from: ticks(*from), voters: names(voters) };
        Self {
            role: server.role.as_ref().map(Role::from),
            leader: text(server.leader),
            first: ticks(server.first),
            end: ticks(server.end),
            commit: ticks(server.commit),
            store: server.store.iter().map(held).collect(),
            epochs: server.epochs.map(|epochs| Epochs {
                accepted: epochs.accepted,
                current: epochs.current,
                last: epochs.last.to_string(),
            }),
            voters: server.voters.iter().map(voters).collect(),
            lease: server.lease.map(|lease| match lease {
                LeaseView::Held => Lease::Held,
                LeaseView::Asked => Lease::Asked,
                LeaseView::Granted(ballot) => Lease::Granted { ballot: text(ballot) },
            }),
        }
    }
}

fn text(ballot: Option<Ballot>) -> Option<String> {
    ballot.map(|ballot| ballot.to_string())
}

impl From<&RoleView> for Role {
    fn from(role: &RoleView) -> Self {
        match role {
            RoleView::Follower => Role::Follower,
            RoleView::Candidate(candidate) => {
                Role::Candidate { ballot: candidate.ballot.to_string(), promises: names(&candidate.promises) }
            }
            RoleView::Leader(ballot, waiting) => Role::Leader { ballot: ballot.to_string(), waiting: *waiting },
            RoleView::Looking(looking) => Role::Looking {
                round: looking.round,
                vote: looking.vote.into(),
                agreeing: names(&looking.agreeing),
                observes: looking.observes,
            },
            RoleView::Learning(learning) => Role::Learning {
                leader: name(learning.leader),
                epoch: learning.epoch,
                progress: progress_word(learning.progress),
                observes: learning.observes,
            },
            RoleView::Leading(leading) => Role::Leading {
                ballot: text(leading.ballot),
                stage: stage_word(leading.stage),
                with_it: names(&leading.with_it),
                learners: leading.learners.iter().map(|(node, learner)| Learner::of(*node, *learner)).collect(),
                outstanding: leading.outstanding,
            },
        }
    }
}

impl From<Ticket> for ElectionVote {
    fn from(vote: Ticket) -> Self {
        Self { leader: name(vote.leader), epoch: vote.epoch, zxid: vote.zxid.to_string() }
    }
}

impl Learner {
    fn of(node: NodeId, learner: CoreLearner) -> Self {
        let (progress, last) = match learner {
            CoreLearner::Connected => ("connected", None),
            CoreLearner::Informed => ("informed", None),
            CoreLearner::InEpoch(last) => ("in-epoch", Some(last)),
            CoreLearner::Syncing => ("syncing", None),
            CoreLearner::Synced => ("synced", None),
            CoreLearner::UpToDate => ("up-to-date", None),
        };
        Self { node: name(node), progress, zxid: last.map(|zxid: Zxid| zxid.to_string()) }
    }
}

fn progress_word(progress: Progress) -> &'static str {
    match progress {
        Progress::Discovery => "discovery",
        Progress::Synchronization => "synchronization",
        Progress::Synchronized => "synchronized",
        Progress::UpToDate => "up-to-date",
    }
}

fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::Discovery => "discovery",
        Stage::Synchronization => "synchronization",
        Stage::Broadcast => "broadcast",
    }
}

impl From<&ClientView> for Client {
    fn from(client: &ClientView) -> Self {
        let awaited =
            |(sequence, operation): &(u32, Value)| Awaited { sequence: *sequence, operation: operation.to_string() };
        Self { asked: client.asked, waits_for: client.waits_for.as_ref().map(awaited), server: client.server.map(name) }
    }
}

impl From<&LogView> for Log {
    fn from(log: &LogView) -> Self {
        let slot = |(slot, view): (CoreSlot, &SlotView)| Slot {
            slot: ticks(slot),
            chosen: view.chosen.as_ref().map(Entry::from),
            servers: view.servers.iter().map(Cell::from).collect(),
        };
        Self { from: ticks(log.from), slots: (log.from..).zip(&log.slots).map(slot).collect() }
    }
}

impl From<&EntryView> for Entry {
    fn from(entry: &EntryView) -> Self {
        match entry {
            EntryView::NoOp => Entry::NoOp,
            EntryView::Command { client, sequence, operation } => {
                Entry::Command { client: name(*client), sequence: *sequence, operation: operation.to_string() }
            }
        }
    }
}

impl From<&CellView> for Cell {
    fn from(cell: &CellView) -> Self {
        match cell {
            CellView::Empty => Cell::Empty,
            CellView::Snapshot => Cell::Snapshot,
            CellView::Vote { ballot, counter, entry, applied } => {
                Cell::Vote { ballot: ballot.to_string(), counter: *counter, entry: entry.into(), applied: *applied }
            }
            CellView::Gone { ballot, counter, entry } => {
                Cell::Gone { ballot: ballot.to_string(), counter: *counter, entry: entry.into() }
            }
        }
    }
}
