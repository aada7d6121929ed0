//! Texts with gaps, and the catalogue that holds every text in both languages.
//!
//! A text is a `&'static str` with named gaps, `"{node} promises {ballot}."`; [`fill`] fills them. One small function does that for
//! all texts, which keeps the page light, and lets each language put the gaps in its own order.

use std::fmt::{Display, Write};

/// The text with each `{name}` replaced by the value of that name. A name that is not given stays as it is.
pub fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 24);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        match values.iter().find(|(given, _)| *given == name) {
            // Writing to a string does not fail.
            Some((_, value)) => drop(write!(filled, "{value}")),
            None => {
                filled.push('{');
                filled.push_str(name);
                filled.push('}');
            }
        }
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

/// The names of a text's gaps, sorted.
#[cfg(test)]
pub fn gaps(text: &str) -> Vec<&str> {
    let mut names: Vec<_> =
        text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|part| part.0).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Makes a struct of texts and its two constants `EN` and `ZH`: `field: "English" | "中文",`. A text without its other language does
/// not compile; a test sees to it that both have the same gaps.
macro_rules! catalogue {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($field:ident: $en:literal | $zh:literal,)* }) => {
        $(#[$meta])*
        #[allow(missing_docs)]
        #[derive(Debug)]
        $vis struct $name { $(pub $field: &'static str,)* }

        impl $name {
            /// English.
            pub const EN: Self = Self { $($field: $en,)* };
            /// Simplified Chinese.
            pub const ZH: Self = Self { $($field: $zh,)* };

            /// The texts in this language.
            pub fn of(lang: $crate::ui::i18n::Lang) -> &'static Self {
                match lang {
                    $crate::ui::i18n::Lang::En => &Self::EN,
                    $crate::ui::i18n::Lang::Zh => &Self::ZH,
                }
            }

            /// Every text in both languages, with its field's name.
            #[cfg(test)]
            pub fn all() -> Vec<(&'static str, &'static str, &'static str)> {
                vec![$((stringify!($field), $en, $zh),)*]
            }
        }
    };
}
pub(crate) use catalogue;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_by_name() {
        assert_eq!(fill("{a} then {b}, {a}", &[("b", &2), ("a", &"one")]), "one then 2, one");
        assert_eq!(fill("{unknown} stays {", &[]), "{unknown} stays {");
    }

    #[test]
    fn both_languages_have_the_same_gaps() {
        let all = [
            crate::ui::i18n::why::WhyWords::all(),
            crate::ui::i18n::why::StepWords::all(),
            crate::ui::i18n::why::StateWords::all(),
            crate::ui::i18n::why::RuleWords::all(),
            crate::ui::i18n::stage::StageWords::all(),
            crate::ui::i18n::spacetime::SpaceTimeWords::all(),
            crate::ui::i18n::log::LogWords::all(),
            crate::ui::i18n::log::LogStepWords::all(),
            crate::ui::i18n::log::LogRuleWords::all(),
            crate::ui::i18n::lab::LabWords::all(),
            crate::ui::i18n::lab::LabDialogWords::all(),
            crate::ui::i18n::lab::LabStepWords::all(),
            crate::ui::i18n::check::CheckWords::all(),
            crate::ui::i18n::chaos::ChaosWords::all(),
        ];
        for (field, en, zh) in all.into_iter().flatten() {
            assert_eq!(gaps(en), gaps(zh), "{field}");
            assert!(!en.is_empty() && !zh.is_empty(), "{field}");
        }
    }
}
