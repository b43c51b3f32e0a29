//! The pages in words of the operator's.

use axum::extract::Path;
use maud::Markup;

use crate::{
    http::{HttpError, HttpResult, Visitor},
    operator::PageName,
    views,
};

/// One of them, in the visitor's language as far as it is there.
pub(crate) async fn page(visitor: Visitor, Path(name): Path<String>) -> HttpResult<Markup> {
    let name = PageName::of_word(&name).ok_or(HttpError::NotFound)?;
    let pages = &visitor.edge.operator.pages;
    let page = pages.page(name, visitor.language()).ok_or(HttpError::NotFound)?;
    Ok(views::site_page(&visitor.context(), name, page))
}
