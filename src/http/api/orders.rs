//! Orders: to hold a ticket, give it up, and give money back.

use axum::{
    Json,
    http::{
        HeaderValue, StatusCode,
        header::{ETAG, LOCATION},
    },
    response::IntoResponse as _,
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    body::{ApiQuery, JsonBody, Wrongs},
    caller::{ApiCaller, Bearer, Buys, Reads, Refunds},
    idempotency::{Before, IdempotencyKey, Once},
    model::{ListJson, MoneyJson, OrderJson},
};
use crate::{
    domain::{Order, Scope, Ticket},
    http::{HttpError, HttpResult, Id, pages::calendars, presenters, refused},
    reads::walk::Walk,
    texts::Tell as _,
    types::{OrderId, Reason, TicketId},
    usecases::{
        Caller, RefusalCode as _, buying,
        policy::{self, OrderReader},
        refunds,
    },
};

/// The caller's orders, newest first.
#[utoipa::path(
    get,
    path = "/orders",
    tag = "orders",
    params(
        ("after" = Option<String>, Query, description = "`next` of the part before."),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 100, description = "How many, 50 unless said."),
    ),
    responses((status = 200, body = ListJson<OrderJson>)),
    security(("token" = ["read"])),
)]
pub(super) async fn orders(
    who: Bearer<Reads>,
    query: ApiQuery,
) -> HttpResult<Json<ListJson<OrderJson>>> {
    let (limit, after) = (query.limit()?, query.after::<OrderId>()?);
    let tables = who.edge.market.tables();
    let mut ids = tables.ordered_by(who.owner().id, Walk::down(after), limit + 1)?;
    let is_more = ids.len() > limit;
    ids.truncate(limit);
    let next = ids.last().filter(|_| is_more).map(ToString::to_string);
    let items = read_orders(&who, who.reader()?, &ids)?;
    Ok(Json(ListJson { items, next }))
}

/// Those of these orders that the caller may see.
pub(super) fn read_orders(
    who: &ApiCaller,
    caller: Caller<'_>,
    ids: &[OrderId],
) -> HttpResult<Vec<OrderJson>> {
    let mut items = Vec::with_capacity(ids.len());
    for id in ids {
        match found(who, caller, *id) {
            Ok((order, ticket, reader)) => {
                let currency = who.edge.config.site.currency;
                items.push(OrderJson::of(&order, &ticket, reader, currency));
            }
            Err(HttpError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(items)
}

pub(super) type FoundOrder = (std::sync::Arc<Order>, std::sync::Arc<Ticket>, OrderReader);

/// An order with its ticket, and as whom the caller sees it.
pub(super) fn found(who: &ApiCaller, caller: Caller<'_>, id: OrderId) -> HttpResult<FoundOrder> {
    let tables = who.edge.market.tables();
    let order = tables.order(id)?.ok_or(HttpError::NotFound)?;
    let ticket = tables.ticket(order.ticket)?.ok_or(HttpError::NotFound)?;
    let reader = policy::order_reader(caller, &order, &ticket).ok_or(HttpError::NotFound)?;
    Ok((order, ticket, reader))
}

fn shown(who: &ApiCaller, caller: Caller<'_>, status: StatusCode, id: OrderId) -> HttpResult {
    let (order, ticket, reader) = found(who, caller, id)?;
    let json = OrderJson::of(&order, &ticket, reader, who.edge.config.site.currency);
    let mut response = (status, Json(json)).into_response();
    let version = HeaderValue::try_from(format!("\"{}\"", order.version));
    response.headers_mut().insert(ETAG, version.map_err(HttpError::internal)?);
    Ok(response)
}

/// One order: its buyer's from the beginning, its seller's and those who run the site's once it is paid.
#[utoipa::path(
    get,
    path = "/orders/{id}",
    tag = "orders",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = OrderJson, headers(("ETag" = String)))),
    security(("token" = ["read"])),
)]
pub(super) async fn order(who: Bearer<Reads>, Id(id): Id<OrderId>) -> HttpResult {
    shown(&who, who.reader()?, StatusCode::OK, id)
}

/// What is to be held.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct NewOrder {
    /// Which ticket.
    #[schema(format = Uuid)]
    ticket_id: String,
    /// What its buyer has seen that they pay: `price` of the ticket. If it costs another by now, nothing
    /// is held.
    price: MoneyJson,
}

/// Holds a ticket, for nobody else to buy until `expiresAt`. Who holds it already is given that order.
#[utoipa::path(
    post,
    path = "/orders",
    tag = "orders",
    params(("Idempotency-Key" = Option<String>, Header, description = "What is sent twice with one key makes one order, for 24 hours.", min_length = 1, max_length = 255)),
    request_body = NewOrder,
    responses((status = 201, body = OrderJson, headers(("Location" = String)))),
    security(("token" = ["buy"])),
)]
pub(super) async fn reserve(
    who: Bearer<Buys>,
    key: IdempotencyKey,
    JsonBody { said, bytes }: JsonBody<NewOrder>,
) -> HttpResult {
    let request = (who.owner().id, "POST /orders", bytes.as_ref());
    let once = Once::begin(&who.edge.keys_under_way, &key, request)?;
    // It goes on if the client goes away, and keeps its key until it is done.
    let reserved = tokio::spawn(async move { reserve_once(&who, once.as_ref(), &said).await });
    reserved.await.map_err(HttpError::internal)?
}

async fn reserve_once(who: &Bearer<Buys>, once: Option<&Once>, said: &NewOrder) -> HttpResult {
    let (market, now) = (&who.edge.market, who.edge.market.clock().now());
    if let Some(order) = made_before(who, once)? {
        return reserved(who, order);
    }
    let mut wrongs = Wrongs::default();
    let ticket: Option<TicketId> = said.ticket_id.parse().ok();
    if ticket.is_none() {
        wrongs.add("/ticketId", "This is not an id.");
    }
    let price = said.price.price(who.edge.config.site.currency);
    if let Err(error) = &price {
        wrongs.add("/price", error.tell(who.language));
    }
    let (Some(ticket), Ok(price)) = (ticket, price) else { return Err(wrongs.refused()) };
    let order = once.map_or_else(OrderId::new, |once| OrderId::from_bytes(once.id(now)));
    match refused(buying::buy_as(market, who.caller(), ticket, price, order).await)? {
        Ok(order) => reserved(who, order),
        Err(refusal) => {
            let why = presenters::refusal(&refusal.why, &who.context()).message;
            Err(HttpError::Refused(refusal.code(), why))
        }
    }
}

/// The order that the same request has made, if it was here before.
pub(super) fn made_before(who: &Bearer<Buys>, once: Option<&Once>) -> HttpResult<Option<OrderId>> {
    let Some(once) = once else { return Ok(None) };
    let (tables, now) = (who.edge.market.tables(), who.edge.market.clock().now());
    let newest = |last, limit| tables.ordered_by(who.owner().id, Walk::down(last), limit);
    Ok(match once.before(now, |id: OrderId| *id.as_bytes(), newest)? {
        Before::Made(order) => Some(order),
        Before::None => None,
    })
}

fn reserved(who: &ApiCaller, id: OrderId) -> HttpResult {
    let caller = policy::scoped(who.caller(), Scope::Buy)?;
    let mut response = shown(who, caller, StatusCode::CREATED, id)?;
    let at = HeaderValue::try_from(format!("/api/v1/orders/{id}"));
    response.headers_mut().insert(LOCATION, at.map_err(HttpError::internal)?);
    Ok(response)
}

/// Gives up an order that is not paid. Done already if it is cancelled so.
#[utoipa::path(
    post,
    path = "/orders/{id}/cancel",
    tag = "orders",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = OrderJson, headers(("ETag" = String)))),
    security(("token" = ["buy"])),
)]
pub(super) async fn cancel(who: Bearer<Buys>, Id(id): Id<OrderId>) -> HttpResult {
    match refused(buying::cancel(&who.edge.market, who.caller(), id).await)? {
        Ok(()) => shown(&who, policy::scoped(who.caller(), Scope::Buy)?, StatusCode::OK, id),
        Err(refusal) => Err(HttpError::Refused(refusal.code(), String::new())),
    }
}

/// Why money goes back, and what becomes of the ticket.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRefund {
    /// For the buyer to read.
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
    /// Whether the ticket is for sale again afterwards, and not withdrawn; it is not unless said.
    #[serde(default)]
    relist: bool,
}

/// Gives an order's money back: its seller until the event starts, those who run the site always.
#[utoipa::path(
    post,
    path = "/orders/{id}/refund",
    tag = "orders",
    params(("id" = String, Path, format = Uuid)),
    request_body = NewRefund,
    responses((status = 200, body = OrderJson, headers(("ETag" = String)))),
    security(("token" = ["sell"]), ("token" = ["admin"])),
)]
pub(super) async fn refund(
    who: Bearer<Refunds>,
    Id(id): Id<OrderId>,
    JsonBody { said, .. }: JsonBody<NewRefund>,
) -> HttpResult {
    let market = &who.edge.market;
    refunds::refundable(market, who.caller(), id)?;
    let reason = parse_reason(&who, &said.reason)?;
    let (_place, patience) = who.edge.payment_slots.patience();
    let refund = refunds::refund(market, who.caller(), id, reason, said.relist, patience);
    match refused(refund.await)? {
        Ok(()) => shown(&who, policy::refunds(who.caller())?, StatusCode::OK, id),
        Err(refusal) => Err(HttpError::Refused(refusal.code(), String::new())),
    }
}

/// Gives back what was bought for an event that was postponed since, until the day that was set; its
/// money goes back. Done already if it does.
#[utoipa::path(
    post,
    path = "/orders/{id}/give-back",
    tag = "orders",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = OrderJson, headers(("ETag" = String)))),
    security(("token" = ["buy"])),
)]
pub(super) async fn give_back(who: Bearer<Buys>, Id(id): Id<OrderId>) -> HttpResult {
    let (_place, patience) = who.edge.payment_slots.patience();
    let given = refunds::give_back(&who.edge.market, who.caller(), id, patience);
    match refused(given.await)? {
        Ok(()) => shown(&who, policy::scoped(who.caller(), Scope::Buy)?, StatusCode::OK, id),
        Err(refusal) => Err(HttpError::Refused(refusal.code(), String::new())),
    }
}

/// The ticket that was bought by an order, for its buyer's calendar.
#[utoipa::path(
    get,
    path = "/orders/{id}/calendar",
    tag = "orders",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = String, content_type = "text/calendar")),
    security(("token" = ["read"])),
)]
pub(super) async fn calendar(who: Bearer<Reads>, Id(id): Id<OrderId>) -> HttpResult {
    calendars::of_order(&who.edge, who.caller(), who.language, id)
}

/// A reason that others read.
pub(super) fn parse_reason(who: &ApiCaller, typed: &str) -> HttpResult<Reason> {
    Reason::parse(typed).map_err(|error| {
        let mut wrongs = Wrongs::default();
        wrongs.add("/reason", error.tell(who.language));
        wrongs.refused()
    })
}
