//! A scenario's text as few bytes, and back: deflate (RFC 1951) against a preset dictionary, and the checksum (CRC-32).
//!
//! The dictionary is the gallery as it was when version 1 of the links was frozen, then words and lines that scenarios are made
//! of, the most useful last, because what lies nearer is cheaper to point at. So a run that began in the gallery, captions and
//! all, is a link of some 60 characters rather than 1,000, and one that has been edited since is only somewhat longer. Deflate
//! looks back 32 KiB at most: the dictionary stays below that.
//!
//! It is **frozen**: one character changed, and no link ever given away can be read (a test holds its checksum). That the gallery
//! changes is no reason to touch it.

use super::{Damage, LinkError};
use crate::scenario::limits::MAX_TEXT_BYTES;
use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, compress_to_output, create_comp_flags_from_zip_params, deflate_flags,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

/// What every text is deflated against.
pub(super) const DICTIONARY: &[u8] = include_bytes!("dictionary-1.txt");

/// Deflates a text: with code tables made for it or with the standard ones, whichever is shorter (a short text does not pay for its own).
pub(super) fn deflate(text: &str) -> Vec<u8> {
    const BEST_LEVEL: i32 = 10;
    const RAW: i32 = -15;
    const DEFAULT_STRATEGY: i32 = 0;
    let own_tables = create_comp_flags_from_zip_params(BEST_LEVEL, RAW, DEFAULT_STRATEGY);
    let standard_tables = own_tables | deflate_flags::TDEFL_FORCE_ALL_STATIC_BLOCKS;
    let (own, standard) = (deflate_with(own_tables, text), deflate_with(standard_tables, text));
    if own.len() < standard.len() { own } else { standard }
}

/// The compressor reads the dictionary first, so that the text can point back into it; what that comes to is thrown away.
/// It ends on a byte boundary, so the rest is a stream of its own for whoever has the dictionary.
fn deflate_with(flags: u32, text: &str) -> Vec<u8> {
    let mut compressor = CompressorOxide::new(flags);
    compress_to_output(&mut compressor, DICTIONARY, TDEFLFlush::Sync, |_| true);
    let mut packed = Vec::new();
    compress_to_output(&mut compressor, text.as_bytes(), TDEFLFlush::Finish, |bytes| {
        packed.extend_from_slice(bytes);
        true
    });
    packed
}

/// Inflates a text of at most [`MAX_TEXT_BYTES`].
pub(super) fn inflate(packed: &[u8]) -> Result<String, LinkError> {
    // The dictionary stands before the text in one buffer that never wraps: what points back finds it, and nothing is written beyond the end.
    let mut buffer = vec![0; DICTIONARY.len() + MAX_TEXT_BYTES];
    buffer[..DICTIONARY.len()].copy_from_slice(DICTIONARY);
    let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let mut inflater = DecompressorOxide::new();
    let (status, read, written) = decompress(&mut inflater, packed, &mut buffer, DICTIONARY.len(), flags);
    match status {
        TINFLStatus::Done if read == packed.len() => {}
        TINFLStatus::HasMoreOutput => return Err(LinkError::TextTooLarge { limit_bytes: MAX_TEXT_BYTES }),
        _ => return Err(LinkError::Damaged(Damage::Content)),
    }
    let text = buffer.get(DICTIONARY.len()..DICTIONARY.len() + written).unwrap_or_default();
    String::from_utf8(text.to_vec()).map_err(|_| LinkError::Damaged(Damage::Content))
}

/// CRC-32 as in zip and PNG. It notices every change within any 32 bits in a row, so every single wrong character of a link.
pub(super) fn crc32(bytes: &[u8]) -> u32 {
    const POLYNOMIAL: u32 = 0xedb8_8320;
    !bytes.iter().fold(!0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 0 { sum >> 1 } else { (sum >> 1) ^ POLYNOMIAL })
    })
}
