//! What is wrong with a link. Its text is kept in sight: it may be all that somebody has of a run.

use super::Modal;
use super::copy_field::CopyField;
use crate::ui::i18n::Lang;
use crate::ui::i18n::dialogs::DialogWords;
use crate::ui::i18n::problems::link_problem_text;
use crate::ui::store::LinkTrouble;
use std::rc::Rc;
use yew::{Callback, Html, Properties, component, html};

/// Properties of [`Trouble`].
#[derive(Properties, PartialEq)]
pub struct TroubleProps {
    /// The link, and what is wrong.
    pub trouble: Rc<LinkTrouble>,
    /// The language.
    pub lang: Lang,
    /// It is to close.
    pub on_close: Callback<()>,
}

/// The dialog.
#[component]
pub fn Trouble(props: &TroubleProps) -> Html {
    let words = DialogWords::of(props.lang);
    let LinkTrouble { link, error, kept_run } = &*props.trouble;
    let title = match (error, kept_run) {
        (None, _) => words.trouble_unfaithful,
        (Some(_), true) => words.trouble_kept,
        (Some(_), false) => words.trouble,
    };
    html! {
        <Modal {title} lang={props.lang} on_close={props.on_close.clone()}>
            if let Some(error) = error {
                <p>{link_problem_text(props.lang, error)}</p>
                <p class="dim">{words.trouble_safe}</p>
            } else {
                <p>{words.unfaithful}</p>
            }
            <CopyField name={words.trouble_text} text={link.clone()} rows={4} lang={props.lang} />
        </Modal>
    }
}
