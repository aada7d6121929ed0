//! A run under way: time passes, and after every event the ledger is judged.

use super::{Failure, Script};
use crate::protocol::NodeId;
use crate::protocol::synod::Synod;
use crate::scenario::Settings;
use crate::sim::{Act, Command, Entry, MAX_EVENTS, Moment, Share, Simulation};
use crate::world::{Ledger, Property, World};
use std::sync::Arc;

/// A run under way.
pub struct Course {
    state: Simulation<Synod>,
    entries: Vec<Entry>,
    watch: Watch,
    events: usize,
}

impl Course {
    /// Nothing has happened.
    pub fn new(script: &Script, watch: Watch) -> Self {
        let Script { settings, entries } = script;
        Self {
            state: Simulation::new(settings.config(), Arc::new(settings.setup())),
            entries: entries.clone(),
            watch,
            events: 0,
        }
    }

    /// The state that it has come to.
    pub fn state(&self) -> &Simulation<Synod> {
        &self.state
    }

    /// How many events have happened.
    pub fn events(&self) -> usize {
        self.events
    }

    /// When it failed in this way: right now, or when the patience that it had with the last command is at its end.
    pub fn moment_of(&self, failure: Failure, patience_ticks: u64) -> Moment {
        match failure {
            Failure::Broken(_) => self.state.now(),
            Failure::NoDecision => Moment::at_tick(deadline(&self.entries, patience_ticks)),
        }
    }

    /// What was to be done until now.
    pub fn into_entries(mut self) -> Vec<Entry> {
        self.entries.truncate(self.state.next_entry());
        self.entries
    }

    /// Lets time pass up to the beginning of a tick, or until it is enough.
    ///
    /// # Errors
    /// A property that is watched has failed; time stands right after the event that broke it.
    pub fn pass(&mut self, tick: u64, enough: impl Fn(&Simulation<Synod>) -> bool) -> Result<(), Failure> {
        while !enough(&self.state) && self.take(Moment::at_tick(tick))? {}
        Ok(())
    }

    /// Carries out a command at the beginning of a tick, to which time has passed. (Several of one tick come one behind the other.)
    ///
    /// # Errors
    /// A property has failed.
    pub fn order(&mut self, tick: u64, command: Command) -> Result<(), Failure> {
        self.entries.push(Entry { at: Some(Moment::at_tick(tick)), act: Act::Command(command) });
        self.take(Moment::after_tick(tick)).map(|_| ())
    }

    /// Takes the next event up to this moment: true if there was one.
    fn take(&mut self, until: Moment) -> Result<bool, Failure> {
        if self.events >= MAX_EVENTS || self.state.advance(&self.entries, until).is_none() {
            return Ok(false);
        }
        self.events += 1;
        self.watch.look(self.state.world()).map_or(Ok(true), |property| Err(Failure::Broken(property)))
    }
}

/// When the patience with the last command is at its end.
pub fn deadline(entries: &[Entry], patience_ticks: u64) -> u64 {
    entries.last().and_then(|entry| entry.at).map_or(0, |at| at.tick).saturating_add(patience_ticks)
}

/// Watches the ledger for properties that fail. That a new vote or something newly learned breaks one is all that can happen: promises only make votes
/// safer, and what was asked only grows. So nothing is judged anew while there is neither.
pub struct Watch {
    properties: Vec<Property>,
    seen: (usize, usize),
}

impl Watch {
    /// Watches for these, the first of them first.
    pub fn new(properties: &[Property]) -> Self {
        Self { properties: properties.to_vec(), seen: (0, 0) }
    }

    /// A property that fails now, if something was written since the last look.
    fn look(&mut self, world: &World<Synod>) -> Option<Property> {
        let ledger: &Ledger = world.ledger();
        let now = (ledger.votes().len(), ledger.learned().len());
        if now == self.seen {
            return None;
        }
        self.seen = now;
        let fails =
            |property: &&Property| property.judge(ledger, world.config().quorums, world.acceptor_count()).is_some();
        self.properties.iter().find(fails).copied()
    }
}

/// What is to be done so that everything is healed: links, held messages, nodes (with their disks), and the network that the settings have, but
/// without loss and duplication. Nothing, if everything is.
pub fn healing(state: &Simulation<Synod>, settings: &Settings) -> Vec<Command> {
    let (world, profile) = (state.world(), state.profile());
    let mut commands = Vec::new();
    if !world.cuts().is_empty() {
        commands.push(Command::HealAll);
    }
    if profile.loss != Share::default() {
        commands.push(Command::SetLoss(Share::default()));
    }
    if profile.duplication != Share::default() {
        commands.push(Command::SetDuplication(Share::default()));
    }
    if profile.latency != settings.latency || !profile.link_latency.is_empty() {
        commands.push(Command::SetLatency { link: None, latency: settings.latency });
    }
    let held = state.flights().values().filter(|flight| flight.held_since_tick.is_some());
    commands.extend(held.map(|flight| Command::Release(flight.name)));
    let down = NodeId::all(world.node_count()).filter(|node| !is_up(world, *node));
    commands.extend(down.map(Command::Restart));
    commands
}

/// Is the node up?
pub fn is_up(world: &World<Synod>, node: NodeId) -> bool {
    world.place(node).is_some_and(|place| place.running.is_some())
}

/// Does the node know a decision?
pub fn knows(world: &World<Synod>, node: NodeId) -> bool {
    let running = world.place(node).and_then(|place| place.running.as_ref());
    running.is_some_and(|running| running.node.learner().learned().is_some())
}
