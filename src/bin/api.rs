//! The JavaScript API's entry point: the library's exported items are kept by linking it, and nothing is done at the start.

use paxos_playground as _;

fn main() {}
