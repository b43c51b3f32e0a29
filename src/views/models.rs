//! What the pages show: plain values, filled in by [`crate::http`].

use std::{collections::BTreeMap, sync::Arc};

use crate::types::{
    BuyerFee, City, Currency, EventId, MailId, OrderId, Percent, Price, TicketId, Timestamp,
    ZoneName,
};

/// What every page needs, whatever it shows.
#[derive(Debug, Clone)]
pub struct Shell<'a> {
    /// `site.name`.
    pub site_name: &'a str,
    /// `site.currency`, of every price.
    pub currency: Currency,
    /// What buyers pay on top of what sellers ask for.
    pub fee: BuyerFee,
    /// Whether payments are a sandbox: the banner says so.
    pub sandbox: bool,
    /// The address of who is signed in.
    pub viewer: Option<&'a str>,
    /// The server's time, by which countdowns run.
    pub now: Timestamp,
    /// `site.time_zone`, in which deadlines are written out.
    pub zone: &'a ZoneName,
    /// Tickets of which the viewer wants to be told when they are free: every page tells.
    pub wanted: &'a [WantedLine],
    /// Whether the site sends mail.
    pub mails: bool,
    /// Whether the viewer's address waits to be confirmed.
    pub unconfirmed: bool,
}

/// A ticket that the viewer wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedLine {
    /// Which ticket.
    pub id: TicketId,
    /// What its seller calls it.
    pub title: String,
    /// The name of its event.
    pub event: String,
    /// Whether it is free now.
    pub is_free: bool,
}

/// An event, as it is named on a page.
#[derive(Debug, Clone)]
pub struct EventLine {
    /// Which event.
    pub id: EventId,
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub venue: String,
    /// The venue's city.
    pub city: String,
    /// When it starts.
    pub starts_at: Timestamp,
    /// The zone in which that is shown.
    pub zone: ZoneName,
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
    /// Which ticket.
    pub id: TicketId,
    /// What its seller calls it.
    pub title: String,
    /// Where in the venue, in one line, if its seller says so.
    pub place: Option<String>,
    /// What its buyer pays, the site's fee included.
    pub price: Price,
    /// What its seller asks for, and gets.
    pub asked: Price,
    /// Where it stands.
    pub status: StatusView,
    /// What it is for.
    pub event: EventLine,
    /// The order by which it was sold, where its seller looks.
    pub sold_by: Option<OrderId>,
}

/// What its seller says of a ticket beside its title and price.
#[derive(Debug, Clone, Default)]
pub struct TicketDetails {
    /// In which part of the venue.
    pub section: Option<String>,
    /// In which row.
    pub row: Option<String>,
    /// On which seat.
    pub seat: Option<String>,
    /// What is printed on it.
    pub face_value: Option<Price>,
    /// Anything else, in lines.
    pub notes: Option<String>,
}

/// Which part of a list a page shows.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    /// From 1.
    pub page: usize,
    /// At least 1.
    pub pages: usize,
    /// How many things the whole list has.
    pub total: usize,
}

/// `GET /`.
#[derive(Debug, Clone)]
pub struct Home {
    /// What is looked for.
    pub search: SearchForm,
    /// What was found, in the order asked for.
    pub listings: Vec<Listing>,
    /// Which part of it.
    pub paging: Paging,
    /// For how many events.
    pub events: usize,
    /// How many tickets are for sale at all.
    pub on_sale: usize,
    /// How many have been listed, whatever has become of them.
    pub listed: usize,
    /// If nothing was found: the fields without which something would be, and how many tickets.
    pub without: Vec<(&'static str, usize)>,
    /// If there are none: those by which alone something would be.
    pub alone: Vec<(&'static str, usize)>,
    /// As many of these may be more.
    pub counted_to: usize,
}

/// The form to look for tickets, and what it says of what is in it.
#[derive(Debug, Clone, Default)]
pub struct SearchForm {
    /// As typed.
    pub q: String,
    /// As typed.
    pub city: String,
    /// As typed.
    pub from: String,
    /// As typed.
    pub to: String,
    /// As typed.
    pub min_price: String,
    /// As typed.
    pub max_price: String,
    /// `soonest`, `cheapest` or `newest`.
    pub sort: &'static str,
    /// Cities to choose from, by name, with how many events there have tickets.
    pub cities: Arc<[(City, usize)]>,
    /// What is ignored, by field, and why.
    pub errors: FieldErrors,
}

impl SearchForm {
    /// The fields that leave tickets out.
    pub const FILTERS: [&'static str; 6] = ["q", "city", "from", "to", "min_price", "max_price"];

    /// What was typed into one of them.
    pub fn filter_mut(&mut self, name: &str) -> Option<&mut String> {
        match name {
            "q" => Some(&mut self.q),
            "city" => Some(&mut self.city),
            "from" => Some(&mut self.from),
            "to" => Some(&mut self.to),
            "min_price" => Some(&mut self.min_price),
            "max_price" => Some(&mut self.max_price),
            _ => None,
        }
    }
}

/// `GET /events/{id}`.
#[derive(Debug, Clone)]
pub struct EventPage {
    /// The event.
    pub event: EventLine,
    /// Its tickets, available ones first, cheapest first.
    pub listings: Vec<Listing>,
    /// Which part of them.
    pub paging: Paging,
    /// How many are available.
    pub available: usize,
    /// How many are held or being paid for.
    pub held: usize,
    /// How many are sold.
    pub sold: usize,
    /// How many have been listed, whatever has become of them.
    pub listed: usize,
    /// Whether it has started: nothing is sold any more.
    pub started: bool,
}

/// Who looks at a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onlooker {
    /// Nobody is signed in.
    Visitor,
    /// Its seller.
    Seller,
    /// The buyer for whom it is held, or to whom it was sold, by this order.
    Buyer(OrderId),
    /// Any other user.
    Other,
}

/// `GET /tickets/{id}`.
#[derive(Debug, Clone)]
pub struct TicketPage {
    /// The ticket.
    pub listing: Listing,
    /// What is said of it.
    pub details: TicketDetails,
    /// How many others its seller has listed by the same form, if it was the first of them.
    pub listed_with: usize,
    /// Who looks at it.
    pub onlooker: Onlooker,
    /// The ticket itself.
    pub file: FileCard,
    /// Whether its event has started: it is not sold any more.
    pub started: bool,
    /// Whether the viewer waits to be told that it is free.
    pub asked: bool,
    /// What came of the visitor's attempt, such as a changed price or somebody who was faster.
    pub refusal: Option<Refusal>,
    /// What has happened to it, for whom it is to see that.
    pub history: Option<Vec<HistoryLine>>,
}

/// The file that is attached to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileView {
    /// `PDF`, `PNG` or `JPEG`.
    pub kind: &'static str,
    /// How long it is.
    pub bytes: u32,
}

/// What a ticket's page says of its file.
#[derive(Debug, Clone)]
pub struct FileCard {
    /// The file, if there is one.
    pub attached: Option<FileView>,
    /// What its seller can do about it.
    pub choice: FileChoice,
    /// Whether the onlooker may have it.
    pub is_for_onlooker: bool,
    /// Whether it was taken off with a refund, as far as is known.
    pub was_taken_off: bool,
    /// Why a file was not attached or taken off.
    pub error: Option<String>,
}

/// What its seller can do about a ticket's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileChoice {
    /// There is none yet: attach one.
    Attach,
    /// Attach another in its place, or take it off.
    Replace,
    /// A buyer relies on it.
    Locked,
    /// The ticket is withdrawn.
    None,
}

/// Something that happened to a ticket.
#[derive(Debug, Clone)]
pub struct HistoryLine {
    /// When.
    pub at: Timestamp,
    /// What, in plain words.
    pub what: String,
}

/// Why a ticket is not held for who pressed Buy, and what they can do about it.
#[derive(Debug, Clone, Default)]
pub struct Refusal {
    /// In plain words.
    pub message: String,
    /// When that ends, if it is about the buyer and not the ticket.
    pub ends: Option<RefusalEnds>,
    /// What the buyer holds, where they hold too much.
    pub holds: Vec<OrderLine>,
}

/// When a refusal ends.
#[derive(Debug, Clone, Copy)]
pub struct RefusalEnds {
    /// What is from then on, for a time to follow.
    pub what: &'static str,
    /// When.
    pub at: Timestamp,
}

/// What was wrong with a form, by the field's name.
pub type FieldErrors = BTreeMap<&'static str, String>;

/// `GET /sell` and a refused `POST /tickets`.
#[derive(Debug, Clone, Default)]
pub struct SellForm {
    /// The new listing's id, so that a form sent twice lists one ticket: hidden field `ticket_id`.
    pub ticket_id: String,
    /// The event that was chosen, if one was: field `event_id`.
    pub event_id: String,
    /// Events to choose from, soonest first.
    pub events: Vec<EventLine>,
    /// As typed.
    pub title: String,
    /// As typed.
    pub price: String,
    /// As typed.
    pub event_name: String,
    /// As typed.
    pub venue: String,
    /// As typed.
    pub city: String,
    /// As typed.
    pub starts_at: String,
    /// As typed.
    pub time_zone: String,
    /// As typed.
    pub quantity: String,
    /// What else is asked of the ticket.
    pub details: DetailsForm,
    /// The site's zone, in which `starts_at` is meant if nothing else is known.
    pub zone: String,
    /// What is wrong, by field.
    pub errors: FieldErrors,
}

/// What is asked of a ticket beside its title and price. As typed, or as it is.
#[derive(Debug, Clone, Default)]
pub struct DetailsForm {
    /// Field `section`.
    pub section: String,
    /// Field `row`.
    pub row: String,
    /// Field `seat`; of a new listing there can be several.
    pub seat: String,
    /// Field `face_value`.
    pub face_value: String,
    /// Field `notes`.
    pub notes: String,
    /// `market.max_markup_percent`: with it, the face value must be said.
    pub max_markup: Option<Percent>,
}

/// `GET /tickets/{id}/edit` and a refused `POST`.
#[derive(Debug, Clone)]
pub struct EditForm {
    /// Which ticket.
    pub ticket_id: TicketId,
    /// Its event.
    pub event: EventLine,
    /// As typed, or as it is.
    pub title: String,
    /// As typed, or as it is.
    pub price: String,
    /// What else is asked of the ticket.
    pub details: DetailsForm,
    /// What is wrong, by field.
    pub errors: FieldErrors,
    /// Why it cannot be edited now, if so: the form is not shown then.
    pub refusal: Option<String>,
}

/// `GET /selling`.
#[derive(Debug, Clone)]
pub struct SellingPage {
    /// What the viewer has listed, newest first; `available` ones can be edited and withdrawn.
    pub listings: Vec<Listing>,
    /// Which part of them.
    pub paging: Paging,
}

/// An order in a list.
#[derive(Debug, Clone)]
pub struct OrderLine {
    /// Which order.
    pub id: OrderId,
    /// `created`, `awaiting_payment`, `completed` or `cancelled`.
    pub status: &'static str,
    /// Why it was cancelled: `buyer`, `expired` or `payment_failed`.
    pub reason: Option<&'static str>,
    /// What the buyer pays, the site's fee included.
    pub price: Price,
    /// What the seller asked for.
    pub asked: Price,
    /// What of the price is the site's fee, if anything is.
    pub fee: Option<Price>,
    /// Until when the ticket is held for it, while it is.
    pub expires_at: Option<Timestamp>,
    /// The ticket's title.
    pub title: String,
    /// Where in the venue, in one line, if its seller says so.
    pub place: Option<String>,
    /// The ticket.
    pub ticket_id: TicketId,
    /// The ticket's event.
    pub event: EventLine,
}

/// `GET /orders`.
#[derive(Debug, Clone)]
pub struct OrdersPage {
    /// The viewer's orders, newest first.
    pub orders: Vec<OrderLine>,
    /// Which part of them.
    pub paging: Paging,
    /// Tickets of which they will be told when they are free, latest wish first.
    pub wanted: Vec<Listing>,
}

/// `GET /orders/{id}`.
#[derive(Debug, Clone)]
pub struct OrderPage {
    /// The order.
    pub order: OrderLine,
    /// What the buyer can do now.
    pub stage: OrderStage,
    /// Why the latest payment failed, or why something asked for cannot be done.
    pub notice: Option<String>,
    /// Who looks at it.
    pub reader: OrderReader,
    /// The ticket's file, if it has one.
    pub file: Option<FileView>,
    /// Whether the reader may have it.
    pub has_file: bool,
    /// Why the money goes back, or has gone back, in the words of who had it so.
    pub refund_reason: Option<String>,
    /// The form to refund it, for whom it is to refund.
    pub refund: Option<RefundForm>,
}

/// Who looks at an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderReader {
    /// Whose order it is.
    Buyer,
    /// Who sold the ticket.
    Seller,
    /// Who runs the site.
    Admin,
}

/// The form to give an order's money back: `POST /orders/{id}/refund`.
#[derive(Debug, Clone, Default)]
pub struct RefundForm {
    /// As typed, for the buyer to read: field `reason`.
    pub reason: String,
    /// Whether the ticket is to be for sale again: field `relist`, any value or none.
    pub relist: bool,
    /// What is wrong, by field.
    pub errors: FieldErrors,
}

/// `GET /orders/{id}/receipt`.
#[derive(Debug, Clone)]
pub struct ReceiptPage {
    /// The order.
    pub order: OrderLine,
    /// `site.base_url`.
    pub site_url: String,
    /// The buyer's address; the seller does not see it.
    pub account: Option<String>,
    /// When it was paid, if that is known.
    pub paid_at: Option<Timestamp>,
    /// The charge.
    pub payment: Option<String>,
    /// The provider's name for it.
    pub reference: Option<String>,
    /// The refund that was asked for or made.
    pub refund: Option<ReceiptRefund>,
}

/// A refund on a receipt.
#[derive(Debug, Clone)]
pub struct ReceiptRefund {
    /// When the money went back; none while it is on its way.
    pub at: Option<Timestamp>,
    /// Why, in the words of who had it so.
    pub reason: Option<String>,
    /// The provider's name for it.
    pub reference: Option<String>,
}

/// What the buyer of an order can do.
#[derive(Debug, Clone)]
pub enum OrderStage {
    /// Pay or cancel.
    Payable(PayForm),
    /// Wait: a payment is being settled. The page reloads itself every 2 seconds.
    Settling {
        /// How far it is.
        step: SettlingStep,
        /// Whether the payment provider answers, as far as is known.
        provider_answers: bool,
    },
    /// Wait: the money is going back. The page reloads itself every 2 seconds.
    Refunding,
    /// The time has run out; its end is being recorded.
    RunOut,
    /// Nothing: completed or cancelled.
    Over,
}

/// How far a payment is that its buyer can only wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettlingStep {
    /// The provider is being told of it: nobody can have paid yet.
    SettingUp,
    /// The buyer came back from the provider, which has not said yet what came of it. The page
    /// asks again.
    Asking,
    /// The money is being held ready, or taken.
    Taking,
}

/// The form to pay.
#[derive(Debug, Clone)]
pub struct PayForm {
    /// Names this attempt, so that a form sent twice charges once: hidden field `attempt`.
    pub attempt: String,
    /// How many declined cards are still allowed, this one included.
    pub attempts_left: u32,
    /// Who asks for the card.
    pub by: PayBy,
}

/// Who asks the buyer for the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayBy {
    /// We: a sandbox card.
    SandboxCard {
        /// As typed. The number and the code are never sent back.
        card_expiry: String,
        /// What is wrong, by field: `card_number`, `card_expiry`, `card_cvc`.
        errors: FieldErrors,
    },
    /// Stripe, in its own form on our page.
    Stripe(StripeForm),
}

/// What the browser must know to show Stripe's form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StripeForm {
    /// `pk_…`
    pub publishable_key: String,
    /// Where Stripe's script is.
    pub js_url: String,
    /// How much, in the unit in which Stripe counts.
    pub amount_minor: u32,
    /// As Stripe writes it: `eur`.
    pub currency: String,
    /// Where Stripe sends the buyer afterwards: a path on this site, under whatever name the
    /// buyer's browser knows the site.
    pub return_path: String,
}

/// `GET /signin`, `GET /signup` and what they show when refused.
#[derive(Debug, Clone, Default)]
pub struct SignForm {
    /// As typed. The password is never sent back.
    pub email: String,
    /// Where to go afterwards, a path on this site; empty for home: hidden field `next`.
    pub next: String,
    /// What is wrong, by field: `email`, `password`.
    pub errors: FieldErrors,
    /// What is wrong with the whole.
    pub refusal: Option<String>,
}

/// `GET /account`.
#[derive(Debug, Clone)]
pub struct AccountPage {
    /// The account's address.
    pub email: String,
    /// Whether that is known to be its owner's.
    pub confirmation: Confirmation,
    /// When it was made.
    pub since: Timestamp,
    /// Where its owner is signed in, this place first.
    pub sessions: Vec<SessionLine>,
    /// What was just done.
    pub notice: Option<&'static str>,
    /// Whether it is one of those that run the site.
    pub is_admin: bool,
}

/// Whether an account's address is known to be its owner's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// It is.
    Confirmed,
    /// It is not yet: a link was sent.
    Open,
    /// Nobody asks, since the site sends no mails.
    NotAsked,
}

/// A place where somebody is signed in.
#[derive(Debug, Clone)]
pub struct SessionLine {
    /// Which browser it is, in a few words.
    pub browser: String,
    /// When it was signed in with, if that is known.
    pub begun: Option<Timestamp>,
    /// When it was used last, to the hour, if that is known.
    pub seen: Option<Timestamp>,
    /// It is the one that asks.
    pub is_this: bool,
}

/// `GET /account/email`, `GET /account/password`, and what they show when refused.
#[derive(Debug, Clone, Default)]
pub struct ProfileForm {
    /// The address, as typed or as it is.
    pub email: String,
    /// What is wrong, by field: `email`, `old_password`, `password`.
    pub errors: FieldErrors,
}

/// `GET /account/delete`, and a refused `POST`.
#[derive(Debug, Clone, Default)]
pub struct DeletionPage {
    /// What must be over first.
    pub live: Vec<LiveLine>,
    /// What is wrong, by field: `password`.
    pub errors: FieldErrors,
}

/// Something that keeps an account from being deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveLine {
    /// In words.
    pub what: String,
    /// Where its owner can do something about it.
    pub path: String,
    /// What they can do.
    pub remedy: &'static str,
}

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

/// `GET /admin/mail`.
#[derive(Debug, Clone)]
pub struct MailPage {
    /// The mail server, if one is set up.
    pub server: Option<MailServer>,
    /// What came of a test, if one was made just now: to which address it went, or what the server
    /// said to it.
    pub tested: Option<Result<String, String>>,
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

/// `GET /forgot`.
#[derive(Debug, Clone)]
pub struct ForgotPage {
    /// Whether it was asked for just now.
    pub sent: bool,
    /// Whether the site sends mails at all.
    pub mails: bool,
}

/// `GET /reset/{token}`, and a refused `POST`.
#[derive(Debug, Clone)]
pub struct ResetPage {
    /// What opens the page.
    pub token: String,
    /// What is wrong: `password`.
    pub errors: FieldErrors,
}
