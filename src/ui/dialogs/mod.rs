//! The dialogs. Each stands in a file of its own; at most one is open.

mod chaos_entry;
mod chaos_form;
mod check;
mod check_entry;
mod copy_field;
mod gallery;
mod kept_checks;
mod keys;
mod lab;
mod modal;
mod new_run;
mod properties;
mod share;
mod switches;
mod text;
mod trouble;

use modal::Modal;

use super::i18n::Lang;
use super::keep;
use super::playground::Playground;
use super::store::{Action, Dialog, Page, Shown};
use std::rc::Rc;
use yew::{Callback, Html, Properties, html};

/// Properties of every dialog.
#[derive(Properties, PartialEq)]
pub struct DialogProps {
    /// The run.
    pub playground: Playground,
    /// As it is shown now.
    pub shown: Rc<Shown>,
    /// The language.
    pub lang: Lang,
    /// It is to close.
    pub on_close: Callback<()>,
}

/// The dialog that is open, if one is.
pub fn open_dialog(playground: &Playground, page: &Page) -> Html {
    let Some(dialog) = &page.dialog else { return html! {} };
    let on_close = {
        let (playground, dialog) = (playground.clone(), dialog.clone());
        Callback::from(move |()| {
            if let Dialog::LinkTrouble(trouble) = &dialog {
                keep::let_go(&playground, trouble);
            }
            playground.dispatch(Action::Dialog(None));
        })
    };
    let props = DialogProps { playground: playground.clone(), shown: page.shown.clone(), lang: page.lang, on_close };
    match dialog {
        Dialog::Gallery => gallery::gallery_dialog(&props),
        Dialog::NewRun => html! { <new_run::NewRun ..props /> },
        Dialog::Text => html! { <text::TextDialog ..props /> },
        Dialog::Check => html! { <check::CheckDialog checks={page.checks.clone()} dialog={props} /> },
        Dialog::Lab => html! { <lab::LabDialog ..props /> },
        Dialog::Share => html! { <share::Share ..props /> },
        Dialog::Keys => keys::keys_dialog(&props),
        Dialog::Properties => properties::properties_dialog(&props),
        Dialog::LinkTrouble(trouble) => trouble::trouble_dialog(&props, trouble),
    }
}
