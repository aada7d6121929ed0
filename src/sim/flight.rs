//! A message on its way through virtual time.

use super::draw::{self, Purpose};
use super::{FaultProfile, MessageName};
use crate::protocol::{Canonical, Projection};
use crate::world::Envelope;

/// A message under way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flight<M> {
    /// Sender, receiver, content.
    pub envelope: Envelope<M>,
    /// What it is called.
    pub name: MessageName,
    /// Which send of its description it is, from 1, copies not counted: what its fate is drawn for.
    pub send: u32,
    /// 0 for the message itself, then its copies.
    pub copy: u32,
    /// When it set out, later by as long as it was held.
    pub sent_tick: u64,
    /// When it arrives if nothing happens to it.
    pub due_tick: u64,
    /// When the network loses it, if it does.
    pub loss_tick: Option<u64>,
    /// Held since.
    pub held_since_tick: Option<u64>,
}

impl<M> Flight<M> {
    /// When its fate falls due.
    pub fn end_tick(&self) -> u64 {
        self.loss_tick.unwrap_or(self.due_tick)
    }

    /// How far it has come at this tick, in thousandths of its way.
    pub fn progress_permille(&self, tick: u64) -> u16 {
        let at = self.held_since_tick.unwrap_or(tick).clamp(self.sent_tick, self.due_tick);
        let whole = (self.due_tick - self.sent_tick).max(1);
        u16::try_from((at - self.sent_tick).saturating_mul(1000) / whole).unwrap_or(1000)
    }

    /// It goes on from where it was held.
    pub fn release(&mut self, tick: u64) {
        if let Some(since) = self.held_since_tick.take() {
            let held_ticks = tick.saturating_sub(since);
            let later = |tick: u64| tick.saturating_add(held_ticks);
            self.sent_tick = later(self.sent_tick);
            self.due_tick = later(self.due_tick);
            self.loss_tick = self.loss_tick.map(later);
        }
    }
}

/// What the seed has in store for a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fate {
    /// How long it travels.
    pub latency_ticks: u64,
    /// It is lost after so long.
    pub lost_after_ticks: Option<u64>,
    /// A copy sets out with it.
    pub duplicated: bool,
}

/// The fate of a message: a function of the seed, the network's settings, and of which message it is. `copy` is 0 for the message itself.
pub fn fate(seed: u64, profile: &FaultProfile, name: &MessageName, send: u32, copy: u32) -> Fate {
    let mut key = Projection::default();
    name.from.project(&mut key);
    name.to.project(&mut key);
    name.label.project(&mut key);
    key.u32(send);
    key.u32(copy);
    let bits = |purpose| draw::draw(seed, purpose, &key);
    let latency_ticks = draw::ticks_within(bits(Purpose::Latency), profile.latency_of(name.from, name.to));
    let lost = draw::happens(bits(Purpose::Loss), profile.loss);
    // Somewhere in the middle half of the way, where the loss can be seen.
    let lost_after = |bits| latency_ticks * (250 + draw::scale(bits, 501)) / 1000;
    Fate {
        latency_ticks,
        lost_after_ticks: lost.then(|| lost_after(bits(Purpose::LossPoint))),
        duplicated: copy == 0 && draw::happens(bits(Purpose::Duplication), profile.duplication),
    }
}
