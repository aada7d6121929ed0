//! The claims of F. Junqueira, B. Reed, M. Serafini, *Zab: High-performance broadcast for primary-backup systems* (DSN 2011), section III: the six properties of primary order atomic broadcast,
//! one test each; and what the proofs in its analysis rest on. Each is stated here once more, in the paper's words, of what random walks show of servers that have no snapshots:
//! `world` judges the same on its ledger. The last two tests show that each can fail.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/golden.rs"]
mod golden;
#[path = "common/walk.rs"]
mod walk;
#[path = "common/zab.rs"]
mod zab;
#[path = "common/zab_walk.rs"]
mod zab_walk;

use golden::Dice;
use paxos_playground::protocol::zab::{Config, Reason, Write, Zxid};
use paxos_playground::protocol::{Effect, NodeId, Transaction, Variant, majority};
use paxos_playground::world::{Action, NetworkKind, Outcome, Step, World};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use zab::{Cluster, Node, node, oracle, value, with};
use zab_walk::random_step;

/// A transaction that a primary broadcast.
struct Broadcast {
    transaction: Transaction,
    primary: NodeId,
    /// What the primary had delivered by then.
    had: BTreeSet<Transaction>,
    /// A primary had been established in this epoch, and it was this one.
    established: bool,
}

/// What a follower did, in order.
enum Deed {
    /// It wrote down that it acknowledges NEWEPOCH.
    Acknowledges(u32),
    /// It accepted a proposal in phase 3; and what its f.p was then.
    Accepts(Zxid, u32),
}

/// What a walk shows.
#[derive(Default)]
struct Record {
    broadcast: Vec<Broadcast>,
    /// What each server delivered, by place. One that comes back from a crash begins anew, and has to deliver the same.
    delivered: BTreeMap<NodeId, Vec<Transaction>>,
    /// The servers that delivered two things at one place.
    delivered_otherwise: BTreeSet<NodeId>,
    /// What each server has delivered since it started.
    since_start: BTreeMap<NodeId, Vec<Transaction>>,
    /// Delivered when so many voters had ever written it down, which were too few.
    delivered_too_early: Vec<(Transaction, usize)>,
    logged: BTreeMap<Transaction, BTreeSet<NodeId>>,
    /// Epoch, primary, and initial history.
    established: Vec<(u32, NodeId, Vec<Zxid>)>,
    committed: BTreeSet<Zxid>,
    deeds: BTreeMap<NodeId, Vec<Deed>>,
    crashes: usize,
}

impl Record {
    fn note(&mut self, before: &Cluster, step: &Step<Node>, outcome: &Outcome<Node>, world: &Cluster) {
        let server = step.action.node();
        let f_p = before.place(server).map_or(0, |place| place.disk.accepted_epoch);
        let performed = outcome.performed.iter().map(|performed| &performed.effect);
        performed.for_each(|effect| self.note_effect(server, f_p, effect, world));
        if matches!(step.action, Action::Crash(_)) || outcome.crashed_after.is_some() {
            self.crashes += 1;
            self.since_start.remove(&server);
        }
    }

    fn note_effect(&mut self, server: NodeId, f_p: u32, effect: &Effect<Node>, world: &Cluster) {
        match effect {
            Effect::Persist(Write::AcceptedEpoch(epoch)) => {
                self.deeds.entry(server).or_default().push(Deed::Acknowledges(*epoch));
            }
            Effect::Persist(Write::Logged(txn)) => {
                self.logged.entry(txn.transaction()).or_default().insert(server);
            }
            Effect::Explain(Reason::Logs { txn }) => {
                self.deeds.entry(server).or_default().push(Deed::Accepts(txn.zxid, f_p));
            }
            Effect::Explain(Reason::Proposes { txn, .. }) => {
                let transaction = txn.transaction();
                let mut primaries = self.established.iter();
                let established = primaries.any(|(epoch, by, _)| (*epoch, *by) == (transaction.epoch, server));
                let had = self.since_start.get(&server).into_iter().flatten().cloned().collect();
                self.broadcast.push(Broadcast { transaction, primary: server, had, established });
            }
            Effect::Explain(Reason::Commits { zxid, .. }) => {
                self.committed.insert(*zxid);
            }
            Effect::Explain(Reason::Established { epoch, .. }) => {
                let log = world.place(server).map(|place| place.disk.log().map(|txn| txn.zxid).collect());
                self.established.push((*epoch, server, log.unwrap_or_default()));
            }
            Effect::Explain(Reason::Delivered { place, txn, .. }) => {
                self.deliver(server, *place as usize, txn.transaction(), world.config().voters());
            }
            _ => {}
        }
    }

    fn deliver(&mut self, server: NodeId, place: usize, transaction: Transaction, voters: u8) {
        let backed = self.logged.get(&transaction).map_or(0, BTreeSet::len);
        if backed < usize::from(majority(voters)) {
            self.delivered_too_early.push((transaction.clone(), backed));
        }
        let since_start = self.since_start.entry(server).or_default();
        since_start.truncate(place);
        since_start.push(transaction.clone());
        let ever = self.delivered.entry(server).or_default();
        match ever.get(place) {
            Some(other) if *other != transaction => drop(self.delivered_otherwise.insert(server)),
            Some(_) => {}
            None => ever.push(transaction),
        }
    }

    fn orders(&self) -> impl Iterator<Item = &Vec<Transaction>> + Clone {
        self.delivered.values()
    }
}

/// Is it so in what a walk shows?
type Claim = fn(&Record) -> bool;

/// Does it deliver `second`, and not `first` before it?
fn lacks_before(order: &[Transaction], first: &Transaction, second: &Transaction) -> bool {
    let at = |one: &Transaction| order.iter().position(|other| other == one);
    at(second).is_some_and(|second| at(first).is_none_or(|first| first > second))
}

/// "If some process delivers ⟨v, z⟩, then some process has broadcast ⟨v, z⟩."
fn integrity(record: &Record) -> bool {
    let broadcast: BTreeSet<_> = record.broadcast.iter().map(|broadcast| &broadcast.transaction).collect();
    record.orders().flatten().all(|transaction| broadcast.contains(transaction))
}

/// "If some process delivers ⟨v, z⟩ before ⟨v', z'⟩, then any process that delivers ⟨v', z'⟩ must also deliver ⟨v, z⟩ and deliver ⟨v, z⟩ before ⟨v', z'⟩." (If it is so of
/// neighbours, it is so of all.)
fn total_order(record: &Record) -> bool {
    let mut pairs = record.orders().flat_map(|order| order.windows(2));
    let kept = pairs.all(|pair| !record.orders().any(|order| lacks_before(order, &pair[0], &pair[1])));
    kept && record.delivered_otherwise.is_empty()
}

/// "If some process p delivers ⟨v, z⟩ and some process q delivers ⟨v', z'⟩, then either p delivers ⟨v', z'⟩ or q delivers ⟨v, z⟩."
fn agreement(record: &Record) -> bool {
    let sets: Vec<BTreeSet<_>> = record.orders().map(|order| order.iter().collect()).collect();
    sets.iter().all(|p| sets.iter().all(|q| p.is_subset(q) || q.is_subset(p)))
}

/// "If a primary broadcasts ⟨v, z⟩ before it broadcasts ⟨v', z'⟩, then a process that delivers ⟨v', z'⟩ must also deliver ⟨v, z⟩ before ⟨v', z'⟩."
fn local_primary_order(record: &Record) -> bool {
    let mut by_primary = BTreeMap::<_, Vec<_>>::new();
    for broadcast in &record.broadcast {
        by_primary.entry((broadcast.transaction.epoch, broadcast.primary)).or_default().push(&broadcast.transaction);
    }
    let mut pairs = by_primary.values().flat_map(|all| all.windows(2));
    pairs.all(|pair| !record.orders().any(|order| lacks_before(order, pair[0], pair[1])))
}

/// "A primary ρ broadcasts ⟨v, z⟩, and a primary ρ' after ρ broadcasts ⟨v', z'⟩. If a process delivers both, then it must deliver ⟨v, z⟩ before ⟨v', z'⟩."
fn global_primary_order(record: &Record) -> bool {
    record.orders().all(|order| order.windows(2).all(|pair| pair[0].epoch <= pair[1].epoch))
}

/// "If a primary ρ of epoch e broadcasts ⟨v, z⟩, and some process delivers ⟨v', z'⟩ such that ⟨v', z'⟩ has been broadcast by a primary of epoch e' < e, then ρ must deliver ⟨v', z'⟩
/// before it broadcasts ⟨v, z⟩."
fn primary_integrity(record: &Record) -> bool {
    let delivered: BTreeSet<_> = record.orders().flatten().collect();
    record.broadcast.iter().all(|Broadcast { transaction, had, .. }| {
        delivered.iter().all(|earlier| earlier.epoch >= transaction.epoch || had.contains(*earlier))
    })
}

/// An initial history has every transaction that was ever committed in an earlier epoch.
fn initial_history_has_what_was_committed(record: &Record) -> bool {
    record.established.iter().all(|(epoch, _, history)| {
        let mut earlier = record.committed.iter().filter(|zxid| zxid.epoch < *epoch);
        earlier.all(|zxid| history.contains(zxid))
    })
}

fn one_primary_of_an_epoch(record: &Record) -> bool {
    let mut primaries = BTreeMap::new();
    record.established.iter().all(|(epoch, primary, _)| *primaries.entry(epoch).or_insert(primary) == primary)
}

/// A follower that acknowledged NEWEPOCH(e') accepts nothing of an epoch below e' any more; and in phase 3 of no other epoch than its f.p.
fn accepted_only_in_the_acknowledged_epoch(record: &Record) -> bool {
    record.deeds.values().all(|deeds| {
        let mut acknowledged = 0;
        deeds.iter().all(|deed| match deed {
            Deed::Acknowledges(epoch) => {
                let is_later = *epoch > acknowledged;
                acknowledged = *epoch;
                is_later
            }
            Deed::Accepts(zxid, f_p) => zxid.epoch == *f_p && *f_p == acknowledged,
        })
    })
}

fn delivered_only_with_a_quorum(record: &Record) -> bool {
    record.delivered_too_early.is_empty()
}

/// A primary that is not established broadcasts nothing, and what it broadcasts is numbered from 1 on in its own epoch.
fn broadcast_only_once_established_and_in_order(record: &Record) -> bool {
    let mut counters = BTreeMap::<_, u32>::new();
    record.broadcast.iter().all(|Broadcast { transaction, primary, established, .. }| {
        let counter = counters.entry((transaction.epoch, *primary)).or_default();
        *counter += 1;
        *established && transaction.counter == *counter
    })
}

/// A walk of so many steps.
fn walk(config: &Config, seed: u64, steps: usize) -> Record {
    let mut world: Cluster = World::new(config.clone(), NetworkKind::Bag);
    let (mut dice, mut record) = (Dice(seed), Record::default());
    for _ in 0..steps {
        let Some(step) = random_step(&world, &mut dice, 150) else { break };
        let before = world.clone();
        let outcome = world.apply(&step).unwrap_or_else(|error| panic!("{error:?}: {step:?}"));
        record.note(&before, &step, &outcome, &world);
    }
    record
}

const STEPS: usize = 2_000;

/// Loss, copies, any order, connections that break, crashes in the middle of a step.
fn walks() -> &'static [Record] {
    static WALKS: OnceLock<Vec<Record>> = OnceLock::new();
    WALKS.get_or_init(|| {
        let seeds = if std::env::var_os("PAXOS_LONG").is_some() { 1_000 } else { 30 };
        let configs = [Config::majorities(3, 2), oracle(3, 2), Config::majorities(5, 3), oracle(5, 3)];
        let walks = configs.iter().flat_map(|config| (0..seeds).map(move |seed| walk(config, seed, STEPS)));
        walks.collect()
    })
}

#[track_caller]
fn check(property: Claim) {
    for (number, record) in walks().iter().enumerate() {
        assert!(property(record), "walk {number}");
    }
}

#[test]
fn the_walks_show_something() {
    let walks = walks();
    let sum = |count: fn(&Record) -> usize| walks.iter().map(count).sum::<usize>();
    let lost = |record: &Record| {
        let delivered: BTreeSet<_> = record.orders().flatten().collect();
        record.broadcast.iter().filter(|broadcast| !delivered.contains(&broadcast.transaction)).count()
    };
    let (broadcast, established) = (sum(|record| record.broadcast.len()), sum(|record| record.established.len()));
    let (lost, crashes) = (sum(lost), sum(|record| record.crashes));
    let furthest = sum(|record| record.orders().map(Vec::len).max().unwrap_or_default());
    eprintln!(
        "{broadcast} broadcast, {lost} of them lost, {furthest} delivered, {established} primaries, {crashes} crashes"
    );
    assert!(broadcast > 10 * walks.len() && lost > walks.len(), "{broadcast}, {lost}");
    assert!(established > 3 * walks.len() && crashes > walks.len(), "{established}, {crashes}");
}

// ----- III: primary order atomic broadcast

#[test]
fn s3_integrity() {
    check(integrity);
}

#[test]
fn s3_total_order() {
    check(total_order);
}

#[test]
fn s3_agreement() {
    check(agreement);
}

#[test]
fn s3_local_primary_order() {
    check(local_primary_order);
}

#[test]
fn s3_global_primary_order() {
    check(global_primary_order);
}

#[test]
fn s3_primary_integrity() {
    check(primary_integrity);
}

// ----- the analysis: what the proofs rest on

#[test]
fn analysis_the_initial_history_of_an_epoch_has_all_that_was_committed_before_it() {
    check(initial_history_has_what_was_committed);
}

#[test]
fn analysis_an_epoch_has_one_primary() {
    check(one_primary_of_an_epoch);
}

#[test]
fn analysis_a_follower_accepts_only_in_the_epoch_that_it_acknowledged() {
    check(accepted_only_in_the_acknowledged_epoch);
}

#[test]
fn analysis_a_transaction_is_delivered_only_when_a_quorum_has_accepted_it() {
    check(delivered_only_with_a_quorum);
}

#[test]
fn analysis_a_primary_broadcasts_only_once_it_is_established_and_in_the_order_of_zxids() {
    check(broadcast_only_once_established_and_in_order);
}

// ----- each can fail

/// Each with a mistake under which some walk breaks it.
const BROKEN_BY: [(Claim, Variant); 7] = [
    (total_order, Variant::SkipTrunc),
    (agreement, Variant::SkipTrunc),
    (local_primary_order, Variant::ForgetLateJoiner),
    (primary_integrity, Variant::SkipTrunc),
    (initial_history_has_what_was_committed, Variant::ForgetLateJoiner),
    (accepted_only_in_the_acknowledged_epoch, Variant::OldEpochProposal),
    (delivered_only_with_a_quorum, Variant::CommitWithoutQuorum),
];

#[test]
fn mistakes_break_what_they_should() {
    for (property, variant) in BROKEN_BY {
        let config = with(oracle(3, 2), variant);
        let mut records = (0..60).map(|seed| walk(&config, seed, STEPS));
        assert!(records.any(|record| !property(&record)), "{}", variant.word());
    }
}

/// The rest, of records made by hand: n1 delivers these.
#[test]
fn what_no_walk_breaks_can_fail_as_well() {
    let transaction = |epoch, counter| Transaction { epoch, counter, value: value("x") };
    let delivers = |all: &[(u32, u32)]| Record {
        delivered: BTreeMap::from([(
            node(1),
            all.iter().map(|(epoch, counter)| transaction(*epoch, *counter)).collect(),
        )]),
        ..Record::default()
    };
    let broadcasts = |all: &[(u32, u32, bool)]| {
        let broadcast = |(epoch, counter, established): &(u32, u32, bool)| Broadcast {
            transaction: transaction(*epoch, *counter),
            primary: node(1),
            had: BTreeSet::new(),
            established: *established,
        };
        Record { broadcast: all.iter().map(broadcast).collect(), ..Record::default() }
    };
    let established = |all: &[(u32, u8)]| Record {
        established: all.iter().map(|(epoch, primary)| (*epoch, node(*primary), Vec::new())).collect(),
        ..Record::default()
    };
    assert!(integrity(&Record { broadcast: broadcasts(&[(1, 1, true)]).broadcast, ..delivers(&[(1, 1)]) }));
    assert!(!integrity(&delivers(&[(1, 1)])));
    assert!(global_primary_order(&delivers(&[(1, 1), (2, 1)])));
    assert!(!global_primary_order(&delivers(&[(2, 1), (1, 1)])));
    assert!(one_primary_of_an_epoch(&established(&[(1, 1), (2, 2)])));
    assert!(!one_primary_of_an_epoch(&established(&[(1, 1), (1, 2)])));
    let in_order = broadcast_only_once_established_and_in_order;
    assert!(in_order(&broadcasts(&[(1, 1, true), (1, 2, true), (2, 1, true)])));
    assert!(!in_order(&broadcasts(&[(1, 1, false)])) && !in_order(&broadcasts(&[(1, 2, true), (1, 1, true)])));
}
