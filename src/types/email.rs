use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use super::{UserId, characters::visible};

/// An e-mail address in the one form in which addresses are stored, compared and written to:
/// trimmed, NFKC-normalised, lower-case, its domain in ASCII (IDNA, UTS #46), so that
/// `Ann@Example.ORG` and `ann@example.org` are one account, and `ann@müller.example` and
/// `ann@xn--mller-kva.example`, which some browsers make of it, too. Accounts from before that may
/// have a domain in Unicode ([`Email::from_before`]).
///
/// `Debug` hides it: addresses do not belong in a log.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Email(String);

/// It is compared as its text is.
impl std::borrow::Borrow<str> for Email {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Email {
    /// RFC 5321 §4.5.3.1.3, less the angle brackets.
    pub const BYTES_MAX: usize = 254;

    /// Reads what somebody typed.
    ///
    /// # Errors
    /// When it is empty, too long, or no address.
    pub fn parse(typed: &str) -> Result<Self, EmailError> {
        let seen = visible(typed, |hidden| match hidden {
            '\t' | '\r' | '\n' => Ok(()),
            _ => Err(EmailError::Malformed),
        })?;
        let address: String = seen.trim().nfkc().collect::<String>().to_lowercase();
        let address = match address.rsplit_once('@') {
            Some((local, domain)) => format!("{local}@{}", ascii_domain(domain)),
            None => address,
        };
        if address.is_empty() {
            return Err(EmailError::Empty);
        }
        if address.len() > Self::BYTES_MAX {
            return Err(EmailError::TooLong);
        }
        let plain = address.chars().all(|c| !c.is_whitespace() && !c.is_control())
            && !address.contains(['"', '<', '>', '(', ')', '\\', ',', ';', '[', ']']);
        let has_ascii_domain = address.rsplit('@').next().is_some_and(str::is_ascii);
        if !plain || !has_ascii_domain || !email_address::EmailAddress::is_valid(&address) {
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

    /// The address, to be compared or sent mail to.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As people write it, its domain in their letters: to be shown.
    #[must_use]
    pub fn shown(&self) -> Cow<'_, str> {
        match self.0.rsplit_once('@') {
            Some((local, domain)) if domain.contains("xn--") => {
                let (unicode, is_right) = idna::domain_to_unicode(domain);
                let hides = visible(&unicode, Err::<(), _>).is_err() || is_right.is_err();
                if hides { self.as_str().into() } else { format!("{local}@{unicode}").into() }
            }
            _ => self.as_str().into(),
        }
    }

    /// As the same address was stored before it had one form, if that was another.
    #[must_use]
    pub fn from_before(&self) -> Option<Self> {
        let shown = self.shown();
        (shown != self.0).then(|| Self(shown.into_owned()))
    }

    /// An address that was stored before there was one form, in that form; others are in it.
    #[must_use]
    pub fn canonical(&self) -> Cow<'_, Self> {
        match self.0.is_ascii() {
            true => Cow::Borrowed(self),
            false => Self::parse(&self.0).map_or(Cow::Borrowed(self), Cow::Owned),
        }
    }
}

/// A domain in ASCII. What IDNA does not know as one stays as it is, and is no address if it is not
/// in ASCII.
#[must_use]
pub fn ascii_domain(domain: &str) -> Cow<'_, str> {
    match domain.is_ascii() && !domain.contains("xn--") {
        true => domain.into(),
        false => idna::domain_to_ascii(domain).map_or(domain.into(), Cow::Owned),
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
    fn a_domain_with_an_umlaut_is_one_domain() {
        let ascii = "ann@xn--mller-kva.example";
        for typed in [
            "ann@müller.example",
            "Ann@MÜLLER.example",
            "ann@mu\u{308}ller.example",
            "ann@müller\u{3002}example",
            "ann@xn--mller-kva.example",
            "ANN@XN--MLLER-KVA.EXAMPLE",
            "\u{200B}ann@mül\u{AD}ler.example",
        ] {
            let email = Email::parse(typed).unwrap();
            assert_eq!(email.as_str(), ascii, "{typed}");
            assert_eq!(email.shown(), "ann@müller.example");
            assert_eq!(email.from_before(), Some(Email("ann@müller.example".into())));
        }
        let before = Email("ann@müller.example".into());
        assert_eq!(before.canonical().as_str(), ascii);
        for plain in ["ann@example.org", "änn@example.org"] {
            let email = Email::parse(plain).unwrap();
            assert_eq!((email.as_str(), &*email.shown()), (plain, plain));
            assert_eq!((email.from_before(), email.canonical().as_str()), (None, plain));
        }
        // Not the same letters: another domain, whatever it looks like.
        assert_ne!(Email::parse("ann@еxample.org"), Email::parse("ann@example.org"));
        // What is no domain name in any letters is shown as it is.
        let odd = Email::parse("ann@xn--a.example").unwrap();
        assert_eq!(odd.shown(), odd.as_str());
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
            ("ann\u{202E}@example.org", EmailError::Malformed),
            ("ann@\u{1F3F4}\u{E0061}.example", EmailError::Malformed),
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
