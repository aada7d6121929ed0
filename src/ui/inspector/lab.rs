//! What to say of a step while a mistake of the bug lab is switched on, or while quorums need not meet: where a wrong rule was applied, that it
//! was; and nowhere what is only sure without mistakes. The words are in [`i18n::lab`](crate::ui::i18n::lab).

use super::explain::{Gaps, Sentence, Tell};
use super::rules::Rule;
use crate::protocol::synod::{BallotCause, Mistake, Reason};
use crate::protocol::{Ballot, Variant, Vote};
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::lab::{LabStepWords, LabWords};
use crate::ui::i18n::naming::{node_list, vote_text};

impl Tell {
    fn lab_words(&self) -> &'static LabStepWords {
        LabStepWords::of(self.lang)
    }

    fn mistake_name(&self, variant: Variant) -> String {
        fill(LabWords::of(self.lang).mistake, &[("word", &variant.word())])
    }

    /// A sentence of a rule that is none of the protocol's.
    fn wrong(&self, lead: &str, why: &str, gaps: Gaps<'_>, weight: u8) -> Sentence {
        Sentence { line: None, bad: true, ..self.both(lead, why, gaps, Rule::Network, 0, weight) }
    }

    /// The sentence for the reason, of which `told` is what would be said without mistakes.
    pub(super) fn in_lab(&self, reason: &Reason, told: Sentence) -> Sentence {
        let words = self.lab_words();
        let why = |why: String| Sentence { why, ..told.clone() };
        match reason {
            Reason::Recovered { promised, vote } if self.forgets() => why(self.kept_in_lab(*promised, vote.as_ref())),
            Reason::Began { ballot, cause: BallotCause::Asked(value) } => {
                why(fill(words.began_asked, &[("value", value), ("ballot", ballot)]))
            }
            Reason::AlreadyDecided { learned, .. } => why(fill(words.already_decided_why, &[("learned", learned)])),
            Reason::PromiseCounted { vote: None, need, counted_before: false, .. } => {
                why(fill(words.promise_counted_none, &[("need", need)]))
            }
            Reason::StalePromise { ballot, .. } => why(fill(words.stale_promise_why, &[("ballot", ballot)])),
            Reason::LatePromise { ballot, .. } => why(fill(words.late_promise_why, &[("ballot", ballot)])),
            Reason::Proposes { ballot, value, reported, promised_by, .. } => {
                let members = node_list(self.lang, promised_by);
                let (who, vote) = reported
                    .as_ref()
                    .map_or_else(Default::default, |(who, vote)| (who.to_string(), vote_text(self.lang, vote)));
                let text = if reported.is_some() { words.proposes_forced } else { words.proposes_free };
                let gaps: Gaps<'_> =
                    &[("members", &members), ("ballot", ballot), ("who", &who), ("vote", &vote), ("value", value)];
                why(fill(text, gaps))
            }
            Reason::Refused { from, promised, .. } => {
                why(fill(words.refused_why, &[("promised", promised), ("from", &self.proposer(*from))]))
            }
            Reason::Promised { ballot, before, vote, .. } => {
                self.promised_in_lab(*ballot, *before, vote.as_ref(), told)
            }
            Reason::Voted { vote, before, promised, again: false, .. } => {
                self.voted_in_lab(vote, before.as_ref(), *promised, told)
            }
            Reason::Voted { vote, promised, again: true, .. } if *promised > Some(vote.ballot) => {
                self.voted_in_lab(vote, None, *promised, told)
            }
            other => self.learned_in_lab(other, told),
        }
    }

    fn learned_in_lab(&self, reason: &Reason, told: Sentence) -> Sentence {
        let words = self.lab_words();
        let both = |lead: &str, why: &str, gaps: Gaps<'_>| {
            let Sentence { lead, why, .. } = self.both(lead, why, gaps, Rule::Learn, 0, 0);
            Sentence { lead, why, ..told.clone() }
        };
        match reason {
            Reason::VoteCounted { vote, have, need, counted_before: false, .. } if have <= need => {
                let why = fill(words.vote_counted_why, &[("value", &vote.value), ("need", need)]);
                Sentence { why, ..told }
            }
            Reason::LearnedByVotes { vote, voters } => {
                let need = self.quorums.phase2;
                let why = if voters.len() < usize::from(need) {
                    words.learned_few_why
                } else if self.variants.has(Variant::VotesAcrossBallots) {
                    words.learned_across_why
                } else {
                    words.learned_why
                };
                let voters = node_list(self.lang, voters);
                let gaps: Gaps<'_> =
                    &[("value", &vote.value), ("ballot", &vote.ballot), ("voters", &voters), ("need", &need)];
                both(words.learned, why, gaps)
            }
            Reason::LearnedByNotification { from, vote } => {
                let gaps: Gaps<'_> = &[("from", from), ("value", &vote.value), ("ballot", &vote.ballot)];
                both(words.learned_told, words.learned_told_why, gaps)
            }
            Reason::KnownAlready { vote, .. } => {
                let lead = both(words.known_already, "", &[("value", &vote.value)]).lead;
                Sentence { lead, ..told }
            }
            Reason::Contradicted { vote, known, .. } => {
                let gaps: Gaps<'_> = &[("value", &vote.value), ("known", &known.value)];
                both(words.contradicted, words.contradicted_why, gaps)
            }
            _ => told,
        }
    }

    /// Does a crash take what was promised or voted?
    pub(super) fn forgets(&self) -> bool {
        self.variants.has(Variant::LosePromise) || self.variants.has(Variant::LoseVote)
    }

    fn kept_in_lab(&self, promised: Option<Ballot>, vote: Option<&Vote>) -> String {
        let words = self.lab_words();
        let promised = promised.map_or_else(|| "–".to_owned(), |ballot| ballot.to_string());
        let text = if vote.is_some() { words.recovered_vote } else { words.recovered_promise };
        let vote = vote.map(|vote| vote_text(self.lang, vote)).unwrap_or_default();
        fill(text, &[("promised", &promised), ("vote", &vote)])
    }

    fn promised_in_lab(&self, ballot: Ballot, before: Option<Ballot>, vote: Option<&Vote>, told: Sentence) -> Sentence {
        let words = self.lab_words();
        let wrong = before >= Some(ballot);
        let text = match before {
            None => words.promised_first,
            Some(before) if before > ballot => words.promised_lower,
            Some(before) if before == ballot => words.promised_again,
            Some(_) => words.promised_higher,
        };
        let before = before.map(|ballot| ballot.to_string()).unwrap_or_default();
        let unchecked = self.mistake_name(Variant::PromiseUnchecked);
        let mut parts = vec![fill(text, &[("ballot", &ballot), ("before", &before), ("mistake", &unchecked)])];
        parts.push(match vote {
            Some(vote) => fill(words.reports, &[("vote", &vote_text(self.lang, vote))]),
            None => words.reports_none.to_owned(),
        });
        parts.push(if self.variants.has(Variant::LosePromise) {
            fill(words.promise_unwritten, &[("mistake", &self.mistake_name(Variant::LosePromise))])
        } else {
            words.promise_written.to_owned()
        });
        let line = told.line.filter(|_| !wrong);
        Sentence { why: self.joined(&parts), line, bad: wrong, ..told }
    }

    fn voted_in_lab(&self, vote: &Vote, before: Option<&Vote>, promised: Option<Ballot>, told: Sentence) -> Sentence {
        let words = self.lab_words();
        let ballot = vote.ballot;
        let wrong = promised > Some(ballot);
        let mut parts = vec![match promised {
            Some(promised) if wrong => {
                let mistake = self.mistake_name(Variant::AcceptUnchecked);
                fill(words.voted_below, &[("promised", &promised), ("mistake", &mistake)])
            }
            _ => fill(words.voted_fits, &[("ballot", &ballot)]),
        }];
        if let Some(before) = before {
            parts.push(fill(words.voted_replaces, &[("before", &vote_text(self.lang, before))]));
        }
        if self.variants.has(Variant::NoRaise) && promised < Some(ballot) {
            let mistake = self.mistake_name(Variant::NoRaise);
            parts.push(fill(words.voted_keeps, &[("ballot", &ballot), ("mistake", &mistake)]));
        }
        parts.push(if self.variants.has(Variant::LoseVote) {
            fill(words.vote_unwritten, &[("mistake", &self.mistake_name(Variant::LoseVote))])
        } else {
            words.vote_written.to_owned()
        });
        let line = told.line.filter(|_| !wrong);
        Sentence { why: self.joined(&parts), line, bad: wrong, ..told }
    }

    /// What a wrong rule did.
    pub(super) fn mistake(&self, mistake: &Mistake) -> Sentence {
        let (words, steps) = (self.lab_words(), self.words);
        let name = self.mistake_name(mistake.variant());
        match mistake {
            Mistake::BallotNotAbove { ballot, promised } => {
                let gaps: Gaps<'_> = &[("ballot", ballot), ("promised", promised), ("mistake", &name)];
                self.wrong(words.not_above, words.not_above_why, gaps, 64)
            }
            Mistake::StoresValue { vote, before, .. } => {
                let gaps: Gaps<'_> = &[("value", &vote.value), ("ballot", &vote.ballot), ("mistake", &name)];
                let mut told = self.wrong(words.stores, words.stores_why, gaps, 57);
                if let Some(before) = before {
                    let over = fill(words.stores_over, &[("before", &vote_text(self.lang, before))]);
                    told.why = self.joined(&[told.why, over]);
                }
                told
            }
            Mistake::CountsPromiseAgain { from, have, need, .. } => {
                let from = self.acceptor(*from);
                let gaps: Gaps<'_> = &[("from", &from), ("have", have), ("need", need), ("mistake", &name)];
                self.wrong(steps.promise_counted, words.promise_again_why, gaps, 58)
            }
            Mistake::CountsStalePromise { from, ballot, led, have, need } => {
                let from = self.acceptor(*from);
                let gaps: Gaps<'_> = &[
                    ("from", &from),
                    ("ballot", ballot),
                    ("led", led),
                    ("have", have),
                    ("need", need),
                    ("mistake", &name),
                ];
                self.wrong(steps.promise_counted, words.promise_stale_why, gaps, 58)
            }
            Mistake::Proposes { vote, used, forced: (who, highest), .. } => {
                let (highest_said, right) = (vote_text(self.lang, highest), &highest.value);
                let (other_who, other) = used
                    .as_ref()
                    .map_or_else(Default::default, |(who, vote)| (who.to_string(), vote_text(self.lang, vote)));
                let why = if used.is_some() { words.wrong_report } else { words.wrong_own };
                let gaps: Gaps<'_> = &[
                    ("value", &vote.value),
                    ("ballot", &vote.ballot),
                    ("who", who),
                    ("vote", &highest_said),
                    ("right", right),
                    ("other", &other),
                    ("other_who", &other_who),
                    ("mistake", &name),
                ];
                self.wrong(steps.proposes, why, gaps, 80)
            }
            Mistake::CountsVoteAgain { from, have, need, .. } => {
                let from = self.acceptor(*from);
                let gaps: Gaps<'_> = &[("from", &from), ("have", have), ("need", need), ("mistake", &name)];
                self.wrong(steps.vote_counted, words.vote_again_why, gaps, 58)
            }
            Mistake::CountsVotesAcross { from, vote, voters, have, need } => {
                let (from, voters) = (self.acceptor(*from), node_list(self.lang, voters));
                let gaps: Gaps<'_> = &[
                    ("from", &from),
                    ("have", have),
                    ("need", need),
                    ("voters", &voters),
                    ("value", &vote.value),
                    ("ballot", &vote.ballot),
                    ("mistake", &name),
                ];
                self.wrong(steps.vote_counted, words.votes_across_why, gaps, 58)
            }
        }
    }
}
