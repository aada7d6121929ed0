//! A message under way: shape by kind, colour by the ballot's owner, ballot and value beside it.

use super::shapes::{kind_class, outline, overlay};
use crate::protocol::Kind;
use crate::session::MessageView;
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::naming::{kind_sign, message_view_title, shortened, with_way};
use crate::ui::i18n::stage::StageWords;
use crate::ui::palette::owner_class;
use yew::prelude::*;

/// Properties of [`MessageMark`].
#[derive(Properties, PartialEq)]
pub struct MessageMarkProps {
    /// Its number.
    pub id: u32,
    /// What kind.
    pub kind: Kind,
    /// The class of its ballot's owner.
    pub owner: &'static str,
    /// Ballot and value; empty where there is no room.
    pub label: AttrValue,
    /// Held.
    pub held: bool,
    /// A copy.
    pub copy: bool,
    /// It would be lost if it arrived now.
    pub doomed: bool,
    /// It is picked.
    pub picked: bool,
    /// It is where the tab key arrives.
    pub tabbable: bool,
    /// It is drawn small.
    pub small: bool,
    /// Its name, for those who hear it.
    pub spoken: AttrValue,
}

impl MessageMarkProps {
    /// How the message is drawn; with many others about, without its label and when it is due.
    pub fn of(message: &MessageView, lang: Lang, now: u64, crowd: Crowd, picked: bool, tabbable: bool) -> Self {
        let label = if picked || crowd.labels { label(message) } else { String::new() };
        Self {
            id: message.id,
            kind: message.name.label.kind,
            owner: owner_class(message.name.label.ballot.node),
            label: label.into(),
            held: message.held_since_tick.is_some(),
            copy: message.copy,
            doomed: message.undeliverable.is_some(),
            picked,
            tabbable,
            small: crowd.small,
            spoken: spoken(message, lang, crowd.labels.then_some(now)).into(),
        }
    }
}

/// How crowded the stage is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Crowd {
    /// There is room for labels.
    pub labels: bool,
    /// Messages are drawn small.
    pub small: bool,
}

fn label(message: &MessageView) -> String {
    let ballot = message.name.label.ballot;
    match (&message.reported, message.higher, &message.value) {
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
        Some(crate::session::Obstacle::LinkCut) => parts.push(words.at_cut.to_owned()),
        Some(crate::session::Obstacle::ReceiverDown) => parts.push(fill(words.at_down, &[("to", &message.name.to)])),
        None => {}
    }
    parts
}

/// A message on the stage. It is moved from outside: see [`motion`](super::motion).
#[component]
pub fn MessageMark(props: &MessageMarkProps) -> Html {
    let class = classes!(
        "message",
        props.owner,
        kind_class(props.kind),
        props.held.then_some("is-held"),
        props.copy.then_some("is-copy"),
        props.doomed.then_some("is-doomed"),
        props.picked.then_some("is-picked"),
    );
    let scale = props.small.then_some("scale(.62)");
    let sign = match props.kind {
        Kind::Refuse | Kind::Chosen => None,
        kind => Some(kind_sign(kind)),
    };
    html! {
        // The place is set from outside, in this one entry.
        <g {class} transform="translate(0 0)">
            <g class="token" transform={scale}>
                if props.held || props.picked {
                    <circle class="message-ring" r="19" />
                }
                <path class="shape" d={outline(props.kind)} />
                if let Some(over) = overlay(props.kind) {
                    <path class="cross" d={over} />
                }
                if let Some(sign) = sign {
                    <text class="sign" y="4">{ sign }</text>
                }
                if props.held {
                    <path class="pause" d="M11-18V-9M16-18V-9" />
                }
            </g>
            if !props.label.is_empty() {
                <text class="message-label" y="26">{ props.label.clone() }</text>
            }
            <circle
                class="hit" r="14" role="button" tabindex={if props.tabbable { "0" } else { "-1" }}
                data-pick={format!("m{}", props.id)} aria-label={props.spoken.clone()} aria-pressed={props.picked.to_string()}
            />
        </g>
    }
}
