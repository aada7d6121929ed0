//! What one node does with one input. Pure: a protocol knows no clock, no network, no chance and no other node's state.
//!
//! # The contract with the driver
//!
//! A driver (the [`World`](crate::world::World), on behalf of a scheduler, a hand, a replay or a search) does this, for ever:
//!
//! 1. It calls [`Protocol::boot`] when a node starts, with what the node's disk kept, or [`Protocol::handle`] with one
//!    [`Input`]. Neither fails: a stale message is a normal outcome and is told as a [`Effect::Explain`].
//! 2. It performs the [`Effects`] **in the order given**. A crash may cut them after any prefix; what was persisted
//!    before the cut stays, what would have been sent after it never existed. So whoever promises, persists first.
//! 3. A message to the node itself is handled at once, in its place in the order, and never enters the network.
//! 4. A timer that was set is fired at some time after, unless it is cancelled or the node crashes. How long that takes
//!    is the driver's affair: the node says only which timer and the how-manieth attempt it is.
//!
//! | effect | survives a crash | seen by others |
//! | --- | --- | --- |
//! | `Persist` | yes: folded into the disk by [`Protocol::fold`] | no |
//! | `Send` | travels on | yes |
//! | `Close` | a crash closes as well | in time: by [`Input::Closed`] |
//! | `SetTimer`, `CancelTimer` | no | no |
//! | `Decide` | no | told to the person and the properties |
//! | `Explain` | no | told to the person |

mod ballot;
mod canonical;
mod channel;
pub mod clients;
mod collections;
mod effects;
mod growing;
mod label;
mod membership;
pub mod multipaxos;
mod name;
mod node_id;
mod paged;
mod quorum;
mod renaming;
pub mod synod;
mod timer_name;
mod transaction;
mod value;
mod variant;
pub mod zab;

pub use ballot::Ballot;
pub use canonical::{Canonical, Projection};
pub use channel::Channel;
pub use collections::{Map, Set};
pub use effects::{Effect, Effects};
pub use growing::Growing;
pub use label::{Kind, Label};
pub use membership::{Change, Electorates, Membership};
pub use name::ProtocolName;
pub use node_id::{MAX_CLIENTS, MAX_NODES, NodeId, Roster};
pub use paged::Paged;
pub use quorum::{Quorums, half, majority};
pub use renaming::{Renamed, Renaming};
pub use timer_name::TimerName;
pub use transaction::Transaction;
pub use value::{MAX_VALUE_CHARS, Value, ValueError};
pub use variant::{Variant, Variants};

use std::fmt::Debug;
use std::hash::Hash;

/// Which decision of a sequence; single-decree protocols decide only slot 0.
pub type Slot = u64;

/// An acceptor's acceptance of a value in a ballot: the one fact on which everything rests.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Vote {
    /// The ballot in which the vote was cast.
    pub ballot: Ballot,
    /// The value voted for.
    pub value: Value,
}

impl Canonical for Vote {
    fn project(&self, out: &mut Projection) {
        self.ballot.project(out);
        self.value.project(out);
    }
}

/// One thing that happens to a node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Input<P: Protocol> {
    /// A message arrives.
    Deliver {
        /// Who sent it.
        from: NodeId,
        /// What it says.
        message: P::Message,
    },
    /// A timer that this node set runs out.
    Fire(P::Timer),
    /// A client asks something of this node.
    Request(P::Request),
    /// The connection with another node is gone, and with it whatever was sent on it and has not arrived. The next message to it opens a new one.
    Closed {
        /// The other end.
        peer: NodeId,
    },
}

/// What an effect testifies to the ledger: facts about votes and transactions that stay true whatever a node forgets later.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Testimony {
    /// The acceptor will take part in no ballot below this one.
    Promised(Ballot),
    /// The acceptor has voted.
    Voted(Slot, Vote),
    /// This may be chosen: a client has asked for it, or the protocol itself may put it in.
    Asked(Value),
    /// A primary broadcasts a transaction, having delivered so many.
    Broadcast {
        /// The transaction.
        transaction: Transaction,
        /// How many it has delivered.
        delivered: u64,
    },
    /// A server has a transaction on its disk.
    Logged(Transaction),
    /// A server delivers a transaction.
    Delivered {
        /// How many it has delivered before.
        place: u64,
        /// The transaction.
        transaction: Transaction,
        /// It did something: its command had not been done before.
        done: bool,
        /// A digest of the state that it led to.
        state: u64,
    },
    /// A client has been told that its command is done.
    Answered {
        /// How many transactions come before that of its command.
        place: u64,
        /// That transaction.
        transaction: Transaction,
    },
    /// As [`Testimony::Asked`], of a command that only reads: what anybody was told until now its answer has to know.
    AskedToRead(Value),
    /// A client has been answered from a server's own state: a command that only reads.
    Read {
        /// The command.
        value: Value,
        /// How many entries have led to the state.
        place: Slot,
    },
    /// A client has been told that the command of this value is done, wherever in the log that is.
    Told(Value),
    /// A server has taken over the state that the first so many entries led to.
    TookOver {
        /// How many.
        up_to: Slot,
        /// A digest of the state.
        state: u64,
    },
    /// A server is the primary of an epoch: a quorum has its history.
    Established {
        /// The epoch.
        epoch: u32,
        /// How many transactions the history has.
        history: u64,
    },
}

/// What a timer waits for; how long that takes is the driver's affair.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Wait {
    /// For answers that should have come by then.
    Timeout,
    /// For others to get done first: randomized, and longer with each attempt.
    BackOff,
    /// For a leader to be heard: randomized, so that not all miss it at once.
    Election,
    /// For the next time that a leader has to be heard: well within what others wait for it.
    Heartbeat,
    /// For as long as a leader counts on its lease.
    Lease,
    /// For as long as a server is bound by a lease that it has granted: by clocks that go alike longer than the leader counts on it.
    Grant,
}

/// A node, and what may still happen to it: what a search asks by whether a message matters.
#[derive(Clone, Copy, Debug)]
pub struct Outlook<'a, P: Protocol> {
    /// Its disk.
    pub disk: &'a P::Durable,
    /// Its memory, if it is up.
    pub node: Option<&'a P>,
    /// It will begin no ballot again, on its own or asked.
    pub spent: bool,
    /// It may crash.
    pub may_crash: bool,
    /// Its disk may be lost.
    pub may_be_wiped: bool,
}

/// A node's behaviour. See the module's page for the contract.
pub trait Protocol: Clone + Eq + Hash + Debug + Canonical + Renamed {
    /// What every node knows from the start: the cluster's size, the quorums, the options.
    type Config: Clone + Eq + Hash + Debug;
    /// What nodes say to each other.
    type Message: Clone + Ord + Hash + Debug + Canonical + Renamed;
    /// What a client may ask.
    type Request: Clone + Ord + Hash + Debug;
    /// The timers that a node may set; each is armed at most once at a time.
    type Timer: Copy + Ord + Hash + Debug + Canonical;
    /// What the disk holds; the default is a blank disk.
    type Durable: Clone + Default + Eq + Hash + Debug + Canonical + Renamed;
    /// One write to the disk, small whatever the disk holds already.
    type Write: Clone + Eq + Debug;
    /// Why a node did what it did, as data; the sentence is made in the interface.
    type Reason: Clone + Eq + Debug;

    /// A node starts, with what its disk kept (a blank disk on the first start).
    fn boot(id: NodeId, config: &Self::Config, disk: &Self::Durable, out: &mut Effects<Self>) -> Self;

    /// The node handles one input and says what is to be done.
    fn handle(&mut self, config: &Self::Config, input: Input<Self>, out: &mut Effects<Self>);

    /// What one write makes of the disk.
    fn fold(disk: &mut Self::Durable, write: &Self::Write);

    /// Does any message belong to a stream? Where none does, nobody looks for connections.
    const STREAMS: bool = false;

    /// How the message travels.
    fn channel(_message: &Self::Message) -> Channel {
        Channel::Datagram
    }

    /// What a person calls the message of this sender to this receiver: its kind and ballot, and the slot if it is about one.
    fn label(from: NodeId, to: NodeId, message: &Self::Message) -> Label;

    /// What the timer waits for.
    fn wait(timer: Self::Timer) -> Wait;

    /// Do timers of different nodes depend on each other, by clocks that go alike? Where none do, nobody looks.
    const CLOCKS: bool = false;

    /// May this timer of a node, which is armed, run out now, as clocks go that do not drift? What it depends on is other nodes that are up. Asked by a search, which knows no
    /// time, and where a hand has it run out; in virtual time clocks say.
    fn may_run_out<'a>(
        _config: &Self::Config,
        _timer: (NodeId, Self::Timer),
        _node: &dyn Fn(NodeId) -> Option<&'a Self>,
    ) -> bool
    where
        Self: 'a,
    {
        true
    }

    /// What the timer is called, if a node has several of which a person may mean one.
    fn timer_name(_timer: Self::Timer) -> Option<TimerName> {
        None
    }

    /// What performing the effect testifies to the ledger, if anything. A vote counts from the first of its being written and its being sent.
    fn testimony(effect: &Effect<Self>) -> Option<Testimony>;

    /// The ballot that the effect shows to be begun, if it does: what a search allows only so often.
    fn begun(effect: &Effect<Self>) -> Option<Ballot>;

    /// The value that a client asks for: what may be chosen, if the protocol is valid. Nothing, if an effect testifies to it instead.
    fn asked_value(request: &Self::Request) -> Option<Value>;

    /// Forgets what can make no difference any more, neither to what others see nor to the ledger, whatever happens: a search then takes for one
    /// what differs in nothing else. `spent`: the node will begin no ballot again.
    fn settle(&mut self, _config: &Self::Config, _timers: &mut Set<Self::Timer>, _spent: bool) {}

    /// Can this message make no difference any more, however late it comes and whatever happens until then? Asked by a search; no is
    /// always right.
    fn is_futile<'a>(
        _config: &Self::Config,
        _to: NodeId,
        _message: &Self::Message,
        _outlook: &dyn Fn(NodeId) -> Outlook<'a, Self>,
    ) -> bool
    where
        Self: 'a,
    {
        false
    }

    /// Does the message do nothing but tell its receiver what others voted, or what is chosen, and does who has learned so do nothing for it but
    /// less: no promise, no vote and no ballot that it would not do without? Asked by a search; no is always right.
    fn only_teaches(_message: &Self::Message) -> bool {
        false
    }

    /// Are nodes that no client asks alike: do they begin no ballot of their own, and does every node do the same whatever they are called?
    /// Crashes are not the question; but a node may crash, or lose its disk, between two ballots that it begins, or not. Asked by a
    /// search; no is always right.
    fn are_alike(_config: &Self::Config, _crashes_between: bool, _wipes_between: bool) -> bool {
        false
    }

    /// How many nodes the cluster has; they are numbered from 1.
    fn node_count(config: &Self::Config) -> u8;

    /// How many clients it has, who are nodes as well and are numbered from 1 again.
    fn client_count(_config: &Self::Config) -> u8 {
        0
    }

    /// May a person ask this node for something? Where there are clients, they are asked.
    fn may_be_asked(config: &Self::Config, node: NodeId) -> bool {
        node.is_client() == (Self::client_count(config) > 0)
    }

    /// Is it a client that waits for nothing, and so can ask for the next thing?
    fn is_idle_client(&self) -> bool {
        false
    }

    /// How who votes may change, if it may.
    fn membership(_config: &Self::Config) -> Option<Membership> {
        None
    }

    /// How many of them vote: the first ones; or may come to vote.
    fn acceptor_count(config: &Self::Config) -> u8 {
        Self::node_count(config)
    }
}
