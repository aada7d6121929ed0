//! Small signs, drawn rather than typed: fonts disagree about arrows.

use yew::{Html, html};

/// Which sign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sign {
    /// To the start.
    Start,
    /// One step back.
    Back,
    /// Play.
    Play,
    /// Pause.
    Pause,
    /// One step.
    Step,
    /// To the end.
    End,
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// More to choose below.
    Down,
    /// Settings.
    Settings,
    /// Branches.
    Branch,
    /// Faults.
    Bolt,
    /// Close.
    Close,
    /// Holds.
    Check,
    /// Fails.
    Cross,
    /// Draw anew.
    Dice,
}

impl Sign {
    fn path(self) -> &'static str {
        match self {
            Sign::Start => "M4 3v10M13 3 6.5 8l6.5 5z",
            Sign::Back => "M11.5 3 5 8l6.5 5z",
            Sign::Play => "M4.5 2.5 13 8l-8.5 5.5z",
            Sign::Pause => "M5 3v10M11 3v10",
            Sign::Step => "M4 3l6.5 5L4 13zM12.5 3v10",
            Sign::End => "M12 3v10M3 3l6.5 5L3 13z",
            Sign::Undo => "M6 3 2.5 6.5 6 10M3 6.5h6.5a3.5 3.5 0 0 1 0 7H7",
            Sign::Redo => "M10 3l3.5 3.5L10 10M13 6.5H6.5a3.5 3.5 0 0 0 0 7H9",
            Sign::Down => "M4 6l4 4 4-4",
            Sign::Settings => "M2 5h6M12 5h2M2 11h2M8 11h6M10 3v4M6 9v4",
            Sign::Branch => "M4 2v12M4 9c5 0 7-1 7-5.5M8.5 5.5 11 3l2.5 2.5",
            Sign::Bolt => "M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z",
            Sign::Close => "M3.5 3.5l9 9M12.5 3.5l-9 9",
            Sign::Check => "M3 8.5 6.5 12 13 4.5",
            Sign::Cross => "M4 4l8 8M12 4l-8 8",
            Sign::Dice => "M3 3h10v10H3zM6 6h.01M10 6h.01M8 8h.01M6 10h.01M10 10h.01",
        }
    }

    /// Areas rather than lines.
    fn filled(self) -> bool {
        matches!(self, Sign::Start | Sign::Back | Sign::Play | Sign::Step | Sign::End)
    }
}

/// A sign, hidden from screen readers: what it stands on has a name.
pub fn icon(sign: Sign) -> Html {
    let class = if sign.filled() { "icon icon-filled" } else { "icon" };
    html! {
        <svg {class} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d={sign.path()} />
        </svg>
    }
}
