//! A duel: two proposers that never let each other finish, as a schedule that can be repeated for ever (Paxos Made Simple, section 2.4: "It's
//! easy to construct a scenario in which two proposers each keep issuing a sequence of proposals with increasing numbers, none of which
//! are ever chosen").
//!
//! Ballots only rise, so no state comes back; but one comes back that differs from an earlier one in nothing but that every ballot is of so many
//! rounds later. A node compares ballots, and begins the next round above the highest that it knows: it does the same whatever the rounds
//! are, if all are shifted alike. So the steps from the one state to the other can be taken again, shifted, and again: for ever, and nobody
//! ever votes. (What is left out of the comparison: the ledger, which no node sees, and how often a node has tried, which only tells
//! its driver how long to wait.)

use crate::protocol::{Ballot, Kind, NodeId, Protocol, Renamed, Renaming};
use crate::world::{Action, Envelope, Step, World};

/// How often the rivals take turns before it is given up: it takes two turns to come back, once both have begun.
const MAX_TURNS: usize = 12;

/// A schedule that can be repeated for ever.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lasso<P: Protocol> {
    /// The steps to where it begins to repeat itself.
    pub prefix: Vec<Step<P>>,
    /// The steps that are repeated; the next time in ballots of so many rounds later.
    pub cycle: Vec<Step<P>>,
    /// How many rounds.
    pub rounds_later: u32,
}

impl<P: Protocol> Lasso<P> {
    /// Takes the prefix from this world, and then the cycle so many times; true if each step is allowed, the world is each time the one before in later
    /// rounds, and in the cycle somebody begins a ballot and nobody votes or learns anything.
    pub fn can_be_repeated(&self, start: &World<P>, times: u32) -> bool {
        let mut world = start.clone();
        let take = |world: &mut World<P>, step: &Step<P>| world.apply(step).ok();
        if !self.prefix.iter().all(|step| take(&mut world, step).is_some()) {
            return false;
        }
        (0..times).all(|time| {
            let later = Renaming::of_rounds(world.node_count(), time * self.rounds_later);
            let before = world.clone();
            let outcomes: Vec<_> =
                self.cycle.iter().map_while(|step| take(&mut world, &step.renamed(&later))).collect();
            let performed = || outcomes.iter().flat_map(|outcome| &outcome.performed);
            let begun = performed().any(|performed| P::begun(&performed.effect).is_some());
            let (votes, learned) = (before.ledger().votes(), before.ledger().learned());
            let decided = world.ledger().votes() != votes || world.ledger().learned() != learned;
            outcomes.len() == self.cycle.len() && begun && !decided && is_later(&before, &world, self.rounds_later)
        })
    }
}

/// Is the second world the first, in ballots of so many rounds later?
fn is_later<P: Protocol>(before: &World<P>, after: &World<P>, rounds: u32) -> bool {
    let at = |world: &World<P>, rounds| {
        let renaming = Renaming::of_rounds(world.node_count(), rounds);
        let places = world.ids().filter_map(|id| Some(world.place(id)?.renamed(&renaming)));
        (places.collect::<Vec<_>>(), world.network().renamed(&renaming), world.cuts().clone())
    };
    at(before, rounds) == at(after, 0)
}

/// The duel of these two from this world, whose network must be a bag: each begins a ballot above the other's as soon as the other could propose,
/// so that whoever is asked to vote has promised more. Nothing if they do not come to repeat themselves.
pub fn duel<P: Protocol>(start: &World<P>, rivals: [(NodeId, P::Request); 2]) -> Option<Lasso<P>> {
    if rivals[0].0 == rivals[1].0 {
        return None;
    }
    let mut run = Run { world: start.clone(), steps: Vec::new() };
    let mut moments: Vec<(usize, World<P>, u32)> = Vec::new();
    let mut led = run.begin(&rivals[0])?;
    for turn in 1..MAX_TURNS {
        let next = run.begin(&rivals[turn % 2])?;
        // The one that led has its quorum now, and comes too late.
        for kind in [Kind::Promise, Kind::Accept, Kind::Refuse] {
            run.deliver(kind, led)?;
        }
        led = next;
        let same_turn = moments.iter().skip((turn + 1) % 2).step_by(2);
        for (steps, world, round) in same_turn {
            let rounds_later = led.round.checked_sub(*round).filter(|rounds| *rounds > 0)?;
            if is_later(world, &run.world, rounds_later) {
                let cycle = run.steps.split_off(*steps);
                let lasso = Lasso { prefix: run.steps, cycle, rounds_later };
                return lasso.can_be_repeated(start, 2).then_some(lasso);
            }
        }
        moments.push((run.steps.len(), run.world.clone(), led.round));
    }
    None
}

/// A run in progress.
struct Run<P: Protocol> {
    world: World<P>,
    steps: Vec<Step<P>>,
}

impl<P: Protocol> Run<P> {
    /// The node begins a ballot, on its own if a timer is armed, else asked; and every prepare of it arrives.
    fn begin(&mut self, (node, request): &(NodeId, P::Request)) -> Option<Ballot> {
        let timer = self.world.place(*node)?.running.as_ref()?.timers.first().copied();
        let action = timer.map_or_else(|| Action::Request(*node, request.clone()), |timer| Action::Fire(*node, timer));
        let ballot = self.take(action)?;
        self.deliver(Kind::Prepare, ballot?)?;
        ballot
    }

    /// Every message of this kind and ballot arrives, also those that are sent because of it.
    fn deliver(&mut self, kind: Kind, ballot: Ballot) -> Option<()> {
        let is_one = |envelope: &&Envelope<P::Message>| {
            let label = P::label(envelope.from, envelope.to, &envelope.message);
            label.kind == kind && label.ballot == ballot
        };
        loop {
            let found = self.world.network().distinct().find(is_one).cloned();
            let Some(envelope) = found else { return Some(()) };
            self.take(Action::Deliver(envelope))?;
        }
    }

    /// Takes a step; the ballot that it begins, if it begins one. Nothing at all if the step is not allowed.
    fn take(&mut self, action: Action<P>) -> Option<Option<Ballot>> {
        let step = Step { action, crash_after: None };
        let outcome = self.world.apply(&step).ok()?;
        self.steps.push(step);
        Some(outcome.performed.iter().find_map(|performed| P::begun(&performed.effect)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::synod::{Config, Learning, Synod};
    use crate::protocol::{Quorums, Value};
    use crate::world::NetworkKind;

    fn start(config: Config) -> World<Synod> {
        World::new(config, NetworkKind::Bag)
    }

    fn rivals(one: u8, other: u8) -> [(NodeId, Value); 2] {
        [one, other]
            .map(|number| (NodeId::new(number).expect("a node"), Value::new(&format!("v{number}")).expect("a value")))
    }

    #[test]
    fn two_that_never_let_each_other_finish_can_go_on_for_ever() {
        for nodes in 2..=7 {
            for learning in [Learning::Notification, Learning::Votes] {
                let world = start(Config { learning, ..Config::majorities(nodes) });
                let lasso = duel(&world, rivals(1, 2)).expect("a duel");
                assert!(lasso.can_be_repeated(&world, 50), "{nodes} nodes: {lasso:?}");
                let begin = |step: &&Step<Synod>| matches!(step.action, Action::Fire(..));
                assert_eq!(lasso.cycle.iter().filter(begin).count(), 2, "each begins one ballot in it");
            }
        }
        let world = start(Config { quorums: Quorums { phase1: 4, phase2: 2 }, ..Config::majorities(5) });
        assert!(duel(&world, rivals(5, 3)).is_some_and(|lasso| lasso.can_be_repeated(&world, 50)));
    }

    #[test]
    fn one_alone_has_nobody_to_fight() {
        assert_eq!(duel(&start(Config::majorities(3)), rivals(2, 2)), None);
    }

    #[test]
    fn what_is_no_lasso_is_not_taken_for_one() {
        let world = start(Config::majorities(3));
        let lasso = duel(&world, rivals(1, 2)).expect("a duel");
        let fails = |change: &dyn Fn(&mut Lasso<Synod>)| {
            let mut other = lasso.clone();
            change(&mut other);
            assert!(!other.can_be_repeated(&world, 2), "{other:?}");
        };
        fails(&|lasso| lasso.rounds_later += 1);
        fails(&|lasso| drop(lasso.cycle.pop()));
        fails(&|lasso| drop(lasso.prefix.pop()));
        fails(&|lasso| lasso.cycle.clear());
        // Where promises do not keep from voting, somebody votes.
        let variants = [crate::protocol::Variant::AcceptUnchecked].into_iter().collect();
        let unchecked = start(Config { variants, ..Config::majorities(3) });
        assert!(!lasso.can_be_repeated(&unchecked, 2));
        assert_eq!(duel(&unchecked, rivals(1, 2)), None);
    }
}
