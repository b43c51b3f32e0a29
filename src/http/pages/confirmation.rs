//! Confirming that an address is one's own.

use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};

use crate::{
    domain::ConfirmToken,
    http::{
        Edge, HttpError,
        error::refused,
        form::Id,
        limits::Action,
        status::status_of,
        visitor::{SignedIn, Visitor},
    },
    usecases::{
        Code,
        accounts::{self, AddressState},
    },
    views,
};

/// Has a link sent once more: the answer does not wait for that.
pub(crate) async fn send(State(edge): State<Edge>, user: SignedIn) -> Result<Redirect, HttpError> {
    if accounts::address_state(&edge.market, user.account()) == AddressState::Open {
        edge.limit_user(Action::Confirm, user.id())?;
        accounts::send_confirmation(&edge.market, user.caller())?;
    }
    Ok(Redirect::to("/account?done=confirmation"))
}

/// The page with the button: what opens links to look at them confirms nothing.
pub(crate) async fn form(
    State(edge): State<Edge>,
    visitor: Visitor,
    Id(token): Id<ConfirmToken>,
) -> Result<Response, HttpError> {
    match accounts::opened_by(&edge.market, &token)? {
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
    match refused(accounts::confirm_address(&edge.market, token).await)? {
        Ok(()) => Ok(views::confirmed(&visitor.context()).into_response()),
        Err(_) => Ok(over(&visitor)),
    }
}

fn over(visitor: &Visitor) -> Response {
    (status_of(Code::LinkOver), views::confirm_link_over(&visitor.context())).into_response()
}
