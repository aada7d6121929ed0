//! Two runs on one clock: the same lines under another protocol, or with a mistake the other way, and where the two come to differ.
//!
//! The run beside has the lines of the branch shown and nothing of its own. It stands at the same tick, after all that happens at it, and is made anew when
//! the lines change.

use super::{EntryView, EventView, Session, log};
use crate::protocol::{Slot, Value};
use crate::scenario::{Beside, Expectation, Item, MAX_TICK, Scenario, What};
use crate::sim::Moment;
use std::rc::Rc;

/// The run beside, and how far the two are known to agree.
#[derive(Clone, Debug)]
pub(super) struct Other {
    pub session: Box<Session>,
    /// So many events of both are the same.
    agreed: usize,
}

/// The first difference between two runs.
#[derive(Clone, PartialEq, Debug)]
pub struct Difference {
    /// When it came about, in ticks.
    pub tick: u64,
    /// What.
    pub what: Differing,
}

/// In what two runs differ.
#[derive(Clone, PartialEq, Debug)]
pub enum Differing {
    /// The how-manieth command that is done, no-ops not counted, is another: in which place of each log, and what stands there.
    Command {
        /// Which, from 0.
        number: usize,
        /// In the run itself.
        here: (Slot, EntryView),
        /// In the run beside.
        beside: (Slot, EntryView),
    },
    /// Of all events this is the first that is not the same; of the run itself and of the run beside, where there is one.
    Event(Option<Rc<EventView>>, Option<Rc<EventView>>),
}

impl Session {
    /// The run beside this one, if its scenario has one: at the same tick, after all that happens at it.
    pub fn beside(&self) -> Option<&Session> {
        self.other.as_ref().map(|other| &*other.session)
    }

    /// Where the two come to differ, if they have by now.
    pub fn difference(&self) -> Option<Difference> {
        let other = self.other.as_ref()?;
        let difference = match self.scenario.settings.beside? {
            Beside::Protocol(_) => self.other_command(&other.session),
            Beside::Variant(_) => self.other_event(other),
        };
        difference.filter(|difference| difference.tick <= self.cursor.moment.tick)
    }

    /// When the next thing happens in the run beside.
    pub(super) fn due_beside(&self) -> Option<u64> {
        let beside = self.beside()?;
        beside.next_tick(beside.cursor.position)
    }

    /// Begins the run beside anew, with the lines of the branch shown.
    pub(super) fn begin_beside(&mut self) {
        if self.scenario.settings.beside.is_some() {
            self.begin_other();
        }
    }

    #[inline(never)]
    fn begin_other(&mut self) {
        let Some(settings) = self.scenario.settings.of_beside() else { return };
        let body = self.branch().lines.iter().map(|line| of_beside(&line.item)).collect();
        let session = Box::new(Session::new(Scenario { body, ..Scenario::new(settings) }));
        self.other = Some(Other { session, agreed: 0 });
        self.keep_up();
    }

    /// The run beside comes to the same tick.
    pub(super) fn keep_up(&mut self) {
        if let Some(other) = self.other.take() {
            self.follow(other);
        }
    }

    #[inline(never)]
    fn follow(&mut self, mut other: Other) {
        match self.cursor.moment == Moment::default() && self.cursor.position == 0 {
            true => other.session.seek_position(0),
            false => _ = other.session.play_to(self.cursor.moment.tick),
        }
        other.session.foresee();
        let (here, beside) = (self.history(), other.session.history());
        let both = here.event_count().min(beside.event_count());
        let same = |place: &usize| here.event(*place) == beside.event(*place);
        other.agreed += (other.agreed..both).take_while(same).count();
        self.other = Some(other);
    }

    /// Simulates the next event, without going there: when it is due is then known, whatever was played before.
    fn foresee(&mut self) {
        while self.branch().event_count() <= self.cursor.position
            && self.branch_mut().advance(Moment::after_tick(MAX_TICK))
        {}
    }

    /// The first event that is not the same.
    fn other_event(&self, other: &Other) -> Option<Difference> {
        let events = |session: &Session| session.history().event(other.agreed);
        let (here, beside) = (events(self), events(&other.session));
        let tick = |event: &Option<Rc<EventView>>| event.as_ref().map(|event| event.moment.tick);
        let first = tick(&here).into_iter().chain(tick(&beside)).min()?;
        // Of a run that has not come so far it is not known yet.
        let known = |session: &Session, event: &Option<Rc<EventView>>| {
            event.is_some()
                || session.cursor.moment.tick > first
                || session.next_tick(session.cursor.position).is_none()
        };
        let is_known = known(self, &here) && known(&other.session, &beside);
        is_known.then_some(Difference { tick: first, what: Differing::Event(here, beside) })
    }

    /// The first command that is another.
    fn other_command(&self, other: &Session) -> Option<Difference> {
        let mut pairs = self.done().zip(other.done()).enumerate();
        let (number, (here, beside)) = pairs.find(|(_, (one, other))| one.2 != other.2)?;
        let what = Differing::Command { number, here: (here.1, here.2), beside: (beside.1, beside.2) };
        Some(Difference { tick: here.0.max(beside.0), what })
    }

    /// The commands that are chosen without a gap before them, each with the tick since when it was so, and its slot.
    fn done(&self) -> impl Iterator<Item = (u64, Slot, EntryView)> {
        let entry = |first: Option<(u64, &Value)>| first.and_then(|(tick, value)| Some((tick, log::of_value(value)?)));
        let without_gap = self.history().first_chosen().map_while(entry).scan(0, |since, (tick, entry)| {
            *since = tick.max(*since);
            Some((*since, entry))
        });
        let all = (0..).zip(without_gap).map(|(slot, (tick, entry))| (tick, slot, entry));
        all.filter(|(_, _, entry)| *entry != EntryView::NoOp)
    }
}

/// What a line says to the run beside: what is expected of it, and what is done. Each line keeps its place, for others count from it.
fn of_beside(item: &Item) -> Item {
    let what = match &item.what {
        What::Expect(Expectation::Beside(expectation)) => What::Expect((**expectation).clone()),
        What::Expect(_) | What::Caption(_) => What::Comment(String::new()),
        other => other.clone(),
    };
    Item { what, ..item.clone() }
}
