use axum::http::request::Parts;

use super::{AdminList, Cells, ListHead, columns, csv_of, look, name_of};
use crate::{
    domain::{Act, Key, StaffAct},
    http::{Admin, Edge, HttpResult},
    reads::walk::{ListPlace, Stretch, Walk},
    storage::StorageError,
    types::{Email, Language, StaffActId, UserId, id_bytes},
    views::{AdminKind, AdminRow},
};

/// What those who run the site, and those who answer for it, have done and looked at, the latest first.
#[derive(Default)]
pub(crate) struct Audit;

/// The audit list: of whoever, or of what is sought.
pub(crate) async fn audit(admin: Admin, parts: Parts) -> HttpResult {
    look(&Audit, &admin, &parts)
}

/// The same as CSV.
pub(crate) async fn audit_csv(admin: Admin, parts: Parts) -> HttpResult {
    csv_of(Audit, &admin, &parts)
}

impl AdminList for Audit {
    type Id = StaffActId;

    const COLUMNS: &'static [&'static str] =
        &["id", "at", "by", "by_email", "act", "what", "about", "reason"];

    /// An id is one of what it was about.
    const IS_BY_ID: bool = false;

    fn head(&self, t: Language) -> ListHead {
        ListHead {
            title: t.admin_audit().into(),
            path: "/admin/audit".into(),
            hint: t.admin_audit_hint().into(),
        }
    }

    fn walked(
        &self,
        edge: &Edge,
        sought: &str,
        walk: Walk<ListPlace>,
        limit: usize,
    ) -> Result<Stretch<ListPlace, StaffActId>, StorageError> {
        let tables = edge.market.tables();
        let account = Email::parse(sought).ok();
        let account = account.and_then(|email| tables.catalog().user_by_email(&email));
        let sought = id_bytes(sought).or_else(|| account.map(|account| *account.as_bytes()));
        let walk = walk.by(|from| from.key(StaffActId::from_bytes));
        let looked_at_max = if sought.is_some() { LOOKED_THROUGH_MAX } else { limit };
        let acts = tables.staff_acts_along(walk, looked_at_max + 1)?;
        let acts = acts.into_iter().map(|place| (place, place.1));
        let found = Stretch::of(acts, limit, looked_at_max, |id| {
            let act = tables.staff_act(id)?;
            Ok(act.filter(|act| sought.is_none_or(|sought| is_about(act, sought))).map(|_| id))
        })?;
        Ok(found.by(|(at, id)| ListPlace::at(at, *id.as_bytes())))
    }

    fn cells(&self, edge: &Edge, id: Self::Id) -> Result<Option<Cells>, StorageError> {
        let Some(act) = edge.market.tables().staff_act(id)? else { return Ok(None) };
        let (kind, what, about, reason) = match &act.act {
            Act::Deed { event, id, reason, .. } => ("deed", event, Some(*id), reason.to_string()),
            Act::Look { page, id } => ("look", page, *id, String::new()),
        };
        Ok(Some(vec![
            id.to_string(),
            act.at.rfc3339(),
            act.by.to_string(),
            columns::email(edge, act.by)?,
            kind.to_owned(),
            what.to_string(),
            about.map(uuid).unwrap_or_default(),
            reason,
        ]))
    }

    fn row(
        &self,
        edge: &Edge,
        t: Language,
        id: StaffActId,
    ) -> Result<Option<AdminRow>, StorageError> {
        let Some(act) = edge.market.tables().staff_act(id)? else { return Ok(None) };
        let by = name_of(edge, t, act.by)?;
        let mut lines =
            vec![t.admin_act_by(&by, &t.exact_moment(act.at, &edge.config.site.time_zone))];
        let (title, status, badge, about) = match &act.act {
            Act::Deed { event, letter, id, reason } => {
                lines.push(reason.as_str().to_owned());
                let about = Key::of_parts(*letter, *id).and_then(path_of);
                (deed_word(t, event).to_owned(), "deed", ("sold", t.admin_act_deed()), about)
            }
            Act::Look { page, id } => {
                let id = id.map(uuid);
                let about = match (&id, page.contains("{id}")) {
                    (Some(id), true) => page.replace("{id}", id),
                    (Some(id), false) => format!("{page}?q={id}"),
                    (None, _) => page.to_string(),
                };
                lines.extend(id);
                (page.to_string(), "look", ("withdrawn", t.admin_act_look()), Some(about))
            }
        };
        let link = about.filter(|path| !path.contains('{') && !path.starts_with("/api/"));
        Ok(Some(AdminRow {
            kind: AdminKind::Act,
            id: id.to_string(),
            title: title.as_str().into(),
            links: link.into_iter().map(|path| (path, t.admin_act_about())).collect(),
            deeds: vec![],
            status,
            badge,
            lines,
            action: None,
        }))
    }
}

/// How many acts are looked through for a page.
const LOOKED_THROUGH_MAX: usize = 2000;

/// What was done, in the words of the page; by its name, if a later program did it.
fn deed_word(t: Language, event: &str) -> &str {
    match event {
        "UserBanned" => t.deed_user_banned(),
        "UserUnbanned" => t.deed_user_unbanned(),
        "TicketRemoved" => t.deed_ticket_removed(),
        "SeatSettled" => t.deed_seat_settled(),
        "RefundAsked" => t.deed_refund_asked(),
        "OrderCancelledBySite" => t.deed_order_cancelled(),
        "EventRenamed" => t.deed_event_renamed(),
        "EventMerged" => t.deed_event_merged(),
        "EventChanged" => t.deed_event_changed(),
        "EventPostponed" => t.deed_event_postponed(),
        "EventCancelled" => t.deed_event_cancelled(),
        "MailResumedBy" => t.deed_mail_resumed(),
        "ClaimUpheld" => t.deed_claim_upheld(),
        "ClaimRejected" => t.deed_claim_rejected(),
        "ReportClosed" => t.deed_report_closed(),
        "DisputeBorneBySite" => t.deed_dispute_borne(),
        "BalanceCorrected" => t.deed_balance_corrected(),
        "EarningReleasedByHand" => t.deed_earning_released(),
        "PayoutRunBegun" => t.deed_run_begun(),
        "PayoutsPaused" => t.deed_payouts_paused(),
        "PayoutsResumed" => t.deed_payouts_resumed(),
        "PayoutPaid" => t.deed_payout_paid(),
        "PayoutFailed" => t.deed_payout_failed(),
        "PayoutReturned" => t.deed_payout_returned(),
        other => other,
    }
}

fn is_about(act: &StaffAct, sought: [u8; 16]) -> bool {
    let about = match &act.act {
        Act::Deed { id, .. } => Some(*id),
        Act::Look { id, .. } => *id,
    };
    *act.by.as_bytes() == sought || about == Some(sought)
}

fn uuid(id: [u8; 16]) -> String {
    UserId::from_bytes(id).to_string()
}

/// Where more is of a record of which something was done, if there is such a page.
fn path_of(key: Key) -> Option<String> {
    let list = match key {
        Key::User(_) => "/admin/users",
        Key::Ticket(_) => "/admin/tickets",
        Key::Event(_) => "/admin/events",
        Key::Order(_) => "/admin/orders",
        Key::Claim(_) => "/admin/claims",
        Key::Report(_) => "/admin/reports",
        Key::Dispute(_) => "/admin/disputes",
        Key::PayoutAccount(id) => return Some(format!("/admin/sellers/{id}")),
        Key::PayoutRun(id) => return Some(format!("/admin/payouts/{id}")),
        _ => return None,
    };
    Some(format!("{list}?q={}", uuid(*key.parts().1)))
}
