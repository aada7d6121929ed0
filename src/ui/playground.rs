//! The one place that holds the run. Its methods are named for what a person wants; each changes the [`Session`], shows the new
//! time on the [`Clock`], and hands a fresh [`Shown`] to the store.

use super::beside::look_beside;
use super::model::{Clock, HistoryHandle, Refusal, Selection, Shared};
use super::platform::{self, Timeout};
use super::running::{BesideHistory, RunningSession};
use super::store::{Action, Dialog, Facts, NORMAL_SPEED, Notice, Page, SPEEDS, Shown};
use super::transport::Driver;
use crate::chaos::Terms;
use crate::check::Allowance;
use crate::protocol::ProtocolName;
use crate::scenario::link::LinkError;
use crate::scenario::{Checked, Scenario, What};
use crate::session::{CheckFrom, EventView, ExpectationView, LinkOptions, Session, View};
use crate::sim::{Command, CommandError, MAX_EVENTS, Moment};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::UseReducerDispatcher;

/// A rush looks at the clock after so many ticks.
const RUSH_TICKS: u64 = 100;

/// A dialog is gone by then.
const FOCUS_AFTER_MILLISECONDS: i32 = 60;

/// A handle on the run; clones are the same run.
#[derive(Clone)]
pub struct Playground(pub(super) Rc<Inner>);

impl PartialEq for Playground {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

pub(super) struct Inner {
    session: Rc<RunningSession>,
    /// The run that was open before this one, to go back to.
    previous: RefCell<Option<Session>>,
    shown: RefCell<Rc<Shown>>,
    runs_opened: Cell<u32>,
    /// Counts how often the history became another one.
    stamp: Cell<u64>,
    revision: Cell<u64>,
    /// A command was given since the run was opened.
    changed: Cell<bool>,
    pause_at_captions: Cell<bool>,
    /// Text that was typed and not played yet.
    draft: RefCell<Option<String>>,
    focusing: RefCell<Option<Timeout>>,
    dispatcher: RefCell<Option<UseReducerDispatcher<Page>>>,
    checks_asked: Cell<u32>,
    pub(super) clock: Clock,
    pub(super) driver: Driver,
}

/// What kind of change a fresh view comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    /// The cursor moved, or time passed: what was simulated stays, and more may have joined it.
    Moved,
    /// A command was carried out at the cursor.
    Commanded,
    /// Commands were taken back or given again, or another branch or run is shown.
    Replaced,
}

impl Playground {
    /// A playground with this run in it.
    pub fn new(session: Session) -> Self {
        let session = Rc::new(RunningSession(RefCell::new(session)));
        let facts = Rc::new(facts_of(&session.0.borrow(), 0));
        let (view, before, event) = look(&session.0.borrow(), None);
        let history = HistoryHandle::new(session.clone(), 0);
        let shown = Shown { view, before, event, history, beside: None, facts, revision: 0 };
        let shown = with_beside(&session, shown, 0, None);
        let clock = Clock::default();
        clock.show(tick_of(&shown.view));
        Self(Rc::new(Inner {
            session,
            previous: RefCell::new(None),
            shown: RefCell::new(Rc::new(shown)),
            runs_opened: Cell::new(0),
            stamp: Cell::new(0),
            revision: Cell::new(0),
            changed: Cell::new(false),
            pause_at_captions: Cell::new(false),
            draft: RefCell::new(None),
            focusing: RefCell::new(None),
            dispatcher: RefCell::new(None),
            checks_asked: Cell::new(0),
            clock,
            driver: Driver::default(),
        }))
    }

    /// Connects the store that is to be told of every change.
    pub fn connect(&self, dispatcher: UseReducerDispatcher<Page>) {
        self.0.dispatcher.replace(Some(dispatcher));
    }

    /// Tells the store.
    pub fn dispatch(&self, action: Action) {
        if let Ok(dispatcher) = self.0.dispatcher.try_borrow()
            && let Some(dispatcher) = dispatcher.as_ref()
        {
            dispatcher.dispatch(action);
        }
    }

    /// Picks something, or nothing. Time stops for a message: it would arrive before one can choose what becomes of it.
    pub fn select(&self, selection: Option<Selection>) {
        if matches!(selection, Some(Selection::Message(_))) {
            self.pause();
        }
        self.dispatch(Action::Select(selection));
    }

    /// Opens a dialog. Time stops: nobody can watch behind it.
    pub fn open_dialog(&self, dialog: Dialog) {
        self.pause();
        self.dispatch(Action::Dialog(Some(dialog)));
    }

    /// Says something in passing.
    pub fn notify(&self, notice: Notice) {
        self.dispatch(Action::Notify(notice));
    }

    /// The run as it is shown now.
    pub fn shown(&self) -> Rc<Shown> {
        self.0.shown.borrow().clone()
    }

    /// The time that the page shows.
    pub fn clock(&self) -> Clock {
        self.0.clock.clone()
    }

    /// Why commands are not possible now.
    pub fn refusals(&self) -> Refusal {
        let session = self.0.session.clone();
        Refusal::new(move |command| session.0.try_borrow().ok()?.refusal(command))
    }

    /// Whether a command was given since the run was opened.
    pub fn is_changed(&self) -> bool {
        self.0.changed.get()
    }

    /// The run is worth keeping as it is.
    pub fn mark_changed(&self) {
        self.0.changed.set(true);
    }

    // ----- moving the cursor

    /// One event forward; time glides there. A glide that is still under way ends first.
    pub fn step(&self) {
        self.0.driver.complete_glide(self);
        self.pause();
        match self.shown().view.next_tick {
            None => self.say_nothing_due(),
            Some(tick) => {
                if !self.0.driver.glide(self, tick) {
                    self.step_now();
                }
            }
        }
    }

    /// One event forward, at once.
    pub(super) fn step_now(&self) {
        if self.session(Session::step) {
            self.refresh(Change::Moved);
        } else {
            self.say_nothing_due();
        }
    }

    /// One event back. A glide that is still under way ends first: a step forward and one back lead to where one was, however fast they are asked for.
    pub fn step_back(&self) {
        self.0.driver.complete_glide(self);
        self.pause();
        if self.session(Session::step_back) {
            self.refresh(Change::Moved);
        }
    }

    /// To the start.
    pub fn to_start(&self) {
        self.pause();
        self.session(|session| session.seek(Moment::default()));
        self.refresh(Change::Moved);
    }

    /// To the end of what was simulated.
    pub fn to_end(&self) {
        let frontier = self.shown().view.frontier;
        self.seek(frontier);
    }

    /// To a moment.
    pub fn seek(&self, moment: Moment) {
        self.pause();
        self.session(|session| session.seek(moment));
        self.refresh(Change::Moved);
    }

    /// To the state after this many events.
    pub fn seek_position(&self, position: usize) {
        self.pause();
        if self.shown().view.position != position {
            self.session(|session| session.seek_position(position));
            self.refresh(Change::Moved);
        }
    }

    /// To a tick, after all that happens at it: for the scrubber, never beyond what was simulated.
    pub fn scrub_to(&self, tick: u64) {
        self.pause();
        let tick = tick.min(self.shown().view.frontier.tick);
        self.session(|session| session.play_to(tick));
        self.refresh(Change::Moved);
    }

    /// Lets time pass.
    pub fn play(&self) {
        if self.shown().view.next_tick.is_none() {
            self.say_nothing_due();
            return;
        }
        self.dispatch(Action::Play(true));
        self.0.driver.play(self);
    }

    /// Stops time, on a whole tick.
    pub fn pause(&self) {
        if let Some(time) = self.0.driver.stop() {
            let due = self.shown().view.next_tick;
            let next_whole = time.ceil();
            // On to the next whole tick if nothing happens there, so that nothing jumps back.
            let whole = if due.is_none_or(|due| (due as f64) > next_whole) { next_whole } else { time.floor() };
            self.play_to(whole as u64);
            self.dispatch(Action::Play(false));
        }
    }

    /// Plays, or pauses.
    pub fn toggle(&self) {
        if self.0.driver.is_playing() { self.pause() } else { self.play() }
    }

    /// All that is due up to this tick; then it is this tick.
    pub(super) fn play_to(&self, tick: u64) {
        if tick >= self.shown().view.moment.tick {
            self.session(|session| session.play_to(tick));
            self.refresh(Change::Moved);
        }
    }

    /// All that is due up to this tick, as far as so much time is enough for, shown at once; stops where a caption comes into force, if it is to. False if nothing
    /// is due any more.
    pub(super) fn rush_to(&self, tick: u64, milliseconds: f64) -> bool {
        let until = platform::now() + milliseconds;
        let more = self.session(|session| {
            let captions = session.history().captions().len();
            loop {
                let now = session.moment().tick;
                let more = session.play_to(tick.min(now + RUSH_TICKS));
                let captioned = session.history().captions().len() > captions && self.0.pause_at_captions.get();
                if !more || captioned || session.moment().tick >= tick || platform::now() > until {
                    return more;
                }
            }
        });
        self.refresh(Change::Moved);
        more
    }

    /// Playing has come to its end.
    pub(super) fn finish(&self) {
        self.0.driver.stop();
        self.dispatch(Action::Play(false));
        self.say_nothing_due();
    }

    fn say_nothing_due(&self) {
        let view = &self.shown().view;
        self.notify(match view.manual {
            // More would be due, but the run has no room for it.
            _ if view.event_count >= MAX_EVENTS => Notice::Refused(CommandError::TooManyEvents(MAX_EVENTS)),
            true => Notice::NothingCommanded,
            false => Notice::NothingDue,
        });
    }

    /// How fast time passes, as a place among [`SPEEDS`].
    pub fn set_speed(&self, speed: usize) {
        let (times, over) = SPEEDS.get(speed).copied().unwrap_or(SPEEDS[NORMAL_SPEED]);
        self.0.driver.set_speed(f64::from(times) / f64::from(over));
        self.dispatch(Action::Speed(speed));
    }

    /// Whether playing stops where a caption comes into force.
    pub fn set_pause_at_captions(&self, pause: bool) {
        self.0.pause_at_captions.set(pause);
        self.dispatch(Action::PauseAtCaptions(pause));
    }

    // ----- changing the run

    /// Carries out a command at the cursor. In the past it opens a branch, and says so.
    pub fn command(&self, command: Command) {
        let playing = self.0.driver.is_playing();
        if playing {
            // What the page shows now is where the command belongs.
            self.play_to(self.0.clock.tick().floor() as u64);
        }
        let branches = self.shown().view.branches.len();
        match self.session(|session| session.execute(command)) {
            Ok(()) => {
                self.0.changed.set(true);
                self.refresh(Change::Commanded);
                if self.shown().view.branches.len() > branches {
                    self.notify(Notice::Branched);
                }
            }
            Err(error) => self.refuse(error),
        }
    }

    fn refuse(&self, error: CommandError) {
        self.notify(Notice::Refused(error));
    }

    /// Takes the last command back.
    pub fn undo(&self) {
        match self.session(|session| session.undo_refusal()) {
            Some(error) => self.refuse(error),
            None => self.take_back(Session::undo, Notice::Undone),
        }
    }

    /// Gives again the command that was taken back last.
    pub fn redo(&self) {
        self.take_back(Session::redo, Notice::Redone);
    }

    fn take_back(&self, which: fn(&mut Session) -> Option<Command>, say: fn(Command) -> Notice) {
        self.pause();
        if let Some(command) = self.session(which) {
            self.0.changed.set(true);
            self.refresh(Change::Replaced);
            self.notify(say(command));
        }
    }

    /// Shows another branch.
    pub fn show_branch(&self, branch: usize) {
        self.pause();
        if self.session(|session| session.show_branch(branch)) {
            self.refresh(Change::Replaced);
        }
    }

    /// Opens another run. The one before can be taken back.
    pub fn open(&self, session: Session) {
        self.0.changed.set(false);
        self.replace(session);
        self.notify(Notice::Opened);
        // After the dialog that it was picked in has given the focus back: Space shall play, and not press the button behind it.
        self.0.focusing.replace(Timeout::new(FOCUS_AFTER_MILLISECONDS, || platform::focus("stage")));
    }

    /// Opens a scenario, at its start.
    pub fn open_scenario(&self, scenario: Scenario) {
        self.open(Session::new(scenario));
        // It came from no link: it is worth keeping as it is.
        self.mark_changed();
    }

    /// Whether there is a run to go back to.
    pub fn has_previous(&self) -> bool {
        self.0.previous.try_borrow().is_ok_and(|previous| previous.is_some())
    }

    /// Goes back to the run that was open before this one.
    pub fn back_to_previous(&self) {
        if let Some(session) = self.0.previous.take() {
            self.replace(session);
            self.0.changed.set(true);
        }
    }

    fn replace(&self, session: Session) {
        self.pause();
        let old = self.0.session.0.replace(session);
        self.0.previous.replace(Some(old));
        self.0.runs_opened.set(self.0.runs_opened.get() + 1);
        self.refresh(Change::Replaced);
    }

    // ----- out

    /// The run's text.
    pub fn text(&self, all_branches: bool) -> String {
        self.session(|session| session.text(all_branches))
    }

    /// The run's link, without `#`.
    ///
    /// # Errors
    /// The run is too large for a link.
    pub fn link(&self, all_branches: bool, here: bool) -> Result<String, LinkError> {
        self.session(|session| session.link(LinkOptions { all_branches, here }))
    }

    /// The digest of the state shown.
    pub fn digest(&self) -> u64 {
        self.session(|session| session.digest())
    }

    /// The digest of the furthest state of the branch shown.
    pub fn end_digest(&self) -> u64 {
        self.session(|session| session.end_digest())
    }

    /// What the scenario expects, and what came of it.
    pub fn expectations(&self) -> Vec<ExpectationView> {
        self.session(|session| session.expectations())
    }

    /// The run as a scenario, with all its branches.
    pub fn scenario(&self) -> Scenario {
        self.session(|session| session.to_scenario(true))
    }

    /// Does the run keep a log?
    pub fn keeps_log(&self) -> bool {
        self.protocol().keeps_log()
    }

    /// Of which protocol it is.
    pub fn protocol(&self) -> ProtocolName {
        self.session(|session| session.scenario().settings.protocol)
    }

    /// What the scenario allows a search beyond its commands.
    pub fn allowance(&self) -> Allowance {
        self.session(|session| session.scenario().settings.allow)
    }

    /// The commands that are still to come, from the start or from the cursor.
    pub fn to_come(&self, from: CheckFrom) -> Vec<Command> {
        self.session(|session| session.to_come(from))
    }

    /// What holds for every run of chaos, but for the disks that it may wipe.
    pub fn chaos_terms(&self) -> Terms {
        self.session(|session| Terms::of(&session.to_scenario(false)))
    }

    /// The digest of what a search from there would search.
    pub fn subject(&self, from: CheckFrom) -> u64 {
        self.session(|session| session.subject(from))
    }

    /// What searches came to, kept with the scenario.
    pub fn kept_checks(&self) -> Vec<Checked> {
        self.session(|session| session.scenario().checked.clone())
    }

    /// Keeps with the scenario what a search came to.
    pub fn keep_check(&self, checked: Checked) {
        match self.session(|session| session.keep_check(checked)) {
            Ok(()) => self.annotated(),
            Err(error) => self.refuse(error),
        }
    }

    /// Takes what a search came to off the scenario.
    pub fn forget_check(&self, checked: &Checked) {
        self.session(|session| session.forget_check(checked));
        self.annotated();
    }

    /// The run is as it was, but what goes with it has changed.
    fn annotated(&self) {
        self.mark_changed();
        self.refresh(Change::Moved);
    }

    /// A number for one more check.
    pub(super) fn next_check(&self) -> u32 {
        self.0.checks_asked.set(self.0.checks_asked.get() + 1);
        self.0.checks_asked.get()
    }

    /// The text that was typed and not played yet.
    pub fn draft(&self) -> Option<String> {
        self.0.draft.borrow().clone()
    }

    /// Remembers what is being typed.
    pub fn set_draft(&self, text: Option<String>) {
        self.0.draft.replace(text);
    }

    // ----- in here

    fn session<R>(&self, act: impl FnOnce(&mut Session) -> R) -> R {
        act(&mut self.0.session.0.borrow_mut())
    }

    /// Reads the session anew, sets the clock, and tells the store.
    fn refresh(&self, change: Change) {
        let old = self.shown();
        let comparable = (change != Change::Replaced).then_some(&old.view);
        let (view, before, event) = self.session(|session| look(session, comparable));
        let grown = view.event_count != old.view.event_count || view.branch != old.view.branch;
        if change != Change::Moved || grown {
            self.0.stamp.set(self.0.stamp.get() + 1);
        }
        let run = self.0.runs_opened.get();
        let facts = match old.facts.run == run {
            true => old.facts.clone(),
            false => Rc::new(self.session(|session| facts_of(session, run))),
        };
        self.0.revision.set(self.0.revision.get() + 1);
        let history = HistoryHandle::new(self.0.session.clone(), self.0.stamp.get());
        let shown = Shown { view, before, event, history, beside: None, facts, revision: self.0.revision.get() };
        // Of a run that was made anew nothing is comparable.
        let comparable = (change == Change::Moved).then_some(&*old);
        let shown = Rc::new(with_beside(&self.0.session, shown, self.0.stamp.get(), comparable));
        let said = |shown: &Shown| shown.view.caption.as_ref().map(|caption| caption.words.clone());
        let captioned = said(&shown).is_some() && said(&shown) != said(&old);
        self.0.shown.replace(shown.clone());
        if !self.0.driver.is_playing() || !glides() {
            self.0.clock.show(tick_of(&shown.view));
        }
        self.dispatch(Action::Show(shown));
        if captioned && self.0.pause_at_captions.get() {
            self.pause();
        }
    }
}

/// The run as it is shown, with the one beside it if there is one. `stamp`: that of the run's own history; `old`: what was shown before, if it is comparable.
fn with_beside(session: &Rc<RunningSession>, shown: Shown, stamp: u64, old: Option<&Shown>) -> Shown {
    let running = session.0.borrow();
    if running.beside().is_none() {
        return shown;
    }
    let source = Rc::new(BesideHistory(session.clone()));
    let beside = look_beside(&running, source, &shown, stamp, old.and_then(|old| old.beside.as_deref()));
    Shown { beside, ..shown }
}

/// The state at the cursor, the state before the last event, and that event. `old`: the state shown before, if it belongs to the
/// same branch as far as that goes.
pub(super) fn look(
    session: &Session,
    old: Option<&Shared<View>>,
) -> (Shared<View>, Option<Shared<View>>, Option<Shared<EventView>>) {
    let view = Shared::new(session.view());
    let Some(last) = view.position.checked_sub(1) else { return (view, None, None) };
    let event = session.history().event(last).map(Shared::from);
    let before = match old {
        Some(old) if old.position == last => old.clone(),
        _ => Shared::new(session.view_at(last)),
    };
    (view, Some(before), event)
}

fn facts_of(session: &Session, run: u32) -> Facts {
    let scenario = session.scenario();
    let captioned = scenario.body.iter().any(|item| matches!(item.what, What::Caption(_)));
    Facts { run, title: scenario.title.clone(), about: scenario.about.clone(), captioned }
}

fn tick_of(view: &View) -> f64 {
    view.moment.tick as f64
}

/// Whether things glide from step to step.
pub(super) fn glides() -> bool {
    !platform::is_hidden() && !platform::prefers_reduced_motion()
}
