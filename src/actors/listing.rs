//! Tickets that one form lists, to be sold one by one.

use super::{
    CommandError, Market, Unavailable,
    ticket::{NewListing, TicketRefusal},
};
use crate::{
    domain::Details,
    types::{Seat, TicketId},
};

impl Market {
    /// Lists a ticket for each of these seats, all alike but for that: the first by this id, the
    /// others as its siblings. Those that are there already are left as they are, so what stopped
    /// half-way is completed by asking again; all are for the event of the first.
    ///
    /// # Errors
    /// When one may not be, or something is out of order. Those before it are listed then.
    pub async fn list_seats(
        &self,
        first: TicketId,
        listing: NewListing,
        seats: Vec<Option<Seat>>,
    ) -> Result<(), CommandError<TicketRefusal>> {
        let on = |seat: Option<Seat>, listing: &NewListing| NewListing {
            details: Details { seat, ..listing.details.clone() },
            ..listing.clone()
        };
        let is_one = seats.len() == 1;
        let mut seats = (0..).zip(seats);
        let Some((_, seat)) = seats.next() else { return Ok(()) };
        self.list(first, on(seat, &listing)).await?;
        if is_one {
            return Ok(());
        }
        let listed = self.tables().ticket(first)?;
        let listed = listed.ok_or_else(|| Unavailable::Unknown(format!("no ticket {first}")))?;
        let (event, event_starts_at) = (listed.event, listed.event_starts_at);
        let others = NewListing { event, new_event: None, event_starts_at, ..listing };
        for (n, seat) in seats {
            self.list(first.sibling(n), on(seat, &others)).await?;
        }
        Ok(())
    }
}
