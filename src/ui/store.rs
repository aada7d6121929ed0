//! What the page shows, as one plain value, and how it turns into the next one. Pure: the run itself is kept by the
//! [`Playground`](super::playground::Playground), which hands a fresh [`Shown`] in here after each change.

use super::beside::ShownBeside;
use super::checks::{CheckEntry, CheckState};
use super::i18n::Lang;
use super::model::{HistoryHandle, Selection, Shared};
use super::platform::KeepError;
use crate::scenario::Bilingual;
use crate::scenario::link::LinkError;
use crate::session::{EventView, View};
use crate::sim::{Command, CommandError};
use std::rc::Rc;
use yew::Reducible;

/// The run as it is shown now.
#[derive(Clone)]
pub struct Shown {
    /// The state at the cursor.
    pub view: Shared<View>,
    /// The state before the last event, if there was one.
    pub before: Option<Shared<View>>,
    /// The last event before the cursor.
    pub event: Option<Shared<EventView>>,
    /// Everything that happened in the branch shown.
    pub history: HistoryHandle,
    /// The run beside, if there is one.
    pub beside: Option<Rc<ShownBeside>>,
    /// What the run is called.
    pub facts: Rc<Facts>,
    /// Counts up with every change, so that two equal views at different times can be told apart.
    pub revision: u64,
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        self.revision == other.revision
    }
}

/// What does not change while a run is played.
#[derive(Clone, PartialEq, Debug)]
pub struct Facts {
    /// Which run of this page's life it is: another number, another run.
    pub run: u32,
    /// Its title.
    pub title: Bilingual,
    /// What it is about.
    pub about: Bilingual,
    /// Captions will come (or have come): room is kept for them.
    pub captioned: bool,
}

/// The dialogs. At most one is open.
#[derive(Clone, PartialEq, Debug)]
pub enum Dialog {
    /// The gallery of scenarios.
    Gallery,
    /// A new run: nodes, proposers, seed.
    NewRun,
    /// The run as text.
    Text,
    /// Links, text, embedding code.
    Share,
    /// The keys.
    Keys,
    /// The properties, and what proves that one fails.
    Properties,
    /// The search: every schedule.
    Check,
    /// The bug lab: mistakes, and the sizes of quorums.
    Lab,
    /// A link could not be opened, or not faithfully.
    LinkTrouble(Rc<LinkTrouble>),
}

/// A link that could not be opened faithfully, with its text.
#[derive(Clone, PartialEq, Debug)]
pub struct LinkTrouble {
    /// The link's text, as it was given.
    pub link: String,
    /// What is wrong with it; nothing if it was opened, but its replay ended elsewhere than it did for whoever made it.
    pub error: Option<LinkError>,
    /// It was the run kept by this browser, not a link that somebody gave.
    pub kept_run: bool,
    /// The link that the address held before, where this one was put into the address of an open page.
    pub before: Option<String>,
}

/// Something said in passing; it goes away by itself.
#[derive(Clone, PartialEq, Debug)]
pub enum Notice {
    /// A command is not possible now.
    Refused(CommandError),
    /// A command was taken back.
    Undone(Command),
    /// A command was given again.
    Redone(Command),
    /// A command was given in the past: a new branch, and the old future is kept.
    Branched,
    /// Nothing is due any more: playing has stopped.
    NothingDue,
    /// Nothing moves in this run unless commanded, and its own commands are all done.
    NothingCommanded,
    /// A search has come to its end.
    Checked,
    /// Another run was opened; the one before can be taken back.
    Opened,
    /// The run is not kept over a reload, for this reason.
    NotKept(KeepTrouble),
}

/// Why the run is not kept over a reload.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeepTrouble {
    /// The browser does not.
    Browser(KeepError),
    /// It has grown too large.
    TooLarge,
}

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All of them.
    pub const ALL: [Theme; 3] = [Theme::Auto, Theme::Light, Theme::Dark];

    /// Its word in storage, in `data-theme` and in an embed's address.
    pub fn word(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The theme of this word.
    pub fn from_word(word: &str) -> Option<Theme> {
        Self::ALL.into_iter().find(|theme| theme.word() == word)
    }
}

/// Speeds that the slider offers, as a number and a divisor: about equal steps for the eye, and beyond [`FASTEST_SEEN`] what a long log takes. 1 is about nine
/// ticks a second.
pub const SPEEDS: [(u16, u16); 22] = [
    (1, 20),
    (1, 15),
    (1, 10),
    (1, 7),
    (1, 5),
    (1, 4),
    (1, 3),
    (1, 2),
    (2, 3),
    (1, 1),
    (3, 2),
    (2, 1),
    (3, 1),
    (4, 1),
    (5, 1),
    (7, 1),
    (10, 1),
    (15, 1),
    (20, 1),
    (100, 1),
    (1_000, 1),
    (10_000, 1),
];

/// As fast as this each step is shown.
pub const FASTEST_SEEN: f64 = 20.0;

/// The place of speed 1 among [`SPEEDS`].
pub const NORMAL_SPEED: usize = 9;

/// Everything that the page shows.
#[derive(Clone, PartialEq)]
pub struct Page {
    /// The run.
    pub shown: Rc<Shown>,
    /// Time is passing.
    pub playing: bool,
    /// How fast, as a place among [`SPEEDS`].
    pub speed: usize,
    /// Playing stops where a caption comes into force.
    pub pause_at_captions: bool,
    /// The panel and the diagram are about the run beside, where there is one.
    pub looks_beside: bool,
    /// What is picked.
    pub selection: Option<Selection>,
    /// How often a key has asked for the panel of what is picked.
    pub panel_asked: u32,
    /// The dialog that is open.
    pub dialog: Option<Dialog>,
    /// Searches that were asked for, in their order.
    pub checks: Rc<Vec<Rc<CheckEntry>>>,
    /// What is being said in passing, with a number that tells two equal ones apart.
    pub notice: Option<(u32, Notice)>,
    /// The language.
    pub lang: Lang,
    /// Light or dark.
    pub theme: Theme,
}

impl Page {
    /// The page as it opens.
    pub fn new(shown: Rc<Shown>, lang: Lang, theme: Theme) -> Self {
        Self {
            shown,
            playing: false,
            speed: NORMAL_SPEED,
            pause_at_captions: false,
            looks_beside: false,
            selection: None,
            panel_asked: 0,
            dialog: None,
            checks: Rc::default(),
            notice: None,
            lang,
            theme,
        }
    }
}

/// What can happen to the page.
pub enum Action {
    /// The run has changed, or the cursor.
    Show(Rc<Shown>),
    /// Time begins to pass, or stops.
    Play(bool),
    /// Another speed.
    Speed(usize),
    /// Whether playing stops at captions.
    PauseAtCaptions(bool),
    /// Whether the panel and the diagram are about the run beside.
    LookBeside(bool),
    /// Something is picked, or nothing.
    Select(Option<Selection>),
    /// The panel of what is picked is asked for.
    AskPanel,
    /// A dialog opens, or the one that is open closes.
    Dialog(Option<Dialog>),
    /// A search was asked for.
    Asked(Rc<CheckEntry>),
    /// The search of this number has come so far.
    Heard(u32, CheckState),
    /// The search of this number is taken off the list.
    Forget(u32),
    /// Something is said in passing.
    Notify(Notice),
    /// It has been said long enough (if it is still this one).
    Dismiss(u32),
    /// Another language.
    Lang(Lang),
    /// Another theme.
    Theme(Theme),
}

impl Reducible for Page {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            Action::Show(shown) => next.show(shown),
            Action::Play(playing) => {
                next.playing = playing;
                if playing {
                    next.drop_passing_notice();
                }
            }
            Action::Speed(speed) => next.speed = speed.min(SPEEDS.len() - 1),
            Action::PauseAtCaptions(pause) => next.pause_at_captions = pause,
            Action::LookBeside(beside) => {
                if next.looks_beside != beside {
                    next.looks_beside = beside;
                    next.selection = None;
                }
            }
            Action::Select(selection) => next.selection = selection,
            Action::AskPanel => next.panel_asked = next.panel_asked.wrapping_add(1),
            Action::Dialog(dialog) => next.dialog = dialog,
            Action::Asked(entry) => Rc::make_mut(&mut next.checks).push(entry),
            Action::Heard(id, state) => {
                // Whoever does not look on is told.
                if next.dialog != Some(Dialog::Check)
                    && matches!(state, CheckState::Done(_) | CheckState::Played(_) | CheckState::Failed(_))
                {
                    next.notify(Notice::Checked);
                }
                let known = Rc::make_mut(&mut next.checks).iter_mut().find(|entry| entry.id == id);
                if let Some(entry) = known {
                    Rc::make_mut(entry).state = state;
                }
            }
            Action::Forget(id) => Rc::make_mut(&mut next.checks).retain(|entry| entry.id != id),
            Action::Notify(notice) => next.notify(notice),
            Action::Dismiss(number) => next.notice = next.notice.filter(|(shown, _)| *shown != number),
            Action::Lang(lang) => next.lang = lang,
            Action::Theme(theme) => next.theme = theme,
        }
        if next == *self { self } else { Rc::new(next) }
    }
}

impl Page {
    fn show(&mut self, shown: Rc<Shown>) {
        let (old, new) = (&self.shown, &shown);
        let another_run = old.facts.run != new.facts.run;
        self.looks_beside &= !another_run;
        // Messages are numbered within a branch, nodes within a run.
        let gone = match self.selection {
            Some(Selection::Message(_)) => another_run || old.view.branch != new.view.branch,
            Some(_) => another_run,
            None => false,
        };
        if gone {
            self.selection = None;
        }
        self.drop_passing_notice();
        self.shown = shown;
    }

    fn notify(&mut self, notice: Notice) {
        let number = self.notice.as_ref().map_or(0, |(number, _)| number.wrapping_add(1));
        self.notice = Some((number, notice));
    }

    /// What was said belongs to what was shown; only the offer to go back, or to see what was found, outlives a few steps.
    fn drop_passing_notice(&mut self) {
        self.notice = self.notice.take().filter(|(_, notice)| matches!(notice, Notice::Opened | Notice::Checked));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_rise_and_one_is_normal() {
        let rates = SPEEDS.map(|(times, over)| f64::from(times) / f64::from(over));
        assert!(rates.is_sorted());
        assert_eq!((rates[0], rates[NORMAL_SPEED], rates[SPEEDS.len() - 1]), (0.05, 1.0, 10_000.0));
    }

    #[test]
    fn themes_are_found_by_their_words() {
        for theme in Theme::ALL {
            assert_eq!(Theme::from_word(theme.word()), Some(theme));
        }
        assert_eq!(Theme::from_word("sepia"), None);
    }
}
