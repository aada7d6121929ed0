//! Phase 1, discovery: an epoch above every one in which a quorum has taken part, and a quorum that takes part in it.
//!
//! As in phase 1 of Paxos, whoever takes part in an epoch takes part in none below: so no primary of a lower epoch gets anything committed from then on
//! without one of this quorum, of whom none is more recent than the leader.

use super::super::clients::StateMachine;
use super::super::{Effects, Map, NodeId, Variant};
use super::leader::{Learner, Stage};
use super::reason::Cause;
use super::server::{Role, Server};
use super::{Config, Message, Reason, Write, Zab, Zxid};

impl<S: StateMachine> Server<S> {
    /// FOLLOWERINFO. Somebody follows: it is let in, or if this server may yet be elected, kept for later.
    pub(super) fn follower_info(&mut self, config: &Config, from: NodeId, accepted: u32, out: &mut Effects<Zab<S>>) {
        match &mut self.role {
            Role::Looking(looking) => {
                looking.early.insert(from, accepted);
                out.explain(Reason::KeepsForLater { from });
            }
            Role::Following(_) => self.hang_up(from, out),
            Role::Leading(_) => {
                self.let_in(config, from, accepted, out);
                self.choose_epoch(config, out);
            }
        }
    }

    /// Notes who follows, and tells it the epoch if there is one. If that is below what the follower has accepted, it gives up: that one would have to refuse, again
    /// and again, until there is a new epoch. (It may have led itself, and found a quorum that then left it. ZooKeeper lets it wait for the next election.)
    pub(super) fn let_in(&mut self, config: &Config, from: NodeId, accepted: u32, out: &mut Effects<Zab<S>>) {
        let need = config.quorum();
        let Role::Leading(leading) = &mut self.role else { return };
        leading.learners.insert(from, Learner::Connected);
        leading.heard.insert(from);
        if let Some(epoch) = leading.epoch.filter(|epoch| *epoch < accepted) {
            return self.look(config, Cause::FollowerAhead { follower: from, accepted, epoch }, out);
        }
        if let Some(epoch) = leading.epoch {
            leading.learners.insert(from, Learner::Informed);
            out.explain(Reason::TellsEpoch { to: from, epoch });
            return out.send(from, Message::LeaderInfo { epoch });
        }
        if config.is_voter(from) {
            leading.infos.insert(from, accepted);
        }
        out.explain(Reason::InfoCounted { from, accepted, have: leading.infos.len() as u8, need });
    }

    /// Once a quorum has told what it has accepted, itself included: an epoch one above the highest of that. It is the first to take part in it, and writes that
    /// down before anybody hears of it.
    pub(super) fn choose_epoch(&mut self, config: &Config, out: &mut Effects<Zab<S>>) {
        let Role::Leading(leading) = &mut self.role else { return };
        if leading.epoch.is_some() || leading.infos.len() < usize::from(config.quorum()) {
            return;
        }
        let accepted: Vec<(NodeId, u32)> = leading.infos.iter().map(|(id, accepted)| (*id, *accepted)).collect();
        let epoch = accepted.iter().map(|(_, accepted)| *accepted).max().unwrap_or_default().saturating_add(1);
        leading.epoch = Some(epoch);
        leading.epoch_acks.insert(self.id);
        let learners: Vec<NodeId> = leading.learners.keys().copied().collect();
        leading.learners = learners.iter().map(|learner| (*learner, Learner::Informed)).collect::<Map<_, _>>();
        out.explain(Reason::NewEpoch { epoch, accepted });
        self.write(Write::AcceptedEpoch(epoch), out);
        learners.into_iter().for_each(|learner| out.send(learner, Message::LeaderInfo { epoch }));
        self.take_epoch(config, out);
    }

    /// LEADERINFO, at a follower. A newer epoch is accepted, and written down before that is said; one that it has accepted before is answered, but must not be
    /// counted, since it may have been another's; an older one is refused.
    pub(super) fn leader_info(&mut self, config: &Config, leader: NodeId, epoch: u32, out: &mut Effects<Zab<S>>) {
        let accepted = self.disk.accepted_epoch;
        if epoch < accepted {
            return self.look(config, Cause::OldEpoch { leader, epoch, accepted }, out);
        }
        let Role::Following(following) = &mut self.role else { return };
        following.epoch = Some(epoch);
        let (current, last) = self.recency();
        if epoch == accepted {
            out.explain(Reason::AcceptedBefore { epoch });
            return out.send(leader, Message::AckEpoch { current: None, last });
        }
        out.explain(Reason::AcceptsEpoch { epoch, before: accepted });
        let answer = Message::AckEpoch { current: Some(current), last };
        if config.variants.has(Variant::AckEpochUnwritten) {
            out.explain(Reason::Mistake(Variant::AckEpochUnwritten));
            out.send(leader, answer);
            self.write(Write::AcceptedEpoch(epoch), out);
        } else {
            self.write(Write::AcceptedEpoch(epoch), out);
            out.send(leader, answer);
        }
    }

    /// ACKEPOCH, at the leader. It gives up if the follower is more recent than it is itself.
    pub(super) fn epoch_acked(
        &mut self,
        config: &Config,
        from: NodeId,
        current: Option<u32>,
        last: Zxid,
        out: &mut Effects<Zab<S>>,
    ) {
        self.hear(from);
        let (ours, need) = (self.recency(), config.quorum());
        let Role::Leading(leading) = &mut self.role else { return out.explain(Reason::Stale { from }) };
        if leading.learners.get(&from) != Some(&Learner::Informed) {
            return out.explain(Reason::Stale { from });
        }
        let in_discovery = leading.stage == Stage::Discovery;
        match current.filter(|_| config.is_voter(from) && in_discovery) {
            Some(current) if (current, last) > ours => {
                let theirs = (current, last);
                return self.look(config, Cause::FollowerMoreRecent { follower: from, theirs, ours }, out);
            }
            Some(_) => {
                leading.epoch_acks.insert(from);
                out.explain(Reason::EpochAckCounted { from, have: leading.epoch_acks.len() as u8, need });
            }
            None => out.explain(Reason::EpochAckNotCounted { from }),
        }
        leading.learners.insert(from, Learner::InEpoch(last));
        match in_discovery {
            true => self.take_epoch(config, out),
            false => self.synchronize(config, from, out),
        }
    }

    /// Once a quorum takes part in its epoch, its history is that of the epoch: phase 2 begins.
    fn take_epoch(&mut self, config: &Config, out: &mut Effects<Zab<S>>) {
        let Role::Leading(leading) = &mut self.role else { return };
        let Some(epoch) = leading.epoch.filter(|_| leading.epoch_acks.len() >= usize::from(config.quorum())) else {
            return;
        };
        leading.stage = Stage::Synchronization;
        leading.history_acks.insert(self.id);
        let learners: Vec<NodeId> = leading.learners.keys().copied().collect();
        out.explain(Reason::TakesEpoch { epoch, history: self.disk.count() });
        self.write(Write::CurrentEpoch(epoch), out);
        learners.into_iter().for_each(|learner| self.synchronize(config, learner, out));
        if config.variants.has(Variant::ActiveUnsynchronized) && config.quorum() > 1 {
            out.explain(Reason::Mistake(Variant::ActiveUnsynchronized));
            return self.establish(config, out);
        }
        self.establish_with_quorum(config, out);
    }
}
