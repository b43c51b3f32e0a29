//! The end of an account.

use maud::Markup;

use super::{go_to, mistyped, not_done};
use crate::{
    domain::rules::Live,
    http::{
        Edge, Form, HttpError, HttpResult, SignedIn, Visitor, refused, second_look::typed_password,
        session::SessionHere,
    },
    storage::StorageError,
    types::{Language, OrderId, UserId},
    usecases::{
        Code,
        accounts::{self, AccountRefusal},
    },
    views::{self, FieldErrors, LiveLine},
};

/// How many of each kind are shown: who has more ends these first.
const SHOWN_MAX: usize = 100;

/// What goes, what stays, and the form to delete the account.
pub(crate) async fn form(user: SignedIn) -> HttpResult<Markup> {
    let live = live(&user.edge, user.id(), user.language())?;
    Ok(views::delete_account(&user.context(), &live, owed(&user), &FieldErrors::new()))
}

/// Deletes the account.
pub(crate) async fn delete(user: SignedIn, here: SessionHere, form: Form) -> HttpResult {
    let t = user.language();
    let wrong = |what: &str| {
        let errors = [("password", what.to_owned())].into();
        mistyped(views::delete_account(&user.context(), &[], owed(&user), &errors))
    };
    if refused(accounts::may_give_up_address(user.caller()))?.is_err() {
        return wrong(t.runs_the_site());
    }
    let Some(password) = typed_password(&user, &here, form.get("password")).await? else {
        return wrong(t.not_your_password());
    };
    match refused(accounts::delete(&user.edge.market, user.caller(), password).await)? {
        Ok(()) => {
            here.session.flush().await?;
            go_to("/account/deleted")
        }
        Err(AccountRefusal::StillLive) => {
            let live = live(&user.edge, user.id(), t)?;
            let page =
                views::delete_account(&user.context(), &live, owed(&user), &FieldErrors::new());
            not_done(Code::StillLive, page)
        }
        Err(AccountRefusal::RunsTheSite) => wrong(t.runs_the_site()),
        Err(AccountRefusal::WrongPassword) => wrong(t.not_your_password()),
        Err(
            AccountRefusal::NotThere
            | AccountRefusal::SessionOver
            | AccountRefusal::AddressTaken
            | AccountRefusal::LinkOver
            | AccountRefusal::TermsNotAgreed,
        ) => Err(HttpError::NotFound),
    }
}

/// What the visitor is owed, in minor units, if that is anything, and by what those who run the site find
/// it once the account is gone.
fn owed(user: &SignedIn) -> Option<(i64, UserId)> {
    let balances = user.edge.market.tables().catalog().earnings.balances_of(user.id());
    (balances.owed() > 0).then(|| (balances.owed(), user.id()))
}

/// What is said to whoever has deleted their account.
pub(crate) async fn deleted(visitor: Visitor) -> Markup {
    views::deleted_account(&visitor.context())
}

/// What keeps the account, and what its owner can do about it. Listings for events that have started
/// are taken back with it.
fn live(edge: &Edge, user: UserId, t: Language) -> Result<Vec<LiveLine>, StorageError> {
    let tables = edge.market.tables();
    let now = edge.market.clock().now();
    let Live { listings, orders, refunds, charges, claims } = tables.live_of(user, SHOWN_MAX)?;
    let mut lines = vec![];
    for id in listings {
        let Some(ticket) = tables.ticket(id)? else { continue };
        let is_held = ticket.status.reservation().is_some();
        if !is_held && now >= ticket.event_starts_at {
            continue;
        }
        let title = ticket.title.as_str();
        let (what, remedy) = match is_held {
            true => (t.live_held_for_a_buyer(title), t.remedy_wait()),
            false => (t.live_for_sale(title), t.remedy_withdraw()),
        };
        lines.push(LiveLine { what, path: format!("/tickets/{id}"), remedy });
    }
    let of_order = |id: OrderId, says: fn(Language, &str) -> String, remedy| {
        let ticket = tables.order(id)?.map(|order| tables.ticket(order.ticket)).transpose()?;
        let title = ticket.flatten().map(|ticket| ticket.title.to_string());
        let what = says(t, title.as_deref().unwrap_or(t.an_order()));
        Ok::<_, StorageError>(LiveLine { what, path: format!("/orders/{id}"), remedy })
    };
    for id in orders.iter().take(SHOWN_MAX) {
        lines.push(of_order(*id, Language::live_held_for_you, t.remedy_pay_or_cancel())?);
    }
    for id in refunds.iter().take(SHOWN_MAX) {
        lines.push(of_order(*id, Language::live_refunding, t.remedy_refund())?);
    }
    for id in claims.iter().take(SHOWN_MAX) {
        lines.push(of_order(*id, Language::live_claim, t.remedy_claim())?);
    }
    for id in charges.into_iter().take(SHOWN_MAX) {
        let Some(charge) = tables.charge(id)? else { continue };
        if !orders.contains(&charge.order) && !refunds.contains(&charge.order) {
            lines.push(of_order(charge.order, Language::live_unsettled, t.remedy_itself())?);
        }
    }
    Ok(lines)
}
