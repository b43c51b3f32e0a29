//! Tickets that are bought together, at Stripe: one intent over the sum, of which each order goes
//! back by itself, and books that agree.

use holdfast::{
    harness::stripe::{API_KEY, IntentStatus, ScriptedStripe, WEBHOOK_SECRET, ledger::What},
    types::OrderId,
};

use crate::common::{Answer, Site, Visitor, program::run};

const MINOR: i64 = 2400;

/// So many seats of one row, held by one press: where the purchase is, and its orders.
pub async fn held(
    site: &Site,
    seller: &mut Visitor,
    buyer: &mut Visitor,
    count: usize,
) -> (String, Vec<String>) {
    seller.list_row("24", "4").await;
    let (event, tickets) = {
        let catalog = site.market.tables().catalog();
        let event = catalog.coming_events(site.market.clock().now(), 1)[0].id;
        (event, catalog.tickets_of(event).map(|listing| listing.id.to_string()).collect::<Vec<_>>())
    };
    let price = format!("{}", 24 * count);
    let mut fields: Vec<_> = tickets[..count].iter().map(|id| ("ticket", id.as_str())).collect();
    fields.push(("price", &price));
    let purchase = buyer.post(&format!("/events/{event}/buy"), &fields).await.sent_to();
    let first: OrderId = purchase.rsplit('/').next().unwrap().parse().unwrap();
    let orders = site.market.tables().order(first).unwrap().unwrap();
    (purchase, orders.purchase().iter().map(ToString::to_string).collect())
}

async fn secret(buyer: &Visitor, purchase: &str) -> String {
    let buyer = buyer.with("accept", "application/json");
    let answer: Answer = buyer.clone().post(&format!("{purchase}/pay"), &[]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let json: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    json["client_secret"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn three_by_one_intent_and_one_goes_back() {
    let stripe = ScriptedStripe::start().await;
    let site = Site::start_with_stripe(&stripe, |_| {}).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (purchase, orders) = held(&site, &mut anna, &mut ben, 3).await;
    let page = ben.get(&purchase).await;
    page.is(200, "data-amount=\"7200\"").is(200, &format!("data-return=\"{purchase}/return\""));
    let secret = secret(&ben, &purchase).await;
    assert_eq!(stripe.buyer_pays(&secret).map(|_| ()), Ok(()));
    assert_eq!(ben.get(&format!("{purchase}/return")).await.sent_to(), purchase);
    ben.get(&purchase).await.is(200, "They are yours.");
    assert_eq!(stripe.intents().len(), 1);
    assert_eq!(stripe.ledger().accounts()[0].kept_minor, 3 * MINOR);

    // The seller gives the second one back, then the first.
    for (order, kept) in [(&orders[1], 2 * MINOR), (&orders[0], MINOR)] {
        let refund = format!("/orders/{order}/refund");
        anna.post(&refund, &[("reason", "It is damaged")]).await.sent_to();
        let of = format!("/orders/{order}");
        let page = ben.until(&of, |page| page.attr("data-order-reason") == Some("refunded")).await;
        assert_eq!(page.attr("data-order-status"), Some("cancelled"));
        assert_eq!(stripe.ledger().accounts()[0].kept_minor, kept);
    }
    let last = ben.get(&format!("/orders/{}", orders[2])).await;
    assert_eq!(last.attr("data-order-status"), Some("completed"));
    let refunds: Vec<_> = stripe
        .ledger()
        .lines()
        .iter()
        .filter(|line| line.what == What::Refunded)
        .map(|line| line.minor)
        .collect();
    assert_eq!(refunds, [2400, 2400]);

    // The books agree, while it runs.
    let variables = [
        ("HOLDFAST_PAYMENTS__PROVIDER", "stripe"),
        ("HOLDFAST_PAYMENTS__STRIPE__SECRET_KEY", API_KEY),
        ("HOLDFAST_PAYMENTS__STRIPE__PUBLISHABLE_KEY", "pk_test_x"),
        ("HOLDFAST_PAYMENTS__STRIPE__WEBHOOK_SECRET", WEBHOOK_SECRET),
        ("HOLDFAST_PAYMENTS__STRIPE__API_URL", &stripe.url()),
    ];
    let (code, said) = run(site.folder.path(), &["verify", "--payments"], &variables);
    assert_eq!(code, Some(0), "{said}");
    for says in ["every invariant holds", "the provider's books and ours agree"] {
        assert!(said.contains(says), "{says}: {said}");
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_dropped_while_stripe_waits_is_paid_by_another_intent() {
    let stripe = ScriptedStripe::start().await;
    let site = Site::start_with_stripe(&stripe, |_| {}).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (purchase, orders) = held(&site, &mut anna, &mut ben, 3).await;
    let before = secret(&ben, &purchase).await;
    let first = ben.get(&purchase).await;
    let ticket = first.field("ticket").unwrap().to_owned();
    assert_eq!(
        ben.post(&format!("{purchase}/drop"), &[("ticket", &ticket)]).await.sent_to(),
        purchase
    );
    ben.get(&purchase).await.is(200, "data-amount=\"4800\"");
    stripe
        .until("the first intent is over", |stripe| {
            stripe.intents().iter().all(|(_, status)| *status == IntentStatus::Canceled)
        })
        .await;
    let second = secret(&ben, &purchase).await;
    assert_ne!(before, second);
    stripe.buyer_pays(&second).unwrap();
    assert_eq!(ben.get(&format!("{purchase}/return")).await.sent_to(), purchase);
    ben.get(&purchase).await.is(200, "They are yours.");
    let kept: i64 = stripe.ledger().accounts().iter().map(|account| account.kept_minor).sum();
    assert_eq!(kept, 2 * MINOR);
    let dropped = ben.get(&format!("/orders/{}", orders[0])).await;
    assert_eq!(dropped.attr("data-order-reason"), Some("buyer"));
    site.stop().await;
}
