//! How large a scenario may be: what a link from a stranger can cost is bounded here.

/// The longest text, in bytes; that of the canonical text as well.
pub const MAX_TEXT_BYTES: usize = 64 * 1024;
/// The most lines of the body and all branches together, comments included.
pub const MAX_ITEMS: usize = 2_000;
/// The most branches besides the body.
pub const MAX_BRANCHES: usize = 64;
/// The most checks that are kept with a scenario.
pub const MAX_CHECKED: usize = 20;
/// The longest title, in characters.
pub const MAX_TITLE_CHARS: usize = 120;
/// The longest "about", in characters.
pub const MAX_ABOUT_CHARS: usize = 1_000;
/// The longest caption, in characters.
pub const MAX_CAPTION_CHARS: usize = 500;
/// The latest point in time, in ticks.
pub const MAX_TICK: u64 = 1_000_000_000;
/// The highest number of events of a tick, and the highest count of a message.
pub const MAX_EVENTS: u32 = 1_000_000_000;
/// The longest `run`, in ticks.
pub const MAX_RUN_TICKS: u64 = 1_000_000;
/// The most writes and sends before a crash in the middle of a step.
pub const MAX_CRASH_AFTER: u16 = 999;
/// The highest slot of a log.
pub const MAX_SLOT: u64 = 1_000_000_000;
/// The longest that a log may grow before a snapshot, in slots.
pub const MAX_SNAPSHOT_EVERY: u32 = 1_000_000;
/// The most commands that a client asks for by itself.
pub const MAX_LOAD: u32 = 100_000;
/// The highest round of a ballot.
pub const MAX_ROUND: u32 = 1_000_000_000;
