//! Phase 3, broadcast: a two-phase commit without aborts, in order. A quorum has each transaction on its disk before it is committed, and each is committed only
//! when all before it are (Zab, section IV, phase 3).

use super::super::clients::{Command, StateMachine};
use super::super::{Effects, NodeId, Set, Variant};
use super::leader::{Learner, Outstanding, Stage};
use super::server::{Role, Server};
use super::{Config, Message, Progress, Reason, Txn, Write, Zab, Zxid};

/// Transactions that may be under way at a time.
pub const MAX_OUTSTANDING: usize = 1_000;

impl<S: StateMachine> Server<S> {
    /// A client's command: a primary broadcasts it, and who follows one passes it on.
    pub(super) fn request(&mut self, config: &Config, command: Command, forwarded: bool, out: &mut Effects<Zab<S>>) {
        match &self.role {
            Role::Leading(leading) if leading.stage == Stage::Broadcast => self.propose_once(config, command, out),
            Role::Following(following) if following.stage == Progress::UpToDate && !forwarded => {
                let to = following.leader;
                out.explain(Reason::Forwards { command: command.clone(), to });
                out.send(to, Message::Request { command, forwarded: true });
            }
            _ => out.explain(Reason::KnowsNoLeader { command }),
        }
    }

    /// A command that is done is answered again, and one that is under way is not broadcast again.
    fn propose_once(&mut self, config: &Config, command: Command, out: &mut Effects<Zab<S>>) {
        let Role::Leading(leading) = &self.role else { return };
        let is_same = |outstanding: &Outstanding| outstanding.txn.command == command;
        let under_way = leading.outstanding.iter().any(is_same);
        let done = self.applied.has_done(&command);
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
        match leading.outstanding.len() < MAX_OUTSTANDING {
            true => self.propose(config, command, out),
            false => out.explain(Reason::TooManyWait { command }),
        }
    }

    /// Broadcasts: to its own disk first, then to every follower that takes part in its epoch and was sent its history, in the order of the transactions.
    fn propose(&mut self, config: &Config, command: Command, out: &mut Effects<Zab<S>>) {
        let delivered = self.delivered;
        let Role::Leading(leading) = &mut self.role else { return };
        let Some(epoch) = leading.epoch else { return };
        leading.counter = leading.counter.saturating_add(1);
        let txn = Txn { zxid: Zxid::new(epoch, leading.counter), command };
        out.explain(Reason::Proposes { txn: txn.clone(), delivered });
        let mut acks = Set::default();
        acks.insert(self.id);
        leading.outstanding.push(Outstanding { txn: txn.clone(), acks });
        let mut followers = Vec::new();
        for (id, learner) in leading.learners.iter().filter(|(id, _)| config.is_voter(**id)) {
            let forgets = *learner == Learner::Syncing && config.variants.has(Variant::ForgetLateJoiner);
            if forgets {
                out.explain(Reason::Mistake(Variant::ForgetLateJoiner));
            } else if learner.is_in_sync_or_later() {
                followers.push(*id);
            }
        }
        self.write(Write::Logged(txn.clone()), out);
        followers.into_iter().for_each(|follower| out.send(follower, Message::Proposal { txn: txn.clone() }));
        self.commit_in_order(config, out);
    }

    /// ACK: of a transaction, or with the counter 0 of the history.
    pub(super) fn acked(&mut self, config: &Config, from: NodeId, zxid: Zxid, out: &mut Effects<Zab<S>>) {
        self.hear(from);
        let need = config.quorum();
        let Role::Leading(leading) = &mut self.role else { return out.explain(Reason::Stale { from }) };
        if leading.epoch == Some(zxid.epoch) && zxid.counter == 0 {
            return self.new_leader_acked(config, from, out);
        }
        let known = leading.learners.get(&from).is_some_and(|learner| learner.is_in_sync_or_later());
        let outstanding = leading.outstanding.iter_mut().find(|outstanding| outstanding.txn.zxid == zxid);
        let Some(outstanding) = outstanding.filter(|_| known && config.is_voter(from)) else {
            return out.explain(Reason::Stale { from });
        };
        outstanding.acks.insert(from);
        let have = outstanding.acks.len() as u8;
        out.explain(Reason::AckCounted { from, zxid, have, need });
        let first = leading.outstanding[0].txn.zxid;
        if have >= need && zxid != first {
            out.explain(Reason::WaitsForOrder { zxid, first });
        }
        self.commit_in_order(config, out);
    }

    /// Commits what a quorum has, the first first, and nothing before what comes before it.
    fn commit_in_order(&mut self, config: &Config, out: &mut Effects<Zab<S>>) {
        while let Role::Leading(leading) = &mut self.role
            && let Some(first) = leading.outstanding.first()
        {
            if first.acks.len() < usize::from(config.quorum()) {
                if !config.variants.has(Variant::CommitWithoutQuorum) {
                    return;
                }
                out.explain(Reason::Mistake(Variant::CommitWithoutQuorum));
            }
            let Outstanding { txn, acks } = leading.outstanding.remove(0);
            let by = acks.iter().copied().collect();
            out.explain(Reason::Commits { zxid: txn.zxid, by });
            for (id, _) in leading.learners.iter().filter(|(_, learner)| learner.is_in_sync_or_later()) {
                out.send(
                    *id,
                    match config.is_voter(*id) {
                        true => Message::Commit { zxid: txn.zxid },
                        false => Message::Inform { txn: txn.clone() },
                    },
                );
            }
            self.deliver_up_to(config, txn.zxid, out);
        }
    }

    /// Tells a client what its command came to, if it is the last that it asked for.
    pub(super) fn reply(&self, command: &Command, out: &mut Effects<Zab<S>>) {
        if let Some(answered) = self.applied.last_answer(command) {
            let (sequence, answer) = (answered.sequence, answered.answer.clone());
            out.send(command.client, Message::Reply { sequence, answer });
        }
    }

    // ----- the learner's side

    /// PROPOSAL of its leader: it writes it down, and says so. One that it has is acknowledged again.
    pub(super) fn proposed(&mut self, from: NodeId, epoch: Option<u32>, txn: Txn, out: &mut Effects<Zab<S>>) {
        let zxid = txn.zxid;
        if epoch.is_some_and(|epoch| epoch != zxid.epoch) {
            return out.explain(Reason::NotOfEpoch { from, zxid, epoch, hangs_up: false });
        }
        if zxid <= self.disk.last() {
            out.explain(Reason::Duplicate { zxid });
            if self.disk.has(zxid) {
                out.send(from, Message::Ack { zxid });
            }
            return;
        }
        out.explain(Reason::Logs { txn: txn.clone() });
        self.write(Write::Logged(txn), out);
        out.send(from, Message::Ack { zxid });
    }

    /// COMMIT, or INFORM of what it has: it is done if it serves already, and noted otherwise.
    pub(super) fn committed_at(&mut self, config: &Config, zxid: Zxid, out: &mut Effects<Zab<S>>) {
        let Role::Following(following) = &mut self.role else { return };
        following.committed = following.committed.max(zxid);
        match following.stage {
            Progress::UpToDate => self.deliver_up_to(config, zxid, out),
            _ => out.explain(Reason::NotesCommit { zxid }),
        }
    }

    /// INFORM, at an observer: it writes the transaction down, which is committed.
    pub(super) fn informed(&mut self, config: &Config, txn: Txn, out: &mut Effects<Zab<S>>) {
        let zxid = txn.zxid;
        self.take(txn, |txn| Reason::TakesInformed { txn }, out);
        self.committed_at(config, zxid, out);
    }
}
