use super::{go_to, mistyped, not_done};
use crate::{
    domain::rules::order::OrderRefusal,
    http::{
        Form, HttpError, HttpResult, Id, SignedIn,
        pages::orders::{OrderNotes, page},
        refused,
    },
    texts::Tell as _,
    types::{Language, OrderId, Reason},
    usecases::{Code, Denial, RefusalCode as _, refunds},
    views::{FieldErrors, RefundForm},
};

/// Gives back what the visitor has bought for an event that was postponed since.
pub(crate) async fn give_back(user: SignedIn, Id(id): Id<OrderId>) -> HttpResult {
    let (_place, patience) = user.edge.payment_slots.patience();
    let given = refunds::give_back(&user.edge.market, user.caller(), id, patience).await;
    let t = user.language();
    let (code, notice) = match refused(given) {
        Ok(Ok(())) => return go_to(&format!("/orders/{id}")),
        Ok(Err(refusal)) => (refusal.code(), why_not(t, refusal)),
        Err(HttpError::Denied(Denial::GiveBackTooLate)) => {
            (Code::GiveBackTooLate, t.give_back_too_late())
        }
        Err(error) => return Err(error),
    };
    let order = user.edge.market.tables().order(id)?.ok_or(HttpError::NotFound)?;
    not_done(code, page(&user, &order, OrderNotes::notice(notice))?)
}

fn why_not(t: Language, refusal: OrderRefusal) -> &'static str {
    match refusal {
        OrderRefusal::Disputed => t.refund_disputed(),
        _ => t.refund_not_paid(),
    }
}

/// Gives an order's money back, and the ticket to its seller.
pub(crate) async fn refund(user: SignedIn, Id(id): Id<OrderId>, form: Form) -> HttpResult {
    let relist = !form.get("relist").is_empty();
    let reason = match Reason::parse(form.get("reason")) {
        Ok(reason) => reason,
        Err(error) => {
            let (order, _) = refunds::refundable(&user.edge.market, user.caller(), id)?;
            let errors = FieldErrors::from([("reason", error.tell(user.language()))]);
            let refund = RefundForm { reason: form.get("reason").to_owned(), relist, errors };
            return mistyped(page(&user, &order, OrderNotes { refund, ..OrderNotes::default() })?);
        }
    };
    let (_place, patience) = user.edge.payment_slots.patience();
    let refunded =
        refunds::refund(&user.edge.market, user.caller(), id, reason, relist, patience).await;
    match refused(refunded)? {
        Ok(()) => go_to(&format!("/orders/{id}")),
        Err(refusal) => {
            let order = user.edge.market.tables().order(id)?.ok_or(HttpError::NotFound)?;
            let notice = why_not(user.language(), refusal);
            not_done(refusal.code(), page(&user, &order, OrderNotes::notice(notice))?)
        }
    }
}
