//! The search: what is asked of it, and the checks that were asked for.

use super::check_entry::{asked_text, check_entry};
use super::{DialogProps, Modal};
use crate::check::Allowance;
use crate::scenario::{allowance_of, quoted, requests_of};
use crate::session::CheckFrom;
use crate::sim::Command;
use crate::ui::checks::{Asked, CheckEntry, Question};
use crate::ui::i18n::check::CheckWords;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::naming::grouped;
use crate::ui::playground::Playground;
use std::rc::Rc;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::{Callback, Event, Html, InputEvent, Properties, TargetCast, UseStateHandle, component, html, use_state};

/// The bounds on states that can be chosen.
const MOST_STATES: [u32; 5] = [100_000, 1_000_000, 5_000_000, 20_000_000, 50_000_000];

/// The most checks on the list.
const MOST_CHECKS: usize = 20;

/// Properties of [`CheckDialog`].
#[derive(Properties, PartialEq)]
pub struct CheckDialogProps {
    /// Searches that were asked for, in their order.
    pub checks: Rc<Vec<Rc<CheckEntry>>>,
    /// What every dialog has.
    pub dialog: DialogProps,
}

/// The dialog.
#[component]
pub fn CheckDialog(props: &CheckDialogProps) -> Html {
    let DialogProps { playground, shown, lang, on_close } = &props.dialog;
    let words = CheckWords::of(*lang);
    let question = use_state(|| Question {
        asked: Asked::Agreement,
        from: CheckFrom::Start,
        allow: playground.allowance(),
        max_states: MOST_STATES[1],
        guess: None,
    });
    let typed = use_state(|| typed(question.allow));
    let allow = read(&typed);
    let too_large = use_state(|| false);
    // A button and no form: a frame without allow-forms submits none.
    let on_check = {
        let (playground, question, too_large) = (playground.clone(), (*question).clone(), too_large.clone());
        Callback::from(move |_| {
            if let Some(allow) = allow {
                too_large.set(!playground.ask(Question { allow, ..question.clone() }));
            }
        })
    };
    let to_come = playground.to_come(question.from);
    let asked = askable(playground);
    let full = props.checks.len() >= MOST_CHECKS;
    let names = match question.from {
        CheckFrom::Start => [words.ballots, words.crashes, words.wipes],
        CheckFrom::Here => [words.ballots_here, words.crashes_here, words.wipes_here],
    };
    let guesses = match question.asked {
        Asked::Agreement | Asked::Everything => [words.guess_safe, words.guess_unsafe],
        Asked::CanChoose(_) => [words.guess_can, words.guess_cannot],
    };
    let here = fill(words.from_here, &[("moment", &shown.view.moment)]);
    html! {
        <Modal title={words.title} lang={*lang} on_close={on_close.clone()} class="modal-wide">
            <p class="dim">{words.about}</p>
            <div class="form">
                {what_is_asked(words, &question, asked)}
                {radios(&question, "check-from", words.from, vec![
                    (words.from_start.to_owned(), question.from == CheckFrom::Start, |question| Question { from: CheckFrom::Start, ..question }),
                    (here, question.from == CheckFrom::Here, |question| Question { from: CheckFrom::Here, ..question }),
                ])}
                <p>{proposed(words, &to_come)}</p>
                <div class="check-numbers">
                    {count(words, &typed, 0, names[0], None)}
                    {count(words, &typed, 1, names[1], more_crashes(words, &to_come))}
                    {count(words, &typed, 2, names[2], None)}
                    {most_states(words, &question)}
                </div>
                {radios(&question, "check-guess", words.guess, vec![
                    (guesses[0].to_owned(), question.guess == Some(true), |question| Question { guess: Some(true), ..question }),
                    (guesses[1].to_owned(), question.guess == Some(false), |question| Question { guess: Some(false), ..question }),
                    (words.guess_none.to_owned(), question.guess.is_none(), |question| Question { guess: None, ..question }),
                ])}
                if full {
                    <p class="warning" role="note">{fill(words.too_many, &[("most", &MOST_CHECKS)])}</p>
                }
                if *too_large {
                    <p class="wrong" role="alert">{words.too_large}</p>
                }
                <div class="modal-buttons"><button type="button" class="button primary" data-first="" disabled={full || allow.is_none()} onclick={on_check}>{words.start}</button></div>
            </div>
            if !props.checks.is_empty() {
                <h3>{words.checks}</h3>
                <ul class="checks">
                    for entry in props.checks.iter().rev() {
                        <li key={entry.id}>{check_entry(&props.dialog, entry)}</li>
                    }
                </ul>
            }
        </Modal>
    }
}

/// What can be asked: the two questions of safety, and whether each value that the scenario proposes can be chosen.
fn askable(playground: &Playground) -> Vec<Asked> {
    let mut values: Vec<String> = Vec::new();
    for (_, value) in requests_of(&playground.to_come(CheckFrom::Start)) {
        if !values.iter().any(|known| known == value.as_str()) {
            values.push(value.as_str().to_owned());
        }
    }
    let mut askable = vec![Asked::Agreement, Asked::Everything];
    askable.extend(values.into_iter().map(Asked::CanChoose));
    askable
}

fn what_is_asked(words: &CheckWords, question: &UseStateHandle<Question>, askable: Vec<Asked>) -> Html {
    let texts: Vec<_> = askable.iter().map(|asked| (asked_text(words, asked), *asked == question.asked)).collect();
    let onchange = {
        let question = question.clone();
        Callback::from(move |event: Event| {
            let chosen = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
            let asked = usize::try_from(chosen).ok().and_then(|place| askable.get(place)).cloned();
            if let Some(asked) = asked {
                // Another question, another guess.
                question.set(Question { asked, guess: None, ..(*question).clone() });
            }
        })
    };
    html! {
        <div class="field">
            <label for="check-asked">{words.asked}</label>
            <select id="check-asked" {onchange}>
                for (text, selected) in texts {
                    <option key={text.clone()} {selected}>{text}</option>
                }
            </select>
        </div>
    }
}

/// What becomes of the question when a choice is made.
type Choose = fn(Question) -> Question;

fn radios(
    question: &UseStateHandle<Question>,
    name: &'static str,
    legend: &'static str,
    choices: Vec<(String, bool, Choose)>,
) -> Html {
    html! {
        <fieldset class="choices">
            <legend>{legend}</legend>
            for (text, checked, choose) in choices {
                <label key={text.clone()}>
                    <input type="radio" {name} {checked} onchange={changed(question, choose)} /><span>{text}</span>
                </label>
            }
        </fieldset>
    }
}

fn changed(question: &UseStateHandle<Question>, choose: Choose) -> Callback<Event> {
    let question = question.clone();
    Callback::from(move |_: Event| question.set(choose((*question).clone())))
}

fn proposed(words: &CheckWords, to_come: &[Command]) -> String {
    let requests = requests_of(to_come);
    if requests.is_empty() {
        return words.proposed_none.to_owned();
    }
    let list: Vec<String> = requests.iter().map(|(node, value)| format!("{node} {}", quoted(value.as_str()))).collect();
    fill(words.proposed, &[("list", &list.join(", "))])
}

/// The crashes among the commands to come are allowed as well.
fn more_crashes(words: &CheckWords, to_come: &[Command]) -> Option<String> {
    let none = Allowance { ballots: 0, crashes: 0, wipes: 0 };
    let crashes = allowance_of(none, to_come).crashes;
    (crashes > 0).then(|| fill(words.more_crashes, &[("crashes", &crashes)]))
}

/// What stands in the fields of the allowance, in the order of [`Allowance::WORDS`].
type Typed = [String; 3];

fn typed(mut allow: Allowance) -> Typed {
    Allowance::WORDS.map(|word| allow.of_mut(word).copied().unwrap_or_default().to_string())
}

/// The allowance that was typed; nothing where a field holds no number that it may be.
fn read(typed: &Typed) -> Option<Allowance> {
    let mut allow = Allowance::DEFAULT;
    for (word, text) in Allowance::WORDS.into_iter().zip(typed) {
        *allow.of_mut(word)? = number(text)?;
    }
    Some(allow)
}

fn number(text: &str) -> Option<u8> {
    text.trim().parse().ok().filter(|number| *number <= Allowance::MAX)
}

/// A number of the allowance.
fn count(
    words: &CheckWords,
    typed: &UseStateHandle<Typed>,
    place: usize,
    name: &'static str,
    note: Option<String>,
) -> Html {
    let value = typed[place].clone();
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| {
            let mut now = (*typed).clone();
            now[place] = event.target_unchecked_into::<HtmlInputElement>().value();
            typed.set(now);
        })
    };
    let wrong = number(&value).is_none();
    let note = if wrong { Some(fill(words.wrong_count, &[("most", &Allowance::MAX)])) } else { note };
    let id = format!("check-{}", Allowance::WORDS[place]);
    let note_id = note.is_some().then(|| format!("{id}-note"));
    html! {
        <div class="field">
            <label for={id.clone()}>{name}</label>
            <input {id} type="text" inputmode="numeric" autocomplete="off" {value} {oninput} aria-invalid={wrong.then_some("true")}
                aria-describedby={note_id.clone()} />
            if let Some(note) = note {
                <p id={note_id} class={if wrong { "wrong" } else { "dim" }}>{note}</p>
            }
        </div>
    }
}

fn most_states(words: &CheckWords, question: &UseStateHandle<Question>) -> Html {
    let onchange = {
        let question = question.clone();
        Callback::from(move |event: Event| {
            let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
            let chosen = MOST_STATES.into_iter().find(|states| states.to_string() == chosen);
            question.set(Question { max_states: chosen.unwrap_or(question.max_states), ..(*question).clone() });
        })
    };
    html! {
        <div class="field">
            <label for="check-states">{words.most_states}</label>
            <select id="check-states" {onchange}>
                for states in MOST_STATES {
                    <option key={states} value={states.to_string()} selected={states == question.max_states}>{grouped(f64::from(states))}</option>
                }
            </select>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_allowance_is_read_only_where_every_field_holds_a_number() {
        let allow = Allowance { ballots: 2, crashes: 0, wipes: 99 };
        assert_eq!(read(&typed(allow)), Some(allow));
        for wrong in ["", "x", "-1", "100", "1.5"] {
            assert_eq!(read(&["1".to_owned(), wrong.to_owned(), "0".to_owned()]), None);
        }
    }
}
