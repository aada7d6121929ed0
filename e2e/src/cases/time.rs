//! Time: playing to the decision, pausing, stepping, the scrubber, the speed, the gallery.

use super::person::{
    FIRST_END, all_holds_and, click_meanwhile, find_meanwhile, heard, listen, moment, node_is, open_dialog, play_past,
    stands_at, step_to, tick, told, until_tick, why_says,
};
use crate::browser::Want;
use crate::cases;
use crate::page::{Page, containing, starts_with};
use crate::suite::{Case, Lab};
use anyhow::{Result, ensure};

pub const CASES: &[Case] = cases![
    space_plays_to_the_decision,
    the_button_plays_to_the_decision,
    steps_are_told_one_by_one,
    the_scrubber_goes_anywhere,
    the_scrubber_goes_by_events_within_a_tick,
    a_phone_has_the_same_buttons_and_says_things_once,
    the_diagram_leads_to_an_event,
    the_gallery_opens_and_goes_back,
    a_new_run_has_the_nodes_asked_for,
    a_text_is_played_or_its_error_shown,
];

async fn decided(page: &Page) -> Result<()> {
    for node in ["n1", "n2", "n3"] {
        node_is(page, node, "knows “value1”").await?;
        node_is(page, node, "has accepted 1.n1 “value1”").await?;
    }
    all_holds_and(page, "1.n1 “value1”, by n1, n2 and n3").await
}

/// Space plays; the live region tells what happens; in the end all three nodes know “value1”, and agreement holds.
async fn space_plays_to_the_decision(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    listen(&page).await?;
    page.find("button", "Agreement holds so far: details").await?;
    for _ in 0..3 {
        page.press("+").await?;
    }
    page.press("Space").await?;
    find_meanwhile(&page, "button", "Pause").await?;
    heard(&page, "Nothing is due any more").await?;
    page.find("button", "Play").await?;
    ensure!(tick(&page).await? == 110, "the run ends at {}", moment(&page).await?);
    let told = told(&page).await?;
    ensure!(
        told.len() >= 3,
        "three seconds of playing should tell at least two steps; told were: {}",
        told.join(" | ")
    );
    decided(&page).await?;
    lab.calm(&page).await
}

/// The button plays, and pauses again where time stood; captions tell the story.
async fn the_button_plays_to_the_decision(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    page.click("button", "Play").await?;
    find_meanwhile(&page, "button", "Pause").await?;
    page.says("Phase 1, prepare: n1 begins ballot 1.n1").await?;
    until_tick(&page, 3).await?;
    click_meanwhile(&page, "button", "Pause").await?;
    page.find("button", "Play").await?;
    let paused = moment(&page).await?;
    // Nothing moves while it is paused: the next frames change nothing.
    page.browser
        .client
        .execute_async(
            "const done = arguments[0]; let frames = 20; const next = () => frames-- ? requestAnimationFrame(next) : done(); next()",
            vec![],
        )
        .await?;
    ensure!(moment(&page).await? == paused, "paused at {paused}, and now it is {}", moment(&page).await?);
    // The speed is a slider.
    let speed = page.find("slider", "Speed").await?;
    page.drag(&speed, (0.43, 0.5), (0.67, 0.5)).await?;
    page.until("it is fast", "return [...document.querySelectorAll('input[type=range]')].some((slider) => /^(4|5|7|10) times$/.test(slider.ariaValueText))").await?;
    page.click("button", "Play").await?;
    until_tick(&page, 110).await?;
    page.find("button", "Play").await?;
    page.says("All three know.").await?;
    decided(&page).await?;
    lab.calm(&page).await
}

/// → and ← lead from one step to the next, the live region tells each, and the panel at the side says why.
async fn steps_are_told_one_by_one(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    listen(&page).await?;
    why_says(&page, "Nothing has happened yet.").await?;
    page.press("ArrowRight").await?;
    heard(&page, "n1 begins ballot 1.n1.").await?;
    node_is(&page, "n1", "prepares 1.n1 with 1 of 2 promises").await?;
    step_to(&page, "20+1").await?;
    heard(&page, "n2 promises 1.n1.").await?;
    why_says(&page, "It had promised nothing yet.").await?;
    why_says(&page, "1b. on Prepare(b):").await?;
    step_to(&page, "41+1").await?;
    heard(&page, "n1 proposes “value1” in 1.n1").await?;
    step_to(&page, "63+1").await?;
    heard(&page, "“value1” is chosen.").await?;
    page.press("ArrowLeft").await?;
    stands_at(&page, "42+1").await?;
    node_is(&page, "n2", "has accepted nothing").await?;
    page.click("button", "One step").await?;
    stands_at(&page, "63+1").await?;
    page.click("button", "One step back").await?;
    stands_at(&page, "42+1").await?;
    page.press("End").await?;
    stands_at(&page, "63+1").await?;
    page.press("Home").await?;
    stands_at(&page, "0").await?;
    node_is(&page, "n1", "has promised nothing").await?;
    page.click("button", "To the end of what has happened").await?;
    stands_at(&page, "63+1").await?;
    page.click("button", "To the start").await?;
    stands_at(&page, "0").await?;
    step_to(&page, FIRST_END).await?;
    heard(&page, "n3 learns from n1 that “value1” is chosen.").await?;
    decided(&page).await?;
    lab.calm(&page).await
}

/// The scrubber is dragged back, and steered with the arrow keys once it has the focus.
async fn the_scrubber_goes_anywhere(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    step_to(&page, "84+1").await?;
    let scrubber = page.find("slider", "Point in time").await?;
    page.drag(&scrubber, (0.98, 0.5), (0.5, 0.5)).await?;
    page.until("time is in the middle", "const t = parseInt(document.querySelector('output[aria-live=off]').textContent.slice(4)); return t > 30 && t < 55").await?;
    let before = tick(&page).await?;
    page.press("ArrowLeft").await?;
    page.until(
        "the arrow key steers it",
        &format!(
            "return parseInt(document.querySelector('output[aria-live=off]').textContent.slice(4)) === {}",
            before - 1
        ),
    )
    .await?;
    let said = scrubber.attr("aria-valuetext").await?.unwrap_or_default();
    ensure!(said.starts_with(&format!("t = {}", before - 1)) && said.contains("of 8"), "the slider says “{said}”");
    // What has happened is still there.
    page.press("End").await?;
    page.until(
        "End leads to the end",
        "return document.querySelector('output[aria-live=off]').textContent.startsWith('t = 84')",
    )
    .await?;
    node_is(&page, "n1", "knows “value1”").await?;
    lab.calm(&page).await
}

/// While all that has happened happened at tick 0, the scrubber goes from event to event.
async fn the_scrubber_goes_by_events_within_a_tick(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    let disabled = "return document.querySelector('.scrubber input').disabled";
    ensure!(page.text_of(disabled).await? == "true", "there is somewhere to go before anything has happened");
    page.press("ArrowRight").await?;
    stands_at(&page, "0+1").await?;
    page.find("slider", "Point in time").await?.click().await?;
    page.press("Home").await?;
    stands_at(&page, "0").await?;
    node_is(&page, "n1", "has promised nothing").await?;
    page.press("ArrowRight").await?;
    stands_at(&page, "0+1").await?;
    node_is(&page, "n1", "has promised 1.n1").await?;
    lab.calm(&page).await
}

/// On a phone the end is reached by a button too; and the words of a notice are seen once, and heard.
async fn a_phone_has_the_same_buttons_and_says_things_once(lab: Lab) -> Result<()> {
    let want = Want { size: (390, 844), reduced_motion: true, ..Want::default() };
    let page = lab.open_as(&want, "index.html").await?;
    listen(&page).await?;
    step_to(&page, FIRST_END).await?;
    page.click("button", "To the start").await?;
    stands_at(&page, "0").await?;
    page.click("button", "To the end of what has happened").await?;
    stands_at(&page, FIRST_END).await?;
    page.click("button", "Play").await?;
    heard(&page, "Nothing is due any more").await?;
    let seen = page
        .text_of(
            "return [...document.querySelectorAll('p')].filter((p) => p.getBoundingClientRect().width > 2 && p.textContent.startsWith('Nothing is due')).length",
        )
        .await?;
    ensure!(seen == "1", "it is seen {seen} times");
    lab.calm(&page).await
}

/// The cursor of the space-time diagram stands where time stands; a click on the diagram leads back to that moment.
async fn the_diagram_leads_to_an_event(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    step_to(&page, "63+1").await?;
    // Where the cursor's line is on the screen.
    let cursor = "const box = document.querySelector('[aria-label=\"Space-time diagram\"] .cursor-line').getBoundingClientRect();
        return box.x + box.width / 2";
    let late = page.script(cursor, vec![]).await?.as_f64().unwrap_or_default();
    ensure!(late > 300.0, "at 63 the cursor stands at {late} pixels");
    let drawing = page.find("img", starts_with("Space-time diagram")).await?;
    let (left, _, width, _) = drawing.rectangle().await?;
    // Between the lines of n1 and n2, in the middle of what has happened.
    let at = ((left.max(0.0) + (late - left.max(0.0)) * 0.45 - left) / width, 0.3);
    page.drag(&drawing, at, at).await?;
    page.until("time has gone back", "const t = parseInt(document.querySelector('output[aria-live=off]').textContent.slice(4)); return t > 0 && t < 63").await?;
    let early = page.script(cursor, vec![]).await?.as_f64().unwrap_or_default();
    let clicked = left + at.0 * width;
    ensure!((early - clicked).abs() < 100.0, "clicked at {clicked}, the cursor stands at {early}");
    node_is(&page, "n2", "has accepted nothing").await?;
    page.find("button", "Copy as SVG").await?;
    page.find("button", "Save as SVG").await?;
    lab.calm(&page).await
}

/// The gallery names what is open, opens another, and the run before can be taken back.
async fn the_gallery_opens_and_goes_back(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    step_to(&page, "41+1").await?;
    open_dialog(&page, "Choose a scenario. Now open: Three nodes agree", "Scenarios").await?;
    page.find("button", containing("Three nodes agree open now")).await?;
    page.click("button", containing("A duel, and how it ends")).await?;
    page.gone("dialog", "Scenarios").await?;
    page.find("button", "Choose a scenario. Now open: A duel, and how it ends").await?;
    page.until("the title says so", "return document.title.startsWith('A duel, and how it ends')").await?;
    stands_at(&page, "0").await?;
    page.click("button", "Back to the run before").await?;
    page.find("button", "Choose a scenario. Now open: Three nodes agree").await?;
    stands_at(&page, "41+1").await?;
    lab.calm(&page).await
}

/// A new run: so many nodes, proposers and this seed; nonsense is said and cannot be started.
async fn a_new_run_has_the_nodes_asked_for(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    open_dialog(&page, "New run", "New run").await?;
    let seed = page.find("textbox", "Seed").await?;
    let drawn = seed.prop("value").await?.unwrap_or_default();
    ensure!(drawn.parse::<u64>().is_ok(), "the seed drawn is “{drawn}”");
    page.click("button", "Draw another seed").await?;
    page.until(
        "another seed is drawn",
        &format!("return [...document.querySelectorAll('dialog input')].every((field) => field.value !== '{drawn}')"),
    )
    .await?;
    page.fill("textbox", "Nodes", "100").await?;
    page.says("A whole number from 1 to 99.").await?;
    let start = page.find("button", "Start").await?;
    ensure!(!start.is_enabled().await?, "a run with 100 nodes can be started");
    page.fill("textbox", "Nodes", "5").await?;
    page.says("A quorum is 3 of 5.").await?;
    page.fill("textbox", "Proposers at the start", "2").await?;
    page.fill("textbox", "Seed", "7").await?;
    page.click("button", "Start").await?;
    page.gone("dialog", "New run").await?;
    page.says("5 nodes").await?;
    page.find("button", containing("5 nodes, seed 7")).await?;
    page.press("ArrowRight").await?;
    page.press("ArrowRight").await?;
    node_is(&page, "n1", "prepares 1.n1").await?;
    node_is(&page, "n2", "prepares 1.n2").await?;
    node_is(&page, "n5", "has promised nothing").await?;
    lab.calm(&page).await
}

/// The run as text is changed and played anew; an error is said with its place.
async fn a_text_is_played_or_its_error_shown(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    open_dialog(&page, "Text", "The run as text").await?;
    // Enter is written as the key that it is: WebKit's driver leaves out line breaks.
    page.fill("textbox", "Scenario", "paxos 1\u{E007}nodes 4\u{E007}at 0 propse n2 \"tea\"").await?;
    page.click("button", "Play this text").await?;
    page.until("the error is said", "return [...document.querySelectorAll('[role=alert]')].some((alert) => /line 3/i.test(alert.textContent) && alert.textContent.includes('propose'))").await?;
    page.find("dialog", "The run as text").await?;
    page.fill("textbox", "Scenario", "paxos 1\u{E007}nodes 4\u{E007}at 0 propose n2 \"tea\"").await?;
    page.click("button", "Play this text").await?;
    page.gone("dialog", "The run as text").await?;
    page.press("-").await?;
    play_past(&page, 2).await?;
    node_is(&page, "n2", "prepares 1.n2").await?;
    node_is(&page, "n4", "up").await?;
    lab.calm(&page).await
}
