//! # End-to-end tests of the built page, and the tools that look at it
//!
//! One WebDriver suite for three engines: Chromium, Firefox and WebKit. `./dev test e2e` installs the browsers and runs
//! it against `dist/`; by hand: `cargo run -p e2e -- test --engine chromium --filter smoke`.
//!
//! ## Adding a case
//!
//! A case is an `async fn` that takes a [`Lab`](suite::Lab) and drives the page as a person would, by role and name:
//!
//! ```ignore
//! // src/cases/transport.rs
//! pub const CASES: &[Case] = cases![space_plays_and_pauses];
//!
//! /// Space plays, and pauses again.
//! async fn space_plays_and_pauses(lab: Lab) -> Result<()> {
//!     let page = lab.open("index.html").await?;          // a fresh profile at 1280x800; lab.open_as(Want { .. }, ..) asks for more
//!     page.press("Space").await?;
//!     page.find("button", "Pause").await?;               // waits for it, by computed role and computed name
//!     page.click("button", "Pause").await?;
//!     page.find("button", starts_with("Play")).await?;
//!     page.until("the clock stands", "return document.querySelector('#clock').textContent === '0'").await?;
//!     lab.calm(&page).await                              // no policy violation, console error or foreign request
//! }
//! ```
//!
//! Then the module is named in `cases/mod.rs`. The rules:
//!
//! - Nothing is found by class or id if a person would find it by what it says: use `find`, `click`, `fill`, `press`.
//! - Nothing sleeps: every look at the page waits for what it looks for, and fails after [`page::PATIENCE`] with what was
//!   there instead. A moving page is paused before something that moves is clicked.
//! - Each case opens its own browser; two of them (`lab.open` twice) are two people. `lab.site` serves `dist/` under
//!   `/some/where/`, `lab.elsewhere` is a second origin that serves the same and whatever a case puts there.
//! - A case that fails leaves a screenshot of each of its pages, and prints what their consoles said, in `target/e2e/`.
//! - All three engines run every case. What only one engine can show is written as a case that says so and returns early.
//!
//! ## The rooms, in reading order
//!
//! `suite` runs cases and counts; `page` is a page as a person meets it; `browser` starts the engines; `process` ends
//! whatever was started; `server` serves files; `axe` runs the accessibility rules; `shot`, `measure` and `bench` are tools,
//! and `search` has the page's checker search for the last two.

mod axe;
mod bench;
mod browser;
mod cases;
mod measure;
mod options;
#[allow(dead_code, reason = "offers what cases may need, whether one uses it yet or not")]
mod page;
mod process;
mod search;
#[allow(dead_code, reason = "as above")]
mod server;
mod shot;
mod suite;

use anyhow::{Result, bail};
use options::Options;
use std::process::ExitCode;

const USAGE: &str = "\
e2e test    [--engine chromium|firefox|webkit] [--filter TEXT] [--dir dist] [--out target/e2e]
e2e shot    [FILE][#LINK] [--actions '…'] [--out shot.png] …   takes a screenshot (`e2e shot --help`)
e2e measure [FILE][#LINK] [--seconds N] …                      main-thread time and frame rate (`e2e measure --help`)
e2e bench   [--stateright N] [--largest] …                     the checker's speed in the page (`e2e bench --help`)
e2e serve   [--dir dist] [--prefix /some/where/] [--port N]    serves files as the tests do

Where the browsers are is taken from PATH, or from E2E_CHROMIUM, E2E_CHROMEDRIVER, E2E_FIREFOX, E2E_GECKODRIVER,
E2E_MINIBROWSER, E2E_WEBKITDRIVER; axe.min.js from E2E_AXE.
";

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(async {
            // Interrupted, the work is dropped, and with it every process it started.
            tokio::select! {
                outcome = run() => outcome,
                () = process::interrupted() => bail!("interrupted"),
            }
        }),
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("e2e: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all went well.
async fn run() -> Result<bool> {
    let mut options = Options::from_args();
    match options.word().as_deref() {
        Some("test") => suite::run(options).await,
        Some("shot") => shot::run(options).await.map(|()| true),
        Some("measure") => measure::run(options).await.map(|()| true),
        Some("bench") => bench::run(options).await.map(|()| true),
        Some("serve") => server::run(options).await.map(|()| true),
        _ => {
            print!("{USAGE}");
            Ok(false)
        }
    }
}
