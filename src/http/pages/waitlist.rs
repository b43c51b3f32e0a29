use super::{browse, go_to, mistyped, not_done, tickets::page};
use crate::{
    domain::{
        SeatsWish,
        rules::waitlist::{LINE_MAX, WAITLIST_MAX, WaitlistRefusal},
    },
    http::{Form, HttpError, HttpResult, Id, SignedIn, refused, visitor::local_path},
    types::{EventId, Language, Price, Quantity, Section, TicketId},
    usecases::{
        RefusalCode as _,
        waitlist::{self, WaitlistOutcome},
    },
    views::{FieldErrors, RefusalView, WishForm},
};

/// Has the visitor stand in line for the ticket.
pub(crate) async fn wait_for_ticket(user: SignedIn, Id(id): Id<TicketId>) -> HttpResult {
    let asked = waitlist::wait_for_ticket(&user.edge.market, user.caller(), id).await;
    let refusal = match refused(asked)? {
        Ok(WaitlistOutcome::InLine) => return go_to(&format!("/tickets/{id}")),
        Ok(WaitlistOutcome::Held(order)) => return go_to(&format!("/orders/{order}")),
        Err(refusal) => refusal,
    };
    let ticket = user.edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    let message = why(&user, refusal);
    let why = RefusalView { message, ..RefusalView::default() };
    not_done(refusal.code(), page(&user, &ticket, Some(why), None)?)
}

/// Has the visitor stand in line for seats of the event.
pub(crate) async fn wait_for_seats(
    user: SignedIn,
    Id(event): Id<EventId>,
    form: Form,
) -> HttpResult {
    let (quantity, at_most, section) = match typed_wish(&user, &form) {
        Ok(wish) => wish,
        Err(errors) => {
            return mistyped(browse::wished(&user, event, wish_form(&form, errors, None))?);
        }
    };
    let wish = SeatsWish { event, quantity, at_most, section };
    let asked = waitlist::wait_for_seats(&user.edge.market, user.caller(), wish).await;
    match refused(asked)? {
        Ok(()) => go_to(&format!("/events/{event}#line")),
        Err(refusal) => {
            let why = Some(why(&user, refusal));
            let typed = wish_form(&form, FieldErrors::new(), why);
            not_done(refusal.code(), browse::wished(&user, event, typed)?)
        }
    }
}

/// Lets the visitor stand in line for the ticket no more; then the page that they came from.
pub(crate) async fn leave_ticket(user: SignedIn, Id(id): Id<TicketId>, form: Form) -> HttpResult {
    waitlist::leave_ticket(&user.edge.market, user.caller(), id).await?;
    back(&form, &format!("/tickets/{id}"))
}

/// The same for seats of the event.
pub(crate) async fn leave_event(user: SignedIn, Id(id): Id<EventId>, form: Form) -> HttpResult {
    waitlist::leave_event(&user.edge.market, user.caller(), id).await?;
    back(&form, &format!("/events/{id}#line"))
}

fn back(form: &Form, otherwise: &str) -> HttpResult {
    match form.get("next") {
        "" => go_to(otherwise),
        next => go_to(local_path(next)),
    }
}

fn typed_wish(
    user: &SignedIn,
    form: &Form,
) -> Result<(u8, Option<Price>, Option<Section>), FieldErrors> {
    let (t, currency) = (user.language(), user.edge.config.site.currency);
    let mut errors = FieldErrors::new();
    let quantity = Quantity::parse(form.sent("quantity").unwrap_or("1"));
    let quantity = quantity.ok().and_then(|quantity| u8::try_from(quantity.get()).ok());
    if quantity.is_none() {
        errors.insert("quantity", t.line_refused_quantity().into());
    }
    let at_most = match form.get("max_price").trim() {
        "" => None,
        typed => Price::parse(typed, currency).ok().or_else(|| {
            errors.insert("max_price", t.line_refused_price().into());
            None
        }),
    };
    let section = match form.get("section").trim() {
        "" => None,
        typed => Section::parse(typed).ok().or_else(|| {
            errors.insert("section", t.line_refused_section().into());
            None
        }),
    };
    match (quantity, errors.is_empty()) {
        (Some(quantity), true) => Ok((quantity, at_most, section)),
        _ => Err(errors),
    }
}

fn wish_form(form: &Form, errors: FieldErrors, notice: Option<String>) -> WishForm {
    let typed = |name| form.get(name).to_owned();
    WishForm {
        quantity: typed("quantity"),
        max_price: typed("max_price"),
        section: typed("section"),
        errors,
        notice,
    }
}

/// Why they cannot stand in line, in their words.
fn why(user: &SignedIn, refusal: WaitlistRefusal) -> String {
    let t: Language = user.language();
    match refusal {
        WaitlistRefusal::Free => t.it_is_free_now(),
        WaitlistRefusal::TooMany => return t.line_refused_lines(WAITLIST_MAX),
        WaitlistRefusal::LineFull => return t.line_refused_full(LINE_MAX),
        WaitlistRefusal::SeatsFree => t.line_refused_seats_free(),
        WaitlistRefusal::TooManySeats => {
            return t.line_refused_seats(user.edge.market.settings().limits.live_max);
        }
        WaitlistRefusal::GoTogether(seats) => return t.line_refused_together(seats),
        WaitlistRefusal::Sold => t.line_refused_sold(),
        WaitlistRefusal::Withdrawn => t.seller_has_withdrawn_it(),
        WaitlistRefusal::EventStarted => t.event_started_no_trade(),
        WaitlistRefusal::EventCancelled => t.event_cancelled_no_trade(),
        WaitlistRefusal::OwnTicket => t.is_your_own_ticket(),
        WaitlistRefusal::HeldByYou { .. } => t.you_hold_it_already(),
        WaitlistRefusal::NotListed | WaitlistRefusal::NoEvent => t.no_such_ticket(),
    }
    .into()
}
