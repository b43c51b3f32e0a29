use super::{AdminList, Cells, ListHead, act, columns, name_of, reason};
use crate::{
    domain::{Dispute, rules::disputes::DisputeRefusal},
    http::{Admin, Edge, Form, HttpError, HttpResult, Id},
    reads::walk::{ListPlace, Stretch, Walk, Way},
    storage::StorageError,
    types::{DisputeId, Language},
    usecases::disputes,
    views::{AdminAction, AdminKind, AdminRow},
};

/// What buyers' banks want back: the open ones, oldest first, or all.
#[derive(Default)]
pub(crate) struct PaymentDisputes;

/// What is typed to find those that are over, too.
const ALL: &str = "all";

/// Has the site bear a dispute, should it be lost.
pub(crate) async fn bear(admin: Admin, Id(id): Id<DisputeId>, form: Form) -> HttpResult {
    admin.edge.market.tables().dispute(id)?.ok_or(HttpError::NotFound)?;
    let deed =
        async |(), reason| disputes::bear(&admin.edge.market, admin.caller(), id, reason).await;
    let why_not = |t: Language, _: &DisputeRefusal| t.dispute_is_over();
    act(&PaymentDisputes, &admin, id, &form, |_| Some(()), deed, why_not).await
}

impl AdminList for PaymentDisputes {
    type Id = DisputeId;

    const COLUMNS: &'static [&'static str] = &[
        "id",
        "status",
        "name",
        "charge",
        "order",
        "amount",
        "moved",
        "provider_fee",
        "currency",
        "opened_at",
        "due_by",
        "borne_by_site_because",
    ];

    const WAY: Way = Way::Up;

    fn head(&self, t: Language) -> ListHead {
        ListHead {
            title: t.admin_payment_disputes().into(),
            path: "/admin/disputes".into(),
            hint: t.admin_payment_disputes_hint().into(),
        }
    }

    fn walked(
        &self,
        edge: &Edge,
        sought: &str,
        walk: Walk<ListPlace>,
        limit: usize,
    ) -> Result<Stretch<ListPlace, DisputeId>, StorageError> {
        let walk = walk.by(|from| from.key(DisputeId::from_bytes));
        let catalog = edge.market.tables().catalog();
        let only_open = !sought.eq_ignore_ascii_case(ALL);
        let found = catalog.disputes.along(only_open, walk, limit);
        Ok(found.by(|(at, id)| ListPlace::at(at, *id.as_bytes())).of_those(|(_, id)| id))
    }

    fn cells(&self, edge: &Edge, id: Self::Id) -> Result<Option<Cells>, StorageError> {
        let tables = edge.market.tables();
        let Some(dispute) = tables.dispute(id)? else { return Ok(None) };
        let Some(charge) = tables.charge(dispute.payment)? else { return Ok(None) };
        Ok(Some(vec![
            id.to_string(),
            dispute.status.word().to_owned(),
            dispute.name.to_string(),
            charge.id.to_string(),
            charge.order.to_string(),
            columns::decimal(edge, dispute.minor),
            columns::decimal(edge, dispute.moved_minor),
            columns::decimal(edge, dispute.fee_minor),
            columns::currency(edge),
            dispute.opened_at.rfc3339(),
            columns::at(dispute.due_by),
            dispute.borne_by_site.as_ref().map(|it| it.reason.to_string()).unwrap_or_default(),
        ]))
    }

    fn row(
        &self,
        edge: &Edge,
        t: Language,
        id: DisputeId,
    ) -> Result<Option<AdminRow>, StorageError> {
        let tables = edge.market.tables();
        let Some(dispute) = tables.dispute(id)? else { return Ok(None) };
        let Some(charge) = tables.charge(dispute.payment)? else { return Ok(None) };
        let Some(order) = tables.order(charge.order)? else { return Ok(None) };
        let Some(ticket) = tables.ticket(order.ticket)? else { return Ok(None) };
        let is_open = dispute.status.is_open();
        let links =
            order.purchase().iter().map(|id| (format!("/orders/{id}"), t.dispute_an_order()));
        Ok(Some(AdminRow {
            kind: AdminKind::Dispute,
            id: id.to_string(),
            title: (&ticket.title).into(),
            links: links.collect(),
            deeds: vec![],
            status: dispute.status.word(),
            badge: (
                if is_open { "created" } else { "completed" },
                t.dispute_status(dispute.status),
            ),
            lines: lines_of(edge, t, &dispute)?,
            action: (is_open && dispute.borne_by_site.is_none()).then(|| action(t, id)),
        }))
    }
}

fn lines_of(edge: &Edge, t: Language, dispute: &Dispute) -> Result<Vec<String>, StorageError> {
    let config = &edge.config.site;
    let amount = |minor| t.signed_amount(minor, config.currency);
    let moment = |at| t.exact_moment(at, &config.time_zone);
    let opened_at = moment(dispute.opened_at);
    let mut lines = vec![t.dispute_line(&amount(dispute.minor), &dispute.name, &opened_at)];
    if dispute.status.wants_evidence() {
        lines.extend(dispute.due_by.map(|due_by| t.dispute_due_by(&moment(due_by))));
    }
    match (dispute.moved_minor, dispute.fee_minor) {
        (0, 0) if dispute.status.is_open() => lines.push(t.dispute_inquiry().into()),
        (0, 0) => {}
        (minor, fee) => lines.push(t.dispute_moved(&amount(minor), &amount(fee))),
    }
    if let Some(how) = &dispute.borne_by_site {
        lines.push(t.dispute_borne(&name_of(edge, t, how.by)?, how.reason.as_str()));
    }
    Ok(lines)
}

fn action(t: Language, id: DisputeId) -> AdminAction {
    AdminAction {
        summary: t.dispute_bear(),
        question: t.dispute_bear_ask().into(),
        path: format!("/admin/disputes/{id}/bear"),
        hidden: None,
        fields: vec![reason(t)],
        button: t.dispute_bear(),
    }
}
