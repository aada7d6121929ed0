//! The claims of L. Lamport, *Paxos Made Simple* (2001), one test each, by what can be seen of a run. Section numbers are the paper's.

#[path = "common/golden.rs"]
mod golden;

use paxos_playground::protocol::synod::Reason;
use paxos_playground::protocol::{Ballot, Kind, NodeId, Value, Vote, majority};
use paxos_playground::session::{Happening, Session, WrittenView};
use std::collections::BTreeMap;

/// Plays a scenario out: every expectation in it holds.
fn plays(settings: &str, body: &str) -> Session {
    let text = format!("paxos 1\nprotocol synod\n{settings}\n\n{body}\n");
    let mut session = golden::session(&text);
    session.play_out();
    let failed: Vec<_> =
        session.expectations().into_iter().filter(|expectation| expectation.held != Some(true)).collect();
    assert!(failed.is_empty(), "{failed:#?}\n{text}\n{}", session.transcript());
    let impossible = |what: &Happening| matches!(what, Happening::Impossible(..));
    assert!(!session.history().events().any(|event| impossible(&event.what)), "{text}\n{}", session.transcript());
    session
}

/// By hand: nothing moves unless it is said.
fn by_hand(nodes: u8, body: &str) -> Session {
    plays(&format!("nodes {nodes}\nseed 1\nmanual"), body)
}

/// What a run shows of proposals, votes and decisions.
#[derive(Default)]
struct Record {
    /// Proposals issued: every value asked for in the ballot, and who had promised.
    issued: BTreeMap<Ballot, Vec<(Value, Vec<NodeId>)>>,
    /// Every vote, in order.
    accepted: Vec<(NodeId, Vote)>,
    /// Everything chosen, in order.
    chosen: Vec<Vote>,
    /// Everything that nodes learned.
    learned: Vec<Value>,
    /// Everything that clients asked for.
    asked: Vec<Value>,
}

fn record(session: &Session) -> Record {
    let mut record = Record::default();
    let history = session.history();
    for event in history.events() {
        for reason in &event.reasons {
            if let Some(Reason::Proposes { ballot, value, promised_by, .. }) = reason.synod() {
                record.issued.entry(*ballot).or_default().push((value.clone(), promised_by.clone()));
            }
        }
        for written in &event.written {
            if let (WrittenView::Voted(_, vote), Some(node)) = (written, event.node) {
                record.accepted.push((node, vote.clone()));
            }
        }
        if let Happening::Proposed(value) = &event.what {
            record.asked.push(value.clone());
        }
        record.chosen.extend(event.newly_chosen.iter().map(|(_, vote)| vote.clone()));
        record.learned.extend(event.decided.iter().map(|(_, value)| value.clone()));
    }
    record
}

/// Runs with every fault but a lost disk, which the paper does not allow.
fn runs() -> impl Iterator<Item = (Session, Record)> {
    let seeds = if std::env::var_os("PAXOS_LONG").is_some() { 4_000 } else { 150 };
    let no_wipe = |session: &Session| !session.history().events().any(|event| event.what == Happening::Wiped);
    (1_000..1_000 + seeds).map(golden::run).filter(no_wipe).map(|session| {
        let record = record(&session);
        (session, record)
    })
}

#[test]
fn the_runs_show_something() {
    let (mut chosen, mut adopted, mut duels) = (0, 0, 0);
    for (_, record) in runs() {
        chosen += u32::from(!record.chosen.is_empty());
        duels += u32::from(record.issued.len() > 1);
        adopted += u32::from(record.chosen.len() > 1);
    }
    assert!(
        chosen > 50 && duels > 20 && adopted > 10,
        "{chosen} decide, {duels} have several ballots, {adopted} choose again"
    );
}

// ----- section 2.1: the problem

#[test]
fn s2_1_only_a_value_that_has_been_proposed_may_be_chosen() {
    for (session, record) in runs() {
        assert!(record.chosen.iter().all(|vote| record.asked.contains(&vote.value)), "{}", session.text(false));
    }
}

#[test]
fn s2_1_only_a_single_value_is_chosen() {
    for (session, record) in runs() {
        assert!(record.chosen.windows(2).all(|pair| pair[0].value == pair[1].value), "{}", session.text(false));
    }
}

#[test]
fn s2_1_a_process_never_learns_that_a_value_has_been_chosen_unless_it_actually_has_been() {
    for (session, record) in runs() {
        let chosen = |value: &Value| record.chosen.iter().any(|vote| vote.value == *value);
        assert!(record.learned.iter().all(chosen), "{}", session.text(false));
    }
}

// ----- section 2.2: choosing a value

/// P1. An acceptor must accept the first proposal that it receives.
#[test]
fn p1_an_acceptor_accepts_the_first_proposal_it_receives() {
    by_hand(
        3,
        "propose n1 \"blue\"\n\
         deliver n1->n2 prepare 1.n1\n\
         deliver n2->n1 promise 1.n1\n\
         # n3 has heard of nothing, not even of the prepare.\n\
         expect n3 promised nothing\n\
         deliver n1->n3 accept 1.n1\n\
         expect n3 accepted 1.n1 \"blue\"",
    );
}

/// P1a. An acceptor can accept a proposal numbered n iff it has not responded to a prepare request having a number greater than n.
#[test]
fn p1a_an_acceptor_accepts_unless_it_has_answered_a_higher_prepare() {
    // If: n3 has answered a lower one, and the very one.
    by_hand(
        3,
        "propose n1 \"blue\"\n\
         deliver n1->n3 prepare 1.n1\n\
         deliver n3->n1 promise 1.n1\n\
         deliver n1->n3 accept 1.n1\n\
         expect n3 accepted 1.n1 \"blue\"\n\
         expect chosen \"blue\"",
    );
    // Only if: n3 has answered a higher one.
    by_hand(
        3,
        "propose n1 \"blue\"\n\
         deliver n1->n2 prepare 1.n1\n\
         deliver n2->n1 promise 1.n1\n\
         propose n3 \"red\"\n\
         expect n3 promised 1.n3\n\
         deliver n1->n3 accept 1.n1\n\
         expect n3 accepted nothing\n\
         deliver n1->n2 accept 1.n1\n\
         expect n2 accepted 1.n1 \"blue\"",
    );
}

/// P1a implies that an acceptor's votes only rise, and stay above what it has promised.
#[test]
fn p1a_votes_of_an_acceptor_never_fall() {
    for (session, record) in runs() {
        let mut last: BTreeMap<NodeId, Ballot> = BTreeMap::new();
        for (node, vote) in &record.accepted {
            let before = last.insert(*node, vote.ballot);
            assert!(
                before <= Some(vote.ballot),
                "{node} voted in {before:?}, then in {}\n{}",
                vote.ballot,
                session.text(false)
            );
        }
    }
}

/// P2. If a proposal with value v is chosen, then every higher-numbered proposal that is chosen has value v.
#[test]
fn p2_every_higher_proposal_chosen_has_the_value_chosen() {
    for (session, record) in runs() {
        for one in &record.chosen {
            let higher = record.chosen.iter().filter(|other| other.ballot > one.ballot);
            assert!(higher.into_iter().all(|other| other.value == one.value), "{}", session.text(false));
        }
    }
}

/// P2a. ... then every higher-numbered proposal accepted by any acceptor has value v.
#[test]
fn p2a_every_higher_proposal_accepted_has_the_value_chosen() {
    for (session, record) in runs() {
        for chosen in &record.chosen {
            let higher = record.accepted.iter().filter(|(_, vote)| vote.ballot > chosen.ballot);
            assert!(higher.into_iter().all(|(_, vote)| vote.value == chosen.value), "{}", session.text(false));
        }
    }
}

/// P2b. ... then every higher-numbered proposal issued by any proposer has value v.
#[test]
fn p2b_every_higher_proposal_issued_has_the_value_chosen() {
    for (session, record) in runs() {
        for chosen in &record.chosen {
            let higher = record.issued.iter().filter(|(ballot, _)| **ballot > chosen.ballot);
            let mut values = higher.flat_map(|(_, issued)| issued.iter().map(|(value, _)| value));
            assert!(values.all(|value| *value == chosen.value), "{}", session.text(false));
        }
    }
}

/// P2c. For any v and n, if a proposal with value v and number n is issued, then there is a set S consisting of a majority of acceptors
/// such that either (a) no acceptor in S has accepted any proposal numbered less than n, or (b) v is the value of the
/// highest-numbered proposal among all proposals numbered less than n accepted by the acceptors in S.
#[test]
fn p2c_each_proposal_issued_is_justified_by_what_a_majority_accepted_below_it() {
    for (session, record) in runs() {
        let node_count = u8::try_from(session.view().nodes.len()).expect("a cluster");
        for (ballot, issued) in &record.issued {
            for (value, majority_set) in issued {
                assert!(majority_set.len() >= usize::from(majority(node_count)), "{}", session.text(false));
                // Of the whole run: what they accepted below it by then is all that they ever accept there.
                let below =
                    record.accepted.iter().filter(|(node, vote)| majority_set.contains(node) && vote.ballot < *ballot);
                let highest = below.map(|(_, vote)| vote).max_by_key(|vote| vote.ballot);
                assert!(highest.is_none_or(|vote| vote.value == *value), "{ballot}\n{}", session.text(false));
            }
        }
    }
}

#[test]
fn p2c_a_proposer_adopts_the_value_of_the_highest_proposal_reported() {
    by_hand(
        5,
        "# n1 gets one vote, its own; n2, which hears of none of it, gets one too.\n\
         propose n1 \"low\"\n\
         deliver n1->n3 prepare 1.n1\n\
         deliver n1->n4 prepare 1.n1\n\
         deliver n3->n1 promise 1.n1\n\
         deliver n4->n1 promise 1.n1\n\
         expect n1 accepted 1.n1 \"low\"\n\
         propose n2 \"high\"\n\
         deliver n2->n3 prepare 1.n2\n\
         deliver n2->n4 prepare 1.n2\n\
         deliver n3->n2 promise 1.n2\n\
         deliver n4->n2 promise 1.n2\n\
         expect n2 accepted 1.n2 \"high\"\n\
         # n5 hears from both, whatever it wants itself.\n\
         propose n5 \"own\"\n\
         deliver n5->n1 prepare 1.n5\n\
         deliver n5->n2 prepare 1.n5\n\
         deliver n1->n5 promise 1.n5\n\
         deliver n2->n5 promise 1.n5\n\
         expect n5 accepted 1.n5 \"high\"",
    );
}

/// Different proposals have different numbers; a number has one proposer and one value.
#[test]
fn s2_2_different_proposals_have_different_numbers() {
    for (session, record) in runs() {
        for (ballot, issued) in &record.issued {
            assert_eq!(issued.len(), 1, "{ballot} was issued more than once\n{}", session.text(false));
        }
    }
}

/// "It need not respond" to a prepare below one that it has responded to; here it says so (section 2.2: informing the proposer, which should then
/// abandon its proposal, affects performance and not correctness).
#[test]
fn s2_2_a_lower_prepare_is_refused_and_the_proposer_abandons_it() {
    by_hand(
        3,
        "propose n3 \"red\"\n\
         deliver n3->n2 prepare 1.n3\n\
         propose n1 \"blue\"\n\
         expect n1 leads 1.n1\n\
         deliver n1->n2 prepare 1.n1\n\
         expect n2 promised 1.n3\n\
         deliver n2->n1 refuse 1.n1\n\
         expect n1 leads nothing",
    );
}

/// An acceptor ignores a prepare that it has responded to already, and a proposal may come twice.
#[test]
fn s2_2_messages_may_be_duplicated() {
    let body = |extra: &str| {
        format!(
            "propose n1 \"blue\"\n{extra}deliver n1->n2 prepare 1.n1\ndeliver n2->n1 promise 1.n1\ndeliver n1->n2 accept 1.n1\n"
        )
    };
    let once = by_hand(3, &body(""));
    let twice = by_hand(
        3,
        &format!(
            "{}deliver n1->n2 prepare 1.n1 #2\nexpect n2 accepted 1.n1 \"blue\"\nexpect chosen \"blue\"",
            body("duplicate n1->n2 prepare 1.n1\n")
        ),
    );
    let nodes = |mut session: Session| {
        session.seek_position(usize::MAX);
        session.view().nodes.into_iter().map(|node| (node.disk_promised, node.disk_vote)).collect::<Vec<_>>()
    };
    assert_eq!(nodes(once), nodes(twice));
}

// ----- section 2.3: learning a chosen value

fn messages_of(session: &Session, kind: Kind) -> usize {
    session.history().messages().filter(|message| message.name.label.kind == kind).count()
}

/// Each acceptor informs each learner: as many responses as the product of the two. Or all inform a distinguished learner, which informs the
/// others: as many as their sum, and one more message delay.
#[test]
fn s2_3_learning_by_votes_takes_the_product_of_messages_and_by_notification_the_sum() {
    let run = |learning: &str| {
        let settings = format!("nodes 5\nseed 1\nlatency 10\nlearning {learning}");
        let ends = (1..=5).map(|node| format!("expect n{node} learned \"blue\"")).collect::<Vec<_>>().join("\n");
        plays(&settings, &format!("at 0 propose n1 \"blue\"\nrun\n{ends}"))
    };
    let (by_votes, by_notification) = (run("votes"), run("notification"));
    assert_eq!((messages_of(&by_votes, Kind::Accepted), messages_of(&by_votes, Kind::Chosen)), (5 * 4, 0));
    assert_eq!((messages_of(&by_notification, Kind::Accepted), messages_of(&by_notification, Kind::Chosen)), (4, 4));
    let last_learned = |session: &Session| {
        let history = session.history();
        history.events().filter(|event| !event.decided.is_empty()).map(|event| event.moment.tick).max()
    };
    assert_eq!((last_learned(&by_votes), last_learned(&by_notification)), (Some(40), Some(50)));
}

/// Because of message loss, a value could be chosen with no learner ever finding out; a new proposal lets them find out.
#[test]
fn s2_3_a_value_may_be_chosen_and_nobody_know_until_somebody_proposes() {
    plays(
        "nodes 3\nseed 1",
        "at 0 propose n1 \"blue\"\n\
         run to 25\n\
         at 25 cut n2->n1\n\
         cut n3->n1\n\
         run to 59\n\
         expect chosen \"blue\"\n\
         expect n1 learned nothing\n\
         expect n2 learned nothing\n\
         expect n3 learned nothing\n\
         crash n1\n\
         heal\n\
         propose n2 \"red\"\n\
         run\n\
         expect chosen \"blue\"\n\
         expect n2 learned \"blue\"\n\
         expect n3 learned \"blue\"\n\
         expect agreement holds",
    );
}

// ----- section 2.4: progress

/// Two proposers each keep issuing a sequence of proposals with increasing numbers, none of which are ever chosen.
#[test]
fn s2_4_two_proposers_can_keep_each_other_from_ever_being_chosen() {
    let ballots: Vec<(u8, String)> = [(1, "1.n1".to_owned()), (3, "1.n3".to_owned())]
        .into_iter()
        .chain(
            (2..12).map(|round| if round % 2 == 0 { (1, format!("{round}.n1")) } else { (3, format!("{round}.n3")) }),
        )
        .collect();
    let mut body = String::new();
    for (place, (node, ballot)) in ballots.iter().enumerate() {
        body += &match place {
            0 => "propose n1 \"blue\"\n".to_owned(),
            1 => "propose n3 \"red\"\n".to_owned(),
            _ => format!("fire n{node}\n"),
        };
        // n2 promises the higher ballot before the lower one's request for votes gets to it.
        body += &format!("deliver n{node}->n2 prepare {ballot}\ndeliver n2->n{node} promise {ballot}\n");
        if let Some((other, lower)) = place.checked_sub(1).map(|before| &ballots[before]) {
            body += &format!("deliver n{other}->n2 accept {lower}\ndeliver n2->n{other} refuse {lower}\n");
        }
        body += "expect nothing chosen\n";
    }
    let session = by_hand(3, &body);
    assert_eq!(record(&session).issued.len(), ballots.len());
}

/// With time and back-off one of them gets through.
#[test]
fn s2_4_back_off_ends_a_duel() {
    for seed in 1..=20 {
        let body = "at 0 propose n1 \"a\"\nat 0 propose n2 \"b\"\nat 0 propose n3 \"c\"\nrun\nexpect agreement holds";
        let session = plays(&format!("nodes 3\nseed {seed}"), body);
        assert!(!record(&session).chosen.is_empty(), "{}", session.transcript());
    }
}

// ----- section 2.5: the implementation

/// An acceptor records its intended response in stable storage before actually sending the response.
#[test]
fn s2_5_an_acceptor_writes_its_response_down_before_it_sends_it() {
    let session = by_hand(
        3,
        "propose n1 \"blue\"\n\
         deliver n1->n2 prepare 1.n1 crashing after 1\n\
         expect n2 down\n\
         expect n2 promised 1.n1\n\
         deliver n1->n3 prepare 1.n1\n\
         deliver n3->n1 promise 1.n1\n\
         deliver n1->n3 accept 1.n1 crashing after 1\n\
         expect n3 down\n\
         expect n3 accepted 1.n1 \"blue\"\n\
         # It has voted, though nobody has heard of it.\n\
         expect chosen \"blue\"",
    );
    let (promises, votes) = (messages_of(&session, Kind::Promise), messages_of(&session, Kind::Accepted));
    assert_eq!((promises, votes), (1, 0), "{}", session.transcript());
}

/// Different proposers choose their numbers from disjoint sets of numbers; each remembers the highest it has tried, so that it begins with
/// a higher one, also after a failure.
#[test]
fn s2_5_a_proposer_begins_with_a_higher_number_than_any_it_has_used() {
    by_hand(
        3,
        "propose n1 \"blue\"\n\
         expect n1 leads 1.n1\n\
         fire n1\n\
         expect n1 leads 2.n1\n\
         crash n1\n\
         restart n1\n\
         propose n1 \"blue\"\n\
         expect n1 leads 3.n1",
    );
}

#[test]
fn s2_5_numbers_are_owned() {
    for (session, _) in runs() {
        for message in session.history().messages() {
            let asks = matches!(message.name.label.kind, Kind::Prepare | Kind::Accept);
            assert!(!asks || message.name.label.ballot.node == message.name.from, "{}", session.text(false));
        }
    }
}

/// Not a claim but an assumption of the paper: an acceptor never forgets. Where one does, two values are chosen.
#[test]
fn s2_5_where_stable_storage_is_lost_two_values_may_be_chosen() {
    let session = by_hand(
        3,
        "propose n1 \"blue\"\n\
         deliver n1->n2 prepare 1.n1\n\
         deliver n2->n1 promise 1.n1\n\
         deliver n1->n2 accept 1.n1\n\
         expect chosen \"blue\"\n\
         wipe n2\n\
         propose n3 \"red\"\n\
         deliver n3->n2 prepare 1.n3\n\
         deliver n2->n3 promise 1.n3\n\
         deliver n3->n2 accept 1.n3\n\
         expect chosen \"red\"\n\
         expect agreement broken\n\
         expect votes-safe broken\n\
         expect one-value-per-ballot holds\n\
         expect validity holds",
    );
    assert_eq!(record(&session).chosen.len(), 2);
}
