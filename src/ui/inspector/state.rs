//! A node's state as a table, with what has changed since the step before.

use super::log;
use crate::protocol::synod::{Phase, Told};
use crate::protocol::{NodeId, Vote, Wait};
use crate::session::{MemoryView, NodeView};
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::log::{LogWords, timer_words};
use crate::ui::i18n::naming::{node_list, vote_text};
use crate::ui::i18n::why::{StateWords, WhyWords};

/// A row: what it is about, what it said before if that was different, and what it says now.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// What it is about.
    pub head: &'static str,
    /// What it said before, where that was something else.
    pub before: Option<String>,
    /// What it says.
    pub now: String,
}

/// What the disk holds, and what memory holds; no memory while the node is down.
#[derive(Clone, PartialEq, Debug)]
pub struct State {
    /// On the disk.
    pub disk: Vec<Row>,
    /// In memory.
    pub memory: Option<Vec<Row>>,
    /// Something is not what it was.
    pub changed: bool,
}

impl State {
    /// The state of a node, compared with the same node one step before.
    pub fn of(node: &NodeView, before: Option<&NodeView>, lang: Lang) -> State {
        let disk = compared(disk(node, lang), before.map(|node| disk_texts(node, lang)));
        let memory = memory(node, lang).map(|rows| {
            let earlier = before.and_then(|before| memory(before, lang)).map(texts);
            let rows = compared(rows, earlier);
            // What says nothing now and said nothing before is left out.
            rows.into_iter().filter(|row| !row.now.is_empty() || row.before.is_some()).collect::<Vec<_>>()
        });
        let changed = disk.iter().chain(memory.iter().flatten()).any(|row| row.before.is_some());
        State { disk, memory, changed }
    }
}

pub(super) type Rows = Vec<(&'static str, String)>;

fn texts(rows: Rows) -> Vec<String> {
    rows.into_iter().map(|(_, text)| text).collect()
}

fn disk_texts(node: &NodeView, lang: Lang) -> Vec<String> {
    texts(disk(node, lang))
}

fn compared(rows: Rows, before: Option<Vec<String>>) -> Vec<Row> {
    let mut before = before.map(Vec::into_iter);
    rows.into_iter()
        .map(|(head, now)| {
            let earlier = before.as_mut().and_then(Iterator::next);
            Row { head, before: earlier.filter(|text| *text != now), now }
        })
        .collect()
}

fn disk(node: &NodeView, lang: Lang) -> Rows {
    let (words, nothing) = (StateWords::of(lang), WhyWords::of(lang).nothing);
    if let Some(client) = &node.client {
        return vec![(LogWords::of(lang).row_asked, client.asked.to_string())];
    }
    let promised = node.disk_promised.map_or(nothing.to_owned(), |ballot| ballot.to_string());
    if let Some(server) = &node.server {
        return log::disk_rows(server, (words.row_promised, promised), lang);
    }
    let vote = node.disk_vote.as_ref().map_or(nothing.to_owned(), |vote| vote_text(lang, vote));
    vec![(words.row_promised, promised), (words.row_vote, vote)]
}

/// What memory holds; nothing while the node is down.
fn memory(node: &NodeView, lang: Lang) -> Option<Rows> {
    if !node.up {
        return None;
    }
    let timers = || timers(node, lang);
    let of_server = node.server.as_ref().map(|server| log::server_rows(server, timers(), lang));
    let of_client = || node.client.as_ref().map(|client| log::client_rows(client, timers(), lang));
    let of_synod = || node.memory.as_ref().map(|memory| memory_rows(memory, node, lang));
    of_server.or_else(of_client).or_else(of_synod)
}

fn memory_rows(memory: &MemoryView, node: &NodeView, lang: Lang) -> Rows {
    let words = StateWords::of(lang);
    let quoted = |value: &crate::protocol::Value| fill(WhyWords::of(lang).quoted, &[("value", value)]);
    let list = |nodes: Vec<NodeId>| node_list(lang, &nodes);
    let (mut leads, mut promises, mut proposes, mut gave_up) = Default::default();
    match &memory.phase {
        Phase::Idle => {}
        Phase::Preparing { ballot, promises: who, .. } => {
            leads = ballot.to_string();
            promises = list(who.keys().copied().collect());
        }
        Phase::Proposing { vote, promises: who } => {
            leads = vote.ballot.to_string();
            promises = list(who.keys().copied().collect());
            proposes = quoted(&vote.value);
        }
        Phase::BackingOff { ballot, higher } => {
            gave_up = fill(words.for_higher, &[("ballot", ballot), ("higher", higher)]);
        }
    }
    vec![
        (words.row_wants, memory.wants.as_ref().map(quoted).unwrap_or_default()),
        (words.row_leads, leads),
        (words.row_promises, promises),
        (words.row_proposes, proposes),
        (words.row_gave_up, gave_up),
        (words.row_attempts, if memory.attempts > 1 { memory.attempts.to_string() } else { String::new() }),
        (words.row_votes, votes_heard(&memory.votes_heard, lang)),
        (words.row_learned, memory.learned.as_ref().map(|learned| learned_text(learned, lang)).unwrap_or_default()),
        (words.row_timer, timers(node, lang)),
    ]
}

fn votes_heard(votes: &[(Vote, Vec<NodeId>)], lang: Lang) -> String {
    let words = StateWords::of(lang);
    let one = |(vote, who): &(Vote, Vec<NodeId>)| {
        fill(words.heard_from, &[("vote", &vote_text(lang, vote)), ("voters", &node_list(lang, who))])
    };
    votes.iter().map(one).collect::<Vec<_>>().join(words.semicolon)
}

fn learned_text((vote, told): &(Vote, Told), lang: Lang) -> String {
    let words = StateWords::of(lang);
    let value = &vote.value;
    match told {
        Told::ByVotes => fill(words.learned_by_votes, &[("value", value)]),
        Told::By(node) => fill(words.learned_from, &[("value", value), ("node", node)]),
    }
}

fn timers(node: &NodeView, lang: Lang) -> String {
    let words = StateWords::of(lang);
    let one = |timer: &crate::session::TimerView| {
        let text = match timer.waits {
            _ if node.server.is_some() || node.client.is_some() => timer_words(lang, node, timer).0,
            Wait::BackOff => words.timer_backoff,
            _ => words.timer_timeout,
        };
        fill(text, &[("tick", &timer.due_tick)])
    };
    node.timers.iter().map(one).collect::<Vec<_>>().join(WhyWords::of(lang).comma)
}
