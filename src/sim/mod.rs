//! Virtual time over a world: a clock, a scheduler that decides by keyed draws what falls due when, and a record of it all.
//!
//! A [`Simulation`] is a state in time; it is a function of the scenario's settings, the seed and the script of commands. A
//! [`Timeline`] is the record of one branch: its events, and keyframes from which any moment is reached again. Neither knows of
//! branches, captions or people: that is the session's affair.

mod command;
mod demand;
mod draw;
mod error;
mod event;
mod flight;
mod moment;
mod orders;
mod profile;
mod script;
mod sends;
mod simulation;
mod streams;
mod timeline;

pub use command::*;
pub use draw::{Purpose, digest_text, draw, scale};
pub use error::*;
pub use event::{Event, Occurrence};
pub use flight::Flight;
pub use moment::*;
pub use profile::{FaultProfile, Load, Setup};
pub use script::*;
pub use simulation::{Advance, ArmedTimer, Simulation};
pub use timeline::{KEYFRAME_EVENTS, MAX_EVENTS, Reached, Step, Timeline, block_before};

#[cfg(test)]
mod tests;
