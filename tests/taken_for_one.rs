//! What a search takes for one changes no verdict: every scenario of the gallery and every mistake, searched with and without symmetry and
//! with and without the reduction. `cargo test --test taken_for_one -- --nocapture` prints the factors.
#![cfg(not(target_arch = "wasm32"))]

use paxos_playground::check::{Bounds, Cluster, Model, Question, Search, Verdict};
use paxos_playground::protocol::Variant;
use paxos_playground::protocol::synod::Synod;
use paxos_playground::scenario::{gallery, parse};

/// More states than this, taken for nothing but themselves, take too long here.
const MOST_STATES: u32 = 120_000;

/// What a search came to: the property that is broken and after how many steps, or that all hold.
type Found = Option<(&'static str, usize)>;

/// The verdict, and how many states were seen; nothing if there are too many.
fn search(model: Cluster<Synod>) -> Option<(Found, u64)> {
    let mut search = Search::new(model, Bounds { max_states: MOST_STATES, ..Bounds::default() });
    let found = match search.run().clone() {
        Verdict::Holds => None,
        Verdict::Violated { property, script, .. } => Some((search.model().properties()[property].name, script.len())),
        _ => return None,
    };
    Some((found, search.covered().distinct))
}

/// One model, searched in all four ways; how many states were seen in each, if there were not too many.
fn compare(name: &str, model: &Cluster<Synod>) -> bool {
    let Some((found, plain)) = search(model.clone().unreduced().without_symmetry()) else { return false };
    let ways = [model.clone().unreduced(), model.clone().without_symmetry(), model.clone()];
    let counts = ways.map(|way| {
        let (other, count) = search(way).unwrap_or_else(|| panic!("{name}: more states than without"));
        assert_eq!(other, found, "{name}");
        count
    });
    let [symmetry, reduction, both] = counts.map(|count| plain as f64 / count as f64);
    let found = found.map_or("holds".to_owned(), |(property, length)| format!("{property} after {length}"));
    let order = model.symmetry_order();
    eprintln!(
        "{name}: {found}; {plain} states; symmetry of {order} {symmetry:.2}, reduction {reduction:.1}, both {both:.1}"
    );
    true
}

/// Of these scenarios so many are small enough to be compared, at least.
#[track_caller]
fn compare_all(scenarios: impl Iterator<Item = (String, String)>, least: usize) {
    let mut compared = 0;
    for (name, text) in scenarios {
        let scenario = parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let model = scenario.model().expect("few requests");
        compared += usize::from(compare(&name, &model));
        for question in [Question::states()[0].clone(), Question::VotingStep] {
            let name = format!("{name}, {}", question.word());
            compare(&name, &model.clone().asked(vec![question]));
        }
    }
    assert!(compared >= least, "only {compared} were compared");
}

#[test]
fn every_scenario_of_the_gallery_that_is_small_enough() {
    compare_all(gallery().iter().map(|entry| (entry.name.to_owned(), entry.text.to_owned())), 9);
}

#[test]
fn every_mistake() {
    let heads = Variant::ALL.into_iter().flat_map(|variant| {
        let word = variant.word();
        ["ballots 1", "ballots 2", "ballots 1 crashes 1"].map(|allow| format!("variant {word}\nallow {allow}"))
    });
    let with = |proposals: &'static str| {
        move |head: String| {
            let text = format!("paxos 1\nnodes 3\n{head}\n{proposals}\n");
            (head.replace('\n', ", "), text)
        }
    };
    let one = heads.clone().map(with("at 0 propose n1 \"v1\""));
    let two = heads.map(with("at 0 propose n1 \"v1\"\nat 0 propose n2 \"v2\""));
    compare_all(one.chain(two), 60);
}

#[test]
fn clusters_of_four_and_five_in_which_few_propose() {
    let texts = [
        "nodes 4\nat 0 propose n1 \"v1\"",
        "nodes 5\nat 0 propose n1 \"v1\"",
        "nodes 4\nquorums 2 2\nat 0 propose n1 \"v1\"\nat 0 propose n2 \"v2\"",
        "nodes 5\nvariant ignore-promises\nat 0 propose n1 \"v1\"\nat 0 propose n5 \"v5\"",
        "nodes 3\nallow ballots 2 crashes 1\nat 0 propose n2 \"v2\"",
        "nodes 3\nallow crashes 1 wipes 1\nat 0 propose n2 \"v2\"",
    ];
    let named = texts.map(|text| (text.replace('\n', ", "), format!("paxos 1\n{text}\n")));
    compare_all(named.into_iter(), texts.len() - 1);
}
