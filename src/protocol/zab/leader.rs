//! What a leader is about, from its election until it gives up.

use super::super::clients::StateMachine;
use super::super::{Canonical, Effects, Map, NodeId, Projection, Renamed, Renaming, Set};
use super::reason::Cause;
use super::server::{Role, Server};
use super::{Config, Election, Message, Reason, Ticket, Timer, Txn, Zab, Zxid};

/// How many times it waits for a quorum before it is established, and has the quorum to find.
const PATIENCE: u8 = 3;

/// A leader.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Leading {
    /// The vote by which it was elected.
    pub vote: Ticket,
    /// How far it has come.
    pub stage: Stage,
    /// Its epoch, once a quorum has told what it has accepted.
    pub epoch: Option<u32>,
    /// What voters have accepted that follow it, itself included.
    pub infos: Map<NodeId, u32>,
    /// The voters that take part in its epoch, itself included.
    pub epoch_acks: Set<NodeId>,
    /// The voters that have its history, itself included.
    pub history_acks: Set<NodeId>,
    /// Those that follow and observe it, with how far each has come.
    pub learners: Map<NodeId, Learner>,
    /// How many transactions it has broadcast.
    pub counter: u32,
    /// What it has broadcast and is not committed, in order.
    pub outstanding: Vec<Outstanding>,
    /// Learners heard since it last looked.
    pub heard: Set<NodeId>,
    /// How many times it has looked without being established.
    pub waited: u8,
}

/// How far a leader has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stage {
    /// Phase 1: it finds out an epoch and a quorum that takes part in it.
    Discovery,
    /// Phase 2: it brings a quorum to its history.
    Synchronization,
    /// Phase 3: it is the primary of its epoch, and broadcasts.
    Broadcast,
}

/// How far a learner has come, as its leader knows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Learner {
    /// It has said that it follows.
    Connected,
    /// It has been told the epoch.
    Informed,
    /// It takes part in the epoch, and its history ends here.
    InEpoch(Zxid),
    /// It has been sent the history, and gets all proposals from then on.
    Syncing,
    /// It has the history.
    Synced,
    /// It has been told that it may serve.
    UpToDate,
}

/// A transaction that is broadcast and not committed.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Outstanding {
    /// The transaction.
    pub txn: Txn,
    /// Which voters have it on their disks.
    pub acks: Set<NodeId>,
}

impl Learner {
    /// Does it get proposals and commits?
    pub fn is_in_sync_or_later(self) -> bool {
        self >= Learner::Syncing
    }
}

impl Leading {
    fn new(vote: Ticket) -> Self {
        Self {
            vote,
            stage: Stage::Discovery,
            epoch: None,
            infos: Map::new_vec(),
            epoch_acks: Set::default(),
            history_acks: Set::default(),
            learners: Map::new_vec(),
            counter: 0,
            outstanding: Vec::new(),
            heard: Set::default(),
            waited: 0,
        }
    }

    /// A learner is gone. What it took part in stays: that stands on its disk.
    pub(super) fn forget(&mut self, learner: NodeId) {
        self.learners.remove(&learner);
        self.heard.remove(&learner);
        if self.epoch.is_none() {
            self.infos.remove(&learner);
        }
    }
}

impl<S: StateMachine> Server<S> {
    /// It has been elected: those that follow it already are let in.
    pub(super) fn lead(
        &mut self,
        config: &Config,
        vote: Ticket,
        early: super::super::Map<NodeId, u32>,
        out: &mut Effects<Zab<S>>,
    ) {
        out.explain(Reason::Leads { round: self.round, named: config.election == Election::Oracle });
        let mut leading = Leading::new(vote);
        leading.infos.insert(self.id, self.disk.accepted_epoch);
        self.role = Role::Leading(Box::new(leading));
        if config.election == Election::Fast {
            out.set_timer(Timer::Ping, 1);
        }
        out.set_timer(Timer::Quorum, 1);
        for (from, accepted) in &early {
            self.let_in(config, *from, *accepted, out);
        }
        self.choose_epoch(config, out);
    }

    /// Time to be heard.
    pub(super) fn ping(&mut self, out: &mut Effects<Zab<S>>) {
        let Role::Leading(leading) = &self.role else { return };
        out.explain(Reason::Pings);
        leading.learners.keys().for_each(|learner| out.send(*learner, Message::Ping));
        out.set_timer(Timer::Ping, 1);
    }

    /// A learner is there.
    pub(super) fn ponged(&mut self, from: NodeId, out: &mut Effects<Zab<S>>) {
        self.hear(from);
        out.explain(Reason::Heard { from });
    }

    /// It notes that it has heard of a learner.
    pub(super) fn hear(&mut self, from: NodeId) {
        if let Role::Leading(leading) = &mut self.role
            && leading.learners.contains_key(&from)
        {
            leading.heard.insert(from);
        }
    }

    /// It looks whether a quorum is still there, and gives up if none is, or if it has not become established for too long. (An oracle that lets it look knows
    /// that none is.)
    pub(super) fn check_quorum(&mut self, config: &Config, out: &mut Effects<Zab<S>>) {
        let need = config.quorum();
        let Role::Leading(leading) = &mut self.role else { return };
        let have = 1 + leading.heard.iter().filter(|learner| config.is_voter(**learner)).count() as u8;
        leading.heard = Set::default();
        if leading.stage != Stage::Broadcast {
            leading.waited += 1;
        }
        let impatient = leading.stage != Stage::Broadcast && leading.waited >= PATIENCE;
        let cause = match config.election {
            Election::Oracle => Some(Cause::Oracle),
            Election::Fast if have < need => Some(Cause::NoQuorum { have, need }),
            Election::Fast => impatient.then_some(Cause::NotEstablished),
        };
        if let Some(cause) = cause {
            return self.look(config, cause, out);
        }
        out.explain(Reason::HasQuorum { have, need });
        out.set_timer(Timer::Quorum, 1);
    }
}

impl Renamed for Outstanding {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { txn: self.txn.renamed(renaming), acks: self.acks.renamed(renaming) }
    }
}

impl Renamed for Leading {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self {
            vote: self.vote.renamed(renaming),
            infos: self.infos.iter().map(|(id, accepted)| (id.renamed(renaming), *accepted)).collect(),
            epoch_acks: self.epoch_acks.renamed(renaming),
            history_acks: self.history_acks.renamed(renaming),
            learners: self.learners.iter().map(|(id, learner)| (id.renamed(renaming), *learner)).collect(),
            outstanding: self.outstanding.iter().map(|one| one.renamed(renaming)).collect(),
            heard: self.heard.renamed(renaming),
            ..self.clone()
        }
    }
}

impl Canonical for Learner {
    fn project(&self, out: &mut Projection) {
        let (tag, last) = match self {
            Learner::Connected => (0, Zxid::ZERO),
            Learner::Informed => (1, Zxid::ZERO),
            Learner::InEpoch(last) => (2, *last),
            Learner::Syncing => (3, Zxid::ZERO),
            Learner::Synced => (4, Zxid::ZERO),
            Learner::UpToDate => (5, Zxid::ZERO),
        };
        out.u8(tag);
        last.project(out);
    }
}

impl Canonical for Leading {
    fn project(&self, out: &mut Projection) {
        self.vote.project(out);
        out.u8(self.stage as u8);
        out.u32(self.epoch.map_or(0, |epoch| epoch.saturating_add(1)));
        out.u32(u32::try_from(self.infos.len()).unwrap_or(u32::MAX));
        for (id, accepted) in &self.infos {
            id.project(out);
            out.u32(*accepted);
        }
        self.epoch_acks.project(out);
        self.history_acks.project(out);
        out.all(self.learners.iter());
        out.u32(self.counter);
        out.u32(u32::try_from(self.outstanding.len()).unwrap_or(u32::MAX));
        for outstanding in &self.outstanding {
            outstanding.txn.project(out);
            outstanding.acks.project(out);
        }
        self.heard.project(out);
        out.u8(self.waited);
    }
}
