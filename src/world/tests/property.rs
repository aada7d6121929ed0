//! Properties on ledgers made by hand: what is a breach, and what is none.

use super::{Breach, Learned, Ledger, Misvote, Property, misvote, node, value};
use crate::protocol::{Ballot, Quorums, Testimony, Vote};

/// Something that an acceptor of three did: it promised the ballot, or voted in it.
type Deed = (u8, (u32, u8), Option<&'static str>);

/// A ledger of these deeds, in which "blue" and "red" were asked for.
fn ledger(deeds: &[Deed]) -> Ledger {
    let mut ledger = Ledger::default();
    for asked in ["blue", "red"] {
        ledger.ask(value(asked));
    }
    for (acceptor, (round, owner), voted) in deeds {
        let ballot = Ballot::new(*round, node(*owner));
        let testimony = match voted {
            None => Testimony::Promised(ballot),
            Some(text) => Testimony::Voted(0, Vote { ballot, value: value(text) }),
        };
        ledger.record(node(*acceptor), testimony);
    }
    ledger
}

/// Exactly these properties fail in a cluster of three with this ledger.
fn check(deeds: &[Deed], broken: &[Property]) {
    let ledger = ledger(deeds);
    let fails = |property: &Property| property.judge(&ledger, Quorums::majorities(3), 3).is_some();
    let found: Vec<Property> = Property::VOTES.into_iter().filter(fails).collect();
    assert_eq!(found, broken, "{deeds:?}");
}

const FIRST: (u32, u8) = (1, 1);
const SECOND: (u32, u8) = (1, 2);

#[test]
fn nothing_fails_where_nothing_has_happened() {
    check(&[], &[]);
}

#[test]
fn a_vote_in_the_lowest_ballot_of_all_is_safe() {
    check(&[(1, FIRST, Some("blue"))], &[]);
}

#[test]
fn a_vote_is_safe_once_a_quorum_can_vote_in_no_lower_ballot() {
    check(&[(1, SECOND, None), (2, SECOND, Some("blue"))], &[]);
}

/// "Cannot vote" is to have promised more than the ballot below, not the same.
#[test]
fn a_vote_is_unsafe_while_others_may_still_vote_below() {
    check(&[(2, SECOND, Some("blue"))], &[Property::VotesSafe]);
    check(&[(1, FIRST, None), (2, SECOND, Some("blue"))], &[Property::VotesSafe]);
    check(&[(1, FIRST, None), (2, FIRST, Some("blue")), (3, SECOND, Some("red"))], &[Property::VotesSafe]);
}

/// To have voted below for the same value is as good as never to vote there.
#[test]
fn votes_for_the_same_value_below_do_no_harm() {
    check(&[(1, FIRST, Some("blue")), (2, SECOND, Some("blue"))], &[]);
    check(&[(1, FIRST, Some("blue")), (2, SECOND, Some("red"))], &[Property::VotesSafe]);
}

/// To have promised more is no help to one that has voted below already.
#[test]
fn a_vote_cast_below_stays_cast_whatever_is_promised_since() {
    let both_moved_on = [(1, FIRST, Some("blue")), (1, (3, 1), None), (2, (3, 1), None), (3, SECOND, Some("red"))];
    check(&both_moved_on, &[]);
    let both_voted = [(1, FIRST, Some("blue")), (1, (3, 1), None), (2, FIRST, Some("blue")), (3, SECOND, Some("red"))];
    check(&both_voted, &[Property::VotesSafe]);
}

#[test]
fn two_values_in_one_ballot_are_a_breach_whoever_voted() {
    check(&[(1, FIRST, Some("blue")), (2, FIRST, Some("red"))], &[Property::OneValuePerBallot]);
    check(&[(1, FIRST, Some("blue")), (1, FIRST, Some("red"))], &[Property::OneValuePerBallot]);
}

#[test]
fn two_chosen_values_break_agreement_and_the_same_value_twice_does_not() {
    let twice = |second| {
        [(1, FIRST, Some("blue")), (2, FIRST, Some("blue")), (2, SECOND, Some(second)), (3, SECOND, Some(second))]
    };
    check(&twice("blue"), &[]);
    check(&twice("red"), &[Property::Agreement, Property::VotesSafe]);
}

#[test]
fn a_chosen_value_that_nobody_asked_for_breaks_validity() {
    check(&[(1, FIRST, Some("green"))], &[]);
    check(&[(1, FIRST, Some("green")), (2, FIRST, Some("green"))], &[Property::Validity]);
}

#[test]
fn votes_in_different_ballots_choose_nothing() {
    check(&[(1, FIRST, Some("green")), (2, (1, 1), None), (2, SECOND, Some("green"))], &[]);
}

#[test]
fn what_is_learned_has_to_be_chosen() {
    let mut ledger = ledger(&[(1, FIRST, Some("blue")), (2, SECOND, Some("blue"))]);
    let judge = |ledger: &Ledger| Property::LearnedChosen.judge(ledger, Quorums::majorities(3), 3);
    assert_eq!(judge(&ledger), None);
    ledger.learn(Learned { slot: 0, value: value("blue"), node: node(3) });
    let Some(Breach::NotChosen { learned, votes }) = judge(&ledger) else { panic!("two votes of two ballots") };
    assert_eq!((learned.node, votes.len()), (node(3), 2));
    let third = Vote { ballot: Ballot::new(1, node(1)), value: value("blue") };
    ledger.record(node(3), Testimony::Voted(0, third));
    assert_eq!(judge(&ledger), None, "now it is chosen");
}

#[test]
fn an_unsafe_vote_is_told_with_who_did_and_who_could_vote_otherwise() {
    let ledger = ledger(&[(1, FIRST, None), (2, FIRST, Some("blue")), (3, SECOND, Some("red"))]);
    let breach = Property::VotesSafe.judge(&ledger, Quorums::majorities(3), 3);
    let Some(Breach::Unsafe { vote, below, others, undecided }) = breach else { panic!("{breach:?}") };
    assert_eq!((vote.acceptor, below), (node(3), Ballot::new(1, node(1))));
    assert_eq!(others.iter().map(|cast| cast.acceptor).collect::<Vec<_>>(), [node(2)]);
    assert_eq!(undecided, [node(1)]);
}

/// The last of these deeds is a vote; what Voting says of it.
#[track_caller]
fn check_vote(deeds: &[Deed], expected: fn(&Option<Misvote>) -> bool) {
    let (before, after) = (ledger(&deeds[..deeds.len() - 1]), ledger(deeds));
    let found = misvote(&before, &after, Quorums::majorities(3), 3);
    assert!(expected(&found), "{deeds:?}: {found:?}");
}

#[test]
fn a_vote_is_a_step_of_voting_if_a_quorum_shows_that_it_is_safe() {
    check_vote(&[(1, SECOND, None), (2, SECOND, Some("blue"))], Option::is_none);
    check_vote(&[(2, SECOND, None), (2, SECOND, Some("blue"))], |found| {
        matches!(found, Some(Misvote::NotShownSafe { .. }))
    });
    let heard = |text| [(1, FIRST, Some("blue")), (1, SECOND, None), (2, SECOND, Some(text))];
    check_vote(&heard("blue"), Option::is_none);
    check_vote(&heard("red"), |found| matches!(found, Some(Misvote::NotShownSafe { .. })));
    // n2 and n3 have both voted nowhere below, and are a quorum: what n1 voted for alone can be passed over.
    check_vote(&[(1, FIRST, Some("blue")), (3, SECOND, None), (2, SECOND, Some("red"))], Option::is_none);
}

#[test]
fn a_vote_below_a_promise_is_no_step_of_voting_though_it_may_be_for_what_is_safe() {
    let deeds = [(1, FIRST, Some("blue")), (2, SECOND, None), (2, FIRST, Some("blue"))];
    check_vote(&deeds, |found| matches!(found, Some(Misvote::BelowPromise { .. })));
    check(&deeds, &[]);
}

#[test]
fn a_second_value_in_a_ballot_is_no_step_of_voting() {
    check_vote(
        &[(1, FIRST, None), (1, FIRST, Some("blue")), (2, FIRST, Some("red"))],
        |found| matches!(found, Some(Misvote::OtherValue { other, .. }) if other.acceptor == node(1)),
    );
}

#[test]
fn promises_are_steps_of_voting_and_learning_is_none() {
    let before = ledger(&[(1, FIRST, Some("blue"))]);
    let mut after = before.clone();
    after.record(node(2), Testimony::Promised(Ballot::new(7, node(3))));
    after.learn(Learned { slot: 0, value: value("blue"), node: node(3) });
    assert_eq!(misvote(&before, &after, Quorums::majorities(3), 3), None);
}
