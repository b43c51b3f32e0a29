//! The end of an account.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use maud::Markup;
use tower_sessions::Session;

use super::{
    account::unprocessable,
    profile::{RUNS_THE_SITE, WRONG, is_own_password},
};
use crate::{
    actors::ChangeRefusal,
    http::{
        Edge, HttpError,
        client::Client,
        error::refused,
        form::Form,
        session,
        visitor::{SignedIn, Visitor},
    },
    storage::{Live, StorageError},
    types::{OrderId, UserId},
    views::{self, DeletionPage, LiveLine},
};

/// How many of each kind are shown: who has more ends these first.
const SHOWN_MAX: usize = 100;

/// What goes, what stays, and the form to delete the account.
pub(crate) async fn form(State(edge): State<Edge>, user: SignedIn) -> Result<Markup, HttpError> {
    let page = DeletionPage { live: live(&edge, user.id())?, ..DeletionPage::default() };
    Ok(views::delete_account(&user.visitor().shell(), &page))
}

/// Deletes the account.
pub(crate) async fn delete(
    State(edge): State<Edge>,
    user: SignedIn,
    client: Client,
    session: Session,
    form: Form,
) -> Result<Response, HttpError> {
    let wrong = |what: &str| {
        let errors = [("password", what.to_owned())].into();
        let page = DeletionPage { errors, ..DeletionPage::default() };
        Ok(unprocessable(&views::delete_account(&user.visitor().shell(), &page)))
    };
    if user.is_admin() {
        return wrong(RUNS_THE_SITE);
    }
    if !is_own_password(&edge, &user, client, form.get("password")).await? {
        return wrong(WRONG);
    }
    let password = user.account().password.clone();
    match refused(edge.market.delete_account(user.id(), password).await)? {
        Ok(()) => {
            session::end(&session).await?;
            Ok(Redirect::to("/account/deleted").into_response())
        }
        Err(ChangeRefusal::StillLive) => {
            let page = DeletionPage { live: live(&edge, user.id())?, ..DeletionPage::default() };
            let page = views::delete_account(&user.visitor().shell(), &page);
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(ChangeRefusal::PasswordChanged) => wrong(WRONG),
        Err(
            ChangeRefusal::NotThere | ChangeRefusal::SessionOver | ChangeRefusal::AddressTaken(_),
        ) => Err(HttpError::NotFound),
    }
}

/// What is said to whoever has deleted their account.
pub(crate) async fn deleted(visitor: Visitor) -> Markup {
    views::deleted_account(&visitor.shell())
}

/// What keeps the account, and what its owner can do about it. Listings for events that have started
/// are taken back with it.
fn live(edge: &Edge, user: UserId) -> Result<Vec<LiveLine>, StorageError> {
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
        let (state, remedy) = match is_held {
            true => ("held for a buyer", "It is sold, or free again, in a while"),
            false => ("for sale", "Withdraw it"),
        };
        let what = format!("{}: {state}", ticket.title);
        lines.push(LiveLine { what, path: format!("/tickets/{id}"), remedy });
    }
    let of_order = |id: OrderId, state: &str, remedy| -> Result<LiveLine, StorageError> {
        let ticket = tables.order(id)?.map(|order| tables.ticket(order.ticket)).transpose()?;
        let title = ticket.flatten().map_or_else(|| "An order".into(), |t| t.title.to_string());
        Ok(LiveLine { what: format!("{title}: {state}"), path: format!("/orders/{id}"), remedy })
    };
    for id in orders.iter().take(SHOWN_MAX) {
        lines.push(of_order(*id, "held for you", "Pay for it or cancel it")?);
    }
    for id in refunds.iter().take(SHOWN_MAX) {
        lines.push(of_order(*id, "being refunded", "It is over when the money is back")?);
    }
    for id in charges.into_iter().take(SHOWN_MAX) {
        let Some(charge) = tables.charge(id)? else { continue };
        if !orders.contains(&charge.order) && !refunds.contains(&charge.order) {
            lines.push(of_order(
                charge.order,
                "a payment is not settled",
                "It is settled by itself",
            )?);
        }
    }
    Ok(lines)
}
