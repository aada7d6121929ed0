//! The state of a server of Zab as a table, and what its messages carry.

use super::super::state::Rows;
use crate::protocol::NodeId;
use crate::protocol::zab::{Learner, Progress, Stage, State, Ticket};
use crate::session::{EpochsView, LeadingView, LearningView, LookingView, RoleView, ServerView, TraceView};
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::log::LogWords;
use crate::ui::i18n::naming::node_list;
use crate::ui::i18n::why::{StateWords, WhyWords};
use crate::ui::i18n::zab::{ZabWords, zxid_text};

/// What a server's disk holds.
pub(in super::super) fn disk_rows(server: &ServerView, epochs: &EpochsView, lang: Lang) -> Rows {
    let words = ZabWords::of(lang);
    let text = match (server.first, server.end) {
        (_, 0) => words.row_history_none,
        (0, _) => words.row_history_text,
        _ => words.row_history_snapshot,
    };
    let history = fill(text, &[("first", &server.first), ("count", &server.end), ("last", &epochs.last)]);
    vec![
        (words.row_accepted, epochs.accepted.to_string()),
        (words.row_current, epochs.current.to_string()),
        (words.row_history, history),
    ]
}

/// What a server's memory holds.
pub(in super::super) fn server_rows(server: &ServerView, timers: String, lang: Lang) -> Rows {
    let (words, log) = (ZabWords::of(lang), LogWords::of(lang));
    let (role, with_it, learners) = match &server.role {
        Some(RoleView::Looking(looking)) => (looking_text(looking, lang), String::new(), String::new()),
        Some(RoleView::Learning(learning)) => (learning_text(learning, lang), String::new(), String::new()),
        Some(RoleView::Leading(leading)) => {
            let learner = |(id, learner): &(NodeId, Learner)| format!("{id} {}", learner_text(*learner, lang));
            let learners: Vec<_> = leading.learners.iter().map(learner).collect();
            let learners = learners.join(WhyWords::of(lang).comma);
            (leading_text(leading, lang), node_list(lang, &leading.with_it), learners)
        }
        _ => Default::default(),
    };
    let store: Vec<String> = server.store.iter().map(|(key, value)| format!("{key}={value}")).collect();
    vec![
        (log.row_role, role),
        (words.row_with_it, with_it),
        (words.row_learners, learners),
        (words.row_delivered, fill(words.row_delivered_text, &[("commit", &server.commit)])),
        (log.row_store, store.join(WhyWords::of(lang).comma)),
        (StateWords::of(lang).row_timer, timers),
    ]
}

fn looking_text(looking: &LookingView, lang: Lang) -> String {
    let Ticket { leader, zxid, .. } = &looking.vote;
    let (nodes, zxid) = (node_list(lang, &looking.agreeing), zxid_text(lang, *zxid));
    let words = ZabWords::of(lang);
    fill(words.role_looking, &[("round", &looking.round), ("leader", leader), ("zxid", &zxid), ("nodes", &nodes)])
}

fn learning_text(learning: &LearningView, lang: Lang) -> String {
    let words = ZabWords::of(lang);
    let text = match (learning.progress, learning.observes) {
        (Progress::Discovery, _) => words.role_discovery,
        (Progress::Synchronization, _) => words.role_synchronization,
        (Progress::Synchronized, _) => words.role_synchronized,
        (Progress::UpToDate, false) => words.role_follower,
        (Progress::UpToDate, true) => words.role_observer,
    };
    fill(text, &[("leader", &learning.leader)])
}

fn leading_text(leading: &LeadingView, lang: Lang) -> String {
    let words = ZabWords::of(lang);
    let epoch = leading.ballot.map_or(0, |ballot| ballot.round);
    let text = match (leading.stage, leading.outstanding) {
        (Stage::Discovery, _) => words.role_leader_discovery,
        (Stage::Synchronization, _) => words.role_leader_synchronization,
        (Stage::Broadcast, 0) => words.role_leader,
        (Stage::Broadcast, _) => words.role_leader_outstanding,
    };
    fill(text, &[("epoch", &epoch), ("count", &leading.outstanding)])
}

fn learner_text(learner: Learner, lang: Lang) -> &'static str {
    let words = ZabWords::of(lang);
    match learner {
        Learner::Connected => words.learner_connected,
        Learner::Informed => words.learner_informed,
        Learner::InEpoch(_) => words.learner_in_epoch,
        Learner::Syncing => words.learner_syncing,
        Learner::Synced => words.learner_synced,
        Learner::UpToDate => words.learner_up_to_date,
    }
}

/// What a message of Zab carries, as rows.
pub(in super::super) fn message_rows(trace: &TraceView, lang: Lang) -> Rows {
    let words = ZabWords::of(lang);
    let content = &trace.content;
    let mut rows = Vec::new();
    if let Some((state, Ticket { epoch, zxid, leader })) = &content.vote {
        let text =
            fill(words.message_vote_text, &[("leader", leader), ("epoch", epoch), ("zxid", &zxid_text(lang, *zxid))]);
        rows.push((words.message_vote, text));
        let state = match state {
            State::Looking => words.state_looking,
            State::Following => words.state_following,
            State::Leading => words.state_leading,
        };
        rows.push((words.message_state, state.to_owned()));
    }
    if let Some(zxid) = &content.zxid {
        rows.push((words.message_zxid, zxid_text(lang, *zxid)));
    }
    if let Some(current) = &content.current_epoch {
        let text = current.map_or_else(|| words.message_not_counted.to_owned(), |current| current.to_string());
        rows.push((words.message_current, text));
    }
    if let Some(count) = content.snapshot {
        rows.push((LogWords::of(lang).message_snapshot, fill(words.kind_snapshot, &[("count", &count)])));
    }
    rows
}
