//! The JavaScript API: the session's commands and views as plain objects.
//!
//! Types of its own stand at the boundary, so that the core can change without breaking a page that uses it, and so that the core needs to know nothing of
//! serialization. `www/paxos.d.ts` declares the same for TypeScript; a test holds the two together. Every failure is an `Error` object; those of
//! a text carry `line` and `column`.
//!
//! There are two WebAssembly files with it: `api` has the run, for other people's scripts; `checker` has the search and chaos, for the page's worker, and
//! is built for speed.

#[cfg(feature = "checker")]
mod chaos;
#[cfg(feature = "checker")]
mod checking;
#[cfg(feature = "api")]
mod command;
#[cfg(feature = "api")]
mod plain;
#[cfg(feature = "api")]
mod run;

#[cfg(feature = "checker")]
pub use chaos::Chaos;
#[cfg(feature = "checker")]
pub use checking::Check;
#[cfg(feature = "api")]
pub use run::Playground;

use crate::scenario::link::LinkError;
use serde::Serialize;
use std::fmt::Display;
use wasm_bindgen::JsValue;

fn to_js(plain: &impl Serialize) -> Result<JsValue, JsValue> {
    plain.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).map_err(JsValue::from)
}

fn error(message: impl Display) -> JsValue {
    js_sys::Error::new(&message.to_string()).into()
}

fn link_error(problem: &LinkError) -> JsValue {
    error(problem)
}
