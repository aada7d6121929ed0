//! One node with its disk: what it does with one input. Nothing of the network or the ledger is known here, so that what comes of it
//! depends on the place and the input alone.

use super::{Outcome, Performed};
use crate::protocol::{Canonical, Effect, Effects, Input, NodeId, Projection, Protocol, Renamed, Renaming, Set};

/// A node's place in the world: its disk, and while it runs its memory and timers.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Place<P: Protocol> {
    /// What survives a crash.
    pub disk: P::Durable,
    /// What does not; nothing while the node is down.
    pub running: Option<Running<P>>,
}

/// What a crash takes.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Running<P: Protocol> {
    /// The node's memory.
    pub node: P,
    /// Its armed timers.
    pub timers: Set<P::Timer>,
}

impl<P: Protocol> Place<P> {
    /// A node that starts for the first time. It may set timers, and has nothing else to do.
    pub fn first(id: NodeId, config: &P::Config) -> Self {
        let (disk, mut out) = (P::Durable::default(), Effects::default());
        let node = P::boot(id, config, &disk, &mut out);
        let mut timers = Set::default();
        for effect in out.into_vec() {
            match effect {
                Effect::SetTimer { timer, .. } => {
                    timers.insert(timer);
                }
                other => debug_assert!(false, "a first start has nothing to write, to say or to explain: {other:?}"),
            }
        }
        Self { disk, running: Some(Running { node, timers }) }
    }

    /// The node, which is down, starts with its disk or with a blank one.
    pub fn restart(&mut self, id: NodeId, config: &P::Config, wiped: bool) -> Outcome<P> {
        if wiped {
            self.disk = P::Durable::default();
        }
        let mut out = Effects::default();
        let node = P::boot(id, config, &self.disk, &mut out);
        self.running = Some(Running { node, timers: Set::default() });
        self.perform(id, config, out, None)
    }

    /// The node handles an input, if it is up; a timer that fires is armed no more. The crash cuts after `crash_after` writes and sends to others:
    /// only these can be told apart afterwards.
    pub fn handle(&mut self, id: NodeId, config: &P::Config, input: Input<P>, crash_after: Option<u16>) -> Outcome<P> {
        let Some(running) = &mut self.running else { return Outcome::default() };
        if let Input::Fire(timer) = &input {
            running.timers.remove(timer);
        }
        let mut out = Effects::default();
        running.node.handle(config, input, &mut out);
        self.perform(id, config, out, crash_after)
    }

    /// Performs effects in order. What the node sends to itself it handles at once, and the effects of that come before the rest.
    fn perform(&mut self, id: NodeId, config: &P::Config, effects: Effects<P>, crash_after: Option<u16>) -> Outcome<P> {
        // The next one is at the end.
        let mut pending = effects.into_vec();
        pending.reverse();
        let mut outcome = Outcome::default();
        let mut lasting = 0;
        while let Some(effect) = pending.pop() {
            let to_itself = matches!(&effect, Effect::Send { to, .. } if *to == id);
            let performed = Performed { effect, to_itself, vanished: false };
            if performed.lasts() && crash_after == Some(lasting) {
                break;
            }
            lasting += u16::from(performed.lasts());
            let inner = self.perform_one(id, config, &performed);
            outcome.performed.push(performed);
            pending.extend(inner.into_vec().into_iter().rev());
        }
        if crash_after.is_some() {
            self.running = None;
            outcome.crashed_after = Some(lasting);
        }
        outcome
    }

    /// What one effect does to the place, and what the node wants done because of it.
    fn perform_one(&mut self, id: NodeId, config: &P::Config, performed: &Performed<P>) -> Effects<P> {
        let mut inner = Effects::default();
        match (&performed.effect, &mut self.running) {
            (Effect::Persist(write), _) => P::fold(&mut self.disk, write),
            (Effect::Send { message, .. }, Some(running)) if performed.to_itself => {
                let input = Input::Deliver { from: id, message: message.clone() };
                running.node.handle(config, input, &mut inner);
            }
            (Effect::SetTimer { timer, .. }, Some(running)) => {
                running.timers.insert(*timer);
            }
            (Effect::CancelTimer(timer), Some(running)) => {
                running.timers.remove(timer);
            }
            _ => {}
        }
        inner
    }
}

impl<P: Protocol> Renamed for Place<P> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        let running = self.running.as_ref();
        Self {
            disk: self.disk.renamed(renaming),
            running: running
                .map(|running| Running { node: running.node.renamed(renaming), timers: running.timers.clone() }),
        }
    }
}

impl<P: Protocol> Canonical for Place<P> {
    fn project(&self, out: &mut Projection) {
        self.disk.project(out);
        out.u8(u8::from(self.running.is_some()));
        if let Some(running) = &self.running {
            running.node.project(out);
            out.all(running.timers.iter());
        }
    }
}
