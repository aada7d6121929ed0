//! Virtual time on the diagram: ticks run to the right, and events of one tick stand side by side in their order.

use crate::session::History;

/// From ticks and events to places on the diagram.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct TimeScale {
    per_tick: f64,
    xs: Vec<f64>,
    ticks: Vec<u64>,
}

/// Where time 0 stands.
pub const LEFT: f64 = 16.0;
/// Longer idle times are drawn shorter than they are, from here on.
const IDLE_TICKS: f64 = 60.0;
const IDLE_PART: f64 = 0.12;

impl TimeScale {
    /// The scale of this history: so much for a tick, and so much between events of one tick.
    pub fn new(history: &History, per_tick: f64, between: f64) -> Self {
        let mut xs = Vec::with_capacity(history.events.len());
        let mut ticks: Vec<u64> = Vec::with_capacity(history.events.len());
        let (mut x, mut tick) = (LEFT, 0);
        for event in &history.events {
            let now = event.moment.tick;
            if now > tick {
                x += advance((now - tick) as f64, per_tick);
            } else if !xs.is_empty() {
                x += between;
            }
            tick = now;
            xs.push(x);
            ticks.push(now);
        }
        Self { per_tick, xs, ticks }
    }

    /// Where the event of this place stands; before the first and after the last, where they would.
    pub fn event(&self, place: usize) -> f64 {
        self.xs.get(place).copied().unwrap_or_else(|| self.xs.last().copied().unwrap_or(LEFT))
    }

    /// Where this time stands: right of all events of its tick.
    pub fn tick(&self, tick: f64) -> f64 {
        let done = self.ticks.partition_point(|at| *at as f64 <= tick);
        let (from, x) = match done.checked_sub(1) {
            Some(last) => (self.ticks[last] as f64, self.xs[last]),
            None => (0.0, LEFT),
        };
        x + advance((tick - from).max(0.0), self.per_tick)
    }

    /// Where the cursor stands, after this many events and at this time.
    pub fn cursor(&self, position: usize, tick: f64) -> f64 {
        let here = position.checked_sub(1).map_or(LEFT, |last| self.event(last));
        match self.xs.get(position) {
            Some(next) => self.tick(tick).max(here).min(*next),
            None => self.tick(tick).max(here),
        }
    }

    /// How many events stand at or left of this place.
    pub fn position(&self, x: f64) -> usize {
        self.xs.partition_point(|at| *at <= x)
    }

    /// The last tick with an event.
    pub fn last_tick(&self) -> u64 {
        self.ticks.last().copied().unwrap_or(0)
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
        let first = self.position(from).checked_sub(1).map_or(0, |place| self.ticks[place]);
        let mut found: Vec<(u64, f64)> = Vec::new();
        let mut tick = first / step * step;
        // In idle times many ticks share little room: they are passed over.
        for _ in 0..2000 {
            let x = self.tick(tick as f64);
            if x > to {
                break;
            }
            if x >= from && found.last().is_none_or(|(_, last)| x - last >= APART * 0.6) {
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
    use crate::session::{EventView, Happening};
    use crate::sim::Moment;
    use std::rc::Rc;

    fn history(ticks: &[u64]) -> History {
        let event = |tick: &u64| {
            Rc::new(EventView {
                moment: Moment { tick: *tick, events: 1 },
                what: Happening::Crashed,
                node: None,
                commanded: false,
                reasons: vec![],
                sent: vec![],
                vanished: vec![],
                written: vec![],
                decided: vec![],
                crashed_after: None,
                timer: None,
                newly_chosen: vec![],
                newly_broken: vec![],
            })
        };
        History { events: ticks.iter().map(event).collect(), ..History::default() }
    }

    #[test]
    fn time_runs_to_the_right_and_events_of_a_tick_stand_apart() {
        let scale = TimeScale::new(&history(&[0, 10, 10, 20]), 5.0, 4.0);
        assert_eq!([0, 1, 2, 3].map(|place| scale.event(place) - LEFT), [0.0, 50.0, 54.0, 104.0]);
        assert_eq!(scale.tick(15.0) - LEFT, 79.0);
        assert_eq!(scale.position(LEFT + 52.0), 2);
    }

    #[test]
    fn the_cursor_stands_between_the_last_event_and_the_next() {
        let scale = TimeScale::new(&history(&[0, 10, 10, 20]), 5.0, 4.0);
        assert_eq!(scale.cursor(2, 10.0) - LEFT, 54.0_f64.min(scale.event(2) - LEFT));
        assert_eq!(scale.cursor(3, 12.0) - LEFT, 64.0);
        assert_eq!(scale.cursor(4, 24.0) - LEFT, 124.0);
        assert_eq!(TimeScale::new(&history(&[]), 5.0, 4.0).cursor(0, 0.0), LEFT);
    }

    #[test]
    fn idle_times_are_drawn_shorter() {
        let scale = TimeScale::new(&history(&[0, 1060]), 5.0, 4.0);
        assert!(scale.event(1) < 1000.0);
    }
}
