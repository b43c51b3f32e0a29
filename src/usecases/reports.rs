//! Telling those who run the site of a listing, and what they say to it.

use super::{Caller, Done, policy};
use crate::{
    actors::Market,
    domain::{Deed, Scope, rules::report::ReportRefusal},
    types::{Reason, ReportId, TicketId},
};

/// Tells of a listing of somebody else's.
pub async fn report(
    market: &Market,
    caller: Caller<'_>,
    id: TicketId,
    reason: Reason,
) -> Done<ReportRefusal> {
    let by = policy::signed_in(caller)?.id;
    Ok(market.report(id, by, reason).await?)
}

/// Notes what comes of a report.
pub async fn close(
    market: &Market,
    caller: Caller<'_>,
    id: ReportId,
    reason: Reason,
) -> Done<ReportRefusal> {
    let caller = policy::scoped(caller, Scope::Admin)?;
    let deed = Deed { by: policy::staff(caller)?.id, reason };
    Ok(market.close_report(id, deed).await?)
}
