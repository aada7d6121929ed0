//! Links: a run as a short text that survives chat clients, and back.
//!
//! A link is `p1.` and then base64url without padding, so that it has no characters but `A-Z a-z 0-9 . _ -`. What is encoded:
//!
//! | bytes | what |
//! | --- | --- |
//! | 1 | flags: 1 a moment, 2 a branch, 4 frontiers, 8 lines by hand are there; all others 0 |
//! | varint | how many bytes follow, so that a link that was cut off is known as such |
//! | varint, varint | with flag 1: the tick of the moment, and how many events of that tick have happened |
//! | varint | with flag 2: the branch shown (without it, 0: the body) |
//! | varint, pairs of varints | with flag 4: how many branches there are, the body included, and for each, in the order of the text, the moment up to which it was played (without it, nothing was) |
//! | varint, varints | with flag 8: how many numbers follow, and then by turns how many lines are the scenario's own and how many were given by hand, over all branches in the order of the text; what is left is the scenario's own |
//! | 8 | the digest of the states at the frontiers of all branches, little-endian |
//! | any | the scenario's canonical text, deflated against a dictionary |
//! | 4 | CRC-32 of all bytes before, little-endian |
//!
//! So a link carries what a text does not: how far each branch was played, and which lines the person added. A run that was opened
//! from its link goes on as it would have without: nothing is shown that was not played, a command opens a branch where it would
//! have, and that branch keeps what it would have kept.
//!
//! A frontier may lie beyond the last thing that happens: time passes with nothing in it. It is only held to the bounds of every moment, and playing up to it
//! is bounded by the events that a branch may have. But nobody can look at what was not played: a moment beyond the frontier of
//! the branch shown is an error.
//!
//! Version 1 is frozen: a link once given away must open for ever. To change anything here, write a version 2 beside it and keep
//! the decoder of version 1 and its golden links.
//!
//! Decoding is bounded at every stage: the characters, the bytes, the numbers of branches and lines, the inflated text, and then by
//! the bounds of [`parse`].

mod error;
mod packing;

pub use error::{Damage, LinkError};

use super::limits::{MAX_BRANCHES, MAX_EVENTS, MAX_ITEMS, MAX_TEXT_BYTES, MAX_TICK};
use super::{Scenario, format, parse};
use crate::sim::Moment;
use data_encoding::BASE64URL_NOPAD;

/// The version of links that this program writes, and the newest that it reads.
pub const LINK_VERSION: u32 = 1;

/// The longest link that is written or read, in characters.
pub const MAX_LINK_CHARS: usize = 64 * 1024;

const HAS_MOMENT: u8 = 1;
const HAS_BRANCH: u8 = 2;
const HAS_FRONTIERS: u8 = 4;
const HAS_BY_HAND: u8 = 8;
const FLAGS: u8 = HAS_MOMENT | HAS_BRANCH | HAS_FRONTIERS | HAS_BY_HAND;
const DIGEST_BYTES: usize = 8;
const CHECKSUM_BYTES: usize = 4;

/// What a link holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// The run.
    pub scenario: Scenario,
    /// The digest of the states at all frontiers, by which it is seen whether a replay still plays as it did.
    pub digest: u64,
    /// The moment to open at, rather than the start: not beyond the frontier of the branch shown.
    pub moment: Option<Moment>,
    /// The branch to show: 0 is the body, 1 the first branch section, and so on.
    pub branch: usize,
    /// How far each branch was played: that of the body, then that of each branch section.
    pub frontiers: Vec<Moment>,
    /// Which lines were given by hand during the run, for each line of the body, then of each branch section.
    pub by_hand: Vec<bool>,
}

impl Link {
    /// A link to the start of a scenario of which nothing has been played.
    pub fn unplayed(scenario: Scenario, digest: u64) -> Self {
        let frontiers = vec![Moment::default(); scenario.branches.len() + 1];
        let by_hand = vec![false; line_count(&scenario)];
        Self { scenario, digest, moment: None, branch: 0, frontiers, by_hand }
    }

    /// Whether its parts fit each other. What is wrong with one of them alone is known before.
    fn is_sound(&self) -> bool {
        let frontier = self.frontiers.get(self.branch);
        self.frontiers.len() == self.scenario.branches.len() + 1
            && self.by_hand.len() == line_count(&self.scenario)
            && frontier.is_some_and(|frontier| self.moment.unwrap_or_default() <= *frontier)
    }
}

/// The lines of the body and of all branches.
fn line_count(scenario: &Scenario) -> usize {
    scenario.body.len() + scenario.branches.iter().map(|branch| branch.body.len()).sum::<usize>()
}

/// The link's text, without any address before it.
///
/// # Errors
/// The run is too large for a link, is no valid scenario, or its parts do not fit each other.
pub fn encode(link: &Link) -> Result<String, LinkError> {
    let text = format(&link.scenario);
    if text.len() > MAX_TEXT_BYTES {
        return Err(LinkError::TextTooLarge { limit_bytes: MAX_TEXT_BYTES });
    }
    // Nothing leaves here that would not open there.
    parse(&text).map_err(LinkError::Scenario)?;
    if !link.is_sound() {
        return Err(LinkError::Damaged(Damage::Content));
    }
    let bytes = seal(link, &packing::deflate(&text));
    let encoded = format!("p{LINK_VERSION}.{}", BASE64URL_NOPAD.encode(&bytes));
    if encoded.len() > MAX_LINK_CHARS {
        return Err(LinkError::TooLong { limit_chars: MAX_LINK_CHARS });
    }
    Ok(encoded)
}

/// What a link holds. Takes what a person pastes: a whole address (all up to its last `#` is left out), spaces and line breaks
/// anywhere, punctuation around it.
///
/// # Errors
/// The text is no link of ours, is damaged, too large, of a newer version, or holds a scenario that cannot be read.
pub fn decode(pasted: &str) -> Result<Link, LinkError> {
    // An address may stand before the link, so this first bound leaves it room.
    if pasted.len() > 2 * MAX_LINK_CHARS {
        return Err(LinkError::TooLong { limit_chars: MAX_LINK_CHARS });
    }
    let text = bare(pasted);
    if text.is_empty() {
        return Err(LinkError::Empty);
    }
    if text.len() > MAX_LINK_CHARS {
        return Err(LinkError::TooLong { limit_chars: MAX_LINK_CHARS });
    }
    let payload = payload(&text)?;
    let bytes = unseal(payload)?;
    let (head, packed) = Head::read(&bytes)?;
    let text = packing::inflate(packed)?;
    let scenario = parse(&text).map_err(LinkError::Scenario)?;
    let Head { moment, branch, frontiers, by_hand, digest } = head;
    let nothing = Link::unplayed(scenario, digest);
    let mut link = Link { moment, branch, frontiers: frontiers.unwrap_or(nothing.frontiers), ..nothing };
    // What is left behind the last line by hand is the scenario's own.
    let own = link.by_hand.len().saturating_sub(by_hand.len());
    link.by_hand = [by_hand, vec![false; own]].concat();
    if link.is_sound() { Ok(link) } else { Err(LinkError::Damaged(Damage::Content)) }
}

/// The link alone, without an address, spaces, and the brackets and full stops that people put around addresses.
fn bare(pasted: &str) -> String {
    let link = pasted.rsplit('#').next().unwrap_or_default();
    let link: String = link.chars().filter(|character| !character.is_whitespace()).collect();
    link.trim_matches(|character: char| !is_link_character(character) || character == '.').to_owned()
}

fn is_link_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.')
}

/// What follows `p1.`.
fn payload(text: &str) -> Result<&str, LinkError> {
    let not_ours = || LinkError::NotOurs { found: text.chars().take(20).collect() };
    let behind_p = text.strip_prefix('p').ok_or_else(not_ours)?;
    let (version, payload) = behind_p.split_once('.').unwrap_or((behind_p, ""));
    if version.is_empty() || !version.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(not_ours());
    }
    match version.parse::<u32>() {
        Ok(LINK_VERSION) => Ok(payload),
        Ok(0) => Err(not_ours()),
        _ => Err(LinkError::NewerVersion { found: version.chars().take(20).collect(), newest: LINK_VERSION }),
    }
}

/// The bytes of a link around its deflated text.
fn seal(link: &Link, packed: &[u8]) -> Vec<u8> {
    let mut rest = Vec::with_capacity(packed.len() + 32);
    let mut flags = 0;
    if let Some(moment) = link.moment {
        flags |= HAS_MOMENT;
        push_moment(&mut rest, moment);
    }
    if link.branch > 0 {
        flags |= HAS_BRANCH;
        push_varint(&mut rest, link.branch as u64);
    }
    if link.frontiers.iter().any(|frontier| *frontier > Moment::default()) {
        flags |= HAS_FRONTIERS;
        push_varint(&mut rest, link.frontiers.len() as u64);
        link.frontiers.iter().for_each(|frontier| push_moment(&mut rest, *frontier));
    }
    if link.by_hand.contains(&true) {
        flags |= HAS_BY_HAND;
        let runs = runs(&link.by_hand);
        push_varint(&mut rest, runs.len() as u64);
        runs.into_iter().for_each(|lines| push_varint(&mut rest, lines as u64));
    }
    rest.extend(link.digest.to_le_bytes());
    rest.extend(packed);
    let mut bytes = vec![flags];
    push_varint(&mut bytes, (rest.len() + CHECKSUM_BYTES) as u64);
    bytes.extend(rest);
    bytes.extend(packing::crc32(&bytes).to_le_bytes());
    bytes
}

/// By turns how many lines are the scenario's own and how many are by hand, up to the last one by hand.
fn runs(by_hand: &[bool]) -> Vec<usize> {
    let mut runs: Vec<usize> = by_hand.chunk_by(|one, next| one == next).map(<[bool]>::len).collect();
    if by_hand.first() == Some(&true) {
        runs.insert(0, 0);
    }
    runs.truncate(runs.len() / 2 * 2);
    runs
}

/// The bytes of a link's payload, found whole: without the checksum.
fn unseal(payload: &str) -> Result<Vec<u8>, LinkError> {
    // The characters in whole groups of four decode on their own: they tell how long the link was, whatever became of its end.
    let groups = &payload.as_bytes()[..payload.len() / 4 * 4];
    let start = BASE64URL_NOPAD.decode(groups).map_err(|error| bad_character(payload, error.position))?;
    let found_chars = payload.len();
    let mut reader = Reader { rest: &start };
    let Some(length) = reader.byte().and_then(|_| reader.varint()) else {
        return Err(LinkError::Damaged(Damage::CutOff { found_chars, expected_chars: None }));
    };
    let limit = MAX_LINK_CHARS as u64;
    let byte_count = usize::try_from(length.min(limit)).unwrap_or_default() + (start.len() - reader.rest.len());
    let expected_chars = BASE64URL_NOPAD.encode_len(byte_count);
    if length > limit || found_chars > expected_chars {
        return Err(LinkError::Damaged(Damage::Checksum));
    }
    if found_chars < expected_chars {
        return Err(LinkError::Damaged(Damage::CutOff { found_chars, expected_chars: Some(expected_chars) }));
    }
    let mut bytes = BASE64URL_NOPAD.decode(payload.as_bytes()).map_err(|error| match error.kind {
        data_encoding::DecodeKind::Symbol => bad_character(payload, error.position),
        _ => LinkError::Damaged(Damage::Checksum),
    })?;
    let checksum = bytes.split_off(bytes.len().saturating_sub(CHECKSUM_BYTES));
    if checksum != packing::crc32(&bytes).to_le_bytes() {
        return Err(LinkError::Damaged(Damage::Checksum));
    }
    Ok(bytes)
}

/// The character at this byte of the payload is none of base64url.
fn bad_character(payload: &str, position: usize) -> LinkError {
    let before = payload.char_indices().take_while(|(at, _)| *at <= position).count();
    let character = payload.chars().nth(before.saturating_sub(1)).unwrap_or_default();
    let prefix_chars = "p1.".len();
    LinkError::Damaged(Damage::Character { character, position: prefix_chars + before })
}

/// What stands before the deflated text.
struct Head {
    moment: Option<Moment>,
    branch: usize,
    frontiers: Option<Vec<Moment>>,
    /// Up to the last line by hand.
    by_hand: Vec<bool>,
    digest: u64,
}

impl Head {
    /// Reads the head; also what follows it.
    fn read(bytes: &[u8]) -> Result<(Self, &[u8]), LinkError> {
        let mut reader = Reader { rest: bytes };
        let read = Self::read_from(&mut reader).ok_or(LinkError::Damaged(Damage::Content))?;
        Ok((read, reader.rest))
    }

    fn read_from(reader: &mut Reader<'_>) -> Option<Self> {
        let flags = reader.byte().filter(|flags| flags & !FLAGS == 0)?;
        reader.varint()?;
        let moment = if flags & HAS_MOMENT != 0 { Some(reader.moment()?) } else { None };
        let branch = if flags & HAS_BRANCH != 0 { reader.count(MAX_BRANCHES)? } else { 0 };
        let mut frontiers = None;
        if flags & HAS_FRONTIERS != 0 {
            let count = reader.count(MAX_BRANCHES + 1)?;
            frontiers = Some((0..count).map(|_| reader.moment()).collect::<Option<_>>()?);
        }
        let by_hand = if flags & HAS_BY_HAND != 0 { reader.by_hand()? } else { Vec::new() };
        let (digest, rest) = reader.rest.split_at_checked(DIGEST_BYTES)?;
        reader.rest = rest;
        Some(Self { moment, branch, frontiers, by_hand, digest: u64::from_le_bytes(digest.try_into().ok()?) })
    }
}

fn push_moment(bytes: &mut Vec<u8>, moment: Moment) {
    push_varint(bytes, moment.tick.min(MAX_TICK));
    push_varint(bytes, moment.events.min(MAX_EVENTS).into());
}

/// Appends a number, seven bits a byte, the lowest first; the highest bit says that more follow.
fn push_varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Bytes from the front.
struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn moment(&mut self) -> Option<Moment> {
        let tick = self.varint().filter(|tick| *tick <= MAX_TICK)?;
        let events = u32::try_from(self.varint()?).ok().filter(|events| *events <= MAX_EVENTS)?;
        Some(Moment { tick, events })
    }

    /// A number of things, of which there may be so many.
    fn count(&mut self, most: usize) -> Option<usize> {
        usize::try_from(self.varint()?).ok().filter(|count| *count <= most)
    }

    /// What [`runs`] tells, for each line.
    fn by_hand(&mut self) -> Option<Vec<bool>> {
        let mut by_hand = Vec::new();
        for turn in 0..self.count(MAX_ITEMS)? {
            let lines = self.count(MAX_ITEMS - by_hand.len())?;
            by_hand.resize(by_hand.len() + lines, turn % 2 == 1);
        }
        Some(by_hand)
    }

    /// A number of at most 63 bits.
    fn varint(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests;
