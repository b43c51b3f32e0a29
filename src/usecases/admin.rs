//! What those who run the site do about accounts, orders, tickets, events and mails. Each deed has a
//! reason, and is an event with who did it and why.

use std::{sync::Arc, time::Duration};

use super::{Caller, Denial, Done, Staff, UseCaseError, policy, refusal::refusal_codes};
use crate::{
    actors::{CommandError, Market, NotGivenUp},
    delivery::Undelivered,
    domain::{
        Deed, EventWords, Scope, User,
        rules::{
            account::{AccountChange, AccountRefusal},
            event::EventRefusal,
            order::OrderRefusal,
            ticket::{TicketCommand, TicketRefusal},
        },
    },
    types::{Category, Email, EventId, MailId, OrderId, Reason, TicketId, UserId},
};

/// How long a test mail waits for the server's answer: less than a request may take.
pub const TEST_MAIL_DEADLINE: Duration = Duration::from_secs(20);

/// Why an account is not closed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BanRefusal {
    /// It runs the site.
    RunsTheSite,
    /// Its owner has deleted it.
    Gone,
}

refusal_codes! { BanRefusal { RunsTheSite: AccountRunsTheSite, Gone: AccountGone, } }

fn deed(caller: Caller<'_>, reason: Reason) -> Result<Deed, Denial> {
    let caller = policy::scoped(caller, Scope::Admin)?;
    Ok(Deed { by: policy::admin(caller)?.id, reason })
}

/// Who does what support may do, too.
fn answers(caller: Caller<'_>) -> Result<&User, Denial> {
    policy::staff(policy::scoped(caller, Scope::Admin)?)
}

/// Closes an account; done already if it is closed.
pub async fn ban(
    market: &Market,
    staff: &Staff,
    caller: Caller<'_>,
    id: UserId,
    reason: Reason,
) -> Done<BanRefusal> {
    let deed = deed(caller, reason)?;
    let user = market.tables().user(id)?.ok_or(Denial::NotFound)?;
    if !policy::may_be_closed(staff, &user) {
        return Err(UseCaseError::Refused(BanRefusal::RunsTheSite));
    }
    market.ban(id, deed).await.map_err(gone)
}

/// Opens a closed account again; done already if it is open. What it had listed stays withdrawn.
pub async fn unban(
    market: &Market,
    caller: Caller<'_>,
    id: UserId,
    reason: Reason,
) -> Done<BanRefusal> {
    let deed = deed(caller, reason)?;
    market.change_account(id, AccountChange::Unban(deed)).await.map(drop).map_err(gone)
}

fn gone(error: CommandError<AccountRefusal>) -> UseCaseError<BanRefusal> {
    match error {
        CommandError::Refused(_) => UseCaseError::Refused(BanRefusal::Gone),
        CommandError::Unavailable(error) => error.into(),
    }
}

/// Cancels an order that is not paid.
pub async fn cancel_order(
    market: &Market,
    caller: Caller<'_>,
    id: OrderId,
    reason: Reason,
) -> Done<OrderRefusal> {
    let deed = deed(caller, reason)?;
    Ok(market.cancel_by_site(id, deed).await?)
}

/// Withdraws a ticket in the name of the site; its seller is told why.
pub async fn remove_ticket(
    market: &Market,
    caller: Caller<'_>,
    id: TicketId,
    reason: Reason,
) -> Done<TicketRefusal> {
    let deed = deed(caller, reason)?;
    Ok(market.command(id, TicketCommand::Remove(deed)).await?)
}

/// Settles that a ticket's seat is offered by several: all of them stay. Done already if nobody says
/// that it is not.
pub async fn settle_seat(
    market: &Market,
    caller: Caller<'_>,
    id: TicketId,
    reason: Reason,
) -> Done<TicketRefusal> {
    let deed = deed(caller, reason)?;
    Ok(market.settle_seat(id, deed).await?)
}

/// Puts right what an event is called and where it is, and of which category, if one is named.
pub async fn rename_event(
    market: &Market,
    caller: Caller<'_>,
    id: EventId,
    words: EventWords,
    category: Option<Category>,
    reason: Reason,
) -> Done<EventRefusal> {
    let deed = deed(caller, reason)?;
    Ok(market.rename_event(id, words, category, deed).await?)
}

/// Merges an event into another; what is no id is no other event.
pub async fn merge_events(
    market: &Arc<Market>,
    caller: Caller<'_>,
    id: EventId,
    into: Option<EventId>,
    reason: Reason,
) -> Done<EventRefusal> {
    let deed = deed(caller, reason)?;
    let into = into.ok_or(UseCaseError::Refused(EventRefusal::NoOther))?;
    Ok(market.merge_events(id, into, deed).await?)
}

/// Has a mail that was given up sent after all.
pub async fn resume_mail(
    market: &Market,
    caller: Caller<'_>,
    id: MailId,
    reason: Reason,
) -> Done<NotGivenUp> {
    let deed = Deed { by: answers(caller)?.id, reason };
    market.tables().mail(id)?.ok_or(Denial::NotFound)?;
    Ok(market.resume_mail(id, deed).await?)
}

/// What the mail server says to a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TestMail {
    /// It takes mails to this address.
    Taken(Email),
    /// It does not.
    Refused(Undelivered),
    /// It did not answer within [`TEST_MAIL_DEADLINE`].
    NoAnswer,
}

/// Sends a mail to the caller now.
pub async fn send_test_mail(market: &Arc<Market>, caller: Caller<'_>) -> Result<TestMail, Denial> {
    let staff = answers(caller)?;
    let sent = tokio::time::timeout(TEST_MAIL_DEADLINE, market.send_test_mail(staff)).await;
    Ok(match sent {
        Ok(Ok(())) => TestMail::Taken(staff.email.clone()),
        Ok(Err(error)) => TestMail::Refused(error),
        Err(_) => TestMail::NoAnswer,
    })
}
