//! What the page opens with, and how the run, the language and the theme outlive a reload.
//!
//! The address opens before the kept run, the kept run before the first scenario. As soon as a run that came with the address is
//! changed, its link leaves the address (it would reopen the unchanged run), and the run is kept like any other. A link that cannot be
//! opened touches nothing that is kept, and leaves the address once its trouble has been read.

use super::embed::Embed;
use super::i18n::Lang;
use super::platform::{self, Listener, Timeout};
use super::playground::Playground;
use super::store::{Dialog, KeepTrouble, LinkTrouble, Notice, Shown, Theme};
use crate::scenario::first_scenario;
use crate::session::Session;
use std::cell::Cell;
use std::rc::Rc;
use yew::{hook, use_effect_with, use_mut_ref};

/// What boot.js forgets when asked to open without the run begins with these letters.
const RUN_KEY: &str = "paxos-run";
const LANG_KEY: &str = "paxos-lang";
const THEME_KEY: &str = "paxos-theme";
/// Storage holds a few million characters for everything on this origin; a run takes its part of it at most.
const MAX_KEPT_CHARS: usize = 400_000;
/// After a command: soon enough for a reload, seldom enough for a row of clicks.
const KEEP_AFTER_MILLISECONDS: i32 = 400;

/// What the page opens with.
pub struct Opening {
    /// The run.
    pub session: Session,
    /// It was kept from before, or is otherwise worth keeping as it is.
    pub kept: bool,
    /// What was wrong with the link in the address, or with the kept run.
    pub trouble: Option<LinkTrouble>,
}

/// What the page opens with: the address's link, the kept run, or the first scenario.
pub fn opening(embedded: bool) -> Opening {
    let mut trouble = None;
    if let Some(link) = platform::address_hash() {
        platform::load_second();
        match open_link(&link, false) {
            (Some(session), trouble) => return Opening { session, kept: false, trouble },
            (None, found) => trouble = found,
        }
    }
    if let Some(link) = platform::kept(RUN_KEY).filter(|_| !embedded) {
        match open_link(&link, true) {
            (Some(session), found) => return Opening { session, kept: true, trouble: trouble.or(found) },
            (None, found) => trouble = trouble.or(found),
        }
    }
    Opening { session: Session::new(first_scenario()), kept: false, trouble }
}

/// Opens a link; what is wrong with it, if anything is.
pub fn open_link(link: &str, kept_run: bool) -> (Option<Session>, Option<LinkTrouble>) {
    let trouble = |error| Some(LinkTrouble { link: link.to_owned(), error, kept_run, before: None });
    match Session::open(link) {
        Ok(opened) if opened.faithful => (Some(opened.session), None),
        Ok(opened) => (Some(opened.session), trouble(None)),
        Err(error) => (None, trouble(Some(error))),
    }
}

/// The language to begin with: the host's, the one chosen before, or the browser's.
pub fn first_lang(embed: Option<Embed>) -> Lang {
    let asked = embed.and_then(|embed| embed.lang);
    let chosen = || platform::kept(LANG_KEY).and_then(|tag| Lang::from_tag(&tag));
    let preferred = || platform::preferred_languages().iter().find_map(|tag| Lang::from_tag(tag));
    asked.or_else(chosen).or_else(preferred).unwrap_or_default()
}

/// The theme to begin with: the host's, or the one chosen before.
pub fn first_theme(embed: Option<Embed>) -> Theme {
    match embed {
        Some(embed) => embed.theme,
        None => platform::kept(THEME_KEY).and_then(|word| Theme::from_word(&word)).unwrap_or_default(),
    }
}

/// Puts the language on the page, and keeps it once it is not the one that the page began with.
#[hook]
pub fn use_kept_lang(lang: Lang, embedded: bool) {
    let began_with = use_mut_ref(|| lang);
    use_effect_with(lang, move |lang| {
        platform::set_page_language(lang.tag());
        if *began_with.borrow() != *lang && !embedded {
            let _ = platform::keep(LANG_KEY, lang.tag());
            *began_with.borrow_mut() = *lang;
        }
    });
}

/// Puts the theme on the page, and keeps it.
#[hook]
pub fn use_kept_theme(theme: Theme, embedded: bool) {
    use_effect_with(theme, move |theme| {
        platform::set_page_theme((*theme != Theme::Auto).then(|| theme.word()));
        if !embedded {
            match theme {
                Theme::Auto => platform::forget(THEME_KEY),
                theme => drop(platform::keep(THEME_KEY, theme.word())),
            }
        }
    });
}

/// Keeps the run over a reload, and outside the wasm for boot.js, a moment after each change and when the page is left.
#[hook]
pub fn use_kept_run(playground: &Playground, shown: &Rc<Shown>, playing: bool, embedded: bool) {
    let waiting = use_mut_ref(|| None::<Timeout>);
    let warned = use_mut_ref(|| Rc::new(Cell::new(false)));
    let warned = warned.borrow().clone();
    use_effect_with((shown.revision, playing), {
        let (playground, warned, waiting) = (playground.clone(), warned.clone(), waiting.clone());
        move |(revision, playing): &(u64, bool)| {
            // While time passes it is not kept how far it has come; that is done when it stops, or the page is left.
            if *revision > 0 && !*playing {
                let keep = move || keep_run(&playground, embedded, &warned);
                waiting.replace(Timeout::new(KEEP_AFTER_MILLISECONDS, keep));
            }
        }
    });
    use_effect_with(playground.clone(), move |playground| {
        let playground = playground.clone();
        // (A run that nobody has changed has nothing to keep, and what would write it down may not be there yet.)
        let keep = move |_| {
            if playground.is_changed() {
                keep_run(&playground, embedded, &warned);
            }
        };
        let leaving = platform::window().map(|window| Listener::new(&window, "pagehide", keep));
        move || drop(leaving)
    });
}

fn keep_run(playground: &Playground, embedded: bool, warned: &Cell<bool>) {
    let link = playground.link(true, true);
    if let Ok(link) = &link {
        platform::call_boot("paxosKeepLink", link);
    }
    if embedded || !playground.is_changed() {
        return;
    }
    let kept = match link {
        Ok(link) if link.len() <= MAX_KEPT_CHARS => platform::keep(RUN_KEY, &link).map_err(KeepTrouble::Browser),
        _ => {
            // Rather nothing than an old run that looks like this one.
            platform::forget(RUN_KEY);
            Err(KeepTrouble::TooLarge)
        }
    };
    match kept {
        Ok(()) => {
            if platform::address_hash().is_some() {
                platform::set_address_hash(None);
            }
            warned.set(false);
        }
        Err(trouble) => {
            if !warned.replace(true) {
                playground.notify(Notice::NotKept(trouble));
            }
        }
    }
}

/// Opens a link that is pasted into the address of the open page.
#[hook]
pub fn use_address_links(playground: &Playground) {
    use_effect_with(playground.clone(), |playground| {
        let playground = playground.clone();
        let listener = platform::window().map(|window| {
            Listener::new(&window, "hashchange", move |event| {
                let Some(link) = platform::address_hash() else { return };
                let (session, trouble) = open_link(&link, false);
                if let Some(session) = session {
                    playground.open(session);
                }
                if let Some(mut trouble) = trouble {
                    trouble.before = platform::old_hash(&event);
                    playground.open_dialog(Dialog::LinkTrouble(Rc::new(trouble)));
                }
            })
        });
        move || drop(listener)
    });
}

/// What cannot be opened is let go of when the dialog that shows it closes: a reload does not bring it up again.
pub fn let_go(playground: &Playground, trouble: &LinkTrouble) {
    if trouble.error.is_none() || platform::is_embedded() {
        return;
    }
    if trouble.kept_run {
        if platform::kept(RUN_KEY).as_ref() == Some(&trouble.link) {
            platform::forget(RUN_KEY);
        }
    } else if platform::address_hash().as_ref() == Some(&trouble.link) {
        // A run that came with the address and was not changed is nowhere else: its link goes back there.
        let before = trouble.before.as_deref().filter(|_| !playground.is_changed());
        platform::set_address_hash(before.filter(|link| open_link(link, false).0.is_some()));
    }
    if let Ok(link) = playground.link(true, true) {
        platform::call_boot("paxosKeepLink", &link);
    }
}
