//! Facts about what is numbered by somebody: transactions by the primary of an epoch, commands by their client.

use crate::protocol::clients::Command;
use crate::protocol::{Paged, Set, Value};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A number of two parts: an epoch and a counter, or a client and the how-manieth of its commands it is.
pub type Number = (u32, u32);

/// Facts of numbers that differ in no more than this stand together.
const BLOCK: u32 = 64;

/// The number of a command that stands in the ledger in these words; of what is no command, none of those that there are.
pub fn number_of_command(value: &Value) -> Number {
    Command::number_of(value).map_or((0, 0), |(client, sequence)| (client.number().into(), sequence))
}

/// A set of facts, in order, that only grows. A copy costs the same however many there are, and so does a fact whose number is near that of the last.
#[derive(Clone, Debug)]
pub struct Numbered<T> {
    blocks: Paged<u32, Facts<T>>,
    len: usize,
}

type Facts<T> = Arc<Set<(u32, T)>>;

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self { blocks: Paged::default(), len: 0 }
    }
}

impl<T: Clone + Ord> Numbered<T> {
    /// Puts it in, if it was not there.
    pub fn insert(&mut self, (of, number): Number, fact: T) {
        let put = |facts: &mut Facts<T>| Arc::make_mut(facts).insert((number, fact));
        self.len += usize::from(self.blocks.change(of, (number / BLOCK).into(), put));
    }

    /// Those of a number, in order.
    pub fn of(&self, (of, number): Number) -> impl Iterator<Item = &T> {
        let facts = self.blocks.get(of, (number / BLOCK).into()).into_iter().flat_map(|facts| facts.iter());
        facts
            .skip_while(move |(other, _)| *other < number)
            .take_while(move |(other, _)| *other == number)
            .map(|(_, fact)| fact)
    }

    /// Is it there?
    pub fn contains(&self, number: Number, fact: &T) -> bool {
        self.of(number).any(|other| other == fact)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All of them with their numbers, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Number, &T)> {
        self.blocks.iter().flat_map(|(of, _, facts)| facts.iter().map(move |(number, fact)| ((of, *number), fact)))
    }

    /// The first parts of the numbers of which there are facts, in order.
    pub fn firsts(&self) -> impl Iterator<Item = u32> {
        self.blocks.keys()
    }
}

impl<T: Clone + Ord> PartialEq for Numbered<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.iter().eq(other.iter())
    }
}

impl<T: Clone + Ord> Eq for Numbered<T> {}

impl<T: Clone + Ord + Hash> Hash for Numbered<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.len.hash(state);
        self.iter().for_each(|fact| fact.hash(state));
    }
}

impl<T: Clone + Ord> FromIterator<(Number, T)> for Numbered<T> {
    fn from_iter<I: IntoIterator<Item = (Number, T)>>(facts: I) -> Self {
        let mut all = Self::default();
        facts.into_iter().for_each(|(number, fact)| all.insert(number, fact));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// In whatever order they come, and however often, it is a set of them in order; numbers may be far apart.
    #[test]
    fn it_is_a_set_in_order() {
        let numbers = [(2, 7), (1, 15), (1, 16), (1, 0), (2, u32::MAX), (1, 15), (9, 3), (2, 8), (2, 7)];
        let facts: Vec<(Number, char)> =
            numbers.into_iter().flat_map(|number| ['b', 'a'].map(|fact| (number, fact))).collect();
        let (numbered, set) =
            (facts.iter().copied().collect::<Numbered<_>>(), facts.iter().copied().collect::<BTreeSet<_>>());
        assert!(numbered.iter().map(|(number, fact)| (number, *fact)).eq(set.iter().copied()));
        assert_eq!((numbered.len(), numbered.is_empty()), (set.len(), false));
        assert_eq!(numbered.of((1, 15)).collect::<String>(), "ab");
        assert_eq!(numbered.of((1, 14)).count() + numbered.of((3, 0)).count(), 0);
        assert!(
            numbered.contains((9, 3), &'a') && !numbered.contains((9, 3), &'c') && !numbered.contains((9, 4), &'a')
        );
        assert_eq!(numbered.firsts().collect::<Vec<_>>(), [1, 2, 9]);
        let backwards: Numbered<_> = facts.iter().rev().copied().collect();
        assert_eq!(numbered, backwards);
        let mut more = backwards.clone();
        more.insert((1, 1), 'a');
        assert!(more != backwards && backwards == numbered);
    }

    #[test]
    fn commands_are_numbered_by_their_clients() {
        let number = |text| number_of_command(&Value::new(text).expect("a value"));
        assert_eq!(number("x=1 #c2.17"), (2, 17));
        assert_eq!(number("a #c1.1 #c3.4000000000"), (3, 4_000_000_000));
        for no_command in ["no-op", "x=1", "x #c0.1", "x #n1.1", "x #c1.", "x #c1.2 ", "#c1.1"] {
            assert_eq!(number(no_command), (0, 0), "{no_command}");
        }
    }
}
