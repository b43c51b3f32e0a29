//! What those who run the site see and do. Each deed has a reason, which is kept.

pub(super) mod accounts;
pub(super) mod events;
pub(super) mod mails;
pub(super) mod orders;
pub(super) mod search;
pub(super) mod statistics;
pub(super) mod tickets;

use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    body::ApiQuery,
    caller::{Administers, ApiCaller, Bearer},
};
use crate::{
    domain::Scope,
    http::{HttpError, HttpResult, pages::admin_lists::AdminList},
    reads::walk::{ListPlace, Walk},
    usecases::{Caller, RefusalCode, policy},
};

/// Why something is done.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForReason {
    /// Kept, and told to whom it concerns.
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// The ids of a list, as far as it is looked for, and its cursor.
fn walked<D: AdminList>(
    list: &D,
    who: &ApiCaller,
    query: &ApiQuery,
) -> HttpResult<(Vec<D::Id>, Option<String>)> {
    let sought = query.0.get("q").trim();
    if let Ok(id) = sought.parse() {
        return Ok((list.by_id(&who.edge, id), None));
    }
    let limit = query.limit()?;
    let walk = Walk { from: query.after::<ListPlace>()?, way: D::WAY };
    let found = list.walked(&who.edge, sought, walk, limit)?;
    let ids = found.found.into_iter().map(|(_, id)| id).collect();
    Ok((ids, found.more.map(|more| more.to_string())))
}

fn runs(who: &Bearer<Administers>) -> HttpResult<Caller<'_>> {
    Ok(policy::scoped(who.caller(), Scope::Admin)?)
}

fn done<R: RefusalCode>(done: Result<(), R>) -> HttpResult<()> {
    done.map_err(|refusal| HttpError::Refused(refusal.code(), String::new()))
}
