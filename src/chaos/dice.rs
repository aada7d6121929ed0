//! Chance for a run, or for a sample of runs: the nth throw is a keyed draw, a function of the seed and of n, so the same on every machine.

use crate::protocol::Projection;
use crate::sim::{self, Purpose};

/// Throws for one seed.
pub struct Dice {
    seed: u64,
    thrown: u32,
}

impl Dice {
    /// Nothing has been thrown.
    pub fn new(seed: u64) -> Self {
        Self { seed, thrown: 0 }
    }

    /// A number from 0 to `below - 1`, evenly; 0 if there is none.
    pub fn below(&mut self, below: u64) -> u64 {
        let mut key = Projection::default();
        key.u32(self.thrown);
        self.thrown += 1;
        sim::scale(sim::draw(self.seed, Purpose::Chaos, &key), below)
    }

    /// True once in so many throws.
    pub fn once_in(&mut self, throws: u64) -> bool {
        self.below(throws) == 0
    }

    /// A place in a list of this length; nothing if it is empty.
    pub fn place(&mut self, length: usize) -> Option<usize> {
        let place = usize::try_from(self.below(length as u64)).ok()?;
        (place < length).then_some(place)
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        self.place(things.len()).map(|place| &things[place])
    }
}
