use axum::{extract::State, http::request::Parts, response::Response};

use super::{Desk, name_of};
use crate::{
    actors::ticket::TicketRefusal,
    domain::TicketStatus,
    http::{
        Edge, HttpError,
        error::refused,
        form::{Form, Id},
        visitor::Admin,
    },
    storage::StorageError,
    types::TicketId,
    views::{DeskAction, DeskRow},
};

const DESK: Desk<TicketId> = Desk {
    title: "Tickets",
    path: "/admin/tickets",
    hint: "A ticket's id, part of its title, or its seller's e-mail address. By title only what is \
        listed now is found.",
    find,
    row,
};

/// The tickets that are listed, or those of a seller, newest first.
pub(crate) async fn tickets(
    State(edge): State<Edge>,
    admin: Admin,
    parts: Parts,
) -> Result<Response, HttpError> {
    DESK.page(&edge, &admin, &Form::of_query(&parts))
}

/// Withdraws a ticket; its seller is told why.
pub(crate) async fn remove(
    State(edge): State<Edge>,
    admin: Admin,
    Id(id): Id<TicketId>,
    form: Form,
) -> Result<Response, HttpError> {
    edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    let text = id.to_string();
    let reason = match DESK.reason(&edge, &admin, &text, &form)? {
        Ok(reason) => reason,
        Err(page) => return Ok(page),
    };
    let message = match refused(edge.market.remove(id, admin.id(), reason).await)? {
        Ok(()) => return Ok(DESK.done(&text)),
        Err(TicketRefusal::NotListed) => return Err(HttpError::NotFound),
        Err(TicketRefusal::Held { .. }) => {
            "A buyer holds this ticket: cancel their order first. Nothing was done."
        }
        Err(TicketRefusal::Selling) => {
            "A buyer is paying for this ticket: refund their order once it is paid. Nothing was \
             done."
        }
        Err(TicketRefusal::Sold) => {
            "This ticket is sold: refund its order instead. Nothing was done."
        }
        Err(_) => "This ticket is not for sale any more. Nothing was done.",
    };
    DESK.conflict(&edge, &admin, &text, message)
}

fn find(edge: &Edge, sought: &str) -> Result<Vec<TicketId>, StorageError> {
    if let Ok(id) = sought.parse() {
        return Ok(vec![id]);
    }
    let catalog = edge.market.tables().catalog();
    let mut found: Vec<TicketId> = match crate::types::Email::parse(sought) {
        Ok(email) => catalog
            .user_by_email(&email)
            .map(|seller| catalog.listed_by(seller).to_vec())
            .unwrap_or_default(),
        Err(_) => catalog.titled(sought),
    };
    found.sort_unstable_by(|a, b| b.cmp(a));
    Ok(found)
}

fn row(edge: &Edge, id: TicketId) -> Result<Option<DeskRow>, StorageError> {
    let tables = edge.market.tables();
    let Some(ticket) = tables.ticket(id)? else { return Ok(None) };
    let config = &edge.config.site;
    let event = tables.event_of(&ticket)?;
    let mut lines = vec![format!(
        "{} {} · {} · by {}",
        ticket.price.decimal(config.currency),
        config.currency,
        event.map_or_else(String::new, |event| event.name.to_string()),
        name_of(edge, ticket.seller)?
    )];
    if let Some(by) = &ticket.removed {
        lines.push(format!("Removed by {}: {}", name_of(edge, by.by)?, by.reason));
    }
    if let Some(held) = ticket.status.reservation() {
        lines.push(format!("Held for order {}", held.order));
    }
    let status = ticket.status.at(edge.market.clock().now());
    let badge = match status {
        TicketStatus::Available => "Available",
        TicketStatus::Reserved(_) => "Held",
        TicketStatus::Selling { .. } => "Being paid",
        TicketStatus::Sold { .. } => "Sold",
        TicketStatus::Withdrawn => "Withdrawn",
    };
    let action = (status == TicketStatus::Available).then(|| DeskAction {
        summary: "Remove",
        question: "The ticket is withdrawn for good, and its seller is told why: by mail and on \
            its page.",
        path: format!("/admin/tickets/{id}/remove"),
        button: "Remove this ticket",
    });
    Ok(Some(DeskRow {
        kind: "ticket",
        id: id.to_string(),
        title: ticket.title.to_string(),
        link: Some((format!("/tickets/{id}"), "The ticket")),
        status: status.word(),
        badge: (status.word(), badge),
        lines,
        action,
    }))
}
