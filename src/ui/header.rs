//! The head of the page: what is running, whether the properties hold, and what can be done with the run as a whole.

use super::i18n::Lang;
use super::i18n::fill::fill;
use super::i18n::naming::command_name;
use super::i18n::shell::{ShellWords, bilingual};
use super::icons::{Sign, icon};
use super::playground::Playground;
use super::settings::settings;
use super::store::{Dialog, Shown, Theme};
use std::rc::Rc;
use yew::{Callback, Html, classes, html};

/// What [`header`] takes.
pub struct HeaderProps {
    /// The run.
    pub playground: Playground,
    /// As it is shown now.
    pub shown: Rc<Shown>,
    /// The language.
    pub lang: Lang,
    /// The theme.
    pub theme: Theme,
    /// Playing stops at captions.
    pub pause_at_captions: bool,
}

/// The head of the page.
pub fn header(props: &HeaderProps) -> Html {
    let words = ShellWords::of(props.lang);
    let view = &props.shown.view;
    let title = bilingual(props.lang, &props.shown.facts.title).unwrap_or(words.untitled).to_owned();
    let opens = |dialog: Dialog| {
        let playground = props.playground.clone();
        Callback::from(move |_| playground.open_dialog(dialog.clone()))
    };
    html! {
        <header class="header">
            <h1 class="brand">{words.name}</h1>
            <button type="button" class="button scenario-button" aria-haspopup="dialog" onclick={opens(Dialog::Gallery)}
                aria-label={fill(words.choose_scenario, &[("title", &title)])}>
                <span class="ellipsis">{title}</span>{icon(Sign::Down)}
            </button>
            <span class="chip cluster-chip">{words.cluster_text(view, props.lang)}</span>
            {verdict_chip(words, props, opens(Dialog::Properties))}
            <span class="grow"></span>
            {undo_buttons(props)}
            <button type="button" class="button new-button" aria-haspopup="dialog" onclick={opens(Dialog::NewRun)}>
                {words.new_run}
            </button>
            <button type="button" class="button check-button" aria-haspopup="dialog" title={words.check_title}
                onclick={opens(Dialog::Check)}>{words.check}</button>
            <button type="button" class="button lab-button" aria-haspopup="dialog" onclick={opens(Dialog::Lab)}>{words.lab}</button>
            <button type="button" class="button text-button" aria-haspopup="dialog" title={words.text_title}
                onclick={opens(Dialog::Text)}>{words.text}</button>
            <button type="button" class="button primary" aria-haspopup="dialog" onclick={opens(Dialog::Share)}>{words.share}</button>
            {settings(props)}
        </header>
    }
}

fn verdict_chip(words: &ShellWords, props: &HeaderProps, onclick: Callback<yew::MouseEvent>) -> Html {
    let own = words.verdict(&props.shown.view, props.lang);
    // Of two runs the worse is told: each stage says its own.
    let (holds, text) = match &props.shown.beside {
        Some(beside) if own.0 => words.verdict(&beside.shown.view, props.lang),
        _ => own,
    };
    let (class, sign) = if holds { ("ok", Sign::Check) } else { ("bad", Sign::Cross) };
    html! {
        <button type="button" class={classes!("chip", "verdict-chip", class)} aria-haspopup="dialog" {onclick}
            aria-label={fill(words.details, &[("text", &text)])}>
            {icon(sign)}<span class="ellipsis">{text}</span>
        </button>
    }
}

/// Undo and redo; each says which command it is about.
fn undo_buttons(props: &HeaderProps) -> Html {
    let words = ShellWords::of(props.lang);
    let view = &props.shown.view;
    let name = |command: &Option<crate::sim::Command>, of: &str, plain: &str| match command {
        Some(command) => fill(of, &[("command", &command_name(props.lang, command))]),
        None => plain.to_owned(),
    };
    let (undo, redo) = (name(&view.undo, words.undo_of, words.undo), name(&view.redo, words.redo_of, words.redo));
    let calls = |call: fn(&Playground)| {
        let playground = props.playground.clone();
        Callback::from(move |_| call(&playground))
    };
    html! {
        <span class="button-pair">
            <button type="button" class="button icon-button" title={undo.clone()} aria-label={undo} disabled={view.undo.is_none()}
                onclick={calls(Playground::undo)}>{icon(Sign::Undo)}</button>
            <button type="button" class="button icon-button" title={redo.clone()} aria-label={redo} disabled={view.redo.is_none()}
                onclick={calls(Playground::redo)}>{icon(Sign::Redo)}</button>
        </span>
    }
}
