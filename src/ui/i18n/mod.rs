//! The interface's words, English and Simplified Chinese, checked by the compiler: each part of the page has a struct of texts
//! (and of functions where a text holds numbers or names) and two constants of it. A text that is missing in one language does
//! not compile.

pub mod beside;
pub mod chaos;
pub mod check;
pub mod dialogs;
pub mod fill;
pub mod lab;
pub mod log;
pub mod naming;
pub mod problems;
pub mod shell;
pub mod spacetime;
pub mod stage;
pub mod why;
pub mod zab;

/// A language of the interface.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

impl Lang {
    /// Both.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Zh];

    /// Its tag, as in `<html lang>` and in storage.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Zh => "zh-Hans",
        }
    }

    /// The language that a tag asks for, if it is one of ours: `zh`, `zh-CN` and `zh-Hant` are Chinese, `en-GB` is English.
    pub fn from_tag(tag: &str) -> Option<Lang> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "zh" => Some(Lang::Zh),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// Whichever of the two texts is in this language.
    pub fn pick<T>(self, en: T, zh: T) -> T {
        match self {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }
}

impl yew::html::ImplicitClone for Lang {}
