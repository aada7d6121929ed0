//! The diagram as an SVG that stands alone: every colour is an attribute, nothing refers to anything outside.

use super::labels::LABEL_SIZE;
use super::layout::{Ink, Item, Options, Shape, height, layout, line_y};
use super::time::{TimeScale, stretch};
use crate::protocol::NodeId;
use crate::session::{History, View};
use crate::ui::draw::{push_px, px};
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::spacetime::SpaceTimeWords;
use crate::ui::palette::{DARK, LIGHT, Palette, owner_place};

/// What a stand-alone SVG is to be like.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct SvgOptions {
    /// The language of its texts.
    pub lang: Lang,
    /// In the colours of the dark theme.
    pub dark: bool,
    /// Pixels for a tick.
    pub per_tick: f64,
}

/// The row height of a stand-alone diagram.
const ROW: f64 = 52.0;
/// The room for the nodes' names.
const NAMES: f64 = 44.0;

/// The diagram of everything up to the cursor, as an SVG that stands alone.
pub fn spacetime_svg(history: History<'_>, view: &View, options: &SvgOptions) -> String {
    let palette = if options.dark { &DARK } else { &LIGHT };
    let stretch = stretch(view.position, history.event_count());
    let scale = TimeScale::new(history.moments(), stretch, options.per_tick, super::between(view));
    let now = scale.cursor(view.position, view.moment.tick as f64);
    let width = now + 120.0;
    let layout_options = Options {
        lang: options.lang,
        nodes: view.nodes.len(),
        node_count: view.node_count,
        row: ROW,
        until: view.position,
        now,
        window: (0.0, width),
        most: usize::MAX,
        manual: view.manual,
    };
    let items = layout(history, &scale, &layout_options);
    let words = SpaceTimeWords::of(options.lang);
    let (whole, high) = (px(width + NAMES), px(height(&layout_options) + 8.0));
    let mut svg = String::with_capacity(items.len() * 120 + 1024);
    svg.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" ");
    svg.push_str(&format!("width=\"{whole}\" height=\"{high}\" viewBox=\"0 0 {whole} {high}\" "));
    svg.push_str("font-family=\"system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif\">");
    let title = fill(words.title, &[("title", &words.diagram), ("tick", &view.moment.tick)]);
    element(&mut svg, "title", &[], Some(&title));
    element(&mut svg, "rect", &[("width", &whole), ("height", &high), ("fill", palette.panel)], None);
    svg.push_str(&format!("<g transform=\"translate({} 0)\">", px(NAMES)));
    for item in &items {
        write_item(&mut svg, item, palette);
    }
    let cursor = format!("M{} 4V{}", px(now), px(height(&layout_options)));
    element(&mut svg, "path", &[("d", &cursor), ("stroke", palette.accent), ("stroke-width", "1.5")], None);
    svg.push_str("</g>");
    for node in &view.nodes {
        name(&mut svg, node.id, line_y(&layout_options, node.id), palette);
    }
    svg.push_str("</svg>\n");
    svg
}

fn name(svg: &mut String, node: NodeId, y: f64, palette: &Palette) {
    let y = px(y + 4.5);
    let attributes =
        [("x", "12"), ("y", y.as_str()), ("fill", palette.ink), ("font-size", "13"), ("font-weight", "600")];
    element(svg, "text", &attributes, Some(&node.to_string()));
}

fn element(svg: &mut String, name: &str, attributes: &[(&str, &str)], text: Option<&str>) {
    svg.push('<');
    svg.push_str(name);
    for (key, value) in attributes {
        svg.push(' ');
        svg.push_str(key);
        svg.push_str("=\"");
        escape(svg, value);
        svg.push('"');
    }
    match text {
        Some(text) => {
            svg.push('>');
            escape(svg, text);
            svg.push_str("</");
            svg.push_str(name);
            svg.push('>');
        }
        None => svg.push_str("/>"),
    }
}

fn escape(svg: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => svg.push_str("&amp;"),
            '<' => svg.push_str("&lt;"),
            '>' => svg.push_str("&gt;"),
            '"' => svg.push_str("&quot;"),
            c => svg.push(c),
        }
    }
}

fn write_item(svg: &mut String, item: &Item, palette: &Palette) {
    let owner = item.owner.and_then(owner_place).map_or(palette.dim, |place| palette.owners[place]);
    match &item.shape {
        Shape::Text(at, text) => {
            let (x, y) = (px(at.x), px(at.y));
            let mut size = String::new();
            push_px(&mut size, if item.ink == Ink::Axis { 10.0 } else { LABEL_SIZE });
            let color = text_color(item.ink, owner, palette);
            // A halo of the ground keeps texts readable over lines.
            let attributes = [
                ("x", x.as_str()),
                ("y", y.as_str()),
                ("fill", color),
                ("font-size", size.as_str()),
                ("paint-order", "stroke"),
                ("stroke", palette.panel),
                ("stroke-width", "3"),
                ("stroke-linejoin", "round"),
            ];
            element(svg, "text", &attributes, Some(text));
        }
        Shape::Path(data) => {
            let look = look(item.ink, owner, palette);
            let mut attributes = vec![
                ("d", data.as_str()),
                ("fill", look.fill),
                ("stroke", look.stroke),
                ("stroke-width", look.width),
                ("stroke-linecap", "round"),
                ("stroke-linejoin", "round"),
            ];
            if !look.dash.is_empty() {
                attributes.push(("stroke-dasharray", look.dash));
            }
            element(svg, "path", &attributes, None);
        }
    }
}

fn text_color(ink: Ink, owner: &'static str, palette: &Palette) -> &'static str {
    match ink {
        Ink::Label => owner,
        Ink::Good => palette.ok,
        Ink::Bad => palette.bad,
        _ => palette.dim,
    }
}

struct Look {
    stroke: &'static str,
    fill: &'static str,
    width: &'static str,
    dash: &'static str,
}

/// The same looks as `www/spacetime.css` gives.
fn look(ink: Ink, owner: &'static str, palette: &Palette) -> Look {
    let line = |stroke, width, dash| Look { stroke, fill: "none", width, dash };
    let body = |stroke, fill, width| Look { stroke, fill, width, dash: "" };
    match ink {
        Ink::Life => line(palette.dim, "1", ""),
        Ink::Down => line(palette.bad, "1", "1 6"),
        Ink::Grid => line(palette.line, "1", ""),
        Ink::Thin => line(owner, "1.4", ""),
        Ink::Thick => line(owner, "2.2", ""),
        Ink::UnderWay => line(owner, "1.6", "6 4"),
        Ink::Lost => line(owner, "1.4", ""),
        Ink::Cross => line(palette.bad, "2.5", ""),
        Ink::Hollow => body(owner, palette.panel, "2"),
        Ink::Filled => body(owner, owner, "1"),
        Ink::Star => body(palette.panel, palette.ok, "1"),
        Ink::Small => body("none", palette.dim, "0"),
        Ink::Crash => line(palette.bad, "3", ""),
        Ink::Start => body(palette.dim, palette.panel, "2"),
        Ink::Fault => line(palette.bad, "1.5", "3 4"),
        Ink::Axis | Ink::Label | Ink::Good | Ink::Bad | Ink::Dim => line("none", "0", ""),
    }
}
