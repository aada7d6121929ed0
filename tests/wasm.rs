//! In a browser, in WebAssembly: the JavaScript API as a page meets it, and the core's golden values once more.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test")]

use js_sys::{Array, JSON, Object, Reflect};
use paxos_playground::api::{Chaos, Check, Playground};
use paxos_playground::scenario::gallery;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "common/golden.rs"]
mod golden;

wasm_bindgen_test_configure!(run_in_browser);

const DECLARATIONS: &str = include_str!("../www/paxos.d.ts");

fn run(text: &str) -> Playground {
    Playground::new(text).unwrap()
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap()
}

fn text(object: &JsValue, name: &str) -> String {
    get(object, name).as_string().unwrap()
}

fn object(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

#[wasm_bindgen_test]
fn draws_and_digests_are_the_golden_ones() {
    golden::check_all();
}

#[wasm_bindgen_test]
fn the_first_scenario_plays_to_its_decision() {
    let mut playground = run(gallery()[0].text);
    while playground.step() {}
    let view = playground.view().unwrap();
    let chosen = Array::from(&get(&view, "chosen"));
    assert_eq!(text(&chosen.get(0), "value"), "value1");
    assert_eq!(text(&Array::from(&get(&view, "nodes")).get(2), "learned"), "value1");
    for expectation in Array::from(&playground.expectations().unwrap()) {
        assert_eq!(get(&expectation, "held"), JsValue::TRUE, "{}", text(&expectation, "text"));
    }
}

#[wasm_bindgen_test]
fn a_text_that_is_wrong_says_where() {
    let error = Playground::new("paxos 1\nnodes 3\nat 0 propoze n1 \"a\"").unwrap_err();
    assert!(error.is_instance_of::<js_sys::Error>());
    assert_eq!(get(&error, "line"), JsValue::from(3));
    assert_eq!(get(&error, "column"), JsValue::from(6));
    assert!(text(&error, "message").contains("propose"), "{}", text(&error, "message"));
}

#[wasm_bindgen_test]
fn commands_are_lines_or_objects() {
    let mut playground = run("paxos 1\nnodes 3");
    playground.execute(object(r#"{"command":"propose","node":"n1","value":"a \"quoted\" value"}"#)).unwrap();
    playground.execute("drop n1->n2 prepare 1.n1".into()).unwrap();
    playground.execute(object(r#"{"command":"partition","groups":[["n1"],["n2","n3"]]}"#)).unwrap();
    playground.execute(object(r#"{"command":"set","setting":"loss","to":"10%"}"#)).unwrap();
    playground.execute(object(r#"{"command":"set","setting":"latency","link":"n1->n2","to":"3..4"}"#)).unwrap();
    let lines = playground.text(None);
    assert!(lines.contains("propose n1 \"a \\\"quoted\\\" value\""), "{lines}");
    assert!(lines.contains("partition n1 | n2 n3") && lines.contains("set latency n1->n2 3..4"), "{lines}");
    let view = playground.view().unwrap();
    assert_eq!(Array::from(&get(&view, "cuts")).length(), 4);
}

#[wasm_bindgen_test]
fn a_command_that_is_not_possible_says_why() {
    let mut playground = run("paxos 1\nnodes 3");
    let error = playground.execute("restart n1".into()).unwrap_err();
    assert_eq!(text(&error, "reason"), "node-up");
    let unknown = playground.execute(object(r#"{"command":"crash","nod":"n1"}"#)).unwrap_err();
    assert!(text(&unknown, "message").contains("nod"));
    assert!(playground.execute(JsValue::from(3)).is_err());
    assert!(playground.execute("run 3".into()).is_err());
    assert!(playground.advance(-1.0).is_err() && playground.advance(f64::NAN).is_err());
    assert!(playground.seek(&"soon".into()).is_err());
}

#[wasm_bindgen_test]
fn time_goes_both_ways_and_branches() {
    let mut playground = run("paxos 1\nnodes 3\nat 0 propose n1 \"a\"");
    assert!(playground.advance(20.0).unwrap());
    playground.seek(&"0+1".into()).unwrap();
    playground.execute("crash n2".into()).unwrap();
    let view = playground.view().unwrap();
    assert_eq!((get(&view, "branch"), get(&view, "branchCount")), (1.into(), 2.into()));
    assert!(playground.undo().unwrap() && playground.redo() && playground.step_back());
}

#[wasm_bindgen_test]
fn a_link_brings_the_same_state() {
    let mut playground = run(gallery()[0].text);
    playground.advance(20.0).unwrap();
    let digest = text(&playground.view().unwrap(), "digest");
    let link = playground.link(Some(true), None).unwrap();
    let opened = Playground::open(&format!("https://example.org/p/#{link}")).unwrap();
    assert_eq!(text(&opened.view().unwrap(), "digest"), digest);
    assert!(Playground::open(&link[..link.len() - 2]).is_err());
}

/// A search of this scenario, to its end.
fn searched(scenario: &str) -> JsValue {
    let link = run(scenario).link(None, None).unwrap();
    let mut check = Check::new(&link, false, "states", "", &[1, 0, 0, 0], 1_000_000, 200).unwrap();
    while !check.advance(10_000) {}
    check.result().unwrap()
}

/// The worker's file: the counts are those of the README and of the tests that hold the engine against stateright.
#[wasm_bindgen_test]
fn a_search_comes_to_what_it_comes_to_natively() {
    const TWO: &str = "paxos 1\nnodes 3\nat 0 propose n1 \"a\"\nat 0 propose n2 \"b\"";
    let holds = searched(TWO);
    assert_eq!((text(&holds, "verdict"), get(&holds, "distinct")), ("holds".to_owned(), 1_773.into()));
    let broken = searched(&TWO.replace("nodes 3", "nodes 3\nvariant ignore-promises"));
    let schedule = get(&broken, "schedule");
    assert_eq!((text(&broken, "verdict"), get(&schedule, "length")), ("violated".to_owned(), 6.into()));
    let mut played = Playground::open(&text(&schedule, "link")).unwrap();
    while played.step() {}
    for expectation in Array::from(&played.expectations().unwrap()) {
        assert_eq!(get(&expectation, "held"), JsValue::TRUE, "{}", text(&expectation, "text"));
    }
    assert!(Check::new("#p1.AAAA", false, "states", "", &[1, 0, 0, 0], 1, 1).is_err());
}

/// As many runs as natively: see tests/chaos.rs.
#[wasm_bindgen_test]
fn chaos_finds_what_it_finds_natively() {
    let link = run("paxos 1\nnodes 3\nvariant lowest-ballot-value").link(None, None).unwrap();
    let mut chaos = Chaos::new(&link, 0, "1", 1_000).unwrap();
    while !chaos.advance(100) {}
    let result = chaos.result().unwrap();
    assert_eq!((text(&result, "verdict"), get(&result, "runs")), ("found".to_owned(), 43.into()));
}

/// (What stands in each kind of object is held against the declarations natively, of every scenario of the gallery.)
#[wasm_bindgen_test]
fn a_log_is_told_as_it_is_declared() {
    let mut playground = run("paxos 1\nprotocol zab\nnodes 3\nclients 1\nat 150 propose c1 \"x=1\"");
    playground.advance(200.0).unwrap();
    let view = playground.view().unwrap();
    let nodes = Array::from(&get(&view, "nodes"));
    let server = get(&nodes.get(0), "server");
    assert_eq!(keys(&server), declared("ServerView"));
    assert_eq!(text(&get(&server, "role"), "kind"), "learning");
    assert_eq!(keys(&get(&server, "epochs")), declared("EpochsView"));
    assert_eq!(keys(&get(&nodes.get(3), "client")), declared("ClientView"));
    let log = get(&view, "log");
    assert_eq!(keys(&log), declared("LogView"));
    let slot = Array::from(&get(&log, "slots")).get(0);
    assert_eq!(keys(&slot), declared("SlotView"));
    assert_eq!(text(&get(&slot, "chosen"), "operation"), "x=1");
    assert_eq!(text(&Array::from(&get(&slot, "servers")).get(0), "kind"), "vote");
}

/// The names that the declarations give an interface, in any order.
fn declared(interface: &str) -> Vec<String> {
    let body = DECLARATIONS.split(&format!("interface {interface} {{")).nth(1).unwrap();
    let body = body.split("\n}").next().unwrap();
    let mut names: Vec<_> = body
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once(':'))
        .map(|(name, _)| name.to_owned())
        .filter(|name| name.chars().all(char::is_alphanumeric))
        .collect();
    names.sort();
    names
}

fn keys(object: &JsValue) -> Vec<String> {
    let mut keys: Vec<_> =
        Object::keys(object.unchecked_ref::<Object>()).iter().filter_map(|key| key.as_string()).collect();
    keys.sort();
    keys
}

#[wasm_bindgen_test]
fn the_declared_types_are_the_real_ones() {
    let mut playground = run("paxos 1\nnodes 3\nat 0 propose n1 \"a\"\nexpect nothing chosen");
    playground.advance(3.0).unwrap();
    let view = playground.view().unwrap();
    let first = |name: &str| Array::from(&get(&view, name)).get(0);
    assert_eq!(keys(&view), declared("View"));
    assert_eq!(keys(&first("nodes")), declared("NodeView"));
    assert_eq!(keys(&first("messages")), declared("MessageView"));
    assert_eq!(keys(&first("properties")), declared("PropertyView"));
    assert_eq!(keys(&Array::from(&playground.events().unwrap()).get(0)), declared("RunEvent"));
    assert_eq!(keys(&Array::from(&playground.expectations().unwrap()).get(0)), declared("Expectation"));
}
