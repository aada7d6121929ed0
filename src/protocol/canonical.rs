//! The canonical projection: what of a state digests and draws are made from.
//!
//! `derive(Hash)` differs between 32 and 64 bits and with every new field. A projection is written by hand, in fixed-width
//! little-endian integers, collections in their sorted order behind their length. It never changes for a given version.

use siphasher::sip::SipHasher24;
use std::hash::Hasher;

/// A sequence of bytes that stands for a piece of state, the same on every machine.
#[derive(Clone, Default, Debug)]
pub struct Projection(Vec<u8>);

/// A thing that has a canonical projection. Two things of one type have the same projection only if they are equal, but for what is only
/// noted to be judged, and decides nothing (see the [`Ledger`](crate::world::Ledger)).
pub trait Canonical {
    /// Appends the projection.
    fn project(&self, out: &mut Projection);
}

impl Projection {
    /// Appends a byte.
    pub fn u8(&mut self, number: u8) {
        self.0.push(number);
    }

    /// Appends 4 bytes.
    pub fn u32(&mut self, number: u32) {
        self.0.extend(number.to_le_bytes());
    }

    /// Appends 8 bytes.
    pub fn u64(&mut self, number: u64) {
        self.0.extend(number.to_le_bytes());
    }

    /// Appends a length and the UTF-8 bytes.
    pub fn text(&mut self, text: &str) {
        self.u32(u32::try_from(text.len()).unwrap_or(u32::MAX));
        self.0.extend(text.as_bytes());
    }

    /// Appends how many there are, then each.
    pub fn all<T: Canonical>(&mut self, things: impl ExactSizeIterator<Item = T>) {
        self.u32(u32::try_from(things.len()).unwrap_or(u32::MAX));
        for thing in things {
            thing.project(self);
        }
    }

    /// A digest of the bytes so far: SipHash-2-4 under a fixed key.
    pub fn digest(&self) -> u64 {
        let mut hasher = SipHasher24::new_with_keys(0, 0);
        hasher.write(&self.0);
        hasher.finish()
    }

    /// The bytes so far.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl<T: Canonical + ?Sized> Canonical for &T {
    fn project(&self, out: &mut Projection) {
        (**self).project(out);
    }
}

impl<T: Canonical> Canonical for Option<T> {
    fn project(&self, out: &mut Projection) {
        out.u8(u8::from(self.is_some()));
        if let Some(thing) = self {
            thing.project(out);
        }
    }
}

impl<A: Canonical, B: Canonical> Canonical for (A, B) {
    fn project(&self, out: &mut Projection) {
        self.0.project(out);
        self.1.project(out);
    }
}
