use std::fmt;

use serde::Deserialize;

use super::{ConfigError, secret_file::read_secret};
use crate::types::Secret;

/// Where events are published.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BusConfig {
    /// The NATS server: `nats://host:4222` or `tls://host:4222`; without one nothing is published.
    pub url: String,
    /// The stream's name.
    pub stream: String,
    /// A file with a user's JWT and seed, as `nsc` writes it.
    pub credentials_file: String,
    /// A user's name.
    pub user: String,
    /// Their password.
    pub password: Secret,
    /// The file that holds it instead; empty once it is read.
    pub password_file: String,
    /// A file with certificates that are trusted in place of the system's; with it TLS is a must.
    pub ca_file: String,
    /// How long events stay in the stream.
    pub max_age_days: u32,
}

const PASSWORD: &str = "bus.password";

/// Without what may be a password, or have one in it.
impl fmt::Debug for BusConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bus").field("stream", &self.stream).finish_non_exhaustive()
    }
}

impl BusConfig {
    /// Whether events are published.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !self.url.is_empty()
    }

    /// Takes in the password that stands in a file of its own.
    pub(super) fn read_file(&mut self) -> Result<(), ConfigError> {
        let (stands, file) = (self.password.expose(), &mut self.password_file);
        let password = read_secret(PASSWORD, stands, file, |_| "the file".into())?;
        self.password = Secret::new(&password);
        self.check()
    }

    /// What does not fit together. No password is among the values that are told.
    fn check(&self) -> Result<(), ConfigError> {
        let wrong = |key, what: &str| Err(ConfigError::value(key, what));
        let host = ["nats://", "tls://"].iter().find_map(|scheme| self.url.strip_prefix(scheme));
        if host.is_none_or(|host| host.is_empty() || host.contains(['@', '/', ' ', ','])) {
            return wrong(
                "bus.url",
                "it must be of the form nats://host:4222 or tls://host:4222; user and password have \
                 keys of their own",
            );
        }
        let is_name = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        if self.stream.is_empty() || !self.stream.chars().all(is_name) {
            return wrong("bus.stream", "a name of letters, digits, - and _");
        }
        match (self.user.is_empty(), self.password.is_empty(), self.credentials_file.is_empty()) {
            (false, _, false) => {
                wrong("bus.user", "bus.credentials_file is set, too; one is enough")
            }
            (false, true, _) => wrong(
                PASSWORD,
                "bus.user is set, and this is not. (It may also stand in a file that \
                 bus.password_file names.)",
            ),
            (true, false, _) => wrong("bus.user", "bus.password is set, and this is not"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(set: impl FnOnce(&mut BusConfig)) -> Result<(), String> {
        let mut bus = crate::config::Config::default().bus;
        bus.url = "nats://nats.example.org:4222".into();
        set(&mut bus);
        bus.read_file().map_err(|error| error.to_string())
    }

    #[test]
    fn what_does_not_fit_is_named_without_the_password() {
        assert_eq!(checked(|_| {}), Ok(()));
        assert_eq!(checked(|bus| bus.credentials_file = "holdfast.creds".into()), Ok(()));
        let with_password = |bus: &mut BusConfig| {
            (bus.user, bus.password) = ("holdfast".into(), Secret::new("s3cret"));
        };
        assert_eq!(checked(with_password), Ok(()));
        let check = |key: &str, set: &dyn Fn(&mut BusConfig)| {
            let error = checked(set).unwrap_err();
            assert!(error.starts_with(key) && !error.contains("s3cret"), "{error}");
        };
        for url in ["http://a", "nats://", "nats://u:s3cret@host", "host:4222", "nats://a,nats://b"]
        {
            check("bus.url", &|bus| bus.url = url.into());
        }
        check("bus.stream", &|bus| bus.stream = "with space".into());
        check("bus.password", &|bus| bus.user = "holdfast".into());
        check("bus.user", &|bus| bus.password = Secret::new("s3cret"));
        check("bus.user", &|bus| {
            with_password(bus);
            bus.credentials_file = "holdfast.creds".into();
        });
    }
}
