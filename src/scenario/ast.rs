//! A scenario as data. Its text is read by [`parse`](super::parse) and written by [`format`](super::format).

use super::checked::Checked;
use crate::check::Allowance;
use crate::protocol::synod::Learning;
use crate::protocol::zab::Election;
use crate::protocol::{Ballot, Membership, NodeId, ProtocolName, Quorums, Roster, Slot, Value, Variant, Variants};
use crate::sim::{Command, Load, Moment, Run, Share, Span};
use crate::world::Property;

/// A text in both languages; at least one of them is written.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Bilingual {
    /// English.
    pub en: Option<String>,
    /// Simplified Chinese.
    pub zh: Option<String>,
}

/// A whole scenario.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scenario {
    /// Its title.
    pub title: Bilingual,
    /// What it is about, in a sentence or two.
    pub about: Bilingual,
    /// The cluster and the network.
    pub settings: Settings,
    /// What searches of it came to, the earliest first.
    pub checked: Vec<Checked>,
    /// Comment lines before the first setting, without their `#`.
    pub head_comments: Vec<String>,
    /// What happens, in order: the first branch.
    pub body: Vec<Item>,
    /// Further branches, each from an earlier one.
    pub branches: Vec<BranchSection>,
}

/// The cluster and the network.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// What the nodes do.
    pub protocol: ProtocolName,
    /// How many nodes, clients not counted.
    pub node_count: u8,
    /// How many clients, of a protocol that keeps a log.
    pub client_count: u8,
    /// How many of the nodes only observe, under Zab: the last ones.
    pub observer_count: u8,
    /// How servers come to a leader, under Zab.
    pub election: Election,
    /// In how many slots beyond what it knows to be chosen a leader proposes.
    pub window: u8,
    /// How long a log grows before a snapshot takes its place, in slots; never, if nothing is said.
    pub snapshot_every: Option<u32>,
    /// Who votes may change, by commands in the log (`+n4`, `-n2`), which hold so many slots further on; and how many vote at the start, the first ones. Never, if
    /// nothing is said.
    pub membership: Option<Membership>,
    /// A leader asks for a lease, and while it holds one answers reads from its own state.
    pub lease: bool,
    /// What every client asks for by itself, if they do.
    pub load: Option<Load>,
    /// How far the clocks of nodes go wrong, either way.
    pub drift: Share,
    /// How many acceptors each phase needs, unless `half-quorum` says otherwise: see [`Settings::effective_quorums`].
    pub quorums: Quorums,
    /// The nodes that propose; sorted, never empty.
    pub proposers: Vec<NodeId>,
    /// The seed of every draw.
    pub seed: u64,
    /// Of every link, in ticks.
    pub latency: Span,
    /// Of messages that get lost.
    pub loss: Share,
    /// Of messages that arrive twice.
    pub duplication: Share,
    /// How long a proposer gives a ballot, in ticks: one wait that covers both phases, from the prepares until something is learned.
    pub timeout_ticks: u32,
    /// How long it waits after a refusal, in ticks: drawn from this range, which doubles with each attempt, up to eightfold.
    pub backoff: Span,
    /// How the decision gets around.
    pub learning: Learning,
    /// Mistakes that are switched on.
    pub variants: Variants,
    /// What a search may do beyond the commands.
    pub allow: Allowance,
    /// Nothing moves unless commanded.
    pub manual: bool,
    /// The same lines are played beside, in another way.
    pub beside: Option<Beside>,
}

/// In which way the same lines are played beside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Beside {
    /// `beside zab`: under another protocol that keeps a log.
    Protocol(ProtocolName),
    /// `beside apply-twice`: with this mistake the other way.
    Variant(Variant),
}

impl Beside {
    /// Its word in scenarios.
    pub fn word(self) -> &'static str {
        match self {
            Beside::Protocol(protocol) => protocol.word(),
            Beside::Variant(variant) => variant.word(),
        }
    }
}

/// A branch: it shares everything with its parent up to a moment, and then goes its own way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BranchSection {
    /// The parent: 1 is the body, 2 the first branch section, and so on.
    pub parent: usize,
    /// Where it leaves the parent.
    pub from: Moment,
    /// What happens in it from there on.
    pub body: Vec<Item>,
    /// Its line, from 1 (0 where it was not parsed).
    pub line: u32,
}

/// One line of the body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// When; without it, right after the line before (at the head of a branch, right after the fork).
    pub at: Option<Moment>,
    /// What.
    pub what: What,
    /// Its line, from 1 (0 where it was not parsed). Not part of the scenario's identity: see [`Scenario::without_lines`].
    pub line: u32,
}

impl Item {
    /// How far the run has come at least after this line, if it had come so far before. Where a `run` without a number ends cannot be told. A line
    /// that is timed before what the lines above it reach is an error in a text.
    pub fn reaches(&self, reached: Moment) -> Moment {
        let start = self.at.unwrap_or(reached);
        match &self.what {
            What::Run(Run::Ticks(ticks @ 1..)) => Moment::at_tick(start.tick.saturating_add(*ticks)),
            What::Run(Run::To(moment)) => *moment,
            _ => start,
        }
    }
}

/// What a line of the body says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// Something is done.
    Command(Command),
    /// Time passes: so long, or until nothing is due any more.
    Run(Run),
    /// A caption comes into force.
    Caption(Bilingual),
    /// Something has to be true now.
    Expect(Expectation),
    /// A comment line, without its `#`.
    Comment(String),
}

/// Something that has to be true.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expectation {
    /// `expect chosen "blue"`: by the ledger.
    Chosen(Value),
    /// `expect nothing chosen`: by the ledger.
    NothingChosen,
    /// `expect n2 learned "blue"`, `expect n2 learned nothing`.
    Learned(NodeId, Option<Value>),
    /// `expect n2 promised 3.n1`, `expect n2 promised nothing`. Of a node that is down: what its disk holds.
    Promised(NodeId, Option<Ballot>),
    /// `expect n2 accepted 1.n1 "blue"`, `expect n2 accepted nothing`. Of a node that is down: what its disk holds.
    Accepted(NodeId, Option<(Ballot, Value)>),
    /// `expect n3 leads 2.n3`, `expect n3 leads nothing`.
    Leads(NodeId, Option<Ballot>),
    /// `expect n2 up`, `expect n2 down`.
    Up(NodeId, bool),
    /// `expect agreement holds`, `expect votes-safe broken`.
    Property(Property, bool),
    /// `expect slot 3 chosen "x=1"`, `expect slot 3 chosen no-op`, `expect slot 3 chosen nothing`: by the ledger.
    Slot(Slot, SlotContent),
    /// `expect n2 applied 4`: the first four slots, and no more.
    Applied(NodeId, Slot),
    /// `expect n2 store "x=1"`, `expect n2 store "x="`: what a key holds.
    Store(NodeId, Value),
    /// `expect c1 answered 2`: so many of what it asked for.
    Answered(NodeId, u32),
    /// `expect beside …`: of the run beside.
    Beside(Box<Expectation>),
}

/// What is chosen in a slot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SlotContent {
    /// Nothing.
    Nothing,
    /// A no-op.
    NoOp,
    /// A client's command, whoever asked for it.
    Operation(Value),
}

impl Settings {
    /// What holds where a scenario of the Synod protocol says nothing else, for this many nodes.
    pub fn defaults(node_count: u8) -> Self {
        Self::defaults_of(ProtocolName::Synod, node_count)
    }

    /// What holds where a scenario says nothing else, for this many nodes.
    pub fn defaults_of(protocol: ProtocolName, node_count: u8) -> Self {
        let span = |low, high| Span::new(low, high).expect("a span in order");
        Self {
            protocol,
            node_count,
            client_count: u8::from(protocol.keeps_log()),
            observer_count: 0,
            election: Election::Fast,
            window: 8,
            snapshot_every: None,
            membership: None,
            lease: false,
            load: None,
            drift: Share::default(),
            quorums: Quorums::majorities(node_count),
            proposers: NodeId::all(node_count).collect(),
            seed: 1,
            latency: span(8, 12),
            loss: Share::default(),
            duplication: Share::default(),
            timeout_ticks: 60,
            backoff: span(10, 40),
            learning: Learning::Notification,
            variants: Variants::default(),
            allow: Allowance::DEFAULT,
            manual: false,
            beside: None,
        }
    }

    /// The settings under which the same lines are played beside, if they are. What means nothing there stays behind.
    pub fn of_beside(&self) -> Option<Settings> {
        let settings = Settings { beside: None, ..self.clone() };
        Some(match self.beside? {
            Beside::Protocol(protocol) => {
                let variants = self.variants.iter().filter(|variant| protocol.makes(*variant)).collect();
                Settings { protocol, variants, ..settings }
            }
            Beside::Variant(variant) => {
                let variants = match self.variants.has(variant) {
                    true => self.variants.without(variant),
                    false => self.variants.with(variant),
                };
                Settings { variants, ..settings }
            }
        })
    }

    /// Is it under two protocols? Then its lines name nodes, links and times, and never messages.
    pub fn is_of_two_protocols(&self) -> bool {
        matches!(self.beside, Some(Beside::Protocol(_)))
    }

    /// Who there is.
    pub fn roster(&self) -> Roster {
        Roster { nodes: self.node_count, clients: self.client_count }
    }

    /// Those that a client may ask (in a log: the clients, to whom a person says what to ask for).
    pub fn asked(&self) -> Vec<NodeId> {
        match self.protocol.keeps_log() {
            true => NodeId::clients(self.client_count).collect(),
            false => self.proposers.clone(),
        }
    }

    /// How many nodes vote.
    pub fn voter_count(&self) -> u8 {
        self.node_count - self.observer_count
    }

    /// How many acceptors each phase needs. (Under Zab, how many of those that vote.)
    pub fn effective_quorums(&self) -> Quorums {
        if self.protocol == ProtocolName::Zab {
            return Quorums::majorities(self.voter_count());
        }
        if self.variants.has(Variant::HalfQuorum) { Quorums::halves(self.node_count) } else { self.quorums }
    }
}

impl Scenario {
    /// An empty scenario with these settings.
    pub fn new(settings: Settings) -> Self {
        Self {
            title: Bilingual::default(),
            about: Bilingual::default(),
            settings,
            checked: Vec::new(),
            head_comments: Vec::new(),
            body: Vec::new(),
            branches: Vec::new(),
        }
    }

    /// The same scenario with every line number 0: what two texts that mean the same have in common.
    #[must_use]
    pub fn without_lines(mut self) -> Self {
        for item in &mut self.body {
            item.line = 0;
        }
        for branch in &mut self.branches {
            branch.line = 0;
            for item in &mut branch.body {
                item.line = 0;
            }
        }
        self
    }
}
