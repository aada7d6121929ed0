//! Lamport's definitions (`Voting.tla`), written out naively.

use super::*;

fn voted_for(world: &Cluster, acceptor: NodeId, ballot: Ballot, value: &Value) -> bool {
    let vote = Vote { ballot, value: value.clone() };
    world.ledger().votes().contains(&CastVote { slot: 0, vote, acceptor })
}

fn did_not_vote_at(world: &Cluster, acceptor: NodeId, ballot: Ballot) -> bool {
    !world.ledger().votes().iter().any(|cast| cast.acceptor == acceptor && cast.vote.ballot == ballot)
}

fn all_quorums(world: &Cluster, needed: u8) -> Vec<Vec<NodeId>> {
    let nodes = world.node_count();
    let members = |set: u32| NodeId::all(nodes).filter(move |id| set >> id.index() & 1 == 1).collect::<Vec<_>>();
    let needed = usize::from(needed);
    (0..1 << nodes).map(members).filter(|members| members.len() >= needed).collect()
}

fn none_other_choosable_at(world: &Cluster, ballot: Ballot, value: &Value) -> bool {
    all_quorums(world, world.config().quorums.phase1).iter().any(|quorum| {
        quorum.iter().all(|acceptor| {
            let cannot_vote =
                world.ledger().highest(*acceptor) > Some(ballot) && did_not_vote_at(world, *acceptor, ballot);
            voted_for(world, *acceptor, ballot, value) || cannot_vote
        })
    })
}

pub fn safe_at(world: &Cluster, vote: &Vote) -> bool {
    let rounds = 1..=vote.ballot.round;
    let mut below = rounds.flat_map(|round| NodeId::all(world.node_count()).map(move |id| Ballot::new(round, id)));
    below.all(|ballot| ballot >= vote.ballot || none_other_choosable_at(world, ballot, &vote.value))
}

pub fn holds(property: Property, world: &Cluster) -> bool {
    let votes = world.ledger().votes();
    let chosen_values: BTreeSet<&Value> = votes
        .iter()
        .filter(|cast| {
            let at = |acceptor: &NodeId| voted_for(world, *acceptor, cast.vote.ballot, &cast.vote.value);
            all_quorums(world, world.config().quorums.phase2).iter().any(|quorum| quorum.iter().all(at))
        })
        .map(|cast| &cast.vote.value)
        .collect();
    match property {
        Property::Agreement => chosen_values.len() <= 1,
        Property::Validity => chosen_values.iter().all(|value| world.ledger().is_asked(value)),
        Property::OneValuePerBallot => {
            let of: BTreeMap<Ballot, &Value> = votes.iter().map(|cast| (cast.vote.ballot, &cast.vote.value)).collect();
            votes.iter().all(|cast| of[&cast.vote.ballot] == &cast.vote.value)
        }
        Property::VotesSafe => {
            let different: BTreeSet<&Vote> = votes.iter().map(|cast| &cast.vote).collect();
            different.into_iter().all(|vote| safe_at(world, vote))
        }
        Property::LearnedChosen => {
            world.ledger().learned().iter().all(|learned| chosen_values.contains(&learned.value))
        }
        Property::Order(order) => panic!("{} is not of votes", order.word()),
        Property::NothingSkipped | Property::FreshReads | Property::EqualStates => {
            panic!("{} is not of votes", property.word())
        }
    }
}

/// `ShowsSafeAt`, with maxBal of the voter raised to the ballot; `c` goes over every ballot below, and nothing stands for -1.
fn shows_safe_at(world: &Cluster, ledger: &Ledger, quorum: &[NodeId], cast: &CastVote) -> bool {
    let CastVote { vote: Vote { ballot, value }, acceptor: voter, .. } = cast;
    let rounds = 1..=ballot.round;
    let ballots = rounds.flat_map(|round| NodeId::all(world.node_count()).map(move |id| Ballot::new(round, id)));
    let below: Vec<Ballot> = ballots.filter(|below| below < ballot).collect();
    let voted = |acceptor: &NodeId, at: Ballot| {
        ledger.votes().iter().find(|cast| cast.acceptor == *acceptor && cast.vote.ballot == at).map(|cast| &cast.vote)
    };
    let all_there = quorum.iter().all(|acceptor| acceptor == voter || ledger.highest(*acceptor) >= Some(*ballot));
    let silent_above = |c: Option<Ballot>| {
        below.iter().filter(|d| Some(**d) > c).all(|d| quorum.iter().all(|acceptor| voted(acceptor, *d).is_none()))
    };
    let for_it = |acceptor: &NodeId, c: Ballot| {
        let vote = Vote { ballot: c, value: value.clone() };
        ledger.votes().contains(&CastVote { slot: 0, vote, acceptor: *acceptor })
    };
    let shown_at = |c: &Ballot| silent_above(Some(*c)) && quorum.iter().any(|acceptor| for_it(acceptor, *c));
    all_there && (silent_above(None) || below.iter().any(shown_at))
}

/// Is the step one of Voting, or several in the order of their ballots, or none?
pub fn is_voting_step(before: &Cluster, after: &Cluster) -> bool {
    let mut ledger = before.ledger().clone();
    after.ledger().votes().iter().filter(|cast| !before.ledger().votes().contains(cast)).all(|cast| {
        let mut others = ledger.votes().iter().filter(|other| other.vote.ballot == cast.vote.ballot);
        let quorums = all_quorums(before, before.config().quorums.phase1);
        let may = ledger.highest(cast.acceptor) <= Some(cast.vote.ballot)
            && others.all(|other| other.vote.value == cast.vote.value && other.acceptor != cast.acceptor)
            && quorums.iter().any(|quorum| shows_safe_at(before, &ledger, quorum, cast));
        drop(others);
        ledger.record(cast.acceptor, crate::protocol::Testimony::Voted(0, cast.vote.clone()));
        may
    })
}
