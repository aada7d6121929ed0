//! The rules of the protocol as pseudocode, and lines in them.

use crate::ui::i18n::Lang;
use crate::ui::i18n::log::LogRuleWords;
use crate::ui::i18n::why::RuleWords;
use crate::ui::i18n::zab::ZabRuleWords;

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
    /// A rule of Zab.
    Zab(ZabRule),
}

/// A rule of Zab.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ZabRule {
    /// Phase 0: a server looks for a leader.
    Look,
    /// Phase 0: a vote comes.
    Vote,
    /// Phase 0: somebody has settled.
    Settled,
    /// Phase 1, at a leader.
    Discover,
    /// Phase 1, at a learner.
    Accept,
    /// Phase 2, at a leader.
    Synchronize,
    /// Phase 2, at a learner.
    Take,
    /// Phase 3: a command comes to a primary.
    Broadcast,
    /// Phase 3: a transaction comes to a follower.
    Log,
    /// Phase 3: an acknowledgement comes to a primary.
    Commit,
    /// What is committed is delivered.
    Deliver,
    /// Who is there.
    Ping,
    /// What connections promise.
    Connection,
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
    /// A leader asks for a lease.
    Lease,
    /// A command changes who votes.
    Voters,
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
            Rule::Zab(rule) => rule.text(lang),
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
            LogRule::Lease => words.lease,
            LogRule::Voters => words.voters,
            LogRule::Refused => words.refused,
            LogRule::CatchUp => words.catch_up,
            LogRule::Request => words.request,
            LogRule::Client => words.client,
        }
    }
}

impl ZabRule {
    fn text(self, lang: Lang) -> &'static str {
        let words = ZabRuleWords::of(lang);
        match self {
            ZabRule::Look => words.look,
            ZabRule::Vote => words.vote,
            ZabRule::Settled => words.settled,
            ZabRule::Discover => words.discover,
            ZabRule::Accept => words.accept,
            ZabRule::Synchronize => words.synchronize,
            ZabRule::Take => words.take,
            ZabRule::Broadcast => words.broadcast,
            ZabRule::Log => words.log,
            ZabRule::Commit => words.commit,
            ZabRule::Deliver => words.deliver,
            ZabRule::Ping => words.ping,
            ZabRule::Connection => words.connection,
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
            LogRule::Lease,
            LogRule::Voters,
            LogRule::Refused,
            LogRule::CatchUp,
            LogRule::Request,
            LogRule::Client,
        ];
        let zab = [
            ZabRule::Look,
            ZabRule::Vote,
            ZabRule::Settled,
            ZabRule::Discover,
            ZabRule::Accept,
            ZabRule::Synchronize,
            ZabRule::Take,
            ZabRule::Broadcast,
            ZabRule::Log,
            ZabRule::Commit,
            ZabRule::Deliver,
            ZabRule::Ping,
            ZabRule::Connection,
        ];
        for rule in all.into_iter().chain(log.map(Rule::Log)).chain(zab.map(Rule::Zab)) {
            assert_eq!(rule.text(Lang::En).lines().count(), rule.text(Lang::Zh).lines().count(), "{rule:?}");
            // A line that wraps loses its indentation, and its meaning with it.
            for text in [Lang::En, Lang::Zh].into_iter().flat_map(|lang| rule.text(lang).lines()) {
                let cells: usize = text.chars().map(|c| if (c as u32) >= 0x2E80 { 2 } else { 1 }).sum();
                assert!(cells <= 42, "{text}");
            }
        }
    }
}
