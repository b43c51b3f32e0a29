use axum::{extract::State, http::request::Parts, response::Response};

use super::{AdminList, act, list, name_of, nothing, reason, said};
use crate::{
    http::{
        Edge, HttpError,
        error::refused,
        form::{Form, Id},
        visitor::Admin,
    },
    storage::StorageError,
    types::{Language, UserId},
    usecases::{
        admin::{self, BanRefusal},
        policy,
    },
    views::{AdminAction, AdminKind, AdminRow},
};

struct Users;

/// The accounts, newest first.
pub(crate) async fn users(
    State(edge): State<Edge>,
    admin: Admin,
    parts: Parts,
) -> Result<Response, HttpError> {
    list(&Users, &edge, &admin, &Form::of_query(&parts))
}

/// Closes an account.
pub(crate) async fn ban(
    State(edge): State<Edge>,
    admin: Admin,
    Id(id): Id<UserId>,
    form: Form,
) -> Result<Response, HttpError> {
    edge.market.tables().user(id)?.ok_or(HttpError::NotFound)?;
    let t = admin.visitor().language();
    act(&Users, (&edge, &admin), id, &form, nothing, async |(), reason| {
        let banned = admin::ban(&edge.market, &edge.admins, admin.caller(), id, reason).await;
        Ok(refused(banned)?.map_err(said(|refusal| why_not(t, *refusal))))
    })
    .await
}

/// Opens it again.
pub(crate) async fn unban(
    State(edge): State<Edge>,
    admin: Admin,
    Id(id): Id<UserId>,
    form: Form,
) -> Result<Response, HttpError> {
    edge.market.tables().user(id)?.ok_or(HttpError::NotFound)?;
    let t = admin.visitor().language();
    act(&Users, (&edge, &admin), id, &form, nothing, async |(), reason| {
        let opened = admin::unban(&edge.market, admin.caller(), id, reason).await;
        Ok(refused(opened)?.map_err(said(|refusal| why_not(t, *refusal))))
    })
    .await
}

/// Why an account is not closed or opened.
fn why_not(t: Language, refusal: BanRefusal) -> &'static str {
    match refusal {
        BanRefusal::RunsTheSite => t.admin_account_runs_site(),
        BanRefusal::Gone => t.admin_account_gone(),
    }
}

impl AdminList for Users {
    type Id = UserId;

    fn title(&self, t: Language) -> String {
        t.admin_users().into()
    }

    fn path(&self) -> String {
        "/admin/users".into()
    }

    fn hint(&self, t: Language) -> String {
        t.admin_users_hint().into()
    }

    fn find(&self, edge: &Edge, sought: &str) -> Result<Vec<UserId>, StorageError> {
        if let Ok(id) = sought.parse() {
            return Ok(vec![id]);
        }
        Ok(edge.market.tables().catalog().users_like(sought))
    }

    fn row(&self, edge: &Edge, t: Language, id: UserId) -> Result<Option<AdminRow>, StorageError> {
        let Some(user) = edge.market.tables().user(id)? else { return Ok(None) };
        let tables = edge.market.tables();
        let (listings, orders) = (tables.listed_by(id)?.len(), tables.ordered_by(id)?.len());
        let zone = &edge.config.site.time_zone;
        let mut lines = vec![t.admin_user_line(&t.day(user.created_at, zone), listings, orders)];
        if let Some(ban) = &user.ban {
            let (by, at) = (name_of(edge, t, ban.by)?, t.moment(ban.at, zone));
            lines.push(t.admin_banned_by(&by, &at, ban.reason.as_str()));
        }
        let action = match (&user.ban, policy::may_be_closed(&edge.admins, &user)) {
            (Some(_), _) => Some(AdminAction {
                summary: t.admin_unban(),
                question: t.admin_unban_ask().into(),
                path: format!("/admin/users/{id}/unban"),
                hidden: None,
                fields: vec![reason(t)],
                button: t.admin_unban_button(),
            }),
            (None, false) => None,
            (None, true) => Some(AdminAction {
                summary: t.admin_ban(),
                question: t.admin_ban_ask().into(),
                path: format!("/admin/users/{id}/ban"),
                hidden: None,
                fields: vec![reason(t)],
                button: t.admin_ban_button(),
            }),
        };
        let (status, badge) = match user.ban {
            Some(_) => ("banned", ("cancelled", t.admin_banned())),
            None => ("open", ("available", t.admin_open())),
        };
        Ok(Some(AdminRow {
            kind: AdminKind::User,
            id: id.to_string(),
            title: user.email.as_str().to_owned(),
            links: vec![],
            status,
            badge,
            lines,
            action,
        }))
    }
}
