//! What moves between two logical steps: messages along their lanes and the arcs of timers. Outside the virtual DOM: one painter sets
//! `transform` and `stroke-dashoffset` on the elements that the last rendering left, in the order in which it rendered them.

use super::geometry::{Point, Ring, Segment};
use super::lanes::{Files, Lanes};
use crate::session::View;
use crate::ui::draw::px;
use crate::ui::model::Shared;
use crate::ui::platform;
use wasm_bindgen::JsCast;
use web_sys::{Element, SvgTransform};

/// Everything that moves in one rendering.
pub struct Movers {
    view: Shared<View>,
    /// One for each message of the view, in its order.
    messages: Vec<Mover>,
    files: Files,
    arcs: Vec<Arc>,
}

struct Mover {
    id: u32,
    /// Where the element stands; nothing if there is no such element.
    place: Option<SvgTransform>,
    way: Segment,
    shown: Option<Point>,
}

struct Arc {
    element: Element,
    set_tick: u64,
    due_tick: u64,
    shown: Option<i32>,
}

impl Movers {
    /// Finds the elements of this view's messages and timers under the stage's root. Messages that were there in the rendering
    /// before have kept their elements.
    pub fn find(root: &Element, view: &Shared<View>, ring: &Ring, lanes: &Lanes, before: Option<Movers>) -> Movers {
        let drawn = root.query_selector(".messages").ok().flatten().map(|group| group.children());
        let element = |place: usize| drawn.as_ref()?.item(place as u32);
        let mut before = before.map(|before| before.messages).unwrap_or_default().into_iter().peekable();
        let mut messages = Vec::with_capacity(view.messages.len());
        for (place, message) in view.messages.iter().enumerate() {
            let lane = lanes.get(&message.id).copied().unwrap_or(0);
            let way = ring.lane(message.name.from, message.name.to, lane);
            // Both are in the order of their numbers.
            while before.next_if(|gone| gone.id < message.id).is_some() {}
            messages.push(match before.next_if(|kept| kept.id == message.id) {
                Some(kept) => Mover { way, ..kept },
                None => {
                    let place = element(place).and_then(platform::first_transform);
                    Mover { id: message.id, place, way, shown: None }
                }
            });
        }
        let timers = view.nodes.iter().filter_map(|node| node.timers.first());
        let arcs = elements(root, ".timer-arc").into_iter().zip(timers);
        let arcs = arcs.map(|(element, timer)| Arc {
            element,
            set_tick: timer.set_tick,
            due_tick: timer.due_tick,
            shown: None,
        });
        Movers { messages, files: Files::of(&view.messages, ring), arcs: arcs.collect(), view: view.clone() }
    }

    /// Puts everything where it is at this time; what has hardly moved is left alone.
    pub fn paint(&mut self, tick: f64) {
        let progress = self.files.progress(&self.view.messages, tick, self.view.manual);
        for (mover, progress) in self.messages.iter_mut().zip(progress) {
            let at = mover.way.at(progress);
            if mover.shown.is_none_or(|shown| shown.distance(at) >= 0.2) {
                mover.shown = Some(at);
                if let Some(place) = &mover.place {
                    // An element that has gone can be moved like any other.
                    drop(place.set_translate(at.x as f32, at.y as f32));
                }
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
