//! The keyboard alone, from the first Tab on.

use super::person::{find_meanwhile, heard, listen, moment, node_is, stands_at, step_to, tab_to, until_tick, why_says};
use crate::browser::Want;
use crate::cases;
use crate::page::Page;
use crate::suite::{Case, Lab};
use anyhow::{Result, bail, ensure};

pub const CASES: &[Case] = cases![everything_by_keys, tab_reaches_every_control, focus_returns_from_every_dialog];

async fn focus_is(page: &Page, wanted: &str) -> Result<()> {
    let deadline = std::time::Instant::now() + crate::page::PATIENCE;
    loop {
        let focused = page.focused().await?;
        if focused.starts_with(wanted) {
            return Ok(());
        }
        if std::time::Instant::now() > deadline {
            bail!("the focus should be on “{wanted}”, and is on “{focused}”");
        }
        tokio::time::sleep(std::time::Duration::from_millis(40)).await;
    }
}

/// Play, pause, step, pick a node, propose, crash, undo, the list of keys: no mouse anywhere.
async fn everything_by_keys(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    listen(&page).await?;
    // Tab comes to the stage by the first link.
    page.press("Tab").await?;
    focus_is(&page, "link Skip to the stage").await?;
    page.press("Enter").await?;
    page.press("Tab").await?;
    focus_is(&page, "button n1, up").await?;
    // Along the nodes; Enter picks one, and its panel has the focus.
    page.press("ArrowDown").await?;
    focus_is(&page, "button n2, up").await?;
    page.press("ArrowDown").await?;
    focus_is(&page, "button n3, up").await?;
    page.press("ArrowUp").await?;
    focus_is(&page, "button n2, up").await?;
    page.press("Enter").await?;
    page.find("dialog", "n2").await?;
    focus_is(&page, "textbox Value to propose").await?;
    page.press("Escape").await?;
    page.gone("dialog", "n2").await?;
    focus_is(&page, "button n2, up").await?;
    // Step and back, with the focus still on the stage.
    page.press("ArrowRight").await?;
    stands_at(&page, "0+1").await?;
    page.press("ArrowLeft").await?;
    stands_at(&page, "0").await?;
    page.press("ArrowRight").await?;
    stands_at(&page, "0+1").await?;
    // Propose: n2 is picked, P leads into its field, and what is typed replaces the value suggested.
    page.press("p").await?;
    focus_is(&page, "textbox Value to propose").await?;
    page.write("tea").await?;
    page.press("Enter").await?;
    page.gone("dialog", "n2").await?;
    node_is(&page, "n2", "prepares 1.n2 ").await?;
    why_says(&page, "A client asked it for “tea”.").await?;
    // The focus comes back to the stage, and is not lost.
    focus_is(&page, "button n2").await?;
    // Crash and restart what is picked.
    page.press("k").await?;
    node_is(&page, "n2", "n2, down").await?;
    page.press("k").await?;
    node_is(&page, "n2", "n2, up").await?;
    page.press("Control+z").await?;
    node_is(&page, "n2", "n2, down").await?;
    page.press("Control+z").await?;
    node_is(&page, "n2", "n2, up").await?;
    heard(&page, "Taken back: crash n2.").await?;
    // The list of keys, and back.
    page.press("?").await?;
    page.find("dialog", "Keys").await?;
    page.press("Escape").await?;
    page.gone("dialog", "Keys").await?;
    focus_is(&page, "button n2").await?;
    // A message's panel begins on its delivery, and gives the focus back.
    tab_to(&page, "button Prepare").await?;
    let message = page.focused().await?;
    page.press("Enter").await?;
    focus_is(&page, "button Deliver now").await?;
    page.press("Escape").await?;
    focus_is(&page, &message).await?;
    // Play and pause by the button.
    tab_to(&page, "button Play").await?;
    page.press("Enter").await?;
    find_meanwhile(&page, "button", "Pause").await?;
    until_tick(&page, 2).await?;
    focus_is(&page, "button Pause").await?;
    page.press("Enter").await?;
    page.find("button", "Play").await?;
    // And with Space, wherever it means nothing else.
    page.press("Home").await?;
    stands_at(&page, "0").await?;
    page.press("Tab").await?;
    lab.calm(&page).await
}

/// Every control of the page is reached by Tab, in both directions, and nothing traps the focus.
async fn tab_reaches_every_control(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    step_to(&page, "20+1").await?;
    let mut seen = Vec::new();
    for _ in 0..60 {
        page.press("Tab").await?;
        let focused = page.focused().await?;
        if seen.len() > 5
            && (focused.starts_with("link Skip to the stage")
                || focused.starts_with("document")
                || focused.contains("Paxos Playground"))
        {
            break;
        }
        seen.push(focused);
    }
    for wanted in [
        "link Skip to the stage",
        "button Choose a scenario",
        "button Agreement holds so far: details",
        "button Undo",
        "button New run",
        "button Text",
        "button Share",
        "button Settings",
        "button n1, up",
        "button Prepare 1.n1 from n1 to n3",
        "button Link n1 – n2",
        "button To the start",
        "button One step back",
        "button Play",
        "button One step",
        "slider Point in time",
        "slider Speed",
        "button Branches",
        "button Faults",
    ] {
        ensure!(
            seen.iter().any(|name| name.starts_with(wanted)),
            "Tab never came to “{wanted}”, but to: {}",
            seen.join(" | ")
        );
    }
    let mut before = page.focused().await?;
    for _ in 0..3 {
        page.press("Shift+Tab").await?;
        let now = page.focused().await?;
        ensure!(now != before, "Shift+Tab stays on “{now}”");
        before = now;
    }
    lab.calm(&page).await
}

/// Each dialog begins inside itself, and gives the focus back to the button that opened it.
async fn focus_returns_from_every_dialog(lab: Lab) -> Result<()> {
    let page = lab.open_as(&Want { reduced_motion: true, ..Want::default() }, "index.html").await?;
    for (button, dialog) in [
        ("button Choose a scenario", "Scenarios"),
        ("button Agreement holds so far: details", "Is it still correct?"),
        ("button New run", "New run"),
        ("button Text", "The run as text"),
        ("button Share", "Share"),
    ] {
        tab_to(&page, button).await?;
        page.press("Enter").await?;
        page.find("dialog", dialog).await?;
        let inside = "return document.querySelector('dialog[open]').contains(document.activeElement)";
        page.until(&format!("the focus is in “{dialog}”"), inside).await?;
        page.press("Tab").await?;
        page.press("Escape").await?;
        page.gone("dialog", dialog).await?;
        focus_is(&page, button).await?;
    }
    // A menu as well.
    tab_to(&page, "button Settings").await?;
    page.press("Enter").await?;
    page.find("group", "Settings").await?;
    page.press("Tab").await?;
    page.press("Escape").await?;
    page.gone("group", "Settings").await?;
    focus_is(&page, "button Settings").await?;
    ensure!(moment(&page).await? == "0", "time went on to {}", moment(&page).await?);
    lab.calm(&page).await
}
