//! The properties of a log fail where they should, and nowhere else.

use super::node;
use crate::protocol::{Ballot, Quorums, Testimony, Transaction, Value, Vote};
use crate::world::{Breach, Learned, Ledger, PrimaryOrder, Property};

fn value(text: &str) -> Value {
    Value::new(text).expect("a value")
}

/// What happened, a word each: `v1/0=x` n1 votes for x in slot 0, in the first ballot of all, and `w1/0=x` in one of n2 above it; `p1` it promises that one; `l1/0=x` it learns
/// that x is chosen there; `d1/0=x` n1 does x in slot 0; `i1/0=x` it finds it done already; `s1/3` n1 takes over a snapshot of the first three; `~7` behind either, that the state it comes to is the
/// seventh (the noughth, if nothing is said); `t1=x` n1 tells the client of x;
/// `q4=x` a client asks for x, which only reads, and `r1/3=x` n1 answers it from the state after three. Everything but `never` was asked for.
fn ledger(words: &str) -> Ledger {
    let mut ledger = Ledger::default();
    ["a", "b"].into_iter().for_each(|asked| ledger.ask(value(asked)));
    for word in words.split_whitespace() {
        let (word, state) = word.split_once('~').unwrap_or((word, "0"));
        let state = state.parse().expect("a number");
        let (head, text) = word.split_once('=').unwrap_or((word, ""));
        let (who, count) = head[1..].split_once('/').unwrap_or((&head[1..], "0"));
        let count: u64 = count.parse().expect("a number");
        let who = node(who.parse().expect("a number"));
        let vote = |round, owner| Vote { ballot: Ballot::new(round, node(owner)), value: value(text) };
        let testimony = match &head[..1] {
            "l" => {
                ledger.learn(Learned { slot: count, value: value(text), node: who });
                continue;
            }
            "v" => Testimony::Voted(count, vote(1, 1)),
            "w" => Testimony::Voted(count, vote(2, 2)),
            "p" => Testimony::Promised(Ballot::new(2, node(2))),
            "q" => Testimony::AskedToRead(value(text)),
            "r" => Testimony::Read { value: value(text), place: count },
            "s" => Testimony::TookOver { up_to: count, state },
            "t" => Testimony::Told(value(text)),
            kind => {
                let transaction = Transaction::in_slot(value(text));
                Testimony::Delivered { place: count, transaction, done: kind == "d", state }
            }
        };
        ledger.record(who, testimony);
    }
    ledger
}

fn breach(property: Property, words: &str) -> Option<Breach> {
    property.judge(&ledger(words), Quorums::majorities(3), 3)
}

#[test]
fn what_is_done_follows_what_stands_below_or_a_snapshot_of_it() {
    for good in ["", "d1/0=a d1/1=b d2/0=a", "s1/3 d1/3=d", "d1/0=a s1/3 d1/3=d d1/4=e", "d1/0=a i1/1=a d1/2=b"] {
        assert_eq!(breach(Property::NothingSkipped, good), None, "{good}");
    }
    for (bad, slot) in
        [("d1/1=b", 1), ("d1/0=a d1/2=c", 2), ("d1/0=a d2/1=b", 1), ("s1/3 d1/4=e", 4), ("s2/3 d1/3=d", 3)]
    {
        let breach = breach(Property::NothingSkipped, bad);
        assert!(matches!(&breach, Some(Breach::Skipped(done)) if done.place == slot), "{bad}: {breach:?}");
    }
}

#[test]
fn what_a_client_was_told_stands_where_it_was_done() {
    let answered = |words: &str| {
        let ledger = ledger(words);
        let all = ledger.broadcasts().answered().iter();
        all.map(|told| (told.place, told.transaction.value.to_string(), told.server)).collect::<Vec<_>>()
    };
    assert_eq!(answered("d1/0=a t1=a"), [(0, "a".to_owned(), node(1))]);
    // By a server that took it over with a snapshot; and of a command that stands in the log twice, the slot in which it was done.
    assert_eq!(answered("d1/0=a s2/1 t2=a"), [(0, "a".to_owned(), node(2))]);
    assert_eq!(answered("d1/0=a i1/1=a t1=a"), [(0, "a".to_owned(), node(1))]);
    assert_eq!(answered("t1=a"), [], "nobody did it");
}

/// What has to be true of a log, a run each that breaks it, and those that fail in it.
#[test]
fn each_property_of_a_log_has_a_run_that_breaks_it() {
    const DELIVERED: [Property; 4] = [
        Property::Order(PrimaryOrder::AnsweredKept),
        Property::Order(PrimaryOrder::Agreement),
        Property::Order(PrimaryOrder::TotalOrder),
        Property::Order(PrimaryOrder::DoneOnce),
    ];
    let [answered_kept, same_everywhere, same_order, done_once] = DELIVERED;
    let cases: &[(&str, &[Property])] = &[
        // One command is chosen per slot, and a chosen slot never changes.
        ("v1/3=a v2/3=a p1 w2/3=b w3/3=b", &[Property::Agreement, Property::VotesSafe]),
        ("v1/3=never v2/3=never", &[Property::Validity]),
        ("v1/3=a v2/3=b", &[Property::OneValuePerBallot]),
        ("w1/3=a", &[Property::VotesSafe]),
        // What a server applies is a prefix of what is chosen.
        ("v1/3=a l1/3=a", &[Property::LearnedChosen]),
        ("d1/0=a d1/2=b", &[Property::NothingSkipped]),
        // Equal states at equal slots.
        ("d1/0=a d2/0=b", &[same_everywhere]),
        ("d1/0=a d1/1=b d2/0=b d2/1=a", &[same_order]),
        // Nothing that was acknowledged is lost: another server does something else there.
        ("d1/0=a t1=a d2/0=b", &[answered_kept, same_everywhere]),
        // At most once.
        ("d1/0=a d1/1=a", &[done_once]),
        ("d1/0=a t1=a q4=c r2/0=c", &[Property::FreshReads]),
        // Equal states: by doing the same, from a snapshot, and when it is done again.
        ("d1/0=a~1 d2/0=a~2", &[Property::EqualStates]),
        ("d1/0=a~1 d1/1=b~2 s2/2~3", &[Property::EqualStates]),
        ("d1/0=a~1 d1/0=a~2", &[Property::EqualStates]),
        ("d1/0=a~1 s2/1~2 d1/1=b~3 s3/2~3", &[Property::EqualStates]),
    ];
    for property in Property::LOG {
        assert!(cases.iter().any(|(_, broken)| broken.contains(&property)), "{}", property.word());
    }
    for (words, expected) in cases {
        let failing: Vec<_> = Property::LOG.into_iter().filter(|property| breach(*property, words).is_some()).collect();
        assert_eq!(failing, *expected, "{words}");
    }
}

/// What is voted, learned and done in one slot breaks nothing in another.
#[test]
fn slots_are_judged_each_for_itself() {
    for good in [
        "v1/0=a v2/0=a v1/1=b v2/1=b l3/0=a l3/1=b d3/0=a d3/1=b t3=a t3=b",
        "v1/1=a v2/1=a w2/2=b p1 w3/2=b l1/1=a l2/2=b",
        "d1/0=a i1/1=a d2/0=a i2/1=a t1=a t2=a",
        "d1/0=a~1 d1/1=b~2 s2/2~2 d2/2=c~3 d1/2=c~3",
    ] {
        for property in Property::LOG {
            assert_eq!(breach(property, good), None, "{}: {good}", property.word());
        }
    }
}

/// What has to be known is what anybody was told before the command was asked for, by an answer to a read as well; not what was told since.
#[test]
fn a_read_is_stale_only_if_more_was_told_before_it_was_asked_for() {
    for good in ["d1/0=a t1=a q4=c r2/1=c", "q4=c d1/0=a t1=a r2/0=c", "d1/0=a q4=c r2/0=c", "q4=c r1/2=c q5=e r2/2=e"]
    {
        assert_eq!(breach(Property::FreshReads, good), None, "{good}");
    }
    for (bad, told) in [("d1/0=a d1/1=b t1=b q4=c r2/1=c", 2), ("q4=c r1/2=c q5=e r2/1=e", 2)] {
        let breach = breach(Property::FreshReads, bad);
        assert!(matches!(&breach, Some(Breach::Stale { told: of, .. }) if *of == told), "{bad}: {breach:?}");
    }
}

/// Told is where states part, and not each place behind it, where they still differ.
#[test]
fn states_part_where_they_first_differ() {
    let parted = |words: &str| {
        let judged =
            |slot: &u64| Property::EqualStates.judge_slot(*slot, &ledger(words), Quorums::majorities(3), 3).is_some();
        (0..6).filter(judged).collect::<Vec<_>>()
    };
    assert_eq!(parted("d1/0=a~1 d2/0=a~1 d1/1=b~2 d2/1=b~3 d1/2=c~4 d2/2=c~5 d1/3=d~6 d2/3=d~7"), [1]);
    // They may meet again, and part again.
    assert_eq!(parted("d1/0=a~1 d2/0=a~2 d1/1=b~3 d2/1=b~3 d1/2=c~4 s2/3~5"), [0, 2]);
    // What becomes known of a place below is told there.
    assert_eq!(parted("d1/0=a~1 d1/1=b~2 s2/2~3"), [1]);
    assert_eq!(parted("d1/0=a~1 d1/1=b~2 s2/2~3 d3/0=a~4"), [0]);
}
