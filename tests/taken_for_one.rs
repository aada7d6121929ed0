//! What a search takes for one changes no verdict: every scenario of the gallery and every mistake, searched with and without symmetry and
//! with and without the reduction. `cargo test --test taken_for_one -- --nocapture` prints the factors.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/harmful.rs"]
mod harmful;

use harmful::harmful;
use paxos_playground::check::{Bound, Bounds, Cluster, Model, Question, Search, Verdict};
use paxos_playground::protocol::synod::Synod;
use paxos_playground::protocol::{ProtocolName, Variant};
use paxos_playground::scenario::{gallery_of, parse};

/// More states than this, taken for nothing but themselves, take too long here: then the first steps are compared.
const MOST_STATES: u32 = 120_000;

/// Can a decision be reached from each state? More states than this take too long.
const MOST_STATES_TO_DECIDE: u32 = 4_000;

/// What a search came to: its verdict, how long the schedule is, if there is one, and how many states were seen.
type Found = (String, u64);

/// The verdict of a search within bounds that it must not exceed but in depth.
fn search(model: Cluster<Synod>, bounds: Bounds) -> Result<Found, u32> {
    let mut search = Search::new(model, bounds);
    let name = |search: &Search<Cluster<Synod>>, property: usize| search.model().properties()[property].name;
    let found = match search.run().clone() {
        Verdict::Holds if !search.model().properties().is_empty() && search.reached(0) => {
            let length = search.schedule_to(0).map_or(0, |(_, script)| script.len());
            format!("{} after {length}", name(&search, 0))
        }
        Verdict::Violated { property, script, .. } => {
            format!("{} broken after {}", name(&search, property), script.len())
        }
        // Also to the end, where the reduction leaves nothing beyond these steps.
        Verdict::Holds | Verdict::Unreachable { .. } | Verdict::HoldsWithin(Bound::Depth(_))
            if bounds.max_depth < u32::MAX =>
        {
            format!("nothing within {} steps", bounds.max_depth)
        }
        Verdict::Holds => "holds".to_owned(),
        Verdict::Unreachable { property } => format!("{} never", name(&search, property)),
        _ => return Err(search.covered().depth),
    };
    Ok((found, search.covered().distinct))
}

/// One model, searched in all four ways: to the end, or as far as there are not too many states. True if that was the end.
fn compare(name: &str, model: &Cluster<Synod>, most_states: u32) -> bool {
    let plainly = model.clone().unreduced().without_symmetry();
    let mut bounds = Bounds { max_states: most_states, ..Bounds::default() };
    let (found, plain) = search(plainly.clone(), bounds).unwrap_or_else(|depth| {
        bounds.max_depth = depth;
        bounds.max_states = u32::MAX - 1;
        search(plainly, bounds).expect("no bound but that on depth")
    });
    let ways = [model.clone().unreduced(), model.clone().without_symmetry(), model.clone()];
    let counts = ways.map(|way| {
        let (other, count) = search(way, bounds).unwrap_or_else(|_| panic!("{name}: more states than without"));
        assert_eq!(other, found, "{name}");
        count
    });
    let [symmetry, reduction, both] = counts.map(|count| plain as f64 / count as f64);
    let order = model.symmetry_order();
    eprintln!(
        "{name}: {found}; {plain} states; symmetry of {order} {symmetry:.2}, reduction {reduction:.1}, both {both:.1}"
    );
    bounds.max_depth == u32::MAX
}

/// Of these scenarios so many are small enough to be compared to the end, at least.
#[track_caller]
fn compare_all(scenarios: impl Iterator<Item = (String, String)>, least: usize) {
    let mut to_the_end = 0;
    for (name, text) in scenarios {
        let scenario = parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let model = scenario.model().expect("few requests");
        to_the_end += usize::from(compare(&name, &model, MOST_STATES));
        let value = scenario.requests().first().map(|(_, value)| Question::CanChoose(value.clone()));
        let alone = [Some(Question::states()[0].clone()), Some(Question::VotingStep), value, Some(Question::CanDecide)];
        for question in alone.into_iter().flatten() {
            let name = format!("{name}, {}", question.word());
            let most_states = if question == Question::CanDecide { MOST_STATES_TO_DECIDE } else { MOST_STATES };
            compare(&name, &model.clone().asked(vec![question]), most_states);
        }
    }
    assert!(to_the_end >= least, "only {to_the_end} were compared to the end");
}

#[test]
fn every_scenario_of_the_gallery_that_is_small_enough() {
    compare_all(gallery_of(ProtocolName::Synod).map(|entry| (entry.name.to_owned(), entry.text.to_owned())), 9);
}

#[test]
fn every_mistake() {
    let heads = Variant::SYNOD.into_iter().flat_map(|variant| {
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
fn every_mistake_where_it_does_harm() {
    let harmful = harmful().into_iter().map(|(text, _)| (text.replace('\n', ", "), text));
    compare_all(harmful, Variant::SYNOD.len());
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
