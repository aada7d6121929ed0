//! Every schedule: a resumable breadth-first search over a [`Model`], and the models that are searched.
//!
//! The engine ([`Search`]) knows nothing of protocols: it takes initial states, steps and properties, and comes to a [`Verdict`] that
//! claims no more than was seen. It keeps a fingerprint, a parent and a choice for each state, and the states themselves only until
//! they have been expanded; a script is found again by replaying choices. It does not know what a scenario is, or a page.
//!
//! What is asked of a cluster is a [`Question`]. What its search takes for one, and why that changes no answer, is told where it is done: names of nodes in
//! `cluster/symmetry.rs`, what can make no difference any more in `cluster/mod.rs` and in the protocol's `settled.rs`. No violation has
//! to be searched again to be called the shortest: each of them leaves the shortest schedules as long as they are. A [`duel()`] is no search: a
//! schedule that can be repeated for ever.
//!
//! [`Cluster`] is the model of a [`World`](crate::world::World), of whatever protocol: the same steps that are played, chosen by nobody, so all of them.
//! [`spec`] holds Lamport's own specification as a tiny model, so that the engine can be held against TLC, which others trust.

mod cluster;
mod duel;
mod fingerprint;
mod model;
mod search;
mod seen;
pub mod spec;

pub use cluster::{Allowance, Cluster, MAX_QUESTIONS, MAX_REQUESTS, Move, Question, Row};
pub use duel::{Lasso, duel};
pub use fingerprint::{Fingerprint, collision_chance, mix};
pub use model::{Claim, Model, Property};
pub use search::{Bound, Bounds, Coverage, Search, Verdict};
