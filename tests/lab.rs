//! The bug lab: every mistake is really made by the code, and breaks what it breaks. One schedule by hand for each; the same commands without
//! the mistake break nothing. And each step says what was done, and by which mistake.

#![cfg(feature = "page")]

use paxos_playground::protocol::{Quorums, Variant};
use paxos_playground::scenario::parse;
use paxos_playground::session::{Happening, LinkOptions, Session};
use paxos_playground::ui::i18n::Lang;
use paxos_playground::ui::inspector::{sentence, sentences};
use paxos_playground::world::Property;
use std::collections::BTreeSet;

use Property::{Agreement, LearnedChosen, OneValuePerBallot, VotesSafe};

fn played(head: &str, body: &str) -> Session {
    let text = format!("paxos 1\n{head}\nmanual\n\n{body}\n");
    let mut session = Session::new(parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}")));
    session.play_out();
    session.seek_position(usize::MAX);
    session
}

/// Every property that ever failed.
fn ever_broken(session: &Session) -> BTreeSet<Property> {
    let history = session.history();
    history.events().flat_map(|event| event.newly_broken.clone()).collect()
}

/// What is said of every step, in both languages: without gaps, and of each something.
fn told(session: &Session) -> String {
    let history = session.history();
    let mut told = String::new();
    for (place, event) in history.events().enumerate() {
        for lang in Lang::ALL {
            let sentences = sentences(lang, &event, history, &session.view_at(place + 1));
            assert!(!sentences.is_empty(), "{event:?}");
            for sentence in sentences {
                assert!(!sentence.lead.is_empty() && !sentence.why.is_empty(), "{sentence:?} of {event:?}");
                told += &format!("{} {}\n", sentence.lead, sentence.why);
            }
        }
    }
    assert!(!told.contains('{'), "{told}");
    told
}

/// With these lines in its head the schedule plays as it says, and breaks exactly this; without them it breaks nothing.
#[track_caller]
fn breaks(head: &str, mistake: &str, body: &str, expected: &[Property]) {
    let session = played(&format!("{head}\n{mistake}"), body);
    let record = session.transcript();
    let impossible = |what: &Happening| matches!(what, Happening::Impossible(..));
    assert!(!session.history().events().any(|event| impossible(&event.what)), "{record}");
    let missed: Vec<_> = session.expectations().into_iter().filter(|expected| expected.held != Some(true)).collect();
    assert!(missed.is_empty(), "{missed:#?}\n{record}");
    assert_eq!(ever_broken(&session), expected.iter().copied().collect(), "{record}");
    let words = mistake.lines().filter_map(|line| line.strip_prefix("variant "));
    for word in words.filter(|word| *word != Variant::HalfQuorum.word()) {
        assert!(told(&session).contains(&format!("“{word}”")), "nobody says that {word} was made\n{record}");
    }
    let correct = played(head, body);
    assert_eq!(ever_broken(&correct), BTreeSet::new(), "without “{mistake}”\n{}", correct.transcript());
}

/// n1 gets “red” chosen by itself and n2.
const RED_CHOSEN: &str = "propose n1 \"red\"
deliver n1->n2 prepare 1.n1
deliver n2->n1 promise 1.n1
deliver n1->n2 accept 1.n1
expect chosen \"red\"
";

/// n3 then asks n2 as well, and gets “green” chosen by the two of them.
const GREEN_CHOSEN_TOO: &str = "propose n3 \"green\"
deliver n3->n2 prepare 1.n3
deliver n2->n3 promise 1.n3
deliver n3->n2 accept 1.n3
expect chosen \"green\"
expect agreement broken";

/// n1 votes for “red” and nobody else does; n2 and n3 choose “green”; then n1 asks n2 in a higher ballot, and hears of both.
const RED_AFTER_GREEN: &str = "propose n1 \"red\"
deliver n1->n2 prepare 1.n1
deliver n2->n1 promise 1.n1
expect n1 accepted 1.n1 \"red\"
propose n3 \"green\"
deliver n3->n2 prepare 1.n3
deliver n2->n3 promise 1.n3
deliver n3->n2 accept 1.n3
expect chosen \"green\"
fire n1
deliver n1->n2 prepare 2.n1
deliver n2->n1 promise 2.n1
expect n1 accepted 2.n1 \"red\"
deliver n1->n2 accept 2.n1
expect chosen \"red\"
expect agreement broken";

/// Two ballots of disjoint halves of four.
const TWO_HALVES: &str = "propose n1 \"red\"
deliver n1->n2 prepare 1.n1
deliver n2->n1 promise 1.n1
deliver n1->n2 accept 1.n1
propose n3 \"green\"
deliver n3->n4 prepare 1.n3
deliver n4->n3 promise 1.n3
deliver n3->n4 accept 1.n3
expect chosen \"red\"
expect chosen \"green\"";

// ----- quorums

/// Both votes are safe as far as such quorums go: it is the quorums that are wrong.
#[test]
fn half_quorum_lets_two_halves_choose() {
    breaks("nodes 4", "variant half-quorum", TWO_HALVES, &[Agreement]);
}

#[test]
fn quorums_that_need_not_meet_choose_twice() {
    breaks("nodes 4", "quorums 2 2", TWO_HALVES, &[Agreement]);
}

#[test]
fn quorums_that_meet_are_safe_however_small_one_of_them_is() {
    for quorums in ["quorums 3 2", "quorums 2 3", "quorums 4 1"] {
        let session = played(&format!("nodes 4\n{quorums}"), TWO_HALVES);
        assert_eq!(ever_broken(&session), BTreeSet::new(), "{quorums}\n{}", session.transcript());
    }
}

#[test]
fn one_vote_chooses_where_all_have_promised() {
    let body = "propose n1 \"red\"
deliver n1->n2 prepare 1.n1
deliver n2->n1 promise 1.n1
expect nothing chosen
deliver n1->n3 prepare 1.n1
deliver n3->n1 promise 1.n1
expect chosen \"red\"
expect n1 learned \"red\"";
    let session = played("nodes 3\nquorums 3 1", body);
    assert!(session.expectations().iter().all(|expected| expected.held == Some(true)), "{}", session.transcript());
    assert_eq!(session.view().quorum_sizes, Quorums { phase1: 3, phase2: 1 });
}

// ----- what is not written

/// n2 has promised 1.n3 and forgets it; so 1.n1 gets its vote after all, and then 1.n3 does.
#[test]
fn lose_promise_lets_a_lower_ballot_finish() {
    let body = "propose n1 \"red\"
deliver n1->n2 prepare 1.n1
deliver n2->n1 promise 1.n1
propose n3 \"green\"
deliver n3->n2 prepare 1.n3
deliver n2->n3 promise 1.n3
crash n2
restart n2
deliver n1->n2 accept 1.n1
expect chosen \"red\"
deliver n3->n2 accept 1.n3
expect chosen \"green\"";
    breaks("nodes 3", "variant lose-promise", body, &[Agreement, VotesSafe]);
}

/// A proposer counts on its acceptor's promise to know which ballots it has begun.
#[test]
fn lose_promise_lets_a_ballot_be_begun_twice() {
    let body = "propose n1 \"red\"
deliver n1->n2 prepare 1.n1
crash n1
restart n1
propose n1 \"green\"
expect n1 leads 1.n1";
    breaks("nodes 3", "variant lose-promise", body, &[]);
}

#[test]
fn lose_vote_hides_what_was_chosen() {
    let body = format!("{RED_CHOSEN}crash n2\nrestart n2\nexpect n2 promised 1.n1\n{GREEN_CHOSEN_TOO}");
    breaks("nodes 3", "variant lose-vote", &body, &[Agreement, VotesSafe]);
}

#[test]
fn with_nothing_written_a_restart_is_like_a_new_disk() {
    let body = format!("{RED_CHOSEN}crash n2\nrestart n2\nexpect n2 promised nothing\n{GREEN_CHOSEN_TOO}");
    breaks("nodes 3", "variant lose-promise\nvariant lose-vote", &body, &[Agreement, VotesSafe]);
}

// ----- which value is proposed

#[test]
fn ignore_promises_proposes_against_what_is_chosen() {
    breaks("nodes 3", "variant ignore-promises", &format!("{RED_CHOSEN}{GREEN_CHOSEN_TOO}"), &[Agreement, VotesSafe]);
}

#[test]
fn any_value_may_be_the_wrong_one() {
    breaks("nodes 3", "variant any-value", RED_AFTER_GREEN, &[Agreement, VotesSafe]);
}

#[test]
fn lowest_ballot_value_goes_by_what_was_given_up() {
    breaks("nodes 3", "variant lowest-ballot-value", RED_AFTER_GREEN, &[Agreement, VotesSafe]);
}

/// “red” is greater than “green”.
#[test]
fn greatest_value_goes_by_the_alphabet() {
    breaks("nodes 3", "variant greatest-value", RED_AFTER_GREEN, &[Agreement, VotesSafe]);
}

// ----- what is promised and voted

#[test]
fn accept_unchecked_breaks_a_promise() {
    let body = "propose n1 \"red\"
deliver n1->n2 prepare 1.n1
deliver n2->n1 promise 1.n1
propose n3 \"green\"
deliver n3->n2 prepare 1.n3
deliver n2->n3 promise 1.n3
deliver n1->n2 accept 1.n1
expect n2 promised 1.n1
expect chosen \"red\"
deliver n3->n2 accept 1.n3
expect chosen \"green\"";
    breaks("nodes 3", "variant accept-unchecked", body, &[Agreement, VotesSafe]);
}

/// n1 votes in 2.n3 and then in the lower 1.n2; its last vote, which is not its highest, is what it reports to 3.n2.
#[test]
fn no_raise_hides_a_vote_behind_a_lower_one() {
    let body = "propose n2 \"red\"
deliver n2->n3 prepare 1.n2
propose n3 \"green\"
deliver n3->n2 prepare 2.n3
deliver n2->n3 promise 2.n3
deliver n3->n2 promise 1.n2
deliver n3->n1 accept 2.n3
expect chosen \"green\"
deliver n2->n1 accept 1.n2
expect n1 accepted 1.n2 \"red\"
expect agreement holds
fire n2
deliver n2->n1 prepare 3.n2
deliver n1->n2 promise 3.n2
deliver n2->n1 accept 3.n2
expect chosen \"red\"";
    breaks("nodes 3", "variant no-raise", body, &[Agreement, VotesSafe]);
}

/// n2 promises 1.n3 and then the lower 1.n1, votes in that, and is free to vote in 1.n3.
#[test]
fn promise_unchecked_takes_a_promise_back() {
    let body = "propose n3 \"green\"
deliver n3->n2 prepare 1.n3
propose n1 \"red\"
deliver n1->n2 prepare 1.n1
expect n2 promised 1.n1
deliver n2->n1 promise 1.n1
deliver n1->n2 accept 1.n1
expect chosen \"red\"
deliver n2->n3 promise 1.n3
deliver n3->n2 accept 1.n3
expect chosen \"green\"";
    breaks("nodes 3", "variant promise-unchecked", body, &[Agreement, VotesSafe]);
}

/// Whoever asks for promises has overwritten the votes that it should have been told of.
#[test]
fn prepare_stores_value_chooses_before_anybody_is_asked_to_vote() {
    let body = "propose n1 \"red\"
deliver n1->n2 prepare 1.n1
expect chosen \"red\"
propose n3 \"green\"
deliver n3->n2 prepare 1.n3
expect n2 accepted 1.n3 \"green\"
expect chosen \"green\"";
    breaks("nodes 3", "variant prepare-stores-value", body, &[Agreement, VotesSafe]);
}

// ----- counting

/// n5 has its own promise and that of n4, the latter twice: three of five, which know of no vote.
#[test]
fn duplicate_promise_makes_two_a_quorum_of_five() {
    let body = "propose n1 \"red\"
deliver n1->n2 prepare 1.n1
deliver n1->n3 prepare 1.n1
deliver n2->n1 promise 1.n1
deliver n3->n1 promise 1.n1
deliver n1->n2 accept 1.n1
deliver n1->n3 accept 1.n1
expect chosen \"red\"
propose n5 \"green\"
deliver n5->n4 prepare 1.n5
duplicate n4->n5 promise 1.n5
deliver n4->n5 promise 1.n5
deliver n4->n5 promise 1.n5 #2
deliver n5->n4 accept 1.n5
deliver n5->n3 accept 1.n5
expect chosen \"green\"";
    breaks("nodes 5", "variant duplicate-promise", body, &[Agreement, VotesSafe]);
}

/// n3 hears of one vote, twice, and takes it for two; then something else is chosen.
#[test]
fn duplicate_vote_makes_a_node_believe_what_is_not_chosen() {
    let body = "propose n1 \"red\"
deliver n1->n2 prepare 1.n1
deliver n2->n1 promise 1.n1
duplicate n1->n3 accepted 1.n1
deliver n1->n3 accepted 1.n1
deliver n1->n3 accepted 1.n1 #2
expect n3 learned \"red\"
expect learned-chosen broken
propose n2 \"green\"
deliver n2->n3 prepare 2.n2
deliver n3->n2 promise 2.n2
deliver n2->n3 accept 2.n2
expect chosen \"green\"
expect agreement holds
expect learned-chosen broken";
    breaks("nodes 3\nlearning votes", "variant duplicate-vote", body, &[LearnedChosen]);
}

/// As in MyPaxos, issue 18: n2 promised 1.n1 before it voted for “green”; that promise, late, is counted for 2.n1.
#[test]
fn stale_promises_know_nothing_of_later_votes() {
    let body = "propose n1 \"red\"
deliver n1->n2 prepare 1.n1
propose n3 \"green\"
deliver n3->n2 prepare 1.n3
deliver n2->n3 promise 1.n3
deliver n3->n2 accept 1.n3
expect chosen \"green\"
fire n1
deliver n2->n1 promise 1.n1
deliver n1->n2 accept 2.n1
expect chosen \"red\"";
    breaks("nodes 3", "variant stale-promises", body, &[Agreement, VotesSafe]);
}

/// One vote for “red” in 1.n1 and one in 2.n2: n2 takes it for chosen, and “green” can still be, and is.
#[test]
fn votes_across_ballots_are_no_quorum() {
    let body = "propose n1 \"red\"
deliver n1->n2 prepare 1.n1
deliver n2->n1 promise 1.n1
propose n3 \"green\"
deliver n3->n2 prepare 1.n3
deliver n2->n3 promise 1.n3
propose n2 \"blue\"
deliver n2->n1 prepare 2.n2
deliver n1->n2 promise 2.n2
expect n2 accepted 2.n2 \"red\"
deliver n1->n2 accepted 1.n1
expect n2 learned \"red\"
expect nothing chosen
fire n3
deliver n3->n1 prepare 2.n3
deliver n1->n3 promise 2.n3
deliver n3->n1 accept 2.n3
expect chosen \"green\"
expect agreement holds
expect learned-chosen broken";
    breaks("nodes 3\nlearning votes", "variant votes-across-ballots", body, &[LearnedChosen]);
}

/// As feared in phxpaxos, issue 145: after its restart n1 begins 1.n1 again, and promises from before count for it.
#[test]
fn ballot_reuse_gives_one_ballot_two_values() {
    let body = "propose n1 \"red\"
deliver n1->n2 prepare 1.n1
deliver n1->n3 prepare 1.n1
duplicate n2->n1 promise 1.n1
deliver n2->n1 promise 1.n1
deliver n1->n2 accept 1.n1
expect chosen \"red\"
crash n1
restart n1
propose n1 \"green\"
expect n1 leads 1.n1
deliver n3->n1 promise 1.n1
deliver n2->n1 promise 1.n1 #2
deliver n1->n3 accept 1.n1 #2
expect chosen \"green\"";
    breaks("nodes 3", "variant ballot-reuse", body, &[Agreement, OneValuePerBallot]);
}

// ----- told

/// What is said of the last step, in English.
fn last_words(head: &str, body: &str) -> String {
    let session = played(head, body);
    let history = session.history();
    let event = history.last_event().expect("an event");
    let (lead, why) = sentence(Lang::En, &event, history, &session.view());
    format!("{lead} {why}")
}

const THREE: &str = "nodes 3\nvariant";

#[test]
fn a_vote_below_the_promise_is_told_as_what_it_is() {
    let body = "propose n1 \"red\"
deliver n1->n2 prepare 1.n1
deliver n2->n1 promise 1.n1
propose n3 \"green\"
deliver n3->n2 prepare 1.n3
deliver n1->n2 accept 1.n1";
    let head = format!("{THREE} accept-unchecked");
    let all = told(&played(&head, body));
    let vote = "n2 accepts “red” in 1.n1. It has promised 1.n3, which is higher, and should refuse. It votes without looking: the \
                mistake “accept-unchecked”.";
    assert!(all.contains(vote), "{all}");
    assert!(last_words(&head, body).ends_with("That it stays the only one is not sure here."));
}

#[test]
fn promises_that_are_not_on_disk_are_not_said_to_be() {
    let body = "propose n1 \"red\"\ndeliver n1->n2 prepare 1.n1";
    assert_eq!(
        last_words(&format!("{THREE} lose-promise"), body),
        "n2 promises 1.n1. It had promised nothing, as far as it remembers. It has no vote to report. The promise is only in its \
         memory, and a crash takes it: the mistake “lose-promise”."
    );
    assert!(last_words("nodes 3", body).ends_with("The promise is on its disk before the answer leaves."));
}

#[test]
fn a_wrong_choice_names_the_report_that_it_passed_over() {
    let body = format!("{RED_CHOSEN}propose n3 \"green\"\ndeliver n3->n2 prepare 1.n3\ndeliver n2->n3 promise 1.n3");
    let all = told(&played(&format!("{THREE} ignore-promises"), &body));
    let proposal = "n3 proposes “green” in 1.n3. n2 reported its vote 1.n1 “red”, the highest reported: it must propose “red”. It \
                    proposes what it wants instead: the mistake “ignore-promises”.";
    assert!(all.contains(proposal), "{all}");
}

#[test]
fn what_is_only_believed_is_not_said_to_be_known() {
    let body = "propose n1 \"red\"
deliver n1->n2 prepare 1.n1
deliver n2->n1 promise 1.n1
duplicate n1->n3 accepted 1.n1
deliver n1->n3 accepted 1.n1
deliver n1->n3 accepted 1.n1 #2";
    let session = played("nodes 3\nlearning votes\nvariant duplicate-vote", body);
    let all = told(&session);
    assert!(all.contains("n3 takes “red” for chosen. It has counted 2 votes, but n1 alone cast them."), "{all}");
    assert!(!all.contains("knows that “red” is chosen"), "{all}");
}

// ----- carried along

#[test]
fn text_and_link_carry_mistakes_and_quorums() {
    let head = "nodes 5\nquorums 4 2\nvariant stale-promises\nvariant no-raise";
    let session = played(head, "propose n1 \"red\"");
    let told = [Variant::NoRaise, Variant::StalePromises];
    assert_eq!(session.view().variants, told);
    let text = session.text(false);
    assert!(
        text.contains("nodes 5\nquorums 4 2\n") && text.contains("\nvariant no-raise\nvariant stale-promises\n"),
        "{text}"
    );
    let link = session.link(LinkOptions { all_branches: true, here: true }).expect("a link");
    let opened = Session::open(&link).expect("our own link");
    assert!(opened.faithful);
    assert_eq!(opened.session.view(), session.view());
    assert_eq!(opened.session.view().quorum_sizes, Quorums { phase1: 4, phase2: 2 });
}
