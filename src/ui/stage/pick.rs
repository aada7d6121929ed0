//! From an element of the stage to what it stands for, and from one to the next by the arrow keys.

use crate::protocol::NodeId;
use crate::ui::model::Selection;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, SvgElement};

/// The element that stands for something, at or above the target of an event.
pub fn picked_element(target: Option<EventTarget>) -> Option<Element> {
    target?.dyn_into::<Element>().ok()?.closest("[data-pick]").ok().flatten()
}

/// What an element stands for: `n3` a node, `m17` a message, `n1-n2` a link.
pub fn meaning(element: &Element) -> Option<Selection> {
    parse(&element.get_attribute("data-pick")?)
}

fn parse(name: &str) -> Option<Selection> {
    if let Some(number) = name.strip_prefix('m') {
        return number.parse().ok().map(Selection::Message);
    }
    match name.split_once('-') {
        Some((from, to)) => Some(Selection::Link(node(from)?, node(to)?)),
        None => node(name).map(Selection::Node),
    }
}

fn node(name: &str) -> Option<NodeId> {
    match name.strip_prefix('c') {
        Some(client) => NodeId::client(client.parse().ok()?),
        None => NodeId::new(name.strip_prefix('n')?.parse().ok()?),
    }
}

/// The name by which [`meaning`] finds what is picked.
pub fn name(selection: &Selection) -> Option<String> {
    match selection {
        Selection::Node(node) => Some(node.to_string()),
        Selection::Nodes(nodes) => nodes.last().map(NodeId::to_string),
        Selection::Message(id) => Some(format!("m{id}")),
        Selection::Link(from, to) => Some(format!("{from}-{to}")),
    }
}

/// What is picked when `new` is added to what was: several nodes, or else just the new.
pub fn joined(before: Option<&Selection>, new: Selection) -> Option<Selection> {
    let Selection::Node(node) = new else { return Some(new) };
    let mut nodes = match before {
        Some(Selection::Node(one)) => vec![*one],
        Some(Selection::Nodes(several)) => several.clone(),
        _ => Vec::new(),
    };
    match nodes.binary_search(&node) {
        Ok(at) => drop(nodes.remove(at)),
        Err(at) => nodes.insert(at, node),
    }
    match nodes.as_slice() {
        [] => None,
        [one] => Some(Selection::Node(*one)),
        _ => Some(Selection::Nodes(nodes)),
    }
}

/// Moves the focus to the next or previous element of the same kind, round and round.
pub fn focus_neighbour(element: &Element, forward: bool) {
    let group = element.closest("[role=group]").ok().flatten();
    let Some(all) = group.and_then(|group| group.query_selector_all("[data-pick]").ok()) else {
        return;
    };
    let count = all.length();
    let is_here = |at: &u32| all.item(*at).is_some_and(|other| other.is_same_node(Some(element)));
    let Some(here) = (0..count).find(is_here) else {
        return;
    };
    let next = if forward { (here + 1) % count } else { (here + count - 1) % count };
    if let Some(found) = all.item(next).and_then(|found| found.dyn_into::<Element>().ok()) {
        focus(&found);
    }
}

/// Moves the focus to an element of the drawing.
pub fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<SvgElement>() {
        // What cannot be focused is left alone.
        drop(element.focus());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(number: u8) -> NodeId {
        NodeId::new(number).expect("a node")
    }

    #[test]
    fn names_go_both_ways() {
        let all = [Selection::Node(n(3)), Selection::Message(17), Selection::Link(n(1), n(12))];
        for selection in all {
            assert_eq!(name(&selection).and_then(|name| parse(&name)), Some(selection));
        }
        assert_eq!(parse("x"), None);
    }

    #[test]
    fn nodes_are_added_and_taken_away() {
        let one = joined(None, Selection::Node(n(2)));
        assert_eq!(one, Some(Selection::Node(n(2))));
        let two = joined(one.as_ref(), Selection::Node(n(1)));
        assert_eq!(two, Some(Selection::Nodes(vec![n(1), n(2)])));
        assert_eq!(joined(two.as_ref(), Selection::Node(n(2))), Some(Selection::Node(n(1))));
        assert_eq!(joined(two.as_ref(), Selection::Message(4)), Some(Selection::Message(4)));
    }
}
