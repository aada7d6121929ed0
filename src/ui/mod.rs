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
//! - `lab`: the chips that say which mistakes are switched on. `checks`: searches and chaos that were asked for, and the way to the checker's
//!   worker.
//! - `stage`, `spacetime`, `inspector`: the run itself, seen from three sides. `model`: what they share; `pace`: what of them may come a little later.
//! - `i18n`: every word, in two languages.
//! - `keep`: the run over a reload. `embed`: what a host page may ask for. `platform`: the browser, with its refusals as values.
//!
//! Drawn once for each logical step; between steps only `transport::driver` runs, and what moves is moved outside the virtual DOM.

mod announcer;
mod app;
mod beside;
mod caption;
mod checks;
mod dialogs;
pub mod draw;
mod embed;
mod header;
pub mod i18n;
mod icons;
pub mod inspector;
mod keep;
mod keyboard;
mod lab;
pub mod measure;
mod menu;
pub mod model;
mod notice;
mod pace;
pub mod palette;
mod platform;
mod playground;
mod running;
mod settings;
pub mod spacetime;
pub mod stage;
mod store;
mod transport;
mod visible;

use app::{App, AppProps};
use embed::Embed;

/// Mounts the page where there is a place for it. In a worker, or in a page that only wants the JavaScript API, there is none.
pub fn mount() {
    let Some(root) = platform::root() else { return };
    let embed = root.has_attribute("data-embed").then(Embed::from_address);
    // What stood there while the page was loading.
    root.set_text_content(None);
    yew::Renderer::<App>::with_root_and_props(root, AppProps { embed }).render();
}

/// Hands a panic's words to boot.js, which shows what can still be shown.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| platform::call_boot("paxosPanicked", &panic.to_string())));
}
