//! Confirming that an address is one's own.

use axum::response::IntoResponse as _;

use super::{go_to, not_done};
use crate::{
    domain::ConfirmToken,
    http::{HttpResult, Id, SignedIn, Visitor, limits::Action, refused},
    usecases::{
        Code,
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
    match accounts::opened_by(&visitor.edge.market, &token)? {
        Some(user) => {
            let page = views::confirm(&visitor.context(), &token.to_string(), &user.email.shown());
            Ok(page.into_response())
        }
        None => over(&visitor),
    }
}

/// Takes the address as confirmed.
pub(crate) async fn confirm(visitor: Visitor, Id(token): Id<ConfirmToken>) -> HttpResult {
    match refused(accounts::confirm_address(&visitor.edge.market, token).await)? {
        Ok(()) => {
            visitor.edge.log_new_admin(token.user)?;
            Ok(views::confirmed(&visitor.context()).into_response())
        }
        Err(_) => over(&visitor),
    }
}

fn over(visitor: &Visitor) -> HttpResult {
    not_done(Code::LinkOver, views::confirm_link_over(&visitor.context()))
}
