//! From the simulation's types to views.

use super::reel::Look;
use super::shown::{Inside, Shown};
use super::view::SLOTS_SHOWN;
use super::{
    ChosenView, EventView, Happening, MessageView, NetworkView, NodeView, Obstacle, QuorumView, TimerView, TraceView,
    Words,
};
use crate::protocol::{Effect, NodeId, Protocol, Value};
use crate::scenario::Bilingual;
use crate::sim::{Event, Flight, Moment, Occurrence, Simulation};
use crate::world::World;

/// A text in both languages.
pub(super) fn words(text: &Bilingual) -> Words {
    let either = |first: &Option<String>, second: &Option<String>| first.clone().or(second.clone()).unwrap_or_default();
    Words { en: either(&text.en, &text.zh), zh: either(&text.zh, &text.en) }
}

/// A message at the moment it sets out.
pub(super) fn trace<P: Shown>(flight: &Flight<P::Message>, sent: Moment, sent_by: usize) -> TraceView {
    TraceView {
        name: flight.name,
        content: P::content(&flight.envelope.message),
        sent,
        sent_by,
        copy: flight.copy > 0,
        end: None,
        first_due_tick: flight.due_tick,
        due_tick: flight.due_tick,
        held: None,
    }
}

/// An event, but for what it changed in the ledger.
pub(super) fn event<P: Shown>(event: &Event<P>) -> EventView {
    let mut view = EventView {
        moment: event.moment,
        what: happening(event),
        node: event.node,
        commanded: event.commanded,
        reasons: Vec::new(),
        sent: event.sent.clone(),
        vanished: Vec::new(),
        written: Vec::new(),
        decided: Vec::new(),
        crashed_after: event.crashed_after,
        timer: match event.what {
            Occurrence::Fired(timer) => P::timer_name(timer),
            _ => None,
        },
        newly_chosen: Vec::new(),
        newly_broken: Vec::new(),
    };
    for performed in &event.performed {
        match &performed.effect {
            Effect::Explain(reason) => view.reasons.push(P::reason(reason)),
            Effect::Persist(write) => view.written.extend(P::written(write)),
            Effect::Decide { slot, value } => view.decided.push((*slot, value.clone())),
            Effect::Send { to, message } if performed.vanished => {
                view.vanished.extend(event.node.map(|from| (*to, P::label(from, *to, message))));
            }
            Effect::Send { .. } | Effect::Close { .. } | Effect::SetTimer { .. } | Effect::CancelTimer(_) => {}
        }
    }
    view
}

/// What an occurrence is as a view.
fn happening<P: Protocol<Request = Value>>(event: &Event<P>) -> Happening {
    match &event.what {
        Occurrence::Requested(value) => Happening::Proposed(value.clone()),
        Occurrence::Delivered(id) => Happening::Delivered(*id),
        Occurrence::Lost(id, cause, _) => Happening::Lost(*id, *cause),
        Occurrence::Duplicated(id, copy) => Happening::Duplicated(*id, *copy),
        Occurrence::Held(id) => Happening::Held(*id),
        Occurrence::Released(id) => Happening::Released(*id),
        Occurrence::Fired(timer) => Happening::Fired(P::wait(*timer)),
        Occurrence::Noticed(peer) => Happening::Noticed(*peer),
        Occurrence::Crashed => Happening::Crashed,
        Occurrence::Restarted => Happening::Restarted,
        Occurrence::Wiped => Happening::Wiped,
        Occurrence::Rewired { command, cut, healed } => {
            Happening::Rewired { command: command.clone(), cut: cut.clone(), healed: healed.clone() }
        }
        Occurrence::Broken(one, other) => Happening::Broken(*one, *other),
        Occurrence::Set(command) => Happening::Set(command.clone()),
        Occurrence::Impossible(command, error) => Happening::Impossible(command.clone(), error.clone()),
    }
}

/// What can be seen of a state, but for what is broken.
pub(super) fn state<P: Shown>(state: &Simulation<P>) -> Look {
    let world = state.world();
    let chosen = chosen(world);
    let log = P::log(world);
    // Of a log, its own view says who voted where.
    let votes = chosen.iter().filter(|_| log.is_none());
    let votes = votes.map(|chosen| QuorumView {
        ballot: chosen.vote.ballot,
        votes: true,
        members: chosen.voters.clone(),
        voter_count: world.node_count(),
    });
    Look {
        nodes: nodes(state),
        messages: messages(state),
        cuts: world.cuts().iter().copied().collect(),
        connections: connections(world),
        groups: groups(world),
        quorums: P::led(world).into_iter().chain(votes).collect(),
        chosen,
        network: network(state),
        log,
    }
}

/// Every message under way, in the order in which they set out.
fn messages<P: Shown>(state: &Simulation<P>) -> Vec<MessageView> {
    state.flights().iter().map(|(id, flight)| message(*id, flight, state)).collect()
}

fn message<P: Shown>(id: u32, flight: &Flight<P::Message>, state: &Simulation<P>) -> MessageView {
    let world = state.world();
    let name = flight.name;
    let receiver_up = world.place(name.to).is_some_and(|place| place.running.is_some());
    MessageView {
        id,
        name,
        content: P::content(&flight.envelope.message),
        sent_tick: flight.sent_tick,
        due_tick: flight.due_tick,
        held_since_tick: flight.held_since_tick,
        copy: flight.copy > 0,
        ahead: state.ahead_of(id),
        undeliverable: if world.cuts().contains(&(name.from, name.to)) {
            Some(Obstacle::LinkCut)
        } else if !receiver_up {
            Some(Obstacle::ReceiverDown)
        } else {
            (!state.is_next(id)).then_some(Obstacle::NotNext)
        },
    }
}

/// Every node.
fn nodes<P: Shown>(state: &Simulation<P>) -> Vec<NodeView> {
    let world = state.world();
    let voters = P::voters(world);
    world
        .ids()
        .filter_map(|id| {
            let place = world.place(id)?;
            let Inside { disk_promised, disk_vote, memory, server, client } =
                P::inside(id, place, world.config(), &voters);
            Some(NodeView {
                id,
                up: place.running.is_some(),
                disk_promised,
                disk_vote,
                memory,
                server,
                client,
                timers: timers(state, id),
                isolated: isolated(world, id),
            })
        })
        .collect()
}

fn timers<P: Shown>(state: &Simulation<P>, id: NodeId) -> Vec<TimerView> {
    let of_node = state.timers().iter().filter(|((node, _), _)| *node == id);
    let mut timers: Vec<_> = of_node
        .map(|((_, timer), armed)| TimerView {
            waits: P::wait(*timer),
            name: P::timer_name(*timer),
            set_tick: armed.set_tick,
            due_tick: armed.due_tick,
        })
        .collect();
    timers.sort_by_key(|timer| timer.due_tick);
    timers
}

fn isolated<P: Shown>(world: &World<P>, id: NodeId) -> bool {
    let mut others = world.ids().filter(|other| *other != id).peekable();
    let cut = |from, to| world.cuts().contains(&(from, to));
    others.peek().is_some() && others.all(|other| cut(id, other) && cut(other, id))
}

/// Groups of nodes that can reach each other both ways, directly or over others; none while there is only one.
fn groups<P: Shown>(world: &World<P>) -> Vec<Vec<NodeId>> {
    if world.cuts().is_empty() {
        return Vec::new();
    }
    let whole = |a: NodeId, b: NodeId| !world.cuts().contains(&(a, b)) && !world.cuts().contains(&(b, a));
    let mut left: Vec<NodeId> = world.ids().collect();
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

/// Pairs of nodes whose connection is open at both ends.
fn connections<P: Shown>(world: &World<P>) -> Vec<(NodeId, NodeId)> {
    let open = world.network().streams().iter().filter(|(_, _, way)| way.is_open());
    let mut open: Vec<(NodeId, NodeId)> = open.map(|(from, to, _)| (from, to)).collect();
    open.sort_unstable();
    let both = |(from, to): &&(NodeId, NodeId)| from < to && open.binary_search(&(*to, *from)).is_ok();
    open.iter().filter(both).copied().collect()
}

/// What is chosen, by the ledger: in the last slots, if there are many.
fn chosen<P: Shown>(world: &World<P>) -> Vec<ChosenView> {
    let end = world.ledger().end();
    let quorums = P::quorums(world.config());
    let slots = end.saturating_sub(SLOTS_SHOWN)..end;
    let all = slots.flat_map(|slot| P::chosen_in(slot, world.ledger(), quorums));
    all.map(|chosen| ChosenView { slot: chosen.slot, vote: chosen.vote, voters: chosen.voters }).collect()
}

/// The network's settings.
fn network<P: Shown>(state: &Simulation<P>) -> NetworkView {
    let profile = state.profile();
    NetworkView {
        seed: state.setup().seed,
        loss: profile.loss,
        duplication: profile.duplication,
        latency: profile.latency,
        link_latency: profile.link_latency.iter().map(|(link, latency)| (*link, *latency)).collect(),
    }
}
