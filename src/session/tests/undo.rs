//! Undo and redo.

use super::{at, check_text_round_trip, command, crashes, give, session, session_of, shown, without_redo};
use crate::scenario::{MAX_ITEMS, parse};
use crate::session::{LinkOptions, Session};
use crate::sim::{CommandError, Moment};

#[test]
fn undo_takes_back_to_the_very_view_before_and_redo_gives_it_again() {
    let mut session = session("at 0 propose n1 \"blue\"");
    session.play_to(9);
    for text in ["crash n3", "cut n1--n2", "propose n2 \"red\"", "set loss 50%", "wipe n3", "heal"] {
        let before = session.view();
        give(&mut session, text);
        let after = session.view();
        assert_eq!(session.undo(), Some(command(&session, text)));
        assert_eq!(without_redo(session.view()), before, "undo of {text}");
        assert_eq!(session.redo(), Some(command(&session, text)));
        assert_eq!(session.view(), after, "redo of {text}");
    }
}

#[test]
fn undo_of_a_command_given_in_the_past_closes_the_branch() {
    let mut session = session("at 0 propose n1 \"blue\"\nrun");
    session.play_out();
    session.seek(at(10, 0));
    let before = session.view();
    give(&mut session, "crash n3");
    let after = session.view();
    session.undo();
    assert_eq!(without_redo(session.view()), before);
    session.redo();
    assert_eq!(session.view(), after);
}

#[test]
fn undo_then_another_command_opens_no_branch() {
    let mut session = session("at 0 propose n1 \"blue\"");
    session.step();
    let due = session.view().next_tick.expect("messages are under way");
    // Right before the first arrival: time stands at its tick, and it has not happened.
    session.play_to(due - 1);
    give(&mut session, "crash n3");
    session.play_to(due + 5);
    session.undo();
    give(&mut session, "cut n1--n2");
    assert_eq!(session.view().branches.len(), 1, "undo never branches, nor does what comes after it");
}

/// A command that was given between two events of one tick.
#[test]
fn undo_between_two_events_of_a_tick_opens_no_branch() {
    let mut session = session_of("nodes 3\nseed 1\nlatency 10", "at 0 propose n1 \"blue\"");
    session.step();
    session.step();
    assert_eq!(session.moment(), at(10, 1));
    let before = session.view();
    give(&mut session, "crash n1");
    session.undo();
    assert_eq!(without_redo(session.view()), before);
    give(&mut session, "crash n2");
    assert_eq!(session.view().branches.len(), 1);
}

/// The scenario's own command, at a tick at which a message is due.
#[test]
fn undo_at_the_beginning_of_a_tick_leaves_the_rest_of_the_tick_for_later() {
    let mut session = session_of("nodes 3\nseed 1\nlatency 10", "at 0 propose n1 \"blue\"\nat 10 crash n3");
    session.step();
    session.step();
    assert_eq!(crashes(&session), [at(10, 1)]);
    session.undo();
    let view = session.view();
    assert_eq!((view.moment, view.event_count, view.position), (at(10, 0), 1, 1));
    give(&mut session, "crash n2");
    assert_eq!(session.view().branches.len(), 1, "undo never branches, nor does what comes after it");
}

#[test]
fn redo_gives_a_command_again_that_is_followed_by_a_caption_or_an_expectation() {
    let mut session = session("at 0 propose n1 \"blue\"\nat 5 crash n2\ncaption \"down\"\nexpect n2 down\nrun");
    session.play_out();
    let before = session.transcript();
    session.undo();
    session.redo();
    session.play_out();
    session.seek_position(usize::MAX);
    assert_eq!(crashes(&session), [at(5, 1)]);
    assert_eq!(session.transcript(), before);
    assert_eq!(session.view().undo, Some(command(&session, "crash n2")));
}

#[test]
fn undo_gives_a_run_under_way_its_length_back() {
    let mut session = session("at 0 propose n1 \"blue\"\nrun 30\ncrash n2");
    session.play_to(8);
    let text = session.text(false);
    give(&mut session, "crash n3");
    session.undo();
    assert_eq!(session.text(false), text);
    session.play_out();
    assert_eq!(crashes(&session), [at(30, 1)]);
    // And redo shortens it again.
    session.redo();
    session.play_out();
    assert_eq!(crashes(&session), [at(8, 1), at(30, 1)]);
}

#[test]
fn undo_of_a_release_takes_the_later_arrival_out_of_the_history() {
    let mut session = session_of("nodes 3\nseed 1\nlatency 10", "at 0 propose n1 \"blue\"");
    session.step();
    give(&mut session, "hold n1->n2 prepare 1.n1");
    session.play_to(7);
    let before: Vec<_> = session.history().messages().collect();
    give(&mut session, "release n1->n2 prepare 1.n1");
    session.undo();
    assert!(session.history().messages().eq(before.iter().cloned()));
    let held = before.iter().find_map(|trace| trace.held.clone()).expect("one is held");
    assert_eq!((held.event, held.progress_permille), (1, 0));
    session.undo();
    assert!(session.history().messages().all(|trace| trace.held.is_none()));
}

/// What a record says of a message as it sets out does not change because it was held later.
#[test]
fn a_transcript_tells_when_a_message_was_due_as_it_set_out() {
    let mut session = session_of("nodes 3\nseed 1\nlatency 10", "at 0 propose n1 \"blue\"");
    session.step();
    give(&mut session, "hold n1->n2 prepare 1.n1");
    session.play_to(7);
    give(&mut session, "release n1->n2 prepare 1.n1");
    assert_eq!(session.history().message(0).expect("it was sent").due_tick, 17);
    assert!(session.transcript().contains("sends n1->n2 prepare 1.n1, due 10\n"), "{}", session.transcript());
}

#[test]
fn a_new_command_forgets_what_could_be_redone() {
    let mut session = session("at 0 propose n1 \"blue\"");
    session.play_to(5);
    give(&mut session, "crash n3");
    session.undo();
    give(&mut session, "crash n2");
    assert_eq!(session.view().redo, None);
    assert_eq!(session.redo(), None);
}

/// Lines without a time follow the line before them; if that is undone, they do not fall back to the one before it.
#[test]
fn undo_of_a_timed_line_leaves_the_untimed_lines_after_it_where_they_were() {
    let mut session = session("at 0 propose n1 \"blue\"\nat 14 crash n3\ncrash n2\ncaption \"down\"");
    session.play_to(13);
    session.step();
    assert_eq!(crashes(&session), [at(14, 1)]);
    session.undo();
    session.play_to(40);
    assert_eq!(crashes(&session), [at(14, 1)]);
    check_text_round_trip(&session);
    session.redo();
    session.play_to(40);
    assert_eq!(crashes(&session), [at(14, 1), at(14, 2)]);
    check_text_round_trip(&session);
}

/// What undo did to the line after it is taken back once redo has given the line again: in a branch it is undone at another moment.
#[test]
fn undo_of_a_line_that_was_undone_and_given_again_before_in_another_branch() {
    let mut session = session("propose n1 \"blue\"\nrun 13\ncaption \"x\"");
    session.step();
    session.undo();
    session.redo();
    session.step_back();
    give(&mut session, "crash n3");
    give(&mut session, "crash n2");
    session.play_to(0);
    session.undo();
    assert!(
        session.text(true).ends_with("at 0 crash n3\nat 0+1 crash n2\nrun 13\ncaption \"x\"\n"),
        "{}",
        session.text(true)
    );
    assert_eq!(parse(&session.text(true)).err(), None);
}

/// Undo may go back to where nothing has happened since before the fork.
#[test]
fn a_branch_that_was_undone_to_before_its_fork_can_be_taken_away() {
    let mut session = session_of("nodes 3\nseed 1\nlatency 10", "at 0 propose n1 \"blue\"");
    session.play_to(20);
    session.seek(at(15, 0));
    give(&mut session, "crash n3");
    session.seek(at(0, 0));
    give(&mut session, "crash n2");
    session.show_branch(1);
    session.undo();
    assert_eq!(session.view().branches[1].frontier, at(10, 2));
    assert_eq!(parse(&session.text(true)).err(), None, "{}", session.text(true));
}

#[test]
fn commands_before_a_line_that_is_due_at_the_same_tick_are_told_in_order() {
    let mut session = session("at 0 propose n1 \"blue\"\nat 0 crash n1\nat 0+9 restart n1");
    give(&mut session, "crash n3");
    give(&mut session, "crash n2");
    session.play_to(50);
    check_text_round_trip(&session);
}

/// Undone in its parent, what branches share with it has to be told in each of them.
#[test]
fn undo_is_refused_where_the_text_has_no_room_for_it() {
    let mut session = session("at 0 propose n1 \"blue\"");
    for text in ["isolate n1", "heal"].into_iter().cycle().take(900) {
        give(&mut session, text);
    }
    session.play_to(60);
    for _ in 0..60 {
        session.show_branch(0);
        session.seek(at(1, 0));
        give(&mut session, "crash n3");
    }
    session.show_branch(0);
    let undone = (0..60).take_while(|_| session.undo().is_some()).count();
    assert!((10..20).contains(&undone), "each takes a line from one branch and gives one to sixty: {undone}");
    let before = session.text(true);
    assert_eq!(session.undo_refusal(), Some(CommandError::TooManyCommands(MAX_ITEMS)));
    assert_eq!(session.undo(), None);
    assert_eq!(session.text(true), before);
    assert_eq!(parse(&before).err(), None);
    session.show_branch(2);
    assert_eq!(session.undo(), Some(command(&session, "crash n3")), "no other branch shares it");
}

/// Undo leaves a run under way with the start that it had; where a branch begins during it, it is told by its end.
#[test]
fn a_branch_that_begins_in_the_midst_of_a_run_can_be_taken_away() {
    let mut session = session("propose n1 \"blue\"\nrun 39\ncrash n2\nrun 13\nheal\nrun 90");
    session.play_to(39);
    assert!(!crashes(&session).is_empty());
    session.undo();
    session.play_to(45);
    give(&mut session, "isolate n2");
    session.seek(at(42, 0));
    give(&mut session, "crash n3");
    session.seek(at(0, 0));
    give(&mut session, "crash n1");
    session.show_branch(1);
    assert_eq!(session.undo(), Some(command(&session, "crash n3")));
    let text = session.text(true);
    assert!(text.contains("branch from 1 at 42\nrun to 52\nheal\n"), "{text}");
    let again = parse(&text).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
    assert_eq!(crate::session::Session::new(again).text(true), text);
}

/// What a link brings back, and that it calls itself faithful.
fn opened(session: &Session) -> Session {
    let link = session.link(LinkOptions { all_branches: true, here: true }).expect("small enough");
    let opened = Session::open(&link).expect("our own");
    assert!(opened.faithful);
    let views = [&opened.session, session].map(|session| without_redo(session.view()));
    assert_eq!(views[0], views[1]);
    opened.session
}

/// How far the first branch is known, and where the second leaves it.
fn known_and_fork(session: &Session) -> (Moment, Moment) {
    let branches = session.view().branches;
    (branches[0].frontier, branches[1].parent.expect("a branch").1)
}

/// A branch was undone, and then a command of its parent; both given again, the parent has not come to where the branch leaves it.
#[test]
fn a_branch_given_again_leaves_its_parent_where_that_has_not_been() {
    let mut session = session("propose n1 \"blue\"");
    session.play_to(20);
    give(&mut session, "crash n3");
    session.play_to(60);
    session.seek(at(30, 0));
    give(&mut session, "crash n2");
    for _ in 0..2 {
        assert!(session.undo().is_some());
    }
    for _ in 0..2 {
        assert!(session.redo().is_some());
    }
    let (known, fork) = known_and_fork(&session);
    assert!(fork == at(30, 0) && known < fork, "{known} {fork}");
    opened(&session);
    // Before the fork, a command would change what the branch shares.
    session.show_branch(0);
    give(&mut session, "restart n3");
    assert_eq!(session.view().branches.len(), 3);
    opened(&session);
}

/// A branch is shown before it begins: a command there is not one of its own.
#[test]
fn a_command_given_in_a_branch_before_it_leaves_its_parent_opens_another() {
    let mut session = session_of("nodes 3\nseed 1\nmanual", "propose n1 \"a\"\n\nbranch from 1 at 5\nat 20 crash n2");
    session.show_branch(1);
    let before = session.view();
    give(&mut session, "crash n3");
    assert_eq!(session.view().branches.len(), 3);
    opened(&session);
    session.undo();
    assert_eq!(without_redo(session.view()), before);
}

/// The parent's commands were undone while its branch stayed: it leaves where the parent is known to, and after redo where it did.
#[test]
fn a_branch_leaves_its_parent_earlier_after_undo_there_and_where_it_did_after_redo() {
    let mut session = session("at 0 propose n1 \"blue\"\nat 50 crash n2");
    session.play_to(20);
    give(&mut session, "crash n3");
    session.play_to(60);
    session.seek(at(30, 0));
    give(&mut session, "restart n3");
    let record = shown(&mut session, 1);
    session.show_branch(0);
    session.seek_position(usize::MAX);
    while session.view().frontier.tick > 20 {
        assert!(session.undo().is_some());
    }
    let (known, fork) = known_and_fork(&session);
    assert!(fork <= at(20, 0) && known >= fork, "{known} {fork}");
    let text = session.text(true);
    assert!(text.contains(&format!("branch from 1 at {fork}\nat 20 crash n3\nat 30 restart n3\n")), "{text}");
    assert_eq!(shown(&mut session.clone(), 1), record);
    opened(&session);

    assert_eq!(session.redo(), Some(command(&session, "crash n3")));
    assert_eq!(known_and_fork(&session).1, at(30, 0));
    assert_eq!(shown(&mut session.clone(), 1), record);
    let mut again = opened(&session);
    session.play_to(90);
    again.play_to(90);
    assert_eq!(again.transcript(), session.transcript());
}

/// What follows at the very moment of what was undone, and is no event, cannot be told from what a branch shares: it leaves before another command.
#[test]
fn a_branch_leaves_its_parent_before_a_command_where_a_caption_follows() {
    let body = "at 0 propose n1 \"a\"\nat 0 crash n3\nat 0 crash n2\ncaption \"x\"";
    let mut session = session(body);
    session.play_to(30);
    session.seek(at(9, 0));
    give(&mut session, "restart n3");
    let record = shown(&mut session, 1);
    session.show_branch(0);
    assert_eq!(session.undo(), Some(command(&session, "crash n2")));
    let text = session.text(true);
    assert!(
        text.contains("branch from 1 at 0+1\nat 0+1 crash n3\nat 0+1 crash n2\ncaption \"x\"\nat 9 restart n3\n"),
        "{text}"
    );
    assert_eq!(shown(&mut Session::new(parse(&text).expect("our own")), 1), record);
    opened(&session);
}

/// Links of earlier versions may say that a branch leaves its parent where that has not been.
#[test]
fn a_link_whose_branch_leaves_its_parent_later_than_it_was_played_is_opened_as_it_was() {
    let mut session = session("at 0 propose n1 \"blue\"\nat 50 crash n2");
    session.play_to(60);
    session.seek(at(30, 0));
    give(&mut session, "crash n3");
    let record = shown(&mut session, 1);
    session.branches[0].cut_to(at(20, 0));
    session.show_branch(0);
    let mut again = opened(&session);
    let (known, fork) = known_and_fork(&again);
    assert!(known < fork, "{known} {fork}");
    // Given before the fork, a command does not change what the branch shares.
    again.seek(at(20, 0));
    give(&mut again, "crash n1");
    assert_eq!(again.view().branches.len(), 3);
    assert_eq!(shown(&mut again, 1), record);
}

/// A line of the scenario was undone before others that were due with it: what comes after it is told in an order that can be read.
#[test]
fn lines_due_at_the_same_tick_as_an_undone_one_are_told_in_order() {
    let due = |tick: u64| {
        format!("at {tick} propose n1 \"a\"\ncaption \"x\"\nexpect nothing chosen\nat {tick} propose n2 \"b\"")
    };
    let mut body = session(&due(0));
    give(&mut body, "crash n3");
    body.seek_position(0);
    (0..2).for_each(|_| assert!(body.step()));
    assert_eq!(body.undo(), Some(command(&body, "propose n1 \"a\"")));
    check_text_round_trip(&body);
    opened(&body);

    let mut branch = session(&format!("at 0 propose n3 \"z\"\n{}", due(5)));
    branch.play_to(20);
    branch.seek(at(5, 0));
    give(&mut branch, "crash n3");
    assert!(branch.step());
    assert_eq!(branch.undo(), Some(command(&branch, "propose n1 \"a\"")));
    check_text_round_trip(&branch);
    assert!(parse(&branch.text(true)).is_ok());
    opened(&branch);
}

/// A command before the fork was undone in the branch alone: what followed it there comes sooner than the parent's fork would have it.
#[test]
fn a_branch_leaves_its_parent_where_it_first_goes_its_own_way_after_undo() {
    let mut session = session_of("nodes 3\nseed 1\nmanual", "propose n1 \"a\"\nfire n2\ncaption \"x\"\ncrash n3");
    session.play_out();
    session.seek(at(20, 1));
    give(&mut session, "cut n1->n2");
    session.seek_position(0);
    give(&mut session, "cut n2->n1");
    session.show_branch(1);
    for _ in 0..2 {
        assert!(session.undo().is_some());
    }
    assert_eq!(session.branches[1].shared, 1, "it still has its own first line, since a branch leaves it");
    let expected = shown(&mut session, 1);
    let text = session.text(true);
    let mut again = Session::new(parse(&text).unwrap_or_else(|error| panic!("{error:?}\n{text}")));
    assert_eq!(shown(&mut again, 1), expected, "\n{text}");
}

/// A branch that the scenario describes is not the work of a person's first command in it.
#[test]
fn undo_of_a_command_given_at_the_head_of_a_written_branch_leaves_the_branch() {
    let mut session = session("at 0 propose n1 \"blue\"\n\nbranch from 1 at 5\nat 20 crash n2");
    session.show_branch(1);
    session.seek(at(5, 0));
    let before = session.view();
    give(&mut session, "crash n3");
    session.undo();
    assert_eq!(without_redo(session.view()), before);
    session.play_to(30);
    assert_eq!(session.undo(), Some(command(&session, "crash n2")));
    assert_eq!(session.view().branches.len(), 1, "nothing is left that its parent has not");
}
