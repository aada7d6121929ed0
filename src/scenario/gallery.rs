//! The scenarios that come with the page.

/// A scenario of the gallery.
#[derive(Clone, Copy, Debug)]
pub struct GalleryEntry {
    /// Its file's name, without the ending: what it is called in addresses and tests.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// Every scenario that comes with the page; the first is the one that it opens with ([`first_scenario`](super::first_scenario) is the same, without the parser).
pub fn gallery() -> &'static [GalleryEntry] {
    &GALLERY
}

macro_rules! gallery {
    ($($name:literal),* $(,)?) => {
        [$(GalleryEntry { name: $name, text: include_str!(concat!("gallery/", $name, ".paxos")) }),*]
    };
}

/// A course: the easiest first.
const GALLERY: [GalleryEntry; 15] = gallery![
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
];
