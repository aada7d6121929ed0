//! What of Zab is on the stage: servers in few words, and the votes while they look for a leader.

use super::geometry::{Ring, Segment};
use super::node::Role;
use crate::protocol::zab::{Progress, Stage};
use crate::session::{EpochsView, LeadingView, LearningView, LookingView, QuorumView, RoleView, ServerView, View};
use crate::ui::draw::path;
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::zab::{ZabWords, zxid_text};
use crate::ui::palette::owner_class;
use yew::prelude::*;

/// What a server is, in few words; `need` is the size of a quorum. Nothing if it is none of Zab's.
pub fn server_role(role: &RoleView, lang: Lang, need: u8) -> Option<Role> {
    match role {
        RoleView::Looking(looking) => Some(looking_role(looking, lang, need)),
        RoleView::Learning(learning) => Some(learning_role(learning, lang)),
        RoleView::Leading(leading) => Some(leading_role(leading, lang, need)),
        RoleView::Follower | RoleView::Candidate(_) | RoleView::Leader(..) => None,
    }
}

fn looking_role(looking: &LookingView, lang: Lang, need: u8) -> Role {
    let words = ZabWords::of(lang);
    let (leader, have) = (looking.vote.leader, looking.agreeing.len());
    if looking.observes {
        let text = words.looking_observer.to_owned();
        return Role { text, short: "◇ ?".to_owned(), sign: "?".to_owned(), owner: None, class: "role-candidate" };
    }
    Role {
        text: fill(words.looking, &[("leader", &leader), ("have", &have), ("need", &need)]),
        short: format!("? {leader} {have}/{need}"),
        sign: format!("{have}/{need}"),
        owner: Some(leader),
        class: "role-candidate",
    }
}

fn learning_role(learning: &LearningView, lang: Lang) -> Role {
    let words = ZabWords::of(lang);
    let leader = learning.leader;
    let (text, sign) = match (learning.progress, learning.observes) {
        (Progress::UpToDate, false) => (words.follows, "→"),
        (Progress::UpToDate, true) => (words.observes, "◇"),
        (Progress::Discovery, _) => (words.joins, "…"),
        (Progress::Synchronization | Progress::Synchronized, _) => (words.synchronizes, "⇅"),
    };
    Role {
        text: fill(text, &[("leader", &leader)]),
        short: format!("{sign} {leader}"),
        sign: sign.to_owned(),
        owner: Some(leader),
        class: "role-follows",
    }
}

fn leading_role(leading: &LeadingView, lang: Lang, need: u8) -> Role {
    let words = ZabWords::of(lang);
    let (have, epoch) = (leading.with_it.len(), leading.ballot.map_or(0, |ballot| ballot.round));
    let owner = leading.ballot.map(|ballot| ballot.node);
    let counted = |text: &str| fill(text, &[("epoch", &epoch), ("have", &have), ("need", &need)]);
    let (text, sign, class) = match leading.stage {
        Stage::Broadcast => (counted(words.leads), format!("♛ {epoch}"), "role-leads"),
        Stage::Synchronization => (counted(words.synchronization), format!("{have}/{need}"), "role-candidate"),
        Stage::Discovery if leading.ballot.is_some() => {
            (counted(words.discovery), format!("{have}/{need}"), "role-candidate")
        }
        Stage::Discovery => (counted(words.elected), format!("{have}/{need}"), "role-candidate"),
    };
    Role { text, short: sign.clone(), sign, owner, class }
}

/// What stands on a server's disk of epochs, in few words. (Apart: the first screen has no log.)
#[inline(never)]
pub fn epochs(epochs: &EpochsView, lang: Lang) -> String {
    let words = ZabWords::of(lang);
    let text = if epochs.accepted == epochs.current { words.epoch } else { words.epoch_accepted };
    fill(text, &[("current", &epochs.current), ("accepted", &epochs.accepted)])
}

/// What those hear who cannot see it.
pub fn spoken(server: &ServerView, epochs: &EpochsView, lang: Lang, need: u8) -> Vec<String> {
    let words = ZabWords::of(lang);
    let mut parts = Vec::new();
    match &server.role {
        Some(RoleView::Looking(looking)) => {
            let (leader, have) = (looking.vote.leader, looking.agreeing.len());
            parts.push(fill(
                words.spoken_looking,
                &[("round", &looking.round), ("leader", &leader), ("have", &have), ("need", &need)],
            ));
        }
        Some(role) => parts.extend(server_role(role, lang, need).map(|role| role.text)),
        None => {}
    }
    let last = zxid_text(lang, epochs.last);
    parts.push(fill(
        words.spoken_epochs,
        &[("accepted", &epochs.accepted), ("current", &epochs.current), ("last", &last)],
    ));
    if server.end > 0 {
        parts.push(fill(words.spoken_log, &[("commit", &server.commit), ("end", &server.end)]));
    }
    parts
}

/// The votes of servers that look for a leader, each as a line to the one voted for.
#[inline(never)]
pub fn votes(ring: &Ring, view: &View) -> Html {
    let vote = |node: &crate::session::NodeView| match node.server.as_ref()?.role.as_ref()? {
        RoleView::Looking(looking) if looking.vote.leader != node.id && !looking.observes => {
            Some((node.id, looking.vote.leader))
        }
        _ => None,
    };
    html! {
        <g class="votes" aria-hidden="true">
            for (from, to) in view.nodes.iter().filter_map(vote) {
                <path key={from.number()} class={classes!("vote-line", owner_class(to))} d={arrow(ring, Segment { start: ring.at(from), end: ring.at(to) })} />
            }
        </g>
    }
}

/// From the edge of one node to the edge of another, with a head.
fn arrow(ring: &Ring, way: Segment) -> String {
    let margin = ((ring.radius + 15.0) / way.length().max(1.0)).min(0.45);
    let (start, tip) = (way.at(margin), way.at(1.0 - margin));
    let back = Segment { start, end: tip };
    let length = back.length().max(1.0);
    let barb = |side: f64| {
        let neck = back.at(1.0 - 8.0 / length);
        let (dx, dy) = ((tip.x - start.x) / length, (tip.y - start.y) / length);
        super::geometry::Point::new(neck.x - dy * 4.5 * side, neck.y + dx * 4.5 * side)
    };
    let mut data = path(&[start, tip], false);
    data.push_str(&path(&[barb(1.0), tip, barb(-1.0)], false));
    data
}

/// What is written at a quorum that takes part in an epoch.
pub fn quorum_label(quorum: &QuorumView, lang: Lang) -> String {
    let gaps: [(&str, &dyn std::fmt::Display); 3] =
        [("have", &quorum.members.len()), ("total", &quorum.voter_count), ("epoch", &quorum.ballot.round)];
    fill(ZabWords::of(lang).quorum, &gaps)
}

/// A line for each connection that is open.
#[inline(never)]
pub fn connections(ring: &Ring, view: &View) -> Html {
    let mut data = String::new();
    for (one, other) in &view.connections {
        data.push_str(&path(&[ring.at(*one), ring.at(*other)], false));
    }
    html! { <path class="connection" aria-hidden="true" d={data} /> }
}
