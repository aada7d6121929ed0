//! What a scenario allows chaos to do, and what it demands of it.

use crate::protocol::{NodeId, ProtocolName, Value};
use crate::scenario::{Scenario, Settings};
use crate::sim::MAX_SPAN_TICKS;

/// So many ballots a proposer may begin in vain after everything has healed.
///
/// Where a ballot can be finished within the timeout at all, one goes wrong only because another proposer overtakes it, and the next waits for up to
/// eight times as long as the first. That this goes on for so many ballots is not impossible, but nobody will see it happen.
const ATTEMPTS: u64 = 16;
/// So many elections may come to nothing after everything has healed: how long each waits is drawn, so that not all stand in each other's way.
const ELECTIONS: u64 = 16;
/// Who waits for a leader waits for up to so many timeouts.
const LONGEST_ELECTION: u64 = 2;
/// The range of a back-off doubles so often that it grows by this.
const LONGEST_BACKOFF: u64 = 8;
/// So many times the scenario's longest latency is the longest that chaos sets.
const WIDEST: u32 = 4;
/// Fewer values than this could never disagree.
const LEAST_VALUES: usize = 2;

/// What holds for every run of a scenario.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Terms {
    settings: Settings,
    asked: Vec<NodeId>,
    values: Vec<Value>,
    wipes: u8,
}

impl Terms {
    /// The terms of a scenario: its cluster and network, but never moved by hand only; the nodes that it names as proposers and those
    /// that its body asks (of a log: every client), and the values that it asks for, with values of our own where it has fewer than those; and as many
    /// wiped disks as its `allow` and its body have. All else that its body does is left out.
    pub fn of(scenario: &Scenario) -> Self {
        let requests = scenario.requests();
        let mut asked = scenario.settings.asked();
        asked.extend(requests.iter().map(|(node, _)| *node));
        asked.sort_unstable();
        asked.dedup();
        let values = requests.into_iter().map(|(_, value)| value).collect();
        let own = if scenario.settings.protocol.keeps_log() { OPERATION } else { VALUE };
        Self {
            settings: Settings { manual: false, beside: None, load: None, ..scenario.settings.clone() },
            values: filled_up(values, asked.len().max(LEAST_VALUES), own),
            asked,
            wipes: scenario.allowance().wipes,
        }
    }

    /// The settings of every run, but for the seed.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The nodes that clients ask; of a log, the clients, who are told what to ask for.
    pub fn asked(&self) -> &[NodeId] {
        &self.asked
    }

    /// What they ask for.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// How many disks a run may wipe.
    pub fn wipes(&self) -> u8 {
        self.wipes
    }

    /// The longest that a message may be made to travel.
    pub fn widest_latency_ticks(&self) -> u32 {
        let longest = self.settings.latency.high_ticks().max(1);
        longest.saturating_mul(WIDEST).min(MAX_SPAN_TICKS)
    }

    /// The ticks within which progress is demanded once everything has healed, from when the last message that was slow has arrived. A decision: 16 times as
    /// long as a proposer gives a ballot and waits at most after a refusal. An answer: 16 times as long as a server waits for a leader at most, and as often as
    /// there are servers as long as a client waits before it asks the next.
    pub fn patience_ticks(&self) -> u64 {
        let Settings { timeout_ticks, backoff, .. } = &self.settings;
        let timeout_ticks = u64::from(*timeout_ticks);
        let demanded = match self.settings.protocol {
            ProtocolName::Synod => ATTEMPTS * (timeout_ticks + LONGEST_BACKOFF * u64::from(backoff.high_ticks())),
            ProtocolName::MultiPaxos | ProtocolName::Zab => {
                (ELECTIONS * LONGEST_ELECTION + u64::from(self.settings.node_count)) * timeout_ticks
            }
        };
        u64::from(self.widest_latency_ticks()) + demanded
    }
}

/// Values of our own, by number: what can be decided, and what can be done.
const VALUE: fn(u32) -> String = |number| format!("value{number}");
const OPERATION: fn(u32) -> String = |number| format!("x={number}");

/// These values, each once, and then our own (`value1`, `value2` and so on) until there are so many.
fn filled_up(mut values: Vec<Value>, count: usize, own: fn(u32) -> String) -> Vec<Value> {
    values.sort_unstable();
    values.dedup();
    let own = (1..).filter_map(|number: u32| Value::new(&own(number)).ok());
    for value in own.take(values.len() + count) {
        if values.len() < count && !values.contains(&value) {
            values.push(value);
        }
    }
    values
}
