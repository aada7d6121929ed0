//! Links: thin lines where they are whole, broken ones where they are cut, and what can be picked of them.

use super::geometry::{Detail, Point, Ring, Segment};
use crate::protocol::NodeId;
use crate::ui::draw::{path, px};
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::stage::StageWords;
use crate::ui::model::Selection;
use yew::prelude::*;

/// With more nodes than this, only links that are cut or picked, or lead to a picked node, are drawn.
const MOST_NODES_DRAWN: usize = 30;
/// With more nodes than this, links cannot be picked one by one: they would lie under each other.
const MOST_NODES_PICKED: usize = 12;

/// What [`lines`] and [`handles`] take.
pub struct Links<'a> {
    /// Where nodes stand.
    pub ring: &'a Ring,
    /// Directed links that are cut.
    pub cuts: &'a [(NodeId, NodeId)],
    /// What is picked.
    pub selection: Option<&'a Selection>,
    /// The language.
    pub lang: Lang,
}

fn pairs(count: u8) -> Vec<(NodeId, NodeId)> {
    let nodes: Vec<NodeId> = NodeId::all(count).collect();
    let mut pairs = Vec::with_capacity(nodes.len() * nodes.len() / 2);
    for (place, from) in nodes.iter().enumerate() {
        for to in &nodes[place + 1..] {
            pairs.push((*from, *to));
        }
    }
    pairs
}

/// The lines, as they are seen.
pub fn lines(links: &Links<'_>) -> Html {
    let Links { ring, cuts, selection, .. } = *links;
    let count = usize::from(ring.nodes);
    let cut = |from: NodeId, to: NodeId| cuts.binary_search(&(from, to)).is_ok();
    let picked = |from: NodeId, to: NodeId| selection == Some(&Selection::Link(from, to));
    let wanted = |from: NodeId, to: NodeId| {
        count <= MOST_NODES_DRAWN
            || picked(from, to)
            || matches!(selection, Some(Selection::Node(node)) if *node == from || *node == to)
    };
    let mut whole = String::new();
    let mut broken = String::new();
    let mut bars = String::new();
    let mut chosen = String::new();
    for (from, to) in pairs(ring.nodes) {
        let ends = [ring.at(from), ring.at(to)];
        match (cut(from, to), cut(to, from)) {
            (false, false) if wanted(from, to) => whole.push_str(&path(&ends, false)),
            (false, false) => {}
            (there, back) => {
                for (is_cut, a, b) in [(there, from, to), (back, to, from)] {
                    let way = side(ring, a, b);
                    if is_cut {
                        broken.push_str(&path(&[way.start, way.end], false));
                        bars.push_str(&bar(way));
                    } else {
                        whole.push_str(&path(&[way.start, way.end], false));
                    }
                }
            }
        }
        if picked(from, to) {
            chosen.push_str(&path(&ends, false));
        }
    }
    for way in if cuts.is_empty() { Vec::new() } else { ring.client_stubs(cuts) } {
        broken.push_str(&path(&[way.start, way.end], false));
        bars.push_str(&bar(way));
    }
    let drawn = [("link", whole), ("link-cut", broken), ("link-bar", bars), ("link-picked", chosen)];
    let class = classes!("links", (count > MOST_NODES_PICKED).then_some("is-many"));
    html! {
        <g {class} aria-hidden="true">
            for (class, data) in drawn.into_iter().filter(|(_, data)| !data.is_empty()) {
                <path key={class} {class} d={data} />
            }
        </g>
    }
}

/// The side of a link on which messages go in this direction.
fn side(ring: &Ring, from: NodeId, to: NodeId) -> Segment {
    let offset = if ring.detail == Detail::Dot { 2.0 } else { 5.0 };
    Segment { start: ring.at(from), end: ring.at(to) }.shifted(offset)
}

/// A bar across the way, towards its end: here nothing gets through.
fn bar(way: Segment) -> String {
    let at = way.at(0.56);
    let length = way.length().max(1.0);
    let (dx, dy) = ((way.end.x - way.start.x) / length * 8.0, (way.end.y - way.start.y) / length * 8.0);
    path(&[Point::new(at.x - dy, at.y + dx), Point::new(at.x + dy, at.y - dx)], false)
}

/// What can be picked of the links.
pub fn handles(links: &Links<'_>) -> Html {
    let Links { ring, cuts, selection, lang } = *links;
    let count = ring.places.len();
    if count > MOST_NODES_PICKED {
        return Html::default();
    }
    let words = StageWords::of(lang);
    let ways = pairs(ring.nodes).into_iter().map(|(from, to)| (from, to, handle(ring, from, to))).enumerate();
    html! {
        <g role="group" aria-label={words.links} class="link-handles">
            for (place, (from, to, way)) in ways {
                <line
                    key={place} class="link-handle" role="button" tabindex={if place == 0 { "0" } else { "-1" }}
                    data-pick={format!("{from}-{to}")} aria-label={spoken(words, cuts, from, to)}
                    aria-pressed={(selection == Some(&Selection::Link(from, to))).to_string()}
                    x1={px(way.start.x)} y1={px(way.start.y)} x2={px(way.end.x)} y2={px(way.end.y)}
                />
            }
        </g>
    }
}

fn handle(ring: &Ring, from: NodeId, to: NodeId) -> Segment {
    let (start, end) = (ring.at(from), ring.at(to));
    let margin = (ring.radius + 16.0) / start.distance(end).max(1.0);
    Segment { start: start.towards(end, margin.min(0.4)), end: start.towards(end, 1.0 - margin.min(0.4)) }
}

fn spoken(words: &StageWords, cuts: &[(NodeId, NodeId)], from: NodeId, to: NodeId) -> String {
    let mut text = fill(words.link_name, &[("from", &from), ("to", &to)]);
    text.push_str(words.separator);
    text.push_str(&state(words, cuts, from, to));
    text
}

/// Whether a link is whole or cut, in words.
pub fn state(words: &StageWords, cuts: &[(NodeId, NodeId)], from: NodeId, to: NodeId) -> String {
    match (cuts.contains(&(from, to)), cuts.contains(&(to, from))) {
        (false, false) => words.link_whole.to_owned(),
        (true, true) => words.link_cut_both.to_owned(),
        (true, false) => fill(words.link_cut_one, &[("from", &from), ("to", &to)]),
        (false, true) => fill(words.link_cut_one, &[("from", &to), ("to", &from)]),
    }
}
