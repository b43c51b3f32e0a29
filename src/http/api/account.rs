//! The account that a token acts for, what its owner waits for, and their tickets' files.

use axum::{Json, extract::Request, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    body::JsonBody,
    caller::{ApiCaller, Bearer, Buys, Reads, Sells},
    model::{AccountJson, TicketJson},
    tickets::done,
};
use crate::{
    domain::Scope,
    http::{
        HttpError, HttpResult, Id,
        pages::{calendars, export, files},
        refused,
        uploads::{FileRefusal, receive},
    },
    types::{Language, TicketId},
    usecases::{RefusalCode as _, Role, accounts, calendars::renew, policy, selling},
};

/// The account.
#[utoipa::path(
    get,
    path = "/account",
    tag = "account",
    responses((status = 200, body = AccountJson)),
    security(("token" = ["read"])),
)]
pub(super) async fn account(who: Bearer<Reads>) -> Json<AccountJson> {
    Json(AccountJson::of(who.owner(), who.edge.staff.role(who.owner()) == Some(Role::Admin)))
}

/// What is to be changed of an account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangedAccount {
    language: LanguageJson,
}

/// A language of the site.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema)]
#[schema(as = Language)]
pub(crate) enum LanguageJson {
    #[serde(rename = "en")]
    English,
    #[serde(rename = "de")]
    German,
    #[serde(rename = "fr")]
    French,
    #[serde(rename = "es")]
    Spanish,
    #[serde(rename = "nl")]
    Dutch,
    #[serde(rename = "it")]
    Italian,
}

/// Has the account's owner read the site and its mails in another language.
#[utoipa::path(
    patch,
    path = "/account",
    tag = "account",
    request_body = ChangedAccount,
    responses((status = 200, body = AccountJson)),
    security(("token" = ["buy"])),
)]
pub(super) async fn change(
    who: Bearer<Buys>,
    JsonBody { said, .. }: JsonBody<ChangedAccount>,
) -> HttpResult<Json<AccountJson>> {
    let language = match said.language {
        LanguageJson::English => Language::English,
        LanguageJson::German => Language::German,
        LanguageJson::French => Language::French,
        LanguageJson::Spanish => Language::Spanish,
        LanguageJson::Dutch => Language::Dutch,
        LanguageJson::Italian => Language::Italian,
    };
    let market = &who.edge.market;
    accounts::choose_language(market, who.caller(), language).await?;
    let owner = market.tables().user(who.owner().id)?.ok_or(HttpError::NotFound)?;
    Ok(Json(AccountJson::of(&owner, who.edge.staff.role(&owner) == Some(Role::Admin))))
}

/// All that the site knows of the account, as its page gives it.
#[utoipa::path(
    get,
    path = "/account/export",
    tag = "account",
    responses((status = 200, body = serde_json::Value, content_type = "application/json")),
    security(("token" = ["read"])),
)]
pub(super) async fn everything(who: Bearer<Reads>) -> HttpResult {
    export::download(&who.edge, who.owner().clone())
}

/// The ticket's file, for its seller and for who has bought it.
#[utoipa::path(
    get,
    path = "/tickets/{id}/file",
    tag = "tickets",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")),
    security(("token" = ["read"])),
)]
pub(super) async fn file(who: Bearer<Reads>, Id(id): Id<TicketId>) -> HttpResult {
    files::download_for(&who.edge, who.reader()?, id).await
}

/// Where the account's calendar is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Calendar)]
pub(crate) struct CalendarJson {
    /// For calendar programs, which sign in nowhere: who has it sees all that the owner has bought for
    /// what is to come.
    #[schema(format = Uri)]
    url: String,
}

/// Where the account's calendar is. The address outlives the token: it ends with all of the account's
/// sessions, with a new password, a ban, and when it is replaced.
#[utoipa::path(
    get,
    path = "/account/calendar",
    tag = "account",
    responses((status = 200, body = CalendarJson)),
    security(("token" = ["read"])),
)]
pub(super) async fn calendar(who: Bearer<Reads>) -> HttpResult<Json<CalendarJson>> {
    Ok(Json(CalendarJson { url: calendars::address(&who.edge, who.caller())? }))
}

/// Gives the account's calendar another address; the one before opens nothing any more.
#[utoipa::path(
    post,
    path = "/account/calendar",
    tag = "account",
    responses((status = 200, body = CalendarJson)),
    security(("token" = ["buy"])),
)]
pub(super) async fn renew_calendar(who: Bearer<Buys>) -> HttpResult<Json<CalendarJson>> {
    match refused(renew(&who.edge.market, who.caller()).await)? {
        Ok(token) => Ok(Json(CalendarJson { url: calendars::address_of(&who.edge, &token) })),
        Err(_) => Err(HttpError::NotFound),
    }
}

/// The form that a file comes with.
#[derive(Debug, ToSchema)]
#[allow(dead_code, reason = "it is for the document; the form is read as it comes")]
pub(crate) struct FileForm {
    /// A PDF, a picture or a Wallet pass.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Attaches a file to a ticket, in place of the one before.
#[utoipa::path(
    post,
    path = "/tickets/{id}/file",
    tag = "tickets",
    params(("id" = String, Path, format = Uuid)),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = 200, body = TicketJson, headers(("ETag" = String)))),
    security(("token" = ["sell"])),
)]
pub(super) async fn attach(
    who: Bearer<Sells>,
    Id(id): Id<TicketId>,
    request: Request,
) -> HttpResult<Response> {
    let caller = policy::scoped(who.caller(), Scope::Sell)?;
    policy::own_ticket(&who.edge.market, caller, id)?;
    // Only now is the file let in.
    let (parts, body) = request.into_parts();
    let sent = receive(&who.edge, who.owner().id, who.client, &parts.headers, body).await?;
    let received = match sent.file {
        Ok(Some(received)) => received,
        Ok(None) => return Err(refuse_file(&who, &FileRefusal::Missing)),
        Err(refusal) => return Err(refuse_file(&who, &refusal)),
    };
    let attached = selling::attach_file(&who.edge.market, who.caller(), id, received).await;
    done(&who, id, refused(attached)?)
}

/// Why a file was not taken.
pub(super) fn refuse_file(who: &ApiCaller, refusal: &FileRefusal) -> HttpError {
    HttpError::Refused(refusal.code(), refusal.message(&who.context()))
}

/// Takes a ticket's file off; done already if it has none.
#[utoipa::path(
    delete,
    path = "/tickets/{id}/file",
    tag = "tickets",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = TicketJson, headers(("ETag" = String)))),
    security(("token" = ["sell"])),
)]
pub(super) async fn detach(who: Bearer<Sells>, Id(id): Id<TicketId>) -> HttpResult {
    done(&who, id, refused(selling::remove_file(&who.edge.market, who.caller(), id).await)?)
}
