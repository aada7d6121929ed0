//! What timers are called where a node has several.

use super::NodeId;
use std::fmt;

/// A timer, as a person names it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TimerName {
    /// `notify`: time to tell its vote again.
    Notify,
    /// `finalize`: no better vote has come.
    Finalize,
    /// `ping`: time to be heard.
    Ping,
    /// `quorum`: time to look whether a quorum is there.
    Quorum,
    /// `naming n3`: the oracle names this leader.
    Naming(NodeId),
}

impl TimerName {
    /// The word of one that names a leader.
    pub const NAMING: &'static str = "naming";

    /// Their words.
    pub const WORDS: [&'static str; 5] = ["notify", "finalize", "ping", "quorum", Self::NAMING];

    /// The timer of this word, if that is all of its name.
    pub fn from_word(word: &str) -> Option<Self> {
        let alone = [TimerName::Notify, TimerName::Finalize, TimerName::Ping, TimerName::Quorum];
        alone.into_iter().zip(Self::WORDS).find(|(_, known)| *known == word).map(|(name, _)| name)
    }
}

impl fmt::Display for TimerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TimerName::Notify => f.write_str("notify"),
            TimerName::Finalize => f.write_str("finalize"),
            TimerName::Ping => f.write_str("ping"),
            TimerName::Quorum => f.write_str("quorum"),
            TimerName::Naming(leader) => write!(f, "{} {leader}", Self::NAMING),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_called_by_its_word() {
        for word in &TimerName::WORDS[..4] {
            assert_eq!(TimerName::from_word(word).map(|name| name.to_string()).as_deref(), Some(*word));
        }
        assert_eq!(TimerName::from_word(TimerName::NAMING), None, "it names somebody");
        assert_eq!(TimerName::Naming(NodeId::FIRST).to_string(), "naming n1");
    }
}
