//! Chaos that was asked for: what was asked, how far it is, what it came to, and what can be done with that.

use super::DialogProps;
use super::check_entry::{forget, guessed, lead_of, play, steps, under_way};
use super::copy_field::CopyField;
use crate::chaos::Failure;
use crate::ui::checks::chaos::{Far, Finding, Played, Question, Told, Verdict};
use crate::ui::checks::{CheckEntry, Task};
use crate::ui::i18n::Lang;
use crate::ui::i18n::chaos::ChaosWords;
use crate::ui::i18n::check::CheckWords;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::naming::{grouped, property_name};
use crate::ui::icons::Sign;
use crate::ui::platform;
use yew::{Html, html};

/// What was asked, in parts.
pub fn chaos_asked(lang: Lang, question: &Question) -> Vec<String> {
    let words = ChaosWords::of(lang);
    let Question { runs, first_seed, wipes, .. } = question;
    let runs = fill(words.asked, &[("runs", &grouped(f64::from(*runs)))]);
    let wiped = (*wipes > 0).then(|| fill(words.asked_wipes, &[("wipes", wipes)]));
    [runs, fill(words.asked_seed, &[("seed", first_seed)])].into_iter().chain(wiped).collect()
}

/// Runs are being played, or one is being shrunk.
pub fn playing(props: &DialogProps, common: &CheckWords, entry: &CheckEntry, far: &Far) -> Html {
    let words = ChaosWords::of(props.lang);
    let Played { runs, events, decided, trials, seconds, .. } = far.played;
    let rate = if seconds > 0.0 { runs / seconds } else { 0.0 };
    let values: [(&str, &dyn std::fmt::Display); 5] = [
        ("runs", &grouped(runs)),
        ("rate", &grouped(rate)),
        ("events", &grouped(events)),
        ("decided", &grouped(decided)),
        ("trials", &grouped(trials)),
    ];
    let shrinks = trials > 0.0;
    let progress = if is_of_log(entry) { words.progress_log } else { words.progress };
    let numbers = fill(if shrinks { words.shrinking } else { progress }, &values);
    let most = asked(entry).map(|question| question.runs.to_string());
    // How long shrinking takes nobody knows.
    let value = (!shrinks).then(|| runs.to_string());
    html! {
        <>
            <progress max={most} {value} aria-label={words.progress_name}></progress>
            {under_way(props, common, entry.id, far.paused, numbers)}
        </>
    }
}

fn asked(entry: &CheckEntry) -> Option<&Question> {
    match &entry.task {
        Task::Chaos(question) => Some(question),
        Task::Schedules(_) => None,
    }
}

fn is_of_log(entry: &CheckEntry) -> bool {
    asked(entry).is_some_and(|question| question.of_log)
}

/// It has come to its end.
pub fn played(props: &DialogProps, common: &CheckWords, entry: &CheckEntry, told: &Told) -> Html {
    let words = ChaosWords::of(props.lang);
    let Played { events, cut_short, max_events, seconds, .. } = told.played;
    let (sign, lead, about) = verdict(props.lang, common, told, is_of_log(entry));
    let guess = asked(entry).and_then(|question| question.guess);
    // That nothing was found is no answer.
    let safe = matches!(told.verdict, Verdict::Found(_)).then_some(false);
    let effort = fill(words.effort, &[("events", &grouped(events)), ("seconds", &format!("{seconds:.1}"))]);
    let cut = fill(words.cut_short, &[("most", &grouped(max_events)), ("cut", &grouped(cut_short))]);
    let found = match &told.verdict {
        Verdict::Found(found) => Some(found),
        Verdict::FoundNothing | Verdict::Stopped => None,
    };
    html! {
        <>
            {lead_of(sign, lead, guessed(common, guess, safe))}
            <p>{about}</p>
            if cut_short > 0.0 {
                <p>{cut}</p>
            }
            <p class="dim">{effort}</p>
            if let Some(found) = found {
                {finding(props.lang, words, found)}
            } else if told.verdict == Verdict::FoundNothing {
                <p class="dim">{words.nothing_proved}</p>
            }
            <div class="check-buttons">
                if let Some(link) = found.and_then(|found| found.link.as_ref()) {
                    {play(props, common, link, "primary", None)}
                }
                {forget(props, common, entry.id)}
            </div>
        </>
    }
}

/// What came of it, in a sentence and in some more; with a sign where that is an answer.
fn verdict(lang: Lang, common: &CheckWords, told: &Told, of_log: bool) -> (Option<Sign>, String, String) {
    let words = ChaosWords::of(lang);
    let Played { runs, decided, within_ticks, .. } = told.played;
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("runs", &grouped(runs)), ("decided", &grouped(decided)), ("ticks", &grouped(within_ticks))];
    match &told.verdict {
        Verdict::FoundNothing => {
            let about = if of_log { words.nothing_about_log } else { words.nothing_about };
            (None, fill(words.nothing, &values), fill(about, &values))
        }
        Verdict::Stopped => (None, common.stopped.to_owned(), fill(words.stopped_about, &values)),
        Verdict::Found(found) => {
            let (what, property) = match found.failure {
                Failure::Broken(property) => (words.broken, property_name(lang, property)),
                Failure::NoAnswer => (words.no_answer, ""),
                Failure::NoDecision => (words.no_decision, ""),
            };
            let lead = fill(&fill(what, &values), &[("property", &property), ("seed", &found.seed)]);
            let shrunk = if found.minimal { words.shrunk } else { words.shrunk_so_far };
            let about = fill(shrunk, &[("commands", &found.commands), ("before", &found.commands_before)]);
            (Some(Sign::Cross), lead, about)
        }
    }
}

/// A run that failed: what is left of it, a link to it, and its text.
fn finding(lang: Lang, words: &ChaosWords, found: &Finding) -> Html {
    html! {
        <>
            <details open=true>
                <summary>{words.lines}</summary>
                {steps(&found.script)}
            </details>
            if let Some(link) = &found.link {
                <CopyField name={words.link} text={format!("{}#{link}", platform::whole_page())} {lang} />
            }
            <CopyField name={words.text} text={found.text.clone()} rows={4} {lang} />
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Property;

    fn told(verdict: Verdict) -> Told {
        let played = Played {
            runs: 12_345.0,
            events: 700_000.0,
            decided: 12_344.0,
            cut_short: 1.0,
            max_events: 20_000.0,
            trials: 0.0,
            within_ticks: 6_128.0,
            seconds: 2.5,
        };
        Told { played, verdict }
    }

    fn found(failure: Failure, minimal: bool) -> Verdict {
        Verdict::Found(Finding {
            failure,
            seed: "77".to_owned(),
            commands_before: 20.0,
            commands: 1.0,
            minimal,
            script: Vec::new(),
            text: String::new(),
            link: None,
        })
    }

    #[test]
    fn what_it_came_to_is_said_exactly() {
        let said = |verdict_: Verdict| {
            let (sign, lead, about) = verdict(Lang::En, CheckWords::of(Lang::En), &told(verdict_), false);
            (sign.is_some(), format!("{lead} {about}"))
        };
        let nothing = "Found nothing in 12,345 runs. No property was broken. After everything had healed, 12,344 of 12,345 decided within 6,128 ticks.";
        assert_eq!(said(Verdict::FoundNothing), (false, nothing.to_owned()));
        let broken =
            "“Agreement” was broken in run 12,345, with seed 77. Shrunk to 1 of its 20 commands; none can be left out.";
        assert_eq!(said(found(Failure::Broken(Property::Agreement), true)), (true, broken.to_owned()));
        let late = "No decision within 6,128 ticks after everything had healed, in run 12,345, with seed 77. Shrunk to 1 of its 20 commands; perhaps fewer would do.";
        assert_eq!(said(found(Failure::NoDecision, false)), (true, late.to_owned()));
        let stopped = "Called off. Nothing was found in 12,345 runs; of others nothing is known.";
        assert_eq!(said(Verdict::Stopped), (false, stopped.to_owned()));
        let lead = |failure: Failure| verdict(Lang::En, CheckWords::of(Lang::En), &told(found(failure, true)), true).1;
        assert_eq!(
            lead(Failure::NoAnswer),
            "A client had no answer 6,128 ticks after everything had healed, in run 12,345, with seed 77."
        );
    }
}
