//! Sessions from the outside: cursor, branches, undo and redo, and the text that a run is taken away as.

use super::{Happening, Session, View};
use crate::scenario::{What, parse, parse_line};
use crate::sim::{Command, Moment};

mod beside;
mod chaos;
mod check;
mod history;
mod links;
mod log;
mod undo;

fn session(body: &str) -> Session {
    session_of("nodes 3\nseed 1", body)
}

fn session_of(settings: &str, body: &str) -> Session {
    session_under("synod", settings, body)
}

fn session_under(protocol: &str, settings: &str, body: &str) -> Session {
    let text = format!("paxos 1\nprotocol {protocol}\n{settings}\n\n{body}\n");
    Session::new(parse(&text).unwrap_or_else(|error| panic!("{error:?}\n{text}")))
}

/// The command that a person would type.
fn command(session: &Session, text: &str) -> Command {
    match parse_line(text, &session.scenario().settings) {
        Ok(Some(item)) => match item.what {
            What::Command(command) => command,
            other => panic!("{text} is no command: {other:?}"),
        },
        other => panic!("{text}: {other:?}"),
    }
}

fn give(session: &mut Session, text: &str) {
    let command = command(session, text);
    if let Err(error) = session.execute(command) {
        panic!("{text} at {}: {error:?}\n{}", session.moment(), session.text(true));
    }
}

fn at(tick: u64, events: u32) -> Moment {
    Moment { tick, events }
}

/// The tick at which a command of the history was carried out.
fn happened(session: &Session, is_it: impl Fn(&Happening) -> bool) -> Vec<Moment> {
    let history = session.history();
    history.events().filter(|event| is_it(&event.what)).map(|event| event.moment).collect()
}

fn crashes(session: &Session) -> Vec<Moment> {
    happened(session, |what| matches!(what, Happening::Crashed))
}

/// A view without what undo is free to change: what redo would give.
fn without_redo(view: View) -> View {
    View { redo: None, ..view }
}

/// Plays the run out, exports it, plays the export out: the same end.
fn check_text_round_trip(session: &Session) {
    let mut original = session.clone();
    original.play_out();
    let text = original.text(false);
    let scenario = parse(&text).unwrap_or_else(|error| panic!("the run's own text does not parse: {error:?}\n{text}"));
    let mut again = Session::new(scenario);
    again.play_out();
    assert_eq!(again.transcript(), original.transcript(), "\n{text}");
    assert_eq!(again.text(false), text, "a second export differs");
}

// ----- moving the cursor

#[test]
fn a_new_session_stands_at_the_start_and_nothing_has_happened() {
    let session = session("at 0 propose n1 \"blue\"");
    let view = session.view();
    assert_eq!((view.moment, view.position, view.event_count), (Moment::default(), 0, 0));
    assert_eq!((view.undo, view.redo, view.next_tick), (None, None, Some(0)));
}

#[test]
fn step_back_undoes_step() {
    let mut session = session("at 0 propose n1 \"blue\"\nat 3 crash n3\nrun");
    let state = |session: &Session| (session.moment(), session.digest(), session.view().nodes);
    let mut states = vec![state(&session)];
    while session.step() {
        states.push(state(&session));
    }
    for before in states.iter().rev().skip(1) {
        assert!(session.step_back());
        assert_eq!(&state(&session), before);
    }
    assert!(!session.step_back());
}

#[test]
fn play_to_lets_time_pass_without_events() {
    let mut session = session("at 0 propose n1 \"blue\"\nat 100 crash n3");
    assert!(session.play_to(90));
    assert_eq!(session.moment(), at(90, 0));
    assert_eq!(session.view().next_tick, Some(100));
    assert!(!session.play_to(100));
    assert_eq!(session.moment(), at(100, 1));
}

#[test]
fn looking_at_the_future_and_coming_back_shows_what_was_there() {
    let mut session = session("at 0 propose n1 \"blue\"\nat 5 caption \"five\"\nat 50 caption \"fifty\"\nrun");
    session.play_to(20);
    let (before, digest) = (session.view(), session.digest());
    session.play_to(200);
    assert_ne!(session.digest(), digest);
    assert_eq!(session.view().caption.map(|caption| caption.words.en), Some("fifty".to_owned()));
    session.seek(before.moment);
    let after = session.view();
    assert_eq!((session.digest(), after.caption, after.moment), (digest, before.caption, before.moment));
    assert_eq!((after.nodes, after.messages), (before.nodes, before.messages));
}

/// The moment written `58` is before any event of tick 58. Going there from the frontier, nothing of tick 58 has been simulated:
/// a command is then given at the frontier, and opens no branch.
#[test]
fn seeking_beyond_the_frontier_simulates_nothing_beyond_the_moment() {
    let mut session = session("at 0 propose n1 \"blue\"\nat 20 crash n3");
    session.seek(at(20, 0));
    let view = session.view();
    assert_eq!(view.moment, at(20, 0));
    assert_eq!(view.event_count, view.position, "an event beyond the cursor has been simulated");
    give(&mut session, "crash n2");
    assert_eq!(session.view().branches.len(), 1, "a command at the frontier opened a branch");
}

#[test]
fn a_moment_too_late_for_the_format_is_not_reached() {
    let mut session = session("at 0 propose n1 \"blue\"");
    session.seek(at(u64::MAX, 0));
    give(&mut session, "crash n2");
    give(&mut session, "restart n2");
    give(&mut session, "propose n2 \"red\"");
    check_text_round_trip(&session);
}

/// What was sent how often decides what the next message is called and what becomes of it, so it belongs to the state.
#[test]
fn the_digest_tells_states_apart_that_look_alike_and_go_on_differently() {
    let states = [
        "duplicate n1->n2 prepare 1.n1|drop n1->n2 prepare 1.n1 #2",
        "hold n1->n2 prepare 1.n1|release n1->n2 prepare 1.n1",
    ];
    let [(copied, one), (held, other)] = states.map(|commands| {
        let mut session = session("at 0 propose n1 \"blue\"");
        session.step();
        commands.split('|').for_each(|text| give(&mut session, text));
        (session.view(), session.digest())
    });
    assert_eq!((copied.nodes, copied.messages, copied.moment), (held.nodes, held.messages, held.moment));
    assert_ne!(one, other);
}

// ----- branches

#[test]
fn a_command_at_the_frontier_opens_no_branch() {
    let mut session = session("at 0 propose n1 \"blue\"");
    session.play_to(5);
    give(&mut session, "crash n3");
    assert_eq!(session.view().branches.len(), 1);
    assert_eq!(crashes(&session), [at(5, 1)]);
    check_text_round_trip(&session);
}

#[test]
fn a_command_in_the_past_opens_a_branch_and_the_old_one_stays() {
    let mut session = session("at 0 propose n1 \"blue\"\nat 30 crash n2\nrun");
    session.play_out();
    let old = session.transcript();
    session.seek(at(12, 0));
    let fork = session.view();
    give(&mut session, "crash n3");
    let view = session.view();
    assert_eq!((view.branches.len(), view.branch), (2, 1));
    assert_eq!(view.branches[1].parent, Some((0, fork.moment)));
    assert_eq!(view.branches[1].first_command, Some(command(&session, "crash n3")));
    session.play_out();
    assert_eq!(crashes(&session), [at(12, 1), at(30, 1)], "what the scenario has in store stays in store");
    assert!(session.show_branch(0));
    session.seek_position(usize::MAX);
    assert_eq!(session.transcript(), old);
    check_text_round_trip(&session);
}

#[test]
fn a_branch_leaves_out_what_the_person_did_later() {
    let mut session = session("at 0 propose n1 \"blue\"");
    session.play_to(20);
    give(&mut session, "crash n2");
    session.play_to(40);
    session.seek(at(10, 0));
    give(&mut session, "crash n3");
    session.play_to(100);
    assert_eq!(crashes(&session), [at(10, 1)]);
}

#[test]
fn showing_a_branch_does_not_play_it_on() {
    let mut session = session("at 0 propose n1 \"blue\"");
    session.play_to(100);
    session.seek(at(10, 0));
    give(&mut session, "crash n3");
    let short = session.view();
    assert!(session.show_branch(0));
    session.seek_position(usize::MAX);
    assert!(session.show_branch(1));
    let view = session.view();
    assert_eq!(
        (view.event_count, view.frontier),
        (short.event_count, short.frontier),
        "showing it simulated it further"
    );
    assert_eq!(view.moment, short.frontier);
}

/// What a hand-written branch does first without a time, it does at the fork, not when the line before was done.
#[test]
fn the_first_line_of_a_branch_counts_from_the_fork() {
    let opened = |settings: &str, own: &str| {
        let mut session = session_of(settings, &format!("at 0 propose n1 \"a\"\n\nbranch from 1 at 25\n{own}\n"));
        session.show_branch(1);
        session.play_out();
        check_text_round_trip(&session);
        let text = session.text(true);
        text.lines().skip_while(|line| !line.starts_with("branch")).skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(opened("", "crash n3\ncrash n2")[..2], ["at 25 crash n3", "crash n2"]);
    assert_eq!(opened("", "run 5\ncrash n3")[..2], ["run to 30", "crash n3"]);
    assert_eq!(opened("", "# why\nexpect n3 up\ncrash n3")[..3], ["# why", "at 25 expect n3 up", "crash n3"]);
    assert_eq!(opened("", "run\ncrash n3")[..2], ["at 25 run", "crash n3"]);
    assert_eq!(opened("manual", "crash n3\nat 30 crash n2")[..2], ["at 35 crash n3", "at 35 crash n2"]);

    let mut session = session("at 0 propose n1 \"a\"\n\nbranch from 1 at 25\ncrash n3\n");
    session.show_branch(1);
    session.play_out();
    assert!(crashes(&session).iter().all(|moment| moment.tick == 25) && !crashes(&session).is_empty());
}

#[test]
fn a_run_under_way_ends_when_it_would_have_whatever_is_commanded_meanwhile() {
    let mut session = session("at 0 propose n1 \"blue\"\nrun 30\ncrash n2");
    session.play_to(8);
    give(&mut session, "crash n3");
    session.play_out();
    assert_eq!(crashes(&session), [at(8, 1), at(30, 1)]);
    check_text_round_trip(&session);
}

// ----- taking the run away

#[test]
fn a_run_to_a_moment_written_by_the_author_stays() {
    let mut session = session("at 0 propose n1 \"blue\"\nrun to 20\ncrash n2\nexpect n2 down");
    session.play_to(200);
    assert_eq!(crashes(&session), [at(20, 1)]);
    check_text_round_trip(&session);
}

#[test]
fn expectations_are_judged_at_the_same_moment_after_a_round_trip() {
    let mut session =
        session("at 0 propose n1 \"blue\"\nrun to 20\nexpect nothing chosen\nrun to 90\nexpect chosen \"blue\"");
    session.play_to(200);
    assert!(session.expectations().iter().all(|expectation| expectation.held == Some(true)));
    check_text_round_trip(&session);
}

#[test]
fn moments_of_recorded_commands_never_go_back() {
    let mut session = session("at 0+5 propose n1 \"blue\"");
    session.step();
    give(&mut session, "crash n3");
    check_text_round_trip(&session);
}

#[test]
fn a_scenario_command_that_comes_early_after_an_intervention_does_not_spoil_the_text() {
    let mut session = session_of("nodes 3\nseed 1\nlatency 10", "at 0 propose n1 \"blue\"\nat 10+2 crash n3");
    session.step();
    give(&mut session, "drop n1->n2 prepare 1.n1");
    give(&mut session, "drop n1->n3 prepare 1.n1");
    session.step();
    assert_eq!(crashes(&session), [at(10, 1)]);
    give(&mut session, "restart n3");
    check_text_round_trip(&session);
}

/// Three texts at the bounds: many lines, long lines, many branches.
#[test]
fn a_run_can_always_be_taken_away_as_a_text_that_parses() {
    let many_lines = ["isolate n1", "heal"];
    let long_value = format!("propose n1 \"{}\"", "\u{754c}".repeat(40));
    let long_lines = [long_value.as_str(), "fire n1"];
    for texts in [many_lines, long_lines] {
        let mut session = session("at 0 propose n1 \"blue\"");
        session.step();
        'full: for _ in 0..1_100 {
            for text in texts {
                let command = command(&session, text);
                if session.execute(command).is_err() {
                    break 'full;
                }
            }
            session.play_to(session.moment().tick + 1);
        }
        session.play_to(session.moment().tick + 200);
        let text = session.text(true);
        assert_eq!(parse(&text).err(), None, "{texts:?}: {} bytes, {} lines", text.len(), text.lines().count());
    }
}

#[test]
fn a_run_with_many_branches_can_be_taken_away_as_a_text_that_parses() {
    let mut session = session("at 0 propose n1 \"blue\"");
    session.play_to(400);
    'full: for _ in 0..super::MAX_BRANCHES {
        session.show_branch(0);
        session.seek(at(10, 0));
        for text in ["crash n3"].into_iter().chain(["isolate n1", "heal"].into_iter().cycle().take(40)) {
            let command = command(&session, text);
            if session.execute(command).is_err() {
                break 'full;
            }
        }
    }
    assert!(session.view().branches.len() > 40, "the bounds come early");
    let text = session.text(true);
    assert_eq!(parse(&text).err(), None, "{} bytes, {} lines", text.len(), text.lines().count());
}

#[test]
fn a_caption_after_a_command_by_hand_says_that_the_run_was_changed() {
    let mut session = session("at 0 propose n1 \"blue\"\nat 5 caption \"five\"\nat 50 caption \"fifty\"\nrun");
    let now = |session: &Session| session.view().caption.map(|caption| (caption.words.en, caption.run_changed));
    session.play_to(20);
    assert_eq!(now(&session), Some(("five".to_owned(), false)));
    give(&mut session, "cut n1--n2");
    assert_eq!(now(&session), Some(("five".to_owned(), true)));
    session.play_to(60);
    assert_eq!(now(&session), Some(("fifty".to_owned(), true)));
    session.seek(at(10, 0));
    assert_eq!(now(&session), Some(("five".to_owned(), false)), "before the change");
    session.undo();
    session.play_to(60);
    assert_eq!(now(&session), Some(("fifty".to_owned(), false)), "taken back");
}

#[test]
fn a_branch_whose_past_was_undone_in_its_parent_is_the_same_after_a_round_trip() {
    let mut session = session("at 0 caption \"hello\"\nat 0 propose n1 \"blue\"");
    session.play_to(5);
    give(&mut session, "cut n1--n2");
    session.play_to(40);
    session.seek(at(12, 0));
    give(&mut session, "crash n3");
    session.play_to(60);
    session.show_branch(0);
    session.undo();
    session.play_to(70);
    let transcripts: Vec<_> = [0, 1].map(|branch| shown(&mut session, branch)).into();
    let text = session.text(true);
    let mut again = Session::new(parse(&text).unwrap_or_else(|error| panic!("{error:?}\n{text}")));
    for (branch, expected) in transcripts.into_iter().enumerate() {
        assert_eq!(shown(&mut again, branch), expected, "branch {branch} of\n{text}");
    }
    assert_eq!(again.text(true), text);
}

/// The record of a branch, played out.
fn shown(session: &mut Session, branch: usize) -> String {
    assert!(session.show_branch(branch));
    session.play_out();
    session.transcript()
}

// ----- manual

#[test]
fn in_a_manual_run_nothing_moves_unless_commanded() {
    let mut session = session_of("nodes 3\nseed 1\nmanual", "propose n1 \"blue\"");
    assert_eq!(session.view().next_tick, Some(10));
    assert!(!session.play_to(500));
    assert_eq!(session.history().event_count(), 1);
    session.seek_position(1);
    for text in ["deliver n1->n2 prepare 1.n1", "deliver n2->n1 promise 1.n1", "fire n1", "drop n1->n3 prepare 1.n1"] {
        let before = session.view();
        give(&mut session, text);
        let after = session.view();
        session.undo();
        assert_eq!(without_redo(session.view()), before, "undo of {text}");
        session.redo();
        assert_eq!(session.view(), after, "redo of {text}");
    }
    check_text_round_trip(&session);
}

// ----- size

#[test]
fn ninety_nine_nodes_run() {
    for learning in ["notification", "votes"] {
        let settings = format!("nodes 99\nseed 1\nloss 5%\nlearning {learning}");
        let mut session = session_of(&settings, "at 0 propose n1 \"blue\"\nat 3 propose n99 \"red\"");
        session.play_to(400);
        let view = session.view();
        assert_eq!(view.chosen.first().map(|chosen| chosen.voters.len() >= 50), Some(true));
        assert!(view.properties.iter().all(|property| property.breach.is_none()));
        session.seek_position(view.event_count / 2);
        give(&mut session, "isolate n50");
        check_text_round_trip(&session);
    }
}

#[test]
fn only_what_a_quorum_still_promises_is_drawn_as_one() {
    let entry = crate::scenario::gallery().iter().find(|entry| entry.name == "log-old-leader").expect("in the gallery");
    let mut session = Session::new(parse(entry.text).expect("it reads"));
    let mut led = std::collections::BTreeSet::new();
    while session.step() {
        for quorum in session.view().quorums {
            assert!(quorum.members.len() >= 2, "{quorum:?} at {}", session.moment());
            led.insert(quorum.ballot);
        }
    }
    assert!(led.len() >= 2, "both leaders had a quorum: {led:?}");
}
