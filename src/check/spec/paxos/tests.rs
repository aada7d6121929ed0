use super::super::super::{Bounds, Coverage, Search, Verdict};
use super::*;

fn majorities(acceptors: u8, values: u8, highest_ballot: u8) -> Constants {
    Constants { acceptors, values, highest_ballot, quorums: Quorums::majorities(acceptors) }
}

fn search(
    constants: Constants,
    mutation: Option<Mutation>,
    question: Question,
    symmetry: bool,
) -> (Verdict<Step>, Coverage) {
    let model = Paxos::new(constants, mutation, question, symmetry).expect("constants that fit");
    let mut search = Search::new(model, Bounds::default());
    let verdict = search.run().clone();
    (verdict, search.covered())
}

/// The space has exactly so many states and, counted in states as TLC does, this depth; agreement holds.
fn counts(constants: Constants, symmetry: bool, distinct: u64, depth: u32) {
    let (verdict, covered) = search(constants, None, Question::Agreement, symmetry);
    let found = (verdict, covered.distinct, covered.depth + 1);
    assert_eq!(found, (Verdict::Holds, distinct, depth), "{constants:?}, symmetry {symmetry}");
}

/// Of each mistake, with three acceptors and two values: a highest ballot with which it breaks agreement, none below if it is more than 1, and how many
/// steps that takes; nothing, if it breaks nothing with this one either.
const FOUND: [(Mutation, u8, Option<usize>); 19] = [
    // Lengths that TLC found.
    (Mutation::SkipPhase1, 1, Some(6)),
    (Mutation::BallotReuse, 1, Some(9)),
    (Mutation::DuplicateVote, 1, Some(10)),
    (Mutation::IgnorePromises, 1, Some(12)),
    (Mutation::AcceptUnchecked, 1, Some(12)),
    (Mutation::LoseBoth, 1, Some(13)),
    (Mutation::AnyValue, 2, Some(17)),
    (Mutation::VotesAcrossBallots, 3, Some(20)),
    // Ours.
    (Mutation::StalePromises, 1, Some(9)),
    (Mutation::DuplicatePromise, 1, Some(10)),
    (Mutation::HideVote, 1, Some(12)),
    (Mutation::PromiseUnchecked, 1, Some(12)),
    (Mutation::LosePromise, 1, Some(13)),
    (Mutation::LoseVote, 1, Some(13)),
    (Mutation::LowestBallotValue, 2, Some(17)),
    (Mutation::GreatestValue, 2, Some(17)),
    (Mutation::NoRaise, 2, Some(17)),
    (Mutation::RePromise, 2, None),
    (Mutation::AcceptStrict, 2, None),
];

/// The length of the shortest violation of agreement; nothing, if there is none.
fn shortest(mutation: Mutation, highest_ballot: u8, symmetry: bool) -> Option<usize> {
    let (verdict, _) = search(majorities(3, 2, highest_ballot), Some(mutation), Question::Agreement, symmetry);
    match verdict {
        Verdict::Violated { script, .. } => Some(script.len()),
        other => {
            assert_eq!(other, Verdict::Holds, "{}", mutation.name());
            None
        }
    }
}

#[test]
fn the_space_is_as_large_and_as_deep_as_tlc_says() {
    counts(majorities(3, 1, 1), false, 1_681, 17);
    counts(majorities(3, 2, 1), false, 3_921, 17);
    counts(majorities(3, 2, 1), true, 443, 17);
    counts(majorities(3, 1, 2), false, 68_921, 25);
    counts(majorities(3, 1, 2), true, 12_627, 25);
    counts(majorities(4, 1, 1), false, 9_409, 21);
    counts(majorities(5, 1, 1), false, 297_025, 25);
}

#[test]
fn choosing_takes_six_steps_of_three_and_eight_of_five() {
    for (acceptors, steps) in [(1, 4), (3, 6), (5, 8)] {
        let (verdict, _) = search(majorities(acceptors, 1, 1), None, Question::NeverChosen, true);
        let Verdict::Violated { script, .. } = verdict else { panic!("{acceptors}: {verdict:?}") };
        assert_eq!(script.len(), steps, "{acceptors} acceptors");
    }
}

#[test]
fn a_value_can_always_be_chosen_but_with_a_mistake_that_keeps_those_who_promised_from_voting() {
    let can_decide = |mutation| search(majorities(3, 2, 0), mutation, Question::CanDecide, true).0;
    assert_eq!(search(majorities(3, 2, 1), None, Question::CanDecide, true).0, Verdict::Holds);
    let stuck: Vec<Mutation> =
        Mutation::ALL.into_iter().filter(|mutation| can_decide(Some(*mutation)) != Verdict::Holds).collect();
    assert_eq!(stuck, [Mutation::AcceptStrict]);
    let from_the_start = Verdict::Violated { property: 0, initial: 0, script: vec![] };
    assert_eq!(can_decide(Some(Mutation::AcceptStrict)), from_the_start);
}

#[test]
fn two_of_four_are_no_quorum() {
    let halves = Constants { quorums: Quorums { phase1: 2, phase2: 2 }, ..majorities(4, 2, 1) };
    assert!(!halves.quorums.meet(4));
    let (verdict, _) = search(halves, None, Question::Agreement, true);
    let Verdict::Violated { script, .. } = verdict else { panic!("{verdict:?}") };
    assert_eq!(script.len(), 12);
}

#[test]
fn quorums_of_different_sizes_are_safe_if_they_meet() {
    let meet = Constants { quorums: Quorums { phase1: 3, phase2: 2 }, ..majorities(4, 2, 1) };
    assert!(meet.quorums.meet(4));
    assert_eq!(search(meet, None, Question::Agreement, true).0, Verdict::Holds);
    let grid = Constants { quorums: Quorums { phase1: 1, phase2: 3 }, ..majorities(3, 2, 1) };
    assert_eq!(search(grid, None, Question::Agreement, true).0, Verdict::Holds);
}

#[test]
fn mistakes_are_found_by_schedules_as_short_as_tlc_says() {
    let mut listed: Vec<&str> = FOUND.iter().map(|(mutation, ..)| mutation.name()).collect();
    listed.sort_unstable();
    let mut all = Mutation::ALL.map(Mutation::name);
    all.sort_unstable();
    assert_eq!(listed, all);
    for (mutation, highest_ballot, length) in FOUND {
        let found = shortest(mutation, highest_ballot, true);
        assert_eq!(found, length, "{} with ballots 0..{highest_ballot}", mutation.name());
        if highest_ballot == 1 {
            assert_eq!(shortest(mutation, 1, false), length, "{} without symmetry", mutation.name());
        } else {
            let fewer = shortest(mutation, highest_ballot - 1, true);
            assert_eq!(fewer, None, "{} with ballots 0..{}", mutation.name(), highest_ballot - 1);
        }
    }
}

#[test]
fn a_schedule_that_is_found_can_be_taken_and_ends_in_the_violation() {
    for mutation in [Mutation::SkipPhase1, Mutation::LoseBoth] {
        let mut model =
            Paxos::new(majorities(3, 2, 1), Some(mutation), Question::Agreement, true).expect("constants that fit");
        let mut search = Search::new(model.clone(), Bounds::default());
        let Verdict::Violated { script, .. } = search.run().clone() else { panic!("nothing was found") };
        let mut state = model.initial_states().remove(0);
        for step in &script {
            assert!(model.holds(0, &state), "already before {step}");
            let mut enabled = Vec::new();
            model.steps(&state, &mut enabled);
            assert!(enabled.contains(step), "{step} cannot be taken");
            state = model.next(&state, step).expect("it leads somewhere");
        }
        assert!(!model.holds(0, &state));
    }
}

#[test]
fn constants_that_cannot_be_searched_are_refused() {
    let refused = |constants| Paxos::new(constants, None, Question::Agreement, false).err();
    let fits = majorities(3, 2, 1);
    assert_eq!(refused(fits), None);
    assert_eq!(refused(Constants { acceptors: 0, ..fits }), Some(ConstantsError::Acceptors(0)));
    assert_eq!(refused(Constants { acceptors: 16, ..fits }), Some(ConstantsError::Acceptors(16)));
    assert_eq!(refused(Constants { values: 0, ..fits }), Some(ConstantsError::NoValue));
    assert_eq!(
        refused(Constants { quorums: Quorums { phase2: 0, ..fits.quorums }, ..fits }),
        Some(ConstantsError::Quorum(0))
    );
    assert_eq!(
        refused(Constants { quorums: Quorums { phase1: 4, ..fits.quorums }, ..fits }),
        Some(ConstantsError::Quorum(4))
    );
    let eight = Constants { values: 8, ..fits };
    assert_eq!(refused(eight), None);
    assert_eq!(Paxos::new(eight, None, Question::Agreement, true).err(), Some(ConstantsError::TooManyOrders));
    assert_eq!(refused(Constants { highest_ballot: 7, ..fits }), Some(ConstantsError::TooManyMessages));
    assert_eq!(refused(Constants { highest_ballot: 255, ..fits }), Some(ConstantsError::TooManyMessages));
}

#[test]
fn names_lead_back_to_mutations() {
    for mutation in Mutation::ALL {
        assert_eq!(Mutation::from_name(mutation.name()), Some(mutation));
    }
    assert_eq!(Mutation::from_name("no-such"), None);
}
