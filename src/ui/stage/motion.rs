//! What moves between two logical steps: messages along their lanes and the arcs of timers. Outside the virtual DOM: one painter sets
//! `transform` and `stroke-dashoffset` on the elements that the last rendering left, in the order in which it rendered them.

use super::geometry::{Point, Ring, Segment};
use super::lanes::{Lanes, progress};
use crate::session::{MessageView, View};
use crate::ui::draw::{px, translate};
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Everything that moves in one rendering.
pub struct Movers {
    messages: Vec<Mover>,
    arcs: Vec<Arc>,
    manual: bool,
}

struct Mover {
    element: Element,
    way: Segment,
    message: MessageView,
    shown: Option<Point>,
}

struct Arc {
    element: Element,
    set_tick: u64,
    due_tick: u64,
    shown: Option<i32>,
}

impl Movers {
    /// Finds the elements of this view's messages and timers under the stage's root.
    pub fn find(root: &Element, view: &View, ring: &Ring, lanes: &Lanes) -> Movers {
        let mut messages = Vec::with_capacity(view.messages.len());
        let drawn = elements(root, ".messages > .message");
        for (element, message) in drawn.into_iter().zip(&view.messages) {
            let lane = lanes.get(&message.id).copied().unwrap_or(0);
            let way = ring.lane(message.name.from.index(), message.name.to.index(), lane);
            messages.push(Mover { element, way, message: message.clone(), shown: None });
        }
        let timers = view.nodes.iter().filter_map(|node| node.timers.first());
        let arcs = elements(root, ".timer-arc").into_iter().zip(timers);
        let arcs = arcs.map(|(element, timer)| Arc {
            element,
            set_tick: timer.set_tick,
            due_tick: timer.due_tick,
            shown: None,
        });
        Movers { messages, arcs: arcs.collect(), manual: view.manual }
    }

    /// Puts everything where it is at this time; what has hardly moved is left alone.
    pub fn paint(&mut self, tick: f64) {
        for mover in &mut self.messages {
            let at = mover.way.at(progress(&mover.message, tick, self.manual));
            if mover.shown.is_none_or(|shown| shown.distance(at) >= 0.2) {
                mover.shown = Some(at);
                // An element that has gone takes attributes like any other.
                drop(mover.element.set_attribute("transform", &translate(at)));
            }
        }
        for arc in &mut self.arcs {
            let whole = (arc.due_tick.saturating_sub(arc.set_tick)).max(1) as f64;
            let gone = ((tick - arc.set_tick as f64) / whole).clamp(0.0, 1.0) * 100.0;
            let rounded = (gone * 4.0) as i32;
            if arc.shown != Some(rounded) {
                arc.shown = Some(rounded);
                drop(arc.element.set_attribute("stroke-dashoffset", &px(gone)));
            }
        }
    }
}

fn elements(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(list) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..list.length()).filter_map(|at| list.item(at)?.dyn_into().ok()).collect()
}
