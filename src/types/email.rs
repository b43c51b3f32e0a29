use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use super::UserId;

/// An e-mail address in the one form in which addresses are stored and compared: trimmed,
/// NFKC-normalised and lower-case, so that `Ann@Example.ORG` and `ann@example.org` are one
/// account.
///
/// `Debug` hides it: addresses do not belong in a log.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Email(String);

impl Email {
    /// RFC 5321 §4.5.3.1.3, less the angle brackets.
    pub const BYTES_MAX: usize = 254;

    /// Reads what somebody typed.
    ///
    /// # Errors
    /// When it is empty, too long, or no address.
    pub fn parse(typed: &str) -> Result<Self, EmailError> {
        let address: String = typed.trim().nfkc().collect::<String>().to_lowercase();
        if address.is_empty() {
            return Err(EmailError::Empty);
        }
        if address.len() > Self::BYTES_MAX {
            return Err(EmailError::TooLong);
        }
        let plain = address.chars().all(|c| !c.is_whitespace() && !c.is_control())
            && !address.contains(['"', '<', '>', '(', ')', '\\', ',', ';', '[', ']']);
        if !plain || !email_address::EmailAddress::is_valid(&address) {
            return Err(EmailError::Malformed);
        }
        Ok(Self(address))
    }

    /// What stands in the place of a deleted account's address: nobody's, and nobody is written to
    /// there. The domain can never be one (RFC 2606).
    #[must_use]
    pub fn of_deleted(user: UserId) -> Self {
        Self(format!("deleted-{user}@account.invalid"))
    }

    /// The address, to be shown to its owner or sent mail to.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(hidden)")
    }
}

/// Why something typed is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// Nothing was typed.
    #[error("Enter your e-mail address.")]
    Empty,
    /// Longer than any address may be.
    #[error("This address is too long: 254 characters at most.")]
    TooLong,
    /// Not of the form `name@host`.
    #[error("This is not an e-mail address. It should look like name@example.org.")]
    Malformed,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_canonical_form() {
        for typed in ["ann@example.org", " Ann@Example.ORG ", "ａnn@example.org"] {
            assert_eq!(Email::parse(typed).map(|e| e.0), Ok("ann@example.org".into()), "{typed}");
        }
    }

    #[test]
    fn refusals() {
        let long = format!("{}@example.org", "a".repeat(250));
        for (typed, expect) in [
            ("", EmailError::Empty),
            ("   ", EmailError::Empty),
            (long.as_str(), EmailError::TooLong),
            ("ann", EmailError::Malformed),
            ("ann@", EmailError::Malformed),
            ("@example.org", EmailError::Malformed),
            ("a nn@example.org", EmailError::Malformed),
            ("ann@exa\u{0}mple.org", EmailError::Malformed),
            ("\"a b\"@example.org", EmailError::Malformed),
            ("Ann <ann@example.org>", EmailError::Malformed),
        ] {
            assert_eq!(Email::parse(typed), Err(expect), "{typed:?}");
        }
    }

    #[test]
    fn debug_hides_the_address() {
        let shown = format!("{:?}", Email::parse("ann@example.org"));
        assert!(!shown.contains("ann"), "{shown}");
    }
}
