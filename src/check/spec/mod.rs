//! Specifications written by others, as tiny models: what the engine finds here must be what TLC finds.

pub mod paxos;
