//! Scenarios: the text format, the link codec, the gallery.
//!
//! A scenario is what a person writes, what a link carries, and what a test replays: the cluster, the network, and what is done when.

mod ast;
mod body;
mod checked;
mod cursor;
mod error;
mod expectation;
mod expected;
mod first;
mod format;
mod gallery;
mod lexer;
mod limits;
pub mod link;
mod model;
mod parse;
mod schedule;
mod settings;
mod suggest;
mod typed;

pub use ast::*;
pub use checked::{Asked, Checked, Limit, Outcome};
pub use error::*;
pub use expectation::Judging;
pub use first::first_scenario;
pub use format::*;
pub use gallery::{GalleryEntry, gallery, gallery_of};
pub use limits::*;
pub use model::{allowance_of, requests_of};
pub use parse::*;
pub use schedule::{Scheduled, Unplayable};
pub use suggest::closest;
pub(crate) use typed::with_protocol;

#[cfg(test)]
mod tests;
