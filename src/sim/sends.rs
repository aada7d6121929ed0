//! How often each message was sent: what decides what the next of its kind is called, and what becomes of it.

use crate::protocol::{Ballot, Canonical, Kind, Label, NodeId, Paged, Projection, Slot};
use rpds::RedBlackTreeMapSync;

/// What is sent, from where to where.
pub(super) type Description = (NodeId, NodeId, Label);

/// Descriptions whose numbers differ in no more than this stand together.
const BLOCK: usize = 32;

/// How often a description was sent.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
struct Count {
    sends: u32,
    /// Sends and copies together.
    all: u32,
}

/// What descriptions have in common that follow each other: all but the number of a slot, or where there is none that of a round.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Way {
    from: NodeId,
    to: NodeId,
    kind: Kind,
    ballot: Ballot,
    of_slots: bool,
}

/// Of every description ever sent, how often. A copy costs the same however many there are, a long log takes little room for each of its slots, and to send
/// about a slot near the last costs the same however many there were.
#[derive(Clone, Debug)]
pub(super) struct Sends {
    counts: Paged<Way, [Count; BLOCK]>,
    /// How many copies were made of a send, the how-manieth of its description, if any were.
    copies: RedBlackTreeMapSync<(Description, u32), u32>,
}

impl Default for Sends {
    fn default() -> Self {
        Self { counts: Paged::default(), copies: RedBlackTreeMapSync::new_sync() }
    }
}

impl Sends {
    /// Once more: the how-manieth send of this description it is, from 1.
    pub fn send(&mut self, description: Description) -> u32 {
        self.change(description, |count| {
            count.sends += 1;
            count.sends
        })
    }

    /// A copy of this send: the how-manieth it is, from 1.
    pub fn copy(&mut self, description: Description, send: u32) -> u32 {
        let copy = self.copies.get(&(description, send)).map_or(1, |copies| copies + 1);
        self.copies.insert_mut((description, send), copy);
        copy
    }

    /// It sets out, a copy or not: the how-manieth of this description, from 1.
    pub fn set_out(&mut self, description: Description) -> u32 {
        self.change(description, |count| {
            count.all += 1;
            count.all
        })
    }

    /// How many messages of this description have set out, copies included.
    pub fn all(&self, description: Description) -> u32 {
        let (way, number, place) = place(description);
        self.counts.get(way, number).map_or(0, |block| block[place].all)
    }

    fn change(&mut self, description: Description, change: impl FnOnce(&mut Count) -> u32) -> u32 {
        let (way, number, place) = place(description);
        self.counts.change(way, number, |block| change(&mut block[place]))
    }

    /// Every description that was sent, in order.
    fn sorted(&self) -> Vec<(Description, Count)> {
        let of_block = |(way, number, block): (Way, u64, &[Count; BLOCK])| {
            let sent = (0..BLOCK).zip(*block).filter(|(_, count)| *count != Count::default());
            sent.map(move |(place, count)| (description(way, number, place), count)).collect::<Vec<_>>()
        };
        let mut all: Vec<_> = self.counts.iter().flat_map(of_block).collect();
        all.sort_unstable_by_key(|(description, _)| *description);
        all
    }
}

/// Where a description is counted: its way, the number of its block, and its place there.
fn place((from, to, label): Description) -> (Way, u64, usize) {
    let Label { kind, ballot, slot } = label;
    let (ballot, number) = match slot {
        Some(slot) => (ballot, slot),
        None => (Ballot::new(0, ballot.node), ballot.round.into()),
    };
    let (block, place) = (number / BLOCK as Slot, number % BLOCK as Slot);
    (Way { from, to, kind, ballot, of_slots: slot.is_some() }, block, place as usize)
}

/// What is counted there.
fn description(way: Way, block: u64, place: usize) -> Description {
    let Way { from, to, kind, ballot, of_slots } = way;
    let number = block * BLOCK as Slot + place as Slot;
    let label = match of_slots {
        true => Label { kind, ballot, slot: Some(number) },
        false => Label::of_ballot(kind, Ballot::new(u32::try_from(number).unwrap_or(u32::MAX), ballot.node)),
    };
    (from, to, label)
}

/// (Where one counts just now says nothing.)
impl PartialEq for Sends {
    fn eq(&self, other: &Self) -> bool {
        self.copies == other.copies && self.sorted() == other.sorted()
    }
}

impl Eq for Sends {}

impl Canonical for Sends {
    /// Of each description, in order: all that set out, and the copies of each send, for its fate is drawn for which of them it is.
    fn project(&self, out: &mut Projection) {
        let all = self.sorted();
        out.u32(u32::try_from(all.len()).unwrap_or(u32::MAX));
        for (description, count) in all {
            let (from, to, label) = description;
            from.project(out);
            to.project(out);
            label.project(out);
            out.u32(count.all);
            out.u32(count.sends);
            (1..=count.sends).for_each(|send| out.u32(self.copies.get(&(description, send)).copied().unwrap_or(0)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_description_is_counted_for_itself() {
        let (one, other) = (NodeId::FIRST, NodeId::new(2).expect("a node"));
        let label = |kind, round, node, slot| Label { kind, ballot: Ballot::new(round, node), slot };
        let mut descriptions = Vec::new();
        for (from, to) in [(one, other), (other, one)] {
            for kind in [Kind::Accept, Kind::Accepted, Kind::Request] {
                for round in [1, 2, 40] {
                    for slot in [None, Some(0), Some(15), Some(16), Some(70_000)] {
                        descriptions.push((from, to, label(kind, round, one, slot)));
                        descriptions.push((from, to, label(kind, round, other, slot)));
                    }
                }
            }
        }
        let mut sends = Sends::default();
        for (place, description) in descriptions.iter().enumerate() {
            for send in 1..=place as u32 % 3 + 1 {
                assert_eq!((sends.send(*description), sends.set_out(*description)), (send, send));
            }
        }
        descriptions.iter().enumerate().for_each(|(place, description)| {
            assert_eq!(sends.all(*description), place as u32 % 3 + 1);
        });
        assert_eq!(
            (sends.copy(descriptions[1], 2), sends.copy(descriptions[1], 2), sends.copy(descriptions[1], 1)),
            (1, 2, 1)
        );
        let told: Vec<_> = sends.sorted().into_iter().map(|(description, _)| description).collect();
        descriptions.sort_unstable();
        assert_eq!(told, descriptions);
    }
}
