//! `chaos FILE` on the command line, from outside.
#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]

use paxos_playground::scenario::parse;
use serde_json::Value;
use std::io::Write;
use std::process::{Command, Stdio};

/// Exit status, stdout and stderr of these arguments, with this on stdin.
fn ran(arguments: &[&str], stdin: &str) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_paxos-playground"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.args(arguments).spawn().expect("the program starts");
    // It may have ended without reading.
    let _ = child.stdin.take().expect("a pipe").write_all(stdin.as_bytes());
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn chaos(arguments: &[&str], stdin: &str) -> (Option<i32>, String, String) {
    ran(&[&["chaos"], arguments].concat(), stdin)
}

/// The one object that comes of it, and the exit status.
#[track_caller]
fn object(arguments: &[&str], stdin: &str) -> (Option<i32>, Value) {
    let (status, stdout, stderr) = chaos(&[arguments, &["--json"]].concat(), stdin);
    assert!(stdout.ends_with("}\n") && stdout.matches('\n').count() == 1, "{stdout:?} {stderr}");
    (status, serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stdout:?}")))
}

const DUEL: &str = "src/scenario/gallery/duel.paxos";
const MISTAKEN: &str = "paxos 1\nnodes 3\nvariant lose-promise\n";

#[test]
fn where_nothing_is_found_it_says_in_how_many_runs_and_claims_no_more() {
    let (status, stdout, _) = chaos(&[DUEL, "--seeds", "50"], "");
    assert_eq!(status, Some(0));
    assert!(
        stdout.starts_with(&format!("{DUEL}: found nothing in 50 runs.\n50 runs of the seeds 1 to 50, ")),
        "{stdout}"
    );
    assert!(stdout.ends_with("; after everything healed a decision was demanded within 6944 ticks\n"), "{stdout}");
    assert!(!stdout.contains("hold"), "{stdout}");
    let (status, told) = object(&[DUEL, "--seeds", "50"], "");
    assert_eq!((status, &told["runs"], &told["cut_short"]), (Some(0), &50.into(), &0.into()));
    assert_eq!((&told["decision_within_ticks"], &told["found"]), (&6_944.into(), &Value::Null));
    assert!(told["events"].as_u64().is_some_and(|events| events > 500), "{told}");
}

#[test]
fn what_is_found_is_a_scenario_that_comes_true_and_a_link_to_it() {
    let (status, told) = object(&["-", "--seeds", "1000"], MISTAKEN);
    let found = &told["found"];
    assert_eq!((status, &found["property"], &found["minimal"]), (Some(1), &"votes-safe".into(), &true.into()));
    assert_eq!(found["seed"], told["runs"], "seeds count from 1");
    let text = found["scenario"].as_str().expect("a text");
    let commands = text.lines().filter(|line| line.starts_with("at ") && !line.contains(" expect ")).count();
    assert_eq!(found["commands"], commands, "{text}");
    assert!(found["commands_before"].as_u64() > found["commands"].as_u64());
    let moment = found["moment"].as_str().expect("a moment");
    assert!(text.ends_with(&format!("\nat {moment} expect votes-safe broken\n")), "{text}");

    let (status, played, _) = ran(&["run", "-"], text);
    assert_eq!(status, Some(0), "{played}");
    assert!(played.contains("1 of 1 expectations held") && played.contains("votes-safe is broken: "), "{played}");
    let linked = ran(&["text", found["link"].as_str().expect("a link")], "");
    assert_eq!(linked, (Some(0), text.to_owned(), String::new()));

    let (status, stdout, _) = chaos(&["-", "--seeds", "1000"], MISTAKEN);
    assert_eq!(status, Some(1));
    assert!(
        stdout.starts_with(&format!("stdin: votes-safe is broken, at {moment}, with the seed {}.\n", found["seed"])),
        "{stdout}"
    );
    assert!(stdout.contains(&format!("to {commands}, none of which can be left out:\n\n{text}\n#p1.")), "{stdout}");
}

#[test]
fn a_seed_is_found_again_on_its_own() {
    let (_, told) = object(&["-", "--seeds", "1000"], MISTAKEN);
    let seed = told["found"]["seed"].to_string();
    let (status, alone) = object(&["-", "--seeds", "1", "--first-seed", &seed], MISTAKEN);
    assert_eq!((status, &alone["runs"], &alone["found"]), (Some(1), &1.into(), &told["found"]));
}

#[test]
fn without_a_decision_it_is_told_as_what_it_is() {
    let hasty = "paxos 1\nnodes 3\nlatency 30..40\ntimeout 60\n";
    let (status, stdout, _) = chaos(&["-", "--seeds", "100"], hasty);
    assert_eq!(status, Some(1));
    assert!(stdout.starts_with("stdin: no decision within 6240 ticks after everything healed, at "), "{stdout}");
    assert_eq!(object(&["-", "--seeds", "100"], hasty).1["found"]["property"], "decision");
}

#[test]
fn markdown_is_told_by_the_lines_of_its_blocks() {
    let page = format!("# Two\n\n```paxos\npaxos 1\n```\n\nand\n\n```paxos\n{MISTAKEN}```\n");
    let (status, told) = object(&["-", "--seeds", "200"], &page);
    let scenarios = told["scenarios"].as_array().expect("scenarios");
    assert_eq!((status, scenarios.len()), (Some(1), 2));
    assert_eq!((&scenarios[0]["line"], &scenarios[0]["found"]), (&3.into(), &Value::Null));
    assert_eq!((&scenarios[1]["line"], &scenarios[1]["found"]["property"]), (&9.into(), &"votes-safe".into()));
    let (_, stdout, _) = chaos(&["-", "--seeds", "200"], &page);
    assert!(
        stdout.contains("stdin:3: found nothing in 200 runs.\n")
            && stdout.contains("\nstdin:9: votes-safe is broken, "),
        "{stdout}"
    );
    let (status, told) = object(&["README.md", "--seeds", "20"], "");
    assert_eq!((status, told["scenarios"].as_array().map(Vec::len)), (Some(0), Some(1)));
}

#[test]
fn what_the_help_shows_is_an_object_of_ours() {
    let (status, help, _) = chaos(&["--help"], "");
    assert_eq!(status, Some(0));
    let (_, told) = object(&["-", "--seeds", "1000"], MISTAKEN);
    let keys = |object: &Value| object.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    for key in keys(&told).into_iter().chain(keys(&told["found"])) {
        assert!(help.contains(&format!("\"{key}\":")), "{key} is not in the help");
    }
    parse(told["found"]["scenario"].as_str().expect("a text")).expect("a scenario");
}

#[test]
fn what_cannot_be_understood_is_one_error() {
    let refused = |arguments: &[&str], stdin: &str, expected: &str| {
        assert_eq!(chaos(arguments, stdin), (Some(2), String::new(), format!("{expected}\n")));
    };
    let see = "See paxos-playground chaos --help.";
    refused(&[], "", &format!("paxos-playground chaos: FILE is missing. {see}"));
    refused(&[DUEL], "", &format!("paxos-playground chaos: --seeds N is missing. {see}"));
    refused(&[DUEL, "--seeds", "0"], "", "paxos-playground chaos: --seeds is 1 at least, not 0.");
    refused(
        &[DUEL, "--seeds", "many"],
        "",
        "paxos-playground chaos: --seeds is a whole number, and not so large, not “many”.",
    );
    refused(
        &[DUEL, "--seeds", "2", "--first-seed", "18446744073709551615"],
        "",
        "paxos-playground chaos: there are no 2 seeds from 18446744073709551615 on: the highest is 18446744073709551615.",
    );
    refused(&[DUEL, "--seed", "2"], "", "paxos-playground chaos: there is no option --seed. Did you mean --seeds?");
    let page = format!("```paxos\n{MISTAKEN}```\n\n```paxos\npaxos 1\nnods 3\n```\n");
    let (status, stdout, stderr) = chaos(&["-", "--seeds", "1000"], &page);
    assert_eq!(
        (status, stdout.as_str(), stderr.lines().count()),
        (Some(2), "", 1),
        "nothing is played before all is read"
    );
    assert!(stderr.starts_with("stdin:9:1: "), "{stderr}");
}

#[test]
fn logs_are_played_and_answers_demanded() {
    let (status, stdout, _) = chaos(&["-", "--seeds", "20"], "paxos 1\nprotocol zab\n");
    assert_eq!(status, Some(0));
    assert!(stdout.ends_with("; after everything healed answers were demanded within 2148 ticks\n"), "{stdout}");
    let mistaken = "paxos 1\nprotocol zab\nvariant apply-twice\n";
    let (status, told) = object(&["-", "--seeds", "20"], mistaken);
    assert_eq!((status, &told["found"]["minimal"]), (Some(1), &true.into()));
    let (status, played, _) = ran(&["run", "-"], told["found"]["scenario"].as_str().expect("a text"));
    assert!(status == Some(0) && played.contains("1 of 1 expectations held"), "{played}");
    let hasty = "paxos 1\nprotocol multipaxos\nlatency 100..120\ntimeout 40\n";
    let (status, stdout, _) = chaos(&["-", "--seeds", "100"], hasty);
    assert_eq!(status, Some(1));
    assert!(stdout.starts_with("stdin: no answer within 1880 ticks after everything healed, at "), "{stdout}");
}
