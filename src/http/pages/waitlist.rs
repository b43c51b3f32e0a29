use super::{go_to, not_done, tickets::page};
use crate::{
    domain::rules::waitlist::{WAITLIST_MAX, WaitlistRefusal},
    http::{Form, HttpError, HttpResult, Id, SignedIn, refused, visitor::local_path},
    types::{Language, TicketId},
    usecases::{
        RefusalCode as _,
        waitlist::{self, WaitlistOutcome},
    },
    views::RefusalView,
};

/// Has the visitor told when the ticket is free.
pub(crate) async fn tell(user: SignedIn, Id(id): Id<TicketId>) -> HttpResult {
    let refusal = match refused(waitlist::tell_me(&user.edge.market, user.caller(), id).await)? {
        Ok(WaitlistOutcome::ToBeTold) => {
            return go_to(&format!("/tickets/{id}"));
        }
        Ok(WaitlistOutcome::Held(order)) => {
            return go_to(&format!("/orders/{order}"));
        }
        Err(refusal) => refusal,
    };
    let ticket = user.edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    let message = why(refusal, user.language());
    let why = RefusalView { message, ..RefusalView::default() };
    not_done(refusal.code(), page(&user, &ticket, Some(why), None)?)
}

/// Lets the visitor hear no more of the ticket; then the page that they came from.
pub(crate) async fn stop(user: SignedIn, Id(id): Id<TicketId>, form: Form) -> HttpResult {
    waitlist::stop_telling(&user.edge.market, user.caller(), id).await?;
    match form.get("next") {
        "" => go_to(&format!("/tickets/{id}")),
        next => go_to(local_path(next)),
    }
}

/// Why they cannot wait for the ticket, in their words.
fn why(refusal: WaitlistRefusal, t: Language) -> String {
    match refusal {
        WaitlistRefusal::Free => t.it_is_free_now(),
        WaitlistRefusal::TooMany => return t.too_many_wishes(WAITLIST_MAX),
        WaitlistRefusal::Sold => t.sold_you_will_not_be_told(),
        WaitlistRefusal::Withdrawn => t.seller_has_withdrawn_it(),
        WaitlistRefusal::EventStarted => t.event_started_no_trade(),
        WaitlistRefusal::OwnTicket => t.is_your_own_ticket(),
        WaitlistRefusal::HeldByYou { .. } => t.you_hold_it_already(),
        WaitlistRefusal::NotListed => t.no_such_ticket(),
    }
    .into()
}
