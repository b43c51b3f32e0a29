//! What those who run the site see of mails, and can do about them.

use std::time::Duration;

use axum::{
    extract::State,
    http::request::Parts,
    response::{IntoResponse as _, Redirect, Response},
};
use maud::Markup;

use crate::{
    actors::{CommandError, MailState, NotGivenUp},
    domain::{Mail, MailAbout, MailStatus},
    http::{
        Edge, HttpError,
        form::{Id, query},
        visitor::Admin,
    },
    storage::StorageError,
    types::MailId,
    views::{self, MailLine, MailPage, MailServer, MailWord},
};

/// How many mails are on a page.
const MAILS_PER_PAGE: usize = 50;

/// How long a test waits for the server's answer: less than a request may take.
const TEST: Duration = Duration::from_secs(20);

/// What those who run the site can do.
pub(crate) async fn admin(State(edge): State<Edge>, admin: Admin) -> Markup {
    let given_up = edge.market.tables().catalog().mails().given_up_count();
    views::admin(&admin.visitor().shell(), given_up)
}

/// How sending mails goes, and the latest of them.
pub(crate) async fn mails(
    State(edge): State<Edge>,
    admin: Admin,
    parts: Parts,
) -> Result<Markup, HttpError> {
    let before = query(&parts, "before").and_then(|id| id.parse().ok());
    let only_given_up = query(&parts, "show").is_some_and(|show| show == "given_up");
    let page = page(&edge, only_given_up, before)?;
    Ok(views::mails(&admin.visitor().shell(), &page))
}

/// Sends a mail to the admin now, and shows what the server says to it.
pub(crate) async fn test(State(edge): State<Edge>, admin: Admin) -> Result<Markup, HttpError> {
    let sent = edge.market.send_test_mail(admin.id(), admin.account().email.clone());
    let result = match tokio::time::timeout(TEST, sent).await {
        Ok(Ok(())) => Ok(admin.account().email.as_str().to_owned()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err(format!("the server did not answer within {TEST:?}")),
    };
    let page = MailPage { tested: Some(result), ..page(&edge, false, None)? };
    Ok(views::mails(&admin.visitor().shell(), &page))
}

/// Has a mail that was given up sent after all.
pub(crate) async fn again(
    State(edge): State<Edge>,
    _admin: Admin,
    Id(id): Id<MailId>,
) -> Result<Response, HttpError> {
    edge.market.tables().mail(id)?.ok_or(HttpError::NotFound)?;
    match edge.market.resume_mail(id).await {
        Ok(()) => Ok(Redirect::to("/admin/mail").into_response()),
        Err(CommandError::Refused(NotGivenUp)) => Err(HttpError::Conflict(
            "This mail is sent, or is being sent: there is nothing to do.".into(),
        )),
        Err(CommandError::Unavailable(error)) => Err(error.into()),
    }
}

fn page(edge: &Edge, only_given_up: bool, before: Option<MailId>) -> Result<MailPage, HttpError> {
    let tables = edge.market.tables();
    let state = edge.market.mail_state();
    let before = match before {
        Some(id) => tables.mail(id)?.map(|mail| (mail.queued_at, mail.id)),
        None => None,
    };
    let (mut ids, waiting, given_up, total) = {
        let catalog = tables.catalog();
        let mails = catalog.mails();
        let ids: Vec<_> = mails.latest(only_given_up, before).take(MAILS_PER_PAGE + 1).collect();
        (ids, mails.waiting().len(), mails.given_up_count(), mails.count())
    };
    let has_older = ids.len() > MAILS_PER_PAGE;
    ids.truncate(MAILS_PER_PAGE);
    let older = ids.last().copied().filter(|_| has_older);
    let mut mails = vec![];
    for id in ids {
        if let Some(mail) = tables.mail(id)? {
            mails.push(line(edge, &mail, &state)?);
        }
    }
    let config = &edge.config.mail;
    let server = state.is_set_up.then(|| MailServer {
        address: config.address(),
        from: config.from.clone(),
        trouble: state.trouble.map(|trouble| (trouble.said.into(), trouble.since, trouble.until)),
    });
    let tested = None;
    Ok(MailPage { server, tested, only_given_up, waiting, given_up, total, mails, older })
}

fn line(edge: &Edge, mail: &Mail, state: &MailState) -> Result<MailLine, StorageError> {
    let to = edge.market.tables().user(mail.to)?;
    let (word, at) = match mail.status {
        MailStatus::Sent { at } => (MailWord::Sent, Some(at)),
        MailStatus::GivenUp { at } => (MailWord::GivenUp, Some(at)),
        MailStatus::Waiting { .. } if !state.is_set_up => (MailWord::NotSent, None),
        MailStatus::Waiting { not_before } => (MailWord::Waiting, Some(not_before)),
    };
    let path = match mail.about {
        MailAbout::OrderCompleted(id)
        | MailAbout::TicketSold(id)
        | MailAbout::HoldExpired(id)
        | MailAbout::OrderRefunded(id)
        | MailAbout::OrderCancelled(id)
        | MailAbout::FileAttached(id) => format!("order {id}"),
        MailAbout::TicketFree(id)
        | MailAbout::TicketRemoved(id)
        | MailAbout::TicketRecalled(id) => format!("ticket {id}"),
        // Its link is in no page: whoever has it can take the account.
        MailAbout::PasswordReset { .. } | MailAbout::AddressConfirmation { .. } => {
            "the account".into()
        }
    };
    Ok(MailLine {
        id: mail.id,
        kind: mail.about.kind(),
        about: path,
        to: to.map(|user| user.shown().to_owned()),
        queued_at: mail.queued_at,
        word,
        at,
        failures: mail.failures,
        said: mail.last_failure.as_deref().map(Into::into),
    })
}
