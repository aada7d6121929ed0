//! A map for what is numbered in the order in which it comes.

use rpds::RedBlackTreeMapSync;

/// Blocks by a key and a number, of which mostly those are changed that were changed before: of each key one is at hand. A copy costs the same however many there are, and so
/// does a change, but of the first in another block.
#[derive(Clone, Debug)]
pub struct Paged<K: Ord, B> {
    /// Of each key, the block that was changed last,
    last: RedBlackTreeMapSync<(K, u64), Page<B>>,
    /// and under their numbers those before, as they were when they were left: one that was come back to is here too.
    left: RedBlackTreeMapSync<(K, u64), Page<B>>,
}

/// A block with its number.
#[derive(Clone, Debug)]
struct Page<B> {
    number: u64,
    block: B,
}

/// The place of the block that was changed last. (Both trees have the same keys: in WebAssembly that is the code for one.)
const LAST: u64 = 0;

impl<K: Ord, B> Default for Paged<K, B> {
    fn default() -> Self {
        Self { last: RedBlackTreeMapSync::new_sync(), left: RedBlackTreeMapSync::new_sync() }
    }
}

impl<K: Copy + Ord, B: Clone + Default> Paged<K, B> {
    /// The block, if it was ever changed.
    pub fn get(&self, key: K, number: u64) -> Option<&B> {
        let last = self.last.get(&(key, LAST)).filter(|page| page.number == number);
        last.or_else(|| self.left.get(&(key, number))).map(|page| &page.block)
    }

    /// Changes a block; one that was never changed is what a block is by default.
    pub fn change<R: Default>(&mut self, key: K, number: u64, change: impl FnOnce(&mut B) -> R) -> R {
        if let Some(page) = self.last.get_mut(&(key, LAST)).filter(|page| page.number == number) {
            return change(&mut page.block);
        }
        self.go_to(key, number);
        self.last.get_mut(&(key, LAST)).map(|page| change(&mut page.block)).unwrap_or_default()
    }

    /// Every block that was ever changed, by key and number.
    pub fn iter(&self) -> impl Iterator<Item = (K, u64, &B)> {
        let is_last = |key: K, number| self.last.get(&(key, LAST)).is_some_and(|page| page.number == number);
        let left = self.left.iter().filter(move |((key, number), _)| !is_last(*key, *number));
        let mut all: Vec<_> = self.last.iter().chain(left).map(|((key, _), page)| (*key, page)).collect();
        all.sort_unstable_by_key(|(key, page)| (*key, page.number));
        all.into_iter().map(|(key, page)| (key, page.number, &page.block))
    }

    /// The keys of which there are blocks, in order.
    pub fn keys(&self) -> impl Iterator<Item = K> {
        self.last.keys().map(|(key, _)| *key)
    }

    #[inline(never)]
    fn go_to(&mut self, key: K, number: u64) {
        let known = self.left.get(&(key, number)).cloned();
        if let Some(last) = self.last.get(&(key, LAST)) {
            self.left.insert_mut((key, last.number), last.clone());
        }
        self.last.insert_mut((key, LAST), known.unwrap_or_else(|| Page { number, block: B::default() }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever changes here and there, and here again, has changed the same as who does it in order.
    #[test]
    fn what_was_left_is_come_back_to() {
        let (mut in_order, mut to_and_fro) = (Paged::<u8, u32>::default(), Paged::default());
        let places: Vec<(u8, u64)> = [2, 1].into_iter().flat_map(|key| [3, 0, 7].map(|number| (key, number))).collect();
        let once_more = |block: &mut u32| {
            *block += 1;
            *block
        };
        for (key, number) in &places {
            (1..=3).for_each(|time| assert_eq!(in_order.change(*key, *number, once_more), time));
        }
        for time in 1..=3 {
            places.iter().for_each(|(key, number)| assert_eq!(to_and_fro.change(*key, *number, once_more), time));
        }
        let all =
            |paged: &Paged<u8, u32>| paged.iter().map(|(key, number, block)| (key, number, *block)).collect::<Vec<_>>();
        assert_eq!(all(&in_order), [(1, 0, 3), (1, 3, 3), (1, 7, 3), (2, 0, 3), (2, 3, 3), (2, 7, 3)]);
        assert_eq!(all(&in_order), all(&to_and_fro));
        assert_eq!(to_and_fro.keys().collect::<Vec<_>>(), [1, 2]);
        // A copy stays what it was; and what was never changed is not there.
        let copy = to_and_fro.clone();
        assert_eq!(to_and_fro.change(1, 3, once_more), 4);
        assert_eq!((copy.get(1, 3), to_and_fro.get(1, 3)), (Some(&3), Some(&4)));
        assert_eq!((to_and_fro.get(1, 7), to_and_fro.get(1, 1), to_and_fro.get(3, 0)), (Some(&3), None, None));
    }
}
