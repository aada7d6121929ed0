//! The page's colours as constants, for drawings that stand alone. `www/style.css` has the same as custom properties.
//!
//! Owner colours start from the palette of Okabe and Ito, which colour-blind eyes can tell apart, darkened or lightened until each reads as
//! text on the theme's backgrounds (4.5 to 1).

use crate::protocol::NodeId;

/// How many owner colours there are; further nodes begin again.
pub const OWNER_COLORS: usize = 8;

/// The colours of one theme.
#[derive(Debug)]
pub struct Palette {
    /// Behind the stage.
    pub bg: &'static str,
    /// Behind panels and in nodes.
    pub panel: &'static str,
    /// Text.
    pub ink: &'static str,
    /// Secondary text.
    pub dim: &'static str,
    /// Rules and lifelines.
    pub line: &'static str,
    /// The cursor, what is selected.
    pub accent: &'static str,
    /// Loss, crash, breach.
    pub bad: &'static str,
    /// Decided.
    pub ok: &'static str,
    /// By the owner of a ballot.
    pub owners: [&'static str; OWNER_COLORS],
}

/// Light.
pub const LIGHT: Palette = Palette {
    bg: "#fbfaf7",
    panel: "#ffffff",
    ink: "#1c1f24",
    dim: "#5b616a",
    line: "#e2dfd8",
    accent: "#3b5bdb",
    bad: "#c0262d",
    ok: "#1a7f4b",
    owners: ["#0068a8", "#b84a00", "#00775a", "#a23b78", "#7d5f00", "#3f4fb0", "#5d6068", "#86401f"],
};

/// Dark.
pub const DARK: Palette = Palette {
    bg: "#14161a",
    panel: "#1b1e24",
    ink: "#e8e6e1",
    dim: "#a6adb6",
    line: "#2c3038",
    accent: "#8fa8ff",
    bad: "#ff7b7b",
    ok: "#4fd18b",
    owners: ["#56b4e9", "#f0903c", "#2fc59a", "#e58fc0", "#e3c341", "#a3adff", "#b8bcc4", "#d9a07c"],
};

/// The place of a node's colour among the owner colours, from 0. Clients own no ballots, and have none.
pub fn owner_place(node: NodeId) -> Option<usize> {
    (!node.is_client()).then(|| node.index() % OWNER_COLORS)
}

/// The class that gives an element the owner's colour as `--owner`.
pub fn owner_class(node: NodeId) -> &'static str {
    const CLASSES: [&str; OWNER_COLORS] =
        ["owner-1", "owner-2", "owner-3", "owner-4", "owner-5", "owner-6", "owner-7", "owner-8"];
    owner_place(node).map_or("owner-none", |place| CLASSES[place])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(color: &str) -> f64 {
        let channel = |at: usize| {
            let byte = u8::from_str_radix(&color[at..at + 2], 16).expect("hexadecimal");
            let part = f64::from(byte) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (a, b) = (luminance(one), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_colour_reads_as_text() {
        for palette in [LIGHT, DARK] {
            let others = [palette.ink, palette.dim, palette.accent, palette.bad, palette.ok];
            for color in palette.owners.into_iter().chain(others) {
                for ground in [palette.bg, palette.panel] {
                    let found = contrast(color, ground);
                    assert!(found >= 4.5, "{color} on {ground}: {found:.2}");
                }
            }
        }
    }
}
