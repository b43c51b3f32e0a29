//! Where those who run the site find accounts, orders and tickets, and act on them.

use super::Paging;

/// A list on which those who run the site find something, and act on it.
#[derive(Debug, Clone)]
pub struct DeskPage {
    /// What is listed.
    pub title: &'static str,
    /// Where.
    pub path: &'static str,
    /// By what it is found.
    pub hint: &'static str,
    /// What was looked for.
    pub sought: String,
    /// Why an action was not done.
    pub refusal: Option<String>,
    /// The reason that was typed for it.
    pub reason: String,
    /// What was found, newest first.
    pub rows: Vec<DeskRow>,
    /// Where in the list this is.
    pub paging: Paging,
}

/// One account, order or ticket.
#[derive(Debug, Clone)]
pub struct DeskRow {
    /// `user`, `order` or `ticket`.
    pub kind: &'static str,
    /// Which.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Its own page and what the link says, if there is one.
    pub link: Option<(String, &'static str)>,
    /// Its status in one word, for scripts.
    pub status: &'static str,
    /// How that is shown: the badge's class, and its word.
    pub badge: (&'static str, &'static str),
    /// What else is known of it.
    pub lines: Vec<String>,
    /// What can be done about it.
    pub action: Option<DeskAction>,
}

/// Something that can be done, with a reason.
#[derive(Debug, Clone)]
pub struct DeskAction {
    /// In a word.
    pub summary: &'static str,
    /// What comes of it.
    pub question: &'static str,
    /// Where it is posted to.
    pub path: String,
    /// The button that does it.
    pub button: &'static str,
}
