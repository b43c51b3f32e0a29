//! All that the site knows of somebody, for them to take away.

use axum::{
    extract::State,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse as _, Response},
};
use serde_json::{Value, json};

use crate::{
    domain::{Order, OrderStatus, Ticket, User},
    http::{Edge, HttpError, visitor::SignedIn},
    storage::{StorageError, Tables},
    types::{ChargeId, Currency, Price},
};

/// The user's account, listings, orders and waitlist entries as JSON.
pub(crate) async fn export(
    State(edge): State<Edge>,
    user: SignedIn,
) -> Result<Response, HttpError> {
    let account = user.account().clone();
    // It may be much, and is read from disk.
    let read = tokio::task::spawn_blocking(move || {
        all(edge.market.tables(), &account, edge.config.site.currency)
    });
    let all = read.await.map_err(|error| HttpError::Internal(error.to_string()))??;
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\""),
    ];
    Ok((headers, format!("{all:#}\n")).into_response())
}

fn all(tables: &Tables, user: &User, currency: Currency) -> Result<Value, StorageError> {
    let wanted: Vec<_> = {
        let catalog = tables.catalog();
        catalog.wanted_by(user.id).map(|wanted| wanted.ticket.to_string()).collect()
    };
    let (listed, ordered) = (tables.listed_by(user.id)?, tables.ordered_by(user.id)?);
    let mut listings = Vec::with_capacity(listed.len());
    for id in listed {
        if let Some(ticket) = tables.ticket(id)? {
            listings.push(listing(tables, &ticket, currency)?);
        }
    }
    let mut orders = Vec::with_capacity(ordered.len());
    for id in ordered {
        if let Some(order) = tables.order(id)? {
            orders.push(self::order(tables, &order, currency)?);
        }
    }
    Ok(json!({
        "account": {
            "id": user.id.to_string(),
            "email": user.email.as_str(),
            "email_confirmed_at": user.confirmed_at.map(|at| at.rfc3339()),
            "created_at": user.created_at.rfc3339(),
        },
        "currency": currency.to_string(),
        "listings": listings,
        "orders": orders,
        "waits_for_tickets": wanted,
    }))
}

fn listing(tables: &Tables, ticket: &Ticket, currency: Currency) -> Result<Value, StorageError> {
    let details = &ticket.details;
    let text = |text: Option<String>| text.map_or(Value::Null, Value::from);
    Ok(json!({
        "id": ticket.id.to_string(),
        "event": event(tables, ticket)?,
        "title": ticket.title.to_string(),
        "price": ticket.price.decimal(currency),
        "section": text(details.section.as_ref().map(ToString::to_string)),
        "row": text(details.row.as_ref().map(ToString::to_string)),
        "seat": text(details.seat.as_ref().map(ToString::to_string)),
        "face_value": text(details.face_value.map(|value| value.decimal(currency))),
        "notes": text(details.notes.as_ref().map(ToString::to_string)),
        "file_bytes": ticket.file.map(|file| file.bytes),
        "listed_at": ticket.listed_at.rfc3339(),
        "status": ticket.status.word(),
    }))
}

fn event(tables: &Tables, ticket: &Ticket) -> Result<Value, StorageError> {
    let event = tables.event_of(ticket)?;
    Ok(event.map_or(Value::Null, |event| {
        json!({
            "name": event.name.to_string(),
            "venue": event.venue.to_string(),
            "city": event.city.to_string(),
            "starts_at": event.starts_at.rfc3339(),
        })
    }))
}

fn order(tables: &Tables, order: &Order, currency: Currency) -> Result<Value, StorageError> {
    let decimal = |price: Price| price.decimal(currency);
    let charge = match order.status {
        OrderStatus::Created => None,
        OrderStatus::AwaitingPayment(charge) => charge,
        OrderStatus::Completed { charge, .. } => Some(charge),
        OrderStatus::Cancelled { .. } => order.paid.map(|paid| paid.charge),
    };
    let reason = match order.status {
        OrderStatus::Cancelled { reason, .. } => Some(reason.word()),
        _ => None,
    };
    let ticket = tables.ticket(order.ticket)?;
    let event = ticket.as_ref().map(|ticket| event(tables, ticket)).transpose()?;
    Ok(json!({
        "id": order.id.to_string(),
        "ticket": order.ticket.to_string(),
        "title": ticket.map(|ticket| ticket.title.to_string()),
        "event": event,
        "price": decimal(order.price),
        "fee": order.fee.map(decimal),
        "created_at": order.created_at.rfc3339(),
        "status": order.status.word(),
        "reason": reason,
        "failed_payments": order.failed_attempts,
        "payment": charge.map(|charge| payment(tables, charge, currency)).transpose()?.flatten(),
        "refund_reason": order.refund.as_ref().map(|refund| refund.reason.to_string()),
    }))
}

fn payment(
    tables: &Tables,
    charge: ChargeId,
    currency: Currency,
) -> Result<Option<Value>, StorageError> {
    Ok(tables.charge(charge)?.map(|charge| {
        json!({
            "id": charge.id.to_string(),
            "amount": charge.amount.decimal(currency),
            "created_at": charge.created_at.rfc3339(),
            "reference": charge.stripe_id.as_deref(),
            "refund_reference": charge.stripe_refund_id.as_deref(),
            "status": charge.status.word(),
        })
    }))
}
