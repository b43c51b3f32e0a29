//! Paying: with a sandbox card, or in Stripe's form on the order's page.

use axum::{
    Json,
    http::{HeaderMap, header::ACCEPT},
    response::IntoResponse as _,
};
use serde_json::json;

use super::{
    go_to, mistyped,
    orders::{OrderNotes, noticed, over, page},
    purchases::path_of,
};
use crate::{
    domain::{CancelReason, rules::order::OrderRefusal},
    http::{Edge, Form, HttpResult, Id, SignedIn, refused},
    payments::{Card, CardError},
    texts::Tell as _,
    types::{Language, OrderId},
    usecases::{
        RefusalCode as _,
        buying::{self, PayRefusal, PaymentProgress},
        policy,
    },
    views::FieldErrors,
};

/// Pays, and waits until it is known what came of it, or what the buyer's browser needs to pay at
/// the provider.
pub(crate) async fn pay(
    user: SignedIn,
    Id(id): Id<OrderId>,
    headers: HeaderMap,
    form: Form,
) -> HttpResult {
    let card = match card(&user.edge, &form, user.language()) {
        Ok(card) => card,
        Err(errors) => return card_again(&user, id, errors, &form),
    };
    let attempt = form.get("attempt").parse().ok();
    let (_place, patience) = user.edge.payment_slots.patience();
    let paid = buying::pay(&user.edge.market, user.caller(), id, attempt, card, patience).await;
    match refused(paid)? {
        Ok(PaymentProgress::AwaitsBuyer(client_secret)) if wants_json(&headers) => {
            Ok(Json(json!({ "client_secret": client_secret.expose() })).into_response())
        }
        // The order's page tells, and goes on telling until it is settled.
        Ok(_) => to_order(&user, id),
        Err(refusal) => not_paid(&user, id, &refusal),
    }
}

fn wants_json(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).is_some_and(|accept| accept == "application/json")
}

/// The form again, with what is wrong with the card; unless it is too late for that.
fn card_again(user: &SignedIn, id: OrderId, errors: FieldErrors, form: &Form) -> HttpResult {
    match refused(buying::payable(&user.edge.market, user.caller(), id))? {
        Ok(order) => {
            let [number, card_expiry] =
                ["card_number", "card_expiry"].map(|f| form.get(f).to_owned());
            // A card of the sandbox is no secret; what is none may be somebody's own.
            let (checkout, now) = (&user.edge.checkout, user.edge.market.clock().now());
            let is_ours = checkout.card(&number, "12/99", "000", now).is_ok();
            let card_number = if is_ours { number } else { String::new() };
            let shown = OrderNotes { errors, card_number, card_expiry, ..OrderNotes::default() };
            mistyped(page(user, &order, shown)?)
        }
        Err(refusal) => {
            let is_late = refusal == OrderRefusal::TimeIsUp;
            over(user, id, is_late.then_some(CancelReason::Expired), refusal.code())
        }
    }
}

/// Why the order is not paid, on its page.
fn not_paid(user: &SignedIn, id: OrderId, refusal: &PayRefusal) -> HttpResult {
    let code = refusal.code();
    match refusal {
        PayRefusal::Failed(failure) => noticed(user, id, code, &failure.tell(user.language())),
        PayRefusal::Over(reason) => over(user, id, Some(*reason), code),
        PayRefusal::TimeIsUp => over(user, id, Some(CancelReason::Expired), code),
        PayRefusal::EventCancelled => {
            noticed(user, id, code, user.language().event_cancelled_no_trade())
        }
    }
}

/// Where Stripe sends the buyer back to: Stripe is asked what came of the payment, and the query,
/// which anybody can write, is not read.
pub(crate) async fn came_back(user: SignedIn, Id(id): Id<OrderId>) -> HttpResult {
    let (_place, patience) = user.edge.payment_slots.patience();
    match buying::is_settled(&user.edge.market, user.caller(), id, patience).await? {
        true => to_order(&user, id),
        // To show the form again would look as if what the buyer did had been in vain. Whoever has
        // to wait asks again by this same address.
        false => {
            let order = policy::own_order(&user.edge.market, user.caller(), id)?;
            page(&user, &order, OrderNotes { came_back: true, ..OrderNotes::default() })
        }
    }
}

fn to_order(user: &SignedIn, id: OrderId) -> HttpResult {
    go_to(&path_of(&*policy::own_order(&user.edge.market, user.caller(), id)?))
}

/// The card, if it is typed on our page.
fn card(edge: &Edge, form: &Form, t: Language) -> Result<Option<Card>, FieldErrors> {
    let now = edge.market.clock().now();
    let [number, expiry, cvc] = ["card_number", "card_expiry", "card_cvc"].map(|f| form.get(f));
    let card = edge.checkout.card(number, expiry, cvc, now);
    card.map_err(|errors| {
        let field = |error: &CardError| match error {
            CardError::NumberEmpty | CardError::Number | CardError::NotATestCard => "card_number",
            CardError::Expiry | CardError::Expired => "card_expiry",
            CardError::Cvc => "card_cvc",
        };
        errors.iter().map(|error| (field(error), error.tell(t))).collect()
    })
}
