//! Which lane of its link each message takes, so that no message hides another.

use super::geometry::{LANE_WIDTH, Ring};
use crate::session::MessageView;
use std::collections::BTreeMap;

/// The lane of each message, by its number; 0 is the one next to the link's middle.
pub type Lanes = BTreeMap<u32, u8>;

const MOST_LANES: u8 = 4;

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

/// Gives every message a lane. One that had a lane keeps it; a new one takes the first in which it never comes near another on its
/// link for as long as both are under way.
pub fn assign(before: &Lanes, messages: &[MessageView], tick: f64, manual: bool, ring: &Ring) -> Lanes {
    let mut lanes = Lanes::new();
    for (place, message) in messages.iter().enumerate() {
        let kept = before.get(&message.id).copied();
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
    fn a_held_message_stays() {
        let held = MessageView { held_since_tick: Some(5), ..message(0, 2, 0, 10) };
        assert!((progress(&held, 9.0, false) - 0.5).abs() < 1e-9);
    }
}
