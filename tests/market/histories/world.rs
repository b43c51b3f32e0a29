//! A marketplace of pure machines: records, and the messages between them, with no actor, clock or
//! storage. Messages are delayed, lost and doubled by chance; commits are refused by chance.

use std::collections::{BTreeMap, HashMap, VecDeque};

use holdfast::{
    audit::Auditor,
    domain::{
        Charge, DeclineCode, DomainEvent, Entry, Key, Order, OrderEvent, Row, Ticket, TicketEvent,
        rules::{
            order::{self, OrderCommand, OrderDecision},
            ticket::{self, TicketCommand, TicketRefusal},
        },
    },
    payments::{
        Payment, PaymentState,
        machine::{CanBegin, KnownPayment, PaymentStep, ProviderCall, goal, next},
    },
    types::{ChargeId, OrderId, TicketId, Timestamp},
};

use crate::common::dice::Dice;

pub const MAX_ATTEMPTS: u32 = 3;

/// What a payment's actor knows.
pub struct Paying {
    known: KnownPayment,
    can_begin: CanBegin,
}

pub struct World {
    pub dice: Dice,
    pub now: Timestamp,
    /// In percent: of commits that are refused, of calls that go wrong, of messages that come twice.
    pub trouble: u64,
    pub auditor: Auditor,
    rows: HashMap<Key, Row>,
    entries: u64,
    /// What orders have asked of tickets, in the order in which it arrives.
    pub to_tickets: BTreeMap<TicketId, VecDeque<(OrderId, TicketCommand)>>,
    /// What each order has asked and has not been answered; it decides nothing meanwhile.
    asked: HashMap<OrderId, TicketCommand>,
    pub to_orders: VecDeque<(OrderId, OrderCommand)>,
    pub payments: BTreeMap<ChargeId, Paying>,
    pub provider: BTreeMap<ChargeId, PaymentState>,
    pub ledger: Vec<(ChargeId, ProviderCall)>,
}

impl World {
    pub fn new(seed: u64) -> Self {
        Self {
            dice: Dice::new(seed),
            now: Timestamp::from_millis(0),
            trouble: 10,
            auditor: Auditor::default(),
            rows: HashMap::new(),
            entries: 0,
            to_tickets: BTreeMap::new(),
            asked: HashMap::new(),
            to_orders: VecDeque::new(),
            payments: BTreeMap::new(),
            provider: BTreeMap::new(),
            ledger: vec![],
        }
    }

    pub fn ticket(&self, id: TicketId) -> Option<&Ticket> {
        match self.rows.get(&Key::Ticket(id))? {
            Row::Ticket(ticket) => Some(ticket),
            _ => None,
        }
    }

    pub fn order(&self, id: OrderId) -> Option<&Order> {
        match self.rows.get(&Key::Order(id))? {
            Row::Order(order) => Some(order),
            _ => None,
        }
    }

    pub fn charge(&self, id: ChargeId) -> Option<&Charge> {
        match self.rows.get(&Key::Charge(id))? {
            Row::Charge(charge) => Some(charge),
            _ => None,
        }
    }

    /// Makes the events true at once, or by chance not; what a machine decided is never illegal.
    fn commit(&mut self, mut events: Vec<DomainEvent>) -> bool {
        if events.is_empty() {
            return true;
        }
        if self.dice.percent(self.trouble / 2) {
            return false;
        }
        // As the writer's policies have it: a hold and its order end in one instant.
        let expired = events.iter().filter_map(|event| match event {
            DomainEvent::Ticket(_, TicketEvent::ReservationExpired(order)) => Some(*order),
            _ => None,
        });
        let expired: Vec<_> = expired
            .filter(|id| self.order(*id).is_some_and(|order| order.status.is_open()))
            .map(|id| DomainEvent::Order(id, OrderEvent::Expired))
            .collect();
        events.extend(expired);
        for event in &events {
            let key = Key::of(event);
            let row = Row::after(self.rows.get(&key), event, self.now);
            self.rows.insert(key, row.unwrap_or_else(|illegal| panic!("{illegal}: {events:#?}")));
        }
        self.entries += 1;
        self.auditor.entry(self.entries, &Entry { at: self.now, events });
        true
    }

    /// A ticket decides; `None` if it could not be committed.
    pub fn ask_ticket(
        &mut self,
        id: TicketId,
        command: &TicketCommand,
    ) -> Option<Result<(), TicketRefusal>> {
        // As the actor does: an order is made once.
        if let TicketCommand::Reserve { order, .. } = command
            && self.order(*order).is_some()
        {
            return Some(Err(TicketRefusal::NotHeld));
        }
        match ticket::decide(id, self.ticket(id), command, self.now) {
            Ok(events) => self.commit(events).then_some(Ok(())),
            Err(refusal) => Some(Err(refusal)),
        }
    }

    /// An order decides, unless it waits for its ticket.
    pub fn tell_order(&mut self, id: OrderId, command: &OrderCommand) {
        if self.asked.contains_key(&id) {
            self.to_orders.push_back((id, command.clone()));
            return;
        }
        let Ok(decision) = order::decide(self.order(id), command, self.now) else { return };
        match decision {
            OrderDecision::Nothing => {}
            OrderDecision::Void(_) => {}
            OrderDecision::AskTicket(command) => {
                let ticket = self.order(id).unwrap().ticket;
                self.asked.insert(id, command.clone());
                self.to_tickets.entry(ticket).or_default().push_back((id, command));
            }
            OrderDecision::Commit(events) => {
                if self.commit(events) {
                    if let OrderCommand::Pay { charge, .. } = command {
                        let known = KnownPayment::Nothing;
                        self.payments
                            .insert(*charge, Paying { known, can_begin: CanBegin::WithCard });
                    }
                    if let OrderCommand::Refund { .. } = command {
                        self.give_back(id);
                    }
                }
            }
        }
    }

    /// A ticket takes the next of what orders have asked, and answers.
    pub fn deliver_to(&mut self, ticket: TicketId) {
        let Some((id, command)) = self.to_tickets.entry(ticket).or_default().pop_front() else {
            return;
        };
        let doubled = self.dice.percent(self.trouble);
        let answer = self.ask_ticket(ticket, &command);
        if doubled || answer.is_none() {
            // Its answer was late, or it could not: it is asked again, before anything that follows.
            let queue = self.to_tickets.entry(ticket).or_default();
            queue.push_front((id, command.clone()));
        }
        if answer.is_some() && self.asked.get(&id) == Some(&command) {
            self.asked.remove(&id);
        }
    }

    fn give_back(&mut self, id: OrderId) {
        if let Some(charge) = self.order(id).and_then(|order| order.status.paid_by()) {
            let known = KnownPayment::Nothing;
            self.payments.insert(charge, Paying { known, can_begin: CanBegin::No });
        }
    }

    /// A payment does its next step; `false` if it is at its end.
    pub fn step_payment(&mut self, id: ChargeId) -> bool {
        let charge = self.charge(id).unwrap().clone();
        let order = self.order(charge.order).unwrap();
        let goal = goal(&charge, order, self.ticket(order.ticket), self.now);
        let paying = &self.payments[&id];
        match next(&charge, goal, &paying.known, paying.can_begin, true) {
            PaymentStep::Call(call) | PaymentStep::Retry(call) => {
                let known = self.call(&charge, call);
                self.payments.get_mut(&id).unwrap().known = known;
            }
            PaymentStep::Commit(event) => {
                self.commit(vec![DomainEvent::Charge(id, event)]);
            }
            // This provider never asks the buyer itself.
            PaymentStep::TellAwaitsBuyer(_) => unreachable!(),
            PaymentStep::TellAuthorised => {
                self.to_orders.push_back((charge.order, OrderCommand::Authorised(id)));
            }
            PaymentStep::TellCaptured => {
                self.to_orders.push_back((charge.order, OrderCommand::Captured(id)));
            }
            PaymentStep::TellFailed(failure) => {
                let max_attempts = MAX_ATTEMPTS;
                let failed = OrderCommand::Failed { charge: id, failure, max_attempts };
                self.to_orders.push_back((charge.order, failed));
                self.payments.remove(&id);
                return false;
            }
            PaymentStep::TellRefunded { stripe_id, stripe_refund_id } => {
                let refunded = OrderCommand::Refunded { charge: id, stripe_id, stripe_refund_id };
                self.to_orders.push_back((charge.order, refunded));
                self.payments.remove(&id);
                return false;
            }
            PaymentStep::Rest => {
                self.payments.remove(&id);
                return false;
            }
        }
        true
    }

    fn call(&mut self, charge: &Charge, call: ProviderCall) -> KnownPayment {
        if self.dice.percent(self.trouble) {
            return KnownPayment::Unknown;
        }
        if call == ProviderCall::Authorise && !self.provider.contains_key(&charge.id) {
            let state = match self.dice.below(3) {
                0 => PaymentState::Declined(DeclineCode::CardDeclined),
                _ => PaymentState::Authorised,
            };
            self.provider.insert(charge.id, state);
        }
        let Some(state) = self.provider.get_mut(&charge.id) else { return KnownPayment::NotThere };
        let after = match (call, &*state) {
            (ProviderCall::Capture, PaymentState::Authorised) => Some(PaymentState::Captured),
            (ProviderCall::Void, PaymentState::Authorised) => Some(PaymentState::Voided),
            (ProviderCall::Refund, PaymentState::Captured) => {
                Some(PaymentState::Refunded { refund_id: "re".into() })
            }
            _ => None,
        };
        if let Some(after) = after {
            *state = after;
            self.ledger.push((charge.id, call));
        }
        let state = state.clone();
        match self.dice.percent(self.trouble) {
            true => KnownPayment::Unknown,
            false => KnownPayment::There(Payment { id: "pi".into(), state, fee_minor: None }),
        }
    }

    /// Somebody lets go of a payment in the provider's dashboard.
    pub fn cancel_in_dashboard(&mut self, charge: ChargeId) {
        if let Some(state @ PaymentState::Authorised) = self.provider.get_mut(&charge) {
            *state = PaymentState::Voided;
        }
    }

    /// All that is only in memory is gone.
    pub fn crash(&mut self) {
        self.to_tickets.clear();
        self.to_orders.clear();
        self.asked.clear();
        self.payments.clear();
    }

    /// Takes up what is unfinished, as the reconciler does.
    pub fn reconcile(&mut self, orders: &[OrderId], charges: &[ChargeId]) {
        for &id in charges {
            let unfinished = self.charge(id).is_some_and(|charge| charge.status.is_unfinished());
            if unfinished && !self.payments.contains_key(&id) {
                let known = KnownPayment::Nothing;
                self.payments.insert(id, Paying { known, can_begin: CanBegin::No });
            }
        }
        for &id in orders {
            let Some(order) = self.order(id).cloned() else { continue };
            if order.is_refunding() {
                self.give_back(id);
            }
            if !order.status.is_open() {
                continue;
            }
            if let Some(charge) = order.status.charge_under_way() {
                let known = KnownPayment::Nothing;
                let paying = Paying { known, can_begin: CanBegin::No };
                self.payments.entry(charge).or_insert(paying);
            }
        }
    }
}
