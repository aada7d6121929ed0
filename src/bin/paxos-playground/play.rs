//! A scenario played to the end of what it says, with all its branches.

use super::words;
use paxos_playground::protocol::{Slot, Vote};
use paxos_playground::scenario::{Expectation, Scenario, What, format_command};
use paxos_playground::session::{ExpectationView, Happening, Session, View, digest_text};
use paxos_playground::sim::{MAX_EVENTS, Moment, QUIET_LIMIT_TICKS, Run};
use std::collections::BTreeSet;

/// What came of a scenario.
pub struct Played {
    /// The ends of its branches: that of the body, then that of each branch section.
    pub ends: Vec<End>,
    /// What it expects, in the order of its lines; what several branches share, once.
    pub expectations: Vec<Judged>,
    /// What its author should know, in the order of the branches.
    pub notes: Vec<Note>,
}

/// The end of a branch.
pub struct End {
    /// The line at which its section begins; nothing for the body.
    pub line: Option<u32>,
    /// The last state.
    pub view: View,
    /// Its digest.
    pub digest: String,
    /// When each vote was chosen, in the order in which they were.
    pub chosen_at: Vec<(Vote, Moment)>,
}

/// An expectation.
pub struct Judged {
    /// Its line.
    pub line: u32,
    /// What it says.
    pub text: String,
    /// If it did not hold: how, and what was the case instead.
    pub failure: Option<String>,
}

/// Something that is no failure, but probably not what was meant.
pub struct Note {
    /// The line that it is about, if about one.
    pub line: Option<u32>,
    /// What.
    pub text: String,
}

/// Plays a scenario. However long it would go on, a branch ends at the bound on events.
pub fn play(scenario: Scenario) -> Played {
    play_by(scenario, Session::play_out)
}

/// The same, with somebody else who plays the branch shown, and says whether all of its lines are done.
fn play_by(scenario: Scenario, play_out: impl Fn(&mut Session) -> bool) -> Played {
    let mut session = Session::new(scenario);
    let mut played = Played { ends: Vec::new(), expectations: Vec::new(), notes: Vec::new() };
    let sections: Vec<u32> = session.scenario().branches.iter().map(|section| section.line).collect();
    // A branch has the lines of its parent up to where it leaves it.
    let mut seen = BTreeSet::new();
    for (branch, line) in std::iter::once(None).chain(sections.into_iter().map(Some)).enumerate() {
        session.show_branch(branch);
        let all_done = play_out(&mut session);
        let end = end(&session, line);
        let notes = impossible(&session).into_iter().chain(endless(&session, &end, all_done));
        played.notes.extend(notes.filter(|note| seen.insert(note.line)));
        played.expectations.extend(judged(&session).into_iter().filter(|judged| seen.insert(Some(judged.line))));
        played.ends.push(end);
    }
    played
}

fn end(session: &Session, line: Option<u32>) -> End {
    let history = session.history();
    let chosen = |moment: Moment| move |(_, vote): &(Slot, Vote)| (vote.clone(), moment);
    End {
        line,
        view: session.view_at(usize::MAX),
        digest: digest_text(session.end_digest()),
        chosen_at: history
            .events()
            .flat_map(|event| event.newly_chosen.iter().map(chosen(event.moment)).collect::<Vec<_>>())
            .collect(),
    }
}

/// Says so if the branch shown would have gone on.
fn endless(session: &Session, end: &End, all_done: bool) -> Option<Note> {
    if !all_done {
        let text = format!(
            "the run has come to {MAX_EVENTS} events, the most that it may have: what its lines say after that was not played"
        );
        return Some(Note { line: end.line, text });
    }
    let lines = session.to_scenario(false).body;
    let last = lines.iter().rfind(|item| matches!(item.what, What::Run(_) | What::Command(_)))?;
    let restless = last.what == What::Run(Run::Quiet) && end.view.next_tick.is_some();
    restless.then(|| Note {
        line: Some(last.line),
        text: format!(
            "this “run” does not come to rest: it waits {QUIET_LIMIT_TICKS} ticks, and something is due after that"
        ),
    })
}

/// The commands of the branch shown that could not be carried out.
fn impossible(session: &Session) -> Vec<Note> {
    let history = session.history();
    let lines = session.to_scenario(false).body;
    // Each command is an event, whatever comes of it.
    let commands = lines.iter().filter(|item| matches!(item.what, What::Command(_)));
    let commanded = history.events().filter(|event| event.commanded);
    let note = |line: u32, event: &Happening, moment: Moment| match event {
        Happening::Impossible(command, error) => {
            let text = format!("“{}” was not possible at {moment}: {error}", format_command(command));
            Some(Note { line: Some(line), text })
        }
        _ => None,
    };
    commands.zip(commanded).filter_map(|(item, event)| note(item.line, &event.what, event.moment)).collect()
}

/// The expectations of the branch shown.
fn judged(session: &Session) -> Vec<Judged> {
    let judged = |expected: ExpectationView| {
        let failure = match (expected.held, expected.judged_at) {
            (Some(true), _) => None,
            (Some(false), Some((position, moment))) => {
                let judged = match (&expected.expectation, session.beside()) {
                    (Expectation::Beside(_), Some(beside)) => beside.view_at(position),
                    _ => session.view_at(position),
                };
                let found = words::found(&expected.expectation, &judged);
                Some(format!("did not hold at {moment}: {found}"))
            }
            _ => Some(format!("was not reached: the run has come to {MAX_EVENTS} events, the most that it may have")),
        };
        Judged { line: expected.line, text: expected.text, failure }
    };
    session.expectations().into_iter().map(judged).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use paxos_playground::scenario::parse;

    /// As if the bound were ten events. (That a branch ends at the bound that there is the command line's tests show with `PAXOS_LONG`: it takes a while.)
    #[test]
    fn what_lies_beyond_the_bound_is_told() {
        let text = "paxos 1\nnodes 3\nat 0 propose n1 \"a\"\nrun 20\nexpect nothing chosen\nrun\nexpect chosen \"a\"\n";
        let stops = |session: &mut Session| {
            while session.history().event_count() < 10 && session.step() {}
            false
        };
        let played = play_by(parse(text).expect("a scenario"), stops);
        let notes: Vec<_> = played.notes.iter().map(|note| (note.line, note.text.as_str())).collect();
        let cut = "the run has come to 1500000 events, the most that it may have: what its lines say after that was not played";
        assert_eq!(notes, [(None, cut)]);
        let failures: Vec<_> =
            played.expectations.iter().map(|judged| (judged.line, judged.failure.as_deref())).collect();
        let beyond = "was not reached: the run has come to 1500000 events, the most that it may have";
        assert_eq!(failures, [(5, None), (7, Some(beyond))]);
    }
}
