//! What is said in passing: why a command is not possible, what was undone, that playing has ended. It goes away by itself; what can be
//! answered stays longer.

use super::i18n::Lang;
use super::i18n::fill::fill;
use super::i18n::naming::{command_name, refusal_text};
use super::i18n::shell::{ShellWords, bilingual};
use super::icons::{Sign, icon};
use super::lab::lab_sentences;
use super::platform::{KeepError, Timeout};
use super::playground::Playground;
use super::store::{Action, Dialog, KeepTrouble, Notice, Shown};
use yew::{Callback, Html, Properties, component, html, use_effect_with};

/// Long enough to read two lines.
const SHOWN_MILLISECONDS: i32 = 7_000;
/// Long enough to decide.
const ANSWERABLE_MILLISECONDS: i32 = 20_000;

/// Properties of [`NoticeBar`].
#[derive(Properties, PartialEq)]
pub struct NoticeProps {
    /// The run.
    pub playground: Playground,
    /// What is said, with its number.
    pub notice: Option<(u32, Notice)>,
    /// The language.
    pub lang: Lang,
}

/// The notice, where one is shown. (Screen readers hear it from the announcer.)
#[component]
pub fn NoticeBar(props: &NoticeProps) -> Html {
    use_effect_with((props.notice.clone(), props.playground.clone()), |(notice, playground)| {
        let timeout = notice.as_ref().and_then(|(number, notice)| {
            let (number, playground) = (*number, playground.clone());
            let long = matches!(notice, Notice::Opened | Notice::Checked | Notice::NotKept(_));
            let milliseconds = if long { ANSWERABLE_MILLISECONDS } else { SHOWN_MILLISECONDS };
            Timeout::new(milliseconds, move || playground.dispatch(Action::Dismiss(number)))
        });
        move || drop(timeout)
    });
    let words = ShellWords::of(props.lang);
    let Some((number, notice)) = &props.notice else { return html! {} };
    let dismiss = {
        let (number, playground) = (*number, props.playground.clone());
        Callback::from(move |_| playground.dispatch(Action::Dismiss(number)))
    };
    let go_back = {
        let playground = props.playground.clone();
        Callback::from(move |_| playground.back_to_previous())
    };
    let see_checks = {
        let playground = props.playground.clone();
        Callback::from(move |_| playground.open_dialog(Dialog::Check))
    };
    html! {
        <div class="notice" key={*number}>
            <p>{notice_text(props.lang, notice, &props.playground.shown())}</p>
            if *notice == Notice::Opened && props.playground.has_previous() {
                <button type="button" class="button" onclick={go_back}>{words.go_back}</button>
            }
            if *notice == Notice::Checked {
                <button type="button" class="button" aria-haspopup="dialog" onclick={see_checks}>{words.see_checks}</button>
            }
            <button type="button" class="button icon-button quiet" aria-label={words.dismiss} title={words.dismiss}
                onclick={dismiss}>{icon(Sign::Close)}</button>
        </div>
    }
}

/// The notice's words.
pub fn notice_text(lang: Lang, notice: &Notice, shown: &Shown) -> String {
    let words = ShellWords::of(lang);
    match notice {
        Notice::Refused(error) => refusal_text(lang, error),
        Notice::Undone(command) => fill(words.undone, &[("command", &command_name(lang, command))]),
        Notice::Redone(command) => fill(words.redone, &[("command", &command_name(lang, command))]),
        Notice::Checked => words.checked.to_owned(),
        Notice::Branched => words.branched.to_owned(),
        Notice::NothingDue => words.nothing_due.to_owned(),
        Notice::NothingCommanded => words.nothing_commanded.to_owned(),
        Notice::Opened => {
            let title = bilingual(lang, &shown.facts.title).unwrap_or(words.untitled);
            let mut said = vec![fill(words.opened, &[("title", &title)])];
            said.extend(lab_sentences(lang, &shown.view));
            said.join(lang.pick(" ", ""))
        }
        Notice::NotKept(KeepTrouble::Browser(KeepError::NoStorage)) => words.not_kept_browser.to_owned(),
        Notice::NotKept(KeepTrouble::Browser(KeepError::Full)) => words.not_kept_full.to_owned(),
        Notice::NotKept(KeepTrouble::TooLarge) => words.not_kept_large.to_owned(),
    }
}
