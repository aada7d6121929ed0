//! What the branches of a run share, kept true in one place, so that a text and a link, which tell it once, tell the same run.
//!
//! A branch leaves its parent at its *fork* and shares with it the lines that are done there. Whatever a person has done:
//!
//! 1. The first [`Branch::shared`] lines of a branch are those of its parent, word for word; played to the fork, the parent has done just these.
//! 2. None of these is timed after the fork, none of the branch's own before it, and the first of its own does not count from something before
//!    the fork: its own lines are, as they stand, its section of a text.
//!
//! A branch whose fork is the start shares nothing.

use super::Session;
use super::branch::{Branch, Line};
use super::record::{date_first, in_order};
use crate::scenario::{Item, What};
use crate::sim::{Moment, Run};

/// What a branch said and shared before undo changed it.
#[derive(Clone, Debug)]
pub(super) struct Change {
    branch: usize,
    parent: Option<(usize, Moment)>,
    shared: usize,
    /// From this place on, these lines were where there are so many others now.
    place: usize,
    lines: Vec<Line>,
    others: usize,
}

/// What each branch says and shares.
pub(super) type Outlines = Vec<(Option<(usize, Moment)>, usize, Vec<Line>)>;

impl Session {
    pub(super) fn outlines(&self) -> Outlines {
        self.branches.iter().map(|branch| (branch.parent, branch.shared, branch.lines.clone())).collect()
    }

    /// What those branches were that are no longer as they were.
    pub(super) fn changes_since(&self, outlines: Outlines) -> Vec<Change> {
        let changes = self.branches.iter().zip(outlines).enumerate();
        let change = |(number, (now, (parent, shared, mut lines))): (usize, (&Branch, (_, _, Vec<Line>)))| {
            if (now.parent, now.shared, &now.lines) == (parent, shared, &lines) {
                return None;
            }
            let alike = |pair: &(&Line, &Line)| pair.0 == pair.1;
            let place = now.lines.iter().zip(&lines).take_while(alike).count();
            let after = now.lines[place..].iter().rev().zip(lines[place..].iter().rev()).take_while(alike).count();
            lines.truncate(lines.len() - after);
            let others = now.lines.len() - after - place;
            Some(Change { branch: number, parent, shared, place, lines: lines.split_off(place), others })
        };
        changes.filter_map(change).collect()
    }

    /// Makes branches what they were before these changes; what happens in the one shown is for the caller to play again.
    pub(super) fn change_back(&mut self, changes: &[Change]) {
        for change in changes {
            let branch = &mut self.branches[change.branch];
            branch.lines.splice(change.place..change.place + change.others, change.lines.iter().cloned());
            (branch.parent, branch.shared) = (change.parent, change.shared);
            if change.branch != self.shown {
                branch.reword();
            }
        }
    }

    /// The first lines of a branch, which were done by a moment, are told so that a line at that moment can follow them: in each branch that
    /// shares them. (A line for `58+5` happens earlier if its tick has fewer events.)
    pub(super) fn tell_as_done(&mut self, branch: usize, done: usize, now: Moment) {
        let (mut next, mut done) = (Some(branch), done);
        while let Some(number) = next {
            let branch = &mut self.branches[number];
            let last = done.min(branch.lines.len());
            if branch.lines[..last].iter_mut().fold(false, |told, line| told | no_later(&mut line.item, now)) {
                branch.reword();
            }
            done = done.min(branch.shared);
            next = branch.parent.map(|(parent, _)| parent);
        }
        self.share();
    }

    /// The branch leaves its parent earlier than it did: there, where so many lines are done. What it no longer shares is its own.
    pub(super) fn leave_earlier(&mut self, branch: usize, fork: Moment, done: usize) {
        let Some((parent, _)) = self.branches[branch].parent else { return };
        let shared = if fork == Moment::default() { 0 } else { done };
        self.branches[branch].shared = shared;
        self.branches[branch].parent = Some((parent, fork));
        self.tell_as_done(parent, shared, fork);
    }

    /// A command of the branch shown is gone, which came after so many events, at the moment `before` the next. Branches that left it later leave it
    /// now after the last event that is still known.
    pub(super) fn children_leave_earlier(&mut self, position: usize, before: Moment, place: usize) {
        let shown = self.branch();
        let leaves_later = |branch: &Branch| {
            let (_, fork) = branch.parent.filter(|(parent, _)| *parent == self.shown)?;
            // What is no event and followed the command may come at the very moment of the fork now.
            (fork > before
                || fork == before && fork > Moment::default() && shown.state_by(fork).next_entry() > branch.shared)
                .then_some(())
        };
        let children = (0..self.branches.len()).filter(|child| leaves_later(&self.branches[*child]).is_some());
        let children: Vec<usize> = children.collect();
        if children.is_empty() {
            return;
        }
        let (fork, shared) = self.fork_before(position, place);
        for child in &children {
            // All at once: until then they do not share what they say that they do.
            self.branches[*child].shared = shared;
            self.branches[*child].parent = Some((self.shown, fork));
        }
        self.tell_as_done(self.shown, shared, fork);
        for child in children {
            let lines = self.in_own_words(child, self.branches[child].lines.clone());
            self.branches[child].lines = lines;
            self.branches[child].reword();
        }
        self.share();
    }

    /// A moment of the branch shown, no later than after so many events, by which just some of the first `place` lines are done: the latest after an
    /// event, right before a command. And how many are.
    fn fork_before(&self, mut position: usize, mut place: usize) -> (Moment, usize) {
        loop {
            let fork = self.last_moment(position);
            if fork == Moment::default() {
                return (fork, 0);
            }
            let done = self.branch().reel.state_at(position, fork).next_entry();
            if done <= place {
                return (fork, done);
            }
            // What follows comes in the same moment, and is no event: it cannot be told from what is shared.
            let lines = &self.branch().lines[..place];
            let last = lines.iter().rposition(|line| matches!(line.item.what, What::Command(_)));
            let Some((command, event)) = last.and_then(|last| Some((last, self.carried_out(last)?.0))) else {
                return (Moment::default(), 0);
            };
            (position, place) = (event, command);
        }
    }

    /// Lines that a branch is to have, with its own told as its section of a text has to tell them.
    pub(super) fn in_own_words(&self, branch: usize, mut lines: Vec<Line>) -> Vec<Line> {
        let branch = &self.branches[branch];
        let (parent, fork) = branch.parent.unwrap_or_default();
        let base = match fork == Moment::default() {
            true => fork,
            false => self.branches[parent].state_by(fork).entry_base(),
        };
        let own = &mut lines[branch.shared..];
        let mut items: Vec<Item> = own.iter().map(|line| line.item.clone()).collect();
        date_first(&mut items, base, base, fork, self.scenario.settings.manual);
        in_order(&mut items, fork);
        own.iter_mut().zip(items).for_each(|(line, item)| line.item = item);
        lines
    }

    /// Does all of this hold?
    pub(super) fn is_in_order(&self) -> bool {
        (0..self.branches.len()).all(|number| {
            let branch = &self.branches[number];
            let words = |lines: &[Line]| lines.iter().map(|line| line.item.clone()).collect::<Vec<_>>();
            let told = words(&self.in_own_words(number, branch.lines.clone())) == words(&branch.lines);
            let shares = match branch.parent {
                None => branch.shared == 0,
                Some((_, fork)) if fork == Moment::default() => branch.shared == 0,
                Some((parent, fork)) => {
                    let (parent, lines) = (&self.branches[parent], &branch.lines[..branch.shared]);
                    parent.state_by(fork).next_entry() == branch.shared
                        && words(lines) == words(&parent.lines[..branch.shared])
                        && !lines.iter().any(|line| no_later(&mut line.item.clone(), fork))
                }
            };
            told && shares
        })
    }

    /// A branch says of what it shares what its parent says, which comes before it.
    fn share(&mut self) {
        for number in 1..self.branches.len() {
            let (before, rest) = self.branches.split_at_mut(number);
            let branch = &mut rest[0];
            let Some(parent) = branch.parent.and_then(|(parent, _)| before.get(parent)) else { continue };
            let mut reworded = false;
            for (own, told) in branch.lines[..branch.shared].iter_mut().zip(&parent.lines) {
                if own.item != told.item {
                    own.item = told.item.clone();
                    reworded = true;
                }
            }
            if reworded {
                branch.reword();
            }
        }
    }
}

/// A line that was done by a moment is told for no later one; true if it had been.
fn no_later(item: &mut Item, now: Moment) -> bool {
    let end = match &mut item.what {
        What::Run(Run::To(end)) => Some(end),
        _ => None,
    };
    let mut later = false;
    for moment in item.at.iter_mut().chain(end).filter(|moment| **moment > now) {
        *moment = now;
        later = true;
    }
    later
}
