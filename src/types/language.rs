use serde::{Deserialize, Serialize};

/// A language in which the site speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English: what everybody gets who asks for none that there is.
    #[default]
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Dutch.
    Dutch,
    /// Italian.
    Italian,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::English, Self::German, Self::French, Self::Spanish, Self::Dutch, Self::Italian];

    /// Its tag (RFC 5646), as in `<html lang="de">`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Dutch => "nl",
            Self::Italian => "it",
        }
    }

    /// What it is called by those who speak it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
            Self::Spanish => "Español",
            Self::Dutch => "Nederlands",
            Self::Italian => "Italiano",
        }
    }

    /// The language with this tag, whatever region follows it: `de-AT` is German.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The one that an `Accept-Language` header (RFC 9110 §12.5.4) likes best; of equals the first.
    #[must_use]
    pub fn accepted(header: &str) -> Option<Self> {
        let ranges = header.split(',').filter_map(|range| {
            let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
            let weight = match weight.trim().strip_prefix("q=") {
                Some(weight) => weight.parse().unwrap_or(0.0),
                None => 1.0_f32,
            };
            Self::of_tag(tag).filter(|_| weight > 0.0).map(|language| (language, weight))
        });
        let best = ranges.reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.map(|(language, _)| language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted() {
        use Language::{Dutch, English, French, German};

        for (header, expect) in [
            ("", None),
            ("pl", None),
            ("de", Some(German)),
            ("DE-at", Some(German)),
            ("en-US,en;q=0.9", Some(English)),
            ("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", Some(French)),
            ("pl-PL, pl;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", Some(English)),
            ("nl-BE", Some(Dutch)),
            ("de;q=0.8, en;q=0.9", Some(English)),
            ("de;q=0, pl", None),
            ("de, en", Some(German)),
            ("de;q=nonsense, en;q=0.1", Some(English)),
            ("den", None),
            (";;;,,,=", None),
        ] {
            assert_eq!(Language::accepted(header), expect, "{header:?}");
        }
    }

    #[test]
    fn tags_read_back() {
        for language in Language::ALL {
            assert_eq!(Language::of_tag(language.tag()), Some(language));
        }
    }
}
