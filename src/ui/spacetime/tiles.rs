//! What is drawn, in tiles: what scrolls in or out, and what happens elsewhere, leaves a tile alone. In a tile the strokes that look alike are one element:
//! the browser has a tenth of them to make and to style.

use super::layout::{Ink, Item, Shape};
use crate::protocol::NodeId;
use crate::ui::draw::px;
use crate::ui::palette::owner_class;
use std::rc::Rc;
use yew::prelude::*;

/// What is drawn is grouped by this many pixels, so that a new event renders only where it is.
const TILE: f64 = 240.0;

/// What lies below the cursor's veil, and what is written above it: labels of what has happened stay readable.
#[derive(Clone, Copy, PartialEq)]
pub enum Layer {
    /// Strokes and the axis.
    Ground,
    /// Labels, dimmed right of this place.
    Labels(f64),
}

/// What is drawn in a stretch of the diagram.
pub struct Tile {
    place: i64,
    labels: bool,
    items: Rc<Vec<Item>>,
}

/// All that is drawn, by tiles: of each its strokes, and its labels.
pub fn tiled(items: Vec<Item>) -> Vec<Tile> {
    let mut tiles: Vec<((bool, i64), Vec<Item>)> = Vec::new();
    for item in items {
        let key = (is_label(&item), (item.x / TILE).floor() as i64);
        match tiles.binary_search_by_key(&key, |(key, _)| *key) {
            Ok(at) => tiles[at].1.push(item),
            Err(at) => tiles.insert(at, (key, vec![item])),
        }
    }
    tiles.into_iter().map(|((labels, place), items)| Tile { place, labels, items: Rc::new(items) }).collect()
}

/// A layer of these tiles, with the message that is picked.
pub fn drawn(tiles: &[Tile], layer: Layer, picked: Option<u32>) -> Html {
    let here = match layer {
        Layer::Ground => f64::INFINITY,
        Layer::Labels(here) => here,
    };
    let labels = layer != Layer::Ground;
    let has = |tile: &Tile, id: u32| tile.items.iter().any(|item| item.message == Some(id));
    html! {
        for tile in tiles.iter().filter(|tile| tile.labels == labels) {
            // Where the cursor stands, and what is picked, matters only to the tile that has it.
            <TileMark
                key={format!("{labels}{}", tile.place)} items={Rc::clone(&tile.items)} picked={picked.filter(|id| has(tile, *id))}
                here={here.clamp(tile.place as f64 * TILE - 1.0, (tile.place + 1) as f64 * TILE)}
            />
        }
    }
}

/// Properties of [`TileMark`].
#[derive(Properties, PartialEq)]
struct TileMarkProps {
    items: Rc<Vec<Item>>,
    picked: Option<u32>,
    here: f64,
}

/// A tile.
#[component]
fn TileMark(props: &TileMarkProps) -> Html {
    let is_picked = |item: &&Item| item.message.is_some() && item.message == props.picked;
    let texts = props.items.iter().filter_map(|item| match &item.shape {
        Shape::Text(at, text) => Some((item, at, text)),
        Shape::Path(_) => None,
    });
    html! {
        <g>
            for (ink, owner, data) in strokes(props.items.iter().filter(|item| !is_picked(item))) {
                <path class={class(ink, owner, None)} d={data} />
            }
            for (ink, owner, data) in strokes(props.items.iter().filter(is_picked)) {
                <path class={class(ink, owner, Some("is-picked"))} d={data} />
            }
            for (item, at, text) in texts {
                <text class={class(item.ink, item.owner, (item.x > props.here).then_some("is-to-come"))}
                    x={px(at.x)} y={px(at.y)}>{ text }</text>
            }
        </g>
    }
}

fn class(ink: Ink, owner: Option<NodeId>, more: Option<&'static str>) -> Classes {
    classes!(ink_class(ink), owner.map(owner_class), more)
}

/// What is stroked alike, as one path each, in the order in which the first of each comes.
fn strokes<'a>(items: impl Iterator<Item = &'a Item>) -> Vec<(Ink, Option<NodeId>, String)> {
    let mut found: Vec<(Ink, Option<NodeId>, String)> = Vec::new();
    for item in items {
        let Shape::Path(data) = &item.shape else { continue };
        match found.iter_mut().find(|(ink, owner, _)| (*ink, *owner) == (item.ink, item.owner)) {
            Some((.., all)) => all.push_str(data),
            None => found.push((item.ink, item.owner, data.clone())),
        }
    }
    found
}

fn is_label(item: &Item) -> bool {
    matches!(item.shape, Shape::Text(..)) && item.ink != Ink::Axis
}

fn ink_class(ink: Ink) -> &'static str {
    match ink {
        Ink::Life => "st-life",
        Ink::Down => "st-down",
        Ink::Grid => "st-grid",
        Ink::Axis => "st-axis",
        Ink::Thin => "st-thin",
        Ink::Thick => "st-thick",
        Ink::UnderWay => "st-under-way",
        Ink::Lost => "st-lost",
        Ink::Cross => "st-cross",
        Ink::Hollow => "st-hollow",
        Ink::Filled => "st-filled",
        Ink::Star => "st-star",
        Ink::Small => "st-small",
        Ink::Crash => "st-crash",
        Ink::Start => "st-start",
        Ink::Fault => "st-fault",
        Ink::Label => "st-label",
        Ink::Good => "st-good",
        Ink::Bad => "st-bad",
        Ink::Dim => "st-dim",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stroked_alike_is_one_path_in_the_order_of_the_first() {
        let item = |ink, owner, data: &str| Item { shape: Shape::Path(data.into()), ink, owner, x: 1.0, message: None };
        let (one, other) = (NodeId::new(1), NodeId::new(2));
        let items = [
            item(Ink::Thin, one, "M0 0H9"),
            item(Ink::Thick, one, "M0 1H9"),
            item(Ink::Thin, other, "M0 2H9"),
            item(Ink::Thin, one, "M0 3H9"),
        ];
        let expected = [
            (Ink::Thin, one, "M0 0H9M0 3H9".to_owned()),
            (Ink::Thick, one, "M0 1H9".to_owned()),
            (Ink::Thin, other, "M0 2H9".to_owned()),
        ];
        assert_eq!(strokes(items.iter()), expected);
    }
}
