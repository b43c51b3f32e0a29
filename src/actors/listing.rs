//! What sellers do: list tickets, one or several by one form, change them and take them back.
//!
//! **A listing.** `POST /tickets` reads each field into its type and says at the field what is
//! wrong, also why a price is too high (`PriceRules`, which the ticket's machine asks as well). An
//! event's time is by the clocks at its venue: in the zone that was typed, else that of the event
//! which was made there last, else the site's; a time over which clocks are put forward is refused.
//! The first ticket's id comes with the form, and those of up to nine others derive from it
//! (`TicketId::sibling`): each is a ticket of its own, committed one after the other, the new event
//! with the first. So a form that comes twice lists them once (one that comes again with a file
//! attaches it); who goes back to it and changes it lists another (`TicketId::another`). An edit
//! leaves as it is what was not sent. What is listed for an event that was merged into another is
//! for that one, in the same entry.

use super::{
    Answer, CommandError, Market, Unavailable,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        Deed, Details,
        rules::{
            seats::settle,
            ticket::{NewListing, TicketCommand, TicketRefusal},
        },
    },
    types::{Price, Seat, TicketId, Title, UserId},
};

impl Market {
    /// Lists a ticket; done already if the ticket is there and the seller's.
    pub async fn list(&self, ticket: TicketId, listing: NewListing) -> Answer<TicketRefusal> {
        let command = TicketCommand::List(Box::new(listing), self.settings().prices);
        self.command(ticket, command).await
    }

    /// Changes a ticket's title and price, and its details if there are any.
    pub async fn edit(
        &self,
        ticket: TicketId,
        by: UserId,
        (title, price, details): (Title, Price, Option<Details>),
        if_version: Option<u32>,
    ) -> Answer<TicketRefusal> {
        let (details, rules) = (details.map(Box::new), self.settings().prices);
        let edit = TicketCommand::Edit { by, title, price, details, rules, if_version };
        self.command(ticket, edit).await
    }

    /// Takes a ticket back.
    pub async fn withdraw(&self, ticket: TicketId, by: UserId) -> Answer<TicketRefusal> {
        self.command(ticket, TicketCommand::Withdraw(by)).await
    }

    /// Lets be all who offer a ticket's seat, or have sold it; done already if nobody disputes it.
    pub async fn settle_seat(&self, ticket: TicketId, deed: Deed) -> Answer<TicketRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let not_listed = CommandError::Refused(TicketRefusal::NotListed);
            let Some(seat) = reading.ticket(ticket)?.ok_or(not_listed)?.claims() else {
                return Ok(Decision::default());
            };
            let mut claims = vec![];
            for claim in reading.tables().seat_claims(seat)? {
                claims.extend(reading.ticket(claim.id)?);
            }
            Ok(settle(&claims, &deed).into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Lists a ticket for each of these seats, all alike but for that: the first by this id, the
    /// others as its siblings. Those that are there already are left as they are, so what stopped
    /// half-way is completed by asking again; all are for the event of the first.
    /// If one is refused, those before it are listed.
    pub async fn list_seats(
        &self,
        first: TicketId,
        listing: NewListing,
        seats: Vec<Option<Seat>>,
    ) -> Answer<TicketRefusal> {
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
