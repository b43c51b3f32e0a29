//! Mails: to look at, to send after all, and to try the server.

use axum::{Json, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::{
        body::{ApiQuery, JsonBody},
        caller::{Administers, Bearer},
        model::ListJson,
        orders::parse_reason,
    },
    ForReason, done,
};
use crate::{
    domain::MailStatus,
    http::{HttpResult, Id, refused},
    reads::walk::{ListPlace, Walk},
    types::MailId,
    usecases::admin::{self, TestMail},
};

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
pub(in crate::http::api) async fn mails(
    who: Bearer<Administers>,
    query: ApiQuery,
) -> HttpResult<Json<ListJson<MailJson>>> {
    let (limit, after) = (query.limit()?, query.after::<ListPlace>()?);
    let walk = Walk::down(after).by(|from| from.key(MailId::from_bytes));
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
pub(in crate::http::api) async fn again(
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
pub(in crate::http::api) async fn test(who: Bearer<Administers>) -> HttpResult<Json<TestMailJson>> {
    let said = match admin::send_test_mail(&who.edge.market, who.caller()).await? {
        TestMail::Taken(_) => None,
        TestMail::Refused(error) => Some(error.to_string()),
        TestMail::NoAnswer => Some("no answer".to_owned()),
    };
    Ok(Json(TestMailJson { taken: said.is_none(), said }))
}
