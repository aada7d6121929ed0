//! Links: a run as a short text that survives chat clients, and back.
//!
//! A link is `p1.` and then base64url without padding, so that it has no characters but `A-Z a-z 0-9 . _ -`. What is encoded:
//!
//! | bytes | what |
//! | --- | --- |
//! | 1 | flags: 1 a moment is there, 2 a branch is there; all others 0 |
//! | varint | how many bytes follow, so that a link that was cut off is known as such |
//! | varint, varint | with flag 1: the tick of the moment, and how many events of that tick have happened |
//! | varint | with flag 2: the branch shown (without it, 0: the body) |
//! | 8 | the digest of the end state of the branch shown, little-endian |
//! | any | the scenario's canonical text, deflated against a dictionary |
//! | 4 | CRC-32 of all bytes before, little-endian |
//!
//! Version 1 is frozen: a link once given away must open for ever. To change anything here, write a version 2 beside it and keep
//! the decoder of version 1 and its golden links.
//!
//! Decoding is bounded at every stage: the characters, the bytes, the inflated text, and then by the bounds of [`parse`].

mod error;
mod packing;

pub use error::{Damage, LinkError};

use super::limits::{MAX_EVENTS, MAX_TEXT_BYTES, MAX_TICK};
use super::{Scenario, format, parse};
use crate::sim::Moment;
use data_encoding::BASE64URL_NOPAD;

/// The version of links that this program writes, and the newest that it reads.
pub const LINK_VERSION: u32 = 1;

/// The longest link that is written or read, in characters.
pub const MAX_LINK_CHARS: usize = 64 * 1024;

const HAS_MOMENT: u8 = 1;
const HAS_BRANCH: u8 = 2;
const DIGEST_BYTES: usize = 8;
const CHECKSUM_BYTES: usize = 4;

/// What a link holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// The run.
    pub scenario: Scenario,
    /// The digest of the end state of the branch shown, by which it is seen whether a replay still plays as it did.
    pub digest: u64,
    /// The moment to open at, rather than the start.
    pub moment: Option<Moment>,
    /// The branch to show: 0 is the body, 1 the first branch section, and so on.
    pub branch: usize,
}

/// The link's text, without any address before it.
///
/// # Errors
/// The run is too large for a link, or is no valid scenario.
pub fn encode(link: &Link) -> Result<String, LinkError> {
    let text = format(&link.scenario);
    if text.len() > MAX_TEXT_BYTES {
        return Err(LinkError::TextTooLarge { limit_bytes: MAX_TEXT_BYTES });
    }
    // Nothing leaves here that would not open there.
    parse(&text).map_err(LinkError::Scenario)?;
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
    if head.branch > scenario.branches.len() {
        return Err(LinkError::Damaged(Damage::Content));
    }
    Ok(Link { scenario, digest: head.digest, moment: head.moment, branch: head.branch })
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
        push_varint(&mut rest, moment.tick.min(MAX_TICK));
        push_varint(&mut rest, moment.events.min(MAX_EVENTS).into());
    }
    if link.branch > 0 {
        flags |= HAS_BRANCH;
        push_varint(&mut rest, link.branch as u64);
    }
    rest.extend(link.digest.to_le_bytes());
    rest.extend(packed);
    let mut bytes = vec![flags];
    push_varint(&mut bytes, (rest.len() + CHECKSUM_BYTES) as u64);
    bytes.extend(rest);
    bytes.extend(packing::crc32(&bytes).to_le_bytes());
    bytes
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
        let flags = reader.byte().filter(|flags| flags & !(HAS_MOMENT | HAS_BRANCH) == 0)?;
        reader.varint()?;
        let mut moment = None;
        if flags & HAS_MOMENT != 0 {
            let tick = reader.varint().filter(|tick| *tick <= MAX_TICK)?;
            let events = u32::try_from(reader.varint()?).ok().filter(|events| *events <= MAX_EVENTS)?;
            moment = Some(Moment { tick, events });
        }
        let branch = if flags & HAS_BRANCH != 0 { usize::try_from(reader.varint()?).ok()? } else { 0 };
        let (digest, rest) = reader.rest.split_at_checked(DIGEST_BYTES)?;
        reader.rest = rest;
        Some(Self { moment, branch, digest: u64::from_le_bytes(digest.try_into().ok()?) })
    }
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
