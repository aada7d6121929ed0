//! The settings of virtual time and of the network.

use super::{Share, Span};
use crate::protocol::{Canonical, Map, NodeId, Projection};

/// What of a scenario the simulation needs to know from the start.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Setup {
    /// The seed of every draw.
    pub seed: u64,
    /// The network at the start.
    pub profile: FaultProfile,
    /// How long a proposer gives a ballot, in ticks: one wait that covers both phases, from the prepares until something is learned. Who waits for
    /// a leader waits so long at least, and twice so long at most.
    pub timeout_ticks: u32,
    /// How long it waits after a refusal, in ticks: the upper end doubles with each attempt, up to eightfold.
    pub backoff: Span,
    /// How far nodes' clocks go wrong: each runs faster or slower than time by a share of its own, up to this one.
    pub drift: Share,
    /// Nothing moves unless commanded.
    pub manual: bool,
    /// What clients ask for by themselves, if they do.
    pub load: Option<Load>,
}

/// What every client asks for by itself: one thing after another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Load {
    /// How many commands.
    pub commands: u32,
    /// How long it pauses between an answer and the next command, in ticks, from 1.
    pub pause_ticks: u32,
}

impl Load {
    /// The pause, where nothing is said.
    pub const PAUSE_TICKS: u32 = 10;
}

/// How the network treats messages that set out now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FaultProfile {
    /// Messages that get lost.
    pub loss: Share,
    /// Messages that arrive twice.
    pub duplication: Share,
    /// How long a message travels.
    pub latency: Span,
    /// How long it travels on single directed links that differ.
    pub link_latency: Map<(NodeId, NodeId), Span>,
}

impl FaultProfile {
    /// The latency of a directed link.
    pub fn latency_of(&self, from: NodeId, to: NodeId) -> Span {
        self.link_latency.get(&(from, to)).copied().unwrap_or(self.latency)
    }
}

impl Canonical for Span {
    fn project(&self, out: &mut Projection) {
        out.u32(self.low_ticks());
        out.u32(self.high_ticks());
    }
}

impl Canonical for FaultProfile {
    fn project(&self, out: &mut Projection) {
        out.u32(u32::from(self.loss.basis_points()));
        out.u32(u32::from(self.duplication.basis_points()));
        self.latency.project(out);
        out.u32(u32::try_from(self.link_latency.len()).unwrap_or(u32::MAX));
        for (link, latency) in &self.link_latency {
            link.project(out);
            latency.project(out);
        }
    }
}
