use std::{sync::Arc, time::Duration};

use holdfast::{
    actors::order::PayOutcome,
    domain::{CancelReason, OrderStatus},
    harness::stripe::{ScriptedStripe, ledger::What},
    types::ChargeId,
};
use tokio::{sync::Semaphore, task::JoinSet};

use super::shop::{self, Dice, books_agree, buy, list, seed, user};

const ORDERS: usize = 1000;
/// The time from one order's deadline to the next one's.
const APART: Duration = Duration::from_millis(10);
/// Orders at once that are made, and whose payment is begun.
const BEGINNING_MAX: usize = 16;

/// Each buyer pays at Stripe within 50 ms of the deadline, before or after it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_authorisations_at_the_deadline_are_sold_or_voided() {
    let stripe = ScriptedStripe::start().await;
    let hold = 4;
    let site = shop::open(&stripe, |config| config.orders.hold_seconds = hold).await;
    let market = site.market.clone();
    let (seller, buyer) = (user(&market).await, user(&market).await);
    let mut dice = Dice(seed());
    let (mut sold, mut over) = (0, 0);
    let mut buyers = JoinSet::new();
    let mut next = tokio::time::interval(APART);
    // A machine that is too busy for that pace begins them later, and none of them too late.
    let beginning = Arc::new(Semaphore::new(BEGINNING_MAX));
    for _ in 0..ORDERS {
        next.tick().await;
        let place = beginning.clone().acquire_owned().await.unwrap();
        let (market, stripe) = (market.clone(), stripe.clone());
        let early = dice.millis(100);
        buyers.spawn(async move {
            let ticket = list(&market, seller).await;
            let order = buy(&market, buyer, ticket).await;
            let charge = ChargeId::new();
            let answer = market.pay(order, charge, None).await;
            let Ok(PayOutcome::AwaitsBuyer(client_secret)) = answer else {
                panic!("{answer:?}");
            };
            drop(place);
            let deadline = market.tables().order(order).unwrap().unwrap().expires_at;
            let left = deadline.as_millis() + 50 - market.clock().now().as_millis();
            let left = Duration::from_millis(u64::try_from(left).unwrap()) - early;
            tokio::time::sleep(left).await;
            // Too late it is refused, for the intent is cancelled by then.
            let _ = stripe.buyer_pays(client_secret.expose());
            (order, market.pay(order, charge, None).await)
        });
    }
    while let Some(done) = buyers.join_next().await {
        let (order, outcome) = done.unwrap();
        let status = || market.tables().order(order).unwrap().unwrap().status;
        if let Ok(PayOutcome::Completed) = outcome {
            assert!(matches!(status(), OrderStatus::Completed { .. }));
            sold += 1;
        } else {
            let expired = |status| {
                matches!(status, OrderStatus::Cancelled { reason: CancelReason::Expired, .. })
            };
            shop::until("it has expired", || expired(status())).await;
            over += 1;
        }
    }
    shop::until("every charge is settled", || {
        market.tables().catalog().unfinished_charges.is_empty()
    })
    .await;
    let ledger = stripe.ledger();
    assert_eq!(sold + over, ORDERS);
    assert_eq!(ledger.count(What::Captured), sold);
    assert_eq!(ledger.count(What::Canceled), over);
    assert_eq!(ledger.count(What::Refunded), 0);
    assert_eq!(books_agree(&stripe, market.tables()), sold as u64 * 4950);
    let voided_late = ledger.count(What::Authorised) - sold;
    assert!(sold > 0 && voided_late > 0, "{sold} sold, {voided_late} voided: no race was run");
    println!("{sold} sold, {over} expired, of which {voided_late} were authorised and voided");
    site.stop().await;
}
