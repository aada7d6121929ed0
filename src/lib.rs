//! # Paxos Playground
pub mod protocol;
pub mod scenario;
pub mod session;
pub mod sim;
pub mod world;
pub mod ui;
