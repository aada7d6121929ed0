//! What of a replicated log is on the stage: servers and clients in few words, and below the ring the log itself, slot by slot.

use super::node::Role;
use super::zab;
use crate::protocol::multipaxos::Entry;
use crate::protocol::zab::{Stage, Zxid};
use crate::protocol::{Ballot, ProtocolName, Slot};
use crate::session::{
    CandidateView, CellView, ClientView, EntryView, LeaseView, LogView, MessageContent, NodeView, RoleView, ServerView,
    SlotView, View,
};
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::log::{LogWords, entry_text};
use crate::ui::i18n::naming::shortened;
use crate::ui::i18n::stage::StageWords;
use crate::ui::i18n::zab::ZabWords;
use crate::ui::measure::use_size;
use crate::ui::model::Shared;
use crate::ui::palette::owner_class;
use web_sys::Element;
use yew::prelude::*;

/// What a server is, in few words, and what becomes of a lease there; `need` is the size of a phase-1 quorum.
pub fn server_role(server: &ServerView, lang: Lang, need: u8) -> Role {
    if let Some(role) = server.role.as_ref().and_then(|role| zab::server_role(role, lang, need)) {
        return role;
    }
    let words = LogWords::of(lang);
    let mut role = log_role(server, lang);
    if let Some(lease) = server.lease.filter(|_| server.role.is_some()) {
        let text = match lease {
            LeaseView::Held => words.with_lease_held,
            LeaseView::Asked => words.with_lease_asked,
            LeaseView::Granted(_) => words.with_lease_granted,
        };
        role.text = fill(text, &[("role", &role.text)]);
    }
    if !server.votes && server.role.is_some() {
        role.text = fill(words.no_vote, &[("role", &role.text)]);
    }
    role
}

fn log_role(server: &ServerView, lang: Lang) -> Role {
    let words = LogWords::of(lang);
    match &server.role {
        None => {
            let text = StageWords::of(lang).down.to_owned();
            Role { short: text.clone(), sign: text.clone(), text, owner: None, class: "role-down" }
        }
        Some(RoleView::Leader(ballot, _)) => Role {
            text: fill(words.leads, &[("ballot", ballot)]),
            short: format!("♛ {ballot}"),
            sign: "♛".to_owned(),
            owner: Some(ballot.node),
            class: "role-leads",
        },
        Some(RoleView::Candidate(CandidateView { ballot, have, need, .. })) => {
            let short = format!("? {have}/{need}");
            let text = fill(words.candidate, &[("ballot", ballot), ("have", have), ("need", need)]);
            Role { text, sign: short.clone(), short, owner: Some(ballot.node), class: "role-candidate" }
        }
        _ => match server.leader {
            Some(ballot) => Role {
                text: fill(words.follows, &[("ballot", &ballot)]),
                short: format!("→ {ballot}"),
                sign: "→".to_owned(),
                owner: Some(ballot.node),
                class: "role-follows",
            },
            None => {
                let text = words.follower.to_owned();
                Role { text, short: "→ –".to_owned(), sign: "–".to_owned(), owner: None, class: "role-follows" }
            }
        },
    }
}

/// What a client waits for, in few words; nothing if it waits for nothing and never has.
pub fn client_role(client: &ClientView, up: bool, lang: Lang) -> Option<Role> {
    let words = LogWords::of(lang);
    if !up {
        let text = StageWords::of(lang).down.to_owned();
        return Some(Role { short: text.clone(), sign: text.clone(), text, owner: None, class: "role-down" });
    }
    let (text, sign, class) = match &client.waits_for {
        Some((_, operation)) => {
            let text = fill(words.client_asks, &[("operation", &shortened(operation.as_str(), 9))]);
            (text, "…".to_owned(), "role-leads")
        }
        None if client.asked > 0 => ("✓".to_owned(), "✓".to_owned(), "role-knows"),
        None => return None,
    };
    Some(Role { short: shortened(&text, 12), text, sign, owner: None, class })
}

/// How far a server has come, for the line below its promise. (Apart: the first screen has no log.)
#[inline(never)]
pub fn progress(server: &ServerView, lang: Lang) -> String {
    let (words, zab) = (LogWords::of(lang), ZabWords::of(lang));
    let (empty, done) = match server.epochs {
        Some(_) => (zab.history_empty, zab.done),
        None => (words.log_empty, words.done),
    };
    let text = match &server.role {
        _ if server.end == 0 => empty,
        // What it has done it does not know, while it is down.
        None => words.log_down,
        Some(_) => done,
    };
    fill(text, &[("commit", &server.commit), ("end", &server.end)])
}

/// What those hear who cannot see it.
#[inline(never)]
pub fn spoken(node: &NodeView, lang: Lang, need: u8) -> Vec<String> {
    let words = LogWords::of(lang);
    let mut parts = Vec::new();
    if let Some((server, epochs)) = node.server.as_ref().and_then(|server| Some((server, server.epochs?))) {
        parts.extend(zab::spoken(server, &epochs, lang, need));
    } else if let Some(server) = &node.server {
        parts.extend(server.role.as_ref().map(|role| match role {
            RoleView::Candidate(CandidateView { ballot, have, need, .. }) => {
                fill(words.spoken_candidate, &[("ballot", ballot), ("have", have), ("need", need)])
            }
            _ => server_role(server, lang, need).text,
        }));
        let log = if server.end == 0 { words.spoken_log_empty } else { words.spoken_log };
        parts.push(fill(log, &[("commit", &server.commit), ("end", &server.end)]));
    }
    if let Some(client) = &node.client {
        parts.push(match &client.waits_for {
            Some((_, operation)) => fill(words.spoken_client, &[("operation", operation)]),
            None => words.spoken_idle.to_owned(),
        });
    }
    parts
}

/// What is written below a message about a slot: the ballot is told by its colour, and in full by its name.
pub fn message_label(slot: u64, content: &MessageContent) -> String {
    if let Some(zxid) = content.zxid {
        return match content.value.as_ref().map(Entry::of_value) {
            Some(Some(Entry::Command(command))) => {
                format!("{zxid} “{}”", shortened(command.operation.as_str(), 10))
            }
            _ => zxid.to_string(),
        };
    }
    match content.value.as_ref().map(Entry::of_value) {
        Some(Some(Entry::Command(command))) => format!("@{slot} “{}”", shortened(command.operation.as_str(), 10)),
        Some(Some(Entry::NoOp)) => format!("@{slot} ∅"),
        _ => format!("@{slot}"),
    }
}

/// Properties of [`LogStrip`].
#[derive(Properties, PartialEq)]
pub struct LogStripProps {
    /// The state shown.
    pub view: Shared<View>,
    /// The same, or, where the run has gone far, for a moment the state that was shown before.
    pub rested: Shared<View>,
    /// The language.
    pub lang: Lang,
    /// In this slot the run beside has come to something else.
    #[prop_or_default]
    pub different: Option<Slot>,
}

/// More servers than these share the rows of the log with nobody: only what is chosen is shown.
const MOST_ROWS: usize = 9;

/// A column is at least so many pixels wide.
const LEAST_COLUMN: f64 = 56.0;

/// The log: slots by servers, the last slots in sight.
#[component]
pub fn LogStrip(props: &LogStripProps) -> Html {
    let LogStripProps { view, rested, lang, .. } = props;
    let root = use_node_ref();
    let size = use_size(&root);
    let scrolled = use_state_eq(|| false);
    let Some(log) = &view.log else { return Html::default() };
    // In a hurry, only what is in sight; the columns before are as they were.
    let hurried = rested != view && !*scrolled;
    let width = size.map_or(f64::INFINITY, |(width, _)| width);
    let in_sight = if hurried { (width / LEAST_COLUMN) as usize } else { usize::MAX };
    let before = rested.log.as_ref().filter(|_| hurried);
    let (words, zab) = (LogWords::of(*lang), ZabWords::of(*lang));
    let (strip, signs) = match view.protocol {
        ProtocolName::Zab => (zab.strip, zab.strip_signs),
        _ => (words.strip, words.strip_signs),
    };
    let onscroll = {
        let scrolled = scrolled.setter();
        Callback::from(move |event: Event| {
            scrolled.set(event.target_dyn_into::<Element>().is_some_and(|element| element.scroll_left() != 0));
        })
    };
    let unseen = before.map_or(0, |before| before.slots.len().min(log.slots.len().saturating_sub(in_sight)));
    let slots = before.into_iter().flat_map(slots).take(unseen).chain(slots(log).skip(unseen)).collect();
    let table = Table {
        slots,
        view,
        lang: *lang,
        different: props.different,
        titled: if hurried { unseen } else { usize::MAX },
    };
    html! {
        <div class="log">
            <div class="log-scroll" ref={root} tabindex="0" role="region" aria-label={strip} aria-busy={hurried.then_some("true")} {onscroll}>
                { table.drawn() }
            </div>
            <p class="log-signs">{ signs }</p>
        </div>
    }
}

fn slots(log: &LogView) -> impl Iterator<Item = (Slot, &SlotView)> {
    (log.from..).zip(&log.slots)
}

/// Slots by servers. What is drawn of a slot is known by its column, so that where one goes far no cell has to be made anew.
struct Table<'a> {
    slots: Vec<(Slot, &'a SlotView)>,
    view: &'a View,
    lang: Lang,
    different: Option<Slot>,
    /// So many columns have what a pointer that stays is told. (Nobody points while everything changes.)
    titled: usize,
}

impl Table<'_> {
    fn drawn(&self) -> Html {
        let Self { slots, view, lang, different, .. } = self;
        let (words, zab) = (LogWords::of(*lang), ZabWords::of(*lang));
        let (slot_word, chosen_word) = match view.protocol {
            ProtocolName::Zab => (zab.place, zab.strip_committed),
            _ => (words.slot, words.strip_chosen),
        };
        let servers = if usize::from(view.node_count) > MOST_ROWS { 0 } else { usize::from(view.node_count) };
        html! {
            <table>
                <thead>
                    <tr>
                        <th scope="col">{ slot_word }</th>
                        for (column, (slot, _)) in slots.iter().enumerate() {
                            <th scope="col" key={column}>{ slot }</th>
                        }
                    </tr>
                </thead>
                <tbody>
                    <tr class="log-chosen">
                        <th scope="row">{ chosen_word }</th>
                        for (column, (slot, view)) in slots.iter().enumerate() {
                            { self.chosen(column, view, *different == Some(*slot)) }
                        }
                    </tr>
                    for (place, node) in view.nodes.iter().enumerate().take(servers) {
                        { self.row(place, node) }
                    }
                </tbody>
            </table>
        }
    }

    fn chosen(&self, column: usize, slot: &SlotView, different: bool) -> Html {
        let class = different.then_some("is-different");
        let title = slot.chosen.as_ref().and_then(|entry| self.title(column, || entry_text(entry, self.lang)));
        html! { <td key={column} {class} {title}>{ for slot.chosen.as_ref().map(|entry| self.short(entry)) }</td> }
    }

    fn row(&self, place: usize, node: &NodeView) -> Html {
        let leads = node.server.as_ref().and_then(|server| match &server.role {
            Some(RoleView::Leader(ballot, _)) => Some(*ballot),
            Some(RoleView::Leading(leading)) if leading.stage == Stage::Broadcast => leading.ballot,
            _ => None,
        });
        let class =
            classes!((!node.up).then_some("is-down"), leads.map(|_| "is-leader"), leads.map(|b| owner_class(b.node)));
        html! {
            <tr key={node.id.to_string()} {class}>
                <th scope="row">{ node.id.to_string() }</th>
                for (column, (_, slot)) in self.slots.iter().enumerate() {
                    { self.cell(column, slot.servers.get(place)) }
                }
            </tr>
        }
    }

    fn cell(&self, column: usize, cell: Option<&CellView>) -> Html {
        let (words, zab) = (LogWords::of(self.lang), ZabWords::of(self.lang));
        match cell {
            Some(CellView::Vote { ballot, counter, entry, applied }) => {
                let class = classes!("log-cell", owner_class(ballot.node), applied.then_some("is-done"));
                let said = if *applied {
                    [words.cell_applied, zab.cell_delivered]
                } else {
                    [words.cell_voted, zab.cell_logged]
                };
                let title = self.title(column, || in_full(said, *ballot, *counter, entry, self.lang));
                html! { <td key={column} {class} {title}>{ self.short(entry) }</td> }
            }
            Some(CellView::Gone { ballot, counter, entry }) => {
                let said = [words.cell_gone, zab.cell_gone];
                let title = self.title(column, || in_full(said, *ballot, *counter, entry, self.lang));
                html! { <td key={column} class="log-cell is-gone" {title}><del>{ self.short(entry) }</del></td> }
            }
            Some(CellView::Snapshot) => {
                html! { <td key={column} class="log-cell is-snapshot" title={words.cell_snapshot} aria-label={words.cell_snapshot}></td> }
            }
            _ => html! { <td key={column} class="log-cell is-empty" aria-label={words.cell_empty}></td> },
        }
    }

    fn title(&self, column: usize, title: impl FnOnce() -> String) -> Option<String> {
        (column < self.titled).then(title)
    }

    fn short(&self, entry: &EntryView) -> String {
        shortened(&entry_short(entry, self.lang), 9)
    }
}

/// A vote, or under Zab a transaction, in full: in the words of the one or of the other.
fn in_full([log, zab]: [&str; 2], ballot: Ballot, counter: Option<u32>, entry: &EntryView, lang: Lang) -> String {
    let (said, at) = match counter {
        None => (log, ballot.to_string()),
        Some(counter) => (zab, Zxid::new(ballot.round, counter).to_string()),
    };
    fill(said, &[("entry", &entry_text(entry, lang)), ("ballot", &at), ("zxid", &at)])
}

fn entry_short(entry: &EntryView, lang: Lang) -> String {
    match entry {
        EntryView::NoOp => LogWords::of(lang).no_op.to_owned(),
        EntryView::Command { operation, .. } => operation.to_string(),
    }
}
