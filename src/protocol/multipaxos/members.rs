//! Who votes, where that may change: a command in the log adds a server or removes one, and the state after slot i says who votes in slot i + alpha (Paxos Made
//! Simple, section 3). So a leader proposes in at most alpha slots beyond what it knows to be chosen: of these it is settled who votes.
//!
//! A leader needs promises from a quorum of whoever votes in the slots that it proposes in; of voters that come later it asks for theirs when it comes to their slots. Who lags is sent the
//! state rather than asked to vote again: of a slot that is done others may have voted than vote now.

use super::super::{Ballot, Change, Effects, Electorates, Membership, NodeId, Set, Slot, Variant, majority};
use super::server::{Role, Server};
use super::{Config, Entry, Message, MultiPaxos, Reason, SlotVote, Snapshot, StateMachine, Timer};
use std::sync::Arc;

impl Config {
    /// How who votes may change, if it may.
    pub fn membership(&self) -> Option<Membership> {
        self.alpha.map(|alpha| Membership { alpha, first: self.members, servers: self.servers })
    }
}

impl<S: StateMachine> Server<S> {
    /// Who votes, as far as what it has done settles it.
    pub fn voters(&self) -> &Electorates {
        &self.voters
    }

    /// Who votes in the slot, as far as it knows; nobody in particular, where that never changes.
    pub fn voters_of(&self, slot: Slot) -> &[NodeId] {
        self.voters.of(slot)
    }

    /// Does the server vote in the slot?
    pub(super) fn votes_in(&self, slot: Slot, id: NodeId) -> bool {
        self.voters.is_empty() || self.voters.of(slot).contains(&id)
    }

    /// The slot behind those of which it is settled who votes there.
    fn settled_end(&self, config: &Config) -> Slot {
        self.commit.saturating_add(config.alpha.map_or(Slot::MAX, Slot::from))
    }

    /// What stands in a slot may change who votes.
    pub(super) fn change_voters(
        &mut self,
        config: &Config,
        slot: Slot,
        entry: &Entry,
        out: &mut Effects<MultiPaxos<S>>,
    ) {
        let (Some(membership), Entry::Command(command)) = (config.membership(), entry) else { return };
        let Some(change) = Change::of(&command.operation) else { return };
        if self.voters.change(slot, membership, change) {
            let from = slot + Slot::from(membership.alpha);
            out.explain(Reason::VotersChange { from, voters: self.voters.of(from).to_vec() });
        } else {
            out.explain(Reason::VotersStay { change });
        }
    }

    /// The state that it has come to.
    pub(super) fn snapshot_now(&self) -> Snapshot<S> {
        Snapshot { up_to: self.commit, applied: self.applied.clone(), voters: self.voters.clone() }
    }

    /// Sends the state itself to a server that lags.
    pub(super) fn send_state(&self, to: NodeId, ballot: Ballot, from: Slot, out: &mut Effects<MultiPaxos<S>>) {
        out.explain(Reason::CatchesUp { to, from, snapshot: true });
        out.send(to, Message::Install { ballot, snapshot: Arc::new(self.snapshot_now()) });
    }

    /// Of the voters of some slot too few have promised: so many, of so many.
    pub fn lacking(&self, config: &Config, promises: &Set<NodeId>) -> Option<(u8, u8)> {
        if self.voters.is_empty() {
            let (have, need) = (promises.len() as u8, config.quorums.phase1);
            return (have < need).then_some((have, need));
        }
        self.voters.within(self.commit, self.settled_end(config)).find_map(|voters| lacking_of(voters, promises))
    }

    /// Asks for promises: whoever votes in slots of which that is settled.
    pub(super) fn send_prepares(&self, config: &Config, ballot: Ballot, out: &mut Effects<MultiPaxos<S>>) {
        let message = Message::Prepare { ballot, from: self.commit };
        if self.voters.is_empty() {
            return out.broadcast(self.id, config.servers, &message);
        }
        let is_asked =
            |id: &NodeId| self.voters.within(self.commit, self.settled_end(config)).any(|voters| voters.contains(id));
        let others = NodeId::all(config.servers).filter(|id| *id != self.id && is_asked(id));
        [self.id].into_iter().chain(others).for_each(|to| out.send(to, message.clone()));
    }

    /// Asks for votes: itself first, if it votes there.
    pub(super) fn send_to_voters(
        &self,
        config: &Config,
        slot: Slot,
        message: &Message<S>,
        out: &mut Effects<MultiPaxos<S>>,
    ) {
        if self.voters.is_empty() {
            return out.broadcast(self.id, config.servers, message);
        }
        let voters = self.voters.of(slot);
        let others = voters.iter().filter(|voter| **voter != self.id);
        voters.iter().filter(|voter| **voter == self.id).chain(others).for_each(|to| out.send(*to, message.clone()));
    }

    /// May it propose in its next slot? The slot has to lie within the window, and it has to be settled who votes there; of those a quorum has to have promised, and it has
    /// to be one of them.
    pub(super) fn may_propose(&self, config: &Config, out: &mut Effects<MultiPaxos<S>>) -> bool {
        let Role::Leader(leader) = &self.role else { return false };
        let (next, has_work) = (leader.next, leader.next < leader.reported_end || !leader.waiting.is_empty());
        if next >= self.commit + Slot::from(config.window) || !has_work {
            return false;
        }
        if self.voters.is_empty() {
            return true;
        }
        let settled = next < self.settled_end(config);
        let promised = lacking_of(self.voters.of(next), &leader.promises).is_none() && self.votes_in(next, self.id);
        if promised && !settled && config.variants.has(Variant::WideWindow) {
            out.explain(Reason::Mistake(Variant::WideWindow));
            return true;
        }
        promised && settled
    }

    /// It leads no more.
    fn resign(&mut self, out: &mut Effects<MultiPaxos<S>>) {
        out.cancel_timer(Timer::Heartbeat);
        (self.role, self.leader) = (Role::Follower, None);
        out.set_timer(Timer::Election, 1);
    }

    /// Of the voters of its next slot a quorum has not promised yet: those that have not are asked. And if it votes there no more, it gives up.
    pub(super) fn ask_new_voters(&mut self, config: &Config, out: &mut Effects<MultiPaxos<S>>) {
        let Role::Leader(leader) = &self.role else { return };
        let (ballot, next) = (leader.ballot, leader.next);
        if self.voters.is_empty() || next >= self.settled_end(config) {
            return;
        }
        if !self.votes_in(next, self.id) {
            if leader.open.is_empty() {
                out.explain(Reason::IsNoMember { slot: next });
                self.resign(out);
            }
            return;
        }
        let voters = self.voters.of(next);
        if lacking_of(voters, &leader.promises).is_some() {
            out.explain(Reason::AsksNewVoters { ballot, slot: next });
            let message = Message::Prepare { ballot, from: self.commit };
            let missing = voters.iter().filter(|voter| !leader.promises.contains(voter));
            missing.for_each(|to| out.send(*to, message.clone()));
        }
    }

    /// A promise to one that leads: of a voter of slots that it comes to later. What it reports binds there as well.
    pub(super) fn promised_later(
        &mut self,
        config: &Config,
        from: NodeId,
        votes: Vec<(Slot, SlotVote)>,
        out: &mut Effects<MultiPaxos<S>>,
    ) {
        let Role::Leader(leader) = &mut self.role else { return };
        if !leader.promises.insert(from) {
            return out.explain(Reason::Stale { from });
        }
        for (slot, vote) in votes.into_iter().filter(|(slot, _)| *slot >= leader.next) {
            if leader.reported.get(&slot).is_none_or(|other| other.ballot < vote.ballot) {
                leader.reported.insert(slot, vote);
            }
            leader.reported_end = leader.reported_end.max(slot + 1);
        }
        out.explain(Reason::PromisedLater { from });
        self.installed(config, out);
    }
}

/// Too few of these voters have promised: so many, of so many.
fn lacking_of(voters: &[NodeId], promises: &Set<NodeId>) -> Option<(u8, u8)> {
    let have = voters.iter().filter(|voter| promises.contains(voter)).count() as u8;
    let need = majority(voters.len() as u8);
    (have < need).then_some((have, need))
}
