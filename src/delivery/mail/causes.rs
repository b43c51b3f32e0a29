use crate::{
    domain::{DomainEvent, MailAbout, MailEvent, OrderEvent, TicketEvent, TicketStatus, WishEvent},
    storage::{StorageError, Tables},
    types::{MailId, OrderId, UserId},
};

/// The mails that events lead to, to be committed with them: so neither is ever without the other.
/// The tables are as they are before the events.
///
/// # Errors
/// When a record cannot be read.
pub fn queued(tables: &Tables, events: &[DomainEvent]) -> Result<Vec<DomainEvent>, StorageError> {
    let mut mails = vec![];
    for event in events {
        mails.extend(caused(tables, event)?);
    }
    Ok(mails)
}

/// The mail that an event leads to. Each cause is in words of its own, so that it leads to one mail
/// however often it is heard of.
fn caused(tables: &Tables, event: &DomainEvent) -> Result<Option<DomainEvent>, StorageError> {
    let buyer = |order: OrderId| Ok(tables.order(order)?.map(|order| order.buyer));
    let (to, cause, about): (Option<UserId>, _, _) = match event {
        DomainEvent::Order(id, OrderEvent::Completed { .. }) => {
            (buyer(*id)?, format!("completed {id}"), MailAbout::OrderCompleted(*id))
        }
        DomainEvent::Ticket(id, TicketEvent::Sold { order, .. }) => {
            let seller = tables.ticket(*id)?.map(|ticket| ticket.seller);
            (seller, format!("sold {order}"), MailAbout::TicketSold(*order))
        }
        DomainEvent::Order(id, OrderEvent::Expired) => {
            (buyer(*id)?, format!("expired {id}"), MailAbout::HoldExpired(*id))
        }
        DomainEvent::Order(id, OrderEvent::CancelledBySite { .. }) => {
            (buyer(*id)?, format!("cancelled {id}"), MailAbout::OrderCancelled(*id))
        }
        DomainEvent::Ticket(id, TicketEvent::Removed { .. }) => {
            let seller = tables.ticket(*id)?.map(|ticket| ticket.seller);
            (seller, format!("removed {id}"), MailAbout::TicketRemoved(*id))
        }
        DomainEvent::Ticket(id, TicketEvent::Recalled { order }) => {
            let seller = tables.ticket(*id)?.map(|ticket| ticket.seller);
            (seller, format!("recalled {id} {order}"), MailAbout::TicketRecalled(*id))
        }
        DomainEvent::Ticket(id, TicketEvent::FileAttached(_)) => {
            // One that comes with the listing has no buyer yet.
            match tables.ticket(*id)?.map(|ticket| ticket.status) {
                Some(TicketStatus::Sold { order, buyer, .. }) => {
                    (Some(buyer), format!("file {order}"), MailAbout::FileAttached(order))
                }
                _ => return Ok(None),
            }
        }
        DomainEvent::Order(id, OrderEvent::Refunded) => {
            (buyer(*id)?, format!("refunded {id}"), MailAbout::OrderRefunded(*id))
        }
        DomainEvent::Wish(id, WishEvent::Told) => {
            let Some(wish) = tables.wish(*id)? else { return Ok(None) };
            // A wish can be made again, and that is another cause.
            let cause = format!("told {id} {}", wish.asked_at.as_millis());
            (Some(wish.user), cause, MailAbout::TicketFree(wish.ticket))
        }
        _ => return Ok(None),
    };
    // Whoever deletes their account has no address any more.
    let to = to.filter(|to| !tables.catalog().is_deleted(*to));
    Ok(to.map(|to| DomainEvent::Mail(MailId::of(to, &cause), MailEvent::Queued { to, about })))
}
