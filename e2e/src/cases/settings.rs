//! Language and theme.

use super::person::{node_is, open_dialog, stands_at};
use crate::browser::Want;
use crate::cases;
use crate::page::{Page, containing, starts_with};
use crate::suite::{Case, Lab};
use anyhow::{Result, ensure};
use serde_json::json;

pub const CASES: &[Case] =
    cases![the_language_is_switched_and_kept, chinese_is_chinese_throughout, the_theme_is_switched_and_kept];

async fn speaks(page: &Page, tag: &str) -> Result<()> {
    page.until(&format!("the page's language is {tag}"), &format!("return document.documentElement.lang === '{tag}'"))
        .await?;
    Ok(())
}

/// From English to Chinese and back, kept over a reload.
async fn the_language_is_switched_and_kept(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    speaks(&page, "en").await?;
    page.press("ArrowRight").await?;
    stands_at(&page, "0+1").await?;
    page.click("button", "Settings").await?;
    page.click("radio", "简体中文").await?;
    speaks(&page, "zh-Hans").await?;
    page.find("button", "播放").await?;
    page.find("button", starts_with("n1，运行中，已承诺 1.n1")).await?;
    page.says("n1 发起编号 1.n1。").await?;
    page.says("阶段一，准备").await?;
    page.until("the title is Chinese", "return document.title.startsWith('三个节点达成一致')").await?;
    lab.calm(&page).await?;
    page.reload().await?;
    page.mounted().await?;
    speaks(&page, "zh-Hans").await?;
    page.find("button", "播放").await?;
    page.click("button", "设置").await?;
    page.click("radio", "English").await?;
    speaks(&page, "en").await?;
    page.find("button", "Play").await?;
    node_is(&page, "n1", "up").await?;
    lab.calm(&page).await
}

/// A Chinese browser gets the page in Chinese, and no English words are left in it: not on it, not in names, not in the dialogs.
async fn chinese_is_chinese_throughout(lab: Lab) -> Result<()> {
    let page = lab.open_as(&Want { lang: "zh-CN".into(), ..Want::default() }, "index.html").await?;
    speaks(&page, "zh-Hans").await?;
    only_chinese(&page, "at first").await?;
    for moment in ["0+1", "20+1", "21+1", "41+1", "42+1", "63+1"] {
        page.press("ArrowRight").await?;
        stands_at(&page, moment).await?;
    }
    only_chinese(&page, "in the middle").await?;
    page.click("button", starts_with("n2，")).await?;
    page.find("button", "崩溃").await?;
    only_chinese(&page, "with a panel").await?;
    page.click("button", "崩溃").await?;
    page.find("button", "重启").await?;
    page.press("Escape").await?;
    only_chinese(&page, "after a crash").await?;
    for (button, dialog) in [
        (containing("查看详情"), "还正确吗？"),
        (starts_with("选择场景"), "场景"),
        (starts_with("新建运行"), "新建运行"),
        (starts_with("分享"), "分享"),
    ] {
        open_dialog(&page, &button, dialog).await?;
        only_chinese(&page, dialog).await?;
        page.press("Escape").await?;
        page.gone("dialog", dialog).await?;
    }
    page.press("?").await?;
    page.find("dialog", "快捷键").await?;
    only_chinese(&page, "the keys").await?;
    page.press("Escape").await?;
    page.gone("dialog", "快捷键").await?;
    for menu in ["设置", "故障", "分支"] {
        page.click("button", starts_with(menu)).await?;
        page.find("group", starts_with(menu)).await?;
        only_chinese(&page, menu).await?;
        page.press("Escape").await?;
    }
    lab.calm(&page).await
}

/// Words of three and more Latin letters, but for those that are the same in Chinese, code and addresses.
async fn only_chinese(page: &Page, when: &str) -> Result<()> {
    let script = r#"
        const allowed = new Set(arguments[0]);
        const found = [];
        const look = (text, where) => {
            for (const [word] of text.matchAll(/[A-Za-z]{3,}/g)) if (!allowed.has(word)) found.push(`${word} (${where}: ${text.trim().slice(0, 60)})`);
        };
        const walk = (node) => {
            if (node.nodeType === Node.TEXT_NODE) return look(node.data, "text");
            if (node.nodeType !== Node.ELEMENT_NODE || node.lang === "en" || /^(code|pre|textarea|script|style|kbd)$/.test(node.localName)) return;
            if (node.checkVisibility && !node.checkVisibility()) return;
            for (const name of ["aria-label", "title", "placeholder", "alt", "aria-valuetext"]) if (node.hasAttribute(name)) look(node.getAttribute(name), name);
            node.childNodes.forEach(walk);
        };
        walk(document.body);
        return [...new Set(found)].slice(0, 12).join(" | ");"#;
    // The name of the page and of the protocol, the value of the first scenario, names of standards.
    let allowed = [
        "Paxos",
        "Multi",
        "Zab",
        "ZooKeeper",
        "DIFF",
        "SNAP",
        "TRUNC",
        "COMMIT",
        "Playground",
        "Synod",
        "English",
        "SVG",
        "value",
        "blue",
        "green",
        "red",
        "teal",
        "disk",
    ];
    let found = page.script(script, vec![json!(allowed)]).await?;
    let found = found.as_str().unwrap_or_default();
    ensure!(found.is_empty(), "English in the Chinese page, {when}: {found}");
    Ok(())
}

/// Light, dark, and as the system has it; kept over a reload.
async fn the_theme_is_switched_and_kept(lab: Lab) -> Result<()> {
    let background = |dark: bool| {
        let compare = if dark { "< 90" } else { "> 200" };
        format!(
            "const [r, g, b] = getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).map(Number); return (r + g + b) / 3 {compare}"
        )
    };
    let page = lab.open("index.html").await?;
    page.until("the page is light, as the system", &background(false)).await?;
    page.click("button", "Settings").await?;
    page.click("radio", "Dark").await?;
    page.until("the page is dark", &background(true)).await?;
    lab.calm(&page).await?;
    page.reload().await?;
    page.mounted().await?;
    page.until("the page is still dark", &background(true)).await?;
    page.click("button", "Settings").await?;
    page.click("radio", "Auto").await?;
    page.until("the page is light, as the system", &background(false)).await?;
    let dark = lab.open_as(&Want { dark: true, ..Want::default() }, "index.html").await?;
    dark.until("the page is dark, as the system", &background(true)).await?;
    dark.click("button", "Settings").await?;
    dark.click("radio", "Light").await?;
    dark.until("the page is light", &background(false)).await?;
    lab.calm(&dark).await?;
    lab.calm(&page).await
}
