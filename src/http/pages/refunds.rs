use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use crate::{
    http::{
        Edge, HttpError,
        error::refused,
        form::{Form, Id},
        pages::orders::{OrderNotes, page},
        status::status_of,
        visitor::SignedIn,
    },
    texts::Tell as _,
    types::{OrderId, Reason},
    usecases::{RefusalCode as _, refunds},
    views::{FieldErrors, RefundForm},
};

/// Gives an order's money back, and the ticket to its seller.
pub(crate) async fn refund(
    State(edge): State<Edge>,
    user: SignedIn,
    Id(id): Id<OrderId>,
    form: Form,
) -> Result<Response, HttpError> {
    let relist = !form.get("relist").is_empty();
    let reason = match Reason::parse(form.get("reason")) {
        Ok(reason) => reason,
        Err(error) => {
            let (order, _) = refunds::refundable(&edge.market, user.caller(), id)?;
            let errors = FieldErrors::from([("reason", error.tell(user.visitor().language()))]);
            let refund = RefundForm { reason: form.get("reason").to_owned(), relist, errors };
            let page = page(&edge, &user, &order, OrderNotes::refund(refund))?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let (_place, patience) = edge.payment_slots.patience();
    let refunded = refunds::refund(&edge.market, user.caller(), id, reason, relist, patience).await;
    match refused(refunded)? {
        Ok(()) => Ok(Redirect::to(&format!("/orders/{id}")).into_response()),
        Err(refusal) => {
            let order = edge.market.tables().order(id)?.ok_or(HttpError::NotFound)?;
            let notice = user.visitor().language().refund_not_paid();
            let page = page(&edge, &user, &order, OrderNotes::notice(notice))?;
            Ok((status_of(refusal.code()), page).into_response())
        }
    }
}
