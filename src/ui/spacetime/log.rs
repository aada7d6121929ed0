//! What is written and drawn beside the events of a replicated log.

use super::labels::{Label, Tone};
use super::layout::Ink;
use crate::protocol::NodeId;
use crate::protocol::clients::Asking;
use crate::protocol::multipaxos::{Entry, Reason};
use crate::session::EventView;
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::log::LogWords;
use crate::ui::i18n::naming::{entry_name, shortened};
use crate::ui::i18n::spacetime::SpaceTimeWords;
use crate::ui::i18n::zab::{ZabWords, delivered_at};

const CELLS: usize = 14;

/// What became chosen in the event, if anything.
pub fn chosen_label(event: &EventView, lang: Lang) -> Option<Label> {
    let (slot, vote) = event.newly_chosen.first()?;
    let value = shortened(&entry_name(lang, &vote.value), CELLS);
    let text = match delivered_at(event, *slot) {
        Some(zxid) => fill(ZabWords::of(lang).label_committed, &[("zxid", &zxid), ("value", &value)]),
        None => fill(LogWords::of(lang).label_chosen, &[("slot", slot), ("value", &value)]),
    };
    Some(Label { text, tone: Tone::Good, rank: 0 })
}

/// What is written beside a step with this reason.
pub fn reason_label(reason: &Reason, lang: Lang) -> Option<Label> {
    let (words, log) = (SpaceTimeWords::of(lang), LogWords::of(lang));
    let label = |text: String, tone: Tone, rank: u8| Some(Label { text, tone, rank });
    match reason {
        Reason::Began { ballot, .. } => label(fill(words.begins, &[("ballot", ballot)]), Tone::Owner(ballot.node), 3),
        Reason::Leads { ballot, .. } => {
            label(fill(log.label_leads, &[("ballot", ballot)]), Tone::Owner(ballot.node), 1)
        }
        Reason::GivesUp { ballot, higher } => {
            label(fill(words.gives_up, &[("ballot", ballot)]), Tone::Owner(higher.node), 3)
        }
        Reason::Promised { ballot, .. } => {
            label(fill(words.promises, &[("ballot", ballot)]), Tone::Owner(ballot.node), 6)
        }
        Reason::Refused { ballot, promised, .. } => {
            label(fill(words.refuses, &[("ballot", ballot)]), Tone::Owner(promised.node), 5)
        }
        Reason::FillsGap { slot } => label(fill(log.label_fills, &[("slot", slot)]), Tone::Dim, 4),
        Reason::Applied { entry, .. } => {
            let entry = match entry {
                Entry::NoOp => log.no_op.to_owned(),
                Entry::Command(command) => shortened(command.operation.as_str(), CELLS),
            };
            label(fill(log.label_applied, &[("entry", &entry)]), Tone::Good, 5)
        }
        Reason::InstalledSnapshot { up_to, .. } | Reason::TookSnapshot { up_to } => {
            label(fill(log.label_snapshot, &[("slot", up_to)]), Tone::Dim, 4)
        }
        Reason::Client(Asking::Asks { command, .. }) => {
            let operation = shortened(command.operation.as_str(), CELLS);
            label(fill(log.label_asks, &[("operation", &operation)]), Tone::Dim, 5)
        }
        Reason::Client(Asking::Answered { .. }) => label(log.label_answered.to_owned(), Tone::Good, 4),
        _ => None,
    }
}

/// How a step with this reason is marked.
pub fn reason_mark(reason: &Reason) -> Option<(u8, Ink, NodeId)> {
    match reason {
        Reason::Leads { ballot, .. } => Some((0, Ink::Star, ballot.node)),
        Reason::Voted { vote, .. } => Some((1, Ink::Filled, vote.ballot.node)),
        Reason::Promised { ballot, .. } => Some((2, Ink::Hollow, ballot.node)),
        Reason::Refused { promised, .. } => Some((3, Ink::Cross, promised.node)),
        _ => None,
    }
}
