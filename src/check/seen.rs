//! The states seen: for each its fingerprint, where it came from, and by which choice. The states themselves are not kept.

use super::Fingerprint;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry as Slot;

/// No parent: an initial state.
const NOBODY: u32 = u32::MAX;
/// Entries are kept in pieces of this many, so that growing copies nothing and leaves nothing unused.
const PIECE: usize = 1 << 15;

/// A state's entry: 16 bytes.
#[derive(Clone, Copy)]
struct Entry {
    fingerprint: Fingerprint,
    parent: u32,
    choice: u32,
}

/// There is no room for another state.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Full;

/// The set of states seen, numbered in the order in which they were found. At most `u32::MAX - 1` of them.
#[derive(Default)]
pub(super) struct Seen {
    entries: Vec<Vec<Entry>>,
    places: HashTable<u32>,
}

impl Seen {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Was a state with this fingerprint seen?
    pub fn contains(&self, fingerprint: Fingerprint) -> bool {
        self.places.find(fingerprint, |place| entry(&self.entries, *place).fingerprint == fingerprint).is_some()
    }

    /// Notes a state by its fingerprint; its number, or nothing if it was seen before.
    ///
    /// # Errors
    /// There is no memory for it, or no number. Nothing has changed.
    pub fn insert(&mut self, fingerprint: Fingerprint, parent: Option<u32>, choice: u32) -> Result<Option<u32>, Full> {
        // What is full grows, but not for a state that it has.
        if self.places.len() == self.places.capacity() && self.contains(fingerprint) {
            return Ok(None);
        }
        let entries = &self.entries;
        let fingerprint_of = |place: &u32| entry(entries, *place).fingerprint;
        self.places.try_reserve(1, fingerprint_of).map_err(|_| Full)?;
        let number = u32::try_from(self.places.len()).ok().filter(|place| *place != NOBODY);
        let same = |place: &u32| fingerprint_of(place) == fingerprint;
        let Slot::Vacant(slot) = self.places.entry(fingerprint, same, fingerprint_of) else { return Ok(None) };
        let place = number.ok_or(Full)?;
        if self.entries.last().is_none_or(|piece| piece.len() == PIECE) {
            let mut piece = Vec::new();
            piece.try_reserve_exact(PIECE).map_err(|_| Full)?;
            self.entries.push(piece);
        }
        if let Some(piece) = self.entries.last_mut() {
            piece.push(Entry { fingerprint, parent: parent.unwrap_or(NOBODY), choice });
        }
        slot.insert(place);
        Ok(Some(place))
    }

    /// The choices that lead to a state: first which initial state, then which step in each.
    pub fn choices(&self, place: u32) -> Vec<u32> {
        let mut choices = Vec::new();
        let mut at = place;
        loop {
            let Entry { parent, choice, .. } = *entry(&self.entries, at);
            choices.push(choice);
            if parent == NOBODY {
                break;
            }
            at = parent;
        }
        choices.reverse();
        choices
    }

    /// How much memory it takes, in bytes.
    pub fn bytes(&self) -> usize {
        self.entries.len() * PIECE * size_of::<Entry>() + self.places.allocation_size()
    }
}

fn entry(entries: &[Vec<Entry>], place: u32) -> &Entry {
    let place = place as usize;
    &entries[place / PIECE][place % PIECE]
}

#[cfg(test)]
mod tests {
    use super::super::mix;
    use super::*;

    #[test]
    fn each_state_is_noted_once_and_leads_back_to_the_start() {
        let mut seen = Seen::default();
        assert_eq!(seen.insert(10, None, 3), Ok(Some(0)));
        assert_eq!(seen.insert(20, Some(0), 5), Ok(Some(1)));
        assert_eq!(seen.insert(10, Some(1), 9), Ok(None));
        assert_eq!(seen.insert(30, Some(1), 7), Ok(Some(2)));
        assert_eq!(seen.choices(2), [3, 5, 7]);
        assert_eq!(seen.choices(0), [3]);
        assert_eq!(seen.len(), 3);
    }

    #[test]
    fn a_state_takes_at_most_40_bytes_once_there_are_many() {
        let mut seen = Seen::default();
        for number in 0..2_000_000_u32 {
            let table = seen.places.allocation_size();
            assert_eq!(seen.insert(mix(u64::from(number)), number.checked_sub(1), 0), Ok(Some(number)));
            // While a table grows, there are two.
            let more = if seen.places.allocation_size() > table { table } else { 0 };
            let (bytes, states) = (seen.bytes() + more, seen.len());
            assert!(states < 100_000 || bytes <= 40 * states, "{bytes} bytes for {states} states");
        }
    }
}
