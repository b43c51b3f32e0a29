//! What those who run the site see of its mails.

use crate::types::{MailId, Timestamp};

/// `GET /admin/mail`.
#[derive(Debug, Clone)]
pub struct MailPage {
    /// The mail server, if one is set up.
    pub server: Option<MailServer>,
    /// What came of a test, if one was made just now: to which address it went, or what the server
    /// said to it.
    pub tested: Option<Result<String, String>>,
    /// Why one is not sent again.
    pub refusal: Option<String>,
    /// Whether only those that were given up are listed.
    pub only_given_up: bool,
    /// How many wait.
    pub waiting: usize,
    /// How many were given up.
    pub given_up: usize,
    /// How many there are in all.
    pub total: usize,
    /// The list, newest first.
    pub mails: Vec<MailLine>,
    /// After which mail it goes on.
    pub older: Option<MailId>,
}

/// The mail server as it is configured, and how it does.
#[derive(Debug, Clone)]
pub struct MailServer {
    /// Server and port.
    pub address: String,
    /// From whom mails come.
    pub from: String,
    /// What it says while it takes nothing, since when, and until when it is left alone.
    pub trouble: Option<(String, Timestamp, Timestamp)>,
}

/// A mail in a list.
#[derive(Debug, Clone)]
pub struct MailLine {
    /// Which mail.
    pub id: MailId,
    /// Of what kind.
    pub kind: &'static str,
    /// About which order or ticket.
    pub about: String,
    /// To whom, if the account is there.
    pub to: Option<String>,
    /// When its cause came.
    pub queued_at: Timestamp,
    /// Where it stands.
    pub word: MailWord,
    /// Since when, or until when.
    pub at: Option<Timestamp>,
    /// How often it was tried in vain.
    pub failures: u32,
    /// What was said to it last.
    pub said: Option<String>,
}

/// Where a mail stands, for those who run the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailWord {
    /// A server has taken it.
    Sent,
    /// It is to be sent.
    Waiting,
    /// It is not tried any more.
    GivenUp,
    /// There is no mail server.
    NotSent,
}

impl MailWord {
    /// As the page carries it in `data-mail-status`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Waiting => "waiting",
            Self::GivenUp => "given_up",
            Self::NotSent => "not_sent",
        }
    }
}
