//! A vector for what only grows, mostly.

use rpds::VectorSync;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// So many things stand together, once they are not the last any more.
const CHUNK: usize = 16;

/// A vector that grows at its end, and mostly changes there. A copy costs the same however long it is, and so does what is read and changed near the end.
#[derive(Clone, Debug)]
pub struct Growing<T> {
    /// All but the end, in chunks. (Rarely touched: the way to a chunk is the longer the more there are.)
    head: VectorSync<Arc<[T]>>,
    /// The end: less than two chunks.
    tail: Arc<Vec<T>>,
}

impl<T> Default for Growing<T> {
    fn default() -> Self {
        Self { head: VectorSync::new_sync(), tail: Arc::default() }
    }
}

impl<T> Growing<T> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.split() + self.tail.len()
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The thing at a place, from 0.
    pub fn get(&self, place: usize) -> Option<&T> {
        match place.checked_sub(self.split()) {
            Some(place) => self.tail.get(place),
            None => self.head.get(place / CHUNK)?.get(place % CHUNK),
        }
    }

    /// The last.
    pub fn last(&self) -> Option<&T> {
        self.get(self.len().checked_sub(1)?)
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.head.iter().flat_map(|chunk| chunk.iter()).chain(self.tail.iter())
    }

    /// The place at which the end begins.
    fn split(&self) -> usize {
        self.head.len() * CHUNK
    }
}

impl<T: Clone> Growing<T> {
    /// Puts it at the end.
    pub fn push(&mut self, thing: T) {
        let tail = Arc::make_mut(&mut self.tail);
        tail.push(thing);
        if tail.len() == 2 * CHUNK {
            self.head.push_back_mut(tail.drain(..CHUNK).collect());
        }
    }

    /// Takes the last away.
    pub fn pop(&mut self) -> Option<T> {
        if self.tail.is_empty() {
            self.tail = Arc::new(self.head.last()?.to_vec());
            self.head.drop_last_mut();
        }
        Arc::make_mut(&mut self.tail).pop()
    }

    /// The thing at a place, to change it.
    pub fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        match place.checked_sub(self.split()) {
            Some(place) => Arc::make_mut(&mut self.tail).get_mut(place),
            None => Arc::make_mut(self.head.get_mut(place / CHUNK)?).get_mut(place % CHUNK),
        }
    }
}

/// (Where the end begins says nothing.)
impl<T: PartialEq> PartialEq for Growing<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl<T: Eq> Eq for Growing<T> {}

impl<T: Hash> Hash for Growing<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.len().hash(state);
        self.iter().for_each(|thing| thing.hash(state));
    }
}

impl<T: Clone> FromIterator<T> for Growing<T> {
    fn from_iter<I: IntoIterator<Item = T>>(things: I) -> Self {
        let mut all = Self::default();
        things.into_iter().for_each(|thing| all.push(thing));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

    fn hash<T: Hash>(thing: &T) -> u64 {
        BuildHasherDefault::<DefaultHasher>::default().hash_one(thing)
    }

    /// Whatever is done to it, it is what a vector would be; and copies stay what they were.
    #[test]
    fn it_is_what_a_vector_would_be() {
        let (mut growing, mut vector) = (Growing::default(), Vec::new());
        let mut copies = Vec::new();
        // (A generator of Lehmer's, for a walk that goes up and down.)
        let mut dice = 7_u64;
        for step in 0..3_000_u64 {
            dice = dice * 48_271 % 2_147_483_647;
            match dice % if step < 1_500 { 8 } else { 3 } {
                0 => assert_eq!(growing.pop(), vector.pop()),
                1 if !vector.is_empty() => {
                    let place = (dice / 8) as usize % vector.len();
                    *growing.get_mut(place).expect("it is there") = step;
                    vector[place] = step;
                }
                _ => {
                    growing.push(step);
                    vector.push(step);
                }
            }
            assert_eq!((growing.len(), growing.is_empty()), (vector.len(), vector.is_empty()));
            assert_eq!(growing.last(), vector.last());
            if step % 50 == 0 {
                copies.push((growing.clone(), vector.clone()));
            }
        }
        assert!(vector.len() > 4 * CHUNK, "{}", vector.len());
        for (growing, vector) in copies {
            assert!(growing.iter().eq(&vector) && growing.iter().rev().eq(vector.iter().rev()));
            assert!((0..vector.len() + 2).all(|place| growing.get(place) == vector.get(place)));
            let again: Growing<_> = vector.into_iter().collect();
            assert!(growing == again && hash(&growing) == hash(&again));
            let mut other = again.clone();
            other.push(0);
            assert!(other != again);
        }
    }

    /// The places before and behind the end of a chunk, taken away down to nothing and put there again.
    #[test]
    fn it_shrinks_to_nothing_and_grows_again() {
        let mut growing: Growing<_> = (0..5 * CHUNK).collect();
        let whole = growing.clone();
        (0..5 * CHUNK).rev().for_each(|place| assert_eq!(growing.pop(), Some(place)));
        assert_eq!((growing.pop(), growing.last()), (None, None));
        assert_eq!(growing.get_mut(0), None);
        (0..5 * CHUNK).for_each(|place| growing.push(place));
        assert_eq!(growing, whole);
    }
}
