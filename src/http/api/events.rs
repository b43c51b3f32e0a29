//! What people attend, and the tickets for it.

use axum::Json;

use super::{
    body::{ApiQuery, LIMIT_MAX, bad},
    caller::ApiCaller,
    model::{CategoryJson, EventJson, ListJson, TicketJson},
};
use crate::{
    http::{HttpError, HttpResult, Id},
    reads::{
        catalog::ListAnchor,
        search::{QUERY_CHARS_MAX, Query},
        walk::{ListPlace, Walk},
    },
    types::{Category, EventId, TicketId, legible},
};

/// Events that have not started, soonest first.
#[utoipa::path(
    get,
    path = "/events",
    tag = "events",
    params(
        ("q" = Option<String>, Query, description = "Words of name, venue and city; typos are forgiven."),
        ("category" = Option<CategoryJson>, Query),
        ("after" = Option<String>, Query, description = "`next` of the part before."),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 100, description = "How many, 50 unless said."),
    ),
    responses((status = 200, body = ListJson<EventJson>)),
    security((), ("token" = ["read"])),
)]
pub(super) async fn events(
    who: ApiCaller,
    query: ApiQuery,
) -> HttpResult<Json<ListJson<EventJson>>> {
    who.reader()?;
    let (limit, after) = (query.limit()?, query.after::<ListPlace>()?);
    let (tables, now) = (who.edge.market.tables(), who.edge.market.clock().now());
    let after = after.map(|after| after.key(EventId::from_bytes));
    let begun = (now, EventId::MAX);
    let walk = Walk::up(Some(after.map_or(begun, |after| after.max(begun))));
    let category = match query.0.get("category") {
        "" => None,
        tag => {
            let category = Category::of_tag(tag);
            Some(category.ok_or_else(|| bad("category", who.language.not_of_the_list()))?)
        }
    };
    let sought = Query::parse(&legible(query.0.get("q"), QUERY_CHARS_MAX));
    let found = tables.catalog().events_like(&sought, category, walk, limit);
    let mut items = vec![];
    for ((_, id), _) in &found.found {
        items.extend(tables.event(*id)?.map(|event| EventJson::of(&who.edge, &event)));
    }
    let next = found.more.map(|(at, id)| ListPlace::at(at, *id.as_bytes()).to_string());
    Ok(Json(ListJson { items, next }))
}

/// One event. One that was merged into another is that.
#[utoipa::path(
    get,
    path = "/events/{id}",
    tag = "events",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = EventJson)),
    security((), ("token" = ["read"])),
)]
pub(super) async fn event(who: ApiCaller, Id(id): Id<EventId>) -> HttpResult<Json<EventJson>> {
    who.reader()?;
    let tables = who.edge.market.tables();
    let event = tables.catalog().event_that_stays(id).cloned().ok_or(HttpError::NotFound)?;
    Ok(Json(EventJson::of(&who.edge, &event)))
}

/// An event's tickets that are for sale or held, those for sale first, cheapest first.
#[utoipa::path(
    get,
    path = "/events/{id}/tickets",
    tag = "events",
    params(
        ("id" = String, Path, format = Uuid),
        ("after" = Option<String>, Query, description = "`next` of the part before."),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 100, description = "How many, 50 unless said."),
    ),
    responses((status = 200, body = ListJson<TicketJson>)),
    security((), ("token" = ["read"])),
)]
pub(super) async fn tickets(
    who: ApiCaller,
    Id(id): Id<EventId>,
    query: ApiQuery,
) -> HttpResult<Json<ListJson<TicketJson>>> {
    let caller = who.reader()?;
    let (limit, after) = (query.limit()?, query.after::<ListAnchor>()?);
    let (ids, next) = {
        let catalog = who.edge.market.tables().catalog();
        let event = catalog.event_that_stays(id).ok_or(HttpError::NotFound)?.id;
        let skipped = after.map_or(0, |after| catalog.place_among(event, after).through);
        let listed: Vec<_> = catalog.tickets_of(event).skip(skipped).take(limit + 1).collect();
        let shown = &listed[..listed.len().min(limit)];
        let last = shown.last().filter(|_| listed.len() > limit);
        let next = last.and_then(|last| catalog.anchor_of(last)).map(|anchor| anchor.to_string());
        (shown.iter().map(|listing| listing.id).collect::<Vec<_>>(), next)
    };
    let items = read_tickets(&who, caller, &ids)?;
    Ok(Json(ListJson { items, next }))
}

/// The tickets of these ids, at most [`LIMIT_MAX`], in the same order.
pub(super) fn read_tickets(
    who: &ApiCaller,
    caller: crate::usecases::Caller<'_>,
    ids: &[TicketId],
) -> HttpResult<Vec<TicketJson>> {
    let (tables, context) = (who.edge.market.tables(), who.context());
    let mut items = Vec::with_capacity(ids.len());
    for id in ids.iter().take(LIMIT_MAX) {
        let ticket = tables.ticket(*id)?;
        let item = ticket.map(|ticket| TicketJson::of(tables, &ticket, &context, caller));
        items.extend(item.transpose()?);
    }
    Ok(items)
}
