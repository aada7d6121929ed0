//! The facade of a run: commands in, plain-data views out. The page, the command line and the JavaScript API use this and nothing below it.
//!
//! A run is a scenario being played: branches of commands, and a *cursor* in one of them. The furthest state simulated in a branch is its *frontier*.
//! Methods come in five kinds:
//!
//! - *making*: [`Session::new`], [`Session::open`];
//! - *looking*, which never changes what is seen: [`Session::view`], [`Session::history`], [`Session::digest`], [`Session::refusal`],
//!   [`Session::expectations`];
//! - *moving the cursor*: [`Session::step`], [`Session::step_back`], [`Session::play_to`], [`Session::seek`],
//!   [`Session::seek_position`], [`Session::show_branch`];
//! - *changing the run*: [`Session::execute`], [`Session::undo`], [`Session::redo`];
//! - *taking it away*: [`Session::to_scenario`], [`Session::text`], [`Session::link`].
//!
//! A command given at the frontier is added there; what the scenario still has in store stays in store. A command given in the past opens
//! a branch, which shares the past, keeps what the scenario itself has in store from there on, and leaves out what the person
//! did later; the old branch stays as it is. (The past is what was played, and what a branch shares with its parent.) Undo removes the last command that was carried out in the branch and never
//! opens one; a branch that shared the command keeps it, and shares less.
//!
//! A run taken away as a link and opened again is the same run: the same branches, each played as far as it was, and whatever is done next comes
//! to the same. Only what redo could give again is left behind. A text says less: opened again, nothing of it has been played,
//! and all its lines are the scenario's own.

mod beside;
mod branch;
mod chaos;
mod check;
mod expectation;
mod family;
mod history;
mod judged;
mod log;
mod looks;
mod record;
mod reel;
mod searching;
mod shown;
mod transcript;
mod undo;
mod view;
mod zab;

pub use crate::sim::digest_text;
pub use beside::{Difference, Differing};
pub use check::{
    COVERED, Check, CheckFrom, CheckProgress, CheckRefusal, CheckResult, CheckSchedule, CheckVerdict, SAMPLE_RUNS,
};
pub use expectation::ExpectationView;
pub use history::{History, Noted};
pub use record::{LinkOptions, Opened};
pub use view::*;

use crate::protocol::Projection;
use crate::scenario::{Beside, Bilingual, Item, MAX_TICK, Scenario, What};
use crate::sim::{self, Command, CommandError, Moment, Run};
use branch::{Branch, Line};
use reel::{Look, State};
use std::rc::Rc;
use undo::Undone;

/// The most branches that a run may have.
pub const MAX_BRANCHES: usize = 64;

/// A run.
#[derive(Clone, Debug)]
pub struct Session {
    scenario: Rc<Scenario>,
    branches: Vec<Branch>,
    shown: usize,
    cursor: Cursor,
    undone: Vec<Undone>,
    other: Option<beside::Other>,
}

/// Where in the branch the run is looked at.
#[derive(Clone, Debug)]
struct Cursor {
    /// Time stands here: at or after the last event before it, before the next.
    moment: Moment,
    /// How many events have happened.
    position: usize,
    state: Rc<dyn State>,
}

impl Session {
    /// A run of this scenario, at its start: nothing has happened. If it has branches, they are opened, and the first is shown.
    pub fn new(scenario: Scenario) -> Self {
        Self::with_hands(scenario, &[])
    }

    /// A run of this scenario, of whose lines these were given by hand when it was played before; the rest are its own.
    fn with_hands(scenario: Scenario, by_hand: &[bool]) -> Self {
        let by_hand = &mut by_hand.iter().copied();
        let lines = record::lines_of(&scenario.body, by_hand);
        let main = Branch::new(&scenario.settings, lines);
        let start = main.reel.state_at(0, Moment::default());
        let mut session = Self {
            branches: vec![main],
            shown: 0,
            cursor: Cursor { moment: Moment::default(), position: 0, state: start },
            undone: Vec::new(),
            other: None,
            scenario: Rc::new(scenario),
        };
        session.open_sections(by_hand);
        session.seek_position(0);
        session.begin_beside();
        session
    }

    /// The scenario as it was loaded: its title, its settings.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The same run under another title.
    #[must_use]
    pub fn retitled(mut self, title: Bilingual) -> Self {
        Rc::make_mut(&mut self.scenario).title = title;
        self
    }

    /// Where the cursor stands.
    pub fn moment(&self) -> Moment {
        self.cursor.moment
    }

    /// The state at the cursor.
    pub fn view(&self) -> View {
        self.view_from(&self.cursor)
    }

    /// The state after this many events of the branch shown; at the frontier if there are not so many. The cursor stays.
    pub fn view_at(&self, position: usize) -> View {
        let position = position.min(self.branch().event_count());
        let moment = self.last_moment(position);
        let state = self.branch().reel.state_at(position, moment);
        self.view_from(&Cursor { moment, position, state })
    }

    fn view_from(&self, cursor: &Cursor) -> View {
        let branch = self.branch();
        let settings = &self.scenario.settings;
        let Look { nodes, messages, cuts, connections, groups, chosen, quorums, network, log } = cursor.state.look();
        View {
            moment: cursor.moment,
            position: cursor.position,
            frontier: self.frontier(),
            event_count: branch.event_count(),
            next_tick: self.next_tick(cursor.position).into_iter().chain(self.due_beside()).min(),
            protocol: settings.protocol,
            node_count: settings.node_count,
            voter_count: settings.voter_count(),
            quorum_sizes: settings.effective_quorums(),
            variants: settings.variants.iter().collect(),
            caption: self.caption(cursor),
            manual: settings.manual,
            proposers: settings.asked(),
            undo: self.undoable().map(|(_, command)| command.clone()),
            redo: self.undone.last().map(|undone| undone.command().clone()),
            branches: self.branches.iter().map(branch_view).collect(),
            branch: self.shown,
            properties: cursor.state.judge(&branch.chronicle),
            nodes,
            messages,
            cuts,
            connections,
            groups,
            chosen,
            quorums,
            network,
            log,
        }
    }

    /// The digest of the state at the cursor: the same for the same state, on every machine. Worked out anew each time, from all of the state.
    pub fn digest(&self) -> u64 {
        digest_of([&*self.cursor.state])
    }

    /// The digest of the furthest state of the branch shown.
    pub fn end_digest(&self) -> u64 {
        self.branch().end_digest()
    }

    /// What happened in the branch shown, before the cursor and after it.
    pub fn history(&self) -> History<'_> {
        self.branch().history()
    }

    /// Why a command is not possible at the cursor, if it is not.
    pub fn refusal(&self, command: &Command) -> Option<CommandError> {
        let of_two = match self.scenario.settings.beside {
            Some(Beside::Protocol(_)) => command.is_of_one_protocol(),
            Some(Beside::Variant(_)) => command.names_message(),
            None => false,
        };
        let error = of_two.then_some(CommandError::MessageOfTwo).or_else(|| self.bounds().err());
        error.or_else(|| self.cursor.state.refusal(command))
    }

    // ----- moving the cursor

    /// One event forward, or where the run beside has one sooner, to that; false if nothing is due any more.
    pub fn step(&mut self) -> bool {
        let own = self.next_tick(self.cursor.position);
        if let Some(tick) = self.due_beside().filter(|tick| own.is_none_or(|own| *tick < own)) {
            self.seek(Moment::after_tick(tick));
            return true;
        }
        let target = self.cursor.position + 1;
        while self.branch().event_count() < target {
            if !self.branch_mut().advance(Moment::after_tick(MAX_TICK)) {
                // Time may have passed with no event in it: a run that ends the script.
                let moment = self.frontier();
                let moved = moment > self.cursor.moment;
                self.stand(self.cursor.position, moment);
                return moved;
            }
        }
        self.seek_position(target);
        true
    }

    /// One event back; false at the start.
    pub fn step_back(&mut self) -> bool {
        match self.cursor.position.checked_sub(1) {
            Some(position) => {
                self.seek_position(position);
                true
            }
            None => {
                let moved = self.cursor.moment > Moment::default();
                self.stand(0, Moment::default());
                moved
            }
        }
    }

    /// Lets time pass up to and including a tick; the cursor stands after every event of it. False if nothing is due after it.
    pub fn play_to(&mut self, tick: u64) -> bool {
        self.seek(Moment::after_tick(tick));
        self.next_tick(self.cursor.position).is_some() || self.due_beside().is_some()
    }

    /// Goes to a moment; beyond the frontier the run is played on. The cursor stands at that tick, after as many of its events as the moment says, or all.
    pub fn seek(&mut self, moment: Moment) {
        // What is recorded has to be writable.
        let moment = Moment { tick: moment.tick.min(MAX_TICK), ..moment };
        while self.branch_mut().advance(moment) {}
        let position = self.branch().reel.position_at(moment);
        let last = self.last_moment(position);
        let events = if last.tick == moment.tick { last.events } else { 0 };
        self.stand(position, Moment { tick: moment.tick, events });
    }

    /// Goes to where this many events have happened, or to the frontier.
    pub fn seek_position(&mut self, position: usize) {
        let position = position.min(self.branch().event_count());
        self.stand(position, self.last_moment(position));
    }

    /// Shows another branch, at the same moment as far as it has got; false if there is no such branch.
    pub fn show_branch(&mut self, branch: usize) -> bool {
        if branch >= self.branches.len() {
            return false;
        }
        self.shown = branch;
        self.seek(self.cursor.moment.min(self.branch().frontier()));
        self.begin_beside();
        true
    }

    // ----- changing the run

    /// Carries out a command at the cursor. In the past it opens a branch, which is then shown.
    ///
    /// # Errors
    /// The command is not possible now, or the run has reached a bound; nothing has changed.
    pub fn execute(&mut self, command: Command) -> Result<(), CommandError> {
        if let Some(error) = self.refusal(&command) {
            return Err(error);
        }
        if self.in_the_past() {
            self.open_branch(command);
        } else {
            self.add_line(command);
        }
        self.undone.clear();
        debug_assert!(self.is_in_order(), "{}", self.text(true));
        self.step();
        self.begin_beside();
        Ok(())
    }

    /// Has the run gone on from the cursor, by itself, or as what a branch and its parent share?
    fn in_the_past(&self) -> bool {
        let now = self.cursor.moment;
        let leaves_later = |branch: &Branch| branch.parent.is_some_and(|fork| fork.0 == self.shown && fork.1 > now);
        self.cursor.position < self.branch().event_count()
            || self.branch().parent.is_some_and(|(_, fork)| fork > now)
            || self.branches.iter().any(leaves_later)
    }

    fn bounds(&self) -> Result<(), CommandError> {
        if self.branch().event_count() >= sim::MAX_EVENTS && !self.in_the_past() {
            return Err(CommandError::TooManyEvents(sim::MAX_EVENTS));
        }
        if self.in_the_past() && self.branches.len() >= MAX_BRANCHES {
            return Err(CommandError::TooManyBranches(MAX_BRANCHES));
        }
        self.room_in_text()
    }

    /// The lines of the branch with a command put in at the cursor.
    fn lines_with(&self, command: Command, keep_later_by_hand: bool) -> Vec<Line> {
        let (branch, state, now) = (self.branch(), &self.cursor.state, self.cursor.moment);
        let done = state.next_entry();
        let mut lines = branch.lines[..done].to_vec();
        // In a manual run a command at the very end takes its pace from the one before.
        let paced =
            self.scenario.settings.manual && done == branch.lines.len() && now == state.now().max(state.entry_base());
        let item = Item { at: (!paced).then_some(now), what: What::Command(command), line: 0 };
        lines.push(Line { item, by_hand: true, displaced: None });
        let later = branch.lines[done..].iter().filter(|line| keep_later_by_hand || !line.by_hand);
        lines.extend(later.cloned());
        if let Some(next) = lines.get_mut(done + 1) {
            let before = next.item.clone();
            fix_end_of_run(&mut next.item, state.entry_base(), now);
            lines[done].displaced = (lines[done + 1].item != before).then_some(before);
        }
        lines
    }

    fn add_line(&mut self, command: Command) {
        let (position, moment) = (self.cursor.position, self.cursor.moment);
        self.tell_as_done(self.shown, self.cursor.state.next_entry(), moment);
        let lines = self.in_own_words(self.shown, self.lines_with(command, true));
        self.branch_mut().rewrite(position, moment, usize::MAX, lines);
    }

    fn open_branch(&mut self, command: Command) {
        let (position, moment, done) = (self.cursor.position, self.cursor.moment, self.cursor.state.next_entry());
        self.tell_as_done(self.shown, done, moment);
        let lines = self.lines_with(command, false);
        let mut branch = self.branch().clone();
        branch.parent = Some((self.shown, moment));
        branch.shared = if moment == Moment::default() { 0 } else { done };
        self.branches.push(branch);
        self.shown = self.branches.len() - 1;
        let lines = self.in_own_words(self.shown, lines);
        self.branch_mut().rewrite(position, moment, usize::MAX, lines);
    }

    // ----- within

    fn branch(&self) -> &Branch {
        &self.branches[self.shown]
    }

    fn branch_mut(&mut self) -> &mut Branch {
        &mut self.branches[self.shown]
    }

    /// The furthest moment of the branch shown, or the cursor's, if time has passed beyond it.
    fn frontier(&self) -> Moment {
        self.branch().frontier().max(self.cursor.moment)
    }

    fn next_tick(&self, position: usize) -> Option<u64> {
        match self.branch().reel.moments().get(position) {
            Some(moment) => Some(moment.tick),
            None => self.branch().reel.next_tick(),
        }
    }

    /// The moment right after the event before this position.
    fn last_moment(&self, position: usize) -> Moment {
        let moments = self.branch().reel.moments();
        position.checked_sub(1).and_then(|last| moments.get(last)).copied().unwrap_or_default()
    }

    fn stand(&mut self, position: usize, moment: Moment) {
        if position == self.branch().event_count() {
            self.branch_mut().settle(moment);
        }
        let branch = self.branch();
        // (To begin with, and at the frontier, nothing is simulated again.)
        let state = match (1..branch.event_count()).contains(&position) {
            true => branch.reel.state_seen(position, moment, &branch.chronicle),
            false => branch.reel.state_at(position, moment),
        };
        self.cursor = Cursor { moment, position, state };
        self.keep_up();
    }

    fn caption(&self, cursor: &Cursor) -> Option<CaptionView> {
        let mut captions = self.branch().chronicle.captions.iter().rev();
        let (_, _, words) =
            captions.find(|(position, moment, _)| *position <= cursor.position && *moment <= cursor.moment)?;
        let run_changed = self.branch().lines[..cursor.state.next_entry()].iter().any(|line| line.by_hand);
        Some(CaptionView { words: words.clone(), run_changed })
    }
}

/// A run that is under way when a command comes ends when it would have ended.
fn fix_end_of_run(item: &mut Item, base: Moment, now: Moment) {
    if let What::Run(run) = &mut item.what {
        let start = item.at.unwrap_or(base);
        if start <= now {
            item.at = None;
            if let Run::Ticks(ticks) = *run {
                *run = Run::To(Moment::at_tick(start.tick.saturating_add(ticks)).max(now));
            }
        }
    }
}

fn branch_view(branch: &Branch) -> BranchView {
    let own = branch.lines.iter().skip(branch.shared);
    let commands = |line: &Line| matches!(line.item.what, What::Command(_));
    BranchView {
        parent: branch.parent,
        command_count: branch.lines.iter().filter(|line| commands(line)).count(),
        first_command: own.clone().find_map(|line| match &line.item.what {
            What::Command(command) => Some(command.clone()),
            _ => None,
        }),
        frontier: branch.frontier(),
    }
}

/// The digest of these states together.
fn digest_of<'a>(states: impl IntoIterator<Item = &'a dyn State>) -> u64 {
    let mut projection = Projection::default();
    for state in states {
        state.project(&mut projection);
    }
    projection.digest()
}

#[cfg(test)]
mod tests;
