//! Views as plain objects. Nodes, ballots, moments and messages are texts as in scenarios; ticks and slots are numbers; seeds and digests, which may be
//! larger than JavaScript counts, are texts.

#[cfg(all(test, feature = "cli"))]
mod declared;
mod log;
mod proof;
#[cfg(all(test, feature = "cli"))]
mod tests;

use crate::protocol::synod::Phase;
use crate::protocol::{Ballot, NodeId, Slot, Vote as CoreVote, Wait};
use crate::scenario::format_command;
use crate::session::{self, Happening, History, Obstacle};
use crate::sim::LossCause;
use log::{Client, Log, Server};
use proof::{CastVote, Proof};
use serde::Serialize;

/// See `View` in `paxos.d.ts`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct View {
    moment: String,
    tick: f64,
    position: usize,
    event_count: usize,
    frontier: String,
    next_tick: Option<f64>,
    protocol: &'static str,
    nodes: Vec<Node>,
    messages: Vec<Message>,
    cuts: Vec<String>,
    connections: Vec<String>,
    log: Option<Log>,
    chosen: Vec<Chosen>,
    properties: Vec<Property>,
    variants: Vec<&'static str>,
    quorums: Quorums,
    network: Network,
    caption: Option<Caption>,
    branch: usize,
    branch_count: usize,
    seed: String,
    digest: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    id: String,
    up: bool,
    disk: Disk,
    phase: Option<&'static str>,
    leads: Option<String>,
    wants: Option<String>,
    learned: Option<String>,
    server: Option<Server>,
    client: Option<Client>,
    timer_due_tick: Option<f64>,
}

#[derive(Serialize)]
struct Disk {
    promised: Option<String>,
    accepted: Option<Vote>,
}

#[derive(Serialize)]
struct Vote {
    ballot: String,
    value: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    name: String,
    from: String,
    to: String,
    kind: &'static str,
    ballot: String,
    slot: Option<f64>,
    value: Option<String>,
    sent_tick: f64,
    due_tick: f64,
    held: bool,
    copy: bool,
    undeliverable: Option<&'static str>,
}

#[derive(Serialize)]
struct Chosen {
    slot: Option<f64>,
    ballot: String,
    value: String,
    voters: Vec<String>,
}

#[derive(Serialize)]
struct Property {
    name: &'static str,
    holds: bool,
    votes: Vec<CastVote>,
    proof: Option<Proof>,
}

#[derive(Serialize)]
struct Quorums {
    promises: u8,
    votes: u8,
}

#[derive(Serialize)]
struct Network {
    loss: String,
    duplication: String,
    latency: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Caption {
    en: String,
    zh: String,
    run_changed: bool,
}

/// See `RunEvent` in `paxos.d.ts`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RunEvent {
    moment: String,
    kind: &'static str,
    node: Option<String>,
    message: Option<String>,
    detail: Option<String>,
    commanded: bool,
    sent: Vec<String>,
    vanished: Vec<String>,
    newly_chosen: Vec<NewlyChosen>,
    newly_broken: Vec<&'static str>,
}

#[derive(Serialize)]
struct NewlyChosen {
    slot: Option<f64>,
    ballot: String,
    value: String,
}

/// See `Expectation` in `paxos.d.ts`.
#[derive(Serialize)]
pub(super) struct Expectation {
    line: u32,
    text: String,
    held: Option<bool>,
}

impl View {
    /// What is seen of a session at its cursor.
    pub(super) fn of(session: &session::Session) -> Self {
        let view = &session.view();
        let keeps_log = view.protocol.keeps_log();
        Self {
            moment: view.moment.to_string(),
            tick: ticks(view.moment.tick),
            position: view.position,
            event_count: view.event_count,
            frontier: view.frontier.to_string(),
            next_tick: view.next_tick.map(ticks),
            protocol: view.protocol.word(),
            nodes: view.nodes.iter().map(Node::from).collect(),
            messages: view.messages.iter().map(Message::from).collect(),
            cuts: view.cuts.iter().map(|(from, to)| format!("{from}->{to}")).collect(),
            connections: view.connections.iter().map(|(one, other)| format!("{one}--{other}")).collect(),
            log: view.log.as_ref().map(Log::from),
            chosen: view.chosen.iter().map(|chosen| Chosen::of(chosen, keeps_log)).collect(),
            properties: view.properties.iter().map(|property| Property::of(property, keeps_log)).collect(),
            variants: view.variants.iter().map(|variant| variant.word()).collect(),
            quorums: Quorums { promises: view.quorum_sizes.phase1, votes: view.quorum_sizes.phase2 },
            network: Network {
                loss: view.network.loss.to_string(),
                duplication: view.network.duplication.to_string(),
                latency: view.network.latency.to_string(),
            },
            caption: view.caption.as_ref().map(Caption::from),
            branch: view.branch,
            branch_count: view.branches.len(),
            seed: view.network.seed.to_string(),
            digest: session::digest_text(session.digest()),
        }
    }
}

/// Ticks fit, and slots: no run gets as far as JavaScript's numbers have gaps.
fn ticks(ticks: u64) -> f64 {
    ticks as f64
}

fn name(node: NodeId) -> String {
    node.to_string()
}

fn names(nodes: &[NodeId]) -> Vec<String> {
    nodes.iter().map(|node| name(*node)).collect()
}

/// A slot, where there are several.
fn slot(slot: Slot, keeps_log: bool) -> Option<f64> {
    keeps_log.then(|| ticks(slot))
}

fn vote(vote: &CoreVote) -> Vote {
    Vote { ballot: vote.ballot.to_string(), value: vote.value.to_string() }
}

impl From<&session::NodeView> for Node {
    fn from(node: &session::NodeView) -> Self {
        let memory = node.memory.as_ref();
        let (phase, leads) = match memory.map(|memory| &memory.phase) {
            None => (None, None),
            Some(Phase::Idle) => (Some("idle"), None),
            Some(Phase::Preparing { ballot, .. }) => (Some("preparing"), Some(*ballot)),
            Some(Phase::Proposing { vote, .. }) => (Some("proposing"), Some(vote.ballot)),
            Some(Phase::BackingOff { .. }) => (Some("backing-off"), None),
        };
        Self {
            id: name(node.id),
            up: node.up,
            disk: Disk {
                promised: node.disk_promised.map(|ballot| ballot.to_string()),
                accepted: node.disk_vote.as_ref().map(vote),
            },
            phase,
            leads: leads.map(|ballot: Ballot| ballot.to_string()),
            wants: memory.and_then(|memory| memory.wants.as_ref()).map(|value| value.to_string()),
            learned: memory.and_then(|memory| memory.learned.as_ref()).map(|(vote, _)| vote.value.to_string()),
            server: node.server.as_ref().map(Server::from),
            client: node.client.as_ref().map(Client::from),
            timer_due_tick: node.timers.first().map(|timer| ticks(timer.due_tick)),
        }
    }
}

impl From<&session::MessageView> for Message {
    fn from(message: &session::MessageView) -> Self {
        Self {
            name: message.name.to_string(),
            from: name(message.name.from),
            to: name(message.name.to),
            kind: message.name.label.kind.word(),
            ballot: message.name.label.ballot.to_string(),
            slot: message.name.label.slot.map(ticks),
            value: message.content.value.as_ref().map(|value| value.to_string()),
            sent_tick: ticks(message.sent_tick),
            due_tick: ticks(message.due_tick),
            held: message.held_since_tick.is_some(),
            copy: message.copy,
            undeliverable: message.undeliverable.map(|obstacle| match obstacle {
                Obstacle::LinkCut => "link-cut",
                Obstacle::ReceiverDown => "receiver-down",
                Obstacle::NotNext => "not-next",
            }),
        }
    }
}

impl From<&session::CaptionView> for Caption {
    fn from(caption: &session::CaptionView) -> Self {
        let session::CaptionView { words, run_changed } = caption;
        Self { en: words.en.clone(), zh: words.zh.clone(), run_changed: *run_changed }
    }
}

impl Chosen {
    fn of(chosen: &session::ChosenView, keeps_log: bool) -> Self {
        let CoreVote { ballot, value } = &chosen.vote;
        Self {
            slot: slot(chosen.slot, keeps_log),
            ballot: ballot.to_string(),
            value: value.to_string(),
            voters: names(&chosen.voters),
        }
    }
}

impl Property {
    fn of(property: &session::PropertyView, keeps_log: bool) -> Self {
        let breach = property.breach.as_ref();
        Self {
            name: property.property.word(),
            holds: breach.is_none(),
            votes: breach.map(|breach| proof::votes(breach, keeps_log)).unwrap_or_default(),
            proof: breach.map(|breach| Proof::of(breach, keeps_log)),
        }
    }
}

/// Every event of a history.
pub(super) fn events(session: &session::Session) -> Vec<RunEvent> {
    let keeps_log = session.scenario().settings.protocol.keeps_log();
    session.history().events().map(|event| run_event(&event, session.history(), keeps_log)).collect()
}

fn run_event(event: &session::EventView, history: History<'_>, keeps_log: bool) -> RunEvent {
    let message_name = |id: &u32| history.message(*id).map(|trace| trace.name.to_string());
    let (kind, message, detail) = match &event.what {
        Happening::Proposed(value) => ("proposed", None, Some(value.to_string())),
        Happening::Delivered(id) => ("delivered", message_name(id), None),
        Happening::Lost(id, cause) => ("lost", message_name(id), Some(loss_word(*cause).to_owned())),
        Happening::Duplicated(id, copy) => ("duplicated", message_name(id), message_name(copy)),
        Happening::Held(id) => ("held", message_name(id), None),
        Happening::Released(id) => ("released", message_name(id), None),
        Happening::Fired(Wait::Election) => ("fired", None, Some("election".to_owned())),
        Happening::Fired(Wait::Lease) => ("fired", None, Some("lease".to_owned())),
        Happening::Fired(Wait::Grant) => ("fired", None, Some("grant".to_owned())),
        Happening::Fired(Wait::Heartbeat) => ("fired", None, Some("heartbeat".to_owned())),
        Happening::Fired(Wait::Timeout) => ("fired", None, Some("timeout".to_owned())),
        Happening::Fired(Wait::BackOff) => ("fired", None, Some("back-off".to_owned())),
        Happening::Noticed(_) => ("noticed", None, None),
        Happening::Broken(one, other) => ("broken", None, Some(format!("{one}--{other}"))),
        Happening::Crashed => ("crashed", None, None),
        Happening::Restarted => ("restarted", None, None),
        Happening::Wiped => ("wiped", None, None),
        Happening::Rewired { command, .. } => ("rewired", None, Some(format_command(command))),
        Happening::Set(command) => ("set", None, Some(format_command(command))),
        Happening::Impossible(command, error) => {
            ("impossible", None, Some(format!("{}: {error}", format_command(command))))
        }
    };
    RunEvent {
        moment: event.moment.to_string(),
        kind,
        node: event.node.map(name),
        message,
        detail,
        commanded: event.commanded,
        sent: event.sent.iter().filter_map(message_name).collect(),
        vanished: event
            .vanished
            .iter()
            .filter_map(|(to, label)| Some(format!("{}->{to} {label}", event.node?)))
            .collect(),
        newly_chosen: event.newly_chosen.iter().map(|(at, chosen)| NewlyChosen::of(*at, chosen, keeps_log)).collect(),
        newly_broken: event.newly_broken.iter().map(|property| property.word()).collect(),
    }
}

impl NewlyChosen {
    fn of(at: Slot, chosen: &CoreVote, keeps_log: bool) -> Self {
        Self { slot: slot(at, keeps_log), ballot: chosen.ballot.to_string(), value: chosen.value.to_string() }
    }
}

fn loss_word(cause: LossCause) -> &'static str {
    match cause {
        LossCause::ByHand => "dropped",
        LossCause::Network => "network",
        LossCause::LinkCut => "link-cut",
        LossCause::ReceiverDown => "receiver-down",
        LossCause::Disconnected => "disconnected",
    }
}

impl From<&session::ExpectationView> for Expectation {
    fn from(expectation: &session::ExpectationView) -> Self {
        Self { line: expectation.line, text: expectation.text.clone(), held: expectation.held }
    }
}
