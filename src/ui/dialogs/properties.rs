//! Whether the run is still correct: the properties with the votes that break one, what is chosen, what the scenario expects.

use super::{DialogProps, Modal};
use crate::session::{ExpectationView, PropertyView, View};
use crate::ui::beside::names;
use crate::ui::i18n::Lang;
use crate::ui::i18n::dialogs::DialogWords;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::log::log_property;
use crate::ui::i18n::naming::{node_list, vote_text};
use crate::ui::i18n::shell::ShellWords;
use crate::ui::i18n::zab::order_name;
use crate::ui::icons::{Sign, icon};
use crate::ui::inspector::breach_text;
use crate::world::Property;
use yew::{Html, classes, html};

/// The dialog.
pub fn properties_dialog(props: &DialogProps) -> Html {
    let words = DialogWords::of(props.lang);
    let expectations = props.playground.expectations();
    html! {
        <Modal key="properties" title={words.properties} lang={props.lang} on_close={props.on_close.clone()} class="modal-wide">
            <p class="dim">{words.properties_about}</p>
            for (name, view) in runs(props) {
                { run(props.lang, name, view) }
            }
            if !expectations.is_empty() {
                <h3>{words.expectations}</h3>
                <ul class="plain-list">
                    for (place, expected) in expectations.iter().enumerate() {
                        <li key={place} class="expectation">{expectation(words, expected)}</li>
                    }
                </ul>
            }
        </Modal>
    }
}

/// The run that is shown; where another stands beside it, both with their names, and first the one of which the header tells.
fn runs(props: &DialogProps) -> Vec<(Option<String>, &View)> {
    let own = &props.shown.view;
    let Some(beside) = &props.shown.beside else { return vec![(None, own)] };
    let [own_name, other_name] = names(props.lang, own.protocol, beside);
    let mut runs = vec![(Some(own_name), &**own), (Some(other_name), &*beside.shown.view)];
    let holds = |view: &View| ShellWords::of(props.lang).verdict(view, props.lang).0;
    if holds(own) && !holds(&beside.shown.view) {
        runs.reverse();
    }
    runs
}

fn run(lang: Lang, name: Option<String>, view: &View) -> Html {
    let words = DialogWords::of(lang);
    let chosen = view.chosen.iter().map(|chosen| {
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("vote", &vote_text(lang, &chosen.vote)), ("voters", &node_list(lang, &chosen.voters))];
        fill(words.chosen_by, &values)
    });
    html! {
        <>
            { for name.map(|name| html! { <p class="run-name">{name}</p> }) }
            <ul class="judged-list">
                for judged in view.properties.iter() {
                    <li key={judged.property.word()}>{property(lang, words, judged)}</li>
                }
            </ul>
            <h3>{words.chosen}</h3>
            if view.chosen.is_empty() {
                <p class="dim">{words.chosen_nothing}</p>
            } else {
                <ul class="plain-list">
                    for text in chosen {
                        <li key={text.clone()}>{text.clone()}</li>
                    }
                </ul>
            }
        </>
    }
}

fn property(lang: Lang, words: &DialogWords, judged: &PropertyView) -> Html {
    let (name, about) = match judged.property {
        Property::Agreement => (words.agreement, words.agreement_about),
        Property::Validity => (words.validity, words.validity_about),
        Property::OneValuePerBallot => (words.one_value, words.one_value_about),
        Property::VotesSafe => (words.votes_safe, words.votes_safe_about),
        Property::LearnedChosen => (words.learned_chosen, words.learned_chosen_about),
        Property::Order(order) => order_name(lang, order),
        Property::NothingSkipped | Property::FreshReads | Property::EqualStates => log_property(lang, judged.property),
    };
    let holds = judged.breach.is_none();
    let (class, sign, verdict) = match holds {
        true => ("ok", Sign::Check, words.holds),
        false => ("bad", Sign::Cross, words.fails),
    };
    html! {
        <>
            <span class={classes!("verdict", class)}>{icon(sign)}{verdict}</span>
            <div>
                <strong>{name}</strong>
                <p class="dim">{about}</p>
                if let Some(breach) = &judged.breach {
                    <p class="proof"><b>{words.proof}</b>{" "}{breach_text(lang, breach)}</p>
                }
            </div>
        </>
    }
}

fn expectation(words: &DialogWords, expected: &ExpectationView) -> Html {
    let (class, verdict) = match expected.held {
        Some(true) => ("ok", words.expectation_met),
        Some(false) => ("bad", words.expectation_failed),
        None => ("dim", words.expectation_waiting),
    };
    html! { <><code>{expected.text.clone()}</code><span {class}>{verdict}</span></> }
}
