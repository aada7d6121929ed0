//! The sentences of every step of every scenario of the gallery.

use super::{occasion, sentences};
use crate::scenario::{gallery, parse};
use crate::session::Session;
use crate::ui::i18n::Lang;

/// One of something in the plural, or a space between two Chinese characters.
fn is_clumsy(text: &str) -> bool {
    const PLURALS: [&str; 6] = ["slots", "transactions", "commands", "servers", "voters", "ticks"];
    let words: Vec<&str> = text.split(' ').map(|word| word.trim_matches(|c: char| c.is_ascii_punctuation())).collect();
    let characters: Vec<char> = text.chars().collect();
    let is_chinese = |c: char| ('\u{2E80}'..'\u{FFE7}').contains(&c);
    words.windows(2).any(|pair| pair[0] == "1" && PLURALS.contains(&pair[1]))
        || characters.windows(3).any(|three| is_chinese(three[0]) && three[1] == ' ' && is_chinese(three[2]))
}

/// The leads of every step of this scenario, most important first.
fn leads(text: &str, lang: Lang) -> Vec<String> {
    let mut session = Session::new(parse(text).expect("a scenario"));
    session.play_to(400);
    session.play_out();
    let history = session.history();
    let mut all = Vec::new();
    for (place, event) in history.events().enumerate() {
        let told = sentences(lang, &event, history, &session.view_at(place + 1));
        assert!(!told.is_empty(), "{:?}", event.what);
        for sentence in &told {
            for text in [&sentence.lead, &sentence.why] {
                assert!(!text.contains('{') && !text.is_empty(), "{sentence:?} in {:?}", event.what);
                assert!(!is_clumsy(text), "{text}");
            }
            let lines = sentence.line.map(|line| (usize::from(line.line), line.rule.text(lang).lines().count()));
            assert!(lines.is_none_or(|(line, count)| line < count), "{sentence:?}");
        }
        assert!(told.iter().all(|sentence| sentence.weight <= told[0].weight));
        assert!(occasion(lang, &event, history).is_none_or(|text| !text.contains('{')));
        all.push(told[0].lead.clone());
    }
    all
}

#[test]
fn every_step_of_the_gallery_is_told_in_both_languages() {
    for entry in gallery() {
        for lang in Lang::ALL {
            assert!(!leads(entry.text, lang).is_empty());
        }
    }
}

#[test]
fn the_first_run_reads_as_it_should() {
    let first = leads(gallery()[0].text, Lang::En);
    assert_eq!(first[0], "n1 begins ballot 1.n1.");
    assert!(first.contains(&"n1 proposes “value1” in 1.n1.".to_owned()), "{first:#?}");
    assert!(
        first.contains(&"“value1” is chosen.".to_owned())
            || first.contains(&"n1 knows that “value1” is chosen.".to_owned())
    );
}

/// The line marked in the rule of the first sentence that begins with `lead`, over all of the gallery.
fn marked(lead: &str) -> Option<&'static str> {
    marked_in(&mut gallery().iter().map(|entry| entry.text), lead)
}

/// The same, over these scenarios.
fn marked_in(texts: &mut dyn Iterator<Item = &str>, lead: &str) -> Option<&'static str> {
    for text in texts {
        let mut session = Session::new(parse(text).expect("a scenario"));
        session.play_to(400);
        session.play_out();
        let history = session.history();
        for (place, event) in history.events().enumerate() {
            let told = sentences(Lang::En, &event, history, &session.view_at(place + 1));
            if let Some(sentence) = told.iter().find(|sentence| sentence.lead.starts_with(lead)) {
                let line = sentence.line?;
                return line.rule.text(Lang::En).lines().nth(line.line.into()).map(str::trim);
            }
        }
    }
    panic!("nobody says {lead}");
}

#[test]
fn the_line_marked_is_the_one_that_was_applied() {
    assert_eq!(marked("n1 needs no more promises for 1.n1."), Some("if I no longer collect for b: ignore it"));
    assert_eq!(marked("n2 learns from n1 that “value1” is chosen."), Some("learned ← v, and stop proposing"));
    assert_eq!(marked("n1 counts the promise of its own acceptor"), Some("add it to the promises; too few: wait"));
    assert_eq!(marked("n1 knows that “value1” is chosen."), Some("v is chosen; tell every learner"));
    assert_eq!(marked("From slot"), Some("n votes, or votes no more, from i+α on"));
    assert_eq!(marked("n4 writes 1:1"), Some("to disk, then deliver; no ACK"));
}

/// A command that changes who votes, and one that asks for what cannot be.
#[test]
fn every_change_of_who_votes_is_told_by_its_rule() {
    const TEXT: &str = "paxos 1
protocol multipaxos
nodes 4
clients 1
alpha 1 members 3
at 300 propose c1 \"+n4\"
at 500 propose c1 \"-n2\"
at 700 propose c1 \"+n9\"
at 900 propose c1 \"x=1\"
run 300";
    let marked = |lead: &str| marked_in(&mut [TEXT].into_iter(), lead);
    assert_eq!(marked("From slot 1 on, n1, n2, n3 and n4 vote."), Some("n votes, or votes no more, from i+α on"));
    assert_eq!(marked("Who votes stays as it is."), Some("n votes already, or not: nothing changes"));
    for lang in Lang::ALL {
        assert!(!leads(TEXT, lang).is_empty());
    }
}

/// Where an oracle elects, nobody says that a quorum has voted.
#[test]
fn what_an_oracle_names_is_told_as_that() {
    let mut session = Session::new(
        parse("paxos 1\nprotocol zab\nnodes 3\nclients 1\nelection oracle\nat 1 fire n1 naming n1\nat 2 fire n2 naming n1").expect("a scenario"),
    );
    session.play_to(100);
    let history = session.history();
    let told = |lang: Lang| -> Vec<String> {
        let word = lang.pick("oracle", "预言者");
        let all = history.events().enumerate();
        let all = all.flat_map(|(place, event)| sentences(lang, &event, history, &session.view_at(place + 1)));
        all.filter(|sentence| sentence.why.contains(word)).map(|sentence| sentence.lead).collect()
    };
    assert_eq!(told(Lang::En)[..2], ["n1 is elected in round 1.", "n2 takes n1 for its leader, and connects to it."]);
    assert_eq!(told(Lang::Zh).len(), told(Lang::En).len());
}

#[test]
fn what_goes_nowhere_is_told() {
    let mut session = Session::new(
        parse("paxos 1\nprotocol zab\nnodes 3\nclients 1\nat 150 break n1--n3\nfire n3 ping").expect("a scenario"),
    );
    session.play_to(150);
    let history = session.history();
    let vanishes = |place: &usize| history.event(*place).is_some_and(|event| !event.vanished.is_empty());
    let place = (0..history.event_count()).rev().find(vanishes).expect("a ping that went nowhere");
    let event = history.event(place).expect("an event");
    let told = |lang| {
        let all = sentences(lang, &event, history, &session.view_at(place + 1));
        all.into_iter().find(|sentence| sentence.lead.contains("n1")).expect("a sentence")
    };
    let (english, chinese) = (told(Lang::En), told(Lang::Zh));
    assert!(
        english.lead.ends_with("for n1 goes nowhere.") && english.why.contains("n3 does not know that yet"),
        "{english:?}"
    );
    assert!(chinese.lead.starts_with("发给 n1") && chinese.why.contains("n3 还不知道"), "{chinese:?}");
}
