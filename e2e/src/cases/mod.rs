//! All cases.

mod access;
mod branches;
mod check;
mod embed;
mod faults;
mod keyboard;
mod lab;
mod log;
mod person;
mod settings;
mod share;
mod smoke;
mod time;

use crate::suite::Case;

/// In the order in which they are run: the cheap and fundamental first.
pub fn all() -> impl Iterator<Item = &'static Case> {
    [
        smoke::CASES,
        time::CASES,
        faults::CASES,
        branches::CASES,
        share::CASES,
        check::CASES,
        lab::CASES,
        log::CASES,
        keyboard::CASES,
        settings::CASES,
        embed::CASES,
        access::CASES,
    ]
    .into_iter()
    .flatten()
}
