use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
};
use maud::Markup;

use crate::{
    actors::ticket::{NewListing, TicketCommand, TicketRefusal, decide},
    config::Provider,
    domain::{Details, EventEvent, Ticket},
    gateway::stripe::chargeable,
    http::{
        Edge, HttpError,
        error::refused,
        form::{Form, Id, PageNumber, query},
        shown::{self, PAGE},
        uploads::{FileRefusal, Sent},
        visitor::SignedIn,
    },
    types::{City, EventId, EventName, Price, TicketId, Timestamp, Title, UserId, Venue},
    views::{self, EditForm, FieldErrors, SellForm, SellingPage},
};

/// How many events the sell form offers.
const EVENTS_OFFERED: usize = 200;

/// The form to list a ticket.
pub(crate) async fn sell_form(State(edge): State<Edge>, user: SignedIn, parts: Parts) -> Markup {
    let event_id = query(&parts, "event_id").unwrap_or_default();
    let page = SellForm { ticket_id: TicketId::new().to_string(), event_id, ..SellForm::default() };
    views::sell(&user.visitor().shell(), &offering(&edge, page))
}

/// Lists a ticket.
pub(crate) async fn sell(
    State(edge): State<Edge>,
    user: SignedIn,
    Sent { form, file }: Sent,
) -> Result<Response, HttpError> {
    let ticket = listing_of(&edge, &user, &form)?;
    let mut errors = FieldErrors::new();
    let now = edge.market.clock().now();
    let title = field(&mut errors, "title", Title::parse(form.get("title")));
    let price = field(&mut errors, "price", price(&edge, &form));
    let event = event(&edge, &form, user.id(), now, &mut errors);
    let file = file.for_listing(&form);
    let refusal = match &file {
        Err(refusal) => Some(refusal.clone()),
        Ok(Some(_)) => Some(FileRefusal::choose_again()),
        Ok(None) => None,
    };
    let (Some(title), Some(price), Some(event), Ok(file)) = (title, price, event, file) else {
        return Ok(sell_again(&edge, &user, ticket, &form, errors, refusal));
    };
    let listing = NewListing {
        event: event.id,
        new_event: event.new,
        event_starts_at: event.starts_at,
        seller: user.id(),
        title,
        price,
        details: Details::default(),
        file: None,
    };
    let listed = match file {
        Some(received) => edge.market.list_with(ticket, listing, received).await,
        None => edge.market.list(ticket, listing).await,
    };
    match refused(listed)? {
        Ok(()) => Ok(Redirect::to(&format!("/tickets/{ticket}")).into_response()),
        Err(why @ (TicketRefusal::SameFileListed | TicketRefusal::SameFileSold)) => {
            let message = shown::not_attachable(&why, &edge.config.site.time_zone);
            let refusal = Some(FileRefusal::new(StatusCode::CONFLICT, &message));
            Ok(sell_again(&edge, &user, ticket, &form, errors, refusal))
        }
        Err(refusal) => {
            Err(HttpError::Conflict(shown::not_editable(&refusal, &edge.config.site.time_zone)))
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
    let status = refusal.as_ref().map_or(StatusCode::UNPROCESSABLE_ENTITY, |r| r.status);
    errors.extend(refusal.map(|refusal| ("file", refusal.message)));
    let page = SellForm {
        ticket_id: ticket.to_string(),
        event_id: form.get("event_id").to_owned(),
        title: form.get("title").to_owned(),
        price: form.get("price").to_owned(),
        event_name: form.get("event_name").to_owned(),
        venue: form.get("venue").to_owned(),
        city: form.get("city").to_owned(),
        starts_at: form.get("starts_at").to_owned(),
        errors,
        ..SellForm::default()
    };
    (status, views::sell(&user.visitor().shell(), &offering(edge, page))).into_response()
}

/// The listing that the form names, so that a form sent twice lists one ticket; a new one if it
/// names none, or somebody else's.
fn listing_of(edge: &Edge, user: &SignedIn, form: &Form) -> Result<TicketId, HttpError> {
    let Ok(ticket) = form.get("ticket_id").parse() else { return Ok(TicketId::new()) };
    let known = edge.market.tables().ticket(ticket)?;
    Ok(match known.is_none_or(|known| known.seller == user.id()) {
        true => ticket,
        false => TicketId::new(),
    })
}

/// The event of a new listing.
struct ChosenEvent {
    id: EventId,
    starts_at: Timestamp,
    new: Option<EventEvent>,
}

/// The event that was chosen, or the one that was typed in.
fn event(
    edge: &Edge,
    form: &Form,
    user: UserId,
    now: Timestamp,
    errors: &mut FieldErrors,
) -> Option<ChosenEvent> {
    if !form.get("event_id").is_empty() {
        let id = form.get("event_id").parse().ok();
        let event = id.and_then(|id| edge.market.tables().catalog().event(id).cloned());
        return match event {
            Some(event) if event.starts_at > now => {
                Some(ChosenEvent { id: event.id, starts_at: event.starts_at, new: None })
            }
            Some(_) => {
                let started = "This event has started: tickets for it are not traded any more.";
                errors.insert("event_id", started.into());
                None
            }
            None => {
                let unknown = "There is no such event. Choose another, or type in a new one.";
                errors.insert("event_id", unknown.into());
                None
            }
        };
    }
    let zone = &edge.config.site.time_zone;
    let name = field(errors, "event_name", EventName::parse(form.get("event_name")));
    let venue = field(errors, "venue", Venue::parse(form.get("venue")));
    let city = field(errors, "city", City::parse(form.get("city")));
    let starts_at = Timestamp::parse_local(form.get("starts_at"), zone);
    let starts_at = field(errors, "starts_at", starts_at)?;
    if starts_at <= now {
        errors.insert("starts_at", "This is in the past. Enter when the event will start.".into());
        return None;
    }
    let new = EventEvent::Created {
        name: name?,
        venue: venue?,
        city: city?,
        starts_at,
        zone: zone.clone(),
        created_by: user,
    };
    Some(ChosenEvent { id: EventId::new(), starts_at, new: Some(new) })
}

/// The form with the events that it offers.
fn offering(edge: &Edge, page: SellForm) -> SellForm {
    let now = edge.market.clock().now();
    let catalog = edge.market.tables().catalog();
    let mut offered: Vec<Arc<_>> =
        catalog.coming_events(now, EVENTS_OFFERED).into_iter().cloned().collect();
    let chosen = page.event_id.parse().ok().and_then(|id| catalog.event(id));
    if let Some(chosen) = chosen
        && chosen.starts_at > now
        && offered.iter().all(|event| event.id != chosen.id)
    {
        offered.push(chosen.clone());
    }
    SellForm {
        events: offered.iter().map(|event| shown::event_line(event)).collect(),
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
    let mut errors = FieldErrors::new();
    let title = field(&mut errors, "title", Title::parse(form.get("title")));
    let price = field(&mut errors, "price", price(&edge, &form));
    let (Some(title), Some(price)) = (title, price) else {
        let page = EditForm {
            ticket_id: id,
            event: shown::event_of(&edge.market.tables().catalog(), ticket.event),
            title: form.get("title").to_owned(),
            price: form.get("price").to_owned(),
            errors,
            refusal: None,
        };
        let page = views::edit(&user.visitor().shell(), &page);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    match refused(edge.market.edit(id, user.id(), title, price, None).await)? {
        Ok(()) => Ok(Redirect::to(&format!("/tickets/{id}")).into_response()),
        Err(refusal) => Ok(edit_page(&edge, &user, &ticket, Some(refusal))),
    }
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
            Err(HttpError::Conflict(shown::not_editable(&refusal, &edge.config.site.time_zone)))
        }
    }
}

/// What the visitor has listed, newest first.
pub(crate) async fn selling(
    State(edge): State<Edge>,
    user: SignedIn,
    PageNumber(page): PageNumber,
) -> Result<Markup, HttpError> {
    let shell = user.visitor().shell();
    let (paging, ids) = {
        let catalog = edge.market.tables().catalog();
        let listed = catalog.listed_by(user.id());
        let paging = shown::paging(page, listed.len());
        let ids: Vec<TicketId> =
            listed.iter().rev().skip(shown::skipped(paging)).take(PAGE).copied().collect();
        (paging, ids)
    };
    let mut tickets = Vec::with_capacity(ids.len());
    for id in ids {
        tickets.extend(edge.market.tables().ticket(id)?);
    }
    let listings = {
        let catalog = edge.market.tables().catalog();
        tickets.iter().map(|ticket| shown::own_ticket(&catalog, ticket, shell.now)).collect()
    };
    Ok(views::selling(&shell, &SellingPage { listings, paging }))
}

pub(super) fn own_ticket(
    edge: &Edge,
    user: &SignedIn,
    id: TicketId,
) -> Result<Arc<Ticket>, HttpError> {
    let ticket = edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    match ticket.seller == user.id() {
        true => Ok(ticket),
        false => Err(HttpError::Forbidden("Only its seller can change this ticket.".into())),
    }
}

fn edit_page(
    edge: &Edge,
    user: &SignedIn,
    ticket: &Ticket,
    refusal: Option<TicketRefusal>,
) -> Response {
    let shell = user.visitor().shell();
    let status = if refusal.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let page = EditForm {
        ticket_id: ticket.id,
        event: shown::event_of(&edge.market.tables().catalog(), ticket.event),
        title: ticket.title.to_string(),
        price: ticket.price.decimal(shell.currency),
        errors: FieldErrors::new(),
        refusal: refusal.map(|refusal| shown::not_editable(&refusal, shell.zone)),
    };
    (status, views::edit(&shell, &page)).into_response()
}

/// What a field holds, or its message among the errors.
/// The price that was typed, if it can be paid here.
fn price(edge: &Edge, form: &Form) -> Result<Price, String> {
    let currency = edge.config.site.currency;
    let price = Price::parse(form.get("price"), currency).map_err(|error| error.to_string())?;
    match edge.config.payments.provider {
        Provider::Sandbox => Ok(price),
        Provider::Stripe => chargeable(price, currency).map_err(|error| error.to_string()),
    }
}

fn field<T, E: std::fmt::Display>(
    errors: &mut FieldErrors,
    name: &'static str,
    parsed: Result<T, E>,
) -> Option<T> {
    parsed.map_err(|error| errors.insert(name, error.to_string())).ok()
}
