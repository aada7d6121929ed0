//! Texts with gaps, and the catalogue that holds every text in both languages.
//!
//! A text is a `&'static str` with named gaps, `"{node} promises {ballot}."`; [`fill`] fills them. One small function does that for
//! all texts, which keeps the page light, and lets each language put the gaps in its own order.
//!
//! A gap for a count says what stands there for one and for more, or for none, one and more, with `#` for the number: `{count:1 slot|# slots}`,
//! `{count:nothing yet|slot 0|the first # slots}`.

use std::fmt::{Display, Write};

/// The text with each `{name}` replaced by the value of that name. A name that is not given stays as it is.
pub fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 24);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((gap, tail)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        let (name, forms) = gap.split_once(':').map_or((gap, None), |(name, forms)| (name, Some(forms)));
        rest = tail;
        match (values.iter().find(|(given, _)| *given == name), forms) {
            (Some((_, value)), None) => rest = put(&mut filled, &value.to_string(), tail),
            (Some((_, count)), Some(forms)) => filled.push_str(&counted(forms, &count.to_string())),
            // Writing to a string does not fail.
            (None, _) => drop(write!(filled, "{{{gap}}}")),
        }
    }
    filled.push_str(rest);
    filled
}

/// Puts a value behind what is filled already; what is left of the text behind it. A Chinese text sets names of Latin letters off by spaces: where
/// the value is Chinese too, or quoted, they go.
fn put<'a>(filled: &mut String, value: &str, rest: &'a str) -> &'a str {
    let is_chinese = |c: Option<char>| c.is_some_and(|c| ('\u{2E80}'..'\u{FFE7}').contains(&c));
    let joins = |c: Option<char>| is_chinese(c) || matches!(c, Some('“' | '”'));
    let before = filled.strip_suffix(' ').filter(|before| is_chinese(before.chars().next_back()));
    if let Some(length) = before.map(str::len).filter(|_| joins(value.chars().next())) {
        filled.truncate(length);
    }
    filled.push_str(value);
    match rest.strip_prefix(' ') {
        Some(after) if joins(value.chars().next_back()) && is_chinese(after.chars().next()) => after,
        _ => rest,
    }
}

/// Of `one|more` or `none|one|more`, what goes with the count. (Apart: nothing is counted on the first screen.)
#[inline(never)]
fn counted(forms: &str, count: &str) -> String {
    let more = forms.rsplit('|').next().unwrap_or_default();
    let form = match count {
        "0" if forms.matches('|').count() > 1 => forms.split('|').next(),
        "1" => forms.rsplit('|').nth(1),
        _ => None,
    };
    form.unwrap_or(more).replace('#', count)
}

/// The names of a text's gaps, sorted.
#[cfg(test)]
pub fn gaps(text: &str) -> Vec<&str> {
    let mut names: Vec<_> =
        text.split('{').skip(1).filter_map(|part| part.split_once('}')?.0.split(':').next()).collect();
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
    fn a_count_is_put_into_words() {
        let two = |count: usize| fill("{count:1 slot is|# slots are} done", &[("count", &count)]);
        assert_eq!(
            [0, 1, 2, 11].map(two),
            ["0 slots are done", "1 slot is done", "2 slots are done", "11 slots are done"]
        );
        let three = |count: usize| fill("{count:nothing|slot 0|the first #}", &[("count", &count)]);
        assert_eq!([0, 1, 10].map(three), ["nothing", "slot 0", "the first 10"]);
        assert_eq!(fill("{other:one|more}", &[]), "{other:one|more}");
        assert_eq!(gaps("{count:1 slot|# slots} of {node}"), ["count", "node"]);
    }

    #[test]
    fn no_space_stands_between_chinese_words() {
        let filled = |who: &str| fill("收到 {who} 的承诺", &[("who", &who)]);
        assert_eq!(filled("n1"), "收到 n1 的承诺");
        assert_eq!(filled("接受者"), "收到接受者的承诺");
        assert_eq!(filled("n1 和自己"), "收到 n1 和自己的承诺");
        assert_eq!(filled("“blue”"), "收到“blue”的承诺");
        assert_eq!(fill("n1 {what} done", &[("what", &"空操作")]), "n1 空操作 done");
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
            crate::ui::i18n::shell::ShellWords::all(),
            crate::ui::i18n::dialogs::DialogWords::all(),
            crate::ui::i18n::beside::BesideWords::all(),
            crate::ui::i18n::log::LogWords::all(),
            crate::ui::i18n::log::LogStepWords::all(),
            crate::ui::i18n::log::LogPropertyWords::all(),
            crate::ui::i18n::log::LogRuleWords::all(),
            crate::ui::i18n::zab::ZabWords::all(),
            crate::ui::i18n::zab::ZabStepWords::all(),
            crate::ui::i18n::zab::OrderWords::all(),
            crate::ui::i18n::zab::ZabRuleWords::all(),
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
