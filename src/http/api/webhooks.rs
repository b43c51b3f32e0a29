//! Where somebody has the site send what happens, and what came of it.

use axum::{
    Json,
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, LOCATION},
    },
    response::{IntoResponse as _, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    body::{ApiQuery, JsonBody, Wrongs},
    caller::{ApiCaller, Bearer, Reads, Sends},
    idempotency::{Before, IdempotencyKey, Once},
    model::ListJson,
};
use crate::{
    actors::NewWebhookEndpoint,
    delivery::cloud_events::{TYPE_PREFIX, type_of},
    domain::{WebhookAbout, WebhookDelivery, WebhookEndpoint, WebhookStatus, WebhookTry},
    http::{HttpError, HttpResult, Id, refused},
    reads::walk::ListPlace,
    texts::Tell as _,
    types::{WebhookDeliveryId, WebhookEndpointId, WebhookUrl},
    usecases::{
        RefusalCode as _,
        webhook_endpoints::{self, WebhookWish},
    },
};

/// An endpoint.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookEndpoint)]
pub(crate) struct EndpointJson {
    #[schema(format = Uuid)]
    id: String,
    url: String,
    /// Of what it is told, such as `holdfast.order.completed`.
    types: Vec<String>,
    /// Whether of all that happens, and not of what is its owner's alone.
    everything: bool,
    is_on: bool,
    /// Since when nothing was taken, if the last try was in vain.
    #[schema(format = DateTime)]
    failing_since: Option<String>,
    /// How much is to be sent to it.
    waiting: usize,
    /// What signs; told for ten minutes after it was made, and null then.
    secret: Option<String>,
    /// Until when the secret before it signs as well, if one does.
    #[schema(format = DateTime)]
    old_secret_until: Option<String>,
}

/// What is sent to an endpoint.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookDelivery)]
pub(crate) struct DeliveryJson {
    #[schema(format = Uuid)]
    id: String,
    /// The event's id; null for a test.
    event: Option<String>,
    /// The event's type; null for a test.
    #[serde(rename = "type")]
    kind: Option<String>,
    status: DeliveryStatusJson,
    #[schema(format = DateTime)]
    queued_at: String,
    /// When it was last tried, or is tried next while it waits.
    #[schema(format = DateTime)]
    at: String,
    /// The latest tries, oldest first.
    tries: Vec<TryJson>,
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = WebhookDeliveryStatus)]
pub(crate) enum DeliveryStatusJson {
    Waiting,
    Delivered,
    GivenUp,
}

/// A try to deliver.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookTry)]
pub(crate) struct TryJson {
    #[schema(format = DateTime)]
    at: String,
    /// What came of it.
    outcome: String,
}

/// A new endpoint.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewEndpoint {
    /// Where to send, by https.
    #[schema(max_length = 2000)]
    url: String,
    /// Of what to be told, such as `holdfast.order.completed`.
    #[schema(min_items = 1)]
    types: Vec<String>,
    /// Whether of all that happens: for those who run the site, by a token with `admin`.
    #[serde(default)]
    #[schema(required = false)]
    everything: bool,
}

fn json_of(who: &ApiCaller, endpoint: &WebhookEndpoint) -> HttpResult<EndpointJson> {
    let (market, now) = (&who.edge.market, who.edge.market.clock().now());
    let secret = webhook_endpoints::new_secret(market, who.caller(), endpoint, now)?;
    Ok(EndpointJson {
        id: endpoint.id.to_string(),
        url: endpoint.url.to_string(),
        types: endpoint.types.iter().map(|kind| type_of(*kind)).collect(),
        everything: endpoint.is_of_everything,
        is_on: endpoint.is_on(),
        failing_since: endpoint.failing_since.map(|at| at.rfc3339()),
        waiting: market.tables().catalog().webhooks.waiting_count(endpoint.id),
        secret: secret.map(|secret| secret.expose()),
        old_secret_until: endpoint.old_secret(now).map(|old| old.at.rfc3339()),
    })
}

fn shown(who: &ApiCaller, status: StatusCode, id: WebhookEndpointId) -> HttpResult {
    let endpoint = webhook_endpoints::own_endpoint(&who.edge.market, who.caller(), id)?;
    let json = Json(json_of(who, &endpoint)?);
    Ok((status, [(CACHE_CONTROL, "no-store")], json).into_response())
}

/// One's endpoints, oldest first.
#[utoipa::path(
    get,
    path = "/webhooks",
    tag = "webhooks",
    responses((status = 200, body = ListJson<EndpointJson>)),
    security(("token" = ["read"])),
)]
pub(super) async fn endpoints(who: Bearer<Reads>) -> HttpResult<Json<ListJson<EndpointJson>>> {
    let endpoints = webhook_endpoints::own_endpoints(&who.edge.market, who.caller())?;
    let items = endpoints.iter().map(|endpoint| json_of(&who, endpoint));
    Ok(Json(ListJson { items: items.collect::<HttpResult<_>>()?, next: None }))
}

/// Adds an endpoint. It outlives the token.
#[utoipa::path(
    post,
    path = "/webhooks",
    tag = "webhooks",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with this, it is added once.", min_length = 1, max_length = 255)),
    request_body = NewEndpoint,
    responses((status = 201, body = EndpointJson, headers(("Location" = String)))),
    security(("token" = ["sell"]), ("token" = ["buy"])),
)]
pub(super) async fn add(
    who: Bearer<Sends>,
    key: IdempotencyKey,
    JsonBody { said, bytes }: JsonBody<NewEndpoint>,
) -> HttpResult {
    let route = (who.owner().id, "/webhooks", &*bytes);
    let once = Once::begin(&who.edge.keys_under_way, &key, route)?;
    let (market, now) = (&who.edge.market, who.edge.market.clock().now());
    if let Some(once) = &once {
        let own = webhook_endpoints::own_endpoints(market, who.caller())?;
        let newest = |last: Option<WebhookEndpointId>, limit| {
            let ids = own.iter().rev().map(|endpoint| endpoint.id);
            Ok(ids.filter(|id| last.is_none_or(|last| *id < last)).take(limit).collect())
        };
        let bytes = |id: WebhookEndpointId| *id.as_bytes();
        if let Before::Made(id) = once.before(now, bytes, newest)? {
            return added(&who, id);
        }
    }
    let mut wrongs = Wrongs::default();
    let url = WebhookUrl::parse(&said.url);
    if let Err(error) = &url {
        wrongs.add("/url", error.tell(who.language));
    }
    let mut types = vec![];
    for (n, named) in said.types.iter().enumerate() {
        match named.strip_prefix(TYPE_PREFIX).and_then(|kind| kind.parse().ok()) {
            Some(kind) if !types.contains(&kind) => types.push(kind),
            Some(_) => {}
            None => wrongs.add(&format!("/types/{n}"), "There is no such type."),
        }
    }
    if said.types.is_empty() {
        wrongs.add("/types", who.language.webhook_choose_a_type());
    }
    let Ok(url) = url else { return Err(wrongs.refused()) };
    wrongs.none()?;
    let new = NewWebhookEndpoint { url, types, is_of_everything: said.everything };
    let id = once.as_ref().map(|once| WebhookEndpointId::from_bytes(once.id(now)));
    let id = id.unwrap_or_else(WebhookEndpointId::new);
    match refused(webhook_endpoints::add(market, who.caller(), id, new).await)? {
        Ok(()) => added(&who, id),
        Err(refusal) => Err(HttpError::Refused(refusal.code(), String::new())),
    }
}

fn added(who: &ApiCaller, id: WebhookEndpointId) -> HttpResult {
    let mut response = shown(who, StatusCode::CREATED, id)?;
    let at = HeaderValue::try_from(format!("/api/v1/webhooks/{id}"));
    response.headers_mut().insert(LOCATION, at.map_err(HttpError::internal)?);
    Ok(response)
}

/// An endpoint.
#[utoipa::path(
    get,
    path = "/webhooks/{id}",
    tag = "webhooks",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = EndpointJson)),
    security(("token" = ["read"])),
)]
pub(super) async fn endpoint(who: Bearer<Reads>, Id(id): Id<WebhookEndpointId>) -> HttpResult {
    shown(&who, StatusCode::OK, id)
}

async fn change(who: &ApiCaller, id: WebhookEndpointId, wish: WebhookWish) -> HttpResult<()> {
    let changed = webhook_endpoints::change(&who.edge.market, who.caller(), id, wish).await;
    refused(changed)?.map_err(|refusal| HttpError::Refused(refusal.code(), String::new()))
}

/// Deletes an endpoint.
#[utoipa::path(
    delete,
    path = "/webhooks/{id}",
    tag = "webhooks",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 204)),
    security(("token" = ["sell"]), ("token" = ["buy"])),
)]
pub(super) async fn delete(
    who: Bearer<Sends>,
    Id(id): Id<WebhookEndpointId>,
) -> HttpResult<StatusCode> {
    change(&who, id, WebhookWish::Delete).await?;
    Ok(StatusCode::NO_CONTENT)
}

macro_rules! wishes {
    ($($(#[$doc:meta])* $name:ident $path:literal $wish:ident;)*) => { $(
        $(#[$doc])*
        #[utoipa::path(
            post,
            path = $path,
            tag = "webhooks",
            params(("id" = String, Path, format = Uuid)),
            responses((status = 200, body = EndpointJson)),
            security(("token" = ["sell"]), ("token" = ["buy"])),
        )]
        pub(super) async fn $name(
            who: Bearer<Sends>,
            Id(id): Id<WebhookEndpointId>,
        ) -> HttpResult<Response> {
            change(&who, id, WebhookWish::$wish).await?;
            shown(&who, StatusCode::OK, id)
        }
    )* };
}

wishes! {
    /// Has what happens from now on sent to an endpoint; done already if it is.
    turn_on "/webhooks/{id}/on" TurnOn;
    /// Leaves an endpoint alone; done already if it is.
    turn_off "/webhooks/{id}/off" TurnOff;
    /// Makes another secret; the one before signs as well for a day.
    replace_secret "/webhooks/{id}/secret" ReplaceSecret;
    /// Has the old secret sign no more.
    end_old_secret "/webhooks/{id}/secret/end" EndOldSecret;
    /// Sends a test.
    test "/webhooks/{id}/test" Test;
    /// Sends again what failed.
    all_again "/webhooks/{id}/again" SendFailedAgain;
}

/// What was sent to an endpoint in the last 30 days, newest first.
#[utoipa::path(
    get,
    path = "/webhooks/{id}/deliveries",
    tag = "webhooks",
    params(
        ("id" = String, Path, format = Uuid),
        ("after" = Option<String>, Query, description = "`next` of the part before."),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 100, description = "How many, 50 unless said."),
    ),
    responses((status = 200, body = ListJson<DeliveryJson>)),
    security(("token" = ["read"])),
)]
pub(super) async fn deliveries(
    who: Bearer<Reads>,
    Id(id): Id<WebhookEndpointId>,
    query: ApiQuery,
) -> HttpResult<Json<ListJson<DeliveryJson>>> {
    let (limit, after) = (query.limit()?, query.after::<ListPlace>()?);
    let found = webhook_endpoints::deliveries(&who.edge.market, who.caller(), id, after, limit)?;
    let (deliveries, next) = found;
    let items = deliveries.iter().map(|delivery| line(delivery)).collect();
    let next = next.map(|place| place.to_string());
    Ok(Json(ListJson { items, next }))
}

fn line(delivery: &WebhookDelivery) -> DeliveryJson {
    let (status, at) = match delivery.status {
        WebhookStatus::Waiting(not_before) => (DeliveryStatusJson::Waiting, not_before),
        WebhookStatus::Delivered(at) => (DeliveryStatusJson::Delivered, at),
        WebhookStatus::GivenUp(at) => (DeliveryStatusJson::GivenUp, at),
    };
    let about = match delivery.about {
        WebhookAbout::Event { id, kind } => Some((id.to_string(), type_of(kind))),
        WebhookAbout::Test => None,
    };
    let (event, kind) = about.unzip();
    let tried =
        |tried: &WebhookTry| TryJson { at: tried.at.rfc3339(), outcome: tried.outcome.to_string() };
    DeliveryJson {
        id: delivery.id.to_string(),
        event,
        kind,
        status,
        queued_at: delivery.queued_at.rfc3339(),
        at: at.rfc3339(),
        tries: delivery.tries.iter().map(tried).collect(),
    }
}

/// Sends something again.
#[utoipa::path(
    post,
    path = "/webhook-deliveries/{id}/again",
    tag = "webhooks",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 204)),
    security(("token" = ["sell"]), ("token" = ["buy"])),
)]
pub(super) async fn again(
    who: Bearer<Sends>,
    Id(id): Id<WebhookDeliveryId>,
) -> HttpResult<StatusCode> {
    match refused(webhook_endpoints::send_again(&who.edge.market, who.caller(), id).await)? {
        Ok(_) => Ok(StatusCode::NO_CONTENT),
        Err(refusal) => Err(HttpError::Refused(refusal.code(), String::new())),
    }
}
