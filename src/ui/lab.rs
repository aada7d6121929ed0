//! The row above the stage that says what the bug lab has switched on: which mistakes, each with a sentence on who made it, and quorums of other sizes
//! than majorities, with whether they meet.

use super::i18n::Lang;
use super::i18n::fill::fill;
use super::i18n::lab::{LabWords, variant_about, variant_name};
use super::i18n::why::WhyWords;
use crate::protocol::{Quorums, Variant};
use yew::{Html, classes, html};

/// The row.
pub fn lab_chips(lang: Lang, variants: &[Variant], quorums: Quorums, node_count: u8) -> Html {
    let half = variants.contains(&Variant::HalfQuorum);
    html! {
        <div class="lab-row">
            if !variants.is_empty() {
                { chip(&mistakes_text(lang, variants), &mistakes_about(lang, variants), true) }
            }
            if quorums != Quorums::majorities(node_count) && !half {
                { chip(&quorums_text(lang, quorums), &quorums_about(lang, quorums, node_count), !quorums.meet(node_count)) }
            }
        </div>
    }
}

/// A chip that is read out with what it says about itself; pointers get that as a tooltip.
fn chip(text: &str, about: &str, bad: bool) -> Html {
    let spoken = format!("{text}. {about}");
    html! {
        <span class={classes!("chip", "lab-chip", bad.then_some("bad"))} role="note" title={about.to_owned()} aria-label={spoken}>
            {text.to_owned()}
        </span>
    }
}

fn mistakes_text(lang: Lang, variants: &[Variant]) -> String {
    let names: Vec<_> = variants.iter().map(|variant| variant_name(lang, *variant)).collect();
    fill(LabWords::of(lang).mistakes, &[("names", &names.join(WhyWords::of(lang).comma))])
}

fn mistakes_about(lang: Lang, variants: &[Variant]) -> String {
    let about: Vec<_> = variants.iter().map(|variant| variant_about(lang, *variant)).collect();
    about.join("\n")
}

fn quorums_text(lang: Lang, quorums: Quorums) -> String {
    fill(LabWords::of(lang).quorums, &[("phase1", &quorums.phase1), ("phase2", &quorums.phase2)])
}

fn quorums_about(lang: Lang, quorums: Quorums, node_count: u8) -> String {
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
        assert_eq!(mistakes_text(Lang::En, &two), "With a mistake: a vote raises no promise, votes counted twice");
        assert_eq!(mistakes_text(Lang::Zh, &two), "含错误：投票不抬高承诺、投票重复计数");
        assert_eq!(mistakes_about(Lang::En, &two).lines().count(), 2);
    }

    #[test]
    fn quorums_say_whether_they_meet() {
        let about = |phase1, phase2| quorums_about(Lang::En, Quorums { phase1, phase2 }, 5);
        assert!(about(4, 2).starts_with("4 promises and 2 votes are more than 5 together"));
        assert!(about(3, 2).ends_with("Agreement may break."));
        assert_eq!(quorums_text(Lang::En, Quorums { phase1: 4, phase2: 2 }), "Quorums 4 and 2");
    }
}
