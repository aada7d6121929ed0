//! Connections in virtual time.
//!
//! Each message on a connection is a flight like any other, but it falls due only once it is the next of its direction, and never before what was ahead of
//! it. Losing it, whatever the cause, breaks the connection; nothing on it is doubled. That a connection is gone is noticed after a latency of that direction
//! of the link, drawn for the how-manieth time it is.

use super::draw::{self, Purpose};
use super::simulation::{Due, Simulation};
use crate::protocol::{Canonical, Channel, Map, NodeId, Projection, Protocol, Value};
use crate::world::Item;
use std::sync::Arc;

/// Something that stands in a queue of the world.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Passage {
    /// The message of this number.
    Flight(u32),
    /// The end: when it is noticed, if it is the next by then.
    Closed { due_tick: u64 },
}

/// Every direction of a connection on which something is under way, as the world has it, in flights.
#[derive(Clone, Debug)]
pub(super) struct Passages {
    queues: Map<(NodeId, NodeId), Vec<Passage>>,
    /// How often an end was to be noticed.
    closed: Map<(NodeId, NodeId), u32>,
}

impl Default for Passages {
    fn default() -> Self {
        Self { queues: Map::new_vec(), closed: Map::new_vec() }
    }
}

impl Passages {
    /// A message is not under way any more.
    pub fn remove(&mut self, ends: (NodeId, NodeId), number: u32) {
        if let Some(queue) = self.queues.get_mut(&ends) {
            queue.retain(|passage| *passage != Passage::Flight(number));
        }
    }

    fn is_next(&self, ends: (NodeId, NodeId), number: u32) -> bool {
        self.queues.get(&ends).and_then(|queue| queue.first()) == Some(&Passage::Flight(number))
    }

    fn ahead(&self, ends: (NodeId, NodeId), number: u32) -> Option<u32> {
        let queue = self.queues.get(&ends)?;
        let place = queue.iter().position(|passage| *passage == Passage::Flight(number))?;
        match queue.get(place.checked_sub(1)?)? {
            Passage::Flight(ahead) => Some(*ahead),
            Passage::Closed { .. } => None,
        }
    }
}

impl<P: Protocol<Request = Value>> Simulation<P> {
    /// Does the message travel on a connection?
    pub(super) fn is_on_stream(&self, number: u32) -> bool {
        self.flights.get(&number).is_some_and(|flight| P::channel(&flight.envelope.message) == Channel::Stream)
    }

    /// Is it the next of its direction, or does it travel on its own?
    pub fn is_next(&self, number: u32) -> bool {
        let Some(flight) = self.flights.get(&number) else { return false };
        let ends = (flight.name.from, flight.name.to);
        !self.is_on_stream(number) || self.passages.is_next(ends, number)
    }

    /// The message right ahead of it on its connection, if it travels on one.
    pub fn ahead_of(&self, number: u32) -> Option<u32> {
        let flight = self.flights.get(&number)?;
        self.passages.ahead((flight.name.from, flight.name.to), number)
    }

    /// A flight falls due by time; on a connection only if it is the next, or lost on its way.
    pub(super) fn schedule(&mut self, number: u32) {
        let is_next = self.is_next(number);
        if let Some(flight) = self.flights.get(&number)
            && (is_next || flight.loss_tick.is_some())
        {
            self.agenda.insert((flight.end_tick(), Due::Flight(number)));
        }
    }

    /// A message has set out on a connection: it arrives no earlier than what is ahead of it.
    pub(super) fn follow(&mut self, number: u32) {
        let Some(flight) = self.flights.get(&number) else { return };
        let ends = (flight.name.from, flight.name.to);
        let queue = self.passages.queues.entry(ends).or_default();
        let ahead_tick = match queue.last() {
            Some(Passage::Flight(ahead)) => self.flights.get(ahead).map_or(0, |ahead| ahead.due_tick),
            Some(Passage::Closed { due_tick }) => *due_tick,
            None => 0,
        };
        queue.push(Passage::Flight(number));
        if let Some(flight) = self.flights.get_mut(&number) {
            let flight = Arc::make_mut(flight);
            flight.due_tick = flight.due_tick.max(ahead_tick);
        }
    }

    /// What the world has come to, carried into virtual time: the messages that were lost with their connections, by number, with how far each had come in thousandths of
    /// its way. What is next falls due.
    pub(super) fn catch_up_on_streams(&mut self, tick: u64) -> Vec<(u32, u16)> {
        let mut lost = Vec::new();
        if !P::STREAMS {
            return lost;
        }
        let mut all: Vec<(NodeId, NodeId)> = self.passages.queues.keys().copied().collect();
        all.extend(self.world.network().streams().iter().map(|(from, to, _)| (from, to)));
        all.sort_unstable();
        all.dedup();
        for ends in all {
            self.catch_up_on(ends, tick, &mut lost);
            self.wake(ends, tick);
        }
        lost
    }

    /// What is under way in a direction is always the last of what was sent in it: whatever is lost was ahead of what is left. So is what stands to be noticed.
    fn catch_up_on(&mut self, ends: (NodeId, NodeId), tick: u64, lost: &mut Vec<(u32, u16)>) {
        let way = self.world.network().streams().way(ends.0, ends.1);
        let closed: Vec<bool> =
            way.map(|way| way.items().map(|item| matches!(item, Item::Closed)).collect()).unwrap_or_default();
        let before = self.passages.queues.remove(&ends).unwrap_or_default();
        let is_closed = |passage: &Passage| matches!(passage, Passage::Closed { .. });
        if before.iter().map(is_closed).eq(closed.iter().copied()) {
            if !before.is_empty() {
                self.passages.queues.insert(ends, before);
            }
            return;
        }
        let (mut ends_before, mut flights): (Vec<_>, Vec<_>) = before.into_iter().partition(is_closed);
        let left = closed.iter().filter(|closed| !**closed).count();
        for passage in flights.drain(..flights.len().saturating_sub(left)) {
            if let Passage::Flight(number) = passage {
                lost.push((number, self.forget(number, tick)));
            }
        }
        for passage in &ends_before {
            self.sleep(ends, *passage);
        }
        ends_before.drain(..ends_before.len().saturating_sub(closed.len() - left));
        let (mut flights, mut ends_before) = (flights.into_iter(), ends_before.into_iter());
        let queue: Vec<Passage> = closed
            .into_iter()
            .filter_map(|closed| match closed {
                true => Some(ends_before.next().unwrap_or_else(|| self.closed_at(ends, tick))),
                false => flights.next(),
            })
            .collect();
        if !queue.is_empty() {
            self.passages.queues.insert(ends, queue);
        }
    }

    /// An end that is to be noticed: a latency later.
    fn closed_at(&mut self, ends: (NodeId, NodeId), tick: u64) -> Passage {
        let count = self.passages.closed.entry(ends).or_default();
        *count += 1;
        let mut key = Projection::default();
        ends.project(&mut key);
        key.u32(*count);
        let bits = draw::draw(self.setup().seed, Purpose::Notice, &key);
        let ticks = draw::ticks_within(bits, self.profile.latency_of(ends.0, ends.1));
        Passage::Closed { due_tick: tick.saturating_add(ticks) }
    }

    /// A message is lost; how far it had come.
    fn forget(&mut self, number: u32, tick: u64) -> u16 {
        let Some(flight) = self.flights.remove(&number) else { return 0 };
        self.agenda.remove(&(flight.end_tick(), Due::Flight(number)));
        flight.progress_permille(tick)
    }

    fn sleep(&mut self, ends: (NodeId, NodeId), passage: Passage) {
        if let Passage::Closed { due_tick } = passage {
            self.agenda.remove(&(due_tick, Due::Closed(ends.0, ends.1)));
        }
    }

    /// What is next in a direction falls due; what was due already, now.
    pub(super) fn wake(&mut self, ends: (NodeId, NodeId), tick: u64) {
        match self.passages.queues.get_mut(&ends).and_then(|queue| queue.first_mut()) {
            Some(Passage::Closed { due_tick }) => {
                *due_tick = tick.max(*due_tick);
                self.agenda.insert((*due_tick, Due::Closed(ends.0, ends.1)));
            }
            Some(Passage::Flight(number)) => {
                let number = *number;
                let Some(flight) = self.flights.get_mut(&number) else { return };
                if flight.held_since_tick.is_none() && flight.loss_tick.is_none() {
                    if flight.due_tick < tick {
                        // One that was released too late stands in the agenda as due by then.
                        self.agenda.remove(&(flight.due_tick, Due::Flight(number)));
                        Arc::make_mut(flight).due_tick = tick;
                    }
                    self.agenda.insert((flight.due_tick, Due::Flight(number)));
                }
            }
            None => {}
        }
    }
}

impl Passages {
    /// Has there ever been anything?
    pub fn is_blank(&self) -> bool {
        self.queues.is_empty() && self.closed.is_empty()
    }
}

impl Canonical for Passages {
    /// When ends are noticed, and how often there was one to be, which decides when the next will be. (What else stands in the queues the world tells.)
    fn project(&self, out: &mut Projection) {
        out.u32(u32::try_from(self.queues.len()).unwrap_or(u32::MAX));
        for (ends, queue) in &self.queues {
            ends.project(out);
            for passage in queue {
                if let Passage::Closed { due_tick } = passage {
                    out.u64(*due_tick);
                }
            }
        }
        out.u32(u32::try_from(self.closed.len()).unwrap_or(u32::MAX));
        for (ends, count) in &self.closed {
            ends.project(out);
            out.u32(*count);
        }
    }
}
