//! Time travel: wherever the cursor goes and whatever is commanded, undone and redone, each state is that of a replay from the start.
//! `PAXOS_LONG=1` tries thirty times as much.

#[path = "common/golden.rs"]
mod golden;

use golden::Dice;
use paxos_playground::session::{BranchView, CaptionView, LinkOptions, Session, View};
use paxos_playground::sim::Moment;
use proptest::collection::vec;
use proptest::prelude::*;

/// Something that a person does to a session.
#[derive(Clone, Debug)]
enum Deed {
    Step(u8),
    StepBack(u8),
    Play(u64),
    /// To this many thousandths of all events.
    Seek(usize),
    /// To this many thousandths of all ticks, before anything of that tick.
    SeekTick(u64),
    /// A command drawn from what is possible.
    Command(u64),
    Undo,
    Redo,
    Show(usize),
    /// Take the run away as a text of all branches, and open that.
    Reopen,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        2 => (1..9_u8).prop_map(Deed::Step),
        1 => (1..9_u8).prop_map(Deed::StepBack),
        4 => (0..40_u64).prop_map(Deed::Play),
        2 => (0..=1_000_usize).prop_map(Deed::Seek),
        1 => (0..=1_000_u64).prop_map(Deed::SeekTick),
        8 => any::<u64>().prop_map(Deed::Command),
        2 => Just(Deed::Undo),
        2 => Just(Deed::Redo),
        1 => (0..4_usize).prop_map(Deed::Show),
        1 => Just(Deed::Reopen),
    ]
}

/// A scenario of a single decision or of a log under either protocol, now and then manual, now and then with runs rather than times.
fn start() -> impl Strategy<Value = String> {
    (any::<u64>(), 0..5_u8, 0..4_u8).prop_map(|(seed, form, which)| {
        let text = match which {
            0 => golden::log_scenario(seed),
            1 => golden::zab_scenario(seed),
            _ => golden::scenario(seed),
        };
        let (head, body) = text.split_once("\n\n").expect("a head and a body");
        let untimed = |line: &str| {
            line.split_once(' ').and_then(|(_, rest)| rest.split_once(' ')).map(|(_, rest)| rest.to_owned())
        };
        let line = |line: &str| if line.starts_with("at ") { untimed(line) } else { Some(line.to_owned()) };
        let lines: Vec<String> = body.lines().filter_map(line).collect();
        match form {
            0 => format!("{head}\nmanual\n\n{}\n", lines.join("\n")),
            2 => format!("{head}\nmanual\n\n{body}"),
            1 => format!("{head}\n\n{}\nrun 90\n", lines.join("\nrun 13\n")),
            _ => text,
        }
    })
}

/// What is seen, and the digest of all that is not.
fn seen(session: &Session) -> (View, u64) {
    (session.view(), session.digest())
}

/// What is seen of the state itself: not how far the run was simulated, nor its branches, nor which commands were given by hand.
fn state((view, digest): &(View, u64)) -> (View, u64) {
    let caption = view.caption.clone().map(|caption| CaptionView { run_changed: false, ..caption });
    let view = View {
        frontier: view.moment,
        event_count: view.position,
        next_tick: None,
        undo: None,
        redo: None,
        branches: Vec::new(),
        branch: 0,
        caption,
        ..view.clone()
    };
    (view, *digest)
}

/// What undo restores: all but what redo would give. Where time had passed beyond the cursor with no event in it, that is not kept.
fn restored((view, digest): &(View, u64)) -> (View, u64) {
    let mut view = View { redo: None, ..view.clone() };
    if view.position == view.event_count {
        view.frontier = view.moment;
        view.next_tick = None;
        view.branches[view.branch].frontier = view.moment;
    }
    (view, *digest)
}

/// What the other branches are, by their records up to a tick.
fn others(session: &Session, tick: u64) -> Vec<String> {
    let count = session.view().branches.len();
    let shown = session.view().branch;
    (0..count).filter(|branch| *branch != shown).map(|branch| record(session, branch, tick)).collect()
}

fn record(session: &Session, branch: usize, tick: u64) -> String {
    let mut session = session.clone();
    session.show_branch(branch);
    played_to(&session, tick)
}

fn played_out(session: &Session) -> String {
    let mut session = session.clone();
    session.play_out();
    session.transcript()
}

fn played_to(session: &Session, tick: u64) -> String {
    let mut session = session.clone();
    session.play_to(tick);
    session.transcript()
}

fn do_it(session: &mut Session, deed: &Deed) -> Result<(), TestCaseError> {
    match deed {
        Deed::Step(count) => (0..*count).try_for_each(|_| check_step(session))?,
        Deed::StepBack(count) => (0..*count).for_each(|_| {
            session.step_back();
        }),
        Deed::Play(ticks) => {
            session.play_to(session.moment().tick + ticks);
        }
        Deed::Seek(permille) => session.seek_position(session.view().event_count * permille / 1_000),
        Deed::SeekTick(permille) => {
            let tick = session.view().frontier.tick * permille / 1_000;
            session.seek(Moment::at_tick(tick));
            prop_assert_eq!((session.moment().tick, session.moment().events), (tick, 0));
        }
        Deed::Command(seed) => check_command(session, *seed)?,
        Deed::Undo => check_undo(session)?,
        Deed::Redo => {
            let expected = session.view().redo;
            prop_assert_eq!(session.redo(), expected);
        }
        Deed::Show(branch) => {
            let known = session.view().branches.len();
            prop_assert_eq!(session.show_branch(*branch), *branch < known);
        }
        Deed::Reopen => *session = golden::session(&session.text(true)),
    }
    Ok(())
}

/// Step and step back are inverse.
fn check_step(session: &mut Session) -> Result<(), TestCaseError> {
    session.seek_position(session.view().position);
    let before = seen(session);
    session.step();
    let after = seen(session);
    if after.0.position > before.0.position {
        prop_assert_eq!(after.0.position, before.0.position + 1);
        session.step_back();
        prop_assert_eq!(state(&seen(session)), state(&before));
        session.step();
        prop_assert_eq!(seen(session), after);
    }
    Ok(())
}

/// A command in the past opens a branch and leaves every other as it was; undo restores exactly the state before, and redo gives it back.
fn check_command(session: &mut Session, seed: u64) -> Result<(), TestCaseError> {
    let seen_before = seen(session);
    let before = &seen_before.0;
    let text = golden::command(&mut Dice(seed), before);
    let command = golden::read(session, &text);
    let in_the_past = before.position < before.event_count || forks_later(before);
    let end = before.frontier.tick + 200;
    let mut kept = others(session, end);
    kept.extend(in_the_past.then(|| record(session, before.branch, end)));
    let text_before = session.text(true);
    let session_before = session.clone();
    if let Err(error) = session.execute(command.clone()) {
        prop_assert_eq!(&seen(session), &seen_before, "{} was refused ({:?}) and changed something", text, error);
        return Ok(());
    }
    let seen_after = seen(session);
    let after = &seen_after.0;
    prop_assert_eq!(after.branches.len(), before.branches.len() + usize::from(in_the_past), "{}", text);
    prop_assert_eq!(after.position, before.position + 1);
    let mut now = others(session, end);
    now.sort();
    kept.sort();
    prop_assert_eq!(now, kept, "{} changed another branch", text);
    let future = played_out(session);
    prop_assert_eq!(session.undo(), Some(command.clone()));
    if session.view().branches.len() < before.branches.len() && says_what_its_parent_says(&session_before) {
        // Without the command it says nothing of its own: it is closed, although it did not before either.
        prop_assert_eq!(session.redo(), Some(command));
        prop_assert_eq!(&seen(session), &seen_after, "redo of {}", text);
        return Ok(());
    }
    prop_assert_eq!(restored(&seen(session)), restored(&seen_before), "undo of {}", text);
    prop_assert_eq!(
        played_out(&golden::session(&session.text(false))),
        played_out(&golden::session(&text_of(&text_before, session)))
    );
    prop_assert_eq!(session.redo(), Some(command));
    prop_assert_eq!(&seen(session), &seen_after, "redo of {}", text);
    prop_assert_eq!(played_out(session), future, "redo of {}", text);
    Ok(())
}

/// Does the branch shown leave its parent, or another leave it, later than at the cursor?
fn forks_later(view: &View) -> bool {
    let fork = |(number, branch): (usize, &BranchView)| {
        branch.parent.filter(|(parent, _)| number == view.branch || *parent == view.branch).map(|(_, fork)| fork)
    };
    view.branches.iter().enumerate().filter_map(fork).any(|fork| fork > view.moment)
}

/// Does the branch shown say nothing that its parent does not? Nobody makes such a branch by a command, but a text may have one.
fn says_what_its_parent_says(session: &Session) -> bool {
    let view = session.view();
    let Some((parent, _)) = view.branches[view.branch].parent else { return false };
    let told = |branch: usize| {
        let mut session = all_played_out(session);
        session.show_branch(branch);
        session.text(false)
    };
    told(view.branch) == told(parent)
}

/// The text of the branch shown, out of a text of all branches.
fn text_of(all: &str, session: &Session) -> String {
    let mut again = golden::session(all);
    again.show_branch(session.view().branch);
    again.text(false)
}

/// Undo never opens a branch; undo and redo come to where it was.
fn check_undo(session: &mut Session) -> Result<(), TestCaseError> {
    let before = session.view();
    let end = before.frontier.tick + 100;
    let future = played_to(session, end);
    let undone = session.undo();
    prop_assert_eq!(&undone, &before.undo);
    prop_assert!(session.view().branches.len() <= before.branches.len(), "undo opened a branch");
    if undone.is_some() {
        let mut again = session.clone();
        prop_assert_eq!(again.redo(), undone);
        prop_assert_eq!(played_to(&again, end), future);
        prop_assert_eq!(again.view().branches.len(), before.branches.len());
    }
    Ok(())
}

/// Every position of the branch shown against a replay of its text from the start.
fn check_against_replay(session: &Session) -> Result<(), TestCaseError> {
    let mut session = session.clone();
    let text = session.text(false);
    let mut replay = golden::session(&text);
    let count = session.view().event_count;
    for position in 0..=count {
        session.seek_position(position);
        replay.seek_position(position);
        prop_assert_eq!(replay.view().position, position, "the replay is shorter\n{}", text);
        prop_assert_eq!(state(&seen(&session)), state(&seen(&replay)), "at {} of\n{}", position, text);
        replay.step();
    }
    let (kept, replayed) = (session.history(), replay.history());
    prop_assert!(kept.events().eq(replayed.events().take(count)), "{}", text);
    Ok(())
}

/// All branches as a text and back: the same branches, as far as anybody plays them.
fn check_branches_round_trip(session: &Session) -> Result<(), TestCaseError> {
    let original = all_played_out(session);
    let text = original.text(true);
    let again = golden::session(&text);
    let branches = original.view().branches;
    prop_assert_eq!(again.view().branches.len(), branches.len());
    let end = branches.iter().map(|branch| branch.frontier.tick).max().unwrap_or_default();
    for branch in 0..branches.len() {
        let records = (record(&again, branch, end), record(&original, branch, end));
        prop_assert_eq!(records.0, records.1, "branch {} of\n{}", branch, text);
    }
    // A line that says nothing any more may go; then the text stays as it is.
    let text = all_played_out(&again).text(true);
    prop_assert_eq!(all_played_out(&golden::session(&text)).text(true), text);
    Ok(())
}

/// The run as a link and back: the same run, as far as it was played, with the cursor where it was or at the start; and whatever is done
/// next comes to the same in both. (What could be given again with redo is not in a link.)
fn check_link_round_trip(session: &Session, undone: bool, next: &[Deed]) -> Result<(), TestCaseError> {
    for (all_branches, here) in [(true, true), (true, false), (false, true), (false, false)] {
        let options = LinkOptions { all_branches, here };
        let link = session.link(options).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let opened = Session::open(&link).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert!(opened.faithful, "another digest");
        let (mut original, mut again) = (session.clone(), opened.session);
        if !here {
            original.seek(Moment::default());
        }
        prop_assert_eq!(again.link(options), Ok(link), "another link");
        // Of a branch that comes alone the others are not there to be shown, or to be gone back to.
        let comparable = |deed: &&Deed| all_branches || !matches!(deed, Deed::Show(_) | Deed::Undo | Deed::Reopen);
        let mut undone = undone;
        for deed in [None].into_iter().chain(next.iter().filter(comparable).map(Some)) {
            if let Some(deed) = deed {
                // Where a branch that comes alone was to leave another, or another it, nothing keeps a command from being given any more.
                if !all_branches && matches!(deed, Deed::Command(_)) && forks_later(&original.view()) {
                    continue;
                }
                deed_on_both(&mut original, &mut again, deed)?;
            }
            prop_assert_eq!(carried(&again, all_branches), carried(&original, all_branches), "after {:?}", deed);
            prop_assert_eq!(&again.history(), &original.history(), "after {:?}", deed);
            // A run that a command had shortened says its length in other words after undo: `run to 30` for `run 30`.
            undone |= matches!(deed, Some(Deed::Undo));
            let texts = (again.text(all_branches), original.text(all_branches));
            if undone && texts.0 != texts.1 {
                prop_assert_eq!(records(&texts.0), records(&texts.1), "after {:?}: {}\nand {}", deed, texts.0, texts.1);
            } else {
                prop_assert_eq!(texts.0, texts.1, "after {:?}", deed);
            }
        }
    }
    Ok(())
}

/// What happens in each branch of a text, to the end of its lines.
fn records(text: &str) -> Vec<String> {
    let mut session = all_played_out(&golden::session(text));
    let branches = 0..session.view().branches.len();
    branches.map(|branch| (session.show_branch(branch), session.transcript()).1).collect()
}

/// What a link carries of what is seen. A branch that comes alone is told from the start.
fn carried(session: &Session, all_branches: bool) -> (View, u64) {
    let mut view = View { redo: None, ..session.view() };
    if !all_branches {
        let alone = view.branches[view.branch].clone();
        view.branches = vec![BranchView { parent: None, first_command: None, ..alone }];
        view.branch = 0;
    }
    (view, session.digest())
}

fn deed_on_both(one: &mut Session, other: &mut Session, deed: &Deed) -> Result<(), TestCaseError> {
    let counts = (one.view().branches.len(), other.view().branches.len());
    match deed {
        Deed::Command(seed) => {
            let text = golden::command(&mut Dice(*seed), &one.view());
            let command = golden::read(one, &text);
            prop_assert_eq!(one.execute(command.clone()), other.execute(command), "{}", text);
            let opened = |session: &Session, before: usize| session.view().branches.len() - before;
            prop_assert_eq!(opened(other, counts.1), opened(one, counts.0), "{} opened a branch in one only", text);
        }
        Deed::Redo => {}
        deed => {
            do_it(one, deed)?;
            do_it(other, deed)?;
        }
    }
    Ok(())
}

fn all_played_out(session: &Session) -> Session {
    let mut session = session.clone();
    for branch in 0..session.view().branches.len() {
        session.show_branch(branch);
        session.play_out();
    }
    session
}

fn cases(usual: u32) -> ProptestConfig {
    let cases = if std::env::var_os("PAXOS_LONG").is_some() { usual * 30 } else { usual };
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn whatever_is_done_every_state_is_that_of_a_replay(start in start(), deeds in vec(deed(), 1..30)) {
        let mut session = golden::session(&start);
        for deed in &deeds {
            do_it(&mut session, deed).map_err(|error| told(error, &start, &session))?;
        }
        check_against_replay(&session).map_err(|error| told(error, &start, &session))?;
        check_branches_round_trip(&session).map_err(|error| told(error, &start, &session))?;
    }

    #[test]
    fn whatever_is_done_a_link_brings_the_same_run(
        start in start(), deeds in vec(deed(), 1..20), next in vec(deed(), 0..6),
    ) {
        let mut session = golden::session(&start);
        for deed in &deeds {
            do_it(&mut session, deed).map_err(|error| told(error, &start, &session))?;
        }
        let undone = deeds.iter().any(|deed| matches!(deed, Deed::Undo));
        check_link_round_trip(&session, undone, &next).map_err(|error| told(error, &start, &session))?;
    }
}

/// With what is needed to replay it.
fn told(error: TestCaseError, start: &str, session: &Session) -> TestCaseError {
    match error {
        TestCaseError::Fail(reason) => {
            TestCaseError::fail(format!("{reason}\n\nthe scenario:\n{start}\n\nthe run:\n{}", session.text(true)))
        }
        other => other,
    }
}
