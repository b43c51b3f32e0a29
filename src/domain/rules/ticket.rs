//! What may happen to a ticket.

use std::time::Duration;

use super::{
    BrokenRule, Refusal,
    prices::{PriceRefusal, PriceRules},
    ticket_files::{attach, attached},
};
use crate::{
    domain::{
        Deed, Details, DomainEvent, EventEvent, Handover, KnownFile, OrderEvent, Reservation,
        SeatGroup, SeatName, Ticket, TicketEvent, TicketStatus,
    },
    types::{
        BuyerFee, Category, ChargeId, EventId, Fees, OrderId, Price, TicketId, Timestamp, Title,
        UserId,
    },
};

/// What a ticket can be asked to do. Each can be asked twice: what is already so is no error and
/// no event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TicketCommand {
    /// Come to be.
    List(Box<NewListing>, PriceRules),
    /// Be called, cost and be something else.
    Edit {
        /// Who asks; only the seller may.
        by: UserId,
        /// The new title.
        title: Title,
        /// The new price.
        price: Price,
        /// What else is said of it from now on; as before, if none.
        details: Option<Box<Details>>,
        /// What prices may be.
        rules: PriceRules,
        /// Only if it still has this version, if one is named.
        if_version: Option<u32>,
    },
    /// Have this file, in place of the one that it has: this seller asks, and the file is in its
    /// place already.
    Attach(UserId, KnownFile),
    /// Have no file any more: this seller asks.
    RemoveFile(UserId),
    /// Be taken back: this seller asks.
    Withdraw(UserId),
    /// Be withdrawn by those who run the site.
    Remove(Deed),
    /// Be for the event that its own was merged into, and for when that starts.
    Move {
        /// The one that it is for.
        from: EventId,
        /// The one that it is to be for.
        to: EventId,
        /// When that starts.
        starts_at: Timestamp,
    },
    /// Be held for a new order. Where a hold before it is over and that was not recorded yet, this comes
    /// to its end alone, and is to be decided again.
    Reserve {
        /// The order that this makes.
        order: OrderId,
        /// Whose.
        buyer: UserId,
        /// What the buyer saw that they would pay.
        price: Price,
        /// What the site takes of it.
        fees: Fees,
        /// For how long.
        hold: Duration,
    },
    /// Be free again, because this order is over; with what the order becomes, in the same instant.
    Release(OrderId, Vec<DomainEvent>),
    /// Be free again if the order's time is up; otherwise nothing. Timers send this.
    Expire {
        /// Which order.
        order: OrderId,
    },
    /// Stop the clock: this order's payment, by this charge, is authorised and will be captured.
    StartSale(OrderId, ChargeId),
    /// Go back to being held: this order's payment could not be captured; with what the order
    /// becomes, in the same instant.
    AbandonSale(OrderId, Vec<DomainEvent>),
    /// Be the seller's again: the order was refunded.
    Return {
        /// Which order.
        order: OrderId,
        /// Whether to be for sale again, and not withdrawn.
        relist: bool,
        /// What order and charge become, in the same instant.
        with: Vec<DomainEvent>,
    },
    /// Be sold: this order's payment was captured; with what order and charge become, in the same
    /// instant.
    CompleteSale(OrderId, Vec<DomainEvent>),
}

impl TicketCommand {
    /// The file that it attaches, and who attaches it.
    pub fn attaches(&self) -> Option<(UserId, KnownFile)> {
        match self {
            Self::List(listing, _) => listing.file.map(|file| (listing.seller, file)),
            Self::Attach(by, file) => Some((*by, *file)),
            _ => None,
        }
    }

    /// The seat that it lets a ticket be for which is for another, or none, so far: who offers it
    /// then, and of which event.
    pub fn claims(&self, ticket: Option<&Ticket>) -> Option<(UserId, EventId, SeatName)> {
        match (self, ticket) {
            (Self::List(listing, _), _) => {
                Some((listing.seller, listing.event, listing.details.seat_name()?))
            }
            (Self::Edit { by, details: Some(details), .. }, Some(ticket)) => {
                let seat = details.seat_name()?;
                let is_new = ticket.details.seat_name() != Some(seat);
                is_new.then_some((*by, ticket.event, seat))
            }
            _ => None,
        }
    }
}

/// A ticket to be listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewListing {
    /// What it is for.
    pub event: EventId,
    /// That event itself, if it is new and comes to be with this listing.
    pub new_event: Option<EventEvent>,
    /// Of which category that is then.
    pub category: Category,
    /// When it starts.
    pub event_starts_at: Timestamp,
    /// When the new event ends, if that is said: [`may_end`](super::event::may_end).
    pub event_ends_at: Option<Timestamp>,
    /// Who sells.
    pub seller: UserId,
    /// What the seller calls it.
    pub title: Title,
    /// What it costs.
    pub price: Price,
    /// What else the seller says of it.
    pub details: Details,
    /// The ticket itself, if the seller attaches it.
    pub file: Option<KnownFile>,
    /// Its place among others that are listed with it, where they do not go singly.
    pub group: Option<SeatGroup>,
    /// How it comes to its buyer, if its seller says.
    pub handover: Option<Handover>,
}

refusals! {
    /// Why a ticket does not do what it was asked. Nothing has changed.
    pub enum TicketRefusal {
        NotListed = "there is no such ticket",
        NotSeller = "this ticket is not yours to change",
        OwnTicket = "this is your own ticket",
        /// Until then.
        Held(Timestamp) = "the ticket is held for a buyer",
        /// By this order.
        HeldByYou(OrderId) = "you hold this ticket already",
        Selling = "the ticket is being paid for",
        Sold = "the ticket is sold",
        /// By its seller, or by the site.
        Withdrawn = "the ticket was withdrawn",
        /// The buyer would pay this now.
        PriceChanged(Price) = "the price has changed",
        EventStarted = "the event has started",
        EventCancelled = "the event is cancelled",
        TooManyHeld {
            /// So many.
            held: usize,
            /// So many one may.
            max: usize,
            /// The next deadline of these holds; none if each is past it and being paid for.
            until: Option<Timestamp>,
        } = "you hold {held} tickets already, and {max} is the most",
        /// It is others' turn.
        CoolingDown {
            /// So many.
            run_outs: usize,
            /// From then on they may have it again.
            until: Timestamp,
        } = "your holds on this ticket have come to {run_outs} whole ones",
        SameFileListed = "another listed ticket has the same file",
        SameFileSold = "the same file was sold to somebody else",
        /// By this ticket.
        SeatListed(TicketId) = "the seller has listed the same seat already",
        FileOverdue = "the ticket's file is not there, and it is too late for it to come",
        SeatCrowded = "there are too many tickets for this seat",
        /// So many.
        TooManySeats(usize) = "nobody may hold more than {0} tickets, and so nobody these",
        FilesFull = "the seller's files are as large as they may be together",
        /// So many.
        GoTogether(usize) = "these {0} seats go only together",
        OneLeftAlone = "one seat would be left alone",
        AccountClosed = "this account is closed",
        VersionChanged = "the ticket was changed meanwhile",
        /// Or no longer.
        NotHeld = "the ticket is not held for this order",
        @through Price(#[from] PriceRefusal) = "It costs too much.",
    }
}

impl Refusal for TicketRefusal {
    fn of(broken: BrokenRule) -> Option<Self> {
        match broken {
            BrokenRule::Ticket(refusal) => Some(refusal),
            BrokenRule::AccountDeleted => Some(Self::AccountClosed),
            BrokenRule::AddressTaken
            | BrokenRule::OpenIdTaken
            | BrokenRule::StillLive
            | BrokenRule::WaitlistFull
            | BrokenRule::LineFull
            | BrokenRule::SeatsFree
            | BrokenRule::AccessTokensFull
            | BrokenRule::AlertsFull
            | BrokenRule::WebhooksFull
            | BrokenRule::OthersTickets
            | BrokenRule::DebtsLeft
            | BrokenRule::RunIsOpen
            | BrokenRule::OtherDispute
            | BrokenRule::Disputed => None,
        }
    }
}

/// What follows from a command: the events that are to be committed as one entry, none if it is so
/// already.
pub fn decide(
    id: TicketId,
    ticket: Option<&Ticket>,
    command: &TicketCommand,
    now: Timestamp,
) -> Result<Vec<DomainEvent>, TicketRefusal> {
    use TicketStatus::{Reserved, Selling, Sold};

    if let TicketCommand::List(listing, rules) = command {
        return list(id, ticket, listing, *rules, now);
    }
    let ticket = ticket.ok_or(TicketRefusal::NotListed)?;
    let event = |event| DomainEvent::Ticket(id, event);
    let and = |events: Vec<_>, last| [events, vec![event(last)]].concat();
    match (command, ticket.status) {
        (TicketCommand::List(..), _) => Err(TicketRefusal::NotListed),
        (TicketCommand::Edit { by, title, price, details, rules, if_version }, _) => {
            let mut events = available(ticket, *by, now)?;
            if if_version.is_some_and(|version| version != ticket.version) {
                return Err(TicketRefusal::VersionChanged);
            }
            let details = details.as_deref().unwrap_or(&ticket.details);
            let (retitled, repriced) = (ticket.title != *title, ticket.price != *price);
            let described = ticket.details != *details;
            if repriced || described {
                rules.check(*price, details.face_value)?;
            }
            if retitled || repriced {
                events.push(event(TicketEvent::Updated { title: title.clone(), price: *price }));
            }
            if described {
                events.push(event(TicketEvent::Described(details.clone())));
            }
            Ok(events)
        }
        (TicketCommand::Attach(by, file), _) => attach(ticket, *by, *file, now),
        (TicketCommand::RemoveFile(by), _) if ticket.seller == *by && ticket.file.is_none() => {
            Ok(vec![])
        }
        (TicketCommand::RemoveFile(by), _) => {
            Ok(and(available(ticket, *by, now)?, TicketEvent::FileRemoved))
        }
        (TicketCommand::Withdraw(by), TicketStatus::Withdrawn) if ticket.seller == *by => {
            Ok(vec![])
        }
        (TicketCommand::Withdraw(by), _) => {
            Ok(and(available(ticket, *by, now)?, TicketEvent::Withdrawn))
        }
        (TicketCommand::Remove(_), _) if ticket.removed.is_some() => Ok(vec![]),
        (TicketCommand::Remove(deed), _) => {
            Ok(and(free(ticket, now)?, TicketEvent::Removed(deed.clone())))
        }
        // Whatever else is under way goes on: whoever holds it keeps it, until the same moment.
        (TicketCommand::Move { from, to, starts_at }, _)
            if ticket.event == *from
                && (ticket.event, ticket.event_starts_at) != (*to, *starts_at) =>
        {
            Ok(vec![event(TicketEvent::Moved { event: *to, event_starts_at: *starts_at })])
        }
        (TicketCommand::Reserve { order, buyer, price, fees, hold }, _) => {
            reserve(ticket, *order, *buyer, (*price, *fees), *hold, now)
        }
        (TicketCommand::Release(order, with), Reserved(r)) if r.order == *order => {
            Ok(together(event(TicketEvent::ReservationReleased(*order)), with))
        }
        (TicketCommand::Release(order, _), Selling { reservation: r, .. }) if r.order == *order => {
            Err(TicketRefusal::Selling)
        }
        (TicketCommand::Expire { order }, Reserved(r)) if r.order == *order && r.is_over(now) => {
            Ok(vec![event(TicketEvent::ReservationExpired(*order))])
        }
        (TicketCommand::StartSale(order, charge), Reserved(r))
            if r.order == *order && !r.is_over(now) =>
        {
            Ok(vec![event(TicketEvent::SaleStarted(*order, *charge))])
        }
        (TicketCommand::StartSale(order, charge), Selling { reservation: r, charge: of })
            if r.order == *order && of == *charge =>
        {
            Ok(vec![])
        }
        (TicketCommand::AbandonSale(order, with), Selling { reservation: r, .. })
            if r.order == *order =>
        {
            let abandoned = together(event(TicketEvent::SaleAbandoned(*order)), with);
            Ok(match r.is_over(now) {
                true => and(abandoned, TicketEvent::ReservationExpired(*order)),
                false => abandoned,
            })
        }
        (TicketCommand::Return { order, relist, with }, Sold { order: by, .. }) if by == *order => {
            let returned = TicketEvent::Returned { order: *order, relist: *relist };
            Ok(together(event(returned), with))
        }
        (TicketCommand::CompleteSale(order, with), Selling { reservation: r, .. })
            if r.order == *order =>
        {
            Ok(together(event(TicketEvent::Sold(*order)), with))
        }
        (TicketCommand::CompleteSale(order, _), Sold { order: by, .. }) if by == *order => {
            Ok(vec![])
        }
        (TicketCommand::Move { .. } | TicketCommand::Expire { .. }, _) => Ok(vec![]),
        (
            TicketCommand::Release { .. }
            | TicketCommand::StartSale { .. }
            | TicketCommand::AbandonSale { .. }
            | TicketCommand::Return { .. }
            | TicketCommand::CompleteSale { .. },
            _,
        ) => Err(TicketRefusal::NotHeld),
    }
}

fn list(
    id: TicketId,
    ticket: Option<&Ticket>,
    listing: &NewListing,
    rules: PriceRules,
    now: Timestamp,
) -> Result<Vec<DomainEvent>, TicketRefusal> {
    match ticket {
        Some(ticket) if ticket.seller == listing.seller => return Ok(vec![]),
        Some(_) => return Err(TicketRefusal::NotSeller),
        None if now >= listing.event_starts_at => return Err(TicketRefusal::EventStarted),
        None => rules.check(listing.price, listing.details.face_value)?,
    }
    let birth = listing.new_event.clone().into_iter().flat_map(|new| {
        let is_said = listing.category != Category::default();
        let category = is_said.then_some(EventEvent::Categorised(listing.category));
        [Some(new), category, listing.event_ends_at.map(EventEvent::Ends)]
    });
    let birth = birth.flatten().map(|event| DomainEvent::Event(listing.event, event));
    let created = TicketEvent::Created {
        event: listing.event,
        event_starts_at: listing.event_starts_at,
        seller: listing.seller,
        title: listing.title.clone(),
        price: listing.price,
    };
    let is_described = listing.details != Details::default();
    let described = is_described.then(|| TicketEvent::Described(listing.details.clone()));
    let grouped = listing.group.map(TicketEvent::Grouped);
    let attached = listing.file.into_iter().flat_map(attached);
    let comes = listing.handover.map(TicketEvent::HandoverChosen);
    let own = [Some(created), described, grouped, comes].into_iter().flatten().chain(attached);
    Ok(birth.chain(own.map(|own| DomainEvent::Ticket(id, own))).collect())
}

fn reserve(
    ticket: &Ticket,
    order: OrderId,
    buyer: UserId,
    (price_seen, fees): (Price, Fees),
    hold: Duration,
    now: Timestamp,
) -> Result<Vec<DomainEvent>, TicketRefusal> {
    if ticket.seller == buyer {
        return Err(TicketRefusal::OwnTicket);
    }
    if let Some(held) = ticket.status.at(now).reservation()
        && held.buyer == buyer
    {
        return match held.order == order {
            true => Ok(vec![]),
            false => Err(TicketRefusal::HeldByYou(held.order)),
        };
    }
    if let TicketStatus::Reserved(over) = ticket.status
        && over.order == order
        && over.is_over(now)
    {
        return Err(TicketRefusal::NotHeld);
    }
    let ended = free(ticket, now)?;
    if now >= ticket.event_starts_at {
        return Err(TicketRefusal::EventStarted);
    }
    // Who pays at the last moment must still have it.
    if ticket.file_due_at().is_some_and(|due| now + hold >= due) {
        return Err(TicketRefusal::FileOverdue);
    }
    let price = fees.buyer.total(ticket.price).map_err(|_| PriceRefusal::TooHigh)?;
    if price != price_seen {
        return Err(TicketRefusal::PriceChanged(price));
    }
    // That is an entry by itself, for it may be somebody else's turn.
    if !ended.is_empty() {
        return Ok(ended);
    }
    let expires_at = now + hold;
    let reservation = Reservation { order, buyer, expires_at };
    let mut events = vec![DomainEvent::Ticket(ticket.id, TicketEvent::Reserved(reservation))];
    let created = OrderEvent::Created { ticket: ticket.id, buyer, price, expires_at };
    events.push(DomainEvent::Order(order, created));
    if let Some(fee) = BuyerFee::within(price, ticket.price) {
        events.push(DomainEvent::Order(order, OrderEvent::FeeIncluded(fee)));
    }
    if let Some(fee) = fees.seller.within(ticket.price) {
        events.push(DomainEvent::Order(order, OrderEvent::SellerFeeIncluded(fee)));
    }
    Ok(events)
}

/// Whether these events have a ticket held, and do not only record that a hold before is over.
pub fn reserves(events: &[DomainEvent]) -> bool {
    events.iter().any(|event| matches!(event, DomainEvent::Ticket(_, TicketEvent::Reserved(_))))
}

/// What must be recorded first for the ticket to be free, if it can be: the end of a reservation
/// whose timer is late.
pub(super) fn free(ticket: &Ticket, now: Timestamp) -> Result<Vec<DomainEvent>, TicketRefusal> {
    match ticket.status {
        TicketStatus::Available => Ok(vec![]),
        // When that is recorded it is withdrawn.
        TicketStatus::Reserved(r) if r.is_over(now) && ticket.recalled.is_some() => {
            Err(TicketRefusal::Withdrawn)
        }
        TicketStatus::Reserved(r) if r.is_over(now) => {
            Ok(vec![DomainEvent::Ticket(ticket.id, TicketEvent::ReservationExpired(r.order))])
        }
        TicketStatus::Reserved(r) => Err(TicketRefusal::Held(r.expires_at)),
        TicketStatus::Selling { .. } => Err(TicketRefusal::Selling),
        TicketStatus::Sold { .. } => Err(TicketRefusal::Sold),
        TicketStatus::Withdrawn => Err(TicketRefusal::Withdrawn),
    }
}

fn available(
    ticket: &Ticket,
    by: UserId,
    now: Timestamp,
) -> Result<Vec<DomainEvent>, TicketRefusal> {
    if ticket.seller != by {
        return Err(TicketRefusal::NotSeller);
    }
    free(ticket, now)
}

fn together(own: DomainEvent, with: &[DomainEvent]) -> Vec<DomainEvent> {
    [std::slice::from_ref(&own), with].concat()
}
