//! # Paxos Playground: the guide to the house
//!
//! A page in which a consensus cluster runs, visibly, and lets itself be broken. Everything in it is one idea: a cluster is a **transition
//! system**, a [`world::World`] that lists the steps it allows and takes one. Who chooses the next step is another matter, and there are several who do:
//!
//! | driver | chooses by | for |
//! | --- | --- | --- |
//! | scheduler ([`sim`]) | virtual time, latencies and faults drawn from a seed | playing |
//! | hand ([`session`], from the page) | the person | clicks, keys |
//! | replay ([`session`]) | a recorded script | links, time travel, tests |
//! | search ([`check`]) | every choice | the page's *Check*, the command line's `check` |
//! | chaos ([`chaos`]) | draws from a seed, every fault among them | the page's *Check*, the command line's `chaos` |
//!
//! So whatever a person did *is* a script, a script *is* a link, and a link *is* a test.
//!
//! ## The rooms, in reading order
//!
//! - [`protocol`]: what one node does with one input: single-decree Paxos ([`protocol::synod`]), and a replicated log, under Multi-Paxos
//!   ([`protocol::multipaxos`]) and under Zab ([`protocol::zab`]); what clients of a log do is in
//!   [`protocol::clients`]. It does not know that time exists, nor a network, nor chance, nor any other node's state.
//! - [`world`]: nodes, disks, the network (a bag or a set of messages, and connections in order) and the ghost ledger; `enabled`, `apply`, and the
//!   properties. It does not know when anything happens, nor who decides it.
//! - [`check`]: every schedule of a model, by a breadth-first search: of a world ([`check::Cluster`]), and of Lamport's specification, to hold the
//!   engine against TLC; what is asked of them, and what is taken for one. It does not know what a scenario is.
//! - [`sim`]: virtual time over a world: the clock, the scheduler, keyed draws, the record of one branch. It does not know
//!   captions, branches or people.
//! - [`scenario`]: the text format, the link codec, the gallery. It does not know how a run is looked at.
//! - [`chaos`]: runs with every fault, seed by seed, until one fails, and that one shrunk. A run of chaos is a scenario, and what it
//!   finds is offered as one, so it stands above `scenario`; it does not know sessions, which play what it found.
//! - [`session`]: the facade: commands in, views out; the cursor, branches, undo. It plays whatever protocol a scenario names: behind two traits, of a
//!   timeline and of a state, stand the protocols' own types (`session/reel.rs`), and each protocol says how it is looked at (`session/shown.rs`,
//!   `session/log.rs`, `session/zab.rs`). A second run may stand beside it on the same clock (`session/beside.rs`). It does not know any interface: the page, the JavaScript API and the tests use the same.
//! - `ui`: the page. It reads views and sends commands, and holds no rule of any protocol. All words that a person reads stand in
//!   its catalogue, in two languages.
//! - `api`: the JavaScript API, and the checker for the page's worker (the search, and chaos), with boundary types of their own. It does not know the page.
//! - `src/bin`: where the page, the API and the checker start; a few lines each. They are three WebAssembly files, so that the page's first screen does not
//!   carry what only other people's scripts use or what is fetched when somebody asks for a check, and the other way round. (The page speaks with
//!   the checker in messages: `www/checker.js`, `www/checking.js`.) And the command line, `paxos-playground`, which is native: a file for
//!   each verb, with words of its own for what the session says in types.
//!
//! The page's own file is split in two once it is built: what the first screen needs, and the rest, which `www/boot.js` fetches when
//! somebody begins to act. Nothing in here knows of it: a function that moved leaves a stub that fetches it (the program in `split/`;
//! its `later.txt` names what moves). `./dev build` weighs the first screen and fails above its limit.
//!
//! Arrows point one way: `protocol <- world <- check, sim <- scenario <- chaos <- session <- ui, api <- bin`; `ui` and `api` never import each other.
//! `tests/layering.rs` holds that, and that the pure rooms read no clock, draw no chance and iterate over no hash map.
//!
//! ## How data walks through
//!
//! A click becomes a [`sim::Command`]; [`session::Session::execute`] adds it to the script of the branch shown; the [`sim::Timeline`] takes the
//! next step of the [`world::World`]; effects and reasons become events; a [`session::View`] of the new state goes back to the components.
//! There is no way back but through a command. To go to another moment the session takes the nearest keyframe and replays from there.
//!
//! Long runs: clients may ask by themselves (`src/sim/demand.rs`), and a run may have a million events. Of an event the timeline keeps only its moment;
//! what it looked like is worked out again, a block of events at a time, where somebody looks (`src/session/history.rs`). So the page asks a history for events one by one, and
//! draws a stretch of it.
//!
//! ## Things that hold everywhere
//!
//! - Nothing in `protocol`, `world`, `check`, `sim` and `chaos` depends on a clock, on chance, on input or output, or on the order of a hash. The same
//!   scenario gives the same digest natively and in wasm, for ever: [`protocol::Canonical`] projections are written by hand, and draws are
//!   SipHash under the seed. Golden values stand in the tests.
//! - What was chosen is judged on the [`world::Ledger`], not on what nodes believe.
//! - Everything that can grow has a bound, and whoever reaches it is told.

#[cfg(any(feature = "api", feature = "checker"))]
pub mod api;
pub mod chaos;
pub mod check;
pub mod protocol;
pub mod scenario;
pub mod session;
pub mod sim;
#[cfg(feature = "page")]
pub mod ui;
pub mod world;
