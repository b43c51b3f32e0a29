//! Telling those who run the site of a listing.

use super::{go_to, mistyped, not_done, tickets};
use crate::{
    domain::rules::report::ReportRefusal,
    http::{Form, HttpError, HttpResult, Id, SignedIn, refused},
    texts::Tell as _,
    types::{Reason, TicketId},
    usecases::{RefusalCode as _, reports},
    views::{Done, RefusalView},
};

/// Tells of a listing of somebody else's.
pub(crate) async fn report(user: SignedIn, Id(id): Id<TicketId>, form: Form) -> HttpResult {
    let ticket = user.edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    let t = user.language();
    let page = |message: String| {
        let why = RefusalView { message, ..RefusalView::default() };
        tickets::page(&user, &ticket, Some(why), None)
    };
    let reason = match Reason::parse(form.get("reason")) {
        Ok(reason) => reason,
        Err(error) => return mistyped(page(error.tell(t))?),
    };
    match refused(reports::report(&user.edge.market, user.caller(), id, reason).await)? {
        Ok(()) => go_to(&Done::ListingReported.at(&format!("/tickets/{id}"))),
        Err(refusal) => {
            let why = match refusal {
                ReportRefusal::NotThere => t.no_such_ticket(),
                ReportRefusal::OwnTicket => t.is_your_own_ticket(),
                ReportRefusal::AccountClosed => t.account_closed_nothing_held(),
            };
            not_done(refusal.code(), page(why.into())?)
        }
    }
}
