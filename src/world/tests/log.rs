//! The properties of a log fail where they should, and nowhere else.

use super::node;
use crate::protocol::{Quorums, Testimony, Transaction, Value};
use crate::world::{Breach, Ledger, Property};

fn value(text: &str) -> Value {
    Value::new(text).expect("a value")
}

/// What happened, a word each: `d1/0=x` n1 does x in slot 0; `i1/0=x` it finds it done already; `s1/3` n1 takes over a snapshot of the first three; `t1=x` n1 tells
/// the client of x.
fn ledger(words: &str) -> Ledger {
    let mut ledger = Ledger::default();
    for word in words.split_whitespace() {
        let (head, text) = word.split_once('=').unwrap_or((word, ""));
        let (who, count) = head[1..].split_once('/').unwrap_or((&head[1..], "0"));
        let count: u64 = count.parse().expect("a number");
        let testimony = match &head[..1] {
            "s" => Testimony::TookOver { up_to: count },
            "t" => Testimony::Told(value(text)),
            kind => {
                let transaction = Transaction::in_slot(value(text));
                Testimony::Delivered { place: count, transaction, done: kind == "d" }
            }
        };
        ledger.record(node(who.parse().expect("a number")), testimony);
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
