//! Connections: in order, each once, and what is lost is a suffix of which both ends are told. In a world, in virtual time, and searched.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/golden.rs"]
mod golden;
#[path = "common/talk.rs"]
mod talk;

use golden::Dice;
use paxos_playground::check::{Allowance, Bounds, Cluster, Model, Search, Verdict};
use paxos_playground::protocol::{Canonical, Map, Projection, Quorums};
use paxos_playground::sim::{
    Act, Advance, Command, CommandError, Entry, FaultProfile, Link, LossCause, Moment, Occurrence, Run, Setup, Share,
    Simulation, Span,
};
use paxos_playground::world::{Action, Envelope, Item, NetworkKind, NotEnabled, Step, World};
use std::sync::Arc;
use talk::{Talk, Words, node, value};

type Cast = World<Talk>;

fn three() -> Cast {
    World::new(3, NetworkKind::Bag)
}

fn take(world: &mut Cast, action: Action<Talk>) -> Result<(), NotEnabled> {
    world.apply(&Step { action, crash_after: None }).map(|_| ())
}

/// The node says, or closes, what is asked of it.
fn ask(world: &mut Cast, number: u8, asked: &str) {
    assert_eq!(take(world, Action::Request(node(number), value(asked))), Ok(()));
}

fn words(from: u8, to: u8, text: &str) -> Action<Talk> {
    Action::Deliver(Envelope { from: node(from), to: node(to), message: Words(value(text)) })
}

fn notice(from: u8, to: u8) -> Action<Talk> {
    Action::Notice { from: node(from), to: node(to) }
}

/// What is under way in a direction: `a b |` for two messages and an end.
fn under_way(world: &Cast, from: u8, to: u8) -> String {
    let way = world.network().streams().way(node(from), node(to));
    let text = |item: &Item<Words>| match item {
        Item::Message(words) => words.0.to_string(),
        Item::Closed => "|".to_owned(),
    };
    way.map(|way| way.items().map(text).collect::<Vec<_>>().join(" ")).unwrap_or_default()
}

fn heard(world: &Cast, number: u8) -> Vec<(u8, String)> {
    let running = world.place(node(number)).and_then(|place| place.running.as_ref()).expect("it runs");
    running.node.heard.iter().map(|(from, text)| (from.number(), text.clone())).collect()
}

#[test]
fn only_the_head_of_a_queue_arrives_and_each_once_in_a_bag_and_in_a_set() {
    for kind in [NetworkKind::Bag, NetworkKind::Set] {
        let mut world: Cast = World::new(3, kind);
        ask(&mut world, 1, "n2 a,b");
        assert_eq!(take(&mut world, words(1, 2, "b")), Err(NotEnabled::NoSuchMessage));
        assert_eq!(take(&mut world, words(1, 2, "a")), Ok(()));
        assert_eq!(take(&mut world, words(1, 2, "a")), Err(NotEnabled::NoSuchMessage));
        assert_eq!(take(&mut world, words(1, 2, "b")), Ok(()));
        assert_eq!(heard(&world, 2), [(1, "a".to_owned()), (1, "b".to_owned())]);
    }
}

#[test]
fn nothing_on_a_connection_is_dropped_or_doubled_alone() {
    let mut world = three();
    ask(&mut world, 1, "n2 a");
    let Action::Deliver(envelope) = words(1, 2, "a") else { panic!("it delivers") };
    assert_eq!(take(&mut world, Action::Drop(envelope.clone())), Err(NotEnabled::NoSuchMessage));
    assert_eq!(take(&mut world, Action::Duplicate(envelope)), Err(NotEnabled::NoSuchMessage));
}

#[test]
fn a_cut_link_and_a_node_that_is_down_stop_messages_and_no_link_is_needed_to_notice() {
    let mut world = three();
    ask(&mut world, 1, "n2 a,close");
    assert_eq!(take(&mut world, Action::Cut(node(1), node(2))), Ok(()));
    assert_eq!(take(&mut world, words(1, 2, "a")), Err(NotEnabled::LinkCut(node(1), node(2))));
    assert_eq!(take(&mut world, notice(1, 2)), Err(NotEnabled::NothingToNotice(node(1), node(2))), "a is the next");
    assert_eq!(take(&mut world, Action::Heal(node(1), node(2))), Ok(()));
    assert_eq!(take(&mut world, words(1, 2, "a")), Ok(()));
    assert_eq!(take(&mut world, Action::Cut(node(1), node(2))), Ok(()));
    assert_eq!(take(&mut world, notice(1, 2)), Ok(()));
    assert_eq!(heard(&world, 2).last(), Some(&(1, "closed".to_owned())));
}

#[test]
fn a_break_loses_all_that_is_under_way_and_both_ends_that_are_open_notice() {
    let mut world = three();
    ask(&mut world, 1, "n2 a,b,c");
    assert_eq!(take(&mut world, words(1, 2, "a")), Ok(()));
    ask(&mut world, 2, "n1 d");
    assert_eq!(take(&mut world, Action::Break(node(1), node(2))), Ok(()));
    assert_eq!((under_way(&world, 1, 2), under_way(&world, 2, 1)), ("|".to_owned(), "|".to_owned()));
    assert_eq!(take(&mut world, Action::Break(node(1), node(2))), Err(NotEnabled::NotConnected(node(1), node(2))));
}

#[test]
fn who_never_knew_of_a_connection_has_nothing_to_notice() {
    let mut world = three();
    ask(&mut world, 1, "n2 a");
    assert_eq!(take(&mut world, Action::Break(node(2), node(1))), Ok(()));
    assert_eq!((under_way(&world, 1, 2), under_way(&world, 2, 1)), (String::new(), "|".to_owned()));
}

#[test]
fn what_is_sent_before_the_end_is_noticed_vanishes_and_after_it_opens_a_new_connection() {
    let mut world = three();
    ask(&mut world, 1, "n2 a");
    assert_eq!(take(&mut world, words(1, 2, "a")), Ok(()));
    assert_eq!(take(&mut world, Action::Break(node(1), node(2))), Ok(()));
    let step = Step { action: Action::Request(node(1), value("n2 b")), crash_after: None };
    let outcome = world.apply(&step).expect("it is up");
    assert!(outcome.performed[0].vanished);
    assert_eq!(under_way(&world, 1, 2), "|");
    assert_eq!(take(&mut world, notice(2, 1)), Ok(()));
    ask(&mut world, 1, "n2 c");
    assert_eq!(under_way(&world, 1, 2), "| c", "behind the end that n2 has yet to notice");
    assert_eq!(take(&mut world, words(1, 2, "c")), Err(NotEnabled::NoSuchMessage));
    // n2 has not noticed: what it sends goes into the old one.
    ask(&mut world, 2, "n1 d");
    assert_eq!(under_way(&world, 2, 1), "");
    assert_eq!(take(&mut world, notice(1, 2)), Ok(()));
    assert_eq!(take(&mut world, words(1, 2, "c")), Ok(()));
    ask(&mut world, 2, "n1 e");
    assert_eq!(under_way(&world, 2, 1), "e");
}

#[test]
fn a_break_of_a_new_connection_leaves_the_end_of_the_old_one() {
    let mut world = three();
    ask(&mut world, 1, "n2 a");
    assert_eq!(take(&mut world, words(1, 2, "a")), Ok(()));
    assert_eq!(take(&mut world, Action::Break(node(1), node(2))), Ok(()));
    assert_eq!(take(&mut world, notice(2, 1)), Ok(()));
    ask(&mut world, 1, "n2 b");
    assert_eq!(take(&mut world, Action::Break(node(1), node(2))), Ok(()));
    assert_eq!((under_way(&world, 1, 2), under_way(&world, 2, 1)), ("|".to_owned(), "|".to_owned()));
}

#[test]
fn who_closes_is_heard_to_the_end_and_hears_no_more_and_has_nothing_to_notice() {
    let mut world = three();
    ask(&mut world, 1, "n2 a");
    assert_eq!(take(&mut world, words(1, 2, "a")), Ok(()));
    ask(&mut world, 2, "n1 b");
    ask(&mut world, 1, "n2 c,close");
    assert_eq!((under_way(&world, 1, 2), under_way(&world, 2, 1)), ("c |".to_owned(), String::new()));
    ask(&mut world, 1, "n2 close");
    assert_eq!(under_way(&world, 1, 2), "c |", "there is nothing left to close");
    ask(&mut world, 2, "n1 lost");
    assert_eq!(under_way(&world, 2, 1), "");
    ask(&mut world, 1, "n2 again");
    assert_eq!(under_way(&world, 1, 2), "c | again");
}

#[test]
fn who_closes_what_is_gone_keeps_what_belongs_to_a_later_connection() {
    let mut world = three();
    ask(&mut world, 1, "n2 a");
    assert_eq!(take(&mut world, words(1, 2, "a")), Ok(()));
    ask(&mut world, 1, "n2 b,close,c");
    assert_eq!(under_way(&world, 1, 2), "b | c");
    ask(&mut world, 2, "n1 close");
    assert_eq!((under_way(&world, 1, 2), under_way(&world, 2, 1)), ("c".to_owned(), String::new()));
}

#[test]
fn a_crash_closes_every_connection() {
    let mut world = three();
    ask(&mut world, 1, "n2 a");
    ask(&mut world, 3, "n1 b");
    ask(&mut world, 2, "n1 c");
    assert_eq!(take(&mut world, Action::Crash(node(1))), Ok(()));
    assert_eq!((under_way(&world, 1, 2), under_way(&world, 2, 1)), ("a |".to_owned(), String::new()));
    assert_eq!((under_way(&world, 1, 3), under_way(&world, 3, 1)), ("|".to_owned(), String::new()));
    // To a node that is down a new connection may be on its way.
    assert_eq!(take(&mut world, notice(1, 3)), Ok(()));
    ask(&mut world, 3, "n1 d");
    assert_eq!(take(&mut world, words(3, 1, "d")), Err(NotEnabled::NodeDown(node(1))));
    assert_eq!(take(&mut world, Action::Restart(node(1))), Ok(()));
    assert_eq!(take(&mut world, words(3, 1, "d")), Ok(()));
}

#[test]
fn a_crash_in_the_middle_of_a_step_closes_behind_what_was_sent() {
    let mut world = three();
    let action = Action::Request(node(1), value("n2 a,b"));
    world.apply(&Step { action, crash_after: Some(1) }).expect("it is up");
    assert_eq!(under_way(&world, 1, 2), "a |");
}

#[test]
fn enabled_lists_heads_ends_and_breaks_last_and_in_order() {
    let mut world = three();
    ask(&mut world, 3, "n1 a,b");
    ask(&mut world, 1, "n2 c,close");
    assert_eq!(take(&mut world, words(1, 2, "c")), Ok(()));
    let mut steps = Vec::new();
    world.enabled(&[], &mut steps);
    let streams: Vec<_> = steps.into_iter().map(|step| step.action).skip(3 + 6).collect();
    let expected = [notice(1, 2), words(3, 1, "a"), Action::Break(node(1), node(3))];
    assert_eq!(streams, expected);
}

#[test]
fn without_connections_a_network_is_what_it_was() {
    let bytes = |world: &Cast| {
        let mut projection = Projection::default();
        world.network().project(&mut projection);
        projection.bytes().to_vec()
    };
    let mut world = three();
    assert_eq!(bytes(&world), [0, 0, 0, 0, 0]);
    ask(&mut world, 1, "n2 a");
    assert!(bytes(&world).len() > 5);
    assert_eq!(take(&mut world, words(1, 2, "a")), Ok(()));
    // Both have noticed: two worlds that differ in nothing are equal.
    let open = world.clone();
    assert_eq!(take(&mut world, Action::Break(node(1), node(2))), Ok(()));
    assert_ne!(world, open);
    assert_eq!(take(&mut world, notice(1, 2)), Ok(()));
    assert_eq!(take(&mut world, notice(2, 1)), Ok(()));
    assert_eq!(bytes(&world), [0, 0, 0, 0, 0]);
}

/// Whatever happens, what a node hears from another between two ends is the beginning of what the other said on one connection, and nothing is heard twice.
#[test]
fn whatever_happens_what_is_heard_is_a_prefix_of_what_was_said_on_one_connection() {
    for seed in 0..if std::env::var_os("PAXOS_LONG").is_some() { 20_000 } else { 300 } {
        let (mut world, mut dice) = (three(), Dice(seed));
        let mut said = 0;
        for _ in 0..120 {
            said += 1;
            let (from, to) = (1 + dice.below(3) as u8, 1 + dice.below(3) as u8);
            let text = if dice.below(8) == 0 { "close".to_owned() } else { said.to_string() };
            let request = (node(from), value(&format!("n{to} {text}")));
            let mut steps = Vec::new();
            world.enabled(&if from == to { Vec::new() } else { vec![request] }, &mut steps);
            let keep = |step: &Step<Talk>| match step.action {
                Action::Crash(_) | Action::Cut(..) | Action::RestartWiped(_) | Action::Break(..) => dice.below(12) == 0,
                _ => true,
            };
            steps.retain({
                let mut keep = keep;
                move |step| keep(step)
            });
            if let Some(step) = dice.pick(&steps) {
                world.apply(step).expect("it is enabled");
            }
            for number in 1..=3 {
                let Some(running) = &world.place(node(number)).expect("a place").running else { continue };
                for peer in 1..=3 {
                    let numbers: Vec<u32> = (running.node.heard.iter())
                        .filter(|(from, _)| *from == node(peer))
                        .filter_map(|(_, text)| text.parse().ok())
                        .collect();
                    assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "seed {seed}: {numbers:?}");
                }
            }
        }
    }
}

// ----- virtual time

fn setup(latency: (u32, u32), loss: u16) -> Setup {
    Setup {
        seed: 7,
        profile: FaultProfile {
            loss: Share::from_basis_points(loss).expect("a share"),
            duplication: Share::from_basis_points(5_000).expect("a share"),
            latency: Span::new(latency.0, latency.1).expect("a span"),
            link_latency: Map::new_vec(),
        },
        timeout_ticks: 100,
        backoff: Span::new(1, 1).expect("a span"),
        drift: Share::default(),
        manual: false,
        load: None,
    }
}

/// An event: when, what, and which messages were lost with a connection, and how far they had come.
type Happened = (u64, Occurrence<Talk>, Vec<(u32, u16)>);

fn play(setup: Setup, commands: Vec<(u64, Command)>) -> (Simulation<Talk>, Vec<Happened>) {
    let entry = |(tick, command)| Entry { at: Some(Moment::at_tick(tick)), act: Act::Command(command) };
    let mut script: Vec<Entry> = commands.into_iter().map(entry).collect();
    script.push(Entry { at: None, act: Act::Run(Run::Quiet) });
    let mut state = Simulation::<Talk>::new(3, Arc::new(setup));
    let mut events = Vec::new();
    while let Some(advance) = state.advance(&script, Moment::END) {
        if let Advance::Event(event) = advance {
            events.push((event.moment.tick, event.what, event.lost));
        }
    }
    (state, events)
}

fn say(number: u8, text: &str) -> Command {
    Command::Propose { node: node(number), value: value(text), crash_after: None }
}

#[test]
fn in_time_messages_keep_their_order_whatever_latencies_are_drawn_and_nothing_is_doubled() {
    let commands = (0..20).map(|number| (number, say(1, &format!("n2 {number}")))).collect();
    let (state, _) = play(setup((1, 100), 0), commands);
    let expected: Vec<_> = (0..20).map(|number| (1, number.to_string())).collect();
    assert_eq!(heard(state.world(), 2), expected);
}

#[test]
fn in_time_a_loss_breaks_the_connection_and_both_notice_after_a_latency() {
    let cut = Command::Cut(Link { from: node(1), to: node(2), both_ways: false });
    let commands = vec![(0, say(1, "n2 a")), (50, say(1, "n2 b,c")), (51, cut)];
    let (state, events) = play(setup((10, 10), 0), commands);
    let lost = events.iter().find(|(_, what, _)| matches!(what, Occurrence::Lost(1, LossCause::LinkCut, _)));
    let (tick, _, others) = lost.expect("b is lost");
    assert_eq!((*tick, others.as_slice()), (60, &[(2, 1_000)][..]), "and c with it, at the end of its way");
    let noticed: Vec<_> =
        events.iter().filter(|(_, what, _)| matches!(what, Occurrence::Noticed(_))).map(|(tick, ..)| *tick).collect();
    assert_eq!(noticed, [70, 70]);
    assert_eq!(heard(state.world(), 1), [(2, "closed".to_owned())]);
    assert_eq!(heard(state.world(), 2), [(1, "a".to_owned()), (1, "closed".to_owned())]);
    assert!(state.flights().is_empty());
}

#[test]
fn in_time_a_crash_is_noticed_behind_what_was_sent_and_who_speaks_to_the_dead_notices() {
    let commands = vec![(0, say(1, "n2 a")), (1, Command::Crash(node(1))), (30, say(2, "n1 b")), (60, say(3, "n1 c"))];
    let (state, events) = play(setup((10, 10), 0), commands);
    assert_eq!(heard(state.world(), 2), [(1, "a".to_owned()), (1, "closed".to_owned()), (1, "closed".to_owned())]);
    assert_eq!(heard(state.world(), 3), [(1, "closed".to_owned())]);
    let down = |what: &Occurrence<Talk>| matches!(what, Occurrence::Lost(_, LossCause::ReceiverDown, _));
    assert_eq!(events.iter().filter(|(_, what, _)| down(what)).count(), 2);
}

#[test]
fn in_time_what_is_held_holds_up_what_is_behind_it() {
    let entry = |tick, command| Entry { at: Some(Moment::at_tick(tick)), act: Act::Command(command) };
    let mut state = Simulation::<Talk>::new(3, Arc::new(setup((10, 10), 0)));
    let script = [entry(0, say(1, "n2 a,b")), Entry { at: None, act: Act::Run(Run::Ticks(5)) }];
    while state.advance(&script, Moment::at_tick(5)).is_some() {}
    let names: Vec<_> = state.flights().values().map(|flight| flight.name).collect();
    let refused = |command: Command| state.refusal(&command);
    let deliver = |message| Command::Deliver { message, crash_after: None };
    assert_eq!(refused(deliver(names[1])), Some(CommandError::NotNext(names[1])));
    assert_eq!(refused(Command::Duplicate(names[0])), Some(CommandError::OnConnection(names[0])));
    assert_eq!(refused(deliver(names[0])), None);
    let later = [
        script.as_slice(),
        &[entry(6, Command::Hold(names[0])), entry(40, Command::Release(names[0]))],
        &[Entry { at: None, act: Act::Run(Run::Quiet) }],
    ]
    .concat();
    let mut ticks = Vec::new();
    while let Some(advance) = state.advance(&later, Moment::END) {
        if let Advance::Event(event) = advance
            && matches!(event.what, Occurrence::Delivered(_))
        {
            ticks.push(event.moment.tick);
        }
    }
    assert_eq!(ticks, [44, 44]);
}

/// The second is held when it is overdue already, and let go when the first has arrived.
#[test]
fn in_time_what_is_let_go_too_late_arrives_at_once_and_once() {
    let entry = |tick, command| Entry { at: Some(Moment::at_tick(tick)), act: Act::Command(command) };
    let mut state = Simulation::<Talk>::new(3, Arc::new(setup((10, 10), 0)));
    let mut script = vec![entry(0, say(1, "n2 a,b"))];
    state.advance(&script, Moment::END);
    let names: Vec<_> = state.flights().values().map(|flight| flight.name).collect();
    script.extend([entry(6, Command::Hold(names[0])), entry(20, Command::Hold(names[1]))]);
    script.extend([entry(30, Command::Release(names[0])), entry(40, Command::Release(names[1]))]);
    let mut ticks = Vec::new();
    while let Some(advance) = state.advance(&script, Moment::END) {
        if let Advance::Event(event) = advance
            && matches!(event.what, Occurrence::Delivered(_))
        {
            ticks.push(event.moment.tick);
        }
    }
    assert_eq!(ticks, [34, 40]);
    assert!(state.flights().is_empty());
}

#[test]
fn in_time_a_drop_by_hand_breaks_the_connection() {
    let mut state = Simulation::<Talk>::new(3, Arc::new(setup((10, 10), 0)));
    let entry = |tick, command| Entry { at: Some(Moment::at_tick(tick)), act: Act::Command(command) };
    let mut script = vec![entry(0, say(1, "n2 a,b"))];
    state.advance(&script, Moment::END);
    let name = state.flights().values().next().expect("a").name;
    script.push(entry(3, Command::Drop(name)));
    script.push(Entry { at: None, act: Act::Run(Run::Quiet) });
    while state.advance(&script, Moment::END).is_some() {}
    assert_eq!(heard(state.world(), 1), [(2, "closed".to_owned())]);
    assert!(heard(state.world(), 2).is_empty(), "it never knew");
}

/// Virtual time never takes a step that the world does not allow, and comes to rest, whatever is lost.
#[test]
fn in_time_all_that_is_lost_is_noticed() {
    for seed in 0..if std::env::var_os("PAXOS_LONG").is_some() { 5_000 } else { 100 } {
        let mut dice = Dice(seed);
        let mut commands: Vec<(u64, Command)> = Vec::new();
        for number in 0..40 {
            let (one, other) = (1 + dice.below(3) as u8, 1 + dice.below(3) as u8);
            let link = Link { from: node(one), to: node(other), both_ways: dice.below(2) == 0 };
            let command = match dice.below(12) {
                0 => Command::Crash(node(one)),
                1 | 2 => Command::Restart(node(one)),
                3 => Command::Cut(link),
                4 => Command::HealAll,
                5 => say(one, &format!("n{other} close")),
                _ if one == other => continue,
                _ => say(one, &format!("n{other} {number},{number}x")),
            };
            commands.push((number * 7, command));
        }
        let (state, _) = play(Setup { seed, ..setup((1, 40), 1_000) }, commands);
        assert!(state.flights().is_empty(), "seed {seed}");
        let left: usize = state.world().network().streams().iter().map(|(.., way)| way.items().count()).sum();
        assert_eq!(left, 0, "seed {seed}");
    }
}

// ----- searched

/// Rows are worlds, breaks and crashes included: what comes of each move is what the world makes of the same step.
#[test]
fn a_search_takes_the_steps_of_the_world() {
    let requests: Vec<_> = [(1, "n2 a,b"), (2, "n1 c"), (1, "n2 close"), (2, "n1 d"), (1, "n2 e")]
        .map(|(of, text)| (node(of), value(text)))
        .to_vec();
    let allowance = Allowance { ballots: 1, crashes: 2, wipes: 0, breaks: 2 };
    let quorums = Quorums::majorities(3);
    let mut model = Cluster::new(three(), requests, quorums, allowance);
    for seed in 0..300 {
        let mut dice = Dice(seed);
        let mut state = model.initial_states().remove(0);
        let mut world = model.world(&state);
        for turn in 0..40 {
            let mut steps = Vec::new();
            model.steps(&state, &mut steps);
            let nexts: Vec<_> = steps.iter().filter_map(|step| Some((*step, model.next(&state, step)?))).collect();
            let Some((step, next)) = dice.pick(&nexts).cloned() else { break };
            world.apply(&model.step(step)).expect("the world allows the step");
            state = next;
            assert_eq!(model.world(&state), world, "seed {seed}, turn {turn}");
        }
    }
}

/// The number of states is that of a search of the worlds themselves.
#[test]
fn a_search_sees_every_state() {
    let requests = vec![(node(1), value("n2 a,b")), (node(2), value("n1 c"))];
    let allowance = Allowance { ballots: 1, crashes: 0, wipes: 0, breaks: 1 };
    let start: Cast = World::new(2, NetworkKind::Set);
    let mut search = Search::new(
        Cluster::new(start.clone(), requests.clone(), Quorums::majorities(2), allowance),
        Bounds::default(),
    );
    assert!(matches!(search.run(), Verdict::Holds | Verdict::Violated { .. }));
    let mut seen: Vec<(Cast, Vec<(_, _)>, u8)> = vec![(start, requests, 1)];
    let mut at = 0;
    while at < seen.len() {
        let (world, requests, breaks) = seen[at].clone();
        at += 1;
        let mut steps = Vec::new();
        world.enabled(&requests, &mut steps);
        for step in steps {
            let (mut next, mut left, mut breaks) = (world.clone(), requests.clone(), breaks);
            match &step.action {
                Action::Crash(_) | Action::Cut(..) => continue,
                Action::Break(..) if breaks == 0 => continue,
                Action::Break(..) => breaks -= 1,
                Action::Request(node, value) => left.retain(|request| *request != (*node, value.clone())),
                _ => {}
            }
            next.apply(&step).expect("it is enabled");
            let state = (next, left, breaks);
            if !seen.contains(&state) {
                seen.push(state);
            }
        }
    }
    assert_eq!(search.covered().distinct, seen.len() as u64);
}
