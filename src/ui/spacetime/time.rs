//! Virtual time on the diagram: ticks run to the right, and events of one tick stand side by side in their order.

use crate::sim::Moment;
use std::ops::Range;

/// From ticks and events to places on the diagram: of a long run, for a stretch of it.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct TimeScale {
    per_tick: f64,
    /// How many events come before the stretch.
    first: usize,
    /// Where the stretch begins on the diagram.
    left: f64,
    /// And when, in ticks.
    start_tick: u64,
    xs: Vec<f64>,
    ticks: Vec<u64>,
}

/// Where time 0 stands.
pub const LEFT: f64 = 16.0;
/// Longer idle times are drawn shorter than they are, from here on.
const IDLE_TICKS: f64 = 60.0;
const IDLE_PART: f64 = 0.12;
/// A stretch begins at a multiple of so many events.
const STRIDE: usize = 4096;
/// The most events of a stretch.
pub const MOST_EVENTS: usize = 3 * STRIDE;
/// The room before a stretch that is not the first: there stands how many events come before it.
const BEFORE: f64 = 180.0;

/// The events of which the diagram shows something when the cursor stands after so many of all: the whole run, if it is not long.
pub fn stretch(position: usize, events: usize) -> Range<usize> {
    let first = (position / STRIDE).saturating_sub(1) * STRIDE;
    first.min(events)..events.min(first + MOST_EVENTS)
}

impl TimeScale {
    /// The scale of a stretch of these events: so much for a tick, and so much between events of one tick.
    pub fn new(moments: &[Moment], stretch: Range<usize>, per_tick: f64, between: f64) -> Self {
        let first = stretch.start;
        let start_tick = first.checked_sub(1).map_or(0, |before| moments[before].tick);
        let mut xs = Vec::with_capacity(stretch.len());
        let mut ticks: Vec<u64> = Vec::with_capacity(stretch.len());
        let left = if first > 0 { LEFT + BEFORE } else { LEFT };
        let (mut x, mut tick) = (left, start_tick);
        for moment in &moments[stretch] {
            let now = moment.tick;
            if now > tick {
                x += advance((now - tick) as f64, per_tick);
            } else if !xs.is_empty() {
                x += between;
            }
            tick = now;
            xs.push(x);
            ticks.push(now);
        }
        Self { per_tick, first, left, start_tick, xs, ticks }
    }

    /// The events of the stretch, by their places.
    pub fn stretch(&self) -> Range<usize> {
        self.first..self.first + self.xs.len()
    }

    /// Where the event of this place stands; before the first and after the last, at the ends.
    pub fn event(&self, place: usize) -> f64 {
        let Some(place) = place.checked_sub(self.first) else { return self.left - 8.0 };
        self.xs.get(place).copied().unwrap_or_else(|| self.xs.last().copied().unwrap_or(self.left))
    }

    /// Does the stretch show the moment after so many events?
    pub fn shows(&self, position: usize) -> bool {
        (self.first..=self.first + self.xs.len()).contains(&position)
    }

    /// Where this time stands: right of all events of its tick.
    pub fn tick(&self, tick: f64) -> f64 {
        let done = self.ticks.partition_point(|at| *at as f64 <= tick);
        let (from, x) = match done.checked_sub(1) {
            Some(last) => (self.ticks[last] as f64, self.xs[last]),
            None => (self.start_tick as f64, self.left),
        };
        x + advance((tick - from).max(0.0), self.per_tick)
    }

    /// Where the cursor stands, after this many events and at this time.
    pub fn cursor(&self, position: usize, tick: f64) -> f64 {
        let here = position.checked_sub(1).map_or(self.left, |last| self.event(last));
        if !self.shows(position) {
            return here;
        }
        match position.checked_sub(self.first).and_then(|place| self.xs.get(place)) {
            Some(next) => self.tick(tick).max(here).min(*next),
            None => self.tick(tick).max(here),
        }
    }

    /// How many events stand at or left of this place.
    pub fn position(&self, x: f64) -> usize {
        self.first + self.xs.partition_point(|at| *at <= x)
    }

    /// The last tick with an event.
    pub fn last_tick(&self) -> u64 {
        self.ticks.last().copied().unwrap_or(self.start_tick)
    }

    /// As far as the axis goes: a while beyond the last event.
    pub fn frontier(&self) -> f64 {
        self.tick(self.last_tick() as f64 + IDLE_TICKS)
    }

    /// Ticks for the axis between two places, with where they stand: round numbers, far enough apart.
    pub fn axis(&self, from: f64, to: f64) -> Vec<(u64, f64)> {
        const APART: f64 = 56.0;
        let step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10_000];
        let step = step.into_iter().find(|step| *step as f64 * self.per_tick >= APART).unwrap_or(50_000);
        let before = self.xs.partition_point(|at| *at <= from).checked_sub(1);
        let first = before.map_or(self.start_tick, |place| self.ticks[place]);
        let mut found: Vec<(u64, f64)> = Vec::new();
        let mut tick = first / step * step;
        // In idle times many ticks share little room: they are passed over.
        for _ in 0..2000 {
            let x = self.tick(tick as f64);
            if x > to {
                break;
            }
            if x >= from && tick >= self.start_tick && found.last().is_none_or(|(_, last)| x - last >= APART * 0.6) {
                found.push((tick, x));
            }
            tick += step;
        }
        found
    }
}

fn advance(ticks: f64, per_tick: f64) -> f64 {
    let idle = (ticks - IDLE_TICKS).max(0.0);
    ((ticks - idle) + idle * IDLE_PART) * per_tick
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale_of(ticks: &[u64]) -> TimeScale {
        let moments: Vec<_> = ticks.iter().map(|tick| Moment { tick: *tick, events: 1 }).collect();
        TimeScale::new(&moments, 0..moments.len(), 5.0, 4.0)
    }

    #[test]
    fn a_long_run_is_shown_a_stretch_at_a_time() {
        assert_eq!((stretch(0, 10), stretch(8000, 8000), stretch(8000, 900_000)), (0..10, 0..8000, 0..12_288));
        assert_eq!((stretch(8192, 900_000), stretch(899_999, 900_000)), (4096..16_384, 892_928..900_000));
        let moments: Vec<_> = (0..100).map(|tick| Moment { tick: tick * 10, events: 1 }).collect();
        let scale = TimeScale::new(&moments, 40..60, 5.0, 4.0);
        let left = LEFT + BEFORE;
        assert_eq!([40, 41, 59].map(|place| scale.event(place) - left), [50.0, 100.0, 1000.0]);
        assert_eq!((scale.stretch(), scale.last_tick(), scale.tick(405.0) - left), (40..60, 590, 75.0));
        assert_eq!([0.0, left + 50.0, 5000.0].map(|x| scale.position(x)), [40, 41, 60]);
        assert_eq!(scale.cursor(50, 492.0), scale.event(49) + 10.0);
        assert_eq!((scale.cursor(3, 20.0), scale.cursor(99, 980.0)), (scale.event(3), scale.event(59)));
        assert!(scale.event(3) < left && scale.event(80) == scale.event(59));
        assert_eq!(scale.axis(0.0, left + 200.0)[0].0, 400);
    }

    #[test]
    fn time_runs_to_the_right_and_events_of_a_tick_stand_apart() {
        let scale = scale_of(&[0, 10, 10, 20]);
        assert_eq!([0, 1, 2, 3].map(|place| scale.event(place) - LEFT), [0.0, 50.0, 54.0, 104.0]);
        assert_eq!(scale.tick(15.0) - LEFT, 79.0);
        assert_eq!(scale.position(LEFT + 52.0), 2);
    }

    #[test]
    fn the_cursor_stands_between_the_last_event_and_the_next() {
        let scale = scale_of(&[0, 10, 10, 20]);
        assert_eq!(scale.cursor(2, 10.0) - LEFT, 54.0_f64.min(scale.event(2) - LEFT));
        assert_eq!(scale.cursor(3, 12.0) - LEFT, 64.0);
        assert_eq!(scale.cursor(4, 24.0) - LEFT, 124.0);
        assert_eq!(scale_of(&[]).cursor(0, 0.0), LEFT);
    }

    #[test]
    fn idle_times_are_drawn_shorter() {
        let scale = scale_of(&[0, 1060]);
        assert!(scale.event(1) < 1000.0);
    }
}
