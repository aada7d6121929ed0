//! The bug lab: mistakes are switched on, shown, searched for, played, and switched off.

use super::person::{close_dialog, heard, listen, open_dialog, shared_link, shared_text, stands_at, step_to, tab_to};
use crate::browser::Want;
use crate::cases;
use crate::page::{Page, containing, starts_with};
use crate::suite::{Case, Lab};
use anyhow::{Result, ensure};

pub const CASES: &[Case] = cases![
    a_mistake_is_switched_on_found_played_and_switched_off,
    quorums_say_whether_they_meet,
    what_was_done_stays_when_a_mistake_is_switched_on,
    the_lab_by_keys,
    a_frame_has_the_lab_where_it_has_the_search,
];

const LAB: &str = "Bug lab";
const CHECK: &str = "Can it ever go wrong?";
const OWN_VALUE: &str = "own value in spite of promises";
const CHIP: &str = "With a mistake: own value in spite of promises";

async fn is_checked(page: &Page, name: &str) -> Result<bool> {
    Ok(page.find("checkbox", name).await?.is_selected().await?)
}

async fn enabled(page: &Page, button: &str) -> Result<bool> {
    Ok(page.find("button", button).await?.is_enabled().await?)
}

/// From the first screen to a broken agreement on the stage, and back to a cluster without a mistake.
async fn a_mistake_is_switched_on_found_played_and_switched_off(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    listen(&page).await?;
    open_dialog(&page, "Bug lab", LAB).await?;
    ensure!(!is_checked(&page, OWN_VALUE).await?, "a mistake is on that nobody switched on");
    page.click("checkbox", OWN_VALUE).await?;
    // Its scenario proposes one value, and one value cannot disagree with itself.
    page.click("checkbox", "Also, at the start: n2 proposes “value2”").await?;
    page.click("button", "Run with this mistake").await?;
    page.gone("dialog", LAB).await?;
    heard(&page, "Opened “Three nodes agree”. Mistakes switched on: 1.").await?;
    stands_at(&page, "0").await?;
    let text = shared_text(&page).await?;
    ensure!(text.contains("\nvariant ignore-promises\n") && text.contains("seed 42"), "the text is {text}");
    ensure!(text.contains("at 0 propose n2 \"value2\"\n"), "the text is {text}");

    // The chip leads back; nothing is changed, so the search is asked about the run as it is.
    open_dialog(&page, CHIP, LAB).await?;
    ensure!(is_checked(&page, OWN_VALUE).await?, "the mistake is on, and the dialog says it is off");
    page.click("button", "Guess, then check…").await?;
    page.gone("dialog", LAB).await?;
    page.find("dialog", CHECK).await?;
    page.click("radio", "It can go wrong").await?;
    page.click("button", "Start the check").await?;
    page.says("“Agreement” can be broken, in").await?;
    page.says("You guessed right.").await?;
    page.click("button", "Play it").await?;
    page.gone("dialog", CHECK).await?;
    page.find("button", starts_with("Agreement is broken")).await?;

    open_dialog(&page, CHIP, LAB).await?;
    page.click("button", "Switch all off").await?;
    ensure!(!is_checked(&page, OWN_VALUE).await?, "it was switched off, and is on");
    page.click("button", "Run without mistakes").await?;
    page.gone("dialog", LAB).await?;
    page.gone("button", CHIP).await?;
    let text = shared_text(&page).await?;
    ensure!(!text.contains("variant"), "the text is {text}");
    page.click("button", "Back to the run before").await?;
    page.find("button", CHIP).await?;
    lab.calm(&page).await
}

/// Any two sizes; those that meet are said to, and what no text may say is refused.
async fn quorums_say_whether_they_meet(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    open_dialog(&page, "Bug lab", LAB).await?;
    page.says("2 + 2 is more than 3, so").await?;
    let (promises, votes) = ("Promises needed (Q1)", "Votes needed (Q2)");
    page.fill("textbox", promises, "1").await?;
    page.says("1 + 2 is no more than 3: ").await?;
    page.fill("textbox", votes, "4").await?;
    page.says("A whole number from 1 to 3.").await?;
    ensure!(!enabled(&page, "Run with these quorums").await?, "a run with 4 votes of 3 nodes can be opened");
    page.fill("textbox", votes, "3").await?;
    page.says("1 + 3 is more than 3, so").await?;
    page.click("checkbox", "half is a quorum").await?;
    page.says("“half is a quorum” says already how many: leave 2 in both fields, or switch it off.").await?;
    ensure!(!enabled(&page, "Run with this mistake").await?, "two things say how large quorums are");
    page.click("checkbox", "half is a quorum").await?;
    page.click("button", "Run with these quorums").await?;
    page.gone("dialog", LAB).await?;
    page.find("button", "Quorums 1 and 3").await?;
    let text = shared_text(&page).await?;
    ensure!(text.contains("\nquorums 1 3\n"), "the text is {text}");
    lab.calm(&page).await
}

/// The commands given by hand are in the run that begins anew; asked for the search, it is changed first.
async fn what_was_done_stays_when_a_mistake_is_switched_on(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    step_to(&page, "20+1").await?;
    page.press("2").await?;
    page.press("k").await?;
    page.find("button", "Undo: crash n2").await?;
    page.press("Escape").await?;
    open_dialog(&page, "Check", CHECK).await?;
    page.click("button", "Switch on a mistake…").await?;
    page.gone("dialog", CHECK).await?;
    page.find("dialog", LAB).await?;
    page.click("checkbox", "votes not on disk").await?;
    page.click("checkbox", "promises not on disk").await?;
    page.click("button", "Guess, then check…").await?;
    page.find("dialog", CHECK).await?;
    close_dialog(&page, CHECK).await?;
    page.find("button", "With 2 mistakes: promises not on disk, votes not on disk").await?;
    stands_at(&page, "0").await?;
    let text = shared_text(&page).await?;
    let lines =
        ["\nvariant lose-promise\nvariant lose-vote\n", "\nat 0 propose n1 \"value1\"\n", "\nat 20+1 crash n2\n"];
    ensure!(lines.iter().all(|line| text.contains(line)), "the text is {text}");
    lab.calm(&page).await
}

/// No mouse: B opens it, Escape gives the focus back, Space switches, Enter runs.
async fn the_lab_by_keys(lab: Lab) -> Result<()> {
    let page = lab.open_as(&Want { reduced_motion: true, ..Want::default() }, "index.html").await?;
    tab_to(&page, "button Bug lab").await?;
    page.press("Enter").await?;
    page.find("dialog", LAB).await?;
    page.press("Escape").await?;
    page.gone("dialog", LAB).await?;
    tab_to(&page, "button Bug lab").await?;
    page.press("b").await?;
    page.find("dialog", LAB).await?;
    tab_to(&page, "checkbox a ballot used twice").await?;
    // What has the focus is in sight, and so are the buttons.
    let seen = "const box = document.activeElement.getBoundingClientRect(), body = document.querySelector('.modal-body').getBoundingClientRect();
        return box.top >= body.top && box.bottom <= body.bottom && document.querySelector('.modal-foot').getBoundingClientRect().bottom <= innerHeight";
    page.until("it is in sight", seen).await?;
    page.press("Space").await?;
    tab_to(&page, "button Run with this mistake").await?;
    page.press("Enter").await?;
    page.gone("dialog", LAB).await?;
    page.find("button", "With a mistake: a ballot used twice").await?;
    // The focus is on the stage: keys play.
    page.until("the stage has the focus", "return document.activeElement.id === 'stage'").await?;
    page.press("ArrowRight").await?;
    stands_at(&page, "0+1").await?;
    lab.calm(&page).await
}

/// In a frame the chip leads to the lab where all controls are, and else only says what is on.
async fn a_frame_has_the_lab_where_it_has_the_search(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    open_dialog(&page, "Bug lab", LAB).await?;
    page.click("checkbox", OWN_VALUE).await?;
    page.click("button", "Run with this mistake").await?;
    page.gone("dialog", LAB).await?;
    let link = shared_link(&page, false).await?;
    lab.calm(&page).await?;
    let hash = link.split_once('#').map_or("", |(_, hash)| hash);
    for asked in ["controls=min", "readonly=1"] {
        let frame = lab.open(&format!("embed.html?{asked}#{hash}")).await?;
        frame.find("note", containing(CHIP)).await?;
        frame.press("b").await?;
        ensure!(!frame.has("dialog", LAB).await? && !frame.has("button", CHIP).await?, "with {asked} the lab opens");
        lab.calm(&frame).await?;
    }
    let frame = lab.open(&format!("embed.html#{hash}")).await?;
    open_dialog(&frame, CHIP, LAB).await?;
    close_dialog(&frame, LAB).await?;
    frame.press("b").await?;
    frame.find("dialog", LAB).await?;
    lab.calm(&frame).await
}
