//! Phase 0: which server is to lead. Fast leader election, as ZooKeeper has it (the paper takes an oracle for granted, section III).
//!
//! Nothing that is safe rests on it: two servers may well be elected, and then at most one of them finds a quorum that takes part in its epoch. It serves
//! liveness, and it elects one that is as recent as anybody of the quorum that voted, so that its history can be that of the epoch as it is.

use super::super::clients::StateMachine;
use super::super::{Canonical, Effects, Map, NodeId, Projection, Renamed, Renaming, majority};
use super::server::{Role, Server};
use super::{Config, Election, Message, Reason, State, Ticket, Timer, Zab, Zxid};

/// What a server that looks for a leader has heard.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Looking {
    /// Its vote.
    pub vote: Ticket,
    /// The votes of this round, by voter, its own included if it is one.
    pub received: Map<NodeId, Ticket>,
    /// What servers say that have settled, by server: whom they follow, whether they lead, and in which round that was.
    pub settled: Map<NodeId, (NodeId, bool, u32)>,
    /// Those that have taken it for their leader already, and what they have accepted.
    pub early: Map<NodeId, u32>,
    /// A quorum agrees: it waits a little.
    pub finalizing: bool,
}

impl Default for Looking {
    fn default() -> Self {
        let vote = Ticket { epoch: 0, zxid: Zxid::ZERO, leader: NodeId::FIRST };
        let (received, settled, early) = (Map::new_vec(), Map::new_vec(), Map::new_vec());
        Self { vote, received, settled, early, finalizing: false }
    }
}

impl Looking {
    /// The beginning of a round, with a vote for itself.
    pub(super) fn of(config: &Config, own: Ticket) -> Self {
        let mut looking = Self { vote: own, ..Self::default() };
        looking.count_own(config, own.leader);
        looking
    }

    fn count_own(&mut self, config: &Config, id: NodeId) {
        if config.is_voter(id) {
            self.received.insert(id, self.vote);
        }
    }

    /// How many vote as it does.
    pub fn agreeing(&self) -> u8 {
        self.received.values().filter(|vote| **vote == self.vote).count() as u8
    }
}

/// Is the one vote for a more recent server than the other? An observer's for itself is for nobody: its weight is 0.
fn beats(config: &Config, one: Ticket, other: Ticket) -> bool {
    (config.is_voter(one.leader), one) > (config.is_voter(other.leader), other)
}

impl<S: StateMachine> Server<S> {
    /// Arms what a server that looks for a leader waits for.
    pub(super) fn wait_for_leader(&self, config: &Config, out: &mut Effects<Zab<S>>) {
        match config.election {
            Election::Fast => out.set_timer(Timer::Notify, 1),
            Election::Oracle => config.all_voters().for_each(|voter| out.set_timer(Timer::Oracle(voter), 1)),
        }
    }

    /// Tells the voters its vote.
    pub(super) fn tell_vote(&self, config: &Config, out: &mut Effects<Zab<S>>) {
        if config.election == Election::Fast {
            let message = self.notification();
            for voter in config.all_voters().filter(|voter| *voter != self.id) {
                out.send(voter, message.clone());
            }
        }
    }

    fn notification(&self) -> Message<S> {
        Message::Notification { round: self.round, state: self.state(), vote: self.vote() }
    }

    /// Nothing has come of the round: it tells its vote again.
    pub(super) fn notify_again(&mut self, config: &Config, out: &mut Effects<Zab<S>>) {
        if !matches!(self.role, Role::Looking(_)) {
            return;
        }
        out.explain(Reason::TellsVoteAgain { round: self.round, vote: self.vote() });
        self.tell_vote(config, out);
        out.set_timer(Timer::Notify, 1);
        self.check_agreement(config, out);
    }

    /// A notification.
    pub(super) fn notified(
        &mut self,
        config: &Config,
        from: NodeId,
        (round, state, vote): (u32, State, Ticket),
        out: &mut Effects<Zab<S>>,
    ) {
        let looking = matches!(self.role, Role::Looking(_));
        match (looking, state) {
            (true, State::Looking) if !config.is_voter(from) => self.tell_state(from, out),
            (true, State::Looking) => self.vote_heard(config, from, round, vote, out),
            (true, settled) => self.settled_heard(config, from, (round, settled, vote), out),
            (false, State::Looking) => self.tell_state(from, out),
            (false, _) => out.explain(Reason::Stale { from }),
        }
    }

    fn tell_state(&self, to: NodeId, out: &mut Effects<Zab<S>>) {
        out.explain(Reason::TellsState { to });
        out.send(to, self.notification());
    }

    /// The vote of one that looks for a leader too.
    fn vote_heard(&mut self, config: &Config, from: NodeId, round: u32, vote: Ticket, out: &mut Effects<Zab<S>>) {
        let own = self.own_ticket();
        let (id, need) = (self.id, config.quorum());
        if round < self.round {
            out.explain(Reason::OldRound { from, round });
            // Nobody joins an observer's round; and a voter would answer it, again and again.
            if config.is_voter(id) {
                out.send(from, self.notification());
            }
            return;
        }
        let joins = round > self.round;
        if joins {
            self.round = round;
            out.explain(Reason::JoinsRound { from, round });
        }
        let Role::Looking(looking) = &mut self.role else { return };
        if joins {
            looking.received = Map::new_vec();
            looking.vote = own;
            looking.count_own(config, id);
        }
        let before = looking.vote;
        let takes = beats(config, vote, before);
        if takes {
            looking.vote = vote;
            looking.count_own(config, id);
        }
        looking.received.insert(from, vote);
        let have = looking.agreeing();
        out.explain(match takes {
            true => Reason::TakesVote { from, vote, before },
            false => Reason::CountsVote { from, vote, have, need },
        });
        if (takes || joins) && std::mem::take(&mut looking.finalizing) {
            out.cancel_timer(Timer::Finalize);
        }
        if takes || joins {
            self.tell_vote(config, out);
        }
        self.check_agreement(config, out);
    }

    /// Does a quorum vote as it does? Then it waits a little.
    fn check_agreement(&mut self, config: &Config, out: &mut Effects<Zab<S>>) {
        let Role::Looking(looking) = &mut self.role else { return };
        let (have, need) = (looking.agreeing(), config.quorum());
        if have >= need && !looking.finalizing && config.is_voter(looking.vote.leader) {
            looking.finalizing = true;
            out.explain(Reason::QuorumAgrees { vote: looking.vote, have, need });
            out.set_timer(Timer::Finalize, 1);
        }
    }

    /// It has waited: if the quorum still agrees, that is its leader.
    pub(super) fn finalize(&mut self, config: &Config, out: &mut Effects<Zab<S>>) {
        let Role::Looking(looking) = &mut self.role else { return };
        looking.finalizing = false;
        if looking.agreeing() >= config.quorum() {
            let vote = looking.vote;
            return self.settle_on(config, vote, out);
        }
        self.check_agreement(config, out);
    }

    /// One that has settled says whom it follows. If it did so in this round, its vote counts in it; and if a quorum follows one leader, which says itself that it
    /// leads, that is its leader too, whatever the round.
    fn settled_heard(
        &mut self,
        config: &Config,
        from: NodeId,
        (round, state, vote): (u32, State, Ticket),
        out: &mut Effects<Zab<S>>,
    ) {
        let (id, mine, need) = (self.id, self.round, config.quorum());
        let Role::Looking(looking) = &mut self.role else { return };
        if !config.is_voter(from) {
            return out.explain(Reason::Stale { from });
        }
        let leader = vote.leader;
        looking.settled.insert(from, (leader, state == State::Leading, round));
        if round == mine {
            looking.received.insert(from, vote);
        }
        let follow = looking.settled.values().filter(|(other, ..)| *other == leader).count() as u8;
        let in_round = looking.received.values().filter(|other| other.leader == leader).count() as u8;
        let says_so = looking.settled.get(&leader).is_some_and(|(other, leads, _)| *other == leader && *leads);
        let confirmed = if leader == id { round == mine } else { says_so };
        let have = follow.max(if round == mine { in_round } else { 0 });
        out.explain(Reason::CountsSettled { leader, have, need, confirmed });
        if have >= need && confirmed {
            self.round = round;
            self.settle_on(config, vote, out);
        }
    }

    /// The oracle names a leader.
    pub(super) fn oracle(&mut self, config: &Config, leader: NodeId, out: &mut Effects<Zab<S>>) {
        let vote = Ticket { leader, ..self.own_ticket() };
        self.settle_on(config, vote, out);
    }

    fn settle_on(&mut self, config: &Config, vote: Ticket, out: &mut Effects<Zab<S>>) {
        let Role::Looking(looking) = &self.role else { return };
        let early = looking.early.clone();
        match config.election {
            Election::Fast => {
                out.cancel_timer(Timer::Notify);
                out.cancel_timer(Timer::Finalize);
            }
            Election::Oracle => config.all_voters().for_each(|voter| out.cancel_timer(Timer::Oracle(voter))),
        }
        if vote.leader == self.id {
            return self.lead(config, vote, early, out);
        }
        for other in early.keys().filter(|other| **other != vote.leader) {
            self.hang_up(*other, out);
        }
        self.follow(config, vote, out);
    }
}

impl Config {
    /// How many voters a quorum has.
    pub fn quorum(&self) -> u8 {
        majority(self.voters())
    }
}

impl Renamed for Looking {
    fn renamed(&self, renaming: &Renaming) -> Self {
        let settled = self.settled.iter();
        let early = self.early.iter();
        Self {
            vote: self.vote.renamed(renaming),
            received: self.received.renamed(renaming),
            settled: settled
                .map(|(of, (leader, leads, round))| (of.renamed(renaming), (leader.renamed(renaming), *leads, *round)))
                .collect(),
            early: early.map(|(of, accepted)| (of.renamed(renaming), *accepted)).collect(),
            finalizing: self.finalizing,
        }
    }
}

impl Canonical for Looking {
    fn project(&self, out: &mut Projection) {
        self.vote.project(out);
        out.all(self.received.iter());
        out.u32(u32::try_from(self.settled.len()).unwrap_or(u32::MAX));
        for (of, (leader, leads, round)) in &self.settled {
            of.project(out);
            leader.project(out);
            out.u8(u8::from(*leads));
            out.u32(*round);
        }
        out.u32(u32::try_from(self.early.len()).unwrap_or(u32::MAX));
        for (of, accepted) in &self.early {
            of.project(out);
            out.u32(*accepted);
        }
        out.u8(u8::from(self.finalizing));
    }
}
