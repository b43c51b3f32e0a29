use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

/// One line of text that somebody typed, of at most `MAX` characters: trimmed, NFC-normalised,
/// white space folded, with nothing in it that could disguise what it says.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Text<const MAX: usize>(Box<str>);

/// What a listing is called.
pub type Title = Text<120>;
/// What an event is called.
pub type EventName = Text<120>;
/// Where an event is.
pub type Venue = Text<120>;
/// The city of a venue.
pub type City = Text<80>;
/// Why somebody did what concerns another.
pub type Reason = Text<200>;
/// A part of a venue: a block, a stand.
pub type Section = Text<40>;
/// A row of seats.
pub type SeatRow = Text<20>;
/// A seat in its row.
pub type Seat = Text<20>;

impl<const MAX: usize> Text<MAX> {
    /// How long it may be, in characters.
    pub const MAX: usize = MAX;

    /// Reads what somebody typed.
    ///
    /// # Errors
    /// When nothing legible is left, it is too long, or has invisible characters that control how
    /// text is shown.
    pub fn parse(typed: &str) -> Result<Self, TextError> {
        if typed.trim().chars().any(is_disguise) {
            return Err(TextError::ControlCharacters);
        }
        let folded = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(Self(of_length(folded.nfc().collect(), MAX)?))
    }

    /// What stands in the place of a text that is gone.
    #[must_use]
    pub fn gone() -> Self {
        Self("Deleted".into())
    }

    /// The text; maud escapes it where it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> fmt::Display for Text<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text, if there is something to read in it and it has so many characters at most.
pub(super) fn of_length(text: String, max: usize) -> Result<Box<str>, TextError> {
    if !text.chars().any(char::is_alphanumeric) {
        return Err(TextError::Empty);
    }
    match text.chars().count() <= max {
        true => Ok(text.into()),
        false => Err(TextError::TooLong { max }),
    }
}

/// What somebody typed to look for something: one line of at most `max` characters, less what could
/// disguise the rest. Unlike [`Text::parse`] it refuses nothing, since nobody else is shown it.
#[must_use]
pub fn legible(typed: &str, max: usize) -> String {
    let spaced = typed.chars().map(|c| if c.is_control() { ' ' } else { c });
    let plain: String = spaced.filter(|c| !is_disguise(*c)).collect();
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(max).collect::<String>().trim_end().to_owned()
}

/// Characters that change how their neighbours are shown, or are not shown at all: controls,
/// line separators, bidirectional embeddings, overrides and isolates (CVE-2021-42574), and
/// zero-width fillers. The joiners that Indic scripts and emoji need are not among them.
pub(super) fn is_disguise(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{00AD}'
                | '\u{061C}'
                | '\u{180E}'
                | '\u{200B}'
                | '\u{200E}'
                | '\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFF}'
                | '\u{E0000}'..='\u{E007F}'
        )
}

/// Why something typed cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing legible was typed.
    #[error("Enter something here, with letters or digits in it.")]
    Empty,
    /// Longer than it may be.
    #[error("This is too long: {max} characters at most.")]
    TooLong {
        /// In characters.
        max: usize,
    },
    /// Invisible characters that control how text is shown.
    #[error("This has invisible control characters in it. Type it instead of pasting it.")]
    ControlCharacters,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parse() {
        let long = "x".repeat(121);
        for (typed, expect) in [
            ("Row 5, seat 12", Ok("Row 5, seat 12")),
            ("  two   spaces  ", Ok("two spaces")),
            ("Cafe\u{301}", Ok("Café")),
            ("<script>alert(1)</script>", Ok("<script>alert(1)</script>")),
            ("👩\u{200D}🎤 live", Ok("👩\u{200D}🎤 live")),
            ("שלום", Ok("שלום")),
            ("", Err(TextError::Empty)),
            (" \u{3000} ", Err(TextError::Empty)),
            ("!!!", Err(TextError::Empty)),
            (long.as_str(), Err(TextError::TooLong { max: 120 })),
            ("a\u{0}b", Err(TextError::ControlCharacters)),
            ("a\nb", Err(TextError::ControlCharacters)),
            ("abc\u{202E}cba", Err(TextError::ControlCharacters)),
            ("a\u{2066}b", Err(TextError::ControlCharacters)),
            ("a\u{200B}b", Err(TextError::ControlCharacters)),
        ] {
            let got = Title::parse(typed).map(|t| t.to_string());
            assert_eq!(got, expect.map(str::to_owned), "{typed:?}");
        }
    }

    #[test]
    fn what_is_looked_for_is_legible() {
        for (typed, max, expect) in [
            (" paper\t lanterns ", 100, "paper lanterns"),
            ("a\u{0}b\u{202E}c\u{200B}", 100, "a bc"),
            ("four words are here", 10, "four words"),
            ("four words are here", 11, "four words"),
            ("\u{2066}", 100, ""),
        ] {
            assert_eq!(legible(typed, max), expect, "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn parsing_twice_changes_nothing(typed in "\\PC{0,60}") {
            if let Ok(once) = Title::parse(&typed) {
                prop_assert_eq!(Title::parse(once.as_str()), Ok(once));
            }
        }
    }
}
