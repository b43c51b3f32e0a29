//! What a list's CSV has of a record. Its columns are the same in every language, and only ever get more.

use super::super::admin_csv::Cells;
use crate::{
    domain::{Order, OrderStatus, Ticket},
    http::{Edge, presenters},
    storage::StorageError,
    types::{Language, OrderId, Price, TicketId, Timestamp, UserId},
    views::TypedText,
};

/// Of a ticket.
pub(super) const OF_TICKET: &[&str] = &[
    "id",
    "status",
    "title",
    "event",
    "event_name",
    "starts_at",
    "section",
    "row",
    "seat",
    "price",
    "currency",
    "seller",
    "seller_email",
    "listed_at",
    "seat_disputed",
    "removed_because",
];

/// Of an order.
pub(super) const OF_ORDER: &[&str] = &[
    "id",
    "status",
    "cancelled_because",
    "purchase",
    "ticket",
    "title",
    "buyer",
    "buyer_email",
    "seller",
    "seller_email",
    "price",
    "buyer_fee",
    "seller_fee",
    "currency",
    "created_at",
    "paid_at",
    "charge",
    "paid_back_at",
];

/// The address of an account, for those who run the site.
pub(super) fn email(edge: &Edge, user: UserId) -> Result<String, StorageError> {
    let user = edge.market.tables().user(user)?;
    Ok(user.map_or_else(String::new, |user| Language::English.account_of(&user).into_owned()))
}

/// Minor units as a decimal.
pub(in crate::http::pages) fn decimal(edge: &Edge, minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    format!("{sign}{}", edge.config.site.currency.decimal(minor.unsigned_abs()))
}

pub(super) fn price(edge: &Edge, price: Price) -> String {
    price.decimal(edge.config.site.currency)
}

pub(in crate::http::pages) fn currency(edge: &Edge) -> String {
    edge.config.site.currency.code().to_owned()
}

/// A moment, or nothing.
pub(in crate::http::pages) fn at(at: Option<Timestamp>) -> String {
    at.map(Timestamp::rfc3339).unwrap_or_default()
}

pub(super) fn ticket(edge: &Edge, id: TicketId) -> Result<Option<Cells>, StorageError> {
    let tables = edge.market.tables();
    let Some(ticket) = tables.ticket(id)? else { return Ok(None) };
    let event = presenters::event_of(&tables.catalog(), ticket.event);
    let details = presenters::details(&ticket.details);
    let said = |said: Option<TypedText>| said.map(|it| it.to_string()).unwrap_or_default();
    let Ticket { seller, .. } = *ticket;
    Ok(Some(vec![
        id.to_string(),
        ticket.status.at(edge.market.clock().now()).word().to_owned(),
        ticket.title.to_string(),
        ticket.event.to_string(),
        event.name.to_string(),
        event.starts_at.rfc3339(),
        said(details.section),
        said(details.row),
        said(details.seat),
        price(edge, ticket.price),
        currency(edge),
        seller.to_string(),
        email(edge, seller)?,
        ticket.listed_at.rfc3339(),
        ticket.is_disputed().to_string(),
        ticket.removed.as_ref().map(|it| it.reason.to_string()).unwrap_or_default(),
    ]))
}

pub(super) fn order(edge: &Edge, id: OrderId) -> Result<Option<Cells>, StorageError> {
    let tables = edge.market.tables();
    let Some(order) = tables.order(id)? else { return Ok(None) };
    let Some(ticket) = tables.ticket(order.ticket)? else { return Ok(None) };
    let fee = |fee: Option<Price>| fee.map(|fee| price(edge, fee)).unwrap_or_default();
    let Order { buyer, created_at, .. } = *order;
    let cancelled_because = match order.status {
        OrderStatus::Cancelled { reason, .. } => reason.word(),
        _ => "",
    };
    Ok(Some(vec![
        id.to_string(),
        order.status.word().to_owned(),
        cancelled_because.to_owned(),
        order.purchase().first().unwrap_or(&id).to_string(),
        ticket.id.to_string(),
        ticket.title.to_string(),
        buyer.to_string(),
        email(edge, buyer)?,
        ticket.seller.to_string(),
        email(edge, ticket.seller)?,
        price(edge, order.price),
        fee(order.fee),
        fee(order.seller_fee),
        currency(edge),
        created_at.rfc3339(),
        at(order.paid.map(|paid| paid.at)),
        order.paid.map(|paid| paid.charge.to_string()).unwrap_or_default(),
        at(order.paid_back.as_ref().map(|back| back.at)),
    ]))
}
