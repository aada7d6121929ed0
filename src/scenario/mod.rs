//! Scenarios: the text format, the link codec, the gallery.
mod ast;
pub use ast::*;
