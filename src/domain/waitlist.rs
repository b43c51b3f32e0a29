use serde::{Deserialize, Serialize};

use crate::types::{EventId, OrderId, Price, Section, TicketId, Timestamp, UserId, WaitlistId};

/// A place in the line for a ticket that is not free, or for seats of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitlistEntry {
    /// Which entry.
    pub id: WaitlistId,
    /// What they wait for.
    pub wish: Wish,
    /// Whose.
    pub user: UserId,
    /// Since when they stand where they do: who asked before comes before.
    pub asked_at: Timestamp,
    /// What became of it.
    pub status: WaitlistStatus,
    /// How often they had their turn and let it pass.
    pub let_pass: u8,
}

/// What somebody waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wish {
    /// This ticket.
    Ticket(TicketId),
    /// Any tickets of an event that fit.
    Seats(SeatsWish),
}

/// Tickets of an event, all of them at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatsWish {
    /// Of which event, or of the one that it was merged into.
    pub event: EventId,
    /// How many.
    pub quantity: u8,
    /// What the buyer would pay for each at the most; none if they would pay any price.
    pub at_most: Option<Price>,
    /// In which part of the venue; none if they would sit anywhere.
    pub section: Option<Section>,
}

/// What became of a waitlist entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WaitlistStatus {
    /// They wait.
    Waiting,
    /// They were told then that the ticket is free: before there were lines.
    Told(Timestamp),
    /// It was given up, or has led to a sale.
    Over,
    /// It is their turn: what they waited for is held for them, by this order or by the purchase of
    /// which this is the first.
    Served(OrderId),
    /// They have let it pass too often, and stand in the line no more.
    Out,
}

named! {
    /// What happens to a waitlist entry.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum WaitlistEvent {
        /// It is made, or made anew: for which ticket, and by whom.
        Asked(TicketId, UserId) = "WishAsked",
        /// The ticket is free. Whoever has given up meanwhile stays so. Before there were lines.
        Told = "WishTold",
        /// It is given up, or has led to a sale.
        Dropped = "WishDropped",
        /// It is made, or made anew: for which seats, and by whom.
        SeatsAsked(SeatsWish, UserId) = "SeatsWished",
        /// It is their turn: this order is theirs, or the purchase of which it is the first.
        Served(OrderId) = "WishServed",
        /// It was their turn, and they may not hold it as they stand: the next had it.
        PassedOver = "WishPassedOver",
        /// They had it and let it pass: they wait at the end of the line.
        LetPass = "WishLetPass",
        /// They had it and lost it by no fault of theirs: they wait where they did.
        Kept = "WishKept",
        /// They have let it pass too often.
        PutOut = "WishPutOut",
    }
    pub(super) fn name;
}

impl WaitlistStatus {
    /// Whether nothing comes of it any more.
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Waiting | Self::Served(_))
    }
}

impl WaitlistEntry {
    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        entry: &mut Option<Self>,
        id: WaitlistId,
        event: &WaitlistEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        use WaitlistStatus::{Out, Over, Served, Told, Waiting};

        let made = match event {
            WaitlistEvent::Asked(ticket, user) => Some((Wish::Ticket(*ticket), *user)),
            WaitlistEvent::SeatsAsked(seats, user) => Some((Wish::Seats(seats.clone()), *user)),
            _ => None,
        };
        if let Some((wish, user)) = made {
            *entry = Some(Self { id, wish, user, asked_at: at, status: Waiting, let_pass: 0 });
            return Ok(());
        }
        let entry = entry.as_mut().ok_or("not there")?;
        entry.status = match (entry.status, event) {
            (Waiting, WaitlistEvent::Told) => Told(at),
            (status, WaitlistEvent::Told) => status,
            (_, WaitlistEvent::Dropped) => Over,
            (Waiting, WaitlistEvent::Served(order)) => Served(*order),
            (Waiting, WaitlistEvent::PassedOver) | (Served(_), WaitlistEvent::Kept) => Waiting,
            (Served(_), WaitlistEvent::LetPass) => {
                entry.asked_at = at;
                entry.let_pass = entry.let_pass.saturating_add(1);
                Waiting
            }
            (Served(_), WaitlistEvent::PutOut) => Out,
            (Waiting, _) => return Err("waiting"),
            (Served(_), _) => return Err("served"),
            (Told(_) | Over | Out, _) => return Err("over"),
        };
        Ok(())
    }
}
