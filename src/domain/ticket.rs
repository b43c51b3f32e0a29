use serde::{Deserialize, Serialize};

use super::{
    Deed, Details, EventSeat, Handover, Intervention, KnownFile, TicketFile, history::History,
};
use crate::types::{ChargeId, EventId, OrderId, Price, TicketId, Timestamp, Title, UserId};

/// One listing by a seller for one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Which ticket.
    pub id: TicketId,
    /// What it is for.
    pub event: EventId,
    /// When that starts: the ticket is not reserved from then on.
    pub event_starts_at: Timestamp,
    /// Who sells it.
    pub seller: UserId,
    /// What the seller calls it.
    pub title: Title,
    /// What it costs; it changes only while the ticket is available.
    pub price: Price,
    /// When it was listed.
    pub listed_at: Timestamp,
    /// Where it stands.
    pub status: TicketStatus,
    /// What else the seller says of it.
    pub details: Details,
    /// The ticket itself, if its seller has attached it.
    pub file: Option<TicketFile>,
    /// Who of those who run the site has withdrawn it, and why, if one has.
    pub removed: Option<Intervention>,
    /// The order by which its seller had bought what they sell here, if that was refunded: it is not
    /// for sale any more, or will not be once nobody holds it.
    pub recalled: Option<OrderId>,
    /// What has happened to it.
    pub history: History,
    /// A digest of what its file shows, if that is known.
    pub shown: Option<[u8; 32]>,
    /// Whether others offer the same seat, or have sold it.
    pub dispute: Option<SeatDispute>,
    /// How many public events there were about it (`domain/public.rs`).
    pub version: u32,
    /// The seats that its seller listed with it, where they do not go singly.
    pub group: Option<SeatGroup>,
    /// How it comes to its buyer; none of tickets from before that was asked.
    pub handover: Option<Handover>,
}

named! {
    /// How seats go that a seller lists together, where it is not singly.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
    pub enum SeatsGo {
        /// As one likes, but so that none is left without a neighbour.
        NotOneAlone = "not_one_alone",
        /// All that are for sale at once.
        Together = "together",
    }
    /// In one word, as forms and the API have it.
    pub fn word;
}

impl SeatsGo {
    /// Each, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::NotOneAlone, Self::Together];
}

/// Seats that one form has listed, which stand in the order in which it named them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatGroup {
    /// Which of them this one is, from 0.
    pub place: u8,
    /// How many they are.
    pub size: u8,
    /// How they go.
    pub how: SeatsGo,
}

impl SeatGroup {
    /// The first of the seats, of which this ticket is one.
    #[must_use]
    pub fn first(self, id: TicketId) -> TicketId {
        id.sibling_before(self.place)
    }

    /// All of them, each with its place.
    pub fn seats(self, id: TicketId) -> impl Iterator<Item = (u8, TicketId)> {
        let first = self.first(id);
        (0..self.size).map(move |place| (place, first.sibling(place)))
    }
}

/// That a seat is offered or was sold by several who cannot all have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SeatDispute {
    /// Nobody has settled it.
    Open,
    /// Those who run the site have: what is listed may stay as it is.
    Settled(Intervention),
}

named! {
    /// Where a ticket stands.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
    pub enum TicketStatus {
        /// Anyone but its seller may reserve it.
        Available = "available",
        /// Held for one order until its deadline.
        Reserved(Reservation) = "reserved",
        /// Its money is being captured; no deadline ends this.
        Selling {
            /// For whom.
            reservation: Reservation,
            /// Which charge.
            charge: ChargeId,
        } = "selling",
        /// Somebody else's now.
        Sold {
            /// By which order.
            order: OrderId,
            /// To whom.
            buyer: UserId,
            /// When.
            at: Timestamp,
        } = "sold",
        /// Its seller took it back, those who run the site have removed it, or it was recalled.
        Withdrawn = "withdrawn",
    }
    /// In one word, as the pages carry it in `data-ticket-status`.
    pub fn word;
}

/// The lock: a ticket held for one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    /// For which order.
    pub order: OrderId,
    /// Whose order that is.
    pub buyer: UserId,
    /// The first moment at which it is no longer held.
    pub expires_at: Timestamp,
}

impl Reservation {
    /// Whether the deadline has passed.
    pub fn is_over(&self, now: Timestamp) -> bool {
        now >= self.expires_at
    }
}

named! {
    /// What happens to a ticket.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum TicketEvent {
        /// It was listed for sale.
        Created {
            /// What it is for.
            event: EventId,
            /// When that starts.
            event_starts_at: Timestamp,
            /// Who sells it.
            seller: UserId,
            /// What the seller calls it.
            title: Title,
            /// What it costs.
            price: Price,
        } = "TicketCreated",
        /// Its seller changed it.
        Updated {
            /// What it is called from now on.
            title: Title,
            /// What it costs from now on.
            price: Price,
        } = "TicketUpdated",
        /// Its seller took it back.
        Withdrawn = "TicketWithdrawn",
        /// It is held for an order.
        Reserved(Reservation) = "TicketReserved",
        /// This order was cancelled.
        ReservationReleased(OrderId) = "ReservationReleased",
        /// The deadline of this order passed.
        ReservationExpired(OrderId) = "ReservationExpired",
        /// This order's payment, by this charge, is authorised, and will be captured.
        SaleStarted(OrderId, ChargeId) = "SaleStarted",
        /// The payment could not be captured: held again for this order, until the same deadline.
        SaleAbandoned(OrderId) = "SaleAbandoned",
        /// The payment of this order was captured.
        Sold(OrderId) = "TicketSold",
        /// The order was refunded, and its seller has the ticket back.
        Returned {
            /// Which order.
            order: OrderId,
            /// Whether it is for sale again, and not withdrawn.
            relist: bool,
        } = "TicketReturned",
        /// Its seller said more of it, or something else.
        Described(Details) = "TicketDescribed",
        /// Its seller attached the ticket itself, in place of what was attached before.
        FileAttached(TicketFile) = "FileAttached",
        /// Its seller took that off.
        FileRemoved = "FileRemoved",
        /// Those who run the site have withdrawn it.
        Removed(Deed) = "TicketRemoved",
        /// This order, by which its seller had bought what they sell here, was refunded. It comes with the
        /// refund, whatever has just become of this ticket: of one that is sold or withdrawn it changes
        /// nothing.
        Recalled(OrderId) = "TicketRecalled",
        /// The event that it is for was merged into another, which it is for from now on, or starts at
        /// another time. Who did that and why is the event's to tell.
        Moved {
            /// Into which.
            event: EventId,
            /// When that starts.
            event_starts_at: Timestamp,
        } = "TicketMoved",
        /// This is a digest of what the file shows that was attached just before.
        FileShows([u8; 32]) = "FileShows",
        /// Somebody else offers the same seat of the event, or has sold it.
        SeatDisputed = "SeatDisputed",
        /// Nobody does any more.
        SeatUndisputed = "SeatUndisputed",
        /// Those who run the site have looked at all who offer the seat, and let them be.
        SeatSettled(Deed) = "SeatSettled",
        /// Its seller listed it with others, and they do not go singly.
        Grouped(SeatGroup) = "TicketGrouped",
        /// Its seller said how it comes to its buyer.
        HandoverChosen(Handover) = "HandoverChosen",
    }
    pub(super) fn name;
}

impl TicketStatus {
    /// The order for which the ticket is held or being sold.
    pub fn reservation(&self) -> Option<&Reservation> {
        match self {
            Self::Reserved(reservation) | Self::Selling { reservation, .. } => Some(reservation),
            Self::Available | Self::Sold { .. } | Self::Withdrawn => None,
        }
    }

    /// Where it stands at a moment: a reservation whose deadline has passed holds nothing, even
    /// before its end is recorded.
    pub fn at(self, now: Timestamp) -> Self {
        match self {
            Self::Reserved(reservation) if reservation.is_over(now) => Self::Available,
            status => status,
        }
    }
}

impl Ticket {
    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        ticket: &mut Option<Self>,
        id: TicketId,
        event: &TicketEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        use TicketStatus::{Available, Reserved, Selling, Sold, Withdrawn};

        if let TicketEvent::Created { event: of, event_starts_at, seller, title, price } = event {
            if let Some(ticket) = ticket {
                return Err(ticket.status.word());
            }
            *ticket = Some(Self {
                id,
                event: *of,
                event_starts_at: *event_starts_at,
                seller: *seller,
                title: title.clone(),
                price: *price,
                listed_at: at,
                status: Available,
                details: Details::default(),
                file: None,
                removed: None,
                recalled: None,
                history: History::default(),
                shown: None,
                dispute: None,
                version: 0,
                group: None,
                handover: None,
            });
            return Ok(());
        }
        let Some(ticket) = ticket else { return Err("not listed") };
        let (price, was_for) = (ticket.price, ticket.event);
        ticket.status = match (ticket.status, event) {
            (Available, TicketEvent::Updated { title, price }) => {
                ticket.title = title.clone();
                ticket.price = *price;
                Available
            }
            (Available, TicketEvent::Described(details)) => {
                ticket.details = details.clone();
                Available
            }
            (Available, TicketEvent::Grouped(group)) if ticket.group.is_none() => {
                ticket.group = Some(*group);
                Available
            }
            (Available, TicketEvent::HandoverChosen(handover)) => {
                ticket.handover = Some(*handover);
                Available
            }
            (Available, TicketEvent::FileRemoved) => {
                ticket.lose_file();
                Available
            }
            // Replaced only while nobody relies on it; what was missing can come later, too.
            (status, TicketEvent::FileAttached(file))
                if status == Available || (status != Withdrawn && ticket.file.is_none()) =>
            {
                ticket.lose_file();
                ticket.file = Some(*file);
                status
            }
            (status, TicketEvent::FileShows(shown))
                if ticket.file.is_some() && ticket.shown.is_none() =>
            {
                ticket.shown = Some(*shown);
                status
            }
            (Available, TicketEvent::Withdrawn) => Withdrawn,
            (Available, TicketEvent::Removed(deed)) => {
                ticket.removed = Some(deed.done(at));
                Withdrawn
            }
            (Available, TicketEvent::Reserved(reservation)) => Reserved(*reservation),
            (
                Reserved(r),
                TicketEvent::ReservationReleased(order) | TicketEvent::ReservationExpired(order),
            ) if r.order == *order => ticket.free_again(),
            (Reserved(r), TicketEvent::SaleStarted(order, charge)) if r.order == *order => {
                Selling { reservation: r, charge: *charge }
            }
            (Selling { reservation: r, .. }, TicketEvent::SaleAbandoned(order))
                if r.order == *order =>
            {
                Reserved(r)
            }
            (Selling { reservation: r, .. }, TicketEvent::Sold(order)) if r.order == *order => {
                Sold { order: r.order, buyer: r.buyer, at }
            }
            (Sold { order: by, .. }, TicketEvent::Returned { order, relist }) if by == *order => {
                // Its buyer had it: whoever buys it next must have another.
                ticket.lose_file();
                if *relist && ticket.recalled.is_none() { Available } else { Withdrawn }
            }
            (Available, TicketEvent::Recalled(order)) => {
                ticket.recalled = Some(*order);
                ticket.free_again()
            }
            (status @ (Reserved(_) | Selling { .. }), TicketEvent::Recalled(order)) => {
                ticket.recalled = Some(*order);
                status
            }
            (status @ (Sold { .. } | Withdrawn), TicketEvent::Recalled { .. }) => status,
            // Whoever holds it or has bought it keeps it, and pays what was agreed.
            (status, TicketEvent::Moved { event, event_starts_at })
                if (ticket.event, ticket.event_starts_at) != (*event, *event_starts_at) =>
            {
                (ticket.event, ticket.event_starts_at) = (*event, *event_starts_at);
                status
            }
            (status, TicketEvent::SeatDisputed) if status != Withdrawn => {
                ticket.dispute = Some(SeatDispute::Open);
                status
            }
            (status, TicketEvent::SeatUndisputed) if ticket.dispute.is_some() => {
                ticket.dispute = None;
                status
            }
            (status, TicketEvent::SeatSettled(deed)) if ticket.is_disputed() => {
                ticket.dispute = Some(SeatDispute::Settled(deed.done(at)));
                status
            }
            (status, _) => return Err(status.word()),
        };
        if ticket.status == Withdrawn {
            ticket.lose_file();
            ticket.dispute = None;
        }
        // When its event takes place is the event's to tell.
        if !matches!(event, TicketEvent::Moved { event: to, .. } if *to == was_for) {
            ticket.history.add(event, price, at);
        }
        Ok(())
    }

    /// What it is once nobody holds it.
    fn free_again(&mut self) -> TicketStatus {
        match self.recalled {
            None => TicketStatus::Available,
            Some(_) => TicketStatus::Withdrawn,
        }
    }

    fn lose_file(&mut self) {
        (self.file, self.shown) = (None, None);
    }

    /// Its file, as it is known again.
    pub fn known_file(&self) -> Option<KnownFile> {
        Some(KnownFile { file: self.file?, shown: self.shown })
    }

    /// Whether it has no file, and is not said to come without one.
    pub fn lacks_file(&self) -> bool {
        self.file.is_none() && matches!(self.handover, None | Some(Handover::File(_)))
    }

    /// The first moment at which it is too late for its file; none if it has that, or comes without.
    pub fn file_due_at(&self) -> Option<Timestamp> {
        let Some(Handover::File(terms)) = self.handover.filter(|_| self.file.is_none()) else {
            return None;
        };
        Some(terms.due_at(self.event_starts_at))
    }

    /// When it is too late for the file that its buyer waits for; none if nobody does.
    pub fn awaited_file(&self) -> Option<Timestamp> {
        self.file_due_at().filter(|_| matches!(self.status, TicketStatus::Sold { .. }))
    }

    /// The seat that its seller offers or has sold by it, if it says one.
    pub fn claims(&self) -> Option<EventSeat> {
        let is_live = self.status != TicketStatus::Withdrawn;
        is_live.then(|| Some((self.event, self.details.seat_name()?))).flatten()
    }

    /// Whether both claim the same seat, for the same people.
    pub fn claims_like(&self, other: &Self) -> bool {
        let is_withdrawn = |ticket: &Self| ticket.status == TicketStatus::Withdrawn;
        let buyer = |ticket: &Self| match ticket.status {
            TicketStatus::Sold { buyer, .. } => Some(buyer),
            _ => None,
        };
        let (own, others) = (&self.details, &other.details);
        self.event == other.event
            && is_withdrawn(self) == is_withdrawn(other)
            && buyer(self) == buyer(other)
            && (&own.section, &own.row, &own.seat) == (&others.section, &others.row, &others.seat)
    }

    /// Whether others offer the same seat, or have sold it, and nobody has settled that.
    pub fn is_disputed(&self) -> bool {
        self.dispute == Some(SeatDispute::Open)
    }
}
