//! The page. It reads [`View`](crate::session::View)s and sends [`Command`](crate::sim::Command)s; what a run is and why a node
//! does what it does is not known here.
//!
//! # The rooms, in reading order
//!
//! - `store`: what the page shows, as one plain value, and the reducer that turns it into the next; pure.
//! - `playground`: the one place that holds the [`Session`](crate::session::Session). Its methods are named for what a person
//!   wants (step, play, seek, give a command, open a link); each ends by handing a fresh view to the store.
//! - `app`: the layout, and who gets which part of the store. `header`, `caption`, `transport`, `dialogs`: the shell around the
//!   stage. `keyboard`: every key. `announcer`: each step, told to screen readers.
//! - `stage`, `spacetime`, `inspector`: the run itself, seen from three sides. `model`: what they share.
//! - `i18n`: every word, in two languages.
//! - `keep`: the run over a reload. `embed`: what a host page may ask for. `platform`: the browser, with its refusals as values.
//!
//! Drawn once for each logical step; between steps only `transport::driver` runs, and what moves is moved outside the virtual DOM.

pub mod i18n;
mod platform;
pub mod inspector;
pub mod measure;
pub mod model;
pub mod palette;
pub mod spacetime;
pub mod stage;
