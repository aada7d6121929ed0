//! Phase 2, synchronization: a quorum is brought to the leader's history before anything new is broadcast.
//!
//! Each learner gets what it lacks and loses what the leader never had, by its last transaction; then NEWLEADER, behind which come the proposals that are under
//! way. It acknowledges NEWLEADER once its history and the epoch of it stand on its disk, in this order: who has the epoch has the history. With a quorum of
//! those the leader is established, and its whole history is committed (Zab, section IV: phase 2; the commit that ends it carries the last committed zxid).

use super::super::clients::StateMachine;
use super::super::{Effects, NodeId, Variant};
use super::leader::{Learner, Stage};
use super::reason::SyncBy;
use super::server::{Role, Server};
use super::{Config, Message, Reason, Txn, Zab, Zxid};
use std::sync::Arc;

impl<S: StateMachine> Server<S> {
    /// Brings a learner that takes part in the epoch to the history, if it has not been.
    pub(super) fn synchronize(&mut self, config: &Config, learner: NodeId, out: &mut Effects<Zab<S>>) {
        let Role::Leading(leading) = &self.role else { return };
        let (Some(epoch), Some(Learner::InEpoch(last))) = (leading.epoch, leading.learners.get(&learner).copied())
        else {
            return;
        };
        // What is outstanding follows behind.
        let end = if leading.stage == Stage::Broadcast { self.delivered } else { self.disk.count() };
        self.send_history(config, learner, last, end, out);
        out.send(learner, Message::NewLeader { epoch });
        let Role::Leading(leading) = &mut self.role else { return };
        leading.learners.insert(learner, Learner::Syncing);
        if !config.is_voter(learner) || leading.outstanding.is_empty() {
            return;
        }
        out.explain(Reason::QueuesOutstanding { learner, count: leading.outstanding.len() });
        for outstanding in &mut leading.outstanding {
            // It may have had it before, and just have been told to cut it off.
            outstanding.acks.remove(&learner);
            out.send(learner, Message::Proposal { txn: outstanding.txn.clone() });
        }
    }

    /// Sends the first so many transactions of its history, as far as they are not there, to one whose last transaction is known.
    fn send_history(&self, config: &Config, to: NodeId, last: Zxid, end: u64, out: &mut Effects<Zab<S>>) {
        let (by, header, from) = self.plan(config, last, end);
        let end_zxid = self.disk.last_of(end);
        out.explain(Reason::Synchronizes { learner: to, by, last, to: end_zxid });
        out.send(to, header);
        for place in from..end {
            if let Some(txn) = self.disk.at(place) {
                out.send(to, Message::Proposal { txn: txn.clone() });
            }
        }
    }

    /// How to bring one whose last transaction this is to the first so many of its history: by what, what is said first, and from which place on the transactions
    /// follow.
    fn plan(&self, config: &Config, last: Zxid, end: u64) -> (SyncBy, Message<S>, u64) {
        let (disk, to) = (&self.disk, self.disk.last_of(end));
        if last == to {
            return (SyncBy::Nothing, Message::Diff { to }, end);
        }
        if last > to {
            return (SyncBy::Truncation, Message::Trunc { to }, end);
        }
        if last < disk.snapshot().last {
            let snapshot = Arc::clone(disk.snapshot());
            let from = snapshot.count;
            return (SyncBy::Snapshot, Message::Snap { snapshot }, from);
        }
        let from = disk.count_up_to(last);
        if !disk.has(last) {
            return (SyncBy::TruncationAndLog, Message::Trunc { to: disk.last_of(from) }, from);
        }
        let at_hand = from >= end.saturating_sub(u64::from(config.committed_log));
        let by = if at_hand { SyncBy::CommittedLog } else { SyncBy::TransactionLog };
        (by, Message::Diff { to }, from)
    }

    /// ACK of NEWLEADER: a learner has the history.
    pub(super) fn new_leader_acked(&mut self, config: &Config, from: NodeId, out: &mut Effects<Zab<S>>) {
        let (need, committed) = (config.quorum(), self.committed());
        let Role::Leading(leading) = &mut self.role else { return };
        if leading.learners.get(&from) != Some(&Learner::Syncing) {
            return out.explain(Reason::Stale { from });
        }
        leading.learners.insert(from, Learner::Synced);
        if config.is_voter(from) {
            leading.history_acks.insert(from);
        }
        out.explain(Reason::NewLeaderAcked { from, have: leading.history_acks.len() as u8, need });
        match leading.stage {
            Stage::Broadcast => self.tell_up_to_date(from, committed, out),
            _ => self.establish_with_quorum(config, out),
        }
    }

    pub(super) fn establish_with_quorum(&mut self, config: &Config, out: &mut Effects<Zab<S>>) {
        let Role::Leading(leading) = &self.role else { return };
        if leading.stage == Stage::Synchronization && leading.history_acks.len() >= usize::from(config.quorum()) {
            self.establish(config, out);
        }
    }

    /// It is the primary of its epoch: its whole history is committed, and those that have it may serve.
    pub(super) fn establish(&mut self, config: &Config, out: &mut Effects<Zab<S>>) {
        let (history, last) = (self.disk.count(), self.disk.last());
        let Role::Leading(leading) = &mut self.role else { return };
        let Some(epoch) = leading.epoch else { return };
        leading.stage = Stage::Broadcast;
        out.explain(Reason::Established { epoch, history });
        let synced = leading.learners.iter().filter(|(_, learner)| **learner == Learner::Synced);
        let synced: Vec<NodeId> = synced.map(|(id, _)| *id).collect();
        self.deliver_up_to(config, last, out);
        synced.into_iter().for_each(|learner| self.tell_up_to_date(learner, last, out));
    }

    fn tell_up_to_date(&mut self, to: NodeId, committed: Zxid, out: &mut Effects<Zab<S>>) {
        let Role::Leading(leading) = &mut self.role else { return };
        leading.learners.insert(to, Learner::UpToDate);
        out.explain(Reason::TellsUpToDate { to, committed });
        out.send(to, Message::UpToDate { committed });
    }

    // ----- the learner's side

    /// TRUNC: it cuts off what the leader does not have.
    pub(super) fn truncate(&mut self, config: &Config, to: Zxid, out: &mut Effects<Zab<S>>) {
        let lost = self.disk.count() - self.disk.count_up_to(to);
        if config.variants.has(Variant::SkipTrunc) && lost > 0 {
            return out.explain(Reason::Mistake(Variant::SkipTrunc));
        }
        out.explain(Reason::Truncates { to, lost });
        self.write(super::Write::Truncated(to), out);
        self.rebuild();
    }

    /// SNAP: it takes over the leader's state.
    pub(super) fn install(&mut self, snapshot: Arc<super::Snapshot<S>>, out: &mut Effects<Zab<S>>) {
        let state = snapshot.applied.digest();
        out.explain(Reason::InstallsSnapshot { count: snapshot.count, last: snapshot.last, state });
        (self.delivered, self.applied) = (snapshot.count, snapshot.applied.clone());
        self.write(super::Write::Installed(snapshot), out);
    }

    /// A transaction of the leader's history.
    pub(super) fn take_history(&mut self, txn: Txn, out: &mut Effects<Zab<S>>) {
        self.take(txn, |txn| Reason::TakesHistory { txn }, out);
    }

    /// A transaction that needs no acknowledgement: it writes it down, unless it has it.
    pub(super) fn take(&mut self, txn: Txn, why: fn(Txn) -> Reason, out: &mut Effects<Zab<S>>) {
        if txn.zxid <= self.disk.last() {
            return out.explain(Reason::Duplicate { zxid: txn.zxid });
        }
        out.explain(why(txn.clone()));
        self.write(super::Write::Logged(txn), out);
    }

    /// NEWLEADER: it has the history, so the history is of this epoch. That stands on its disk before it says so.
    pub(super) fn take_new_leader(&mut self, leader: NodeId, epoch: u32, out: &mut Effects<Zab<S>>) {
        let Role::Following(following) = &mut self.role else { return };
        following.stage = super::Progress::Synchronized;
        out.explain(Reason::TakesNewLeader { epoch });
        self.write(super::Write::CurrentEpoch(epoch), out);
        out.send(leader, Message::Ack { zxid: Zxid::new(epoch, 0) });
    }

    /// UPTODATE: the leader is established, and up to here all is committed.
    pub(super) fn up_to_date(&mut self, config: &Config, committed: Zxid, out: &mut Effects<Zab<S>>) {
        let Role::Following(following) = &mut self.role else { return };
        following.stage = super::Progress::UpToDate;
        let committed = following.committed.max(committed);
        out.explain(Reason::IsUpToDate { committed });
        self.deliver_up_to(config, committed, out);
    }
}
