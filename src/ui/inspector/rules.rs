//! The rules of the protocol as pseudocode, and lines in them.

use crate::ui::i18n::Lang;
use crate::ui::i18n::why::RuleWords;

/// A rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    /// A client asks.
    Request,
    /// Phase 1a.
    Begin,
    /// Phase 1b.
    Promise,
    /// Phase 2a.
    Propose,
    /// Phase 2b.
    Vote,
    /// A learner counts votes.
    Learn,
    /// A learner is told.
    Told,
    /// A proposer is refused.
    Refused,
    /// A timer runs out.
    Timer,
    /// A crash.
    Crash,
    /// A restart.
    Restart,
    /// What networks do.
    Network,
}

/// A line of a rule, from 0 (its heading).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Line {
    /// The rule.
    pub rule: Rule,
    /// The line.
    pub line: u8,
}

impl Rule {
    /// Its pseudocode.
    pub fn text(self, lang: Lang) -> &'static str {
        let words = RuleWords::of(lang);
        match self {
            Rule::Request => words.rule_request,
            Rule::Begin => words.rule_begin,
            Rule::Promise => words.rule_promise,
            Rule::Propose => words.rule_propose,
            Rule::Vote => words.rule_vote,
            Rule::Learn => words.rule_learn,
            Rule::Told => words.rule_told,
            Rule::Refused => words.rule_refused,
            Rule::Timer => words.rule_timer,
            Rule::Crash => words.rule_crash,
            Rule::Restart => words.rule_restart,
            Rule::Network => words.rule_network,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_lines() {
        let all = [
            Rule::Request,
            Rule::Begin,
            Rule::Promise,
            Rule::Propose,
            Rule::Vote,
            Rule::Learn,
            Rule::Told,
            Rule::Refused,
            Rule::Timer,
            Rule::Crash,
            Rule::Restart,
            Rule::Network,
        ];
        for rule in all {
            assert_eq!(rule.text(Lang::En).lines().count(), rule.text(Lang::Zh).lines().count(), "{rule:?}");
            // A line that wraps loses its indentation, and its meaning with it.
            for text in [Lang::En, Lang::Zh].into_iter().flat_map(|lang| rule.text(lang).lines()) {
                let cells: usize = text.chars().map(|c| if (c as u32) >= 0x2E80 { 2 } else { 1 }).sum();
                assert!(cells <= 42, "{text}");
            }
        }
    }
}
