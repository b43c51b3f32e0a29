//! Mail servers: one connection for each mail, so that the server's answer at each step is known to
//! be about that step.

use std::{
    net::{Ipv4Addr, Ipv6Addr},
    time::{Duration, SystemTime},
};

use async_trait::async_trait;
use lettre::{
    Address, Message,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0},
    },
    transport::smtp::{
        Error,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, Certificate, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailParameter},
    },
};
use serde::Deserialize;
use tokio::time::timeout;

use super::{Letter, MailSender, said};
use crate::{
    config::{ConfigError, MailConfig},
    delivery::Undelivered,
    types::{Timestamp, ascii_domain},
};

/// How the connection to a mail server is kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailSecurity {
    /// TLS from the first byte; port 465.
    Tls,
    /// TLS before anything that matters, and no mail without; port 587.
    StartTls,
    /// Not at all; port 25.
    None,
}

/// How long a mail server may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SmtpLimits {
    /// To be reached, and to take all of a mail but its end.
    pub until_sent: Duration,
    /// To answer to the end. It has the mail then, and does not say so: who gives up too soon sends
    /// it twice (RFC 5321 4.5.3.2.6 would have us wait for ten minutes).
    pub until_answered: Duration,
}

impl Default for SmtpLimits {
    fn default() -> Self {
        Self { until_sent: Duration::from_secs(30), until_answered: Duration::from_secs(5 * 60) }
    }
}

/// How long a server may take to say good-bye; nobody waits for it.
const QUIT: Duration = Duration::from_secs(5);

/// A mail server.
pub struct Smtp {
    config: MailConfig,
    /// The name of the machine that sends.
    host: String,
    /// How long it may take.
    pub limits: SmtpLimits,
    from: Mailbox,
    tls: Option<TlsParameters>,
    hello: ClientId,
}

impl Smtp {
    /// A mail server as it is configured, for mails from the machine of this name. `ca` is a
    /// certificate in PEM that is trusted beside those that everybody trusts.
    pub(crate) fn new(
        config: &MailConfig,
        ca: Option<&str>,
        host: &str,
    ) -> Result<Self, ConfigError> {
        let from = mailbox(&config.from).ok_or_else(|| {
            ConfigError::value("mail.from", "it must be an address, or \"Name <address>\"")
        })?;
        let tls = match config.security {
            MailSecurity::None => None,
            MailSecurity::Tls | MailSecurity::StartTls => Some(tls(&config.server, ca)?),
        };
        let (config, limits) = (config.clone(), SmtpLimits::default());
        Ok(Self { config, host: host.to_owned(), limits, from, tls, hello: hello(host) })
    }

    fn message(&self, letter: &Letter, to: Address) -> Result<Vec<u8>, lettre::error::Error> {
        let auto = HeaderName::new_from_ascii_str("Auto-Submitted");
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&letter.subject)
            .date(SystemTime::UNIX_EPOCH + letter.dated.since(Timestamp::from_millis(0)))
            .message_id(Some(format!("<{}@{}>", letter.id, self.host)))
            // Nobody's automatic answer is wanted (RFC 3834).
            .raw_header(HeaderValue::new(auto, "auto-generated".into()))
            .header(MIME_VERSION_1_0)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body.clone())?;
        Ok(message.formatted())
    }

    /// A connection on which a mail can be begun.
    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let config = &self.config;
        let address = (config.server.as_str(), config.port_or_usual());
        let at_once = self.tls.clone().filter(|_| config.security == MailSecurity::Tls);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(address, None, &self.hello, at_once, None).await?;
        if let (MailSecurity::StartTls, Some(tls)) = (config.security, &self.tls) {
            connection.starttls(tls.clone(), &self.hello).await?;
        }
        if !config.username.is_empty() {
            let password = config.password.expose().to_owned();
            let credentials = Credentials::new(config.username.clone(), password);
            connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
        }
        Ok(connection)
    }

    /// Everything up to the mail itself.
    async fn begin(&self, to: &Address) -> Result<AsyncSmtpConnection, Undelivered> {
        let mut connection = self.connect().await.map_err(|e| Undelivered::Unusable(words(&e)))?;
        let mut options = vec![];
        if !AsRef::<str>::as_ref(to).is_ascii() {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                let what = "the server takes only addresses in ASCII letters";
                return Err(Undelivered::Refused(what.into()));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        // From whom is the same for all mails.
        let from = Mail::new(Some(self.from.email.clone()), options);
        connection.command(from).await.map_err(|e| match e.is_transient() {
            true => Undelivered::not_now(words(&e)),
            false => Undelivered::Unusable(words(&e)),
        })?;
        connection.command(Rcpt::new(to.clone(), vec![])).await.map_err(|e| refused(&e))?;
        connection.command(Data).await.map_err(|e| refused(&e))?;
        Ok(connection)
    }
}

#[async_trait]
impl MailSender for Smtp {
    async fn send(&self, letter: &Letter) -> Result<(), Undelivered> {
        let not_written = || Undelivered::Refused("its address cannot be written to".into());
        let to: Address = letter.to.canonical().as_str().parse().map_err(|_| not_written())?;
        let message = self.message(letter, to.clone()).map_err(|_| not_written())?;
        let limits = self.limits;
        let slow = |limit: Duration| format!("the server did not answer within {limit:?}");
        let begun = timeout(limits.until_sent, self.begin(&to)).await;
        let too_slow = |_| Undelivered::Unusable(slow(limits.until_sent).into());
        let mut connection = begun.map_err(too_slow)??;
        match timeout(limits.until_answered, connection.message(&message)).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => return Err(refused(&error)),
            Err(_) => return Err(Undelivered::not_now(slow(limits.until_answered).into())),
        }
        tokio::spawn(async move {
            let _ = timeout(QUIT, connection.quit()).await;
        });
        Ok(())
    }
}

/// What a server's no to this mail means.
fn refused(error: &Error) -> Undelivered {
    let said = words(error);
    let is_about_us = error.status().is_some_and(|code| {
        // "Authentication required", and who is no customer of a relay (RFC 4954).
        matches!(code.to_string().as_str(), "530" | "534" | "535" | "538")
            || (error.is_permanent() && said.to_ascii_lowercase().contains("relay"))
    });
    match (error.is_permanent(), is_about_us) {
        (_, true) => Undelivered::Unusable(said),
        (true, false) => Undelivered::Refused(said),
        (false, false) => Undelivered::not_now(said),
    }
}

/// What the server, or the network, said.
fn words(error: &Error) -> Box<str> {
    let source = std::error::Error::source(error).map(ToString::to_string);
    match (error.status(), source) {
        (Some(code), words) => said(&format!("{code} {}", words.unwrap_or_default())),
        (None, Some(words)) => said(&words),
        (None, None) => said(&error.to_string()),
    }
}

/// Reads `Name <address>`, or an address; its domain is written in ASCII.
fn mailbox(from: &str) -> Option<Mailbox> {
    let from: Mailbox =
        (!from.chars().any(char::is_control)).then(|| from.parse().ok()).flatten()?;
    let address = Address::new(from.email.user(), ascii_domain(from.email.domain())).ok()?;
    Some(Mailbox::new(from.name, address))
}

fn tls(server: &str, ca: Option<&str>) -> Result<TlsParameters, ConfigError> {
    let wrong = || ConfigError::value("mail.ca_file", "this is no certificate in PEM");
    let mut tls = TlsParameters::builder(server.to_owned());
    if let Some(pem) = ca {
        // Of what is no PEM at all, no certificate would be taken, and nothing said.
        if !pem.contains("-----BEGIN CERTIFICATE-----") {
            return Err(wrong());
        }
        let certificate = Certificate::from_pem(pem.as_bytes()).map_err(|_| wrong())?;
        tls = tls.add_root_certificate(certificate);
    }
    tls.build().map_err(|_| wrong())
}

/// As whom we greet.
fn hello(host: &str) -> ClientId {
    let inner = host.trim_start_matches('[').trim_end_matches(']');
    match (inner.parse::<Ipv4Addr>(), inner.parse::<Ipv6Addr>()) {
        (Ok(address), _) => ClientId::Ipv4(address),
        (_, Ok(address)) => ClientId::Ipv6(address),
        _ => ClientId::Domain(host.to_owned()),
    }
}
