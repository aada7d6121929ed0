//! Arbitrary scenarios, for property tests.

use crate::check::Allowance;
use crate::protocol::synod::Learning;
use crate::protocol::{Ballot, Kind, Label, MAX_VALUE_CHARS, NodeId, Quorums, Value, Variant, Variants};
use crate::scenario::*;
use crate::sim::{Command, Link, MessageName, Moment, Run, Share, Span};
use crate::world::Property;
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;

/// Any valid scenario.
pub fn scenario() -> impl Strategy<Value = Scenario> {
    let head = (settings(), bilingual(), bilingual(), vec(checked(), 0..3), vec(comment(), 0..3));
    head.prop_flat_map(|(settings, title, about, checked, head_comments)| {
        let steps = || vec(step(settings.node_count, settings.learning), 0..20);
        let branches = vec((any::<prop::sample::Index>(), moment(), steps()), 0..4);
        let head = (Just(settings.clone()), Just(title), Just(about), Just(checked), Just(head_comments));
        (head, steps(), branches).prop_map(|((settings, title, about, checked, head_comments), steps, branches)| {
            Scenario {
                title: title.unwrap_or_default(),
                about: about.unwrap_or_default(),
                settings,
                checked,
                head_comments,
                body: timed(Moment::default(), steps),
                branches: branches
                    .into_iter()
                    .enumerate()
                    .map(|(above, (parent, from, steps))| BranchSection {
                        parent: 1 + parent.index(above + 1),
                        from,
                        body: timed(from, steps),
                        line: 0,
                    })
                    .collect(),
            }
        })
    })
}

fn checked() -> impl Strategy<Value = Checked> {
    let property = || proptest::sample::select(Property::VOTES.to_vec());
    let asked =
        prop_oneof![property().prop_map(Asked::Holds), Just(Asked::States), value().prop_map(Asked::CanChoose),];
    let limit = proptest::sample::select(Limit::ALL.to_vec());
    let outcome = prop_oneof![
        Just(Outcome::Holds),
        (limit, any::<u64>()).prop_map(|(limit, most)| Outcome::Within(limit, most)),
        (property(), any::<u32>()).prop_map(|(property, steps)| Outcome::Broken(property, steps)),
        any::<u32>().prop_map(Outcome::Chosen),
        Just(Outcome::NeverChosen),
    ];
    (asked, option::of(moment()), allowance(), any::<u64>(), any::<u64>(), outcome)
        .prop_map(|(asked, from, allow, of, seen, outcome)| Checked { asked, from, allow, of, seen, outcome })
}

/// A line, and how long after the one before it happens, if it says when.
pub type ArbitraryStep = (Option<(u64, u32)>, What);

/// Gives lines times that never go back.
pub fn timed(from: Moment, steps: Vec<ArbitraryStep>) -> Vec<Item> {
    let mut reached = from;
    let item = |(later, what): ArbitraryStep| {
        let is_comment = matches!(what, What::Comment(_));
        let what = match what {
            // Their moments are later by so much.
            What::Run(Run::To(later)) => What::Run(Run::To(Moment { tick: reached.tick + 3 + later.tick, ..later })),
            what => what,
        };
        let at = later.filter(|_| !is_comment).map(|(ticks, events)| Moment {
            tick: reached.tick + ticks,
            events: if ticks == 0 { reached.events + events } else { events },
        });
        reached = at.unwrap_or(reached);
        match what {
            What::Run(Run::Ticks(ticks @ 1..)) => reached = Moment::at_tick(reached.tick + ticks),
            What::Run(Run::To(moment)) => reached = moment,
            _ => {}
        }
        Item { at, what, line: 0 }
    };
    steps.into_iter().map(item).collect()
}

fn step(nodes: u8, learning: Learning) -> impl Strategy<Value = ArbitraryStep> {
    let what = prop_oneof![
        8 => command(nodes, learning).prop_map(What::Command),
        2 => run().prop_map(What::Run),
        2 => bilingual().prop_map(|words| What::Caption(words.unwrap_or_else(silence))),
        4 => expectation(nodes).prop_map(What::Expect),
        1 => comment().prop_map(What::Comment),
    ];
    (option::of((0..3u64, 0..3u32)), what)
}

fn run() -> impl Strategy<Value = Run> {
    prop_oneof![
        Just(Run::Quiet),
        (0..=1_000_000u64).prop_map(Run::Ticks),
        (0..1_000u64, 0..3u32).prop_map(|(tick, events)| Run::To(Moment { tick, events })),
    ]
}

/// Any text without control characters but line breaks; quotes, backslashes and signs more often than by chance.
fn text(max_chars: usize) -> impl Strategy<Value = String> {
    let character = prop_oneof![
        4 => prop::char::range('a', 'z'),
        2 => prop::sample::select(vec!['"', '\\', '\n', '#', ' ', '|', '“', '-', '>', '三', '\u{3000}', '\u{2028}']),
        1 => any::<char>().prop_map(|character| if character.is_control() && character != '\n' { '界' } else { character }),
    ];
    vec(character, 0..max_chars).prop_map(|characters| characters.into_iter().collect())
}

pub fn bilingual() -> impl Strategy<Value = Option<Bilingual>> {
    let words = (option::of(text(30)), option::of(text(30))).prop_map(|(en, zh)| Bilingual { en, zh });
    words.prop_map(|words| if words == Bilingual::default() { None } else { Some(words) })
}

/// The caption that ends one.
fn silence() -> Bilingual {
    Bilingual { en: Some(String::new()), zh: None }
}

fn comment() -> impl Strategy<Value = String> {
    text(30).prop_map(|text| text.replace('\n', "").trim_end().to_owned())
}

pub fn value() -> impl Strategy<Value = Value> {
    text(MAX_VALUE_CHARS)
        .prop_filter_map("a value", |text| Value::new(&text.replace('\n', "")).or(Value::new("blue")).ok())
}

fn moment() -> impl Strategy<Value = Moment> {
    (0..1_000_000u64, 0..4u32).prop_map(|(tick, events)| Moment { tick, events })
}

fn node(nodes: u8) -> impl Strategy<Value = NodeId> {
    (1..=nodes).prop_filter_map("a node", NodeId::new)
}

fn ballot(nodes: u8) -> impl Strategy<Value = Ballot> {
    (1..=1_000_000_000u32, node(nodes)).prop_map(|(round, owner)| Ballot::new(round, owner))
}

fn share() -> impl Strategy<Value = Share> {
    (0..=10_000u16).prop_filter_map("a share", Share::from_basis_points)
}

pub fn span() -> impl Strategy<Value = Span> {
    (0..=100_000u32, 0..=100_000u32).prop_filter_map("a span", |(a, b)| Span::new(a.min(b), a.max(b)))
}

fn settings() -> impl Strategy<Value = Settings> {
    let nodes = prop_oneof![4 => 2..10u8, 1 => 2..=99u8];
    let proposers = nodes.prop_flat_map(|nodes| (Just(nodes), btree_set(node(nodes), 1..=usize::from(nodes))));
    let learning = prop::sample::select(vec![Learning::Notification, Learning::Votes]);
    let network = (span(), share(), share(), 1..=100_000u32, span());
    let lab = option::of((variants(), 1..=99u8, 1..=99u8, allowance()));
    (proposers, any::<u64>(), learning, any::<bool>(), option::of(network), lab).prop_map(
        |((node_count, proposers), seed, learning, manual, network, lab)| {
            let mut settings = Settings { seed, learning, manual, ..Settings::defaults(node_count) };
            settings.proposers = proposers.into_iter().collect();
            if let Some((latency, loss, duplication, timeout_ticks, backoff)) = network {
                settings = Settings { latency, loss, duplication, timeout_ticks, backoff, ..settings };
            }
            if let Some((variants, phase1, phase2, allow)) = lab {
                (settings.variants, settings.allow) = (variants, allow);
                if !variants.has(Variant::HalfQuorum) {
                    let size = |size: u8| 1 + size % node_count;
                    settings.quorums = Quorums { phase1: size(phase1), phase2: size(phase2) };
                }
            }
            settings
        },
    )
}

fn allowance() -> impl Strategy<Value = Allowance> {
    let number = || 0..=Allowance::MAX;
    let breaks = 0;
    (number(), number(), number()).prop_map(move |(ballots, crashes, wipes)| Allowance {
        ballots,
        crashes,
        wipes,
        breaks,
    })
}

fn variants() -> impl Strategy<Value = Variants> {
    btree_set(prop::sample::select(Variant::SYNOD.to_vec()), 0..4).prop_map(|all| all.into_iter().collect())
}

fn link(nodes: u8) -> impl Strategy<Value = Link> {
    (node(nodes), 1..nodes, any::<bool>()).prop_filter_map("two nodes", move |(from, further, both_ways)| {
        let to = NodeId::new((from.number() - 1 + further) % nodes + 1)?;
        Some(Link { from, to, both_ways })
    })
}

/// A message that can exist: its ballot's owner is at the right end.
fn message(nodes: u8, learning: Learning) -> impl Strategy<Value = MessageName> {
    let kind = prop::sample::select(Kind::SYNOD.to_vec());
    (link(nodes), node(nodes), kind, 1..=1_000_000_000u32, prop_oneof![Just(1), 1..=1_000_000_000u32]).prop_map(
        move |(link, other, kind, round, occurrence)| {
            let owner = match kind {
                Kind::Prepare | Kind::Accept | Kind::Chosen => link.from,
                Kind::Accepted if learning == Learning::Votes => other,
                _ => link.to,
            };
            let label = Label::of_ballot(kind, Ballot::new(round, owner));
            MessageName { from: link.from, to: link.to, label, occurrence }
        },
    )
}

fn partition(nodes: u8) -> impl Strategy<Value = Command> {
    let places = vec(0..4usize, usize::from(nodes));
    places.prop_filter_map("somebody is named", |places| {
        let mut groups = vec![Vec::new(); 3];
        for (node, place) in NodeId::all(99).zip(places) {
            // The fourth group is not named.
            groups.get_mut(place).into_iter().for_each(|group| group.push(node));
        }
        groups.retain(|group| !group.is_empty());
        (!groups.is_empty()).then_some(Command::Partition(groups))
    })
}

fn command(nodes: u8, learning: Learning) -> impl Strategy<Value = Command> {
    let crash = option::of(0..=999u16);
    let message = || message(nodes, learning);
    prop_oneof![
        (node(nodes), value(), crash.clone()).prop_map(|(node, value, crash_after)| Command::Propose {
            node,
            value,
            crash_after
        }),
        (message(), crash.clone()).prop_map(|(message, crash_after)| Command::Deliver { message, crash_after }),
        (node(nodes), crash).prop_map(|(node, crash_after)| Command::Fire { node, crash_after }),
        message().prop_map(Command::Drop),
        message().prop_map(Command::Duplicate),
        message().prop_map(Command::Hold),
        message().prop_map(Command::Release),
        node(nodes).prop_map(Command::Crash),
        node(nodes).prop_map(Command::Restart),
        node(nodes).prop_map(Command::Wipe),
        node(nodes).prop_map(Command::Isolate),
        link(nodes).prop_map(Command::Cut),
        link(nodes).prop_map(Command::Heal),
        Just(Command::HealAll),
        partition(nodes),
        share().prop_map(Command::SetLoss),
        share().prop_map(Command::SetDuplication),
        (option::of(link(nodes)), span()).prop_map(|(link, latency)| Command::SetLatency { link, latency }),
    ]
}

fn expectation(nodes: u8) -> impl Strategy<Value = Expectation> {
    let property = prop::sample::select(Property::VOTES.to_vec());
    prop_oneof![
        value().prop_map(Expectation::Chosen),
        Just(Expectation::NothingChosen),
        (node(nodes), option::of(value())).prop_map(|(node, value)| Expectation::Learned(node, value)),
        (node(nodes), option::of(ballot(nodes))).prop_map(|(node, ballot)| Expectation::Promised(node, ballot)),
        (node(nodes), option::of((ballot(nodes), value()))).prop_map(|(node, vote)| Expectation::Accepted(node, vote)),
        (node(nodes), option::of(ballot(nodes))).prop_map(|(node, ballot)| Expectation::Leads(node, ballot)),
        (node(nodes), any::<bool>()).prop_map(|(node, up)| Expectation::Up(node, up)),
        (property, any::<bool>()).prop_map(|(property, holds)| Expectation::Property(property, holds)),
    ]
}

/// Texts that look like scenarios: words of the format in any order, with slips and signs between them.
pub fn nearly_a_scenario() -> impl Strategy<Value = String> {
    let mut words: Vec<&'static str> = SETTING_WORDS.into_iter().chain(BODY_WORDS).collect();
    words.extend(
        "paxos 1 at branch from chosen nothing learned promised accepted leads up down holds crashing after".split(' '),
    );
    words.extend(
        "n1 n2 n3 n99 n100 c1 c2 c99 1.n1 2.n9 2.n1@5 1.c1 multipaxos slot applied store answered 58+2 8..12 12.5% prepare accept promise loss latency votes zh synod 2 half-quorum no-raise".split(' '),
    );
    words.extend(["->", "--", "|", "#", "#2", "\n", "\n", "\n", "\"a\"", "\"", "\\", "\r", "\u{feff}", "“", "→", " "]);
    let piece = prop_oneof![8 => prop::sample::select(words).prop_map(str::to_owned), 1 => any::<String>()];
    let gap = prop::sample::select(vec!["", " ", " ", " ", "\t"]);
    (any::<bool>(), vec((piece, gap), 0..60)).prop_map(|(versioned, pieces)| {
        let pieces: String = pieces.into_iter().map(|(piece, gap)| piece + gap).collect();
        if versioned { format!("paxos 1\n{pieces}") } else { pieces }
    })
}
