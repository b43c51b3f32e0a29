//! From records to what pages show.

use crate::{
    actors::ticket::TicketRefusal,
    catalog::{Catalog, CatalogListing},
    domain::{
        ChargeFailure, DeclineCode, Details, Event, Order, OrderStatus, Ticket, TicketFile,
        TicketStatus,
    },
    history::{self, Happened, Line},
    types::{Currency, EventId, Price, Timestamp, ZoneName},
    views::{
        EventLine, FileChoice, FileView, HistoryLine, Listing, OrderLine, Paging, Refusal,
        RefusalEnds, Shell, StatusView, TicketDetails,
    },
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
    catalog.event_that_stays(id).map_or_else(
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

pub(super) fn listing(catalog: &Catalog, listed: &CatalogListing, shell: &Shell<'_>) -> Listing {
    Listing {
        id: listed.id,
        title: listed.title.to_string(),
        place: listed.place.as_deref().map(Into::into),
        price: shell.fee.shown(listed.price),
        asked: listed.price,
        status: status(listed.status, shell.now),
        event: event_of(catalog, listed.event),
        sold_by: None,
    }
}

pub(super) fn ticket(catalog: &Catalog, ticket: &Ticket, shell: &Shell<'_>) -> Listing {
    Listing {
        id: ticket.id,
        title: ticket.title.to_string(),
        place: ticket.details.place(),
        price: shell.fee.shown(ticket.price),
        asked: ticket.price,
        status: status(ticket.status, shell.now),
        event: event_of(catalog, ticket.event),
        sold_by: None,
    }
}

/// What is said of a ticket beside its title and price.
pub(super) fn details(details: &Details) -> TicketDetails {
    TicketDetails {
        section: details.section.as_ref().map(ToString::to_string),
        row: details.row.as_ref().map(ToString::to_string),
        seat: details.seat.as_ref().map(ToString::to_string),
        face_value: details.face_value,
        notes: details.notes.as_ref().map(ToString::to_string),
    }
}

/// A ticket as its seller sees it: with the order by which it was sold.
pub(super) fn own_ticket(catalog: &Catalog, own: &Ticket, shell: &Shell<'_>) -> Listing {
    let sold_by = match own.status {
        TicketStatus::Sold { order, .. } => Some(order),
        _ => None,
    };
    Listing { sold_by, ..ticket(catalog, own, shell) }
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
        asked: order.ticket_price(),
        fee: order.fee,
        expires_at: order.status.is_open().then_some(order.expires_at),
        title: ticket.title.to_string(),
        place: ticket.details.place(),
        ticket_id: ticket.id,
        event: event_of(catalog, ticket.event),
    }
}

/// What has happened to a ticket, from its listing on. Its prices are what its seller asked for,
/// since the fee may have been another then, and say so where there is one.
pub(super) fn history(ticket: &Ticket, lines: &[Line], shell: &Shell<'_>) -> Vec<HistoryLine> {
    let fee = if shell.fee.is_none() { "" } else { " before the fee" };
    let currency = shell.currency;
    let priced = |price: Price| format!("{} {currency}{fee}", price.decimal(currency));
    let first_price = lines.iter().find_map(|line| match line.what {
        Happened::PriceChanged { from, .. } => Some(from),
        _ => None,
    });
    let listed = match lines.len() < history::LINES_MAX {
        true => format!("Listed for {}", priced(first_price.unwrap_or(ticket.price))),
        // What is forgotten may have been a change of the price.
        false => format!("Listed; of what followed, the latest {}", lines.len()),
    };
    let what = |happened| match (happened, &ticket.removed) {
        (Happened::Removed, Some(removed)) => {
            format!("{}: {}", said(happened, priced), removed.reason)
        }
        _ => said(happened, priced),
    };
    let said = lines.iter().map(|line| HistoryLine { at: line.at, what: what(line.what) });
    [HistoryLine { at: ticket.listed_at, what: listed }].into_iter().chain(said).collect()
}

fn said(happened: Happened, priced: impl Fn(Price) -> String) -> String {
    match happened {
        Happened::PriceChanged { from, to } => {
            return format!("Price changed from {} to {}", priced(from), priced(to));
        }
        Happened::Held => "Held for a buyer",
        Happened::Released => "Released: the order was cancelled",
        Happened::RanOut => "Released: the time to pay ran out",
        Happened::Sold => "Sold",
        Happened::Refunded { relisted: true } => "Refunded, and for sale again",
        Happened::Refunded { relisted: false } => "Refunded, and withdrawn",
        Happened::Withdrawn => "Withdrawn",
        Happened::Removed => "Removed by the people who run this site",
        Happened::Moved => "Its event was listed twice: moved to the entry that stays",
    }
    .into()
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
) -> Refusal {
    let message = match refusal {
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
        TicketRefusal::Withdrawn => "This ticket was withdrawn.".into(),
        TicketRefusal::AccountClosed => "Your account is closed. Nothing was held.".into(),
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
        TicketRefusal::TooManyHeld { held, max, .. } => {
            let tickets = if *held == 1 { "ticket" } else { "tickets" };
            format!(
                "You hold {held} {tickets} already, and nobody can hold more than {max} at a time. \
                 This one was not held. Pay for one of these or cancel it, then press Buy again:"
            )
        }
        TicketRefusal::CoolingDown { run_outs, .. } => {
            let times = if *run_outs == 2 { "Twice".into() } else { format!("{run_outs} times") };
            format!(
                "{times} this ticket was held for you and the time ran out. Now it is others’ \
                 turn for a while: it was not held."
            )
        }
        TicketRefusal::Price(refusal) => format!("This ticket cannot be sold now: {refusal}."),
        TicketRefusal::OwnTicket => "This is your own ticket: you cannot buy it.".into(),
        TicketRefusal::NotSeller => "Only its seller can change this ticket.".into(),
        TicketRefusal::SameFileListed | TicketRefusal::SameFileSold => {
            return Refusal { message: not_attachable(refusal, zone), ..Refusal::default() };
        }
        TicketRefusal::NotListed | TicketRefusal::NotHeld => "There is no such ticket.".into(),
    };
    let ends = match refusal {
        TicketRefusal::TooManyHeld { until: Some(at), .. } => {
            Some(RefusalEnds { what: "The next of them runs out at", at: *at })
        }
        TicketRefusal::CoolingDown { until, .. } => {
            Some(RefusalEnds { what: "You can buy it again from", at: *until })
        }
        _ => None,
    };
    Refusal { message, ends, holds: vec![] }
}

/// Why a file cannot be attached to a ticket or taken off, for its seller.
pub(super) fn not_attachable(refused: &TicketRefusal, zone: &ZoneName) -> String {
    match refused {
        TicketRefusal::SameFileListed => {
            "Another ticket on sale here has this same file, and each file is sold once. Attach \
             the file of this ticket."
        }
        TicketRefusal::SameFileSold => {
            "This same file was sold here to somebody else, and only they can sell it on. Attach \
             the file of this ticket."
        }
        refused => return not_editable(refused, zone),
    }
    .into()
}

/// What a page says of a ticket's file.
pub(super) fn file(file: &TicketFile) -> FileView {
    FileView { kind: file.kind.name(), bytes: file.bytes }
}

/// What its seller can do about a ticket's file.
pub(super) fn file_choice(ticket: &Ticket, now: Timestamp) -> FileChoice {
    match (ticket.status.at(now), ticket.file) {
        (TicketStatus::Withdrawn, _) => FileChoice::None,
        (_, None) => FileChoice::Attach,
        (TicketStatus::Available, Some(_)) => FileChoice::Replace,
        (_, Some(_)) => FileChoice::Locked,
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
        TicketRefusal::Withdrawn => "This ticket is withdrawn. List it again to sell it.".into(),
        TicketRefusal::EventStarted => {
            "The event has started: tickets for it are not traded any more.".into()
        }
        _ => "This ticket cannot be changed now.".into(),
    }
}
