//! Why servers and clients of a replicated log did what they did, and their state as a table.

use super::explain::{Gaps, Sentence, Tell};
use super::rules::{LogRule, Rule};
use super::state::Rows;
use crate::protocol::clients::Asking;
use crate::protocol::multipaxos::{Command, Entry, Reason};
use crate::protocol::{Change, Kind, NodeId, Slot, Variant, Vote};
use crate::session::{ClientView, EventView, LeaseView, RoleView, ServerView, TraceView, View};
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::lab::{LabStepWords, LabWords, variant_name};
use crate::ui::i18n::log::{LogPropertyWords, LogStepWords, LogWords};
use crate::ui::i18n::naming::{entry_name, node_list};
use crate::ui::i18n::why::{StateWords, WhyWords};
use crate::world::Breach;

/// An entry as it is called in a sentence.
fn entry_text(lang: Lang, entry: &Entry) -> String {
    match entry {
        Entry::NoOp => LogWords::of(lang).no_op.to_owned(),
        Entry::Command(command) => command.operation.to_string(),
    }
}

impl Tell {
    /// Why, of a server or a client of Multi-Paxos.
    pub(super) fn of_log(&self, reason: &Reason) -> Sentence {
        match reason {
            Reason::Began { .. }
            | Reason::Promised { .. }
            | Reason::AlreadyPromised { .. }
            | Reason::Refused { .. }
            | Reason::PromiseCounted { .. }
            | Reason::Leads { .. }
            | Reason::GivesUp { .. }
            | Reason::VotersChange { .. }
            | Reason::VotersStay { .. }
            | Reason::AsksNewVoters { .. }
            | Reason::PromisedLater { .. }
            | Reason::IsNoMember { .. }
            | Reason::Follows { .. } => self.of_election(reason),
            Reason::ProposesReported { .. }
            | Reason::FillsGap { .. }
            | Reason::Proposes { .. }
            | Reason::Voted { .. }
            | Reason::VoteCounted { .. }
            | Reason::Chosen { .. }
            | Reason::Applied { .. }
            | Reason::PassesOver { .. } => self.of_slot(reason),
            Reason::AsksForLease { .. }
            | Reason::Grants { .. }
            | Reason::GrantCounted { .. }
            | Reason::HoldsLease { .. }
            | Reason::LeaseOver { .. }
            | Reason::GrantOver
            | Reason::Bound { .. }
            | Reason::WaitsForGrant
            | Reason::AssumesGranted
            | Reason::Reads { .. } => self.of_lease(reason),
            Reason::Recovered { .. }
            | Reason::LagsBehind { .. }
            | Reason::CatchesUp { .. }
            | Reason::TookSnapshot { .. }
            | Reason::InstalledSnapshot { .. } => self.of_catching_up(reason),
            _ => self.of_command(reason),
        }
    }

    fn log(&self, (lead, why): (&str, &str), gaps: Gaps<'_>, rule: LogRule, line: u8, weight: u8) -> Sentence {
        self.both(lead, why, gaps, Rule::Log(rule), line, weight)
    }

    fn of_election(&self, reason: &Reason) -> Sentence {
        let words = LogStepWords::of(self.lang);
        match reason {
            Reason::Began { ballot, from, missed } => {
                let why = if missed.is_some() { words.began_missed } else { words.began_first };
                let missed = missed.map_or_else(String::new, |missed| missed.to_string());
                let gaps: Gaps<'_> = &[("ballot", ballot), ("from", from), ("missed", &missed)];
                self.log((words.began, why), gaps, LogRule::Begin, 1, 65)
            }
            Reason::Promised { ballot, before, votes, snapshot, .. } => {
                let first = match before {
                    Some(before) => fill(words.promised_higher, &[("ballot", ballot), ("before", before)]),
                    None => words.promised_none.to_owned(),
                };
                let second = if *snapshot { words.promised_snapshot } else { words.promised_why };
                let why = self.joined(&[first, fill(second, &[("votes", votes)])]);
                Sentence { why, ..self.log((words.promised, ""), &[("ballot", ballot)], LogRule::Promise, 2, 45) }
            }
            Reason::AlreadyPromised { ballot } => {
                let texts = (words.already_promised, words.already_promised_why);
                self.log(texts, &[("ballot", ballot)], LogRule::Promise, 4, 25)
            }
            Reason::Refused { from, ballot, promised } => {
                let gaps: Gaps<'_> = &[("from", from), ("ballot", ballot), ("promised", promised)];
                self.log((words.refused, words.refused_why), gaps, LogRule::Promise, 5, 55)
            }
            Reason::PromiseCounted { from, have, need } => {
                let lead = if self.is_about(*from) { words.promise_counted_own } else { words.promise_counted };
                let gaps: Gaps<'_> = &[("from", from), ("have", have), ("need", need)];
                self.unless_unsure(self.log((lead, words.promise_counted_why), gaps, LogRule::Lead, 1, 28))
            }
            Reason::Leads { ballot, promised_by, open: (from, end) } => {
                let (ignoring, why) = match self.variants.has(Variant::IgnorePromises) {
                    true => (true, words.leads_ignoring),
                    false => (false, if from < end { words.leads_open } else { words.leads_why }),
                };
                let mistake = variant_name(self.lang, Variant::IgnorePromises);
                let (nodes, slots) = (node_list(self.lang, promised_by), slots_text(self.lang, *from, *end));
                let gaps: Gaps<'_> = &[("ballot", ballot), ("nodes", &nodes), ("slots", &slots), ("mistake", &mistake)];
                let told = self.log((words.leads, why), gaps, LogRule::Lead, 2, 90);
                if ignoring { told } else { self.unless_unsure(told) }
            }
            Reason::VotersChange { from, voters } => {
                let voters = node_list(self.lang, voters);
                let gaps: Gaps<'_> = &[("slot", from), ("voters", &voters)];
                let texts = (words.voters_change, words.voters_change_why);
                self.unless_unsure(self.log(texts, gaps, LogRule::Voters, 1, 88))
            }
            Reason::VotersStay { change } => {
                let (why, node) = match change {
                    Change::Add(node) => (words.voters_stay_add, node),
                    Change::Remove(node) => (words.voters_stay_remove, node),
                };
                self.log((words.voters_stay, why), &[("who", node)], LogRule::Voters, 2, 70)
            }
            Reason::AsksNewVoters { ballot, slot } => {
                let gaps: Gaps<'_> = &[("slot", slot), ("ballot", ballot)];
                self.log((words.asks_voters, words.asks_voters_why), gaps, LogRule::Voters, 4, 74)
            }
            Reason::PromisedLater { from } => {
                self.log((words.promised_later, words.promised_later_why), &[("from", from)], LogRule::Voters, 5, 60)
            }
            Reason::IsNoMember { slot } => {
                self.log((words.no_member, words.no_member_why), &[("slot", slot)], LogRule::Voters, 6, 66)
            }
            Reason::GivesUp { ballot, higher } => {
                let gaps: Gaps<'_> = &[("ballot", ballot), ("higher", higher)];
                self.unless_unsure(self.log((words.gives_up, words.gives_up_why), gaps, LogRule::Refused, 2, 70))
            }
            Reason::Follows { ballot } => {
                let gaps: Gaps<'_> = &[("ballot", ballot), ("leader", &ballot.node)];
                self.log((words.follows, words.follows_why), gaps, LogRule::Heartbeat, 2, 40)
            }
            _ => self.of_command(reason),
        }
    }

    fn of_slot(&self, reason: &Reason) -> Sentence {
        let words = LogStepWords::of(self.lang);
        match reason {
            Reason::ProposesReported { slot, vote } => {
                let entry = entry_text(self.lang, &vote.entry);
                let gaps: Gaps<'_> = &[("slot", slot), ("entry", &entry), ("ballot", &vote.ballot)];
                self.log((words.reported, words.reported_why), gaps, LogRule::Lead, 3, 80)
            }
            Reason::FillsGap { slot } => {
                self.unless_unsure(self.log((words.fills, words.fills_why), &[("slot", slot)], LogRule::Lead, 4, 80))
            }
            Reason::Proposes { slot, command } => {
                let gaps: Gaps<'_> = &[("slot", slot), ("entry", &command.operation)];
                self.unless_unsure(self.log((words.proposes, words.proposes_why), gaps, LogRule::Lead, 5, 75))
            }
            Reason::Voted { slot, vote, .. } => {
                let entry = entry_text(self.lang, &vote.entry);
                let gaps: Gaps<'_> = &[("slot", slot), ("entry", &entry), ("ballot", &vote.ballot)];
                let told = self.log((words.voted, words.voted_why), gaps, LogRule::Vote, 2, 56);
                Sentence { why: self.joined(&[told.why, self.vote_kept()]), ..told }
            }
            Reason::VoteCounted { from, slot, have, need } => {
                let lead = if self.is_about(*from) { words.vote_counted_own } else { words.vote_counted };
                let gaps: Gaps<'_> = &[("from", from), ("slot", slot), ("have", have), ("need", need)];
                self.unless_unsure(self.log((lead, words.vote_counted_why), gaps, LogRule::Count, 1, 30))
            }
            Reason::Chosen { slot, entry, waits } => {
                let why = if *waits { words.knows_chosen_waits } else { words.knows_chosen_why };
                let entry = entry_text(self.lang, entry);
                let gaps: Gaps<'_> = &[("slot", slot), ("entry", &entry)];
                self.unless_unsure(self.log((words.knows_chosen, why), gaps, LogRule::Count, 2, 85))
            }
            Reason::Applied { slot, entry, idle, .. } => {
                let why = if *idle { words.applied_idle } else { words.applied_why };
                let entry = entry_text(self.lang, entry);
                let line = if *idle { 1 } else { 2 };
                let gaps: Gaps<'_> = &[("slot", slot), ("entry", &entry)];
                let told = self.log((words.applied, why), gaps, LogRule::Apply, line, 60);
                if *idle { told } else { self.unless_unsure(told) }
            }
            Reason::PassesOver { slot } => {
                let texts = (words.passes_over, words.passes_over_why);
                Sentence { bad: true, line: None, ..self.log(texts, &[("slot", slot)], LogRule::Apply, 0, 90) }
            }
            _ => self.of_command(reason),
        }
    }

    fn of_lease(&self, reason: &Reason) -> Sentence {
        let words = LogStepWords::of(self.lang);
        let tell = |texts: (&str, &str), gaps: Gaps<'_>, line: u8, weight: u8| {
            self.log(texts, gaps, LogRule::Lease, line, weight)
        };
        let (lasts_long, long) = (self.variants.has(Variant::LongLease), variant_name(self.lang, Variant::LongLease));
        match reason {
            Reason::AsksForLease { round, .. } => {
                tell((words.asks_lease, words.asks_lease_why), &[("round", round)], 1, 35)
            }
            Reason::Grants { ballot, round } => {
                let gaps: Gaps<'_> = &[("leader", &ballot.node), ("round", round)];
                tell((words.grants, words.grants_why), gaps, 2, 42)
            }
            Reason::GrantCounted { from, have, need } => {
                let lead = if self.is_about(*from) { words.grant_counted_own } else { words.grant_counted };
                let gaps: Gaps<'_> = &[("from", from), ("have", have), ("need", need)];
                tell((lead, words.grant_counted_why), gaps, 4, 27)
            }
            Reason::HoldsLease { round, .. } => {
                let why = if lasts_long { words.holds_lease_long } else { words.holds_lease_why };
                tell((words.holds_lease, why), &[("round", round), ("mistake", &long)], 4, 72)
            }
            Reason::LeaseOver { round, .. } => {
                tell((words.lease_over, words.lease_over_why), &[("round", round)], 5, 60)
            }
            Reason::GrantOver => tell((words.grant_over, words.grant_over_why), &[], 3, 40),
            Reason::Bound { from, ballot } => {
                tell((words.bound, words.bound_why), &[("from", from), ("ballot", ballot)], 3, 68)
            }
            Reason::WaitsForGrant => tell((words.waits_grant, words.waits_grant_why), &[], 3, 50),
            Reason::AssumesGranted => tell((words.assumes_grant, words.assumes_grant_why), &[], 3, 55),
            Reason::Reads { command, commit } => {
                let why = if lasts_long { words.reads_long } else { words.reads_why };
                let gaps: Gaps<'_> = &[
                    ("operation", &command.operation),
                    ("client", &command.client),
                    ("commit", commit),
                    ("mistake", &long),
                ];
                tell((words.reads, why), gaps, 4, 86)
            }
            _ => self.of_command(reason),
        }
    }

    fn of_catching_up(&self, reason: &Reason) -> Sentence {
        let words = LogStepWords::of(self.lang);
        match reason {
            Reason::Recovered { promised, log: (first, end) } => {
                let promised = promised.map_or(WhyWords::of(self.lang).nothing.to_owned(), |ballot| ballot.to_string());
                let log = log_text(self.lang, *first, *end);
                let gaps: Gaps<'_> = &[("promised", &promised), ("log", &log)];
                self.both(words.recovered, words.recovered_why, gaps, Rule::Restart, 1, 60)
            }
            Reason::LagsBehind { from, commit } => {
                let gaps: Gaps<'_> = &[("from", from), ("commit", commit)];
                self.log((words.lags, words.lags_why), gaps, LogRule::Heartbeat, 3, 62)
            }
            Reason::CatchesUp { to, from, snapshot } => {
                let texts = match snapshot {
                    true => (words.catches_up_snapshot, words.catches_up_snapshot_why),
                    false => (words.catches_up, words.catches_up_why),
                };
                let line = if *snapshot { 3 } else { 2 };
                self.unless_unsure(self.log(texts, &[("to", to), ("from", from)], LogRule::CatchUp, line, 66))
            }
            Reason::TookSnapshot { up_to } => {
                self.log((words.snapshot, words.snapshot_why), &[("slot", up_to)], LogRule::Apply, 3, 64)
            }
            Reason::InstalledSnapshot { up_to, .. } => {
                let texts = (words.installed, words.installed_why);
                self.unless_unsure(self.log(texts, &[("slot", up_to)], LogRule::CatchUp, 3, 82))
            }
            _ => self.of_command(reason),
        }
    }

    fn of_command(&self, reason: &Reason) -> Sentence {
        let words = LogStepWords::of(self.lang);
        let of = |texts: (&str, &str), command: &Command, line: u8, weight: u8| {
            let gaps: Gaps<'_> = &[("operation", &command.operation), ("client", &command.client)];
            self.log(texts, gaps, LogRule::Request, line, weight)
        };
        match reason {
            Reason::Queued { command } => of((words.queued, words.queued_why), command, 2, 50),
            Reason::Forwards { command, to } => {
                let gaps: Gaps<'_> = &[("operation", &command.operation), ("client", &command.client), ("to", to)];
                self.log((words.forwards, words.forwards_why), gaps, LogRule::Request, 3, 50)
            }
            Reason::KnowsNoLeader { command } => of((words.no_leader, words.no_leader_why), command, 4, 50),
            Reason::UnderWay { command } => of((words.under_way, words.under_way_why), command, 2, 50),
            Reason::AnsweredBefore { command } => {
                of((words.answered_before, words.answered_before_why), command, 1, 70)
            }
            Reason::Answers { command } => {
                let gaps: Gaps<'_> = &[("operation", &command.operation), ("client", &command.client)];
                self.log((words.answers, words.answers_why), gaps, LogRule::Count, 4, 58)
            }
            Reason::TooManyWait { command } => of((words.too_many, words.too_many_why), command, 4, 50),
            Reason::Mistake(variant) => self.mistake_made(*variant),
            Reason::Stale { from } => self.stale(from),
            Reason::Client(asking) => self.of_client(asking),
            // Every other reason is told where its role is.
            _ => self.log(("", ""), &[], LogRule::Client, 0, 0),
        }
    }

    /// A mistake that is switched on was made.
    pub(super) fn mistake_made(&self, variant: Variant) -> Sentence {
        let words = LogStepWords::of(self.lang);
        let name = variant_name(self.lang, variant);
        let told = self.log((words.mistake, words.mistake_why), &[("mistake", &name)], LogRule::Vote, 0, 100);
        Sentence { bad: true, line: None, ..told }
    }

    /// The message belongs to what is over.
    pub(super) fn stale(&self, from: &NodeId) -> Sentence {
        let words = LogStepWords::of(self.lang);
        let told = self.log((words.stale, words.stale_why), &[("from", from)], LogRule::Vote, 0, 20);
        Sentence { line: None, ..told }
    }

    /// What a client does.
    pub(super) fn of_client(&self, asking: &Asking) -> Sentence {
        let words = LogStepWords::of(self.lang);
        match asking {
            Asking::Asks { command, server, attempt } => {
                let texts = match attempt {
                    1 => (words.asks, words.asks_why),
                    _ => (words.asks_again, words.asks_again_why),
                };
                let gaps: Gaps<'_> =
                    &[("operation", &command.operation), ("server", server), ("sequence", &command.sequence)];
                let told = self.log(texts, gaps, LogRule::Client, if *attempt == 1 { 1 } else { 2 }, 65);
                if *attempt == 1 { told } else { self.unless_unsure(told) }
            }
            Asking::Answered { answer, .. } => {
                let answer = match answer {
                    Some(answer) => fill(WhyWords::of(self.lang).quoted, &[("value", answer)]),
                    None => words.answer_nothing.to_owned(),
                };
                let why = if self.zab { self.answered_under_zab() } else { words.answered_why };
                self.unless_unsure(self.log((words.answered, why), &[("answer", &answer)], LogRule::Client, 3, 88))
            }
            Asking::Busy { asked, waits_for } => {
                let gaps: Gaps<'_> = &[("operation", asked), ("waits", &waits_for.operation)];
                self.log((words.busy, words.busy_why), gaps, LogRule::Client, 0, 50)
            }
            Asking::Stale { from } => self.stale(from),
        }
    }

    /// A slot's entry is chosen.
    pub(super) fn chosen_in_log(&self, slot: Slot, vote: &Vote, event: &EventView, view: &View) -> Sentence {
        if self.zab {
            return self.committed(slot, vote, event, view);
        }
        let words = LogStepWords::of(self.lang);
        let found = view.chosen.iter().find(|chosen| chosen.slot == slot && chosen.vote == *vote);
        let voters = found.map(|chosen| chosen.voters.as_slice()).unwrap_or_default();
        let gaps: Gaps<'_> = &[
            ("slot", &slot),
            ("value", &entry_name(self.lang, &vote.value)),
            ("ballot", &vote.ballot),
            ("voters", &node_list(self.lang, voters)),
            ("have", &voters.len()),
            ("total", &voters_of(view, slot)),
        ];
        self.unless_unsure(self.log((words.chosen, words.chosen_why), gaps, LogRule::Count, 2, 95))
    }

    /// What is claimed for good, with a word on it where a mistake is switched on, or quorums need not meet.
    pub(super) fn unless_unsure(&self, told: Sentence) -> Sentence {
        if self.sure {
            return told;
        }
        let why = self.joined(&[told.why, LogStepWords::of(self.lang).unsure.to_owned()]);
        Sentence { why, ..told }
    }

    /// Where a vote is that was just cast.
    fn vote_kept(&self) -> String {
        let words = LabStepWords::of(self.lang);
        match self.variants.has(Variant::LoseVote) {
            true => {
                let name = variant_name(self.lang, Variant::LoseVote);
                fill(words.vote_unwritten, &[("mistake", &fill(LabWords::of(self.lang).mistake, &[("word", &name)]))])
            }
            false => words.vote_written.to_owned(),
        }
    }

    /// A leader's heart beats.
    pub(super) fn heartbeat(&self) -> Sentence {
        let words = LogStepWords::of(self.lang);
        self.log((words.heartbeat, words.heartbeat_why), &[], LogRule::Heartbeat, 1, 30)
    }

    /// What a server's disk keeps in a crash.
    pub(super) fn kept_log(&self, server: &ServerView, promised: Option<crate::protocol::Ballot>) -> String {
        if let Some(epochs) = &server.epochs {
            return self.kept_history(epochs);
        }
        let (words, log) = (LogStepWords::of(self.lang), log_text(self.lang, server.first, server.end));
        match promised {
            Some(promised) => fill(words.crashed_kept, &[("promised", &promised), ("log", &log)]),
            None => fill(words.crashed_kept_log, &[("log", &log)]),
        }
    }
}

/// How many servers vote in the slot: where that may change, by what the server says that has come furthest.
fn voters_of(view: &View, slot: Slot) -> usize {
    let known = view.nodes.iter().filter_map(|node| node.server.as_ref()).max_by_key(|server| server.commit);
    let voters = known.and_then(|server| server.voters.iter().rev().find(|(from, _)| *from <= slot));
    voters.map_or(view.voter_count.into(), |(_, voters)| voters.len())
}

/// Some slots, from the first to the one behind the last: `slot 2`, `slots 2 to 4`.
fn slots_text(lang: Lang, first: Slot, end: Slot) -> String {
    let (words, last) = (LogWords::of(lang), end.saturating_sub(1));
    let text = if first == last { words.row_log_one } else { words.row_log_text };
    fill(text, &[("first", &first), ("end", &last)])
}

/// A log that begins with the slot `first`: what lies below is a snapshot.
fn log_text(lang: Lang, first: Slot, end: Slot) -> String {
    let words = LogWords::of(lang);
    let snapshot = || fill(words.row_log_snapshot, &[("first", &first)]);
    match (first, first < end) {
        (0, false) => words.row_log_none.to_owned(),
        (0, true) => slots_text(lang, first, end),
        (_, false) => snapshot(),
        (_, true) => fill(words.row_log_and, &[("snapshot", &snapshot()), ("slots", &slots_text(lang, first, end))]),
    }
}

/// What proves that a property of a log fails.
pub(super) fn log_breach(lang: Lang, breach: &Breach) -> String {
    let words = LogPropertyWords::of(lang);
    match breach {
        Breach::Skipped(done) => {
            let (entry, below) = (entry_name(lang, &done.transaction.value), done.place.saturating_sub(1));
            let gaps: Gaps<'_> = &[("node", &done.server), ("entry", &entry), ("slot", &done.place), ("below", &below)];
            fill(words.skipped, gaps)
        }
        Breach::Stale { read, told } => {
            let (entry, slot) = (entry_name(lang, &read.value), told.saturating_sub(1));
            let gaps: Gaps<'_> = &[("node", &read.server), ("entry", &entry), ("place", &read.place), ("told", &slot)];
            fill(words.stale, gaps)
        }
        Breach::TwoStates { place, servers: [one, other] } => {
            let text = if one == other { words.two_states_of_one } else { words.two_states };
            fill(text, &[("one", one), ("other", other), ("count", &(place + 1))])
        }
        // Of votes: told where those of a single decision are.
        _ => String::new(),
    }
}

/// What a server's disk holds, which has promised this.
pub(super) fn disk_rows(server: &ServerView, promised: (&'static str, String), lang: Lang) -> Rows {
    if let Some(epochs) = &server.epochs {
        return super::zab::disk_rows(server, epochs, lang);
    }
    let words = LogWords::of(lang);
    vec![promised, (words.row_log, log_text(lang, server.first, server.end))]
}

/// What a server's memory holds.
pub(super) fn server_rows(server: &ServerView, timers: String, lang: Lang) -> Rows {
    if server.epochs.is_some() {
        return super::zab::server_rows(server, timers, lang);
    }
    let words = LogWords::of(lang);
    let role = match &server.role {
        Some(RoleView::Follower) => words.role_follower.to_owned(),
        Some(RoleView::Candidate(candidate)) => {
            let nodes = node_list(lang, &candidate.promises);
            fill(words.role_candidate, &[("ballot", &candidate.ballot), ("nodes", &nodes)])
        }
        Some(RoleView::Leader(ballot, 0)) => fill(words.role_leader, &[("ballot", ballot)]),
        Some(RoleView::Leader(ballot, count)) => {
            fill(words.role_leader_waiting, &[("ballot", ballot), ("count", count)])
        }
        // Those of Zab have a table of their own.
        _ => String::new(),
    };
    let store: Vec<String> = server.store.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let mut rows = vec![
        (words.row_role, role),
        (words.row_follows, server.leader.map_or_else(String::new, |leader| leader.to_string())),
        (words.row_commit, fill(words.row_commit_text, &[("commit", &server.commit)])),
        (words.row_store, store.join(WhyWords::of(lang).comma)),
        (StateWords::of(lang).row_timer, timers),
    ];
    let now = server.voters.iter().rev().find(|(from, _)| *from <= server.commit);
    if let Some((_, voters)) = now {
        let voters = node_list(lang, voters);
        let text = match server.voters.last() {
            Some((slot, later)) if *slot > server.commit => {
                let later = node_list(lang, later);
                fill(words.voters_from, &[("voters", &voters), ("slot", slot), ("later", &later)])
            }
            _ => voters,
        };
        rows.push((words.row_voters, text));
    }
    if let Some(lease) = server.lease {
        let text = match lease {
            LeaseView::Held => words.lease_held.to_owned(),
            LeaseView::Asked => words.lease_asked.to_owned(),
            LeaseView::Granted(Some(ballot)) => fill(words.lease_granted, &[("leader", &ballot.node)]),
            LeaseView::Granted(None) => words.lease_assumed.to_owned(),
        };
        rows.push((words.row_lease, text));
    }
    rows
}

/// What a client's memory holds.
pub(super) fn client_rows(client: &ClientView, timers: String, lang: Lang) -> Rows {
    let words = LogWords::of(lang);
    let waits = client.waits_for.as_ref().map_or_else(String::new, |(sequence, operation)| {
        format!("{} ({sequence})", fill(WhyWords::of(lang).quoted, &[("value", operation)]))
    });
    vec![
        (words.row_waits, waits),
        (words.row_server, client.server.map_or_else(String::new, |server| server.to_string())),
        (StateWords::of(lang).row_timer, timers),
    ]
}

/// What a message of a log carries, as rows.
pub(super) fn message_rows(trace: &TraceView, lang: Lang) -> Rows {
    let words = LogWords::of(lang);
    let content = &trace.content;
    if Kind::ZAB.contains(&trace.name.label.kind) {
        return super::zab::message_rows(trace, lang);
    }
    let mut rows = Vec::new();
    if let Some(slot) = content.slot {
        let from = matches!(trace.name.label.kind, Kind::Prepare | Kind::Fetch);
        rows.push(match from {
            true => (words.message_from, slot.to_string()),
            false => (words.message_commit, fill(words.message_commit_text, &[("slot", &slot)])),
        });
    }
    if let Some(count) = content.votes {
        rows.push((words.message_votes, fill(words.message_votes_text, &[("count", &count)])));
    }
    if let Some(slot) = content.snapshot {
        rows.push((words.message_snapshot, fill(words.message_snapshot_text, &[("slot", &slot)])));
    }
    rows
}
