//! Checks: what is asked of the search, or of chaos, and those that were asked for.

use super::chaos_form::{ChaosForm, chaos_form};
use super::check_entry::{asked_text, check_entry};
use super::kept_checks::kept_checks;
use super::{DialogProps, Modal};
use crate::check::Allowance;
use crate::protocol::{ProtocolName, Value};
use crate::scenario::Asked;
use crate::scenario::{allowance_of, quoted, requests_of};
use crate::session::CheckFrom;
use crate::sim::Command;
use crate::ui::checks::{CheckEntry, Question, Task};
use crate::ui::i18n::Lang;
use crate::ui::i18n::chaos::ChaosWords;
use crate::ui::i18n::check::CheckWords;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::lab::LabDialogWords;
use crate::ui::i18n::naming::grouped;
use crate::ui::playground::Playground;
use crate::ui::store::Dialog;
use crate::world::Property;
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
    let DialogProps { playground, lang, on_close, .. } = &props.dialog;
    let (words, chaos_words) = (CheckWords::of(*lang), ChaosWords::of(*lang));
    let with_chaos = use_state(|| false);
    let chaos = use_state(|| ChaosForm::new(playground));
    let question = use_state(|| Question {
        asked: first_asked(playground.protocol()),
        from: CheckFrom::Start,
        allow: playground.allowance(),
        max_states: MOST_STATES[1],
        guess: None,
    });
    let typed = use_state(|| typed(question.allow));
    let allow = read(&typed);
    let too_large = use_state(|| false);
    let task = match *with_chaos {
        true => chaos.question().map(Task::Chaos),
        false => allow.map(|allow| Task::Schedules(Question { allow, ..(*question).clone() })),
    };
    let full = props.checks.len() >= MOST_CHECKS;
    let disabled = full || task.is_none();
    // A button and no form: a frame without allow-forms submits none.
    let ask = {
        let (playground, too_large) = (playground.clone(), too_large.clone());
        Callback::from(move |task: Task| too_large.set(!playground.ask(task)))
    };
    let on_check = {
        let ask = ask.clone();
        Callback::from(move |_| {
            if let Some(task) = &task {
                ask.emit(task.clone());
            }
        })
    };
    html! {
        <Modal title={words.title} lang={*lang} on_close={on_close.clone()} class="modal-wide">
            <p class="dim">{about(*lang, *with_chaos, playground.keeps_log())}</p>
            <div class="form">
                {choices(&with_chaos, "check-how", chaos_words.how, vec![
                    (chaos_words.how_schedules.to_owned(), !*with_chaos, |_| false),
                    (chaos_words.how_chaos.to_owned(), *with_chaos, |_| true),
                ])}
                if *with_chaos {
                    {chaos_form(playground, *lang, &chaos)}
                } else {
                    {schedules_form(&props.dialog, &question, &typed)}
                }
                if full {
                    <p class="warning" role="note">{fill(words.too_many, &[("most", &MOST_CHECKS)])}</p>
                }
                if *too_large {
                    <p class="wrong" role="alert">{words.too_large}</p>
                }
                <div class="modal-buttons">{to_lab(playground, *lang)}<button type="button" class="button primary" data-first="" {disabled} onclick={on_check}>{words.start}</button></div>
            </div>
            if !props.checks.is_empty() {
                <h3>{words.checks}</h3>
                <ul class="checks">
                    for entry in props.checks.iter().rev() {
                        <li key={entry.id}>{check_entry(&props.dialog, entry)}</li>
                    }
                </ul>
            }
            {kept_checks(&props.dialog, &props.checks, question.max_states, (!full).then_some(&ask))}
        </Modal>
    }
}

/// What is done, in a few sentences.
fn about(lang: Lang, with_chaos: bool, of_log: bool) -> &'static str {
    match (with_chaos, of_log) {
        (true, true) => ChaosWords::of(lang).about_log,
        (true, false) => ChaosWords::of(lang).about,
        (false, true) => CheckWords::of(lang).about_log,
        (false, false) => CheckWords::of(lang).about,
    }
}

/// What is asked of the search.
fn schedules_form(props: &DialogProps, question: &UseStateHandle<Question>, typed: &UseStateHandle<Typed>) -> Html {
    let words = CheckWords::of(props.lang);
    let to_come = props.playground.to_come(question.from);
    let protocol = props.playground.protocol();
    let is_connected = protocol == ProtocolName::Zab;
    let legend = match question.from {
        CheckFrom::Start => words.allowed_legend,
        CheckFrom::Here => words.allowed_legend_here,
    };
    let guesses = match question.asked {
        Asked::Holds(_) | Asked::States => [words.guess_safe, words.guess_unsafe],
        Asked::CanChoose(_) => [words.guess_can, words.guess_cannot],
    };
    let here = fill(words.from_here, &[("moment", &props.shown.view.moment)]);
    html! {
        <>
            {what_is_asked(props.lang, question, askable(&props.playground), props.playground.keeps_log())}
            {choices(question, "check-from", words.from, vec![
                (words.from_start.to_owned(), question.from == CheckFrom::Start, |question| Question { from: CheckFrom::Start, ..question }),
                (here, question.from == CheckFrom::Here, |question| Question { from: CheckFrom::Here, ..question }),
            ])}
            <p>{proposed(words, &to_come, protocol.keeps_log())}</p>
            if is_connected {
                <p class="dim">{if question.from == CheckFrom::Start { words.oracle } else { words.oracle_not }}</p>
            }
            <fieldset class="check-numbers">
                <legend>{legend}</legend>
                {count(words, typed, 0, if is_connected { words.given_up } else { words.ballots }, None)}
                {count(words, typed, 1, words.crashes, more_crashes(words, &to_come))}
                {count(words, typed, 2, words.wipes, None)}
                if is_connected {
                    {count(words, typed, 3, words.breaks, None)}
                }
                {most_states(words, question)}
            </fieldset>
            {choices(question, "check-guess", words.guess, vec![
                (guesses[0].to_owned(), question.guess == Some(true), |question| Question { guess: Some(true), ..question }),
                (guesses[1].to_owned(), question.guess == Some(false), |question| Question { guess: Some(false), ..question }),
                (words.guess_none.to_owned(), question.guess.is_none(), |question| Question { guess: None, ..question }),
            ])}
        </>
    }
}

/// To the bug lab, where a mistake can be switched on to be found.
fn to_lab(playground: &Playground, lang: Lang) -> Html {
    let playground = playground.clone();
    let onclick = Callback::from(move |_| playground.open_dialog(Dialog::Lab));
    html! {
        <>
            <button type="button" class="button" aria-haspopup="dialog" {onclick}>{LabDialogWords::of(lang).to_lab}</button>
            <span class="grow"></span>
        </>
    }
}

/// What can be asked: the two questions of safety, and whether each value that the scenario proposes can be chosen.
fn askable(playground: &Playground) -> Vec<Asked> {
    let mut values: Vec<Value> = Vec::new();
    for (_, value) in requests_of(&playground.to_come(CheckFrom::Start)) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    let protocol = playground.protocol();
    let mut askable = vec![first_asked(protocol), Asked::States];
    if !protocol.keeps_log() {
        askable.extend(values.into_iter().map(Asked::CanChoose));
    }
    askable
}

/// What people care about most.
fn first_asked(protocol: ProtocolName) -> Asked {
    Property::of(protocol).first().map_or(Asked::States, |property| Asked::Holds(*property))
}

fn what_is_asked(lang: Lang, question: &UseStateHandle<Question>, askable: Vec<Asked>, of_log: bool) -> Html {
    let words = CheckWords::of(lang);
    let text = |asked: &Asked| (asked_text(lang, asked, of_log), *asked == question.asked);
    let texts: Vec<_> = askable.iter().map(text).collect();
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

/// What becomes of the state when a choice is made.
type Choose<T> = fn(T) -> T;

/// One choice of several: their names, which is made, and what making it does.
pub(super) fn choices<T: Clone + 'static>(
    state: &UseStateHandle<T>,
    name: &'static str,
    legend: &'static str,
    choices: Vec<(String, bool, Choose<T>)>,
) -> Html {
    let changed = |choose: Choose<T>| {
        let state = state.clone();
        Callback::from(move |_: Event| state.set(choose((*state).clone())))
    };
    html! {
        <fieldset class="choices">
            <legend>{legend}</legend>
            for (text, checked, choose) in choices {
                <label key={text.clone()}>
                    <input type="radio" {name} {checked} onchange={changed(choose)} /><span>{text}</span>
                </label>
            }
        </fieldset>
    }
}

fn proposed(words: &CheckWords, to_come: &[Command], of_log: bool) -> String {
    let (some, none) = match of_log {
        true => (words.asked_for, words.asked_for_none),
        false => (words.proposed, words.proposed_none),
    };
    let requests = requests_of(to_come);
    if requests.is_empty() {
        return none.to_owned();
    }
    let list: Vec<String> = requests.iter().map(|(node, value)| format!("{node} {}", quoted(value.as_str()))).collect();
    fill(some, &[("list", &list.join(", "))])
}

/// The crashes among the commands to come are allowed as well.
fn more_crashes(words: &CheckWords, to_come: &[Command]) -> Option<String> {
    let crashes = allowance_of(Allowance::NOTHING, to_come).crashes;
    (crashes > 0).then(|| fill(words.more_crashes, &[("crashes", &crashes)]))
}

/// What stands in the fields of the allowance, in the order of [`Allowance::WORDS`].
type Typed = [String; 4];

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

/// A number of the allowance, if this is one.
pub(super) fn number(text: &str) -> Option<u8> {
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
    let chosen = question.max_states;
    let question = question.clone();
    let choose = move |max_states| question.set(Question { max_states, ..(*question).clone() });
    most("check-states", words.most_states, &MOST_STATES, chosen, choose)
}

/// A choice of numbers.
pub(super) fn most(
    id: &'static str,
    name: &'static str,
    numbers: &'static [u32],
    chosen: u32,
    choose: impl Fn(u32) + 'static,
) -> Html {
    let onchange = Callback::from(move |event: Event| {
        let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
        if let Some(number) = numbers.iter().find(|number| number.to_string() == chosen) {
            choose(*number);
        }
    });
    html! {
        <div class="field">
            <label for={id}>{name}</label>
            <select {id} {onchange}>
                for number in numbers {
                    <option key={*number} value={number.to_string()} selected={*number == chosen}>{grouped(f64::from(*number))}</option>
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
        let allow = Allowance { ballots: 2, crashes: 0, wipes: 99, breaks: 0 };
        assert_eq!(read(&typed(allow)), Some(allow));
        for wrong in ["", "x", "-1", "100", "1.5"] {
            assert_eq!(read(&["1".to_owned(), wrong.to_owned(), "0".to_owned(), "0".to_owned()]), None);
        }
    }
}
