//! What proves that a property fails, in words.

use super::log::log_breach;
use crate::protocol::{Value, Vote};
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::naming::{entry_name, node_list};
use crate::ui::i18n::why::{StepWords, WhyWords};
use crate::world::{Breach, CastVote};

/// What proves that a property fails, naming the votes.
pub fn breach_text(lang: Lang, breach: &Breach) -> String {
    let words = StepWords::of(lang);
    let said = |value: &Value| entry_name(lang, value);
    match breach {
        Breach::TwoChosen(one, other) => fill(
            words.breach_two_chosen,
            &[
                ("value", &said(&one.vote.value)),
                ("ballot", &one.vote.ballot),
                ("voters", &node_list(lang, &one.voters)),
                ("other", &said(&other.vote.value)),
                ("other_ballot", &other.vote.ballot),
                ("other_voters", &node_list(lang, &other.voters)),
            ],
        ),
        Breach::NeverAsked(chosen) => fill(
            words.breach_never_asked,
            &[
                ("value", &said(&chosen.vote.value)),
                ("ballot", &chosen.vote.ballot),
                ("voters", &node_list(lang, &chosen.voters)),
            ],
        ),
        Breach::TwoValues(one, other) => fill(
            words.breach_two_values,
            &[
                ("ballot", &one.vote.ballot),
                ("acceptor", &one.acceptor),
                ("value", &said(&one.vote.value)),
                ("other_acceptor", &other.acceptor),
                ("other", &said(&other.vote.value)),
            ],
        ),
        Breach::Unsafe { vote, below, others, undecided } => {
            let gaps: super::explain::Gaps<'_> = &[
                ("acceptor", &vote.acceptor),
                ("value", &said(&vote.vote.value)),
                ("ballot", &vote.vote.ballot),
                ("below", below),
            ];
            let mut text = fill(words.breach_unsafe, gaps);
            if !others.is_empty() {
                text.push_str(lang.pick(" ", ""));
                text.push_str(&fill(words.breach_others, &[("below", below), ("votes", &cast_list(lang, others))]));
            }
            if !undecided.is_empty() {
                text.push_str(lang.pick(" ", ""));
                let nodes = node_list(lang, undecided);
                text.push_str(&fill(words.breach_undecided, &[("below", below), ("nodes", &nodes)]));
            }
            text
        }
        Breach::Order(disorder) => super::zab::disorder_text(lang, disorder),
        Breach::NotChosen { learned, votes } => {
            let lead = fill(words.breach_not_chosen, &[("node", &learned.node), ("value", &said(&learned.value))]);
            let cast = match votes.is_empty() {
                true => words.breach_no_votes.to_owned(),
                false => fill(words.breach_votes, &[("votes", &cast_list(lang, votes))]),
            };
            format!("{lead}{}{cast}", lang.pick(" ", ""))
        }
        Breach::Skipped(_) | Breach::Stale { .. } | Breach::TwoStates { .. } => log_breach(lang, breach),
    }
}

/// Votes with their acceptors: `n1 1.n1 “blue”, n2 2.n2 “blue”`.
fn cast_list(lang: Lang, votes: &[CastVote]) -> String {
    let all: Vec<_> = votes.iter().map(|cast| format!("{} {}", cast.acceptor, cast_text(lang, &cast.vote))).collect();
    all.join(WhyWords::of(lang).comma)
}

/// A vote; of a log's entry, what it asks for.
fn cast_text(lang: Lang, vote: &Vote) -> String {
    fill(WhyWords::of(lang).vote, &[("ballot", &vote.ballot), ("value", &entry_name(lang, &vote.value))])
}
