use super::{AdminList, Cells, ListHead, act, columns, name_of, reason};
use crate::{
    domain::{SeatDispute, TicketStatus, rules::ticket::TicketRefusal},
    http::{Admin, Edge, Form, HttpError, HttpResult, Id, presenters},
    reads::walk::{ListPlace, Stretch, Walk},
    storage::StorageError,
    types::{Email, Language, TicketId},
    usecases::admin,
    views::{AdminAction, AdminKind, AdminRow},
};

/// How many others that are for the same seat are named at most.
const OTHERS_SHOWN: usize = 5;

/// The tickets that are listed, or those of a seller, newest first.
#[derive(Default)]
pub(crate) struct Tickets;

/// Withdraws a ticket; its seller is told why.
pub(crate) async fn remove(admin: Admin, Id(id): Id<TicketId>, form: Form) -> HttpResult {
    admin.edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    let deed = async |(), reason| {
        admin::remove_ticket(&admin.edge.market, admin.caller(), id, reason).await
    };
    let why_not = |t: Language, refusal: &TicketRefusal| match refusal {
        TicketRefusal::Held { .. } => t.admin_ticket_held(),
        TicketRefusal::Selling => t.admin_ticket_being_paid(),
        TicketRefusal::Sold => t.admin_ticket_sold(),
        _ => t.admin_ticket_over(),
    };
    act(&Tickets, &admin, id, &form, |_| Some(()), deed, why_not).await
}

impl AdminList for Tickets {
    type Id = TicketId;

    const COLUMNS: &'static [&'static str] = columns::OF_TICKET;

    fn head(&self, t: Language) -> ListHead {
        ListHead {
            title: t.admin_tickets().into(),
            path: "/admin/tickets".into(),
            hint: t.admin_tickets_hint().into(),
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
        let found = match Email::parse(sought) {
            Ok(email) => {
                let seller = tables.catalog().user_by_email(&email);
                let listed = |seller| tables.listed_by(seller, walk, limit + 1);
                presenters::stretch_of(seller.map(listed).transpose()?.unwrap_or_default(), limit)
            }
            Err(_) => tables.catalog().titled(sought, walk, limit),
        };
        Ok(found.by(|id| ListPlace::of_id(*id.as_bytes())))
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
        let tables = edge.market.tables();
        let Some(ticket) = tables.ticket(id)? else { return Ok(None) };
        let event = tables.event_of(&ticket)?;
        let event = event.map_or_else(String::new, |event| event.name.to_string());
        let price = t.amount(ticket.price, edge.config.site.currency);
        let mut lines =
            vec![t.admin_ticket_line(&price, &event, &name_of(edge, t, ticket.seller)?)];
        if let Some(by) = &ticket.removed {
            lines.push(t.admin_removed_by(&name_of(edge, t, by.by)?, by.reason.as_str()));
        }
        if let (Some(dispute), Some(seat)) = (&ticket.dispute, ticket.claims()) {
            let others = tables.seat_claims(seat)?;
            let others = others.iter().filter(|other| other.id != id).map(|t| t.id.to_string());
            let others = others.take(OTHERS_SHOWN).collect::<Vec<_>>().join(", ");
            lines.push(match dispute {
                SeatDispute::Open => t.admin_seat_disputed(&others),
                SeatDispute::Settled(by) => {
                    t.admin_seat_settled(&others, &name_of(edge, t, by.by)?, by.reason.as_str())
                }
            });
        }
        if let Some(held) = ticket.status.reservation() {
            lines.push(t.admin_held_for(&held.order.to_string()));
        }
        let status = ticket.status.at(edge.market.clock().now());
        let badge = match status {
            TicketStatus::Available => t.status_available(),
            TicketStatus::Reserved(_) => t.status_reserved(),
            TicketStatus::Selling { .. } => t.status_selling(),
            TicketStatus::Sold { .. } => t.status_sold(),
            TicketStatus::Withdrawn => t.status_withdrawn(),
        };
        let action = (status == TicketStatus::Available).then(|| AdminAction {
            summary: t.admin_remove(),
            question: t.admin_remove_ask().into(),
            path: format!("/admin/tickets/{id}/remove"),
            hidden: None,
            fields: vec![reason(t)],
            button: t.admin_remove_button(),
        });
        Ok(Some(AdminRow {
            kind: AdminKind::Ticket,
            id: id.to_string(),
            title: (&ticket.title).into(),
            links: vec![(format!("/tickets/{id}"), t.admin_ticket_link())],
            deeds: vec![],
            status: status.word(),
            badge: (status.word(), badge),
            lines,
            action,
        }))
    }
}
