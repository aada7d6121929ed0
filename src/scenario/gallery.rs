//! The scenarios that come with the page.

use crate::protocol::ProtocolName;

/// A scenario of the gallery.
#[derive(Clone, Copy, Debug)]
pub struct GalleryEntry {
    /// Its file's name, without the ending: what it is called in addresses and tests.
    pub name: &'static str,
    /// What its nodes do.
    pub protocol: ProtocolName,
    /// Its text.
    pub text: &'static str,
}

/// Every scenario that comes with the page; the first is the one that it opens with ([`first_scenario`](super::first_scenario) is the same, without the parser).
pub fn gallery() -> &'static [GalleryEntry] {
    &GALLERY
}

/// Those of a protocol.
pub fn gallery_of(protocol: ProtocolName) -> impl Iterator<Item = &'static GalleryEntry> {
    gallery().iter().filter(move |entry| entry.protocol == protocol)
}

macro_rules! gallery {
    ($($protocol:ident: [$($name:literal),* $(,)?]),* $(,)?) => {
        [$($(GalleryEntry {
            name: $name,
            protocol: ProtocolName::$protocol,
            text: include_str!(concat!("gallery/", $name, ".paxos")),
        }),*),*]
    };
}

/// A course for each protocol: the easiest first.
const GALLERY: [GalleryEntry; 41] = gallery![
    Synod: [
        // What happens when all goes well, and why it takes a majority.
        "first-run",
        "duplicate",
        "minority",
        "even-cluster",
        // Why ballots, and why the values of others.
        "late-message",
        "value-adoption",
        "chosen-unknown",
        "highest-ballot",
        "majority-cut",
        // Progress.
        "duel",
        "lossy",
        "learn-by-votes",
        // What the disk is for.
        "recovery",
        "mid-step-crash",
        "wiped-disk",
    ],
    MultiPaxos: [
        // Who leads, and what a leader does.
        "log-election",
        "log-split-vote",
        "log-steady",
        "log-asked-twice",
        // The leader is lost.
        "log-leader-before",
        "log-leader-during",
        "log-leader-after",
        "log-no-op",
        "log-old-leader",
        // A follower comes back.
        "log-behind",
        "log-snapshot",
        // Reads without a slot.
        "log-lease",
        "log-long-lease",
        // Who votes changes.
        "log-add-server",
        "log-wide-window",
        // The same faults, under Zab as well.
        "log-dependent",
    ],
    Zab: [
        // Who leads, and how a transaction gets around.
        "zab-election",
        "zab-broadcast",
        // A follower comes back.
        "zab-connection",
        "zab-diff",
        "zab-snap",
        // The primary is lost: what stays, and what does not.
        "zab-more-recent",
        "zab-leader-committed",
        "zab-leader-proposed",
        "zab-trunc",
        "zab-old-primary",
    ],
];

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn each_is_of_its_protocol() {
        for entry in gallery() {
            let scenario = parse(entry.text).unwrap_or_else(|error| panic!("{}: {error}", entry.name));
            assert_eq!(scenario.settings.protocol, entry.protocol, "{}", entry.name);
        }
    }
}
