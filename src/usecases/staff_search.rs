//! One search for those who run the site and those who answer for it: whatever they were told, an id, an
//! address, a number, a name.

use super::{AccessError, Caller, policy};
use crate::{
    actors::Market,
    domain::{Key, Row},
    reads::{past::RecordName, search::Query, walk::Walk},
    storage::StorageError,
    types::{
        DisputeId, Email, EventId, FeeInvoiceId, OrderId, PayoutId, PayoutRunId, ReportId,
        TicketId, UserId, id_bytes,
    },
};

/// How many of a kind are found.
pub const FOUND_MAX: usize = 10;

/// How many letters an address is looked for by at the least.
const ADDRESS_LETTERS_MIN: usize = 3;

/// What was found: a record, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// An account.
    User(UserId),
    /// An order, one of a purchase or alone.
    Order(OrderId),
    /// What the buyer of this order has against it, or wants those who run the site to look at.
    Claim(OrderId),
    /// A ticket.
    Ticket(TicketId),
    /// An event.
    Event(EventId),
    /// A dispute.
    Dispute(DisputeId),
    /// A payout.
    Payout(PayoutId),
    /// A run of payouts.
    Run(PayoutRunId),
    /// An invoice of fees, or a credit note.
    Invoice(FeeInvoiceId),
    /// A report of a listing.
    Report(ReportId),
}

/// What is found by this: [`FOUND_MAX`] of a kind at the most, each once.
///
/// # Errors
/// When the caller does not answer for the site, or a record cannot be read.
pub fn found(market: &Market, caller: Caller<'_>, sought: &str) -> Result<Vec<Found>, AccessError> {
    policy::staff(caller)?;
    let sought = sought.trim();
    let tables = market.tables();
    let mut found = vec![];
    if sought.is_empty() {
        return Ok(found);
    }
    if let Some(id) = id_bytes(sought) {
        of_id(market, id, &mut found)?;
        return Ok(found);
    }
    for row in tables.with_name(RecordName::at_provider(sought), FOUND_MAX)? {
        of_row(market, &row, &mut found)?;
    }
    let number = sought.trim_start_matches('#').parse().ok();
    for row in number
        .map(|n| tables.with_name(RecordName::invoice(n), FOUND_MAX))
        .transpose()?
        .into_iter()
        .flatten()
    {
        of_row(market, &row, &mut found)?;
    }
    {
        let catalog = tables.catalog();
        let address = Email::parse(sought).ok();
        let owner = address.as_ref().and_then(|email| catalog.user_by_email(email));
        found.extend(owner.map(Found::User));
        if owner.is_none() && sought.chars().count() >= ADDRESS_LETTERS_MIN {
            let users = catalog.users_beginning(sought, FOUND_MAX);
            found.extend(users.into_iter().map(Found::User));
        }
        if address.is_none() {
            let events =
                catalog.events_like(&Query::parse(sought), None, Walk::up(None), FOUND_MAX);
            found.extend(events.found.into_iter().map(|(_, (_, id))| Found::Event(id)));
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Every record that has this id.
fn of_id(market: &Market, id: [u8; 16], found: &mut Vec<Found>) -> Result<(), StorageError> {
    let order = OrderId::from_bytes(id);
    let keys = [
        Key::User(UserId::from_bytes(id)),
        Key::Order(order),
        Key::Claim(order),
        Key::Conversation(order),
        Key::Ticket(TicketId::from_bytes(id)),
        Key::Event(EventId::from_bytes(id)),
        Key::Charge(crate::types::ChargeId::from_bytes(id)),
        Key::Dispute(DisputeId::from_bytes(id)),
        Key::Payout(PayoutId::from_bytes(id)),
        Key::PayoutRun(PayoutRunId::from_bytes(id)),
        Key::FeeInvoice(FeeInvoiceId::from_bytes(id)),
        Key::Report(ReportId::from_bytes(id)),
    ];
    for key in keys {
        if let Some(row) = market.tables().row(key)? {
            of_row(market, &row, found)?;
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(())
}

/// What a record is found as: a charge as the orders that it pays.
fn of_row(market: &Market, row: &Row, found: &mut Vec<Found>) -> Result<(), StorageError> {
    match row {
        Row::User(user) => found.push(Found::User(user.id)),
        Row::Order(order) => found.push(Found::Order(order.id)),
        Row::Claim(claim) => found.push(Found::Claim(claim.id)),
        Row::Conversation(it) if it.asked_admins_at.is_some() => found.push(Found::Claim(it.id)),
        Row::Ticket(ticket) => found.push(Found::Ticket(ticket.id)),
        Row::Event(event) => found.push(Found::Event(event.id)),
        Row::Charge(charge) => {
            let order = market.tables().order(charge.order)?;
            match order.filter(|_| charge.part_of.is_none()) {
                Some(order) => found.extend(order.purchase().iter().copied().map(Found::Order)),
                None => found.push(Found::Order(charge.order)),
            }
        }
        Row::Dispute(dispute) => found.push(Found::Dispute(dispute.id)),
        Row::Payout(payout) => found.push(Found::Payout(payout.id)),
        Row::PayoutRun(run) => found.push(Found::Run(run.id)),
        Row::FeeInvoice(invoice) => found.push(Found::Invoice(invoice.id)),
        Row::Report(report) => found.push(Found::Report(report.id)),
        _ => {}
    }
    Ok(())
}
