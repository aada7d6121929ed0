//! Tests of the text format and of links.

mod canonical;
mod errors;
mod errors_log;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod arbitrary;
#[cfg(not(target_arch = "wasm32"))]
mod arbitrary_log;
#[cfg(not(target_arch = "wasm32"))]
mod round_trip;
