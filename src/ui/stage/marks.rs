//! The marks that lost messages and broken connections leave: derived from the history, so that they are there after scrubbing as well.

use super::geometry::{Point, Ring};
use super::lanes::Lanes;
use crate::protocol::NodeId;
use crate::session::{Happening, History, View};
use crate::sim::LossCause;
use crate::ui::draw::translate;
use crate::ui::i18n::Lang;
use crate::ui::i18n::naming::{kind_sign, loss_word};
use crate::ui::palette::owner_class;
use yew::prelude::*;

/// How long a mark stays, in ticks of virtual time.
const SHOWN_TICKS: u64 = 36;
/// How many marks stay at most.
const MOST_MARKS: usize = 12;

/// A mark.
#[derive(Clone, PartialEq, Debug)]
pub struct Mark {
    /// The event, by its place.
    event: usize,
    /// The message that was lost; nothing where a connection broke.
    message: Option<u32>,
    from: NodeId,
    to: NodeId,
    owner: NodeId,
    sign: &'static str,
    cause: LossCause,
    permille: u16,
    /// 0 fresh, 1 fading, 2 faint.
    age: u8,
}

/// The marks to be seen at the cursor.
#[inline(never)]
pub fn marks(history: History<'_>, view: &View) -> Vec<Mark> {
    let now = view.moment.tick;
    let mut found = Vec::new();
    let noted = history.noted();
    let until = noted.partition_point(|noted| noted.place < view.position);
    for noted in noted[..until].iter().rev() {
        let place = noted.place;
        let age = now.saturating_sub(history.moments()[place].tick);
        if age > SHOWN_TICKS || found.len() == MOST_MARKS {
            break;
        }
        let Some(event) = noted.loss.then(|| history.event(place)).flatten() else { continue };
        let age = (age * 3 / (SHOWN_TICKS + 1)) as u8;
        match &event.what {
            Happening::Lost(message, cause) => {
                let Some(trace) = history.message(*message) else { continue };
                found.push(Mark {
                    event: place,
                    message: Some(*message),
                    from: trace.name.from,
                    to: trace.name.to,
                    owner: trace.name.label.ballot.node,
                    sign: kind_sign(trace.name.label.kind),
                    cause: *cause,
                    permille: trace.end.as_ref().map_or(500, |end| end.progress_permille),
                    age,
                });
            }
            Happening::Broken(one, other) => found.push(Mark {
                event: place,
                message: None,
                from: *one,
                to: *other,
                owner: *one,
                sign: "",
                cause: LossCause::Disconnected,
                permille: 500,
                age,
            }),
            _ => {}
        }
    }
    found.reverse();
    found
}

/// What [`drawn`] takes.
pub struct MarksProps<'a> {
    /// Where nodes stand.
    pub ring: &'a Ring,
    /// What is drawn.
    pub marks: &'a [Mark],
    /// The lanes that messages took.
    pub lanes: &'a Lanes,
    /// Nothing moves unless commanded.
    pub manual: bool,
    /// The language.
    pub lang: Lang,
}

/// The marks.
#[inline(never)]
pub fn drawn(props: &MarksProps<'_>) -> Html {
    html! {
        <g class="marks" aria-hidden="true">
            for mark in props.marks {
                { one(props, mark) }
            }
        </g>
    }
}

fn one(props: &MarksProps<'_>, mark: &Mark) -> Html {
    let lane = mark.message.and_then(|message| props.lanes.get(&message).copied()).unwrap_or(0);
    let way = props.ring.lane(mark.from, mark.to, lane);
    let part = if props.manual { 0.42 } else { f64::from(mark.permille) / 1000.0 };
    let at: Point = way.at(part.clamp(0.08, 0.9));
    // The word stands on the side that the message came from: on the other there may be a node.
    let left = way.end.x > way.start.x && at.x > 140.0 || at.x > props.ring.width - 140.0;
    let word = format!("{} {}", mark.sign, loss_word(props.lang, mark.cause)).trim_start().to_owned();
    let class =
        classes!("mark", owner_class(mark.owner), ["is-fresh", "is-fading", "is-faint"][usize::from(mark.age.min(2))]);
    html! {
        <g key={mark.event} {class} transform={translate(at)}>
            <path class="mark-cross" d="M-7-7L7 7M7-7L-7 7" />
            <text class="mark-word" x={if left { "-13" } else { "13" }} y="4" text-anchor={if left { "end" } else { "start" }}>{ word }</text>
        </g>
    }
}
