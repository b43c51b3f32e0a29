//! What those who run the site can do about accounts, tickets, orders and events: whoever has an
//! `Admin`. Each action needs a reason, and is an event with who did it and why. A `StaffMember` sees it.

mod accounts;
mod audit;
mod claims;
pub(super) mod columns;
mod disputes;
mod endpoints;
mod events;
mod merging;
mod orders;
mod payment_disputes;
mod reports;
mod tickets;

use std::{fmt::Display, str::FromStr};

use axum::{
    http::{StatusCode, request::Parts},
    response::IntoResponse,
};

pub(crate) use accounts::{Users, ban, unban};
pub(crate) use audit::{audit, audit_csv};
pub(crate) use claims::{Claims, decide};
pub(crate) use disputes::{Disputes, settle};
pub(crate) use endpoints::Endpoints;
pub(crate) use events::{Events, rename};
pub(crate) use merging::{merge, merge_form};
pub(crate) use orders::{OrderList, PaidOrders, cancel};
pub(crate) use payment_disputes::{PaymentDisputes, bear};
pub(crate) use reports::{Reports, close};
pub(crate) use tickets::{Tickets, remove};

use super::{
    admin_csv::{self, Cells, LINES_AT_ONCE},
    go_to,
};
use crate::{
    http::{
        AskedPage, Edge, Form, HttpResult, StaffMember,
        presenters::{self, PAGE},
        refused, status_of,
    },
    reads::walk::{ListPlace, Stretch, Walk, Way},
    storage::StorageError,
    texts::Tell as _,
    types::{Language, Reason, Text, UserId},
    usecases::{RefusalCode, UseCaseError},
    views::{self, AdminField, AdminListPage, AdminRow, FieldErrors, Finder, Turning},
};

/// A list of things of one kind, and what is done about them.
pub(crate) trait AdminList {
    type Id: Copy + Display + FromStr;

    /// What the columns of its CSV are called; none if it cannot be had as that.
    const COLUMNS: &'static [&'static str] = &[];

    /// Which way the list goes from its beginning.
    const WAY: Way = Way::Down;
    /// Whether what is sought is found by its own id.
    const IS_BY_ID: bool = true;
    /// Whether support may do what a row offers.
    const IS_FOR_SUPPORT: bool = false;

    fn head(&self, t: Language) -> ListHead;
    /// The part of the list that comes on this walk, so many of it at the most.
    fn walked(
        &self,
        edge: &Edge,
        sought: &str,
        walk: Walk<ListPlace>,
        limit: usize,
    ) -> Result<Stretch<ListPlace, Self::Id>, StorageError>;

    /// What is found by an id.
    fn by_id(&self, _edge: &Edge, id: Self::Id) -> Vec<Self::Id> {
        vec![id]
    }

    fn row(&self, edge: &Edge, t: Language, id: Self::Id)
    -> Result<Option<AdminRow>, StorageError>;

    /// A line of its CSV, in the order of its columns.
    fn cells(&self, _edge: &Edge, _id: Self::Id) -> Result<Option<Cells>, StorageError> {
        Ok(None)
    }

    /// Where one goes when it is done: to the list with what it was about.
    fn done(&self, id: Self::Id) -> String {
        format!("{}?q={id}", self.head(Language::default()).path)
    }
}

/// What stands above a list, and where it is.
pub(crate) struct ListHead {
    title: String,
    path: String,
    hint: String,
}

/// Why an action was not done, and what was typed for it.
struct NotDone<'a> {
    status: StatusCode,
    message: String,
    form: &'a Form,
    errors: FieldErrors,
}

/// A list, as far as it is looked for.
pub(crate) async fn list<D: AdminList + Default>(staff: StaffMember, parts: Parts) -> HttpResult {
    look(&D::default(), &staff, &parts)
}

/// All of a list that is found by what is sought, as CSV.
pub(crate) async fn csv<D: AdminList + Default + Send + Sync + 'static>(
    staff: StaffMember,
    parts: Parts,
) -> HttpResult {
    csv_of(D::default(), &staff, &parts)
}

fn csv_of<D: AdminList + Send + Sync + 'static>(
    kind: D,
    staff: &StaffMember,
    parts: &Parts,
) -> HttpResult {
    let sought = Form::of_query(parts).get("q").trim().to_owned();
    let path = kind.head(Language::default()).path;
    let name = path.trim_start_matches("/admin/").replace('/', "-");
    admin_csv::download(staff, &name, D::COLUMNS, move |edge, from| {
        let found = match sought.parse().ok().filter(|_| D::IS_BY_ID) {
            Some(id) => (kind.by_id(edge, id), None),
            None => {
                let walk = Walk { from, way: D::WAY };
                let found = kind.walked(edge, &sought, walk, LINES_AT_ONCE)?;
                (found.found.into_iter().map(|(_, id)| id).collect(), found.more)
            }
        };
        let (ids, more): (Vec<_>, _) = found;
        let mut lines = vec![];
        for id in ids {
            lines.extend(kind.cells(edge, id)?);
        }
        Ok((lines, more))
    })
}

fn look<D: AdminList>(kind: &D, staff: &StaffMember, parts: &Parts) -> HttpResult {
    let form = Form::of_query(parts);
    show(kind, staff, form.get("q").trim(), &AskedPage::of(&form), None)
}

/// Does something about one of the things, for the reason in the form and with what else is read
/// from it: the list with what it was about, or the form again, with why it was not done.
async fn act<D: AdminList, X, R: RefusalCode, F: Future<Output = Result<(), UseCaseError<R>>>>(
    kind: &D,
    staff: &StaffMember,
    id: D::Id,
    form: &Form,
    read: impl FnOnce(&mut FieldErrors) -> Option<X>,
    deed: impl FnOnce(X, Reason) -> F,
    why_not: impl FnOnce(Language, &R) -> &'static str,
) -> HttpResult {
    let t = staff.language();
    let mut errors = FieldErrors::new();
    let what = read(&mut errors);
    let reason = text(t, form, "reason", &mut errors);
    let (status, message) = match (what, reason) {
        (Some(what), Some(reason)) => match refused(deed(what, reason).await)? {
            Ok(()) => return go_to(&kind.done(id)),
            Err(refusal) => (status_of(refusal.code()), why_not(t, &refusal)),
        },
        _ => (StatusCode::UNPROCESSABLE_ENTITY, t.admin_nothing_done()),
    };
    let refused = NotDone { status, message: message.into(), form, errors };
    show(kind, staff, &id.to_string(), &AskedPage::default(), Some(refused))
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
    staff: &StaffMember,
    sought: &str,
    asked: &AskedPage,
    refused: Option<NotDone<'_>>,
) -> HttpResult {
    let t = staff.language();
    let (shown, turning) = match sought.parse().ok().filter(|_| D::IS_BY_ID) {
        Some(id) => (kind.by_id(&staff.edge, id), Turning::default()),
        None => {
            presenters::page_of(asked, D::WAY, |walk| kind.walked(&staff.edge, sought, walk, PAGE))?
        }
    };
    let mut rows = vec![];
    for id in shown {
        rows.extend(kind.row(&staff.edge, t, id)?);
    }
    let context = staff.context();
    if !D::IS_FOR_SUPPORT && !context.runs_the_site {
        for row in &mut rows {
            row.action = None;
            row.deeds.clear();
        }
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
    let ListHead { title, path, hint } = kind.head(t);
    let sought = sought.to_owned();
    let csv = (!D::COLUMNS.is_empty()).then(|| format!("{path}.csv"));
    let find = Some(Finder { path, hint, sought });
    let page = AdminListPage { title, find, csv, refusal, rows, turning };
    Ok((status, views::admin_list(&context, &page)).into_response())
}

/// The field for the reason.
fn reason(t: Language) -> AdminField {
    let (value, max) = (String::new(), Reason::MAX);
    AdminField { name: "reason", label: t.admin_why(), value, max, choices: vec![], error: None }
}

/// Who has done something, for the page: the address, or that the account is gone.
pub(super) fn name_of(edge: &Edge, t: Language, user: UserId) -> Result<String, StorageError> {
    let user = edge.market.tables().user(user)?;
    Ok(user.map_or_else(|| t.admin_somebody().into(), |user| t.account_of(&user).into_owned()))
}
