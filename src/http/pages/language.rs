use axum::{
    http::header::SET_COOKIE,
    response::{IntoResponse as _, Redirect},
};

use crate::{
    http::{
        Action, Form, HttpResult, Visitor, request_context::language_cookie, visitor::local_path,
    },
    types::Language,
    usecases::accounts,
};

/// Has the visitor read the site in another language from now on: in this browser, and with the
/// account of who is signed in everywhere, mails too.
pub(crate) async fn choose(visitor: Visitor, form: Form) -> HttpResult {
    let mut response = Redirect::to(local_path(form.get("next"))).into_response();
    let Some(chosen) = Language::of_tag(form.get("language")) else { return Ok(response) };
    visitor.limit(Action::Language)?;
    accounts::choose_language(&visitor.edge.market, visitor.caller(), chosen).await?;
    if let Some(cookie) = language_cookie(chosen, visitor.edge.config.is_https()) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}
