//! Facts about slots: sets of them, slot by slot.

use crate::protocol::{Growing, Renamed, Renaming, Set, Slot};
use std::sync::Arc;

/// A fact about a slot.
pub trait OfSlot {
    /// Which.
    fn slot(&self) -> Slot;
}

/// A set of facts, in order, that only grows. A copy costs the same however many there are, and a fact about one slot costs the same however
/// many slots there are.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Slotted<T> {
    slots: Growing<Arc<Set<T>>>,
    len: usize,
}

impl<T> Default for Slotted<T> {
    fn default() -> Self {
        Self { slots: Growing::default(), len: 0 }
    }
}

impl<T: OfSlot + Ord + Clone> Slotted<T> {
    /// Puts it in, if it was not there.
    pub fn insert(&mut self, fact: T) {
        let place = place(fact.slot());
        while self.slots.len() <= place {
            self.slots.push(Arc::default());
        }
        if let Some(slot) = self.slots.get_mut(place) {
            self.len += usize::from(Arc::make_mut(slot).insert(fact));
        }
    }

    /// Is it there?
    pub fn contains(&self, fact: &T) -> bool {
        self.slots.get(place(fact.slot())).is_some_and(|slot| slot.contains(fact))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All of them, by slot.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.slots.iter().flat_map(|slot| slot.iter())
    }

    /// Those of a slot, in order.
    pub fn of(&self, slot: Slot) -> impl Iterator<Item = &T> + Clone {
        self.slots.get(place(slot)).into_iter().flat_map(|slot| slot.iter())
    }

    /// The slot behind the last of which there is one.
    pub fn end(&self) -> Slot {
        self.slots.len() as Slot
    }

    /// Those that are not in a set from which this one has grown, by slot.
    pub fn since<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = &'a T> {
        let nothing = None;
        let known = before.slots.iter().map(Some).chain(std::iter::repeat(nothing));
        let changed =
            self.slots.iter().zip(known).filter(|(now, before)| before.is_none_or(|before| !Arc::ptr_eq(now, before)));
        changed
            .flat_map(|(now, before)| now.iter().filter(move |fact| before.is_none_or(|before| !before.contains(fact))))
    }
}

fn place(slot: Slot) -> usize {
    usize::try_from(slot).unwrap_or(usize::MAX)
}

impl<T: OfSlot + Ord + Clone + Renamed> Renamed for Slotted<T> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        let mut renamed = Self::default();
        self.iter().for_each(|fact| renamed.insert(fact.renamed(renaming)));
        renamed
    }
}
