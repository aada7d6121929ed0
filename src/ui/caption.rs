//! What the scenario's author has to say at this point. It has a place of its own above the stage, which is kept for as long as a
//! run has captions at all: no caption ever covers a node, or moves one by coming and going. Once somebody has changed the run, it
//! is said that a caption was written for another one.

use super::i18n::Lang;
use super::i18n::beside::both_runs;
use super::i18n::shell::{ShellWords, bilingual, words};
use super::store::Shown;
use yew::{Html, html};

/// The caption in force; before the first, what the scenario is about.
pub fn caption(shown: &Shown, lang: Lang) -> Html {
    let Shown { view, facts, .. } = shown;
    let about = || bilingual(lang, &facts.about);
    let said = view.caption.as_ref().map(|caption| words(lang, &caption.words)).or_else(about);
    let run_changed = view.caption.as_ref().is_some_and(|caption| caption.run_changed);
    let both = shown.beside.is_some().then(|| html! { <small>{both_runs(lang)}</small> });
    let before = run_changed.then(|| html! { <small>{ShellWords::of(lang).before_your_change}</small> });
    match said {
        // Keyed by its words: another caption comes in anew, so that the eye notices.
        Some(text) => html! { <div class="caption"><p key={text.to_owned()}>{both}{before}{text}</p></div> },
        None if facts.captioned => html! { <div class="caption"></div> },
        None => html! {},
    }
}
