//! What JavaScript is given is what `www/paxos.d.ts` declares, of every scenario of the gallery; and what is given of logs is what is there.

use super::declared::mismatch;
use super::{Expectation, View, events};
use crate::protocol::{Ballot, NodeId, Transaction, Value as CoreValue, Vote};
use crate::scenario::{gallery, parse};
use crate::session::{PropertyView, Session};
use crate::world::{Breach, CastVote, Chosen, Delivered, Disorder, Established, Learned, Property, Read};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn session(text: &str) -> Session {
    Session::new(parse(text).expect("a scenario"))
}

fn plain(plain: impl serde::Serialize) -> Value {
    serde_json::to_value(plain).expect("a plain object")
}

/// A scenario, played to a tick.
fn played(text: &str, tick: u64) -> Value {
    let mut session = session(text);
    session.play_to(tick);
    plain(View::of(&session))
}

/// A node of a run, or a client.
fn node<'a>(view: &'a Value, id: &str) -> &'a Value {
    let mut nodes = view["nodes"].as_array().into_iter().flatten();
    nodes.find(|node| node["id"] == id).unwrap_or_else(|| panic!("no node {id}"))
}

/// A log goes on for ever: its leader is heard again and again.
const MOST_EVENTS: usize = 600;

#[test]
fn every_view_is_of_the_declared_type() {
    for one in gallery() {
        let mut session = session(one.text);
        let mut is_due = true;
        while is_due && session.view().position < MOST_EVENTS {
            let view = plain(View::of(&session));
            assert_eq!(mismatch(&view, "View"), None, "{} at {}", one.name, session.moment());
            for _ in 0..25 {
                is_due = session.step();
            }
        }
        for event in events(&session) {
            assert_eq!(mismatch(&plain(event), "RunEvent"), None, "{}", one.name);
        }
        for expectation in session.expectations() {
            assert_eq!(mismatch(&plain(Expectation::from(&expectation)), "Expectation"), None, "{}", one.name);
        }
    }
}

#[test]
fn what_is_not_declared_is_found() {
    let event = json!({"line": 1, "text": "", "held": "no"});
    assert_eq!(mismatch(&event, "Expectation").as_deref(), Some("Expectation.held is \"no\""));
    let vote =
        json!({"kind": "vote", "ballot": "1.n1", "counter": null, "entry": {"kind": "nothing"}, "applied": true});
    assert_eq!(mismatch(&vote, "CellView").as_deref(), Some("CellView.entry.kind is \"nothing\""));
    assert_eq!(
        mismatch(&json!({"kind": "no-op", "more": 1}), "EntryView").as_deref(),
        Some("EntryView.more is not declared")
    );
    assert!(mismatch(&json!({"kind": "held", "ballot": null}), "LeaseView").is_some());
}

#[test]
fn a_log_is_told_slot_by_slot() {
    let text = "paxos 1\nprotocol multipaxos\nnodes 3\nclients 1\nat 150 propose c1 \"x=1\"";
    let waiting = played(text, 151);
    assert_eq!(waiting["protocol"], "multipaxos");
    let asked = json!({"asked": 1, "waitsFor": {"sequence": 1, "operation": "x=1"}, "server": "n1"});
    assert_eq!(node(&waiting, "c1")["client"], asked);
    let done = played(text, 200);
    let entry = json!({"kind": "command", "client": "c1", "sequence": 1, "operation": "x=1"});
    let vote =
        |applied: bool| json!({"kind": "vote", "ballot": "1.n2", "counter": null, "entry": entry, "applied": applied});
    let slot = json!({"slot": 0.0, "chosen": entry, "servers": [vote(false), vote(true), vote(false)]});
    assert_eq!(done["log"], json!({"from": 0.0, "slots": [slot]}));
    let chosen = json!([{"slot": 0.0, "ballot": "1.n2", "value": "x=1 #c1.1", "voters": ["n1", "n2", "n3"]}]);
    assert_eq!(done["chosen"], chosen);
    let server = &node(&done, "n2")["server"];
    assert_eq!(server["role"], json!({"kind": "leader", "ballot": "1.n2", "waiting": 0}));
    assert_eq!((&server["leader"], &server["commit"]), (&json!("1.n2"), &json!(1.0)));
    assert_eq!(server["store"], json!([{"key": "x", "value": "1"}]));
    assert_eq!((&node(&done, "c1")["server"], &node(&done, "n2")["client"]), (&Value::Null, &Value::Null));
}

#[test]
fn leases_and_who_votes_are_told() {
    let leased = played("paxos 1\nprotocol multipaxos\nnodes 3\nclients 1\nlease", 151);
    assert_eq!(node(&leased, "n2")["server"]["lease"], json!({"kind": "held"}));
    assert_eq!(node(&leased, "n1")["server"]["lease"], json!({"kind": "granted", "ballot": "1.n2"}));
    let changing = played("paxos 1\nprotocol multipaxos\nnodes 3\nclients 1\nalpha 2 members 2", 1);
    assert_eq!(node(&changing, "n3")["server"]["voters"], json!([{"from": 0.0, "voters": ["n1", "n2"]}]));
}

#[test]
fn epochs_and_connections_are_told() {
    let text = "paxos 1\nprotocol zab\nnodes 3\nclients 1\nat 150 propose c1 \"x=1\"";
    let electing = played(text, 40);
    let looking = &node(&electing, "n1")["server"]["role"];
    assert_eq!((&looking["kind"], &looking["vote"]["leader"]), (&json!("looking"), &json!("n3")));
    let done = played(text, 200);
    assert_eq!(done["connections"], json!(["n1--n3", "n2--n3"]));
    let [follower, leader] = ["n1", "n3"].map(|id| &node(&done, id)["server"]);
    assert_eq!(follower["epochs"], json!({"accepted": 1, "current": 1, "last": "1:1"}));
    let learning = json!({"kind": "learning", "leader": "n3", "epoch": 1, "progress": "up-to-date", "observes": false});
    assert_eq!(follower["role"], learning);
    assert_eq!((&leader["role"]["stage"], &leader["role"]["ballot"]), (&json!("broadcast"), &json!("1.n3")));
    assert_eq!(done["log"]["slots"][0]["servers"][0]["counter"], 1);
}

/// One of each kind.
fn breaches() -> Vec<Breach> {
    let [n1, n2] = [1, 2].map(|number| NodeId::new(number).expect("a node"));
    let value = CoreValue::new("x=1").expect("a value");
    let vote = Vote { ballot: Ballot::new(2, n1), value: value.clone() };
    let cast = CastVote { slot: 3, vote: vote.clone(), acceptor: n1 };
    let chosen = Chosen { slot: 3, vote, voters: vec![n1, n2] };
    let transaction = Transaction { epoch: 2, counter: 1, value: value.clone() };
    let one = Delivered { place: 3, transaction: transaction.clone(), server: n1, done: true, state: 0 };
    let both = |disorder: fn(Delivered, Delivered) -> Disorder| disorder(one.clone(), one.clone());
    let later = Established { epoch: 3, primary: n2, history: 1 };
    let not_delivered =
        Disorder::NotDelivered { broadcast: transaction.clone(), primary: n2, delivered: 1, missed: one.clone() };
    let disorders = [
        Disorder::NeverBroadcast(one.clone()),
        both(Disorder::Reordered),
        both(Disorder::Diverged),
        Disorder::WithoutPredecessor(one.clone(), transaction),
        both(Disorder::EpochsReversed),
        not_delivered,
        Disorder::TwoPrimaries(2, n1, n2),
        Disorder::NoQuorum(one.clone(), vec![n1]),
        both(Disorder::DoneTwice),
        both(Disorder::Overwritten),
        Disorder::Forgotten(one.clone(), later),
    ];
    let of_votes = [
        Breach::TwoChosen(chosen.clone(), chosen.clone()),
        Breach::NeverAsked(chosen),
        Breach::TwoValues(cast.clone(), cast.clone()),
        Breach::Unsafe { vote: cast.clone(), below: Ballot::new(1, n2), others: vec![cast], undecided: vec![n2] },
        Breach::NotChosen { learned: Learned { slot: 3, value: value.clone(), node: n1 }, votes: Vec::new() },
        Breach::Skipped(one.clone()),
        Breach::Stale { read: Read { place: 1, value, server: n1 }, told: 3 },
        Breach::TwoStates { place: 3, servers: [n1, n2] },
    ];
    of_votes.into_iter().chain(disorders.map(Breach::Order)).collect()
}

#[test]
fn whatever_proves_a_breach_is_declared() {
    let mut kinds = BTreeSet::new();
    for breach in breaches() {
        let property = PropertyView { property: Property::Agreement, breach: Some(breach) };
        let told = plain(super::Property::of(&property, true));
        assert_eq!(mismatch(&told, "PropertyView"), None, "{told}");
        kinds.insert(told["proof"]["kind"].to_string());
    }
    assert_eq!(kinds.len(), breaches().len(), "{kinds:?}");
}

#[test]
fn what_proves_a_breach_of_primaries_is_told() {
    let mut told = breaches().into_iter().map(|breach| {
        let property = PropertyView { property: Property::Agreement, breach: Some(breach) };
        plain(super::Property::of(&property, true))
    });
    let two = told.next().expect("two values");
    let vote = json!({"acceptor": "n1", "slot": 3.0, "ballot": "2.n1", "value": "x=1"});
    assert_eq!((&two["holds"], &two["votes"][0]), (&json!(false), &vote));
    let forgotten = told.last().expect("a lost transaction");
    let answered = json!({"server": "n1", "place": 3.0, "zxid": "2:1", "value": "x=1"});
    let proof = json!({"kind": "forgotten", "answered": answered, "primary": "n2", "epoch": 3, "historyCount": 1.0});
    assert_eq!((&forgotten["votes"], &forgotten["proof"]), (&json!([]), &proof));
}
