//! What a node does with an input, worked out once: it depends on the node's place and the input alone.

use super::interned::Interned;
use super::mix;
use super::ways::Doing;
use crate::protocol::{Channel, Effect, Input, NodeId, Protocol};
use crate::world::{Action, Envelope, Ledger, Performed, Place, Way};
use hashbrown::HashTable;

/// What comes of an input at a place.
#[derive(Clone, Debug)]
pub(super) struct Local<P: Protocol> {
    /// The place after it.
    pub place: u32,
    /// The messages that it sends, each once.
    pub sent: Box<[u32]>,
    /// What it does to its connections, in order.
    pub doings: Box<[Doing]>,
    /// What of it the ledger hears.
    pub heard: Vec<Effect<P>>,
    /// How many ballots it begins.
    pub begun: u8,
    /// How many writes and sends it makes: a crash may cut between any two.
    pub lasting: u16,
    /// It changes nothing anywhere.
    pub nothing: bool,
}

/// An action at a place, cut by a crash after so many writes and sends, or not (0).
pub(super) type Key = (u32, u32, u16);

/// Everything of a cluster that was met so far.
#[derive(Clone, Debug)]
pub(super) struct Tables<P: Protocol> {
    /// How many nodes come before the clients.
    pub node_count: u8,
    pub places: Interned<(u8, Place<P>)>,
    pub messages: Interned<Envelope<P::Message>>,
    pub actions: Interned<Action<P>>,
    pub ledgers: Interned<Ledger>,
    /// Directions of connections.
    pub ways: Interned<Way<u32>>,
    /// By message, the action that delivers it and the receiver's index.
    pub deliveries: Vec<(u32, u8)>,
    /// By message, whether all that it does is to teach.
    pub only_teach: Vec<bool>,
    locals: Vec<Local<P>>,
    by_key: HashTable<(Key, u32)>,
    /// By place, what is left of it where the node is not spent, and where it is.
    settled: [Vec<u32>; 2],
    /// By ledger and local step, the ledger after it.
    tellings: HashTable<((u32, u32), u32)>,
}

impl<P: Protocol> Tables<P> {
    /// Nothing known yet, of a cluster of so many nodes.
    pub fn new(node_count: u8) -> Self {
        Self {
            node_count,
            places: Interned::default(),
            messages: Interned::default(),
            actions: Interned::default(),
            ledgers: Interned::default(),
            ways: Interned::default(),
            deliveries: Vec::new(),
            only_teach: Vec::new(),
            locals: Vec::new(),
            by_key: HashTable::new(),
            settled: Default::default(),
            tellings: HashTable::new(),
        }
    }

    /// The place of a node or client.
    pub fn place_of(&self, id: NodeId) -> u8 {
        u8::try_from(id.place(self.node_count)).unwrap_or(u8::MAX)
    }

    /// A message's number.
    pub fn message(&mut self, envelope: Envelope<P::Message>) -> u32 {
        let number = self.messages.number(envelope.clone());
        if number as usize == self.deliveries.len() {
            let receiver = self.place_of(envelope.to);
            self.only_teach.push(P::only_teaches(&envelope.message));
            self.deliveries.push((self.actions.number(Action::Deliver(envelope)), receiver));
        }
        number
    }

    /// The number of what comes of an action at a place.
    pub fn local(&mut self, config: &P::Config, key: Key) -> u32 {
        let sum = sum_of(key);
        if let Some((_, number)) = self.by_key.find(sum, |(known, _)| *known == key) {
            return *number;
        }
        let local = self.work_out(config, key);
        let number = u32::try_from(self.locals.len()).expect("fewer local steps than states, and those are counted");
        self.locals.push(local);
        self.by_key.insert_unique(sum, (key, number), |(key, _)| sum_of(*key));
        number
    }

    /// The place without what can make no difference any more.
    pub fn settled(&mut self, config: &P::Config, place: u32, spent: bool) -> u32 {
        let known = &mut self.settled[usize::from(spent)];
        if known.len() <= place as usize {
            known.resize(place as usize + 1, u32::MAX);
        }
        if known[place as usize] != u32::MAX {
            return known[place as usize];
        }
        let (index, mut after) = self.places.thing(place).clone();
        if let Some(running) = &mut after.running {
            running.node.settle(config, &mut running.timers, spent);
        }
        let after = self.places.number((index, after));
        self.settled[usize::from(spent)][place as usize] = after;
        after
    }

    /// What comes of an action at a place.
    pub fn get(&self, local: u32) -> &Local<P> {
        &self.locals[local as usize]
    }

    fn work_out(&mut self, config: &P::Config, (place, action, crash_after): Key) -> Local<P> {
        let action = self.actions.thing(action).clone();
        let (index, mut after) = self.places.thing(place).clone();
        let node = action.node();
        let crash_after = Some(crash_after).filter(|after| *after > 0);
        let outcome = match &action {
            Action::Deliver(envelope) => {
                let input = Input::Deliver { from: envelope.from, message: envelope.message.clone() };
                after.handle(node, config, input, crash_after)
            }
            Action::Fire(_, timer) => after.handle(node, config, Input::Fire(*timer), crash_after),
            Action::Request(_, request) => after.handle(node, config, Input::Request(request.clone()), crash_after),
            Action::Notice { from, .. } => after.handle(node, config, Input::Closed { peer: *from }, crash_after),
            Action::Restart(_) => after.restart(node, config, false),
            Action::RestartWiped(_) => after.restart(node, config, true),
            _ => {
                after.running = None;
                Default::default()
            }
        };
        let (sent, doings) = self.sent(node, &outcome.performed);
        let count = |test: &dyn Fn(&_) -> bool| outcome.performed.iter().filter(|performed| test(performed)).count();
        let begun = count(&|performed| P::begun(&performed.effect).is_some());
        let lasting = count(&|performed| performed.lasts());
        let heard = outcome.performed.into_iter().map(|performed| performed.effect).filter(Ledger::concerns).collect();
        let after = self.places.number((index, after));
        let asked = matches!(action, Action::Request(..));
        Local {
            nothing: after == place && sent.is_empty() && doings.is_empty() && !asked,
            place: after,
            sent: sent.into(),
            doings: doings.into(),
            heard,
            begun: u8::try_from(begun).unwrap_or(u8::MAX),
            lasting: u16::try_from(lasting).unwrap_or(u16::MAX),
        }
    }

    /// What a node sends by what it has performed: what travels on its own, each once, and what it does to its connections.
    fn sent(&mut self, node: NodeId, performed: &[Performed<P>]) -> (Vec<u32>, Vec<Doing>) {
        let (mut sent, mut doings) = (Vec::new(), Vec::new());
        for performed in performed {
            if let Effect::Close { peer } = &performed.effect {
                doings.push(Doing::Close(self.place_of(*peer)));
            }
            let Some(envelope) = performed.sent_by(node) else { continue };
            let (to, channel) = (self.place_of(envelope.to), P::channel(&envelope.message));
            let message = self.message(envelope);
            match channel {
                Channel::Stream => doings.push(Doing::Send(to, message)),
                Channel::Datagram if sent.contains(&message) => {}
                Channel::Datagram => sent.push(message),
            }
        }
        (sent, doings)
    }

    /// The ledger after a local step.
    pub fn told(&mut self, ledger: u32, action: u32, local: u32) -> u32 {
        let action = self.actions.thing(action);
        let heard = &self.locals[local as usize].heard;
        if heard.is_empty() && !matches!(action, Action::Request(..)) {
            return ledger;
        }
        let key = (ledger, local);
        let sum = |(ledger, local): (u32, u32)| sum_of((ledger, local, 0));
        if let Some((_, after)) = self.tellings.find(sum(key), |(known, _)| *known == key) {
            return *after;
        }
        let mut after = self.ledgers.thing(ledger).clone();
        if let Action::Request(_, request) = action {
            P::asked_value(request).into_iter().for_each(|value| after.ask(value));
        }
        heard.iter().for_each(|effect| after.hear(action.node(), effect));
        let after = self.ledgers.number(after);
        self.tellings.insert_unique(sum(key), (key, after), |(key, _)| sum(*key));
        after
    }

    /// How much memory it takes, about, in bytes.
    pub fn bytes(&self) -> usize {
        // What things hold beside themselves (promises, votes heard, effects) is taken for as much again.
        let places = self.places.len() * size_of::<(u64, u8, Place<P>)>();
        let locals = self.locals.len() * (size_of::<Local<P>>() + size_of::<(Key, u32)>());
        let ledgers = self.ledgers.len() * size_of::<(u64, Ledger)>();
        let tellings = self.tellings.len() * size_of::<((u32, u32), u32)>();
        2 * (places + locals + ledgers + tellings)
    }
}

fn sum_of((place, action, crash_after): Key) -> u64 {
    mix(mix(u64::from(place) << 32 | u64::from(action)) ^ u64::from(crash_after))
}
