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
    types::{ChargeId, EventId, Fees, OrderId, Price, Reason, TicketId, Timestamp, Title, UserId},
};

use super::world::{
    ChargeIs, Intent, Known, Mutation, OrderIs, Over, PURCHASES, Paying, ProviderHas, Records,
    TICKETS, TicketIs, pairs,
};

const NOW: Timestamp = Timestamp::from_millis(1_000_000);
const HOLD: Duration = Duration::from_millis(1);
const NEVER: Timestamp = Timestamp::from_millis(i64::MAX);
static TITLE: LazyLock<Title> = LazyLock::new(|| Title::parse("Row 1").unwrap());
static REASON: LazyLock<Reason> = LazyLock::new(|| Reason::parse("The concert is off").unwrap());
/// One declined card ends an order: with more, the same would happen to another charge.
const MAX_ATTEMPTS: u32 = 1;

/// Which tickets each purchase is of, and whose deadline has passed.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub wants: &'a [[bool; TICKETS]; PURCHASES],
    pub late: &'a [bool; PURCHASES],
    pub mutation: Mutation,
}

impl Scene<'_> {
    /// As a payment sees it: without the check of deadlines none has passed.
    fn of_payment(self) -> Self {
        match self.mutation {
            Mutation::NoDeadlineCheck => Scene { late: &[false; PURCHASES], ..self },
            _ => self,
        }
    }
}

/// Decides, by the real machines, on records as they were read: what is to be committed as one
/// entry; none if it is so already, or refused.
pub fn plan(scene: Scene<'_>, records: &Records, intent: Intent) -> Option<Records> {
    let scene = match intent {
        Intent::Sell(_) => scene.of_payment(),
        _ => scene,
    };
    let real = Real::of(scene, records);
    let events = match intent {
        Intent::Hold(p) => real.hold(p),
        Intent::Begin(p) => real.begin(p),
        Intent::Cancel(p) => real.cancel(p),
        Intent::Expire(p) => real.expire(p),
        Intent::Sell(p) => real.sell(p),
        Intent::Sold(p) => real.sold(p),
        Intent::Fail(p, failure) => real.fail(p, &failure.real()),
        Intent::Voided(p) => real.of_charges(p, &ChargeEvent::Voided),
        Intent::LateRefund(p) => real.of_charges(p, &went_back()),
        Intent::AskRefund(p, t) => real.ask_refund(p, t),
        Intent::Refunded(p, t) => real.refunded(p, t),
    };
    (!events.is_empty()).then(|| real.after(&events))
}

/// What the real payment machine does next about a charge.
pub fn next_step(
    scene: Scene<'_>,
    records: &Records,
    paying: Paying,
    (p, t): (usize, usize),
) -> PaymentStep {
    let real = Real::of(scene.of_payment(), records);
    let charge = real.charges[p][t].as_ref().expect("paid before it was durable");
    let can_begin = match paying.card {
        true => payment::CanBegin::WithCard,
        false => payment::CanBegin::No,
    };
    payment::next(charge, real.goal(p, t), &paying.known.real(), can_begin, true)
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
pub fn intent_of(step: &PaymentStep, (p, t): (usize, usize)) -> Option<Intent> {
    Some(match step {
        // One entry: authorised, and the tickets `Selling`.
        PaymentStep::Commit(ChargeEvent::Authorised { .. }) | PaymentStep::TellAuthorised => {
            Intent::Sell(p)
        }
        PaymentStep::Commit(ChargeEvent::Failed(failure)) => Intent::Fail(p, failure_of(failure)),
        PaymentStep::Commit(ChargeEvent::Voided) => Intent::Voided(p),
        PaymentStep::Commit(ChargeEvent::Refunded { .. }) => Intent::LateRefund(p),
        PaymentStep::TellCaptured => Intent::Sold(p),
        PaymentStep::TellRefunded { .. } => Intent::Refunded(p, t),
        _ => return None,
    })
}

struct Real<'a> {
    scene: Scene<'a>,
    tickets: [Option<Ticket>; TICKETS],
    orders: [[Option<Order>; TICKETS]; PURCHASES],
    charges: [[Option<Charge>; TICKETS]; PURCHASES],
}

impl<'a> Real<'a> {
    fn of(scene: Scene<'a>, records: &Records) -> Self {
        let is_wanted = |t: usize| scene.wants.iter().any(|wants| wants[t]);
        let ticket = |t: usize| is_wanted(t).then(|| records.tickets[t].real(t, scene));
        let order = |p: usize, t: usize| records.orders[p][t].real(p, t, deadline(scene, p));
        let charge = |p: usize, t: usize| records.charges[p][t].real(scene, p, t);
        Self {
            scene,
            tickets: std::array::from_fn(ticket),
            orders: std::array::from_fn(|p| std::array::from_fn(|t| order(p, t))),
            charges: std::array::from_fn(|p| std::array::from_fn(|t| charge(p, t))),
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
                    let (p, t) = pairs().find(|(p, t)| charge_id(*p, *t) == *id).unwrap();
                    Charge::apply(&mut self.charges[p][t], *id, event, NOW)
                }
                other => panic!("the model has no {}", other.name()),
            };
            applied.unwrap_or_else(|illegal| panic!("{illegal}: {events:#?}"));
        }
        Records {
            tickets: self.tickets.each_ref().map(|ticket| TicketIs::of(ticket.as_ref())),
            orders: self.orders.each_ref().map(|of| of.each_ref().map(|o| OrderIs::of(o.as_ref()))),
            charges: self
                .charges
                .each_ref()
                .map(|of| of.each_ref().map(|c| ChargeIs::of(c.as_ref()))),
        }
    }

    fn tickets_of(&self, p: usize) -> impl Iterator<Item = usize> + use<> {
        let wants = self.scene.wants[p];
        (0..TICKETS).filter(move |t| wants[*t])
    }

    fn first_of(&self, p: usize) -> usize {
        self.tickets_of(p).next().expect("a purchase is of something")
    }

    /// What is wanted of a charge: as long as it is not settled, of the payment that it is a part of.
    fn goal(&self, p: usize, t: usize) -> payment::Goal {
        let goal = |t: usize| {
            let (charge, order) = (self.charges[p][t].as_ref()?, self.orders[p][t].as_ref()?);
            Some(payment::goal(charge, order, self.tickets[t].as_ref(), NOW))
        };
        let status = |t: usize| self.charges[p][t].as_ref().map(|charge| &charge.status);
        let is_unfinished = status(t).is_some_and(ChargeStatus::is_unfinished);
        let all = self.tickets_of(p).filter(|of| is_unfinished || *of == t).filter_map(goal);
        let goal = payment::goal_of_all(all).expect("paid before it was durable");
        let is_authorised = status(t) == Some(&ChargeStatus::Authorised);
        match self.scene.mutation {
            Mutation::CaptureWithoutSelling if is_authorised => payment::Goal::Capture,
            _ => goal,
        }
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
            let (price, fees, hold) = (price(), Fees::NONE, HOLD);
            let command = TicketCommand::Reserve { order, buyer, price, fees, hold };
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

    /// Each order's charge is a part of the first one's.
    fn begin(&self, p: usize) -> Vec<DomainEvent> {
        let mut events = vec![];
        for t in self.tickets_of(p) {
            let (charge, max_attempts) = (charge_id(p, t), MAX_ATTEMPTS);
            match self.ask_order(p, t, &OrderCommand::Pay { charge, max_attempts }) {
                Some(OrderDecision::Commit(own)) => events.extend(own),
                _ => return vec![],
            }
            if t != self.first_of(p) {
                let payment = charge_id(p, self.first_of(p));
                events.push(DomainEvent::Charge(charge, ChargeEvent::PartOf(payment)));
            }
        }
        events
    }

    fn cancel(&self, p: usize) -> Vec<DomainEvent> {
        self.all_of(p, |_| OrderCommand::Cancel)
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

    /// Authorised, and the tickets `Selling`; if they are not to be had any more, only the first.
    fn sell(&self, p: usize) -> Vec<DomainEvent> {
        let is_new = |t: &usize| {
            let charge = self.charges[p][*t].as_ref();
            charge.is_some_and(|charge| charge.status == ChargeStatus::Created)
        };
        let authorised = || ChargeEvent::Authorised("pi".into());
        let own = self.tickets_of(p).filter(is_new);
        let own = own.map(|t| DomainEvent::Charge(charge_id(p, t), authorised())).collect();
        if self.scene.mutation == Mutation::CaptureWithoutSelling {
            return own;
        }
        [own, self.all_of(p, |t| OrderCommand::Authorised(charge_id(p, t)))].concat()
    }

    fn sold(&self, p: usize) -> Vec<DomainEvent> {
        self.all_of(p, |t| OrderCommand::Captured(charge_id(p, t)))
    }

    /// The charges' failure, and what becomes of their orders and tickets, as one entry.
    fn fail(&self, p: usize, failure: &ChargeFailure) -> Vec<DomainEvent> {
        let own = self.of_charges(p, &ChargeEvent::Failed(failure.clone()));
        let mut events = self.all_of(p, |t| OrderCommand::Failed {
            charge: charge_id(p, t),
            failure: failure.clone(),
            max_attempts: MAX_ATTEMPTS,
        });
        // The machine ends the hold of an abandoned sale that is past its deadline; whoever commits
        // that has to end the order with it.
        let expired = events.iter().filter_map(|event| match event {
            DomainEvent::Ticket(_, TicketEvent::ReservationExpired(order)) => {
                Some(DomainEvent::Order(*order, OrderEvent::Expired))
            }
            _ => None,
        });
        let expired = expired.collect::<Vec<_>>();
        events.extend(expired);
        [own, events].concat()
    }

    /// The same happens to all charges of a purchase, and nothing to its orders.
    fn of_charges(&self, p: usize, event: &ChargeEvent) -> Vec<DomainEvent> {
        self.tickets_of(p).map(|t| DomainEvent::Charge(charge_id(p, t), event.clone())).collect()
    }

    fn ask_refund(&self, p: usize, t: usize) -> Vec<DomainEvent> {
        let deed = Deed { by: seller(t), reason: reason() };
        let command = OrderCommand::Refund { relist: true, deed };
        self.ask_with_ticket(p, t, &command).unwrap_or_default()
    }

    fn refunded(&self, p: usize, t: usize) -> Vec<DomainEvent> {
        let (stripe_id, stripe_refund_id) = ("pi".into(), "re".into());
        let charge = charge_id(p, t);
        let command = OrderCommand::Refunded { charge, stripe_id, stripe_refund_id };
        self.ask_with_ticket(p, t, &command).unwrap_or_default()
    }

    /// What all orders of a purchase make of what they are told; nothing if one does not.
    fn all_of(&self, p: usize, command: impl Fn(usize) -> OrderCommand) -> Vec<DomainEvent> {
        let decide = |t| self.ask_with_ticket(p, t, &command(t));
        self.tickets_of(p).map(decide).collect::<Option<Vec<_>>>().unwrap_or_default().concat()
    }

    /// What an order, and its ticket where it takes that, make of a command; none if one refuses.
    fn ask_with_ticket(
        &self,
        p: usize,
        t: usize,
        command: &OrderCommand,
    ) -> Option<Vec<DomainEvent>> {
        match self.ask_order(p, t, command)? {
            OrderDecision::Commit(events) => Some(events),
            OrderDecision::AskTicket(command) => self.ask_ticket(t, &command),
            OrderDecision::Nothing => Some(vec![]),
            OrderDecision::Void(_) => None,
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
fn charge_id(p: usize, t: usize) -> ChargeId {
    ChargeId::from_bytes([u8::try_from(30 + p * TICKETS + t).unwrap(); 16])
}
fn buyer(p: usize) -> UserId {
    UserId::from_bytes([u8::try_from(40 + p).unwrap(); 16])
}
/// Each ticket has a seller of its own.
fn seller(t: usize) -> UserId {
    UserId::from_bytes([u8::try_from(50 + t).unwrap(); 16])
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
    pairs().find(|(p, t)| order_id(*p, *t) == order).unwrap()
}

/// A ticket of this event and seller, of which nothing but its status matters.
pub fn a_ticket((id, event, seller): (TicketId, EventId, UserId), status: TicketStatus) -> Ticket {
    Ticket {
        id,
        event,
        event_starts_at: NEVER,
        seller,
        title: TITLE.clone(),
        price: price(),
        listed_at: NOW,
        status,
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

impl TicketIs {
    fn real(self, t: usize, scene: Scene<'_>) -> Ticket {
        let (order, charge) = (|p| order_id(p, t), |p| charge_id(p, t));
        let reservation =
            |p| Reservation { order: order(p), buyer: buyer(p), expires_at: deadline(scene, p) };
        let status = match self {
            Self::Available => TicketStatus::Available,
            Self::Reserved(p) => TicketStatus::Reserved(reservation(p)),
            Self::Selling(p) => {
                TicketStatus::Selling { reservation: reservation(p), charge: charge(p) }
            }
            Self::Sold(p) => TicketStatus::Sold { order: order(p), buyer: buyer(p), at: NOW },
        };
        a_ticket((ticket_id(t), EventId::from_bytes([60; 16]), seller(t)), status)
    }

    fn of(ticket: Option<&Ticket>) -> Self {
        let Some(ticket) = ticket else { return Self::Available };
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
        let charge = charge_id(p, t);
        let asked = Refund { by: seller(t), reason: reason(), relist: true, at: NOW };
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
            seller_fee: None,
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
    fn real(self, scene: Scene<'_>, p: usize, t: usize) -> Option<Charge> {
        let (status, known, back) = match self {
            Self::NotThere => return None,
            Self::Created => (ChargeStatus::Created, false, false),
            Self::Authorised => (ChargeStatus::Authorised, true, false),
            Self::Completed => (ChargeStatus::Completed, true, false),
            Self::Refunded => (ChargeStatus::Completed, true, true),
            Self::Failed => (ChargeStatus::Failed(ChargeFailure::Interrupted), false, false),
            Self::Voided => (ChargeStatus::Voided, false, false),
        };
        let first = scene.wants[p].iter().position(|wanted| *wanted);
        Some(Charge {
            id: charge_id(p, t),
            order: order_id(p, t),
            amount: price(),
            created_at: NOW,
            stripe_id: known.then(|| "pi".into()),
            stripe_refund_id: back.then(|| "re".into()),
            status,
            version: 0,
            part_of: first.filter(|first| *first != t).map(|first| charge_id(p, first)),
            fee_minor: None,
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
        payment::KnownPayment::There(Payment { id: "pi".into(), state, fee_minor: None })
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
