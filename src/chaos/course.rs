//! A run under way: time passes, and after every event the ledger is judged.

use super::demand::Demanding;
use super::{Failure, MAX_EVENTS, Script};
use crate::protocol::{NodeId, Protocol};
use crate::scenario::{Judging, Settings};
use crate::sim::{Act, Advance, Command, Entry, Event, Moment, Share, Simulation};
use crate::world::{Property, World, slots_touched};
use std::sync::Arc;

/// A run under way.
pub struct Course<P: Demanding> {
    state: Simulation<P>,
    entries: Vec<Entry>,
    watched: Vec<Property>,
    events: usize,
}

impl<P: Demanding> Course<P> {
    /// Nothing has happened. These properties are watched, the first of them first.
    pub fn new(script: &Script, watched: &[Property]) -> Self {
        let Script { settings, entries } = script;
        Self {
            state: Simulation::new(P::config(settings), Arc::new(settings.setup())),
            entries: entries.clone(),
            watched: watched.to_vec(),
            events: 0,
        }
    }

    /// The state that it has come to.
    pub fn state(&self) -> &Simulation<P> {
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
            Failure::NoDecision | Failure::NoAnswer => Moment::at_tick(deadline(&self.entries, patience_ticks)),
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
    /// Something that is watched has failed; time stands right after the event with which it did.
    pub fn pass(&mut self, tick: u64, enough: impl Fn(&Simulation<P>) -> bool) -> Result<(), Failure> {
        while !enough(&self.state) && self.take(Moment::at_tick(tick))? {}
        Ok(())
    }

    /// Carries out a command at the beginning of a tick, to which time has passed. (Several of one tick come one behind the other.)
    ///
    /// # Errors
    /// Something that is watched has failed.
    pub fn order(&mut self, tick: u64, command: Command) -> Result<(), Failure> {
        self.entries.push(Entry { at: Some(Moment::at_tick(tick)), act: Act::Command(command) });
        self.take(Moment::after_tick(tick)).map(|_| ())
    }

    /// Takes the next event up to this moment: true if there was one.
    fn take(&mut self, until: Moment) -> Result<bool, Failure> {
        if self.events >= MAX_EVENTS {
            return Ok(false);
        }
        let Some(advance) = self.state.advance(&self.entries, until) else { return Ok(false) };
        self.events += 1;
        match advance {
            Advance::Event(event) => match broken(&self.watched, &event, self.state.world()) {
                Some(property) => Err(Failure::Broken(property)),
                None => Ok(true),
            },
            Advance::Reached(_) => Ok(true),
        }
    }
}

/// A property of these that fails now, because of this event: where nothing was broken before it, only what it tells something about can be.
fn broken<P: Judging>(watched: &[Property], event: &Event<P>, world: &World<P>) -> Option<Property> {
    let (ledger, quorums, acceptors) = (world.ledger(), P::quorums(world.config()), world.acceptor_count());
    let slots = slots_touched(&event.performed, ledger);
    let fails = |property: &&Property| {
        slots.iter().any(|slot| property.judge_slot(*slot, ledger, quorums, acceptors).is_some())
    };
    watched.iter().find(fails).copied()
}

/// When the patience with the last command is at its end.
pub fn deadline(entries: &[Entry], patience_ticks: u64) -> u64 {
    entries.last().and_then(|entry| entry.at).map_or(0, |at| at.tick).saturating_add(patience_ticks)
}

/// What is to be done so that everything is healed: links, held messages, nodes (with their disks), and the network that the settings have, but
/// without loss and duplication. Nothing, if everything is.
pub fn healing<P: Judging>(state: &Simulation<P>, settings: &Settings) -> Vec<Command> {
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
    let down = world.ids().filter(|node| !is_up(world, *node));
    commands.extend(down.map(Command::Restart));
    commands
}

/// Is the node up?
pub fn is_up<P: Protocol>(world: &World<P>, node: NodeId) -> bool {
    world.place(node).is_some_and(|place| place.running.is_some())
}
