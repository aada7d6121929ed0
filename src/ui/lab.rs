//! The row above the stage that says what the bug lab has switched on: which mistakes, each with a sentence on who made it, and quorums of other sizes
//! than majorities, with whether they meet.

use super::i18n::Lang;
use super::i18n::fill::fill;
use super::i18n::lab::{LabWords, variant_about, variant_name};
use super::i18n::why::WhyWords;
use super::playground::Playground;
use super::store::Dialog;
use crate::protocol::{Quorums, Variant};
use crate::session::View;
use yew::{Callback, Html, MouseEvent, classes, html};

/// The row. With the playground it leads to the lab.
pub fn lab_chips(lang: Lang, view: &View, node_count: u8, playground: Option<&Playground>) -> Html {
    let (variants, quorums) = (&view.variants, view.quorum_sizes);
    let opens = playground.cloned().map(|playground| Callback::from(move |_| playground.open_dialog(Dialog::Lab)));
    html! {
        <div class="lab-row">
            if !variants.is_empty() {
                { chip(&mistakes_text(lang, variants), &mistakes_about(lang, variants), true, opens.clone()) }
            }
            if says_sizes(variants, quorums, node_count) {
                { chip(&quorums_text(lang, quorums), &quorums_about(lang, quorums, node_count), !quorums.meet(node_count), opens) }
            }
        </div>
    }
}

/// What is switched on, in short sentences; nothing if nothing is.
pub fn lab_sentences(lang: Lang, view: &View) -> Vec<String> {
    let (words, quorums) = (LabWords::of(lang), view.quorum_sizes);
    let node_count = view.voter_count;
    let count = view.variants.len();
    let mistakes = (count > 0).then(|| fill(words.mistakes_on, &[("count", &count)]));
    let sizes = says_sizes(&view.variants, quorums, node_count)
        .then(|| fill(words.quorums_on, &[("phase1", &quorums.phase1), ("phase2", &quorums.phase2)]));
    mistakes.into_iter().chain(sizes).collect()
}

/// Whether the sizes of quorums are to be said: not where they are majorities, nor where a mistake says them.
fn says_sizes(variants: &[Variant], quorums: Quorums, node_count: u8) -> bool {
    quorums != Quorums::majorities(node_count) && !variants.contains(&Variant::HalfQuorum)
}

/// A chip that says more about itself: to pointers as a tooltip; to ears as a button's description, or, where it is none, in its name.
fn chip(text: &str, about: &str, bad: bool, opens: Option<Callback<MouseEvent>>) -> Html {
    let class = classes!("chip", "lab-chip", bad.then_some("bad"));
    let (text, title) = (text.to_owned(), about.to_owned());
    match opens {
        Some(onclick) => {
            html! { <button type="button" {class} aria-haspopup="dialog" {title} {onclick}>{text}</button> }
        }
        None => {
            let spoken = format!("{text}. {about}");
            html! { <span {class} role="note" {title} aria-label={spoken}>{text}</span> }
        }
    }
}

fn mistakes_text(lang: Lang, variants: &[Variant]) -> String {
    let names: Vec<_> = variants.iter().map(|variant| variant_name(lang, *variant)).collect();
    let list = names.join(WhyWords::of(lang).comma);
    fill(LabWords::of(lang).mistakes, &[("count", &names.len()), ("names", &list)])
}

fn mistakes_about(lang: Lang, variants: &[Variant]) -> String {
    let about: Vec<_> = variants.iter().map(|variant| variant_about(lang, *variant)).collect();
    about.join("\n")
}

fn quorums_text(lang: Lang, quorums: Quorums) -> String {
    fill(LabWords::of(lang).quorums, &[("phase1", &quorums.phase1), ("phase2", &quorums.phase2)])
}

/// Whether quorums of these sizes meet, and what follows.
pub fn quorums_about(lang: Lang, quorums: Quorums, node_count: u8) -> String {
    let words = LabWords::of(lang);
    let text = if quorums.meet(node_count) { words.quorums_meet } else { words.quorums_apart };
    fill(text, &[("phase1", &quorums.phase1), ("phase2", &quorums.phase2), ("nodes", &node_count)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_named_in_both_languages() {
        let two = [Variant::NoRaise, Variant::DuplicateVote];
        assert_eq!(mistakes_text(Lang::En, &two), "With 2 mistakes: a vote raises no promise, votes counted twice");
        assert_eq!(mistakes_text(Lang::Zh, &two), "含 2 个错误：投票不抬高承诺、投票重复计数");
        assert_eq!(mistakes_about(Lang::En, &two).lines().count(), 2);
    }

    #[test]
    fn quorums_say_whether_they_meet() {
        let about = |phase1, phase2| quorums_about(Lang::En, Quorums { phase1, phase2 }, 5);
        assert!(about(4, 2).starts_with("4 + 2 is more than 5"));
        assert!(about(3, 2).ends_with("Agreement may break."));
        assert_eq!(quorums_text(Lang::En, Quorums { phase1: 4, phase2: 2 }), "Quorums 4 and 2");
    }
}
