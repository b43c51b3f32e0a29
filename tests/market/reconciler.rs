//! What the reconciler finds in the provider's books, and what it does about it.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use super::common::{metric, said::Said};
use holdfast::{
    actors::{Branch, order::PayOutcome},
    domain::{CancelReason, OrderStatus},
    harness::TestMarket,
    payments::books::Judgement,
    payments::{
        Listed, PaymentState,
        scripted::{BooksAsked, Fault, Verb, cards},
    },
    types::{ChargeId, OrderId, Timestamp},
};

const ROUND: Duration = Duration::from_secs(61);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// An order that is paid, and its charge.
async fn paid(market: &TestMarket) -> (OrderId, ChargeId) {
    let ticket = market.list(market.user().await, "49.50").await;
    let order = market.buy(market.user().await, ticket).await.unwrap();
    assert_eq!(market.pay(order).await, Ok(PayOutcome::Completed));
    (order, market.order(order).status.paid_by().unwrap())
}

fn judgements(market: &TestMarket) -> Vec<Judgement> {
    market.market.unsettled().issues.iter().map(|issue| issue.judgement).collect()
}

/// Waits until the books were read once; gives when that was.
async fn read(market: &TestMarket) -> Option<Timestamp> {
    market.until("they are read", |market| market.market.unsettled().looked_at.is_some()).await;
    market.market.unsettled().looked_at
}

/// Since when the books were listed, each time.
fn lists(market: &TestMarket) -> Vec<Timestamp> {
    let asked = market.gateway.books_asked();
    let since = asked.into_iter().filter_map(|asked| match asked {
        BooksAsked::Listed(since) => Some(since),
        _ => None,
    });
    since.collect()
}

#[tokio::test(start_paused = true)]
async fn an_open_payment_that_we_do_not_know_is_let_go_of_within_a_round() {
    let said = Said::listen();
    let market = TestMarket::start().await;
    paid(&market).await;
    let unknown = market.gateway.plant_unknown(market.now(), 0);
    market.gateway.plant(market.now(), Listed { charge: None, ..open("pi_nameless") });
    market.pass(ROUND).await;
    for id in [&*unknown, "pi_nameless"] {
        assert!(!market.gateway.in_books(id).unwrap().open, "{id}");
        assert_eq!(said.count(&["was let go of", id]), 1);
    }
    assert_eq!(judgements(&market), []);
    market.assert_sound();
}

fn open(id: &str) -> Listed {
    let charge = Some(ChargeId::new());
    Listed {
        id: id.into(),
        charge,
        order: None,
        open: true,
        captured_minor: 0,
        refunded_minor: 0,
        fee_minor: None,
    }
}

#[tokio::test(start_paused = true)]
async fn a_payment_of_our_charge_by_another_name_is_not_the_charges_own() {
    let market = TestMarket::start().await;
    let (_, charge) = paid(&market).await;
    let kept = Listed { open: false, captured_minor: 4950, ..open("pi_second") };
    market.gateway.plant(market.now(), Listed { charge: Some(charge), ..open("pi_other") });
    market.gateway.plant(market.now(), Listed { charge: Some(charge), ..kept });
    market.pass(ROUND).await;
    assert!(!market.gateway.in_books("pi_other").unwrap().open);
    assert_eq!(judgements(&market), [Judgement::KeptUnknown]);
    assert_eq!(market.gateway.in_books("pi_second").unwrap().refunded_minor, 0);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_payment_that_waits_for_its_buyer_is_left_alone() {
    let market = TestMarket::start().await;
    market.gateway.ask_the_buyer_itself();
    // Nothing but its beginning is answered: we do not know its name.
    market.gateway.fault(|asked| match asked.verb {
        Verb::Authorise => Fault::AnswerLost,
        _ => Fault::Refuse,
    });
    let ticket = market.list(market.user().await, "49.50").await;
    let order = market.buy(market.user().await, ticket).await.unwrap();
    let charge = ChargeId::new();
    let _ = market.market.pay_within(order, charge, None, Duration::ZERO).await;
    market.until("it is begun", |market| market.gateway.payments().len() == 1).await;
    market.pass(ROUND).await;
    assert_eq!(market.charge(charge).stripe_id, None);
    market.gateway.fault(|_| Fault::None);
    market.until("it has a name", |market| market.charge(charge).stripe_id.is_some()).await;
    market.pass(ROUND).await;
    assert!(market.gateway.in_books(&format!("pi_{charge}")).unwrap().open);
    market.gateway.buyer_pays(charge);
    market.until_settled().await;
    assert_eq!(market.order(order).status.paid_by(), Some(charge));
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn money_that_we_do_not_know_is_counted_told_once_and_not_touched() {
    let said = Said::listen();
    let market = TestMarket::start().await;
    let made_at = market.now();
    let unknown = market.gateway.plant_unknown(made_at, 4950);
    market.gateway.plant_unknown(made_at - 9 * DAY, 100);
    market.pass(ROUND).await;
    assert_eq!(judgements(&market), [Judgement::KeptUnknown]);
    assert_eq!(
        (metric(&market.market, "payments_unknown"), metric(&market.market, "payments_mismatched")),
        (1, 0)
    );
    // It is not listed any more after an hour, and still not right.
    market.pass(9 * DAY).await;
    assert_eq!(metric(&market.market, "payments_unknown"), 1);
    assert_eq!(said.count(&["ERROR", &unknown]), 1);
    market.market.kill_branch(Branch::Reconciler);
    market.pass(ROUND).await;
    assert_eq!(metric(&market.market, "payments_unknown"), 1, "the next one goes on from there");
    let payment = market.gateway.in_books(&unknown).unwrap();
    assert_eq!((payment.captured_minor, payment.refunded_minor), (4950, 0));
    // Somebody has seen to it.
    market.gateway.refund_planted(&unknown);
    market.pass(ROUND).await;
    assert_eq!((judgements(&market), metric(&market.market, "payments_unknown")), (vec![], 0));
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_refund_in_the_dashboard_is_taken_in_without_a_webhook() {
    let said = Said::listen();
    let market = TestMarket::start().await;
    let (order, charge) = paid(&market).await;
    market.gateway.refund_in_dashboard(charge);
    market.pass(ROUND + Duration::from_secs(10)).await;
    let status = market.order(order).status;
    let refunded = CancelReason::Refunded;
    assert!(matches!(status, OrderStatus::Cancelled { reason, .. } if reason == refunded));
    market.pass(ROUND).await;
    assert_eq!(judgements(&market), []);
    assert_eq!(said.count(&["ERROR"]), 0);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_refund_in_part_is_counted_and_told_once() {
    let said = Said::listen();
    let market = TestMarket::start().await;
    let (order, charge) = paid(&market).await;
    market.gateway.refund_partly_in_dashboard(charge, 950);
    market.pass(3 * ROUND).await;
    assert_eq!(judgements(&market), [Judgement::PartlyRefunded]);
    assert_eq!(
        (metric(&market.market, "payments_unknown"), metric(&market.market, "payments_mismatched")),
        (0, 1)
    );
    assert_eq!(said.count(&["ERROR", &charge.to_string()]), 1);
    assert_eq!(market.order(order).status.paid_by(), Some(charge));
}

/// A payment that arrives at the provider long after its charge was given up.
async fn late(market: &TestMarket, by: Duration) -> ChargeId {
    market.gateway.fault(move |asked| match asked.verb {
        Verb::Authorise => Fault::Late(by),
        _ => Fault::None,
    });
    let ticket = market.list(market.user().await, "49.50").await;
    let order = market.buy(market.user().await, ticket).await.unwrap();
    let charge = ChargeId::new();
    let _ = market.market.pay(order, charge, cards::good()).await;
    market.cancel(order).await.unwrap();
    market.until_settled().await;
    assert!(!market.charge(charge).status.is_unfinished());
    assert!(market.gateway.payments().is_empty(), "it has not arrived");
    charge
}

#[tokio::test(start_paused = true)]
async fn a_payment_that_comes_after_its_charge_was_given_up_is_let_go_of() {
    let market = TestMarket::start().await;
    let charge = late(&market, HOUR / 2).await;
    market.until("it is there", |market| !market.gateway.payments().is_empty()).await;
    market.pass(ROUND).await;
    assert_eq!(market.gateway.payments(), [(charge, PaymentState::Voided)]);
    assert_eq!(market.gateway.take_discarded(), [charge]);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn money_of_a_charge_that_was_given_up_is_counted() {
    let market = TestMarket::start().await;
    let charge = late(&market, HOUR / 2).await;
    market.gateway.fault_books(|_| Fault::Refuse);
    market.until("it is there", |market| !market.gateway.payments().is_empty()).await;
    market.gateway.capture_in_dashboard(charge);
    market.gateway.fault_books(|_| Fault::None);
    market.pass(ROUND).await;
    assert_eq!(judgements(&market), [Judgement::KeptSettled]);
    assert_eq!(metric(&market.market, "payments_unknown"), 1);
    market.gateway.refund_in_dashboard(charge);
    market.pass(ROUND).await;
    assert_eq!(judgements(&market), []);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn books_that_cannot_be_read_hold_nothing_up() {
    let said = Said::listen();
    let market = TestMarket::start().await;
    let first = market.now();
    let looked_at = read(&market).await;
    assert_eq!((lists(&market), looked_at), (vec![first - 8 * DAY], Some(first)));
    let read_at = metric(&market.market, "payment_books_read_timestamp_seconds");
    assert_eq!(read_at, first.as_millis() / 1000);

    market.gateway.fault_books(|_| Fault::Slow(100 * DAY));
    let unknown = market.gateway.plant_unknown(market.now(), 0);
    let ticket = market.list(market.user().await, "49.50").await;
    let order = market.buy(market.user().await, ticket).await.unwrap();
    market.gateway.fault(|_| Fault::Refuse);
    let _ = market.pay(order).await;
    market.pass(2 * HOUR).await;
    assert_eq!(market.market.unsettled().overdue.len(), 1, "the rounds go on");
    market.gateway.fault(|_| Fault::None);
    market.until_settled().await;
    assert_eq!(said.count(&["the provider's books cannot be compared"]), 1, "not every minute");
    assert_eq!(market.market.unsettled().looked_at, looked_at);
    let asked = lists(&market);
    assert!((8..=13).contains(&asked.len()), "one at a time, each with a deadline: {asked:?}");
    assert!(asked[1..].iter().all(|since| *since == first - HOUR), "nothing is passed over");

    market.gateway.fault_books(|_| Fault::None);
    market.until("they are read", |market| market.market.unsettled().looked_at > looked_at).await;
    assert_eq!(said.count(&["the provider's books can be read again"]), 1);
    assert!(!market.gateway.in_books(&unknown).unwrap().open);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn what_could_not_be_let_go_of_is_tried_again_and_holds_up_no_other() {
    let market = TestMarket::start().await;
    market.pass(ROUND).await;
    let looked_at = market.market.unsettled().looked_at;
    let unknown = [(); 3].map(|()| market.gateway.plant_unknown(market.now(), 0));
    let stuck = unknown[1].clone();
    market.gateway.fault_books(move |asked| match asked {
        BooksAsked::Discard(id) if *id == stuck => Fault::Refuse,
        _ => Fault::None,
    });
    market.pass(3 * HOUR).await;
    let open = |market: &TestMarket| {
        unknown.clone().map(|id| market.gateway.in_books(&id).is_some_and(|payment| payment.open))
    };
    assert_eq!(open(&market), [false, true, false]);
    assert_eq!(
        metric(&market.market, "payments_mismatched"),
        1,
        "a person should look after an hour"
    );
    assert!(market.market.unsettled().looked_at <= looked_at.map(|at| at + ROUND));
    market.gateway.fault_books(|_| Fault::None);
    market.pass(ROUND).await;
    assert_eq!((open(&market), judgements(&market)), ([false; 3], vec![]));
}

#[tokio::test(start_paused = true)]
async fn an_adapter_that_panics_is_asked_again() {
    let market = TestMarket::start().await;
    let first = read(&market).await;
    market.gateway.fault_books(|_| panic!("as the test wants it"));
    market.pass(3 * ROUND).await;
    assert_eq!(market.market.unsettled().looked_at, first);
    market.gateway.fault_books(|_| Fault::None);
    market.pass(ROUND).await;
    assert!(market.market.unsettled().looked_at > first);
}

#[tokio::test(start_paused = true)]
async fn what_is_done_between_the_list_and_our_own_books_is_no_difference() {
    let market = TestMarket::start().await;
    read(&market).await;
    let (_, charge) = paid(&market).await;
    // A list that is older than the sale: the payment is open there.
    let id = format!("pi_{charge}");
    let finds = Arc::new(Mutex::new(0));
    let counted = finds.clone();
    market.gateway.fault_books(move |asked| {
        *counted.lock().unwrap() += usize::from(matches!(asked, BooksAsked::Find(_)));
        Fault::None
    });
    market.gateway.list_late_once(charge);
    market.pass(ROUND).await;
    assert_eq!((judgements(&market), *finds.lock().unwrap()), (vec![], 1));
    assert_eq!(market.gateway.in_books(&id).unwrap().captured_minor, 4950);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn however_many_there_are_all_are_counted_and_few_are_asked_for() {
    let market = TestMarket::start().await;
    for _ in 0..150 {
        market.gateway.plant_unknown(market.now(), 100);
    }
    market.pass(ROUND).await;
    assert_eq!(metric(&market.market, "payments_unknown"), 150);
    // From here on they are not listed.
    market.pass(2 * HOUR).await;
    assert_eq!(metric(&market.market, "payments_unknown"), 150);
    let asked = market.gateway.books_asked();
    let looks = asked.chunk_by(|_, next| !matches!(next, BooksAsked::Listed(_)));
    assert_eq!(looks.map(<[_]>::len).max(), Some(101));
}
