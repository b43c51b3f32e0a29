//! What has happened, as far as the caller may know of it, from the first entry of the journal on: asked
//! for part by part, waited for, or as a stream of server-sent events.
//!
//! Who waits is no request in flight: they have places of their own, some for each account. Whether the
//! token goes on is asked again whenever there is something to tell.

use std::{convert::Infallible, time::Duration};

use axum::{
    Json,
    body::{Body, Bytes},
    http::{
        HeaderMap, HeaderName,
        header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE},
    },
    response::{IntoResponse as _, Response},
};
use futures_util::{StreamExt as _, stream};
use serde::Serialize;
use serde_json::Value;
use tokio::sync::watch;
use tokio::time::Instant;
use utoipa::ToSchema;

use super::{
    body::{ApiQuery, LIMIT, bad},
    caller::{ApiCaller, Bearer, Reads},
};
use crate::{
    delivery::cloud_events::TYPE_PREFIX,
    domain::public::PublicEventId,
    http::{HttpError, HttpResult, error::Busy, shares::Share},
    types::UserId,
    usecases::policy,
};

/// How long one may wait, in seconds.
const WAIT_SECONDS_MAX: u64 = 30;
/// How many events are looked at for one part, whether or not the caller may know of them.
const LOOKED_AT_MAX: usize = 1000;
/// How long a stream may say nothing: less than proxies allow.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// A comment.
const STILL_HERE: Bytes = Bytes::from_static(b":\n\n");

/// A part of what has happened.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Changes)]
pub(crate) struct ChangesJson {
    /// CloudEvents 1.0, oldest first: `/schemas/asyncapi.json` describes them.
    #[schema(value_type = Vec<Object>)]
    items: Vec<Value>,
    /// What to ask for as `after` for what follows, whether or not there were any; null if nothing has
    /// ever happened.
    next: Option<String>,
}

/// What has happened, as far as the caller may know of it, oldest first.
///
/// With `Accept: text/event-stream` it is a stream of server-sent events, which goes on.
#[utoipa::path(
    get,
    path = "/changes",
    tag = "changes",
    params(
        ("after" = Option<String>, Query, description = "`next` of the part before, or an event's id; from the first on unless said."),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 100, description = "How many, 50 unless said."),
        ("wait" = Option<u64>, Query, minimum = 0, maximum = 30, description = "How many seconds to wait for something if there is nothing yet."),
        ("Last-Event-ID" = Option<String>, Header, description = "In the place of `after`, as browsers send it."),
    ),
    responses((status = 200, content(
        (ChangesJson = "application/json"),
        (String = "text/event-stream"),
    ))),
    security(("token" = ["read"])),
)]
pub(super) async fn changes(
    who: Bearer<Reads>,
    query: ApiQuery,
    headers: HeaderMap,
) -> HttpResult<Response> {
    let limit = query.limit()?;
    let wait = query.0.sent("wait").map_or(Ok(0), str::parse::<u64>);
    let wait = wait.ok().filter(|wait| *wait <= WAIT_SECONDS_MAX);
    let wait = wait.ok_or_else(|| {
        bad("wait", format!("A whole number of seconds from 0 to {WAIT_SECONDS_MAX}."))
    })?;
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let after = query.after::<PublicEventId>()?.or(last);
    let wants_stream = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    let wants_stream = wants_stream.is_some_and(|accept| accept.contains("text/event-stream"));
    let mut reader = ChangesReader {
        more: who.edge.market.tables().latest_public_event(),
        owner: who.owner().id,
        who: ApiCaller::clone(&who),
        after,
        _place: None,
    };
    if wants_stream {
        reader.take_place()?;
        let events = stream::unfold(Some(reader), next_message).map(Ok::<_, Infallible>);
        let headers = [
            (CONTENT_TYPE, "text/event-stream"),
            (CACHE_CONTROL, "no-store"),
            // Proxies that collect what they hand on would hand it on too late.
            (HeaderName::from_static("x-accel-buffering"), "no"),
        ];
        return Ok((headers, Body::from_stream(events)).into_response());
    }
    let until = Instant::now() + Duration::from_secs(wait);
    let mut items = reader.read(limit)?;
    while items.is_empty() && Instant::now() < until && reader.is_at_end()? {
        reader.take_place()?;
        if !reader.wait(until).await {
            break;
        }
        items = reader.read(limit)?;
    }
    let items = items.into_iter().map(|(_, body)| body).collect();
    let next = reader.after.map(|id| id.to_string());
    let answer = ([(CACHE_CONTROL, "no-store")], Json(ChangesJson { items, next }));
    Ok(answer.into_response())
}

/// One who reads on and on.
struct ChangesReader {
    who: ApiCaller,
    owner: UserId,
    /// Up to where it was looked.
    after: Option<PublicEventId>,
    more: watch::Receiver<u64>,
    _place: Option<Share<UserId>>,
}

impl ChangesReader {
    /// Takes a place among those who wait, once.
    fn take_place(&mut self) -> HttpResult<()> {
        if self._place.is_none() {
            let place = self.who.edge.changes_shares.take(self.owner);
            self._place = Some(place.map_err(|_| HttpError::Overloaded(Busy::Requests))?);
        }
        Ok(())
    }

    /// What comes next that the caller may know of, so many at the most, with ids; none when nothing of
    /// what was looked at is for them.
    fn read(&mut self, limit: usize) -> HttpResult<Vec<(PublicEventId, Value)>> {
        let (edge, source) = (&self.who.edge, self.who.edge.config.event_source());
        let caller = self.who.reader()?;
        // From now on.
        self.more.mark_unchanged();
        let (mut found, mut looked_at) = (vec![], 0);
        while found.len() < limit && looked_at < LOOKED_AT_MAX {
            let wanted = limit - found.len();
            let events = edge.market.tables().public_events_after(self.after, wanted)?;
            let Some(last) = events.last() else { break };
            self.after = Some(last.id);
            looked_at += events.len();
            for event in events {
                if policy::may_know(&edge.market, caller, &event)? {
                    found.push((event.id, source.body(&event)));
                }
            }
        }
        Ok(found)
    }

    fn is_at_end(&self) -> HttpResult<bool> {
        let tables = self.who.edge.market.tables();
        Ok(tables.public_events_after(self.after, 1)?.is_empty())
    }

    /// Waits for more until then; gives whether there is some, and the token goes on.
    async fn wait(&mut self, until: Instant) -> bool {
        let stopping = self.who.edge.stopping.clone();
        let changed = tokio::time::timeout_at(until, self.more.changed());
        let has_more = stopping.run_until_cancelled(changed).await;
        matches!(has_more, Some(Ok(Ok(())))) && self.goes_on()
    }

    fn goes_on(&mut self) -> bool {
        match self.who.again() {
            Ok(Some(who)) => {
                self.who = who;
                true
            }
            _ => false,
        }
    }
}

fn message((id, body): &(PublicEventId, Value)) -> String {
    let kind = body["type"].as_str().unwrap_or_default();
    let kind = kind.strip_prefix(TYPE_PREFIX).unwrap_or(kind);
    format!("id: {id}\nevent: {kind}\ndata: {body}\n\n")
}

/// The next that a stream tells, and who tells what comes after it. It ends when the token does, and when
/// the site stops.
async fn next_message(reader: Option<ChangesReader>) -> Option<(Bytes, Option<ChangesReader>)> {
    let mut reader = reader?;
    loop {
        let events = reader.read(LIMIT).ok()?;
        if !events.is_empty() {
            let messages: String = events.iter().map(message).collect();
            return Some((messages.into(), Some(reader)));
        }
        if !reader.is_at_end().ok()? {
            continue;
        }
        let until = Instant::now() + KEEP_ALIVE;
        if !reader.wait(until).await {
            if reader.who.edge.stopping.is_cancelled() || !reader.goes_on() {
                return None;
            }
            return Some((STILL_HERE, Some(reader)));
        }
    }
}
