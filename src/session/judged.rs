//! What is chosen and what is broken, judged as events come: only the slots are judged about which an event tells the ledger something.

use super::EventView;
use super::shown::Shown;
use crate::protocol::{Map, Protocol, Set, Slot, Vote};
use crate::sim::{Event, Simulation};
use crate::world::{Breach, Ledger, Property, World, slots_touched};

/// What was known after the last event.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    /// What was known of slots that no event has touched since.
    first: Ledger,
    /// What was chosen in the others. (Not a ledger as it was: the next event would have to copy whatever that shares with it.)
    chosen: Map<Slot, Vec<Vote>>,
    broken: Set<(Property, Slot)>,
    /// It is known that the events that come break nothing.
    is_sound: bool,
}

impl Judged {
    /// Of a state in which nothing is broken.
    pub fn new<P: Protocol>(world: &World<P>) -> Self {
        Self { first: world.ledger().clone(), chosen: Map::new_vec(), broken: Set::default(), is_sound: false }
    }

    /// Of a state before which this was broken at some time.
    pub fn of<P: Shown>(state: &Simulation<P>, before: &[(usize, Property, Slot)]) -> Self {
        let mut judged = Self::new(state.world());
        for (property, slot, _) in broken(state, before) {
            judged.broken.insert((property, slot));
        }
        judged
    }

    /// Of a state that is seen again: what was broken before it and with the events that come is known, and if it is nothing they are not judged again.
    pub fn again<P: Shown>(
        state: &Simulation<P>,
        before: &[(usize, Property, Slot)],
        by_then: &[(usize, Property, Slot)],
    ) -> Self {
        Self { is_sound: by_then.is_empty(), ..Self::of(state, before) }
    }

    /// Judges what an event has led to, and notes in its view what is new. What it broke, and in which slots.
    pub fn judge<P: Shown>(
        &mut self,
        event: &Event<P>,
        world: &World<P>,
        view: &mut EventView,
    ) -> Vec<(Property, Slot)> {
        let slots = slots_touched(&event.performed, world.ledger());
        for slot in slots.iter().copied() {
            view.newly_chosen.extend(self.newly_chosen(slot, world).into_iter().map(|vote| (slot, vote)));
        }
        if slots.is_empty() || self.is_sound {
            return Vec::new();
        }
        let before = self.broken.clone();
        let newly_broken = self.newly_broken(slots, world);
        let any = |broken: &Set<(Property, Slot)>, asked| broken.iter().any(|(known, _)| *known == asked);
        let newly = |asked: &Property| any(&self.broken, *asked) && !any(&before, *asked);
        view.newly_broken = Property::of(P::NAME).iter().copied().filter(newly).collect();
        newly_broken
    }

    /// What has become chosen in a slot.
    fn newly_chosen<P: Shown>(&mut self, slot: Slot, world: &World<P>) -> Vec<Vote> {
        let votes = |ledger: &Ledger| -> Vec<Vote> {
            P::chosen_in(slot, ledger, P::quorums(world.config())).into_iter().map(|chosen| chosen.vote).collect()
        };
        let now = votes(world.ledger());
        let known = self.chosen.insert(slot, now.clone()).unwrap_or_else(|| votes(&self.first));
        now.into_iter().filter(|vote| !known.contains(vote)).collect()
    }

    /// What has become broken in these slots; and what is whole again is forgotten.
    fn newly_broken<P: Shown>(&mut self, slots: Vec<Slot>, world: &World<P>) -> Vec<(Property, Slot)> {
        let quorums = P::quorums(world.config());
        let is_broken = |(property, slot): (Property, Slot)| {
            property.judge_slot(slot, world.ledger(), quorums, world.acceptor_count()).is_some()
        };
        let healed: Vec<_> = self.broken.iter().filter(|known| !is_broken(**known)).copied().collect();
        healed.iter().for_each(|known| {
            self.broken.remove(known);
        });
        let all =
            slots.into_iter().flat_map(|slot| Property::of(P::NAME).iter().map(move |property| (*property, slot)));
        all.filter(|asked| is_broken(*asked) && self.broken.insert(*asked)).collect()
    }
}

/// What of this, which was broken at some time, still is in this state, with what proves it.
pub(super) fn broken<'a, P: Shown>(
    state: &'a Simulation<P>,
    before: &'a [(usize, Property, Slot)],
) -> impl Iterator<Item = (Property, Slot, Breach)> + 'a {
    let (world, quorums) = (state.world(), P::quorums(state.world().config()));
    before.iter().filter_map(move |(_, property, slot)| {
        let breach = property.judge_slot(*slot, world.ledger(), quorums, world.acceptor_count())?;
        Some((*property, *slot, breach))
    })
}
