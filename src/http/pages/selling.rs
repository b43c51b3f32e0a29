use std::sync::Arc;

use axum::{
    http::{StatusCode, request::Parts},
    response::{IntoResponse as _, Response},
};
use maud::Markup;

use super::{
    go_to,
    listing_form::{self, TypedListing, has_details},
    mistyped, not_done,
};
use crate::{
    domain::{Details, Ticket, rules::ticket::TicketRefusal},
    http::{
        Action, AskedPage, Edge, Form, HttpError, HttpResult, Id, SignedIn,
        client::Client,
        presenters, query, refused, status_of,
        uploads::{FileRefusal, Sent, file_for_listing},
        visitor::local_path,
    },
    types::{TicketId, Title},
    usecases::{
        RefusalCode as _, policy,
        selling::{self, NotListed, Offer, SellingRefusal},
    },
    views::{self, Done, EditForm, FieldErrors, SellForm},
};

/// How many events the sell form offers.
const EVENTS_OFFERED: usize = 200;

/// The form to list a ticket.
pub(crate) async fn sell_form(user: SignedIn, parts: Parts) -> Markup {
    let event_id = query(&parts, "event_id").unwrap_or_default();
    let page = SellForm {
        ticket_id: TicketId::new().to_string(),
        event_id,
        details: listing_form::shown(&user.edge, user.language(), &Details::default()),
        ..SellForm::default()
    };
    views::sell(&user.context(), &offering(&user.edge, page))
}

/// Lists a ticket.
pub(crate) async fn sell(user: SignedIn, client: Client, Sent { form, file }: Sent) -> HttpResult {
    let mut typed = TypedListing::by(&user, &form);
    let title = typed.read("title", Title::parse);
    let price = typed.price();
    let details = typed.alike(&Details::default());
    let seats = typed.seats();
    let event = typed.event(user.id(), user.edge.market.clock().now());
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
    let (Some(title), Some(price), Some(seats), Some(event), Ok(file), true) =
        (title, price, seats, event, file, typed.errors.is_empty())
    else {
        return sell_again(&user, first, typed, refusal);
    };
    if event.new.is_some() {
        user.edge.limit_client(Action::NewEvent, client)?;
        user.edge.limit_user(Action::NewEvent, user.account())?;
    }
    let file_chosen = file.is_some();
    let said = listing_form::said_in_all(&form).into_bytes();
    let offer = Offer { first, said, event, title, price, details, seats, file };
    let listed = selling::list(&user.edge.market, &user.edge.checkout, user.caller(), offer).await;
    let (why, first) = match refused(listed)? {
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
        SellingRefusal::Ticket(why) if typed.refuse_seat(&why) => {
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
    let field = |name| typed.form.get(name).to_owned();
    let mut page = SellForm {
        ticket_id: ticket.to_string(),
        event_id: field("event_id"),
        title: field("title"),
        price: field("price"),
        event_name: field("event_name"),
        venue: field("venue"),
        city: field("city"),
        starts_at: field("starts_at"),
        time_zone: field("time_zone"),
        category: field("category"),
        quantity: field("quantity"),
        details: typed.details_shown(&Details::default()),
        errors: typed.errors,
        ..SellForm::default()
    };
    let context = user.context();
    page.errors.extend(refusal.map(|refusal| ("file", refusal.message(&context))));
    views::sell(&context, &offering(&user.edge, page))
}

/// The form with the events that it offers.
fn offering(edge: &Edge, mut page: SellForm) -> SellForm {
    let now = edge.market.clock().now();
    let catalog = edge.market.tables().catalog();
    let mut offered: Vec<Arc<_>> =
        catalog.coming_events(now, EVENTS_OFFERED).into_iter().cloned().collect();
    let chosen = page.event_id.parse().ok().and_then(|id| catalog.event_that_stays(id));
    if let Some(chosen) = chosen.filter(|chosen| chosen.starts_at > now) {
        page.event_id = chosen.id.to_string();
        if offered.iter().all(|event| event.id != chosen.id) {
            offered.push(chosen.clone());
        }
    }
    SellForm {
        events: offered.iter().map(|event| presenters::event_line(event)).collect(),
        zone: edge.config.site.time_zone.to_string(),
        ..page
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
        Err(SellingRefusal::Ticket(why)) if typed.refuse_seat(&why) => {
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

/// What the visitor has listed, newest first.
pub(crate) async fn selling(user: SignedIn, asked: AskedPage) -> HttpResult<Markup> {
    let context = user.context();
    let tables = user.edge.market.tables();
    let listed = |walk, limit| tables.listed_by(user.id(), walk, limit);
    let (shown, turning) = presenters::page_of_ids(&asked, listed)?;
    let mut tickets = Vec::with_capacity(shown.len());
    for id in shown {
        tickets.extend(tables.ticket(id)?);
    }
    let listings: Vec<_> = {
        let catalog = tables.catalog();
        tickets.iter().map(|ticket| presenters::own_ticket(&catalog, ticket, &context)).collect()
    };
    Ok(views::selling(&context, &listings, &turning))
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
