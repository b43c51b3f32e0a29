use super::{AdminList, ListHead, Tickets, act, reason};
use crate::{
    domain::{SeatDispute, rules::ticket::TicketRefusal},
    http::{Admin, Edge, Form, HttpError, HttpResult, Id},
    storage::StorageError,
    types::{Language, TicketId},
    usecases::admin,
    views::{AdminAction, AdminRow},
};

/// The tickets whose seats others offer or have sold, too, those of one seat beside each other.
#[derive(Default)]
pub(crate) struct Disputes;

/// Lets be all who offer a ticket's seat.
pub(crate) async fn settle(admin: Admin, Id(id): Id<TicketId>, form: Form) -> HttpResult {
    admin.edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    let deed =
        async |(), reason| admin::settle_seat(&admin.edge.market, admin.caller(), id, reason).await;
    let why_not = |t: Language, _: &TicketRefusal| t.admin_ticket_over();
    act(&Disputes, &admin, id, &form, |_| Some(()), deed, why_not).await
}

impl AdminList for Disputes {
    type Id = TicketId;

    fn head(&self, t: Language) -> ListHead {
        ListHead {
            title: t.admin_disputes().into(),
            path: "/admin/tickets/disputed".into(),
            hint: t.admin_disputes_hint().into(),
        }
    }

    fn find(&self, edge: &Edge, sought: &str) -> Result<Vec<TicketId>, StorageError> {
        let tables = edge.market.tables();
        if let Ok(id) = sought.parse() {
            let seat = tables.ticket(id)?.and_then(|ticket| ticket.claims());
            let claims = seat.map(|seat| tables.seat_claims(seat)).transpose()?;
            return Ok(claims.map_or_else(|| vec![id], |all| all.iter().map(|t| t.id).collect()));
        }
        if !sought.is_empty() {
            let found = Tickets.find(edge, sought)?;
            let catalog = tables.catalog();
            let disputed: std::collections::HashSet<_> = catalog.disputed().collect();
            return Ok(found.into_iter().filter(|id| disputed.contains(id)).collect());
        }
        let disputed: Vec<_> = tables.catalog().disputed().collect();
        let mut found = vec![];
        for id in disputed {
            found.extend(tables.ticket(id)?.map(|ticket| (ticket.claims(), id)));
        }
        found.sort_unstable();
        Ok(found.into_iter().map(|(_, id)| id).collect())
    }

    fn row(
        &self,
        edge: &Edge,
        t: Language,
        id: TicketId,
    ) -> Result<Option<AdminRow>, StorageError> {
        let Some(row) = Tickets.row(edge, t, id)? else { return Ok(None) };
        let ticket = edge.market.tables().ticket(id)?;
        let is_open = ticket.is_some_and(|ticket| ticket.dispute == Some(SeatDispute::Open));
        let action = is_open.then(|| AdminAction {
            summary: t.admin_settle(),
            question: t.admin_settle_ask().into(),
            path: format!("/admin/tickets/{id}/settle"),
            hidden: None,
            fields: vec![reason(t)],
            button: t.admin_settle_button(),
        });
        let mut links = row.links;
        links.push((format!("/admin/tickets?q={id}"), t.admin_remove()));
        Ok(Some(AdminRow { action, links, ..row }))
    }
}
