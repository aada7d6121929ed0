//! What checks came to before, kept with the scenario: it was in its text or its link, or the page was loaded anew since.

use super::DialogProps;
use super::check_entry::{allowed_text, asked_text, bound_text, from_text};
use crate::scenario::{Checked, Outcome};
use crate::session::CheckFrom;
use crate::ui::checks::{CheckEntry, CheckState, Question, Task};
use crate::ui::i18n::check::CheckWords;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::naming::{grouped, property_name};
use crate::ui::icons::{Sign, icon};
use std::rc::Rc;
use yew::{Callback, Html, classes, html};

/// Those that are not on the list of `checks` anyway.
pub fn kept_checks(
    props: &DialogProps,
    checks: &[Rc<CheckEntry>],
    max_states: u32,
    ask: Option<&Callback<Task>>,
) -> Html {
    let words = CheckWords::of(props.lang);
    let told = |kept: &Checked| {
        checks
            .iter()
            .filter(|entry| entry.run == props.shown.facts.run)
            .any(|entry| matches!(&entry.state, CheckState::Done(told) if told.kept.as_ref() == Some(kept)))
    };
    let kept: Vec<Checked> = props.playground.kept_checks().into_iter().filter(|kept| !told(kept)).rev().collect();
    html! {
        if !kept.is_empty() {
            <h3>{words.kept}</h3>
            <ul class="checks">
                for checked in kept {
                    <li key={checked.to_string()}>{kept_check(props, words, checked, max_states, ask)}</li>
                }
            </ul>
        }
    }
}

fn kept_check(
    props: &DialogProps,
    words: &CheckWords,
    checked: Checked,
    max_states: u32,
    ask: Option<&Callback<Task>>,
) -> Html {
    let (sign, lead) = verdict(props, words, &checked);
    let class = sign.map(|sign| if sign == Sign::Check { "ok" } else { "bad" });
    let protocol = props.shown.view.protocol;
    let asked = [
        asked_text(props.lang, &checked.asked, protocol.keeps_log()),
        from_text(words, checked.from),
        allowed_text(words, checked.allow, protocol),
    ];
    // Where it began, if the page can begin there now.
    let from = match checked.from {
        None => CheckFrom::Start,
        Some(_) => CheckFrom::Here,
    };
    let applies = props.playground.subject(from) == checked.of;
    let about = match (applies, checked.from) {
        (true, _) => words.kept_about,
        (false, None) => words.kept_changed,
        (false, Some(_)) => words.kept_elsewhere,
    };
    html! {
        <article class="check-entry">
            <p class="check-asked dim">{asked.join(" · ")}</p>
            <p class="check-verdict"><span class={classes!("verdict", class)}>{for sign.map(icon)}{lead}</span></p>
            <p class="dim">{fill(about, &[("count", &grouped(checked.seen as f64))])}</p>
            <div class="check-buttons">
                if let (true, Some(ask)) = (applies, ask) {
                    {again(words, &checked, from, max_states, ask)}
                }
                {take_off(props, words, checked)}
            </div>
        </article>
    }
}

/// What was found, in a sentence; with a sign where that is an answer.
fn verdict(props: &DialogProps, words: &CheckWords, checked: &Checked) -> (Option<Sign>, String) {
    match checked.outcome {
        Outcome::Holds => (Some(Sign::Check), words.holds.to_owned()),
        Outcome::Within(limit, most) => {
            (None, fill(words.within, &[("bound", &bound_text(words, limit.word(), most as f64))]))
        }
        Outcome::Broken(property, length) => {
            let property = property_name(props.lang, property);
            let text = if length > 0 { words.violated } else { words.broken_already };
            (Some(Sign::Cross), fill(text, &[("property", &property), ("length", &length)]))
        }
        Outcome::Chosen(length) => {
            let text = if length > 0 { words.reached } else { words.reached_already };
            (Some(Sign::Check), fill(text, &[("length", &length)]))
        }
        Outcome::NeverChosen => (Some(Sign::Cross), words.unreachable.to_owned()),
    }
}

fn again(words: &CheckWords, checked: &Checked, from: CheckFrom, max_states: u32, ask: &Callback<Task>) -> Html {
    let Checked { asked, allow, .. } = checked.clone();
    let task = Task::Schedules(Question { asked, from, allow, max_states, guess: None });
    let onclick = ask.reform(move |_| task.clone());
    html! { <button type="button" class="button" {onclick}>{words.again}</button> }
}

fn take_off(props: &DialogProps, words: &CheckWords, checked: Checked) -> Html {
    let playground = props.playground.clone();
    let onclick = Callback::from(move |_| playground.forget_check(&checked));
    html! { <button type="button" class="button quiet" {onclick}>{words.forget}</button> }
}
