//! Forgotten passwords. Nobody learns here who has an account.

use axum::{
    extract::State,
    http::{StatusCode, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
};
use maud::Markup;

use crate::{
    domain::ResetToken,
    http::{
        Edge, HttpError,
        error::refused,
        form::{Form, Id, query},
        limits::Action,
        visitor::Visitor,
    },
    passwords::Password,
    texts::Tell as _,
    types::Email,
    usecases::accounts,
    views::{self, FieldErrors, ForgotPage, ResetPage},
};

/// The form to ask for a link.
pub(crate) async fn forgot_form(
    State(edge): State<Edge>,
    visitor: Visitor,
    parts: Parts,
) -> Markup {
    let page = ForgotPage {
        sent: query(&parts, "sent").is_some(),
        mails: edge.market.mail_state().is_set_up,
    };
    views::forgot(&visitor.context(), &page)
}

/// Has a link sent, if somebody has this address: the answer does not wait for that.
pub(crate) async fn forgot(State(edge): State<Edge>, form: Form) -> Result<Redirect, HttpError> {
    if let Ok(email) = Email::parse(form.get("email")) {
        edge.limit_typed(Action::Reset, &email)?;
        accounts::forgot_password(&edge.market, email);
    }
    Ok(Redirect::to("/forgot?sent"))
}

/// The form for a new password, while the link is good.
pub(crate) async fn reset_form(
    State(edge): State<Edge>,
    visitor: Visitor,
    Id(token): Id<ResetToken>,
) -> Result<Markup, HttpError> {
    accounts::opened_by(&edge.market, &token)?.ok_or(HttpError::NotFound)?;
    let page = ResetPage { token: token.to_string(), errors: FieldErrors::default() };
    Ok(views::reset(&visitor.context(), &page))
}

/// Takes the new password; all who are signed in with the old one are not any more.
pub(crate) async fn reset(
    State(edge): State<Edge>,
    visitor: Visitor,
    Id(token): Id<ResetToken>,
    form: Form,
) -> Result<Response, HttpError> {
    accounts::opened_by(&edge.market, &token)?.ok_or(HttpError::NotFound)?;
    let password = match Password::parse(form.get("password")) {
        Ok(password) => password,
        Err(error) => {
            let errors = FieldErrors::from([("password", error.tell(visitor.language()))]);
            let page = ResetPage { token: token.to_string(), errors };
            let page = views::reset(&visitor.context(), &page);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let hash = edge.passwords.hash(password).await?;
    match refused(accounts::reset_password(&edge.market, token, hash).await)? {
        Ok(()) => Ok(Redirect::to("/signin").into_response()),
        // As if it had never been.
        Err(_) => Err(HttpError::NotFound),
    }
}
