//! From an event to sentences: what happened, by which rule, and why. The words are in [`i18n::why`](crate::ui::i18n::why).

use super::proof::breach_text;
use super::rules::{Line, Rule};
use crate::protocol::synod::{BallotCause, Reason};
use crate::protocol::{Ballot, Kind, NodeId, ProtocolName, Quorums, Variants, Vote, Wait};
use crate::session::{EventView, Happening, History, ReasonView, TraceView, View};
use crate::sim::{Command, Link, LossCause};
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::lab::LabStepWords;
use crate::ui::i18n::log::LogStepWords;
use crate::ui::i18n::naming::{
    command_name, group_list, link_list, node_list, property_name, refusal_text, trace_title, vote_text, with_way,
};
use crate::ui::i18n::why::{StepWords, WhyWords};
use std::fmt::Display;

/// One thing that happened in a step.
#[derive(Clone, PartialEq, Debug)]
pub struct Sentence {
    /// What happened.
    pub lead: String,
    /// Why.
    pub why: String,
    /// By which rule.
    pub line: Option<Line>,
    /// How much it matters: the most important one is told first.
    pub weight: u8,
    /// Something is broken.
    pub bad: bool,
}

pub(super) type Gaps<'a> = &'a [(&'a str, &'a dyn Display)];

/// Everything that happened in the event, the most important first and the others in their order.
pub fn sentences(lang: Lang, event: &EventView, history: History<'_>, view: &View) -> Vec<Sentence> {
    let notified = match event.what {
        Happening::Delivered(id) => history.message(id).is_some_and(|trace| trace.name.label.kind == Kind::Chosen),
        _ => false,
    };
    let variants: Variants = view.variants.iter().copied().collect();
    let quorums = view.quorum_sizes;
    let sure = variants.is_empty() && quorums.meet(view.voter_count);
    let (of_log, zab) = (view.protocol.keeps_log(), view.protocol == ProtocolName::Zab);
    let words = StepWords::of(lang);
    let tell = Tell { lang, words, node: event.node, notified, of_log, zab, variants, quorums, sure };
    let mut told = Vec::with_capacity(event.reasons.len() + 2);
    told.extend(tell.happening(event, history, view));
    told.extend(event.reasons.iter().map(|reason| tell.why(reason)));
    told.extend(event.vanished.iter().map(|(to, label)| tell.vanished(*to, *label)));
    told.extend(event.newly_chosen.iter().map(|(slot, vote)| match view.log {
        Some(_) => tell.chosen_in_log(*slot, vote, event, view),
        None => tell.chosen(vote, view),
    }));
    for property in &event.newly_broken {
        let breach = view.properties.iter().find(|judged| judged.property == *property);
        let why = breach.and_then(|judged| judged.breach.as_ref()).map(|breach| breach_text(lang, breach));
        let name = property_name(lang, *property);
        let lead = fill(tell.words.broken, &[("property", &name)]);
        told.push(Sentence { lead, why: why.unwrap_or_default(), line: None, weight: 110, bad: true });
    }
    if let Some(count) = event.crashed_after {
        let why = fill(tell.words.crashed_after_why, &[("count", &count)]);
        told.push(Sentence { bad: true, ..tell.plain(tell.words.crashed_after, &[], why, Rule::Crash, 1, 92) });
    }
    if let Some(first) = (0..told.len()).rev().max_by_key(|place| told[*place].weight) {
        told[..=first].rotate_right(1);
    }
    told
}

/// The most important thing that happened in the event, as what and why.
pub fn sentence(lang: Lang, event: &EventView, history: History<'_>, view: &View) -> (String, String) {
    let first = sentences(lang, event, history, view).into_iter().next();
    first.map(|first| (first.lead, first.why)).unwrap_or_default()
}

/// Which step this was, in a few words: the message that arrived, or the like.
pub fn occasion(lang: Lang, event: &EventView, history: History<'_>) -> Option<String> {
    let Happening::Delivered(id) = event.what else { return None };
    let trace = history.message(id)?;
    let title = with_way(lang, &trace_title(lang, &trace), &trace.name);
    Some(fill(StepWords::of(lang).delivered, &[("message", &title), ("to", &trace.name.to)]))
}

/// What all sentences of one event have in common.
pub(super) struct Tell {
    pub(super) lang: Lang,
    pub(super) words: &'static StepWords,
    pub(super) node: Option<NodeId>,
    /// The node was told what is chosen, and did not count votes itself.
    notified: bool,
    /// It is a run of a log.
    of_log: bool,
    /// It is a run under Zab.
    pub(super) zab: bool,
    pub(super) variants: Variants,
    pub(super) quorums: Quorums,
    /// No mistake is switched on, and quorums meet: what Paxos promises can be said.
    pub(super) sure: bool,
}

impl Tell {
    /// Is the event about this node?
    pub(super) fn is_about(&self, node: NodeId) -> bool {
        self.node == Some(node)
    }

    fn node_name(&self) -> String {
        self.node.map(|node| node.to_string()).unwrap_or_default()
    }

    /// A sentence whose lead speaks of the event's node.
    fn plain(&self, lead: &str, gaps: Gaps<'_>, why: String, rule: Rule, line: u8, weight: u8) -> Sentence {
        let node = self.node_name();
        let mut all: Vec<(&str, &dyn Display)> = vec![("node", &node)];
        all.extend_from_slice(gaps);
        Sentence { lead: fill(lead, &all), why, line: Some(Line { rule, line }), weight, bad: false }
    }

    pub(super) fn both(&self, lead: &str, why: &str, gaps: Gaps<'_>, rule: Rule, line: u8, weight: u8) -> Sentence {
        let node = self.node_name();
        let mut all: Vec<(&str, &dyn Display)> = vec![("node", &node)];
        all.extend_from_slice(gaps);
        self.plain(lead, gaps, fill(why, &all), rule, line, weight)
    }

    pub(super) fn joined(&self, parts: &[String]) -> String {
        parts.join(self.lang.pick(" ", ""))
    }

    /// The other side of an exchange within a node is named by its role.
    pub(super) fn acceptor(&self, from: NodeId) -> String {
        if Some(from) == self.node { WhyWords::of(self.lang).own_acceptor.to_owned() } else { from.to_string() }
    }

    pub(super) fn proposer(&self, from: NodeId) -> String {
        if Some(from) == self.node { WhyWords::of(self.lang).own_proposer.to_owned() } else { from.to_string() }
    }

    fn chosen(&self, vote: &Vote, view: &View) -> Sentence {
        let voters = view.chosen.iter().find(|chosen| chosen.vote == *vote).map(|chosen| chosen.voters.as_slice());
        let voters = voters.unwrap_or_default();
        let (value, ballot) = (&vote.value, &vote.ballot);
        let gaps: Gaps<'_> = &[
            ("value", value),
            ("ballot", ballot),
            ("voters", &node_list(self.lang, voters)),
            ("have", &voters.len()),
            ("total", &view.node_count),
        ];
        let why = if self.sure { self.words.chosen_why } else { LabStepWords::of(self.lang).chosen_why };
        self.both(self.words.chosen, why, gaps, Rule::Vote, 3, 95)
    }

    fn happening(&self, event: &EventView, history: History<'_>, view: &View) -> Option<Sentence> {
        let (words, lab) = (self.words, LabStepWords::of(self.lang));
        let or_lab = |why, in_lab| if self.sure { why } else { in_lab };
        let trace = |id: u32| history.message(id);
        Some(match &event.what {
            Happening::Proposed(_) => return None,
            Happening::Delivered(id) if event.reasons.is_empty() => {
                let trace = trace(*id)?;
                let gaps: Gaps<'_> = &[("message", &self.message(&trace)), ("to", &trace.name.to)];
                Sentence { line: None, ..self.both(words.delivered, words.delivered_none, gaps, Rule::Network, 0, 10) }
            }
            Happening::Delivered(_) => return None,
            Happening::Lost(id, cause) => self.lost(&*trace(*id)?, *cause),
            Happening::Duplicated(id, _) => {
                let why = or_lab(words.duplicated_why, lab.duplicated_why);
                self.on_message(&*trace(*id)?, words.duplicated, why, 2)
            }
            Happening::Held(id) => self.on_message(&*trace(*id)?, words.held, words.held_why, 3),
            Happening::Released(id) => {
                let why = or_lab(words.released_why, lab.released_why);
                self.on_message(&*trace(*id)?, words.released, why, 3)
            }
            Happening::Fired(_) if !event.reasons.is_empty() => return None,
            Happening::Fired(Wait::Heartbeat) => self.heartbeat(),
            Happening::Fired(_) => self.both(words.fired, words.nothing_to_retry_why, &[], Rule::Timer, 2, 20),
            // What follows from it the node says itself.
            Happening::Noticed(_) => return None,
            Happening::Crashed => {
                let kept = self.kept(view);
                let why = if self.of_log { LogStepWords::of(self.lang).crashed_why } else { words.crashed_why };
                self.both(words.crashed, why, &[("kept", &kept)], Rule::Crash, 1, 60)
            }
            Happening::Restarted if !event.reasons.is_empty() => return None,
            Happening::Restarted => {
                let why = if self.forgets() { lab.restarted_why } else { words.restarted_why };
                self.both(words.restarted, why, &[], Rule::Restart, 1, 60)
            }
            // No rule of the protocol knows of this.
            Happening::Wiped => {
                Sentence { bad: true, line: None, ..self.both(words.wiped, words.wiped_why, &[], Rule::Restart, 1, 60) }
            }
            Happening::Rewired { command, cut, healed } => self.rewired(command, cut, healed),
            Happening::Broken(one, other) => self.connection_broken(one, other),
            Happening::Set(command) => self.set(command),
            Happening::Impossible(command, error) => {
                let command = command_name(self.lang, command);
                let lead = fill(words.impossible, &[("command", &command)]);
                Sentence { lead, why: refusal_text(self.lang, error), line: None, weight: 60, bad: false }
            }
        })
    }

    fn message(&self, trace: &TraceView) -> String {
        with_way(self.lang, &trace_title(self.lang, trace), &trace.name)
    }

    fn on_message(&self, trace: &TraceView, lead: &str, why: &str, line: u8) -> Sentence {
        let gaps: Gaps<'_> = &[("message", &self.message(trace)), ("from", &trace.name.from), ("to", &trace.name.to)];
        self.both(lead, why, gaps, Rule::Network, line, 60)
    }

    fn lost(&self, trace: &TraceView, cause: LossCause) -> Sentence {
        let words = self.words;
        let (lead, why) = match cause {
            LossCause::ByHand => (words.lost_hand, words.lost_hand_why),
            LossCause::Network => (words.lost_network, words.lost_network_why),
            LossCause::LinkCut => (words.lost_cut, words.lost_cut_why),
            LossCause::ReceiverDown => (words.lost_down, words.lost_down_why),
            // Told of its connection.
            LossCause::Disconnected => ("", ""),
        };
        let told = self.on_message(trace, lead, why, 1);
        match trace.name.label.kind.is_on_connection() {
            true => self.lost_on_connection(&self.message(trace), cause, told),
            false => told,
        }
    }

    fn kept(&self, view: &View) -> String {
        let words = self.words;
        let node = self.node.and_then(|node| view.node(node));
        if let Some((server, promised)) = node.and_then(|node| Some((node.server.as_ref()?, node.disk_promised))) {
            return self.kept_log(server, promised);
        }
        if node.is_some_and(|node| node.client.is_some()) {
            return LogStepWords::of(self.lang).crashed_client.to_owned();
        }
        match node.map(|node| (node.disk_promised, &node.disk_vote)) {
            Some((Some(promised), Some(vote))) => {
                fill(words.kept_vote, &[("promised", &promised), ("vote", &vote_text(self.lang, vote))])
            }
            Some((Some(promised), None)) => fill(words.kept_promise, &[("promised", &promised)]),
            _ => words.kept_nothing.to_owned(),
        }
    }

    fn rewired(&self, command: &Command, cut: &[(NodeId, NodeId)], healed: &[(NodeId, NodeId)]) -> Sentence {
        let words = self.words;
        let mut lead = Vec::new();
        match command {
            Command::Partition(groups) => lead.push(fill(words.partitioned, &[("groups", &group_list(groups))])),
            _ if !cut.is_empty() => lead.push(fill(words.cut, &[("links", &link_list(self.lang, cut))])),
            _ => {}
        }
        if !healed.is_empty() {
            lead.push(fill(words.healed, &[("links", &link_list(self.lang, healed))]));
        }
        let told =
            |why: &str| Sentence { lead: self.joined(&lead), why: why.to_owned(), line: None, weight: 60, bad: false };
        match cut.is_empty() {
            true if self.of_log => told(LogStepWords::of(self.lang).healed_why),
            true => told(words.healed_why),
            false if self.zab => self.unless_unsure(told(self.cut_under_zab())),
            false => told(words.cut_why),
        }
    }

    fn set(&self, command: &Command) -> Sentence {
        let words = self.words;
        let lead = match command {
            Command::SetLoss(share) => fill(words.set_loss, &[("share", share)]),
            Command::SetDuplication(share) => fill(words.set_duplication, &[("share", share)]),
            Command::SetLatency { link: None, latency } => fill(words.set_latency, &[("span", latency)]),
            Command::SetLatency { link: Some(Link { from, to, both_ways }), latency } => {
                let arrow = if *both_ways { '↔' } else { '→' };
                let link = format!("{from} {arrow} {to}");
                fill(words.set_link_latency, &[("link", &link), ("span", latency)])
            }
            other => command_name(self.lang, other),
        };
        Sentence { lead, why: words.set_why.to_owned(), line: None, weight: 60, bad: false }
    }

    fn why(&self, reason: &ReasonView) -> Sentence {
        match reason {
            ReasonView::Synod(reason) => self.reason(reason),
            ReasonView::MultiPaxos(reason) => self.of_log(reason),
            ReasonView::Zab(reason) => self.of_zab(reason),
        }
    }

    fn reason(&self, reason: &Reason) -> Sentence {
        let told = self.by_the_book(reason);
        if self.sure { told } else { self.in_lab(reason, told) }
    }

    fn by_the_book(&self, reason: &Reason) -> Sentence {
        match reason {
            Reason::Recovered { .. }
            | Reason::Began { .. }
            | Reason::Busy { .. }
            | Reason::AlreadyDecided { .. }
            | Reason::NothingToRetry => self.at_start(reason),
            Reason::PromiseCounted { .. }
            | Reason::StalePromise { .. }
            | Reason::LatePromise { .. }
            | Reason::Proposes { .. }
            | Reason::GivesUp { .. }
            | Reason::StaleRefusal { .. } => self.at_proposer(reason),
            Reason::Promised { .. }
            | Reason::AlreadyPromised { .. }
            | Reason::Refused { .. }
            | Reason::Voted { .. } => self.at_acceptor(reason),
            Reason::VoteCounted { .. }
            | Reason::LearnedByVotes { .. }
            | Reason::LearnedByNotification { .. }
            | Reason::KnownAlready { .. }
            | Reason::Contradicted { .. } => self.at_learner(reason),
            Reason::Mistake(mistake) => self.mistake(mistake),
        }
    }

    fn at_start(&self, reason: &Reason) -> Sentence {
        let words = self.words;
        match reason {
            Reason::Recovered { promised, vote } => {
                let promised = promised.map(|ballot| ballot.to_string()).unwrap_or_default();
                let vote_said = vote.as_ref().map(|vote| vote_text(self.lang, vote)).unwrap_or_default();
                let why = if vote.is_some() { words.recovered_vote } else { words.recovered_promise };
                let gaps: Gaps<'_> = &[("promised", &promised), ("vote", &vote_said)];
                self.both(words.recovered, why, gaps, Rule::Restart, 1, 60)
            }
            Reason::Began { ballot, cause } => self.began(*ballot, cause),
            Reason::Busy { asked, wants } => {
                self.both(words.busy, words.busy_why, &[("asked", asked), ("wants", wants)], Rule::Request, 2, 50)
            }
            Reason::AlreadyDecided { asked, learned } => {
                let gaps: Gaps<'_> = &[("asked", asked), ("learned", learned)];
                self.both(words.already_decided, words.already_decided_why, gaps, Rule::Request, 1, 50)
            }
            _ => self.both(words.nothing_to_retry, words.nothing_to_retry_why, &[], Rule::Timer, 2, 30),
        }
    }

    fn began(&self, ballot: Ballot, cause: &BallotCause) -> Sentence {
        let words = self.words;
        let lead: Gaps<'_> = &[("ballot", &ballot)];
        let why = match cause {
            BallotCause::Asked(value) => fill(words.began_asked, &[("value", value), ("ballot", &ballot)]),
            BallotCause::NoQuorum { ballot: old, promises } => {
                fill(words.began_no_quorum, &[("old", old), ("promises", promises)])
            }
            BallotCause::NoDecision { ballot: old } => fill(words.began_no_decision, &[("old", old)]),
            BallotCause::BackedOff { ballot: old, higher } => {
                fill(words.began_backed_off, &[("old", old), ("higher", higher), ("owner", &higher.node)])
            }
        };
        self.plain(words.began, lead, why, Rule::Begin, 3, 65)
    }

    fn at_proposer(&self, reason: &Reason) -> Sentence {
        let words = self.words;
        match reason {
            Reason::PromiseCounted { from, vote, have, need, counted_before, .. } => {
                let from = self.acceptor(*from);
                let why = match vote {
                    _ if *counted_before => words.promise_counted_before.to_owned(),
                    Some(vote) => {
                        let said = vote_text(self.lang, vote);
                        fill(words.promise_counted_vote, &[("from", &from), ("vote", &said), ("value", &vote.value)])
                    }
                    None => fill(words.promise_counted_none, &[("need", need)]),
                };
                let lead: Gaps<'_> = &[("from", &from), ("have", have), ("need", need)];
                self.plain(words.promise_counted, lead, why, Rule::Propose, 2, 28)
            }
            Reason::StalePromise { ballot, .. } => {
                self.both(words.stale_promise, words.stale_promise_why, &[("ballot", ballot)], Rule::Propose, 1, 25)
            }
            Reason::LatePromise { ballot, .. } => {
                self.both(words.late_promise, words.late_promise_why, &[("ballot", ballot)], Rule::Propose, 1, 25)
            }
            Reason::GivesUp { from, ballot, higher } => {
                let from = self.acceptor(*from);
                let gaps: Gaps<'_> =
                    &[("from", &from), ("ballot", ballot), ("higher", higher), ("owner", &higher.node)];
                self.both(words.gives_up, words.gives_up_why, gaps, Rule::Refused, 3, 70)
            }
            Reason::StaleRefusal { ballot, promised, .. } => {
                let gaps: Gaps<'_> = &[("ballot", ballot), ("promised", promised)];
                self.both(words.stale_refusal, words.stale_refusal_why, gaps, Rule::Refused, 1, 25)
            }
            other => self.proposes(other),
        }
    }

    fn proposes(&self, reason: &Reason) -> Sentence {
        let words = self.words;
        let Reason::Proposes { ballot, value, wants, reported, promised_by } = reason else {
            return self.plain("", &[], String::new(), Rule::Propose, 0, 0);
        };
        let members = node_list(self.lang, promised_by);
        let (who, vote) = match reported {
            Some((who, vote)) => (who.to_string(), vote_text(self.lang, vote)),
            None => Default::default(),
        };
        let (why, line) = match reported {
            None => (words.proposes_free, 4),
            Some(_) if value == wants => (words.proposes_forced_same, 3),
            Some(_) => (words.proposes_forced, 3),
        };
        let gaps: Gaps<'_> = &[
            ("value", value),
            ("ballot", ballot),
            ("members", &members),
            ("who", &who),
            ("vote", &vote),
            ("wants", wants),
        ];
        self.both(words.proposes, why, gaps, Rule::Propose, line, 80)
    }

    fn at_acceptor(&self, reason: &Reason) -> Sentence {
        let words = self.words;
        match reason {
            Reason::Promised { ballot, before, vote, .. } => {
                let first = match before {
                    Some(before) => fill(words.promised_higher, &[("ballot", ballot), ("before", before)]),
                    None => fill(words.promised_first, &[("ballot", ballot)]),
                };
                let second = match vote {
                    Some(vote) => {
                        let said = vote_text(self.lang, vote);
                        fill(words.promised_reports, &[("vote", &said), ("value", &vote.value)])
                    }
                    None => words.promised_blank.to_owned(),
                };
                let why = self.joined(&[first, second]);
                self.plain(words.promised, &[("ballot", ballot)], why, Rule::Promise, 2, 45)
            }
            Reason::AlreadyPromised { ballot, .. } => {
                let gaps: Gaps<'_> = &[("ballot", ballot)];
                self.both(words.already_promised, words.already_promised_why, gaps, Rule::Promise, 4, 25)
            }
            Reason::Refused { from, ballot, promised, vote_asked } => {
                let from = self.proposer(*from);
                let gaps: Gaps<'_> = &[("from", &from), ("ballot", ballot), ("promised", promised)];
                if *vote_asked {
                    self.both(words.refused_vote, words.refused_why, gaps, Rule::Vote, 4, 55)
                } else {
                    self.both(words.refused_promise, words.refused_why, gaps, Rule::Promise, 5, 55)
                }
            }
            Reason::Voted { vote, before, again, .. } => {
                let before_said = before.as_ref().map(|vote| vote_text(self.lang, vote)).unwrap_or_default();
                let (lead, why, line) = match before {
                    _ if *again => (words.voted_again, words.voted_again_why, 3),
                    Some(_) => (words.voted, words.voted_replaces, 2),
                    None => (words.voted, words.voted_why, 2),
                };
                let gaps: Gaps<'_> = &[("value", &vote.value), ("ballot", &vote.ballot), ("before", &before_said)];
                self.both(lead, why, gaps, Rule::Vote, line, 56)
            }
            other => self.at_learner(other),
        }
    }

    fn at_learner(&self, reason: &Reason) -> Sentence {
        let words = self.words;
        match reason {
            Reason::VoteCounted { from, vote, have, need, counted_before } => {
                let from = self.acceptor(*from);
                let gaps: Gaps<'_> = &[
                    ("from", &from),
                    ("have", have),
                    ("need", need),
                    ("value", &vote.value),
                    ("ballot", &vote.ballot),
                ];
                let (lead, why) = if *counted_before {
                    (words.vote_counted, words.vote_counted_before)
                } else if have > need {
                    (words.vote_late, words.vote_late_why)
                } else {
                    (words.vote_counted, words.vote_counted_why)
                };
                self.both(lead, why, gaps, Rule::Learn, 1, 30)
            }
            Reason::LearnedByVotes { vote, voters } => {
                let voters = node_list(self.lang, voters);
                let gaps: Gaps<'_> = &[("value", &vote.value), ("ballot", &vote.ballot), ("voters", &voters)];
                self.both(words.learned_votes, words.learned_votes_why, gaps, Rule::Learn, 3, 96)
            }
            Reason::LearnedByNotification { from, vote } => {
                let gaps: Gaps<'_> = &[("from", from), ("value", &vote.value), ("ballot", &vote.ballot)];
                self.both(words.learned_told, words.learned_told_why, gaps, Rule::Told, 2, 85)
            }
            Reason::KnownAlready { from, vote } => {
                let gaps: Gaps<'_> = &[("from", from), ("value", &vote.value)];
                self.both(words.known_already, words.known_already_why, gaps, Rule::Told, 1, 25)
            }
            Reason::Contradicted { vote, known, .. } => {
                let gaps: Gaps<'_> = &[("value", &vote.value), ("known", &known.value)];
                let (rule, line) = if self.notified { (Rule::Told, 1) } else { (Rule::Learn, 2) };
                let told = self.both(words.contradicted, words.contradicted_why, gaps, rule, line, 100);
                Sentence { bad: true, ..told }
            }
            // Every other reason is told where its role is.
            _ => self.plain("", &[], String::new(), Rule::Learn, 0, 0),
        }
    }
}
