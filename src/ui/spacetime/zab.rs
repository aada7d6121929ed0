//! What is written and drawn beside the events of a log under Zab.

use super::labels::{Label, Tone};
use super::layout::Ink;
use crate::protocol::NodeId;
use crate::protocol::clients::Asking;
use crate::protocol::zab::Reason;
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::log::LogWords;
use crate::ui::i18n::naming::shortened;
use crate::ui::i18n::zab::ZabWords;

const CELLS: usize = 14;

/// What is written beside a step of this node with this reason.
pub fn reason_label(reason: &Reason, node: Option<NodeId>, lang: Lang) -> Option<Label> {
    let (words, log) = (ZabWords::of(lang), LogWords::of(lang));
    let own = node.map_or(Tone::Dim, Tone::Owner);
    let label = |text: String, tone: Tone, rank: u8| Some(Label { text, tone, rank });
    match reason {
        Reason::Established { epoch, .. } => label(fill(words.label_leads, &[("epoch", epoch)]), own, 1),
        Reason::Looks { round, .. } => label(fill(words.label_looks, &[("round", round)]), Tone::Dim, 3),
        Reason::Leads { .. } => label(words.label_elected.to_owned(), own, 3),
        Reason::Follows { leader, .. } => {
            label(fill(words.label_follows, &[("leader", leader)]), Tone::Owner(*leader), 4)
        }
        Reason::NewEpoch { epoch, .. } => label(fill(words.label_epoch, &[("epoch", epoch)]), own, 3),
        Reason::Truncates { lost, .. } if *lost > 0 => {
            label(fill(words.label_truncates, &[("lost", lost)]), Tone::Bad, 2)
        }
        Reason::InstallsSnapshot { .. } => label(words.label_snapshot.to_owned(), Tone::Dim, 2),
        Reason::TookSnapshot { count } => label(fill(words.label_compacts, &[("count", count)]), Tone::Dim, 4),
        Reason::IsUpToDate { .. } => label(words.label_serves.to_owned(), Tone::Good, 4),
        Reason::Delivered { txn, .. } => {
            let entry = shortened(txn.command.operation.as_str(), CELLS);
            label(fill(words.label_delivers, &[("entry", &entry)]), Tone::Good, 5)
        }
        Reason::Client(Asking::Asks { command, .. }) => {
            let operation = shortened(command.operation.as_str(), CELLS);
            label(fill(log.label_asks, &[("operation", &operation)]), Tone::Dim, 5)
        }
        Reason::Client(Asking::Answered { .. }) => label(log.label_answered.to_owned(), Tone::Good, 4),
        _ => None,
    }
}

/// How a step with this reason is marked, in the colour of the epoch's owner.
pub fn reason_mark(reason: &Reason) -> Option<(u8, Ink)> {
    match reason {
        Reason::Established { .. } => Some((0, Ink::Star)),
        Reason::Logs { .. } | Reason::Proposes { .. } | Reason::TakesHistory { .. } | Reason::TakesInformed { .. } => {
            Some((1, Ink::Filled))
        }
        Reason::AcceptsEpoch { .. } | Reason::NewEpoch { .. } | Reason::TakesNewLeader { .. } => Some((2, Ink::Hollow)),
        Reason::NotOfEpoch { .. } | Reason::DoesNotLead { .. } => Some((3, Ink::Cross)),
        _ => None,
    }
}

/// What is written where a connection breaks.
pub fn broken_label(one: NodeId, other: NodeId, lang: Lang) -> Option<Label> {
    let text = fill(ZabWords::of(lang).label_broken, &[("one", &one), ("other", &other)]);
    Some(Label { text, tone: Tone::Bad, rank: 1 })
}
