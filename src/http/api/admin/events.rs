//! Events: to look for, to rename and to merge.

use axum::Json;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    super::{
        body::{ApiQuery, JsonBody, Wrongs},
        caller::{Administers, ApiCaller, Bearer},
        model::{CategoryJson, EventJson, ListJson},
        orders::parse_reason,
    },
    done, walked,
};
use crate::{
    domain::EventWords,
    http::{HttpError, HttpResult, Id, pages::admin_lists::Events, refused},
    texts::Tell as _,
    types::{City, EventId, EventName, Venue},
    usecases::admin,
};

/// The events that are not merged into others, soonest first, those that are over too.
#[utoipa::path(
    get,
    path = "/admin/events",
    tag = "admin",
    params(
        ("q" = Option<String>, Query, description = "An id, or words of name, venue and city."),
        ("after" = Option<String>, Query, description = "`next` of the part before."),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 100, description = "How many, 50 unless said."),
    ),
    responses((status = 200, body = ListJson<EventJson>)),
    security(("token" = ["admin"])),
)]
pub(in crate::http::api) async fn events(
    who: Bearer<Administers>,
    query: ApiQuery,
) -> HttpResult<Json<ListJson<EventJson>>> {
    let (ids, next) = walked(&Events, &who, &query)?;
    let tables = who.edge.market.tables();
    let mut items = vec![];
    for id in ids {
        items.extend(tables.event(id)?.map(|event| EventJson::of(&who.edge, &event)));
    }
    Ok(Json(ListJson { items, next }))
}

/// What an event is to be called, where it is, and of which category.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RenamedEvent {
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    #[schema(min_length = 1, max_length = 120)]
    venue: String,
    #[schema(min_length = 1, max_length = 80)]
    city: String,
    /// What kind of thing it is; as before unless said.
    category: Option<CategoryJson>,
    /// Kept.
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// Puts right what an event is called, where it is, and of which category.
#[utoipa::path(
    post,
    path = "/admin/events/{id}/rename",
    tag = "admin",
    params(("id" = String, Path, format = Uuid)),
    request_body = RenamedEvent,
    responses((status = 200, body = EventJson)),
    security(("token" = ["admin"])),
)]
pub(in crate::http::api) async fn rename(
    who: Bearer<Administers>,
    Id(id): Id<EventId>,
    JsonBody { said, .. }: JsonBody<RenamedEvent>,
) -> HttpResult<Json<EventJson>> {
    let mut wrongs = Wrongs::default();
    let (name, venue, city) =
        (EventName::parse(&said.name), Venue::parse(&said.venue), City::parse(&said.city));
    let wrong = [
        ("/name", name.as_ref().err()),
        ("/venue", venue.as_ref().err()),
        ("/city", city.as_ref().err()),
    ];
    for (pointer, error) in wrong.iter().filter_map(|(at, error)| Some((at, (*error)?))) {
        wrongs.add(pointer, error.tell(who.language));
    }
    let (Ok(name), Ok(venue), Ok(city)) = (name, venue, city) else { return Err(wrongs.refused()) };
    let reason = parse_reason(&who, &said.reason)?;
    let (market, words) = (&who.edge.market, EventWords { name, venue, city });
    let category = said.category.map(Into::into);
    let renamed = admin::rename_event(market, who.caller(), id, words, category, reason).await;
    done(refused(renamed)?)?;
    event(&who, id)
}

fn event(who: &ApiCaller, id: EventId) -> HttpResult<Json<EventJson>> {
    let tables = who.edge.market.tables();
    let event = tables.catalog().event_that_stays(id).cloned().ok_or(HttpError::NotFound)?;
    Ok(Json(EventJson::of(&who.edge, &event)))
}

/// Into which event another is to be merged.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MergedEvent {
    #[schema(format = Uuid)]
    into: String,
    /// Kept.
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// Merges an event into another, which is given.
#[utoipa::path(
    post,
    path = "/admin/events/{id}/merge",
    tag = "admin",
    params(("id" = String, Path, format = Uuid)),
    request_body = MergedEvent,
    responses((status = 200, body = EventJson)),
    security(("token" = ["admin"])),
)]
pub(in crate::http::api) async fn merge(
    who: Bearer<Administers>,
    Id(id): Id<EventId>,
    JsonBody { said, .. }: JsonBody<MergedEvent>,
) -> HttpResult<Json<EventJson>> {
    let (market, reason) = (&who.edge.market, parse_reason(&who, &said.reason)?);
    let into = said.into.parse().ok();
    done(refused(admin::merge_events(market, who.caller(), id, into, reason).await)?)?;
    event(&who, id)
}
