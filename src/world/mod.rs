//! A cluster as a transition system: nodes, their disks, the network between them, and the ledger of what was ever promised, voted and learned.
//!
//! One relation for everybody: a [`World`] lists the steps it allows now ([`World::enabled`]) and takes one ([`World::apply`]). Who
//! chooses the step (virtual time, a hand, a record, a search) is not known here, and neither is any time: message numbers,
//! positions and due times belong to the simulation above. Equal states are equal, and have equal projections.

mod broadcasts;
mod ledger;
mod network;
mod numbered;
mod place;
mod primary_order;
mod property;
mod reads;
mod slotted;
mod step;
mod streams;
mod touched;
mod voting;

pub use broadcasts::{Broadcast, Broadcasts, Delivered, Established, delivered_in};
pub use ledger::{CastVote, Electorate, Learned, Ledger};
pub use network::{Envelope, Network, NetworkKind};
pub use numbered::{Number, Numbered};
pub use place::{Place, Running};
pub use primary_order::{Disorder, PrimaryOrder};
pub use property::{Breach, Chosen, Property, chosen, chosen_in};
pub use reads::{Read, Reads};
pub use slotted::{OfSlot, Slotted};
pub use step::{Action, NotEnabled, Outcome, Performed, Step};
pub use streams::{Item, Streams, Way};
pub(crate) use streams::{break_both, can_break, close, crash, send};
pub use touched::slots_touched;
pub use voting::{Misvote, VOTING_STEP, misvote};

use crate::protocol::{Canonical, Channel, Effect, Input, NodeId, Projection, Protocol, Set};
use std::sync::Arc;

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
        let boot = |id| Arc::new(Place::first(id, &config));
        let membership = P::membership(&config);
        let nodes = NodeId::all(P::node_count(&config));
        let places = nodes.chain(NodeId::clients(P::client_count(&config))).map(boot).collect();
        Self {
            config: Arc::new(config),
            places,
            network: Arc::new(Network::new(kind)),
            cuts: Arc::default(),
            ledger: Arc::new(Ledger::of(membership)),
        }
    }

    /// A world of these parts: what was sent stays deliverable, and no link is cut.
    pub(crate) fn of(config: P::Config, places: Vec<Place<P>>, sent: &[Envelope<P::Message>], ledger: Ledger) -> Self {
        let mut network = Network::new(NetworkKind::Set);
        sent.iter().for_each(|envelope| network.insert(envelope));
        Self {
            config: Arc::new(config),
            places: places.into_iter().map(Arc::new).collect(),
            network: Arc::new(network),
            cuts: Arc::default(),
            ledger: Arc::new(ledger),
        }
    }

    /// The same with these connections.
    pub(crate) fn connected(mut self, streams: Streams<P::Message>) -> Self {
        Arc::make_mut(&mut self.network).streams = streams;
        self
    }

    /// What every node knows.
    pub fn config(&self) -> &P::Config {
        &self.config
    }

    /// How many nodes there are, clients not counted.
    pub fn node_count(&self) -> u8 {
        P::node_count(&self.config)
    }

    /// How many of them vote: the first ones.
    pub fn acceptor_count(&self) -> u8 {
        P::acceptor_count(&self.config)
    }

    /// A node's place, if there is such a node.
    pub fn place(&self, id: NodeId) -> Option<&Place<P>> {
        self.places.get(self.place_of(id)).map(|place| &**place)
    }

    /// What is under way.
    pub fn network(&self) -> &Network<P::Message> {
        &self.network
    }

    /// The directed links that are cut.
    pub fn cuts(&self) -> &Set<(NodeId, NodeId)> {
        &self.cuts
    }

    /// What was ever asked, promised, voted and learned.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The steps allowed now, whole ones (a crash may cut each that a node handles, see [`Action`]), in this order:
    ///
    /// 1. deliver, drop, duplicate each message under way (by sender, receiver, message; dropping and duplicating only in a bag);
    /// 2. fire each armed timer (by node, then timer), but for those that by clocks that do not drift wait for another (taken all the same, it is such a clock);
    /// 3. each of `requests` to a node that is up (in the order given: what clients may ask is open-ended, so the caller names it);
    /// 4. crash each node that is up; restart, and restart wiped, each that is down (by node);
    /// 5. cut each whole link and heal each cut one (by sender, then receiver);
    /// 6. where there are connections, deliver the next message of each direction or notice its end (by sender, then receiver), and break each connection (by the
    ///    lower node, then the higher).
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
            let may = |timer: &&P::Timer| self.may_run_out(id, **timer);
            out.extend(timers.filter(may).map(|timer| whole(Action::Fire(id, *timer))));
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
        self.enabled_on_streams(out);
    }

    /// May this timer of the node run out now? Not if by clocks that do not drift it waits for another.
    pub fn may_run_out(&self, id: NodeId, timer: P::Timer) -> bool {
        if !P::CLOCKS {
            return true;
        }
        let node = |id: NodeId| self.place(id).and_then(|place| place.running.as_ref()).map(|running| &running.node);
        P::may_run_out(&self.config, (id, timer), &node)
    }

    fn enabled_on_streams(&self, out: &mut Vec<Step<P>>) {
        let whole = |action| Step { action, crash_after: None };
        let streams = self.network.streams();
        for (from, to, way) in streams.iter() {
            match way.head() {
                Some(Item::Message(message)) => {
                    let envelope = Envelope { from, to, message: message.clone() };
                    if self.can_deliver(&envelope).is_ok() {
                        out.push(whole(Action::Deliver(envelope)));
                    }
                }
                Some(Item::Closed) => out.push(whole(Action::Notice { from, to })),
                None => {}
            }
        }
        if !streams.is_empty() {
            for one in self.ids() {
                let others = self.ids().filter(|other| one < *other && streams.can_break(one, *other));
                out.extend(others.map(|other| whole(Action::Break(one, other))));
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
                let network = Arc::make_mut(&mut self.network);
                match P::channel(&envelope.message) {
                    Channel::Datagram => network.deliver(envelope),
                    Channel::Stream => network.streams.arrive(envelope.from, envelope.to),
                }
                let (from, message) = (envelope.from, envelope.message.clone());
                Ok(self.handle(envelope.to, Input::Deliver { from, message }, crash_after))
            }
            Action::Drop(envelope) => self.in_bag(envelope, Network::remove),
            Action::Duplicate(envelope) => self.in_bag(envelope, Network::insert),
            Action::Fire(id, timer) => {
                if !self.running(*id)?.timers.contains(timer) {
                    return Err(NotEnabled::TimerNotArmed);
                }
                Ok(self.handle(*id, Input::Fire(*timer), crash_after))
            }
            Action::Request(id, request) => {
                self.running(*id)?;
                if let Some(value) = P::asked_value(request) {
                    Arc::make_mut(&mut self.ledger).ask(value);
                }
                Ok(self.handle(*id, Input::Request(request.clone()), crash_after))
            }
            Action::Crash(id) => {
                self.running(*id)?;
                let place = self.place_of(*id);
                Arc::make_mut(&mut self.places[place]).running = None;
                self.hang_up(*id);
                Ok(Outcome::default())
            }
            Action::Restart(id) => self.restart(*id, false),
            Action::RestartWiped(id) => self.restart(*id, true),
            Action::Cut(from, to) => self.rewire(*from, *to, true),
            Action::Heal(from, to) => self.rewire(*from, *to, false),
            Action::Notice { from, to } => self.notice(*from, *to, crash_after),
            Action::Break(one, other) => self.break_stream(*one, *other),
        }
    }

    /// Every node, then every client, in the order of their places.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + Clone + use<P> {
        NodeId::all(self.node_count()).chain(NodeId::clients(P::client_count(&self.config)))
    }

    /// The place of a node or client among all; behind the end, if there is none.
    pub fn place_of(&self, id: NodeId) -> usize {
        id.place(self.node_count())
    }

    fn running(&self, id: NodeId) -> Result<&Running<P>, NotEnabled> {
        let place = self.place(id).ok_or(NotEnabled::NoSuchNode(id))?;
        place.running.as_ref().ok_or(NotEnabled::NodeDown(id))
    }

    fn can_deliver(&self, envelope: &Envelope<P::Message>) -> Result<(), NotEnabled> {
        let under_way = match P::channel(&envelope.message) {
            Channel::Datagram => self.network.contains(envelope),
            Channel::Stream => {
                let way = self.network.streams().way(envelope.from, envelope.to);
                let next = way.and_then(Way::head);
                matches!(next, Some(Item::Message(message)) if *message == envelope.message)
            }
        };
        if !under_way {
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
        let place = self.place_of(id);
        let outcome = Arc::make_mut(&mut self.places[place]).restart(id, &self.config, wiped);
        Ok(self.tell(id, outcome))
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

    fn notice(&mut self, from: NodeId, to: NodeId, crash_after: Option<u16>) -> Result<Outcome<P>, NotEnabled> {
        self.running(to)?;
        if self.network.streams().way(from, to).and_then(Way::head) != Some(&Item::Closed) {
            return Err(NotEnabled::NothingToNotice(from, to));
        }
        Arc::make_mut(&mut self.network).streams.arrive(from, to);
        Ok(self.handle(to, Input::Closed { peer: from }, crash_after))
    }

    fn break_stream(&mut self, one: NodeId, other: NodeId) -> Result<Outcome<P>, NotEnabled> {
        if !self.network.streams().can_break(one, other) {
            return Err(NotEnabled::NotConnected(one, other));
        }
        Arc::make_mut(&mut self.network).streams.with_both(one, other, break_both);
        Ok(Outcome::default())
    }

    /// A node has crashed: its connections are closed.
    fn hang_up(&mut self, id: NodeId) {
        if !self.network.streams().is_empty() {
            Arc::make_mut(&mut self.network).streams.crash(id);
        }
    }

    fn handle(&mut self, id: NodeId, input: Input<P>, crash_after: Option<u16>) -> Outcome<P> {
        let place = self.place_of(id);
        let outcome = Arc::make_mut(&mut self.places[place]).handle(id, &self.config, input, crash_after);
        self.tell(id, outcome)
    }

    /// What a node did beyond its own place: messages go out, and the ledger is told.
    fn tell(&mut self, id: NodeId, mut outcome: Outcome<P>) -> Outcome<P> {
        for performed in &mut outcome.performed {
            if Ledger::concerns(&performed.effect) {
                Arc::make_mut(&mut self.ledger).hear(id, &performed.effect);
            }
            if let Effect::Close { peer } = &performed.effect {
                Arc::make_mut(&mut self.network).streams.with_both(id, *peer, close);
            }
            let Some(envelope) = performed.sent_by(id) else { continue };
            let network = Arc::make_mut(&mut self.network);
            match P::channel(&envelope.message) {
                Channel::Datagram => network.insert(&envelope),
                Channel::Stream => {
                    let sent = |out: &mut Way<_>, back: &mut Way<_>| send(out, back, envelope.message);
                    performed.vanished = !network.streams.with_both(id, envelope.to, sent);
                }
            }
        }
        if outcome.crashed_after.is_some() {
            self.hang_up(id);
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

#[cfg(test)]
mod tests;
