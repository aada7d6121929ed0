//! How a server comes to lead, and what it does then.

use super::super::{
    Ballot, Canonical, Effects, Map, NodeId, Projection, Renamed, Renaming, Set, Slot, Variant, majority,
};
use super::lease::Lease;
use super::server::{Role, Server};
use super::{Command, Config, Entry, Message, MultiPaxos, Reason, SlotVote, Snapshot, StateMachine, Timer};
use std::sync::Arc;

/// Commands that may wait for a slot.
pub const MAX_WAITING: usize = 1_000;

/// Slots that are sent again at once to a server that lags behind.
const CATCH_UP_SLOTS: Slot = 32;

/// Phase 1: what a server that wants to lead has heard.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Candidate {
    /// Its ballot.
    pub ballot: Ballot,
    /// Who promised.
    pub promises: Set<NodeId>,
    /// In each slot the reported vote of the highest ballot.
    pub reported: Map<Slot, SlotVote>,
}

/// Phase 2: what a leader is about.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Leader {
    /// Its ballot.
    pub ballot: Ballot,
    /// The first slot in which it has proposed nothing.
    pub next: Slot,
    /// What binds it in slots from there on.
    pub reported: Map<Slot, SlotVote>,
    /// The slot behind the last of these.
    pub reported_end: Slot,
    /// What it has proposed and is not done, by slot.
    pub open: Map<Slot, Open>,
    /// Commands that wait for a slot, the first first.
    pub waiting: Vec<Command>,
    /// For how long it may answer reads from its own state.
    pub lease: Lease,
    /// Who has promised, where who votes may change: of slots that it comes to later others vote.
    pub promises: Set<NodeId>,
}

/// A slot in which it has proposed.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Open {
    /// What.
    pub entry: Entry,
    /// Who has voted for it.
    pub voters: Set<NodeId>,
    /// It was open when the leader was last heard: votes that are missing are asked for again the next time.
    pub overdue: bool,
    /// Who votes there, where that may change: as was known when it was proposed.
    pub electorate: Vec<NodeId>,
}

impl<S: StateMachine> Server<S> {
    /// Phase 1a, for every slot from the first that it does not know. When: no leader was heard for too long. Safe: it only asks, and the ballot is new.
    pub(super) fn begin(&mut self, config: &Config, out: &mut Effects<MultiPaxos<S>>) {
        if matches!(self.role, Role::Leader(_)) {
            return;
        }
        if !self.votes_in(self.commit, self.id) {
            out.explain(Reason::IsNoMember { slot: self.commit });
            return out.set_timer(Timer::Election, self.attempts.max(1));
        }
        if self.is_bound_against(self.id) {
            out.explain(Reason::WaitsForGrant);
            return out.set_timer(Timer::Election, self.attempts.max(1));
        }
        let above = self.highest_round.max(self.disk.promised.map_or(0, |promised| promised.round));
        let ballot = Ballot::new(above.saturating_add(1), self.id);
        self.highest_round = ballot.round;
        self.attempts = self.attempts.saturating_add(1);
        out.explain(Reason::Began { ballot, from: self.commit, missed: self.leader });
        self.leader = None;
        self.role = Role::Candidate(Candidate { ballot, promises: Set::default(), reported: Map::new_vec() });
        out.set_timer(Timer::Election, self.attempts);
        self.send_prepares(config, ballot, out);
    }

    /// A promise. With enough of them it leads.
    pub(super) fn promise(
        &mut self,
        config: &Config,
        from: NodeId,
        ballot: Ballot,
        snapshot: Option<Arc<Snapshot<S>>>,
        votes: Vec<(Slot, SlotVote)>,
        out: &mut Effects<MultiPaxos<S>>,
    ) {
        let leads = matches!(self.role, Role::Leader(_));
        if self.role.ballot() != Some(ballot) || (leads && config.alpha.is_none()) {
            return out.explain(Reason::Stale { from });
        }
        if let Some(snapshot) = snapshot {
            self.install(config, &snapshot, out);
        }
        if leads {
            return self.promised_later(config, from, votes, out);
        }
        let Role::Candidate(candidate) = &mut self.role else { return };
        candidate.promises.insert(from);
        for (slot, vote) in votes {
            let highest = candidate.reported.get(&slot).is_none_or(|other| other.ballot < vote.ballot);
            if highest {
                candidate.reported.insert(slot, vote);
            }
        }
        let (promises, mut reported) = (candidate.promises.clone(), candidate.reported.clone());
        if let Some((have, need)) = self.lacking(config, &promises) {
            return out.explain(Reason::PromiseCounted { from, have, need });
        }
        if config.variants.has(Variant::IgnorePromises) && !reported.is_empty() {
            out.explain(Reason::Mistake(Variant::IgnorePromises));
            reported = Map::new_vec();
        }
        self.lead(config, ballot, promises, reported, out);
    }

    /// It leads: in every open slot what was reported binds it, and where nothing was, a no-op fills the gap (Paxos Made Simple, section 3).
    fn lead(
        &mut self,
        config: &Config,
        ballot: Ballot,
        promises: Set<NodeId>,
        reported: Map<Slot, SlotVote>,
        out: &mut Effects<MultiPaxos<S>>,
    ) {
        let end = reported.last().map_or(0, |(slot, _)| slot + 1).max(self.commit);
        let promised_by = promises.iter().copied().collect();
        out.explain(Reason::Leads { ballot, promised_by, open: (self.commit, end) });
        self.leader = Some(ballot);
        self.attempts = 0;
        self.role = Role::Leader(Leader {
            ballot,
            next: self.commit,
            reported,
            reported_end: end,
            open: Map::new_vec(),
            waiting: Vec::new(),
            lease: Lease::default(),
            promises: if config.alpha.is_some() { promises } else { Set::default() },
        });
        out.cancel_timer(Timer::Election);
        self.beat(config, out);
        self.fill(config, out);
    }

    /// Tells the others that it leads, and asks again for votes that have been missing since it was last heard.
    pub(super) fn beat(&mut self, config: &Config, out: &mut Effects<MultiPaxos<S>>) {
        let lease = self.ask_for_lease(config, out);
        let Role::Leader(leader) = &mut self.role else { return };
        let (ballot, commit) = (leader.ballot, self.commit);
        out.set_timer(Timer::Heartbeat, 1);
        for to in NodeId::all(config.servers).filter(|to| *to != self.id) {
            out.send(to, Message::Heartbeat { ballot, commit, lease });
            for (slot, open) in leader.open.iter().filter(|(_, open)| open.overdue && open.misses(to)) {
                out.send(to, Message::Accept { ballot, slot: *slot, entry: open.entry.clone(), commit });
            }
        }
        leader.open.iter_mut().for_each(|(_, open)| open.overdue = true);
        self.ask_new_voters(config, out);
    }

    /// Phase 2a, in as many slots as the window allows. What is open from before comes first.
    pub(super) fn fill(&mut self, config: &Config, out: &mut Effects<MultiPaxos<S>>) {
        let commit = self.commit;
        while self.may_propose(config, out)
            && let Role::Leader(leader) = &mut self.role
        {
            let slot = leader.next;
            let entry = if slot < leader.reported_end {
                match leader.reported.remove(&slot) {
                    Some(vote) => {
                        out.explain(Reason::ProposesReported { slot, vote: vote.clone() });
                        vote.entry
                    }
                    None if config.variants.has(Variant::SkipGap) => {
                        out.explain(Reason::Mistake(Variant::SkipGap));
                        leader.next += 1;
                        continue;
                    }
                    None => {
                        out.explain(Reason::FillsGap { slot });
                        Entry::NoOp
                    }
                }
            } else if leader.waiting.is_empty() {
                return;
            } else {
                let command = leader.waiting.remove(0);
                out.explain(Reason::Proposes { slot, command: command.clone() });
                Entry::Command(command)
            };
            leader.next += 1;
            let electorate = self.voters.of(slot).to_vec();
            let message = Message::Accept { ballot: leader.ballot, slot, entry: entry.clone(), commit };
            leader.open.insert(slot, Open { entry, voters: Set::default(), overdue: false, electorate });
            self.send_to_voters(config, slot, &message, out);
        }
    }

    /// A vote. With enough of them in the next slot, it is chosen and done; and in those behind it that were waiting for it.
    pub(super) fn accepted(
        &mut self,
        config: &Config,
        from: NodeId,
        ballot: Ballot,
        slot: Slot,
        out: &mut Effects<MultiPaxos<S>>,
    ) {
        let commit = self.commit;
        let Role::Leader(leader) = &mut self.role else { return out.explain(Reason::Stale { from }) };
        let mistaken = leader.ballot != ballot && config.variants.has(Variant::VotesAcrossBallots);
        let Some(open) = leader.open.get_mut(&slot).filter(|_| leader.ballot == ballot || mistaken) else {
            return out.explain(Reason::Stale { from });
        };
        if !open.misses(from) {
            return out.explain(Reason::Stale { from });
        }
        open.voters.insert(from);
        let need = open.needs(config);
        if mistaken {
            out.explain(Reason::Mistake(Variant::VotesAcrossBallots));
        }
        match open.voters.len() as u8 {
            have if have < need => return out.explain(Reason::VoteCounted { from, slot, have, need }),
            have if have == need => {
                out.explain(Reason::Chosen { slot, entry: open.entry.clone(), waits: slot > commit });
            }
            _ => {}
        }
        self.advance(config, out);
    }

    /// Does what is chosen, in order; then there is room for more.
    fn advance(&mut self, config: &Config, out: &mut Effects<MultiPaxos<S>>) {
        while let Role::Leader(leader) = &mut self.role {
            match leader.open.get(&self.commit) {
                Some(open) if open.voters.len() >= usize::from(open.needs(config)) => {
                    let entry = open.entry.clone();
                    leader.open.remove(&self.commit);
                    self.learn(config, entry, out);
                }
                // It has left a gap, and something behind it is under way.
                None if self.commit < leader.next && config.variants.has(Variant::SkipGap) => self.pass_over(out),
                _ => break,
            }
        }
        self.fill(config, out);
    }

    /// A server asks for what was chosen from a slot on: it is proposed again in this ballot, as P2c would have it.
    pub(super) fn fetch(
        &mut self,
        config: &Config,
        from: NodeId,
        ballot: Ballot,
        first: Slot,
        out: &mut Effects<MultiPaxos<S>>,
    ) {
        if !matches!(&self.role, Role::Leader(leader) if leader.ballot == ballot) {
            return out.explain(Reason::Stale { from });
        }
        if config.alpha.is_some() {
            return self.send_state(from, ballot, first, out);
        }
        if first < self.disk.first() {
            return self.install_at(from, ballot, first, out);
        }
        out.explain(Reason::CatchesUp { to: from, from: first, snapshot: false });
        for slot in first..self.commit.min(first.saturating_add(CATCH_UP_SLOTS)) {
            let Some(vote) = self.disk.vote(slot) else {
                match config.variants.has(Variant::SkipGap) {
                    true => continue,
                    false => return,
                }
            };
            let entry = vote.entry.clone();
            out.send(from, Message::Accept { ballot, slot, entry, commit: self.commit });
        }
    }

    /// A server knows by a snapshot what was chosen in slots that this one proposes in.
    pub(super) fn installed(&mut self, config: &Config, out: &mut Effects<MultiPaxos<S>>) {
        let commit = self.commit;
        if let Role::Leader(leader) = &mut self.role {
            let open = leader.open.iter().filter(|(slot, _)| **slot >= commit);
            leader.open = open.map(|(slot, open)| (*slot, open.clone())).collect();
            leader.next = leader.next.max(commit);
        }
        self.advance(config, out);
    }

    /// Some acceptor has promised a higher ballot.
    pub(super) fn refused(&mut self, from: NodeId, ballot: Ballot, higher: Ballot, out: &mut Effects<MultiPaxos<S>>) {
        self.highest_round = self.highest_round.max(higher.round);
        if self.role.ballot() != Some(ballot) {
            return out.explain(Reason::Stale { from });
        }
        self.step_down(higher, out);
        self.leader = None;
        out.set_timer(Timer::Election, self.attempts.max(1));
    }

    /// A client, or a server in its place, asks for a command.
    pub(super) fn request(
        &mut self,
        config: &Config,
        command: Command,
        forwarded: bool,
        out: &mut Effects<MultiPaxos<S>>,
    ) {
        let leads = self.leader.filter(|ballot| ballot.node != self.id && !forwarded);
        match (&self.role, leads) {
            (Role::Leader(_), _) => self.propose_once(config, command, out),
            (_, Some(ballot)) => {
                out.explain(Reason::Forwards { command: command.clone(), to: ballot.node });
                out.send(ballot.node, Message::Request { command, forwarded: true });
            }
            (_, None) => out.explain(Reason::KnowsNoLeader { command }),
        }
    }

    /// A command that is done is answered again, and one that is under way is not proposed again.
    fn propose_once(&mut self, config: &Config, command: Command, out: &mut Effects<MultiPaxos<S>>) {
        let Role::Leader(leader) = &mut self.role else { return };
        let (done, under_way) = (self.applied.has_done(&command), leader.has_under_way(&command));
        if (done || under_way) && config.variants.has(Variant::ApplyTwice) {
            out.explain(Reason::Mistake(Variant::ApplyTwice));
        } else if done {
            // (To one who has gone on since, nothing can be said any more.)
            out.explain(match self.applied.last_answer(&command) {
                Some(_) => Reason::AnsweredBefore { command: command.clone() },
                None => Reason::Stale { from: command.client },
            });
            return self.reply(&command, out);
        } else if under_way {
            return out.explain(Reason::UnderWay { command });
        }
        if self.reads_now(config, &command) {
            return self.read(command, out);
        }
        let Role::Leader(leader) = &mut self.role else { return };
        if leader.waiting.len() >= MAX_WAITING {
            return out.explain(Reason::TooManyWait { command });
        }
        leader.waiting.push(command.clone());
        out.explain(Reason::Queued { command });
        self.fill(config, out);
    }

    /// Tells a client what its command came to, if it is the last that it asked for.
    pub(super) fn reply(&self, command: &Command, out: &mut Effects<MultiPaxos<S>>) {
        if let Some(answered) = self.applied.last_answer(command) {
            let (sequence, answer) = (answered.sequence, answered.answer.clone());
            out.send(command.client, Message::Reply { sequence, answer });
            out.explain(Reason::Answers { command: command.clone() });
        }
    }
}

impl Open {
    /// Has this server a vote there, which is missing?
    fn misses(&self, voter: NodeId) -> bool {
        (self.electorate.is_empty() || self.electorate.contains(&voter)) && !self.voters.contains(&voter)
    }

    /// How many votes it takes.
    fn needs(&self, config: &Config) -> u8 {
        match self.electorate.is_empty() {
            true => config.quorums.phase2,
            false => majority(self.electorate.len() as u8),
        }
    }
}

impl Leader {
    /// Does the command wait, or is it proposed or bound to be? (A snapshot may have told what became of slots in which a vote was reported: nothing is
    /// proposed there any more.)
    fn has_under_way(&self, command: &Command) -> bool {
        let is_it = |entry: &Entry| matches!(entry, Entry::Command(other) if other == command);
        self.waiting.contains(command)
            || self.open.values().any(|open| is_it(&open.entry))
            || self.reported.iter().any(|(slot, vote)| *slot >= self.next && is_it(&vote.entry))
    }
}

impl Renamed for Candidate {
    fn renamed(&self, renaming: &Renaming) -> Self {
        let reported = self.reported.iter().map(|(slot, vote)| (*slot, vote.renamed(renaming)));
        Self {
            ballot: self.ballot.renamed(renaming),
            promises: self.promises.renamed(renaming),
            reported: reported.collect(),
        }
    }
}

impl Renamed for Leader {
    fn renamed(&self, renaming: &Renaming) -> Self {
        let reported = self.reported.iter().map(|(slot, vote)| (*slot, vote.renamed(renaming)));
        let open = self.open.iter().map(|(slot, open)| (*slot, open.renamed(renaming)));
        Self {
            ballot: self.ballot.renamed(renaming),
            next: self.next,
            reported: reported.collect(),
            reported_end: self.reported_end,
            open: open.collect(),
            waiting: self.waiting.iter().map(|command| command.renamed(renaming)).collect(),
            lease: self.lease.renamed(renaming),
            promises: self.promises.renamed(renaming),
        }
    }
}

impl Renamed for Open {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self {
            entry: self.entry.renamed(renaming),
            voters: self.voters.renamed(renaming),
            overdue: self.overdue,
            electorate: self.electorate.iter().map(|voter| voter.renamed(renaming)).collect(),
        }
    }
}

fn project_slots<T>(slots: &Map<Slot, T>, out: &mut Projection, project: impl Fn(&T, &mut Projection)) {
    out.u32(u32::try_from(slots.len()).unwrap_or(u32::MAX));
    for (slot, thing) in slots {
        out.u64(*slot);
        project(thing, out);
    }
}

impl Canonical for Candidate {
    fn project(&self, out: &mut Projection) {
        self.ballot.project(out);
        self.promises.project(out);
        project_slots(&self.reported, out, Canonical::project);
    }
}

impl Canonical for Leader {
    fn project(&self, out: &mut Projection) {
        self.ballot.project(out);
        out.u64(self.next);
        project_slots(&self.reported, out, Canonical::project);
        out.u64(self.reported_end);
        project_slots(&self.open, out, |open, out| {
            open.entry.project(out);
            open.voters.project(out);
            out.u8(u8::from(open.overdue));
            // (Nothing where it cannot change, as before it could; and so of promises.)
            open.electorate.iter().for_each(|voter| voter.project(out));
        });
        out.all(self.waiting.iter());
        // (Nothing where none was asked for, as before there were leases.)
        if self.lease.asked > 0 {
            self.lease.project(out);
        }
        if !self.promises.is_empty() {
            self.promises.project(out);
        }
    }
}
