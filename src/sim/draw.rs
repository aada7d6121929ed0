//! Keyed draws: chance as a function of the seed and of what the draw is for.
//!
//! A message's fate is a function of the seed, of what the message is, and of which send of its description it is; a back-off is one of the seed, the node,
//! the timer and how often it was set. So nothing that a person does to one message changes the luck of another. The
//! function is SipHash-2-4 under the seed: specified to the bit, hence the same on every machine, for ever.

use super::{Share, Span};
use crate::protocol::Projection;
use siphasher::sip::SipHasher24;
use std::hash::Hasher;

/// What a draw is for: draws of one key for different purposes are independent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// How long a message travels.
    Latency,
    /// Whether it is lost.
    Loss,
    /// How far it comes if it is lost.
    LossPoint,
    /// Whether it is duplicated.
    Duplication,
    /// How long a node backs off.
    BackOff,
    /// What chaos does to a run.
    Chaos,
    /// How long it takes until the end of a connection is noticed.
    Notice,
    /// How fast a node's clock runs.
    Drift,
}

/// The second half of the SipHash key: the version of all draws. Changing it changes every run that was ever shared.
const DRAWS_VERSION: u64 = 1;

/// 64 evenly distributed bits.
pub fn draw(seed: u64, purpose: Purpose, key: &Projection) -> u64 {
    let mut hasher = SipHasher24::new_with_keys(seed, DRAWS_VERSION);
    hasher.write(&[match purpose {
        Purpose::Latency => 1,
        Purpose::Loss => 2,
        Purpose::LossPoint => 3,
        Purpose::Duplication => 4,
        Purpose::BackOff => 5,
        Purpose::Chaos => 6,
        Purpose::Notice => 7,
        Purpose::Drift => 8,
    }]);
    hasher.write(key.bytes());
    hasher.finish()
}

/// A number of ticks from the span, both ends included.
pub fn ticks_within(bits: u64, span: Span) -> u64 {
    let (low, high) = (u64::from(span.low_ticks()), u64::from(span.high_ticks()));
    low + scale(bits, high - low + 1)
}

/// True with the probability of the share.
pub fn happens(bits: u64, share: Share) -> bool {
    scale(bits, 10_000) < u64::from(share.basis_points())
}

/// A number from 0 to `below - 1`, evenly: the high half of a product, without division.
pub fn scale(bits: u64, below: u64) -> u64 {
    u64::try_from((u128::from(bits) * u128::from(below)) >> 64).unwrap_or(u64::MAX)
}

/// A digest as people and programs read it: 16 hexadecimal digits.
pub fn digest_text(digest: u64) -> String {
    format!("{digest:016x}")
}
