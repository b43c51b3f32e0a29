use super::{AdminList, Cells, ListHead, Tickets, act, columns, name_of, reason};
use crate::{
    domain::rules::report::ReportRefusal,
    http::{Edge, Form, HttpError, HttpResult, Id, StaffMember, presenters},
    reads::walk::{ListPlace, Stretch, Walk, Way},
    storage::StorageError,
    types::{Language, ReportId},
    usecases::reports,
    views::{AdminAction, AdminRow},
};

/// The listings of which users have told and at which nobody has looked yet, oldest first.
#[derive(Default)]
pub(crate) struct Reports;

/// Notes what comes of a report.
pub(crate) async fn close(staff: StaffMember, Id(id): Id<ReportId>, form: Form) -> HttpResult {
    staff.edge.market.tables().report(id)?.ok_or(HttpError::NotFound)?;
    let deed =
        async |(), reason| reports::close(&staff.edge.market, staff.caller(), id, reason).await;
    let why_not = |t: Language, _: &ReportRefusal| t.admin_report_over();
    act(&Reports, &staff, id, &form, |_| Some(()), deed, why_not).await
}

impl AdminList for Reports {
    type Id = ReportId;

    const COLUMNS: &'static [&'static str] =
        &["id", "ticket", "title", "by", "by_email", "reason", "at", "closed_at", "closed_because"];

    const WAY: Way = Way::Up;
    const IS_FOR_SUPPORT: bool = true;

    fn head(&self, t: Language) -> ListHead {
        ListHead {
            title: t.admin_reports().into(),
            path: "/admin/reports".into(),
            hint: t.admin_reports_hint().into(),
        }
    }

    fn walked(
        &self,
        edge: &Edge,
        _: &str,
        walk: Walk<ListPlace>,
        limit: usize,
    ) -> Result<Stretch<ListPlace, ReportId>, StorageError> {
        let walk = walk.by(|from| from.key(ReportId::from_bytes));
        let catalog = edge.market.tables().catalog();
        let open = walk.along(catalog.open_reports.range(walk.range()));
        let open = open.take(limit + 1).copied().collect();
        let open = presenters::stretch_of(open, limit);
        Ok(open.by(|(at, id)| ListPlace::at(at, *id.as_bytes())).of_those(|(_, id)| id))
    }

    fn cells(&self, edge: &Edge, id: Self::Id) -> Result<Option<Cells>, StorageError> {
        let tables = edge.market.tables();
        let Some(report) = tables.report(id)? else { return Ok(None) };
        let Some(ticket) = tables.ticket(report.ticket)? else { return Ok(None) };
        let closed = report.closed.as_ref();
        Ok(Some(vec![
            id.to_string(),
            ticket.id.to_string(),
            ticket.title.to_string(),
            report.by.to_string(),
            columns::email(edge, report.by)?,
            report.reason.to_string(),
            report.at.rfc3339(),
            columns::at(closed.map(|closed| closed.at)),
            closed.map(|closed| closed.reason.to_string()).unwrap_or_default(),
        ]))
    }

    fn row(
        &self,
        edge: &Edge,
        t: Language,
        id: ReportId,
    ) -> Result<Option<AdminRow>, StorageError> {
        let Some(report) = edge.market.tables().report(id)? else { return Ok(None) };
        let Some(mut row) = Tickets.row(edge, t, report.ticket)? else { return Ok(None) };
        let at = t.exact_moment(report.at, &edge.config.site.time_zone);
        let by = name_of(edge, t, report.by)?;
        row.lines.push(t.admin_reported_by(&by, &at, report.reason.as_str()));
        if let Some(closed) = &report.closed {
            let by = name_of(edge, t, closed.by)?;
            row.lines.push(t.admin_report_closed(&by, closed.reason.as_str()));
        }
        row.deeds.push((format!("/admin/tickets?q={}", report.ticket), t.admin_remove()));
        row.action = report.closed.is_none().then(|| AdminAction {
            summary: t.admin_report_close(),
            question: t.admin_report_close_ask().into(),
            path: format!("/admin/reports/{id}/close"),
            hidden: None,
            fields: vec![reason(t)],
            button: t.admin_report_close(),
        });
        Ok(Some(row))
    }
}
