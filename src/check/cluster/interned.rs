//! Things met so far, each kept once: from then on a number stands for it.

use super::hash;
use hashbrown::HashTable;
use std::hash::Hash;

/// Things of one kind, numbered in the order in which they were met.
#[derive(Clone, Debug)]
pub(super) struct Interned<T> {
    things: Vec<(u64, T)>,
    numbers: HashTable<u32>,
}

impl<T> Default for Interned<T> {
    fn default() -> Self {
        Self { things: Vec::new(), numbers: HashTable::new() }
    }
}

impl<T: Eq + Hash> Interned<T> {
    /// The thing's number.
    pub fn number(&mut self, thing: T) -> u32 {
        let sum = hash(&thing);
        let things = &self.things;
        let same = |number: &u32| things[*number as usize].1 == thing;
        if let Some(number) = self.numbers.find(sum, same) {
            return *number;
        }
        let number = u32::try_from(self.things.len()).expect("fewer things than states, and those are counted");
        self.numbers.insert_unique(sum, number, |number| things[*number as usize].0);
        self.things.push((sum, thing));
        number
    }

    /// The thing of a number.
    pub fn thing(&self, number: u32) -> &T {
        &self.things[number as usize].1
    }

    /// The hash of the thing of a number: of what it is, whatever its number.
    pub fn hash(&self, number: u32) -> u64 {
        self.things[number as usize].0
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.things.len()
    }
}
