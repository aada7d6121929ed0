//! Whether it can still decide.

use super::*;
use crate::protocol::synod::Message;
use crate::protocol::{Ballot, Quorums};
use crate::world::Envelope;

fn can_decide(model: Cluster<Synod>) -> (Verdict<Move>, u64) {
    let (verdict, covered) = search(model.asked(vec![Question::CanDecide]));
    (verdict, covered.distinct)
}

#[test]
fn from_every_state_there_is_a_way_to_decide() {
    for (nodes, proposers, allowance) in [
        (3, &[1, 2][..], ONE_BALLOT),
        (3, &[2], Allowance { ballots: 2, crashes: 1, wipes: 1, breaks: 0 }),
        (4, &[1], Allowance { crashes: 1, ..ONE_BALLOT }),
    ] {
        let (verdict, states) = can_decide(cluster(nodes, proposers, allowance));
        assert_eq!(verdict, Verdict::Holds, "{nodes} {proposers:?} {allowance:?}: {states} states");
    }
}

/// Mistakes break what is chosen, not that something can be.
#[test]
fn no_mistake_of_the_lab_blocks_deciding() {
    for variant in Variant::SYNOD {
        let model = with_mistake(cluster(3, &[1], Allowance { crashes: 1, ..ONE_BALLOT }), variant);
        assert_eq!(can_decide(model).0, Verdict::Holds, "{variant:?}");
    }
}

#[test]
fn a_quorum_of_more_nodes_than_there_are_is_stuck_from_the_start() {
    let quorums = Quorums { phase1: 4, phase2: 2 };
    let config = Config { quorums, ..Config::majorities(3) };
    let requests = vec![(node(1), Value::new("v1").expect("a value"))];
    let model = Cluster::new(World::new(config, NetworkKind::Set), requests, quorums, ONE_BALLOT);
    assert_eq!(can_decide(model).0, Verdict::Violated { property: 0, initial: 0, script: vec![] });
}

/// There is no ballot above the highest that can be written: whoever promises that can take part in nothing any more.
#[test]
fn who_promises_the_last_ballot_of_all_is_stuck() {
    let plain = cluster(3, &[1], ONE_BALLOT);
    let last = Message::Prepare { ballot: Ballot::new(u32::MAX, node(3)) };
    let to = |number| Envelope { from: node(3), to: node(number), message: last.clone() };
    let start = |sent: &[Envelope<Message>]| {
        let places = NodeId::all(3).filter_map(|id| plain.start.place(id).cloned()).collect();
        let world = World::of(plain.config.clone(), places, sent, Default::default());
        Cluster::new(world, plain.requests.clone(), plain.config.quorums, ONE_BALLOT)
    };
    // The others are a quorum without n2.
    assert_eq!(can_decide(start(&[to(2)])).0, Verdict::Holds);
    // Of n2 and n3, which n1 cannot do without, one must be able to.
    let (verdict, _) = can_decide(start(&[to(2), to(1)]));
    let Verdict::Violated { script, .. } = verdict else { panic!("{verdict:?}") };
    assert_eq!(script.len(), 1, "n1 promises it, and can lead nothing itself");
}
