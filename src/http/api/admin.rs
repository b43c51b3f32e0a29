//! What those who run the site see and do. Each deed has a reason, which is kept.

use axum::{Json, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    body::{ApiQuery, JsonBody, Wrongs},
    caller::{Administers, ApiCaller, Bearer},
    events::read_tickets,
    model::{EventJson, ListJson, OrderJson, TicketJson},
    orders::{parse_reason, read_orders},
};
use crate::{
    domain::{EventWords, MailStatus, Scope, User},
    http::{
        HttpError, HttpResult, Id,
        pages::admin_lists::{AdminList, Disputes, Events, OrderList, PaidOrders, Tickets, Users},
        refused,
    },
    reads::walk::{ListPlace, Walk},
    texts::Tell as _,
    types::{City, EventId, EventName, MailId, OrderId, TicketId, UserId, Venue},
    usecases::{
        Caller, RefusalCode,
        admin::{self, TestMail},
        policy,
    },
};

/// The ids of a list, as far as it is looked for, and its cursor.
fn walked<D: AdminList>(
    list: &D,
    who: &ApiCaller,
    query: &ApiQuery,
) -> HttpResult<(Vec<D::Id>, Option<String>)> {
    let sought = query.0.get("q").trim();
    if let Ok(id) = sought.parse() {
        return Ok((list.by_id(&who.edge, id), None));
    }
    let walk = Walk { from: query.after::<ListPlace>()?, way: D::WAY };
    let found = list.walked(&who.edge, sought, walk)?;
    let ids = found.found.into_iter().map(|(_, id)| id).collect();
    Ok((ids, found.more.map(|more| more.to_string())))
}

fn runs(who: &Bearer<Administers>) -> HttpResult<Caller<'_>> {
    Ok(policy::scoped(who.caller(), Scope::Admin)?)
}

/// Why something is done.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForReason {
    /// Kept, and told to whom it concerns.
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// An account, for those who run the site.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = User)]
pub(crate) struct UserJson {
    #[schema(format = Uuid)]
    id: String,
    email: String,
    email_confirmed: bool,
    #[schema(format = DateTime)]
    created_at: String,
    /// Since when and why it is closed, if it is.
    ban: Option<BanJson>,
    deleted: bool,
}

/// That an account is closed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ban)]
pub(crate) struct BanJson {
    #[schema(format = Uuid)]
    by: String,
    #[schema(format = DateTime)]
    at: String,
    reason: String,
}

impl UserJson {
    fn of(user: &User) -> Self {
        Self {
            id: user.id.to_string(),
            email: user.email.shown().into_owned(),
            email_confirmed: user.confirmed_at.is_some(),
            created_at: user.created_at.rfc3339(),
            ban: user.ban.as_ref().map(|ban| BanJson {
                by: ban.by.to_string(),
                at: ban.at.rfc3339(),
                reason: ban.reason.to_string(),
            }),
            deleted: user.is_deleted(),
        }
    }
}

/// The accounts, newest first.
#[utoipa::path(
    get,
    path = "/admin/users",
    tag = "admin",
    params(
        ("q" = Option<String>, Query, description = "An id, or a part of an address."),
        ("after" = Option<String>, Query, description = "`next` of the part before."),
    ),
    responses((status = 200, body = ListJson<UserJson>)),
    security(("token" = ["admin"])),
)]
pub(super) async fn users(
    who: Bearer<Administers>,
    query: ApiQuery,
) -> HttpResult<Json<ListJson<UserJson>>> {
    let (ids, next) = walked(&Users, &who, &query)?;
    let mut items = vec![];
    for id in ids {
        items.extend(who.edge.market.tables().user(id)?.map(|user| UserJson::of(&user)));
    }
    Ok(Json(ListJson { items, next }))
}

/// Closes an account; done already if it is closed.
#[utoipa::path(
    post,
    path = "/admin/users/{id}/ban",
    tag = "admin",
    params(("id" = String, Path, format = Uuid)),
    request_body = ForReason,
    responses((status = 200, body = UserJson)),
    security(("token" = ["admin"])),
)]
pub(super) async fn ban(
    who: Bearer<Administers>,
    Id(id): Id<UserId>,
    JsonBody { said, .. }: JsonBody<ForReason>,
) -> HttpResult<Json<UserJson>> {
    let (market, reason) = (&who.edge.market, parse_reason(&who, &said.reason)?);
    let banned = admin::ban(market, &who.edge.admins, who.caller(), id, reason).await;
    done(refused(banned)?)?;
    user(&who, id)
}

/// Opens a closed account again; done already if it is open.
#[utoipa::path(
    post,
    path = "/admin/users/{id}/unban",
    tag = "admin",
    params(("id" = String, Path, format = Uuid)),
    request_body = ForReason,
    responses((status = 200, body = UserJson)),
    security(("token" = ["admin"])),
)]
pub(super) async fn unban(
    who: Bearer<Administers>,
    Id(id): Id<UserId>,
    JsonBody { said, .. }: JsonBody<ForReason>,
) -> HttpResult<Json<UserJson>> {
    let (market, reason) = (&who.edge.market, parse_reason(&who, &said.reason)?);
    market.tables().user(id)?.ok_or(HttpError::NotFound)?;
    done(refused(admin::unban(market, who.caller(), id, reason).await)?)?;
    user(&who, id)
}

fn done<R: RefusalCode>(done: Result<(), R>) -> HttpResult<()> {
    done.map_err(|refusal| HttpError::Refused(refusal.code(), String::new()))
}

fn user(who: &ApiCaller, id: UserId) -> HttpResult<Json<UserJson>> {
    let user = who.edge.market.tables().user(id)?.ok_or(HttpError::NotFound)?;
    Ok(Json(UserJson::of(&user)))
}

/// The events that are not merged into others, soonest first, those that are over too.
#[utoipa::path(
    get,
    path = "/admin/events",
    tag = "admin",
    params(
        ("q" = Option<String>, Query, description = "An id, or words of name, venue and city."),
        ("after" = Option<String>, Query, description = "`next` of the part before."),
    ),
    responses((status = 200, body = ListJson<EventJson>)),
    security(("token" = ["admin"])),
)]
pub(super) async fn events(
    who: Bearer<Administers>,
    query: ApiQuery,
) -> HttpResult<Json<ListJson<EventJson>>> {
    let (ids, next) = walked(&Events, &who, &query)?;
    let tables = who.edge.market.tables();
    let mut items = vec![];
    for id in ids {
        items.extend(tables.event(id)?.map(|event| EventJson::of(tables, &event)));
    }
    Ok(Json(ListJson { items, next }))
}

/// What an event is to be called, and where it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RenamedEvent {
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    #[schema(min_length = 1, max_length = 120)]
    venue: String,
    #[schema(min_length = 1, max_length = 80)]
    city: String,
    /// Kept.
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// Puts right what an event is called and where it is.
#[utoipa::path(
    post,
    path = "/admin/events/{id}/rename",
    tag = "admin",
    params(("id" = String, Path, format = Uuid)),
    request_body = RenamedEvent,
    responses((status = 200, body = EventJson)),
    security(("token" = ["admin"])),
)]
pub(super) async fn rename(
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
    done(refused(admin::rename_event(market, who.caller(), id, words, reason).await)?)?;
    event(&who, id)
}

fn event(who: &ApiCaller, id: EventId) -> HttpResult<Json<EventJson>> {
    let tables = who.edge.market.tables();
    let event = tables.catalog().event_that_stays(id).cloned().ok_or(HttpError::NotFound)?;
    Ok(Json(EventJson::of(tables, &event)))
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
pub(super) async fn merge(
    who: Bearer<Administers>,
    Id(id): Id<EventId>,
    JsonBody { said, .. }: JsonBody<MergedEvent>,
) -> HttpResult<Json<EventJson>> {
    let (market, reason) = (&who.edge.market, parse_reason(&who, &said.reason)?);
    let into = said.into.parse().ok();
    done(refused(admin::merge_events(market, who.caller(), id, into, reason).await)?)?;
    event(&who, id)
}

/// The tickets that are listed, or those of a seller, newest first.
#[utoipa::path(
    get,
    path = "/admin/tickets",
    tag = "admin",
    params(
        ("q" = Option<String>, Query, description = "An id, a seller's address, or a part of a title."),
        ("after" = Option<String>, Query, description = "`next` of the part before."),
    ),
    responses((status = 200, body = ListJson<TicketJson>)),
    security(("token" = ["admin"])),
)]
pub(super) async fn tickets(
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
    ),
    responses((status = 200, body = ListJson<TicketJson>)),
    security(("token" = ["admin"])),
)]
pub(super) async fn disputed(
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
pub(super) async fn remove(
    who: Bearer<Administers>,
    Id(id): Id<TicketId>,
    JsonBody { said, .. }: JsonBody<ForReason>,
) -> HttpResult {
    let (market, reason) = (&who.edge.market, parse_reason(&who, &said.reason)?);
    done(refused(admin::remove_ticket(market, who.caller(), id, reason).await)?)?;
    super::tickets::shown(&who, runs(&who)?, StatusCode::OK, id)
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
pub(super) async fn settle(
    who: Bearer<Administers>,
    Id(id): Id<TicketId>,
    JsonBody { said, .. }: JsonBody<ForReason>,
) -> HttpResult {
    let (market, reason) = (&who.edge.market, parse_reason(&who, &said.reason)?);
    done(refused(admin::settle_seat(market, who.caller(), id, reason).await)?)?;
    super::tickets::shown(&who, runs(&who)?, StatusCode::OK, id)
}

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
    ),
    responses((status = 200, body = ListJson<OpenOrderJson>)),
    security(("token" = ["admin"])),
)]
pub(super) async fn orders(
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
    ),
    responses((status = 200, body = ListJson<OrderJson>)),
    security(("token" = ["admin"])),
)]
pub(super) async fn paid(
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
pub(super) async fn cancel(
    who: Bearer<Administers>,
    Id(id): Id<OrderId>,
    JsonBody { said, .. }: JsonBody<ForReason>,
) -> HttpResult<StatusCode> {
    let (market, reason) = (&who.edge.market, parse_reason(&who, &said.reason)?);
    done(refused(admin::cancel_order(market, who.caller(), id, reason).await)?)?;
    Ok(StatusCode::NO_CONTENT)
}

/// A mail. Never what is in it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Mail)]
pub(crate) struct MailJson {
    #[schema(format = Uuid)]
    id: String,
    kind: &'static str,
    #[schema(format = Uuid)]
    to: String,
    #[schema(format = DateTime)]
    queued_at: String,
    /// `waiting`, `sent` or `given_up`.
    status: &'static str,
    failures: u32,
    /// What the mail server said last.
    said: Option<String>,
}

/// The mails, the latest first.
#[utoipa::path(
    get,
    path = "/admin/mails",
    tag = "admin",
    params(
        ("show" = Option<String>, Query, description = "`given_up`: only those."),
        ("after" = Option<String>, Query, description = "`next` of the part before."),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 100, description = "How many, 50 unless said."),
    ),
    responses((status = 200, body = ListJson<MailJson>)),
    security(("token" = ["admin"])),
)]
pub(super) async fn mails(
    who: Bearer<Administers>,
    query: ApiQuery,
) -> HttpResult<Json<ListJson<MailJson>>> {
    let (limit, after) = (query.limit()?, query.after::<ListPlace>()?);
    let walk = Walk::down(after).by(|from| {
        let (at, id) = from.parts();
        (at, MailId::from_bytes(id))
    });
    let tables = who.edge.market.tables();
    let mut found = tables.mails_along(query.0.get("show") == "given_up", walk, limit + 1)?;
    let is_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| is_more);
    let next = next.map(|(at, id)| ListPlace::at(*at, *id.as_bytes()).to_string());
    let mut items = vec![];
    for (_, id) in found {
        items.extend(tables.mail(id)?.map(|mail| MailJson {
            id: mail.id.to_string(),
            kind: mail.about.kind(),
            to: mail.to.to_string(),
            queued_at: mail.queued_at.rfc3339(),
            status: match mail.status {
                MailStatus::Waiting { .. } => "waiting",
                MailStatus::Sent(_) => "sent",
                MailStatus::GivenUp(_) => "given_up",
            },
            failures: mail.failures,
            said: mail.last_failure.as_deref().map(Into::into),
        }));
    }
    Ok(Json(ListJson { items, next }))
}

/// Has a mail that was given up sent after all.
#[utoipa::path(
    post,
    path = "/admin/mails/{id}/again",
    tag = "admin",
    params(("id" = String, Path, format = Uuid)),
    request_body = ForReason,
    responses((status = 204)),
    security(("token" = ["admin"])),
)]
pub(super) async fn again(
    who: Bearer<Administers>,
    Id(id): Id<MailId>,
    JsonBody { said, .. }: JsonBody<ForReason>,
) -> HttpResult<StatusCode> {
    let (market, reason) = (&who.edge.market, parse_reason(&who, &said.reason)?);
    done(refused(admin::resume_mail(market, who.caller(), id, reason).await)?)?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the mail server says to a test.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TestMail)]
pub(crate) struct TestMailJson {
    /// Whether it took the mail.
    taken: bool,
    /// What it said, if it did not.
    said: Option<String>,
}

/// Sends a mail to the caller now.
#[utoipa::path(
    post,
    path = "/admin/mails/test",
    tag = "admin",
    responses((status = 200, body = TestMailJson)),
    security(("token" = ["admin"])),
)]
pub(super) async fn test(who: Bearer<Administers>) -> HttpResult<Json<TestMailJson>> {
    let said = match admin::send_test_mail(&who.edge.market, who.caller()).await? {
        TestMail::Taken(_) => None,
        TestMail::Refused(error) => Some(error.to_string()),
        TestMail::NoAnswer => Some("no answer".to_owned()),
    };
    Ok(Json(TestMailJson { taken: said.is_none(), said }))
}
