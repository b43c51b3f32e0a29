//! Tickets: to look at, to list, to change and to take back.

use axum::{
    Json,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{ETAG, IF_MATCH, LOCATION},
    },
    response::{IntoResponse as _, Response},
};

use super::{
    body::{ApiQuery, JsonBody, Wrongs, bad},
    caller::{ApiCaller, Bearer, Reads, Sells},
    events::read_tickets,
    idempotency::{Before, IdempotencyKey, Once},
    listing::{ChangedTicket, NewTickets, OfferedTickets, price_problem, refuse_listing},
    model::{CategoryJson, ListJson, TicketJson},
};
use crate::{
    http::{Action, HttpError, HttpResult, Id, presenters, refused, search::Search},
    reads::{catalog::ListAnchor, walk::Walk},
    types::TicketId,
    usecases::{
        Caller, RefusalCode as _, policy,
        selling::{self, Offer, SellingRefusal},
    },
};

/// Tickets for sale, as far as they are looked for. Prices in the query are what buyers pay, in decimals
/// as `49.50`.
#[utoipa::path(
    get,
    path = "/tickets",
    tag = "tickets",
    params(
        ("q" = Option<String>, Query, description = "Words of the event's name, venue and city; typos are forgiven."),
        ("city" = Option<String>, Query),
        ("category" = Option<CategoryJson>, Query),
        ("from" = Option<String>, Query, format = Date, description = "The first day."),
        ("to" = Option<String>, Query, format = Date, description = "The last day."),
        ("min_price" = Option<String>, Query, pattern = r"^[0-9]{1,6}(\.[0-9]{1,2})?$"),
        ("max_price" = Option<String>, Query, pattern = r"^[0-9]{1,6}(\.[0-9]{1,2})?$"),
        ("sort" = Option<String>, Query, description = "`soonest`, `cheapest` or `newest`."),
        ("after" = Option<String>, Query, description = "`next` of the part before."),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 100, description = "How many, 50 unless said."),
    ),
    responses((status = 200, body = ListJson<TicketJson>)),
    security((), ("token" = ["read"])),
)]
pub(super) async fn tickets(
    who: ApiCaller,
    query: ApiQuery,
) -> HttpResult<Json<ListJson<TicketJson>>> {
    let caller = who.reader()?;
    let (limit, after) = (query.limit()?, query.after::<ListAnchor>()?);
    let context = who.context();
    let search = Search::read(&query.0, &context);
    if let Some((name, detail)) = search.form.errors.iter().next() {
        return Err(bad(name, detail));
    }
    let (ids, next) = {
        let catalog = who.edge.market.tables().catalog();
        let found = catalog.find(&search.filter, context.now);
        let skipped = after.map_or(0, |after| catalog.place_in(&found, search.sort, after).through);
        let listings = catalog.page(&found, search.sort, skipped, limit);
        let last = listings.last().filter(|_| skipped + listings.len() < found.tickets);
        let next = last.and_then(|last| catalog.anchor_of(last)).map(|anchor| anchor.to_string());
        (listings.iter().map(|listing| listing.id).collect::<Vec<_>>(), next)
    };
    let items = read_tickets(&who, caller, &ids)?;
    Ok(Json(ListJson { items, next }))
}

/// One ticket, for sale or not.
#[utoipa::path(
    get,
    path = "/tickets/{id}",
    tag = "tickets",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = TicketJson, headers(("ETag" = String)))),
    security((), ("token" = ["read"])),
)]
pub(super) async fn ticket(who: ApiCaller, Id(id): Id<TicketId>) -> HttpResult {
    shown(&who, who.reader()?, StatusCode::OK, id)
}

/// A ticket as it is now.
pub(super) fn shown(
    who: &ApiCaller,
    caller: Caller<'_>,
    status: StatusCode,
    id: TicketId,
) -> HttpResult {
    let tables = who.edge.market.tables();
    let ticket = tables.ticket(id)?.ok_or(HttpError::NotFound)?;
    let json = TicketJson::of(tables, &ticket, &who.context(), caller)?;
    let mut response = (status, Json(json)).into_response();
    response.headers_mut().insert(ETAG, etag(ticket.version));
    Ok(response)
}

/// A version, as `ETag` and `If-Match` have it.
fn etag(version: u32) -> HeaderValue {
    let mut quoted = String::from("\"");
    quoted.push_str(&version.to_string());
    quoted.push('"');
    // Digits are always a header's value.
    HeaderValue::try_from(quoted).unwrap_or(HeaderValue::from_static("\"0\""))
}

/// Which version a change is meant for, if it says. What is no version of ours is never the right one.
fn if_match(headers: &HeaderMap) -> Option<u32> {
    let said = headers.get(IF_MATCH)?.to_str().unwrap_or_default();
    if said.trim() == "*" {
        return None;
    }
    let version = said.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    Some(version.and_then(|version| version.parse().ok()).unwrap_or(u32::MAX))
}

/// What the caller has listed, newest first, whatever has become of it.
#[utoipa::path(
    get,
    path = "/account/listings",
    tag = "account",
    params(
        ("after" = Option<String>, Query, description = "`next` of the part before."),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 100, description = "How many, 50 unless said."),
    ),
    responses((status = 200, body = ListJson<TicketJson>)),
    security(("token" = ["read"])),
)]
pub(super) async fn own(
    who: Bearer<Reads>,
    query: ApiQuery,
) -> HttpResult<Json<ListJson<TicketJson>>> {
    let caller = who.reader()?;
    let (limit, after) = (query.limit()?, query.after::<TicketId>()?);
    let tables = who.edge.market.tables();
    let mut ids = tables.listed_by(who.owner().id, Walk::down(after), limit + 1)?;
    let is_more = ids.len() > limit;
    ids.truncate(limit);
    let next = ids.last().filter(|_| is_more).map(ToString::to_string);
    let items = read_tickets(&who, caller, &ids)?;
    Ok(Json(ListJson { items, next }))
}

/// Lists up to ten tickets for one event, each sold on its own; gives them.
#[utoipa::path(
    post,
    path = "/tickets",
    tag = "tickets",
    params(("Idempotency-Key" = Option<String>, Header, description = "What is sent twice with one key lists them once, for 24 hours.", min_length = 1, max_length = 255)),
    request_body = NewTickets,
    responses((status = 201, body = ListJson<TicketJson>, headers(("Location" = String)))),
    security(("token" = ["sell"])),
)]
pub(super) async fn list(
    who: Bearer<Sells>,
    key: IdempotencyKey,
    JsonBody { said, bytes }: JsonBody<NewTickets>,
) -> HttpResult {
    let request = (who.owner().id, "POST /tickets", bytes.as_ref());
    let once = Once::begin(&who.edge.keys_under_way, &key, request)?;
    // It goes on if the client goes away, and keeps its key until it is done.
    let listed = tokio::spawn(async move { list_once(&who, once.as_ref(), said, &bytes).await });
    listed.await.map_err(HttpError::internal)?
}

async fn list_once(
    who: &Bearer<Sells>,
    once: Option<&Once>,
    said: NewTickets,
    bytes: &[u8],
) -> HttpResult {
    let (market, now) = (&who.edge.market, who.edge.market.clock().now());
    let quantity = said.quantity_or_one();
    if let Some(once) = once {
        let newest =
            |last, limit| market.tables().listed_by(who.owner().id, Walk::down(last), limit);
        if let Before::Made(first) = once.before(now, |id: TicketId| *id.as_bytes(), newest)? {
            return listed(who, first, quantity);
        }
    }
    let OfferedTickets { event, title, price, details, seats, how, handover } =
        said.read(who, now)?;
    if event.new.is_some() {
        who.edge.limit_client(Action::NewEvent, who.client)?;
        who.edge.limit_user(Action::NewEvent, who.owner())?;
    }
    let first = once.map_or_else(TicketId::new, |once| TicketId::from_bytes(once.id(now)));
    let said = bytes.to_vec();
    let (handover, file) = (Some(handover), None);
    let offer = Offer { first, said, event, title, price, details, seats, how, handover, file };
    match refused(selling::list(market, &who.edge.checkout, who.caller(), offer).await)? {
        Ok(first) => listed(who, first, quantity),
        Err(no) => Err(refuse_listing(who, &no.why)),
    }
}

/// The first of so many tickets that were listed together, and the others.
fn listed(who: &ApiCaller, first: TicketId, quantity: usize) -> HttpResult {
    // To list and to see what one has listed is one thing.
    let caller = policy::scoped(who.caller(), crate::domain::Scope::Sell)?;
    let ids: Vec<_> = (0..).take(quantity).map(|n| first.sibling(n)).collect();
    let items = read_tickets(who, caller, &ids)?;
    let at = HeaderValue::try_from(format!("/api/v1/tickets/{first}"));
    let at = at.map_err(HttpError::internal)?;
    Ok((StatusCode::CREATED, [(LOCATION, at)], Json(ListJson { items, next: None }))
        .into_response())
}

/// Changes a ticket while it is for sale. What is left out stays as it is; null clears it.
#[utoipa::path(
    patch,
    path = "/tickets/{id}",
    tag = "tickets",
    params(
        ("id" = String, Path, format = Uuid),
        ("If-Match" = Option<String>, Header, description = "The ticket's `ETag`: 412 if it has changed since."),
    ),
    request_body = ChangedTicket,
    responses((status = 200, body = TicketJson, headers(("ETag" = String)))),
    security(("token" = ["sell"])),
)]
pub(super) async fn edit(
    who: Bearer<Sells>,
    Id(id): Id<TicketId>,
    headers: HeaderMap,
    JsonBody { said, .. }: JsonBody<ChangedTicket>,
) -> HttpResult {
    let caller = policy::scoped(who.caller(), crate::domain::Scope::Sell)?;
    let ticket = policy::own_ticket(&who.edge.market, caller, id)?;
    let (title, price, details) = said.read(&who, &ticket)?;
    let (market, checkout) = (&who.edge.market, &who.edge.checkout);
    let change = (title, price, details);
    let edited =
        selling::edit(market, checkout, who.caller(), id, change, if_match(&headers)).await;
    match refused(edited)? {
        Ok(()) => shown(&who, caller, StatusCode::OK, id),
        Err(SellingRefusal::Price(bound)) => {
            let mut wrongs = Wrongs::default();
            wrongs.add("/price", price_problem(&who, bound));
            Err(wrongs.refused())
        }
        Err(why) => Err(refuse_listing(&who, &why)),
    }
}

/// Takes a ticket back: nobody can buy it any more. Done already if it was.
#[utoipa::path(
    post,
    path = "/tickets/{id}/withdraw",
    tag = "tickets",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = TicketJson, headers(("ETag" = String)))),
    security(("token" = ["sell"])),
)]
pub(super) async fn withdraw(who: Bearer<Sells>, Id(id): Id<TicketId>) -> HttpResult {
    done(&who, id, refused(selling::withdraw(&who.edge.market, who.caller(), id).await)?)
}

/// A ticket that something was done about, or why that was not.
pub(super) fn done(
    who: &Bearer<Sells>,
    id: TicketId,
    done: Result<(), crate::domain::rules::ticket::TicketRefusal>,
) -> HttpResult<Response> {
    let caller = policy::scoped(who.caller(), crate::domain::Scope::Sell)?;
    match done {
        Ok(()) => shown(who, caller, StatusCode::OK, id),
        Err(why) => {
            let message = presenters::not_attachable(&why, &who.context());
            Err(HttpError::Refused(why.code(), message))
        }
    }
}
