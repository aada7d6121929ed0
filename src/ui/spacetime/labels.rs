//! What is written beside an event, and where there is room for it.

use super::{log, zab};
use crate::protocol::NodeId;
use crate::protocol::synod::Reason;
use crate::session::{EventView, Happening, ReasonView};
use crate::sim::Command;
use crate::ui::draw::text_width;
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::naming::{group_list, link_list, property_name, shortened, vote_text};
use crate::ui::i18n::spacetime::SpaceTimeWords;
use crate::ui::stage::geometry::Point;

/// The size of labels.
pub const LABEL_SIZE: f64 = 11.0;

/// How a label is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// In the colour of a ballot's owner.
    Owner(NodeId),
    /// Something decided.
    Good,
    /// Something lost, or broken.
    Bad,
    /// In passing.
    Dim,
}

/// What is written beside an event.
#[derive(Clone, PartialEq, Debug)]
pub struct Label {
    /// The words.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
    /// The less, the more it matters.
    pub rank: u8,
}

fn label(text: String, tone: Tone, rank: u8) -> Option<Label> {
    Some(Label { text, tone, rank })
}

const CELLS: usize = 14;

/// What is written beside the event, if anything.
pub fn label_of(event: &EventView, lang: Lang) -> Option<Label> {
    let words = SpaceTimeWords::of(lang);
    if let Some(property) = event.newly_broken.first() {
        let text = fill(words.broken, &[("property", &property_name(lang, *property))]);
        return label(text, Tone::Bad, 0);
    }
    if event.reasons.iter().any(|reason| reason.synod().is_none())
        && let Some(label) = log::chosen_label(event, lang)
    {
        return Some(label);
    }
    if let Some((_, vote)) = event.newly_chosen.first() {
        return label(fill(words.chosen, &[("value", &shortened(vote.value.as_str(), CELLS))]), Tone::Good, 0);
    }
    match &event.what {
        Happening::Crashed => return label(words.crashes.to_owned(), Tone::Bad, 1),
        Happening::Restarted => return label(words.restarts.to_owned(), Tone::Dim, 2),
        Happening::Wiped => return label(words.wiped.to_owned(), Tone::Bad, 1),
        Happening::Rewired { command, cut, healed } => return rewired(words, lang, command, cut, healed),
        Happening::Broken(one, other) => return zab::broken_label(*one, *other, lang),
        _ => {}
    }
    let of = |reason: &ReasonView| match reason {
        ReasonView::Synod(reason) => reason_label(reason, lang),
        ReasonView::MultiPaxos(reason) => log::reason_label(reason, lang),
        ReasonView::Zab(reason) => zab::reason_label(reason, event.node, lang),
    };
    event.reasons.iter().filter_map(of).min_by_key(|label| label.rank)
}

fn rewired(
    words: &SpaceTimeWords,
    lang: Lang,
    command: &Command,
    cut: &[(NodeId, NodeId)],
    healed: &[(NodeId, NodeId)],
) -> Option<Label> {
    match command {
        Command::Partition(groups) => {
            label(fill(words.partition, &[("groups", &shortened(&group_list(groups), 30))]), Tone::Bad, 1)
        }
        _ if cut.is_empty() => label(fill(words.healed, &[("links", &link_list(lang, healed))]), Tone::Dim, 2),
        _ => label(fill(words.cut, &[("links", &link_list(lang, cut))]), Tone::Bad, 1),
    }
}

fn reason_label(reason: &Reason, lang: Lang) -> Option<Label> {
    let words = SpaceTimeWords::of(lang);
    let short = |value: &crate::protocol::Value| shortened(value.as_str(), CELLS);
    match reason {
        Reason::Began { ballot, .. } => label(fill(words.begins, &[("ballot", ballot)]), Tone::Owner(ballot.node), 3),
        Reason::Promised { ballot, vote, .. } => {
            let text = match vote {
                Some(vote) => fill(words.promises_vote, &[("ballot", ballot), ("vote", &vote_text(lang, vote))]),
                None => fill(words.promises, &[("ballot", ballot)]),
            };
            label(text, Tone::Owner(ballot.node), if vote.is_some() { 5 } else { 6 })
        }
        Reason::Refused { ballot, promised, .. } => {
            label(fill(words.refuses, &[("ballot", ballot)]), Tone::Owner(promised.node), 5)
        }
        Reason::Proposes { ballot, value, reported, .. } => {
            let text = if reported.is_some() { words.adopts } else { words.proposes };
            label(fill(text, &[("value", &short(value))]), Tone::Owner(ballot.node), 3)
        }
        Reason::Voted { vote, .. } => {
            let text = fill(words.accepts, &[("value", &short(&vote.value)), ("ballot", &vote.ballot)]);
            label(text, Tone::Owner(vote.ballot.node), 4)
        }
        Reason::GivesUp { ballot, .. } => {
            label(fill(words.gives_up, &[("ballot", ballot)]), Tone::Owner(ballot.node), 4)
        }
        Reason::LearnedByVotes { vote, .. } | Reason::LearnedByNotification { vote, .. } => {
            label(fill(words.learns, &[("value", &short(&vote.value))]), Tone::Good, 2)
        }
        Reason::Contradicted { vote, known, .. } => {
            let gaps: [(&str, &dyn std::fmt::Display); 2] =
                [("value", &short(&vote.value)), ("known", &short(&known.value))];
            label(fill(words.contradicted, &gaps), Tone::Bad, 1)
        }
        _ => None,
    }
}

/// A box that is taken.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Taken {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

/// The room that is taken already.
#[derive(Default, Debug)]
pub struct Room(Vec<Taken>);

impl Room {
    /// Takes a place.
    pub fn take(&mut self, left: f64, right: f64, top: f64, bottom: f64) {
        self.0.push(Taken { left, right, top, bottom });
    }

    fn free(&self, wanted: Taken) -> bool {
        !self.0.iter().any(|taken| {
            wanted.left < taken.right
                && taken.left < wanted.right
                && wanted.top < taken.bottom
                && taken.top < wanted.bottom
        })
    }

    /// The first of the points (a text's left end on its base line) at which the text has room; it is then taken.
    pub fn place(&mut self, text: &str, points: &[Point]) -> Option<Point> {
        let width = text_width(text, LABEL_SIZE);
        let found = points.iter().copied().find(|at| self.free(text_box(*at, width)))?;
        self.0.push(text_box(found, width));
        Some(found)
    }
}

fn text_box(at: Point, width: f64) -> Taken {
    Taken { left: at.x - 2.0, right: at.x + width + 4.0, top: at.y - LABEL_SIZE + 1.0, bottom: at.y + 3.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_never_overlap() {
        let mut room = Room::default();
        let points = [Point::new(10.0, 20.0), Point::new(10.0, 40.0)];
        assert_eq!(room.place("prepare 1.n1", &points), Some(points[0]));
        assert_eq!(room.place("promises 1.n1", &points), Some(points[1]));
        assert_eq!(room.place("one more", &points), None);
    }
}
