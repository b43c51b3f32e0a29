//! Where those who run the site see how it does, find accounts, orders, tickets and events, and act
//! on them.

use super::Paging;
use crate::reads::statistics::Tally;

/// `GET /admin`.
#[derive(Debug, Clone)]
pub struct AdminPage {
    /// What has happened since midnight.
    pub today: Tally,
    /// What has happened in all.
    pub total: Tally,
    /// Mails that wait.
    pub mails_waiting: usize,
    /// Mails that were given up.
    pub mails_given_up: usize,
    /// Payments that are not settled with the provider.
    pub unsettled: usize,
    /// Payments that should have been.
    pub overdue: usize,
    /// Pages that are told what changes.
    pub streams: usize,
}

/// A list on which those who run the site find something, and act on it.
#[derive(Debug, Clone)]
pub struct AdminListPage {
    /// What is listed.
    pub title: String,
    /// Where.
    pub path: String,
    /// By what it is found.
    pub hint: String,
    /// What was looked for.
    pub sought: String,
    /// Why an action was not done.
    pub refusal: Option<String>,
    /// What was found.
    pub rows: Vec<AdminRow>,
    /// Where in the list this is.
    pub paging: Paging,
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdminKind {
    /// An account.
    User,
    /// An order.
    Order,
    /// A ticket.
    Ticket,
    /// An event.
    Event,
}

/// One account, order, ticket or event.
#[derive(Debug, Clone)]
pub struct AdminRow {
    /// Which of these.
    pub kind: AdminKind,
    /// Which one.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Where more of it is, and what the links say.
    pub links: Vec<(String, &'static str)>,
    /// Its status in one word, for scripts.
    pub status: &'static str,
    /// How that is shown: the badge's class, and its word.
    pub badge: (&'static str, &'static str),
    /// What else is known of it.
    pub lines: Vec<String>,
    /// What can be done about it.
    pub action: Option<AdminAction>,
}

/// Something that can be done.
#[derive(Debug, Clone)]
pub struct AdminAction {
    /// In a word.
    pub summary: &'static str,
    /// What comes of it.
    pub question: String,
    /// Where it is posted to.
    pub path: String,
    /// What is sent with it without being asked.
    pub hidden: Option<(&'static str, String)>,
    /// What must be typed, the reason last.
    pub fields: Vec<AdminField>,
    /// The button that does it.
    pub button: &'static str,
}

/// Something that is typed for an action.
#[derive(Debug, Clone)]
pub struct AdminField {
    /// By this name.
    pub name: &'static str,
    /// What it is.
    pub label: &'static str,
    /// What is there already.
    pub value: String,
    /// In characters.
    pub max: usize,
    /// What is wrong with it.
    pub error: Option<String>,
}
