//! Leases of Multi-Paxos, driven by hand and in virtual time. `PAXOS_LONG=1` plays fifty times as many seeds.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/log.rs"]
mod log;
#[path = "common/multipaxos.rs"]
mod multipaxos;

use log::{Node, client, node, value};
use multipaxos::{Play, broken};
use paxos_playground::protocol::multipaxos::{Config, Message, Reason, Role, Timer};
use paxos_playground::protocol::{Effect, Kind, Map, NodeId, Variant};
use paxos_playground::scenario::parse;
use paxos_playground::session::Session;
use paxos_playground::sim::{Act, Command, Entry, FaultProfile, Moment, Setup, Share, Simulation, Span};
use paxos_playground::world::{Action, Envelope, Outcome, Property};
use std::sync::Arc;

fn leasing(servers: u8, clients: u8) -> Config {
    Config { lease: true, ..Config::majorities(servers, clients) }
}

fn has(outcome: &Outcome<Node>, wanted: impl Fn(&Reason) -> bool) -> bool {
    let is_it = |effect: &Effect<Node>| matches!(effect, Effect::Explain(reason) if wanted(reason));
    outcome.performed.iter().any(|performed| is_it(&performed.effect))
}

/// n1 leads; it has done x=1, and holds a lease that all have granted.
fn leased() -> Play {
    let mut play = Play::new(leasing(3, 2));
    play.lead(1);
    play.ask(1, "x=1");
    play.settle();
    play
}

#[track_caller]
fn request_arrives(play: &mut Play, from: NodeId) -> Outcome<Node> {
    let is_request =
        |envelope: &Envelope<_>| envelope.from == from && matches!(envelope.message, Message::Request { .. });
    let request = play.under_way(is_request).expect("it asks");
    play.take(Action::Deliver(request))
}

fn timers(play: &Play, number: u8) -> Vec<Timer> {
    let running = play.world.place(node(number)).and_then(|place| place.running.as_ref());
    running.expect("it runs").timers.iter().copied().collect()
}

#[test]
fn with_a_lease_what_only_reads_is_answered_without_a_slot() {
    let mut play = leased();
    play.ask(1, "x?");
    let outcome = request_arrives(&mut play, client(1));
    let answer = |effect: &Effect<Node>| match effect {
        Effect::Send { to, message: Message::Reply { sequence: 2, answer } } if *to == client(1) => answer.clone(),
        _ => None,
    };
    assert_eq!(outcome.performed.iter().find_map(|performed| answer(&performed.effect)), Some(value("1")));
    assert_eq!((play.server(1).commit(), play.server(1).disk().end()), (1, 1), "no slot for it");
    // What writes gets one all the same.
    play.settle();
    play.ask(1, "x=2");
    play.settle();
    assert_eq!(play.server(1).commit(), 2);
}

#[test]
fn without_a_lease_reads_go_through_the_log() {
    let mut never = Play::new(Config::majorities(3, 1));
    never.lead(1);
    never.ask(1, "x?");
    never.settle();
    assert_eq!(never.server(1).commit(), 1);
    let mut over = leased();
    over.fire(1, Timer::OddLease);
    over.ask(1, "x?");
    over.settle();
    assert_eq!(over.server(1).commit(), 2);
}

/// Two rounds may be under way: the next is asked for before the one that counts is over.
#[test]
fn a_lease_is_asked_for_again_before_it_is_over() {
    let mut play = leased();
    assert!(timers(&play, 1).contains(&Timer::OddLease));
    play.fire(1, Timer::Heartbeat);
    assert!([Timer::OddLease, Timer::EvenLease].iter().all(|timer| timers(&play, 1).contains(timer)));
    let Role::Leader(leader) = play.server(1).role() else { panic!("it leads") };
    assert_eq!((leader.lease.asked, leader.lease.held), (2, Some(1)));
    play.settle();
    let Role::Leader(leader) = play.server(1).role() else { panic!("it leads") };
    assert_eq!(leader.lease.held, Some(2));
    assert!(!timers(&play, 1).contains(&Timer::OddLease), "what was granted later lasts longer");
    // A round that nobody grants is over in its time, and it asks for the next.
    play.fire(1, Timer::Heartbeat);
    play.settle_without(|envelope| matches!(envelope.message, Message::Granted { .. }));
    play.fire(1, Timer::EvenLease);
    play.fire(1, Timer::OddLease);
    let Role::Leader(leader) = play.server(1).role() else { panic!("it leads") };
    assert_eq!((leader.lease.asked, leader.lease.held), (3, None));
}

/// A grant that comes when the round is over counts for nothing: the one who granted it may be free again.
#[test]
fn a_late_grant_is_no_lease() {
    let mut play = Play::new(leasing(3, 1));
    play.fire(1, Timer::Election);
    play.settle_without(|envelope| matches!(envelope.message, Message::Granted { .. }) && envelope.from == node(3));
    let mut late = Play::new(leasing(3, 1));
    late.fire(1, Timer::Election);
    let is_grant = |envelope: &Envelope<Message<_>>| matches!(envelope.message, Message::Granted { .. });
    while let Some(envelope) = late.under_way(|envelope| !is_grant(envelope)) {
        late.take(Action::Deliver(envelope));
    }
    late.fire(1, Timer::OddLease);
    while let Some(envelope) = late.under_way(is_grant) {
        assert!(has(&late.take(Action::Deliver(envelope)), |reason| matches!(reason, Reason::Stale { .. })));
    }
    let held = |play: &Play| match play.server(1).role() {
        Role::Leader(leader) => leader.lease.held,
        role => panic!("{role:?}"),
    };
    assert_eq!((held(&play), held(&late)), (Some(1), None), "in time, one grant and its own are enough");
}

#[test]
fn who_has_granted_a_lease_promises_nobody_else_until_its_timer_has_run_out() {
    let mut play = leased();
    play.crash(1);
    // It does not begin a ballot itself either.
    let outcome = play.take(Action::Fire(node(3), Timer::Election));
    assert!(has(&outcome, |reason| matches!(reason, Reason::WaitsForGrant)));
    play.fire(3, Timer::Grant);
    play.fire(3, Timer::Election);
    play.settle();
    assert!(matches!(play.server(3).role(), Role::Candidate(_)), "n2 is bound");
    play.fire(2, Timer::Grant);
    play.fire(3, Timer::Election);
    play.settle();
    assert!(matches!(play.server(3).role(), Role::Leader(_)));
}

/// What it had granted was in its memory only.
#[test]
fn who_restarts_waits_as_if_it_had_granted_a_lease() {
    let mut play = leased();
    [2, 3].iter().for_each(|number| play.crash(*number));
    [2, 3].iter().for_each(|number| play.restart(*number));
    play.crash(1);
    assert!(timers(&play, 2).contains(&Timer::Grant));
    play.fire(3, Timer::Grant);
    play.fire(3, Timer::Election);
    play.settle();
    assert!(matches!(play.server(3).role(), Role::Candidate(_)), "n2 waits");
    // Who has never heard of anything has granted nothing.
    let mut fresh = Play::new(leasing(3, 1));
    fresh.crash(2);
    fresh.restart(2);
    assert!(!timers(&fresh, 2).contains(&Timer::Grant));
}

/// A new leader knows of what was chosen before only what was reported: it has to be done first.
#[test]
fn a_new_leader_reads_nothing_until_what_was_reported_is_done() {
    let mut play = Play::new(leasing(3, 2));
    play.lead(1);
    play.ask(1, "x=1");
    play.settle_without(|envelope| matches!(envelope.message, Message::Accept { .. }) && envelope.to == node(3));
    play.crash(1);
    [2, 3].iter().for_each(|number| play.fire(*number, Timer::Grant));
    // n3 leads and holds a lease; its votes are still under way.
    play.fire(3, Timer::Election);
    let is_accept = |envelope: &Envelope<Message<_>>| matches!(envelope.message, Message::Accept { .. });
    while let Some(envelope) = play.under_way(|envelope| !is_accept(envelope)) {
        let down = envelope.to == node(1);
        play.take(if down { Action::Drop(envelope) } else { Action::Deliver(envelope) });
    }
    let Role::Leader(leader) = play.server(3).role() else { panic!("it leads") };
    assert!(leader.lease.held.is_some() && leader.reported_end == 1);
    play.ask(2, "x?");
    request_arrives(&mut play, client(2));
    let outcome = request_arrives(&mut play, node(2));
    assert!(has(&outcome, |reason| matches!(reason, Reason::Queued { .. })), "it gets a slot");
    play.settle();
    assert_eq!(play.server(3).commit(), 2);
}

/// The clocks of a search: that of a grant runs out after the leader's, and only then.
#[test]
fn by_clocks_that_do_not_drift_a_grant_outlasts_the_lease() {
    let fires = |play: &Play, number: u8| {
        let mut steps = Vec::new();
        play.world.enabled(&[], &mut steps);
        steps.iter().any(|step| step.action == Action::Fire(node(number), Timer::Grant))
    };
    let mut play = leased();
    assert!(!fires(&play, 2));
    play.fire(1, Timer::OddLease);
    assert!(fires(&play, 2));
    let mut next = leased();
    next.fire(1, Timer::Heartbeat);
    assert!(!fires(&next, 2), "the first round counts still");
    next.pass(1, 3, Kind::Heartbeat);
    next.pass(3, 1, Kind::Granted);
    assert!(fires(&next, 2) && !fires(&next, 3), "n2 was not heard in the second");
    let mut crashed = leased();
    crashed.crash(2);
    crashed.restart(2);
    assert!(!fires(&crashed, 2), "it does not know which round");
    let mut drifting = Play::new(Config { drift: true, ..leasing(3, 1) });
    drifting.lead(1);
    assert!(fires(&drifting, 2));
}

// ----- in virtual time

const TIMEOUT_TICKS: u32 = 200;

/// Those that write: each begins with another server.
const WRITERS: u8 = 19;

fn setup(seed: u64, drift_percent: u16) -> Setup {
    let profile = FaultProfile {
        loss: Share::default(),
        duplication: Share::default(),
        latency: Span::new(1, 5).expect("a span"),
        link_latency: Map::new_vec(),
    };
    let drift = Share::from_basis_points(100 * drift_percent).expect("a share");
    let backoff = Span::new(1, 1).expect("a span");
    Setup { seed, profile, timeout_ticks: TIMEOUT_TICKS, backoff, drift, manual: false, load: None }
}

fn played(state: &mut Simulation<Node>, script: &[Entry], until: u64) {
    while state.advance(script, Moment::after_tick(until)).is_some() {}
}

fn leader(state: &Simulation<Node>) -> Option<NodeId> {
    let server = |id| state.world().place(id).and_then(|place| place.running.as_ref()?.node.server());
    NodeId::all(3).find(|id| server(*id).is_some_and(|server| matches!(server.role(), Role::Leader(_))))
}

/// A leader is cut off with c1, which reads from it again and again; the others write to whoever comes to lead behind its back. What is broken in the end.
fn cut_off(config: &Config, seed: u64, drift_percent: u16) -> Option<Property> {
    const CUT: u64 = 1_500;
    let mut state = Simulation::<Node>::new(config.clone(), Arc::new(setup(seed, drift_percent)));
    let at = |tick: u64, command: Command| Entry { at: Some(Moment::at_tick(tick)), act: Act::Command(command) };
    let ask = |tick: u64, number: u8, operation: &str| {
        at(tick, Command::Propose { node: client(number), value: value(operation), crash_after: None })
    };
    // (Left to themselves, the one whose clock is fast would come to lead: and its lease is soon over.)
    let mut script = vec![at(1, Command::Fire { node: node(1), crash_after: None }), ask(1_000, 1, "x=0")];
    played(&mut state, &script, CUT - 1);
    let leader = leader(&state).expect("somebody leads by now");
    let others = NodeId::all(3).filter(|id| *id != leader).chain((2..=1 + WRITERS).map(client));
    script.push(at(CUT, Command::Partition(vec![vec![leader, client(1)], others.collect()])));
    for (number, tick) in (0_u8..).zip((CUT..CUT + 3 * u64::from(TIMEOUT_TICKS)).step_by(4)) {
        script.push(ask(tick, 1, "x?"));
        script.push(ask(tick, 2 + number % WRITERS, &format!("x={number}")));
    }
    played(&mut state, &script, CUT + 4 * u64::from(TIMEOUT_TICKS));
    let found = broken(state.world()).map(|(property, _)| property);
    assert!(!state.world().ledger().reads().answered().is_empty(), "seed {seed}: nothing was read");
    found
}

fn seeds() -> u64 {
    if std::env::var_os("PAXOS_LONG").is_some() { 10_000 } else { 200 }
}

/// How many of so many seeds read what is stale; nothing else is ever broken.
fn stale(config: &Config, drift_percent: u16) -> usize {
    let found: Vec<_> = (0..seeds()).filter_map(|seed| cut_off(config, seed, drift_percent)).collect();
    assert!(found.iter().all(|property| *property == Property::FreshReads), "{found:?}");
    found.len()
}

#[test]
fn a_leader_that_is_cut_off_reads_nothing_stale_unless_clocks_drift_or_it_counts_too_long() {
    let config = leasing(3, 1 + WRITERS);
    let variants = config.variants.with(Variant::LongLease);
    let counts = [0, 1, 40].map(|drift| stale(&config, drift));
    let long = stale(&Config { variants, ..config }, 0);
    eprintln!(
        "of {} seeds stale: {counts:?} with clocks that drift by 0, 1 and 40%, {long} with a lease that lasts too long",
        seeds()
    );
    assert_eq!(counts[0], 0);
    assert!(counts[2] > 0 && long > 0);
}

/// A lease in a scenario: three servers, and a read that takes no slot.
#[test]
fn a_scenario_with_a_lease_is_played() {
    let text = "paxos 1\nprotocol multipaxos\nnodes 3\nseed 1\nlease\n\nat 10 fire n1\nrun 100\npropose c1 \"x=1\"\nrun 100\n\
                propose c1 \"x?\"\nrun 60\nexpect c1 answered 2\nexpect n1 applied 1\nexpect fresh-reads holds\n";
    let mut session = Session::new(parse(text).expect("a scenario"));
    assert!(session.play_out());
    assert!(session.expectations().iter().all(|expected| expected.held == Some(true)), "{:?}", session.expectations());
    let through_log = text.replace("lease\n", "").replace("n1 applied 1", "n1 applied 2");
    let mut session = Session::new(parse(&through_log).expect("a scenario"));
    assert!(session.play_out());
    assert!(session.expectations().iter().all(|expected| expected.held == Some(true)), "{:?}", session.expectations());
}
