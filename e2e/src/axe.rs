//! The accessibility rules of axe-core, run in the page.

use crate::page::Page;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::PathBuf;

/// Runs every rule of WCAG 2.2 A and AA and the best practices, and fails with what is violated, readable.
///
/// `when` says in which state the page is, for the message.
pub async fn expect_no_violation(page: &Page, when: &str) -> Result<()> {
    let violations = violations(page).await.with_context(|| format!("running axe {when}"))?;
    if violations.is_empty() { Ok(()) } else { bail!("axe, {when}:\n{}", violations.join("\n")) }
}

/// One text per rule violated: its name, what it asks, and where.
pub async fn violations(page: &Page) -> Result<Vec<String>> {
    // One script for both, since not every engine keeps one script's globals for the next.
    let script = format!(
        "{}
        const done = arguments[arguments.length - 1];
        axe.run(document, {{ resultTypes: ['violations'], iframes: false }}).then(
            (results) => done(results.violations.map((rule) => ({{
                text: `${{rule.id}} (${{rule.impact}}): ${{rule.help}}`,
                nodes: rule.nodes.map((node) => `${{node.target.join(' ')}}: ${{node.html.slice(0, 160)}}\\n        ${{node.failureSummary.replace(/\\n/g, '\\n        ')}}`),
            }}))),
            (error) => done(String(error)),
        );",
        source()?
    );
    let found = page.browser.client.execute_async(&script, vec![]).await?;
    let Value::Array(rules) = &found else { bail!("axe did not finish: {found}") };
    Ok(rules.iter().map(|rule| format!("    {}{}", rule["text"].as_str().unwrap_or("?"), nodes(rule))).collect())
}

fn nodes(rule: &Value) -> String {
    let all: Vec<&str> = rule["nodes"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut text: String = all.iter().take(5).map(|node| format!("\n      - {node}")).collect();
    if all.len() > 5 {
        text += &format!("\n      - and {} more", all.len() - 5);
    }
    text
}

fn source() -> Result<String> {
    let file = std::env::var_os("E2E_AXE").map(PathBuf::from);
    let file =
        file.context("E2E_AXE does not say where axe.min.js is (./dev test sets it; npm's axe-core brings the file)")?;
    std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))
}
