//! The arrows between the rooms: `protocol, tree <- world <- check, sim <- scenario <- chaos <- session <- ui, api, bin`.
//! A single crate has no walls that the compiler holds, so this reads the sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room with those it may know. `ui` and `api` never know each other; `bin` is the door, and knows all.
const ROOMS: [(&str, &[&str]); 11] = [
    ("protocol", &[]),
    ("tree", &[]),
    ("world", &["protocol", "tree"]),
    ("check", &["protocol", "tree", "world"]),
    ("sim", &["protocol", "tree", "world"]),
    ("scenario", &["protocol", "tree", "world", "check", "sim"]),
    ("chaos", &["protocol", "tree", "world", "check", "sim", "scenario"]),
    ("session", &["protocol", "tree", "world", "check", "sim", "chaos", "scenario"]),
    ("ui", &["protocol", "tree", "world", "check", "sim", "chaos", "scenario", "session"]),
    ("api", &["protocol", "tree", "world", "check", "sim", "chaos", "scenario", "session"]),
    ("bin", &["protocol", "tree", "world", "check", "sim", "chaos", "scenario", "session", "ui", "api"]),
];

/// Rooms that may know that there is a browser.
const AT_THE_EDGE: [&str; 3] = ["ui", "api", "bin"];

const BROWSER: [&str; 6] = ["yew", "web_sys", "js_sys", "wasm_bindgen", "wasm_bindgen_futures", "serde_wasm_bindgen"];

/// Rooms in which a run is a function of its scenario and nothing else.
const PURE: [&str; 6] = ["protocol", "tree", "world", "check", "sim", "chaos"];

const IMPURE: [&str; 13] = [
    "HashMap",
    "HashSet",
    "Instant",
    "SystemTime",
    "thread_rng",
    "rand",
    "getrandom",
    "println",
    "print",
    "eprintln",
    "eprint",
    "dbg",
    "RandomState",
];

/// The longest that a file may be, in lines.
const MAX_LINES: usize = 600;

/// A word, or a sign, of a source without its comments and texts; and the line it stands in.
type Token = (String, usize);

/// The words and signs of a source. Comments, texts and characters are left out.
fn tokens(source: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let chars: Vec<char> = source.chars().collect();
    let (mut at, mut line) = (0, 1);
    let starts =
        |at: usize, text: &str| text.chars().enumerate().all(|(place, sign)| chars.get(at + place) == Some(&sign));
    while at < chars.len() {
        let from = at;
        if starts(at, "//") {
            at += chars[at..].iter().take_while(|sign| **sign != '\n').count();
        } else if starts(at, "/*") {
            let mut depth = 0;
            loop {
                let step = if starts(at, "/*") { 1 } else { -i32::from(starts(at, "*/")) };
                depth += step;
                at += if step == 0 { 1 } else { 2 };
                if depth == 0 || at >= chars.len() {
                    break;
                }
            }
        } else if let Some(hashes) = raw_text(&chars[at..]) {
            at += chars[at..].iter().position(|sign| *sign == '"').unwrap_or_default() + 1;
            let end = format!("\"{}", "#".repeat(hashes));
            while at < chars.len() && !starts(at, &end) {
                at += 1;
            }
            at += end.len();
        } else if chars[at] == '"' {
            at += 1;
            while at < chars.len() && chars[at] != '"' {
                at += if chars[at] == '\\' { 2 } else { 1 };
            }
            at += 1;
        } else if chars[at] == '\'' {
            // A character, or a lifetime.
            at += match (chars.get(at + 1), chars.get(at + 2)) {
                (Some('\\'), _) => 3 + chars[at + 3..].iter().take_while(|sign| **sign != '\'').count() + 1,
                (Some(_), Some('\'')) => 3,
                _ => 1,
            };
        } else if chars[at].is_alphanumeric() || chars[at] == '_' {
            at += chars[at..].iter().take_while(|sign| sign.is_alphanumeric() || **sign == '_').count();
            tokens.push((chars[from..at].iter().collect(), line));
        } else {
            if !chars[at].is_whitespace() {
                tokens.push((chars[at].to_string(), line));
            }
            at += 1;
        }
        line += chars[from..at.min(chars.len())].iter().filter(|sign| **sign == '\n').count();
    }
    tokens
}

/// The number of `#` of a raw text that begins here.
fn raw_text(chars: &[char]) -> Option<usize> {
    let rest = chars.strip_prefix(&['r']).or_else(|| chars.strip_prefix(&['b', 'r']))?;
    let hashes = rest.iter().take_while(|sign| **sign == '#').count();
    (rest.get(hashes) == Some(&'"')).then_some(hashes)
}

/// What is wrong with a source that stands in a room at this depth of modules (`crate::room` is 1).
fn check(room: &str, depth: usize, source: &str) -> Vec<String> {
    let tokens = tokens(source);
    let word = |at: usize| tokens.get(at).map_or("", |(word, _)| word.as_str());
    let path_goes_on = |at: usize| word(at) == ":" && word(at + 1) == ":";
    let mut wrong = Vec::new();
    let known = ROOMS.iter().find(|(name, _)| *name == room).map_or(&[][..], |(_, known)| known);
    let arrow = |(other, line): Token| {
        let is_room = ROOMS.iter().any(|(name, _)| *name == other);
        let points_back = is_room && other != room && !known.contains(&other.as_str());
        points_back.then(|| format!("line {line}: {room} must not know {other}"))
    };
    // How many inline modules the place is in: each adds to the depth.
    let (mut inline, mut braces): (Vec<usize>, usize) = (Vec::new(), 0);
    let mut at = 0;
    while at < tokens.len() {
        let line = tokens[at].1;
        match word(at) {
            "{" => braces += 1,
            "}" => {
                braces = braces.saturating_sub(1);
                inline.retain(|opened| *opened <= braces);
            }
            "mod" if word(at + 2) == "{" => inline.push(braces + 1),
            "crate" | "paxos_playground" if path_goes_on(at + 1) => {
                wrong.extend(first_words(&tokens, at + 3).into_iter().filter_map(arrow));
            }
            "super"
                if path_goes_on(at + 1)
                    && !(at >= 2 && path_goes_on(at - 2) && word(at.wrapping_sub(3)) == "super") =>
            {
                let mut end = at;
                let mut up = 0;
                while word(end) == "super" && path_goes_on(end + 1) {
                    up += 1;
                    end += 3;
                }
                if up >= depth + inline.len() {
                    wrong.extend(first_words(&tokens, end).into_iter().filter_map(arrow));
                }
                at = end - 1;
            }
            browser if BROWSER.contains(&browser) && !AT_THE_EDGE.contains(&room) => {
                wrong.push(format!("line {line}: {room} must not know {browser}"));
            }
            impure if IMPURE.contains(&impure) && PURE.contains(&room) => {
                wrong.push(format!("line {line}: {impure} in {room}"));
            }
            _ => {}
        }
        at += 1;
    }
    wrong
}

/// The first words of a path, or of each path of a group in braces.
fn first_words(tokens: &[Token], at: usize) -> Vec<Token> {
    if tokens.get(at).is_none_or(|(word, _)| word != "{") {
        return tokens.get(at).cloned().into_iter().collect();
    }
    let (mut depth, mut first, mut words) = (0, true, Vec::new());
    for (word, line) in &tokens[at..] {
        match word.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            "," if depth == 1 => first = true,
            _ if depth == 1 && first => {
                words.push((word.clone(), *line));
                first = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    words
}

/// What is wrong with any text of the project. (The words are put together here so that this file has none of them.)
fn check_tidy(text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if text.lines().count() > MAX_LINES {
        wrong.push(format!("{} lines, more than {MAX_LINES}", text.lines().count()));
    }
    for mark in [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["XX", "X"].concat()] {
        let with = text.lines().enumerate().filter(|(_, line)| line.contains(&mark));
        wrong.extend(with.map(|(line, _)| format!("line {}: {mark}", line + 1)));
    }
    wrong
}

fn root() -> PathBuf {
    std::env::var_os("PAXOS_ROOT").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from)
}

/// Every file below a folder whose name ends so.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .flat_map(|path| if path.is_dir() { files(&path, endings) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known)))
        .collect();
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The room of a source file, and the depth of its module.
fn place(path: &Path, src: &Path) -> Option<(String, usize)> {
    let inside = path.strip_prefix(src).ok()?;
    let names: Vec<String> = inside.iter().map(|name| name.to_string_lossy().replace(".rs", "")).collect();
    let room = names.first().filter(|room| *room != "lib")?.clone();
    let depth = names.iter().filter(|name| *name != "mod").count();
    Some((room, depth))
}

#[test]
fn arrows_between_rooms_point_one_way() {
    let src = root().join("src");
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for path in files(&src, &["rs"]) {
        let Some((room, depth)) = place(&path, &src) else { continue };
        assert!(ROOMS.iter().any(|(known, _)| *known == room), "{} is in no room that this test knows", path.display());
        wrong.extend(check(&room, depth, &read(&path)).into_iter().map(|what| format!("{}, {what}", path.display())));
        seen.insert(room);
    }
    assert!(seen.contains("protocol") && seen.contains("session") && seen.contains("ui"), "only {seen:?} were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_short_and_finished() {
    let root = root();
    let mut wrong = Vec::new();
    let folders = ["src", "tests", "benches", "e2e", "fuzz", "www"];
    let rust = folders.iter().flat_map(|folder| files(&root.join(folder), &["rs", "js", "mjs", "ts"]));
    let rust = rust.filter(|path| !path.iter().any(|name| name == "target" || name == "node_modules"));
    for path in rust {
        wrong.extend(check_tidy(&read(&path)).into_iter().map(|what| format!("{}: {what}", path.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

// ----- the check can fail

/// The source, in this room and at this depth, has exactly these faults.
fn finds(room: &str, depth: usize, source: &str, expected: &[&str]) {
    assert_eq!(check(room, depth, source), expected, "in {room}:\n{source}");
}

#[test]
fn an_arrow_that_points_back_is_found_however_it_is_written() {
    let back = "line 1: protocol must not know world";
    finds("protocol", 2, "use crate::world::World;", &[back]);
    finds("protocol", 2, "use crate::{protocol::Ballot, world::{Step, World}};", &[back]);
    finds("protocol", 2, "fn f(w: &crate::world::World) {}", &[back]);
    finds("protocol", 2, "use crate :: world;", &[back]);
    finds("protocol", 2, "use super::super::world::World;", &[back]);
    finds("protocol", 1, "use super::{world, sim};", &[back, "line 1: protocol must not know sim"]);
    finds("protocol", 2, "mod tests { use super::super::super::world::World; }", &[back]);
    finds("world", 1, "\n\nuse crate::sim::Moment;", &["line 3: world must not know sim"]);
    finds("sim", 2, "use crate::check::Model;", &["line 1: sim must not know check"]);
    finds("scenario", 2, "use crate::session::Session;", &["line 1: scenario must not know session"]);
    finds("scenario", 2, "use crate::chaos::run;", &["line 1: scenario must not know chaos"]);
    finds("chaos", 2, "use crate::session::Session;", &["line 1: chaos must not know session"]);
    finds("session", 2, "use crate::ui::App;", &["line 1: session must not know ui"]);
    finds("ui", 2, "use crate::api::Playground;", &["line 1: ui must not know api"]);
    finds("api", 1, "use crate::ui::App;", &["line 1: api must not know ui"]);
}

#[test]
fn arrows_that_point_the_right_way_and_words_in_comments_and_texts_are_not_found() {
    finds("world", 2, "use crate::protocol::{Ballot, world};", &[]);
    finds("world", 2, "use super::Ledger; use super::super::protocol::Ballot;", &[]);
    finds("protocol", 3, "use super::super::{Ballot, world};\nmod tests { use super::super::super::sim; }", &[]);
    finds(
        "protocol",
        2,
        "/// See [`World`](crate::world::World).\n// crate::sim\n/* crate::ui /* crate::api */ yew */",
        &[],
    );
    finds(
        "protocol",
        2,
        r###"const A: &str = "crate::world \" yew"; const B: &str = r#"crate::sim " println"#;"###,
        &[],
    );
    finds("protocol", 2, "fn f<'a>(x: &'a str) -> char { '\"' } // crate::world::World", &[]);
    finds("bin", 2, "use paxos_playground::ui::App; use paxos_playground::api;", &[]);
    finds("session", 2, "use std::collections::HashMap;", &[]);
}

#[test]
fn the_browser_is_known_only_at_the_edge() {
    finds("session", 2, "use yew::prelude::*;", &["line 1: session must not know yew"]);
    finds("sim", 2, "let now = js_sys::Date::now();", &["line 1: sim must not know js_sys"]);
    finds("scenario", 2, "#[wasm_bindgen]\nfn f() {}", &["line 1: scenario must not know wasm_bindgen"]);
    finds("ui", 2, "use web_sys::Element; use yew::html;", &[]);
}

#[test]
fn chance_clocks_and_unordered_maps_are_found_in_pure_rooms() {
    finds("world", 2, "use std::collections::{BTreeMap, HashMap};", &["line 1: HashMap in world"]);
    finds("protocol", 2, "let at = std::time::Instant::now();", &["line 1: Instant in protocol"]);
    finds("sim", 2, "let x: u8 = rand::random();", &["line 1: rand in sim"]);
    finds("chaos", 2, "use std::collections::HashSet;", &["line 1: HashSet in chaos"]);
    finds("check", 2, "\nprintln!(\"{state:?}\");", &["line 2: println in check"]);
    finds("sim", 2, "let operand = 1; let brand = 2;", &[]);
}

#[test]
fn long_and_unfinished_files_are_found() {
    let unfinished = format!("fn f() {{}}\n// {}{}: later", "TO", "DO");
    assert_eq!(check_tidy(&unfinished), [format!("line 2: {}{}", "TO", "DO")]);
    assert_eq!(check_tidy(&"\n".repeat(MAX_LINES + 1)), ["601 lines, more than 600"]);
    assert_eq!(check_tidy(&"\n".repeat(MAX_LINES)), [""; 0]);
}

#[test]
fn a_file_is_placed_by_its_path() {
    let at = |path: &str| place(Path::new(path), Path::new("src"));
    assert_eq!(at("src/protocol/mod.rs"), Some(("protocol".to_owned(), 1)));
    assert_eq!(at("src/protocol/synod/acceptor.rs"), Some(("protocol".to_owned(), 3)));
    assert_eq!(at("src/api.rs"), Some(("api".to_owned(), 1)));
    assert_eq!(at("src/lib.rs"), None);
}
