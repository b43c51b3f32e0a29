//! Orders: to look for, and to cancel.

use axum::{Json, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::{
        body::{ApiQuery, JsonBody},
        caller::{Administers, Bearer},
        model::{ListJson, OrderJson},
        orders::{parse_reason, read_orders},
    },
    ForReason, done, runs, walked,
};
use crate::{
    http::{
        HttpResult, Id,
        pages::admin_lists::{OrderList, PaidOrders},
        refused,
    },
    types::OrderId,
    usecases::admin,
};

/// What those who run the site see of an order that is not paid.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = OpenOrder)]
pub(crate) struct OpenOrderJson {
    #[schema(format = Uuid)]
    id: String,
    #[schema(format = Uuid)]
    ticket_id: String,
    #[schema(format = Uuid)]
    buyer_id: String,
    status: &'static str,
    #[schema(format = DateTime)]
    expires_at: String,
}

/// The orders that are open, or those of a buyer or seller, newest first.
#[utoipa::path(
    get,
    path = "/admin/orders",
    tag = "admin",
    params(
        ("q" = Option<String>, Query, description = "An id, or a part of an address."),
        ("after" = Option<String>, Query, description = "`next` of the part before."),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 100, description = "How many, 50 unless said. Looked for by an address, those for one ticket stay together."),
    ),
    responses((status = 200, body = ListJson<OpenOrderJson>)),
    security(("token" = ["admin"])),
)]
pub(in crate::http::api) async fn orders(
    who: Bearer<Administers>,
    query: ApiQuery,
) -> HttpResult<Json<ListJson<OpenOrderJson>>> {
    let (ids, next) = walked(&OrderList, &who, &query)?;
    let mut items = vec![];
    for id in ids {
        items.extend(who.edge.market.tables().order(id)?.map(|order| OpenOrderJson {
            id: order.id.to_string(),
            ticket_id: order.ticket.to_string(),
            buyer_id: order.buyer.to_string(),
            status: order.status.word(),
            expires_at: order.expires_at.rfc3339(),
        }));
    }
    Ok(Json(ListJson { items, next }))
}

/// The orders that are paid, or were until they were refunded, the latest first.
#[utoipa::path(
    get,
    path = "/admin/orders/paid",
    tag = "admin",
    params(
        ("q" = Option<String>, Query, description = "An id, or a part of an address."),
        ("after" = Option<String>, Query, description = "`next` of the part before."),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 100, description = "How many, 50 unless said. Looked for by an address, those for one ticket stay together."),
    ),
    responses((status = 200, body = ListJson<OrderJson>)),
    security(("token" = ["admin"])),
)]
pub(in crate::http::api) async fn paid(
    who: Bearer<Administers>,
    query: ApiQuery,
) -> HttpResult<Json<ListJson<OrderJson>>> {
    let (ids, next) = walked(&PaidOrders, &who, &query)?;
    Ok(Json(ListJson { items: read_orders(&who, runs(&who)?, &ids)?, next }))
}

/// Cancels an order that is not paid.
#[utoipa::path(
    post,
    path = "/admin/orders/{id}/cancel",
    tag = "admin",
    params(("id" = String, Path, format = Uuid)),
    request_body = ForReason,
    responses((status = 204)),
    security(("token" = ["admin"])),
)]
pub(in crate::http::api) async fn cancel(
    who: Bearer<Administers>,
    Id(id): Id<OrderId>,
    JsonBody { said, .. }: JsonBody<ForReason>,
) -> HttpResult<StatusCode> {
    let (market, reason) = (&who.edge.market, parse_reason(&who, &said.reason)?);
    done(refused(admin::cancel_order(market, who.caller(), id, reason).await)?)?;
    Ok(StatusCode::NO_CONTENT)
}
