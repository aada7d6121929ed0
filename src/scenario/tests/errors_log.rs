//! Wrong texts of logs: settings that mean nothing, alone or with another, each with the place and the sentence that it gets.

use super::errors::{check, check_head};
use crate::scenario::parse;

#[test]
fn leases_and_clocks() {
    check(
        "paxos 1\nprotocol multipaxos\nlease 5",
        "line 3, column 7: “5” is out of place. Expected the end of the line.",
    );
    check_head("lease", "column 1: “lease” means nothing in a scenario of the protocol “synod”.");
    check_head("drift", "column 6: the line ends too early. Expected a share (12.5%).");
    check_head("drift 101%", "column 7: a share in percent has to lie between 0 and 100, not 101%.");
}

#[test]
fn who_votes() {
    check_head("alpha 3", "column 1: “alpha” means nothing in a scenario of the protocol “synod”.");
    let check_log = |setting: &str, told: &str| check(&format!("paxos 1\nprotocol multipaxos\n{setting}"), told);
    check_log("alpha 0", "line 3, column 7: alpha has to lie between 1 and 255, not 0.");
    check_log("alpha 3 of 2", "line 3, column 9: “of” is out of place. Expected members or the end of the line.");
    check_log(
        "alpha 3 members 4",
        "line 3, column 17: the number of servers that vote at the start has to lie between 1 and 3, not 4.",
    );
    let lease = "“lease” and “alpha” do not go together: a leader asks for no lease where who votes may change. Expected only one of them; leave out either this \
                 line or line 3.";
    check_log("alpha 3\nlease", &format!("line 4, column 1: {lease}"));
    check_log("lease\n  alpha 3 members 2", &format!("line 4, column 3: {lease}"));
    let sizes = |setting: &str| {
        format!(
            "“{setting}” and “alpha” do not go together: where who votes may change, quorums are majorities of those who vote. Expected only one of them; \
             leave out either this line or line 3."
        )
    };
    check_log("alpha 3\nquorums 3 1", &format!("line 4, column 1: {}", sizes("quorums")));
    check_log("alpha 3\nvariant half-quorum", &format!("line 4, column 9: {}", sizes("half-quorum")));
    check_log("alpha 3\nbeside half-quorum", &format!("line 4, column 8: {}", sizes("half-quorum")));
    check_log("beside half-quorum\nalpha 3", &format!("line 4, column 1: {}", sizes("half-quorum")));
}

#[test]
fn clients_that_ask_by_themselves_in_a_run_by_hand() {
    let told = "“load” and “manual” do not go together: clients that ask by themselves would never ask, since nothing happens by itself. Expected only one of them; \
                leave out either this line or line 3.";
    check("paxos 1\nprotocol zab\nload 5\nmanual", &format!("line 4, column 1: {told}"));
    check("paxos 1\nprotocol multipaxos\nmanual\n  load 5 pause 2", &format!("line 4, column 3: {told}"));
    check_head("load 5\nmanual", "column 1: “load” means nothing in a scenario of the protocol “synod”.");
}

/// Without what a mistake needs the run beside would be the same.
#[test]
fn mistakes_beside_that_nobody_can_make() {
    let check_log = |settings: &str, told: &str| check(&format!("paxos 1\nprotocol multipaxos\n{settings}"), told);
    for (variant, setting) in [("long-lease", "lease"), ("wide-window", "alpha 2")] {
        let word = setting.trim_end_matches(" 2");
        let told = format!(
            "“{variant}” is a mistake that nobody can make without the setting “{word}”: the run beside would be the same. Did you mean to set “{word}” too?"
        );
        check_log(&format!("seed 1\nbeside {variant}"), &format!("line 4, column 8: {told}"));
        let both = format!("paxos 1\nprotocol multipaxos\nbeside {variant}\n{setting}");
        assert!(parse(&both).is_ok(), "{both}");
    }
}

/// Under the other protocol all vote, always: it would be another cluster.
#[test]
fn who_votes_is_of_one_protocol() {
    let nothing =
        |word: &str, protocol: &str| format!("“{word}” means nothing in a scenario of the protocol “{protocol}”.");
    let alpha = nothing("alpha", "zab");
    check("paxos 1\nprotocol multipaxos\nbeside zab\nalpha 2", &format!("line 4, column 1: {alpha}"));
    let observers = nothing("observers", "multipaxos");
    check("paxos 1\nprotocol zab\n observers 1\nbeside multipaxos", &format!("line 3, column 2: {observers}"));
    assert!(parse("paxos 1\nprotocol zab\nobservers 1\nbeside skip-trunc").is_ok());
}

#[test]
fn lines_of_two_protocols_name_neither_timers_nor_connections() {
    let two = "paxos 1\nprotocol zab\nbeside multipaxos\n";
    let nothing = |word: &str| format!("“{word}” means nothing in a scenario of the protocol “zab”.");
    check(
        &format!("{two}fire n1 ping"),
        "line 4, column 9: “ping” is out of place. Expected crashing or the end of the line.",
    );
    check(&format!("{two}notice n1 lost n2"), &format!("line 4, column 1: {}", nothing("notice")));
    check(&format!("{two}break n1--n2"), &format!("line 4, column 7: {}", nothing("break")));
    assert!(parse(&format!("{two}fire n1\ncut n1--n2")).is_ok());
}
