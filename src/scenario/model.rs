//! A scenario as a model: its cluster and its requests, with every schedule of them.

use super::Judging;
use super::ast::{Scenario, Settings, What};
use crate::check::{Allowance, Cluster, MAX_REQUESTS, Question};
use crate::protocol::synod::{Config, Synod};
use crate::protocol::zab::Election;
use crate::protocol::{Map, NodeId, ProtocolName, Value, multipaxos, zab};
use crate::sim::{Command, FaultProfile, Setup, Share};
use crate::world::{NetworkKind, World};
use std::borrow::Cow;

impl Settings {
    /// What every node of a cluster knows that makes a single decision.
    pub fn config(&self) -> Config {
        Config {
            node_count: self.node_count,
            quorums: self.effective_quorums(),
            learning: self.learning,
            variants: self.variants,
        }
    }

    /// What every node of a cluster knows that keeps a log under Multi-Paxos.
    pub fn multipaxos(&self) -> multipaxos::Config {
        multipaxos::Config {
            servers: self.node_count,
            clients: self.client_count,
            quorums: self.effective_quorums(),
            window: self.window,
            snapshot_every: self.snapshot_every,
            lease: self.lease,
            drift: self.drift != Share::default(),
            alpha: self.membership.map(|membership| membership.alpha),
            members: self.membership.map_or(self.node_count, |membership| membership.first),
            variants: self.variants,
        }
    }

    /// What every node of a cluster knows that keeps a log under Zab.
    pub fn zab(&self) -> zab::Config {
        zab::Config {
            observers: self.observer_count,
            election: self.election,
            snapshot_every: self.snapshot_every,
            variants: self.variants,
            ..zab::Config::majorities(self.node_count, self.client_count)
        }
    }

    /// What holds from the start of a run.
    pub fn setup(&self) -> Setup {
        Setup {
            seed: self.seed,
            profile: FaultProfile {
                loss: self.loss,
                duplication: self.duplication,
                latency: self.latency,
                link_latency: Map::new_vec(),
            },
            timeout_ticks: self.timeout_ticks,
            backoff: self.backoff,
            drift: self.drift,
            manual: self.manual,
            load: self.load,
        }
    }
}

/// Every request among these commands: a client may make it at any time, once.
pub fn requests_of<'a>(commands: impl IntoIterator<Item = &'a Command>) -> Vec<(NodeId, Value)> {
    let request = |command: &Command| match command {
        Command::Propose { node, value, .. } => Some((*node, value.clone())),
        _ => None,
    };
    commands.into_iter().filter_map(request).collect()
}

/// What is allowed, and as many crashes, wipes and breaks more as these commands have.
pub fn allowance_of<'a>(allow: Allowance, commands: impl IntoIterator<Item = &'a Command>) -> Allowance {
    let mut allowance = allow;
    for command in commands {
        allowance.breaks = allowance.breaks.saturating_add(u8::from(matches!(command, Command::Break(..))));
        let (crashes, wiped) = match command {
            Command::Crash(_) => (true, false),
            // A node that is up crashes first.
            Command::Wipe(_) => (true, true),
            Command::Propose { crash_after, .. }
            | Command::Deliver { crash_after, .. }
            | Command::Fire { crash_after, .. }
            | Command::FireOf { crash_after, .. }
            | Command::Notice { crash_after, .. } => (crash_after.is_some(), false),
            _ => (false, false),
        };
        allowance.crashes = allowance.crashes.saturating_add(u8::from(crashes));
        allowance.wipes = allowance.wipes.saturating_add(u8::from(wiped));
    }
    allowance
}

impl Scenario {
    /// Every request of the body: a client may make it at any time, once.
    pub fn requests(&self) -> Vec<(NodeId, Value)> {
        requests_of(self.commands())
    }

    /// What the model allows: what the scenario's `allow` says, and as many crashes, wipes and breaks more as its body has.
    pub fn allowance(&self) -> Allowance {
        allowance_of(self.settings.allow, self.commands())
    }

    /// The scenario as searches from its start take it. Under Zab an oracle elects: it may name any leader to any server, and have it give up, at any time, as the
    /// paper has it. So every election that there may be is among those that are searched, and every failure of one, in far fewer steps than by messages.
    pub fn searched(&self) -> Cow<'_, Scenario> {
        if self.settings.protocol != ProtocolName::Zab || self.settings.election == Election::Oracle {
            return Cow::Borrowed(self);
        }
        let mut searched = self.clone();
        searched.settings.election = Election::Oracle;
        Cow::Owned(searched)
    }

    /// The model of a single decision from its start; nothing if it has more than [`MAX_REQUESTS`] requests, or is none.
    pub fn model(&self) -> Option<Cluster<Synod>> {
        self.model_of()
    }

    /// The model of the scenario's cluster from its start, as it is [searched](Self::searched); nothing if it has more than [`MAX_REQUESTS`] requests, or is of
    /// another protocol.
    pub fn model_of<P: Judging>(&self) -> Option<Cluster<P>> {
        let searched = self.searched();
        let (config, requests) = (P::config(&searched.settings), self.requests());
        let quorums = P::quorums(&config);
        let is_known = self.settings.protocol == P::NAME && requests.len() <= MAX_REQUESTS;
        let start = || World::new(config, NetworkKind::Set);
        let questions = || Question::all_of(P::NAME);
        is_known.then(|| Cluster::new(start(), requests, quorums, self.allowance()).asked(questions()))
    }

    /// The commands of the body.
    pub fn commands(&self) -> impl Iterator<Item = &Command> {
        self.body.iter().filter_map(|item| match &item.what {
            What::Command(command) => Some(command),
            _ => None,
        })
    }
}
