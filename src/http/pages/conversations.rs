//! What the buyer and the seller of an order have to say to each other.

use axum::{
    extract::{FromRequest as _, Path, Request},
    http::{
        HeaderValue,
        header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
    response::{IntoResponse as _, Response},
};

use super::{files::download, go_to, mistyped, not_done, orders};
use crate::{
    domain::{
        Claim, ClaimStatus, Message, Side,
        rules::{
            claim::{claim_until, may_open},
            conversation::MessageRefusal,
        },
    },
    http::{
        Form, HttpError, HttpResult, Id, SignedIn,
        content_policy::FILE_POLICY,
        presenters, refused, staff_looks,
        uploads::{FileRefusal, Sent},
    },
    texts::Tell as _,
    types::{MessageText, OrderId},
    usecases::{
        RefusalCode as _,
        conversations::{self, OwnConversation},
    },
    views::{
        self, ClaimForm, ClaimView, ConversationLink, ConversationPage, Done, FieldErrors,
        MessageLine,
    },
};

/// What was said about an order, for those who take part; then they have seen it.
pub(crate) async fn messages(user: SignedIn, Id(id): Id<OrderId>) -> HttpResult {
    let market = &user.edge.market;
    // Nobody has anything to say yet, and its buyer is where they pay.
    let order = market.tables().order(id)?.ok_or(HttpError::NotFound)?;
    if order.paid.is_none() && order.buyer == user.id() {
        return go_to(&format!("/orders/{id}"));
    }
    let own = conversations::conversation(market, user.caller(), id)?;
    staff_looks::at_order(&user, "/orders/{id}/messages", id).await?;
    let page = page(&user, &own, &Typed::Nothing, FieldErrors::new())?;
    // What cannot be noted now is noted the next time.
    if let Err(error) = refused(conversations::see(market, &own).await) {
        tracing::debug!(order = %id, %error, "that messages were seen is not noted");
    }
    Ok(page)
}

/// What was typed on the page that is shown again.
pub(super) enum Typed<'a> {
    /// Nothing.
    Nothing,
    /// A message.
    Message(&'a Form),
    /// What is wrong, or what is said to it.
    Problem(&'a Form),
    /// The same, and why nothing became of it.
    Refused(&'a Form, &'static str),
}

/// The page again, with what was typed.
pub(super) fn again(
    user: &SignedIn,
    id: OrderId,
    typed: &Typed<'_>,
    errors: FieldErrors,
) -> HttpResult<Response> {
    let own = conversations::conversation(&user.edge.market, user.caller(), id)?;
    page(user, &own, typed, errors)
}

fn page(
    user: &SignedIn,
    own: &OwnConversation,
    typed: &Typed<'_>,
    errors: FieldErrors,
) -> HttpResult<Response> {
    let (market, t) = (&user.edge.market, user.language());
    let OwnConversation { order, ticket, conversation, claim, side, by } = own;
    let (message, problem) = match typed {
        Typed::Nothing => (None, None),
        Typed::Message(form) => (Some(form.get("text")), None),
        Typed::Problem(form) | Typed::Refused(form, _) => (None, Some(*form)),
    };
    let problem = |name| problem.map_or_else(String::new, |form| form.get(name).to_owned());
    let event = market.tables().event_of(ticket)?.ok_or(HttpError::NotFound)?;
    let until = claim_until(&event, market.settings().claim_for);
    let may_open = *side == Side::Buyer
        && may_open(order, claim.as_deref(), until, user.context().now).is_ok();
    let seen = conversation.seen_by(*side);
    let line = |message: &Message| MessageLine {
        number: message.number,
        by: message.side,
        is_own: message.by == *by,
        is_new: message.number >= seen && message.by != *by,
        at: message.at,
        text: message.text.as_ref().map(Into::into),
        file: message.file.as_ref().map(presenters::file),
    };
    let messages = conversations::messages(market, conversation)?;
    let page = ConversationPage {
        order: presenters::order(market.tables(), order, ticket, t)?,
        side: *side,
        messages: messages.iter().map(|message| line(message)).collect(),
        asked_admins_at: conversation.asked_admins_at,
        waits_for_admins: conversation.waits_for_admins,
        claim: claim.as_deref().map(claim_view),
        claimable: may_open.then(|| ClaimForm { until, reason: problem("reason") }),
        problem: problem("text"),
        notice: match typed {
            Typed::Refused(_, why) => Some((*why).to_owned()),
            _ => None,
        },
        text: message.unwrap_or_default().to_owned(),
        errors,
    };
    Ok(views::conversation(&user.context(), &page).into_response())
}

fn claim_view(claim: &Claim) -> ClaimView {
    ClaimView {
        reason: claim.reason,
        text: (&claim.text).into(),
        opened_at: claim.opened_at,
        answer: claim.answer.as_ref().map(|(text, at)| (text.into(), *at)),
        status: claim.status.word(),
        borne_by: match claim.status {
            ClaimStatus::Upheld { borne_by, .. } => Some(borne_by),
            _ => None,
        },
        why: match &claim.status {
            ClaimStatus::Upheld { how, .. } | ClaimStatus::Rejected(how) => {
                Some((&how.reason).into())
            }
            _ => None,
        },
    }
}

/// Says something, with a file or without.
pub(crate) async fn write(
    user: SignedIn,
    Id(id): Id<OrderId>,
    request: Request,
) -> Result<Response, Response> {
    let market = &user.edge.market;
    conversations::conversation(market, user.caller(), id).map_err(HttpError::from)?;
    // Only now is the file let in.
    let sent = Sent::from_request(request, &user.edge).await?;
    Ok(written(&user, id, sent).await?)
}

async fn written(user: &SignedIn, id: OrderId, Sent { form, file }: Sent) -> HttpResult {
    let market = &user.edge.market;
    let again = |errors| again(user, id, &Typed::Message(&form), errors);
    let t = user.language();
    let text = match form.get("text").trim() {
        "" => None,
        typed => match MessageText::parse(typed) {
            Ok(text) => Some(text),
            Err(error) => return mistyped(again([("text", error.tell(t))].into())?),
        },
    };
    let received = match file {
        Ok(received) => received,
        Err(refusal) => {
            let message = refusal.message(&user.context());
            return not_done(refusal.code(), again([("file", message)].into())?);
        }
    };
    let is_with_file = received.is_some();
    let said = conversations::write(market, user.caller(), id, text, received).await;
    let refusal = match refused(said)? {
        Ok(()) => return go_to(&format!("/orders/{id}/messages#last")),
        Err(refusal) => refusal,
    };
    let mut errors = FieldErrors::from([("text", why(user, refusal).to_owned())]);
    if is_with_file {
        errors.insert("file", FileRefusal::ChooseAgain.message(&user.context()));
    }
    not_done(refusal.code(), again(errors)?)
}

/// Why something is not said, in the words of who wanted to say it.
fn why(user: &SignedIn, refusal: MessageRefusal) -> &'static str {
    let t = user.language();
    match refusal {
        MessageRefusal::NothingSaid => t.message_nothing_said(),
        MessageRefusal::Full => t.message_refused_full(),
        MessageRefusal::FilesFull => t.message_refused_files_full(),
        MessageRefusal::NotThere | MessageRefusal::NotPaid => t.message_refused_not_paid(),
    }
}

/// What came with a message, for those who take part.
pub(crate) async fn file(user: SignedIn, Path((id, number)): Path<(String, String)>) -> HttpResult {
    let (id, number) = id.parse().ok().zip(number.parse().ok()).ok_or(HttpError::NotFound)?;
    let file = conversations::file(&user.edge.market, user.caller(), id, number)?;
    staff_looks::at_order(&user, "/orders/{id}/messages", id).await?;
    let files = user.edge.market.storage().files().cloned().ok_or(HttpError::NotFound)?;
    let name = format!("message-{}.{}", number + 1, file.kind.extension());
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    let disposition = disposition.map_err(HttpError::internal)?;
    let mut response = download(files, file).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(file.kind.media_type()));
    headers.insert(CONTENT_DISPOSITION, disposition);
    headers.insert(CONTENT_LENGTH, file.bytes.into());
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(FILE_POLICY));
    Ok(response)
}

/// Asks those who run the site to look.
pub(crate) async fn ask_admins(user: SignedIn, Id(id): Id<OrderId>) -> HttpResult {
    let market = &user.edge.market;
    match refused(conversations::ask_admins(market, user.caller(), id).await)? {
        Ok(()) => go_to(&Done::AdminsAsked.at(&format!("/orders/{id}/messages"))),
        Err(refusal) => Err(HttpError::Refused(refusal.code(), why(&user, refusal).into())),
    }
}

/// Says that the ticket has come.
pub(crate) async fn receive(user: SignedIn, Id(id): Id<OrderId>) -> HttpResult {
    let received = conversations::receive(&user.edge.market, user.caller(), id).await;
    match refused(received)? {
        Ok(()) => go_to(&Done::TicketReceived.at(&format!("/orders/{id}"))),
        Err(refusal) => orders::noticed(&user, id, refusal.code(), why(&user, refusal)),
    }
}

/// The way from an order's page to what was said about it, for those who take part.
pub(super) fn unseen(user: &SignedIn, id: OrderId) -> HttpResult<Option<ConversationLink>> {
    let own = match conversations::conversation(&user.edge.market, user.caller(), id) {
        Ok(own) => own,
        Err(crate::usecases::AccessError::Denied(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let OwnConversation { conversation, side, .. } = own;
    Ok(Some(ConversationLink { side, unseen: conversation.unseen_by(side) }))
}
