//! Random walks through the transition system, each state held against Lamport's definitions written out naively.
//! `PAXOS_LONG=1` makes them forty times as many.

mod lab;
mod log;
mod primary_order;
mod property;
mod states;
mod voting;

use super::*;
use crate::protocol::synod::{BallotCause, Config, Learning, Message, Reason, Synod, Write};
use crate::protocol::{Ballot, Effect, Quorums, Value, Vote};
use std::collections::{BTreeMap, BTreeSet};
use voting::{holds, is_voting_step, safe_at};

type Cluster = World<Synod>;

/// SplitMix64: a walk is a function of its seed.
struct Dice(u64);

impl Dice {
    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        (self.throw() % count as u64) as usize
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }
}

fn times(usual: u64) -> u64 {
    if std::env::var_os("PAXOS_LONG").is_some() { usual * 40 } else { usual }
}

fn node(number: u8) -> NodeId {
    NodeId::new(number).expect("a node")
}

fn value(text: &str) -> Value {
    Value::new(text).expect("a value")
}

fn cluster(nodes: u8, learning: Learning, kind: NetworkKind) -> Cluster {
    World::new(Config { learning, ..Config::majorities(nodes) }, kind)
}

fn whole(action: Action<Synod>) -> Step<Synod> {
    Step { action, crash_after: None }
}

fn bytes(world: &Cluster) -> Vec<u8> {
    let mut projection = Projection::default();
    world.project(&mut projection);
    projection.bytes().to_vec()
}

fn enabled(world: &Cluster, requests: &[(NodeId, Value)]) -> Vec<Step<Synod>> {
    let mut steps = Vec::new();
    world.enabled(requests, &mut steps);
    steps
}

/// A walk in progress, with what only its whole history tells.
struct Walk {
    world: Cluster,
    steps: Vec<Step<Synod>>,
    began: BTreeSet<Ballot>,
    asked_for_votes: BTreeMap<Ballot, Value>,
    wiped: bool,
}

impl Walk {
    fn new(world: Cluster) -> Self {
        Self { world, steps: Vec::new(), began: BTreeSet::new(), asked_for_votes: BTreeMap::new(), wiped: false }
    }

    fn take(&mut self, step: Step<Synod>) {
        let before = self.world.clone();
        let outcome = self.world.apply(&step);
        let outcome = outcome.unwrap_or_else(|error| panic!("{step:?} was enabled: {error:?}\n{}", self.script()));
        self.wiped |= matches!(step.action, Action::RestartWiped(_));
        self.steps.push(step);
        self.check_step(&before);
        // A crash before anything was written or sent leaves no trace of a ballot: it may be begun again.
        let left_a_trace = outcome.performed.iter().any(|performed| matches!(performed.effect, Effect::Persist(_)));
        for Performed { effect, .. } in outcome.performed {
            match effect {
                Effect::Explain(Reason::Began { ballot, .. }) if left_a_trace => {
                    assert!(self.began.insert(ballot) || self.wiped, "{ballot} begun twice\n{}", self.script());
                }
                Effect::Send { message: Message::Accept { ballot, value }, .. } => {
                    let first = self.asked_for_votes.entry(ballot).or_insert(value.clone()).clone();
                    assert!(self.wiped || first == value, "{ballot}: votes for two values\n{}", self.script());
                }
                _ => {}
            }
        }
    }

    /// What has to be known to walk this way again.
    fn script(&self) -> String {
        let lines: Vec<String> = self.steps.iter().map(|step| format!("{step:?}")).collect();
        format!("replay, {:?}:\n{}", self.world.config(), lines.join("\n"))
    }

    /// What holds in every state, wiped or not.
    fn check_always(&self) {
        let (world, ledger) = (&self.world, self.world.ledger());
        for id in NodeId::all(world.node_count()) {
            let place = world.place(id).expect("a place");
            let Some(running) = &place.running else { continue };
            let remembered = (running.node.acceptor().promised(), running.node.acceptor().vote());
            assert_eq!(remembered, (place.disk.promised, place.disk.vote.as_ref()), "{id}\n{}", self.script());
            assert!(running.timers.len() <= 1, "{id}: at most one timer is armed\n{}", self.script());
            if let Some(learned) = running.node.learner().learned() {
                let chosen = chosen(ledger, world.config().quorums);
                assert!(chosen.iter().any(|chosen| chosen.vote == learned.vote), "{id} learned\n{}", self.script());
            }
        }
        for envelope in world.network().distinct() {
            assert_ne!(envelope.from, envelope.to, "a message to itself is under way\n{}", self.script());
            self.check_message(envelope);
        }
        self.check_judgements();
    }

    /// The step is judged as Voting says, and without wiped disks and mistakes it is one of Voting's.
    fn check_step(&self, before: &Cluster) {
        let (quorums, nodes) = (before.config().quorums, before.node_count());
        let misvote = misvote(before.ledger(), self.world.ledger(), quorums, nodes);
        assert_eq!(misvote.is_none(), is_voting_step(before, &self.world), "{misvote:?}\n{}", self.script());
        assert!(self.wiped || misvote.is_none(), "{misvote:?}\n{}", self.script());
    }

    /// Properties are judged as their definitions say, whatever nodes do.
    fn check_judgements(&self) {
        let (world, ledger) = (&self.world, self.world.ledger());
        for property in Property::VOTES {
            let breach = property.judge(ledger, world.config().quorums, world.node_count());
            assert_eq!(breach.is_none(), holds(property, world), "{property:?}, {breach:?}\n{}", self.script());
            breach.iter().for_each(|breach| self.check_breach(breach));
        }
    }

    /// Messages say what is true (`MsgInv` of Paxos.tla).
    fn check_message(&self, envelope: &Envelope<Message>) {
        let ledger = self.world.ledger();
        let cast = |vote: &Vote, acceptor| CastVote { slot: 0, vote: vote.clone(), acceptor };
        let true_now = match &envelope.message {
            Message::Prepare { ballot } | Message::PrepareValue { ballot, .. } => ballot.node == envelope.from,
            Message::Promise { ballot, vote } => {
                let said = vote
                    .as_ref()
                    .is_none_or(|vote| vote.ballot < *ballot && ledger.votes().contains(&cast(vote, envelope.from)));
                let mut mine = ledger.votes().iter().filter(|cast| cast.acceptor == envelope.from);
                let hidden = mine.any(|cast| {
                    cast.vote.ballot < *ballot && Some(cast.vote.ballot) > vote.as_ref().map(|vote| vote.ballot)
                });
                said && (self.wiped || !hidden) && ledger.highest(envelope.from) >= Some(*ballot)
            }
            Message::Refuse { ballot, promised } => {
                promised > ballot && ledger.highest(envelope.from) >= Some(*promised)
            }
            Message::Accept { ballot, value } => {
                let vote = Vote { ballot: *ballot, value: value.clone() };
                ballot.node == envelope.from && (self.wiped || safe_at(&self.world, &vote))
            }
            Message::Accepted { ballot, value } => {
                let vote = Vote { ballot: *ballot, value: value.clone() };
                ledger.votes().contains(&cast(&vote, envelope.from))
            }
            Message::Chosen { ballot, value } => {
                let vote = Vote { ballot: *ballot, value: value.clone() };
                chosen(ledger, self.world.config().quorums).iter().any(|chosen| chosen.vote == vote)
            }
        };
        assert!(true_now, "{envelope:?} says what is not true\n{}", self.script());
    }

    /// A breach names votes that are in the ledger and prove it.
    fn check_breach(&self, breach: &Breach) {
        let (ledger, quorums) = (self.world.ledger(), self.world.config().quorums);
        let is_cast = |cast: &CastVote| ledger.votes().contains(cast);
        let is_chosen = |chosen: &Chosen| {
            let cast =
                |acceptor: &NodeId| CastVote { slot: chosen.slot, vote: chosen.vote.clone(), acceptor: *acceptor };
            let different: BTreeSet<_> = chosen.voters.iter().collect();
            different.len() >= usize::from(quorums.phase2) && chosen.voters.iter().map(cast).all(|cast| is_cast(&cast))
        };
        let proven = match breach {
            Breach::TwoChosen(one, other) => {
                is_chosen(one) && is_chosen(other) && one.slot == other.slot && one.vote.value != other.vote.value
            }
            Breach::NeverAsked(chosen) => is_chosen(chosen) && !ledger.is_asked(&chosen.vote.value),
            Breach::TwoValues(one, other) => {
                let same_ballot = one.slot == other.slot && one.vote.ballot == other.vote.ballot;
                is_cast(one) && is_cast(other) && same_ballot && one.vote.value != other.vote.value
            }
            Breach::Unsafe { vote, below, others, undecided } => {
                let other =
                    |cast: &CastVote| is_cast(cast) && cast.vote.ballot == *below && cast.vote.value != vote.vote.value;
                let open = |id: &NodeId| {
                    let mut votes = ledger.votes().iter();
                    ledger.highest(*id) <= Some(*below)
                        && !votes.any(|cast| cast.acceptor == *id && cast.vote.ballot == *below)
                };
                let in_the_way: BTreeSet<_> =
                    others.iter().map(|cast| cast.acceptor).chain(undecided.clone()).collect();
                let out_of_the_way = usize::from(self.world.node_count()) - in_the_way.len();
                is_cast(vote)
                    && *below < vote.vote.ballot
                    && others.iter().all(other)
                    && undecided.iter().all(open)
                    && out_of_the_way < usize::from(quorums.phase1)
            }
            Breach::NotChosen { learned, votes } => {
                let of_it = |cast: &CastVote| is_cast(cast) && cast.vote.value == learned.value;
                let chosen_too = chosen(ledger, quorums).iter().any(|chosen| chosen.vote.value == learned.value);
                ledger.learned().contains(learned) && votes.iter().all(of_it) && !chosen_too
            }
            // No vote can break it.
            Breach::Order(_) => false,
            Breach::Skipped(_) | Breach::Stale { .. } | Breach::TwoStates { .. } => false,
        };
        assert!(proven, "{breach:?} proves nothing\n{}", self.script());
    }
}

// ----- walks

/// Walks at random: mostly deliveries, enough of everything else. Checks every state.
fn walk(seed: u64, mut world: Cluster, steps: usize, wipes: bool) -> Walk {
    let mut dice = Dice(seed);
    let nodes = world.node_count();
    // Some walks begin with links cut: quorums then form in few ways, and more goes wrong.
    for _ in 0..dice.below(3) {
        let (from, to) = (node(1 + dice.below(nodes.into()) as u8), node(1 + dice.below(nodes.into()) as u8));
        let _ = world.apply(&whole(Action::Cut(from, to)));
    }
    let mut walk = Walk::new(world);
    for _ in 0..steps {
        let proposer = node(1 + dice.below(nodes.into()) as u8);
        let requests = [(proposer, value(["a", "b", "c"][dice.below(3)]))];
        let all = enabled(&walk.world, &requests);
        let weight = |step: &Step<Synod>| match step.action {
            Action::Deliver(_) => 24,
            Action::Drop(_) | Action::Fire(..) | Action::Heal(..) => 4,
            Action::Duplicate(_) | Action::Crash(_) => 2,
            Action::Request(..) | Action::Restart(_) => 12,
            Action::RestartWiped(_) => {
                if wipes {
                    12
                } else {
                    0
                }
            }
            Action::Cut(..) => 1,
            Action::Notice { .. } | Action::Break(..) => 0,
        };
        let mut at = dice.below(all.iter().map(weight).sum());
        let chosen = all.into_iter().find(|step| {
            let here = at < weight(step);
            at = at.saturating_sub(weight(step));
            here
        });
        let Some(mut step) = chosen else { break };
        if matches!(step.action, Action::Deliver(_) | Action::Fire(..) | Action::Request(..)) && dice.one_in(12) {
            step.crash_after = Some(dice.below(5) as u16);
        }
        walk.take(step);
        walk.check_always();
    }
    walk
}

fn walks(count: u64, kind: NetworkKind, wipes: bool) -> impl Iterator<Item = Walk> {
    (0..count).map(move |seed| {
        let nodes = [3, 3, 4, 5, 2, 1][(seed % 6) as usize];
        let learning = if seed / 6 % 3 == 0 { Learning::Votes } else { Learning::Notification };
        walk(seed, cluster(nodes, learning, kind), 120, wipes)
    })
}

fn check_all_hold(walk: &Walk) {
    for property in Property::VOTES {
        assert!(holds(property, &walk.world), "{property:?} fails without a wipe\n{}", walk.script());
    }
}

#[test]
fn random_walks_through_the_bag_keep_every_property() {
    let mut decided = 0;
    for walk in walks(times(400), NetworkKind::Bag, false) {
        check_all_hold(&walk);
        decided += u32::from(!chosen(walk.world.ledger(), walk.world.config().quorums).is_empty());
    }
    assert!(decided > 100, "the walks decide too rarely to show anything: {decided}");
}

#[test]
fn random_walks_through_the_set_keep_every_property() {
    let mut decided = 0;
    for walk in walks(times(200), NetworkKind::Set, false) {
        check_all_hold(&walk);
        decided += u32::from(!chosen(walk.world.ledger(), walk.world.config().quorums).is_empty());
    }
    assert!(decided > 50, "the walks decide too rarely to show anything: {decided}");
}

/// A wiped disk may break everything but Validity and that only what is chosen is learned, and the ledger shows it. (Every breach is checked
/// in the walk.)
#[test]
fn wiped_disks_break_agreement_at_times_and_the_votes_that_prove_it_are_named() {
    let mut broken: BTreeMap<Property, u32> = BTreeMap::new();
    for walk in walks(times(600), NetworkKind::Bag, true).chain(walks(times(300), NetworkKind::Set, true)) {
        for property in Property::VOTES {
            *broken.entry(property).or_default() += u32::from(!holds(property, &walk.world));
        }
    }
    for property in [Property::Agreement, Property::OneValuePerBallot, Property::VotesSafe] {
        assert!(broken[&property] > 0, "{property:?} was never broken: {broken:?}");
    }
    assert_eq!((broken[&Property::Validity], broken[&Property::LearnedChosen]), (0, 0));
}

/// Each step that a node handles, cut after each number of writes and sends.
#[test]
fn a_crash_after_every_prefix_of_every_step_keeps_every_property() {
    for seed in 0..times(8) {
        let mut dice = Dice(seed);
        let learning = if seed % 2 == 0 { Learning::Notification } else { Learning::Votes };
        let mut walk = Walk::new(cluster(3, learning, NetworkKind::Bag));
        for _ in 0..40 {
            let requests = [(node(1), value("a")), (node(3), value("b"))];
            let all = enabled(&walk.world, &requests);
            for step in all
                .iter()
                .filter(|step| matches!(step.action, Action::Deliver(_) | Action::Fire(..) | Action::Request(..)))
            {
                check_prefixes(&walk.world, step);
            }
            let wanted = |step: &&Step<Synod>| !matches!(step.action, Action::RestartWiped(_) | Action::Cut(..));
            let some: Vec<_> = all.iter().filter(wanted).collect();
            walk.take(some[dice.below(some.len())].clone());
        }
    }
}

fn check_prefixes(before: &Cluster, step: &Step<Synod>) {
    let mut uncut = before.clone();
    let all = uncut.apply(step).expect("an enabled step");
    let lasts = |performed: &Performed<Synod>| match performed.effect {
        Effect::Persist(_) => true,
        Effect::Send { .. } => !performed.to_itself,
        _ => false,
    };
    let lasting = all.performed.iter().filter(|performed| lasts(performed)).count() as u16;
    for crash_after in 0..=lasting + 1 {
        let step = Step { action: step.action.clone(), crash_after: Some(crash_after) };
        let mut world = before.clone();
        let outcome = world.apply(&step).expect("the same step, cut");
        let explain = || format!("{step:?} in {before:?}");
        assert_eq!(outcome.crashed_after, Some(crash_after.min(lasting)), "{}", explain());
        assert_eq!(outcome.performed, all.performed[..outcome.performed.len()], "{}", explain());
        let done: Vec<_> = outcome.performed.iter().filter(|performed| lasts(performed)).collect();
        assert_eq!(done.len(), usize::from(crash_after.min(lasting)), "{}", explain());
        let id = match &step.action {
            Action::Deliver(envelope) => envelope.to,
            Action::Fire(id, _) | Action::Request(id, _) => *id,
            other => panic!("{other:?} is not handled by a node"),
        };
        let mut disk = before.place(id).expect("a place").disk.clone();
        for performed in &done {
            if let Effect::Persist(write) = &performed.effect {
                Synod::fold(&mut disk, write);
            }
        }
        assert_eq!(world.place(id), Some(&Place { disk: disk.clone(), running: None }), "{}", explain());
        for other in NodeId::all(3).filter(|other| *other != id) {
            assert_eq!(world.place(other), before.place(other), "{}", explain());
        }
        world.apply(&whole(Action::Restart(id))).expect("a restart");
        let running = world.place(id).and_then(|place| place.running.as_ref()).expect("it runs");
        assert_eq!(running.node.acceptor().promised(), disk.promised);
        assert!(running.timers.is_empty());
        let mut walk = Walk::new(world);
        walk.check_always();
        check_all_hold(&walk);
        // The next ballot is new: nobody has ever heard of it.
        walk.take(whole(Action::Request(id, value("c"))));
        let next = walk.began.first().copied().expect("a ballot begins");
        let heard = |message: &Message| Synod::label(node(1), node(2), message).ballot;
        assert!(
            before
                .network()
                .distinct()
                .all(|envelope| heard(&envelope.message).node != id || heard(&envelope.message) < next),
            "{next} is used again after {}",
            explain()
        );
        walk.check_always();
    }
}

/// Every state of a small cluster: two proposers with a ballot each, and any loss, delay and duplication.
#[test]
fn every_state_of_a_small_cluster_keeps_every_property() {
    let mut seen: BTreeSet<Vec<u8>> = BTreeSet::new();
    let start = cluster(3, Learning::Notification, NetworkKind::Set);
    let mut next = vec![(start, vec![(node(1), value("a")), (node(2), value("b"))])];
    let mut decided = 0;
    while let Some((world, requests)) = next.pop() {
        if !seen.insert([bytes(&world), vec![requests.len() as u8]].concat()) {
            continue;
        }
        for property in Property::VOTES {
            let breach = property.judge(world.ledger(), world.config().quorums, world.node_count());
            assert_eq!(breach, None, "in {world:?}");
        }
        decided += u32::from(!chosen(world.ledger(), world.config().quorums).is_empty());
        for step in enabled(&world, &requests) {
            let left = match &step.action {
                Action::Deliver(_) => requests.clone(),
                Action::Request(id, _) => requests.iter().filter(|(other, _)| other != id).cloned().collect(),
                _ => continue,
            };
            let mut after = world.clone();
            after.apply(&step).expect("an enabled step");
            next.push((after, left));
        }
    }
    assert!(decided > 1_000, "{decided} of {} states are decided", seen.len());
}

// ----- the relation itself

#[test]
fn what_is_enabled_can_be_taken_and_what_is_not_changes_nothing() {
    for seed in 0..times(60) {
        let kind = if seed % 2 == 0 { NetworkKind::Bag } else { NetworkKind::Set };
        let walk = walk(seed, cluster(3, Learning::Notification, kind), 40, true);
        let world = &walk.world;
        let values = ["a", "b", "c"];
        let requests: Vec<_> = NodeId::all(3).flat_map(|id| values.map(|text| (id, value(text)))).collect();
        let now = enabled(world, &requests);
        assert_eq!(now, enabled(&world.clone(), &requests), "the order is a function of the state");
        for step in &now {
            let mut after = world.clone();
            assert!(after.apply(step).is_ok(), "{step:?}\n{}", walk.script());
        }
        // Steps of other walks: mostly not enabled here.
        let other = self::walk(seed + 1_000, cluster(5, Learning::Notification, NetworkKind::Bag), 40, true);
        for step in enabled(&other.world, &requests).into_iter().chain(other.steps) {
            let mut after = world.clone();
            if after.apply(&step).is_err() {
                assert_eq!(&after, world, "{step:?} is not enabled and changed something");
                assert!(!now.contains(&step), "{step:?} is listed\n{}", walk.script());
            } else {
                assert!(now.contains(&step) || step.crash_after.is_some(), "{step:?} is not listed\n{}", walk.script());
            }
        }
    }
}

#[test]
fn equal_projections_mean_equal_states() {
    let mut seen: BTreeMap<Vec<u8>, Cluster> = BTreeMap::new();
    for seed in 0..times(150) {
        let walk = walk(seed, cluster(3, Learning::Notification, NetworkKind::Bag), 25, true);
        let known = seen.entry(bytes(&walk.world)).or_insert_with(|| walk.world.clone());
        // What was learned and forgotten again is noted for the properties alone, and not projected.
        let parts = |world: &Cluster| {
            let asked: Vec<_> = world.ledger.asked().into_iter().cloned().collect();
            let ledger = (asked, world.ledger.votes().clone());
            let highest: Vec<_> = NodeId::all(3).map(|id| world.ledger.highest(id)).collect();
            (world.places.clone(), world.network.clone(), world.cuts.clone(), ledger, highest)
        };
        assert_eq!(parts(known), parts(&walk.world));
    }
}

#[test]
fn steps_are_enabled_in_the_documented_order() {
    let mut world = cluster(2, Learning::Notification, NetworkKind::Bag);
    let request = (node(1), value("a"));
    world.apply(&whole(Action::Request(node(1), value("a")))).expect("n1 is up");
    world.apply(&whole(Action::Cut(node(2), node(1)))).expect("the link is whole");
    let prepare = Message::Prepare { ballot: Ballot::new(1, node(1)) };
    let envelope = Envelope { from: node(1), to: node(2), message: prepare };
    let expected = vec![
        Action::Deliver(envelope.clone()),
        Action::Drop(envelope.clone()),
        Action::Duplicate(envelope),
        Action::Fire(node(1), crate::protocol::synod::Timer::Timeout),
        Action::Request(node(1), value("a")),
        Action::Crash(node(1)),
        Action::Crash(node(2)),
        Action::Cut(node(1), node(2)),
        Action::Heal(node(2), node(1)),
    ];
    let actions: Vec<_> = enabled(&world, &[request]).into_iter().map(|step| step.action).collect();
    assert_eq!(actions, expected);
}

#[test]
fn a_bag_counts_copies_and_a_set_keeps_what_was_sent() {
    for (kind, left) in [(NetworkKind::Bag, vec![true, false]), (NetworkKind::Set, vec![true, true])] {
        let mut world = cluster(2, Learning::Notification, kind);
        world.apply(&whole(Action::Request(node(1), value("a")))).expect("n1 is up");
        let envelope = world.network().distinct().next().expect("a prepare").clone();
        if kind == NetworkKind::Bag {
            world.apply(&whole(Action::Duplicate(envelope.clone()))).expect("a bag");
        }
        for expected in left {
            world.apply(&whole(Action::Deliver(envelope.clone()))).expect("it is under way");
            assert_eq!(world.network().contains(&envelope), expected, "{kind:?}");
        }
    }
}

#[test]
fn effects_happen_in_order_and_what_a_node_says_to_itself_at_once() {
    let mut world = cluster(3, Learning::Notification, NetworkKind::Bag);
    let outcome = world.apply(&whole(Action::Request(node(1), value("a")))).expect("n1 is up");
    let ballot = Ballot::new(1, node(1));
    let prepare = |to| Effect::Send { to, message: Message::Prepare { ballot } };
    let promise = Message::Promise { ballot, vote: None };
    let expected = vec![
        (Effect::Explain(Reason::Began { ballot, cause: BallotCause::Asked(value("a")) }), false),
        (Effect::SetTimer { timer: crate::protocol::synod::Timer::Timeout, attempt: 1 }, false),
        (prepare(node(1)), true),
        (Effect::Explain(Reason::Promised { from: node(1), ballot, before: None, vote: None }), false),
        (Effect::Persist(Write::Promised(ballot)), false),
        (Effect::Send { to: node(1), message: promise }, true),
        (
            Effect::Explain(Reason::PromiseCounted {
                from: node(1),
                ballot,
                vote: None,
                have: 1,
                need: 2,
                counted_before: false,
            }),
            false,
        ),
        (prepare(node(2)), false),
        (prepare(node(3)), false),
    ];
    let performed: Vec<_> = outcome.performed.into_iter().map(|done| (done.effect, done.to_itself)).collect();
    assert_eq!(performed, expected);
}

#[test]
fn a_cluster_of_one_decides_in_one_step() {
    let mut world = cluster(1, Learning::Notification, NetworkKind::Bag);
    world.apply(&whole(Action::Request(node(1), value("a")))).expect("n1 is up");
    let chosen = chosen(world.ledger(), Quorums::majorities(1));
    assert_eq!(chosen.len(), 1);
    let running = world.place(node(1)).and_then(|place| place.running.as_ref()).expect("it runs");
    assert!(running.timers.is_empty(), "nothing is left to wait for");
    assert!(running.node.learner().learned().is_some());
}
