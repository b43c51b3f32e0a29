//! Paying: with a sandbox card, or in Stripe's form on the order's page.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header::ACCEPT},
    response::{IntoResponse as _, Redirect, Response},
};
use blake2::{Blake2s256, Digest as _};
use serde_json::json;

use super::orders::{OrderNotes, over, own_order, page};
use crate::{
    actors::{
        CommandError, Unavailable,
        order::{OrderRefusal, PayOutcome},
    },
    config::Provider,
    domain::CancelReason,
    http::{
        Action, Edge, HttpError,
        form::{Form, Id},
        visitor::SignedIn,
    },
    payments::{Card, CardError, sandbox::Sandbox},
    texts::Tell as _,
    types::{ChargeId, Language, OrderId},
    views::FieldErrors,
};

/// Pays, and waits until it is known what came of it, or what the buyer's browser needs to pay at
/// the provider.
pub(crate) async fn pay(
    State(edge): State<Edge>,
    user: SignedIn,
    Id(id): Id<OrderId>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, HttpError> {
    edge.limit_user(Action::Pay, user.id())?;
    let order = own_order(&edge, &user, id)?;
    let (charge, card) = match edge.config.payments.provider {
        Provider::Sandbox => match card(&edge, &form, user.visitor().language()) {
            Ok(card) => (charge_of(id, form.get("attempt")), Some(card)),
            Err(errors)
                if order.status.is_open() && edge.market.clock().now() < order.expires_at =>
            {
                let shown = OrderNotes::card(errors, form.get("card_expiry"));
                let page = page(&edge, &user, &order, shown)?;
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
            }
            Err(_) => {
                let late = order.status.is_open().then_some(CancelReason::Expired);
                return over(&edge, &user, id, late);
            }
        },
        // A payment that waits for its buyer is gone on with.
        Provider::Stripe => {
            let new = || charge_of(id, form.get("attempt"));
            (order.status.charge_under_way().unwrap_or_else(new), None)
        }
    };
    let wants_json = headers.get(ACCEPT).is_some_and(|accept| accept == "application/json");
    settle(&edge, &user, id, charge, card, wants_json).await
}

/// Where Stripe sends the buyer back to: Stripe is asked what came of the payment, and the query,
/// which anybody can write, is not read.
pub(crate) async fn came_back(
    State(edge): State<Edge>,
    user: SignedIn,
    Id(id): Id<OrderId>,
) -> Result<Response, HttpError> {
    let order = own_order(&edge, &user, id)?;
    let Some(charge) = order.status.charge_under_way() else { return Ok(to_order(id)) };
    let (_place, patience) = edge.payment_slots.patience();
    match edge.market.pay_within(id, charge, None, patience).await {
        // To show the form again would look as if what the buyer did had been in vain. Whoever has
        // to wait asks again by this same address.
        Err(CommandError::Unavailable(_)) => {
            page(&edge, &user, &*own_order(&edge, &user, id)?, OrderNotes::came_back())
        }
        // Whatever came of it, the order's page tells.
        _ => Ok(to_order(id)),
    }
}

async fn settle(
    edge: &Edge,
    user: &SignedIn,
    id: OrderId,
    charge: ChargeId,
    card: Option<Card>,
    wants_json: bool,
) -> Result<Response, HttpError> {
    let (_place, patience) = edge.payment_slots.patience();
    match edge.market.pay_within(id, charge, card, patience).await {
        Ok(PayOutcome::AwaitsBuyer(client_secret)) if wants_json => {
            Ok(Json(json!({ "client_secret": client_secret.expose() })).into_response())
        }
        Ok(PayOutcome::Completed | PayOutcome::AwaitsBuyer(_))
        | Err(CommandError::Refused(OrderRefusal::Completed | OrderRefusal::PaymentUnderWay)) => {
            Ok(to_order(id))
        }
        Ok(PayOutcome::Failed(failure)) => {
            let order = own_order(edge, user, id)?;
            let notice = failure.tell(user.visitor().language());
            let page = page(edge, user, &order, OrderNotes::notice(&notice))?;
            Ok((StatusCode::PAYMENT_REQUIRED, page).into_response())
        }
        Ok(PayOutcome::Cancelled(reason))
        | Err(CommandError::Refused(OrderRefusal::Cancelled(reason))) => {
            over(edge, user, id, Some(reason))
        }
        Err(CommandError::Refused(OrderRefusal::TimeIsUp)) => {
            over(edge, user, id, Some(CancelReason::Expired))
        }
        Err(CommandError::Refused(OrderRefusal::NotThere | OrderRefusal::NotPaid)) => {
            Err(HttpError::NotFound)
        }
        // The order's page tells, and goes on telling until it is settled.
        Err(CommandError::Unavailable(Unavailable::Unknown(_))) => Ok(to_order(id)),
        Err(CommandError::Unavailable(error)) => Err(error.into()),
    }
}

fn to_order(id: OrderId) -> Response {
    Redirect::to(&format!("/orders/{id}")).into_response()
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

fn card(edge: &Edge, form: &Form, t: Language) -> Result<Card, FieldErrors> {
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
        errors.iter().map(|error| (field(error), error.tell(t))).collect()
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
