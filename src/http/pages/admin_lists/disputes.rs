use super::{AdminList, Cells, ListHead, Tickets, act, columns, reason};
use crate::{
    domain::{SeatDispute, Ticket, rules::ticket::TicketRefusal},
    http::{Admin, Edge, Form, HttpError, HttpResult, Id},
    reads::walk::{ListPlace, Stretch, Walk},
    storage::StorageError,
    types::{Email, Language, TicketId},
    usecases::admin,
    views::{AdminAction, AdminRow},
};

/// The tickets whose seats others offer or have sold, too, newest first; by the id of one all for its
/// seat.
#[derive(Default)]
pub(crate) struct Disputes;

/// How many of them are looked at for one part.
const LOOKED_AT_MAX: usize = 2000;

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

    const COLUMNS: &'static [&'static str] = columns::OF_TICKET;

    fn head(&self, t: Language) -> ListHead {
        ListHead {
            title: t.admin_disputes().into(),
            path: "/admin/tickets/disputed".into(),
            hint: t.admin_disputes_hint().into(),
        }
    }

    fn walked(
        &self,
        edge: &Edge,
        sought: &str,
        walk: Walk<ListPlace>,
        limit: usize,
    ) -> Result<Stretch<ListPlace, TicketId>, StorageError> {
        let tables = edge.market.tables();
        let walk = walk.by(|from| TicketId::from_bytes(from.parts().1));
        let disputed = tables.catalog().disputed(walk, LOOKED_AT_MAX + 1);
        let (email, part) = (Email::parse(sought).ok(), sought.to_lowercase());
        let seller = email.as_ref().and_then(|email| tables.catalog().user_by_email(email));
        let is_wanted = |ticket: &Ticket| match email {
            Some(_) => Some(ticket.seller) == seller,
            None => ticket.title.as_str().to_lowercase().contains(&part),
        };
        let disputed = disputed.into_iter().map(|id| (id, id));
        let found = Stretch::of(disputed, limit, LOOKED_AT_MAX, |id| {
            Ok(tables.ticket(id)?.filter(|ticket| is_wanted(ticket)).map(|ticket| ticket.id))
        });
        Ok(found?.by(|id| ListPlace::of_id(*id.as_bytes())))
    }

    /// All that are for its seat.
    fn by_id(&self, edge: &Edge, id: TicketId) -> Vec<TicketId> {
        let tables = edge.market.tables();
        let seat = tables.ticket(id).ok().flatten().and_then(|ticket| ticket.claims());
        let claims = seat.and_then(|seat| tables.seat_claims(seat).ok());
        claims.map_or_else(|| vec![id], |all| all.iter().map(|ticket| ticket.id).collect())
    }

    fn cells(&self, edge: &Edge, id: Self::Id) -> Result<Option<Cells>, StorageError> {
        columns::ticket(edge, id)
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
        let (mut links, mut deeds) = (row.links, row.deeds);
        links.push((format!("/admin/tickets/disputed?q={id}"), t.admin_disputes()));
        deeds.push((format!("/admin/tickets?q={id}"), t.admin_remove()));
        Ok(Some(AdminRow { action, links, deeds, ..row }))
    }
}
