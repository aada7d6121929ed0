//! The proposer: it begins ballots, chooses what to propose, and tries again.

use super::super::{Ballot, Canonical, Effects, NodeId, Projection, Value, Vote};
use super::{BallotCause, Config, Message, Reason, Synod, next_ballot};
use std::collections::BTreeMap;

/// Who promised, and the vote each reported.
pub type Promises = BTreeMap<NodeId, Option<Vote>>;

/// A proposer's memory; none of it is on the disk.
#[derive(Clone, Default, PartialEq, Eq, Hash, Debug)]
pub struct Proposer {
    wants: Option<Value>,
    highest_round: u32,
    attempts: u32,
    phase: Phase,
}

/// Where a proposer stands.
#[derive(Clone, Default, PartialEq, Eq, Hash, Debug)]
pub enum Phase {
    /// It leads no ballot.
    #[default]
    Idle,
    /// Phase 1: it collects promises.
    Preparing {
        /// The ballot it leads.
        ballot: Ballot,
        /// The promises so far.
        promises: Promises,
    },
    /// Phase 2: it has asked for votes. (Its learner counts them.)
    Proposing {
        /// The ballot it leads, and the value it proposes.
        vote: Vote,
        /// The promises that allowed it.
        promises: Promises,
    },
    /// A higher ballot stood in the way; it waits before it tries again.
    BackingOff {
        /// The ballot it gave up.
        ballot: Ballot,
        /// The higher ballot.
        higher: Ballot,
    },
}

/// The timers of a proposer; at most one is armed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    /// Armed when a ballot begins: the answers are overdue.
    Timeout,
    /// Armed when a ballot was refused: time to try again.
    BackOff,
}

impl Proposer {
    /// What a client asked it to propose.
    pub fn wants(&self) -> Option<&Value> {
        self.wants.as_ref()
    }

    /// How many ballots it has begun for what it wants.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Where it stands.
    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// A client asks for a value. One at a time: a second wish is turned away.
    pub fn request(
        &mut self,
        id: NodeId,
        config: &Config,
        promised: Option<Ballot>,
        value: Value,
        out: &mut Effects<Synod>,
    ) {
        if let Some(wants) = &self.wants {
            return out.explain(Reason::Busy { asked: value, wants: wants.clone() });
        }
        self.wants = Some(value.clone());
        self.begin(id, config, promised, BallotCause::Asked(value), out);
    }

    /// A timer ran out: the next ballot begins.
    pub fn fire(
        &mut self,
        id: NodeId,
        config: &Config,
        promised: Option<Ballot>,
        timer: Timer,
        out: &mut Effects<Synod>,
    ) {
        let cause = match (timer, &self.phase) {
            (Timer::Timeout, Phase::Preparing { ballot, promises }) => {
                BallotCause::NoQuorum { ballot: *ballot, promises: u8::try_from(promises.len()).unwrap_or(u8::MAX) }
            }
            (Timer::Timeout, Phase::Proposing { vote, .. }) => BallotCause::NoDecision { ballot: vote.ballot },
            (Timer::BackOff, Phase::BackingOff { ballot, higher }) => {
                BallotCause::BackedOff { ballot: *ballot, higher: *higher }
            }
            _ => return out.explain(Reason::NothingToRetry),
        };
        self.begin(id, config, promised, cause, out);
    }

    /// Phase 1a. When: at any time. Changes: nothing that anybody relies on. Safe: it only asks, and the ballot is new,
    /// since it is above everything that this node's acceptor, which promises it at once, ever promised.
    fn begin(
        &mut self,
        id: NodeId,
        config: &Config,
        promised: Option<Ballot>,
        cause: BallotCause,
        out: &mut Effects<Synod>,
    ) {
        let ballot = next_ballot(id, self.highest_round, promised);
        self.highest_round = ballot.round;
        self.attempts = self.attempts.saturating_add(1);
        self.phase = Phase::Preparing { ballot, promises: Promises::new() };
        out.explain(Reason::Began { ballot, cause });
        out.set_timer(Timer::Timeout, self.attempts);
        out.broadcast(id, config.node_count, &Message::Prepare { ballot });
    }

    /// Phase 2a. When: a quorum has promised this ballot, and no value was proposed in it yet. Changes: the ballot's value is
    /// settled. Safe: see [`choose_value`].
    pub fn promise(
        &mut self,
        id: NodeId,
        config: &Config,
        from: NodeId,
        ballot: Ballot,
        vote: Option<Vote>,
        out: &mut Effects<Synod>,
    ) {
        let promises = match &mut self.phase {
            Phase::Preparing { ballot: led, promises } if *led == ballot => promises,
            Phase::Proposing { vote: led, .. } if led.ballot == ballot => {
                return out.explain(Reason::LatePromise { from, ballot });
            }
            _ => return out.explain(Reason::StalePromise { from, ballot }),
        };
        let counted_before = promises.insert(from, vote.clone()).is_some();
        let have = u8::try_from(promises.len()).unwrap_or(u8::MAX);
        if have < config.quorums.phase1 {
            return out.explain(Reason::PromiseCounted {
                from,
                ballot,
                vote,
                have,
                need: config.quorums.phase1,
                counted_before,
            });
        }
        let Some(wants) = self.wants.clone() else {
            return;
        };
        let promises = std::mem::take(promises);
        let (value, reported) = choose_value(&promises, wants.clone());
        out.explain(Reason::Proposes {
            ballot,
            value: value.clone(),
            wants,
            reported,
            promised_by: promises.keys().copied().collect(),
        });
        self.phase = Phase::Proposing { vote: Vote { ballot, value: value.clone() }, promises };
        out.broadcast(id, config.node_count, &Message::Accept { ballot, value });
    }

    /// An acceptor has promised a higher ballot: this one is given up, and the next waits, so that whoever holds the higher
    /// ballot has a chance to finish (Paxos Made Simple, section 2.4, on progress).
    pub fn refuse(&mut self, from: NodeId, ballot: Ballot, promised: Ballot, out: &mut Effects<Synod>) {
        self.highest_round = self.highest_round.max(promised.round);
        let leads = match &self.phase {
            Phase::Preparing { ballot: led, .. } => *led == ballot,
            Phase::Proposing { vote, .. } => vote.ballot == ballot,
            Phase::Idle | Phase::BackingOff { .. } => false,
        };
        if !leads {
            return out.explain(Reason::StaleRefusal { from, ballot, promised });
        }
        out.explain(Reason::GivesUp { from, ballot, higher: promised });
        self.phase = Phase::BackingOff { ballot, higher: promised };
        out.cancel_timer(Timer::Timeout);
        out.set_timer(Timer::BackOff, self.attempts);
    }

    /// The decision is known: nothing is left to propose.
    pub fn finish(&mut self, out: &mut Effects<Synod>) {
        match self.phase {
            Phase::Idle => {}
            Phase::Preparing { .. } | Phase::Proposing { .. } => out.cancel_timer(Timer::Timeout),
            Phase::BackingOff { .. } => out.cancel_timer(Timer::BackOff),
        }
        self.phase = Phase::Idle;
        self.wants = None;
        self.attempts = 0;
    }
}

/// The value to propose, and the reported vote that forces it.
///
/// Why the highest reported vote's value (P2c of Paxos Made Simple; `ShowsSafeAt` of Voting.tla):
/// 1. Suppose a value `v` was, or may yet be, chosen in a ballot `c` below ours: then a quorum votes for it in `c`.
/// 2. That quorum shares an acceptor with the one that promised us. Having promised, it votes in no lower ballot any more; so it had
///    voted for `v` in `c` before it answered, and what it reports is of ballot `c` or higher.
/// 3. So the highest reported ballot `d` is at least `c`. If `d = c`, its value is `v`, since a ballot has one value. If
///    `d > c`, its owner followed this same rule, and by induction its value is `v`.
/// 4. If nobody reports a vote, nothing was or can be chosen below: any value is safe.
fn choose_value(promises: &Promises, wants: Value) -> (Value, Option<(NodeId, Vote)>) {
    let votes = promises.iter().filter_map(|(from, vote)| Some((*from, vote.clone()?)));
    // Of several reports of the highest ballot the first acceptor's is named.
    match votes.rev().max_by_key(|(_, vote)| vote.ballot) {
        Some((from, vote)) => (vote.value.clone(), Some((from, vote))),
        None => (wants, None),
    }
}

impl Canonical for Timer {
    fn project(&self, out: &mut Projection) {
        out.u8(match self {
            Timer::Timeout => 1,
            Timer::BackOff => 2,
        });
    }
}

impl Canonical for Proposer {
    fn project(&self, out: &mut Projection) {
        self.wants.project(out);
        out.u32(self.highest_round);
        out.u32(self.attempts);
        match &self.phase {
            Phase::Idle => out.u8(0),
            Phase::Preparing { ballot, promises } => {
                out.u8(1);
                ballot.project(out);
                out.all(promises.iter());
            }
            Phase::Proposing { vote, promises } => {
                out.u8(2);
                vote.project(out);
                out.all(promises.iter());
            }
            Phase::BackingOff { ballot, higher } => {
                out.u8(3);
                ballot.project(out);
                higher.project(out);
            }
        }
    }
}
