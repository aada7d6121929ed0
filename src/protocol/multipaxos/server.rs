//! A server: it votes, follows a leader or leads, and does in order what is chosen.

use super::super::{Ballot, Canonical, Effects, Electorates, NodeId, Projection, Renamed, Renaming, Slot, Variant};
use super::leader::{Candidate, Leader};
use super::lease::Grant;
use super::{
    Applied, Command, Config, Durable, Entry, Message, MultiPaxos, Reason, SlotVote, Snapshot, StateMachine, Timer,
    Write,
};
use std::sync::Arc;

/// A server's memory. Its votes and promises are what is on its disk.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Server<S: StateMachine> {
    pub(super) id: NodeId,
    pub(super) disk: Durable<S>,
    /// Everything below this slot is chosen, known and done.
    pub(super) commit: Slot,
    pub(super) applied: Applied<S>,
    pub(super) role: Role,
    /// The ballot in which it last heard a leader.
    pub(super) leader: Option<Ballot>,
    pub(super) highest_round: u32,
    /// Ballots begun since a leader was heard.
    pub(super) attempts: u32,
    /// What it has granted to a leader.
    pub(super) grant: Option<Grant>,
    /// Who votes, where that may change: as far as what it has done settles it.
    pub(super) voters: Electorates,
}

/// What a server is besides an acceptor.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Role {
    /// It follows whoever leads.
    Follower,
    /// Phase 1: it collects promises.
    Candidate(Candidate),
    /// Phase 2, for one slot after the other.
    Leader(Leader),
}

impl<S: StateMachine> Server<S> {
    /// A server that starts with what its disk kept. What it knew to be chosen beyond its snapshot it hears again from a leader.
    pub(super) fn boot(id: NodeId, config: &Config, disk: &Durable<S>, out: &mut Effects<MultiPaxos<S>>) -> Self {
        if *disk != Durable::default() {
            out.explain(Reason::Recovered { promised: disk.promised, log: (disk.first(), disk.end()) });
        }
        out.set_timer(Timer::Election, 1);
        let Snapshot { up_to, applied, voters } = (**disk.snapshot()).clone();
        let voters = match config.membership() {
            Some(membership) if voters.is_empty() => Electorates::first(membership),
            _ => voters,
        };
        let mut server = Self {
            id,
            disk: disk.clone(),
            commit: up_to,
            applied,
            role: Role::Follower,
            leader: None,
            highest_round: 0,
            attempts: 0,
            grant: None,
            voters,
        };
        if config.lease && *disk != Durable::default() {
            server.assume_granted(out);
        }
        server
    }

    /// What its disk holds.
    pub fn disk(&self) -> &Durable<S> {
        &self.disk
    }

    /// Everything below this slot it knows to be chosen, and has done.
    pub fn commit(&self) -> Slot {
        self.commit
    }

    /// The state that this has led to.
    pub fn applied(&self) -> &Applied<S> {
        &self.applied
    }

    /// What it is besides an acceptor.
    pub fn role(&self) -> &Role {
        &self.role
    }

    /// The ballot in which it last heard a leader, or leads.
    pub fn leader(&self) -> Option<Ballot> {
        self.leader
    }

    /// What it remembers it writes down, but for what a mistake forgets.
    pub(super) fn write(&mut self, config: &Config, write: Write<S>, out: &mut Effects<MultiPaxos<S>>) {
        self.disk.fold(&write);
        let forgotten = match write {
            Write::Promised(_) => Variant::LosePromise,
            Write::Voted(..) => Variant::LoseVote,
            Write::Snapshot(_) | Write::Asked(_) => return out.persist(write),
        };
        match config.variants.has(forgotten) {
            true => out.explain(Reason::Mistake(forgotten)),
            false => out.persist(write),
        }
    }

    /// Phase 1b. When: a prepare for a ballot higher than any promised. Changes: the promise, for every slot. Safe: as in the Synod protocol,
    /// slot by slot; what the log has no more is chosen, and goes as a snapshot.
    pub(super) fn prepare(
        &mut self,
        config: &Config,
        from: NodeId,
        ballot: Ballot,
        first: Slot,
        out: &mut Effects<MultiPaxos<S>>,
    ) {
        match self.disk.promised {
            Some(promised) if promised > ballot => return self.refuse(from, ballot, promised, out),
            // (Of a leader that comes to slots in which it votes, the promise may have been lost.)
            Some(promised) if promised == ballot && config.alpha.is_none() => {
                return out.explain(Reason::AlreadyPromised { ballot });
            }
            _ if self.is_bound_against(from) => return out.explain(Reason::Bound { from, ballot }),
            _ => {}
        }
        let again = self.disk.promised == Some(ballot);
        if from != self.id && !again {
            self.step_down(ballot, out);
            self.leader = None;
            out.set_timer(Timer::Election, 1);
        }
        let votes: Vec<(Slot, SlotVote)> =
            self.disk.votes_from(first).map(|(slot, vote)| (slot, vote.clone())).collect();
        let snapshot = (first < self.disk.first()).then(|| Arc::clone(self.disk.snapshot()));
        out.explain(Reason::Promised {
            from,
            ballot,
            before: self.disk.promised,
            votes: votes.len(),
            snapshot: snapshot.is_some(),
        });
        if !again {
            self.write(config, Write::Promised(ballot), out);
        }
        out.send(from, Message::Promise { ballot, snapshot, votes });
    }

    /// Phase 2b, in one slot. When: an accept for a ballot not lower than the promised one. Safe: as in the Synod protocol.
    pub(super) fn accept(
        &mut self,
        config: &Config,
        from: NodeId,
        (slot, vote): (Slot, SlotVote),
        commit: Slot,
        out: &mut Effects<MultiPaxos<S>>,
    ) {
        let ballot = vote.ballot;
        if let Some(promised) = self.disk.promised.filter(|promised| *promised > ballot) {
            return self.refuse(from, ballot, promised, out);
        }
        self.hear_leader(from, ballot, out);
        if slot < self.disk.first() {
            // It leads without knowing what is chosen here.
            return self.install_at(from, ballot, slot, out);
        }
        let before = self.disk.vote(slot).cloned();
        out.explain(Reason::Voted { slot, vote: vote.clone(), before: before.clone() });
        let entry = vote.entry.clone();
        if before.as_ref() != Some(&vote) {
            self.write(config, Write::Voted(slot, vote), out);
        }
        out.send(from, Message::Accepted { ballot, slot, entry });
        self.raise_commit(config, ballot, commit, out);
    }

    /// The leader is there, and everything below a slot is chosen.
    pub(super) fn heartbeat(
        &mut self,
        config: &Config,
        from: NodeId,
        ballot: Ballot,
        (commit, lease): (Slot, Option<u32>),
        out: &mut Effects<MultiPaxos<S>>,
    ) {
        if let Some(promised) = self.disk.promised.filter(|promised| *promised > ballot) {
            return self.refuse(from, ballot, promised, out);
        }
        self.hear_leader(from, ballot, out);
        if let Some(round) = lease {
            self.grant_lease(config, ballot, round, out);
        }
        self.raise_commit(config, ballot, commit, out);
        if self.commit < commit {
            out.explain(Reason::LagsBehind { from: self.commit, commit });
            out.send(from, Message::Fetch { ballot, from: self.commit });
        }
    }

    fn refuse(&self, from: NodeId, ballot: Ballot, promised: Ballot, out: &mut Effects<MultiPaxos<S>>) {
        out.explain(Reason::Refused { from, ballot, promised });
        out.send(from, Message::Refuse { ballot, promised });
    }

    fn hear_leader(&mut self, from: NodeId, ballot: Ballot, out: &mut Effects<MultiPaxos<S>>) {
        if from == self.id {
            return;
        }
        self.step_down(ballot, out);
        if self.leader != Some(ballot) {
            self.leader = Some(ballot);
            out.explain(Reason::Follows { ballot });
        }
        self.attempts = 0;
        // Should it want to lead itself, it would be refused below this.
        self.highest_round = self.highest_round.max(ballot.round);
        out.set_timer(Timer::Election, 1);
    }

    /// A higher ballot is under way: it leads none any more. (Commands that waited are asked for again by their clients.)
    pub(super) fn step_down(&mut self, higher: Ballot, out: &mut Effects<MultiPaxos<S>>) {
        let Some(ballot) = self.role.ballot().filter(|ballot| *ballot < higher) else { return };
        out.explain(Reason::GivesUp { ballot, higher });
        if matches!(self.role, Role::Leader(_)) {
            out.cancel_timer(Timer::Heartbeat);
            self.drop_lease(out);
        }
        self.role = Role::Follower;
    }

    /// Does what the leader of a ballot knows to be chosen, below a slot, as far as it has voted there in this very ballot.
    ///
    /// Safe: the leader has one entry for a slot in its ballot. If the slot's entry was chosen below the ballot, P2c makes it this one; if in the
    /// ballot, it is this one; and of what is chosen above it nobody knows who has not promised that higher ballot, as the leader has not.
    fn raise_commit(&mut self, config: &Config, ballot: Ballot, commit: Slot, out: &mut Effects<MultiPaxos<S>>) {
        while self.commit < commit {
            match self.disk.vote(self.commit).filter(|vote| vote.ballot == ballot) {
                Some(vote) => {
                    let entry = vote.entry.clone();
                    self.learn(config, entry, out);
                }
                None if self.takes_for_empty(config, ballot, commit) => self.pass_over(out),
                None => return,
            }
        }
    }

    /// Does it take its next slot for an empty one, by mistake? It has no vote there, and one in this ballot behind it.
    fn takes_for_empty(&self, config: &Config, ballot: Ballot, commit: Slot) -> bool {
        let mut behind = self.disk.votes_from(self.commit).take_while(|(slot, _)| *slot < commit);
        config.variants.has(Variant::SkipGap)
            && self.disk.vote(self.commit).is_none()
            && behind.any(|(_, vote)| vote.ballot == ballot)
    }

    /// It goes on behind its next slot, of which it knows nothing.
    pub(super) fn pass_over(&mut self, out: &mut Effects<MultiPaxos<S>>) {
        out.explain(Reason::Mistake(Variant::SkipGap));
        out.explain(Reason::PassesOver { slot: self.commit });
        self.commit += 1;
    }

    /// The entry of the next slot is chosen: it is done.
    pub(super) fn learn(&mut self, config: &Config, entry: Entry, out: &mut Effects<MultiPaxos<S>>) {
        let slot = self.commit;
        self.commit += 1;
        out.decide(slot, entry.value());
        let done = match &entry {
            Entry::NoOp => false,
            Entry::Command(command) => self.apply(config, command, out),
        };
        self.change_voters(config, slot, &entry, out);
        out.explain(Reason::Applied { slot, entry: entry.clone(), idle: !done, state: self.applied.digest() });
        if let (Role::Leader(_), Entry::Command(command)) = (&self.role, &entry) {
            self.reply(command, out);
        }
        let length = self.commit - self.disk.first();
        if config.snapshot_every.is_some_and(|most| length >= Slot::from(most)) {
            out.explain(Reason::TookSnapshot { up_to: self.commit });
            let snapshot = self.snapshot_now();
            self.write(config, Write::Snapshot(Arc::new(snapshot)), out);
        }
    }

    /// Does a command, unless it was done before; true if it was done now.
    fn apply(&mut self, config: &Config, command: &Command, out: &mut Effects<MultiPaxos<S>>) -> bool {
        let done = self.applied.apply(command);
        let again = !done && config.variants.has(Variant::ApplyTwice);
        if again {
            out.explain(Reason::Mistake(Variant::ApplyTwice));
            self.applied.apply_again(command);
        }
        done || again
    }

    /// Sends a snapshot instead of what the log has no more.
    pub(super) fn install_at(&self, to: NodeId, ballot: Ballot, from: Slot, out: &mut Effects<MultiPaxos<S>>) {
        out.explain(Reason::CatchesUp { to, from, snapshot: true });
        out.send(to, Message::Install { ballot, snapshot: Arc::clone(self.disk.snapshot()) });
    }

    /// A snapshot that comes with a ballot: of its leader, or for it. The promise rises to the ballot, so that what a server knows to be chosen
    /// was never chosen above what it promised: [`Self::raise_commit`] rests on that.
    pub(super) fn receive_snapshot(
        &mut self,
        config: &Config,
        from: NodeId,
        ballot: Ballot,
        snapshot: &Arc<Snapshot<S>>,
        out: &mut Effects<MultiPaxos<S>>,
    ) {
        if let Some(promised) = self.disk.promised.filter(|promised| *promised > ballot) {
            return self.refuse(from, ballot, promised, out);
        }
        if ballot.node == from {
            self.hear_leader(from, ballot, out);
        }
        if self.disk.promised < Some(ballot) {
            self.write(config, Write::Promised(ballot), out);
        }
        match self.install(config, snapshot, out) {
            true => self.installed(config, out),
            false => out.explain(Reason::Stale { from }),
        }
    }

    /// Takes over a snapshot that reaches further than it knows; true if it does.
    pub(super) fn install(
        &mut self,
        config: &Config,
        snapshot: &Arc<Snapshot<S>>,
        out: &mut Effects<MultiPaxos<S>>,
    ) -> bool {
        if snapshot.up_to <= self.commit {
            return false;
        }
        out.explain(Reason::InstalledSnapshot { up_to: snapshot.up_to, state: snapshot.applied.digest() });
        self.commit = snapshot.up_to;
        self.applied = snapshot.applied.clone();
        self.voters = snapshot.voters.clone();
        self.write(config, Write::Snapshot(Arc::clone(snapshot)), out);
        true
    }
}

impl Role {
    /// The ballot that it leads or wants to lead.
    pub fn ballot(&self) -> Option<Ballot> {
        match self {
            Role::Follower => None,
            Role::Candidate(candidate) => Some(candidate.ballot),
            Role::Leader(leader) => Some(leader.ballot),
        }
    }
}

impl Renamed for Role {
    fn renamed(&self, renaming: &Renaming) -> Self {
        match self {
            Role::Follower => Role::Follower,
            Role::Candidate(candidate) => Role::Candidate(candidate.renamed(renaming)),
            Role::Leader(leader) => Role::Leader(leader.renamed(renaming)),
        }
    }
}

impl<S: StateMachine> Renamed for Server<S> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self {
            id: self.id.renamed(renaming),
            disk: self.disk.renamed(renaming),
            commit: self.commit,
            applied: self.applied.renamed(renaming),
            role: self.role.renamed(renaming),
            leader: self.leader.renamed(renaming),
            highest_round: renaming.round(self.highest_round),
            attempts: renaming.attempts(self.attempts),
            grant: self.grant.renamed(renaming),
            voters: self.voters.renamed(renaming),
        }
    }
}

impl<S: StateMachine> Canonical for Server<S> {
    fn project(&self, out: &mut Projection) {
        self.id.project(out);
        self.disk.project(out);
        out.u64(self.commit);
        self.applied.project(out);
        match &self.role {
            Role::Follower => out.u8(0),
            Role::Candidate(candidate) => {
                out.u8(1);
                candidate.project(out);
            }
            Role::Leader(leader) => {
                out.u8(2);
                leader.project(out);
            }
        }
        self.leader.project(out);
        out.u32(self.highest_round);
        out.u32(self.attempts);
        // (Nothing where there is none, as before there were leases.)
        self.grant.iter().for_each(|grant| grant.project(out));
        self.voters.project(out);
    }
}
