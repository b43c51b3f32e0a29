//! Forgotten passwords. Nobody learns here who has an account.

use axum::{extract::State, http::request::Parts};
use maud::Markup;

use super::{go_to, mistyped};
use crate::{
    domain::ResetToken,
    http::{Edge, Form, HttpError, HttpResult, Id, Visitor, limits::Action, query, refused},
    texts::Tell as _,
    types::Email,
    usecases::accounts,
    views::{self, Done, FieldErrors},
};

/// The form to ask for a link.
pub(crate) async fn forgot_form(visitor: Visitor, parts: Parts) -> Markup {
    views::forgot(&visitor.context(), query(&parts, "sent").is_some())
}

/// Has a link sent, if somebody has this address: the answer does not wait for that.
pub(crate) async fn forgot(State(edge): State<Edge>, form: Form) -> HttpResult {
    if let Ok(email) = Email::parse(form.get("email")) {
        edge.limit_typed(Action::Reset, &email)?;
        accounts::forgot_password(&edge.market, email);
    }
    go_to("/forgot?sent")
}

/// The form for a new password, while the link is good.
pub(crate) async fn reset_form(visitor: Visitor, Id(token): Id<ResetToken>) -> HttpResult<Markup> {
    accounts::opened_by(&visitor.edge.market, &token)?.ok_or(HttpError::NotFound)?;
    Ok(views::reset(&visitor.context(), &token.to_string(), &FieldErrors::new()))
}

/// Takes the new password; all who are signed in with the old one are not any more.
pub(crate) async fn reset(visitor: Visitor, Id(token): Id<ResetToken>, form: Form) -> HttpResult {
    let user = accounts::opened_by(&visitor.edge.market, &token)?.ok_or(HttpError::NotFound)?;
    let password = match visitor.edge.new_password(form.get("password"), &user.email) {
        Ok(password) => password,
        Err(error) => {
            let errors = FieldErrors::from([("password", error.tell(visitor.language()))]);
            return mistyped(views::reset(&visitor.context(), &token.to_string(), &errors));
        }
    };
    let hash = visitor.edge.passwords.hash(password).await?;
    match refused(accounts::reset_password(&visitor.edge.market, token, hash).await)? {
        Ok(()) => {
            // Who sets one by mail has confirmed the address by that.
            if user.confirmed_at.is_none() {
                visitor.edge.log_new_staff(user.id)?;
            }
            go_to(&Done::PasswordReset.at("/signin"))
        }
        // As if it had never been.
        Err(_) => Err(HttpError::NotFound),
    }
}
