//! What can be seen of a run: plain data with public fields, and nothing of how it came about.
//!
//! The stage, the space-time diagram, the inspector, the command line and the JavaScript API read these types and nothing below them.
//! A [`View`] is the state at the cursor; a [`History`](super::History) is what happened in the branch shown, before the cursor and after it.

mod log;

pub use log::*;

use crate::protocol::synod::{self, Phase, Told};
use crate::protocol::zab::{self, Ticket, Zxid};
use crate::protocol::{
    Ballot, Label, NodeId, ProtocolName, Quorums, Slot, TimerName, Value, Variant, Vote, Wait, multipaxos,
};
use crate::sim::{Command, LossCause, MessageName, Moment, Share, Span};
use crate::world::{Breach, Property};

/// The state at the cursor.
#[derive(Clone, PartialEq, Debug)]
pub struct View {
    /// Where the cursor stands.
    pub moment: Moment,
    /// How many events of the branch lie before the cursor.
    pub position: usize,
    /// The furthest moment that has been simulated in this branch.
    pub frontier: Moment,
    /// How many events have been simulated in this branch.
    pub event_count: usize,
    /// The tick of the next event (simulated or still to come), if anything is due at all.
    pub next_tick: Option<u64>,
    /// What the nodes do.
    pub protocol: ProtocolName,
    /// How many nodes there are, clients not counted.
    pub node_count: u8,
    /// How many of them vote.
    pub voter_count: u8,
    /// Every node, in the order of their numbers, then every client.
    pub nodes: Vec<NodeView>,
    /// Every message under way, in the order in which they set out.
    pub messages: Vec<MessageView>,
    /// Directed links that are cut, sorted.
    pub cuts: Vec<(NodeId, NodeId)>,
    /// Pairs of nodes whose connection is open at both ends, sorted: under Zab.
    pub connections: Vec<(NodeId, NodeId)>,
    /// Groups of nodes that can reach each other both ways, if links are cut so that there are several; each sorted, by first node.
    pub groups: Vec<Vec<NodeId>>,
    /// The log, of a protocol that keeps one.
    pub log: Option<LogView>,
    /// What is chosen: values with the ballot and the acceptors that voted, by the ledger. More than one value in a slot: agreement is broken. Of a
    /// log only the last slots are here.
    pub chosen: Vec<ChosenView>,
    /// Every property, judged for this state.
    pub properties: Vec<PropertyView>,
    /// Quorums that stand: of promises for ballots that are led, and of votes that chose.
    pub quorums: Vec<QuorumView>,
    /// How many acceptors each phase needs.
    pub quorum_sizes: Quorums,
    /// Mistakes of the bug lab that are switched on.
    pub variants: Vec<Variant>,
    /// The caption in force at the cursor.
    pub caption: Option<CaptionView>,
    /// The network as it is now.
    pub network: NetworkView,
    /// True where nothing moves unless commanded.
    pub manual: bool,
    /// The nodes that propose in this scenario (the page offers "propose" on others too, less prominently).
    pub proposers: Vec<NodeId>,
    /// The last command that undo would remove, and the one that redo would give again.
    pub undo: Option<Command>,
    /// See `undo`.
    pub redo: Option<Command>,
    /// The branches of the run, in the order in which they were opened.
    pub branches: Vec<BranchView>,
    /// Which of them is shown.
    pub branch: usize,
}

impl View {
    /// A node or a client.
    pub fn node(&self, id: NodeId) -> Option<&NodeView> {
        self.nodes.get(id.place(self.node_count))
    }
}

/// A text in both languages; where only one was written, it stands in both.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Words {
    /// English.
    pub en: String,
    /// Simplified Chinese.
    pub zh: String,
}

/// A caption.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaptionView {
    /// What its author wrote.
    pub words: Words,
    /// Whether somebody changed the run before the cursor: the caption was written for another one, and may not be true of this.
    pub run_changed: bool,
}

/// A node.
#[derive(Clone, PartialEq, Debug)]
pub struct NodeView {
    /// Its name.
    pub id: NodeId,
    /// Running, or crashed.
    pub up: bool,
    /// What its disk holds: the promise.
    pub disk_promised: Option<Ballot>,
    /// What its disk holds: the vote.
    pub disk_vote: Option<Vote>,
    /// What it keeps in memory; nothing while it is down, and in a protocol that keeps a log.
    pub memory: Option<MemoryView>,
    /// What it is and has, in a protocol that keeps a log, if it is a server.
    pub server: Option<ServerView>,
    /// What it waits for, if it is a client.
    pub client: Option<ClientView>,
    /// Its armed timers, the one due first in front.
    pub timers: Vec<TimerView>,
    /// Cut off from every other node in both directions.
    pub isolated: bool,
}

/// The memory of a running node of the Synod protocol; all of it is lost in a crash.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MemoryView {
    /// Acceptor: the highest ballot promised or voted in.
    pub promised: Option<Ballot>,
    /// Acceptor: the vote of the highest ballot.
    pub vote: Option<Vote>,
    /// Proposer: what a client asked for.
    pub wants: Option<Value>,
    /// Proposer: where it stands, with the promises it has.
    pub phase: Phase,
    /// Proposer: ballots begun for what it wants.
    pub attempts: u32,
    /// Learner: what it knows to be chosen, and how.
    pub learned: Option<(Vote, Told)>,
    /// Learner: the votes it has heard of, with the voters.
    pub votes_heard: Vec<(Vote, Vec<NodeId>)>,
}

/// An armed timer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TimerView {
    /// What it waits for.
    pub waits: Wait,
    /// What a person calls it, where a node has several.
    pub name: Option<TimerName>,
    /// When it was armed, in ticks.
    pub set_tick: u64,
    /// When it runs out, in ticks.
    pub due_tick: u64,
}

/// A message under way.
#[derive(Clone, PartialEq, Debug)]
pub struct MessageView {
    /// Its number in the branch, from 0; stable for as long as the branch lives.
    pub id: u32,
    /// What it is called.
    pub name: MessageName,
    /// What it carries.
    pub content: MessageContent,
    /// When it set out, in ticks; later by as long as it was held.
    pub sent_tick: u64,
    /// When it will arrive if nothing happens to it, in ticks. (It may be lost before; nobody knows.)
    pub due_tick: u64,
    /// Held since this tick: it does not move.
    pub held_since_tick: Option<u64>,
    /// A copy that the network or a hand made.
    pub copy: bool,
    /// The message right ahead of it on its connection, if it travels on one: it is not overtaken.
    pub ahead: Option<u32>,
    /// What would become of it if it were delivered now: nothing, or why that is not possible.
    pub undeliverable: Option<Obstacle>,
}

/// Why a message cannot be delivered now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Obstacle {
    /// The link is cut.
    LinkCut,
    /// The receiver is down.
    ReceiverDown,
    /// On its connection others come first.
    NotNext,
}

/// A value that is chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChosenView {
    /// The slot.
    pub slot: Slot,
    /// The ballot and the value.
    pub vote: Vote,
    /// The acceptors that voted for it in this ballot.
    pub voters: Vec<NodeId>,
}

/// A property, judged for the state at the cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PropertyView {
    /// Which.
    pub property: Property,
    /// The votes that prove that it fails, if it does.
    pub breach: Option<Breach>,
}

/// A quorum that stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QuorumView {
    /// The ballot.
    pub ballot: Ballot,
    /// True for votes (phase 2), false for promises (phase 1).
    pub votes: bool,
    /// Its members; at least as many as the phase needs.
    pub members: Vec<NodeId>,
    /// Of how many that vote.
    pub voter_count: u8,
}

/// The network's settings.
#[derive(Clone, PartialEq, Debug)]
pub struct NetworkView {
    /// The seed of every draw.
    pub seed: u64,
    /// Messages that get lost.
    pub loss: Share,
    /// Messages that arrive twice.
    pub duplication: Share,
    /// Latency of every link that has none of its own.
    pub latency: Span,
    /// Latency of single directed links.
    pub link_latency: Vec<((NodeId, NodeId), Span)>,
}

/// A branch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BranchView {
    /// The branch it came from, and where it leaves it.
    pub parent: Option<(usize, Moment)>,
    /// How many commands it has, those of its parents included.
    pub command_count: usize,
    /// The command with which it begins to differ.
    pub first_command: Option<Command>,
    /// The furthest moment simulated in it.
    pub frontier: Moment,
}

/// One event.
#[derive(Clone, PartialEq, Debug)]
pub struct EventView {
    /// The moment right after it.
    pub moment: Moment,
    /// What happened.
    pub what: Happening,
    /// The node to which it happened, if to one.
    pub node: Option<NodeId>,
    /// Ordered to happen by a command of the scenario or the person (rather than by time).
    pub commanded: bool,
    /// Why the node did what it did, in order.
    pub reasons: Vec<ReasonView>,
    /// Numbers of the messages that set out in it.
    pub sent: Vec<u32>,
    /// Messages that it sent on connections that were gone, which it had yet to notice: to whom, and what. They went nowhere.
    pub vanished: Vec<(NodeId, Label)>,
    /// What it wrote to the disk, in order: promises and votes.
    pub written: Vec<WrittenView>,
    /// The node learned this in it, slot by slot.
    pub decided: Vec<(Slot, Value)>,
    /// The node crashed in the middle: after this many writes and sends.
    pub crashed_after: Option<u16>,
    /// The timer that ran out, if it was one of several that its node may have.
    pub timer: Option<TimerName>,
    /// Values that became chosen with this event, by the ledger.
    pub newly_chosen: Vec<(Slot, Vote)>,
    /// Properties that hold before and not after it.
    pub newly_broken: Vec<Property>,
}

/// A write to the disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WrittenView {
    /// A promise.
    Promised(Ballot),
    /// A vote; in which slot, if there are several.
    Voted(Option<Slot>, Vote),
    /// A snapshot of everything below a slot.
    Snapshot(Slot),
    /// Zab: the epoch accepted.
    AcceptedEpoch(u32),
    /// Zab: the epoch of which its history is.
    CurrentEpoch(u32),
    /// Zab: a transaction, with what it says.
    Logged(Zxid, Value),
    /// Zab: the log was cut off behind this transaction.
    Truncated(Zxid),
    /// Of a client: the number of its next command.
    Asked(u32),
}

/// What an event is.
#[derive(Clone, PartialEq, Debug)]
pub enum Happening {
    /// A client asked the node for a value.
    Proposed(Value),
    /// This message was delivered.
    Delivered(u32),
    /// This message was lost.
    Lost(u32, LossCause),
    /// This message was copied; the copy.
    Duplicated(u32, u32),
    /// This message was held.
    Held(u32),
    /// This message was released.
    Released(u32),
    /// A timer ran out.
    Fired(Wait),
    /// The node noticed that its connection with this one is gone.
    Noticed(NodeId),
    /// The node crashed.
    Crashed,
    /// The node started again with its disk.
    Restarted,
    /// The node lost its disk and started blank.
    Wiped,
    /// These directed links were cut and healed by one command (a partition does both).
    Rewired {
        /// The command.
        command: Command,
        /// Cut now.
        cut: Vec<(NodeId, NodeId)>,
        /// Healed now.
        healed: Vec<(NodeId, NodeId)>,
    },
    /// The connection of these two was broken.
    Broken(NodeId, NodeId),
    /// A setting of the network changed.
    Set(Command),
    /// A command of the scenario could not be carried out here.
    Impossible(Command, crate::sim::CommandError),
}

/// Why a node did what it did, in the terms of its protocol.
#[derive(Clone, PartialEq, Debug)]
pub enum ReasonView {
    /// Of a single decision.
    Synod(synod::Reason),
    /// Of a log under Multi-Paxos.
    MultiPaxos(multipaxos::Reason),
    /// Of a log under Zab.
    Zab(zab::Reason),
}

impl ReasonView {
    /// The reason, if it is one of a single decision.
    pub fn synod(&self) -> Option<&synod::Reason> {
        match self {
            ReasonView::Synod(reason) => Some(reason),
            ReasonView::MultiPaxos(_) | ReasonView::Zab(_) => None,
        }
    }
}

/// What a message carries besides its name.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct MessageContent {
    /// The value; for a promise of a single decision, the value of the vote reported.
    pub value: Option<Value>,
    /// For a promise of a single decision: the vote reported.
    pub reported: Option<Vote>,
    /// For a refusal: the higher ballot promised.
    pub higher: Option<Ballot>,
    /// Everything below this slot is chosen, the sender says; or from this slot on it wants to know.
    pub slot: Option<Slot>,
    /// For a promise in a log: in how many slots it reports a vote.
    pub votes: Option<usize>,
    /// It brings a snapshot of everything below this slot.
    pub snapshot: Option<Slot>,
    /// Zab, a notification: what its sender is, and its vote.
    pub vote: Option<(zab::State, Ticket)>,
    /// Zab: the transaction that it is about.
    pub zxid: Option<Zxid>,
    /// Zab, an ACKEPOCH: the epoch of which the sender's history is; nothing in it if it must not be counted.
    pub current_epoch: Option<Option<u32>>,
}

/// A message's whole way.
#[derive(Clone, PartialEq, Debug)]
pub struct TraceView {
    /// What it is called.
    pub name: MessageName,
    /// What it carries.
    pub content: MessageContent,
    /// When it set out.
    pub sent: Moment,
    /// The event that sent it, by its place.
    pub sent_by: usize,
    /// A copy that the network or a hand made.
    pub copy: bool,
    /// How it ended, and the event, by its place; nothing while it is under way at the frontier.
    pub end: Option<TraceEnd>,
    /// When it was due as it set out, in ticks.
    pub first_due_tick: u64,
    /// When it is due if it is still under way at the frontier, in ticks: later by as long as it was held. While it is held it is
    /// not due at all, and this is what it was before.
    pub due_tick: u64,
    /// Where it is held, if it still is at the frontier.
    pub held: Option<TraceHold>,
}

/// Where a message is held.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TraceHold {
    /// The event that holds it, by its place.
    pub event: usize,
    /// How far it has come, in thousandths of the way.
    pub progress_permille: u16,
}

/// How a message ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TraceEnd {
    /// When.
    pub moment: Moment,
    /// The event, by its place.
    pub event: usize,
    /// Delivered, or lost for this reason.
    pub lost: Option<LossCause>,
    /// How far it had come, in thousandths of the way: 1,000 unless it was lost or delivered early.
    pub progress_permille: u16,
}

impl MessageView {
    /// Its kind and ballot.
    pub fn label(&self) -> Label {
        self.name.label
    }
}
