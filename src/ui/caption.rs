//! What the scenario's author has to say at this point. It has a place of its own above the stage, which is kept for as long as a
//! run has captions at all: no caption ever covers a node, or moves one by coming and going.

use super::i18n::Lang;
use super::i18n::shell::{bilingual, words};
use super::store::Shown;
use std::rc::Rc;
use yew::{Html, Properties, component, html};

/// Properties of [`Caption`].
#[derive(Properties, PartialEq)]
pub struct CaptionProps {
    /// The run.
    pub shown: Rc<Shown>,
    /// The language.
    pub lang: Lang,
}

/// The caption in force; before the first, what the scenario is about.
#[component]
pub fn Caption(props: &CaptionProps) -> Html {
    let Shown { view, facts, .. } = &*props.shown;
    let about = || bilingual(props.lang, &facts.about).filter(|_| facts.captioned || view.position == 0);
    let caption = view.caption.as_ref().map(|caption| words(props.lang, caption)).or_else(about);
    match caption {
        // Keyed by its words: another caption comes in anew, so that the eye notices.
        Some(text) => html! { <div class="caption"><p key={text.to_owned()}>{text}</p></div> },
        None if facts.captioned => html! { <div class="caption"></div> },
        None => html! {},
    }
}
