//! What was bought and is sold on: when the money for it goes back, it is no longer its buyer's to
//! sell. By its content the file says that it is the same ticket.

use super::Market;
use crate::{
    domain::{DomainEvent, TicketEvent, TicketFile, TicketStatus},
    storage::{StorageError, Tables},
    types::TicketId,
};

/// The listings that a refund recalls with it: those in which the buyer sells the same file on.
///
/// # Errors
/// When a record cannot be read.
pub(super) fn that_follow(
    tables: &Tables,
    events: &[DomainEvent],
) -> Result<Vec<DomainEvent>, StorageError> {
    let mut recalled = vec![];
    for event in events {
        let DomainEvent::Ticket(id, TicketEvent::Returned { order, .. }) = event else { continue };
        let Some(ticket) = tables.ticket(*id)? else { continue };
        let (Some(file), TicketStatus::Sold { buyer, .. }) = (ticket.file, ticket.status) else {
            continue;
        };
        let unsold: Vec<_> = tables.catalog().unsold_with(&file.digest).collect();
        for other in unsold {
            if tables.ticket(other)?.is_some_and(|other| other.seller == buyer) {
                let order = *order;
                recalled.push(DomainEvent::Ticket(other, TicketEvent::Recalled { order }));
            }
        }
    }
    Ok(recalled)
}

impl Market {
    /// The files of tickets that these events recall.
    pub(super) fn files_recalled_by(&self, events: &[DomainEvent]) -> Vec<(TicketId, TicketFile)> {
        let recalled = events.iter().filter_map(|event| match event {
            DomainEvent::Ticket(id, TicketEvent::Recalled { .. }) => {
                let ticket = self.tables().ticket(*id).ok()??;
                Some((*id, ticket.file?))
            }
            _ => None,
        });
        recalled.collect()
    }

    /// Deletes those of these files that their tickets do not have any more. Those of tickets that
    /// are held stay until they are free.
    pub(super) fn discard_recalled(&self, files: Vec<(TicketId, TicketFile)>) {
        for (id, file) in files {
            let has_it = |ticket: &crate::domain::Ticket| ticket.file == Some(file);
            if self.tables().ticket(id).is_ok_and(|t| !t.is_some_and(|t| has_it(&t))) {
                self.discard_file(file.id);
            }
        }
    }
}
