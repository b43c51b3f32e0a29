//! What is handed to a mail server: written when it is sent, from the records as they are then.

use std::sync::Arc;

use super::{html, words};
use crate::{
    config,
    domain::{
        AlertToken, ConfirmToken, Event, Intervention, LinkKey, Mail, MailAbout, Order,
        OrderStatus, ResetToken, Side, Ticket, TicketStatus, User,
    },
    operator::Operator,
    reads::catalog::NewsWanted,
    storage::{Storage, StorageError, Tables},
    types::{
        AlertId, BuyerFee, Currency, EarningId, Email, EventId, Language, MailId, OrderId,
        TicketId, Timestamp, UserId, ZoneName,
    },
};

/// A mail as it is sent: the same words as plain text and as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Which mail: it is sent under this, so that one that comes twice can be known again.
    pub id: MailId,
    /// To whom.
    pub to: Email,
    /// What about: one line, whatever is in it.
    pub subject: String,
    /// What it says, as plain text.
    pub body: String,
    /// The same as HTML.
    pub html: String,
    /// Where answers to it go, if not to where it comes from.
    pub reply_to: Option<Email>,
    /// What comes with it.
    pub enclosed: Option<Enclosed>,
    /// Since when it is to be sent.
    pub dated: Timestamp,
    /// Where one has no more of its kind sent (RFC 8058).
    pub unsubscribe: Option<String>,
}

/// A text that comes with a mail, as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosed {
    /// What the file is called.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// The longest that a subject can be.
const SUBJECT_CHARS_MAX: usize = 150;

/// In whose name mails are written, and in which language.
#[derive(Debug, Clone)]
pub struct Letterhead {
    /// `site.name`.
    pub name: String,
    /// `site.operator`: who runs the site, in lines; empty if nobody says so.
    pub company: String,
    /// What they have made theirs.
    pub operator: Arc<Operator>,
    /// `site.base_url`.
    pub base_url: String,
    /// `site.currency`.
    pub currency: Currency,
    /// `site.time_zone`.
    pub zone: ZoneName,
    /// What buyers pay on top of a ticket's price.
    pub fee: BuyerFee,
    /// Whether no real money moves.
    pub sandbox: bool,
    /// That of whoever gets the mail.
    pub language: Language,
}

impl Letterhead {
    /// A site's, before it is known what its operator has made theirs.
    #[must_use]
    pub fn of(config: &config::Config) -> Self {
        Self {
            name: config.site.name.clone(),
            company: config.site.operator.trim().to_owned(),
            operator: Arc::default(),
            base_url: config.site.base_url.clone(),
            currency: config.site.currency,
            zone: config.site.time_zone.clone(),
            fee: BuyerFee::new(config.market.buyer_fee_percent, config.site.currency),
            sandbox: config.payments.provider == config::Provider::Sandbox,
            language: Language::default(),
        }
    }

    /// The same for somebody who has this account: in the language that they chose.
    #[must_use]
    pub fn addressed_to(&self, account: &User) -> Self {
        Self { language: account.language.unwrap_or_default(), ..self.clone() }
    }

    /// The name of the machine where people find the site.
    #[must_use]
    pub fn host(&self) -> &str {
        let (_, authority) = self.base_url.split_once("://").unwrap_or_default();
        match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            _ => authority,
        }
    }
}

/// Why there is nothing to send.
#[derive(Debug, thiserror::Error)]
pub enum NoLetter {
    /// What it would say is not so any more.
    #[error("it was not sent: {0}")]
    Outdated(&'static str),
    /// A record cannot be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// What a mail says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) subject: String,
    pub(super) body: String,
    /// What the body says, in lines; between these parts there is an empty one.
    pub(super) parts: Vec<Vec<Line>>,
}

/// A line of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    Said(String),
    /// What something is called, and what it is.
    Fact(&'static str, String),
    /// The whole address of a page.
    Link(String),
}

/// What mails about an order are about.
pub(super) struct Matter<'a> {
    pub(super) order: &'a Order,
    pub(super) ticket: &'a Ticket,
    pub(super) event: &'a Event,
}

impl Letter {
    /// Writes a mail.
    ///
    /// # Errors
    /// When it would say what is not so any more, or a record cannot be read.
    pub fn write(
        site: &Letterhead,
        storage: &Storage,
        mail: &Mail,
        now: Timestamp,
    ) -> Result<Self, NoLetter> {
        let (tables, key) = (storage.tables(), storage.link_key());
        let account = tables.user(mail.to)?.filter(|account| !account.is_deleted());
        let account = account.ok_or(NoLetter::Outdated("the account is deleted"))?;
        let site = &site.addressed_to(&account);
        let words = match mail.about {
            MailAbout::TicketFree(id) => ticket_free(site, tables, id, now)?,
            MailAbout::YourTurn(id) => your_turn(site, tables, id, now)?,
            MailAbout::TicketRemoved(id) => ticket_removed(site, tables, id)?,
            MailAbout::TicketRecalled(id) => ticket_recalled(site, tables, id)?,
            MailAbout::OrderCompleted(id)
            | MailAbout::TicketSold(id)
            | MailAbout::HoldExpired(id)
            | MailAbout::OrderRefunded(id)
            | MailAbout::OrderCancelled(id)
            | MailAbout::FileAttached(id)
            | MailAbout::FileDue(id)
            | MailAbout::FileOverdue(id) => about_order(site, tables, &mail.about, id)?,
            MailAbout::ClaimOpened(id)
            | MailAbout::ClaimAnswered(id)
            | MailAbout::ClaimSettled(id) => about_claim(site, tables, id)?,
            MailAbout::DisputeNews(id) => dispute_news(site, tables, id)?,
            MailAbout::MessageCame(id) => message_came(site, tables, id, mail.to)?,
            MailAbout::PasswordReset(until) | MailAbout::AddressConfirmation(until)
                if now >= until =>
            {
                return Err(NoLetter::Outdated("its link would be over"));
            }
            MailAbout::PasswordReset(until) => {
                words::password_reset(site, &ResetToken::new(key, &account, until), until)
            }
            MailAbout::AddressConfirmation { .. } if account.confirmed_at.is_some() => {
                return Err(NoLetter::Outdated("the address is confirmed already"));
            }
            MailAbout::AddressConfirmation(until) => {
                words::address_confirmation(site, &ConfirmToken::new(key, &account, until), until)
            }
            MailAbout::PasswordChanged(at) => words::password_changed(site, at),
            MailAbout::AddressGivenUp(_, at) => words::address_given_up(site, at),
            MailAbout::WebhookTurnedOff(id, why) => {
                let endpoint = tables.webhook_endpoint(id)?.filter(|it| !it.is_deleted());
                words::webhook_turned_off(site, &*endpoint.ok_or(GONE)?, why)
            }
            MailAbout::EventNews(id, at) => event_news(site, tables, id, at)?,
            // Whose address it is nobody knows then.
            MailAbout::AlertNews(..) if account.confirmed_at.is_none() => {
                return Err(NoLetter::Outdated("the address is not confirmed"));
            }
            MailAbout::AlertNews(id, after, until) => {
                alert_news(site, tables, key, (id, after, until), now)?
            }
            MailAbout::BankGiven(at) => {
                let account = tables.payout_account(mail.to)?.ok_or(GONE)?;
                let bank = account.bank.as_ref().filter(|bank| bank.given_at == at);
                let is_connected = account.connected.as_ref().is_some_and(|it| it.since == at);
                if bank.is_none() && !is_connected {
                    return Err(GONE);
                }
                words::paid_elsewhere(site, bank, at)
            }
            MailAbout::PayoutNews(id) => {
                words::payout_news(site, &*tables.payout(id)?.ok_or(GONE)?)
            }
            MailAbout::BackupLate(since) => words::backup_late(site, since),
            MailAbout::SignedInElsewhere(ref browser, ref from, at) => {
                words::signed_in_elsewhere(site, (browser, from), at)
            }
            MailAbout::FactorNews(news, at) => words::factor_news(site, news, at),
        };
        let to = match &mail.about {
            MailAbout::AddressGivenUp(before, _) => before,
            _ => &account.email,
        };
        let unsubscribe = match mail.about {
            MailAbout::AlertNews(id, ..) => Some(end_of_alert(site, key, id)),
            _ => None,
        };
        let enclosed = enclosed(site, &mail.about);
        let letter = Self::of(site, mail.id, to.clone(), words, mail.since);
        Ok(Self { unsubscribe, enclosed, ..letter })
    }

    /// Writes the mail by which a person sees that mails are sent.
    #[must_use]
    pub fn test(site: &Letterhead, to: Email, id: MailId, now: Timestamp) -> Self {
        Self::of(site, id, to, words::test(site, now), now)
    }

    pub(super) fn of(
        site: &Letterhead,
        id: MailId,
        to: Email,
        words: Words,
        dated: Timestamp,
    ) -> Self {
        let subject = subject(&words.subject);
        let body = words::signed(site, &words.body);
        let html = html::page(site, &subject, &words);
        let reply_to = site.operator.contact.clone();
        let (enclosed, unsubscribe) = (None, None);
        Self { id, to, subject, body, html, reply_to, enclosed, dated, unsubscribe }
    }
}

/// The terms, with the mails by which a sale is confirmed to its buyer and to its seller: the law on
/// contracts at a distance wants them in their hands, on something that lasts and that nobody changes
/// afterwards (Article 8 (7) of Directive 2011/83/EU; § 312f of the German BGB). They are those that
/// were agreed to when a mail is sent soon, and no page that may say something else tomorrow.
pub(super) fn enclosed(site: &Letterhead, about: &MailAbout) -> Option<Enclosed> {
    let is_confirmation =
        matches!(about, MailAbout::OrderCompleted { .. } | MailAbout::TicketSold { .. });
    let terms = site.operator.pages.terms(site.language).filter(|_| is_confirmation)?;
    let name = format!("{}-{}.txt", site.language.terms_file(), terms.version);
    Some(Enclosed { name, text: terms.page.text.clone() })
}

/// A subject as one line. What looks like an encoded word (RFC 2047) and was typed so has a mark in
/// it that nobody sees: else mail programs would show what is encoded.
fn subject(said: &str) -> String {
    let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = line.chars().filter(|c| !c.is_control()).take(SUBJECT_CHARS_MAX);
    plain.collect::<String>().trim_end().replace("=?", "=\u{2060}?")
}

const GONE: NoLetter = NoLetter::Outdated("what it is about is gone");

fn about_order(
    site: &Letterhead,
    tables: &Tables,
    about: &MailAbout,
    id: OrderId,
) -> Result<Words, NoLetter> {
    let order = tables.order(id)?.ok_or(GONE)?;
    let ticket = tables.ticket(order.ticket)?.ok_or(GONE)?;
    let event = tables.event_of(&ticket)?.ok_or(GONE)?;
    let matter = Matter { order: &order, ticket: &ticket, event: &event };
    Ok(match (about, order.status) {
        (MailAbout::OrderCompleted(_), OrderStatus::Completed { charge, at }) => {
            let reference = tables.charge(charge)?.and_then(|charge| charge.stripe_id.clone());
            words::order_completed(site, &matter, charge, at, reference.as_deref())
        }
        (MailAbout::TicketSold(_), OrderStatus::Completed { .. }) => {
            words::ticket_sold(site, &matter)
        }
        (MailAbout::FileAttached(_), OrderStatus::Completed { .. }) => {
            words::file_attached(site, &matter)
        }
        (MailAbout::FileDue(_), OrderStatus::Completed { .. }) if order.refund.is_none() => {
            let due = ticket.file_due_at().ok_or(NoLetter::Outdated("the file has come"))?;
            words::file_due(site, &matter, due)
        }
        (MailAbout::FileOverdue(_), _) => words::file_overdue(site, &matter),
        (
            MailAbout::OrderCompleted(_)
            | MailAbout::TicketSold(_)
            | MailAbout::FileAttached(_)
            | MailAbout::FileDue(_),
            _,
        ) => {
            return Err(NoLetter::Outdated("the order was refunded meanwhile"));
        }
        (MailAbout::OrderRefunded(_), _) => words::order_refunded(site, &matter),
        (MailAbout::OrderCancelled(_), _) => words::order_cancelled(site, &matter),
        (_, _) => words::hold_expired(site, &matter),
    })
}

/// What has become of a claim, as it is now.
fn about_claim(site: &Letterhead, tables: &Tables, id: OrderId) -> Result<Words, NoLetter> {
    let order = tables.order(id)?.ok_or(GONE)?;
    let ticket = tables.ticket(order.ticket)?.ok_or(GONE)?;
    let event = tables.event_of(&ticket)?.ok_or(GONE)?;
    let claim = tables.claim(id)?.ok_or(GONE)?;
    Ok(words::about_claim(site, &Matter { order: &order, ticket: &ticket, event: &event }, &claim))
}

/// What the buyer's bank says of a sale, as it is now.
fn dispute_news(site: &Letterhead, tables: &Tables, id: OrderId) -> Result<Words, NoLetter> {
    let order = tables.order(id)?.ok_or(GONE)?;
    let ticket = tables.ticket(order.ticket)?.ok_or(GONE)?;
    let event = tables.event_of(&ticket)?.ok_or(GONE)?;
    let line = tables.earning(EarningId::of_sale(id))?.ok_or(GONE)?;
    let matter = Matter { order: &order, ticket: &ticket, event: &event };
    Ok(words::dispute_news(site, &matter, &line))
}

/// What was seen meanwhile is no news.
fn message_came(
    site: &Letterhead,
    tables: &Tables,
    id: OrderId,
    to: UserId,
) -> Result<Words, NoLetter> {
    let order = tables.order(id)?.ok_or(GONE)?;
    let ticket = tables.ticket(order.ticket)?.ok_or(GONE)?;
    let event = tables.event_of(&ticket)?.ok_or(GONE)?;
    let side = if order.buyer == to { Side::Buyer } else { Side::Seller };
    let conversation = tables.conversation(id)?.ok_or(GONE)?;
    if conversation.unseen_by(side) == 0 {
        return Err(NoLetter::Outdated("the messages were seen meanwhile"));
    }
    let matter = Matter { order: &order, ticket: &ticket, event: &event };
    Ok(words::message_came(site, &matter, side))
}

/// Of what was changed again since, the later mail tells.
fn event_news(
    site: &Letterhead,
    tables: &Tables,
    id: EventId,
    at: Timestamp,
) -> Result<Words, NoLetter> {
    let event = tables.event(id)?.ok_or(GONE)?;
    let how = event.done_at(at).ok_or(GONE)?;
    let is_latest = |other: &Intervention| other.at <= at;
    if !event.changes.iter().all(|change| is_latest(&change.how))
        || !event.cancellation().is_none_or(|cancellation| is_latest(&cancellation.how))
        || !event.postponement().is_none_or(|postponement| is_latest(&postponement.how))
    {
        return Err(NoLetter::Outdated("the event was changed again meanwhile"));
    }
    Ok(words::event_news(site, &event, how))
}

/// Of how many events a mail tells, the soonest.
const EVENTS_TOLD_MAX: usize = 10;

/// What came on sale, after the one moment and up to the other, and is for sale still.
fn alert_news(
    site: &Letterhead,
    tables: &Tables,
    key: &LinkKey,
    (id, after, until): (AlertId, Timestamp, Timestamp),
    now: Timestamp,
) -> Result<Words, NoLetter> {
    let alert = tables.alert(id)?.filter(|alert| !alert.is_over);
    let alert = alert.ok_or(NoLetter::Outdated("the alert has ended"))?;
    let (user, topic) = (alert.user, &alert.topic);
    let catalog = tables.catalog();
    let news = catalog.news(&NewsWanted { user, topic, after, until }, site.fee, now);
    if news.is_empty() {
        return Err(NoLetter::Outdated("nothing of it is for sale any more"));
    }
    let told = news.iter().take(EVENTS_TOLD_MAX);
    let told = told.filter_map(|news| Some((catalog.event(news.event)?.clone(), *news)));
    let (told, more) = (told.collect::<Vec<_>>(), news.len().saturating_sub(EVENTS_TOLD_MAX));
    drop(catalog);
    Ok(words::alert_news(site, topic, (&told, more), end_of_alert(site, key, id)))
}

/// Where one ends an alert without signing in.
fn end_of_alert(site: &Letterhead, key: &LinkKey, id: AlertId) -> String {
    format!("{}/alerts/stop/{}", site.base_url, AlertToken::new(key, id))
}

fn ticket_removed(site: &Letterhead, tables: &Tables, id: TicketId) -> Result<Words, NoLetter> {
    let ticket = tables.ticket(id)?.ok_or(GONE)?;
    let event = tables.event_of(&ticket)?.ok_or(GONE)?;
    Ok(words::ticket_removed(site, &ticket, &event))
}

fn ticket_recalled(site: &Letterhead, tables: &Tables, id: TicketId) -> Result<Words, NoLetter> {
    let ticket = tables.ticket(id)?.ok_or(GONE)?;
    if matches!(ticket.status, TicketStatus::Sold { .. }) {
        return Err(NoLetter::Outdated("the ticket was sold meanwhile"));
    }
    let event = tables.event(ticket.event)?.ok_or(GONE)?;
    Ok(words::ticket_recalled(site, &ticket, &event))
}

fn your_turn(
    site: &Letterhead,
    tables: &Tables,
    id: OrderId,
    now: Timestamp,
) -> Result<Words, NoLetter> {
    let order = tables.order(id)?.ok_or(GONE)?;
    let mut tickets = vec![];
    for id in order.purchase() {
        let order = tables.order(*id)?.filter(|it| it.status.is_open() && now < it.expires_at);
        if let Some(order) = order {
            tickets.push(tables.ticket(order.ticket)?.ok_or(GONE)?);
        }
    }
    let first = tickets.first().ok_or(NoLetter::Outdated("the turn is over"))?;
    let event = tables.event_of(first)?.ok_or(GONE)?;
    Ok(words::your_turn(site, &order, &tickets, &event))
}

fn ticket_free(
    site: &Letterhead,
    tables: &Tables,
    id: TicketId,
    now: Timestamp,
) -> Result<Words, NoLetter> {
    let ticket = tables.ticket(id)?.ok_or(GONE)?;
    if ticket.status != TicketStatus::Available {
        return Err(NoLetter::Outdated("the ticket is not free any more"));
    }
    if now >= ticket.event_starts_at {
        return Err(NoLetter::Outdated("the event has started"));
    }
    let event = tables.event_of(&ticket)?.ok_or(GONE)?;
    Ok(words::ticket_free(site, &ticket, &event))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_one_line_and_says_what_was_typed() {
        for (said, expect) in [
            ("Your ticket for Jazz", "Your ticket for Jazz"),
            ("a\r\nBcc: x@example.org", "a Bcc: x@example.org"),
            ("Sold: =?utf-8?B?SGVsbG8=?=", "Sold: =\u{2060}?utf-8?B?SGVsbG8=\u{2060}?="),
            ("for \u{2068}שלום\u{2069}", "for \u{2068}שלום\u{2069}"),
        ] {
            assert_eq!(subject(said), expect);
        }
        assert_eq!(subject(&"x".repeat(200)).len(), SUBJECT_CHARS_MAX);
        // On the wire no word of it can be taken for an encoded one that is not ours.
        let message = lettre::Message::builder()
            .from("a@example.org".parse().unwrap())
            .to("b@example.org".parse().unwrap())
            .subject(subject("Sold: =?utf-8?B?SGVsbG8=?="))
            .body(String::new())
            .unwrap();
        let sent = String::from_utf8(message.formatted()).unwrap();
        assert!(!sent.contains("SGVsbG8="), "{sent}");
    }
}
