//! The command line, from outside: what it prints, where, and its exit status.
#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]

use paxos_playground::protocol::NodeId;
use paxos_playground::scenario::link::{Link, encode};
use paxos_playground::scenario::{gallery, parse};
use paxos_playground::session::{Session, digest_text};
use paxos_playground::sim::{MAX_EVENTS, QUIET_LIMIT_TICKS};
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const FINE: i32 = 0;
const EXPECTATION_FAILED: i32 = 1;
const BAD_INPUT: i32 = 2;

/// What came of the program.
#[derive(PartialEq, Eq, Debug)]
struct Ran {
    status: Option<i32>,
    stdout: String,
    stderr: String,
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_paxos-playground"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn ran_with(arguments: &[&str], stdin: &[u8]) -> Ran {
    let mut child = program().args(arguments).spawn().expect("the program starts");
    // It may have ended without reading.
    let _ = child.stdin.take().expect("a pipe").write_all(stdin);
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran { status: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

fn ran(arguments: &[&str]) -> Ran {
    ran_with(arguments, b"")
}

/// A file with this content; its path.
fn file(name: &str, content: impl AsRef<[u8]>) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).expect("the folder for tests can be written");
    path.to_str().expect("a path in UTF-8").to_owned()
}

fn gallery_file(name: &str) -> String {
    format!("src/scenario/gallery/{name}.paxos")
}

fn session(text: &str) -> Session {
    Session::new(parse(text).unwrap_or_else(|error| panic!("{error}\n{text}")))
}

/// The one object that stands there, on a line of its own.
#[track_caller]
fn one_object(stdout: &str) -> Value {
    assert!(stdout.ends_with("}\n") && stdout.matches('\n').count() == 1, "{stdout:?}");
    serde_json::from_str(stdout).unwrap_or_else(|error| panic!("{error}: {stdout:?}"))
}

/// It is an error: exit status 2, nothing on stdout, and on stderr this one line.
#[track_caller]
fn check_error(ran: &Ran, expected: &str) {
    let expected = Ran { status: Some(BAD_INPUT), stdout: String::new(), stderr: format!("{expected}\n") };
    assert_eq!(*ran, expected);
}

// ----- run

#[test]
fn every_scenario_of_the_gallery_comes_to_what_it_comes_to_in_a_session() {
    for entry in gallery() {
        let mut session = session(entry.text);
        assert!(session.play_out(), "{}", entry.name);
        session.seek_position(usize::MAX);
        let view = session.view();
        let chosen = view.chosen.iter().map(|chosen| {
            let voters: Vec<_> = chosen.voters.iter().map(NodeId::to_string).collect();
            json!({ "ballot": chosen.vote.ballot.to_string(), "value": chosen.vote.value.as_str(), "voters": voters })
        });
        let properties =
            view.properties.iter().map(|judged| (judged.property.word().to_owned(), judged.breach.is_none().into()));
        let expected = json!({
            "digest": digest_text(session.end_digest()),
            "ticks": view.frontier.tick,
            "events": session.history().event_count(),
            "chosen": chosen.collect::<Vec<_>>(),
            "properties": Value::Object(properties.collect()),
            "expectations": { "passed": session.expectations().len(), "failed": 0 },
        });
        let json = ran(&["run", "--json", &gallery_file(entry.name)]);
        assert_eq!((json.status, json.stderr.as_str()), (Some(FINE), ""), "{}", entry.name);
        assert_eq!(one_object(&json.stdout), expected, "{}", entry.name);
        assert_eq!(ran_with(&["run", "-", "--json"], entry.text.as_bytes()), json, "{} on stdin", entry.name);
        let windows = file("windows.paxos", format!("\u{feff}{}", entry.text.replace('\n', "\r\n")));
        assert_eq!(ran(&["run", "--json", &windows]), json, "{} with the line ends of Windows", entry.name);
    }
}

#[test]
fn people_are_told_what_came_of_it() {
    let told = ran(&["run", &gallery_file("duel")]);
    assert_eq!((told.status, told.stderr.as_str()), (Some(FINE), ""));
    let expected = "\
src/scenario/gallery/duel.paxos: A duel, and how it ends
  45 events up to tick 318, digest 20c8fd91a7d2be23
  \"blue\" is chosen in 6.n3 by n1 n3, since 281+1
  agreement holds
  validity holds
  one-value-per-ballot holds
  votes-safe holds
  learned-chosen holds
  9 of 9 expectations held
";
    assert_eq!(told.stdout, expected);
    let json = ran(&["run", "--json", &gallery_file("duel")]).stdout;
    assert!(include_str!("../README.md").contains(&json), "the README shows another object than {json}");
}

#[test]
fn mistakes_that_are_switched_on_are_told() {
    let told = ran_with(&["run", "-"], b"paxos 1\nvariant no-raise\nvariant lose-vote\nrun");
    assert_eq!((told.status, told.stderr.as_str()), (Some(FINE), ""));
    assert!(told.stdout.contains("\n  mistakes switched on: lose-vote, no-raise\n"), "{}", told.stdout);
}

#[test]
fn what_is_still_to_come_at_the_end_is_told() {
    let told = ran_with(&["run", "-"], b"paxos 1\nnodes 3\nat 0 propose n1 \"blue\"\n");
    assert_eq!((told.status, told.stderr.as_str()), (Some(FINE), ""));
    assert!(told.stdout.contains("  1 event up to tick 0, "), "{}", told.stdout);
    assert!(told.stdout.contains("\n  2 messages under way at the end\n  nothing is chosen\n"), "{}", told.stdout);
    assert!(told.stdout.ends_with("\n  nothing is expected\n"), "{}", told.stdout);
}

const TWO: &str = "\
# Two scenarios

1. é
   ```paxos
   paxos 1
   title \"Fine\"
   nodes 3
   at 0 propose n1 \"blue\"
   run
   expect chosen \"blue\"
   ```

```sh
no scenario
```

> ```paxos
> paxos 1
> nodes 3
>
> at 0 propose n1 \"blue\"
> expect chosen \"blue\"
> run
> expect chosen \"green\"
> expect chosen \"blue\"
> ```
";

#[test]
fn every_marked_block_of_markdown_is_a_scenario_with_the_lines_of_the_file() {
    for text in [TWO.to_owned(), TWO.replace('\n', "\r\n")] {
        let path = file("two.md", text);
        let failures = format!(
            "{path}:22: expectation “expect chosen \"blue\"” did not hold at 0+1: nothing is chosen.\n\
             {path}:24: expectation “expect chosen \"green\"” did not hold at 49+1: \"blue\" is chosen in 1.n1 by n1 n2 n3.\n"
        );
        let progress = [format!("{path}:4: playing 1 of 2\n"), format!("{path}:17: playing 2 of 2\n")].concat();
        let told = ran(&["run", &path]);
        assert_eq!((told.status, &told.stderr), (Some(EXPECTATION_FAILED), &format!("{progress}{failures}")));
        let headings: Vec<&str> = told.stdout.lines().filter(|line| !line.starts_with(' ')).collect();
        assert_eq!(headings, [format!("{path}:4: Fine"), format!("{path}:17")]);

        let json = ran(&["run", &path, "--json"]);
        assert_eq!((json.status, &json.stderr), (told.status, &told.stderr));
        let object = one_object(&json.stdout);
        let scenarios = object["scenarios"].as_array().expect("a list");
        let lines_and_counts = scenarios.iter().map(|scenario| (&scenario["line"], &scenario["expectations"]));
        assert_eq!(
            lines_and_counts.collect::<Vec<_>>(),
            [(&json!(4), &json!({ "passed": 1, "failed": 0 })), (&json!(17), &json!({ "passed": 1, "failed": 2 }))]
        );
        assert_eq!(scenarios[0]["digest"], scenarios[1]["digest"], "both are the same run");
        assert_eq!(object.as_object().map(|object| object.len()), Some(1));
    }
}

#[test]
fn markdown_is_known_by_its_blocks_where_its_name_does_not_tell() {
    let markdown = "# paxos\n\n```paxos\npaxos 1\n```\n";
    let on_stdin = ran_with(&["run", "-"], markdown.as_bytes());
    assert_eq!((on_stdin.status, on_stdin.stdout.lines().next()), (Some(FINE), Some("stdin:3")));
    // A single scenario is told as one of several, so that a program need not count them first.
    let json = ran(&["run", "--json", &file("one.markdown", markdown)]);
    assert_eq!(one_object(&json.stdout)["scenarios"][0]["line"], 3);
    assert_eq!(ran(&["run", "README.md"]).status, Some(FINE));
}

#[test]
fn every_expectation_that_fails_says_what_was_the_case_instead() {
    let text = "paxos 1\nnodes 3\nseed 1\nat 0 propose n1 \"blue\"\nrun\ncrash n3\nexpect ";
    for (expectation, found) in [
        ("nothing chosen", "\"blue\" is chosen in 1.n1 by n1 n2 n3"),
        ("n2 learned nothing", "n2 has learned \"blue\""),
        ("n3 learned \"blue\"", "n3 is down"),
        ("n2 promised nothing", "n2 has promised 1.n1"),
        ("n3 accepted 2.n2 \"blue\"", "n3 has accepted 1.n1 \"blue\""),
        ("n1 leads 1.n1", "n1 leads nothing"),
        ("n3 leads 1.n3", "n3 is down"),
        ("n3 up", "n3 is down"),
        ("n2 down", "n2 is up"),
        ("agreement broken", "agreement holds"),
    ] {
        let told = ran_with(&["run", "-"], format!("{text}{expectation}\n").as_bytes());
        let expected = format!("stdin:7: expectation “expect {expectation}” did not hold at 49+2: {found}.\n");
        assert_eq!((told.status, told.stderr), (Some(EXPECTATION_FAILED), expected));
    }
}

#[test]
fn a_broken_property_is_told_with_its_proof() {
    let wiped = gallery().iter().find(|entry| entry.name == "wiped-disk").expect("a gallery with a wiped disk");
    let lines = wiped.text.lines().count();
    let text = format!("{}expect agreement holds\nexpect votes-safe holds\n", wiped.text);
    let told = ran_with(&["run", "-"], text.as_bytes());
    assert_eq!(told.status, Some(EXPECTATION_FAILED));
    let agreement =
        "agreement is broken: \"blue\" is chosen in 1.n1 by n1 n2, and \"green\" is chosen in 2.n3 by n1 n2 n3";
    let votes = "votes-safe is broken: n1 voted for \"green\" in 2.n3, while in 1.n1 another value is chosen or still could be: \
                 n1 voted for \"blue\" in 1.n1, n2 voted for \"blue\" in 1.n1";
    for (line, word, found) in [(lines + 1, "agreement", agreement), (lines + 2, "votes-safe", votes)] {
        let expected = format!("stdin:{line}: expectation “expect {word} holds” did not hold at 236+1: {found}.\n");
        assert!(told.stderr.contains(&expected), "{expected}{}", told.stderr);
        assert!(told.stdout.contains(&format!("\n  {found}\n")), "{}", told.stdout);
    }
}

#[test]
fn branches_are_played_and_what_they_expect_is_judged_once() {
    let text = "paxos 1\nnodes 3\n\nat 0 propose n1 \"blue\"\nexpect n2 down\nrun\nexpect chosen \"blue\"\n\n\
                branch from 1 at 5\nat 5 crash n2\nrun\nexpect n2 up\nexpect chosen \"blue\"\n";
    let failures = "stdin:5: expectation “expect n2 down” did not hold at 0+1: n2 is up.\n\
                    stdin:12: expectation “expect n2 up” did not hold at 50+1: n2 is down.\n";
    let told = ran_with(&["run", "-"], text.as_bytes());
    assert_eq!((told.status, told.stderr.as_str()), (Some(EXPECTATION_FAILED), failures));
    assert!(told.stdout.contains("\n  branch 2, of line 9\n    10 events up to tick 50, "), "{}", told.stdout);
    let json = one_object(&ran_with(&["run", "--json", "-"], text.as_bytes()).stdout);
    assert_eq!(json["expectations"], json!({ "passed": 2, "failed": 2 }));
    assert_eq!(json["chosen"][0]["voters"], json!(["n1", "n2", "n3"]), "the body, in which n2 is up");
}

#[test]
fn a_command_that_is_not_possible_is_told_and_no_failure() {
    let text = "paxos 1\nnodes 3\nat 0 propose n1 \"a\"\nat 3 crash n2\ncrash n2\n\nbranch from 1 at 4\nat 4 crash n3\nrestart n1\n";
    let told = ran_with(&["run", "-"], text.as_bytes());
    let notes = "stdin:5: note: “crash n2” was not possible at 3+2: n2 is down: restart it first.\n\
                 stdin:9: note: “restart n1” was not possible at 4+2: n1 is up already.\n";
    assert_eq!((told.status, told.stderr.as_str()), (Some(FINE), notes));
}

#[test]
fn a_run_without_end_is_bounded_and_says_so() {
    let restless = "paxos 1\nnodes 3\ntimeout 10\nat 0 propose n1 \"a\"\nisolate n1\nrun\nexpect chosen \"a\"\n";
    let told = ran_with(&["run", "-"], restless.as_bytes());
    let expected = "stdin:6: note: this “run” does not come to rest: it waits 20000 ticks, and something is due after that.\n\
                    stdin:7: expectation “expect chosen \"a\"” did not hold at 20000: nothing is chosen.\n";
    assert_eq!((told.status, told.stderr.as_str()), (Some(EXPECTATION_FAILED), expected));

    let help = ran(&["run", "--help"]).stdout;
    let bounds = format!("“run” waits {QUIET_LIMIT_TICKS} ticks at most, and a branch has {MAX_EVENTS} events at most");
    assert!(help.contains(&bounds), "{help}");
}

/// (What is told there is tested always, beside the code that tells it: see `play.rs`.)
#[test]
fn a_branch_ends_at_its_bound_and_says_so() {
    if std::env::var_os("PAXOS_LONG").is_none() {
        return;
    }
    // The least that can happen a million times: one proposes, and nobody hears it.
    let lonely = "paxos 1\nnodes 3\nlatency 1\ntimeout 1\nbackoff 0\nat 0 propose n1 \"a\"\nisolate n1\nrun 1000000\nexpect nothing chosen\n";
    let told = ran_with(&["run", "-"], lonely.as_bytes());
    let expected = "stdin: note: the run has come to 1500000 events, the most that it may have: what its lines say after that was not \
                    played.\nstdin:9: expectation “expect nothing chosen” was not reached: the run has come to 1500000 events, the most \
                    that it may have.\n";
    assert_eq!((told.status, told.stderr.as_str()), (Some(EXPECTATION_FAILED), expected));
}

// ----- bad input

#[test]
fn bad_input_is_one_error_and_nothing_else() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let folder = folder.to_str().expect("a path in UTF-8");
    let no_utf8 = file("no-utf8.paxos", b"paxos 1\n# \xc3\xa9\ntitle \"\xe9\"\n");
    let no_block = file("no-block.md", "# Title\n\n```\npaxos 1\n```\n");
    let empty = file("empty.md", "");
    let void = file("void.paxos", "");
    let slip = file("slip.paxos", "paxos 1\nndoes 3\n");
    let twice = file("twice.md", "\n> ```paxos\n> paxos 1\n> seed 1\n> seed 2\n> ```\n");
    let quorums = file("quorums.md", "Text.\n```paxos\npaxos 1\nquorums 2 2\nvariant half-quorum\n```\n");
    let second = file("second.md", "```paxos\npaxos 1\n```\n\n- ```paxos\n  paxos 1\n  propose n9 \"a\"\n  ```\n");
    let huge = file("huge.md", vec![b'a'; 4 * 1024 * 1024 + 1]);
    let words = "Expected a setting (title, about, protocol, nodes, clients, load, observers, election, quorums, proposers, seed, latency, loss, duplication, timeout, \
                 backoff, learning, window, snapshots, alpha, lease, drift, variant, allow, beside, manual, checked), at, branch, propose, deliver, drop, duplicate, hold, release, fire, crash, restart, wipe, cut, heal, \
                 partition, isolate, break, notice, set, run, caption or expect.";
    let no_scenario = "there is no scenario in it. In Markdown, the fenced blocks marked “paxos” are scenarios.";
    let table = [
        ("no/such.paxos", "no/such.paxos: there is no such file.".to_owned()),
        (folder, format!("{folder}: this is a folder, and not a file.")),
        (&no_utf8, format!("{no_utf8}:3:8: the byte 0xe9 is no UTF-8 here. Save the file as UTF-8.")),
        (&no_block, format!("{no_block}: {no_scenario}")),
        (&empty, format!("{empty}: {no_scenario}")),
        (
            &void,
            format!(
                "{void}:1:1: a scenario begins with the line “paxos 1”, the version of its format. Found the end of the text."
            ),
        ),
        (&slip, format!("{slip}:2:1: “ndoes” is out of place. {words} Did you mean “nodes”?")),
        (&twice, format!("{twice}:5:3: “seed” is given a second time; the first is in line 4.")),
        (
            &quorums,
            format!(
                "{quorums}:5:9: “quorums” and “half-quorum” both say how large a quorum is, and only one of them can; the first is in line 4."
            ),
        ),
        (&second, format!("{second}:7:11: there is no node n9: this scenario has 3 nodes, n1 to n3.")),
        (&huge, format!("{huge}: the file is too large: it may have 4194304 bytes.")),
    ];
    for (path, expected) in table {
        for arguments in [&["run", path][..], &["run", "--json", path], &["link", path]] {
            check_error(&ran(arguments), &expected);
        }
    }
}

#[test]
fn what_cannot_be_asked_is_one_error_and_nothing_else() {
    let table: [(&[&str], &str); 14] = [
        (&["rnu"], "paxos-playground: there is no verb “rnu”. Did you mean “run”?"),
        (
            &["frob"],
            "paxos-playground: there is no verb “frob”. There are: run, check, chaos, spec, link, text. See paxos-playground --help.",
        ),
        (&["--hlep"], "paxos-playground: there is no option --hlep. Did you mean --help?"),
        (&["run"], "paxos-playground run: FILE is missing. See paxos-playground run --help."),
        (&["run", "a", "b"], "paxos-playground run: “b” is one argument too many. See paxos-playground run --help."),
        (&["run", "a", "--jsno"], "paxos-playground run: there is no option --jsno. Did you mean --json?"),
        (&["run", "-j", "a"], "paxos-playground run: there is no option -j. See paxos-playground run --help."),
        (&["run", "--base", "a"], "paxos-playground run: there is no option --base. See paxos-playground run --help."),
        (
            &["run", "--json=yes", "a"],
            "paxos-playground run: unexpected argument for option '--json': \"yes\". See paxos-playground run --help.",
        ),
        (&["link"], "paxos-playground link: FILE is missing. See paxos-playground link --help."),
        (
            &["link", "a", "--base"],
            "paxos-playground link: The URL of --base is missing. See paxos-playground link --help.",
        ),
        (
            &["text"],
            "paxos-playground text: LINK (in quotes, if it begins with #) is missing. See paxos-playground text --help.",
        ),
        (
            &["text", "p1.A", "--all-branch"],
            "paxos-playground text: there is no option --all-branch. Did you mean --all-branches?",
        ),
        (
            &["text", "--"],
            "paxos-playground text: LINK (in quotes, if it begins with #) is missing. See paxos-playground text --help.",
        ),
    ];
    for (arguments, expected) in table {
        check_error(&ran(arguments), expected);
    }
    let nothing = ran(&[]);
    assert_eq!((nothing.status, nothing.stdout.as_str()), (Some(BAD_INPUT), ""));
    assert_eq!(nothing.stderr, ran(&["--help"]).stdout);
}

#[test]
fn everything_has_its_help() {
    let help = ran(&["--help"]);
    assert_eq!((help.status, help.stderr.as_str()), (Some(FINE), ""));
    for (verb, option) in [("run", "--json"), ("link", "--base"), ("text", "--all-branches")] {
        assert!(help.stdout.contains(&format!("\n  {verb} ")), "{verb}: {}", help.stdout);
        let of_verb = ran(&[verb, "--help"]);
        assert_eq!((of_verb.status, of_verb.stderr.as_str()), (Some(FINE), ""));
        assert!(of_verb.stdout.contains(&format!("\nUsage: paxos-playground {verb} ")), "{}", of_verb.stdout);
        assert!(of_verb.stdout.contains(&format!("\n  {option} ")), "{}", of_verb.stdout);
        assert_eq!(ran(&[verb, "-h"]), of_verb);
    }
    let version = ran(&["--version"]);
    assert_eq!(
        (version.status, version.stdout),
        (Some(FINE), format!("paxos-playground {}\n", env!("CARGO_PKG_VERSION")))
    );
}

// ----- links

#[test]
fn a_link_says_what_the_text_says_and_back() {
    for entry in gallery() {
        let link = ran(&["link", &gallery_file(entry.name)]);
        assert_eq!((link.status, link.stderr.as_str()), (Some(FINE), ""));
        let code = link.stdout.strip_prefix('#').and_then(|code| code.strip_suffix('\n')).expect("# and a line's end");
        let address = format!("https://example.org/paxos/#{code}");
        for written in [code, &format!("#{code}"), &address] {
            let text = ran(&["text", written]);
            assert_eq!(
                (text.status, text.stdout.as_str(), text.stderr.as_str()),
                (Some(FINE), entry.text, ""),
                "{written}"
            );
        }
        for base in ["https://example.org/paxos/", "https://example.org/paxos/#p1.of-another-run"] {
            assert_eq!(ran(&["link", "--base", base, &gallery_file(entry.name)]).stdout, format!("{address}\n"));
        }
        assert_eq!(ran_with(&["link", "-"], entry.text.as_bytes()), link);
    }
}

#[test]
fn all_branches_go_through_a_link() {
    let text = "paxos 1\nprotocol synod\nnodes 3\nseed 1\n\nat 0 propose n1 \"blue\"\nrun\n\nbranch from 1 at 5\nat 5 crash n2\nrun\n";
    let link = ran_with(&["link", "-"], text.as_bytes());
    let all = ran(&["text", "--all-branches", link.stdout.trim()]);
    assert_eq!(all.stdout, text);
    assert_eq!(ran_with(&["link", "-"], all.stdout.as_bytes()), link);
    let shown = ran(&["text", link.stdout.trim()]);
    assert_eq!(shown.stdout, "paxos 1\nprotocol synod\nnodes 3\nseed 1\n\nat 0 propose n1 \"blue\"\nrun\n");
}

#[test]
fn markdown_gives_a_link_for_each_scenario_behind_its_line() {
    let links = ran_with(&["link", "-"], TWO.as_bytes());
    assert_eq!((links.status, links.stderr.as_str()), (Some(FINE), ""));
    let lines: Vec<_> = links.stdout.lines().map(|line| line.split_once(": #p1.").map(|(line, _)| line)).collect();
    assert_eq!(lines, [Some("4"), Some("17")]);
}

#[test]
fn a_link_that_cannot_be_opened_is_one_error_and_nothing_else() {
    let link = ran(&["link", &gallery_file("duel")]).stdout.trim().to_owned();
    let middle = link.len() / 2;
    let other = if link.as_bytes()[middle] == b'A' { "B" } else { "A" };
    let changed = format!("{}{other}{}", &link[..middle], &link[middle + 1..]);
    let cut_off = &link[..middle];
    let (found, whole) = (middle - "#p1.".len(), link.len() - "#p1.".len());
    let table = [
        (changed.as_str(), "This link is damaged: a character was changed, added or left out. Copy it once more.".to_owned()),
        (
            cut_off,
            format!(
                "This link is cut off: {found} of {whole} characters are left behind “p1.”. Some programs cut long links; copy it \
                 once more, or ask for the run's text."
            ),
        ),
        ("#", "There is no link. Paste one that begins with “p1.”, or the address that ends with it.".to_owned()),
        (
            "https://example.org/",
            "“https://example.org” is not the beginning of a link of this page: those begin with “p1.”. Copy the whole link."
                .to_owned(),
        ),
    ];
    for (link, expected) in table {
        check_error(&ran(&["text", link]), &format!("paxos-playground text: {expected}"));
    }
}

#[test]
fn a_link_that_played_differently_gives_its_text_and_says_so() {
    let text = "paxos 1\nprotocol synod\nnodes 3\nseed 1\n";
    let scenario = parse(text).expect("a scenario");
    let link = encode(&Link::unplayed(scenario, 1)).expect("a link");
    let told = ran(&["text", &link]);
    assert_eq!((told.status, told.stdout.as_str()), (Some(FINE), text));
    assert!(told.stderr.starts_with("note: ") && told.stderr.lines().count() == 1, "{}", told.stderr);
}

// ----- stdout

#[test]
fn a_reader_that_leaves_is_no_failure() {
    for arguments in [&["run", "-"][..], &["run", "-", "--json"], &["link", "-"]] {
        let mut child = program().args(arguments).spawn().expect("the program starts");
        // It waits for its input meanwhile, so it finds nobody there.
        drop(child.stdout.take());
        child.stdin.take().expect("a pipe").write_all(gallery()[0].text.as_bytes()).expect("the program reads");
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(
            (output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()),
            (Some(FINE), ""),
            "{arguments:?}"
        );
    }
}
