//! What buyer and seller of a paid order say to each other, what the buyer has against what they got,
//! and that it has come.

use axum::{Json, http::StatusCode, response::IntoResponse as _};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    body::{JsonBody, Wrongs},
    caller::{ApiCaller, Bearer, Buys, Reads, Sells, Writes},
};
use crate::{
    domain::{
        BorneBy, Claim, ClaimReason, ClaimStatus, Message, Scope, Side, rules::handover::Arrival,
    },
    http::{HttpError, HttpResult, Id, refused},
    texts::Tell as _,
    types::{MessageText, OrderId, Timestamp},
    usecases::{
        Caller, RefusalCode, claims,
        conversations::{self, OwnConversation},
        policy,
    },
};

/// What was said about an order.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Conversation)]
pub(crate) struct ConversationJson {
    /// As whom the caller takes part.
    seen_as: SideJson,
    /// Oldest first: 200 at the most.
    messages: Vec<MessageJson>,
    /// When those who run the site were asked to look, last.
    #[schema(format = DateTime)]
    asked_admins_at: Option<String>,
    /// Whether the ticket has come to its buyer, as far as anybody knows.
    arrival: Option<ArrivalJson>,
    /// When its buyer said so.
    #[schema(format = DateTime)]
    received_at: Option<String>,
    problem: Option<ProblemJson>,
}

/// That a ticket has come, and how one knows.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Arrival)]
pub(crate) enum ArrivalJson {
    /// Its buyer said so.
    Confirmed,
    /// The event is over, and nobody said otherwise.
    Assumed,
}

/// As whom somebody takes part.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Side)]
pub(crate) enum SideJson {
    Buyer,
    Seller,
    Admin,
}

/// Something that was said.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Message)]
pub(crate) struct MessageJson {
    by: SideJson,
    #[schema(format = DateTime)]
    at: String,
    text: Option<String>,
    /// Whether a file came with it: it is on the order's page.
    has_file: bool,
}

/// What a buyer has against what they got, and what has become of it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Problem)]
pub(crate) struct ProblemJson {
    reason: ProblemReasonJson,
    text: String,
    #[schema(format = DateTime)]
    opened_at: String,
    status: ProblemStatusJson,
    /// What the seller says to it.
    answer: Option<String>,
    #[schema(format = DateTime)]
    answered_at: Option<String>,
    /// Who bears what goes back.
    borne_by: Option<BorneByJson>,
    /// Why it was decided so.
    why: Option<String>,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ProblemReason)]
pub(crate) enum ProblemReasonJson {
    NotReceived,
    NotAsDescribed,
    RefusedAtDoor,
}

/// Where a problem stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ProblemStatus)]
pub(crate) enum ProblemStatusJson {
    Open,
    Upheld,
    Rejected,
    Withdrawn,
    MadeGood,
}

/// Who bears what goes back.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BorneBy)]
pub(crate) enum BorneByJson {
    Seller,
    Site,
}

/// What is to be said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMessage {
    /// In lines.
    #[schema(min_length = 1, max_length = 2000)]
    text: String,
}

/// What is wrong with what was bought.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewProblem {
    reason: ProblemReasonJson,
    /// In the buyer's words.
    #[schema(min_length = 1, max_length = 2000)]
    text: String,
}

impl From<Side> for SideJson {
    fn from(side: Side) -> Self {
        match side {
            Side::Buyer => Self::Buyer,
            Side::Seller => Self::Seller,
            Side::Admin => Self::Admin,
        }
    }
}

impl From<&Message> for MessageJson {
    fn from(message: &Message) -> Self {
        Self {
            by: message.side.into(),
            at: message.at.rfc3339(),
            text: message.text.as_ref().map(ToString::to_string),
            has_file: message.file.is_some(),
        }
    }
}

impl From<&Claim> for ProblemJson {
    fn from(claim: &Claim) -> Self {
        let (status, borne_by, how) = match &claim.status {
            ClaimStatus::Open => (ProblemStatusJson::Open, None, None),
            ClaimStatus::Upheld { borne_by, how } => {
                let borne_by = match borne_by {
                    BorneBy::Seller => BorneByJson::Seller,
                    BorneBy::Site => BorneByJson::Site,
                };
                (ProblemStatusJson::Upheld, Some(borne_by), Some(how))
            }
            ClaimStatus::Rejected(how) => (ProblemStatusJson::Rejected, None, Some(how)),
            ClaimStatus::Withdrawn(_) => (ProblemStatusJson::Withdrawn, None, None),
            ClaimStatus::MadeGood(_) => (ProblemStatusJson::MadeGood, None, None),
        };
        Self {
            reason: match claim.reason {
                ClaimReason::NotReceived => ProblemReasonJson::NotReceived,
                ClaimReason::NotAsDescribed => ProblemReasonJson::NotAsDescribed,
                ClaimReason::RefusedAtDoor => ProblemReasonJson::RefusedAtDoor,
            },
            text: claim.text.to_string(),
            opened_at: claim.opened_at.rfc3339(),
            status,
            answer: claim.answer.as_ref().map(|(text, _)| text.to_string()),
            answered_at: claim.answer.as_ref().map(|(_, at)| at.rfc3339()),
            borne_by,
            why: how.map(|how| how.reason.to_string()),
        }
    }
}

/// What was said about a paid order: its buyer's, its seller's, and once one of them asks theirs who run
/// the site. That it was read here is not noted.
#[utoipa::path(
    get,
    path = "/orders/{id}/messages",
    tag = "orders",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = ConversationJson)),
    security(("token" = ["read"])),
)]
pub(super) async fn messages(
    who: Bearer<Reads>,
    Id(id): Id<OrderId>,
) -> HttpResult<Json<ConversationJson>> {
    shown(&who, who.reader()?, id).map(Json)
}

fn shown(who: &ApiCaller, caller: Caller<'_>, id: OrderId) -> HttpResult<ConversationJson> {
    let market = &who.edge.market;
    let own = conversations::conversation(market, caller, id)?;
    let messages = conversations::messages(market, &own.conversation)?;
    let (arrival, received_at) = match conversations::arrival(market, &own)? {
        Some(Arrival::Confirmed(at)) => (Some(ArrivalJson::Confirmed), Some(at)),
        Some(Arrival::Assumed) => (Some(ArrivalJson::Assumed), None),
        None => (None, None),
    };
    let OwnConversation { conversation, claim, side, .. } = own;
    Ok(ConversationJson {
        seen_as: side.into(),
        messages: messages.iter().map(|message| message.as_ref().into()).collect(),
        asked_admins_at: conversation.asked_admins_at.map(Timestamp::rfc3339),
        arrival,
        received_at: received_at.map(Timestamp::rfc3339),
        problem: claim.as_deref().map(Into::into),
    })
}

/// Says something to the other side. What was just said is not said again.
#[utoipa::path(
    post,
    path = "/orders/{id}/messages",
    tag = "orders",
    params(("id" = String, Path, format = Uuid)),
    request_body = NewMessage,
    responses((status = 201, body = ConversationJson)),
    security(("token" = ["buy"]), ("token" = ["sell"])),
)]
pub(super) async fn write(
    who: Bearer<Writes>,
    Id(id): Id<OrderId>,
    JsonBody { said, .. }: JsonBody<NewMessage>,
) -> HttpResult {
    let (market, caller) = (&who.edge.market, policy::writes(who.caller())?);
    conversations::conversation(market, caller, id)?;
    let text = parse_text(&who, &said.text)?;
    done(refused(conversations::write(market, who.caller(), id, Some(text), None).await)?)?;
    Ok((StatusCode::CREATED, Json(shown(&who, caller, id)?)).into_response())
}

/// Says that the ticket has come. Done already if that is said.
#[utoipa::path(
    post,
    path = "/orders/{id}/received",
    tag = "orders",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = ConversationJson)),
    security(("token" = ["buy"])),
)]
pub(super) async fn receive(
    who: Bearer<Buys>,
    Id(id): Id<OrderId>,
) -> HttpResult<Json<ConversationJson>> {
    done(refused(conversations::receive(&who.edge.market, who.caller(), id).await)?)?;
    shown(&who, policy::scoped(who.caller(), Scope::Buy)?, id).map(Json)
}

/// Says that something is wrong with what was bought: once for each order.
#[utoipa::path(
    post,
    path = "/orders/{id}/problem",
    tag = "orders",
    params(("id" = String, Path, format = Uuid)),
    request_body = NewProblem,
    responses((status = 201, body = ConversationJson)),
    security(("token" = ["buy"])),
)]
pub(super) async fn open(
    who: Bearer<Buys>,
    Id(id): Id<OrderId>,
    JsonBody { said, .. }: JsonBody<NewProblem>,
) -> HttpResult {
    let (market, caller) = (&who.edge.market, policy::scoped(who.caller(), Scope::Buy)?);
    conversations::conversation(market, caller, id)?;
    let text = parse_text(&who, &said.text)?;
    let reason = match said.reason {
        ProblemReasonJson::NotReceived => ClaimReason::NotReceived,
        ProblemReasonJson::NotAsDescribed => ClaimReason::NotAsDescribed,
        ProblemReasonJson::RefusedAtDoor => ClaimReason::RefusedAtDoor,
    };
    done(refused(claims::open(market, who.caller(), id, (reason, text)).await)?)?;
    Ok((StatusCode::CREATED, Json(shown(&who, caller, id)?)).into_response())
}

/// Says something to what its buyer has against it: once.
#[utoipa::path(
    post,
    path = "/orders/{id}/problem/answer",
    tag = "orders",
    params(("id" = String, Path, format = Uuid)),
    request_body = NewMessage,
    responses((status = 200, body = ConversationJson)),
    security(("token" = ["sell"])),
)]
pub(super) async fn answer(
    who: Bearer<Sells>,
    Id(id): Id<OrderId>,
    JsonBody { said, .. }: JsonBody<NewMessage>,
) -> HttpResult<Json<ConversationJson>> {
    let (market, caller) = (&who.edge.market, policy::scoped(who.caller(), Scope::Sell)?);
    conversations::conversation(market, caller, id)?;
    let text = parse_text(&who, &said.text)?;
    done(refused(claims::answer(market, who.caller(), id, text).await)?)?;
    shown(&who, caller, id).map(Json)
}

/// Takes back that something is wrong. Done already if it is taken back.
#[utoipa::path(
    post,
    path = "/orders/{id}/problem/withdraw",
    tag = "orders",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = ConversationJson)),
    security(("token" = ["buy"])),
)]
pub(super) async fn withdraw(
    who: Bearer<Buys>,
    Id(id): Id<OrderId>,
) -> HttpResult<Json<ConversationJson>> {
    done(refused(claims::withdraw(&who.edge.market, who.caller(), id).await)?)?;
    shown(&who, policy::scoped(who.caller(), Scope::Buy)?, id).map(Json)
}

/// A text that the other side reads.
fn parse_text(who: &ApiCaller, typed: &str) -> HttpResult<MessageText> {
    MessageText::parse(typed).map_err(|error| {
        let mut wrongs = Wrongs::default();
        wrongs.add("/text", error.tell(who.language));
        wrongs.refused()
    })
}

fn done<R: RefusalCode>(done: Result<(), R>) -> HttpResult<()> {
    done.map_err(|refusal| HttpError::Refused(refusal.code(), String::new()))
}
