//! One table of wrong texts, each with the place and the sentence that it gets.

use crate::scenario::limits::{MAX_BRANCHES, MAX_CHECKED, MAX_ITEMS, MAX_TEXT_BYTES};
use crate::scenario::{parse, parse_line, parse_moment};

/// The whole text is wrong in this way.
#[track_caller]
pub(super) fn check(text: &str, expected: &str) {
    match parse(text) {
        Ok(scenario) => panic!("parsed: {text}\n{scenario:?}"),
        Err(error) => assert_eq!(error.to_string(), expected, "for the text\n{text}"),
    }
}

/// A line of the head, the second of the text, is wrong in this way.
#[track_caller]
pub(super) fn check_head(line: &str, expected: &str) {
    check(&format!("paxos 1\n{line}"), &format!("line 2, {expected}"));
}

/// A line of the body, the third of the text and in a cluster of 5 nodes, is wrong in this way.
#[track_caller]
fn check_body(line: &str, expected: &str) {
    check(&format!("paxos 1\nnodes 5\n{line}"), &format!("line 3, {expected}"));
}

#[test]
fn versions() {
    let wanted = "a scenario begins with the line “paxos 1”, the version of its format.";
    check("", &format!("line 1, column 1: {wanted} Found the end of the text."));
    check("# only this\n", &format!("line 2, column 1: {wanted} Found the end of the text."));
    check("\n  nodes 3", &format!("line 2, column 3: {wanted} Found “nodes”."));
    check("\"paxos 1\"", &format!("line 1, column 1: {wanted} Found the text \"paxos 1\"."));
    check("paxos", "line 1, column 6: the line ends too early. Expected 1.");
    check("paxos one", "line 1, column 7: “one” is out of place. Expected 1.");
    check("paxos 0", "line 1, column 7: “0” is out of place. Expected 1.");
    let newer = "of the format; this program reads up to version 1.";
    check("paxos 2\nwhat it says", &format!("line 1, column 7: this scenario is written in version 2 {newer}"));
    check("paxos 99999999999", &format!("line 1, column 7: this scenario is written in version 99999999999 {newer}"));
    check("paxos 1 2", "line 1, column 9: “2” is out of place. Expected the end of the line.");
}

#[test]
fn settings() {
    let number = "is no number. Expected a number (30).";
    check_head("nodes", "column 6: the line ends too early. Expected a number (30).");
    check_head("nodes three", &format!("column 7: “three” {number}"));
    check_head("nodes 0", "column 7: the number of nodes has to lie between 1 and 99, not 0.");
    check_head("nodes 100", "column 7: the number of nodes has to lie between 1 and 99, not 100.");
    check_head("nodes 5 6", "column 9: “6” is out of place. Expected the end of the line.");
    check_head("seed -1", &format!("column 6: “-1” {number}"));
    check_head(
        "seed 18446744073709551616",
        "column 6: the seed has to lie between 0 and 18446744073709551615, not 18446744073709551616.",
    );
    check_head("timeout 0", "column 9: the timeout has to lie between 1 and 100000, not 0.");
    check_head(
        "learning vote",
        "column 10: “vote” is no way of learning. Expected notification or votes. Did you mean “votes”?",
    );
    check_head("protocol paxos", "column 10: “paxos” is no protocol. Expected synod, multipaxos or zab.");
    check_head(
        "protocol synode",
        "column 10: “synode” is no protocol. Expected synod, multipaxos or zab. Did you mean “synod”?",
    );
    check_head("manual yes", "column 8: “yes” is out of place. Expected the end of the line.");
    let twice = "“seed” is given a second time; the first is in line 2.";
    check("paxos 1\nseed 1\nloss 0%\n seed 2", &format!("line 4, column 2: {twice}"));
}

#[test]
fn quorums() {
    check_head("quorums", "column 8: the line ends too early. Expected a number (30).");
    check_head("quorums 2", "column 10: the line ends too early. Expected a number (30).");
    check_head("quorums two 2", "column 9: “two” is no number. Expected a number (30).");
    check_head("quorums 2 2 2", "column 13: “2” is out of place. Expected the end of the line.");
    check_head("quorums 0 2", "column 9: the size of a quorum has to lie between 1 and 3, not 0.");
    check_head("quorums 2 6\nnodes 5", "column 11: the size of a quorum has to lie between 1 and 5, not 6.");
    check_head("quorums 2 999", "column 11: the size of a quorum has to lie between 1 and 3, not 999.");
    let twice = "“quorums” is given a second time; the first is in line 2.";
    check("paxos 1\nquorums 2 2\nquorums 2 2", &format!("line 3, column 1: {twice}"));
    check("paxos 1\nrun\nquorums 2 2", "line 3, column 1: “quorums” is a setting and has to stand above the body.");
}

#[test]
fn mistakes() {
    let all = "Expected half-quorum, lose-promise, lose-vote, ignore-promises, any-value, lowest-ballot-value, greatest-value, \
               accept-unchecked, no-raise, promise-unchecked, duplicate-promise, duplicate-vote, stale-promises, \
               votes-across-ballots, ballot-reuse or prepare-stores-value.";
    check_head("variant", &format!("column 8: the line ends too early. {all}"));
    check_head("variant no-rase", &format!("column 9: “no-rase” is no mistake. {all} Did you mean “no-raise”?"));
    check_head("variant \"no-raise\"", &format!("column 9: the text \"no-raise\" is out of place. {all}"));
    check_head("variant no-raise lose-vote", "column 18: “lose-vote” is out of place. Expected the end of the line.");
    let slip = parse("paxos 1\nvarient no-raise").expect_err("a slip").to_string();
    assert!(slip.ends_with("Did you mean “variant”?"), "{slip}");
    let twice = "“no-raise” is given a second time; the first is in line 2.";
    check("paxos 1\nvariant no-raise\nvariant lose-vote\nvariant no-raise", &format!("line 4, column 9: {twice}"));
    check(
        "paxos 1\nrun\nvariant no-raise",
        "line 3, column 1: “variant” is a setting and has to stand above the body.",
    );
    let both =
        "“quorums” and “half-quorum” both say how large a quorum is, and only one of them can; the first is in line 2.";
    check("paxos 1\nquorums 2 2\nvariant half-quorum", &format!("line 3, column 9: {both}"));
    check("paxos 1\nvariant half-quorum\nseed 1\nquorums 2 2", &format!("line 4, column 1: {both}"));
}

#[test]
fn checks_that_are_kept() {
    let behind = "from start allow ballots 1 crashes 0 wipes 0 of 20c8fd91a7d2be23 seen 5";
    let properties = "agreement, validity, one-value-per-ballot, votes-safe, learned-chosen";
    check_head("checked", &format!("column 8: the line ends too early. Expected {properties}, states or can-choose."));
    check_head("checked states", "column 15: the line ends too early. Expected from.");
    check_head("checked states from now", "column 21: “now” is out of place. Expected start or a moment (58 or 58+2).");
    check_head("checked states from 5 allow crashes 1", "column 29: “crashes” is out of place. Expected ballots.");
    check_head(
        "checked states from 5 allow ballots 1 crashes 0 wipes 0 of 20C8FD91A7D2BE23",
        "column 60: “20C8FD91A7D2BE23” is no digest. Expected a digest (20c8fd91a7d2be23).",
    );
    check_head(
        &format!("checked states {behind}"),
        "column 87: the line ends too early. Expected holds, within, broken, chosen or never.",
    );
    check_head(
        &format!("checked states {behind} within miles 5"),
        "column 95: “miles” is out of place. Expected states, steps or bytes.",
    );
    check_head(
        &format!("checked states {behind} broken agreement in 4294967296"),
        "column 108: the number of steps has to lie between 0 and 4294967295, not 4294967296.",
    );
    check_head(
        &format!("checked states {behind} never chosen twice"),
        "column 101: “twice” is out of place. Expected the end of the line.",
    );
    let many = format!("checked states {behind} holds\n").repeat(MAX_CHECKED + 1);
    check(&format!("paxos 1\n{many}"), "line 22, column 1: too many checks: 20 may be kept.");
    check(
        &format!("paxos 1\nrun\nchecked states {behind} holds"),
        "line 3, column 1: “checked” is a setting and has to stand above the body.",
    );
}

#[test]
fn words_of_the_head() {
    let all = "Expected a setting (title, about, protocol, nodes, clients, load, observers, election, quorums, proposers, seed, latency, loss, duplication, \
               timeout, backoff, learning, window, snapshots, alpha, lease, drift, variant, allow, beside, manual, checked), at, branch, propose, deliver, drop, duplicate, hold, release, fire, crash, \
               restart, wipe, cut, heal, partition, isolate, break, notice, set, run, caption or expect.";
    check_head("node 5", &format!("column 1: “node” is out of place. {all} Did you mean “nodes”?"));
    check_head("\"nodes\" 5", &format!("column 1: the text \"nodes\" is out of place. {all}"));
    check("paxos 1\n#2 is a comment\n | 5", &format!("line 3, column 2: “|” is out of place. {all}"));
}

#[test]
fn proposers() {
    check_head("proposers", "column 10: the line ends too early. Expected a node (n1).");
    check_head("proposers n1 2", "column 14: “2” is no node. Expected a node (n1). Did you mean “n2”?");
    check_head("proposers n1 N2", "column 14: “N2” is no node. Expected a node (n1). Did you mean “n2”?");
    check_head("proposers n1 n4\nnodes 3", "column 14: there is no node n4: this scenario has 3 nodes, n1 to n3.");
    check_head("proposers n2\nnodes 1", "column 11: there is no node n2: this scenario has one node, n1.");
    check_head("proposers n0", "column 11: there is no node n0: this scenario has 3 nodes, n1 to n3.");
    check_head("proposers n1 n3 n1", "column 17: n1 is named twice here.");
}

#[test]
fn spans_and_shares() {
    let span = "is no range of ticks. Expected a range of ticks (10 or 8..12).";
    check_head("latency fast", &format!("column 9: “fast” {span}"));
    check_head("latency 8-12", &format!("column 9: “8-12” {span} Did you mean “8..12”?"));
    check_head("latency 8..", &format!("column 9: “8..” {span}"));
    check_head("latency 12..8", "column 9: the range 12..8 ends before it starts. Did you mean “8..12”?");
    check_head("backoff 10..100001", "column 13: a number of ticks has to lie between 0 and 100000, not 100001.");
    let share = "is no share. Expected a share (12.5%).";
    check_head("loss 10", &format!("column 6: “10” {share} Did you mean “10%”?"));
    check_head("loss ten%", &format!("column 6: “ten%” {share}"));
    check_head("loss 1.234%", &format!("column 6: “1.234%” {share}"));
    check_head("loss .%", &format!("column 6: “.%” {share}"));
    check_head("loss 100.01%", "column 6: a share in percent has to lie between 0 and 100, not 100.01%.");
    check_head(
        "duplication 99999999999%",
        "column 13: a share in percent has to lie between 0 and 100, not 99999999999%.",
    );
}

#[test]
fn texts() {
    check_head("title", "column 6: the line ends too early. Expected a text in double quotes (\"blue\") or zh.");
    check_head("title Three", "column 7: “Three” is out of place. Expected a text in double quotes (\"blue\") or zh.");
    check_head("title \"a\" cn \"b\"", "column 11: “cn” is out of place. Expected zh or the end of the line.");
    check_head("title \"a\" zh", "column 13: the line ends too early. Expected a text in double quotes (\"blue\").");
    check_head("title \"a\" zh \"b\" zh", "column 18: “zh” is out of place. Expected the end of the line.");
    check_head("title \"never ends", "column 7: this text has no closing \" on its line.");
    check_head("title zh \"三\\t\"", "column 12: \\t means nothing in a text. Expected \\\", \\\\ or \\n.");
    check_head("title \"a\\", "column 9: the text ends after a backslash. Expected \\\", \\\\ or \\n.");
    check_head("title \"a\tb\"", "column 9: a text may not hold the control character \\u{9}.");
    check_head("title “a”", "column 7: texts stand in plain double quotes: \" instead of “");
    check_head(
        &format!("title \"{}\"", "三".repeat(121)),
        "column 7: this title is too long: it may have 120 characters.",
    );
    check_head(
        &format!("about zh \"{}\"", "a".repeat(1001)),
        "column 10: this about is too long: it may have 1000 characters.",
    );
    check_body(
        &format!("caption \"{}\"", "a".repeat(501)),
        "column 9: this caption is too long: it may have 500 characters.",
    );
}

#[test]
fn values() {
    check_body("propose n1", "column 11: the line ends too early. Expected a text in double quotes (\"blue\").");
    check_body(
        "propose n1 blue",
        "column 12: “blue” is no text in double quotes. Expected a text in double quotes (\"blue\").",
    );
    check_body("propose n1 \"\"", "column 12: a value needs at least one character.");
    check_body("propose n1 \"a\\nb\"", "column 12: a value is one line of plain text.");
    check_body(
        &format!("propose n1 \"{}\"", "a".repeat(41)),
        "column 12: this value is too long: it may have 40 characters.",
    );
}

#[test]
fn words_of_the_body() {
    let all = "propose, deliver, drop, duplicate, hold, release, fire, crash, restart, wipe, cut, heal, partition, isolate, break, notice, \
               set, run, caption or expect.";
    let slip = format!("“porpose” is out of place. Expected at, branch, {all} Did you mean “propose”?");
    check("paxos 1\nrun\nporpose n1 \"a\"", &format!("line 3, column 1: {slip}"));
    check_body(
        "at 3 porpose n1 \"a\"",
        &format!("column 6: “porpose” is out of place. Expected {all} Did you mean “propose”?"),
    );
    check_body("at 3", &format!("column 5: the line ends too early. Expected {all}"));
    let late = "“seed” is a setting and has to stand above the body.";
    check("paxos 1\nrun\nseed 3", &format!("line 3, column 1: {late}"));
    check_body("at 3 seed 3", &format!("column 6: {late}"));
}

#[test]
fn nodes_and_links() {
    check_body("crash n6", "column 7: there is no node n6: this scenario has 5 nodes, n1 to n5.");
    check_body("crash n1000", "column 7: there is no node n1000: this scenario has 5 nodes, n1 to n5.");
    check_body("crash 3", "column 7: “3” is no node. Expected a node (n1). Did you mean “n3”?");
    check_body("crash node3", "column 7: “node3” is no node. Expected a node (n1).");
    check_body("cut n1", "column 7: the line ends too early. Expected -> or --.");
    check_body("cut n1 n2", "column 8: “n2” is out of place. Expected -> or --.");
    check_body("cut", "column 4: the line ends too early. Expected a link (n1->n2 or n1--n2).");
    check_body("cut all", "column 5: “all” is no link. Expected a link (n1->n2 or n1--n2).");
    check_body("cut n1->", "column 9: the line ends too early. Expected a node (n1).");
    check_body("cut n2--n2", "column 9: n2 and itself: a link joins two different nodes.");
    check_body("heal n2--n7", "column 10: there is no node n7: this scenario has 5 nodes, n1 to n5.");
    check_body(
        "heal everything",
        "column 6: “everything” is out of place. Expected a link (n1->n2 or n1--n2) or the end of the line.",
    );
    check_body("partition n1 | n2 n1", "column 19: n1 is named twice here.");
    check_body("partition n1 |", "column 15: the line ends too early. Expected a node (n1).");
    check_body("partition n1 | | n2", "column 16: “|” is no node. Expected a node (n1).");
    check_body("partition n1->n2", "column 13: “->” is out of place. Expected a node (n1), | or the end of the line.");
}

#[test]
fn messages() {
    let kinds = "is no kind of message. Expected prepare, promise, refuse, accept, accepted or chosen.";
    check_body("drop n1->n3 prepair 1.n1", &format!("column 13: “prepair” {kinds} Did you mean “prepare”?"));
    check_body("drop n1->n3 2.n1", &format!("column 13: “2.n1” {kinds}"));
    check_body("drop prepare n1->n3", "column 6: “prepare” is no message. Expected a message (n1->n3 accept 2.n1).");
    check_body("drop n1--n3 prepare 1.n1", "column 8: “--” is out of place. Expected ->. Did you mean “->”?");
    check_body("drop n1->n1 prepare 1.n1", "column 10: n1 and itself: a link joins two different nodes.");
    check_body("drop n1->n3 prepare", "column 20: the line ends too early. Expected a ballot (2.n1).");
    let ballot = "is no ballot. Expected a ballot (2.n1).";
    check_body("drop n1->n3 prepare 7", &format!("column 21: “7” {ballot}"));
    check_body("drop n1->n3 prepare 1.1", &format!("column 21: “1.1” {ballot} Did you mean “1.n1”?"));
    check_body("drop n1->n3 prepare n1.2", &format!("column 21: “n1.2” {ballot} Did you mean “2.n1”?"));
    check_body("drop n1->n3 prepare 1.n7", "column 23: there is no node n7: this scenario has 5 nodes, n1 to n5.");
    check_body(
        "drop n1->n3 prepare 0.n1",
        "column 21: the round of a ballot has to lie between 1 and 1000000000, not 0.",
    );
    check_body(
        "drop n1->n3 prepare 1.n1 #0",
        "column 27: the count of a message has to lie between 1 and 1000000000, not 0.",
    );
    check_body("drop n1->n3 prepare 1.n1 #2nd", "column 26: “#2nd” is no count of messages. Expected a count (#2).");
    check_body(
        "drop n1->n3 prepare 1.n1 2",
        "column 26: “2” is out of place. Expected a count (#2) or the end of the line.",
    );
    check_body("drop n1->n3 prepare 1.n1 #2 #3", "column 29: “#3” is out of place. Expected the end of the line.");
    check_body("run 30 #2", "column 8: “#2” is out of place. Expected the end of the line.");
}

#[test]
fn ends_of_messages() {
    check_body(
        "drop n1->n3 accept 2.n2",
        "column 6: accept 2.n2 is sent by n2, the owner of its ballot, and not by n1. Did you mean “n2->n3 accept 2.n2”?",
    );
    check_body(
        "drop n1->n2 prepare 2.n2 #2",
        "column 6: prepare 2.n2 is sent by n2, the owner of its ballot, and not by n1. Did you mean “n2->n1 prepare 2.n2 #2”?",
    );
    check_body(
        "hold n3->n1 promise 2.n2",
        "column 10: promise 2.n2 is sent to n2, the owner of its ballot, and not to n1. Did you mean “n3->n2 promise 2.n2”?",
    );
    check_body(
        "hold n1->n3 accepted 2.n1",
        "column 10: accepted 2.n1 is sent to n1, the owner of its ballot, and not to n3. Did you mean “n3->n1 accepted 2.n1”?",
    );
    check(
        "paxos 1\nlearning votes\nhold n2->n3 accepted 2.n1\nhold n1->n3 refuse 2.n1",
        "line 4, column 10: refuse 2.n1 is sent to n1, the owner of its ballot, and not to n3. Did you mean “n3->n1 refuse 2.n1”?",
    );
}

#[test]
fn crashes_in_the_middle() {
    check_body("fire n1 crashing", "column 17: the line ends too early. Expected after.");
    check_body("fire n1 crashing 1", "column 18: “1” is out of place. Expected after.");
    check_body("fire n1 crashing after", "column 23: the line ends too early. Expected a number (30).");
    check_body(
        "fire n1 crash after 1",
        "column 9: “crash” is out of place. Expected crashing or the end of the line. Did you mean “crashing”?",
    );
    check_body(
        "drop n1->n3 accept 2.n1 crashing after 1",
        "column 25: “crashing” is out of place. Expected a count (#2) or the end of the line.",
    );
    check_body(
        "propose n1 \"a\" crashing after 1000",
        "column 31: the number of writes and sends before the crash has to lie between 0 and 999, not 1000.",
    );
    check_body(
        "deliver n1->n3 accept 2.n1 crashin",
        "column 28: “crashin” is out of place. Expected a count (#2), crashing or the end of the line. Did you mean “crashing”?",
    );
}

#[test]
fn changes_of_the_network() {
    check_body(
        "set lose 10%",
        "column 5: “lose” is out of place. Expected loss, duplication or latency. Did you mean “loss”?",
    );
    check_body("set loss", "column 9: the line ends too early. Expected a share (12.5%).");
    check_body(
        "set latency slow",
        "column 13: “slow” is out of place. Expected a range of ticks (10 or 8..12) or a link (n1->n2 or n1--n2).",
    );
    check_body("set latency n1->n2", "column 19: the line ends too early. Expected a range of ticks (10 or 8..12).");
    let late = "“loss” is a setting and has to stand above the body. Did you mean “set loss”, from here on?";
    check("paxos 1\nrun\nloss 10%", &format!("line 3, column 1: {late}"));
}

#[test]
fn expectations() {
    let subject = "Expected chosen, nothing, a node (n1), agreement, validity, one-value-per-ballot, \
                   votes-safe or learned-chosen.";
    check_body("expect", &format!("column 7: the line ends too early. {subject}"));
    check_body(
        "expect agrement holds",
        &format!("column 8: “agrement” is out of place. {subject} Did you mean “agreement”?"),
    );
    check_body("expect 2 up", &format!("column 8: “2” is out of place. {subject} Did you mean “n2”?"));
    check_body("expect n9 up", "column 8: there is no node n9: this scenario has 5 nodes, n1 to n5.");
    check_body("expect nothing", "column 15: the line ends too early. Expected chosen.");
    check_body("expect agreement", "column 17: the line ends too early. Expected holds or broken.");
    check_body(
        "expect n1 learnt \"a\"",
        "column 11: “learnt” is out of place. Expected learned, promised, accepted, leads, up or down. Did you mean “learned”?",
    );
    check_body(
        "expect n1 promised nothin",
        "column 20: “nothin” is out of place. Expected a ballot (2.n1) or nothing. Did you mean “nothing”?",
    );
    check_body("expect n1 promised 2.n9", "column 22: there is no node n9: this scenario has 5 nodes, n1 to n5.");
    check_body(
        "expect n1 accepted 2.n1",
        "column 24: the line ends too early. Expected a text in double quotes (\"blue\").",
    );
    check_body(
        "expect n1 accepted nothing \"a\"",
        "column 28: the text \"a\" is out of place. Expected the end of the line.",
    );
}

#[test]
fn times() {
    check_body("at noon run", "column 4: “noon” is no moment. Expected a moment (58 or 58+2).");
    check_body("at 5+ run", "column 4: “5+” is no moment. Expected a moment (58 or 58+2).");
    check_body("at 1000000001 run", "column 4: a point in time has to lie between 0 and 1000000000, not 1000000001.");
    check_body(
        "at 1+1000000001 run",
        "column 6: the number of events of a tick has to lie between 0 and 1000000000, not 1000000001.",
    );
    check_body("run 1000001", "column 5: the number of ticks to run has to lie between 0 and 1000000, not 1000001.");
    let over = "is over here: the lines above have reached";
    check("paxos 1\nat 5+2 run\nat 5+1 run", &format!("line 3, column 4: time 5+1 {over} 5+2."));
    check("paxos 1\nat 5+2 run 0\nat 5+2 run\nat 5 run", &format!("line 4, column 4: time 5 {over} 5+2."));
    check("paxos 1\nat 5+2 run 3\nat 8 run\nat 7 run", &format!("line 4, column 4: time 7 {over} 8."));
    check("paxos 1\nat 5+2 run to 5+1", &format!("line 2, column 15: time 5+1 {over} 5+2."));
    check("paxos 1\nrun to 5+2\nat 5+1 run", &format!("line 3, column 4: time 5+1 {over} 5+2."));
    check_body("run to", "column 7: the line ends too early. Expected a moment (58 or 58+2).");
    check_body("run on", "column 5: “on” is out of place. Expected a number (30), to or the end of the line.");
    check("paxos 1\nrun 10\nat 9 run", &format!("line 3, column 4: time 9 {over} 10."));
    check("paxos 1\nat 9 run\nbranch from 1 at 5+2\nat 5 run", &format!("line 4, column 4: time 5 {over} 5+2."));
}

#[test]
fn branches() {
    check_body("branch", "column 7: the line ends too early. Expected from.");
    check_body("branch from 2 at 5", "column 13: there is no branch 2 above this line: only 1, the body.");
    check_body("branch from 0 at 5", "column 13: there is no branch 0 above this line: only 1, the body.");
    check_body("branch from body at 5", "column 13: “body” is no number. Expected a number (30).");
    check_body("branch from 1", "column 14: the line ends too early. Expected at.");
    check_body("branch from 1 at 5 run", "column 20: “run” is out of place. Expected the end of the line.");
    let only = "there is no branch 3 above this line: only 1 (the body) to 2.";
    check("paxos 1\nbranch from 1 at 5\nbranch from 3 at 5", &format!("line 3, column 13: {only}"));
}

#[test]
fn bounds() {
    let comments = "#\n".repeat(MAX_ITEMS);
    assert!(parse(&format!("paxos 1\nrun\n{}", comments.replacen("#\n", "", 1))).is_ok());
    check(
        &format!("paxos 1\nrun\n{comments}"),
        &format!("line {}, column 1: too many lines: the body and its branches may have {MAX_ITEMS}.", MAX_ITEMS + 2),
    );
    let branches = "branch from 1 at 5\n".repeat(MAX_BRANCHES);
    assert!(parse(&format!("paxos 1\n{branches}")).is_ok());
    check(
        &format!("paxos 1\n{branches}branch from 1 at 5"),
        &format!("line {}, column 1: too many branches: there may be {MAX_BRANCHES}.", MAX_BRANCHES + 2),
    );
    let filler = "三".repeat(MAX_TEXT_BYTES / 3);
    check(
        &format!("# {filler}"),
        &format!(
            "line 1, column {}: the scenario is too large: it may have {MAX_TEXT_BYTES} bytes.",
            (MAX_TEXT_BYTES - 2) / 3 + 3
        ),
    );
}

#[test]
fn a_text_that_only_fits_before_it_is_in_order_is_too_large() {
    let text = format!("paxos 1\n#{}", "a".repeat(MAX_TEXT_BYTES - 9));
    assert_eq!(text.len(), MAX_TEXT_BYTES);
    let error = parse(&text).map(|_| ()).map_err(|error| error.problem);
    assert_eq!(error, Err(crate::scenario::Problem::TextTooLarge { limit_bytes: MAX_TEXT_BYTES }));
}

#[test]
fn single_lines_and_moments() {
    let settings = crate::scenario::Settings::defaults(3);
    let error = |text: &str| parse_line(text, &settings).expect_err("wrong").to_string();
    assert_eq!(error("crash n4"), "line 1, column 7: there is no node n4: this scenario has 3 nodes, n1 to n3.");
    assert_eq!(error("seed 4"), "line 1, column 1: “seed” is a setting and has to stand above the body.");
    assert_eq!(parse_line("  # nothing", &settings), Ok(None));
    assert!(parse_line("at 7 crash n3", &settings).is_ok_and(|item| item.is_some()));
    assert_eq!(parse_moment(" 58+2 ").map(|moment| moment.to_string()), Ok("58+2".to_owned()));
    let error = parse_moment("58 2").expect_err("wrong").to_string();
    assert_eq!(error, "line 1, column 4: “2” is out of place. Expected the end of the line.");
}

#[test]
fn words_of_a_log() {
    let log = "paxos 1\nprotocol multipaxos\nclients 2";
    let in_log = |line: &str, error: &str| check(&format!("{log}\n{line}"), &format!("line 4, {error}"));
    in_log("propose n1 \"x=1\"", "column 9: n1 is a server, and here a client has to stand. Did you mean “c1”?");
    in_log(
        "propose c3 \"x=1\"",
        "column 9: there is no client c3: this scenario has 2, c1 to c2. The setting “clients” says how many.",
    );
    in_log("expect n2 answered 1", "column 11: n2 is a server, and here a client has to stand. Did you mean “c1”?");
    in_log("expect c1 applied 1", "column 11: c1 is a client, and here a server has to stand. Did you mean “n1”?");
    in_log("expect n2 learned \"x\"", "column 11: “learned” means nothing in a scenario of the protocol “multipaxos”.");
    in_log("expect slot 1 is \"x\"", "column 15: “is” is out of place. Expected chosen.");
    in_log(
        "drop n1->n2 accept 2.n1",
        "column 20: “2.n1” is no ballot with a slot. Expected a ballot with a slot (2.n1@5).",
    );
    in_log(
        "drop n1->n2 chosen 2.n1",
        "column 13: “chosen” is no kind of message. Expected prepare, promise, refuse, accept, accepted, heartbeat, granted, fetch, install, request or reply.",
    );
    let synod = |line: &str, error: &str| check(&format!("paxos 1\n{line}"), &format!("line 2, {error}"));
    let zab = |line: &str, error: &str| check(&format!("paxos 1\nprotocol zab\n{line}"), &format!("line 3, {error}"));
    zab(
        "fire n1 pong",
        "column 9: “pong” is out of place. Expected notify, finalize, ping, quorum, naming, crashing or the end of the line. Did you mean “ping”?",
    );
    zab("fire n1 naming c1", "column 16: c1 is a client, and here a server has to stand. Did you mean “n1”?");
    zab("notice n1 n2", "column 11: “n2” is out of place. Expected lost.");
    zab("notice n1 lost n1", "column 16: n1 and itself: a link joins two different nodes.");
    zab("election slow", "column 10: “slow” is out of place. Expected fast or oracle.");
    zab(
        "checked agreement from start",
        "column 9: “agreement” is out of place. Expected answered-kept, delivery-agreement, total-order, integrity, local-primary-order, \
         global-primary-order, primary-integrity, one-primary, done-once, quorum-logged, equal-states or states.",
    );
    synod("notice n1 lost n2", "column 1: “notice” means nothing in a scenario of the protocol “synod”.");
    synod("allow breaks 1", "column 7: “breaks” means nothing in a scenario of the protocol “synod”.");
    synod("election oracle", "column 1: “election” means nothing in a scenario of the protocol “synod”.");
    synod("clients 2", "column 1: “clients” means nothing in a scenario of the protocol “synod”.");
    synod("expect slot 1 chosen nothing", "column 8: “slot” means nothing in a scenario of the protocol “synod”.");
    synod(
        "crash c1",
        "column 7: there is no client c1: the protocol of this scenario has none. Nodes are called n1, n2 and so on.",
    );
    check(
        "paxos 1\nproposers n1\nprotocol multipaxos",
        "line 2, column 1: “proposers” means nothing in a scenario of the protocol “multipaxos”.",
    );
    check(
        "paxos 1\nvariant no-raise\nprotocol multipaxos",
        "line 2, column 9: “no-raise” means nothing in a scenario of the protocol “multipaxos”.",
    );
}
