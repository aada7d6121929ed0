//! From the simulation's types to views.

use super::branch::happening;
use super::{
    ChosenView, EventView, MemoryView, MessageView, NetworkView, NodeView, Obstacle, PropertyView, QuorumView,
    TimerView, TraceView, Words, WrittenView,
};
use crate::protocol::synod::{Message, Phase, Synod, Write};
use crate::protocol::{Effect, NodeId, Vote};
use crate::scenario::Bilingual;
use crate::sim::{Event, Flight, Moment, Simulation};
use crate::world::{self, Place, Property, World};

/// A text in both languages.
pub(super) fn words(text: &Bilingual) -> Words {
    let either = |first: &Option<String>, second: &Option<String>| first.clone().or(second.clone()).unwrap_or_default();
    Words { en: either(&text.en, &text.zh), zh: either(&text.zh, &text.en) }
}

/// A message at the moment it sets out.
pub(super) fn trace(flight: &Flight<Message>, sent: Moment, sent_by: usize) -> TraceView {
    let message = &flight.envelope.message;
    TraceView {
        name: flight.name,
        value: message.value().cloned(),
        reported: reported(message),
        higher: higher(message),
        sent,
        sent_by,
        copy: flight.copy > 0,
        end: None,
        first_due_tick: flight.due_tick,
        due_tick: flight.due_tick,
        held: None,
    }
}

fn reported(message: &Message) -> Option<Vote> {
    match message {
        Message::Promise { vote, .. } => vote.clone(),
        _ => None,
    }
}

fn higher(message: &Message) -> Option<crate::protocol::Ballot> {
    match message {
        Message::Refuse { promised, .. } => Some(*promised),
        _ => None,
    }
}

/// An event, but for what it changed in the ledger.
pub(super) fn event(event: &Event<Synod>) -> EventView {
    let mut view = EventView {
        moment: event.moment,
        what: happening(event),
        node: event.node,
        commanded: event.commanded,
        reasons: Vec::new(),
        sent: event.sent.clone(),
        written: Vec::new(),
        decided: None,
        crashed_after: event.crashed_after,
        newly_chosen: Vec::new(),
        newly_broken: Vec::new(),
    };
    for performed in &event.performed {
        match &performed.effect {
            Effect::Explain(reason) => view.reasons.push(reason.clone()),
            Effect::Persist(Write::Promised(ballot)) => view.written.push(WrittenView::Promised(*ballot)),
            Effect::Persist(Write::Voted(vote) | Write::VoteAlone(vote)) => {
                view.written.push(WrittenView::Voted(vote.clone()))
            }
            Effect::Decide { value, .. } => view.decided = Some(value.clone()),
            Effect::Send { .. } | Effect::Close { .. } | Effect::SetTimer { .. } | Effect::CancelTimer(_) => {}
        }
    }
    view
}

/// Every message under way, in the order in which they set out.
pub(super) fn messages(state: &Simulation<Synod>) -> Vec<MessageView> {
    state.flights().iter().map(|(id, flight)| message(*id, flight, state.world())).collect()
}

fn message(id: u32, flight: &Flight<Message>, world: &World<Synod>) -> MessageView {
    let name = flight.name;
    let receiver_up = world.place(name.to).is_some_and(|place| place.running.is_some());
    MessageView {
        id,
        name,
        value: flight.envelope.message.value().cloned(),
        reported: reported(&flight.envelope.message),
        higher: higher(&flight.envelope.message),
        sent_tick: flight.sent_tick,
        due_tick: flight.due_tick,
        held_since_tick: flight.held_since_tick,
        copy: flight.copy > 0,
        undeliverable: if world.cuts().contains(&(name.from, name.to)) {
            Some(Obstacle::LinkCut)
        } else {
            (!receiver_up).then_some(Obstacle::ReceiverDown)
        },
    }
}

/// Every node.
pub(super) fn nodes(state: &Simulation<Synod>) -> Vec<NodeView> {
    let world = state.world();
    NodeId::all(world.node_count())
        .filter_map(|id| {
            let place = world.place(id)?;
            Some(NodeView {
                id,
                up: place.running.is_some(),
                disk_promised: place.disk.promised,
                disk_vote: place.disk.vote.clone(),
                memory: memory(place),
                timers: timers(state, id),
                isolated: isolated(world, id),
            })
        })
        .collect()
}

fn memory(place: &Place<Synod>) -> Option<MemoryView> {
    let node = &place.running.as_ref()?.node;
    let heard = node.learner().votes().iter();
    Some(MemoryView {
        promised: node.acceptor().promised(),
        vote: node.acceptor().vote().cloned(),
        wants: node.proposer().wants().cloned(),
        phase: node.proposer().phase().clone(),
        attempts: node.proposer().attempts(),
        learned: node.learner().learned().map(|learned| (learned.vote.clone(), learned.told)),
        votes_heard: heard.map(|(vote, voters)| (vote.clone(), voters.iter().copied().collect())).collect(),
    })
}

fn timers(state: &Simulation<Synod>, id: NodeId) -> Vec<TimerView> {
    let of_node = state.timers().iter().filter(|((node, _), _)| *node == id);
    let mut timers: Vec<_> = of_node
        .map(|((_, timer), armed)| TimerView { timer: *timer, set_tick: armed.set_tick, due_tick: armed.due_tick })
        .collect();
    timers.sort_by_key(|timer| timer.due_tick);
    timers
}

fn isolated(world: &World<Synod>, id: NodeId) -> bool {
    let mut others = NodeId::all(world.node_count()).filter(|other| *other != id).peekable();
    let cut = |from, to| world.cuts().contains(&(from, to));
    others.peek().is_some() && others.all(|other| cut(id, other) && cut(other, id))
}

/// Groups of nodes that can reach each other both ways, directly or over others; none while there is only one.
pub(super) fn groups(world: &World<Synod>) -> Vec<Vec<NodeId>> {
    if world.cuts().is_empty() {
        return Vec::new();
    }
    let whole = |a: NodeId, b: NodeId| !world.cuts().contains(&(a, b)) && !world.cuts().contains(&(b, a));
    let mut left: Vec<NodeId> = NodeId::all(world.node_count()).collect();
    let mut groups = Vec::new();
    while !left.is_empty() {
        let mut group = vec![left.remove(0)];
        let mut next = 0;
        while let Some(node) = group.get(next).copied() {
            next += 1;
            let (near, far) = left.into_iter().partition(|other| whole(node, *other));
            left = far;
            group.extend::<Vec<_>>(near);
        }
        group.sort();
        groups.push(group);
    }
    if groups.len() > 1 { groups } else { Vec::new() }
}

/// What is chosen, by the ledger.
pub(super) fn chosen(world: &World<Synod>) -> Vec<ChosenView> {
    let all = world::chosen(world.ledger(), world.config().quorums).into_iter();
    all.map(|chosen| ChosenView { vote: chosen.vote, voters: chosen.voters }).collect()
}

/// Every property, judged.
pub(super) fn properties(world: &World<Synod>) -> Vec<PropertyView> {
    let judge = |property: Property| property.judge(world.ledger(), world.config().quorums, world.acceptor_count());
    Property::ALL.into_iter().map(|property| PropertyView { property, breach: judge(property) }).collect()
}

/// Quorums of promises for ballots that are led, and of votes that chose.
pub(super) fn quorums(world: &World<Synod>) -> Vec<QuorumView> {
    let mut quorums = Vec::new();
    for id in NodeId::all(world.node_count()) {
        let running = world.place(id).and_then(|place| place.running.as_ref());
        if let Some(Phase::Proposing { vote, promises }) = running.map(|running| running.node.proposer().phase())
            // A promise may have been counted twice.
            && promises.len() >= usize::from(world.config().quorums.phase1)
        {
            let members = promises.keys().copied().collect();
            quorums.push(QuorumView { ballot: vote.ballot, votes: false, members });
        }
    }
    for chosen in chosen(world) {
        quorums.push(QuorumView { ballot: chosen.vote.ballot, votes: true, members: chosen.voters });
    }
    quorums
}

/// The network's settings.
pub(super) fn network(state: &Simulation<Synod>) -> NetworkView {
    let profile = state.profile();
    NetworkView {
        seed: state.setup().seed,
        loss: profile.loss,
        duplication: profile.duplication,
        latency: profile.latency,
        link_latency: profile.link_latency.iter().map(|(link, latency)| (*link, *latency)).collect(),
    }
}
