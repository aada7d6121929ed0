//! What can be done to what is picked: pure, from the view to commands.

use crate::protocol::{NodeId, Value};
use crate::session::{NodeView, View};
use crate::sim::{Command, Link, MessageName};
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::stage::StageWords;
use crate::ui::i18n::zab::break_word;
use crate::ui::model::Selection;

/// Something that can be done.
#[derive(Clone, PartialEq, Debug)]
pub struct Offer {
    /// What it is called.
    pub label: String,
    /// What it does; several commands where no single one does it.
    pub commands: Vec<Command>,
    /// It destroys something.
    pub harsh: bool,
}

fn offer(label: &str, command: Command) -> Offer {
    Offer { label: label.to_owned(), commands: vec![command], harsh: false }
}

fn harsh(label: &str, command: Command) -> Offer {
    Offer { harsh: true, ..offer(label, command) }
}

/// Everything that can be done to what is picked, proposing aside (which takes a value).
pub fn offers(selection: &Selection, view: &View, lang: Lang) -> Vec<Offer> {
    let words = StageWords::of(lang);
    match selection {
        Selection::Message(id) => match view.messages.iter().find(|message| message.id == *id) {
            Some(message) => message_offers(message.name, message.held_since_tick.is_some(), words),
            None => Vec::new(),
        },
        Selection::Node(node) => view.node(*node).map(|node| node_offers(node, view, words)).unwrap_or_default(),
        Selection::Link(from, to) => link_offers(*from, *to, view, lang),
        Selection::Nodes(nodes) => nodes_offers(nodes, view, lang),
    }
}

fn message_offers(name: MessageName, held: bool, words: &StageWords) -> Vec<Offer> {
    let mut offers = vec![
        offer(words.deliver, Command::Deliver { message: name, crash_after: None }),
        harsh(words.drop_it, Command::Drop(name)),
        if held { offer(words.release, Command::Release(name)) } else { offer(words.hold, Command::Hold(name)) },
    ];
    // On a connection nothing is doubled.
    if !name.label.kind.is_on_connection() {
        offers.insert(2, offer(words.duplicate, Command::Duplicate(name)));
    }
    offers
}

fn node_offers(node: &NodeView, view: &View, words: &StageWords) -> Vec<Offer> {
    let id = node.id;
    let mut offers = vec![
        offer(words.fire, Command::Fire { node: id, crash_after: None }),
        if node.up { harsh(words.crash, Command::Crash(id)) } else { offer(words.restart, Command::Restart(id)) },
    ];
    if view.nodes.len() > 1 {
        if node.isolated {
            offers.push(Offer { label: words.rejoin.to_owned(), commands: rejoin(id, view), harsh: false });
        } else {
            offers.push(harsh(words.isolate, Command::Isolate(id)));
        }
    }
    offers.push(harsh(words.wipe, Command::Wipe(id)));
    offers
}

/// Heals every link of the node.
fn rejoin(id: NodeId, view: &View) -> Vec<Command> {
    if view.cuts.iter().all(|(from, to)| *from == id || *to == id) {
        return vec![Command::HealAll];
    }
    let others = view.nodes.iter().map(|node| node.id).filter(|other| *other != id);
    let cut = |other: &NodeId| view.cuts.contains(&(id, *other)) || view.cuts.contains(&(*other, id));
    others.filter(cut).flat_map(|other| heal_between(id, other, view)).collect()
}

fn heal_between(from: NodeId, to: NodeId, view: &View) -> Vec<Command> {
    match (view.cuts.contains(&(from, to)), view.cuts.contains(&(to, from))) {
        (true, true) => vec![Command::Heal(Link { from, to, both_ways: true })],
        (true, false) => vec![Command::Heal(Link { from, to, both_ways: false })],
        (false, true) => vec![Command::Heal(Link { from: to, to: from, both_ways: false })],
        (false, false) => Vec::new(),
    }
}

fn link_offers(from: NodeId, to: NodeId, view: &View, lang: Lang) -> Vec<Offer> {
    let words = StageWords::of(lang);
    let is_cut = |a, b| view.cuts.contains(&(a, b));
    let one_way = |a: NodeId, b: NodeId| {
        let link = Link { from: a, to: b, both_ways: false };
        let (text, command) =
            if is_cut(a, b) { (words.heal_to, Command::Heal(link)) } else { (words.cut_to, Command::Cut(link)) };
        let label = fill(text, &[("from", &a), ("to", &b)]);
        Offer { label, harsh: matches!(command, Command::Cut(_)), commands: vec![command] }
    };
    let both = Link { from, to, both_ways: true };
    let mut offers = vec![one_way(from, to), one_way(to, from)];
    match (is_cut(from, to), is_cut(to, from)) {
        (false, false) => offers.push(harsh(words.cut_both, Command::Cut(both))),
        (true, true) => offers.push(offer(words.heal_both, Command::Heal(both))),
        _ => {}
    }
    let ends = if from < to { (from, to) } else { (to, from) };
    if view.connections.contains(&ends) {
        offers.push(harsh(break_word(lang), Command::Break(ends.0, ends.1)));
    }
    offers
}

fn nodes_offers(nodes: &[NodeId], view: &View, lang: Lang) -> Vec<Offer> {
    let words = StageWords::of(lang);
    let clients_too = nodes.iter().any(|node| node.is_client());
    let rest =
        view.nodes.iter().map(|node| node.id).filter(|id| !nodes.contains(id) && (clients_too || !id.is_client()));
    let rest = rest.collect::<Vec<_>>();
    let mut offers = Vec::new();
    if !rest.is_empty() {
        offers.push(harsh(words.partition, Command::Partition(vec![nodes.to_vec(), rest])));
    }
    if let [from, to] = nodes {
        offers.extend(link_offers(*from, *to, view, lang));
    }
    offers.push(offer(words.heal_all, Command::HealAll));
    offers
}

/// A value to suggest: the first colour that nobody has brought up yet.
pub fn suggestion(view: &View, lang: Lang) -> String {
    if view.log.is_some() {
        let next =
            view.nodes.iter().filter_map(|node| node.client.as_ref()).map(|client| client.asked).sum::<u32>() + 1;
        return format!("x={next}");
    }
    let used = |text: &str| {
        let is = |value: &Value| value.as_str() == text;
        view.nodes.iter().any(|node| {
            let memory = node.memory.as_ref();
            node.disk_vote.as_ref().is_some_and(|vote| is(&vote.value))
                || memory.and_then(|memory| memory.wants.as_ref()).is_some_and(is)
                || memory.and_then(|memory| memory.learned.as_ref()).is_some_and(|(vote, _)| is(&vote.value))
        }) || view.chosen.iter().any(|chosen| is(&chosen.vote.value))
    };
    let all = StageWords::of(lang).suggestions;
    let fresh = all.split(' ').find(|text| !used(text));
    fresh.or_else(|| all.split(' ').next()).unwrap_or_default().to_owned()
}
