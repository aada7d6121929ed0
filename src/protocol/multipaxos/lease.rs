//! Leases: for as long as a quorum of phase 2 has promised to promise nobody else anything, no other server can come to lead; so what the leader has done is
//! all that anybody was ever told, and it answers a read from its own state. (*Paxos Made Live*, section 5.2, "master leases"; Gray and Cheriton, *Leases*,
//! 1989.)
//!
//! A leader asks for its lease in rounds, with its heartbeats. Each server that hears it grants the round: from then on it promises nothing to any other candidate, until its
//! own timer has run out. The leader's timer runs from when it first asked for the round, and theirs from when they heard of it, later: so by clocks that go
//! alike the leader's runs out first, and that is all that is asked of clocks ([`may_run_out`]). A server that restarts does not know what it has granted,
//! and waits as if it had.

use super::super::{Ballot, Canonical, Effects, NodeId, Projection, Renamed, Renaming, Set, Variant};
use super::leader::Leader;
use super::server::{Role, Server};
use super::{Command, Config, Message, MultiPaxos, Reason, StateMachine, Timer};

/// A leader's lease.
#[derive(Clone, Default, PartialEq, Eq, Hash, Debug)]
pub struct Lease {
    /// The round asked for last, from 1; 0: none yet.
    pub asked: u32,
    /// Who has granted it, the leader itself among them; nobody, once the round's timer has run out.
    pub granted_by: Set<NodeId>,
    /// The last round that a quorum has granted, until its timer runs out: on this it counts.
    pub held: Option<u32>,
    /// Its timer has run out, and it counts on it all the same: a mistake.
    pub overdue: bool,
}

/// What a server has granted, until its timer runs out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Grant {
    /// To the leader of this ballot; not known after a restart.
    pub ballot: Option<Ballot>,
    /// The last round of it.
    pub round: u32,
}

impl Lease {
    /// Is the timer of a round up to this one running, as it should?
    fn runs_up_to(&self, round: u32) -> bool {
        (self.is_asking() && self.asked <= round) || (!self.overdue && self.held.is_some_and(|held| held <= round))
    }

    /// Is a round asked for, and neither granted by a quorum nor over?
    fn is_asking(&self) -> bool {
        !self.granted_by.is_empty() && self.held != Some(self.asked)
    }
}

/// The timer of a round: two rounds may be under way, one that is counted on and the next.
fn timer_of(round: u32) -> Timer {
    if round.is_multiple_of(2) { Timer::EvenLease } else { Timer::OddLease }
}

/// May this timer of the node run out now, if clocks do not drift? That of a grant runs out after the leader's timer of the same round.
pub(super) fn may_run_out<'a, S: StateMachine + 'a>(
    config: &Config,
    (id, timer): (NodeId, Timer),
    node: &dyn Fn(NodeId) -> Option<&'a MultiPaxos<S>>,
) -> bool {
    if timer != Timer::Grant || config.drift {
        return true;
    }
    let server = |id: NodeId| node(id).and_then(MultiPaxos::server);
    let Some(grant) = server(id).and_then(|server| server.grant) else { return true };
    let counts = |leader: NodeId| match server(leader).map(Server::role) {
        Some(Role::Leader(leader)) => match grant.ballot {
            Some(ballot) => leader.ballot == ballot && leader.lease.runs_up_to(grant.round),
            None => leader.lease.runs_up_to(u32::MAX),
        },
        _ => false,
    };
    !NodeId::all(config.servers).any(counts)
}

impl<S: StateMachine> Server<S> {
    /// What it has granted, and is bound by.
    pub fn grant(&self) -> Option<Grant> {
        self.grant
    }

    /// A server that restarts does not know what it has granted.
    pub(super) fn assume_granted(&mut self, out: &mut Effects<MultiPaxos<S>>) {
        self.grant = Some(Grant { ballot: None, round: 0 });
        out.explain(Reason::AssumesGranted);
        out.set_timer(Timer::Grant, 1);
    }

    /// Is it bound to promise nothing to this candidate?
    pub(super) fn is_bound_against(&self, candidate: NodeId) -> bool {
        self.grant.is_some_and(|grant| grant.ballot.is_none_or(|ballot| ballot.node != candidate))
    }

    /// The round that goes with a heartbeat: the next, once the one before has been granted or is over.
    pub(super) fn ask_for_lease(&mut self, config: &Config, out: &mut Effects<MultiPaxos<S>>) -> Option<u32> {
        let Role::Leader(leader) = &mut self.role else { return None };
        // (Who grants it would have to be a quorum of whoever votes then.)
        if !config.lease || config.alpha.is_some() {
            return None;
        }
        if !leader.lease.is_asking() {
            leader.lease.asked = leader.lease.asked.saturating_add(1);
            leader.lease.granted_by = Set::default();
            out.explain(Reason::AsksForLease { ballot: leader.ballot, round: leader.lease.asked });
            out.set_timer(timer_of(leader.lease.asked), 1);
            self.count_grant(config, self.id, out);
        }
        let Role::Leader(leader) = &self.role else { return None };
        Some(leader.lease.asked)
    }

    /// A follower grants a round. When: it hears the leader of a ballot not lower than the promised one. Changes: it is bound until its timer runs out. Safe: that it will
    /// not promise is no promise; and its disk says that it heard of the ballot, so that after a restart it waits.
    pub(super) fn grant_lease(
        &mut self,
        config: &Config,
        ballot: Ballot,
        round: u32,
        out: &mut Effects<MultiPaxos<S>>,
    ) {
        if self.disk.promised < Some(ballot) {
            self.write(config, super::Write::Promised(ballot), out);
        }
        // A heartbeat that comes late takes nothing back.
        let known = self.grant.filter(|grant| grant.ballot == Some(ballot)).map_or(0, |grant| grant.round);
        self.grant = Some(Grant { ballot: Some(ballot), round: round.max(known) });
        out.explain(Reason::Grants { ballot, round });
        out.set_timer(Timer::Grant, 1);
        out.send(ballot.node, Message::Granted { ballot, round });
    }

    /// Its grant has run out: it is free to promise again.
    pub(super) fn grant_over(&mut self, out: &mut Effects<MultiPaxos<S>>) {
        self.grant = None;
        out.explain(Reason::GrantOver);
    }

    /// A server has granted a round.
    pub(super) fn granted(
        &mut self,
        config: &Config,
        from: NodeId,
        (ballot, round): (Ballot, u32),
        out: &mut Effects<MultiPaxos<S>>,
    ) {
        let asks = |leader: &Leader| {
            leader.ballot == ballot && leader.lease.asked == round && !leader.lease.granted_by.is_empty()
        };
        match &self.role {
            Role::Leader(leader) if asks(leader) && !leader.lease.granted_by.contains(&from) => {
                self.count_grant(config, from, out);
            }
            _ => out.explain(Reason::Stale { from }),
        }
    }

    fn count_grant(&mut self, config: &Config, from: NodeId, out: &mut Effects<MultiPaxos<S>>) {
        let Role::Leader(leader) = &mut self.role else { return };
        let lease = &mut leader.lease;
        lease.granted_by.insert(from);
        let (have, need) = (lease.granted_by.len() as u8, config.quorums.phase2);
        if have < need {
            return out.explain(Reason::GrantCounted { from, have, need });
        }
        if lease.held != Some(lease.asked) {
            out.explain(Reason::HoldsLease { ballot: leader.ballot, round: lease.asked });
            if let Some(before) = lease.held.replace(lease.asked) {
                out.cancel_timer(timer_of(before));
            }
            lease.overdue = false;
        }
    }

    /// The timer of a round has run out: it counts on it no more.
    pub(super) fn lease_over(&mut self, config: &Config, timer: Timer, out: &mut Effects<MultiPaxos<S>>) {
        let Role::Leader(leader) = &mut self.role else { return };
        let lease = &mut leader.lease;
        let is_held = lease.held.is_some_and(|held| timer_of(held) == timer);
        if is_held && !lease.overdue && config.variants.has(Variant::LongLease) {
            lease.overdue = true;
            out.explain(Reason::Mistake(Variant::LongLease));
            return out.set_timer(timer, 2);
        }
        let round = if is_held { lease.held } else { Some(lease.asked) };
        if timer_of(lease.asked) == timer {
            lease.granted_by = Set::default();
        }
        out.explain(Reason::LeaseOver { ballot: leader.ballot, round: round.unwrap_or(0) });
        if !is_held && lease.overdue {
            return;
        }
        // What was asked for earlier is over as well: both timers go by one clock.
        if let Some(held) = lease.held.take().filter(|_| !is_held) {
            out.cancel_timer(timer_of(held));
        }
        lease.overdue = false;
    }

    /// Answers a command that only reads, without a slot. When: it holds a lease, and has done everything that was reported to it when it came to lead. Safe: whatever any client
    /// was told is then in its state.
    pub(super) fn reads_now(&self, config: &Config, command: &Command) -> bool {
        let holds = |leader: &Leader| leader.lease.held.is_some() && self.commit >= leader.reported_end;
        config.lease && S::only_reads(&command.operation) && matches!(&self.role, Role::Leader(leader) if holds(leader))
    }

    /// What its state says.
    pub(super) fn read(&self, command: Command, out: &mut Effects<MultiPaxos<S>>) {
        let answer = self.applied.machine().clone().apply(&command.operation);
        out.send(command.client, Message::Reply { sequence: command.sequence, answer });
        out.explain(Reason::Reads { command, commit: self.commit });
    }

    /// It leads no more, and counts on nothing.
    pub(super) fn drop_lease(&self, out: &mut Effects<MultiPaxos<S>>) {
        let Role::Leader(leader) = &self.role else { return };
        if leader.lease.asked > 0 {
            out.cancel_timer(Timer::OddLease);
            out.cancel_timer(Timer::EvenLease);
        }
    }
}

impl Renamed for Lease {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { granted_by: self.granted_by.renamed(renaming), ..self.clone() }
    }
}

impl Renamed for Grant {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { ballot: self.ballot.renamed(renaming), ..*self }
    }
}

impl Canonical for Lease {
    fn project(&self, out: &mut Projection) {
        out.u32(self.asked);
        self.granted_by.project(out);
        out.u32(self.held.unwrap_or(0));
        out.u8(u8::from(self.overdue));
    }
}

impl Canonical for Grant {
    fn project(&self, out: &mut Projection) {
        self.ballot.project(out);
        out.u32(self.round);
    }
}
