//! What of a log under Multi-Paxos can be seen.

use super::reel::{Played, Reel};
use super::shown::{Inside, Shown};
use super::view::first_shown;
use super::{
    CandidateView, CellView, ClientView, EntryView, LeaseView, LogView, MessageContent, QuorumView, ReasonView,
    RoleView, ServerView, SlotView, WrittenView,
};
use crate::protocol::multipaxos::{
    Applied, Candidate, Client, Command, Config, Durable, Entry, KeyValue, Message, MultiPaxos, Role, Server, Write,
};
use crate::protocol::{NodeId, Slot, Value, majority};
use crate::scenario::Settings;
use crate::sim;
use crate::world::{self, Ledger, Place, World};

/// The protocol, with the store that it drives.
type Log = MultiPaxos<KeyValue>;

/// Nothing has happened yet in a cluster of these settings.
pub(super) fn multipaxos(settings: &Settings, script: Vec<sim::Entry>) -> Box<dyn Reel> {
    Box::new(Played::<Log>::new(settings.multipaxos(), settings, script))
}

impl Shown for Log {
    /// As far as whoever has done most knows.
    fn voters(world: &World<Self>) -> Vec<NodeId> {
        let servers = NodeId::all(world.node_count()).filter_map(|id| world.place(id)?.running.as_ref()?.node.server());
        let most = servers.max_by_key(|server| server.commit());
        let known = most.map_or(&[][..], |server| server.voters_of(server.commit()));
        if known.is_empty() { NodeId::all(world.node_count()).collect() } else { known.to_vec() }
    }

    fn inside(id: NodeId, place: &Place<Self>, config: &Config, voters: &[NodeId]) -> Inside {
        let node = place.running.as_ref().map(|running| &running.node);
        Inside {
            disk_promised: place.disk.promised,
            server: (!id.is_client()).then(|| ServerView {
                votes: voters.contains(&id),
                ..server(config, &place.disk, node.and_then(Self::server))
            }),
            client: id.is_client().then(|| client(place.disk.asked, node.and_then(Self::client))),
            ..Inside::default()
        }
    }

    fn content(message: &Message<KeyValue>) -> MessageContent {
        let nothing = MessageContent::default();
        match message {
            Message::Prepare { from, .. } | Message::Fetch { from, .. } => {
                MessageContent { slot: Some(*from), ..nothing }
            }
            Message::Promise { snapshot, votes, .. } => MessageContent {
                votes: Some(votes.len()),
                snapshot: snapshot.as_ref().map(|snapshot| snapshot.up_to),
                ..nothing
            },
            Message::Refuse { promised, .. } => MessageContent { higher: Some(*promised), ..nothing },
            Message::Accept { entry, commit, .. } => {
                MessageContent { value: Some(entry.value()), slot: Some(*commit), ..nothing }
            }
            Message::Accepted { entry, .. } => MessageContent { value: Some(entry.value()), ..nothing },
            Message::Heartbeat { commit, .. } => MessageContent { slot: Some(*commit), ..nothing },
            Message::Granted { .. } => nothing,
            Message::Install { snapshot, .. } => MessageContent { snapshot: Some(snapshot.up_to), ..nothing },
            Message::Request { command, .. } => MessageContent { value: Some(command.operation.clone()), ..nothing },
            Message::Reply { answer, .. } => MessageContent { value: answer.clone(), ..nothing },
        }
    }

    fn reason(reason: &Self::Reason) -> ReasonView {
        ReasonView::MultiPaxos(reason.clone())
    }

    fn written(write: &Write<KeyValue>) -> Option<WrittenView> {
        Some(match write {
            Write::Promised(ballot) => WrittenView::Promised(*ballot),
            Write::Voted(slot, vote) => WrittenView::Voted(Some(*slot), vote.vote()),
            Write::Snapshot(snapshot) => WrittenView::Snapshot(snapshot.up_to),
            Write::Asked(sequence) => WrittenView::Asked(*sequence),
        })
    }

    fn led(world: &World<Self>) -> Vec<QuorumView> {
        let role = |id: NodeId| Some(world.place(id)?.running.as_ref()?.node.server()?.role());
        let voters = Self::voters(world);
        let voter_count = voters.len() as u8;
        let need = match world.config().membership() {
            Some(_) => majority(voter_count),
            None => world.config().quorums.phase1,
        };
        let led = |id: NodeId| match role(id)? {
            Role::Leader(leader) => {
                let with_it = |id: &NodeId| world.ledger().highest(*id) == Some(leader.ballot);
                let members: Vec<_> = voters.iter().copied().filter(with_it).collect();
                // Once a majority has gone over to a higher ballot, what an old leader has left is no quorum.
                let is_quorum = members.len() >= usize::from(need);
                is_quorum.then_some(QuorumView { ballot: leader.ballot, votes: false, members, voter_count })
            }
            _ => None,
        };
        world.ids().filter_map(led).collect()
    }

    fn log(world: &World<Self>) -> Option<LogView> {
        let servers: Vec<_> = NodeId::all(world.node_count()).filter_map(|id| Some((id, world.place(id)?))).collect();
        let end = servers
            .iter()
            .map(|(_, place)| place.disk.end())
            .max()
            .unwrap_or_default()
            .max(world.ledger().votes().end());
        let from = first_shown(end);
        let slot = |slot: Slot| SlotView {
            chosen: world::chosen_in(slot, world.ledger(), world.config().quorums)
                .first()
                .and_then(|chosen| of_value(&chosen.vote.value)),
            servers: servers.iter().map(|(id, place)| cell(place, *id, slot, world.ledger())).collect(),
        };
        Some(LogView { from, slots: (from..end).map(slot).collect() })
    }
}

fn of_candidate(config: &Config, server: &Server<KeyValue>, candidate: &Candidate) -> CandidateView {
    let promises: Vec<NodeId> = candidate.promises.iter().copied().collect();
    // (With enough it leads at once.)
    let enough = (promises.len() as u8, promises.len() as u8);
    let (have, need) = server.lacking(config, &candidate.promises).unwrap_or(enough);
    CandidateView { ballot: candidate.ballot, promises, have, need }
}

fn server(config: &Config, disk: &Durable<KeyValue>, server: Option<&Server<KeyValue>>) -> ServerView {
    let applied = server.map_or(&disk.snapshot().applied, |server| server.applied());
    ServerView {
        role: server.map(|server| match server.role() {
            Role::Follower => RoleView::Follower,
            Role::Candidate(candidate) => RoleView::Candidate(of_candidate(config, server, candidate)),
            Role::Leader(leader) => RoleView::Leader(leader.ballot, leader.waiting.len()),
        }),
        first: disk.first(),
        end: disk.end(),
        commit: server.map_or(disk.snapshot().up_to, |server| server.commit()),
        leader: server.and_then(|server| server.leader()),
        store: store(applied),
        epochs: None,
        votes: true,
        voters: server
            .map_or(&disk.snapshot().voters, |server| server.voters())
            .iter()
            .map(|(from, voters)| (from, voters.to_vec()))
            .collect(),
        lease: server.and_then(lease),
    }
}

/// What becomes of a leader's lease here.
fn lease(server: &Server<KeyValue>) -> Option<LeaseView> {
    match (server.role(), server.grant()) {
        (Role::Leader(leader), _) if leader.lease.held.is_some() => Some(LeaseView::Held),
        (Role::Leader(leader), _) if leader.lease.asked > 0 => Some(LeaseView::Asked),
        (_, Some(grant)) => Some(LeaseView::Granted(grant.ballot)),
        _ => None,
    }
}

/// What the commands have led to.
pub(super) fn store(applied: &Applied<KeyValue>) -> Vec<(Value, Value)> {
    applied.machine().iter().map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// A client that has asked for so many commands.
pub(super) fn client(asked: u32, client: Option<&Client>) -> ClientView {
    let waits_for = client.and_then(Client::waits_for);
    ClientView {
        asked,
        waits_for: waits_for.map(|command| (command.sequence, command.operation.clone())),
        server: client.map(Client::server),
    }
}

fn cell(place: &Place<Log>, id: NodeId, slot: Slot, ledger: &Ledger) -> CellView {
    let server = place.running.as_ref().and_then(|running| running.node.server());
    let commit = server.map_or(place.disk.first(), |server| server.commit());
    match place.disk.vote(slot) {
        _ if slot < place.disk.first() => CellView::Snapshot,
        Some(vote) => {
            CellView::Vote { ballot: vote.ballot, counter: None, entry: entry(&vote.entry), applied: slot < commit }
        }
        None => gone(id, slot, ledger).unwrap_or(CellView::Empty),
    }
}

/// The last vote that a server cast in a slot, by the ledger.
fn gone(id: NodeId, slot: Slot, ledger: &Ledger) -> Option<CellView> {
    let votes = ledger.votes().of(slot).filter(|cast| cast.acceptor == id).map(|cast| &cast.vote);
    let vote = votes.max_by_key(|vote| vote.ballot)?;
    Some(CellView::Gone { ballot: vote.ballot, counter: None, entry: of_value(&vote.value)? })
}

/// What this value of the ledger is in a log.
pub(super) fn of_value(value: &Value) -> Option<EntryView> {
    Entry::of_value(value).as_ref().map(entry)
}

fn entry(entry: &Entry) -> EntryView {
    match entry {
        Entry::NoOp => EntryView::NoOp,
        Entry::Command(command) => of_command(command),
    }
}

/// A client's command.
pub(super) fn of_command(command: &Command) -> EntryView {
    EntryView::Command { client: command.client, sequence: command.sequence, operation: command.operation.clone() }
}
