//! What is told of payments that are not settled for an hour.

use std::time::Duration;

use super::common::{metric, said::Said};
use holdfast::{
    domain::{ChargeStatus, Deed},
    harness::TestMarket,
    payments::overdue::WaitsFor,
    payments::scripted::{Fault, Verb},
    types::Reason,
};

const ROUND: Duration = Duration::from_secs(61);
const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test(start_paused = true)]
async fn a_charge_that_is_not_settled_for_an_hour_is_overdue_until_it_is() {
    let said = Said::listen();
    let market = TestMarket::start().await;
    market.gateway.fault(|asked| match asked.verb {
        Verb::Authorise => Fault::AnswerLost,
        _ => Fault::Refuse,
    });
    let ticket = market.list(market.user().await, "49.50").await;
    let order = market.buy(market.user().await, ticket).await.unwrap();
    let _ = market.pay(order).await;
    let charge = market.order(order).status.charge_under_way().unwrap();
    let deadline = market.order(order).expires_at;
    let late = |market: &TestMarket| {
        let unsettled = market.market.unsettled();
        unsettled.overdue.iter().map(|late| (late.charge, late.waits_for)).collect::<Vec<_>>()
    };
    let until = deadline + HOUR;
    market.pass(until.since(market.now())).await;
    assert_eq!((late(&market), metric(&market.market, "payments_overdue")), (vec![], 0));
    market.pass(2 * ROUND).await;
    assert_eq!(late(&market), [(charge, WaitsFor::Release)]);
    assert_eq!(metric(&market.market, "payments_overdue"), 1);
    let told = |said: &Said| said.count(&["ERROR", "is overdue", &charge.to_string()]);
    assert_eq!(told(&said), 1);
    market.pass(HOUR - 2 * ROUND).await;
    assert_eq!(told(&said), 1, "not every minute");
    market.pass(3 * ROUND).await;
    assert_eq!(told(&said), 2);

    market.gateway.fault(|_| Fault::None);
    market.until_settled().await;
    market.pass(ROUND).await;
    assert_eq!(market.charge(charge).status, ChargeStatus::Voided);
    assert_eq!((late(&market), metric(&market.market, "payments_overdue")), (vec![], 0));
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_capture_and_a_refund_that_take_an_hour_are_overdue() {
    for (verb, waits_for) in [(Verb::Capture, WaitsFor::Capture), (Verb::Refund, WaitsFor::Refund)]
    {
        let market = TestMarket::start().await;
        market.gateway.fault(move |asked| match asked.verb {
            refused if refused == verb => Fault::Refuse,
            _ => Fault::None,
        });
        let seller = market.user().await;
        let ticket = market.list(seller, "49.50").await;
        let order = market.buy(market.user().await, ticket).await.unwrap();
        let _ = market.pay(order).await;
        if verb == Verb::Refund {
            let reason = Reason::parse("The concert is off").unwrap();
            let asked = market.market.refund_within(
                order,
                Deed { by: seller, reason },
                false,
                Duration::ZERO,
            );
            let _ = asked.await;
        }
        market.pass(HOUR - ROUND).await;
        assert!(market.market.unsettled().overdue.is_empty(), "{verb:?}");
        market.pass(3 * ROUND).await;
        let late: Vec<_> = market.market.unsettled().overdue.iter().map(|l| l.waits_for).collect();
        assert_eq!(late, [waits_for]);
        market.gateway.fault(|_| Fault::None);
        market.until_settled().await;
        market.pass(ROUND).await;
        assert!(market.market.unsettled().overdue.is_empty(), "{verb:?}");
        market.assert_sound();
        market.market.kill().await;
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_under_way_when_a_site_went_down_for_hours_wakes_nobody() {
    let said = Said::listen();
    let market = TestMarket::start().await;
    market.gateway.fault(|asked| match asked.verb {
        Verb::Authorise => Fault::AnswerLost,
        _ => Fault::Refuse,
    });
    let ticket = market.list(market.user().await, "49.50").await;
    let order = market.buy(market.user().await, ticket).await.unwrap();
    let _ = market.pay(order).await;
    market.market.kill().await;
    market.pass(3 * HOUR).await;
    market.gateway.fault(|_| Fault::None);
    let market = market.crash().await;
    market.until("a round", |market| market.market.unsettled().rounds > 0).await;
    assert_eq!(metric(&market.market, "payments_overdue"), 0);
    market.until_settled().await;
    market.pass(2 * ROUND).await;
    assert_eq!(metric(&market.market, "payments_overdue"), 0);
    assert_eq!(said.count(&["ERROR"]), 0);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn the_metrics_say_whether_the_provider_answers() {
    let market = TestMarket::start().await;
    for answers in [true, false, true] {
        market.gateway.set_answering(answers);
        assert_eq!(metric(&market.market, "payment_provider_answers"), i64::from(answers));
    }
}
