//! What sellers want: to list tickets, change them and take them back, and to give them their files.

use std::sync::Arc;

use super::{
    AccessError, Caller, Code, Done, RefusalCode, UseCaseError, policy, refusal::refusal_codes,
};
use crate::{
    actors::{Market, Unavailable},
    domain::{
        Details, Event, EventEvent, Handover, Scope, SeatsGo, Ticket,
        rules::{
            Refusal as _, Rule, check, refusals,
            ticket::{NewListing, TicketCommand, TicketRefusal, decide},
        },
    },
    files::ReceivedFile,
    payments::Checkout,
    types::{Category, EventId, Price, Seat, TicketId, Timestamp, Title},
};

/// The event that tickets are offered for.
#[derive(Debug, Clone)]
pub struct ChosenEvent {
    /// Which event.
    pub id: EventId,
    /// When it starts.
    pub starts_at: Timestamp,
    /// What it is, if it comes to be with the listing.
    pub new: Option<EventEvent>,
    /// Of which category that is then.
    pub category: Category,
    /// When that ends then, if it is said.
    pub ends_at: Option<Timestamp>,
}

impl ChosenEvent {
    /// One that is there already.
    #[must_use]
    pub fn known(event: &Event) -> Self {
        let (id, starts_at) = (event.id, event.starts_at);
        Self { id, starts_at, new: None, category: event.category, ends_at: None }
    }
}

/// Tickets to be listed, all alike but for their seats.
pub struct Offer {
    /// The first of them: from [`first_id`].
    pub first: TicketId,
    /// All that is said of them: what differs in it is another ticket.
    pub said: Vec<u8>,
    /// What they are for.
    pub event: ChosenEvent,
    /// What their seller calls them.
    pub title: Title,
    /// What each costs.
    pub price: Price,
    /// What else is said of all of them.
    pub details: Details,
    /// The seat of each.
    pub seats: Vec<Option<Seat>>,
    /// How they go, if not singly.
    pub how: Option<SeatsGo>,
    /// How each comes to its buyer, if that is said.
    pub handover: Option<Handover>,
    /// The ticket itself, if it came with it; of one ticket alone.
    pub file: Option<ReceivedFile>,
}

refusals! {
    /// What a price must be within, whatever a ticket's own rules say.
    pub enum PriceBound {
        /// This is the highest that can be charged, less the fee.
        TooHigh(Price) = "the price is more than can be charged",
        /// This is the lowest, less the fee.
        TooLow(Price) = "the price is less than can be charged",
    }
}

/// Why a ticket is not listed or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SellingRefusal {
    /// Nobody could pay what it would cost.
    Price(PriceBound),
    /// By the ticket's own rules.
    Ticket(TicketRefusal),
}

refusal_codes! {
    PriceBound { TooHigh: PriceTooHigh, TooLow: PriceTooLow, }
    SellingRefusal { @of Price; @of Ticket; }
}

/// Tickets are not listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotListed {
    /// Why.
    pub why: SellingRefusal,
    /// The first of them, if it is tried again.
    pub first: TicketId,
}

impl RefusalCode for NotListed {
    fn code(&self) -> Code {
        self.why.code()
    }
}

/// Whether what a ticket's buyer would pay can be paid here.
///
/// # Errors
/// When it is too much or too little.
pub fn check_price(market: &Market, checkout: &Checkout, price: Price) -> Result<(), PriceBound> {
    let fee = market.settings().prices.fees.buyer;
    let total = fee.total(price).map_err(|_| PriceBound::TooHigh(fee.highest()))?;
    match checkout.least {
        Some(least) if total < least => Err(PriceBound::TooLow(fee.lowest(least))),
        _ => Ok(()),
    }
}

/// The listing that is named, the first of so many, so that what is sent twice lists them once; a
/// new one if none is named, or if one of them is somebody else's.
///
/// # Errors
/// When nobody is signed in, or a record cannot be read.
pub fn first_id(
    market: &Market,
    caller: Caller<'_>,
    named: Option<TicketId>,
    count: usize,
) -> Result<TicketId, AccessError> {
    let caller = policy::scoped(caller, Scope::Sell)?;
    let seller = policy::signed_in(caller)?.id;
    let Some(first) = named else { return Ok(TicketId::new()) };
    for n in (0..).take(count) {
        let known = market.tables().ticket(first.sibling(n))?;
        if known.is_some_and(|known| known.seller != seller) {
            return Ok(TicketId::new());
        }
    }
    Ok(first)
}

/// Lists tickets, and gives the first of them.
pub async fn list(
    market: &Arc<Market>,
    checkout: &Checkout,
    caller: Caller<'_>,
    offer: Offer,
) -> Done<NotListed, TicketId> {
    let caller = policy::scoped(caller, Scope::Sell)?;
    let seller = policy::trader(market, caller)?.id;
    let Offer { first, said, event, title, price, details, seats, how, handover, file } = offer;
    let refused = |first| move |why| NotListed { why, first };
    if let Err(bound) = check_price(market, checkout, price) {
        return Err(UseCaseError::Refused(refused(first)(SellingRefusal::Price(bound))));
    }
    let listing = NewListing {
        event: event.id,
        new_event: event.new,
        category: event.category,
        event_starts_at: event.starts_at,
        event_ends_at: event.ends_at,
        seller,
        title,
        price,
        details,
        file: None,
        group: None,
        handover,
    };
    let seat = seats.first().cloned().flatten();
    let several = how.filter(|_| seats.len() > 1);
    let first = match is_another(market, first, &listing, (seat.as_ref(), several))? {
        true => first.another(&said),
        false => first,
    };
    seats_are_free(market, first, &listing, &seats)
        .map_err(|error| error.map(SellingRefusal::Ticket).map(refused(first)))?;
    let listed = match file {
        // Its seller went back to the form to choose a file, or another.
        Some(received) if market.tables().ticket(first)?.is_some() => {
            market.attach_received(first, seller, received).await
        }
        Some(received) => {
            let details = Details { seat, ..listing.details.clone() };
            market.list_with(first, NewListing { details, ..listing }, received).await
        }
        None => market.list_seats(first, listing, seats, how).await,
    };
    match listed {
        Ok(()) => Ok(first),
        Err(error) => {
            Err(UseCaseError::from(error).map(SellingRefusal::Ticket).map(refused(first)))
        }
    }
}

/// Whether all seats can be offered, before one is; each is judged by the same rule when it is listed.
/// Here the rule is asked of events that are the same by their words, too: who types an event anew
/// makes another.
fn seats_are_free(
    market: &Market,
    first: TicketId,
    listing: &NewListing,
    seats: &[Option<Seat>],
) -> Done<TicketRefusal> {
    let tables = market.tables();
    let mut events = match &listing.new_event {
        Some(EventEvent::Created { name, city, starts_at, .. }) => {
            tables.catalog().events_alike(name.as_str(), city.as_str(), *starts_at)
        }
        _ => match tables.event(listing.event)? {
            Some(it) => {
                tables.catalog().events_alike(it.name.as_str(), it.city.as_str(), it.starts_at)
            }
            None => vec![],
        },
    };
    if !events.contains(&listing.event) {
        events.push(listing.event);
    }
    let all =
        (0..).zip(seats).flat_map(|(n, seat)| events.iter().map(move |event| (n, seat, *event)));
    for (n, seat, event) in all {
        let (ticket, seller) = (first.sibling(n), listing.seller);
        let details = Details { seat: seat.clone(), ..listing.details.clone() };
        let Some(seat) = details.seat_name() else { continue };
        if tables.ticket(ticket)?.is_some() {
            continue;
        }
        let rule = Rule::SeatIsFree { seller, ticket, event, seat };
        let broken = check(&rule, tables, market.clock().now());
        let broken = broken.map_err(|error| Unavailable::NotDone(error.to_string()))?;
        if let Some(refusal) = broken.err().and_then(TicketRefusal::of) {
            return Err(UseCaseError::Refused(refusal));
        }
    }
    Ok(())
}

/// Whether this is not the ticket that has the id already: its seller went back to the form after
/// listing that, and changed it to list another.
fn is_another(
    market: &Market,
    id: TicketId,
    listing: &NewListing,
    (seat, how): (Option<&Seat>, Option<SeatsGo>),
) -> Result<bool, AccessError> {
    let Some(known) = market.tables().ticket(id)? else { return Ok(false) };
    let details = Details { seat: seat.cloned(), ..listing.details.clone() };
    let catalog = market.tables().catalog();
    let is_for_it = match (&listing.new_event, catalog.event_that_stays(known.event)) {
        (None, event) => event.is_some_and(|event| event.id == listing.event),
        (Some(EventEvent::Created { name, venue, city, starts_at, .. }), Some(event)) => {
            (name, venue, city, starts_at, listing.event_ends_at)
                == (&event.name, &event.venue, &event.city, &event.starts_at, event.ends_at)
        }
        (Some(_), _) => false,
    };
    let said = (&known.title, known.price, &known.details, known.group.map(|group| group.how));
    let is_said = said == (&listing.title, listing.price, &details, how);
    Ok(!is_for_it || !is_said || known.handover != listing.handover)
}

/// The caller's ticket, and why it cannot be changed now, if it cannot.
pub fn editable(
    market: &Market,
    caller: Caller<'_>,
    id: TicketId,
) -> Result<(Arc<Ticket>, Option<TicketRefusal>), AccessError> {
    let caller = policy::scoped(caller, Scope::Sell)?;
    let ticket = policy::own_ticket(market, caller, id)?;
    let unchanged = TicketCommand::Edit {
        by: ticket.seller,
        title: ticket.title.clone(),
        price: ticket.price,
        details: None,
        rules: market.settings().prices,
        if_version: None,
    };
    let refusal = decide(id, Some(&ticket), &unchanged, market.clock().now()).err();
    Ok((ticket, refusal))
}

/// Changes a ticket of the caller's: its title and price, and its details if there are any; only if it
/// still has this version, if one is named.
pub async fn edit(
    market: &Market,
    checkout: &Checkout,
    caller: Caller<'_>,
    id: TicketId,
    (title, price, details): (Title, Price, Option<Details>),
    if_version: Option<u32>,
) -> Done<SellingRefusal> {
    let caller = policy::scoped(caller, Scope::Sell)?;
    let seller = policy::own_ticket(market, caller, id)?.seller;
    if let Err(bound) = check_price(market, checkout, price) {
        return Err(UseCaseError::Refused(SellingRefusal::Price(bound)));
    }
    let edited = market.edit(id, seller, (title, price, details), if_version).await;
    edited.map_err(|error| UseCaseError::from(error).map(SellingRefusal::Ticket))
}

/// Asks another price for a ticket of the caller's.
pub async fn reprice(
    market: &Market,
    checkout: &Checkout,
    caller: Caller<'_>,
    id: TicketId,
    price: Price,
) -> Done<SellingRefusal> {
    let caller = policy::scoped(caller, Scope::Sell)?;
    let title = policy::own_ticket(market, caller, id)?.title.clone();
    edit(market, checkout, caller, id, (title, price, None), None).await
}

/// Takes a ticket of the caller's back.
pub async fn withdraw(market: &Market, caller: Caller<'_>, id: TicketId) -> Done<TicketRefusal> {
    let caller = policy::scoped(caller, Scope::Sell)?;
    let seller = policy::own_ticket(market, caller, id)?.seller;
    Ok(market.withdraw(id, seller).await?)
}

/// Attaches the file that came for a ticket of the caller's, in place of the one before. Whether it
/// is theirs is asked by [`policy::own_ticket`] before the file is let in, too.
pub async fn attach_file(
    market: &Arc<Market>,
    caller: Caller<'_>,
    id: TicketId,
    received: ReceivedFile,
) -> Done<TicketRefusal> {
    let caller = policy::scoped(caller, Scope::Sell)?;
    let seller = policy::own_ticket(market, caller, id)?.seller;
    Ok(market.attach_received(id, seller, received).await?)
}

/// Takes the file of a ticket of the caller's off.
pub async fn remove_file(market: &Market, caller: Caller<'_>, id: TicketId) -> Done<TicketRefusal> {
    let caller = policy::scoped(caller, Scope::Sell)?;
    let seller = policy::own_ticket(market, caller, id)?.seller;
    Ok(market.remove_file(id, seller).await?)
}
