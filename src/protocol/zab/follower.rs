//! What one that follows a leader does (a follower, which votes, or an observer, which does not).

use super::super::clients::StateMachine;
use super::super::{Canonical, Effects, NodeId, Projection, Renamed, Renaming, Variant};
use super::reason::Cause;
use super::server::{Role, Server};
use super::{Config, Election, Message, Reason, Ticket, Timer, Zab, Zxid};

/// A follower, or an observer.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Following {
    /// The vote by which it came to follow.
    pub vote: Ticket,
    /// Whom.
    pub leader: NodeId,
    /// How far it has come.
    pub stage: Progress,
    /// The leader's epoch, once it has been told.
    pub epoch: Option<u32>,
    /// The last transaction that the leader has said to be committed, or none.
    pub committed: Zxid,
}

/// How far a learner has come, as it knows itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Progress {
    /// Phase 1: it has said that it follows, and waits for the epoch.
    Discovery,
    /// Phase 2: it takes the leader's history.
    Synchronization,
    /// It has the history, of the leader's epoch; the leader may not be established yet.
    Synchronized,
    /// Phase 3: it serves.
    UpToDate,
}

impl<S: StateMachine> Server<S> {
    /// It has a leader, and says that it follows.
    pub(super) fn follow(&mut self, config: &Config, vote: Ticket, out: &mut Effects<Zab<S>>) {
        let (leader, accepted) = (vote.leader, self.disk.accepted_epoch);
        out.explain(Reason::Follows { leader, accepted, named: config.election == Election::Oracle });
        let stage = Progress::Discovery;
        self.role = Role::Following(Following { vote, leader, stage, epoch: None, committed: Zxid::ZERO });
        out.set_timer(Timer::Silence, 1);
        out.send(leader, Message::FollowerInfo { accepted });
    }

    /// Nothing was heard of the leader for too long.
    pub(super) fn missed_leader(&mut self, config: &Config, out: &mut Effects<Zab<S>>) {
        let Role::Following(following) = &self.role else { return };
        self.look(config, Cause::LeaderSilent(following.leader), out);
    }

    /// A message such as leaders send: of its own leader it is handled as far as it has come; on anybody else it hangs up.
    pub(super) fn of_leader(&mut self, config: &Config, from: NodeId, message: Message<S>, out: &mut Effects<Zab<S>>) {
        let followed = match &self.role {
            Role::Following(following) if following.leader == from => Some(following.clone()),
            _ => None,
        };
        let Some(following) = followed else { return self.of_stranger(config, from, message, out) };
        out.set_timer(Timer::Silence, 1);
        match (following.stage, message) {
            (_, Message::Ping) => {
                out.explain(Reason::AnswersPing);
                out.send(from, Message::Ping);
            }
            (Progress::Discovery, Message::LeaderInfo { epoch }) => self.leader_info(config, from, epoch, out),
            (Progress::Discovery, Message::Diff { to }) => {
                out.explain(Reason::IsBroughtTo { to });
                self.begin_sync();
            }
            (Progress::Discovery, Message::Trunc { to }) => {
                self.truncate(config, to, out);
                self.begin_sync();
            }
            (Progress::Discovery, Message::Snap { snapshot }) => {
                self.install(snapshot, out);
                self.begin_sync();
            }
            (Progress::Synchronization, Message::Proposal { txn }) => self.take_history(txn, out),
            (Progress::Synchronization, Message::NewLeader { epoch }) => self.take_new_leader(from, epoch, out),
            (Progress::Synchronized | Progress::UpToDate, Message::Proposal { txn }) => {
                self.proposed(from, following.epoch, txn, out);
            }
            (Progress::Synchronized, Message::UpToDate { committed }) => self.up_to_date(config, committed, out),
            (Progress::Synchronized | Progress::UpToDate, Message::Commit { zxid }) => {
                self.committed_at(config, zxid, out);
            }
            (Progress::Synchronized | Progress::UpToDate, Message::Inform { txn }) => self.informed(config, txn, out),
            _ => out.explain(Reason::Stale { from }),
        }
    }

    fn begin_sync(&mut self) {
        if let Role::Following(following) = &mut self.role {
            following.stage = Progress::Synchronization;
        }
    }

    /// Of one that is not its leader it takes nothing: that belongs to an epoch that it has left.
    fn of_stranger(&mut self, config: &Config, from: NodeId, message: Message<S>, out: &mut Effects<Zab<S>>) {
        match message {
            Message::Proposal { txn } if config.variants.has(Variant::OldEpochProposal) => {
                out.explain(Reason::Mistake(Variant::OldEpochProposal));
                self.proposed(from, None, txn, out);
            }
            Message::Proposal { txn } => {
                let epoch = match &self.role {
                    Role::Following(following) => following.epoch,
                    _ => None,
                };
                out.explain(Reason::NotOfEpoch { from, zxid: txn.zxid, epoch, hangs_up: true });
                out.close(from);
            }
            _ if config.variants.has(Variant::OldEpochProposal) => out.explain(Reason::Stale { from }),
            _ => self.hang_up(from, out),
        }
    }
}

impl Renamed for Following {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { vote: self.vote.renamed(renaming), leader: self.leader.renamed(renaming), ..self.clone() }
    }
}

impl Canonical for Following {
    fn project(&self, out: &mut Projection) {
        self.vote.project(out);
        self.leader.project(out);
        out.u8(self.stage as u8);
        out.u32(self.epoch.map_or(0, |epoch| epoch.saturating_add(1)));
        self.committed.project(out);
    }
}
