//! Arbitrary scenarios of a replicated log, for property tests.

use super::arbitrary::{bilingual, span, timed, value};
use crate::protocol::{
    Ballot, Kind, Label, Membership, NodeId, ProtocolName, Roster, Slot, TimerName, Variant, Variants,
};
use crate::scenario::*;
use crate::sim::{Command, Link, Load, MessageName, Moment, Share};
use crate::world::Property;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Any valid scenario of a log.
pub fn scenario() -> impl Strategy<Value = Scenario> {
    prop_oneof![settings(ProtocolName::MultiPaxos), settings(ProtocolName::Zab)].prop_flat_map(|settings| {
        let (roster, protocol) = (settings.roster(), settings.protocol);
        let line = prop_oneof![
            3 => command(protocol, roster).prop_map(What::Command),
            2 => expectation(protocol, roster).prop_map(What::Expect),
        ];
        let steps = vec((option::of((0..3u64, 0..3u32)), line), 0..20);
        (Just(settings), bilingual(), steps).prop_map(|(settings, title, steps)| Scenario {
            title: title.unwrap_or_default(),
            body: timed(Moment::default(), steps),
            ..Scenario::new(settings)
        })
    })
}

fn settings(protocol: ProtocolName) -> impl Strategy<Value = Settings> {
    let made = Variant::ALL.into_iter().filter(move |variant| protocol.makes(*variant));
    let variants = prop::sample::subsequence(made.collect::<Vec<_>>(), 0..3);
    let snapshots = option::of(1..=MAX_SNAPSHOT_EVERY);
    let clocks = (any::<bool>(), 0..=10_000u16, option::of((1..=255u8, any::<u8>())));
    let load = option::of((1..=MAX_LOAD, 1..=1_000u32));
    (2..9u8, 1..=20u8, 1..=255u8, (snapshots, load), variants, (span(), clocks), any::<u64>()).prop_map(
        move |(
            nodes,
            clients,
            drawn,
            (snapshot_every, load),
            variants,
            (latency, (lease, drift, membership)),
            seed,
        )| {
            let alpha = membership.filter(|_| protocol == ProtocolName::MultiPaxos).map(|(alpha, first)| Membership {
                alpha,
                first: 1 + first % nodes,
                servers: nodes,
            });
            let variants: Variants = variants.into_iter().collect();
            Settings {
                client_count: clients,
                // What means nothing in the other protocol stays as it is.
                window: if protocol == ProtocolName::Zab { 8 } else { drawn },
                lease: lease && protocol == ProtocolName::MultiPaxos && alpha.is_none(),
                membership: alpha,
                drift: Share::from_basis_points(drift).unwrap_or_default(),
                observer_count: if protocol == ProtocolName::Zab { drawn % nodes } else { 0 },
                snapshot_every,
                load: load.map(|(commands, pause_ticks)| Load { commands, pause_ticks }),
                variants: if alpha.is_some() { variants.without(Variant::HalfQuorum) } else { variants },
                latency,
                seed,
                ..Settings::defaults_of(protocol, nodes)
            }
        },
    )
}

fn server(roster: Roster) -> impl Strategy<Value = NodeId> {
    prop::sample::select(NodeId::all(roster.nodes).collect::<Vec<_>>())
}

fn client(roster: Roster) -> impl Strategy<Value = NodeId> {
    prop::sample::select(NodeId::clients(roster.clients).collect::<Vec<_>>())
}

fn anybody(roster: Roster) -> impl Strategy<Value = NodeId> {
    prop::sample::select(roster.ids().collect::<Vec<_>>())
}

fn link(roster: Roster) -> impl Strategy<Value = Link> {
    let two = prop::sample::subsequence(roster.ids().collect::<Vec<_>>(), 2);
    (two, any::<bool>()).prop_map(|(two, both_ways)| Link { from: two[0], to: two[1], both_ways })
}

fn slot() -> impl Strategy<Value = Slot> {
    0..=MAX_SLOT
}

/// A message that can exist: between servers, or of a client and a server.
fn message(protocol: ProtocolName, roster: Roster) -> impl Strategy<Value = MessageName> {
    let servers = prop::sample::subsequence(NodeId::all(roster.nodes).collect::<Vec<_>>(), 2);
    let kind = prop::sample::select(Kind::of(protocol).to_vec());
    let least = u32::from(protocol != ProtocolName::Zab);
    (servers, client(roster), kind, slot(), least..=1_000_000_000u32, 1..5u32).prop_map(
        |(servers, client, kind, slot, round, occurrence)| {
            let (one, other) = (servers[0], servers[1]);
            let (from, to, owner) = match kind {
                Kind::Prepare | Kind::Accept | Kind::Heartbeat | Kind::Install => (one, other, one),
                Kind::Request => (client, one, client),
                Kind::Reply => (one, client, client),
                Kind::Notification => (one, other, one),
                kind if kind.is_on_connection() && !is_of_learner(kind) => (one, other, one),
                _ => (one, other, other),
            };
            let slot = kind.has_slot().then_some(slot);
            MessageName { from, to, label: Label { kind, ballot: Ballot::new(round, owner), slot }, occurrence }
        },
    )
}

/// Is it sent to a leader?
fn is_of_learner(kind: Kind) -> bool {
    matches!(kind, Kind::FollowerInfo | Kind::AckEpoch | Kind::Ack)
}

fn command(protocol: ProtocolName, roster: Roster) -> impl Strategy<Value = Command> {
    let crash = option::of(0..=999u16);
    let groups = vec(0..3usize, roster.ids().count()).prop_filter_map("somebody is named", move |places| {
        let mut groups = vec![Vec::new(); 2];
        for (id, place) in roster.ids().zip(places) {
            groups.get_mut(place).into_iter().for_each(|group| group.push(id));
        }
        groups.retain(|group| !group.is_empty());
        (!groups.is_empty()).then_some(Command::Partition(groups))
    });
    prop_oneof![
        (client(roster), value(), crash.clone()).prop_map(|(node, value, crash_after)| Command::Propose {
            node,
            value,
            crash_after
        }),
        (message(protocol, roster), crash.clone())
            .prop_map(|(message, crash_after)| Command::Deliver { message, crash_after }),
        (anybody(roster), crash.clone()).prop_map(|(node, crash_after)| Command::Fire { node, crash_after }),
        (server(roster), server(roster), crash).prop_map(move |(node, peer, crash_after)| match protocol {
            ProtocolName::Zab if node == peer => {
                Command::FireOf { node, timer: TimerName::Naming(peer), crash_after }
            }
            ProtocolName::Zab => Command::Notice { node, peer, crash_after },
            _ => Command::Fire { node, crash_after },
        }),
        message(protocol, roster).prop_map(Command::Drop),
        anybody(roster).prop_map(Command::Crash),
        anybody(roster).prop_map(Command::Restart),
        anybody(roster).prop_map(Command::Isolate),
        link(roster).prop_map(move |link| match protocol {
            ProtocolName::Zab if link.both_ways => Command::Break(link.from, link.to),
            _ => Command::Cut(link),
        }),
        groups,
    ]
}

fn expectation(protocol: ProtocolName, roster: Roster) -> impl Strategy<Value = Expectation> {
    let property = prop::sample::select(Property::of(protocol).to_vec());
    let ballot = (1..=1_000_000_000u32, server(roster)).prop_map(|(round, owner)| Ballot::new(round, owner));
    let content =
        prop_oneof![Just(SlotContent::Nothing), Just(SlotContent::NoOp), value().prop_map(SlotContent::Operation),];
    prop_oneof![
        (slot(), content).prop_map(|(slot, content)| Expectation::Slot(slot, content)),
        (server(roster), slot()).prop_map(|(node, slots)| Expectation::Applied(node, slots)),
        (server(roster), value()).prop_map(|(node, pair)| Expectation::Store(node, pair)),
        (client(roster), any::<u32>()).prop_map(|(client, commands)| Expectation::Answered(client, commands)),
        (server(roster), option::of(ballot)).prop_map(|(node, ballot)| Expectation::Leads(node, ballot)),
        (anybody(roster), any::<bool>()).prop_map(|(node, up)| Expectation::Up(node, up)),
        Just(Expectation::NothingChosen),
        (property, any::<bool>()).prop_map(|(property, holds)| Expectation::Property(property, holds)),
    ]
}
