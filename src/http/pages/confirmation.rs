//! Confirming that an address is one's own.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use crate::{
    actors::LinkOver,
    domain::{ConfirmToken, User},
    http::{
        Edge, HttpError,
        error::refused,
        form::Id,
        limits::Action,
        visitor::{SignedIn, Visitor},
    },
    views::{self, AddressState},
};

/// How an account's address stands, for its owner.
pub(super) fn standing(edge: &Edge, user: &User) -> AddressState {
    match user.confirmed_at {
        Some(_) => AddressState::Confirmed,
        None if edge.market.sends_mails() => AddressState::Open,
        None => AddressState::NotAsked,
    }
}

/// Has a link sent once more: the answer does not wait for that.
pub(crate) async fn send(State(edge): State<Edge>, user: SignedIn) -> Result<Redirect, HttpError> {
    if standing(&edge, user.account()) == AddressState::Open {
        edge.limit_user(Action::Confirm, user.id())?;
        edge.market.send_confirmation(user.id());
    }
    Ok(Redirect::to("/account?done=confirmation"))
}

/// The page with the button: what opens links to look at them confirms nothing.
pub(crate) async fn form(
    State(edge): State<Edge>,
    visitor: Visitor,
    Id(token): Id<ConfirmToken>,
) -> Result<Response, HttpError> {
    let user = edge.market.tables().user(token.user)?;
    let now = edge.market.clock().now();
    match user.filter(|user| token.opens(user, now)) {
        Some(user) => {
            let page = views::confirm(&visitor.context(), &token.to_string(), user.email.as_str());
            Ok(page.into_response())
        }
        None => Ok(over(&visitor)),
    }
}

/// Takes the address as confirmed.
pub(crate) async fn confirm(
    State(edge): State<Edge>,
    visitor: Visitor,
    Id(token): Id<ConfirmToken>,
) -> Result<Response, HttpError> {
    match refused(edge.market.confirm_address(token).await)? {
        Ok(()) => Ok(views::confirmed(&visitor.context()).into_response()),
        Err(LinkOver) => Ok(over(&visitor)),
    }
}

fn over(visitor: &Visitor) -> Response {
    (StatusCode::NOT_FOUND, views::confirm_link_over(&visitor.context())).into_response()
}
