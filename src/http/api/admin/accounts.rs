//! Accounts: to look for, to close and to open.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::{
        body::{ApiQuery, JsonBody},
        caller::{Administers, ApiCaller, Bearer},
        model::ListJson,
        orders::parse_reason,
    },
    ForReason, done, walked,
};
use crate::{
    domain::User,
    http::{HttpError, HttpResult, Id, pages::admin_lists::Users, refused},
    types::UserId,
    usecases::admin,
};

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
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 100, description = "How many, 50 unless said."),
    ),
    responses((status = 200, body = ListJson<UserJson>)),
    security(("token" = ["admin"])),
)]
pub(in crate::http::api) async fn users(
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
pub(in crate::http::api) async fn ban(
    who: Bearer<Administers>,
    Id(id): Id<UserId>,
    JsonBody { said, .. }: JsonBody<ForReason>,
) -> HttpResult<Json<UserJson>> {
    let (market, reason) = (&who.edge.market, parse_reason(&who, &said.reason)?);
    let banned = admin::ban(market, &who.edge.staff, who.caller(), id, reason).await;
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
pub(in crate::http::api) async fn unban(
    who: Bearer<Administers>,
    Id(id): Id<UserId>,
    JsonBody { said, .. }: JsonBody<ForReason>,
) -> HttpResult<Json<UserJson>> {
    let (market, reason) = (&who.edge.market, parse_reason(&who, &said.reason)?);
    market.tables().user(id)?.ok_or(HttpError::NotFound)?;
    done(refused(admin::unban(market, who.caller(), id, reason).await)?)?;
    user(&who, id)
}

fn user(who: &ApiCaller, id: UserId) -> HttpResult<Json<UserJson>> {
    let user = who.edge.market.tables().user(id)?.ok_or(HttpError::NotFound)?;
    Ok(Json(UserJson::of(&user)))
}
