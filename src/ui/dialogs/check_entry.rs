//! One check that was asked for: what was asked, how far it is, what it came to, and what can be done with that.

use super::DialogProps;
use super::chaos_entry::{chaos_asked, played, playing};
use super::copy_field::CopyField;
use crate::check::Allowance;
use crate::protocol::ProtocolName;
use crate::scenario::Asked;
use crate::session::CheckFrom;
use crate::sim::Moment;
use crate::ui::checks::{CheckEntry, CheckState, Covered, Far, Op, Question, Schedule, Task, Told, Verdict};
use crate::ui::i18n::Lang;
use crate::ui::i18n::check::CheckWords;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::naming::{grouped, property_name};
use crate::ui::i18n::shell::{ShellWords, bilingual};
use crate::ui::icons::{Sign, icon};
use crate::ui::keep;
use crate::ui::platform;
use crate::ui::store::Action;
use crate::world::Property;
use std::rc::Rc;
use yew::{Callback, Html, html};

/// The entry.
pub fn check_entry(props: &DialogProps, entry: &Rc<CheckEntry>) -> Html {
    let words = CheckWords::of(props.lang);
    html! {
        <article class="check-entry">
            <p class="check-asked dim">{asked(props, words, entry)}</p>
            {match &entry.state {
                CheckState::Waiting => waiting(props, words, entry.id),
                CheckState::Running(far) => running(props, words, entry.id, far),
                CheckState::Done(told) => done(props, words, entry, told),
                CheckState::Playing(far) => playing(props, words, entry, far),
                CheckState::Played(told) => played(props, words, entry, told),
                CheckState::Failed(problem) => failed(props, words, entry.id, problem),
            }}
        </article>
    }
}

/// What was asked.
fn asked(props: &DialogProps, words: &CheckWords, entry: &CheckEntry) -> String {
    let mut parts = match &entry.task {
        Task::Schedules(question) => schedules_asked(props.lang, entry, question, props.shown.view.protocol),
        Task::Chaos(question) => chaos_asked(props.lang, question),
    };
    if entry.run != props.shown.facts.run {
        let title = bilingual(props.lang, &entry.title).unwrap_or(ShellWords::of(props.lang).untitled);
        parts.push(fill(words.another_run, &[("title", &title)]));
    }
    parts.join(" · ")
}

fn schedules_asked(lang: Lang, entry: &CheckEntry, question: &Question, protocol: ProtocolName) -> Vec<String> {
    let words = CheckWords::of(lang);
    let from = (question.from == CheckFrom::Here).then_some(entry.moment);
    let asked = asked_text(lang, &question.asked, protocol.keeps_log());
    vec![asked, from_text(words, from), allowed_text(words, question.allow, protocol)]
}

/// Where a search began: at a moment, or at the start.
pub(super) fn from_text(words: &CheckWords, from: Option<Moment>) -> String {
    from.map_or_else(|| words.asked_start.to_owned(), |moment| fill(words.asked_here, &[("moment", &moment)]))
}

/// What was allowed beyond the commands.
pub(super) fn allowed_text(words: &CheckWords, allow: Allowance, protocol: ProtocolName) -> String {
    let Allowance { ballots, crashes, wipes, breaks } = allow;
    let text = if protocol == ProtocolName::Zab { words.allowed_zab } else { words.allowed };
    let allowed = fill(text, &[("ballots", &ballots), ("crashes", &crashes), ("wipes", &wipes)]);
    // (Few protocols have connections.)
    if breaks > 0 { allowed + &fill(words.allowed_breaks, &[("breaks", &breaks)]) } else { allowed }
}

/// A question in words.
pub fn asked_text(lang: Lang, asked: &Asked, of_log: bool) -> String {
    let words = CheckWords::of(lang);
    match asked {
        Asked::Holds(Property::Agreement) if of_log => words.asked_agreement_in_slots.to_owned(),
        Asked::Holds(Property::Agreement) => words.asked_agreement.to_owned(),
        Asked::Holds(property) => fill(words.asked_property, &[("property", &property_name(lang, *property))]),
        Asked::States => words.asked_everything.to_owned(),
        Asked::CanChoose(value) => fill(words.asked_value, &[("value", &value.as_str())]),
    }
}

fn waiting(props: &DialogProps, words: &CheckWords, id: u32) -> Html {
    html! {
        <>
            <p>{words.waiting}</p>
            <div class="check-buttons">{steer(props, id, Op::Cancel, words.cancel)}</div>
        </>
    }
}

fn running(props: &DialogProps, words: &CheckWords, id: u32, far: &Far) -> Html {
    let Covered { distinct, depth, bytes, seconds, .. } = far.covered;
    let rate = if seconds > 0.0 { distinct / seconds } else { 0.0 };
    let values: [(&str, &dyn std::fmt::Display); 5] = [
        ("distinct", &grouped(distinct)),
        ("depth", &depth),
        ("frontier", &grouped(far.frontier)),
        ("rate", &grouped(rate)),
        ("megabytes", &megabytes(bytes)),
    ];
    html! {
        <>
            <progress max="1000" value={far.bound_permille.to_string()} aria-label={words.progress_name}></progress>
            {under_way(props, words, id, far.paused, fill(words.progress, &values))}
        </>
    }
}

/// How far something has come, in numbers, and what can be done with it.
pub(super) fn under_way(props: &DialogProps, words: &CheckWords, id: u32, paused: bool, numbers: String) -> Html {
    html! {
        <>
            <p class="check-numbers-text">{if paused { format!("{} ", words.paused) } else { String::new() }}{numbers}</p>
            <div class="check-buttons">
                if paused {
                    {steer(props, id, Op::Resume, words.resume)}
                } else {
                    {steer(props, id, Op::Pause, words.pause)}
                }
                {steer(props, id, Op::Cancel, words.cancel)}
            </div>
        </>
    }
}

fn steer(props: &DialogProps, id: u32, op: Op, name: &'static str) -> Html {
    let playground = props.playground.clone();
    let onclick = Callback::from(move |_| playground.steer(id, op));
    html! { <button type="button" class="button" {onclick}>{name}</button> }
}

pub(super) fn forget(props: &DialogProps, words: &CheckWords, id: u32) -> Html {
    let playground = props.playground.clone();
    let onclick = Callback::from(move |_| playground.dispatch(Action::Forget(id)));
    html! { <button type="button" class="button quiet" {onclick}>{words.forget}</button> }
}

fn failed(props: &DialogProps, words: &CheckWords, id: u32, problem: &str) -> Html {
    html! {
        <>
            <p class="wrong" role="status">{fill(words.failed, &[("problem", &problem)])}</p>
            <div class="check-buttons">{forget(props, words, id)}</div>
        </>
    }
}

fn done(props: &DialogProps, words: &CheckWords, entry: &CheckEntry, told: &Told) -> Html {
    let (sign, lead, about) = verdict(props, words, told);
    let guess = match &entry.task {
        Task::Schedules(question) => question.guess,
        Task::Chaos(question) => question.guess,
    };
    let chance = format!("{:.0e}", told.collision_chance);
    let seconds = format!("{:.1}", told.covered.seconds);
    html! {
        <>
            {lead_of(sign, lead, guessed(words, guess, holds(&told.verdict)))}
            // One that was called off before it began has seen nothing.
            if told.covered.distinct > 0.0 {
                <p>{about}</p>
                if told.covered.dead_ends > 0.0 {
                    <p>{fill(words.dead_ends, &[("count", &grouped(told.covered.dead_ends))])}</p>
                }
                <p class="dim">{fill(words.chance, &[("chance", &chance), ("seconds", &seconds)])}</p>
            }
            if let Verdict::Violated(found) | Verdict::Reached(found) = &told.verdict {
                {schedule(props, words, found)}
            } else if told.verdict == Verdict::Holds {
                <p class="dim">{if props.shown.view.protocol == ProtocolName::Zab { words.next_zab } else { words.next }}</p>
            }
            {sample(props, words, &told.sample)}
            <div class="check-buttons">
                if let Verdict::Violated(found) | Verdict::Reached(found) = &told.verdict {
                    if let Some(link) = &found.link {
                        {play(props, words, link, "primary", None)}
                    }
                }
                {forget(props, words, entry.id)}
            </div>
        </>
    }
}

/// The sentence that a result begins with, and what it says of a guess.
pub(super) fn lead_of(sign: Option<Sign>, lead: String, answer: Option<&'static str>) -> Html {
    let class = match sign {
        Some(Sign::Check) => Some("ok"),
        Some(_) => Some("bad"),
        None => None,
    };
    html! {
        <p class="check-verdict" role="status">
            <span class={yew::classes!("verdict", class)}>{for sign.map(icon)}{lead}</span>
            if let Some(answer) = answer {
                {" "}<b>{answer}</b>
            }
        </p>
    }
}

/// What was found, in a sentence and in some more; with a sign where that is an answer.
fn verdict(props: &DialogProps, words: &CheckWords, told: &Told) -> (Option<Sign>, String, String) {
    let values: [(&str, &dyn std::fmt::Display); 2] =
        [("distinct", &grouped(told.covered.distinct)), ("depth", &told.covered.depth)];
    let with = |text: &str| fill(text, &values);
    match &told.verdict {
        Verdict::Holds => (Some(Sign::Check), words.holds.to_owned(), with(words.holds_about)),
        Verdict::HoldsWithin(kind, most) => {
            let bound = bound_text(words, kind, *most);
            (None, fill(words.within, &[("bound", &bound)]), with(words.within_about))
        }
        Verdict::Reached(found) => {
            let text = if found.length > 0.0 { words.reached } else { words.reached_already };
            (Some(Sign::Check), fill(text, &[("length", &found.length)]), with(words.violated_about))
        }
        Verdict::Unreachable => (Some(Sign::Cross), words.unreachable.to_owned(), with(words.unreachable_about)),
        Verdict::Violated(found) => {
            let property = found.property.map_or("", |property| property_name(props.lang, property));
            let text = if found.length > 0.0 { words.violated } else { words.broken_already };
            let lead = fill(text, &[("property", &property), ("length", &found.length)]);
            (Some(Sign::Cross), lead, with(words.violated_about))
        }
        Verdict::OutOfMemory => (None, words.no_memory.to_owned(), with(words.cut_short)),
        Verdict::Stopped => (None, words.stopped.to_owned(), with(words.cut_short)),
    }
}

pub(super) fn bound_text(words: &CheckWords, kind: &str, most: f64) -> String {
    match kind {
        "states" => fill(words.bound_states, &[("count", &grouped(most))]),
        "steps" => fill(words.bound_depth, &[("count", &grouped(most))]),
        _ => fill(words.bound_bytes, &[("count", &megabytes(most))]),
    }
}

/// The answer to a question, where there is one.
fn holds(verdict: &Verdict) -> Option<bool> {
    match verdict {
        Verdict::Holds | Verdict::Reached(_) => Some(true),
        Verdict::Violated(_) | Verdict::Unreachable => Some(false),
        _ => None,
    }
}

/// What a guess was worth.
pub(super) fn guessed(words: &CheckWords, guess: Option<bool>, safe: Option<bool>) -> Option<&'static str> {
    let guess = guess?;
    Some(match safe {
        Some(safe) if safe == guess => words.guessed_right,
        Some(_) => words.guessed_wrong,
        None => words.guessed_open,
    })
}

/// The schedule: its steps, why it is the shortest, and a link to it.
fn schedule(props: &DialogProps, words: &CheckWords, found: &Schedule) -> Html {
    let fewer = (found.length - 1.0).max(0.0);
    html! {
        <>
            if found.length > 0.0 {
                <details>
                    <summary>{words.why_shortest}</summary>
                    <p>{fill(words.why_shortest_about, &[("fewer", &fewer)])}</p>
                </details>
                <details>
                    <summary>{words.steps}</summary>
                    {steps(&found.script)}
                </details>
            }
            if let Some(link) = &found.link {
                <CopyField name={words.link} text={format!("{}#{link}", platform::whole_page())} lang={props.lang} />
            } else {
                <p class="warning" role="note">{words.untold}</p>
            }
        </>
    }
}

/// Commands, a line each.
pub(super) fn steps(lines: &[String]) -> Html {
    html! {
        <ol class="check-steps">
            for (place, line) in lines.iter().enumerate() {
                <li key={place}><code>{line.clone()}</code></li>
            }
        </ol>
    }
}

/// Some of the runs that were covered, each to be played.
fn sample(props: &DialogProps, words: &CheckWords, runs: &[Schedule]) -> Html {
    let run = |(number, run): (usize, &Schedule)| {
        let end = match &run.chosen {
            Some(value) => fill(words.sample_chosen, &[("value", value)]),
            None => words.sample_nothing.to_owned(),
        };
        let text = fill(words.sample_run, &[("number", &number), ("length", &run.length), ("end", &end)]);
        html! {
            <li>{text.clone()}{for run.link.as_ref().map(|link| play(props, words, link, "quiet", Some(&text)))}</li>
        }
    };
    html! {
        if !runs.is_empty() {
            <details>
                <summary>{words.sample}</summary>
                <p class="dim">{words.sample_about}</p>
                <ul class="check-sample">{for (1..).zip(runs).map(run)}</ul>
            </details>
        }
    }
}

/// Plays what was found on the stage; the run before can be taken back.
pub(super) fn play(
    props: &DialogProps,
    words: &CheckWords,
    link: &str,
    class: &'static str,
    which: Option<&str>,
) -> Html {
    let (playground, on_close, link) = (props.playground.clone(), props.on_close.clone(), link.to_owned());
    let onclick = Callback::from(move |_| {
        if let (Some(session), _) = keep::open_link(&link, false) {
            on_close.emit(());
            playground.open(session);
            playground.mark_changed();
            playground.play();
        }
    });
    let name = which.map(|which| format!("{}: {which}", words.play));
    html! { <button type="button" class={yew::classes!("button", class)} aria-label={name} {onclick}>{words.play}</button> }
}

fn megabytes(bytes: f64) -> String {
    grouped((bytes / f64::from(1 << 20)).ceil())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::i18n::Lang;

    #[test]
    fn a_guess_is_judged_only_where_there_is_an_answer() {
        let words = CheckWords::of(Lang::En);
        let guessed = |guess, verdict| guessed(words, guess, holds(verdict));
        assert_eq!(guessed(Some(true), &Verdict::Holds), Some(words.guessed_right));
        assert_eq!(guessed(Some(false), &Verdict::Holds), Some(words.guessed_wrong));
        assert_eq!(guessed(Some(false), &Verdict::Stopped), Some(words.guessed_open));
        assert_eq!(guessed(None, &Verdict::Holds), None);
    }

    #[test]
    fn a_bound_is_said_in_its_own_unit() {
        let words = CheckWords::of(Lang::En);
        assert_eq!(bound_text(words, "states", 1_000_000.0), "1,000,000 states");
        assert_eq!(bound_text(words, "bytes", 1_073_741_824.0), "1,024 MB of memory");
    }
}
