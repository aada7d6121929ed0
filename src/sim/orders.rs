//! Commands, carried out.

use super::{Command, CommandError, Event, Link, LossCause, MessageName, Moment, Occurrence, Simulation, Span};
use crate::protocol::{NodeId, Protocol, TimerName, Value};
use crate::world::{Item, Outcome};

/// Directed links to be cut and to be healed.
#[derive(Default)]
struct Rewiring {
    cut: Vec<(NodeId, NodeId)>,
    healed: Vec<(NodeId, NodeId)>,
}

impl<P: Protocol<Request = Value>> Simulation<P> {
    /// Carries out a command at a moment (the one right after it). A command that is not possible is an event of its own, and changes nothing.
    pub(super) fn order(&mut self, command: &Command, moment: Moment) -> Event<P> {
        let mut event = match self.refusal(command) {
            Some(error) => {
                let what = Occurrence::Impossible(command.clone(), error);
                self.event(moment, None, what, Outcome::default())
            }
            None => self.obey(command, moment),
        };
        event.commanded = true;
        event
    }

    /// Why a command is not possible now, if it is not.
    pub fn refusal(&self, command: &Command) -> Option<CommandError> {
        self.check(command).err()
    }

    fn check(&self, command: &Command) -> Result<(), CommandError> {
        match command {
            Command::Propose { node, .. } if !P::may_be_asked(self.world().config(), *node) => {
                self.known(*node)?;
                Err(CommandError::NotAsked(*node))
            }
            Command::Propose { node, .. } | Command::Crash(node) => self.up(*node),
            Command::Fire { node, .. } => {
                self.up(*node)?;
                let timer = self.first_timer(*node).ok_or(CommandError::NoTimer(*node))?;
                self.runs_out(*node, timer)
            }
            Command::FireOf { node, timer, .. } => {
                self.up(*node)?;
                let timer = self.timer_of(*node, *timer).ok_or(CommandError::NoSuchTimer(*node, *timer))?;
                self.runs_out(*node, timer)
            }
            Command::Notice { node, peer, .. } => {
                self.directions(&Link { from: *peer, to: *node, both_ways: false })?;
                self.up(*node)?;
                let way = self.world().network().streams().way(*peer, *node);
                match way.and_then(|way| way.head()) {
                    Some(Item::Closed) => Ok(()),
                    _ => Err(CommandError::NothingToNotice(*node, *peer)),
                }
            }
            Command::Restart(node) => match self.is_up(*node)? {
                true => Err(CommandError::NodeUp(*node)),
                false => Ok(()),
            },
            Command::Wipe(node) => self.is_up(*node).map(|_| ()),
            Command::Deliver { message, .. } => {
                let number = self.find(message)?;
                if !self.is_next(number) {
                    return Err(CommandError::NotNext(*message));
                }
                if self.world().cuts().contains(&(message.from, message.to)) {
                    return Err(CommandError::LinkCut(message.from, message.to));
                }
                self.up(message.to)
            }
            Command::Drop(message) => self.find(message).map(|_| ()),
            Command::Duplicate(message) => match self.is_on_stream(self.find(message)?) {
                true => Err(CommandError::OnConnection(*message)),
                false => Ok(()),
            },
            Command::Hold(message) => match self.held(message)? {
                true => Err(CommandError::AlreadyHeld(*message)),
                false => Ok(()),
            },
            Command::Release(message) => match self.held(message)? {
                true => Ok(()),
                false => Err(CommandError::NotHeld(*message)),
            },
            Command::Break(one, other) => {
                self.directions(&Link { from: *one, to: *other, both_ways: true })?;
                match self.world().network().streams().can_break(*one, *other) {
                    true => Ok(()),
                    false => Err(CommandError::NoConnection(*one, *other)),
                }
            }
            Command::SetLatency { link: Some(link), .. } => self.directions(link).map(|_| ()),
            Command::SetLoss(_) | Command::SetDuplication(_) | Command::SetLatency { link: None, .. } => Ok(()),
            Command::Cut(_) | Command::Heal(_) | Command::HealAll | Command::Partition(_) | Command::Isolate(_) => {
                self.rewiring(command).map(|_| ())
            }
        }
    }

    /// Carries out a command that is possible.
    fn obey(&mut self, command: &Command, moment: Moment) -> Event<P> {
        let tick = moment.tick;
        match command {
            Command::Propose { node, value, crash_after } => {
                let outcome = self.request(*node, value.clone(), *crash_after);
                self.event(moment, Some(*node), Occurrence::Requested(value.clone()), outcome)
            }
            Command::Deliver { message, crash_after } => {
                let number = self.number(message);
                let outcome = self.deliver(number, *crash_after);
                self.event(moment, Some(message.to), Occurrence::Delivered(number), outcome)
            }
            Command::Drop(message) => self.lose(moment, self.number(message), LossCause::ByHand),
            Command::Duplicate(message) => {
                let number = self.number(message);
                let copy = self.duplicate(number, tick);
                let what = Occurrence::Duplicated(number, copy.unwrap_or(number));
                let mut event = self.event(moment, None, what, Outcome::default());
                event.sent.extend(copy);
                event
            }
            Command::Hold(message) => {
                let number = self.number(message);
                self.hold(number, tick);
                self.event(moment, None, Occurrence::Held(number), Outcome::default())
            }
            Command::Release(message) => {
                let number = self.number(message);
                self.release(number, tick);
                self.event(moment, None, Occurrence::Released(number), Outcome::default())
            }
            Command::Fire { node, crash_after } => match self.first_timer(*node) {
                Some(timer) => self.fired(*node, timer, *crash_after, moment),
                None => self.impossible(command, CommandError::NoTimer(*node), moment),
            },
            Command::FireOf { node, timer, crash_after } => match self.timer_of(*node, *timer) {
                Some(timer) => self.fired(*node, timer, *crash_after, moment),
                None => self.impossible(command, CommandError::NoSuchTimer(*node, *timer), moment),
            },
            Command::Notice { node, peer, crash_after } => {
                let outcome = self.notice(*node, *peer, *crash_after);
                self.event(moment, Some(*node), Occurrence::Noticed(*peer), outcome)
            }
            Command::Crash(node) => {
                self.crash(*node);
                self.event(moment, Some(*node), Occurrence::Crashed, Outcome::default())
            }
            Command::Restart(node) => {
                let outcome = self.restart(*node, false);
                self.event(moment, Some(*node), Occurrence::Restarted, outcome)
            }
            Command::Wipe(node) => {
                if self.up(*node).is_ok() {
                    self.crash(*node);
                }
                let outcome = self.restart(*node, true);
                self.event(moment, Some(*node), Occurrence::Wiped, outcome)
            }
            Command::Cut(_) | Command::Heal(_) | Command::HealAll | Command::Partition(_) | Command::Isolate(_) => {
                self.rewire_all(command, moment)
            }
            Command::Break(one, other) => {
                self.break_stream(*one, *other);
                self.event(moment, None, Occurrence::Broken(*one, *other), Outcome::default())
            }
            Command::SetLoss(loss) => {
                self.profile.loss = *loss;
                self.event(moment, None, Occurrence::Set(command.clone()), Outcome::default())
            }
            Command::SetDuplication(duplication) => {
                self.profile.duplication = *duplication;
                self.event(moment, None, Occurrence::Set(command.clone()), Outcome::default())
            }
            Command::SetLatency { link, latency } => {
                self.set_latency(link.as_ref(), *latency);
                self.event(moment, None, Occurrence::Set(command.clone()), Outcome::default())
            }
        }
    }

    fn fired(&mut self, node: NodeId, timer: P::Timer, crash_after: Option<u16>, moment: Moment) -> Event<P> {
        let outcome = self.fire(node, timer, crash_after);
        self.event(moment, Some(node), Occurrence::Fired(timer), outcome)
    }

    fn impossible(&mut self, command: &Command, error: CommandError, moment: Moment) -> Event<P> {
        self.event(moment, None, Occurrence::Impossible(command.clone(), error), Outcome::default())
    }

    fn rewire_all(&mut self, command: &Command, moment: Moment) -> Event<P> {
        let Rewiring { cut, healed } = match self.rewiring(command) {
            Ok(rewiring) => rewiring,
            Err(error) => return self.impossible(command, error, moment),
        };
        for (from, to) in &cut {
            self.rewire(*from, *to, true);
        }
        for (from, to) in &healed {
            self.rewire(*from, *to, false);
        }
        let what = Occurrence::Rewired { command: command.clone(), cut, healed };
        self.event(moment, None, what, Outcome::default())
    }

    fn set_latency(&mut self, link: Option<&Link>, latency: Span) {
        match link {
            None => {
                self.profile.latency = latency;
                self.profile.link_latency.clear();
            }
            Some(link) => {
                self.profile.link_latency.insert((link.from, link.to), latency);
                if link.both_ways {
                    self.profile.link_latency.insert((link.to, link.from), latency);
                }
            }
        }
    }

    /// What a command does to the links.
    fn rewiring(&self, command: &Command) -> Result<Rewiring, CommandError> {
        let cuts = self.world().cuts();
        match command {
            Command::Cut(link) => {
                let all = self.directions(link)?;
                let cut: Vec<_> = all.into_iter().filter(|way| !cuts.contains(way)).collect();
                match cut.is_empty() {
                    true => Err(CommandError::AlreadyCut(link.from, link.to)),
                    false => Ok(Rewiring { cut, healed: Vec::new() }),
                }
            }
            Command::Heal(link) => {
                let all = self.directions(link)?;
                let healed: Vec<_> = all.into_iter().filter(|way| cuts.contains(way)).collect();
                match healed.is_empty() {
                    true => Err(CommandError::NotCut(link.from, link.to)),
                    false => Ok(Rewiring { cut: Vec::new(), healed }),
                }
            }
            Command::HealAll if cuts.is_empty() => Err(CommandError::NothingCut),
            Command::HealAll => Ok(Rewiring { cut: Vec::new(), healed: cuts.iter().copied().collect() }),
            Command::Isolate(node) => {
                self.known(*node)?;
                Ok(self.wire(|from, to| (from == *node || to == *node).then_some(false)))
            }
            Command::Partition(groups) => {
                let group = self.group_of(groups)?;
                let group_of = |id: NodeId| group.get(self.world().place_of(id)).copied().flatten();
                // Clients that are not named keep the links that they have.
                let apart = |id: NodeId| id.is_client() && group_of(id).is_none();
                let whole = |from, to| group_of(from).is_some() && group_of(from) == group_of(to);
                Ok(self.wire(|from, to| (!apart(from) && !apart(to)).then(|| whole(from, to))))
            }
            _ => Ok(Rewiring::default()),
        }
    }

    /// The rewiring after which each directed link is whole, cut, or as it was, as `whole` says.
    fn wire(&self, whole: impl Fn(NodeId, NodeId) -> Option<bool>) -> Rewiring {
        let mut rewiring = Rewiring::default();
        for from in self.world().ids() {
            for to in self.world().ids().filter(|to| *to != from) {
                let is_cut = self.world().cuts().contains(&(from, to));
                match whole(from, to) {
                    Some(true) if is_cut => rewiring.healed.push((from, to)),
                    Some(false) if !is_cut => rewiring.cut.push((from, to)),
                    _ => {}
                }
            }
        }
        rewiring
    }

    /// For each node the group it is in, if it is in one.
    fn group_of(&self, groups: &[Vec<NodeId>]) -> Result<Vec<Option<usize>>, CommandError> {
        let mut group = vec![None; self.world().ids().count()];
        for (number, members) in groups.iter().enumerate() {
            for member in members {
                self.known(*member)?;
                if group[self.world().place_of(*member)].replace(number).is_some() {
                    return Err(CommandError::NamedTwice(*member));
                }
            }
        }
        Ok(group)
    }

    fn directions(&self, link: &Link) -> Result<Vec<(NodeId, NodeId)>, CommandError> {
        self.known(link.from)?;
        self.known(link.to)?;
        if link.from == link.to {
            return Err(CommandError::SelfLink(link.from));
        }
        let there = (link.from, link.to);
        Ok(if link.both_ways { vec![there, (link.to, link.from)] } else { vec![there] })
    }

    fn known(&self, node: NodeId) -> Result<(), CommandError> {
        self.is_up(node).map(|_| ())
    }

    fn is_up(&self, node: NodeId) -> Result<bool, CommandError> {
        let missing = CommandError::NoSuchNode(node, self.world().node_count());
        self.world().place(node).map(|place| place.running.is_some()).ok_or(missing)
    }

    fn up(&self, node: NodeId) -> Result<(), CommandError> {
        match self.is_up(node)? {
            true => Ok(()),
            false => Err(CommandError::NodeDown(node)),
        }
    }

    /// The node's timer that is due first.
    pub fn first_timer(&self, node: NodeId) -> Option<P::Timer> {
        let armed = self.timers().iter().filter(|((id, _), _)| *id == node);
        armed.min_by_key(|(_, armed)| armed.due_tick).map(|((_, timer), _)| *timer)
    }

    /// (By clocks that do not drift, a lease runs out before what was granted for it: no hand may do what would need others.)
    fn runs_out(&self, node: NodeId, timer: P::Timer) -> Result<(), CommandError> {
        match self.world().may_run_out(node, timer) {
            true => Ok(()),
            false => Err(CommandError::BoundByLease(node)),
        }
    }

    /// The node's timer of this name, if it is armed.
    fn timer_of(&self, node: NodeId, name: TimerName) -> Option<P::Timer> {
        let armed = self.timers().keys().filter(|(id, timer)| *id == node && P::timer_name(*timer) == Some(name));
        armed.map(|(_, timer)| *timer).next()
    }

    fn held(&self, name: &MessageName) -> Result<bool, CommandError> {
        let number = self.find(name)?;
        Ok(self.flights()[&number].held_since_tick.is_some())
    }

    /// The number of a message that is known to be under way.
    fn number(&self, name: &MessageName) -> u32 {
        self.find(name).unwrap_or(u32::MAX)
    }

    fn find(&self, name: &MessageName) -> Result<u32, CommandError> {
        self.known(name.from)?;
        self.known(name.to)?;
        let same = |other: &MessageName| (other.from, other.to, other.label) == (name.from, name.to, name.label);
        let alike = || self.flights().iter().filter(|(_, flight)| same(&flight.name));
        match alike().find(|(_, flight)| flight.name.occurrence == name.occurrence) {
            Some((number, _)) => Ok(*number),
            None => Err(CommandError::NoSuchMessage {
                name: *name,
                sent: self.sent_of(name.from, name.to, name.label),
                under_way: alike().map(|(_, flight)| flight.name.occurrence).collect(),
            }),
        }
    }
}
