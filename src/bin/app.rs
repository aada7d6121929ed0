//! The page's entry point. Where there is no `#paxos-app` (a page that only wants the JavaScript API, a worker) it does nothing.

use paxos_playground::ui;

fn main() {
    ui::report_panics();
    ui::mount();
}
