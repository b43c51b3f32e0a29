//! Lines: who waits for a ticket that is not free, or for seats of an event.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header::LOCATION},
    response::IntoResponse as _,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    body::{JsonBody, LIMIT_MAX, Wrongs},
    caller::{Bearer, Buys, Reads},
    events::read_tickets,
    model::{ListJson, MoneyJson, TicketJson},
};
use crate::{
    domain::{SeatsWish, Wish},
    http::{HttpError, HttpResult, Id, refused},
    texts::Tell as _,
    types::{EventId, Quantity, Section, TicketId},
    usecases::{
        RefusalCode as _,
        waitlist::{self, WaitlistOutcome},
    },
};

/// The seats of an event that the caller waits for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct SeatsWanted {
    #[schema(minimum = 1, maximum = 10)]
    quantity: u8,
    /// What the caller would pay for each at the most, the site's fee included; any price, unless
    /// said.
    #[serde(default)]
    max_price: Option<MoneyJson>,
    /// Only in this part of the venue; anywhere, unless said.
    #[serde(default)]
    section: Option<String>,
}

/// A place in a line, or a turn.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Place)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlaceJson {
    /// The ticket that the caller waits for; none if any of the event's will do that fit.
    #[schema(format = Uuid)]
    ticket_id: Option<String>,
    #[schema(format = Uuid)]
    event_id: String,
    quantity: u8,
    max_price: Option<MoneyJson>,
    section: Option<String>,
    /// Since when the caller stands there.
    #[schema(format = DateTime)]
    since: String,
    /// Which it is in the line: 1 is the next; none in the caller's turn.
    place: Option<usize>,
    /// In the caller's turn: the order that is theirs until its deadline, or their purchase's first.
    #[schema(format = Uuid)]
    order_id: Option<String>,
}

/// The lines in which the caller stands, or has their turn, the latest first.
#[utoipa::path(
    get,
    path = "/lines",
    tag = "waitlist",
    responses((status = 200, body = ListJson<PlaceJson>)),
    security(("token" = ["read"])),
)]
pub(super) async fn lines(who: Bearer<Reads>) -> HttpResult<Json<ListJson<PlaceJson>>> {
    let (edge, currency) = (&who.edge, who.edge.config.site.currency);
    let places = waitlist::places_of(&edge.market, who.owner().id, LIMIT_MAX);
    let mut items = Vec::with_capacity(places.len());
    for place in places {
        let (ticket, event) = match &place.wish {
            Wish::Ticket(id) => {
                let Some(ticket) = edge.market.tables().ticket(*id)? else { continue };
                (Some(ticket.id), ticket.event)
            }
            Wish::Seats(seats) => (None, seats.event),
        };
        let seats = match &place.wish {
            Wish::Ticket(_) => None,
            Wish::Seats(seats) => Some(seats),
        };
        let at_most = seats.and_then(|seats| seats.at_most);
        let section = seats.and_then(|seats| seats.section.as_ref());
        items.push(PlaceJson {
            ticket_id: ticket.map(|id| id.to_string()),
            event_id: event.to_string(),
            quantity: seats.map_or(1, |seats| seats.quantity),
            max_price: at_most.map(|price| MoneyJson::of(price, currency)),
            section: section.map(ToString::to_string),
            since: place.asked_at.rfc3339(),
            place: place
                .order
                .is_none()
                .then(|| waitlist::number_in_line(&edge.market, place.place(), ticket, event)),
            order_id: place.order.map(|id| id.to_string()),
        });
    }
    Ok(Json(ListJson { items, next: None }))
}

/// The tickets for which the caller stands in line, the latest first.
#[utoipa::path(
    get,
    path = "/waitlist",
    tag = "waitlist",
    responses((status = 200, body = ListJson<TicketJson>)),
    security(("token" = ["read"])),
)]
pub(super) async fn tickets(who: Bearer<Reads>) -> HttpResult<Json<ListJson<TicketJson>>> {
    let places = waitlist::places_of(&who.edge.market, who.owner().id, LIMIT_MAX);
    let ids: Vec<_> = places
        .into_iter()
        .filter_map(|mine| match mine.wish {
            Wish::Ticket(ticket) => Some(ticket),
            Wish::Seats(_) => None,
        })
        .collect();
    let items = read_tickets(&who, who.reader()?, &ids)?;
    Ok(Json(ListJson { items, next: None }))
}

/// Has the caller stand in line for a ticket; done already if they do.
#[utoipa::path(
    put,
    path = "/waitlist/{id}",
    tag = "waitlist",
    params(("id" = String, Path, format = Uuid, description = "The ticket's.")),
    responses((status = 204), (status = 303, description = "They hold it by the order at `Location`.", headers(("Location" = String)))),
    security(("token" = ["buy"])),
)]
pub(super) async fn wait_for_ticket(who: Bearer<Buys>, Id(id): Id<TicketId>) -> HttpResult {
    match refused(waitlist::wait_for_ticket(&who.edge.market, who.caller(), id).await)? {
        Ok(WaitlistOutcome::InLine) => Ok(StatusCode::NO_CONTENT.into_response()),
        Ok(WaitlistOutcome::Held(order)) => {
            let at = HeaderValue::try_from(format!("/api/v1/orders/{order}"));
            Ok((StatusCode::SEE_OTHER, [(LOCATION, at.map_err(HttpError::internal)?)])
                .into_response())
        }
        Err(refusal) => Err(HttpError::Refused(refusal.code(), String::new())),
    }
}

/// Has the caller stand in line for a ticket no more; done already if they do not.
#[utoipa::path(
    delete,
    path = "/waitlist/{id}",
    tag = "waitlist",
    params(("id" = String, Path, format = Uuid, description = "The ticket's.")),
    responses((status = 204)),
    security(("token" = ["buy"])),
)]
pub(super) async fn leave_ticket(
    who: Bearer<Buys>,
    Id(id): Id<TicketId>,
) -> HttpResult<StatusCode> {
    waitlist::leave_ticket(&who.edge.market, who.caller(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Has the caller stand in line for seats of an event, in the place of what they waited for there
/// before.
#[utoipa::path(
    put,
    path = "/events/{id}/line",
    tag = "waitlist",
    params(("id" = String, Path, format = Uuid)),
    request_body = SeatsWanted,
    responses((status = 204)),
    security(("token" = ["buy"])),
)]
pub(super) async fn wait_for_seats(
    who: Bearer<Buys>,
    Id(event): Id<EventId>,
    JsonBody { said, .. }: JsonBody<SeatsWanted>,
) -> HttpResult<StatusCode> {
    let (t, currency) = (who.language, who.edge.config.site.currency);
    let mut wrongs = Wrongs::default();
    let quantity = Quantity::parse(&said.quantity.to_string());
    quantity.map_or_else(|error| wrongs.add("/quantity", error.tell(t)), drop);
    let at_most = said.max_price.map(|money| money.price(currency)).transpose();
    let at_most = at_most.unwrap_or_else(|error| {
        wrongs.add("/maxPrice", error.tell(t));
        None
    });
    let section = said.section.map(|typed| Section::parse(&typed)).transpose();
    let section = section.unwrap_or_else(|error| {
        wrongs.add("/section", error.tell(t));
        None
    });
    wrongs.none()?;
    let wish = SeatsWish { event, quantity: said.quantity, at_most, section };
    match refused(waitlist::wait_for_seats(&who.edge.market, who.caller(), wish).await)? {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(refusal) => Err(HttpError::Refused(refusal.code(), String::new())),
    }
}

/// Has the caller stand in line for seats of an event no more; done already if they do not.
#[utoipa::path(
    delete,
    path = "/events/{id}/line",
    tag = "waitlist",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 204)),
    security(("token" = ["buy"])),
)]
pub(super) async fn leave_event(who: Bearer<Buys>, Id(id): Id<EventId>) -> HttpResult<StatusCode> {
    waitlist::leave_event(&who.edge.market, who.caller(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
