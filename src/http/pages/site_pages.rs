//! The pages in words of the operator's, and that users agree to their terms.

use axum::{extract::Path, http::request::Parts, response::IntoResponse as _};
use maud::Markup;

use super::{go_to, mistyped};
use crate::{
    domain::TermsShown,
    http::{Form, HttpError, HttpResult, SignedIn, Visitor, query, refused, visitor::local_path},
    operator::PageName,
    usecases::accounts,
    views,
};

/// One of them, in the visitor's language as far as it is there.
pub(crate) async fn page(visitor: Visitor, Path(name): Path<String>) -> HttpResult<Markup> {
    let name = PageName::of_word(&name).ok_or(HttpError::NotFound)?;
    let pages = &visitor.edge.operator.pages;
    let page = pages.page(name, visitor.language()).ok_or(HttpError::NotFound)?;
    Ok(views::site_page(&visitor.context(), name, page))
}

/// Asks a user to agree to the terms as they are now; who has need not.
pub(crate) async fn terms_form(user: SignedIn, parts: Parts) -> HttpResult {
    let next = query(&parts, "next").unwrap_or_default();
    let context = user.context();
    match context.terms_due {
        true => Ok(views::agree_to_terms(&context, &next, None).into_response()),
        false => go_to(if next.is_empty() { PageName::Terms.path() } else { local_path(&next) }),
    }
}

/// Takes it that they agree.
pub(crate) async fn agree(user: SignedIn, form: Form) -> HttpResult {
    let (next, context) = (form.get("next"), user.context());
    let wrong = |why: &str| mistyped(views::agree_to_terms(&context, next, Some(why)));
    let terms = match agreed(&user, &form) {
        Ok(Some(terms)) => terms,
        Ok(None) => return go_to(local_path(next)),
        Err(why) => return wrong(why),
    };
    match refused(accounts::agree_to_terms(&user.edge.market, user.caller(), terms).await)? {
        Ok(()) => go_to(local_path(next)),
        Err(_) => wrong(context.language.terms_are_others()),
    }
}

/// What a form agrees to: the terms of now in the visitor's language, nothing if there are none; or
/// what is to be said to a form that does not.
pub(in crate::http) fn agreed(
    visitor: &Visitor,
    form: &Form,
) -> Result<Option<TermsShown>, &'static str> {
    let t = visitor.language();
    let Some(terms) = visitor.edge.operator.pages.terms(t) else { return Ok(None) };
    match form.get("terms") {
        "" => Err(t.terms_to_be_agreed()),
        version if version == terms.version.to_string() => Ok(Some(terms.shown())),
        _ => Err(t.terms_are_others()),
    }
}
