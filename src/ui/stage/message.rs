//! A message under way: shape by kind, colour by the ballot's owner, ballot and value beside it.

use super::log;
use super::shapes::{kind_class, outline, overlay};
use crate::protocol::Kind;
use crate::session::{MessageView, Obstacle};
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::naming::{kind_sign, message_view_title, shortened, with_way};
use crate::ui::i18n::stage::StageWords;
use crate::ui::i18n::zab::{self, ZabWords};
use crate::ui::palette::owner_class;
use yew::prelude::*;

/// Properties of [`MessageMark`]. What is written and spoken is put into words only when one of them has changed.
#[derive(Properties, PartialEq)]
pub struct MessageMarkProps {
    /// The message.
    pub message: MessageView,
    /// How crowded the stage is.
    pub crowd: Crowd,
    /// The tick, where it is said when the message is due.
    pub now: Option<u64>,
    /// It is picked.
    pub picked: bool,
    /// It is where the tab key arrives.
    pub tabbable: bool,
    /// The language.
    pub lang: Lang,
}

/// How crowded the stage is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Crowd {
    /// There is room for labels.
    pub labels: bool,
    /// Messages are drawn small.
    pub small: bool,
}

fn label(message: &MessageView, lang: Lang) -> String {
    if message.name.label.kind == Kind::Ping {
        return String::new();
    }
    if let Some(slot) = message.name.label.slot {
        return log::message_label(slot, &message.content);
    }
    // (Of a vote there is room for whom it is for; the rest its name says.)
    if message.name.label.kind == Kind::Notification {
        return message.name.label.ballot.node.to_string();
    }
    if let Some(place) = zab::place_text(lang, &message.name.label) {
        return place;
    }
    let ballot = message.name.label.ballot;
    let content = &message.content;
    match (&content.reported, content.higher, &content.value) {
        (Some(vote), _, _) => format!("{ballot} · {} “{}”", vote.ballot, shortened(vote.value.as_str(), 10)),
        (None, Some(higher), _) => format!("{ballot} < {higher}"),
        (None, None, Some(value)) => format!("{ballot} “{}”", shortened(value.as_str(), 10)),
        (None, None, None) => ballot.to_string(),
    }
}

/// `Accept 1.n1 “blue” from n1 to n2, due in 6`.
pub fn spoken(message: &MessageView, lang: Lang, now: Option<u64>) -> String {
    let words = StageWords::of(lang);
    let mut text = with_way(lang, &message_view_title(lang, message), &message.name);
    for part in states(message, lang, now) {
        text.push_str(words.separator);
        text.push_str(&part);
    }
    text
}

/// What else there is to say of a message: held, when it is due, a copy, that it will be lost.
pub fn states(message: &MessageView, lang: Lang, now: Option<u64>) -> Vec<String> {
    let words = StageWords::of(lang);
    let mut parts = Vec::new();
    match (message.held_since_tick, now) {
        (Some(_), _) => parts.push(words.held.to_owned()),
        (None, Some(now)) if message.due_tick > now => {
            parts.push(fill(words.due_in, &[("ticks", &(message.due_tick - now))]));
        }
        (None, Some(_)) => parts.push(words.due_now.to_owned()),
        (None, None) => {}
    }
    if message.copy {
        parts.push(words.copy.to_owned());
    }
    match message.undeliverable {
        Some(Obstacle::LinkCut) => parts.push(words.at_cut.to_owned()),
        Some(Obstacle::ReceiverDown) => parts.push(fill(words.at_down, &[("to", &message.name.to)])),
        Some(Obstacle::NotNext) => parts.push(ZabWords::of(lang).not_next.to_owned()),
        None => {}
    }
    parts
}

/// A message on the stage. It is moved from outside: see [`motion`](super::motion).
#[component]
pub fn MessageMark(props: &MessageMarkProps) -> Html {
    let MessageMarkProps { message, crowd, picked, .. } = props;
    let (kind, held) = (message.name.label.kind, message.held_since_tick.is_some());
    let class = classes!(
        "message",
        owner_class(message.name.label.ballot.node),
        kind_class(kind),
        held.then_some("is-held"),
        message.copy.then_some("is-copy"),
        matches!(message.undeliverable, Some(Obstacle::LinkCut | Obstacle::ReceiverDown)).then_some("is-doomed"),
        picked.then_some("is-picked"),
    );
    // The outermost is moved, by this one entry; it has no class, so that to move it is all there is to do. Until then it is nowhere to be seen.
    html! {
        <g transform="translate(-999 -999)">
            <g {class}>
                { token(kind, held, *picked, crowd.small) }
                if *picked || crowd.labels {
                    <text class="message-label" y="26">{ label(message, props.lang) }</text>
                }
                <circle
                    class="hit" r="14" role="button" tabindex={if props.tabbable { "0" } else { "-1" }}
                    data-pick={format!("m{}", message.id)} aria-label={spoken(message, props.lang, props.now)} aria-pressed={picked.to_string()}
                />
            </g>
        </g>
    }
}

fn token(kind: Kind, held: bool, picked: bool, small: bool) -> Html {
    let scale = small.then_some("scale(.62)");
    let sign = match kind {
        Kind::Refuse | Kind::Chosen => None,
        kind => Some(kind_sign(kind)),
    };
    html! {
        <g class="token" transform={scale}>
            if held || picked {
                <circle class="message-ring" r="19" />
            }
            <path class="shape" d={outline(kind)} />
            if let Some(over) = overlay(kind) {
                <path class="cross" d={over} />
            }
            if let Some(sign) = sign {
                <text class="sign" y="4">{ sign }</text>
            }
            if held {
                <path class="pause" d="M11-18V-9M16-18V-9" />
            }
        </g>
    }
}
