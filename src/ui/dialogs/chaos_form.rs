//! What is asked of chaos: how many runs, from which seed on, and what may be wiped in them.

use super::check::{choices, most, number};
use crate::check::Allowance;
use crate::ui::checks::chaos::Question;
use crate::ui::i18n::Lang;
use crate::ui::i18n::chaos::ChaosWords;
use crate::ui::i18n::check::CheckWords;
use crate::ui::i18n::dialogs::DialogWords;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::naming::grouped;
use crate::ui::icons::{Sign, icon};
use crate::ui::platform;
use crate::ui::playground::Playground;
use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, TargetCast, UseStateHandle, html};

/// The numbers of runs that can be chosen.
const MOST_RUNS: [u32; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// What stands in the form.
#[derive(Clone, PartialEq, Debug)]
pub struct ChaosForm {
    runs: u32,
    seed: String,
    wipes: String,
    guess: Option<bool>,
    of_log: bool,
}

impl ChaosForm {
    /// As it opens: as many wiped disks as the scenario allows, and a seed that was drawn.
    pub fn new(playground: &Playground) -> Self {
        let wipes = playground.allowance().wipes.to_string();
        let of_log = playground.keeps_log();
        Self { runs: MOST_RUNS[1], seed: platform::random_seed().to_string(), wipes, guess: None, of_log }
    }

    /// The question, if all of it can be read.
    pub fn question(&self) -> Option<Question> {
        let (first_seed, wipes) = (self.seed.trim().parse().ok()?, number(&self.wipes)?);
        Some(Question { runs: self.runs, first_seed, wipes, guess: self.guess, of_log: self.of_log })
    }
}

/// The form.
pub fn chaos_form(playground: &Playground, lang: Lang, form: &UseStateHandle<ChaosForm>) -> Html {
    let (words, common) = (ChaosWords::of(lang), CheckWords::of(lang));
    let terms = playground.chaos_terms();
    html! {
        <>
            <p>{fill(if form.of_log { words.within_log } else { words.within }, &[("ticks", &grouped(terms.patience_ticks() as f64))])}</p>
            <div class="check-numbers">
                {most_runs(words, form)}
                {first_seed(lang, form)}
                {wipes(lang, form, terms.wipes() - playground.allowance().wipes)}
            </div>
            {choices(form, "check-guess", common.guess, vec![
                (common.guess_safe.to_owned(), form.guess == Some(true), |form| ChaosForm { guess: Some(true), ..form }),
                (common.guess_unsafe.to_owned(), form.guess == Some(false), |form| ChaosForm { guess: Some(false), ..form }),
                (common.guess_none.to_owned(), form.guess.is_none(), |form| ChaosForm { guess: None, ..form }),
            ])}
        </>
    }
}

fn most_runs(words: &ChaosWords, form: &UseStateHandle<ChaosForm>) -> Html {
    let chosen = form.runs;
    let form = form.clone();
    most("chaos-runs", words.runs, &MOST_RUNS, chosen, move |runs| form.set(ChaosForm { runs, ..(*form).clone() }))
}

fn first_seed(lang: Lang, form: &UseStateHandle<ChaosForm>) -> Html {
    let (words, common) = (ChaosWords::of(lang), DialogWords::of(lang));
    let draw = {
        let form = form.clone();
        Callback::from(move |_| {
            form.set(ChaosForm { seed: platform::random_seed().to_string(), ..(*form).clone() });
        })
    };
    let wrong = form.seed.trim().parse::<u64>().is_err();
    html! {
        <div class="field">
            <label for="chaos-seed">{words.first_seed}</label>
            <div class="field-row">
                <input id="chaos-seed" type="text" inputmode="numeric" autocomplete="off" value={form.seed.clone()}
                    oninput={typed(form, |form, seed| ChaosForm { seed, ..form })} aria-invalid={wrong.then_some("true")} aria-describedby="chaos-seed-note" />
                <button type="button" class="button icon-button" aria-label={common.new_draw} title={common.new_draw} onclick={draw}>{icon(Sign::Dice)}</button>
            </div>
            <p id="chaos-seed-note" class={if wrong { "wrong" } else { "dim" }}>{if wrong { common.new_wrong_seed } else { words.first_seed_hint }}</p>
        </div>
    }
}

/// `own`: so many the run's own commands wipe, which are allowed as well.
fn wipes(lang: Lang, form: &UseStateHandle<ChaosForm>, own: u8) -> Html {
    let (words, common) = (ChaosWords::of(lang), CheckWords::of(lang));
    let wrong = number(&form.wipes).is_none();
    let note = match wrong {
        true => Some(fill(common.wrong_count, &[("most", &Allowance::MAX)])),
        false => (own > 0).then(|| fill(words.more_wipes, &[("wipes", &own)])),
    };
    html! {
        <div class="field">
            <label for="chaos-wipes">{words.wipes}</label>
            <input id="chaos-wipes" type="text" inputmode="numeric" autocomplete="off" value={form.wipes.clone()}
                oninput={typed(form, |form, wipes| ChaosForm { wipes, ..form })} aria-invalid={wrong.then_some("true")}
                aria-describedby={note.is_some().then_some("chaos-wipes-note")} />
            if let Some(note) = note {
                <p id="chaos-wipes-note" class={if wrong { "wrong" } else { "dim" }}>{note}</p>
            }
        </div>
    }
}

/// What becomes of the form when something is typed.
fn typed(form: &UseStateHandle<ChaosForm>, with: fn(ChaosForm, String) -> ChaosForm) -> Callback<InputEvent> {
    let form = form.clone();
    Callback::from(move |event: InputEvent| {
        form.set(with((*form).clone(), event.target_unchecked_into::<HtmlInputElement>().value()));
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_asked_only_when_all_of_it_can_be_read() {
        let form = |seed: &str, wipes: &str| ChaosForm {
            runs: 1_000,
            seed: seed.to_owned(),
            wipes: wipes.to_owned(),
            guess: Some(true),
            of_log: false,
        };
        let highest = u64::MAX.to_string();
        let question = Question { runs: 1_000, first_seed: u64::MAX, wipes: 1, guess: Some(true), of_log: false };
        assert_eq!(form(&format!(" {highest}"), "1").question(), Some(question));
        for (seed, wipes) in
            [("", "0"), ("-1", "0"), ("x", "0"), ("18446744073709551616", "0"), ("1", ""), ("1", "100")]
        {
            assert_eq!(form(seed, wipes).question(), None, "{seed} {wipes}");
        }
    }
}
