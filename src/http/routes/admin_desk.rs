//! What those who run the site can do about accounts, tickets and orders. Whoever has an `Admin`
//! may do all of it; each action needs a reason, and is an event with who did it and why.

mod accounts;
mod orders;
mod tickets;

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

pub(crate) use accounts::{ban, unban, users};
pub(crate) use orders::{cancel, orders};
pub(crate) use tickets::{remove, tickets};

use crate::{
    http::{
        Edge, HttpError,
        form::{Form, PageNumber},
        shown,
        visitor::Admin,
    },
    storage::StorageError,
    types::Reason,
    views::{self, DeskPage, DeskRow},
};

/// Which things a page lists.
struct Desk<T> {
    title: &'static str,
    path: &'static str,
    hint: &'static str,
    find: fn(&Edge, &str) -> Result<Vec<T>, StorageError>,
    row: fn(&Edge, T) -> Result<Option<DeskRow>, StorageError>,
}

/// Why an action was not done, and what was typed for it.
struct Refused {
    status: StatusCode,
    message: String,
    reason: String,
}

impl<T: Copy> Desk<T> {
    fn page(&self, edge: &Edge, admin: &Admin, form: &Form) -> Result<Response, HttpError> {
        let page = PageNumber::parse(form.get("page")).0;
        self.show(edge, admin, form.get("q").trim(), page, None)
    }

    fn show(
        &self,
        edge: &Edge,
        admin: &Admin,
        sought: &str,
        page: usize,
        refused: Option<Refused>,
    ) -> Result<Response, HttpError> {
        let found = (self.find)(edge, sought)?;
        let paging = shown::paging(page, found.len());
        let mut rows = vec![];
        for id in found.iter().skip(shown::skipped(paging)).take(shown::PAGE) {
            rows.extend((self.row)(edge, *id)?);
        }
        let (status, refusal, reason) = match refused {
            Some(refused) => (refused.status, Some(refused.message), refused.reason),
            None => (StatusCode::OK, None, String::new()),
        };
        let page = DeskPage {
            title: self.title,
            path: self.path,
            hint: self.hint,
            sought: sought.to_owned(),
            refusal,
            reason,
            rows,
            paging,
        };
        Ok((status, views::desk(&admin.visitor().shell(), &page)).into_response())
    }

    /// The reason that was typed, or the page that asks for one.
    fn reason(
        &self,
        edge: &Edge,
        admin: &Admin,
        id: &str,
        form: &Form,
    ) -> Result<Result<Reason, Response>, HttpError> {
        match Reason::parse(form.get("reason")) {
            Ok(reason) => Ok(Ok(reason)),
            Err(error) => {
                let message = format!("Nothing was done. The reason: {error}.");
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                let reason = form.get("reason").to_owned();
                let refused = Refused { status, message, reason };
                Ok(Err(self.show(edge, admin, id, 1, Some(refused))?))
            }
        }
    }

    fn conflict(
        &self,
        edge: &Edge,
        admin: &Admin,
        id: &str,
        message: &str,
    ) -> Result<Response, HttpError> {
        let (status, message) = (StatusCode::CONFLICT, message.to_owned());
        let refused = Refused { status, message, reason: String::new() };
        self.show(edge, admin, id, 1, Some(refused))
    }

    fn done(&self, id: &str) -> Response {
        Redirect::to(&format!("{}?q={id}", self.path)).into_response()
    }
}

/// Who has done something, for the page: the address, or that the account is gone.
fn name_of(edge: &Edge, user: crate::types::UserId) -> Result<String, StorageError> {
    let user = edge.market.tables().user(user)?;
    Ok(user.map_or_else(|| "somebody".into(), |user| user.email.as_str().to_owned()))
}
