//! Why servers of Zab did what they did, and (in `rows`) their state as a table.

mod rows;

pub(super) use self::rows::{disk_rows, message_rows, server_rows};

use super::explain::{Gaps, Sentence, Tell};
use super::rules::{Rule, ZabRule};
use crate::protocol::zab::{Cause, Command, Reason, SyncBy, Txn, Zxid};
use crate::protocol::{Label, NodeId, Slot, Variant, Vote};
use crate::session::{EpochsView, EventView, View};
use crate::sim::LossCause;
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::lab::variant_name;
use crate::ui::i18n::log::LogStepWords;
use crate::ui::i18n::naming::{entry_name, label_title, node_list};
use crate::ui::i18n::why::WhyWords;
use crate::ui::i18n::zab::{OrderWords, ZabStepWords, delivered_at, zxid_text};
use crate::world::{Delivered, Disorder};

impl Tell {
    /// Why, of a server of Zab or its client.
    pub(super) fn of_zab(&self, reason: &Reason) -> Sentence {
        match reason {
            Reason::Looks { .. }
            | Reason::TellsVoteAgain { .. }
            | Reason::TakesVote { .. }
            | Reason::CountsVote { .. }
            | Reason::JoinsRound { .. }
            | Reason::OldRound { .. }
            | Reason::TellsState { .. }
            | Reason::QuorumAgrees { .. }
            | Reason::CountsSettled { .. }
            | Reason::Follows { .. }
            | Reason::Leads { .. } => self.zab_election(reason),
            Reason::KeepsForLater { .. }
            | Reason::DoesNotLead { .. }
            | Reason::InfoCounted { .. }
            | Reason::TellsEpoch { .. }
            | Reason::NewEpoch { .. }
            | Reason::AcceptsEpoch { .. }
            | Reason::AcceptedBefore { .. }
            | Reason::EpochAckCounted { .. }
            | Reason::EpochAckNotCounted { .. } => self.zab_discovery(reason),
            Reason::TakesEpoch { .. }
            | Reason::Synchronizes { .. }
            | Reason::QueuesOutstanding { .. }
            | Reason::NewLeaderAcked { .. }
            | Reason::Established { .. }
            | Reason::TellsUpToDate { .. } => self.zab_leader_synchronizes(reason),
            Reason::IsBroughtTo { .. }
            | Reason::Truncates { .. }
            | Reason::InstallsSnapshot { .. }
            | Reason::TakesHistory { .. }
            | Reason::TakesInformed { .. }
            | Reason::TakesNewLeader { .. }
            | Reason::IsUpToDate { .. } => self.zab_learner_synchronizes(reason),
            Reason::Pings
            | Reason::AnswersPing
            | Reason::Heard { .. }
            | Reason::HasQuorum { .. }
            | Reason::LearnerGone { .. } => self.zab_presence(reason),
            _ => self.zab_broadcast(reason),
        }
    }

    fn zab(&self, (lead, why): (&str, &str), gaps: Gaps<'_>, rule: ZabRule, line: u8, weight: u8) -> Sentence {
        self.both(lead, why, gaps, Rule::Zab(rule), line, weight)
    }

    /// A transaction, or that there is none.
    fn zxid(&self, zxid: Zxid) -> String {
        zxid_text(self.lang, zxid)
    }

    /// Why a cut does no harm.
    pub(super) fn cut_under_zab(&self) -> &'static str {
        ZabStepWords::of(self.lang).cut_why
    }

    /// Why an answer stays true.
    pub(super) fn answered_under_zab(&self) -> &'static str {
        ZabStepWords::of(self.lang).answered_why
    }

    fn zab_election(&self, reason: &Reason) -> Sentence {
        let words = ZabStepWords::of(self.lang);
        match reason {
            Reason::Looks { round, cause } => self.zab_looks(*round, cause),
            Reason::TellsVoteAgain { round, vote } => {
                let gaps: Gaps<'_> = &[("round", round), ("leader", &vote.leader)];
                self.zab((words.tells_again, words.tells_again_why), gaps, ZabRule::Look, 3, 30)
            }
            Reason::TakesVote { from, vote, before } => {
                let gaps: Gaps<'_> = &[
                    ("from", from),
                    ("leader", &vote.leader),
                    ("epoch", &vote.epoch),
                    ("zxid", &vote.zxid),
                    ("before", &before.leader),
                    ("before_epoch", &before.epoch),
                    ("before_zxid", &before.zxid),
                ];
                self.zab((words.takes_vote, words.takes_vote_why), gaps, ZabRule::Vote, 3, 50)
            }
            Reason::CountsVote { from, vote, have, need } => {
                let gaps: Gaps<'_> = &[("from", from), ("leader", &vote.leader), ("have", have), ("need", need)];
                self.zab((words.counts_vote, words.counts_vote_why), gaps, ZabRule::Vote, 4, 40)
            }
            Reason::JoinsRound { from, round } => {
                let gaps: Gaps<'_> = &[("from", from), ("round", round)];
                self.zab((words.joins_round, words.joins_round_why), gaps, ZabRule::Vote, 1, 45)
            }
            Reason::OldRound { from, round } => {
                let gaps: Gaps<'_> = &[("from", from), ("round", round)];
                self.zab((words.old_round, words.old_round_why), gaps, ZabRule::Vote, 2, 35)
            }
            Reason::TellsState { to } => {
                self.zab((words.tells_state, words.tells_state_why), &[("to", to)], ZabRule::Settled, 4, 35)
            }
            Reason::QuorumAgrees { vote, have, need } => {
                let gaps: Gaps<'_> = &[("leader", &vote.leader), ("have", have), ("need", need)];
                self.zab((words.quorum_agrees, words.quorum_agrees_why), gaps, ZabRule::Vote, 4, 60)
            }
            Reason::CountsSettled { leader, have, need, confirmed } => {
                let why = match confirmed {
                    true if self.is_about(*leader) => words.counts_settled_self,
                    true => words.counts_settled_confirmed,
                    false => words.counts_settled_unconfirmed,
                };
                let gaps: Gaps<'_> = &[("leader", leader), ("have", have), ("need", need)];
                self.zab((words.counts_settled, why), gaps, ZabRule::Settled, 1, 45)
            }
            Reason::Follows { leader, accepted, named } => {
                let why = if *named { words.follows_named } else { words.follows_why };
                let gaps: Gaps<'_> = &[("leader", leader), ("accepted", accepted)];
                self.settled((words.follows, why), gaps, *named, 75)
            }
            Reason::Leads { round, named } => {
                let why = if *named { words.leads_named } else { words.leads_why };
                self.settled((words.leads, why), &[("round", round)], *named, 85)
            }
            _ => self.zab_broadcast(reason),
        }
    }

    /// It is settled who leads. By a rule of the protocol, unless an oracle says so.
    fn settled(&self, texts: (&str, &str), gaps: Gaps<'_>, named: bool, weight: u8) -> Sentence {
        let told = self.zab(texts, gaps, ZabRule::Vote, 5, weight);
        Sentence { line: told.line.filter(|_| !named), ..told }
    }

    fn zab_looks(&self, round: u32, cause: &Cause) -> Sentence {
        let words = ZabStepWords::of(self.lang);
        let recency = |(epoch, zxid): &(u32, Zxid)| fill(words.recency, &[("epoch", epoch), ("zxid", zxid)]);
        let why = match cause {
            Cause::LeaderGone(leader) => fill(words.looks_leader_gone, &[("leader", leader)]),
            Cause::LeaderSilent(leader) => fill(words.looks_leader_silent, &[("leader", leader)]),
            Cause::OldEpoch { leader, epoch, accepted } => {
                fill(words.looks_old_epoch, &[("leader", leader), ("epoch", epoch), ("accepted", accepted)])
            }
            Cause::FollowerAhead { follower, accepted, epoch } => {
                fill(words.looks_follower_ahead, &[("follower", follower), ("epoch", epoch), ("accepted", accepted)])
            }
            Cause::NoQuorum { have, need } => fill(words.looks_no_quorum, &[("have", have), ("need", need)]),
            Cause::NotEstablished => words.looks_not_established.to_owned(),
            Cause::Oracle => words.looks_oracle.to_owned(),
            Cause::FollowerMoreRecent { follower, theirs, ours } => fill(
                words.looks_more_recent,
                &[("follower", follower), ("theirs", &recency(theirs)), ("ours", &recency(ours))],
            ),
        };
        let told = self.zab((words.looks, ""), &[("round", &round)], ZabRule::Look, 1, 72);
        Sentence { why, ..told }
    }

    fn zab_discovery(&self, reason: &Reason) -> Sentence {
        let words = ZabStepWords::of(self.lang);
        match reason {
            Reason::KeepsForLater { from } => {
                let texts = (words.keeps_for_later, words.keeps_for_later_why);
                self.zab(texts, &[("from", from)], ZabRule::Discover, 0, 40)
            }
            Reason::DoesNotLead { from } => {
                self.zab((words.does_not_lead, words.does_not_lead_why), &[("from", from)], ZabRule::Connection, 3, 45)
            }
            Reason::InfoCounted { from, accepted, have, need } => {
                let gaps: Gaps<'_> = &[("from", from), ("accepted", accepted), ("have", have), ("need", need)];
                self.zab((words.info_counted, words.info_counted_why), gaps, ZabRule::Discover, 0, 45)
            }
            Reason::TellsEpoch { to, epoch } => {
                let gaps: Gaps<'_> = &[("to", to), ("epoch", epoch)];
                self.zab((words.tells_epoch, words.tells_epoch_why), gaps, ZabRule::Discover, 3, 55)
            }
            Reason::NewEpoch { epoch, accepted } => {
                let list: Vec<_> = accepted.iter().map(|(id, accepted)| format!("{id}: {accepted}")).collect();
                let list = list.join(WhyWords::of(self.lang).comma);
                let gaps: Gaps<'_> = &[("epoch", epoch), ("list", &list)];
                self.zab((words.new_epoch, words.new_epoch_why), gaps, ZabRule::Discover, 1, 80)
            }
            Reason::AcceptsEpoch { epoch, before } => {
                let why = match self.variants.has(Variant::AckEpochUnwritten) {
                    true => words.accepts_epoch_unwritten,
                    false => words.accepts_epoch_why,
                };
                self.zab((words.accepts_epoch, why), &[("epoch", epoch), ("before", before)], ZabRule::Accept, 1, 70)
            }
            Reason::AcceptedBefore { epoch } => {
                let texts = (words.accepted_before, words.accepted_before_why);
                self.zab(texts, &[("epoch", epoch)], ZabRule::Accept, 2, 60)
            }
            Reason::EpochAckCounted { from, have, need } => {
                let gaps: Gaps<'_> = &[("from", from), ("have", have), ("need", need)];
                let texts = (words.epoch_ack_counted, words.epoch_ack_counted_why);
                self.unless_unsure(self.zab(texts, gaps, ZabRule::Discover, 4, 50))
            }
            Reason::EpochAckNotCounted { from } => {
                let texts = (words.epoch_ack_not_counted, words.epoch_ack_not_counted_why);
                self.zab(texts, &[("from", from)], ZabRule::Discover, 4, 40)
            }
            _ => self.zab_broadcast(reason),
        }
    }

    fn zab_leader_synchronizes(&self, reason: &Reason) -> Sentence {
        let words = ZabStepWords::of(self.lang);
        match reason {
            Reason::TakesEpoch { epoch, history } => {
                let gaps: Gaps<'_> = &[("epoch", epoch), ("history", history)];
                self.unless_unsure(self.zab((words.takes_epoch, words.takes_epoch_why), gaps, ZabRule::Discover, 5, 82))
            }
            Reason::Synchronizes { learner, by, last, to } => {
                let (texts, line) = match by {
                    SyncBy::Nothing => ((words.sync_nothing, words.sync_nothing_why), 1),
                    SyncBy::CommittedLog => ((words.sync_diff, words.sync_diff_why), 1),
                    SyncBy::TransactionLog => ((words.sync_diff, words.sync_log_why), 1),
                    SyncBy::Truncation => ((words.sync_trunc, words.sync_trunc_why), 2),
                    SyncBy::TruncationAndLog => ((words.sync_trunc_diff, words.sync_trunc_diff_why), 2),
                    SyncBy::Snapshot => ((words.sync_snap, words.sync_snap_why), 3),
                };
                let weight = if *by == SyncBy::Nothing { 52 } else { 78 };
                let (last, to) = (self.zxid(*last), self.zxid(*to));
                let gaps: Gaps<'_> = &[("learner", learner), ("last", &last), ("to", &to)];
                let told = self.zab(texts, gaps, ZabRule::Synchronize, line, weight);
                if *by == SyncBy::Truncation { self.unless_unsure(told) } else { told }
            }
            Reason::QueuesOutstanding { learner, count } => {
                let gaps: Gaps<'_> = &[("learner", learner), ("count", count)];
                self.zab((words.queues, words.queues_why), gaps, ZabRule::Synchronize, 4, 55)
            }
            Reason::NewLeaderAcked { from, have, need } => {
                let gaps: Gaps<'_> = &[("from", from), ("have", have), ("need", need)];
                let texts = (words.new_leader_acked, words.new_leader_acked_why);
                self.unless_unsure(self.zab(texts, gaps, ZabRule::Synchronize, 4, 52))
            }
            Reason::Established { epoch, history } => {
                let early = Variant::ActiveUnsynchronized;
                let mistake = variant_name(self.lang, early);
                let gaps: Gaps<'_> = &[("epoch", epoch), ("history", history), ("mistake", &mistake)];
                let told = |why: &str| self.zab((words.established, why), gaps, ZabRule::Synchronize, 5, 92);
                match self.variants.has(early) {
                    true => told(words.established_early),
                    false => self.unless_unsure(told(words.established_why)),
                }
            }
            Reason::TellsUpToDate { to, committed } => {
                let committed = self.zxid(*committed);
                let gaps: Gaps<'_> = &[("to", to), ("committed", &committed)];
                self.zab((words.tells_up_to_date, words.tells_up_to_date_why), gaps, ZabRule::Synchronize, 5, 50)
            }
            _ => self.zab_broadcast(reason),
        }
    }

    fn zab_learner_synchronizes(&self, reason: &Reason) -> Sentence {
        let words = ZabStepWords::of(self.lang);
        match reason {
            Reason::IsBroughtTo { to } => {
                let to = self.zxid(*to);
                self.zab((words.is_brought_to, words.is_brought_to_why), &[("to", &to)], ZabRule::Take, 0, 50)
            }
            Reason::Truncates { to, lost } => {
                let to = self.zxid(*to);
                let gaps: Gaps<'_> = &[("to", &to), ("lost", lost)];
                self.unless_unsure(self.zab((words.truncates, words.truncates_why), gaps, ZabRule::Take, 1, 84))
            }
            Reason::InstallsSnapshot { count, last, .. } => {
                let gaps: Gaps<'_> = &[("count", count), ("last", last)];
                self.unless_unsure(self.zab((words.installs, words.installs_why), gaps, ZabRule::Take, 1, 82))
            }
            Reason::TakesHistory { txn } => {
                self.zab_txn((words.takes_history, words.takes_history_why), txn, ZabRule::Take, 1, 56)
            }
            Reason::TakesInformed { txn } => {
                self.zab_txn((words.takes_history, words.takes_informed), txn, ZabRule::Log, 4, 56)
            }
            Reason::TakesNewLeader { epoch } => {
                let texts = (words.takes_new_leader, words.takes_new_leader_why);
                self.unless_unsure(self.zab(texts, &[("epoch", epoch)], ZabRule::Take, 2, 70))
            }
            Reason::IsUpToDate { committed } => {
                let texts = (words.is_up_to_date, words.is_up_to_date_why);
                self.zab(texts, &[("committed", &self.zxid(*committed))], ZabRule::Take, 3, 75)
            }
            _ => self.zab_broadcast(reason),
        }
    }

    fn zab_presence(&self, reason: &Reason) -> Sentence {
        let words = ZabStepWords::of(self.lang);
        match reason {
            Reason::Pings => self.zab((words.pings, words.pings_why), &[], ZabRule::Ping, 1, 30),
            Reason::AnswersPing => self.zab((words.answers_ping, words.answers_ping_why), &[], ZabRule::Ping, 2, 30),
            Reason::Heard { from } => self.zab((words.heard, words.heard_why), &[("from", from)], ZabRule::Ping, 1, 20),
            Reason::HasQuorum { have, need } => {
                let gaps: Gaps<'_> = &[("have", have), ("need", need)];
                self.zab((words.has_quorum, words.has_quorum_why), gaps, ZabRule::Ping, 1, 30)
            }
            Reason::LearnerGone { learner } => {
                let texts = (words.learner_gone, words.learner_gone_why);
                self.zab(texts, &[("learner", learner)], ZabRule::Connection, 3, 60)
            }
            _ => self.zab_broadcast(reason),
        }
    }

    fn zab_txn(&self, texts: (&str, &str), txn: &Txn, rule: ZabRule, line: u8, weight: u8) -> Sentence {
        let gaps: Gaps<'_> = &[("zxid", &txn.zxid), ("operation", &txn.command.operation)];
        self.zab(texts, gaps, rule, line, weight)
    }

    fn zab_broadcast(&self, reason: &Reason) -> Sentence {
        let words = ZabStepWords::of(self.lang);
        match reason {
            Reason::Proposes { txn, .. } => {
                self.unless_unsure(self.zab_txn((words.proposes, words.proposes_why), txn, ZabRule::Broadcast, 3, 80))
            }
            Reason::Logs { txn } => {
                self.unless_unsure(self.zab_txn((words.logs, words.logs_why), txn, ZabRule::Log, 2, 56))
            }
            Reason::Duplicate { zxid } => {
                self.zab((words.duplicate, words.duplicate_why), &[("zxid", zxid)], ZabRule::Log, 0, 35)
            }
            Reason::NotOfEpoch { from, zxid, hangs_up, .. } => {
                let why = if *hangs_up { words.not_of_leader_why } else { words.not_of_epoch_why };
                let gaps: Gaps<'_> = &[("from", from), ("zxid", zxid)];
                self.zab((words.not_of_epoch, why), gaps, ZabRule::Log, 1, 55)
            }
            Reason::AckCounted { from, zxid, have, need } => {
                let gaps: Gaps<'_> = &[("from", from), ("zxid", zxid), ("have", have), ("need", need)];
                let lead = if self.is_about(*from) { words.ack_counted_own } else { words.ack_counted };
                self.zab((lead, words.ack_counted_why), gaps, ZabRule::Commit, 0, 40)
            }
            Reason::WaitsForOrder { zxid, first } => {
                let gaps: Gaps<'_> = &[("zxid", zxid), ("first", first)];
                self.zab((words.waits_for_order, words.waits_for_order_why), gaps, ZabRule::Commit, 1, 62)
            }
            Reason::Commits { zxid, by } => {
                let early = by.len() < usize::from(self.quorums.phase2);
                let mistake = variant_name(self.lang, Variant::CommitWithoutQuorum);
                let why = if early { words.commits_early } else { words.commits_why };
                let nodes = node_list(self.lang, by);
                let gaps: Gaps<'_> = &[("zxid", zxid), ("nodes", &nodes), ("mistake", &mistake)];
                self.zab((words.commits, why), gaps, ZabRule::Commit, 2, 88)
            }
            Reason::NotesCommit { zxid } => {
                self.zab((words.notes_commit, words.notes_commit_why), &[("zxid", zxid)], ZabRule::Deliver, 0, 40)
            }
            Reason::Delivered { txn, done, .. } => {
                let why = if *done { words.delivered_why } else { words.delivered_idle };
                let told = self.zab_txn((words.delivered, why), txn, ZabRule::Deliver, 1, 60);
                if *done { self.unless_unsure(told) } else { told }
            }
            Reason::Answers { txn, .. } => {
                self.unless_unsure(self.zab_txn((words.answers, words.answers_why), txn, ZabRule::Commit, 3, 50))
            }
            Reason::TookSnapshot { count } => {
                self.zab((words.took_snapshot, words.took_snapshot_why), &[("count", count)], ZabRule::Deliver, 2, 64)
            }
            Reason::Recovered { accepted, current, last } => {
                let last = self.zxid(*last);
                let gaps: Gaps<'_> = &[("accepted", accepted), ("current", current), ("last", &last)];
                self.both(words.recovered, words.recovered_why, gaps, Rule::Restart, 1, 60)
            }
            _ => self.zab_command(reason),
        }
    }

    fn zab_command(&self, reason: &Reason) -> Sentence {
        let (words, log) = (ZabStepWords::of(self.lang), LogStepWords::of(self.lang));
        let of = |texts: (&str, &str), command: &Command, line: u8, weight: u8| {
            let gaps: Gaps<'_> = &[("operation", &command.operation), ("client", &command.client)];
            self.zab(texts, gaps, ZabRule::Broadcast, line, weight)
        };
        match reason {
            Reason::Forwards { command, to } => {
                let gaps: Gaps<'_> = &[("operation", &command.operation), ("client", &command.client), ("to", to)];
                self.zab((words.forwards, words.forwards_why), gaps, ZabRule::Broadcast, 0, 50)
            }
            Reason::KnowsNoLeader { command } => of((words.no_leader, words.no_leader_why), command, 0, 50),
            Reason::UnderWay { command } => of((words.under_way, words.under_way_why), command, 1, 50),
            Reason::AnsweredBefore { command } => of((log.answered_before, log.answered_before_why), command, 1, 70),
            Reason::TooManyWait { command } => of((log.too_many, log.too_many_why), command, 0, 50),
            Reason::Mistake(variant) => self.mistake_made(*variant),
            Reason::Client(asking) => self.of_client(asking),
            Reason::Stale { from } => self.stale(from),
            // Every other reason is told where its phase is.
            _ => self.zab(("", ""), &[], ZabRule::Deliver, 0, 0),
        }
    }

    /// A transaction is delivered for the first time.
    pub(super) fn committed(&self, place: Slot, vote: &Vote, event: &EventView, view: &View) -> Sentence {
        let words = ZabStepWords::of(self.lang);
        let zxid = delivered_at(event, place).map(|zxid| zxid.to_string());
        let found = view.chosen.iter().find(|chosen| chosen.slot == place && chosen.vote == *vote);
        let mut voters = found.map(|chosen| chosen.voters.clone()).unwrap_or_default();
        voters.retain(|voter| voter.number() <= view.voter_count);
        let gaps: Gaps<'_> = &[
            ("value", &entry_name(self.lang, &vote.value)),
            ("zxid", &zxid.unwrap_or_default()),
            ("voters", &node_list(self.lang, &voters)),
            ("have", &voters.len()),
            ("total", &view.voter_count),
        ];
        self.zab((words.committed, words.committed_why), gaps, ZabRule::Commit, 2, 95)
    }

    /// A connection breaks.
    pub(super) fn connection_broken(&self, one: &NodeId, other: &NodeId) -> Sentence {
        let words = ZabStepWords::of(self.lang);
        let gaps: Gaps<'_> = &[("one", one), ("other", other)];
        self.zab((words.broken, words.broken_why), gaps, ZabRule::Connection, 2, 60)
    }

    /// What is lost on a connection takes what stands behind it along.
    pub(super) fn lost_on_connection(&self, message: &str, cause: LossCause, told: Sentence) -> Sentence {
        let words = ZabStepWords::of(self.lang);
        match cause {
            LossCause::Disconnected => {
                self.zab((words.lost, words.lost_why), &[("message", &message)], ZabRule::Connection, 2, 60)
            }
            _ => Sentence { why: self.joined(&[told.why, words.stream_lost_also.to_owned()]), ..told },
        }
    }

    /// A message was sent on a connection that was gone.
    pub(super) fn vanished(&self, to: NodeId, label: Label) -> Sentence {
        let words = ZabStepWords::of(self.lang);
        let message = self.node.map(|from| label_title(self.lang, from, to, label)).unwrap_or_default();
        let gaps: Gaps<'_> = &[("message", &message), ("to", &to)];
        self.zab((words.vanished, words.vanished_why), gaps, ZabRule::Connection, 2, 25)
    }

    /// What a server's disk keeps in a crash.
    pub(super) fn kept_history(&self, epochs: &EpochsView) -> String {
        let last = self.zxid(epochs.last);
        let gaps: Gaps<'_> = &[("accepted", &epochs.accepted), ("current", &epochs.current), ("last", &last)];
        fill(ZabStepWords::of(self.lang).kept, gaps)
    }
}

/// What proves that a property of primaries and their transactions fails.
pub(super) fn disorder_text(lang: Lang, disorder: &Disorder) -> String {
    let words = OrderWords::of(lang);
    let told = |delivered: &Delivered| delivered_text(lang, delivered);
    let two =
        |text: &str, one: &Delivered, other: &Delivered| fill(text, &[("one", &told(one)), ("other", &told(other))]);
    match disorder {
        Disorder::NeverBroadcast(one) => fill(words.never_broadcast, &[("one", &told(one))]),
        Disorder::Reordered(one, other) => two(words.reordered, one, other),
        Disorder::Diverged(one, other) => two(words.diverged, one, other),
        Disorder::EpochsReversed(one, other) => two(words.epochs_reversed, one, other),
        Disorder::DoneTwice(one, other) => two(words.done_twice, one, other),
        Disorder::Overwritten(one, other) => two(words.overwritten, one, other),
        Disorder::WithoutPredecessor(one, missed) => {
            let zxid = Zxid::new(missed.epoch, missed.counter);
            fill(words.without_predecessor, &[("one", &told(one)), ("zxid", &zxid)])
        }
        Disorder::NotDelivered { broadcast, primary, delivered, missed } => {
            let gaps: Gaps<'_> = &[
                ("primary", primary),
                ("operation", &entry_name(lang, &broadcast.value)),
                ("zxid", &Zxid::new(broadcast.epoch, broadcast.counter)),
                ("count", delivered),
                ("one", &told(missed)),
            ];
            fill(words.not_delivered, gaps)
        }
        Disorder::TwoPrimaries(epoch, one, other) => {
            fill(words.two_primaries, &[("epoch", epoch), ("one", one), ("other", other)])
        }
        Disorder::NoQuorum(one, nodes) => {
            let nodes = if nodes.is_empty() { words.nobody.to_owned() } else { node_list(lang, nodes) };
            fill(words.no_quorum, &[("one", &told(one)), ("nodes", &nodes)])
        }
        Disorder::Forgotten(one, later) => {
            let gaps: Gaps<'_> =
                &[("one", &told(one)), ("primary", &later.primary), ("epoch", &later.epoch), ("count", &later.history)];
            fill(words.forgotten, gaps)
        }
    }
}

fn delivered_text(lang: Lang, delivered: &Delivered) -> String {
    let Delivered { place, transaction, server, .. } = delivered;
    let words = OrderWords::of(lang);
    // Nothing of Multi-Paxos has an epoch.
    let text = if transaction.epoch == 0 { words.delivered_slot } else { words.delivered };
    let gaps: Gaps<'_> = &[
        ("operation", &entry_name(lang, &transaction.value)),
        ("zxid", &Zxid::new(transaction.epoch, transaction.counter)),
        ("place", place),
        ("server", server),
    ];
    fill(text, gaps)
}
