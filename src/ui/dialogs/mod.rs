//! The dialogs. Each stands in a file of its own; at most one is open.

mod copy_field;
mod gallery;
mod keys;
mod modal;
mod new_run;
mod properties;
mod share;
mod text;
mod trouble;

use modal::Modal;

use super::i18n::Lang;
use super::playground::Playground;
use super::store::{Action, Dialog, Shown};
use std::rc::Rc;
use yew::{Callback, Html, Properties, component, html};

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

/// Properties of [`OpenDialog`].
#[derive(Properties, PartialEq)]
pub struct OpenDialogProps {
    /// Which dialog.
    pub dialog: Option<Dialog>,
    /// The run.
    pub playground: Playground,
    /// As it is shown now.
    pub shown: Rc<Shown>,
    /// The language.
    pub lang: Lang,
}

/// The dialog that is open, if one is.
#[component]
pub fn OpenDialog(props: &OpenDialogProps) -> Html {
    let on_close = {
        let playground = props.playground.clone();
        Callback::from(move |()| playground.dispatch(Action::Dialog(None)))
    };
    let (playground, shown, lang) = (props.playground.clone(), props.shown.clone(), props.lang);
    match props.dialog.clone() {
        None => html! {},
        Some(Dialog::Gallery) => html! { <gallery::Gallery {playground} {shown} {lang} {on_close} /> },
        Some(Dialog::NewRun) => html! { <new_run::NewRun {playground} {shown} {lang} {on_close} /> },
        Some(Dialog::Text) => html! { <text::TextDialog {playground} {shown} {lang} {on_close} /> },
        Some(Dialog::Share) => html! { <share::Share {playground} {shown} {lang} {on_close} /> },
        Some(Dialog::Keys) => html! { <keys::Keys {playground} {shown} {lang} {on_close} /> },
        Some(Dialog::Properties) => html! { <properties::PropertiesDialog {playground} {shown} {lang} {on_close} /> },
        Some(Dialog::LinkTrouble(trouble)) => html! { <trouble::Trouble {trouble} {lang} {on_close} /> },
    }
}
