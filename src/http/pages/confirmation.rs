//! Confirming that an address is one's own.

use axum::response::IntoResponse as _;

use super::{go_to, not_done};
use crate::{
    domain::ConfirmToken,
    http::{EdgeState, HttpError, HttpResult, Id, SignedIn, Visitor, limits::Action, refused},
    usecases::{
        Code, Denial, RefusalCode as _,
        accounts::{self, AddressState},
    },
    views::{self, Done},
};

/// Has a link sent once more: the answer does not wait for that.
pub(crate) async fn send(user: SignedIn) -> HttpResult {
    if accounts::address_state(&user.edge.market, user.account()) == AddressState::Open {
        user.edge.limit_user(Action::Confirm, user.account())?;
        accounts::send_confirmation(&user.edge.market, user.caller())?;
    }
    go_to(&Done::ConfirmationSent.at("/account"))
}

/// The page with the button: what opens links to look at them confirms nothing.
pub(crate) async fn form(visitor: Visitor, Id(token): Id<ConfirmToken>) -> HttpResult {
    let EdgeState { market, staff, .. } = &*visitor.edge;
    let account = accounts::to_confirm(market, visitor.caller(), staff, &token);
    match account.map_err(|error| with_reason(&visitor, error.into()))? {
        Some(user) => {
            let page = views::confirm(&visitor.context(), &token.to_string(), &user.email.shown());
            Ok(page.into_response())
        }
        None => over(&visitor),
    }
}

/// Takes the address as confirmed.
pub(crate) async fn confirm(visitor: Visitor, Id(token): Id<ConfirmToken>) -> HttpResult {
    let EdgeState { market, staff, .. } = &*visitor.edge;
    let done = accounts::confirm_address(market, visitor.caller(), staff, token).await;
    match refused(done).map_err(|error| with_reason(&visitor, error))? {
        Ok(()) => {
            visitor.edge.log_new_staff(token.user)?;
            Ok(views::confirmed(&visitor.context()).into_response())
        }
        Err(_) => over(&visitor),
    }
}

/// What is asked of who may confirm the address only once they are signed in.
fn with_reason(visitor: &Visitor, error: HttpError) -> HttpError {
    match error {
        HttpError::Denied(denied @ Denial::SignInRequired) => {
            HttpError::Refused(denied.code(), visitor.language().confirm_signed_in().into())
        }
        other => other,
    }
}

fn over(visitor: &Visitor) -> HttpResult {
    not_done(Code::LinkOver, views::confirm_link_over(&visitor.context()))
}
