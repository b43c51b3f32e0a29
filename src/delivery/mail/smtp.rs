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
        Mailbox, MultiPart, SinglePart,
        header::{
            ContentDisposition, ContentTransferEncoding, ContentType, HeaderName, HeaderValue,
            MIME_VERSION_1_0,
        },
    },
    transport::smtp::{
        Error,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, Certificate, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailParameter},
    },
};
use parking_lot::Mutex;
use serde::Deserialize;
use tokio::time::{Instant, timeout, timeout_at};

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

/// How many recipients in a row a server must bar before that is taken to be about us.
const BARRED_MANY: usize = 3;

/// A mail server.
pub struct Smtp {
    config: MailConfig,
    /// Whom it has barred since it last took a mail.
    barred: Mutex<Vec<Address>>,
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
        let (host, hello, barred) = (host.to_owned(), hello(host), Mutex::default());
        Ok(Self { config, barred, host, limits, from, tls, hello })
    }

    fn message(&self, letter: &Letter, to: Address) -> Result<Vec<u8>, lettre::error::Error> {
        let auto = HeaderName::new_from_ascii_str("Auto-Submitted");
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&letter.subject)
            .date(SystemTime::UNIX_EPOCH + letter.dated.since(Timestamp::from_millis(0)))
            .message_id(Some(format!("<{}@{}>", letter.id, self.host)))
            // Nobody's automatic answer is wanted (RFC 3834).
            .raw_header(HeaderValue::new(auto, "auto-generated".into()))
            .header(MIME_VERSION_1_0);
        let contact = letter.reply_to.as_ref().map(|contact| contact.canonical());
        if let Some(contact) = contact.and_then(|contact| contact.as_str().parse().ok()) {
            message = message.reply_to(Mailbox::new(None, contact));
        }
        if let Some(link) = &letter.unsubscribe {
            let header =
                |name, value| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
            message = message.raw_header(header("List-Unsubscribe", format!("<{link}>")));
            // By one press only where nobody on the way reads the link.
            if link.starts_with("https://") {
                let one_click = "List-Unsubscribe=One-Click".to_owned();
                message = message.raw_header(header("List-Unsubscribe-Post", one_click));
            }
        }
        // Programs show the last that they can.
        let said = MultiPart::alternative()
            .singlepart(part(ContentType::TEXT_PLAIN, &letter.body))
            .singlepart(part(ContentType::TEXT_HTML, &letter.html));
        let whole = match &letter.enclosed {
            None => said,
            Some(enclosed) => {
                let file = SinglePart::builder()
                    .header(ContentType::TEXT_PLAIN)
                    .header(ContentDisposition::attachment(&enclosed.name))
                    .header(ContentTransferEncoding::QuotedPrintable)
                    .body(enclosed.text.clone());
                MultiPart::mixed().multipart(said).singlepart(file)
            }
        };
        Ok(message.multipart(whole)?.formatted())
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

    /// Everything before the recipient is named: a no here is about us, whoever the mail is for.
    async fn begin(&self, to: &Address) -> Result<AsyncSmtpConnection, Undelivered> {
        let mut connection = self.connect().await.map_err(|e| Undelivered::Unusable(words(&e)))?;
        let mut options = vec![];
        let is_plain = AsRef::<str>::as_ref(to).is_ascii();
        if !is_plain {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                let what = "the server takes only addresses in ASCII letters";
                return Err(Undelivered::Refused(what.into()));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        let from = Mail::new(Some(self.from.email.clone()), options);
        connection.command(from).await.map_err(|e| match (e.is_transient(), is_plain) {
            (true, _) => Undelivered::not_now(words(&e)),
            (false, true) => Undelivered::Unusable(words(&e)),
            // Only this recipient's mails come with that option.
            (false, false) => self.refused(&e, to),
        })?;
        Ok(connection)
    }

    /// Names the recipient, and asks to go on with the mail itself.
    async fn name(
        &self,
        to: &Address,
        connection: &mut AsyncSmtpConnection,
    ) -> Result<(), Undelivered> {
        let recipient = Rcpt::new(to.clone(), vec![]);
        connection.command(recipient).await.map_err(|e| self.refused(&e, to))?;
        connection.command(Data).await.map_err(|e| self.refused(&e, to))?;
        Ok(())
    }

    /// What a server's no means once it knows for whom the mail is.
    fn refused(&self, error: &Error, to: &Address) -> Undelivered {
        let said = words(error);
        // "Authentication required" (RFC 4954).
        let code = error.status().map(|code| code.to_string()).unwrap_or_default();
        if matches!(code.as_str(), "530" | "534" | "535" | "538") {
            return Undelivered::Unusable(said);
        }
        match error.is_permanent() {
            true if speaks_of_relaying(&source(error).unwrap_or_default(), to) => {
                self.barred(said, to)
            }
            true => Undelivered::Refused(said),
            false => Undelivered::not_now(said),
        }
    }

    /// What a server says of one recipient and could mean of all: it is that recipient's, until
    /// several are told so and nobody is taken meanwhile.
    fn barred(&self, said: Box<str>, to: &Address) -> Undelivered {
        let mut barred = self.barred.lock();
        if barred.len() < BARRED_MANY && !barred.contains(to) {
            barred.push(to.clone());
        }
        match barred.len() < BARRED_MANY {
            true => Undelivered::not_now(said),
            false => Undelivered::Unusable(said),
        }
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
        let too_late = Instant::now() + limits.until_sent;
        let begun = timeout_at(too_late, self.begin(&to)).await;
        let too_slow = || slow(limits.until_sent).into();
        let mut connection = begun.map_err(|_| Undelivered::Unusable(too_slow()))??;
        // It may be this recipient whom it takes so long to look up.
        let named = timeout_at(too_late, self.name(&to, &mut connection)).await;
        named.map_err(|_| self.barred(too_slow(), &to))??;
        match timeout(limits.until_answered, connection.message(&message)).await {
            Ok(Ok(_)) => self.barred.lock().clear(),
            Ok(Err(error)) => return Err(self.refused(&error, &to)),
            Err(_) => return Err(Undelivered::not_now(slow(limits.until_answered).into())),
        }
        tokio::spawn(async move {
            let _ = timeout(QUIT, connection.quit()).await;
        });
        Ok(())
    }
}

/// Whether a server's no is one to who is no customer of a relay; the recipient's own address, and
/// what is known to be about it (RFC 3463: 5.1), say nothing of that.
fn speaks_of_relaying(said: &str, to: &Address) -> bool {
    let said = said.to_ascii_lowercase();
    let domain = to.domain().to_ascii_lowercase();
    !said.contains("5.1.") && said.replace(&domain, "").contains("relay")
}

/// What the server, or the network, said.
fn words(error: &Error) -> Box<str> {
    match (error.status(), source(error)) {
        (Some(code), words) => said(&format!("{code} {}", words.unwrap_or_default())),
        (None, Some(words)) => said(&words),
        (None, None) => said(&error.to_string()),
    }
}

fn source(error: &Error) -> Option<String> {
    std::error::Error::source(error).map(ToString::to_string)
}

/// A text, in lines that no server breaks.
fn part(content_type: ContentType, text: &str) -> SinglePart {
    SinglePart::builder()
        .header(content_type)
        .header(ContentTransferEncoding::QuotedPrintable)
        .body(text.to_owned())
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
