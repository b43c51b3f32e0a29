use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use super::tickets::page;
use crate::{
    actors::{WISHES_MAX, WishRefusal},
    http::{
        Edge, HttpError,
        error::refused,
        form::{Form, Id},
        visitor::{SignedIn, local_path},
    },
    types::TicketId,
    views::Refusal,
};

/// Has the visitor told when the ticket is free.
pub(crate) async fn tell(
    State(edge): State<Edge>,
    user: SignedIn,
    Id(id): Id<TicketId>,
) -> Result<Response, HttpError> {
    let refusal = match refused(edge.market.ask_to_be_told(user.id(), id).await)? {
        Ok(()) => return Ok(Redirect::to(&format!("/tickets/{id}")).into_response()),
        Err(WishRefusal::NotListed) => return Err(HttpError::NotFound),
        Err(WishRefusal::HeldByYou { order }) => {
            return Ok(Redirect::to(&format!("/orders/{order}")).into_response());
        }
        Err(refusal) => refusal,
    };
    let status = match refusal {
        WishRefusal::OwnTicket => StatusCode::FORBIDDEN,
        _ => StatusCode::CONFLICT,
    };
    let ticket = edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    let why = Refusal { message: why(refusal), ..Refusal::default() };
    Ok((status, page(&edge, user.visitor(), &ticket, Some(why))).into_response())
}

/// Lets the visitor hear no more of the ticket; then the page that they came from.
pub(crate) async fn stop(
    State(edge): State<Edge>,
    user: SignedIn,
    Id(id): Id<TicketId>,
    form: Form,
) -> Result<Redirect, HttpError> {
    edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    edge.market.stop_telling(user.id(), id).await?;
    Ok(match form.get("next") {
        "" => Redirect::to(&format!("/tickets/{id}")),
        next => Redirect::to(local_path(next)),
    })
}

/// Why they cannot wait for the ticket, in their words.
fn why(refusal: WishRefusal) -> String {
    match refusal {
        WishRefusal::Free => "It is free now: nobody holds it, and you can buy it.".into(),
        WishRefusal::TooMany => format!(
            "You wait for {WISHES_MAX} tickets already, which is the most. Under My orders you can \
             take some of them off the list; then ask again."
        ),
        WishRefusal::Sold => "This ticket has just been sold. You will not be told of it.".into(),
        WishRefusal::Withdrawn => "The seller has withdrawn this ticket.".into(),
        WishRefusal::EventStarted => {
            "The event has started: tickets for it are not traded any more.".into()
        }
        WishRefusal::OwnTicket => "This is your own ticket: you cannot buy it.".into(),
        WishRefusal::HeldByYou { .. } => "You hold this ticket already.".into(),
        WishRefusal::NotListed => "There is no such ticket.".into(),
    }
}
