//! What sellers do: list tickets, one or several by one form, change them and take them back.
//!
//! **A listing.** `POST /tickets` reads each field into its type and says at the field what is
//! wrong, also why a price is too high (`PriceRules`, which the ticket's machine asks as well). An
//! event's time is by the clocks at its venue: in the zone that was typed, else that of the event
//! which was made there last, else the site's; a time over which clocks are put forward is refused.
//! The first ticket's id comes with the form, and those of up to nine others derive from it
//! (`TicketId::sibling`): each is a ticket of its own, all of them and the new event are one entry.
//! So a form that comes twice lists them once (one that comes again with a file attaches it); who
//! goes back to it and changes it lists another (`TicketId::another`). An edit leaves as it is what
//! was not sent. What is listed for an event that was merged into another is for that one, in the
//! same entry.
//!
//! **Seats that do not go singly** know how many they are, and which of them each is
//! (`SeatGroup`); what may be taken of them is for the writer to say (`rules::seat_groups`).

use std::collections::HashMap;

use super::{
    Answer, CommandError, Market,
    ticket::rules_of_seller,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        Deed, Details, SeatGroup, SeatsGo,
        rules::{
            seat_groups::could_be_had,
            seats::settle,
            ticket::{NewListing, TicketCommand, TicketRefusal, decide},
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

    /// Lists a ticket for each of these seats, all alike but for that, in one entry: the first by
    /// this id, the others as its siblings, for the event of the first. All are there, or none; those
    /// that are there already are left as they are.
    pub async fn list_seats(
        &self,
        first: TicketId,
        listing: NewListing,
        seats: Vec<Option<Seat>>,
        how: Option<SeatsGo>,
    ) -> Answer<TicketRefusal> {
        let prices = self.settings().prices;
        let size = u8::try_from(seats.len()).unwrap_or(u8::MAX);
        let how = how.filter(|_| size > 1);
        let most = self.settings().limits.live_max;
        if how.is_some_and(|how| !could_be_had(how, seats.len(), most)) {
            return Err(CommandError::Refused(TicketRefusal::TooManySeats(most)));
        }
        let decide = |reading: &mut Reading<'_>| {
            let mut decision = Decision::default();
            let mut named = HashMap::new();
            let mut listing = listing.clone();
            for (place, seat) in (0..size).zip(&seats) {
                let id = first.sibling(place);
                listing.details.seat.clone_from(seat);
                listing.group = how.map(|how| SeatGroup { place, size, how });
                let seat = listing.details.seat_name();
                if let Some(same) = seat.and_then(|seat| named.insert(seat, id)) {
                    return Err(CommandError::Refused(TicketRefusal::SeatListed(same)));
                }
                let command = TicketCommand::List(Box::new(listing.clone()), prices);
                let known = reading.ticket(id)?;
                let events = decide(id, known.as_deref(), &command, reading.now);
                let events = events.map_err(CommandError::Refused)?;
                if !events.is_empty() {
                    decision.rules.extend(rules_of_seller(id, known.as_deref(), &command));
                    decision.events.extend(events);
                }
                // It comes to be with the first, or has.
                listing.new_event = None;
                if let Some(known) = known.filter(|_| place == 0) {
                    (listing.event, listing.event_starts_at) = (known.event, known.event_starts_at);
                }
            }
            Ok(decision)
        };
        self.transact(By::Other, decide).await.map(drop)
    }
}
