//! What the README and the tutorials show as scenarios are scenarios, and what they expect comes true.
#![cfg(not(target_arch = "wasm32"))]

use paxos_playground::scenario::parse;
use paxos_playground::session::Session;

fn check(page: &str, text: &str) {
    let scenario = parse(text).unwrap_or_else(|error| panic!("{page}: {error}\n{text}"));
    let mut session = Session::new(scenario);
    session.play_out();
    let expectations = session.expectations();
    assert!(!expectations.is_empty(), "{page}: a scenario that expects nothing\n{text}");
    for expectation in expectations {
        assert_eq!(expectation.held, Some(true), "{page}: {}\n{}", expectation.text, session.transcript());
    }
}

/// The parts of a page between two marks.
fn between<'a>(page: &'a str, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a str> {
    page.split(start).skip(1).filter_map(move |rest| rest.split(end).next())
}

#[test]
fn the_readme_is_true() {
    let page = include_str!("../README.md");
    let blocks: Vec<_> = between(page, "```paxos\n", "```").collect();
    assert_eq!(blocks.len(), 1);
    for block in blocks {
        check("README.md", block);
    }
}

#[test]
fn the_tutorials_are_true() {
    for (name, page) in [
        ("tutorial.html", include_str!("../www/tutorial.html")),
        ("tutorial.zh.html", include_str!("../www/tutorial.zh.html")),
    ] {
        let blocks: Vec<_> = between(page, "<pre class=\"paxos\"", "</pre>").collect();
        assert_eq!(blocks.len(), 2, "{name}");
        for block in blocks {
            let (_, text) = block.split_once('>').unwrap_or_default();
            let text = text.replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&");
            check(name, &text);
        }
    }
}
