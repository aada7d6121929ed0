//! What a run comes to, on every machine and for ever: shared by the native tests and those in wasm, so that both are held against the
//! same numbers. A number here may change only with a version of the draws or of the projection, which breaks links.

#![allow(dead_code, reason = "each of the tests that include this uses a part of it")]

use paxos_playground::chaos::{self, Chaos, Terms, Verdict};
use paxos_playground::protocol::{Projection, ProtocolName};
use paxos_playground::scenario::{What, format, parse, parse_line};
use paxos_playground::session::{LinkOptions, Session, View};
use paxos_playground::sim::{Command, Moment};

/// How many seeds are folded into [`FOLDED`].
pub const SEEDS: u64 = 200;

/// The end digests of the runs of all seeds, folded.
pub const FOLDED: u64 = 0x93f0_874b_e78a_0177;

/// How many seeds are folded into [`LOGS_FOLDED`].
pub const LOG_SEEDS: u64 = 60;

/// The digests of logs under Zab of these seeds, folded.
pub const ZAB_FOLDED: u64 = 0x2925_21c4_cd76_fe32;

/// The digests of logs of these seeds, folded.
pub const LOGS_FOLDED: u64 = 0x97fa_1155_d28b_62ce;

/// The end digests of single runs, to tell at once which kind of thing has changed.
pub const DIGESTS: [(&str, &str, u64); 5] = [
    ("nothing has happened", "seed 1", 0x729d_aa25_6019_90db),
    ("a decision", "seed 42\n\nat 0 propose n1 \"value1\"\nrun", 0x8139_76e7_905f_73ef),
    ("a value in another script", "seed 42\n\nat 0 propose n1 \"蓝色\"\nrun 15", 0x80e8_f36a_d8ed_301f),
    ("a duel", "seed 7\nlearning votes\n\nat 0 propose n1 \"a\"\nat 1 propose n3 \"b\"\nrun", 0x877a_8836_26fa_41df),
    (
        "every fault",
        "seed 18446744073709551615\nloss 20%\nduplication 20%\n\nat 0 propose n1 \"a\"\nat 5 crash n2\nat 9 cut n1->n3\nat 30 restart n2\n\
         at 31 heal\nat 40 set latency n1--n2 30\nat 41 propose n3 \"b\" crashing after 2\nat 50 wipe n3\nat 55 propose n3 \"c\"\nrun 400",
        0x7b56_46d2_6e77_36ee,
    ),
];

/// When the first messages of seed 42 are due: the draws themselves.
pub const DUE: [(&str, u64); 4] = [
    ("n1->n2 prepare 1.n1", 4_263),
    ("n1->n3 prepare 1.n1", 19_332),
    ("n1->n4 prepare 1.n1", 58_904),
    ("n1->n5 prepare 1.n1", 47_727),
];

/// The runs of chaos of the first hundred seeds, as texts and with how many events they have, folded.
pub const CHAOS_FOLDED: u64 = 0x09e9_55d0_6797_6857;

/// What chaos finds of a mistake: the number of runs, and the digest of the text.
pub const CHAOS_FOUND: (u64, u64) = (156, 0x854e_0297_b79d_3988);

/// SplitMix64.
pub struct Dice(pub u64);

impl Dice {
    pub fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    pub fn below(&mut self, count: u64) -> u64 {
        self.throw() % count.max(1)
    }

    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        let place = self.below(things.len() as u64);
        things.get(usize::try_from(place).unwrap_or_default())
    }
}

/// A scenario with faults: a cluster of 3 to 7 nodes, a bad network, and commands at their times.
pub fn scenario(seed: u64) -> String {
    let mut dice = Dice(seed);
    let nodes = 3 + dice.below(5);
    let (loss, duplication) = (dice.below(25), dice.below(25));
    let (latency, backoff) = (1 + dice.below(20), 1 + dice.below(30));
    let mut text = format!("paxos 1\nprotocol synod\nnodes {nodes}\nseed {}\n", dice.throw());
    text += &format!("latency {latency}..{}\nloss {loss}%\nduplication {duplication}%\n", latency + dice.below(20));
    text += &format!("timeout {}\nbackoff {backoff}..{}\n", 20 + dice.below(80), backoff + dice.below(60));
    if dice.below(3) == 0 {
        text += "learning votes\n";
    }
    text += "\n";
    let mut tick = 0;
    for number in 0..3 + dice.below(12) {
        let command = command_without_messages(&mut dice, nodes, number);
        text += &format!("at {tick} {command}\n");
        if dice.below(4) == 0 {
            text += &format!("caption \"line {number}\"\nexpect nothing chosen\n");
        }
        tick += dice.below(40);
    }
    text
}

fn command_without_messages(dice: &mut Dice, nodes: u64, number: u64) -> String {
    let node = 1 + dice.below(nodes);
    let other = 1 + (node + dice.below(nodes - 1)) % nodes;
    let crashing = if dice.below(5) == 0 { format!(" crashing after {}", dice.below(5)) } else { String::new() };
    match if number < 2 { 0 } else { dice.below(16) } {
        0..=3 => format!("propose n{node} \"v{}\"{crashing}", dice.below(4)),
        4 => format!("crash n{node}"),
        5 | 6 => format!("restart n{node}"),
        7 => format!("cut n{node}->n{other}"),
        8 => format!("cut n{node}--n{other}"),
        9 => format!("isolate n{node}"),
        10 => format!("partition n{node} n{other}"),
        11 | 12 => "heal".to_owned(),
        13 => format!("set loss {}%", dice.below(40)),
        14 => format!("set latency n{node}--n{other} {}", dice.below(60)),
        _ if dice.below(3) == 0 => format!("wipe n{node}"),
        _ => format!("fire n{node}{crashing}"),
    }
}

/// A command that a person might give in the state shown; it may be impossible.
pub fn command(dice: &mut Dice, view: &View) -> String {
    let nodes = u64::from(view.node_count);
    let Some(message) = dice.pick(&view.messages).filter(|_| dice.throw().is_multiple_of(2)) else {
        let text = command_without_messages(dice, nodes, 2);
        let text = if view.log.is_some() { by_client(&text, dice) } else { text };
        return if view.protocol == ProtocolName::Zab { breaking(&text) } else { text };
    };
    let name = message.name;
    match dice.below(6) {
        0 => format!("drop {name}"),
        1 => format!("duplicate {name}"),
        2 => format!("hold {name}"),
        3 => format!("release {name}"),
        4 => format!("deliver {name} crashing after {}", dice.below(4)),
        _ => format!("deliver {name}"),
    }
}

/// In a log a client asks: the first or the second.
fn by_client(text: &str, dice: &mut Dice) -> String {
    match text.strip_prefix("propose n").and_then(|rest| rest.split_once(' ')) {
        Some((_, rest)) => format!("propose c{} {rest}", 1 + dice.below(2)),
        None => text.to_owned(),
    }
}

/// The same for a replicated log of three or five servers and two clients, whose log is short now and then.
pub fn log_scenario(seed: u64) -> String {
    let mut dice = Dice(seed);
    let nodes = 3 + 2 * dice.below(2);
    let latency = 1 + dice.below(10);
    let mut text = format!("paxos 1\nprotocol multipaxos\nnodes {nodes}\nclients 2\nseed {}\n", dice.throw());
    text += &format!("latency {latency}..{}\nloss {}%\n", latency + dice.below(10), dice.below(15));
    text += &format!("timeout {}\n", 40 + dice.below(80));
    if dice.below(2) == 0 {
        text += &format!("snapshots {}\n", 1 + dice.below(3));
    }
    text += "\n";
    let mut tick = 0;
    for number in 0..3 + dice.below(12) {
        let command = command_without_messages(&mut dice, nodes, number);
        text += &format!("at {tick} {}\n", by_client(&command, &mut dice));
        if dice.below(4) == 0 {
            text += &format!("caption \"line {number}\"\nexpect slot 0 chosen nothing\n");
        }
        tick += dice.below(60);
    }
    text
}

/// The same under Zab.
pub fn zab_scenario(seed: u64) -> String {
    let text = breaking(&log_scenario(seed).replacen("multipaxos", "zab", 1));
    // The last server observes, now and then.
    if seed.is_multiple_of(3) { text.replacen("\nseed", "\nobservers 1\nseed", 1) } else { text }
}

/// Where a link is cut both ways, the connection breaks instead.
fn breaking(text: &str) -> String {
    let line = |line: &str| match line.split_once("cut n") {
        Some((time, ends)) if ends.contains("--") => format!("{time}break n{ends}"),
        _ => line.to_owned(),
    };
    let lines: Vec<String> = text.split('\n').map(line).collect();
    lines.join("\n")
}

/// The command that a line of text says.
pub fn read(session: &Session, text: &str) -> Command {
    match parse_line(text, &session.scenario().settings) {
        Ok(Some(item)) => match item.what {
            What::Command(command) => command,
            other => panic!("{text} is no command: {other:?}"),
        },
        other => panic!("{text}: {other:?}"),
    }
}

/// A session of this text.
pub fn session(text: &str) -> Session {
    Session::new(parse(text).unwrap_or_else(|error| panic!("{error:?}\n{text}")))
}

/// The run of a seed: its scenario, and a person who interferes.
pub fn run(seed: u64) -> Session {
    let mut session = session(&scenario(seed));
    let mut dice = Dice(!seed);
    for _ in 0..12 {
        session.play_to(session.moment().tick + dice.below(25));
        let text = command(&mut dice, &session.view());
        let command = read(&session, &text);
        // What is not possible is refused, and changes nothing.
        let _ = session.execute(command);
    }
    session.play_to(session.moment().tick + 400);
    session.play_out();
    session
}

/// The run taken away as text and brought back: the same end.
pub fn check_text(original: &Session) {
    let text = original.text(false);
    let mut again = session(&text);
    again.play_out();
    assert_eq!(again.end_digest(), original.end_digest(), "the text brings about another end:\n{text}");
    assert_eq!(again.transcript(), original.transcript(), "the text brings about another run:\n{text}");
}

/// The run taken away as a link and brought back: the same end, at the moment that the link names.
pub fn check_link(original: &Session) {
    let moment = Moment::at_tick(30);
    let mut original = original.clone();
    original.seek(moment);
    let link = original.link(LinkOptions { all_branches: false, here: true });
    let link = link.unwrap_or_else(|error| panic!("{error:?}\n{}", original.text(false)));
    let opened = Session::open(&link).unwrap_or_else(|error| panic!("{error:?}\n{link}\n{}", original.text(false)));
    assert!(opened.faithful, "{link}\n{}", original.text(false));
    assert_eq!(opened.session.moment(), moment, "{link}");
    assert_eq!(opened.session.end_digest(), original.end_digest(), "{link}\n{}", original.text(false));
}

/// Every seed's run, each there and back again, and their digests folded into one number.
pub fn check_folded() {
    let mut folded = 0_u64;
    for seed in 0..SEEDS {
        let run = run(seed);
        folded = (folded.rotate_left(7) ^ run.end_digest()).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        check_text(&run);
        check_link(&run);
    }
    assert_eq!(folded, FOLDED, "the runs of {SEEDS} seeds are not what they were: {folded:#018x}");
}

/// Runs of logs under both protocols, the digests of each folded into one number.
pub fn check_logs_folded() {
    check_logs(log_scenario, LOGS_FOLDED);
    check_logs(zab_scenario, ZAB_FOLDED);
}

fn check_logs(scenario: fn(u64) -> String, golden: u64) {
    let mut folded = 0_u64;
    for seed in 0..LOG_SEEDS {
        let mut run = session(&scenario(seed));
        run.play_to(600);
        folded = (folded.rotate_left(7) ^ run.end_digest()).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        check_text(&run);
        check_link(&run);
    }
    assert_eq!(folded, golden, "the logs of {LOG_SEEDS} seeds are not what they were: {folded:#018x}");
}

/// The digests of single runs.
pub fn check_digests() {
    for (what, body, golden) in DIGESTS {
        let text = format!("paxos 1\nprotocol synod\nnodes 3\n{body}\n");
        let mut session = session(&text);
        session.play_out();
        let digest = session.end_digest();
        assert_eq!(digest, golden, "{what}: {digest:#018x}\n{text}{}", session.transcript());
    }
}

/// The draws, as they show in the times at which messages are due.
pub fn check_due() {
    let mut session = session("paxos 1\nprotocol synod\nnodes 5\nseed 42\nlatency 0..99999\n\nat 0 propose n1 \"a\"\n");
    session.play_to(0);
    let due: Vec<_> =
        session.view().messages.iter().map(|message| (message.name.to_string(), message.due_tick)).collect();
    let golden: Vec<_> = DUE.iter().map(|(name, tick)| ((*name).to_owned(), *tick)).collect();
    assert_eq!(due, golden);
}

/// Runs of chaos: what is drawn, and what comes of it.
pub fn check_chaos() {
    let parsed = |text: &str| parse(text).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
    let text_digest = |text: &str| {
        let mut projection = Projection::default();
        projection.text(text);
        projection.digest()
    };
    let terms = Terms::of(&parsed("paxos 1\nnodes 5\nallow wipes 1\nvariant accept-unchecked\n"));
    let mut folded = 0_u64;
    for seed in 0..100 {
        let run = chaos::run(&terms, seed);
        let text = format(&run.script.to_scenario(run.failed));
        folded = (folded.rotate_left(7) ^ text_digest(&text) ^ run.events as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    assert_eq!(folded, CHAOS_FOLDED, "the runs of chaos are not what they were: {folded:#018x}");
    let mut search = Chaos::new(&parsed("paxos 1\nnodes 3\nvariant lose-promise\n"), 1, 1_000);
    while !search.advance(100) {}
    let Some(Verdict::Found(found)) = search.verdict() else { panic!("nothing was found") };
    let text = format(&found.scenario);
    assert_eq!((search.progress().runs, text_digest(&text)), CHAOS_FOUND, "{:#018x}\n{text}", text_digest(&text));
}

/// Everything: what the tests in wasm call.
pub fn check_all() {
    check_chaos();
    check_due();
    check_digests();
    check_folded();
    check_logs_folded();
}
