//! What a person does on this page again and again: reads the time, steps to a moment, listens, opens a dialog, takes a link.

use crate::page::{Name, PATIENCE, Page, containing, says_stale, starts_with};
use crate::suite::Lab;
use anyhow::{Context, Result, bail, ensure};
use fantoccini::elements::Element;
use serde_json::{Value, json};
use std::rc::Rc;
use std::time::{Duration, Instant};

/// The scenario that the page opens with: `n1` proposes “value1” at 0, and everybody knows it at 110.
pub const FIRST_END: &str = "110+1";

// ----------------------------------------------------------------------------------------------------------------- time

/// The moment that the transport shows: `41+1`, or a tick alone.
pub async fn moment(page: &Page) -> Result<String> {
    let text = page.text_of("return document.querySelector('output[aria-live=off]')?.textContent ?? ''").await?;
    Ok(text.trim_start_matches("t = ").to_owned())
}

/// The tick that the transport shows.
pub async fn tick(page: &Page) -> Result<u64> {
    let moment = moment(page).await?;
    let tick = moment.split('+').next().unwrap_or_default();
    tick.parse().with_context(|| format!("the time shown is “{moment}”"))
}

/// Waits until the time shown is this moment.
pub async fn stands_at(page: &Page, wanted: &str) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let now = moment(page).await?;
        if now == wanted {
            return Ok(());
        }
        if Instant::now() > deadline {
            bail!("the time should be {wanted}, and is {now}");
        }
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}

/// Presses a key that leads to another moment, and waits until that is shown: a glide there ends first, and what was pressed is drawn only then.
pub async fn press_on(page: &Page, chord: &str) -> Result<String> {
    let before = moment(page).await?;
    page.press(chord).await?;
    let script = format!("return document.querySelector('output[aria-live=off]').textContent !== 't = {before}'");
    page.until(&format!("{chord} leads on from {before}"), &script).await?;
    moment(page).await
}

/// Steps with the arrow key until this moment.
pub async fn step_to(page: &Page, wanted: &str) -> Result<()> {
    let mut seen = vec![moment(page).await?];
    for _ in 0..60 {
        if seen.last().is_some_and(|now| now == wanted) {
            return Ok(());
        }
        let now = press_on(page, "ArrowRight").await.with_context(|| format!("on the way to {wanted}"))?;
        seen.push(now);
    }
    bail!("stepping never came to {wanted}, but to {}", seen.join(", "))
}

/// Waits until time has come this far.
pub async fn until_tick(page: &Page, wanted: u64) -> Result<()> {
    let deadline = Instant::now() + 2 * PATIENCE;
    while tick(page).await? < wanted {
        if Instant::now() > deadline {
            bail!("time should come to {wanted}, and is {}", moment(page).await?);
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    Ok(())
}

/// Plays until time has come this far, and pauses. (The speed must leave time to press the key.)
pub async fn play_past(page: &Page, wanted: u64) -> Result<()> {
    page.press("Space").await?;
    until_tick(page, wanted).await?;
    page.press("Space").await?;
    page.find("button", "Play").await?;
    Ok(())
}

// ------------------------------------------------------------------------------------------------------- what is to hear

/// Begins to note what the live regions say.
pub async fn listen(page: &Page) -> Result<()> {
    let script = "const told = window.__probe.told = [];
        const look = () => {
            for (const region of document.querySelectorAll('[role=status]:not([aria-live=off])')) {
                const text = region.textContent.trim();
                if (text && !told.includes(text)) told.push(text);
            }
        };
        new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
        look();";
    page.script(script, vec![]).await.map(|_| ())
}

/// What the live regions have said since [`listen`].
pub async fn told(page: &Page) -> Result<Vec<String>> {
    let told = page.script("return window.__probe.told", vec![]).await?;
    Ok(told.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
}

/// Waits until the live regions have said something with `text` in it.
pub async fn heard(page: &Page, text: &str) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let told = told(page).await?;
        if told.iter().any(|said| said.contains(text)) {
            return Ok(());
        }
        if Instant::now() > deadline {
            bail!("the live region should say “{text}”; it said: {}", told.join(" | "));
        }
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}

// -------------------------------------------------------------------------------------------------- things on the stage

/// The node's whole name as it is now: `n2, up, has promised 1.n1, …`.
pub async fn state(page: &Page, node: &str) -> Result<String> {
    let names = page.names("button").await?;
    let state =
        names.into_iter().find(|name| name.starts_with(&format!("{node}, ")) || name.starts_with(&format!("{node}，")));
    state.with_context(|| format!("no node {node} on the stage"))
}

/// Whether the page was only redrawn while it was looked at.
fn redrawn(error: &anyhow::Error) -> bool {
    says_stale(&format!("{error:#}"))
}

/// Waits for something while messages come and go all around it.
pub async fn find_meanwhile(page: &Page, role: &str, name: impl Into<Name>) -> Result<Element> {
    let name = name.into();
    for _ in 0..10 {
        match page.find(role, &name).await {
            Err(error) if redrawn(&error) => {}
            found => return found,
        }
    }
    bail!("{role} {name} was redrawn ten times while being looked at")
}

/// Clicks something while messages come and go all around it.
pub async fn click_meanwhile(page: &Page, role: &str, name: impl Into<Name>) -> Result<()> {
    let name = name.into();
    for _ in 0..10 {
        match page.click(role, &name).await {
            Err(error) if redrawn(&error) => {}
            done => return done,
        }
    }
    bail!("{role} {name} was redrawn ten times while being clicked")
}

/// Waits until the node's name on the stage contains `words`.
pub async fn node_is(page: &Page, node: &str, words: &str) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let state = state(page, node).await;
        if state.as_ref().is_ok_and(|state| state.contains(words)) {
            return Ok(());
        }
        if Instant::now() > deadline {
            bail!("{node} should say “{words}”; it is “{}”", state?);
        }
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}

/// Clicks a node, so that its panel opens.
pub async fn open_node(page: &Page, node: &str) -> Result<()> {
    page.click("button", starts_with(&format!("{node}, "))).await?;
    page.find("dialog", node).await?;
    Ok(())
}

/// Gives a command by the node's panel, which it opens if it is not open.
pub async fn command_node(page: &Page, node: &str, command: &str) -> Result<()> {
    if !page.has("dialog", node).await? {
        open_node(page, node).await?;
    }
    let panel = page.find("dialog", node).await?;
    click_in(page, &panel, "button", command).await
}

/// Lets a node propose a value by its panel.
pub async fn propose(page: &Page, node: &str, value: &str) -> Result<()> {
    open_node(page, node).await?;
    page.fill("textbox", "Value to propose", value).await?;
    page.click("button", "Propose").await?;
    page.gone("dialog", node).await
}

/// Clicks something inside another thing.
pub async fn click_in(page: &Page, inside: &Element, role: &str, name: impl Into<Name>) -> Result<()> {
    let name = name.into();
    let element = page.find_in(Some(inside), role, &name).await?;
    element.click().await.with_context(|| format!("clicking {role} {name}"))
}

/// Waits until the text of the region with this name contains `text`.
pub async fn region_says(page: &Page, role: &str, name: &str, text: &str) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let found = page.find(role, name).await?.text().await.unwrap_or_default();
        if found.contains(text) {
            return Ok(());
        }
        if Instant::now() > deadline {
            bail!("{role} “{name}” should say “{text}”; it says: {found}");
        }
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}

/// The panel "Why" says this.
pub async fn why_says(page: &Page, text: &str) -> Result<()> {
    region_says(page, "complementary", "Why: the last step and the selection", text).await
}

// ------------------------------------------------------------------------------------------------------------- dialogs

/// What a field holds.
pub async fn value(page: &Page, name: &str) -> Result<String> {
    Ok(page.find("textbox", name).await?.prop("value").await?.unwrap_or_default())
}

/// Presses a dialog's button, and waits for the dialog.
pub async fn open_dialog(page: &Page, button: impl Into<Name>, dialog: &str) -> Result<()> {
    page.click("button", button).await?;
    page.find("dialog", dialog).await?;
    Ok(())
}

/// Closes the dialog with Escape.
pub async fn close_dialog(page: &Page, dialog: &str) -> Result<()> {
    page.press("Escape").await?;
    page.gone("dialog", dialog).await
}

/// What is chosen, and whether all holds, as the dialog behind the chip says it.
pub async fn verdict(page: &Page) -> Result<String> {
    open_dialog(page, containing(": details"), "Is it still correct?").await?;
    let text = page.find("dialog", "Is it still correct?").await?.text().await?;
    close_dialog(page, "Is it still correct?").await?;
    Ok(text)
}

/// Fails unless the dialog behind the chip says that all five properties hold, and `chosen` under "Chosen".
pub async fn all_holds_and(page: &Page, chosen: &str) -> Result<()> {
    page.find("button", "Agreement holds so far: details").await?;
    let verdict = verdict(page).await?;
    ensure!(verdict.matches("holds").count() >= 5, "not all properties hold: {verdict}");
    ensure!(verdict.contains(chosen), "“{chosen}” should be said of what is chosen: {verdict}");
    Ok(())
}

/// The link in the share dialog, to this moment or to the start.
pub async fn shared_link(page: &Page, here: bool) -> Result<String> {
    open_dialog(page, "Share", "Share").await?;
    if here {
        page.click("radio", starts_with("This moment, t = ")).await?;
    } else {
        page.click("radio", "The start").await?;
    }
    let link = value(page, "Link").await?;
    close_dialog(page, "Share").await?;
    Ok(link)
}

/// The run's text in the share dialog.
pub async fn shared_text(page: &Page) -> Result<String> {
    open_dialog(page, "Share", "Share").await?;
    let text = value(page, "Scenario text").await?;
    close_dialog(page, "Share").await?;
    Ok(text)
}

// -------------------------------------------------------------------------------------------------------------- digests

/// The digest of the state that the page shows: 16 hexadecimal digits.
pub async fn digest(page: &Page) -> Result<String> {
    page.text_of("return document.querySelector('[data-digest]')?.dataset.digest ?? ''").await
}

/// What the JavaScript API says of a link.
#[derive(Debug, PartialEq, Eq)]
pub struct Judged {
    pub digest: String,
    pub moment: String,
    pub text: String,
}

/// Opens a page of another origin that has the JavaScript API and defines a function of these arguments with it; what the function gives for these.
pub async fn by_api(lab: &Lab, page: &Page, function: &str, arguments: Value) -> Result<Value> {
    let api = lab.site.url("www/paxos.js");
    let asks = lab.elsewhere.put(
        "/judge.html",
        &format!(
            "<!doctype html><html lang=en><head><title>judge</title></head><body><script type=module>
                import {{ load }} from \"{api}\";
                const {{ Playground }} = await load();
                window.__probe.asked = {function};
                document.title = 'ready';
            </script></body></html>"
        ),
    );
    page.goto(&asks).await?;
    page.until("the API is there", "return document.title === 'ready'").await?;
    let found = page.script("return JSON.stringify(window.__probe.asked(...arguments[0]))", vec![arguments]).await?;
    Ok(serde_json::from_str(found.as_str().unwrap_or_default())?)
}

/// Opens each link with the JavaScript API, on a page of another origin.
pub async fn judged(lab: &Lab, page: &Page, links: &[&str]) -> Result<Vec<Judged>> {
    let judge = "(links) => links.map((link) => {
        const run = Playground.open(link);
        const { digest, moment } = run.view();
        const text = run.text(true);
        run.free();
        return { digest, moment, text };
    })";
    let found = by_api(lab, page, judge, json!([links])).await?;
    let text = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    let all = found.as_array().into_iter().flatten();
    Ok(all
        .map(|one| Judged { digest: text(one, "digest"), moment: text(one, "moment"), text: text(one, "text") })
        .collect())
}

/// A person with a fresh profile follows a link.
pub async fn follow(lab: &Lab, link: &str) -> Result<Rc<Page>> {
    let page = lab.blank(&crate::browser::Want::default()).await?;
    page.goto(link).await?;
    page.mounted().await?;
    Ok(page)
}

/// Tab until the focus is on something that fits.
pub async fn tab_to(page: &Page, wanted: &str) -> Result<()> {
    let mut seen = Vec::new();
    for _ in 0..40 {
        let focused = page.focused().await?;
        if focused.starts_with(wanted) {
            return Ok(());
        }
        seen.push(focused);
        page.press("Tab").await?;
    }
    bail!("Tab never came to “{wanted}”, but to: {}", seen.join(" | "))
}
