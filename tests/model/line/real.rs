//! The real records, machines, rules and policies, as the model of the line asks them. What it knows
//! of who stands where it finds by looking at all of them: the product's index of that is held by
//! the random histories.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
    time::Duration,
};

use holdfast::{
    domain::{
        Charge, ChargeFailure, Claim, Conversation, DeclineCode, Deed, DomainEvent, Earning, Event,
        EventSeat, KnownFile, OpenIdSubject, Order, OrderEvent, OrderStatus, Payout, PayoutAccount,
        Refund, Reservation, SeatsWish, Ticket, TicketEvent, TicketStatus, WaitlistEntry,
        WaitlistEvent, WaitlistStatus, WebhookEndpoint, Wish,
        rules::{
            Facts, Live, Rule, Unreadable, check,
            holding::{HoldLimits, Standing},
            order::{self, OrderCommand, OrderDecision},
            policies::with_consequences,
            ticket::{self, TicketCommand, reserves},
            ticket_files::FileStanding,
            waitlist::{InLine, LineTerms, Offer, Place as InLinePlace, decide_waitlist},
        },
    },
    types::{
        AlertId, BuyerFee, ChargeId, DisputeId, EarningId, Email, EventId, Fees, OrderId, PayoutId,
        PayoutRunId, Price, Reason, TicketId, Timestamp, UserId, WaitlistId, WebhookEndpointId,
    },
};

use crate::real::a_ticket;

use super::world::{
    self, BUYERS, Line, Mutation, OrderIs, Own, Place, PlaceIs, TICKETS, Tickets, World,
};

const NOW: Timestamp = Timestamp::from_millis(1_000_000);
const HOLD: Duration = Duration::from_millis(1);
/// One declined card ends an order.
const MAX_ATTEMPTS: u32 = 1;
static REASON: LazyLock<Reason> = LazyLock::new(|| Reason::parse("It is not theirs").unwrap());
static OF_TICKET: LazyLock<[WaitlistId; BUYERS]> =
    LazyLock::new(|| std::array::from_fn(|buyer| WaitlistId::of(ticket_id(0), user(buyer))));
static OF_EVENT: LazyLock<[WaitlistId; BUYERS]> =
    LazyLock::new(|| std::array::from_fn(|buyer| WaitlistId::of_event(event_id(), user(buyer))));

/// What comes to one entry. A purchase is named by one of its tickets.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    Hold(usize, Tickets),
    Pay(usize),
    Authorised(usize),
    Captured(usize),
    Declined(usize),
    NotCaptured(usize),
    AskRefund(usize),
    Refunded(usize),
    Drop(usize),
    Cancel(usize),
    CancelBySite(usize),
    Expire(usize),
    Wait(usize),
    WaitNoMore(usize),
}

/// What an entry says of the line.
#[derive(Debug, Default)]
pub struct Told {
    pub served: [bool; BUYERS],
    pub passed_over: [bool; BUYERS],
    /// Whose hold those who run the site have ended.
    pub by_site: [bool; BUYERS],
    pub let_go: [[bool; BUYERS]; TICKETS],
}

/// The entry to which a step comes, as the writer judges it; none if it is so already, or refused.
pub fn entry(line: &Line, world: &World, step: Step) -> Option<(World, Told)> {
    let real = Real::of(line, world);
    let (events, rules) = real.decide(step)?;
    if events.is_empty() || !rules.iter().all(|rule| check(rule, &real, NOW).unwrap().is_ok()) {
        return None;
    }
    let terms = LineTerms { hold: HOLD, fees: Fees::NONE, limits: real.limits() };
    let terms = (line.mutation != Mutation::NobodyServed).then_some(terms);
    let events = with_consequences(&real, NOW, terms.as_ref(), events).unwrap();
    let told = real.told(&events);
    Some((real.after(world, &events), told))
}

type Decided = (Vec<DomainEvent>, Vec<Rule>);

struct Real<'a> {
    line: &'a Line,
    world: &'a World,
    tickets: [Option<Ticket>; TICKETS],
    orders: BTreeMap<OrderId, Option<Order>>,
    places: [Option<WaitlistEntry>; BUYERS],
}

impl<'a> Real<'a> {
    fn of(line: &'a Line, world: &'a World) -> Self {
        let orders = (0..TICKETS).filter_map(|t| Some(world.owns[t]?.order(t)));
        Self {
            line,
            world,
            tickets: std::array::from_fn(|t| Some(real_ticket(t, world.owns[t]))),
            orders: orders.map(|order| (order.id, Some(order))).collect(),
            places: std::array::from_fn(|buyer| world.places[buyer].real(line, buyer)),
        }
    }

    fn limits(&self) -> HoldLimits {
        HoldLimits { live_max: self.line.held_max, cooldown: Duration::ZERO }
    }

    fn decide(&self, step: Step) -> Option<Decided> {
        let failed = |failure: ChargeFailure| {
            move |order: &Order| OrderCommand::Failed {
                charge: charge_of(order.id),
                failure: failure.clone(),
                max_attempts: MAX_ATTEMPTS,
            }
        };
        let declined = ChargeFailure::Declined(DeclineCode::CardDeclined);
        let events = match step {
            Step::Hold(buyer, tickets) => return self.hold(buyer, tickets),
            Step::Wait(buyer) => return self.wait(buyer),
            Step::Pay(t) => self.of_all(t, |order| OrderCommand::Pay {
                charge: charge_of(order.id),
                max_attempts: MAX_ATTEMPTS,
            })?,
            Step::Authorised(t) => {
                self.of_all(t, |order| OrderCommand::Authorised(charge_of(order.id)))?
            }
            Step::Captured(t) => {
                self.of_all(t, |order| OrderCommand::Captured(charge_of(order.id)))?
            }
            Step::Declined(t) => self.of_all(t, failed(declined))?,
            Step::NotCaptured(t) => self.of_all(t, failed(ChargeFailure::NotCaptured))?,
            Step::Cancel(t) => self.of_all(t, |_| OrderCommand::Cancel)?,
            Step::Drop(t) => self.of_order(t, &OrderCommand::Cancel)?,
            Step::CancelBySite(t) => self.of_order(t, &OrderCommand::CancelBySite(deed()))?,
            Step::AskRefund(t) => {
                self.of_order(t, &OrderCommand::Refund { deed: deed(), relist: true })?
            }
            Step::Refunded(t) => self.of_order(
                t,
                &OrderCommand::Refunded {
                    charge: charge_of(self.order_for(t)?.id),
                    stripe_id: "pi".into(),
                    stripe_refund_id: "re".into(),
                },
            )?,
            Step::Expire(t) => {
                let order = self.order_for(t)?.id;
                self.ask_ticket(t, &TicketCommand::Expire { order })?
            }
            Step::WaitNoMore(buyer) => {
                let place = self.places[buyer].as_ref()?;
                vec![DomainEvent::WaitlistEntry(place.id, WaitlistEvent::Dropped)]
            }
        };
        Some((events, vec![]))
    }

    /// All tickets or none; what has run out is recorded first.
    fn hold(&self, buyer: usize, tickets: Tickets) -> Option<Decided> {
        let wanted = (0..TICKETS).filter(|t| tickets[*t]).collect::<Vec<_>>();
        let (mut held, mut ended, mut rules, mut orders) = (vec![], vec![], vec![], vec![]);
        for t in &wanted {
            let (order, fees) = (order_id(*t, buyer, tickets), Fees::NONE);
            let (price, buyer, hold) = (price(), user(buyer), HOLD);
            let command = TicketCommand::Reserve { order, buyer, price, fees, hold };
            let events = self.ask_ticket(*t, &command)?;
            match reserves(&events) {
                true => held.extend(events),
                false => ended.extend(events),
            }
            orders.push(order);
            let (limits, ticket, beside) = (self.limits(), ticket_id(*t), wanted.len() - 1);
            rules.push(Rule::BuyerMayHold { buyer, ticket, limits, beside });
        }
        if !ended.is_empty() {
            return Some((ended, vec![]));
        }
        if orders.len() > 1 {
            let together: Box<[_]> = orders.clone().into();
            held.extend(orders.into_iter().map(|order| {
                DomainEvent::Order(order, OrderEvent::MadeTogether(together.clone()))
            }));
        }
        Some((held, rules))
    }

    fn wait(&self, buyer: usize) -> Option<Decided> {
        let (id, user) = (place_id(self.line, buyer), user(buyer));
        let wish = real_wish(self.line, buyer);
        let mut rules = vec![
            Rule::AccountIsThere(user),
            Rule::WaitlistHasRoom(user),
            Rule::LineHasRoom(wish.clone()),
        ];
        let asked = match wish {
            Wish::Ticket(_) => {
                decide_waitlist(self.tickets[0].as_ref(), user, false, NOW).ok()??
            }
            Wish::Seats(wish) => {
                rules.push(Rule::NoneFits { user, wish: wish.clone(), fee: BuyerFee::NONE });
                WaitlistEvent::SeatsAsked(wish, user)
            }
        };
        Some((vec![DomainEvent::WaitlistEntry(id, asked)], rules))
    }

    fn order_for(&self, t: usize) -> Option<&Order> {
        let is_for = |order: &&Order| order.ticket == ticket_id(t);
        self.orders.values().flatten().find(is_for)
    }

    fn ask_ticket(&self, t: usize, command: &TicketCommand) -> Option<Vec<DomainEvent>> {
        ticket::decide(ticket_id(t), self.tickets[t].as_ref(), command, NOW).ok()
    }

    /// What an order, and its ticket where it takes that, make of a command.
    fn of_order(&self, t: usize, command: &OrderCommand) -> Option<Vec<DomainEvent>> {
        match order::decide(self.order_for(t), command, NOW).ok()? {
            OrderDecision::Commit(events) => Some(events),
            OrderDecision::AskTicket(command) => self.ask_ticket(t, &command),
            OrderDecision::Nothing | OrderDecision::Void(_) => None,
        }
    }

    /// What all that are left of a purchase make of it.
    fn of_all(
        &self,
        t: usize,
        command: impl Fn(&Order) -> OrderCommand,
    ) -> Option<Vec<DomainEvent>> {
        let purchase = self.world.purchase(t);
        let decide = |t: usize| self.of_order(t, &command(self.order_for(t)?));
        let all = (0..TICKETS).filter(|t| purchase[*t]).map(decide);
        Some(all.collect::<Option<Vec<_>>>()?.concat())
    }

    fn told(&self, events: &[DomainEvent]) -> Told {
        let mut told = Told::default();
        for event in events {
            match event {
                DomainEvent::WaitlistEntry(id, what) => {
                    let is_it = |buyer: &usize| place_id(self.line, *buyer) == *id;
                    let buyer = (0..BUYERS).find(is_it).unwrap();
                    told.served[buyer] |= matches!(what, WaitlistEvent::Served(_));
                    told.passed_over[buyer] |= *what == WaitlistEvent::PassedOver;
                }
                DomainEvent::Order(id, OrderEvent::CancelledBySite(_)) => {
                    let order = self.orders[id].as_ref().unwrap();
                    told.by_site[buyer_of(order.buyer)] = true;
                }
                DomainEvent::Ticket(
                    id,
                    TicketEvent::ReservationReleased(order)
                    | TicketEvent::ReservationExpired(order),
                ) => {
                    let order = self.orders[order].as_ref().unwrap();
                    told.let_go[ticket_of(*id)][buyer_of(order.buyer)] = true;
                }
                _ => {}
            }
        }
        told
    }

    /// What the events make of it; what is decided is never illegal.
    fn after(mut self, before: &World, events: &[DomainEvent]) -> World {
        for event in events {
            let applied = match event {
                DomainEvent::Ticket(id, event) => {
                    Ticket::apply(&mut self.tickets[ticket_of(*id)], *id, event, NOW)
                }
                DomainEvent::Order(id, event) => {
                    Order::apply(self.orders.entry(*id).or_default(), *id, event, NOW)
                }
                DomainEvent::WaitlistEntry(id, event) => {
                    let is_it = |buyer: &usize| place_id(self.line, *buyer) == *id;
                    let buyer = (0..BUYERS).find(is_it).unwrap();
                    WaitlistEntry::apply(&mut self.places[buyer], *id, event, NOW)
                }
                // Money is for the other model, and mails are told to nobody here.
                DomainEvent::Charge(..) | DomainEvent::Earning(..) | DomainEvent::Mail(..) => {
                    Ok(())
                }
                other => panic!("the model has no {}", other.name()),
            };
            applied.unwrap_or_else(|illegal| panic!("{illegal}: {events:#?}"));
        }
        let mut next = before.clone();
        let goes_on = |order: &&Order| order.status.is_open() || order.status.paid_by().is_some();
        let going = self.orders.values().flatten().filter(goes_on).collect::<Vec<_>>();
        next.owns = [None; TICKETS];
        for order in &going {
            let t = ticket_of(order.ticket);
            let own = self.own(order, self.tickets[t].as_ref().unwrap());
            next.broken.astray |= own.is_none() || next.owns[t].is_some();
            next.owns[t] = own;
        }
        let is_free = |t: usize| {
            self.tickets[t].as_ref().is_some_and(|it| it.status == TicketStatus::Available)
        };
        next.broken.astray |= (0..TICKETS).any(|t| is_free(t) != next.owns[t].is_none());
        for buyer in 0..BUYERS {
            next.places[buyer] = self.place(buyer);
        }
        next
    }

    /// What an order is; none if it has not its ticket.
    fn own(&self, order: &Order, ticket: &Ticket) -> Option<Own> {
        let is = match (ticket.status, order.status) {
            (TicketStatus::Reserved(held), OrderStatus::AwaitingPayment(Some(_)))
                if held.order == order.id =>
            {
                OrderIs::Paying
            }
            (TicketStatus::Reserved(held), _) if held.order == order.id => OrderIs::Held,
            (TicketStatus::Selling { reservation, .. }, OrderStatus::AwaitingPayment(Some(_)))
                if reservation.order == order.id =>
            {
                OrderIs::Selling
            }
            (TicketStatus::Sold { order: of, .. }, OrderStatus::Completed { .. })
                if of == order.id =>
            {
                match order.refund {
                    Some(_) => OrderIs::Refunding,
                    None => OrderIs::Sold,
                }
            }
            _ => return None,
        };
        let (buyer, late) = (buyer_of(order.buyer), order.expires_at <= NOW);
        Some(Own { buyer, is, together: self.tickets_of(order.purchase()), late })
    }

    /// For what orders are, or were.
    fn tickets_of(&self, orders: &[OrderId]) -> Tickets {
        let mut tickets = [false; TICKETS];
        for id in orders {
            let ticket = match self.orders.get(id) {
                Some(Some(order)) => ticket_of(order.ticket),
                _ => usize::from(id.as_bytes()[1]),
            };
            tickets[ticket] = true;
        }
        tickets
    }

    fn place(&self, buyer: usize) -> Place {
        let nowhere = |is| Place { is, rank: 0, let_pass: 0 };
        let Some(entry) = &self.places[buyer] else { return nowhere(PlaceIs::NotThere) };
        let is = match entry.status {
            WaitlistStatus::Waiting => PlaceIs::Waiting,
            WaitlistStatus::Served(first) => PlaceIs::Served(match self.orders.get(&first) {
                Some(Some(order)) => self.tickets_of(order.purchase()),
                _ => self.world.places[buyer].is.had(),
            }),
            WaitlistStatus::Out => return nowhere(PlaceIs::Out),
            WaitlistStatus::Over | WaitlistStatus::Told(_) => return nowhere(PlaceIs::NotThere),
        };
        let stands = |entry: &&WaitlistEntry| !entry.status.is_over();
        let before =
            |other: &&WaitlistEntry| (other.asked_at, other.id) < (entry.asked_at, entry.id);
        let rank = self.places.iter().flatten().filter(stands).filter(before).count();
        Place { is, rank: 1 + u8::try_from(rank).unwrap(), let_pass: entry.let_pass }
    }

    fn waiting(&self) -> Vec<InLine> {
        let mut line: Vec<_> = self.places.iter().flatten().filter_map(InLine::of).collect();
        line.sort_by_key(InLine::place);
        line
    }
}

/// As of the entry before.
impl Facts for Real<'_> {
    fn ticket(&self, id: TicketId) -> Result<Option<Arc<Ticket>>, Unreadable> {
        Ok(self.tickets[ticket_of(id)].clone().map(Arc::new))
    }

    fn order(&self, id: OrderId) -> Result<Option<Arc<Order>>, Unreadable> {
        Ok(self.orders.get(&id).cloned().flatten().map(Arc::new))
    }

    fn waitlist_entry(&self, id: WaitlistId) -> Result<Option<Arc<WaitlistEntry>>, Unreadable> {
        Ok(self.places.iter().flatten().find(|place| place.id == id).cloned().map(Arc::new))
    }

    fn standing(&self, buyer: UserId, _: TicketId, _: Timestamp) -> Result<Standing, Unreadable> {
        Ok(Standing { held: self.world.held_by(buyer_of(buyer)), ..Standing::default() })
    }

    fn is_on_waitlist(&self, user: UserId, ticket: TicketId) -> bool {
        self.waiting().iter().any(|place| place.user == user && place.ticket == Some(ticket))
    }

    fn has_line(&self, _: EventId, ticket: TicketId) -> bool {
        self.waiting().iter().any(|place| place.ticket.is_none_or(|of| of == ticket))
    }

    fn wants_several(&self, _: EventId) -> bool {
        self.waiting().iter().any(|place| place.quantity > 1)
    }

    fn next_in_line(
        &self,
        _: EventId,
        offers: &[Offer],
        after: Option<InLinePlace>,
    ) -> Option<(Arc<InLine>, Vec<TicketId>)> {
        let mut line = self.waiting();
        let is_reversed = self.line.mutation == Mutation::LastFirst;
        if is_reversed {
            line.reverse();
        }
        let is_next = |place: InLinePlace| {
            after.is_none_or(|after| if is_reversed { place < after } else { place > after })
        };
        let mut next = line.into_iter().filter(|who| is_next(who.place()));
        next.find_map(|who| Some((Arc::new(who.clone()), who.choose(offers)?)))
    }

    fn in_line(&self, _: &Wish) -> usize {
        self.waiting().len()
    }

    fn for_sale(&self, _: EventId, _: usize) -> Vec<TicketId> {
        let is_free = |it: &&Ticket| it.status == TicketStatus::Available;
        self.tickets.iter().flatten().filter(is_free).map(|ticket| ticket.id).collect()
    }

    fn served_by(&self, order: OrderId) -> Option<WaitlistId> {
        let is_by = |it: &&WaitlistEntry| it.status == WaitlistStatus::Served(order);
        self.places.iter().flatten().find(is_by).map(|place| place.id)
    }

    fn waits_for(&self, user: UserId, _: Timestamp) -> usize {
        self.waiting().iter().filter(|place| place.user == user).count()
    }

    fn charge(&self, _: ChargeId) -> Result<Option<Arc<Charge>>, Unreadable> {
        Ok(None)
    }

    fn open_disputes_of(&self, _: ChargeId) -> Vec<DisputeId> {
        vec![]
    }

    fn earning(&self, _: EarningId) -> Result<Option<Arc<Earning>>, Unreadable> {
        Ok(None)
    }

    fn payout(&self, _: PayoutId) -> Result<Option<Arc<Payout>>, Unreadable> {
        Ok(None)
    }

    fn payout_account(&self, _: UserId) -> Result<Option<Arc<PayoutAccount>>, Unreadable> {
        Ok(None)
    }

    fn conversation(&self, _: OrderId) -> Result<Option<Arc<Conversation>>, Unreadable> {
        Ok(None)
    }

    fn claim(&self, _: OrderId) -> Result<Option<Arc<Claim>>, Unreadable> {
        Ok(None)
    }

    fn debts_of(&self, _: UserId) -> Vec<EarningId> {
        vec![]
    }

    fn open_run(&self) -> Option<PayoutRunId> {
        None
    }

    fn event_that_stays(&self, _: EventId) -> Option<Arc<Event>> {
        None
    }

    fn has_tickets_of_others(&self, _: EventId, _: UserId) -> Result<bool, Unreadable> {
        Ok(true)
    }

    fn holder_of(&self, _: &Email) -> Option<UserId> {
        None
    }

    fn openid_holder(&self, _: &OpenIdSubject) -> Option<UserId> {
        None
    }

    fn is_banned(&self, _: UserId) -> bool {
        false
    }

    fn is_deleted(&self, _: UserId) -> bool {
        false
    }

    fn file_standing(&self, _: &KnownFile) -> Result<FileStanding, Unreadable> {
        Ok(FileStanding::default())
    }

    fn unsold_with(&self, _: &KnownFile) -> Vec<TicketId> {
        vec![]
    }

    fn seat_claims(&self, _: EventSeat) -> Result<Vec<Arc<Ticket>>, Unreadable> {
        Ok(vec![])
    }

    fn listed_file_bytes(&self, _: UserId) -> u64 {
        0
    }

    fn live_of(&self, _: UserId) -> Result<Live, Unreadable> {
        Ok(Live::default())
    }

    fn access_tokens_of(&self, _: UserId, _: Timestamp) -> Result<usize, Unreadable> {
        Ok(0)
    }

    fn alerts_of(&self, _: UserId) -> Vec<AlertId> {
        vec![]
    }

    fn webhook_endpoint(
        &self,
        _: WebhookEndpointId,
    ) -> Result<Option<Arc<WebhookEndpoint>>, Unreadable> {
        Ok(None)
    }

    fn webhook_endpoints_of(&self, _: UserId) -> Vec<WebhookEndpointId> {
        vec![]
    }
}

fn ticket_id(t: usize) -> TicketId {
    TicketId::from_bytes([1 + u8::try_from(t).unwrap(); 16])
}
fn ticket_of(id: TicketId) -> usize {
    (0..TICKETS).find(|t| ticket_id(*t) == id).unwrap()
}
fn user(buyer: usize) -> UserId {
    UserId::from_bytes([40 + u8::try_from(buyer).unwrap(); 16])
}
fn buyer_of(id: UserId) -> usize {
    (0..BUYERS).find(|buyer| user(*buyer) == id).unwrap()
}
fn seller() -> UserId {
    UserId::from_bytes([50; 16])
}
fn event_id() -> EventId {
    EventId::from_bytes([60; 16])
}
/// An order of a purchase, which is named by its tickets: of these one buyer has no two.
fn order_id(t: usize, buyer: usize, together: Tickets) -> OrderId {
    let mut bytes = [0; 16];
    bytes[0] = 10 + u8::try_from(buyer).unwrap();
    bytes[1] = u8::try_from(t).unwrap();
    bytes[2..2 + TICKETS].copy_from_slice(&together.map(u8::from));
    OrderId::from_bytes(bytes)
}
fn charge_of(order: OrderId) -> ChargeId {
    ChargeId::from_bytes(*order.as_bytes())
}
fn place_id(line: &Line, buyer: usize) -> WaitlistId {
    match line.wish(buyer) {
        world::Wish::Ticket(_) => OF_TICKET[buyer],
        world::Wish::Seats(_) => OF_EVENT[buyer],
    }
}
fn real_wish(line: &Line, buyer: usize) -> Wish {
    match line.wish(buyer) {
        world::Wish::Ticket(t) => Wish::Ticket(ticket_id(t)),
        world::Wish::Seats(quantity) => {
            Wish::Seats(SeatsWish { event: event_id(), quantity, at_most: None, section: None })
        }
    }
}
fn price() -> Price {
    Price::from_minor(4950).unwrap()
}
fn deed() -> Deed {
    Deed { by: seller(), reason: REASON.clone() }
}

fn real_ticket(t: usize, own: Option<Own>) -> Ticket {
    let status = own.map_or(TicketStatus::Available, |own| {
        let (order, buyer) = (own.order_id(t), user(own.buyer));
        let reservation = Reservation { order, buyer, expires_at: own.expires_at() };
        match own.is {
            OrderIs::Held | OrderIs::Paying => TicketStatus::Reserved(reservation),
            OrderIs::Selling => TicketStatus::Selling { reservation, charge: charge_of(order) },
            OrderIs::Sold | OrderIs::Refunding => TicketStatus::Sold { order, buyer, at: NOW },
        }
    });
    a_ticket((ticket_id(t), event_id(), seller()), status)
}

impl Own {
    fn order_id(self, t: usize) -> OrderId {
        order_id(t, self.buyer, self.together)
    }

    fn expires_at(self) -> Timestamp {
        match self.late {
            true => NOW,
            false => NOW + HOLD,
        }
    }

    fn order(self, t: usize) -> Order {
        let id = self.order_id(t);
        let charge = charge_of(id);
        let status = match self.is {
            OrderIs::Held => OrderStatus::Created,
            OrderIs::Paying | OrderIs::Selling => OrderStatus::AwaitingPayment(Some(charge)),
            OrderIs::Sold | OrderIs::Refunding => OrderStatus::Completed { charge, at: NOW },
        };
        let Deed { by, reason } = deed();
        let asked = Refund { by, reason, relist: true, at: NOW };
        let together = (0..TICKETS).filter(|of| self.together[*of]);
        let together: Box<[_]> =
            together.map(|of| order_id(of, self.buyer, self.together)).collect();
        Order {
            id,
            ticket: ticket_id(t),
            buyer: user(self.buyer),
            price: price(),
            expires_at: self.expires_at(),
            created_at: NOW,
            failed_attempts: 0,
            last_failure: None,
            refund: (self.is == OrderIs::Refunding).then_some(asked),
            status,
            fee: None,
            seller_fee: None,
            cancelled_by: None,
            paid: None,
            paid_back: None,
            version: 0,
            together: if together.len() > 1 { together } else { Box::default() },
        }
    }
}

impl PlaceIs {
    fn had(self) -> Tickets {
        match self {
            Self::Served(had) => had,
            _ => [false; TICKETS],
        }
    }
}

impl Place {
    fn real(self, line: &Line, buyer: usize) -> Option<WaitlistEntry> {
        let status = match self.is {
            PlaceIs::NotThere => return None,
            PlaceIs::Waiting => WaitlistStatus::Waiting,
            PlaceIs::Served(had) => {
                let first = had.iter().position(|there| *there)?;
                WaitlistStatus::Served(order_id(first, buyer, had))
            }
            PlaceIs::Out => WaitlistStatus::Out,
        };
        Some(WaitlistEntry {
            id: place_id(line, buyer),
            wish: real_wish(line, buyer),
            user: user(buyer),
            // All of them before now, in their order.
            asked_at: Timestamp::from_millis(i64::from(self.rank)),
            status,
            let_pass: self.let_pass,
        })
    }
}
