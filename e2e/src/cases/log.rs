//! A replicated log: elections, slots by servers, a leader that is lost, clients that ask, and the link to all of it.

use super::person::{
    command_node, digest, follow, node_is, open_dialog, open_node, propose, shared_link, stands_at, step_to, why_says,
};
use crate::axe::expect_no_violation;
use crate::cases;
use crate::page::{Page, containing};
use crate::suite::{Case, Lab};
use anyhow::{Result, ensure};
use std::rc::Rc;

pub const CASES: &[Case] = cases![
    an_election_makes_a_leader,
    a_log_grows_slot_by_slot,
    a_client_is_asked_and_a_server_is_not,
    the_next_leader_proposes_what_it_finds,
    logs_are_searched_too,
    zab_elects_synchronizes_and_broadcasts,
    a_connection_breaks_and_the_link_holds_it,
    two_stages_stand_on_one_clock,
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

/// A log is searched, and put to chaos.
async fn logs_are_searched_too(lab: Lab) -> Result<()> {
    let page = opened(&lab, "A no-op fills a gap").await?;
    page.click("button", "Check").await?;
    page.says("each command whenever it does most harm").await?;
    page.press("Escape").await?;
    open_dialog(&page, "Bug lab", "Bug lab").await?;
    ensure!(
        !page.has("checkbox", containing("a vote raises no promise")).await?,
        "a mistake of another protocol is offered"
    );
    lab.calm(&page).await
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
    let stages = "return document.querySelectorAll('.stages .stage-drawing').length === 2";
    page.until("two stages are there", stages).await?;
    page.says("they have done the same commands").await?;
    step_to(&page, "36").await?;
    page.click("button", "Zab").await?;
    why_says(&page, "n1 now votes for n3").await?;
    no_violation(&page, "with two stages").await?;
    lab.calm(&page).await
}
