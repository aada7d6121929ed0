//! Has the page's checker search, as the page itself does: a message to its worker, and news from there.

use crate::page::Page;
use anyhow::{Result, bail};
use serde_json::json;
use std::time::Duration;

/// What the page allows a search at most (src/ui): states, and megabytes.
const MAX_STATES: u32 = 50_000_000;
const MAX_MEGABYTES: u32 = 1_300;

/// How long one look for news is apart from the next.
const BLINK: Duration = Duration::from_millis(100);

/// What is asked: of a scenario's cluster, every property of states.
pub struct Asked {
    pub text: String,
    /// Take nothing for one.
    pub plain: bool,
}

/// What it came to.
pub struct Found {
    pub verdict: String,
    pub distinct: f64,
    /// The most memory that the checker counted for itself, of what it told on the way.
    pub bytes: f64,
    /// Seconds from the question to the answer, as the page sees it.
    pub wall: f64,
}

/// Begins, and does not wait. The allowance is the scenario's own: its line `allow ballots B crashes C`, or one ballot.
pub async fn begin(page: &Page, asked: &Asked) -> Result<()> {
    let numbers: Vec<u8> = ["ballots", "crashes", "wipes", "breaks"].map(|word| allowed(&asked.text, word)).into();
    let arguments = vec![
        json!(asked.text),
        json!({ "allow": numbers, "maxStates": MAX_STATES, "maxMegabytes": MAX_MEGABYTES, "plain": asked.plain }),
    ];
    page.browser.client.execute_async(BEGIN, arguments).await?;
    Ok(())
}

/// Searches to the end.
pub async fn run(page: &Page, asked: &Asked) -> Result<Found> {
    begin(page, asked).await?;
    loop {
        let told = page.script("return window.__search.told", vec![]).await?;
        if !told.is_null() {
            let number = |name: &str| told[name].as_f64().unwrap_or_default();
            let Some(verdict) = told["verdict"].as_str() else { bail!("the checker failed: {}", told["message"]) };
            return Ok(Found {
                verdict: verdict.to_owned(),
                distinct: number("distinct"),
                bytes: number("bytes"),
                wall: number("wall"),
            });
        }
        tokio::time::sleep(BLINK).await;
    }
}

/// The number behind this word of the scenario's `allow`; where there is none, one ballot, and nothing else.
fn allowed(text: &str, word: &str) -> u8 {
    let line = text.lines().find_map(|line| line.strip_prefix("allow ")).unwrap_or_default();
    let mut words = line.split_whitespace().skip_while(|other| *other != word);
    words.nth(1).and_then(|number| number.parse().ok()).unwrap_or(u8::from(word == "ballots"))
}

/// The checker reports to whoever asked first: so this hears of all that it asks, as long as the page has asked nothing itself.
const BEGIN: &str = "
    const [text, asked, done] = arguments;
    const search = { id: (window.__search?.id ?? 0) + 1, most: 0, told: null };
    window.__search = search;
    window.__hear ??= (news) => {
        const current = window.__search;
        if (news.id !== current.id) return;
        current.most = Math.max(current.most, news.bytes ?? 0);
        if (news.kind !== 'progress') current.told = { ...news, bytes: current.most, wall: (performance.now() - current.began) / 1000 };
    };
    import(new URL('www/paxos.js', document.baseURI).href).then(({ load }) => load()).then(({ Playground }) => {
        const run = new Playground(text);
        const link = run.link();
        run.free();
        search.began = performance.now();
        paxosCheck({ id: search.id, op: 'start', search: 'schedules', link, here: false, asked: 'states', value: '', ...asked }, window.__hear);
        done(true);
    });";
