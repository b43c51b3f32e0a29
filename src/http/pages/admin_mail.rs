//! What those who run the site see of mails, and can do about them.

use axum::http::request::Parts;
use maud::Markup;

use super::{
    admin_csv::{self, LINES_AT_ONCE},
    go_to, mistyped,
};
use crate::{
    actors::MailState,
    domain::{Mail, MailAbout, MailStatus},
    http::{Edge, Form, HttpError, HttpResult, Id, StaffMember, query, refused},
    reads::walk::{ListPlace, Walk},
    storage::StorageError,
    texts::Tell as _,
    types::{Language, MailId, Reason},
    usecases::{
        RefusalCode as _,
        admin::{self, TEST_MAIL_DEADLINE, TestMail},
    },
    views::{self, MailLine, MailPage, MailServer, MailWord},
};

/// How many mails are on a page.
const MAILS_PER_PAGE: usize = 50;

/// How sending mails goes, and the latest of them.
pub(crate) async fn mails(staff: StaffMember, parts: Parts) -> HttpResult<Markup> {
    let before = query(&parts, "before").and_then(|place| place.parse().ok());
    let only_given_up = query(&parts, "show").is_some_and(|show| show == "given_up");
    let page = page(&staff, only_given_up, before)?;
    Ok(views::mails(&staff.context(), &page))
}

/// The same as CSV.
pub(crate) async fn mails_csv(staff: StaffMember, parts: Parts) -> HttpResult {
    let only_given_up = query(&parts, "show").is_some_and(|show| show == "given_up");
    let columns = ["id", "status", "kind", "to", "to_email", "queued_at", "failures", "said"];
    admin_csv::download(&staff, "mail", &columns, move |edge, from| {
        let tables = edge.market.tables();
        let walk = Walk::down(from).by(|from| from.key(MailId::from_bytes));
        let mut found = tables.mails_along(only_given_up, walk, LINES_AT_ONCE + 1)?;
        let is_more = found.len() > LINES_AT_ONCE;
        found.truncate(LINES_AT_ONCE);
        let more = found.last().filter(|_| is_more);
        let more = more.map(|(at, id)| ListPlace::at(*at, *id.as_bytes()));
        let state = edge.market.mail_state();
        let mut lines = vec![];
        for (_, id) in found {
            let Some(mail) = tables.mail(id)? else { continue };
            let line = line(edge, Language::English, &mail, &state)?;
            lines.push(vec![
                id.to_string(),
                line.word.word().to_owned(),
                line.kind.to_owned(),
                mail.to.to_string(),
                line.to.unwrap_or_default(),
                mail.queued_at.rfc3339(),
                mail.failures.to_string(),
                line.said.unwrap_or_default(),
            ]);
        }
        Ok((lines, more))
    })
}

/// Sends a mail to the admin now, and shows what the server says to it.
pub(crate) async fn test(staff: StaffMember) -> HttpResult<Markup> {
    let result = match admin::send_test_mail(&staff.edge.market, staff.caller()).await? {
        TestMail::Taken(email) => Ok(email.shown().into_owned()),
        TestMail::Refused(error) => Err(error.to_string()),
        TestMail::NoAnswer => Err(staff.language().admin_test_late(TEST_MAIL_DEADLINE.as_secs())),
    };
    let page = MailPage { tested: Some(result), ..page(&staff, false, None)? };
    Ok(views::mails(&staff.context(), &page))
}

/// Has a mail that was given up sent after all.
pub(crate) async fn again(staff: StaffMember, Id(id): Id<MailId>, form: Form) -> HttpResult {
    let mail = staff.edge.market.tables().mail(id)?.ok_or(HttpError::NotFound)?;
    let t = staff.language();
    let reason = match Reason::parse(form.get("reason")) {
        Ok(reason) => reason,
        Err(error) => {
            let wrong = Some((id, form.get("reason").to_owned(), error.tell(t)));
            let mut page = MailPage { mistyped: wrong, ..page(&staff, false, None)? };
            if page.mails.iter().all(|line| line.id != id) {
                let state = staff.edge.market.mail_state();
                page.mails.insert(0, line(&staff.edge, t, &mail, &state)?);
            }
            return mistyped(views::mails(&staff.context(), &page));
        }
    };
    match refused(admin::resume_mail(&staff.edge.market, staff.caller(), id, reason).await)? {
        Ok(()) => go_to("/admin/mail"),
        Err(refusal) => Err(HttpError::Refused(refusal.code(), t.admin_mail_settled().into())),
    }
}

fn page(
    staff: &StaffMember,
    only_given_up: bool,
    before: Option<ListPlace>,
) -> HttpResult<MailPage> {
    let t = staff.language();
    let tables = staff.edge.market.tables();
    let state = staff.edge.market.mail_state();
    let walk = Walk::down(before).by(|from| from.key(MailId::from_bytes));
    let mut found = tables.mails_along(only_given_up, walk, MAILS_PER_PAGE + 1)?;
    let (waiting, given_up, total) = {
        let catalog = tables.catalog();
        let mails = &catalog.mails;
        (mails.waiting().len(), mails.given_up_count(), mails.count())
    };
    let has_older = found.len() > MAILS_PER_PAGE;
    found.truncate(MAILS_PER_PAGE);
    let older = found.last().filter(|_| has_older);
    let older = older.map(|(at, id)| ListPlace::at(*at, *id.as_bytes()).to_string());
    let mut mails = vec![];
    for (_, id) in found {
        if let Some(mail) = tables.mail(id)? {
            mails.push(line(&staff.edge, t, &mail, &state)?);
        }
    }
    let config = &staff.edge.config.mail;
    let server = state.is_set_up.then(|| MailServer {
        address: config.address(),
        from: config.from.clone(),
        trouble: state.trouble.map(|trouble| (trouble.said.into(), trouble.since, trouble.until)),
    });
    let (tested, mistyped) = (None, None);
    Ok(MailPage { server, tested, mistyped, only_given_up, waiting, given_up, total, mails, older })
}

fn line(
    edge: &Edge,
    t: Language,
    mail: &Mail,
    state: &MailState,
) -> Result<MailLine, StorageError> {
    let to = edge.market.tables().user(mail.to)?;
    let (word, at) = match mail.status {
        MailStatus::Sent(at) => (MailWord::Sent, Some(at)),
        MailStatus::GivenUp(at) => (MailWord::GivenUp, Some(at)),
        MailStatus::Waiting { .. } if !state.is_set_up => (MailWord::NotSent, None),
        MailStatus::Waiting(not_before) => (MailWord::Waiting, Some(not_before)),
    };
    let about = match mail.about {
        MailAbout::OrderCompleted(id)
        | MailAbout::TicketSold(id)
        | MailAbout::HoldExpired(id)
        | MailAbout::YourTurn(id)
        | MailAbout::OrderRefunded(id)
        | MailAbout::OrderCancelled(id)
        | MailAbout::FileAttached(id)
        | MailAbout::FileDue(id)
        | MailAbout::FileOverdue(id)
        | MailAbout::MessageCame(id)
        | MailAbout::ClaimOpened(id)
        | MailAbout::ClaimAnswered(id)
        | MailAbout::ClaimSettled(id)
        | MailAbout::DisputeNews(id) => t.admin_about_order(&id.to_string()),
        MailAbout::TicketFree(id)
        | MailAbout::TicketRemoved(id)
        | MailAbout::TicketRecalled(id) => t.admin_about_ticket(&id.to_string()),
        MailAbout::EventNews(id, _) => t.admin_about_event(&id.to_string()),
        // Its link is in no page: whoever has it can take the account.
        MailAbout::PasswordReset { .. }
        | MailAbout::AddressConfirmation { .. }
        | MailAbout::PasswordChanged(_)
        | MailAbout::AddressGivenUp(..)
        | MailAbout::SignedInElsewhere(..)
        | MailAbout::FactorNews(..)
        | MailAbout::AlertNews(..)
        | MailAbout::BankGiven(_)
        | MailAbout::PayoutNews(_)
        | MailAbout::BackupLate(_)
        | MailAbout::WebhookTurnedOff(..) => t.admin_about_account().into(),
    };
    Ok(MailLine {
        id: mail.id,
        kind: t.admin_mail_kind(&mail.about),
        about,
        to: match &mail.about {
            MailAbout::AddressGivenUp(before, _) => Some(before.as_str().to_owned()),
            _ => to.map(|user| t.account_of(&user).into_owned()),
        },
        queued_at: mail.queued_at,
        word,
        at,
        failures: mail.failures,
        said: mail.last_failure.as_deref().map(Into::into),
    })
}
