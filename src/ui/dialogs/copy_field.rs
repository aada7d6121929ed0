//! A text to be taken away: shown, copied with one press, and the press answered.

use crate::ui::i18n::Lang;
use crate::ui::i18n::dialogs::DialogWords;
use crate::ui::platform::{self, Timeout};
use web_sys::HtmlTextAreaElement;
use yew::{AttrValue, Callback, FocusEvent, Html, Properties, TargetCast, component, html, use_effect_with, use_state};

/// How long a press on "Copy" is answered.
const ANSWER_MILLISECONDS: i32 = 2_500;

/// Properties of [`CopyField`].
#[derive(Properties, PartialEq)]
pub struct CopyFieldProps {
    /// What the text is.
    pub name: AttrValue,
    /// The text.
    pub text: AttrValue,
    /// How many lines of it are seen.
    #[prop_or(2)]
    pub rows: u32,
    /// Said beside the name.
    #[prop_or_default]
    pub note: Option<AttrValue>,
    /// The language.
    pub lang: Lang,
    /// Further buttons.
    #[prop_or_default]
    pub children: Html,
}

/// A text with a button that copies it.
#[component]
pub fn CopyField(props: &CopyFieldProps) -> Html {
    let words = DialogWords::of(props.lang);
    let answer = use_state(|| None::<bool>);
    use_effect_with(*answer, {
        let answer = answer.clone();
        move |answered| {
            let timeout = answered.and_then(|_| Timeout::new(ANSWER_MILLISECONDS, move || answer.set(None)));
            move || drop(timeout)
        }
    });
    let on_copy = {
        let (text, answer) = (props.text.clone(), answer.clone());
        Callback::from(move |_| {
            let answer = answer.clone();
            platform::copy(&text, move |copied| answer.set(Some(copied)));
        })
    };
    // Whoever puts the cursor into it wants all of it.
    let on_focus = Callback::from(|event: FocusEvent| event.target_unchecked_into::<HtmlTextAreaElement>().select());
    let face = match *answer {
        None => words.copy,
        Some(true) => words.copied,
        Some(false) => words.copy_failed,
    };
    html! {
        <div class="copy">
            <div class="copy-head">
                <span class="copy-name">{props.name.clone()}</span>
                if let Some(note) = &props.note {
                    <span class="dim">{note.clone()}</span>
                }
            </div>
            <textarea readonly=true rows={props.rows.to_string()} spellcheck="false" aria-label={props.name.clone()} value={props.text.clone()}
                onfocus={on_focus} />
            <div class="copy-buttons">
                <button type="button" class="button" aria-label={format!("{face}: {}", props.name)} onclick={on_copy}>{face}</button>
                {props.children.clone()}
                <span class="visually-hidden" role="status">{if answer.is_some() { face } else { "" }}</span>
            </div>
        </div>
    }
}
