//! The diagram of every scenario of the gallery.

use super::layout::{Item, Options, Shape, layout};
use super::time::TimeScale;
use super::{SvgOptions, between, spacetime_svg};
use crate::scenario::{gallery, parse};
use crate::session::Session;
use crate::ui::draw::text_width;
use crate::ui::i18n::Lang;

fn played() -> impl Iterator<Item = Session> {
    gallery().iter().map(|entry| {
        let mut session = Session::new(parse(entry.text).expect("a scenario of the gallery"));
        session.play_to(400);
        session
    })
}

fn drawing(session: &Session, lang: Lang) -> Vec<Item> {
    let (history, view) = (session.history(), session.view());
    let scale = TimeScale::new(&history, 6.0, between(&view));
    let options = Options {
        lang,
        nodes: view.nodes.len(),
        row: 40.0,
        until: usize::MAX,
        now: f64::INFINITY,
        window: (0.0, 100_000.0),
        manual: view.manual,
    };
    layout(&history, &scale, &options)
}

#[test]
fn every_message_is_drawn_and_no_labels_overlap() {
    for session in played() {
        let items = drawing(&session, Lang::En);
        for id in 0..session.history().messages.len() {
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

#[test]
fn the_stand_alone_svg_is_whole_and_refers_to_nothing() {
    for session in played() {
        for lang in Lang::ALL {
            let options = SvgOptions { lang, dark: lang == Lang::Zh, per_tick: 6.0 };
            let svg = spacetime_svg(&session.history(), &session.view(), &options);
            assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>\n"));
            for banned in ["NaN", "inf", "var(", "class=", "style=", "href"] {
                assert!(!svg.contains(banned), "{banned}");
            }
            assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
        }
    }
}
