//! What messages, commands, refusals and properties are called, for all parts of the page.

use super::fill::fill;
use super::log::{LogWords, log_property};
use super::stage::StageWords;
use super::why::{StepWords, WhyWords};
use super::{Lang, log, zab};
use crate::protocol::multipaxos::Entry;
use crate::protocol::{Kind, Label, NodeId, Value, Vote};
use crate::session::{MessageContent, MessageView, TraceView};
use crate::sim::{Command, CommandError, Link, LossCause, MessageName};
use crate::world::Property;
use std::fmt::Display;

/// A message's kind, as a word.
pub fn kind_word(lang: Lang, kind: Kind) -> &'static str {
    let words = StageWords::of(lang);
    match kind {
        Kind::Prepare => words.kind_prepare,
        Kind::Promise => words.kind_promise,
        Kind::Refuse => words.kind_refuse,
        Kind::Accept => words.kind_accept,
        Kind::Accepted => words.kind_accepted,
        Kind::Chosen => words.kind_chosen,
        Kind::Heartbeat => words.kind_heartbeat,
        Kind::Fetch => words.kind_fetch,
        Kind::Install => words.kind_install,
        Kind::Request => words.kind_request,
        Kind::Reply => words.kind_reply,
        Kind::Granted => log::granted(lang),
        other => zab::kind_word(lang, other),
    }
}

/// The sign that stands for a kind where there is no room: `1a`, `1b`, `2a`, `2b`.
pub fn kind_sign(kind: Kind) -> &'static str {
    match kind {
        Kind::Prepare => "1a",
        Kind::Promise => "1b",
        Kind::Accept => "2a",
        Kind::Accepted => "2b",
        Kind::Refuse => "✕",
        Kind::Chosen => "★",
        Kind::Heartbeat => "♥",
        Kind::Granted => "G",
        Kind::Fetch => "?",
        Kind::Install => "▤",
        Kind::Request => "→",
        Kind::Reply => "✓",
        other => zab::kind_sign(other),
    }
}

/// A vote: `1.n1 “blue”`.
pub fn vote_text(lang: Lang, vote: &Vote) -> String {
    fill(WhyWords::of(lang).vote, &[("ballot", &vote.ballot), ("value", &vote.value)])
}

/// A value of the ledger, as it is called in a sentence: of a log, the operation, or that it is a no-op.
pub fn entry_name(lang: Lang, value: &Value) -> String {
    match Entry::of_value(value) {
        Some(Entry::NoOp) => LogWords::of(lang).no_op.to_owned(),
        Some(Entry::Command(command)) => command.operation.to_string(),
        None => value.to_string(),
    }
}

/// What a message says, in short: `Accept 1.n1 “blue”`.
fn message_title(lang: Lang, name: &MessageName, content: &MessageContent) -> String {
    let words = StageWords::of(lang);
    let kind = kind_word(lang, name.label.kind);
    // It is of whatever epoch its connection is.
    if name.label.kind == Kind::Ping {
        return kind.to_owned();
    }
    let ballot = zab::place_text(lang, &name.label).unwrap_or_else(|| name.label.place());
    match (&content.reported, &content.higher, &content.value) {
        (Some(vote), _, _) => {
            let vote = vote_text(lang, vote);
            fill(words.message_reports, &[("kind", &kind), ("ballot", &ballot), ("vote", &vote)])
        }
        (None, Some(higher), _) => {
            fill(words.message_higher, &[("kind", &kind), ("ballot", &ballot), ("higher", higher)])
        }
        (None, None, Some(value)) => {
            let value = if name.label.slot.is_some() { entry_name(lang, value) } else { value.to_string() };
            fill(words.message_value, &[("kind", &kind), ("ballot", &ballot), ("value", &value)])
        }
        (None, None, None) => fill(words.message_plain, &[("kind", &kind), ("ballot", &ballot)]),
    }
}

/// What a message under way says, in short.
pub fn message_view_title(lang: Lang, message: &MessageView) -> String {
    message_title(lang, &message.name, &message.content)
}

/// What a message says, in short.
pub fn trace_title(lang: Lang, trace: &TraceView) -> String {
    message_title(lang, &trace.name, &trace.content)
}

/// What a message is called that went nowhere.
pub fn label_title(lang: Lang, from: NodeId, to: NodeId, label: Label) -> String {
    message_title(lang, &MessageName { from, to, label, occurrence: 1 }, &MessageContent::default())
}

/// A message with its way: `Accept 1.n1 “blue” from n1 to n2`.
pub fn with_way(lang: Lang, title: &str, name: &MessageName) -> String {
    fill(StageWords::of(lang).message_way, &[("message", &title), ("from", &name.from), ("to", &name.to)])
}

/// A whole number with its digits in groups of three.
pub fn grouped(number: f64) -> String {
    let digits = format!("{:.0}", number.max(0.0));
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Some nodes in a sentence: `n1, n2 and n3`.
pub fn node_list(lang: Lang, nodes: &[NodeId]) -> String {
    let words = WhyWords::of(lang);
    let mut text = String::new();
    for (place, node) in nodes.iter().enumerate() {
        if place > 0 {
            text.push_str(if place + 1 == nodes.len() { words.and } else { words.comma });
        }
        text.push_str(&node.to_string());
    }
    text
}

/// Groups of nodes: `n1 n2 | n3`.
pub fn group_list(groups: &[Vec<NodeId>]) -> String {
    let sides = groups.iter().map(|group| joined(group, " "));
    joined(&sides.collect::<Vec<_>>(), " | ")
}

/// Directed links, both directions of one as one: `n1 ↔ n2, n1 → n3`. Of many, the first few.
pub fn link_list(lang: Lang, links: &[(NodeId, NodeId)]) -> String {
    const SHOWN: usize = 6;
    let once = links.iter().filter(|(from, to)| from < to || !links.contains(&(*to, *from)));
    let all: Vec<String> = once
        .map(|(from, to)| {
            let arrow = if links.contains(&(*to, *from)) { '↔' } else { '→' };
            format!("{from} {arrow} {to}")
        })
        .collect();
    let mut text = joined(&all[..all.len().min(SHOWN)], WhyWords::of(lang).comma);
    if all.len() > SHOWN {
        text.push_str(" …");
    }
    text
}

fn joined<T: Display>(things: &[T], between: &str) -> String {
    let mut text = String::new();
    for (place, thing) in things.iter().enumerate() {
        if place > 0 {
            text.push_str(between);
        }
        text.push_str(&thing.to_string());
    }
    text
}

fn link_text(link: &Link) -> String {
    let arrow = if link.both_ways { '↔' } else { '→' };
    format!("{} {arrow} {}", link.from, link.to)
}

/// A command as a short phrase: `crash n2`.
pub fn command_name(lang: Lang, command: &Command) -> String {
    let words = StageWords::of(lang);
    let message = |text: &str, name: &MessageName| {
        let title = message_title(lang, name, &MessageContent::default());
        fill(text, &[("message", &with_way(lang, &title, name))])
    };
    let node = |text: &str, node: &NodeId| fill(text, &[("node", node)]);
    match command {
        Command::Propose { node, value, .. } => fill(words.command_propose, &[("node", node), ("value", value)]),
        Command::Deliver { message: name, .. } => message(words.command_deliver, name),
        Command::Drop(name) => message(words.command_drop, name),
        Command::Duplicate(name) => message(words.command_duplicate, name),
        Command::Hold(name) => message(words.command_hold, name),
        Command::Release(name) => message(words.command_release, name),
        Command::Fire { node: which, .. } => node(words.command_fire, which),
        Command::Crash(which) => node(words.command_crash, which),
        Command::Restart(which) => node(words.command_restart, which),
        Command::Wipe(which) => node(words.command_wipe, which),
        Command::Cut(link) => fill(words.command_cut, &[("link", &link_text(link))]),
        Command::Heal(link) => fill(words.command_heal, &[("link", &link_text(link))]),
        Command::HealAll => words.command_heal_all.to_owned(),
        Command::Partition(groups) => fill(words.command_partition, &[("groups", &group_list(groups))]),
        Command::Isolate(which) => node(words.command_isolate, which),
        Command::Break(one, other) => zab::command_break(lang, one, other),
        Command::FireOf { node, timer, .. } => zab::command_fire_of(lang, node, *timer),
        Command::Notice { node, peer, .. } => zab::command_notice(lang, node, peer),
        Command::SetLoss(share) => fill(words.command_loss, &[("share", share)]),
        Command::SetDuplication(share) => fill(words.command_duplication, &[("share", share)]),
        Command::SetLatency { link: None, latency } => fill(words.command_latency, &[("span", latency)]),
        Command::SetLatency { link: Some(link), latency } => {
            fill(words.command_link_latency, &[("link", &link_text(link)), ("span", latency)])
        }
    }
}

/// Why a command is not possible, as a sentence.
pub fn refusal_text(lang: Lang, error: &CommandError) -> String {
    let words = StageWords::of(lang);
    let node = |text: &str, node: &NodeId| fill(text, &[("node", node)]);
    let link = |text: &str, from: &NodeId, to: &NodeId| fill(text, &[("from", from), ("to", to)]);
    match error {
        CommandError::NoSuchNode(which, count) => fill(words.no_such_node, &[("node", which), ("count", count)]),
        CommandError::NoSuchMessage { name, sent, .. } => {
            let title = with_way(lang, &message_title(lang, name, &MessageContent::default()), name);
            let text = if *sent < name.occurrence { words.never_sent } else { words.no_such_message };
            fill(text, &[("message", &title)])
        }
        CommandError::NodeDown(which) => node(words.node_is_down, which),
        CommandError::NodeUp(which) => node(words.node_is_up, which),
        CommandError::NotAsked(which) => node(words.node_not_asked, which),
        CommandError::NoTimer(which) => node(words.no_timer, which),
        CommandError::LinkCut(from, to) => link(words.link_is_cut, from, to),
        CommandError::NotNext(_) => words.not_next.to_owned(),
        CommandError::OnConnection(_) => words.on_connection.to_owned(),
        CommandError::MessageOfTwo => super::beside::no_messages(lang).to_owned(),
        CommandError::AlreadyHeld(_) => words.already_held.to_owned(),
        CommandError::NotHeld(_) => words.not_held.to_owned(),
        CommandError::NoConnection(one, other) => zab::no_connection(lang, one, other),
        CommandError::NoSuchTimer(node, timer) => zab::no_such_timer(lang, node, *timer),
        CommandError::BoundByLease(which) => node(words.bound_by_lease, which),
        CommandError::NothingToNotice(node, peer) => zab::nothing_to_notice(lang, node, peer),
        CommandError::AlreadyCut(from, to) => link(words.already_cut, from, to),
        CommandError::NotCut(from, to) => link(words.not_cut, from, to),
        CommandError::NothingCut => words.nothing_cut.to_owned(),
        CommandError::SelfLink(which) => node(words.self_link, which),
        CommandError::NamedTwice(which) => node(words.named_twice, which),
        CommandError::TooManyEvents(count) => fill(words.too_many_events, &[("count", count)]),
        CommandError::TooManyBranches(count) => fill(words.too_many_branches, &[("count", count)]),
        CommandError::TooManyCommands(count) => fill(words.too_many_commands, &[("count", count)]),
        CommandError::TextFull(bytes) => fill(words.text_full, &[("bytes", bytes)]),
    }
}

/// The word that a lost message leaves at its place.
pub fn loss_word(lang: Lang, cause: LossCause) -> &'static str {
    let words = StageWords::of(lang);
    match cause {
        LossCause::ByHand => words.mark_dropped,
        LossCause::Network => words.mark_lost,
        LossCause::LinkCut => words.mark_cut,
        LossCause::ReceiverDown => words.mark_down,
        LossCause::Disconnected => zab::mark_disconnected(lang),
    }
}

/// A property's name.
pub fn property_name(lang: Lang, property: Property) -> &'static str {
    let words = StepWords::of(lang);
    match property {
        Property::Agreement => words.property_agreement,
        Property::Validity => words.property_validity,
        Property::OneValuePerBallot => words.property_one_value,
        Property::VotesSafe => words.property_votes_safe,
        Property::LearnedChosen => words.property_learned_chosen,
        Property::Order(order) => zab::order_name(lang, order).0,
        Property::NothingSkipped | Property::FreshReads | Property::EqualStates => log_property(lang, property).0,
    }
}

/// A value, cut short to about `cells` Latin letters (a Chinese character takes two).
pub fn shortened(text: &str, cells: usize) -> String {
    let width = |c: char| if (c as u32) >= 0x1100 { 2 } else { 1 };
    let total: usize = text.chars().map(width).sum();
    if total <= cells {
        return text.to_owned();
    }
    let mut left = cells.saturating_sub(1);
    let mut short: String = text
        .chars()
        .take_while(|c| match left.checked_sub(width(*c)) {
            Some(rest) => {
                left = rest;
                true
            }
            None => false,
        })
        .collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nodes(numbers: &[u8]) -> Vec<NodeId> {
        numbers.iter().filter_map(|number| NodeId::new(*number)).collect()
    }

    #[test]
    fn lists_read_like_sentences() {
        assert_eq!(node_list(Lang::En, &nodes(&[1])), "n1");
        assert_eq!(node_list(Lang::En, &nodes(&[1, 2, 3])), "n1, n2 and n3");
        assert_eq!(node_list(Lang::Zh, &nodes(&[1, 2, 3])), "n1、n2 和 n3");
        assert_eq!(group_list(&[nodes(&[1, 2]), nodes(&[3])]), "n1 n2 | n3");
    }

    #[test]
    fn under_zab_a_message_is_called_by_its_zxid_or_its_epoch() {
        let n = nodes(&[3, 1]);
        let title = |kind, slot| {
            let label = Label { kind, ballot: crate::protocol::Ballot::new(2, n[0]), slot };
            Lang::ALL.map(|lang| label_title(lang, n[0], n[1], label))
        };
        assert_eq!(title(Kind::Commit, Some(5)), ["COMMIT 2:5", "COMMIT 2:5"]);
        assert_eq!(title(Kind::NewLeader, None), ["NEWLEADER of epoch 2", "NEWLEADER 纪元 2"]);
        assert_eq!(title(Kind::Notification, None), ["Notification for n3, round 2", "选票投给 n3，第 2 轮"]);
        assert_eq!(title(Kind::Accept, Some(5))[0], "Accept 2.n3@5");
    }

    #[test]
    fn both_directions_of_a_link_are_named_once() {
        let n = nodes(&[1, 2, 3]);
        let links = [(n[0], n[1]), (n[0], n[2]), (n[1], n[0])];
        assert_eq!(link_list(Lang::En, &links), "n1 ↔ n2, n1 → n3");
    }

    #[test]
    fn long_values_are_cut_short() {
        assert_eq!(shortened("blue", 6), "blue");
        assert_eq!(shortened("turquoise", 6), "turqu…");
        assert_eq!(shortened("绿松石色", 6), "绿松…");
    }
}
