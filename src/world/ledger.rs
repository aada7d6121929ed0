//! The ghost ledger: what was ever asked, promised, voted and learned. No node sees it; it never forgets, whatever happens to disks.
//!
//! Properties are stated on it, since what nodes believe may be what a mistake has made of it.

use super::numbered::number_of_command;
use super::{Broadcasts, Chosen, Numbered, OfSlot, Read, Reads, Slotted};
use crate::protocol::{
    Ballot, Canonical, Change, Effect, Electorates, Map, Membership, NodeId, Projection, Protocol, Quorums, Renamed,
    Renaming, Set, Slot, Testimony, Value, Vote,
};

/// A vote with the acceptor that cast it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CastVote {
    /// The slot.
    pub slot: Slot,
    /// The ballot and the value.
    pub vote: Vote,
    /// The acceptor.
    pub acceptor: NodeId,
}

/// Something that a node took for chosen.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Learned {
    /// The slot.
    pub slot: Slot,
    /// The value.
    pub value: Value,
    /// The node.
    pub node: NodeId,
}

/// Everything ever asked, promised, voted, learned and broadcast, without order or time. A copy costs the same however much that is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Ledger {
    /// By client and number of a command.
    asked: Numbered<Value>,
    votes: Slotted<CastVote>,
    highest: Map<NodeId, Ballot>,
    learned: Slotted<Learned>,
    broadcasts: Broadcasts,
    reads: Reads,
    /// How who votes may change, if it may. (Part of what is given, not of what happens.)
    membership: Option<Membership>,
    /// The slots with votes for a change of who votes. (What is chosen in all of them decides who votes above: it is looked up again and again.)
    changes: Set<Slot>,
}

impl Default for Ledger {
    fn default() -> Self {
        Self {
            asked: Numbered::default(),
            votes: Slotted::default(),
            highest: Map::new_vec(),
            learned: Slotted::default(),
            broadcasts: Broadcasts::default(),
            reads: Reads::default(),
            membership: None,
            changes: Set::default(),
        }
    }
}

/// Who votes in a slot, and how many are enough.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Electorate {
    /// How many each phase needs.
    pub quorums: Quorums,
    /// Who votes; every acceptor, if nothing is said.
    voters: Option<Vec<NodeId>>,
}

impl Electorate {
    fn majority_of(voters: &[NodeId]) -> Self {
        Self { quorums: Quorums::majorities(voters.len() as u8), voters: Some(voters.to_vec()) }
    }

    /// Does it vote?
    pub fn has(&self, acceptor: NodeId) -> bool {
        self.voters.as_ref().is_none_or(|voters| voters.contains(&acceptor))
    }

    /// What of these votes of a slot is chosen, by ballot and value. Votes of others do not count.
    pub fn chosen<'a>(&self, votes: impl Iterator<Item = &'a CastVote>) -> Vec<Chosen> {
        let mut found: Vec<Chosen> = Vec::new();
        // Votes are sorted by ballot and value, so voters of one thing stand together.
        for cast in votes.filter(|cast| self.has(cast.acceptor)) {
            match found.last_mut() {
                Some(last) if last.vote == cast.vote => last.voters.push(cast.acceptor),
                _ => found.push(Chosen { slot: cast.slot, vote: cast.vote.clone(), voters: vec![cast.acceptor] }),
            }
        }
        found.retain(|chosen| chosen.voters.len() >= usize::from(self.quorums.phase2));
        found
    }
}

impl OfSlot for CastVote {
    fn slot(&self) -> Slot {
        self.slot
    }
}

impl OfSlot for Learned {
    fn slot(&self) -> Slot {
        self.slot
    }
}

impl Ledger {
    /// Values that clients ever asked for, in order.
    pub fn asked(&self) -> Vec<&Value> {
        let mut asked: Vec<_> = self.asked.iter().map(|(_, value)| value).collect();
        asked.sort_unstable();
        asked
    }

    /// Did a client ever ask for the value?
    pub fn is_asked(&self, value: &Value) -> bool {
        self.asked.contains(number_of_command(value), value)
    }

    /// Every vote ever cast, by slot, ballot, value and acceptor.
    pub fn votes(&self) -> &Slotted<CastVote> {
        &self.votes
    }

    /// The highest ballot that the acceptor ever promised or voted in (`maxBal` of Voting.tla).
    pub fn highest(&self, acceptor: NodeId) -> Option<Ballot> {
        self.highest.get(&acceptor).copied()
    }

    /// Everything that nodes ever took for chosen.
    pub fn learned(&self) -> &Slotted<Learned> {
        &self.learned
    }

    /// Every transaction that a primary ever broadcast, and what came of it.
    pub fn broadcasts(&self) -> &Broadcasts {
        &self.broadcasts
    }

    /// Nothing told yet, of a cluster in which who votes may change.
    pub fn of(membership: Option<Membership>) -> Self {
        Self { membership, ..Self::default() }
    }

    /// Who votes in a slot, and how many are enough: as what is chosen in the slots that settle it says. (Where nothing is chosen, nothing is changed.)
    pub fn electorate(&self, slot: Slot, quorums: Quorums) -> Electorate {
        let Some(membership) = self.membership else { return Electorate { quorums, voters: None } };
        let mut electorates = Electorates::first(membership);
        let settled = (slot + 1).saturating_sub(membership.alpha.into());
        for below in self.changes.iter().copied().take_while(|below| *below < settled) {
            let here = Electorate::majority_of(electorates.of(below));
            let chosen = here.chosen(self.votes.of(below));
            if let Some(change) = chosen.first().and_then(|chosen| Change::of_command(&chosen.vote.value)) {
                electorates.change(below, membership, change);
            }
        }
        Electorate::majority_of(electorates.of(slot))
    }

    /// Is there a vote in the slot for a change of who votes? Then who votes in slots above may depend on what is chosen here.
    pub(super) fn may_change_voters(&self, slot: Slot) -> bool {
        self.changes.contains(&slot)
    }

    /// Every command that only reads, and what came of it.
    pub fn reads(&self) -> &Reads {
        &self.reads
    }

    /// The slot behind the last of which anything is told.
    pub fn end(&self) -> Slot {
        self.votes.end().max(self.learned.end()).max(self.broadcasts.end()).max(self.reads.answered().end())
    }

    /// A node takes something for chosen.
    pub(super) fn learn(&mut self, learned: Learned) {
        self.learned.insert(learned);
    }

    /// A client has asked for a value.
    pub(crate) fn ask(&mut self, value: Value) {
        self.asked.insert(number_of_command(&value), value);
    }

    /// Does an effect tell the ledger anything?
    pub(crate) fn concerns<P: Protocol>(effect: &Effect<P>) -> bool {
        P::testimony(effect).is_some() || matches!(effect, Effect::Decide { .. })
    }

    /// A node performs an effect.
    pub(crate) fn hear<P: Protocol>(&mut self, node: NodeId, effect: &Effect<P>) {
        if let Some(testimony) = P::testimony(effect) {
            self.record(node, testimony);
        }
        if let Effect::Decide { slot, value } = effect {
            self.learn(Learned { slot: *slot, value: value.clone(), node });
        }
    }

    pub(super) fn record(&mut self, acceptor: NodeId, testimony: Testimony) {
        let ballot = match testimony {
            Testimony::Asked(value) => return self.ask(value),
            Testimony::AskedToRead(value) => {
                self.reads.ask(value.clone(), &self.broadcasts);
                return self.ask(value);
            }
            Testimony::Read { value, place } => return self.reads.answer(Read { place, value, server: acceptor }),
            Testimony::Promised(ballot) => ballot,
            Testimony::Voted(slot, vote) => {
                let ballot = vote.ballot;
                if self.membership.is_some() && Change::of_command(&vote.value).is_some() {
                    self.changes.insert(slot);
                }
                self.votes.insert(CastVote { slot, vote, acceptor });
                ballot
            }
            of_transactions => return self.broadcasts.record(acceptor, of_transactions),
        };
        let highest = self.highest.entry(acceptor).or_insert(ballot);
        *highest = ballot.max(*highest);
    }
}

impl Renamed for CastVote {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { slot: self.slot, vote: self.vote.renamed(renaming), acceptor: self.acceptor.renamed(renaming) }
    }
}

impl Renamed for Learned {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { slot: self.slot, value: self.value.clone(), node: self.node.renamed(renaming) }
    }
}

impl Renamed for Ledger {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self {
            asked: self.asked.clone(),
            votes: self.votes.renamed(renaming),
            highest: self.highest.renamed(renaming),
            learned: self.learned.renamed(renaming),
            broadcasts: self.broadcasts.renamed(renaming),
            reads: self.reads.renamed(renaming),
            membership: self.membership,
            changes: self.changes.clone(),
        }
    }
}

impl Canonical for CastVote {
    fn project(&self, out: &mut Projection) {
        out.u64(self.slot);
        self.vote.project(out);
        self.acceptor.project(out);
    }
}

impl Canonical for Ledger {
    /// All but what was learned, what became of transactions and what was read: that decides nothing of how a run goes on, and is only there to be judged. (So digests are what they
    /// were before it was noted.)
    fn project(&self, out: &mut Projection) {
        out.all(self.asked().into_iter());
        out.u32(u32::try_from(self.votes.len()).unwrap_or(u32::MAX));
        self.votes.iter().for_each(|cast| cast.project(out));
        out.u32(u32::try_from(self.highest.len()).unwrap_or(u32::MAX));
        for (acceptor, ballot) in &self.highest {
            acceptor.project(out);
            ballot.project(out);
        }
    }
}
