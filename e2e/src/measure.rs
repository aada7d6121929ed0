//! `e2e measure`: how much of the main thread a playing page takes, and how many frames a second it draws. Chromium only,
//! and never a timed test: the numbers belong to the machine they were taken on.

use crate::browser::{Browsers, Engine, Want};
use crate::options::Options;
use crate::page::Page;
use crate::server::Site;
use crate::shot;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const USAGE: &str = "\
e2e measure [FILE][#LINK] [options]   main-thread time and frame rate of the built page, in Chromium

  --seconds N          how long each of the two is measured (8)
  --size WxH           of the page (1280x800)
  --slow N             slows the processor down N times (1)
  --actions 'A; B'     done first, as in `e2e shot`: whatever sets the page playing
  --dir DIR            the folder that is served (dist)
";

/// `e2e measure`.
pub async fn run(mut options: Options) -> Result<()> {
    if options.flag("--help") {
        print!("{USAGE}");
        return Ok(());
    }
    let folder = PathBuf::from(options.value("--dir")?.unwrap_or_else(|| "dist".into()));
    let time = Duration::from_secs_f64(options.parsed("--seconds", 8.0)?);
    let want = Want { size: options.size((1280, 800))?, ..Want::default() };
    let slow: f64 = options.parsed("--slow", 1.0)?;
    let actions = options.value("--actions")?.unwrap_or_default();
    let file = shot::address(options.word());
    options.done()?;

    let site = Site::start(&folder, "/some/where/", 0, false).await?;
    let browsers = Browsers::new(Path::new("target/e2e"))?;
    let page = Page { browser: browsers.start(Engine::Chromium, &want).await? };
    let outcome = measure(&page, &site.url(&file), &actions, time, slow).await;
    page.browser.close().await;
    outcome
}

async fn measure(page: &Page, url: &str, actions: &str, time: Duration, slow: f64) -> Result<()> {
    page.browser.devtools("Performance.enable", json!({ "timeDomain": "timeTicks" })).await?;
    page.goto(url).await?;
    page.mounted().await?;
    let loading = metrics(page).await?;
    println!("{url}");
    println!(
        "  until mounted        script {:.0} ms, layout {:.0} ms, style {:.0} ms",
        loading["ScriptDuration"] * 1e3,
        loading["LayoutDuration"] * 1e3,
        loading["RecalcStyleDuration"] * 1e3
    );
    if slow > 1.0 {
        page.browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": slow })).await?;
    }
    for action in actions.split([';', '\n']).map(str::trim).filter(|action| !action.is_empty()) {
        shot::act(page, action).await.with_context(|| format!("at {action:?}"))?;
    }
    tokio::time::sleep(Duration::from_millis(500)).await;

    let (before, started) = (metrics(page).await?, Instant::now());
    tokio::time::sleep(time).await;
    let (after, wall) = (metrics(page).await?, started.elapsed().as_secs_f64());
    let share = |name: &str| (after[name] - before[name]) / wall * 100.0;
    let (script, layout, style) = (share("ScriptDuration"), share("LayoutDuration"), share("RecalcStyleDuration"));
    println!(
        "  main thread          {:.1}% = script {script:.1}% + layout {layout:.1}% + style {style:.1}%, over {wall:.1} s",
        script + layout + style
    );
    println!("  all of its tasks     {:.1}% (with painting, garbage collection and the rest)", share("TaskDuration"));
    println!("  heap                 {:.1} MB of script, {} nodes", after["JSHeapUsedSize"] / 1e6, after["Nodes"]);

    let frames = page.browser.client.execute_async(FRAMES, vec![json!(time.as_millis())]).await?;
    let number = |name: &str| frames[name].as_f64().unwrap_or(0.0);
    println!(
        "  frames               {:.1} a second; longest gap {:.1} ms; {} gaps above 34 ms",
        number("rate"),
        number("longest"),
        number("late")
    );
    Ok(())
}

/// Counts the frames that the page is offered.
const FRAMES: &str = "
    const [milliseconds, done] = arguments;
    const start = performance.now();
    let frames = 0, longest = 0, late = 0, last = start;
    requestAnimationFrame(function frame(now) {
        frames += 1;
        longest = Math.max(longest, now - last);
        if (now - last > 34) late += 1;
        last = now;
        if (now - start < milliseconds) requestAnimationFrame(frame);
        else done({ rate: frames * 1000 / (now - start), longest, late });
    });";

async fn metrics(page: &Page) -> Result<BTreeMap<String, f64>> {
    let answer = page.browser.devtools("Performance.getMetrics", json!({})).await?;
    let list = answer["metrics"].as_array().context("Chromium gives no metrics")?;
    let pair = |metric: &Value| Some((metric["name"].as_str()?.to_owned(), metric["value"].as_f64()?));
    let mut metrics: BTreeMap<String, f64> = list.iter().filter_map(pair).collect();
    for name in ["ScriptDuration", "LayoutDuration", "RecalcStyleDuration", "TaskDuration", "JSHeapUsedSize", "Nodes"] {
        metrics.entry(name.into()).or_default();
    }
    Ok(metrics)
}
