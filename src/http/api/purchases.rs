//! Purchases: several tickets of an event, held by one request and paid by one payment.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header::LOCATION},
    response::IntoResponse as _,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    body::{JsonBody, Wrongs},
    caller::{ApiCaller, Bearer, Buys, Reads},
    idempotency::{IdempotencyKey, Once},
    model::{MoneyJson, OrderJson},
    orders::{made_before, read_orders},
};
use crate::{
    domain::Scope,
    http::{HttpError, HttpResult, Id, pages::calendars, presenters, refused},
    texts::Tell as _,
    types::{EventId, OrderId, Quantity, TicketId},
    usecases::{
        Caller, RefusalCode as _,
        buying::{self, WantedTogether},
        policy,
    },
};

/// What is to be held together.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct NewPurchase {
    /// For which event.
    #[schema(format = Uuid)]
    event_id: String,
    /// Which tickets, as they stand together.
    #[schema(min_items = 1, max_items = 10)]
    ticket_ids: Vec<String>,
    /// So many of them, the first that stand side by side and are free; all, unless said.
    #[schema(minimum = 1, maximum = 10)]
    quantity: Option<usize>,
    /// What its buyer has seen that they pay for all that are held. If they cost another sum by now,
    /// nothing is held.
    price: MoneyJson,
}

/// What was bought together.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Purchase)]
pub(crate) struct PurchaseJson {
    /// The first of its orders.
    #[schema(format = Uuid)]
    id: String,
    /// Each of them, in their order.
    orders: Vec<OrderJson>,
}

/// Holds tickets of an event, all or none, until one deadline; one payment for any of the orders pays
/// for all that are open. Who holds all of them together already is given that purchase.
#[utoipa::path(
    post,
    path = "/purchases",
    tag = "orders",
    params(("Idempotency-Key" = Option<String>, Header, description = "What is sent twice with one key makes one purchase, for 24 hours.", min_length = 1, max_length = 255)),
    request_body = NewPurchase,
    responses((status = 201, body = PurchaseJson, headers(("Location" = String)))),
    security(("token" = ["buy"])),
)]
pub(super) async fn buy(
    who: Bearer<Buys>,
    key: IdempotencyKey,
    JsonBody { said, bytes }: JsonBody<NewPurchase>,
) -> HttpResult {
    let request = (who.owner().id, "POST /purchases", bytes.as_ref());
    let once = Once::begin(&who.edge.keys_under_way, &key, request)?;
    // It goes on if the client goes away, and keeps its key until it is done.
    let bought = tokio::spawn(async move { buy_once(&who, once.as_ref(), &said).await });
    bought.await.map_err(HttpError::internal)?
}

async fn buy_once(who: &Bearer<Buys>, once: Option<&Once>, said: &NewPurchase) -> HttpResult {
    let (market, now) = (&who.edge.market, who.edge.market.clock().now());
    if let Some(order) = made_before(who, once)? {
        return made(who, order);
    }
    let mut wrongs = Wrongs::default();
    let event: Option<EventId> = said.event_id.parse().ok();
    if event.is_none() {
        wrongs.add("/eventId", "This is not an id.");
    }
    let tickets: Result<Vec<TicketId>, _> = said.ticket_ids.iter().map(|id| id.parse()).collect();
    let fits = |tickets: &Vec<TicketId>| (1..=Quantity::MAX.get()).contains(&tickets.len());
    let tickets = tickets.ok().filter(fits);
    if tickets.is_none() {
        wrongs.add("/ticketIds", "These are not one to ten ids.");
    }
    let price = said.price.price(who.edge.config.site.currency);
    if let Err(error) = &price {
        wrongs.add("/price", error.tell(who.language));
    }
    let count = said.quantity.unwrap_or(said.ticket_ids.len());
    if !(1..=said.ticket_ids.len().max(1)).contains(&count) {
        wrongs.add("/quantity", "So many are not among the tickets.");
    }
    wrongs.none()?;
    let (Some(event), Some(tickets), Ok(total)) = (event, tickets, price) else {
        return Err(HttpError::NotFound);
    };
    let first = once.map_or_else(OrderId::new, |once| OrderId::from_bytes(once.id(now)));
    let wanted = WantedTogether { event, tickets: &tickets, count, total, first };
    match refused(buying::buy_together(market, who.caller(), wanted).await)? {
        Ok(first) => made(who, first),
        Err(refusal) => {
            let why = presenters::refusal(&refusal.why, &who.context()).message;
            Err(HttpError::Refused(refusal.code(), why))
        }
    }
}

fn made(who: &ApiCaller, id: OrderId) -> HttpResult {
    let caller = policy::scoped(who.caller(), Scope::Buy)?;
    let json = read(who, caller, id)?;
    let at = HeaderValue::try_from(format!("/api/v1/purchases/{}", json.id));
    let mut response = (StatusCode::CREATED, Json(json)).into_response();
    response.headers_mut().insert(LOCATION, at.map_err(HttpError::internal)?);
    Ok(response)
}

fn read(who: &ApiCaller, caller: Caller<'_>, id: OrderId) -> HttpResult<PurchaseJson> {
    let order = policy::own_order(&who.edge.market, caller, id)?;
    let orders = read_orders(who, caller, order.purchase())?;
    Ok(PurchaseJson { id: order.purchase()[0].to_string(), orders })
}

/// What was bought together with an order, by its buyer; that alone, if nothing was.
#[utoipa::path(
    get,
    path = "/purchases/{id}",
    tag = "orders",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = PurchaseJson)),
    security(("token" = ["read"])),
)]
pub(super) async fn purchase(
    who: Bearer<Reads>,
    Id(id): Id<OrderId>,
) -> HttpResult<Json<PurchaseJson>> {
    Ok(Json(read(&who, who.reader()?, id)?))
}

/// Gives up all orders of a purchase that are open. To drop one ticket, cancel its order.
#[utoipa::path(
    post,
    path = "/purchases/{id}/cancel",
    tag = "orders",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = PurchaseJson)),
    security(("token" = ["buy"])),
)]
pub(super) async fn cancel(
    who: Bearer<Buys>,
    Id(id): Id<OrderId>,
) -> HttpResult<Json<PurchaseJson>> {
    match refused(buying::cancel_together(&who.edge.market, who.caller(), id).await)? {
        Ok(()) => Ok(Json(read(&who, policy::scoped(who.caller(), Scope::Buy)?, id)?)),
        Err(refusal) => Err(HttpError::Refused(refusal.code(), String::new())),
    }
}

/// The tickets that were bought together, for their buyer's calendar.
#[utoipa::path(
    get,
    path = "/purchases/{id}/calendar",
    tag = "orders",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = String, content_type = "text/calendar")),
    security(("token" = ["read"])),
)]
pub(super) async fn calendar(who: Bearer<Reads>, Id(id): Id<OrderId>) -> HttpResult {
    calendars::of_purchase(&who.edge, who.caller(), who.language, id)
}
