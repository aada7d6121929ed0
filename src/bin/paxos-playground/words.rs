//! Sentences about a state, and about a schedule.

use paxos_playground::check::Question;
use paxos_playground::protocol::synod::Phase;
use paxos_playground::protocol::zab::Stage;
use paxos_playground::protocol::{Ballot, NodeId, Slot, Value, Vote};
use paxos_playground::scenario::{Bilingual, Expectation, quoted};
use paxos_playground::session::{NodeView, RoleView, ServerView, View};
use paxos_playground::world::{Breach, CastVote, Property};

/// What is the case in a state, as far as an expectation asks for it.
pub fn found(expectation: &Expectation, view: &View) -> String {
    let node = |id: &NodeId| view.nodes.iter().find(|node| node.id == *id);
    match expectation {
        Expectation::Chosen(_) | Expectation::NothingChosen => chosen(view),
        Expectation::Learned(id, _) => node(id).map_or_else(String::new, learned),
        Expectation::Promised(id, _) => {
            let epochs = node(id).and_then(|node| node.server.as_ref()).and_then(|server| server.epochs);
            if let Some(epochs) = epochs {
                return format!("{id} has accepted epoch {}", epochs.accepted);
            }
            let ballot = node(id).and_then(|node| node.disk_promised);
            format!("{id} has promised {}", or_nothing(ballot.as_ref().map(Ballot::to_string)))
        }
        Expectation::Accepted(id, _) => {
            let accepted = node(id).and_then(|node| node.disk_vote.as_ref()).map(vote);
            format!("{id} has accepted {}", or_nothing(accepted))
        }
        Expectation::Leads(id, _) => node(id).map_or_else(String::new, leads),
        Expectation::Up(id, expected) => format!("{id} is {}", if *expected { "down" } else { "up" }),
        Expectation::Property(asked, _) => property(*asked, view),
        Expectation::Slot(slot, _) => chosen_in(*slot, view),
        Expectation::Applied(id, _) => server(*id, view, |server| format!("has applied {}", server.commit)),
        Expectation::Store(id, pair) => server(*id, view, |server| {
            let key = pair.as_str().split('=').next().unwrap_or_default();
            let held = server.store.iter().find(|(known, _)| known.as_str() == key);
            let held = held.map_or_else(|| "nothing".to_owned(), |(_, held)| value(held));
            format!("holds {held} under {}", quoted(key))
        }),
        Expectation::Beside(of_beside) => found(of_beside, view),
        Expectation::Answered(id, _) => match node(id).and_then(|node| node.client.as_ref()) {
            Some(client) => {
                let answered = client.asked - u32::from(client.waits_for.is_some());
                format!("{id} has answers to {answered} of {} commands", client.asked)
            }
            None => format!("{id} is no client"),
        },
    }
}

/// What is chosen in a slot.
fn chosen_in(slot: Slot, view: &View) -> String {
    let all: Vec<String> = view
        .chosen
        .iter()
        .filter(|chosen| chosen.slot == slot)
        .map(|chosen| by_voters(&chosen.vote, &chosen.voters))
        .collect();
    let all = if all.is_empty() { "nothing is chosen".to_owned() } else { all.join(", and ") };
    format!("in slot {slot} {all}")
}

/// What a server that is up says of itself.
fn server(id: NodeId, view: &View, say: impl Fn(&ServerView) -> String) -> String {
    let node = view.nodes.iter().find(|node| node.id == id);
    match node.and_then(|node| node.server.as_ref()) {
        Some(server) if server.role.is_some() => format!("{id} {}", say(server)),
        Some(_) => format!("{id} is down"),
        None => format!("{id} is no server"),
    }
}

/// What is chosen, by whom.
pub fn chosen(view: &View) -> String {
    if view.chosen.is_empty() {
        return "nothing is chosen".to_owned();
    }
    let all = view.chosen.iter().map(|chosen| by_voters(&chosen.vote, &chosen.voters));
    all.collect::<Vec<_>>().join(", and ")
}

/// `"blue" is chosen in 1.n1 by n1 n2`.
pub fn by_voters(chosen: &Vote, voters: &[NodeId]) -> String {
    let voters: Vec<String> = voters.iter().map(NodeId::to_string).collect();
    format!("{} is chosen in {} by {}", value(&chosen.value), chosen.ballot, voters.join(" "))
}

/// Whether a property holds, and if not, why.
pub fn property(asked: Property, view: &View) -> String {
    let judged = view.properties.iter().find(|judged| judged.property == asked);
    match judged.and_then(|judged| judged.breach.as_ref()) {
        None => format!("{} holds", asked.word()),
        Some(proof) => format!("{} is broken: {}", asked.word(), breach(proof)),
    }
}

fn breach(breach: &Breach) -> String {
    match breach {
        Breach::TwoChosen(one, other) => {
            format!("{}, and {}", by_voters(&one.vote, &one.voters), by_voters(&other.vote, &other.voters))
        }
        Breach::NeverAsked(chosen) => {
            format!("{}, and no client asked for it", by_voters(&chosen.vote, &chosen.voters))
        }
        Breach::TwoValues(one, other) => format!("{}, and {}", cast(one), cast(other)),
        Breach::Unsafe { vote, below, others, .. } => {
            let others: Vec<String> = others.iter().map(cast).collect();
            let because = if others.is_empty() { String::new() } else { format!(": {}", others.join(", ")) };
            format!("{}, while in {below} another value is chosen or still could be{because}", cast(vote))
        }
        Breach::Order(disorder) => disorder.to_string(),
        Breach::NotChosen { learned, votes } => {
            let votes: Vec<String> = votes.iter().map(cast).collect();
            let because = if votes.is_empty() { "nobody voted for it".to_owned() } else { votes.join(", ") };
            format!("{} has learned {}, which is not chosen: {because}", learned.node, value(&learned.value))
        }
        Breach::Stale { read, told } => {
            let (server, read_by, place) = (read.server, value(&read.value), read.place);
            format!(
                "{server} has answered {read_by} from the first {place} slots, when a client had been told of slot {}",
                told - 1
            )
        }
        Breach::TwoStates { place, servers: [one, other] } => {
            let entries = if *place == 0 { "entry".to_owned() } else { format!("{} entries", place + 1) };
            match one == other {
                true => format!(
                    "{one} has done the first {entries} of the log more than once, and has come to different states"
                ),
                false => {
                    format!("{one} and {other} have come to different states by doing the first {entries} of the log")
                }
            }
        }
        Breach::Skipped(done) => {
            let (server, entry) = (done.server, value(&done.transaction.value));
            format!("{server} has done {entry} in slot {} without what stands in the slot below", done.place)
        }
    }
}

fn cast(cast: &CastVote) -> String {
    format!("{} voted for {} in {}", cast.acceptor, value(&cast.vote.value), cast.vote.ballot)
}

fn learned(node: &NodeView) -> String {
    match &node.memory {
        None => format!("{} is down", node.id),
        Some(memory) => {
            let learned = memory.learned.as_ref().map(|(vote, _)| value(&vote.value));
            format!("{} has learned {}", node.id, or_nothing(learned))
        }
    }
}

fn leads(node: &NodeView) -> String {
    if let Some(server) = &node.server {
        let ballot = match &server.role {
            Some(RoleView::Leader(ballot, _)) => Some(ballot.to_string()),
            Some(RoleView::Leading(leading)) if leading.stage == Stage::Broadcast => {
                leading.ballot.map(|ballot| ballot.to_string())
            }
            _ => None,
        };
        return format!("{} leads {}", node.id, or_nothing(ballot));
    }
    let ballot = node.memory.as_ref().map(|memory| match &memory.phase {
        Phase::Preparing { ballot, .. } => Some(ballot.to_string()),
        Phase::Proposing { vote, .. } => Some(vote.ballot.to_string()),
        Phase::Idle | Phase::BackingOff { .. } => None,
    });
    match ballot {
        None => format!("{} is down", node.id),
        Some(ballot) => format!("{} leads {}", node.id, or_nothing(ballot)),
    }
}

fn vote(vote: &Vote) -> String {
    format!("{} {}", vote.ballot, value(&vote.value))
}

fn value(value: &Value) -> String {
    quoted(value.as_str())
}

fn or_nothing(what: Option<String>) -> String {
    what.unwrap_or_else(|| "nothing".to_owned())
}

/// What a schedule shows that answers this question, where no state can tell: a caption for the end of it.
pub fn beyond_states(question: &Question) -> Option<Bilingual> {
    let said = |en: &str, zh: &str| Some(Bilingual { en: Some(en.to_owned()), zh: Some(zh.to_owned()) });
    match question {
        Question::Holds(_) | Question::CanChoose(_) => None,
        Question::VotingStep => said(
            "This step casts a vote that Lamport's Voting specification does not allow (voting-step). Every property of states may hold yet.",
            "这一步投出了 Lamport 的 Voting 规约不允许的一票（voting-step）。关于状态的各条性质此时可能都还成立。",
        ),
        Question::CanDecide => said(
            "From here, no schedule that was tried leads to a decision: not with all nodes up, all links whole and fresh ballots either (can-decide).",
            "从这里出发，即使节点全部启动、链路全部恢复、编号不受限制，试过的调度也都得不到决定（can-decide）。",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use paxos_playground::protocol::synod::ONLY_SLOT;
    use paxos_playground::world::{Chosen, Learned};

    /// The proofs that no scenario of this protocol comes to.
    #[test]
    fn proofs_are_told() {
        let node = |number| NodeId::new(number).expect("a node");
        let vote = |value: &str| Vote {
            ballot: Ballot { round: 1, node: node(1) },
            value: Value::new(value).expect("a value"),
        };
        let cast = |acceptor, value| CastVote { slot: ONLY_SLOT, vote: vote(value), acceptor: node(acceptor) };
        let chosen = Chosen { slot: ONLY_SLOT, vote: vote("blue"), voters: vec![node(1), node(2)] };
        for (proof, expected) in [
            (Breach::NeverAsked(chosen), "\"blue\" is chosen in 1.n1 by n1 n2, and no client asked for it"),
            (
                Breach::NotChosen {
                    learned: Learned { slot: ONLY_SLOT, value: vote("blue").value, node: node(3) },
                    votes: vec![cast(1, "blue")],
                },
                "n3 has learned \"blue\", which is not chosen: n1 voted for \"blue\" in 1.n1",
            ),
            (
                Breach::TwoValues(cast(1, "blue"), cast(2, "green")),
                "n1 voted for \"blue\" in 1.n1, and n2 voted for \"green\" in 1.n1",
            ),
        ] {
            assert_eq!(breach(&proof), expected);
        }
    }
}
