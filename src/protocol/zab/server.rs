//! A server, whatever it is at the moment: what it keeps, what it has delivered, and how it comes to look for a leader.

use super::super::clients::{Applied, StateMachine};
use super::super::{Canonical, Effects, NodeId, Projection, Renamed, Renaming, Variant};
use super::election::Looking;
use super::follower::Following;
use super::leader::Leading;
use super::reason::Cause;
use super::{Config, Durable, Message, Reason, Snapshot, State, Ticket, Timer, Write, Zab, Zxid};
use std::sync::Arc;

/// A server's memory. What it has promised and what its history is stands on its disk.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Server<S: StateMachine> {
    pub(super) id: NodeId,
    pub(super) disk: Durable<S>,
    /// The first so many transactions of its history are committed and done.
    pub(super) delivered: u64,
    pub(super) applied: Applied<S>,
    /// The round of the election.
    pub(super) round: u32,
    pub(super) role: Role,
}

/// What a server is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Role {
    /// It looks for a leader.
    Looking(Looking),
    /// It follows one; an observer observes one.
    Following(Following),
    /// It leads.
    Leading(Box<Leading>),
}

impl<S: StateMachine> Server<S> {
    /// A server that starts with what its disk kept. What of its log is committed it is told by a leader, or finds out as one.
    pub(super) fn boot(id: NodeId, config: &Config, disk: &Durable<S>, out: &mut Effects<Zab<S>>) -> Self {
        if *disk != Durable::default() {
            let (accepted, current) = (disk.accepted_epoch, disk.current_epoch);
            out.explain(Reason::Recovered { accepted, current, last: disk.last() });
        }
        let Snapshot { count, applied, .. } = (**disk.snapshot()).clone();
        let role = Role::Looking(Looking::default());
        let mut server = Self { id, disk: disk.clone(), delivered: count, applied, round: 1, role };
        server.role = Role::Looking(Looking::of(config, server.own_ticket()));
        server.wait_for_leader(config, out);
        server
    }

    /// What its disk holds.
    pub fn disk(&self) -> &Durable<S> {
        &self.disk
    }

    /// The first so many transactions of its history it knows to be committed, and has done.
    pub fn delivered(&self) -> u64 {
        self.delivered
    }

    /// The last transaction that it knows to be committed.
    pub fn committed(&self) -> Zxid {
        self.disk.last_of(self.delivered)
    }

    /// The state that this has led to.
    pub fn applied(&self) -> &Applied<S> {
        &self.applied
    }

    /// The round of the election.
    pub fn round(&self) -> u32 {
        self.round
    }

    /// What it is.
    pub fn role(&self) -> &Role {
        &self.role
    }

    /// Its vote: of one that has settled, whom it follows, or itself.
    pub fn vote(&self) -> Ticket {
        match &self.role {
            Role::Looking(looking) => looking.vote,
            Role::Following(following) => following.vote,
            Role::Leading(leading) => leading.vote,
        }
    }

    /// A vote for itself.
    pub(super) fn own_ticket(&self) -> Ticket {
        Ticket { epoch: self.disk.current_epoch, zxid: self.disk.last(), leader: self.id }
    }

    /// What it tells of itself in an election.
    pub fn state(&self) -> State {
        match self.role {
            Role::Looking(_) => State::Looking,
            Role::Following(_) => State::Following,
            Role::Leading(_) => State::Leading,
        }
    }

    /// How recent it is: what the leader of an epoch must have the most of.
    pub(super) fn recency(&self) -> (u32, Zxid) {
        (self.disk.current_epoch, self.disk.last())
    }

    /// Writes to the disk, and remembers.
    pub(super) fn write(&mut self, write: Write<S>, out: &mut Effects<Zab<S>>) {
        self.disk.fold(&write);
        out.persist(write);
    }

    /// It gives up what it is, closes its connections, and looks for a leader in a new round.
    pub(super) fn look(&mut self, config: &Config, cause: Cause, out: &mut Effects<Zab<S>>) {
        self.round = self.round.saturating_add(1);
        out.explain(Reason::Looks { round: self.round, cause });
        match &self.role {
            Role::Looking(_) => {}
            Role::Following(following) => {
                out.cancel_timer(Timer::Silence);
                if config.variants.has(Variant::OldEpochProposal) {
                    out.explain(Reason::Mistake(Variant::OldEpochProposal));
                } else {
                    out.close(following.leader);
                }
            }
            Role::Leading(leading) => {
                out.cancel_timer(Timer::Ping);
                out.cancel_timer(Timer::Quorum);
                leading.learners.keys().for_each(|learner| out.close(*learner));
            }
        }
        self.role = Role::Looking(Looking::of(config, self.own_ticket()));
        self.wait_for_leader(config, out);
        self.tell_vote(config, out);
    }

    /// Delivers the transactions of its history up to this one, in order.
    pub(super) fn deliver_up_to(&mut self, config: &Config, zxid: Zxid, out: &mut Effects<Zab<S>>) {
        while self.disk.at(self.delivered).is_some_and(|txn| txn.zxid <= zxid) {
            self.deliver_next(config, out);
        }
    }

    fn deliver_next(&mut self, config: &Config, out: &mut Effects<Zab<S>>) {
        let place = self.delivered;
        let Some(txn) = self.disk.at(place).cloned() else { return };
        self.delivered += 1;
        let mut done = self.applied.apply(&txn.command);
        if !done && config.variants.has(Variant::ApplyTwice) {
            out.explain(Reason::Mistake(Variant::ApplyTwice));
            self.applied.apply_again(&txn.command);
            done = true;
        }
        out.explain(Reason::Delivered { place, txn: txn.clone(), done, state: self.applied.digest() });
        out.decide(place, txn.transaction().value);
        if matches!(self.role, Role::Leading(_)) && self.applied.last_answer(&txn.command).is_some() {
            self.reply(&txn.command, out);
            out.explain(Reason::Answers { place, txn });
        }
        let length = self.delivered - self.disk.snapshot().count;
        if config.snapshot_every.is_some_and(|most| length >= u64::from(most)) {
            let (count, last) = (self.delivered, self.committed());
            out.explain(Reason::TookSnapshot { count });
            self.write(Write::Compacted(Arc::new(Snapshot { count, last, applied: self.applied.clone() })), out);
        }
    }

    /// What its history has lost cannot stay done: it goes back to its snapshot. (Without mistakes nothing that was delivered is ever cut off.)
    pub(super) fn rebuild(&mut self) {
        if self.delivered > self.disk.count() {
            let Snapshot { count, applied, .. } = (**self.disk.snapshot()).clone();
            (self.delivered, self.applied) = (count, applied);
        }
    }

    /// The connection with another server is gone.
    pub(super) fn closed(&mut self, config: &Config, peer: NodeId, out: &mut Effects<Zab<S>>) {
        match &mut self.role {
            Role::Looking(looking) => {
                looking.early.remove(&peer);
                out.explain(Reason::LearnerGone { learner: peer });
            }
            Role::Following(following) if following.leader == peer => {
                self.look(config, Cause::LeaderGone(peer), out);
            }
            Role::Following(_) => out.explain(Reason::Stale { from: peer }),
            Role::Leading(leading) => {
                leading.forget(peer);
                out.explain(Reason::LearnerGone { learner: peer });
            }
        }
    }

    /// A message on a connection that it takes no part in: it hangs up, so that the other end notices.
    pub(super) fn hang_up(&self, from: NodeId, out: &mut Effects<Zab<S>>) {
        out.explain(Reason::DoesNotLead { from });
        out.close(from);
    }

    pub(super) fn deliver(&mut self, config: &Config, from: NodeId, message: Message<S>, out: &mut Effects<Zab<S>>) {
        match message {
            Message::Notification { round, state, vote } => self.notified(config, from, (round, state, vote), out),
            Message::Request { command, forwarded } => self.request(config, command, forwarded, out),
            Message::Reply { .. } => out.explain(Reason::Stale { from }),
            Message::FollowerInfo { accepted } => self.follower_info(config, from, accepted, out),
            Message::AckEpoch { current, last } => self.epoch_acked(config, from, current, last, out),
            Message::Ack { zxid } => self.acked(config, from, zxid, out),
            Message::Ping if matches!(self.role, Role::Leading(_)) => self.ponged(from, out),
            of_leader => self.of_leader(config, from, of_leader, out),
        }
    }
}

impl Renamed for Role {
    fn renamed(&self, renaming: &Renaming) -> Self {
        match self {
            Role::Looking(looking) => Role::Looking(looking.renamed(renaming)),
            Role::Following(following) => Role::Following(following.renamed(renaming)),
            Role::Leading(leading) => Role::Leading(Box::new(leading.renamed(renaming))),
        }
    }
}

impl<S: StateMachine> Renamed for Server<S> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self {
            id: self.id.renamed(renaming),
            disk: self.disk.renamed(renaming),
            delivered: self.delivered,
            applied: self.applied.renamed(renaming),
            round: self.round,
            role: self.role.renamed(renaming),
        }
    }
}

impl<S: StateMachine> Canonical for Server<S> {
    fn project(&self, out: &mut Projection) {
        self.id.project(out);
        self.disk.project(out);
        out.u64(self.delivered);
        self.applied.project(out);
        out.u32(self.round);
        match &self.role {
            Role::Looking(looking) => {
                out.u8(0);
                looking.project(out);
            }
            Role::Following(following) => {
                out.u8(1);
                following.project(out);
            }
            Role::Leading(leading) => {
                out.u8(2);
                leading.project(out);
            }
        }
    }
}
