//! The books at Stripe: over a real network, by the running site and by
//! `holdfast verify --payments`.

use std::time::Duration;

use crate::common::{Site, program::run};
use holdfast::{
    actors::order::PayOutcome,
    clock::Clock,
    config::{Config, Provider},
    domain::OrderStatus,
    harness::stripe::{
        API_KEY, HttpFault, IntentStatus, ScriptedStripe, WEBHOOK_SECRET, ledger::What,
    },
    payments::{
        Bill, PaymentGateway as _,
        stripe::{Stripe, StripeLimits},
    },
    types::{ChargeId, Currency, OrderId, Price, Secret, TicketId},
};

async fn site(stripe: &ScriptedStripe) -> Site {
    Site::start_with(|config| {
        config.payments.provider = Provider::Stripe;
        config.payments.reconcile_seconds = 1;
        config.payments.stripe.secret_key = Secret::new(API_KEY);
        config.payments.stripe.publishable_key = "pk_test_x".into();
        config.payments.stripe.webhook_secret = Secret::new(WEBHOOK_SECRET);
        config.payments.stripe.api_url = stripe.url();
    })
    .await
}

/// Sells a ticket; gives the payment's name at Stripe. No webhook ever comes.
async fn sold(site: &Site, stripe: &ScriptedStripe) -> String {
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let ticket = anna.list("Row 5", "49.50").await;
    let order = ben.buy(&ticket, "49.50").await.sent_to();
    let id: OrderId = order.rsplit('/').next().unwrap().parse().unwrap();
    let patience = Duration::from_secs(8);
    let begun = site.market.pay_within(id, ChargeId::new(), None, patience).await.unwrap();
    let PayOutcome::AwaitsBuyer(secret) = begun else { panic!("{begun:?}") };
    stripe.buyer_pays(secret.expose()).unwrap();
    let is_sold = |stripe: &ScriptedStripe| stripe.ledger().count(What::Captured) == 1;
    stripe.until("the reconciler has asked for it", is_sold).await;
    while !matches!(status(site, id), OrderStatus::Completed { .. }) {
        tokio::task::yield_now().await;
    }
    stripe.intents()[0].0.clone()
}

fn status(site: &Site, order: OrderId) -> OrderStatus {
    site.market.tables().order(order).unwrap().unwrap().status
}

/// A payment of this site's that its folder knows nothing of.
async fn unknown(site: &Site, stripe: &ScriptedStripe) -> (Stripe, Bill) {
    let mut config = Config::default().payments.stripe;
    (config.secret_key, config.api_url) = (Secret::new(API_KEY), stripe.url());
    let (site, limits) = (site.market.storage().site_id(), StripeLimits::default());
    let gateway = Stripe::new(&config, Currency::EUR, site, limits, Clock::System).unwrap();
    let mut bill = Bill::of_one(
        ChargeId::new(),
        (OrderId::new(), TicketId::new()),
        Price::from_minor(700).unwrap(),
        holdfast::clock::Clock::System.now(),
    );
    bill.id = Some(gateway.authorise(bill.clone(), None).await.unwrap().id);
    (gateway, bill)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_site_lets_go_of_a_payment_that_it_does_not_know() {
    let stripe = ScriptedStripe::start().await;
    let site = site(&stripe).await;
    let (_, bill) = unknown(&site, &stripe).await;
    let id = bill.id.unwrap();
    let is_over = |stripe: &ScriptedStripe| stripe.status(&id) == Some(IntentStatus::Canceled);
    stripe.until("it is let go of", is_over).await;
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn verify_compares_a_folder_with_the_books_at_stripe() {
    let stripe = ScriptedStripe::start().await;
    let site = site(&stripe).await;
    let payment = sold(&site, &stripe).await;
    let folder = site.folder.path().to_owned();
    let verify = || {
        let variables = [
            ("HOLDFAST_PAYMENTS__PROVIDER", "stripe"),
            ("HOLDFAST_PAYMENTS__STRIPE__SECRET_KEY", API_KEY),
            ("HOLDFAST_PAYMENTS__STRIPE__PUBLISHABLE_KEY", "pk_test_x"),
            ("HOLDFAST_PAYMENTS__STRIPE__WEBHOOK_SECRET", WEBHOOK_SECRET),
            ("HOLDFAST_PAYMENTS__STRIPE__API_URL", &stripe.url()),
        ];
        run(&folder, &["verify", "--payments"], &variables)
    };
    let (code, said) = verify();
    assert_eq!(code, Some(0), "while the site runs: {said}");
    for says in [
        "every invariant holds",
        "payments at the provider: 4950; here: 4950",
        "refunds at the provider: 0; here: 0",
        "kept at the provider: 1 payments, 4950; kept here: 1 payments, 4950",
        "the provider's books and ours agree",
    ] {
        assert!(said.contains(says), "{says}: {said}");
    }

    // Nobody lets go of anything any more.
    site.market.stop(Duration::from_secs(5)).await;
    let (gateway, open) = unknown(&site, &stripe).await;
    let (_, kept) = unknown(&site, &stripe).await;
    let kept_id = kept.id.clone().unwrap();
    stripe.buyer_pays(&kept_id).unwrap();
    gateway.capture(kept).await.unwrap();
    stripe.refund_in_dashboard(&payment).unwrap();
    let (code, said) = verify();
    assert_eq!(code, Some(1), "{said}");
    for says in [
        format!("UNKNOWN  payment {kept_id}: it has captured money"),
        format!("UNKNOWN  payment {}: it can still take money", open.id.unwrap()),
        format!("REFUNDED payment {payment}: it was refunded at the provider"),
        "payments at the provider: 5650; here: 4950".into(),
        "refunds at the provider: 4950; here: 0".into(),
        "kept at the provider: 1 payments, 700; kept here: 1 payments, 4950".into(),
    ] {
        assert!(said.contains(&says), "{says}: {said}");
    }

    stripe.fault(|_| HttpFault::Status(500));
    let (code, said) = verify();
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("the payment provider does not answer; try again later"), "{said}");
    stripe.fault(|_| HttpFault::None);
    stripe.revoke(API_KEY);
    let (code, said) = verify();
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("payments.stripe.secret_key"), "{said}");
    site.stop().await;
}
