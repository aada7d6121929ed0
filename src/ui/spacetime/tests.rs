//! The diagram of every scenario of the gallery.

use super::layout::{Item, Options, Shape, layout, message_at};
use super::time::TimeScale;
use super::{SvgOptions, between, spacetime_svg};
use crate::scenario::{gallery, parse};
use crate::session::Session;
use crate::sim::Command;
use crate::ui::draw::text_width;
use crate::ui::i18n::Lang;
use crate::ui::stage::geometry::Point;

fn played() -> impl Iterator<Item = Session> {
    gallery().iter().map(|entry| {
        let mut session = Session::new(parse(entry.text).expect("a scenario of the gallery"));
        session.play_to(400);
        session
    })
}

fn drawing(session: &Session, lang: Lang) -> Vec<Item> {
    layout(session.history(), &scale(session), &options(session, lang))
}

fn scale(session: &Session) -> TimeScale {
    let history = session.history();
    TimeScale::new(history.moments(), 0..history.event_count(), 6.0, between(&session.view()))
}

fn options(session: &Session, lang: Lang) -> Options {
    let view = session.view();
    Options {
        lang,
        nodes: view.nodes.len(),
        node_count: view.node_count,
        row: 40.0,
        until: usize::MAX,
        now: f64::INFINITY,
        window: (0.0, 100_000.0),
        most: usize::MAX,
        manual: view.manual,
    }
}

#[test]
fn every_message_is_drawn_and_no_labels_overlap() {
    for session in played() {
        let items = drawing(&session, Lang::En);
        for id in 0..session.history().message_count() {
            assert!(items.iter().any(|item| item.message == Some(id as u32)), "message {id}");
        }
        let labels: Vec<_> = items
            .iter()
            .filter_map(|item| match &item.shape {
                Shape::Text(at, text) if at.y > 12.0 => Some((*at, text_width(text, 11.0))),
                _ => None,
            })
            .collect();
        for (place, (one, width)) in labels.iter().enumerate() {
            for (other, _) in &labels[..place] {
                let apart = (one.y - other.y).abs() >= 11.0 || other.x >= one.x + width || other.x <= one.x;
                assert!(apart || other.x + 4.0 < one.x, "{one:?} {other:?}");
            }
        }
    }
}

/// A message that is held stays where it is until the last thing that happened, and is not drawn to where it was due.
#[test]
fn a_held_message_stays_where_it_is() {
    let text =
        "paxos 1\nnodes 3\nlatency 20\nat 0 propose n1 \"blue\"\nat 5 hold n1->n2 prepare 1.n1\nat 70 crash n3\n";
    let mut session = Session::new(parse(text).expect("a scenario"));
    session.play_to(70);
    let history = session.history();
    let id = history.messages().position(|trace| trace.held.is_some()).expect("one is held") as u32;
    let path = |session: &Session| {
        let found = drawing(session, Lang::En).into_iter().find(|item| item.message == Some(id));
        match found.expect("it is drawn").shape {
            Shape::Path(data) => data,
            text => panic!("{text:?}"),
        }
    };
    let held = path(&session);
    let scale = scale(&session);
    let (from, to) = (scale.event(1), scale.event(history.event_count() - 1));
    // A quarter of the way from the first line to the second has been covered.
    let expected = [Point::new(scale.event(0), 34.0), Point::new(from, 44.0), Point::new(to, 44.0)];
    assert_eq!(held, crate::ui::draw::path(&expected, false));
    let found = message_at(history, &scale, &options(&session, Lang::En), Point::new((from + to) / 2.0, 46.0));
    assert_eq!(found, Some(id), "a click on the stretch in which it is held");
    session.seek_position(session.view().event_count);
    let command = Command::Release(session.history().message(id).expect("it is held").name);
    session.execute(command).expect("it is held");
    assert_ne!(path(&session), held);
}

#[test]
fn the_stand_alone_svg_is_whole_and_refers_to_nothing() {
    for session in played() {
        for lang in Lang::ALL {
            let options = SvgOptions { lang, dark: lang == Lang::Zh, per_tick: 6.0 };
            let svg = spacetime_svg(session.history(), &session.view(), &options);
            assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>\n"));
            for banned in ["NaN", "inf", "var(", "class=", "style=", "href"] {
                assert!(!svg.contains(banned), "{banned}");
            }
            assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
        }
    }
}
