use axum::{extract::State, http::request::Parts, response::Response};

use super::{Desk, name_of};
use crate::{
    actors::ChangeRefusal,
    http::{
        Edge, HttpError,
        error::refused,
        form::{Form, Id},
        visitor::{Admin, runs_the_site},
    },
    storage::StorageError,
    types::UserId,
    views::{DeskAction, DeskRow},
};

const DESK: Desk<UserId> =
    Desk { title: "Users", path: "/admin/users", hint: "Part of an e-mail address", find, row };

/// The accounts, newest first.
pub(crate) async fn users(
    State(edge): State<Edge>,
    admin: Admin,
    parts: Parts,
) -> Result<Response, HttpError> {
    DESK.page(&edge, &admin, &Form::of_query(&parts))
}

/// Closes an account.
pub(crate) async fn ban(
    State(edge): State<Edge>,
    admin: Admin,
    Id(id): Id<UserId>,
    form: Form,
) -> Result<Response, HttpError> {
    let user = edge.market.tables().user(id)?.ok_or(HttpError::NotFound)?;
    let text = id.to_string();
    let reason = match DESK.reason(&edge, &admin, &text, &form)? {
        Ok(reason) => reason,
        Err(page) => return Ok(page),
    };
    if runs_the_site(&edge, &user) {
        let message = "This account is one of those who run the site (site.admins in config.toml): \
            it cannot be banned. Nothing was done.";
        return DESK.conflict(&edge, &admin, &text, message);
    }
    done(refused(edge.market.ban(id, admin.id(), reason).await)?, &text)
}

/// Opens it again.
pub(crate) async fn unban(
    State(edge): State<Edge>,
    admin: Admin,
    Id(id): Id<UserId>,
    form: Form,
) -> Result<Response, HttpError> {
    edge.market.tables().user(id)?.ok_or(HttpError::NotFound)?;
    let text = id.to_string();
    let reason = match DESK.reason(&edge, &admin, &text, &form)? {
        Ok(reason) => reason,
        Err(page) => return Ok(page),
    };
    done(refused(edge.market.unban(id, admin.id(), reason).await)?, &text)
}

fn done(result: Result<(), ChangeRefusal>, id: &str) -> Result<Response, HttpError> {
    result.map_err(|refusal| HttpError::Conflict(refusal.to_string()))?;
    Ok(DESK.done(id))
}

fn find(edge: &Edge, sought: &str) -> Result<Vec<UserId>, StorageError> {
    if let Ok(id) = sought.parse() {
        return Ok(vec![id]);
    }
    Ok(edge.market.tables().catalog().users_like(sought))
}

fn row(edge: &Edge, id: UserId) -> Result<Option<DeskRow>, StorageError> {
    let Some(user) = edge.market.tables().user(id)? else { return Ok(None) };
    let (listings, orders) = {
        let catalog = edge.market.tables().catalog();
        (catalog.listed_by(id).len(), catalog.ordered_by(id).len())
    };
    let zone = &edge.config.site.time_zone;
    let mut lines = vec![format!(
        "Since {} · listings: {listings} · orders: {orders}",
        user.created_at.format("%-d %b %Y", zone)
    )];
    if let Some(ban) = &user.ban {
        let (by, at) = (name_of(edge, ban.by)?, ban.at.format("%-d %b %Y, %H:%M", zone));
        lines.push(format!("Banned by {by} on {at}: {}", ban.reason));
    }
    let action = match (&user.ban, runs_the_site(edge, &user)) {
        (Some(_), _) => Some(DeskAction {
            summary: "Unban",
            question: "They can sign in, buy and sell again. What they had listed stays withdrawn.",
            path: format!("/admin/users/{id}/unban"),
            button: "Unban this account",
        }),
        (None, true) => None,
        (None, false) => Some(DeskAction {
            summary: "Ban",
            question: "They are signed out everywhere and cannot sign in, their tickets that are \
                for sale are withdrawn for good, and what is held for them is cancelled. What is \
                paid stays as it is.",
            path: format!("/admin/users/{id}/ban"),
            button: "Ban this account",
        }),
    };
    let (status, word) = match user.ban {
        Some(_) => ("cancelled", "Banned"),
        None => ("available", "Open"),
    };
    Ok(Some(DeskRow {
        kind: "user",
        id: id.to_string(),
        title: user.email.as_str().to_owned(),
        link: None,
        status: if user.ban.is_some() { "banned" } else { "open" },
        badge: (status, word),
        lines,
        action,
    }))
}
