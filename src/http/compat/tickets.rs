//! Tickets: what is for sale, and one's own.

use axum::{Json, http::StatusCode, response::IntoResponse as _};
use serde_json::{Value, json};

use super::{Fields, Member, Wrong, bad, changes, major, refusal};
use crate::{
    domain::{Details, Event, Ticket, TicketStatus, public::order_of},
    http::{Edge, HttpError, HttpResult, Id, Visitor, refused},
    reads::catalog::{Filter, Sort},
    texts::Tell as _,
    types::{Currency, EventId, Price, TicketId, Title},
    usecases::{
        RefusalCode as _,
        policy::{self, Denial},
        selling::{self, ChosenEvent, Offer},
    },
};

/// How many tickets a list has at the most: that design's has all, and knows no pages.
const LISTED_MAX: usize = 1000;

pub(super) fn json_of(ticket: &Ticket, currency: Currency) -> Value {
    let mut json = json!({
        "id": ticket.id.to_string(),
        "title": ticket.title.as_str(),
        "price": major(ticket.price, currency),
        "userId": ticket.seller.to_string(),
        "version": changes(ticket.version),
    });
    if let Some(order) = order_of(&ticket.status) {
        json["orderId"] = order.to_string().into();
    }
    json
}

fn shown(edge: &Edge, status: StatusCode, id: TicketId) -> HttpResult {
    let ticket = edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    Ok((status, Json(json_of(&ticket, edge.config.site.currency))).into_response())
}

pub(super) async fn list(visitor: Visitor) -> HttpResult {
    let (edge, now) = (&visitor.edge, visitor.edge.market.clock().now());
    let ids: Vec<TicketId> = {
        let catalog = edge.market.tables().catalog();
        let found = catalog.find_some(&Filter::default(), now, LISTED_MAX);
        let listed = catalog.page(&found, Sort::Soonest, 0, LISTED_MAX);
        listed.into_iter().map(|listed| listed.id).collect()
    };
    let mut available = vec![];
    for id in ids {
        let ticket = edge.market.tables().ticket(id)?;
        let ticket = ticket.filter(|it| it.status.at(now) == TicketStatus::Available);
        available.extend(ticket.map(|ticket| json_of(&ticket, edge.config.site.currency)));
    }
    Ok(Json(available).into_response())
}

pub(super) async fn show(visitor: Visitor, Id(id): Id<TicketId>) -> HttpResult {
    shown(&visitor.edge, StatusCode::OK, id)
}

/// Title and price as they were sent, or what is wrong with them.
fn title_and_price(visitor: &Visitor, said: &Fields) -> Result<(Title, Price), Vec<Wrong>> {
    let (t, currency) = (visitor.language(), visitor.edge.config.site.currency);
    let title = Title::parse(&said.text("title"));
    let price = Price::parse(&said.text("price"), currency);
    let mut errors = vec![];
    if let Err(error) = &title {
        errors.push(Wrong::at("title", error.tell(t)));
    }
    if let Err(error) = &price {
        errors.push(Wrong::at("price", error.tell(t)));
    }
    match (title, price) {
        (Ok(title), Ok(price)) => Ok((title, price)),
        _ => Err(errors),
    }
}

pub(super) async fn create(member: Member, said: Fields) -> HttpResult {
    let (edge, caller) = (&member.edge, member.caller());
    let (title, price) = match title_and_price(&member, &said) {
        Ok(both) => both,
        Err(errors) => return Ok(bad(&errors)),
    };
    let Some(event) = event(edge, &said) else {
        let message = "No such event. Without one api.compat_event is taken, if it is set.";
        return Ok(bad(&[Wrong::at("eventId", message)]));
    };
    let event = ChosenEvent::known(&event);
    let offer = Offer {
        first: TicketId::new(),
        said: vec![],
        event,
        title,
        price,
        details: Details::default(),
        seats: vec![None],
        how: None,
        // There nobody says, and files do not come.
        handover: None,
        file: None,
    };
    match refused(selling::list(&edge.market, &edge.checkout, caller, offer).await)? {
        Ok(id) => shown(edge, StatusCode::CREATED, id),
        Err(no) => Ok(refusal(no.code())),
    }
}

/// The event that is named, or the one that is configured.
fn event(edge: &Edge, said: &Fields) -> Option<Event> {
    let named = said.text("eventId");
    let id = if named.is_empty() { &edge.config.api.compat_event } else { &named };
    let id: EventId = id.parse().ok()?;
    edge.market.tables().catalog().event_that_stays(id).map(|event| (**event).clone())
}

pub(super) async fn update(member: Member, Id(id): Id<TicketId>, said: Fields) -> HttpResult {
    let (edge, caller) = (&member.edge, member.caller());
    match policy::own_ticket(&edge.market, caller, id) {
        Err(policy::AccessError::Denied(denial @ Denial::NotSeller)) => {
            return Ok(refusal(denial.code()));
        }
        other => other.map(drop)?,
    }
    let (title, price) = match title_and_price(&member, &said) {
        Ok(both) => both,
        Err(errors) => return Ok(bad(&errors)),
    };
    let edited =
        selling::edit(&edge.market, &edge.checkout, caller, id, (title, price, None), None).await;
    match refused(edited)? {
        Ok(()) => shown(edge, StatusCode::OK, id),
        Err(no) => Ok(refusal(no.code())),
    }
}
