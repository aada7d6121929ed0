//! The learner: it counts votes, and knows what is chosen when a quorum has voted in one ballot.

use super::super::{Canonical, Effects, NodeId, Projection, Vote};
use super::{Config, Learning, Message, ONLY_SLOT, Reason, Synod};
use std::collections::{BTreeMap, BTreeSet};

/// A learner's memory; none of it is on the disk.
#[derive(Clone, Default, PartialEq, Eq, Hash, Debug)]
pub struct Learner {
    votes: BTreeMap<Vote, BTreeSet<NodeId>>,
    learned: Option<Learned>,
}

/// What a learner knows to be chosen.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Learned {
    /// The value and the ballot in which it was chosen.
    pub vote: Vote,
    /// How it got to know.
    pub told: Told,
}

/// How a learner got to know.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Told {
    /// It heard the votes of a quorum.
    ByVotes,
    /// This node told it.
    By(NodeId),
}

impl Learner {
    /// What it knows to be chosen.
    pub fn learned(&self) -> Option<&Learned> {
        self.learned.as_ref()
    }

    /// The votes it has heard of: who voted, by ballot and value.
    pub fn votes(&self) -> &BTreeMap<Vote, BTreeSet<NodeId>> {
        &self.votes
    }

    /// A vote is heard. A quorum of votes in one ballot is a decision (Paxos Made Simple, section 2.3). True if this vote completed it.
    pub fn accepted(
        &mut self,
        id: NodeId,
        config: &Config,
        from: NodeId,
        vote: Vote,
        out: &mut Effects<Synod>,
    ) -> bool {
        let voters = self.votes.entry(vote.clone()).or_default();
        let counted_before = !voters.insert(from);
        let have = u8::try_from(voters.len()).unwrap_or(u8::MAX);
        let need = config.quorums.phase2;
        if let Some(known) = self.learned.as_ref().filter(|known| have >= need && known.vote.value != vote.value) {
            out.explain(Reason::Contradicted { from, vote, known: known.vote.clone() });
            return false;
        }
        if have < need || self.learned.is_some() {
            out.explain(Reason::VoteCounted { from, vote, have, need, counted_before });
            return false;
        }
        let voters = voters.iter().copied().collect();
        out.explain(Reason::LearnedByVotes { vote: vote.clone(), voters });
        self.learn(vote.clone(), Told::ByVotes, out);
        if config.learning == Learning::Notification && vote.ballot.node == id {
            let Vote { ballot, value } = vote;
            out.send_to_others(id, config.node_count, &Message::Chosen { ballot, value });
        }
        true
    }

    /// Somebody tells what is chosen. True if it was news.
    pub fn told(&mut self, from: NodeId, vote: Vote, out: &mut Effects<Synod>) -> bool {
        match &self.learned {
            Some(known) if known.vote.value == vote.value => {
                out.explain(Reason::KnownAlready { from, vote });
                false
            }
            Some(known) => {
                out.explain(Reason::Contradicted { from, vote, known: known.vote.clone() });
                false
            }
            None => {
                out.explain(Reason::LearnedByNotification { from, vote: vote.clone() });
                self.learn(vote, Told::By(from), out);
                true
            }
        }
    }

    fn learn(&mut self, vote: Vote, told: Told, out: &mut Effects<Synod>) {
        out.decide(ONLY_SLOT, vote.value.clone());
        self.learned = Some(Learned { vote, told });
    }
}

impl Canonical for Learner {
    fn project(&self, out: &mut Projection) {
        out.u32(u32::try_from(self.votes.len()).unwrap_or(u32::MAX));
        for (vote, voters) in &self.votes {
            vote.project(out);
            out.all(voters.iter());
        }
        self.learned.project(out);
    }
}

impl Canonical for Learned {
    fn project(&self, out: &mut Projection) {
        self.vote.project(out);
        match self.told {
            Told::ByVotes => out.u8(0),
            Told::By(node) => node.project(out),
        }
    }
}
