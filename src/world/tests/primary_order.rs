//! Each property of primaries and their transactions fails where it should, and nowhere else.

use super::node;
use crate::protocol::{Testimony, Transaction, Value};
use crate::world::{Broadcasts, Disorder, PrimaryOrder};

/// A transaction named by its number: `2:1`, or with another text `2:1x`.
fn transaction(name: &str) -> Transaction {
    let (epoch, rest) = name.split_once(':').expect("a number");
    let counter: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Transaction {
        epoch: epoch.parse().expect("an epoch"),
        counter: counter.parse().expect("a counter"),
        value: Value::new(name).expect("a value"),
    }
}

/// What happened, a word each: `b1/0=1:1` n1 broadcasts 1:1 having delivered 0; `l1=1:1` n1 writes it; `d1/0=1:1` n1 delivers it first; `a1/0=1:1` n1 tells
/// its client; `e1/3=2` n1 is established in epoch 2 with 3 transactions.
fn facts(words: &str) -> Broadcasts {
    let mut facts = Broadcasts::default();
    for word in words.split_whitespace() {
        let (head, tail) = word.split_once('=').expect("what");
        let (who, count) = head[1..].split_once('/').unwrap_or((&head[1..], "0"));
        let count: u64 = count.parse().expect("a number");
        let testimony = match &head[..1] {
            "b" => Testimony::Broadcast { transaction: transaction(tail), delivered: count },
            "l" => Testimony::Logged(transaction(tail)),
            "d" => Testimony::Delivered { place: count, transaction: transaction(tail), done: true, state: 0 },
            "a" => Testimony::Answered { place: count, transaction: transaction(tail) },
            _ => Testimony::Established { epoch: tail.parse().expect("an epoch"), history: count },
        };
        facts.record(node(who.parse().expect("a number")), testimony);
    }
    facts
}

/// Of three voters; the properties that fail.
fn failing(words: &str) -> Vec<PrimaryOrder> {
    let facts = facts(words);
    PrimaryOrder::ALL.into_iter().filter(|property| property.judge(&facts, 3).is_some()).collect()
}

const GOOD: &str = "e1/0=1 b1/0=1:1 l1=1:1 l2=1:1 d1/0=1:1 a1/0=1:1 b1/1=1:2 l1=1:2 l2=1:2 d1/1=1:2 d2/0=1:1 \
                    e2/2=2 d2/1=1:2 b2/2=2:1 l2=2:1 l3=2:1 d2/2=2:1";

#[test]
fn a_good_run_keeps_every_property() {
    assert_eq!(failing(""), []);
    assert_eq!(failing(GOOD), []);
    // A snapshot leaves a gap.
    assert_eq!(failing(&format!("{GOOD} d3/2=2:1")), []);
}

#[test]
fn each_property_has_a_run_that_breaks_it() {
    let cases: &[(&str, &[PrimaryOrder])] = &[
        ("l1=1:1 l2=1:1 d1/0=1:1", &[PrimaryOrder::Integrity]),
        (
            "b1/0=1:1 b1/0=1:2 l1=1:1 l2=1:1 l1=1:2 l2=1:2 d1/0=1:1 d1/1=1:2 d2/0=1:2",
            &[PrimaryOrder::TotalOrder, PrimaryOrder::LocalPrimaryOrder],
        ),
        (
            "b1/0=1:1 b2/0=2:1 l1=1:1 l2=1:1 l2=2:1 l3=2:1 d1/0=1:1 d2/0=2:1",
            &[PrimaryOrder::Agreement, PrimaryOrder::PrimaryIntegrity],
        ),
        ("b1/0=1:1 b1/0=1:2 l1=1:2 l2=1:2 d1/0=1:2", &[PrimaryOrder::LocalPrimaryOrder]),
        ("b1/0=1:1 b2/2=2:1 l1=1:1 l2=1:1 l2=2:1 l3=2:1 d1/0=2:1 d1/1=1:1", &[PrimaryOrder::GlobalPrimaryOrder]),
        ("b1/0=1:1 l1=1:1 l2=1:1 d1/0=1:1 b2/0=2:1", &[PrimaryOrder::PrimaryIntegrity]),
        ("e1/0=1 e2/0=1", &[PrimaryOrder::OnePrimary]),
        ("b1/0=1:1 b2/0=1:1", &[PrimaryOrder::OnePrimary]),
        ("b1/0=1:1 l1=1:1 d1/0=1:1", &[PrimaryOrder::QuorumLogged]),
        ("b1/0=1:1 l1=1:1 l4=1:1 d1/0=1:1", &[PrimaryOrder::QuorumLogged]),
        ("b1/0=1:1 l1=1:1 l2=1:1 d1/0=1:1 a1/0=1:1 e2/0=2", &[PrimaryOrder::AnsweredKept]),
        ("b1/0=1:1 l1=1:1 l2=1:1 a1/0=1:1 b2/0=2:1 l2=2:1 l3=2:1 d2/0=2:1", &[PrimaryOrder::AnsweredKept]),
    ];
    for (words, expected) in cases {
        let failing = failing(words);
        assert!(expected.iter().all(|property| failing.contains(property)), "{words}: {failing:?}");
        assert_eq!(failing.len(), expected.len(), "{words}: {failing:?}");
    }
}

#[test]
fn a_command_done_at_two_places_is_done_twice() {
    let mut facts = facts("b1/0=1:1 l1=1:1 l2=1:1 d1/0=1:1 b1/1=1:2 l1=1:2 l2=1:2");
    assert_eq!(PrimaryOrder::DoneOnce.judge(&facts, 3), None);
    let again = Transaction { value: Value::new("1:1").expect("a value"), ..transaction("1:2") };
    facts.record(node(1), Testimony::Delivered { place: 1, transaction: again, done: true, state: 0 });
    assert!(matches!(PrimaryOrder::DoneOnce.judge(&facts, 3), Some(Disorder::DoneTwice(..))));
}

#[test]
fn words_lead_back_to_properties() {
    for property in PrimaryOrder::ALL {
        assert_eq!(PrimaryOrder::from_word(property.word()), Some(property));
        let all = crate::world::Property::from_word(property.word());
        assert_eq!(all, Some(crate::world::Property::Order(property)), "no property of votes is called so");
    }
}
