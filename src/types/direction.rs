//! Text in scripts that are written from right to left, among text that is not.

use std::borrow::Cow;

/// Begins a part of a text that is put in order by itself, whichever way that is written (UAX #9).
const FIRST_STRONG_ISOLATE: char = '\u{2068}';
/// Ends it.
const POP_DIRECTIONAL_ISOLATE: char = '\u{2069}';

/// Whether a text has anything in it that is written from right to left: Hebrew, Arabic, Syriac,
/// Thaana, N'Ko, Adlam and their kin.
#[must_use]
pub fn has_right_to_left(text: &str) -> bool {
    !text.is_ascii()
        && text.chars().any(|c| {
            matches!(
                c,
                '\u{0590}'..='\u{08FF}'
                    | '\u{FB1D}'..='\u{FDFF}'
                    | '\u{FE70}'..='\u{FEFC}'
                    | '\u{10800}'..='\u{10FFF}'
                    | '\u{1E800}'..='\u{1EFFF}'
            )
        })
}

/// A text to stand within another, whose order it is not to change: what is written from right to
/// left has marks around it that nobody sees. All else is as it is.
#[must_use]
pub fn isolated(text: &str) -> Cow<'_, str> {
    match has_right_to_left(text) {
        true => format!("{FIRST_STRONG_ISOLATE}{text}{POP_DIRECTIONAL_ISOLATE}").into(),
        false => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_written_from_right_to_left_is_marked() {
        for (text, expect) in [
            ("Row 5", "Row 5"),
            ("Köln 東京 🎉", "Köln 東京 🎉"),
            ("שלום", "\u{2068}שלום\u{2069}"),
            ("Live: فيروز", "\u{2068}Live: فيروز\u{2069}"),
            ("ދިވެހި", "\u{2068}ދިވެހި\u{2069}"),
            ("", ""),
        ] {
            assert_eq!(isolated(text), expect, "{text}");
        }
    }
}
