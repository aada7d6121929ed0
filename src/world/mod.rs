//! A cluster as a transition system: nodes, their disks, the network between them, and the ledger of what was ever promised and voted.
//!
//! One relation for everybody: a [`World`] lists the steps it allows now ([`World::enabled`]) and takes one ([`World::apply`]). Who
//! chooses the step (virtual time, a hand, a record, a search) is not known here, and neither is any time: message numbers,
//! positions and due times belong to the simulation above. Equal states are equal, and have equal projections.

mod ledger;
mod network;
mod property;
mod step;

pub use ledger::{CastVote, Ledger};
pub use network::{Envelope, Network, NetworkKind};
pub use property::{Breach, Chosen, Property, chosen};
pub use step::{Action, NotEnabled, Outcome, Performed, Step};

use crate::protocol::{Canonical, Effect, Effects, Input, NodeId, Projection, Protocol, Set};
use std::sync::Arc;

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

/// A state of the whole cluster. Cheap to clone: places, network and ledger are shared until they change.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct World<P: Protocol> {
    config: Arc<P::Config>,
    places: Vec<Arc<Place<P>>>,
    network: Arc<Network<P::Message>>,
    cuts: Arc<Set<(NodeId, NodeId)>>,
    ledger: Arc<Ledger>,
}

impl<P: Protocol> World<P> {
    /// Every node running on a blank disk, nothing under way.
    pub fn new(config: P::Config, kind: NetworkKind) -> Self {
        let boot = |id| {
            let mut out = Effects::default();
            let disk = P::Durable::default();
            let node = P::boot(id, &config, &disk, &mut out);
            debug_assert!(out.into_vec().is_empty(), "a first start on a blank disk has nothing to do");
            Arc::new(Place { disk, running: Some(Running { node, timers: Set::default() }) })
        };
        let places = NodeId::all(P::node_count(&config)).map(boot).collect();
        Self {
            config: Arc::new(config),
            places,
            network: Arc::new(Network::new(kind)),
            cuts: Arc::default(),
            ledger: Arc::default(),
        }
    }

    /// What every node knows.
    pub fn config(&self) -> &P::Config {
        &self.config
    }

    /// How many nodes there are.
    pub fn node_count(&self) -> u8 {
        P::node_count(&self.config)
    }

    /// A node's place, if there is such a node.
    pub fn place(&self, id: NodeId) -> Option<&Place<P>> {
        self.places.get(id.index()).map(|place| &**place)
    }

    /// What is under way.
    pub fn network(&self) -> &Network<P::Message> {
        &self.network
    }

    /// The directed links that are cut.
    pub fn cuts(&self) -> &Set<(NodeId, NodeId)> {
        &self.cuts
    }

    /// What was ever asked, promised and voted.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The steps allowed now, whole ones (a crash may cut each that a node handles, see [`Action`]), in this order:
    ///
    /// 1. deliver, drop, duplicate each message under way (by sender, receiver, message; dropping and duplicating only in a bag);
    /// 2. fire each armed timer (by node, then timer);
    /// 3. each of `requests` to a node that is up (in the order given: what clients may ask is open-ended, so the caller names it);
    /// 4. crash each node that is up; restart, and restart wiped, each that is down (by node);
    /// 5. cut each whole link and heal each cut one (by sender, then receiver).
    pub fn enabled(&self, requests: &[(NodeId, P::Request)], out: &mut Vec<Step<P>>) {
        let whole = |action| Step { action, crash_after: None };
        let bag = self.network.kind() == NetworkKind::Bag;
        for envelope in self.network.distinct() {
            if self.can_deliver(envelope).is_ok() {
                out.push(whole(Action::Deliver(envelope.clone())));
            }
            if bag {
                out.push(whole(Action::Drop(envelope.clone())));
                out.push(whole(Action::Duplicate(envelope.clone())));
            }
        }
        for (id, place) in self.ids().zip(&self.places) {
            let timers = place.running.iter().flat_map(|running| &running.timers);
            out.extend(timers.map(|timer| whole(Action::Fire(id, *timer))));
        }
        for (id, request) in requests {
            if self.running(*id).is_ok() {
                out.push(whole(Action::Request(*id, request.clone())));
            }
        }
        for (id, place) in self.ids().zip(&self.places) {
            match place.running {
                Some(_) => out.push(whole(Action::Crash(id))),
                None => out.extend([whole(Action::Restart(id)), whole(Action::RestartWiped(id))]),
            }
        }
        for from in self.ids() {
            for to in self.ids().filter(|to| *to != from) {
                let cut = self.cuts.contains(&(from, to));
                out.push(whole(if cut { Action::Heal(from, to) } else { Action::Cut(from, to) }));
            }
        }
    }

    /// Takes a step.
    ///
    /// # Errors
    /// The step is not allowed now; nothing has changed.
    pub fn apply(&mut self, step: &Step<P>) -> Result<Outcome<P>, NotEnabled> {
        let crash_after = step.crash_after;
        match &step.action {
            Action::Deliver(envelope) => {
                self.can_deliver(envelope)?;
                Arc::make_mut(&mut self.network).deliver(envelope);
                let (from, message) = (envelope.from, envelope.message.clone());
                Ok(self.handle(envelope.to, Input::Deliver { from, message }, crash_after))
            }
            Action::Drop(envelope) => self.in_bag(envelope, Network::remove),
            Action::Duplicate(envelope) => self.in_bag(envelope, Network::insert),
            Action::Fire(id, timer) => {
                if !self.running(*id)?.timers.contains(timer) {
                    return Err(NotEnabled::TimerNotArmed);
                }
                self.running_mut(*id).timers.remove(timer);
                Ok(self.handle(*id, Input::Fire(*timer), crash_after))
            }
            Action::Request(id, request) => {
                self.running(*id)?;
                Arc::make_mut(&mut self.ledger).ask(P::asked_value(request));
                Ok(self.handle(*id, Input::Request(request.clone()), crash_after))
            }
            Action::Crash(id) => {
                self.running(*id)?;
                self.place_mut(*id).running = None;
                Ok(Outcome::default())
            }
            Action::Restart(id) => self.restart(*id, false),
            Action::RestartWiped(id) => self.restart(*id, true),
            Action::Cut(from, to) => self.rewire(*from, *to, true),
            Action::Heal(from, to) => self.rewire(*from, *to, false),
        }
    }

    fn ids(&self) -> impl Iterator<Item = NodeId> + Clone + use<P> {
        NodeId::all(self.node_count())
    }

    fn running(&self, id: NodeId) -> Result<&Running<P>, NotEnabled> {
        let place = self.place(id).ok_or(NotEnabled::NoSuchNode(id))?;
        place.running.as_ref().ok_or(NotEnabled::NodeDown(id))
    }

    fn place_mut(&mut self, id: NodeId) -> &mut Place<P> {
        Arc::make_mut(&mut self.places[id.index()])
    }

    fn running_mut(&mut self, id: NodeId) -> &mut Running<P> {
        self.place_mut(id).running.as_mut().expect("the step was checked: the node is up")
    }

    fn can_deliver(&self, envelope: &Envelope<P::Message>) -> Result<(), NotEnabled> {
        if !self.network.contains(envelope) {
            return Err(NotEnabled::NoSuchMessage);
        }
        if self.cuts.contains(&(envelope.from, envelope.to)) {
            return Err(NotEnabled::LinkCut(envelope.from, envelope.to));
        }
        self.running(envelope.to).map(|_| ())
    }

    fn in_bag(
        &mut self,
        envelope: &Envelope<P::Message>,
        change: impl FnOnce(&mut Network<P::Message>, &Envelope<P::Message>),
    ) -> Result<Outcome<P>, NotEnabled> {
        if !self.network.contains(envelope) || self.network.kind() == NetworkKind::Set {
            return Err(NotEnabled::NoSuchMessage);
        }
        change(Arc::make_mut(&mut self.network), envelope);
        Ok(Outcome::default())
    }

    fn restart(&mut self, id: NodeId, wiped: bool) -> Result<Outcome<P>, NotEnabled> {
        let place = self.place(id).ok_or(NotEnabled::NoSuchNode(id))?;
        if place.running.is_some() {
            return Err(NotEnabled::NodeUp(id));
        }
        let disk = if wiped { P::Durable::default() } else { place.disk.clone() };
        let mut out = Effects::default();
        let node = P::boot(id, &self.config, &disk, &mut out);
        *self.place_mut(id) = Place { disk, running: Some(Running { node, timers: Set::default() }) };
        Ok(self.perform(id, out, None))
    }

    fn rewire(&mut self, from: NodeId, to: NodeId, cut: bool) -> Result<Outcome<P>, NotEnabled> {
        for id in [from, to] {
            self.place(id).ok_or(NotEnabled::NoSuchNode(id))?;
        }
        if from == to {
            return Err(NotEnabled::SelfLink(from));
        }
        let cuts = Arc::make_mut(&mut self.cuts);
        match cut {
            true if !cuts.insert((from, to)) => Err(NotEnabled::LinkCut(from, to)),
            false if !cuts.remove(&(from, to)) => Err(NotEnabled::LinkWhole(from, to)),
            _ => Ok(Outcome::default()),
        }
    }

    fn handle(&mut self, id: NodeId, input: Input<P>, crash_after: Option<u16>) -> Outcome<P> {
        let mut out = Effects::default();
        let config = Arc::clone(&self.config);
        self.running_mut(id).node.handle(&config, input, &mut out);
        self.perform(id, out, crash_after)
    }

    /// Performs effects in order. What the node sends to itself it handles at once, and the effects of that come before the
    /// rest. The crash cuts after `crash_after` writes and sends to others: only these can be told apart afterwards.
    fn perform(&mut self, id: NodeId, effects: Effects<P>, crash_after: Option<u16>) -> Outcome<P> {
        let config = Arc::clone(&self.config);
        // The next one is at the end.
        let mut pending = effects.into_vec();
        pending.reverse();
        let mut outcome = Outcome::default();
        let mut lasting = 0;
        while let Some(effect) = pending.pop() {
            let to_itself = matches!(&effect, Effect::Send { to, .. } if *to == id);
            let lasts = matches!(&effect, Effect::Persist(_)) || (matches!(&effect, Effect::Send { .. }) && !to_itself);
            if lasts && crash_after == Some(lasting) {
                break;
            }
            lasting += u16::from(lasts);
            if let Some(testimony) = P::testimony(&effect) {
                Arc::make_mut(&mut self.ledger).record(id, testimony);
            }
            let mut inner = Effects::default();
            match &effect {
                Effect::Persist(write) => P::fold(&mut self.place_mut(id).disk, write),
                Effect::Send { message, .. } if to_itself => {
                    let input = Input::Deliver { from: id, message: message.clone() };
                    self.running_mut(id).node.handle(&config, input, &mut inner);
                }
                Effect::Send { to, message } => {
                    let envelope = Envelope { from: id, to: *to, message: message.clone() };
                    Arc::make_mut(&mut self.network).insert(&envelope);
                }
                Effect::SetTimer { timer, .. } => {
                    self.running_mut(id).timers.insert(*timer);
                }
                Effect::CancelTimer(timer) => {
                    self.running_mut(id).timers.remove(timer);
                }
                Effect::Decide { .. } | Effect::Explain(_) => {}
            }
            outcome.performed.push(Performed { effect, to_itself });
            pending.extend(inner.into_vec().into_iter().rev());
        }
        if crash_after.is_some() {
            self.place_mut(id).running = None;
            outcome.crashed_after = Some(lasting);
        }
        outcome
    }
}

impl<P: Protocol> Canonical for World<P> {
    /// Places in the order of the nodes (disk, then whether it runs, memory, timers), the network sorted, the cuts sorted, the ledger.
    fn project(&self, out: &mut Projection) {
        out.all(self.places.iter().map(|place| &**place));
        self.network.project(out);
        out.all(self.cuts.iter().copied());
        self.ledger.project(out);
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

#[cfg(test)]
mod tests;
