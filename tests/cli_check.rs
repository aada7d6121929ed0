//! `check FILE` on the command line, from outside.
#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]

use paxos_playground::scenario::parse;
use paxos_playground::session::Session;
use serde_json::Value;
use std::io::Write;
use std::process::{Command, Stdio};

/// Exit status, stdout and stderr of `check` with these arguments and this on stdin.
fn check(arguments: &[&str], stdin: &str) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_paxos-playground"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.arg("check").args(arguments).spawn().expect("the program starts");
    // It may have ended without reading.
    let _ = child.stdin.take().expect("a pipe").write_all(stdin.as_bytes());
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// The one object that comes of it, and the exit status.
#[track_caller]
fn object(arguments: &[&str], stdin: &str) -> (Option<i32>, Value) {
    let (status, stdout, stderr) = check(&[arguments, &["--json"]].concat(), stdin);
    assert!(stdout.ends_with("}\n") && stdout.matches('\n').count() == 1, "{stdout:?} {stderr}");
    (status, serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stdout:?}")))
}

const WIPED: &str = "src/scenario/gallery/wiped-disk.paxos";
const DUEL: &str = "src/scenario/gallery/duel.paxos";

#[test]
fn a_scenario_in_which_nothing_can_go_wrong_holds_and_what_was_allowed_is_said() {
    let (status, stdout, _) = check(&[DUEL], "");
    assert_eq!(status, Some(0));
    assert!(stdout.starts_with("Holds: every state that is allowed was seen.\n"), "{stdout}");
    assert!(stdout.contains("ballots of each node: 1; crashes in all: 1; wiped disks in all: 0;"), "{stdout}");
    let (_, found) = object(&[DUEL], "");
    assert_eq!(found["verdict"], "holds");
    assert!(found["property"].is_null() && found["length"].is_null() && found["script"].is_null());
}

#[test]
fn without_the_reduction_it_sees_more_states_and_comes_to_the_same() {
    let text = "paxos 1\nnodes 3\nat 0 propose n1 \"blue\"\nat 0 propose n2 \"green\"\n";
    let (_, reduced) = object(&["-"], text);
    let (_, plain) = object(&["-", "--no-reduction"], text);
    assert_eq!((&reduced["verdict"], &plain["verdict"]), (&"holds".into(), &"holds".into()));
    assert_eq!((reduced["distinct"].as_u64(), plain["distinct"].as_u64()), (Some(1_773), Some(53_883)));
}

#[test]
fn without_symmetry_it_sees_more_states_and_comes_to_the_same() {
    let text = "paxos 1\nnodes 5\nat 0 propose n1 \"blue\"\n";
    let (_, stdout, _) = check(&["-"], text);
    assert!(
        stdout.contains("\nStates that 24 orders of the nodes that are never asked make of each other"),
        "{stdout}"
    );
    let (_, stdout, _) = check(&["-", "--no-symmetry"], text);
    assert!(!stdout.contains("orders of the nodes"), "{stdout}");
    let (_, found) = object(&["-"], text);
    let (_, plain) = object(&["-", "--no-symmetry"], text);
    assert_eq!(
        (&found["verdict"], &plain["verdict"], &found["depth"]),
        (&"holds".into(), &"holds".into(), &plain["depth"])
    );
    let (found, plain) = (found["distinct"].as_u64().unwrap_or(0), plain["distinct"].as_u64().unwrap_or(0));
    assert!(found < plain && plain <= 24 * found, "{found} of {plain}");
}

#[test]
fn a_wiped_disk_is_found_with_its_schedule() {
    let (status, found) = object(&[WIPED, "--property", "votes-safe"], "");
    assert_eq!((status, &found["verdict"], &found["property"]), (Some(1), &"violated".into(), &"votes-safe".into()));
    assert_eq!((&found["length"], &found["depth"]), (&7.into(), &8.into()));
    assert_eq!(found["script"].as_array().map(Vec::len), Some(7));
    assert_eq!(found["script"][0], "propose n1 \"blue\"");
}

/// What goes wrong first is a vote that should not have been cast; then one that is not safe; then two values are chosen.
#[test]
fn what_is_asked_is_what_is_told() {
    let told = |arguments: &[&str]| {
        let (status, found) = object(&[&[WIPED], arguments].concat(), "");
        (status, found["property"].as_str().map(str::to_owned), found["length"].as_u64())
    };
    let broken = |word: &str, length| (Some(1), Some(word.to_owned()), Some(length));
    assert_eq!(told(&[]), broken("voting-step", 6));
    assert_eq!(told(&["--property", "agreement"]), broken("agreement", 9));
    assert_eq!(told(&["--property", "agreement", "--property", "votes-safe"]), broken("votes-safe", 7));
    assert_eq!(told(&["--property", "learned-chosen"]), (Some(0), None, None));
}

#[test]
fn whether_a_value_can_be_chosen_is_told_with_the_shortest_schedule() {
    let (status, found) = object(&[DUEL, "--can-choose", "blue"], "");
    assert_eq!((status, &found["verdict"], &found["property"]), (Some(0), &"holds".into(), &"can-choose".into()));
    // Asked, one prepare, one promise (its own vote follows at once), one accept.
    assert_eq!((&found["length"], &found["depth"]), (&4.into(), &5.into()));
    assert_eq!(found["script"].as_array().map(Vec::len), Some(4));
    let (_, stdout, _) = check(&[DUEL, "--can-choose", "blue"], "");
    assert!(stdout.starts_with("can-choose: it is reached, after 4 steps and no fewer:\n   1  propose n1"), "{stdout}");
}

#[test]
fn a_value_that_cannot_be_chosen_is_told_and_one_beyond_the_bound_is_not_called_so() {
    let (status, found) = object(&[DUEL, "--can-choose", "red"], "");
    assert_eq!((status, &found["verdict"], &found["property"]), (Some(1), &"violated".into(), &"can-choose".into()));
    assert!(found["length"].is_null() && found["script"].is_null());
    let (_, stdout, _) = check(&[DUEL, "--can-choose", "red"], "");
    assert!(
        stdout.starts_with("can-choose: it cannot be reached; every state that is allowed was seen.\n"),
        "{stdout}"
    );
    let (status, found) = object(&[DUEL, "--can-choose", "blue", "--max-depth", "3"], "");
    assert_eq!((status, &found["verdict"]), (Some(0), &"stopped".into()));
    let (_, stdout, _) = check(&[DUEL, "--can-choose", "blue", "--max-depth", "3"], "");
    assert!(stdout.starts_with("can-choose: it was not reached within 3 steps; the rest was not seen.\n"), "{stdout}");
}

#[test]
fn from_every_state_of_a_duel_it_can_still_decide() {
    let (status, found) = object(&[DUEL, "--property", "can-decide"], "");
    assert_eq!((status, &found["verdict"]), (Some(0), &"holds".into()));
}

/// The schedule is one of the scenario format: played by hand, it goes as it says, and decides nothing.
#[test]
fn a_duel_is_a_schedule_whose_end_can_be_repeated_for_ever() {
    let (status, found) = object(&[DUEL, "--duel"], "");
    assert_eq!(
        (status, &found["verdict"], &found["property"]),
        (Some(1), &"violated".into(), &"always-decides".into())
    );
    let lines: Vec<&str> = found["script"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    let cycle = found["cycle"].as_u64().expect("a number") as usize;
    assert!(0 < cycle && cycle < lines.len());
    let begun = lines[lines.len() - cycle..].iter().filter(|line| line.starts_with("fire ")).count();
    assert_eq!(begun, 2, "each begins a ballot in it");
    let text = format!(
        "paxos 1\nnodes 3\nmanual\n\n{}\nexpect nothing chosen\nexpect n1 learned nothing\nexpect n2 learned nothing\n",
        lines.join("\n")
    );
    let mut session = Session::new(parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}")));
    session.play_out();
    let held: Vec<_> = session.expectations().iter().map(|expected| expected.held).collect();
    assert_eq!(held, [Some(true); 3], "{}", session.transcript());
    let alone = "paxos 1\nnodes 3\nat 0 propose n1 \"blue\"\n";
    let refusal = "paxos-playground check: a duel needs two nodes that are asked for something.\n";
    assert_eq!(check(&["-", "--duel"], alone), (Some(2), String::new(), refusal.to_owned()));
}

/// Two proposers with one ballot each can stand in each other's way for good.
#[test]
fn dead_ends_are_counted() {
    let (_, stdout, _) = check(&[DUEL], "");
    let line = stdout.lines().find(|line| line.starts_with("From ")).unwrap_or_else(|| panic!("{stdout}"));
    assert!(line.ends_with(" of them no step leads on; in 33 of these nothing is chosen."), "{line}");
}

#[test]
fn what_a_mistake_breaks_is_found_within_what_the_scenario_allows() {
    let with = |lines: &str| {
        let text = format!("paxos 1\nnodes 3\n{lines}\nat 0 propose n1 \"blue\"\nat 0 propose n2 \"green\"\n");
        object(&["-"], &text).1
    };
    assert_eq!(with("")["verdict"], "holds");
    assert_eq!(with("variant ignore-promises")["verdict"], "violated");
    assert_eq!(with("variant duplicate-vote")["property"], "learned-chosen");
    assert_eq!(with("variant lose-promise")["verdict"], "holds", "nobody crashes");
    assert_eq!(with("variant lose-promise\nallow crashes 1")["verdict"], "violated");
    assert_eq!(with("quorums 1 2")["verdict"], "violated");
    assert_eq!(with("quorums 3 1")["verdict"], "holds");
}

/// A vote that should not have been cast is no state: the schedule says so, where it has nothing to expect.
#[test]
fn a_schedule_to_a_step_that_voting_does_not_allow_says_so() {
    let text = "paxos 1\nnodes 3\nvariant ignore-promises\nat 0 propose n1 \"blue\"\nat 0 propose n2 \"green\"\n";
    let (status, found) = object(&["-", "--property", "voting-step"], text);
    assert_eq!((status, &found["property"]), (Some(1), &"voting-step".into()));
    let mut session = Session::new(parse(found["scenario"].as_str().expect("a text")).expect("our own"));
    assert!(session.play_out());
    session.seek_position(usize::MAX);
    let caption = session.view().caption.expect("one").words;
    assert!(caption.en.contains("voting-step") && caption.zh.contains("voting-step"), "{caption:?}");
}

#[test]
fn bounds_are_told() {
    let (status, stdout, _) = check(&[DUEL, "--max-states", "100"], "");
    assert_eq!(status, Some(0));
    assert!(stdout.starts_with("Found nothing within 100 states; the rest was not seen.\n"), "{stdout}");
    assert_eq!(object(&[DUEL, "--max-depth", "3"], "").1["verdict"], "holds-within");
}

#[test]
fn what_cannot_be_understood_is_one_error() {
    let refused = |arguments: &[&str], stdin: &str, expected: &str| {
        assert_eq!(check(arguments, stdin), (Some(2), String::new(), format!("{expected}\n")));
    };
    refused(&[], "", "paxos-playground check: FILE is missing. See paxos-playground check --help.");
    let many = (1..=33).map(|number| format!("at 0 propose n1 \"v{number}\"\n")).collect::<String>();
    refused(&["-"], &format!("paxos 1\nnodes 3\n{many}"), "stdin: more than 32 values are proposed.");
    let two =
        "```paxos\npaxos 1\nnodes 3\nat 0 propose n1 \"a\"\nat 0 propose n2 \"b\"\n```\n\n```paxos\npaxos 1\n```\n";
    let alone = "paxos-playground check: a duel needs two nodes that are asked for something.";
    refused(&["-", "--duel"], two, alone);
    refused(
        &[DUEL, "--property", "agrement"],
        "",
        "paxos-playground check: there is no property “agrement”. Did you mean “agreement”?",
    );
    refused(
        &[DUEL, "--property", "agreement", "--can-choose", "blue"],
        "",
        "paxos-playground check: --can-choose and --property are two questions; ask one at a time.",
    );
    refused(
        &[DUEL, "--duel", "--can-choose", "blue"],
        "",
        "paxos-playground check: --duel is a question of its own; ask one at a time.",
    );
    refused(&[DUEL, "--can-choose", ""], "", "paxos-playground check: “” is no value: 1 to 40 characters.");
    refused(
        &[DUEL, "--max-states", "lots"],
        "",
        "paxos-playground check: --max-states is a whole number, and not so large, not “lots”.",
    );
}

/// Every block is searched, each behind its line, and one that fails is what the status tells.
#[test]
fn every_marked_block_of_markdown_is_checked() {
    let block =
        |head: &str| format!("text\n\n```paxos\npaxos 1\n{head}at 0 propose n1 \"a\"\nat 0 propose n2 \"b\"\n```\n");
    let both = format!("{}{}", block("nodes 3\n"), block("nodes 4\nvariant half-quorum\n"));
    let (status, stdout, _) = check(&["-", "--property", "agreement", "--json"], &both);
    let report: serde_json::Value = serde_json::from_str(&stdout).expect("one object");
    let told = |place: usize, key: &str| report["scenarios"][place][key].clone();
    assert_eq!((status, report["scenarios"].as_array().map(Vec::len)), (Some(1), Some(2)));
    assert_eq!((told(0, "line"), told(0, "verdict")), (3.into(), "holds".into()));
    assert_eq!((told(1, "line"), told(1, "verdict"), told(1, "length")), (11.into(), "violated".into(), 8.into()));

    let (status, stdout, _) = check(&["-", "--property", "agreement"], &both);
    assert_eq!(status, Some(1));
    assert!(stdout.starts_with("stdin:3:\n") && stdout.contains("\nstdin:11:\nagreement is violated"), "{stdout}");
    assert_eq!(check(&["-"], &block("nodes 3\n")).0, Some(0));
}

const LOG: &str = "paxos 1\nprotocol multipaxos\nnodes 2\nallow crashes 1\nat 0 propose c1 \"x=1\"\n";
const CONNECTED: &str = "paxos 1\nprotocol zab\nnodes 3\nallow ballots 0 breaks 1\n";

#[test]
fn logs_are_searched_and_what_was_allowed_is_said() {
    let (status, found) = object(&["-"], LOG);
    assert_eq!((status, &found["verdict"], found["distinct"].as_u64()), (Some(0), &"holds".into(), Some(30_148)));
    let (status, stdout, _) = check(&["-"], &format!("{CONNECTED}at 0 propose c1 \"x=1\"\n"));
    assert_eq!(status, Some(0));
    assert!(stdout.contains("\n165006 different states seen"), "{stdout}");
    assert!(stdout.contains("how often each server may look for a leader again: 0;"), "{stdout}");
    assert!(stdout.contains("breaks of connections in all: 1;") && stdout.contains("\nAn oracle elects:"), "{stdout}");
}

#[test]
fn a_schedule_of_zab_is_a_scenario_that_plays() {
    let text = format!("{CONNECTED}variant commit-without-quorum\nat 0 propose c1 \"x=1\"\n");
    let (status, found) = object(&["-", "--property", "quorum-logged"], &text);
    assert_eq!((status, &found["property"], found["length"].as_u64()), (Some(1), &"quorum-logged".into(), Some(10)));
    let text = found["scenario"].as_str().expect("a text");
    assert!(text.contains("\nelection oracle\n") && text.contains("\nfire n1 naming n1\n"), "{text}");
    let mut session = Session::new(parse(text).expect("a scenario"));
    session.play_out();
    assert!(session.expectations().iter().all(|expected| expected.held == Some(true)), "{}", session.transcript());
}

#[test]
fn what_a_protocol_is_not_asked_is_one_error() {
    let refused = |arguments: &[&str], stdin: &str, expected: &str| {
        assert_eq!(check(arguments, stdin), (Some(2), String::new(), format!("{expected}\n")));
    };
    refused(
        &["-", "--can-choose", "x=1"],
        LOG,
        "stdin: --can-choose asks about single decisions, and this scenario is of “multipaxos”.",
    );
    refused(&["-", "--duel"], CONNECTED, "stdin: --duel asks about single decisions, and this scenario is of “zab”.");
    refused(
        &["-", "--property", "agreement"],
        CONNECTED,
        "stdin: “agreement” is no property of the protocol “zab”. There are: answered-kept, delivery-agreement, total-order, integrity, \
         local-primary-order, global-primary-order, primary-integrity, one-primary, done-once, quorum-logged, equal-states.",
    );
}
