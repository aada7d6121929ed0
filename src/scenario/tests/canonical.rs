//! What a text means, and its canonical form.

use crate::protocol::{Quorums, Variant};
use crate::scenario::{Expectation, Scenario, What, format, format_item, parse, parse_line};
use crate::sim::Run;

/// A scenario with everything that the format knows, in canonical form.
const EVERYTHING: &str = r#"paxos 1
# A comment of the head.
#   Indented, it stays so.
title "Three nodes agree" zh "三个节点达成一致"
about zh "只有中文：\"引号\" \\ 和\n换行"
protocol synod
nodes 5
quorums 4 2
proposers n1 n3
seed 18446744073709551615
latency 10
loss 12.5%
duplication 0.05%
timeout 100
backoff 5..50
learning votes
variant lose-promise
variant no-raise
variant prepare-stores-value
manual

at 0 caption "Look" zh "看"
caption zh "只有中文"
caption ""
at 0 propose n1 "blue"
run 30
#
# Now it gets wild.
at 58+2 drop n1->n3 accept 2.n1
hold n1->n3 accept 2.n1 #2
deliver n1->n2 prepare 1.n1 crashing after 1
deliver n1->n2 prepare 1.n1 #3 crashing after 0
propose n1 "say \"hi\"" crashing after 999
fire n1
fire n1 crashing after 1
release n3->n1 promise 1.n1
duplicate n3->n1 refuse 1.n1
drop n3->n2 accepted 1.n1
drop n1->n2 chosen 1.n1
cut n1->n2
cut n1--n2
heal n1->n2
heal n1--n2
heal
partition n1 n2 | n3 n4 n5
partition n5 n1
isolate n1
crash n1
restart n1
wipe n1
set loss 10%
set duplication 100%
set latency 5..20
set latency n1->n2 30
set latency n1--n2 0..1
run
expect chosen "blue"
expect nothing chosen
expect n2 learned "blue"
expect n2 learned nothing
expect n2 promised 3.n1
expect n2 promised nothing
expect n2 accepted 1.n1 "blue"
expect n2 accepted nothing
expect n3 leads 2.n3
expect n3 leads nothing
expect n2 up
expect n2 down
expect agreement holds
expect validity broken
expect one-value-per-ballot holds
expect votes-safe broken
expect learned-chosen holds

branch from 1 at 58+2
# Another way.
at 60 crash n2
run to 70
run to 70+3

branch from 2 at 60
"#;

#[track_caller]
fn parsed(text: &str) -> Scenario {
    match parse(text) {
        Ok(scenario) => scenario,
        Err(error) => panic!("{error}\n{text}"),
    }
}

/// The canonical form of a text.
#[track_caller]
fn check(text: &str, canonical: &str) {
    let formatted = format(&parsed(text));
    assert_eq!(formatted, canonical);
    assert_eq!(format(&parsed(&formatted)), formatted, "the canonical form is canonical");
}

/// The canonical form of a line of the body.
#[track_caller]
fn check_line(line: &str, canonical: &str) {
    let settings = crate::scenario::Settings::defaults(5);
    let item = parse_line(line, &settings).unwrap_or_else(|error| panic!("{error}\n{line}"));
    assert_eq!(item.as_ref().map(format_item).as_deref(), Some(canonical));
}

#[test]
fn everything_stays_as_it_is() {
    check(EVERYTHING, EVERYTHING);
}

#[test]
fn little_is_needed() {
    let least = "paxos 1\nprotocol synod\nnodes 3\nseed 1\n";
    check("paxos 1", least);
    check("\u{feff}paxos 1\r\n\r\n", least);
    check("\n\tpaxos\t001", least);
}

#[test]
fn settings_are_put_in_order_and_defaults_left_out() {
    check(
        "paxos 1\nproposers n3 n1\nlatency 8..12\nloss 0.0%\nseed 042\nnodes 3\ntitle \"A\"",
        "paxos 1\ntitle \"A\"\nprotocol synod\nnodes 3\nproposers n1 n3\nseed 42\n",
    );
    check("paxos 1\nproposers n3 n1 n2\nbackoff 10..40", "paxos 1\nprotocol synod\nnodes 3\nseed 1\n");
}

#[test]
fn quorums_are_left_out_where_they_are_majorities() {
    check("paxos 1\nquorums 2 02", "paxos 1\nprotocol synod\nnodes 3\nseed 1\n");
    check("paxos 1\nquorums 1 3\nnodes 4", "paxos 1\nprotocol synod\nnodes 4\nquorums 1 3\nseed 1\n");
    let settings = parsed("paxos 1\nnodes 4\nvariant half-quorum").settings;
    assert_eq!(settings.effective_quorums(), Quorums { phase1: 2, phase2: 2 });
    let settings = parsed("paxos 1\nquorums 1 3\nnodes 4").settings;
    assert_eq!(settings.effective_quorums(), Quorums { phase1: 1, phase2: 3 });
}

#[test]
fn mistakes_stand_in_one_order_whatever_was_written_first() {
    let canonical = Variant::SYNOD.map(|variant| format!("variant {}\n", variant.word())).concat();
    let written: String = Variant::SYNOD.iter().rev().map(|variant| format!("variant {}\n", variant.word())).collect();
    check(
        &format!("paxos 1\nmanual\n{written}"),
        &format!("paxos 1\nprotocol synod\nnodes 3\nseed 1\n{canonical}manual\n"),
    );
}

#[test]
fn checks_are_kept_in_order_below_the_settings() {
    let behind = "allow ballots 1 crashes 0 wipes 99 of 00c8fd91a7d2be23 seen 1773";
    let lines = [
        format!("checked votes-safe from 58+2 {behind} broken votes-safe in 7\n"),
        format!("checked agreement from start {behind} holds\n"),
        format!("checked states from start {behind} within bytes 1073741824\n"),
        format!("checked can-choose \"a \\\"b\\\"\" from 0 {behind} chosen in 0\n"),
        format!("checked can-choose \"b\" from start {behind} never chosen\n"),
    ];
    let [first, .., last] = &lines;
    let middle = lines[1..4].concat();
    check(
        &format!("paxos 1\n{first}# why\nmanual\n{middle}seed 1\n{last}run"),
        &format!("paxos 1\n# why\nprotocol synod\nnodes 3\nseed 1\nmanual\n{}\nrun\n", lines.concat()),
    );
}

#[test]
fn words_of_zab_alone_stand_where_they_belong() {
    check(
        "paxos 1\nprotocol zab\nallow breaks 2 ballots 0\nelection oracle\nmanual\nfire n2 naming n1 crashing after 2\nfire n1 quorum\nnotice n2 lost n1",
        "paxos 1\nprotocol zab\nnodes 3\nelection oracle\nseed 1\nallow ballots 0 crashes 0 wipes 0 breaks 2\nmanual\n\n\
         fire n2 naming n1 crashing after 2\nfire n1 quorum\nnotice n2 lost n1\n",
    );
    let checked = "checked answered-kept from start allow ballots 1 crashes 0 wipes 0 breaks 3 of 00c8fd91a7d2be23 seen 1773 broken done-once in 7\n";
    check(
        &format!("paxos 1\nprotocol zab\nelection fast\n{checked}"),
        &format!("paxos 1\nprotocol zab\nnodes 3\nseed 1\n{checked}"),
    );
}

#[test]
fn comments_are_kept_in_order() {
    check(
        "# one\npaxos 1 # two\n# three\nseed 1 #four\n# five\n#2 six\nrun 5 # seven\n# eight \nbranch from 1 at 7 # nine\nrun # ten\n# eleven",
        "paxos 1\n# one\n# two\n# three\n# four\nprotocol synod\nnodes 3\nseed 1\n\n# five\n# 2 six\n# seven\nrun 5\n# eight\n\n\
         branch from 1 at 7\n# nine\n# ten\nrun\n# eleven\n",
    );
    check("paxos 1\n# only a comment", "paxos 1\nprotocol synod\nnodes 3\nseed 1\n\n# only a comment\n");
}

#[test]
fn a_sign_and_a_number_count_messages() {
    check_line("hold n1->n3 accept 2.n1 #2", "hold n1->n3 accept 2.n1 #2");
    check_line("hold n1->n3 accept 2.n1#2 # the second", "hold n1->n3 accept 2.n1 #2");
    check_line("hold n1->n3 accept 2.n1 # 2 is a comment", "hold n1->n3 accept 2.n1");
    check_line("hold n1->n3 accept 2.n1 #1", "hold n1->n3 accept 2.n1");
}

#[test]
fn what_word_processors_make_of_signs_is_understood() {
    check_line("cut n1→n2", "cut n1->n2");
    check_line("cut n1 – n2", "cut n1--n2");
    check_line("partition n1 n2|n3", "partition n1 n2 | n3");
    check_line("drop n1 -> n2 prepare 01.n01", "drop n1->n2 prepare 1.n1");
    check_line("at 007+0 caption\"a\"zh\"b\"", "at 7 caption \"a\" zh \"b\"");
}

#[test]
fn lines_are_numbered() {
    let scenario = parsed("paxos 1\n\nrun # why\n\nbranch from 1 at 3\n\ncrash n1");
    assert_eq!(scenario.body.iter().map(|item| item.line).collect::<Vec<_>>(), [3, 3]);
    assert_eq!(scenario.body[1].what, What::Run(Run::Quiet));
    assert_eq!((scenario.branches[0].line, scenario.branches[0].body[0].line), (5, 7));
}

#[test]
fn nothing_is_a_word_and_nothing_else() {
    let scenario = parsed("paxos 1\nexpect n1 learned \"nothing\"\nexpect n1 learned nothing");
    let learned = |item: usize| match &scenario.body[item].what {
        What::Expect(Expectation::Learned(_, value)) => value.as_ref().map(|value| value.to_string()),
        other => panic!("{other:?}"),
    };
    assert_eq!((learned(0).as_deref(), learned(1)), (Some("nothing"), None));
}

#[test]
fn leases_and_clocks_are_written_only_where_they_are_set() {
    let text = |settings: &str| format!("paxos 1\nprotocol multipaxos\nnodes 3\nseed 1\n{settings}");
    let canonical = text("lease\ndrift 5%\n");
    for written in ["drift 5%\nlease\n", "lease\ndrift 5.0%\n", "lease\ndrift 5%\n"] {
        let scenario = parse(&text(written)).expect("a scenario");
        assert_eq!(format(&scenario), canonical);
        assert!(scenario.settings.multipaxos().lease && scenario.settings.multipaxos().drift);
    }
    let plain = parse(&text("drift 0%\n")).expect("a scenario");
    assert_eq!(format(&plain), text(""));
    assert!(!plain.settings.multipaxos().lease && !plain.settings.multipaxos().drift);
}

#[test]
fn who_votes_is_written_only_where_it_may_change() {
    let text = |settings: &str| format!("paxos 1\nprotocol multipaxos\nnodes 4\nseed 1\n{settings}");
    for (written, canonical, alpha, members) in [
        ("", "", None, 4),
        ("alpha 3\n", "alpha 3\n", Some(3), 4),
        ("alpha 3 members 4\n", "alpha 3\n", Some(3), 4),
        ("alpha 2 members 3\n", "alpha 2 members 3\n", Some(2), 3),
    ] {
        let scenario = parse(&text(written)).expect("a scenario");
        assert_eq!(format(&scenario), text(canonical));
        let config = scenario.settings.multipaxos();
        assert_eq!((config.alpha, config.members), (alpha, members));
    }
}
