//! Breaking it: messages dropped, two proposers at once, crashes, cut links.

use super::person::{
    all_holds_and, click_meanwhile, command_node, find_meanwhile, heard, listen, node_is, open_dialog, open_node,
    press_on, propose, stands_at, state, step_to, until_tick, value, why_says,
};
use crate::cases;
use crate::page::{Page, containing, starts_with};
use crate::suite::{Case, Lab};
use anyhow::{Result, ensure};

pub const CASES: &[Case] = cases![
    dropped_requests_choose_nothing,
    a_network_that_loses_all_chooses_nothing,
    a_duel_is_refused_and_backs_off,
    a_crashed_node_comes_back_with_its_disk,
    a_wiped_disk_breaks_agreement,
    a_cut_link_loses_what_falls_due,
    a_held_message_waits,
];

/// Lets the messages that were just sent come apart, so that each can be clicked.
async fn part(page: &Page, from: u64) -> Result<()> {
    page.press("-").await?;
    page.press("-").await?;
    page.press("Space").await?;
    until_tick(page, from + 4).await?;
    page.press("Space").await?;
    page.find("button", "Play").await?;
    Ok(())
}

/// n1 asks n2 and n3 to accept; both requests are dropped, one by its panel and one by its key. Nothing is chosen.
async fn dropped_requests_choose_nothing(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    listen(&page).await?;
    step_to(&page, "42+1").await?;
    part(&page, 42).await?;
    page.click("button", starts_with("Accept 1.n1 “value1” from n1 to n2")).await?;
    page.find("dialog", "Accept 1.n1 “value1”").await?;
    page.find("button", "Deliver now").await?;
    page.click("button", "Drop").await?;
    page.gone("button", starts_with("Accept 1.n1 “value1” from n1 to n2")).await?;
    page.gone("dialog", "Accept 1.n1 “value1”").await?;
    heard(&page, "Accept 1.n1 “value1” from n1 to n2 is dropped.").await?;
    page.find("button", "Undo: drop Accept 1.n1 from n1 to n2").await?;
    page.click("button", starts_with("Accept 1.n1 “value1” from n1 to n3")).await?;
    page.find("dialog", "Accept 1.n1 “value1”").await?;
    page.press("x").await?;
    page.gone("button", starts_with("Accept 1.n1")).await?;
    page.find("button", "Undo: drop Accept 1.n1 from n1 to n3").await?;
    all_holds_and(&page, "Nothing is chosen yet.").await?;
    // Nothing is under way: the next to happen is n1's own timer.
    page.press("ArrowRight").await?;
    heard(&page, "n1 begins ballot 2.n1.").await?;
    why_says(&page, "It proposed in 1.n1 and heard of no decision in time.").await?;
    node_is(&page, "n2", "has accepted nothing").await?;
    node_is(&page, "n3", "has accepted nothing").await?;
    all_holds_and(&page, "Nothing is chosen yet.").await?;
    // It is recorded as commands.
    open_dialog(&page, "Text", "The run as text").await?;
    let text = value(&page, "Scenario").await?;
    ensure!(
        text.contains("drop n1->n2 accept 1.n1") && text.contains("drop n1->n3 accept 1.n1"),
        "the text is:\n{text}"
    );
    lab.calm(&page).await
}

/// With all messages lost, the proposer tries again and again, and nothing is chosen.
async fn a_network_that_loses_all_chooses_nothing(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    listen(&page).await?;
    page.click("button", "Faults").await?;
    page.find("group", "Faults").await?;
    let loss = page.find("slider", "Loss").await?;
    loss.click().await?;
    page.press("End").await?;
    page.find("button", "Undo: set loss 100%").await?;
    page.press("Escape").await?;
    page.gone("group", "Faults").await?;
    for _ in 0..8 {
        page.press("+").await?;
    }
    page.press("Space").await?;
    heard(&page, "is lost").await?;
    until_tick(&page, 400).await?;
    page.press("Space").await?;
    page.find("button", "Play").await?;
    let n1 = state(&page, "n1").await?;
    ensure!(n1.contains("prepares") && !n1.contains("1.n1 with"), "n1 should be in a later ballot: “{n1}”");
    node_is(&page, "n2", "has promised nothing").await?;
    all_holds_and(&page, "Nothing is chosen yet.").await?;
    lab.calm(&page).await
}

/// n3 overtakes n1, n1 is refused and backs off; its timer is fired by hand, and it overtakes n3. In the end one value is chosen.
async fn a_duel_is_refused_and_backs_off(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    listen(&page).await?;
    step_to(&page, "21+1").await?;
    propose(&page, "n3", "green").await?;
    node_is(&page, "n3", "prepares 2.n3 with 1 of 2 promises").await?;
    heard(&page, "n3 begins ballot 2.n3.").await?;
    // Until somebody is refused.
    for _ in 0..30 {
        if state(&page, "n1").await?.contains("backs off") {
            break;
        }
        press_on(&page, "ArrowRight").await?;
    }
    heard(&page, "refuses to vote in 1.n1.").await?;
    heard(&page, "n1 gives up 1.n1.").await?;
    why_says(&page, "It waits a random time before it goes higher").await?;
    node_is(&page, "n1", "backs off after 1.n1 for 2.n3").await?;
    node_is(&page, "n1", "tries again in").await?;
    // Impatient: n1 goes on at once, above n3.
    command_node(&page, "n1", "Fire its timer").await?;
    node_is(&page, "n1", "prepares 3.n1").await?;
    heard(&page, "n1 begins ballot 3.n1.").await?;
    page.press("Escape").await?;
    for _ in 0..40 {
        let (n1, n3) = (state(&page, "n1").await?, state(&page, "n3").await?);
        if n1.contains("knows") && n3.contains("knows") {
            break;
        }
        press_on(&page, "ArrowRight").await?;
    }
    let (n1, n3) = (state(&page, "n1").await?, state(&page, "n3").await?);
    let known = |state: &str| state.split("knows ").nth(1).and_then(|rest| rest.split('”').next()).map(str::to_owned);
    ensure!(known(&n1).is_some() && known(&n1) == known(&n3), "the duel should end with one value: “{n1}”; “{n3}”");
    all_holds_and(&page, "by n").await?;
    lab.calm(&page).await
}

/// A crash takes the memory and leaves the disk; the node comes back with its promise and its vote.
async fn a_crashed_node_comes_back_with_its_disk(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    listen(&page).await?;
    step_to(&page, "63+1").await?;
    node_is(&page, "n2", "n2, up, has promised 1.n1, has accepted 1.n1 “value1”").await?;
    command_node(&page, "n2", "Crash").await?;
    node_is(&page, "n2", "n2, down, has promised 1.n1, has accepted 1.n1 “value1”").await?;
    heard(&page, "n2 crashes.").await?;
    why_says(&page, "Its disk keeps the promise 1.n1 and the vote 1.n1 “value1”.").await?;
    why_says(&page, "Down: nothing is left in memory.").await?;
    let disk = page.find("table", containing("On disk")).await?.text().await?;
    ensure!(disk.contains("1.n1 “value1”"), "on its disk is: {disk}");
    // A command that is not possible says why.
    let fire = page.find("button", "Fire its timer").await?;
    ensure!(
        fire.attr("aria-disabled").await?.as_deref() == Some("true"),
        "the timer of a node that is down can be fired"
    );
    page.says("n2 is down.").await?;
    command_node(&page, "n2", "Restart").await?;
    node_is(&page, "n2", "n2, up, has promised 1.n1, has accepted 1.n1 “value1”").await?;
    heard(&page, "n2 is back, with what its disk kept.").await?;
    why_says(&page, "Nothing but a copy of its disk.").await?;
    // The same by keys, on the node that is picked.
    page.press("Escape").await?;
    page.gone("dialog", "n2").await?;
    page.press("2").await?;
    page.press("k").await?;
    node_is(&page, "n2", "n2, down").await?;
    page.press("k").await?;
    node_is(&page, "n2", "n2, up, has promised 1.n1, has accepted 1.n1 “value1”").await?;
    // The vote was cast: the decision stands.
    all_holds_and(&page, "1.n1 “value1”, by n1 and n2").await?;
    lab.calm(&page).await
}

/// The scenario of the wiped disk: agreement fails, the chip says so, and the votes that prove it are named.
async fn a_wiped_disk_breaks_agreement(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    page.find("button", "Agreement holds so far: details").await?;
    open_dialog(&page, starts_with("Choose a scenario"), "Scenarios").await?;
    let entry = page.names("button").await?.into_iter().find(|name| name.contains("disk") && name.contains("wipe"));
    let title = entry.clone().unwrap_or_default();
    ensure!(entry.is_some(), "no scenario of a wiped disk in the gallery: {:?}", page.names("button").await?);
    page.click("button", &title).await?;
    page.gone("dialog", "Scenarios").await?;
    for _ in 0..8 {
        page.press("+").await?;
    }
    page.press("Space").await?;
    find_meanwhile(&page, "button", starts_with("Agreement is broken")).await?;
    click_meanwhile(&page, "button", "Agreement is broken: details").await?;
    let text = page.find("dialog", "Is it still correct?").await?.text().await?;
    ensure!(text.contains("fails") && text.contains("Two values are chosen:"), "the dialog says: {text}");
    lab.calm(&page).await
}

/// A link is cut with a click on it, and what falls due on it is lost; healed, it carries again.
async fn a_cut_link_loses_what_falls_due(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    listen(&page).await?;
    page.press("ArrowRight").await?;
    stands_at(&page, "0+1").await?;
    page.click("button", "Link n2 – n3, whole").await?;
    page.find("dialog", "Link n2 – n3").await?;
    page.click("button", "Cut n2 → n3").await?;
    page.find("button", "Link n2 – n3, cut from n2 to n3").await?;
    page.click("button", "Heal n2 → n3").await?;
    page.find("button", "Link n2 – n3, whole").await?;
    page.press("Escape").await?;
    page.gone("dialog", "Link n2 – n3").await?;
    command_node(&page, "n1", "Isolate").await?;
    node_is(&page, "n1", "isolated").await?;
    page.find("button", "Link n1 – n2, cut both ways").await?;
    page.press("Escape").await?;
    page.find("button", containing("from n1 to n2, due in 20, will be lost: the link is cut")).await?;
    step_to(&page, "21+1").await?;
    heard(&page, "is lost on a cut link.").await?;
    page.click("button", "Faults").await?;
    page.says("4 directed links are cut.").await?;
    page.click("button", "Heal all links").await?;
    page.says("No link is cut.").await?;
    page.find("button", "Link n1 – n2, whole").await?;
    lab.calm(&page).await
}

/// A message that is held stays where it is until it is released; a copy arrives as well.
async fn a_held_message_waits(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    listen(&page).await?;
    step_to(&page, "0+1").await?;
    part(&page, 0).await?;
    page.click("button", starts_with("Prepare 1.n1 from n1 to n2")).await?;
    page.click("button", "Hold").await?;
    page.find("button", "Prepare 1.n1 from n1 to n2, held").await?;
    page.press("Escape").await?;
    step_to(&page, "21+1").await?;
    node_is(&page, "n2", "has promised nothing").await?;
    node_is(&page, "n3", "has promised 1.n1").await?;
    open_node(&page, "n3").await?;
    page.press("Escape").await?;
    page.click("button", "Prepare 1.n1 from n1 to n2, held").await?;
    page.click("button", "Duplicate").await?;
    page.find("button", containing("a copy")).await?;
    page.click("button", "Deliver now").await?;
    heard(&page, "n2 promises 1.n1.").await?;
    lab.calm(&page).await
}
