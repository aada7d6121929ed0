//! Where things stand on the stage: pure arithmetic in pixels, y downwards.

use crate::protocol::NodeId;

/// A point of the stage.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A straight way from one point to another.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Segment {
    /// Where it begins.
    pub start: Point,
    /// Where it ends.
    pub end: Point,
}

/// How much of a node there is room to draw.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Detail {
    /// A dot with its number.
    Dot,
    /// Its name and two ballots.
    Brief,
    /// Everything.
    Full,
}

/// The places of all nodes.
#[derive(Clone, PartialEq, Debug)]
pub struct Ring {
    /// The stage's width.
    pub width: f64,
    /// The stage's height.
    pub height: f64,
    /// How many nodes stand on the ring; clients stand beside it.
    pub nodes: u8,
    /// The radius of a node.
    pub radius: f64,
    /// The radius of a client.
    pub client_radius: f64,
    /// What of a node is drawn.
    pub detail: Detail,
    /// The centre of each node, in the order of their numbers, then of each client.
    pub places: Vec<Point>,
    /// How wide a node's caption may be; without a bound where nodes are few.
    pub caption_room: f64,
    /// Clients stand so close that a caption of one would lie over the next.
    pub crowded_clients: bool,
}

/// The room for clients, on the left of the ring or above it.
const CLIENTS_WIDTH: f64 = 92.0;
const CLIENTS_HEIGHT: f64 = 94.0;
/// The room for a caption below a client, with what is between.
const CAPTION_HEIGHT: f64 = 44.0;
/// How much is drawn of a client's link that is cut.
const STUB_LENGTH: f64 = 30.0;
const LARGEST_RADIUS: f64 = 54.0;
const SMALLEST_RADIUS: f64 = 9.0;
/// Beyond this many, nodes stand on two rings in turn.
const ONE_RING: usize = 25;
/// How much closer to the middle the inner ring is.
const INNER_RING: f64 = 0.8;
/// Up to this many, there is room above and below each node for its caption; more have it on their outer side.
const ROOMY: usize = 6;
/// Half the width of the two-way road that a link is: messages keep to the right of it.
pub const LANE_OFFSET: f64 = 10.0;
/// Stages narrower than this have less room: for labels, and between lanes.
pub const SMALL_STAGE: f64 = 520.0;
/// From one lane of messages to the next.
pub const LANE_WIDTH: f64 = 26.0;

impl Point {
    /// A point.
    pub fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// How far it is to the other.
    pub fn distance(self, other: Point) -> f64 {
        let (dx, dy) = (self.x - other.x, self.y - other.y);
        (dx * dx + dy * dy).sqrt()
    }

    /// The point turned about the origin by the angle of this cosine and sine. (The general functions weigh kilobytes.)
    pub fn turned(self, (cos, sin): (f64, f64)) -> Point {
        Point::new(self.x * cos - self.y * sin, self.x * sin + self.y * cos)
    }

    /// The point this part of the way to the other.
    pub fn towards(self, other: Point, part: f64) -> Point {
        Point::new(self.x + (other.x - self.x) * part, self.y + (other.y - self.y) * part)
    }
}

impl Segment {
    /// The point at this part of the way.
    pub fn at(self, part: f64) -> Point {
        self.start.towards(self.end, part)
    }

    /// Its length.
    pub fn length(self) -> f64 {
        self.start.distance(self.end)
    }

    /// The same way further to the right (as seen when walking along it).
    pub fn shifted(self, right: f64) -> Segment {
        let length = self.length().max(1e-9);
        let (dx, dy) = ((self.end.x - self.start.x) / length, (self.end.y - self.start.y) / length);
        let shift = |point: Point| Point::new(point.x - dy * right, point.y + dx * right);
        Segment { start: shift(self.start), end: shift(self.end) }
    }
}

impl Ring {
    /// Room for this many nodes on a stage of this size: as large as leaves space between them for messages to be seen.
    pub fn new(width: f64, height: f64, count: usize) -> Ring {
        let mut radius = LARGEST_RADIUS;
        loop {
            let places = places(width, height, count, radius);
            let apart = spacing(&places);
            if radius <= SMALLEST_RADIUS || apart >= radius * gap_factor(count) {
                let beside = places.iter().map(|place| place.x).fold(f64::INFINITY, f64::min) - radius;
                let caption_room = if count > ROOMY { apart.min(beside - 8.0) } else { f64::INFINITY };
                let (nodes, detail) = (u8::try_from(count).unwrap_or(u8::MAX), detail(radius));
                return Ring {
                    width,
                    height,
                    nodes,
                    radius,
                    client_radius: 0.0,
                    detail,
                    places,
                    caption_room,
                    crowded_clients: false,
                };
            }
            radius = (radius - 1.0).max(SMALLEST_RADIUS);
        }
    }

    /// The same, with so many clients beside the ring: on its left, or above it on a stage that is higher than wide.
    pub fn with_clients(width: f64, height: f64, nodes: u8, clients: usize) -> Ring {
        let beside = width > height * 1.15;
        let (strip_x, strip_y) = if beside { (CLIENTS_WIDTH, 0.0) } else { (0.0, CLIENTS_HEIGHT) };
        let mut ring = Ring::new(width - strip_x, height - strip_y, nodes.into());
        (ring.width, ring.height) = (width, height);
        ring.places.iter_mut().for_each(|place| *place = Point::new(place.x + strip_x, place.y + strip_y));
        let room = if beside { height - 24.0 } else { width } / clients.max(1) as f64;
        ring.client_radius = (room * 0.3).clamp(8.0, 22.0).min(ring.radius);
        ring.crowded_clients = room < if beside { 2.0 * ring.client_radius + CAPTION_HEIGHT } else { CLIENTS_WIDTH };
        let along = |place: usize| (place as f64 + 0.5) * room;
        let place = |place: usize| match beside {
            true => Point::new(CLIENTS_WIDTH / 2.0, 4.0 + along(place)),
            false => Point::new(along(place), 4.0 + ring.client_radius + 4.0),
        };
        ring.places.extend((0..clients).map(place));
        ring
    }

    /// The centre of a node or a client.
    pub fn at(&self, id: NodeId) -> Point {
        self.place(id.place(self.nodes))
    }

    /// The radius of a node or a client.
    pub fn radius_of(&self, id: NodeId) -> f64 {
        if id.is_client() { self.client_radius } else { self.radius }
    }

    /// Where links between a client and nodes are among these: a short way from the client towards each node. The whole of each would be a thicket, since a
    /// client is mostly cut off from several.
    pub fn client_stubs(&self, cuts: &[(NodeId, NodeId)]) -> Vec<Segment> {
        let mut links: Vec<(NodeId, NodeId)> = cuts
            .iter()
            .filter(|(from, to)| from.is_client() != to.is_client())
            .map(|(a, b)| if a.is_client() { (*a, *b) } else { (*b, *a) })
            .collect();
        links.sort_unstable();
        links.dedup();
        let stub = |(client, node): (NodeId, NodeId)| {
            let (at, way) = (self.at(client), self.at(node));
            let part = |reach: f64| (reach / at.distance(way).max(1.0)).min(0.5);
            let edge = self.client_radius + 3.0;
            Segment { start: at.towards(way, part(edge)), end: at.towards(way, part(edge + STUB_LENGTH)) }
        };
        links.into_iter().map(stub).collect()
    }

    /// The centre of the node at this place (from 0).
    pub fn place(&self, index: usize) -> Point {
        self.places.get(index).copied().unwrap_or(Point::new(self.width / 2.0, self.height / 2.0))
    }

    /// The centre of the stage.
    pub fn middle(&self) -> Point {
        Point::new(self.width / 2.0, self.height / 2.0)
    }

    /// The way of messages from one node to another: from edge to edge, on the right-hand side, the `lane`-th from the middle.
    pub fn lane(&self, from: NodeId, to: NodeId, lane: u8) -> Segment {
        let (start, end) = (self.at(from), self.at(to));
        let length = start.distance(end).max(1.0);
        let margin = |id: NodeId| (self.radius_of(id) + 12.0).min(length * 0.42) / length;
        let (offset, width) = match self.detail {
            Detail::Dot => (3.0, 9.0),
            // Where there is little room, whole lanes would lead off the stage.
            _ if self.width < SMALL_STAGE => (LANE_OFFSET, LANE_WIDTH * 0.6),
            _ => (LANE_OFFSET, LANE_WIDTH),
        };
        let way = Segment { start: start.towards(end, margin(from)), end: start.towards(end, 1.0 - margin(to)) };
        way.shifted(offset + f64::from(lane) * width)
    }

    /// Which way a node's caption stands from it: away from the middle, where messages travel. Up or down, unless nodes are many.
    pub fn caption_way(&self, index: usize) -> Point {
        let (at, middle) = (self.place(index), self.middle());
        if index >= usize::from(self.nodes) {
            return Point::new(0.0, 1.0);
        }
        if self.nodes as usize <= ROOMY {
            let above = at.y < middle.y - self.radius * 0.6;
            return Point::new(0.0, if above { -1.0 } else { 1.0 });
        }
        // Square to the ellipse rather than away from its middle.
        let way = Point::new((at.x - middle.x) * self.height, (at.y - middle.y) * self.width);
        let length = way.distance(Point::new(0.0, 0.0)).max(1.0);
        Point::new(way.x / length, way.y / length)
    }
}

fn gap_factor(count: usize) -> f64 {
    match count {
        0..=4 => 4.2,
        5..=6 => 3.6,
        7..=10 => 2.9,
        _ => 2.5,
    }
}

fn detail(radius: f64) -> Detail {
    if radius >= 34.0 {
        Detail::Full
    } else if radius >= 19.0 {
        Detail::Brief
    } else {
        Detail::Dot
    }
}

fn spacing(places: &[Point]) -> f64 {
    let mut least = f64::INFINITY;
    for (index, one) in places.iter().enumerate() {
        for other in &places[index + 1..] {
            least = least.min(one.distance(*other));
        }
    }
    least
}

/// Centres on an ellipse at equal distances along it, from the top clockwise, stretched to fill the stage.
fn places(width: f64, height: f64, count: usize, radius: f64) -> Vec<Point> {
    let middle = Point::new(width / 2.0, height / 2.0);
    if count < 2 {
        return vec![middle; count];
    }
    let beside = match detail(radius) {
        Detail::Full => 26.0,
        Detail::Brief if count > ROOMY => 18.0,
        Detail::Brief | Detail::Dot => 14.0,
    };
    let room_x = (width / 2.0 - radius - beside).max(10.0);
    let room_y = (height / 2.0 - radius - if radius >= 34.0 { 45.0 } else { 32.0 }).max(10.0);
    let half_x = room_x.min(room_y * 1.9);
    let half_y = room_y.min(room_x * 1.5);
    if count == 2 {
        let end =
            if half_x >= half_y { Point::new(half_x.min(280.0), 0.0) } else { Point::new(0.0, half_y.min(280.0)) };
        return vec![Point::new(middle.x - end.x, middle.y - end.y), Point::new(middle.x + end.x, middle.y + end.y)];
    }
    let mut ring = even_ellipse(half_x, half_y, count);
    if count > ONE_RING {
        for (index, point) in ring.iter_mut().enumerate() {
            // Of an odd number, the last stands between the rings: it would touch the first.
            let between = index > 0 && index + 1 == count && index % 2 == 0;
            let part = if between { (1.0 + INNER_RING) / 2.0 } else { [1.0, INNER_RING][index % 2] };
            *point = Point::new(point.x * part, point.y * part);
        }
    }
    let bounds = |pick: fn(&Point) -> f64| {
        let (low, high) = ring.iter().map(pick).fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
        ((low + high) / 2.0, ((high - low) / 2.0).max(1.0))
    };
    let ((center_x, reach_x), (center_y, reach_y)) = (bounds(|p| p.x), bounds(|p| p.y));
    let place = |point: &Point| {
        Point::new(
            middle.x + (point.x - center_x) * half_x / reach_x,
            middle.y + (point.y - center_y) * half_y / reach_y,
        )
    };
    ring.iter().map(place).collect()
}

fn even_ellipse(half_x: f64, half_y: f64, count: usize) -> Vec<Point> {
    const STEPS: usize = 1440;
    /// Cosine and sine of a full turn's 1440th part.
    const STEP: (f64, f64) = (0.999_990_480_720_734_5, 0.004_363_309_284_746_571);
    let mut on_circle = Point::new(0.0, -1.0);
    let mut way = Vec::with_capacity(STEPS + 1);
    let mut whole = 0.0;
    let mut last = Point::new(0.0, -half_y);
    for _ in 0..=STEPS {
        let at = Point::new(half_x * on_circle.x, half_y * on_circle.y);
        whole += last.distance(at);
        way.push((whole, at));
        last = at;
        on_circle = on_circle.turned(STEP);
    }
    let mut left = way.into_iter();
    let mut reached = |wanted: f64| left.find(|(length, _)| *length >= wanted - 1e-9).map_or(last, |(_, at)| at);
    (0..count).map(|index| reached(whole * index as f64 / count as f64)).collect()
}

/// The corners of the smallest convex shape round the points, in order.
pub fn hull(points: &[Point]) -> Vec<Point> {
    let mut sorted = points.to_vec();
    sorted.sort_unstable_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    if sorted.len() < 3 {
        return sorted;
    }
    let turn = |a: Point, b: Point, c: Point| (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    let half = |order: &mut dyn Iterator<Item = Point>| {
        let mut chain: Vec<Point> = Vec::new();
        for point in order {
            while chain.len() >= 2 && turn(chain[chain.len() - 2], chain[chain.len() - 1], point) <= 0.0 {
                chain.pop();
            }
            chain.push(point);
        }
        chain.pop();
        chain
    };
    let mut corners = half(&mut sorted.iter().copied());
    corners.extend(half(&mut sorted.iter().rev().copied()));
    corners
}

/// The top left corner of a panel of this size that speaks about something at `anchor` with this radius: inside the stage, not over
/// the anchor where there is room beside it, and over as little as possible of the nodes.
pub fn place_panel(anchor: Point, radius: f64, panel: (f64, f64), ring: &Ring) -> Point {
    const MARGIN: f64 = 8.0;
    let (width, height) = panel;
    let fit = |at: Point| {
        let inside = |at: f64, size: f64, room: f64| at.min(room - size - MARGIN).max(MARGIN);
        Point::new(inside(at.x, width, ring.width), inside(at.y, height, ring.height))
    };
    let off = radius + MARGIN;
    let mut spots = Vec::with_capacity(12);
    for x in [anchor.x + off, anchor.x - off - width] {
        for y in [anchor.y - height / 2.0, anchor.y - radius, anchor.y + radius - height] {
            spots.push(Point::new(x, y));
        }
    }
    for y in [anchor.y + off, anchor.y - off - height] {
        for x in [anchor.x - width / 2.0, anchor.x - radius, anchor.x + radius - width] {
            spots.push(Point::new(x, y));
        }
    }
    let mut best = (f64::INFINITY, fit(anchor));
    for spot in spots {
        let at = fit(spot);
        let hides = |place: &Point, reach: f64| {
            let shared = |low: f64, size: f64, center: f64| {
                ((low + size).min(center + reach) - low.max(center - reach)).max(0.0)
            };
            shared(at.x, width, place.x) * shared(at.y, height, place.y)
        };
        let hidden: f64 = ring.places.iter().map(|place| hides(place, ring.radius)).sum();
        let cost = hidden + 20.0 * hides(&anchor, radius);
        if cost < best.0 - 1.0 {
            best = (cost, at);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDE: (f64, f64) = (932.0, 516.0);
    const NARROW: (f64, f64) = (360.0, 420.0);

    #[test]
    fn every_node_stands_inside_and_apart() {
        for (width, height) in [WIDE, NARROW, (1900.0, 1000.0)] {
            for count in [1, 2, 3, 4, 5, 7, 9, 25, 50, 99] {
                let ring = Ring::new(width, height, count);
                assert_eq!(ring.places.len(), count);
                for place in &ring.places {
                    assert!(place.x >= ring.radius && place.x <= width - ring.radius, "{count} in {width}");
                    assert!(place.y >= ring.radius && place.y <= height - ring.radius, "{count} in {height}");
                }
                if count <= 25 {
                    assert!(spacing(&ring.places) > 2.0 * ring.radius, "{count} in {width}x{height}");
                }
            }
        }
    }

    #[test]
    fn clients_stand_beside_the_ring_and_apart() {
        for (width, height) in [WIDE, NARROW] {
            for clients in [1, 2, 5, 20] {
                let ring = Ring::with_clients(width, height, 5, clients);
                assert_eq!(ring.places.len(), 5 + clients);
                for (place, at) in ring.places.iter().enumerate() {
                    let radius = if place < 5 { ring.radius } else { ring.client_radius };
                    assert!(at.x >= radius && at.x <= width - radius && at.y >= radius && at.y <= height - radius);
                }
                let client = ring.at(NodeId::client(1).expect("a client"));
                assert!(ring.places[..5].iter().all(|node| node.distance(client) > ring.radius + ring.client_radius));
                let between = ring.places[5..].windows(2).map(|pair| pair[0].distance(pair[1]));
                assert!(between.into_iter().all(|apart| apart > 2.0 * ring.client_radius));
            }
        }
    }

    #[test]
    fn a_client_that_is_cut_off_has_a_stub_for_each_link() {
        let ring = Ring::with_clients(WIDE.0, WIDE.1, 3, 2);
        let (node, client) = (|number| NodeId::new(number).expect("a node"), NodeId::client(1).expect("a client"));
        let cuts = [(node(1), node(2)), (node(1), client), (client, node(1)), (client, node(3))];
        let stubs = ring.client_stubs(&cuts);
        assert_eq!(stubs.len(), 2);
        for stub in stubs {
            assert!((stub.length() - STUB_LENGTH).abs() < 0.01);
            assert!((stub.start.distance(ring.at(client)) - ring.client_radius - 3.0).abs() < 0.01);
        }
    }

    #[test]
    fn clients_that_stand_close_have_no_captions() {
        let crowded = |(width, height), clients| Ring::with_clients(width, height, 3, clients).crowded_clients;
        assert!(!crowded(WIDE, 3) && crowded(WIDE, 9));
        assert!(!crowded(NARROW, 2) && crowded(NARROW, 6));
    }

    #[test]
    fn small_clusters_are_drawn_in_full() {
        for count in 1..=9 {
            assert_eq!(Ring::new(WIDE.0, WIDE.1, count).detail, Detail::Full, "{count} wide");
        }
        for count in 1..=5 {
            assert_eq!(Ring::new(NARROW.0, NARROW.1, count).detail, Detail::Full, "{count} narrow");
        }
        assert_eq!(Ring::new(WIDE.0, WIDE.1, 25).detail, Detail::Brief);
    }

    #[test]
    fn the_first_node_is_on_top_and_the_ring_is_symmetric() {
        let ring = Ring::new(WIDE.0, WIDE.1, 5);
        assert!(ring.places.iter().all(|place| place.y >= ring.places[0].y));
        assert!((ring.places[1].x + ring.places[4].x - WIDE.0).abs() < 2.0);
    }

    #[test]
    fn captions_stand_outwards() {
        let few = Ring::new(WIDE.0, WIDE.1, 5);
        assert!((0..5).all(|index| few.caption_way(index).x == 0.0 && few.caption_room.is_infinite()));
        for (width, height) in [WIDE, NARROW] {
            let many = Ring::new(width, height, 25);
            let middle = many.middle();
            for (index, place) in many.places.iter().enumerate() {
                let way = many.caption_way(index);
                assert!((way.x * (place.x - middle.x) + way.y * (place.y - middle.y)) > 0.0);
                assert!((way.distance(Point::new(0.0, 0.0)) - 1.0).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn the_last_of_an_odd_number_does_not_touch_the_first() {
        for count in [27, 51, 99] {
            let ring = Ring::new(WIDE.0, WIDE.1, count);
            assert!(ring.place(0).distance(ring.place(count - 1)) > 2.0 * ring.radius, "{count}");
        }
    }

    #[test]
    fn lanes_of_the_two_directions_lie_on_opposite_sides() {
        let ring = Ring::new(WIDE.0, WIDE.1, 3);
        let node = |number| NodeId::new(number).expect("a node");
        let (there, back) = (ring.lane(node(2), node(3), 0), ring.lane(node(3), node(2), 0));
        assert!((there.at(0.5).distance(back.at(0.5)) - 2.0 * LANE_OFFSET).abs() < 0.01);
        assert!(there.at(0.5).distance(ring.lane(node(2), node(3), 1).at(0.5)) >= LANE_WIDTH - 0.01);
    }

    #[test]
    fn a_hull_leaves_out_what_is_inside() {
        let points = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (5.0, 5.0)].map(|(x, y)| Point::new(x, y));
        let corners = hull(&points);
        assert_eq!(corners.len(), 4);
        assert!(!corners.contains(&Point::new(5.0, 5.0)));
    }

    #[test]
    fn panels_stay_inside_and_hide_as_little_as_can_be() {
        for stage in [WIDE, NARROW] {
            let ring = Ring::new(stage.0, stage.1, 5);
            for x in [20.0, 180.0, stage.0 - 20.0] {
                for y in [20.0, 200.0, stage.1 - 20.0] {
                    let size = (212.0, 130.0);
                    let at = place_panel(Point::new(x, y), 20.0, size, &ring);
                    assert!(at.x >= 0.0 && at.x + size.0 <= stage.0, "{x} {y}");
                    assert!(at.y >= 0.0 && at.y + size.1 <= stage.1, "{x} {y}");
                }
            }
        }
        let ring = Ring::new(WIDE.0, WIDE.1, 5);
        let anchor = ring.middle();
        let at = place_panel(anchor, 20.0, (212.0, 130.0), &ring);
        let beside = at.x + 212.0 <= anchor.x - 20.0 || at.x >= anchor.x + 20.0;
        assert!(beside || at.y + 130.0 <= anchor.y - 20.0 || at.y >= anchor.y + 20.0);
    }
}
