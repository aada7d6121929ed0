//! What replicated logs have in common, whatever orders them: clients with their commands, and the machine that does them.
//!
//! A client numbers what it asks for and asks for one thing at a time; a machine keeps what it answered each client last. So a command that is asked for
//! twice, because its answer was lost, is done once.

mod client;
mod command;
mod machine;

pub use client::{Asking, Client, Served};
pub use command::Command;
pub use machine::{Answered, Applied, KeyValue, StateMachine};
