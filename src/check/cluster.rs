//! A cluster as a model: every schedule of a world, within what is allowed.

use super::{Claim, Fingerprint, Model, Property, mix};
use crate::protocol::{NodeId, Protocol, Quorums};
use crate::world::{self, Action, NetworkKind, Step, World};
use foldhash::quality::FixedState;
use std::hash::{BuildHasher, Hash, Hasher};

/// How often what would go on for ever may happen. All loss, delay and duplication is allowed anyway: what was sent stays deliverable.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Allowance {
    /// How many ballots each node may begin.
    pub ballots: u8,
    /// How many crashes there may be in all, between steps or within one. Restarting with the disk is always allowed.
    pub crashes: u8,
    /// How many restarts with a blank disk there may be in all.
    pub wipes: u8,
}

/// The model of a world.
#[derive(Clone, Debug)]
pub struct Cluster<P: Protocol> {
    start: World<P>,
    requests: Vec<(NodeId, P::Request)>,
    allowance: Allowance,
    quorums: Quorums,
    properties: Vec<Property>,
}

/// A state of a cluster that is searched: the world, and what is left of the allowance.
#[derive(Clone, Debug)]
pub struct Checked<P: Protocol> {
    world: World<P>,
    left: Left,
    sums: Sums,
    /// The last step added to the ledger: else every property is what it was.
    told: bool,
}

impl<P: Protocol> PartialEq for Checked<P> {
    fn eq(&self, other: &Self) -> bool {
        (&self.world, &self.left) == (&other.world, &other.left)
    }
}

impl<P: Protocol> Eq for Checked<P> {}

impl<P: Protocol> Hash for Checked<P> {
    /// Plainly, of all of it: what the incremental fingerprint is held against.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.world.hash(state);
        self.left.hash(state);
    }
}

/// What may still happen.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Left {
    /// Requests that were not made yet, as a set of places.
    requests: u64,
    crashes: u8,
    wipes: u8,
    /// By node, how many ballots it has begun.
    begun: Box<[u8]>,
}

/// The parts of a fingerprint, so that a step hashes anew only what it changed.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Sums {
    /// By node, of its place.
    places: Box<[u64]>,
    /// Of the messages, in any order.
    network: u64,
    ledger: u64,
    all: Fingerprint,
}

/// The most requests that a model may have.
const MAX_REQUESTS: usize = 64;

impl<P: Protocol> Cluster<P> {
    /// The model that begins with this world, in which clients may at any time make each of these requests once (the first 64 of
    /// them), and the rest as often as is allowed.
    pub fn new(start: World<P>, requests: Vec<(NodeId, P::Request)>, quorums: Quorums, allowance: Allowance) -> Self {
        debug_assert!(start.network().kind() == NetworkKind::Set, "what was sent stays deliverable");
        let properties = world::Property::ALL.map(|property| Property { name: property.word(), claim: Claim::Always });
        let requests = requests.into_iter().take(MAX_REQUESTS).collect();
        Self { start, requests, allowance, quorums, properties: properties.into() }
    }

    /// The same, with nothing claimed: the whole space is searched.
    #[must_use]
    pub fn without_claims(self) -> Self {
        Self { properties: Vec::new(), ..self }
    }

    /// A step's successor with its fingerprint, whether or not it is another state; nothing where it is not allowed.
    fn taken(&self, state: &Checked<P>, step: &Step<P>) -> Option<Checked<P>> {
        let mut left = state.left.clone();
        left.pay(step, &self.requests)?;
        let mut world = state.world.clone();
        let outcome = world.apply(step).ok()?;
        if step.crash_after.is_some_and(|asked| outcome.crashed_after != Some(asked)) {
            return None;
        }
        let node = actor(&step.action);
        let mut told = matches!(step.action, Action::Request(..));
        let mut sums = state.sums.clone();
        for (place, performed) in outcome.performed.iter().enumerate() {
            told |= P::testimony(&performed.effect).is_some();
            if P::begun(&performed.effect).is_some() {
                let begun = &mut left.begun[node.index()];
                *begun += 1;
                if *begun > self.allowance.ballots {
                    return None;
                }
            }
            if let Some(envelope) = performed.sent_by(node)
                && !state.world.network().contains(&envelope)
                && !outcome.performed[..place].iter().any(|before| before.sent_by(node).as_ref() == Some(&envelope))
            {
                sums.network = sums.network.wrapping_add(hash(&envelope));
            }
        }
        sums.places[node.index()] = hash_place(&world, node);
        if told {
            sums.ledger = hash(world.ledger());
        }
        sums.total(&left);
        Some(Checked { world, left, sums, told })
    }

    /// How many writes and sends a step makes: where a crash may cut it. (Before the first of them it is a crash before the step,
    /// and behind the last a crash after it: those are steps of their own.)
    fn cuts(&self, state: &Checked<P>, step: &Step<P>) -> u16 {
        let mut world = state.world.clone();
        let Ok(outcome) = world.apply(step) else { return 0 };
        let lasting = outcome.performed.iter().filter(|performed| performed.lasts()).count();
        u16::try_from(lasting).unwrap_or(u16::MAX)
    }
}

impl Left {
    /// Takes off what a step costs; nothing if it is not left.
    fn pay<P: Protocol>(&mut self, step: &Step<P>, requests: &[(NodeId, P::Request)]) -> Option<()> {
        let crashes = u8::from(step.crash_after.is_some() || matches!(step.action, Action::Crash(_)));
        self.crashes = self.crashes.checked_sub(crashes)?;
        self.wipes = self.wipes.checked_sub(u8::from(matches!(step.action, Action::RestartWiped(_))))?;
        if let Action::Request(node, request) = &step.action {
            let same = |(place, (asked, asks)): &(usize, &(NodeId, P::Request))| {
                self.requests & 1 << place != 0 && asked == node && asks == request
            };
            let (place, _) = requests.iter().enumerate().find(same)?;
            self.requests &= !(1 << place);
        }
        Some(())
    }
}

impl Sums {
    fn of<P: Protocol>(world: &World<P>, left: &Left) -> Self {
        let mut sums = Self {
            places: NodeId::all(world.node_count()).map(|node| hash_place(world, node)).collect(),
            network: world.network().distinct().map(hash).fold(0, u64::wrapping_add),
            ledger: hash(world.ledger()),
            all: 0,
        };
        sums.total(left);
        sums
    }

    fn total(&mut self, left: &Left) {
        let places = self.places.iter().fold(0, |sum: u64, place| sum.wrapping_add(*place));
        let parts = [places, self.network, self.ledger, hash(left)];
        self.all = parts.into_iter().fold(0, |all, part| mix(all ^ part));
    }
}

/// A place's hash, with the node's number in it: places are added up in any order.
fn hash_place<P: Protocol>(world: &World<P>, node: NodeId) -> u64 {
    hash(&(node, world.place(node)))
}

fn hash(thing: &impl Hash) -> u64 {
    FixedState::with_seed(0x5061_786f_7300_0001).hash_one(thing)
}

/// The node that takes a step.
fn actor<P: Protocol>(action: &Action<P>) -> NodeId {
    match action {
        Action::Deliver(envelope) | Action::Drop(envelope) | Action::Duplicate(envelope) => envelope.to,
        Action::Fire(node, _)
        | Action::Request(node, _)
        | Action::Crash(node)
        | Action::Restart(node)
        | Action::RestartWiped(node)
        | Action::Cut(node, _)
        | Action::Heal(node, _) => *node,
    }
}

impl<P: Protocol> Model for Cluster<P> {
    type State = Checked<P>;
    type Step = Step<P>;

    fn initial_states(&self) -> Vec<Checked<P>> {
        let requests = self.requests.iter().enumerate().fold(0, |all, (place, _)| all | 1 << place);
        let Allowance { crashes, wipes, .. } = self.allowance;
        let begun = vec![0; usize::from(self.start.node_count())].into();
        let left = Left { requests, crashes, wipes, begun };
        let sums = Sums::of(&self.start, &left);
        vec![Checked { world: self.start.clone(), left, sums, told: true }]
    }

    /// The world's own order ([`World::enabled`]), without what loss and delay cover (cutting and healing links); each step that a
    /// crash may cut is followed by the steps cut.
    fn steps(&self, state: &Checked<P>, out: &mut Vec<Step<P>>) {
        let mut whole = Vec::new();
        let asked = self.requests.iter().enumerate().filter(|(place, _)| state.left.requests & 1 << place != 0);
        let mut asked: Vec<_> = asked.map(|(_, request)| request.clone()).collect();
        asked.dedup();
        state.world.enabled(&asked, &mut whole);
        for step in whole {
            let may_be_cut = matches!(step.action, Action::Deliver(_) | Action::Fire(..) | Action::Request(..));
            match step.action {
                Action::Cut(..) | Action::Heal(..) => continue,
                Action::Crash(_) if state.left.crashes == 0 => continue,
                Action::RestartWiped(_) if state.left.wipes == 0 => continue,
                _ => {}
            }
            let cuts = if may_be_cut && state.left.crashes > 0 { self.cuts(state, &step) } else { 0 };
            let action = step.action.clone();
            out.push(step);
            out.extend((1..cuts).map(|after| Step { action: action.clone(), crash_after: Some(after) }));
        }
    }

    fn next(&self, state: &Checked<P>, step: &Step<P>) -> Option<Checked<P>> {
        self.taken(state, step).filter(|next| next.sums.all != state.sums.all)
    }

    fn fingerprint(&self, state: &Checked<P>) -> Fingerprint {
        state.sums.all
    }

    fn properties(&self) -> &[Property] {
        &self.properties
    }

    fn holds(&self, property: usize, state: &Checked<P>) -> bool {
        let judge = |property: &world::Property| {
            property.judge(state.world.ledger(), self.quorums, state.world.node_count()).is_none()
        };
        !state.told || world::Property::ALL.get(property).is_none_or(judge)
    }
}

impl<P: Protocol> Checked<P> {
    /// The world.
    pub fn world(&self) -> &World<P> {
        &self.world
    }
}

#[cfg(test)]
mod tests;
