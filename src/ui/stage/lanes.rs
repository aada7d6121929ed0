//! Where on its link each message is, so that no message hides another: side by side in lanes; on a connection, where none overtakes another, in single file.

use super::geometry::{LANE_WIDTH, Ring};
use crate::session::MessageView;
use std::collections::BTreeMap;

/// The lane of each message, by its number; 0 is the one next to the link's middle.
pub type Lanes = BTreeMap<u32, u8>;

const MOST_LANES: u8 = 4;
/// From one message of a file to the next.
const FILE_GAP: f64 = 27.0;

/// How far a message has come at this time, from 0 to 1. Where nothing moves unless commanded, it waits half-way, several of one link
/// one behind the other.
pub fn progress(message: &MessageView, tick: f64, manual: bool) -> f64 {
    if manual {
        return 0.42 + 0.16 * f64::from((message.name.occurrence.saturating_sub(1)) % 3);
    }
    let (sent, due) = (message.sent_tick as f64, message.due_tick as f64);
    let now = message.held_since_tick.map_or(tick, |held| held as f64);
    if due <= sent { 1.0 } else { ((now - sent) / (due - sent)).clamp(0.0, 1.0) }
}

/// How far every message of a view has come.
pub struct Files {
    /// Of each message that follows another on its connection: the place of that one, and how far behind it stays, as a part of the way. Empty where
    /// none does.
    behind: Vec<Option<(usize, f64)>>,
}

/// See [`Files`]. A long file stands closer.
#[inline(never)]
fn lined_up(messages: &[MessageView], ring: &Ring) -> Vec<Option<(usize, f64)>> {
    let mut ahead: Vec<Option<usize>> = Vec::with_capacity(messages.len());
    let mut longest: Vec<usize> = Vec::with_capacity(messages.len());
    for (place, message) in messages.iter().enumerate() {
        // Both are in the order of their numbers, and who follows set out later.
        let found = message.ahead.and_then(|id| messages[..place].binary_search_by_key(&id, |other| other.id).ok());
        ahead.push(found);
        longest.push(found.map_or(0, |at| longest[at] + 1));
    }
    // Who is ahead hears from those behind how long the file is, and then tells them.
    for (place, found) in ahead.iter().enumerate().rev() {
        if let Some(at) = found {
            longest[*at] = longest[*at].max(longest[place]);
        }
    }
    for (place, found) in ahead.iter().enumerate() {
        longest[place] = found.map_or(longest[place], |at| longest[at]);
    }
    let gap = |place: usize| {
        let length = ring.lane(messages[place].name.from, messages[place].name.to, 0).length().max(1.0);
        (FILE_GAP / length).min(0.85 / longest[place].max(1) as f64)
    };
    ahead.iter().enumerate().map(|(place, found)| found.map(|at| (at, gap(place)))).collect()
}

impl Files {
    /// The files in which these messages stand.
    pub fn of(messages: &[MessageView], ring: &Ring) -> Files {
        let any = messages.iter().any(|message| message.ahead.is_some());
        Files { behind: if any { lined_up(messages, ring) } else { Vec::new() } }
    }

    /// Whom the message at this place follows, and how far behind.
    fn behind(&self, place: usize) -> Option<(usize, f64)> {
        self.behind.get(place).copied().flatten()
    }

    /// How far each has come at this time, from 0 to 1.
    pub fn progress(&self, messages: &[MessageView], tick: f64, manual: bool) -> Vec<f64> {
        let mut all: Vec<f64> = Vec::with_capacity(messages.len());
        for (place, message) in messages.iter().enumerate() {
            let own = progress(message, tick, manual);
            all.push(match self.behind(place) {
                Some((ahead, gap)) if manual => (all[ahead] - gap).max(0.0),
                Some((ahead, gap)) => own.min(all[ahead] - gap).max(0.0),
                None => own,
            });
        }
        all
    }

    /// Does the message at this place stand so close behind another that there is no room for words below it?
    pub fn is_close(&self, messages: &[MessageView], place: usize) -> bool {
        let ahead = self.behind(place).and_then(|(ahead, _)| messages.get(ahead));
        ahead.is_some_and(|ahead| ahead.held_since_tick.is_some() || ahead.due_tick + 2 >= messages[place].due_tick)
    }
}

/// Gives every message a lane; a file has one. One that had a lane keeps it; a new one takes the first in which it never comes near another on its
/// link for as long as both are under way.
pub fn assign(before: &Lanes, messages: &[MessageView], tick: f64, manual: bool, ring: &Ring) -> Lanes {
    let mut lanes = Lanes::new();
    for (place, message) in messages.iter().enumerate() {
        let kept = before.get(&message.id).or_else(|| lanes.get(&message.ahead?)).copied();
        let lane = kept.unwrap_or_else(|| first_free(&messages[..place], message, &lanes, tick, manual, ring));
        lanes.insert(message.id, lane);
    }
    lanes
}

fn first_free(
    earlier: &[MessageView],
    message: &MessageView,
    lanes: &Lanes,
    tick: f64,
    manual: bool,
    ring: &Ring,
) -> u8 {
    let (from, to) = (message.name.from, message.name.to);
    let length = ring.lane(from, to, 0).length();
    let near = |other: &&MessageView| {
        (other.name.from, other.name.to) == (from, to) && meet(other, message, tick, manual, LANE_WIDTH / length)
    };
    let taken: Vec<u8> = earlier.iter().filter(near).filter_map(|other| lanes.get(&other.id).copied()).collect();
    (0..MOST_LANES).find(|lane| !taken.contains(lane)).unwrap_or((message.id % u32::from(MOST_LANES)) as u8)
}

/// True if the two are ever closer than `gap` (a part of the way) from now until the first of them arrives.
fn meet(one: &MessageView, other: &MessageView, tick: f64, manual: bool, gap: f64) -> bool {
    let apart = |at: f64| progress(one, at, manual) - progress(other, at, manual);
    let until = (one.due_tick.min(other.due_tick) as f64).max(tick);
    let (now, then) = (apart(tick), apart(until));
    now.abs() < gap || then.abs() < gap || now.signum() != then.signum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Ballot, Kind, Label, NodeId};
    use crate::sim::MessageName;

    fn message(id: u32, to: u8, sent_tick: u64, due_tick: u64) -> MessageView {
        let node = |number| NodeId::new(number).expect("a node");
        let label = Label::of_ballot(Kind::Accept, Ballot::new(1, node(1)));
        MessageView {
            id,
            name: MessageName { from: node(1), to: node(to), label, occurrence: 1 },
            content: Default::default(),
            sent_tick,
            due_tick,
            held_since_tick: None,
            copy: false,
            ahead: None,
            undeliverable: None,
        }
    }

    fn check(messages: &[MessageView], expected: &[u8]) {
        let ring = Ring::new(900.0, 500.0, 3);
        let lanes = assign(&Lanes::new(), messages, 0.0, false, &ring);
        assert_eq!(lanes.into_values().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn messages_that_never_meet_share_a_lane() {
        check(&[message(0, 2, 0, 10), message(1, 3, 0, 10)], &[0, 0]);
    }

    #[test]
    fn messages_at_one_place_and_those_that_overtake_get_their_own() {
        check(&[message(0, 2, 0, 10), message(1, 2, 0, 10)], &[0, 1]);
        check(&[message(0, 2, 0, 20), message(1, 2, 2, 8)], &[0, 1]);
    }

    #[test]
    fn a_message_keeps_its_lane() {
        let ring = Ring::new(900.0, 500.0, 3);
        let before = Lanes::from([(1, 1)]);
        let lanes = assign(&before, &[message(1, 2, 0, 10)], 5.0, false, &ring);
        assert_eq!(lanes[&1], 1);
    }

    #[test]
    fn a_file_has_one_lane_and_nobody_in_it_touches_another() {
        let ring = Ring::new(900.0, 500.0, 3);
        let behind = |id: u32, due_tick| MessageView { ahead: Some(id - 1), ..message(id, 2, 0, due_tick) };
        let file = [message(0, 2, 0, 10), message(1, 3, 0, 10), message(2, 2, 0, 10)];
        let mut file = file.to_vec();
        file[2].ahead = Some(0);
        file.extend([behind(3, 10), behind(4, 30)]);
        let lanes = assign(&Lanes::new(), &file, 0.0, false, &ring);
        assert!(file.iter().all(|message| lanes[&message.id] == 0));
        let files = Files::of(&file, &ring);
        let length = ring.lane(file[0].name.from, file[0].name.to, 0).length();
        for tick in [4.0, 7.0, 10.0] {
            let all = files.progress(&file, tick, false);
            for (one, next) in [(0, 2), (2, 3), (3, 4)] {
                let apart = (all[one] - all[next]) * length;
                assert!(apart > FILE_GAP - 0.01 || all[next] == 0.0, "{tick}: {apart}");
            }
            // Who is late anyway keeps its own time.
            assert!(all[4] <= tick / 30.0 + 1e-9);
        }
        assert!([2, 3].into_iter().all(|place| files.is_close(&file, place)));
        assert!([0, 1, 4].into_iter().all(|place| !files.is_close(&file, place)));
    }

    #[test]
    fn a_long_file_fits_on_its_way() {
        let ring = Ring::new(360.0, 420.0, 5);
        let mut file = vec![message(0, 2, 0, 10)];
        file.extend((1..40).map(|id| MessageView { ahead: Some(id - 1), ..message(id, 2, 0, 10) }));
        let all = Files::of(&file, &ring).progress(&file, 10.0, false);
        assert!(all.windows(2).all(|pair| pair[0] > pair[1] && pair[1] > 0.0));
    }

    #[test]
    fn a_held_message_stays() {
        let held = MessageView { held_since_tick: Some(5), ..message(0, 2, 0, 10) };
        assert!((progress(&held, 9.0, false) - 0.5).abs() < 1e-9);
    }
}
