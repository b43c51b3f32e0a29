use axum::{
    http::{StatusCode, request::Parts},
    response::{IntoResponse as _, Response},
};
use maud::Markup;

use super::{
    event_picker, go_to,
    listing_form::{self, TypedListing, has_details},
    mistyped, not_done,
};
use crate::{
    domain::{Details, Handover, Ticket, rules::ticket::TicketRefusal},
    http::{
        Action, Form, HttpError, HttpResult, Id, SignedIn,
        client::Client,
        presenters, refused, status_of,
        uploads::{FileRefusal, Sent, file_for_listing},
        visitor::{local_path, to_terms},
    },
    types::{OrderId, TicketId, Title},
    usecases::{
        RefusalCode as _, policy,
        selling::{self, NotListed, Offer, SellingRefusal},
    },
    views::{self, Done, EditForm, FieldErrors, SellForm, SoldOn},
};

/// The form to list a ticket for an event; all that there are, until one is chosen.
pub(crate) async fn sell_form(user: SignedIn, parts: Parts) -> HttpResult {
    // What is typed there would be lost on the way.
    let context = user.context();
    if context.terms_due {
        return go_to(&to_terms(&context.page));
    }
    let asked = Form::of_query(&parts);
    let form = match asked.get("order").parse() {
        // What has been changed since counts.
        Ok(order) if asked.sent("title").is_none() => sold_on_form(&user, order)?,
        _ => asked,
    };
    let mut typed = TypedListing::by(&user, &form);
    let now = user.edge.market.clock().now();
    let is_chosen = !form.get("event_id").is_empty();
    if is_chosen && typed.event(user.id(), now).is_some() {
        return Ok(offer_form(&user, typed).into_response());
    }
    let refusal = typed.errors.remove("event_id");
    Ok(event_picker::pick(&user, &form, refusal).into_response())
}

/// The form to list a ticket for the event that it names.
pub(super) fn offer_form(user: &SignedIn, mut typed: TypedListing<'_>) -> Markup {
    let proceeds = typed.proceeds();
    let ticket = typed.form.get("ticket_id").parse().unwrap_or_else(|_| TicketId::new());
    let page = SellForm { proceeds, ..filled_in(user, ticket, typed) };
    views::sell(&user.context(), &page)
}

/// The form as it is for what the user has bought: for the same seat, at what they paid.
fn sold_on_form(user: &SignedIn, id: OrderId) -> HttpResult<Form> {
    let market = &user.edge.market;
    let order = policy::own_order(market, user.caller(), id)?;
    let ticket = market.tables().ticket(order.ticket)?.ok_or(HttpError::NotFound)?;
    let details = listing_form::shown(&user.edge, user.language(), &ticket.details);
    let price = user.language().decimal(order.price, user.edge.config.site.currency);
    let mut form = Form::default();
    for (name, value) in [
        ("order", id.to_string()),
        ("event_id", ticket.event.to_string()),
        ("title", ticket.title.to_string()),
        ("price", price),
        ("section", details.section),
        ("row", details.row),
        ("seat", details.seat),
        ("face_value", details.face_value),
    ] {
        form.add(name.into(), value);
    }
    Ok(form)
}

/// Lists a ticket.
pub(crate) async fn sell(user: SignedIn, client: Client, Sent { form, file }: Sent) -> HttpResult {
    let mut typed = TypedListing::by(&user, &form);
    let title = typed.read("title", Title::parse);
    let price = typed.price();
    let details = typed.alike(&Details::default());
    let seats = typed.seats();
    let how = typed.seats_go();
    let now = user.edge.market.clock().now();
    let event = typed.event(user.id(), now);
    // For an event that is not known yet, what is said of the files may be so.
    let handover = match &event {
        Some(event) => typed.handover(event.starts_at, now),
        None => None,
    };
    if let Some(price) = price
        && !typed.errors.contains_key("face_value")
        && let Err(refusal) = user.edge.market.settings().prices.check(price, details.face_value)
    {
        typed.refuse_price(refusal);
    }
    let named = form.get("ticket_id").parse().ok();
    let count = seats.as_ref().map_or(1, Vec::len);
    let first = selling::first_id(&user.edge.market, user.caller(), named, count)?;
    let file = file_for_listing(file, &form);
    let refusal = match &file {
        Err(refusal) => Some(refusal.clone()),
        Ok(Some(_)) => Some(FileRefusal::ChooseAgain),
        Ok(None) => None,
    };
    let read = (title, price, seats, how, event, handover, file, typed.errors.is_empty());
    let (
        Some(title),
        Some(price),
        Some(seats),
        Some(how),
        Some(event),
        Some(handover),
        Ok(file),
        true,
    ) = read
    else {
        return sell_again(&user, first, typed, refusal);
    };
    if event.new.is_some() {
        user.edge.limit_client(Action::NewEvent, client)?;
        user.edge.limit_user(Action::NewEvent, user.account())?;
    }
    let file_chosen = file.is_some();
    let said = listing_form::said_in_all(&form).into_bytes();
    let comes_by_file = matches!(handover, Handover::File(_));
    let handover = Some(handover);
    let offer = Offer { first, said, event, title, price, details, seats, how, handover, file };
    let listed = selling::list(&user.edge.market, &user.edge.checkout, user.caller(), offer).await;
    let (why, first) = match refused(listed)? {
        Ok(first) if comes_by_file && form.get("then") == "files" => {
            return go_to(&format!("/tickets/{first}/files"));
        }
        Ok(first) => return go_to(&format!("/tickets/{first}")),
        Err(NotListed { why, first }) => (why, first),
    };
    match why {
        SellingRefusal::Price(bound) => {
            typed.out_of_bounds(bound);
            sell_again(&user, first, typed, None)
        }
        SellingRefusal::Ticket(
            why @ (TicketRefusal::SameFileListed
            | TicketRefusal::SameFileSold
            | TicketRefusal::FilesFull),
        ) => sell_again(&user, first, typed, Some(FileRefusal::NotTaken(why))),
        SellingRefusal::Ticket(why) if typed.refuse_seats(&why) => {
            let refusal = file_chosen.then_some(FileRefusal::ChooseAgain);
            let page = sell_page(&user, first, typed, refusal.as_ref());
            not_done(why.code(), page)
        }
        SellingRefusal::Ticket(why) => Err(not_editable(&user, &why)),
    }
}

/// The answer to what cannot be done about a listing as things are.
fn not_editable(user: &SignedIn, why: &TicketRefusal) -> HttpError {
    HttpError::Refused(why.code(), presenters::not_editable(why, &user.context()))
}

/// The form again, as it was typed, with what is wrong at each field.
fn sell_again(
    user: &SignedIn,
    ticket: TicketId,
    typed: TypedListing<'_>,
    refusal: Option<FileRefusal>,
) -> HttpResult {
    let page = sell_page(user, ticket, typed, refusal.as_ref());
    match refusal {
        Some(refusal) => not_done(refusal.code(), page),
        None => mistyped(page),
    }
}

fn sell_page(
    user: &SignedIn,
    ticket: TicketId,
    typed: TypedListing<'_>,
    refusal: Option<&FileRefusal>,
) -> Markup {
    let context = user.context();
    let mut page = filled_in(user, ticket, typed);
    page.errors.extend(refusal.map(|refusal| ("file", refusal.message(&context))));
    views::sell(&context, &page)
}

/// The form as it was typed.
fn filled_in(user: &SignedIn, ticket: TicketId, typed: TypedListing<'_>) -> SellForm {
    let field = |name| typed.form.get(name).to_owned();
    let is_known = !typed.form.get("event_id").is_empty();
    let event = typed.event.clone();
    let known = event.as_ref().filter(|_| is_known).map(|event| event.id);
    let others = known.and_then(|id| user.edge.market.tables().catalog().asked_prices_of(id));
    let sold_on = typed.form.get("order").parse().ok().and_then(|order| {
        let order = policy::own_order(&user.edge.market, user.caller(), order).ok()?;
        Some(SoldOn { order: order.id, paid: order.price })
    });
    SellForm {
        ticket_id: ticket.to_string(),
        // Of one that was merged into another, that.
        event_id: known.map_or_else(|| field("event_id"), |id| id.to_string()),
        event,
        new_event: typed.new_event(),
        title: field("title"),
        price: field("price"),
        quantity: field("quantity"),
        seats_go: field("seats_go"),
        handover: field("handover"),
        file_by: field("file_by"),
        deliver_hours_before: user.edge.market.settings().deliver_hours_before,
        details: typed.details_shown(&Details::default()),
        others,
        proceeds: None,
        sold_on,
        errors: typed.errors,
    }
}

/// The form to change a listing.
pub(crate) async fn edit_form(user: SignedIn, Id(id): Id<TicketId>) -> HttpResult {
    let (ticket, refusal) = selling::editable(&user.edge.market, user.caller(), id)?;
    Ok(edit_page(&user, &ticket, refusal))
}

/// Changes a listing.
pub(crate) async fn edit(user: SignedIn, Id(id): Id<TicketId>, form: Form) -> HttpResult {
    let ticket = policy::own_ticket(&user.edge.market, user.caller(), id)?;
    let mut typed = TypedListing::by(&user, &form);
    let title = typed.read("title", Title::parse);
    let price = typed.price();
    let details = typed.details(&ticket.details);
    let (Some(title), Some(price), true) = (title, price, typed.errors.is_empty()) else {
        return edited_wrong(&user, &ticket, typed);
    };
    let details = has_details(&form).then_some(details);
    let (caller, market, checkout) = (user.caller(), &user.edge.market, &user.edge.checkout);
    let edited = selling::edit(market, checkout, caller, id, (title, price, details), None).await;
    match refused(edited)? {
        Ok(()) => go_to(&Done::ListingSaved.at(&format!("/tickets/{id}"))),
        Err(SellingRefusal::Price(bound)) => {
            typed.out_of_bounds(bound);
            edited_wrong(&user, &ticket, typed)
        }
        Err(SellingRefusal::Ticket(TicketRefusal::Price(refusal))) => {
            typed.refuse_price(refusal);
            edited_wrong(&user, &ticket, typed)
        }
        Err(SellingRefusal::Ticket(why)) if typed.refuse_seats(&why) => {
            not_done(why.code(), edit_form_as_typed(&user, &ticket, typed))
        }
        Err(SellingRefusal::Ticket(refusal)) => Ok(edit_page(&user, &ticket, Some(refusal))),
    }
}

fn edited_wrong(user: &SignedIn, ticket: &Ticket, typed: TypedListing<'_>) -> HttpResult {
    mistyped(edit_form_as_typed(user, ticket, typed))
}

/// The form as it was typed, with what is wrong at each field.
fn edit_form_as_typed(user: &SignedIn, ticket: &Ticket, typed: TypedListing<'_>) -> Markup {
    let page = EditForm {
        ticket_id: ticket.id,
        event: presenters::event_of(&user.edge.market.tables().catalog(), ticket.event),
        title: typed.form.get("title").to_owned(),
        price: typed.form.get("price").to_owned(),
        details: typed.details_shown(&ticket.details),
        errors: typed.errors,
        refusal: None,
    };
    views::edit(&user.context(), &page)
}

/// Takes a listing back; then the page that its seller came from.
pub(crate) async fn withdraw(user: SignedIn, Id(id): Id<TicketId>, form: Form) -> HttpResult {
    let next = form.sent("next").map_or("/selling", local_path);
    match refused(selling::withdraw(&user.edge.market, user.caller(), id).await)? {
        Ok(()) => go_to(&Done::ListingWithdrawn.at(next)),
        Err(refusal) => Err(not_editable(&user, &refusal)),
    }
}

fn edit_page(user: &SignedIn, ticket: &Ticket, refusal: Option<TicketRefusal>) -> Response {
    let context = user.context();
    let status = refusal.map_or(StatusCode::OK, |refusal| status_of(refusal.code()));
    let page = EditForm {
        ticket_id: ticket.id,
        event: presenters::event_of(&user.edge.market.tables().catalog(), ticket.event),
        title: ticket.title.to_string(),
        price: context.language.decimal(ticket.price, context.currency),
        details: listing_form::shown(&user.edge, context.language, &ticket.details),
        errors: FieldErrors::new(),
        refusal: refusal.map(|refusal| presenters::not_editable(&refusal, &context)),
    };
    (status, views::edit(&context, &page)).into_response()
}
