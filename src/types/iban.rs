use std::fmt;

use serde::{Deserialize, Serialize};

/// A bank account's number (ISO 13616), whose check digits fit and whose country has such ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Iban(Box<str>);

/// Why something typed is no IBAN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("This is no IBAN.")]
pub struct IbanError;

impl Iban {
    /// Reads what somebody typed, in groups or not.
    ///
    /// # Errors
    /// When it is too short or too long for its country, or a digit of it was mistyped.
    pub fn parse(typed: &str) -> Result<Self, IbanError> {
        if typed.len() > 100 {
            return Err(IbanError);
        }
        let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let iban: iban::Iban = plain.to_ascii_uppercase().parse().map_err(|_| IbanError)?;
        Ok(Self(iban::IbanLike::electronic_str(&iban).into()))
    }

    /// Without spaces, as banks exchange it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The country's two letters.
    #[must_use]
    pub fn country(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }

    /// All but the country and the last four characters hidden: enough to know one's own by.
    #[must_use]
    pub fn masked(&self) -> String {
        let last = self.0.get(self.0.len().saturating_sub(4)..).unwrap_or_default();
        format!("{} … {last}", self.country())
    }
}

/// In groups of four, as it is printed.
impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, c) in self.0.chars().enumerate() {
            let space = if n > 0 && n % 4 == 0 { " " } else { "" };
            write!(f, "{space}{c}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse() {
        for (typed, expect) in [
            ("DE89 3704 0044 0532 0130 00", Ok("DE89370400440532013000")),
            ("de89370400440532013000", Ok("DE89370400440532013000")),
            (" FR14 2004 1010 0505 0001 3M02 606\n", Ok("FR1420041010050500013M02606")),
            ("DE89 3704 0044 0532 0130 01", Err(IbanError)),
            ("DE89 3704 0044 0532 0130", Err(IbanError)),
            ("ZZ89370400440532013000", Err(IbanError)),
            ("", Err(IbanError)),
        ] {
            let iban = Iban::parse(typed);
            assert_eq!(iban.as_ref().map(Iban::as_str).map_err(|error| *error), expect, "{typed}");
        }
        let iban = Iban::parse("DE89370400440532013000").unwrap();
        assert_eq!(iban.to_string(), "DE89 3704 0044 0532 0130 00");
        assert_eq!(iban.masked(), "DE … 3000");
    }
}
