//! The page stands: it loads from any folder, asks nobody else for anything, and does not die in silence.

use crate::axe;
use crate::browser::Want;
use crate::cases;
use crate::page::Page;
use crate::suite::{Case, Lab};
use anyhow::{Result, ensure};
use serde_json::json;

pub const CASES: &[Case] = cases![
    loads_under_a_subpath,
    loads_only_what_is_weighed,
    the_second_file_comes_when_somebody_acts,
    what_is_not_there_yet_is_waited_for,
    without_the_second_file_the_page_says_so,
    the_browser_is_as_asked_for,
    embed_loads_in_a_sandbox_of_another_origin,
    importing_the_module_mounts_nothing,
    a_trap_shows_the_panel,
    the_panel_speaks_chinese,
    the_panel_is_accessible,
    a_page_that_cannot_load_says_so,
];

/// The built page opens under `/some/where/`, mounts the app, and keeps calm.
async fn loads_under_a_subpath(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    ensure!(page.text_of("return document.title").await?.contains("Paxos"));
    lab.calm(&page).await?;
    // As a folder, too.
    page.goto(&lab.site.url("")).await?;
    page.mounted().await?;
    lab.calm(&page).await
}

/// Every file that the first screen asks for is named in index.html, where `./dev weight` reads what it weighs: in every language, theme
/// and width.
async fn loads_only_what_is_weighed(lab: Lab) -> Result<()> {
    let chinese = Want { dark: true, lang: "zh-CN".into(), ..Want::default() };
    let narrow = Want { size: (390, 844), ..Want::default() };
    for want in [Want::default(), chinese, narrow] {
        let page = lab.open_as(&want, "index.html").await?;
        let unnamed = unnamed_requests(&lab, &page).await?;
        ensure!(unnamed.is_empty(), "{unnamed:?} are not named in index.html");
    }
    Ok(())
}

async fn unnamed_requests(lab: &Lab, page: &Page) -> Result<Vec<String>> {
    let named = std::fs::read_to_string(lab.dist.join("index.html"))?;
    let base = lab.site.url("");
    let is_unnamed = |url: &String| {
        let file = url.strip_prefix(&base).unwrap_or(url);
        !url.ends_with("__probe.js") && !named.contains(&format!("\"./{file}\""))
    };
    Ok(page.requests().await?.into_iter().filter(is_unnamed).collect())
}

/// What the first screen does without is fetched, once, when somebody begins to act.
async fn the_second_file_comes_when_somebody_acts(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    page.press("Tab").await?;
    page.until("the second file has come", &format!("return {SECOND} === 1")).await?;
    page.press("Space").await?;
    page.says("is chosen").await?;
    page.until("it came once", &format!("return {SECOND} === 1")).await?;
    lab.calm(&page).await
}

/// How often the second file was asked for.
const SECOND: &str =
    "performance.getEntriesByType('resource').filter((entry) => entry.name.includes('app_second.wasm')).length";

/// Somebody who is quicker than the second file waits, and all is well. (A click by script: nothing moves before it.)
async fn what_is_not_there_yet_is_waited_for(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    page.script(SHARE, vec![]).await?;
    page.find("dialog", "Share").await?;
    lab.calm(&page).await
}

const SHARE: &str =
    "[...document.querySelectorAll('button')].find((button) => button.textContent.includes('Share')).click()";

/// The second file cannot be had: the page says so, and that nothing is lost.
async fn without_the_second_file_the_page_says_so(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    page.script("globalThis.fetch = () => Promise.reject(new TypeError('cut off')); XMLHttpRequest.prototype.send = () => { throw new TypeError('cut off') }", vec![]).await?;
    // (The click throws as the page dies.)
    let _ = page.script(SHARE, vec![]).await;
    page.find("alertdialog", "The playground has stopped").await?;
    page.says("It could not be loaded").await
}

/// Does no element have a transition?
const STILL: &str = "return [...document.querySelectorAll('body *')].every((one) => parseFloat(getComputedStyle(one).transitionDuration) === 0)";

/// The harness itself: size, scheme, motion and language reach the page.
async fn the_browser_is_as_asked_for(lab: Lab) -> Result<()> {
    let want = Want { size: (820, 640), dark: true, reduced_motion: true, lang: "zh-CN".into(), ..Want::default() };
    let page = lab.open_as(&want, "index.html").await?;
    let media = |query: &str| format!("return matchMedia('({query})').matches");
    page.until("the page is 820x640", "return innerWidth === 820 && innerHeight === 640").await?;
    page.until("the scheme is dark", &media("prefers-color-scheme: dark")).await?;
    page.until("motion is reduced", &media("prefers-reduced-motion: reduce")).await?;
    page.until("the language is Chinese", "return navigator.language.startsWith('zh')").await?;
    // A duration however short would do harm in WebKit (see style.css).
    page.until("nothing has a transition", STILL).await?;
    let page = lab.open("index.html").await?;
    page.until("the scheme is light", &media("prefers-color-scheme: light")).await?;
    page.until("motion is not reduced", &media("prefers-reduced-motion: no-preference")).await?;
    page.until("the language is English", "return navigator.language.startsWith('en')").await?;
    page.resize(360, 740).await?;
    page.until("the page is 360x740", "return innerWidth === 360 && innerHeight === 740").await?;
    Ok(())
}

/// embed.html runs in a frame with nothing but `allow-scripts`, on a page of another origin.
async fn embed_loads_in_a_sandbox_of_another_origin(lab: Lab) -> Result<()> {
    let frame = lab.site.url("embed.html");
    let host = lab.elsewhere.put(
        "/host.html",
        &format!("<!doctype html><html lang=en><head><title>host</title></head><body><iframe title=Paxos sandbox=allow-scripts width=800 height=500 src=\"{frame}\"></iframe></body></html>"),
    );
    let page = lab.blank(&Want::default()).await?;
    page.goto(&host).await?;
    page.enter_frame("Paxos").await?;
    page.mounted().await?;
    ensure!(page.text_of("return location.href").await? == frame, "the embed rewrote its own address");
    lab.calm(&page).await
}

/// A host page that imports app.js for its API keeps its own content.
async fn importing_the_module_mounts_nothing(lab: Lab) -> Result<()> {
    let module = lab.site.url("app.js");
    let host = lab.elsewhere.put(
        "/api.html",
        &format!(
            "<!doctype html><html lang=en><head><title>host</title></head><body><p id=mine>mine</p>
            <script type=module>import init from \"{module}\"; await init(); document.title = 'imported'</script></body></html>"
        ),
    );
    let page = lab.blank(&Want::default()).await?;
    page.goto(&host).await?;
    page.until("the module is there", "return document.title === 'imported'").await?;
    let children =
        page.script("return [...document.body.children].map((child) => child.id || child.localName)", vec![]).await?;
    ensure!(children == json!(["mine", "script"]), "the page was changed: {children}");
    Ok(())
}

/// Kills the app the way a panic does, by a trap inside a callback, just after it has told its link.
async fn trap(page: &Page) -> Result<()> {
    page.script("window.paxosKeepLink('#1-kept'); window.__probe.trap()", vec![]).await.map(|_| ())
}

/// After a trap the panel holds the last link, and its buttons work without the app.
async fn a_trap_shows_the_panel(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    page.script("localStorage.setItem('paxos-run-test', 'x')", vec![]).await?;
    trap(&page).await?;
    page.find("alertdialog", "The playground has stopped").await?;
    let field = page.find("textbox", "Link to this run").await?;
    let kept = field.prop("value").await?.unwrap_or_default();
    ensure!(kept == format!("{}#1-kept", lab.site.url("index.html")), "the link kept is {kept}");
    ensure!(page.focused().await? == "button Reload", "the focus is on {}", page.focused().await?);
    // Nothing gets past it: not Escape, not a later panic.
    page.press("Escape").await?;
    page.press("Escape").await?;
    page.script("paxosPanicked('again')", vec![]).await?;
    page.find("alertdialog", "The playground has stopped").await?;
    page.find("button", "Copy the link").await?;
    page.click("button", "Open without it").await?;
    page.gone("alertdialog", "The playground has stopped").await?;
    page.mounted().await?;
    page.until("the kept run is forgotten", "return localStorage.getItem('paxos-run-test') === null").await?;
    ensure!(!page.url().await?.contains("kept"), "still at {}", page.url().await?);

    // Reload comes back to the link.
    page.script("paxosKeepLink('#1-kept'); paxosPanicked('boom')", vec![]).await?;
    page.click("button", "Reload").await?;
    page.until(
        "the page is back at the link",
        "return location.hash === '#1-kept' && document.readyState === 'complete'",
    )
    .await?;
    Ok(())
}

async fn the_panel_speaks_chinese(lab: Lab) -> Result<()> {
    let page = lab.open_as(&Want { lang: "zh-CN".into(), ..Want::default() }, "index.html").await?;
    page.script("paxosKeepLink('#1-kept'); paxosPanicked('boom')", vec![]).await?;
    page.find("alertdialog", "页面已停止运行").await?;
    page.find("button", "重新加载").await?;
    Ok(())
}

async fn the_panel_is_accessible(lab: Lab) -> Result<()> {
    for (dark, size) in [(false, (1280, 800)), (true, (500, 800))] {
        let page = lab.open_as(&Want { dark, size, ..Want::default() }, "index.html").await?;
        page.script("paxosKeepLink('#1-kept'); paxosPanicked('boom')", vec![]).await?;
        page.find("alertdialog", "The playground has stopped").await?;
        page.until(
            "its style sheet is there",
            "return getComputedStyle(document.querySelector('.panic-buttons')).display === 'flex'",
        )
        .await?;
        axe::expect_no_violation(&page, if dark { "dark" } else { "light" }).await?;
    }
    Ok(())
}

/// Where its other files are missing, the page says that it could not be loaded, instead of loading for ever.
async fn a_page_that_cannot_load_says_so(lab: Lab) -> Result<()> {
    let host = lab.elsewhere.put("/broken/index.html", &std::fs::read_to_string(lab.dist.join("index.html"))?);
    lab.elsewhere.put("/broken/www/boot.js", &std::fs::read_to_string(lab.dist.join("www/boot.js"))?);
    let page = lab.blank(&Want::default()).await?;
    page.goto(&format!("{host}#1-kept")).await?;
    page.find("alertdialog", "The playground has stopped").await?;
    page.says("It could not be loaded").await?;
    let field = page.find("textbox", "Link to this run").await?;
    ensure!(field.prop("value").await?.unwrap_or_default().ends_with("#1-kept"), "the link was lost");
    Ok(())
}
