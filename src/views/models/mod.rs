//! What the pages show: plain values, filled in by [`crate::http`]. Here is what several pages
//! share; the rest is by page.

mod account;
mod admin;
mod alerts;
mod api;
mod browse;
mod calendar;
mod conversation;
mod events;
mod fee_invoice;
mod money;
mod order;
mod selling;
mod ticket;
mod webhooks;

use std::{collections::BTreeMap, sync::Arc};

pub use self::{
    account::*, admin::*, alerts::*, api::*, browse::*, calendar::*, conversation::*, events::*,
    fee_invoice::*, money::*, order::*, selling::*, ticket::*, webhooks::*,
};
use super::TypedText;
use crate::operator::Operator;
use crate::types::{
    AgainstFaceValue, BuyerFee, Category, Currency, EventId, FileId, Language, OrderId, Price,
    TicketId, Timestamp, WaitlistId, ZoneName, slug,
};

/// What every page needs, whatever it shows.
#[derive(Debug, Clone)]
pub struct PageContext<'a> {
    /// In which the page is written.
    pub language: Language,
    /// Where it is, to come back to it.
    pub page: String,
    /// `site.name`.
    pub site_name: &'a str,
    /// What whoever runs it has made theirs.
    pub operator: &'a Operator,
    /// `site.base_url`.
    pub base_url: &'a str,
    /// `site.indexed`.
    pub is_indexed: bool,
    /// `site.currency`, of every price.
    pub currency: Currency,
    /// What buyers pay on top of what sellers ask for.
    pub fee: BuyerFee,
    /// Whether payments are a sandbox: the banner says so.
    pub sandbox: bool,
    /// The address of who is signed in.
    pub viewer: Option<&'a str>,
    /// Whether they run the site: support is offered none of what moves money.
    pub runs_the_site: bool,
    /// Whether they run it or answer for it: their pages have a search of their own.
    pub is_staff: bool,
    /// The server's time, by which countdowns run.
    pub now: Timestamp,
    /// `site.time_zone`, in which deadlines are written out.
    pub zone: &'a ZoneName,
    /// In which lines the viewer stands, or has their turn: every page tells.
    pub line: &'a [LinePlace],
    /// How many minutes a turn lasts.
    pub turn_minutes: u64,
    /// Whether the site sends mail.
    pub mails: bool,
    /// Whether the viewer's address waits to be confirmed.
    pub unconfirmed: bool,
    /// Whether the viewer has to agree to the terms as they are now.
    pub terms_due: bool,
    /// Whether there can be passkeys, and whoever is signed in has one: who is not may have.
    pub has_passkeys: bool,
    /// The OpenID Connect provider by which people sign in, if there is one.
    pub openid: Option<&'a str>,
    /// What it is called where somebody has signed in by it: there may be none any more.
    pub provider: &'a str,
    /// Whether the viewer can show there that it is them.
    pub is_linked: bool,
    /// Whether the viewer has a password: who came by the provider may have chosen none. Who is not
    /// signed in may have.
    pub has_password: bool,
    /// Whether the viewer has shown of late that it is them: no form asks for their password then.
    pub has_looked: bool,
    /// What was done just now, and led here.
    pub done: Option<Done>,
}

/// What was done by a form that leads to another page, for that page to say. Its word is in the
/// page's address: `?done=saved`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    ListingSaved,
    ListingWithdrawn,
    ListingsRepriced,
    ListingsWithdrawn,
    FileAttached,
    FileRemoved,
    FilesAttached,
    PasswordChanged,
    PasswordReset,
    EmailChanged,
    ConfirmationSent,
    SessionsEnded,
    SessionEnded,
    TokenRevoked,
    CalendarRenewed,
    AlertMade,
    AlertChanged,
    AlertEnded,
    ListingReported,
    AdminsAsked,
    TicketReceived,
    WebhookAdded,
    WebhookTurnedOn,
    WebhookTurnedOff,
    WebhookDeleted,
    WebhookSecretReplaced,
    WebhookOldSecretEnded,
    WebhookQueued,
    BankGiven,
    FeeInvoicesMade,
    NoFeeInvoiceDue,
    FactorAdded,
    FactorRemoved,
    FactorsForgotten,
    OpenIdLinked,
}

impl Done {
    const WORDS: [(Self, &str); 35] = [
        (Self::ListingSaved, "saved"),
        (Self::ListingWithdrawn, "withdrawn"),
        (Self::ListingsRepriced, "repriced"),
        (Self::ListingsWithdrawn, "all_withdrawn"),
        (Self::FileAttached, "attached"),
        (Self::FileRemoved, "removed"),
        (Self::FilesAttached, "all_attached"),
        (Self::PasswordChanged, "password"),
        (Self::PasswordReset, "reset"),
        (Self::EmailChanged, "email"),
        (Self::ConfirmationSent, "confirmation"),
        (Self::SessionsEnded, "sessions"),
        (Self::SessionEnded, "session"),
        (Self::TokenRevoked, "token"),
        (Self::CalendarRenewed, "calendar"),
        (Self::AlertMade, "alert"),
        (Self::AlertChanged, "alert_changed"),
        (Self::AlertEnded, "alert_ended"),
        (Self::ListingReported, "reported"),
        (Self::AdminsAsked, "admins_asked"),
        (Self::TicketReceived, "received"),
        (Self::WebhookAdded, "webhook_added"),
        (Self::WebhookTurnedOn, "webhook_on"),
        (Self::WebhookTurnedOff, "webhook_off"),
        (Self::WebhookDeleted, "webhook_deleted"),
        (Self::WebhookSecretReplaced, "webhook_secret"),
        (Self::WebhookOldSecretEnded, "webhook_old_secret"),
        (Self::WebhookQueued, "webhook_queued"),
        (Self::BankGiven, "bank"),
        (Self::FeeInvoicesMade, "invoices"),
        (Self::NoFeeInvoiceDue, "no_invoice"),
        (Self::FactorAdded, "factor_added"),
        (Self::FactorRemoved, "factor_removed"),
        (Self::FactorsForgotten, "factors_forgotten"),
        (Self::OpenIdLinked, "openid_linked"),
    ];

    /// What a word says; nothing, if it is none.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, own)| *own == word).map(|(done, _)| *done)
    }

    /// The path of the page that is to say it.
    #[must_use]
    pub fn at(self, path: &str) -> String {
        let word = Self::WORDS.iter().find(|(done, _)| *done == self).map_or("", |(_, word)| word);
        let before = if path.contains('?') { '&' } else { '?' };
        format!("{path}{before}done={word}")
    }
}

/// The viewer's place in a line, or their turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinePlace {
    pub id: WaitlistId,
    /// Since when they stand there.
    pub asked_at: Timestamp,
    /// The ticket that they wait for; none if any of the event's will do that fit.
    pub ticket: Option<TicketId>,
    pub event: EventId,
    /// Where that event is, and how it is called.
    pub event_path: String,
    pub event_name: String,
    /// What they wait for, in words.
    pub what: String,
    /// If it is their turn: by which order, and until when.
    pub turn: Option<(OrderId, Timestamp)>,
    /// Which it is in the line, 1 being the next, where a page says so.
    pub number: Option<usize>,
}

/// An event, as it is named on a page.
#[derive(Debug, Clone)]
pub struct EventLine {
    pub id: EventId,
    pub name: TypedText,
    pub venue: TypedText,
    pub city: TypedText,
    pub starts_at: Timestamp,
    /// The zone in which that is shown.
    pub zone: ZoneName,
    /// What kind of thing it is.
    pub category: Category,
    /// Of its record: with another, its picture may be another.
    pub version: u32,
    /// When it ends, if that is known.
    pub ends_at: Option<Timestamp>,
    /// Whether it takes place as it was announced.
    pub state: EventState,
    /// When it was to start before, if that was another time.
    pub started_before: Option<Timestamp>,
    /// The picture that is shown in its poster's stead, if it has one.
    pub uploaded: Option<UploadedPicture>,
}

/// A picture that somebody has uploaded, in both its sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UploadedPicture {
    pub large: FileId,
    pub small: FileId,
}

impl EventLine {
    /// Where its page is.
    #[must_use]
    pub fn path(&self) -> String {
        event_path(self.id, &self.name)
    }

    /// Where its picture is, as pages show it.
    #[must_use]
    pub fn picture(&self) -> String {
        match self.uploaded {
            Some(picture) => format!("/events/{}/picture/{}", self.id, picture.small),
            None => format!("/events/{}/picture?v={}", self.id, self.version),
        }
    }

    /// The same for those to whom pages are shared: 1200 dots by 630.
    #[must_use]
    pub fn shared_picture(&self) -> String {
        match self.uploaded {
            Some(picture) => format!("/events/{}/picture/{}", self.id, picture.large),
            None => format!("/events/{}/poster.png?v={}", self.id, self.version),
        }
    }
}

/// Where an event's page is: its id, and its name to be read. Any other name after the id leads
/// there.
#[must_use]
pub fn event_path(id: EventId, name: &str) -> String {
    match slug(name) {
        Some(slug) => format!("/events/{id}/{slug}"),
        None => format!("/events/{id}"),
    }
}

/// A ticket's status, with what a page says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusView {
    /// `available`, `reserved`, `selling`, `sold` or `withdrawn`.
    pub word: &'static str,
    /// Until when it is held, while it is.
    pub expires_at: Option<Timestamp>,
}

/// A ticket in a list.
#[derive(Debug, Clone)]
pub struct Listing {
    pub id: TicketId,
    /// What its seller calls it.
    pub title: TypedText,
    /// Where in the venue, in one line, if its seller says so.
    pub place: Option<String>,
    /// What its buyer pays, the site's fee included.
    pub price: Price,
    /// What its seller asks for, and gets.
    pub asked: Price,
    /// Where it stands.
    pub status: StatusView,
    /// What it is for. Tickets in a list are often for the same.
    pub event: Arc<EventLine>,
    /// The order by which it was sold, where its seller looks.
    pub sold_by: Option<OrderId>,
    /// Whether others offer the same seat, and nobody has settled that.
    pub is_disputed: bool,
    /// How what its buyer pays stands to what is printed on it, if its seller has said that.
    pub against_face_value: Option<AgainstFaceValue>,
}

/// Which part of a list a page shows.
#[derive(Debug, Clone, Default)]
pub struct Paging {
    /// From 1.
    pub page: usize,
    /// At least 1.
    pub pages: usize,
    /// How many things the whole list has.
    pub total: usize,
    /// How many of them come before this page.
    pub skipped: usize,
    /// Where what it begins with stands, for the link to the page before.
    pub first: Option<String>,
    /// Where what it ends with stands, for the link to the next page.
    pub last: Option<String>,
}

/// From where one turns the page of a list of which nobody counts how much it has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Turning {
    /// Where this page is, as a query has it; the first has none.
    pub here: Option<String>,
    /// Before what the page before ends, if there is one.
    pub before: Option<String>,
    /// Behind what the next one begins, if there is one.
    pub after: Option<String>,
}

impl Turning {
    /// Whether this is the list's beginning.
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.before.is_none()
    }
}

/// The file that is attached to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileView {
    /// As people name its kind: `PDF`.
    pub kind: &'static str,
    /// How long it is.
    pub bytes: u32,
}

/// What was wrong with a form, by the field's name.
pub type FieldErrors = BTreeMap<&'static str, String>;

/// Any error.
#[derive(Debug, Clone)]
pub struct ErrorPage {
    /// The HTTP status.
    pub status: u16,
    /// What happened, in a few words.
    pub title: String,
    /// What is unharmed, and what to do.
    pub message: String,
}
