//! What a person can do to a run, in the words of a scenario.

use crate::protocol::{Label, NodeId, TimerName, Value};
use std::fmt;

/// A message as a person names it: `n1->n3 accept 2.n1`, or `n1->n3 accept 2.n1 #2` for the second such.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MessageName {
    /// The sender.
    pub from: NodeId,
    /// The receiver.
    pub to: NodeId,
    /// Its kind and ballot.
    pub label: Label,
    /// Which of all the messages of this description, from 1, copies and lost ones included, in the order in which they set out.
    pub occurrence: u32,
}

impl fmt::Display for MessageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}->{} {}", self.from, self.to, self.label)?;
        match self.occurrence {
            1 => Ok(()),
            occurrence => write!(f, " #{occurrence}"),
        }
    }
}

/// A probability in hundredths of a percent, from 0 to 10,000; written `12.5%`.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Share(u16);

impl Share {
    /// This many hundredths of a percent, if that is at most 10,000.
    pub fn from_basis_points(basis_points: u16) -> Option<Self> {
        (basis_points <= 10_000).then_some(Self(basis_points))
    }

    /// In hundredths of a percent.
    pub fn basis_points(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / 100, self.0 % 100);
        match part {
            0 => write!(f, "{whole}%"),
            part if part % 10 == 0 => write!(f, "{whole}.{}%", part / 10),
            part => write!(f, "{whole}.{part:02}%"),
        }
    }
}

/// The longest span of ticks that a setting may name.
pub const MAX_SPAN_TICKS: u32 = 100_000;

/// A range of ticks, both ends included; written `8..12`, or `10` where both ends are equal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Span {
    pub(super) low_ticks: u32,
    pub(super) high_ticks: u32,
}

impl Span {
    /// From `low_ticks` to `high_ticks`, if that is in order and at most [`MAX_SPAN_TICKS`].
    pub fn new(low_ticks: u32, high_ticks: u32) -> Option<Self> {
        (low_ticks <= high_ticks && high_ticks <= MAX_SPAN_TICKS).then_some(Self { low_ticks, high_ticks })
    }

    /// The lower end, in ticks.
    pub fn low_ticks(self) -> u32 {
        self.low_ticks
    }

    /// The upper end, in ticks.
    pub fn high_ticks(self) -> u32 {
        self.high_ticks
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.low_ticks == self.high_ticks {
            write!(f, "{}", self.low_ticks)
        } else {
            write!(f, "{}..{}", self.low_ticks, self.high_ticks)
        }
    }
}

/// A link, or both directions of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Link {
    /// From this node
    pub from: NodeId,
    /// to this one;
    pub to: NodeId,
    /// and back as well: written `n1--n2` rather than `n1->n2`.
    pub both_ways: bool,
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arrow = if self.both_ways { "--" } else { "->" };
        write!(f, "{}{arrow}{}", self.from, self.to)
    }
}

/// One command. `crash_after`: the node crashes after this many of the step's writes and sends ("crashing after 1").
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command {
    /// `propose n1 "blue"`: a client asks the node.
    Propose {
        /// The node.
        node: NodeId,
        /// The value.
        value: Value,
        /// A crash in the middle.
        crash_after: Option<u16>,
    },
    /// `deliver n1->n3 accept 2.n1`: now, held or not.
    Deliver {
        /// Which message.
        message: MessageName,
        /// A crash in the middle.
        crash_after: Option<u16>,
    },
    /// `drop n1->n3 accept 2.n1`.
    Drop(MessageName),
    /// `duplicate n1->n3 accept 2.n1`: a copy sets out now.
    Duplicate(MessageName),
    /// `hold n1->n3 accept 2.n1`: it stays where it is until it is released.
    Hold(MessageName),
    /// `release n1->n3 accept 2.n1`: it goes on from where it was held.
    Release(MessageName),
    /// `fire n1`: the node's timer runs out now (of several, the one due first).
    Fire {
        /// The node.
        node: NodeId,
        /// A crash in the middle.
        crash_after: Option<u16>,
    },
    /// `fire n1 ping`, `fire n1 naming n3`: this one of its timers.
    FireOf {
        /// The node.
        node: NodeId,
        /// Which timer.
        timer: TimerName,
        /// A crash in the middle.
        crash_after: Option<u16>,
    },
    /// `notice n1 lost n2`: the first notices now that its connection with the second is gone.
    Notice {
        /// Who notices.
        node: NodeId,
        /// The other end.
        peer: NodeId,
        /// A crash in the middle.
        crash_after: Option<u16>,
    },
    /// `crash n1`: it keeps its disk and loses the rest.
    Crash(NodeId),
    /// `restart n1`: with what its disk kept.
    Restart(NodeId),
    /// `wipe n1`: its disk is lost, and it starts blank; a node that is up crashes first.
    Wipe(NodeId),
    /// `cut n1->n2`, `cut n1--n2`.
    Cut(Link),
    /// `heal n1->n2`, `heal n1--n2`.
    Heal(Link),
    /// `heal`: every link.
    HealAll,
    /// `partition n1 n2 | n3 n4 n5`: links within a group are healed, all others cut. A node that is not named is alone.
    Partition(Vec<Vec<NodeId>>),
    /// `isolate n1`: every link of the node is cut, both ways.
    Isolate(NodeId),
    /// `break n1--n2`: the connection of the two, where they have one; what is under way on it is lost. The link is whole: a new one may be opened.
    Break(NodeId, NodeId),
    /// `set loss 10%`: of messages sent from now on.
    SetLoss(Share),
    /// `set duplication 5%`: of messages sent from now on.
    SetDuplication(Share),
    /// `set latency 5..20`, `set latency n1->n2 30`: of messages sent from now on.
    SetLatency {
        /// This link only.
        link: Option<Link>,
        /// The new latency.
        latency: Span,
    },
}

impl Command {
    /// Does it name what other protocols do not have: a message, a connection, or one of the timers of a node?
    pub fn is_of_one_protocol(&self) -> bool {
        self.names_message() || matches!(self, Command::FireOf { .. } | Command::Break(..) | Command::Notice { .. })
    }

    /// Does it name a message?
    pub fn names_message(&self) -> bool {
        let moved = matches!(self, Command::Deliver { .. } | Command::Drop(_) | Command::Duplicate(_));
        moved || matches!(self, Command::Hold(_) | Command::Release(_))
    }
}
