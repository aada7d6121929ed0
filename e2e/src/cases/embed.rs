//! In other people's pages: the tutorial, its frames, and what a host may ask of a frame.

use super::person::{click_meanwhile, find_meanwhile, moment, node_is, open_node, step_to, until_tick};
use crate::browser::Want;
use crate::cases;
use crate::page::{Page, starts_with};
use crate::suite::{Case, Lab};
use anyhow::{Context, Result, ensure};

pub const CASES: &[Case] = cases![
    the_tutorial_judges_and_plays,
    the_tutorial_on_another_origin,
    the_tutorial_in_chinese,
    a_frame_does_as_it_is_asked,
];

const FRAME: &str = "Playground: a value that may have been chosen";

/// Both scenarios of the tutorial came true, and twenty seeds decide.
async fn verdicts(page: &Page) -> Result<()> {
    page.until("the tutorial is ready", "return 'ready' in document.documentElement.dataset").await?;
    page.says("All 2 things that this scenario expects came true.").await?;
    page.says("All 1 things that this scenario expects came true.").await?;
    let text = page.text().await?;
    ensure!(!text.contains("Did not come true") && !text.contains("cannot be read"), "a verdict is bad: {text}");
    page.click("button", "Run it with twenty seeds").await?;
    page.says("Seed 20: chosen at").await
}

/// Waits until the playground is there, in a frame that may only just have begun to load.
async fn framed(page: &Page) -> Result<()> {
    page.until("the playground is in the frame", "return document.querySelector('#paxos-app > :not(.boot) main')")
        .await?;
    Ok(())
}

/// The frame plays, takes a command, and keeps its address. The page looks into the frame afterwards.
async fn frame_plays(page: &Page) -> Result<()> {
    page.script(
        "[...document.querySelectorAll('iframe')].find((frame) => frame.title === arguments[0]).scrollIntoView({ block: 'center' })",
        vec![serde_json::json!(FRAME)],
    )
    .await?;
    let about = page
        .script(
            "const frame = [...document.querySelectorAll('iframe')].find((frame) => frame.title === arguments[0]);
            return [frame.getAttribute('src'), frame.getAttribute('sandbox')]",
            vec![serde_json::json!(FRAME)],
        )
        .await?;
    let address = about[0].as_str().context("the frame has no address")?.to_owned();
    let sandbox = about[1].as_str().unwrap_or_default();
    ensure!(
        sandbox.contains("allow-scripts") && !sandbox.contains("allow-same-origin"),
        "the frame's sandbox is “{sandbox}”"
    );
    page.enter_frame(FRAME).await?;
    framed(page).await?;
    page.until("the frame's origin is its own", "return self.origin === 'null'").await?;
    page.find_guessed("button", "Play").await?.click().await?;
    page.find_guessed("button", "Pause").await?;
    until_tick(page, 2).await?;
    page.find_guessed("button", "Pause").await?.click().await?;
    page.find_guessed("button", "Play").await?;
    step_to(page, "20+1").await?;
    page.press("2").await?;
    page.press("k").await?;
    node_is(page, "n2", "n2, down").await?;
    let now = page.url().await?;
    ensure!(now == address, "the frame changed its address from {address} to {now}");
    Ok(())
}

/// As it is served beside the page.
async fn the_tutorial_judges_and_plays(lab: Lab) -> Result<()> {
    let page = lab.blank(&Want::default()).await?;
    page.goto(&lab.site.url("www/tutorial.html")).await?;
    verdicts(&page).await?;
    frame_plays(&page).await?;
    lab.calm(&page).await?;
    page.leave_frame().await?;
    lab.calm(&page).await
}

/// As an author has it: the tutorial on one origin, the playground (script, style, API and frame) on another.
async fn the_tutorial_on_another_origin(lab: Lab) -> Result<()> {
    let text = std::fs::read_to_string(lab.dist.join("www/tutorial.html"))?;
    let theirs = lab.site.origin();
    let text = text
        .replacen("default-src 'self'", &format!("default-src 'self' {theirs}"), 1)
        .replacen("script-src 'self'", &format!("script-src 'self' {theirs}"), 1)
        .replacen("style-src 'self'", &format!("style-src 'self' {theirs}"), 1)
        .replacen("frame-src 'self'", &format!("frame-src {theirs}"), 1)
        .replace("href=\"./", &format!("href=\"{}", lab.site.url("www/")))
        .replace("src=\"./", &format!("src=\"{}", lab.site.url("www/")));
    let lesson = lab.elsewhere.put("/blog/lesson.html", &text);
    let page = lab.blank(&Want::default()).await?;
    page.goto(&lesson).await?;
    verdicts(&page).await?;
    frame_plays(&page).await?;
    lab.calm(&page).await?;
    page.leave_frame().await?;
    let complaints = page.complaints().await?;
    ensure!(complaints.is_empty(), "the host complains: {}", complaints.join("; "));
    let foreign: Vec<_> = page
        .requests()
        .await?
        .into_iter()
        .filter(|url| !url.starts_with(theirs) && !url.starts_with(lab.elsewhere.origin()))
        .collect();
    ensure!(foreign.is_empty(), "asked others: {foreign:?}");
    Ok(())
}

/// The Chinese tutorial, and its frame in Chinese whatever the browser speaks.
async fn the_tutorial_in_chinese(lab: Lab) -> Result<()> {
    let page = lab.blank(&Want::default()).await?;
    page.goto(&lab.site.url("www/tutorial.zh.html")).await?;
    page.until("the tutorial is ready", "return 'ready' in document.documentElement.dataset").await?;
    let verdicts = page
        .script("return [...document.querySelectorAll('.verdict')].map((line) => line.textContent)", vec![])
        .await?;
    let all = verdicts.as_array().context("no verdicts")?;
    ensure!(
        !all.is_empty() && all.iter().all(|line| line.as_str().is_some_and(|line| line.contains("全部成立"))),
        "{verdicts}"
    );
    let title = page
        .text_of("const frame = document.querySelector('iframe'); frame.scrollIntoView(); return frame.title")
        .await?;
    page.enter_frame(&title).await?;
    framed(&page).await?;
    page.find_guessed("button", "播放").await?;
    page.until("the frame's language", "return document.documentElement.lang === 'zh-Hans'").await?;
    lab.calm(&page).await?;
    page.leave_frame().await?;
    lab.calm(&page).await
}

/// `theme`, `lang`, `controls`, `autoplay`, `readonly` in the frame's address.
async fn a_frame_does_as_it_is_asked(lab: Lab) -> Result<()> {
    let page = lab.open("embed.html?controls=none&readonly=1&theme=dark").await?;
    page.until(
        "the frame is dark",
        "const [r] = getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).map(Number); return r < 90",
    )
    .await?;
    ensure!(!page.has("button", "Play").await?, "there is a transport, though none was asked for");
    ensure!(!page.has("button", "Share").await?, "there is a header in a frame");
    // Keys work, commands do not.
    page.press("ArrowRight").await?;
    node_is(&page, "n1", "prepares 1.n1").await?;
    open_node(&page, "n2").await?;
    page.says("This is for looking only.").await?;
    page.press("Escape").await?;
    page.press("2").await?;
    page.press("k").await?;
    page.press("ArrowRight").await?;
    node_is(&page, "n2", "n2, up, has promised 1.n1").await?;
    lab.calm(&page).await?;

    let page = lab.open("embed.html?controls=min&autoplay=1&lang=zh").await?;
    find_meanwhile(&page, "button", "暂停").await?;
    until_tick(&page, 1).await?;
    click_meanwhile(&page, "button", "暂停").await?;
    page.find("button", "播放").await?;
    page.find("link", starts_with("在 Playground 中打开")).await?;
    ensure!(!page.url().await?.contains('#'), "the frame changed its address to {}", page.url().await?);
    // Nothing is kept of a frame.
    page.press("1").await?;
    page.press("k").await?;
    node_is(&page, "n1", "宕机").await?;
    let before = moment(&page).await?;
    page.reload().await?;
    page.mounted().await?;
    node_is(&page, "n1", "运行中").await?;
    ensure!(!before.is_empty());
    let kept = page.text_of("return Object.keys(localStorage).join(' ')").await?;
    ensure!(kept.is_empty(), "the frame keeps {kept}");
    lab.calm(&page).await
}
