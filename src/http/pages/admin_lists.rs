//! What those who run the site can do about accounts, tickets, orders and events. Whoever has an
//! `Admin` may do all of it; each action needs a reason, and is an event with who did it and why.

mod accounts;
mod events;
mod merging;
mod orders;
mod tickets;

use std::fmt::Display;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

pub(crate) use accounts::{ban, unban, users};
pub(crate) use events::{events, rename};
pub(crate) use merging::{merge, merge_form};
pub(crate) use orders::{cancel, orders};
pub(crate) use tickets::{remove, tickets};

use crate::{
    http::{
        Edge, HttpError,
        form::{Form, PageNumber},
        presenters,
        status::status_of,
        visitor::Admin,
    },
    storage::StorageError,
    texts::Tell as _,
    types::{Language, Reason, Text, UserId},
    usecases::{Code, RefusalCode},
    views::{self, AdminField, AdminListPage, AdminRow, FieldErrors},
};

/// A list of things of one kind, and what is done about them.
trait AdminList {
    type Id: Copy + Display;

    fn title(&self, t: Language) -> String;
    fn path(&self) -> String;
    fn hint(&self, t: Language) -> String;
    fn find(&self, edge: &Edge, sought: &str) -> Result<Vec<Self::Id>, StorageError>;
    fn row(&self, edge: &Edge, t: Language, id: Self::Id)
    -> Result<Option<AdminRow>, StorageError>;

    /// Where one goes when it is done: to the list with what it was about.
    fn done(&self, id: Self::Id) -> String {
        format!("{}?q={id}", self.path())
    }
}

/// What came of an action: done, or why not, by its name and in words.
type Deed = Result<Result<(), (Code, String)>, HttpError>;

/// Why an action was not done, and what was typed for it.
struct NotDone<'a> {
    status: StatusCode,
    message: String,
    form: &'a Form,
    errors: FieldErrors,
}

/// The list, as far as it is looked for.
fn list<D: AdminList>(
    kind: &D,
    edge: &Edge,
    admin: &Admin,
    form: &Form,
) -> Result<Response, HttpError> {
    let page = PageNumber::parse(form.get("page")).0;
    show(kind, edge, admin, form.get("q").trim(), page, None)
}

/// Does something about one of the things, for the reason in the form and with what else is read
/// from it: the list with what it was about, or the form again.
async fn act<D: AdminList, X, F: Future<Output = Deed>>(
    kind: &D,
    (edge, admin): (&Edge, &Admin),
    id: D::Id,
    form: &Form,
    read: impl FnOnce(&mut FieldErrors) -> Option<X>,
    deed: impl FnOnce(X, Reason) -> F,
) -> Result<Response, HttpError> {
    let t = admin.visitor().language();
    let mut errors = FieldErrors::new();
    let what = read(&mut errors);
    let reason = text(t, form, "reason", &mut errors);
    let (Some(what), Some(reason)) = (what, reason) else {
        let (status, message) = (StatusCode::UNPROCESSABLE_ENTITY, t.admin_nothing_done().into());
        let refused = NotDone { status, message, form, errors };
        return show(kind, edge, admin, &id.to_string(), 1, Some(refused));
    };
    match deed(what, reason).await? {
        Ok(()) => Ok(Redirect::to(&kind.done(id)).into_response()),
        Err((code, message)) => {
            let refused = NotDone { status: status_of(code), message, form, errors };
            show(kind, edge, admin, &id.to_string(), 1, Some(refused))
        }
    }
}

/// A refusal by its name, and in words.
fn said<R: RefusalCode>(
    words: impl FnOnce(&R) -> &'static str,
) -> impl FnOnce(R) -> (Code, String) {
    move |refusal| (refusal.code(), words(&refusal).into())
}

/// Nothing but the reason is typed.
fn nothing(_: &mut FieldErrors) -> Option<()> {
    Some(())
}

/// What was typed in a field of one line.
fn text<const MAX: usize>(
    t: Language,
    form: &Form,
    name: &'static str,
    errors: &mut FieldErrors,
) -> Option<Text<MAX>> {
    Text::parse(form.get(name)).map_err(|error| errors.insert(name, error.tell(t))).ok()
}

fn show<D: AdminList>(
    kind: &D,
    edge: &Edge,
    admin: &Admin,
    sought: &str,
    page: usize,
    refused: Option<NotDone<'_>>,
) -> Result<Response, HttpError> {
    let t = admin.visitor().language();
    let found = kind.find(edge, sought)?;
    let paging = presenters::paging(page, found.len());
    let mut rows = vec![];
    for id in found.iter().skip(presenters::skipped(paging)).take(presenters::PAGE) {
        rows.extend(kind.row(edge, t, *id)?);
    }
    let (status, refusal) = match refused {
        Some(NotDone { status, message, form, errors }) => {
            let actions = rows.iter_mut().filter_map(|row| row.action.as_mut());
            actions.flat_map(|action| &mut action.fields).for_each(|field| {
                field.value = form.get(field.name).to_owned();
                field.error = errors.get(field.name).cloned();
            });
            (status, Some(message))
        }
        None => (StatusCode::OK, None),
    };
    let (title, path, hint) = (kind.title(t), kind.path(), kind.hint(t));
    let sought = sought.to_owned();
    let page = AdminListPage { title, path, hint, sought, refusal, rows, paging };
    Ok((status, views::admin_list(&admin.visitor().context(), &page)).into_response())
}

/// The field for the reason.
fn reason(t: Language) -> AdminField {
    let (value, max) = (String::new(), Reason::MAX);
    AdminField { name: "reason", label: t.admin_why(), value, max, error: None }
}

/// Who has done something, for the page: the address, or that the account is gone.
fn name_of(edge: &Edge, t: Language, user: UserId) -> Result<String, StorageError> {
    let user = edge.market.tables().user(user)?;
    Ok(user.map_or_else(|| t.admin_somebody().into(), |user| t.account_of(&user).to_owned()))
}
