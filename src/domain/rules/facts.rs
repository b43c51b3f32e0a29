use std::sync::Arc;

use super::{
    holding::Standing,
    ticket_files::FileStanding,
    waitlist::{InLine, Offer, Place},
};
use crate::{
    domain::{
        Charge, Claim, Conversation, Earning, Event, EventSeat, KnownFile, OpenIdSubject, Order,
        Payout, PayoutAccount, Ticket, WaitlistEntry, WebhookEndpoint, Wish,
    },
    types::{
        AlertId, ChargeId, DisputeId, EarningId, Email, EventId, OrderId, PayoutId, PayoutRunId,
        TicketId, Timestamp, UserId, WaitlistId, WebhookEndpointId,
    },
};

/// A record cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub String);

/// What keeps an account from being deleted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Live {
    /// What its owner sells: for sale, held, or being sold.
    pub listings: Vec<TicketId>,
    /// What they hold, or pay for.
    pub orders: Vec<OrderId>,
    /// Orders, as buyer or seller, whose money is on its way back.
    pub refunds: Vec<OrderId>,
    /// Payments, as buyer or seller, that are not settled with the provider.
    pub charges: Vec<ChargeId>,
    /// Orders, as buyer or seller, about which there is a claim that nobody has decided.
    pub claims: Vec<OrderId>,
}

impl Live {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        let Self { listings, orders, refunds, charges, claims } = self;
        let are_none = [orders, refunds, claims].into_iter().all(Vec::is_empty);
        listings.is_empty() && charges.is_empty() && are_none
    }
}

/// What is committed, as far as rules and policies ask for it. Records are as they were before the
/// entry that is judged, and what needs one that cannot be read is [`Unreadable`].
pub trait Facts {
    /// A ticket.
    fn ticket(&self, id: TicketId) -> Result<Option<Arc<Ticket>>, Unreadable>;

    /// An order.
    fn order(&self, id: OrderId) -> Result<Option<Arc<Order>>, Unreadable>;

    /// A charge.
    fn charge(&self, id: ChargeId) -> Result<Option<Arc<Charge>>, Unreadable>;

    /// The disputes that are open about the payment that is known by this charge.
    fn open_disputes_of(&self, payment: ChargeId) -> Vec<DisputeId>;

    /// A line of what a seller is owed.
    fn earning(&self, id: EarningId) -> Result<Option<Arc<Earning>>, Unreadable>;

    /// A payout.
    fn payout(&self, id: PayoutId) -> Result<Option<Arc<Payout>>, Unreadable>;

    /// Where a seller is paid.
    fn payout_account(&self, id: UserId) -> Result<Option<Arc<PayoutAccount>>, Unreadable>;

    /// The lines by which a seller is to make up for something, and which are in no payout.
    fn debts_of(&self, seller: UserId) -> Vec<EarningId>;

    /// The run of payouts that is not closed.
    fn open_run(&self) -> Option<PayoutRunId>;

    /// A place on a waitlist.
    fn waitlist_entry(&self, id: WaitlistId) -> Result<Option<Arc<WaitlistEntry>>, Unreadable>;

    /// What the buyer and the seller of an order have said to each other, if anything.
    fn conversation(&self, id: OrderId) -> Result<Option<Arc<Conversation>>, Unreadable>;

    /// What the buyer of an order has against what they got, if anything.
    fn claim(&self, id: OrderId) -> Result<Option<Arc<Claim>>, Unreadable>;

    /// A webhook endpoint.
    fn webhook_endpoint(
        &self,
        id: WebhookEndpointId,
    ) -> Result<Option<Arc<WebhookEndpoint>>, Unreadable>;

    /// The webhook endpoints of a user that are not deleted.
    fn webhook_endpoints_of(&self, user: UserId) -> Vec<WebhookEndpointId>;

    /// The event that a ticket of this event is for: the one that it was merged into, if it was.
    fn event_that_stays(&self, id: EventId) -> Option<Arc<Event>>;

    /// Whether somebody else sells, holds or has bought a ticket for an event.
    fn has_tickets_of_others(&self, event: EventId, user: UserId) -> Result<bool, Unreadable>;

    /// Whose address this is.
    fn holder_of(&self, email: &Email) -> Option<UserId>;

    /// Whose account is linked to this.
    fn openid_holder(&self, who: &OpenIdSubject) -> Option<UserId>;

    /// Whether the site has closed an account.
    fn is_banned(&self, user: UserId) -> bool;

    /// Whether its owner has deleted an account.
    fn is_deleted(&self, user: UserId) -> bool;

    /// How a buyer stands who wants a ticket.
    fn standing(
        &self,
        buyer: UserId,
        ticket: TicketId,
        now: Timestamp,
    ) -> Result<Standing, Unreadable>;

    /// How a file stands, by its content and by what it shows.
    fn file_standing(&self, file: &KnownFile) -> Result<FileStanding, Unreadable>;

    /// The tickets that have a file of this content, or one that shows the same, and are not sold
    /// yet.
    fn unsold_with(&self, file: &KnownFile) -> Vec<TicketId>;

    /// The tickets by which a seat is offered, or was sold.
    fn seat_claims(&self, seat: EventSeat) -> Result<Vec<Arc<Ticket>>, Unreadable>;

    /// What the files of all that a seller has listed and not sold come to, in bytes.
    fn listed_file_bytes(&self, seller: UserId) -> u64;

    /// What is live for an account.
    fn live_of(&self, user: UserId) -> Result<Live, Unreadable>;

    /// In how many lines a user stands for what may still be sold, or has just had their turn.
    fn waits_for(&self, user: UserId, now: Timestamp) -> usize;

    /// How many access tokens of an account go on.
    fn access_tokens_of(&self, owner: UserId, now: Timestamp) -> Result<usize, Unreadable>;

    /// The alerts of a user that have not ended.
    fn alerts_of(&self, user: UserId) -> Vec<AlertId>;

    /// Whether a user waits for a ticket.
    fn is_on_waitlist(&self, user: UserId, ticket: TicketId) -> bool;

    /// Whether somebody waits for a ticket, or for seats of its event.
    fn has_line(&self, event: EventId, ticket: TicketId) -> bool;

    /// Whether somebody waits for more than one seat of an event.
    fn wants_several(&self, event: EventId) -> bool;

    /// The next after a place, or the first, who could have some of these tickets of an event; and
    /// which.
    fn next_in_line(
        &self,
        event: EventId,
        offers: &[Offer],
        after: Option<Place>,
    ) -> Option<(Arc<InLine>, Vec<TicketId>)>;

    /// How many wait for what somebody wishes for: in its line.
    fn in_line(&self, wish: &Wish) -> usize;

    /// The tickets of an event that are for sale, the cheapest first, so many at the most.
    fn for_sale(&self, event: EventId, limit: usize) -> Vec<TicketId>;

    /// The place of which it was the turn by this order, which is open, or its purchase's first.
    fn served_by(&self, order: OrderId) -> Option<WaitlistId>;
}
