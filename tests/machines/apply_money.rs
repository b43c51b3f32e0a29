//! What each fact does to orders and charges.

use holdfast::{
    domain::{
        CancelReason, Charge, ChargeEvent, ChargeFailure,
        ChargeStatus::{self, Authorised, Failed, Voided},
        DeclineCode, Deed, FeeInvoice, FeeInvoiceEvent, FeeInvoiceKind, InvoiceSeries,
        InvoiceSeriesEvent, Issuer, Order, OrderEvent,
        OrderStatus::{self, AwaitingPayment},
        PaidBack, PaidBy,
    },
    types::{ChargeId, FeeInvoiceId, InvoiceSeriesId, Month, OrderId, Percent, Reason},
};

use super::{
    LATER, NOW, assert_all_there, buyer, other_charge, price, seller, the_ticket, this_charge,
    this_order,
};

const ORDER_STATES: usize = 5;
const ORDER_EVENTS: usize = 13;
const CHARGE_STATES: usize = 7;
const CHARGE_EVENTS: usize = 9;

fn paying(charge: ChargeId) -> OrderStatus {
    AwaitingPayment(Some(charge))
}
fn between() -> OrderStatus {
    AwaitingPayment(None)
}
fn another_order() -> OrderId {
    OrderId::from_bytes([0x77; 16])
}
fn completed() -> OrderStatus {
    OrderStatus::Completed { charge: this_charge(), at: NOW }
}
fn over(reason: CancelReason) -> OrderStatus {
    OrderStatus::Cancelled { reason, at: NOW }
}
fn order(status: OrderStatus) -> Order {
    Order {
        id: this_order(),
        ticket: the_ticket(),
        buyer: buyer(),
        price: price(4950),
        expires_at: LATER,
        created_at: NOW,
        failed_attempts: 0,
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
    }
}

/// Not there, created, paying, between, completed; cancelled ones are below.
fn orders() -> Vec<Option<Order>> {
    let mut orders = vec![
        None,
        Some(order(OrderStatus::Created)),
        Some(order(paying(this_charge()))),
        Some(order(between())),
        Some(order(completed())),
    ];
    let reasons = [
        CancelReason::Buyer,
        CancelReason::Expired,
        CancelReason::PaymentFailed,
        CancelReason::Refunded,
        CancelReason::Admin,
    ];
    orders.extend(reasons.map(|reason| Some(order(over(reason)))));
    orders
}

fn order_number(order: Option<&Order>) -> usize {
    match order.map(|order| order.status) {
        None => 0,
        Some(OrderStatus::Created) => 1,
        Some(AwaitingPayment(Some(_))) => 2,
        Some(AwaitingPayment(None)) => 3,
        Some(OrderStatus::Completed { .. }) => 4,
        Some(OrderStatus::Cancelled { .. }) => 5,
    }
}

fn order_event_number(event: &OrderEvent) -> usize {
    match event {
        OrderEvent::Created { .. } => 0,
        OrderEvent::PaymentStarted { .. } => 1,
        OrderEvent::PaymentFailed { .. } => 2,
        OrderEvent::Completed { .. } => 3,
        OrderEvent::Cancelled { .. } => 4,
        OrderEvent::Expired => 5,
        OrderEvent::RefundAsked { .. } => 6,
        OrderEvent::Refunded { .. } => 7,
        OrderEvent::FeeIncluded { .. } => 8,
        OrderEvent::CancelledBySite { .. } => 9,
        OrderEvent::MadeTogether { .. } => 10,
        OrderEvent::SellerFeeIncluded { .. } => 11,
        OrderEvent::RefundDropped => 12,
    }
}

fn declined() -> ChargeFailure {
    ChargeFailure::Declined(DeclineCode::CardDeclined)
}

fn asked() -> OrderEvent {
    let reason = Reason::parse("The concert is off").unwrap();
    OrderEvent::RefundAsked { relist: true, deed: Deed { by: seller(), reason } }
}

fn refunded() -> OrderEvent {
    OrderEvent::Refunded("re".into())
}

#[rustfmt::skip]
fn order_rows() -> Vec<(OrderEvent, [Result<OrderStatus, &'static str>; ORDER_STATES])> {
    use OrderEvent as E;
    let (none, created, awaiting, done) = (Err("not there"), Err("created"), Err("awaiting_payment"), Err("completed"));
    let (this, other) = (this_charge(), other_charge());
    let never = [none, created, awaiting, awaiting, done];
    let cancelled = |reason| (E::Cancelled(reason), [none, Ok(over(reason)), Ok(over(reason)), Ok(over(reason)), done]);
    vec![
        (E::Created { ticket: the_ticket(), buyer: buyer(), price: price(4950), expires_at: LATER },
            [Ok(OrderStatus::Created), created, awaiting, awaiting, done]),
        (E::PaymentStarted(this), [none, Ok(paying(this)), awaiting, Ok(paying(this)), done]),
        (E::PaymentStarted(other), [none, Ok(paying(other)), awaiting, Ok(paying(other)), done]),
        (E::PaymentFailed(this, declined()), [none, created, Ok(between()), awaiting, done]),
        (E::PaymentFailed(this, ChargeFailure::Interrupted), [none, created, Ok(between()), awaiting, done]),
        (E::PaymentFailed(this, ChargeFailure::NotCaptured), [none, created, Ok(between()), awaiting, done]),
        (E::PaymentFailed(other, declined()), never),
        (E::Completed(this), [none, created, Ok(completed()), awaiting, done]),
        (E::Completed(other), never),
        cancelled(CancelReason::Buyer),
        cancelled(CancelReason::Expired),
        cancelled(CancelReason::PaymentFailed),
        (E::CancelledBySite(Deed { by: seller(), reason: Reason::parse("A fraud").unwrap() }),
            [none, Ok(over(CancelReason::Admin)), Ok(over(CancelReason::Admin)), Ok(over(CancelReason::Admin)), done]),
        (asked(), [none, created, awaiting, awaiting, Ok(completed())]),
        (refunded(), [none, created, awaiting, awaiting, Ok(over(CancelReason::Refunded))]),
        // Only of one that was asked for, below.
        (E::RefundDropped, never),
        (E::FeeIncluded(price(450)), [none, Ok(OrderStatus::Created), awaiting, awaiting, done]),
        (E::FeeIncluded(price(4950)), [none, created, awaiting, awaiting, done]),
        (E::SellerFeeIncluded(price(248)), [none, Ok(OrderStatus::Created), awaiting, awaiting, done]),
        (E::SellerFeeIncluded(price(4951)), [none, created, awaiting, awaiting, done]),
        (E::MadeTogether(Box::new([this_order(), another_order()])), [none, Ok(OrderStatus::Created), awaiting, awaiting, done]),
        // Without itself, and alone.
        (E::MadeTogether(Box::new([another_order(), another_order()])), [none, created, awaiting, awaiting, done]),
        (E::MadeTogether(Box::new([this_order()])), [none, created, awaiting, awaiting, done]),
        (E::Expired, [none, Ok(over(CancelReason::Expired)), Ok(over(CancelReason::Expired)), Ok(over(CancelReason::Expired)), done]),
    ]
}

#[test]
fn every_state_and_event_of_an_order() {
    let orders = orders();
    assert_all_there("states", 6, orders.iter().map(|order| order_number(order.as_ref())));
    let events = order_rows().into_iter().map(|(event, _)| order_event_number(&event));
    assert_all_there("events", ORDER_EVENTS, events);
    for (event, expects) in order_rows() {
        for before in &orders {
            let mut record = before.clone();
            let result = Order::apply(&mut record, this_order(), &event, NOW);
            let got = match &result {
                Ok(()) => Ok(record.as_ref().unwrap().status),
                Err(illegal) => Err(illegal.state),
            };
            // Nothing happens to a cancelled order, ever.
            let expect =
                expects.get(order_number(before.as_ref())).copied().unwrap_or(Err("cancelled"));
            assert_eq!(got, expect, "{event:?}\nto {before:?}");
            if result.is_err() {
                assert_eq!(record, *before, "{event:?} was refused");
            }
        }
    }
}

#[test]
fn a_refund_is_asked_for_once() {
    let mut record = Some(order(completed()));
    Order::apply(&mut record, this_order(), &asked(), NOW).unwrap();
    assert!(record.as_ref().unwrap().is_refunding());
    let before = record.clone();
    let illegal = Order::apply(&mut record, this_order(), &asked(), LATER).unwrap_err();
    assert_eq!((illegal.event, illegal.state), ("RefundAsked", "completed"));
    assert_eq!(record, before);
    Order::apply(&mut record, this_order(), &refunded(), LATER).unwrap();
    let order = record.unwrap();
    assert!(!order.is_refunding());
    let refund = PaidBack { stripe_refund_id: "re".into(), at: LATER };
    assert_eq!((order.paid_back, order.refund.is_some()), (Some(refund), true));
}

#[test]
fn a_refund_that_is_dropped_can_be_asked_for_again() {
    let mut record = Some(order(completed()));
    let before = record.clone();
    Order::apply(&mut record, this_order(), &asked(), NOW).unwrap();
    Order::apply(&mut record, this_order(), &OrderEvent::RefundDropped, LATER).unwrap();
    assert_eq!(record, before);
    assert!(Order::apply(&mut record, this_order(), &OrderEvent::RefundDropped, LATER).is_err());
}

#[test]
fn what_the_provider_takes_is_read_once() {
    let [.., completed, refunded, _, _] = charges();
    for mut charge in [completed, refunded] {
        Charge::apply(&mut charge, this_charge(), &ChargeEvent::FeeRead(0), NOW).unwrap();
        assert_eq!(charge.as_ref().unwrap().fee_minor, Some(0));
        let again = Charge::apply(&mut charge, this_charge(), &ChargeEvent::FeeRead(1), NOW);
        assert_eq!(again.unwrap_err().state, "completed");
    }
    for charge in charges().into_iter().filter(|charge| charge_number(charge.as_ref()) < 3) {
        let mut charge = charge;
        let early = Charge::apply(&mut charge, this_charge(), &ChargeEvent::FeeRead(0), NOW);
        assert!(early.is_err());
    }
}

#[test]
fn a_refunded_order_says_when_and_by_what_it_was_paid() {
    let mut record = Some(order(paying(this_charge())));
    let completed = OrderEvent::Completed(this_charge());
    Order::apply(&mut record, this_order(), &completed, NOW).unwrap();
    Order::apply(&mut record, this_order(), &refunded(), LATER).unwrap();
    let order = record.unwrap();
    assert_eq!(order.status, OrderStatus::Cancelled { reason: CancelReason::Refunded, at: LATER });
    assert_eq!(order.paid, Some(PaidBy { charge: this_charge(), at: NOW }));
    let refund = PaidBack { stripe_refund_id: "re".into(), at: LATER };
    assert_eq!(order.paid_back, Some(refund));
}

#[test]
fn only_declined_cards_count_as_attempts() {
    for (failure, attempts) in [
        (declined(), 1),
        (ChargeFailure::Interrupted, 0),
        (ChargeFailure::NotCaptured, 0),
        (ChargeFailure::TicketDropped, 0),
    ] {
        let mut record = Some(order(paying(this_charge())));
        let event = OrderEvent::PaymentFailed(this_charge(), failure.clone());
        Order::apply(&mut record, this_order(), &event, NOW).unwrap();
        let record = record.unwrap();
        assert_eq!((record.failed_attempts, record.last_failure), (attempts, Some(failure)));
    }
}

/// Not there, under way, authorised, completed, given back, failed, voided.
fn charges() -> [Option<Charge>; CHARGE_STATES] {
    let charge = |status, refund: Option<&str>| {
        Some(Charge {
            id: this_charge(),
            order: this_order(),
            amount: price(4950),
            created_at: NOW,
            stripe_id: None,
            stripe_refund_id: refund.map(Into::into),
            status,
            version: 0,
            part_of: None,
            fee_minor: None,
        })
    };
    [
        None,
        charge(ChargeStatus::Created, None),
        charge(Authorised, None),
        charge(ChargeStatus::Completed, None),
        charge(ChargeStatus::Completed, Some("re_1")),
        charge(Failed(declined()), None),
        charge(Voided, None),
    ]
}

fn charge_number(charge: Option<&Charge>) -> usize {
    match charge.map(|charge| (&charge.status, &charge.stripe_refund_id)) {
        None => 0,
        Some((ChargeStatus::Created, _)) => 1,
        Some((Authorised, _)) => 2,
        Some((ChargeStatus::Completed, None)) => 3,
        Some((ChargeStatus::Completed, Some(_))) => 4,
        Some((Failed(_), _)) => 5,
        Some((Voided, _)) => 6,
    }
}

fn charge_event_number(event: &ChargeEvent) -> usize {
    match event {
        ChargeEvent::Created { .. } => 0,
        ChargeEvent::Submitted { .. } => 1,
        ChargeEvent::Authorised { .. } => 2,
        ChargeEvent::Completed => 3,
        ChargeEvent::Failed { .. } => 4,
        ChargeEvent::Voided => 5,
        ChargeEvent::Refunded { .. } => 6,
        ChargeEvent::PartOf { .. } => 7,
        ChargeEvent::FeeRead(_) => 8,
    }
}

/// Each event, what it leads to, and the names at the provider after it where it happens.
type ChargeRow =
    (ChargeEvent, [Result<ChargeStatus, &'static str>; CHARGE_STATES], [Option<&'static str>; 2]);

#[rustfmt::skip]
fn charge_rows() -> Vec<ChargeRow> {
    use ChargeEvent as E;
    let (none, created, ready, done, failed, voided) = (Err("not there"), Err("created"), Err("authorised"), Err("completed"), Err("failed"), Err("voided"));
    let money = Ok(ChargeStatus::Completed);
    vec![
        (E::Created(this_order(), price(4950)),
            [Ok(ChargeStatus::Created), created.clone(), ready.clone(), done.clone(), done.clone(), failed.clone(), voided.clone()], [None, None]),
        (E::Submitted("pi_1".into()),
            [none.clone(), Ok(ChargeStatus::Created), ready.clone(), done.clone(), done.clone(), failed.clone(), voided.clone()], [Some("pi_1"), None]),
        (E::PartOf(other_charge()),
            [none.clone(), Ok(ChargeStatus::Created), ready.clone(), done.clone(), done.clone(), failed.clone(), voided.clone()], [None, None]),
        (E::Authorised("pi_1".into()),
            [none.clone(), Ok(Authorised), ready.clone(), done.clone(), done.clone(), failed.clone(), voided.clone()], [Some("pi_1"), None]),
        (E::Completed,
            [none.clone(), created.clone(), money.clone(), done.clone(), done.clone(), failed.clone(), voided.clone()], [None, None]),
        (E::Failed(declined()),
            [none.clone(), Ok(Failed(declined())), Ok(Failed(declined())), done.clone(), done.clone(), failed.clone(), voided.clone()], [None, None]),
        (E::Voided,
            [none.clone(), Ok(Voided), Ok(Voided), done.clone(), done.clone(), failed.clone(), voided.clone()], [None, None]),
        (E::Refunded { stripe_id: "pi_1".into(), stripe_refund_id: "re_1".into() },
            [none.clone(), money.clone(), money.clone(), money.clone(), done.clone(), failed.clone(), voided.clone()], [Some("pi_1"), Some("re_1")]),
    ]
}

#[test]
fn every_state_and_event_of_a_charge() {
    let charges = charges();
    assert_all_there("states", CHARGE_STATES, charges.iter().map(|c| charge_number(c.as_ref())));
    let events = charge_rows().into_iter().map(|(event, ..)| event);
    // What the provider takes is looked at above.
    let events = events.chain([ChargeEvent::FeeRead(0)]).map(|event| charge_event_number(&event));
    assert_all_there("events", CHARGE_EVENTS, events);
    for (event, expects, names) in charge_rows() {
        for (before, expect) in charges.iter().zip(expects) {
            let mut charge = before.clone();
            let result = Charge::apply(&mut charge, this_charge(), &event, NOW);
            let got = match &result {
                Ok(()) => Ok(charge.as_ref().unwrap().status.clone()),
                Err(illegal) => Err(illegal.state),
            };
            assert_eq!(got, expect, "{event:?}\nto {before:?}");
            match result {
                Ok(()) => {
                    let charge = charge.unwrap();
                    let got = [charge.stripe_id.as_deref(), charge.stripe_refund_id.as_deref()];
                    assert_eq!(got, names, "{event:?}");
                }
                Err(_) => assert_eq!(charge, *before, "{event:?} was refused"),
            }
        }
    }
}

#[test]
fn what_is_kept_is_what_was_captured_and_not_given_back() {
    let kept = charges().map(|charge| charge.map(|charge| charge.kept_minor()));
    assert_eq!(kept, [None, Some(0), Some(0), Some(4950), Some(0), Some(0), Some(0)]);
}

#[test]
fn an_invoice_is_issued_once_and_numbers_follow_each_other() {
    let (id, month) = (FeeInvoiceId::from_bytes([1; 16]), Month::parse("2026-11").unwrap());
    let issuer = Issuer::new("Encore", "", Percent::ZERO);
    let kind = FeeInvoiceKind::Invoice;
    let (account, number, lines) = (buyer(), 1, vec![]);
    let issued = FeeInvoiceEvent::Issued { number, account, month, kind, issuer, lines };
    let mut invoice = None;
    FeeInvoice::apply(&mut invoice, id, &issued, NOW).unwrap();
    assert_eq!(invoice.as_ref().map(|it| (it.number, it.issued_at)), Some((1, NOW)));
    let again = FeeInvoice::apply(&mut invoice, id, &issued, LATER).unwrap_err();
    assert_eq!((again.event, again.state), ("FeeInvoiceIssued", "issued"));
    let (one, mut series) = (InvoiceSeriesId::the_one(), None);
    for number in 1..4 {
        InvoiceSeries::apply(&mut series, one, &InvoiceSeriesEvent::Given, NOW).unwrap();
        assert_eq!(series, Some(InvoiceSeries { id: one, last: number }));
    }
}

#[test]
fn what_of_a_fee_is_tax() {
    for (percent, gross, net, tax) in [
        ("0", 495, 495, 0),
        ("19", 495, 416, 79),
        ("19", 1, 1, 0),
        ("19", 3, 3, 0),
        ("19", 4, 3, 1),
        // Half of the smallest unit goes up.
        ("100", 1, 1, 0),
        ("7.7", 1077, 1000, 77),
        ("19", 99_999_999, 84_033_613, 15_966_386),
    ] {
        let taxed = Issuer::new("Encore", "", percent.parse().unwrap()).taxed(price(gross));
        assert_eq!((taxed.net, taxed.tax), (net, tax), "{gross} at {percent} %");
    }
}
