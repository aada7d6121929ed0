//! Undo and redo: the last command of the branch is taken back, and given again.

use super::Session;
use super::branch::{Branch, Line};
use super::family::Change;
use crate::scenario::{Item, What};
use crate::sim::{Command, CommandError, MANUAL_PACE_TICKS, Moment, Run};

/// Something that undo took away.
#[derive(Clone, Debug)]
pub(super) enum Undone {
    /// A line of a branch: what it changed in this branch, and in others that share something with it.
    Line { branch: usize, place: usize, changes: Vec<Change>, command: Command, moment: Moment },
    /// A whole branch, with the command that made it.
    Branch { at: usize, branch: Box<Branch>, command: Command, moment: Moment },
}

impl Undone {
    pub fn command(&self) -> &Command {
        match self {
            Undone::Line { command, .. } | Undone::Branch { command, .. } => command,
        }
    }
}

impl Session {
    /// Removes the last command that was carried out in the branch shown, and goes back to where it was given. A branch that
    /// was made by this command alone is closed. What it removed, or nothing if no command was carried out, or if that is refused.
    pub fn undo(&mut self) -> Option<Command> {
        if self.undo_refusal().is_some() { None } else { self.take_back() }
    }

    /// Why undo is not possible, if there is something to undo and it is not: two branches no longer share what they did then, and there is no room
    /// to tell it twice.
    pub fn undo_refusal(&self) -> Option<CommandError> {
        let (place, _) = self.undoable()?;
        let shares = |branch: &Branch| branch.parent.is_some_and(|(parent, _)| parent == self.shown);
        let shared = place < self.branch().shared || self.branches.iter().any(shares);
        if !shared || self.is_far_from_full() {
            return None;
        }
        let mut undone = self.clone();
        undone.take_back();
        undone.room_in_text().err()
    }

    fn take_back(&mut self) -> Option<Command> {
        let (place, command) = self.undoable().map(|(place, command)| (place, command.clone()))?;
        let (position, before) = self.carried_out(place)?;
        let moment = self.branch().reel.moments()[position];
        if self.makes_the_branch(place) {
            self.close_branch(command.clone(), moment);
        } else {
            self.remove_line(place, position, before, command.clone(), moment);
        }
        debug_assert!(self.is_in_order(), "{}", self.text(true));
        self.begin_beside();
        Some(command)
    }

    /// Gives again what undo took back last. What it gave, or nothing if there is nothing.
    pub fn redo(&mut self) -> Option<Command> {
        let given = match self.undone.pop()? {
            Undone::Line { branch, place, changes, command, moment } => {
                self.shown = branch;
                self.seek(Moment { tick: moment.tick, events: moment.events.saturating_sub(1) });
                let (position, now) = (self.cursor.position, self.cursor.moment);
                self.change_back(&changes);
                let lines = self.branch().lines.clone();
                self.branch_mut().rewrite(position, now, place, lines);
                self.seek(moment);
                command
            }
            Undone::Branch { at, branch, command, moment } => {
                let at = at.min(self.branches.len());
                self.renumber(|parent| if parent >= at { parent + 1 } else { parent });
                self.branches.insert(at, *branch);
                self.shown = at;
                self.seek(moment);
                command
            }
        };
        debug_assert!(self.is_in_order(), "{}", self.text(true));
        self.begin_beside();
        Some(given)
    }

    /// The last command that was carried out in the branch shown: its line, and what it says.
    pub(super) fn undoable(&self) -> Option<(usize, &Command)> {
        let branch = self.branch();
        let done = branch.reel.frontier().next_entry().min(branch.lines.len());
        branch.lines[..done].iter().enumerate().rev().find_map(|(place, line)| match &line.item.what {
            What::Command(command) => Some((place, command)),
            _ => None,
        })
    }

    /// The event of a line that was carried out: its place, and the moment right before it.
    pub(super) fn carried_out(&self, place: usize) -> Option<(usize, Moment)> {
        let branch = self.branch();
        let is_command = |line: &&Line| matches!(line.item.what, What::Command(_));
        let earlier = branch.lines[..place].iter().filter(is_command).count();
        let mut commanded = branch.history().noted().iter().filter(|noted| noted.commanded);
        let position = commanded.nth(earlier)?.place;
        let moment = branch.reel.moments()[position];
        let before = Moment { tick: moment.tick, events: moment.events.saturating_sub(1) };
        Some((position, before))
    }

    /// Is it the first command of its branch's own, without which the branch would be what its parent has in store, and does no branch leave it?
    fn makes_the_branch(&self, place: usize) -> bool {
        let branch = self.branch();
        let Some((parent, _)) = branch.parent.filter(|_| place >= branch.shared) else { return false };
        let is_command = |line: &Line| matches!(line.item.what, What::Command(_));
        if branch.lines[branch.shared..place].iter().any(is_command) {
            return false;
        }
        let others = branch.lines.iter().enumerate().skip(branch.shared).filter(|(other, _)| *other != place);
        let in_store = self.branches[parent].lines.iter().skip(branch.shared).filter(|line| !line.by_hand);
        let what = |line: &Line| match &line.item.what {
            // A run that a command came into says its length in other words.
            What::Run(_) => None,
            what => Some(what.clone()),
        };
        let has_children =
            self.branches.iter().any(|other| other.parent.is_some_and(|(parent, _)| parent == self.shown));
        !has_children && others.map(|(_, line)| what(line)).eq(in_store.map(what))
    }

    fn close_branch(&mut self, command: Command, moment: Moment) {
        let at = self.shown;
        let branch = self.branches.remove(at);
        let (parent, fork) = branch.parent.unwrap_or_default();
        self.renumber(|other| if other > at { other - 1 } else { other });
        self.shown = if parent > at { parent - 1 } else { parent };
        self.undone.push(Undone::Branch { at, branch: Box::new(branch), command, moment });
        self.seek(fork);
    }

    fn remove_line(&mut self, place: usize, position: usize, before: Moment, command: Command, moment: Moment) {
        let (shown, cursor, outlines) = (self.shown, self.cursor.moment, self.outlines());
        if place < self.branch().shared {
            self.leave_earlier(shown, before, place);
        }
        let base = self.branch().reel.state_at(position, before).entry_base();
        let mut lines = self.branch().lines.clone();
        let line = lines.remove(place);
        let next =
            lines[place..].iter_mut().map(|next| &mut next.item).find(|next| !matches!(next.what, What::Comment(_)));
        match (next, line.displaced) {
            (Some(next), Some(run)) if next.at.is_none() && matches!(next.what, What::Run(Run::To(_))) => *next = run,
            (Some(next), _) if !line.by_hand => no_sooner(next, base, before, self.scenario.settings.manual),
            _ => {}
        }
        let lines = self.in_own_words(shown, lines);
        self.branch_mut().rewrite(position, before, place, lines);
        self.children_leave_earlier(position, before, place);
        let changes = self.changes_since(outlines);
        self.undone.push(Undone::Line { branch: shown, place, changes, command, moment });
        // A command that took its pace from the one before was given when that was done.
        let given = if line.item.at.is_none() { self.branch().frontier() } else { before };
        self.seek(cursor.min(given));
    }

    fn renumber(&mut self, new_number: impl Fn(usize) -> usize) {
        for branch in &mut self.branches {
            if let Some((parent, _)) = &mut branch.parent {
                *parent = new_number(*parent);
            }
        }
    }
}

/// What follows a line that is taken away happens no sooner than that would have, also where it counted from it. The line before it was done at
/// `base`.
fn no_sooner(next: &mut Item, base: Moment, before: Moment, manual: bool) {
    let start = next.at.unwrap_or(base);
    let paced = || Moment::at_tick(start.tick.saturating_add(MANUAL_PACE_TICKS));
    match &mut next.what {
        What::Run(Run::To(end)) => *end = before.max(*end),
        What::Command(_) if manual && next.at.is_none() && paced() >= before => {}
        _ if start < before => next.at = Some(before),
        _ => {}
    }
}
