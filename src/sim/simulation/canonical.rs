//! All of a state in virtual time, for its digest.

use super::Simulation;
use crate::protocol::{Canonical, Projection, Protocol};
use crate::sim::Flight;

/// The version of the projection below, and so of every digest.
const PROJECTION_VERSION: u32 = 1;

impl<P: Protocol> Canonical for Simulation<P> {
    /// All that a run has come to, and on which its future depends: the version; the world; the network as it is set, and the seed; the
    /// moment of the last event; messages under way in the order of their numbers; how often each message was sent, which decides what the next of
    /// its kind is called and what becomes of it; timers, and how often each was set, which decides the next back-off. Two equal states
    /// of one scenario go on alike, moment by moment.
    ///
    /// Left out are what the scenario has settled once and for all, where its script stands, since two scripts may bring about the
    /// same state, and the numbers of messages, which only tell those of one branch apart.
    fn project(&self, out: &mut Projection) {
        out.u32(PROJECTION_VERSION);
        self.world.project(out);
        self.profile.project(out);
        out.u64(self.setup.seed);
        out.u64(self.now.tick);
        out.u32(self.now.events);
        project_count(self.flights.len(), out);
        for flight in self.flights.values() {
            flight.project(out);
        }
        self.sends.project(out);
        project_count(self.timers.len(), out);
        for (timer, armed) in &self.timers {
            timer.project(out);
            out.u64(armed.set_tick);
            out.u64(armed.due_tick);
        }
        project_count(self.timer_counts.len(), out);
        for (timer, count) in &self.timer_counts {
            timer.project(out);
            out.u32(*count);
        }
        if !self.passages.is_blank() {
            self.passages.project(out);
        }
        if !self.demands.is_blank() {
            self.demands.project(out);
        }
    }
}

fn project_count(count: usize, out: &mut Projection) {
    out.u32(u32::try_from(count).unwrap_or(u32::MAX));
}

impl<M: Canonical> Canonical for Flight<M> {
    fn project(&self, out: &mut Projection) {
        self.name.from.project(out);
        self.name.to.project(out);
        self.name.label.project(out);
        out.u32(self.name.occurrence);
        self.envelope.message.project(out);
        out.u32(self.send);
        out.u32(self.copy);
        out.u64(self.sent_tick);
        out.u64(self.due_tick);
        out.u64(self.loss_tick.unwrap_or(u64::MAX));
        out.u64(self.held_since_tick.unwrap_or(u64::MAX));
    }
}
