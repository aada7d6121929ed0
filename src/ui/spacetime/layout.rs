//! The space-time diagram as a list of strokes and texts. Pure: the page and the stand-alone SVG draw the same list.

use super::labels::{LABEL_SIZE, Room, Tone, label_of};
use super::time::{LEFT, TimeScale};
use super::{log, zab};
use crate::protocol::synod::Reason;
use crate::protocol::{Kind, NodeId};
use crate::session::{EventView, Happening, History, ReasonView, TraceView};
use crate::ui::draw::{path, px};
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::naming::{grouped, loss_word};
use crate::ui::i18n::spacetime::SpaceTimeWords;
use crate::ui::stage::geometry::{Point, Segment};
use crate::ui::stage::shapes::is_light;
use std::rc::Rc;

/// What something is, for its looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ink {
    /// A node's line while it is up.
    Life,
    /// A node's line while it is down.
    Down,
    /// A line across at a tick of the axis.
    Grid,
    /// A number on the axis.
    Axis,
    /// A message of phase 1, or one that tells only that somebody is there, that arrived.
    Thin,
    /// A message of phase 2, or another, that arrived.
    Thick,
    /// A message under way, as far as it is expected to go.
    UnderWay,
    /// A message as far as it came before it was lost.
    Lost,
    /// Where it was lost.
    Cross,
    /// A ballot begins, a promise: hollow.
    Hollow,
    /// A vote: filled.
    Filled,
    /// A decision is known.
    Star,
    /// A timer ran out, a client asked.
    Small,
    /// A crash, a lost disk.
    Crash,
    /// A start.
    Start,
    /// Something was done to the network.
    Fault,
    /// A label in its owner's colour.
    Label,
    /// A label of something decided.
    Good,
    /// A label of something lost or broken.
    Bad,
    /// A label in passing.
    Dim,
}

/// A stroke or a text.
#[derive(Clone, PartialEq, Debug)]
pub enum Shape {
    /// Path data.
    Path(String),
    /// A text, from its left end on its base line.
    Text(Point, String),
}

/// One thing of the drawing.
#[derive(Clone, PartialEq, Debug)]
pub struct Item {
    /// What is drawn.
    pub shape: Shape,
    /// What it is.
    pub ink: Ink,
    /// The owner of the ballot it belongs to.
    pub owner: Option<NodeId>,
    /// Where it begins, from the left.
    pub x: f64,
    /// The message that it is, if it is one.
    pub message: Option<u32>,
}

/// How the diagram is laid out.
#[derive(Clone, PartialEq, Debug)]
pub struct Options {
    /// The language of labels.
    pub lang: Lang,
    /// How many lines: of nodes, then of clients.
    pub nodes: usize,
    /// How many of them are of nodes.
    pub node_count: u8,
    /// From one node's line to the next.
    pub row: f64,
    /// Only this many events are drawn.
    pub until: usize,
    /// Messages under way end here, if they end nowhere sooner.
    pub now: f64,
    /// Only what meets this stretch is drawn.
    pub window: (f64, f64),
    /// And of the events that have happened not yet more than this many: what is to come is known, but left out.
    pub most: usize,
    /// Nothing moves unless commanded.
    pub manual: bool,
}

/// The room above the first line, for the axis and labels.
pub const TOP: f64 = 34.0;
/// A message that is held is seen to stay for as long as this at least.
const HELD_ROOM: f64 = 14.0;
/// The room below the last line.
pub const BOTTOM: f64 = 22.0;

/// Where a node's line is.
pub fn line_y(options: &Options, node: NodeId) -> f64 {
    TOP + options.row * node.place(options.node_count) as f64
}

/// How high a diagram of this many nodes is.
pub fn height(options: &Options) -> f64 {
    TOP + options.row * options.nodes.saturating_sub(1) as f64 + BOTTOM
}

/// The whole drawing, what lies below first.
pub fn layout(history: History<'_>, scale: &TimeScale, options: &Options) -> Vec<Item> {
    let mut sketch = Sketch { history, scale, options, items: Vec::new(), room: Room::default() };
    if !history.is_empty() {
        sketch.reserve();
    }
    sketch.axis();
    sketch.ends();
    sketch.lives();
    // Before the first step there is nothing else.
    if !history.is_empty() {
        sketch.happenings();
    }
    sketch.items
}

/// A shape on an event: how it is drawn, whose it is, and where the event stands.
type Mark = (Shape, Ink, Option<NodeId>, f64);

struct Sketch<'a> {
    history: History<'a>,
    scale: &'a TimeScale,
    options: &'a Options,
    items: Vec<Item>,
    room: Room,
}

impl Sketch<'_> {
    fn y(&self, node: NodeId) -> f64 {
        line_y(self.options, node)
    }

    fn seen(&self, from: f64, to: f64) -> bool {
        from <= self.options.window.1 && to >= self.options.window.0
    }

    fn put(&mut self, shape: Shape, ink: Ink, owner: Option<NodeId>, x: f64) {
        self.items.push(Item { shape, ink, owner, x, message: None });
    }

    /// The events in the window, each with its place.
    fn events(&self) -> Vec<(usize, Rc<EventView>)> {
        let (low, high) = self.options.window;
        let first = self.scale.position(low - 1.0).saturating_sub(1).max(self.scale.stretch().start);
        let last = self.scale.position(high).min(self.options.until).min(self.options.most);
        let mut events = Vec::new();
        for place in first..last {
            if let Some(event) = self.history.event(place) {
                events.push((place, event));
            }
        }
        events
    }

    #[inline(never)]
    fn happenings(&mut self) {
        self.messages();
        self.marks();
        self.labels();
    }

    fn axis(&mut self) {
        let (low, high) = self.options.window;
        let bottom = height(self.options) - BOTTOM + 8.0;
        let high = high.min(self.scale.frontier());
        for (tick, x) in self.scale.axis(low, high) {
            let line = path(&[Point::new(x, 16.0), Point::new(x, bottom)], false);
            self.put(Shape::Path(line), Ink::Grid, None, x);
            self.put(Shape::Text(Point::new(x + 3.0, 11.0), tick.to_string()), Ink::Axis, None, x);
        }
    }

    /// Of a long run, what is not shown.
    fn ends(&mut self) {
        let words = SpaceTimeWords::of(self.options.lang);
        let (stretch, all) = (self.scale.stretch(), self.history.event_count());
        let last = self.scale.event(stretch.end.saturating_sub(1)) + 90.0;
        let later = all.min(self.options.until).saturating_sub(stretch.end);
        for (count, text, x) in [(stretch.start, words.earlier, LEFT + 4.0), (later, words.later, last)] {
            if count > 0 && self.seen(x, x + 160.0) {
                let at = Point::new(x, TOP + self.options.row * 0.5 + 4.0);
                self.put(Shape::Text(at, fill(text, &[("count", &grouped(count as f64))])), Ink::Dim, None, x);
            }
        }
    }

    /// Each node's line, broken while it is down.
    fn lives(&mut self) {
        let (low, high) = (self.options.window.0.max(LEFT - 8.0), self.options.window.1);
        let mut down_since: Vec<Option<f64>> = vec![None; self.options.nodes];
        let mut up_since: Vec<f64> = vec![LEFT - 8.0; self.options.nodes];
        let mut stretches: Vec<(usize, f64, f64, Ink)> = Vec::new();
        let end = self.scale.stretch().end.min(self.options.until);
        let noted = self.history.noted().iter().take_while(|noted| noted.place < end);
        for (place, (node, up)) in noted.filter_map(|noted| Some((noted.place, noted.turned?))) {
            let node = node.place(self.options.node_count);
            if node >= self.options.nodes {
                continue;
            }
            let x = self.scale.event(place);
            if !up && down_since[node].is_none() {
                stretches.push((node, up_since[node], x, Ink::Life));
                down_since[node] = Some(x);
            } else if up && let Some(since) = down_since[node].take() {
                stretches.push((node, since, x, Ink::Down));
                up_since[node] = x;
            }
        }
        for node in 0..self.options.nodes {
            let (since, ink) = match down_since[node] {
                Some(since) => (since, Ink::Down),
                None => (up_since[node], Ink::Life),
            };
            stretches.push((node, since, f64::INFINITY, ink));
        }
        for (node, from, to, ink) in stretches {
            if self.seen(from, to) {
                let y = TOP + self.options.row * node as f64;
                let line = path(&[Point::new(from.max(low), y), Point::new(to.min(high), y)], false);
                self.put(Shape::Path(line), ink, None, from);
            }
        }
    }

    fn messages(&mut self) {
        for id in self.meeting(self.options.window) {
            let Some(trace) = self.history.message(id) else { continue };
            let way = self.way(&trace);
            let stays = self.held(&trace).map(|held| held.end);
            if self.seen(way.start.x, stays.unwrap_or(way.end).x + 60.0) {
                self.message(id, &trace, way, stays);
            }
        }
    }

    /// The messages of the stretch that may meet this part of the diagram: they are not yet looked at.
    fn meeting(&self, (low, high): (f64, f64)) -> Vec<u32> {
        let stretch = self.scale.stretch();
        // In the order of sending: those sent after it can be left out.
        let last = self.scale.position(high).min(self.options.until).min(self.options.most);
        let ids = self.history.sent_before(stretch.start)..self.history.sent_before(last);
        let ends_before = |id: u32| {
            let end = self.history.ended_by(id).filter(|end| *end < self.options.until);
            end.is_some_and(|end| self.scale.event(end) + 60.0 < low)
        };
        (ids.start as u32..ids.end as u32).filter(|id| !ends_before(*id)).collect()
    }

    /// Where a message's line begins and ends.
    fn way(&self, trace: &TraceView) -> Segment {
        let start = Point::new(self.scale.event(trace.sent_by), self.y(trace.name.from));
        let goal = self.y(trace.name.to);
        if let Some(held) = self.held(trace) {
            return Segment { start, end: held.start };
        }
        match trace.end.as_ref().filter(|end| end.event < self.options.until) {
            Some(end) => {
                let x = self.scale.event(end.event);
                let part = if end.lost.is_none() { 1.0 } else { self.lost_part(end.progress_permille) };
                Segment { start, end: Point::new(x.max(start.x + 2.0), start.y + (goal - start.y) * part) }
            }
            None if self.options.manual => Segment {
                start,
                end: Point::new(start.x.max(self.options.now) + 14.0, start.y + (goal - start.y) * 0.4),
            },
            None => {
                let due = match &trace.end {
                    Some(end) => self.scale.event(end.event),
                    None => self.scale.tick(trace.due_tick as f64),
                };
                let whole = Segment { start, end: Point::new(due.max(start.x + 2.0), goal) };
                let part = ((self.options.now - start.x) / (whole.end.x - start.x)).clamp(0.04, 1.0);
                Segment { start, end: whole.at(part) }
            }
        }
    }

    /// The stretch of time in which a message that is held stays where it is: as far as anything has happened. It has no due time, and no end.
    fn held(&self, trace: &TraceView) -> Option<Segment> {
        let hold = trace.held.as_ref().filter(|hold| hold.event < self.options.until)?;
        let (from, goal) = (self.y(trace.name.from), self.y(trace.name.to));
        let x = self.scale.event(hold.event).max(self.scale.event(trace.sent_by) + 2.0);
        let y = from + (goal - from) * self.lost_part(hold.progress_permille);
        let happened = self.history.event_count().min(self.options.until);
        let last = self.scale.event(happened.saturating_sub(1)).max(x + HELD_ROOM);
        Some(Segment { start: Point::new(x, y), end: Point::new(last, y) })
    }

    fn lost_part(&self, permille: u16) -> f64 {
        if self.options.manual { 0.5 } else { (f64::from(permille) / 1000.0).clamp(0.12, 0.92) }
    }

    /// A message's line; if it is held, it stays at its end until there.
    fn message(&mut self, id: u32, trace: &TraceView, way: Segment, stays: Option<Point>) {
        let label = trace.name.label;
        let mut item = |shape: Shape, ink: Ink| {
            self.items.push(Item { shape, ink, owner: Some(label.ballot.node), x: way.start.x, message: Some(id) });
        };
        match trace.end.as_ref().filter(|end| end.event < self.options.until) {
            Some(end) if end.lost.is_none() => {
                item(Shape::Path(arrow(way, label.kind)), if is_light(label.kind) { Ink::Thin } else { Ink::Thick });
            }
            Some(end) => {
                item(Shape::Path(path(&[way.start, way.end], false)), Ink::Lost);
                item(Shape::Path(cross(way.end, 5.0)), Ink::Cross);
                if let Some(cause) = end.lost {
                    let word = loss_word(self.options.lang, cause);
                    let (x, y) = (way.end.x + 9.0, way.end.y + 4.0);
                    let at =
                        self.room.place(word, &[Point::new(x, y), Point::new(x, y + 10.0), Point::new(x, y - 10.0)]);
                    if let Some(at) = at {
                        self.put(Shape::Text(at, word.to_owned()), Ink::Bad, None, way.end.x);
                    }
                }
            }
            None => {
                let points: Vec<Point> = [way.start, way.end].into_iter().chain(stays).collect();
                item(Shape::Path(path(&points, false)), Ink::UnderWay);
            }
        }
    }

    fn marks(&mut self) {
        let mut marks = Vec::new();
        for (place, event) in self.events() {
            self.marks_of(place, &event, &mut marks);
        }
        for (shape, ink, owner, x) in marks {
            self.put(shape, ink, owner, x);
        }
    }

    fn marks_of(&self, place: usize, event: &EventView, found: &mut Vec<Mark>) {
        let x = self.scale.event(place);
        if let Happening::Rewired { .. } | Happening::Set(_) = event.what {
            let bottom = height(self.options) - BOTTOM + 8.0;
            let line = path(&[Point::new(x, 16.0), Point::new(x, bottom)], false);
            found.push((Shape::Path(line), Ink::Fault, None, x));
        }
        let Some(node) = event.node else { return };
        let at = Point::new(x, self.y(node));
        match event.what {
            Happening::Crashed => found.push((Shape::Path(cross(at, 6.0)), Ink::Crash, None, x)),
            Happening::Restarted => found.push((Shape::Path(disc(at, 4.5)), Ink::Start, None, x)),
            Happening::Wiped => {
                found.push((Shape::Path(disc(at, 4.5)), Ink::Start, None, x));
                found.push((Shape::Path(cross(at, 6.0)), Ink::Crash, None, x));
            }
            Happening::Fired(_) | Happening::Proposed(_) => {
                let tip = path(
                    &[
                        Point::new(at.x - 4.5, at.y - 11.0),
                        Point::new(at.x + 4.5, at.y - 11.0),
                        Point::new(at.x, at.y - 5.0),
                    ],
                    true,
                );
                found.push((Shape::Path(tip), Ink::Small, None, x));
            }
            _ => {}
        }
        let mark = |reason: &ReasonView| mark_of(reason, || self.epoch_owner(event).unwrap_or(node));
        let strongest = event.reasons.iter().filter_map(mark).min_by_key(|(rank, ..)| *rank);
        if let Some((_, ink, owner)) = strongest {
            let shape = match ink {
                Ink::Star => star(at),
                Ink::Filled => square(at, 4.5),
                Ink::Cross => cross(at, 4.0),
                _ => disc(at, 4.5),
            };
            found.push((Shape::Path(shape), ink, Some(owner), x));
        }
        if event.crashed_after.is_some() {
            found.push((Shape::Path(cross(at, 6.0)), Ink::Crash, None, x));
        }
    }

    /// Whose epoch it is about, under Zab, if a message between a leader and its learners was delivered: that one's label says whose.
    fn epoch_owner(&self, event: &EventView) -> Option<NodeId> {
        let Happening::Delivered(id) = event.what else { return None };
        let label = self.history.message(id)?.name.label;
        let is_of_epoch = !matches!(label.kind, Kind::Notification | Kind::Request | Kind::Reply);
        is_of_epoch.then_some(label.ballot.node)
    }

    /// What stands on the lines of nodes is not written over.
    #[inline(never)]
    fn reserve(&mut self) {
        let mut taken = Vec::new();
        for (place, event) in self.events() {
            if let Some(node) = event.node {
                taken.push((self.scale.event(place), self.y(node)));
            }
        }
        for (x, y) in taken {
            self.room.take(x - 5.0, x + 5.0, y - 5.0, y + 5.0);
        }
    }

    fn labels(&mut self) {
        let mut wanted = Vec::new();
        for (place, event) in self.events() {
            if let Some(label) = label_of(&event, self.options.lang) {
                wanted.push((place, event.node, label));
            }
        }
        wanted.sort_unstable_by_key(|(place, _, label)| (label.rank, *place));
        let upper = self.options.nodes as f64 / 2.0;
        for (place, node, label) in wanted {
            let x = self.scale.event(place);
            let points = match node {
                Some(node) => {
                    beside(Point::new(x, self.y(node)), (node.place(self.options.node_count) as f64) < upper - 0.5)
                }
                None => vec![Point::new(x + 4.0, TOP - 11.0), Point::new(x + 4.0, height(self.options) - 4.0)],
            };
            if let Some(at) = self.room.place(&label.text, &points) {
                let (ink, owner) = match label.tone {
                    Tone::Owner(owner) => (Ink::Label, Some(owner)),
                    Tone::Good => (Ink::Good, None),
                    Tone::Bad => (Ink::Bad, None),
                    Tone::Dim => (Ink::Dim, None),
                };
                self.put(Shape::Text(at, label.text), ink, owner, x);
            }
        }
    }
}

/// Places for a label beside an event: on the side away from the middle first, where fewer messages run.
fn beside(at: Point, above_first: bool) -> Vec<Point> {
    let above = Point::new(at.x + 3.0, at.y - 8.5);
    let below = Point::new(at.x + 3.0, at.y + LABEL_SIZE + 5.0);
    if above_first { vec![above, below] } else { vec![below, above] }
}

/// How a step with this reason is marked; of an epoch it is said whose.
fn mark_of(reason: &ReasonView, epoch_owner: impl FnOnce() -> NodeId) -> Option<(u8, Ink, NodeId)> {
    match reason {
        ReasonView::Synod(reason) => reason_mark(reason),
        ReasonView::MultiPaxos(reason) => log::reason_mark(reason),
        ReasonView::Zab(reason) => zab::reason_mark(reason).map(|(rank, ink)| (rank, ink, epoch_owner())),
    }
}

fn reason_mark(reason: &Reason) -> Option<(u8, Ink, NodeId)> {
    match reason {
        Reason::LearnedByVotes { vote, .. } | Reason::LearnedByNotification { vote, .. } => {
            Some((0, Ink::Star, vote.ballot.node))
        }
        Reason::Voted { vote, again: false, .. } => Some((1, Ink::Filled, vote.ballot.node)),
        Reason::Promised { ballot, .. } => Some((2, Ink::Hollow, ballot.node)),
        Reason::Refused { promised, .. } => Some((3, Ink::Cross, promised.node)),
        _ => None,
    }
}

/// A line with an arrow head, which stops short of the node's line; a refusal is crossed half-way.
fn arrow(way: Segment, kind: Kind) -> String {
    let length = way.length().max(1.0);
    let (dx, dy) = ((way.end.x - way.start.x) / length, (way.end.y - way.start.y) / length);
    let tip = Point::new(way.end.x - dx * 5.0, way.end.y - dy * 5.0);
    let barb = |side: f64| Point::new(tip.x - dx * 7.0 - dy * 3.5 * side, tip.y - dy * 7.0 + dx * 3.5 * side);
    let mut data = path(&[way.start, tip], false);
    data.push_str(&path(&[barb(1.0), tip, barb(-1.0)], false));
    if kind == Kind::Refuse {
        data.push_str(&cross(way.at(0.5), 3.5));
    }
    data
}

fn cross(at: Point, reach: f64) -> String {
    let corner = |x: f64, y: f64| Point::new(at.x + x * reach, at.y + y * reach);
    let mut data = path(&[corner(-1.0, -1.0), corner(1.0, 1.0)], false);
    data.push_str(&path(&[corner(1.0, -1.0), corner(-1.0, 1.0)], false));
    data
}

fn square(at: Point, reach: f64) -> String {
    let corner = |x: f64, y: f64| Point::new(at.x + x * reach, at.y + y * reach);
    path(&[corner(-1.0, -1.0), corner(1.0, -1.0), corner(1.0, 1.0), corner(-1.0, 1.0)], true)
}

fn disc(at: Point, radius: f64) -> String {
    let (r, w) = (px(radius), px(radius * 2.0));
    format!("M{} {}a{r} {r} 0 1 1 {w} 0a{r} {r} 0 1 1-{w} 0Z", px(at.x - radius), px(at.y))
}

fn star(at: Point) -> String {
    /// Cosine and sine of a full turn's tenth part.
    const STEP: (f64, f64) = (0.809_016_994_374_947_5, 0.587_785_252_292_473_2);
    let mut points = Vec::with_capacity(10);
    let mut way = Point::new(0.0, -1.0);
    for corner in 0..10 {
        let reach = if corner % 2 == 0 { 7.5 } else { 3.4 };
        points.push(Point::new(at.x + reach * way.x, at.y + reach * way.y));
        way = way.turned(STEP);
    }
    path(&points, true)
}

/// A click so near to a message's line is on it.
const NEAR: f64 = 7.0;

/// How far a point beside a line is from it.
fn distance(way: Segment, at: Point) -> Option<f64> {
    if way.start.x > at.x + NEAR || way.end.x < at.x - NEAR {
        return None;
    }
    let length = way.length().max(1.0);
    let along = ((at.x - way.start.x) * (way.end.x - way.start.x) + (at.y - way.start.y) * (way.end.y - way.start.y))
        / (length * length);
    // Close to the lines of nodes many messages meet: there a click goes to the moment.
    (0.06..=0.94).contains(&along).then(|| way.at(along).distance(at))
}

/// The message whose line passes closest to the point, if one is near.
pub fn message_at(history: History<'_>, scale: &TimeScale, options: &Options, at: Point) -> Option<u32> {
    let sketch = Sketch { history, scale, options, items: Vec::new(), room: Room::default() };
    let mut best: Option<(f64, u32)> = None;
    for id in sketch.meeting((at.x - NEAR, at.x + NEAR)) {
        let Some(trace) = history.message(id) else { continue };
        for way in [Some(sketch.way(&trace)), sketch.held(&trace)].into_iter().flatten() {
            let distance = distance(way, at).filter(|distance| *distance < NEAR);
            if let Some(distance) = distance.filter(|distance| best.is_none_or(|(nearest, _)| *distance < nearest)) {
                best = Some((distance, id));
            }
        }
    }
    best.map(|(_, id)| id)
}
