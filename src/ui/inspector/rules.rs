//! The rules of the protocol as pseudocode, and lines in them.

use crate::ui::i18n::Lang;
use crate::ui::i18n::log::LogRuleWords;
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
    /// A rule of a replicated log.
    Log(LogRule),
}

/// A rule of Multi-Paxos.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogRule {
    /// Phase 1a.
    Begin,
    /// Phase 1b.
    Promise,
    /// A candidate becomes leader.
    Lead,
    /// Phase 2b.
    Vote,
    /// A leader counts votes.
    Count,
    /// What is chosen is done.
    Apply,
    /// A leader is heard.
    Heartbeat,
    /// A ballot is refused.
    Refused,
    /// A server that lags gets what it lacks.
    CatchUp,
    /// A command comes to a server.
    Request,
    /// What clients do.
    Client,
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
            Rule::Log(rule) => rule.text(lang),
        }
    }
}

impl LogRule {
    fn text(self, lang: Lang) -> &'static str {
        let words = LogRuleWords::of(lang);
        match self {
            LogRule::Begin => words.begin,
            LogRule::Promise => words.promise,
            LogRule::Lead => words.lead,
            LogRule::Vote => words.vote,
            LogRule::Count => words.count,
            LogRule::Apply => words.apply,
            LogRule::Heartbeat => words.heartbeat,
            LogRule::Refused => words.refused,
            LogRule::CatchUp => words.catch_up,
            LogRule::Request => words.request,
            LogRule::Client => words.client,
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
        let log = [
            LogRule::Begin,
            LogRule::Promise,
            LogRule::Lead,
            LogRule::Vote,
            LogRule::Count,
            LogRule::Apply,
            LogRule::Heartbeat,
            LogRule::Refused,
            LogRule::CatchUp,
            LogRule::Request,
            LogRule::Client,
        ];
        for rule in all.into_iter().chain(log.map(Rule::Log)) {
            assert_eq!(rule.text(Lang::En).lines().count(), rule.text(Lang::Zh).lines().count(), "{rule:?}");
            // A line that wraps loses its indentation, and its meaning with it.
            for text in [Lang::En, Lang::Zh].into_iter().flat_map(|lang| rule.text(lang).lines()) {
                let cells: usize = text.chars().map(|c| if (c as u32) >= 0x2E80 { 2 } else { 1 }).sum();
                assert!(cells <= 42, "{text}");
            }
        }
    }
}
