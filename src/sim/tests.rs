//! Virtual time: draws, the scheduler, commands, and the timeline held against a replay from the start.

use super::draw::{self, Purpose};
use super::*;
use crate::protocol::synod::{Config, Synod, Timer};
use crate::protocol::{Ballot, Canonical, Kind, Label, NodeId, Projection, Value};
use crate::world::NetworkKind;
use std::collections::BTreeMap;
use std::hash::Hasher;
use std::sync::Arc;

type Sim = Simulation<Synod>;

fn node(number: u8) -> NodeId {
    NodeId::new(number).expect("a node")
}

fn value(text: &str) -> Value {
    Value::new(text).expect("a value")
}

fn share(percent: u16) -> Share {
    Share::from_basis_points(percent * 100).expect("a share")
}

fn span(low_ticks: u32, high_ticks: u32) -> Span {
    Span::new(low_ticks, high_ticks).expect("a span")
}

fn setup(seed: u64) -> Setup {
    Setup {
        seed,
        profile: FaultProfile {
            loss: Share::default(),
            duplication: Share::default(),
            latency: span(8, 12),
            link_latency: crate::protocol::Map::new_vec(),
        },
        timeout_ticks: 60,
        backoff: span(10, 40),
        drift: Share::default(),
        manual: false,
        load: None,
    }
}

fn lossy(seed: u64) -> Setup {
    let profile = FaultProfile { loss: share(20), duplication: share(20), ..setup(seed).profile };
    Setup { profile, ..setup(seed) }
}

fn timeline(nodes: u8, setup: Setup, script: Vec<Entry>) -> Timeline<Synod> {
    Timeline::new(Config::majorities(nodes), setup, script)
}

fn at(tick: u64, events: u32) -> Moment {
    Moment { tick, events }
}

fn entry(at: impl Into<Option<Moment>>, command: Command) -> Entry {
    Entry { at: at.into(), act: Act::Command(command) }
}

fn propose(number: u8, text: &str) -> Command {
    Command::Propose { node: node(number), value: value(text), crash_after: None }
}

fn name(from: u8, to: u8, kind: Kind, ballot: Ballot) -> MessageName {
    MessageName { from: node(from), to: node(to), label: Label::of_ballot(kind, ballot), occurrence: 1 }
}

fn prepare(from: u8, to: u8) -> MessageName {
    name(from, to, Kind::Prepare, Ballot::new(1, node(from)))
}

fn play(timeline: &mut Timeline<Synod>, until_tick: u64) {
    while timeline.advance(Moment::after_tick(until_tick)) {}
}

fn bytes(state: &Sim) -> Vec<u8> {
    let mut projection = Projection::default();
    state.project(&mut projection);
    projection.bytes().to_vec()
}

/// Everything by which two states could go on differently.
fn whole(state: &Sim) -> String {
    format!("{state:?}")
}

fn events(timeline: &Timeline<Synod>) -> Vec<(Moment, Occurrence<Synod>)> {
    timeline.events().into_iter().map(|event| (event.moment, event.what)).collect()
}

// ----- draws

/// The test vector of the SipHash paper (appendix A): key 00..0f, input 00..0e.
#[test]
fn the_hash_is_siphash_2_4() {
    let key: Vec<u64> =
        [0_u8, 8].map(|first| u64::from_le_bytes(std::array::from_fn(|place| first + place as u8))).to_vec();
    let mut hasher = siphasher::sip::SipHasher24::new_with_keys(key[0], key[1]);
    hasher.write(&std::array::from_fn::<u8, 15, _>(|place| place as u8));
    assert_eq!(hasher.finish(), 0xa129_ca61_49be_45e5);
}

#[test]
fn golden_draws() {
    let mut key = Projection::default();
    prepare(1, 2).label.project(&mut key);
    let purposes = [Purpose::Latency, Purpose::Loss, Purpose::LossPoint, Purpose::Duplication, Purpose::BackOff];
    let drawn = purposes.map(|purpose| draw::draw(42, purpose, &key));
    let golden = [
        0xe4e6_455a_a469_6d31,
        0x0fb9_53f4_5f88_c2a6,
        0x8d44_deb5_3cab_d720,
        0xca85_c61d_4269_eb21,
        0xeb25_af5e_b7a7_30df,
    ];
    assert_eq!(drawn, golden, "a change of these changes every run that was ever shared: {drawn:#018x?}");
}

#[test]
fn draws_stay_within_their_range_and_reach_both_ends() {
    for bits in [0, 1, u64::MAX / 2, u64::MAX - 1, u64::MAX] {
        let ticks = draw::ticks_within(bits, span(8, 12));
        assert!((8..=12).contains(&ticks));
    }
    assert_eq!((draw::ticks_within(0, span(8, 12)), draw::ticks_within(u64::MAX, span(8, 12))), (8, 12));
    assert_eq!(draw::ticks_within(u64::MAX, span(7, 7)), 7);
    assert!(!draw::happens(0, share(0)) && draw::happens(u64::MAX, share(100)));
    assert_eq!((draw::scale(u64::MAX, u64::MAX), draw::scale(0, 5)), (u64::MAX - 1, 0));
}

/// 10,000 messages: each latency about as often as the others, losses and copies about as often as the share says.
#[test]
fn fates_are_evenly_distributed() {
    let profile = FaultProfile { loss: share(10), duplication: share(30), ..setup(1).profile };
    let mut latencies: BTreeMap<u64, u32> = BTreeMap::new();
    let (mut lost, mut copied) = (0, 0);
    for send in 1..=10_000 {
        let fate = flight::fate(1, &profile, &prepare(1, 2), send, 0);
        *latencies.entry(fate.latency_ticks).or_default() += 1;
        lost += u32::from(fate.lost_after_ticks.is_some());
        copied += u32::from(fate.duplicated);
        if let Some(ticks) = fate.lost_after_ticks {
            assert!(ticks * 4 <= fate.latency_ticks * 3, "lost within the middle half of the way");
        }
        assert!(!flight::fate(1, &profile, &prepare(1, 2), send, 1).duplicated, "a copy makes no copies");
    }
    assert_eq!(latencies.keys().copied().collect::<Vec<_>>(), [8, 9, 10, 11, 12]);
    assert!(latencies.values().all(|count| (1_850..2_150).contains(count)), "{latencies:?}");
    assert!((900..1_100).contains(&lost) && (2_850..3_150).contains(&copied), "{lost} lost, {copied} copied");
}

/// What a person does to one message changes the luck of no other: the messages that set out all the same have the same fates.
#[test]
fn dropping_or_copying_one_message_changes_no_other_messages_fate() {
    for seed in 0..60 {
        let untouched = fates(seed, None);
        for command in [Command::Drop(prepare(1, 2)), Command::Duplicate(prepare(1, 2)), Command::Hold(prepare(1, 3))] {
            let touched = fates(seed, Some(command.clone()));
            let both = touched.iter().filter(|(which, _)| untouched.contains_key(which)).count();
            assert!(both >= 2, "the two runs have nothing in common");
            for (which, fate) in touched {
                let before = untouched.get(&which);
                assert!(before.is_none_or(|before| *before == fate), "seed {seed}, {command:?}: {which:?}");
            }
        }
    }
}

type Which = (NodeId, NodeId, Label, u32, u32);

/// Latency and loss of every message of a run, by what it is.
fn fates(seed: u64, command: Option<Command>) -> BTreeMap<Which, (u64, Option<u64>)> {
    let mut script = vec![entry(at(0, 0), propose(1, "a"))];
    script.extend(command.map(|command| entry(at(0, 1), command)));
    script.push(entry(at(30, 0), propose(2, "b")));
    let mut timeline = timeline(3, lossy(seed), script);
    let mut fates = BTreeMap::new();
    while timeline.advance(Moment::after_tick(300)) {
        let state = timeline.frontier();
        for id in timeline.events().last().map_or(&[][..], |event| &event.sent) {
            let flight = &state.flights()[id];
            let name = flight.name;
            let latency = flight.due_tick - flight.sent_tick;
            let loss = flight.loss_tick.map(|tick| tick - flight.sent_tick);
            fates.insert((name.from, name.to, name.label, flight.send, flight.copy), (latency, loss));
        }
    }
    fates
}

#[test]
fn back_off_is_drawn_from_a_range_that_doubles_up_to_eightfold() {
    let mut longest: BTreeMap<u32, u64> = BTreeMap::new();
    for seed in 0..300 {
        let script = vec![entry(at(0, 0), Command::Isolate(node(1))), entry(at(0, 0), propose(1, "a"))];
        let mut timeline = timeline(3, setup(seed), script);
        play(&mut timeline, 0);
        let mut state = timeline.frontier().clone();
        for attempt in 1..=6 {
            let outcome = crate::world::Outcome {
                performed: vec![crate::world::Performed {
                    vanished: false,
                    effect: crate::protocol::Effect::SetTimer { timer: Timer::BackOff, attempt },
                    to_itself: false,
                }],
                crashed_after: None,
            };
            state.event(at(0, 9), Some(node(1)), Occurrence::Crashed, outcome);
            let due = state.timers()[&(node(1), Timer::BackOff)].due_tick;
            assert!((10..=40 << (attempt - 1).min(3)).contains(&due), "attempt {attempt}: {due}");
            let longest = longest.entry(attempt).or_default();
            *longest = due.max(*longest);
        }
    }
    let reached: Vec<_> = longest.values().map(|due| due * 10 / 40).collect();
    assert!(
        reached[0] >= 9 && reached[1] >= 18 && reached[2] >= 36 && reached[3] >= 70 && reached[5] >= 70,
        "{longest:?}"
    );
}

// ----- time

/// The world's network and timers are always those that have a place in time.
#[test]
fn what_is_under_way_in_time_is_what_is_under_way_in_the_world() {
    for seed in 0..40 {
        let mut timeline = timeline(4, lossy(seed), busy_script());
        while timeline.advance(Moment::after_tick(600)) {
            let state = timeline.frontier();
            let mut world: Vec<_> = state.world().network().distinct().collect();
            let mut time: Vec<_> = state.flights().values().map(|flight| &flight.envelope).collect();
            time.sort();
            time.dedup();
            world.sort();
            assert_eq!(world, time, "seed {seed} at {}", state.now());
            for id in NodeId::all(4) {
                let running = state.world().place(id).and_then(|place| place.running.as_ref());
                let armed: Vec<_> = running.iter().flat_map(|running| running.timers.iter().copied()).collect();
                let timed: Vec<_> =
                    state.timers().keys().filter(|(of, _)| *of == id).map(|(_, timer)| *timer).collect();
                assert_eq!(armed, timed, "seed {seed}, {id} at {}", state.now());
            }
            assert_eq!(state.world().network().kind(), NetworkKind::Bag);
        }
        assert!(timeline.events().len() > 60);
    }
}

fn busy_script() -> Vec<Entry> {
    vec![
        entry(at(0, 0), propose(1, "a")),
        entry(at(3, 0), propose(2, "b")),
        entry(at(4, 0), Command::Duplicate(prepare(1, 3))),
        entry(at(5, 0), Command::Hold(prepare(2, 3))),
        entry(at(14, 0), Command::Crash(node(4))),
        entry(at(20, 0), Command::Partition(vec![vec![node(1), node(2)], vec![node(3)]])),
        entry(at(60, 0), Command::Restart(node(4))),
        entry(at(61, 0), Command::Propose { node: node(4), value: value("d"), crash_after: Some(2) }),
        entry(at(80, 0), Command::Release(prepare(2, 3))),
        entry(at(90, 0), Command::HealAll),
        entry(at(95, 0), Command::Wipe(node(3))),
        entry(at(99, 0), Command::Restart(node(4))),
        entry(at(120, 0), propose(3, "c")),
        entry(at(121, 0), Command::Fire { node: node(3), crash_after: None }),
    ]
}

#[test]
fn moments_never_go_back_and_events_of_a_tick_are_counted() {
    for seed in 0..40 {
        let mut timeline = timeline(4, lossy(seed), busy_script());
        play(&mut timeline, 600);
        let mut before = Moment::default();
        for event in timeline.events() {
            let expected = if event.moment.tick == before.tick { before.events + 1 } else { 1 };
            assert!(event.moment.tick >= before.tick);
            assert_eq!(event.moment.events, expected, "seed {seed} at {}", event.moment);
            before = event.moment;
        }
    }
}

#[test]
fn commands_come_at_their_moments_and_late_ones_at_once() {
    let crash = |number, moment: Moment| entry(moment, Command::Crash(node(number)));
    let mut setup = setup(1);
    setup.profile.latency = span(10, 10);
    let script = vec![
        entry(at(0, 0), propose(1, "a")),
        // Between the two arrivals of tick 10.
        crash(4, at(10, 1)),
        // There is no fifth event of tick 10: at the end of the tick.
        crash(5, at(10, 5)),
        crash(3, at(10, 2)),
    ];
    let mut timeline = timeline(5, setup, script);
    play(&mut timeline, 10);
    let happened = |place: usize| (timeline.events()[place].moment, timeline.events()[place].node);
    assert_eq!(happened(1), (at(10, 1), Some(node(2))));
    assert_eq!(happened(2), (at(10, 2), Some(node(4))));
    assert_eq!(happened(3), (at(10, 3), Some(node(3))));
    assert_eq!(timeline.events()[4].what, Occurrence::Lost(2, LossCause::ReceiverDown, 1000));
    assert_eq!(happened(6), (at(10, 6), Some(node(5))), "{:?}", events(&timeline));
    assert_eq!(happened(7), (at(10, 7), Some(node(3))));
}

#[test]
fn messages_come_before_timers_within_a_tick() {
    let mut setup = setup(1);
    setup.profile.latency = span(30, 30);
    let mut timeline = timeline(3, setup, vec![entry(at(0, 0), propose(1, "a"))]);
    play(&mut timeline, 60);
    let at_60: Vec<_> = events(&timeline).into_iter().filter(|(moment, _)| moment.tick == 60).collect();
    assert!(matches!(at_60[0].1, Occurrence::Delivered(_)), "{at_60:?}");
    assert!(matches!(at_60[1].1, Occurrence::Delivered(_)), "{at_60:?}");
    assert!(matches!(at_60[2].1, Occurrence::Fired(Timer::Timeout)), "{at_60:?}");
}

#[test]
fn time_passes_even_if_nothing_takes_any() {
    let mut setup = setup(1);
    setup.profile.latency = span(0, 0);
    setup.backoff = span(0, 0);
    setup.timeout_ticks = 0;
    let script = vec![entry(at(0, 0), propose(1, "a")), entry(at(0, 0), propose(2, "b"))];
    let mut timeline = timeline(3, setup, script);
    for _ in 0..5_000 {
        if !timeline.advance(Moment::END) {
            return;
        }
    }
    assert!(timeline.frontier().now().tick > 100, "time stands still at {}", timeline.frontier().now());
}

#[test]
fn a_held_message_arrives_later_by_as_long_as_it_was_held() {
    for (hold, release) in [(3, 50), (3, 4), (0, 1)] {
        let script = vec![
            entry(at(0, 0), propose(1, "a")),
            entry(at(hold, 0).max(at(0, 1)), Command::Hold(prepare(1, 2))),
            entry(at(release, 0), Command::Release(prepare(1, 2))),
        ];
        let mut timeline = timeline(3, setup(1), script);
        play(&mut timeline, 0);
        let due = timeline.frontier().flights()[&0].due_tick;
        play(&mut timeline, 200);
        let delivered = events(&timeline).into_iter().find(|(_, what)| *what == Occurrence::Delivered(0));
        assert_eq!(delivered.map(|(moment, _)| moment.tick), Some(due + release - hold));
    }
}

#[test]
fn a_held_message_can_be_delivered_dropped_and_copied_by_hand() {
    let base = || vec![entry(at(0, 0), propose(1, "a")), entry(at(1, 0), Command::Hold(prepare(1, 2)))];
    let deliver = Command::Deliver { message: prepare(1, 2), crash_after: None };
    for (command, expected) in [
        (deliver, Occurrence::Delivered(0)),
        (Command::Drop(prepare(1, 2)), Occurrence::Lost(0, LossCause::ByHand, 83)),
        (Command::Duplicate(prepare(1, 2)), Occurrence::Duplicated(0, 2)),
    ] {
        let script = [base(), vec![entry(at(5, 0), command)]].concat();
        let mut timeline = timeline(3, setup(1), script);
        play(&mut timeline, 5);
        assert_eq!(timeline.events()[2].what, expected);
    }
}

/// Addressed by which of all sends it is, those lost and those copied included.
#[test]
fn messages_are_named_by_what_they_are_and_which_occurrence() {
    let second = MessageName { occurrence: 2, ..prepare(1, 2) };
    let script = vec![
        entry(at(0, 0), propose(1, "a")),
        entry(at(0, 1), Command::Duplicate(prepare(1, 2))),
        entry(at(0, 2), Command::Drop(prepare(1, 2))),
        entry(at(0, 3), Command::Drop(prepare(1, 2))),
        entry(at(0, 4), Command::Duplicate(second)),
    ];
    let mut timeline = timeline(3, setup(1), script);
    play(&mut timeline, 0);
    let gone = CommandError::NoSuchMessage { name: prepare(1, 2), sent: 2, under_way: vec![2] };
    assert_eq!(timeline.events()[3].what, Occurrence::Impossible(Command::Drop(prepare(1, 2)), gone));
    let names: Vec<_> = timeline.frontier().flights().values().map(|flight| flight.name).collect();
    assert_eq!(names, [prepare(1, 3), second, MessageName { occurrence: 3, ..prepare(1, 2) }]);
}

#[test]
fn what_was_sent_before_a_crash_travels_on_and_what_arrives_at_a_node_that_is_down_is_lost() {
    let script = vec![
        entry(at(0, 0), Command::Propose { node: node(1), value: value("a"), crash_after: Some(2) }),
        entry(at(0, 1), Command::Restart(node(1))),
        entry(at(5, 0), Command::Crash(node(1))),
    ];
    let mut timeline = timeline(3, setup(1), script);
    play(&mut timeline, 300);
    let first = &timeline.events()[0];
    assert_eq!((first.crashed_after, first.sent.as_slice()), (Some(2), &[0][..]));
    let ends: Vec<_> = events(&timeline).into_iter().map(|(_, what)| what).skip(3).collect();
    assert_eq!(ends, [Occurrence::Delivered(0), Occurrence::Lost(1, LossCause::ReceiverDown, 1000)]);
    assert!(timeline.frontier().timers().is_empty());
}

#[test]
fn in_a_manual_run_each_command_takes_its_pace_and_nothing_else_happens() {
    let script = vec![
        entry(None, propose(1, "a")),
        entry(None, Command::Deliver { message: prepare(1, 2), crash_after: None }),
        Entry { at: None, act: Act::Run(Run::Ticks(500)) },
        entry(None, Command::Crash(node(3))),
        entry(at(600, 0), Command::Crash(node(2))),
    ];
    let mut timeline = timeline(3, Setup { manual: true, ..setup(1) }, script);
    play(&mut timeline, u64::MAX);
    let moments: Vec<_> = timeline.events().iter().map(|event| event.moment).collect();
    assert_eq!(moments, [at(10, 1), at(20, 1), at(530, 1), at(600, 1)]);
}

#[test]
fn a_run_until_quiet_ends_when_nothing_is_due_or_at_the_limit() {
    let quiet = || Entry { at: None, act: Act::Run(Run::Quiet) };
    let script = vec![entry(at(0, 0), propose(1, "a")), quiet(), entry(None, Command::Crash(node(3)))];
    let mut ends = timeline(3, setup(1), script);
    play(&mut ends, u64::MAX);
    let happened = ends.events();
    let [.., before, last] = &happened[..] else { panic!("{happened:?}") };
    assert_eq!((&last.what, last.moment.tick), (&Occurrence::Crashed, before.moment.tick));
    let mut script = vec![entry(at(0, 0), Command::Isolate(node(1))), entry(at(0, 0), propose(1, "a"))];
    script.extend([quiet(), entry(None, Command::Crash(node(3)))]);
    let mut never = timeline(3, setup(1), script);
    while never.reached().is_empty() && never.advance(Moment::END) {}
    assert_eq!(never.reached()[0].moment.tick, QUIET_LIMIT_TICKS);
}

// ----- links

#[test]
fn partitions_isolation_and_healing_rewire_what_they_say() {
    let groups = vec![vec![node(1), node(2)], vec![node(3), node(4)]];
    let both = |from, to| Link { from: node(from), to: node(to), both_ways: true };
    let one_way = Link { both_ways: false, ..both(1, 2) };
    let cuts_after = |commands: Vec<Command>| {
        let script = commands.into_iter().map(|command| entry(at(0, 0), command)).collect();
        let mut timeline = timeline(5, setup(1), script);
        play(&mut timeline, 0);
        timeline.frontier().world().cuts().iter().map(|(from, to)| (from.number(), to.number())).collect::<Vec<_>>()
    };
    let crossing = |same_side: fn(u8, u8) -> bool| -> Vec<(u8, u8)> {
        let pairs = (1..=5).flat_map(|from| (1..=5).map(move |to| (from, to)));
        pairs.filter(|(from, to)| from != to && !same_side(*from, *to)).collect()
    };
    let side = |a: u8, b: u8| (a <= 2 && b <= 2) || ((3..=4).contains(&a) && (3..=4).contains(&b));
    assert_eq!(cuts_after(vec![Command::Partition(groups.clone())]), crossing(side));
    // A partition heals what lies within its groups, and nothing of what was there before stays.
    assert_eq!(
        cuts_after(vec![Command::Cut(both(1, 2)), Command::Isolate(node(3)), Command::Partition(groups)]),
        crossing(side)
    );
    assert_eq!(cuts_after(vec![Command::Isolate(node(3))]), crossing(|a, b| a != 3 && b != 3));
    assert_eq!(cuts_after(vec![Command::Cut(one_way)]), [(1, 2)]);
    assert_eq!(cuts_after(vec![Command::Cut(one_way), Command::Cut(both(2, 1))]), [(1, 2), (2, 1)]);
    assert_eq!(cuts_after(vec![Command::Cut(both(1, 2)), Command::Heal(one_way)]), [(2, 1)]);
    assert_eq!(cuts_after(vec![Command::Isolate(node(1)), Command::HealAll]), [] as [(u8, u8); 0]);
}

// ----- the timeline

/// Every position, with time standing at the event and a little later: the same state as a replay from the start, and the same
/// future. More events than fit between two keyframes.
#[test]
fn every_state_of_a_timeline_is_that_of_a_replay_from_the_start() {
    for seed in 0..6 {
        let marks = [0, 1, 30, 61, 95, 200].map(|tick| Entry { at: Some(at(tick, 0)), act: Act::Mark });
        let mut script: Vec<_> = busy_script().into_iter().chain(marks).collect();
        script.sort_by_key(|entry| entry.at);
        let mut full = timeline(4, lossy(seed), script.clone());
        while full.events().len() < 300 && full.advance(Moment::END) {}
        let config = Config::majorities(4);
        let mut state = Sim::new(config, Arc::new(lossy(seed)));
        for position in 0..=full.events().len() {
            let moment = position.checked_sub(1).map_or(Moment::default(), |last| full.events()[last].moment);
            let kept = full.state_at(position, moment);
            assert_eq!(bytes(&kept), bytes(&state), "seed {seed} at {position}");
            assert_eq!(kept.now(), state.now());
            if position == full.events().len() {
                break;
            }
            let (mut one, mut other) = (kept, state.clone());
            let next = next_event(&mut one, &script);
            assert_eq!(next, next_event(&mut other, &script), "seed {seed} at {position}");
            assert_eq!(next.as_ref(), full.events().get(position));
            assert_eq!(whole(&one), whole(&other));
            state = other;
        }
    }
}

fn next_event(state: &mut Sim, script: &[Entry]) -> Option<Event<Synod>> {
    loop {
        match state.advance(script, Moment::END)? {
            Advance::Event(event) => return Some(event),
            Advance::Reached(_) => {}
        }
    }
}

#[test]
fn a_rewritten_timeline_goes_on_as_one_that_was_played_with_the_new_script_from_the_start() {
    for seed in 0..6 {
        let mut old = timeline(4, lossy(seed), busy_script());
        while old.events().len() < 280 && old.advance(Moment::END) {}
        for position in (0..old.events().len()).step_by(23) {
            let moment = position.checked_sub(1).map_or(Moment::default(), |last| old.events()[last].moment);
            let done = old.state_at(position, moment).next_entry();
            let mut script = busy_script();
            script.insert(done, entry(moment, Command::Isolate(node(2))));
            let mut rewritten = old.clone();
            rewritten.rewrite(position, moment, usize::MAX, script.clone());
            let mut fresh = timeline(4, lossy(seed), script);
            for timeline in [&mut rewritten, &mut fresh] {
                play(timeline, 700);
            }
            assert_eq!(rewritten.events(), fresh.events(), "seed {seed} at {position}");
            assert_eq!(whole(rewritten.frontier()), whole(fresh.frontier()));
            for position in (0..fresh.events().len()).step_by(31) {
                let at = fresh.events()[position].moment;
                let one = rewritten.state_at(position + 1, at);
                assert_eq!(whole(&one), whole(&fresh.state_at(position + 1, at)), "seed {seed} at {position}");
            }
        }
    }
}

#[test]
fn a_timeline_ends_at_its_bound() {
    let mut timeline =
        timeline(3, setup(1), vec![entry(at(0, 0), Command::Isolate(node(1))), entry(at(0, 0), propose(1, "a"))]);
    while timeline.advance(Moment::END) {}
    assert_eq!((timeline.events().len(), timeline.next_tick()), (MAX_EVENTS, None));
}
