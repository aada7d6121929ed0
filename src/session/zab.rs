//! What of a log under Zab can be seen.

use super::log::{client, of_command, store};
use super::reel::{Played, Reel};
use super::shown::{Inside, Shown};
use super::view::first_shown;
use super::{
    CellView, EpochsView, LeadingView, LearningView, LogView, LookingView, MessageContent, QuorumView, ReasonView,
    RoleView, ServerView, SlotView, WrittenView,
};
use crate::protocol::zab::{Config, Durable, KeyValue, Leading, Message, Role, Server, Stage, Txn, Write, Zab, Zxid};
use crate::protocol::{Ballot, NodeId, Slot, Transaction};
use crate::scenario::{Judging, Settings};
use crate::sim;
use crate::world::{Broadcasts, Place, World};

/// The protocol, with the store that it drives.
type Log = Zab<KeyValue>;

/// Nothing has happened yet in a cluster of these settings.
pub(super) fn zab(settings: &Settings, script: Vec<sim::Entry>) -> Box<dyn Reel> {
    Box::new(Played::<Log>::new(settings.zab(), settings, script))
}

impl Shown for Log {
    fn voters(world: &World<Self>) -> Vec<NodeId> {
        NodeId::all(world.node_count()).filter(|id| world.config().is_voter(*id)).collect()
    }

    fn inside(id: NodeId, place: &Place<Self>, config: &Config, _voters: &[NodeId]) -> Inside {
        let node = place.running.as_ref().map(|running| &running.node);
        Inside {
            server: (!id.is_client()).then(|| server(id, config, &place.disk, node.and_then(Self::server))),
            client: id.is_client().then(|| client(place.disk.asked, node.and_then(Self::client))),
            ..Inside::default()
        }
    }

    fn content(message: &Message<KeyValue>) -> MessageContent {
        let nothing = MessageContent::default();
        let of_txn = |txn: &Txn| MessageContent {
            value: Some(txn.transaction().value),
            zxid: Some(txn.zxid),
            ..MessageContent::default()
        };
        match message {
            Message::Notification { state, vote, .. } => MessageContent { vote: Some((*state, *vote)), ..nothing },
            Message::AckEpoch { current, last } => {
                MessageContent { current_epoch: Some(*current), zxid: Some(*last), ..nothing }
            }
            Message::Diff { to: zxid }
            | Message::Trunc { to: zxid }
            | Message::Ack { zxid }
            | Message::UpToDate { committed: zxid }
            | Message::Commit { zxid } => MessageContent { zxid: Some(*zxid), ..nothing },
            Message::Snap { snapshot } => {
                MessageContent { snapshot: Some(snapshot.count), zxid: Some(snapshot.last), ..nothing }
            }
            Message::Proposal { txn } | Message::Inform { txn } => of_txn(txn),
            Message::Request { command, .. } => MessageContent { value: Some(command.operation.clone()), ..nothing },
            Message::Reply { answer, .. } => MessageContent { value: answer.clone(), ..nothing },
            Message::FollowerInfo { .. } | Message::LeaderInfo { .. } | Message::NewLeader { .. } | Message::Ping => {
                nothing
            }
        }
    }

    fn reason(reason: &Self::Reason) -> ReasonView {
        ReasonView::Zab(reason.clone())
    }

    fn written(write: &Write<KeyValue>) -> Option<WrittenView> {
        Some(match write {
            Write::AcceptedEpoch(epoch) => WrittenView::AcceptedEpoch(*epoch),
            Write::CurrentEpoch(epoch) => WrittenView::CurrentEpoch(*epoch),
            Write::Logged(txn) => WrittenView::Logged(txn.zxid, txn.command.operation.clone()),
            Write::Truncated(zxid) => WrittenView::Truncated(*zxid),
            Write::Compacted(snapshot) | Write::Installed(snapshot) => WrittenView::Snapshot(snapshot.count),
            Write::Asked(sequence) => WrittenView::Asked(*sequence),
        })
    }

    /// Quorums that take part in the epoch of somebody who leads.
    fn led(world: &World<Self>) -> Vec<QuorumView> {
        let led = |id: NodeId| {
            let server = world.place(id)?.running.as_ref()?.node.server()?;
            let Role::Leading(leading) = server.role() else { return None };
            let members = with_it(world.config(), id, leading);
            let is_quorum = members.len() >= usize::from(world.config().quorum());
            let ballot = Ballot::new(leading.epoch?, id);
            let voter_count = world.config().voters();
            is_quorum.then_some(QuorumView { ballot, votes: leading.stage == Stage::Broadcast, members, voter_count })
        };
        NodeId::all(world.node_count()).filter_map(led).collect()
    }

    fn log(world: &World<Self>) -> Option<LogView> {
        let facts = world.ledger().broadcasts();
        let servers: Vec<_> = NodeId::all(world.node_count()).filter_map(|id| Some((id, world.place(id)?))).collect();
        let end = servers.iter().map(|(_, place)| place.disk.count()).max().unwrap_or_default();
        let mut end = end.max(facts.delivered().end());
        // What was cut off may have stood behind all that is left.
        while servers.iter().any(|(id, server)| matches!(cell(server, *id, end, facts), CellView::Gone { .. })) {
            end += 1;
        }
        let from = first_shown(end);
        let slot = |place: Slot| SlotView {
            chosen: Self::chosen_in(place, world.ledger(), Self::quorums(world.config()))
                .first()
                .and_then(|chosen| super::log::of_value(&chosen.vote.value)),
            servers: servers.iter().map(|(id, server)| cell(server, *id, place, facts)).collect(),
        };
        Some(LogView { from, slots: (from..end).map(slot).collect() })
    }
}

/// The voters that a leader has for the stage at which it is, itself included.
fn with_it(config: &Config, id: NodeId, leading: &Leading) -> Vec<NodeId> {
    match leading.stage {
        Stage::Discovery if leading.epoch.is_none() => leading.infos.keys().copied().collect(),
        Stage::Discovery => leading.epoch_acks.iter().copied().collect(),
        Stage::Synchronization => leading.history_acks.iter().copied().collect(),
        Stage::Broadcast => {
            let in_sync = leading.learners.iter().filter(|(_, learner)| learner.is_in_sync_or_later());
            let mut all: Vec<_> = in_sync.map(|(id, _)| *id).filter(|id| config.is_voter(*id)).collect();
            all.push(id);
            all.sort_unstable();
            all
        }
    }
}

fn server(id: NodeId, config: &Config, disk: &Durable<KeyValue>, server: Option<&Server<KeyValue>>) -> ServerView {
    let applied = server.map_or(&disk.snapshot().applied, |server| server.applied());
    let role = server.map(|server| role(id, config, server));
    let leader = role.as_ref().and_then(|role| match role {
        RoleView::Leading(leading) => leading.ballot,
        RoleView::Learning(learning) => Some(Ballot::new(learning.epoch?, learning.leader)),
        _ => None,
    });
    ServerView {
        role,
        first: disk.snapshot().count,
        end: disk.count(),
        commit: server.map_or(disk.snapshot().count, Server::delivered),
        leader,
        store: store(applied),
        epochs: Some(EpochsView { accepted: disk.accepted_epoch, current: disk.current_epoch, last: disk.last() }),
        votes: config.is_voter(id),
        voters: Vec::new(),
        lease: None,
    }
}

fn role(id: NodeId, config: &Config, server: &Server<KeyValue>) -> RoleView {
    let observes = config.is_observer(id);
    match server.role() {
        Role::Looking(looking) => {
            let agree = looking.received.iter().filter(|(_, vote)| **vote == looking.vote);
            RoleView::Looking(LookingView {
                round: server.round(),
                vote: looking.vote,
                agreeing: agree.map(|(voter, _)| *voter).collect(),
                observes,
            })
        }
        Role::Following(following) => RoleView::Learning(LearningView {
            leader: following.leader,
            epoch: following.epoch,
            progress: following.stage,
            observes,
        }),
        Role::Leading(leading) => RoleView::Leading(LeadingView {
            ballot: leading.epoch.map(|epoch| Ballot::new(epoch, id)),
            stage: leading.stage,
            with_it: with_it(config, id, leading),
            learners: leading.learners.iter().map(|(id, learner)| (*id, *learner)).collect(),
            outstanding: leading.outstanding.len(),
        }),
    }
}

fn cell(place: &Place<Log>, id: NodeId, at: Slot, facts: &Broadcasts) -> CellView {
    let server = place.running.as_ref().and_then(|running| running.node.server());
    let delivered = server.map_or(place.disk.snapshot().count, Server::delivered);
    match place.disk.at(at) {
        _ if at < place.disk.snapshot().count => CellView::Snapshot,
        Some(txn) => CellView::Vote {
            ballot: ballot(&txn.transaction(), facts),
            counter: Some(txn.zxid.counter),
            entry: of_command(&txn.command),
            applied: at < delivered,
        },
        None => gone(place, id, at, facts).unwrap_or(CellView::Empty),
    }
}

/// The epoch of a transaction and its primary.
fn ballot(transaction: &Transaction, facts: &Broadcasts) -> Ballot {
    Ballot::new(transaction.epoch, facts.primary_of(transaction).unwrap_or(NodeId::FIRST))
}

/// What a server had here on its disk last, and has nowhere any more.
fn gone(place: &Place<Log>, id: NodeId, at: Slot, facts: &Broadcasts) -> Option<CellView> {
    let zxid = |transaction: &Transaction| Zxid::new(transaction.epoch, transaction.counter);
    let is_gone = |one: &&Transaction| facts.has_logged(id, one) && !place.disk.has(zxid(one));
    let transaction = facts.broadcast_at(at).find(is_gone)?;
    let counter = Some(transaction.counter);
    Some(CellView::Gone {
        ballot: ballot(transaction, facts),
        counter,
        entry: super::log::of_value(&transaction.value)?,
    })
}
