//! Where each mistake of the bug lab does harm within few steps: shared by the tests that compare how it is found.

use paxos_playground::protocol::Variant;

/// A mistake, what it takes besides, who is asked, and after how many steps the first property of states is broken.
const HARMFUL: [(Variant, &str, &[u8], u32); 16] = [
    (Variant::HalfQuorum, "nodes 4", &[1, 2], 8),
    (Variant::LosePromise, "allow crashes 1", &[1, 2], 8),
    (Variant::LoseVote, "allow crashes 1", &[1, 2], 7),
    (Variant::IgnorePromises, "", &[1, 2], 6),
    (Variant::AnyValue, "allow ballots 2", &[1, 2], 9),
    (Variant::LowestBallotValue, "allow ballots 2", &[1, 2], 9),
    (Variant::GreatestValue, "allow ballots 2", &[1, 2], 9),
    (Variant::AcceptUnchecked, "", &[1, 2], 6),
    (Variant::NoRaise, "", &[1, 2, 3], 10),
    (Variant::PromiseUnchecked, "", &[1, 2], 7),
    (Variant::DuplicatePromise, "nodes 4", &[1, 2], 4),
    (Variant::DuplicateVote, "learning votes", &[1, 2], 5),
    (Variant::StalePromises, "allow ballots 2", &[1], 4),
    (Variant::VotesAcrossBallots, "learning votes", &[1, 2], 7),
    (Variant::BallotReuse, "allow ballots 2 crashes 1", &[1, 1], 8),
    (Variant::PrepareStoresValue, "", &[1, 2], 1),
];

/// Each mistake in a scenario in which it does harm, and after how many steps.
pub fn harmful() -> Vec<(String, u32)> {
    assert!(HARMFUL.iter().map(|(variant, ..)| *variant).eq(Variant::SYNOD), "each of them");
    let scenario = |(variant, head, asked, length): (Variant, &str, &[u8], u32)| {
        let nodes = if head.starts_with("nodes") { "" } else { "nodes 3\n" };
        let values = asked.iter().zip(1..);
        let asked: String = values.map(|(node, number)| format!("at 0 propose n{node} \"v{number}\"\n")).collect();
        (format!("paxos 1\n{nodes}{head}\nvariant {}\n{asked}", variant.word()), length)
    };
    HARMFUL.into_iter().map(scenario).collect()
}
