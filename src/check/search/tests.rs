use super::super::{Fingerprint, Property, mix};
use super::*;

/// Two counters that may each be raised by one, up to a limit; what is claimed of them is given.
struct Counters {
    limit: u8,
    properties: Vec<Property>,
    holds: fn(usize, (u8, u8)) -> bool,
    step_holds: fn((u8, u8), (u8, u8)) -> bool,
}

fn counters(limit: u8, claim: Claim, holds: fn(usize, (u8, u8)) -> bool) -> Counters {
    Counters { limit, properties: vec![Property { name: "claimed", claim }], holds, step_holds: |_, _| true }
}

impl Model for Counters {
    type State = (u8, u8);
    type Step = char;

    fn initial_states(&mut self) -> Vec<(u8, u8)> {
        vec![(0, 0)]
    }

    fn steps(&mut self, _: &(u8, u8), out: &mut Vec<char>) {
        out.extend(['l', 'r', 'n']);
    }

    fn next(&mut self, state: &(u8, u8), step: &char) -> Option<(u8, u8)> {
        let next = match step {
            'l' => (state.0 + 1, state.1),
            'r' => (state.0, state.1 + 1),
            _ => return None,
        };
        (next.0 <= self.limit && next.1 <= self.limit).then_some(next)
    }

    fn fingerprint(&self, state: &(u8, u8)) -> Fingerprint {
        mix(u64::from(state.0) << 8 | u64::from(state.1))
    }

    fn properties(&self) -> &[Property] {
        &self.properties
    }

    fn holds(&self, property: usize, state: &(u8, u8)) -> bool {
        (self.holds)(property, *state)
    }

    fn step_holds(&self, _: usize, before: &(u8, u8), _: &char, after: &(u8, u8)) -> bool {
        (self.step_holds)(*before, *after)
    }
}

#[test]
fn the_whole_space_is_seen() {
    let mut search = Search::new(counters(3, Claim::Always, |_, _| true), Bounds::default());
    assert_eq!(search.run(), &Verdict::Holds);
    let covered = search.covered();
    // 4 x 4 states; 12 steps to the left and 12 to the right; (3, 3) is six steps away and has none.
    assert_eq!((covered.distinct, covered.generated, covered.expanded), (16, 25, 16));
    assert_eq!((covered.depth, covered.terminal), (6, 1));
    assert_eq!(search.frontier(), 0);
}

#[test]
fn a_violation_comes_with_the_shortest_schedule() {
    let mut search = Search::new(counters(9, Claim::Always, |_, (l, r)| l + r < 4 || r != 1), Bounds::default());
    assert_eq!(search.run(), &Verdict::Violated { property: 0, initial: 0, script: vec!['l', 'l', 'l', 'r'] });
    assert_eq!(search.covered().depth, 3, "what was being expanded when it was found");
}

#[test]
fn an_initial_state_may_be_the_violation() {
    let mut search = Search::new(counters(9, Claim::Always, |_, state| state != (0, 0)), Bounds::default());
    assert_eq!(search.run(), &Verdict::Violated { property: 0, initial: 0, script: vec![] });
}

#[test]
fn a_step_may_be_the_violation_also_if_it_leads_to_a_state_seen_before() {
    let mut model = counters(9, Claim::EachStep, |_, _| true);
    // (1, 1) is found first by raising the left one; raising it last is the other way to it.
    model.step_holds = |before, after| (before, after) != ((0, 1), (1, 1));
    let mut search = Search::new(model, Bounds::default());
    assert_eq!(search.run(), &Verdict::Violated { property: 0, initial: 0, script: vec!['r', 'l'] });
}

#[test]
fn what_is_never_reached_is_told() {
    let mut search = Search::new(counters(3, Claim::Sometimes, |_, state| state == (3, 2)), Bounds::default());
    assert_eq!((search.run().clone(), search.reached(0)), (Verdict::Holds, true));
    let mut search = Search::new(counters(3, Claim::Sometimes, |_, state| state == (4, 0)), Bounds::default());
    assert_eq!((search.run().clone(), search.reached(0)), (Verdict::Holds, false));
}

#[test]
fn bounds_are_kept_and_told_and_a_bound_that_cuts_nothing_is_none() {
    let search = |bounds| {
        let mut search = Search::new(counters(3, Claim::Always, |_, _| true), bounds);
        (search.run().clone(), search.covered().distinct)
    };
    let states = |max_states| search(Bounds { max_states, ..Bounds::default() });
    assert_eq!(states(15), (Verdict::HoldsWithin(Bound::States(15)), 15));
    assert_eq!(states(16), (Verdict::Holds, 16));
    let depth = |max_depth| search(Bounds { max_depth, ..Bounds::default() });
    assert_eq!(depth(0), (Verdict::HoldsWithin(Bound::Depth(0)), 1));
    assert_eq!(depth(2), (Verdict::HoldsWithin(Bound::Depth(2)), 6));
    assert_eq!(depth(5), (Verdict::HoldsWithin(Bound::Depth(5)), 15));
    assert_eq!(depth(6), (Verdict::Holds, 16));
    let (verdict, seen) = search(Bounds { max_bytes: 1000, ..Bounds::default() });
    assert_eq!((verdict, seen), (Verdict::HoldsWithin(Bound::Bytes(1000)), 1));
}

#[test]
fn it_can_be_paused_anywhere_and_comes_to_the_same() {
    let model = || counters(9, Claim::Always, |_, (l, r)| l + r < 7 || r != 3);
    let mut whole = Search::new(model(), Bounds::default());
    whole.run();
    for budget in [1, 2, 7, 1000] {
        let mut search = Search::new(model(), Bounds::default());
        while !search.advance(budget) {}
        assert_eq!((search.verdict(), search.covered()), (whole.verdict(), whole.covered()), "by {budget}");
    }
}

#[test]
fn it_can_be_called_off() {
    let mut search = Search::new(counters(9, Claim::Always, |_, _| true), Bounds::default());
    assert!(!search.advance(5));
    search.stop();
    assert_eq!(search.run(), &Verdict::Stopped);
    assert_eq!(search.covered().expanded, 5);
}
