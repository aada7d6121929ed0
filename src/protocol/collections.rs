//! Small sorted collections. Those of a cluster's state hold a few entries; kept in a vector, in order, they are quick to clone, compare and hash, and
//! take a tenth of the code that a tree would take in WebAssembly.

use super::{Canonical, Projection};
use litemap::LiteMap;

/// A map in the order of its keys. Insertion and removal move what comes after.
pub type Map<K, V> = LiteMap<K, V>;

/// A set in order. Insertion and removal move what comes after.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Set<T>(Map<T, ()>);

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self(Map::new_vec())
    }
}

impl<T: Ord> Set<T> {
    /// Puts it in; false if it was there already.
    pub fn insert(&mut self, thing: T) -> bool {
        self.0.insert(thing, ()).is_none()
    }

    /// Takes it out; false if it was not there.
    pub fn remove(&mut self, thing: &T) -> bool {
        self.0.remove(thing).is_some()
    }

    /// Is it there?
    pub fn contains(&self, thing: &T) -> bool {
        self.0.contains_key(thing)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first.
    pub fn first(&self) -> Option<&T> {
        self.0.first().map(|(thing, ())| thing)
    }

    /// All of them, in order.
    pub fn iter(&self) -> SetIter<'_, T> {
        self.0.as_slice().iter().map(|(thing, ())| thing)
    }
}

/// The things of a [`Set`], in order.
pub type SetIter<'a, T> = std::iter::Map<std::slice::Iter<'a, (T, ())>, fn(&'a (T, ())) -> &'a T>;

impl<'a, T: Ord> IntoIterator for &'a Set<T> {
    type Item = &'a T;
    type IntoIter = SetIter<'a, T>;

    fn into_iter(self) -> SetIter<'a, T> {
        self.iter()
    }
}

impl<T: Canonical + Ord> Canonical for Set<T> {
    fn project(&self, out: &mut Projection) {
        out.all(self.iter());
    }
}
