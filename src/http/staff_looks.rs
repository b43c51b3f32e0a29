//! What those who run the site look at of others' stands in the audit list, before it is shown.

use axum::{
    extract::MatchedPath,
    http::{Method, request::Parts},
};

use super::{Edge, HttpError, HttpResult, SignedIn, form::query};
use crate::{
    types::{Email, OrderId, UserId, id_bytes},
    usecases::policy::{self, OrderReader},
};

/// Pages on which nothing is of anybody in particular.
const NOBODYS: [&str; 8] = [
    "/admin",
    "/admin/days.csv",
    "/admin/events",
    "/admin/events.csv",
    "/admin/events/{id}/merge",
    "/admin/mail/kinds",
    "/admin/mail/kinds/{kind}",
    "/admin/mail/kinds/{kind}/html",
];

/// Notes that one of them asks for a page that is theirs alone.
pub(super) async fn at_page(edge: &Edge, by: UserId, parts: &Parts) -> HttpResult<()> {
    let Some(page) = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str) else {
        return Ok(());
    };
    if parts.method != Method::GET || NOBODYS.contains(&page) {
        return Ok(());
    }
    let in_path = parts.uri.path().split('/').find_map(id_bytes);
    // Who looks for somebody in the audit list has not looked at them.
    let sought = || sought(edge, &query(parts, "q").filter(|_| !page.starts_with("/admin/audit"))?);
    let id = in_path.or_else(sought);
    note(edge, by, page, id).await
}

/// What is sought: an id, or the account with an address.
fn sought(edge: &Edge, text: &str) -> Option<[u8; 16]> {
    let account = || edge.market.tables().catalog().user_by_email(&Email::parse(text).ok()?);
    id_bytes(text).or_else(|| account().map(|account| *account.as_bytes()))
}

/// Notes that a page about an order is asked for, if it is by one of them and not by who has bought or
/// sold by it.
pub(super) async fn at_order(user: &SignedIn, page: &str, id: OrderId) -> HttpResult<()> {
    let tables = user.edge.market.tables();
    let order = tables.order(id)?.ok_or(HttpError::NotFound)?;
    let ticket = tables.ticket(order.ticket)?.ok_or(HttpError::NotFound)?;
    match policy::order_reader(user.caller(), &order, &ticket) {
        Some(OrderReader::Admin) => note(&user.edge, user.id(), page, Some(*id.as_bytes())).await,
        _ => Ok(()),
    }
}

/// The same of what is an account's.
pub(super) async fn at_account(user: &SignedIn, page: &str, account: UserId) -> HttpResult<()> {
    match account == user.id() {
        true => Ok(()),
        false => note(&user.edge, user.id(), page, Some(*account.as_bytes())).await,
    }
}

async fn note(edge: &Edge, by: UserId, page: &str, id: Option<[u8; 16]>) -> HttpResult<()> {
    Ok(edge.market.note_look(by, page, id).await?)
}
