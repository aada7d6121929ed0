//! The search: asked, steered, answered; in a worker, and where there can be none.

use super::person::{close_dialog, moment, open_dialog, shared_text};
use crate::browser::Want;
use crate::cases;
use crate::page::{Page, containing, starts_with};
use crate::suite::{Case, Lab};
use anyhow::{Result, ensure};

pub const CASES: &[Case] = cases![
    a_mistake_is_found_and_played,
    a_correct_cluster_holds,
    what_a_check_came_to_is_kept_with_the_scenario,
    whether_a_value_can_still_be_chosen,
    from_here_less_can_happen,
    a_long_check_is_paused_and_called_off_and_the_page_goes_on,
    checks_wait_for_each_other,
    chaos_finds_a_mistake_shrinks_it_and_plays_it,
    chaos_that_finds_nothing_says_in_how_many_runs,
    chaos_is_paused_and_called_off,
    where_no_worker_is_allowed_the_page_searches_itself,
    logs_are_searched_too,
];

const DIALOG: &str = "Can it ever go wrong?";
const HALVES: &str = "paxos 1\nnodes 4\nvariant half-quorum\n\nat 0 propose n1 \"red\"\nat 0 propose n2 \"blue\"\n";
const TWO: &str = "paxos 1\nnodes 3\n\nat 0 propose n1 \"red\"\nat 0 propose n2 \"blue\"\n";
/// Two promises are enough, and one vote is: a quorum of either kind need not meet one of the other.
const MEET_NOT: &str = "paxos 1
protocol multipaxos
nodes 3
clients 2
quorums 2 1
allow ballots 1
at 0 propose c1 \"x=1\"
propose c2 \"x=2\"
";
/// Tens of millions of states.
const LARGE: &str =
    "paxos 1\nnodes 3\nallow ballots 2 crashes 1\n\nat 0 propose n1 \"red\"\nat 0 propose n2 \"blue\"\n";

async fn play_text(page: &Page, text: &str) -> Result<()> {
    open_dialog(page, "Text", "The run as text").await?;
    // Enter is written as the key that it is: WebKit's driver leaves out line breaks.
    page.fill("textbox", "Scenario", &text.replace('\n', "\u{E007}")).await?;
    page.click("button", "Play this text").await?;
    page.gone("dialog", "The run as text").await
}

async fn ask(page: &Page, guess: &str) -> Result<()> {
    page.click("radio", guess).await?;
    page.click("button", "Start the check").await
}

/// Fills in what is asked of chaos, from the first seed on, and asks it.
async fn ask_chaos(page: &Page, runs: &str, guess: &str) -> Result<()> {
    page.click("radio", starts_with("Chaos")).await?;
    // (WebKit computes another role for a list of choices.)
    page.find_guessed("combobox", "Runs, at most").await?.select_by_label(runs).await?;
    page.fill("textbox", "First seed", "1").await?;
    ask(page, guess).await
}

/// The bug lab's promise: guess, check, and the shortest schedule lands on the stage, plays, and can be given away.
async fn a_mistake_is_found_and_played(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    play_text(&page, HALVES).await?;
    open_dialog(&page, "Check", DIALOG).await?;
    page.says("n1 \"red\", n2 \"blue\"").await?;
    ask(&page, "It holds").await?;
    page.says("“Agreement” can be broken, in 8 steps and no fewer.").await?;
    page.says("You guessed otherwise.").await?;
    page.says("states were seen.").await?;
    let link = page.text_of("return document.querySelector('.check-entry textarea').value").await?;
    page.click("button", "Play it").await?;
    page.gone("dialog", DIALOG).await?;
    page.find("button", starts_with("Agreement is broken")).await?;
    let text = shared_text(&page).await?;
    ensure!(text.contains("manual") && text.ends_with("expect agreement broken\n"), "the text is {text}");

    let other = lab.blank(&Want::default()).await?;
    other.goto(&link).await?;
    other.mounted().await?;
    ensure!(shared_text(&other).await? == text, "somebody else has another schedule");
    lab.calm(&other).await?;
    lab.calm(&page).await
}

/// Over a reload, and in a link; and it says when the scenario is another one since.
async fn what_a_check_came_to_is_kept_with_the_scenario(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    play_text(&page, TWO).await?;
    open_dialog(&page, "Check", DIALOG).await?;
    page.click("button", "Start the check").await?;
    page.says("It holds.").await?;
    ensure!(!page.text().await?.contains("Kept with this scenario"), "it is told twice");
    close_dialog(&page, DIALOG).await?;
    let text = shared_text(&page).await?;
    ensure!(
        text.contains("\nchecked agreement from start allow ballots 1 crashes 0 wipes 0 of "),
        "the text is {text}"
    );

    page.until("the run is kept", "return (localStorage.getItem('paxos-run') ?? '') !== ''").await?;
    page.reload().await?;
    page.mounted().await?;
    open_dialog(&page, "Check", DIALOG).await?;
    page.says("Kept with this scenario").await?;
    page.says("An earlier check said so; it saw").await?;
    page.click("button", "Check again").await?;
    page.says("states that are allowed were seen").await?;
    page.until("it is told once", "return document.querySelectorAll('.check-entry').length === 1").await?;
    close_dialog(&page, DIALOG).await?;

    play_text(&page, &text.replace("\"blue\"", "\"green\"")).await?;
    open_dialog(&page, "Check", DIALOG).await?;
    page.says("its cluster or its proposals have changed since").await?;
    lab.calm(&page).await
}

/// Some of the runs that a check has covered can be looked at; the run before can be taken back.
async fn a_covered_run_plays(page: &Page) -> Result<()> {
    open_dialog(page, "Check", DIALOG).await?;
    let open = "document.querySelector('.check-entry details').open = true; return document.querySelectorAll('.check-sample li').length === 5";
    page.until("there are five of them", open).await?;
    page.click("button", starts_with("Play it: Run 2")).await?;
    page.gone("dialog", DIALOG).await?;
    page.find("button", containing("one of the runs that were checked")).await?;
    page.click("button", "Back to the run before").await?;
    page.find("button", containing("A run of your own")).await?;
    Ok(())
}

async fn a_correct_cluster_holds(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    play_text(&page, TWO).await?;
    open_dialog(&page, "Check", DIALOG).await?;
    ask(&page, "It holds").await?;
    page.says("You guessed right.").await?;
    page.says("states that are allowed were seen").await?;
    close_dialog(&page, DIALOG).await?;
    a_covered_run_plays(&page).await?;
    // It is still there, and says of which run it was.
    page.click("button", starts_with("Choose a scenario")).await?;
    page.click("button", containing("A minority")).await?;
    open_dialog(&page, "Check", DIALOG).await?;
    page.says("of another run: A run of your own").await?;
    page.click("button", "Remove").await?;
    page.until("it is gone", "return !document.querySelector('.check-entry')").await?;
    lab.calm(&page).await
}

/// “From here, can it still be chosen?”
async fn whether_a_value_can_still_be_chosen(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    play_text(&page, TWO).await?;
    open_dialog(&page, "Check", DIALOG).await?;
    page.find_guessed("combobox", "Asked").await?.select_by_label("Can “blue” be chosen?").await?;
    ask(&page, "It can be chosen").await?;
    page.says("It can be chosen, in").await?;
    page.says("You guessed right.").await?;
    page.click("button", "Play it").await?;
    page.gone("dialog", DIALOG).await?;
    let text = shared_text(&page).await?;
    ensure!(text.ends_with("expect chosen \"blue\"\n"), "the text is {text}");
    open_dialog(&page, "Check", DIALOG).await?;
    page.click("radio", starts_with("The state on the stage")).await?;
    page.click("button", "Start the check").await?;
    page.says("It holds.").await?;
    lab.calm(&page).await
}

/// The state on the stage is where it begins: what has happened cannot happen otherwise any more.
async fn from_here_less_can_happen(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    play_text(&page, TWO).await?;
    page.press("ArrowRight").await?;
    page.press("ArrowRight").await?;
    page.press("ArrowRight").await?;
    // All three steps, and not only the first.
    page.says("t = 8+1").await?;
    let here = moment(&page).await?;
    open_dialog(&page, "Check", DIALOG).await?;
    ask(&page, "It holds").await?;
    page.says("It holds.").await?;
    page.click("radio", starts_with("The state on the stage")).await?;
    page.fill("textbox", "Ballots per node", "0").await?;
    page.click("button", "Start the check").await?;
    page.says(&format!("From t = {here}")).await?;
    let counts = "const seen = [...document.querySelectorAll('.check-entry')].map((entry) => entry.innerText.match(/All ([\\d,]+) states/));
        return seen.length === 2 && seen.every(Boolean) && Number(seen[0][1].replace(',', '')) < Number(seen[1][1].replace(',', ''))";
    page.until("fewer states", counts).await?;
    lab.calm(&page).await
}

async fn a_long_check_is_paused_and_called_off_and_the_page_goes_on(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    play_text(&page, LARGE).await?;
    open_dialog(&page, "Check", DIALOG).await?;
    // (WebKit computes another role for a list of choices.)
    page.find_guessed("combobox", "States").await?.select_by_label("20,000,000").await?;
    page.click("button", "Start the check").await?;
    page.says("a second").await?;
    page.click("button", "Pause").await?;
    page.says("Paused.").await?;
    let distinct = "return document.querySelector('.check-numbers-text').innerText";
    let before = page.text_of(distinct).await?;
    page.click("button", "Go on").await?;
    page.until("it has gone on", &format!("return (() => {{ {distinct} }})() !== {before:?}")).await?;
    // Meanwhile the page plays.
    close_dialog(&page, DIALOG).await?;
    page.press("Space").await?;
    page.find("button", starts_with("Agreement holds")).await?;
    page.until("something happens", "return document.querySelectorAll('.spacetime-drawing path').length > 8").await?;
    page.press("Space").await?;
    open_dialog(&page, "Check", DIALOG).await?;
    page.click("button", "Call it off").await?;
    page.says("Called off.").await?;
    page.says("Nothing was found in the").await?;
    lab.calm(&page).await
}

async fn checks_wait_for_each_other(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    play_text(&page, LARGE).await?;
    open_dialog(&page, "Check", DIALOG).await?;
    page.find_guessed("combobox", "States").await?.select_by_label("20,000,000").await?;
    page.click("button", "Start the check").await?;
    page.find("button", "Pause").await?;
    let ballots = page.find("textbox", "Ballots per node").await?;
    ballots.click().await?;
    page.press("Control+a").await?;
    page.write("1").await?;
    page.click("button", "Start the check").await?;
    page.says("Waits for its turn.").await?;
    page.click("button", "Start the check").await?;
    // One that waits is called off at once, and nothing else is.
    page.until("there are three", "return document.querySelectorAll('.check-entry').length === 3").await?;
    page.until("the last is called off", "document.querySelector('.check-entry button').click(); return true").await?;
    page.until(
        "it says so, and the first goes on",
        "const [last, next, first] = [...document.querySelectorAll('.check-entry')].map((entry) => entry.innerText);
            return last.includes('Called off.') && next.includes('Waits for its turn.') && first.includes('a second')",
    )
    .await?;
    page.until(
        "the first is called off",
        "const buttons = [...document.querySelectorAll('.check-entry:last-child button, li:last-child .check-entry button')]; buttons.at(-1).click(); return true",
    )
    .await?;
    page.says("Called off.").await?;
    page.says("It holds.").await?;
    lab.calm(&page).await
}

/// The same seed fails everywhere: tests/chaos.rs says in the how-manieth run.
async fn chaos_finds_a_mistake_shrinks_it_and_plays_it(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    play_text(&page, HALVES).await?;
    open_dialog(&page, "Check", DIALOG).await?;
    page.click("radio", starts_with("Chaos")).await?;
    let drawn = "return document.getElementById('chaos-seed').value";
    let seed = page.text_of(drawn).await?;
    ensure!(seed.parse::<u64>().is_ok(), "the seed that was drawn is {seed}");
    page.fill("textbox", "First seed", "no seed").await?;
    page.until("it cannot be asked", "return document.querySelector('.modal .button.primary').disabled").await?;
    page.click("button", "Draw another seed").await?;
    page.until("it can", "return !document.querySelector('.modal .button.primary').disabled").await?;

    ask_chaos(&page, "1,000", "It holds").await?;
    page.says("was broken in run").await?;
    page.says("You guessed otherwise.").await?;
    page.says("none can be left out.").await?;
    page.says("Chaos: up to 1,000 runs · from seed 1").await?;
    let field = |place: usize| format!("return document.querySelectorAll('.check-entry textarea')[{place}].value");
    let (link, told) = (page.text_of(&field(0)).await?, page.text_of(&field(1)).await?);
    let steps = page
        .text_of("return [...document.querySelectorAll('.check-steps li')].map((line) => line.innerText).join('\\n')")
        .await?;
    ensure!(
        told.contains(&format!("\n\n{steps}\nat ")) && told.ends_with(" broken\n"),
        "{steps}\nis not all of\n{told}"
    );
    page.click("button", "Play it").await?;
    page.gone("dialog", DIALOG).await?;
    page.find("button", starts_with("Agreement is broken")).await?;
    let text = shared_text(&page).await?;
    ensure!(text.contains("seed ") && text.contains(&steps), "what plays is {text}");

    let other = lab.blank(&Want::default()).await?;
    other.goto(&link).await?;
    other.mounted().await?;
    ensure!(shared_text(&other).await? == told, "somebody else has another run");
    lab.calm(&other).await?;
    lab.calm(&page).await
}

async fn chaos_that_finds_nothing_says_in_how_many_runs(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    play_text(&page, TWO).await?;
    open_dialog(&page, "Check", DIALOG).await?;
    page.click("radio", starts_with("Chaos")).await?;
    page.says("has to know a decision within 6,128 ticks.").await?;
    ask_chaos(&page, "1,000", "It holds").await?;
    page.says("Found nothing in 1,000 runs.").await?;
    page.says("1,000 of 1,000 decided within 6,128 ticks.").await?;
    page.says("This proves nothing about other runs").await?;
    page.says("Your guess stays open.").await?;
    let entry = page.text_of("return document.querySelector('.check-entry').innerText").await?;
    ensure!(!entry.contains("safe") && !entry.contains("holds"), "it claims more than was seen: {entry}");
    // Whoever asks for a way to wipe a disk gets one.
    page.fill("textbox", "Wiped disks in each run", "1").await?;
    page.find_guessed("combobox", "Runs, at most").await?.select_by_label("100,000").await?;
    page.click("button", "Start the check").await?;
    page.says("was broken in run").await?;
    let steps = page.text_of("return document.querySelector('.check-steps').innerText").await?;
    ensure!(steps.contains(" wipe n"), "without a wiped disk: {steps}");
    lab.calm(&page).await
}

async fn chaos_is_paused_and_called_off(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    play_text(&page, TWO).await?;
    open_dialog(&page, "Check", DIALOG).await?;
    ask_chaos(&page, "1,000,000", "It can go wrong").await?;
    page.says("a second").await?;
    page.click("button", "Pause").await?;
    page.says("Paused.").await?;
    let numbers = "return document.querySelector('.check-numbers-text').innerText";
    let before = page.text_of(numbers).await?;
    // The other kind of check waits for it.
    page.click("radio", "Every schedule").await?;
    page.click("button", "Start the check").await?;
    page.says("Waits for its turn.").await?;
    page.click("button", "Go on").await?;
    page.until(
        "it has gone on",
        &format!("return [...document.querySelectorAll('.check-numbers-text')].at(-1).innerText !== {before:?}"),
    )
    .await?;
    page.until(
        "chaos is called off",
        "const buttons = [...document.querySelectorAll('li:last-child .check-entry button')]; buttons.at(-1).click(); return true",
    )
    .await?;
    page.says("Called off.").await?;
    page.says("Nothing was found in").await?;
    page.says("Your guess stays open.").await?;
    page.says("It holds.").await?;
    lab.calm(&page).await
}

/// In a frame with nothing but `allow-scripts`, on a page of another origin.
async fn where_no_worker_is_allowed_the_page_searches_itself(lab: Lab) -> Result<()> {
    let frame = lab.site.url("embed.html");
    let host = lab.elsewhere.put(
        "/checks.html",
        &format!("<!doctype html><html lang=en><head><title>host</title></head><body><iframe title=Paxos sandbox=allow-scripts width=1100 height=700 src=\"{frame}\"></iframe></body></html>"),
    );
    let page = lab.blank(&Want::default()).await?;
    page.goto(&host).await?;
    page.enter_frame("Paxos").await?;
    page.mounted().await?;
    page.find_guessed("button", "Check").await?.click().await?;
    page.find_guessed("radio", "It holds").await?.click().await?;
    page.until("the question is asked", "document.querySelector('.modal .button.primary').click(); return true")
        .await?;
    page.says("You guessed right.").await?;
    page.find_guessed("radio", "Chaos: random runs with every fault").await?.click().await?;
    page.find_guessed("combobox", "Runs, at most").await?.select_by_label("1,000").await?;
    page.until("chaos is asked", "document.querySelector('.modal .button.primary').click(); return true").await?;
    page.says("Found nothing in 1,000 runs.").await
}

/// A log is searched, and put to chaos: each finds what is wrong, and it plays on the stage. What another protocol gets wrong is not offered.
async fn logs_are_searched_too(lab: Lab) -> Result<()> {
    let page = lab.open("index.html").await?;
    play_text(&page, MEET_NOT).await?;
    open_dialog(&page, "Check", DIALOG).await?;
    page.says("each command whenever it does most harm").await?;
    ask(&page, "It can go wrong").await?;
    page.says("“Agreement” can be broken, in 10 steps and no fewer.").await?;
    ask_chaos(&page, "1,000", "It can go wrong").await?;
    page.says("was broken in run").await?;
    page.click("button", "Play it").await?;
    page.gone("dialog", DIALOG).await?;
    page.says("“Agreement” broken by chaos, seed 10").await?;
    page.until("its log is on the stage", "return document.querySelector('.log') !== null").await?;
    open_dialog(&page, "Bug lab", "Bug lab").await?;
    ensure!(
        !page.has("checkbox", containing("a vote raises no promise")).await?,
        "a mistake of another protocol is offered"
    );
    lab.calm(&page).await
}
