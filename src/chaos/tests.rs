use super::course::{healing, is_up};
use super::shrink::Shrink;
use super::*;
use crate::protocol::clients::KeyValue;
use crate::protocol::multipaxos::MultiPaxos;
use crate::protocol::synod::Synod;
use crate::protocol::zab::Zab;
use crate::protocol::{NodeId, ProtocolName, Variant};
use crate::scenario::{Judging, format_command, gallery_of, parse};
use crate::sim::{Act, Advance, Command, Entry, Occurrence, Simulation};
use crate::world::{Breach, Property};
use std::collections::BTreeSet;
use std::sync::Arc;

fn terms(head: &str) -> Terms {
    let text = format!("paxos 1\n{head}\n");
    Terms::of(&parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}")))
}

fn commands(script: &Script) -> impl Iterator<Item = &Command> {
    script.entries.iter().filter_map(|entry| match &entry.act {
        Act::Command(command) => Some(command),
        Act::Run(_) | Act::Mark => None,
    })
}

/// Plays a script to this moment, and looks at every event.
fn play<P: Judging>(
    script: &Script,
    until: Moment,
    mut look: impl FnMut(&Simulation<P>, &Occurrence<P>),
) -> Simulation<P> {
    let mut state = Simulation::new(P::config(&script.settings), Arc::new(script.settings.setup()));
    while let Some(advance) = state.advance(&script.entries, until) {
        if let Advance::Event(event) = advance {
            look(&state, &event.what);
        }
    }
    state
}

fn texts(run: &Run) -> Vec<String> {
    commands(&run.script).map(format_command).collect()
}

// ----- terms

#[test]
fn proposers_and_values_are_those_that_the_scenario_has() {
    let terms = terms("nodes 5\nproposers n4\n\nat 0 propose n2 \"red\"\npropose n4 \"blue\"\npropose n2 \"blue\"");
    let names = |things: Vec<String>| things.join(" ");
    assert_eq!(names(terms.asked().iter().map(ToString::to_string).collect()), "n2 n4");
    assert_eq!(names(terms.values().iter().map(ToString::to_string).collect()), "blue red");
}

#[test]
fn where_it_has_fewer_values_than_proposers_there_are_more() {
    let values = |head: &str| terms(head).values().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(values("nodes 3"), ["value1", "value2", "value3"]);
    assert_eq!(values("nodes 1"), ["value1", "value2"], "one value cannot disagree");
    assert_eq!(values("nodes 3\n\nat 0 propose n1 \"value2\""), ["value2", "value1", "value3"]);
}

#[test]
fn disks_are_wiped_as_often_as_it_allows_and_does_itself() {
    assert_eq!(terms("nodes 3").wipes(), 0);
    assert_eq!(terms("nodes 3\nallow wipes 2\n\nat 5 wipe n1").wipes(), 3);
}

/// 4 times 12 for the slowest message, and 16 times 60 and 8 times 40.
#[test]
fn the_patience_is_as_long_as_it_is_said_to_be() {
    assert_eq!(terms("nodes 3").patience_ticks(), 6_128);
    assert_eq!(terms("nodes 3\nlatency 0\ntimeout 1\nbackoff 0").patience_ticks(), 20);
    assert_eq!(terms("nodes 3\nlatency 100000").widest_latency_ticks(), 100_000, "no setting may be longer");
}

/// 4 times 12 for the slowest message, 16 times 120 for elections, and 3 or 5 times 60 for those who are asked in vain.
#[test]
fn of_a_log_it_is_that_of_elections_and_of_clients() {
    assert_eq!(terms("protocol multipaxos\nnodes 3").patience_ticks(), 2_148);
    assert_eq!(terms("protocol zab\nnodes 5").patience_ticks(), 2_268);
}

#[test]
fn of_a_log_every_client_is_asked_for_operations() {
    let terms = terms("protocol zab\nnodes 3\nclients 3\n\nat 0 propose c2 \"y=7\"");
    assert_eq!(terms.asked(), NodeId::clients(3).collect::<Vec<_>>());
    assert_eq!(terms.values().iter().map(ToString::to_string).collect::<Vec<_>>(), ["y=7", "x=1", "x=2"]);
}

#[test]
fn a_scenario_that_is_moved_by_hand_moves_by_itself_here() {
    assert!(!terms("nodes 3\nmanual").settings().manual);
}

// ----- runs

#[test]
fn a_run_is_a_function_of_the_seed() {
    let terms = terms("nodes 3");
    assert_eq!(run(&terms, 7), run(&terms, 7));
    assert_ne!(texts(&run(&terms, 7)), texts(&run(&terms, 8)));
}

#[test]
fn every_kind_of_command_is_drawn() {
    check_kinds("nodes 3\nallow wipes 1", "");
    check_kinds("protocol multipaxos\nallow wipes 1", "");
    check_kinds("protocol zab\nallow wipes 1", "break ");
}

/// Each is drawn in a scenario with this head, and these besides those that are drawn everywhere.
#[track_caller]
fn check_kinds(head: &str, more: &str) {
    let terms = terms(head);
    let mut words = BTreeSet::new();
    let mut crashing = BTreeSet::new();
    for text in (0..200).flat_map(|seed| texts(&run(&terms, seed))) {
        let mut parts = text.split(' ');
        let first = parts.next().unwrap_or_default().to_owned();
        if text.contains("crashing after") {
            crashing.insert(first.clone());
        }
        words.insert(if first == "set" { format!("set {}", parts.next().unwrap_or_default()) } else { first });
    }
    let all =
        format!("{more}crash cut deliver drop duplicate fire heal hold isolate partition propose release restart wipe");
    let expected =
        all.split(' ').map(str::to_owned).chain(["duplication", "latency", "loss"].map(|word| format!("set {word}")));
    assert_eq!(words, expected.collect());
    assert_eq!(crashing.into_iter().collect::<Vec<_>>(), ["deliver", "fire", "propose"]);
}

#[test]
fn no_run_wipes_more_disks_than_are_allowed() {
    for (head, allowed) in [("nodes 3", 0), ("nodes 3\nallow wipes 2", 2)] {
        let terms = terms(head);
        let wipes =
            |seed| commands(&run(&terms, seed).script).filter(|command| matches!(command, Command::Wipe(_))).count();
        assert_eq!((0..200).map(wipes).max(), Some(allowed), "{head}");
    }
}

/// A cluster of one has no links, and all of 99 are many.
#[test]
fn clusters_of_any_size_are_played() {
    for head in ["nodes 1", "nodes 2", "nodes 99\nproposers n1 n99", "nodes 3\nlatency 0", "nodes 7\nquorums 6 2"] {
        let terms = terms(head);
        for seed in 0..5 {
            let run = run(&terms, seed);
            assert_eq!((run.failed, run.cut_short), (None, false), "{head} with the seed {seed}");
        }
    }
}

#[test]
fn every_command_of_a_run_is_possible_and_in_the_end_everything_is_healed() {
    for entry in gallery_of(ProtocolName::Synod) {
        let terms = Terms::of(&parse(entry.text).expect("a scenario of the gallery"));
        for seed in 0..20 {
            let run = run(&terms, seed);
            if run.failed.is_some() {
                continue;
            }
            let impossible = |what: &Occurrence<Synod>| matches!(what, Occurrence::Impossible(..));
            let last = run.script.entries.last().and_then(|entry| entry.at).expect("a command");
            let state = play::<Synod>(&run.script, Moment::after_tick(last.tick), |_, what| {
                assert!(!impossible(what), "{} with the seed {seed}: {what:?}", entry.name);
            });
            let world = state.world();
            assert!(world.cuts().is_empty() && NodeId::all(world.node_count()).all(|node| is_up(world, node)));
            assert!(state.flights().values().all(|flight| flight.held_since_tick.is_none()));
            let profile = state.profile();
            assert_eq!((profile.loss.basis_points(), profile.duplication.basis_points()), (0, 0));
            assert_eq!((profile.latency, profile.link_latency.len()), (terms.settings().latency, 0));
            assert!(healing(&state, terms.settings()).is_empty());
        }
    }
}

/// Only slots are judged about which an event tells something: judged wholly after every event, the first failure is the same.
#[test]
fn no_failure_is_overlooked_for_being_judged_seldom() {
    let synod = Variant::SYNOD.map(|variant| check_judged::<Synod>("nodes 4\nlearning votes", variant, 120));
    assert!(synod.into_iter().sum::<usize>() > 100, "{synod:?}");
    let zab = Variant::ZAB.map(|variant| check_judged::<Zab<KeyValue>>("protocol zab\nnodes 3", variant, 12));
    assert!(zab.into_iter().sum::<usize>() > 20, "{zab:?}");
    let harmful = [Variant::LoseVote, Variant::IgnorePromises, Variant::HalfQuorum];
    let head = "protocol multipaxos\nnodes 4\nclients 2";
    let multipaxos = harmful.map(|variant| check_judged::<MultiPaxos<KeyValue>>(head, variant, 50));
    assert!(multipaxos.into_iter().sum::<usize>() > 10, "{multipaxos:?}");
}

/// How many runs of these seeds fail.
fn check_judged<P: Judging>(head: &str, variant: Variant, seeds: u64) -> usize {
    let mut failures = 0;
    let terms = terms(&format!("{head}\nvariant {}", variant.word()));
    for seed in 0..seeds {
        let run = run(&terms, seed);
        let mut first = None;
        let last = run.script.entries.last().and_then(|entry| entry.at).map_or(0, |at| at.tick);
        let until = run.failed.map_or(Moment::after_tick(last), |failed| failed.moment);
        play::<P>(&run.script, until, |state, _| {
            let world = state.world();
            let (quorums, acceptors) = (P::quorums(world.config()), world.acceptor_count());
            let fails = |property: &Property| property.judge(world.ledger(), quorums, acceptors).is_some();
            let broken = || Property::of(P::NAME).iter().copied().find(fails);
            first = first.or_else(|| broken().map(|property| (property, state.now())));
        });
        let found = run.failed.and_then(|Failed { failure, moment }| match failure {
            Failure::Broken(property) => Some((property, moment)),
            Failure::NoDecision | Failure::NoAnswer => None,
        });
        assert_eq!(first, found, "{} with the seed {seed}", variant.word());
        failures += usize::from(found.is_some());
    }
    failures
}

/// Impatient proposers, each with a ballot in every tick.
#[test]
fn a_run_that_has_too_many_events_is_judged_only_so_far() {
    let terms = terms("nodes 20\ntimeout 1");
    let run = (0..100).map(|seed| run(&terms, seed)).find(|run| run.cut_short).expect("a run that is cut short");
    assert_eq!((run.events, run.failed), (MAX_EVENTS, None));
}

// ----- no decision

/// A ballot takes four messages one after the other, and these proposers do not wait so long.
const HASTY: &str = "nodes 3\nlatency 30..40\ntimeout 60";

fn in_vain() -> Script {
    let terms = terms(HASTY);
    let failing =
        (0..100).map(|seed| run(&terms, seed)).find(|run| run.failed.is_some()).expect("no ballot can be finished");
    assert_eq!(failing.failed.map(|failed| failed.failure), Some(Failure::NoDecision));
    failing.script
}

#[test]
fn a_cluster_that_cannot_decide_is_found() {
    let terms = terms(HASTY);
    assert!(in_vain().replay(Failure::NoDecision, terms.patience_ticks()).is_some());
}

#[test]
fn without_a_decision_a_run_fails_only_if_all_is_healed_and_the_last_command_asks() {
    let patience_ticks = terms(HASTY).patience_ticks();
    let mut script = in_vain();
    let ask = script.entries.pop().expect("the last command");
    assert_eq!(script.replay(Failure::NoDecision, patience_ticks), None, "nobody asks");
    let command = Command::Crash(NodeId::new(2).expect("a node"));
    script.entries.extend([Entry { at: ask.at, act: Act::Command(command) }, ask]);
    assert_eq!(script.replay(Failure::NoDecision, patience_ticks), None, "a node is down");
}

// ----- two states

/// Servers that forget their votes let two commands come into one slot. Watched for nothing but that servers come to the same, a run is found by what they come to.
#[test]
fn servers_that_come_to_two_states_are_found() {
    let terms = terms("protocol multipaxos\nnodes 3\nvariant lose-vote");
    let failure = Failure::Broken(Property::EqualStates);
    let fails = |seed| {
        let run = run(&terms, seed);
        let (moment, _) = run.script.replay(failure, terms.patience_ticks())?;
        Some(Run { failed: Some(Failed { failure, moment }), ..run })
    };
    let found = (0..200).find_map(fails).expect("a run in which two servers come to different states");
    let shrink = shrunk(&(terms.clone(), found), 500);
    let (script, failed) = (shrink.script(), shrink.failed());
    let state = play::<MultiPaxos<KeyValue>>(script, failed.moment, |_, _| {});
    let (world, quorums) = (state.world(), state.world().config().quorums);
    let breach = Property::EqualStates.judge(world.ledger(), quorums, 3);
    let Some(Breach::TwoStates { place, servers: [one, other] }) = breach else { panic!("{breach:?}") };
    assert_ne!(one, other);
    // What was done there is not the same.
    let done = world.ledger().broadcasts().delivered().of(place);
    let values: BTreeSet<_> = done.map(|done| &done.transaction.value).collect();
    assert!(values.len() > 1, "{values:?}");
}

// ----- shrinking

/// A run that fails because of a mistake; its terms.
fn failing(head: &str) -> (Terms, Run) {
    let terms = terms(head);
    let run = (0..10_000).map(|seed| run(&terms, seed)).find(|run| run.failed.is_some()).expect("a run that fails");
    (terms, run)
}

fn shrunk((terms, run): &(Terms, Run), max_trials: u32) -> Shrink {
    let failed = run.failed.expect("a failure");
    let mut shrink = Shrink::new(run.script.clone(), failed, terms.patience_ticks(), max_trials);
    while shrink.step() {}
    shrink
}

#[test]
fn of_a_shrunk_run_no_command_can_be_left_out() {
    let heads = [
        "nodes 3\nvariant lose-vote",
        "nodes 4\nvariant half-quorum",
        "nodes 3\nlearning votes\nvariant duplicate-vote",
        HASTY,
    ];
    for head in heads {
        let found = failing(head);
        let shrink = shrunk(&found, MAX_TRIALS);
        let (script, failed) = (shrink.script(), shrink.failed());
        assert!(shrink.is_minimal(), "{head}");
        assert!(script.entries.len() < found.1.script.entries.len(), "{head}: nothing could be left out");
        let replayed = script.replay(failed.failure, found.0.patience_ticks());
        assert_eq!(replayed, Some((failed.moment, script.entries.len())), "{head}");
        for place in 0..script.entries.len() {
            let mut without = script.clone();
            without.entries.remove(place);
            assert_eq!(
                without.replay(failed.failure, found.0.patience_ticks()),
                None,
                "{head}: {place} can be left out"
            );
        }
    }
}

/// With the scenario's own loss the failure may be for that; if it is not, the network is whole in the end.
#[test]
fn a_network_that_loses_messages_is_made_whole_where_that_is_not_needed() {
    let found = failing("nodes 3\nloss 10%\nduplication 10%\nvariant prepare-stores-value");
    let settings = &shrunk(&found, MAX_TRIALS).script().settings.clone();
    assert_eq!((settings.loss.basis_points(), settings.duplication.basis_points()), (0, 0));
    assert_eq!(settings.seed, found.1.script.settings.seed, "the seed stays");
}

#[test]
fn shrinking_ends_at_its_bound_with_what_it_has_come_to() {
    let found = failing("nodes 3\nvariant lose-vote");
    let shrink = shrunk(&found, 3);
    assert_eq!((shrink.trials(), shrink.is_minimal()), (3, false));
    let failed = shrink.failed();
    assert!(shrink.script().replay(failed.failure, found.0.patience_ticks()).is_some(), "it still fails");
}

// ----- the search

fn search(head: &str, seeds: u64) -> Chaos {
    Chaos::new(&parse(&format!("paxos 1\n{head}\n")).expect("a scenario"), 1, seeds)
}

#[test]
fn whatever_the_budgets_it_comes_to_the_same() {
    let mut at_once = search("nodes 3\nvariant lose-promise", 1_000);
    assert!(at_once.advance(u32::MAX));
    let mut bit_by_bit = search("nodes 3\nvariant lose-promise", 1_000);
    while !bit_by_bit.advance(1) {}
    assert_eq!(bit_by_bit.verdict(), at_once.verdict());
    assert_eq!(bit_by_bit.progress(), at_once.progress());
    assert!(matches!(at_once.verdict(), Some(Verdict::Found(found)) if found.minimal));
    let done = at_once.progress();
    assert!(at_once.advance(100), "it has its verdict");
    assert_eq!(at_once.progress(), done, "and does nothing more");
}

#[test]
fn a_budget_is_not_exceeded() {
    let mut chaos = search("nodes 3", 100);
    assert!(!chaos.advance(30) && chaos.verdict().is_none());
    assert_eq!(chaos.progress().runs, 30);
    assert!(!chaos.advance(69) && !chaos.advance(0));
    assert!(chaos.advance(1));
    assert_eq!((chaos.verdict(), chaos.progress().runs), (Some(&Verdict::FoundNothing), 100));
}

#[test]
fn the_seed_that_is_told_fails_on_its_own() {
    let mut chaos = search("nodes 3\nvariant any-value", 5_000);
    while !chaos.advance(100) {}
    let Some(Verdict::Found(found)) = chaos.verdict() else { panic!("nothing was found") };
    assert_eq!(found.seed, chaos.progress().runs, "seeds count from 1");
    let again = run(chaos.terms(), found.seed);
    assert_eq!(again.failed.map(|failed| failed.failure), Some(found.failed.failure));
    assert_eq!(again.script.entries.len(), found.commands_before);
}

/// What came of every run is told: it decided, or it came to the bound on events, or it failed.
#[test]
fn runs_that_decide_are_counted() {
    let mut chaos = search("nodes 3", 200);
    assert!(chaos.advance(200));
    assert_eq!((chaos.progress().decided, chaos.progress().cut_short), (200, 0));
    let mut chaos = search(HASTY, 100);
    while !chaos.advance(100) {}
    let Progress { runs, decided, .. } = chaos.progress();
    assert_eq!((decided, matches!(chaos.verdict(), Some(Verdict::Found(_)))), (runs - 1, true));
    let mut chaos = search("nodes 20\ntimeout 1", 40);
    while !chaos.advance(100) {}
    let Progress { decided, cut_short, .. } = chaos.progress();
    assert!(cut_short > 0 && decided < 40 && decided + cut_short >= 40, "{decided} and {cut_short}");
}

#[test]
fn called_off_it_has_found_nothing_or_what_it_was_shrinking() {
    let mut chaos = search("nodes 3", 100);
    chaos.advance(30);
    chaos.stop();
    assert_eq!((chaos.verdict(), chaos.progress().runs), (Some(&Verdict::Stopped), 30));
    assert!(chaos.advance(100), "it has its verdict");
    assert_eq!(chaos.progress().runs, 30, "and does nothing more");

    let mut chaos = search("nodes 3\nvariant lose-vote", 100);
    while chaos.progress().trials < 3 {
        assert!(!chaos.advance(1));
    }
    chaos.stop();
    let Some(Verdict::Found(found)) = chaos.verdict() else { panic!("{:?}", chaos.verdict()) };
    assert!(!found.minimal && found.commands <= found.commands_before);
    let told = found.clone();
    chaos.stop();
    assert_eq!(chaos.verdict(), Some(&Verdict::Found(told)), "it is called off once");
}
