//! `e2e measure`: how much of the main thread a playing page takes, and how many frames a second it draws. Chromium only,
//! and never a timed test: the numbers belong to the machine they were taken on, and to whatever else it was doing.

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

Without FILE it plays at speed 1, one after the other: the scenario that the page opens with, given five nodes; the same while
its worker searches every schedule of it; 25 nodes with some 300 messages under way; and, as the floor of what this machine can do, a bare page in which 300 small drawings move.

  --seconds N          how long each of the two is measured (5)
  --size WxH           of the page (1280x800)
  --slow N             slows the processor down N times (1)
  --long N             instead: a log of N commands, played as fast as it goes; then how long it takes to go to any moment of it
                       (100000 on its own), and what the tab takes
  --protocol WORD      of that log: multipaxos (as when left out), zab
  --actions 'A; B'     with FILE: done first, as in `e2e shot`: whatever sets the page playing
  --dir DIR            the folder that is served (dist)
";

/// The scenario that the page opens with has three nodes.
const FIRST: &str = include_str!("../../src/scenario/gallery/first-run.paxos");
/// Thirteen proposers in each other's way: from its fiftieth tick on, 300 messages and more are under way.
const CROWD: &str = include_str!("crowd.paxos");

/// `e2e measure`.
pub async fn run(mut options: Options) -> Result<()> {
    if options.flag("--help") {
        print!("{USAGE}");
        return Ok(());
    }
    let folder = PathBuf::from(options.value("--dir")?.unwrap_or_else(|| "dist".into()));
    let time = Duration::from_secs_f64(options.parsed("--seconds", 5.0)?);
    let want = Want { size: options.size((1280, 800))?, ..Want::default() };
    let slow: f64 = options.parsed("--slow", 1.0)?;
    let actions = options.value("--actions")?.unwrap_or_default();
    let (long, protocol) = (options.value("--long")?, options.value("--protocol")?);
    let file = options.word();
    options.done()?;

    let site = Site::start(&folder, "/some/where/", 0, false).await?;
    let browsers = Browsers::new(Path::new("target/e2e"))?;
    let page = Page { browser: browsers.start(Engine::Chromium, &want).await? };
    let outcome = match file {
        _ if long.is_some() => {
            let commands = long.unwrap_or_default().parse().context("--long wants a number of commands")?;
            long_log(&page, &site.url("index.html"), commands, protocol.as_deref().unwrap_or("multipaxos"), slow).await
        }
        Some(file) => one(&page, &site.url(&shot::address(Some(file))), &actions, time, slow).await,
        None => all(&page, &site.url("index.html"), time, slow).await,
    };
    page.browser.close().await;
    outcome
}

async fn one(page: &Page, url: &str, actions: &str, time: Duration, slow: f64) -> Result<()> {
    println!("{url}");
    open(page, url, slow).await?;
    for action in actions.split([';', '\n']).map(str::trim).filter(|action| !action.is_empty()) {
        shot::act(page, action).await.with_context(|| format!("at {action:?}"))?;
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    measure(page, time).await
}

async fn all(page: &Page, url: &str, time: Duration, slow: f64) -> Result<()> {
    println!("the first scenario with five nodes, at speed 1");
    open(page, url, slow).await?;
    play_text(page, &FIRST.replace("nodes 3", "nodes 5")).await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    measure_playing(page, time).await?;

    println!("the same, while every schedule of it is searched");
    open(page, url, slow).await?;
    let allowed = FIRST.replace("nodes 3", "nodes 5\nallow ballots 3 crashes 3");
    load_text(page, &allowed).await?;
    start_check(page).await?;
    play(page).await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    measure_playing(page, time).await?;
    println!("  the search           {}", how_far(page).await?);

    println!("25 nodes with some 300 messages under way, at speed 1");
    open(page, url, slow).await?;
    play_text(page, CROWD).await?;
    page.until("300 messages are under way", "return document.querySelectorAll('.message').length >= 300").await?;
    // Until the first of them arrive, and are answered.
    tokio::time::sleep(Duration::from_secs(5)).await;
    measure_playing(page, time).await?;

    println!("the floor: a bare page, 300 small drawings that move");
    page.goto("about:blank").await?;
    throttle(page, slow).await?;
    page.script(FLOOR, vec![]).await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    measure(page, time).await
}

/// A log of so many commands: played, and gone to and fro in.
async fn long_log(page: &Page, url: &str, commands: u32, protocol: &str, slow: f64) -> Result<()> {
    println!("a log of {commands} commands under {protocol}");
    open(page, url, slow).await?;
    let text = format!("paxos 1\nprotocol {protocol}\nnodes 3\nload {commands} pause 1\nlatency 1..3\ntimeout 200\n");
    load_text(page, &text).await?;
    page.script(FASTEST, vec![]).await?;
    let started = Instant::now();
    play(page).await?;
    let slots = || async {
        let last = page
            .script("return [...document.querySelectorAll('.log-scroll thead th')].at(-1)?.textContent", vec![])
            .await?;
        anyhow::Ok(last.as_str().and_then(|last| last.trim().parse::<u32>().ok()).unwrap_or_default())
    };
    while slots().await? + 1 < commands {
        anyhow::ensure!(
            started.elapsed() < Duration::from_secs(600),
            "only {} commands in ten minutes",
            slots().await?
        );
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    println!("  played               in {:.0} s", started.elapsed().as_secs_f64());
    play(page).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let (mut reached, mut settled, mut drawn, mut part) = (Vec::new(), Vec::new(), Vec::new(), 0.0_f64);
    for _ in 0..SEEKS {
        part = (part + 0.618_034).fract();
        let told = page.browser.client.execute_async(SEEK, vec![json!(part)]).await?;
        for (place, list) in [&mut reached, &mut settled, &mut drawn].into_iter().enumerate() {
            list.push(told[place].as_f64().context("no time was told")?);
        }
    }
    for list in [&mut reached, &mut settled, &mut drawn] {
        list.sort_by(f64::total_cmp);
    }
    for (what, list) in [("to any moment", reached), ("and rendered", settled), ("and drawn", drawn)] {
        println!(
            "  {what:<20} {:.1} ms at the median, {:.1} ms for nine of ten",
            list[SEEKS / 2],
            list[SEEKS * 9 / 10]
        );
    }
    println!("  the tab              {:.0} MB at most", page.browser.tab_bytes()? as f64 / f64::from(1 << 20));
    Ok(())
}

/// The fastest speed there is.
const FASTEST: &str = "const speed = document.querySelector('.speed input');
    speed.value = speed.max;
    speed.dispatchEvent(new Event('input', { bubbles: true }))";

/// So many moments are gone to.
const SEEKS: usize = 61;

/// Goes to a moment. How long until the run stands there, with all that is to be seen of it; until the page is rendered anew, and laid out; and until it is
/// drawn, in the next frame that the browser offers.
const SEEK: &str = "
    const [part, done] = arguments, slider = document.querySelector('.scrubber input');
    const task = () => new Promise((then) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = then; port2.postMessage(0) });
    const frame = () => new Promise(requestAnimationFrame);
    (async () => {
        await new Promise((then) => setTimeout(then, 200));
        await frame();
        await task();
        const start = performance.now();
        slider.value = Math.floor(part * Number(slider.max));
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        const reached = performance.now() - start;
        await task();
        document.body.getBoundingClientRect();
        const settled = performance.now() - start;
        await frame();
        await task();
        done([reached, settled, performance.now() - start]);
    })();";

async fn open(page: &Page, url: &str, slow: f64) -> Result<()> {
    page.browser.devtools("Performance.enable", json!({ "timeDomain": "timeTicks" })).await?;
    page.goto(url).await?;
    page.mounted().await?;
    let loading = metrics(page).await?;
    println!(
        "  until mounted        script {:.0} ms, layout {:.0} ms, style {:.0} ms",
        loading["ScriptDuration"] * 1e3,
        loading["LayoutDuration"] * 1e3,
        loading["RecalcStyleDuration"] * 1e3
    );
    throttle(page, slow).await
}

async fn throttle(page: &Page, slow: f64) -> Result<()> {
    if slow > 1.0 {
        page.browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": slow })).await?;
    }
    Ok(())
}

/// Opens a run by its text, and plays it. Nothing is found by its role here: once Chromium was asked for one it keeps up a tree of
/// all that a screen reader could want to know, and that would be measured too.
async fn play_text(page: &Page, text: &str) -> Result<()> {
    load_text(page, text).await?;
    play(page).await
}

async fn load_text(page: &Page, text: &str) -> Result<()> {
    page.script("document.querySelector('.text-button').click()", vec![]).await?;
    let fill = "const field = document.querySelector('.scenario-text'); if (!field) return false;
        field.value = arguments[0];
        field.closest('dialog').querySelector('.primary').click();
        return true";
    once_true(page, "the dialog with the run's text opens", fill, vec![json!(text)]).await?;
    page.until("the dialog is gone", "return !document.querySelector('dialog')").await.map(drop)
}

async fn play(page: &Page) -> Result<()> {
    page.script("document.querySelector('.play-button').click()", vec![]).await.map(drop)
}

/// Has the page's worker search for as long as it may, and closes the dialog.
async fn start_check(page: &Page) -> Result<()> {
    page.script("document.querySelector('.check-button').click()", vec![]).await?;
    let start = "const most = document.querySelector('#check-states'); if (!most) return false;
        most.value = most.options[most.options.length - 1].value;
        most.dispatchEvent(new Event('change', { bubbles: true }));
        const button = most.closest('dialog').querySelector('.primary');
        setTimeout(() => button.click(), 100);
        return true";
    once_true(page, "the dialog of the search opens", start, vec![]).await?;
    page.until("it searches", "return document.querySelector('.check-numbers-text')").await?;
    page.script("document.querySelector('dialog').close()", vec![]).await?;
    page.until("the dialog is gone", "return !document.querySelector('dialog')").await.map(drop)
}

/// What the page says of the search under way.
async fn how_far(page: &Page) -> Result<String> {
    page.script("document.querySelector('.check-button').click()", vec![]).await?;
    let text = "return document.querySelector('.check-numbers-text')?.innerText || 'has come to its end meanwhile: measure for a shorter time'";
    page.until("the dialog of the search opens", "return document.querySelector('.check-entry')").await?;
    page.text_of(text).await
}

async fn once_true(page: &Page, what: &str, body: &str, arguments: Vec<Value>) -> Result<()> {
    let asked = Instant::now();
    while page.script(body, arguments.clone()).await? != json!(true) {
        anyhow::ensure!(asked.elapsed() < Duration::from_secs(10), "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

async fn measure_playing(page: &Page, time: Duration) -> Result<()> {
    let playing = "return !!document.querySelector('.play-button[aria-label=\"Pause\"]')";
    measure(page, time).await?;
    let messages = page.script("return document.querySelectorAll('.message').length", vec![]).await?;
    println!("  messages             {messages} at the end");
    if page.script(playing, vec![]).await? != json!(true) {
        println!("  The run came to its end meanwhile: measure for a shorter time.");
    }
    Ok(())
}

async fn measure(page: &Page, time: Duration) -> Result<()> {
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

/// As many drawings as the crowd has messages, each of the same parts, moved in the same way and without anything else.
const FLOOR: &str = "
    const space = 'http://www.w3.org/2000/svg', svg = document.createElementNS(space, 'svg');
    const add = (parent, name, attributes) => {
        const element = parent.appendChild(document.createElementNS(space, name));
        for (const key in attributes) element.setAttribute(key, attributes[key]);
        return element;
    };
    document.body.append(svg);
    svg.setAttribute('width', 940);
    svg.setAttribute('height', 450);
    const movers = Array.from({ length: 300 }, (_, number) => {
        const group = add(svg, 'g', { transform: 'translate(0 0)' }), token = add(group, 'g', { transform: 'scale(.62)' });
        add(token, 'circle', { r: 13, fill: '#fff', stroke: '#0068a8', 'stroke-width': 2.5 });
        add(token, 'text', { y: 4, fill: '#0068a8', 'font-size': 11.5, 'text-anchor': 'middle' }).textContent = 'P';
        add(group, 'circle', { r: 14, fill: 'none', 'pointer-events': 'all' });
        const at = (turn) => [470 + 440 * Math.cos(turn), 225 + 200 * Math.sin(turn)];
        return { place: group.transform.baseVal.getItem(0), from: at(number), to: at(number * 2.4 + 2), offset: number / 300 };
    });
    requestAnimationFrame(function frame(now) {
        for (const { place, from, to, offset } of movers) {
            const part = (now / 9000 + offset) % 1;
            place.setTranslate(from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part);
        }
        requestAnimationFrame(frame);
    });";

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
