//! One branch of a run: its lines, the record of what came of them, and its history as views.

use super::history::{Chronicle, History};
use super::reel::{self, Advanced, Reel, State};
use super::{digest_of, looks};
use crate::scenario::{Item, Settings, What};
use crate::sim::{Act, Entry, Moment, Reached};
use std::cell::Cell;
use std::rc::Rc;

/// A line of a branch, and who wrote it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Line {
    pub item: Item,
    /// Given by the person during the run, not written in the scenario.
    pub by_hand: bool,
    /// What the run after it said before this one came into its midst; it meant the same.
    pub displaced: Option<Item>,
}

/// One branch.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    /// The branch it came from, and where it leaves it.
    pub parent: Option<(usize, Moment)>,
    /// Every line from the start, those shared with the parent included.
    pub lines: Vec<Line>,
    /// How many of the lines are shared with the parent.
    pub shared: usize,
    pub reel: Box<dyn Reel>,
    pub chronicle: Chronicle,
    /// The digest of the frontier, once somebody has asked for it: of a long log it is much work.
    digest: Cell<Option<u64>>,
    /// Expectations that were reached: the line's place, and whether it held.
    pub verdicts: Vec<(usize, bool)>,
}

impl Line {
    /// A line of the scenario.
    pub fn written(item: &Item) -> Self {
        Self { item: item.clone(), by_hand: false, displaced: None }
    }
}

/// The script of these lines.
pub(super) fn entries(lines: &[Line]) -> Vec<Entry> {
    let act = |what: &What| match what {
        What::Command(command) => Act::Command(command.clone()),
        What::Run(run) => Act::Run(*run),
        What::Caption(_) | What::Expect(_) | What::Comment(_) => Act::Mark,
    };
    lines.iter().map(|line| Entry { at: line.item.at, act: act(&line.item.what) }).collect()
}

impl Branch {
    /// Nothing of these lines has been done.
    pub fn new(settings: &Settings, lines: Vec<Line>) -> Self {
        let reel = reel::reel(settings, entries(&lines));
        Self {
            parent: None,
            lines,
            shared: 0,
            reel,
            chronicle: Chronicle::default(),
            digest: Cell::default(),
            verdicts: Vec::new(),
        }
    }

    /// Back to the state after this many events, with time standing at a moment before the next, and on with other lines, which agree
    /// with these on all that is done by then, but at most on the first `same`.
    pub fn rewrite(&mut self, position: usize, moment: Moment, same: usize, lines: Vec<Line>) {
        self.digest.take();
        self.reel.rewrite(position, moment, same, entries(&lines), &mut self.chronicle);
        self.lines = lines;
        let is_caption = |reached: &&Reached| {
            self.lines.get(reached.place).is_some_and(|line| matches!(line.item.what, What::Caption(_)))
        };
        self.chronicle.captions.truncate(self.reel.reached().iter().filter(is_caption).count());
        let done = self.reel.frontier().next_entry();
        self.verdicts.retain(|(place, _)| *place < done);
        // So that the frontier, which is all that a link says of it, tells which lines are done.
        self.settle(self.frontier());
    }

    /// The lines have other words for what is done by now, and for what comes in the same places.
    pub fn reword(&mut self) {
        self.reel.reword(entries(&self.lines));
    }

    /// The state when time stands at a moment, also where nobody has played to it.
    pub fn state_by(&self, moment: Moment) -> Rc<dyn State> {
        let state = |reel: &dyn Reel| reel.state_at(reel.position_at(moment), moment);
        if self.frontier() >= moment {
            return state(&*self.reel);
        }
        let mut played = self.clone();
        played.play_to(moment);
        state(&*played.reel)
    }

    /// Takes the next thing up to and including the moment `until`: true if there was one.
    pub fn advance(&mut self, until: Moment) -> bool {
        let advanced = self.reel.advance(until, &mut self.chronicle);
        if advanced == Advanced::Event {
            self.digest.take();
        }
        if advanced == Advanced::Line {
            self.record_reached();
        }
        advanced != Advanced::Nothing
    }

    /// Takes every line that is no event and due by this moment, which must not lie beyond the next event.
    pub fn settle(&mut self, moment: Moment) {
        while self.reel.advance_entry(moment) {
            self.record_reached();
        }
    }

    /// Plays up to and including the moment, if it has not come so far.
    pub fn play_to(&mut self, moment: Moment) {
        while self.advance(moment) {}
        if self.reel.position_at(moment) == self.event_count() {
            self.settle(moment);
        }
    }

    /// Forgets what was simulated after the moment.
    pub fn cut_to(&mut self, moment: Moment) {
        if self.frontier() > moment {
            self.rewrite(self.reel.position_at(moment), moment, usize::MAX, self.lines.clone());
        }
    }

    /// Plays to the end of the lines; false if the bound on events came first.
    pub fn play_out(&mut self) -> bool {
        while self.reel.frontier().next_entry() < self.lines.len() {
            if !self.advance(Moment::END) {
                return false;
            }
        }
        true
    }

    fn record_reached(&mut self) {
        let Some(Reached { place, moment, events_before, .. }) = self.reel.reached().last().copied() else {
            return;
        };
        match self.lines.get(place).map(|line| &line.item.what) {
            Some(What::Caption(words)) => {
                let caption = (events_before, moment, looks::words(words));
                self.chronicle.captions.push(caption);
            }
            Some(What::Expect(expectation)) => {
                let holds = self.reel.frontier().holds(expectation);
                self.verdicts.push((place, holds));
            }
            _ => {}
        }
    }

    /// What happened in it.
    pub fn history(&self) -> History<'_> {
        self.chronicle.history(&*self.reel)
    }

    /// How many events have happened in it.
    pub fn event_count(&self) -> usize {
        self.reel.moments().len()
    }

    /// The digest of the furthest state.
    pub fn end_digest(&self) -> u64 {
        let digest = self.digest.get().unwrap_or_else(|| digest_of([self.reel.frontier()]));
        self.digest.set(Some(digest));
        digest
    }

    /// The furthest moment simulated.
    pub fn frontier(&self) -> Moment {
        let events = self.reel.frontier().now();
        let entries = self.reel.reached().last().map_or(Moment::default(), |reached| reached.moment);
        events.max(entries)
    }
}
