use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use maud::Markup;

use crate::{
    actors::ticket::{self, TicketCommand, TicketRefusal},
    domain::{Ticket, TicketStatus},
    http::{
        Edge, HttpError,
        error::refused,
        form::{Form, Id},
        shown,
        visitor::{SignedIn, Visitor},
    },
    types::{OrderId, Price, TicketId},
    views::{self, Onlooker, TicketPage},
};

/// A ticket and its live status.
pub(crate) async fn ticket(
    State(edge): State<Edge>,
    visitor: Visitor,
    Id(id): Id<TicketId>,
) -> Result<Markup, HttpError> {
    let ticket = edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    Ok(page(&edge, &visitor, &ticket, None))
}

/// Locks the ticket for the visitor, at the price that they saw.
pub(crate) async fn buy(
    State(edge): State<Edge>,
    user: SignedIn,
    Id(id): Id<TicketId>,
    form: Form,
) -> Result<Response, HttpError> {
    let ticket = edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    let Ok(price) = Price::parse(form.get("price"), edge.config.site.currency) else {
        let unread = "The price that you saw did not come with the form. Nothing was held. Press \
            Buy again if you want the ticket at this price.";
        let page = page(&edge, user.visitor(), &ticket, Some(unread.into()));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let order = OrderId::new();
    let result = match refused_at_once(&edge, &ticket, order, &user, price) {
        Some(refusal) => Err(refusal),
        None => refused(edge.market.reserve(id, order, user.id(), price).await)?,
    };
    match result {
        Ok(()) => Ok(Redirect::to(&format!("/orders/{order}")).into_response()),
        Err(TicketRefusal::HeldByYou { order }) => {
            Ok(Redirect::to(&format!("/orders/{order}")).into_response())
        }
        Err(TicketRefusal::NotListed) => Err(HttpError::NotFound),
        Err(refusal) => {
            let ticket = edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
            let shell = user.visitor().shell();
            let why = shown::refusal(&refusal, shell.currency, shell.now, shell.zone);
            let status = match refusal {
                TicketRefusal::OwnTicket => StatusCode::FORBIDDEN,
                _ => StatusCode::CONFLICT,
            };
            Ok((status, page(&edge, user.visitor(), &ticket, Some(why))).into_response())
        }
    }
}

/// What the ticket's own rules say of it as it is committed. A refusal by that is as good as its
/// actor's, and costs the ticket that thousands want nothing; only a yes must come from the actor.
fn refused_at_once(
    edge: &Edge,
    listed: &Ticket,
    order: OrderId,
    user: &SignedIn,
    price: Price,
) -> Option<TicketRefusal> {
    let hold = edge.market.settings().hold;
    let command = TicketCommand::Reserve { order, buyer: user.id(), price, hold };
    ticket::decide(listed.id, Some(listed), &command, edge.market.clock().now()).err()
}

fn page(edge: &Edge, visitor: &Visitor, ticket: &Ticket, refusal: Option<String>) -> Markup {
    let shell = visitor.shell();
    let page = TicketPage {
        listing: shown::ticket(&edge.market.tables().catalog(), ticket, shell.now),
        onlooker: onlooker(ticket, visitor),
        started: ticket.event_starts_at <= shell.now,
        refusal,
    };
    views::ticket(&shell, &page)
}

fn onlooker(ticket: &Ticket, visitor: &Visitor) -> Onlooker {
    let Some(user) = visitor.user() else { return Onlooker::Visitor };
    if ticket.seller == user {
        return Onlooker::Seller;
    }
    match ticket.status.at(visitor.shell().now) {
        TicketStatus::Reserved(held) | TicketStatus::Selling { reservation: held, .. }
            if held.buyer == user =>
        {
            Onlooker::Buyer(held.order)
        }
        TicketStatus::Sold { order, buyer, .. } if buyer == user => Onlooker::Buyer(order),
        _ => Onlooker::Other,
    }
}
