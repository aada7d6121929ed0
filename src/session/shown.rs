//! What of each protocol can be seen: how its types become those of views.

use super::{ClientView, LogView, MemoryView, MessageContent, QuorumView, ReasonView, ServerView, WrittenView};
use crate::protocol::synod::{Message, Phase, Synod, Write};
use crate::protocol::{Ballot, NodeId, Vote};
use crate::scenario::Judging;
use crate::world::{Place, World};

/// A protocol that can be looked at.
pub(super) trait Shown: Judging {
    /// Who has a vote: in the next slot, where that may change, as far as what is done settles it.
    fn voters(world: &World<Self>) -> Vec<NodeId> {
        NodeId::all(world.node_count()).collect()
    }
    /// What a node's disk and memory hold, given who has a vote.
    fn inside(id: NodeId, place: &Place<Self>, config: &Self::Config, voters: &[NodeId]) -> Inside;
    /// What a message carries besides its name.
    fn content(message: &Self::Message) -> MessageContent;
    /// Why.
    fn reason(reason: &Self::Reason) -> ReasonView;
    /// A write to the disk, if it is one to be shown.
    fn written(write: &Self::Write) -> Option<WrittenView>;
    /// Quorums of promises for ballots that are led.
    fn led(world: &World<Self>) -> Vec<QuorumView>;
    /// The log, if there is one.
    fn log(world: &World<Self>) -> Option<LogView>;
}

/// What a node holds: the part of a [`NodeView`](super::NodeView) that is its protocol's.
#[derive(Default)]
pub(super) struct Inside {
    pub disk_promised: Option<Ballot>,
    pub disk_vote: Option<Vote>,
    pub memory: Option<MemoryView>,
    pub server: Option<ServerView>,
    pub client: Option<ClientView>,
}

impl Shown for Synod {
    fn inside(_id: NodeId, place: &Place<Self>, _config: &Self::Config, _voters: &[NodeId]) -> Inside {
        Inside {
            disk_promised: place.disk.promised,
            disk_vote: place.disk.vote.clone(),
            memory: place.running.as_ref().map(|running| memory(&running.node)),
            ..Inside::default()
        }
    }

    fn content(message: &Message) -> MessageContent {
        MessageContent {
            value: message.value().cloned(),
            reported: match message {
                Message::Promise { vote, .. } => vote.clone(),
                _ => None,
            },
            higher: match message {
                Message::Refuse { promised, .. } => Some(*promised),
                _ => None,
            },
            ..MessageContent::default()
        }
    }

    fn reason(reason: &Self::Reason) -> ReasonView {
        ReasonView::Synod(reason.clone())
    }

    fn written(write: &Write) -> Option<WrittenView> {
        Some(match write {
            Write::Promised(ballot) => WrittenView::Promised(*ballot),
            Write::Voted(vote) | Write::VoteAlone(vote) => WrittenView::Voted(None, vote.clone()),
        })
    }

    fn led(world: &World<Self>) -> Vec<QuorumView> {
        let mut quorums = Vec::new();
        for id in world.ids() {
            let running = world.place(id).and_then(|place| place.running.as_ref());
            if let Some(Phase::Proposing { vote, promises }) = running.map(|running| running.node.proposer().phase())
                // A promise may have been counted twice.
                && promises.len() >= usize::from(world.config().quorums.phase1)
            {
                let members = promises.keys().copied().collect();
                let voter_count = world.node_count();
                quorums.push(QuorumView { ballot: vote.ballot, votes: false, members, voter_count });
            }
        }
        quorums
    }

    fn log(_world: &World<Self>) -> Option<LogView> {
        None
    }
}

fn memory(node: &Synod) -> MemoryView {
    let heard = node.learner().votes().iter();
    MemoryView {
        promised: node.acceptor().promised(),
        vote: node.acceptor().vote().cloned(),
        wants: node.proposer().wants().cloned(),
        phase: node.proposer().phase().clone(),
        attempts: node.proposer().attempts(),
        learned: node.learner().learned().map(|learned| (learned.vote.clone(), learned.told)),
        votes_heard: heard.map(|(vote, voters)| (vote.clone(), voters.iter().copied().collect())).collect(),
    }
}
