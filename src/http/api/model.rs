//! What programs are shown, as JSON: ids are UUIDs, instants RFC 3339 in UTC with milliseconds, amounts
//! whole minor units.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    domain::{
        CancelReason, ChargeFailure, DeclineCode, Event, EventStatus, FileTerms, Handover, Order,
        OrderStatus, SeatsGo, Ticket, TicketStatus, User,
    },
    http::{Edge, HttpResult, presenters},
    storage::Tables,
    types::{Category, Currency, Price, PriceError, Timestamp},
    usecases::policy::{self, Onlooker, OrderReader},
    views::PageContext,
};

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Money)]
pub(crate) struct MoneyJson {
    /// In the currency's minor unit: 4950 is 49.50 EUR.
    #[schema(minimum = 1, maximum = 99_999_999)]
    pub minor: u32,
    /// As ISO 4217 writes it; the site has one.
    #[schema(example = "EUR")]
    pub currency: String,
}

impl MoneyJson {
    pub(super) fn of(price: Price, currency: Currency) -> Self {
        Self { minor: price.minor(), currency: currency.code().to_owned() }
    }

    /// The price, in the site's currency.
    pub(super) fn price(&self, currency: Currency) -> Result<Price, PriceError> {
        match self.currency == currency.code() {
            true => Price::from_minor(self.minor),
            false => Err(PriceError::NotANumber),
        }
    }
}

/// A part of a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = List)]
pub(crate) struct ListJson<T> {
    /// What it has.
    pub items: Vec<T>,
    /// What to ask for as `after` for what follows; null if nothing does.
    pub next: Option<String>,
}

/// What people attend.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Event)]
pub(crate) struct EventJson {
    #[schema(format = Uuid)]
    pub id: String,
    pub name: String,
    pub venue: String,
    pub city: String,
    #[schema(format = DateTime)]
    pub starts_at: String,
    /// When it ends; null if that is not known.
    #[schema(format = DateTime)]
    pub ends_at: Option<String>,
    /// The zone of the clocks where it is.
    pub time_zone: String,
    /// Whether it takes place as it was announced.
    pub status: EventStatusJson,
    /// Why it was postponed or cancelled.
    pub status_reason: Option<String>,
    /// When it was to start before, if that was another time.
    #[schema(format = DateTime)]
    pub previous_starts_at: Option<String>,
    /// Until when what was bought before it was postponed can be given back.
    #[schema(format = DateTime)]
    pub refund_until: Option<String>,
    pub category: CategoryJson,
    pub picture: PictureJson,
    /// How many of its tickets are for sale.
    pub available: usize,
    /// How many are held or being paid for.
    pub held: usize,
    /// How many are sold.
    pub sold: usize,
}

impl EventJson {
    pub(super) fn of(edge: &Edge, event: &Event) -> Self {
        let counts = edge.market.tables().catalog().counts_of(event.id);
        Self {
            id: event.id.to_string(),
            name: event.name.to_string(),
            venue: event.venue.to_string(),
            city: event.city.to_string(),
            starts_at: event.starts_at.rfc3339(),
            ends_at: event.ends_at.map(Timestamp::rfc3339),
            time_zone: event.zone.to_string(),
            status: match event.status {
                EventStatus::Scheduled => EventStatusJson::Scheduled,
                EventStatus::Postponed(_) => EventStatusJson::Postponed,
                EventStatus::Cancelled(_) => EventStatusJson::Cancelled,
            },
            previous_starts_at: event.started_before().map(Timestamp::rfc3339),
            refund_until: event.postponement().map(|it| it.refund_until.rfc3339()),
            status_reason: match &event.status {
                EventStatus::Scheduled => None,
                EventStatus::Postponed(postponement) => Some(postponement.how.reason.to_string()),
                EventStatus::Cancelled(cancellation) => Some(cancellation.how.reason.to_string()),
            },
            picture: PictureJson::of(edge, event),
            category: event.category.into(),
            available: counts.available,
            held: counts.held,
            sold: counts.sold,
        }
    }
}

/// Where an event's picture is: what somebody has uploaded, or else the poster that is drawn for it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Picture)]
pub(crate) struct PictureJson {
    /// To stand by itself: JPEG, or of a poster PNG.
    #[schema(format = Uri)]
    pub url: String,
    /// For lists: JPEG, or of a poster SVG.
    #[schema(format = Uri)]
    pub small_url: String,
    /// Whether somebody has uploaded it.
    pub uploaded: bool,
}

impl PictureJson {
    fn of(edge: &Edge, event: &Event) -> Self {
        let line = presenters::event_line(event);
        let at = |path: String| format!("{}{path}", edge.config.site.base_url);
        Self {
            url: at(line.shared_picture()),
            small_url: at(line.picture()),
            uploaded: line.uploaded.is_some(),
        }
    }
}

/// Whether an event takes place as it was announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = EventStatus)]
pub(crate) enum EventStatusJson {
    Scheduled,
    Postponed,
    Cancelled,
}

/// What kind of thing people attend.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Category)]
pub(crate) enum CategoryJson {
    Music,
    Sport,
    Theatre,
    Comedy,
    Festival,
    #[default]
    Other,
}

impl From<Category> for CategoryJson {
    fn from(category: Category) -> Self {
        match category {
            Category::Music => Self::Music,
            Category::Sport => Self::Sport,
            Category::Theatre => Self::Theatre,
            Category::Comedy => Self::Comedy,
            Category::Festival => Self::Festival,
            Category::Other => Self::Other,
        }
    }
}

impl From<CategoryJson> for Category {
    fn from(category: CategoryJson) -> Self {
        match category {
            CategoryJson::Music => Self::Music,
            CategoryJson::Sport => Self::Sport,
            CategoryJson::Theatre => Self::Theatre,
            CategoryJson::Comedy => Self::Comedy,
            CategoryJson::Festival => Self::Festival,
            CategoryJson::Other => Self::Other,
        }
    }
}

/// One seat, by a seller, for one event.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Ticket)]
pub(crate) struct TicketJson {
    #[schema(format = Uuid)]
    pub id: String,
    /// Counts its changes: `ETag` and `If-Match` go by it.
    pub version: u32,
    #[schema(format = Uuid)]
    pub event_id: String,
    pub title: String,
    pub section: Option<String>,
    pub row: Option<String>,
    pub seat: Option<String>,
    /// What is printed on it.
    pub face_value: Option<MoneyJson>,
    /// What its seller has to say.
    pub notes: Option<String>,
    /// What its buyer pays, the site's fee included.
    pub price: MoneyJson,
    /// What its seller asks for.
    pub asked_price: MoneyJson,
    pub status: TicketStatusJson,
    /// Until when it is held, while it is.
    #[schema(format = DateTime)]
    pub expires_at: Option<String>,
    #[schema(format = DateTime)]
    pub listed_at: String,
    /// As whom the caller sees it.
    pub seen_as: SeenAsJson,
    /// The order that the caller holds or has bought it by, or by which they have sold it.
    #[schema(format = Uuid)]
    pub order_id: Option<String>,
    /// The file that its buyer gets, if it has one.
    pub file: Option<FileJson>,
    /// How it comes to its buyer; null of tickets from before that was asked.
    pub handover: Option<HandoverJson>,
    /// By when its seller says that its file is there, if they do.
    #[schema(format = DateTime)]
    pub file_by: Option<String>,
    /// When it is too late for its file, as long as that is to come: from then on it is not bought, and
    /// who has bought it gets the money back.
    #[schema(format = DateTime)]
    pub file_due_at: Option<String>,
    /// Whether others offer the same seat.
    pub disputed: bool,
    /// How it goes with the others of `seatsGoWith`.
    pub seats_go: SeatsGoJson,
    /// The tickets that it was listed with, where they do not go singly, and itself, in the order in
    /// which they stand.
    #[schema(value_type = Vec<String>)]
    pub seats_go_with: Vec<String>,
}

/// How seats go that were listed together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SeatsGo)]
pub(crate) enum SeatsGoJson {
    /// As one likes.
    #[default]
    Singly,
    /// So that none is left without a neighbour that had one.
    NotOneAlone,
    /// Only all that are for sale at once.
    Together,
}

impl From<Option<SeatsGo>> for SeatsGoJson {
    fn from(how: Option<SeatsGo>) -> Self {
        match how {
            None => Self::Singly,
            Some(SeatsGo::NotOneAlone) => Self::NotOneAlone,
            Some(SeatsGo::Together) => Self::Together,
        }
    }
}

impl From<SeatsGoJson> for Option<SeatsGo> {
    fn from(how: SeatsGoJson) -> Self {
        match how {
            SeatsGoJson::Singly => None,
            SeatsGoJson::NotOneAlone => Some(SeatsGo::NotOneAlone),
            SeatsGoJson::Together => Some(SeatsGo::Together),
        }
    }
}

/// How a ticket comes to its buyer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Handover)]
pub(crate) enum HandoverJson {
    /// By its file, here.
    #[default]
    File,
    /// By a transfer in the organiser's app.
    Transfer,
    /// From hand to hand.
    ByHand,
    /// By post.
    ByPost,
}

impl From<Handover> for HandoverJson {
    fn from(handover: Handover) -> Self {
        match handover {
            Handover::File(_) => Self::File,
            Handover::Transfer => Self::Transfer,
            Handover::ByHand => Self::ByHand,
            Handover::ByPost => Self::ByPost,
        }
    }
}

/// What is known of a ticket's file.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = File)]
pub(crate) struct FileJson {
    pub media_type: &'static str,
    pub bytes: u32,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident as $shown:ident { $($variant:ident,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[schema(as = $shown)]
        pub(crate) enum $name { $($variant,)* }
    };
}

words! {
    /// Where a ticket stands.
    TicketStatusJson as TicketStatus { Available, Reserved, Selling, Sold, Withdrawn, }
}
words! {
    /// As whom somebody sees a ticket.
    SeenAsJson as SeenAs { Visitor, Seller, Buyer, Other, }
}
words! {
    /// Where an order stands.
    OrderStatusJson as OrderStatus { Created, AwaitingPayment, Completed, Cancelled, }
}
words! {
    /// Why an order is over without a sale.
    CancelReasonJson as CancelReason { Buyer, Expired, PaymentFailed, Refunded, Admin, }
}
words! {
    /// As whom somebody sees an order.
    OrderReaderJson as OrderReader { Buyer, Seller, Admin, }
}
words! {
    /// Why a payment failed.
    FailureJson as PaymentFailure { Declined, InsufficientFunds, ProcessingError, Other, }
}

impl TicketJson {
    pub(super) fn of(
        tables: &Tables,
        ticket: &Ticket,
        context: &PageContext<'_>,
        caller: crate::usecases::Caller<'_>,
    ) -> HttpResult<Self> {
        let money = |price| MoneyJson::of(price, context.currency);
        let status = ticket.status.at(context.now);
        let onlooker = policy::onlooker(caller, ticket, context.now);
        let order = match (onlooker, status) {
            (Onlooker::Buyer(order), _) => Some(order),
            (Onlooker::Seller, TicketStatus::Sold { order, .. }) => Some(order),
            _ => None,
        };
        // Who holds it keeps the price that they saw, whatever the fee is by now.
        let held = match onlooker {
            Onlooker::Buyer(order) => tables.order(order)?.map(|order| order.price),
            _ => None,
        };
        let text = |said: Option<String>| said;
        let details = &ticket.details;
        Ok(Self {
            id: ticket.id.to_string(),
            version: ticket.version,
            event_id: ticket.event.to_string(),
            title: ticket.title.to_string(),
            section: text(details.section.as_ref().map(ToString::to_string)),
            row: text(details.row.as_ref().map(ToString::to_string)),
            seat: text(details.seat.as_ref().map(ToString::to_string)),
            face_value: details.face_value.map(money),
            notes: details.notes.as_ref().map(|notes| notes.as_str().to_owned()),
            price: money(held.unwrap_or(context.fee.shown(ticket.price))),
            asked_price: money(ticket.price),
            status: match status {
                TicketStatus::Available => TicketStatusJson::Available,
                TicketStatus::Reserved(_) => TicketStatusJson::Reserved,
                TicketStatus::Selling { .. } => TicketStatusJson::Selling,
                TicketStatus::Sold { .. } => TicketStatusJson::Sold,
                TicketStatus::Withdrawn => TicketStatusJson::Withdrawn,
            },
            expires_at: status.reservation().map(|held| held.expires_at.rfc3339()),
            listed_at: ticket.listed_at.rfc3339(),
            seen_as: match onlooker {
                Onlooker::Visitor => SeenAsJson::Visitor,
                Onlooker::Seller => SeenAsJson::Seller,
                Onlooker::Buyer(_) => SeenAsJson::Buyer,
                Onlooker::Other => SeenAsJson::Other,
            },
            order_id: order.map(|order| order.to_string()),
            file: ticket
                .file
                .map(|file| FileJson { media_type: file.kind.media_type(), bytes: file.bytes }),
            handover: ticket.handover.map(HandoverJson::from),
            file_by: match ticket.handover {
                Some(Handover::File(FileTerms { by, .. })) => by.map(Timestamp::rfc3339),
                _ => None,
            },
            file_due_at: ticket.file_due_at().map(Timestamp::rfc3339),
            disputed: ticket.is_disputed(),
            seats_go: ticket.group.map(|group| group.how).into(),
            seats_go_with: ticket.group.map_or_else(Vec::new, |group| {
                group.seats(ticket.id).map(|(_, id)| id.to_string()).collect()
            }),
        })
    }
}

/// One buyer's attempt at one ticket.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Order)]
pub(crate) struct OrderJson {
    #[schema(format = Uuid)]
    pub id: String,
    /// Counts its changes.
    pub version: u32,
    #[schema(format = Uuid)]
    pub ticket_id: String,
    pub title: String,
    pub seen_as: OrderReaderJson,
    pub status: OrderStatusJson,
    /// Why it is over, if it is so without a sale.
    pub reason: Option<CancelReasonJson>,
    /// What its buyer pays.
    pub price: MoneyJson,
    /// What of that is the site's fee, if anything is.
    pub fee: Option<MoneyJson>,
    #[schema(format = DateTime)]
    pub created_at: String,
    /// Until when the ticket is held for it.
    #[schema(format = DateTime)]
    pub expires_at: String,
    #[schema(format = DateTime)]
    pub paid_at: Option<String>,
    #[schema(format = DateTime)]
    pub refunded_at: Option<String>,
    /// Why its money goes back, or why those who run the site have cancelled it.
    pub told_why: Option<String>,
    /// How many payments were declined.
    pub failed_payments: u32,
    /// Why the latest of them was.
    pub last_failure: Option<FailureJson>,
    /// The orders that were made together and are paid together, this one among them; none if it was
    /// made alone. For its buyer.
    #[schema(value_type = Vec<String>, format = Uuid)]
    pub purchase: Vec<String>,
}

impl OrderJson {
    pub(super) fn of(
        order: &Order,
        ticket: &Ticket,
        reader: OrderReader,
        currency: Currency,
    ) -> Self {
        let reason = match order.status {
            OrderStatus::Cancelled { reason, .. } => Some(match reason {
                CancelReason::Buyer => CancelReasonJson::Buyer,
                CancelReason::Expired => CancelReasonJson::Expired,
                CancelReason::PaymentFailed => CancelReasonJson::PaymentFailed,
                CancelReason::Refunded => CancelReasonJson::Refunded,
                CancelReason::Admin => CancelReasonJson::Admin,
            }),
            _ => None,
        };
        let refund = order.refund.as_ref().map(|refund| &refund.reason);
        let told_why = refund.or(order.cancelled_by.as_ref().map(|by| &by.reason));
        Self {
            id: order.id.to_string(),
            version: order.version,
            ticket_id: order.ticket.to_string(),
            title: ticket.title.to_string(),
            seen_as: match reader {
                OrderReader::Buyer => OrderReaderJson::Buyer,
                OrderReader::Seller => OrderReaderJson::Seller,
                OrderReader::Admin => OrderReaderJson::Admin,
            },
            status: match order.status {
                OrderStatus::Created => OrderStatusJson::Created,
                OrderStatus::AwaitingPayment(_) => OrderStatusJson::AwaitingPayment,
                OrderStatus::Completed { .. } => OrderStatusJson::Completed,
                OrderStatus::Cancelled { .. } => OrderStatusJson::Cancelled,
            },
            reason,
            price: MoneyJson::of(order.price, currency),
            fee: order.fee.map(|fee| MoneyJson::of(fee, currency)),
            created_at: order.created_at.rfc3339(),
            expires_at: order.expires_at.rfc3339(),
            paid_at: order.paid.map(|paid| paid.at.rfc3339()),
            refunded_at: order.paid_back.as_ref().map(|back| back.at.rfc3339()),
            told_why: told_why.map(ToString::to_string),
            failed_payments: order.failed_attempts,
            last_failure: order.last_failure.as_ref().map(failure),
            purchase: match reader {
                OrderReader::Buyer => order.together.iter().map(ToString::to_string).collect(),
                OrderReader::Seller | OrderReader::Admin => vec![],
            },
        }
    }
}

/// In one word: a provider's own are not for everybody.
pub(super) fn failure(failure: &ChargeFailure) -> FailureJson {
    match failure {
        ChargeFailure::Declined(DeclineCode::InsufficientFunds) => FailureJson::InsufficientFunds,
        ChargeFailure::Declined(DeclineCode::ProcessingError) => FailureJson::ProcessingError,
        ChargeFailure::Declined(_) => FailureJson::Declined,
        ChargeFailure::Interrupted | ChargeFailure::NotCaptured | ChargeFailure::TicketDropped => {
            FailureJson::Other
        }
    }
}

/// The account that a token acts for.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Account)]
pub(crate) struct AccountJson {
    #[schema(format = Uuid)]
    pub id: String,
    pub email: String,
    /// Whether its owner was seen to read what is sent there.
    pub email_confirmed: bool,
    #[schema(format = DateTime)]
    pub created_at: String,
    /// In which its owner reads the site and its mails, if they have chosen: `en` or `de`.
    pub language: Option<&'static str>,
    /// Whether it runs the site.
    pub runs_the_site: bool,
}

impl AccountJson {
    pub(super) fn of(user: &User, runs_the_site: bool) -> Self {
        Self {
            id: user.id.to_string(),
            email: user.email.shown().into_owned(),
            email_confirmed: user.confirmed_at.is_some(),
            created_at: user.created_at.rfc3339(),
            language: user.language.map(|language| language.tag()),
            runs_the_site,
        }
    }
}
