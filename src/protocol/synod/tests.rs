//! Each mistake of the bug lab, made by a node: everything that it then does, beside what it does without.

use super::super::Variant;
use super::*;

fn node(number: u8) -> NodeId {
    NodeId::new(number).expect("a node")
}

fn ballot(round: u32, owner: u8) -> Ballot {
    Ballot::new(round, node(owner))
}

fn value(text: &str) -> Value {
    Value::new(text).expect("a value")
}

fn vote(round: u32, owner: u8, text: &str) -> Vote {
    Vote { ballot: ballot(round, owner), value: value(text) }
}

fn accept(vote: Vote) -> Message {
    Message::Accept { ballot: vote.ballot, value: vote.value }
}

fn accepted(vote: Vote) -> Message {
    Message::Accepted { ballot: vote.ballot, value: vote.value }
}

fn promise(ballot: Ballot, vote: Option<Vote>) -> Message {
    Message::Promise { ballot, vote }
}

fn from(from: u8, message: Message) -> Input<Synod> {
    Input::Deliver { from: node(from), message }
}

fn asked(text: &str) -> Input<Synod> {
    Input::Request(value(text))
}

fn send(to: u8, message: Message) -> Effect<Synod> {
    Effect::Send { to: node(to), message }
}

fn to_all(message: &Message) -> Vec<Effect<Synod>> {
    (1..=3).map(|to| send(to, message.clone())).collect()
}

fn explain(reason: Reason) -> Effect<Synod> {
    Effect::Explain(reason)
}

fn mistaken(mistake: Mistake) -> Effect<Synod> {
    Effect::Explain(Reason::Mistake(mistake))
}

/// The last effects of the node n1 of three with this on its disk, after these inputs, with these mistakes switched on. (What it sends to
/// itself does not arrive.)
fn last(variants: &[Variant], disk: &Durable, inputs: &[Input<Synod>]) -> (Synod, Vec<Effect<Synod>>) {
    let config = Config { variants: variants.iter().copied().collect(), ..Config::majorities(3) };
    let mut node = Synod::boot(node(1), &config, disk, &mut Effects::default());
    let mut effects = Vec::new();
    for input in inputs {
        let mut out = Effects::default();
        node.handle(&config, input.clone(), &mut out);
        effects = out.into_vec();
    }
    (node, effects)
}

/// With the mistake the last input has exactly these effects, and without it others.
#[track_caller]
fn check(variant: Variant, disk: &Durable, inputs: &[Input<Synod>], expected: Vec<Effect<Synod>>) -> Synod {
    let (node, effects) = last(&[variant], disk, inputs);
    assert_eq!(effects, expected, "with {variant:?}");
    assert_ne!(last(&[], disk, inputs).1, expected, "without {variant:?}");
    node
}

/// What is left of the disk, once these effects were performed.
fn written(disk: &Durable, effects: &[Effect<Synod>]) -> Durable {
    let mut disk = disk.clone();
    for effect in effects {
        if let Effect::Persist(write) = effect {
            Synod::fold(&mut disk, write);
        }
    }
    disk
}

const BLANK: Durable = Durable { promised: None, vote: None };

fn promised(round: u32, owner: u8) -> Durable {
    Durable { promised: Some(ballot(round, owner)), vote: None }
}

fn voted(text: Vote) -> Durable {
    Durable { promised: Some(text.ballot), vote: Some(text) }
}

// ----- the acceptor

#[test]
fn lose_promise_answers_and_writes_nothing() {
    let first = ballot(1, 2);
    let expected = vec![
        explain(Reason::Promised { from: node(2), ballot: first, before: None, vote: None }),
        send(2, promise(first, None)),
    ];
    let acceptor = check(Variant::LosePromise, &BLANK, &[from(2, Message::Prepare { ballot: first })], expected);
    assert_eq!(acceptor.acceptor().promised(), Some(first), "it remembers until it crashes");
}

#[test]
fn lose_promise_keeps_the_promise_that_a_vote_makes() {
    let (_, effects) = last(&[Variant::LosePromise], &BLANK, &[from(2, accept(vote(1, 2, "blue")))]);
    assert_eq!(written(&BLANK, &effects), voted(vote(1, 2, "blue")));
}

#[test]
fn lose_vote_writes_only_that_the_promise_has_moved() {
    let blue = vote(1, 2, "blue");
    let told =
        |promised| explain(Reason::Voted { from: node(2), vote: blue.clone(), before: None, promised, again: false });
    let inputs = [from(2, accept(blue.clone()))];
    let expected = vec![told(None), Effect::Persist(Write::Promised(blue.ballot)), send(2, accepted(blue.clone()))];
    let acceptor = check(Variant::LoseVote, &BLANK, &inputs, expected);
    assert_eq!(acceptor.acceptor().vote(), Some(&blue), "it remembers until it crashes");
    let expected = vec![told(Some(blue.ballot)), send(2, accepted(blue.clone()))];
    check(Variant::LoseVote, &promised(1, 2), &inputs, expected);
}

#[test]
fn with_both_lost_nothing_is_ever_written() {
    let both = [Variant::LosePromise, Variant::LoseVote];
    for message in [Message::Prepare { ballot: ballot(1, 2) }, accept(vote(1, 2, "blue"))] {
        let (_, effects) = last(&both, &BLANK, &[from(2, message)]);
        assert!(effects.iter().all(|effect| !matches!(effect, Effect::Persist(_))), "{effects:?}");
    }
}

#[test]
fn accept_unchecked_votes_below_its_promise_and_the_promise_falls() {
    let blue = vote(1, 2, "blue");
    let disk = promised(2, 3);
    let told = Reason::Voted { from: node(2), vote: blue.clone(), before: None, promised: disk.promised, again: false };
    let expected = vec![explain(told), Effect::Persist(Write::Voted(blue.clone())), send(2, accepted(blue.clone()))];
    let acceptor = check(Variant::AcceptUnchecked, &disk, &[from(2, accept(blue.clone()))], expected.clone());
    assert_eq!(acceptor.acceptor().promised(), Some(blue.ballot));
    assert_eq!(written(&disk, &expected), voted(blue));
}

#[test]
fn no_raise_votes_and_may_promise_less_afterwards() {
    let (disk, blue) = (promised(1, 1), vote(2, 3, "blue"));
    let told = Reason::Voted { from: node(3), vote: blue.clone(), before: None, promised: disk.promised, again: false };
    let expected =
        vec![explain(told), Effect::Persist(Write::VoteAlone(blue.clone())), send(3, accepted(blue.clone()))];
    let vote_first = from(3, accept(blue.clone()));
    check(Variant::NoRaise, &disk, std::slice::from_ref(&vote_first), expected.clone());
    assert_eq!(written(&disk, &expected), Durable { vote: Some(blue.clone()), ..disk.clone() });
    let lower = ballot(1, 2);
    let expected = vec![
        explain(Reason::Promised { from: node(2), ballot: lower, before: disk.promised, vote: Some(blue.clone()) }),
        Effect::Persist(Write::Promised(lower)),
        send(2, promise(lower, Some(blue))),
    ];
    check(Variant::NoRaise, &disk, &[vote_first, from(2, Message::Prepare { ballot: lower })], expected);
}

#[test]
fn promise_unchecked_promises_lower_ballots_and_the_same_again() {
    for ballot in [ballot(1, 2), ballot(2, 3)] {
        let disk = voted(vote(2, 3, "blue"));
        let expected = vec![
            explain(Reason::Promised { from: node(2), ballot, before: disk.promised, vote: disk.vote.clone() }),
            Effect::Persist(Write::Promised(ballot)),
            send(2, promise(ballot, disk.vote.clone())),
        ];
        let acceptor = check(Variant::PromiseUnchecked, &disk, &[from(2, Message::Prepare { ballot })], expected);
        assert_eq!(acceptor.acceptor().promised(), Some(ballot));
    }
}

#[test]
fn prepare_stores_value_overwrites_the_vote_and_reports_what_it_stored() {
    let (old, new) = (vote(1, 1, "blue"), vote(1, 2, "red"));
    let prepare = Message::PrepareValue { ballot: new.ballot, value: new.value.clone() };
    let expected = vec![
        explain(Reason::Promised {
            from: node(2),
            ballot: new.ballot,
            before: Some(old.ballot),
            vote: Some(new.clone()),
        }),
        mistaken(Mistake::StoresValue { from: node(2), vote: new.clone(), before: Some(old.clone()) }),
        Effect::Persist(Write::Voted(new.clone())),
        send(2, promise(new.ballot, Some(new.clone()))),
    ];
    let (_, effects) = last(&[Variant::PrepareStoresValue], &voted(old), &[from(2, prepare)]);
    assert_eq!(effects, expected);
}

#[test]
fn prepare_stores_value_puts_the_value_into_the_prepare() {
    let began = Reason::Began { ballot: ballot(1, 1), cause: BallotCause::Asked(value("blue")) };
    let first = [explain(began), Effect::SetTimer { timer: Timer::Timeout, attempt: 1 }];
    let prepares = to_all(&Message::PrepareValue { ballot: ballot(1, 1), value: value("blue") });
    let expected = first.into_iter().chain(prepares).collect();
    check(Variant::PrepareStoresValue, &BLANK, &[asked("blue")], expected);
}

// ----- the proposer

#[test]
fn ballot_reuse_begins_what_its_acceptor_has_promised() {
    let disk = promised(1, 1);
    let expected = [
        explain(Reason::Began { ballot: ballot(1, 1), cause: BallotCause::Asked(value("blue")) }),
        mistaken(Mistake::BallotNotAbove { ballot: ballot(1, 1), promised: ballot(1, 1) }),
        Effect::SetTimer { timer: Timer::Timeout, attempt: 1 },
    ];
    let prepares = to_all(&Message::Prepare { ballot: ballot(1, 1) });
    check(Variant::BallotReuse, &disk, &[asked("blue")], expected.into_iter().chain(prepares).collect());
}

#[test]
fn duplicate_promise_takes_one_acceptor_for_a_quorum() {
    let own = ballot(1, 1);
    let again = [asked("blue"), from(2, promise(own, None)), from(2, promise(own, None))];
    let expected = [
        mistaken(Mistake::CountsPromiseAgain { from: node(2), ballot: own, have: 2, need: 2 }),
        explain(Reason::Proposes {
            ballot: own,
            value: value("blue"),
            wants: value("blue"),
            reported: None,
            promised_by: vec![node(2)],
        }),
    ];
    let accepts = to_all(&accept(vote(1, 1, "blue")));
    check(Variant::DuplicatePromise, &BLANK, &again, expected.into_iter().chain(accepts).collect());
}

#[test]
fn stale_promises_count_for_the_ballot_that_is_led() {
    let (old, led) = (ballot(1, 1), ballot(2, 1));
    let inputs = [asked("blue"), Input::Fire(Timer::Timeout), from(2, promise(led, None)), from(3, promise(old, None))];
    let expected = [
        mistaken(Mistake::CountsStalePromise { from: node(3), ballot: old, led, have: 2, need: 2 }),
        explain(Reason::Proposes {
            ballot: led,
            value: value("blue"),
            wants: value("blue"),
            reported: None,
            promised_by: vec![node(2), node(3)],
        }),
    ];
    let accepts = to_all(&accept(vote(2, 1, "blue")));
    check(Variant::StalePromises, &BLANK, &inputs, expected.into_iter().chain(accepts).collect());
}

#[test]
fn a_stale_promise_hides_no_report_of_the_ballot_that_is_led() {
    let (old, led) = (ballot(1, 1), ballot(2, 1));
    let report = promise(led, Some(vote(1, 2, "red")));
    let inputs = [
        asked("blue"),
        Input::Fire(Timer::Timeout),
        from(2, report),
        from(2, promise(old, None)),
        from(3, promise(led, None)),
    ];
    let (proposer, _) = last(&[Variant::StalePromises], &BLANK, &inputs);
    let Phase::Proposing { vote: proposed, .. } = proposer.proposer().phase() else { panic!("{proposer:?}") };
    assert_eq!(*proposed, vote(2, 1, "red"));
}

/// With n2 and n3 reporting these votes, the proposer n1 that wants "blue" proposes this, and says by which report.
#[track_caller]
fn check_choice(variant: Variant, reports: [Vote; 2], proposed: &str, used: Option<u8>) {
    let led = ballot(9, 1);
    let [of_n2, of_n3] = reports;
    let inputs =
        [asked("blue"), from(2, promise(led, Some(of_n2.clone()))), from(3, promise(led, Some(of_n3.clone())))];
    let report = |who: u8| (node(who), if who == 2 { of_n2.clone() } else { of_n3.clone() });
    let forced = if of_n2.ballot >= of_n3.ballot { report(2) } else { report(3) };
    let vote = vote(9, 1, proposed);
    let mistake = Mistake::Proposes {
        variant,
        vote: vote.clone(),
        used: used.map(report),
        forced,
        promised_by: vec![node(2), node(3)],
    };
    let expected = [mistaken(mistake)].into_iter().chain(to_all(&accept(vote))).collect();
    check(variant, &promised(8, 3), &inputs, expected);
}

#[test]
fn each_wrong_choice_goes_by_its_own_report() {
    let reports = || [vote(1, 2, "red"), vote(2, 3, "green")];
    check_choice(Variant::IgnorePromises, reports(), "blue", None);
    check_choice(Variant::AnyValue, reports(), "red", Some(2));
    check_choice(Variant::LowestBallotValue, [vote(2, 3, "green"), vote(1, 2, "red")], "red", Some(3));
    check_choice(Variant::GreatestValue, reports(), "red", Some(2));
}

#[test]
fn a_wrong_choice_that_comes_to_the_right_value_is_no_mistake() {
    let led = ballot(9, 1);
    let report = |text| promise(led, Some(vote(2, 3, text)));
    let inputs = [asked("blue"), from(2, report("blue")), from(3, promise(led, None))];
    for variant in [Variant::IgnorePromises, Variant::AnyValue, Variant::LowestBallotValue, Variant::GreatestValue] {
        assert_eq!(last(&[variant], &promised(8, 3), &inputs).1, last(&[], &promised(8, 3), &inputs).1);
    }
}

// ----- the learner

fn learns(vote: &Vote, voters: &[u8]) -> Vec<Effect<Synod>> {
    let voters = voters.iter().map(|number| node(*number)).collect();
    let chosen = Message::Chosen { ballot: vote.ballot, value: vote.value.clone() };
    vec![
        explain(Reason::LearnedByVotes { vote: vote.clone(), voters }),
        Effect::Decide { slot: ONLY_SLOT, value: vote.value.clone() },
        send(2, chosen.clone()),
        send(3, chosen),
    ]
}

#[test]
fn duplicate_vote_takes_one_voter_for_a_quorum() {
    let blue = vote(1, 1, "blue");
    let twice = [from(2, accepted(blue.clone())), from(2, accepted(blue.clone()))];
    let counted = Mistake::CountsVoteAgain { from: node(2), vote: blue.clone(), have: 2, need: 2 };
    let expected = [mistaken(counted)].into_iter().chain(learns(&blue, &[2])).collect();
    check(Variant::DuplicateVote, &BLANK, &twice, expected);
}

#[test]
fn votes_across_ballots_add_up() {
    let (first, second) = (vote(1, 1, "blue"), vote(2, 1, "blue"));
    let both = [from(2, accepted(first)), from(3, accepted(second.clone()))];
    let counted = Mistake::CountsVotesAcross {
        from: node(3),
        vote: second.clone(),
        voters: vec![node(2), node(3)],
        have: 2,
        need: 2,
    };
    let expected = [mistaken(counted)].into_iter().chain(learns(&second, &[2, 3])).collect();
    check(Variant::VotesAcrossBallots, &BLANK, &both, expected);
}

#[test]
fn votes_across_ballots_for_other_values_do_not() {
    let both = [from(2, accepted(vote(1, 1, "blue"))), from(3, accepted(vote(2, 1, "red")))];
    let (learner, _) = last(&[Variant::VotesAcrossBallots], &BLANK, &both);
    assert_eq!(learner.learner().learned(), None);
}

/// The same message for ever: what is counted again has a bound, so that a search comes to an end.
#[test]
fn what_is_counted_again_has_a_bound() {
    let config = Config {
        variants: [Variant::DuplicateVote, Variant::DuplicatePromise].into_iter().collect(),
        ..Config::majorities(9)
    };
    let mut node = Synod::boot(node(1), &config, &BLANK, &mut Effects::default());
    node.handle(&config, asked("blue"), &mut Effects::default());
    let mut states = Vec::new();
    for _ in 0..20 {
        for message in [accepted(vote(1, 2, "red")), promise(ballot(1, 1), None)] {
            node.handle(&config, from(2, message), &mut Effects::default());
        }
        let mut projection = Projection::default();
        node.project(&mut projection);
        if !states.contains(&projection.bytes().to_vec()) {
            states.push(projection.bytes().to_vec());
        }
    }
    assert_eq!(states.len(), 5, "as many as make a quorum of nine");
}

/// Half as many as are needed: only the configuration is wrong.
#[test]
fn half_quorum_is_a_matter_of_the_configuration() {
    assert_eq!(Quorums::halves(4), Quorums { phase1: 2, phase2: 2 });
    let config = Config { quorums: Quorums::halves(4), ..Config::majorities(4) };
    let mut node = Synod::boot(node(1), &config, &BLANK, &mut Effects::default());
    for voter in [2, 3] {
        node.handle(&config, from(voter, accepted(vote(1, 2, "blue"))), &mut Effects::default());
    }
    assert!(node.learner().learned().is_some());
}
