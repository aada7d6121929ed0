use super::super::{Fingerprint, Property, mix};
use super::*;

/// Two counters that may each be raised by one, up to a limit; what is claimed of them is given.
struct Counters {
    limit: u8,
    properties: Vec<Property>,
    holds: fn(usize, (u8, u8)) -> bool,
    goal: fn((u8, u8)) -> bool,
    step_holds: fn((u8, u8), (u8, u8)) -> bool,
}

fn counters(limit: u8, claim: Claim, holds: fn(usize, (u8, u8)) -> bool) -> Counters {
    Counters {
        limit,
        properties: vec![Property { name: "claimed", claim }],
        holds,
        goal: |_| true,
        step_holds: |_, _| true,
    }
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

    fn holds(&mut self, property: usize, state: &(u8, u8)) -> bool {
        match self.properties[property].claim {
            Claim::Sometimes => (self.goal)(*state),
            _ => (self.holds)(property, *state),
        }
    }

    fn is_unfinished(&self, state: &(u8, u8)) -> bool {
        state.1 < 3
    }

    fn step_holds(&mut self, _: usize, before: &(u8, u8), _: &char, after: &(u8, u8)) -> bool {
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

/// What comes of the claim that some state can be reached: the verdict, the schedule, and how many states were seen.
fn can_reach(goal: fn((u8, u8)) -> bool, bounds: Bounds) -> (Verdict<char>, Option<String>, u64) {
    let mut model = counters(3, Claim::Sometimes, |_, _| true);
    model.goal = goal;
    let mut search = Search::new(model, bounds);
    let verdict = search.run().clone();
    let schedule = search.schedule_to(0).map(|(_, script)| script.into_iter().collect());
    assert_eq!(search.reached(0), schedule.is_some());
    (verdict, schedule, search.covered().distinct)
}

#[test]
fn a_goal_is_reached_by_the_shortest_schedule_and_nothing_more_is_seen() {
    let (verdict, schedule, seen) = can_reach(|state| state == (1, 1), Bounds::default());
    assert_eq!((verdict, schedule.as_deref(), seen), (Verdict::Holds, Some("lr"), 5));
    let (verdict, schedule, seen) = can_reach(|state| state == (0, 0), Bounds::default());
    assert_eq!((verdict, schedule.as_deref(), seen), (Verdict::Holds, Some(""), 1));
}

#[test]
fn a_goal_that_cannot_be_reached_is_told_and_one_beyond_the_bound_is_not_called_so() {
    assert_eq!(can_reach(|state| state.0 == 4, Bounds::default()), (Verdict::Unreachable { property: 0 }, None, 16));
    let bounds = Bounds { max_depth: 2, ..Bounds::default() };
    assert_eq!(can_reach(|state| state == (2, 1), bounds), (Verdict::HoldsWithin(Bound::Depth(2)), None, 6));
}

#[test]
fn a_goal_beside_other_claims_leaves_nothing_unseen() {
    let mut model = counters(3, Claim::Always, |_, _| true);
    model.properties.push(Property { name: "reached", claim: Claim::Sometimes });
    let mut search = Search::new(model, Bounds::default());
    assert_eq!((search.run().clone(), search.covered().distinct), (Verdict::Holds, 16));
    assert_eq!(search.schedule_to(1), Some((0, vec![])));
}

#[test]
fn states_that_lead_nowhere_are_counted_and_those_with_something_left_undone() {
    let mut search = Search::new(counters(3, Claim::Always, |_, _| true), Bounds::default());
    search.run();
    assert_eq!((search.covered().terminal, search.covered().dead_ends), (1, 0));
    let mut search = Search::new(counters(2, Claim::Always, |_, _| true), Bounds::default());
    search.run();
    assert_eq!((search.covered().terminal, search.covered().dead_ends), (1, 1));
}

/// A step that breaks a property of steps and leads to a state that breaks one of states is told by the one that comes first.
#[test]
fn of_the_properties_that_one_step_breaks_the_first_is_named() {
    for (first, second) in [(Claim::Always, Claim::EachStep), (Claim::EachStep, Claim::Always)] {
        let mut model = counters(9, first, |_, state| state != (1, 1));
        model.properties.push(Property { name: "claimed too", claim: second });
        model.step_holds = |_, after| after != (1, 1);
        let mut search = Search::new(model, Bounds::default());
        assert_eq!(search.run(), &Verdict::Violated { property: 0, initial: 0, script: vec!['l', 'r'] }, "{first:?}");
    }
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

#[test]
fn a_schedule_drawn_by_chance_keeps_to_what_was_covered() {
    let bounds = Bounds { max_depth: 2, ..Bounds::default() };
    let mut cut = Search::new(counters(3, Claim::Always, |_, _| true), bounds);
    cut.run();
    assert_eq!(cut.wander(10, |among| among - 1), (vec!['r', 'r'], (0, 2)));
    let mut whole = Search::new(counters(3, Claim::Always, |_, _| true), Bounds::default());
    whole.run();
    assert_eq!(whole.wander(100, |_| 0), (vec!['l', 'l', 'l', 'r', 'r', 'r'], (3, 3)));
    assert_eq!(whole.wander(4, |_| 0).0.len(), 4);
}
