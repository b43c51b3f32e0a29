//! The invariants of DESIGN, checked over the history that a journal holds: by `holdfast verify`
//! over a data folder, by the property tests and the crash tests over theirs.
//!
//! It shares the records' `apply` with the server and nothing else, so a wrong decision is seen
//! here even if everything agrees with it.

mod alerts;
mod books;
mod cancellations;
mod claims;
mod conversations;
mod deletions;
mod disputes;
mod fee_invoices;
mod line;
mod merges;
mod seat_groups;
mod seats;

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use crate::{
    domain::{
        CancelReason, Charge, ChargeEvent, ChargeStatus, DomainEvent, Entry, Event, EventEvent,
        EventPicture, EventSeat, FileKind, Key, Message, OpenIdSubject, Order, OrderEvent,
        OrderStatus, Record, Row, Ticket, TicketEvent, TicketFile, TicketStatus, User, UserEvent,
        public::is_public,
    },
    payments::overdue::{Overdue, overdue},
    types::{ChargeId, Email, EventId, FileId, OrderId, TicketId, Timestamp, UserId, WaitlistId},
};

/// Reads a history, entry by entry.
#[derive(Debug, Default)]
pub struct Auditor {
    rows: HashMap<Key, Row>,
    addresses: HashMap<Email, UserId>,
    openids: HashMap<OpenIdSubject, UserId>,
    deleted: HashSet<UserId>,
    listed_by: HashMap<UserId, Vec<TicketId>>,
    /// Orders that may still lead to a sale, or whose money is going back.
    open: HashSet<OrderId>,
    unfinished: HashSet<ChargeId>,
    /// Orders about which there is a claim that nobody has decided.
    open_claims: BTreeSet<OrderId>,
    completed: HashMap<TicketId, OrderId>,
    charges: HashMap<OrderId, Vec<ChargeId>>,
    authorised_at: HashMap<ChargeId, Timestamp>,
    /// The files of which events' pictures are, or were.
    pictures: HashSet<FileId>,
    /// The tickets that are, or were, for each seat.
    by_seat: HashMap<EventSeat, BTreeSet<TicketId>>,
    /// The tickets that this entry lets be for another seat.
    newly_claimed: Vec<TicketId>,
    lines: line::Lines,
    books: books::BooksAudit,
    disputes: disputes::DisputesAudit,
    fee_invoices: fee_invoices::FeeInvoicesAudit,
    /// Since when who waits stands where they do.
    standing: HashMap<WaitlistId, Timestamp>,
    /// When the history begins.
    pub began_at: Option<Timestamp>,
    latest: Option<Timestamp>,
    entries: u64,
    sequence: u64,
    findings: Vec<Finding>,
}

/// An invariant that is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("entry {sequence}: {what}")]
pub struct Finding {
    /// The entry after which it is.
    pub sequence: u64,
    /// In words.
    pub what: String,
}

/// What a history holds at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Entries read; those that a compaction has emptied are not among them.
    pub entries: u64,
    /// Accounts.
    pub users: usize,
    /// Events that people attend.
    pub events: usize,
    /// Listings, whatever became of them.
    pub tickets: usize,
    /// Orders, whatever became of them.
    pub orders: usize,
    /// Orders that were paid.
    pub completed: usize,
    /// Attempts to be paid.
    pub charges: usize,
    /// What was captured and not refunded, in minor units.
    pub kept_minor: u64,
}

impl Auditor {
    /// Reads the next entry.
    pub fn entry(&mut self, sequence: u64, entry: &Entry) {
        self.entries += 1;
        self.sequence = sequence;
        if self.latest > Some(entry.at) {
            self.find("it is dated before the entry that stands before it".into());
        }
        self.latest = self.latest.max(Some(entry.at));
        self.began_at = self.began_at.or(Some(entry.at));
        self.book(entry);
        let mut touched = BTreeSet::new();
        let mut counted = BTreeSet::new();
        let mut let_go = BTreeSet::new();
        let mut born = vec![];
        for event in &entry.events {
            if let DomainEvent::Order(id, OrderEvent::Created { .. }) = event {
                born.push(*id);
            }
            if let DomainEvent::Ticket(
                _,
                TicketEvent::ReservationReleased(order) | TicketEvent::ReservationExpired(order),
            ) = event
            {
                let_go.insert(Key::Order(*order));
            }
            let key = Key::of(event);
            self.before(event, entry.at);
            self.dispute_event(event);
            match Row::after(self.rows.get(&key), event, entry.at) {
                Ok(mut row) => {
                    if is_public(event) && counted.insert(key) {
                        row.set_version(row.version() + 1);
                    }
                    let before = self.rows.insert(key, row.clone());
                    self.line_lies(before.as_ref(), &row);
                    self.dispute_lies(before.as_ref(), &row);
                    touched.insert(key);
                }
                Err(illegal) => self.find(illegal.to_string()),
            }
        }
        born.into_iter().for_each(|order| self.new_order(order));
        self.seats_are_offered_once();
        self.lines_are_kept(entry, &touched);
        self.groups_are_kept(entry);
        self.books_fit(&touched);
        self.disputes_fit(&touched);
        for key in &touched {
            self.row_fits(*key);
        }
        for key in let_go.union(&touched) {
            if let Some(order) = self.record::<Order>(*key) {
                self.open_order_is_held(&order);
            }
        }
    }

    /// A fee joins an order in the entry of its birth, so what the order is over is known after it.
    fn new_order(&mut self, id: OrderId) {
        let Some(order) = self.order(id) else { return };
        let ticket = self.ticket(order.ticket);
        if ticket.is_none_or(|ticket| ticket.price != order.ticket_price()) {
            self.find(format!("order {id} is not over its ticket's price"));
        }
    }

    /// Every record as it is after the last entry.
    #[must_use]
    pub fn rows(&self) -> &HashMap<Key, Row> {
        &self.rows
    }

    /// The files that tickets, events and messages name, and in words which does.
    pub fn files(&self) -> impl Iterator<Item = (String, TicketFile)> + '_ {
        let of_ticket =
            |ticket: &Arc<Ticket>| Some((format!("ticket {}", ticket.id), ticket.file?));
        let of_event = |event: &Arc<Event>| {
            let files = event.picture.into_iter().flat_map(|picture| picture.files());
            files.map(|file| (format!("event {}", event.id), file)).collect::<Vec<_>>()
        };
        let of_message =
            |message: &Arc<Message>| Some((format!("message {}", message.id), message.file?));
        let of_tickets = self.all().filter_map(of_ticket);
        of_tickets.chain(self.all().flat_map(of_event)).chain(self.all().filter_map(of_message))
    }

    /// Gives all findings.
    pub fn finish(&mut self) -> (Totals, Vec<Finding>) {
        (self.totals(), std::mem::take(&mut self.findings))
    }

    /// Every charge as it is at the end.
    pub fn charges(&self) -> impl Iterator<Item = &Arc<Charge>> {
        self.all()
    }

    /// What should have been settled by now, the longest overdue first.
    #[must_use]
    pub fn overdue(&self, now: Timestamp) -> Vec<Overdue> {
        let overdue = self.charges().filter_map(|charge| {
            let authorised_at = self.authorised_at.get(&charge.id).copied();
            overdue(charge, self.order(charge.order).as_deref(), authorised_at, now)
        });
        let mut overdue = overdue.collect::<Vec<_>>();
        overdue.sort_by_key(|late| (late.since, late.charge));
        overdue
    }

    fn totals(&self) -> Totals {
        let is_completed =
            |order: &&Arc<Order>| matches!(order.status, OrderStatus::Completed { .. });
        Totals {
            entries: self.entries,
            users: self.all::<User>().count(),
            events: self.all::<Event>().count(),
            tickets: self.all::<Ticket>().count(),
            orders: self.all::<Order>().count(),
            completed: self.all().filter(is_completed).count(),
            charges: self.charges().count(),
            kept_minor: self.charges().map(|charge| charge.kept_minor()).sum(),
        }
    }

    fn find(&mut self, what: String) {
        self.findings.push(Finding { sequence: self.sequence, what });
    }

    /// An account has an address, which nobody else has then; the one before is free.
    fn address(&mut self, id: UserId, email: &Email) {
        self.address_is_free(id);
        let has_it = *self.addresses.entry(email.clone()).or_insert(id);
        if has_it != id {
            self.find(format!("users {has_it} and {id} have one address"));
        }
    }

    /// Nobody else's account is linked to this then; what the account was linked to before is free.
    fn openid(&mut self, id: UserId, who: Option<&OpenIdSubject>) {
        if let Some(linked) =
            self.record::<User>(Key::User(id)).and_then(|user| user.factors.openid.clone())
        {
            self.openids.remove(&linked.who);
        }
        // Of who is gone nothing is known.
        let Some(who) = who.filter(|who| **who != OpenIdSubject::gone()) else { return };
        let has_it = *self.openids.entry(who.clone()).or_insert(id);
        if has_it != id {
            self.find(format!("users {has_it} and {id} are one at their OpenID Connect provider"));
        }
    }

    fn address_is_free(&mut self, id: UserId) {
        if let Some(before) = self.record::<User>(Key::User(id))
            && self.addresses.get(&before.email) == Some(&id)
        {
            self.addresses.remove(&before.email);
        }
    }

    /// What an event itself must satisfy, given the records before it.
    fn before(&mut self, event: &DomainEvent, at: Timestamp) {
        match event {
            DomainEvent::User(
                id,
                UserEvent::Created { email, .. } | UserEvent::AddressChanged(email),
            ) => self.address(*id, email),
            DomainEvent::User(id, UserEvent::Deleted) => {
                self.openid(*id, None);
                self.deleted(*id);
            }
            DomainEvent::User(id, UserEvent::OpenIdLinked(who)) => self.openid(*id, Some(who)),
            DomainEvent::User(id, UserEvent::OpenIdUnlinked) => self.openid(*id, None),
            DomainEvent::Event(id, EventEvent::Merged(into, _)) => self.merged(*id, *into),
            DomainEvent::Event(id, EventEvent::Pictured(Some(picture), _)) => {
                self.pictured(*id, picture);
            }
            DomainEvent::Ticket(id, TicketEvent::Moved { event, event_starts_at }) => {
                self.moved(*id, *event, *event_starts_at);
            }
            DomainEvent::Ticket(id, TicketEvent::Described(details)) => {
                self.described(*id, details);
            }
            DomainEvent::Ticket(id, event) => self.ticket_event(*id, event, at),
            DomainEvent::Order(id, event) => self.order_event(*id, event, at),
            DomainEvent::Charge(id, ChargeEvent::Created(order, amount)) => {
                self.charges.entry(*order).or_default().push(*id);
                match self.order(*order) {
                    Some(order) if order.price != *amount => {
                        self.find(format!("charge {id} is not over the price of its order"));
                    }
                    Some(_) => {}
                    None => self.find(format!("charge {id} is for no order")),
                }
            }
            DomainEvent::Claim(id, event) => self.claim_event(*id, event),
            DomainEvent::FeeInvoice(id, event) => self.fee_invoice_event(*id, event),
            DomainEvent::Alert(id, event) => self.alert_tells(*id, event, at),
            DomainEvent::Earning(id, event) => self.earning_event(*id, event, at),
            DomainEvent::Charge(id, ChargeEvent::Authorised { .. }) => {
                self.authorised_at.insert(*id, at);
            }
            _ => {}
        }
    }

    /// A picture is of photographs that were made for it: no other record has ever named them.
    fn pictured(&mut self, id: EventId, picture: &EventPicture) {
        for file in picture.files() {
            let is_new = self.pictures.insert(file.id);
            let is_tickets =
                self.all::<Ticket>().any(|it| it.file.is_some_and(|it| it.id == file.id));
            if !is_new || is_tickets || file.kind != FileKind::Jpeg {
                self.find(format!("the picture of event {id} is not one of its own"));
            }
        }
    }

    fn ticket_event(&mut self, id: TicketId, event: &TicketEvent, at: Timestamp) {
        self.ticket_is_traded(id, event);
        if let TicketEvent::Created { seller, .. } = event {
            self.listed_by.entry(*seller).or_default().push(id);
        }
        let Some(ticket) = self.ticket(id) else { return };
        let reservation = ticket.status.reservation().copied();
        match (event, reservation) {
            (TicketEvent::Reserved(new), _) => {
                if new.buyer == ticket.seller {
                    self.find(format!("ticket {id} is reserved by its own seller"));
                }
                if self.is_banned(new.buyer) {
                    self.find(format!("ticket {id} is reserved by a closed account"));
                }
                if new.expires_at <= at {
                    self.find(format!("ticket {id} is reserved until before now"));
                }
            }
            (TicketEvent::ReservationExpired { .. }, Some(held)) if !held.is_over(at) => {
                self.find(format!("the reservation of ticket {id} expired before its deadline"));
            }
            (TicketEvent::SaleStarted { .. }, Some(held)) if held.is_over(at) => {
                self.find(format!("ticket {id} was taken for sale after the deadline"));
            }
            _ => {}
        }
    }

    fn order_event(&mut self, id: OrderId, event: &OrderEvent, at: Timestamp) {
        self.order_is_paid(id, event);
        let Some(order) = self.order(id) else { return };
        let ticket = order.ticket;
        match event {
            OrderEvent::Completed { .. } => {
                if let Some(other) = self.completed.insert(ticket, id) {
                    self.find(format!("ticket {ticket} was sold to orders {other} and {id}"));
                }
            }
            OrderEvent::Expired if at < order.expires_at => {
                self.find(format!("order {id} expired before its deadline"));
            }
            OrderEvent::Refunded { .. } => {
                // The seller has it back, and may sell it again.
                self.completed.remove(&ticket);
            }
            _ => {}
        }
    }

    /// What a record must satisfy after each entry that touches it.
    fn row_fits(&mut self, key: Key) {
        match self.rows.get(&key).cloned() {
            Some(Row::Ticket(ticket)) => {
                if let Some(seat) = ticket.claims() {
                    self.by_seat.entry(seat).or_default().insert(ticket.id);
                }
                self.ticket_fits(&ticket);
                self.ticket_fits_deletions(&ticket);
            }
            Some(Row::Order(order)) => {
                self.order_fits(&order);
                self.order_fits_deletions(&order);
                self.purchase_fits(&order);
            }
            Some(Row::User(user)) => self.sign_in_history_fits(user.id),
            Some(Row::AccessToken(token)) => self.access_token_fits(&token),
            Some(Row::SignInHistory(history)) => self.sign_in_history_fits(history.id),
            Some(Row::Conversation(conversation)) => self.conversation_fits(&conversation),
            Some(Row::Claim(claim)) => self.claim_fits(&claim),
            Some(Row::Message(message)) => self.message_fits(&message),
            Some(Row::Charge(charge)) => {
                match charge.status.is_unfinished() {
                    true => self.unfinished.insert(charge.id),
                    false => self.unfinished.remove(&charge.id),
                };
                if let Some(order) = self.order(charge.order) {
                    self.order_fits(&order);
                }
            }
            _ => {}
        }
    }

    fn ticket_fits(&mut self, ticket: &Ticket) {
        let id = ticket.id;
        if !self.rows.contains_key(&Key::Event(ticket.event)) {
            self.find(format!("ticket {id} is for no event"));
        }
        match ticket.status {
            TicketStatus::Reserved(held) | TicketStatus::Selling { reservation: held, .. } => {
                let fits = self.order(held.order).is_some_and(|order| {
                    order.status.is_open()
                        && order.ticket == id
                        && order.buyer == held.buyer
                        && order.expires_at == held.expires_at
                        && order.ticket_price() == ticket.price
                });
                if !fits {
                    let order = held.order;
                    self.find(format!("ticket {id} is held for order {order}, which does not fit"));
                }
                let is_unauthorised =
                    |charge: Arc<Charge>| charge.status != ChargeStatus::Authorised;
                if let TicketStatus::Selling { charge, .. } = ticket.status
                    && self.charge(charge).is_none_or(is_unauthorised)
                {
                    self.find(format!("ticket {id} is sold for a charge that is not authorised"));
                }
            }
            TicketStatus::Sold { order, buyer, .. } => {
                let fits = self.order(order).is_some_and(|order| {
                    matches!(order.status, OrderStatus::Completed { .. })
                        && order.ticket == id
                        && order.buyer == buyer
                });
                if !fits {
                    self.find(format!("ticket {id} is sold by order {order}, which does not fit"));
                }
            }
            TicketStatus::Available | TicketStatus::Withdrawn => {}
        }
    }

    fn order_fits(&mut self, order: &Order) {
        let id = order.id;
        let kept = self.kept_minor(id);
        let completed = matches!(order.status, OrderStatus::Completed { .. });
        let expected = if completed { u64::from(order.price.minor()) } else { 0 };
        if kept != expected {
            let status = order.status.word();
            self.find(format!("order {id} is {status} and has {kept} of {expected}"));
        }
        if let (Some(paid), Some(back)) = (order.paid, &order.paid_back) {
            let charge = self.charge(paid.charge);
            let refund = charge.and_then(|charge| charge.stripe_refund_id.clone());
            if refund.as_ref() != Some(&back.stripe_refund_id) {
                self.find(format!("order {id} and its charge name different refunds"));
            }
        }
        let sold = self.ticket(order.ticket).map(|ticket| ticket.status);
        if completed && !matches!(sold, Some(TicketStatus::Sold { order, .. }) if order == id) {
            self.find(format!("order {id} is completed and its ticket is not sold to it"));
        }
    }

    /// What holds of one order of a purchase holds of all, but for those that were dropped and those
    /// whose money went back.
    fn purchase_fits(&mut self, order: &Order) {
        let mut open = 0;
        let mut ends = BTreeSet::new();
        for id in order.purchase() {
            let Some(other) = self.order(*id) else {
                self.find(format!("order {id} of a purchase is not there"));
                continue;
            };
            let fits = other.together == order.together
                && other.buyer == order.buyer
                && other.expires_at == order.expires_at;
            if !fits {
                self.find(format!("orders {} and {id} are no purchase", order.id));
            }
            let ticket = self.ticket(other.ticket).map(|ticket| ticket.status);
            match other.status {
                OrderStatus::Created | OrderStatus::AwaitingPayment(_) => {
                    open += 1;
                    let is_selling = matches!(ticket, Some(TicketStatus::Selling { .. }));
                    let is_paid_for = other.status.charge_under_way().is_some();
                    ends.insert((is_selling, is_paid_for, "open"));
                }
                OrderStatus::Completed { .. } => drop(ends.insert((false, false, "sold"))),
                OrderStatus::Cancelled { reason, .. } => {
                    let end = match reason {
                        CancelReason::Buyer | CancelReason::Admin => continue,
                        CancelReason::Refunded => "sold",
                        CancelReason::Expired => "expired",
                        CancelReason::PaymentFailed => "failed",
                    };
                    ends.insert((false, false, end));
                }
            }
        }
        if ends.len() > 1 {
            self.find(format!(
                "the purchase of order {} has come to several ends at once ({open} of its orders \
                 are open)",
                order.id
            ));
        }
    }

    /// At no instant is an order open and its ticket not held for it.
    fn open_order_is_held(&mut self, order: &Order) {
        let held = self
            .ticket(order.ticket)
            .and_then(|ticket| ticket.status.reservation().copied())
            .is_some_and(|held| held.order == order.id);
        if order.status.is_open() && !held {
            self.find(format!("order {} is open, and its ticket is not held for it", order.id));
        }
    }

    fn kept_minor(&self, order: OrderId) -> u64 {
        let charges = self.charges.get(&order).into_iter().flatten();
        charges.filter_map(|id| self.charge(*id)).map(|charge| charge.kept_minor()).sum()
    }

    fn ticket(&self, id: TicketId) -> Option<Arc<Ticket>> {
        self.record(Key::Ticket(id))
    }

    fn order(&self, id: OrderId) -> Option<Arc<Order>> {
        self.record(Key::Order(id))
    }

    fn charge(&self, id: ChargeId) -> Option<Arc<Charge>> {
        self.record(Key::Charge(id))
    }

    fn is_banned(&self, id: UserId) -> bool {
        self.record::<User>(Key::User(id)).is_some_and(|user| user.ban.is_some())
    }

    fn record<R: Record>(&self, key: Key) -> Option<Arc<R>> {
        R::in_row(self.rows.get(&key)?).cloned()
    }

    fn all<'a, R: Record + 'a>(&'a self) -> impl Iterator<Item = &'a Arc<R>> {
        self.rows.values().filter_map(R::in_row)
    }
}
