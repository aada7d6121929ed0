//! A replicated log: elections, slots by servers, a leader that is lost, clients that ask, and the link to all of it.

use super::person::{
    by_api, command_node, digest, find_meanwhile, follow, moment, node_is, open_dialog, open_node, propose,
    shared_link, stands_at, step_to, tick, why_says,
};
use crate::axe::expect_no_violation;
use crate::browser::Want;
use crate::cases;
use crate::page::{PATIENCE, Page, containing};
use crate::suite::{Case, Lab};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::rc::Rc;
use std::time::{Duration, Instant};

pub const CASES: &[Case] = cases![
    an_election_makes_a_leader,
    a_log_grows_slot_by_slot,
    a_client_is_asked_and_a_server_is_not,
    the_next_leader_proposes_what_it_finds,
    zab_elects_synchronizes_and_broadcasts,
    a_connection_breaks_and_the_link_holds_it,
    two_stages_stand_on_one_clock,
    of_two_runs_both_are_judged,
    a_long_log_shows_the_state_of_each_moment,
];

/// Opens a scenario of the gallery.
async fn opened(lab: &Lab, title: &str) -> Result<Rc<Page>> {
    let page = lab.open("index.html").await?;
    open_dialog(&page, "Choose a scenario. Now open: Three nodes agree", "Scenarios").await?;
    page.click("button", containing(title)).await?;
    page.gone("dialog", "Scenarios").await?;
    stands_at(&page, "0").await?;
    Ok(page)
}

/// What stands in a row of the log, slot by slot.
async fn row(page: &Page, name: &str, wanted: &str) -> Result<()> {
    let find = format!(
        "const row = [...document.querySelectorAll('.log tr')].find((row) => row.cells[0].textContent === '{name}'); \
         return row !== undefined && [...row.cells].slice(1).map((cell) => cell.textContent || '-').join(' ') === '{wanted}'"
    );
    page.until(&format!("the row “{name}” says “{wanted}”"), &find).await.map(drop)
}

/// Nothing is hard to read or to reach, once what comes in has come.
async fn no_violation(page: &Page, when: &str) -> Result<()> {
    page.until("all has come in", "return document.getAnimations().every((one) => one.playState !== 'running')")
        .await?;
    expect_no_violation(page, when).await
}

/// A server that missed a leader asks for promises, and a quorum makes it the leader; its heartbeat makes the others follow.
async fn an_election_makes_a_leader(lab: Lab) -> Result<()> {
    let page = opened(&lab, "A leader is elected").await?;
    node_is(&page, "n1", "knows no leader").await?;
    step_to(&page, "20+1").await?;
    why_says(&page, "n1 wants to lead: it begins ballot 1.n1.").await?;
    node_is(&page, "n1", "asks for promises in 1.n1 and has 1 of 2").await?;
    step_to(&page, "61+1").await?;
    why_says(&page, "n1 leads ballot 1.n1.").await?;
    node_is(&page, "n1", "leads 1.n1").await?;
    page.says("Two of three: n1 leads.").await?;
    step_to(&page, "88+2").await?;
    node_is(&page, "n2", "follows 1.n1").await?;
    node_is(&page, "n3", "follows 1.n1").await?;
    no_violation(&page, "with a leader").await?;
    lab.calm(&page).await
}

/// Two clients' commands become chosen, each in its slot, and everybody does them in that order.
async fn a_log_grows_slot_by_slot(lab: Lab) -> Result<()> {
    let page = opened(&lab, "A log in the steady state").await?;
    step_to(&page, "136+1").await?;
    row(&page, "slot", "0").await?;
    row(&page, "chosen", "x=1").await?;
    row(&page, "n1", "x=1").await?;
    row(&page, "n2", "-").await?;
    why_says(&page, "In slot 0, “x=1” is chosen.").await?;
    node_is(&page, "c1", "waits for an answer to “x=1”").await?;
    node_is(&page, "n1", "has done 0 of 1 slot in its log").await?;
    step_to(&page, "190+1").await?;
    row(&page, "chosen", "x=1 y=1").await?;
    node_is(&page, "c1", "waits for nothing").await?;
    step_to(&page, "277+1").await?;
    for server in ["n1", "n2", "n3"] {
        row(&page, server, "x=1 y=1").await?;
        node_is(&page, server, "has done 2 of 2 slots in its log").await?;
    }
    no_violation(&page, "with a log").await?;
    lab.calm(&page).await
}

/// A person has a client ask; what it asks for comes into the log. Servers offer no such thing, and can be crashed like any node.
async fn a_client_is_asked_and_a_server_is_not(lab: Lab) -> Result<()> {
    let page = opened(&lab, "A leader is elected").await?;
    step_to(&page, "88+2").await?;
    open_node(&page, "n2").await?;
    page.find("button", "Crash").await?;
    ensure!(!page.has("button", "Propose").await?, "a server can be asked for something");
    page.press("Escape").await?;
    propose(&page, "c1", "k=9").await?;
    row(&page, "slot", "").await?;
    why_says(&page, "c1 asks n1 for “k=9”.").await?;
    for _ in 0..40 {
        page.press("ArrowRight").await?;
    }
    row(&page, "n1", "k=9").await?;
    row(&page, "chosen", "k=9").await?;
    lab.calm(&page).await
}

/// The vote that a crashed leader left binds the next; a link shows somebody else the same, and what is done there goes on from it.
async fn the_next_leader_proposes_what_it_finds(lab: Lab) -> Result<()> {
    let page = opened(&lab, "The leader is lost while the command is voted for").await?;
    step_to(&page, "143+1").await?;
    node_is(&page, "n1", "n1, down").await?;
    row(&page, "chosen", "x=1").await?;
    row(&page, "n3", "-").await?;
    step_to(&page, "198+1").await?;
    page.says("n2 leads 2.n2. Its own vote in slot 0 binds it").await?;
    node_is(&page, "n2", "leads 2.n2").await?;
    let link = shared_link(&page, true).await?;
    let other = follow(&lab, &link).await?;
    stands_at(&other, "198+1").await?;
    let (one, two) = (digest(&page).await?, digest(&other).await?);
    ensure!(one == two, "the one shows the state {one}, the other {two}");
    row(&other, "n2", "x=1").await?;
    command_node(&other, "n1", "Restart").await?;
    node_is(&other, "n1", "n1, up").await?;
    lab.calm(&page).await?;
    lab.calm(&other).await
}

/// Fast leader election, an epoch, a history: each seen on the stage, and told with its rule.
async fn zab_elects_synchronizes_and_broadcasts(lab: Lab) -> Result<()> {
    let page = opened(&lab, "Votes make a leader").await?;
    node_is(&page, "n1", "looks for a leader in round 1: votes for n1, 1 of 2 agree").await?;
    step_to(&page, "38+1").await?;
    node_is(&page, "n2", "votes for n3").await?;
    step_to(&page, "159+1").await?;
    why_says(&page, "n3 chooses epoch 1.").await?;
    step_to(&page, "253+1").await?;
    why_says(&page, "n3 is established: the primary of epoch 1.").await?;
    node_is(&page, "n3", "leads epoch 1").await?;
    no_violation(&page, "with a primary").await?;
    lab.calm(&page).await
}

/// A connection is broken by hand: both ends notice, and the run's link holds it.
async fn a_connection_breaks_and_the_link_holds_it(lab: Lab) -> Result<()> {
    let page = opened(&lab, "Votes make a leader").await?;
    step_to(&page, "253+1").await?;
    page.click("button", containing("Link n1 – n3")).await?;
    page.click("button", "Break the connection").await?;
    why_says(&page, "The connection of n1 and n3 breaks.").await?;
    let link = shared_link(&page, true).await?;
    let again = follow(&lab, &link).await?;
    why_says(&again, "The connection of n1 and n3 breaks.").await?;
    ensure!(digest(&page).await? == digest(&again).await?, "another state");
    lab.calm(&again).await
}

/// The same script under two protocols, on one clock: the first difference is marked, and one link holds both.
async fn two_stages_stand_on_one_clock(lab: Lab) -> Result<()> {
    let page = opened(&lab, "Side by side: b without a").await?;
    page.until("two stages are there", TWO_STAGES).await?;
    page.says("they have done the same commands").await?;
    step_to(&page, "36").await?;
    page.click("button", "Zab").await?;
    why_says(&page, "n1 now votes for n3").await?;
    no_violation(&page, "with two stages").await?;

    until_fastest(&page).await?;
    page.press("Space").await?;
    page.until("they part", "return document.querySelector('.difference.is-different') !== null").await?;
    page.press("Space").await?;
    find_meanwhile(&page, "button", "Play").await?;
    let parted = page.text_of(PARTED).await?;
    ensure!(parted.contains("Command number 2 is"), "they part otherwise: {parted}");
    ensure!(parted.ends_with(" b=a+1, d=1"), "it is marked in both logs: {parted}");
    let link = shared_link(&page, true).await?;
    let again = follow(&lab, &link).await?;
    again.until("two stages are there as well", TWO_STAGES).await?;
    ensure!(digest(&page).await? == digest(&again).await?, "another state");
    let seen = again.text_of(PARTED).await?;
    ensure!(seen == parted, "somebody else sees: {seen}, and not: {parted}");
    lab.calm(&again).await?;
    lab.calm(&page).await
}

const TWO_STAGES: &str = "return document.querySelectorAll('.stages .stage-drawing').length === 2";

/// Where two runs part, in words, and in which column of either log.
const PARTED: &str = "
    const marked = [...document.querySelectorAll('.log td.is-different')];
    return document.querySelector('.difference').innerText + ' ' + marked.map((cell) => cell.textContent).join(', ')";

/// Of two runs only the one with the mistake is wrong: the chip tells so, and the dialog that it opens tells of both, of that one first.
async fn of_two_runs_both_are_judged(lab: Lab) -> Result<()> {
    let page = opened(&lab, "Side by side: a window wider than alpha").await?;
    until_fastest(&page).await?;
    page.press("Space").await?;
    let broken = "return document.querySelector('.verdict-chip').textContent.includes('Learned, but not chosen')";
    page.until("the mistake does its harm", broken).await?;
    page.press("Space").await?;
    find_meanwhile(&page, "button", "Play").await?;
    page.script("document.querySelector('.verdict-chip').click()", vec![]).await?;
    let text = page.find("dialog", "Is it still correct?").await?.text().await?;
    let place = |words: &str| text.find(words).with_context(|| format!("no “{words}” in the dialog: {text}"));
    let (with, without) =
        (place("With the mistake “a window wider than alpha”")?, place("Without “a window wider than alpha”")?);
    let fails = place("fails")?;
    ensure!(with < fails && fails < without, "the run that is wrong should come first: {text}");
    ensure!(!text[without..].contains("fails"), "nothing is wrong without the mistake: {text}");
    no_violation(&page, "with two runs judged").await?;
    lab.calm(&page).await
}

/// How many commands the client of a long log asks for.
const COMMANDS: u32 = 1_200;

/// Places on the scrubber, from its start to its end, that a person goes to one after the other.
const PLACES: [f64; 5] = [0.31, 0.74, 0.08, 0.52, 0.95];

/// What is to be seen of a state: the slots in sight and what is chosen there, what each server has there, which of that it has done, and how many slots in all.
const SEEN: &str = "
    const texts = (cells) => [...cells].slice(1).map((cell) => cell.textContent);
    const rows = [...document.querySelectorAll('.log tr')];
    const count = (id) => document.querySelector(`.node-hit[data-pick=${id}]`).ariaLabel.match(/has (?:done|delivered) (\\d+) of /)?.[1] ?? 0;
    const server = (row) => {
        const done = [...row.cells].slice(1).map((cell) => cell.classList.contains('is-done'));
        return { cells: texts(row.cells), done, count: Number(count(row.cells[0].textContent)) };
    };
    return JSON.stringify({
        slots: texts(rows[0].cells).map(Number), chosen: texts(rows[1].cells), servers: rows.slice(2).map(server),
    })";

/// The same of a run that goes forward to each of these ticks (in order) and has never been further.
const TOLD: &str = "(text, ticks) => {
    const run = new Playground(text);
    const entry = (entry) => entry === null ? '' : entry.kind === 'no-op' ? 'no-op' : entry.operation;
    const seen = ({ log, nodes }) => ({
        slots: log.slots.map(({ slot }) => slot),
        chosen: log.slots.map(({ chosen }) => entry(chosen)),
        servers: nodes.filter(({ server }) => server).map(({ server }, place) => ({
            cells: log.slots.map(({ servers }) => servers[place].kind === 'vote' ? entry(servers[place].entry) : ''),
            done: log.slots.map(({ servers }) => servers[place].kind === 'vote' && servers[place].applied),
            count: server.commit,
        })),
    });
    const all = ticks.map((tick) => {
        run.advance(tick - run.view().tick);
        return seen(run.view());
    });
    run.free();
    return all;
}";

async fn seen(page: &Page) -> Result<Value> {
    Ok(serde_json::from_str(&page.text_of(SEEN).await?)?)
}

/// What is to be seen where one has come to, once it stands still; it was another moment before.
async fn seen_after(page: &Page, before: &str) -> Result<Value> {
    let deadline = Instant::now() + PATIENCE;
    let mut last = (String::new(), Value::Null);
    loop {
        tokio::time::sleep(Duration::from_millis(150)).await;
        let now = (moment(page).await?, seen(page).await?);
        if now == last && now.0 != before {
            return Ok(now.1);
        }
        ensure!(Instant::now() < deadline, "it stays at {before}, or does not come to rest: {}", now.0);
        last = now;
    }
}

/// Clicks on the scrubber, so far along it: the tick to which that leads, and what is to be seen there.
async fn go_to(page: &Page, place: f64) -> Result<(u64, Value)> {
    let before = moment(page).await?;
    let scrubber = page.find("slider", "Point in time").await?;
    page.drag(&scrubber, (place, 0.5), (place, 0.5)).await?;
    let seen = seen_after(page, &before).await?;
    Ok((tick(page).await?, seen))
}

/// Presses a key that leads to another moment; what is to be seen there.
async fn press(page: &Page, key: &str) -> Result<Value> {
    let before = moment(page).await?;
    page.press(key).await?;
    seen_after(page, &before).await
}

/// How many slots the first server has done.
fn count(seen: &Value) -> u64 {
    seen["servers"][0]["count"].as_u64().unwrap_or_default()
}

/// So far along the scrubber the log still grows, and not much further: behind that nothing happens but heartbeats.
async fn busy_part(page: &Page) -> Result<f64> {
    let all = count(&seen(page).await?);
    let (mut grows, mut rests) = (0.0, 1.0);
    while grows < 0.8 * rests {
        let middle = (grows + rests) / 2.0;
        match count(&go_to(page, middle).await?.1) < all {
            true => grows = middle,
            false => rests = middle,
        }
    }
    Ok(grows)
}

/// Goes to and fro, by the scrubber and by keys: what is to be seen at a tick, of ticks in order. Whenever one comes back to a moment, it is the same.
async fn to_and_fro(page: &Page) -> Result<Vec<(u64, Value)>> {
    let busy = busy_part(page).await?;
    let mut visits = Vec::new();
    for place in PLACES {
        visits.push(go_to(page, place * busy).await?);
    }
    for (place, visit) in PLACES.iter().zip(&visits) {
        ensure!(go_to(page, place * busy).await? == *visit, "at {} it is something else the second time", visit.0);
    }
    let on = press(page, "ArrowRight").await?;
    press(page, "ArrowRight").await?;
    ensure!(press(page, "ArrowLeft").await? == on, "after a step on and back it is something else");
    let end = press(page, "End").await?;
    press(page, "Home").await?;
    ensure!(press(page, "End").await? == end, "the end is something else the second time");
    visits.sort_by_key(|(tick, _)| *tick);
    let counts: Vec<u64> = visits.iter().map(|(_, seen)| count(seen)).collect();
    ensure!(counts.windows(2).all(|pair| pair[0] < pair[1]), "the log does not grow: {counts:?}");
    Ok(visits)
}

/// A long log is played as fast as it goes, and gone to and fro in: whichever way one comes to a moment, one sees what somebody sees who comes there from the
/// start.
async fn a_long_log_shows_the_state_of_each_moment(lab: Lab) -> Result<()> {
    for protocol in ["multipaxos", "zab"] {
        let load = format!("load {COMMANDS} pause 1");
        let text = format!("paxos 1\nprotocol {protocol}\nnodes 3\n{load}\nlatency 1..3\ntimeout 200\n");
        let page = played_to_the_end(&lab, &text).await?;
        let visits = to_and_fro(&page).await?;
        lab.calm(&page).await?;
        let ticks: Vec<u64> = visits.iter().map(|(tick, _)| *tick).collect();
        let elsewhere = lab.blank(&Want::default()).await?;
        let told = by_api(&lab, &elsewhere, TOLD, json!([text, ticks])).await?;
        let told = told.as_array().cloned().unwrap_or_default();
        ensure!(told.len() == visits.len(), "the API tells of {} moments, and not of {ticks:?}", told.len());
        for ((tick, seen), told) in visits.iter().zip(&told) {
            let both = || format!("the page shows\n{seen}\nand a run that comes there has\n{told}");
            ensure!(seen == told, "under {protocol}, at {tick}, {}", both());
        }
    }
    Ok(())
}

/// Has time pass as fast as it may.
async fn until_fastest(page: &Page) -> Result<()> {
    let is_fastest = "const speed = document.querySelector('.speed input'); return speed.value === speed.max";
    while page.script(is_fastest, vec![]).await? != json!(true) {
        page.press("+").await?;
    }
    Ok(())
}

/// A run of this text, at the fastest speed until all servers have done all that the client asks for, and then paused.
async fn played_to_the_end(lab: &Lab, text: &str) -> Result<Rc<Page>> {
    let page = lab.open("index.html").await?;
    open_dialog(&page, "Text", "The run as text").await?;
    page.fill("textbox", "Scenario", &text.replace('\n', "\u{E007}")).await?;
    page.click("button", "Play this text").await?;
    page.gone("dialog", "The run as text").await?;
    until_fastest(&page).await?;
    page.press("Space").await?;
    let all = format!(
        "const rows = [...document.querySelectorAll('.log tbody tr')]; \
         return rows.length === 4 && rows.every((row) => [...row.cells].some((cell) => cell.textContent.endsWith('={COMMANDS}')))"
    );
    let deadline = Instant::now() + 6 * PATIENCE;
    while page.script(&all, vec![]).await? != json!(true) {
        ensure!(Instant::now() < deadline, "not all is done by {}", moment(&page).await?);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    page.press("Space").await?;
    find_meanwhile(&page, "button", "Play").await?;
    Ok(page)
}
