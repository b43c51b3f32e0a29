//! Orders and payments.

use std::sync::Arc;

use axum::{Json, http::StatusCode, response::IntoResponse as _};
use serde_json::{Value, json};

use super::{Fields, Member, Wrong, bad, changes, major, refusal, unauthorised};
use crate::{
    domain::{Order, OrderStatus, Ticket},
    http::{Edge, HttpError, HttpResult, Id, refused},
    reads::walk::Walk,
    texts::Tell as _,
    types::OrderId,
    usecases::{
        Code, RefusalCode as _,
        buying::{self, PayRefusal, PaymentProgress},
    },
};

/// How many orders a list has at the most: that design's has all, and knows no pages.
const LISTED_MAX: usize = 1000;

/// What Stripe's tests call their cards (<https://docs.stripe.com/testing>), and the numbers by which the
/// sandbox knows them: the brands all are one.
fn card_of(token: &str) -> Option<&'static str> {
    Some(match token {
        "tok_visa"
        | "tok_visa_debit"
        | "tok_mastercard"
        | "tok_mastercard_debit"
        | "tok_mastercard_prepaid"
        | "tok_amex"
        | "tok_discover"
        | "tok_diners"
        | "tok_jcb"
        | "tok_unionpay" => "4242424242424242",
        "tok_chargeDeclined" | "tok_visa_chargeDeclined" => "4000000000000002",
        "tok_chargeDeclinedInsufficientFunds" | "tok_visa_chargeDeclinedInsufficientFunds" => {
            "4000000000009995"
        }
        "tok_chargeDeclinedProcessingError" | "tok_visa_chargeDeclinedProcessingError" => {
            "4000000000000119"
        }
        _ => return None,
    })
}

fn json_of(edge: &Edge, order: &Order, ticket: &Ticket) -> Value {
    let currency = edge.config.site.currency;
    json!({
        "id": order.id.to_string(),
        "userId": order.buyer.to_string(),
        "status": word(&order.status),
        "expiresAt": order.expires_at.rfc3339(),
        "version": changes(order.version),
        "ticket": {
            "id": ticket.id.to_string(),
            "title": ticket.title.as_str(),
            "price": major(order.price, currency),
            "version": changes(ticket.version),
        },
    })
}

fn word(status: &OrderStatus) -> &'static str {
    match status {
        OrderStatus::Created => "created",
        OrderStatus::AwaitingPayment(_) => "awaiting:payment",
        OrderStatus::Completed { .. } => "complete",
        OrderStatus::Cancelled { .. } => "cancelled",
    }
}

/// An order of the caller's; none if it is another's, which is 401 there.
fn own(member: &Member, id: OrderId) -> HttpResult<Option<Arc<Order>>> {
    let order = member.edge.market.tables().order(id)?.ok_or(HttpError::NotFound)?;
    Ok((Some(order.buyer) == member.user()).then_some(order))
}

fn shown(edge: &Edge, status: StatusCode, id: OrderId) -> HttpResult {
    let tables = edge.market.tables();
    let order = tables.order(id)?.ok_or(HttpError::NotFound)?;
    let ticket = tables.ticket(order.ticket)?.ok_or(HttpError::NotFound)?;
    Ok((status, Json(json_of(edge, &order, &ticket))).into_response())
}

pub(super) async fn list(member: Member) -> HttpResult {
    let (edge, tables) = (&member.edge, member.edge.market.tables());
    let Some(buyer) = member.user() else { return Ok(unauthorised()) };
    let mut orders = vec![];
    for id in tables.ordered_by(buyer, Walk::up(None), LISTED_MAX)? {
        let Some(order) = tables.order(id)? else { continue };
        let ticket = tables.ticket(order.ticket)?;
        orders.extend(ticket.map(|ticket| json_of(edge, &order, &ticket)));
    }
    Ok(Json(orders).into_response())
}

pub(super) async fn show(member: Member, Id(id): Id<OrderId>) -> HttpResult {
    match own(&member, id)? {
        Some(_) => shown(&member.edge, StatusCode::OK, id),
        None => Ok(unauthorised()),
    }
}

/// Has a ticket held at the price that it has: that design's buyers say none.
pub(super) async fn create(member: Member, said: Fields) -> HttpResult {
    let edge = &member.edge;
    let named = said.text("ticketId");
    if named.is_empty() {
        return Ok(bad(&[Wrong::at("ticketId", "Which ticket?")]));
    }
    let id = named.parse().map_err(|_| HttpError::NotFound)?;
    let ticket = edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    let price = edge.fee().total(ticket.price).map_err(|_| HttpError::NotFound)?;
    match refused(buying::buy(&edge.market, member.caller(), id, price).await)? {
        Ok(order) => shown(edge, StatusCode::CREATED, order),
        Err(no) => Ok(refusal(no.code())),
    }
}

pub(super) async fn cancel(member: Member, Id(id): Id<OrderId>) -> HttpResult {
    if own(&member, id)?.is_none() {
        return Ok(unauthorised());
    }
    match refused(buying::cancel(&member.edge.market, member.caller(), id).await)? {
        Ok(()) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(no) => Ok(refusal(no.code())),
    }
}

/// Pays in the sandbox. Where Stripe is the provider, tokens are not taken: the buyer pays in its form.
pub(super) async fn pay(member: Member, said: Fields) -> HttpResult {
    let edge = &member.edge;
    let id: OrderId = said.text("orderId").parse().map_err(|_| HttpError::NotFound)?;
    let Some(order) = own(&member, id)? else { return Ok(unauthorised()) };
    let number = card_of(&said.text("token")).filter(|_| edge.checkout.is_sandbox());
    let Some(number) = number else {
        let message = "In the sandbox this is a token of Stripe's tests, such as tok_visa.";
        return Ok(bad(&[Wrong::at("token", message)]));
    };
    if let OrderStatus::Completed { .. } = order.status {
        return Ok(refusal(Code::OrderCompleted));
    }
    let (expiry, now) = ("12/99", edge.market.clock().now());
    let card = edge.checkout.card(number, expiry, "123", now).unwrap_or_default();
    let (_place, patience) = edge.payment_slots.patience();
    let paid = buying::pay(&edge.market, member.caller(), id, None, card, patience).await;
    match refused(paid)? {
        Ok(PaymentProgress::Completed) => {
            let order = edge.market.tables().order(id)?.ok_or(HttpError::NotFound)?;
            let charge = order.paid.map(|paid| paid.charge.to_string());
            Ok((StatusCode::CREATED, Json(json!({ "id": charge }))).into_response())
        }
        Ok(_) => Err(HttpError::Unknown("the payment is being settled".into())),
        Err(PayRefusal::Failed(failure)) => {
            Ok(bad(&[Wrong { message: failure.tell(member.language()), field: None }]))
        }
        Err(no) => Ok(refusal(no.code())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{payments::sandbox::Sandbox, types::Timestamp};

    #[test]
    fn tokens_are_cards_of_the_sandbox() {
        let now = Timestamp::from_millis(1_795_000_000_000);
        for token in
            ["tok_visa", "tok_amex", "tok_chargeDeclined", "tok_chargeDeclinedProcessingError"]
        {
            let card = Sandbox::checkout().card(card_of(token).unwrap(), "12/99", "123", now);
            assert!(matches!(card, Ok(Some(_))), "{token}");
        }
        assert_eq!(card_of("tok_mine"), None);
    }
}
