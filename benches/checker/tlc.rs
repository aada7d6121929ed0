//! Lamport's specification, searched by our engine and by TLC with one worker. TLC's time begins when it has worked out the initial state and
//! ends when it says that it is through: the start of the Java machine and the reading of the specification are not in it.

use super::{Speed, TURNS, search, time};
use paxos_playground::check::spec::paxos::{Constants, Paxos, Question};
use paxos_playground::protocol::Quorums;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Names the file tla2tools.jar.
const JAR: &str = "TLA2TOOLS";
const SPECIFICATION: &str = include_str!("Paxos.tla");
const ACCEPTORS: u8 = 5;
const VALUES: u8 = 2;
const HIGHEST_BALLOT: u8 = 1;

/// What TLC came to.
struct Run {
    seconds: f64,
    distinct: u64,
    /// In steps; TLC counts states.
    depth: u32,
}

pub fn compare() {
    let constants = Constants {
        acceptors: ACCEPTORS,
        values: VALUES,
        highest_ballot: HIGHEST_BALLOT,
        quorums: Quorums::majorities(ACCEPTORS),
    };
    let spec = || Paxos::new(constants, None, Question::Agreement, false).expect("constants that fit");
    let (states, depth) = search(spec());
    println!(
        "Lamport's specification, {ACCEPTORS} acceptors, {VALUES} values, ballots 0..{HIGHEST_BALLOT}: {states} states, {depth} steps deep"
    );
    let (mut ours, mut theirs) = (Speed::of(states), Speed::of(states));
    (0..TURNS).for_each(|_| ours.add(time(|| search(spec())).0));
    ours.tell("ours");
    let Some(jar) = std::env::var_os(JAR).filter(|jar| !jar.is_empty()) else {
        println!("  TLC         not measured: {JAR} names no tla2tools.jar (`./dev bench` fetches it)");
        return;
    };
    for _ in 0..TURNS {
        match run(&jar) {
            Ok(run) => {
                assert_eq!((run.distinct, run.depth), (states, depth), "both see the same states");
                theirs.add(run.seconds);
            }
            Err(why) => {
                println!("  TLC         not measured: {why}");
                return;
            }
        }
    }
    theirs.tell("TLC");
    ours.tell_ratio(&theirs);
}

/// Has TLC search, with one worker.
fn run(jar: &OsStr) -> Result<Run, String> {
    let jar = std::fs::canonicalize(jar).map_err(|error| format!("{}: {error}", jar.to_string_lossy()))?;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tlc");
    prepare(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut java = Command::new("java");
    // What TLC itself recommends; and no complaint about states from which nothing leads on.
    java.arg("-XX:+UseParallelGC").arg("-cp").arg(jar).args(["tlc2.TLC", "-workers", "1", "-deadlock", "Paxos"]);
    let child = java.current_dir(&folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = child.map_err(|error| format!("java does not start ({error})"))?;
    let (mut started, mut seconds, mut distinct, mut depth) = (None, None, None, None);
    let mut said = Vec::new();
    for line in child.stdout.take().into_iter().flat_map(|output| BufReader::new(output).lines()).map_while(Result::ok)
    {
        if line.starts_with("Finished computing initial states") {
            started = Some(Instant::now());
        } else if line.starts_with("Model checking completed. No error") {
            seconds = started.map(|started| started.elapsed().as_secs_f64());
        } else if line.ends_with("states left on queue.") && !line.starts_with("Progress") {
            distinct = numbers(&line).nth(1);
        } else if line.starts_with("The depth of the complete state graph search is") {
            depth = numbers(&line).next();
        }
        said.push(line);
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    match (seconds, distinct, depth) {
        (Some(seconds), Some(distinct), Some(depth)) if status.success() => {
            Ok(Run { seconds, distinct, depth: depth as u32 - 1 })
        }
        _ => Err(format!("TLC did not come to its end ({status}); it said:\n{}", said.join("\n"))),
    }
}

/// A folder with nothing but the specification and its constants.
fn prepare(folder: &Path) -> std::io::Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    let set = |letter: &str, size: u8| {
        let members: Vec<String> = (1..=size).map(|number| format!("{letter}{number}")).collect();
        format!("{{{}}}", members.join(", "))
    };
    let (acceptors, values) = (set("a", ACCEPTORS), set("v", VALUES));
    let constants =
        format!("CONSTANTS Acceptor = {acceptors} Value = {values} HighestBallot = {HIGHEST_BALLOT} None = None");
    std::fs::write(folder.join("Paxos.tla"), SPECIFICATION)?;
    std::fs::write(folder.join("Paxos.cfg"), format!("{constants}\nSPECIFICATION Spec\nINVARIANT Agreement\n"))
}

/// The numbers in a line.
fn numbers(line: &str) -> impl Iterator<Item = u64> {
    line.split(|character: char| !character.is_ascii_digit()).filter_map(|digits| digits.parse().ok())
}
