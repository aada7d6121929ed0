//! `spec paxos` on the command line, from outside.
#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]

use serde_json::Value;
use std::process::Command;

/// Exit status, stdout and stderr of `spec paxos` with these arguments.
fn spec(arguments: &str) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_paxos-playground"));
    let output = command.arg("spec").args(arguments.split_whitespace()).output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// The one object that comes of a search, and the exit status.
#[track_caller]
fn object(arguments: &str) -> (Option<i32>, Value) {
    let (status, stdout, stderr) = spec(&format!("{arguments} --json"));
    assert_eq!(stderr, "");
    assert!(stdout.ends_with("}\n") && stdout.matches('\n').count() == 1, "{stdout:?}");
    (status, serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stdout:?}")))
}

/// It is refused with this line and nothing else.
#[track_caller]
fn refused(arguments: &str, expected: &str) {
    assert_eq!(spec(arguments), (Some(2), String::new(), format!("paxos-playground spec: {expected}\n")));
}

const SMALL: &str = "paxos --acceptors 3 --values 2 --ballots 1";

#[test]
fn a_space_that_was_seen_whole_holds_with_its_counts() {
    for (arguments, distinct, depth) in [("", 3921, 17), ("--symmetry", 443, 17)] {
        let (status, found) = object(&format!("{SMALL} {arguments}"));
        assert_eq!((status, &found["verdict"]), (Some(0), &"holds".into()), "{arguments}");
        assert_eq!((&found["distinct"], &found["depth"]), (&distinct.into(), &depth.into()), "{arguments}");
        assert!(found["property"].is_null() && found["length"].is_null() && found["script"].is_null());
        assert!(found["seconds"].is_number() && found["generated"].as_u64() > found["distinct"].as_u64());
    }
}

#[test]
fn a_violation_comes_with_its_schedule_and_exit_status_1() {
    let (status, found) = object(&format!("{SMALL} --mutation skip-phase-1"));
    assert_eq!((status, &found["verdict"], &found["property"]), (Some(1), &"violated".into(), &"agreement".into()));
    assert_eq!((&found["length"], &found["depth"]), (&6.into(), &7.into()));
    let script = found["script"].as_array().expect("a list");
    assert_eq!((script.len(), &script[0]), (6, &"2a(0,v1)".into()));
    let (status, stdout, _) = spec(&format!("{SMALL} --property never-chosen"));
    assert_eq!(status, Some(1));
    assert!(stdout.starts_with("never-chosen is violated, after 6 steps and no fewer:\n   1  1a(0)\n"), "{stdout}");
}

#[test]
fn deciding_is_blocked_where_those_who_promised_may_not_vote() {
    assert_eq!(object(&format!("{SMALL} --property can-decide")).1["verdict"], "holds");
    let (status, found) = object(&format!("{SMALL} --property can-decide --mutation accept-strict"));
    assert_eq!((status, &found["verdict"], &found["length"]), (Some(1), &"violated".into(), &0.into()));
}

#[test]
fn a_bound_that_cut_the_search_is_told() {
    let bounds = [
        ("--max-states 100", "100 states"),
        ("--max-states 1", "1 state"),
        ("--max-depth 5", "5 steps"),
        ("--max-depth 1", "1 step"),
        ("--max-memory 1 --acceptors 4 --ballots 2", "1 MB of memory"),
    ];
    for (bound, told) in bounds {
        let (status, stdout, _) = spec(&format!("{SMALL} {bound}"));
        assert_eq!(status, Some(0));
        assert!(stdout.starts_with(&format!("Found nothing within {told}; the rest was not seen.\n")), "{stdout}");
        assert_eq!(object(&format!("{SMALL} {bound}")).1["verdict"], "holds-within");
    }
}

#[test]
fn what_cannot_be_understood_is_said() {
    refused("", "The specification (paxos) is missing. See paxos-playground spec --help.");
    refused("zab", "there is no specification “zab”. There is: paxos.");
    refused("paxos --values 2", "--acceptors N is missing. See paxos-playground spec --help.");
    refused("paxos --acceptors", "The value of --acceptors is missing. See paxos-playground spec --help.");
    refused("paxos --acceptors many", "--acceptors is a whole number, and not so large, not “many”.");
    refused("paxos --acceptors 300", "--acceptors is a whole number, and not so large, not “300”.");
    refused("paxos --max-states 0", "--max-states is 1 at least, not 0.");
    refused("paxos --max-memory 0", "--max-memory is 1 at least, not 0.");
    refused("paxos --acceptrs 3", "there is no option --acceptrs. Did you mean --acceptors?");
    refused(&format!("{SMALL} --mutation any"), "there is no mutation “any”. Did you mean “any-value”?");
    refused(
        &format!("{SMALL} --property best"),
        "there is no property “best”. There are: agreement, never-chosen, can-decide.",
    );
    refused(&format!("{SMALL} --quorum 4"), "a quorum is of 1 acceptor up to all of them, not 4.");
    for half in ["--q1 3", "--q2 2", "--quorum 2 --q1 2 --q2 2"] {
        refused(&format!("{SMALL} {half}"), "quorums are either --quorum Q, or both --q1 N and --q2 N.");
    }
    refused("paxos --acceptors 16 --values 1 --ballots 1", "there can be 1 to 15 acceptors, not 16.");
}

/// Ctrl-C: the object says what was seen until then.
#[cfg(unix)]
#[test]
fn called_off_it_says_what_it_has_seen() {
    use std::io::{BufRead, BufReader, Read};
    use std::process::Stdio;
    let mut running = Command::new(env!("CARGO_BIN_EXE_paxos-playground"))
        .args("spec paxos --acceptors 5 --values 3 --ballots 4 --json".split(' '))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut progress = String::new();
    let mut stderr = BufReader::new(running.stderr.take().expect("piped"));
    stderr.read_line(&mut progress).expect("UTF-8");
    assert!(progress.contains(" states a second"), "{progress}");
    let pid = running.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().expect("kill starts").success());
    assert_eq!(running.wait().expect("it ends").code(), Some(130));
    let mut stdout = String::new();
    running.stdout.take().expect("piped").read_to_string(&mut stdout).expect("UTF-8");
    let found: Value = serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stdout:?}"));
    assert_eq!(found["verdict"], "stopped");
    assert!(found["distinct"].as_u64() > Some(10_000) && found["script"].is_null(), "{stdout}");
}
