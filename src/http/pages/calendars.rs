use std::{str::FromStr, sync::Arc};

use axum::{
    http::{
        Uri,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::IntoResponse as _,
};

use super::go_to;
use crate::{
    domain::{CalendarToken, LinkTokenError, Order},
    http::{Edge, HttpError, HttpResult, Id, SignedIn, presenters, refused},
    storage::StorageError,
    types::{Language, OrderId},
    usecases::{Caller, calendars},
    views::{self, Calendar, CalendarTicket, Done},
};

const ICALENDAR: &str = "text/calendar; charset=utf-8";

/// The ticket that the visitor has bought, for their calendar.
pub(crate) async fn order(user: SignedIn, Id(id): Id<OrderId>) -> HttpResult {
    of_order(&user.edge, user.caller(), user.language(), id)
}

/// The tickets that the visitor has bought together.
pub(crate) async fn purchase(user: SignedIn, Id(id): Id<OrderId>) -> HttpResult {
    of_purchase(&user.edge, user.caller(), user.language(), id)
}

/// The ticket that the caller has bought by this order.
pub(in crate::http) fn of_order(
    edge: &Edge,
    caller: Caller<'_>,
    language: Language,
    id: OrderId,
) -> HttpResult {
    let order = calendars::bought(&edge.market, caller, id)?;
    download(edge, language, &[order])
}

/// The tickets that the caller has bought together with this order's.
pub(in crate::http) fn of_purchase(
    edge: &Edge,
    caller: Caller<'_>,
    language: Language,
    id: OrderId,
) -> HttpResult {
    let orders = calendars::bought_together(&edge.market, caller, id)?;
    download(edge, language, &orders)
}

fn download(edge: &Edge, language: Language, orders: &[Arc<Order>]) -> HttpResult {
    let written = written(edge, language, orders, None)?;
    let headers =
        [(CONTENT_TYPE, ICALENDAR), (CONTENT_DISPOSITION, "attachment; filename=\"ticket.ics\"")];
    Ok((headers, written).into_response())
}

/// The last part of the address of an account's calendar.
pub(crate) struct CalendarFile(CalendarToken);

impl FromStr for CalendarFile {
    type Err = LinkTokenError;

    fn from_str(name: &str) -> Result<Self, LinkTokenError> {
        name.strip_suffix(".ics").ok_or(LinkTokenError)?.parse().map(Self)
    }
}

/// All tickets that somebody has bought for what is to come, for a program that asks again and again
/// and signs in nowhere.
pub(crate) async fn account(
    edge: axum::extract::State<Edge>,
    Id(CalendarFile(token)): Id<CalendarFile>,
) -> HttpResult {
    let edge = edge.0;
    let account = calendars::opened_by(&edge.market, &token)?.ok_or(HttpError::NotFound)?;
    let read = move || {
        let t = account.language.unwrap_or_default();
        let orders = calendars::coming(&edge.market, &account)?;
        let name = t.calendar_name(&edge.config.site.name);
        written(&edge, t, &orders, Some(name))
    };
    let read = tokio::task::spawn_blocking(read).await;
    let written = read.map_err(|error| HttpError::Internal(error.to_string()))??;
    let headers = [(CONTENT_TYPE, ICALENDAR), (CACHE_CONTROL, "private, max-age=300")];
    Ok((headers, written).into_response())
}

/// Gives the visitor's calendar another address.
pub(crate) async fn renew(user: SignedIn) -> HttpResult {
    match refused(calendars::renew(&user.edge.market, user.caller()).await)? {
        Ok(_) => go_to(&Done::CalendarRenewed.at("/account")),
        Err(_) => Err(HttpError::NotFound),
    }
}

/// Where the caller's calendar is, for programs that subscribe to it.
pub(in crate::http) fn address(edge: &Edge, caller: Caller<'_>) -> HttpResult<String> {
    Ok(address_of(edge, &calendars::token(&edge.market, caller)?))
}

/// Where the calendar is that this opens.
pub(in crate::http) fn address_of(edge: &Edge, token: &CalendarToken) -> String {
    format!("{}/account/calendar/{token}.ics", edge.config.site.base_url)
}

fn written(
    edge: &Edge,
    language: Language,
    orders: &[Arc<Order>],
    name: Option<String>,
) -> Result<String, StorageError> {
    let (tables, base_url) = (edge.market.tables(), &edge.config.site.base_url);
    let mut tickets = Vec::with_capacity(orders.len());
    for order in orders {
        let Some(ticket) = tables.ticket(order.ticket)? else { continue };
        let line = presenters::order(tables, order, &ticket, language)?;
        let (order, title, place, event) = (line.id, line.title, line.place, line.event);
        tickets.push(CalendarTicket { order, title, place, event });
    }
    let url: Option<Uri> = base_url.parse().ok();
    Ok(views::calendar(&Calendar {
        language,
        name,
        base_url,
        host: url.as_ref().and_then(Uri::host).unwrap_or("localhost"),
        now: edge.market.clock().now(),
        tickets,
    }))
}
