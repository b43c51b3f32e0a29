//! Tickets: to look for, to remove, and to settle who offers a seat.

use axum::{Json, http::StatusCode};

use super::{
    super::{
        body::{ApiQuery, JsonBody},
        caller::{Administers, Bearer},
        events::read_tickets,
        model::{ListJson, TicketJson},
        orders::parse_reason,
        tickets::shown,
    },
    ForReason, done, runs, walked,
};
use crate::{
    http::{
        HttpResult, Id,
        pages::admin_lists::{Disputes, Tickets},
        refused,
    },
    types::TicketId,
    usecases::admin,
};

/// The tickets that are listed, or those of a seller, newest first.
#[utoipa::path(
    get,
    path = "/admin/tickets",
    tag = "admin",
    params(
        ("q" = Option<String>, Query, description = "An id, a seller's address, or a part of a title."),
        ("after" = Option<String>, Query, description = "`next` of the part before."),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 100, description = "How many, 50 unless said."),
    ),
    responses((status = 200, body = ListJson<TicketJson>)),
    security(("token" = ["admin"])),
)]
pub(in crate::http::api) async fn tickets(
    who: Bearer<Administers>,
    query: ApiQuery,
) -> HttpResult<Json<ListJson<TicketJson>>> {
    let (ids, next) = walked(&Tickets, &who, &query)?;
    Ok(Json(ListJson { items: read_tickets(&who, runs(&who)?, &ids)?, next }))
}

/// The tickets whose seats others offer or have sold, too, newest first.
#[utoipa::path(
    get,
    path = "/admin/tickets/disputed",
    tag = "admin",
    params(
        ("q" = Option<String>, Query, description = "An id, which gives all for its seat; a seller's address; or a part of a title."),
        ("after" = Option<String>, Query, description = "`next` of the part before."),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 100, description = "How many, 50 unless said."),
    ),
    responses((status = 200, body = ListJson<TicketJson>)),
    security(("token" = ["admin"])),
)]
pub(in crate::http::api) async fn disputed(
    who: Bearer<Administers>,
    query: ApiQuery,
) -> HttpResult<Json<ListJson<TicketJson>>> {
    let (ids, next) = walked(&Disputes, &who, &query)?;
    Ok(Json(ListJson { items: read_tickets(&who, runs(&who)?, &ids)?, next }))
}

/// Withdraws a ticket in the name of the site. Done already if it was.
#[utoipa::path(
    post,
    path = "/admin/tickets/{id}/remove",
    tag = "admin",
    params(("id" = String, Path, format = Uuid)),
    request_body = ForReason,
    responses((status = 200, body = TicketJson, headers(("ETag" = String)))),
    security(("token" = ["admin"])),
)]
pub(in crate::http::api) async fn remove(
    who: Bearer<Administers>,
    Id(id): Id<TicketId>,
    JsonBody { said, .. }: JsonBody<ForReason>,
) -> HttpResult {
    let (market, reason) = (&who.edge.market, parse_reason(&who, &said.reason)?);
    done(refused(admin::remove_ticket(market, who.caller(), id, reason).await)?)?;
    shown(&who, runs(&who)?, StatusCode::OK, id)
}

/// Lets be all who offer a ticket's seat. Done already if nobody disputes it.
#[utoipa::path(
    post,
    path = "/admin/tickets/{id}/settle",
    tag = "admin",
    params(("id" = String, Path, format = Uuid)),
    request_body = ForReason,
    responses((status = 200, body = TicketJson, headers(("ETag" = String)))),
    security(("token" = ["admin"])),
)]
pub(in crate::http::api) async fn settle(
    who: Bearer<Administers>,
    Id(id): Id<TicketId>,
    JsonBody { said, .. }: JsonBody<ForReason>,
) -> HttpResult {
    let (market, reason) = (&who.edge.market, parse_reason(&who, &said.reason)?);
    done(refused(admin::settle_seat(market, who.caller(), id, reason).await)?)?;
    shown(&who, runs(&who)?, StatusCode::OK, id)
}
