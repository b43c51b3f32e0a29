//! Streams of server-sent events: what changes about the tickets that somebody looks at.
//!
//! They tell nothing that the pages do not tell everyone, so they know no visitor and no session.
//!
//! **A look.** A page about a ticket, an event or what is for sale is right when it is loaded, and
//! its script (`live.js`) then opens a stream: `/tickets/{id}/live`, `/events/{id}/live`, `/live`.
//! The stream subscribes to its topic in the hub, is sent the present state, and then what changes;
//! so a page whose connection broke catches up by coming back, and nobody need know what it has
//! missed. Lists say which tickets they show (`?tickets=`), so that who looks at fifty tickets is
//! not told of ten thousand; `?line=` names the lines in which their viewer stands, by the ids of
//! tickets and events: `event: line` tells who is the first, and then who stands there no more, by
//! ids that say something to their owners alone. Who is
//! too many rounds behind, or takes nothing for `server.head_seconds`, is dropped and may come
//! back. Streams are no requests in flight and have no time limit; a page that nobody sees closes
//! its own after 10 seconds, since browsers open few connections to one site.
//!
//! The home page shows events, and says which (`?events=`): it is told how many of their tickets are
//! left, and from what price on (`event: event`).
//!
//! What a page shows changes in place. It fetches itself anew only where it lacks what is needed
//! (the form to buy a ticket that was held when the page was loaded), and never while somebody is
//! at something in it: then it says that it has changed.
//!
//! **Something new.** Streams of lists are told counts, too (`event: counts`): how many of an
//! event's tickets are available, held and sold, whatever the page shows of them; and how many were
//! ever listed, or are for sale again. A list that came with another number fetches itself and puts what it gets in its place, so
//! that a new ticket stands where it belongs by any filter and order. To have ten thousand do so is
//! spread over 5 ms for each stream that is open: 200 pages a second, however many look and however
//! much is listed.

use std::{
    collections::BTreeSet,
    convert::Infallible,
    hash::{BuildHasher as _, Hasher as _, RandomState},
    str::FromStr,
    sync::Arc,
    time::Duration,
};

use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{FromRequestParts, State},
    http::{
        HeaderName, StatusCode, Uri,
        header::{CACHE_CONTROL, CONTENT_TYPE},
        request::Parts,
    },
    response::{IntoResponse as _, Response},
};
use futures_util::{StreamExt as _, stream};
use serde::Serialize;
use serde_json::{Value, json};

use super::browse::moved_to;
use crate::{
    domain::TicketStatus,
    http::{
        Edge, EdgeState, HttpError, HttpResult, Id,
        client::Client,
        error::PlainAnswer,
        presenters::{self, PAGE},
        query,
        shares::Share,
    },
    reads::catalog::{Filter, Sort},
    reads::live::{ChangedTicket, Hub, LeftPlace, LineId, Round, Subscription, Topic},
    types::{BuyerFee, EventId, Price, TicketId, Timestamp},
};

/// How long a stream may say nothing: less than proxies allow.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// A comment, which no script hears of.
const STILL_HERE: Bytes = Bytes::from_static(b":\n\n");
/// How many tickets a page may say that it shows; the rest is left out.
const SHOWN_MAX: usize = 100;
/// Of how many lines a page may say that its viewer stands in them.
const LINES_MAX: usize = 40;
/// How many tickets' present state an event's stream begins with, unless it is asked for some.
const PRESENT_MAX: usize = 500;
/// How many of them are read at once: the next when the client has taken these.
const PRESENT_AT_ONCE: usize = 50;
/// For how long a page waits at random before it looks what is new, for each who looks: what is
/// listed leads to no more than 200 pages a second.
const SPREAD_EACH_MS: usize = 5;
/// Browsers whose connection breaks come back after one to four seconds: not all at once.
const COME_BACK_MIN_MS: u64 = 1000;
const COME_BACK_SPREAD_MS: u64 = 3000;

/// Every ticket, or those that the page shows. Begins with these, or what the home page begins with.
pub(crate) async fn home(
    State(edge): State<Edge>,
    client: Client,
    Looking { shown, line, events }: Looking,
) -> Response {
    if let Some(events) = events {
        return stream_of_events(&edge, client, events, line);
    }
    let on_sale = || {
        let catalog = edge.market.tables().catalog();
        let found = catalog.find(&Filter::default(), edge.market.clock().now());
        let listed = catalog.page(&found, Sort::default(), 0, PAGE);
        listed.iter().map(|listed| listed.id).collect()
    };
    stream(&edge, client, Topic::All, shown, line, on_sale)
}

/// An event's tickets, or those of them that the page shows.
pub(crate) async fn event(
    State(edge): State<Edge>,
    client: Client,
    Id(id): Id<EventId>,
    Looking { shown, line, .. }: Looking,
    uri: Uri,
) -> HttpResult {
    let tables = edge.market.tables();
    tables.event(id)?.ok_or(HttpError::NotFound)?;
    let listed = || {
        let catalog = tables.catalog();
        catalog.tickets_of(id).take(PRESENT_MAX).map(|listed| listed.id).collect()
    };
    let stream = stream(&edge, client, Topic::Event(id), shown, line, listed);
    // Only now, since what is merged from here on ends the stream.
    let stays = tables.catalog().event_that_stays(id).map(|event| event.id);
    Ok(match stays.filter(|stays| *stays != id) {
        Some(stays) => {
            let query = uri.query().map_or_else(String::new, |query| format!("?{query}"));
            moved_to(format!("/events/{stays}/live{query}"))
        }
        None => stream,
    })
}

/// One ticket.
pub(crate) async fn ticket(
    State(edge): State<Edge>,
    client: Client,
    Id(id): Id<TicketId>,
    Looking { line, .. }: Looking,
) -> HttpResult {
    edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    Ok(stream(&edge, client, Topic::Ticket(id), None, line, || vec![id]))
}

/// What a page says of itself.
pub(crate) struct Looking {
    /// The tickets that it shows, by `?tickets=` and their ids with commas between; none if the
    /// client wants all there are.
    shown: Option<Box<[TicketId]>>,
    /// By `?line=` in the same way: the lines in which its viewer stands, by the ids of tickets and
    /// events.
    line: Option<Box<[LineId]>>,
    /// By `?events=`: the events that it shows, in the place of tickets.
    events: Option<Box<[EventId]>>,
}

impl<S: Send + Sync> FromRequestParts<S> for Looking {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let list = |name, max| query(parts, name).map(|list| ids(&list, max));
        let events = query(parts, "events").map(|list| ids(&list, SHOWN_MAX));
        let line = query(parts, "line").map(|list| ids(&list, LINES_MAX));
        Ok(Self { shown: list("tickets", SHOWN_MAX), line, events })
    }
}

fn ids<T: FromStr + Ord>(list: &str, max: usize) -> Box<[T]> {
    let ids = list.split(',').filter_map(|id| id.parse().ok()).take(max);
    ids.collect::<BTreeSet<_>>().into_iter().collect()
}

/// What is left of the events that a page shows, and then what changes about that.
fn stream_of_events(
    edge: &Edge,
    client: Client,
    events: Box<[EventId]>,
    line: Option<Box<[LineId]>>,
) -> Response {
    let Ok(place) = edge.stream_shares.take(client) else {
        return too_many("too many pages of your network are told at once\n");
    };
    let hub = edge.market.tables().live();
    let changes = hub.subscribe_to_events(events.clone());
    let (Some(changes), Some(lines)) = (changes, lines(hub, line.as_deref())) else {
        return too_many("too many look at once, or the site is stopping\n");
    };
    let heads = edge.heads(&line.unwrap_or_default());
    let present = events.iter().map(|id| edge.left_of(*id)).collect::<Vec<_>>().concat();
    let reader = StreamReader {
        edge: edge.clone(),
        _place: place,
        changes,
        counted: Some(Topic::All),
        counts: Bytes::new(),
        lines,
        present: vec![],
        // The first is sent last.
        messages: vec![present.into(), heads, come_back_later()],
    };
    reader.answer()
}

/// When a browser is to come back whose connection breaks.
fn come_back_later() -> Bytes {
    let dice = RandomState::new().build_hasher().finish();
    let come_back = COME_BACK_MIN_MS + dice % COME_BACK_SPREAD_MS;
    format!("retry: {come_back}\n\n").into()
}

fn stream(
    edge: &Edge,
    client: Client,
    topic: Topic,
    shown: Option<Box<[TicketId]>>,
    line: Option<Box<[LineId]>>,
    all: impl FnOnce() -> Vec<TicketId>,
) -> Response {
    let Ok(place) = edge.stream_shares.take(client) else {
        return too_many("too many pages of your network are told at once\n");
    };
    // First this and then the tables, so that nothing is missed in between.
    let hub = edge.market.tables().live();
    let changes = hub.subscribe(topic, shown.clone());
    let (Some(changes), Some(lines)) = (changes, lines(hub, line.as_deref())) else {
        return too_many("too many look at once, or the site is stopping\n");
    };
    let heads = edge.heads(&line.unwrap_or_default());
    let is_list = matches!(topic, Topic::Event(_) | Topic::All);
    let counted = (shown.is_some() && is_list).then_some(topic);
    let reader = StreamReader {
        edge: edge.clone(),
        _place: place,
        changes,
        counted,
        counts: Bytes::new(),
        lines,
        present: shown.map_or_else(all, Vec::from),
        messages: vec![heads, come_back_later()],
    };
    reader.answer()
}

/// The lines in which somebody stands, if they do; none if too many look.
fn lines(hub: &Arc<Hub>, line: Option<&[LineId]>) -> Option<Option<Box<Subscription>>> {
    match line {
        Some(line) => hub.subscribe_to_lines(line.into()).map(|lines| Some(Box::new(lines))),
        None => Some(None),
    }
}

/// For a script, which comes back by itself: the page is right without it.
fn too_many(why: &'static str) -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, Extension(PlainAnswer), why).into_response()
}

/// One who looks: what they have not been told yet.
struct StreamReader {
    edge: Edge,
    _place: Share<Client>,
    changes: Subscription,
    /// Of what it is told how many tickets there are: an event, or all. None for whoever is told of
    /// tickets alone: a client that does not say what it shows.
    counted: Option<Topic>,
    /// As last told.
    counts: Bytes,
    /// In which its viewer stands.
    lines: Option<Box<Subscription>>,
    /// Whose present state is still to be told.
    present: Vec<TicketId>,
    messages: Vec<Bytes>,
}

impl StreamReader {
    fn answer(self) -> Response {
        let headers = [
            (CONTENT_TYPE, "text/event-stream"),
            (CACHE_CONTROL, "no-store"),
            // Proxies that collect what they hand on would hand it on too late.
            (HeaderName::from_static("x-accel-buffering"), "no"),
        ];
        // There is no task beside the connection's.
        let messages = stream::unfold(self, Self::next).map(Ok::<_, Infallible>);
        (headers, Body::from_stream(messages)).into_response()
    }

    /// The next that is sent, and who waits for what comes after it. None is the end: the site
    /// stops, or the client takes less than there is to tell. A browser comes back, and begins with
    /// the present state.
    async fn next(mut self) -> Option<(Bytes, Self)> {
        loop {
            if let Some(message) = self.messages.pop() {
                return Some((message, self));
            }
            if !self.present.is_empty() {
                let rest = self.present.len().saturating_sub(PRESENT_AT_ONCE);
                let next = self.present.split_off(rest);
                self.present.shrink_to_fit();
                return Some((self.edge.present(&next), self));
            }
            if let Some(counted) = self.counted.filter(|_| self.counts.is_empty()) {
                self.counts = self.edge.counts(counted);
                return Some((self.counts.clone(), self));
            }
            // Nothing is kept for a stream on which nothing goes on.
            self.messages = Vec::new();
            let round = tokio::select! {
                round = self.changes.next() => round?,
                (lines, round) = next_of_lines(self.lines.as_deref_mut()) => {
                    let round = round?;
                    self.messages.extend(lines.told_of_lines(&round, line_message));
                    continue;
                }
                () = tokio::time::sleep(KEEP_ALIVE) => return Some((STILL_HERE, self)),
            };
            let message = |change: &ChangedTicket| {
                change.message(|it| self.edge.message(it.id, it.price, it.status).into())
            };
            let edge = &self.edge;
            let counts = self.counted.and_then(|of| round.counts(|| edge.counts(of)));
            if let Some(counts) = counts.filter(|counts| *counts != self.counts) {
                // The first is sent last.
                self.messages.push(counts.clone());
                self.counts = counts;
            }
            let told = self.changes.told(&round);
            self.messages.extend(told.into_iter().map(message));
            let left = self.changes.told_of_events(&round, |event| edge.left_of(event));
            self.messages.extend(left.filter(|left| !left.is_empty()));
        }
    }
}

/// The next round of the lines; never, without any.
async fn next_of_lines(reader: Option<&mut Subscription>) -> (&Subscription, Option<Arc<Round>>) {
    match reader {
        Some(reader) => {
            let round = reader.next().await;
            (reader, round)
        }
        None => std::future::pending().await,
    }
}

/// The message that these stand in a line no more: whoever stood behind them moves up.
fn line_message(line: LineId, left: &[LeftPlace]) -> Bytes {
    let left: Vec<_> = left.iter().map(place_json).collect();
    let data = json!({ "line": line.to_string(), "left": left });
    format!("event: line\ndata: {data}\n\n").into()
}

fn place_json(LeftPlace { id, asked_at }: &LeftPlace) -> Value {
    json!({ "id": id.to_string(), "at": asked_at.as_millis() })
}

/// A message's data.
#[derive(Serialize)]
struct TicketMessage {
    id: String,
    status: &'static str,
    price: String,
    expires_at: Option<String>,
    /// What of the price is the site's fee, if it takes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    fee: Option<String>,
}

/// What is left of an event's tickets.
#[derive(Serialize)]
struct LeftMessage {
    id: String,
    available: usize,
    held: usize,
    /// What the cheapest costs, if there is one.
    price: Option<String>,
}

/// How many tickets there are: of an event where they stand, too, in the words of its page.
#[derive(Serialize)]
struct Counts {
    #[serde(flatten)]
    event: Option<CountsMessage>,
    /// How many were listed in all, and on the home page how many have come back since: if not as
    /// many as when the page was loaded, there is something new.
    listed: usize,
    /// Within how many milliseconds the page is to look then.
    spread: usize,
}

#[derive(Serialize)]
struct CountsMessage {
    available: usize,
    reserved: usize,
    sold: usize,
}

impl EdgeState {
    /// The message of what is left of an event; none of one that there is not.
    fn left_of(&self, id: EventId) -> Bytes {
        let (counts, least) = {
            let catalog = self.market.tables().catalog();
            if catalog.event(id).is_none() {
                return Bytes::new();
            }
            (catalog.counts_of(id), catalog.least_price_of(id))
        };
        let price = least.map(|price| self.fee().shown(price).decimal(self.config.site.currency));
        let (available, held) = (counts.available, counts.held);
        let left = LeftMessage { id: id.to_string(), available, held, price };
        let data = serde_json::to_string(&left).unwrap_or_default();
        format!("event: event\ndata: {data}\n\n").into()
    }

    /// The messages of who is the first in lines: who stood before them stands there no more.
    fn heads(&self, lines: &[LineId]) -> Bytes {
        let catalog = self.market.tables().catalog();
        let message = |line: &LineId| {
            let head = catalog.head_of(*line).map(|(asked_at, id)| LeftPlace { id, asked_at });
            let data = json!({ "line": line.to_string(), "head": head.as_ref().map(place_json) });
            format!("event: line\ndata: {data}\n\n")
        };
        lines.iter().map(message).collect::<String>().into()
    }

    /// The message of how many tickets there are.
    fn counts(&self, of: Topic) -> Bytes {
        let tables = self.market.tables();
        let (event, listed) = match of {
            Topic::Event(id) => {
                let now = tables.catalog().counts_of(id);
                let (available, reserved, sold) = (now.available, now.held, now.sold);
                (Some(CountsMessage { available, reserved, sold }), now.listed)
            }
            _ => (None, tables.catalog().listed + tables.live().came_back()),
        };
        let spread = tables.live().readers() * SPREAD_EACH_MS;
        let data = serde_json::to_string(&Counts { event, listed, spread }).unwrap_or_default();
        format!("event: counts\ndata: {data}\n\n").into()
    }

    /// The messages of tickets as they are now. One that cannot be read is left out.
    fn present(&self, tickets: &[TicketId]) -> Bytes {
        let tables = self.market.tables();
        let listed: Vec<_> = {
            let catalog = tables.catalog();
            let listing = |id: &TicketId| catalog.listing(*id).map(|l| (l.price, l.status));
            tickets.iter().map(listing).collect()
        };
        // What is sold or withdrawn is not in the catalog. This may read the disk.
        let stored = |id| tables.ticket(id).ok().flatten().map(|t| (t.price, t.status));
        let states = tickets.iter().zip(listed);
        let states = states.filter_map(|(&id, listed)| Some((id, listed.or_else(|| stored(id))?)));
        let messages = states.map(|(id, (price, status))| self.message(id, price, status));
        messages.collect::<String>().into()
    }

    fn message(&self, id: TicketId, price: Price, status: TicketStatus) -> String {
        let status = presenters::status(status, self.market.clock().now());
        let (currency, fee) = (self.config.site.currency, self.fee());
        let total = fee.shown(price);
        let told = TicketMessage {
            id: id.to_string(),
            status: status.word,
            price: total.decimal(currency),
            expires_at: status.expires_at.map(Timestamp::rfc3339),
            fee: (!fee.is_none()).then(|| currency.decimal(BuyerFee::minor_within(total, price))),
        };
        // Text alone: it cannot fail.
        let data = serde_json::to_string(&told).unwrap_or_default();
        format!("event: ticket\ndata: {data}\n\n")
    }
}
