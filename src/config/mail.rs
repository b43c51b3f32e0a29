use std::fmt;

use serde::Deserialize;

use super::{ConfigError, secret_file::read_secret};
use crate::{
    delivery::mail::{MailSecurity, Smtp},
    types::Secret,
};

/// How mails are sent.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// The mail server's name or address; without one no mail is sent.
    pub server: String,
    /// Its port; 0 is the usual one.
    pub port: u16,
    /// How the connection is kept secret.
    pub security: MailSecurity,
    /// A file with a certificate that is trusted beside the usual ones.
    pub ca_file: String,
    /// The account there, if it wants one.
    pub username: String,
    /// Its password.
    pub password: Secret,
    /// The file that holds it instead; empty once it is read.
    pub password_file: String,
    /// `Name <address>`, or an address alone.
    pub from: String,
}

const PASSWORD: &str = "mail.password";

/// Without what may be a password, or have one in it.
impl fmt::Debug for MailConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail")
            .field("port", &self.port)
            .field("security", &self.security)
            .finish_non_exhaustive()
    }
}

impl MailConfig {
    /// Takes in the password that stands in a file of its own.
    pub(super) fn read_file(&mut self) -> Result<(), ConfigError> {
        let (stands, file) = (self.password.expose(), &mut self.password_file);
        let password = read_secret(PASSWORD, stands, file, |_| "the file".into())?;
        self.password = Secret::new(&password);
        Ok(())
    }

    /// The mail server as it is configured, for mails from the machine of this name; none if there
    /// is none.
    ///
    /// # Errors
    /// When it cannot be used so.
    pub fn smtp(&self, host: &str) -> Result<Option<Smtp>, ConfigError> {
        if self.server.is_empty() {
            return Ok(None);
        }
        self.check()?;
        Smtp::new(self, self.ca()?.as_deref(), host).map(Some)
    }

    /// Server and port.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}:{}", self.server, self.port_or_usual())
    }

    /// Its port.
    #[must_use]
    pub fn port_or_usual(&self) -> u16 {
        match (self.port, self.security) {
            (0, MailSecurity::Tls) => 465,
            (0, MailSecurity::StartTls) => 587,
            (0, MailSecurity::None) => 25,
            (port, _) => port,
        }
    }

    /// What does not fit together. The password is not among the values that are told.
    fn check(&self) -> Result<(), ConfigError> {
        let wrong = |key, what: &str| Err(ConfigError::value(key, what));
        let is_host =
            self.server.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_:".contains(&b));
        if !is_host || self.server.parse::<std::net::SocketAddr>().is_ok() {
            return wrong(
                "mail.server",
                "it must be a name or an address alone, such as smtp.example.org; the port stands \
                 in mail.port",
            );
        }
        if self.server.contains(':') && self.server.parse::<std::net::Ipv6Addr>().is_err() {
            return wrong("mail.server", "the port stands in mail.port, not here");
        }
        if self.from.is_empty() {
            return wrong(
                "mail.from",
                "mail.server is set, and this is not: the address from which mails come, such as \
                 \"Tickets <tickets@example.org>\"",
            );
        }
        let is_loopback = matches!(self.server.as_str(), "localhost" | "127.0.0.1" | "::1");
        match (self.username.is_empty(), self.password.is_empty()) {
            (false, true) => wrong(
                PASSWORD,
                "mail.username is set, and this is not. (It may also stand in a file that \
                 mail.password_file names.)",
            ),
            (true, false) => wrong("mail.username", "mail.password is set, and this is not"),
            (false, false) if self.security == MailSecurity::None && !is_loopback => wrong(
                "mail.security",
                "it is \"none\", and anybody on the way could read mail.password; use \"starttls\" \
                 or \"tls\" (\"none\" with a password is for localhost, 127.0.0.1 and ::1 alone)",
            ),
            _ => Ok(()),
        }
    }

    fn ca(&self) -> Result<Option<String>, ConfigError> {
        if self.ca_file.is_empty() {
            return Ok(None);
        }
        std::fs::read_to_string(&self.ca_file).map(Some).map_err(|error| {
            let what = format!("{:?} cannot be read: {error}", self.ca_file);
            ConfigError::value("mail.ca_file", what)
        })
    }
}

#[cfg(test)]
mod tests;
