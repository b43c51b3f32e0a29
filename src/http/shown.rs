//! From records to what pages show.

use crate::{
    actors::ticket::TicketRefusal,
    catalog::{Catalog, CatalogListing},
    domain::{ChargeFailure, DeclineCode, Event, Order, OrderStatus, Ticket, TicketStatus},
    types::{Currency, EventId, Timestamp, ZoneName},
    views::{EventLine, Listing, OrderLine, Paging, StatusView},
};

/// How many things a page of a list has.
pub(super) const PAGE: usize = 50;

/// Which part of a list of `total` things page `page` is; beyond the end it is the last.
pub(super) fn paging(page: usize, total: usize) -> Paging {
    let pages = total.div_ceil(PAGE).max(1);
    Paging { page: page.min(pages), pages, total }
}

/// How many things come before a page.
pub(super) fn skipped(paging: Paging) -> usize {
    (paging.page - 1) * PAGE
}

pub(super) fn status(status: TicketStatus, now: Timestamp) -> StatusView {
    let status = status.at(now);
    StatusView { word: status.word(), expires_at: status.reservation().map(|r| r.expires_at) }
}

pub(super) fn event_line(event: &Event) -> EventLine {
    EventLine {
        id: event.id,
        name: event.name.to_string(),
        venue: event.venue.to_string(),
        city: event.city.to_string(),
        starts_at: event.starts_at,
        zone: event.zone.clone(),
    }
}

/// The event in the catalog. Every ticket's is there: they come to be in one entry.
pub(super) fn event_of(catalog: &Catalog, id: EventId) -> EventLine {
    catalog.event(id).map_or_else(
        || EventLine {
            id,
            name: "Unknown event".into(),
            venue: String::new(),
            city: String::new(),
            starts_at: Timestamp::from_millis(0),
            zone: ZoneName::utc(),
        },
        |event| event_line(event),
    )
}

pub(super) fn listing(catalog: &Catalog, listed: &CatalogListing, now: Timestamp) -> Listing {
    Listing {
        id: listed.id,
        title: listed.title.to_string(),
        price: listed.price,
        status: status(listed.status, now),
        event: event_of(catalog, listed.event),
        sold_by: None,
    }
}

pub(super) fn ticket(catalog: &Catalog, ticket: &Ticket, now: Timestamp) -> Listing {
    Listing {
        id: ticket.id,
        title: ticket.title.to_string(),
        price: ticket.price,
        status: status(ticket.status, now),
        event: event_of(catalog, ticket.event),
        sold_by: None,
    }
}

/// A ticket as its seller sees it: with the order by which it was sold.
pub(super) fn own_ticket(catalog: &Catalog, own: &Ticket, now: Timestamp) -> Listing {
    let sold_by = match own.status {
        TicketStatus::Sold { order, .. } => Some(order),
        _ => None,
    };
    Listing { sold_by, ..ticket(catalog, own, now) }
}

pub(super) fn order(catalog: &Catalog, order: &Order, ticket: &Ticket) -> OrderLine {
    OrderLine {
        id: order.id,
        status: order.status.word(),
        reason: match order.status {
            OrderStatus::Cancelled { reason, .. } => Some(reason.word()),
            _ => None,
        },
        price: order.price,
        expires_at: order.status.is_open().then_some(order.expires_at),
        title: ticket.title.to_string(),
        ticket_id: ticket.id,
        event: event_of(catalog, ticket.event),
    }
}

/// Why a payment failed, for its buyer.
pub(super) fn failure(failure: &ChargeFailure) -> String {
    match failure {
        ChargeFailure::Declined(code) => {
            let reason = match code {
                DeclineCode::CardDeclined => "Your card was declined.",
                DeclineCode::InsufficientFunds => "Your card has insufficient funds.",
                DeclineCode::ProcessingError => {
                    "Your bank could not process the payment (a processing error)."
                }
                DeclineCode::Other(reason) => reason,
            };
            format!("{reason} You were not charged.")
        }
        ChargeFailure::Interrupted => {
            "The payment was interrupted before it reached the bank. You were not charged. Please \
             try again."
                .into()
        }
        ChargeFailure::NotCaptured => {
            "The payment could not be completed. You were not charged. Please try again.".into()
        }
    }
}

/// Why a ticket does not do what was asked, for whoever asked.
pub(super) fn refusal(
    refusal: &TicketRefusal,
    currency: Currency,
    now: Timestamp,
    zone: &ZoneName,
) -> String {
    match refusal {
        TicketRefusal::Held { until } => {
            let wait = until.since(now).as_secs().div_ceil(60).max(1);
            let minutes = if wait == 1 { "a minute".into() } else { format!("{wait} minutes") };
            format!(
                "Somebody was faster: it is held for another buyer until {} ({minutes} at most). \
                 If they do not pay, it is free again then.",
                until.format("%H:%M", zone)
            )
        }
        TicketRefusal::HeldByYou { .. } => "You hold this ticket already.".into(),
        TicketRefusal::Selling => "Another buyer is paying for it right now.".into(),
        TicketRefusal::Sold => "This ticket has just been sold.".into(),
        TicketRefusal::Withdrawn => "The seller has withdrawn this ticket.".into(),
        TicketRefusal::PriceChanged { now } => {
            let price = now.decimal(currency);
            format!(
                "The price has changed while you looked: it is {price} {currency} now. Nothing \
                 was held or charged. Press Buy again if you want it at this price."
            )
        }
        TicketRefusal::EventStarted => {
            "The event has started: tickets for it are not traded any more.".into()
        }
        TicketRefusal::OwnTicket => "This is your own ticket: you cannot buy it.".into(),
        TicketRefusal::NotSeller => "Only its seller can change this ticket.".into(),
        TicketRefusal::NotListed | TicketRefusal::NotHeld => "There is no such ticket.".into(),
    }
}

/// Why a ticket cannot be edited or withdrawn now, for its seller.
pub(super) fn not_editable(refused: &TicketRefusal, zone: &ZoneName) -> String {
    match refused {
        TicketRefusal::Held { until } => format!(
            "A buyer holds this ticket until {}. It cannot be changed while it is held: they pay \
             the price that they saw.",
            until.format("%H:%M", zone)
        ),
        TicketRefusal::Selling => {
            "A buyer is paying for this ticket right now. It cannot be changed any more.".into()
        }
        TicketRefusal::Sold => "This ticket is sold. It cannot be changed any more.".into(),
        TicketRefusal::Withdrawn => {
            "You have withdrawn this ticket. List it again to sell it.".into()
        }
        TicketRefusal::EventStarted => {
            "The event has started: tickets for it are not traded any more.".into()
        }
        _ => "This ticket cannot be changed now.".into(),
    }
}
