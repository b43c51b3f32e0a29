use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use crate::{
    actors::{CommandError, Unavailable, order::OrderRefusal},
    http::{
        Edge, HttpError,
        form::{Form, Id},
        pages::orders::{OrderNotes, page},
        visitor::SignedIn,
    },
    texts::Tell as _,
    types::{OrderId, Reason},
    views::{FieldErrors, OrderReader, RefundForm},
};

/// Gives an order's money back, and the ticket to its seller.
pub(crate) async fn refund(
    State(edge): State<Edge>,
    user: SignedIn,
    Id(id): Id<OrderId>,
    form: Form,
) -> Result<Response, HttpError> {
    let (tables, t) = (edge.market.tables(), user.visitor().language());
    let order = tables.order(id)?.ok_or(HttpError::NotFound)?;
    let ticket = tables.ticket(order.ticket)?.ok_or(HttpError::NotFound)?;
    let reader = user.reader_of(&order, &ticket).ok_or(HttpError::NotFound)?;
    if !user.may_refund(&ticket, edge.market.clock().now()) {
        return Err(HttpError::Forbidden(match reader {
            OrderReader::Buyer => t.refund_not_by_buyer().into(),
            OrderReader::Seller | OrderReader::Admin => t.refund_by_site_now().into(),
        }));
    }
    let relist = !form.get("relist").is_empty();
    let reason = match Reason::parse(form.get("reason")) {
        Ok(reason) => reason,
        Err(error) => {
            let errors = FieldErrors::from([("reason", error.tell(t))]);
            let refund = RefundForm { reason: form.get("reason").to_owned(), relist, errors };
            let page = page(&edge, &user, &order, OrderNotes::refund(refund))?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let to_order = || Ok(Redirect::to(&format!("/orders/{id}")).into_response());
    let (_place, patience) = edge.payment_slots.patience();
    match edge.market.refund_within(id, user.id(), reason, relist, patience).await {
        // After an unknown outcome the order's page tells, and goes on telling until it is settled.
        Ok(()) | Err(CommandError::Unavailable(Unavailable::Unknown(_))) => to_order(),
        Err(CommandError::Refused(OrderRefusal::NotThere)) => Err(HttpError::NotFound),
        Err(CommandError::Refused(_)) => {
            let order = tables.order(id)?.ok_or(HttpError::NotFound)?;
            let page = page(&edge, &user, &order, OrderNotes::notice(t.refund_not_paid()))?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(CommandError::Unavailable(error)) => Err(error.into()),
    }
}
