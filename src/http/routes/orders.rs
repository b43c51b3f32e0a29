use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use blake2::{Blake2s256, Digest as _};
use maud::Markup;

use crate::{
    actors::{
        CommandError, Unavailable,
        order::{OrderRefusal, PayOutcome},
    },
    domain::{CancelReason, Order, OrderStatus},
    gateway::{Card, CardError, sandbox::Sandbox},
    http::{
        Edge, HttpError,
        error::refused,
        form::{Form, Id, PageNumber},
        shown::{self, PAGE},
        visitor::SignedIn,
    },
    types::{ChargeId, OrderId},
    views::{self, FieldErrors, OrderPage, OrderStage, OrdersPage, PayForm, RefundForm},
};

/// The visitor's orders, newest first.
pub(crate) async fn orders(
    State(edge): State<Edge>,
    user: SignedIn,
    PageNumber(page): PageNumber,
) -> Result<Markup, HttpError> {
    let tables = edge.market.tables();
    let (paging, ids) = {
        let catalog = tables.catalog();
        let ordered = catalog.ordered_by(user.id());
        let paging = shown::paging(page, ordered.len());
        let ids: Vec<OrderId> =
            ordered.iter().rev().skip(shown::skipped(paging)).take(PAGE).copied().collect();
        (paging, ids)
    };
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(order) = tables.order(id)?
            && let Some(ticket) = tables.ticket(order.ticket)?
        {
            found.push((order, ticket));
        }
    }
    let orders = {
        let catalog = tables.catalog();
        found.iter().map(|(order, ticket)| shown::order(&catalog, order, ticket)).collect()
    };
    Ok(views::orders(&user.visitor().shell(), &OrdersPage { orders, paging }))
}

/// An order, and what its buyer can do.
pub(crate) async fn order(
    State(edge): State<Edge>,
    user: SignedIn,
    Id(id): Id<OrderId>,
) -> Result<Markup, HttpError> {
    let order = edge.market.tables().order(id)?.ok_or(HttpError::NotFound)?;
    page(&edge, &user, &order, Shown { notice: failure_to_show(&order), ..Shown::default() })
}

/// Why the latest payment failed, while that is what the buyer must know: not once another is under
/// way or has succeeded.
fn failure_to_show(order: &Order) -> Option<String> {
    let matters = match order.status {
        OrderStatus::Created | OrderStatus::AwaitingPayment { charge: None } => true,
        OrderStatus::Cancelled { reason, .. } => reason == CancelReason::PaymentFailed,
        OrderStatus::AwaitingPayment { charge: Some(_) } | OrderStatus::Completed { .. } => false,
    };
    order.last_failure.as_ref().filter(|_| matters).map(shown::failure)
}

/// Pays with a sandbox card, and waits until it is known what came of it.
pub(crate) async fn pay(
    State(edge): State<Edge>,
    user: SignedIn,
    Id(id): Id<OrderId>,
    form: Form,
) -> Result<Response, HttpError> {
    let order = own_order(&edge, &user, id)?;
    let card = match card(&edge, &form) {
        Ok(card) => card,
        Err(errors) if order.status.is_open() && edge.market.clock().now() < order.expires_at => {
            let typed = form.get("card_expiry");
            let page = page(
                &edge,
                &user,
                &order,
                Shown { errors, card_expiry: typed.to_owned(), ..Shown::default() },
            )?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
        Err(_) => {
            let late = order.status.is_open().then_some(CancelReason::Expired);
            return over(&edge, &user, id, late);
        }
    };
    let charge = charge_of(id, form.get("attempt"));
    match edge.market.pay(id, charge, Some(card)).await {
        Ok(PayOutcome::Completed)
        | Err(CommandError::Refused(OrderRefusal::Completed | OrderRefusal::PaymentUnderWay)) => {
            Ok(Redirect::to(&format!("/orders/{id}")).into_response())
        }
        Ok(PayOutcome::Failed(failure)) => {
            let order = own_order(&edge, &user, id)?;
            let notice = Some(shown::failure(&failure));
            let page = page(&edge, &user, &order, Shown { notice, ..Shown::default() })?;
            Ok((StatusCode::PAYMENT_REQUIRED, page).into_response())
        }
        Ok(PayOutcome::Cancelled(reason))
        | Err(CommandError::Refused(OrderRefusal::Cancelled(reason))) => {
            over(&edge, &user, id, Some(reason))
        }
        Err(CommandError::Refused(OrderRefusal::TimeIsUp)) => {
            over(&edge, &user, id, Some(CancelReason::Expired))
        }
        Err(CommandError::Refused(OrderRefusal::NotThere | OrderRefusal::NotPaid)) => {
            Err(HttpError::NotFound)
        }
        // The order's page tells, and goes on telling until it is settled.
        Err(CommandError::Unavailable(Unavailable::Unknown(_))) => {
            Ok(Redirect::to(&format!("/orders/{id}")).into_response())
        }
        Err(CommandError::Unavailable(error)) => Err(error.into()),
    }
}

/// Gives up an order.
pub(crate) async fn cancel(
    State(edge): State<Edge>,
    user: SignedIn,
    Id(id): Id<OrderId>,
) -> Result<Response, HttpError> {
    own_order(&edge, &user, id)?;
    match refused(edge.market.cancel(id).await)? {
        Ok(()) => Ok(Redirect::to(&format!("/orders/{id}")).into_response()),
        Err(OrderRefusal::NotThere) => Err(HttpError::NotFound),
        Err(OrderRefusal::PaymentUnderWay) => {
            let order = own_order(&edge, &user, id)?;
            let notice = "Your payment is being completed: it cannot be cancelled any more.";
            let page = page(&edge, &user, &order, Shown::notice(notice))?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(
            OrderRefusal::Cancelled(_)
            | OrderRefusal::Completed
            | OrderRefusal::NotPaid
            | OrderRefusal::TimeIsUp,
        ) => over(&edge, &user, id, None),
    }
}

/// The order's page as the answer to what came too late.
fn over(
    edge: &Edge,
    user: &SignedIn,
    id: OrderId,
    reason: Option<CancelReason>,
) -> Result<Response, HttpError> {
    let order = own_order(edge, user, id)?;
    let notice = match reason {
        Some(CancelReason::Expired) => "The time to pay is up. You were not charged.",
        _ => "This order is over: nothing was done.",
    };
    let page = page(edge, user, &order, Shown::notice(notice))?;
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// What an order's page shows besides the order.
#[derive(Default)]
pub(super) struct Shown {
    /// What is wrong with the card, by field.
    errors: FieldErrors,
    /// As typed.
    card_expiry: String,
    /// Why something cannot be done.
    notice: Option<String>,
    /// The form to refund it, as typed.
    refund: RefundForm,
}

impl Shown {
    pub(super) fn refund(refund: RefundForm) -> Self {
        Self { refund, ..Self::default() }
    }

    pub(super) fn notice(notice: &str) -> Self {
        Self { notice: Some(notice.to_owned()), ..Self::default() }
    }
}

/// An order's page, for whom it is to see it.
pub(super) fn page(
    edge: &Edge,
    user: &SignedIn,
    order: &Order,
    shown: Shown,
) -> Result<Markup, HttpError> {
    let tables = edge.market.tables();
    let ticket = tables.ticket(order.ticket)?.ok_or(HttpError::NotFound)?;
    let reader = user.reader_of(order, &ticket).ok_or(HttpError::NotFound)?;
    let shell = user.visitor().shell();
    let stage = match order.status {
        _ if order.is_refunding() => OrderStage::Refunding,
        status if !status.is_open() => OrderStage::Over,
        status if status.charge_under_way().is_some() => OrderStage::Settling,
        _ if shell.now >= order.expires_at => OrderStage::RunOut,
        _ => OrderStage::Payable(PayForm {
            attempt: ChargeId::new().to_string(),
            card_expiry: shown.card_expiry,
            attempts_left: edge.config.payments.max_attempts.saturating_sub(order.failed_attempts),
            errors: shown.errors,
        }),
    };
    let refundable = order.status.paid_by().is_some()
        && order.refund.is_none()
        && user.may_refund(&ticket, shell.now);
    let line = shown::order(&tables.catalog(), order, &ticket);
    let page = OrderPage {
        order: line,
        stage,
        notice: shown.notice,
        reader,
        refund_reason: order.refund.as_ref().map(|refund| refund.reason.to_string()),
        refund: refundable.then_some(shown.refund),
    };
    Ok(views::order(&shell, &page))
}

/// The order, if it is the visitor's: nobody else learns that it is there.
fn own_order(edge: &Edge, user: &SignedIn, id: OrderId) -> Result<Arc<Order>, HttpError> {
    let order = edge.market.tables().order(id)?;
    order.filter(|order| order.buyer == user.id()).ok_or(HttpError::NotFound)
}

/// The charge of the attempt that the form names, so that a form sent twice charges once; a new one
/// if it names none. It is made from attempt and order together: what a browser sends can name no
/// charge of another order.
fn charge_of(order: OrderId, attempt: &str) -> ChargeId {
    let Ok(attempt) = attempt.parse::<ChargeId>() else { return ChargeId::new() };
    let mut hash = Blake2s256::new();
    hash.update(order.as_bytes());
    hash.update(attempt.as_bytes());
    let hash: [u8; 32] = hash.finalize().into();
    // A UUIDv7 (RFC 9562 §5.7): the attempt's 48 bits of time, then version, variant and the hash.
    let mut id = *attempt.as_bytes();
    id[6..].copy_from_slice(&hash[..10]);
    id[6] = id[6] & 0x0f | 0x70;
    id[8] = id[8] & 0x3f | 0x80;
    ChargeId::from_bytes(id)
}

fn card(edge: &Edge, form: &Form) -> Result<Card, FieldErrors> {
    let now = edge.market.clock().now();
    let card =
        Card::parse(form.get("card_number"), form.get("card_expiry"), form.get("card_cvc"), now)
            .and_then(|card| Sandbox::accepts(&card).map(|()| card).map_err(|error| vec![error]));
    card.map_err(|errors| {
        let field = |error: &CardError| match error {
            CardError::NumberEmpty | CardError::Number | CardError::NotATestCard => "card_number",
            CardError::Expiry | CardError::Expired => "card_expiry",
            CardError::Cvc => "card_cvc",
        };
        errors.iter().map(|error| (field(error), error.to_string())).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_at_an_order_is_one_charge() {
        let (order, other) = (OrderId::new(), OrderId::new());
        let attempt = ChargeId::new().to_string();
        let charge = charge_of(order, &attempt);
        assert_eq!(charge_of(order, &attempt), charge);
        assert_ne!(charge_of(other, &attempt), charge, "it cannot be sent for another order");
        assert_eq!(charge.to_string().parse(), Ok(charge), "it is an id like all others");
        assert_ne!(charge_of(order, ""), charge_of(order, ""), "none named is a new one");
    }
}
