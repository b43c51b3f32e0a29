use super::{AdminList, Cells, ListHead, act, columns, name_of, reason};
use crate::{
    http::{Admin, Edge, Form, HttpError, HttpResult, Id},
    reads::walk::{ListPlace, Stretch, Walk},
    storage::StorageError,
    types::{Language, UserId},
    usecases::{
        admin::{self, BanRefusal},
        policy,
    },
    views::{AdminAction, AdminKind, AdminRow},
};

/// How far it is counted what somebody has listed and ordered.
const COUNTED_MAX: usize = 100;

/// The accounts, newest first.
#[derive(Default)]
pub(crate) struct Users;

/// Closes an account.
pub(crate) async fn ban(admin: Admin, Id(id): Id<UserId>, form: Form) -> HttpResult {
    admin.edge.market.tables().user(id)?.ok_or(HttpError::NotFound)?;
    let deed = async |(), reason| {
        admin::ban(&admin.edge.market, &admin.edge.staff, admin.caller(), id, reason).await
    };
    act(&Users, &admin, id, &form, |_| Some(()), deed, why_not).await
}

/// Opens it again.
pub(crate) async fn unban(admin: Admin, Id(id): Id<UserId>, form: Form) -> HttpResult {
    admin.edge.market.tables().user(id)?.ok_or(HttpError::NotFound)?;
    let deed =
        async |(), reason| admin::unban(&admin.edge.market, admin.caller(), id, reason).await;
    act(&Users, &admin, id, &form, |_| Some(()), deed, why_not).await
}

/// How many there are, as far as it is counted.
fn counted(t: Language, n: usize) -> String {
    if n < COUNTED_MAX { n.to_string() } else { t.or_more(n) }
}

/// Why an account is not closed or opened.
fn why_not(t: Language, refusal: &BanRefusal) -> &'static str {
    match refusal {
        BanRefusal::RunsTheSite => t.admin_account_runs_site(),
        BanRefusal::Gone => t.admin_account_gone(),
    }
}

impl AdminList for Users {
    type Id = UserId;

    const COLUMNS: &'static [&'static str] = &[
        "id",
        "status",
        "email",
        "created_at",
        "confirmed_at",
        "language",
        "banned_at",
        "banned_because",
    ];

    fn head(&self, t: Language) -> ListHead {
        ListHead {
            title: t.admin_users().into(),
            path: "/admin/users".into(),
            hint: t.admin_users_hint().into(),
        }
    }

    fn walked(
        &self,
        edge: &Edge,
        sought: &str,
        walk: Walk<ListPlace>,
        limit: usize,
    ) -> Result<Stretch<ListPlace, UserId>, StorageError> {
        let walk = walk.by(|from| UserId::from_bytes(from.parts().1));
        let found = edge.market.tables().catalog().users_like(sought, walk, limit);
        Ok(found.by(|id| ListPlace::of_id(*id.as_bytes())))
    }

    fn cells(&self, edge: &Edge, id: Self::Id) -> Result<Option<Cells>, StorageError> {
        let Some(user) = edge.market.tables().user(id)? else { return Ok(None) };
        let status = if user.ban.is_some() { "banned" } else { "open" };
        Ok(Some(vec![
            id.to_string(),
            status.to_owned(),
            columns::email(edge, id)?,
            user.created_at.rfc3339(),
            columns::at(user.confirmed_at),
            user.language.map(|language| language.tag().to_owned()).unwrap_or_default(),
            columns::at(user.ban.as_ref().map(|ban| ban.at)),
            user.ban.as_ref().map(|ban| ban.reason.to_string()).unwrap_or_default(),
        ]))
    }

    fn row(&self, edge: &Edge, t: Language, id: UserId) -> Result<Option<AdminRow>, StorageError> {
        let Some(user) = edge.market.tables().user(id)? else { return Ok(None) };
        let tables = edge.market.tables();
        let listings = tables.listed_by(id, Walk::down(None), COUNTED_MAX)?.len();
        let orders = tables.ordered_by(id, Walk::down(None), COUNTED_MAX)?.len();
        let zone = &edge.config.site.time_zone;
        let mut lines = vec![{
            let [listings, orders] = [listings, orders].map(|n| counted(t, n));
            t.admin_user_line(&t.day(user.created_at, zone), &listings, &orders)
        }];
        if let Some(ban) = &user.ban {
            let (by, at) = (name_of(edge, t, ban.by)?, t.exact_moment(ban.at, zone));
            lines.push(t.admin_banned_by(&by, &at, ban.reason.as_str()));
        }
        let action = match (&user.ban, policy::may_be_closed(&edge.staff, &user)) {
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
            title: user.email.shown().into(),
            links: vec![],
            deeds: vec![],
            status,
            badge,
            lines,
            action,
        }))
    }
}
