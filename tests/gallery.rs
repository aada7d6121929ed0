//! The gallery's scenarios are lessons, and each lesson is a test: it is written as it should be, it plays out as it says, and what
//! happened is recorded in the transcript beside it.
//!
//! `UPDATE_TRANSCRIPTS=1 cargo test --test gallery` writes the transcripts anew. Read the difference before you keep it.

#![cfg(not(target_arch = "wasm32"))]

use paxos_playground::scenario::{Bilingual, Expectation, GalleryEntry, Item, Scenario, What, format, gallery, parse};
use paxos_playground::session::{Happening, Session, View};
use paxos_playground::sim::Moment;
use paxos_playground::world::Property;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// They travel with the page.
const MAX_BYTES_EACH: usize = 3 * 1024;
const MAX_BYTES_TOGETHER: usize = 96 * 1024;
const LEAST_SCENARIOS: usize = 41;
const LEAST_CAPTIONS: usize = 3;
/// A caption stays for long enough to be noticed: more than a second at speed 1.
const CAPTION_TICKS: u64 = 12;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/scenario/gallery")
}

fn parsed(entry: &GalleryEntry) -> Result<Scenario, String> {
    parse(entry.text).map_err(|error| error.to_string())
}

fn played_out(entry: &GalleryEntry) -> Result<Session, String> {
    let mut session = Session::new(parsed(entry)?);
    session.play_out();
    Ok(session)
}

/// Every scenario must pass the check; all that do not are named.
#[track_caller]
fn check_each(check: impl Fn(&GalleryEntry) -> Result<(), String>) {
    let failures: Vec<String> = gallery()
        .iter()
        .filter_map(|entry| check(entry).err().map(|problem| format!("{}: {problem}", entry.name)))
        .collect();
    assert!(failures.is_empty(), "{} of {} scenarios fail\n{}", failures.len(), gallery().len(), failures.join("\n"));
}

fn demand(holds: bool, problem: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(problem()) }
}

fn captions(scenario: &Scenario) -> Vec<(&Item, &Bilingual)> {
    let items = scenario.body.iter();
    items
        .filter_map(|item| match &item.what {
            What::Caption(words) => Some((item, words)),
            _ => None,
        })
        .collect()
}

/// Where two texts first differ, with the lines before it.
fn first_difference(expected: &str, found: &str) -> String {
    const LINES_BEFORE: usize = 3;
    let (expected, found): (Vec<_>, Vec<_>) = (expected.lines().collect(), found.lines().collect());
    let same = expected.iter().zip(&found).take_while(|(expected, found)| expected == found).count();
    let mut text = String::new();
    for line in &expected[same.saturating_sub(LINES_BEFORE)..same] {
        text += &format!("      {line}\n");
    }
    text += &format!("    - {}\n", expected.get(same).unwrap_or(&"(the end)"));
    text += &format!("    + {}", found.get(same).unwrap_or(&"(the end)"));
    format!("line {}:\n{text}", same + 1)
}

#[test]
fn there_are_enough_and_no_two_have_one_name() {
    let names: BTreeSet<_> = gallery().iter().map(|entry| entry.name).collect();
    assert_eq!(names.len(), gallery().len(), "a name stands twice");
    assert!(names.len() >= LEAST_SCENARIOS, "only {} scenarios", names.len());
    assert_eq!(gallery().first().map(|entry| entry.name), Some("first-run"), "what the page opens with");
    check_each(|entry| {
        let kebab = entry.name.split('-').all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase()));
        demand(kebab, || "the name is not of lower-case words with hyphens".to_owned())
    });
}

#[test]
fn every_file_of_the_folder_belongs_to_a_scenario() {
    let files = fs::read_dir(folder()).expect("the gallery's folder");
    let found: BTreeSet<String> =
        files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned()).collect();
    let endings = ["paxos", "transcript"];
    let expected: BTreeSet<String> =
        gallery().iter().flat_map(|entry| endings.map(|ending| format!("{}.{ending}", entry.name))).collect();
    let strange: Vec<_> = found.difference(&expected).collect();
    assert!(strange.is_empty(), "in the folder and not in the gallery: {strange:?}");
}

#[test]
fn texts_are_small_enough_for_the_page() {
    check_each(|entry| {
        demand(entry.text.len() <= MAX_BYTES_EACH, || format!("{} bytes of {MAX_BYTES_EACH}", entry.text.len()))
    });
    let together: usize = gallery().iter().map(|entry| entry.text.len()).sum();
    assert!(together <= MAX_BYTES_TOGETHER, "{together} bytes of {MAX_BYTES_TOGETHER}");
}

#[test]
fn texts_are_canonical() {
    check_each(|entry| {
        let canonical = format(&parsed(entry)?);
        demand(canonical == entry.text, || {
            format!("not in canonical form, {}", first_difference(&canonical, entry.text))
        })
    });
}

#[test]
fn everything_is_said_in_both_languages() {
    check_each(|entry| {
        let scenario = parsed(entry)?;
        let captions = captions(&scenario);
        demand(captions.len() >= LEAST_CAPTIONS, || format!("only {} captions", captions.len()))?;
        in_both_languages("title", &scenario.title)?;
        in_both_languages("about", &scenario.about)?;
        captions
            .iter()
            .try_for_each(|(item, words)| in_both_languages(&format!("caption of line {}", item.line), words))
    });
}

fn in_both_languages(what: &str, words: &Bilingual) -> Result<(), String> {
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let en = words.en.as_deref().unwrap_or_default();
    let zh = words.zh.as_deref().unwrap_or_default();
    demand(en.contains(|c: char| c.is_ascii_lowercase()), || format!("{what}: no English"))?;
    demand(!en.contains(is_chinese), || format!("{what}: Chinese in the English"))?;
    demand(zh.contains(is_chinese), || format!("{what}: no Chinese"))?;
    let straight = [en, zh].iter().any(|text| text.contains(['\'', '"']));
    demand(!straight, || format!("{what}: straight quotes, rather than “ ” and ’"))
}

#[test]
fn captions_come_when_they_say_and_stay() {
    check_each(|entry| {
        let session = played_out(entry)?;
        let (scenario, history) = (session.scenario(), session.history());
        let written = captions(scenario);
        demand(history.captions().len() == written.len(), || {
            format!("{} of {} captions are reached", history.captions().len(), written.len())
        })?;
        written.iter().zip(history.captions()).try_for_each(|((item, _), (_, moment, words))| {
            demand(item.at.is_none_or(|at| at == *moment), || {
                format!("line {}: the caption comes at {moment}: “{}”", item.line, words.en)
            })
        })?;
        history.captions().windows(2).try_for_each(|pair| {
            let ticks = pair[1].1.tick - pair[0].1.tick;
            demand(ticks >= CAPTION_TICKS, || format!("a caption of {ticks} ticks at {}", pair[0].1))
        })
    });
}

#[test]
fn commands_are_possible() {
    check_each(|entry| {
        let session = played_out(entry)?;
        let impossible = session.history().events().find(|event| matches!(event.what, Happening::Impossible(..)));
        impossible.map_or(Ok(()), |event| Err(format!("at {}: {:?}", event.moment, event.what)))
    });
}

#[test]
fn expectations_are_met() {
    check_each(|entry| {
        let expectations = played_out(entry)?.expectations();
        demand(!expectations.is_empty(), || "nothing is expected".to_owned())?;
        let failed: Vec<String> = expectations
            .iter()
            .filter(|expectation| expectation.held != Some(true))
            .map(|expectation| {
                let how = if expectation.held.is_some() { "does not hold" } else { "is not reached" };
                format!("line {} {how}: {}", expectation.line, expectation.text)
            })
            .collect();
        demand(failed.is_empty(), || failed.join("; "))
    });
}

#[test]
fn only_what_a_lesson_breaks_is_broken() {
    check_each(|entry| {
        let mut session = played_out(entry)?;
        session.seek_position(usize::MAX);
        let expected: BTreeSet<Property> = session
            .scenario()
            .body
            .iter()
            .filter_map(|item| match item.what {
                What::Expect(Expectation::Property(property, false)) => Some(property),
                _ => None,
            })
            .collect();
        let judged = session.view().properties;
        let broken: BTreeSet<_> =
            judged.iter().filter(|judged| judged.breach.is_some()).map(|judged| judged.property).collect();
        demand(broken == expected, || format!("broken: {broken:?}, expected: {expected:?}"))
    });
}

#[test]
fn transcripts_are_as_recorded() {
    let update = std::env::var_os("UPDATE_TRANSCRIPTS").is_some();
    check_each(|entry| {
        let transcript = played_out(entry)?.transcript();
        let path = folder().join(entry.name).with_extension("transcript");
        if update {
            return fs::write(&path, transcript).map_err(|error| format!("{}: {error}", path.display()));
        }
        let recorded = fs::read_to_string(&path).unwrap_or_default();
        demand(recorded == transcript, || {
            let difference = first_difference(&recorded, &transcript);
            format!(
                "not as recorded (-) but otherwise (+), {difference}\n  \
                 If that is right: UPDATE_TRANSCRIPTS=1 cargo test --test gallery"
            )
        })
    });
}

#[test]
fn seeking_anywhere_shows_what_playing_shows() {
    check_each(|entry| {
        let mut session = played_out(entry)?;
        let last = session.history().event_count();
        let played = views_while_playing(parsed(entry)?, last);
        demand(played.len() == last + 1, || "stepping ends before playing does".to_owned())?;
        // Back and forth, and in leaps.
        let leaps = (0..=last).map(|place| if place % 2 == 0 { place / 2 } else { last - place / 2 });
        for position in (0..=last).rev().chain(0..=last).chain(leaps) {
            session.seek_position(position);
            let (sought, expected) = (only_here(&session), &played[position]);
            let moment = session.moment();
            demand(sought == *expected, || format!("position {position} at {moment} looks different"))?;
            let mut fresh = Session::new(parsed(entry)?);
            fresh.seek(moment);
            demand(fresh.digest() == expected.1, || format!("a fresh run comes to another state at {moment}"))?;
        }
        Ok(())
    });
}

/// What is seen at each position, up to the last, when the scenario is stepped through for the first time.
fn views_while_playing(scenario: Scenario, last: usize) -> Vec<(View, u64)> {
    let mut session = Session::new(scenario);
    let mut views = vec![only_here(&session)];
    while views.len() <= last && session.step() {
        // A step may go to an event of the run beside.
        if session.view().position == views.len() {
            views.push(only_here(&session));
        }
    }
    views
}

/// A view without what it tells of the branch beyond the cursor, and the digest.
fn only_here(session: &Session) -> (View, u64) {
    let beyond = View { frontier: Moment::default(), event_count: 0, next_tick: None, ..session.view() };
    (View { undo: None, redo: None, branches: Vec::new(), ..beyond }, session.digest())
}
