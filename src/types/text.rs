use std::{convert::Infallible, fmt};

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use super::characters::{is_seen, visible};

/// One line of text that somebody typed, of at most `MAX` characters: trimmed, NFC-normalised,
/// white space folded, without what is invisible, and with nothing in it that could disguise what
/// it says.
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
/// In whose name a bank account is: as long as a credit transfer takes it.
pub type AccountHolder = Text<70>;
/// What its owner calls a personal access token.
pub type TokenName = Text<60>;
/// What its owner calls a passkey.
pub type PasskeyName = Text<60>;
/// A part of a venue: a block, a stand.
pub type Section = Text<40>;
/// A row of seats.
pub type SeatRow = Text<20>;
/// A seat in its row.
pub type Seat = Text<20>;
/// What somebody looks for.
pub type SearchText = Text<100>;

impl<const MAX: usize> Text<MAX> {
    /// How long it may be, in characters.
    pub const MAX: usize = MAX;

    /// Reads what somebody typed.
    ///
    /// # Errors
    /// When there is nothing to see in it, it is too long, or has hidden characters that change how
    /// text is shown.
    pub fn parse(typed: &str) -> Result<Self, TextError> {
        Ok(Self(of_length(line(typed)?.nfc().collect(), MAX)?))
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

/// A line as it was typed, folded, without what is invisible.
pub(super) fn line(typed: &str) -> Result<String, TextError> {
    let refuse = |c| match c {
        '\t' => Ok(()),
        c => Err(TextError::Disguise(c)),
    };
    let typed = typed.trim().replace('\t', " ");
    Ok(visible(&typed, refuse)?.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The text, if there is something to see in it and it has so many characters at most.
pub(super) fn of_length(text: String, max: usize) -> Result<Box<str>, TextError> {
    if !is_seen(&text) {
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
    let spaced: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let plain =
        visible(&spaced, |_| Ok::<_, Infallible>(())).unwrap_or_else(|never| match never {});
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(max).collect::<String>().trim_end().to_owned()
}

/// Why something typed cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing was typed that can be seen.
    #[error("Enter something here.")]
    Empty,
    /// Longer than it may be.
    #[error("This is too long: {max} characters at most.")]
    TooLong {
        /// In characters.
        max: usize,
    },
    /// A hidden character that changes how the text around it is shown.
    #[error("The hidden character U+{:04X} changes how the text around it reads.", u32::from(*.0))]
    Disguise(char),
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
            ("!!!", Ok("!!!")),
            ("🎉", Ok("🎉")),
            ("…", Ok("…")),
            (
                "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F} v 🇩🇪",
                Ok("🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F} v 🇩🇪"),
            ),
            (
                "🏴\u{200D}☠\u{FE0F} 1\u{FE0F}\u{20E3} ❤\u{FE0F}",
                Ok("🏴\u{200D}☠\u{FE0F} 1\u{FE0F}\u{20E3} ❤\u{FE0F}"),
            ),
            ("👩🏽\u{200D}❤\u{FE0F}\u{200D}👨", Ok("👩🏽\u{200D}❤\u{FE0F}\u{200D}👨")),
            ("می\u{200C}خواهم", Ok("می\u{200C}خواهم")),
            ("क्\u{200D}ष", Ok("क्\u{200D}ष")),
            ("葛\u{E0100}飾", Ok("葛\u{E0100}飾")),
            ("Donau\u{AD}insel\u{AD}fest", Ok("Donauinselfest")),
            ("a\u{200B}b", Ok("ab")),
            ("\u{FEFF}Row\t5\u{2060}", Ok("Row 5")),
            ("\u{200F}שלום\u{200E}", Ok("שלום")),
            ("pay\u{200D}pal p\u{FE0F}", Ok("paypal p")),
            ("می\u{200C} \u{200D}x", Ok("می x")),
            ("a\u{2800}b", Ok("a b")),
            ("", Err(TextError::Empty)),
            (" \u{3000} ", Err(TextError::Empty)),
            ("\u{3164}\u{115F}\u{2800}", Err(TextError::Empty)),
            ("\u{200D}\u{FE0F}\u{301}", Err(TextError::Empty)),
            (long.as_str(), Err(TextError::TooLong { max: 120 })),
            ("a\u{0}b", Err(TextError::Disguise('\0'))),
            ("a\nb", Err(TextError::Disguise('\n'))),
            ("abc\u{202E}cba", Err(TextError::Disguise('\u{202E}'))),
            ("a\u{2066}b", Err(TextError::Disguise('\u{2066}'))),
            ("a\u{2028}b", Err(TextError::Disguise('\u{2028}'))),
            // Tags that name no flag, or stand behind none, hide text.
            ("a\u{E0061}", Err(TextError::Disguise('\u{E0061}'))),
            ("🏴\u{E0067}\u{E0062}", Err(TextError::Disguise('\u{E0067}'))),
            ("🎉\u{E0067}\u{E0062}\u{E0073}\u{E007F}", Err(TextError::Disguise('\u{E0067}'))),
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
