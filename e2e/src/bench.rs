//! `e2e bench`: how fast the page's own checker searches in Chromium, and how far it comes in a tab. Never a timed test.

use crate::browser::{Browsers, Engine, Want};
use crate::options::Options;
use crate::page::Page;
use crate::search::{self, Asked};
use crate::server::Site;
use anyhow::{Result, ensure};
use std::path::{Path, PathBuf};

const USAGE: &str = "\
e2e bench [options]     states a second of the built page's checker, in its worker, in Chromium

  --stateright N       states a second of stateright, native, on the same World: then the ratio is told as well
  --states N           so many states there are to be
  --turns N            how often it is measured (3)
  --largest            instead: the largest clusters that a tab can search to the end, with what they take (this takes long)
  --only TEXT          of these only those whose name contains this
  --dir DIR            the folder that is served (dist)
";

/// The cluster on which stateright is measured too.
const COMPARED: &str = include_str!("../../benches/checker/synod.paxos");

/// Clusters of three nodes: proposers, ballots of each, crashes in all. The last is too large: it shows what a tab takes at the bound on memory.
const LARGEST: [(u8, u8, u8); 8] =
    [(2, 1, 1), (3, 1, 0), (2, 2, 0), (3, 1, 1), (3, 1, 2), (2, 2, 1), (3, 1, 3), (2, 2, 2)];

/// `e2e bench`.
pub async fn run(mut options: Options) -> Result<()> {
    if options.flag("--help") {
        print!("{USAGE}");
        return Ok(());
    }
    let folder = PathBuf::from(options.value("--dir")?.unwrap_or_else(|| "dist".into()));
    let theirs: f64 = options.parsed("--stateright", 0.0)?;
    let states: f64 = options.parsed("--states", 0.0)?;
    let turns: usize = options.parsed("--turns", 3)?;
    let largest = options.flag("--largest");
    let only = options.value("--only")?.unwrap_or_default();
    options.done()?;
    ensure!(folder.join("index.html").is_file(), "there is no build in {}: ./dev build first", folder.display());
    let site = Site::start(&folder, "/some/where/", 0, false).await?;
    let browsers = Browsers::new(Path::new("target/e2e"))?;
    if largest { far(&browsers, &site, &only).await } else { fast(&browsers, &site, turns, states, theirs).await }
}

async fn open(browsers: &Browsers, site: &Site) -> Result<Page> {
    let page = Page { browser: browsers.start(Engine::Chromium, &Want::default()).await? };
    page.goto(&site.url("index.html")).await?;
    page.mounted().await?;
    Ok(page)
}

/// The same World as in `benches/checker`. A worker's first search is slower, its code being compiled meanwhile, and is told apart.
async fn fast(browsers: &Browsers, site: &Site, turns: usize, states: f64, theirs: f64) -> Result<()> {
    let page = open(browsers, site).await?;
    println!("Synod, three nodes, two proposers of one ballot, one crash, taking nothing for one, in Chromium");
    let asked = Asked { text: COMPARED.to_owned(), plain: true };
    let (mut best, mut worst) = (0.0_f64, f64::MAX);
    for turn in 0..=turns.max(1) {
        let found = search::run(&page, &asked).await?;
        ensure!(found.verdict == "holds", "the checker says {}", found.verdict);
        ensure!(states == 0.0 || found.distinct == states, "{} states, where there are {states}", found.distinct);
        let rate = found.distinct / found.wall;
        println!(
            "  {:<12}{rate:>10.0} states a second ({} states in {:.2} s)",
            if turn == 0 { "first" } else { "wasm" },
            found.distinct,
            found.wall
        );
        if turn > 0 {
            (best, worst) = (best.max(rate), worst.min(rate));
        }
    }
    if theirs > 0.0 {
        println!("  stateright  {theirs:>10.0} states a second, native");
        println!("  ratio       {:>10.1} times; {:.1} at worst", best / theirs, worst / theirs);
    }
    page.browser.close().await;
    Ok(())
}

/// Each in a browser of its own, so that what it takes is its own.
async fn far(browsers: &Browsers, site: &Site, only: &str) -> Result<()> {
    println!("three nodes, asked all properties of states, in Chromium");
    for (proposers, ballots, crashes) in LARGEST {
        let name = format!("{proposers} proposers, {ballots} ballots each, {crashes} crashes");
        if !name.contains(only) {
            continue;
        }
        let page = open(browsers, site).await?;
        let found = search::run(&page, &Asked { text: cluster(proposers, ballots, crashes), plain: false }).await?;
        let megabytes = |bytes: f64| bytes / f64::from(1 << 20);
        println!(
            "  {name}: {}, {} states, {:.1} s; {:.0} MB counted, {:.0} MB the whole tab at most",
            found.verdict,
            found.distinct,
            found.wall,
            megabytes(found.bytes),
            megabytes(page.browser.tab_bytes()? as f64)
        );
        page.browser.close().await;
    }
    Ok(())
}

fn cluster(proposers: u8, ballots: u8, crashes: u8) -> String {
    let proposals: String = (1..=proposers).map(|node| format!("at 0 propose n{node} \"v{node}\"\n")).collect();
    format!("paxos 1\nnodes 3\nallow ballots {ballots} crashes {crashes}\n\n{proposals}")
}
