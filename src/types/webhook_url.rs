use std::fmt;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// How long such an address may be.
const CHARS_MAX: usize = 500;

/// Where a webhook goes: an `https` or `http` URL in the form in which browsers write it, so that a
/// host has one spelling (`https://0x7f.1/` is `https://127.0.0.1/`). Whether that may be reached is
/// for the connection to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookUrl(Box<str>);

/// Why something typed is no such address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebhookUrlError {
    /// It is no URL of the web.
    #[error("not of the form https://example.org/path")]
    Malformed,
    /// It is longer than it may be.
    #[error("longer than {CHARS_MAX} characters")]
    TooLong,
    /// It has a name or a password before its host: these would stand in lists and logs.
    #[error("with a name or a password in it")]
    Userinfo,
    /// Its port is one at which no receiver of webhooks is.
    #[error("with a port below 1024 other than 443, or 80 for http")]
    Port,
}

impl WebhookUrl {
    /// Reads what somebody typed.
    ///
    /// # Errors
    /// When webhooks are not sent to such an address.
    pub fn parse(typed: &str) -> Result<Self, WebhookUrlError> {
        let typed = typed.trim();
        if typed.len() > CHARS_MAX {
            return Err(WebhookUrlError::TooLong);
        }
        let mut url = Url::parse(typed).map_err(|_| WebhookUrlError::Malformed)?;
        if !matches!(url.scheme(), "https" | "http") || url.host().is_none() {
            return Err(WebhookUrlError::Malformed);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(WebhookUrlError::Userinfo);
        }
        let usual = if url.scheme() == "https" { 443 } else { 80 };
        match url.port_or_known_default() {
            Some(port) if port == usual || port >= 1024 => {}
            _ => return Err(WebhookUrlError::Port),
        }
        url.set_fragment(None);
        match url.as_str().len() > CHARS_MAX {
            true => Err(WebhookUrlError::TooLong),
            false => Ok(Self(url.as_str().into())),
        }
    }

    /// As it is sent and shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its parts; none of one that this program did not parse.
    #[must_use]
    pub fn parts(&self) -> Option<WebhookUrlParts> {
        let url = Url::parse(&self.0).ok()?;
        let host = url.host()?.to_owned();
        let authority = match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_string(),
        };
        Some(WebhookUrlParts {
            is_https: url.scheme() == "https",
            host,
            port: url.port_or_known_default()?,
            authority,
            path_and_query: match url.query() {
                Some(query) => format!("{}?{query}", url.path()),
                None => url.path().to_owned(),
            },
        })
    }
}

impl fmt::Display for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a request to such an address is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookUrlParts {
    /// Or `http`.
    pub is_https: bool,
    /// A name or an address.
    pub host: Host<String>,
    /// The usual one if the URL has none.
    pub port: u16,
    /// The `Host` header.
    pub authority: String,
    /// What is asked for there.
    pub path_and_query: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_comes_to() {
        for (typed, expect) in [
            ("https://example.org", "https://example.org/"),
            (" https://Example.ORG:443/a?b=c#d ", "https://example.org/a?b=c"),
            ("http://example.org:8080/", "http://example.org:8080/"),
            ("https://müller.example/ü", "https://xn--mller-kva.example/%C3%BC"),
            // However an address is spelt, it is seen for what it is.
            ("https://0x7f.1/", "https://127.0.0.1/"),
            ("https://2130706433/", "https://127.0.0.1/"),
            ("https://017700000001/", "https://127.0.0.1/"),
            ("https://①②⑦.0.0.1/", "https://127.0.0.1/"),
            ("https://[::FFFF:127.0.0.1]/", "https://[::ffff:7f00:1]/"),
        ] {
            assert_eq!(WebhookUrl::parse(typed).map(|url| url.to_string()), Ok(expect.into()));
        }
    }

    #[test]
    fn what_is_none() {
        use WebhookUrlError::{Malformed, Port, TooLong, Userinfo};
        let long = format!("https://example.org/{}", "x".repeat(CHARS_MAX));
        for (typed, error) in [
            ("", Malformed),
            ("example.org", Malformed),
            ("ftp://example.org/", Malformed),
            ("file:///etc/passwd", Malformed),
            ("gopher://example.org:70/", Malformed),
            ("https://", Malformed),
            ("https://exa mple.org/", Malformed),
            ("https://ann@example.org/", Userinfo),
            ("https://ann:secret@example.org/", Userinfo),
            ("https://:secret@example.org/", Userinfo),
            ("https://example.org:22/", Port),
            ("https://example.org:0/", Port),
            ("https://example.org:80/", Port),
            ("http://example.org:443/", Port),
            (&long, TooLong),
        ] {
            assert_eq!(WebhookUrl::parse(typed), Err(error), "{typed}");
        }
    }

    #[test]
    fn parts() {
        let parts = WebhookUrl::parse("https://[2001:db8::1]:8443/a/b?c=d").unwrap().parts();
        let parts = parts.unwrap();
        assert!(parts.is_https && parts.port == 8443);
        assert_eq!(parts.authority, "[2001:db8::1]:8443");
        assert_eq!(parts.path_and_query, "/a/b?c=d");
    }
}
