//! Links: copied, opened by somebody else, broken.

use super::person::{
    close_dialog, command_node, digest, follow, judged, moment, node_is, open_dialog, press_on, propose, shared_link,
    shared_text, stands_at, state, step_to, value,
};
use crate::browser::Want;
use crate::cases;
use crate::page::{Page, containing, starts_with};
use crate::suite::{Case, Lab};
use anyhow::{Result, ensure};

pub const CASES: &[Case] = cases![
    a_link_shows_somebody_else_the_same_run,
    a_reload_shows_as_much_as_was_played,
    a_link_to_the_start_opens_at_the_start,
    the_copy_button_says_that_it_copied,
    a_broken_link_is_explained_and_kept,
    a_broken_link_pasted_into_an_open_page_loses_nothing,
];

/// A run with faults and a branch is copied as a link; a fresh profile finds the same moment, states, text and digest.
async fn a_link_shows_somebody_else_the_same_run(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    step_to(&page, "63+1").await?;
    page.press("Home").await?;
    stands_at(&page, "0").await?;
    step_to(&page, "21+1").await?;
    propose(&page, "n3", "green \"é\" 绿").await?;
    step_to(&page, "41+1").await?;
    command_node(&page, "n2", "Crash").await?;
    page.press("Escape").await?;
    for _ in 0..3 {
        press_on(&page, "ArrowRight").await?;
    }
    let here = moment(&page).await?;
    // On and back at once, while time still glides, leads to where one was.
    page.press("ArrowRight").await?;
    page.press("ArrowLeft").await?;
    stands_at(&page, &here).await?;
    let link = shared_link(&page, true).await?;
    ensure!(link.starts_with(&lab.site.url("#p1.")), "the link is {link}");
    ensure!(link.len() < 2000, "the link has {} characters", link.len());
    let text = shared_text(&page).await?;
    let here_digest = digest(&page).await?;
    ensure!(here_digest.len() == 16, "the page’s digest is “{here_digest}”");
    let states = [state(&page, "n1").await?, state(&page, "n2").await?, state(&page, "n3").await?];
    ensure!(states[1].starts_with("n2, down"), "n2 should be down: {}", states[1]);

    let other = follow(&lab, &link).await?;
    stands_at(&other, &here).await?;
    same_digest(&page, &other).await?;
    for (node, state) in ["n1", "n2", "n3"].iter().zip(&states) {
        node_is(&other, node, state).await?;
    }
    other.find("button", "Branches 2/2").await?;
    ensure!(shared_text(&other).await? == text, "the text is another:\n{text}\n---\n{}", shared_text(&other).await?);
    let again = shared_link(&other, true).await?;
    lab.calm(&page).await?;
    lab.calm(&other).await?;

    let both = judged(&lab, &other, &[&link, &again]).await?;
    ensure!(both[0].digest == here_digest, "the page says {here_digest}, the link {both:?}");
    ensure!(both[0] == both[1], "the runs differ: {both:?}");
    ensure!(both[0].moment == here, "the link is to {}, the page showed {here}", both[0].moment);
    ensure!(both[0].text.trim() == text.trim(), "the text of the link is another:\n{}\n---\n{text}", both[0].text);
    // And it plays on alike.
    other.goto(&link).await?;
    other.mounted().await?;
    stands_at(&other, &here).await?;
    for one in [&page, &other] {
        press_on(one, "ArrowRight").await?;
    }
    ensure!(moment(&page).await? == moment(&other).await?, "{} and {}", moment(&page).await?, moment(&other).await?);
    for node in ["n1", "n2", "n3"] {
        ensure!(state(&page, node).await? == state(&other, node).await?, "{node} went on differently");
    }
    same_digest(&page, &other).await
}

/// Fails unless both pages show the same state to the last bit.
async fn same_digest(page: &Page, other: &Page) -> Result<()> {
    let (one, two) = (digest(page).await?, digest(other).await?);
    ensure!(one == two, "the one shows the state {one}, the other {two}");
    Ok(())
}

/// What was not played before the page was left is not shown after: a command at the end opens no branch.
async fn a_reload_shows_as_much_as_was_played(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    step_to(&page, "20+1").await?;
    command_node(&page, "n3", "Crash").await?;
    page.press("Escape").await?;
    node_is(&page, "n3", "n3, down").await?;
    let before = digest(&page).await?;
    page.reload().await?;
    page.mounted().await?;
    stands_at(&page, "20+2").await?;
    ensure!(digest(&page).await? == before, "after a reload the state is {}", digest(&page).await?);
    command_node(&page, "n3", "Restart").await?;
    page.press("Escape").await?;
    node_is(&page, "n3", "n3, up").await?;
    ensure!(
        !page.has("button", starts_with("Branches ")).await?,
        "a command at the end opened a branch after a reload"
    );
    lab.calm(&page).await
}

/// The choice “The start” is in the link.
async fn a_link_to_the_start_opens_at_the_start(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    step_to(&page, "20+1").await?;
    command_node(&page, "n3", "Crash").await?;
    page.press("Escape").await?;
    let link = shared_link(&page, false).await?;
    let other = follow(&lab, &link).await?;
    stands_at(&other, "0").await?;
    node_is(&other, "n3", "n3, up").await?;
    step_to(&other, "20+2").await?;
    node_is(&other, "n3", "n3, down").await?;
    // Once changed, the address no longer claims to be the run.
    command_node(&other, "n3", "Restart").await?;
    other.until("the address is plain", "return location.hash === ''").await?;
    lab.calm(&page).await?;
    lab.calm(&other).await
}

/// The copy buttons put the text on the clipboard, or say that they could not.
async fn the_copy_button_says_that_it_copied(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    open_dialog(&page, "Share", "Share").await?;
    page.click("button", "Copy: Link").await?;
    page.find("button", "Copied: Link").await?;
    page.find("button", "Copy: Link").await?;
    let embed = value(&page, "For a web page").await?;
    ensure!(
        embed.starts_with("<iframe")
            && embed.contains(&lab.site.url("embed.html#p1."))
            && embed.contains("sandbox=\"allow-scripts"),
        "the code is {embed}"
    );
    page.find("button", "Save as a file").await?;
    close_dialog(&page, "Share").await?;
    lab.calm(&page).await
}

/// A link that was cut off, changed, of a newer version or no link at all: the message says which, and the text is kept.
async fn a_broken_link_is_explained_and_kept(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    let link = shared_link(&page, false).await?;
    let fragment = link.split('#').nth(1).unwrap_or_default().to_owned();
    let cut = &fragment[..fragment.len() - 9];
    let middle = fragment.len() / 2;
    let other = if fragment.as_bytes()[middle] == b'A' { 'B' } else { 'A' };
    let changed = format!("{}{other}{}", &fragment[..middle], &fragment[middle + 1..]);
    let cases = [
        (cut.to_owned(), "This link is cut off:"),
        (changed, "This link is damaged:"),
        (fragment.replacen("p1.", "p7.", 1), "This link is of version 7"),
        ("hello".to_owned(), "is not the beginning of a link of this page"),
    ];
    let page = lab.blank(&Want::default()).await?;
    for (broken, message) in cases {
        // By way of another page, since a mere change of the fragment would load nothing.
        page.goto("about:blank").await?;
        page.goto(&format!("{}#{broken}", lab.site.url("index.html"))).await?;
        page.mounted().await?;
        page.find("dialog", "This link could not be opened").await?;
        let dialog = page.find("dialog", "This link could not be opened").await?.text().await?;
        ensure!(dialog.contains(message), "of {broken} it should say “{message}”; it says: {dialog}");
        ensure!(value(&page, "The link’s text").await? == broken, "kept is {}", value(&page, "The link’s text").await?);
        close_dialog(&page, "This link could not be opened").await?;
        page.find("button", "Choose a scenario. Now open: Three nodes agree").await?;
        page.until("the address has let go of it", "return location.hash === ''").await?;
        lab.calm(&page).await?;
        // Once read, it is not brought up again.
        page.reload().await?;
        page.mounted().await?;
        page.find("button", "Choose a scenario. Now open: Three nodes agree").await?;
        ensure!(!page.has("dialog", "This link could not be opened").await?, "{broken} is brought up again");
    }
    step_to(&page, "20+1").await?;
    lab.calm(&page).await
}

/// A broken link in the address of an open page: the run that is open stays, also over a reload.
async fn a_broken_link_pasted_into_an_open_page_loses_nothing(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    step_to(&page, "20+1").await?;
    command_node(&page, "n3", "Crash").await?;
    page.press("Escape").await?;
    node_is(&page, "n3", "n3, down").await?;
    page.script("location.hash = 'p1.nonsense'", vec![]).await?;
    page.find("dialog", "This link could not be opened").await?;
    ensure!(
        value(&page, "The link’s text").await? == "p1.nonsense",
        "kept is {}",
        value(&page, "The link’s text").await?
    );
    page.says("Nothing else is lost: the run that was open here is still open.").await?;
    close_dialog(&page, "This link could not be opened").await?;
    node_is(&page, "n3", "n3, down").await?;
    stands_at(&page, "20+2").await?;
    page.find("button", "Undo: crash n3").await?;
    lab.calm(&page).await?;
    page.reload().await?;
    page.mounted().await?;
    node_is(&page, "n3", "n3, down").await?;
    ensure!(!page.has("dialog", "This link could not be opened").await?, "the broken link is brought up again");
    stands_at(&page, "20+2").await?;
    // A good link there opens, and the run before can be taken back.
    let link = follow(&lab, &lab.site.url("index.html")).await?;
    step_to(&link, "41+1").await?;
    let good = shared_link(&link, true).await?;
    let hash = good.split('#').nth(1).unwrap_or_default();
    page.script("location.hash = arguments[0]", vec![serde_json::json!(hash)]).await?;
    stands_at(&page, "41+1").await?;
    node_is(&page, "n3", "n3, up").await?;
    page.find("button", starts_with("Choose a scenario")).await?;
    page.click("button", containing("Back to the run before")).await?;
    node_is(&page, "n3", "n3, down").await?;
    lab.calm(&page).await?;
    // A run that came with the address, and stands only there, is in the address again.
    let other = follow(&lab, &good).await?;
    stands_at(&other, "41+1").await?;
    other.script("location.hash = 'p1.nonsense'", vec![]).await?;
    other.find("dialog", "This link could not be opened").await?;
    close_dialog(&other, "This link could not be opened").await?;
    other.until("the good link is back", &format!("return location.hash === '#{hash}'")).await?;
    lab.calm(&other).await
}
