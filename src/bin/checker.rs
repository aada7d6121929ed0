//! The checker's entry point, for the page's worker: the library's exported items are kept by linking it, and nothing is done at the start.

use paxos_playground as _;

fn main() {}
