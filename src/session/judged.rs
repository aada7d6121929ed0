//! What is chosen and what is broken, judged as events come: only the slots are judged about which an event tells the ledger something.

use super::shown::Shown;
use super::{EventView, History};
use crate::protocol::{Protocol, Set, Slot};
use crate::sim::{Event, Simulation};
use crate::world::{Breach, Ledger, Property, World, slots_touched};

/// What was known after the last event.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    ledger: Ledger,
    broken: Set<(Property, Slot)>,
}

impl Judged {
    /// Of a state in which nothing is broken.
    pub fn new<P: Protocol>(world: &World<P>) -> Self {
        Self { ledger: world.ledger().clone(), broken: Set::default() }
    }

    /// Of a state to which a history, cut back, leads.
    pub fn of<P: Shown>(state: &Simulation<P>, history: &History) -> Self {
        let mut judged = Self::new(state.world());
        for (property, slot, _) in broken(state, history) {
            judged.broken.insert((property, slot));
        }
        judged
    }

    /// Judges what an event, the one of this place, has led to, and notes what is new.
    pub fn judge<P: Shown>(
        &mut self,
        event: &Event<P>,
        world: &World<P>,
        (place, view, history): (usize, &mut EventView, &mut History),
    ) {
        let slots = slots_touched(&event.performed, world.ledger());
        if slots.is_empty() {
            return;
        }
        let quorums = P::quorums(world.config());
        let is_broken = |property: Property, slot: Slot| {
            property.judge_slot(slot, world.ledger(), quorums, world.acceptor_count()).is_some()
        };
        let before = self.broken.clone();
        let healed: Vec<_> = before.iter().filter(|(property, slot)| !is_broken(*property, *slot)).copied().collect();
        healed.iter().for_each(|known| {
            self.broken.remove(known);
        });
        for slot in slots {
            let known = P::chosen_in(slot, &self.ledger, quorums);
            let now = P::chosen_in(slot, world.ledger(), quorums).into_iter();
            let new = now.filter(|chosen| known.iter().all(|known| known.vote != chosen.vote));
            view.newly_chosen.extend(new.map(|chosen| (slot, chosen.vote)));
            for property in Property::of(P::NAME).iter().copied() {
                if is_broken(property, slot) && self.broken.insert((property, slot)) {
                    history.broken.push((place, property, slot));
                }
            }
        }
        let any = |broken: &Set<(Property, Slot)>, asked| broken.iter().any(|(known, _)| *known == asked);
        let newly = |asked: &Property| any(&self.broken, *asked) && !any(&before, *asked);
        view.newly_broken = Property::of(P::NAME).iter().copied().filter(newly).collect();
        self.ledger = world.ledger().clone();
    }
}

/// What the history says was broken at some time, and still is in this state, with what proves it.
pub(super) fn broken<'a, P: Shown>(
    state: &'a Simulation<P>,
    history: &'a History,
) -> impl Iterator<Item = (Property, Slot, Breach)> + 'a {
    let (world, quorums) = (state.world(), P::quorums(state.world().config()));
    history.broken.iter().filter_map(move |(_, property, slot)| {
        let breach = property.judge_slot(*slot, world.ledger(), quorums, world.acceptor_count())?;
        Some((*property, *slot, breach))
    })
}
