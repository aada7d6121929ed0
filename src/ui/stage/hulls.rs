//! Shapes round several nodes: quorums that stand, and the sides of a partition.

use super::geometry::{Detail, Point, Ring, hull};
use super::zab;
use crate::protocol::{NodeId, ProtocolName};
use crate::session::{QuorumView, View};
use crate::ui::draw::{path, px, text_width};
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::naming::shortened;
use crate::ui::i18n::stage::StageWords;
use crate::ui::palette::owner_class;
use yew::prelude::*;

/// A shape with its label.
#[derive(Clone, PartialEq, Debug)]
pub struct Hull {
    members: Vec<NodeId>,
    label: String,
    class: &'static str,
    owner: &'static str,
    /// How much wider than the nodes.
    reach: f64,
}

/// The quorums and sides of a view, those drawn first in front.
#[inline(never)]
pub fn hulls(view: &View, lang: Lang) -> Vec<Hull> {
    let mut all = sides(view, lang);
    all.extend(quorums(view, lang));
    all
}

fn sides(view: &View, lang: Lang) -> Vec<Hull> {
    let words = StageWords::of(lang);
    if view.groups.len() < 2 {
        return Vec::new();
    }
    // Clients stand apart, in a column: what is cut of theirs the links say.
    let of_servers = |group: &Vec<NodeId>| group.iter().copied().filter(|id| !id.is_client()).collect::<Vec<_>>();
    let groups: Vec<Vec<NodeId>> = view.groups.iter().map(of_servers).filter(|group| !group.is_empty()).collect();
    if groups.len() < 2 {
        return Vec::new();
    }
    let several = groups.iter().filter(|group| group.len() > 1).count();
    let mut letters = 'A'..='Z';
    let mut side = |group: &Vec<NodeId>| {
        let alone = group.len() == 1;
        let label = if alone {
            words.alone.to_owned()
        } else if several > 1 {
            fill(words.side, &[("name", &letters.next().unwrap_or('…'))])
        } else {
            String::new()
        };
        Hull { members: group.clone(), label, class: "side", owner: "", reach: 30.0 }
    };
    groups.iter().map(&mut side).collect()
}

fn quorums(view: &View, lang: Lang) -> Vec<Hull> {
    let words = StageWords::of(lang);
    let voted = |quorum: &QuorumView| view.quorums.iter().any(|other| other.votes && other.ballot == quorum.ballot);
    let shown = view.quorums.iter().filter(|quorum| quorum.votes || !voted(quorum));
    let mut found: Vec<Hull> = shown
        .map(|quorum| {
            let (have, total) = (quorum.members.len(), quorum.voter_count);
            let value = view.chosen.iter().find(|chosen| chosen.vote.ballot == quorum.ballot && view.log.is_none());
            let label = match value.filter(|_| quorum.votes) {
                Some(chosen) => {
                    let value = shortened(chosen.vote.value.as_str(), 14);
                    let gaps: [(&str, &dyn std::fmt::Display); 4] =
                        [("have", &have), ("total", &total), ("value", &value), ("ballot", &quorum.ballot)];
                    fill(words.quorum_voted, &gaps)
                }
                None if view.protocol == ProtocolName::Zab => zab::quorum_label(quorum, lang),
                None => fill(words.quorum_promised, &[("have", &have), ("total", &total), ("ballot", &quorum.ballot)]),
            };
            let class = if quorum.votes { "quorum is-votes" } else { "quorum is-promises" };
            Hull { members: quorum.members.clone(), label, class, owner: owner_class(quorum.ballot.node), reach: 0.0 }
        })
        .collect();
    // More than a few at once only hide each other: the latest are drawn.
    let surplus = found.len().saturating_sub(3);
    found.drain(..surplus);
    // The larger below and further out, so that each one's edge can be seen.
    found.sort_by_key(|hull| std::cmp::Reverse(hull.members.len()));
    let mut reach = 12.0;
    for hull in found.iter_mut().rev() {
        hull.reach = reach;
        reach += 7.0;
    }
    found
}

/// The shapes, without their labels.
#[inline(never)]
pub fn shapes(ring: &Ring, hulls: &[Hull]) -> Html {
    html! {
        <g class="hulls" aria-hidden="true">
            for hull in hulls {
                { shape(ring, hull) }
            }
        </g>
    }
}

fn shape(ring: &Ring, of: &Hull) -> Html {
    let places: Vec<Point> = of.members.iter().map(|node| ring.at(*node)).collect();
    let reach = if ring.detail == Detail::Full { of.reach } else { of.reach * 0.4 };
    let wide = 2.0 * (ring.radius + reach);
    let corners = hull(&places);
    let data = if corners.len() == 1 {
        // A dot: a way of no length with round ends.
        format!("{}h.01", path(&corners, false))
    } else {
        path(&corners, true)
    };
    html! {
        <g class={classes!("hull", of.class, of.owner)}>
            for (class, width) in [("hull-edge", wide), ("hull-ground", wide - 3.0), ("hull-tint", wide - 3.0)] {
                <path key={class} {class} d={data.clone()} stroke-width={px(width)} />
            }
        </g>
    }
}

/// The labels, above everything that lies on the ground.
#[inline(never)]
pub fn labels(ring: &Ring, hulls: &[Hull]) -> Html {
    let mut taken: Vec<Point> = Vec::new();
    let mut label = |of: &Hull| {
        let Spot { mut at, anchor } = label_spot(ring, of);
        while taken.iter().any(|other| (other.y - at.y).abs() < 17.0 && (other.x - at.x).abs() < 170.0) {
            at.y += 17.0;
        }
        taken.push(at);
        html! {
            <text class={classes!("hull-label", of.class, of.owner)} text-anchor={anchor} x={px(at.x)} y={px(at.y)}>
                { &of.label }
            </text>
        }
    };
    html! {
        <g class="hull-labels" aria-hidden="true">
            for hull in hulls.iter().filter(|hull| !hull.label.is_empty()) {
                { label(hull) }
            }
        </g>
    }
}

/// Where a label stands, and which end of it.
struct Spot {
    at: Point,
    anchor: &'static str,
}

/// Quorums are labelled at the lower edge of their shape, since messages run through it; where a node stands in the way, beside a pair, or in the middle of more. Sides are labelled beyond
/// their outermost node.
fn label_spot(ring: &Ring, of: &Hull) -> Spot {
    let places: Vec<Point> = of.members.iter().map(|node| ring.at(*node)).collect();
    let count = places.len().max(1) as f64;
    let middle = Point::new(
        places.iter().map(|place| place.x).sum::<f64>() / count,
        places.iter().map(|place| place.y).sum::<f64>() / count,
    );
    if of.class == "side" {
        let away = if middle.y < ring.height / 2.0 { -1.0 } else { 1.0 };
        let outermost = places.iter().map(|place| place.y * away).fold(f64::MIN, f64::max) * away;
        let x = places.iter().find(|place| (place.y - outermost).abs() < 0.5).map_or(middle.x, |place| place.x);
        let y = (outermost + away * (ring.radius + 20.0)).clamp(14.0, ring.height - 6.0);
        return Spot { at: Point::new(x + ring.radius + 22.0, y), anchor: "start" };
    }
    if let Some(at) = at_edge(ring, of, &places) {
        return Spot { at, anchor: "middle" };
    }
    let [one, other] = places.as_slice() else {
        return Spot { at: Point::new(middle.x, middle.y + 4.0), anchor: "middle" };
    };
    let (dx, dy) =
        ((other.x - one.x) / one.distance(*other).max(1.0), (other.y - one.y) / one.distance(*other).max(1.0));
    let center = ring.middle();
    let outwards = if (middle.x - center.x) * -dy + (middle.y - center.y) * dx >= 0.0 { 1.0 } else { -1.0 };
    let off = (ring.radius + of.reach + 9.0) * outwards;
    let at = Point::new(middle.x - dy * off, middle.y + dx * off + 4.0);
    let side = -dy * outwards;
    let anchor = if side > 0.35 {
        "start"
    } else if side < -0.35 {
        "end"
    } else {
        "middle"
    };
    let y = at.y.clamp(14.0, ring.height - 8.0);
    Spot { at: Point::new(within(at.x, &of.label, anchor, ring.width), y), anchor }
}

/// At the lowest edge of a shape, below the messages along it and above the captions of nodes, if no node is in the way.
fn at_edge(ring: &Ring, of: &Hull, members: &[Point]) -> Option<Point> {
    let lowest = members.iter().map(|place| place.y).fold(f64::MIN, f64::max);
    let edge: Vec<&Point> = members.iter().filter(|place| lowest - place.y < ring.radius).collect();
    let x = edge.iter().map(|place| place.x).sum::<f64>() / edge.len().max(1) as f64;
    let at = Point::new(x, lowest + ring.radius + 6.0);
    let half = text_width(&of.label, 12.0) / 2.0;
    let is_free = |place: &Point| {
        let nearest = Point::new(place.x.clamp(at.x - half, at.x + half), place.y.clamp(at.y - 11.0, at.y + 3.0));
        place.distance(nearest) > ring.radius + 10.0
    };
    ring.places.iter().all(is_free).then_some(at)
}

/// The place moved so that the text does not leave the stage.
fn within(x: f64, text: &str, anchor: &str, width: f64) -> f64 {
    let long = text_width(text, 12.0) + 6.0;
    match anchor {
        "start" => x.min(width - long).max(6.0),
        "end" => x.max(long).min(width - 6.0),
        _ => x.min(width - long / 2.0).max(long / 2.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quorum(members: &[u8]) -> Hull {
        let members = members.iter().map(|number| NodeId::new(*number).expect("a node")).collect();
        Hull { members, label: "3 of 5 promised 1.n1".to_owned(), class: "quorum is-promises", owner: "", reach: 12.0 }
    }

    /// Where the label of this quorum of so many nodes stands: in the middle of its shape?
    fn stands_inside(nodes: u8, members: &[u8]) -> bool {
        let (ring, hull) = (Ring::new(932.0, 420.0, nodes.into()), quorum(members));
        let Spot { at, .. } = label_spot(&ring, &hull);
        let lowest = members.iter().map(|member| ring.place(usize::from(*member) - 1).y).fold(f64::MIN, f64::max);
        assert!(at.y > 0.0 && at.y < ring.height, "{nodes}: {members:?}");
        at.y < lowest
    }

    #[test]
    fn a_quorum_is_labelled_at_the_edge_of_its_shape_unless_a_node_is_in_the_way() {
        assert!(!stands_inside(3, &[1, 2, 3]));
        assert!(!stands_inside(3, &[2, 3]));
        assert!(!stands_inside(5, &[1, 3, 4]));
        // One node alone at the edge stands there itself.
        assert!(stands_inside(4, &[2, 3, 4]));
    }
}
