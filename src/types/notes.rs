use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use super::text::{TextError, line, of_length};

/// What somebody has to say: lines of text of at most `MAX` characters, trimmed, NFC-normalised, white
/// space folded, with nothing in it that could disguise what it says.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Lines<const MAX: usize>(Box<str>);

/// What a seller has to say about a ticket.
pub type Notes = Lines<500>;
/// What the buyer or the seller of an order has to say.
pub type MessageText = Lines<2000>;

impl<const MAX: usize> Lines<MAX> {
    /// The longest there can be, in characters.
    pub const MAX: usize = MAX;

    /// Reads what somebody typed. Of empty lines that follow each other one is kept.
    ///
    /// # Errors
    /// When there is nothing to see in it, it is too long, or has hidden characters that change how
    /// text is shown.
    pub fn parse(typed: &str) -> Result<Self, TextError> {
        let mut lines: Vec<String> = vec![];
        for typed in typed.lines() {
            let folded = line(typed)?;
            if !folded.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
                lines.push(folded);
            }
        }
        Ok(Self(of_length(lines.join("\n").trim_end().nfc().collect(), Self::MAX)?))
    }

    /// What stands in the place of words that are gone.
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

impl<const MAX: usize> fmt::Display for Lines<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parse() {
        let (most, more) = ("x".repeat(500), "é\n".repeat(251));
        for (typed, expect) in [
            ("Behind a pillar", Ok("Behind a pillar")),
            (
                " Two  lines,\r\nas a browser\tsends them. ",
                Ok("Two lines,\nas a browser sends them."),
            ),
            ("\n\nOne.\n\n \n\nTwo.\n", Ok("One.\n\nTwo.")),
            ("e\u{301}tage", Ok("\u{e9}tage")),
            (most.as_str(), Ok(most.as_str())),
            (more.as_str(), Err(TextError::TooLong { max: 500 })),
            ("", Err(TextError::Empty)),
            (" \r\n \r\n", Err(TextError::Empty)),
            ("a\u{0}b", Err(TextError::Disguise('\0'))),
            ("a\rb", Err(TextError::Disguise('\r'))),
            ("a\u{202E}b", Err(TextError::Disguise('\u{202E}'))),
            ("Zeit\u{AD}plan\n\u{200B}\n!", Ok("Zeitplan\n\n!")),
        ] {
            let got = Notes::parse(typed).map(|notes| notes.to_string());
            assert_eq!(got, expect.map(str::to_owned), "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn parsing_twice_changes_nothing(typed in "[ \\n\\PC]{0,60}") {
            if let Ok(once) = Notes::parse(&typed) {
                prop_assert_eq!(Notes::parse(once.as_str()), Ok(once));
            }
        }
    }
}
