//! Virtual time over a world.
mod command;
mod error;
mod moment;

pub use command::*;
pub use error::*;
pub use moment::*;
