//! The past is changed: branches, undo and redo, and the run that is kept.

use super::person::{FIRST_END, command_node, heard, listen, node_is, stands_at, step_to};
use crate::cases;
use crate::page::starts_with;
use crate::suite::{Case, Lab};
use anyhow::{Result, ensure};

pub const CASES: &[Case] =
    cases![a_command_in_the_past_opens_a_branch, undo_and_redo_take_back_every_command, the_run_is_kept_over_a_reload];

/// Scrubbed back, a command opens a branch; the old one is still there, and can be shown.
async fn a_command_in_the_past_opens_a_branch(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    listen(&page).await?;
    step_to(&page, FIRST_END).await?;
    node_is(&page, "n3", "knows “value1”").await?;
    page.press("Home").await?;
    stands_at(&page, "0").await?;
    step_to(&page, "41+1").await?;
    command_node(&page, "n2", "Crash").await?;
    heard(&page, "You changed the past: this is a new branch.").await?;
    page.says("You changed the past: this is a new branch.").await?;
    node_is(&page, "n2", "n2, down").await?;
    page.press("Escape").await?;
    page.press("ArrowRight").await?;
    stands_at(&page, "42+1").await?;

    page.click("button", "Branches 2/2").await?;
    page.find("group", "Branches 2/2").await?;
    page.find("button", starts_with("Branch 2 crash n2")).await?;
    page.click("button", starts_with("Branch 1")).await?;
    page.find("button", "Branches 1/2").await?;
    node_is(&page, "n2", "n2, up").await?;
    page.press("End").await?;
    stands_at(&page, FIRST_END).await?;
    for node in ["n1", "n2", "n3"] {
        node_is(&page, node, "knows “value1”").await?;
    }
    page.click("button", "Branches 1/2").await?;
    page.click("button", starts_with("Branch 2")).await?;
    page.find("button", "Branches 2/2").await?;
    node_is(&page, "n2", "n2, down").await?;

    // The first command of a branch taken back, the branch is gone; given again, it is there.
    page.press("Control+z").await?;
    heard(&page, "Taken back: crash n2.").await?;
    page.find("button", "Branches").await?;
    node_is(&page, "n2", "n2, up").await?;
    page.press("Control+Shift+z").await?;
    heard(&page, "Given again: crash n2.").await?;
    page.find("button", "Branches 2/2").await?;
    node_is(&page, "n2", "n2, down").await?;
    lab.calm(&page).await
}

/// Every kind of command is taken back and given again, by button and key.
async fn undo_and_redo_take_back_every_command(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    step_to(&page, "20+1").await?;
    command_node(&page, "n3", "Crash").await?;
    command_node(&page, "n3", "Wipe its disk").await?;
    command_node(&page, "n3", "Isolate").await?;
    page.press("Escape").await?;
    node_is(&page, "n3", "isolated").await?;
    page.click("button", "Undo: isolate n3").await?;
    page.find("button", "Link n1 – n3, whole").await?;
    page.press("Control+z").await?;
    node_is(&page, "n3", "n3, down").await?;
    page.press("Control+z").await?;
    node_is(&page, "n3", "n3, up").await?;
    stands_at(&page, "20+1").await?;
    page.click("button", "Redo: crash n3").await?;
    node_is(&page, "n3", "n3, down").await?;
    page.press("Control+y").await?;
    node_is(&page, "n3", "n3, up, has promised nothing").await?;
    page.press("Control+Shift+z").await?;
    node_is(&page, "n3", "isolated").await?;
    let redo = page.find("button", "Redo").await?;
    ensure!(!redo.is_enabled().await?, "there is something left to give again");
    lab.calm(&page).await
}

/// A reload, at once after a command, finds the run as it was: state, moment, branches.
async fn the_run_is_kept_over_a_reload(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    step_to(&page, "63+1").await?;
    page.press("Home").await?;
    stands_at(&page, "0").await?;
    step_to(&page, "41+1").await?;
    command_node(&page, "n2", "Crash").await?;
    node_is(&page, "n2", "n2, down").await?;
    lab.calm(&page).await?;
    page.reload().await?;
    page.mounted().await?;
    node_is(&page, "n2", "n2, down, has promised 1.n1").await?;
    page.find("button", "Branches 2/2").await?;
    page.find("button", "Undo: crash n2").await?;
    stands_at(&page, "41+2").await?;
    page.find("button", "Choose a scenario. Now open: Three nodes agree").await?;
    // Nobody else's: a fresh profile begins at the beginning.
    let other = lab.open("index.html").await?;
    stands_at(&other, "0").await?;
    node_is(&other, "n2", "n2, up").await?;
    lab.calm(&other).await?;
    lab.calm(&page).await
}
