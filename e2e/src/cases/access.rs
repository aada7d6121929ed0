//! axe finds nothing, in light and dark, wide and narrow, whatever is open.

use super::person::{close_dialog, open_dialog, open_node, step_to};
use crate::axe;
use crate::browser::Want;
use crate::cases;
use crate::page::{Page, containing, starts_with};
use crate::suite::{Case, Lab};
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeMap;

pub const CASES: &[Case] = cases![
    axe_wide_light,
    axe_wide_dark,
    axe_narrow_light,
    axe_narrow_dark,
    axe_tutorial,
    axe_frame,
    nothing_spills_over_at_any_width,
];

const WIDE: (u32, u32) = (1280, 800);
const NARROW: (u32, u32) = (390, 844);

async fn axe_wide_light(lab: Lab) -> Result<()> {
    every_state(&lab, WIDE, false).await
}

async fn axe_wide_dark(lab: Lab) -> Result<()> {
    every_state(&lab, WIDE, true).await
}

async fn axe_narrow_light(lab: Lab) -> Result<()> {
    every_state(&lab, NARROW, false).await
}

async fn axe_narrow_dark(lab: Lab) -> Result<()> {
    every_state(&lab, NARROW, true).await
}

/// Collects what is found in each state, so that one run names all: each rule once, with where it was first broken, and when else.
#[derive(Default)]
struct Found(BTreeMap<String, (String, Vec<String>)>);

impl Found {
    async fn look(&mut self, page: &Page, when: &str) -> Result<()> {
        for violation in axe::violations(page).await.with_context(|| format!("running axe {when}"))? {
            let rule = violation.lines().next().unwrap_or_default().to_owned();
            self.0.entry(rule).or_insert_with(|| (violation, Vec::new())).1.push(when.to_owned());
        }
        Ok(())
    }

    fn none(self) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let all = self.0.into_values().map(|(violation, when)| format!("\n{violation}\n      {}", when.join("; ")));
        bail!("axe finds:{}", all.collect::<String>())
    }
}

async fn every_state(lab: &Lab, size: (u32, u32), dark: bool) -> Result<()> {
    let narrow = size == NARROW;
    let page = lab.open_as(&Want { size, dark, reduced_motion: true, ..Want::default() }, "index.html").await?;
    let mut found = Found::default();
    found.look(&page, "on the first screen").await?;
    step_to(&page, "42+1").await?;
    found.look(&page, "in the middle of the run").await?;
    open_node(&page, "n2").await?;
    found.look(&page, "with a node's panel").await?;
    page.click("button", "Crash").await?;
    page.find("button", "Restart").await?;
    found.look(&page, "with a node down").await?;
    page.press("Escape").await?;
    page.gone("dialog", "n2").await?;
    for menu in ["Branches", "Faults", "Settings"] {
        page.click("button", menu).await?;
        page.find("group", menu).await?;
        found.look(&page, &format!("with the menu “{menu}”")).await?;
        page.press("Escape").await?;
        page.gone("group", menu).await?;
    }
    let mut dialogs = vec![
        (starts_with("Choose a scenario"), "Scenarios"),
        (containing(": details"), "Is it still correct?"),
        ("Share".into(), "Share"),
    ];
    if !narrow {
        dialogs.push(("New run".into(), "New run"));
        dialogs.push(("Text".into(), "The run as text"));
        dialogs.push(("Bug lab".into(), "Bug lab"));
    }
    for (button, dialog) in &dialogs {
        open_dialog(&page, button, dialog).await?;
        found.look(&page, &format!("in the dialog “{dialog}”")).await?;
        close_dialog(&page, dialog).await?;
    }
    if narrow {
        for (entry, dialog) in [("New run", "New run"), ("Bug lab", "Bug lab"), ("The run as text", "The run as text")]
        {
            page.click("button", "Settings").await?;
            open_dialog(&page, entry, dialog).await?;
            found.look(&page, &format!("in the dialog “{dialog}”")).await?;
            close_dialog(&page, dialog).await?;
        }
    }
    look_at_checks(&page, &mut found, narrow).await?;
    page.press("?").await?;
    page.find("dialog", "Keys").await?;
    found.look(&page, "in the dialog “Keys”").await?;
    close_dialog(&page, "Keys").await?;
    page.script("location.hash = 'p1.broken'", vec![]).await?;
    page.find("dialog", "This link could not be opened").await?;
    found.look(&page, "with a broken link").await?;
    close_dialog(&page, "This link could not be opened").await?;
    found.none()?;
    lab.calm(&page).await
}

/// The search and chaos: their questions, and an answer of each.
async fn look_at_checks(page: &Page, found: &mut Found, narrow: bool) -> Result<()> {
    const DIALOG: &str = "Can it ever go wrong?";
    if narrow {
        page.click("button", "Settings").await?;
        open_dialog(page, "Check every schedule, or play chaos", DIALOG).await?;
    } else {
        open_dialog(page, "Check", DIALOG).await?;
    }
    found.look(page, "asking the search").await?;
    page.click("button", "Start the check").await?;
    page.says("were seen").await?;
    found.look(page, "with what the search found").await?;
    page.click("radio", starts_with("Chaos")).await?;
    found.look(page, "asking chaos").await?;
    // An engine that interprets the WebAssembly takes its time.
    page.find_guessed("combobox", "Runs, at most").await?.select_by_label("1,000").await?;
    page.click("button", "Start the check").await?;
    page.says("Found nothing in 1,000 runs.").await?;
    found.look(page, "with what chaos found").await?;
    close_dialog(page, DIALOG).await
}

async fn axe_tutorial(lab: Lab) -> Result<()> {
    let mut found = Found::default();
    for (dark, size) in [(false, WIDE), (true, NARROW)] {
        let page = lab.blank(&Want { size, dark, ..Want::default() }).await?;
        for file in ["www/tutorial.html", "www/tutorial.zh.html"] {
            page.goto(&lab.site.url(file)).await?;
            page.until("the tutorial is ready", "return 'ready' in document.documentElement.dataset").await?;
            page.script("document.querySelector('button')?.click()", vec![]).await?;
            found
                .look(&page, &format!("on {file}, {}", if dark { "narrow and dark" } else { "wide and light" }))
                .await?;
            lab.calm(&page).await?;
        }
    }
    found.none()
}

async fn axe_frame(lab: Lab) -> Result<()> {
    let mut found = Found::default();
    for (dark, size) in [(false, (700, 480)), (true, (360, 480))] {
        let page = lab
            .open_as(&Want { size, dark, reduced_motion: true, ..Want::default() }, "embed.html?controls=min")
            .await?;
        found.look(&page, "in a frame, at first").await?;
        step_to(&page, "42+1").await?;
        found.look(&page, "in a frame, in the middle").await?;
        lab.calm(&page).await?;
    }
    found.none()
}

/// From 360 to 2560 nothing sticks out sideways, and the transport can be reached.
async fn nothing_spills_over_at_any_width(lab: Lab) -> Result<()> {
    let page = lab.open_as(&Want { reduced_motion: true, ..Want::default() }, "index.html").await?;
    step_to(&page, "42+1").await?;
    let mut found = Vec::new();
    for (width, height) in
        [(360, 640), (390, 844), (600, 900), (768, 1024), (1024, 768), (1280, 800), (1920, 1080), (2560, 1440)]
    {
        page.resize(width, height).await?;
        page.until(&format!("the page is {width} wide"), &format!("return innerWidth === {width}")).await?;
        page.browser
            .client
            .execute_async(
                "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))",
                vec![],
            )
            .await?;
        let wide =
            page.text_of("return document.documentElement.scrollWidth - document.documentElement.clientWidth").await?;
        if wide != "0" {
            found.push(format!("at {width}x{height} the page is {wide} pixels too wide"));
        }
        let out = page
            .text_of(
                "return [...document.querySelectorAll('button, input, output')].filter((thing) => thing.checkVisibility ? thing.checkVisibility({ visibilityProperty: true }) : true)
                    .filter((thing) => !thing.closest('.visually-hidden, .skip-link'))
                    .map((thing) => [thing.getBoundingClientRect(), thing.getAttribute('aria-label') || thing.textContent])
                    .filter(([box]) => box.width > 0 && (box.left < -1 || box.right > innerWidth + 1))
                    .map(([box, name]) => `${name} (${Math.round(box.left)}…${Math.round(box.right)})`).join(', ')",
            )
            .await?;
        if !out.is_empty() {
            found.push(format!("at {width}x{height} these stick out: {out}"));
        }
    }
    ensure!(found.is_empty(), "{}", found.join("\n"));
    lab.calm(&page).await
}
