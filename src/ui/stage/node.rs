//! A node: its name, what its disk holds, what it does now, its timer.

use super::geometry::{Detail, Point};
use super::{log, zab};
use crate::protocol::synod::Phase;
use crate::protocol::{Ballot, Kind, NodeId, Vote, Wait};
use crate::session::{MemoryView, NodeView, ServerView};
use crate::ui::draw::{px, text_width, translate};
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::log::timer_words;
use crate::ui::i18n::naming::{kind_sign, shortened, vote_text};
use crate::ui::i18n::stage::StageWords;
use crate::ui::palette::owner_class;
use yew::prelude::*;

/// What a node does now, as it is written beside it.
#[derive(Clone, PartialEq, Debug)]
pub struct Role {
    /// The words.
    pub text: String,
    /// The words where there is little room.
    pub short: String,
    /// A sign where there is hardly any.
    pub sign: String,
    /// The ballot's owner, whose colour it has.
    pub owner: Option<NodeId>,
    /// How it is drawn.
    pub class: &'static str,
}

/// What of a node's state is drawn.
#[derive(Clone, PartialEq, Debug)]
pub struct Face {
    /// Its name.
    pub id: NodeId,
    /// Running.
    pub up: bool,
    /// The promise shown: what the disk holds.
    pub promised: Option<Ballot>,
    /// The vote shown: what the disk holds.
    pub vote: Option<Vote>,
    /// What it does now.
    pub role: Option<Role>,
    /// It leads a ballot.
    pub leads: Option<Ballot>,
    /// The timer that runs out first.
    pub timer: Option<Wait>,
    /// Of a server with a log: how far it has come.
    pub progress: Option<String>,
    /// It has no vote: it observes, or is no member.
    pub outside: bool,
    /// What stands in the place of the promise, where it is epochs that a disk holds.
    pub epochs: Option<String>,
}

impl Face {
    /// What is drawn of this node; `need` is the size of a phase-1 quorum.
    pub fn of(node: &NodeView, lang: Lang, need: u8) -> Face {
        let memory = node.memory.as_ref();
        let epochs = node.server.as_ref().and_then(|server| server.epochs);
        Face {
            id: node.id,
            up: node.up,
            promised: node.disk_promised.or_else(|| node.server.as_ref().filter(|_| epochs.is_some())?.leader),
            vote: node.disk_vote.clone(),
            role: role(node, lang, need),
            leads: memory.and_then(led).or_else(|| node.server.as_ref().and_then(ServerView::leads)),
            progress: node.server.as_ref().map(|server| log::progress(server, lang)),
            outside: node.server.as_ref().is_some_and(|server| !server.votes),
            epochs: epochs.map(|epochs| zab::epochs(&epochs, lang)),
            timer: node.timers.first().map(|timer| timer.waits),
        }
    }
}

fn led(memory: &MemoryView) -> Option<Ballot> {
    match &memory.phase {
        Phase::Preparing { ballot, .. } => Some(*ballot),
        Phase::Proposing { vote, .. } => Some(vote.ballot),
        Phase::Idle | Phase::BackingOff { .. } => None,
    }
}

fn role(node: &NodeView, lang: Lang, need: u8) -> Option<Role> {
    if let Some(server) = &node.server {
        return Some(log::server_role(server, lang, need));
    }
    if let Some(client) = &node.client {
        return log::client_role(client, node.up, lang);
    }
    let words = StageWords::of(lang);
    let Some(memory) = &node.memory else {
        let text = words.down.to_owned();
        return Some(Role { short: text.clone(), sign: text.clone(), text, owner: None, class: "role-down" });
    };
    if let Some((vote, _)) = &memory.learned {
        let text = fill(words.knows, &[("value", &shortened(vote.value.as_str(), 14))]);
        let short = format!("✓ {}", shortened(vote.value.as_str(), 6));
        return Some(Role { text, short, sign: "✓".to_owned(), owner: None, class: "role-knows" });
    }
    let (text, short, sign, ballot) = match &memory.phase {
        Phase::Idle => return None,
        Phase::Preparing { ballot, promises, repeats } => {
            let have = promises.len() + usize::from(*repeats);
            let text = fill(words.preparing, &[("ballot", ballot), ("have", &have), ("need", &need)]);
            (text, format!("{have}/{need}"), format!("{have}/{need}"), ballot)
        }
        Phase::Proposing { vote, .. } => {
            let text = fill(words.proposing, &[("value", &shortened(vote.value.as_str(), 14))]);
            (text, format!("“{}”", shortened(vote.value.as_str(), 6)), kind_sign(Kind::Accept).to_owned(), &vote.ballot)
        }
        Phase::BackingOff { ballot, .. } => (words.backing_off.to_owned(), "…".to_owned(), "…".to_owned(), ballot),
    };
    Some(Role { text, short, sign, owner: Some(ballot.node), class: "role-leads" })
}

/// A node's whole state in words, for those who hear it; with its timer, where time passes.
pub fn spoken(node: &NodeView, lang: Lang, need: u8, now: Option<u64>) -> String {
    let words = StageWords::of(lang);
    let mut parts = Vec::with_capacity(6);
    parts.push(if node.up { words.node_up } else { words.down }.to_owned());
    if !node.id.is_client() && node.server.as_ref().is_none_or(|server| server.epochs.is_none()) {
        parts.push(promised_text(node, words));
    }
    if node.server.is_some() || node.client.is_some() {
        parts.extend(log::spoken(node, lang, need));
    } else {
        parts.push(voted_text(node, words, lang));
    }
    if let Some(memory) = node.memory.as_ref().filter(|memory| memory.phase != Phase::Idle || memory.learned.is_some())
    {
        speak_of_proposer(memory, words, need, &mut parts);
    }
    if node.isolated {
        parts.push(words.node_isolated.to_owned());
    }
    if let (Some(timer), Some(now)) = (node.timers.first(), now) {
        let text = match timer.waits {
            _ if node.server.is_some() || node.client.is_some() => timer_words(lang, node, timer).1,
            Wait::BackOff => words.timer_backoff,
            _ => words.timer_timeout,
        };
        parts.push(fill(text, &[("ticks", &timer.due_tick.saturating_sub(now))]));
    }
    fill(words.node_name, &[("node", &node.id), ("state", &parts.join(words.separator))])
}

/// What a proposer does, and what its learner knows.
#[inline(never)]
fn speak_of_proposer(memory: &MemoryView, words: &StageWords, need: u8, parts: &mut Vec<String>) {
    match &memory.phase {
        Phase::Idle => {}
        Phase::Preparing { ballot, promises, repeats } => {
            let have = promises.len() + usize::from(*repeats);
            parts.push(fill(words.node_preparing, &[("ballot", ballot), ("have", &have), ("need", &need)]));
        }
        Phase::Proposing { vote, .. } => {
            parts.push(fill(words.node_proposing, &[("value", &vote.value), ("ballot", &vote.ballot)]));
        }
        Phase::BackingOff { ballot, higher } => {
            parts.push(fill(words.node_backing_off, &[("ballot", ballot), ("higher", higher)]));
        }
    }
    if let Some((vote, _)) = &memory.learned {
        parts.push(fill(words.knows, &[("value", &vote.value)]));
    }
}

fn promised_text(node: &NodeView, words: &StageWords) -> String {
    match node.disk_promised {
        Some(ballot) => fill(words.node_promised, &[("ballot", &ballot)]),
        None => words.node_promised_none.to_owned(),
    }
}

fn voted_text(node: &NodeView, words: &StageWords, lang: Lang) -> String {
    match &node.disk_vote {
        Some(vote) => fill(words.node_accepted, &[("vote", &vote_text(lang, vote))]),
        None => words.node_accepted_none.to_owned(),
    }
}

/// What [`drawn_node`] takes.
pub struct NodeProps {
    /// What is drawn.
    pub face: Face,
    /// Its centre.
    pub at: Point,
    /// Its radius.
    pub radius: f64,
    /// How much there is room for.
    pub detail: Detail,
    /// Which way its caption stands.
    pub caption_way: Point,
    /// How wide its caption may be.
    pub caption_room: f64,
    /// How wide the stage is.
    pub stage_width: f64,
    /// It is picked.
    pub picked: bool,
    /// It is where the tab key arrives.
    pub tabbable: bool,
    /// Its state in words.
    pub spoken: String,
    /// The language.
    pub lang: Lang,
}

/// A node on the stage. Its state in words changes with every tick, its face does not.
pub fn drawn_node(props: NodeProps) -> Html {
    let NodeProps { face, at, radius, detail, caption_way, caption_room, stage_width, picked, lang, .. } = props;
    let owner = face.promised.map_or("owner-none", |ballot| owner_class(ballot.node));
    let class = classes!(
        "node",
        owner,
        (!face.up).then_some("is-down"),
        face.outside.then_some("is-outside"),
        picked.then_some("is-picked"),
        (detail == Detail::Dot).then_some("is-dot"),
    );
    let id = face.id;
    html! {
        <g key={id.number()} {class} transform={translate(at)}>
            <NodeFace {face} {at} {radius} {detail} {caption_way} {caption_room} {stage_width} {lang} />
            // What is picked has no text in it: its name says all that is seen, and more.
            <circle
                class="node-hit" r={px(radius.max(12.0))} role="button" tabindex={if props.tabbable { "0" } else { "-1" }}
                data-pick={id.to_string()} aria-label={props.spoken} aria-pressed={picked.to_string()}
            />
        </g>
    }
}

/// Properties of [`NodeFace`].
#[derive(Properties, PartialEq)]
struct NodeFaceProps {
    face: Face,
    at: Point,
    radius: f64,
    detail: Detail,
    caption_way: Point,
    caption_room: f64,
    stage_width: f64,
    lang: Lang,
}

/// All of a node that is seen.
#[component]
fn NodeFace(props: &NodeFaceProps) -> Html {
    let NodeFaceProps { face, radius, detail, .. } = props;
    let (timer_ring, crown) = if *detail == Detail::Full { (6.0, 12.0) } else { (3.5, 7.5) };
    html! {
        <>
            { circle(classes!("node-halo"), radius + timer_ring + 1.0) }
            { circle(classes!("node-body", face.id.is_client().then_some("is-client")), *radius) }
            if face.leads.is_some() {
                { circle(classes!("node-crown", face.leads.map(|ballot| owner_class(ballot.node))), radius + crown) }
            }
            if let Some(timer) = face.timer {
                { circle(classes!("timer-track"), radius + timer_ring) }
                <circle
                    class={classes!("timer-arc", (timer == Wait::BackOff).then_some("is-backoff"))}
                    r={px(radius + timer_ring)} pathLength="100" transform="rotate(-90)"
                />
            }
            { inside(face, *radius, *detail, props.lang) }
            if let Some(role) = face.role.as_ref().filter(|_| *detail != Detail::Dot) {
                { caption(role, props) }
            }
        </>
    }
}

/// A circle round a node's centre.
#[inline(never)]
fn circle(class: Classes, radius: f64) -> Html {
    html! { <circle {class} r={px(radius)} /> }
}

/// A line of text in a node.
#[inline(never)]
fn text(class: Classes, y: String, size: String, text: String) -> Html {
    html! { <text {class} {y} font-size={size}>{ text }</text> }
}

fn inside(face: &Face, radius: f64, detail: Detail, lang: Lang) -> Html {
    if face.id.is_client() {
        let size = (radius * 0.75).clamp(8.0, 15.0);
        return text(classes!("node-name"), px(size * 0.36), px(size), face.id.to_string());
    }
    let line = |part: f64| px(radius * part + 4.0);
    let font = |part: f64, low: f64, high: f64| px((radius * part).clamp(low, high));
    match detail {
        Detail::Dot => {
            text(classes!("node-name"), px(radius * 0.36), font(0.95, 8.0, 12.0), face.id.number().to_string())
        }
        Detail::Brief => html! {
            <>
                <path class="plate" d={plate(radius - 1.5, -0.2)} />
                { text(classes!("node-name"), line(-0.5), font(0.42, 10.0, 13.0), face.id.to_string()) }
                if let Some(held) = face.epochs.clone().or_else(|| face.promised.map(|ballot| ballot.to_string())) {
                    // (That it goes from one epoch to the next is the longest that stands here.)
                    { text(classes!("node-promised"), line(0.08), font(if face.epochs.is_some() { 0.29 } else { 0.36 }, 9.0, 11.0), held) }
                }
                if let Some(vote) = &face.vote {
                    {
                        text(classes!("node-vote", owner_class(vote.ballot.node)), line(0.5), font(0.34, 8.5, 11.0),
                            shortened(vote.value.as_str(), 6))
                    }
                }
            </>
        },
        Detail::Full => full(face, radius, lang),
    }
}

fn full(face: &Face, radius: f64, lang: Lang) -> Html {
    let words = StageWords::of(lang);
    let line = |part: f64| px(radius * part + 4.0);
    let font_size = (radius * 0.235).clamp(9.5, 12.5);
    let font = px(font_size);
    let promised = match (&face.epochs, face.promised) {
        (Some(epochs), _) => epochs.clone(),
        (None, Some(ballot)) => fill(words.promised, &[("ballot", &ballot)]),
        (None, None) => words.promised_none.to_owned(),
    };
    html! {
        <>
            <path class="plate" d={plate(radius - 2.2, -0.28)} />
            { text(classes!("node-name"), line(-0.56), px((radius * 0.27).clamp(11.0, 15.0)), face.id.to_string()) }
            { text(classes!("node-promised", (face.promised.is_none() && face.epochs.is_none()).then_some("is-none")), line(-0.06), font, promised) }
            { vote_line(face, radius, font_size, lang) }
            <path class="disk" transform={format!("translate(0 {})", px(radius * 0.73))} d={DISK} aria-hidden="true" />
        </>
    }
}

/// A little cylinder.
const DISK: &str = "M-5-3.2C-5-5.6 5-5.6 5-3.2V3.2C5 5.6-5 5.6-5 3.2ZM-5-3.2C-5-.8 5-.8 5-3.2M-5 0C-5 2.4 5 2.4 5 0";

fn vote_line(face: &Face, radius: f64, font_size: f64, lang: Lang) -> Html {
    let y = px(radius * 0.32 + 4.0);
    let room = radius * 1.87 - 14.0;
    if let Some(progress) = &face.progress {
        let fits = room / text_width(progress, font_size).max(1.0);
        return text(classes!("node-vote"), y, px(font_size * fits.clamp(0.75, 1.0)), progress.clone());
    }
    let Some(vote) = &face.vote else {
        let words = StageWords::of(lang);
        return text(classes!("node-vote", "is-none"), y, px(font_size), words.accepted_none.to_owned());
    };
    let written = |cells: usize| {
        let value = shortened(vote.value.as_str(), cells);
        fill(StageWords::of(lang).accepted, &[("ballot", &vote.ballot), ("value", &value)])
    };
    let text =
        (3..16).rev().map(written).find(|text| text_width(text, font_size) <= room).unwrap_or_else(|| written(3));
    let half = text_width(&text, font_size) / 2.0;
    html! {
        <g class={owner_class(vote.ballot.node)}>
            <rect class="vote-sign" x={px(-half - 6.0)} y={px(radius * 0.32 - 4.0)} width="8" height="8" rx="2" />
            <text class="node-vote" x="5" {y} font-size={px(font_size)}>{ text }</text>
        </g>
    }
}

/// The lower part of a disc, below the chord at `chord` radii from its centre: what is on the disk stands on it.
fn plate(radius: f64, chord: f64) -> String {
    let half = radius * (1.0 - chord * chord).sqrt();
    let (half, y, r) = (px(half), px(radius * chord), px(radius));
    format!("M-{half} {y}A{r} {r} 0 1 0 {half} {y}Z")
}

/// A caption keeps so far from the edge of the stage.
const EDGE: f64 = 5.0;

#[inline(never)]
fn caption(role: &Role, props: &NodeFaceProps) -> Html {
    let NodeFaceProps { radius, caption_way: way, detail, .. } = props;
    let full = *detail == Detail::Full;
    let (font_size, gap) = if full { (12.0, 18.0) } else { (10.0, 11.0) };
    // A sign alone is drawn as tightly as can be.
    let half = |text: &str| text_width(text, font_size) / 2.0 + if text == role.sign { 4.0 } else { 8.0 };
    let fits = |text: &&&String| 2.0 * half(text) <= props.caption_room;
    let texts = [&role.text, &role.short, &role.sign];
    let text = texts.iter().skip(usize::from(!full)).find(fits).unwrap_or(&texts[2]);
    let (half, height) = (half(text), font_size + 8.0);
    // Outside the rings round the node; on the slant a corner may come nearer.
    let away = |way: f64, half: f64| way * (radius + gap) + (way * 1.4).clamp(-1.0, 1.0) * (half - 4.0);
    let inside = |x: f64| x.min(props.stage_width - props.at.x - half - EDGE).max(half + EDGE - props.at.x);
    let (x, y) = (inside(away(way.x, half)), way.y * (radius + gap + height / 2.0));
    html! {
        <g class={classes!("role", role.class, role.owner.map(owner_class))}>
            <rect x={px(x - half)} y={px(y - height / 2.0)} width={px(half * 2.0)} height={px(height)} rx={px(height / 2.0)} />
            <text x={px(x)} y={px(y + font_size * 0.35)} font-size={px(font_size)}>{ text }</text>
        </g>
    }
}
