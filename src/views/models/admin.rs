//! Where those who run the site see how it and its mails do, find accounts, orders, tickets and
//! events, and act on them.

use super::{Turning, TypedText};
use crate::{
    actors::BackupState,
    backup::quiet::WouldDo,
    reads::{histogram::Histogram, statistics::Tally},
    types::{Day, Language, MailId, Timestamp},
    usecases::needs::Need,
};

/// `GET /admin`.
#[derive(Debug, Clone)]
pub struct AdminPage {
    /// What needs a person, the most urgent first.
    pub needs: Vec<Need>,
    /// The last days, today the last.
    pub days: Vec<DayFigures>,
    /// What had happened yesterday by this time.
    pub until_now_yesterday: Tally,
    /// What has happened in all.
    pub total: Tally,
    pub mails_waiting: usize,
    pub mails_given_up: usize,
    /// Payments that are not settled with the provider.
    pub unsettled: usize,
    /// Payments that should have been.
    pub overdue: usize,
    /// Disputes that no bank has decided yet.
    pub disputes: usize,
    /// Pages that are told what changes.
    pub streams: usize,
    /// How backups go, if the site makes any.
    pub backup: Option<BackupState>,
    /// What it would do if it were not quiet, if it is.
    pub quiet: Option<WouldDo>,
    /// Whether what buyers pay is money, and no test.
    pub takes_real_money: bool,
}

impl AdminPage {
    /// What has happened since midnight.
    #[must_use]
    pub fn today(&self) -> Tally {
        self.days.last().map(|it| it.tally).unwrap_or_default()
    }
}

/// What has happened on a day.
#[derive(Debug, Clone, Copy)]
pub struct DayFigures {
    pub day: Day,
    pub tally: Tally,
    /// How long answers took.
    pub times: Histogram,
}

/// `GET /admin/search`, where more than one thing was found, or none.
#[derive(Debug, Clone)]
pub struct AdminSearchPage {
    pub sought: String,
    /// What was found, by kind, each with what it is called.
    pub groups: Vec<(&'static str, Vec<AdminRow>)>,
}

/// By what a list is looked through, and where.
#[derive(Debug, Clone)]
pub struct Finder {
    pub path: String,
    /// By what it is found.
    pub hint: String,
    pub sought: String,
}

/// A list on which those who run the site find something, and act on it.
#[derive(Debug, Clone)]
pub struct AdminListPage {
    pub title: String,
    /// None of a list that is short.
    pub find: Option<Finder>,
    /// Where all that is found can be had as CSV.
    pub csv: Option<String>,
    /// Why an action was not done.
    pub refusal: Option<String>,
    pub rows: Vec<AdminRow>,
    /// Where in the list this is.
    pub turning: Turning,
}

impl AdminListPage {
    /// Whether what is wrong stands at a field.
    #[must_use]
    pub fn has_wrong_field(&self) -> bool {
        let actions = self.rows.iter().filter_map(|row| row.action.as_ref());
        actions.flat_map(|action| &action.fields).any(|field| field.error.is_some())
    }
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdminKind {
    User,
    Order,
    Ticket,
    Event,
    Dispute,
    Act,
    /// Whatever has no list of its own.
    Found,
}

/// One account, order, ticket or event.
#[derive(Debug, Clone)]
pub struct AdminRow {
    pub kind: AdminKind,
    pub id: String,
    pub title: TypedText,
    /// Where more of it is, and what the links say.
    pub links: Vec<(String, &'static str)>,
    /// Where more is done about it, by who runs the site.
    pub deeds: Vec<(String, &'static str)>,
    /// Its status in one word, for scripts.
    pub status: &'static str,
    /// How that is shown: the badge's class, and its word.
    pub badge: (&'static str, &'static str),
    pub lines: Vec<String>,
    pub action: Option<AdminAction>,
}

/// Something that can be done.
#[derive(Debug, Clone)]
pub struct AdminAction {
    pub summary: &'static str,
    /// What comes of it.
    pub question: String,
    /// Where it is posted to.
    pub path: String,
    /// What is sent with it without being asked.
    pub hidden: Option<(&'static str, String)>,
    /// What must be typed, the reason last.
    pub fields: Vec<AdminField>,
    pub button: &'static str,
}

/// Something that is typed for an action.
#[derive(Debug, Clone)]
pub struct AdminField {
    pub name: &'static str,
    pub label: &'static str,
    pub value: String,
    /// In characters.
    pub max: usize,
    /// If it is not typed but chosen: each value, and what it is called.
    pub choices: Vec<(&'static str, &'static str)>,
    pub error: Option<String>,
}

/// `GET /admin/mail`.
#[derive(Debug, Clone)]
pub struct MailPage {
    pub server: Option<MailServer>,
    /// What came of a test, if one was made just now: to which address it went, or what the server
    /// said to it.
    pub tested: Option<Result<String, String>>,
    /// Why one is not sent again: which, what was typed for it, and what is wrong with that.
    pub mistyped: Option<(MailId, String, String)>,
    /// Whether only those that were given up are listed.
    pub only_given_up: bool,
    pub waiting: usize,
    pub given_up: usize,
    pub total: usize,
    /// The list, newest first.
    pub mails: Vec<MailLine>,
    /// Where it goes on.
    pub older: Option<String>,
}

/// The mail server as it is configured, and how it does.
#[derive(Debug, Clone)]
pub struct MailServer {
    /// Server and port.
    pub address: String,
    pub from: String,
    /// What it says while it takes nothing, since when, and until when it is left alone.
    pub trouble: Option<(String, Timestamp, Timestamp)>,
}

/// A mail in a list.
#[derive(Debug, Clone)]
pub struct MailLine {
    pub id: MailId,
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
    pub fn word(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Waiting => "waiting",
            Self::GivenUp => "given_up",
            Self::NotSent => "not_sent",
        }
    }
}

/// A kind of mail, in the list of all.
#[derive(Debug, Clone)]
pub struct MailKind {
    pub path: String,
    pub name: &'static str,
    pub subject: String,
}

/// A kind of mail, as it would be sent.
#[derive(Debug, Clone)]
pub struct MailSample {
    pub name: &'static str,
    pub path: String,
    /// In which it is written.
    pub language: Language,
    pub subject: String,
    pub body: String,
    /// The name of the file that comes with it.
    pub enclosed: Option<String>,
}
