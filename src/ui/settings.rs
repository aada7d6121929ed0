//! The settings: language, theme, pausing at captions; and the way to the list of keys.

use super::header::HeaderProps;
use super::i18n::Lang;
use super::i18n::shell::ShellWords;
use super::icons::{Sign, icon};
use super::menu::Menu;
use super::store::{Action, Dialog, Theme};
use yew::{Callback, Event, Html, TargetCast, html};

/// The settings' button and panel.
pub fn settings(props: &HeaderProps) -> Html {
    let words = ShellWords::of(props.lang);
    let opens = |dialog: Dialog| {
        let playground = props.playground.clone();
        Callback::from(move |_| playground.open_dialog(dialog.clone()))
    };
    let on_pause = {
        let playground = props.playground.clone();
        Callback::from(move |event: Event| {
            playground.set_pause_at_captions(event.target_unchecked_into::<web_sys::HtmlInputElement>().checked());
        })
    };
    html! {
        <Menu id="settings" name={words.settings} face={icon(Sign::Settings)} class="icon-button">
            <fieldset class="choices">
                <legend>{words.language}</legend>
                for lang in Lang::ALL {
                    {choice(props, "language", ShellWords::of(lang).language_name, lang == props.lang, Some(lang.tag()), move || Action::Lang(lang))}
                }
            </fieldset>
            <fieldset class="choices">
                <legend>{words.theme}</legend>
                for theme in Theme::ALL {
                    {choice(props, "theme", theme_text(words, theme), theme == props.theme, None, move || Action::Theme(theme))}
                }
            </fieldset>
            <label class="check">
                <input type="checkbox" checked={props.pause_at_captions} onchange={on_pause} />{words.pause_at_captions}
            </label>
            <div class="menu-links">
                for (name, dialog) in [
                    (words.new_run, Dialog::NewRun),
                    (words.check_title, Dialog::Check),
                    (words.lab, Dialog::Lab),
                    (words.text_title, Dialog::Text),
                ] {
                    <button key={name} type="button" class="menu-item narrow-only" data-closes="" onclick={opens(dialog)}>{name}</button>
                }
                <button type="button" class="menu-item" data-closes="" onclick={opens(Dialog::Keys)}>
                    {words.keys}<kbd>{"?"}</kbd>
                </button>
            </div>
        </Menu>
    }
}

fn choice(
    props: &HeaderProps,
    name: &'static str,
    text: &'static str,
    checked: bool,
    lang: Option<&'static str>,
    action: impl Fn() -> Action + 'static,
) -> Html {
    let playground = props.playground.clone();
    let onchange = Callback::from(move |_: Event| playground.dispatch(action()));
    html! {
        <label key={text}>
            <input type="radio" {name} {checked} {onchange} /><span {lang}>{text}</span>
        </label>
    }
}

fn theme_text(words: &ShellWords, theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => words.theme_auto,
        Theme::Light => words.theme_light,
        Theme::Dark => words.theme_dark,
    }
}
