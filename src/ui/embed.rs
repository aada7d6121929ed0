//! What a host page may ask of a frame, in the address's query string.

use super::i18n::Lang;
use super::platform;
use super::store::Theme;

/// How much of the transport a frame shows.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Controls {
    /// All of it, with the space-time diagram and the panel "Why".
    #[default]
    Full,
    /// The transport alone.
    Min,
    /// None: the stage alone. The keys still work.
    None,
}

/// What the host asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Embed {
    /// `theme=light|dark|auto`.
    pub theme: Theme,
    /// `lang=en|zh`; else the browser's.
    pub lang: Option<Lang>,
    /// `controls=full|min|none`.
    pub controls: Controls,
    /// `autoplay=1`: plays when it comes into view.
    pub autoplay: bool,
    /// `readonly=1`: it can be played and looked at, and not changed.
    pub read_only: bool,
}

impl Embed {
    /// Whether the bug lab can be opened: where the search can be asked as well.
    pub fn has_lab(self) -> bool {
        self.controls == Controls::Full && !self.read_only
    }

    /// What the address asks for. Words that are not known ask for nothing.
    pub fn from_address() -> Self {
        Self::from_parameters(platform::query_parameter)
    }

    fn from_parameters(parameter: impl Fn(&str) -> Option<String>) -> Self {
        let flag = |name| matches!(parameter(name).as_deref(), Some("1" | "true" | ""));
        Self {
            theme: parameter("theme").and_then(|word| Theme::from_word(&word)).unwrap_or_default(),
            lang: parameter("lang").and_then(|tag| Lang::from_tag(&tag)),
            controls: match parameter("controls").as_deref() {
                Some("min") => Controls::Min,
                Some("none") => Controls::None,
                _ => Controls::Full,
            },
            autoplay: flag("autoplay"),
            read_only: flag("readonly"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Embed {
        Embed::from_parameters(|name| {
            pairs.iter().find(|(given, _)| *given == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn hosts_ask_by_the_query_string() {
        let plain = asked(&[]);
        assert_eq!((plain.theme, plain.lang, plain.controls), (Theme::Auto, None, Controls::Full));
        assert!(!plain.autoplay && !plain.read_only);
        let all =
            asked(&[("theme", "dark"), ("lang", "zh-CN"), ("controls", "min"), ("autoplay", "1"), ("readonly", "1")]);
        assert_eq!((all.theme, all.lang, all.controls), (Theme::Dark, Some(Lang::Zh), Controls::Min));
        assert!(all.autoplay && all.read_only);
        let odd = asked(&[("theme", "sepia"), ("lang", "tlh"), ("controls", "some"), ("autoplay", "0")]);
        assert_eq!(odd, plain);
    }
}
