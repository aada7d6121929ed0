//! Undo and redo: the last command of the branch is taken back, and given again.

use super::Session;
use super::branch::{Branch, Line};
use crate::scenario::What;
use crate::sim::{Command, CommandError, Moment};

/// Something that undo took away.
#[derive(Clone, Debug)]
pub(super) enum Undone {
    /// A line of a branch.
    Line { branch: usize, place: usize, line: Line, command: Command, moment: Moment },
    /// A whole branch: its first command was undone.
    Branch { at: usize, branch: Box<Branch>, command: Command, moment: Moment },
}

impl Undone {
    pub fn command(&self) -> &Command {
        match self {
            Undone::Line { command, .. } | Undone::Branch { command, .. } => command,
        }
    }
}

/// Exchanges what the line at `after` says with what the line at `place` has displaced, if it has.
fn displace(lines: &mut [Line], place: usize, after: usize) {
    if let Some(other) = lines[place].displaced.take() {
        lines[place].displaced = match lines.get_mut(after) {
            Some(next) => Some(std::mem::replace(&mut next.item, other)),
            None => Some(other),
        };
    }
}

impl Session {
    /// Removes the last command that was carried out in the branch shown, and goes back to where it was given. A branch that
    /// has lost its first command is closed. What it removed, or nothing if no command was carried out, or if that is refused.
    pub fn undo(&mut self) -> Option<Command> {
        if self.undo_refusal().is_some() { None } else { self.take_back() }
    }

    /// Why undo is not possible, if there is something to undo and it is not: a branch that shares the command with this one has to be told from
    /// its start then, and there is no room for that.
    pub fn undo_refusal(&self) -> Option<CommandError> {
        let (place, _) = self.undoable()?;
        let shares =
            |branch: &Branch| branch.parent.is_some_and(|(parent, _)| parent == self.shown) && place < branch.shared;
        if !self.branches.iter().any(shares) || self.is_far_from_full() {
            return None;
        }
        let mut undone = self.clone();
        undone.take_back();
        undone.room_in_text().err()
    }

    fn take_back(&mut self) -> Option<Command> {
        let (place, command) = self.undoable().map(|(place, command)| (place, command.clone()))?;
        let (position, before) = self.carried_out(place)?;
        let moment = self.branch().timeline.events()[position].moment;
        if self.is_first_of_branch(place) {
            self.close_branch(command.clone(), moment);
        } else {
            self.remove_line(place, position, before, command.clone(), moment);
        }
        Some(command)
    }

    /// Gives again what undo took back last. What it gave, or nothing if there is nothing.
    pub fn redo(&mut self) -> Option<Command> {
        match self.undone.pop()? {
            Undone::Line { branch, place, line, command, moment } => {
                self.shown = branch.min(self.branches.len() - 1);
                let before = Moment { tick: moment.tick, events: moment.events.saturating_sub(1) };
                self.seek(before);
                let mut lines = self.branch().lines.clone();
                let place = place.min(lines.len());
                lines.insert(place, line);
                displace(&mut lines, place, place + 1);
                if !lines[place].by_hand {
                    // What undo changed behind a line of the scenario it will change anew, at the moment of then.
                    lines[place].displaced = None;
                }
                let (position, now) = (self.cursor.position, self.cursor.moment);
                self.branch_mut().rewrite(position, now, place, lines);
                self.seek(moment);
                Some(command)
            }
            Undone::Branch { at, branch, command, moment } => {
                let at = at.min(self.branches.len());
                self.renumber(|parent| if parent >= at { parent + 1 } else { parent });
                self.branches.insert(at, *branch);
                self.shown = at;
                self.seek(moment);
                Some(command)
            }
        }
    }

    /// The last command that was carried out in the branch shown: its line, and what it says.
    pub(super) fn undoable(&self) -> Option<(usize, &Command)> {
        let branch = self.branch();
        let done = branch.timeline.frontier().next_entry().min(branch.lines.len());
        branch.lines[..done].iter().enumerate().rev().find_map(|(place, line)| match &line.item.what {
            What::Command(command) => Some((place, command)),
            _ => None,
        })
    }

    /// The event of a line that was carried out: its place, and the moment right before it.
    fn carried_out(&self, place: usize) -> Option<(usize, Moment)> {
        let branch = self.branch();
        let is_command = |line: &&Line| matches!(line.item.what, What::Command(_));
        let earlier = branch.lines[..place].iter().filter(is_command).count();
        let mut commanded = branch.timeline.events().iter().enumerate().filter(|(_, event)| event.commanded);
        let (position, event) = commanded.nth(earlier)?;
        let before = Moment { tick: event.moment.tick, events: event.moment.events.saturating_sub(1) };
        Some((position, before))
    }

    fn is_first_of_branch(&self, place: usize) -> bool {
        let branch = self.branch();
        let has_children =
            self.branches.iter().any(|other| other.parent.is_some_and(|(parent, _)| parent == self.shown));
        let own = branch.lines.get(branch.shared..place).unwrap_or_default();
        let first = own.iter().all(|line| !matches!(line.item.what, What::Command(_)));
        branch.parent.is_some() && place >= branch.shared && first && !has_children
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
        let mut lines = self.branch().lines.clone();
        displace(&mut lines, place, place + 1);
        let mut line = lines.remove(place);
        let paced = line.item.at.is_none();
        if let Some(next) = lines.get_mut(place)
            && next.item.at.is_none()
            && !line.by_hand
            && line.displaced.is_none()
            && !self.scenario.settings.manual
        {
            line.displaced = Some(next.item.clone());
            next.item.at = Some(before);
        }
        self.undone.push(Undone::Line { branch: self.shown, place, line, command, moment });
        let cursor = self.cursor.moment;
        let branch = self.branch_mut();
        let base = branch.timeline.state_at(position, before).entry_base();
        let next_due = lines.get(place).map_or(before, |next| next.item.at.map_or(base, |at| at.max(base)));
        branch.rewrite(position, before, place, lines);
        if place < branch.shared {
            // What comes next may now come before the command was given: it is the branch's own.
            branch.shared = place;
            branch.parent = branch.parent.map(|(parent, fork)| (parent, fork.min(before).min(next_due)));
        }
        // A command that took its pace from the one before was given when that was done.
        let given = if paced { branch.frontier() } else { before };
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
