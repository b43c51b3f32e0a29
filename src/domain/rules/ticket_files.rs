//! Who may attach a file to a ticket, and who may have it.

use super::ticket::{TicketRefusal, free};
use crate::{
    domain::{DomainEvent, KnownFile, Ticket, TicketEvent, TicketFile, TicketStatus},
    types::{Timestamp, UserId},
};

/// What the files of all that one seller has listed may come to, in bytes; what is sold does not
/// count.
pub const LISTED_BYTES_MAX: u64 = 200 * 1024 * 1024;

/// How a file stands, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FileStanding {
    /// A ticket that is not sold yet has it.
    pub is_listed: bool,
    /// Who bought the last ticket that had it.
    pub last_buyer: Option<UserId>,
}

/// The file of a ticket, if this user may have it: its seller always, its buyer once it is sold.
/// Nobody else learns that there is one, not even those who run the site.
pub fn file_for(ticket: &Ticket, user: Option<UserId>) -> Option<TicketFile> {
    let user = user?;
    let is_buyer = matches!(ticket.status, TicketStatus::Sold { buyer, .. } if buyer == user);
    ticket.file.filter(|_| is_buyer || user == ticket.seller)
}

/// Whether somebody may attach a file that stands so: no two tickets have the same while one of
/// them is for sale, and once it is sold it is its buyer's alone to sell on.
///
/// # Errors
/// When another ticket has it, or it is somebody else's.
pub fn may_attach(standing: &FileStanding, by: UserId) -> Result<(), TicketRefusal> {
    if standing.is_listed {
        return Err(TicketRefusal::SameFileListed);
    }
    match standing.last_buyer {
        Some(buyer) if buyer != by => Err(TicketRefusal::SameFileSold),
        _ => Ok(()),
    }
}

/// A file is replaced only while nobody relies on it; what was missing can come until the end.
pub(super) fn attach(
    ticket: &Ticket,
    by: UserId,
    known: KnownFile,
    now: Timestamp,
) -> Result<Vec<DomainEvent>, TicketRefusal> {
    if ticket.seller != by {
        return Err(TicketRefusal::NotSeller);
    }
    if ticket.known_file().is_some_and(|has| has.is_same(&known)) {
        return Ok(vec![]);
    }
    let mut events = match free(ticket, now) {
        Err(TicketRefusal::Withdrawn) => return Err(TicketRefusal::Withdrawn),
        Err(_) if ticket.file.is_none() => vec![],
        free => free?,
    };
    events.extend(attached(known).map(|event| DomainEvent::Ticket(ticket.id, event)));
    Ok(events)
}

/// That a file is a ticket's, and what it shows.
pub(super) fn attached(known: KnownFile) -> impl Iterator<Item = TicketEvent> {
    let shows = known.shown.map(TicketEvent::FileShows);
    [TicketEvent::FileAttached(known.file)].into_iter().chain(shows)
}
