//! The protocols that there are.

use super::Variant;

/// A protocol.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ProtocolName {
    /// Single-decree Paxos: one value is chosen, once.
    #[default]
    Synod,
    /// One value after the other: a log of commands, under a leader.
    MultiPaxos,
    /// A log of transactions that a primary broadcasts, as ZooKeeper's servers agree on them.
    Zab,
}

impl ProtocolName {
    /// All of them.
    pub const ALL: [ProtocolName; 3] = [ProtocolName::Synod, ProtocolName::MultiPaxos, ProtocolName::Zab];

    /// Its word in scenarios.
    pub fn word(self) -> &'static str {
        match self {
            ProtocolName::Synod => "synod",
            ProtocolName::MultiPaxos => "multipaxos",
            ProtocolName::Zab => "zab",
        }
    }

    /// The protocol that scenarios call so.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.word() == word)
    }

    /// Does it keep a log of what its clients ask for?
    pub fn keeps_log(self) -> bool {
        self != ProtocolName::Synod
    }

    /// Does it make this mistake, if that is switched on?
    pub fn makes(self, variant: Variant) -> bool {
        match self {
            ProtocolName::Synod => Variant::SYNOD.contains(&variant),
            ProtocolName::Zab => Variant::ZAB.contains(&variant),
            ProtocolName::MultiPaxos => Variant::MULTIPAXOS.contains(&variant),
        }
    }
}
