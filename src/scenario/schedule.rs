//! A schedule that a search found, as a scenario that plays it.
//!
//! A search takes the network for a set: what was sent once may be delivered again and again. Played, a message is gone once it was delivered. So
//! where the schedule delivers one again, it is duplicated just before it is delivered for the time before.

use super::Judging;
use super::ast::{Expectation, Item, Scenario, Settings, What};
use super::format::format_command;
use super::limits::MAX_ITEMS;
use crate::check::Question;
use crate::protocol::{NodeId, TimerName};
use crate::sim::{Act, Command, CommandError, Entry, Link, MessageName, Moment, Simulation};
use crate::world::{Action, Envelope, Step};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

/// Why a schedule is no scenario.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unplayable {
    /// What was done before it cannot be done by hand.
    Before(CommandError),
    /// This step (from 1) is not possible; no error where the message that it delivers was never sent. None that a search of the same cluster
    /// found is like that.
    Step(usize, Option<CommandError>),
    /// It has so many lines, more than [`MAX_ITEMS`].
    TooLong(usize),
}

impl fmt::Display for Unplayable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unplayable::Before(_) => write!(f, "what was done before the schedule cannot be done by hand"),
            Unplayable::Step(step, _) => write!(f, "step {step} of the schedule cannot be played"),
            Unplayable::TooLong(lines) => {
                write!(f, "a scenario has {MAX_ITEMS} lines at most, and this would have {lines}")
            }
        }
    }
}

impl Scenario {
    /// The scenario that does by hand what was done, and then plays the schedule, a line for each step and one more for each copy that it needs, and
    /// the places of the steps among its lines. In the end it expects this.
    ///
    /// # Errors
    /// It is too long, or not one of this cluster.
    pub fn of_schedule<P: Judging>(
        &self,
        done: &[Command],
        steps: &[Step<P>],
        end: Option<Expectation>,
    ) -> Result<Scheduled, Unplayable> {
        let mut settings = self.settings.clone();
        settings.manual = true;
        settings.load = None;
        // What is found is of this cluster alone.
        settings.beside = None;
        if done.is_empty() {
            settings.election = self.searched().settings.election;
            // What the network did to messages the schedule says; more copies would only be in the way.
            (settings.loss, settings.duplication) = Default::default();
        }
        let mut copies = BTreeSet::new();
        let (commands, places) = loop {
            match play(&settings, done, steps, &copies) {
                Ok(played) => break played,
                // It was delivered before, and is needed again.
                Err(Unplayable::Step(step, None))
                    if delivered_before(steps, step - 1).is_some_and(|earlier| copies.insert(earlier)) => {}
                Err(stuck) => return Err(stuck),
            }
        };
        let item = |what| Item { at: None, what, line: 0 };
        let mut body: Vec<Item> = commands.into_iter().map(|command| item(What::Command(command))).collect();
        body.extend(end.map(|end| item(What::Expect(end))));
        if body.len() > MAX_ITEMS {
            return Err(Unplayable::TooLong(body.len()));
        }
        let scenario = Scenario { title: self.title.clone(), body, ..Scenario::new(settings) };
        Ok(Scheduled { scenario, places })
    }
}

/// A schedule as a scenario.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scheduled {
    /// It plays the schedule.
    pub scenario: Scenario,
    /// The place of each step among its lines.
    pub places: Vec<usize>,
}

impl Scheduled {
    /// The steps, a line each.
    pub fn lines(&self) -> Vec<String> {
        let line = |place: &usize| match &self.scenario.body[*place].what {
            What::Command(command) => Some(format_command(command)),
            _ => None,
        };
        self.places.iter().filter_map(line).collect()
    }
}

impl Expectation {
    /// What a schedule that answers this question ends in, if a state can tell.
    pub fn answering(question: &Question) -> Option<Expectation> {
        match question {
            Question::Holds(property) => Some(Expectation::Property(*property, false)),
            Question::CanChoose(value) => Some(Expectation::Chosen(value.clone())),
            Question::VotingStep | Question::CanDecide => None,
        }
    }
}

/// The last step before this one that delivers the same message.
fn delivered_before<P: Judging>(steps: &[Step<P>], step: usize) -> Option<usize> {
    let Action::Deliver(wanted) = &steps[step].action else { return None };
    steps[..step].iter().rposition(|earlier| matches!(&earlier.action, Action::Deliver(same) if same == wanted))
}

/// The commands of a schedule, with a copy made before each of these steps, and the place of each step among them.
fn play<P: Judging>(
    settings: &Settings,
    done: &[Command],
    steps: &[Step<P>],
    copies: &BTreeSet<usize>,
) -> Result<(Vec<Command>, Vec<usize>), Unplayable> {
    let mut player = Player::<P>::new(settings);
    for command in done {
        player.give(command.clone()).map_err(Unplayable::Before)?;
    }
    if !player.simulation.world().cuts().is_empty() {
        player.give(Command::HealAll).map_err(Unplayable::Before)?;
    }
    let mut places = Vec::with_capacity(steps.len());
    for (place, step) in steps.iter().enumerate() {
        let stuck = |error| Unplayable::Step(place + 1, error);
        let command = player.command(step).ok_or_else(|| stuck(None))?;
        if let (true, Command::Deliver { message, .. }) = (copies.contains(&place), &command) {
            player.give(Command::Duplicate(*message)).map_err(|error| stuck(Some(error)))?;
        }
        places.push(player.commands.len());
        player.give(command).map_err(|error| stuck(Some(error)))?;
    }
    Ok((player.commands, places))
}

/// Plays commands one after the other.
struct Player<P: Judging> {
    simulation: Simulation<P>,
    script: Vec<Entry>,
    commands: Vec<Command>,
}

impl<P: Judging> Player<P> {
    fn new(settings: &Settings) -> Self {
        let simulation = Simulation::new(P::config(settings), Arc::new(settings.setup()));
        Self { simulation, script: Vec::new(), commands: Vec::new() }
    }

    fn give(&mut self, command: Command) -> Result<(), CommandError> {
        if let Some(error) = self.simulation.refusal(&command) {
            return Err(error);
        }
        self.commands.push(command.clone());
        self.script.push(Entry { at: None, act: Act::Command(command) });
        self.simulation.advance(&self.script, Moment::END);
        Ok(())
    }

    /// What a step is called now; nothing if it delivers what is not under way.
    fn command(&self, step: &Step<P>) -> Option<Command> {
        let crash_after = step.crash_after;
        let link = |from, to| Link { from, to, both_ways: false };
        Some(match &step.action {
            Action::Deliver(envelope) => Command::Deliver { message: self.name(envelope)?, crash_after },
            Action::Drop(envelope) => Command::Drop(self.name(envelope)?),
            Action::Duplicate(envelope) => Command::Duplicate(self.name(envelope)?),
            Action::Fire(node, timer) => self.fire(*node, *timer, crash_after)?,
            Action::Request(node, value) => Command::Propose { node: *node, value: value.clone(), crash_after },
            Action::Crash(node) => Command::Crash(*node),
            Action::Restart(node) => Command::Restart(*node),
            Action::RestartWiped(node) => Command::Wipe(*node),
            Action::Cut(from, to) => Command::Cut(link(*from, *to)),
            Action::Heal(from, to) => Command::Heal(link(*from, *to)),
            Action::Notice { from, to } => Command::Notice { node: *to, peer: *from, crash_after },
            Action::Break(one, other) => Command::Break(*one, *other),
        })
    }

    /// How the timer is fired: it is named, unless it is the one that is due first (but whom an oracle names is always said). Nothing, if it is another that
    /// has no name.
    fn fire(&self, node: NodeId, timer: P::Timer, crash_after: Option<u16>) -> Option<Command> {
        match P::timer_name(timer) {
            Some(timer @ TimerName::Naming(_)) => Some(Command::FireOf { node, timer, crash_after }),
            _ if self.simulation.first_timer(node) == Some(timer) => Some(Command::Fire { node, crash_after }),
            Some(timer) => Some(Command::FireOf { node, timer, crash_after }),
            None => None,
        }
    }

    /// What the message is called; of several, the one that set out first.
    fn name(&self, envelope: &Envelope<P::Message>) -> Option<MessageName> {
        let flights = self.simulation.flights().values().filter(|flight| flight.envelope == *envelope);
        flights.map(|flight| flight.name).min_by_key(|name| name.occurrence)
    }
}
