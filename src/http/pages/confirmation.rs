//! Confirming that an address is one's own.

use axum::response::{IntoResponse as _, Redirect, Response};

use crate::{
    domain::ConfirmToken,
    http::{HttpResult, Id, SignedIn, Visitor, limits::Action, refused, status_of},
    usecases::{
        Code,
        accounts::{self, AddressState},
    },
    views,
};

/// Has a link sent once more: the answer does not wait for that.
pub(crate) async fn send(user: SignedIn) -> HttpResult<Redirect> {
    if accounts::address_state(&user.edge.market, user.account()) == AddressState::Open {
        user.edge.limit_user(Action::Confirm, user.id())?;
        accounts::send_confirmation(&user.edge.market, user.caller())?;
    }
    Ok(Redirect::to("/account?done=confirmation"))
}

/// The page with the button: what opens links to look at them confirms nothing.
pub(crate) async fn form(visitor: Visitor, Id(token): Id<ConfirmToken>) -> HttpResult {
    match accounts::confirm_link(&visitor.edge.market, &token)? {
        Some(user) => {
            let page = views::confirm(&visitor.context(), &token.to_string(), user.email.as_str());
            Ok(page.into_response())
        }
        None => Ok(over(&visitor)),
    }
}

/// Takes the address as confirmed.
pub(crate) async fn confirm(visitor: Visitor, Id(token): Id<ConfirmToken>) -> HttpResult {
    match refused(accounts::confirm_address(&visitor.edge.market, token).await)? {
        Ok(()) => Ok(views::confirmed(&visitor.context()).into_response()),
        Err(_) => Ok(over(&visitor)),
    }
}

fn over(visitor: &Visitor) -> Response {
    (status_of(Code::LinkOver), views::confirm_link_over(&visitor.context())).into_response()
}
