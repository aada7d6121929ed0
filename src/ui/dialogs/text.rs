//! The run as text, to read, change and play anew. What was typed is kept until it is played or thrown away.

use super::{DialogProps, Modal};
use crate::scenario::{ScenarioError, parse};
use crate::ui::i18n::dialogs::DialogWords;
use crate::ui::i18n::problems::problem_text;
use web_sys::HtmlTextAreaElement;
use yew::{Callback, Event, Html, InputEvent, TargetCast, component, html, use_effect_with, use_node_ref, use_state};

/// The dialog.
#[component]
pub fn TextDialog(props: &DialogProps) -> Html {
    let words = DialogWords::of(props.lang);
    let playground = props.playground.clone();
    let several = props.shown.view.branches.len() > 1;
    let all_branches = use_state(|| several);
    let recorded = playground.text(*all_branches);
    let draft = use_state(|| playground.draft());
    let began_with_draft = use_state(|| draft.is_some());
    let error = use_state(|| None::<ScenarioError>);
    let field = use_node_ref();
    use_effect_with(((*error).clone(), field.clone()), |(error, field)| {
        if let (Some(error), Some(field)) = (error, field.cast::<HtmlTextAreaElement>()) {
            show_place(&field, error);
        }
    });
    let set_draft = {
        let (draft, playground) = (draft.clone(), playground.clone());
        Callback::from(move |text: Option<String>| {
            playground.set_draft(text.clone());
            draft.set(text);
        })
    };
    let oninput = {
        let set_draft = set_draft.clone();
        Callback::from(move |event: InputEvent| {
            set_draft.emit(Some(event.target_unchecked_into::<HtmlTextAreaElement>().value()));
        })
    };
    let apply = {
        let (field, error, set_draft, playground) =
            (field.clone(), error.clone(), set_draft.clone(), playground.clone());
        let on_close = props.on_close.clone();
        Callback::from(move |_| {
            let Some(field) = field.cast::<HtmlTextAreaElement>() else { return };
            match parse(&field.value()) {
                Ok(scenario) => {
                    set_draft.emit(None);
                    on_close.emit(());
                    playground.open_scenario(scenario);
                }
                Err(found) => error.set(Some(found)),
            }
        })
    };
    let discard = {
        let (error, set_draft, began) = (error.clone(), set_draft, began_with_draft.clone());
        Callback::from(move |_| {
            error.set(None);
            began.set(false);
            set_draft.emit(None);
        })
    };
    let on_branches = {
        let all_branches = all_branches.clone();
        Callback::from(move |event: Event| {
            all_branches.set(event.target_unchecked_into::<web_sys::HtmlInputElement>().checked());
        })
    };
    let value = draft.as_ref().unwrap_or(&recorded).clone();
    html! {
        <Modal title={words.text} lang={props.lang} on_close={props.on_close.clone()} class="modal-wide modal-tall">
            <p class="dim">{if *began_with_draft { words.text_draft } else { words.text_about }}</p>
            <textarea ref={field} class="scenario-text" {value} {oninput} spellcheck="false" autocomplete="off" wrap="off"
                aria-label={words.text_field} aria-invalid={error.as_ref().map(|_| "true")} aria-describedby="text-error" />
            <p id="text-error" class="wrong" role="alert">
                if let Some(error) = &*error {
                    {problem_text(props.lang, error)}
                }
            </p>
            <div class="modal-buttons">
                if several && draft.is_none() {
                    <label class="check"><input type="checkbox" checked={*all_branches} onchange={on_branches} />{words.text_all_branches}</label>
                }
                <span class="grow"></span>
                if draft.is_some() {
                    <button type="button" class="button" onclick={discard}>{words.text_discard}</button>
                }
                <button type="button" class="button primary" onclick={apply}>{words.text_apply}</button>
            </div>
        </Modal>
    }
}

/// Selects the word where the error is.
fn show_place(field: &HtmlTextAreaElement, error: &ScenarioError) {
    let (start, end) = word_at(&field.value(), error.line, error.column);
    let _ = field.focus();
    let _ = field.set_selection_range(start, end);
}

/// Where the word at this place begins and ends. Errors count in lines and characters from 1, the browser in UTF-16 from 0.
fn word_at(text: &str, line: u32, column: u32) -> (u32, u32) {
    let units = |chars: &mut dyn Iterator<Item = char>| chars.map(char::len_utf16).sum::<usize>();
    let mut start = 0;
    for (number, content) in (1..).zip(text.split('\n')) {
        if number == line {
            let before = column.saturating_sub(1) as usize;
            let word = units(&mut content.chars().skip(before).take_while(|character| !character.is_whitespace()));
            start += units(&mut content.chars().take(before));
            return (start as u32, (start + word.max(1)) as u32);
        }
        start += units(&mut content.chars()) + 1;
    }
    (start as u32, start as u32)
}

#[cfg(test)]
mod tests {
    use super::word_at;

    #[test]
    fn places_are_counted_as_the_browser_counts_them() {
        assert_eq!(word_at("paxos 1\nnodes three x", 2, 7), (14, 19));
        assert_eq!(word_at("标题\n😀x y", 2, 2), (5, 6));
        assert_eq!(word_at("a", 1, 2), (1, 2));
        assert_eq!(word_at("a", 9, 9), (2, 2));
    }
}
