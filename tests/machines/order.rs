//! What an order does, in every state, when it is asked or told anything.

use holdfast::{
    domain::{
        CancelReason::{self, Admin, Buyer, Expired, PaymentFailed, Refunded},
        ChargeEvent,
        ChargeFailure::{self, Declined, Interrupted, NotCaptured},
        DeclineCode, Deed, DomainEvent, Order, OrderEvent, OrderStatus, Refund,
        rules::{
            order::{
                OrderCommand,
                OrderDecision::{self, Commit, Nothing, Void},
                OrderRefusal::{
                    self, Cancelled, Completed, NotPaid, NotThere, PaymentUnderWay, TimeIsUp,
                },
                decide,
            },
            ticket::TicketCommand,
        },
    },
    types::{ChargeId, Reason, Timestamp},
};

use super::{
    LATER, NOW, assert_all_there, buyer, other_charge, price, seller, the_ticket, this_charge,
    this_order,
};

type Expect = Result<OrderDecision, OrderRefusal>;

const COLUMNS: usize = 15;
const KINDS: usize = 8;
const FAILURES: usize = 3;

/// Not there; created, and that with the deadline reached; paying, and that with the deadline
/// reached; between two payments after a declined one, and that with the deadline reached; paying
/// after two declined ones; completed; cancelled by the buyer, by the deadline, by declined cards;
/// completed with a refund under way; refunded; cancelled
/// by the site.
fn states() -> [Option<Order>; COLUMNS] {
    let order = |status, expires_at, failed_attempts| {
        Some(Order {
            id: this_order(),
            ticket: the_ticket(),
            buyer: buyer(),
            price: price(4950),
            expires_at,
            created_at: Timestamp::from_millis(0),
            failed_attempts,
            last_failure: None,
            refund: None,
            status,
            fee: None,
            seller_fee: None,
            cancelled_by: None,
            paid: None,
            paid_back: None,
            version: 0,
            together: Box::default(),
        })
    };
    let refunding = |status| {
        let refund =
            Refund { by: seller(), reason: reason(), relist: true, at: Timestamp::from_millis(0) };
        order(status, LATER, 0).map(|order| Order { refund: Some(refund), ..order })
    };
    let paying = OrderStatus::AwaitingPayment(Some(this_charge()));
    let between = OrderStatus::AwaitingPayment(None);
    let over = |reason| OrderStatus::Cancelled { reason, at: NOW };
    [
        None,
        order(OrderStatus::Created, LATER, 0),
        order(OrderStatus::Created, NOW, 0),
        order(paying, LATER, 0),
        order(paying, NOW, 0),
        order(between, LATER, 1),
        order(between, NOW, 1),
        order(paying, LATER, 2),
        order(OrderStatus::Completed { charge: this_charge(), at: NOW }, LATER, 0),
        order(over(Buyer), LATER, 0),
        order(over(Expired), NOW, 0),
        order(over(PaymentFailed), LATER, 3),
        refunding(OrderStatus::Completed { charge: this_charge(), at: NOW }),
        refunding(over(Refunded)),
        order(over(Admin), LATER, 0),
    ]
}

fn column(order: Option<&Order>) -> usize {
    let Some(order) = order else { return 0 };
    let over = usize::from(order.expires_at <= NOW);
    match order.status {
        OrderStatus::Created => 1 + over,
        OrderStatus::AwaitingPayment(Some(_)) if order.failed_attempts == 2 => 7,
        OrderStatus::AwaitingPayment(Some(_)) => 3 + over,
        OrderStatus::AwaitingPayment(None) => 5 + over,
        OrderStatus::Completed { .. } if order.refund.is_some() => 12,
        OrderStatus::Completed { .. } => 8,
        OrderStatus::Cancelled { reason, .. } => match reason {
            CancelReason::Buyer => 9,
            CancelReason::Expired => 10,
            CancelReason::PaymentFailed => 11,
            CancelReason::Refunded => 13,
            CancelReason::Admin => 14,
        },
    }
}

fn kind(command: &OrderCommand) -> usize {
    match command {
        OrderCommand::Pay { .. } => 0,
        OrderCommand::Cancel => 1,
        OrderCommand::Authorised { .. } => 2,
        OrderCommand::Captured { .. } => 3,
        OrderCommand::Failed { .. } => 4,
        OrderCommand::Refund { .. } => 5,
        OrderCommand::Refunded { .. } => 6,
        OrderCommand::CancelBySite { .. } => 7,
    }
}

fn failure_kind(failure: &ChargeFailure) -> usize {
    match failure {
        ChargeFailure::Declined(_) => 0,
        ChargeFailure::Interrupted => 1,
        ChargeFailure::NotCaptured => 2,
        ChargeFailure::TicketDropped => unreachable!("no payment says that"),
    }
}

fn own(event: OrderEvent) -> DomainEvent {
    DomainEvent::Order(this_order(), event)
}
fn no(refusal: OrderRefusal) -> Expect {
    Err(refusal)
}
fn nothing() -> Expect {
    Ok(Nothing)
}
fn void(charge: ChargeId) -> Expect {
    Ok(Void(charge))
}
fn begin(charge: ChargeId) -> Expect {
    let created = ChargeEvent::Created(this_order(), price(4950));
    Ok(Commit(vec![own(OrderEvent::PaymentStarted(charge)), DomainEvent::Charge(charge, created)]))
}
fn declined() -> ChargeFailure {
    Declined(DeclineCode::InsufficientFunds)
}
fn failed(failure: ChargeFailure) -> DomainEvent {
    own(OrderEvent::PaymentFailed(this_charge(), failure))
}
fn release(with: Vec<DomainEvent>) -> Expect {
    Ok(OrderDecision::AskTicket(TicketCommand::Release(this_order(), with)))
}
fn cancelled(reason: CancelReason) -> DomainEvent {
    own(OrderEvent::Cancelled(reason))
}
fn give_up() -> Expect {
    release(vec![cancelled(Buyer)])
}
fn last_declined() -> Expect {
    release(vec![failed(declined()), cancelled(PaymentFailed)])
}
fn again(failure: ChargeFailure) -> Expect {
    Ok(Commit(vec![failed(failure)]))
}
fn sell() -> Expect {
    let (order, charge) = (this_order(), this_charge());
    Ok(OrderDecision::AskTicket(TicketCommand::StartSale(order, charge)))
}
fn sold() -> Expect {
    let charge = this_charge();
    let with = vec![
        DomainEvent::Charge(charge, ChargeEvent::Completed),
        own(OrderEvent::Completed(charge)),
    ];
    Ok(OrderDecision::AskTicket(TicketCommand::CompleteSale(this_order(), with)))
}
fn abandon() -> Expect {
    let with = vec![failed(NotCaptured)];
    Ok(OrderDecision::AskTicket(TicketCommand::AbandonSale(this_order(), with)))
}

fn reason() -> Reason {
    Reason::parse("The concert is off").unwrap()
}
fn ask_back() -> Expect {
    let asked =
        OrderEvent::RefundAsked { relist: true, deed: Deed { by: seller(), reason: reason() } };
    Ok(Commit(vec![own(asked)]))
}
fn give_back(relist: bool) -> Expect {
    let (stripe_id, stripe_refund_id) = ("pi".into(), "re".into());
    let with = vec![
        DomainEvent::Charge(this_charge(), ChargeEvent::Refunded { stripe_id, stripe_refund_id }),
        own(OrderEvent::Refunded("re".into())),
    ];
    Ok(OrderDecision::AskTicket(TicketCommand::Return { order: this_order(), relist, with }))
}
fn went_back(charge: ChargeId) -> OrderCommand {
    OrderCommand::Refunded { charge, stripe_id: "pi".into(), stripe_refund_id: "re".into() }
}

/// Each command, and what it leads to in each of [`states`].
#[rustfmt::skip]
fn rows() -> Vec<(OrderCommand, [Expect; COLUMNS])> {
    use OrderCommand::{Authorised, Cancel, CancelBySite, Captured, Failed, Pay, Refund};
    let refunded = || no(Cancelled(Refunded));
    let by_site = || no(Cancelled(Admin));
    let site = || release(vec![own(OrderEvent::CancelledBySite(Deed { by: seller(), reason: reason() }))]);
    let (this, other) = (this_charge(), other_charge());
    let busy = || no(PaymentUnderWay);
    let late = || no(TimeIsUp);
    let (gone, done) = (|| no(NotThere), || no(Completed));
    let (by_buyer, by_time, by_cards) = (|| no(Cancelled(Buyer)), || no(Cancelled(Expired)), || no(Cancelled(PaymentFailed)));
    vec![
        // Not there | created, over | paying, over | between, over | the third | completed | cancelled by buyer, time, cards | refunding, refunded | cancelled by the site.
        (Pay { charge: this, max_attempts: 3 },
            [gone(), begin(this), late(), nothing(), nothing(), begin(this), late(), nothing(), done(), by_buyer(), by_time(), by_cards(), done(), refunded(), by_site()]),
        (Pay { charge: other, max_attempts: 3 },
            [gone(), begin(other), late(), busy(), busy(), begin(other), late(), busy(), done(), by_buyer(), by_time(), by_cards(), done(), refunded(), by_site()]),
        (Pay { charge: other, max_attempts: 1 },
            [gone(), begin(other), late(), busy(), busy(), by_cards(), late(), busy(), done(), by_buyer(), by_time(), by_cards(), done(), refunded(), by_site()]),
        (Cancel,
            [gone(), give_up(), give_up(), give_up(), give_up(), give_up(), give_up(), give_up(), done(), nothing(), by_time(), by_cards(), done(), refunded(), by_site()]),
        (CancelBySite(Deed { by: seller(), reason: reason() }),
            [gone(), site(), site(), site(), site(), site(), site(), site(), done(), by_buyer(), by_time(), by_cards(), done(), refunded(), nothing()]),
        (Authorised(this),
            [gone(), void(this), void(this), sell(), sell(), void(this), void(this), sell(), nothing(), void(this), void(this), void(this), nothing(), void(this), void(this)]),
        (Authorised(other),
            [gone(), void(other), void(other), void(other), void(other), void(other), void(other), void(other), void(other), void(other), void(other), void(other), void(other), void(other), void(other)]),
        (Captured(this),
            [gone(), void(this), void(this), sold(), sold(), void(this), void(this), sold(), nothing(), void(this), void(this), void(this), nothing(), void(this), void(this)]),
        (Captured(other),
            [gone(), void(other), void(other), void(other), void(other), void(other), void(other), void(other), void(other), void(other), void(other), void(other), void(other), void(other), void(other)]),
        (Failed { charge: this, failure: declined(), max_attempts: 3 },
            [gone(), nothing(), nothing(), again(declined()), again(declined()), nothing(), nothing(), last_declined(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing()]),
        (Failed { charge: this, failure: declined(), max_attempts: 4 },
            [gone(), nothing(), nothing(), again(declined()), again(declined()), nothing(), nothing(), again(declined()), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing()]),
        (Failed { charge: this, failure: declined(), max_attempts: 1 },
            [gone(), nothing(), nothing(), last_declined(), last_declined(), nothing(), nothing(), last_declined(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing()]),
        (Failed { charge: this, failure: Interrupted, max_attempts: 3 },
            [gone(), nothing(), nothing(), again(Interrupted), again(Interrupted), nothing(), nothing(), again(Interrupted), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing()]),
        (Failed { charge: this, failure: NotCaptured, max_attempts: 1 },
            [gone(), nothing(), nothing(), abandon(), abandon(), nothing(), nothing(), abandon(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing()]),
        (Failed { charge: other, failure: declined(), max_attempts: 1 },
            [gone(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing()]),
        (Failed { charge: other, failure: NotCaptured, max_attempts: 1 },
            [gone(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing()]),
        (Refund { relist: true, deed: Deed { by: seller(), reason: reason() } },
            [gone(), no(NotPaid), no(NotPaid), no(NotPaid), no(NotPaid), no(NotPaid), no(NotPaid), no(NotPaid), ask_back(), no(NotPaid), no(NotPaid), no(NotPaid), nothing(), nothing(), no(NotPaid)]),
        (went_back(this),
            [gone(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), give_back(false), nothing(), nothing(), nothing(), give_back(true), nothing(), nothing()]),
        (went_back(other),
            [gone(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing()]),
    ]
}

#[test]
fn every_state_and_command_of_an_order() {
    let states = states();
    assert_all_there("states", COLUMNS, states.iter().map(|order| column(order.as_ref())));
    assert_all_there("commands", KINDS, rows().iter().map(|(command, _)| kind(command)));
    let failures = rows().into_iter().filter_map(|(command, _)| match command {
        OrderCommand::Failed { failure, .. } => Some(failure_kind(&failure)),
        _ => None,
    });
    assert_all_there("failures", FAILURES, failures);
    for (command, expects) in rows() {
        for (order, expect) in states.iter().zip(expects) {
            let got = decide(order.as_ref(), &command, NOW);
            assert_eq!(got, expect, "{command:?}\nfor {order:?}");
        }
    }
}
