//! The real records and machines, as the model asks them. Every transition of the model's records is
//! what these decide and `apply` makes of it; nothing here says again what they say.

use std::{sync::LazyLock, time::Duration};

// All that the model knows of Holdfast: when a machine moves, it is found anew here.
pub use holdfast::{
    domain::ChargeFailure as Failure,
    payments::machine::{PaymentStep, ProviderCall},
};
use holdfast::{
    domain::{
        CancelReason, Charge, ChargeEvent, ChargeFailure, ChargeStatus, DeclineCode, Deed, Details,
        DomainEvent, Order, OrderEvent, OrderStatus, Refund, Reservation, Ticket, TicketEvent,
        TicketStatus,
        rules::{
            order::{self, OrderCommand, OrderDecision},
            ticket::{self, TicketCommand},
        },
    },
    payments::{Payment, PaymentState, machine as payment},
    types::{
        BuyerFee, ChargeId, EventId, OrderId, Price, Reason, TicketId, Timestamp, Title, UserId,
    },
};

use super::world::{
    ChargeIs, Goal, Intent, Known, Mutation, OrderIs, Over, PURCHASES, Paying, ProviderHas,
    Records, TICKETS, TicketIs,
};

const NOW: Timestamp = Timestamp::from_millis(1_000_000);
const HOLD: Duration = Duration::from_millis(1);
const NEVER: Timestamp = Timestamp::from_millis(i64::MAX);
static TITLE: LazyLock<Title> = LazyLock::new(|| Title::parse("Row 1").unwrap());
static REASON: LazyLock<Reason> = LazyLock::new(|| Reason::parse("The concert is off").unwrap());
/// One declined card ends an order: with more, the same would happen to another charge.
const MAX_ATTEMPTS: u32 = 1;

/// What a decider makes of what it has read.
pub enum Plan {
    /// To be committed as one entry.
    Entry(Records),
    /// Nothing to commit; the payment goes on with another goal.
    Go(Goal),
    /// It is so already, or refused.
    Nothing,
}

/// Which tickets each purchase is of, and whose deadline has passed.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub wants: &'a [[bool; TICKETS]; PURCHASES],
    pub late: &'a [bool; PURCHASES],
    pub mutation: Mutation,
}

/// Decides, by the real machines, on records as they were read.
pub fn plan(scene: Scene<'_>, records: &Records, intent: Intent) -> Plan {
    let none_is_late = [false; PURCHASES];
    let scene = match (intent, scene.mutation) {
        (Intent::Sell(_), Mutation::NoDeadlineCheck) => Scene { late: &none_is_late, ..scene },
        _ => scene,
    };
    let real = Real::of(scene, records);
    let events = match intent {
        Intent::Hold(p) => real.hold(p),
        Intent::Begin(p) => real.begin(p),
        Intent::Cancel(p) => real.cancel(p),
        Intent::Expire(p) => real.expire(p),
        Intent::Sell(p) => match real.sell(p) {
            Some(events) if events.is_empty() => return Plan::Go(Goal::Capture),
            Some(events) => events,
            None => return Plan::Go(Goal::Void),
        },
        Intent::Sold(p) => match real.sold(p) {
            Some(events) => events,
            None => return Plan::Go(Goal::Void),
        },
        Intent::Fail(p, failure) => real.fail(p, &failure.real()),
        Intent::Voided(p) => vec![DomainEvent::Charge(charge_id(p), ChargeEvent::Voided)],
        Intent::LateRefund(p) => vec![DomainEvent::Charge(charge_id(p), went_back())],
        Intent::AskRefund(p) => real.ask_refund(p),
        Intent::Refunded(p) => real.refunded(p),
    };
    match events.is_empty() {
        true => Plan::Nothing,
        false => Plan::Entry(real.after(&events)),
    }
}

/// What the real payment machine does next.
pub fn next_step(charge: ChargeIs, paying: Paying, p: usize) -> PaymentStep {
    let charge = charge.real(p).expect("paid before it was durable");
    let can_begin = match paying.card {
        true => payment::CanBegin::WithCard,
        false => payment::CanBegin::No,
    };
    payment::next(&charge, paying.goal.real(), &paying.known.real(), can_begin, true)
}

/// The failure that a step speaks of, in the model's words.
pub fn failure_of(failure: &Failure) -> super::world::Why {
    use super::world::Why;
    match failure {
        ChargeFailure::Declined(_) => Why::Declined,
        ChargeFailure::Interrupted => Why::Interrupted,
        ChargeFailure::NotCaptured => Why::NotCaptured,
        ChargeFailure::TicketDropped => unreachable!("the model drops no ticket"),
    }
}

/// What a step of the payment commits.
pub fn intent_of(step: &PaymentStep, p: usize) -> Option<Intent> {
    Some(match step {
        // One entry: authorised, and the tickets `Selling`.
        PaymentStep::Commit(ChargeEvent::Authorised { .. }) | PaymentStep::TellAuthorised => {
            Intent::Sell(p)
        }
        PaymentStep::Commit(ChargeEvent::Failed(failure)) => Intent::Fail(p, failure_of(failure)),
        PaymentStep::Commit(ChargeEvent::Voided) => Intent::Voided(p),
        PaymentStep::Commit(ChargeEvent::Refunded { .. }) => Intent::LateRefund(p),
        PaymentStep::TellCaptured => Intent::Sold(p),
        PaymentStep::TellRefunded { .. } => Intent::Refunded(p),
        _ => return None,
    })
}

struct Real<'a> {
    scene: Scene<'a>,
    tickets: [Option<Ticket>; TICKETS],
    orders: [[Option<Order>; TICKETS]; PURCHASES],
    charges: [Option<Charge>; PURCHASES],
}

impl<'a> Real<'a> {
    fn of(scene: Scene<'a>, records: &Records) -> Self {
        let order = |p: usize, t: usize| records.orders[p][t].real(p, t, deadline(scene, p));
        Self {
            scene,
            tickets: std::array::from_fn(|t| Some(records.tickets[t].real(t, scene))),
            orders: std::array::from_fn(|p| std::array::from_fn(|t| order(p, t))),
            charges: std::array::from_fn(|p| records.charges[p].real(p)),
        }
    }

    /// The records after the events; what the machines decide is never illegal.
    fn after(mut self, events: &[DomainEvent]) -> Records {
        for event in events {
            let applied = match event {
                DomainEvent::Ticket(id, event) => {
                    let t = (0..TICKETS).find(|t| ticket_id(*t) == *id).unwrap();
                    Ticket::apply(&mut self.tickets[t], *id, event, NOW)
                }
                DomainEvent::Order(id, event) => {
                    let (p, t) = whose(*id);
                    Order::apply(&mut self.orders[p][t], *id, event, NOW)
                }
                DomainEvent::Charge(id, event) => {
                    let p = (0..PURCHASES).find(|p| charge_id(*p) == *id).unwrap();
                    Charge::apply(&mut self.charges[p], *id, event, NOW)
                }
                other => panic!("the model has no {}", other.name()),
            };
            applied.unwrap_or_else(|illegal| panic!("{illegal}: {events:#?}"));
        }
        Records {
            tickets: self.tickets.each_ref().map(|ticket| TicketIs::of(ticket.as_ref().unwrap())),
            orders: self.orders.each_ref().map(|of| of.each_ref().map(|o| OrderIs::of(o.as_ref()))),
            charges: self.charges.each_ref().map(|charge| ChargeIs::of(charge.as_ref())),
        }
    }

    fn tickets_of(&self, p: usize) -> impl Iterator<Item = usize> + use<> {
        let wants = self.scene.wants[p];
        (0..TICKETS).filter(move |t| wants[*t])
    }

    fn ask_order(&self, p: usize, t: usize, command: &OrderCommand) -> Option<OrderDecision> {
        order::decide(self.orders[p][t].as_ref(), command, NOW).ok()
    }

    fn ask_ticket(&self, t: usize, command: &TicketCommand) -> Option<Vec<DomainEvent>> {
        ticket::decide(ticket_id(t), self.tickets[t].as_ref(), command, NOW).ok()
    }

    /// All tickets or none. A hold whose timer is late ends first, and all that ends with it.
    fn hold(&self, p: usize) -> Vec<DomainEvent> {
        let (mut ended, mut held, mut over) = (vec![], vec![], vec![]);
        for t in self.tickets_of(p) {
            let (order, buyer) = (order_id(p, t), buyer(p));
            let (price, fee, hold) = (price(), BuyerFee::NONE, HOLD);
            let command = TicketCommand::Reserve { order, buyer, price, fee, hold };
            let Some(events) = self.ask_ticket(t, &command) else { return vec![] };
            for event in events {
                match event {
                    DomainEvent::Ticket(_, TicketEvent::ReservationExpired(order)) => {
                        let (q, _) = whose(order);
                        if !over.contains(&q) {
                            over.push(q);
                            ended.extend(self.expire(q));
                        }
                    }
                    event => held.push(event),
                }
            }
        }
        // What a late timer has not ended yet ends by itself, and is then decided again.
        if ended.is_empty() { held } else { ended }
    }

    fn begin(&self, p: usize) -> Vec<DomainEvent> {
        let (charge, max_attempts) = (charge_id(p), MAX_ATTEMPTS);
        let mut events = vec![];
        for t in self.tickets_of(p) {
            match self.ask_order(p, t, &OrderCommand::Pay { charge, max_attempts }) {
                Some(OrderDecision::Commit(own)) => together(&mut events, own),
                _ => return vec![],
            }
        }
        events
    }

    fn cancel(&self, p: usize) -> Vec<DomainEvent> {
        let mut events = vec![];
        for t in self.tickets_of(p) {
            let Some(OrderDecision::AskTicket(command)) =
                self.ask_order(p, t, &OrderCommand::Cancel)
            else {
                return vec![];
            };
            let Some(own) = self.ask_ticket(t, &command) else { return vec![] };
            together(&mut events, own);
        }
        events
    }

    fn expire(&self, p: usize) -> Vec<DomainEvent> {
        let (mut holds, mut orders) = (vec![], vec![]);
        for t in self.tickets_of(p) {
            let order = order_id(p, t);
            let own = self.ask_ticket(t, &TicketCommand::Expire { order }).unwrap_or_default();
            let lost = self.tickets[t].as_ref().unwrap().status.reservation();
            let lost = lost.is_none_or(|held| held.order != order);
            // As the writer's policies have it: a hold and its order end in one instant.
            let is_open = self.orders[p][t].as_ref().is_some_and(|order| order.status.is_open());
            if is_open && (!own.is_empty() || lost) {
                orders.push(DomainEvent::Order(order, OrderEvent::Expired));
            }
            holds.extend(own);
        }
        match self.scene.mutation {
            Mutation::ExpiryInTwo if !holds.is_empty() => holds,
            _ => [holds, orders].concat(),
        }
    }

    /// None if the tickets are not to be had any more.
    fn sell(&self, p: usize) -> Option<Vec<DomainEvent>> {
        let charge = charge_id(p);
        let mut events = match self.charges[p].as_ref()?.status {
            ChargeStatus::Created => {
                vec![DomainEvent::Charge(charge, ChargeEvent::Authorised("pi".into()))]
            }
            _ => vec![],
        };
        if self.scene.mutation == Mutation::CaptureWithoutSelling {
            return Some(events);
        }
        for t in self.tickets_of(p) {
            match self.ask_order(p, t, &OrderCommand::Authorised(charge))? {
                OrderDecision::AskTicket(command) => events.extend(self.ask_ticket(t, &command)?),
                _ => return None,
            }
        }
        Some(events)
    }

    fn sold(&self, p: usize) -> Option<Vec<DomainEvent>> {
        let mut events = vec![];
        for t in self.tickets_of(p) {
            match self.ask_order(p, t, &OrderCommand::Captured(charge_id(p)))? {
                OrderDecision::AskTicket(command) => {
                    together(&mut events, self.ask_ticket(t, &command)?);
                }
                _ => return None,
            }
        }
        Some(events)
    }

    /// The charge's failure, and what becomes of its orders and their tickets, as one entry.
    fn fail(&self, p: usize, failure: &ChargeFailure) -> Vec<DomainEvent> {
        let (charge, failure) = (charge_id(p), failure.clone());
        let failed = ChargeEvent::Failed(failure.clone());
        let mut events = vec![DomainEvent::Charge(charge, failed)];
        let command = OrderCommand::Failed { charge, failure, max_attempts: MAX_ATTEMPTS };
        for t in self.tickets_of(p) {
            let own = match self.ask_order(p, t, &command) {
                Some(OrderDecision::Commit(own)) => own,
                Some(OrderDecision::AskTicket(command)) => match self.ask_ticket(t, &command) {
                    Some(own) => own,
                    None => return vec![],
                },

                _ => vec![],
            };
            // The machine ends the hold of an abandoned sale that is past its deadline; whoever
            // commits that has to end the order with it.
            let expired = own.iter().any(|event| {
                matches!(event, DomainEvent::Ticket(_, TicketEvent::ReservationExpired { .. }))
            });
            events.extend(own);
            if expired {
                events.push(DomainEvent::Order(order_id(p, t), OrderEvent::Expired));
            }
        }
        events
    }

    fn ask_refund(&self, p: usize) -> Vec<DomainEvent> {
        let mut events = vec![];
        for t in self.tickets_of(p) {
            let (by, reason) = (seller(), reason());
            match self.ask_order(
                p,
                t,
                &OrderCommand::Refund { relist: true, deed: Deed { by, reason } },
            ) {
                Some(OrderDecision::Commit(own)) => events.extend(own),
                _ => return vec![],
            }
        }
        events
    }

    fn refunded(&self, p: usize) -> Vec<DomainEvent> {
        let (stripe_id, stripe_refund_id) = ("pi".into(), "re".into());
        let command = OrderCommand::Refunded { charge: charge_id(p), stripe_id, stripe_refund_id };
        let mut events = vec![];
        for t in self.tickets_of(p) {
            if let Some(OrderDecision::AskTicket(command)) = self.ask_order(p, t, &command) {
                let Some(own) = self.ask_ticket(t, &command) else { return vec![] };
                together(&mut events, own);
            }
        }
        events
    }
}

/// One entry of what several orders decide: what happens to their one charge happens once.
fn together(events: &mut Vec<DomainEvent>, own: Vec<DomainEvent>) {
    for event in own {
        let of_charge = |event: &DomainEvent| matches!(event, DomainEvent::Charge(..));
        if !(of_charge(&event) && events.iter().any(of_charge)) {
            events.push(event);
        }
    }
}

fn deadline(scene: Scene<'_>, p: usize) -> Timestamp {
    match scene.late[p] {
        true => NOW,
        false => NOW + HOLD,
    }
}

fn ticket_id(t: usize) -> TicketId {
    TicketId::from_bytes([u8::try_from(1 + t).unwrap(); 16])
}
fn order_id(p: usize, t: usize) -> OrderId {
    OrderId::from_bytes([u8::try_from(10 + p * TICKETS + t).unwrap(); 16])
}
fn charge_id(p: usize) -> ChargeId {
    ChargeId::from_bytes([u8::try_from(30 + p).unwrap(); 16])
}
fn buyer(p: usize) -> UserId {
    UserId::from_bytes([u8::try_from(40 + p).unwrap(); 16])
}
fn seller() -> UserId {
    UserId::from_bytes([50; 16])
}
fn price() -> Price {
    Price::from_minor(4950).unwrap()
}
fn reason() -> Reason {
    REASON.clone()
}
fn went_back() -> ChargeEvent {
    ChargeEvent::Refunded { stripe_id: "pi".into(), stripe_refund_id: "re".into() }
}
/// The purchase and the ticket of an order.
fn whose(order: OrderId) -> (usize, usize) {
    (0..PURCHASES)
        .flat_map(|p| (0..TICKETS).map(move |t| (p, t)))
        .find(|(p, t)| order_id(*p, *t) == order)
        .unwrap()
}

impl TicketIs {
    fn real(self, t: usize, scene: Scene<'_>) -> Ticket {
        let (order, charge) = (|p| order_id(p, t), charge_id);
        let reservation =
            |p| Reservation { order: order(p), buyer: buyer(p), expires_at: deadline(scene, p) };
        Ticket {
            id: ticket_id(t),
            event: EventId::from_bytes([60; 16]),
            event_starts_at: NEVER,
            seller: seller(),
            title: TITLE.clone(),
            price: price(),
            listed_at: NOW,
            status: match self {
                Self::Available => TicketStatus::Available,
                Self::Reserved(p) => TicketStatus::Reserved(reservation(p)),
                Self::Selling(p) => {
                    TicketStatus::Selling { reservation: reservation(p), charge: charge(p) }
                }
                Self::Sold(p) => TicketStatus::Sold { order: order(p), buyer: buyer(p), at: NOW },
            },
            details: Details::default(),
            file: None,
            removed: None,
            recalled: None,
            history: Default::default(),
            shown: None,
            dispute: None,
            group: None,
            handover: None,
            version: 0,
        }
    }

    fn of(ticket: &Ticket) -> Self {
        match ticket.status {
            TicketStatus::Available => Self::Available,
            TicketStatus::Reserved(r) => Self::Reserved(whose(r.order).0),
            TicketStatus::Selling { reservation, .. } => Self::Selling(whose(reservation.order).0),
            TicketStatus::Sold { order, .. } => Self::Sold(whose(order).0),
            TicketStatus::Withdrawn => panic!("nobody withdraws a ticket in the model"),
        }
    }
}

impl OrderIs {
    fn real(self, p: usize, t: usize, expires_at: Timestamp) -> Option<Order> {
        let charge = charge_id(p);
        let asked = Refund { by: seller(), reason: reason(), relist: true, at: NOW };
        let over = |reason| OrderStatus::Cancelled { reason, at: NOW };
        let paid = OrderStatus::Completed { charge, at: NOW };
        let (status, refund) = match self {
            Self::NotThere => return None,
            Self::Created => (OrderStatus::Created, None),
            Self::Paying => (OrderStatus::AwaitingPayment(Some(charge)), None),
            Self::Between => (OrderStatus::AwaitingPayment(None), None),
            Self::Completed => (paid, None),
            Self::Refunding => (paid, Some(asked)),
            Self::Cancelled(Over::Buyer) => (over(CancelReason::Buyer), None),
            Self::Cancelled(Over::Expired) => (over(CancelReason::Expired), None),
            Self::Cancelled(Over::Declined) => (over(CancelReason::PaymentFailed), None),
            Self::Cancelled(Over::Refunded) => (over(CancelReason::Refunded), Some(asked)),
        };
        Some(Order {
            id: order_id(p, t),
            ticket: ticket_id(t),
            buyer: buyer(p),
            price: price(),
            expires_at,
            created_at: NOW,
            failed_attempts: u32::from(self == Self::Cancelled(Over::Declined)),
            last_failure: None,
            refund,
            status,
            fee: None,
            cancelled_by: None,
            paid: None,
            paid_back: None,
            version: 0,
            together: Box::default(),
        })
    }

    fn of(order: Option<&Order>) -> Self {
        let Some(order) = order else { return Self::NotThere };
        match order.status {
            OrderStatus::Created => Self::Created,
            OrderStatus::AwaitingPayment(Some(_)) => Self::Paying,
            OrderStatus::AwaitingPayment(None) => Self::Between,
            OrderStatus::Completed { .. } if order.refund.is_some() => Self::Refunding,
            OrderStatus::Completed { .. } => Self::Completed,
            OrderStatus::Cancelled { reason, .. } => Self::Cancelled(match reason {
                CancelReason::Buyer => Over::Buyer,
                CancelReason::Expired => Over::Expired,
                CancelReason::PaymentFailed => Over::Declined,
                CancelReason::Refunded => Over::Refunded,
                CancelReason::Admin => panic!("no admin is in the model"),
            }),
        }
    }
}

impl ChargeIs {
    fn real(self, p: usize) -> Option<Charge> {
        let (status, known, back) = match self {
            Self::NotThere => return None,
            Self::Created => (ChargeStatus::Created, false, false),
            Self::Authorised => (ChargeStatus::Authorised, true, false),
            Self::Completed => (ChargeStatus::Completed, true, false),
            Self::Refunded => (ChargeStatus::Completed, true, true),
            Self::Failed => (ChargeStatus::Failed(ChargeFailure::Interrupted), false, false),
            Self::Voided => (ChargeStatus::Voided, false, false),
        };
        // The first of the orders stands for the purchase: this record still names one.
        Some(Charge {
            id: charge_id(p),
            order: order_id(p, 0),
            amount: price(),
            created_at: NOW,
            stripe_id: known.then(|| "pi".into()),
            stripe_refund_id: back.then(|| "re".into()),
            status,
            version: 0,
            part_of: None,
        })
    }

    fn of(charge: Option<&Charge>) -> Self {
        let Some(charge) = charge else { return Self::NotThere };
        match charge.status {
            ChargeStatus::Created => Self::Created,
            ChargeStatus::Authorised => Self::Authorised,
            ChargeStatus::Completed if charge.stripe_refund_id.is_some() => Self::Refunded,
            ChargeStatus::Completed => Self::Completed,
            ChargeStatus::Failed(_) => Self::Failed,
            ChargeStatus::Voided => Self::Voided,
        }
    }
}

impl Goal {
    fn real(self) -> payment::Goal {
        match self {
            Self::Authorise => payment::Goal::Authorise,
            Self::Capture => payment::Goal::Capture,
            Self::Void => payment::Goal::Void,
            Self::Refund => payment::Goal::Refund,
        }
    }
}

impl Known {
    fn real(self) -> payment::KnownPayment {
        let state = match self {
            Self::Nothing => return payment::KnownPayment::Nothing,
            Self::Unknown => return payment::KnownPayment::Unknown,
            Self::Told(ProviderHas::Nothing) => return payment::KnownPayment::NotThere,
            Self::Told(ProviderHas::Authorised) => PaymentState::Authorised,
            Self::Told(ProviderHas::Captured) => PaymentState::Captured,
            Self::Told(ProviderHas::Voided) => PaymentState::Voided,
            Self::Told(ProviderHas::Declined) => PaymentState::Declined(DeclineCode::CardDeclined),
            Self::Told(ProviderHas::Refunded) => PaymentState::Refunded { refund_id: "re".into() },
        };
        payment::KnownPayment::There(Payment { id: "pi".into(), state })
    }
}

impl super::world::Why {
    fn real(self) -> ChargeFailure {
        match self {
            Self::Declined => ChargeFailure::Declined(DeclineCode::CardDeclined),
            Self::Interrupted => ChargeFailure::Interrupted,
            Self::NotCaptured => ChargeFailure::NotCaptured,
        }
    }
}
