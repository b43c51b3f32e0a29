//! The end of an account.

use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use maud::Markup;
use tower_sessions::Session;

use super::{account::unprocessable, profile::own_password};
use crate::{
    domain::rules::Live,
    http::{
        Edge, HttpError,
        client::Client,
        error::refused,
        form::Form,
        session,
        status::status_of,
        visitor::{SignedIn, Visitor},
    },
    storage::StorageError,
    types::{Language, OrderId, UserId},
    usecases::{
        Code,
        accounts::{self, AccountRefusal},
    },
    views::{self, DeletionPage, LiveLine},
};

/// How many of each kind are shown: who has more ends these first.
const SHOWN_MAX: usize = 100;

/// What goes, what stays, and the form to delete the account.
pub(crate) async fn form(State(edge): State<Edge>, user: SignedIn) -> Result<Markup, HttpError> {
    let page = DeletionPage {
        live: live(&edge, user.id(), user.visitor().language())?,
        ..DeletionPage::default()
    };
    Ok(views::delete_account(&user.visitor().context(), &page))
}

/// Deletes the account.
pub(crate) async fn delete(
    State(edge): State<Edge>,
    user: SignedIn,
    client: Client,
    session: Session,
    form: Form,
) -> Result<Response, HttpError> {
    let t = user.visitor().language();
    let wrong = |what: &str| {
        let errors = [("password", what.to_owned())].into();
        let page = DeletionPage { errors, ..DeletionPage::default() };
        Ok(unprocessable(&views::delete_account(&user.visitor().context(), &page)))
    };
    if refused(accounts::may_give_up_address(user.caller()))?.is_err() {
        return wrong(t.runs_the_site());
    }
    let Some(password) = own_password(&edge, &user, client, form.get("password")).await? else {
        return wrong(t.not_your_password());
    };
    match refused(accounts::delete(&edge.market, user.caller(), password).await)? {
        Ok(()) => {
            session::end(&session).await?;
            Ok(Redirect::to("/account/deleted").into_response())
        }
        Err(AccountRefusal::StillLive) => {
            let page = DeletionPage {
                live: live(&edge, user.id(), user.visitor().language())?,
                ..DeletionPage::default()
            };
            let page = views::delete_account(&user.visitor().context(), &page);
            Ok((status_of(Code::StillLive), page).into_response())
        }
        Err(AccountRefusal::RunsTheSite) => wrong(t.runs_the_site()),
        Err(AccountRefusal::WrongPassword) => wrong(t.not_your_password()),
        Err(
            AccountRefusal::NotThere
            | AccountRefusal::SessionOver
            | AccountRefusal::AddressTaken
            | AccountRefusal::LinkOver,
        ) => Err(HttpError::NotFound),
    }
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
    let Live { listings, orders, refunds, charges } = tables.live_of(user)?;
    let mut lines = vec![];
    for id in listings.into_iter().take(SHOWN_MAX) {
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
        let what = says(t, title.as_deref().unwrap_or(t.live_an_order()));
        Ok::<_, StorageError>(LiveLine { what, path: format!("/orders/{id}"), remedy })
    };
    for id in orders.iter().take(SHOWN_MAX) {
        lines.push(of_order(*id, Language::live_held_for_you, t.remedy_pay_or_cancel())?);
    }
    for id in refunds.iter().take(SHOWN_MAX) {
        lines.push(of_order(*id, Language::live_refunding, t.remedy_refund())?);
    }
    for id in charges.into_iter().take(SHOWN_MAX) {
        let Some(charge) = tables.charge(id)? else { continue };
        if !orders.contains(&charge.order) && !refunds.contains(&charge.order) {
            lines.push(of_order(charge.order, Language::live_unsettled, t.remedy_itself())?);
        }
    }
    Ok(lines)
}
