use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
};
use maud::Markup;

use super::{
    event_form::event,
    listing_form::{self, Mistakes, alike, details, has_details, price, refuse_price, seats},
};
use crate::{
    actors::ticket::{NewListing, TicketCommand, TicketRefusal, decide},
    domain::{Details, EventEvent, Ticket},
    http::{
        Edge, HttpError,
        error::refused,
        form::{Form, Id, PageNumber, query},
        presenters::{self, PAGE},
        uploads::{FileRefusal, Sent},
        visitor::SignedIn,
    },
    types::{Seat, TicketId, Title},
    views::{self, EditForm, FieldErrors, SellForm, SellingPage},
};

/// How many events the sell form offers.
const EVENTS_OFFERED: usize = 200;

/// The form to list a ticket.
pub(crate) async fn sell_form(State(edge): State<Edge>, user: SignedIn, parts: Parts) -> Markup {
    let event_id = query(&parts, "event_id").unwrap_or_default();
    let page = SellForm {
        ticket_id: TicketId::new().to_string(),
        event_id,
        details: listing_form::shown(&edge, user.visitor().language(), &Details::default()),
        ..SellForm::default()
    };
    views::sell(&user.visitor().context(), &offering(&edge, page))
}

/// Lists a ticket.
pub(crate) async fn sell(
    State(edge): State<Edge>,
    user: SignedIn,
    Sent { form, file }: Sent,
) -> Result<Response, HttpError> {
    let mut mistakes = Mistakes::told_in(user.visitor().language());
    let now = edge.market.clock().now();
    let title = mistakes.read("title", Title::parse(form.get("title")));
    let price = price(&edge, &form, &mut mistakes);
    let details = alike(&form, edge.config.site.currency, &Details::default(), &mut mistakes);
    let seats = seats(&form, &mut mistakes);
    let event = event(&edge, &form, user.id(), now, &mut mistakes);
    if let Some(price) = price
        && !mistakes.by_field.contains_key("face_value")
        && let Err(refusal) = edge.market.settings().prices.check(price, details.face_value)
    {
        refuse_price(&edge, refusal, &mut mistakes);
    }
    let count = seats.as_ref().map_or(1, Vec::len);
    let ticket = listing_of(&edge, &user, &form, count)?;
    let file = file.for_listing(&form);
    let refusal = match &file {
        Err(refusal) => Some(refusal.clone()),
        Ok(Some(_)) => Some(FileRefusal::ChooseAgain),
        Ok(None) => None,
    };
    let (Some(title), Some(price), Some(seats), Some(event), Ok(file), true) =
        (title, price, seats, event, file, mistakes.by_field.is_empty())
    else {
        return Ok(sell_again(&edge, &user, ticket, &form, mistakes.by_field, refusal));
    };
    let listing = NewListing {
        event: event.id,
        new_event: event.new,
        event_starts_at: event.starts_at,
        seller: user.id(),
        title,
        price,
        details,
        file: None,
    };
    let seat = seats.first().cloned().flatten();
    let ticket = match is_another(&edge, ticket, &listing, seat.as_ref())? {
        true => ticket.another(listing_form::said_in_all(&form).as_bytes()),
        false => ticket,
    };
    let listed = match file {
        // Its seller went back to the form to choose a file, or another.
        Some(received) if edge.market.tables().ticket(ticket)?.is_some() => {
            edge.market.attach_received(ticket, user.id(), received).await
        }
        Some(received) => {
            let details = Details { seat, ..listing.details.clone() };
            edge.market.list_with(ticket, NewListing { details, ..listing }, received).await
        }
        None => edge.market.list_seats(ticket, listing, seats).await,
    };
    match refused(listed)? {
        Ok(()) => Ok(Redirect::to(&format!("/tickets/{ticket}")).into_response()),
        Err(
            why @ (TicketRefusal::SameFileListed
            | TicketRefusal::SameFileSold
            | TicketRefusal::FilesFull),
        ) => {
            let refusal = Some(FileRefusal::NotTaken(why));
            Ok(sell_again(&edge, &user, ticket, &form, mistakes.by_field, refusal))
        }
        Err(refusal) => {
            Err(HttpError::Conflict(presenters::not_editable(&refusal, &user.visitor().context())))
        }
    }
}

/// The form again, as it was typed, with what is wrong at each field.
fn sell_again(
    edge: &Edge,
    user: &SignedIn,
    ticket: TicketId,
    form: &Form,
    mut errors: FieldErrors,
    refusal: Option<FileRefusal>,
) -> Response {
    let status = refusal.as_ref().map_or(StatusCode::UNPROCESSABLE_ENTITY, FileRefusal::status);
    let message = |refusal: FileRefusal| refusal.message(&user.visitor().context());
    errors.extend(refusal.map(|refusal| ("file", message(refusal))));
    let page = as_typed(edge, user, form, ticket, errors);
    (status, views::sell(&user.visitor().context(), &page)).into_response()
}

/// The form as it came, with what is wrong with it.
fn as_typed(
    edge: &Edge,
    user: &SignedIn,
    form: &Form,
    ticket: TicketId,
    errors: FieldErrors,
) -> SellForm {
    let t = user.visitor().language();
    let typed = |name| form.get(name).to_owned();
    let page = SellForm {
        ticket_id: ticket.to_string(),
        event_id: typed("event_id"),
        title: typed("title"),
        price: typed("price"),
        event_name: typed("event_name"),
        venue: typed("venue"),
        city: typed("city"),
        starts_at: typed("starts_at"),
        time_zone: typed("time_zone"),
        quantity: typed("quantity"),
        details: listing_form::typed(form, listing_form::shown(edge, t, &Details::default())),
        errors,
        ..SellForm::default()
    };
    offering(edge, page)
}

/// The listing that the form names, the first of so many, so that a form sent twice lists them once;
/// a new one if it names none, or if one of them is somebody else's.
fn listing_of(
    edge: &Edge,
    user: &SignedIn,
    form: &Form,
    count: usize,
) -> Result<TicketId, HttpError> {
    let Ok(first) = form.get("ticket_id").parse::<TicketId>() else { return Ok(TicketId::new()) };
    for n in (0..).take(count) {
        let known = edge.market.tables().ticket(first.sibling(n))?;
        if known.is_some_and(|known| known.seller != user.id()) {
            return Ok(TicketId::new());
        }
    }
    Ok(first)
}

/// Whether this is not the ticket that has the id already: its seller went back to the form after
/// listing that, and changed it to list another.
fn is_another(
    edge: &Edge,
    id: TicketId,
    listing: &NewListing,
    seat: Option<&Seat>,
) -> Result<bool, HttpError> {
    let Some(known) = edge.market.tables().ticket(id)? else { return Ok(false) };
    let details = Details { seat: seat.cloned(), ..listing.details.clone() };
    let catalog = edge.market.tables().catalog();
    let is_for_it = match (&listing.new_event, catalog.event_that_stays(known.event)) {
        (None, event) => event.is_some_and(|event| event.id == listing.event),
        (Some(EventEvent::Created { name, venue, city, starts_at, .. }), Some(event)) => {
            (name, venue, city, starts_at)
                == (&event.name, &event.venue, &event.city, &event.starts_at)
        }
        (Some(_), _) => false,
    };
    let said = (&known.title, known.price, &known.details);
    Ok(!is_for_it || said != (&listing.title, listing.price, &details))
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
pub(crate) async fn edit_form(
    State(edge): State<Edge>,
    user: SignedIn,
    Id(id): Id<TicketId>,
) -> Result<Response, HttpError> {
    let ticket = own_ticket(&edge, &user, id)?;
    let unchanged = TicketCommand::Edit {
        by: user.id(),
        title: ticket.title.clone(),
        price: ticket.price,
        details: None,
        rules: edge.market.settings().prices,
    };
    let refusal = decide(id, Some(&ticket), &unchanged, edge.market.clock().now()).err();
    Ok(edit_page(&edge, &user, &ticket, refusal))
}

/// Changes a listing.
pub(crate) async fn edit(
    State(edge): State<Edge>,
    user: SignedIn,
    Id(id): Id<TicketId>,
    form: Form,
) -> Result<Response, HttpError> {
    let ticket = own_ticket(&edge, &user, id)?;
    let mut mistakes = Mistakes::told_in(user.visitor().language());
    let title = mistakes.read("title", Title::parse(form.get("title")));
    let price = price(&edge, &form, &mut mistakes);
    let details = details(&form, edge.config.site.currency, &ticket.details, &mut mistakes);
    let (Some(title), Some(price), true) = (title, price, mistakes.by_field.is_empty()) else {
        return Ok(edited_wrong(&edge, &user, &ticket, &form, mistakes.by_field));
    };
    let details = has_details(&form).then_some(details);
    match refused(edge.market.edit(id, user.id(), title, price, details).await)? {
        Ok(()) => Ok(Redirect::to(&format!("/tickets/{id}")).into_response()),
        Err(TicketRefusal::Price(refusal)) => {
            refuse_price(&edge, refusal, &mut mistakes);
            Ok(edited_wrong(&edge, &user, &ticket, &form, mistakes.by_field))
        }
        Err(refusal) => Ok(edit_page(&edge, &user, &ticket, Some(refusal))),
    }
}

fn edited_wrong(
    edge: &Edge,
    user: &SignedIn,
    ticket: &Ticket,
    form: &Form,
    errors: FieldErrors,
) -> Response {
    let t = user.visitor().language();
    let page = EditForm {
        ticket_id: ticket.id,
        event: presenters::event_of(&edge.market.tables().catalog(), ticket.event),
        title: form.get("title").to_owned(),
        price: form.get("price").to_owned(),
        details: listing_form::typed(form, listing_form::shown(edge, t, &ticket.details)),
        errors,
        refusal: None,
    };
    let page = views::edit(&user.visitor().context(), &page);
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// Takes a listing back.
pub(crate) async fn withdraw(
    State(edge): State<Edge>,
    user: SignedIn,
    Id(id): Id<TicketId>,
) -> Result<Response, HttpError> {
    own_ticket(&edge, &user, id)?;
    match refused(edge.market.withdraw(id, user.id()).await)? {
        Ok(()) => Ok(Redirect::to("/selling").into_response()),
        Err(refusal) => {
            Err(HttpError::Conflict(presenters::not_editable(&refusal, &user.visitor().context())))
        }
    }
}

/// What the visitor has listed, newest first.
pub(crate) async fn selling(
    State(edge): State<Edge>,
    user: SignedIn,
    PageNumber(page): PageNumber,
) -> Result<Markup, HttpError> {
    let context = user.visitor().context();
    let (paging, ids) = {
        let catalog = edge.market.tables().catalog();
        let listed = catalog.listed_by(user.id());
        let paging = presenters::paging(page, listed.len());
        let ids: Vec<TicketId> =
            listed.iter().rev().skip(presenters::skipped(paging)).take(PAGE).copied().collect();
        (paging, ids)
    };
    let mut tickets = Vec::with_capacity(ids.len());
    for id in ids {
        tickets.extend(edge.market.tables().ticket(id)?);
    }
    let listings = {
        let catalog = edge.market.tables().catalog();
        tickets.iter().map(|ticket| presenters::own_ticket(&catalog, ticket, &context)).collect()
    };
    Ok(views::selling(&context, &SellingPage { listings, paging }))
}

pub(super) fn own_ticket(
    edge: &Edge,
    user: &SignedIn,
    id: TicketId,
) -> Result<Arc<Ticket>, HttpError> {
    let ticket = edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    match ticket.seller == user.id() {
        true => Ok(ticket),
        false => Err(HttpError::Forbidden(user.visitor().language().only_its_seller().into())),
    }
}

fn edit_page(
    edge: &Edge,
    user: &SignedIn,
    ticket: &Ticket,
    refusal: Option<TicketRefusal>,
) -> Response {
    let context = user.visitor().context();
    let status = if refusal.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let page = EditForm {
        ticket_id: ticket.id,
        event: presenters::event_of(&edge.market.tables().catalog(), ticket.event),
        title: ticket.title.to_string(),
        price: context.language.decimal(ticket.price, context.currency),
        details: listing_form::shown(edge, context.language, &ticket.details),
        errors: FieldErrors::new(),
        refusal: refusal.map(|refusal| presenters::not_editable(&refusal, &context)),
    };
    (status, views::edit(&context, &page)).into_response()
}
