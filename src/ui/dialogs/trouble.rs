//! What is wrong with a link. Its text is kept in sight: it may be all that somebody has of a run.

use super::copy_field::CopyField;
use super::{DialogProps, Modal};
use crate::ui::i18n::dialogs::DialogWords;
use crate::ui::i18n::problems::link_problem_text;
use crate::ui::store::LinkTrouble;
use yew::{Html, html};

/// The dialog.
pub fn trouble_dialog(props: &DialogProps, trouble: &LinkTrouble) -> Html {
    let words = DialogWords::of(props.lang);
    let LinkTrouble { link, error, kept_run, .. } = trouble;
    let title = match (error, kept_run) {
        (None, _) => words.trouble_unfaithful,
        (Some(_), true) => words.trouble_kept,
        (Some(_), false) => words.trouble,
    };
    html! {
        <Modal key="trouble" {title} lang={props.lang} on_close={props.on_close.clone()}>
            if let Some(error) = error {
                <p>{link_problem_text(props.lang, error)}</p>
                <p class="dim">{if *kept_run { words.trouble_kept_safe } else { words.trouble_safe }}{props.lang.pick(" ", "")}{words.trouble_copy}</p>
            } else {
                <p>{words.unfaithful}</p>
            }
            <CopyField name={words.trouble_text} text={link.clone()} rows={4} lang={props.lang} />
        </Modal>
    }
}
