//! States taken for one are those that other names make of each other, counted the slow way.

use super::*;

/// Every way to give these nodes each other's names, the one that changes nothing first.
pub fn renamings(node_count: u8, alike: &[NodeId]) -> Vec<Renaming> {
    let mut all: Vec<Vec<NodeId>> = vec![NodeId::all(node_count).collect()];
    for (at, node) in alike.iter().enumerate() {
        for names in all.clone() {
            all.extend(alike[at + 1..].iter().map(|other| {
                let mut names = names.clone();
                names.swap(node.index(), other.index());
                names
            }));
        }
    }
    all.into_iter().map(Renaming::of_nodes).collect()
}

/// The hash of a world by other names, worked out from its parts.
fn by_other_names(world: &World<Synod>, renaming: &Renaming) -> u64 {
    let ids = NodeId::all(world.node_count());
    let mut places: Vec<_> =
        ids.filter_map(|id| Some((id.renamed(renaming), world.place(id)?.renamed(renaming)))).collect();
    places.sort_by_key(|(id, _)| *id);
    let places = places.into_iter().map(|(_, place)| place).collect();
    let sent: Vec<_> = world.network().distinct().map(|envelope| envelope.renamed(renaming)).collect();
    hash(&World::of(world.config().clone(), places, &sent, world.ledger().renamed(renaming)))
}

/// How many states there are, and how many kinds of them: by other names of these nodes, where no crash is left.
fn count(mut model: Cluster<Synod>, alike: &[NodeId]) -> (usize, usize) {
    let renamings = renamings(model.start.node_count(), alike);
    let (mut seen, mut kinds) = (BTreeSet::new(), BTreeSet::new());
    let mut waiting = model.initial_states();
    while let Some(state) = waiting.pop() {
        if !seen.insert(model.fingerprint(&state)) {
            continue;
        }
        let world = model.world(&state);
        let crashes = state.crashes(model.node_count());
        let names = if crashes > 0 { &renamings[..1] } else { &renamings[..] };
        let left = state.left_hash(model.node_count());
        kinds.insert((left, names.iter().map(|renaming| by_other_names(&world, renaming)).min()));
        let mut steps = Vec::new();
        model.steps(&state, &mut steps);
        waiting.extend(steps.iter().filter_map(|step| model.next(&state, step)));
    }
    (seen.len(), kinds.len())
}

#[test]
fn as_many_states_are_seen_as_there_are_kinds() {
    let crash = Allowance { crashes: 1, ..ONE_BALLOT };
    for (nodes, proposers, allowance, alike) in [
        (3, &[1][..], ONE_BALLOT, &[2, 3][..]),
        (3, &[2], crash, &[1, 3]),
        (4, &[1], ONE_BALLOT, &[2, 3, 4]),
        (4, &[1, 4], ONE_BALLOT, &[2, 3]),
    ] {
        let model = || cluster(nodes, proposers, allowance);
        let alike: Vec<NodeId> = alike.iter().map(|number| node(*number)).collect();
        let (states, kinds) = count(model().without_symmetry(), &alike);
        let (verdict, covered) = search(model());
        assert_eq!((verdict, covered.distinct), (Verdict::Holds, kinds as u64), "{nodes} {proposers:?} {allowance:?}");
        assert!(kinds < states && states <= kinds * model().symmetry_order(), "{states} states of {kinds} kinds");
    }
}

#[test]
fn symmetry_changes_nothing_that_a_property_can_see() {
    for (nodes, proposers, allowance, alike) in [
        (3, &[1][..], Allowance { ballots: 2, crashes: 1, wipes: 0, breaks: 0 }, &[2, 3][..]),
        (3, &[1], Allowance { ballots: 1, crashes: 1, wipes: 1, breaks: 0 }, &[2, 3]),
        (4, &[1, 2], ONE_BALLOT, &[3, 4]),
    ] {
        let alike: Vec<NodeId> = alike.iter().map(|number| node(*number)).collect();
        let model = || cluster(nodes, proposers, allowance);
        let (plain, plain_states) = ledgers(model().without_symmetry(), &alike);
        let (found, states) = ledgers(model(), &alike);
        assert!(states < plain_states, "{nodes} {proposers:?} {allowance:?}: {states} of {plain_states}");
        assert_eq!(found, plain, "{nodes} {proposers:?} {allowance:?}");
    }
}

#[test]
fn only_nodes_that_are_never_asked_are_alike_and_only_from_the_start() {
    let order = |model: &Cluster<Synod>| model.symmetry_order();
    assert_eq!(order(&cluster(3, &[1, 2, 3], ONE_BALLOT)), 1);
    assert_eq!(order(&cluster(3, &[1, 2], ONE_BALLOT)), 1);
    assert_eq!(order(&cluster(5, &[1, 2], ONE_BALLOT)), 6);
    assert_eq!(order(&cluster(5, &[1], ONE_BALLOT)), 24);
    assert_eq!(order(&cluster(9, &[1], ONE_BALLOT)), 24, "of more than four, four");
    assert_eq!(order(&cluster(5, &[1], ONE_BALLOT).without_symmetry()), 1);
    let again = Allowance { ballots: 2, crashes: 1, wipes: 1, breaks: 0 };
    assert_eq!(order(&cluster(5, &[1], again)), 1, "a ballot may be begun twice, for two values");
    let model = cluster(5, &[1], ONE_BALLOT);
    let mut begun = model.start.clone();
    let request = Action::Request(node(1), Value::new("v1").expect("a value"));
    begun.apply(&Step { action: request, crash_after: None }).expect("n1 is up");
    assert_eq!(order(&Cluster::new(begun, Vec::new(), model.config.quorums, ONE_BALLOT)), 1);
}
